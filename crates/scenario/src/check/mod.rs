//! The checker: all problems of a scenario file at once, each with its place, a plain sentence and
//! a way to mend it. The same code serves the command line and the editor.
//!
//! The text is read to a tree that goes on after slips; the tree is held against a table of the
//! form; ids, references, numbers and texts are looked at one by one. Where the engine takes the
//! file, every situation that can be met is visited, for what is never reached, offered or said.
//!
//! The checker is stricter than the reader: see [`BEYOND`].

mod codes;
mod form;
mod graph;
mod hidden;
mod near;
mod numbers;
mod release;
mod rules;
pub mod shape;
mod targets;
mod texts;
mod times;
mod weight;

#[cfg(test)]
mod tests;

pub use codes::CODES;
pub use near::{as_id, nearest};
pub use numbers::numbers;

use super::parse::{LARGEST, read};
use engine::model::scenario::FORMAT;
use json::{self, Tree};

/// How bad it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// It must be mended.
    Error,
    /// Most likely not meant.
    Warning,
    /// Worth knowing.
    Note,
}

impl Severity {
    pub fn name(self) -> &'static str {
        match self {
            Severity::Error => "error",
            Severity::Warning => "warning",
            Severity::Note => "note",
        }
    }
}

/// Something found in a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    pub severity: Severity,
    /// Stable, for programs: small letters and hyphens.
    pub code: &'static str,
    /// Byte offset, and line and column from 1 (in characters).
    pub at: usize,
    pub line: usize,
    pub column: usize,
    /// A JSON pointer to the value meant, such as `/scenes/0/moves/1/label`; to the object it is
    /// missing from, for what is missing. Empty for the file as a whole.
    pub path: String,
    /// What is wrong, in a sentence without a full stop.
    pub text: String,
    /// How it can be mended; empty where that is plain from the text.
    pub mend: String,
}

/// All that was found in a file, in the order of the text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Findings {
    pub list: Vec<Finding>,
}

impl Findings {
    pub fn count(&self, severity: Severity) -> usize {
        self.list.iter().filter(|f| f.severity == severity).count()
    }

    /// Whether anything must be mended.
    pub fn has_errors(&self) -> bool {
        self.count(Severity::Error) > 0
    }

    /// Adds others, in the order of the text.
    pub fn extend(&mut self, others: Vec<Finding>) {
        self.list.extend(others);
        self.list.sort_by_key(|f| f.at);
    }
}

/// Errors that the reader ([`read`]) does not see: a file with one of these can be
/// run, but something in it can never work.
pub const BEYOND: [&str; 5] = ["format", "broken-target", "duplicate-id", "task-circle", "loop"];

/// Slips after which the rest of the text is not where it was meant to be.
const LOST: [&str; 4] = ["wrong-bracket", "unclosed", "after-end", "too-deep"];

/// More findings than this are not listed.
const MOST: usize = 500;

/// A finding before its line is known.
#[derive(Clone, Debug)]
pub struct Raw {
    pub severity: Severity,
    pub code: &'static str,
    pub at: usize,
    pub path: String,
    pub text: String,
    pub mend: String,
}

impl Raw {
    fn new(
        severity: Severity,
        code: &'static str,
        at: usize,
        path: impl Into<String>,
        text: impl Into<String>,
        mend: impl Into<String>,
    ) -> Raw {
        Raw { severity, code, at, path: path.into(), text: text.into(), mend: mend.into() }
    }
}

/// Looks for every problem of a scenario file. `released` is the text of an edition that is out
/// already, whose scene and move ids links and reports use.
///
/// Never panics, whatever the text. Takes a few hundredths of a second for a file of the size of
/// `monday-call`.
pub fn check(text: &str, released: Option<&str>) -> Findings {
    look(text, released, true)
}

/// [`check`] without the walk along all paths: form, ids, numbers and texts. Some thousandths of a
/// second, for while somebody types.
pub fn quick(text: &str) -> Findings {
    look(text, None, false)
}

fn look(text: &str, released: Option<&str>, whole: bool) -> Findings {
    if text.len() > LARGEST {
        let what = format!("the file has {} bytes; at most {LARGEST} can be read", text.len());
        return placed(text, vec![Raw::new(Severity::Error, "too-large", 0, "", what, "split the scenario in two")]);
    }
    let (tree, slips) = json::loose(text);
    // Behind a bracket that is wrong or missing, nothing is where it was meant to be.
    let lost = slips.iter().find(|s| LOST.contains(&s.code)).map(|s| s.at);
    let slips = slips.into_iter().filter(|s| !LOST.contains(&s.code) || Some(s.at) == lost);
    let mut found: Vec<Raw> = slips.map(|s| Raw::new(Severity::Error, s.code, s.at, "", s.text, s.mend)).collect();
    let Some(tree) = tree else { return placed(text, found) };
    if let Some(newer) = newer(&tree) {
        found.push(newer);
        return placed(text, found);
    }
    let slips = found.len();
    let form = form::Form::of(&tree);
    targets::check(&tree, &form, &mut found);
    rules::check(&tree, &form, &mut found);
    times::check(&tree, &mut found);
    weight::check(&tree, &mut found);
    hidden::check(&tree, &mut found);
    texts::check(&tree, &form, &mut found);
    found.extend(form.found);
    if let Some(lost) = lost {
        let whole = |f: &Raw| f.at < lost && !matches!(f.code, "missing" | "nothing-there" | "broken-target" | "one-style");
        let mut rest = found.split_off(slips);
        rest.retain(whole);
        found.extend(rest);
    }
    if !whole {
        return placed(text, found);
    }
    match read(text) {
        // Where an id stands twice, ways on lead to the first of the two: more would only confuse.
        Ok(_) if found.iter().any(|f| f.code == "duplicate-id") => {}
        Ok((scenario, program)) => {
            graph::check(&tree, &scenario, &program, &mut found);
            release::check(&tree, &scenario, released, &mut found);
        }
        // Should the reader know of something that nothing here does, it is said all the same.
        Err(e) if !found.iter().any(|f| f.severity == Severity::Error) => {
            found.push(Raw::new(Severity::Error, "refused", tree.at, "", e.to_string().replace('\n', "; "), ""));
        }
        Err(_) => {}
    }
    placed(text, found)
}

fn newer(tree: &Tree) -> Option<Raw> {
    let format = tree.get("format")?;
    let n = format.number().filter(|n| *n > f64::from(FORMAT))?;
    let text = format!("format {} is newer than this program, which reads format {FORMAT}", json::number(n));
    Some(Raw::new(Severity::Error, "newer-format", format.at, "/format", text, "use a newer version of the program"))
}

/// Lines and columns, in one pass; the order of the text.
fn placed(text: &str, mut found: Vec<Raw>) -> Findings {
    // Of very many, those that must be mended.
    let more = found.len().saturating_sub(MOST);
    found.sort_by_key(|f| (if more > 0 { f.severity } else { Severity::Error }, f.at, f.severity));
    found.truncate(MOST);
    found.sort_by_key(|f| (f.at, f.severity));
    let (mut line, mut start, mut seen) = (1, 0, 0);
    let mut list: Vec<Finding> = Vec::new();
    for raw in found {
        let mut at = raw.at.min(text.len());
        while !text.is_char_boundary(at) {
            at -= 1;
        }
        for (n, _) in text.get(seen..at).unwrap_or("").match_indices('\n') {
            line += 1;
            start = seen + n + 1;
        }
        seen = at;
        let column = text.get(start..at).unwrap_or("").chars().count() + 1;
        let Raw { severity, code, path, text, mend, .. } = raw;
        list.push(Finding { severity, code, at, line, column, path, text, mend });
    }
    if more > 0 {
        let last = list.last().map_or((0, 1, 1), |f| (f.at, f.line, f.column));
        let (at, line, column) = last;
        let text = format!("there are {more} more findings after this");
        let mend = "mend these first".to_owned();
        list.push(Finding { severity: Severity::Note, code: "more", at, line, column, path: String::new(), text, mend });
    }
    Findings { list }
}

/// A list of words: `a, b and c`; of many, the first few.
fn listed(words: &[&str]) -> String {
    match words {
        [first @ .., _] if words.len() > 12 => format!("{} and {} more", first[..10].join(", "), words.len() - 10),
        [] => String::new(),
        [one] => (*one).to_owned(),
        [first @ .., last] => format!("{} and {last}", first.join(", ")),
    }
}
