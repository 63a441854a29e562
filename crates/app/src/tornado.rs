//! The tornado chart: which assumptions this line rests on most. One row an assumption, from its
//! low to its high value, by one measure.

use super::why::{change, hundred, id, name, result, scaled, signed, with_unit};
use super::words;
use engine::assume::Applied;
use engine::job::Job;
use engine::math::three;
use engine::model::scenario::Assumption;
use engine::paired::{End, LUCKS, Measure};
use engine::tornado::{Found, Tip, Tornado};

/// A row of the chart at one end of the assumption's range.
#[derive(Clone, Debug, PartialEq)]
pub struct Mark {
    pub value: String,
    /// Where the bar ends, in the chart's unit.
    pub at: f64,
    /// The change, and half the width of its 95% interval.
    pub change: f64,
    pub half: f64,
    pub result: String,
    pub change_text: String,
    /// This very week: `Friday 14:10, on time`.
    pub week: String,
    pub sentence: String,
}

/// One assumption in the chart.
#[derive(Clone, Debug, PartialEq)]
pub struct Row {
    pub id: String,
    pub name: String,
    pub low: Mark,
    pub high: Mark,
    /// Whether either end changes the figure.
    pub moved: bool,
    pub changed: bool,
}

/// A tornado chart by one measure, largest bar first; the rows are its table too.
#[derive(Clone, Debug, PartialEq)]
pub struct Chart {
    pub id: &'static str,
    pub title: String,
    /// The figure with nothing moved: where all bars start.
    pub base: f64,
    pub base_text: String,
    /// This very week with nothing moved: `Friday 14:10, on time`.
    pub week: String,
    /// The ends of the axis.
    pub from: f64,
    pub to: f64,
    /// What has been worked out so far.
    pub rows: Vec<Row>,
    pub summary: String,
    /// Units done, of all.
    pub progress: (u32, u32),
    pub done: bool,
}

/// The tornado chart by one measure, as far as it is worked out; `None` before its first unit.
pub fn chart(applied: &Applied, job: &Tornado, m: Measure) -> Option<Chart> {
    let base = job.base(m)?;
    let all = applied.scenario.assumptions.iter().zip(job.tips());
    let day = words::day(applied.scenario.deadline.0);
    let mut rows: Vec<Row> = all.filter_map(|(a, tips)| row(applied, a, tips, (m, &day))).collect();
    let base_at = scaled(m, base);
    let span = |r: &Row| r.low.at.max(r.high.at).max(base_at) - r.low.at.min(r.high.at).min(base_at);
    // Stable: of equals the first in the scenario stays first.
    rows.sort_by(|a, b| span(b).total_cmp(&span(a)));
    let (from, to) = rows.iter().flat_map(|r| [&r.low, &r.high]).fold((base_at, base_at), |(a, b), t| (a.min(t.at), b.max(t.at)));
    Some(Chart {
        id: id(m),
        title: name(m, &day),
        base: base_at,
        base_text: result(m, base),
        week: week(&job.own()),
        from: (10.0 * libm::floor(from / 10.0)).max(0.0),
        to: 10.0 * libm::floor(to / 10.0 + 1.0).min(if m == Measure::Hours { f64::INFINITY } else { 10.0 }),
        summary: summary(&rows, m, job.done()),
        rows,
        progress: (job.finished(), job.units()),
        done: job.done(),
    })
}

fn row(applied: &Applied, a: &Assumption, tips: &[Tip; 2], by: (Measure, &str)) -> Option<Row> {
    let [low, high] = tips;
    let (low_found, high_found) = (low.found?, high.found?);
    Some(Row {
        id: a.id.clone(),
        name: a.name.clone(),
        low: mark(a, low.value, &low_found, by),
        high: mark(a, high.value, &high_found, by),
        moved: low_found.pairs.moved(by.0) || high_found.pairs.moved(by.0),
        changed: applied.set.iter().any(|c| c.0 == a.id),
    })
}

/// One end of a row; `a` holds the value in use.
fn mark(a: &Assumption, value: f64, found: &Found, by: (Measure, &str)) -> Mark {
    let (m, day) = by;
    let p = &found.pairs;
    let (after, moved, half) = (p.after(m), p.change(m), p.half(m));
    Mark {
        value: with_unit(value, &a.unit),
        at: scaled(m, after),
        change: scaled(m, moved),
        half: scaled(m, half),
        result: result(m, after),
        change_text: change(m, moved, half),
        week: week(&found.own),
        sentence: sentence(a, value, found, m, day),
    }
}

/// When the shipment is ready in one week.
fn week(end: &End) -> String {
    let how = match (end.finish, end.on_time()) {
        (0, _) => "",
        (_, true) => ", on time",
        (_, false) => ", late",
    };
    words::moment(end.finish) + how
}

fn sentence(a: &Assumption, value: f64, found: &Found, m: Measure, day: &str) -> String {
    let p = &found.pairs;
    if three(a.value) == value {
        return format!("{} is the value in use.", with_unit(value, &a.unit));
    }
    let at = format!("At {} instead of {}", with_unit(value, &a.unit), signed(a.value));
    if !p.moved(m) {
        return match m {
            Measure::OnTime => {
                format!("{at}, not one of {} such weeks would change from on time to late, or back.", words::thousands(LUCKS))
            }
            _ => format!("{at}, it would be the same."),
        };
    }
    let (before, after) = (p.before(m), p.after(m));
    let unsure = libm::fabs(p.change(m)) <= p.half(m);
    let figure = |x: f64| words::fixed(x, 1);
    let (now, was) =
        if m == Measure::OnTime { (hundred(after).to_string(), hundred(before).to_string()) } else { (figure(after), figure(before)) };
    let would = match m {
        Measure::OnTime => format!("{now} of 100 such weeks would make {day}"),
        Measure::Engagement => format!("the team would end at an engagement of {now} of 100"),
        Measure::Hours => format!("the team would spend {now} hours"),
        Measure::Score => format!("the score would be {now}"),
    };
    match (now == was, unsure) {
        (true, _) => format!("{at}, {would}, as now."),
        (_, true) => format!("{at}, {would} instead of {was}; that may be chance."),
        _ => format!("{at}, {would} instead of {was}."),
    }
}

/// The chart in a sentence or two.
fn summary(rows: &[Row], m: Measure, done: bool) -> String {
    let moved: Vec<&Row> = rows.iter().filter(|r| r.moved).collect();
    let still = rows.len() - moved.len();
    let Some(first) = moved.first() else {
        return if done { "No assumption changes this figure.".to_owned() } else { "Nothing found so far changes this figure.".to_owned() };
    };
    let so_far = if done { "" } else { " so far" };
    let mut text = format!("\u{201c}{}\u{201d} matters most{so_far}: {} at {}", first.name, first.low.result, first.low.value);
    text += &format!(", {} at {}.", first.high.result, first.high.value);
    let next: Vec<String> = moved.iter().skip(1).take(3).map(|r| r.name.clone()).collect();
    if !next.is_empty() {
        text += &format!(" Then come: {}.", next.join("; "));
    }
    if done && still > 0 {
        let what = if m == Measure::OnTime { "this line\u{2019}s chance" } else { "this figure" };
        text += &format!(" {} of {} do not change {what} within their ranges.", still, rows.len());
    }
    text
}
