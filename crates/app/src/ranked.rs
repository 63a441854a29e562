//! Where the week turned, by measure: the decisions that weighed most for the deadline, for people and
//! for hours, each with the best directive and the best collaborative move.

use super::plot::{self, Mark, Plot, Whose};
use super::words::{self, fixed, quoted};
use engine::model::scenario::{Scenario, Style};
use engine::swing::{By, Mean, Swing};

/// A move with its style.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MoveView {
    pub id: String,
    pub label: String,
    pub style: Style,
}

/// The best move of one style at a decision, by one measure.
#[derive(Clone, Debug, PartialEq)]
pub struct Side {
    pub mv: MoveView,
    /// Against the player's move: `+9.1 in 100 (7.2 to 11.0)`, or `yours`.
    pub text: String,
    /// Whether it is the move the player took.
    pub yours: bool,
    /// How much better it is than that, in the measure's unit, with half the 95% interval.
    pub gain: f64,
    pub half: f64,
}

/// A decision, by one measure.
#[derive(Clone, Debug, PartialEq)]
pub struct Row {
    /// From 0.
    pub step: usize,
    pub title: String,
    pub when: String,
    /// How much the best move of each style differ, without sign, in the measure's unit.
    pub size: f64,
    /// Whether luck alone would hardly make such a difference.
    pub clear: bool,
    pub directive: Side,
    pub collaborative: Side,
    /// What to read first.
    pub sentence: String,
}

/// All decisions by one measure, the largest first.
#[derive(Clone, Debug, PartialEq)]
pub struct Ranked {
    /// `friday`, `people` or `hours`.
    pub id: &'static str,
    pub title: String,
    /// The decision that mattered most by it, in one sentence.
    pub sentence: String,
    /// The largest of them, drawn.
    pub plot: Plot,
    pub rows: Vec<Row>,
    /// What must be said beside it; empty where nothing must.
    pub note: &'static str,
}

/// How many decisions are drawn.
const DRAWN: usize = 4;

/// What effects on engagement rest on.
pub const FELT: &str = "That effects measured between people hold within one week is assumed.";

/// A measure's figure for people: its scale and unit.
fn unit(by: By) -> (f64, &'static str) {
    match by {
        By::Friday => (100.0, " in 100"),
        By::People => (1.0, " points"),
        By::Hours => (1.0, " h"),
    }
}

/// The swings of a line by each measure.
pub fn ranked(scenario: &Scenario, found: &[Swing]) -> Vec<Ranked> {
    By::ALL.into_iter().map(|by| one(scenario, found, by)).collect()
}

fn one(scenario: &Scenario, found: &[Swing], by: By) -> Ranked {
    let mut rows: Vec<Row> = found.iter().filter_map(|s| row(scenario, s, by)).collect();
    rows.sort_by(|a, b| b.size.total_cmp(&a.size));
    let day = words::day(scenario.deadline.0);
    let (id, title, note) = match by {
        By::Friday => ("friday", format!("For {day}"), ""),
        By::People => ("people", "For people".to_owned(), FELT),
        By::Hours => ("hours", "For the team\u{2019}s hours".to_owned(), ""),
    };
    let sentence = match rows.first().filter(|r| r.clear) {
        Some(row) => row.sentence.clone(),
        None => nothing(by, &day),
    };
    let plot = plot(id, by, &rows, &day);
    Ranked { id, title, sentence, plot, rows, note }
}

/// No decision moved it.
fn nothing(by: By, day: &str) -> String {
    let what = match by {
        By::Friday => format!("the chance of {day}"),
        By::People => "engagement".to_owned(),
        By::Hours => "the team\u{2019}s hours".to_owned(),
    };
    format!("No decision moved {what} by more than luck does.")
}

fn plot(id: &'static str, by: By, rows: &[Row], day: &str) -> Plot {
    let mark = |whose, s: &Side| {
        let whose = if s.yours { Whose::Yours } else { whose };
        Mark::around(whose, s.gain, s.half)
    };
    let drawn = rows.iter().take(DRAWN).map(|r| plot::Row {
        label: format!("{}, {}", words::within(&r.title), r.when),
        pale: !r.clear,
        marks: vec![mark(Whose::Directive, &r.directive), mark(Whose::Collaborative, &r.collaborative)],
    });
    let (what, ends) = match by {
        By::Friday => (format!("{day}s in a hundred"), ["fewer", "more"]),
        By::People => ("points of engagement".to_owned(), ["lower", "higher"]),
        By::Hours => ("team hours".to_owned(), ["more hours", "fewer hours"]),
    };
    let told: Vec<String> = rows
        .iter()
        .take(DRAWN)
        .map(|r| format!("{}: directive {}, collaborative {}", words::within(&r.title), r.directive.text, r.collaborative.text))
        .collect();
    let text = format!("The best move of each style against the one that was taken, in {what}. {}.", told.join("; "));
    Plot::new(id, drawn.collect(), Some((0.0, String::new())), ends, text)
}

fn row(scenario: &Scenario, swing: &Swing, by: By) -> Option<Row> {
    let scene = scenario.scenes.get(swing.scene as usize)?;
    let styled = |mv: u8| scene.moves.get(mv as usize).map_or(Style::Directive, |m| m.style);
    let [directive, collaborative] = swing.best_by(by, styled);
    let (d, c) = (directive?, collaborative?);
    let by_how = d.1.mean - c.1.mean;
    // Each is measured against the player's move; where that is neither, the two ranges add up.
    let clear = by_how.abs() > libm::sqrt(d.1.half * d.1.half + c.1.half * c.1.half);
    let side = |(mv, gain): (u8, Mean)| {
        let m = scene.moves.get(mv as usize)?;
        let yours = mv == swing.mv;
        let text = if yours { "yours".to_owned() } else { against(by, gain) };
        let (scale, _) = unit(by);
        let mv = MoveView { id: m.id.clone(), label: m.label.clone(), style: m.style };
        Some(Side { mv, text, yours, gain: gain.mean * scale, half: gain.half * scale })
    };
    let (directive, collaborative) = (side(d)?, side(c)?);
    Some(Row {
        step: swing.step,
        title: scene.title.clone(),
        when: words::moment(scene.at.0),
        size: by_how.abs() * unit(by).0,
        clear,
        sentence: format!("{} {}", quoted(&scene.title), sentence(scenario, by, &directive, &collaborative, by_how, clear)),
        directive,
        collaborative,
    })
}

/// A move's figure less that of the player's.
fn against(by: By, gain: Mean) -> String {
    let (scale, unit) = unit(by);
    // Fewer hours are better, and are written as fewer.
    let sign = if by == By::Hours { -1.0 } else { 1.0 };
    let [mean, half] = [sign * gain.mean * scale, gain.half * scale];
    let [low, high] = [mean - half, mean + half].map(|x| words::signed(x, 1));
    let range = if low == high { String::new() } else { format!(" ({low} to {high})") };
    format!("{}{unit}{range}", words::signed(mean, 1))
}

/// What a decision was worth by one measure, seen from the move that was taken: what follows its name.
fn sentence(scenario: &Scenario, by: By, d: &Side, c: &Side, by_how: f64, clear: bool) -> String {
    let (better, style, other) = if by_how > 0.0 { (d, "directive", "collaborative") } else { (c, "collaborative", "directive") };
    // Where yours was another, the better of the two is measured against it.
    let neither = !(d.yours || c.yours);
    let by_much = if neither { better.gain } else { (by_how * unit(by).0).abs() };
    let n = fixed(by_much, u32::from(by_much < 1.95));
    if !clear || n == "0.0" {
        return "came to the same either way.".to_owned();
    }
    let day = words::day(scenario.deadline.0);
    if neither && better.gain <= better.half {
        return format!("went as well as the best {style} move would, and better than the best {other} one.");
    }
    let worth = match by {
        By::Friday => format!("{n} {day}s in 100"),
        By::People => format!("{n} points of engagement"),
        By::Hours => format!("{n} team hours"),
    };
    let won = if by == By::Hours { "saved" } else { "won" };
    if better.yours { format!("{won} {worth}, by a {style} move.") } else { format!("cost {worth}: {style} was better.") }
}
