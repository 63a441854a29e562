//! Scenarios as text: the built-in ones, reading, and the edition a link names.

pub mod check;
mod fill;
mod form;
mod parse;

pub use fill::fill;
pub use parse::{RULES, Spot, Unreadable, edition, read, scenario};

/// The built-in scenarios: id and text of each, in the order of the start screen.
pub const BUILT_IN: [(&str, &str); 1] = [("monday-call", include_str!(concat!(env!("OUT_DIR"), "/monday-call.json")))];

/// The text of a built-in scenario.
pub fn built_in(id: &str) -> Option<&'static str> {
    BUILT_IN.iter().find(|b| b.0 == id).map(|b| b.1)
}
