/* The outbox as a file, for a phone that cannot send any more; and such a file brought back to a phone. */

import { call } from "./api.js";
import { day, owner } from "./day.js";
import { recordOf } from "./outbox.js";
import { outbox, photos } from "./store.js";

const FORMAT = "chuangcheng-outbox";
const MOST_BYTES = 40000000; /* of photos in one file: the office can bring it in at once */

function base64(blob) {
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => resolve(reader.result.slice(reader.result.indexOf(",") + 1));
    reader.onerror = () => reject(reader.error);
    reader.readAsDataURL(blob);
  });
}

/* Files with everything of this person that is not on the server; none when all is sent. Nothing is taken away. */
export async function exported() {
  const rows = (await outbox.all()).filter((row) => row.state !== "done" && row.owner === owner());
  const files = [];
  let pack = { records: [], photos: [], bytes: 0 };
  const close = () => { if (pack.records.length) files.push(fileOf(pack, files.length + 1)); pack = { records: [], photos: [], bytes: 0 }; };
  for (const row of rows) {
    const shots = (await Promise.all(row.photoIds.map((id) => photos.get(id)))).filter(Boolean);
    const bytes = shots.reduce((sum, shot) => sum + shot.size, 0);
    if (pack.bytes + bytes > MOST_BYTES) close();
    pack.records.push({ ...recordOf(row, shots), title: row.title });
    for (const shot of shots) pack.photos.push({ sha256: shot.sha256, base64: await base64(shot.blob) });
    pack.bytes += bytes;
  }
  close();
  return files;
}

function fileOf(pack, number) {
  const { person, seal } = day();
  const stamp = new Date().toISOString();
  const records = pack.records.map(({ title, ...record }) => record);
  const whole = { format: FORMAT, version: 1, person: person.name, made_at: stamp, seal, records, photos: pack.photos };
  return new File([JSON.stringify(whole)], "chuangcheng-" + stamp.slice(0, 10) + "-" + number + ".json", { type: "application/json" });
}

/* Gives the file out: by the phone's own sharing where there is one, else as a download. */
export async function giveOut(file) {
  if (navigator.canShare && navigator.canShare({ files: [file] })) {
    try { await navigator.share({ files: [file] }); return; } catch (error) { if (error.name === "AbortError") return; }
  }
  const link = Object.assign(document.createElement("a"), { href: URL.createObjectURL(file), download: file.name });
  document.body.append(link);
  link.click();
  link.remove();
  window.setTimeout(() => URL.revokeObjectURL(link.href), 60000);
}

/* Sends a file's records and photos to the server as they are; gives what became of them. */
export async function bringIn(file) {
  const read = JSON.parse(await file.text());
  if (read.format !== FORMAT) throw new SyntaxError(FORMAT);
  return (await call("POST", "/field/exports", { body: read })).read;
}

