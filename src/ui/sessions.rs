//! The sessions of the trainers' pages, and what they have under way.

use crate::platform::records::Asking;
use app::class::ClassJob;
use app::class::session::Session as Class;
use app::packaging::Packaging;
use app::write::figures::FiguresJob;
use app::write::session::Session as Write;
use std::cell::RefCell;

/// See the module.
#[derive(Default)]
pub struct Sessions {
    pub class: RefCell<Class>,
    pub write: RefCell<Write>,
    pub packaging: RefCell<Packaging>,
    /// The request to a record store that is under way.
    pub asking: RefCell<Option<Asking>>,
    /// In a worker: the work in hand, of the kind and key that are given.
    pub bench: RefCell<Option<(String, Bench)>>,
}

/// Work in hand in a worker.
pub enum Bench {
    Class(ClassJob),
    Figures(FiguresJob),
}

thread_local! {
    static SESSIONS: Sessions = Sessions::default();
}

/// Reads or changes them.
pub fn sessions<T>(f: impl FnOnce(&Sessions) -> T) -> T {
    SESSIONS.with(f)
}
