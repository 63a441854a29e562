//! Exports for tests and the benchmark: the same work the native tests do, in this browser.

use crate::app;
use crate::engine::Luck;
use crate::engine::luck;
use crate::model::Style;
use wasm_bindgen::prelude::*;

/// See [`luck::draws_digest`].
#[wasm_bindgen]
pub fn draws_digest(seed: u32, n: u32) -> String {
    luck::draws_digest(seed, n)
}

/// Plays `n` complete weeks from Monday with every draw made; returns a checksum.
#[wasm_bindgen]
pub fn bench_replays(n: u32) -> f64 {
    let Ok(loaded) = (app::Library::FIRST.load)(app::FIRST.0, None) else { return 0.0 };
    let mut sum = 0.0;
    for seed in 0..n {
        let style = if seed % 2 == 0 { Style::Directive } else { Style::Collaborative };
        let luck = Luck::of_seed(seed);
        let mut s = loaded.program.begin(luck);
        loaded.program.run_pure(luck, &mut s, style);
        sum += f64::from(s.shipped);
    }
    sum
}
