/* What waits and since when, what was refused with both sides, and ways out: again, settled by hand, as a file. */

import { day, owner } from "./day.js";
import { bringIn, exported, giveOut } from "./export.js";
import { DONE, REFUSED, WAITING, settle, status, tryAgain, wake } from "./outbox.js";
import { ask, moment, say, since } from "./page.js";
import { badge, button, el, empty, head, icon, t } from "./parts.js";
import { outbox } from "./store.js";

export async function outboxScreen(again) {
  const rows = await outbox.all();
  const own = rows.filter((row) => row.owner === owner());
  const others = rows.filter((row) => row.owner !== owner() && row.state !== DONE).length;
  const waiting = own.filter((row) => row.state === WAITING);
  const refused = own.filter((row) => row.state === REFUSED);
  const done = own.filter((row) => row.state === DONE).reverse();
  return [
    head(t("outbox")),
    stateLine(waiting),
    others ? el("p", { class: "notice" }, icon("user"), t("others_waiting", { count: others })) : null,
    refused.length ? el("section", {}, el("h2", {}, t("refused_count", { count: refused.length })), el("ul", { class: "lines" }, refused.map((row) => conflict(row, again)))) : null,
    waiting.length ? el("section", {}, el("h2", {}, t("waiting_count", { count: waiting.length })), el("ul", { class: "lines" }, waiting.map(waitingLine))) : null,
    !waiting.length && !refused.length ? empty("circle-check", t("all_sent"), t("all_sent_more")) : null,
    done.length ? el("section", {}, el("h2", {}, t("sent_lately")), el("ul", { class: "lines" }, done.map(doneLine))) : null,
    filePart(waiting.length + refused.length, again),
  ];
}

function stateLine(waiting) {
  const acts = [];
  let words = "";
  if (status.signedOut) {
    words = t("signed_out_kept", { count: waiting.length });
    acts.push(el("a", { class: "act primary", href: "/accounts/login/?next=/field/" }, icon("user"), t("sign_in")));
  } else if (status.sending) words = t("sending", { percent: status.progress });
  else if (waiting.length) {
    words = navigator.onLine === false ? t("waits_for_network") : t("waits_to_try", { moment: moment(Math.max(Date.now(), status.nextAt)) });
    acts.push(button("refresh", t("send_now"), wake, "primary"));
  }
  return words ? el("div", { class: "notice", role: "status" }, icon("clock"), el("p", {}, words), acts) : null;
}

function about(row) {
  return el("span", { class: "soft" }, [t("kind_" + row.kind), t("made_at", { moment: moment(row.madeAt) }), row.photoIds.length ? t("photos_count", { count: row.photoIds.length }) : ""].filter(Boolean).join(" · "));
}

function waitingLine(row) {
  return el("li", { class: "line" }, el("div", { class: "line-main" },
    el("strong", {}, row.title), about(row),
    el("span", { class: "soft" }, t("waits_since", { since: since(row.at) }) + (row.attempts ? " · " + t("attempts", { count: row.attempts }) : "")),
    row.trouble ? el("span", { class: "trouble" }, row.trouble) : null),
  row.id === status.sending ? badge(status.progress + "%", "blue") : badge(t("state_waiting"), "amber"));
}

function conflict(row, again) {
  const answer = row.answer || {};
  const theirs = answer.theirs || {};
  return el("li", { class: "line conflict" }, el("div", { class: "line-main" },
    el("strong", {}, row.title), about(row),
    el("p", { class: "trouble" }, icon("alert-triangle"), row.trouble),
    el("div", { class: "sides" },
      el("div", {}, el("h3", {}, t("your_side")), el("ul", {}, ownSide(row).map((line) => el("li", {}, line)))),
      el("div", {}, el("h3", {}, t("their_side")), theirs.lines && theirs.lines.length ? el("ul", {}, theirs.lines.map((line) => el("li", {}, line))) : el("p", { class: "soft" }, t("their_side_unknown")),
        theirs.url ? el("a", { href: theirs.url }, t("open_case")) : null)),
    el("p", { class: "soft" }, answer.state === "refused" && answer.received_at && answer.code !== "PhotosMissing" ? t("kept_on_server", { moment: moment(answer.received_at) }) : t("kept_on_phone")),
    el("div", { class: "row" },
      button("refresh", t("try_again"), () => tryAgain(row.id)),
      button("check", t("settle"), async () => {
        const note = await ask(t("settle_title"), { label: t("settle_label"), submit: t("settle") });
        if (!note) return;
        try { await settle(row, note); again(); } catch (error) { say(error.message, "error"); }
      }))));
}

function ownSide(row) {
  const { body } = row;
  const words = body.reason || body.description || (body.problem || {}).description || body.note || "";
  return [t("made_at", { moment: moment(row.madeAt) }), words, row.photoIds.length ? t("photos_count", { count: row.photoIds.length }) : "",
    body.answers ? t("items_count", { count: body.answers.length }) : ""].filter(Boolean);
}

function doneLine(row) {
  const answer = row.answer || {};
  const marks = answer.marks || [];
  return el("li", { class: "line" }, el("div", { class: "line-main" },
    el("strong", {}, row.title), about(row), el("span", { class: "soft" }, t("sent_at", { moment: moment(row.sentAt) }) + (answer.result_number ? " · " + answer.result_number : "")),
    marks.length ? el("span", { class: "soft" }, marks.map((code) => t("mark_" + code)).join("，")) : null,
    answer.url ? el("a", { href: answer.url }, t("open_result")) : null),
  badge(t("state_done"), "green"));
}

function filePart(count, again) {
  const input = el("input", { type: "file", accept: "application/json,.json", class: "visually-hidden", tabIndex: -1, "aria-label": t("bring_file"), onchange: async () => {
    try {
      const told = await bringIn(input.files[0]);
      say(t("file_brought", { person: told.person, taken: told.taken, refused: told.refused.length + told.problems.length }), "done");
      again();
    } catch (error) { say(error instanceof SyntaxError ? t("file_unreadable") : error.message, "error"); }
    input.value = "";
  } });
  return el("details", { class: "rule" }, el("summary", {}, icon("download"), t("file_title")), el("p", { class: "soft" }, t("file_hint")),
    el("div", { class: "row" },
      count && day().seal ? button("download", t("export_file", { count }), async () => { for (const file of await exported()) await giveOut(file); }) : null,
      button("upload", t("bring_file"), () => input.click()), input));
}
