"use strict";
/* A plan: the days of a week or month are asked for only where the rhythm has them. Without a script all stand there. */

(function () {
  const OWN = { weekly: "weekdays", monthly: "month_day" };

  window.Chuangcheng.enhance("form[data-plan-form]", (form) => {
    const rhythm = form.elements.rhythm;
    const show = () => Object.entries(OWN).forEach(([value, name]) => {
      const field = form.querySelector("#div_id_" + name);
      if (field) field.hidden = rhythm.value !== value;
    });
    rhythm.addEventListener("change", show);
    show();
  });
})();
