//! JSON as a tree that knows where each value stood, and back to text; with what else any text of ours
//! takes: figures in print, ids, base 64, tables, the mixer.
//!
//! A scenario is read through this tree, so that every problem in a file can be named with its
//! line and column at once; saves and transcripts use it too, which keeps a second reader out of
//! the first download.

pub mod base64;
mod loose;
mod mix;
mod read;
pub mod table;
mod write;

pub use loose::{Branch, Member, Slip, Tree, loose};
pub use mix::mix;
pub use read::{Broken, parse, slice};
pub use write::{compact, fixed, number, pretty, quoted};

/// Whether a text is an id: `[a-z0-9-]+`.
pub fn is_id(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
}

/// A value with its place.
#[derive(Clone, Debug, PartialEq)]
pub struct Node {
    /// Byte offset of its first character.
    pub at: usize,
    pub value: Value,
}

/// A JSON value. Objects keep the order of the text.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    Null,
    Bool(bool),
    Number(f64),
    Text(String),
    List(Vec<Node>),
    Object(Vec<(String, Node)>),
}

impl Node {
    /// A value without a place, for writing.
    pub fn new(value: Value) -> Node {
        Node { at: 0, value }
    }

    /// An object of these members.
    pub fn object<'k>(members: impl IntoIterator<Item = (&'k str, Node)>) -> Node {
        Node::new(Value::Object(members.into_iter().map(|(k, v)| (k.to_owned(), v)).collect()))
    }

    /// A list of texts.
    pub fn texts(list: Vec<String>) -> Node {
        Node::new(Value::List(list.into_iter().map(Node::from).collect()))
    }

    /// A member of an object.
    pub fn get(&self, key: &str) -> Option<&Node> {
        match &self.value {
            Value::Object(members) => members.iter().find(|m| m.0 == key).map(|m| &m.1),
            _ => None,
        }
    }

    pub fn text(&self) -> Option<&str> {
        if let Value::Text(t) = &self.value { Some(t) } else { None }
    }

    pub fn number(&self) -> Option<f64> {
        if let Value::Number(n) = self.value { Some(n) } else { None }
    }

    pub fn list(&self) -> Option<&[Node]> {
        if let Value::List(l) = &self.value { Some(l) } else { None }
    }

    /// A whole number from 0 to `u32::MAX`.
    pub fn whole(&self) -> Option<u32> {
        self.number().filter(|n| *n >= 0.0 && *n <= f64::from(u32::MAX) && libm::floor(*n) == *n).map(|n| n as u32)
    }

    pub fn flag(&self) -> Option<bool> {
        if let Value::Bool(b) = self.value { Some(b) } else { None }
    }
}

impl From<String> for Node {
    fn from(text: String) -> Node {
        Node::new(Value::Text(text))
    }
}

impl From<&str> for Node {
    fn from(text: &str) -> Node {
        Node::from(text.to_owned())
    }
}

impl From<f64> for Node {
    fn from(n: f64) -> Node {
        Node::new(Value::Number(n))
    }
}

impl From<u32> for Node {
    fn from(n: u32) -> Node {
        Node::from(f64::from(n))
    }
}

impl From<bool> for Node {
    fn from(b: bool) -> Node {
        Node::new(Value::Bool(b))
    }
}

/// Line and column (from 1, in characters) of a byte offset.
pub fn position(text: &str, at: usize) -> (usize, usize) {
    let before = text.get(..at).unwrap_or(text);
    let line = before.matches('\n').count() + 1;
    let column = before.rsplit('\n').next().unwrap_or("").chars().count() + 1;
    (line, column)
}
