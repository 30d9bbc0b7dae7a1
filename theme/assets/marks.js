// A page that was reached from a search: marks the words that were searched (`?q=`) and leads from one to the next.
(function () {
  "use strict";

  const words = document.currentScript.dataset;
  const query = new URLSearchParams(location.search).get("q");
  const prose = document.querySelector(".prose");
  if (!query || !prose) return;
  const MOST = 500;
  const WORD = /[\p{L}\p{N}][\p{L}\p{N}\p{M}]*/gu;
  const fold = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();

  /** Each query word or quoted phrase as its words; what is excluded or a field is nothing to mark. @type {string[][]} */
  const wanted = query.match(/[^\s"]*"[^"]*"?|\S+/g)?.filter((part) => !/^-|^\w+:/.test(part))
    .map((part) => (part.match(WORD) ?? []).map(fold)).filter((part) => part.length) ?? [];

  /** The same word, or two forms of one: a common beginning and few letters more. @param {string} a @param {string} b */
  function alike(a, b) {
    let same = 0;
    while (same < a.length && a[same] === b[same]) same++;
    return a === b || (same >= 4 && a.length - same <= 3 && b.length - same <= 3);
  }

  // Every word of the text with its place.
  const found = [];
  let section, node;
  const walker = document.createTreeWalker(prose, NodeFilter.SHOW_ELEMENT | NodeFilter.SHOW_TEXT, (node) =>
    node.matches?.("script, style, svg, .anchor, .original") ? NodeFilter.FILTER_REJECT : NodeFilter.FILTER_ACCEPT);
  while ((node = walker.nextNode())) {
    if (/^H\d$/.test(node.nodeName)) section = node;
    const block = node.parentElement.closest("p, li, td, th, pre, dt, dd, h1, h2, h3, h4, h5, h6");
    for (const match of node.data?.matchAll(WORD) ?? []) {
      found.push({ node, start: match.index, end: match.index + match[0].length, word: fold(match[0]), block, section });
    }
  }

  // Hits as runs of words of one block; a word belongs to one hit.
  const hits = [];
  for (let at = 0; at < found.length && hits.length < MOST; at++) {
    const form = wanted.find((part) => part.every((word, next) => {
      const own = found[at + next];
      return own && own.block === found[at].block && alike(own.word, word);
    }));
    if (!form) continue;
    hits.push({ form, section: found[at].section, run: found.slice(at, at + form.length) });
    at += form.length - 1;
  }
  if (!hits.length) return;

  /** @type {HTMLElement[]} */
  const marks = [];
  // From the end, so that places in a text that is split stay true; a run of several texts has several marks.
  for (const hit of [...hits].reverse()) {
    for (let last = hit.run.length - 1, from = last; last >= 0; last = --from) {
      while (from && hit.run[from - 1].node === hit.run[last].node) from--;
      const range = document.createRange();
      range.setStart(hit.run[from].node, hit.run[from].start);
      range.setEnd(hit.run[last].node, hit.run[last].end);
      range.surroundContents((hit.mark = document.createElement("mark")));
      marks.push(hit.mark);
    }
  }

  // To the section that answers best, at once, as a link would; not when the reader comes back to where they were.
  if (!location.hash && performance.getEntriesByType("navigation")[0]?.type === "navigate") {
    const forms = new Map();
    for (const { form, section } of hits) forms.set(section, (forms.get(section) ?? new Set()).add(form));
    const [[best]] = [...forms].sort((a, b) => b[1].size - a[1].size);
    best?.scrollIntoView({ behavior: "instant" });
  }

  let at = -1;
  function next() {
    hits[at]?.mark.classList.remove("current");
    // First the one that is on the screen or below, then one after the other.
    at = at < 0 ? hits.findIndex(({ mark }) => mark.getBoundingClientRect().top > 0) : at + 1;
    at = Math.max(0, at % hits.length);
    hits[at].mark.classList.add("current");
    hits[at].mark.scrollIntoView({ block: "center" });
  }
  function clear() {
    for (const mark of marks) {
      const parent = mark.parentNode;
      mark.replaceWith(...mark.childNodes);
      parent.normalize();
    }
    bar.remove();
    const url = new URL(location.href);
    url.searchParams.delete("q");
    try {
      history.replaceState(null, "", url);
    } catch {
      // Some browsers keep the address of a file as it is.
    }
  }

  const bar = document.createElement("aside");
  bar.className = "marks-bar";
  const text = (hits.length === 1 ? words.one : words.many).replace("{n}", hits.length).replace("{words}", () => query);
  const buttons = [[words.next, next], [words.clear, clear]].map(([label, action]) => {
    const button = document.createElement("button");
    button.type = "button";
    button.append(label);
    button.addEventListener("click", action);
    return button;
  });
  bar.append(text, ...buttons);
  document.querySelector("main").before(bar);
})();
