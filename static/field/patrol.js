/* A patrol under way: what was ticked, what was found, and the way where the person agreed to it. Everything stands in
   the drafts, so that it survives the phone being off; its records go out one by one, in whatever order they get there. */

import { day, owner } from "./day.js";
import { newId } from "./ids.js";
import { queue, takeBack } from "./outbox.js";
import { t } from "./page.js";
import { POOR_METRES, follow, here, metres } from "./place.js";
import { drafts } from "./store.js";

const UNDO = 8000; /* milliseconds in which a tick can be taken back */
const MOST_POINTS = 2000; /* as the server takes them */
const underWay = new Map(); /* one object for each patrol, whoever changes it */
let isFollowing = false;

/* The places to patrol. */
export function places() {
  return day().patrol ? day().patrol.places : [];
}

/* The person's patrols that were begun and not ended, newest first. */
export async function openPatrols() {
  const rows = (await drafts.all(owner())).filter((row) => row.kind === "patrol");
  return rows.map((row) => {
    if (!underWay.has(row.id)) underWay.set(row.id, row);
    return underWay.get(row.id);
  });
}

export async function patrolWith(id) {
  return (await openPatrols()).find((each) => each.id === id) || null;
}

/* How a record names its patrol. */
export function refOf(patrol) {
  return { id: patrol.id, started_at: patrol.startedAt };
}

export async function startPatrol({ keepsTrack }) {
  const patrol = { id: newId(), owner: owner(), kind: "patrol", startedAt: new Date().toISOString(), ticks: {}, track: keepsTrack ? [] : null, count: places().length };
  underWay.set(patrol.id, patrol);
  await drafts.put(patrol);
  await queue({ id: newId(), kind: "patrol_begin", title: t("my_patrol"), photoIds: [], position: here(), madeAt: patrol.startedAt, body: { patrol: refOf(patrol), place_count: patrol.count } });
  await followTracks();
  return patrol;
}

export async function tick(patrol, place, finding) {
  const [id, at] = [newId(), new Date().toISOString()];
  patrol.ticks[place.site_id] = { finding, at, record: id };
  await drafts.put(patrol);
  await queue({ id, kind: "patrol_stop", title: place.site, photoIds: [], position: here(), madeAt: at, hold: UNDO, body: { patrol: refOf(patrol), site_id: place.site_id, finding } });
}

/* True when the tick had not gone out and is taken back. */
export async function untick(patrol, place) {
  const ticked = patrol.ticks[place.site_id];
  if (!ticked || !(await takeBack(ticked.record))) return false;
  delete patrol.ticks[place.site_id];
  await drafts.put(patrol);
  return true;
}

/* A problem was reported at a place: it counts as ticked. */
export async function foundAt(patrolId, siteId) {
  const patrol = await patrolWith(patrolId);
  const place = places().find((each) => each.site_id === siteId);
  if (patrol && place && !patrol.ticks[siteId]) await tick(patrol, place, "problem");
}

/* The end takes the id of the patrol: it leaves the drafts in the step in which it enters the outbox. */
export async function endPatrol(patrol, { ending, reason = "" }) {
  const track = patrol.track && patrol.track.length ? { track: patrol.track } : {};
  const body = { patrol: refOf(patrol), ending, place_count: patrol.count, ...(reason ? { reason } : {}), ...track };
  await queue({ id: patrol.id, kind: "patrol_end", title: t("my_patrol"), photoIds: [], position: here(), madeAt: new Date().toISOString(), body });
  underWay.delete(patrol.id);
}

/* Keeps a sparse way of the patrols whose person agreed, as long as one is under way. */
export async function followTracks() {
  const tracked = (await openPatrols()).some((each) => each.track);
  if (!tracked || isFollowing) return;
  isFollowing = true;
  const stop = follow((fix) => {
    const rows = [...underWay.values()].filter((each) => each.track);
    if (!rows.length) { isFollowing = false; stop(); return; }
    if (fix && fix.accuracy <= POOR_METRES) rows.forEach((patrol) => addPoint(patrol, fix));
  });
}

function addPoint(patrol, { lon, lat, accuracy, at }) {
  const last = patrol.track[patrol.track.length - 1];
  const apart = day().patrol && day().patrol.track ? day().patrol.track.metres : 50;
  if (patrol.track.length >= MOST_POINTS || at < patrol.startedAt || (last && metres(last, { lon, lat }) < apart)) return;
  patrol.track.push({ lon, lat, accuracy, at });
  drafts.put(patrol).catch(() => { /* the next point tries again */ });
}
