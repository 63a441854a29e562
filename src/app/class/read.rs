//! Weeks out of a stranger's text: lines from a chat, a spreadsheet, downloads, statements.

use crate::codec::link::PlayLink;

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

/// What a text held, in its order.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Read {
    pub found: Vec<Found>,
    pub bad: Vec<Bad>,
}
