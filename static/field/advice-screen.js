/* 劝导: who was asked to stop what, where, how many, and whether they did. No names. */

import { day, owner } from "./day.js";
import { newId } from "./ids.js";
import { queue } from "./outbox.js";
import { say } from "./page.js";
import { button, choice, el, empty, field, head, stepper, t } from "./parts.js";
import { patrolWith, refOf } from "./patrol.js";
import { photoBox } from "./photo-box.js";
import { hasPlace, placeField } from "./place-field.js";
import { here } from "./place.js";
import { drafts, photos } from "./store.js";

const TONES = { corrected: "pass", promised: "", refused: "fail" };

export async function adviceScreen(id, siteId = "", patrolId = "") {
  const today = day();
  if (!today.may.advise) return [head(t("advice"), { back: "#/" }), empty("speakerphone", t("not_yours"))];
  const patrol = patrolId ? await patrolWith(patrolId) : null;
  const draft = (id && (await drafts.get(id))) || { id: newId(), owner: owner(), kind: "advice", title: "", body: { behaviour: "", count: 1, outcome: "corrected", place: "", site_id: siteId || null, note: "", patrol: patrol && refOf(patrol) }, photos: [] };
  const { body } = draft;
  const save = () => drafts.put({ ...draft, title: body.behaviour }).catch(() => say(t("storage_full"), "error"));
  const other = el("input", { type: "text", id: "behaviour", maxLength: 100, value: today.behaviours.includes(body.behaviour) ? "" : body.behaviour, placeholder: t("other_behaviour"), oninput: () => { body.behaviour = other.value; chips.querySelectorAll("input").forEach((each) => { each.checked = false; }); save(); } });
  const chips = choice("behaviour", t("behaviour"), today.behaviours.map((name) => ({ value: name, label: name })), body.behaviour, (value) => { body.behaviour = value; other.value = ""; save(); });
  const note = el("textarea", { id: "note", rows: 2, maxLength: 500, value: body.note, oninput: () => { body.note = note.value; save(); } });
  return [
    head(t("advice"), { back: draft.body.patrol ? "#/patrol/" + draft.body.patrol.id : "#/" }),
    chips,
    field(t("other_behaviour"), other),
    el("div", { class: "field" }, el("span", { class: "label" }, t("people")), stepper(body.count, { label: t("people"), most: 500, changed: (value) => { body.count = Number(value) || 0; save(); } })),
    choice("outcome", t("outcome"), today.outcomes.map(({ code, name }) => ({ value: code, label: name, tone: TONES[code] })), body.outcome, (value) => { body.outcome = value; save(); }),
    placeField(body, { changed: save, wordsKey: "place" }),
    photoBox({ label: t("photo_optional"), ids: draft.photos, owner: draft.owner, holder: draft.id, changed: (ids) => { draft.photos = ids; return save(); } }),
    field(t("note"), note, t("no_names")),
    el("div", { class: "foot" }, button("send", t("submit"), () => submit(draft), "primary")),
  ];
}

async function submit(draft) {
  const { body } = draft;
  if (!body.behaviour.trim()) { say(t("needs_behaviour"), "warning"); return; }
  if (body.count < 1) { say(t("needs_people"), "warning"); return; }
  if (!hasPlace(body, "place")) { say(t("needs_place"), "warning"); return; }
  const rows = (await Promise.all(draft.photos.map((id) => photos.get(id)))).filter(Boolean);
  const sent = Object.fromEntries(Object.entries(body).filter(([, value]) => value !== null && value !== "" && value !== undefined));
  await queue({ id: draft.id, kind: "advice", title: body.behaviour, photoIds: draft.photos, position: here(), body: { ...sent, photos: rows.map((row) => row.sha256) } });
  say(t("kept_to_send"), "done");
  window.location.hash = body.patrol ? "#/patrol/" + body.patrol.id : "#/";
}
