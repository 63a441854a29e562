// Starts the program, and shows the failure page when it fails to load, traps or panics.
"use strict";
{
const script = document.querySelector("script[data-wasm]");
const ours = new URL(".", script.src).href;
const stopped = "The program has stopped. Reloading the page brings you back to where you were.";
let failed = false;

function fail(text, error) {
  if (failed) return;
  failed = true;
  document.documentElement.removeAttribute("data-ready");
  const page = document.getElementById("failure");
  const link = document.getElementById("failure-link");
  document.getElementById("failure-text").textContent = text;
  document.getElementById("failure-detail").textContent = String((error && error.stack) || error);
  link.value = location.href;
  link.onfocus = () => link.select();
  page.querySelector("[data-action=reload]").onclick = () => location.reload();
  for (const id of ["app", "studio", "desk"]) document.getElementById(id).remove();
  page.dataset.screen = "error";
  page.hidden = false;
  page.querySelector("h1").tabIndex = -1;
  page.querySelector("h1").focus();
}

// A browser extension's error is none of ours.
function concerns(error, source) {
  const stack = String((error && error.stack) || "");
  return (typeof WebAssembly === "object" && error instanceof WebAssembly.RuntimeError) || stack.includes(ours) || (source || "").startsWith(ours);
}

addEventListener("error", (event) => {
  // A page around ours that fits its frame makes browsers report a loop: nothing has failed.
  if (!/^ResizeObserver/.test(event.message) && concerns(event.error, event.filename)) {
    fail(stopped, event.error || event.message);
  }
});
addEventListener("unhandledrejection", (event) => {
  if (concerns(event.reason)) {
    fail(stopped, event.reason);
  }
});

// The program's bundles: the week, what comes after it, and what trainers work with.
const from = (name) => new URL(name, document.baseURI).href;
const bundles = {
  app: { js: from(script.dataset.js), wasm: from(script.dataset.wasm), css: [] },
  studio: { js: from(script.dataset.studioJs), wasm: from(script.dataset.studioWasm), css: [from(script.dataset.studioCss)] },
  desk: { js: from(script.dataset.deskJs), wasm: from(script.dataset.deskWasm), css: [script.dataset.studioCss, script.dataset.deskCss].map(from) },
};
const portal = { js: from(script.dataset.hostJs), wasm: from(script.dataset.hostWasm), css: [] };

// Compiled while it arrives; from a host that serves it as something else, once it is there.
async function compile(url) {
  const response = await fetch(url);
  if (!response.ok) throw new Error(`${response.url}: ${response.status}`);
  const streams = response.headers.get("content-type")?.startsWith("application/wasm") && WebAssembly.compileStreaming;
  return streams ? WebAssembly.compileStreaming(response) : WebAssembly.compile(await response.arrayBuffer());
}

async function load(bundle) {
  bundle.loading ??= (async () => {
    const [bindings, module] = await Promise.all([import(bundle.js), compile(bundle.wasm), ...bundle.css.map(sheet)]);
    await bindings.default({ module_or_path: module });
    bundle.module = module;
    bundle.bindings = bindings;
  })();
  try {
    await bundle.loading;
  } catch (error) {
    bundle.loading = undefined;
    throw error;
  }
}

// A style sheet, once it is there; one that failed is asked for again.
const sheets = {};
function sheet(href) {
  return (sheets[href] ??= new Promise((done, broken) => {
    const link = Object.assign(document.createElement("link"), { rel: "stylesheet", href, onload: done });
    link.onerror = () => {
      sheets[href] = undefined;
      link.remove();
      broken(new Error(href));
    };
    document.head.append(link);
  }));
}

// A guess that saves a download: the bundle that is asked for hands on what it has not.
const whose = (fragment) =>
  /^#\/(portal|write|class)/.test(fragment) ? bundles.desk
  : /^#\/(debrief|map|why|play(\?from|\/(?!monday-call\b)|.*[?&]set=))/.test(fragment) ? bundles.studio
  : bundles.app;
function unloaded(error) {
  let text = "The program could not be loaded. The connection may have broken, or a file is missing on the server. Reloading often helps.";
  if (location.protocol === "file:") {
    text = "This page was opened from a folder, and browsers do not let such a page read its files. Put the folder on a web server: in the folder, run “python3 -m http.server” and open http://localhost:8000.";
  } else if (origin === "null") {
    text = "The frame around this page gives it no origin (“sandbox”), and the host does not let such pages load its files. To the owner of the page around: add allow-same-origin to the sandbox, or send Access-Control-Allow-Origin: * with By Friday’s files. To play at once, open this address by itself:";
  }
  fail(text, error);
}

let shown;
let opening = 0;
let waiting = false;
async function open(bundle, fragment, why) {
  // A package for a portal has no desk.
  if (bundle === bundles.desk && document.documentElement.hasAttribute("data-package")) return open(bundles.app, "#/", "");
  const turn = ++opening;
  waiting = true;
  const root = document.documentElement;
  const slow = setTimeout(() => root.setAttribute("data-opening", ""), 200);
  try {
    await load(bundle);
    // Somebody went elsewhere while it was loading.
    if (turn !== opening) return;
    if (shown && shown !== bundle) shown.bindings.hide();
    shown = bundle;
    for (const id in bundles) document.getElementById(id).hidden = bundles[id] !== bundle;
    window.wasmBindings = bundle.bindings;
    bundle.bindings.show(fragment, why);
    root.removeAttribute("data-opening");
  } catch (error) {
    if (!bundle.bindings) return unloaded(error);
    fail(stopped, error);
  } finally {
    clearTimeout(slow);
    if (turn === opening) waiting = false;
  }
}

// Back, pressed while something is being opened.
addEventListener("popstate", () => {
  if (waiting) go(location.hash);
});
addEventListener("by-friday", ({ detail: [fragment, why] }) => {
  const guess = whose(fragment);
  open(guess !== shown ? guess : shown === bundles.app ? bundles.studio : bundles.app, fragment, why);
});

// Long work is done by the same bundle in a worker; a page that may have none does it itself.
window.byFridayWorker = () => {
  const worker = new Worker(new URL(`worker.js${new URL(script.src).search}`, script.src), { type: "module" });
  worker.postMessage({ js: shown.js, module: shown.module });
  return worker;
};

// What comes after the week is fetched while it is played.
addEventListener("click", function early(event) {
  if (!event.target.closest?.("[data-action=next]")) return;
  removeEventListener("click", early);
  setTimeout(() => load(bundles.studio).catch(() => {}), 1000);
});

const go = (fragment) => open(whose(fragment), fragment, "");

if (typeof WebAssembly === "object") {
  document.getElementById("static").hidden = true;
  document.getElementById("starting").hidden = false;
  // In a portal or on another page, who embeds us says where the week goes on.
  if (parent !== window || opener || "launch" in script.dataset || /[?&](endpoint|embed)=/.test(location.search)) {
    load(portal).then(() => portal.bindings.begin(location.hash, go)).then(go, unloaded);
  } else {
    go(location.hash);
  }
} else {
  fail("This browser does not run WebAssembly, or it is turned off for this page. Turn it on, or open the link in another browser.", "no WebAssembly");
}
}
