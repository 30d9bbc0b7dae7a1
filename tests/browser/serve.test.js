// What an author sees while writing: the page changes under their eyes, keeps its place, and says what is wrong.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { binary, openBrowser, root } from "./library.js";

const PATIENCE = { timeout: 30_000 };
const children = [];
let browser;
let work;

before(async () => {
  browser = await openBrowser();
  work = mkdtempSync(join(tmpdir(), "casebook-serve-"));
});
after(async () => {
  // A test that failed has stopped nothing, and the runner waits for what is alive.
  for (const child of children) child.kill("SIGKILL");
  await browser?.close();
  rmSync(work, { recursive: true, force: true });
});

/** Serves a copy of the sample library on a port; answers with its folder, its URL and a way to stop it. */
async function author(name, port = "0") {
  const dir = join(work, name);
  for (const part of ["book.toml", "content"]) cpSync(join(root, part), join(dir, part), { recursive: true, force: true });
  const child = spawn(binary, ["serve", dir, "--port", port, "--as-of", "2026-11-23"], {
    env: { ...process.env, XDG_CACHE_HOME: join(work, "cache") },
  });
  children.push(child);
  child.stderr.resume();
  let said = "";
  const url = await new Promise((resolve, reject) => {
    child.stdout.setEncoding("utf8").on("data", (text) => {
      said += text;
      const at = said.match(/^serving (\S+)/m);
      if (at) resolve(at[1].replace(/,$/, ""));
    });
    child.on("exit", () => reject(new Error(`it ended: ${said}`)));
  });
  const stop = () => new Promise((resolve) => child.once("exit", resolve) && child.kill("SIGINT"));
  // Related incidents and search come after the page: until then a page may rightly be loaded once more.
  const settled = async (from, news = "") => {
    const end = new RegExp(`${news}[^]*up to date after [^\\n]*\\n$`);
    const begun = Date.now();
    for (let calm = 0; calm < 3; calm = end.test(said.slice(from)) ? calm + 1 : 0) {
      assert.ok(Date.now() - begun < PATIENCE.timeout, `it never settled: ${said}`);
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  };
  await settled(0);
  /** Makes a change and waits until everything follows from it. */
  const change = async (make) => {
    const from = said.length;
    make();
    await settled(from, "shown after");
  };
  return { dir, url, stop, change };
}

/** As careful editors save. */
const save = (path, change) => {
  writeFileSync(`${path}~`, change(readFileSync(path, "utf8")));
  renameSync(`${path}~`, path);
};

const INCIDENT = "2024-08-19-storefront-renderer-memory-leak";

test("a save is seen at once, in its place, and other pages stay as they are", async () => {
  const { dir, url, stop } = await author("place");
  const path = join(dir, `content/incidents/${INCIDENT}.md`);
  const page = await browser.newPage({ viewport: { width: 1000, height: 700 } });
  const other = await browser.newPage();
  const errors = [];
  page.on("pageerror", (error) => errors.push(error.message));
  await page.goto(`${url}incidents/${INCIDENT}.html`);
  await other.goto(`${url}runbooks/index.html`);
  await other.evaluate(() => (window.wasHere = true));
  const heading = page.locator("main h2").nth(3);
  await heading.evaluate((element) => {
    scrollTo({ top: element.getBoundingClientRect().top + scrollY - 5, behavior: "instant" });
  });
  const name = await heading.textContent();
  const top = () => page.locator("main h2", { hasText: name.trim() }).first().evaluate((it) => it.getBoundingClientRect().top);
  const was = await top();

  // Text that comes in above does not move what is being read.
  save(path, (text) => text.replace(/\n## /, `\n${"A new paragraph, written above. ".repeat(60)}\n\n## `));
  await page.waitForFunction(() => document.body.textContent.includes("A new paragraph, written above."), null, PATIENCE);
  await page.waitForFunction((was) => {
    const headings = [...document.querySelectorAll("main h2")];
    return headings.some((heading) => Math.abs(heading.getBoundingClientRect().top - was) < 3);
  }, was, PATIENCE);
  assert.ok(Math.abs((await top()) - was) < 3, `${await top()} is not ${was}`);
  assert.equal(await other.evaluate(() => window.wasHere), true);
  assert.deepEqual(errors, []);
  await stop();
});

test("a bad save shows what is wrong over the last good page until it is mended", async () => {
  const { dir, url, stop } = await author("wrong");
  const path = join(dir, `content/incidents/${INCIDENT}.md`);
  const page = await browser.newPage();
  await page.goto(`${url}incidents/${INCIDENT}.html`);
  const title = await page.locator("h1").textContent();
  let good;
  save(path, (text) => ((good = text), text.replace(/^title: .*$/m, "title: [")));
  const overlay = page.locator("casebook-problems");
  await overlay.waitFor(PATIENCE);
  const text = await overlay.evaluate((element) => element.shadowRoot.textContent);
  assert.match(text, new RegExp(`${INCIDENT}\\.md:\\d+:\\d+`));
  assert.equal(await page.locator("h1").textContent(), title);
  await page.keyboard.press("Escape");
  await overlay.waitFor({ state: "detached" });
  // It is said on every page, and gone everywhere with the next good save.
  await page.goto(`${url}trends.html`);
  await overlay.waitFor(PATIENCE);
  save(path, () => good);
  await overlay.waitFor({ state: "detached", ...PATIENCE });
  await stop();
});

test("style changes are put in without a reload, and the page finds the server again", async () => {
  const { dir, url, stop, change } = await author("style");
  const page = await browser.newPage();
  const css = join(dir, "own.css");
  writeFileSync(css, "body { --probe: 1; }");
  const book = readFileSync(join(dir, "book.toml"), "utf8").replace(/^additional-css.*$/m, "");
  const section = "[output.html]";
  const line = 'additional-css = ["own.css"]';
  const changed = book.includes(section) ? book.replace(section, `${section}\n${line}`) : `${book}\n${section}\n${line}\n`;
  await change(() => save(join(dir, "book.toml"), () => changed));
  await page.goto(`${url}trends.html`);
  const probe = () => getComputedStyle(document.body).getPropertyValue("--probe").trim();
  assert.equal(await page.evaluate(probe), "1");
  await page.evaluate(() => (window.wasHere = true));
  save(css, () => "body { --probe: 2; }");
  await page.waitForFunction(() => getComputedStyle(document.body).getPropertyValue("--probe").trim() === "2", null, PATIENCE);
  assert.equal(await page.evaluate(() => window.wasHere), true, "the page was loaded anew");

  await stop();
  const { stop: stopAgain } = await author("style", new URL(url).port);
  save(join(dir, "content/incidents", `${INCIDENT}.md`), (text) => text.replace(/^title: .*$/m, "title: After the restart"));
  await page.goto(`${url}incidents/${INCIDENT}.html`);
  await page.waitForFunction(() => document.querySelector("h1").textContent.includes("After the restart"), null, PATIENCE);
  await stopAgain();
});

test("an open page comes back by itself when the server does", async () => {
  const { dir, url, stop } = await author("again");
  const page = await browser.newPage();
  await page.goto(`${url}incidents/${INCIDENT}.html`);
  await stop();
  save(join(dir, "content/incidents", `${INCIDENT}.md`), (text) => text.replace(/^title: .*$/m, "title: Written meanwhile"));
  const kept = readFileSync(join(dir, "content/incidents", `${INCIDENT}.md`), "utf8");
  const again = await author("again", new URL(url).port);
  save(join(dir, "content/incidents", `${INCIDENT}.md`), () => kept);
  await page.waitForFunction(() => document.querySelector("h1").textContent.includes("Written meanwhile"), null, PATIENCE);
  await again.stop();
});

test("a page whose file is moved away comes back with it", async () => {
  const { dir, url, stop, change } = await author("away");
  const path = join(dir, `content/incidents/${INCIDENT}.md`);
  const page = await browser.newPage();
  await page.goto(`${url}incidents/${INCIDENT}.html`);
  const heading = await page.locator("h1").textContent();
  await change(() => renameSync(path, join(dir, "aside.md")));
  await page.waitForFunction((text) => document.querySelector("h1").textContent !== text, heading, PATIENCE);
  await change(() => renameSync(join(dir, "aside.md"), path));
  await page.waitForFunction((text) => document.querySelector("h1")?.textContent === text, heading, PATIENCE);
  await page.close();
  await stop();
});

test("a picture that is replaced is shown again", async () => {
  const { dir, url, stop, change } = await author("picture");
  const square = (colour) => `<svg xmlns="http://www.w3.org/2000/svg" width="8" height="8"><rect width="8" height="8" fill="${colour}"/></svg>`;
  const picture = join(dir, "content/incidents/probe.svg");
  await change(() => {
    writeFileSync(picture, square("red"));
    save(join(dir, "content/incidents", `${INCIDENT}.md`), (text) => `${text}\n\n![A probe](probe.svg)\n`);
  });
  const page = await browser.newPage();
  await page.goto(`${url}incidents/${INCIDENT}.html`);
  assert.equal(await page.locator('img[alt="A probe"]').count(), 1);
  await page.evaluate(() => (window.wasHere = true));
  save(picture, () => square("blue"));
  await page.waitForFunction(() => window.wasHere === undefined && document.readyState === "complete", null, PATIENCE);
  assert.match(await page.evaluate(async () => (await fetch("probe.svg")).text()), /blue/);
  await stop();
});
