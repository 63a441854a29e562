//! Ids and what refers to them: targets that are not there, ids that stand twice, speakers nobody
//! knows.

use super::form::{Form, Seen, short};
use super::near::nearest;
use super::shape::Class;
use super::{Raw, Severity, listed};
use engine::compile;
use json::{Branch, Tree};
use std::collections::{BTreeMap, BTreeSet};

/// Ids that mean something else: the player, and all three needs of everybody.
const RESERVED: [&str; 2] = ["you", "team"];

/// All ids of a file.
struct Ids<'t> {
    /// Each class's ids, in the order of the text.
    known: BTreeMap<Class, Vec<&'t str>>,
    /// The same, to be found soon.
    there: BTreeSet<(Class, &'t str)>,
    /// Each scene's moves.
    moves: BTreeMap<&'t str, Vec<&'t str>>,
    /// Tasks that stand for those a file leaves out.
    plain: Vec<String>,
    /// Classes whose list could not be read: nothing is said of references to them.
    unknown: Vec<Class>,
}

pub fn check(root: &Tree, form: &Form, found: &mut Vec<Raw>) {
    let ids = Ids::of(root, form);
    for r in &form.refs {
        if let Some(id) = r.tree.text() {
            ids.reference(r.kind, id, r.tree.at, &r.path, found);
        }
    }
    for q in &form.quantities {
        if let Some(id) = q.tree.text() {
            ids.reference(Class::Assumption, id.strip_prefix('-').unwrap_or(id), q.tree.at, &q.path, found);
        }
    }
    for s in &form.someones {
        if let Some(id) = s.tree.text().filter(|id| *id != "team") {
            ids.reference(Class::Member, id, s.tree.at, &s.path, found);
        }
    }
    form.took.iter().for_each(|t| ids.took(t, found));
    form.speakers.iter().for_each(|s| ids.speaker(s, found));
    twice(form, found);
}

impl<'t> Ids<'t> {
    fn of(root: &'t Tree, form: &Form<'t>) -> Ids<'t> {
        let mut ids =
            Ids { known: BTreeMap::new(), there: BTreeSet::new(), moves: BTreeMap::new(), plain: Vec::new(), unknown: Vec::new() };
        for seen in &form.ids {
            if let Some(id) = seen.tree.text().filter(|id| ids.there.insert((seen.kind, id))) {
                ids.known.entry(seen.kind).or_default().push(id);
            }
        }
        for scene in root.get("scenes").map_or(&[][..], Tree::items) {
            let moves = scene.get("moves").map_or(&[][..], Tree::items);
            if let Some(id) = scene.get("id").and_then(Tree::text) {
                ids.moves.entry(id).or_default().extend(moves.iter().filter_map(|m| m.get("id").and_then(Tree::text)));
            }
        }
        // As `crate::fill` names them.
        if root.get("work").is_none_or(|w| w.get("tasks").is_some_and(|t| t.value == Branch::List(Vec::new()))) {
            ids.plain = ids.class(Class::Member).map(|m| format!("{m}-part")).collect();
            ids.plain.push("shipment".into());
        }
        for class in [Class::Scene, Class::Member, Class::Task, Class::Fact, Class::Flag, Class::Habit, Class::Assumption] {
            let list = match class {
                Class::Task => root.get("work").and_then(|w| w.get("tasks")),
                _ => root.get(class.list()),
            };
            let there = list.is_some_and(|l| matches!(l.value, Branch::List(_)));
            let meant = form.found.iter().any(|f| f.code == "unknown-key" && f.mend.contains(&format!("\"{}\"", class.list())));
            let work = class == Class::Task && root.get("work").is_some();
            let empty = list.is_some_and(|l| l.value == Branch::List(Vec::new()));
            // An empty team, or a week without scenes, is said once.
            if empty && matches!(class, Class::Scene | Class::Member) {
                ids.unknown.push(class);
            }
            if !there && (list.is_some() || work || meant || matches!(class, Class::Scene | Class::Member)) {
                ids.unknown.push(class);
            }
        }
        ids
    }

    fn class(&self, class: Class) -> impl Iterator<Item = &str> {
        let plain: &[String] = if class == Class::Task { &self.plain } else { &[] };
        let engine = (class == Class::Assumption).then(compile::ids).into_iter().flatten().map(|id| -> &str { id });
        self.known.get(&class).into_iter().flatten().copied().chain(plain.iter().map(String::as_str)).chain(engine)
    }

    fn reference(&self, class: Class, id: &str, at: usize, path: &str, found: &mut Vec<Raw>) {
        let spare = match class {
            Class::Task => self.plain.iter().any(|t| t == id),
            Class::Assumption => compile::standard(id).is_some(),
            _ => false,
        };
        if self.unknown.contains(&class) || self.there.contains(&(class, id)) || spare {
            return;
        }
        let text = format!("there is no {} {}", class.name(), short(id));
        // Guesses take their time, and nobody reads on after so many.
        if found.len() >= super::MOST {
            return found.push(Raw::new(Severity::Error, "broken-target", at, path, text, ""));
        }
        let elsewhere = self.known.iter().find(|(_, list)| list.contains(&id)).map(|k| k.0.name());
        let mend = match (nearest(id, self.class(class)), elsewhere) {
            (Some(near), _) => format!("did you mean \"{near}\"?"),
            (None, Some(other)) => format!("that is the id of a {other}"),
            _ => self.choice(class),
        };
        found.push(Raw::new(Severity::Error, "broken-target", at, path, text, mend));
    }

    /// What there is to choose from.
    fn choice(&self, class: Class) -> String {
        let own: Vec<&str> = self.known.get(&class).into_iter().flatten().copied().collect();
        match (own.len(), class) {
            (0, Class::Draw) => "a draw is made by \"chance\" or \"answer\", and there is none".into(),
            (0, Class::Assumption) => "add it under \"assumptions\", or write a number".into(),
            (0, _) => format!("add it under \"{}\": there is none yet", class.list()),
            (1..=8, _) => format!("there is {}", listed(&own)),
            _ if class.list().is_empty() => String::new(),
            _ => format!("add it under \"{}\", or name one that is there", class.list()),
        }
    }

    fn took(&self, seen: &Seen<()>, found: &mut Vec<Raw>) {
        let Some(text) = seen.tree.text().filter(|_| !self.unknown.contains(&Class::Scene)) else { return };
        let many = found.len() >= super::MOST;
        let mut error = |what: String, mend: String| {
            found.push(Raw::new(Severity::Error, "broken-target", seen.tree.at, seen.path.clone(), what, mend));
        };
        let Some((scene, mv)) = text.split_once('.') else {
            let whole =
                self.moves.iter().find(|(_, moves)| moves.contains(&text)).map(|(scene, _)| format!("did you mean \"{scene}.{text}\"?"));
            let mend = whole.unwrap_or_else(|| "write a scene's id, a dot and a move's id: \"plan.ask\"".into());
            return error(format!("{} names no move", short(text)), mend);
        };
        let Some(moves) = self.moves.get(scene) else {
            if many {
                return error(format!("there is no scene {}", short(scene)), String::new());
            }
            let near = nearest(scene, self.class(Class::Scene)).map(|s| format!("did you mean \"{s}.{mv}\"?"));
            return error(format!("there is no scene {}", short(scene)), near.unwrap_or_else(|| self.choice(Class::Scene)));
        };
        if !moves.contains(&mv) {
            let names = moves.iter().copied().filter(|_| !many);
            let near = nearest(mv, names).map(|m| format!("did you mean \"{scene}.{m}\"?"));
            let mend = near.unwrap_or_else(|| format!("the scene has {}", listed(moves)));
            error(format!("the scene \"{scene}\" has no move {}", short(mv)), mend);
        }
    }

    /// Outsiders are spoken of by name, so most texts are good here.
    fn speaker(&self, seen: &Seen<()>, found: &mut Vec<Raw>) {
        let Some(who) = seen.tree.text().filter(|_| !self.unknown.contains(&Class::Member)) else { return };
        let members = || self.class(Class::Member);
        if who == "you" || self.there.contains(&(Class::Member, who)) || found.len() >= super::MOST {
            return;
        }
        let mut warn = |text: String, mend: String| {
            found.push(Raw::new(Severity::Warning, "unknown-speaker", seen.tree.at, seen.path.clone(), text, mend));
        };
        if who.trim().is_empty() {
            return warn("nobody is named as speaking".into(), "leave \"who\" out of what is told, or name somebody".into());
        }
        let small = who.chars().next().is_some_and(char::is_lowercase);
        match nearest(who, members().chain(["you"])) {
            Some(near) if small || near == who.to_lowercase() => {
                warn(format!("{} is no member of the team", short(who)), format!("did you mean \"{near}\"?"));
            }
            _ if small && json::is_id(who) => {
                let mend = format!(
                    "add the member, or write the name of somebody else as it is to be shown; the members are {}",
                    listed(&members().collect::<Vec<_>>())
                );
                warn(format!("{} is no member of the team", short(who)), mend);
            }
            _ => {}
        }
    }
}

/// Ids that stand twice, and ids that mean something else.
fn twice(form: &Form, found: &mut Vec<Raw>) {
    let mut first: BTreeMap<(Class, &str, &str), usize> = BTreeMap::new();
    for seen in form.ids.iter().filter(|s| s.kind != Class::Draw) {
        let Some(id) = seen.tree.text() else { continue };
        // Moves are told apart within their scene only.
        let scope = if seen.kind == Class::Move { seen.path.split("/moves/").next().unwrap_or("") } else { "" };
        if first.insert((seen.kind, scope, id), seen.tree.at).is_some() {
            let text = format!("the {} {} stands twice", seen.kind.name(), short(id));
            found.push(Raw::new(Severity::Error, "duplicate-id", seen.tree.at, seen.path.clone(), text, "give one of the two another id"));
        }
        if seen.kind == Class::Member && RESERVED.contains(&id) {
            let means = if id == "you" { "the player" } else { "everybody" };
            let text = format!("\"{id}\" as a member's id means {means} in lines and conditions");
            found.push(Raw::new(Severity::Warning, "reserved-id", seen.tree.at, seen.path.clone(), text, "give the member another id"));
        }
    }
}
