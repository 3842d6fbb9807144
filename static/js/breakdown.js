"use strict";
/* The lines of a breakdown: the gap of each line and of a standard that several units share, ticking all of them, and a
   line that is filled in is one that is meant. */

(function () {
  function number(field) {
    const text = field ? field.value.normalize("NFKC").trim() : "";
    return text === "" || Number.isNaN(Number(text)) ? null : Number(text);
  }

  function plain(amount) {
    return String(Math.round(amount * 100) / 100);
  }

  function gapOf(row) {
    const target = number(row.querySelector("[data-target]"));
    return target === null ? null : Math.abs(target - (number(row.querySelector("[data-now]")) || 0));
  }

  function tell(table) {
    const sums = new Map();
    table.querySelectorAll("tbody tr").forEach((row) => {
      const gap = gapOf(row);
      const measure = row.querySelector("[data-measure]").value.trim();
      row.querySelector("[data-gap]").textContent = gap === null ? "" : plain(gap) + measure;
      if (gap === null || measure === "%") return;
      const sum = sums.get(row.dataset.standard + measure) || { gap: 0, count: 0 };
      sums.set(row.dataset.standard + measure, { gap: sum.gap + gap, count: sum.count + 1, measure, output: row.querySelector("[data-gap]") });
    });
    sums.forEach((sum) => {
      if (sum.count < 2) return;
      const words = document.createElement("span");
      words.className = "cell-sub";
      words.textContent = sum.output.dataset.sum + plain(sum.gap) + sum.measure;
      sum.output.append(words);
    });
  }

  function boxes(table) {
    return [...table.querySelectorAll("tbody .cell-check input[type=checkbox]:not(:disabled)")];
  }

  function showAll(table) {
    const all = boxes(table);
    const ticked = all.filter((box) => box.checked);
    const head = table.querySelector("[data-tick-all]");
    head.checked = ticked.length > 0 && ticked.length === all.length;
    head.indeterminate = ticked.length > 0 && ticked.length < all.length;
  }

  window.Chuangcheng.enhance("[data-breakdown]", (table) => {
    table.addEventListener("input", (event) => {
      if (event.target.type === "checkbox") return; /* that is told by "change", which comes after */
      tell(table);
      const box = event.target.closest("tr").querySelector(".cell-check input[type=checkbox]:not(:disabled)");
      if (box && event.target.type === "date" && event.target.value) box.checked = true;
      showAll(table);
    });
    table.addEventListener("change", (event) => {
      if (event.target.hasAttribute("data-tick-all")) boxes(table).forEach((box) => { box.checked = event.target.checked; });
      showAll(table);
    });
    tell(table);
    showAll(table);
  });
})();
