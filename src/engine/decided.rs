//! The decisions' score: what a line of moves comes to on average, so that two learners who took the
//! same moves get the same figure, whatever luck each of them met.

use super::branch::Path;
use super::line::Line;
use super::luck::Luck;
use super::program::Program;
use super::swing::score;
use std::ops::Range;

/// The seeds whose weeks are averaged. Part of the rule of the score: they never change.
pub const SEEDS: Range<u32> = 3_000_000..3_000_500;

/// The decisions' score of a line of moves given as (scene, move), 0 to 100 in whole points: the mean
/// of the week's score under [`SEEDS`], summed in thousandths of a point and rounded once, halves up.
/// `None` where the moves cannot be taken or do not lead to the end of the week.
pub fn decided(program: &Program, moves: &[(u8, u8)]) -> Option<u32> {
    let mut sum = 0;
    for seed in SEEDS {
        let end = program.replay(Luck::of_seed(seed), moves)?;
        if !end.over() {
            return None;
        }
        sum += score(&program.outcome(&end));
    }
    let whole = 1000 * i64::from(SEEDS.end - SEEDS.start);
    u32::try_from((2 * sum + whole).div_euclid(2 * whole)).ok()
}

impl Line {
    /// The line's moves as (scene, move), in the order of the week.
    pub fn path(&self) -> Path {
        self.steps.iter().map(|s| (s.before.scene, s.mv)).collect()
    }

    /// The [`decided`] score of the line; `None` before its end.
    pub fn decided(&self, program: &Program) -> Option<u32> {
        if self.state.over() { decided(program, &self.path()) } else { None }
    }
}

#[cfg(test)]
mod tests {
    use super::SEEDS;
    use crate::content;
    use crate::engine::{Line, Luck};
    use crate::model::Style;

    /// Whatever luck a line was played under, its moves come to one figure, which is the mean of the
    /// weeks it stands for; an open line has none.
    #[test]
    fn the_same_moves_score_the_same_under_any_luck() {
        let (_, program) = content::read(content::FIRST.1).unwrap();
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
