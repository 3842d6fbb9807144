"use strict";
/* A form that is sent behind the page: <form data-stays="address of the page that follows">. A refusal, a lost connection
   and a lost sign-in are said beside it, and what was typed and chosen stays. Without script it is sent as any form. */

(function () {
  const texts = document.body.dataset;
  const SAID = "said-after-staying";

  /* What the first of the selectors finds that finds anything. */
  function wordsIn(text, ...selectors) {
    const page = new DOMParser().parseFromString(text, "text/html");
    const part = selectors.map((selector) => page.querySelector(selector)).find(Boolean);
    return part ? part.textContent.trim() : "";
  }

  /* Whoever signed in again in another window got another token. */
  function filledIn(form) {
    const sent = new FormData(form);
    const token = /(?:^|; )csrftoken=([^;]+)/.exec(document.cookie);
    if (token) sent.set("csrfmiddlewaretoken", token[1]);
    return sent;
  }

  async function send(form) {
    const answer = await fetch(form.action, { method: "POST", body: filledIn(form), credentials: "same-origin" });
    const text = await answer.text();
    if (answer.ok && new URL(answer.url).pathname === form.dataset.stays) {
      window.sessionStorage.setItem(SAID, wordsIn(text, "#messages .notice-success p"));
      window.location.assign(form.dataset.stays);
      return;
    }
    const refusal = answer.ok ? form.dataset.textSignedOut : wordsIn(text, ".alert-danger", "[data-refusal] p", "main p");
    window.Chuangcheng.announce(refusal || texts.textFailed, "error");
    delete form.dataset.waits;
  }

  window.Chuangcheng.enhance("form[data-stays]", (form) => {
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      if (form.dataset.waits) return;
      form.dataset.waits = "yes";
      send(form).catch(() => {
        delete form.dataset.waits;
        window.Chuangcheng.announce(texts.textOffline, "error");
      });
    });
  });

  document.addEventListener("DOMContentLoaded", () => {
    const said = window.sessionStorage.getItem(SAID);
    window.sessionStorage.removeItem(SAID);
    if (said) window.Chuangcheng.announce(said, "success");
  });
})();
