"use strict";
/* Captions of many files: the button beside a cell fills it down, and that can be taken back. A folder tells its paths and is not
   sent when it holds more than are taken at once. */

(function () {
  window.Chuangcheng.enhance("form[data-folder]", (form) => {
    const folder = form.querySelector("input[webkitdirectory]");
    form.addEventListener("submit", (event) => {
      if (folder.files.length > Number(form.dataset.most)) {
        event.preventDefault(); // so many are not sent, only to be refused
        window.Chuangcheng.announce(form.dataset.textMany, "error");
        return;
      }
      form.elements.paths.value = JSON.stringify([...folder.files].map((file) => file.webkitRelativePath || file.name));
    });
  });

  window.Chuangcheng.enhance("form[data-captions]", (form) => {
    const button = form.querySelector("[data-fill]");
    const undo = form.querySelector("[data-fill-undo]");
    const earlier = []; // of each filling: [field, its text before, whether it was guessed]

    function cells(column) {
      return [...form.querySelectorAll(`td[data-column="${column}"] input`)];
    }

    form.addEventListener("focusin", (event) => {
      const cell = event.target.closest("td[data-column]");
      if (!cell || event.target === button) return;
      const column = cells(cell.dataset.column);
      button.hidden = column.indexOf(event.target) === column.length - 1;
      if (!button.hidden) cell.append(button);
    });
    form.addEventListener("input", (event) => event.target.classList.remove("is-guessed"));
    button.addEventListener("click", () => {
      const cell = button.closest("td");
      const from = cell.querySelector("input");
      const column = cells(cell.dataset.column);
      const below = column.slice(column.indexOf(from) + 1).filter((field) => field.value !== from.value);
      earlier.push(below.map((field) => [field, field.value, field.classList.contains("is-guessed")]));
      below.forEach((field) => {
        field.value = from.value;
        field.classList.remove("is-guessed");
      });
      undo.hidden = false;
      window.Chuangcheng.announce(form.dataset.textFilled, "info");
      from.focus();
    });
    undo.addEventListener("click", () => {
      (earlier.pop() || []).forEach(([field, text, guessed]) => {
        field.value = text;
        field.classList.toggle("is-guessed", guessed);
      });
      undo.hidden = !earlier.length;
      window.Chuangcheng.announce(form.dataset.textUndone, "info");
    });
  });
})();
