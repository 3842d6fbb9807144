"use strict";
/* The map: boundaries from one address, points that the server has clustered from another, by box and zoom; the list
   beside follows the map and the map follows the list. Works with no tiles. docs/howto/ui-components.md has the shapes. */

(function () {
  const TONES = ["muted", "blue", "amber", "red", "green"];
  const WHOLE_COUNTRY = [[18, 73], [54, 135]]; /* south-west and north-east in degrees, until something is drawn */

  function tone(properties) {
    return TONES.includes(properties.tone) ? " map-tone-" + properties.tone : "";
  }

  function pointIcon(properties) {
    return L.divIcon({ className: "map-point" + tone(properties), iconSize: [20, 20] });
  }

  function clusterIcon(properties) {
    const width = properties.count < 10 ? 30 : properties.count < 100 ? 36 : 44;
    const words = document.createElement("span");
    words.textContent = String(properties.count);
    return L.divIcon({ className: "map-cluster" + tone(properties), iconSize: [width, width], html: words });
  }

  function popup(properties) {
    const box = document.createElement("div");
    const line = document.createElement("p");
    const link = document.createElement(properties.url ? "a" : "strong");
    if (properties.url) link.href = properties.url;
    link.textContent = [properties.number, properties.name].filter(Boolean).join(" ");
    line.append(link);
    box.append(line);
    (properties.lines || []).forEach((text) => {
      const each = document.createElement("p");
      each.textContent = text;
      box.append(each);
    });
    return box;
  }

  function withQuery(address, extra) {
    const url = new URL(address, window.location.href);
    Object.entries(extra).forEach(([name, value]) => url.searchParams.set(name, value));
    return url.toString();
  }

  async function json(address, signal) {
    const answer = await fetch(address, { signal, credentials: "same-origin", headers: { Accept: "application/json" } });
    if (!answer.ok) throw new Error(String(answer.status));
    return answer.json();
  }

  class SiteMap {
    constructor(frame) {
      this.frame = frame;
      this.texts = frame.dataset;
      this.markers = new Map();
      this.list = frame.dataset.list ? document.getElementById(frame.dataset.list) : null;
      this.note = frame.querySelector(".map-note");
      this.map = L.map(frame.querySelector(".map"), { zoomControl: false, attributionControl: false, zoomSnap: 0.5 });
      L.control.zoom({ zoomInTitle: this.texts.textZoomIn, zoomOutTitle: this.texts.textZoomOut }).addTo(this.map);
      this.map.createPane("names").style.zIndex = 450; /* under the points (600), over the shapes (400) */
      this.points = L.layerGroup().addTo(this.map);
      this.map.fitBounds(WHOLE_COUNTRY);
      if (this.texts.tilesUrl) this.drawTiles();
      if (this.list) this.followList();
      this.start();
    }

    async start() {
      const boundaries = this.texts.boundariesUrl ? await this.drawBoundaries() : null;
      if (this.texts.center) this.map.setView(this.texts.center.split(",").map(Number), Number(this.texts.zoom), { animate: false });
      else if (boundaries) this.map.fitBounds(boundaries, { animate: false });
      if (this.texts.pickName) this.startPicking();
      if (this.texts.givenPoints) this.showGiven(JSON.parse(this.texts.givenPoints).features);
      if (!this.texts.pointsUrl) return;
      await this.load("fitsPoints" in this.texts || (!boundaries && !this.texts.center));
      this.map.on("moveend", () => this.load(false));
    }

    /* A few places that stand in the page: all of them in sight, a line between two, and how long a stretch is. */
    showGiven(features) {
      this.draw(features);
      const places = features.map((feature) => L.latLng(feature.geometry.coordinates[1], feature.geometry.coordinates[0]));
      if (places.length === 2) L.polyline(places, { color: "#5b6055", weight: 2, dashArray: "4 6", interactive: false }).addTo(this.map);
      L.control.scale({ imperial: false }).addTo(this.map);
      this.map.fitBounds(L.latLngBounds(places), { maxZoom: 18, padding: [28, 28], animate: false });
    }

    drawTiles() {
      L.tileLayer(this.texts.tilesUrl, { maxZoom: 18 }).addTo(this.map);
      if (this.texts.attribution) L.control.attribution({ prefix: false }).addAttribution(this.texts.attribution).addTo(this.map);
    }

    async drawBoundaries() {
      try {
        const shapes = await json(this.texts.boundariesUrl);
        const layer = L.geoJSON(shapes, {
          interactive: false,
          style: { color: "#8a8f86", weight: 1.5, fillColor: "#ffffff", fillOpacity: this.texts.tilesUrl ? 0.1 : 0.85 },
          onEachFeature: (feature, shape) => this.nameBoundary(feature, shape),
        }).addTo(this.map);
        layer.bringToBack();
        return layer.getBounds().isValid() ? layer.getBounds() : null;
      } catch (error) {
        this.say(this.texts.textFailed);
        return null;
      }
    }

    nameBoundary(feature, shape) {
      const name = feature.properties && feature.properties.name;
      if (name) shape.bindTooltip(name, { permanent: true, pane: "names", direction: "center", className: "map-place", interactive: false });
    }

    async load(fit) {
      if (this.asking) this.asking.abort();
      this.asking = new AbortController();
      const bounds = this.map.getBounds();
      const box = [bounds.getWest(), bounds.getSouth(), bounds.getEast(), bounds.getNorth()].map((degree) => degree.toFixed(6)).join(",");
      const extra = { bbox: box, zoom: Math.round(this.map.getZoom()) };
      try {
        const found = await json(withQuery(this.texts.pointsUrl, extra), this.asking.signal);
        this.draw(found.features || []);
        if (fit && this.closeIn(found.features || [])) return;
        if (fit) this.fitPoints();
        this.say("");
      } catch (error) {
        if (error.name === "AbortError") return;
        this.say(this.texts.textFailed);
      }
      if (this.list && this.texts.listUrl) this.loadList(extra);
    }

    draw(features) {
      const open = [...this.markers.values()].find((marker) => marker.isPopupOpen());
      const openId = open && open.options.placeId;
      this.points.clearLayers();
      this.markers.clear();
      features.forEach((feature) => this.drawOne(feature, openId));
    }

    drawOne(feature, openId) {
      const properties = feature.properties || {};
      if (feature.geometry.type === "Polygon") { this.drawShade(feature, properties); return; }
      if (feature.geometry.type === "LineString") { this.drawWay(feature, properties); return; }
      const place = L.latLng(feature.geometry.coordinates[1], feature.geometry.coordinates[0]);
      if (properties.count > 1) {
        const title = this.texts.textCluster.replace("{n}", String(properties.count));
        const cluster = L.marker(place, { icon: clusterIcon(properties), title, alt: title }).addTo(this.points);
        cluster.on("click", () => this.map.setView(place, Math.min(this.map.getZoom() + 2, 18)));
        return;
      }
      const title = [properties.number, properties.name].filter(Boolean).join(" ");
      const marker = L.marker(place, { icon: pointIcon(properties), title, alt: title, placeId: String(properties.id) }).addTo(this.points);
      marker.bindPopup(popup(properties), { minWidth: 160, maxWidth: 260, autoPan: false });
      marker.on("popupopen", () => this.choose(String(properties.id), true));
      this.markers.set(String(properties.id), marker);
      if (openId === String(properties.id)) marker.openPopup();
    }

    /* A way that somebody went; dashed where only its stations are known. */
    drawWay(feature, properties) {
      L.geoJSON(feature, { interactive: false, style: { className: "map-way" + (properties.kind === "way" ? "" : " map-way-between") } }).addTo(this.points);
    }

    /* A part of the heat: the number stands in it, since a shade alone says too little. */
    drawShade(feature, properties) {
      const shape = L.geoJSON(feature, { style: { className: "map-shade map-shade-" + Number(properties.shade) } }).addTo(this.points);
      shape.bindTooltip(String(properties.count), { permanent: true, direction: "center", className: "map-shade-count" });
      shape.on("click", (event) => this.map.setView(event.latlng, Math.min(this.map.getZoom() + 2, 18)));
      shape.eachLayer((layer) => {
        const element = layer.getElement();
        if (!element) return;
        element.setAttribute("role", "img");
        element.setAttribute("aria-label", properties.title);
      });
    }

    /* Without outlines nobody knows yet where the place lies: one circle over the country is looked into. */
    closeIn(features) {
      const alone = features.length === 1 && features[0].geometry.type === "Point" && features[0].properties.count > 1;
      if (!alone || this.map.getZoom() >= 14) return false;
      const [longitude, latitude] = features[0].geometry.coordinates;
      this.map.setView([latitude, longitude], this.map.getZoom() + 2, { animate: false });
      this.load(true);
      return true;
    }

    fitPoints() {
      const places = this.points.getLayers().map((layer) => (layer.getLatLng ? layer.getLatLng() : layer.getBounds()));
      const around = places.reduce((box, place) => box.extend(place), L.latLngBounds([]));
      if (around.isValid()) this.map.fitBounds(around, { maxZoom: 16, padding: [24, 24], animate: false });
    }

    loadList(extra) {
      window.htmx.ajax("GET", withQuery(this.texts.listUrl, extra), { target: "#" + this.list.id, swap: "innerHTML" });
    }

    followList() {
      const idOf = (event) => {
        const row = event.target.closest("[data-point]");
        return row ? row.dataset.point : "";
      };
      ["mouseover", "focusin"].forEach((kind) => this.list.addEventListener(kind, (event) => this.choose(idOf(event), false)));
      this.list.addEventListener("mouseleave", () => this.choose("", false));
      /* A point pressed while its list was on the way: the new rows know it too. */
      this.list.addEventListener("htmx:afterSwap", () => this.markRows());
    }

    choose(id, scroll) {
      this.markers.forEach((marker, each) => {
        if (marker.getElement()) marker.getElement().classList.toggle("is-chosen", each === id);
      });
      if (!this.list || !scroll) return;
      this.chosen = id;
      this.markRows();
      const row = this.list.querySelector('[data-point="' + CSS.escape(id) + '"]');
      if (row) row.scrollIntoView({ block: "nearest" });
    }

    markRows() {
      this.list.querySelectorAll("[data-point]").forEach((row) => row.classList.toggle("is-chosen", row.dataset.point === this.chosen));
    }

    /* A form that asks for a place: a press on the map fills "longitude,latitude" into the field of that name. */
    startPicking() {
      const field = document.getElementsByName(this.texts.pickName)[0];
      if (!field) return;
      let marker = null;
      const put = (place) => {
        if (marker) marker.setLatLng(place);
        else {
          marker = L.marker(place, { icon: pointIcon({ tone: "blue" }), draggable: true, title: this.texts.textPoint, alt: this.texts.textPoint }).addTo(this.map);
          marker.on("dragend", () => write(marker.getLatLng()));
        }
      };
      const write = (place) => {
        field.value = place.lng.toFixed(6) + "," + place.lat.toFixed(6);
        field.dispatchEvent(new Event("change", { bubbles: true }));
      };
      const show = () => {
        const [longitude, latitude] = field.value.split(/[,，]/).map(Number);
        if (Number.isFinite(longitude) && Number.isFinite(latitude)) put(L.latLng(latitude, longitude));
      };
      this.map.on("click", (event) => { put(event.latlng); write(event.latlng); });
      field.addEventListener("change", show);
      show();
    }

    say(text) {
      this.note.textContent = text;
      this.note.hidden = !text;
    }
  }

  window.Chuangcheng.enhance("[data-map]", (frame) => { frame.siteMap = new SiteMap(frame); });
})();
