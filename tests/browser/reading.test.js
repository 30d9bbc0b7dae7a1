// What a reader of the sample library sees, opened from the disk.
import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { buildSample, fileUrl, follow, kindsOfPages, openBrowser, serve } from "./library.js";

let browser, site, kinds;

before(async () => {
  site = buildSample();
  kinds = kindsOfPages(site);
  browser = await openBrowser();
});
after(() => browser?.close());

/** Opens a page and collects what goes wrong while `look` looks at it. */
async function visit(path, options, look) {
  const context = await browser.newContext(options);
  const page = await context.newPage();
  const wrong = [];
  page.on("console", (message) => message.type() === "error" && wrong.push(message.text()));
  page.on("pageerror", (error) => wrong.push(String(error)));
  page.on("request", (request) => request.url().startsWith("file:") || request.url().startsWith("data:") || wrong.push(`request to ${request.url()}`));
  page.on("requestfailed", (request) => wrong.push(`failed: ${request.url()}`));
  await page.goto(fileUrl(site, path));
  await look(page);
  await context.close();
  assert.deepEqual(wrong, [], path);
}

describe("every kind of page", () => {
  for (const [size, viewport] of Object.entries({ phone: { width: 360, height: 740 }, desk: { width: 1280, height: 900 } })) {
    for (const colorScheme of ["light", "dark"]) {
      it(`fits a ${size}, ${colorScheme}, without errors or requests to others`, async () => {
        for (const [kind, path] of Object.entries(kinds)) {
          assert.ok(path, `the sample library has no page of the kind ${kind}`);
          await visit(path, { viewport, colorScheme }, async (page) => {
            const wider = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
            assert.ok(wider <= 0, `${path} is ${wider} px wider than the screen`);
            assert.equal(await page.locator("h1").count(), 1, `${path} has one main heading`);
            assert.ok((await page.title()).length > 0);
          });
        }
      });
    }
  }
});

describe("a URL that leads nowhere", () => {
  it("gets a page with its style and links that lead on, at any depth", async () => {
    const served = await serve(site);
    const page = await browser.newPage();
    for (const path of ["nope.html", "incidents/old/deep/nope.html"]) {
      await page.goto(served.url + path);
      await page.waitForFunction(() => getComputedStyle(document.querySelector(".page")).maxWidth !== "none");
      const link = page.locator("main .plain a").first();
      await page.waitForFunction(() => document.querySelector("main .plain a").pathname === "/team/library/index.html");
      await follow(page, () => link.click());
      assert.equal(page.url(), `${served.url}index.html`);
    }
    await page.close();
    served.close();
  });
});

describe("what comes first", () => {
  it("is how bad it was, what fixed it and the impact, also on a phone", async () => {
    const path = "incidents/2024-03-11-checkout-down-after-failover.html";
    await visit(path, { viewport: { width: 390, height: 844 } }, async (page) => {
      const top = (selector) => page.locator(selector).first().evaluate((element) => element.getBoundingClientRect().top + scrollY);
      const fixed = await top(".what-fixed-it");
      const impact = await top(".impact-in-short");
      assert.ok((await top(".headline")) < fixed && fixed < impact, "severity, then the fix, then the impact");
      assert.ok(impact < 900, `the impact begins at ${impact}`);
      assert.ok(impact < (await top(".report-facts")), "facts come after the text");
    });
  });
  it("leaves what a page lacks to its authors", async () => {
    await visit(kinds.postmortem, {}, async (page) => {
      assert.equal(await page.locator("[data-for-authors]:visible").count(), 0);
    });
  });
});

describe("the list of all incidents", () => {
  it("narrows by year, severity, service and words", async () => {
    await visit("incidents/all.html", { viewport: { width: 1280, height: 900 } }, async (page) => {
      const rows = page.locator("tbody tr:visible");
      const all = await rows.count();
      await page.locator(".table-filter select").nth(1).selectOption({ index: 1 });
      const some = await rows.count();
      assert.ok(some > 0 && some < all, `${some} of ${all}`);
      await page.locator(".table-filter input").fill("zebra");
      assert.equal(await rows.count(), 0);
    });
  });
});

describe("reading with scripts off", () => {
  it("leads from home to an incident, to its recurring issue and back", async () => {
    await visit("index.html", { javaScriptEnabled: false }, async (page) => {
      const issue = page.locator('main a[href^="recurring/"]:not([href$="index.html"])').first();
      const title = (await issue.textContent()).trim();
      await follow(page, () => issue.click());
      assert.equal((await page.locator("h1").textContent()).trim(), title);
      await follow(page, () => page.locator('main a[href^="../incidents/"]').first().click());
      assert.match(page.url(), /\/incidents\//);
      await follow(page, () => page.locator('main a[href^="../recurring/"]').first().click());
      assert.match(page.url(), /\/recurring\//);
    });
  });

  it("shows the table of contents, and its entries lead to their sections", async () => {
    await visit(kinds.postmortem, { javaScriptEnabled: false, viewport: { width: 1280, height: 900 } }, async (page) => {
      const entries = await page.locator('nav a[href^="#s-"]').evaluateAll((links) => links.map((link) => link.getAttribute("href")));
      assert.ok(entries.length > 0);
      for (const entry of entries) {
        assert.equal(await page.locator(`[id="${decodeURIComponent(entry.slice(1))}"]`).count(), 1, entry);
      }
    });
  });
});

describe("light and dark", () => {
  it("follows the system, can be switched, and is remembered", async () => {
    await visit("index.html", { colorScheme: "dark" }, async (page) => {
      const background = () => page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor);
      const dark = await background();
      await page.locator("[data-theme-switch]").first().click();
      let switched = await background();
      if (switched === dark) {
        await page.locator("[data-theme-switch]").first().click();
        switched = await background();
      }
      assert.notEqual(switched, dark);
      await page.reload();
      assert.equal(await background(), switched);
    });
  });
});

describe("every link of the site", () => {
  it("leads to a page and a section that exist", async () => {
    const { pagesOf } = await import("./library.js");
    const { existsSync, readFileSync } = await import("node:fs");
    const { fileURLToPath } = await import("node:url");
    const context = await browser.newContext({ javaScriptEnabled: false });
    const page = await context.newPage();
    const ids = new Map();
    const wanted = [];
    for (const path of pagesOf(site)) {
      // A page that only leads on is not stayed on.
      const next = readFileSync(fileURLToPath(fileUrl(site, path)), "utf8").match(/http-equiv="refresh" content="0; url=([^"]+)"/)?.[1];
      if (next) {
        wanted.push([path, new URL(next, fileUrl(site, path)).href]);
        continue;
      }
      await page.goto(fileUrl(site, path));
      ids.set(fileUrl(site, path), new Set(await page.evaluate(() => [...document.querySelectorAll("[id]")].map((element) => element.id))));
      const links = await page.evaluate(() => [...document.querySelectorAll("a[href], img[src], link[href]")].map((element) => element.href?.baseVal ?? element.href ?? element.src));
      wanted.push(...links.filter((link) => typeof link === "string" && link.startsWith("file:")).map((link) => [path, link]));
    }
    await context.close();
    const broken = wanted.filter(([, link]) => {
      const [file, fragment] = link.split("#");
      if (!existsSync(fileURLToPath(file))) return true;
      return fragment && ids.has(file) && !ids.get(file).has(decodeURIComponent(fragment));
    });
    assert.deepEqual(broken.map((pair) => pair.join(" -> ")).slice(0, 20), []);
  });

  it("leads from a deprecated term to its successor", async () => {
    const context = await browser.newContext({ javaScriptEnabled: false });
    const page = await context.newPage();
    await page.goto(fileUrl(site, "causes/tls.html"));
    await page.waitForURL(fileUrl(site, "causes/certificate-expiry.html"));
    await context.close();
  });
});
