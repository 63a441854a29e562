//! A class: many weeks side by side.

pub mod guide;
pub mod read;
pub mod records;
pub mod store;
