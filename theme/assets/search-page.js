// The search page: the query is the address (`?q=`, `&sort=`); hits and facets follow it as the reader types.
(function () {
  "use strict";

  if (!window.CasebookBox) return;
  const { form, input, status, make, fill, line, count, marked, facts, address, notes, live } = CasebookBox;
  const words = form.dataset;
  const [heading, noted, facets, hits, browse, hint] = ["heading", "notes", "facets", "hits", "browse", "hint"]
    .map((name) => document.querySelector(`[data-${name}]`));
  const [order, list, more] = ["select", "ol", "button"].map((name) => hits.querySelector(name));
  const title = document.title, home = heading.textContent, STEP = 20;
  let most = STEP;
  /** Whether the reader meant the query in the address: typing on then begins a new entry of the history. */
  let settled = false;

  const plain = (part) => part.replace(/"/g, "").toLowerCase();
  const field = (name, value) => `${name}:${/\s/.test(value) ? `"${value}"` : value}`;
  /** The query without a part, and with it at the end. @param {string} part */
  const without = (part) => (input.value.match(/[^\s"]*"[^"]*"?|\S+/g) ?? []).filter((own) => plain(own) !== plain(part)).join(" ");
  const plus = (part) => `${without(part)} ${part}`.trim();

  /** @param {string} query */
  function url(query) {
    const params = new URLSearchParams(query && { q: query });
    if (order.selectedIndex) params.set("sort", order.value);
    return String(params) ? `?${params}` : location.pathname;
  }
  const here = () => location.search || location.pathname;

  /** Writes the address. @param {boolean} anew whether Back leads to what is there now */
  function note(anew) {
    const to = url(input.value.trim());
    try {
      history[anew && to !== here() ? "pushState" : "replaceState"]({ most }, "", to);
    } catch {
      // Some browsers keep the address of a file as it is.
    }
  }

  /** The reader means it. @param {string} query */
  function commit(query) {
    input.value = query;
    most = STEP;
    note(settled = true);
    search.run();
  }

  /** A link to another query, followed on this page. @param {string} query */
  function toQuery(query, name, text) {
    const link = make("a", name, text);
    link.href = url(query);
    link.addEventListener("click", (event) => {
      if (event.ctrlKey || event.metaKey || event.shiftKey) return;
      event.preventDefault();
      commit(query);
    });
    return link;
  }

  /** `2 h 10 min`, as the pages write it. @param {number} minutes */
  function duration(minutes) {
    const units = [[minutes / 1440, words.d], [(minutes / 60) % 24, words.h], [minutes % 60, words.min]].map(([n, unit]) => [Math.floor(n), unit]);
    const first = units.findIndex(([n]) => n);
    return units.slice(first, first + 2).filter(([n]) => n || !minutes).map((unit) => unit.join(words.space)).join(words.space && " ");
  }

  /** @param {Problem} problem */
  function objection({ kind, text, near }) {
    // `servce:a` names another field, `service:chekout` another value.
    const mend = (value) => input.value.replace(text, () => value.includes(":") ? value
      : kind === "unknown-field" ? text.replace(/^[^:]*/, () => value) : text.replace(/[^:]*$/, () => field("", value).slice(1)));
    const links = near.flatMap((value, at) => [at ? ` ${words.or} ` : "", toQuery(mend(value), "", value)]);
    const said = line(words[kind.replace(/-./, (dash) => dash[1].toUpperCase())], { word: text });
    if (near.length) said.append(" ", ...fill(words.near, { near: make("span", "", ...links) }));
    return said;
  }

  /** @param {Hit} hit @param {Answer} answer @param {(text: string) => Array<[number, number]>} marks */
  function entry(hit, answer, marks) {
    const link = make("a", "", ...marked(hit.title, marks(hit.title)));
    link.href = address(hit, answer);
    return make("li", "entry",
      make("p", "entry-meta", ...facts(hit), hit.minutes < 0 ? "" : make("span", "", duration(hit.minutes))),
      make("p", "entry-title", link),
      make("p", "entry-excerpt", ...marked(hit.excerpt, marks(hit.excerpt))),
      make("p", "entry-terms", ...hit.services.map((name) => toQuery(plus(field("service", name)), "term", name))));
  }

  /** What the pages call a value: `status:final` is "Reviewed". @param {string} field @param {string} label */
  const called = (field, label) => words[`${field}-${label}`.replace(/[-_ ](.)/g, (_, letter) => letter.toUpperCase())] ?? label;

  /** @param {Facet} facet */
  function group({ field, title, values, more }) {
    const rows = values.map((value) => {
      const tick = make("input", "");
      Object.assign(tick, { type: "checkbox", checked: value.chosen, value: value.query });
      tick.addEventListener("change", () => commit((tick.checked ? plus : without)(value.query)));
      return make("label", "", tick, make("span", "", called(field, value.label)), make("span", "count", value.count));
    });
    return make("fieldset", "", make("legend", "", words[`field${field[0].toUpperCase()}${field.slice(1)}`] ?? title), ...rows, make("p", "quiet", ...(more ? fill(words.moreValues, { n: more }) : [])));
  }

  const search = live(async (text, engine) => {
    const [answer, all] = await Promise.all([engine.search(text, { count: most, sort: order.value, excerpts: true }), engine.facets(text)]);
    return { answer, all, marks: (text) => engine.marks(text, answer.forms) };
  }, (text, found, failure) => {
    const { answer, all, marks } = found ?? { all: [] };
    const total = answer?.total;
    const lines = failure ? [failure] : answer ? notes(answer).concat(answer.problems.map(objection)) : [];
    heading.textContent = !answer ? home : total ? count(total, words.one, words.many) : words.none;
    document.title = text ? `${text} – ${title}` : title;
    status.textContent = [answer ? heading : "", ...lines].map((said) => said.textContent).join(" ");
    noted.replaceChildren(...lines);
    hits.hidden = !total;
    browse.hidden = total > 0;
    hint.hidden = total !== 0;
    list.replaceChildren(...(answer?.hits ?? []).map((hit) => entry(hit, answer, marks)));
    more.hidden = !(list.children.length < total);
    const focused = document.activeElement;
    facets.lastElementChild.replaceChildren(...all.filter(({ values }) => values.length).map(group));
    facets.hidden = !all.length;
    // The keyboard stays where it was.
    if (focused.type === "checkbox") [...facets.querySelectorAll("input")].find(({ value }) => value === focused.value)?.focus();
    window.CasebookPassage?.(list, marks);
  });

  /** What the address says. */
  function read() {
    const params = new URLSearchParams(location.search);
    input.value = params.get("q") ?? "";
    order.value = params.get("sort");
    if (order.selectedIndex < 0) order.selectedIndex = 0;
    most = history.state?.most ?? STEP;
    settled = input.value !== "";
    note(false);
    search.run();
  }

  input.addEventListener("input", () => {
    most = STEP;
    // A space changes nothing yet.
    if (url(input.value.trim()) === here()) return;
    note(settled);
    settled = false;
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    commit(input.value.trim());
  });
  order.addEventListener("change", () => commit(input.value.trim()));
  more.addEventListener("click", async () => {
    const before = list.children.length;
    most += STEP;
    note(false);
    await search.run();
    list.children[before]?.querySelector("a").focus({ preventScroll: true });
  });
  window.addEventListener("popstate", read);
  // On a phone the facets wait until they are asked for.
  facets.open = !matchMedia("(max-width: 59.99rem)").matches;
  read();
  if (!input.value && matchMedia("(hover: hover)").matches) input.focus();
})();
