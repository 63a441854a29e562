//! Places in words: `Scene “The call”, move “Give Friday 14:00”, line 2 of the talk`.

use super::refs::title;
use super::shapes::{self, spot};
use super::tree::{Value, index, inside, parted, steps};
use super::words::{capital, quoted};
use super::{labels, refs};
use scenario::check::shape::{Class, Kind};

/// Whether a pointer leads to something that is there, or to a member that may be added.
pub fn stands(root: &Value, path: &str) -> bool {
    if path.is_empty() || root.at(path).is_some() {
        return true;
    }
    let Some((outer, _)) = parted(path).filter(|_| path.starts_with('/')) else { return false };
    // A list or an object that was left out can be looked at, and added to.
    spot(path).is_some_and(|s| s.field.is_some()) && stands(root, outer)
}

/// The class of the items of a list that have an id.
fn class(kind: &Kind) -> Option<Class> {
    let Kind::Object(shape) = kind else { return None };
    shape.fields.iter().find_map(|f| if let ("id", Kind::Id(class)) = (f.key, &f.kind) { Some(*class) } else { None })
}

/// What an item of a list is called: `scene`, `line`, `effect`.
pub fn thing(kind: &Kind) -> &'static str {
    match kind {
        Kind::Cond => "condition",
        Kind::Effect => "effect",
        Kind::Ref(class) => class.name(),
        Kind::Object(shape) => match shape.name {
            "a member" => "person",
            "a voice" => "face of somebody",
            "a flag" => "decision",
            "a habit" => "pair of habits",
            "what comes next" => "way on",
            name => name.strip_prefix("a ").or(name.strip_prefix("an ")).unwrap_or(name),
        },
        _ => "value",
    }
}

/// An item of a list in words: by its name where it has one, else by its number.
pub fn item(root: &Value, value: Option<&Value>, kind: &Kind, number: usize) -> String {
    let twice = |v: &Value| root.list("scenes").iter().filter(|s| s.word("title") == v.word("title")).nth(1).is_some();
    match (class(kind), value) {
        (Some(class), Some(v)) if !title(class, v).is_empty() => {
            format!("{} {}", thing(kind), quoted(&refs::told(class, v, class == Class::Scene && twice(v))))
        }
        _ => format!("{} {}", thing(kind), number + 1),
    }
}

/// A place in words; the whole scenario for an empty pointer.
pub fn name(root: &Value, path: &str) -> String {
    let mut words: Vec<String> = Vec::new();
    let (mut at, mut kind): (String, Option<&'static Kind>) = (String::new(), Some(&shapes::WHOLE));
    for step in steps(path) {
        at = inside(&at, &step);
        let here = spot(&at);
        match (kind, here.and_then(|s| s.field)) {
            (Some(Kind::List(inner)), _) => {
                // The list itself was named before: its item says more, but for a plain reference.
                if matches!(**inner, Kind::Effect | Kind::Cond | Kind::Object(_)) {
                    words.pop();
                    words.push(item(root, root.at(&at), inner, index(&step).unwrap_or(0)));
                }
            }
            (_, Some((shape, field))) => words.push(label(shape, field)),
            // The kind of a condition or an effect is told by its sentence.
            _ if matches!(kind, Some(Kind::Cond | Kind::Effect)) => {}
            _ => words.push(format!("\u{201c}{}\u{201d}", super::refs::cut(&step, 40))),
        }
        kind = here.map(|s| s.kind);
    }
    if words.is_empty() { "The whole scenario".to_owned() } else { capital(&words.join(", ")) }
}

/// A field's label within a sentence.
fn label(shape: &'static scenario::check::shape::Shape, field: &'static scenario::check::shape::Field) -> String {
    let label = labels::label(shape, field).label;
    let mut chars = label.chars();
    let small = chars.next().map_or_else(String::new, |c| c.to_lowercase().chain(chars).collect());
    if shape.name == "a line" && field.key == "when" { "its condition".to_owned() } else { small }
}

/// What has a page of its own: the whole, its lists and larger members, and what these list.
pub fn paged(path: &str) -> bool {
    let Some(at) = spot(path) else { return false };
    let depth = steps(path).count();
    match at.kind {
        Kind::Object(shape) => matches!(
            shape.name,
            "a scenario"
                | "a member"
                | "work"
                | "a task"
                | "a fact"
                | "a flag"
                | "a habit"
                | "the score"
                | "an assumption"
                | "a scene"
                | "a move"
                | "the debrief"
                | "a path"
        ),
        Kind::List(_) => depth == 1 || path == refs::place(Class::Task),
        _ => false,
    }
}

/// The nearest place around a pointer that has a page, for what lies inside it.
pub fn page(path: &str) -> &str {
    let mut at = path;
    while !paged(at) {
        match at.rsplit_once('/') {
            Some((outer, _)) => at = outer,
            None => return "",
        }
    }
    at
}

/// The line, effect, move or other thing that a text stands in.
pub fn around(path: &str) -> &str {
    let whole = |p: &str| match spot(p).map(|s| s.kind) {
        Some(Kind::Object(shape)) => !shape.name.starts_with('"') && shape.name != "a feeling",
        Some(Kind::Effect) => true,
        _ => false,
    };
    let mut at = path;
    while !whole(at) {
        match at.rsplit_once('/') {
            Some((outer, _)) => at = outer,
            None => return "",
        }
    }
    at
}
