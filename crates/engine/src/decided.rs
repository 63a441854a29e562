//! The decisions' score: what a line of moves comes to on average, so that two learners who took the
//! same moves get the same figure, whatever luck each of them met.

use super::branch::Path;
use super::job::{Job, finish};
use super::line::Line;
use super::luck::Luck;
use super::program::Program;
use super::swing::score;
use crate::model::State;
use std::ops::Range;

/// The seeds whose weeks are averaged. Part of the rule of the score: they never change.
pub const SEEDS: Range<u32> = 3_000_000..3_000_500;

/// Seeds of one unit of the work.
const CHUNK: u32 = 25;

/// The work of averaging a line's weeks.
#[derive(Clone, Debug)]
pub struct Decided {
    program: Program,
    path: Path,
    /// For each unit the sum of its scores, in thousandths of a point.
    sums: Vec<Option<i64>>,
}

impl Decided {
    /// The work for moves given as (scene, move).
    pub fn new(program: &Program, path: Path) -> Decided {
        Decided { program: program.clone(), path, sums: vec![None; ((SEEDS.end - SEEDS.start) / CHUNK) as usize] }
    }

    /// The decisions' score, 0 to 100 in whole points: the mean of the week's score under [`SEEDS`],
    /// summed in thousandths of a point and rounded once, halves up. `None` until all is worked out,
    /// and where the moves cannot be taken or do not lead to the end of the week.
    pub fn found(&self) -> Option<u32> {
        let sum: i64 = self.sums.iter().copied().sum::<Option<i64>>()?;
        let whole = 1000 * i64::from(SEEDS.end - SEEDS.start);
        u32::try_from((2 * sum + whole).div_euclid(2 * whole)).ok()
    }
}

impl Job for Decided {
    fn units(&self) -> u32 {
        self.sums.len() as u32
    }

    fn run(&self, unit: u32) -> Vec<i64> {
        let seeds = SEEDS.skip((unit * CHUNK) as usize).take(CHUNK as usize);
        let scores = seeds.map(|seed| {
            let end = self.program.replay(Luck::of_seed(seed), &self.path).filter(State::over)?;
            Some(score(&self.program.outcome(&end)))
        });
        scores.sum::<Option<i64>>().into_iter().collect()
    }

    fn add(&mut self, unit: u32, part: &[i64]) {
        if let (Some(sum), [part]) = (self.sums.get_mut(unit as usize), part) {
            *sum = Some(*part);
        }
    }

    fn done(&self) -> bool {
        self.sums.iter().all(Option::is_some)
    }
}

impl Line {
    /// The line's moves as (scene, move), in the order of the week.
    pub fn path(&self) -> Path {
        self.steps.iter().map(|s| (s.before.scene, s.mv)).collect()
    }

    /// The decisions' score of the line ([`Decided::found`]); `None` before its end.
    pub fn decided(&self, program: &Program) -> Option<u32> {
        if !self.state.over() {
            return None;
        }
        let mut job = Decided::new(program, self.path());
        finish(&mut job);
        job.found()
    }
}

#[cfg(test)]
mod tests {
    use super::SEEDS;
    use crate::fixture::week;
    use crate::model::Style;
    use crate::{Line, Luck};

    /// Whatever luck a line was played under, its moves come to one figure, which is the mean of the
    /// weeks it stands for; an open line has none.
    #[test]
    fn the_same_moves_score_the_same_under_any_luck() {
        let program = week();
        for style in [Style::Directive, Style::Collaborative] {
            let lines = [0, 7, 4_000_000_000].map(|seed| Line::pure(&program, seed, style));
            let found = lines.each_ref().map(|l| l.decided(&program));
            assert!(found[0].is_some() && found.iter().all(|f| *f == found[0]), "{found:?}");
            let weeks = SEEDS.map(|seed| {
                let mut s = program.begin(Luck::of_seed(seed));
                program.run_pure(Luck::of_seed(seed), &mut s, style);
                program.outcome(&s).score()
            });
            let mean = weeks.sum::<f64>() / 500.0;
            assert!((f64::from(found[0].unwrap()) - mean).abs() <= 0.501, "{found:?}, {mean}");
            assert_eq!(lines[0].reopened(9).decided(&program), None);
        }
    }
}
