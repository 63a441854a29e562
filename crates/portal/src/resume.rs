//! Resume data, version 1: `1;monday-call;3f9a1c;7;hedge.assign;blind`, tens of bytes that a portal
//! keeps and that bring the week back by replay.
//!
//! Fields are separated by semicolons: the version, the scenario, the edition the attempt began
//! with, the seed, the moves joined by dots, then words that are known or skipped: `blind` (styles
//! are shown only in the debrief), `decisions` (they are what is scored, not the week), `ended` (the
//! attempt's outcome was reported).

use super::scored::Scored;
use json::is_id;
use std::fmt;

/// The version this program writes, and the newest it reads.
pub const VERSION: u32 = 1;
/// The longest text that is written, in characters, all of them ASCII: SCORM 1.2's limit for
/// `cmi.suspend_data` (RTE 3.4.4; 2004's is 64,000).
pub const LONGEST: usize = 4096;
/// The longest text that is read: portals pad and repeat, but not for ever.
const LONGEST_READ: usize = 64_000;
const MOST_MOVES: usize = 200;

/// Where an attempt goes on.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Resume {
    pub scenario: String,
    /// The edition the attempt began with, and ends with.
    pub edition: String,
    pub seed: u32,
    /// Ids of the moves that were reported.
    pub moves: Vec<String>,
    pub blind: bool,
    /// The rule the attempt began with, and ends with.
    pub scored: Scored,
    /// The outcome was reported: nothing more will be.
    pub ended: bool,
}

/// Why a text brings nothing back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BadResume {
    /// The portal keeps nothing.
    Empty,
    /// Not written by this program, or cut off.
    Damaged,
    /// Written by a newer one.
    Newer,
}

impl fmt::Display for BadResume {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            BadResume::Empty => "The portal keeps no week of yours.",
            BadResume::Damaged => "The week kept by the portal cannot be read, so a new one begins.",
            BadResume::Newer => "The week kept by the portal was saved by a newer version of this page, so a new one begins.",
        })
    }
}

impl Resume {
    /// The text for the portal. Where all moves would not fit (ids of more than about 60
    /// characters), the last are left out, and the week goes on there.
    pub fn write(&self) -> String {
        let mut tail = String::new();
        if self.blind {
            tail += ";blind";
        }
        if self.scored == Scored::Decisions {
            tail += ";decisions";
        }
        if self.ended {
            tail += ";ended";
        }
        let mut text = format!("{VERSION};{};{};{};", self.scenario, self.edition, self.seed);
        let room = LONGEST.saturating_sub(text.len() + tail.len());
        let mut moves = String::new();
        for id in self.moves.iter().take(MOST_MOVES) {
            let dot = usize::from(!moves.is_empty());
            if moves.len() + dot + id.len() > room {
                break;
            }
            moves += if dot > 0 { "." } else { "" };
            moves += id;
        }
        text += &moves;
        text += &tail;
        text
    }

    /// Reads what the portal kept.
    ///
    /// # Errors
    /// [`BadResume`].
    pub fn read(text: &str) -> Result<Resume, BadResume> {
        let text = text.trim();
        if text.is_empty() {
            return Err(BadResume::Empty);
        }
        if text.len() > LONGEST_READ {
            return Err(BadResume::Damaged);
        }
        let mut fields = text.split(';');
        match fields.next().and_then(|v| v.parse::<u32>().ok()) {
            Some(VERSION) => {}
            // A lone number is some portal's way to say nothing.
            Some(v) if v > VERSION && text.contains(';') => return Err(BadResume::Newer),
            _ => return Err(BadResume::Damaged),
        }
        let mut read = || {
            let (scenario, edition) = (fields.next().filter(|s| is_id(s))?, fields.next().filter(|e| is_id(e))?);
            let seed = fields.next()?.parse().ok()?;
            let moves: Vec<String> = fields.next()?.split('.').filter(|m| !m.is_empty()).map(str::to_owned).collect();
            let whole = moves.len() <= MOST_MOVES && moves.iter().all(|m| is_id(m));
            let mut resume = Resume { scenario: scenario.to_owned(), edition: edition.to_owned(), seed, ..Resume::default() };
            for word in fields.by_ref() {
                resume.blind |= word == "blind";
                if word == Scored::Decisions.name() {
                    resume.scored = Scored::Decisions;
                }
                resume.ended |= word == "ended";
            }
            whole.then_some(Resume { moves, ..resume })
        };
        read().ok_or(BadResume::Damaged)
    }

    /// Whether this week begins with all of `start`.
    pub fn continues(&self, start: &Resume) -> bool {
        let same = self.seed == start.seed && self.scenario == start.scenario && self.edition == start.edition;
        same && self.moves.starts_with(&start.moves)
    }
}

#[cfg(test)]
mod tests {
    use super::{BadResume, LONGEST, Resume, Scored};

    fn week(moves: &[&str]) -> Resume {
        let moves = moves.iter().map(|m| (*m).to_owned()).collect();
        Resume { scenario: "monday-call".into(), edition: "3f9a1c".into(), seed: 7, moves, ..Resume::default() }
    }

    #[test]
    fn a_week_comes_back() {
        let (plain, ended) = (week(&["hedge", "assign"]), Resume { blind: true, ended: true, ..week(&[]) });
        assert_eq!(plain.write(), "1;monday-call;3f9a1c;7;hedge.assign");
        assert_eq!(ended.write(), "1;monday-call;3f9a1c;7;;blind;ended");
        assert_eq!((Resume::read(&plain.write()), Resume::read(&ended.write())), (Ok(plain.clone()), Ok(ended)));
        let decided = Resume { scored: Scored::Decisions, ..plain };
        assert_eq!(decided.write(), "1;monday-call;3f9a1c;7;hedge.assign;decisions");
        assert_eq!(Resume::read(&decided.write()), Ok(decided));
    }

    #[test]
    fn what_does_not_fit_is_left_out_at_the_end() {
        let long = week(&["m".repeat(100).as_str(); 60]);
        let text = long.write();
        let read = Resume::read(&text).unwrap();
        assert!(text.len() <= LONGEST && read.moves.len() == 40 && long.continues(&read));
    }

    #[test]
    fn other_texts_bring_nothing_back() {
        for (text, why) in [
            ("", BadResume::Empty),
            (" \n", BadResume::Empty),
            ("0", BadResume::Damaged),
            ("403", BadResume::Damaged),
            ("undefined", BadResume::Damaged),
            ("2;else", BadResume::Newer),
            ("1;monday-call;3f9a1c;7", BadResume::Damaged),
            ("1;monday-call;3f9a1c;-7;", BadResume::Damaged),
            ("1;<b>;3f9a1c;7;", BadResume::Damaged),
            ("1;monday-call;3f9a1c;7;a b", BadResume::Damaged),
        ] {
            assert_eq!(Resume::read(text), Err(why), "{text}");
        }
        assert_eq!(Resume::read("1;monday-call;3f9a1c;7;hedge;later"), Ok(week(&["hedge"])));
    }
}
