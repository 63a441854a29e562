pub mod app;
pub mod codec;
pub mod content;
pub mod engine;
pub mod model;
