// A page that was reached from a search: marks the words that were searched (`?q=`) and leads from one to the next.
(function () {
  "use strict";

  const words = document.currentScript instanceof HTMLScriptElement ? document.currentScript.dataset : {};
  const query = new URLSearchParams(location.search).get("q") ?? "";
  const prose = document.querySelector(".prose");
  const MOST = 500;
  const WORD = /[\p{L}\p{N}][\p{L}\p{N}\p{M}]*/gu;

  /** @param {string} text */
  const fold = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
  // Each query word or quoted phrase as its words; what is excluded or a field is nothing to mark.
  const wanted = (query.match(/[^\s"]*"[^"]*"?|\S+/g) ?? [])
    .filter((part) => !/^-|^\w+:/.test(part))
    .map((part) => (part.match(WORD) ?? []).map(fold))
    .filter((part) => part.length > 0);
  if (!prose || wanted.length === 0) return;

  /** The same word, or two forms of one: a common beginning, few letters more. @param {string} a @param {string} b */
  function alike(a, b) {
    if (a === b) return true;
    let same = 0;
    while (same < a.length && a[same] === b[same]) same++;
    return same >= 4 && a.length - same <= 3 && b.length - same <= 3;
  }

  // Every word of the text with its place.
  const found = [];
  let section = null;
  const walker = document.createTreeWalker(prose, NodeFilter.SHOW_ELEMENT | NodeFilter.SHOW_TEXT, (node) =>
    node instanceof Element && node.matches("script, style, svg, .anchor, .original") ? NodeFilter.FILTER_REJECT : NodeFilter.FILTER_ACCEPT);
  while (walker.nextNode()) {
    const node = walker.currentNode;
    if (node instanceof Element) {
      if (/^H\d$/.test(node.tagName) && node.id) section = node;
      continue;
    }
    const block = node.parentElement?.closest("p, li, td, th, pre, dt, dd, h1, h2, h3, h4, h5, h6") ?? prose;
    for (const match of (node.data ?? "").matchAll(WORD)) {
      found.push({ node, start: match.index, end: match.index + match[0].length, word: fold(match[0]), block, section });
    }
  }

  // Hits as runs of words; a word belongs to one hit.
  const hits = [];
  for (let at = 0; at < found.length && hits.length < MOST; at++) {
    const form = wanted.findIndex((part) => part.every((word, next) =>
      found[at + next]?.block === found[at].block && alike(found[at + next].word, word)));
    if (form < 0) continue;
    hits.push({ form, run: found.slice(at, at + wanted[form].length) });
    at += wanted[form].length - 1;
  }
  if (hits.length === 0) return;

  /** @type {HTMLElement[]} */
  const firsts = [];
  /** @type {HTMLElement[]} */
  const marks = [];
  // From the end, so that places in a text that is split stay true.
  for (const { run } of [...hits].reverse()) {
    let first;
    for (let last = run.length - 1; last >= 0; last--) {
      let from = last;
      while (from > 0 && run[from - 1].node === run[last].node) from--;
      const range = document.createRange();
      range.setStart(run[from].node, run[from].start);
      range.setEnd(run[from].node, run[last].end);
      first = document.createElement("mark");
      range.surroundContents(first);
      marks.push(first);
      last = from;
    }
    firsts.unshift(first);
  }

  const reloaded = performance.getEntriesByType("navigation")[0]?.type !== "navigate";
  if (!location.hash && !reloaded) {
    const forms = new Map();
    for (const { form, run } of hits) forms.set(run[0].section, (forms.get(run[0].section) ?? new Set()).add(form));
    const most = Math.max(...[...forms.values()].map((set) => set.size));
    const [best] = [...forms].find(([, set]) => set.size === most);
    // At once, as a link to the section would.
    if (best) best.scrollIntoView({ behavior: "instant" });
  }

  const bar = document.createElement("aside");
  bar.className = "marks-bar";
  const text = document.createElement("span");
  text.setAttribute("role", "status");
  text.textContent = ((hits.length === 1 ? words.one : words.many) ?? "").replace("{n}", String(hits.length)).replace("{words}", () => query);
  /** @param {string} [label] @param {() => void} action */
  const button = (label, action) => {
    const made = document.createElement("button");
    made.type = "button";
    made.textContent = label ?? "";
    made.addEventListener("click", action);
    return made;
  };
  let at = -1;
  const next = () => {
    firsts[at]?.classList.remove("current");
    // The first one that is below what the reader sees, then one after the other.
    at = at < 0 ? firsts.findIndex((mark) => mark.getBoundingClientRect().top > 0) : at + 1;
    if (at < 0 || at >= firsts.length) at = 0;
    firsts[at].classList.add("current");
    firsts[at].scrollIntoView({ block: "center" });
  };
  const clear = () => {
    for (const mark of marks) {
      const parent = mark.parentNode;
      mark.replaceWith(...mark.childNodes);
      parent?.normalize();
    }
    bar.remove();
    const url = new URL(location.href);
    url.searchParams.delete("q");
    try {
      history.replaceState(history.state, "", url);
    } catch {
      // Some browsers keep the address of a file as it is.
    }
  };
  bar.append(text, button(words.next, next), button(words.clear, clear));
  document.querySelector("main")?.before(bar);
})();
