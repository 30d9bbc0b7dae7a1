// What makes reading more comfortable; every page is complete without it.
(function () {
  "use strict";

  /** The theme that is shown: the chosen one, else the system's. @returns {"light" | "dark"} */
  function shown() {
    const chosen = document.documentElement.dataset.theme;
    if (chosen === "light" || chosen === "dark") return chosen;
    return matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light";
  }

  for (const button of document.querySelectorAll("[data-theme-switch]")) {
    if (!(button instanceof HTMLButtonElement)) continue;
    const label = () => {
      button.textContent = (shown() === "dark" ? button.dataset.light : button.dataset.dark) ?? "";
    };
    label();
    button.hidden = false;
    button.addEventListener("click", () => {
      const next = shown() === "dark" ? "light" : "dark";
      document.documentElement.dataset.theme = next;
      try {
        localStorage.setItem("casebook-theme", next);
      } catch {
        // The choice then lasts as long as the page.
      }
      label();
    });
  }

  // An open menu closes when the reader turns elsewhere.
  for (const menu of document.querySelectorAll("details.menu")) {
    if (!(menu instanceof HTMLDetailsElement)) continue;
    document.addEventListener("click", (event) => {
      if (event.target instanceof Node && !menu.contains(event.target)) menu.open = false;
    });
    menu.addEventListener("keydown", (event) => {
      if (event.key !== "Escape" || !menu.open) return;
      menu.open = false;
      menu.querySelector("summary")?.focus();
    });
  }

  // The table of contents is open where there is room beside the text.
  if (matchMedia("(max-width: 60rem)").matches) {
    for (const contents of document.querySelectorAll(".contents details")) contents.removeAttribute("open");
  }
})();
