//! Nouns: scenario, time, the state of a week, what a play is. No verbs beyond reading them.

pub mod effects;
pub mod scenario;
pub mod state;
pub mod style;
pub mod time;

pub use scenario::{Scenario, Style};
pub use state::State;
pub use time::Time;
