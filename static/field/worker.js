"use strict";
/* The service worker of /field/. What it keeps comes from the page of its address (self.FIELD): a version, the files of the
   shell, the ones that may come later. Files have their content in their name, so a kept one is never wrong. */

const PREFIX = "field-";
const CACHE = PREFIX + self.FIELD.version;
const SHELL = self.FIELD.shell;
const TRIES = 4;

/* One by one, each with some tries: a phone at the edge of a network gets there in the end. */
async function keep(cache, address) {
  if (await cache.match(address)) return;
  for (let attempt = 1; ; attempt += 1) {
    try {
      const answer = await fetch(address, { credentials: "same-origin", redirect: "error" });
      if (!answer.ok) throw new Error(address + " " + answer.status);
      await cache.put(address, answer);
      return;
    } catch (error) {
      if (attempt === TRIES) throw error;
      await new Promise((resolve) => setTimeout(resolve, 1000 * 2 ** attempt));
    }
  }
}

/* What the version before has already is taken from there. */
async function inherit(cache, addresses) {
  for (const address of addresses) {
    const there = await caches.match(address);
    if (there && !(await cache.match(address))) await cache.put(address, there);
  }
}

async function install() {
  const cache = await caches.open(CACHE);
  await inherit(cache, [...self.FIELD.files, ...self.FIELD.later]);
  for (const address of [SHELL, ...self.FIELD.files]) await keep(cache, address);
}

async function activate() {
  const names = (await caches.keys()).filter((name) => name.startsWith(PREFIX) && name !== CACHE);
  await Promise.all(names.map((name) => caches.delete(name)));
  await self.clients.claim();
}

/* The page itself: from the phone at once; asked for anew only when its address says so. */
async function page(request) {
  const cache = await caches.open(CACHE);
  const isFresh = new URL(request.url).searchParams.has("fresh");
  const there = await cache.match(SHELL);
  if (there && !isFresh) return there;
  try {
    const answer = await fetch(request);
    if (answer.ok && !answer.redirected && isFresh) await cache.put(SHELL, await fetch(SHELL, { credentials: "same-origin" }));
    return answer;
  } catch (error) {
    if (there) return there;
    throw error;
  }
}

async function file(request) {
  return (await caches.match(request)) || fetch(request);
}

self.addEventListener("install", (event) => event.waitUntil(install().then(() => self.skipWaiting())));
self.addEventListener("activate", (event) => event.waitUntil(activate()));
self.addEventListener("message", (event) => {
  if (event.data !== "later") return;
  event.waitUntil(caches.open(CACHE).then(async (cache) => { for (const address of self.FIELD.later) await keep(cache, address); }).catch(() => {}));
});
self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== self.location.origin) return;
  if (request.mode === "navigate" && url.pathname === SHELL) event.respondWith(page(request));
  else if (url.pathname.startsWith("/static/")) event.respondWith(file(request));
});
