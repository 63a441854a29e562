//! A story as any of the languages tells it: passages of text, ways on, variables set and asked.

use engine::model::scenario::Style;
use std::collections::BTreeMap;

/// What it means for the story that something was not taken over. The first come first in a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// A choice, a way on or a passage is gone, or leads elsewhere.
    Cut,
    /// Words of the story are missing.
    Lost,
    /// A condition or a value that cannot be told ahead.
    Untold,
    /// The writer has to write or to decide it.
    Write,
    /// Program, and variables that nothing asks about.
    Program,
    /// It looks otherwise, or stands in another place: nothing is missing.
    Look,
}

impl Kind {
    pub const ALL: [Kind; 6] = [Kind::Cut, Kind::Lost, Kind::Untold, Kind::Write, Kind::Program, Kind::Look];

    /// Stable, for machines.
    pub fn name(self) -> &'static str {
        match self {
            Kind::Cut => "cut",
            Kind::Lost => "lost",
            Kind::Untold => "untold",
            Kind::Write => "write",
            Kind::Program => "program",
            Kind::Look => "look",
        }
    }

    /// A heading over what is of this kind.
    pub fn title(self) -> &'static str {
        match self {
            Kind::Cut => "Choices and ways on that are cut or lead elsewhere",
            Kind::Lost => "Text that is missing",
            Kind::Untold => "Conditions and values that cannot be told ahead",
            Kind::Write => "To be written and decided by you",
            Kind::Program => "Program that a scenario has nothing for",
            Kind::Look => "Looks and places: no word is missing",
        }
    }

    /// Whether it needs a hand; the rest is folded away in a list.
    pub fn needs_a_hand(self) -> bool {
        !matches!(self, Kind::Program | Kind::Look)
    }
}

/// Something that was not taken over, or that its writer has to decide.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Left {
    pub kind: Kind,
    /// The line of the file, from 1; 0 where lines say nothing (a page, compiled ink) or the file
    /// as a whole is meant.
    pub line: usize,
    /// The passage it stands in; empty for the file as a whole.
    pub place: String,
    /// What it is, as it stands in the file.
    pub what: String,
    /// Why it was left, or what was made of it, in a sentence without a full stop.
    pub why: String,
    /// How often it is met, from 1; line and place are those of the first.
    pub times: usize,
}

impl Left {
    /// In one line, for people.
    pub fn told(&self) -> String {
        let place = if self.place.is_empty() || self.what.contains(&self.place) {
            String::new()
        } else {
            format!("in “{}”", short(&self.place))
        };
        let line = if self.line == 0 { String::new() } else { format!("line {}", self.line) };
        let at = [line, place].into_iter().filter(|t| !t.is_empty()).collect::<Vec<_>>().join(", ");
        let times = if self.times > 1 { format!(" ({} times)", self.times) } else { String::new() };
        format!("{at}{}{}{times}: {}", if at.is_empty() { "" } else { ": " }, self.what, self.why)
    }
}

/// More of them are counted, not listed.
const MOST: usize = 500;
/// Characters of a quotation.
const QUOTE: usize = 60;

/// Notes what was left, each thing once: the same in other places is counted.
#[derive(Default)]
pub struct Notes {
    list: Vec<Left>,
    seen: BTreeMap<(String, String), usize>,
    more: usize,
    /// The passage that is being read.
    pub here: String,
    /// Lines say nothing.
    pub lineless: bool,
    /// Pieces of markup that were taken out of the text.
    pub markup: usize,
    /// Assignments met so far: each has a number of its own.
    pub sites: usize,
    /// Variables that something unfollowed may set, and what that is.
    pub unsure: BTreeMap<String, String>,
    /// Something unfollowed that may set any variable.
    pub any: Option<String>,
    /// Nothing is asked about at all.
    pub lean: bool,
}

impl Notes {
    pub fn leave(&mut self, kind: Kind, line: usize, what: impl Into<String>, why: impl Into<String>) {
        let (what, why) = (short(&what.into()), why.into());
        let line = if self.lineless { 0 } else { line };
        let key = (what.clone(), why.clone());
        if let Some(n) = self.seen.get(&key) {
            if let Some(found) = self.list.get_mut(*n) {
                found.times += 1;
            }
        } else if self.list.len() < MOST {
            self.seen.insert(key, self.list.len());
            self.list.push(Left { kind, line, place: self.here.clone(), what, why, times: 1 });
        } else {
            self.more += 1;
        }
    }

    /// What its writer has to decide about the story as a whole.
    pub fn decide(&mut self, what: impl Into<String>, why: impl Into<String>) {
        self.list.push(Left { kind: Kind::Write, line: 0, place: String::new(), what: what.into(), why: why.into(), times: 1 });
    }

    /// Something that is not followed may set this variable.
    pub fn doubt(&mut self, var: &str, by: &str) {
        if !self.unsure.contains_key(var) {
            self.unsure.insert(var.to_owned(), by.to_owned());
        }
    }

    /// All of them by kind, the first of a kind in the order of the file.
    pub fn done(mut self) -> Vec<Left> {
        self.here.clear();
        if self.markup > 0 {
            let what = count(self.markup, "piece of markup", "pieces of markup");
            let why = "texts are plain, with *emphasis* at most: bold, headings, lists, pictures and the like are gone";
            self.list.push(Left { kind: Kind::Look, line: 0, place: String::new(), what, why: why.into(), times: 1 });
        }
        if self.more > 0 {
            let what = format!("{} more of the kind", self.more);
            let why = "they are too many to list".into();
            self.list.push(Left { kind: Kind::Program, line: usize::MAX, place: String::new(), what, why, times: 1 });
        }
        self.list.sort_by_key(|l| (l.kind, l.line));
        self.list.iter_mut().filter(|l| l.line == usize::MAX).for_each(|l| l.line = 0);
        self.list
    }

    /// A number for one more assignment.
    pub fn site(&mut self) -> usize {
        self.sites += 1;
        self.sites
    }
}

/// A number and what there is so many of.
pub fn count(n: usize, one: &str, many: &str) -> String {
    format!("{n} {}", if n == 1 { one } else { many })
}

/// A text that stands for itself in a list: on one line, not too long.
pub fn short(text: &str) -> String {
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if line.chars().count() <= QUOTE { line } else { line.chars().take(QUOTE - 1).chain(['…']).collect() }
}

#[derive(Default)]
pub struct Story {
    pub title: String,
    /// The name of the first passage.
    pub start: String,
    pub passages: Vec<Passage>,
    /// What variables are before the first passage.
    pub initial: Vec<(String, Value)>,
    /// Macros of the story's own, and what stands in them.
    pub widgets: BTreeMap<String, Vec<Piece>>,
}

pub struct Passage {
    /// What links call it.
    pub name: String,
    /// What people read.
    pub title: String,
    pub line: usize,
    /// It is the text of a choice: that it follows the move is nothing to tell.
    pub of_choice: bool,
    /// It is shown within others: unless a way leads there too, it is no scene.
    pub within: bool,
    pub pieces: Vec<Piece>,
}

#[derive(Clone, Debug, PartialEq)]
pub enum Piece {
    /// With its line feeds, and emphasis already as ours; and the line it begins on.
    Text(String, usize),
    Link(Link),
    /// Goes on by itself; an empty name is the end.
    Go(String, usize),
    /// Where nothing else can be chosen any more, and where ways lead back to here.
    Else(String, usize),
    Set(Assign),
    If(Vec<Arm>),
    /// Another passage, or a macro of the story's own, stands here.
    Include(Include, usize),
}

/// What stands within a passage, by its name.
#[derive(Clone, Debug, PartialEq)]
pub enum Include {
    Passage(String),
    /// A macro; where the story has none of the name, its name as it stands in the file.
    Widget(String),
}

/// A condition and what it shows; without one, what is shown where none before held.
#[derive(Clone, Debug, PartialEq)]
pub struct Arm {
    pub test: Option<Test>,
    pub line: usize,
    pub pieces: Vec<Piece>,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Link {
    pub label: String,
    /// A passage's name; empty where it leads nowhere.
    pub to: String,
    pub sets: Vec<Assign>,
    /// Where the story says whether it tells or asks.
    pub style: Option<Style>,
    pub line: usize,
}

/// A variable is given a value.
#[derive(Clone, Debug, PartialEq)]
pub struct Assign {
    pub var: String,
    pub how: How,
    pub line: usize,
    /// Of its own among all assignments of the story.
    pub site: usize,
}

#[derive(Clone, Debug, PartialEq)]
pub enum How {
    To(Value),
    Add(f64),
    /// Something worked out, as it stands in the file.
    Other(String),
}

/// A constant. What was never set is nothing.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    Nothing,
    Bool(bool),
    Number(f64),
    Text(String),
}

impl Value {
    /// Whether a condition takes it for true.
    pub fn holds(&self) -> bool {
        match self {
            Value::Nothing => false,
            Value::Bool(b) => *b,
            Value::Number(n) => *n != 0.0,
            Value::Text(t) => !t.is_empty(),
        }
    }

    /// As a number; nothing counts as nought, and so do true and false as one and nought.
    pub fn number(&self) -> Option<f64> {
        match self {
            Value::Nothing => Some(0.0),
            Value::Bool(b) => Some(f64::from(u8::from(*b))),
            Value::Number(n) => Some(*n),
            Value::Text(_) => None,
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Op {
    Eq,
    Ne,
    Lt,
    Le,
    Gt,
    Ge,
}

impl Op {
    /// The same with the sides changed.
    pub fn turned(self) -> Op {
        match self {
            Op::Lt => Op::Gt,
            Op::Le => Op::Ge,
            Op::Gt => Op::Lt,
            Op::Ge => Op::Le,
            same => same,
        }
    }

    /// Whether it holds between two constants.
    pub fn holds(self, a: &Value, b: &Value) -> bool {
        let same = match (a, b) {
            (Value::Text(x), Value::Text(y)) => x == y,
            (Value::Text(x), Value::Nothing) | (Value::Nothing, Value::Text(x)) => x.is_empty(),
            _ => a.number().is_some() && a.number() == b.number(),
        };
        let (Some(x), Some(y)) = (a.number(), b.number()) else { return if self == Op::Ne { !same } else { self == Op::Eq && same } };
        match self {
            Op::Eq => same,
            Op::Ne => !same,
            Op::Lt => x < y,
            Op::Le => x <= y,
            Op::Gt => x > y,
            Op::Ge => x >= y,
        }
    }
}

/// What is asked of variables.
#[derive(Clone, Debug, PartialEq)]
pub enum Test {
    Const(bool),
    /// The variable is neither false, nought, empty nor unset.
    Holds(String),
    Compare(String, Op, Value),
    Not(Box<Test>),
    All(Vec<Test>),
    Any(Vec<Test>),
    /// Cannot be told from variables and constants alone; as it stands in the file.
    Unknown(String),
}

/// The variable that counts how often a passage was come to.
pub fn visits(passage: &str) -> String {
    format!("\u{1}{passage}")
}

/// A passage's name without where it comes back to: ink's tunnels are a passage for each call.
pub fn base(name: &str) -> &str {
    name.split('\u{2}').next().unwrap_or(name)
}
