// Keeps an open page as its author last saved it. `casebook serve` adds this script to the pages that it serves;
// a built site does not have it.
(() => {
  "use strict";
  const self = document.currentScript;
  const { page, appearance, moment } = self.dataset;
  const channel = new URL("events", self.src);
  channel.searchParams.set("page", page);
  channel.searchParams.set("appearance", appearance);
  channel.searchParams.set("moment", moment);
  const root = new URL("..", self.src).pathname;
  const memory = "casebook-place";

  // The reader's place: the nearest heading above, and how far it is from the top of the window. Text that came or went
  // above it does not move what is being read.
  // What stands beside the text stays where it is when the text moves.
  const headings = () => [...document.querySelectorAll("main :is(h1, h2, h3, h4, h5, h6)")].filter((it) => !it.closest("aside, nav"));
  // Scripts put links and buttons into headings.
  const called = (heading) => heading.id || heading.firstChild?.textContent;
  const remember = () => {
    const top = (mark) => mark.getBoundingClientRect().top;
    const above = headings().filter((mark) => top(mark) <= 8 && mark.getClientRects().length);
    const mark = above.sort((a, b) => top(b) - top(a))[0];
    const place = { page, x: scrollX, y: scrollY, heading: mark && called(mark), top: mark && top(mark) };
    try {
      sessionStorage.setItem(memory, JSON.stringify(place));
    } catch {
      // A browser that keeps nothing scrolls as it likes.
    }
  };

  const restore = () => {
    let place = null;
    try {
      place = JSON.parse(sessionStorage.getItem(memory));
      sessionStorage.removeItem(memory);
    } catch {
      return;
    }
    if (place?.page !== page) return;
    const mark = headings().find((heading) => called(heading) === place.heading);
    const go = () => {
      const y = mark ? scrollY + mark.getBoundingClientRect().top - place.top : place.y;
      scrollTo({ left: place.x, top: y, behavior: "instant" });
    };
    go();
    // The browser would go to the old number of pixels once everything is there.
    const last = () => {
      go();
      setTimeout(() => (history.scrollRestoration = "auto"), 500);
    };
    if (document.readyState === "complete") last();
    else addEventListener("load", last, { once: true });
  };

  const reload = () => {
    remember();
    history.scrollRestoration = "manual";
    location.reload();
  };

  // `assets/casebook.0123456789.css`: the same sheet under another name, put beside the old one until it is there.
  const restyle = (sheets) => {
    const stem = (path) => path.replace(/\.[0-9a-f]{10}\.css$/, "");
    for (const link of document.querySelectorAll('link[rel~="stylesheet"]')) {
      const old = new URL(link.href).pathname;
      const now = sheets.map((sheet) => root + sheet).find((sheet) => stem(sheet) === stem(old));
      if (!now || now === old) continue;
      const next = link.cloneNode();
      next.href = now;
      next.addEventListener("load", () => link.remove(), { once: true });
      link.after(next);
    }
  };

  const element = (name, text, ...children) => {
    const made = document.createElement(name);
    if (text) made.textContent = text;
    made.append(...children);
    return made;
  };

  let overlay = null;
  const show = (problems) => {
    overlay?.remove();
    overlay = null;
    if (problems.length === 0) return;
    overlay = element("casebook-problems");
    const inside = overlay.attachShadow({ mode: "open" });
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(`
      :host { position: fixed; inset: auto 0 0; z-index: 2147483647; max-height: 60vh; overflow: auto;
        font: 14px/1.5 ui-sans-serif, system-ui, sans-serif; color: #fff; background: #3b0d0c;
        border-top: 4px solid #ff6b5e; padding: 12px 20px; box-sizing: border-box; }
      h2 { font-size: 15px; margin: 0 0 8px; padding-right: 80px; }
      article { margin: 0 0 12px; }
      code, pre { font: 13px/1.45 ui-monospace, monospace; }
      pre { margin: 4px 0; padding: 6px 10px; background: #000a; overflow: auto; }
      p { margin: 2px 0; }
      .place { color: #ffc9c4; }
      button { position: absolute; top: 10px; right: 16px; font: inherit; color: inherit; background: none;
        border: 1px solid #ff9d94; border-radius: 4px; padding: 2px 10px; cursor: pointer; }
      button:focus-visible { outline: 2px solid #fff; outline-offset: 2px; }`);
    inside.adoptedStyleSheets = [sheet];
    const title = problems.length === 1 ? "One thing is wrong" : `${problems.length} things are wrong`;
    const section = element("section", "", element("h2", `${title}: this is the last good state`));
    section.setAttribute("role", "alert");
    for (const { file, line, column, message, excerpt, help, code } of problems) {
      const place = line ? `${file}:${line}:${column}` : file;
      const article = element("article", "", element("code", place), element("p", `${message} [${code}]`));
      article.firstChild.className = "place";
      if (excerpt) article.append(element("pre", excerpt));
      if (help) article.append(element("p", help));
      section.append(article);
    }
    const close = element("button", "Hide");
    close.type = "button";
    close.addEventListener("click", () => show([]));
    inside.append(section, close);
    document.body.append(overlay);
  };
  addEventListener("keydown", (event) => {
    if (event.key === "Escape" && overlay) show([]);
  });

  const hear = (event) => JSON.parse(event.data);
  let events = null;
  const listen = () => {
    events?.close();
    events = new EventSource(channel);
    events.addEventListener("reload", reload);
    events.addEventListener("styles", (event) => restyle(hear(event)));
    events.addEventListener("problems", (event) => show(hear(event)));
    // The browser tries again by itself unless the server said no, as one that starts anew may do.
    events.addEventListener("error", () => {
      if (events.readyState === EventSource.CLOSED && !document.hidden) setTimeout(listen, 1000);
    });
  };
  // A browser has six connections for a host: pages that nobody appearance at give theirs back, and ask again when somebody
  // does.
  document.addEventListener("visibilitychange", () => (document.hidden ? events?.close() : listen()));
  addEventListener("pagehide", () => events?.close());
  addEventListener("pageshow", (event) => event.persisted && listen());
  // What is for authors alone: what a page lacks, say.
  for (const element of document.querySelectorAll("[data-for-authors]")) element.hidden = false;
  restore();
  if (!document.hidden) listen();
})();
