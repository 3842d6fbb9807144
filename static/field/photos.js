/* Photos: made small on the phone, with time and place kept in the picture and beside it, and known by their hash. */

import { momentOf, readExif, withExif } from "./exif.js";
import { newId, sha256 } from "./ids.js";
import { here } from "./place.js";
import { photos } from "./store.js";

const LONGEST = 1600; /* pixels of the longer side: what a screen shows, and text on a sign stays readable */
const QUALITY = 0.82;

/* A file from the camera or the gallery becomes a kept photo; gives its row. */
export async function keepFile(file, { owner, holder }) {
  const found = /jpe?g$/i.test(file.type) ? readExif(await file.slice(0, 262144).arrayBuffer()) : {};
  const picture = await opened(file);
  const at = momentOf(found);
  const place = Number.isFinite(found.lon) ? { lon: found.lon, lat: found.lat } : null;
  return keepPicture(picture, { owner, holder, at: at || new Date(file.lastModified || Date.now()), place });
}

/* A picture (image, bitmap, canvas or video) becomes a kept photo. A picture taken in this page is taken here and now. */
export async function keepPicture(picture, { owner, holder, at, place, isTakenHere = false }) {
  const canvas = drawn(picture);
  const fix = place || (isTakenHere ? here() : null);
  const plain = await new Promise((resolve) => canvas.toBlob(resolve, "image/jpeg", QUALITY));
  const blob = withExif(plain, { at, lon: fix?.lon, lat: fix?.lat });
  return stored({ id: newId(), owner, holder, blob, takenAt: at.toISOString(), lon: fix?.lon ?? null, lat: fix?.lat ?? null });
}

/* The same photo with a circle drawn on it takes the place of the plain one. */
export async function replacePicture(row, canvas) {
  const plain = await new Promise((resolve) => canvas.toBlob(resolve, "image/jpeg", QUALITY));
  const blob = withExif(plain, { at: new Date(row.takenAt), lon: row.lon ?? NaN, lat: row.lat ?? NaN });
  return stored({ ...row, blob });
}

async function stored(row) {
  const made = { ...row, sha256: await sha256(row.blob), size: row.blob.size };
  await photos.put(made);
  return made;
}

async function opened(file) {
  if (window.createImageBitmap) {
    try {
      return await createImageBitmap(file, { imageOrientation: "from-image" });
    } catch (error) { /* some browsers know neither the option nor the kind: the element may */ }
  }
  const image = new Image();
  image.src = URL.createObjectURL(file);
  await image.decode();
  URL.revokeObjectURL(image.src);
  return image;
}

function drawn(picture) {
  const width = picture.videoWidth || picture.naturalWidth || picture.width;
  const height = picture.videoHeight || picture.naturalHeight || picture.height;
  const scale = Math.min(1, LONGEST / Math.max(width, height));
  const canvas = document.createElement("canvas");
  canvas.width = Math.round(width * scale);
  canvas.height = Math.round(height * scale);
  canvas.getContext("2d").drawImage(picture, 0, 0, canvas.width, canvas.height);
  if (picture.close) picture.close();
  return canvas;
}
