//! Scenarios as text: the built-in ones, reading, and the edition a link names.

pub mod check;
mod compact;
mod fill;
mod form;
pub mod import;
mod parse;
mod schema;
mod standard;

pub use compact::compact;
pub use fill::fill;
pub use parse::{LARGEST, RULES, Spot, Unreadable, edition, read, scenario, trusted};
pub use standard::{standard, with_standard};

/// What the start screen says of a scenario.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Entry {
    pub id: &'static str,
    pub title: &'static str,
    pub summary: &'static str,
    /// How long it takes to play, in minutes.
    pub minutes: u32,
}

include!(concat!(env!("OUT_DIR"), "/catalogue.rs"));

/// The scenario of the start screen: id and text.
pub const FIRST: (&str, &str) = ("monday-call", include_str!(concat!(env!("OUT_DIR"), "/monday-call.json")));

/// Ids and texts of the built-in scenarios, in the order of the start screen.
pub fn built_ins() -> impl Iterator<Item = (&'static str, &'static str)> {
    std::iter::once(FIRST).chain(OTHERS)
}

/// The text of a built-in scenario.
pub fn built_in(id: &str) -> Option<&'static str> {
    built_ins().find(|b| b.0 == id).map(|b| b.1)
}
