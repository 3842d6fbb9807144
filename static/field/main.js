/* Begins: the day from the phone at once, the screens by the address, the server when there is one. */

import * as today from "./day.js";
import { confirmBy, onChange, saveAs, sendAs, status, waitingCount, wake } from "./outbox.js";
import { config, el, icon, say, since, t } from "./page.js";
import { start as followPlace } from "./place.js";
import { askToKeep, drafts, outbox } from "./store.js";

const screen = document.getElementById("screen");
const REFRESH_AFTER = 300000; /* milliseconds */
const LATER = 20000;
const ALONE = new Set(["", "outbox", "me"]); /* screens that need no more than the brief day */
let shown = 0;

const SCREENS = {
  "": async () => (await import("./today-screen.js")).todayScreen(show),
  visit: async (round, site) => (await import("./visit-screen.js")).visitScreen(round, site),
  report: async (...told) => (await import("./report-screen.js")).reportScreen("problem", ...told),
  fix: async (...told) => (await import("./report-screen.js")).reportScreen("fix_on_spot", ...told),
  advice: async (...told) => (await import("./advice-screen.js")).adviceScreen(...told),
  patrol: async (id) => (await import("./patrol-screen.js")).patrolScreen(id, () => show({ keepsFocus: true })),
  cases: async () => (await import("./cases-screen.js")).casesScreen(),
  case: async (id) => (await import("./cases-screen.js")).caseScreen(id),
  outbox: async () => (await import("./outbox-screen.js")).outboxScreen(show),
  me: async () => (await import("./me-screen.js")).meScreen(() => refresh(true)),
};

function address() {
  return window.location.hash.replace(/^#\/?/, "").split("/");
}

/* Shows the screen of the address. A slower one of before does not come over it. */
async function show({ keepsFocus = false } = {}) {
  const mine = (shown += 1);
  const [name, ...rest] = address();
  document.querySelectorAll(".tabs a").forEach((tab) => tab.toggleAttribute("aria-current", tab.getAttribute("href") === "#/" + name));
  if (!today.day()) { screen.replaceChildren(...first()); return; }
  let parts;
  try {
    if (!ALONE.has(name) && !(await today.whole())) { if (mine === shown) screen.replaceChildren(...first()); return; }
    parts = await (SCREENS[name] || SCREENS[""])(...rest);
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    lacks(error);
    return;
  }
  if (mine !== shown) return;
  screen.replaceChildren(...parts.flat().filter(Boolean));
  if (keepsFocus) return;
  window.scrollTo(0, 0);
  screen.querySelector("h1")?.focus({ preventScroll: true });
}

/* A screen that could not be brought: it belongs to a version that is gone, so the page begins anew; or it was not kept
   yet and there is no network. */
function lacks(error) {
  const isKept = Boolean(navigator.serviceWorker && navigator.serviceWorker.controller);
  if (isKept && window.sessionStorage.getItem("reloaded") !== config.version) {
    window.sessionStorage.setItem("reloaded", config.version);
    window.location.reload();
    return;
  }
  say(t("screen_not_here"), "warning");
  window.console.warn(error);
}

/* Before the first day has come. */
function first() {
  const words = status.signedOut ? t("signed_out") : navigator.onLine === false ? t("first_needs_network") : t("loading");
  return [el("div", { class: "empty" }, icon(status.signedOut ? "user" : "refresh"), el("h1", { tabIndex: -1 }, words),
    status.signedOut ? el("a", { class: "act primary", href: "/accounts/login/?next=/field/" }, t("sign_in")) : null)];
}

async function refresh(isAsked = false) {
  const isFirst = !today.day();
  const wasBrief = today.isBrief(); /* what comes now is for other screens: nothing moves under the finger */
  const answer = await today.refresh();
  status.signedOut = answer.kind === "signed-out";
  if (answer.kind === "refused") { say(answer.said, "error"); return; }
  if (answer.kind === "fresh" && (isFirst || isAsked || !wasBrief && ["", "cases", "me"].includes(address()[0]))) await show({ keepsFocus: !isAsked });
  if (isAsked) say(answer.kind === "offline" ? t("unreachable") : answer.kind === "signed-out" ? answer.said : t("day_is_fresh"), answer.kind === "offline" ? "warning" : "info");
  if (status.signedOut && !today.day()) await show();
  if (today.owner() !== null && !status.signedOut && answer.kind !== "offline") sendAs(today.owner());
  if (answer.kind !== "offline") await showState();
}

/* The other screens, once the first one answers: a press then waits for nothing. */
function bringScreens() {
  document.head.append(...config.screens.map((href) => el("link", { rel: "modulepreload", href })));
}

/* The line at the top: no network, signed out, what waits. */
async function showState() {
  const line = document.getElementById("state");
  const count = await waitingCount();
  const refused = (await outbox.all()).filter((row) => row.state === "refused" && row.owner === today.owner()).length;
  const oldest = (await outbox.all()).find((row) => row.state === "waiting");
  const words = [];
  if (navigator.onLine === false) words.push(t("offline"));
  if (status.signedOut) words.push(t("signed_out_short"));
  if (count) words.push(t("waiting_short", { count, since: oldest ? since(oldest.at) : "" }));
  line.hidden = !words.length;
  line.replaceChildren(icon(navigator.onLine === false ? "wifi-off" : "clock"), words.join(" · "));
  line.href = status.signedOut ? "/accounts/login/?next=/field/" : "#/outbox";
  const tab = document.getElementById("outbox-count");
  tab.textContent = count + refused ? String(count + refused) : "";
  tab.classList.toggle("is-refused", refused > 0);
}

async function registerWorker() {
  if (!("serviceWorker" in navigator)) return;
  try {
    const hadOne = Boolean(navigator.serviceWorker.controller);
    const made = await navigator.serviceWorker.register(config.worker, { scope: "/field/" });
    /* The map and the pictures come when the first screens are long there. */
    window.setTimeout(() => {
      navigator.serviceWorker.ready.then((ready) => ready.active.postMessage("later"));
      if (today.day() && !today.isBrief()) today.bringPhotos();
    }, LATER);
    made.addEventListener("updatefound", () => {
      made.installing?.addEventListener("statechange", (event) => {
        if (event.target.state === "activated" && hadOne) say(t("updated"), "info");
      });
    });
  } catch (error) { /* signed out, or no network: the one of before goes on */ }
}

/* The way of a patrol goes on after the page was closed. */
async function goOnWithPatrols() {
  if (!(await drafts.all(today.owner() ?? -1)).some((each) => each.kind === "patrol" && each.track)) return;
  await import("./patrol.js").then(({ followTracks }) => followTracks()).catch(() => { /* not kept yet */ });
}

async function begin() {
  onChange(() => { showState(); if (address()[0] === "outbox") show({ keepsFocus: true }); });
  window.addEventListener("hashchange", () => show());
  window.addEventListener("online", () => { wake(); refresh(); });
  window.addEventListener("offline", showState);
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState !== "visible") return;
    wake();
    if (!today.dayAt() || Date.now() - today.dayAt() > REFRESH_AFTER) refresh();
  });
  await today.open();
  confirmBy(refresh);
  if (today.owner() !== null) saveAs(today.owner());
  followPlace();
  await show();
  await goOnWithPatrols();
  await showState();
  await refresh();
  bringScreens();
  if (today.isBrief()) await refresh();
  wake();
  await registerWorker();
  await askToKeep();
  window.setInterval(showState, 30000);
}

if (!window.isSecureContext) {
  screen.replaceChildren(el("div", { class: "empty" }, icon("alert-triangle"), el("h1", {}, t("needs_https")), el("p", {}, t("needs_https_more"))));
} else begin();
