"use strict";
/* The desk: a call by keyboard alone. Ctrl+Enter saves, Alt+1 … Alt+5 put the report to a case beside it. */

(function () {
  window.Chuangcheng.enhance("[data-desk]", (form) => {
    const link = form.querySelector("[data-desk-link]");

    function changed() {
      document.body.dispatchEvent(new CustomEvent("desk:changed"));
    }

    function buttons() {
      return [...document.querySelectorAll("[data-desk-double]")];
    }

    function choose(button) {
      const isChosen = link.value === button.dataset.deskDouble;
      link.value = isChosen ? "" : button.dataset.deskDouble;
      buttons().forEach((each) => each.setAttribute("aria-pressed", String(each.dataset.deskDouble === link.value)));
    }

    /* What is picked by name stands in chips with hidden fields, which tell nobody that they changed. */
    const watcher = new MutationObserver(changed);
    form.querySelectorAll(".pick-chosen").forEach((list) => watcher.observe(list, { childList: true }));
    form.addEventListener("input", (event) => {
      if (["text", "place_text"].includes(event.target.name)) changed();
    });
    document.addEventListener("click", (event) => {
      const button = event.target.closest("[data-desk-double]");
      if (button) choose(button);
    });
    document.addEventListener("keydown", (event) => {
      if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
        event.preventDefault();
        form.requestSubmit();
      }
      const digit = /^Digit([1-5])$/.exec(event.code);
      if (event.altKey && digit && buttons()[digit[1] - 1]) {
        event.preventDefault();
        choose(buttons()[digit[1] - 1]);
      }
    });
    form.addEventListener("submit", () => {
      form.querySelectorAll("[type=submit]").forEach((button) => { button.disabled = true; });
    });
  });
})();
