//! People carried over from another week, as they stand in links and saves:
//! `michael.120.-40.300_anna.0.15.-220`: each an id and three needs, in thousandths of a deviation.
//!
//! Dots, hyphens and low lines between letters and digits are what every program takes for a part
//! of the link.

use engine::model::scenario::{MOST_NEED, Team};
use json::is_id;
use std::fmt;

/// Why people cannot be carried over. Each holds the piece that is wrong.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum BadTeam {
    /// Not an id and three whole numbers.
    Form(String),
    /// A number beyond [`MOST_NEED`].
    Range(String),
    /// Somebody is named twice.
    Twice(String),
}

impl fmt::Display for BadTeam {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (BadTeam::Form(piece) | BadTeam::Range(piece) | BadTeam::Twice(piece)) = self;
        let piece: String = piece.chars().filter(|c| !c.is_control()).take(60).collect();
        write!(f, "The link carries a team over from another week, and ")?;
        match self {
            BadTeam::Form(_) => write!(
                f,
                "\u{201c}{piece}\u{201d} in it is not a name with three whole numbers, such as anna.120.-40.300. Part of the link may be missing."
            ),
            BadTeam::Range(_) => write!(f, "\u{201c}{piece}\u{201d} in it has a number outside -{MOST_NEED} to {MOST_NEED}."),
            BadTeam::Twice(_) => write!(f, "names \u{201c}{piece}\u{201d} twice."),
        }
    }
}

/// Reads a team; of an empty text, nobody.
///
/// # Errors
/// [`BadTeam`], in words for the one who opened the link.
pub fn read(text: &str) -> Result<Team, BadTeam> {
    let mut team: Team = Vec::new();
    for piece in text.split('_').filter(|_| !text.is_empty()) {
        let form = || BadTeam::Form(piece.to_owned());
        let mut parts = piece.split('.');
        let id = parts.next().filter(|id| is_id(id)).ok_or_else(form)?;
        let mut needs = [0; 3];
        for need in &mut needs {
            *need = parts.next().and_then(whole).ok_or_else(form)?;
        }
        if parts.next().is_some() {
            return Err(form());
        }
        if needs.iter().any(|n| !(-MOST_NEED..=MOST_NEED).contains(n)) {
            return Err(BadTeam::Range(piece.to_owned()));
        }
        if team.iter().any(|t| t.0 == id) {
            return Err(BadTeam::Twice(id.to_owned()));
        }
        team.push((id.to_owned(), needs));
    }
    Ok(team)
}

/// Digits, a minus before them at most.
fn whole(text: &str) -> Option<i32> {
    let digits = text.strip_prefix('-').unwrap_or(text);
    let fits = (1..=9).contains(&digits.len()) && digits.bytes().all(|b| b.is_ascii_digit());
    text.parse().ok().filter(|_| fits)
}

/// Writes a team.
pub fn write(team: &Team) -> String {
    let one = |(id, [a, c, r]): &(String, [i32; 3])| format!("{id}.{a}.{c}.{r}");
    team.iter().map(one).collect::<Vec<_>>().join("_")
}

#[cfg(test)]
mod tests {
    use super::{BadTeam, read, write};

    #[test]
    fn a_team_comes_back_in_one_form() {
        for text in ["", "michael.120.-40.300_anna.0.5000.-5000", "1-2.0.0.0_-.1.2.3"] {
            assert_eq!(read(text).map(|t| write(&t)).as_deref(), Ok(text));
        }
        assert_eq!(read("anna.007.-0.00").map(|t| write(&t)).as_deref(), Ok("anna.7.0.0"));
    }

    #[test]
    fn what_is_garbled_is_named() {
        let form = |piece: &str| Err(BadTeam::Form(piece.into()));
        assert_eq!(read("anna.1.2.3_john.1.2"), form("john.1.2"));
        assert_eq!(read("anna.1.2.3_"), form(""));
        assert_eq!(read("anna.1.2.3.4"), form("anna.1.2.3.4"));
        for piece in ["anna.+1.2.3", "anna.1.2.3e2", "anna.1.2.", "Anna.1.2.3", ".1.2.3", "anna.1.-.3", "anna.1.2.99999999999"] {
            assert_eq!(read(piece), form(piece));
        }
        assert_eq!(read("anna.1.2.5001"), Err(BadTeam::Range("anna.1.2.5001".into())));
        assert_eq!(read("anna.1.2.3_anna.1.2.3"), Err(BadTeam::Twice("anna".into())));
        let said = read(&format!("anna.1.2.3_{}\u{1}", "x".repeat(90))).map_err(|e| e.to_string());
        assert!(said.is_err_and(|s| s.contains("xxx") && s.len() < 250 && !s.contains('\u{1}')));
    }
}
