//! The first bundle: the start screen and the week. The failure page is `public/boot.js`'s.

use by_friday::ui::{self, week};
use wasm_bindgen::prelude::*;

fn main() {
    ui::start(&week::WEEK);
}

/// Takes the page over, to show what a fragment asks for; `why` is what another bundle said.
#[wasm_bindgen]
pub fn show(fragment: &str, why: &str) {
    ui::show(fragment, why);
}

/// Takes the texts that are read after the first day; anything else where they did not come.
#[wasm_bindgen]
pub fn later(texts: String) {
    ui::later(texts);
}

/// Leaves the page.
#[wasm_bindgen]
pub fn hide() {
    ui::hide();
}

/// A unit of work, in a worker.
#[wasm_bindgen]
pub fn work(_kind: &str, link: &str, unit: u32) -> Vec<i64> {
    week::work(link, unit)
}
