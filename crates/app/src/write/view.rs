//! What the page shows: plain data, with finished words. Every control says by its pointer which
//! call of [`Writing`](super::Writing) answers it.

use crate::action;
use scenario::check::Severity;

/// A form for the place in hand.
#[derive(Clone, Debug, PartialEq)]
pub struct Form {
    pub path: String,
    /// What it is: `Scene “The call”`.
    pub heading: String,
    /// The places around it, from the whole inwards.
    pub crumbs: Vec<Crumb>,
    pub groups: Vec<Group>,
    /// What is wrong with the whole of it.
    pub problems: Vec<Shown>,
    /// An item of a list: it can be copied, taken out and moved. Its number from 1, and of how many.
    pub item: Option<(usize, usize)>,
}

impl Form {
    /// A field of this form, wherever in it.
    pub fn find(&self, path: &str) -> Option<&Field> {
        self.groups.iter().flat_map(|g| &g.fields).find_map(|f| f.find(path))
    }

    /// An item of a list in this form.
    pub fn item(&self, path: &str) -> Option<&Item> {
        match self.find(path.rsplit_once('/')?.0).map(|f| &f.control) {
            Some(Control::Items { items, .. }) => items.iter().find(|i| i.path == path),
            _ => None,
        }
    }

    /// The fields that are seldom needed, of the form itself or of something in it.
    pub fn more(&self, path: &str) -> Option<&Group> {
        let inside = || match self.find(path).map(|f| &f.control) {
            Some(Control::Inside { more, .. }) => more.as_ref(),
            _ => None,
        };
        let own = self.groups.iter().find(|g| g.part.strip_suffix("#more") == Some(path));
        own.or_else(|| self.item(path).and_then(|i| i.more.as_ref())).or_else(inside)
    }
}

/// A place to go to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Crumb {
    pub path: String,
    pub text: String,
}

/// Fields that belong together.
#[derive(Clone, Debug, PartialEq)]
pub struct Group {
    pub title: String,
    /// The part that opens it (`turn`), and whether it is open; empty for what is always shown.
    pub part: String,
    pub open: bool,
    pub fields: Vec<Field>,
}

/// One field, or a list of them.
#[derive(Clone, Debug, PartialEq)]
pub struct Field {
    /// The pointer of its value, whether that is there or not: the first argument of the call.
    pub path: String,
    pub label: String,
    pub help: String,
    /// What stands in an empty field: an example, or what holds while nothing is written.
    pub hint: String,
    pub required: bool,
    /// It is left out; then this holds.
    pub left_out: bool,
    pub instead: String,
    /// It can be left out by `clear`.
    pub clearable: bool,
    pub control: Control,
    pub problems: Vec<Shown>,
}

impl Field {
    /// The field of a pointer: this one, or one inside it.
    pub fn find(&self, path: &str) -> Option<&Field> {
        if self.path == path {
            return Some(self);
        }
        match &self.control {
            Control::Inside { fields, more } => among(fields, more.as_ref(), path),
            Control::Branch(b) => among(&b.fields, None, path),
            Control::Items { items, .. } => items.iter().find_map(|i| among(&i.fields, i.more.as_ref(), path)),
            _ => None,
        }
    }
}

fn among<'f>(fields: &'f [Field], more: Option<&'f Group>, path: &str) -> Option<&'f Field> {
    fields.iter().chain(more.into_iter().flat_map(|m| &m.fields)).find_map(|f| f.find(path))
}

/// A problem beside a field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shown {
    pub severity: Severity,
    pub text: String,
    pub mend: String,
}

/// A thing to choose: its value in the file, and its name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Choice {
    pub id: String,
    pub name: String,
    /// What it is for, where a name does not say it.
    pub note: String,
    pub picked: bool,
}

/// How a value is shown and changed. The call that takes what was typed or picked is named.
#[derive(Clone, Debug, PartialEq)]
pub enum Control {
    /// One line of text: `put`.
    Line { value: String },
    /// Several lines: `put`. `count` says how long it is, where length matters.
    Area { value: String, count: String },
    /// An id: `put`; all references follow. `uses` says how many there are.
    Id { value: String, uses: String },
    /// A number: `put`. `unit` may be empty.
    Number { value: String, unit: &'static str },
    /// A number, or the id of an assumption: `put`. `worth` is what it comes to.
    Quantity { value: String, unit: &'static str, options: Vec<Choice>, worth: String },
    /// A day and a time of day: `put_part` with `day` and `clock`.
    Time { days: Vec<Choice>, clock: String },
    /// `put` with `true` or `false`.
    Tick { on: bool },
    /// One of these: `put` with its id. A value that is none of them is among them, and says so.
    Choice { options: Vec<Choice> },
    /// One of these faces, by the names of portraits: `put` with its id, which is empty for none.
    Faces { options: Vec<Choice> },
    /// One of these or another text: `put`.
    Suggest { value: String, options: Vec<Choice> },
    /// Any of these: `tick` with the id.
    Chips { options: Vec<Choice> },
    /// `add` (or `add_kind` with one of `kinds`), and on each item `remove`, `raise`, `lower`,
    /// `duplicate`.
    ///
    /// Where there are kinds, the part `menu` lists them once it is open.
    Items { items: Vec<Item>, thing: &'static str, kinds: Vec<Choice>, menu: String, open: bool },
    /// Fields within this one.
    Inside { fields: Vec<Field>, more: Option<Group> },
    /// A condition or an effect: `kind` with one of `kinds`.
    Branch(Box<Branch>),
    /// Something that no form can show: as JSON, `set_json`; `clear` or `remove` take it out.
    Odd { json: String },
}

/// An item of a list.
#[derive(Clone, Debug, PartialEq)]
pub struct Item {
    pub path: String,
    /// The item in a sentence.
    pub summary: String,
    /// It has a page of its own (`go`), and no fields here.
    pub page: bool,
    /// Whether its fields are shown here.
    pub open: bool,
    pub fields: Vec<Field>,
    /// Fields that are seldom needed.
    pub more: Option<Group>,
    /// What is wrong with the whole of it.
    pub problems: Vec<Shown>,
    /// Errors and warnings in it.
    pub errors: usize,
    pub warnings: usize,
}

/// A condition or an effect.
#[derive(Clone, Debug, PartialEq)]
pub struct Branch {
    /// Whether it is a condition.
    pub condition: bool,
    /// The whole of it in a sentence; empty where it is left out.
    pub sentence: String,
    pub kinds: Vec<Choice>,
    pub fields: Vec<Field>,
}

/// The scenario from above.
#[derive(Clone, Debug, PartialEq)]
pub struct Outline {
    /// The page of the whole.
    pub whole: Entry,
    pub days: Vec<Day>,
    /// People, work, facts and so on.
    pub parts: Vec<Part>,
}

/// The scenes of a day, in the order of the clock.
#[derive(Clone, Debug, PartialEq)]
pub struct Day {
    pub name: String,
    pub scenes: Vec<Entry>,
}

/// A list, or a page that is no scene. `add` with `list` where `adds` says what.
#[derive(Clone, Debug, PartialEq)]
pub struct Part {
    pub entry: Entry,
    pub entries: Vec<Entry>,
    /// The pointer of the list that is added to.
    pub list: String,
    /// What can be added.
    pub adds: Option<&'static str>,
}

/// A line of the outline: `go` with its pointer.
#[derive(Clone, Debug, PartialEq)]
pub struct Entry {
    pub path: String,
    pub title: String,
    /// `09:10`, for scenes.
    pub when: String,
    /// In words: `2 directive, 1 collaborative`, and where it leads; or how many there are.
    pub details: Vec<String>,
    /// Problems in words, empty where there are none.
    pub problems: String,
    pub errors: usize,
    pub warnings: usize,
    /// It is in hand, or holds what is.
    pub here: bool,
}

/// Everything that was found.
#[derive(Clone, Debug, PartialEq)]
pub struct Problems {
    /// In a sentence: `2 errors and 1 warning.`
    pub summary: String,
    /// Texts that are still empty; they are no warnings.
    pub empty: usize,
    pub errors: usize,
    pub warnings: usize,
    pub notes: usize,
    pub list: Vec<Problem>,
    /// Whether every path was walked since the last change.
    pub whole: bool,
}

/// A problem in the list: `go` with `page`, then the focus belongs to `path`.
#[derive(Clone, Debug, PartialEq)]
pub struct Problem {
    pub severity: Severity,
    pub code: &'static str,
    /// It is a text that is yet to be written.
    pub empty: bool,
    pub text: String,
    pub mend: String,
    /// Where it is, in words.
    pub place: String,
    pub path: String,
    pub page: String,
    /// A press that mends it, where one does: the action, the pointer, and what the button says.
    pub mends: Option<(action::Write, String, String)>,
    /// In the JSON side's text: a byte offset, and line and column from 1.
    pub at: usize,
    pub line: usize,
    pub column: usize,
}

/// The JSON side.
#[derive(Clone, Debug, PartialEq)]
pub struct Json {
    pub text: String,
    pub lock: Option<Lock>,
    /// Where the place in hand stands in the text, in bytes; nothing while it cannot be read.
    pub here: Option<(usize, usize)>,
}

/// Why the forms are locked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lock {
    pub text: String,
    pub mend: String,
    pub at: usize,
    pub line: usize,
    pub column: usize,
}

/// The line above all.
#[derive(Clone, Debug, PartialEq)]
pub struct Status {
    pub title: String,
    /// Whether it is a file, and whether the device keeps it.
    pub kept: String,
    /// What undo and redo would do; nothing where there is nothing.
    pub undo: Option<String>,
    pub redo: Option<String>,
    pub lock: Option<Lock>,
    /// Nothing known keeps it from being played.
    pub sound: bool,
}
