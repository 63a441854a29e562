//! The second bundle: the debrief, the map, the why page, and all weeks that the first has not.

use by_friday::ui::{self, studio};
use wasm_bindgen::prelude::*;

fn main() {
    studio::start();
}

/// Takes the page over, to show what a fragment asks for; `why` is what another bundle said.
#[wasm_bindgen]
pub fn show(fragment: &str, why: &str) {
    studio::show(fragment, why);
}

/// Leaves the page.
#[wasm_bindgen]
pub fn hide() {
    ui::hide();
}

/// A unit of work, in a worker.
#[wasm_bindgen]
pub fn work(kind: &str, link: &str, unit: u32) -> Vec<i64> {
    studio::work(kind, link, unit)
}

/// For tests: the bits of draws, as the native program has them.
#[wasm_bindgen]
pub fn draws_digest(seed: u32, n: u32) -> String {
    studio::draws_digest(seed, n)
}

/// For the benchmark: plays `n` weeks.
#[wasm_bindgen]
pub fn bench_replays(n: u32) -> f64 {
    studio::bench_replays(n)
}
