//! Verbs: run a scenario. Pure: no clock, no browser, no hash order, integer state.

pub mod apply;
pub mod assume;
pub mod branch;
pub mod class;
pub mod compile;
pub mod decided;
pub mod figures;
#[cfg(test)]
mod fixture;
pub mod forecast;
pub mod job;
pub mod line;
pub mod luck;
pub mod lucks;
pub mod map;
pub mod math;
pub mod model;
pub mod paired;
pub mod program;
pub mod reads;
pub mod score;
pub mod steps;
pub mod survey;
pub mod swing;
pub mod tornado;
pub mod touch;
pub mod verdict;
pub mod walk;
pub mod work;

pub use apply::Refused;
pub use assume::Applied;
pub use class::ClassJob;
pub use figures::FiguresJob;
pub use forecast::{Forecast, Rollouts, Tally};
pub use job::{Job, Units};
pub use line::Line;
pub use luck::Luck;
pub use lucks::Lucks;
pub use map::{Map, MapJob};
pub use program::{Problem, Program};
pub use score::Outcome;
pub use swing::Swings;
pub use tornado::{SetEffect, Tornado};
