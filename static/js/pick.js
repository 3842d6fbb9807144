"use strict";
/* Choosing records by name: <div data-pick> with a search field whose options htmx brings. What is chosen stands as chips
   with hidden fields, one of them or, with data-pick-many, several. Arrow keys, Enter and Escape work as in a list. */

(function () {
  const ROOM = 130; /* pixels at the lower edge of a phone, where buttons and menu stand */

  function chipFor(pick, value, label) {
    const chip = document.createElement("li");
    chip.className = "chip";
    chip.append(label);
    const field = document.createElement("input");
    field.type = "hidden";
    field.name = pick.dataset.pickName;
    field.value = value;
    const remove = document.createElement("button");
    remove.type = "button";
    remove.className = "icon-button";
    remove.dataset.pickRemove = "";
    remove.textContent = "×";
    remove.setAttribute("aria-label", pick.dataset.textRemove + label);
    chip.append(field, remove);
    return chip;
  }

  window.Chuangcheng.enhance("[data-pick]", (pick) => {
    const many = pick.hasAttribute("data-pick-many");
    const words = pick.querySelector("[role=combobox]");
    const chosen = pick.querySelector(".pick-chosen");
    const list = pick.querySelector("[role=listbox]");
    let active = -1;
    /* Without this script a tick keeps what is chosen; with it the cross takes it away. */
    chosen.querySelectorAll("input").forEach((field) => { field.type = "hidden"; });
    chosen.querySelectorAll("[data-pick-remove]").forEach((button) => { button.hidden = false; });

    function options() {
      return [...list.querySelectorAll("[role=option][data-value]")];
    }

    function fit() {
      words.hidden = !many && chosen.children.length > 0;
    }

    function close() {
      list.replaceChildren();
      active = -1;
      words.setAttribute("aria-expanded", "false");
      words.removeAttribute("aria-activedescendant");
    }

    function mark(index) {
      const all = options();
      if (!all.length) return;
      active = (index + all.length) % all.length;
      all.forEach((option, at) => option.setAttribute("aria-selected", String(at === active)));
      words.setAttribute("aria-activedescendant", all[active].id);
      all[active].scrollIntoView({ block: "nearest" });
    }

    function choose(option) {
      const taken = [...chosen.querySelectorAll("input")].some((field) => field.value === option.dataset.value);
      if (!many) chosen.replaceChildren();
      if (!taken || !many) chosen.append(chipFor(pick, option.dataset.value, option.dataset.label));
      words.value = "";
      close();
      fit();
      const remove = chosen.querySelector("[data-pick-remove]");
      (words.hidden && remove ? remove : words).focus();
    }

    list.addEventListener("htmx:afterSwap", () => {
      options().forEach((option, at) => { option.id = list.id + "-" + at; });
      if (!options().length) {
        const none = document.createElement("li");
        none.className = "pick-none";
        none.textContent = pick.dataset.textNone;
        list.replaceChildren(none);
      }
      words.setAttribute("aria-expanded", "true");
      if (list.getBoundingClientRect().bottom > window.innerHeight - ROOM) pick.scrollIntoView({ block: "start" });
      active = -1;
    });
    list.addEventListener("mousedown", (event) => event.preventDefault()); /* the field keeps the focus */
    list.addEventListener("click", (event) => {
      const option = event.target.closest("[data-value]");
      if (option) choose(option);
    });
    chosen.addEventListener("click", (event) => {
      const remove = event.target.closest("[data-pick-remove]");
      if (!remove) return;
      remove.closest(".chip").remove();
      fit();
      words.focus();
    });
    words.addEventListener("focus", () => window.htmx.trigger(words, "pick:open"));
    words.addEventListener("blur", close);
    words.addEventListener("keydown", (event) => {
      const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
      if (step) { event.preventDefault(); mark(active + step); }
      if (event.key === "Escape") close();
      if (event.key === "Enter") {
        event.preventDefault(); /* Enter chooses, it does not send the form */
        const option = options()[Math.max(active, 0)];
        if (option) choose(option);
      }
    });
    fit();
  });
})();
