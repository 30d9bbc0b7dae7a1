// Tables that sort by a click on a column's head and filter as one types. They are complete without it.
(function () {
  "use strict";

  const words = document.currentScript.dataset;
  const FEW = 8;
  const MOST_CHOICES = 80;
  const fold = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
  const collator = new Intl.Collator(document.documentElement.lang || undefined, { numeric: true });

  /** What a cell is sorted by. @param {HTMLTableCellElement | undefined} cell */
  function key(cell) {
    return (cell?.dataset.key ?? cell?.querySelector("time")?.dateTime ?? cell?.textContent ?? "").trim();
  }

  /** @param {HTMLTableElement} table */
  function sortable(table) {
    const body = table.tBodies[0];
    const rows = [...body.rows];
    const heads = [...(table.tHead?.rows[0]?.cells ?? [])];
    for (const head of heads) {
      const button = document.createElement("button");
      button.type = "button";
      button.className = "sort";
      button.append(...head.childNodes);
      head.append(button);
      button.addEventListener("click", () => {
        const was = head.getAttribute("aria-sort");
        const down = was ? was === "ascending" : head.dataset.sort === "number";
        for (const other of heads) other.removeAttribute("aria-sort");
        head.setAttribute("aria-sort", down ? "descending" : "ascending");
        const numbers = head.dataset.sort === "number";
        const keyed = rows.map((row) => ({ row, key: key(row.cells[head.cellIndex]) }));
        keyed.sort((a, b) => {
          // What says nothing comes last, whichever way the others go.
          if (!a.key || !b.key) return Number(!a.key) - Number(!b.key);
          const order = numbers ? parseFloat(a.key.replace(/[^\d.-]/g, "")) - parseFloat(b.key.replace(/[^\d.-]/g, "")) : collator.compare(a.key, b.key);
          return down ? -order : order;
        });
        body.append(...keyed.map((entry) => entry.row));
      });
    }
  }

  /**
   * For each column that says so, a choice among its values: those of its links, else its text, else the year.
   * @param {HTMLTableElement} table
   * @param {HTMLTableRowElement[]} rows
   */
  function choices(table, rows) {
    const heads = [...(table.tHead?.rows[0]?.cells ?? [])].filter((head) => "choose" in head.dataset);
    const made = heads.map((head) => {
      const values = rows.map((row) => {
        const cell = row.cells[head.cellIndex];
        if (head.dataset.choose === "year") return [key(cell).slice(0, 4)].filter(Boolean);
        return [...(cell?.querySelectorAll("a") ?? [])].map((link) => link.textContent?.trim() ?? "");
      });
      const all = [...new Set(values.flat())].sort(collator.compare);
      if (head.dataset.choose === "year") all.reverse();
      const select = document.createElement("select");
      const name = head.dataset.label ?? head.textContent?.trim() ?? "";
      select.setAttribute("aria-label", name);
      select.append(new Option(name, ""), ...all.map((value) => new Option(value, value)));
      return { select, values, count: all.length };
    });
    return made.filter(({ count }) => count > 1 && count <= MOST_CHOICES);
  }

  /** @param {HTMLTableElement} table */
  function filterable(table) {
    const rows = [...table.tBodies[0].rows];
    const texts = rows.map((row) => fold(row.textContent ?? ""));
    const bar = document.createElement("p");
    bar.className = "table-filter";
    const label = document.createElement("label");
    const input = document.createElement("input");
    input.type = "search";
    label.append(`${words.filter} `, input);
    const chosen = choices(table, rows);
    const count = document.createElement("span");
    count.className = "quiet";
    count.setAttribute("role", "status");
    bar.append(label, ...chosen.map((choice) => choice.select), count);
    // The style sheet keeps this place free, so that nothing moves.
    table.before(bar);
    const apply = () => {
      const wanted = fold(input.value).split(/\s+/).filter(Boolean);
      let shown = 0;
      rows.forEach((row, at) => {
        row.hidden =
          !wanted.every((word) => texts[at].includes(word)) ||
          !chosen.every(({ select, values }) => !select.value || values[at].includes(select.value));
        if (!row.hidden) shown++;
      });
      const text = (words.shown ?? "").replace("{n}", String(shown)).replace("{all}", String(rows.length));
      count.textContent = wanted.length || chosen.some(({ select }) => select.value) ? text : "";
    };
    bar.addEventListener("input", apply);
  }

  // Terms by letter: what does not match as one types is hidden, with the letters of which nothing is left.
  for (const list of document.querySelectorAll("[data-letters]")) {
    const label = document.createElement("label");
    const input = document.createElement("input");
    input.type = "search";
    label.append(`${words.filter} `, input);
    const bar = document.createElement("p");
    bar.className = "letters-filter";
    bar.append(label);
    list.querySelector("h2")?.after(bar);
    input.addEventListener("input", () => {
      const wanted = fold(input.value).trim();
      for (const section of list.querySelectorAll("section")) {
        const links = [...section.querySelectorAll("a")];
        for (const link of links) link.hidden = !fold(link.textContent ?? "").includes(wanted);
        section.hidden = links.every((link) => link.hidden);
      }
    });
  }

  for (const table of document.querySelectorAll("table[data-table]")) {
    const rows = table.tBodies[0]?.rows.length ?? 0;
    if (rows >= FEW) filterable(table);
    if (rows > 1) sortable(table);
  }
})();
