//! What the why page shows: every assumption with its value and its grounds, and what the changed
//! ones do to the line. Which of all would matter most is for the tornado chart to say.

use super::{App, Msg, touches, words};
use engine::assume::{self, Applied, Change, Fate, ends};
use engine::job::Job;
use engine::math::three;
use engine::model::scenario::{Assumption, Scenario, Status, Style};
use engine::paired::{End, LUCKS, shown};
pub use engine::paired::{MEASURES, Measure};
use engine::reads::{Reads, reads};
use engine::tornado::SetEffect;
use engine::{Line, Program};

/// A slider: thousandths at most, and every value shown lies on a step.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Slider {
    pub min: f64,
    pub max: f64,
    pub step: f64,
}

/// One assumption.
#[derive(Clone, Debug, PartialEq)]
pub struct Item {
    pub id: String,
    pub name: String,
    /// The value in use, and the scenario's own.
    pub value: f64,
    pub own: f64,
    pub value_text: String,
    pub own_text: String,
    /// `from 1 to 1.63`: where it may reasonably lie.
    pub range: String,
    pub slider: Slider,
    pub unit: String,
    pub source: String,
    /// `measured` or `assumed`.
    pub status: &'static str,
    /// Sentences.
    pub touches: Vec<String>,
    pub changed: bool,
}

/// Assumptions under one heading.
#[derive(Clone, Debug, PartialEq)]
pub struct Group {
    /// `people`, `telling`, `meetings`, `work`, `score` or `unread`.
    pub id: &'static str,
    pub title: &'static str,
    pub items: Vec<Item>,
}

/// One figure before and after the change, in words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Figure {
    /// See [`id`].
    pub id: &'static str,
    pub name: String,
    pub before: String,
    pub after: String,
    /// With half the width of its 95% interval.
    pub change: String,
}

/// The page without its chart, which [`super::tornado::chart`] gives.
#[derive(Clone, Debug, PartialEq)]
pub struct View {
    pub groups: Vec<Group>,
    /// How many assumptions are changed; where it is not 0, there is something to reset.
    pub changed: usize,
    /// Changes that were asked for and left out, with the reason.
    pub left_out: Vec<String>,
    /// What the changes do to this line: this very week at once, the share of weeks once it is worked
    /// out. Empty without the job.
    pub effect: String,
    /// The same in a few words, to stand beside a slider.
    pub short: String,
    /// Empty while it is worked out.
    pub figures: Vec<Figure>,
    /// What the figures are, and how an unfinished line is played on.
    pub how: String,
}

/// The id of a measure, as it stands in hooks and files.
pub fn id(m: Measure) -> &'static str {
    match m {
        Measure::OnTime => "chance",
        Measure::Engagement => "engagement",
        Measure::Hours => "hours",
        Measure::Score => "score",
    }
}

/// The name of a measure; `day`: the deadline's.
pub fn name(m: Measure, day: &str) -> String {
    match m {
        Measure::OnTime => format!("The chance of {day}"),
        Measure::Engagement => "The team\u{2019}s engagement".to_owned(),
        Measure::Hours => "The team\u{2019}s hours".to_owned(),
        Measure::Score => "The score".to_owned(),
    }
}

/// What a slider says: the assumptions in hand with one moved; `None` for a text that is no number.
pub fn moved(app: &App, id: &str, text: &str) -> Option<Msg> {
    let value = json::parse(text).ok()?.number()?;
    Some(Msg::Assume(assume::moved(&app.set, id, value)))
}

/// The page for a line under changed assumptions. `scenario` is as its author left it; `effect` is
/// the job for this line and set.
pub fn view(scenario: &Scenario, applied: &Applied, line: &Line, effect: Option<&SetEffect>) -> View {
    let all = reads(scenario);
    let item = |i: usize| one(scenario, &scenario.assumptions[i], &all[i], applied);
    let groups = touches::GROUPS.iter().map(|(id, title)| {
        let here = (0..all.len()).filter(|i| touches::group(&scenario.assumptions[*i].id, &all[*i]) == *id);
        Group { id, title, items: here.map(item).collect() }
    });
    let day = words::day(scenario.deadline.0);
    View {
        groups: groups.filter(|g| !g.items.is_empty()).collect(),
        changed: applied.set.len(),
        left_out: applied.changes.iter().filter_map(|c| left_out(scenario, c)).collect(),
        effect: effect.map_or_else(String::new, |e| told(applied.set.len(), e)),
        short: effect.map_or_else(String::new, short),
        figures: effect.filter(|e| e.done()).map_or_else(Vec::new, |e| MEASURES.iter().map(|m| figure(*m, &day, e)).collect()),
        how: how(&applied.program, line),
    }
}

fn one(scenario: &Scenario, a: &Assumption, reads: &Reads, applied: &Applied) -> Item {
    let value = current(applied, a);
    let [low, high] = ends(a, reads.range);
    Item {
        id: a.id.clone(),
        name: a.name.clone(),
        value,
        own: three(a.value),
        value_text: with_unit(value, &a.unit),
        own_text: with_unit(a.value, &a.unit),
        range: format!("from {} to {}", signed(low), with_unit(high, &a.unit)),
        slider: slider(&[low, high, three(a.value), value]),
        unit: a.unit.clone(),
        source: a.source.clone(),
        status: if a.status == Status::Measured { "measured" } else { "assumed" },
        touches: touches::touches(scenario, &a.id, reads),
        changed: applied.set.iter().any(|c| c.0 == a.id),
    }
}

fn current(applied: &Applied, a: &Assumption) -> f64 {
    applied.set.iter().find(|c| c.0 == a.id).map_or(three(a.value), |c| c.1)
}

/// A slider on which all these values lie: the coarsest step of 1, 0.1, 0.01 and 0.001 on which
/// they do and which leaves a choice.
fn slider(values: &[f64]) -> Slider {
    let whole = values.iter().map(|v| libm::round(v * 1000.0) as i64);
    let (min, max) = whole.clone().fold((i64::MAX, i64::MIN), |(a, b), v| (a.min(v), b.max(v)));
    let fits = |step: &i64| {
        let steps = if *step == 1000 { 5 } else { 16 };
        max - min >= steps * step && whole.clone().all(|v| (v - min) % step == 0)
    };
    let step = [1000, 100, 10].into_iter().find(fits).unwrap_or(1);
    let [min, max, step] = [min, max, step].map(|n| n as f64 / 1000.0);
    Slider { min, max, step }
}

/// A change that was left out, with the reason.
fn left_out(scenario: &Scenario, change: &Change) -> Option<String> {
    let named = scenario.assumptions.iter().find(|a| a.id == change.id).map_or(change.id.as_str(), |a| a.name.as_str());
    match &change.fate {
        Fate::Applied | Fate::Same => None,
        Fate::Unknown => Some(format!("This scenario has no assumption \u{201c}{named}\u{201d}, so it was left out.")),
        Fate::Refused(why) => Some(format!("\u{201c}{named}\u{201d} keeps its own value: {why}.")),
    }
}

/// What the set does to the line.
fn told(changed: usize, e: &SetEffect) -> String {
    let p = &e.pairs;
    let [before, after] = [p.before(Measure::OnTime), p.after(Measure::OnTime)].map(hundred);
    let [was, would] = &e.ends;
    let weeks = match (e.done(), changed, p.moved(Measure::OnTime)) {
        (false, ..) => "how many of 100 weeks ship on time is being worked out".to_owned(),
        (_, 0, _) => format!("this line ships on time in {before} of 100 weeks"),
        (_, _, false) => format!("this line ships on time in {before} of 100 weeks, as before"),
        (_, _, true) if before == after => format!("this line ships on time in {after} of 100 weeks, about as before"),
        _ => format!("this line ships on time in {after} of 100 weeks instead of {before}"),
    };
    if changed == 0 {
        return format!("Nothing is changed: {weeks}; this very week is {}.", ready(was));
    }
    let with = format!("With {} changed", words::count(changed, "assumption"));
    let week = if was.finish == would.finish {
        format!("this very week would be {} all the same", ready(would))
    } else {
        let comma = if would.finish != 0 && !would.on_time() { "," } else { "" };
        let was = if was.finish == 0 { "never".to_owned() } else { words::on(was.finish) };
        format!("this very week would be {}{comma} instead of {was}", ready(would))
    };
    format!("{with}, {weeks}; {week}.")
}

fn short(e: &SetEffect) -> String {
    let [was, would] = e.ends.map(|end| words::moment(end.finish));
    let week = if was == would { format!("ready {would}, as before") } else { format!("ready {would} instead of {was}") };
    if !e.done() {
        return format!("This week: {week}.");
    }
    let [before, after] = [e.pairs.before(Measure::OnTime), e.pairs.after(Measure::OnTime)].map(hundred);
    format!("On time in {after} of 100 weeks instead of {before}. This week: {week}.")
}

fn ready(end: &End) -> String {
    match (end.finish, end.on_time()) {
        (0, _) => "never ready".to_owned(),
        (at, true) => format!("ready {}", words::on(at)),
        (at, false) => format!("ready {}, too late", words::on(at)),
    }
}

fn figure(m: Measure, day: &str, e: &SetEffect) -> Figure {
    let p = &e.pairs;
    Figure {
        id: id(m),
        name: name(m, day),
        before: result(m, p.before(m)),
        after: result(m, p.after(m)),
        change: change(m, p.change(m), p.half(m)),
    }
}

/// A measure as it is charted: of 100 weeks, of 100 points, or hours.
pub(super) fn scaled(m: Measure, x: f64) -> f64 {
    three(if m == Measure::OnTime { 100.0 * x } else { x })
}

pub(super) fn result(m: Measure, x: f64) -> String {
    match m {
        Measure::OnTime => format!("{} of 100 weeks", hundred(x)),
        Measure::Hours => format!("{} h", words::fixed(x, 1)),
        Measure::Engagement | Measure::Score => format!("{} of 100", words::fixed(x, 1)),
    }
}

pub(super) fn change(m: Measure, by: f64, half: f64) -> String {
    let [by, half] = [by, half].map(|x| words::fixed(scaled(m, x), 1));
    let sign = if by.starts_with('-') || by == "0.0" { "" } else { "+" };
    format!("{sign}{} \u{b1} {half}", by.replace('-', "\u{2212}"))
}

/// Weeks of 100.
pub(super) fn hundred(share: f64) -> i64 {
    libm::round(100.0 * share) as i64
}

/// A number with up to three decimals and a proper minus sign.
pub(super) fn signed(x: f64) -> String {
    words::number(x).replace('-', "\u{2212}")
}

/// The value with its unit where the unit is one to be read out.
pub(super) fn with_unit(x: f64, unit: &str) -> String {
    match unit {
        "min" | "h" | "times" | "points" | "sd" => format!("{} {unit}", signed(x)),
        _ => signed(x),
    }
}

/// What the figures are, and how an unfinished line is played on.
fn how(program: &Program, line: &Line) -> String {
    let what =
        format!("Each figure replays this line in {} weeks, with the same luck before and after the change.", words::thousands(LUCKS));
    let open = if line.after_move() { program.next_scene(&line.state).is_some() } else { !line.state.over() };
    if !open {
        return what;
    }
    let (d, c) = (line.state.directive, line.state.collaborative);
    let style = shown(line);
    let why = match (style, d == c) {
        (_, true) => "as neither style is ahead",
        (Style::Directive, _) => "as most decisions so far were directive",
        (Style::Collaborative, _) => "as most decisions so far were collaborative",
    };
    format!("{what} The week is not over: from here on each decision is the usual {} one, {why}.", style.name())
}

#[cfg(test)]
mod tests {
    use super::slider;

    #[track_caller]
    fn check(values: &[f64], step: f64) {
        assert_eq!(slider(values).step, step, "{values:?}");
    }

    #[test]
    fn a_step_is_coarse_enough_to_use_and_fine_enough_to_choose() {
        check(&[15.0, 45.0, 30.0], 1.0);
        check(&[2.0, 10.0, 4.0], 1.0);
        check(&[0.0, 2.0, 1.0], 0.1);
        check(&[1.0, 1.63, 1.14], 0.01);
        check(&[0.0, 0.05, 0.016], 0.001);
        check(&[-0.3, 0.0, -0.05], 0.01);
        check(&[15.0, 45.0, 30.125], 0.001);
        check(&[1.0, 1.0, 1.0], 0.001);
    }
}
