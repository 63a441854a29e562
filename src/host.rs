//! The fourth bundle: the talk with a portal or an embedding page. `public/boot.js` loads it before
//! the first scene, and only where there is one of them.

use by_friday::platform::portal;
use wasm_bindgen::prelude::*;

fn main() {}

/// Finds out who is there. Resolves with the fragment to begin with; `address` is the page's own.
/// `open` shows another fragment, later.
#[wasm_bindgen]
pub fn begin(address: String, open: JsValue) -> JsValue {
    portal::begin(address, open)
}
