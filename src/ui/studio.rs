//! The second bundle: the debrief, the map and the why page with what they work out, and the weeks
//! that the first has not.

use super::studying::{self, PICKED, SHEET, look};
use super::week::{self, FORECAST, forecast_part, next_forecast};
use super::{Bundle, act, dispatch, read, screens};
use crate::app::from;
use crate::app::portal::Failed;
pub use crate::app::probe::{bench_replays, draws_digest};
use crate::app::studio::Studio;
use crate::app::study::{Bench, Kind};
use crate::app::{App, FIRST, Library, Msg, Screen, why};
use crate::platform::worker::Unit;
use crate::platform::{files, location, page};
use std::cell::RefCell;

thread_local! {
    /// In a worker: the work in hand.
    static BENCH: RefCell<Bench> = RefCell::new(Bench::default());
}

/// See [`Bundle`].
pub static STUDIO: Bundle = Bundle {
    root: "studio",
    library: Library::WHOLE,
    screen: |app| match app.screen {
        // The first bundle plays the first scenario as it was written, where its texts came.
        Screen::Play if app.loaded.key != FIRST.0 || app.older() || !(app.set.is_empty() && app.team.text.is_empty()) || app.missing => {
            Some(screens::cover::play)
        }
        Screen::Debrief => Some(screens::cover::debrief),
        Screen::Map => Some(screens::map::view),
        Screen::Why => Some(screens::why::view),
        Screen::From(_) => Some(screens::from::view),
        Screen::Error(_) => Some(screens::error::view),
        _ => None,
    },
    press: |action, pressed| {
        match action {
            "print" => {
                page::print();
                act::may_be_refused();
            }
            "unfold" => page::unfold(&pressed.text("data-of")),
            "download-json" => act::save("by-friday.json", "application/json", &read(App::transcript_text)),
            "reset" => {
                dispatch(Msg::Assume(Vec::new()));
                page::refill("[data-assumption]", "data-own");
                page::focus("[data-changed]");
            }
            "by" => {
                let measure = why::MEASURES.iter().find(|m| why::id(**m) == pressed.text("data-measure"));
                if let Some(measure) = measure {
                    studying::show(|s| read(|app| s.study.draw_by(app, *measure)));
                }
            }
            "stop" | "go-on" => {
                studying::show(|s| s.study.stopped = action == "stop");
                super::work();
            }
            "smaller" | "larger" => look(|s| s.scale(action == "larger")),
            "look" => look(|s| s.study.node = pressed.number("data-node")),
            "find" => {
                let map = |s: &Studio| s.study.map.as_ref().and_then(|m| m.nodes.iter().position(|n| n.here || n.yours));
                if let Some(node) = studying::with(map) {
                    look(|s| s.study.node = node);
                }
            }
            "svg" => {
                let of = pressed.text("data-of");
                if let Some(picture) = page::picture(&format!("[data-chart=\"{of}\"] > svg"), STYLE) {
                    act::save(&format!("by-friday-{of}.svg"), "image/svg+xml", &picture);
                }
            }
            "begin" => {
                studying::show(|s| s.opened = read(|app| app.loaded.key.clone()));
                page::focus_soon();
            }
            "write-back" => {
                let scene = read(|app| {
                    let line = app.line.as_ref()?;
                    app.loaded.scenario.scenes.get(line.state.scene as usize).map(|s| s.id.clone())
                });
                location::write("#/write", true);
                super::leave("#/write", &format!("{}{}", super::AT, scene.unwrap_or_default()));
            }
            "fetch" => fetch(),
            "portal" => dispatch(Msg::Portal),
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
    follow: |app| {
        let effects = studying::change(|s| s.study.follow(app));
        if app.screen == Screen::Map && !effects.is_empty() {
            page::after_paint(|| page::centre(SHEET, PICKED));
        }
        effects
    },
    next,
    part: came_back,
    slice: |app| {
        let more = app.forecasts.slice(&app.loaded.program) || studying::change(|s| s.study.slice(app));
        more || app.forecasts.busy()
    },
    requeue: |app| {
        app.forecasts.requeue();
        studying::change(|s| s.study.requeue());
    },
};

/// Takes the page over; a week that its writer tries out is one until another is shown.
pub fn show(fragment: &str, why: &str) {
    studying::change(|s| s.tried = why == super::TRIAL);
    super::show(fragment, why);
}

/// Says how the fetching of a scenario's file stands.
fn say(text: &str) {
    studying::show(|s| text.clone_into(&mut s.fetching));
}

/// Fetches the file that the link asks for, and plays it.
fn fetch() {
    let asked = read(screens::from::asked);
    say("It is being fetched\u{2026}");
    files::fetch(&asked.address.clone(), move |answer| {
        // Somebody went elsewhere meanwhile.
        if read(screens::from::asked) != asked {
            return;
        }
        match answer {
            Err(Failed::Status(status)) => say(&format!("There is no such file: the host answers {status}.")),
            Err(Failed::Silence) => {
                say(
                    "The file could not be fetched: the host does not answer, does not let other pages read its files (Access-Control-Allow-Origin), or this page\u{2019}s own policy forbids it. Ask for the file, or for a link that holds the scenario.",
                );
            }
            Ok(bytes) => match from::fetched(&bytes) {
                Ok(fragment) => {
                    say("");
                    dispatch(Msg::Address { fragment, seed: page::seed() });
                }
                Err(why) => say(&why),
            },
        }
    });
}

/// Starts the bundle: the shell, and the map's keys.
pub fn start() {
    super::start(&STUDIO);
    page::on_drag(SHEET);
    page::open_on_paper("details.chapter");
    page::on_key("[data-map]", |key| {
        let found = studying::change(|s| s.study.step(key));
        if let Some(node) = found {
            look(|s| s.study.node = node);
        }
        found.is_some()
    });
}

/// What pictures that are taken away look like: on white paper, whatever the page looks like.
const STYLE: &str = include_str!("../../style/picture.css");

fn next(app: &mut App) -> Option<Unit> {
    let studied = || {
        let (kind, link, unit) = studying::change(|s| s.study.give())?;
        Some(Unit { kind: kind.name().to_owned(), link, unit })
    };
    next_forecast(app).or_else(studied)
}

fn came_back(app: &mut App, unit: Unit, part: Vec<i64>) -> bool {
    match Kind::named(&unit.kind) {
        Some(kind) => {
            studying::change(|s| s.study.part(app, kind, &unit.link, unit.unit, &part));
            true
        }
        None => forecast_part(app, unit, part),
    }
}

/// Works out one unit of a kind of work on what a link leads to: what the worker does.
pub fn work(kind: &str, link: &str, unit: u32) -> Vec<i64> {
    match Kind::named(kind) {
        Some(kind) => week::at(link, |app| BENCH.with_borrow_mut(|bench| bench.unit(kind, link, app, unit))).unwrap_or_default(),
        None if kind == FORECAST => week::work(link, unit),
        None => Vec::new(),
    }
}
