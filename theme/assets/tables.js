// Tables that sort by a click on a column's head and filter as one types. They are complete without it.
(function () {
  "use strict";

  const words = document.currentScript.dataset;
  const FEW = 8;
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
    const count = document.createElement("span");
    count.className = "quiet";
    count.setAttribute("role", "status");
    bar.append(label, count);
    // The style sheet keeps this place free, so that nothing moves.
    table.before(bar);
    input.addEventListener("input", () => {
      const wanted = fold(input.value).split(/\s+/).filter(Boolean);
      let shown = 0;
      rows.forEach((row, at) => {
        row.hidden = !wanted.every((word) => texts[at].includes(word));
        if (!row.hidden) shown++;
      });
      const text = (words.shown ?? "").replace("{n}", String(shown)).replace("{all}", String(rows.length));
      count.textContent = wanted.length ? text : "";
    });
  }

  for (const table of document.querySelectorAll("table[data-table]")) {
    const rows = table.tBodies[0]?.rows.length ?? 0;
    if (rows > 1) sortable(table);
    if (rows >= FEW) filterable(table);
  }
})();
