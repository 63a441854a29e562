//! Nouns: scenario, time, the state of a week, what a play is. No verbs beyond reading them.

pub mod effects;
pub mod scenario;
pub mod state;
pub mod style;
pub mod time;

pub use scenario::{Scenario, Style};
pub use state::State;
pub use time::Time;

/// Whether a text is an id: `[a-z0-9-]+`.
pub fn is_id(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
}
