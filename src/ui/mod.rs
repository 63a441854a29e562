//! The Leptos shell: reads view models, sends messages, carries out effects.

mod act;
mod components;
mod dom;
mod screens;

use crate::app::{App, Effect, Msg, Screen};
use crate::platform::{location, page, storage};
use dom::{el, part};
use leptos::prelude::*;
use std::cell::RefCell;

thread_local! {
    static APP: RefCell<Option<App>> = const { RefCell::new(None) };
    static SHELL: RefCell<Option<Shell>> = const { RefCell::new(None) };
}

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

/// Starts the shell: called once, by `main`.
pub fn start() {
    let (kept, open) = storage::open(crate::app::PREFIX);
    APP.with_borrow_mut(|app| *app = Some(App::new(kept)));
    let Some(root) = page::mount_point() else { return };
    leptos::mount::mount_to(root, shell).forget();
    match open {
        Err(storage::Refused::Blocked) => dispatch(Msg::StorageBlocked),
        Err(storage::Refused::Full) => dispatch(Msg::StorageFull),
        Ok(()) => {}
    }
    act::listen();
    page::on("popstate", opened);
    page::on("hashchange", opened);
    dispatch(Msg::Address { fragment: location::fragment(), seed: page::seed() });
    page::ready();
}

/// The address changed under us: by Back, or by hand.
fn opened() {
    let fragment = location::fragment();
    if read(|app| app.route().to_string() != fragment || matches!(app.screen, Screen::Error(_))) {
        dispatch(Msg::Address { fragment, seed: page::seed() });
    }
}

/// Reads the application's state.
fn read<T>(f: impl FnOnce(&App) -> T) -> T {
    APP.with_borrow(|app| f(app.as_ref().expect("the shell has started")))
}

/// Sends a message and carries out its effects.
fn dispatch(msg: Msg) {
    let ticked = msg == Msg::Tick;
    let effects = APP.with_borrow_mut(|app| app.as_mut().map(|app| app.update(msg)).unwrap_or_default());
    if !ticked {
        PANEL.with_borrow_mut(|p| *p = Panel::default());
    }
    for effect in effects {
        match effect {
            // The answer to a press is drawn before anything is worked out.
            Effect::Tick if !ticked => page::after_paint(|| dispatch(Msg::Tick)),
            effect => carry_out(effect),
        }
    }
    bump();
}

fn version() -> RwSignal<u32> {
    SHELL.with_borrow(|shell| shell.as_ref().map(|s| s.version).expect("the shell has started"))
}

fn bump() {
    version().update(|v| *v = v.wrapping_add(1));
}

fn panel_now() -> Panel {
    PANEL.with_borrow(|p| *p)
}

fn panel(new: Panel) {
    PANEL.with_borrow_mut(|p| *p = new);
    bump();
}

fn carry_out(effect: Effect) {
    match effect {
        Effect::Push(fragment) => location::write(&fragment, true),
        Effect::Replace(fragment) => location::write(&fragment, false),
        Effect::Keep { key, text } => match storage::keep(&key, &text) {
            Err(storage::Refused::Full) => page::soon(|| dispatch(Msg::StorageFull)),
            Err(storage::Refused::Blocked) => page::soon(|| dispatch(Msg::StorageBlocked)),
            Ok(()) => {}
        },
        Effect::Forget(keys) => storage::forget(&keys),
        Effect::Focus => page::focus_soon(),
        Effect::Announce(text) => SAID.with_borrow_mut(|said| *said = text),
        Effect::Tick => page::soon(|| dispatch(Msg::Tick)),
    }
}

fn shell() -> AnyView {
    SHELL.with_borrow_mut(|s| *s = Some(Shell { version: RwSignal::new(0) }));
    let screen = part(
        |app| std::mem::discriminant(&app.screen),
        |_| {
            read(|app| match app.screen {
                Screen::Start => screens::start::view,
                Screen::Play => screens::play::view,
                Screen::Debrief => screens::debrief::view,
                Screen::Data => screens::data::view,
                Screen::Error(_) => screens::error::view,
            })()
        },
    );
    let said = part(|_| SAID.with_borrow(String::clone), |said| el("SPAN").text(said.as_str()));
    el("DIV")
        .attr("class", "page")
        .kid(components::header())
        .kid(components::notices())
        .kid(screen)
        .kid(components::footer())
        .kid(dom::with_class("DIV", "unseen").attr("aria-live", "polite").kid(said))
        .view()
}
