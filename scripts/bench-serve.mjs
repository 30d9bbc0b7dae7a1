#!/usr/bin/env node
// How long after a save the new page can be loaded: node scripts/bench-serve.mjs FOLDER [--edits N]
// [--titles | --services | --theme] [--soak]
//
// Serves a copy of FOLDER with the release build and edits one postmortem after the other as editors do (write aside,
// rename). Measured: from the rename to the response that carries the new text, of the page itself; then of the home
// page and a term's page, where the title was changed (--titles) or a service was added (--services); with --theme, of a page whose template was
// changed; and until the
// search index finds a new word. Printed: median, 95th percentile and maximum in milliseconds. --soak also prints the
// server's memory every hundred edits.
// Needs nothing but Node and `cargo build --release`.
import { spawn } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { get } from "node:http";

const args = process.argv.slice(2);
const folder = args.find((arg) => !arg.startsWith("--") && !/^\d+$/.test(arg));
const edits = Number(args[args.indexOf("--edits") + 1]) || 100;
const titles = args.includes("--titles");
const services = args.includes("--services");
const theme = args.includes("--theme");
const soak = args.includes("--soak");
if (!folder) {
  console.error("usage: bench-serve.mjs FOLDER [--edits N] [--titles | --services | --theme] [--soak]");
  process.exit(2);
}

const work = mkdtempSync(join(tmpdir(), "casebook-serve-"));
const library = join(work, "library");
cpSync(folder, library, { recursive: true });
const template = join(library, "theme", "templates", "404.html");
const writeTemplate = (word) => writeFileSync(`${template}.tmp~`, `<!doctype html><title>{{ site.title }}</title>${word}`);
if (theme) {
  mkdirSync(join(library, "theme", "templates"), { recursive: true });
  writeTemplate("first");
  renameSync(`${template}.tmp~`, template);
}
const program = join(import.meta.dirname, "..", process.env.CARGO_TARGET_DIR ?? "target", "release", "casebook");
const server = spawn(program, ["serve", library, "--port", "0", "--as-of", "2026-11-23"], {
  env: { ...process.env, XDG_CACHE_HOME: join(work, "cache") },
});
const said = [];
let settled = () => {};
let ready;
const url = new Promise((resolve) => (ready = resolve));
server.stdout.setEncoding("utf8").on("data", (text) => {
  for (const line of text.split("\n").filter(Boolean)) {
    said.push(line);
    const at = line.match(/^serving (\S+)/);
    if (at) ready(at[1]);
    if (line.startsWith("search and related")) settled();
  }
});
server.stderr.resume();

const fetched = (address) =>
  new Promise((resolve, reject) => {
    get(address, (response) => {
      const parts = [];
      response.on("data", (part) => parts.push(part));
      response.on("end", () => resolve(Buffer.concat(parts).toString("utf8")));
    }).on("error", reject);
  });
const pause = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));

// A page is asked for again and again until it carries the new text.
const until = async (address, text) => {
  for (;;) {
    if ((await fetched(address)).includes(text)) return performance.now();
    await pause(1);
  }
};

const summary = (name, times) => {
  const sorted = [...times].sort((a, b) => a - b);
  const at = (share) => sorted[Math.min(sorted.length - 1, Math.ceil(sorted.length * share) - 1)].toFixed(0);
  console.log(`${name.padEnd(28)} median ${at(0.5)} ms, 95 % within ${at(0.95)} ms, longest ${at(1)} ms, n = ${times.length}`);
};

const memory = () => {
  const status = readFileSync(`/proc/${server.pid}/status`, "utf8");
  return Math.round(Number(status.match(/VmRSS:\s+(\d+)/)[1]) / 1024);
};

const begun = performance.now();
const base = await url;
console.log(`first page after ${((performance.now() - begun) / 1000).toFixed(1)} s`);
await new Promise((resolve) => (settled = resolve));
console.log(`settled after ${((performance.now() - begun) / 1000).toFixed(1)} s, ${memory()} MiB`);

const pages = readdirSync(library).filter((name) => name.endsWith(".md"));
const times = { page: [], home: [], term: [] };
for (let edit = 0; edit < edits; edit += 1) {
  const name = pages[(edit * 7919) % pages.length];
  const path = join(library, name);
  const word = `edit${edit}x${Date.now()}`;
  if (theme) {
    writeTemplate(word);
    const from = performance.now();
    renameSync(`${template}.tmp~`, template);
    times.page.push((await until(`${base}no-such-page.html`, word)) - from);
    await pause(soak ? 20 : 100);
    continue;
  }
  const text = readFileSync(path, "utf8");
  const changed = titles
    ? text.replace(/^title: (.*)$/m, (_, title) => `title: ${word} ${title}`)
    : services
      ? text.replace(/^services: \[/m, `services: [${word}, `)
      : `${text}\n${word}\n`;
  writeFileSync(`${path}.tmp~`, changed);
  const from = performance.now();
  renameSync(`${path}.tmp~`, path);
  times.page.push((await until(base + name.replace(".md", ".html"), word)) - from);
  if (titles || services) {
    const year = text.match(/^date: (\d{4})/m)?.[1];
    const home = await fetched(base);
    times.home.push(home.length > 0 ? performance.now() - from : Infinity);
    if (year) {
      const pagesOfYear = await fetched(`${base}years/${year}.html`);
      if (pagesOfYear.length > 0) times.term.push(performance.now() - from);
    }
  }
  if (soak && edit % 100 === 99) console.log(`after ${edit + 1} edits: ${memory()} MiB`);
  await pause(soak ? 20 : 100);
}
summary(theme ? "template" : "page", times.page);
if (titles || services) {
  summary("and the home page", times.home);
  summary("and the page of its year", times.term);
}

// The search index: the name of some file of it changes with every edit that adds a word.
const follows = [];
for (let edit = 0; edit < 5; edit += 1) {
  await pause(6000);
  const path = join(library, pages[edit]);
  const before = await fetched(`${base}search/index.js`);
  writeFileSync(`${path}.tmp~`, `${readFileSync(path, "utf8")}\nzzfollow${edit}\n`);
  const from = performance.now();
  renameSync(`${path}.tmp~`, path);
  while ((await fetched(`${base}search/index.js`)) === before) await pause(20);
  follows.push(performance.now() - from);
}
summary("search index", follows);
server.kill("SIGINT");
rmSync(work, { recursive: true });
