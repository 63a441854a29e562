//! Saves: what is kept on the device for one scenario. Version 1 is a week; version 2 is the same
//! with the team that a week began with, where it came from another week. A save is written in the
//! oldest version that holds it, so an older program reads what it can play and refuses the rest.

use json::{self, Node, Value};

/// The longest answer that is kept, in characters.
pub const LONGEST_ANSWER: usize = 5_000;

/// The newest version of saves this program writes and reads.
pub const VERSION: u32 = 2;
/// The version of answers this program writes, and the newest it reads.
pub const ANSWERS: u32 = 1;
/// Longest save that is read, in bytes.
const LONGEST: usize = 256 * 1024;
/// Most lines kept beside the current one.
pub const MOST_LINES: usize = 3;

/// One week as it is kept: a few dozen bytes, replayed when it is opened.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Week {
    pub seed: u32,
    /// Move ids joined by dots.
    pub moves: String,
    /// The team it began with, as in links, where that came from another week.
    pub team: String,
}

/// The play kept for one scenario.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Save {
    /// Always first in the text, where it may be an older one: [`VERSION`].
    pub version: u32,
    pub edition: String,
    /// The line being played.
    pub week: Week,
    /// Whether what the last move changed is still being looked at.
    pub after: bool,
    pub blind: bool,
    /// Earlier lines, oldest first.
    pub lines: Vec<Week>,
}

/// Answers in the learner's own words, by question id; they never leave the device by themselves.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Answers {
    pub version: u32,
    /// Pairs of question id and answer, in the order they were first given.
    pub answers: Vec<(String, String)>,
}

/// Why a save cannot be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BadSave {
    Damaged,
    Newer,
}

/// The tree of a text of a known version.
fn checked(text: &str, newest: u32) -> Result<Node, BadSave> {
    if text.len() > LONGEST {
        return Err(BadSave::Damaged);
    }
    let node = json::parse(text).map_err(|_| BadSave::Damaged)?;
    match node.get("version").and_then(Node::whole) {
        // Migrations of older versions go here, one after the other. Version 1 needs none: its weeks
        // have no team.
        Some(v) if v > newest => Err(BadSave::Newer),
        Some(1..) => Ok(node),
        _ => Err(BadSave::Damaged),
    }
}

fn week(node: &Node) -> Option<Week> {
    let team = node.get("team").map_or(Some(""), Node::text)?.to_owned();
    Some(Week { seed: node.get("seed")?.whole()?, moves: node.get("moves")?.text()?.to_owned(), team })
}

/// Reads a save.
///
/// # Errors
/// [`BadSave`].
pub fn read(text: &str) -> Result<Save, BadSave> {
    let node = checked(text, VERSION)?;
    let flag = |key: &str| node.get(key).and_then(Node::flag).unwrap_or(false);
    let read = || {
        let lines = node.get("lines").map_or(Some(&[][..]), Node::list)?;
        Some(Save {
            version: VERSION,
            edition: node.get("edition")?.text()?.to_owned(),
            week: week(node.get("week")?)?,
            after: flag("after"),
            blind: flag("blind"),
            lines: lines.iter().map(week).collect::<Option<Vec<_>>>()?,
        })
    };
    read().ok_or(BadSave::Damaged)
}

/// Reads kept answers.
///
/// # Errors
/// [`BadSave`].
pub fn read_answers(text: &str) -> Result<Answers, BadSave> {
    let node = checked(text, ANSWERS)?;
    let Some(Value::Object(list)) = node.get("answers").map(|a| &a.value) else { return Err(BadSave::Damaged) };
    let answers = list.iter().map(|(id, a)| Some((id.clone(), a.text()?.to_owned()))).collect::<Option<Vec<_>>>();
    Ok(Answers { version: ANSWERS, answers: answers.ok_or(BadSave::Damaged)? })
}

fn week_node(week: &Week) -> Node {
    let mut members = vec![("seed", week.seed.into()), ("moves", week.moves.as_str().into())];
    if !week.team.is_empty() {
        members.push(("team", week.team.as_str().into()));
    }
    Node::object(members)
}

/// Writes a save.
pub fn write(save: &Save) -> String {
    let plain = save.lines.iter().chain([&save.week]).all(|w| w.team.is_empty());
    json::pretty(&Node::object([
        ("version", if plain { 1 } else { VERSION }.into()),
        ("edition", save.edition.as_str().into()),
        ("week", week_node(&save.week)),
        ("after", save.after.into()),
        ("blind", save.blind.into()),
        ("lines", Node::new(Value::List(save.lines.iter().map(week_node).collect()))),
    ]))
}

/// Writes answers.
pub fn write_answers(answers: &Answers) -> String {
    let list = answers.answers.iter().map(|(id, text)| (id.as_str(), Node::from(text.as_str())));
    json::pretty(&Node::object([("version", ANSWERS.into()), ("answers", Node::object(list))]))
}

#[cfg(test)]
mod tests {
    use super::{BadSave, Save, VERSION, Week, read, write};

    #[test]
    fn a_save_comes_back() {
        let week = Week { seed: 7, moves: "hedge.assign".into(), team: String::new() };
        let mut save = Save { version: VERSION, edition: "abcdef".into(), lines: vec![week.clone()], week, after: true, blind: false };
        // A released form: these bytes are never changed.
        let text = "{\n  \"version\": 1,\n  \"edition\": \"abcdef\",\n  \"week\": {\n    \"seed\": 7,\n    \"moves\": \"hedge.assign\"\n  },\n  \"after\": true,\n  \"blind\": false,\n  \"lines\": [\n    {\n      \"seed\": 7,\n      \"moves\": \"hedge.assign\"\n    }\n  ]\n}\n";
        assert_eq!(write(&save), text);
        assert_eq!(read(&write(&save)), Ok(save.clone()));
        save.lines[0].team = "anna.1.2.3".into();
        assert!(write(&save).starts_with("{\n  \"version\": 2,"));
        assert_eq!(read(&write(&save)), Ok(save));
    }

    #[test]
    fn other_texts_are_damaged_or_newer() {
        assert_eq!(read("{\"version\":3,\"else\":[]}"), Err(BadSave::Newer));
        for text in ["", "null", "{}", "{\"version\":0}", "{\"version\":1}", "[1]", "\u{0}", "{\"version\":\"1\"}"] {
            assert_eq!(read(text), Err(BadSave::Damaged), "{text}");
        }
    }
}
