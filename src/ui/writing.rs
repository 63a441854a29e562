//! The editor's hands: what is typed and pressed goes to `app::write`, and its drafts to the device.

use super::dom::{El, part};
use super::{ACTIVE, act, bump, dispatch};
use crate::app::handing::{Handed, handed};
use crate::app::write::{self, Reached, Said, Writing};
use crate::app::{Kept, Msg, Screen, built_in};
use crate::platform::page::Pressed;
use crate::platform::{fields, location, page, storage};
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

/// The panel that is open beside the form.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Opened {
    #[default]
    Nothing,
    Problems,
    Share,
}

/// How long a deleted draft can be taken back, in milliseconds.
const REGRET: i32 = 10_000;

thread_local! {
    /// What is to be done where another scenario comes in hand.
    static OTHER: Cell<fn()> = const { Cell::new(|| {}) };
    static OPENED: Cell<Opened> = const { Cell::new(Opened::Nothing) };
    /// Whether the outline is open where there is no room beside the form.
    static DRAWER: Cell<bool> = const { Cell::new(false) };
    /// The luck that a link is to have, as it was typed; empty for luck of each play's own.
    static LUCK: RefCell<String> = const { RefCell::new(String::new()) };
    /// The draft that was deleted last: its key, its title, and what was kept of it.
    static DELETED: RefCell<Option<(String, String, String)>> = const { RefCell::new(None) };
    static WRITING: RefCell<Option<Writing>> = const { RefCell::new(None) };
    /// Rises where fields are to be drawn though nothing changed: one may show what was not taken.
    static EPOCH: Cell<u32> = const { Cell::new(0) };
    static SIDE: Cell<Side> = const { Cell::new(Side::Form) };
    static SAID: RefCell<String> = const { RefCell::new(String::new()) };
    static HANDED: RefCell<Option<Result<Handed, String>>> = const { RefCell::new(None) };
    static TYPED: Cell<u32> = const { Cell::new(0) };
    /// Which form was drawn last (the draft's key, and its place), and by which of two tags.
    static DRAWN: RefCell<((String, String), bool)> = const { RefCell::new(((String::new(), String::new()), false)) };
    static ELSEWHERE: Cell<&'static str> = const { Cell::new("") };
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

/// The tag of the form at a place: another than that of the last one where it is the form of another
/// place, so that it is made anew and nothing of the other one stays in it.
pub fn tag(path: &str) -> &'static str {
    let now = (with(|w| w.key.clone()).unwrap_or_default(), path.to_owned());
    DRAWN.with_borrow_mut(|(last, odd)| {
        if *last != now {
            (*last, *odd) = (now, !*odd);
        }
        if *odd { "SECTION" } else { "DIV" }
    })
}

pub fn side() -> Side {
    SIDE.get()
}

pub fn said() -> String {
    SAID.with_borrow(String::clone)
}

/// Says something above the page.
pub fn say(text: String) {
    SAID.set(text);
    bump();
}

pub fn link() -> Option<Result<Handed, String>> {
    HANDED.with_borrow(Clone::clone)
}

/// The drafts on this device, and when each was changed last, in words.
pub fn drafts() -> Vec<(write::Draft, String)> {
    let when = |d: &write::Draft| d.changed.map_or_else(String::new, page::moment);
    write::drafts(&kept()).into_iter().map(|d| (when(&d), d)).map(|(when, d)| (d, when)).collect()
}

/// The title of the draft that was deleted a moment ago.
pub fn taken_back() -> Option<String> {
    DELETED.with_borrow(|d| d.as_ref().map(|d| d.1.clone()))
}

pub fn opened() -> Opened {
    OPENED.get()
}

pub fn drawer() -> bool {
    DRAWER.get()
}

/// The luck of the link, as it was typed.
pub fn luck() -> String {
    LUCK.with_borrow(String::clone)
}

pub fn luck_is_wrong() -> bool {
    seed().is_err()
}

/// The luck of the link; an error where what was typed is no luck.
fn seed() -> Result<Option<u32>, ()> {
    LUCK.with_borrow(|text| match text.trim() {
        "" => Ok(None),
        text => text.parse().map(Some).map_err(|_| ()),
    })
}

/// Makes the link, once what is there has been drawn: packing takes a moment.
fn hand_on() {
    if OPENED.get() != Opened::Share {
        return;
    }
    page::after_paint(|| {
        if OPENED.get() == Opened::Share {
            let made = seed().ok().and_then(|seed| with(|w| handed(&w.json_text(), &location::open(), seed)));
            HANDED.set(made);
            bump();
        }
    });
}

/// Opens a panel, or closes it where it is open.
fn turn(panel: Opened, heading: &'static str, button: &'static str) {
    let open = OPENED.get() != panel;
    OPENED.set(if open { panel } else { Opened::Nothing });
    HANDED.set(None);
    bump();
    page::after_paint(move || fields::focus(if open { heading } else { button }));
    if open && panel == Opened::Share {
        hand_on();
    }
}

fn kept() -> Kept {
    storage::open().0
}

/// Listens to the fields. `other` is called where another scenario comes in hand, or none.
pub fn listen(other: fn()) {
    OTHER.set(other);
    fields::on_field(FIELD, typed);
    // A field that is left shows what the week holds; what is typed next in it is a step of its own.
    fields::on_leave(FIELD, || {
        change_quietly(Writing::settle);
        bump();
    });
    storage::on_change(heard);
    // Whoever leaves within the pause loses nothing.
    page::on("pagehide", || {
        if TYPED.get() > 0 {
            change_quietly(Writing::settle);
            keep();
        }
    });
    fields::on_field("data-hand", |_, value| {
        LUCK.set(value.to_owned());
        HANDED.set(None);
        bump();
        hand_on();
    });
    page::on_key("[data-menu]", |key| {
        let Some(menu) = fields::around("data-menu").filter(|_| key == "Escape") else { return false };
        change_quietly(|w| w.turn(&menu));
        bump();
        page::after_paint(move || fields::focus(&format!("[data-action=write-turn][data-path=\"{menu}\"]")));
        true
    });
    page::on_key("html", |key| key == "F8" && super::read(|app| app.screen == Screen::Write) && next_problem());
    page::on_shortcut("[data-screen=write]", |key| match key {
        "z" => done(change(Writing::undo)),
        "y" | "Z" => done(change(Writing::redo)),
        _ => false,
    });
}

fn change<T>(f: impl FnOnce(&mut Writing) -> T) -> Option<T> {
    HANDED.set(None);
    hand_on();
    WRITING.with_borrow_mut(|w| w.as_mut().map(f))
}

/// Draws the fields anew, tells what was done, and moves the focus where it belongs.
fn done(answer: Option<Said>) -> bool {
    let Some(said) = answer else { return false };
    change_quietly(|w| w.follow(&said));
    // What the outline added is in the form.
    DRAWER.set(DRAWER.get() && said.focus.is_none());
    let Said { changed, text, focus } = said;
    SAID.set(text);
    // What is drawn anew loses the focus: it goes back to where it was, if nowhere else.
    let here = fields::focused(&[FIELD, "data-action", "data-path"]);
    redraw();
    bump();
    let selectors = focus.map(|path| field(&path)).or(here.filter(|_| changed).map(|here| vec![here]));
    if let Some(selectors) = selectors {
        page::after_paint(move || fields::focus_first(&selectors));
    }
    pause();
    true
}

/// What the focus belongs to at a pointer, the likeliest first: a field, else whatever can have it.
fn field(path: &str) -> Vec<String> {
    vec![
        format!("[data-at=\"{path}\"] [data-write]"),
        format!("[data-form=\"{path}\"] [data-write]"),
        format!("[data-at=\"{path}\"] :is(button, a)"),
        "[data-form] h2".to_owned(),
    ]
}

/// Moves an item, and leaves the focus on the button that moved it.
fn shift(action: &'static str, f: impl FnOnce(&mut Writing) -> Said) {
    let Some(mut said) = change(f) else { return };
    let to = said.focus.take();
    done(Some(said));
    if let Some(path) = to {
        page::after_paint(move || fields::focus(&format!("[data-action={action}][data-path=\"{path}\"]")));
    }
}

/// To the next problem, and says which it is.
fn next_problem() -> bool {
    SIDE.set(Side::Form);
    change_quietly(Writing::settle);
    let found = WRITING.with_borrow_mut(|w| w.as_mut().map(|w| w.next_problem()));
    let Some(found) = found else { return false };
    let (path, said) = found.map_or((None, "Nothing is wrong that could be found.".to_owned()), |(path, said)| (Some(path), said));
    SAID.set(said);
    bump();
    if let Some(path) = path {
        let selectors = field(&path);
        page::after_paint(move || fields::focus_first(&selectors));
    }
    true
}

fn redraw() {
    EPOCH.set(EPOCH.get().wrapping_add(1));
}

fn typed(name: &str, value: &str) {
    let (verb, path) = name.split_once(' ').unwrap_or((name, ""));
    let (verb, of) = verb.split_once(':').unwrap_or((verb, ""));
    match verb {
        // Nothing is chosen by what stands for nothing.
        "kind" if value.is_empty() => {
            redraw();
            bump();
        }
        _ => {
            change_quietly(|w| w.stay_open(path));
            let answer = change(|w| match verb {
                "kind" => w.kind(path, value),
                "part" => w.put_part(path, of, value),
                "tick" => w.tick(path, of, value == "true"),
                "odd" => w.set_json(path, value),
                "side" => w.typed(value),
                _ => w.put(path, value),
            });
            if !answer.as_ref().is_some_and(|s| s.changed) {
                redraw();
            }
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
                change_quietly(Writing::pause);
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
    let apart = WRITING.with_borrow_mut(|w| {
        let w = w.as_mut()?;
        if !w.is_kept() {
            w.changed_at(page::now());
        }
        let (text, apart) = match w.keeping(&kept()) {
            write::Keeping::Nothing => return None,
            write::Keeping::Text(text) => (text, false),
            write::Keeping::Apart(text) => (text, true),
        };
        let kept = storage::keep(&w.key, &text).is_ok();
        w.kept(kept);
        Some(apart)
    });
    if apart == Some(true) {
        ELSEWHERE.set("This draft was changed in another tab or window as well. Yours is kept as a draft of its own; close it to find both in the list of drafts.");
    }
}

/// Another tab wrote under a key.
fn heard(key: &str) {
    let ours = with(|w| w.key == key && w.changed_elsewhere(storage::get(key).as_deref())).unwrap_or_default();
    if ours {
        ELSEWHERE.set("This draft was just changed in another tab or window, and what you see here is not that. What you write here is kept as a draft of its own; close this one and open it again to go on with the other.");
        bump();
    }
}

/// What is said where a draft was changed elsewhere; empty where none was.
pub fn elsewhere() -> &'static str {
    ELSEWHERE.get()
}

/// Begins with another scenario, under a key of its own.
pub fn begin(mut writing: Writing, new: bool) {
    if new {
        writing.key = write::free_key(&kept());
    }
    WRITING.set(Some(writing));
    ELSEWHERE.set("");
    SIDE.set(Side::Form);
    OPENED.set(Opened::Nothing);
    LUCK.take();
    SAID.set(String::new());
    OTHER.get()();
    keep();
    bump();
    page::focus_soon();
    pause();
}

/// A scenario's text, whatever is wrong with it.
pub fn open(text: &str) {
    // A file that was opened or saved before goes on where it was left.
    let kept = kept();
    let known = write::draft_of(&kept, text).and_then(|key| Some(Writing::from_draft(&key, kept.get(&key)?)));
    if let Some(Ok(writing)) = known {
        begin(writing, false);
        return say("This file is a draft on this device already: you go on with that.".to_owned());
    }
    match Writing::from_text(text) {
        Ok(writing) => begin(writing, true),
        Err(found) => say(found.list.first().map_or_else(String::new, |f| format!("The file cannot be opened: {}. {}", f.text, f.mend))),
    }
}

/// A press that is the editor's own.
pub fn press(action: &str, pressed: &Pressed) -> bool {
    let path = pressed.text("data-path");
    match action {
        "write-blank" => begin(Writing::blank(page::seed()), true),
        "write-copy" => begin(Writing::copy_of(built_in(&pressed.text("data-of")).unwrap_or_default()), true),
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
        "write-delete" => delete(&pressed.text("data-of")),
        "write-undelete" => {
            if let Some((key, _, text)) = DELETED.take() {
                let _ = storage::keep(&key, &text);
                bump();
                page::after_paint(move || fields::focus(&format!("[data-draft=\"{key}\"] button")));
            }
        }
        "write-problems" => turn(Opened::Problems, "#problems", "[data-action=write-problems]"),
        "write-next" => drop(next_problem()),
        "write-share" | "write-link" => turn(Opened::Share, "#share", "[data-action=write-share]"),
        "write-drawer" => {
            DRAWER.set(!DRAWER.get());
            bump();
            if DRAWER.get() {
                page::after_paint(|| fields::focus(".outline-of [aria-current], .outline-of button"));
            }
        }
        "write-package" => {
            keep();
            if let Some(key) = with(|w| w.key.clone()) {
                dispatch(Msg::Portal);
                super::packing::pick(&key);
            }
        }
        "write-close" => {
            keep();
            WRITING.set(None);
            OPENED.set(Opened::Nothing);
            ELSEWHERE.set("");
            HANDED.set(None);
            OTHER.get()();
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
            // What is shown then is made anew.
            DRAWN.with_borrow_mut(|drawn| drawn.0 = <(String, String)>::default());
            bump();
        }
        "write-turn" => {
            change_quietly(|w| w.turn(&path));
            bump();
        }
        "write-go" => {
            SIDE.set(Side::Form);
            let to = pressed.text("data-to");
            DRAWER.set(false);
            change_quietly(|w| if to.is_empty() { w.go(&path) } else { w.show(&to) });
            bump();
            let selectors = if to.is_empty() { vec!["[data-form] h2".to_owned()] } else { field(&to) };
            page::after_paint(move || fields::focus_first(&selectors));
        }
        "write-add-kind" => {
            let kind = pressed.text("data-of");
            done(change(|w| w.add_kind(&path, &kind)));
        }
        "write-add" => drop(done(change(|w| w.add(&path)))),
        "write-after" => drop(done(change(|w| w.add_after(&path)))),
        "write-remove" => drop(done(change(|w| w.remove(&path)))),
        "write-raise" => shift("write-raise", |w| w.raise(&path)),
        "write-lower" => shift("write-lower", |w| w.lower(&path)),
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
        "write-copy-link" => {
            let link = link().and_then(Result::ok).map(|h| h.link).unwrap_or_default();
            crate::platform::share::copy(&link, |worked| {
                SAID.set(
                    if worked { "Copied." } else { "The browser does not let us copy: select the link and copy it yourself." }.to_owned(),
                );
                bump();
            });
        }
        "write-print" => page::print(),
        "write-play" => play(&path),
        _ => return false,
    }
    true
}

/// Back from playing it: the form of the scene in which it was left.
pub fn at_scene(id: &str) {
    let path = with(|w| w.scene(id)).flatten();
    if let Some(path) = path {
        SIDE.set(Side::Form);
        change_quietly(|w| w.go(&path));
        bump();
        page::after_paint(|| fields::focus("[data-form] h2"));
    }
}

/// Deletes a draft; for a while it can be taken back.
fn delete(key: &str) {
    let draft = write::drafts(&kept()).into_iter().find(|d| d.key == key);
    let text = kept().get(key).map(str::to_owned);
    let (Some(draft), Some(text)) = (draft, text) else { return };
    storage::forget(&[key.to_owned()]);
    DELETED.set(Some((draft.key.clone(), draft.title, text)));
    bump();
    page::after_paint(|| fields::focus("[data-action=write-undelete]"));
    let key = draft.key;
    page::later(
        move || {
            // Where somebody is about to take it back, they may.
            let wanted = fields::focused(&["data-action"]).is_some_and(|f| f.contains("write-undelete"));
            if !wanted && DELETED.with_borrow(|d| d.as_ref().is_some_and(|d| d.0 == key)) {
                DELETED.take();
                bump();
            }
        },
        REGRET,
    );
}

/// Plays the scenario from the scene in which a pointer lies.
fn play(path: &str) {
    keep();
    let reached = with(|w| (w.reach(path), w.trial()));
    let Some((reached, text)) = reached else { return };
    let fragment = match reached {
        Reached::No(why) => Err(why),
        Reached::By { moves, .. } => crate::app::from::play(&text, page::seed(), moves),
    };
    match fragment {
        Ok(fragment) => {
            // Back leads to the editor again.
            location::write(&fragment, true);
            super::leave(&fragment, super::TRIAL);
        }
        Err(why) => {
            SAID.set(why);
            bump();
        }
    }
}
