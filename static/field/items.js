/* Checklist items: how each kind is answered, and whether the answer passes. The server judges by itself. */

import { el, icon, stepper, t } from "./parts.js";

export function isAnswered(item, answer) {
  const value = answer && answer.value;
  if (!value) return false;
  if (value.na) return true;
  if (item.kind === "yes_no") return "ok" in value;
  if (item.kind === "composite") return Array.isArray(value.present);
  const number = item.kind === "at_least" ? value.count : item.kind === "percentage" ? value.percent : value.faults;
  return number !== undefined && number !== "" && Number.isFinite(Number(number));
}

export function isFailed(item, answer) {
  const value = answer && answer.value;
  if (!isAnswered(item, answer) || value.na) return false;
  if (item.kind === "yes_no") return value.ok === false;
  if (item.kind === "composite") return value.present.length < item.pieces.length;
  if (item.kind === "at_least") return Number(value.count) < item.minimum;
  if (item.kind === "percentage") return Number(value.percent) < item.line;
  return Number(value.faults) > 0;
}

/* The value as the API takes it. */
export function sentValue(item, value) {
  if (value.na) return { na: true };
  if (item.kind === "at_least") return { count: Math.trunc(Number(value.count)) };
  if (item.kind === "percentage") return { percent: String(value.percent) };
  if (item.kind === "tally" || item.kind === "timed") return { faults: Math.trunc(Number(value.faults)) };
  return item.kind === "composite" ? { present: value.present } : { ok: value.ok };
}

function pressed(label, name, isOn, tone, run) {
  return el("button", { type: "button", class: "verdict verdict-" + tone, "aria-pressed": isOn ? "true" : "false", onclick: run }, icon(name), el("span", {}, label));
}

/* The control for an item; `changed(value)` is told of each touch. */
export function control(item, value, changed) {
  const na = pressed(t("na"), "circle-minus", value.na === true, "na", () => changed(value.na ? {} : { na: true }));
  if (item.kind === "yes_no") {
    return el("div", { class: "verdicts" },
      pressed(t("pass"), "circle-check", value.ok === true, "pass", () => changed({ ok: true })),
      pressed(t("fail"), "circle-x", value.ok === false, "fail", () => changed({ ok: false })), na);
  }
  if (item.kind === "composite") return el("div", { class: "pieces" }, pieces(item, value, changed), na);
  const key = item.kind === "at_least" ? "count" : item.kind === "percentage" ? "percent" : "faults";
  return el("div", { class: "amounts" },
    stepper(value[key], { label: item.text, most: item.kind === "percentage" ? 100 : 9999, changed: (written) => changed(written === "" ? {} : { [key]: written }, true) }),
    el("span", { class: "soft" }, item.kind === "percentage" ? "%" : item.unit || t("places")),
    item.kind === "timed" ? timer(item) : null, na);
}

function pieces(item, value, changed) {
  const present = value.present || [];
  const boxes = item.pieces.map((piece) => el("label", { class: "tick" },
    el("input", { type: "checkbox", checked: present.includes(piece), onchange: (event) => changed({ present: item.pieces.filter((each) => (each === piece ? event.target.checked : present.includes(each))) }) }),
    el("span", {}, piece)));
  const none = el("label", { class: "tick" },
    el("input", { type: "checkbox", checked: Array.isArray(value.present) && !present.length, onchange: () => changed({ present: [] }) }),
    el("span", {}, t("none_there")));
  return [...boxes, none];
}

function timer(item) {
  const words = el("span", {}, t("start_timer", { count: item.minutes }));
  const button = el("button", { type: "button", class: "act", onclick: () => {
    const end = Date.now() + item.minutes * 60000;
    button.disabled = true;
    const ticking = window.setInterval(() => {
      const left = Math.max(0, Math.round((end - Date.now()) / 1000));
      words.textContent = Math.floor(left / 60) + ":" + String(left % 60).padStart(2, "0");
      if (left && button.isConnected) return;
      window.clearInterval(ticking);
      words.textContent = t("time_is_up");
      if (navigator.vibrate) navigator.vibrate(600);
    }, 500);
  } }, icon("clock"), words);
  return button;
}
