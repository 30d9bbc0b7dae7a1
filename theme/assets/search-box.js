// The search box on every page: a shortcut, and what is needed to suggest pages once the reader turns to it. Without
// script the box is a form that leads to the search page.
(function () {
  "use strict";

  const form = document.querySelector("form[data-engine]");
  const input = form?.querySelector("input");
  if (!(form instanceof HTMLFormElement) || !input) return;

  const mac = /Mac|iP/.test(navigator.platform);
  const hint = form.querySelector("kbd");
  if (hint) {
    if (mac) hint.textContent = "⌘K";
    hint.hidden = false;
  }
  input.setAttribute("aria-keyshortcuts", mac ? "Meta+K /" : "Control+K /");
  document.addEventListener("keydown", (event) => {
    const isSlash = event.key === "/" && !event.ctrlKey && !event.metaKey && !event.altKey
      && !(event.target instanceof Element && event.target.closest("input, textarea, select, [contenteditable]"));
    if (!isSlash && (event.key !== "k" || event.altKey || !(mac ? event.metaKey : event.ctrlKey))) return;
    event.preventDefault();
    input.focus();
    input.select();
  });

  let loading = false;
  function load() {
    if (loading || window.CasebookBox) return;
    loading = true;
    const script = document.createElement("script");
    script.src = form.dataset.suggest ?? "";
    script.onload = script.onerror = () => {
      loading = false;
      const [panel, said] = [".search-panel", ".search-notes"].map((name) => form.querySelector(name));
      if (window.CasebookBox || !panel || !said) return;
      // Missing or cut short: the form still leads to the search page, and the next letter tries again.
      const line = document.createElement("p");
      line.append((form.dataset.error ?? "").replace("{reason}", script.src));
      said.replaceChildren(line);
      panel.hidden = false;
    };
    document.head.append(script);
  }
  input.addEventListener("focus", load);
  input.addEventListener("input", load);
  if (document.activeElement === input) load();
})();
