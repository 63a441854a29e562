//! What reads each assumption: rules of the engine, effects of moves and of scenes, reasons given.

use super::compile;
use crate::model::scenario::{Effect, Quantity, Scenario, Scene};

/// How far an assumption reaches.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scope {
    /// Nothing reads it while a week runs.
    Nothing,
    /// Some moves, or the beginning of some scenes.
    Moves,
    /// Everything, all week.
    Week,
    /// The score alone, once the week is over.
    Score,
}

/// A scene in which an assumption is read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// Indices into the scenario.
    pub scene: usize,
    /// As the scene begins.
    pub enter: bool,
    pub moves: Vec<usize>,
}

/// Everything that reads one assumption.
#[derive(Clone, Debug, PartialEq)]
pub struct Reads {
    pub scope: Scope,
    /// In the order of the scenario.
    pub places: Vec<Place>,
    /// Moves whose given reason rests on it, without those that read it themselves.
    pub reasons: Vec<Place>,
    /// Tasks whose effort it sets or changes.
    pub tasks: Vec<usize>,
    /// Whether it is a length of meetings, and whether it is anything else in a move.
    pub meeting: bool,
    pub other: bool,
    /// The values all its readers accept.
    pub range: (f64, f64),
}

/// Rules read all week, whatever is decided. Their ids never change (see `compile`).
const WEEK: [&str; 8] = [
    "engagement-output",
    "output-spread",
    "shared-luck",
    "optimism",
    "need-autonomy",
    "need-competence",
    "need-relatedness",
    "baseline-spread",
];

/// Minutes that an effect may last, and that it may add to a task (see `compile`).
const LASTS: (f64, f64) = (0.0, 10_000.0);
const ADDS: (f64, f64) = (-10_000.0, 10_000.0);

/// What reads each of the scenario's assumptions, in their order.
pub fn reads(scenario: &Scenario) -> Vec<Reads> {
    let fresh = |id: &str| Reads {
        scope: scope(scenario, id),
        places: Vec::new(),
        reasons: Vec::new(),
        tasks: Vec::new(),
        meeting: false,
        other: false,
        range: compile::range(id),
    };
    let mut all: Vec<Reads> = scenario.assumptions.iter().map(|a| fresh(&a.id)).collect();
    let place = |id: &str| scenario.assumptions.iter().position(|a| a.id == id);
    for (i, scene) in scenario.scenes.iter().enumerate() {
        let mut see = |mv: Option<usize>, list: &[Effect]| {
            visit(list, scene, &mut |read: &Read| {
                if let Some(r) = place(&read.id).and_then(|a| all.get_mut(a)) {
                    let task = read.task.and_then(|id| scenario.work.tasks.iter().position(|t| t.id == id));
                    r.note(i, mv, read, task);
                }
            });
        };
        see(None, &scene.enter);
        scene.moves.iter().enumerate().for_each(|(m, mv)| see(Some(m), &mv.effects));
        for (m, mv) in scene.moves.iter().enumerate() {
            for r in mv.because.rests_on.iter().filter_map(|id| place(id)) {
                let r = &mut all[r];
                if !r.places.iter().any(|p| p.scene == i && p.moves.contains(&m)) {
                    note(&mut r.reasons, i, Some(m));
                }
            }
        }
    }
    all
}

/// The reach of a rule, before moves are looked at.
fn scope(scenario: &Scenario, id: &str) -> Scope {
    match id {
        "late-span" | "late-left" if scenario.score.delivery > 0 => Scope::Score,
        "promise-cost" if scenario.flags.iter().any(|f| f.promise) => Scope::Score,
        "engagement-from" | "engagement-to" if scenario.score.engagement > 0 => Scope::Score,
        "hours-span" if scenario.score.hours > 0 => Scope::Score,
        compile::CARRIED_OVER if !scenario.carried.is_empty() => Scope::Week,
        id if WEEK.contains(&id) => Scope::Week,
        _ => Scope::Nothing,
    }
}

impl Reads {
    fn note(&mut self, scene: usize, mv: Option<usize>, read: &Read, task: Option<usize>) {
        if self.scope == Scope::Nothing {
            self.scope = Scope::Moves;
        }
        self.range = (self.range.0.max(read.range.0), self.range.1.min(read.range.1));
        self.meeting |= read.meeting;
        self.other |= !read.meeting;
        if let Some(task) = task.filter(|t| !self.tasks.contains(t)) {
            self.tasks.push(task);
        }
        note(&mut self.places, scene, mv);
    }

    /// Moves that read it.
    pub fn moves(&self) -> usize {
        self.places.iter().map(|p| p.moves.len()).sum()
    }
}

fn note(places: &mut Vec<Place>, scene: usize, mv: Option<usize>) {
    if places.last().is_none_or(|p| p.scene != scene) {
        places.push(Place { scene, enter: false, moves: Vec::new() });
    }
    if let Some(place) = places.last_mut() {
        match mv {
            Some(m) if !place.moves.contains(&m) => place.moves.push(m),
            Some(_) => {}
            None => place.enter = true,
        }
    }
}

/// One assumption read by one effect.
struct Read<'s> {
    id: String,
    meeting: bool,
    task: Option<&'s str>,
    range: (f64, f64),
}

/// Calls `see` with each assumption these effects read.
fn visit(list: &[Effect], scene: &Scene, see: &mut impl FnMut(&Read)) {
    const ALL: (f64, f64) = (f64::NEG_INFINITY, f64::INFINITY);
    for effect in list {
        let mut rule = |id: String, meeting| see(&Read { id, meeting, task: None, range: ALL });
        match effect {
            Effect::Meet { .. } => rule("meeting-cost".into(), true),
            Effect::Feel { .. } => rule("need-scale".into(), false),
            Effect::Overtime { .. } => rule("overtime-tired".into(), false),
            Effect::Volunteer { .. } => {
                for id in ["overtime-tired", "volunteer-base", "volunteer-slope"] {
                    rule(id.into(), false);
                }
            }
            Effect::Answer { style, .. } => {
                let known = if scene.situation.familiar { "familiar" } else { "unfamiliar" };
                rule(format!("right-{}-{known}", style.name()), false);
                if scene.situation.severe {
                    rule(format!("severe-{}", style.name()), false);
                }
            }
            _ => {}
        }
        let mut number = |q: &Quantity, task, range: (f64, f64)| {
            if let Some((id, less)) = q.assumption() {
                let range = if less { (-range.1, -range.0) } else { range };
                see(&Read { id: id.to_owned(), meeting: matches!(effect, Effect::Meet { .. }), task, range });
            }
        };
        match effect {
            Effect::Meet { minutes, .. }
            | Effect::Away { minutes, .. }
            | Effect::Overtime { minutes, .. }
            | Effect::Volunteer { minutes, .. } => number(minutes, None, LASTS),
            Effect::Work { task, minutes } => number(minutes, Some(task.as_str()), ADDS),
            Effect::Release { task, minutes: Some(minutes) } => number(minutes, Some(task.as_str()), LASTS),
            Effect::Chance { p, .. } => number(p, None, (0.0, 1.0)),
            _ => {}
        }
        match effect {
            Effect::Chance { then, or, .. } | Effect::Answer { then, or, .. } | Effect::When { then, or, .. } => {
                visit(then, scene, see);
                visit(or, scene, see);
            }
            _ => {}
        }
    }
}
