/* Pieces of screens. */

import { button, distance, el, icon, t } from "./page.js";
import { POOR_METRES, follow, here } from "./place.js";

export function head(title, { back = "" } = {}) {
  return el("div", { class: "screen-head" },
    back ? el("a", { class: "back", href: back, "aria-label": t("back") }, icon("chevron-left")) : null,
    el("h1", { tabIndex: -1 }, title));
}

export function empty(name, words, more = "") {
  return el("div", { class: "empty" }, icon(name), el("p", {}, words), more ? el("p", { class: "soft" }, more) : null);
}

export function badge(words, tone = "muted") {
  return el("span", { class: "badge badge-" + tone }, words);
}

/* One of several: big targets in a row. */
export function choice(name, label, options, value, changed) {
  return el("fieldset", { class: "choice" },
    el("legend", {}, label),
    el("div", { class: "choice-row" }, options.map((option) => el("label", { class: "chip " + (option.tone || "") },
      el("input", { type: "radio", name, value: option.value, checked: option.value === value, onchange: () => changed(option.value) }),
      el("span", {}, option.icon ? icon(option.icon) : null, option.label)))));
}

export function field(label, control, hint = "") {
  return el("div", { class: "field" }, el("label", { htmlFor: control.id }, label), control, hint ? el("p", { class: "soft" }, hint) : null);
}

/* Says where the phone is and how exactly; poor ones are said to be poor. Stops itself when it leaves the page. */
export function positionLine(target = null, metresTo = null) {
  const words = el("span", {});
  const line = el("p", { class: "position", role: "status" }, icon("current-location"), words);
  function show() {
    const fix = here();
    line.className = "position" + (fix && fix.accuracy > POOR_METRES ? " position-poor" : "");
    if (!fix) words.textContent = t("no_position");
    else if (fix.accuracy > POOR_METRES) words.textContent = t("poor_position", { count: Math.round(fix.accuracy) });
    else words.textContent = t("position", { count: Math.round(fix.accuracy) }) + (target && target.lon !== null && metresTo ? t("from_site", { distance: distance(metresTo(fix, target)) }) : "");
  }
  const stop = follow(() => { if (line.isConnected) show(); else stop(); });
  show();
  return line;
}

export function stepper(value, { label, changed, most = 9999 }) {
  const input = el("input", { type: "number", inputMode: "numeric", min: 0, max: most, value: value ?? "", "aria-label": label, class: "amount", oninput: () => changed(input.value) });
  const step = (by) => { input.value = String(Math.min(most, Math.max(0, (Number(input.value) || 0) + by))); changed(input.value); };
  return el("div", { class: "stepper" },
    el("button", { type: "button", "aria-label": t("less"), onclick: () => step(-1) }, icon("minus")),
    input,
    el("button", { type: "button", "aria-label": t("more"), onclick: () => step(1) }, icon("plus")));
}

export { button, el, icon, t };
