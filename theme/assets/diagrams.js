// Mermaid blocks as diagrams, drawn by the file that the library names. A block that cannot be drawn stays code.
(function () {
  "use strict";

  const words = document.currentScript.dataset;
  const mermaid = window.mermaid;
  const blocks = [...document.querySelectorAll("pre > code.language-mermaid")];
  if (!mermaid || !blocks.length) return;
  const found = blocks.map((code) => ({ block: code.closest(".code-frame") ?? code.parentElement, source: code.textContent ?? "", figure: null, sheet: null }));

  /**
   * The drawing without styles as text, which a strict policy refuses and reports: rules go into a sheet, styles of
   * elements are set as values. Mermaid has sanitised the text (`securityLevel: "strict"`), and a parsed document runs
   * nothing. @param {string} text @param {CSSStyleSheet} sheet
   */
  function read(text, sheet) {
    const quiet = text.replace(/<(\/?)style\b/gi, "<$1x-style").replace(/\sstyle="/gi, ' data-style="');
    const svg = new DOMParser().parseFromString(quiet, "text/html").querySelector("svg");
    if (!svg) throw new Error("no drawing");
    let rules = "";
    for (const style of svg.querySelectorAll("x-style")) {
      rules += style.textContent ?? "";
      style.remove();
    }
    sheet.replaceSync(rules);
    const drawn = document.importNode(svg, true);
    for (const element of [drawn, ...drawn.querySelectorAll("[data-style]")]) {
      element.style.cssText = element.dataset.style ?? "";
      delete element.dataset.style;
    }
    return drawn;
  }

  async function draw() {
    const isDark = getComputedStyle(document.documentElement).colorScheme === "dark" ||
      (document.documentElement.dataset.theme ?? (matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light")) === "dark";
    mermaid.initialize({ startOnLoad: false, securityLevel: "strict", theme: isDark ? "dark" : "neutral" });
    for (const [at, entry] of found.entries()) {
      try {
        const { svg: text } = await mermaid.render(`cb-diagram-${at}`, entry.source);
        const sheet = entry.sheet ?? new CSSStyleSheet();
        const svg = read(text, sheet);
        if (!entry.sheet) document.adoptedStyleSheets.push(sheet);
        entry.sheet = sheet;
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
