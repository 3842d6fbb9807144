/* Today's visits in walking order, as a list or on a map, and what was begun and not sent. */

import { day, dayAt, owner } from "./day.js";
import { WAITING } from "./outbox.js";
import { distance, moment, say, since } from "./page.js";
import { badge, button, el, empty, head, icon, t } from "./parts.js";
import { here, metres, walkingOrder } from "./place.js";
import { drafts, outbox, photos } from "./store.js";

let shownOn = "list";

export async function todayScreen(again) {
  const today = day();
  const [begun, rows] = await Promise.all([drafts.all(owner()), outbox.all()]);
  const own = rows.filter((row) => row.owner === owner());
  const sentSites = new Set(own.filter((row) => row.kind === "visit" && row.state !== "done").map((row) => row.body.round_id + row.body.site_id));
  const doneSites = new Set(own.filter((row) => row.kind === "visit" && row.state === "done").map((row) => row.body.round_id + row.body.site_id));
  const left = today.visits.filter((visit) => !doneSites.has(visit.round_id + visit.site_id));
  const order = walkingOrder(left, here());
  const key = (visit) => visit.round_id + visit.site_id;
  const drafted = new Map(begun.filter((each) => each.kind === "visit").map((each) => [each.roundId + each.siteId, each]));
  return [
    el("div", { class: "screen-head" }, el("h1", { tabIndex: -1 }, t("today")), el("span", { class: "soft" }, dayAt() ? t("as_of", { since: since(dayAt()) }) : "")),
    quickActs(today),
    toAmend(today.to_amend || []),
    begun.filter((each) => each.kind === "patrol").map(patrolNotice),
    draftList(begun, again),
    today.may.visit ? visitPart(order, { key, drafted, sentSites, again }) : null,
  ];
}

function quickActs(today) {
  const acts = [
    today.may.report && ["#/report", "flag", t("report_problem"), "primary"],
    today.may.fix_on_spot && ["#/fix", "tool", t("fix_on_spot"), ""],
    today.may.advise && ["#/advice", "speakerphone", t("advice"), ""],
    today.patrols && ["#/patrol", "walk", t("my_patrol"), ""],
    today.may.fix && ["#/cases", "list", t("my_cases_count", { count: today.cases.length }), ""],
  ].filter(Boolean);
  return el("nav", { class: "quick", "aria-label": t("quick_acts") }, acts.map(([href, name, label, tone]) => el("a", { class: "quick-act " + tone, href }, icon(name), el("span", {}, label))));
}

/* Visits that came back: amended on their own page. */
function toAmend(visits) {
  if (!visits.length) return null;
  return el("section", { class: "to-amend" },
    el("h2", {}, icon("alert-triangle"), t("returned", { count: visits.length })),
    el("p", { class: "soft" }, t("amend_needs_network")),
    el("ul", { class: "lines" }, visits.map((visit) => el("li", { class: "line" },
      el("a", { class: "line-main", href: visit.url }, el("strong", {}, visit.site), el("span", { class: "soft" }, visit.round)),
      icon("chevron-right")))));
}

function patrolNotice(patrol) {
  return el("a", { class: "notice", href: "#/patrol/" + patrol.id }, icon("walk"), t("patrol_goes_on", { moment: moment(patrol.startedAt), done: Object.keys(patrol.ticks).length, count: patrol.count }));
}

function draftList(begun, again) {
  const others = begun.filter((each) => each.kind !== "visit" && each.kind !== "patrol");
  if (!others.length) return null;
  const screens = { problem: "report", fix_on_spot: "fix", advice: "advice", feed_back: "case" };
  return el("section", {}, el("h2", {}, t("drafts")), el("ul", { class: "lines" }, others.map((draft) => el("li", { class: "line" },
    el("a", { class: "line-main", href: "#/" + screens[draft.kind] + "/" + (draft.kind === "feed_back" ? draft.body.case_id : draft.id) },
      el("strong", {}, draft.title || t("kind_" + draft.kind)), el("span", { class: "soft" }, t("kind_" + draft.kind) + " · " + since(draft.at))),
    el("button", { type: "button", class: "small-act", "aria-label": t("discard"), onclick: () => discard(draft, again) }, icon("trash"))))));
}

async function discard(draft, again) {
  await drafts.remove(draft.id);
  again();
  const undo = window.setTimeout(async () => { const rows = await photos.of(draft.id); await photos.remove(rows.map((row) => row.id)); }, 8000);
  say(t("draft_discarded"), "info");
  const line = document.getElementById("said").lastElementChild;
  line.append(button("", t("undo"), async () => { window.clearTimeout(undo); await drafts.put(draft); line.remove(); again(); }, "quiet"));
}

function visitPart(order, { key, drafted, sentSites, again }) {
  const heading = el("div", { class: "section-head" }, el("h2", {}, t("visits_left", { count: order.length })),
    el("div", { class: "switch", role: "group", "aria-label": t("list_or_map") }, ["list", "map"].map((name) => el("button", {
      type: "button", "aria-pressed": String(shownOn === name), onclick: () => { shownOn = name; again(); },
    }, icon(name), el("span", { class: "visually-hidden" }, t("as_" + name))))));
  if (!order.length) return el("section", {}, heading, empty("checklist", t("no_visits"), t("no_visits_more")));
  if (shownOn === "map") {
    const frame = el("div", { class: "map", role: "region", "aria-label": t("map_of_visits") });
    import("./map.js").then(({ drawMap }) => drawMap(frame, order, { opens: (visit) => { window.location.hash = "#/visit/" + visit.round_id + "/" + visit.site_id; } })).catch(() => { frame.replaceWith(el("p", { class: "notice" }, t("map_offline"))); });
    return el("section", {}, heading, frame, el("p", { class: "soft" }, t("map_hint")));
  }
  return el("section", {}, heading, el("p", { class: "soft" }, t("walking_order")), el("ol", { class: "lines visits" }, order.map((visit, index) => line(visit, index, drafted.get(key(visit)), sentSites.has(key(visit))))));
}

function line(visit, index, draft, isSent) {
  const from = here();
  const away = from && visit.lon !== null ? distance(metres(from, visit)) : "";
  const filled = draft ? Object.keys(draft.answers).length : 0;
  const main = [
    el("strong", {}, visit.site),
    el("span", { class: "soft" }, [visit.type, visit.area, away].filter(Boolean).join(" · ")),
    el("span", { class: "soft" }, visit.round + " · " + t("until", { day: visit.ends_on.slice(5) })),
  ];
  return el("li", { class: "line" },
    el("span", { class: "line-number" }, String(index + 1)),
    isSent ? el("span", { class: "line-main" }, main) : el("a", { class: "line-main", href: "#/visit/" + visit.round_id + "/" + visit.site_id }, main),
    isSent ? badge(t("state_" + WAITING), "amber") : draft ? badge(t("begun", { count: filled }), "blue") : icon("chevron-right"));
}
