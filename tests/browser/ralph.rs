//! Ralph, with the weeks of a class in it, for pages to read from.

#![allow(dead_code, unused_imports)]

#[path = "../report/classroom.rs"]
mod classroom;
#[path = "../report/filled.rs"]
mod filling;
#[allow(clippy::duplicate_mod)]
#[path = "../report/lrs.rs"]
mod lrs;
#[path = "../report/peers.rs"]
mod peers;
#[path = "../report/ralph.rs"]
#[allow(clippy::module_inception)]
mod ralph;
#[path = "../report/sample.rs"]
mod sample;
#[path = "../report/store.rs"]
mod store;

pub use ralph::{KEY, Ralph, SECRET};
use scenario::codec::PlayLink;

/// Ralph with three whole weeks among a hundred answers of somebody else's, twenty statements a page. Pages of
/// `origin` may read from it; no others.
pub fn filled(name: &str, origin: &str) -> (Ralph, Vec<(&'static str, PlayLink)>) {
    let origins = format!("[\"{origin}\"]");
    let settings = [("RALPH_RUNSERVER_MAX_SEARCH_HITS_COUNT", "20"), ("RALPH_RUNSERVER_CORS_ALLOW_ORIGINS", origins.as_str())];
    filling::filled(name, &settings)
}
