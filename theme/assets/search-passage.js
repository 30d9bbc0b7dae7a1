// For the first hits that the reader sees: the passage of their pages that answers best with a link to its section, and what
// fixed it.
window.CasebookPassage = (function () {
  "use strict";

  const LENGTH = 200, HITS = 5;
  /** What was read: blocks of text, each with its section, and what fixed it. @type {Map<string, Promise<{ fixed?: Array<string>,
   * blocks: Array<{ text: string, section: { id: string, title: string } }> }>>} */
  const pages = new Map();
  let watcher, timer;

  /** @param {string} url */
  async function read(url) {
    const page = new DOMParser().parseFromString(await (await fetch(url)).text(), "text/html");
    let section = { id: "", title: "" };
    const fix = page.querySelector(".what-fixed-it");
    const fixed = fix && ["h2", "p"].map((part) => fix.querySelector(part)?.textContent.trim() ?? "");
    const blocks = [...page.querySelectorAll(".prose :is([id^='s-'], p, li, td, pre, dd)")].flatMap((element) => {
      const text = element.textContent.replace(/\s+/g, " ").trim();
      const heading = /^H\d$/.test(element.tagName);
      if (heading) section = { id: element.id, title: text.replace(/ ?[#¶]$/, "") };
      // An item that holds paragraphs is read as its paragraphs.
      return heading || element.querySelector("p, li") ? [] : { text, section };
    });
    return { blocks, fixed };
  }

  /** The ~200 characters with the most different forms of the query. */
  function best(blocks, marks) {
    let most = 0, found;
    for (const { text, section } of blocks) {
      const hits = marks(text);
      hits.forEach(([start], first) => {
        const near = hits.slice(first).filter(([, end]) => end - start <= LENGTH);
        const forms = new Set(near.map(([from, to]) => text.slice(from, to).toLowerCase())).size;
        if (forms <= most) return;
        most = forms;
        found = { section, text: cut(text, start, near.at(-1)[1]) };
      });
    }
    return found;
  }

  /** Room on both sides, cut between words. */
  function cut(text, start, end) {
    let from = Math.max(0, Math.min(start - ((LENGTH - end + start) >> 1), text.length - LENGTH)), to = from + LENGTH;
    if (from) from = Math.min(start, text.indexOf(" ", from) + 1 || from);
    if (to < text.length) to = Math.max(end, text.lastIndexOf(" ", to));
    return (from ? "… " : "") + text.slice(from, to) + (to < text.length ? " …" : "");
  }

  async function show(row, marks) {
    const link = row.querySelector(".entry-title a");
    const url = link.href.replace(/[?#].*/, "");
    if (!pages.has(url)) pages.set(url, read(url));
    const { blocks, fixed } = await pages.get(url);
    const { form, make, marked } = CasebookBox;
    // At three in the morning the answer is the fix.
    if (fixed && !row.querySelector(".fixed-by")) {
      row.querySelector(".entry-excerpt").after(make("p", "fixed-by", make("span", "", fixed[0] + form.dataset.colon), ...marked(fixed[1], marks(fixed[1]))));
    }
    const { text, section } = best(blocks, marks) ?? {};
    if (!text) return;
    row.querySelector(".entry-excerpt").replaceChildren(section.id ? make("span", "search-section", section.title) : "", " ", ...marked(text, marks(text)));
    link.hash = section.id;
  }

  /** @param {Element} list the hits as shown @param {(text: string) => Array<[number, number]>} marks */
  return (list, marks) => {
    watcher?.disconnect();
    clearTimeout(timer);
    // A page of a file may not read another.
    if (!location.protocol.startsWith("http")) return;
    watcher = new IntersectionObserver((seen, self) => {
      for (const { isIntersecting, target } of seen) {
        if (!isIntersecting) continue;
        self.unobserve(target);
        // Where it fails, the excerpt stays.
        show(target, marks).catch(() => {});
      }
    });
    // Not while the reader is still typing.
    timer = setTimeout(() => [...list.children].slice(0, HITS).forEach((row) => watcher.observe(row)), 250);
  };
})();
