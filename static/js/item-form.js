"use strict";
/* A checklist item: of the parameters only those of the chosen kind are shown. Without a script all of them stand there. */

(function () {
  const OWN = {
    yes_no: [],
    at_least: ["minimum", "unit"],
    tally: ["unit"],
    timed: ["minutes", "unit"],
    percentage: ["line"],
    composite: ["pieces"],
  };
  const ALL = ["minimum", "minutes", "line", "pieces", "unit"];

  window.Chuangcheng.enhance("form[data-item-form]", (form) => {
    const kind = form.elements.kind;
    const show = () => ALL.forEach((name) => {
      const field = form.querySelector("#div_id_" + name);
      if (field) field.hidden = !(OWN[kind.value] || ALL).includes(name);
    });
    kind.addEventListener("change", show);
    show();
  });
})();
