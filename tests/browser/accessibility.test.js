// WCAG 2.2 AA by axe-core on every kind of page, light and dark, wide and narrow; and reading with the keyboard alone.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { after, before, describe, it } from "node:test";
import { buildSample, fileUrl, kindsOfPages, openBrowser, serve } from "./library.js";

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
let browser, site, kinds, server;

before(async () => {
  site = buildSample();
  kinds = kindsOfPages(site);
  browser = await openBrowser();
  server = await serve(site);
});
after(async () => {
  server?.close();
  await browser?.close();
});

/** What axe finds on the page, one line for each element. */
async function violations(page) {
  await page.evaluate(axe);
  const found = await page.evaluate((values) => window.axe.run(document, { runOnly: { type: "tag", values } }), RULES);
  return found.violations.flatMap((rule) => rule.nodes.map((node) => `${rule.id}: ${node.target.join(" ")} ${node.failureSummary?.split("\n")[1] ?? ""}`));
}

describe("axe finds nothing", () => {
  const looks = {
    "wide, light": { viewport: { width: 1280, height: 900 }, colorScheme: "light" },
    "wide, dark": { viewport: { width: 1280, height: 900 }, colorScheme: "dark" },
    "narrow, light": { viewport: { width: 360, height: 740 }, colorScheme: "light" },
    "narrow, dark": { viewport: { width: 360, height: 740 }, colorScheme: "dark" },
    "more contrast": { viewport: { width: 1280, height: 900 }, contrast: "more" },
    "without the page's scripts": { viewport: { width: 1280, height: 900 } },
  };
  for (const [name, options] of Object.entries(looks)) {
    it(`on every kind of page, ${name}`, { timeout: 120_000 }, async () => {
      const context = await browser.newContext(options);
      // axe is script itself, so the page's own are kept away instead of all.
      if (name.includes("scripts")) await context.route(/\.js($|\?)/, (route) => route.abort());
      const page = await context.newPage();
      const wrong = [];
      for (const [kind, path] of Object.entries(kinds)) {
        await page.goto(fileUrl(site, path));
        wrong.push(...(await violations(page)).map((line) => `${kind}: ${line}`));
      }
      await context.close();
      assert.deepEqual(wrong, []);
    });
  }

  it("in the open parts: menus, suggestions, the large image, a filtered table", { timeout: 60_000 }, async () => {
    const context = await browser.newContext({ viewport: { width: 360, height: 740 } });
    const page = await context.newPage();
    const wrong = [];
    await page.goto(fileUrl(site, kinds.year));
    await page.locator(".menu-button").click();
    await page.locator(".menu summary").click();
    wrong.push(...await violations(page));
    await page.keyboard.press("Escape");
    await page.locator(".table-filter input").fill("a");
    wrong.push(...await violations(page));
    await page.locator("#cb-search").fill("pool");
    await page.locator("[role=option]").first().waitFor();
    wrong.push(...await violations(page));
    for (const colorScheme of ["light", "dark"]) {
      await page.emulateMedia({ colorScheme });
      await page.goto(`${fileUrl(site, kinds.recurrence)}?q=the+pool+orders`);
      await page.locator("main mark").first().waitFor();
      wrong.push(...await violations(page));
    }
    await page.goto(fileUrl(site, kinds.pictures));
    await page.locator("a.image").first().click();
    await page.locator("dialog[open]").waitFor();
    wrong.push(...await violations(page));
    await context.close();
    assert.deepEqual(wrong, []);
  });
});

describe("reading with the keyboard alone", () => {
  /** Presses Tab until a link that fits has the focus, and Enter. Every stop on the way must be seen to have it. */
  async function tabTo(page, fits) {
    for (let stop = 0; stop < 150; stop++) {
      await page.keyboard.press("Tab");
      const [href, outline, visible] = await page.evaluate(() => {
        const at = document.activeElement;
        const style = getComputedStyle(at);
        const box = at.getBoundingClientRect();
        return [at.getAttribute("href") ?? "", style.outlineStyle, box.width > 0 && box.height > 0];
      });
      assert.ok(outline !== "none" && visible, `the focus is seen on ${page.url()} at ${href || "a control"}`);
      if (fits.test(href)) {
        const before = page.url();
        await page.keyboard.press("Enter");
        await page.waitForURL((url) => url.href !== before);
        return;
      }
    }
    assert.fail(`no link like ${fits} within 150 stops of ${page.url()}`);
  }

  for (const place of ["file", "http"]) {
    for (const javaScriptEnabled of [true, false]) {
      it(`leads from home to an incident, to its recurring issue and back (${place}, scripts ${javaScriptEnabled ? "on" : "off"})`, { timeout: 60_000 }, async () => {
        const context = await browser.newContext({ javaScriptEnabled: true, viewport: { width: 1280, height: 900 } });
        // The test itself needs script to look at the focus; the page's scripts are what is switched off.
        if (!javaScriptEnabled) await context.route(/\.js($|\?)/, (route) => route.abort());
        const page = await context.newPage();
        await page.goto(place === "file" ? fileUrl(site, "index.html") : `${server.url}index.html`);
        await page.keyboard.press("Tab");
        assert.match(await page.evaluate(() => document.activeElement.className), /skip/, "the first stop skips to the content");
        await page.keyboard.press("Enter");
        const recurring = await page.locator(".entry:has(.recurs) .entry-title a").first().getAttribute("href");
        await tabTo(page, new RegExp(`^${recurring.replaceAll(".", "\\.")}$`));
        assert.match(page.url(), /\/incidents\//);
        const incident = page.url().replace(/#.*/, "");
        await tabTo(page, /^\.\.\/recurring\/(?!index)/);
        assert.match(page.url(), /\/recurring\//);
        await tabTo(page, new RegExp(incident.split("/").pop().replaceAll(".", "\\.")));
        assert.equal(page.url().replace(/#.*/, ""), incident);
        await tabTo(page, /^\.\.\/index\.html$/);
        assert.match(page.url(), /\/index\.html$/);
        await context.close();
      });
    }
  }
});
