"use strict";
/* The review desk by keyboard: an element with data-key is pressed, or reached when it is a field, by any of its keys.
   Keys that are typed into a field stay there. */

(function () {
  function isTyping(target) {
    return Boolean(target.closest("input:not([type=checkbox]), textarea, select, dialog[open]"));
  }

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
    const wanted = event.key.length === 1 ? event.key.toLowerCase() : event.key;
    const found = [...document.querySelectorAll("[data-key]")].find((each) => each.dataset.key.split(" ").includes(wanted));
    if (!found) return;
    event.preventDefault();
    if (found.matches("textarea, input")) found.focus();
    else found.click();
  });
})();
