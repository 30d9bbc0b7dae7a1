// The search page: the query is the address (`?q=`, `&sort=`), hits and facets follow it as the reader types.
(function () {
  "use strict";

  const box = window.CasebookBox;
  if (!box) return;
  const { form, input, make, sentence } = box;
  const words = form.dataset;
  const find = (name) => document.querySelector(name);
  const heading = find("[data-heading]"), noted = find("[data-notes]"), facets = find("[data-facets]");
  const hits = find("[data-hits]"), ways = find("[data-ways]"), hint = find("[data-hint]");
  const order = hits.querySelector("select"), list = hits.querySelector("ol"), more = hits.querySelector("button");
  const title = document.title, home = heading.textContent;
  const STEP = 20;
  let count = STEP;
  /** Whether the reader meant the query as it is in the address: typing on then begins a new entry of the history. */
  let settled = false;

  /** Parts of a query: words, phrases, fields with quoted values. @param {string} text @returns {string[]} */
  const parts = (text) => text.match(/[^\s"]*"[^"]*"?|\S+/g) ?? [];
  const plain = (text) => text.replace(/"/g, "").toLowerCase();
  const quoted = (value) => (/\s/.test(value) && !value.startsWith('"') ? `"${value}"` : value);
  const without = (part) => parts(input.value).filter((own) => plain(own) !== plain(part)).join(" ");

  /** @param {string} query */
  function url(query, sort = order.value) {
    const params = new URLSearchParams();
    if (query) params.set("q", query);
    if (sort !== "relevance") params.set("sort", sort);
    return `${location.pathname}${String(params) && `?${params}`}`;
  }

  /** Writes the address. @param {boolean} anew whether Back shall lead to what is there now */
  function note(anew) {
    const to = url(input.value.trim());
    try {
      if (anew && to !== location.pathname + location.search) history.pushState({ count }, "", to);
      else history.replaceState({ count }, "", to);
    } catch {
      // Some browsers keep the address of a file as it is.
    }
  }

  /** The reader means it. @param {string} query */
  function commit(query) {
    input.value = query;
    count = STEP;
    note(true);
    settled = true;
    live.run();
  }

  /** A link to another query, followed without leaving. @param {string} query @param {string} name @param {...(string | Node)} inside */
  function toQuery(query, name, ...inside) {
    const link = make("a", name, ...inside);
    link.setAttribute("href", url(query));
    link.addEventListener("click", (event) => {
      if (event.ctrlKey || event.metaKey || event.shiftKey) return;
      event.preventDefault();
      commit(query);
    });
    return link;
  }

  /** `2 h 10 min`, as the pages write it. @param {number} minutes */
  function duration(minutes) {
    const units = [[Math.floor(minutes / 1440), words.d], [Math.floor(minutes / 60) % 24, words.h], [minutes % 60, words.min]];
    const first = units.findIndex(([n]) => n);
    const shown = first < 0 ? units.slice(2) : units.slice(first, first + 2).filter(([n]) => n);
    return shown.map((unit) => unit.join("\u00a0")).join(" ");
  }

  /** What a problem's suggestion makes of the query. @param {Problem} problem @param {string} near */
  function mended({ kind, text }, near) {
    const colon = text.indexOf(":");
    let part = near;
    if (kind === "unknown-field") part = near + (colon < 0 ? "" : text.slice(colon));
    else if (!near.includes(":")) part = text.slice(0, colon + 1) + quoted(near);
    return input.value.includes(text) ? input.value.replace(text, () => part) : `${without(text)} ${part}`.trim();
  }

  /** @param {Problem} problem */
  function objection(problem) {
    const key = problem.kind.replace(/-(\w)/g, (_, letter) => letter.toUpperCase());
    const line = make("p", "", ...sentence(words[key], { word: problem.text }));
    const near = make("span", "");
    problem.near.forEach((value, at) => near.append(at ? ` ${words.or} ` : "", toQuery(mended(problem, value), "", value)));
    if (problem.near.length) line.append(" ", ...sentence(words.near, { near }));
    return line;
  }

  /** @param {Hit} hit @param {Answer} answer @param {Engine} engine */
  function entry(hit, answer, engine) {
    const marked = (text) => box.marked(text, engine.marks(text, answer.forms));
    const link = make("a", "", ...marked(hit.title));
    link.setAttribute("href", box.address(hit, answer));
    const meta = make("p", "entry-meta", ...box.facts(hit));
    if (hit.minutes >= 0) meta.append(make("span", "entry-duration", duration(hit.minutes)));
    const row = make("li", "entry", meta, make("p", "entry-title", link), make("p", "entry-excerpt", ...marked(hit.excerpt)));
    const services = hit.services.map((name) => toQuery(`${without(`service:${name}`)} service:${quoted(name)}`.trim(), "term", name));
    if (services.length) row.append(make("p", "entry-terms", ...services));
    return row;
  }

  /** For hits that the reader sees: the passage that answers best, and a link to its section. */
  let watcher, later = 0;
  function passages(answer, engine) {
    watcher?.disconnect();
    clearTimeout(later);
    if (!location.protocol.startsWith("http") || !answer.forms.length) return;
    const marks = (text) => engine.marks(text, answer.forms);
    watcher = new IntersectionObserver((seen, self) => {
      for (const { isIntersecting, target } of seen) {
        if (!isIntersecting) continue;
        self.unobserve(target);
        const link = target.querySelector(".entry-title a"), excerpt = target.querySelector(".entry-excerpt");
        window.CasebookPassage.best(link.href.replace(/[?#].*/, ""), marks).then((passage) => {
          if (!passage) return;
          const { text, section } = passage;
          excerpt.replaceChildren(...(section.id ? [make("span", "search-section", section.title), " "] : []), ...box.marked(text, marks(text)));
          if (section.id) link.hash = section.id;
        }, () => {
          // The excerpt that is there serves as well.
        });
      }
    });
    // Not while the reader is still typing.
    later = setTimeout(() => [...list.children].slice(0, 5).forEach((row) => watcher.observe(row)), 250);
  }

  /** @param {Facet} facet */
  function group(facet) {
    const rows = facet.values.map((value) => {
      const tick = document.createElement("input");
      tick.type = "checkbox";
      tick.checked = value.chosen;
      tick.dataset.query = value.query;
      tick.addEventListener("change", () => commit(tick.checked ? `${input.value.trim()} ${value.query}`.trim() : without(value.query)));
      return make("label", "", tick, make("span", "", value.label), make("span", "count", value.count.toLocaleString(box.lang)));
    });
    if (facet.more) rows.push(make("p", "quiet", (words.moreValues ?? "").replace("{n}", facet.more.toLocaleString(box.lang))));
    return make("fieldset", "", make("legend", "", facet.title), ...rows);
  }

  /** @param {Facet[]} all */
  function narrow(all) {
    const focused = document.activeElement instanceof HTMLElement ? document.activeElement.dataset.query : undefined;
    facets.lastElementChild.replaceChildren(...all.filter((facet) => facet.values.length).map(group));
    facets.hidden = !facets.lastElementChild.firstChild;
    // The keyboard stays where it was.
    if (focused) [...facets.querySelectorAll("input")].find((tick) => tick.dataset.query === focused)?.focus();
  }

  /** @param {string} [said] @param {Node[]} [lines] */
  function head(query, said, lines = []) {
    heading.textContent = said || home;
    if (box.status) box.status.textContent = [said, ...lines.map((line) => line.textContent)].join(" ");
    document.title = query ? `${query} – ${title}` : title;
    noted.replaceChildren(...lines);
  }

  const live = box.live(async (text) => {
    // Facets of the whole library are a way in as well.
    const engine = await box.engine();
    const [answer, all] = await Promise.all([text ? engine.search(text, { count, sort: order.value }) : undefined, engine.facets(text)]);
    return { engine, answer, all };
  }, (text, result, error) => {
    const answer = result?.answer;
    hits.hidden = !answer?.total;
    ways.hidden = Boolean(answer?.total);
    hint.hidden = !answer || answer.total > 0;
    list.replaceChildren(...(answer ? answer.hits.map((hit) => entry(hit, answer, result.engine)) : []));
    more.hidden = !answer || answer.hits.length >= answer.total;
    if (result) narrow(result.all);
    if (error) return head(text, "", [box.failure(error)]);
    if (!answer) return head(text);
    head(text, answer.total ? box.count(answer.total) : words.none, [...box.notes(answer), ...answer.problems.map(objection)]);
    passages(answer, result.engine);
  });

  /** What the address says. */
  function read() {
    const params = new URLSearchParams(location.search);
    const sort = params.get("sort") ?? "relevance";
    input.value = params.get("q") ?? "";
    order.value = [...order.options].some((option) => option.value === sort) ? sort : "relevance";
    count = history.state?.count ?? STEP;
    settled = input.value !== "";
    live.run();
  }

  input.addEventListener("input", () => {
    count = STEP;
    note(settled);
    settled = false;
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    commit(input.value.trim());
  });
  order.addEventListener("change", () => commit(input.value.trim()));
  more.addEventListener("click", () => {
    const before = list.children.length;
    count += STEP;
    note(false);
    live.run().then(() => list.children[before]?.querySelector(".entry-title a").focus({ preventScroll: true }));
  });
  window.addEventListener("popstate", read);
  // On a phone the facets wait until they are asked for.
  if (matchMedia("(max-width: 59.99rem)").matches) facets.removeAttribute("open");
  read();
  if (!input.value && matchMedia("(hover: hover)").matches) input.focus();
})();
