//! The editor's hands: what is typed and pressed goes to `app::write`, and its drafts to the device.

use super::dom::{El, part};
use super::{ACTIVE, act, bump, dispatch, weighing};
use crate::app::handing::{Handed, handed};
use crate::app::write::{self, Reached, Said, Writing};
use crate::app::{Kept, Left, Msg, built_in, import};
use crate::platform::page::Pressed;
use crate::platform::{fields, files, location, page, storage};
use std::cell::{Cell, RefCell};

/// The attribute that says what a field does and where: `put /scenes/0/title`.
const FIELD: &str = "data-write";
/// How long nobody types before the draft is kept and all paths are walked, in milliseconds.
const PAUSE: [i32; 2] = [500, 1500];

/// What stands beside the outline.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    Form,
    Json,
    Map,
    Figures,
}

thread_local! {
    static WRITING: RefCell<Option<Writing>> = const { RefCell::new(None) };
    /// Rises where the fields are to be drawn anew: not while somebody types in one.
    static EPOCH: Cell<u32> = const { Cell::new(0) };
    static SIDE: Cell<Side> = const { Cell::new(Side::Form) };
    static SAID: RefCell<String> = const { RefCell::new(String::new()) };
    static HANDED: RefCell<Option<Result<Handed, String>>> = const { RefCell::new(None) };
    /// What an import did not take over.
    static LEFT: RefCell<Vec<String>> = const { RefCell::new(Vec::new()) };
    static TYPED: Cell<u32> = const { Cell::new(0) };
}

/// A part of what is shown that rests on what is written; `None` before anything is.
pub fn written<T: PartialEq + Send + 'static>(
    get: impl Fn(&Writing) -> T + Send + Sync + 'static,
    draw: impl Fn(&T) -> El + Send + 'static,
) -> El {
    part(move |_| WRITING.with_borrow(|w| w.as_ref().map(&get)), move |got| got.as_ref().map_or_else(|| super::dom::el("SPAN"), &draw))
}

pub fn with<T>(f: impl FnOnce(&Writing) -> T) -> Option<T> {
    WRITING.with_borrow(|w| w.as_ref().map(f))
}

pub fn epoch() -> u32 {
    EPOCH.get()
}

pub fn side() -> Side {
    SIDE.get()
}

pub fn said() -> String {
    SAID.with_borrow(String::clone)
}

pub fn left() -> Vec<String> {
    LEFT.with_borrow(Clone::clone)
}

pub fn link() -> Option<Result<Handed, String>> {
    HANDED.with_borrow(Clone::clone)
}

/// The drafts on this device.
pub fn drafts() -> Vec<write::Draft> {
    write::drafts(&kept())
}

fn kept() -> Kept {
    storage::open().0
}

/// Listens to the fields.
pub fn listen() {
    fields::on_field(FIELD, typed);
    // Whoever leaves within the pause loses nothing.
    page::on("pagehide", || {
        if TYPED.get() > 0 {
            change_quietly(Writing::settle);
            keep();
        }
    });
    page::on_shortcut("[data-screen=write]", |key| match key {
        "z" => done(change(Writing::undo)),
        "y" | "Z" => done(change(Writing::redo)),
        _ => false,
    });
}

fn change<T>(f: impl FnOnce(&mut Writing) -> T) -> Option<T> {
    HANDED.set(None);
    WRITING.with_borrow_mut(|w| w.as_mut().map(f))
}

/// Draws the fields anew, tells what was done, and moves the focus where it belongs.
fn done(answer: Option<Said>) -> bool {
    let Some(said) = answer else { return false };
    change_quietly(|w| w.follow(&said));
    let Said { changed, text, focus } = said;
    SAID.set(text);
    // What is drawn anew loses the focus: it goes back to where it was, if nowhere else.
    let here = fields::focused(&[FIELD, "data-action", "data-path"]);
    if changed {
        redraw();
    }
    bump();
    if let Some(selector) = focus.map(|path| field(&path)).or(here.filter(|_| changed)) {
        page::after_paint(move || fields::focus(&selector));
    }
    pause();
    true
}

/// What the focus belongs to at a pointer: its first field, or the heading of its page.
fn field(path: &str) -> String {
    format!("[data-at=\"{path}\"] :is(input, textarea, select, button, a), [data-form=\"{path}\"] h2")
}

fn redraw() {
    EPOCH.set(EPOCH.get().wrapping_add(1));
}

fn typed(name: &str, value: &str) {
    let (verb, path) = name.split_once(' ').unwrap_or((name, ""));
    let (verb, of) = verb.split_once(':').unwrap_or((verb, ""));
    match verb {
        "kind" | "add-kind" if value.is_empty() => {}
        "kind" => drop(done(change(|w| w.kind(path, value)).map(|s| s.or_at(path)))),
        "add-kind" => drop(done(change(|w| w.add_kind(path, value)))),
        _ => {
            let answer = change(|w| match verb {
                "part" => w.put_part(path, of, value),
                "tick" => w.tick(path, of, value == "true"),
                "odd" => w.set_json(path, value),
                "side" => w.typed(value),
                _ => w.put(path, value),
            });
            SAID.set(answer.map(|s| s.text).unwrap_or_default());
            bump();
            pause();
        }
    }
}

/// After a moment without typing: a step of its own, the draft, and a look at everything.
fn pause() {
    let now = TYPED.get().wrapping_add(1);
    TYPED.set(now);
    page::later(
        move || {
            if TYPED.get() == now {
                change_quietly(Writing::settle);
                keep();
                bump();
            }
        },
        PAUSE[0],
    );
    page::later(
        move || {
            if TYPED.get() == now && ACTIVE.get() {
                change_quietly(Writing::check_whole);
                bump();
            }
        },
        PAUSE[1],
    );
}

fn change_quietly(f: impl FnOnce(&mut Writing)) {
    WRITING.with_borrow_mut(|w| w.as_mut().map(f));
}

fn keep() {
    WRITING.with_borrow_mut(|w| {
        if let Some(w) = w {
            let kept = storage::keep(&w.key, &w.draft()).is_ok();
            w.kept(kept);
        }
    });
}

/// Begins with another scenario, under a key of its own.
fn begin(mut writing: Writing, new: bool) {
    if new {
        writing.key = write::free_key(&kept());
    }
    WRITING.set(Some(writing));
    weighing::forget();
    SIDE.set(Side::Form);
    SAID.set(String::new());
    LEFT.set(Vec::new());
    redraw();
    keep();
    bump();
    page::focus_soon();
    pause();
}

/// A file's text, whatever is wrong with it; a story of another tool as what can be made of it.
fn open(name: &str, text: &str) {
    if let Ok(story) = import(name, text) {
        begin(Writing::copy_of(&story.scenario), true);
        let line =
            |l: &Left| if l.line == 0 { format!("{}: {}", l.what, l.why) } else { format!("Line {}, {}: {}", l.line, l.what, l.why) };
        LEFT.set(story.left.iter().map(line).collect());
        return bump();
    }
    match Writing::from_text(text) {
        Ok(writing) => begin(writing, true),
        Err(found) => {
            SAID.set(found.list.first().map_or_else(String::new, |f| format!("The file cannot be opened: {}. {}", f.text, f.mend)));
            bump();
        }
    }
}

/// A press that is the editor's own.
pub fn press(action: &str, pressed: &Pressed) -> bool {
    let path = pressed.text("data-path");
    match action {
        "write-blank" => begin(Writing::blank(), true),
        "write-copy" => begin(Writing::copy_of(built_in(&pressed.text("data-of")).unwrap_or_default()), true),
        "write-open" => files::pick(".json,.twee,.tw,.txt,application/json", |file| match file {
            Some((name, text)) => open(&name, &text),
            None => {
                SAID.set("The file cannot be read.".to_owned());
                bump();
            }
        }),
        "write-draft" => {
            let key = pressed.text("data-of");
            let kept = kept();
            match kept.get(&key).map(|text| Writing::from_draft(&key, text)) {
                Some(Ok(writing)) => begin(writing, false),
                Some(Err(why)) => {
                    SAID.set(why);
                    bump();
                }
                None => bump(),
            }
        }
        "write-close" => {
            keep();
            WRITING.set(None);
            HANDED.set(None);
            LEFT.set(Vec::new());
            SAID.set(String::new());
            bump();
            page::focus_soon();
        }
        "write-side" => {
            SIDE.set(match pressed.text("data-of").as_str() {
                "json" => Side::Json,
                "map" => Side::Map,
                "figures" => Side::Figures,
                _ => Side::Form,
            });
            change_quietly(Writing::settle);
            redraw();
            bump();
        }
        "write-go" => {
            SIDE.set(Side::Form);
            change_quietly(|w| w.go(&path));
            redraw();
            bump();
            let to = pressed.text("data-to");
            let selector = if to.is_empty() {
                "[data-form] h2".to_owned()
            } else {
                format!("[data-at=\"{to}\"] :is(input, textarea, select, button, a)")
            };
            page::after_paint(move || fields::focus(&selector));
        }
        "write-add" => drop(done(change(|w| w.add(&path)))),
        "write-after" => drop(done(change(|w| w.add_after(&path)))),
        "write-remove" => drop(done(change(|w| w.remove(&path)))),
        "write-raise" => drop(done(change(|w| w.raise(&path)))),
        "write-lower" => drop(done(change(|w| w.lower(&path)))),
        "write-duplicate" => drop(done(change(|w| w.duplicate(&path)))),
        "write-clear" => drop(done(change(|w| w.clear(&path)).map(|s| s.or_at(&path)))),
        "write-undo" => drop(done(change(Writing::undo))),
        "write-redo" => drop(done(change(Writing::redo))),
        "write-save" => {
            let file = with(|w| (w.file_name(), w.json_text()));
            if let Some((name, text)) = file {
                act::save(&name, "application/json", &text);
                change_quietly(Writing::saved);
                keep();
                bump();
            }
        }
        "write-link" => {
            let made = with(|w| handed(&w.json_text(), &location::base()));
            HANDED.set(made);
            bump();
            page::after_paint(|| fields::focus("[data-handed] input, [data-handed]"));
        }
        "write-copy-link" => {
            let link = link().and_then(Result::ok).map(|h| h.link).unwrap_or_default();
            crate::platform::share::copy(&link, |worked| {
                SAID.set(
                    if worked { "Copied." } else { "The browser does not let us copy: select the link and copy it yourself." }.to_owned(),
                );
                bump();
            });
        }
        "write-weigh" => weighing::begin(),
        "write-print" => page::print(),
        "write-play" => play(&path),
        _ => return false,
    }
    true
}

/// Plays the scenario from the scene in which a pointer lies.
fn play(path: &str) {
    keep();
    let reached = with(|w| (w.reach(path), w.json_text()));
    let Some((reached, text)) = reached else { return };
    let fragment = match reached {
        Reached::No(why) => Err(why),
        Reached::By { moves, .. } => crate::app::from::play(&text, page::seed(), moves),
    };
    match fragment {
        Ok(fragment) => {
            // Back leads to the editor again.
            location::write(&fragment, true);
            dispatch(Msg::Address { fragment, seed: page::seed() });
        }
        Err(why) => {
            SAID.set(why);
            bump();
        }
    }
}
