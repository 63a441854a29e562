//! The program in the browser: its page, and the same without a page in a worker. The failure page is
//! `public/boot.js`'s.

use by_friday::ui;
use wasm_bindgen::prelude::*;

/// What memory is taken from.
#[cfg(all(target_family = "wasm", not(target_feature = "atomics")))]
#[global_allocator]
static MEMORY: talc::wasm::WasmDynamicTalc = talc::wasm::new_wasm_dynamic_allocator();

fn main() {
    ui::start();
}

/// Shows what a fragment asks for.
#[wasm_bindgen]
pub fn show(fragment: &str) {
    ui::show(fragment);
}

/// Finds out who is there, in a portal or on another page, and shows where the week goes on; `address` is
/// the page's own fragment.
#[wasm_bindgen]
pub fn begin(address: String) {
    ui::begin(address);
}

/// Takes the texts that are read after the first day; anything else where they did not come.
#[wasm_bindgen]
pub fn later(texts: String) {
    ui::later(texts);
}

/// A unit of work, in a worker; `done` is called with what it came to, or with nothing where a part that it
/// takes cannot be fetched.
#[wasm_bindgen]
pub fn work(kind: String, link: String, unit: u32, done: JsValue) {
    ui::unit(kind, link, unit, done);
}
