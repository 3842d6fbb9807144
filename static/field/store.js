/* Everything that the phone keeps, in IndexedDB: the day, drafts, photos, and the outbox. Each row belongs to a person,
   so that two people may share a phone. */

const db = new window.Dexie("chuangcheng-field");
db.version(1).stores({
  kept: "key",
  drafts: "id, owner, at",
  photos: "id, owner, holder",
  outbox: "id, owner, state, at",
});

/* Phones close the database when memory is short: it opens again with the next call. */
async function safely(run) {
  try {
    return await run();
  } catch (error) {
    if (!/DatabaseClosed|InvalidState|UnknownError/.test(error.name)) throw error;
    db.close();
    await db.open();
    return run();
  }
}

export const kept = {
  get: (key) => safely(async () => (await db.kept.get(key))?.value),
  set: (key, value) => safely(() => db.kept.put({ key, value })),
  remove: (key) => safely(() => db.kept.delete(key)),
};

export const drafts = {
  get: (id) => safely(() => db.drafts.get(id)),
  put: (draft) => safely(() => db.drafts.put({ ...draft, at: Date.now() })),
  all: (owner) => safely(async () => (await db.drafts.where("owner").equals(owner).toArray()).sort((a, b) => b.at - a.at)),
  remove: (id) => safely(() => db.drafts.delete(id)),
};

export const photos = {
  get: (id) => safely(() => db.photos.get(id)),
  put: (photo) => safely(() => db.photos.put(photo)),
  of: (holder) => safely(() => db.photos.where("holder").equals(holder).toArray()),
  remove: (ids) => safely(() => db.photos.bulkDelete(ids)),
};

export const outbox = {
  get: (id) => safely(() => db.outbox.get(id)),
  all: () => safely(() => db.outbox.orderBy("at").toArray()),
  change: (id, fields) => safely(() => db.outbox.update(id, fields)),
  add: (row) => safely(() => db.outbox.put(row)),
  remove: (id) => safely(() => db.outbox.delete(id)),
  /* From draft to outbox in one step: a phone that dies in between has the one or the other. */
  move: (row) => safely(() => db.transaction("rw", db.drafts, db.outbox, async () => {
    await db.outbox.put(row);
    await db.drafts.delete(row.id);
  })),
};

/* Asks the browser not to throw the data away; gives what it says. */
export async function askToKeep() {
  if (!navigator.storage || !navigator.storage.persist) return false;
  return (await navigator.storage.persisted()) || navigator.storage.persist();
}
