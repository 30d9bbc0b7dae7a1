// The best passage of a hit, read out of its page. Only where pages can be fetched, and only for hits in view.
window.CasebookPassage = (function () {
  "use strict";

  const LENGTH = 200;
  /** Pages that were read: each its blocks of text with the section they are in. @type {Map<string, Promise<Block[]>>} */
  const pages = new Map();

  /** @param {string} url */
  async function read(url) {
    const response = await fetch(url);
    if (!response.ok) throw new Error(url);
    const page = new DOMParser().parseFromString(await response.text(), "text/html");
    const blocks = [];
    let section = { id: "", title: "" };
    for (const element of page.querySelectorAll(".prose :is([id^='s-'], p, li, td, pre, dd)")) {
      const text = (element.textContent ?? "").replace(/\s+/g, " ").trim();
      if (/^H\d$/.test(element.tagName)) section = { id: element.id, title: text.replace(/\s*[#¶]$/, "") };
      // A list item that holds paragraphs is read as its paragraphs.
      else if (text && !element.querySelector("p, li")) blocks.push({ text, section });
    }
    return blocks;
  }

  /**
   * The ~200 characters with the most different forms of the query, and the section they are in.
   * @param {string} url @param {(text: string) => Array<[number, number]>} marks
   * @returns {Promise<{ text: string, section: { id: string, title: string } } | undefined>}
   */
  async function best(url, marks) {
    if (!pages.has(url)) pages.set(url, read(url));
    let most = 0;
    let found;
    for (const { text, section } of await pages.get(url)) {
      const hits = marks(text);
      hits.forEach(([start], first) => {
        const near = hits.slice(first).filter(([, end]) => end - start <= LENGTH);
        const forms = new Set(near.map(([from, to]) => text.slice(from, to).toLowerCase()));
        if (forms.size <= most) return;
        most = forms.size;
        found = { text: cut(text, start, near[near.length - 1]?.[1] ?? start), section };
      });
    }
    return found;
  }

  /** Room on both sides, cut between words. @param {string} text @param {number} start @param {number} end */
  function cut(text, start, end) {
    let from = Math.max(0, Math.min(start - Math.max(0, LENGTH - (end - start)) / 2, text.length - LENGTH) | 0);
    let to = Math.min(text.length, from + LENGTH);
    if (from) from = Math.min(start, text.indexOf(" ", from) + 1 || from);
    if (to < text.length) to = Math.max(end, text.lastIndexOf(" ", to));
    return (from ? "… " : "") + text.slice(from, to) + (to < text.length ? " …" : "");
  }

  return { best };
})();
