// A library in several languages: from one to the other and back, and searching each, served and from the disk.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { after, before, describe, it } from "node:test";
import { binary, fileUrl, follow, openBrowser, serve } from "./library.js";

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const facts = (day, more = "") => `date: ${day}\nseverity: sev2\nservices: [ledger]\ncauses: [replica-lag]\n${more}`;
const bilingual = {
  "book.toml": "[book]\ntitle = \"Harbour postmortems\"\n[editions.fr]\ntitle = \"Pannes du port\"\n",
  "content/_index.md": "# Harbour postmortems\n\nWhat went wrong.\n",
  "content/_index.fr.md": "# Pannes du port\n\nCe qui s'est mal passé.\n",
  "content/incidents/lag.md": `---\ntitle: Replica lag\n${facts("2025-03-01")}---\n\nThe replica lagged behind.\n`,
  "content/incidents/lag.fr.md": "---\ntitle: Retard de la réplique\n---\n\nLa réplique était en retard.\n",
  "content/incidents/disk.md": `---\ntitle: Disk full\n${facts("2025-05-01")}---\n\nAs in [the lag](lag.md). Nobody has translated this.\n`,
};

let browser;
const made = [];

function build(files) {
  const folder = mkdtempSync(join(tmpdir(), "casebook-languages-"));
  made.push(folder);
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
  execFileSync(binary, ["build", folder, "--as-of", "2026-11-23", "--quiet"], { stdio: "inherit" });
  return join(folder, "site");
}

before(async () => {
  browser = await openBrowser();
});
after(async () => {
  await browser?.close();
  made.forEach((folder) => rmSync(folder, { recursive: true, force: true }));
});

/** Looks at a page; anything on the console is a failure. */
async function visit(url, options, look) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, ...options });
  const page = await context.newPage();
  const wrong = [];
  page.on("pageerror", (error) => wrong.push(String(error)));
  page.on("console", (message) => ["error", "warning"].includes(message.type()) && wrong.push(message.text()));
  await page.goto(url);
  await look(page);
  await context.close();
  assert.deepEqual(wrong, [], url);
}

const heading = (page) => page.locator("h1").textContent();

for (const place of ["served below a folder", "from the disk"]) {
  describe(`two languages, ${place}`, () => {
    let site, server, at;
    before(async () => {
      site = build(bilingual);
      server = await serve(site);
      at = (path, query = "") => (place === "from the disk" ? fileUrl(site, path) : server.url + path) + query;
    });
    after(() => server.close());

    it("leads from a page to its translation and back", async () => {
      await visit(at("incidents/lag.html"), {}, async (page) => {
        assert.equal(await heading(page), "Replica lag");
        await follow(page, () => page.getByRole("link", { name: "Français" }).click());
        assert.equal(await heading(page), "Retard de la réplique");
        assert.equal(await page.locator("html").getAttribute("lang"), "fr");
        await follow(page, () => page.getByRole("link", { name: "Pannes du port" }).first().click());
        assert.ok(page.url().endsWith("/fr/index.html"));
        await follow(page, () => page.getByRole("link", { name: "English" }).click());
        assert.ok(await page.getByText("What went wrong.").isVisible());
      });
    });

    it("searches each language for itself", async () => {
      await visit(at("fr/index.html"), {}, async (page) => {
        await page.getByRole("searchbox").fill("réplique retard");
        await page.getByRole("option").first().waitFor();
        assert.match(await page.getByRole("option").first().textContent(), /Retard de la réplique/);
        await follow(page, () => page.keyboard.press("Enter"));
        await follow(page, () => page.getByRole("link", { name: "Retard de la réplique" }).first().click());
        await page.getByText("était en retard").waitFor();
        assert.match(page.url(), /fr\/incidents\/lag\.html/);
      });
      await visit(at("search.html", "?q=lagged"), {}, async (page) => {
        await page.getByRole("link", { name: "Replica lag" }).first().waitFor();
        assert.equal(await page.getByText("Retard de la réplique").count(), 0);
      });
    });

    it("shows the original in its language where there is no translation", async () => {
      await visit(at("fr/incidents/disk.html"), { javaScriptEnabled: false }, async (page) => {
        assert.ok(await page.getByText("pas encore traduite").isVisible());
        assert.equal(await page.locator(".prose").getAttribute("lang"), "en");
        await follow(page, () => page.locator(".prose").getByRole("link", { name: "the lag" }).click());
        assert.equal(await heading(page), "Retard de la réplique");
      });
    });
  });
}

describe("the switcher", () => {
  it("fits every width and is readable by everyone, with two languages and with four", { timeout: 120_000 }, async () => {
    const languages = bilingual["book.toml"].replace("[book]", "[book]\nlanguages = [\"fr\", \"pt-BR\", \"ja\"]");
    for (const files of [bilingual, { ...bilingual, "book.toml": languages }]) {
      const site = build(files);
      for (const [width, colorScheme] of [[360, "light"], [360, "dark"], [720, "light"], [1024, "light"], [1280, "light"], [1280, "dark"]]) {
        for (const path of ["fr/incidents/lag.html", "fr/incidents/disk.html", "index.html"]) {
          await visit(fileUrl(site, path), { viewport: { width, height: 740 }, colorScheme }, async (page) => {
            assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), `${path} at ${width}`);
            const menu = page.locator(".languages summary");
            if (await menu.count()) {
              await menu.click();
              const box = await page.locator(".languages ul").boundingBox();
              assert.ok(box.x >= 0 && box.x + box.width <= width, `the menu at ${width}`);
            }
            await page.evaluate(axe);
            const found = await page.evaluate(() => window.axe.run(document, { preload: false, runOnly: { type: "tag", values: ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa", "best-practice"] } }));
            assert.deepEqual(found.violations.map((rule) => `${rule.id}: ${rule.nodes.map((node) => node.target.join(" "))}`), [], `${path} at ${width}`);
          });
        }
      }
    }
  });
});
