//! Weeks that were found in a text, and what was no week.

use super::names::plain;
use scenario::codec::link::PlayLink;

/// Lines that are listed as left out at most; the rest is counted.
pub const MOST_BAD: usize = 200;
/// A week as it was pasted.
#[derive(Clone, Debug, PartialEq)]
pub struct Found {
    /// Whose it is; empty where nothing says so.
    pub name: String,
    pub link: PlayLink,
    /// The line of the text it begins in, from 1.
    pub line: u32,
}

/// Something that is no week, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bad {
    pub line: u32,
    /// Its beginning.
    pub text: String,
    pub why: String,
}

impl Bad {
    /// What stands in a line, and why it is no week.
    pub fn new(line: u32, text: &str, why: impl Into<String>) -> Bad {
        let shown: String = plain(text).chars().take(80).collect();
        Bad { line, text: shown, why: why.into() }
    }
}

/// What a text held, in its order.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Read {
    pub found: Vec<Found>,
    pub bad: Vec<Bad>,
    /// The lines of links that had to be put right.
    pub mended: Vec<u32>,
}

impl Read {
    pub(super) fn take(&mut self, other: Read) {
        self.found.extend(other.found);
        self.bad.extend(other.bad);
        self.mended.extend(other.mended);
    }
}
