"use strict";
/* Choosing photographs: several at a time and again, each with a preview, its size and a way to take it off. The
   original files are sent, because their time and position are evidence. Works as a plain file field without script. */

(function () {
  const READABLE = /^image\//;

  function size(bytes) {
    return bytes < 1048576 ? Math.max(1, Math.round(bytes / 1024)) + " KB" : (bytes / 1048576).toFixed(1) + " MB";
  }

  function draw(file, frame) {
    if (!window.createImageBitmap) return;
    window.createImageBitmap(file).then((picture) => {
      const canvas = document.createElement("canvas");
      canvas.width = 224;
      canvas.height = 168;
      const scale = Math.max(canvas.width / picture.width, canvas.height / picture.height);
      const [width, height] = [picture.width * scale, picture.height * scale];
      canvas.getContext("2d").drawImage(picture, (canvas.width - width) / 2, (canvas.height - height) / 2, width, height);
      picture.close();
      frame.replaceWith(canvas);
    }).catch(() => { /* the browser cannot read this kind of picture; its name and size are shown */ });
  }

  function preview(file, removeText, remove) {
    const item = document.createElement("li");
    item.className = "photo-preview";
    const figure = document.createElement("figure");
    const frame = document.createElement("div");
    frame.className = "photo-unseen";
    frame.textContent = (file.name.split(".").pop() || "").toUpperCase();
    const caption = document.createElement("figcaption");
    caption.textContent = size(file.size) + " " + file.name;
    caption.title = file.name;
    const button = document.createElement("button");
    button.type = "button";
    button.className = "photo-remove";
    button.textContent = "×";
    button.setAttribute("aria-label", removeText + " " + file.name);
    button.addEventListener("click", remove);
    figure.append(frame, caption);
    item.append(figure, button);
    draw(file, frame);
    return item;
  }

  window.Chuangcheng.enhance("[data-photo-input]", (box) => {
    const input = box.querySelector("input[type=file]");
    const list = box.querySelector(".photo-previews");
    const texts = box.dataset;
    let files = [];

    function keep() {
      const carrier = new DataTransfer();
      files.forEach((file) => carrier.items.add(file));
      input.files = carrier.files;
      list.replaceChildren(...files.map((file, index) => preview(file, texts.textRemove, () => {
        files.splice(index, 1);
        keep();
        input.focus();
      })));
      box.dispatchEvent(new CustomEvent("photos:changed", { bubbles: true, detail: { count: files.length } }));
    }

    function refusal(file) {
      if (file.type && !READABLE.test(file.type)) return texts.textKind + file.name;
      if (file.size > Number(texts.maxBytes)) return texts.textLarge + file.name;
      if (files.length >= Number(texts.maxCount)) return texts.textMany;
      return "";
    }

    function add(found) {
      let said = "";
      found.forEach((file) => {
        const same = files.some((each) => each.name === file.name && each.size === file.size && each.lastModified === file.lastModified);
        const reason = same ? "" : refusal(file);
        if (reason) said = reason;
        else if (!same) files.push(file);
      });
      keep();
      if (said) window.Chuangcheng.announce(said, "warning");
    }

    input.addEventListener("change", () => add([...input.files]));
    box.addEventListener("dragover", (event) => { event.preventDefault(); box.classList.add("is-over"); });
    box.addEventListener("dragleave", () => box.classList.remove("is-over"));
    box.addEventListener("drop", (event) => {
      event.preventDefault();
      box.classList.remove("is-over");
      add([...event.dataTransfer.files]);
    });
    box.addEventListener("paste", (event) => add([...event.clipboardData.files]));
    if (input.files.length) add([...input.files]);
  });
})();
