//! A story as any of the languages tells it: passages of text, ways on, variables set and asked.

use std::collections::BTreeMap;

/// Something that was not taken over, or that its writer has to decide.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Left {
    /// The line of the file, from 1; 0 where the file as a whole is meant.
    pub line: usize,
    /// What it is, as it stands in the file.
    pub what: String,
    /// Why it was left, or what was made of it, in a sentence without a full stop.
    pub why: String,
}

/// More of them are counted, not listed.
const MOST: usize = 500;
/// Characters of a quotation.
const QUOTE: usize = 60;

/// Notes what was left, each thing once: the same in other places is counted.
#[derive(Default)]
pub struct Notes {
    /// What concerns the whole: it comes first.
    whole: Vec<Left>,
    list: Vec<(Left, usize)>,
    seen: BTreeMap<(String, String), usize>,
    more: usize,
    /// Pieces of markup that were taken out of the text.
    pub markup: usize,
    /// Assignments met so far: each has a number of its own.
    pub sites: usize,
}

impl Notes {
    pub fn leave(&mut self, line: usize, what: impl Into<String>, why: impl Into<String>) {
        let (what, why) = (short(&what.into()), why.into());
        let key = (what.clone(), why.clone());
        if let Some(n) = self.seen.get(&key) {
            if let Some(found) = self.list.get_mut(*n) {
                found.1 += 1;
            }
        } else if self.list.len() < MOST {
            self.seen.insert(key, self.list.len());
            self.list.push((Left { line, what, why }, 1));
        } else {
            self.more += 1;
        }
    }

    /// What concerns the story as a whole.
    pub fn decide(&mut self, what: impl Into<String>, why: impl Into<String>) {
        self.whole.push(Left { line: 0, what: what.into(), why: why.into() });
    }

    /// All of them, in the order of the file.
    pub fn done(mut self) -> Vec<Left> {
        if self.markup > 0 {
            let what = count(self.markup, "piece of markup", "pieces of markup");
            self.decide(what, "texts are plain, with *emphasis* at most: bold, headings, lists, pictures and the like are gone");
        }
        let counted = |(mut left, n): (Left, usize)| {
            if n > 1 {
                left.what += &format!(" ({n} times)");
            }
            left
        };
        let mut list: Vec<Left> = self.list.into_iter().map(counted).collect();
        if self.more > 0 {
            let what = format!("{} more of the kind", self.more);
            list.push(Left { line: 0, what, why: "they are too many to list".into() });
        }
        list.sort_by_key(|l| l.line);
        self.whole.append(&mut list);
        self.whole
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
}

pub struct Passage {
    /// What links call it.
    pub name: String,
    /// What people read.
    pub title: String,
    pub line: usize,
    /// It is the text of a choice: that it follows the move is nothing to tell.
    pub of_choice: bool,
    pub pieces: Vec<Piece>,
}

#[derive(Clone, Debug, PartialEq)]
pub enum Piece {
    /// With its line feeds, and emphasis already as ours; and the line it begins on.
    Text(String, usize),
    Link(Link),
    /// Goes on by itself; an empty name is the end.
    Go(String, usize),
    Set(Assign),
    If(Vec<Arm>),
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
