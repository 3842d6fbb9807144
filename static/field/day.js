/* The day: visits, checklists, classes, cases, sites. Kept on the phone, asked again when there is a network. */

import { Refused, SignedOut, Unreachable, call } from "./api.js";
import { here } from "./place.js";
import { kept } from "./store.js";

const PHOTO_SIZE = 480; /* pixels of the photos of before that are kept */
let today = null; /* { data, tag, at } */

export function day() {
  return today ? today.data : null;
}

/* The sites that the phone knows: those around, and those that the person patrols. */
export function sites() {
  const around = day().sites;
  const known = new Set(around.map((site) => site.id));
  const patrolled = day().patrol ? day().patrol.places : [];
  return [...around, ...patrolled.filter((place) => !known.has(place.site_id)).map((place) => ({ id: place.site_id, name: place.site, lon: place.lon, lat: place.lat }))];
}

export function dayAt() {
  return today ? today.at : null;
}

export function owner() {
  return today ? today.data.person.id : null;
}

export async function open() {
  today = (await kept.get("day")) || null;
  return day();
}

/* True while only what the first screen shows is here: a phone that had nothing shows that at once. */
export function isBrief() {
  return Boolean(today && today.data.is_brief);
}

/* Asks the server; "fresh", "same", "signed-out", "offline", or "refused" with the sentence. One question at a time. */
let asking = null;
export function refresh() {
  asking ||= ask().finally(() => { asking = null; });
  return asking;
}

/* All of the day, for the screens behind the first one; false when the server does not bring it. */
export async function whole() {
  if (isBrief() && asking) await asking;
  if (isBrief()) await refresh();
  return today !== null && !isBrief();
}

async function ask() {
  const fix = here();
  const path = "/field/day" + (!today ? "?brief=true" : fix ? "?lon=" + fix.lon.toFixed(2) + "&lat=" + fix.lat.toFixed(2) : "");
  try {
    const answer = await call("GET", path, { headers: today && today.tag ? { "If-None-Match": today.tag } : {} });
    if (answer.status === 304) {
      today = { ...today, at: Date.now() };
      await kept.set("day", today);
      return { kind: "same" };
    }
    today = { data: answer.read, tag: answer.read.is_brief ? "" : answer.tag, at: Date.now() };
    if (!isBrief()) await kept.set("day", today);
    return { kind: "fresh" };
  } catch (error) {
    if (error instanceof SignedOut) return { kind: "signed-out", said: error.message };
    if (error instanceof Unreachable) return { kind: "offline" };
    if (error instanceof Refused) return { kind: "refused", said: error.message };
    throw error;
  }
}

/* A photo of before or an example: from the phone, else from the server, which is then kept. */
export async function photoOf(fileId) {
  const key = "photo:" + fileId;
  const there = await kept.get(key);
  if (there) return there;
  try {
    const answer = await fetch("/files/" + fileId + "/" + PHOTO_SIZE + ".jpg", { credentials: "same-origin", redirect: "error" });
    if (!answer.ok) return null;
    const blob = await answer.blob();
    await kept.set(key, blob);
    return blob;
  } catch (error) {
    return null;
  }
}

/* Brings the photos of the cases and the examples to the phone while there is a network, one after the other. */
export async function bringPhotos() {
  const shown = day() || { cases: [], checklists: {} };
  const examples = Object.values(shown.checklists || {}).flatMap((list) => list.items.flatMap((item) => item.pictures.map((picture) => picture.id)));
  for (const id of [...shown.cases.map((each) => each.photo).filter(Boolean), ...examples]) {
    if (!(await photoOf(id))) return;
  }
}
