//! Scenarios as text: the built-in ones, reading and checking, the edition a link names, links and saves.

pub mod check;
pub mod codec;
mod compact;
mod edition;
mod fill;
mod form;
mod parse;
mod schema;
mod standard;
pub mod stored;

pub use compact::compact;
pub use edition::RULES;
pub use fill::fill;
pub use parse::{LARGEST, Spot, Unreadable, edition, read, scenario};
pub use standard::{standard, standard_one, with_standard};

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
include!(concat!(env!("OUT_DIR"), "/editions.rs"));
include!(concat!(env!("OUT_DIR"), "/played.rs"));

/// The scenario of the start screen: id and text.
pub const FIRST: (&str, &str) = ("monday-call", include_str!(concat!(env!("OUT_DIR"), "/monday-call.json")));

/// The edition of the first scenario, without a look at its text.
pub const FIRST_EDITION: &str = PLAYED_EDITION;

/// The first scenario as the part of the program that only plays it has it: made ready when the program was built,
/// without what nothing asks for before the debrief. Of the days after the first it has no text until
/// [`told`] has.
pub fn played() -> (engine::model::Scenario, engine::Program) {
    let mut stock = stock("");
    (stored::Stored::take(&mut stock), stored::Stored::take(&mut stock))
}

/// The same scenario with the texts of the days after the first, which come in a file of their own;
/// `None` where these are not they.
pub fn told(later: &str) -> Option<engine::model::Scenario> {
    (later.len() == LATER_LENGTH).then(|| stored::Stored::take(&mut stock(later)))
}

fn stock(later: &str) -> stored::Stock<'_> {
    let numbers = include_bytes!(concat!(env!("OUT_DIR"), "/played.bin"));
    stored::Stock { numbers, texts: include_str!(concat!(env!("OUT_DIR"), "/played.txt")), later }
}

/// What that file holds.
pub const LATER: &str = include_str!(concat!(env!("OUT_DIR"), "/later.txt"));

/// Ids and texts of the built-in scenarios, in the order of the start screen.
pub fn built_ins() -> impl Iterator<Item = (&'static str, &'static str)> {
    std::iter::once(FIRST).chain(OTHERS)
}

/// A released edition of a built-in scenario that is not the present one, as a packed scenario
/// (`codec::packed`, on the present text); `None` where there is none.
pub fn edition_of(id: &str, edition: &str) -> Option<&'static str> {
    editions(id).find(|e| e.0 == edition).map(|e| e.1)
}

/// Whether a built-in scenario has a released edition of this name that is not the present one.
pub fn is_released(id: &str, edition: &str) -> bool {
    RELEASED.contains(&(id, edition))
}

/// The released editions of a built-in scenario beside the present one: edition and packed text.
pub fn editions(id: &str) -> impl Iterator<Item = (&'static str, &'static str)> {
    EDITIONS.iter().filter(move |e| e.0 == id).map(|e| (e.1, e.2))
}

/// The text of a built-in scenario.
pub fn built_in(id: &str) -> Option<&'static str> {
    built_ins().find(|b| b.0 == id).map(|b| b.1)
}
