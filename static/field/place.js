/* Where the phone is. Poor positions are marked and neither silently taken nor refused. */

export const POOR_METRES = 100;
const EARTH_METRES = 6371000;
let newest = null;
let watch = null;
const listeners = new Set();

/* The newest position: lon, lat, accuracy, at; null while there is none. */
export function here() {
  return newest && Date.now() - new Date(newest.at).getTime() < 600000 ? newest : null;
}

export function follow(listener) {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/* Begins to follow the phone, once the person has something to do with places. */
export function start() {
  if (watch !== null || !navigator.geolocation || !window.isSecureContext) return;
  watch = navigator.geolocation.watchPosition((found) => {
    const { longitude, latitude, accuracy } = found.coords;
    newest = { lon: longitude, lat: latitude, accuracy, at: new Date(found.timestamp).toISOString() };
    listeners.forEach((listener) => listener(newest));
  }, () => {
    listeners.forEach((listener) => listener(newest));
  }, { enableHighAccuracy: true, maximumAge: 30000, timeout: 30000 });
}

export function metres(one, other) {
  const rad = Math.PI / 180;
  const half = Math.sin((other.lat - one.lat) * rad / 2) ** 2 +
    Math.cos(one.lat * rad) * Math.cos(other.lat * rad) * Math.sin((other.lon - one.lon) * rad / 2) ** 2;
  return 2 * EARTH_METRES * Math.asin(Math.min(1, Math.sqrt(half)));
}

/* The order in which to walk: the nearest next, from where the person is or from the first place. Places without a
   position come last. */
export function walkingOrder(places, from) {
  const left = places.filter((place) => place.lon !== null && place.lat !== null);
  const lost = places.filter((place) => place.lon === null || place.lat === null);
  const order = [];
  let at = from || left[0];
  while (left.length) {
    let best = 0;
    left.forEach((place, index) => { if (metres(at, place) < metres(at, left[best])) best = index; });
    [at] = left.splice(best, 1);
    order.push(at);
  }
  return [...straightened(order, from), ...lost];
}

/* Turns parts of the way round while that makes it shorter (2-opt), which takes out the crossings. */
function straightened(order, from) {
  const gap = (one, other) => (one && other ? metres(one, other) : 0);
  for (let isBetter = order.length > 3, round = 0; isBetter && round < 30; round += 1) {
    isBetter = false;
    for (let first = 0; first < order.length - 1; first += 1) {
      for (let last = first + 1; last < order.length; last += 1) {
        const before = first ? order[first - 1] : from;
        const was = gap(before, order[first]) + gap(order[last], order[last + 1]);
        const would = gap(before, order[last]) + gap(order[first], order[last + 1]);
        if (would < was - 1) {
          order.splice(first, last - first + 1, ...order.slice(first, last + 1).reverse());
          isBetter = true;
        }
      }
    }
  }
  return order;
}
