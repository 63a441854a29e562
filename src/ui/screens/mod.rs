//! One file a screen.

pub mod class;
pub mod cover;
pub mod data;
pub mod debrief;
pub mod error;
pub mod from;
pub mod map;
pub mod play;
pub mod portal;
pub mod start;
pub mod why;
pub mod write;
