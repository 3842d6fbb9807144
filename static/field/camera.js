/* The camera inside the page, with the photo of before as a ghost over it, so that the new one is taken from the same
   spot. Where the page gets no camera, the phone's own camera is asked through a file field. */

import { button, el, icon, t } from "./page.js";

/* Resolves to the video that shows the moment to keep, or null; raises when there is no camera for the page. */
export async function shoot(ghostBlob) {
  const stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment", width: { ideal: 1920 } }, audio: false });
  const video = el("video", { playsInline: true, muted: true, autoplay: true, class: "camera-picture" });
  video.srcObject = stream;
  await video.play();
  const ghost = ghostBlob ? el("img", { class: "camera-ghost", alt: t("ghost"), src: URL.createObjectURL(ghostBlob) }) : null;
  const slider = ghost ? el("input", {
    type: "range", min: 0, max: 80, value: 45, "aria-label": t("ghost_strength"),
    oninput: (event) => { ghost.className = "camera-ghost ghost-" + Math.round(event.target.value / 10); },
  }) : null;
  if (ghost) ghost.classList.add("ghost-4");
  return new Promise((resolve) => {
    const dialog = el("dialog", { class: "full camera", "aria-label": t("take_photo") });
    const end = (answer) => {
      dialog.close();
      dialog.remove();
      if (ghost) URL.revokeObjectURL(ghost.src);
      resolve(answer);
    };
    const stop = () => stream.getTracks().forEach((track) => track.stop());
    dialog.append(
      el("p", { class: "full-hint" }, ghost ? t("ghost_hint") : t("take_photo")),
      el("div", { class: "full-picture" }, video, ghost),
      el("div", { class: "row full-acts" },
        button("x", t("back"), () => { stop(); end(null); }),
        slider,
        el("button", { type: "button", class: "shutter", "aria-label": t("take_photo"), onclick: () => {
          const canvas = el("canvas");
          canvas.width = video.videoWidth;
          canvas.height = video.videoHeight;
          canvas.getContext("2d").drawImage(video, 0, 0);
          stop();
          end(canvas);
        } }, icon("camera"))));
    dialog.addEventListener("cancel", () => { stop(); end(null); });
    document.body.append(dialog);
    dialog.showModal();
  });
}

export function hasCamera() {
  return Boolean(window.isSecureContext && navigator.mediaDevices && navigator.mediaDevices.getUserMedia);
}
