//! Verbs: run a scenario. Pure: no clock, no browser, no hash order, integer state.

pub mod apply;
pub mod compile;
pub mod forecast;
pub mod job;
pub mod line;
pub mod luck;
pub mod map;
pub mod math;
pub mod program;
pub mod score;
pub mod walk;
pub mod work;

pub use apply::Refused;
pub use forecast::{Forecast, Rollouts, Tally};
pub use job::Job;
pub use line::Line;
pub use luck::Luck;
pub use map::{Map, MapJob};
pub use program::{Problem, Program};
pub use score::Outcome;
