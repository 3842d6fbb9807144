/* Talking to the server: what goes wrong has a kind, so that the outbox knows whether to wait, to ask or to stop. */

import { config, t } from "./page.js";

export class Unreachable extends Error {}
export class SignedOut extends Error {}

/* The server understood and says no; `status` and `answer` tell how. */
export class Refused extends Error {
  constructor(status, answer) {
    super(answer.detail || t("failed"));
    this.status = status;
    this.answer = answer;
  }
}

function token() {
  const found = /(?:^|; )csrftoken=([^;]+)/.exec(document.cookie);
  return found ? decodeURIComponent(found[1]) : "";
}

export async function call(method, path, { body, raw, headers = {}, signal } = {}) {
  const sent = { Accept: "application/json", "X-CSRFToken": token(), ...headers };
  if (body !== undefined) sent["Content-Type"] = "application/json";
  if (raw !== undefined) sent["Content-Type"] = "application/octet-stream";
  let answer;
  try {
    answer = await fetch(config.api + path, {
      method, headers: sent, credentials: "same-origin", redirect: "error", signal,
      body: body !== undefined ? JSON.stringify(body) : raw,
    });
  } catch (error) {
    throw new Unreachable(t("unreachable"));
  }
  return understood(answer);
}

async function understood(answer) {
  if (answer.status === 304) return { status: 304, tag: "", read: null };
  let read;
  try {
    read = await answer.json();
  } catch (error) {
    read = null;
  }
  if (answer.ok && read !== null) return { status: answer.status, tag: answer.headers.get("ETag") || "", read };
  if (answer.status === 401) throw new SignedOut(t("signed_out"));
  /* Too busy, a gateway's own page, or a token of before the last sign-in: not about the record. */
  if (read === null || answer.status >= 500 || answer.status === 429 || answer.status === 408) {
    if (answer.status === 403) throw new SignedOut(t("signed_out"));
    throw new Unreachable(t("busy"));
  }
  if (read.code === "DutyFirst") throw new SignedOut(read.detail);
  throw new Refused(answer.status, read);
}
