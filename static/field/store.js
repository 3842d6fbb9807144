/* Everything that the phone keeps, in IndexedDB: the day, drafts, photos, and the outbox. Each row belongs to a person,
   so that two people may share a phone. */

const { openDB } = window.idb;
const NAME = "chuangcheng-field";
const VERSION = 10; /* ten for each change of STORES: phones that kept something have 10 since their first day */
const STORES = { kept: ["key"], drafts: ["id", "owner", "at"], photos: ["id", "owner", "holder"], outbox: ["id", "owner", "state", "at"] }; /* the key, then what is looked up by */
let opened = null;

function open() {
  opened ||= openDB(NAME, VERSION, {
    upgrade(made) {
      for (const [name, [keyPath, ...indexes]] of Object.entries(STORES)) {
        const store = made.createObjectStore(name, { keyPath });
        indexes.forEach((index) => store.createIndex(index, index));
      }
    },
    terminated: forget,
  });
  opened.catch(forget);
  return opened;
}

function forget() {
  opened = null;
}

/* Phones close the database when memory is short: it opens again with the next call. */
async function safely(run) {
  try {
    return await run(await open());
  } catch (error) {
    if (!/InvalidState|UnknownError/.test(error.name)) throw error;
    forget();
    return run(await open());
  }
}

export const kept = {
  get: (key) => safely(async (db) => (await db.get("kept", key))?.value),
  set: (key, value) => safely((db) => db.put("kept", { key, value })),
  remove: (key) => safely((db) => db.delete("kept", key)),
};

export const drafts = {
  get: (id) => safely((db) => db.get("drafts", id)),
  put: (draft) => safely((db) => db.put("drafts", { ...draft, at: Date.now() })),
  all: (owner) => safely(async (db) => (await db.getAllFromIndex("drafts", "owner", owner)).sort((a, b) => b.at - a.at)),
  remove: (id) => safely((db) => db.delete("drafts", id)),
};

export const photos = {
  get: (id) => safely((db) => db.get("photos", id)),
  put: (photo) => safely((db) => db.put("photos", photo)),
  of: (holder) => safely((db) => db.getAllFromIndex("photos", "holder", holder)),
  remove: (ids) => safely(async (db) => {
    const step = db.transaction("photos", "readwrite");
    await Promise.all([...ids.map((id) => step.store.delete(id)), step.done]);
  }),
};

export const outbox = {
  get: (id) => safely((db) => db.get("outbox", id)),
  all: () => safely((db) => db.getAllFromIndex("outbox", "at")),
  change: (id, fields) => safely(async (db) => {
    const step = db.transaction("outbox", "readwrite");
    const row = await step.store.get(id);
    await Promise.all([row && step.store.put({ ...row, ...fields }), step.done]);
  }),
  add: (row) => safely((db) => db.put("outbox", row)),
  remove: (id) => safely((db) => db.delete("outbox", id)),
  /* From draft to outbox in one step: a phone that dies in between has the one or the other. */
  move: (row) => safely(async (db) => {
    const step = db.transaction(["drafts", "outbox"], "readwrite");
    await Promise.all([step.objectStore("outbox").put(row), step.objectStore("drafts").delete(row.id), step.done]);
  }),
};

/* Asks the browser not to throw the data away; gives what it says. */
export async function askToKeep() {
  if (!navigator.storage || !navigator.storage.persist) return false;
  return (await navigator.storage.persisted()) || navigator.storage.persist();
}
