//! The part that follows the week, seen from here: it is fetched after the first scene, and is called in order
//! with all that it missed.

use super::{Bring, Open, Tell, reported, talk};
use portal::Opened;
use std::cell::{Cell, RefCell};
use wasm_bindgen::prelude::*;

/// What that part does (`platform::host`).
pub struct Follow {
    pub begin: fn(Option<String>, Tell),
    pub start: fn(Option<Opened>, String, bool, Option<String>, u32),
    pub unread: fn(&str, &str, u32),
    pub late: fn(&Opened),
    pub shown: fn(&str, bool, bool, u64),
    pub heard: fn(&JsValue),
    pub anew: fn(),
    pub back: fn(),
    pub go_on: fn(),
    pub flush: fn(),
}

/// A call that waits.
type Call = Box<dyn FnOnce(&Follow)>;

/// What is known of that part.
pub(super) struct Follower {
    bring: Cell<Option<(Bring, Open)>>,
    loading: Cell<bool>,
    there: Cell<Option<&'static Follow>>,
    calls: RefCell<Vec<Call>>,
    /// The first page waits for it.
    first: Cell<bool>,
}

impl Follower {
    /// It is not there, and nothing waits for it.
    pub(super) const fn new() -> Follower {
        Follower {
            bring: Cell::new(None),
            loading: Cell::new(false),
            there: Cell::new(None),
            calls: RefCell::new(Vec::new()),
            first: Cell::new(false),
        }
    }
}

fn follower<T>(f: impl FnOnce(&Follower) -> T) -> T {
    talk(|t| f(&t.follower))
}

/// `bring` fetches it; `open` shows a fragment. What the page around this one says is kept for it.
pub fn listen(bring: Bring, open: Open) {
    follower(|f| f.bring.set(Some((bring, open))));
    if super::location::framed() {
        super::page::on_event("message", |event| {
            let event = event.clone();
            later(move |f| (f.heard)(&event));
        });
    }
}

/// Says what `launch.json` holds, and how the other part finds this one.
pub fn begin(file: Option<String>) {
    let Some((_, open)) = follower(|f| f.bring.get()) else { return };
    later(move |f| (f.begin)(file, Tell { report: reported, show: super::show, open }));
}

/// Says where the week begins: `shown`: it is shown already; `before`: what the device kept of it then.
pub fn start(opened: Option<&Opened>, address: String, shown: bool, before: Option<String>, drawn: u32) {
    let opened = opened.cloned();
    follower(|f| f.first.set(!shown));
    later(move |f| (f.start)(opened, address, shown, before, drawn));
    if !shown {
        again();
    }
}

/// The learner begins before the portal has answered.
pub fn unread(learner: String, address: String, drawn: u32) {
    follower(|f| f.first.set(true));
    call(move |f| (f.unread)(&learner, &address, drawn));
}

/// The portal has answered after that.
pub fn late(opened: &Opened) {
    let opened = opened.clone();
    call(move |f| (f.late)(&opened));
}

/// What is shown has changed; `at` in milliseconds since 1970.
pub fn shown(fragment: &str, own: bool, debrief: bool, at: u64) {
    let fragment = fragment.to_owned();
    call(move |f| (f.shown)(&fragment, own, debrief, at));
}

/// A button was pressed.
pub fn pressed(what: fn(&Follow)) {
    call(what);
}

/// What waits to be told is told now, by what is there by now.
pub fn flush() {
    if follower(|f| f.there.get()).is_some() {
        call(|f| (f.flush)());
    }
}

/// Tries again to fetch it, where something waits for it.
pub fn again() {
    let waits = follower(|f| !f.calls.borrow().is_empty());
    let Some((bring, _)) =
        follower(|f| f.bring.get()).filter(|_| waits && follower(|f| f.there.get()).is_none() && !follower(|f| f.loading.replace(true)))
    else {
        return;
    };
    bring(|there| {
        let Some(there) = there else {
            follower(|f| f.loading.set(false));
            return super::unfollowed(follower(|f| f.first.get()));
        };
        follower(|f| f.first.set(false));
        follower(|f| f.there.set(Some(there)));
        super::followed();
        run();
    });
}

/// Calls it when it is there; it is not fetched for this.
fn later(call: impl FnOnce(&Follow) + 'static) {
    follower(|f| f.calls.borrow_mut().push(Box::new(call)));
    run();
}

fn call(call: impl FnOnce(&Follow) + 'static) {
    later(call);
    again();
}

/// Makes the calls that wait. One may lead to another, which is made where it was asked for.
fn run() {
    let Some(there) = follower(|f| f.there.get()) else { return };
    loop {
        let next = follower(|f| {
            let mut calls = f.calls.borrow_mut();
            if calls.is_empty() { None } else { Some(calls.remove(0)) }
        });
        let Some(next) = next else { return };
        next(there);
    }
}
