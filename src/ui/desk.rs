//! The third bundle: what trainers work with. The editor, the class page, and packages.

use super::{Bundle, bringing, change, classing, packing, screens, storing, weighing, writing};
use crate::app::{Library, Msg, Screen};
use crate::platform::storage;

/// See [`Bundle`].
pub static DESK: Bundle = Bundle {
    root: "desk",
    library: Library::WHOLE,
    screen: |app| match app.screen {
        Screen::Portal => Some(screens::portal::view),
        Screen::Write => Some(screens::write::view),
        Screen::Class(_) => Some(screens::class::view),
        Screen::Error(_) => Some(screens::error::view),
        _ => None,
    },
    press: |action, pressed| {
        packing::press(action)
            || writing::press(action, pressed)
            || bringing::press(action, pressed)
            || weighing::press(action)
            || classing::press(action, pressed)
            || storing::press(action)
    },
    typed: |_, _| {},
    follow: |app| {
        packing::follow(app);
        classing::follow(app);
        Vec::new()
    },
    next: |_| classing::next().or_else(weighing::next),
    part: |_, unit, part| {
        match unit.kind.as_str() {
            classing::KIND => classing::came(&unit, &part),
            _ => weighing::came(&unit, &part),
        }
        true
    },
    slice: |_| classing::slice() || weighing::slice(),
    requeue: |_| {
        classing::requeue();
        weighing::requeue();
    },
};

/// Starts the bundle: the shell, and the forms of its pages.
pub fn start() {
    super::start(&DESK);
    packing::listen();
    writing::listen(|| {
        weighing::forget();
        bringing::forget();
    });
    bringing::listen();
    classing::listen();
    storing::listen();
}

/// Takes the page over, with the week that was in hand where somebody comes from one: packages and the
/// guide are made of it. Nothing of it is kept here, as the bundle before has seen to that.
pub fn show(fragment: &str, why: &str) {
    if why.starts_with('#') {
        change(|app| {
            app.kept = storage::open().0;
            app.update(Msg::Address { fragment: why.to_owned(), seed: 0 })
        });
    }
    super::show(fragment, why);
    if let Some(scene) = why.strip_prefix(super::AT) {
        writing::at_scene(scene);
    }
}

/// Works out one unit of a kind of work: what the worker does.
pub fn work(kind: &str, link: &str, unit: u32) -> Vec<i64> {
    match kind {
        classing::KIND => classing::work(link, unit),
        weighing::KIND => weighing::work(link, unit),
        _ => Vec::new(),
    }
}
