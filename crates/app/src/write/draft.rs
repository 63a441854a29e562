//! What the device keeps of a scenario that is being written: its text and the place in hand.

use super::{Value, Writing, tree};
use crate::{Kept, PREFIX};
use json::{self, Node};

/// The key of the first draft.
pub const FIRST: &str = "by-friday/draft/1";
/// The version of what is kept.
const VERSION: u32 = 1;

/// A draft on this device.
#[derive(Clone, Debug, PartialEq)]
pub struct Draft {
    pub key: String,
    pub title: String,
    /// When it was changed last, in milliseconds since 1970; nothing in drafts of old.
    pub changed: Option<f64>,
}

/// What is to be done so that the device keeps a draft.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Keeping {
    /// Another tab changed the draft, and here nobody wrote since.
    Nothing,
    /// This text, under [`Writing::key`].
    Text(String),
    /// The same; the key is a new one, since another tab changed the draft under the old one.
    Apart(String),
}

/// The drafts that the device keeps, the last changed first.
pub fn drafts(kept: &Kept) -> Vec<Draft> {
    let ours = kept.iter().filter(|(key, _)| key.starts_with(&prefix()));
    let draft = |(key, text): (&str, &str)| {
        let writing = Writing::from_draft(key, text).ok()?;
        Some(Draft { key: key.to_owned(), title: writing.title(), changed: writing.changed_at })
    };
    let mut all: Vec<Draft> = ours.filter_map(draft).collect();
    all.sort_by(|a, b| b.changed.unwrap_or(0.0).total_cmp(&a.changed.unwrap_or(0.0)));
    all
}

/// The draft of a file that was opened or saved before, as it stands in it now.
pub fn draft_of(kept: &Kept, file: &str) -> Option<String> {
    let mark = Some(mark(file));
    let ours = kept.iter().filter(|(key, _)| key.starts_with(&prefix()));
    ours.map(|(key, text)| (key, Writing::from_draft(key, text)))
        .find(|(_, w)| w.as_ref().is_ok_and(|w| w.file == mark))
        .map(|f| f.0.to_owned())
}

/// A file's text in sixteen digits, by which it is known again (FNV-1a, 64 bits).
pub(super) fn mark(text: &str) -> String {
    let hash = text.bytes().fold(0xcbf2_9ce4_8422_2325_u64, |h, b| (h ^ u64::from(b)).wrapping_mul(0x0100_0000_01b3));
    format!("{hash:016x}")
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
        let mut members = vec![("version", Node::from(VERSION)), ("place", Node::from(self.place())), ("filed", Node::from(self.filed()))];
        members.extend(self.changed_at.map(|at| ("changed", Node::from(at))));
        members.extend(self.file.as_deref().map(|mark| ("file", Node::from(mark))));
        members.push(("text", Node::from(self.json_text())));
        json::compact(&Node::object(members))
    }

    /// What to keep, and where, so that nothing that another tab wrote is lost. `kept` is what the
    /// device holds now.
    pub fn keeping(&mut self, kept: &Kept) -> Keeping {
        let text = self.draft();
        let there = kept.get(&self.key);
        let other = there.is_some() && there != self.known.as_deref() && there != Some(text.as_str());
        if !other {
            self.known = Some(text.clone());
            return Keeping::Text(text);
        }
        // A draft holds where its writer was, too: going about in it is no change.
        let scenario = |draft: &str| json::parse(draft).ok().and_then(|n| n.get("text").and_then(Node::text).map(str::to_owned));
        if self.known.as_deref().and_then(scenario) == Some(self.json_text()) {
            return Keeping::Nothing;
        }
        self.key = free_key(kept);
        self.known = Some(text.clone());
        Keeping::Apart(text)
    }

    /// Whether what the device keeps now was written by another tab.
    pub fn changed_elsewhere(&self, there: Option<&str>) -> bool {
        there.is_some() && self.known.is_some() && there != self.known.as_deref()
    }

    /// Goes on with a draft.
    ///
    /// # Errors
    /// In a sentence: it cannot be read, or a newer program wrote it.
    pub fn from_draft(key: &str, text: &str) -> Result<Writing, String> {
        let broken = || "The draft on this device cannot be read.".to_owned();
        let node = json::parse(text).map_err(|_| broken())?;
        let whole = text;
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
        writing.changed_at = node.get("changed").and_then(Node::number);
        writing.file = node.get("file").and_then(Node::text).map(str::to_owned);
        key.clone_into(&mut writing.key);
        writing.kept = Some(true);
        writing.known = Some(whole.to_owned());
        Ok(writing)
    }

    /// The scenario's title, or what stands for it.
    pub fn title(&self) -> String {
        match self.root.get("title").and_then(Value::text).map(str::trim) {
            Some(title) if !title.is_empty() => title.to_owned(),
            _ => "A week without a title".to_owned(),
        }
    }

    /// The pointer of the scene of this short name.
    pub fn scene(&self, id: &str) -> Option<String> {
        self.root.list("scenes").iter().position(|s| s.word("id") == id).map(|i| tree::item("/scenes", i))
    }

    /// Whether something stands at a pointer.
    pub fn has(&self, path: &str) -> bool {
        tree::parted(path).is_none() || self.root.at(path).is_some()
    }
}

#[cfg(test)]
mod tests {
    use super::{FIRST, Keeping, Kept, Writing, drafts};

    /// Keeps as the shell does.
    fn keep(writing: &mut Writing, device: &mut Kept) -> bool {
        match writing.keeping(device) {
            Keeping::Nothing => false,
            Keeping::Text(text) => {
                device.insert(writing.key.clone(), text);
                false
            }
            Keeping::Apart(text) => {
                device.insert(writing.key.clone(), text);
                true
            }
        }
    }

    fn opened(device: &mut Kept) -> Writing {
        let text = device.get(FIRST).map(str::to_owned).unwrap_or_default();
        let mut writing = Writing::from_draft(FIRST, &text).expect("a draft");
        keep(&mut writing, device);
        writing
    }

    #[test]
    fn a_draft_that_another_tab_changed_is_never_written_over() {
        let mut device = Kept::default();
        keep(&mut Writing::blank(1), &mut device);
        let (mut one, mut two) = (opened(&mut device), opened(&mut device));
        one.put("/title", "One");
        assert!(!keep(&mut one, &mut device));
        let there = device.get(FIRST).map(str::to_owned);
        assert!(two.changed_elsewhere(there.as_deref()) && !one.changed_elsewhere(there.as_deref()));
        // Going about in it writes nothing.
        two.go("/scenes/0");
        assert!(!keep(&mut two, &mut device));
        assert_eq!(device.get(FIRST), there.as_deref());
        // What is typed becomes a draft of its own, and stays there.
        two.put("/title", "Two");
        assert!(keep(&mut two, &mut device));
        two.put("/title", "Two more");
        assert!(!keep(&mut two, &mut device));
        one.put("/title", "One more");
        assert!(!keep(&mut one, &mut device));
        assert_eq!(drafts(&device).iter().map(|d| d.title.as_str()).collect::<Vec<_>>(), ["One more", "Two more"]);
    }
}
