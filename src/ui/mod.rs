//! The Leptos shell: reads view models, sends messages, carries out effects.
//!
//! The program comes in three bundles, each with its own copy of this shell: `week` (start, play) is
//! what a learner waits for, `studio` (debrief, map, why, other weeks) is fetched while they play, and
//! `desk` (the editor, the class page, packages) is for trainers. One of them is active at a time;
//! `public/boot.js` hands the page from one to the other, and what they need to know of each other is
//! in the address and in what the device keeps.

mod act;
mod carrying;
mod classing;
mod components;
pub mod desk;
mod dom;
mod packing;
mod screens;
pub mod studio;
mod studying;
pub mod week;
mod writing;

use crate::app::{App, Effect, Library, Msg, Screen};
use crate::platform::page::Pressed;
use crate::platform::{embedding, location, page, storage, worker};
use dom::{El, el, part};
use leptos::prelude::*;
use std::cell::{Cell, RefCell};

/// What draws a screen.
type View = fn() -> El;

/// One part of the program: what it shows and does beyond what both have.
pub struct Bundle {
    /// The id of the element it draws into.
    root: &'static str,
    /// The scenarios it has.
    library: Library,
    /// The view of what is to be shown, where that is its own.
    screen: fn(&App) -> Option<View>,
    /// A press that is its own: the action, and what carries it.
    press: fn(&str, &Pressed) -> bool,
    /// Something was put into a field that is its own: its id, and what it holds.
    typed: fn(&str, &str),
    /// Called after each message.
    follow: fn(&mut App) -> Vec<Effect>,
    /// The next unit of work for the worker.
    next: fn(&mut App) -> Option<worker::Unit>,
    /// Takes what a unit came to; `true` where something that is shown may have changed.
    part: fn(&mut App, worker::Unit, Vec<i64>) -> bool,
    /// Works out one unit here; `true` while more is left.
    slice: fn(&mut App) -> bool,
    /// The worker is gone: what was given out is to be given out again.
    requeue: fn(&mut App),
}

thread_local! {
    static BUNDLE: Cell<Option<&'static Bundle>> = const { Cell::new(None) };
    /// Whether the page is ours at the moment.
    static ACTIVE: Cell<bool> = const { Cell::new(false) };
    static APP: RefCell<Option<App>> = const { RefCell::new(None) };
    static SHELL: RefCell<Option<Shell>> = const { RefCell::new(None) };
    /// Whether anything of ours is drawn.
    static SHOWN: Cell<bool> = const { Cell::new(false) };
    /// The version at which all was drawn once more, because of [`lost`].
    static LOST: Cell<u32> = const { Cell::new(0) };
    static BUMPING: Cell<bool> = const { Cell::new(false) };
    /// Pictures from another file, each a tree of its own to make: they come with the frame after the answer.
    static PICTURES: RefCell<Vec<(dom::Element, String)>> = const { RefCell::new(Vec::new()) };
    /// The answer to a message is not on the screen yet.
    static ANSWERING: Cell<bool> = const { Cell::new(false) };
    static SETTLING: Cell<bool> = const { Cell::new(false) };
    /// Units given to the worker that have not come back.
    static OUT: Cell<u32> = const { Cell::new(0) };
}

/// Units the worker has in hand at once: one to work on, one so that it need not wait.
const AHEAD: u32 = 2;

/// The signals the screens hang on.
#[derive(Clone, Copy)]
struct Shell {
    /// Rises with every message.
    version: RwSignal<u32>,
}

/// The panel with the link: whether it is open, and what was said last.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Panel {
    open: bool,
    said: &'static str,
}

thread_local! {
    static PANEL: RefCell<Panel> = const { RefCell::new(Panel { open: false, said: "" }) };
    static SAID: RefCell<String> = const { RefCell::new(String::new()) };
}

/// Prepares the shell: called once, by `main`. In a worker there is no page, and nothing to do.
pub fn start(bundle: &'static Bundle) {
    BUNDLE.set(Some(bundle));
    let Some(root) = page::mount_point(bundle.root) else { return };
    APP.with_borrow_mut(|app| *app = Some(App::with(bundle.library, crate::app::Kept::default())));
    leptos::mount::mount_to_renderer(&root, shell).forget();
    act::listen();
    page::on("popstate", opened);
    page::on("hashchange", opened);
    storage::on_change(heard);
}

/// Takes the page over: draws what the fragment asks for. `why` is what another bundle said when
/// it gave the page away: [`WHAT_IF`], [`UNTOLD`], [`MENDED`], or the week in hand ([`desk::show`]).
pub fn show(fragment: &str, why: &str) {
    let (kept, open) = storage::open();
    APP.with_borrow_mut(|app| {
        if let Some(app) = app {
            app.kept = kept;
            if why == UNTOLD {
                app.missing = true;
            }
        }
    });
    ACTIVE.set(true);
    SHOWN.set(true);
    dispatch(Msg::Address { fragment: fragment.to_owned(), seed: page::seed() });
    if !ACTIVE.get() {
        return;
    }
    match open {
        Err(storage::Refused::Blocked) => dispatch(Msg::StorageBlocked),
        Err(storage::Refused::Full) => dispatch(Msg::StorageFull),
        Ok(()) => {}
    }
    if why == WHAT_IF {
        dispatch(Msg::LineKept);
    } else if let Some(what) = why.strip_prefix(MENDED) {
        dispatch(Msg::Mended(what.to_owned()));
    }
    page::ready(true);
}

/// Takes the texts that are read after the first day.
pub fn later(texts: String) {
    dispatch(Msg::Later(texts));
}

/// Leaves the page to another bundle: nothing of ours is drawn any more.
pub fn hide() {
    ACTIVE.set(false);
    SHOWN.set(false);
    version().update(|v| *v = v.wrapping_add(1));
}

/// Gives the page to another bundle.
fn leave(fragment: &str, why: &str) {
    ACTIVE.set(false);
    page::ready(false);
    page::hand_over(fragment, why);
}

/// What is said with the page when a decision was reopened, when a writer tries a week out, and (with the
/// scene behind it) when they go back to writing it.
const WHAT_IF: &str = "what-if";
const TRIAL: &str = "trial";
const AT: &str = "at:";
/// What is said where the texts of a scene did not come.
const UNTOLD: &str = "untold";
/// What is said before that which was done to put an address right.
const MENDED: &str = "mended ";

fn bundle() -> &'static Bundle {
    BUNDLE.get().expect("the shell has started")
}

/// The address changed under us: by Back, or by hand.
fn opened() {
    let fragment = location::fragment();
    if ACTIVE.get() && read(|app| app.route().to_string() != fragment || matches!(app.screen, Screen::Error(_))) {
        dispatch(Msg::Address { fragment, seed: page::seed() });
    }
}

/// Another tab wrote something.
fn heard(key: &str) {
    let fields = change(|app| app.heard(key, storage::get(key))).unwrap_or_default();
    if fields && ACTIVE.get() {
        read(|app| app.answers.answers.clone()).iter().for_each(|(id, text)| page::fill(&format!("[data-question=\"{id}\"]"), text));
    }
    bump();
}

/// Reads the application's state.
fn read<T>(f: impl FnOnce(&App) -> T) -> T {
    APP.with_borrow(|app| f(app.as_ref().expect("the shell has started")))
}

/// Changes the application's state.
fn change<T>(f: impl FnOnce(&mut App) -> T) -> Option<T> {
    APP.with_borrow_mut(|app| app.as_mut().map(f))
}

/// Sends a message and carries out its effects.
fn dispatch(msg: Msg) {
    // What was begun before the page was given away ends without a word: the address is another's now.
    if !ACTIVE.get() {
        return;
    }
    let ours = bundle();
    let reopened = matches!(msg, Msg::Reopen(_));
    // Another bundle reads the address itself, as it was put right here.
    let asked = matches!(msg, Msg::Address { .. });
    PANEL.with_borrow_mut(|p| *p = Panel::default());
    let effects = change(|app| {
        // Another tab may have written since.
        for key in [app.save_key(), app.answers_key()] {
            app.know(&key, storage::get(&key));
        }
        let mut effects = app.update(msg);
        effects.extend((ours.follow)(app));
        effects
    });
    carry_out(effects.unwrap_or_default());
    if read(|app| (ours.screen)(app).is_none()) {
        let fragment = read(|app| if asked { app.asked.clone() } else { app.route().to_string() });
        let why = if read(App::untold) {
            UNTOLD.to_owned()
        } else if reopened {
            WHAT_IF.to_owned()
        } else if asked && read(|app| !app.mended.is_empty()) {
            read(|app| format!("{MENDED}{}", app.mended))
        } else {
            read(|app| app.in_hand().map_or_else(String::new, |week| week.to_string()))
        };
        return leave(&fragment, &why);
    }
    answer();
    read(|app| {
        embedding::told(
            &app.route().to_string(),
            !app.visiting && app.set.is_empty() && app.team.text.is_empty(),
            app.screen == Screen::Debrief,
        )
    });
}

/// What waits for a pause is done a second after the first change, and so at most once a second.
fn settle() {
    if !SETTLING.replace(true) {
        page::later(
            || {
                SETTLING.set(false);
                dispatch(Msg::Settled);
            },
            1000,
        );
    }
}

/// Does what there is to work out: in the worker, or here once what is on the page was drawn.
fn work() {
    if worker::ready() {
        while OUT.get() < AHEAD {
            let Some(unit) = change(bundle().next).flatten() else { return };
            OUT.set(OUT.get() + 1);
            worker::post(&unit);
        }
    } else {
        worker::start(came_back, worker_ready, worker_lost);
        page::after_paint(slice);
    }
}

/// One unit here, and the next when the page has a moment.
fn slice() {
    if worker::ready() {
        return work();
    }
    let more = change(bundle().slice).unwrap_or_default();
    bump();
    if more {
        page::soon(slice);
    }
}

fn worker_ready() {
    work();
}

fn worker_lost() {
    OUT.set(0);
    change(bundle().requeue);
    page::soon(slice);
}

fn came_back(unit: worker::Unit, part: Vec<i64>) {
    OUT.set(OUT.get().saturating_sub(1));
    let shown = change(|app| (bundle().part)(app, unit, part)).unwrap_or_default();
    work();
    if shown {
        bump_soon();
    }
}

/// Draws what came back: after the answer to a press, which is not held up by figures, and from
/// then on as soon as the page has a moment.
fn bump_soon() {
    if !BUMPING.replace(true) {
        let draw = || {
            BUMPING.set(false);
            bump();
        };
        if ANSWERING.get() { page::after_paint(draw) } else { page::soon(draw) }
    }
}

fn version() -> RwSignal<u32> {
    SHELL.with_borrow(|shell| shell.as_ref().map(|s| s.version).expect("the shell has started"))
}

fn bump() {
    // Once the page was given away, the last view stays until another bundle shows its own.
    if ACTIVE.get() {
        version().update(|v| *v = v.wrapping_add(1));
    }
}

/// Draws the answer to a message; what may come a frame later ([`dom::late`]) does.
fn answer() {
    let first = !ANSWERING.replace(true);
    bump();
    if first {
        // Who asks for it meanwhile is not to take the figure of before for that of now.
        let settle = page::unsettle("[data-metric=on-time]");
        page::after_paint(|| {
            ANSWERING.set(false);
            settle();
            for (place, picture) in PICTURES.take() {
                dom::Rndr::set_attribute(&place, "href", &picture);
            }
            titled();
            bump();
        });
    }
}

fn panel_now() -> Panel {
    PANEL.with_borrow(|p| *p)
}

fn panel(new: Panel) {
    PANEL.with_borrow_mut(|p| *p = new);
    bump();
}

/// Carries effects out at once: who reloads within a frame of a press is not to come back to the step before.
fn carry_out(effects: Vec<Effect>) {
    for effect in effects {
        match effect {
            Effect::Push(fragment) => location::write(&fragment, true),
            Effect::Replace(fragment) => location::write(&fragment, false),
            Effect::Keep { key, text } => match storage::keep(&key, &text) {
                Err(storage::Refused::Full) => page::soon(|| dispatch(Msg::StorageFull)),
                Err(storage::Refused::Blocked) => page::soon(|| dispatch(Msg::StorageBlocked)),
                Ok(()) => {}
            },
            Effect::Forget(keys) => storage::forget(&keys),
            Effect::Focus => {
                // What has the focus goes away with its scene: to take it from there while a page is half
                // drawn would lay that half out first.
                page::unfocus();
                page::focus_soon();
            }
            Effect::Announce(text) => SAID.with_borrow_mut(|said| *said = text),
            Effect::Tick => work(),
            Effect::Settle => settle(),
        }
    }
}

/// The window's title says where one is.
fn titled() {
    page::title(read(|app| match app.screen {
        Screen::Start | Screen::Error(_) | Screen::Elsewhere => "",
        Screen::Play => "The week",
        Screen::Debrief => "The debrief",
        Screen::Map => "Every path",
        Screen::Why => "What the model assumes",
        Screen::Data => "Your data",
        Screen::Portal => "Packages",
        Screen::Write => "Write",
        Screen::Class(_) => "A class",
        Screen::From(_) => "A scenario from elsewhere",
    }));
}

fn shell() -> El {
    SHELL.with_borrow_mut(|s| *s = Some(Shell { version: RwSignal::new(0) }));
    // Nothing is left of the page while another bundle has it.
    part(|_| (SHOWN.get(), LOST.get()), |(shown, _)| if *shown { whole() } else { el("DIV") })
}

/// What was just drawn stands nowhere: somebody put a copy in its place. All is drawn once more.
fn lost() {
    let now = version().get_untracked();
    if LOST.get() != now {
        LOST.set(now.wrapping_add(1));
        let had = !page::unfocused();
        page::soon(move || {
            bump();
            page::soon(move || {
                if had && page::unfocused() {
                    page::focus_soon();
                }
            });
        });
    }
}

fn whole() -> El {
    let screen = part(
        |app| (std::mem::discriminant(&app.screen), app.loaded.scenario.direction(), app.untold()),
        |_| read(|app| (bundle().screen)(app)).map_or_else(|| el("DIV"), |view| view()),
    );
    let said = part(|_| SAID.with_borrow(String::clone), |said| el("SPAN").text(said.as_str()));
    el("DIV")
        .attr("class", "page")
        .child(components::header())
        .child(components::notices())
        .child(screen)
        .child(components::footer())
        .child(dom::with_class("DIV", "unseen").attr("aria-live", "polite").child(said))
}
