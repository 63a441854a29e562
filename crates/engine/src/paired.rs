//! Pairs of weeks that differ by assumptions alone: one line of moves under the same lucks, before
//! and after a change.

use super::line::Line;
use super::luck::Luck;
use super::program::Program;
use super::score::percent;
pub use super::swing::{LUCKS, luck};
use crate::model::State;
use crate::model::scenario::Style;

/// The normal law's 97.5th percentile.
const Z95: f64 = 1.959_964;

/// What is compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Measure {
    /// Share of weeks on time, 0 to 1.
    OnTime,
    /// The team's mean engagement at the end, on the screen's scale of 0 to 100.
    Engagement,
    /// The team's hours.
    Hours,
    /// Points, 0 to 100.
    Score,
}

/// All measures, in the order of their sums.
pub const MEASURES: [Measure; 4] = [Measure::OnTime, Measure::Engagement, Measure::Hours, Measure::Score];

impl Measure {
    /// How many of the integers summed make one.
    pub(super) fn scale(self) -> f64 {
        match self {
            Measure::OnTime => 1.0,
            Measure::Hours => 60.0,
            Measure::Engagement | Measure::Score => 1000.0,
        }
    }
}

/// How one week ended.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct End {
    /// When the shipment was ready, minutes since Monday 00:00; 0 for never.
    pub finish: u32,
    /// In the order of [`MEASURES`]: on time (0 or 1), thousandths of a point of engagement, team
    /// minutes, thousandths of a point of the score.
    pub values: [i64; 4],
}

impl End {
    /// A week's end.
    pub fn of(program: &Program, s: &State) -> End {
        let o = program.outcome(s);
        let felt: f64 = o.engagement[..program.members].iter().map(|e| percent(*e)).sum();
        let thousandths = |x: f64| libm::round(x * 1000.0) as i64;
        let felt = thousandths(felt / program.members.max(1) as f64);
        End { finish: o.finish, values: [i64::from(o.on_time), felt, i64::from(o.worked + o.met), thousandths(o.score())] }
    }

    pub fn on_time(&self) -> bool {
        self.values[0] == 1
    }
}

/// One line of moves played to the end, under any luck.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Moves(Vec<(u8, u8)>);

impl Moves {
    /// The moves of a line; where it is not finished, followed by the default moves of the style
    /// shown more often so far (a tie counts as directive).
    pub fn of(program: &Program, line: &Line) -> Moves {
        let mut moves: Vec<(u8, u8)> = line.steps.iter().map(|s| (s.before.scene, s.mv)).collect();
        let mut rest = line.clone();
        let style = shown(line);
        if rest.after_move() && rest.go_on(program).is_err() {
            return Moves(moves);
        }
        while !rest.state.over() {
            let scene = rest.state.scene;
            let mv = program.scenes[scene as usize].default[style as usize];
            if rest.play(program, mv as usize).is_err() {
                break;
            }
            moves.push((scene, mv));
        }
        Moves(moves)
    }

    /// How these moves end in a program under a luck.
    pub(super) fn end(&self, program: &Program, luck: Luck) -> End {
        // What is offered follows from moves alone, so the moves are legal under all assumptions.
        End::of(program, &program.replay(luck, &self.0).unwrap_or_else(|| program.begin(luck)))
    }
}

/// The style a line has shown more often; a tie counts as directive.
pub fn shown(line: &Line) -> Style {
    if line.state.collaborative > line.state.directive { Style::Collaborative } else { Style::Directive }
}

/// Integer sums over pairs of weeks that differ by assumptions alone.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Pairs {
    pub weeks: i64,
    /// Of the weeks before the change.
    before: [i64; 4],
    /// Of the changes, and of their squares.
    change: [i64; 4],
    squares: [i64; 4],
}

impl Pairs {
    pub(super) fn add(&mut self, before: &End, after: &End) {
        self.weeks += 1;
        for i in 0..4 {
            let by = after.values[i] - before.values[i];
            self.before[i] += before.values[i];
            self.change[i] += by;
            self.squares[i] += by * by;
        }
    }

    pub(super) fn part(&self) -> Vec<i64> {
        [&[self.weeks][..], &self.before, &self.change, &self.squares].concat()
    }

    pub(super) fn merge(&mut self, part: &[i64]) {
        let fields = std::iter::once(&mut self.weeks).chain(&mut self.before).chain(&mut self.change).chain(&mut self.squares);
        fields.zip(part).for_each(|(sum, by)| *sum += by);
    }

    /// The mean before the change, in the measure's unit.
    pub fn before(&self, m: Measure) -> f64 {
        self.before[m as usize] as f64 / self.weeks.max(1) as f64 / m.scale()
    }

    /// The mean change.
    pub fn change(&self, m: Measure) -> f64 {
        self.change[m as usize] as f64 / self.weeks.max(1) as f64 / m.scale()
    }

    /// The mean after the change.
    pub fn after(&self, m: Measure) -> f64 {
        self.before(m) + self.change(m)
    }

    /// Half the width of the change's 95% interval.
    pub fn half(&self, m: Measure) -> f64 {
        let (n, i) = (self.weeks as f64, m as usize);
        if self.weeks < 2 {
            return 0.0;
        }
        let mean = self.change[i] as f64 / n;
        let variance = (self.squares[i] as f64 - n * mean * mean) / (n - 1.0);
        Z95 * libm::sqrt(variance.max(0.0) / n) / m.scale()
    }

    /// Whether any of the weeks ended otherwise by this measure.
    pub fn moved(&self, m: Measure) -> bool {
        self.squares[m as usize] != 0
    }
}

#[cfg(test)]
mod tests {
    use super::{End, Measure, Pairs};

    #[test]
    fn means_and_intervals_come_from_the_sums() {
        let mut pairs = Pairs::default();
        for (before, after) in [(1, 0), (1, 0), (1, 1), (0, 0)] {
            let end = |on_time: i64| End { finish: 0, values: [on_time, 50_000 + 1000 * on_time, 0, 0] };
            pairs.add(&end(before), &end(after));
        }
        assert_eq!([pairs.before(Measure::OnTime), pairs.after(Measure::OnTime)], [0.75, 0.25]);
        assert_eq!([pairs.before(Measure::Engagement), pairs.change(Measure::Engagement)], [50.75, -0.5]);
        // The changes are -1, -1, 0, 0: their deviation is the root of a third.
        let half = 1.959_964 * (1.0f64 / 3.0 / 4.0).sqrt();
        assert!((pairs.half(Measure::OnTime) - half).abs() < 1e-12 && (pairs.half(Measure::Engagement) - half).abs() < 1e-12);
        assert!(pairs.moved(Measure::OnTime) && !pairs.moved(Measure::Hours));
    }
}
