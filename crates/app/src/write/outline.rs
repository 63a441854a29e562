//! The scenario from above: days with scenes, and everything else by its lists.

use super::Writing;
use super::refs::Names;
use super::tree::{Value, item, within};
use super::view::{Day, Entry, Outline, Part};
use super::words::{Words, quoted};
use crate::words::{self, count};
use engine::model::Time;
use engine::model::scenario::Style;
use scenario::check::shape::Class;
use scenario::check::{Finding, Severity};

/// The lists beside the scenes: pointer, title, what can be added, and the class.
const PARTS: [(&str, &str, &str, Option<Class>); 9] = [
    ("/team", "People", "a person", Some(Class::Member)),
    ("/work", "Work", "a task", Some(Class::Task)),
    ("/facts", "Facts", "a fact", Some(Class::Fact)),
    ("/flags", "Decisions remembered", "a decision", Some(Class::Flag)),
    ("/habits", "Pairs of habits", "a pair of habits", Some(Class::Habit)),
    ("/score", "Score", "", None),
    ("/assumptions", "Assumptions", "an assumption", Some(Class::Assumption)),
    ("/debrief", "Debrief", "", None),
    ("/paths", "Named paths", "a path", Some(Class::Path)),
];

/// Problems in words: `2 errors, 1 warning`; empty where there are none.
pub fn problems(errors: usize, warnings: usize) -> String {
    let part = |n: usize, word: &str| (n > 0).then(|| count(n, word));
    [part(errors, "error"), part(warnings, "warning")].into_iter().flatten().collect::<Vec<_>>().join(", ")
}

/// How a day of the week is called in full.
pub fn day(at: Option<Time>) -> String {
    at.map_or_else(|| "No time yet".to_owned(), |t| words::day(t.0))
}

/// A scene's time, if it can be read.
pub fn at(scene: &Value) -> Option<Time> {
    scene.get("at").and_then(Value::text).and_then(Time::parse)
}

/// Numbers of all scenes in the order of the clock; those of no time last.
pub fn by_time(root: &Value) -> Vec<usize> {
    let scenes = root.list("scenes");
    let mut order: Vec<usize> = (0..scenes.len()).collect();
    order.sort_by_key(|i| at(&scenes[*i]).map_or(u32::MAX, |t| t.0));
    order
}

struct Maker<'w> {
    names: &'w Names<'w>,
    found: Vec<&'w Finding>,
    here: &'w str,
}

impl Writing {
    pub fn outline(&self) -> Outline {
        let names = Names::of(&self.root);
        let maker = Maker { names: &names, found: self.quick.list.iter().chain(&self.deep).collect(), here: &self.place };
        let mut days: Vec<Day> = Vec::new();
        for i in by_time(&self.root) {
            let scene = &self.root.list("scenes")[i];
            let name = day(at(scene));
            if days.last().is_none_or(|d| d.name != name) {
                days.push(Day { name, scenes: Vec::new() });
            }
            if let Some(day) = days.last_mut() {
                day.scenes.push(maker.scene(i, scene));
            }
        }
        let whole = Entry {
            here: self.place.is_empty(),
            ..maker.entry("", self.title(), |p| !PARTS.iter().any(|l| within(p, l.0)) && !within(p, "/scenes"))
        };
        Outline { whole, days, parts: PARTS.iter().map(|p| maker.part(p)).collect() }
    }
}

impl Maker<'_> {
    /// An entry with the problems that are in it.
    fn entry(&self, path: &str, title: String, mine: impl Fn(&str) -> bool) -> Entry {
        let n = |severity| self.found.iter().filter(|f| f.severity == severity && mine(&f.path) && !super::spoken::empty(f)).count();
        let (errors, warnings) = (n(Severity::Error), n(Severity::Warning));
        Entry {
            path: path.to_owned(),
            title,
            when: String::new(),
            details: Vec::new(),
            problems: problems(errors, warnings),
            errors,
            warnings,
            here: within(self.here, path),
        }
    }

    fn scene(&self, i: usize, scene: &Value) -> Entry {
        let path = item("/scenes", i);
        let name = self.names.title(Class::Scene, scene);
        let name = if name.is_empty() { format!("Scene {}", i + 1) } else { name };
        let styles = [Style::Directive, Style::Collaborative].map(|s| {
            let n = scene.list("moves").iter().filter(|m| m.word("style") == s.name()).count();
            format!("{n} {}", s.name())
        });
        Entry {
            when: at(scene).map_or_else(|| scene.word("at").to_owned(), Time::clock),
            details: vec![format!("Moves: {}", styles.join(", ")), self.leads(i, scene)],
            ..self.entry(&path, name, |p| within(p, &path))
        }
    }

    /// Where a scene leads, in words.
    fn leads(&self, i: usize, scene: &Value) -> String {
        let scenes = self.names.root.list("scenes");
        let to = |s: &Value| quoted(&self.names.title(Class::Scene, s));
        match scene.get("next") {
            None => scenes.get(i + 1).map_or_else(|| "Then the week ends".to_owned(), |s| format!("Then {}", to(s))),
            Some(Value::List(ways)) if ways.is_empty() => "Then the week ends".to_owned(),
            Some(Value::List(ways)) => {
                let mut names: Vec<String> = Vec::new();
                for way in ways.iter() {
                    let id = way.word("to");
                    let name = self.names.get(Class::Scene, id).map_or_else(|| format!("{} (not there)", quoted(id)), to);
                    if !names.contains(&name) {
                        names.push(name);
                    }
                }
                format!("Then {}", names.join(" or "))
            }
            Some(_) => "What comes next cannot be read".to_owned(),
        }
    }

    fn part(&self, (path, name, adds, class): &(&'static str, &str, &'static str, Option<Class>)) -> Part {
        let list: &str = class.map_or(path, super::refs::place);
        let value = self.names.root.at(list);
        let items = value.map_or(&[][..], Value::items);
        let words = Words { names: self.names };
        let entries = items.iter().enumerate().filter(|_| class.is_some()).map(|(i, v)| {
            let at = item(list, i);
            let text = super::shapes::kind(&at).map_or_else(String::new, |k| words.summary(v, k));
            self.entry(&at, text, |p| within(p, &at))
        });
        let details = match (class, self.names.root.at(path)) {
            (Some(_), _) => items.len().to_string(),
            (None, None) => "left out".to_owned(),
            (None, Some(_)) => String::new(),
        };
        let entry = Entry {
            details: Some(details).filter(|d| !d.is_empty()).into_iter().collect(),
            ..self.entry(path, (*name).to_owned(), |p| within(p, path))
        };
        Part { entries: entries.collect(), entry, list: list.to_owned(), adds: Some(*adds).filter(|a| !a.is_empty()) }
    }
}
