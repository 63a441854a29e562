//! Saves, version 1: what is kept on the device for one scenario.

use serde::{Deserialize, Serialize};

/// The version of saves this program writes, and the newest it reads.
pub const VERSION: u32 = 1;
/// Longest save that is read, in bytes.
const LONGEST: usize = 256 * 1024;
/// Most lines kept beside the current one.
pub const MOST_LINES: usize = 3;

/// One week as it is kept: a few dozen bytes, replayed when it is opened.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Week {
    pub seed: u32,
    /// Move ids joined by dots.
    pub moves: String,
}

/// The play kept for one scenario.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Save {
    /// Always first: [`VERSION`].
    pub version: u32,
    pub edition: String,
    /// The line being played.
    pub week: Week,
    /// Whether what the last move changed is still being looked at.
    #[serde(default)]
    pub after: bool,
    #[serde(default)]
    pub blind: bool,
    /// Earlier lines, oldest first.
    #[serde(default)]
    pub lines: Vec<Week>,
}

/// Answers in the learner's own words, by question id; they never leave the device by themselves.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
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

#[derive(Deserialize)]
struct Version {
    version: u32,
}

fn checked<T: for<'de> Deserialize<'de>>(text: &str) -> Result<T, BadSave> {
    if text.len() > LONGEST {
        return Err(BadSave::Damaged);
    }
    let Version { version } = serde_json::from_str(text).map_err(|_| BadSave::Damaged)?;
    match version {
        // Migrations of older versions go here, one after the other.
        VERSION => serde_json::from_str(text).map_err(|_| BadSave::Damaged),
        v if v > VERSION => Err(BadSave::Newer),
        _ => Err(BadSave::Damaged),
    }
}

/// Reads a save.
///
/// # Errors
/// [`BadSave`].
pub fn read(text: &str) -> Result<Save, BadSave> {
    checked(text)
}

/// Reads kept answers.
///
/// # Errors
/// [`BadSave`].
pub fn read_answers(text: &str) -> Result<Answers, BadSave> {
    checked(text)
}

/// Writes a save or answers. Their form cannot fail to serialise; an empty text would only be
/// read back as damaged.
pub fn write<T: Serialize>(value: &T) -> String {
    serde_json::to_string(value).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::{BadSave, Save, VERSION, Week, read, write};

    #[test]
    fn a_save_comes_back() {
        let week = Week { seed: 7, moves: "hedge.assign".into() };
        let save = Save { version: VERSION, edition: "abcdef".into(), lines: vec![week.clone()], week, after: true, blind: false };
        assert_eq!(read(&write(&save)), Ok(save));
    }

    #[test]
    fn other_texts_are_damaged_or_newer() {
        assert_eq!(read("{\"version\":2,\"else\":[]}"), Err(BadSave::Newer));
        for text in ["", "null", "{}", "{\"version\":0}", "{\"version\":1}", "[1]", "\u{0}", "{\"version\":\"1\"}"] {
            assert_eq!(read(text), Err(BadSave::Damaged), "{text}");
        }
    }
}
