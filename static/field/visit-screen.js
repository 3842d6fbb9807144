/* A visit: the checklist of the site, kept at every touch. */

import { bringPhotos, day, owner, photoOf } from "./day.js";
import { newId } from "./ids.js";
import { control, isAnswered, isFailed, sentValue } from "./items.js";
import { queue } from "./outbox.js";
import { moment, say } from "./page.js";
import { button, el, empty, head, icon, positionLine, t } from "./parts.js";
import { photoBox } from "./photo-box.js";
import { here, metres } from "./place.js";
import { drafts, photos } from "./store.js";

/* The draft of a site: the one that was begun, else a new one that is kept with the first touch. */
async function draftOf(visit) {
  const all = await drafts.all(owner());
  const begun = all.find((each) => each.kind === "visit" && each.roundId === visit.round_id && each.siteId === visit.site_id);
  return begun || {
    id: newId(), owner: owner(), kind: "visit", title: visit.site, roundId: visit.round_id, siteId: visit.site_id,
    visit, checklist: day().checklists[visit.type_id], startedAt: new Date().toISOString(), answers: {}, note: "", openCases: true,
  };
}

/* How an item is counted, an example in words and in pictures; the pictures are looked for when it is opened. */
function help(item) {
  const pictures = item.pictures || [];
  if (!item.rule && !item.example && !pictures.length) return null;
  const shown = el("ul", { class: "examples" });
  let isShown = false;
  async function showPictures() {
    if (isShown) return;
    isShown = true;
    for (const each of pictures) {
      const blob = await photoOf(each.id);
      const verdict = t(each.passes ? "pass" : "fail");
      const words = verdict + (each.caption ? " " + each.caption : "");
      shown.append(el("li", {},
        blob ? el("img", { src: URL.createObjectURL(blob), alt: words, onload: (event) => URL.revokeObjectURL(event.target.src) }) : el("p", { class: "soft" }, t("picture_not_here")),
        el("p", {}, icon(each.passes ? "check" : "x"), words)));
    }
  }
  return el("details", { class: "rule", ontoggle: showPictures },
    el("summary", {}, icon("help-circle"), t(pictures.length ? "rule_and_pictures" : "counting_rule")),
    item.rule ? el("p", {}, item.rule) : null,
    item.example ? el("p", { class: "soft" }, item.example) : null,
    pictures.length ? shown : null);
}

export async function visitScreen(roundId, siteId) {
  const all = await drafts.all(owner());
  const begun = all.find((each) => each.kind === "visit" && each.roundId === roundId && each.siteId === siteId);
  const visit = day().visits.find((each) => each.round_id === roundId && each.site_id === siteId) || begun?.visit;
  if (!visit) return [head(t("visit"), { back: "#/" }), empty("checklist", t("visit_gone"), t("visit_gone_more"))];
  const draft = await draftOf(visit);
  bringPhotos();
  const { items } = draft.checklist || { items: [] };
  if (!items.length) return [head(visit.site, { back: "#/" }), empty("checklist", t("no_checklist"))];
  return form(visit, draft, items);
}

function form(visit, draft, items) {
  const done = el("strong", {});
  const bar = el("progress", { max: items.length, value: 0, "aria-label": t("filled_in") });
  const rest = button("check", t("rest_passes"), () => passRest(), "quiet");
  const cards = new Map(items.map((item) => [item.id, el("li", { class: "card" })]));
  let saving = Promise.resolve();

  function save() {
    saving = saving.then(() => drafts.put(draft)).catch(() => say(t("storage_full"), "error"));
    return saving;
  }

  function count() {
    const filled = items.filter((item) => isAnswered(item, draft.answers[item.id])).length;
    done.textContent = filled + "/" + items.length;
    bar.value = filled;
    rest.hidden = !items.some((item) => item.kind === "yes_no" && !isAnswered(item, draft.answers[item.id]));
    return filled;
  }

  function passRest() {
    items.filter((item) => item.kind === "yes_no" && !isAnswered(item, draft.answers[item.id])).forEach((item) => {
      draft.answers[item.id] = { ...draft.answers[item.id], value: { ok: true } };
      show(item);
    });
    count();
    save();
  }

  function change(item, fields) {
    draft.answers[item.id] = { value: {}, note: "", photos: [], ...draft.answers[item.id], ...fields };
    cards.get(item.id).classList.toggle("is-failed", isFailed(item, draft.answers[item.id]));
    cards.get(item.id).classList.toggle("is-answered", isAnswered(item, draft.answers[item.id]));
    count();
    return save();
  }

  function show(item) {
    const answer = draft.answers[item.id] || { value: {}, note: "", photos: [] };
    const card = cards.get(item.id);
    const failed = isFailed(item, answer);
    const note = el("input", { type: "text", id: "note-" + item.id, maxLength: 500, value: answer.note || "", placeholder: t("note"), "aria-label": t("note") + " " + item.text, oninput: () => change(item, { note: note.value }) });
    const more = el("details", { class: "card-more", open: failed || Boolean(answer.note) || (answer.photos || []).length > 0 },
      el("summary", {}, icon("camera"), t("photos_and_note")),
      photoBox({ label: t("take_photo"), ids: answer.photos || [], owner: draft.owner, holder: draft.id, changed: (ids) => change(item, { photos: ids }) }),
      note);
    card.className = "card" + (failed ? " is-failed" : "") + (isAnswered(item, answer) ? " is-answered" : "");
    card.replaceChildren(...[
      el("p", { class: "card-text" }, el("span", { class: "card-number" }, String(items.indexOf(item) + 1)), item.text),
      item.asked ? el("p", { class: "soft" }, item.asked) : null,
      control(item, answer.value || {}, async (value, keepFocus) => { await change(item, { value }); if (!keepFocus) { show(item); card.querySelector("[aria-pressed=true], input:checked")?.focus(); } else if (isFailed(item, draft.answers[item.id])) more.open = true; }),
      help(item),
      more].filter(Boolean));
  }

  async function submit() {
    const open = items.find((item) => !isAnswered(item, draft.answers[item.id]));
    if (open) {
      say(t("items_left", { count: items.length - count() }), "warning");
      cards.get(open.id).scrollIntoView({ block: "center" });
      cards.get(open.id).querySelector("button, input")?.focus();
      return;
    }
    await saving;
    await sent(visit, draft, items);
  }

  const note = el("textarea", { rows: 2, maxLength: 2000, value: draft.note, id: "visit-note", oninput: () => { draft.note = note.value; save(); } });
  const cases = el("input", { type: "checkbox", checked: draft.openCases, onchange: () => { draft.openCases = cases.checked; save(); } });
  items.forEach(show);
  count();
  let part = "";
  return [
    head(visit.site, { back: "#/" }),
    el("p", { class: "soft" }, [visit.round, visit.area, visit.address].filter(Boolean).join(" · ")),
    visit.stewards.length ? el("p", { class: "soft" }, t("stewards", { names: visit.stewards.join("、") })) : null,
    positionLine(visit, metres),
    el("ol", { class: "cards" }, items.map((item) => {
      const heading = item.part && item.part !== part ? el("li", { class: "part" }, el("h2", {}, item.part)) : null;
      part = item.part || part;
      return [heading, cards.get(item.id)];
    })),
    el("div", { class: "field" }, el("label", { htmlFor: "visit-note" }, t("visit_note")), note),
    el("label", { class: "tick" }, cases, el("span", {}, t("open_cases"))),
    el("p", { class: "soft" }, t("begun_at", { moment: moment(draft.startedAt) })),
    el("div", { class: "foot" }, el("div", { class: "foot-count" }, done, bar), rest, button("send", t("submit"), submit, "primary")),
  ];
}

async function sent(visit, draft, items) {
  const ids = items.flatMap((item) => draft.answers[item.id].photos || []);
  const rows = new Map((await Promise.all(ids.map((id) => photos.get(id)))).filter(Boolean).map((row) => [row.id, row.sha256]));
  const answers = items.map((item) => {
    const answer = draft.answers[item.id];
    return { item_id: item.id, value: sentValue(item, answer.value), note: (answer.note || "").trim(), photos: (answer.photos || []).map((id) => rows.get(id)).filter(Boolean) };
  });
  await queue({
    id: draft.id, kind: "visit", title: visit.site, photoIds: ids, position: here(),
    body: { round_id: visit.round_id, site_id: visit.site_id, started_at: draft.startedAt, answers, note: draft.note.trim(), open_cases: draft.openCases },
  });
  say(t("kept_to_send"), "done");
  window.location.hash = "#/";
}


