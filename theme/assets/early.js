// Runs before the first paint, so that a chosen theme does not flash.
(function () {
  "use strict";
  try {
    const chosen = localStorage.getItem("casebook-theme");
    if (chosen === "light" || chosen === "dark") document.documentElement.dataset.theme = chosen;
  } catch {
    // Without storage the system's choice holds.
  }
})();
