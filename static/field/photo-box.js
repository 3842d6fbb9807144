/* Where photos are added to a draft: camera first, several, each can be marked or taken off. */

import { hasCamera, shoot } from "./camera.js";
import { drawOn } from "./mark.js";
import { button, el, icon, say, t } from "./page.js";
import { keepFile, keepPicture, replacePicture } from "./photos.js";
import { photos } from "./store.js";

export const MOST_PHOTOS = 9;

/* A box over a list of photo ids, which `changed(ids)` is told of. `ghost()` gives the blob of a photo before. */
export function photoBox({ label, ids, owner, holder, changed, ghost = null, required = false }) {
  let chosen = [...ids];
  const list = el("ul", { class: "photos" });
  const input = el("input", {
    type: "file", accept: "image/*", multiple: true, class: "visually-hidden", tabIndex: -1, "aria-label": label,
    onchange: async (event) => { const files = [...event.target.files]; event.target.value = ""; await add(files.map((file) => () => keepFile(file, { owner, holder }))); },
  });
  if (!ghost) input.setAttribute("capture", "environment");

  async function add(makers) {
    for (const make of makers) {
      if (chosen.length >= MOST_PHOTOS) { say(t("photos_full", { count: MOST_PHOTOS }), "warning"); break; }
      try {
        chosen = [...chosen, (await make()).id];
      } catch (error) {
        say(error.name === "QuotaExceededError" ? t("storage_full") : t("photo_unreadable"), "error");
      }
    }
    await changed(chosen);
    await show();
  }

  async function takeWithGhost() {
    try {
      const canvas = await shoot(await ghost());
      if (canvas) await add([() => keepPicture(canvas, { owner, holder, at: new Date(), isTakenHere: true })]);
    } catch (error) {
      input.click(); /* not allowed, or none there */
    }
  }

  async function mark(row) {
    const canvas = await drawOn(row.blob);
    if (!canvas) return;
    await replacePicture(row, canvas);
    await changed(chosen);
    await show();
  }

  async function remove(id) {
    chosen = chosen.filter((each) => each !== id);
    await changed(chosen);
    await photos.remove([id]);
    await show();
  }

  async function show() {
    const rows = (await Promise.all(chosen.map((id) => photos.get(id)))).filter(Boolean);
    list.replaceChildren(...rows.map((row, index) => {
      const image = el("img", { src: URL.createObjectURL(row.blob), alt: t("photo_number", { count: index + 1 }) });
      image.addEventListener("load", () => URL.revokeObjectURL(image.src), { once: true });
      return el("li", {},
        image,
        el("button", { type: "button", class: "small-act", "aria-label": t("mark"), onclick: () => mark(row) }, icon("edit")),
        el("button", { type: "button", class: "small-act", "aria-label": t("remove_photo"), onclick: () => remove(row.id) }, icon("trash")));
    }));
    box.classList.toggle("has-photos", rows.length > 0);
  }

  const box = el("div", { class: "photo-box" },
    el("div", { class: "row" },
      ghost && hasCamera()
        ? button("layers-intersect", label, takeWithGhost, "photo-act")
        : button("camera", label + (required ? " *" : ""), () => input.click(), "photo-act"),
      ghost && hasCamera() ? button("photo", t("choose_photo"), () => input.click()) : null),
    input, list);
  show();
  return box;
}
