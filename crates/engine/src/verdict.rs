//! Which style is ahead, and at which values of an assumption that turns: both pure lines in the
//! same weeks, at values spread over the assumption's range.

use super::assume;
use super::luck::Luck;
use super::program::Program;
use super::swing::luck;
use crate::model::Scenario;
use crate::model::scenario::Style;

/// Weeks behind each value.
pub const WEEKS: u32 = 300;
/// Values from one end of the range to the other, beside the scenario's own.
const STEPS: u32 = 8;
/// Assumptions asked: how strongly moves are felt, what that does to output, and what meetings cost.
pub const ASKED: [&str; 3] = ["need-scale", "engagement-output", "meeting-cost"];

/// Both pure lines at one value of an assumption.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct At {
    pub value: f64,
    /// Share of weeks in which the collaborative line scores more, and in which the directive one does.
    pub ahead: [f64; 2],
    /// Engagement of the collaborative line less that of the directive one, in deviations.
    pub gap: f64,
}

/// The verdict along one assumption.
#[derive(Clone, Debug, PartialEq)]
pub struct Verdict {
    /// Its place in the scenario's list.
    pub assumption: usize,
    /// At the scenario's own value, and from the low end of the range to the high one.
    pub own: At,
    pub along: Vec<At>,
    /// Where the lead changes hands, with the gap there; between two values by a straight line.
    pub turns: Vec<(f64, f64)>,
}

fn at(program: &Program, value: f64) -> At {
    let (mut ahead, mut gap) = ([0, 0], 0);
    for index in 0..WEEKS {
        let [d, c] = [Style::Directive, Style::Collaborative].map(|style| end(program, luck(index), style));
        ahead[0] += u32::from(c.score() > d.score());
        ahead[1] += u32::from(c.score() < d.score());
        gap += i64::from(c.mean) - i64::from(d.mean);
    }
    let share = |n: u32| f64::from(n) / f64::from(WEEKS);
    At { value, ahead: ahead.map(share), gap: gap as f64 / f64::from(WEEKS) / 1000.0 }
}

fn end(program: &Program, luck: Luck, style: Style) -> super::Outcome {
    let mut s = program.begin(luck);
    program.run_pure(luck, &mut s, style);
    program.outcome(&s)
}

/// The verdict along each of [`ASKED`] that the scenario has; values it cannot be played at are left out.
pub fn verdicts(scenario: &Scenario) -> Vec<Verdict> {
    let places = ASKED.iter().filter_map(|id| scenario.assumptions.iter().position(|a| a.id == *id));
    places.filter_map(|i| verdict(scenario, i)).collect()
}

fn verdict(scenario: &Scenario, assumption: usize) -> Option<Verdict> {
    let a = scenario.assumptions.get(assumption)?;
    let value = |step: u32| a.low + (a.high - a.low) * f64::from(step) / f64::from(STEPS);
    let played = |value: f64| {
        let applied = assume::apply(scenario, &[(a.id.clone(), value)]).ok()?;
        let own = applied.set.is_empty() && libm::fabs(value - a.value) > 5e-4;
        (!own).then(|| at(&applied.program, value))
    };
    let along: Vec<At> = (0..=STEPS).filter_map(|step| played(super::math::three(value(step)))).collect();
    let lead = |at: &At| at.ahead[0] - at.ahead[1];
    let turns = along.windows(2).filter(|w| lead(&w[0]) * lead(&w[1]) < 0.0).map(|w| {
        let share = lead(&w[0]) / (lead(&w[0]) - lead(&w[1]));
        let between = |a: f64, b: f64| a + share * (b - a);
        (between(w[0].value, w[1].value), between(w[0].gap, w[1].gap))
    });
    Some(Verdict { assumption, own: played(a.value)?, turns: turns.collect(), along })
}
