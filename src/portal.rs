//! The fourth bundle: the talk with a portal, and where a week goes on there or on another page.
//! `public/boot.js` loads it before the program, and only where there is one of them. It neither plays nor
//! reads a week.

use by_friday::platform::portal;
use wasm_bindgen::prelude::*;

fn main() {}

/// Finds out who is there. Resolves with the fragment to begin with; `address` is the page's own.
/// `open` shows another fragment, later; `host` brings the bundle that follows the week.
#[wasm_bindgen]
pub fn begin(address: String, open: JsValue, host: JsValue) -> JsValue {
    portal::begin(address, open, host)
}
