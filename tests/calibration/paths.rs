//! Every path of a scenario under many seeds, each decision played once for all paths through it.

use crate::reliability::on_threads;
use by_friday::engine::luck::Luck;
use by_friday::engine::{Outcome, Program};
use by_friday::model::State;
use std::ops::Range;

/// Sums of pairs, for a correlation, and of the score's parts, for their deviations.
#[derive(Clone, Copy, Debug, Default)]
pub struct Moments {
    n: f64,
    x: f64,
    y: f64,
    xx: f64,
    yy: f64,
    xy: f64,
    parts: [f64; 3],
    squares: [f64; 3],
}

impl Moments {
    fn see(&mut self, directive: u8, o: &Outcome) {
        let (x, y) = (f64::from(directive), f64::from(o.mean));
        self.n += 1.0;
        self.x += x;
        self.y += y;
        self.xx += x * x;
        self.yy += y * y;
        self.xy += x * y;
        for i in 0..3 {
            self.parts[i] += o.points[i];
            self.squares[i] += o.points[i] * o.points[i];
        }
    }

    fn add(&mut self, other: &Moments) {
        for (mine, theirs) in [
            (&mut self.n, other.n),
            (&mut self.x, other.x),
            (&mut self.y, other.y),
            (&mut self.xx, other.xx),
            (&mut self.yy, other.yy),
            (&mut self.xy, other.xy),
        ] {
            *mine += theirs;
        }
        for i in 0..3 {
            self.parts[i] += other.parts[i];
            self.squares[i] += other.squares[i];
        }
    }

    /// Of engagement with the number of directive moves.
    pub fn correlation(&self) -> f64 {
        let (x, y) = (self.x / self.n, self.y / self.n);
        let spread = |squares: f64, mean: f64| (squares / self.n - mean * mean).sqrt();
        (self.xy / self.n - x * y) / spread(self.xx, x) / spread(self.yy, y)
    }

    /// The deviations of the score's parts, in points.
    pub fn deviations(&self) -> [f64; 3] {
        [0, 1, 2].map(|i| {
            let mean = self.parts[i] / self.n;
            (self.squares[i] / self.n - mean * mean).sqrt()
        })
    }
}

/// All paths: for each seed the share on time, and the moments of all.
pub struct All {
    pub shares: Vec<f64>,
    pub moments: Moments,
    /// The same by seed, for intervals.
    pub by_seed: Vec<Moments>,
}

impl All {
    /// Plays every path under each seed.
    pub fn of(program: &Program, seeds: Range<u32>) -> All {
        let seeds: Vec<u32> = seeds.collect();
        let each = on_threads(&seeds, |seed| {
            let (luck, mut moments, mut on_time) = (Luck::of_seed(*seed), Moments::default(), 0.0);
            leaves(program, luck, &program.begin(luck), 0, &mut |end, directive| {
                let o = program.outcome(end);
                on_time += f64::from(u8::from(o.on_time));
                moments.see(directive, &o);
            });
            (on_time / moments.n, moments)
        });
        let mut moments = Moments::default();
        each.iter().for_each(|(_, m)| moments.add(m));
        All { shares: each.iter().map(|e| e.0).collect(), moments, by_seed: each.into_iter().map(|e| e.1).collect() }
    }

    /// The share of weeks of which `holds` is true.
    pub fn weeks(&self, holds: impl Fn(f64) -> bool) -> crate::measure::Figure {
        crate::measure::Figure::of(self.shares.iter().map(|s| f64::from(u8::from(holds(*s)))))
    }
}

/// The end of every path, with the directive moves before its last decision, the epilogue.
fn leaves(program: &Program, luck: Luck, s: &State, directive: u8, leaf: &mut impl FnMut(&State, u8)) {
    let offered = program.offered(s);
    if offered == 0 {
        return leaf(s, directive);
    }
    for mv in (0..32).filter(|m| offered & (1 << m) != 0) {
        let mut next = *s;
        program.choose(luck, &mut next, mv).expect("it is offered");
        program.go_on(luck, &mut next).expect("a move was taken");
        leaves(program, luck, &next, s.directive, leaf);
    }
}
