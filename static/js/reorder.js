"use strict";
/* Putting rows into order, by dragging their handle or by the buttons: <tbody data-reorder> in <form data-reorder-form>.
   Each row holds a hidden field of its id; the order is sent with the form, whose bar appears once something has moved. */

(function () {
  window.Chuangcheng.enhance("[data-reorder]", (body) => {
    const form = body.closest("[data-reorder-form]");
    const bar = form && form.querySelector("[data-reorder-bar]");
    let dragged = null;

    function moved() { if (bar) bar.hidden = false; }

    body.addEventListener("click", (event) => {
      const button = event.target.closest("[data-reorder-by]");
      if (!button) return;
      const row = button.closest("tr");
      const other = button.dataset.reorderBy === "-1" ? row.previousElementSibling : row.nextElementSibling;
      if (!other) return;
      if (button.dataset.reorderBy === "-1") other.before(row); else other.after(row);
      button.focus();
      moved();
    });
    body.addEventListener("pointerdown", (event) => {
      const row = event.target.closest("[data-reorder-handle]") && event.target.closest("tr");
      if (row) row.draggable = true;
    });
    body.addEventListener("dragstart", (event) => {
      dragged = event.target.closest("tr");
      dragged.classList.add("is-dragged");
      event.dataTransfer.effectAllowed = "move";
    });
    body.addEventListener("dragover", (event) => {
      const over = event.target.closest("tr");
      if (!dragged || !over || over === dragged || over.parentElement !== body) return;
      event.preventDefault();
      const half = over.getBoundingClientRect().top + over.offsetHeight / 2;
      if (event.clientY < half) over.before(dragged); else over.after(dragged);
      moved();
    });
    body.addEventListener("dragend", () => {
      if (!dragged) return;
      dragged.classList.remove("is-dragged");
      dragged.draggable = false;
      dragged = null;
    });
  });
})();
