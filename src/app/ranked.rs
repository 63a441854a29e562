//! Where the week turned, by measure: the decisions that weighed most for the deadline, for people and
//! for hours, each with the best directive and the best collaborative move.

use super::swings::MoveView;
use super::words::{self, fixed, quoted};
use crate::engine::swing::{By, Mean, Swing};
use crate::model::scenario::{Scenario, Style};

/// The best move of one style at a decision, by one measure.
#[derive(Clone, Debug, PartialEq)]
pub struct Side {
    pub mv: MoveView,
    /// Against the player's move: `+9.1 in 100 (7.2 to 11.0)`, or `yours`.
    pub text: String,
    /// Whether it is the move the player took.
    pub yours: bool,
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
    pub rows: Vec<Row>,
    /// What must be said beside it; empty where nothing must.
    pub note: &'static str,
}

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
    Ranked { id, title, rows, note }
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
        Some(Side { mv: MoveView { id: m.id.clone(), label: m.label.clone(), style: m.style }, text, yours })
    };
    let (directive, collaborative) = (side(d)?, side(c)?);
    Some(Row {
        step: swing.step,
        title: scene.title.clone(),
        when: words::moment(scene.at.0),
        size: by_how.abs() * unit(by).0,
        clear,
        sentence: sentence(scenario, by, &directive, &collaborative, by_how, clear),
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

fn sentence(scenario: &Scenario, by: By, d: &Side, c: &Side, by_how: f64, clear: bool) -> String {
    let (better, worse, style, other) =
        if by_how > 0.0 { (d, c, "directive", "collaborative") } else { (c, d, "collaborative", "directive") };
    let n = fixed((by_how * unit(by).0).abs(), 1);
    let taken = if d.yours || c.yours { "" } else { " Yours was another." };
    if !clear || n == "0.0" {
        return format!("The best directive move and the best collaborative one come to the same.{taken}");
    }
    let [mv, against] = [better, worse].map(|s| format!("{}{}", quoted(&s.mv.label), if s.yours { " (yours)" } else { "" }));
    let does = match by {
        By::Friday => format!("makes {} {n} in 100 more often than", words::day(scenario.deadline.0)),
        By::People => format!("leaves engagement {n} points higher than"),
        By::Hours => format!("takes {n} fewer team hours than"),
    };
    format!("The best {style} move, {mv}, {does} the best {other} one, {against}.{taken}")
}
