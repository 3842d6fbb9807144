"use strict";
/* What belongs to some choices only: data-when="kind:superior third_party" on a field, or around several, shows it while
   the field `kind` of the form has one of these values. What is hidden is not sent. Without this script all is shown. */

window.Chuangcheng.enhance("[data-when]", (part) => {
  const [name, values] = part.dataset.when.split(":");
  const wanted = values.split(" ");
  const form = part.closest("form");
  const box = part.matches("input, select, textarea") ? part.closest(".field") : part;

  function fit() {
    const isMeant = wanted.includes(form.elements[name].value);
    box.hidden = !isMeant;
    box.querySelectorAll("input, select, textarea").forEach((field) => { field.disabled = !isMeant; });
  }

  form.addEventListener("change", fit);
  fit();
});
