//! For tests and the benchmark: work of the native tests that a browser does too.

use super::{FIRST, Library};
use crate::engine::Luck;
pub use crate::engine::luck::draws_digest;
use crate::model::Style;

/// Plays `n` complete weeks from Monday with every draw made; returns a checksum.
pub fn bench_replays(n: u32) -> f64 {
    let Ok(loaded) = (Library::FIRST.load)(FIRST.0, None) else { return 0.0 };
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
