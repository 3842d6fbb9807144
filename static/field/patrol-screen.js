/* 我的巡查: the places in walking order, how often each, and when last; then one tick a place. */

import { day } from "./day.js";
import { ask, distance, moment, say } from "./page.js";
import { badge, button, el, empty, head, icon, positionLine, t } from "./parts.js";
import { endPatrol, openPatrols, patrolWith, places, startPatrol, tick, untick } from "./patrol.js";
import { here, metres, walkingOrder } from "./place.js";

let shownOn = "list";

export async function patrolScreen(id, again) {
  if (!day().may.patrol || !places().length) return [head(t("my_patrol"), { back: "#/" }), empty("walk", t("no_patrol_places"), t("no_patrol_places_more"))];
  if (!id) return before();
  const patrol = await patrolWith(id);
  if (!patrol) return [head(t("my_patrol"), { back: "#/patrol" }), empty("walk", t("patrol_gone"), t("patrol_gone_more"))];
  return during(patrol, again);
}

/* Before setting out. */
async function before() {
  const open = await openPatrols();
  const { track } = day().patrol;
  const agreed = el("input", { type: "checkbox", id: "keeps-track" });
  return [
    head(t("my_patrol"), { back: "#/" }),
    open.map((each) => el("a", { class: "notice", href: "#/patrol/" + each.id }, icon("walk"), t("patrol_goes_on", { moment: moment(each.startedAt), done: Object.keys(each.ticks).length, count: each.count }))),
    track ? el("div", {}, el("label", { class: "tick" }, agreed, el("span", {}, t("keep_track"))), el("p", { class: "soft" }, t("keep_track_more", { metres: track.metres, days: track.days }))) : el("p", { class: "soft" }, t("no_track")),
    el("section", {}, el("h2", {}, t("patrol_places", { count: places().length })), el("p", { class: "soft" }, t("walking_order")),
      el("ol", { class: "lines visits" }, walkingOrder(places(), here()).map(placeToGo))),
    el("div", { class: "foot" }, button("walk", t("start_patrol"), async () => {
      const patrol = await startPatrol({ keepsTrack: agreed.checked });
      window.location.hash = "#/patrol/" + patrol.id;
    }, "primary")),
  ];
}

function about(place) {
  const from = here();
  const away = from && place.lon !== null ? distance(metres(from, place)) : "";
  return [
    el("strong", {}, place.site),
    el("span", { class: "soft" }, [place.posts.join("、"), place.area, away].filter(Boolean).join(" · ")),
    el("span", { class: "soft" }, [place.often, place.often ? t("patrolled_times", { done: place.done, times: place.times }) : "", place.last_at ? t("last_patrol", { moment: moment(place.last_at) }) : t("never_patrolled")].filter(Boolean).join(" · ")),
  ];
}

function placeToGo(place, index) {
  return el("li", { class: "line" }, el("span", { class: "line-number" }, String(index + 1)), el("div", { class: "line-main" }, about(place)),
    place.done < place.times ? badge(t("to_patrol"), "amber") : null);
}

/* On the way. */
function during(patrol, again) {
  const order = walkingOrder(places(), here());
  const left = order.filter((place) => !patrol.ticks[place.site_id]);
  const done = order.filter((place) => patrol.ticks[place.site_id]).sort((a, b) => (patrol.ticks[a.site_id].at < patrol.ticks[b.site_id].at ? -1 : 1));
  return [
    head(t("patrol_under_way"), { back: "#/patrol" }),
    el("p", { role: "status" }, el("strong", {}, t("patrol_progress", { done: done.length, count: order.length })), " ", el("span", { class: "soft" }, t("begun_at", { moment: moment(patrol.startedAt) }))),
    positionLine(),
    patrol.track ? el("p", { class: "soft" }, icon("route"), " ", t("track_is_kept")) : null,
    quickActs(patrol),
    left.length ? placesLeft(patrol, left, again) : el("p", { class: "notice" }, icon("circle-check"), t("all_ticked")),
    done.length ? el("section", {}, el("h2", {}, t("ticked_places", { count: done.length })), el("ul", { class: "lines" }, done.map((place) => tickedLine(patrol, place)))) : null,
    el("div", { class: "foot row" },
      button("x", t("abandon_patrol"), () => abandon(patrol)),
      button("check", t("finish_patrol"), () => finish(patrol, left.length), "primary")),
  ];
}

function quickActs(patrol) {
  const { may } = day();
  const acts = [
    may.report && ["report", "flag", t("report_problem")],
    may.fix_on_spot && ["fix", "tool", t("fix_on_spot")],
    may.advise && ["advice", "speakerphone", t("advice")],
  ].filter(Boolean);
  return el("nav", { class: "quick", "aria-label": t("on_the_way") }, acts.map(([name, sign, label]) => el("a", { class: "quick-act", href: "#/" + name + "/new//" + patrol.id }, icon(sign), el("span", {}, label))));
}

function placesLeft(patrol, left, again) {
  const heading = el("div", { class: "section-head" }, el("h2", {}, t("places_left", { count: left.length })),
    el("div", { class: "switch", role: "group", "aria-label": t("list_or_map") }, ["list", "map"].map((name) => el("button", {
      type: "button", "aria-pressed": String(shownOn === name), onclick: () => { shownOn = name; again(); },
    }, icon(name), el("span", { class: "visually-hidden" }, t("as_" + name))))));
  if (shownOn === "map") {
    const frame = el("div", { class: "map", role: "region", "aria-label": t("map_of_patrol") });
    const opens = () => { shownOn = "list"; again(); };
    import("./map.js").then(({ drawMap }) => drawMap(frame, left, { opens, way: patrol.track || [] })).catch(() => { frame.replaceWith(el("p", { class: "notice" }, t("map_offline"))); });
    return el("section", {}, heading, frame);
  }
  return el("section", {}, heading, el("ol", { class: "lines visits" }, left.map((place, index) => el("li", { class: "line patrol-line" },
    el("span", { class: "line-number" }, String(index + 1)),
    el("div", { class: "line-main" }, about(place), el("div", { class: "patrol-acts" },
      button("check", t("nothing_found"), () => tickOff(patrol, place, again), "primary"),
      day().may.report ? el("a", { class: "act", href: "#/report/new/" + place.site_id + "/" + patrol.id }, icon("flag"), el("span", {}, t("found_problem"))) : null))))));
}

async function tickOff(patrol, place, again) {
  await tick(patrol, place, "clear");
  again();
  say(t("ticked", { site: place.site }), "done");
  const line = document.getElementById("said").lastElementChild;
  line.append(button("", t("undo"), async () => {
    line.remove();
    if (await untick(patrol, place)) again();
    else say(t("tick_is_sent"), "warning");
  }, "quiet"));
}

function tickedLine(patrol, place) {
  const ticked = patrol.ticks[place.site_id];
  const isClear = ticked.finding === "clear";
  return el("li", { class: "line" }, el("div", { class: "line-main" }, el("strong", {}, place.site), el("span", { class: "soft" }, moment(ticked.at))),
    badge(isClear ? t("nothing_found") : t("found_problem"), isClear ? "green" : "red"));
}

async function finish(patrol, left) {
  if (left && (await ask(t("finish_with_left", { count: left }), { submit: t("finish_patrol") })) === null) return;
  await endPatrol(patrol, { ending: "finished" });
  say(t("kept_to_send"), "done");
  window.location.hash = "#/";
}

async function abandon(patrol) {
  const reason = await ask(t("abandon_patrol"), { label: t("abandon_why"), submit: t("abandon_patrol") });
  if (!reason) return;
  await endPatrol(patrol, { ending: "abandoned", reason: reason.slice(0, 300) });
  say(t("kept_to_send"), "done");
  window.location.hash = "#/";
}
