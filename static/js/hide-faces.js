"use strict";
/* Boxes over a photo, drawn with mouse, finger or keyboard. Sent as shares of the picture; the server makes the copy. */

(function () {
  const frame = document.querySelector("[data-hide-faces]");
  if (!frame) return;
  const layer = frame.querySelector(".hide-boxes");
  const form = document.querySelector("form input[name=boxes]").form;
  const said = form.querySelector("[data-said]");
  const boxes = [];
  const STEP = 0.01;
  const within = (value, most) => Math.min(Math.max(value, 0), most);

  function show(box) {
    const { left, top, width, height } = box.at;
    Object.assign(box.element.style, { left: left * 100 + "%", top: top * 100 + "%", width: width * 100 + "%", height: height * 100 + "%" });
  }
  function tell() {
    boxes.forEach((box, index) => box.element.setAttribute("aria-label", frame.dataset.name + " " + (index + 1)));
    said.textContent = said.dataset.words.replace("{n}", String(boxes.length));
    form.elements.boxes.value = JSON.stringify(boxes.map(({ at }) => [at.left, at.top, at.width, at.height].map((each) => Number(each.toFixed(5)))));
  }
  function remove(box) {
    const index = boxes.indexOf(box);
    boxes.splice(index, 1);
    box.element.remove();
    tell();
    (boxes[index] || boxes[index - 1] || { element: form.querySelector("[data-add]") }).element.focus();
  }
  function move(box, x, y) {
    box.at.left = within(box.at.left + x, 1 - box.at.width);
    box.at.top = within(box.at.top + y, 1 - box.at.height);
  }
  function grow(box, x, y) {
    box.at.width = Math.max(STEP, within(box.at.width + x, 1 - box.at.left));
    box.at.height = Math.max(STEP, within(box.at.height + y, 1 - box.at.top));
  }
  function add(left, top, width, height, isSuggested) {
    const element = Object.assign(document.createElement("button"), { type: "button", className: "hide-box" + (isSuggested ? " is-suggested" : "") });
    const box = { element, at: { left, top, width, height } };
    element.addEventListener("keydown", (event) => {
      const way = { ArrowLeft: [-STEP, 0], ArrowRight: [STEP, 0], ArrowUp: [0, -STEP], ArrowDown: [0, STEP] }[event.key];
      if (way) (event.shiftKey ? grow : move)(box, ...way);
      else if (event.key === "Delete" || event.key === "Backspace") { event.preventDefault(); remove(box); return; }
      else return;
      event.preventDefault();
      show(box);
      tell();
    });
    element.addEventListener("dblclick", () => remove(box));
    layer.append(element);
    boxes.push(box);
    show(box);
    tell();
    return box;
  }
  function place(event) {
    const edge = layer.getBoundingClientRect();
    return [within((event.clientX - edge.left) / edge.width, 1), within((event.clientY - edge.top) / edge.height, 1)];
  }
  layer.addEventListener("pointerdown", (event) => {
    if (event.button) return;
    const [x, y] = place(event);
    const held = boxes.find((each) => each.element === event.target);
    const box = held || add(x, y, 0.001, 0.001, false);
    const start = { ...box.at };
    layer.setPointerCapture(event.pointerId);
    function drag(moved) {
      const [to, down] = place(moved);
      if (held) { box.at = { ...start }; move(box, to - x, down - y); }
      else box.at = { left: Math.min(x, to), top: Math.min(y, down), width: Math.abs(to - x), height: Math.abs(down - y) };
      show(box);
    }
    function end() {
      layer.removeEventListener("pointermove", drag);
      if (!held && (box.at.width < 0.005 || box.at.height < 0.005)) { boxes.splice(boxes.indexOf(box), 1); box.element.remove(); }
      else box.element.focus();
      tell();
    }
    layer.addEventListener("pointermove", drag);
    layer.addEventListener("pointerup", end, { once: true });
    layer.addEventListener("pointercancel", end, { once: true });
  });
  form.querySelector("[data-add]").addEventListener("click", () => add(0.4, 0.4, 0.2, 0.2, false).element.focus());
  JSON.parse(document.getElementById("boxes").textContent).forEach((each) => add(...each, "suggests" in frame.dataset));
  tell();
})();
