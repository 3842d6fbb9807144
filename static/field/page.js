/* What the server wrote into the page: texts in the person's language, addresses; and how elements are made. */

const texts = JSON.parse(document.getElementById("texts").textContent);
export const config = JSON.parse(document.getElementById("config").textContent);

const SHANGHAI = 8 * 3600000; /* ahead of UTC */
const SVG = "http://www.w3.org/2000/svg";

/* The text of this key; {name} stands for a value. */
export function t(key, values = {}) {
  const text = texts[key] || key;
  return text.replace(/\{(\w+)\}/g, (whole, name) => (name in values ? String(values[name]) : whole));
}

/* An element: el("button", { class: "act", onclick: run }, "text", otherElement). What is false or null is left out. */
export function el(tag, properties = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (value === false || value === null || value === undefined) continue;
    if (name.startsWith("on")) made.addEventListener(name.slice(2), value);
    else if (name in made && !["list", "form", "role", "style"].includes(name) && !name.startsWith("aria-")) made[name === "class" ? "className" : name] = value;
    else made.setAttribute(name === "class" ? "class" : name, value === true ? "" : String(value));
  }
  made.append(...children.flat(Infinity).filter((child) => child !== false && child !== null && child !== undefined && child !== ""));
  return made;
}

export function icon(name) {
  const made = document.createElementNS(SVG, "svg");
  made.setAttribute("class", "icon");
  made.setAttribute("aria-hidden", "true");
  const use = document.createElementNS(SVG, "use");
  use.setAttribute("href", config.icons + "#" + name);
  made.append(use);
  return made;
}

/* A button with an icon. */
export function button(name, label, run, kind = "") {
  return el("button", { type: "button", class: "act " + kind, onclick: run }, name ? icon(name) : null, el("span", {}, label));
}

/* Says something at the lower edge, for screen readers too. */
export function say(words, tone = "info") {
  const box = document.getElementById("said");
  const line = el("p", { class: "toast toast-" + tone }, words);
  box.append(line);
  window.setTimeout(() => line.remove(), tone === "error" ? 9000 : 5000);
}

/* 09-30 14:05 in Asia/Shanghai, as everywhere in the product. */
export function moment(value) {
  return new Date(new Date(value).getTime() + SHANGHAI).toISOString().slice(5, 16).replace("T", " ");
}

/* "3 分钟前", for what waits. */
export function since(value) {
  const minutes = Math.max(0, Math.round((Date.now() - new Date(value).getTime()) / 60000));
  if (minutes < 1) return t("just_now");
  if (minutes < 60) return t("minutes_ago", { count: minutes });
  if (minutes < 60 * 24) return t("hours_ago", { count: Math.floor(minutes / 60) });
  return t("days_ago", { count: Math.floor(minutes / 1440) });
}

export function distance(metres) {
  return metres < 1000 ? t("metres", { count: Math.round(metres) }) : t("kilometres", { count: (metres / 1000).toFixed(1) });
}

/* Asks for a line of text in a dialog of the page; null when the person turns back. */
export function ask(title, { label, value = "", submit } = {}) {
  return new Promise((resolve) => {
    const field = el("textarea", { rows: 3, value, id: "asked", required: true });
    const dialog = el("dialog", { class: "dialog", "aria-labelledby": "asked-title" });
    const end = (answer) => { dialog.close(); dialog.remove(); resolve(answer); };
    dialog.append(
      el("h2", { id: "asked-title" }, title),
      label ? el("label", { htmlFor: "asked" }, label) : "",
      label ? field : "",
      el("div", { class: "row" },
        button("", t("back"), () => end(null)),
        button("check", submit || t("yes"), () => { if (!label || field.value.trim()) end(label ? field.value.trim() : ""); else field.focus(); }, "primary")),
    );
    dialog.addEventListener("cancel", () => end(null));
    document.body.append(dialog);
    dialog.showModal();
  });
}
