//! What comes after the week: the debrief, the map and the why page with what they work out, and the
//! weeks that start and play have not.

use super::part::Part;
use super::studying::{self, PICKED, SHEET, look};
use super::{act, dispatch, read, screens, working};
use crate::platform::worker::Unit;
use crate::platform::{files, page};
use app::action::Studio as Action;
use app::from;
use app::packaging::Failed;
use app::probe;
use app::studio::Studio;
use app::study::Kind;
use app::{App, Library, Msg, Screen, why};

/// See [`Part`].
pub static STUDIO: Part = Part {
    library: Library::WHOLE,
    begin,
    screen: |app| match app.screen {
        Screen::Play => Some(screens::cover::play),
        Screen::Debrief => Some(screens::cover::debrief),
        Screen::Map => Some(screens::map::view),
        Screen::Why => Some(screens::why::view),
        Screen::From(_) => Some(screens::from::view),
        Screen::Data => Some(screens::data::view),
        Screen::Error(_) => Some(screens::error::view),
        _ => None,
    },
    press: |name, pressed| {
        let Some(action) = Action::named(name) else { return false };
        match action {
            Action::Print => {
                page::print();
                act::may_be_refused();
            }
            Action::Unfold => page::unfold(&pressed.text("data-of")),
            Action::Json => act::save("by-friday.json", "application/json", &read(App::transcript_text)),
            Action::Reset => {
                dispatch(Msg::Assume(Vec::new()));
                page::refill("[data-assumption]", "data-own");
                page::focus("[data-changed]".to_owned());
            }
            Action::By => {
                let measure = why::MEASURES.iter().find(|m| why::id(**m) == pressed.text("data-measure"));
                if let Some(measure) = measure {
                    studying::show(|s| read(|app| s.study.draw_by(app, *measure)));
                }
            }
            Action::Stop | Action::GoOn => {
                studying::show(|s| s.study.stopped = action == Action::Stop);
                super::work();
            }
            Action::Smaller | Action::Larger => look(|s| s.scale(action == Action::Larger)),
            Action::Look => look(|s| s.study.node = pressed.number("data-node")),
            Action::Find => {
                let map = |s: &Studio| s.study.map.as_ref().and_then(|m| m.nodes.iter().position(|n| n.here || n.yours));
                if let Some(node) = studying::with(map) {
                    look(|s| s.study.node = node);
                }
            }
            Action::Picture => {
                let of = pressed.text("data-of");
                if let Some(picture) = page::picture(&format!("[data-chart=\"{of}\"] > svg"), STYLE) {
                    act::save(&format!("by-friday-{of}.svg"), "image/svg+xml", &picture);
                }
            }
            Action::Begin => {
                studying::show(|s| s.opened = read(|app| app.loaded.key.clone()));
                page::focus_soon();
            }
            Action::WriteBack => {
                let scene = read(|app| {
                    let line = app.line.as_ref()?;
                    app.loaded.scenario.scenes.get(line.state.scene as usize).map(|s| s.id.clone())
                });
                studying::change(|s| s.write_back = scene);
                dispatch(Msg::Write);
            }
            Action::Fetch => fetch(),
            Action::Portal => dispatch(Msg::Packaging),
            Action::Csv => act::save("by-friday.csv", "text/csv", &read(App::csv)),
        }
        true
    },
    typed: |id, text| {
        if let Some(msg) = read(|app| why::moved(app, id, text)) {
            dispatch(msg);
        }
    },
    follow: |app| {
        studying::change(|s| s.shown(app));
        let effects = studying::change(|s| s.study.follow(app));
        if app.screen == Screen::Map && !effects.is_empty() {
            page::after_paint(|| page::centre(SHEET, PICKED));
        }
        effects
    },
    next: |_| {
        let (kind, link, unit) = studying::change(|s| s.study.give())?;
        Some(Unit { kind: kind.name().to_owned(), link, unit })
    },
    came: |app, unit, part| {
        if let Some(kind) = Kind::named(&unit.kind) {
            studying::change(|s| s.study.part(app, kind, &unit.link, unit.unit, &part));
        }
    },
    slice: |app| studying::change(|s| s.study.slice(app)),
    requeue: |_| studying::change(|s| s.study.requeue()),
    work,
};

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

/// Listens to the map's keys, and opens what is folded on paper.
fn begin() {
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

/// Works out one unit of a kind of work on what a link leads to: what the worker does.
fn work(kind: &str, link: &str, unit: u32) -> Vec<i64> {
    if kind == probe::KIND {
        return probe::work(link, unit);
    }
    working::widen(Library::WHOLE);
    let Some(kind) = Kind::named(kind) else { return Vec::new() };
    working::at(link, |app| studying::bench(|bench| bench.unit(kind, link, app, unit))).unwrap_or_default()
}
