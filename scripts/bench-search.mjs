#!/usr/bin/env node
// What a reader's search costs, in headless Chromium, over http with gzip:
//
//     node scripts/bench-search.mjs SITE [--queries N] [--seed S] [--content DIR] [--pagefind]
//
// SITE is a folder that `casebook build` made; DIR is the library that it was made from. Every sample has a browser
// context of its own, so an empty cache, and asks four times in one page: `cold`, typed in the moment the box gets the
// focus, so that nothing is there yet; `refined`, the same words and one more; `next`, two other words; `warm`, both
// once more and then the first, all of whose files are there: what a letter costs somebody who types. With `--pagefind`, Pagefind indexes the same site and is asked the same through its JS API.
import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, statSync } from "node:fs";
import { createServer } from "node:http";
import { createRequire } from "node:module";
import { homedir, tmpdir } from "node:os";
import { extname, join, resolve, sep } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { parseArgs } from "node:util";
import { gzipSync } from "node:zlib";

/** No answer is worth a longer wait. */
const PATIENCE = 60_000;
/** What the server calls a file, and whether a static host would compress it; Pagefind's own files are gzip already. */
const TYPES = {
  ".html": "text/html; charset=utf-8", ".js": "text/javascript; charset=utf-8", ".css": "text/css; charset=utf-8",
  ".json": "application/json", ".svg": "image/svg+xml", ".xml": "application/xml", ".txt": "text/plain; charset=utf-8",
};

/** @typedef {{ first: string, refined: string }} Query */
/** @typedef {{ bytes: number, requests: number, ms: number, answered: boolean, said?: string }} Cost */
/** @typedef {{ cold: Cost, refined: Cost, next: Cost, warm: Cost }} Sample */
/** @typedef {(text: string) => Promise<{ ms: number, answered: boolean, said?: string }>} Ask */

const usage = "node scripts/bench-search.mjs SITE [--queries N] [--seed S] [--content DIR] [--pagefind]";

// ---- The call --------------------------------------------------------------------------------------------------------

function readArguments() {
  const text = { type: "string" };
  const options = {
    queries: { ...text, default: "30" }, seed: { ...text, default: "1" }, content: text, pagefind: { type: "boolean" },
  };
  try {
    const { values, positionals } = parseArgs({ options, allowPositionals: true });
    const [count, seed] = [Number(values.queries), Number(values.seed)];
    if (positionals.length !== 1 || !(count >= 1) || !Number.isInteger(count) || !Number.isInteger(seed)) throw new Error(usage);
    const site = resolve(positionals[0]);
    if (!existsSync(join(site, "search/index.js"))) throw new Error(`${site} is not a site with a search: no search/index.js`);
    if (values.content !== undefined && !existsSync(values.content)) throw new Error(`no such folder: ${values.content}`);
    return { site, count, seed, content: values.content, pagefind: values.pagefind };
  } catch (error) {
    console.error(error.message);
    process.exit(2);
  }
}

/** The browser tests' own, by their lock file. */
function loadPlaywright() {
  const folder = resolve(import.meta.dirname, "../tests/browser");
  const there = existsSync(join(folder, "node_modules/playwright-core"));
  if (!there) execFileSync("npm", ["ci", "--silent"], { cwd: folder, stdio: "inherit" });
  return createRequire(join(folder, "package.json"))("playwright-core");
}

/** Debian's Chromium, as in tests/browser/library.js. */
function openBrowser() {
  const executablePath = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"].find(existsSync);
  const flags = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync"];
  return chromium.launch({ executablePath, args: flags });
}

// ---- The server ------------------------------------------------------------------------------------------------------

/** Serves a site as a static host does, and counts. @param {string} site */
async function serve(site) {
  const folders = [["/", site]];
  /** @type {Map<string, Buffer>} what goes over the wire, by file */
  const bodies = new Map();
  /** @type {Array<{ path: string, bytes: number }>} */
  let seen = [];
  let running = 0;

  const compressed = (file) => extname(file) in TYPES;
  function body(file) {
    let bytes = bodies.get(file);
    if (!bytes) bodies.set(file, (bytes = compressed(file) ? gzipSync(readFileSync(file), { level: 6 }) : readFileSync(file)));
    return bytes;
  }
  function find(path) {
    const [prefix, folder] = folders.findLast(([prefix]) => path.startsWith(prefix));
    const file = resolve(folder, path.slice(prefix.length) || "index.html");
    return file.startsWith(folder + sep) && statSync(file, { throwIfNoEntry: false })?.isFile() ? file : undefined;
  }

  const http = createServer((request, response) => {
    const path = decodeURIComponent(new URL(request.url, "http://localhost").pathname);
    running++;
    response.on("close", () => running--);
    // Pagefind brings WebAssembly, which the strict policy of the site's own pages forbids; its page has none.
    if (path === "/bench-pagefind.html") return response.writeHead(200, { "Content-Type": TYPES[".html"] }).end(PAGEFIND_PAGE);
    const file = find(path), bytes = file && body(file);
    seen.push({ path, bytes: bytes?.length ?? 0 });
    if (!bytes) return response.writeHead(404).end();
    const type = TYPES[extname(file)] ?? "application/octet-stream";
    const headers = { "Content-Type": type, "Content-Length": bytes.length, "Cache-Control": "max-age=600" };
    if (compressed(file)) headers["Content-Encoding"] = "gzip";
    if (!path.startsWith("/pagefind/")) headers["Content-Security-Policy"] = "default-src 'self'";
    response.writeHead(200, headers).end(bytes);
  });
  await new Promise((ready) => http.listen(0, "127.0.0.1", ready));

  return {
    url: `http://127.0.0.1:${http.address().port}/`,
    mount: (prefix, folder) => folders.push([prefix, folder]),
    /** Bytes over the wire of every file of a folder, which are ready from then on. */
    prepare: (folder) => filesOf(folder).reduce((sum, file) => sum + body(file).length, 0),
    /** What was asked for since the last call, once nothing is under way any more. */
    async take() {
      for (let before = -1; running || before !== seen.length; await sleep(60)) before = seen.length;
      const taken = seen;
      seen = [];
      return { bytes: taken.reduce((sum, { bytes }) => sum + bytes, 0), requests: taken.length };
    },
    close: () => (http.closeAllConnections(), http.close()),
  };
}

/** @param {string} folder @returns {string[]} */
function filesOf(folder) {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return entries.map((entry) => join(entry.parentPath ?? entry.path, entry.name)).sort();
}

const sizeOf = (files) => files.reduce((sum, file) => sum + statSync(file).size, 0);

// ---- The queries -----------------------------------------------------------------------------------------------------

/** Words of the library's own titles, the same for the same seed; no query twice while there are others. @returns {Query[]} */
function pickQueries(site, count, seed) {
  const { postmortems } = JSON.parse(readFileSync(join(site, "api/library.json"), "utf8"));
  const words = (text) => [...new Set((text ?? "").toLowerCase().match(/(?<![\p{L}\p{N}])\p{L}{5,}(?![\p{L}\p{N}])/gu))];
  const sources = postmortems.map(({ title, summary }) => ({ title: words(title), more: words(summary) }))
    .filter(({ title }) => title.length > 1);
  if (!sources.length) throw new Error("no title has two words of five letters");
  const random = generator(seed);
  const draw = (list) => list.splice(Math.floor(random() * list.length), 1)[0];
  /** @type {Map<string, Query>} */
  const found = new Map();
  for (let tries = 0; found.size < count && tries < 100 * count; tries++) {
    const { title, more } = sources[Math.floor(random() * sources.length)];
    const left = [...title];
    const first = `${draw(left)} ${draw(left)}`;
    // The third word comes from the summary where the title has none left.
    const rest = left.length ? left : more.filter((word) => !title.includes(word));
    const refined = rest.length ? `${first} ${draw([...rest])}` : undefined;
    if (refined && !found.has(first)) found.set(first, { first, refined });
  }
  if (!found.size) throw new Error("no title has a third word");
  const all = [...found.values()];
  return Array.from({ length: count }, (_, at) => all[at % all.length]);
}

/** Numbers from 0 to 1 (mulberry32). @param {number} state */
function generator(state) {
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

// ---- The measurements ------------------------------------------------------------------------------------------------

/**
 * A sample for each query but the last, which is only another's next one.
 * @param {Query[]} queries
 * @param {(page: import("playwright-core").Page) => Promise<Ask>} open
 */
async function measure(queries, open) {
  // Compressing is a host's work and not the reader's: it is done before the clock runs.
  server.prepare(join(site, "search"));
  /** @type {Sample[]} */
  const samples = [];
  // The first goes twice: once for a browser and a server that have just started, and is not counted.
  for (const at of [0, ...queries.slice(1).keys()]) samples.push(await sample(queries[at], queries[at + 1], open));
  return samples.slice(1);
}

/** @param {Query} query @param {Query} next @returns {Promise<Sample>} */
async function sample(query, next, open) {
  const context = await browser.newContext();
  try {
    const ask = await open(await context.newPage());
    await server.take();
    const cost = async (text) => {
      const answer = await ask(text);
      return { ...answer, ...(await server.take()) };
    };
    const [cold, refined] = [await cost(query.first), await cost(query.refined)];
    const other = await cost(next.first);
    // After an answer that had to be fetched the theme waits for a pause; after one that had not it asks at once.
    await cost(query.first);
    await cost(next.first);
    return { cold, refined, next: other, warm: await cost(query.first) };
  } finally {
    await context.close();
  }
}

/** The search box of the home page. @returns {Promise<Ask>} */
async function openBox(page) {
  await page.goto(`${server.url}index.html`, { waitUntil: "load" });
  return (text) => page.evaluate(([text, patience]) => new Promise((done, failed) => {
    const form = document.querySelector("form[data-engine]");
    const input = form.querySelector("input"), panel = form.querySelector(".search-panel");
    let start;
    // An answer replaces what is in the panel, in one go: options, or a line that says why there are none.
    const observer = new MutationObserver(() => {
      const answered = form.querySelector("[role=option]") !== null, said = panel?.textContent.trim();
      if (!answered && !said) return;
      const ms = performance.now() - start;
      observer.disconnect();
      done({ ms, answered, said: answered ? undefined : said });
    });
    observer.observe(form, { childList: true, subtree: true });
    setTimeout(() => failed(new Error(`no answer: ${text}`)), patience);
    input.focus();
    start = performance.now();
    input.value = text;
    input.dispatchEvent(new InputEvent("input", { bubbles: true, inputType: "insertText", data: text }));
  }), [text, PATIENCE]);
}

/** Asks as Pagefind's own box does, for the five results that it shows first. */
const PAGEFIND_PAGE = `<!doctype html><html lang="en"><meta charset="utf-8"><title>Pagefind</title><script>
let pagefind;
window.ask = async (text) => {
  const start = performance.now();
  pagefind ??= await import("/pagefind/pagefind.js");
  const { results } = await pagefind.search(text);
  await Promise.all(results.slice(0, 5).map((result) => result.data()));
  return { ms: performance.now() - start, answered: results.length > 0, said: "no results" };
};
</script></html>`;

/** @returns {Promise<Ask>} */
async function openPagefind(page) {
  await page.goto(`${server.url}bench-pagefind.html`, { waitUntil: "load" });
  return (text) => page.evaluate((text) => window.ask(text), text);
}

/** Indexes the site; Pagefind comes from npm, once, into a cache folder. */
function indexWithPagefind(site) {
  const cache = resolve(process.env.CASEBOOK_BENCH_CACHE || join(homedir(), ".cache/casebook-bench"));
  mkdirSync(cache, { recursive: true });
  const installed = join(cache, "node_modules/pagefind/package.json");
  if (!existsSync(installed)) execFileSync("npm", ["install", "--silent", "--prefix", cache, "pagefind"], { stdio: "inherit" });
  const { version } = JSON.parse(readFileSync(installed, "utf8"));
  const folder = mkdtempSync(join(tmpdir(), "casebook-pagefind-"));
  process.on("exit", () => rmSync(folder, { recursive: true, force: true }));
  process.on("SIGINT", () => process.exit(130));
  const call = ["--prefix", cache, "pagefind", "--site", site, "--output-path", folder];
  const start = performance.now();
  execFileSync("npx", call, { stdio: ["ignore", "ignore", "inherit"] });
  return { folder, version, seconds: (performance.now() - start) / 1000 };
}

// ---- The tables ------------------------------------------------------------------------------------------------------

/** The nearest rank. @param {number[]} numbers @param {number} share */
function quantile(numbers, share) {
  const sorted = numbers.toSorted((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)];
}

const kilobytes = (bytes) => (bytes / 1000).toFixed(1);
const megabytes = (bytes) => `${(bytes / 1e6).toFixed(2)} MB`;

/** @param {Record<string, Sample[]>} tables */
function printCosts(tables) {
  const rows = [["median / 95 %", "KB", "requests", "ms", "no result"]];
  for (const step of ["cold", "refined", "next", "warm"]) {
    for (const [name, samples] of Object.entries(tables)) {
      const costs = samples.map((sample) => sample[step]);
      const pair = (pick, show) => [0.5, 0.95].map((share) => show(quantile(costs.map(pick), share))).join(" / ");
      rows.push([`${name} ${step}`, pair(({ bytes }) => bytes, kilobytes), pair(({ requests }) => requests, String),
        pair(({ ms }) => ms, (ms) => ms.toFixed(0)),
        String(costs.filter(({ answered }) => !answered).length)]);
    }
  }
  const widths = rows[0].map((_, column) => Math.max(...rows.map((row) => row[column].length)));
  const pad = (cell, at) => (at ? cell.padStart(widths[at]) : cell.padEnd(widths[at]));
  for (const row of rows) console.log(row.map(pad).join("   "));
  const silent = Object.values(tables).flat().flatMap(Object.values).find(({ answered }) => !answered);
  if (silent) console.log(`no result, for example: ${silent.said}`);
}

function printTotals(peer) {
  const folder = join(site, "search"), files = filesOf(folder), wire = server.prepare(folder);
  console.log(`\ncasebook: ${files.length} files, ${megabytes(sizeOf(files))} in search/, ${megabytes(wire)} compressed`);
  if (peer) {
    const all = filesOf(peer.folder), index = all.filter((file) => extname(file).startsWith(".pf_"));
    console.log(`pagefind ${peer.version}: ${index.length} index files, ${megabytes(sizeOf(index))} (gzip already); ` +
      `with its scripts ${all.length} files, ${megabytes(sizeOf(all))}; indexed in ${peer.seconds.toFixed(1)} s`);
  }
  if (!content) return;
  const texts = filesOf(content).filter((file) => file.endsWith(".md"));
  const bytes = sizeOf(texts), share = (100 * sizeOf(files)) / bytes;
  console.log(`library: ${texts.length} .md files, ${megabytes(bytes)}; search/ is ${share.toFixed(1)} % of that`);
}

// ---- The run --------------------------------------------------------------------------------------------------------

const { site, count, seed, content, pagefind } = readArguments();
const { chromium } = loadPlaywright();

const server = await serve(site);
const browser = await openBrowser();
try {
  const queries = pickQueries(site, count + 1, seed);
  const [{ first, refined }] = queries;
  console.log(`${site}: ${count} samples, seed ${seed}, Chromium ${browser.version()}, e.g. "${first}", "${refined}"\n`);
  const peer = pagefind ? indexWithPagefind(site) : undefined;
  if (peer) server.mount("/pagefind/", peer.folder);

  const tables = { casebook: await measure(queries, openBox) };
  if (peer) tables.pagefind = await measure(queries, openPagefind);
  printCosts(tables);
  printTotals(peer);
} finally {
  await browser.close();
  server.close();
}
