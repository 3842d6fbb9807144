/* Where something is: the site next to the phone, one chosen by name, or words; the position goes along in any case. */

import { sites } from "./day.js";
import { distance } from "./page.js";
import { el, field, positionLine, t } from "./parts.js";
import { here, metres } from "./place.js";

const NEAR = 300; /* metres in which sites are offered by themselves */
const MOST_NEAR = 4;
const MOST_NAMED = 8;

/* `body.site_id` and `body.place_text` (or the given key) are written at each touch. */
export function placeField(body, { changed, wordsKey = "place_text" }) {
  const offers = el("div", { class: "choice-row" });
  const words = el("input", { type: "text", id: "place", maxLength: 200, autocomplete: "off", value: siteName(body.site_id) || body[wordsKey] || "", placeholder: t("place_hint") });

  function siteName(id) {
    return id ? (sites().find((site) => site.id === id) || {}).name || "" : "";
  }

  function near() {
    const from = here();
    if (!from) return [];
    const told = sites().filter((site) => site.lon !== null).map((site) => ({ ...site, metres: metres(from, site) }));
    return told.filter((site) => site.metres <= NEAR + from.accuracy).sort((a, b) => a.metres - b.metres).slice(0, MOST_NEAR);
  }

  function named() {
    const wanted = words.value.trim();
    return wanted && !body.site_id ? sites().filter((site) => site.name.includes(wanted)).slice(0, MOST_NAMED) : [];
  }

  function show() {
    const found = named();
    const shown = found.length ? found : near();
    offers.replaceChildren(...shown.map((site) => el("button", {
      type: "button", class: "chip", "aria-pressed": String(site.id === body.site_id), onclick: () => choose(site),
    }, site.name, site.metres !== undefined ? el("small", {}, distance(site.metres)) : null)));
  }

  function choose(site) {
    const isSame = body.site_id === site.id;
    body.site_id = isSame ? null : site.id;
    body[wordsKey] = "";
    words.value = isSame ? "" : site.name;
    show();
    changed();
  }

  words.addEventListener("input", () => {
    body.site_id = null;
    body[wordsKey] = words.value;
    show();
    changed();
  });
  show();
  return el("div", {}, positionLine(), field(t("place"), words), offers);
}

/* True when the server will know where it is. */
export function hasPlace(body, wordsKey = "place_text") {
  return Boolean(body.site_id || (body[wordsKey] || "").trim() || here());
}
