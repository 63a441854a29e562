//! Every path of a scenario under many seeds, each decision played once for all paths through it.

use crate::measure::Figure;
use crate::reliability::on_threads;
use engine::luck::Luck;
use engine::model::State;
use engine::{Outcome, Program};
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

/// All paths but for an epilogue that moves nothing.
pub struct All {
    /// For each seed the share on time.
    pub shares: Vec<f64>,
    pub moments: Moments,
    /// For each path its directive moves, and engagement summed over the seeds in thousandths.
    paths: Vec<(u8, i64)>,
    /// For each path its score summed over the seeds, in thousandths of a point.
    scores: Vec<i64>,
    /// For each of [`MARKS`], in how many weeks the score reaches it, in whole points.
    reached: [u64; MARKS.len()],
}

/// Pass marks, in points.
pub const MARKS: [u32; 7] = [50, 55, 60, 65, 70, 75, 80];

impl All {
    /// Plays every path under each seed.
    pub fn of(program: &Program, seeds: Range<u32>) -> All {
        const CHUNK: u32 = 50;
        let chunks: Vec<u32> = seeds.clone().step_by(CHUNK as usize).collect();
        let parts = on_threads(&chunks, |first| {
            let mut part =
                All { shares: Vec::new(), moments: Moments::default(), paths: Vec::new(), scores: Vec::new(), reached: [0; MARKS.len()] };
            for seed in *first..(*first + CHUNK).min(seeds.end) {
                let luck = Luck::of_seed(seed);
                let (mut on_time, mut at) = (0u32, 0);
                leaves(program, luck, &program.begin(luck), &mut |end, directive| {
                    let o = program.outcome(end);
                    on_time += u32::from(o.on_time);
                    part.moments.see(directive, &o);
                    if at == part.paths.len() {
                        part.paths.push((directive, 0));
                        part.scores.push(0);
                    }
                    part.scores[at] += (1000.0 * o.score()).round() as i64;
                    let points = o.score().round();
                    for (reached, mark) in part.reached.iter_mut().zip(MARKS) {
                        *reached += u64::from(points >= f64::from(mark));
                    }
                    part.paths[at].1 += i64::from(o.mean);
                    at += 1;
                });
                part.shares.push(f64::from(on_time) / at as f64);
            }
            part
        });
        parts
            .into_iter()
            .reduce(|mut all, part| {
                all.shares.extend(part.shares);
                all.moments.add(&part.moments);
                all.paths.iter_mut().zip(part.paths).for_each(|(a, b)| a.1 += b.1);
                all.scores.iter_mut().zip(part.scores).for_each(|(a, b)| *a += b);
                all.reached.iter_mut().zip(part.reached).for_each(|(a, b)| *a += b);
                all
            })
            .expect("some seeds")
    }

    /// The share of weeks of which `holds` is true.
    pub fn weeks(&self, holds: impl Fn(f64) -> bool) -> Figure {
        Figure::of(self.shares.iter().map(|s| f64::from(u8::from(holds(*s)))))
    }

    /// For each of [`MARKS`] the share of paths whose mean score reaches it, in whole points, and the
    /// share of all their weeks that do.
    pub fn passing(&self) -> [(f64, f64); MARKS.len()] {
        let (seeds, paths) = (self.shares.len() as i64, self.scores.len() as f64);
        std::array::from_fn(|i| {
            let enough = |sum: i64| (2 * sum + 1000 * seeds).div_euclid(2000 * seeds) >= i64::from(MARKS[i]);
            let passed = self.scores.iter().filter(|sum| enough(**sum)).count() as f64;
            (passed / paths, self.reached[i] as f64 / paths / seeds as f64)
        })
    }

    /// Of a path's mean engagement with the number of its directive moves, over all paths.
    pub fn correlation(&self) -> f64 {
        let n = self.paths.len() as f64;
        let mean = |value: &dyn Fn(&(u8, i64)) -> f64| self.paths.iter().map(value).sum::<f64>() / n;
        let (x, y) = (mean(&|p| f64::from(p.0)), mean(&|p| p.1 as f64));
        let across = mean(&|p| (f64::from(p.0) - x) * (p.1 as f64 - y));
        let spread = |value: &dyn Fn(&(u8, i64)) -> f64| mean(value).sqrt();
        across / spread(&|p| (f64::from(p.0) - x).powi(2)) / spread(&|p| (p.1 as f64 - y).powi(2))
    }
}

/// Whether nothing is at stake there any more: a last scene whose moves do nothing. Where the last
/// scene's moves do something, it is a decision like the others.
pub fn epilogue(program: &Program, scene: usize) -> bool {
    let scene = &program.scenes[scene];
    scene.next.is_empty() && scene.moves.iter().all(|m| m.effects.is_empty())
}

/// The end of every path with its directive moves, the epilogue taken one way.
fn leaves(program: &Program, luck: Luck, s: &State, leaf: &mut impl FnMut(&State, u8)) {
    if s.over() {
        return leaf(s, s.directive);
    }
    let last = epilogue(program, s.scene as usize);
    let offered = program.offered(s);
    for mv in (0..32).filter(|m| offered & (1 << m) != 0) {
        let mut next = *s;
        program.choose(luck, &mut next, mv).expect("it is offered");
        program.go_on(luck, &mut next).expect("a move was taken");
        if last {
            return leaf(&next, s.directive);
        }
        leaves(program, luck, &next, leaf);
    }
}
