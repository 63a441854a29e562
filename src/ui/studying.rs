//! The state of the pages after a week, and the parts of them that rest on it.

use super::dom::{El, part};
use super::{bump, read};
use crate::platform::page;
use app::App;
use app::studio::Studio;
use app::study::{Bench, Study};
use std::cell::RefCell;

/// What is remembered of these pages.
#[derive(Default)]
struct Studying {
    studio: RefCell<Studio>,
    /// In a worker: the work in hand.
    bench: RefCell<Bench>,
}

thread_local! {
    static STUDYING: Studying = Studying::default();
}

/// Reads the state.
pub fn with<T>(f: impl FnOnce(&Studio) -> T) -> T {
    STUDYING.with(|s| f(&s.studio.borrow()))
}

/// Changes the state.
pub fn change<T>(f: impl FnOnce(&mut Studio) -> T) -> T {
    STUDYING.with(|s| f(&mut s.studio.borrow_mut()))
}

/// In a worker: changes the work in hand.
pub fn bench<T>(f: impl FnOnce(&mut Bench) -> T) -> T {
    STUDYING.with(|s| f(&mut s.bench.borrow_mut()))
}

/// Changes the state, and draws what changed.
pub fn show<T>(f: impl FnOnce(&mut Studio) -> T) -> T {
    let answer = change(f);
    bump();
    answer
}

/// The map's drawing, and what marks the node that is looked at.
pub const SHEET: &str = "[data-map]";
pub const PICKED: &str = "[data-map] .picked";

/// Changes how the map is looked at, with what is looked at in the middle.
pub fn look(f: impl FnOnce(&mut Studio)) {
    show(f);
    page::centre(SHEET, PICKED);
}

/// A part of what is shown that rests on the study, drawn again only when it changes.
pub fn studied<T: PartialEq + 'static>(get: impl Fn(&App, &Study) -> T + 'static, draw: impl Fn(&T) -> El + 'static) -> El {
    part(move |app| with(|s| get(app, &s.study)), draw)
}

/// Reads the application's state and the study.
pub fn with_study<T>(f: impl FnOnce(&App, &Study) -> T) -> T {
    with(|s| read(|app| f(app, &s.study)))
}
