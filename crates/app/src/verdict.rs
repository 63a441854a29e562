//! Where the verdict between the styles turns, in words: what the model's answer rests on.

use super::why::{signed, with_unit};
use super::words;
use engine::model::Scenario;
use engine::verdict::{At, Verdict, WEEKS, verdicts};

/// One assumption, and which style is ahead along it.
#[derive(Clone, Debug, PartialEq)]
pub struct View {
    pub id: String,
    pub name: String,
    /// The whole of it in sentences.
    pub text: String,
    /// From the low end of the range to the high one: the value, the gap in engagement, and of 100
    /// weeks those the directive line and the collaborative one score more in.
    pub rows: Vec<[String; 4]>,
}

/// What stands above the list.
pub fn note(scenario: &Scenario) -> String {
    format!(
        "Both pure lines of \u{201c}{}\u{201d}, all directive and all collaborative, in the same {WEEKS} weeks at each value. Where one is ahead at one end and the other at the other, the answer to \u{201c}which style is better?\u{201d} is an assumption.",
        scenario.title
    )
}

/// The verdict along each assumption that is asked.
pub fn view(scenario: &Scenario) -> Vec<View> {
    verdicts(scenario).iter().filter_map(|v| one(scenario, v)).collect()
}

fn one(scenario: &Scenario, v: &Verdict) -> Option<View> {
    let a = scenario.assumptions.get(v.assumption)?;
    let value = |x: f64| with_unit(engine::math::three(x), &a.unit);
    let (low, high) = (v.along.first()?, v.along.last()?);
    let ends = format!(
        "At {}, {}; at {}, {}; at {}, as assumed, {}.",
        value(low.value),
        told(low),
        value(high.value),
        told(high),
        value(v.own.value),
        told(&v.own)
    );
    let turns = match v.turns.as_slice() {
        [] => "Nowhere in its range does the lead change hands.".to_owned(),
        all => {
            let places = all.iter().map(|(x, gap)| format!("{}, a gap of {}", value(libm::round(x * 100.0) / 100.0), sd(*gap)));
            format!("The verdict turns at about {}.", words::list(&places.collect::<Vec<_>>()))
        }
    };
    let hundred = |x: f64| words::fixed(100.0 * x, 0);
    let rows = v.along.iter().map(|at| [value(at.value), sd(at.gap), hundred(at.ahead[1]), hundred(at.ahead[0])]);
    Some(View { id: a.id.clone(), name: a.name.clone(), text: format!("{ends} {turns}"), rows: rows.collect() })
}

fn sd(gap: f64) -> String {
    format!("{} sd", signed(libm::round(gap * 100.0) / 100.0))
}

fn told(at: &At) -> String {
    let [c, d] = at.ahead;
    let (name, share) = if c >= d { ("collaborative", c) } else { ("directive", d) };
    format!("with a gap in engagement of {}, all-{name} scores more in {} of 100 weeks", sd(at.gap), words::fixed(100.0 * share, 0))
}
