// Suggestions in the search box, loaded when the reader turns to it; the search page shares `CasebookBox`.
(function () {
  "use strict";

  const form = document.querySelector("form[data-engine]");
  if (!form) return;
  const words = form.dataset;
  const [input, panel, status] = ["input", ".search-panel", "[role=status]"].map((name) => form.querySelector(name));
  const lang = document.documentElement.lang || undefined;

  /** @param {...(string | Node)} inside text stays text */
  function make(tag, name, ...inside) {
    const element = document.createElement(tag);
    element.className = name;
    element.append(...inside);
    return element;
  }

  /** The pieces of a text whose `{name}`s are filled in. */
  const fill = (text, values) => text.split(/\{(\w+)\}/).map((part, at) => (at % 2 ? values[part] : part));
  /** A line in which the values stand out. */
  const line = (text, values) => make("p", "", ...fill(text, values).map((part, at) => (at % 2 ? make("em", "", part) : part)));
  const count = (n, one, many) => fill(n === 1 ? one : many, { n: n.toLocaleString(lang) }).join("");

  /** @param {string} text @param {Array<[number, number]>} ranges */
  function marked(text, ranges) {
    let at = 0;
    const parts = ranges.flatMap(([start, end]) => [text.slice(at, start), make("mark", "", text.slice(start, (at = end)))]);
    return [...parts, text.slice(at)];
  }

  /** When and how bad. @param {Hit} hit */
  function facts({ date, severity, rank }) {
    const [year, , day] = date.split("-");
    const month = day && new Date(date).toLocaleDateString(lang, { month: "short", timeZone: "UTC" });
    return [
      day ? make("time", "", ...fill(words.date, { day: +day, month, year })) : "",
      severity ? make("span", `severity severity-${rank}`, severity) : "",
    ];
  }

  /** The page of a hit; `marks.js` reads there what was searched. @param {Hit} hit @param {Answer} answer */
  function address(hit, answer) {
    const texts = answer.words.flatMap(({ state, text, shown }) => (state === "known" ? text : state === "corrected" ? shown : []));
    const query = texts.map((text) => (/^[^"].*\s/.test(text) ? `"${text}"` : text)).join(" ");
    return words.root + hit.url + (query && `?q=${encodeURIComponent(query)}`);
  }

  /** Words that nothing mentions. @param {Answer} answer */
  const notes = (answer) => answer.words.filter(({ state }) => words[state])
    .map(({ state, text, shown }) => line(words[state], { word: text, shown: shown.join(` ${words.or} `) }));

  /** @type {Promise<Engine> | undefined} */
  let loading;
  /** After a failure the next call tries again. */
  function engine() {
    loading ??= new Promise((loaded) => {
      const script = make("script", "");
      script.src = words.engine;
      script.onload = script.onerror = loaded;
      document.head.append(script);
    }).then(() => {
      // A script that was cut short loads and defines nothing.
      if (!window.CasebookSearch) throw new Error(words.engine);
      return CasebookSearch.open(words.root);
    });
    loading.catch(() => (loading = undefined));
    return loading;
  }

  /** Asks while the reader types, and shows: a late answer never replaces a newer one. While answers come at once every
   * letter is asked; where files must be fetched, a pause is waited for. */
  function live(ask, show) {
    const QUICK = 40, PAUSE = 80;
    let asked = 0, shown = 0, wait = PAUSE, timer;
    const stop = () => (clearTimeout(timer), ++asked);
    async function run() {
      const mine = stop(), begun = performance.now();
      const text = input.value.trim();
      let answer, failure;
      try {
        if (text) answer = await ask(text, await engine());
      } catch (error) {
        failure = line(words.error, { reason: error.message });
      }
      wait = performance.now() - begun < QUICK ? 0 : PAUSE;
      if (mine < shown) return;
      shown = mine;
      show(text, answer, failure);
    }
    input.addEventListener("input", () => {
      clearTimeout(timer);
      timer = setTimeout(run, wait);
    });
    return { run, stop: () => (shown = stop()) };
  }

  window.CasebookBox = { form, input, status, make, fill, line, count, marked, facts, address, notes, live };
  if (!panel) return;

  // From here on: suggestions, an ARIA 1.2 combobox. The focus stays in the input.
  const [said, list] = panel.children;
  const rows = list.children;
  let active = -1;

  /** @param {number} index -1: none */
  function activate(index) {
    rows[active]?.removeAttribute("aria-selected");
    active = index;
    rows[active]?.setAttribute("aria-selected", "true");
    rows[active]?.scrollIntoView({ block: "nearest" });
    input.setAttribute("aria-activedescendant", rows[active]?.id ?? "");
  }

  function open(options = [], lines = [], told = "") {
    activate(-1);
    list.replaceChildren(...options);
    said.replaceChildren(...lines);
    input.setAttribute("aria-expanded", options.length > 0);
    panel.hidden = !options.length && !lines.length;
    status.textContent = [...lines.map((line) => line.textContent), told].join(" ");
  }

  function option(href, ...inside) {
    const row = make("a", "search-option", ...inside);
    row.setAttribute("role", "option");
    Object.assign(row, { href, tabIndex: -1 });
    return row;
  }

  const { run, stop } = live(async (text, engine) => {
    const answer = await engine.search(text, { count: 7, sort: "relevance" });
    return { answer, marks: (title) => engine.marks(title, answer.forms) };
  }, (text, found, failure) => {
    if (!found) return open([], failure ? [failure] : []);
    const { answer, marks } = found;
    const options = answer.hits.map((hit) => option(
      address(hit, answer),
      make("span", "search-title", ...marked(hit.title, marks(hit.title))),
      make("span", "entry-meta", ...facts(hit), hit.services.join(", ")),
    ));
    if (options.length) options.push(option(`${form.action}?q=${encodeURIComponent(text)}`, count(answer.total, words.allOne, words.allMany)));
    options.forEach((row, at) => (row.id = `cb-option-${at}`));
    open(options, notes(answer).concat(options.length ? [] : line(words.none)), options.length ? count(answer.total, words.one, words.many) : "");
  });
  const close = () => open(void stop());

  input.setAttribute("role", "combobox");
  open();
  // Before the first letter; what goes wrong is said when it is needed.
  engine().catch(() => {});
  if (input.value && document.activeElement === input) run();
  input.addEventListener("focus", () => input.value && run());
  form.addEventListener("focusout", ({ relatedTarget }) => form.contains(relatedTarget) || close());
  // A press inside the panel must not take the focus away before the click.
  panel.addEventListener("mousedown", (event) => event.preventDefault());
  input.addEventListener("keydown", (event) => {
    // Keys that choose among an input method's candidates are not ours.
    if (event.isComposing || event.keyCode === 229 || event.ctrlKey || event.metaKey || event.altKey) return;
    const last = rows.length - 1, chosen = rows[active];
    if (event.key === "ArrowDown") last < 0 ? run() : activate(active < last ? active + 1 : -1);
    else if (event.key === "ArrowUp") activate(active < 0 ? last : active - 1);
    else if (event.key === "Home" && chosen) activate(0);
    else if (event.key === "End" && chosen) activate(last);
    else if (event.key === "Enter" && chosen) chosen.click();
    else if (event.key === "Escape" && !panel.hidden) close();
    else return;
    event.preventDefault();
  });
})();
