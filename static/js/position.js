"use strict";
/* The position of a form: a press on the map writes WGS-84, so the system says so; what is typed in another system is
   turned into WGS-84 at once, so that the map shows it where it is. The server does the same for whoever has no script. */

(function () {
  const OWN = "wgs84";

  window.Chuangcheng.enhance("form[data-position-form]", (form) => {
    const position = form.elements.position;
    const system = form.elements.system;
    if (!position || !system) return;

    async function convert() {
      if (system.value === OWN || !position.value.trim()) return;
      const query = new URLSearchParams({ position: position.value, system: system.value });
      const answer = await fetch(form.dataset.convertUrl + "?" + query, { headers: { Accept: "application/json" } });
      const found = await answer.json();
      if (!answer.ok) { window.Chuangcheng.announce(found.detail, "error"); return; }
      position.value = found.position;
      system.value = OWN;
      window.Chuangcheng.announce(form.dataset.textConverted, "info");
      position.dispatchEvent(new Event("change", { bubbles: true }));
    }

    /* The map writes by script: such a change is never trusted, and always WGS-84. */
    position.addEventListener("change", (event) => {
      if (!event.isTrusted) system.value = OWN;
      else convert();
    });
    system.addEventListener("change", convert);
  });
})();
