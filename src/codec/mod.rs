//! Links and saves, to and from the model. Content, links and saves carry versions of their own;
//! a released form is never edited.

pub mod link;
pub mod packed;
pub mod save;
pub mod team;

pub use link::{BadLink, PlayLink, Route};
