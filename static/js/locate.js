"use strict";
/* The phone's own position for a form: "longitude,latitude" in a hidden field, only when the person asks for it.
   With data-locate-opens the named choice then offers what is near. */

window.Chuangcheng.enhance("[data-locate]", (box) => {
  const field = box.querySelector("input[type=hidden]");
  const button = box.querySelector("button");
  const said = box.querySelector("[role=status]");
  if (!navigator.geolocation || !window.isSecureContext) return;
  button.hidden = false;

  button.addEventListener("click", () => {
    button.disabled = true;
    navigator.geolocation.getCurrentPosition((found) => {
      field.value = found.coords.longitude.toFixed(6) + "," + found.coords.latitude.toFixed(6);
      said.textContent = box.dataset.textFound;
      const near = box.dataset.locateOpens && document.querySelector(box.dataset.locateOpens);
      if (near && !near.hidden) near.focus();
      button.disabled = false;
    }, () => {
      said.textContent = box.dataset.textFailed;
      button.disabled = false;
    }, { enableHighAccuracy: true, timeout: 10000, maximumAge: 60000 });
  });
});
