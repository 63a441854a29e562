//! Links and saves, to and from the model. Content, links and saves carry versions of their own;
//! a released form is never edited.

pub mod link;
pub mod mend;
pub mod packed;
pub mod save;
pub mod team;
mod wrapped;

pub use link::{BadLink, PlayLink, Route};
