"use strict";
/* Places of a picture, marked by drawing with mouse or finger; a press on one takes it off. Sent as shares of it. */

(function () {
  const LEAST = 0.01; // smaller is a slip of the hand
  const MOST = 20;
  const within = (value) => Math.min(Math.max(value, 0), 1);

  window.Chuangcheng.enhance("[data-marks]", (frame) => {
    const field = document.getElementById(frame.dataset.marks);
    const drawing = frame.querySelector("svg.marks");
    const marks = field.value ? JSON.parse(field.value) : [];

    function rect(mark) {
      const drawn = document.createElementNS("http://www.w3.org/2000/svg", "rect");
      drawn.setAttribute("class", "mark-new");
      ["x", "y", "width", "height"].forEach((name, index) => drawn.setAttribute(name, String(mark[index])));
      return drawn;
    }
    function draw(passing) {
      drawing.querySelectorAll("rect.mark-new").forEach((each) => each.remove());
      marks.concat(passing ? [passing] : []).forEach((mark) => drawing.append(rect(mark)));
      field.value = marks.length ? JSON.stringify(marks) : "";
    }
    function place(event) {
      const edge = drawing.getBoundingClientRect();
      return [within((event.clientX - edge.left) / edge.width), within((event.clientY - edge.top) / edge.height)];
    }
    function between([x, y], [to, down]) {
      return [Math.min(x, to), Math.min(y, down), Math.abs(to - x), Math.abs(down - y)].map((each) => Number(each.toFixed(5)));
    }
    drawing.addEventListener("pointerdown", (event) => {
      if (event.button) return;
      event.preventDefault();
      const start = place(event);
      const drag = (moved) => draw(between(start, place(moved)));
      const end = (ended) => {
        drawing.removeEventListener("pointermove", drag);
        const mark = between(start, place(ended));
        if (mark[2] >= LEAST && mark[3] >= LEAST && marks.length < MOST && ended.type === "pointerup") {
          marks.push(mark);
          const back = frame.closest("fieldset").querySelector("input[value=returned]");
          if (back) back.checked = true;
        } else if (ended.type === "pointerup") {
          const index = marks.findIndex(([x, y, width, height]) => start[0] >= x && start[0] <= x + width && start[1] >= y && start[1] <= y + height);
          if (index >= 0) marks.splice(index, 1);
        }
        draw();
      };
      drawing.setPointerCapture(event.pointerId);
      drawing.addEventListener("pointermove", drag);
      drawing.addEventListener("pointerup", end, { once: true });
      drawing.addEventListener("pointercancel", end, { once: true });
    });
    draw();
  });
})();
