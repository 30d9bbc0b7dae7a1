// The search box: loads the engine when the reader first turns to it, and suggests pages while they type.
// `CasebookBox` is what the search page shares with it. Without script the box is a form that leads to that page.
(function () {
  "use strict";

  const form = document.querySelector("form[data-engine]");
  const input = form?.querySelector("input");
  if (!(form instanceof HTMLFormElement) || !input) return;
  const words = form.dataset;
  const root = words.root ?? "";
  const status = form.querySelector("[role=status]");
  /** @type {string | undefined} */
  let lang = document.documentElement.lang;
  try {
    Intl.getCanonicalLocales(lang);
  } catch {
    lang = undefined;
  }

  /** An element; text stays text. @param {string} tag @param {string} [name] its class @param {...(string | Node)} inside */
  function make(tag, name, ...inside) {
    const element = document.createElement(tag);
    if (name) element.className = name;
    element.append(...inside);
    return element;
  }

  /** A sentence whose `{name}`s are values, texts emphasised. @param {string} [text] @param {Record<string, string | Node>} [values] */
  function sentence(text = "", values = {}) {
    return text.split(/\{(\w+)\}/).map((part, at) => {
      const value = at % 2 ? values[part] : part;
      return at % 2 && typeof value === "string" ? make("em", "", value) : value;
    });
  }

  /** `12 results`. @param {number} n @param {string} [one] @param {string} [many] */
  const count = (n, one = words.one, many = words.many) => (n === 1 ? one : many)?.replace("{n}", n.toLocaleString(lang)) ?? "";

  /** A text with its hits marked. @param {string} text @param {Array<[number, number]>} ranges */
  function marked(text, ranges) {
    let at = 0;
    const parts = ranges.flatMap(([start, end]) => {
      const before = text.slice(at, start);
      at = end;
      return [before, make("mark", "", text.slice(start, end))];
    });
    return [...parts, text.slice(at)];
  }

  /** When and how bad. @param {Hit} hit */
  function facts(hit) {
    const [year, month, day] = hit.date.split("-");
    const parts = [];
    if (day) {
      const name = new Date(hit.date).toLocaleDateString(lang, { month: "short", timeZone: "UTC" });
      const values = { year, month: name, day: String(Number(day)) };
      parts.push(make("time", "", (words.date ?? "").replace(/\{(\w+)\}/g, (_, key) => values[key])));
    }
    if (hit.severity) parts.push(make("span", `severity severity-${hit.rank}`, hit.severity));
    return parts;
  }

  /** A hit's page; its address says what was searched, for `marks.js`. @param {Hit} hit @param {Answer} answer */
  function address(hit, answer) {
    const searched = answer.words.flatMap((word) => (word.state === "dropped" ? [] : word.state === "corrected" ? word.shown : [word.text]));
    const query = searched.map((word) => (/^[^"].*\s/.test(word) ? `"${word}"` : word)).join(" ");
    return root + hit.url + (query && `?q=${encodeURIComponent(query)}`);
  }

  /** What became of words that nothing mentions. @param {Answer} answer */
  function notes(answer) {
    return answer.words
      .filter((word) => word.state !== "known")
      .map((word) => make("p", "", ...sentence(words[word.state], { word: word.text, shown: word.shown.join(` ${words.or} `) })));
  }

  /** @param {unknown} error */
  const failure = (error) => make("p", "search-error", ...sentence(words.error, { reason: error instanceof Error ? error.message : String(error) }));

  /** @type {Promise<Engine> | undefined} */
  let loading;
  /** The engine, loaded once; after a failure the next call tries again. */
  function engine() {
    loading ??= new Promise((loaded, failed) => {
      const script = document.createElement("script");
      script.src = words.engine ?? "";
      script.onload = loaded;
      script.onerror = () => failed(new Error(words.engine));
      document.head.append(script);
    }).then(() => {
      // A script that was cut short loads and defines nothing.
      if (!window.CasebookSearch) throw new Error(words.engine);
      return window.CasebookSearch.open(root);
    });
    loading.catch(() => (loading = undefined));
    return loading;
  }

  /**
   * Answers while the reader types: a late one never replaces a newer one.
   * @template T @param {(text: string) => Promise<T>} ask @param {(text: string, answer?: T, error?: unknown) => void} show
   */
  function live(ask, show) {
    let asked = 0, shown = 0, timer = 0;
    const run = () => {
      clearTimeout(timer);
      const mine = ++asked;
      const text = input.value.trim();
      const settle = (answer, error) => {
        if (mine < shown) return;
        shown = mine;
        show(text, answer, error);
      };
      return ask(text).then(settle, (error) => settle(undefined, error));
    };
    const stop = () => {
      clearTimeout(timer);
      shown = ++asked;
    };
    input.addEventListener("input", () => {
      clearTimeout(timer);
      timer = setTimeout(run, 80);
    });
    return { run, stop };
  }

  const mac = /Mac|iP/.test(navigator.platform);
  const hint = form.querySelector("kbd");
  if (hint) {
    hint.hidden = false;
    if (mac) hint.textContent = "⌘K";
    input.setAttribute("aria-keyshortcuts", mac ? "Meta+K" : "Control+K");
  }
  document.addEventListener("keydown", (event) => {
    if (event.key.toLowerCase() !== "k" || event.altKey || event.shiftKey || !(mac ? event.metaKey : event.ctrlKey)) return;
    event.preventDefault();
    input.focus();
    input.select();
  });

  window.CasebookBox = { form, input, make, sentence, count, marked, facts, address, notes, failure, engine, live, lang, status };
  const panel = form.querySelector(".search-panel");
  const list = panel?.querySelector("[role=listbox]");
  if (!(panel instanceof HTMLElement) || !list) return;

  // From here on: suggestions, an ARIA 1.2 combobox. The focus stays in the input.
  for (const [name, value] of Object.entries({ role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": list.id })) {
    input.setAttribute(name, value);
  }
  let active = -1;

  /** @param {number} index -1: none */
  function activate(index) {
    list.children[active]?.removeAttribute("aria-selected");
    active = index;
    const row = list.children[active];
    row?.setAttribute("aria-selected", "true");
    row?.scrollIntoView({ block: "nearest" });
    if (row) input.setAttribute("aria-activedescendant", row.id);
    else input.removeAttribute("aria-activedescendant");
  }

  /** @param {Node[]} rows @param {Node[]} said @param {string} [told] */
  function open(rows, said, told = "") {
    activate(-1);
    list.replaceChildren(...rows);
    panel.firstElementChild?.replaceChildren(...said);
    input.setAttribute("aria-expanded", String(rows.length > 0));
    panel.hidden = rows.length + said.length === 0;
    if (status) status.textContent = told;
  }

  function close() {
    suggest.stop();
    open([], []);
  }

  /** @param {string} href @param {...(string | Node)} inside */
  function option(href, ...inside) {
    const row = make("a", "search-option", ...inside);
    row.setAttribute("role", "option");
    row.setAttribute("href", href);
    row.tabIndex = -1;
    return row;
  }

  const suggest = live(async (text) => {
    if (!text) return undefined;
    const found = await engine();
    return { found, answer: await found.search(text, { count: 7, sort: "relevance" }) };
  }, (text, result, error) => {
    if (error) return open([], [failure(error)], failure(error).textContent ?? "");
    if (!result) return open([], []);
    const { found, answer } = result;
    const rows = answer.hits.map((hit) => option(
      address(hit, answer),
      make("span", "search-title", ...marked(hit.title, found.marks(hit.title, answer.forms))),
      make("span", "entry-meta", ...facts(hit), hit.services.join(", ")),
    ));
    const said = notes(answer);
    if (answer.total) rows.push(option(`${form.action}?q=${encodeURIComponent(text)}`, count(answer.total, words.allOne, words.allMany)));
    else said.push(make("p", "", words.none ?? ""));
    rows.forEach((row, at) => (row.id = `${list.id}-${at}`));
    open(rows, said, [...said.map((line) => line.textContent), answer.total ? count(answer.total) : ""].join(" "));
  });

  input.addEventListener("focus", () => {
    // Ahead of the first letter; what goes wrong is said when a search needs it.
    engine().catch(() => {});
    if (input.value) suggest.run();
  });
  if (document.activeElement === input) engine().catch(() => {});
  form.addEventListener("focusout", (event) => {
    if (!(event.relatedTarget instanceof Node && form.contains(event.relatedTarget))) close();
  });
  // A press inside the panel must not take the focus away before the click.
  panel.addEventListener("mousedown", (event) => event.preventDefault());

  input.addEventListener("keydown", (event) => {
    // Keys that choose among an input method's candidates are not ours.
    if (event.isComposing || event.keyCode === 229 || event.ctrlKey || event.metaKey || event.altKey) return;
    const last = list.children.length - 1;
    const row = list.children[active];
    if (event.key === "ArrowDown" && last < 0) suggest.run();
    else if (event.key === "ArrowDown") activate(active < last ? active + 1 : -1);
    else if (event.key === "ArrowUp") activate(active < 0 ? last : active - 1);
    else if (event.key === "Home" && row) activate(0);
    else if (event.key === "End" && row) activate(last);
    else if (event.key === "Enter" && row instanceof HTMLElement) row.click();
    else if (event.key === "Escape" && !panel.hidden) close();
    else return;
    event.preventDefault();
  });
})();
