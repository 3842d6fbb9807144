/* The person, the phone's storage, the language, and the way to the workbench. */

import { day, dayAt } from "./day.js";
import { config, moment, say } from "./page.js";
import { button, el, head, icon, t } from "./parts.js";
import { askToKeep } from "./store.js";

export async function meScreen(refresh) {
  const { person } = day();
  const room = navigator.storage && navigator.storage.estimate ? await navigator.storage.estimate() : null;
  const isKept = await askToKeep();
  return [
    head(t("me")),
    el("p", {}, el("strong", {}, person.name), person.unit ? " · " + person.unit : ""),
    el("p", { class: "soft" }, t("day_of", { moment: moment(dayAt()) })),
    button("refresh", t("refresh_day"), refresh),
    el("h2", {}, t("this_phone")),
    el("p", {}, navigator.serviceWorker && navigator.serviceWorker.controller ? t("works_offline") : t("works_online_only")),
    room ? el("p", { class: "soft" }, t("storage", { used: (room.usage / 1e6).toFixed(1), left: Math.round((room.quota - room.usage) / 1e6) })) : null,
    el("p", { class: isKept ? "soft" : "notice" }, isKept ? t("storage_kept") : t("storage_not_kept")),
    install(),
    el("h2", {}, t("language")),
    el("div", { class: "row" }, config.languages.map(({ code, name }) => button("language", name, () => speak(code), code === config.language ? "primary" : ""))),
    el("div", { class: "row" }, el("a", { class: "act", href: "/" }, icon("home"), t("workbench")), el("a", { class: "act", href: "/accounts/logout/" }, icon("logout"), t("sign_out"))),
    el("p", { class: "soft" }, t("sign_out_hint")),
  ];
}

let offer = null;
window.addEventListener("beforeinstallprompt", (event) => { event.preventDefault(); offer = event; });

function install() {
  if (window.matchMedia("(display-mode: standalone)").matches) return null;
  return offer ? button("download", t("install"), () => offer.prompt(), "primary") : el("p", { class: "soft" }, t("install_hint"));
}

async function speak(code) {
  try {
    const form = new URLSearchParams({ language: code, next: "/field/" });
    const token = /(?:^|; )csrftoken=([^;]+)/.exec(document.cookie);
    await fetch("/i18n/setlang/", { method: "POST", body: form, headers: { "X-CSRFToken": token ? token[1] : "" }, credentials: "same-origin", redirect: "manual" });
    window.location.assign("/field/?fresh=" + code);
  } catch (error) {
    say(t("unreachable"), "error");
  }
}
