// Searching the sample library, opened from the disk.
import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { buildSample, fileUrl, kindsOfPages, openBrowser, serve } from "./library.js";

let browser, site, kinds;

before(async () => {
  site = buildSample();
  kinds = kindsOfPages(site);
  browser = await openBrowser();
});
after(() => browser?.close());

/** Opens a page, types into its search box, and looks. */
async function type(path, text, look, options = {}) {
  const context = await browser.newContext(options);
  const page = await context.newPage();
  const wrong = [];
  page.on("pageerror", (error) => wrong.push(String(error)));
  await page.goto(fileUrl(site, path));
  await page.locator("input[type=search]").focus();
  await page.keyboard.type(text);
  await look(page);
  await context.close();
  assert.deepEqual(wrong, [], path);
}

describe("the search box", () => {
  it("takes the reader from a few letters to a marked page by keyboard alone", async () => {
    await type(kinds.postmortem, "pool", async (page) => {
      const input = page.locator("input[type=search]");
      await page.locator("[role=option]").first().waitFor();
      assert.equal(await input.getAttribute("aria-expanded"), "true");
      assert.equal(await page.locator("[aria-selected]").count(), 0, "nothing is chosen before the reader chooses");
      await page.keyboard.press("ArrowDown");
      assert.equal(await input.getAttribute("aria-activedescendant"), await page.locator("[role=option]").first().getAttribute("id"));
      await page.keyboard.press("Enter");
      await page.locator(".marks-bar").waitFor();
      await page.locator(".prose mark").first().waitFor({ state: "attached" });
      await page.locator(".marks-bar button").last().click();
      assert.equal(await page.locator("mark").count(), 0);
      assert.doesNotMatch(page.url(), /\?/);
    });
  });

  it("is closed by Escape and keeps what was typed", async () => {
    await type("index.html", "pool", async (page) => {
      await page.locator("[role=option]").first().waitFor();
      await page.keyboard.press("Escape");
      await page.locator("[role=option]").first().waitFor({ state: "detached" });
      assert.equal(await page.locator("input[type=search]").inputValue(), "pool");
    });
  });

  it("leads to the ways in without script", async () => {
    await type(kinds.term, "pool", async (page) => {
      await page.keyboard.press("Enter");
      await page.waitForURL(/search\.html\?q=pool/);
      assert.ok(await page.locator(".search-browse a").count() > 10);
    }, { javaScriptEnabled: false });
  });
});

describe("the search page", () => {
  it("follows the typing, and Back leads to what was searched before", async () => {
    await type("search.html", "pool", async (page) => {
      const input = page.locator("input[type=search]");
      await page.locator(".search-hits .entry").first().waitFor();
      await page.keyboard.press("Enter");
      await page.locator(".facets input").first().check();
      await page.waitForURL(/q=pool\+/);
      await page.goBack();
      await page.waitForURL(/q=pool$/);
      await page.locator(".search-hits .entry").first().waitFor();
      assert.equal(await input.inputValue(), "pool");
    });
  });
});


describe("the real index", () => {
  /** Reads a page served below a folder with a strict policy, or as a file; anything on the console is a failure. */
  async function read(where, look, expected = []) {
    const context = await browser.newContext();
    const page = await context.newPage();
    const wrong = [];
    page.on("pageerror", (error) => wrong.push(String(error)));
    page.on("console", (message) => ["error", "warning"].includes(message.type()) && wrong.push(message.text()));
    await page.goto(where);
    await look(page);
    await context.close();
    assert.deepEqual(wrong.filter((text) => !expected.some((known) => text.includes(known))), [], where);
  }
  const places = {};
  let server;
  before(async () => {
    server = await serve(site);
    places.http = server.url;
    places.file = fileUrl(site, "index.html").replace(/index.html$/, "");
  });
  after(() => server?.close());

  for (const name of ["http", "file"]) {
    it(`finds, corrects, filters, follows and goes back (${name})`, async () => {
      await read(`${places[name]}search.html?q=certifcate+expird`, async (page) => {
        const first = page.locator(".search-hits .entry").first();
        await first.waitFor();
        assert.match(await page.locator("[data-notes]").textContent(), /certifcate/, "the slip is named");
        assert.match(await first.textContent(), /certificate/i);
        const all = await page.locator(".search-hits .entry").count();
        await page.locator(".facets input").first().check();
        await page.waitForURL(/severity/);
        await page.waitForFunction((all) => document.querySelectorAll(".search-hits .entry").length < all, all);
        await page.locator(".search-hits .entry-title a").first().click();
        await page.waitForURL(/incidents\//);
        await page.locator(".marks-bar").waitFor();
        await page.locator(".prose mark").first().waitFor({ state: "attached" });
        await page.goBack();
        await page.locator(".search-hits .entry").first().waitFor();
        assert.match(await page.locator("input[type=search]").inputValue(), /severity:/);
      });
    });

    it(`keeps the words of a phrase together (${name})`, async () => {
      await read(`${places[name]}search.html?q=%22the+pool%22`, async (page) => {
        await page.locator(".search-hits .entry").first().waitFor();
        const together = await page.locator(".search-hits .entry").count();
        await page.locator("input[type=search]").fill("the pool");
        await page.waitForFunction((count) => document.querySelectorAll(".search-hits .entry").length > count, together);
      });
    });
  }

  it("loads nothing before the reader turns to the box", async () => {
    const context = await browser.newContext();
    const page = await context.newPage();
    const asked = [];
    page.on("request", (request) => asked.push(request.url()));
    await page.goto(`${server.url}index.html`);
    assert.ok(!asked.some((url) => url.includes("/search/") || url.includes("/search.")), String(asked));
    await page.locator("input[type=search]").focus();
    await page.keyboard.type("pool");
    await page.locator("[role=option]").first().waitFor();
    assert.ok(asked.some((url) => url.includes("/search/index.js")));
    assert.ok(asked.every((url) => url.startsWith(server.url)), "no request to anyone else");
    await context.close();
  });

  it("shows passages of the pages and leads to their sections over http", async () => {
    await read(`${places.http}search.html?q=connection+pool`, async (page) => {
      await page.locator(".search-section").first().waitFor();
      const link = page.locator(".entry-title a").first();
      assert.match(await link.getAttribute("href"), /#s-/);
      await page.locator(".entry-excerpt mark").first().waitFor();
    });
  });

  for (const [damage, change] of [["missing", () => null], ["cut short", (text) => text.slice(0, text.length / 2)]]) {
    it(`says which file is ${damage}, and the page stays usable`, async () => {
      const broken = await serve(site, (path, text) => (/search\/a0/.test(path) ? change(text) : text));
      await read(`${broken.url}index.html`, async (page) => {
        await page.locator("input[type=search]").focus();
        await page.keyboard.type("pool");
        await page.locator(".search-notes p").waitFor();
        assert.match(await page.locator(".search-notes").textContent(), /a0\..*\.js/);
        assert.equal(await page.locator("[role=option]").count(), 0);
        await page.keyboard.press("Enter");
        await page.waitForURL(/search\.html\?q=pool/);
        assert.ok(await page.locator(".search-browse a").count() > 10);
      }, ["404", "Refused to execute", "SyntaxError", "Invalid or unexpected token", "Unexpected", "missing )"]);
      broken.close();
    });
  }

  it("finds the new index when the site was published anew meanwhile", async () => {
    let stale = true;
    const moving = await serve(site, (path, text) => (stale && path.endsWith("search/index.js") ? text.toString().replace(/"a":"[0-9a-f]{7}/, '"a":"0000000') : text));
    await read(`${moving.url}index.html`, async (page) => {
      await page.locator("input[type=search]").focus();
      await page.waitForFunction(() => window.CasebookSearch);
      await page.keyboard.type("po");
      await page.waitForTimeout(300);
      stale = false;
      await page.keyboard.type("ol");
      await page.locator("[role=option]").first().waitFor();
    }, ["404", "Refused to execute"]);
    moving.close();
  });
});
