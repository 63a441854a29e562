// Starts the program, and shows the failure page when it fails to load, traps or panics.
"use strict";
{
const script = document.querySelector("script[data-wasm]");
const ours = new URL(".", script.src).href;
const stopped = "The program has stopped. Reloading the page brings you back to where you were.";
const framed = parent !== window;
const root = document.documentElement;
let failed = false;

// What a portal or a host put behind the question mark is read here and taken out of the address, so that
// nothing that is copied, printed or followed from here holds it. The tab keeps it for a reload, under a
// name that the entry of the history has; where a browser keeps nothing, it stays where it is.
let query = location.search;
try {
  if (query) {
    const name = `by-friday/query/${Math.random()}`;
    sessionStorage.setItem(name, query);
    history.replaceState({ query: name }, "", location.href.replace(/\?[^#]*/, ""));
  } else {
    query = sessionStorage.getItem(history.state.query) || "";
  }
} catch {}
window.byFridayQuery = query;
if (framed) root.setAttribute("data-framed", "");
// An entry that a link made has no name yet.
const entry = history.state;
addEventListener("hashchange", () => entry && (history.state || history.replaceState(entry, "")));

// What to begin with. The page of one week (`s/ID/`) begins on its Monday, or with the luck and the moves
// behind its `#`; from then on its address is that of the week.
let begin = location.hash;
const week = document.querySelector("base")?.dataset.week;
if (week) {
  if (!begin.startsWith("#/")) {
    begin = `#/play/${week}?${begin.replace(/^#\??/, "")}`;
    if (!/[?&]seed=/.test(begin)) begin = begin.replace("?", `?seed=${crypto.getRandomValues(new Uint32Array(1))[0]}&`);
  }
  try {
    history.replaceState(entry, "", begin);
  } catch {}
}

// The address of what is shown, as it may be handed on: the program's `platform/location.rs` says why. The
// part that talks with a portal says which address to give instead, once it is there.
function handed() {
  const url = new URL(document.baseURI);
  url.search = url.hash = url.username = url.password = "";
  return (root.dataset.public ?? url.href) + (location.hash.startsWith("#/") ? location.hash : begin);
}

function fail(text, error) {
  if (failed) return;
  failed = true;
  root.removeAttribute("data-ready");
  root.removeAttribute("data-opening");
  const page = document.getElementById("failure");
  const link = document.getElementById("failure-link");
  document.getElementById("failure-text").textContent = text;
  document.getElementById("failure-detail").textContent = String((error && error.stack) || error);
  link.value = handed();
  link.onfocus = () => link.select();
  page.querySelector("[data-action=reload]").onclick = () => location.reload();
  document.getElementById("app").remove();
  page.dataset.screen = "error";
  page.hidden = false;
  page.querySelector("h1").tabIndex = -1;
  // A page around this one is not to jump here.
  if (!framed || document.hasFocus()) page.querySelector("h1").focus();
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

// The program's files: what is there first; and those of the parts that come later, which it fetches itself.
const from = (name) => new URL(name, document.baseURI).href;
const list = (names) => names.split(",").filter(Boolean).map(from);
const program = { js: from(script.dataset.js), wasm: from(script.dataset.wasm) };
const parts = {};
for (const name of ["beside", "studio", "desk", "portal", "host"]) parts[name] = list(script.dataset[name]);

// Compiled while it arrives where the host names its type exactly; else, or where that is refused, from its bytes.
async function compile(url) {
  const get = async () => {
    const response = await fetch(url);
    if (!response.ok) throw new Error(`${response.url}: ${response.status}`);
    return response;
  };
  const response = await get();
  if (response.headers.get("content-type") === "application/wasm" && WebAssembly.compileStreaming) {
    try {
      return await WebAssembly.compileStreaming(response);
    } catch {}
  }
  return WebAssembly.compile(await (response.bodyUsed ? await get() : response).arrayBuffer());
}

// What is read after the first day comes once the program has.
let texts;
const later = () =>
  (texts ??= fetch(from(script.dataset.later)).then((response) => response.ok ? response.text() : "").catch(() => "").then((text) => {
    if (!text) texts = undefined;
    return text;
  }));

async function load() {
  program.loading ??= (async () => {
    const [bindings, module] = await Promise.all([import(program.js), compile(program.wasm)]);
    later();
    await bindings.default({ module_or_path: module });
    program.module = module;
    program.bindings = window.wasmBindings = bindings;
  })();
  try {
    await program.loading;
  } catch (error) {
    program.loading = undefined;
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

// A guess that saves a way there and back: what the program will ask for is asked for with it.
const guess = (fragment) =>
  /^#\/(portal|write|class)/.test(fragment) ? parts.desk
  : /^#\/(data|debrief|map|why|play(\?from|\/(?!monday-call\b)|.*[?&]set=))/.test(fragment) ? parts.studio
  : [];
function ahead(files) {
  for (const href of files) {
    if (/\.css$/.test(href)) sheet(href).catch(() => {});
    else document.head.append(Object.assign(document.createElement("link"), { rel: "preload", as: "fetch", crossOrigin: "anonymous", href }));
  }
}

// The host's policy forbade a file or the program.
let forbidden = false;
addEventListener("securitypolicyviolation", ({ disposition, blockedURI }) => {
  forbidden ||= disposition === "enforce" && (blockedURI === "wasm-eval" || blockedURI.startsWith(ours));
});

// Why files did not load, as far as one can tell: they are asked for once more and looked at.
async function cause(files, error) {
  try {
    for (const url of files) {
      const response = await fetch(url);
      if (!response.ok) return "A file of the program is missing on the server, or the server does not hand it out. Reload the page; where that does not help, tell whoever looks after it.";
      if (/^\s*</.test(await response.text())) return "In place of the program the server sent a web page: often one to sign in, or that of a filter on the way. Sign in where you are asked to, and reload this page; where that does not help, tell whoever looks after it.";
    }
    // A module that takes a reference: engines that read it read ours.
    if (error instanceof SyntaxError || !WebAssembly.validate(Uint8Array.of(0, 97, 115, 109, 1, 0, 0, 0, 1, 5, 1, 96, 1, 111, 0))) return "This browser is too old for the program. Update it, or open the link in another one: those of 2022 and later run it.";
  } catch {
    return "The program could not be fetched: there is no connection, or it broke. Reload the page once there is one.";
  }
  return "The program could not be loaded. The connection may have broken, or a file on the server is damaged. Reloading often helps.";
}

async function unloaded(files, error) {
  let text;
  if (location.protocol === "file:") {
    text = "This page was opened from a folder, and browsers do not let such a page read its files. Put the folder on a web server: in the folder, run “python3 -m http.server” and open http://localhost:8000.";
  } else if (origin === "null") {
    text = "The frame around this page gives it no origin (“sandbox”), and the host does not let such pages load its files. To the owner of the page around: add allow-same-origin to the sandbox, or send Access-Control-Allow-Origin: * with By Friday’s files. To play at once, open this address by itself:";
  } else {
    text = await cause(files, error);
    // What was forbidden is told a moment later.
    await new Promise((told) => setTimeout(told));
    if (forbidden || /content security|\bcsp\b/i.test(error)) {
      text = "The security policy that the server sends with this page forbids the program. To whoever looks after it: it needs script-src 'self' 'wasm-unsafe-eval', and 'self' in connect-src, style-src, img-src and worker-src.";
    }
  }
  fail(text, error);
}

let shown = false;
const opens = () => root.setAttribute("data-opening", "");
let opening = 0;
let waiting = false;
async function open(fragment, hosted) {
  const turn = ++opening;
  waiting = !hosted;
  // Who reads already waits for nothing until they press.
  const slow = setTimeout(() => turn === 1 && offered && !kept.length || opens(), 200);
  try {
    await load();
    // Somebody went elsewhere while it was loading.
    if (turn !== opening) return;
    const reading = turn === 1 && offered && !kept.length && [scrollY, document.activeElement?.dataset.choice];
    shown = true;
    // In a portal or on another page, who embeds us says where the week goes on.
    if (hosted) program.bindings.begin(fragment);
    else {
      root.removeAttribute("data-opening");
      program.bindings.show(fragment);
    }
    pressed();
    // Who has read on stays where they are.
    if (reading) {
      setTimeout(() => {
        scrollTo(0, reading[0]);
        if (reading[1]) page.querySelector(`[data-choice="${reading[1]}"]`)?.focus({ preventScroll: true });
      });
    }
    later().then(program.bindings.later);
  } catch (error) {
    if (!program.bindings) return unloaded([program.js, program.wasm], error);
    fail(stopped, error);
  } finally {
    clearTimeout(slow);
    if (turn === opening) waiting = false;
  }
}

// What the program asks for: the style sheets of a part, the page that says why a part is not to be had, and a
// worker for long work, which is the program once more without a page.
window.byFriday = {
  sheets: (name) => Promise.all(parts[name].filter((href) => /\.css$/.test(href)).map(sheet)),
  failed: (name) => unloaded(parts[name], new Error(`${name} could not be loaded`)),
  worker() {
    const worker = new Worker(new URL(`worker.js${new URL(script.src).search}`, script.src), { type: "module" });
    worker.postMessage({ js: program.js, module: program.module });
    return worker;
  },
};

// What can be read before the program has come: the start, and Monday's first scene, where nothing can put
// another one in their place. Presses on it are kept, and taken once the program is there; not one that
// was meant for what stood there before (`app/press.rs` tells the rule).
const page = document.getElementById("app");
const kept = [];
let offered;
function offer(id) {
  const first = document.getElementById(id);
  if (!first) return;
  page.replaceChildren(first.content.cloneNode(true));
  offered = performance.now();
}
page.addEventListener("click", (event) => {
  const button = event.target.closest("button");
  if (shown || !button || kept.some((press) => press.dataset.choice) || event.timeStamp - offered < 500 && kept.length) return;
  kept.push(button);
  if (button.dataset.action) {
    offer("first-scene");
    page.querySelector("[data-focus]").focus();
  } else {
    button.setAttribute("aria-pressed", "true");
    opens();
  }
});
function pressed() {
  for (const button of kept.splice(0)) {
    document.body.append(button);
    button.click();
    button.remove();
  }
}

// Back, pressed while something is being opened.
addEventListener("popstate", () => {
  kept.length = 0;
  if (waiting) open(location.hash);
});
if (typeof WebAssembly === "object") {
  document.getElementById("static").hidden = true;
  document.getElementById("starting").hidden = false;
  if (framed || opener || "launch" in script.dataset || /[?&](endpoint|embed|launch)=/.test(query)) {
    open(begin, true);
    ahead([...parts.portal, ...guess(begin)]);
  } else {
    let bare = false;
    try {
      bare = !Object.keys(localStorage).some((key) => key.startsWith("by-friday/"));
    } catch {}
    if (bare && /^(#\/?)?$/.test(begin)) offer("first-start");
    if (bare && /^#\/play\/monday-call(\?(seed=\d+)?&?)?$/.test(begin)) offer("first-scene");
    open(begin);
    ahead(guess(begin));
    // Once there is nothing else to fetch.
    if (script.dataset.keep) setTimeout(() => shown && import(from(script.dataset.keep)).catch(() => {}), 5000);
  }
} else {
  fail("This browser does not run WebAssembly, or it is turned off for this page. Turn it on, or open the link in another browser.", "no WebAssembly");
}
}
