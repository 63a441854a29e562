//! What can be met on any path: scenes never reached, moves never offered, lines never said, facts
//! never told; loops and weeks that stop short; and what nothing reads.

use super::{Raw, Severity, listed};
use engine::model::Scenario;
use engine::model::scenario::{Cond, Effect, Scene};
use engine::reads::{self, Scope};
use engine::survey::Survey;
use engine::{Line, Map, Program};
use json::Tree;
use std::collections::BTreeSet;

/// Words before a decision beyond which people stop reading.
pub const SCENE_WORDS: u32 = 150;
/// More paths make a scenario hard to know; with more than the other, the map's figures come from a
/// sample of them.
const MANY: u64 = 80_000;
const EXACT: u64 = engine::map::job::EXACT;

pub fn check(root: &Tree, scenario: &Scenario, program: &Program, found: &mut Vec<Raw>) {
    let words: Vec<Vec<u32>> =
        scenario.scenes.iter().map(|s| s.lines.iter().map(|l| super::texts::words(&l.text) as u32).collect()).collect();
    let survey = Survey::of(program, &words);
    let mut graph = Graph { root, scenario, survey: &survey, found };
    graph.size();
    graph.map(program);
    graph.reached();
    graph.ways();
    graph.said();
    graph.facts();
    graph.unread();
    graph.paths(program);
}

struct Graph<'a, 'f> {
    root: &'a Tree,
    scenario: &'a Scenario,
    survey: &'a Survey,
    found: &'f mut Vec<Raw>,
}

impl Graph<'_, '_> {
    fn say(&mut self, severity: Severity, code: &'static str, path: String, text: impl Into<String>, mend: impl Into<String>) {
        // What was left out has no place of its own: then its object's.
        let mut place = path.as_str();
        let tree = loop {
            match self.root.pointer(place) {
                Some(tree) => break tree,
                None => place = place.rsplit_once('/').map_or("", |p| p.0),
            }
        };
        self.found.push(Raw::new(severity, code, tree.at, path, text, mend));
    }

    fn warn(&mut self, code: &'static str, path: String, text: impl Into<String>, mend: impl Into<String>) {
        self.say(Severity::Warning, code, path, text, mend);
    }

    fn size(&mut self) {
        if !self.survey.complete {
            let text = "there are too many situations to visit them all, so nothing is said of what is never reached, offered or said";
            return self.warn("too-many-situations", "/scenes".into(), text, "let fewer moves be asked about later");
        }
        let n = self.survey.paths;
        let paths = if n == u64::MAX { "more paths than can be counted".to_owned() } else { format!("{n} paths") };
        if n > EXACT {
            let text = format!("there are {paths}, more than {EXACT}: the map's figures come from a sample of them");
            self.warn("sampled", "/scenes".into(), text, "offer fewer moves, or have fewer decisions");
        } else if n > MANY {
            self.say(Severity::Note, "many-paths", "/scenes".into(), format!("there are {paths}"), "more than 80,000 are hard to know");
        }
        if !self.survey.talk {
            let text = "there are too many situations to follow the talk in all of them, so nothing is said of lines that are never said";
            self.say(Severity::Note, "talk-not-followed", "/scenes".into(), text, "");
        }
        for (i, n) in self.survey.words.iter().enumerate().filter(|(_, n)| **n > SCENE_WORDS) {
            let text = format!("up to {n} words are read here before anything can be done; people read on up to about {SCENE_WORDS}");
            self.warn("long-scene", format!("/scenes/{i}/lines"), text, "leave out what the decision does not need");
        }
    }

    /// Where the map is not drawn, its writer should hear it before a player does.
    fn map(&mut self, program: &Program) {
        if Map::of(program).is_err() {
            let text = "there are too many situations to draw a map of them, and moves are not compared; the week can be played";
            self.warn("no-map", "/scenes".into(), text, "let fewer moves, facts and flags be asked about later, or have fewer decisions");
        }
    }

    fn scene(&self, i: usize) -> &Scene {
        &self.scenario.scenes[i]
    }

    fn reached(&mut self) {
        if !self.survey.complete {
            return;
        }
        for i in 0..self.scenario.scenes.len() {
            if self.survey.reached & (1 << i) == 0 {
                let text = format!("the scene \"{}\" is never reached", self.scene(i).id);
                self.warn("unreachable", format!("/scenes/{i}"), text, "let the \"next\" of another scene lead here, or take it out");
                continue;
            }
            for m in (0..self.scene(i).moves.len()).filter(|m| self.survey.offered[i] & (1 << m) == 0) {
                let text = format!("the move \"{}\" is never offered: its condition never holds here", self.scene(i).moves[m].id);
                let mend = "see what it asks for, and whether that can have happened before";
                self.warn("never-offered", format!("/scenes/{i}/moves/{m}/offered"), text, mend);
            }
        }
    }

    fn ways(&mut self) {
        for (from, to) in self.survey.loops.iter().map(|(a, b)| (*a as usize, *b as usize)) {
            let text = format!(
                "the scene \"{}\" may come a second time from here; a scene is played once, so the week would end",
                self.scene(to).id
            );
            let mend = "let the way on lead to a scene that has not been, or to a copy of it under another id";
            self.say(Severity::Error, "loop", format!("/scenes/{from}/next"), text, mend);
        }
        for (from, to) in self.survey.back.iter().map(|(a, b)| (*a as usize, *b as usize)) {
            let (a, b) = (self.scene(from).at, self.scene(to).at);
            let text = format!(
                "\"{}\" at {b} follows \"{}\" at {a}: it is played late, at the hour it then is",
                self.scene(to).id,
                self.scene(from).id
            );
            self.warn("back-in-time", format!("/scenes/{to}/at"), text, "give it a time after the scenes it follows");
        }
        for i in (0..self.scenario.scenes.len()).filter(|i| self.survey.falls & (1 << i) != 0) {
            let text = "on some path none of these ways on fits, and the week ends here";
            let mend = "add a last one without \"when\", such as {\"to\": \"…\"}";
            self.warn("no-way-on", format!("/scenes/{i}/next"), text, mend);
        }
    }

    fn said(&mut self) {
        if !self.survey.complete || !self.survey.talk {
            return;
        }
        let mut never = Vec::new();
        for i in (0..self.scenario.scenes.len()).filter(|i| self.survey.reached & (1 << i) != 0) {
            let silent = |list: &[bool]| list.iter().enumerate().filter(|(_, said)| !**said).map(|(k, _)| k).collect::<Vec<_>>();
            never.extend(silent(&self.survey.lines[i]).into_iter().map(|k| format!("/scenes/{i}/lines/{k}/when")));
            for m in (0..self.scene(i).moves.len()).filter(|m| self.survey.offered[i] & (1 << m) != 0) {
                never.extend(silent(&self.survey.reactions[i][m]).into_iter().map(|k| format!("/scenes/{i}/moves/{m}/reaction/{k}/when")));
            }
        }
        for path in never {
            let mend = "see what it asks for, and whether that can have happened before";
            self.warn("never-said", path, "this line is never said: its condition never holds here", mend);
        }
    }

    fn facts(&mut self) {
        if !self.survey.complete {
            return;
        }
        for (k, fact) in self.scenario.facts.iter().enumerate() {
            if self.survey.facts & (1 << k) == 0 {
                let text = format!("the fact \"{}\" is never told", fact.id);
                let mend = format!("let a move tell it: {{\"reveal\": {{\"fact\": \"{}\"}}}}", fact.id);
                self.warn("never-told", format!("/facts/{k}"), text, mend);
            }
        }
    }

    /// Flags, tasks, habits and assumptions that nothing reads or brings about.
    fn unread(&mut self) {
        let uses = Uses::of(self.scenario);
        for (k, flag) in self.scenario.flags.iter().enumerate() {
            let id = flag.id.as_str();
            let (set, read) = (uses.set.contains(id), uses.asked.contains(id) || flag.promise);
            let (code, text, mend) = match (set, read) {
                (false, false) => ("unused", format!("the flag \"{id}\" is neither set nor asked for"), "take it out"),
                (false, true) => {
                    ("never-set", format!("the flag \"{id}\" is never set"), "let a move set it: {\"set\": {\"flag\": \"…\"}}")
                }
                (true, false) => (
                    "unused",
                    format!("the flag \"{id}\" is set and nothing asks for it"),
                    "let a line or a way on ask for it, or take it out",
                ),
                (true, true) => continue,
            };
            self.warn(code, format!("/flags/{k}"), text, mend);
        }
        for (k, task) in self.scenario.work.tasks.iter().enumerate() {
            let path = format!("/work/tasks/{k}");
            if task.held && !uses.released.contains(task.id.as_str()) {
                let text = format!("the task \"{}\" is held and never released, so it never comes into being", task.id);
                self.warn("never-released", path, text, "let a move release it, or leave \"held\" out");
            } else if task.owner.is_none() && !task.held {
                let text = format!("the task \"{}\" is nobody's: it runs by itself, at no one's cost", task.id);
                self.say(Severity::Note, "nobodys", path, text, "name its \"owner\", unless it is a wait");
            }
        }
        for (k, habit) in self.scenario.habits.iter().enumerate() {
            if !self.scenario.scenes.iter().any(|s| s.habits.contains(&habit.id)) {
                let text = format!("no scene shows the pair of habits \"{}\"", habit.id);
                self.warn("unused", format!("/habits/{k}"), text, "name it in a scene's \"habits\", or take it out");
            }
        }
        for (k, (a, r)) in self.scenario.assumptions.iter().zip(reads::reads(self.scenario)).enumerate() {
            // Where it makes no difference by its author's own word, it is there to be compared with.
            let compared = a.neutral == Some(a.value);
            if r.scope == Scope::Nothing && r.reasons.is_empty() && !compared {
                let text = format!("the assumption \"{}\" is never read", a.id);
                self.warn("unused", format!("/assumptions/{k}"), text, "use its id where a number stands, or take it out");
            }
        }
    }

    /// Named paths that cannot be played.
    fn paths(&mut self, program: &Program) {
        for (k, path) in self.scenario.paths.iter().enumerate() {
            let mut line = Line::new(program, 0);
            let mut text = None;
            for id in path.moves.split('.').filter(|m| !m.is_empty()) {
                let scene = self.scenario.scenes.get(line.state.scene as usize);
                let Some(scene) = scene else {
                    text = Some(format!("the path goes on with \"{id}\" after the week is over"));
                    break;
                };
                let mv = scene.moves.iter().position(|m| m.id == id);
                if mv.is_none_or(|mv| line.play(program, mv).is_err()) {
                    let there: Vec<&str> = scene.moves.iter().map(|m| m.id.as_str()).collect();
                    text = Some(format!("the scene \"{}\" does not offer \"{id}\" on this path; it has {}", scene.id, listed(&there)));
                    break;
                }
            }
            if text.is_none() && !line.state.over() {
                text = Some("the path stops before the week is over".into());
            }
            if let Some(text) = text {
                self.warn(
                    "broken-path",
                    format!("/paths/{k}/moves"),
                    text,
                    "write the moves' ids from the start to the end, joined by dots",
                );
            }
        }
    }
}

/// What is set, asked for and released anywhere.
#[derive(Default)]
struct Uses<'s> {
    set: BTreeSet<&'s str>,
    asked: BTreeSet<&'s str>,
    released: BTreeSet<&'s str>,
}

impl<'s> Uses<'s> {
    fn of(scenario: &'s Scenario) -> Uses<'s> {
        let mut uses = Uses::default();
        for scene in &scenario.scenes {
            uses.effects(&scene.enter);
            let lines = scene.lines.iter().chain(scene.moves.iter().flat_map(|m| &m.reaction)).filter_map(|l| l.when.as_ref());
            let ways = scene.next.iter().filter_map(|n| n.when.as_ref()).chain(scene.situation.unless.as_ref());
            let offers = scene.moves.iter().filter_map(|m| m.offered.as_ref());
            lines.chain(ways).chain(offers).for_each(|c| uses.cond(c));
            scene.moves.iter().for_each(|m| uses.effects(&m.effects));
        }
        uses
    }

    fn cond(&mut self, cond: &'s Cond) {
        match cond {
            Cond::All(list) | Cond::Any(list) => list.iter().for_each(|c| self.cond(c)),
            Cond::Not(inner) => self.cond(inner),
            Cond::Flag(id) => drop(self.asked.insert(id)),
            _ => {}
        }
    }

    fn effects(&mut self, list: &'s [Effect]) {
        for effect in list {
            match effect {
                Effect::Set { flag } => drop(self.set.insert(flag)),
                Effect::Release { task, .. } => drop(self.released.insert(task)),
                Effect::When { cond, .. } => self.cond(cond),
                _ => {}
            }
            match effect {
                Effect::Chance { then, or, .. } | Effect::Answer { then, or, .. } | Effect::When { then, or, .. } => {
                    self.effects(then);
                    self.effects(or);
                }
                _ => {}
            }
        }
    }
}
