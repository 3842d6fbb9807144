"use strict";
/* What makes the report page easier where scripts run; all of it works without. */
(function () {
  const form = document.getElementById("report");
  if (!form || !window.fetch || !window.Uint32Array) return;
  const said = document.getElementById("said");
  const texts = form.dataset;

  /* ---- small classes follow the picture ---- */
  const small = form.elements.problem_class;
  const groups = [...small.querySelectorAll("optgroup")];
  function narrow() {
    const chosen = form.querySelector("input[name=group]:checked");
    groups.forEach((each) => { each.hidden = each.disabled = Boolean(chosen) && each.dataset.group !== chosen.value; });
    const option = small.selectedOptions[0];
    if (option && option.parentElement.disabled) small.value = "";
  }
  form.querySelectorAll("input[name=group]").forEach((each) => each.addEventListener("change", narrow));
  narrow();

  /* ---- photos seen before they are sent ---- */
  const photos = form.elements.photos;
  const thumbs = document.getElementById("thumbs");
  photos.addEventListener("change", () => {
    thumbs.replaceChildren(...[...photos.files].map((file) => {
      const image = Object.assign(document.createElement("img"), { src: URL.createObjectURL(file), alt: file.name });
      const item = document.createElement("li");
      item.append(image);
      return item;
    }));
    const many = photos.files.length > Number(texts.mostPhotos);
    photos.setCustomValidity(many ? texts.tooMany : "");
    if (many) photos.reportValidity();
  });

  /* ---- the place: my position, or a press on the map ---- */
  const tools = document.getElementById("place-tools");
  const placed = document.getElementById("placed");
  let map = null;
  let mark = null;
  function put(lat, lon, words) {
    form.elements.lat.value = lat.toFixed(6);
    form.elements.lon.value = lon.toFixed(6);
    placed.textContent = words;
    if (map) {
      if (mark) mark.setLatLng([lat, lon]);
      else mark = window.L.marker([lat, lon], { icon: window.L.divIcon({ className: "pin mine", iconSize: [22, 22] }), alt: words, keyboard: false }).addTo(map);
    }
  }
  if (tools) {
    tools.hidden = false;
    const here = document.getElementById("here");
    if (!navigator.geolocation || !window.isSecureContext) here.hidden = true;
    here.addEventListener("click", () => {
      placed.textContent = texts.locating;
      navigator.geolocation.getCurrentPosition((found) => {
        const { latitude, longitude, accuracy } = found.coords;
        put(latitude, longitude, texts.located.replace("{m}", String(Math.round(accuracy))));
        if (map) map.setView([latitude, longitude], 17);
      }, () => { placed.textContent = texts.unlocated; }, { enableHighAccuracy: true, timeout: 15000 });
    });
    document.getElementById("open-map").addEventListener("click", async (event) => {
      event.target.hidden = true;
      const frame = document.getElementById("map");
      frame.hidden = false;
      placed.textContent = texts.press;
      map = await window.PublicMap.open(frame);
      if (form.elements.lat.value) {
        put(Number(form.elements.lat.value), Number(form.elements.lon.value), placed.textContent);
        map.setView(mark.getLatLng(), 17);
      }
      map.on("click", (at) => put(at.latlng.lat, at.latlng.lng, texts.put));
      frame.addEventListener("keydown", (pressed) => {
        if (pressed.key === "Enter" && pressed.target === frame) {
          pressed.preventDefault();
          put(map.getCenter().lat, map.getCenter().lng, texts.put);
        }
      });
    });
  }

  /* ---- a little work, so that a flood of messages costs hours ---- */
  const K = [];
  for (let n = 2; K.length < 64; n += 1) {
    let prime = true;
    for (let d = 2; d * d <= n; d += 1) if (n % d === 0) { prime = false; break; }
    if (prime) K.push(Math.floor((Math.cbrt(n) % 1) * 4294967296) | 0);
  }
  const START = [0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a, 0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19];
  const W = new Int32Array(64);
  function firstWord(text) {
    const length = text.length;
    const blocks = ((length + 8) >> 6) + 1;
    const words = new Int32Array(blocks * 16);
    for (let i = 0; i < length; i += 1) words[i >> 2] |= text.charCodeAt(i) << (24 - (i & 3) * 8);
    words[length >> 2] |= 0x80 << (24 - (length & 3) * 8);
    words[words.length - 1] = length * 8;
    const h = START.map((each) => each | 0);
    for (let block = 0; block < words.length; block += 16) {
      let [a, b, c, d, e, f, g, i] = h;
      for (let t = 0; t < 64; t += 1) {
        if (t < 16) W[t] = words[block + t];
        else {
          const x = W[t - 15];
          const y = W[t - 2];
          W[t] = (W[t - 16] + W[t - 7] + (((x >>> 7) | (x << 25)) ^ ((x >>> 18) | (x << 14)) ^ (x >>> 3)) + (((y >>> 17) | (y << 15)) ^ ((y >>> 19) | (y << 13)) ^ (y >>> 10))) | 0;
        }
        const one = (i + (((e >>> 6) | (e << 26)) ^ ((e >>> 11) | (e << 21)) ^ ((e >>> 25) | (e << 7))) + ((e & f) ^ (~e & g)) + K[t] + W[t]) | 0;
        const two = ((((a >>> 2) | (a << 30)) ^ ((a >>> 13) | (a << 19)) ^ ((a >>> 22) | (a << 10))) + ((a & b) ^ (a & c) ^ (b & c))) | 0;
        i = g; g = f; f = e; e = (d + one) | 0; d = c; c = b; b = a; a = (one + two) | 0;
      }
      [a, b, c, d, e, f, g, i].forEach((each, at) => { h[at] = (h[at] + each) | 0; });
    }
    return h[0];
  }
  function work(stamp, bits) {
    return new Promise((resolve) => {
      let n = 0;
      function some() {
        const until = Date.now() + 40;
        while (Date.now() < until) {
          const answer = n.toString(36);
          if (Math.clz32(firstWord(stamp + ":" + answer)) >= bits) { resolve(answer); return; }
          n += 1;
        }
        setTimeout(some, 0);
      }
      some();
    });
  }
  async function bitsFor(text) {
    try {
      const answer = await fetch(texts.effort, {
        method: "POST", credentials: "same-origin", body: JSON.stringify({ text }),
        headers: { "X-CSRFToken": form.elements.csrfmiddlewaretoken.value, "Content-Type": "application/json" },
      });
      return (await answer.json()).bits;
    } catch { return Number(texts.bits); }
  }
  let sending = false;
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    if (sending) return;
    sending = true;
    form.querySelector("button[type=submit].main").disabled = true;
    said.textContent = texts.sending;
    form.elements.answer.value = await work(form.elements.stamp.value, await bitsFor(form.elements.text.value));
    form.submit();
  });
  window.addEventListener("pageshow", () => { sending = false; form.querySelector("button[type=submit].main").disabled = false; said.textContent = ""; });
})();
