//! The Leptos shell: reads view models, sends messages, carries out effects.

mod components;
mod screens;

use crate::app::{App, Effect, Msg, Screen, debrief, play};
use crate::platform::{location, page, storage};
use leptos::prelude::*;
use std::cell::RefCell;

thread_local! {
    static APP: RefCell<Option<App>> = const { RefCell::new(None) };
    static SHELL: RefCell<Option<Shell>> = const { RefCell::new(None) };
}

/// The signals the screens hang on.
#[derive(Clone, Copy)]
pub struct Shell {
    /// Rises with every message.
    version: RwSignal<u32>,
    /// What is said politely.
    said: RwSignal<String>,
}

/// Which screen is shown, for choosing the view.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Start,
    Play,
    Debrief,
    Data,
    Error,
}

/// Starts the shell: called once, by `main`.
pub fn start() {
    let (kept, open) = storage::open(crate::app::PREFIX);
    APP.with_borrow_mut(|app| *app = Some(App::new(kept)));
    let Some(root) = page::mount_point() else { return };
    let handle = leptos::mount::mount_to(root, shell);
    handle.forget();
    match open {
        Err(storage::Refused::Blocked) => dispatch(Msg::StorageBlocked),
        Err(storage::Refused::Full) => dispatch(Msg::StorageFull),
        Ok(()) => {}
    }
    page::on("popstate", opened);
    page::on("hashchange", opened);
    opened();
    page::ready();
}

/// The address changed under us: by Back, by hand, or on opening.
fn opened() {
    let fragment = location::fragment();
    let known = read(|app| app.route().to_string() == fragment && !matches!(app.screen, Screen::Error(_)));
    if !known || fragment.is_empty() {
        dispatch(Msg::Address { fragment, seed: page::seed() });
    }
}

/// Reads the application's state.
pub(crate) fn read<T>(f: impl FnOnce(&App) -> T) -> T {
    APP.with_borrow(|app| f(app.as_ref().expect("the shell has started")))
}

/// Sends a message and carries out its effects.
pub(crate) fn dispatch(msg: Msg) {
    let effects = APP.with_borrow_mut(|app| app.as_mut().map(|app| app.update(msg)).unwrap_or_default());
    let Some(shell) = SHELL.with_borrow(|shell| *shell) else { return };
    shell.version.update(|v| *v += 1);
    effects.into_iter().for_each(|effect| carry_out(shell, effect));
}

fn carry_out(shell: Shell, effect: Effect) {
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
        Effect::Announce(text) => shell.said.set(text),
        Effect::Tick => page::soon(|| dispatch(Msg::Tick)),
    }
}

/// A part of the state as a memo: what hangs on it is drawn again only when it changes.
pub(crate) fn part<T: Clone + PartialEq + Send + Sync + 'static>(f: impl Fn(&App) -> T + Send + Sync + 'static) -> Memo<T> {
    let version = SHELL.with_borrow(|shell| shell.map(|s| s.version));
    Memo::new(move |_| {
        if let Some(version) = version {
            version.track();
        }
        read(&f)
    })
}

fn shell() -> impl IntoView {
    let shell = Shell { version: RwSignal::new(0), said: RwSignal::new(String::new()) };
    SHELL.with_borrow_mut(|s| *s = Some(shell));
    let kind = part(|app| match app.screen {
        Screen::Start => Kind::Start,
        Screen::Play => Kind::Play,
        Screen::Debrief => Kind::Debrief,
        Screen::Data => Kind::Data,
        Screen::Error(_) => Kind::Error,
    });
    view! {
        {components::header()}
        {components::notices()}
        {move || match kind.get() {
            Kind::Start => screens::start::view().into_any(),
            Kind::Play => screens::play::view().into_any(),
            Kind::Debrief => screens::debrief::view().into_any(),
            Kind::Data => screens::data::view().into_any(),
            Kind::Error => screens::error::view().into_any(),
        }}
        {components::footer()}
        <div class="unseen" aria-live="polite">{move || shell.said.get()}</div>
    }
}

/// The play screen's view model, kept as a memo.
pub(crate) fn play_view() -> Memo<Option<play::View>> {
    part(App::play_view)
}

/// The debrief's view model, kept as a memo.
pub(crate) fn debrief_view() -> Memo<Option<debrief::View>> {
    part(App::debrief_view)
}
