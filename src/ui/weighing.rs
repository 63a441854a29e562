//! The figures of the week that is written: worked out by the worker where there is one, when asked for.

use super::dom::{El, part};
use super::{bump, writing};
use crate::app::write::Writing;
use crate::app::write::figures::{FiguresJob, Job, Weighed, Weighing, job};
use crate::platform::page;
use crate::platform::worker::Unit;
use std::cell::RefCell;

/// The kind of work, by which a worker is told.
pub const KIND: &str = "figures";

/// How it stands.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Standing {
    #[default]
    Unasked,
    /// Why the week has no figures.
    Refused(String),
    /// How far it is, in twentieths.
    Busy(u32),
    /// The figures, and whether the week has changed since.
    Done(Box<Weighed>, bool),
}

/// The work in hand: the text it is about, units given out, and what it came to.
struct Held {
    text: String,
    work: Weighing,
    given: u32,
    found: Option<Weighed>,
}

thread_local! {
    static HELD: RefCell<Option<Result<Held, String>>> = const { RefCell::new(None) };
    /// In a worker: the work in hand.
    static BENCH: RefCell<Option<(String, FiguresJob)>> = const { RefCell::new(None) };
}

/// A part of the page that rests on how it stands.
pub fn standing(draw: impl Fn(&Standing) -> El + Send + 'static) -> El {
    part(|_| now(), draw)
}

fn now() -> Standing {
    HELD.with_borrow(|held| match held {
        None => Standing::Unasked,
        Some(Err(why)) => Standing::Refused(why.clone()),
        Some(Ok(held)) => match &held.found {
            None => Standing::Busy((held.work.progress() * 20.0) as u32),
            Some(found) => Standing::Done(Box::new(found.clone()), writing::with(Writing::json_text).as_ref() != Some(&held.text)),
        },
    })
}

/// A press that is theirs.
pub fn press(action: &str) -> bool {
    let ours = action == "write-weigh";
    if ours {
        begin();
    }
    ours
}

/// Begins, with the week as it stands now.
fn begin() {
    let Some(text) = writing::with(Writing::json_text) else { return };
    let work = Weighing::of(&text);
    HELD.set(Some(work.map(|work| Held { text, work, given: 0, found: None })));
    bump();
    page::soon(super::work);
}

/// Another week is written: nothing is known of it.
pub fn forget() {
    HELD.set(None);
}

/// The next unit of work.
pub fn next() -> Option<Unit> {
    HELD.with_borrow_mut(|held| {
        let held = held.as_mut()?.as_mut().ok()?;
        (held.given < held.work.units()).then(|| {
            held.given += 1;
            Unit { kind: KIND.to_owned(), link: held.work.key.clone(), unit: held.given - 1 }
        })
    })
}

/// Takes what a unit came to.
pub fn came(unit: &Unit, part: &[i64]) {
    HELD.with_borrow_mut(|held| {
        if let Some(Ok(held)) = held
            && held.work.key == unit.link
            && held.found.is_none()
        {
            held.work.add(unit.unit, part);
            held.found = held.work.weighed();
        }
    });
}

/// Works out one unit here; `true` while more is left.
pub fn slice() -> bool {
    let Some(unit) = next() else { return false };
    let part = HELD.with_borrow(|held| held.as_ref()?.as_ref().ok().map(|h| h.work.run(unit.unit)));
    came(&unit, &part.unwrap_or_default());
    true
}

/// The worker is gone: what was given out is to be given out again.
pub fn requeue() {
    HELD.with_borrow_mut(|held| {
        if let Some(Ok(held)) = held {
            held.given = 0;
        }
    });
}

/// Works out one unit on a key: what the worker does.
pub fn work(key: &str, unit: u32) -> Vec<i64> {
    BENCH.with_borrow_mut(|bench| {
        if bench.as_ref().is_none_or(|b| b.0 != key) {
            *bench = job(key).map(|job| (key.to_owned(), job));
        }
        bench.as_ref().filter(|b| unit < b.1.units()).map(|b| b.1.run(unit)).unwrap_or_default()
    })
}
