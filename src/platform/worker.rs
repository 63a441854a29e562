//! The worker: the same program without a page, which works out units of long work. Where a page
//! may have none, the same units are worked out here, between frames.

use super::objects;
use std::cell::{Cell, RefCell};
use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::*;

/// A unit of work: its kind, the link that leads to what it is about, and its number.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unit {
    pub kind: String,
    pub link: String,
    pub unit: u32,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    /// Not asked for yet.
    None,
    Starting,
    Ready,
    /// This page may have none.
    Refused,
}

/// The worker, as this page knows it.
struct Hand {
    state: Cell<State>,
    worker: RefCell<Option<web_sys::Worker>>,
    lost: Cell<fn()>,
    /// Units given and units that came back.
    given: Cell<u32>,
    came: Cell<u32>,
    watched: Cell<bool>,
}

thread_local! {
    static HAND: Hand = const {
        Hand {
            state: Cell::new(State::None),
            worker: RefCell::new(None),
            lost: Cell::new(|| ()),
            given: Cell::new(0),
            came: Cell::new(0),
            watched: Cell::new(false),
        }
    };
}

fn hand<T>(f: impl FnOnce(&Hand) -> T) -> T {
    HAND.with(f)
}

/// A worker from which nothing comes back for so long, in milliseconds, is gone: a unit takes a hundredth.
const PATIENCE: i32 = 10_000;

/// There is no worker any more: what it had in hand is to be given out again.
fn gone() {
    hand(|h| h.state.set(State::Refused));
    if let Some(worker) = hand(|h| h.worker.take()) {
        worker.terminate();
    }
    hand(|h| h.lost.get())();
}

/// Browsers stop a worker without a word where memory is short.
fn watch() {
    if hand(|h| h.watched.replace(true)) {
        return;
    }
    let came = hand(|h| h.came.get());
    super::page::later(
        move || {
            hand(|h| h.watched.set(false));
            match (ready() && hand(|h| h.given.get()) != hand(|h| h.came.get()), came == hand(|h| h.came.get())) {
                (true, true) => gone(),
                (true, false) => watch(),
                (false, _) => {}
            }
        },
        PATIENCE,
    );
}

/// Whether there is a worker that answers.
pub fn ready() -> bool {
    hand(|h| h.state.get()) == State::Ready
}

/// Starts the worker, once: `boot.js` makes it, as it knows where the program lies. `part` gets
/// what comes back, `begun` and `lost` are called when it answers first and when it fails.
pub fn start(part: fn(Unit, Vec<i64>), begun: fn(), lost: fn()) {
    if hand(|h| h.state.get()) != State::None {
        return;
    }
    hand(|h| h.state.set(State::Refused));
    let Some(made) = make() else { return };
    hand(|h| h.state.set(State::Starting));
    hand(|h| h.lost.set(lost));
    let heard = objects::listener(move |event| {
        let Some(Ok(list)) = objects::get(&event, "data").map(JsCast::dyn_into::<js_sys::Array>) else {
            // The first message says that it runs.
            hand(|h| h.state.set(State::Ready));
            return begun();
        };
        hand(|h| h.came.set(hand(|h| h.came.get()) + 1));
        let text = |at| list.get(at).as_string().unwrap_or_default();
        let unit = Unit { kind: text(0), link: text(1), unit: list.get(2).as_f64().unwrap_or(0.0) as u32 };
        part(unit, js_sys::BigInt64Array::new(&list.get(3)).to_vec());
    });
    made.set_onmessage(Some(&heard));
    made.set_onerror(Some(&objects::listener(|_| gone())));
    hand(|h| h.worker.replace(Some(made)));
}

fn make() -> Option<web_sys::Worker> {
    let boot = objects::get(&web_sys::window()?.into(), "byFriday")?;
    objects::method(&boot, "worker")?.call0(&boot).ok()?.dyn_into().ok()
}

/// Gives the worker a unit.
pub fn post(unit: &Unit) {
    let message = js_sys::Array::of3(&unit.kind.as_str().into(), &unit.link.as_str().into(), &unit.unit.into());
    hand(|h| {
        if let Some(worker) = &*h.worker.borrow() {
            let _ = worker.post_message(&message);
            h.given.set(h.given.get() + 1);
        }
    });
    watch();
}

/// In a worker: calls `done` with what a unit came to, or with nothing.
pub fn answer(done: &JsValue, sums: Option<Vec<i64>>) {
    let sums = sums.map_or(JsValue::UNDEFINED, |sums| js_sys::BigInt64Array::from(sums.as_slice()).into());
    if let Some(done) = done.dyn_ref::<js_sys::Function>() {
        let _ = done.call1(&JsValue::NULL, &sums);
    }
}
