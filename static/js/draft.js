"use strict";
/* Keeps what was typed into <form data-draft="key"> on this computer until it is sent; files and passwords are not kept. */

(function () {
  const DAYS = 7;

  function fields(form) {
    return [...form.elements].filter((field) => field.name && field.name !== "csrfmiddlewaretoken" && !/^(file|password|hidden|submit|button)$/.test(field.type));
  }

  function read(key) {
    try {
      const kept = JSON.parse(window.localStorage.getItem(key) || "null");
      return kept && Date.now() - kept.at < DAYS * 86400000 ? kept.values : null;
    } catch (error) {
      return null; /* storage is switched off or the draft is broken: go on without it */
    }
  }

  function write(key, form) {
    const values = fields(form).map((field) => (/^(checkbox|radio)$/.test(field.type) ? field.checked : field.value));
    try {
      window.localStorage.setItem(key, JSON.stringify({ at: Date.now(), values }));
    } catch (error) {
      /* full or switched off: nothing is lost that was there before */
    }
  }

  function restore(form, values) {
    const now = fields(form);
    if (now.length !== values.length) return false;
    let changed = false;
    now.forEach((field, index) => {
      const tick = /^(checkbox|radio)$/.test(field.type);
      const property = tick ? "checked" : "value";
      if (field[property] === values[index]) return;
      field[property] = values[index];
      changed = true;
    });
    return changed;
  }

  window.Chuangcheng.enhance("form[data-draft]", (form) => {
    const key = "draft:" + form.dataset.draft;
    const kept = form.querySelector(".has-error") ? null : read(key);
    if (kept && restore(form, kept)) window.Chuangcheng.announce(document.body.dataset.textDraft, "info");
    let timer = 0;
    form.addEventListener("input", () => {
      window.clearTimeout(timer);
      timer = window.setTimeout(() => write(key, form), 400);
    });
    function forget() {
      window.clearTimeout(timer);
      try { window.localStorage.removeItem(key); } catch (error) { /* switched off: there is none */ }
    }
    /* A form that htmx sends may be refused, or break on the way: the draft stays until it has arrived. Any other one may
       meet an expired sign-in: it is kept as sent, and app.js forgets it on the page that follows a success. */
    function send() {
      window.clearTimeout(timer);
      write(key, form);
      try { window.sessionStorage.setItem("draft-sent", key); } catch (error) { forget(); }
    }
    if (form.hasAttribute("hx-post")) form.addEventListener("htmx:afterRequest", (event) => { if (event.detail.elt === form && event.detail.xhr.getResponseHeader("HX-Redirect")) forget(); });
    else form.addEventListener("submit", send);
  });
})();
