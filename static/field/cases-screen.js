/* My cases to fix, and feeding back with an after-photo from the same spot. */

import { bringPhotos, day, owner, photoOf } from "./day.js";
import { newId } from "./ids.js";
import { queue } from "./outbox.js";
import { moment, say } from "./page.js";
import { badge, button, el, empty, field, head, icon, positionLine, t } from "./parts.js";
import { photoBox } from "./photo-box.js";
import { here, metres } from "./place.js";
import { drafts, outbox, photos } from "./store.js";

export async function casesScreen() {
  const sent = new Map((await outbox.all()).filter((row) => row.kind === "feed_back").map((row) => [row.body.case_id, row.state]));
  const { cases } = day();
  bringPhotos();
  if (!cases.length) return [head(t("my_cases"), { back: "#/" }), empty("circle-check", t("no_cases"), t("no_cases_more"))];
  return [head(t("my_cases"), { back: "#/" }), el("ul", { class: "lines" }, cases.map((each) => el("li", { class: "line" },
    el("a", { class: "line-main", href: "#/case/" + each.id }, el("strong", {}, each.class || each.description), el("span", { class: "soft" }, each.number + " · " + each.place),
      el("span", { class: "soft" }, [each.unit, each.rework ? t("rework", { count: each.rework }) : ""].filter(Boolean).join(" · "))),
    sent.has(each.id) ? badge(t("state_" + sent.get(each.id)), sent.get(each.id) === "refused" ? "red" : "amber") : due(each))))];
}

function due(each) {
  if (!each.due_at) return icon("chevron-right");
  const hours = (new Date(each.due_at).getTime() - Date.now()) / 3600000;
  return badge(hours < 0 ? t("overdue") : t("due", { moment: moment(each.due_at) }), hours < 0 ? "red" : hours < 24 ? "amber" : "muted");
}

export async function caseScreen(caseId) {
  const found = day().cases.find((each) => each.id === caseId);
  const begun = (await drafts.all(owner())).find((each) => each.kind === "feed_back" && each.body.case_id === caseId);
  const waiting = (await outbox.all()).find((row) => row.kind === "feed_back" && row.body.case_id === caseId && row.state !== "done");
  if (waiting) return [head(waiting.title, { back: "#/cases" }), empty("send", t("already_queued")), el("a", { class: "act", href: "#/outbox" }, t("outbox"))];
  const known = found || begun?.known;
  if (!known) return [head(t("my_cases"), { back: "#/cases" }), empty("flag", t("case_gone"))];
  const draft = begun || { id: newId(), owner: owner(), kind: "feed_back", title: known.number + " " + known.class, known, body: { case_id: caseId, seen: known.seen, reason: "" }, after: [] };
  return form(known, draft);
}

async function form(known, draft) {
  const before = known.photo ? await photoOf(known.photo) : null;
  const save = () => drafts.put(draft).catch(() => say(t("storage_full"), "error"));
  const words = el("textarea", { id: "reason", rows: 3, maxLength: 1000, value: draft.body.reason, placeholder: t("done_hint"), oninput: () => { draft.body.reason = words.value; save(); } });
  return [
    head(known.class || known.number, { back: "#/cases" }),
    el("p", { class: "soft" }, known.number + " · " + known.place),
    el("p", {}, known.description),
    before ? el("figure", { class: "before" }, el("img", { src: URL.createObjectURL(before), alt: t("photo_before") }), el("figcaption", {}, t("photo_before"))) : el("p", { class: "soft" }, t("no_before_photo")),
    positionLine(known.lon === null ? null : known, metres),
    photoBox({ label: t("photo_after"), ids: draft.after, owner: draft.owner, holder: draft.id, required: true, ghost: before ? async () => before : null, changed: (ids) => { draft.after = ids; return save(); } }),
    field(t("what_was_done"), words),
    el("div", { class: "foot" }, button("send", t("feed_back"), () => submit(draft), "primary")),
  ];
}

async function submit(draft) {
  if (!draft.after.length) { say(t("needs_after"), "warning"); return; }
  const rows = (await Promise.all(draft.after.map((id) => photos.get(id)))).filter(Boolean);
  const { case_id, seen, reason } = draft.body;
  await queue({ id: draft.id, kind: "feed_back", title: draft.title, photoIds: draft.after, position: here(), body: { case_id, seen, after: rows.map((row) => row.sha256), reason: reason.trim() } });
  say(t("kept_to_send"), "done");
  window.location.hash = "#/cases";
}
