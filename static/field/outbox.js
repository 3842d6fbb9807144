/* What is to be sent. One upload at a time; after a failure it waits longer each time, by chance a little more or less,
   so that a thousand phones do not knock at once. Everything that must survive stands in the database. */

import { Refused, SignedOut, Unreachable, call } from "./api.js";
import { t } from "./page.js";
import { outbox, photos } from "./store.js";

export const WAITING = "waiting"; /* to be sent */
export const REFUSED = "refused"; /* the server keeps it and could not take it in: both sides are shown */
export const DONE = "done";

const FIRST_WAIT = 4000; /* milliseconds */
const LONGEST_WAIT = 300000;
const PIECE_BYTES = 262144; /* small enough to come through between two tunnels */
const KEPT_DAYS = 3; /* that what was sent is still shown */
const LOCK = "field-outbox";

const listeners = new Set();
let owner = null;
let isConfirmed = false;
let confirm = async () => {};
let timer = 0;
let failures = 0;
let running = false;
export const status = { sending: "", progress: 0, trouble: "", signedOut: false, nextAt: 0 };

export function onChange(listener) {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

function changed() {
  listeners.forEach((listener) => listener());
}

/* What is saved from now on is this person's; nothing is sent before the server has said who is signed in. */
export function saveAs(personId) {
  owner = personId;
}

/* How the server is asked who is signed in: ends in `sendAs` when it answers. */
export function confirmBy(ask) {
  confirm = ask;
}

/* From now on this person's records are sent. */
export function sendAs(personId) {
  owner = personId;
  isConfirmed = true;
  status.signedOut = false;
  wake();
}

/* Puts a filled-in draft into the outbox. `body` names photos by their hash. */
export async function queue({ id, kind, title, body, photoIds, position, madeAt, hold = 0 }) {
  await outbox.move({
    id, owner, kind, title, body, photoIds, position, madeAt: madeAt || new Date().toISOString(),
    at: Date.now(), state: WAITING, attempts: 0, trouble: "", answer: null, holdUntil: Date.now() + hold,
  });
  changed();
  wake();
}

/* True when the record was still held and is gone. */
export async function takeBack(id) {
  const row = await outbox.get(id);
  if (!row || row.state !== WAITING || row.holdUntil <= Date.now()) return false;
  await outbox.remove(id);
  changed();
  return true;
}

/* Something came that may help: a network, a sign-in, a press. */
export function wake() {
  failures = 0;
  window.clearTimeout(timer);
  timer = window.setTimeout(run, 0);
}

async function run() {
  if (running || owner === null) return;
  running = true;
  try {
    if (!isConfirmed) await confirm();
    if (!isConfirmed) {
      if (!status.signedOut) laterStill();
      return;
    }
    /* Two tabs of one phone take turns. */
    if (navigator.locks) await navigator.locks.request(LOCK, { ifAvailable: true }, (lock) => (lock ? sendAll() : later(FIRST_WAIT)));
    else await sendAll();
  } finally {
    running = false;
    changed();
  }
}

async function sendAll() {
  await forgetOld();
  for (;;) {
    const waiting = (await outbox.all()).filter((each) => each.state === WAITING && each.owner === owner);
    const row = waiting.find((each) => !(each.holdUntil > Date.now()));
    if (!row) {
      status.trouble = "";
      if (waiting.length) later(Math.min(...waiting.map((each) => each.holdUntil)) - Date.now() + 50);
      return;
    }
    try {
      await send(row);
      failures = 0;
      status.trouble = "";
    } catch (error) {
      if (!(await survived(row, error))) return;
    } finally {
      status.sending = "";
      changed();
    }
  }
}

/* True when the next one may be tried. */
async function survived(row, error) {
  status.trouble = error.message;
  /* Nobody is signed in any more, or somebody else: it waits for its own person. */
  if (error instanceof SignedOut || error.answer?.code === "AnotherPerson") { status.signedOut = true; return false; }
  if (error instanceof Refused) {
    await outbox.change(row.id, { state: REFUSED, answer: error.answer, trouble: error.message, attempts: row.attempts + 1 });
    return true;
  }
  await outbox.change(row.id, { attempts: row.attempts + 1, trouble: error instanceof Unreachable ? "" : String(error.message || error) });
  laterStill();
  return false;
}

/* Longer after each failure. */
function laterStill() {
  failures += 1;
  later(Math.min(LONGEST_WAIT, FIRST_WAIT * 2 ** (failures - 1)) * (0.5 + Math.random()));
}

function later(milliseconds) {
  window.clearTimeout(timer);
  status.nextAt = Date.now() + milliseconds;
  timer = window.setTimeout(run, milliseconds);
}

async function send(row) {
  status.sending = row.id;
  status.progress = 0;
  changed();
  const rows = (await Promise.all(row.photoIds.map((id) => photos.get(id)))).filter(Boolean);
  if (rows.length) await sendPhotos(rows, row.owner);
  const { read } = await post(row, rows);
  await outbox.change(row.id, { state: DONE, answer: read, sentAt: Date.now(), trouble: "" });
  await photos.remove(row.photoIds);
}

async function post(row, rows, again = true) {
  try {
    return await call("POST", "/field/records", { body: recordOf(row, rows) });
  } catch (error) {
    /* The server let go of a photo meanwhile: send it anew, once. */
    if (!again || !(error instanceof Refused) || error.answer.code !== "PhotosMissing") throw error;
    await sendPhotos(rows, row.owner);
    return post(row, rows, false);
  }
}

/* What a record says of a photo. */
function told(row) {
  const said = { sha256: row.sha256, taken_at: row.takenAt };
  if (Number.isFinite(row.lon) && Number.isFinite(row.lat)) Object.assign(said, { lon: row.lon, lat: row.lat });
  return said;
}

/* The record as the server takes it. */
export function recordOf(row, rows) {
  return {
    id: row.id, kind: row.kind, person_id: row.owner, made_at: row.madeAt, sent_at: new Date().toISOString(),
    ...(row.position ? { position: row.position } : {}),
    photos: rows.map(told), [row.kind]: row.body,
  };
}

async function sendPhotos(rows, personId) {
  const asked = await call("POST", "/field/files", { body: { person_id: personId, files: rows.map((row) => ({ sha256: row.sha256, size: row.size })) } });
  const missing = new Map(asked.read.missing.map((each) => [each.sha256, each.offset]));
  const piece = Math.min(PIECE_BYTES, asked.read.piece_bytes);
  let sent = rows.length - missing.size;
  for (const row of rows) {
    if (!missing.has(row.sha256)) continue;
    await sendPhoto(row, missing.get(row.sha256), piece);
    missing.delete(row.sha256);
    sent += 1;
    status.progress = Math.round(100 * sent / rows.length);
    changed();
  }
}

async function sendPhoto(row, from, piece) {
  let offset = from;
  let isComplete = false;
  while (!isComplete) {
    const part = row.blob.slice(offset, Math.min(row.size, offset + piece));
    /* All bytes are there and the end was not told: the last one once more closes the file. */
    const [start, raw] = part.size ? [offset, part] : [row.size - 1, row.blob.slice(row.size - 1)];
    try {
      const { read } = await call("PUT", "/field/files/" + row.sha256 + "?offset=" + start + "&size=" + row.size, { raw });
      ({ offset } = read);
      isComplete = read.is_complete;
    } catch (error) {
      if (!(error instanceof Refused) || error.answer.code !== "WrongOffset") throw error;
      ({ offset } = error.answer);
    }
  }
}

/* Tries a refused one again, as it is. */
export async function tryAgain(id) {
  await outbox.change(id, { state: WAITING, trouble: "", answer: null });
  changed();
  wake();
}

/* Says on the server how a refused one was dealt with; then the phone may forget it. */
export async function settle(row, note) {
  const isKept = row.answer && row.answer.state === "refused" && row.answer.code !== "PhotosMissing";
  if (isKept) await call("POST", "/field/records/" + row.id + "/settle", { body: { note } });
  await outbox.change(row.id, { state: DONE, sentAt: Date.now(), trouble: note });
  await photos.remove(row.photoIds);
  changed();
}

async function forgetOld() {
  const old = (await outbox.all()).filter((row) => row.state === DONE && Date.now() - row.sentAt > KEPT_DAYS * 86400000);
  await Promise.all(old.map((row) => outbox.remove(row.id)));
}

export async function waitingCount() {
  return (await outbox.all()).filter((row) => row.state === WAITING && row.owner === owner).length;
}
