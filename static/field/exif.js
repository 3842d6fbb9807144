/* When and where a photo was taken, as the camera wrote it into the original, and the same written into the picture that
   is made smaller here: the server reads both from the file itself. JPEG only, as cameras send it to a page. */

const EXIF_POINTER = 0x8769;
const GPS_POINTER = 0x8825;
const TAKEN = 0x9003;
const ZONE = 0x9011;

/* { takenAt: "2026:09:30 10:00:00", zone: "+08:00", lon, lat } with what is there. */
export function readExif(buffer) {
  const view = new DataView(buffer);
  if (view.byteLength < 4 || view.getUint16(0) !== 0xffd8) return {};
  for (let at = 2; at + 4 < view.byteLength;) {
    const marker = view.getUint16(at);
    const length = view.getUint16(at + 2);
    if (marker === 0xffe1 && view.getUint32(at + 4) === 0x45786966) {
      try {
        return readTiff(view, at + 10);
      } catch (error) {
        return {}; /* cut off or wrong: as if nothing were written */
      }
    }
    if ((marker & 0xff00) !== 0xff00 || marker === 0xffda) return {};
    at += 2 + length;
  }
  return {};
}

function readTiff(view, start) {
  const little = view.getUint16(start) === 0x4949;
  const first = entries(view, start, view.getUint32(start + 4, little), little);
  const found = {};
  const details = first.get(EXIF_POINTER) && entries(view, start, number(view, first.get(EXIF_POINTER), little), little);
  if (details?.get(TAKEN)) found.takenAt = text(view, start, details.get(TAKEN), little);
  if (details?.get(ZONE)) found.zone = text(view, start, details.get(ZONE), little);
  const gps = first.get(GPS_POINTER) && entries(view, start, number(view, first.get(GPS_POINTER), little), little);
  if (gps?.get(2) && gps.get(4)) {
    found.lat = degrees(view, start, gps.get(2), little) * (text(view, start, gps.get(1), little) === "S" ? -1 : 1);
    found.lon = degrees(view, start, gps.get(4), little) * (text(view, start, gps.get(3), little) === "W" ? -1 : 1);
    if (!Number.isFinite(found.lat) || !Number.isFinite(found.lon) || (!found.lat && !found.lon)) { delete found.lat; delete found.lon; }
  }
  return found;
}

function entries(view, start, offset, little) {
  const found = new Map();
  const count = view.getUint16(start + offset, little);
  for (let index = 0; index < count; index += 1) {
    const at = start + offset + 2 + index * 12;
    found.set(view.getUint16(at, little), { count: view.getUint32(at + 4, little), at: at + 8 });
  }
  return found;
}

function number(view, entry, little) {
  return view.getUint32(entry.at, little);
}

function text(view, start, entry, little) {
  const from = entry.count > 4 ? start + view.getUint32(entry.at, little) : entry.at;
  let said = "";
  for (let index = 0; index < entry.count; index += 1) {
    const letter = view.getUint8(from + index);
    if (letter) said += String.fromCharCode(letter);
  }
  return said.trim();
}

function degrees(view, start, entry, little) {
  const from = start + view.getUint32(entry.at, little);
  const part = (index) => view.getUint32(from + index * 8, little) / view.getUint32(from + index * 8 + 4, little);
  return part(0) + part(1) / 60 + part(2) / 3600;
}

/* The moment as a Date, when the camera wrote one that makes sense. */
export function momentOf(found) {
  const parts = /^(\d{4}):(\d\d):(\d\d) (\d\d:\d\d:\d\d)$/.exec(found.takenAt || "");
  if (!parts) return null;
  const zone = /^[+-]\d\d:\d\d$/.test(found.zone || "") ? found.zone : "+08:00";
  const at = new Date(parts[1] + "-" + parts[2] + "-" + parts[3] + "T" + parts[4] + zone);
  return Number.isNaN(at.getTime()) ? null : at;
}

/* The JPEG with a small EXIF block of its own behind its first marker. */
export function withExif(jpeg, { at, lon, lat }) {
  const block = exifBlock(at, lon, lat);
  return new Blob([jpeg.slice(0, 2), block, jpeg.slice(2)], { type: "image/jpeg" });
}

function exifBlock(at, lon, lat) {
  const located = Number.isFinite(lon) && Number.isFinite(lat);
  const bytes = new Uint8Array(located ? 208 : 106);
  const view = new DataView(bytes.buffer);
  const put16 = (where, value) => view.setUint16(where, value);
  const put32 = (where, value) => view.setUint32(where, value);
  const T = 10; /* where the TIFF begins */
  put16(0, 0xffe1);
  put16(2, bytes.length - 2);
  put32(4, 0x45786966);
  put16(T, 0x4d4d);
  put16(T + 2, 42);
  put32(T + 4, 8);
  const entry = (where, tag, type, count, value) => { put16(where, tag); put16(where + 2, type); put32(where + 4, count); put32(where + 8, value); };
  put16(T + 8, located ? 2 : 1);
  entry(T + 10, EXIF_POINTER, 4, 1, 38);
  if (located) entry(T + 22, GPS_POINTER, 4, 1, 96);
  put16(T + 38, 2);
  entry(T + 40, TAKEN, 2, 20, 68);
  entry(T + 52, ZONE, 2, 7, 88);
  ascii(bytes, T + 68, stamp(at));
  ascii(bytes, T + 88, "+00:00");
  if (located) gpsBlock(view, bytes, T, entry, lon, lat);
  return bytes;
}

function gpsBlock(view, bytes, T, entry, lon, lat) {
  view.setUint16(T + 96, 4);
  const letter = (where, sign) => { view.setUint32(where, 0); bytes[where] = sign.charCodeAt(0); };
  entry(T + 98, 1, 2, 2, 0);
  letter(T + 106, lat < 0 ? "S" : "N");
  entry(T + 110, 2, 5, 3, 150);
  entry(T + 122, 3, 2, 2, 0);
  letter(T + 130, lon < 0 ? "W" : "E");
  entry(T + 134, 4, 5, 3, 174);
  /* Into degrees as one fraction, with minutes and seconds of zero: exact to a tenth of a metre, and short. */
  [[150, lat], [174, lon]].forEach(([where, value]) => {
    view.setUint32(T + where, Math.round(Math.abs(value) * 1e6));
    view.setUint32(T + where + 4, 1e6);
    [8, 16].forEach((more) => view.setUint32(T + where + more + 4, 1));
  });
}

function stamp(at) {
  return at.toISOString().slice(0, 19).replace(/-/g, ":").replace("T", " ");
}

function ascii(bytes, where, words) {
  for (let index = 0; index < words.length; index += 1) bytes[where + index] = words.charCodeAt(index);
}
