//! The second bundle: the debrief, the map and the why page, and what they work out.

use super::dom::{El, part};
use super::week::{FORECAST, forecast_part, next_forecast};
use super::{Bundle, act, read, screens};
use crate::app::study::Study;
use crate::app::{App, Screen};
use crate::platform::page;
use std::cell::RefCell;

thread_local! {
    static STUDY: RefCell<Study> = RefCell::new(Study::default());
}

/// See [`Bundle`].
pub static STUDIO: Bundle = Bundle {
    root: "studio",
    screen: |screen| match screen {
        Screen::Debrief => Some(screens::debrief::view),
        Screen::Error(_) => Some(screens::error::view),
        _ => None,
    },
    press: |action, _| {
        match action {
            "print" => page::print(),
            "download-json" => act::save("by-friday.json", "application/json", &read(App::transcript_text)),
            "download-csv" => act::save("by-friday.csv", "text/csv", &read(App::csv)),
            _ => return false,
        }
        true
    },
    follow: |app| STUDY.with_borrow_mut(|study| study.follow(app)),
    next: next_forecast,
    part: forecast_part,
    slice: |app| app.forecasts.slice(&app.loaded.program),
    requeue: |app| app.forecasts.requeue(),
};

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

/// Works out one unit of a kind of work on what a link leads to: what the worker does.
pub fn work(kind: &str, link: &str, unit: u32) -> Vec<i64> {
    match kind {
        FORECAST => super::week::work(link, unit),
        _ => Vec::new(),
    }
}
