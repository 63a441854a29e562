//! What the device keeps of a scenario that is being written: its text and the place in hand.

use super::{Value, Writing, tree};
use crate::app::{Kept, PREFIX};
use crate::json::{self, Node};

/// The key of the first draft.
pub const FIRST: &str = "by-friday/draft/1";
/// The version of what is kept.
const VERSION: u32 = 1;

/// A draft on this device.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Draft {
    pub key: String,
    pub title: String,
}

/// The drafts that the device keeps, in the order of their keys.
pub fn drafts(kept: &Kept) -> Vec<Draft> {
    let ours = kept.iter().filter(|(key, _)| key.starts_with(&prefix()));
    let draft = |(key, text): (&str, &str)| {
        let writing = Writing::from_draft(key, text).ok()?;
        Some(Draft { key: key.to_owned(), title: writing.title() })
    };
    ours.filter_map(draft).collect()
}

/// A key under which no draft is kept.
pub fn free_key(kept: &Kept) -> String {
    let key = |n: u32| format!("{}{n}", prefix());
    (1..).map(key).find(|k| kept.get(k).is_none()).unwrap_or_default()
}

fn prefix() -> String {
    format!("{PREFIX}draft/")
}

impl Writing {
    /// What the device is to keep under [`Writing::key`].
    pub fn draft(&self) -> String {
        json::compact(&Node::object([
            ("version", Node::from(VERSION)),
            ("place", Node::from(self.place())),
            ("filed", Node::from(self.filed())),
            ("text", Node::from(self.json_text())),
        ]))
    }

    /// Goes on with a draft.
    ///
    /// # Errors
    /// In a sentence: it cannot be read, or a newer program wrote it.
    pub fn from_draft(key: &str, text: &str) -> Result<Writing, String> {
        let broken = || "The draft on this device cannot be read.".to_owned();
        let node = json::parse(text).map_err(|_| broken())?;
        let version = node.get("version").and_then(Node::whole).ok_or_else(broken)?;
        if version > VERSION {
            return Err("The draft was written by a newer version of this page. Reload the page to get it.".to_owned());
        }
        let text = node.get("text").and_then(Node::text).ok_or_else(broken)?;
        let mut writing = Writing::read(text);
        if node.get("filed").and_then(Node::flag) == Some(true) {
            writing.saved();
        }
        writing.go(node.get("place").and_then(Node::text).unwrap_or(""));
        key.clone_into(&mut writing.key);
        writing.kept = Some(true);
        Ok(writing)
    }

    /// The scenario's title, or what stands for it.
    pub fn title(&self) -> String {
        match self.root.get("title").and_then(Value::text).map(str::trim) {
            Some(title) if !title.is_empty() => title.to_owned(),
            _ => "A week without a title".to_owned(),
        }
    }

    /// Whether something stands at a pointer.
    pub fn has(&self, path: &str) -> bool {
        tree::parted(path).is_none() || self.root.at(path).is_some()
    }
}
