"use strict";
/* Choosing rows: a box in each row, one in the head, and a bar of acts that appears with a selection.
   The table stands in <form data-bulk>; boxes are named by the form, the head box has data-choose-all. */

(function () {
  function boxes(form) {
    return [...form.querySelectorAll("tbody .cell-check input[type=checkbox]")];
  }

  function show(form) {
    const all = boxes(form);
    const chosen = all.filter((box) => box.checked);
    all.forEach((box) => box.closest("tr").classList.toggle("is-chosen", box.checked));
    const bar = form.querySelector("[data-bulk-bar]");
    if (bar) {
      bar.hidden = chosen.length === 0;
      bar.querySelector("[data-bulk-count]").textContent = String(chosen.length);
    }
    const head = form.querySelector("[data-choose-all]");
    if (head) {
      head.checked = chosen.length > 0 && chosen.length === all.length;
      head.indeterminate = chosen.length > 0 && chosen.length < all.length;
    }
  }

  function chooseBetween(form, first, second, checked) {
    const all = boxes(form);
    const [start, end] = [all.indexOf(first), all.indexOf(second)].sort((a, b) => a - b);
    if (start >= 0) all.slice(start, end + 1).forEach((box) => { box.checked = checked; });
  }

  window.Chuangcheng.enhance("form[data-bulk]", (form) => {
    let last = null;
    form.addEventListener("click", (event) => {
      const cell = event.target.closest(".cell-check");
      if (cell === event.target && cell.querySelector("input")) { cell.querySelector("input").click(); return; } /* the whole cell is the target */
      const box = event.target.closest(".cell-check input[type=checkbox]");
      if (event.target.closest("[data-bulk-clear]")) boxes(form).forEach((each) => { each.checked = false; });
      else if (box && box.hasAttribute("data-choose-all")) boxes(form).forEach((each) => { each.checked = box.checked; });
      else if (box) {
        if (event.shiftKey && last) chooseBetween(form, last, box, box.checked);
        last = box;
      } else return;
      show(form);
    });
    show(form);
  });
})();
