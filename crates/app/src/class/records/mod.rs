//! Weeks in By Friday's own downloads and in xAPI statements.
//!
//! | file | what it reads |
//! | --- | --- |
//! | `csv` | downloads with a row for each decision, as spreadsheets leave them |
//! | here | transcripts, and JSON in general |
//! | [`mod@statements`] | decisions told to record stores |
//! | `lines` | decisions put in order: attempts told apart, gaps found |

mod csv;
mod lines;
pub mod statements;

use super::found::{Bad, Found, Read};
use super::names::called as name;
use crate::export;
pub use csv::{cells, csv, is_csv_head};
use json::is_id;
use json::{Node, Value};
use scenario::codec::link::{MOST_MOVES, MOST_SET};
use scenario::codec::{PlayLink, packed};
pub use statements::{Statements, statements};

/// Reads one JSON value that begins in this line: a transcript, a statement, a `StatementResult`,
/// or a list of any of these. Statements in it belong together: their order changes nothing.
pub fn json(node: &Node, line: u32) -> Read {
    let mut all = Everything { line, ..Everything::default() };
    all.visit(node);
    let told = all.statements.read(line);
    let mut read = all.read;
    read.found.extend(told.found);
    read.bad.extend(told.bad);
    if all.other > 0 {
        let why = match (all.scenarios, all.other) {
            (1.., 1) => {
                "This is a scenario, not a week. Open it on the start screen, and paste the weeks that were played in it.".to_owned()
            }
            (_, 1) => "This is no week: it is neither a download of By Friday nor a statement of a record store.".to_owned(),
            (_, n) => format!("{n} parts of this are no week: they are neither downloads of By Friday nor statements of a record store."),
        };
        read.bad.push(Bad::new(line, &all.first, why));
    }
    if read.found.is_empty() && read.bad.is_empty() {
        read.bad.push(Bad::new(line, "", "The list is empty: no week is in it."));
    }
    read
}

/// What was met on the way through a value.
#[derive(Default)]
struct Everything {
    line: u32,
    read: Read,
    statements: Statements,
    other: u32,
    scenarios: u32,
    /// The beginning of the first part that is none of ours.
    first: String,
}

impl Everything {
    fn visit(&mut self, node: &Node) {
        match &node.value {
            Value::List(list) => list.iter().for_each(|n| self.visit(n)),
            Value::Object(members) => {
                let inner = |key: &str| node.get(key).filter(|n| matches!(n.value, Value::Object(_)));
                if node.get("transcript").is_some() {
                    match transcript(node) {
                        Ok((name, link)) => self.read.found.push(Found { name, link, line: self.line }),
                        Err(why) => {
                            let id = node.get("scenario").and_then(Node::text).unwrap_or("transcript");
                            self.read.bad.push(Bad::new(self.line, id, why));
                        }
                    }
                } else if let Some(list) = node.get("statements").filter(|n| n.list().is_some()) {
                    self.visit(list);
                } else if inner("verb").is_some() && node.get("object").is_some() {
                    self.statements.take(node);
                } else if let Some(statement) = inner("statement") {
                    // Some stores export each statement inside a record of their own.
                    self.visit(statement);
                } else {
                    self.scenarios += u32::from(node.get("format").is_some() && node.get("scenes").is_some());
                    let names: Vec<&str> = members.iter().take(5).map(|m| m.0.as_str()).collect();
                    self.unknown(&names.join(", "));
                }
            }
            Value::Text(text) => self.unknown(text),
            _ => self.unknown(""),
        }
    }

    fn unknown(&mut self, text: &str) {
        if self.other == 0 {
            self.first = text.to_owned();
        }
        self.other += 1;
    }
}

/// A transcript: whose it is, if somebody wrote a `name` into it, and the week.
fn transcript(node: &Node) -> Result<(String, PlayLink), String> {
    match node.get("transcript").and_then(Node::number) {
        // All versions name the week alike.
        Some(version) if (1..=export::VERSION).any(|v| version == f64::from(v)) => {}
        Some(version) if version > f64::from(export::VERSION) => {
            return Err(format!(
                "This download is of version {version}, and this page reads version {}. Reload the page to get its newest version, or ask for the link instead.",
                export::VERSION
            ));
        }
        _ => return Err("This download does not say which version it is. It may have been changed.".to_owned()),
    }
    let text = |key: &str| node.get(key).and_then(Node::text);
    let scenario = scenario(text("scenario").unwrap_or("")).ok_or("The download does not say which scenario was played.")?;
    let seed = node.get("seed").and_then(Node::whole).ok_or("The download names no luck (seed) that can be read.")?;
    let moves = text("moves").ok_or("The download holds no list of moves.")?;
    let moves: Vec<String> = moves.split('.').filter(|m| !m.is_empty()).map(str::to_owned).collect();
    if moves.len() > MOST_MOVES || !moves.iter().all(|m| is_id(m)) {
        return Err("The list of moves in this download cannot be read. It may have been changed.".to_owned());
    }
    let set = match node.get("set").map(|n| &n.value) {
        Some(Value::Object(members)) => {
            let one = |(id, value): &(String, Node)| Some((id.clone(), value.number().filter(|v| v.abs() <= 1e6)?));
            members.iter().filter(|m| is_id(&m.0)).filter_map(one).take(MOST_SET).collect()
        }
        _ => Vec::new(),
    };
    let edition = match node.get("edition") {
        None => None,
        Some(named) => {
            Some(named.text().and_then(edition).ok_or("The edition in this download cannot be read. It may have been changed.")?)
        }
    };
    let team = text("team").unwrap_or("").to_owned();
    let link = PlayLink { scenario, edition, seed: Some(seed), moves, set, team, ..PlayLink::default() };
    Ok((name(text("name").unwrap_or("")), link))
}

/// An id of a scenario, as it may stand in a link.
fn scenario(text: &str) -> Option<String> {
    (is_id(text) || packed::is_packed(text)).then(|| text.to_owned())
}

/// Six hex digits.
fn edition(text: &str) -> Option<String> {
    (text.len() == 6 && text.bytes().all(|b| b.is_ascii_hexdigit())).then(|| text.to_ascii_lowercase())
}

#[cfg(test)]
mod tests {
    use super::json;
    use crate::export::transcript_json;
    use scenario::codec::link::{Route, read};

    fn text(link: &str) -> String {
        transcript_json(link).expect("it can be played")
    }

    #[track_caller]
    fn bad(text: &str, why: &str) {
        let read = json(&json::parse(text).expect("JSON"), 3);
        assert!(read.found.is_empty() && read.bad.len() == 1 && read.bad[0].line == 3, "{read:?}");
        assert!(read.bad[0].why.contains(why), "{:?}", read.bad);
    }

    #[test]
    fn a_transcript_leads_back_to_its_link() {
        for link in [
            "#/play/monday-call?v=1&seed=7&moves=hedge",
            "#/play/monday-call?v=1&seed=4294967295&set=optimism:1.3,mess:60",
            "#/play/one-came-back?seed=1&team=anna.1.-2.3",
        ] {
            let found = json(&json::parse(&text(link)).expect("JSON"), 9).found;
            let mut week = found[0].link.clone();
            assert!(week.edition.take().is_some_and(|e| e.len() == 6));
            assert_eq!((read(link), found.len(), found[0].line), (Ok(Route::Play(week)), 1, 9));
        }
    }

    #[test]
    fn a_list_may_hold_several_and_other_things() {
        let one = text("#/play/monday-call?v=1&seed=7&moves=hedge");
        let list = format!("[{one}, {}, 12, [{one}], {{\"a\": 1}}]", one.replacen('{', "{\"name\": \" Anna \",", 1));
        let read = json(&json::parse(&list).expect("JSON"), 1);
        assert_eq!(read.found.iter().map(|f| f.name.as_str()).collect::<Vec<_>>(), ["", "Anna", ""]);
        assert!(read.bad.len() == 1 && read.bad[0].why.starts_with("2 parts"), "{:?}", read.bad);
    }

    #[test]
    fn what_is_no_week_is_said_in_words() {
        bad("[]", "empty");
        bad("{\"statements\": []}", "empty");
        bad("12", "no week");
        bad("{\"format\": 1, \"scenes\": []}", "a scenario");
        bad("{\"transcript\": 3, \"scenario\": \"monday-call\"}", "version 3");
        bad("{\"transcript\": \"1\"}", "which version");
        bad("{\"transcript\": 1, \"scenario\": \"<b>\"}", "which scenario");
        bad("{\"transcript\": 1, \"scenario\": \"s\", \"seed\": 1.5, \"moves\": \"\"}", "seed");
        bad("{\"transcript\": 1, \"scenario\": \"s\", \"seed\": 1}", "no list of moves");
        bad("{\"transcript\": 1, \"scenario\": \"s\", \"seed\": 1, \"moves\": \"A b\"}", "cannot be read");
        bad("{\"transcript\": 1, \"scenario\": \"s\", \"seed\": 1, \"moves\": \"\", \"edition\": \"1E+05\"}", "edition");
        bad("{\"transcript\": 1, \"scenario\": \"s\", \"seed\": 1, \"moves\": \"\", \"edition\": 300000}", "edition");
    }
}
