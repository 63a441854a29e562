//! The Leptos shell: reads view models, sends messages, carries out effects.
//!
//! The program is one, and comes in parts: what start and play need is there first (`week`); the rest
//! is fetched when it is needed (`parts`): `studio` (debrief, map, why, other weeks), which is fetched
//! while somebody plays, and `desk` (the editor, the class page, packages), which trainers open.

mod act;
mod carrying;
mod classing;
mod components;
mod desk;
mod dom;
mod packing;
mod part;
mod parts;
mod screens;
mod sessions;
mod shell;
mod studio;
mod studying;
mod week;
mod working;
mod writing;

use crate::platform::{embedding, location, page, storage, worker};
use app::{App, Effect, Library, Msg, Screen, forecasts};
use dom::{Drawn, El, Rndr, el, part};
use leptos::prelude::*;
use leptos::reactive::graph::{AnySource, AnySubscriber, ReactiveNode, Source, Subscriber};
use part::Which;
use shell::shell;
use std::sync::{Arc, Weak};
use wasm_bindgen::JsValue;

/// Units the worker has in hand at once: one to work on, one so that it need not wait.
const AHEAD: u32 = 2;

/// The panel with the link: whether it is open, and what was said last.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Panel {
    open: bool,
    said: &'static str,
}

/// Prepares the shell: called once, by `main`. In a worker there is no page, and nothing to do.
pub fn start() {
    if !page::is_there() {
        return;
    }
    shell(|s| s.app.replace(Some(App::with(Library::FIRST, app::Kept::default()))));
    act::listen();
    page::on("popstate", opened);
    page::on("hashchange", opened);
    storage::on_change(heard);
}

/// Shows what a fragment asks for.
pub fn show(fragment: &str) {
    let (kept, open) = storage::open();
    change(|app| {
        app.kept = kept;
        match open {
            Err(storage::Refused::Blocked) => drop(app.update(Msg::StorageBlocked)),
            Err(storage::Refused::Full) => drop(app.update(Msg::StorageFull)),
            Ok(()) => {}
        }
    });
    dispatch(Msg::Address { fragment: fragment.to_owned(), seed: page::seed() });
}

/// Asks the portal, or the page around this one, where the week goes on, and shows that.
pub fn begin(address: String) {
    parts::talk(address, show);
}

/// Takes the texts that are read after the first day.
pub fn later(texts: String) {
    if shell(|s| s.shown.get()) || awaited() {
        dispatch(Msg::Later(texts));
    } else {
        // A portal has not said yet where the week goes on.
        change(|app| app.update(Msg::Later(texts)));
    }
}

/// A unit of work, in a worker; `done` is called with what it came to, or with nothing where what it takes
/// cannot be fetched.
pub fn unit(kind: String, link: String, unit: u32, done: JsValue) {
    let done = move |sums| worker::answer(&done, sums);
    let forecast = move |link: &str| {
        let of = |app: &App| app.line.as_ref().map(|line| forecasts::unit(&app.loaded.program, &line.state, unit));
        Some(working::at(link, of).unwrap_or_default())
    };
    match Which::of_work(&kind) {
        Some(which) => which.at_work(move |part| done(part.map(|part| (part.work)(&kind, &link, unit)))),
        None if working::at(&link, |app| app.screen != Screen::Elsewhere) => done(forecast(&link)),
        None => Which::Studio.at_work(move |part| {
            if let Some(part) = part {
                working::widen(part.library);
            }
            done(part.and_then(|_| forecast(&link)));
        }),
    }
}

/// Whether what is to be shown is not there yet: nothing that is pressed meanwhile counts.
fn awaited() -> bool {
    shell(|s| s.awaited.get()).is_some()
}

/// The address changed under us: by Back, or by hand.
fn opened() {
    let fragment = location::fragment();
    if shell(|s| s.shown.get()) && read(|app| app.route().to_string() != fragment || matches!(app.screen, Screen::Error(_))) {
        dispatch(Msg::Address { fragment, seed: page::seed() });
    }
}

/// Another tab wrote something.
fn heard(key: &str) {
    let fields = change(|app| app.heard(key, storage::get(key))).unwrap_or_default();
    if fields {
        read(|app| app.answers.answers.clone()).iter().for_each(|(id, text)| page::fill(&format!("[data-question=\"{id}\"]"), text));
    }
    bump();
}

/// Reads the application's state.
fn read<T>(f: impl FnOnce(&App) -> T) -> T {
    shell(|s| f(s.app.borrow().as_ref().expect("the shell has started")))
}

/// Changes the application's state.
fn change<T>(f: impl FnOnce(&mut App) -> T) -> Option<T> {
    shell(|s| s.app.borrow_mut().as_mut().map(f))
}

/// Sends a message and carries out its effects.
fn dispatch(msg: Msg) {
    // What comes after the week is fetched while it is played.
    if msg == Msg::Next && !shell(|s| s.asked_ahead.replace(true)) {
        page::later(|| Which::Studio.load(|_| {}), 1000);
    }
    shell(|s| s.panel.set(Panel::default()));
    let effects = change(|app| {
        // Another tab may have written since.
        for key in [app.save_key(), app.answers_key()] {
            app.know(&key, storage::get(&key));
        }
        app.update(msg)
    });
    // Nothing is drawn of it before that is ready, whatever the effects lead to.
    shell(|s| {
        s.awaited
            .set(read(|app| week::beyond(app).filter(|which| which.get().is_none() || !app.library.whole)).or(shell(|s| s.awaited.get())))
    });
    carry_out(effects.unwrap_or_default());
    arrive();
}

/// Shows where the last message led, once the part that has it is there.
fn arrive() {
    if let Some(which) = read(week::beyond) {
        // A package for a portal has no desk.
        if which == Which::Desk && page::marked("data-package") {
            return dispatch(Msg::Start);
        }
        let Some(part) = which.get() else { return fetch(which) };
        if !read(|app| app.library.whole) {
            let effects = change(|app| app.widen(part.library, page::seed()));
            page::mark("data-whole");
            carry_out(effects.unwrap_or_default());
        }
        // What was asked for may be of another part.
        if read(week::beyond) != Some(which) {
            return arrive();
        }
    }
    let effects = change(|app| shell::there().flat_map(|part| (part.follow)(app)).collect::<Vec<_>>()).unwrap_or_default();
    // To begin on a debrief and to draw it are a task each: both are long on a slow device.
    let long = shell(|s| s.shown.get()) && !effects.is_empty() && read(|app| app.screen == Screen::Debrief);
    carry_out(effects);
    if long {
        shell(|s| s.awaited.set(Some(Which::Studio)));
        page::ready(false);
        return page::soon(|| {
            draw();
            focus_again();
        });
    }
    draw();
}

/// Draws where the last message led, and tells what talks with a portal.
fn draw() {
    let opened = shell(|s| s.awaited.take()).is_some() || !shell(|s| s.shown.get());
    if !shell(|s| s.shown.replace(true)) {
        mount();
    }
    answer();
    if opened {
        page::unmark("data-opening");
        page::ready(true);
    }
    if read(|app| app.screen == Screen::Play) && !shell(|s| s.asked_beside.replace(true)) {
        page::after_paint(|| {
            parts::beside(|came| {
                shell(|s| s.asked_beside.set(came));
                bump();
            });
        });
    }
    if !embedding::hosted() {
        return;
    }
    let (fragment, own, debrief) = read(|app| {
        let own = !app.visiting && app.set.is_empty() && app.team.text.is_empty();
        (app.route().to_string(), own, app.screen == Screen::Debrief)
    });
    embedding::told(&fragment, own, debrief);
}

/// Fetches the part that is to be shown; what is there stays until it has come.
fn fetch(which: Which) {
    shell(|s| s.awaited.set(Some(which)));
    if shell(|s| s.fetching.replace(Some(which))) == Some(which) {
        return;
    }
    page::ready(false);
    page::later(
        || {
            if awaited() {
                page::mark("data-opening");
            }
        },
        200,
    );
    which.load(move |came| {
        if shell(|s| s.fetching.get()) == Some(which) {
            shell(|s| s.fetching.set(None));
        }
        // Somebody may have gone elsewhere meanwhile.
        match shell(|s| s.awaited.get()) == Some(which) {
            true if came => arrive(),
            true => which.failed(),
            false => {}
        }
    });
}

/// What waits for a pause is done a second after the first change, and so at most once a second.
fn settle() {
    if !shell(|s| s.settling.replace(true)) {
        page::later(
            || {
                shell(|s| s.settling.set(false));
                dispatch(Msg::Settled);
            },
            1000,
        );
    }
}

/// Does what there is to work out: in the worker, or here once what is on the page was drawn.
fn work() {
    if worker::ready() {
        while shell(|s| s.out.get()) < AHEAD {
            let next = |app: &mut App| week::next(app).or_else(|| shell::there().find_map(|part| (part.next)(app)));
            let Some(unit) = change(next).flatten() else { return };
            shell(|s| s.out.set(shell(|s| s.out.get()) + 1));
            worker::post(&unit);
        }
    } else {
        worker::start(came_back, work, worker_lost);
        page::after_paint(slice);
    }
}

/// One unit here, and the next when the page has a moment.
fn slice() {
    if worker::ready() {
        return work();
    }
    let more = change(|app| week::slice(app) || shell::there().any(|part| (part.slice)(app)));
    bump();
    if more.unwrap_or_default() {
        page::soon(slice);
    }
}

fn worker_lost() {
    shell(|s| s.out.set(0));
    change(|app| {
        app.forecasts.requeue();
        shell::there().for_each(|part| (part.requeue)(app));
    });
    page::soon(slice);
}

fn came_back(unit: worker::Unit, part: Vec<i64>) {
    shell(|s| s.out.set(shell(|s| s.out.get()).saturating_sub(1)));
    let shown = change(|app| match Which::of_work(&unit.kind) {
        None => week::came(app, &unit, &part),
        Some(which) => which.get().map(|of| (of.came)(app, unit, part)).is_some(),
    });
    work();
    if shown.unwrap_or_default() {
        bump_soon();
    }
}

/// Draws what came back: after the answer to a press, which is not held up by figures, and from
/// then on as soon as the page has a moment.
fn bump_soon() {
    if !shell(|s| s.bumping.replace(true)) {
        let draw = || {
            shell(|s| s.bumping.set(false));
            bump();
        };
        if shell(|s| s.answering.get()) { page::after_paint(draw) } else { page::soon(draw) }
    }
}

/// Draws what has changed, at once when it is told: Leptos’s own effects wait for a turn of an executor, or may be
/// run by several threads, and either is 6 kB of the first download (docs/decisions/drawing.md).
struct Draws {
    changed: ArcTrigger,
    this: Weak<Draws>,
}

impl Draws {
    /// Listens until it is told.
    fn listen(&self) {
        self.changed.add_subscriber(AnySubscriber(0, self.this.clone()));
    }
}

impl Subscriber for Draws {
    fn add_source(&self, _: AnySource) {}

    fn clear_sources(&self, _: &AnySubscriber) {}
}

impl ReactiveNode for Draws {
    fn mark_dirty(&self) {
        self.listen();
        shell(|s| match s.page.try_borrow_mut() {
            Ok(mut page) => drop(page.as_mut().map(Drawn::refresh)),
            // Somebody’s script answers to what is taken off the page, and presses or types in the midst of it.
            Err(_) => bump_soon(),
        });
    }

    fn mark_check(&self) {}

    fn mark_subscribers_check(&self) {}

    fn update_if_necessary(&self) -> bool {
        false
    }
}

/// Draws all for the first time.
fn mount() {
    let page = part(|_| shell(|s| s.lost.get()), |_| whole()).build();
    page::mount(|root| Rndr::insert_node(&root, page.root(), None));
    shell(|s| s.page.replace(Some(page)));
    let draws = Arc::new_cyclic(|this| Draws { changed: ArcTrigger::new(), this: this.clone() });
    draws.listen();
    shell(|s| s.draws.replace(Some(draws)));
}

/// Draws what has changed.
fn bump() {
    // The last view stays until what is to be shown has come.
    if shell(|s| s.shown.get()) && !awaited() {
        shell(|s| s.version.set(shell(|s| s.version.get()).wrapping_add(1)));
        shell(|s| s.draws.borrow().iter().for_each(|draws| draws.changed.notify()));
    }
}

/// Draws the answer to a message; what may come a frame later ([`dom::late`]) does.
fn answer() {
    if shell(|s| s.answering.replace(true)) {
        bump();
    } else {
        // Who asks for it meanwhile is not to take the figure of before for that of now.
        let settle = page::unsettle("[data-metric=on-time]");
        bump();
        page::after_paint(|| {
            shell(|s| s.answering.set(false));
            settle();
            for (place, picture) in shell(|s| s.pictures.take()) {
                dom::Rndr::set_attribute(&place, "href", &picture);
            }
            titled();
            bump();
        });
    }
}

/// Whether the answer to a message is not on the screen yet.
fn answering() -> bool {
    shell(|s| s.answering.get())
}

/// Shows a picture of another file a frame after the answer.
fn picture_later(place: &dom::Element, picture: &str) {
    shell(|s| s.pictures.borrow_mut().push((place.clone(), picture.to_owned())));
}

fn panel_now() -> Panel {
    shell(|s| s.panel.get())
}

fn panel(new: Panel) {
    shell(|s| s.panel.set(new));
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
            Effect::Announce(text) => drop(shell(|s| s.said.replace(text))),
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
        Screen::Packaging => "Packages",
        Screen::Write => "Write",
        Screen::Class(_) => "A class",
        Screen::From(_) => "A scenario from elsewhere",
    }));
}

/// What was just drawn stands nowhere: somebody put a copy in its place. All is drawn once more.
fn lost() {
    let now = shell(|s| s.version.get());
    if shell(|s| s.lost.get()) != now {
        shell(|s| s.lost.set(now.wrapping_add(1)));
        let had = !page::unfocused();
        page::soon(move || {
            bump();
            if had {
                focus_again();
            }
        });
    }
}

/// Moves the focus to the newest heading where what had it was drawn away.
fn focus_again() {
    page::soon(|| {
        if page::unfocused() {
            page::focus_soon();
        }
    });
}

fn whole() -> El {
    let screen = part(
        |app| (std::mem::discriminant(&app.screen), app.loaded.scenario.direction(), app.untold(), week::beyond(app)),
        |_| {
            let view = read(|app| week::screen(app).or_else(|| shell::there().find_map(|part| (part.screen)(app))));
            view.map_or_else(|| el("DIV"), |view| view())
        },
    );
    let said = part(|_| shell(|s| s.said.borrow().clone()), |said| el("SPAN").text(said.as_str()));
    el("DIV")
        .attr("class", "page")
        .child(components::header())
        .child(components::notices())
        .child(screen)
        .child(components::footer())
        .child(dom::with_class("DIV", "unseen").attr("aria-live", "polite").child(said))
}
