//! A part of the program that comes when it is needed, and which of them are there.

use super::dom::El;
use crate::platform::page::Pressed;
use crate::platform::worker::Unit;
use app::{App, Effect, Library};

/// What draws a screen.
pub type View = fn() -> El;

/// A part of the program that comes when it is needed: what it shows and does beyond start and play.
pub struct Part {
    /// The scenarios that have come with it.
    pub library: Library,
    /// Called once, when it has come: it may listen to the page.
    pub begin: fn(),
    /// The view of what is to be shown, where that is its own.
    pub screen: fn(&App) -> Option<View>,
    /// A press that is its own: the action, and what carries it.
    pub press: fn(&str, &Pressed) -> bool,
    /// Something was put into a field that is its own: its id, and what it holds.
    pub typed: fn(&str, &str),
    /// Called after each message.
    pub follow: fn(&mut App) -> Vec<Effect>,
    /// The next unit of its work for the worker.
    pub next: fn(&mut App) -> Option<Unit>,
    /// Takes what a unit came to.
    pub came: fn(&mut App, Unit, Vec<i64>),
    /// Works out one unit here; `true` while more is left.
    pub slice: fn(&mut App) -> bool,
    /// The worker is gone: what was given out is to be given out again.
    pub requeue: fn(&mut App),
    /// In a worker: a unit of a kind of work on what a link leads to.
    pub work: fn(&str, &str, u32) -> Vec<i64>,
}

/// A part that may not be there yet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Which {
    /// What comes after the week: the debrief, the map, the why page, your data, and the weeks that start and play have
    /// not.
    Studio,
    /// What trainers work with: the editor, the class page, packages.
    Desk,
}

/// What draws beside a scene: the board, and the week so far.
pub struct Beside {
    pub work: fn() -> El,
    pub week: fn() -> El,
}

/// Kinds of work, by which a worker is told: the forecast of what is shown, the figures of a class, and those of
/// a week that is written. All others are the debrief's.
pub const FORECAST: &str = "forecast";
pub const CLASS: &str = "class";
pub const FIGURES: &str = "figures";

impl Which {
    /// Its name, in files and in `boot.js`.
    pub fn name(self) -> &'static str {
        match self {
            Which::Studio => "studio",
            Which::Desk => "desk",
        }
    }

    /// What says on the page that it is there.
    pub fn mark(self) -> &'static str {
        match self {
            Which::Studio => "data-studio",
            Which::Desk => "data-desk",
        }
    }

    /// The part that works out units of a kind; none where that needs no part.
    pub fn of_work(kind: &str) -> Option<Which> {
        match kind {
            FORECAST => None,
            CLASS | FIGURES => Some(Which::Desk),
            _ => Some(Which::Studio),
        }
    }
}
