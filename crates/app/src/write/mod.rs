//! The editor's brain: a scenario that is being written, and what its page shows.
//!
//! The truth is a tree of JSON ([`Value`]), not a scenario: half-finished and unknown contents stay
//! as they are. Forms change it by JSON pointers, the JSON side by its text; both are one history of
//! undo and redo. What is wrong is found by the checker (`scenario::check`) in the very text that
//! would be saved, and brought back to the fields by its pointers.
//!
//! Every event of the page is one call with texts and numbers. Calls that change something answer
//! with [`Said`]: what to announce, and where the focus belongs.

pub mod brought;
mod draft;
mod edit;
mod fields;
pub mod figures;
mod follow;
mod form;
mod fresh;
mod items;
mod labels;
mod layout;
mod moments;
mod outline;
mod parts;
mod places;
mod problems;
mod reach;
mod refs;
pub mod session;
mod shapes;
mod sketch;
mod spoken;
mod tree;
mod view;
mod words;

#[cfg(test)]
mod tests;

pub use draft::{Draft, Keeping, draft_of, drafts, free_key};
pub use reach::Reached;
pub use sketch::{BOX, Drawn, Link, Mark, Sketch};
pub use tree::Value;
pub use view::{
    Branch, Choice, Control, Crumb, Day, Entry, Field, Form, Group, Item, Json, Lock, Outline, Part, Problem, Problems, Shown, Status,
};

use json::Slip;
use scenario::check::shape::Kind;
use scenario::check::{self, Finding, Findings, Severity};
use std::sync::{Arc, OnceLock};

/// Undo steps that are kept.
const STEPS: usize = 400;

/// What to tell after a change, and where to go on.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Said {
    /// Whether anything was changed.
    pub changed: bool,
    /// To be announced; often empty.
    pub text: String,
    /// The pointer of the field or item that the focus belongs to now, where it moves.
    pub focus: Option<String>,
}

impl Said {
    fn no(text: impl Into<String>) -> Said {
        Said { changed: false, text: text.into(), focus: None }
    }

    /// The focus belongs there where nothing else was said.
    pub fn or_at(mut self, path: &str) -> Said {
        self.focus = self.focus.or_else(|| Some(path.to_owned()).filter(|_| self.changed));
        self
    }

    fn at(mut self, path: impl Into<String>) -> Said {
        self.focus = Some(path.into()).filter(|_| self.changed);
        self
    }
}

/// The JSON side's text, where it is not the canonical one.
#[derive(Clone, Debug, PartialEq)]
struct Raw {
    text: Arc<str>,
    /// The first place where it is no JSON.
    slip: Option<Slip>,
}

/// Everything that undo brings back.
#[derive(Clone, Debug, PartialEq)]
struct Moment {
    root: Value,
    raw: Option<Raw>,
    place: String,
}

/// A moment to go back to, and what was done then.
#[derive(Clone, Debug)]
struct Step {
    moment: Moment,
    words: String,
}

/// A field in which somebody types.
#[derive(Clone, Debug)]
struct Typing {
    path: String,
    /// As it was typed: the field goes on showing it.
    text: String,
    /// The scenario before.
    base: Value,
    /// A pause was made: what is typed next is a step of its own. The field goes on showing what was
    /// typed, so that nothing changes under the hand.
    rested: bool,
}

/// A scenario that is being written.
#[derive(Clone, Debug)]
pub struct Writing {
    root: Value,
    raw: Option<Raw>,
    place: String,
    undo: Vec<Step>,
    redo: Vec<Step>,
    typing: Option<Typing>,
    /// Parts of forms that were opened or closed by hand, by their pointers.
    parts: parts::Parts,
    /// What a look at the form found, and what only a walk along all paths finds.
    quick: Findings,
    deep: Vec<Finding>,
    /// Whether the walk was done since the last change.
    whole: bool,
    /// As it stood when it was last saved as a file.
    filed: Option<(Value, Option<Raw>)>,
    /// Whether the device keeps it as it stands; `None` while that was not tried.
    kept: Option<bool>,
    /// The form of the place in hand, once it was made.
    made: OnceLock<Arc<Form>>,
    /// The file that was opened or saved last, by its mark.
    file: Option<String>,
    /// When it was changed last, in milliseconds since 1970.
    changed_at: Option<f64>,
    /// Under which key the device keeps it.
    pub key: String,
    /// What stood there last, as far as this page knows: its draft.
    known: Option<String>,
    /// The problem that was gone to last by [`Writing::next_problem`].
    walked: Option<problems::Mark>,
}

impl Writing {
    fn of(root: Value, raw: Option<Raw>) -> Writing {
        let mut writing = Writing {
            root,
            raw,
            place: String::new(),
            undo: Vec::new(),
            redo: Vec::new(),
            typing: None,
            parts: parts::Parts::default(),
            quick: Findings::default(),
            deep: Vec::new(),
            whole: false,
            filed: None,
            kept: None,
            walked: None,
            made: OnceLock::new(),
            file: None,
            changed_at: None,
            key: draft::FIRST.to_owned(),
            known: None,
        };
        writing.check_quick();
        writing
    }

    /// The smallest scenario that runs, with its texts still to be written. `mark` tells its short name
    /// from that of another writer's week: of its lowest 16 bits.
    pub fn blank(mark: u32) -> Writing {
        let mut root = Value::read(fresh::BLANK).unwrap_or(Value::Null);
        root.put("/id", Value::from(format!("week-{:04x}", mark & 0xffff)), |_| false);
        Writing::of(root, None)
    }

    /// A copy of a scenario that is no file of the writer's own, such as a built-in one.
    pub fn copy_of(text: &str) -> Writing {
        Writing::read(text)
    }

    /// A file's text. One that is no JSON opens with its text on the JSON side and the forms locked.
    ///
    /// # Errors
    /// What the checker says of a file that is too large, or of a newer format than this program's.
    pub fn from_text(text: &str) -> Result<Writing, Findings> {
        // A byte order mark cannot be seen, so nobody could take it out.
        let text = text.trim_start_matches('\u{feff}');
        let found = check::quick(text);
        if found.list.iter().any(|f| matches!(f.code, "too-large" | "newer-format")) {
            return Err(found);
        }
        let mut writing = Writing::read(text);
        writing.filed = Some((writing.root.clone(), writing.raw.clone()));
        writing.file = Some(draft::mark(text));
        Ok(writing)
    }

    /// Any text, without a question.
    fn read(text: &str) -> Writing {
        match raw(text) {
            // The file's own layout is left behind: what is saved is laid out by us.
            (root, Raw { slip: None, .. }) => Writing::of(root, None),
            // What can be read of it is shown, locked.
            (root, raw) => Writing::of(root, Some(raw)),
        }
    }

    /// What would be saved as a file: the canonical layout, or the JSON side's text while that is no
    /// JSON.
    pub fn text(&self) -> String {
        match &self.raw {
            Some(raw) if raw.slip.is_some() => raw.text.to_string(),
            _ => layout::text(&self.root),
        }
    }

    /// A name for the file: the scenario's id.
    pub fn file_name(&self) -> String {
        let id: String = self.root.word("id").chars().filter(|c| c.is_ascii_alphanumeric() || *c == '-').take(60).collect();
        format!("{}.json", if id.is_empty() { "week" } else { &id })
    }

    /// The scenario as it stands.
    pub fn tree(&self) -> &Value {
        &self.root
    }

    /// The place in hand: a pointer to what the form shows.
    pub fn place(&self) -> &str {
        &self.place
    }

    /// Takes a place in hand; what is not there leads to the nearest thing around it that is.
    pub fn go(&mut self, path: &str) {
        self.settle();
        path.clone_into(&mut self.place);
        self.hold();
        self.made.take();
    }

    /// The forms cannot be used while the JSON side is no JSON.
    fn locked(&self) -> Option<&Slip> {
        self.raw.as_ref().and_then(|r| r.slip.as_ref())
    }

    /// Brings the place in hand back to something that is there, or could be.
    fn hold(&mut self) {
        while !places::stands(&self.root, &self.place) {
            let Some((outer, _)) = tree::parted(&self.place) else {
                self.place.clear();
                return;
            };
            self.place = outer.to_owned();
        }
    }

    fn moment(&self) -> Moment {
        Moment { root: self.root.clone(), raw: self.raw.clone(), place: self.place.clone() }
    }

    /// Makes a new version the one in hand. `typing` is the field that is being typed in: changes of
    /// one field are one step.
    fn commit(&mut self, root: Value, words: String, typing: Option<(&str, &str)>) -> Said {
        if let Some(slip) = self.locked() {
            return Said::no(format!("The JSON cannot be read, so the forms are locked: {}.", slip.text));
        }
        if root.depth() > tree::DEEPEST {
            return Said::no("This would be nested too deeply to be read.");
        }
        let same = typing.is_some_and(|(path, _)| self.typing.as_ref().is_some_and(|t| t.path == path && !t.rested));
        if root == self.root && !same {
            return Said::default();
        }
        if !same {
            self.step(words);
        }
        self.typing = typing.map(|(path, text)| {
            let base = self.typing.take().filter(|_| same).map_or_else(|| self.root.clone(), |t| t.base);
            // What somebody types in stays open, whatever becomes of it.
            self.parts.open_around(path);
            Typing { path: path.to_owned(), text: text.to_owned(), base, rested: false }
        });
        self.changed(root, None);
        if typing.is_none() {
            self.deep.clear();
            self.check_quick();
        }
        Said { changed: true, text: String::new(), focus: None }
    }

    /// Notes where undo leads to.
    fn step(&mut self, words: String) {
        self.undo.push(Step { moment: self.moment(), words });
        if self.undo.len() > STEPS {
            self.undo.remove(0);
        }
        self.redo.clear();
    }

    fn changed(&mut self, root: Value, raw: Option<Raw>) {
        self.parts.follow(&self.root, &root);
        self.root = root;
        self.raw = raw;
        self.redo.clear();
        self.kept = None;
        self.whole = false;
        self.hold();
        self.made.take();
    }

    /// The JSON side was changed: what it holds now. While that is no JSON, the forms keep what they
    /// had and are locked.
    pub fn typed(&mut self, text: &str) -> Said {
        const JSON: &str = "#json";
        if self.json_text() == text {
            return Said::default();
        }
        if self.typing.as_ref().is_none_or(|t| t.path != JSON || t.rested) {
            self.step("Edit the JSON".to_owned());
            self.typing = Some(Typing { path: JSON.to_owned(), text: String::new(), base: self.root.clone(), rested: false });
        }
        let (root, raw) = raw(text);
        let root = if raw.slip.is_none() { root.shared(&self.root) } else { self.root.clone() };
        let was = self.locked().is_some();
        self.deep.clear();
        self.changed(root, Some(raw));
        self.check_quick();
        let now = self.locked().is_some();
        let said = match (was, now) {
            (false, true) => "The JSON cannot be read; the forms are locked until it can.",
            (true, false) => "The JSON can be read again; the forms follow it.",
            _ => "",
        };
        Said { changed: true, text: said.to_owned(), focus: None }
    }

    /// Goes to the page on which the focus belongs after a change, and opens what it lies in.
    pub fn follow(&mut self, said: &Said) {
        if let Some(path) = &said.focus {
            self.show(path);
        }
    }

    /// Goes to the page of a place, and opens all that it lies in.
    pub fn show(&mut self, path: &str) {
        self.go(places::page(path));
        self.parts.open_around(path);
        self.stay_open(path);
        self.made.take();
    }

    /// What is seldom needed lies in a part of its own, which is open while something in it is wrong: one
    /// that is worked in stays open when it is right again.
    pub fn stay_open(&mut self, path: &str) {
        let mut at = path;
        while let Some((outer, _)) = tree::parted(at) {
            if let Some((shape, field)) = shapes::spot(at).and_then(|s| s.field)
                && labels::first(shape).is_some_and(|first| !first.contains(&field.key))
            {
                self.parts.set(&format!("{outer}#more"), true);
            }
            at = outer;
        }
    }

    /// Opens or closes a part of a form.
    pub fn turn(&mut self, path: &str) {
        // Parts that are no items are told by what stands behind the hash.
        let open = match path.rsplit_once('#') {
            Some((_, "add")) => self.parts.get(path) == Some(true),
            Some((around, _)) => self.form().more(around).is_some_and(|m| m.open),
            None => self.form().item(path).is_some_and(|i| i.open),
        };
        self.parts.set(path, !open);
        self.made.take();
    }

    /// What the JSON side shows.
    pub fn json_text(&self) -> String {
        self.raw.as_ref().map_or_else(|| layout::text(&self.root), |r| r.text.to_string())
    }

    /// A pause: what is typed next is a step of its own. Looks at the form again; the field goes on
    /// showing what was typed.
    pub fn pause(&mut self) {
        // Who chooses a kind by the arrow keys may take their time over it.
        let chooses = |t: &Typing| matches!(shapes::kind(&t.path), Some(Kind::Cond | Kind::Effect));
        if let Some(typing) = self.typing.as_mut().filter(|t| !t.rested && !chooses(t)) {
            typing.rested = true;
            self.check_quick();
        }
    }

    /// The field is left: it shows what the scenario holds now.
    pub fn settle(&mut self) {
        if self.typing.take().is_some() {
            self.check_quick();
        }
    }

    /// Takes the last step back.
    pub fn undo(&mut self) -> Said {
        let Some(step) = self.undo.pop() else { return Said::no("There is nothing to undo.") };
        let text = format!("Undone: {}.", step.words);
        self.redo.push(Step { moment: self.moment(), words: step.words });
        self.back(step.moment, text)
    }

    /// Does again what was undone last.
    pub fn redo(&mut self) -> Said {
        let Some(step) = self.redo.pop() else { return Said::no("There is nothing to do again.") };
        let text = format!("Done again: {}.", step.words);
        self.undo.push(Step { moment: self.moment(), words: step.words });
        self.back(step.moment, text)
    }

    fn back(&mut self, moment: Moment, text: String) -> Said {
        let redo = std::mem::take(&mut self.redo);
        self.typing = None;
        self.deep.clear();
        self.place = moment.place;
        self.changed(moment.root, moment.raw);
        self.redo = redo;
        self.check_quick();
        Said { changed: true, text, focus: None }
    }

    /// Looks for problems of form, ids, numbers and texts: about 5 ms for a long scenario. Changes of
    /// order and kind, undo and [`Writing::settle`] call it themselves.
    pub fn check_quick(&mut self) {
        self.quick = located(check::quick(&self.json_text()));
        self.whole = false;
        self.made.take();
    }

    /// Looks for all problems, along every path: to be called after a pause.
    pub fn check_whole(&mut self) {
        let all = located(check::check(&self.json_text(), None));
        self.check_quick();
        let mut quick = self.quick.list.clone();
        // What the quick look does not find is what the walk found.
        let deep = all.list.into_iter().filter(|f| match quick.iter().position(|q| q == f) {
            Some(at) => {
                quick.swap_remove(at);
                false
            }
            None => true,
        });
        self.deep = deep.collect();
        self.whole = true;
        self.made.take();
    }

    /// Everything that was found, in the order of the text.
    pub fn findings(&self) -> Findings {
        let mut all = self.quick.clone();
        all.extend(self.deep.clone());
        all
    }

    /// Whether [`Writing::check_whole`] was called since the last change.
    pub fn checked(&self) -> bool {
        self.whole
    }

    /// Whether nothing keeps it from being played, as far as is known.
    pub fn sound(&self) -> bool {
        let error = |f: &Finding| f.severity == Severity::Error;
        !self.quick.list.iter().chain(&self.deep).any(error)
    }

    /// It was saved as a file.
    pub fn saved(&mut self) {
        self.settle();
        self.filed = Some((self.root.clone(), self.raw.clone()));
        self.file = Some(draft::mark(&self.text()));
    }

    /// It was changed at this time, in milliseconds since 1970.
    pub fn changed_at(&mut self, now: f64) {
        self.changed_at = Some(now);
    }

    /// Whether the device has it as it stands.
    pub fn is_kept(&self) -> bool {
        self.kept == Some(true)
    }

    /// Whether it was saved as a file since the last change.
    pub fn filed(&self) -> bool {
        // The layout of the JSON side makes no difference to a file that can be read.
        let broken = |raw: &Option<Raw>| raw.as_ref().filter(|r| r.slip.is_some()).map(|r| r.text.clone());
        self.filed.as_ref().is_some_and(|(root, raw)| broken(raw) == broken(&self.raw) && *root == self.root)
    }

    /// Whether the device took the draft.
    pub fn kept(&mut self, kept: bool) {
        self.kept = Some(kept);
    }
}

/// Findings with the place of the field that is missing, where the checker names the object around
/// it, so that they stand beside it.
fn located(mut findings: Findings) -> Findings {
    for f in &mut findings.list {
        let key = match f.code {
            "missing" => f.text.strip_prefix('"').and_then(|t| t.split_once("\" is missing")).map(|t| t.0.to_owned()),
            "no-talk" => Some("lines".to_owned()),
            "no-reaction" => Some("reaction".to_owned()),
            "no-because" => Some("because".to_owned()),
            _ => None,
        };
        if let Some(key) = key {
            f.path = tree::inside(&f.path, &key);
        }
    }
    findings
}

/// What can be read of a text, and the text with what is wrong with it.
fn raw(text: &str) -> (Value, Raw) {
    let (tree, slips) = json::loose(text);
    let root = tree.map_or(Value::Null, |t| Value::of(&t, text));
    (root, Raw { text: text.into(), slip: slips.into_iter().next() })
}
