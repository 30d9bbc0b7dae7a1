// Mermaid blocks as diagrams, drawn by the file that the library names. A block that cannot be drawn stays code.
(function () {
  "use strict";

  const words = document.currentScript.dataset;
  const mermaid = window.mermaid;
  const blocks = [...document.querySelectorAll("pre > code.language-mermaid")];
  if (!mermaid || !blocks.length) return;
  const found = blocks.map((code) => ({ block: code.closest(".code-frame") ?? code.parentElement, source: code.textContent ?? "", figure: null, sheet: null }));

  /** Styles that a strict policy forbids as text are set as values. @param {SVGElement} svg @param {CSSStyleSheet} sheet */
  function unpack(svg, sheet) {
    let rules = "";
    for (const style of svg.querySelectorAll("style")) {
      rules += style.textContent ?? "";
      style.remove();
    }
    sheet.replaceSync(rules);
    const styled = [svg, ...svg.querySelectorAll("[style]")].map((element) => [element, element.getAttribute("style")]);
    for (const [element] of styled) element.removeAttribute("style");
    return styled.filter(([, text]) => text);
  }

  async function draw() {
    const isDark = getComputedStyle(document.documentElement).colorScheme === "dark" ||
      (document.documentElement.dataset.theme ?? (matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light")) === "dark";
    mermaid.initialize({ startOnLoad: false, securityLevel: "strict", theme: isDark ? "dark" : "neutral" });
    for (const [at, entry] of found.entries()) {
      try {
        const { svg: text } = await mermaid.render(`cb-diagram-${at}`, entry.source);
        // Labels in HTML are written loosely; a document of its own reads them as a browser does and runs nothing.
        const parsed = new DOMParser().parseFromString(text, "text/html").querySelector("svg");
        if (!parsed) throw new Error("no drawing");
        const sheet = entry.sheet ?? new CSSStyleSheet();
        if (!entry.sheet) document.adoptedStyleSheets.push(sheet);
        entry.sheet = sheet;
        const styled = unpack(parsed, sheet);
        const svg = document.importNode(parsed, true);
        const copies = [svg, ...svg.querySelectorAll("*")];
        const originals = [parsed, ...parsed.querySelectorAll("*")];
        for (const [element, style] of styled) copies[originals.indexOf(element)].style.cssText = style;
        svg.setAttribute("role", "img");
        if (!svg.hasAttribute("aria-labelledby")) svg.setAttribute("aria-label", words.label ?? "");
        if (!entry.figure) {
          entry.figure = document.createElement("figure");
          entry.figure.className = "diagram";
          entry.figure.tabIndex = 0;
          entry.block.before(entry.figure);
        }
        entry.figure.replaceChildren(svg);
        entry.block.hidden = true;
      } catch {
        if (entry.figure || entry.failed) continue;
        entry.failed = true;
        const note = document.createElement("p");
        note.className = "quiet";
        note.textContent = words.failed ?? "";
        entry.block.before(note);
      }
    }
  }
  void draw();
  document.addEventListener("casebook-theme", () => void draw());
})();
