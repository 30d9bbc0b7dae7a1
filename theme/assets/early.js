// Runs before the first paint, so that a chosen theme does not flash and nothing moves when scripts have come.
(function () {
  "use strict";
  const root = document.documentElement;
  root.classList.add("js");
  try {
    const chosen = localStorage.getItem("casebook-theme");
    if (chosen === "light" || chosen === "dark") root.dataset.theme = chosen;
  } catch {
    // Without storage the system's choice holds.
  }
})();
