//! What one line of play would come to under other assumptions: each alone at its low and at its
//! high value, or one whole set at once. The same lucks on both sides, so what differs is due to
//! the assumption.

use super::assume::{Applied, ends};
use super::job::Job;
use super::line::Line;
use super::luck::Luck;
use super::paired::{End, LUCKS, Measure, Moves, Pairs, luck};
use super::program::Program;
use super::reads::reads;
use crate::model::Scenario;
use std::sync::OnceLock;

/// Lucks in one unit of [`SetEffect`].
const SLICE: u32 = 50;

/// One assumption at one end of its range.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Tip {
    pub value: f64,
    /// `None` while it is worked out.
    pub found: Option<Found>,
}

/// The line with an assumption at that end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Found {
    /// Under the play's own luck.
    pub own: End,
    pub pairs: Pairs,
}

/// All assumptions, one after the other, at the low and at the high end of their ranges, starting
/// from the set in use. A unit is one assumption.
#[derive(Clone, Debug)]
pub struct Tornado {
    scenario: Scenario,
    seed: u32,
    moves: Moves,
    tips: Vec<[Tip; 2]>,
    own: End,
    program: Program,
    before: OnceLock<Vec<End>>,
}

impl Tornado {
    /// For a line of play under the assumptions in use.
    pub fn new(applied: &Applied, line: &Line) -> Tornado {
        let moves = Moves::of(&applied.program, line);
        let range = reads(&applied.scenario).into_iter().map(|r| r.range);
        let tips = applied.scenario.assumptions.iter().zip(range);
        let tips = tips.map(|(a, range)| ends(a, range).map(|value| Tip { value, found: None })).collect();
        Tornado {
            own: moves.end(&applied.program, Luck::of_seed(line.seed)),
            scenario: bare(&applied.scenario),
            seed: line.seed,
            moves,
            tips,
            program: applied.program.clone(),
            before: OnceLock::new(),
        }
    }

    /// Both ends of each assumption, in the order of the scenario.
    pub fn tips(&self) -> &[[Tip; 2]] {
        &self.tips
    }

    /// The line under its own luck, nothing moved.
    pub fn own(&self) -> End {
        self.own
    }

    /// The mean of a measure, nothing moved; `None` before the first unit.
    pub fn base(&self, m: Measure) -> Option<f64> {
        self.tips.iter().flatten().find_map(|t| t.found).map(|f| f.pairs.before(m))
    }

    /// Units added so far.
    pub fn finished(&self) -> u32 {
        self.tips.iter().filter(|t| t[1].found.is_some()).count() as u32
    }

    /// How the line ends in all weeks, nothing moved: worked out once, by the first unit.
    fn before(&self) -> &[End] {
        self.before.get_or_init(|| (0..LUCKS).map(|i| self.moves.end(&self.program, luck(i))).collect())
    }

    /// The line with assumption `at` at this value.
    fn found(&self, at: usize, value: f64) -> Found {
        let mut scenario = self.scenario.clone();
        if let Some(a) = scenario.assumptions.get_mut(at) {
            a.value = value;
        }
        // The ends are values that all readers accept; should one fail all the same, nothing moves.
        let program = Program::compile(&scenario).unwrap_or_else(|_| self.program.clone());
        let mut pairs = Pairs::default();
        self.before().iter().zip(0..).for_each(|(before, i)| pairs.add(before, &self.moves.end(&program, luck(i))));
        Found { own: self.moves.end(&program, Luck::of_seed(self.seed)), pairs }
    }
}

/// Integers of one end of an assumption.
const WIDTH: usize = 18;

impl Job for Tornado {
    fn units(&self) -> u32 {
        self.tips.len() as u32
    }

    fn run(&self, unit: u32) -> Vec<i64> {
        let Some(tips) = self.tips.get(unit as usize) else { return Vec::new() };
        let part = tips.map(|tip| {
            let Found { own, pairs } = self.found(unit as usize, tip.value);
            [&[i64::from(own.finish)][..], &own.values, &pairs.part()].concat()
        });
        part.concat()
    }

    fn add(&mut self, unit: u32, part: &[i64]) {
        let Some(tips) = self.tips.get_mut(unit as usize).filter(|t| t[1].found.is_none()) else { return };
        for (tip, part) in tips.iter_mut().zip(part.chunks_exact(WIDTH)) {
            let [finish, a, b, c, d, rest @ ..] = part else { return };
            let mut pairs = Pairs::default();
            pairs.merge(rest);
            tip.found = Some(Found { own: End { finish: *finish as u32, values: [*a, *b, *c, *d] }, pairs });
        }
    }

    fn done(&self) -> bool {
        self.finished() == self.units()
    }
}

/// What a whole set does to a line: the scenario's own assumptions against those in use. A unit is
/// 50 lucks.
#[derive(Clone, Debug)]
pub struct SetEffect {
    own: Program,
    changed: Program,
    moves: Moves,
    /// The line under its own luck, before and after.
    pub ends: [End; 2],
    added: Vec<bool>,
    pub pairs: Pairs,
}

impl SetEffect {
    /// `own` is the scenario as its author left it.
    pub fn new(own: &Program, applied: &Applied, line: &Line) -> SetEffect {
        let moves = Moves::of(&applied.program, line);
        let ends = [own, &applied.program].map(|p| moves.end(p, Luck::of_seed(line.seed)));
        SetEffect {
            own: own.clone(),
            changed: applied.program.clone(),
            moves,
            ends,
            added: vec![false; LUCKS.div_ceil(SLICE) as usize],
            pairs: Pairs::default(),
        }
    }
}

impl Job for SetEffect {
    fn units(&self) -> u32 {
        self.added.len() as u32
    }

    fn run(&self, unit: u32) -> Vec<i64> {
        let mut pairs = Pairs::default();
        let first = unit.saturating_mul(SLICE);
        for i in first..first.saturating_add(SLICE).min(LUCKS) {
            pairs.add(&self.moves.end(&self.own, luck(i)), &self.moves.end(&self.changed, luck(i)));
        }
        pairs.part()
    }

    fn add(&mut self, unit: u32, part: &[i64]) {
        if let Some(added @ false) = self.added.get_mut(unit as usize) {
            *added = true;
            self.pairs.merge(part);
        }
    }

    fn done(&self) -> bool {
        self.added.iter().all(|a| *a)
    }
}

/// The scenario without what is said, which no figure rests on.
fn bare(scenario: &Scenario) -> Scenario {
    let mut bare = scenario.clone();
    for scene in &mut bare.scenes {
        scene.lines.clear();
        scene.moves.iter_mut().for_each(|m| m.reaction.clear());
    }
    bare
}
