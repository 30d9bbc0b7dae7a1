// What the theme promises beside being readable: small pages, nothing that moves, nothing that flashes, reading aids.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { after, before, describe, it } from "node:test";
import { gzipSync } from "node:zlib";
import { binary, buildSample, fileUrl, follow, kindsOfPages, openBrowser, pagesOf, root, serve } from "./library.js";

let browser, site, kinds, server;
const desk = { width: 1280, height: 900 };

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

/** Opens a page over http under a sub-path with a strict policy; anything on the console is a failure. */
async function visit(path, options, look, base = server.url) {
  const context = await browser.newContext({ viewport: desk, ...options });
  const page = await context.newPage();
  const wrong = [];
  page.on("pageerror", (error) => wrong.push(String(error)));
  // A picture that is opened by itself has no icon: the browser looks for one at the root.
  const isIcon = (url) => url.endsWith("/favicon.ico");
  page.on("console", (message) => ["error", "warning"].includes(message.type()) && !isIcon(message.location().url) && wrong.push(message.text()));
  page.on("request", (request) => request.url().startsWith(base) || isIcon(request.url()) || wrong.push(`request to ${request.url()}`));
  await page.addInitScript(() => {
    window.shifts = [];
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) window.shifts.push([entry.value, ...entry.sources.map((source) => source.node?.className ?? source.node?.nodeName)]);
    }).observe({ type: "layout-shift", buffered: true });
  });
  await page.goto(base + path);
  await look(page);
  await context.close();
  assert.deepEqual(wrong, [], path);
}

describe("every kind of page, served below a folder under a strict policy", () => {
  for (const [size, viewport] of Object.entries({ phone: { width: 360, height: 740 }, desk })) {
    it(`asks nobody else for anything and does not move while it loads (${size})`, { timeout: 120_000 }, async () => {
      for (const path of Object.values(kinds)) {
        await visit(path, { viewport }, async (page) => {
          await page.waitForLoadState("load");
          await page.waitForTimeout(150);
          // A table's column may grow by a pixel while its rows arrive; from 0.1 on browsers count a page as moving.
          const shifts = await page.evaluate(() => window.shifts);
          assert.ok(shifts.reduce((sum, [shift]) => sum + shift, 0) < 0.001, `${path} moves: ${JSON.stringify(shifts)}`);
          assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), `${path} is wider than the screen`);
        });
      }
    });
  }
});

describe("on a phone", () => {
  const phone = { viewport: { width: 360, height: 740 } };

  it("the words in plots are of eleven pixels at least, and none lies on another", { timeout: 60_000 }, async () => {
    for (const path of [kinds.home, kinds.trends, kinds.actions, kinds.recurring, kinds.issue]) {
      await visit(path, phone, async (page) => {
        const labels = await page.locator(".chart text").evaluateAll((all) => all.map((label) => {
          const box = label.getBoundingClientRect(), scale = label.ownerSVGElement.getBoundingClientRect().width / label.ownerSVGElement.viewBox.baseVal.width;
          return { text: label.textContent, size: parseFloat(getComputedStyle(label).fontSize) * scale, left: box.left, right: box.right, top: box.top, bottom: box.bottom };
        }));
        assert.ok(labels.length > 0, path);
        for (const [index, one] of labels.entries()) {
          assert.ok(one.size >= 11, `${path}: ${one.text} has ${one.size}px`);
          // Lines of text may share the room above and below their letters.
          const on = labels.slice(0, index).find((other) => one.left < other.right && other.left < one.right && one.top < other.bottom - 3 && other.top < one.bottom - 3);
          assert.equal(on, undefined, `${path}: ${one.text} lies on ${on?.text}`);
        }
      });
    }
  });

  it("the calendar has all twelve months in sight, and long names break", { timeout: 60_000 }, async () => {
    await visit(kinds.home, phone, async (page) => {
      const wrap = page.locator(".table-wrap:has(> .calendar)");
      assert.equal(await wrap.evaluate((wrap) => wrap.scrollWidth - wrap.clientWidth), 0);
    });
    for (const path of ["many/index.html", "many/years/index.html"]) {
      await visit(path, phone, async (page) => {
        assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), `${path} is wider than the screen`);
      });
    }
  });
});

describe("a postmortem's weight", () => {
  it("is at most 30 KB compressed with its style and scripts, pictures apart", () => {
    const sizes = pagesOf(site).filter((name) => name.startsWith("incidents/") && !name.endsWith("index.html")).map((name) => {
      const html = readFileSync(join(site, name), "utf8");
      const parts = [...html.matchAll(/<(?:link rel="stylesheet" href|script src)="([^"]+)"/g)].map((match) => resolve(join(site, name), "..", match[1]));
      const tables = html.includes("data-table>") ? [resolve(join(site, name), "..", html.match(/data-tables="([^"]+)"/)[1])] : [];
      const bytes = [join(site, name), ...parts, ...tables].map((path) => gzipSync(readFileSync(path)).length);
      return [bytes.reduce((sum, size) => sum + size, 0), name];
    });
    const [most, name] = sizes.sort((a, b) => b[0] - a[0])[0];
    console.log(`the heaviest postmortem of the sample has ${most} bytes: ${name}`);
    assert.ok(most <= 30 * 1024, `${name} has ${most} bytes`);
  });

  it("comes from files that may be cached for ever: every asset is named by its content", () => {
    for (const path of Object.values(kinds)) {
      for (const [, asset] of readFileSync(join(site, path), "utf8").matchAll(/(?:src|href)="([^"]*assets\/[^"]+)"/g)) {
        assert.match(asset, /\.[0-9a-f]{10}\.\w+$/, `${path}: ${asset}`);
      }
    }
  });
});

describe("reading aids", () => {
  it("the contents follow the reader", { timeout: 60_000 }, async () => {
    await visit(kinds.pictures, {}, async (page) => {
      const current = () => page.locator(".contents-beside [aria-current]").evaluateAll((links) => links.map((link) => link.hash));
      const hrefs = await page.locator(".contents-beside a").evaluateAll((links) => links.map((link) => link.hash));
      const wanted = hrefs.at(-1);
      await page.evaluate((hash) => document.getElementById(decodeURIComponent(hash.slice(1))).scrollIntoView({ block: "start", behavior: "instant" }), wanted);
      await page.waitForFunction(() => document.querySelectorAll(".contents-beside [aria-current]").length === 1);
      await page.waitForFunction((hash) => document.querySelector(".contents-beside [aria-current]").hash === hash, wanted);
      await page.evaluate((hash) => document.getElementById(decodeURIComponent(hash.slice(1))).scrollIntoView({ block: "start", behavior: "instant" }), hrefs[0]);
      await page.waitForFunction((hash) => document.querySelector(".contents-beside [aria-current]")?.hash === hash, hrefs[0]);
      assert.deepEqual(await current(), [hrefs[0]]);
    });
  });

  it("the marks of the strip lead to the events, which are linkable", { timeout: 60_000 }, async () => {
    for (const path of [kinds.timeline, kinds.pictures]) {
      await visit(path, {}, async (page) => {
        const marks = await page.locator(".strip a").evaluateAll((links) => links.map((link) => link.getAttribute("href")));
        assert.ok(marks.length > 2, path);
        for (const mark of marks) assert.equal(await page.locator(`[id="${mark.slice(1)}"]`).count(), 1, `${path}${mark}`);
      });
    }
  });

  it("a link to a section is copied where the browser allows it", { timeout: 60_000 }, async () => {
    await visit(kinds.pictures, { permissions: ["clipboard-read", "clipboard-write"] }, async (page) => {
      const anchor = page.locator("h2 .anchor").first();
      await anchor.click({ force: true });
      await page.locator(".toast", { hasText: /./ }).waitFor();
      assert.equal(await page.evaluate(() => navigator.clipboard.readText()), page.url());
      assert.match(page.url(), /#s-/);
    });
  });

  it("a picture opens large, is closed by Escape and gives the focus back", { timeout: 60_000 }, async () => {
    await visit(kinds.pictures, {}, async (page) => {
      const link = page.locator("a.image").first();
      await link.focus();
      await page.keyboard.press("Enter");
      const dialog = page.locator("dialog[open]");
      await dialog.waitFor();
      assert.ok((await dialog.locator("img").getAttribute("alt")).length > 0);
      await page.keyboard.press("Escape");
      await dialog.waitFor({ state: "detached" });
      assert.ok(await link.evaluate((element) => element === document.activeElement));
    });
    await visit(kinds.pictures, { javaScriptEnabled: false }, async (page) => {
      await follow(page, () => page.locator("a.image").first().click());
      assert.match(page.url(), /\.(svg|png)$/, "without script the link leads to the file");
    });
  });

  it("tables sort and filter in place", { timeout: 60_000 }, async () => {
    await visit(kinds.year, {}, async (page) => {
      const dates = () => page.locator("table.rows tbody tr:visible time").evaluateAll((times) => times.map((time) => time.dateTime));
      const newest = await dates();
      assert.deepEqual(newest, [...newest].sort().reverse());
      await page.locator("th button.sort").first().click();
      assert.equal(await page.locator("th").first().getAttribute("aria-sort"), "ascending");
      assert.deepEqual(await dates(), [...newest].sort());
      const longest = page.locator("th button.sort").last();
      await longest.click();
      const minutes = await page.locator("table.rows tbody tr td:last-child").evaluateAll((cells) => cells.map((cell) => Number(cell.dataset.key)));
      assert.deepEqual(minutes, [...minutes].sort((a, b) => b - a));
      await page.locator(".table-filter input").fill("sev1");
      const shown = await page.locator("table.rows tbody tr:visible").count();
      assert.ok(shown > 0 && shown < newest.length);
      assert.match(await page.locator(".table-filter [role=status]").textContent(), new RegExp(`^${shown} `));
    });
  });

  it("the page that the reader points at is fetched ahead, once, and only this site's", { timeout: 60_000 }, async () => {
    const context = await browser.newContext({ viewport: desk });
    const page = await context.newPage();
    await page.goto(`${server.url}index.html`);
    await page.locator(".entry-title a").first().hover();
    await page.locator('link[rel="prefetch"]').waitFor({ state: "attached" });
    await page.locator(".entry-title a").first().focus();
    assert.equal(await page.locator('link[rel="prefetch"]').count(), 1);
    await context.close();
  });
});

describe("light and dark", () => {
  it("a chosen theme is there before the first paint, and choosing the system's again forgets it", { timeout: 60_000 }, async () => {
    const context = await browser.newContext({ colorScheme: "light", viewport: desk });
    const page = await context.newPage();
    await page.goto(fileUrl(site, "index.html"));
    await page.locator("[data-theme-switch]").click();
    await page.addInitScript(() => {
      // The body's first element: what is set by then cannot flash.
      new MutationObserver((_, observer) => {
        if (!document.body) return;
        window.themeAtFirst = document.documentElement.dataset.theme;
        observer.disconnect();
      }).observe(document, { childList: true, subtree: true });
    });
    await page.reload();
    assert.equal(await page.evaluate(() => window.themeAtFirst), "dark");
    await page.locator("[data-theme-switch]").click();
    assert.equal(await page.evaluate(() => localStorage.getItem("casebook-theme")), null);
    await context.close();
  });

  it("severities can be told apart without colour", { timeout: 60_000 }, async () => {
    await visit("severities/index.html", { forcedColors: "active" }, async () => {});
    await visit(kinds.year, {}, async (page) => {
      const shapes = await page.locator("a.severity").evaluateAll((chips) => chips.map((chip) => {
        const style = getComputedStyle(chip);
        return [chip.textContent, `${style.borderTopStyle} ${style.borderTopWidth} ${style.backgroundColor !== "rgba(0, 0, 0, 0)"}`];
      }));
      const names = new Map(shapes);
      assert.ok(names.size > 2);
      assert.equal(new Set(names.values()).size, names.size, JSON.stringify([...names]));
    });
  });

  it("motion stops where the reader wants none", { timeout: 60_000 }, async () => {
    await visit("index.html", { reducedMotion: "reduce" }, async (page) => {
      assert.equal(await page.evaluate(() => getComputedStyle(document.documentElement).scrollBehavior), "auto");
    });
  });
});

describe("print", () => {
  it("is a report: no navigation, the facts, the whole text", { timeout: 60_000 }, async () => {
    await visit(kinds.pictures, {}, async (page) => {
      await page.emulateMedia({ media: "print" });
      for (const hidden of [".site-header", ".contents-beside", ".neighbours", ".anchor >> nth=0"]) {
        assert.equal(await page.locator(hidden).isVisible(), false, hidden);
      }
      for (const shown of ["h1", ".facts", ".milestones", ".prose"]) assert.ok(await page.locator(shown).first().isVisible(), shown);
      assert.ok((await page.pdf()).length > 10_000);
    });
  });
});

describe("a library's own theme", () => {
  it("Mermaid blocks are drawn by the file that the library names, and are code otherwise", { timeout: 60_000 }, async () => {
    const folder = mkdtempSync(join(tmpdir(), "casebook-mermaid-"));
    process.on("exit", () => rmSync(folder, { recursive: true, force: true }));
    cpSync(join(root, "examples/harbour"), folder, { recursive: true });
    const text = "# A drawing\n\n```mermaid\ngraph TD; A-->B\n```\n\n```mermaid\nbroken\n```\n";
    writeFileSync(join(folder, "content/drawing.md"), text);
    // As Mermaid does: a promise of an SVG with a style sheet and styles in it, or a refusal.
    writeFileSync(join(folder, "mermaid.min.js"), `window.mermaid = { initialize() {}, async render(id, text) {
      if (text.includes("broken")) throw new Error("syntax");
      return { svg: '<svg id="' + id + '" viewBox="0 0 10 10" style="max-width: 77px"><style>#' + id + ' rect { fill: rgb(1, 2, 3); }</style><rect width="9" height="9"/><foreignObject width="9" height="9"><div>A<br>B</div></foreignObject></svg>' };
    } };`);
    const book = readFileSync(join(folder, "book.toml"), "utf8");
    const made = (name) => {
      execFileSync(binary, ["build", folder, "--out", join(folder, name), "--as-of", "2026-11-23", "--quiet"], { stdio: "inherit" });
      return join(folder, name);
    };
    const plain = made("plain");
    writeFileSync(join(folder, "book.toml"), book.replace("[output.html]", '[output.html]\nmermaid = "mermaid.min.js"'));
    const drawn = made("drawn");
    assert.doesNotMatch(readFileSync(join(plain, "drawing.html"), "utf8"), /mermaid\.min|diagrams/);
    assert.doesNotMatch(readFileSync(join(drawn, "index.html"), "utf8"), /mermaid\.min|diagrams/, "pages without a diagram load nothing");
    const own = await serve(drawn);
    await visit("drawing.html", {}, async (page) => {
      const figure = page.locator("figure.diagram svg");
      await figure.waitFor();
      assert.equal(await figure.count(), 1);
      assert.equal(await figure.locator("rect").evaluate((rect) => getComputedStyle(rect).fill), "rgb(1, 2, 3)");
      assert.equal(await figure.evaluate((svg) => svg.style.maxWidth), "77px");
      assert.equal(await page.locator("pre:visible").count(), 1, "what cannot be drawn stays code");
    }, own.url);
    own.close();
  });
});
