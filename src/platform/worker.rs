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

thread_local! {
    static STATE: Cell<State> = const { Cell::new(State::None) };
    static WORKER: RefCell<Option<web_sys::Worker>> = const { RefCell::new(None) };
    static LOST: Cell<fn()> = const { Cell::new(|| ()) };
    /// Units given and units that came back.
    static GIVEN: Cell<u32> = const { Cell::new(0) };
    static CAME: Cell<u32> = const { Cell::new(0) };
    static WATCHED: Cell<bool> = const { Cell::new(false) };
}

/// A worker from which nothing comes back for so long, in milliseconds, is gone: a unit takes a hundredth.
const PATIENCE: i32 = 10_000;

/// There is no worker any more: what it had in hand is to be given out again.
fn gone() {
    STATE.set(State::Refused);
    if let Some(worker) = WORKER.take() {
        worker.terminate();
    }
    LOST.get()();
}

/// Browsers stop a worker without a word where memory is short.
fn watch() {
    if WATCHED.replace(true) {
        return;
    }
    let came = CAME.get();
    super::page::later(
        move || {
            WATCHED.set(false);
            match (ready() && GIVEN.get() != CAME.get(), came == CAME.get()) {
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
    STATE.get() == State::Ready
}

/// Starts the worker, once: `boot.js` makes it, as it knows where the program lies. `part` gets
/// what comes back, `begun` and `lost` are called when it answers first and when it fails.
pub fn start(part: fn(Unit, Vec<i64>), begun: fn(), lost: fn()) {
    if STATE.get() != State::None {
        return;
    }
    STATE.set(State::Refused);
    let Some(made) = make() else { return };
    STATE.set(State::Starting);
    LOST.set(lost);
    let heard = objects::listener(move |event| {
        let Some(Ok(list)) = objects::get(&event, "data").map(JsCast::dyn_into::<js_sys::Array>) else {
            // The first message says that it runs.
            STATE.set(State::Ready);
            return begun();
        };
        CAME.set(CAME.get() + 1);
        let text = |at| list.get(at).as_string().unwrap_or_default();
        let unit = Unit { kind: text(0), link: text(1), unit: list.get(2).as_f64().unwrap_or(0.0) as u32 };
        part(unit, js_sys::BigInt64Array::new(&list.get(3)).to_vec());
    });
    made.set_onmessage(Some(&heard));
    made.set_onerror(Some(&objects::listener(|_| gone())));
    WORKER.with_borrow_mut(|w| *w = Some(made));
}

fn make() -> Option<web_sys::Worker> {
    let boot = objects::get(&web_sys::window()?.into(), "byFriday")?;
    objects::method(&boot, "worker")?.call0(&boot).ok()?.dyn_into().ok()
}

/// Gives the worker a unit.
pub fn post(unit: &Unit) {
    let message = js_sys::Array::of3(&unit.kind.as_str().into(), &unit.link.as_str().into(), &unit.unit.into());
    WORKER.with_borrow(|w| {
        if let Some(worker) = w {
            let _ = worker.post_message(&message);
            GIVEN.set(GIVEN.get() + 1);
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
