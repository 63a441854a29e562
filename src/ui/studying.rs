//! What the second bundle keeps: the study with all that is worked out, which week was opened, how a fetch
//! stands, and how the map is looked at.

use super::dom::{El, part};
use super::{bump, read};
use crate::app::App;
use crate::app::study::Study;
use crate::platform::page;
use std::cell::{Cell, RefCell};

thread_local! {
    /// The week whose cover was opened last.
    static OPENED: RefCell<String> = const { RefCell::new(String::new()) };
    /// Whether its writer tries a week out.
    static TRIED: Cell<bool> = const { Cell::new(false) };
    static FETCHING: RefCell<String> = const { RefCell::new(String::new()) };
    pub static STUDY: RefCell<Study> = RefCell::new(Study::default());
}

/// The cover of a week is opened.
pub fn open(key: String) {
    OPENED.set(key);
    bump();
}

/// Whether the cover of a week was opened.
pub fn opened(key: &str) -> bool {
    OPENED.with_borrow(|k| k == key)
}

/// Its writer tries the week out, or does not.
pub fn try_out(tried: bool) {
    TRIED.set(tried);
}

/// Whether its writer tries the week out.
pub fn tried() -> bool {
    TRIED.get()
}

/// How the fetching of a scenario's file stands.
pub fn fetching() -> String {
    FETCHING.with_borrow(String::clone)
}

/// Says how it stands.
pub fn say(text: &str) {
    FETCHING.set(text.to_owned());
    bump();
}

/// Sizes of the map's drawing, in percent.
const ZOOMS: [u32; 7] = [20, 30, 45, 60, 80, 100, 140];
/// The map's drawing, and what marks the node that is looked at.
pub const SHEET: &str = "[data-map]";
pub const PICKED: &str = "[data-map] .picked";

thread_local! {
    static ZOOM: Cell<u32> = const { Cell::new(80) };
}

/// The size of the map's drawing, in percent.
pub fn zoom() -> u32 {
    ZOOM.get()
}

/// Shows the map a size larger, or smaller.
pub fn scale(larger: bool) {
    let zoom = ZOOM.get();
    let next = if larger { ZOOMS.iter().find(|z| **z > zoom) } else { ZOOMS.iter().rev().find(|z| **z < zoom) };
    ZOOM.set(next.copied().unwrap_or(zoom));
    bump();
    page::centre(SHEET, PICKED);
}

/// Looks at a node of the map.
pub fn look(node: usize) {
    STUDY.with_borrow_mut(|study| study.node = node);
    bump();
    page::centre(SHEET, PICKED);
}

/// A part of what is shown that rests on the study, drawn again only when it changes.
pub fn studied<T: PartialEq + Send + 'static>(
    get: impl Fn(&App, &Study) -> T + Send + Sync + 'static,
    draw: impl Fn(&T) -> El + Send + 'static,
) -> El {
    part(move |app| STUDY.with_borrow(|study| get(app, study)), draw)
}

/// Reads the application's state and the study.
pub fn with_study<T>(f: impl FnOnce(&App, &Study) -> T) -> T {
    STUDY.with_borrow(|study| read(|app| f(app, study)))
}
