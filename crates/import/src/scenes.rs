//! From the graph of a story to the scenes of a week: moves of both styles, ways on, times, people.

use super::flat::Said;
use super::graph::{After, Graph, On};
use super::ids::fresh;
use super::story::{Kind, Notes, short};
use super::text::{speaker, speech, tidy};
use super::vars::Sets;
use super::vars::{self, Told};
use engine::model::scenario::{Cond, Style};
use engine::model::time::{DAY, Time};
use std::collections::BTreeMap;

/// As many moves as a scene can have.
const MOVES: usize = 9;
/// The working week that scenes are spread over: from 09:10, seven hours a day, on Friday five.
const BEGIN: u32 = 9 * 60 + 10;
const HOURS: u32 = 7 * 60;
const WEEK: u32 = 4 * HOURS + 5 * 60;

/// Labels of moves that are still to be written.
pub const DIRECTIVE: &str = "To be written: what you decide and say";
pub const COLLABORATIVE: &str = "To be written: what you ask, or decide together";

pub struct Scene {
    pub id: String,
    pub at: Time,
    pub title: String,
    pub lines: Vec<Said>,
    pub sets: Sets,
    pub moves: Vec<Move>,
    /// Moves that are choices of the story.
    pub taken: usize,
    /// The first that fits is where the week goes on; an id.
    pub next: Vec<(Option<Cond>, String)>,
}

pub struct Move {
    pub id: String,
    pub label: String,
    pub style: Style,
    pub offered: Option<Cond>,
    pub sets: Sets,
    pub reaction: Vec<Said>,
}

/// The scenes, in the order of the week, and who speaks in them, the most first.
pub fn scenes(graph: &Graph, notes: &mut Notes) -> (Vec<Scene>, Vec<String>) {
    let mut ids: Vec<String> = Vec::new();
    let mut taken = std::collections::BTreeSet::new();
    for p in &graph.scenes {
        let title = graph.flats.get(*p).map_or("", |f| f.title.as_str());
        let id = fresh(title, "scene", |id| taken.contains(id));
        taken.insert(id.clone());
        ids.push(id);
    }
    let deepest = graph.scenes.iter().map(|p| graph.depth[*p]).max().unwrap_or(0);
    let scenes: Vec<Scene> = (0..graph.scenes.len()).map(|i| one(graph, i, &ids, deepest, notes)).collect();
    notes.here.clear();
    let people = people(&scenes);
    (scenes, people)
}

/// Names before a colon, where most of what stands behind it is speech.
fn people(scenes: &[Scene]) -> Vec<String> {
    let mut said: BTreeMap<&str, (usize, usize)> = BTreeMap::new();
    for line in scenes.iter().flat_map(|s| s.lines.iter().chain(s.moves.iter().flat_map(|m| &m.reaction))) {
        if let (Some(who), text) = speaker(&line.text) {
            let of = said.entry(who).or_default();
            of.0 += 1;
            of.1 += usize::from(speech(text));
        }
    }
    let mut people: Vec<(&str, usize)> = said.into_iter().filter(|(_, of)| 2 * of.1 >= of.0).map(|(who, of)| (who, of.0)).collect();
    people.sort_by_key(|(who, n)| (std::cmp::Reverse(*n), *who));
    people.into_iter().map(|(who, _)| who.to_owned()).collect()
}

/// Somewhere from Monday to Friday, later the more scenes lie before.
fn time(depth: usize, deepest: usize) -> Time {
    let at = WEEK * depth as u32 / (deepest.max(1) as u32);
    let at = at.min(WEEK - 1) / 5 * 5;
    Time(at / HOURS * DAY + BEGIN + at % HOURS)
}

fn one(graph: &Graph, i: usize, ids: &[String], deepest: usize, notes: &mut Notes) -> Scene {
    let p = graph.scenes[i];
    let f = &graph.flats[p];
    notes.here = f.title.clone();
    let mut moves: Vec<(Move, After)> = Vec::new();
    let mut taken: Vec<String> = Vec::new();
    let mut given: Vec<Option<Style>> = Vec::new();
    let id = |label: &str, taken: &mut Vec<String>| {
        let id = fresh(label, "move", |id| taken.iter().any(|t| t == id));
        taken.push(id.clone());
        id
    };
    // Each style needs a move that is always offered.
    let always = f.ways.iter().filter(|w| w.when.is_none()).count();
    let missing = 2usize.saturating_sub(always);
    let mut kept: Vec<usize> = (0..f.ways.len()).collect();
    kept.sort_by_key(|k| f.ways[*k].when.is_some());
    kept.truncate(MOVES - missing);
    let kept: std::collections::BTreeSet<usize> = kept.into_iter().collect();
    for (k, way) in f.ways.iter().enumerate() {
        if !kept.contains(&k) {
            let why = format!("a scene has at most {MOVES} moves");
            notes.leave(Kind::Cut, way.line, format!("the link “{}”", way.label), why);
            continue;
        }
        let mut after = graph.follow(way.to);
        // Ink repeats what was chosen.
        if after.lines.first().is_some_and(|l| l.when.is_none() && l.text == way.label) {
            after.lines.remove(0);
        }
        let label = if way.label.is_empty() { "Go on".to_owned() } else { way.label.clone() };
        let sets = way.sets.iter().chain(&f.late).chain(&after.sets).cloned().collect();
        given.push(way.style);
        let m = Move { id: id(&label, &mut taken), label, style: Style::Directive, offered: way.when.clone(), sets, reaction: Vec::new() };
        moves.push((m, after));
    }
    let own = f.ways.iter().enumerate().filter(|(k, w)| kept.contains(k) && !w.own).count();
    styles(&mut moves, &given);
    for style in [Style::Directive, Style::Collaborative] {
        if moves.iter().any(|(m, _)| m.style == style && m.offered.is_none()) {
            continue;
        }
        let label = if style == Style::Directive { DIRECTIVE } else { COLLABORATIVE };
        notes.leave(
            Kind::Write,
            f.line,
            format!("a {} move in “{}”", style.name(), short(&f.title)),
            "every scene offers both styles: this one is to be written by you",
        );
        let mut after = ways_on(graph, p, &moves);
        let sets = f.late.iter().chain(&after.sets).cloned().collect();
        let reaction = std::mem::take(&mut after.lines);
        let m = Move { id: id(&format!("new {}", style.name()), &mut taken), label: label.into(), style, offered: None, sets, reaction };
        moves.push((m, after));
    }
    let next = next(&ids[i], &moves, ids);
    let moves = moves.into_iter().map(|(m, after)| if m.reaction.is_empty() { Move { reaction: after.lines, ..m } } else { m }).collect();
    let title = tidy(&f.title).chars().take(80).collect::<String>();
    let title = if title.trim().is_empty() { format!("Scene {}", i + 1) } else { title };
    Scene {
        id: ids[i].clone(),
        at: time(graph.depth[p], deepest),
        title,
        lines: f.lines.clone(),
        sets: f.sets.clone(),
        moves,
        taken: own,
        next,
    }
}

/// The styles that the story gives; the others in turn, so that each has a move that is always
/// offered where there are two such moves.
fn styles(moves: &mut [(Move, After)], given: &[Option<Style>]) {
    for offered in [true, false] {
        let mut next = Style::Directive;
        for ((m, _), given) in moves.iter_mut().zip(given).filter(|((m, _), _)| m.offered.is_none() == offered) {
            m.style = given.unwrap_or(next);
            next = m.style.other();
        }
    }
}

/// Where a move leads that is not written yet: where the passage goes by itself, else where the
/// first of its moves goes.
fn ways_on(graph: &Graph, p: usize, moves: &[(Move, After)]) -> After {
    if let Some((_, first)) = moves.first() {
        return After { ons: first.ons.clone(), gone: first.gone, ..After::default() };
    }
    graph.onward(p)
}

/// Ways on of a scene: for each move where it leads.
fn next(scene: &str, moves: &[(Move, After)], ids: &[String]) -> Vec<(Option<Cond>, String)> {
    let real = |on: &On| on.1.and_then(|i| ids.get(i));
    // Where the others go: what was cut follows them.
    let others = moves.iter().flat_map(|(_, a)| &a.ons).find_map(real).cloned();
    let mut out: Vec<(Vec<Cond>, Option<Cond>, String)> = Vec::new();
    let mut ends = false;
    for (m, after) in moves {
        let took = Cond::Took(format!("{scene}.{}", m.id));
        let mut sure = false;
        let mut push = |when: Option<Cond>, to: &String| match out.iter_mut().find(|o| o.1 == when && when.is_none() && o.2 == *to) {
            Some(same) => same.0.push(took.clone()),
            None => out.push((vec![took.clone()], when, to.clone())),
        };
        for on in &after.ons {
            match real(on) {
                Some(to) => push(on.0.clone(), to),
                None => ends = true,
            }
            sure |= on.0.is_none();
        }
        if !sure {
            match others.as_ref().filter(|_| after.gone) {
                Some(to) => push(None, to),
                None => ends = true,
            }
        }
    }
    // What hangs on a condition is asked first.
    out.sort_by_key(|o| o.1.is_none());
    let last = out.len().saturating_sub(1);
    let entry = |(k, (took, when, to)): (usize, (Vec<Cond>, Option<Cond>, String))| {
        let rest = k == last && when.is_none() && !ends;
        let took = vars::any(took.into_iter().map(Told::If).collect());
        let whole = vars::all([Some(took), when.map(Told::If)].into_iter().flatten().collect());
        (if let (Told::If(c), false) = (whole, rest) { Some(c) } else { None }, to)
    };
    out.into_iter().enumerate().map(entry).collect()
}
