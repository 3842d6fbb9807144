/* The map, brought when it is asked for: places by their number in walking order, and the way between them. Works with
   no tiles. */

import { config } from "./page.js";
import { here } from "./place.js";

let loading = null;

function load() {
  loading ||= new Promise((resolve, reject) => {
    const sheet = Object.assign(document.createElement("link"), { rel: "stylesheet", href: config.leaflet_css });
    const script = Object.assign(document.createElement("script"), { src: config.leaflet });
    script.onload = resolve;
    script.onerror = () => { loading = null; reject(new Error("leaflet")); };
    document.head.append(sheet, script);
  });
  return loading;
}

/* `opens` is told of the place that was pressed; `way` is what was walked so far. */
export async function drawMap(frame, places, { opens, way = [] }) {
  await load();
  if (!frame.isConnected) return;
  const map = window.L.map(frame, { attributionControl: false });
  if (config.tiles) window.L.tileLayer(config.tiles, { maxZoom: 18 }).addTo(map);
  const placed = places.filter((place) => place.lon !== null && place.lat !== null);
  const order = placed.map((place) => [place.lat, place.lon]);
  if (way.length > 1) window.L.polyline(way.map((point) => [point.lat, point.lon]), { color: "#2c8a52", weight: 4 }).addTo(map);
  if (order.length > 1) window.L.polyline(order, { color: "#2f6fb5", weight: 3, dashArray: "6 6" }).addTo(map);
  placed.forEach((place, index) => {
    const number = document.createElement("span");
    number.textContent = String(index + 1);
    const mark = window.L.marker([place.lat, place.lon], { title: place.site, alt: place.site, icon: window.L.divIcon({ className: "pin", iconSize: [44, 44], html: number }) });
    mark.on("click", () => opens(place));
    mark.addTo(map);
  });
  const me = here();
  if (me) {
    window.L.circle([me.lat, me.lon], { radius: me.accuracy, color: "#2c8a52", weight: 1 }).addTo(map);
    window.L.circleMarker([me.lat, me.lon], { radius: 6, color: "#fff", fillColor: "#2c8a52", fillOpacity: 1 }).addTo(map);
  }
  if (order.length) map.fitBounds(order, { padding: [40, 40], maxZoom: 16 });
  else map.setView(me ? [me.lat, me.lon] : [35, 105], me ? 15 : 4);
}
