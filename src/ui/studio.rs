//! The second bundle: the debrief, the map and the why page, and what they work out.

use super::dom::{El, part};
use super::week::{self, FORECAST, forecast_part, next_forecast};
use super::{Bundle, act, bump, dispatch, read, screens};
use crate::app::study::{Bench, Kind, Study};
use crate::app::{App, Effect, Msg, Screen, why};
use crate::platform::page;
use crate::platform::worker::Unit;
use std::cell::RefCell;

thread_local! {
    static STUDY: RefCell<Study> = RefCell::new(Study::default());
    /// In a worker: the work in hand.
    static BENCH: RefCell<Bench> = RefCell::new(Bench::default());
}

/// See [`Bundle`].
pub static STUDIO: Bundle = Bundle {
    root: "studio",
    screen: |screen| match screen {
        Screen::Debrief => Some(screens::debrief::view),
        Screen::Why => Some(screens::why::view),
        Screen::Error(_) => Some(screens::error::view),
        _ => None,
    },
    press: |action, pressed| {
        match action {
            "print" => page::print(),
            "download-json" => act::save("by-friday.json", "application/json", &read(App::transcript_text)),
            "reset" => {
                dispatch(Msg::Assume(Vec::new()));
                page::refill("[data-assumption]", "data-own");
            }
            "by" => {
                let measure = why::MEASURES.iter().find(|m| why::id(**m) == pressed.text("data-measure"));
                if let Some(measure) = measure {
                    read(|app| STUDY.with_borrow_mut(|study| study.draw_by(app, *measure)));
                    bump();
                }
            }
            "svg" => {
                let of = pressed.text("data-of");
                if let Some(picture) = page::picture(&format!("[data-chart=\"{of}\"] > svg"), STYLE) {
                    act::save(&format!("by-friday-{of}.svg"), "image/svg+xml", &picture);
                }
            }
            "download-csv" => act::save("by-friday.csv", "text/csv", &read(App::csv)),
            _ => return false,
        }
        true
    },
    typed: |id, text| {
        if let Some(msg) = read(|app| why::moved(app, id, text)) {
            dispatch(msg);
        }
    },
    follow: |app| STUDY.with_borrow_mut(|study| study.follow(app)),
    next,
    part: came_back,
    slice: |app| {
        let more = app.forecasts.slice(&app.loaded.program) || STUDY.with_borrow_mut(|study| study.slice(app));
        more || app.forecasts.busy()
    },
    requeue: |app| {
        app.forecasts.requeue();
        STUDY.with_borrow_mut(Study::requeue);
    },
};

/// What pictures that are taken away look like: on white paper, whatever the page looks like.
const STYLE: &str = include_str!("../../style/picture.css");

fn next(app: &mut App) -> Option<Unit> {
    let studied = || {
        let (kind, link, unit) = STUDY.with_borrow_mut(Study::next)?;
        Some(Unit { kind: kind.name(), link, unit })
    };
    next_forecast(app).or_else(studied)
}

fn came_back(app: &mut App, unit: Unit, part: Vec<i64>) -> Vec<Effect> {
    match Kind::named(unit.kind) {
        Some(kind) => {
            STUDY.with_borrow_mut(|study| study.part(app, kind, &unit.link, unit.unit, &part));
            Vec::new()
        }
        None => forecast_part(app, unit, part),
    }
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

/// Works out one unit of a kind of work on what a link leads to: what the worker does.
pub fn work(kind: &str, link: &str, unit: u32) -> Vec<i64> {
    match Kind::named(kind) {
        Some(kind) => week::at(link, |app| BENCH.with_borrow_mut(|bench| bench.unit(kind, link, app, unit))).unwrap_or_default(),
        None if kind == FORECAST => week::work(link, unit),
        None => Vec::new(),
    }
}
