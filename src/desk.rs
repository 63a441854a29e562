//! The third bundle: what trainers work with, the editor, the class page and packages.

use by_friday::ui::{self, desk};
use wasm_bindgen::prelude::*;

fn main() {
    desk::start();
}

/// Takes the page over, to show what a fragment asks for; `why` is what another bundle said.
#[wasm_bindgen]
pub fn show(fragment: &str, why: &str) {
    desk::show(fragment, why);
}

/// Leaves the page.
#[wasm_bindgen]
pub fn hide() {
    ui::hide();
}

/// A unit of work, in a worker.
#[wasm_bindgen]
pub fn work(kind: &str, link: &str, unit: u32) -> Vec<i64> {
    desk::work(kind, link, unit)
}
