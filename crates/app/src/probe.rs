//! For tests and the benchmark: work of the native tests that a browser's worker does too.

use super::{FIRST, Library};
use engine::Luck;
pub use engine::luck::draws_digest;
use engine::model::Style;

/// The kind of work by which a worker is asked for it.
pub const KIND: &str = "probe";

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

/// What a worker is asked for: the bits of `n` draws of seed 7 (`draws`), as the native program has them, or
/// the checksum of `n` replays (`replays`).
pub fn work(what: &str, n: u32) -> Vec<i64> {
    match what {
        "draws" => draws_digest(7, n).bytes().map(i64::from).collect(),
        _ => vec![bench_replays(n) as i64],
    }
}
