"use strict";
/* What every page needs: the drawer, menus, dialogs, notices, the enhancement of parts that htmx brings, and what to say
   when a request fails. Other scripts use window.Chuangcheng.enhance(selector, run) and .announce(text, level). */

(function () {
  const enhancers = [];

  function enhance(selector, run) {
    enhancers.push([selector, run]);
    if (document.readyState !== "loading") apply(document, selector, run);
  }

  function apply(root, selector, run) {
    const found = root.matches && root.matches(selector) ? [root] : [];
    [...found, ...root.querySelectorAll(selector)].forEach((part) => {
      const key = "enhanced" + selector;
      if (part[key]) return;
      part[key] = true;
      run(part);
    });
  }

  function applyAll(root) {
    enhancers.forEach(([selector, run]) => apply(root, selector, run));
  }

  function announce(text, level) {
    const toasts = document.getElementById("toasts");
    if (!toasts || !text) return;
    const notice = document.createElement("div");
    notice.className = "notice notice-" + (level || "info");
    const words = document.createElement("p");
    words.textContent = text;
    notice.append(words, closeButton());
    /* An open dialog covers everything else, so the notice goes into it. */
    const dialog = document.querySelector("dialog[open] .dialog-body");
    document.querySelectorAll("[data-toast]").forEach((old) => old.remove());
    notice.dataset.toast = "";
    if (dialog) dialog.prepend(notice);
    else toasts.append(notice);
    if (dialog) notice.setAttribute("role", "alert");
  }

  function closeButton() {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "icon-button notice-close";
    button.dataset.dismiss = "";
    button.textContent = "×";
    button.setAttribute("aria-label", document.body.dataset.textClose || "");
    return button;
  }

  /* Drawer: the same navigation, brought in from the left on phones. */
  function setDrawer(open) {
    document.documentElement.classList.toggle("drawer-open", open);
    document.querySelectorAll('[data-drawer="open"]').forEach((button) => button.setAttribute("aria-expanded", String(open)));
    const target = open ? document.querySelector('.sidebar [data-drawer="close"]') : document.querySelector('[data-drawer="open"]');
    if (target) target.focus();
  }

  function drawerIsOpen() {
    return document.documentElement.classList.contains("drawer-open");
  }

  function keepFocusInside(event) {
    const stops = [...document.querySelectorAll("#sidebar a, #sidebar button")];
    const last = stops[stops.length - 1];
    if (event.shiftKey && document.activeElement === stops[0]) { last.focus(); event.preventDefault(); }
    else if (!event.shiftKey && document.activeElement === last) { stops[0].focus(); event.preventDefault(); }
  }

  function closeMenus(except) {
    document.querySelectorAll("details.menu[open]").forEach((menu) => {
      if (menu !== except) menu.open = false;
    });
  }

  /* A menu near the edge of a narrow screen moves until all of it is seen. */
  function keepOnScreen(menu) {
    const list = menu.querySelector(".menu-list"), margin = 8;
    if (!list) return;
    list.style.translate = "";
    const box = list.getBoundingClientRect(), right = document.documentElement.clientWidth - margin;
    const shift = box.left < margin ? margin - box.left : Math.min(right - box.right, 0);
    if (shift) list.style.translate = `${shift}px`;
  }

  /* A dialog opens by data-dialog="id"; data-dialog-action and data-dialog-title fit one dialog to many rows. */
  function openDialog(button) {
    const dialog = document.getElementById(button.dataset.dialog);
    if (!dialog) return;
    const form = dialog.querySelector("form");
    if (button.dataset.dialogAction && form) form.action = button.dataset.dialogAction;
    const title = dialog.querySelector("h2");
    if (button.dataset.dialogTitle && title) title.textContent = button.dataset.dialogTitle;
    dialog.showModal();
    const first = dialog.querySelector("textarea, input:not([type=hidden]), select");
    if (first) first.focus();
  }

  function fill(button) {
    const field = document.getElementById(button.dataset.fill);
    if (!field) return;
    field.value = button.textContent.trim();
    field.focus();
  }

  function showPhoto(link) {
    let dialog = document.getElementById("lightbox");
    if (!dialog) {
      dialog = document.createElement("dialog");
      dialog.id = "lightbox";
      dialog.className = "dialog lightbox";
      const foot = document.createElement("div");
      foot.className = "lightbox-foot";
      const words = document.createElement("span");
      const close = closeButton();
      close.classList.remove("notice-close");
      delete close.dataset.dismiss;
      close.dataset.dialogClose = "";
      foot.append(words, close);
      dialog.append(document.createElement("img"), foot);
      document.body.append(dialog);
    }
    const picture = dialog.querySelector("img");
    picture.src = link.href;
    picture.alt = link.dataset.caption || "";
    dialog.querySelector("span").textContent = link.dataset.caption || "";
    dialog.showModal();
  }

  document.addEventListener("toggle", (event) => {
    if (event.target.matches("details.menu[open]")) keepOnScreen(event.target);
  }, true);

  document.addEventListener("click", (event) => {
    const on = (selector) => event.target.closest(selector);
    closeMenus(on("details.menu"));
    if (on("[data-drawer]")) setDrawer(on("[data-drawer]").dataset.drawer === "open");
    if (on("[data-dismiss]")) on(".notice").remove();
    if (on("[data-dialog]")) openDialog(on("[data-dialog]"));
    if (on("[data-dialog-close]")) on("dialog").close();
    if (event.target.nodeName === "DIALOG") event.target.close();
    if (on("[data-fill]")) fill(on("[data-fill]"));
    if (on("[data-print]")) window.print();
    const photo = on("a[data-photo]");
    if (photo && !event.ctrlKey && !event.metaKey && !event.shiftKey) { event.preventDefault(); showPhoto(photo); }
  });

  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && drawerIsOpen()) setDrawer(false);
    if (event.key === "Escape") {
      const menu = document.querySelector("details.menu[open]");
      closeMenus(null);
      if (menu) menu.querySelector("summary").focus();
    }
    if (event.key === "Tab" && drawerIsOpen()) keepFocusInside(event);
    const typing = /^(INPUT|TEXTAREA|SELECT)$/.test(event.target.nodeName);
    const search = document.getElementById("search-words");
    if (event.key === "/" && !typing && search) { event.preventDefault(); search.focus(); }
  });

  /* A form sent twice by an impatient hand is one form. */
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.method !== "post" || event.defaultPrevented || form.hasAttribute("hx-post")) return;
    if (form.dataset.sent) { event.preventDefault(); return; }
    form.dataset.sent = "yes";
    window.setTimeout(() => delete form.dataset.sent, 8000);
  });
  window.addEventListener("pageshow", () => document.querySelectorAll("form[data-sent]").forEach((form) => delete form.dataset.sent));

  /* What a refused request says: the server's own sentence where it sent one. */
  function refusalIn(text) {
    const part = new DOMParser().parseFromString(text || "", "text/html").querySelector("[data-refusal] p, main p");
    return part ? part.textContent.trim() : "";
  }

  document.addEventListener("htmx:beforeSwap", (event) => {
    if (event.detail.xhr.status < 400 || !event.detail.xhr.responseText.includes("data-refusal")) return;
    event.detail.shouldSwap = false;
    announce(refusalIn(event.detail.xhr.responseText), "error");
  });
  document.addEventListener("htmx:responseError", (event) => {
    announce(refusalIn(event.detail.xhr.responseText) || document.body.dataset.textFailed, "error");
  });
  document.addEventListener("htmx:sendError", () => announce(document.body.dataset.textOffline, "error"));
  document.addEventListener("htmx:timeout", () => announce(document.body.dataset.textOffline, "error"));
  document.addEventListener("htmx:load", (event) => applyAll(event.detail.elt));

  window.Chuangcheng = { enhance, announce };

  /* What was sent has arrived when another page of the workbench follows, or the same one with good news: then its draft
     (draft.js) goes. After the page of sign-in or of an error the form finds it again. */
  function settleSentDraft() {
    if (!document.querySelector(".shell")) return;
    try {
      const key = window.sessionStorage.getItem("draft-sent");
      if (!key) return;
      window.sessionStorage.removeItem("draft-sent");
      const isSameForm = [...document.querySelectorAll("form[data-draft]")].some((form) => "draft:" + form.dataset.draft === key);
      if (!isSameForm || document.querySelector("#messages .notice-success")) window.localStorage.removeItem(key);
    } catch (error) {
      /* storage is switched off: there is no draft */
    }
  }

  document.addEventListener("DOMContentLoaded", () => {
    settleSentDraft();
    applyAll(document);
    const wrong = document.querySelector("[data-focus]");
    if (wrong) wrong.focus();
  });

  enhance("[data-filters-toggle]", (button) => {
    button.addEventListener("click", () => {
      const open = button.closest("form").classList.toggle("is-open");
      button.setAttribute("aria-expanded", String(open));
    });
  });
  const NAMES_TOLD = 6;
  /* The browser names its own button in its own language: ours lies under the field, which stays what is pressed. */
  enhance('input[type="file"].form-control', (field) => {
    const texts = document.body.dataset;
    if (!texts.textChooseFile) return;
    const frame = document.createElement("div");
    const face = document.createElement("span");
    const name = document.createElement("span");
    frame.className = "file-pick";
    face.className = "btn";
    face.textContent = texts.textChooseFile;
    name.className = "file-pick-name";
    [face, name].forEach((part) => part.setAttribute("aria-hidden", "true"));
    const tell = () => {
      const names = [...field.files].map((file) => file.name);
      const rest = names.length > NAMES_TOLD ? `……（${names.length}）` : ""; // a folder may bring hundreds
      name.textContent = names.slice(0, NAMES_TOLD).join("、") + rest || texts.textNoFile;
    };
    field.replaceWith(frame);
    frame.append(field, face, name);
    field.addEventListener("change", tell);
    tell();
  });
  /* Empty fields stay out of the address, so that a link is a view and no more. */
  enhance("form[data-filters]", (form) => {
    form.addEventListener("submit", () => {
      form.querySelectorAll("input[name], select[name]").forEach((field) => { field.disabled = field.value === ""; });
    });
  });
})();
