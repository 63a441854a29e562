//! The engine's own assumptions, with where each value comes from: for the pages that list what a
//! scenario rests on, where its file leaves them out.
//!
//! Nothing that plays a week calls this: the values alone are in `engine::compile`.

use engine::compile;
use engine::model::Scenario;
use engine::model::scenario::{Assumption, Status};

const DECI: &str = "Self-determination theory (Deci and Ryan 2000) names the three needs; that they weigh the same is assumed.";
const POST: &str = "Which way it goes: Post et al. 2022, 72 teams. The value is assumed.";
const YUN: &str = "Which way it would go: Yun, Faraj and Sims 2005, who found directing better where severity is high. Taken as nought until a scenario says more.";
const RULE: &str = "A rule of the score, not a finding.";

/// Id, name, lowest and highest value, neutral value, unit, source; and whether it was measured.
type Row = (&'static str, &'static str, f64, f64, Option<f64>, &'static str, &'static str, bool);

const ROWS: [Row; 26] = [
    (
        "engagement-output",
        "Engagement and output: correlation",
        0.0,
        0.5,
        None,
        "r",
        "Corbeanu and Iliescu 2023, a meta-analysis of work engagement and job performance: vigor .36, dedication .36, absorption .38. It was found between people and is used here within one week.",
        true,
    ),
    (
        "output-spread",
        "Spread of output between people in such work",
        0.15,
        0.32,
        None,
        "share of mean output",
        "Schmidt and Hunter 1983: about a fifth of mean output where pay is not by the piece. Hunter, Schmidt and Judiesch 1990: 19% in simple jobs, 32% in middling ones.",
        true,
    ),
    (
        "shared-luck",
        "Share of a task's luck that the whole team shares",
        0.0,
        0.8,
        None,
        "share of variance",
        "Trietsch, Mazmanyan, Gevorgyan and Baker 2012: times are lognormal and move together. How much of the luck is shared is assumed.",
        false,
    ),
    (
        "optimism",
        "How much longer work takes than the estimates say",
        1.0,
        1.63,
        None,
        "times",
        "Buehler, Griffin and Ross 1994 found theses to take 1.63 times the forecast. A scenario's estimates are taken at their word unless it says otherwise.",
        false,
    ),
    (
        "need-scale",
        "How strongly one move touches a need",
        0.4,
        1.6,
        Some(0.0),
        "times",
        "Assumed: what a move does to a need is taken as it is written.",
        false,
    ),
    ("need-autonomy", "Autonomy: its weight in engagement", 0.0, 2.0, Some(1.0), "weight", DECI, false),
    ("need-competence", "Competence: its weight in engagement", 0.0, 2.0, Some(1.0), "weight", DECI, false),
    ("need-relatedness", "Relatedness: its weight in engagement", 0.0, 2.0, Some(1.0), "weight", DECI, false),
    (
        "baseline-spread",
        "How far Monday moods differ",
        0.0,
        0.6,
        None,
        "sd",
        "People do not start a week alike; that it is about a third of what differs between people is assumed.",
        false,
    ),
    (
        "overtime-tired",
        "Output lost for each hour of overtime, for the rest of the week",
        0.0,
        0.05,
        None,
        "share an hour",
        "Long hours tire; how much is assumed.",
        false,
    ),
    ("volunteer-base", "Share who volunteer when asked in an ordinary week", 0.0, 1.0, Some(1.0), "probability", "Assumed.", false),
    (
        "volunteer-slope",
        "What one deviation of engagement adds to that",
        0.0,
        0.9,
        None,
        "probability",
        "Engaged people do more than they must more often; how much more often is assumed.",
        false,
    ),
    ("right-directive-unfamiliar", "Telling is right where the problem is new", 0.2, 0.8, Some(0.82), "probability", POST, false),
    ("right-directive-familiar", "Telling is right where the problem is known", 0.6, 0.98, Some(0.8), "probability", POST, false),
    ("right-collaborative-unfamiliar", "Asking is right where the problem is new", 0.4, 0.95, Some(0.4), "probability", POST, false),
    ("right-collaborative-familiar", "Asking is right where the problem is known", 0.5, 0.95, Some(0.92), "probability", POST, false),
    ("severe-directive", "What a severe, urgent situation adds to telling", 0.0, 0.1, None, "probability", YUN, false),
    ("severe-collaborative", "What a severe, urgent situation adds to asking", -0.3, 0.0, None, "probability", YUN, false),
    ("late-span", "Hours late at which delivery is worth nothing", 4.0, 40.0, Some(1000.0), "h", RULE, false),
    ("late-left", "Share of delivery left just after the deadline", 0.0, 1.0, Some(1.0), "share", RULE, false),
    ("promise-cost", "Points a broken promise costs", 0.0, 20.0, None, "points", RULE, false),
    ("engagement-from", "Engagement at which it is worth nothing", 0.0, 50.0, None, "of 100", RULE, false),
    ("engagement-to", "Engagement at which it is worth all its points", 50.0, 100.0, Some(100.0), "of 100", RULE, false),
    ("hours-span", "Team hours over plan at which they are worth nothing", 8.0, 60.0, Some(1000.0), "h", RULE, false),
    ("meeting-cost", "Weight of meeting time", 0.0, 2.0, None, "times", "A minute of a meeting is a minute of everyone in it.", false),
    (
        compile::CARRIED_OVER,
        "How much of a week is left in people on Monday",
        0.3,
        0.9,
        None,
        "share",
        "That a weekend takes some of a week away: Fritz and Sonnentag 2005, on recovery. How much it leaves, of good and of bad alike, is assumed.",
        false,
    ),
];

/// The engine's own assumptions, in the engine's order, each at the value used where a scenario gives
/// none.
pub fn standard() -> Vec<Assumption> {
    let made = |row: &Row| {
        let (id, name, low, high, neutral, unit, source, measured) = *row;
        let status = if measured { Status::Measured } else { Status::Assumed };
        let value = compile::standard(id).unwrap_or(0.0);
        Assumption { id: id.into(), name: name.into(), value, low, high, neutral, unit: unit.into(), source: source.into(), status }
    };
    ROWS.iter().map(made).collect()
}

/// The engine's own assumption of this id.
pub fn standard_one(id: &str) -> Option<Assumption> {
    standard().into_iter().find(|a| a.id == id)
}

/// The scenario with the engine's assumptions that its file leaves out behind its own. It plays the
/// same week.
pub fn with_standard(mut scenario: Scenario) -> Scenario {
    let missing: Vec<Assumption> = standard().into_iter().filter(|a| !scenario.assumptions.iter().any(|own| own.id == a.id)).collect();
    scenario.assumptions.extend(missing);
    scenario
}

#[cfg(test)]
mod tests {
    use super::{standard, with_standard};
    use engine::{Program, compile};

    #[test]
    fn every_assumption_of_the_engine_is_told_with_a_range_that_makes_sense() {
        let ids: Vec<String> = standard().into_iter().map(|a| a.id).collect();
        assert!(ids.iter().eq(compile::ids()), "{ids:?}");
        for a in standard() {
            let (least, most) = compile::range(&a.id);
            assert!(least <= a.low && a.low <= a.value && a.value <= a.high && a.high <= most, "{a:?}");
            assert!(a.neutral.is_none_or(|n| (least..=most).contains(&n)) && !a.source.is_empty() && !a.unit.is_empty(), "{a:?}");
        }
    }

    #[test]
    fn telling_them_changes_nothing() {
        let text = include_str!("../../../public/examples/first-friday.json");
        for text in [text, crate::built_in("monday-call").unwrap_or("")] {
            let (scenario, program) = crate::read(text).unwrap_or_else(|e| panic!("{e}"));
            let told = with_standard(scenario.clone());
            assert!(compile::ids().all(|id| told.assumptions.iter().any(|a| a.id == id)));
            assert_eq!(Program::compile(&told), Ok(program));
        }
    }
}
