/* A problem reported, or found and fixed at once: photo, class, place. Under twenty seconds. */

import { classNamed, classPicker } from "./classes.js";
import { day, owner } from "./day.js";
import { newId } from "./ids.js";
import { queue } from "./outbox.js";
import { say } from "./page.js";
import { button, el, empty, field, head, t } from "./parts.js";
import { foundAt, patrolWith, refOf } from "./patrol.js";
import { photoBox } from "./photo-box.js";
import { hasPlace, placeField } from "./place-field.js";
import { here } from "./place.js";
import { drafts, photos } from "./store.js";

/* `siteId` and `patrolId` of a report that is begun on a patrol. */
export async function reportScreen(kind, id, siteId = "", patrolId = "") {
  if (!(kind === "problem" ? day().may.report : day().may.fix_on_spot)) return [head(t("kind_" + kind), { back: "#/" }), empty("flag", t("not_yours"))];
  const patrol = patrolId ? await patrolWith(patrolId) : null;
  const draft = (id && (await drafts.get(id))) || { id: newId(), owner: owner(), kind, title: "", body: { problem_class_id: null, description: "", severity: "", site_id: siteId || null, place_text: "", patrol: patrol && refOf(patrol) }, before: [], after: [] };
  const from = draft.body.patrol ? "#/patrol/" + draft.body.patrol.id : "#/";
  const { body } = draft;
  const save = () => drafts.put({ ...draft, title: titleOf(draft) }).catch(() => say(t("storage_full"), "error"));
  const words = el("textarea", { id: "description", rows: 2, maxLength: 2000, value: body.description, placeholder: t("description_hint"), oninput: () => { body.description = words.value; save(); } });
  const urgent = el("input", { type: "checkbox", checked: body.severity === "urgent", onchange: () => { body.severity = urgent.checked ? "urgent" : ""; save(); } });
  const box = (label, key, ghost) => photoBox({ label, ids: draft[key], owner: draft.owner, holder: draft.id, ghost, changed: (ids) => { draft[key] = ids; return save(); } });
  const ghost = async () => (draft.before[0] ? (await photos.get(draft.before[0]))?.blob : null);
  return [
    head(t("kind_" + kind), { back: from }),
    box(kind === "problem" ? t("take_photo") : t("photo_before"), "before", null),
    kind === "fix_on_spot" ? box(t("photo_after"), "after", ghost) : null,
    await classPicker(body.problem_class_id, (chosen) => { body.problem_class_id = chosen; save(); }),
    placeField(body, { changed: save }),
    field(t("description"), words),
    kind === "problem" ? el("label", { class: "tick" }, urgent, el("span", {}, t("urgent"))) : null,
    el("div", { class: "foot" }, button("send", t("submit"), () => submit(draft), "primary")),
  ];
}

function titleOf(draft) {
  const found = classNamed(draft.body.problem_class_id);
  return (found ? found.name : draft.body.description).slice(0, 40);
}

/* What is still missing, in words; empty when all is there. */
function lacking(draft) {
  const { body } = draft;
  if (draft.kind === "problem" && !draft.before.length) return t("needs_photo");
  if (draft.kind === "fix_on_spot" && !(draft.before.length && draft.after.length)) return t("needs_two_photos");
  if (!body.problem_class_id && !body.description.trim()) return t("needs_class");
  return hasPlace(body) ? "" : t("needs_place");
}

async function submit(draft) {
  const missing = lacking(draft);
  if (missing) { say(missing, "warning"); return; }
  const hashes = async (ids) => (await Promise.all(ids.map((id) => photos.get(id)))).filter(Boolean).map((row) => row.sha256);
  const { patrol, ...problem } = Object.fromEntries(Object.entries(draft.body).filter(([, value]) => value !== null && value !== "" && value !== undefined));
  const [before, after] = await Promise.all([hashes(draft.before), hashes(draft.after)]);
  const body = draft.kind === "problem" ? { ...problem, patrol, photos: before } : { problem, patrol, before, after };
  await queue({ id: draft.id, kind: draft.kind, title: titleOf(draft), body, photoIds: [...draft.before, ...draft.after], position: here() });
  if (patrol && problem.site_id) await foundAt(patrol.id, problem.site_id);
  say(t("kept_to_send"), "done");
  window.location.hash = patrol ? "#/patrol/" + patrol.id : "#/";
}
