//! Reading a scenario file.

use crate::engine::luck::mix;
use crate::engine::{Problem, Program};
use crate::model::Scenario;
use crate::model::scenario::FORMAT;

/// The version of the rules: part of every edition, raised when the engine plays a scenario
/// differently than before.
pub const RULES: u32 = 1;
/// Largest scenario file, in bytes.
pub const LARGEST: usize = 1 << 20;

/// Why a scenario cannot be played.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Unreadable {
    TooLarge(usize),
    /// Not JSON, or not of the scenario's form: line, column (from 1) and what is wrong.
    Text { line: usize, column: usize, text: String },
    /// A format this program does not know.
    Format(u32),
    /// Well formed, but it refers to what is not there.
    Problems(Vec<Problem>),
}

impl std::fmt::Display for Unreadable {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Unreadable::TooLarge(n) => write!(f, "the file has {n} bytes; at most {LARGEST} can be read"),
            Unreadable::Text { line, column, text } => write!(f, "line {line}, column {column}: {text}"),
            Unreadable::Format(n) => {
                write!(f, "format {n} is newer than this program, which reads format {FORMAT}; reload the page to update it")
            }
            Unreadable::Problems(list) => {
                for (i, p) in list.iter().enumerate() {
                    let end = if i + 1 < list.len() { "\n" } else { "" };
                    write!(f, "{}: {}{end}", p.at, p.text)?;
                }
                Ok(())
            }
        }
    }
}

/// Reads a scenario and makes it ready to run.
///
/// # Errors
/// [`Unreadable`], which says where and what.
pub fn read(text: &str) -> Result<(Scenario, Program), Unreadable> {
    if text.len() > LARGEST {
        return Err(Unreadable::TooLarge(text.len()));
    }
    let scenario: Scenario = serde_json::from_str(text).map_err(|e| match format_of(text) {
        Some(n) if n > FORMAT => Unreadable::Format(n),
        _ => Unreadable::Text { line: e.line(), column: e.column(), text: plain(&e.to_string()) },
    })?;
    if scenario.format != FORMAT {
        return Err(Unreadable::Format(scenario.format));
    }
    let program = Program::compile(&scenario).map_err(Unreadable::Problems)?;
    Ok((scenario, program))
}

/// serde_json's sentence without its trailing position, which is given apart.
fn plain(text: &str) -> String {
    text.split(" at line ").next().unwrap_or(text).to_owned()
}

/// The number after the first `"format":`, where the file is of another form altogether.
fn format_of(text: &str) -> Option<u32> {
    let rest = text.split_once("\"format\"")?.1.trim_start().strip_prefix(':')?.trim_start();
    let digits: String = rest.chars().take_while(char::is_ascii_digit).collect();
    digits.parse().ok()
}

/// The edition: six hex digits over the canonical text (white space outside strings left out) and
/// the version of the rules.
pub fn edition(text: &str) -> String {
    let (mut inside, mut escaped) = (false, false);
    let mut digest = mix(u64::from(RULES));
    for byte in text.bytes() {
        if !inside && byte.is_ascii_whitespace() {
            continue;
        }
        if byte == b'"' && !escaped {
            inside = !inside;
        }
        escaped = inside && byte == b'\\' && !escaped;
        digest = mix(digest ^ u64::from(byte));
    }
    format!("{:06x}", digest >> 40)
}

#[cfg(test)]
mod tests {
    use super::{Unreadable, edition, read};

    #[test]
    fn the_edition_ignores_white_space_and_nothing_else() {
        assert_eq!(edition("{\"a\": 1}"), edition("{\n  \"a\":1 }\n"));
        assert_ne!(edition("{\"a\": \"x y\"}"), edition("{\"a\": \"xy\"}"));
        assert_ne!(edition("{\"a\": \"\\\" x\"}"), edition("{\"a\": \"\\\"x\"}"));
    }

    #[test]
    fn errors_say_where() {
        let text = "{\n  \"format\": 1,\n  \"id\": 7\n}";
        assert!(matches!(read(text), Err(Unreadable::Text { line: 3, .. })), "{:?}", read(text).err());
        assert_eq!(read("{\"format\": 2, \"new\": []}").err(), Some(Unreadable::Format(2)));
    }
}
