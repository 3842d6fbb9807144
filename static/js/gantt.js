"use strict";
/* The bars of the backward schedule: dragging a bar moves both days of its task, dragging the mark of its date moves that.
   The dialog that opens asks for the reason; the button of the row opens the same dialog for the keyboard. Ctrl+Z presses
   the way back that stands beside the news of a move. */

(function () {
  const DAY = 86400000; /* milliseconds */

  function moved(day, by) {
    return day ? new Date(Date.parse(day + "T00:00:00Z") + by * DAY).toISOString().slice(0, 10) : "";
  }

  function fill(button, starts, due) {
    document.getElementById("move-starts").value = starts;
    document.getElementById("move-due").value = due;
    document.getElementById(button.dataset.dialog).querySelector("textarea").focus();
  }

  window.Chuangcheng.enhance("button[data-dialog=move]", (button) => {
    button.addEventListener("click", () => window.setTimeout(() => fill(button, button.dataset.movedStarts || button.dataset.starts, button.dataset.movedDue || button.dataset.due)));
  });

  document.addEventListener("keydown", (event) => {
    const isUndo = (event.ctrlKey || event.metaKey) && !event.shiftKey && event.key.toLowerCase() === "z";
    if (!isUndo || event.repeat || event.target.closest("input, textarea, select, dialog")) return;
    const back = document.querySelector("#messages form button[type=submit]");
    if (!back) return;
    event.preventDefault();
    back.click();
  });

  window.Chuangcheng.enhance("#move-due", (due) => {
    const starts = document.getElementById("move-starts");
    const check = () => due.setCustomValidity(starts.value && due.value && starts.value > due.value ? due.dataset.textOrder : "");
    due.form.addEventListener("input", check);
    due.form.addEventListener("focusin", check); /* what a drag filled in, too */
  });

  window.Chuangcheng.enhance("svg[data-gantt]", (chart) => {
    const button = chart.closest("tr").querySelector("button[data-dialog=move]");
    if (!button) return;
    let held = null; /* what is dragged, since where, and by how many days */

    function drop() {
      const { part, days } = held;
      held = null;
      part.classList.remove("is-dragged");
      if (!days) return;
      const isDue = part.hasAttribute("data-gantt-due");
      button.dataset.movedStarts = isDue ? button.dataset.starts : moved(button.dataset.planned, days);
      const due = moved(button.dataset.due, days);
      /* The bar of a late task lies after its date: dragged there, it ends when the bar does. */
      button.dataset.movedDue = !isDue && due < button.dataset.movedStarts ? moved(button.dataset.ends, days) : due;
      button.click();
      window.setTimeout(() => { delete button.dataset.movedStarts; delete button.dataset.movedDue; }, 50);
    }

    chart.addEventListener("pointerdown", (event) => {
      const part = event.target.closest("[data-gantt-bar], [data-gantt-due]");
      if (!part || event.button) return;
      held = { part, from: event.clientX, days: 0, base: part.hasAttribute("data-gantt-due") ? -5 : 0 };
      part.classList.add("is-dragged");
      chart.setPointerCapture(event.pointerId);
      event.preventDefault();
    });
    chart.addEventListener("pointermove", (event) => {
      if (!held) return;
      const aDay = chart.getBoundingClientRect().width / Number(chart.dataset.days);
      held.days = Math.round((event.clientX - held.from) / aDay);
      held.part.setAttribute("transform", "translate(" + (held.base + held.days * aDay) + " 0)");
    });
    ["pointerup", "pointercancel"].forEach((name) => chart.addEventListener(name, (event) => {
      if (!held) return;
      held.part.setAttribute("transform", "translate(" + held.base + " 0)");
      if (event.type === "pointercancel") held.days = 0;
      drop();
    }));
  });
})();
