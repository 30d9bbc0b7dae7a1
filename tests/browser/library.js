// The sample library, built once by the real binary, and a browser to read it with.
import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { chromium } from "playwright-core";

export const root = resolve(import.meta.dirname, "../..");
const target = resolve(root, process.env.CARGO_TARGET_DIR ?? "target");
export const binary = process.env.CASEBOOK_BINARY ?? join(target, "debug/casebook");

/**
 * Builds the sample library as of a fixed day; answers with the folder of the site. Kinds of pages that the sample has
 * none of are beside it: `many/` is a library with drafts, names without a blank and a list of several pages, and
 * `still.html` stands beside each page that leads on at once, without what makes it do so.
 */
export function buildSample() {
  const folder = mkdtempSync(join(tmpdir(), "casebook-site-"));
  process.on("exit", () => rmSync(folder, { recursive: true, force: true }));
  const build = (library, out, day, ...flags) =>
    execFileSync(binary, ["build", library, "--out", out, "--as-of", day, "--quiet", ...flags], { stdio: "inherit" });
  const site = join(folder, "out"), many = join(folder, "many/content");
  build(root, site, "2026-11-23");
  for (const name of pagesOf(site)) {
    const html = readFileSync(join(site, name), "utf8");
    if (html.includes(REFRESH)) writeFileSync(join(site, name, "../still.html"), html.replace(/<meta http-equiv="refresh"[^>]*>/, ""));
  }
  mkdirSync(many, { recursive: true });
  for (let n = 1; n <= 120; n++) {
    const day = new Date(Date.UTC(2025, 0, n)).toISOString().slice(0, 10);
    const status = n < 120 ? "" : "status: draft\n";
    const name = n < 119 ? `Queue ${n}` : `org.example.identity.SessionTokenRefreshCoordinatorImpl$$Enhancer${n}`;
    writeFileSync(join(many, `${day}.md`), `---\ntitle: ${name} stalls\ndate: ${day}\n${status}services: [queue]\n---\n\nJobs waited.\n`);
  }
  build(join(folder, "many"), join(site, "many"), "2025-05-01", "--drafts");
  return site;
}
const REFRESH = 'http-equiv="refresh"';

/** Debian's Chromium; nothing is downloaded. */
export function openBrowser() {
  const executablePath = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"].find(existsSync);
  const flags = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync"];
  return chromium.launch({ executablePath, args: flags });
}

/** Does what leads to another page, and waits until that one stands: a click alone does not wait for it. */
export async function follow(page, act) {
  await Promise.all([page.waitForEvent("load"), act()]);
}

const TYPES = { html: "text/html; charset=utf-8", js: "text/javascript; charset=utf-8", css: "text/css; charset=utf-8", svg: "image/svg+xml", png: "image/png", xml: "application/xml", json: "application/json" };

/**
 * Serves a site below a folder, with a strict policy. `change` may give another text for a path, or null for none.
 * @returns {Promise<{ url: string, close(): void }>}
 */
export async function serve(site, change = (path, bytes) => bytes) {
  const base = "/team/library/";
  const policy = readFileSync(join(root, "docs/hosting.md"), "utf8").match(/^default-src 'self'; script-src.*$/m)[0];
  const server = createServer((request, response) => {
    const path = decodeURIComponent(new URL(request.url, "http://localhost").pathname);
    const file = path.startsWith(base) ? join(site, path.slice(base.length) || "index.html") : "";
    const bytes = file.startsWith(site) && existsSync(file) ? change(path, readFileSync(file)) : null;
    const headers = { "Content-Security-Policy": policy, "X-Content-Type-Options": "nosniff" };
    // As static hosts do: the page for URLs that lead nowhere, whatever the depth.
    const missing = join(site, "404.html");
    if (bytes === null) response.writeHead(404, { ...headers, "Content-Type": TYPES.html }).end(existsSync(missing) ? readFileSync(missing) : "");
    else response.writeHead(200, { ...headers, "Content-Type": TYPES[file.split(".").pop()] ?? "application/octet-stream" }).end(bytes);
  });
  await new Promise((ready) => server.listen(0, "127.0.0.1", ready));
  return { url: `http://127.0.0.1:${server.address().port}${base}`, close: () => (server.closeAllConnections(), server.close()) };
}

/** The URL of a page of a site on the disk. */
export const fileUrl = (site, page) => pathToFileURL(join(site, page)).href;

/** Every page of a site, relative to its root. */
export function pagesOf(site) {
  return readdirSync(site, { recursive: true }).filter((name) => name.endsWith(".html")).sort();
}

/** One page of each kind, found in the site itself so that the library may grow. */
export function kindsOfPages(site) {
  const first = (folder, but = () => false) =>
    pagesOf(site).find((name) => name.startsWith(folder + "/") && !name.endsWith("index.html") && !but(name));
  const without = (text) => (name) => !readFileSync(join(site, name), "utf8").includes(text);
  return {
    home: "index.html",
    postmortem: first("incidents"),
    pictures: first("incidents", without('class="image"')),
    recurrence: first("incidents", without('class="again"')),
    timeline: first("incidents", without('class="timeline"')),
    draft: first("many", without("status-draft")),
    runbook: first("runbooks"),
    changed: first("runbooks", without('id="cb-changed"')),
    due: first("runbooks", without('id="cb-due"')) ?? first("procedures", without('id="cb-due"')),
    folder: "runbooks/index.html",
    taxonomy: "services/index.html",
    term: first("services", (name) => name.split("/").length > 2),
    year: pagesOf(site).filter((name) => /^years\/\d+\.html$/.test(name)).at(-2),
    paged: "many/years/2025.html",
    redirect: first("causes", (name) => !name.endsWith("still.html")),
    recurring: "recurring/index.html",
    issue: first("recurring"),
    actions: "actions/index.html",
    owner: first("actions/owner"),
    review: "actions/review.html",
    policies: "actions/policies.html",
    priorities: "priorities.html",
    completeness: "completeness.html",
    lacking: first("completeness"),
    trends: "trends.html",
    reading: "reading.html",
    articles: "articles/index.html",
    search: "search.html",
    missing: "404.html",
    all: "incidents/all.html",
  };
}
