pub mod content;
pub mod engine;
pub mod model;
