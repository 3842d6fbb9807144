"use strict";
/* The leaders' screen: asks for new numbers every minute while it is looked at, keeps what is open and where one is, and
   remembers in this browser whether it is dark and whether it hangs on a wall. */

(function () {
  const EVERY = 60 * 1000; /* milliseconds */
  const root = document.documentElement;
  let asked = Date.now();

  function kept(name) {
    try { return window.localStorage.getItem(name) === "yes"; } catch (error) { return false; }
  }

  function keep(name, on) {
    try { window.localStorage.setItem(name, on ? "yes" : "no"); } catch (error) { /* without storage it is for this page */ }
  }

  function show(name, on) {
    root.classList.toggle(name, on);
    document.querySelectorAll("[data-" + name + "]").forEach((button) => button.setAttribute("aria-pressed", String(on)));
    document.dispatchEvent(new CustomEvent("chuangcheng:looks"));
    document.querySelectorAll("[data-map]").forEach((frame) => { if (frame.siteMap) frame.siteMap.map.invalidateSize(); });
  }

  ["board-dark", "board-wall"].forEach((name) => {
    show(name, kept(name));
    document.querySelectorAll("[data-" + name + "]").forEach((button) => button.addEventListener("click", () => {
      const on = !root.classList.contains(name);
      keep(name, on);
      show(name, on);
    }));
  });

  function refresh() {
    const live = document.querySelector("[data-board-live]");
    if (!live || document.hidden || document.querySelector("form[data-sent]")) return;
    asked = Date.now();
    window.htmx.trigger(live, "board-refresh");
  }

  let open = [];
  let focused = "";
  document.addEventListener("htmx:beforeSwap", () => {
    open = [...document.querySelectorAll(".page-board details[open][id]")].map((details) => details.id);
    focused = document.activeElement ? document.activeElement.id : "";
  });
  document.addEventListener("htmx:afterSettle", () => {
    open.forEach((id) => { const details = document.getElementById(id); if (details) details.open = true; });
    const before = focused && document.getElementById(focused);
    if (before && before !== document.activeElement) before.focus({ preventScroll: true });
    document.querySelectorAll("[data-map]").forEach((frame) => { if (frame.siteMap) frame.siteMap.load(false); });
  });

  window.setInterval(refresh, EVERY);
  document.addEventListener("visibilitychange", () => {
    if (!document.hidden && Date.now() - asked >= EVERY) refresh();
  });
})();
