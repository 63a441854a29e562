// Starts the program, and shows the failure page when it fails to load, traps or panics.
const script = document.querySelector("script[data-wasm]");
const ours = new URL(".", script.src).href;
const started = () => document.documentElement.hasAttribute("data-ready");
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
  document.getElementById("app").remove();
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
  if (concerns(event.error, event.filename)) {
    fail("The program has stopped. Reloading the page brings you back to where you were.", event.error || event.message);
  }
});
addEventListener("unhandledrejection", (event) => {
  if (concerns(event.reason)) {
    fail("The program has stopped. Reloading the page brings you back to where you were.", event.reason);
  }
});

try {
  if (typeof WebAssembly !== "object") throw new Error("WebAssembly is not available in this browser");
  document.getElementById("static").hidden = true;
  document.getElementById("starting").hidden = false;
  const bindings = await import(new URL(script.dataset.js, document.baseURI).href);
  const response = await fetch(new URL(script.dataset.wasm, document.baseURI));
  if (!response.ok) throw new Error(`${response.url}: ${response.status}`);
  window.wasmBindings = bindings;
  await bindings.default({ module_or_path: response });
} catch (error) {
  if (!started()) {
    const missing = typeof WebAssembly !== "object";
    fail(
      missing
        ? "This browser does not run WebAssembly, or it is turned off for this page. Turn it on, or open the link in another browser."
        : "The program could not be loaded. The connection may have broken, or a file is missing on the server. Reloading often helps.",
      error,
    );
  } else {
    fail("The program has stopped. Reloading the page brings you back to where you were.", error);
  }
}
