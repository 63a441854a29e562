//! What trainers work with: the editor, the class page, and packages.

use super::part::{CLASS, FIGURES, Part};
use super::sessions::{Bench, sessions};
use super::{classing, packing, screens, studying, writing};
use crate::platform::page;
use crate::platform::worker::Unit;
use app::class::Job;
use app::class::session::{self, Session as Class};
use app::write::figures::{self, Held};
use app::write::session::Msg as Write;
use app::{Library, Screen};

/// See [`Part`].
pub static DESK: Part = Part {
    library: Library::WHOLE,
    begin,
    screen: |app| match app.screen {
        Screen::Packaging => Some(screens::packaging::view),
        Screen::Write => Some(screens::write::view),
        Screen::Class(_) => Some(screens::class::view),
        _ => None,
    },
    press: |action, pressed| packing::press(action) || writing::press(action, pressed) || classing::press(action, pressed),
    typed: |_, _| {},
    follow: |app| {
        packing::follow(app);
        classing::follow(app);
        let back = studying::change(|s| s.write_back.take()).filter(|_| app.screen == Screen::Write);
        if let Some(scene) = back {
            // The application is still at its own message.
            page::soon(move || writing::send(Write::Scene(scene)));
        }
        Vec::new()
    },
    next: |_| next(),
    came: |_, unit, part| came(&unit, &part),
    slice: |_| slice(),
    requeue: |_| {
        classing::change(Class::requeue);
        writing::change(|s| s.held().map(Held::requeue));
    },
    work,
};

/// Listens to the forms of its pages.
fn begin() {
    packing::listen();
    writing::listen();
    classing::listen();
}

/// The next unit of work.
fn next() -> Option<Unit> {
    let unit = |kind: &'static str| move |(link, unit)| Unit { kind: kind.to_owned(), link, unit };
    let class = classing::change(Class::give).map(unit(CLASS));
    class.or_else(|| writing::change(|s| s.held().and_then(Held::give)).map(unit(FIGURES)))
}

/// Takes what a unit came to.
fn came(unit: &Unit, part: &[i64]) {
    if unit.kind == CLASS {
        classing::came(&unit.link, unit.unit, part);
    } else {
        writing::change(|s| s.held().map(|held| held.came(&unit.link, unit.unit, part)));
    }
}

/// Works out one unit here; `true` while more is left.
fn slice() -> bool {
    let Some(unit) = next() else { return false };
    let part = if unit.kind == CLASS {
        classing::with(|s| s.run(unit.unit))
    } else {
        writing::change(|s| s.held().map(|held| held.run(unit.unit))).unwrap_or_default()
    };
    came(&unit, &part);
    true
}

/// Works out one unit of a kind of work: what the worker does.
fn work(kind: &str, key: &str, unit: u32) -> Vec<i64> {
    let named = format!("{kind} {key}");
    sessions(|s| {
        let mut bench = s.bench.borrow_mut();
        if bench.as_ref().is_none_or(|b| b.0 != named) {
            let job = match kind {
                CLASS => session::job(key).map(Bench::Class),
                FIGURES => figures::job(key).map(Bench::Figures),
                _ => None,
            };
            *bench = job.map(|job| (named, job));
        }
        match &*bench {
            Some((_, Bench::Class(job))) => job.run(unit),
            Some((_, Bench::Figures(job))) if unit < job.units() => job.run(unit),
            _ => Vec::new(),
        }
    })
}
