// The sample library, built once by the real binary, and a browser to read it with.
import { execFileSync } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { chromium } from "playwright-core";

const root = resolve(import.meta.dirname, "../..");
const target = resolve(root, process.env.CARGO_TARGET_DIR ?? "target");
const binary = process.env.CASEBOOK_BINARY ?? join(target, "debug/casebook");

/** Builds the sample library as of a fixed day; answers with the folder of the site. */
export function buildSample() {
  const site = mkdtempSync(join(tmpdir(), "casebook-site-"));
  execFileSync(binary, ["build", root, "--out", join(site, "out"), "--as-of", "2026-11-23", "--quiet"], { stdio: "inherit" });
  process.on("exit", () => rmSync(site, { recursive: true, force: true }));
  return join(site, "out");
}

/** Debian's Chromium; nothing is downloaded. */
export function openBrowser() {
  const executablePath = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"].find(existsSync);
  const flags = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync"];
  return chromium.launch({ executablePath, args: flags });
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
  return {
    home: "index.html",
    postmortem: first("incidents"),
    runbook: first("runbooks"),
    folder: "runbooks/index.html",
    taxonomy: "services/index.html",
    term: first("services", (name) => name.split("/").length > 2),
    year: first("years"),
    recurring: "recurring/index.html",
    issue: first("recurring"),
    actions: "actions/index.html",
    owner: first("actions/owner"),
    trends: "trends.html",
    articles: "articles/index.html",
    search: "search.html",
    missing: "404.html",
  };
}
