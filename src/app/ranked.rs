//! Where the week turned, by measure: the decisions that weighed most for the deadline, for people and
//! for hours, each with the best directive and the best collaborative move.

use super::swings::MoveView;
use super::words::{self, fixed, quoted};
use crate::engine::swing::{By, Other, Swing};
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
    /// How much the player's move and the best other differ, without sign, in the measure's unit.
    pub size: f64,
    pub clear: bool,
    pub directive: Option<Side>,
    pub collaborative: Option<Side>,
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

/// The measure's figure for people: its scale, unit and name.
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
    let named = |mv: u8| {
        let m = scene.moves.get(mv as usize)?;
        Some(MoveView { id: m.id.clone(), label: m.label.clone(), style: m.style })
    };
    let (scale, unit) = unit(by);
    let best = swing.best_by(by)?;
    let gain = by.gain(best);
    // The other's lead over the player's move, and 0 for the player's own.
    let side = |style: Style| {
        let own = named(swing.mv).filter(|m| m.style == style).map(|mv| (0.0, Side { mv, text: "yours".to_owned(), yours: true }));
        let others = swing.others.iter().filter_map(|o| {
            let mv = named(o.mv).filter(|m| m.style == style)?;
            Some((by.gain(o).mean, Side { mv, text: against(by, o, scale, unit), yours: false }))
        });
        own.into_iter().chain(others).max_by(|a, b| a.0.total_cmp(&b.0))
    };
    let (directive, collaborative) = (side(Style::Directive), side(Style::Collaborative));
    let sentence = match (&directive, &collaborative) {
        (Some(d), Some(c)) => sentence(scenario, by, d, c, scale, gain.clear()),
        _ => String::new(),
    };
    Some(Row {
        step: swing.step,
        title: scene.title.clone(),
        when: words::moment(scene.at.0),
        size: (gain.mean * scale).abs(),
        clear: gain.clear(),
        directive: directive.map(|s| s.1),
        collaborative: collaborative.map(|s| s.1),
        sentence,
    })
}

/// The other move's figure less the player's.
fn against(by: By, o: &Other, scale: f64, unit: &str) -> String {
    let gain = by.gain(o);
    // Fewer hours are better, and are written as fewer.
    let sign = if by == By::Hours { -1.0 } else { 1.0 };
    let [mean, half] = [sign * gain.mean * scale, gain.half * scale];
    let [low, high] = [mean - half, mean + half].map(|x| words::signed(x, 1));
    let range = if low == high { String::new() } else { format!(" ({low} to {high})") };
    format!("{}{unit}{range}", words::signed(mean, 1))
}

fn sentence(scenario: &Scenario, by: By, d: &(f64, Side), c: &(f64, Side), scale: f64, clear: bool) -> String {
    let ((better, worse), style, other) =
        if d.0 > c.0 { ((d, c), "directive", "collaborative") } else { ((c, d), "collaborative", "directive") };
    let n = fixed((better.0 - worse.0) * scale, 1);
    let taken = if d.1.yours || c.1.yours { "" } else { " Yours was another." };
    let [mv, against] = [better, worse].map(|s| format!("{}{}", quoted(&s.1.mv.label), if s.1.yours { " (yours)" } else { "" }));
    if !clear || n == "0.0" {
        return format!("The best directive move and the best collaborative one come to the same.{taken}");
    }
    let does = match by {
        By::Friday => format!("makes {} {n} in 100 more often than", words::day(scenario.deadline.0)),
        By::People => format!("leaves engagement {n} points higher than"),
        By::Hours => format!("takes {n} fewer team hours than"),
    };
    format!("The best {style} move, {mv}, {does} the best {other} one, {against}.{taken}")
}
