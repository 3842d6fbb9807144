"use strict";
/* The stops of a tour in another order: rows are dragged, or moved by the buttons; the form sends them as they stand. */

(function () {
  function button(text, move) {
    const made = document.createElement("button");
    made.type = "button";
    made.className = "btn btn-sm no-print";
    made.textContent = text;
    made.addEventListener("click", () => { move(); made.focus(); });
    return made;
  }

  window.Chuangcheng.enhance("form[data-tour-order]", (form) => {
    let dragged = null;
    form.querySelectorAll("tbody tr").forEach((row) => {
      row.draggable = true;
      const up = button(form.dataset.textUp, () => row.previousElementSibling && row.previousElementSibling.before(row));
      const down = button(form.dataset.textDown, () => row.nextElementSibling && row.nextElementSibling.after(row));
      row.querySelector(".cell-act").append(up, " ", down);
      row.addEventListener("dragstart", () => { dragged = row; });
      row.addEventListener("dragover", (event) => { if (dragged) event.preventDefault(); });
      row.addEventListener("drop", (event) => {
        event.preventDefault();
        if (!dragged || dragged === row) return;
        const isAfter = dragged.compareDocumentPosition(row) & Node.DOCUMENT_POSITION_FOLLOWING;
        if (isAfter) row.after(dragged); else row.before(dragged);
        dragged = null;
      });
    });
  });
})();
