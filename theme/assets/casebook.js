// What makes reading more comfortable; every page is complete without it.
(function () {
  "use strict";

  const words = document.currentScript.dataset;
  const root = document.documentElement;
  const dark = matchMedia("(prefers-color-scheme: dark)");
  const all = (selector, from = document) => from.querySelectorAll(selector);

  /** The theme that is shown: the chosen one, else the system's. @returns {"light" | "dark"} */
  function shown() {
    const chosen = root.dataset.theme;
    if (chosen === "light" || chosen === "dark") return chosen;
    return dark.matches ? "dark" : "light";
  }

  for (const button of all("[data-theme-switch]")) {
    const label = () => {
      const text = shown() === "dark" ? button.dataset.light : button.dataset.dark;
      button.setAttribute("aria-label", text);
      button.title = text;
    };
    label();
    dark.addEventListener("change", label);
    button.addEventListener("click", () => {
      const next = shown() === "dark" ? "light" : "dark";
      // Who chooses what the system has follows the system again.
      const follows = next === (dark.matches ? "dark" : "light");
      if (follows) delete root.dataset.theme;
      else root.dataset.theme = next;
      try {
        if (follows) localStorage.removeItem("casebook-theme");
        else localStorage.setItem("casebook-theme", next);
      } catch {
        // The choice then lasts as long as the page.
      }
      label();
      document.dispatchEvent(new Event("casebook-theme"));
    });
  }

  // An open menu closes when the reader turns elsewhere.
  for (const menu of all("details.menu")) {
    document.addEventListener("click", (event) => {
      if (!menu.contains(event.target)) menu.open = false;
    });
    menu.addEventListener("focusout", (event) => {
      if (event.relatedTarget && !menu.contains(event.relatedTarget)) menu.open = false;
    });
    menu.addEventListener("keydown", (event) => {
      if (event.key !== "Escape" || !menu.open) return;
      menu.open = false;
      menu.querySelector("summary")?.focus();
    });
  }

  // The table of contents shows where the reader is: the last section that begins in the upper part of the screen
  // or above it.
  const entries = new Map();
  for (const link of all(".contents a")) {
    const target = document.getElementById(decodeURIComponent(link.hash.slice(1)));
    if (!target) continue;
    if (!entries.has(target)) entries.set(target, []);
    entries.get(target).push(link);
  }
  if (entries.size) {
    const above = new Set();
    let current;
    const follow = () => {
      // At the foot of the page the last sections cannot come up to the line.
      const isEnd = scrollY > 0 && scrollY + innerHeight >= root.scrollHeight - 2;
      let last;
      for (const target of entries.keys()) {
        if (above.has(target) || (isEnd && target.getBoundingClientRect().top < innerHeight)) last = target;
      }
      if (last === current) return;
      for (const link of entries.get(current) ?? []) link.removeAttribute("aria-current");
      for (const link of entries.get(last) ?? []) {
        link.setAttribute("aria-current", "true");
        const list = link.closest(".contents-beside");
        if (list && list.scrollHeight > list.clientHeight) {
          list.scrollTop = Math.max(0, link.offsetTop - list.offsetTop - list.clientHeight / 2);
        }
      }
      current = last;
    };
    // However far above: a jump over several sections crosses the line for each.
    const observer = new IntersectionObserver((seen) => {
      for (const entry of seen) {
        if (entry.isIntersecting) above.add(entry.target);
        else above.delete(entry.target);
      }
      follow();
    }, { rootMargin: "1000000px 0px -85% 0px" });
    for (const target of entries.keys()) observer.observe(target);
    addEventListener("scrollend", follow, { passive: true });
  }

  // A link to a section or an event is copied, and the address bar shows it.
  const said = document.createElement("p");
  said.className = "toast";
  said.setAttribute("role", "status");
  document.body.append(said);
  let timer;
  function say(text) {
    said.textContent = text;
    clearTimeout(timer);
    timer = setTimeout(() => said.replaceChildren(), 2000);
  }
  /** @param {string} text */
  async function copy(text) {
    try {
      await navigator.clipboard.writeText(text);
      say(words.copied);
    } catch {
      // Not allowed here (file:, plain http): the address bar has the link.
    }
  }
  for (const event of all('[id^="s-event."]')) {
    const place = event.matches("tr") ? event.firstElementChild : event;
    const link = document.createElement("a");
    link.className = "anchor event-anchor";
    link.href = `#${event.id}`;
    link.setAttribute("aria-label", words.event);
    link.textContent = "#";
    place?.prepend(link);
  }
  document.addEventListener("click", (event) => {
    const link = event.target instanceof Element && event.target.closest("a.anchor, .timeline a.time");
    if (link && !event.ctrlKey && !event.metaKey && !event.shiftKey) void copy(link.href);
  });

  /** Where the buttons of a block of code are. @param {Element} block */
  function toolsOf(block) {
    if (block.parentElement?.className === "code-frame") return block.parentElement.lastElementChild;
    const [frame, tools] = ["code-frame", "code-tools"].map((name) => {
      const made = document.createElement("div");
      made.className = name;
      return made;
    });
    block.replaceWith(frame);
    frame.append(block, tools);
    return tools;
  }

  // Code can be copied where the browser allows it.
  if (navigator.clipboard) {
    for (const block of all(".prose pre.code")) {
      const button = document.createElement("button");
      button.type = "button";
      button.className = "copy";
      button.textContent = words.copy;
      button.addEventListener("click", () => void copy(block.querySelector("code")?.textContent ?? ""));
      toolsOf(block).append(button);
    }
  }

  // Lines of code that are wider than the page can be wrapped.
  for (const block of all(".prose pre.code")) {
    if (block.scrollWidth <= block.clientWidth + 1) continue;
    const button = document.createElement("button");
    button.type = "button";
    button.className = "wrap";
    button.textContent = words.wrap;
    button.setAttribute("aria-pressed", "false");
    button.addEventListener("click", () => {
      button.setAttribute("aria-pressed", String(block.classList.toggle("wrapped")));
    });
    toolsOf(block).append(button);
  }

  // A long page leads back to its top.
  if (root.scrollHeight > 4 * innerHeight) {
    const up = document.createElement("a");
    up.className = "to-top";
    up.href = "#cb-main";
    up.setAttribute("aria-label", words.top);
    up.title = words.top;
    up.textContent = "↑";
    up.hidden = true;
    document.body.append(up);
    const far = document.createElement("div");
    far.className = "fold";
    document.body.prepend(far);
    new IntersectionObserver(([entry]) => (up.hidden = entry.isIntersecting)).observe(far);
  }

  // An image opens large above the page; without script its link leads to the file.
  let dialog;
  /** @param {HTMLAnchorElement} link */
  function enlarge(link) {
    const small = link.querySelector("img");
    if (!dialog) {
      dialog = document.createElement("dialog");
      dialog.className = "viewer";
      const close = document.createElement("button");
      close.type = "button";
      close.textContent = words.close;
      close.addEventListener("click", () => dialog.close());
      const figure = document.createElement("figure");
      figure.append(document.createElement("img"), document.createElement("figcaption"));
      dialog.append(close, figure);
      dialog.addEventListener("click", (event) => {
        if (event.target === dialog || event.target instanceof HTMLImageElement) dialog.close();
      });
      document.body.append(dialog);
    }
    const large = dialog.querySelector("img");
    large.src = link.href;
    large.alt = small?.alt ?? "";
    dialog.querySelector("figcaption").textContent = large.alt;
    dialog.setAttribute("aria-label", large.alt);
    dialog.showModal();
  }
  for (const link of all("a.image")) {
    link.addEventListener("click", (event) => {
      if (event.ctrlKey || event.metaKey || event.shiftKey || event.button !== 0) return;
      event.preventDefault();
      enlarge(link);
    });
  }

  // Tables that sort and filter.
  if (document.querySelector("table[data-table]") && words.tables) {
    const script = document.createElement("script");
    script.src = words.tables;
    script.dataset.filter = words.filter;
    script.dataset.shown = words.shown;
    document.head.append(script);
  }

  // The page that a reader is about to open is fetched ahead. Speculation rules would need inline script or a header
  // that static hosts do not send; this needs neither.
  const saves = navigator.connection?.saveData || /2g/.test(navigator.connection?.effectiveType ?? "");
  if (/^https?:/.test(location.protocol) && !saves && document.createElement("link").relList?.supports?.("prefetch")) {
    const fetched = new Set([location.pathname]);
    const ahead = (event) => {
      const link = event.target instanceof Element && event.target.closest("a[href]");
      if (!(link instanceof HTMLAnchorElement) || link.origin !== location.origin) return;
      if (fetched.has(link.pathname) || !/(\.html|\/)$/.test(link.pathname) || fetched.size > 40) return;
      fetched.add(link.pathname);
      const hint = document.createElement("link");
      hint.rel = "prefetch";
      hint.href = link.pathname + link.search;
      document.head.append(hint);
    };
    let wait;
    document.addEventListener("pointerover", (event) => {
      clearTimeout(wait);
      wait = setTimeout(() => ahead(event), 65);
    }, { passive: true });
    for (const kind of ["pointerdown", "focusin"]) document.addEventListener(kind, ahead, { passive: true });
  }
})();
