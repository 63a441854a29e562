// Answers for the files of one build, so that a week opens, is played, looked back on and handed on without
// a network. `keep.js` registers it. What it keeps are the files a learner needs, written in here at build
// time; all else, and whatever is to be fresh or has a query that no file of the build has, is handed on.
"use strict";
const FILES = [];
const BUILD = "unstamped";

const scope = registration.scope;
const OWN = `by-friday ${scope} `;
const of = (file) => new URL(file, scope).href;
const files = new Set(FILES.map(of));
// A name with a hash holds the same for ever. A hash is a number: where it begins with noughts it is shorter.
const hashed = (url) => url.startsWith(scope) && /[.-][0-9a-f]{12,16}[._]/.test(url.slice(scope.length));
const isPage = (file) => /(^|\/)$/.test(file);

async function fresh(file) {
  const response = await fetch(of(file), { cache: hashed(of(file)) ? "default" : "no-cache" });
  // A filter on the way sends a page in place of anything.
  const wrong = !isPage(file) && /html/.test(response.headers.get("content-type"));
  if (!response.ok || response.redirected || wrong) throw new Error(`${file || "the page"} is not to be had`);
  return response;
}

// All of one build, or nothing: the page, by which it is known to be whole, comes last.
async function keep() {
  const listed = new Set((await (await fresh("files.json")).json()).app);
  const answers = await Promise.all(FILES.map(fresh));
  const pages = await Promise.all(answers.filter((_, i) => isPage(FILES[i])).map((answer) => answer.clone().text()));
  for (const file of FILES) {
    const name = file.replace(/\?.*/, "").replace(/^$|\/$/, "$&index.html");
    const named = !hashed(of(file)) || file.startsWith("worker") || pages.every((page) => page.includes(file));
    if (!listed.has(name) || !named) throw new Error(`${name} is of another build`);
  }
  await caches.delete(OWN + BUILD);
  const cache = await caches.open(OWN + BUILD);
  try {
    await Promise.all(FILES.slice(1).map((file, i) => cache.put(of(file), answers[i + 1])));
    await cache.put(of(""), answers[0]);
  } catch (error) {
    await caches.delete(OWN + BUILD);
    throw error;
  }
  await skipWaiting();
}

// Builds that are kept, the newest first. The one before stays for pages that were opened with it.
const kept = async () => (await caches.keys()).filter((name) => name.startsWith(OWN)).reverse();

async function prune() {
  const [, , ...old] = await kept();
  await Promise.all(old.map((name) => caches.delete(name)));
  await clients.claim();
}

async function found(url) {
  try {
    for (const name of await kept()) {
      const cache = await caches.open(name);
      const response = (await cache.match(of(""))) && (await cache.match(url, { ignoreVary: true }));
      if (response) return response;
    }
  } catch {}
}

// What may have changed is asked for first; where no answer comes in three seconds, or none that helps, it is
// what was kept. A request that was given up is ended: a browser has six at once for a host, and those that
// hang would keep others waiting.
async function newest(request, url) {
  const ours = await found(url);
  if (!ours) return fetch(request);
  const late = new AbortController();
  const timer = setTimeout(() => late.abort(), 3000);
  try {
    const response = await fetch(request, { signal: late.signal });
    // A copy that was taken away is not to live on here.
    const gone = request.mode === "navigate" && /^4(04|10)$/.test(response.status);
    if (gone) registration.unregister();
    if (gone || response.ok || response.type === "opaqueredirect") return response;
  } catch {
  } finally {
    clearTimeout(timer);
  }
  return ours;
}

addEventListener("install", (event) => event.waitUntil(keep()));
addEventListener("activate", (event) => event.waitUntil(prune()));
addEventListener("fetch", (event) => {
  const { request } = event;
  const url = request.url.replace(/#.*/, "");
  // What a script asks for anew comes from the network; what has a hash is never another. A page that is
  // reloaded asks so for all that it names, and is answered.
  const anew = request.destination ? /$^/ : hashed(url) ? /^(no-store|reload)$/ : /^(no-cache|no-store|reload)$/;
  if (request.method !== "GET" || anew.test(request.cache)) return;
  if (hashed(url)) event.respondWith(found(url).then((response) => response ?? fetch(request)));
  else if (files.has(url)) event.respondWith(newest(request, url));
});
