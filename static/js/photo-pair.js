"use strict";
/* Before and after: side by side, or laid over each other with a line that is drawn left and right. */

(function () {
  window.Chuangcheng.enhance("[data-photo-pair]", (pair) => {
    const pictures = pair.querySelectorAll("figure img");
    if (pictures.length < 2) return;
    pair.classList.add("has-both");

    const change = document.createElement("button");
    change.type = "button";
    change.className = "btn btn-sm photo-switch";
    change.textContent = pair.dataset.textCompare;
    change.setAttribute("aria-pressed", "false");

    const slide = document.createElement("input");
    slide.type = "range";
    slide.className = "photo-slide";
    slide.min = "0";
    slide.max = "100";
    slide.value = "50";
    slide.setAttribute("aria-label", pair.dataset.textSlide);

    const line = document.createElement("span");
    line.className = "photo-line";

    change.addEventListener("click", () => {
      const compared = pair.classList.toggle("is-compared");
      change.setAttribute("aria-pressed", String(compared));
      change.textContent = compared ? pair.dataset.textBeside : pair.dataset.textCompare;
      if (compared) slide.focus();
    });
    slide.addEventListener("input", () => pair.style.setProperty("--cut", slide.value + "%"));
    pair.prepend(change);
    pair.append(slide, line);
  });
})();
