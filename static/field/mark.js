/* A circle drawn with the finger shows what is meant. */

import { button, el, t } from "./page.js";

const RED = "#e02020";

/* Resolves to a canvas with the circles, or null when the person turns back. */
export async function drawOn(blob) {
  const image = new Image();
  image.src = URL.createObjectURL(blob);
  await image.decode();
  const canvas = el("canvas", { class: "mark-canvas", tabIndex: 0, "aria-label": t("mark_hint"), role: "img" });
  canvas.width = image.naturalWidth;
  canvas.height = image.naturalHeight;
  const circles = [];
  let drawing = null;

  function draw() {
    const pen = canvas.getContext("2d");
    pen.drawImage(image, 0, 0);
    pen.strokeStyle = RED;
    pen.lineWidth = Math.max(6, canvas.width / 120);
    [...circles, drawing].filter(Boolean).forEach(({ x, y, rx, ry }) => {
      pen.beginPath();
      pen.ellipse(x, y, Math.max(rx, 12), Math.max(ry, 12), 0, 0, 2 * Math.PI);
      pen.stroke();
    });
  }

  function at(event) {
    const box = canvas.getBoundingClientRect();
    return [(event.clientX - box.left) * canvas.width / box.width, (event.clientY - box.top) * canvas.height / box.height];
  }

  let from = null;
  canvas.addEventListener("pointerdown", (event) => { from = at(event); canvas.setPointerCapture(event.pointerId); });
  canvas.addEventListener("pointermove", (event) => {
    if (!from) return;
    const [x, y] = at(event);
    drawing = { x: (from[0] + x) / 2, y: (from[1] + y) / 2, rx: Math.abs(x - from[0]) / 2, ry: Math.abs(y - from[1]) / 2 };
    draw();
  });
  canvas.addEventListener("pointerup", (event) => {
    const [x, y] = from || at(event);
    /* A tap is a circle too. */
    circles.push(drawing && Math.max(drawing.rx, drawing.ry) > 12 ? drawing : { x, y, rx: canvas.width / 9, ry: canvas.width / 9 });
    from = drawing = null;
    draw();
  });
  draw();

  return new Promise((resolve) => {
    const dialog = el("dialog", { class: "full", "aria-label": t("mark") });
    const end = (answer) => { URL.revokeObjectURL(image.src); dialog.close(); dialog.remove(); resolve(answer); };
    dialog.append(
      el("p", { class: "full-hint" }, t("mark_hint")),
      el("div", { class: "full-picture" }, canvas),
      el("div", { class: "row full-acts" },
        button("x", t("back"), () => end(null)),
        button("route", t("undo"), () => { circles.pop(); draw(); }),
        button("check", t("done"), () => end(circles.length ? canvas : null), "primary")));
    dialog.addEventListener("cancel", () => end(null));
    document.body.append(dialog);
    dialog.showModal();
  });
}
