"use strict";
/* The visit form: how much is filled in, "the rest passes" with undo, steppers, choices that exclude each other, the
   position, the count-down of timed items, and no sending without a network. Everything works without it, by hand. */

(function () {
  const EARTH_METRES = 6371000;
  const FAR_METRES = 2000;

  function isAnswered(card) {
    const kind = card.dataset.kind;
    if (kind === "yes_no") return Boolean(card.querySelector("input[type=radio]:checked"));
    if (notApplicable(card).checked) return true;
    if (kind === "composite") return Boolean(card.querySelector(".pieces input:checked"));
    return card.querySelector(".amount-input").value.trim() !== "";
  }

  /* What the server will judge, shown at once; the server judges by itself. */
  function isFailed(card) {
    const kind = card.dataset.kind;
    if (kind === "yes_no") return card.querySelector(".segment-fail input").checked;
    if (!isAnswered(card) || notApplicable(card).checked) return false;
    if (kind === "composite") return Boolean(card.querySelector(".pieces .tick:not(.tick-none):not(.tick-na) input:not(:checked)"));
    const amount = Number.parseFloat(card.querySelector(".amount-input").value);
    return card.dataset.least === "" ? amount > 0 : amount < Number(card.dataset.least);
  }

  function notApplicable(card) {
    return card.querySelector(".tick-na input");
  }

  function openMore(card) {
    card.querySelector(".card-more").open = true;
  }

  function exclude(card, changed) {
    const none = card.querySelector(".tick-none input");
    const na = notApplicable(card);
    if (!na || !changed) return;
    if (changed === na && na.checked) card.querySelectorAll(".pieces input").forEach((box) => { box.checked = box === na; });
    else if (changed === none && none.checked) card.querySelectorAll(".pieces input").forEach((box) => { box.checked = box === none; });
    else if (changed !== none && changed.checked && changed.closest(".pieces")) none.checked = false;
    if (changed !== na && changed.closest(".pieces, .amount") && (changed.checked || changed.classList.contains("amount-input"))) na.checked = false;
  }

  function show(card) {
    const na = notApplicable(card);
    card.classList.toggle("is-na", Boolean(na && na.checked));
    card.classList.toggle("is-failed", isFailed(card));
    const amount = card.querySelector(".amount-input");
    card.classList.toggle("is-empty", Boolean(amount && amount.value.trim() === ""));
    card.classList.toggle("is-answered", isAnswered(card) && !isFailed(card));
  }

  function changedByHand(field) {
    field.dispatchEvent(new Event("input", { bubbles: true }));
  }

  function step(button) {
    const field = button.closest(".amount").querySelector(".amount-input");
    const now = field.value.trim();
    const by = Number(button.dataset.step);
    /* From an empty field minus gives 0 and plus gives 1. */
    field.value = String(Math.min(9999, Math.max(0, (Number(now) || 0) + by)));
    changedByHand(field);
  }

  function countDown(button) {
    const words = button.querySelector("[data-timer-words]");
    const end = Date.now() + Number(button.dataset.timer) * 60000;
    button.disabled = true;
    const timer = window.setInterval(() => {
      const left = Math.max(0, Math.round((end - Date.now()) / 1000));
      words.textContent = Math.floor(left / 60) + ":" + String(left % 60).padStart(2, "0");
      if (left > 0) return;
      window.clearInterval(timer);
      words.textContent = button.dataset.textDone;
      if (navigator.vibrate) navigator.vibrate(600);
      window.Chuangcheng.announce(button.dataset.textDone, "info");
    }, 500);
  }

  function metres(lon, lat, otherLon, otherLat) {
    const rad = Math.PI / 180;
    const half = Math.sin((otherLat - lat) * rad / 2) ** 2 +
      Math.cos(lat * rad) * Math.cos(otherLat * rad) * Math.sin((otherLon - lon) * rad / 2) ** 2;
    return Math.round(2 * EARTH_METRES * Math.asin(Math.sqrt(half)));
  }

  function located(box, found) {
    const { longitude, latitude, accuracy } = found.coords;
    [["lon", longitude], ["lat", latitude], ["accuracy", accuracy]].forEach(([name, value]) => {
      box.querySelector("[name=" + name + "]").value = String(value);
    });
    const known = box.dataset.lon !== "" && box.dataset.lat !== "";
    const distance = known ? metres(longitude, latitude, Number(box.dataset.lon), Number(box.dataset.lat)) : 0;
    const far = distance >= FAR_METRES;
    const text = !known ? box.dataset.textGot : far ? box.dataset.textOff : box.dataset.textFar;
    return text.replace("{accuracy}", String(Math.round(accuracy))).replace("{distance}", far ? (distance / 1000).toFixed(1) : String(distance));
  }

  window.Chuangcheng.enhance("[data-position]", (box) => {
    const button = box.querySelector("[data-locate]");
    const words = box.querySelector("[data-position-words]");
    if (!navigator.geolocation || !window.isSecureContext) { words.textContent = words.textContent || box.dataset.textRefused; return; }
    button.hidden = false;
    button.addEventListener("click", () => {
      words.textContent = box.dataset.textAsking;
      navigator.geolocation.getCurrentPosition(
        (found) => { words.textContent = located(box, found); },
        () => { words.textContent = box.dataset.textRefused; },
        { enableHighAccuracy: true, timeout: 15000, maximumAge: 60000 }
      );
    });
  });

  window.Chuangcheng.enhance("form[data-visit-form]", (form) => {
    const cards = [...form.querySelectorAll("[data-card]")];
    const done = form.querySelector("[data-visit-done]");
    const rest = form.querySelector("[data-pass-rest]");
    const words = form.querySelector("[data-pass-words]");
    const offer = words.textContent;
    let passed = [];

    function open() {
      return cards.filter((card) => card.dataset.kind === "yes_no" && !isAnswered(card));
    }

    function showAll() {
      cards.forEach(show);
      done.textContent = String(cards.filter(isAnswered).length);
      words.textContent = passed.length ? form.dataset.textUndo.replace("{count}", String(passed.length)) : offer;
      rest.hidden = !passed.length && open().length === 0;
    }

    function passRest() {
      passed = open().map((card) => card.querySelector(".segment-pass input"));
      passed.forEach((radio) => { radio.checked = true; });
    }

    function takeBack() {
      passed.forEach((radio) => { radio.checked = false; });
      passed = [];
    }

    rest.addEventListener("click", () => {
      if (passed.length) takeBack(); else passRest();
      changedByHand(form);
    });
    form.addEventListener("click", (event) => {
      const stepper = event.target.closest("[data-step]");
      const timer = event.target.closest("[data-timer]");
      if (stepper) step(stepper);
      if (timer) countDown(timer);
    });
    form.addEventListener("input", (event) => {
      const card = event.target.closest("[data-card]");
      if (card) {
        exclude(card, event.target);
        if (isFailed(card) && card.dataset.kind !== "composite") openMore(card);
        passed = []; /* somebody went on working: what was set stays */
      }
      showAll();
    });
    form.addEventListener("photos:changed", (event) => {
      const card = event.target.closest("[data-card]");
      card.querySelector("[data-photo-count]").textContent = event.detail.count ? String(event.detail.count) : "";
    });
    /* Nothing leaves the page before the answer is there, so whatever breaks, it can be pressed again: it is one visit. */
    form.addEventListener("htmx:beforeRequest", (event) => {
      if (navigator.onLine !== false) return;
      event.preventDefault();
      window.Chuangcheng.announce(form.dataset.textOffline, "warning");
    });
    /* Signed out meanwhile: the sign-in page must not take the place of what was filled in. Whoever signs in in another
       window gets another token. */
    document.addEventListener("htmx:beforeSwap", (event) => {
      if (event.detail.requestConfig.elt !== form || event.detail.xhr.getResponseHeader("HX-Redirect") || event.detail.xhr.responseText.includes("data-visit-form")) return;
      event.detail.shouldSwap = false;
      if (event.detail.xhr.status < 400) window.Chuangcheng.announce(form.dataset.textSignedOut, "warning");
    });
    form.addEventListener("htmx:configRequest", (event) => {
      const token = /(?:^|; )csrftoken=([^;]+)/.exec(document.cookie);
      if (token) event.detail.parameters.csrfmiddlewaretoken = token[1];
    });
    if (form.previousElementSibling && form.previousElementSibling.matches("[data-focus]")) form.previousElementSibling.focus();
    form.querySelectorAll("[data-timer]").forEach((button) => { button.hidden = false; });
    showAll();
  });
})();
