// Searching the sample library, opened from the disk.
import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { buildSample, fileUrl, kindsOfPages, openBrowser } from "./library.js";

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
      assert.ok(await page.locator(".prose mark").count() > 0);
      await page.locator(".marks-bar button").last().click();
      assert.equal(await page.locator("mark").count(), 0);
      assert.doesNotMatch(page.url(), /\?/);
    });
  });

  it("is closed by Escape and keeps what was typed", async () => {
    await type("index.html", "pool", async (page) => {
      await page.locator("[role=option]").first().waitFor();
      await page.keyboard.press("Escape");
      assert.equal(await page.locator("[role=option]").count(), 0);
      assert.equal(await page.locator("input[type=search]").inputValue(), "pool");
    });
  });

  it("leads to the ways in without script", async () => {
    await type(kinds.term, "pool", async (page) => {
      await page.keyboard.press("Enter");
      await page.waitForURL(/search\.html\?q=pool/);
      assert.ok(await page.locator(".search-ways a").count() > 10);
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
      assert.equal(await input.inputValue(), "pool");
      assert.ok(await page.locator(".search-hits .entry").count() > 0);
    });
  });
});
