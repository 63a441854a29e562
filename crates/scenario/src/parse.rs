//! Reading a scenario file, and its edition.

use super::fill::fill;
use super::form::Form;
use engine::model::Scenario;
use engine::model::scenario::FORMAT;
use engine::{Problem, Program};
use std::fmt;

/// Largest scenario file, in bytes.
pub const LARGEST: usize = 1 << 20;

/// A place in a file (line and column from 1) and what is wrong there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Spot {
    pub line: usize,
    pub column: usize,
    pub text: String,
}

/// Why a scenario cannot be played.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Unreadable {
    TooLarge(usize),
    /// Not JSON, or not of the scenario's form: all the places.
    Form(Vec<Spot>),
    /// A format this program does not know.
    Format(u32),
    /// Well formed, but it refers to what is not there.
    Problems(Vec<Problem>),
}

impl fmt::Display for Unreadable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Unreadable::TooLarge(n) => write!(f, "the file has {n} bytes; at most {LARGEST} can be read"),
            Unreadable::Form(spots) => {
                let lines: Vec<String> = spots.iter().map(|s| format!("line {}, column {}: {}", s.line, s.column, s.text)).collect();
                f.write_str(&lines.join("\n"))
            }
            Unreadable::Format(n) => {
                write!(f, "format {n} is newer than this program, which reads format {FORMAT}; reload the page to update it")
            }
            Unreadable::Problems(list) => {
                let lines: Vec<String> = list.iter().map(|p| format!("{}: {}", p.at, p.text)).collect();
                f.write_str(&lines.join("\n"))
            }
        }
    }
}

/// Reads a scenario and makes it ready to run.
///
/// # Errors
/// [`Unreadable`], which says where and what; of a file of the wrong form, all places at once.
pub fn read(text: &str) -> Result<(Scenario, Program), Unreadable> {
    let scenario = scenario(text)?;
    let program = Program::compile(&scenario).map_err(Unreadable::Problems)?;
    Ok((scenario, program))
}

/// Reads a scenario's form only.
///
/// # Errors
/// As [`read`], but for [`Unreadable::Problems`].
pub fn scenario(text: &str) -> Result<Scenario, Unreadable> {
    if text.len() > LARGEST {
        return Err(Unreadable::TooLarge(text.len()));
    }
    let spot = |at: usize, what: String| {
        let (line, column) = json::position(text, at);
        Spot { line, column, text: what }
    };
    let node = json::parse(text).map_err(|b| Unreadable::Form(vec![spot(b.at, b.text.to_owned())]))?;
    if let Some(format) = node.get("format").and_then(json::Node::whole).filter(|f| *f > FORMAT) {
        return Err(Unreadable::Format(format));
    }
    let mut form = Form::default();
    let mut scenario = form.scenario(&node);
    if form.problems.is_empty() {
        fill(&mut scenario);
        return Ok(scenario);
    }
    Err(Unreadable::Form(form.problems.into_iter().map(|(at, what)| spot(at, what)).collect()))
}

/// The edition of a text: six hex digits over the canonical text and the version of the rules.
pub fn edition(text: &str) -> String {
    super::edition::digest(text)
}

#[cfg(test)]
mod tests {
    use super::{Unreadable, edition, read, scenario};

    #[test]
    fn the_edition_ignores_white_space_and_nothing_else() {
        assert_eq!(edition("{\"a\": 1}"), edition("{\n  \"a\":1 }\n"));
        assert_ne!(edition("{\"a\": \"x y\"}"), edition("{\"a\": \"xy\"}"));
        assert_ne!(edition("{\"a\": \"\\\" x\"}"), edition("{\"a\": \"\\\"x\"}"));
    }

    #[test]
    fn errors_say_where_and_all_of_them() {
        let text = "{\n  \"format\": 1,\n  \"id\": 7,\n  \"sceens\": []\n}";
        let Err(Unreadable::Form(spots)) = read(text) else { panic!("it is not of the form") };
        assert!(spots.iter().any(|s| (s.line, s.column) == (3, 9) && s.text.contains("text")), "{spots:?}");
        assert!(spots.iter().any(|s| s.line == 4 && s.text.contains("sceens")), "{spots:?}");
        assert!(spots.iter().any(|s| s.text.contains("\"scenes\" is missing")), "{spots:?}");
        assert_eq!(read("{\"format\": 2, \"new\": []}").err(), Some(Unreadable::Format(2)));
        assert!(matches!(read("{\"format\": 1,}"), Err(Unreadable::Form(s)) if s[0].column == 14));
    }

    #[test]
    fn both_readers_agree_on_the_built_in_scenarios() {
        for (id, text) in super::super::built_ins() {
            let mut by_serde = serde_json::from_str(text).unwrap_or_else(|e| panic!("{id}: {e}"));
            super::fill(&mut by_serde);
            assert_eq!(scenario(text), Ok(by_serde), "{id}");
        }
    }
}
