//! Luck apart from choice: the player's own line and the two pure ones under many lucks.
//!
//! The lucks are those of the swings ([`super::swing::luck`]), the same for all three lines. What
//! differs between the lines' averages is choice; what differs from week to week on one line is luck.

use super::branch::{Manner, Path};
use super::job::Job;
use super::luck::Luck;
use super::program::Program;
use super::swing::{LUCKS, Mean, luck, score};
use super::{Line, Outcome};
use crate::model::State;
use crate::model::scenario::Style;

/// Lucks in one unit of work.
const CHUNK: u32 = 125;
/// The player's own, all directive, all collaborative.
const LINES: usize = 3;

/// A share of weeks with its 95% interval, 0 to 1 (Wilson 1927).
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Share {
    pub share: f64,
    pub low: f64,
    pub high: f64,
}

impl Share {
    /// `hits` of `n` weeks.
    pub fn of(hits: u32, n: u32) -> Share {
        const Z2: f64 = 3.841_458_8;
        let (p, n) = (f64::from(hits) / f64::from(n.max(1)), f64::from(n.max(1)));
        let middle = (p + Z2 / (2.0 * n)) / (1.0 + Z2 / n);
        let half = libm::sqrt(Z2 * (p * (1.0 - p) / n + Z2 / (4.0 * n * n))) / (1.0 + Z2 / n);
        Share { share: p, low: (middle - half).max(0.0), high: (middle + half).min(1.0) }
    }
}

/// One line of play under all the lucks.
#[derive(Clone, Debug, PartialEq)]
pub struct Spread {
    pub on_time: Share,
    /// When the shipment was ready, minutes since Monday 00:00, earliest first; `u32::MAX` for never.
    pub finishes: Vec<u32>,
    /// Scores in points, lowest first, and their mean.
    pub scores: Vec<f64>,
    pub score: f64,
    /// The player's own score minus this line's, paired by luck.
    pub difference: Mean,
}

impl Spread {
    /// The finish below which this share of weeks lies, 0 to 1.
    pub fn finish(&self, share: f64) -> u32 {
        at(&self.finishes, share).unwrap_or(u32::MAX)
    }

    /// The score below which this share of weeks lies, 0 to 1.
    pub fn points(&self, share: f64) -> f64 {
        at(&self.scores, share).unwrap_or(0.0)
    }
}

fn at<T: Copy>(sorted: &[T], share: f64) -> Option<T> {
    let place = (share * sorted.len() as f64) as usize;
    sorted.get(place.min(sorted.len().saturating_sub(1))).copied()
}

/// The three lines, and where the week as it was played lies among its own line's lucks.
#[derive(Clone, Debug, PartialEq)]
pub struct Apart {
    /// The player's own line, all directive, all collaborative.
    pub lines: [Spread; LINES],
    /// The week as it was played.
    pub week: Outcome,
    /// Weeks on the player's line that were ready earlier, at the same minute, and later.
    pub earlier: u32,
    pub same: u32,
    pub later: u32,
}

/// The work of playing the three lines under all the lucks.
#[derive(Clone, Debug)]
pub struct Lucks {
    program: Program,
    paths: [Path; LINES],
    week: Outcome,
    /// For each luck and line: finish and score.
    weeks: Vec<Option<[(u32, i64); LINES]>>,
}

impl Lucks {
    /// The work for a line; an unfinished one is played on in its own manner.
    pub fn new(program: &Program, line: &Line) -> Lucks {
        let own_luck = Luck::of_seed(line.seed);
        let mut s = program.begin(own_luck);
        let own = Manner::of(program, line).play_on(program, own_luck, &mut s);
        let pure = |style| Line::pure(program, line.seed, style).steps.iter().map(|s| (s.before.scene, s.mv)).collect();
        Lucks {
            paths: [own, pure(Style::Directive), pure(Style::Collaborative)],
            week: program.outcome(&s),
            weeks: vec![None; LUCKS as usize],
            program: program.clone(),
        }
    }

    fn end(&self, path: &Path, luck: Luck) -> State {
        let mut s = self.program.begin(luck);
        for (_, mv) in path {
            if self.program.choose(luck, &mut s, *mv as usize).is_err() || self.program.go_on(luck, &mut s).is_err() {
                break;
            }
        }
        s
    }

    /// What came out; `None` until all is worked out.
    pub fn found(&self) -> Option<Apart> {
        let weeks: Vec<[(u32, i64); LINES]> = self.weeks.iter().copied().collect::<Option<_>>()?;
        let mine = when(&self.week);
        let count = |f: &dyn Fn(u32) -> bool| weeks.iter().filter(|w| f(w[0].0)).count() as u32;
        Some(Apart {
            lines: [0, 1, 2].map(|l| self.spread(&weeks, l)),
            week: self.week,
            earlier: count(&|at| at < mine),
            same: count(&|at| at == mine),
            later: count(&|at| at > mine),
        })
    }

    fn spread(&self, weeks: &[[(u32, i64); LINES]], line: usize) -> Spread {
        let mut finishes: Vec<u32> = weeks.iter().map(|w| w[line].0).collect();
        finishes.sort_unstable();
        let mut scores: Vec<i64> = weeks.iter().map(|w| w[line].1).collect();
        scores.sort_unstable();
        let on_time = finishes.iter().filter(|at| **at <= self.program.deadline).count() as u32;
        let (sum, squares) = weeks.iter().map(|w| w[0].1 - w[line].1).fold((0, 0), |(a, b), d| (a + d, b + d * d));
        Spread {
            on_time: Share::of(on_time, LUCKS),
            score: scores.iter().sum::<i64>() as f64 / 1000.0 / f64::from(LUCKS),
            scores: scores.iter().map(|s| *s as f64 / 1000.0).collect(),
            finishes,
            difference: Mean::of(sum, squares, LUCKS, 1000.0),
        }
    }
}

/// When a shipment was ready; never is later than any time.
fn when(o: &Outcome) -> u32 {
    if o.finish == 0 { u32::MAX } else { o.finish }
}

impl Job for Lucks {
    fn units(&self) -> u32 {
        LUCKS / CHUNK
    }

    fn run(&self, unit: u32) -> Vec<i64> {
        let mut part = Vec::new();
        if unit >= self.units() {
            return part;
        }
        for luck in (unit * CHUNK..(unit + 1) * CHUNK).map(luck) {
            for path in &self.paths {
                let o = self.program.outcome(&self.end(path, luck));
                part.extend([i64::from(when(&o)), score(&o)]);
            }
        }
        part
    }

    fn add(&mut self, unit: u32, part: &[i64]) {
        let first = (unit as usize).saturating_mul(CHUNK as usize);
        if part.len() != CHUNK as usize * LINES * 2 || first >= self.weeks.len() {
            return;
        }
        for (week, p) in self.weeks[first..].iter_mut().zip(part.chunks_exact(LINES * 2)) {
            *week = Some([0, 1, 2].map(|l| (p[2 * l] as u32, p[2 * l + 1])));
        }
    }

    fn done(&self) -> bool {
        self.weeks.iter().all(Option::is_some)
    }
}
