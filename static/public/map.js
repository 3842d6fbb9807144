"use strict";
/* The map of the public site, brought when it is wanted: tiles where there are some, else the boundaries of the place. */
window.PublicMap = (function () {
  let loading = null;
  function load(frame) {
    loading ||= new Promise((resolve, reject) => {
      const sheet = Object.assign(document.createElement("link"), { rel: "stylesheet", href: frame.dataset.leafletCss });
      const script = Object.assign(document.createElement("script"), { src: frame.dataset.leaflet });
      script.onload = resolve;
      script.onerror = reject;
      document.head.append(sheet, script);
    });
    return loading;
  }
  async function open(frame) {
    await load(frame);
    const map = window.L.map(frame, { attributionControl: false, zoomSnap: 0.5, zoomControl: false });
    window.L.control.zoom({ zoomInTitle: frame.dataset.zoomIn, zoomOutTitle: frame.dataset.zoomOut }).addTo(map);
    if (frame.dataset.tiles) window.L.tileLayer(frame.dataset.tiles, { maxZoom: 18 }).addTo(map);
    map.setView([35, 105], 4);
    try {
      const outline = await (await fetch(frame.dataset.outline)).json();
      const shape = window.L.geoJSON(outline, { interactive: false, style: { color: "#8a8f96", weight: 1.5, fillColor: "#fff", fillOpacity: frame.dataset.tiles ? 0 : 0.7 } }).addTo(map);
      if (outline.features.length) map.fitBounds(shape.getBounds(), { padding: [10, 10] });
    } catch { /* the map works without outlines */ }
    return map;
  }
  function words(properties) {
    const box = document.createElement("div");
    const name = document.createElement("strong");
    name.textContent = properties.name;
    box.append(name, ...(properties.lines || []).map((line) => Object.assign(document.createElement("div"), { textContent: line })));
    return box;
  }
  async function follow(frame) {
    const map = await open(frame);
    const layer = window.L.layerGroup().addTo(map);
    let asked = null;
    async function draw() {
      if (asked) asked.abort();
      asked = new AbortController();
      const url = new URL(frame.dataset.points, window.location.href);
      url.searchParams.set("bbox", map.getBounds().toBBoxString());
      url.searchParams.set("zoom", String(Math.floor(map.getZoom())));
      let found;
      try { found = await (await fetch(url, { signal: asked.signal })).json(); } catch { return; }
      layer.clearLayers();
      found.features.forEach((each) => {
        const [lon, lat] = each.geometry.coordinates;
        const { count, tone, name } = each.properties;
        const size = count ? (count < 10 ? 32 : 40) : 20;
        const html = document.createElement("span");
        html.textContent = count ? String(count) : "";
        const icon = window.L.divIcon({ className: "pin " + tone, iconSize: [size, size], html });
        const label = count ? frame.dataset.many.replace("{n}", String(count)) : name;
        const marker = window.L.marker([lat, lon], { icon, alt: label, title: label }).addTo(layer);
        if (marker.getElement()) marker.getElement().setAttribute("aria-label", label);
        if (count) marker.on("click", () => map.setView([lat, lon], Math.min(map.getZoom() + 2, 18)));
        else marker.bindPopup(words(each.properties));
      });
    }
    map.on("moveend", draw);
    draw();
  }
  document.querySelectorAll("[data-follow]").forEach((frame) => { frame.hidden = false; follow(frame); });
  return { open };
})();
