// Has the program kept for days without a network, says when a newer one is there, and forgets it with the
// rest of what is kept. Only where the page stands by itself: `boot.js` asks for this file there alone.
const script = document.querySelector("script[data-wasm]");
const root = document.documentElement;
const address = new URL("offline.js", script.src).href;
const folder = new URL(".", script.src).href;
const workers = navigator.serviceWorker;

// This folder's own: around it may lie another copy.
async function ours() {
  const registration = await workers.getRegistration(folder);
  return registration?.scope === folder ? registration : undefined;
}

async function forget() {
  root.removeAttribute("data-offline");
  try {
    for (const name of await caches.keys()) if (name.startsWith(`by-friday ${folder} `)) await caches.delete(name);
    // This may wait for a network that does not answer.
    await (await ours())?.unregister();
  } catch {}
}

// Who said "Later" is not asked again by what was on its way then.
let refused = false;

addEventListener("click", ({ target }) => {
  const action = target.closest?.("[data-action]")?.dataset.action;
  if (action === "unkeep" || action === "erase") forget();
  if (action === "later") {
    refused = true;
    told(false);
  }
  if (action === "renew") location.reload();
}, true);

// Says that a newer version is here, or no longer.
function told(yes) {
  document.getElementById("newer").hidden = !yes;
  root.toggleAttribute("data-newer", yes);
}

// Another build was found. Where this page is of that build already, there is nothing to say.
async function newer() {
  const text = await (await fetch(address, { cache: "no-cache" })).text();
  if (!text.includes(new URL(script.dataset.wasm, document.baseURI).pathname.split("/").pop()) && !refused) told(true);
}

if (workers && !navigator.connection?.saveData) {
  try {
    const kept = () => root.setAttribute("data-offline", "");
    // Known from an earlier visit: asking anew may take as long as the network does.
    if ((await ours())?.active) kept();
    const registration = await workers.register(address, { updateViaCache: "none" });
    workers.ready.then(({ scope }) => scope === folder && kept());
    document.head.append(Object.assign(document.createElement("link"), { rel: "manifest", href: new URL("app.webmanifest", folder).href }));
    registration.addEventListener("updatefound", () => newer().catch(() => {}));
    // What was found before this was listened for.
    if (workers.controller) newer().catch(() => {});
  } catch {}
}
