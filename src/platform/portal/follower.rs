//! The part that follows the week, seen from here: it is loaded after the program, and is called in order
//! with all that it missed.

use super::super::objects::then;
use super::super::share::method;
use super::told;
use crate::report::Opened;
use std::cell::{Cell, RefCell};
use wasm_bindgen::prelude::*;

/// A call that waits: the function's name and what it is called with.
type Call = (&'static str, Vec<JsValue>);

thread_local! {
    /// Loads it.
    static LOAD: RefCell<Option<js_sys::Function>> = const { RefCell::new(None) };
    static LOADING: Cell<bool> = const { Cell::new(false) };
    static OPEN: RefCell<JsValue> = const { RefCell::new(JsValue::NULL) };
    static THERE: RefCell<Option<JsValue>> = const { RefCell::new(None) };
    static CALLS: RefCell<Vec<Call>> = const { RefCell::new(Vec::new()) };
}

/// `load` brings it, as a promise; `open` shows a fragment. What the page around this one says is kept for it.
pub fn listen(load: JsValue, open: JsValue) {
    LOAD.set(load.dyn_into().ok());
    OPEN.set(open);
    let Some(window) = web_sys::window() else { return };
    if !super::location::framed() {
        return;
    }
    let heard = Closure::<dyn Fn(JsValue)>::new(|event: JsValue| call("heard", vec![event]));
    let _ = window.add_event_listener_with_callback("message", heard.as_ref().unchecked_ref());
    heard.forget();
}

/// Says what `launch.json` holds, and where the other part finds this one.
pub fn begin(file: Option<String>) {
    let tell = Closure::<dyn Fn(String, String)>::new(|kind: String, text: String| told(&kind, &text)).into_js_value();
    let open = OPEN.with_borrow(JsValue::clone);
    call("begin", vec![file.into(), tell, open]);
}

/// Says where the week begins: `shown`: it is shown already; `before`: what the device kept of it then.
pub fn start(opened: Option<&Opened>, address: String, shown: bool, before: Option<String>, drawn: u32) {
    call("start", vec![opened.map(Opened::write).into(), address.into(), shown.into(), before.into(), drawn.into()]);
}

/// The learner begins before the portal has answered.
pub fn unread(learner: String, address: String, drawn: u32) {
    call("unread", vec![learner.into(), address.into(), drawn.into()]);
}

/// The portal has answered after that.
pub fn late(opened: &Opened) {
    call("late", vec![opened.write().into()]);
}

/// What is shown has changed; `at` in milliseconds since 1970.
pub fn shown(fragment: &str, own: bool, debrief: bool, at: u64) {
    call("shown", vec![fragment.into(), own.into(), debrief.into(), (at as f64).into()]);
}

/// A button was pressed.
pub fn pressed(name: &'static str) {
    call(name, Vec::new());
}

/// What waits to be told is told now, by what is there by now.
pub fn flush() {
    if THERE.with_borrow(Option::is_some) {
        call("flush", Vec::new());
    }
}

/// Tries again to load it, where something waits for it.
pub fn again() {
    let waits = CALLS.with_borrow(|calls| !calls.is_empty());
    if waits && !LOADING.replace(true) {
        let load = LOAD.with_borrow(|load| load.as_ref().and_then(|f| f.call0(&JsValue::NULL).ok()));
        let came = |there: JsValue| {
            THERE.set(Some(there));
            super::followed();
            run();
        };
        let failed = || {
            LOADING.set(false);
            super::unfollowed();
        };
        then(load, came, failed);
    }
}

/// Whether the first page waits for it.
pub fn first() -> bool {
    let first = |(name, with): &Call| *name == "unread" || *name == "start" && with.get(2).is_some_and(JsValue::is_falsy);
    CALLS.with_borrow(|calls| calls.iter().any(first))
}

fn call(name: &'static str, with: Vec<JsValue>) {
    CALLS.with_borrow_mut(|calls| calls.push((name, with)));
    if THERE.with_borrow(Option::is_some) { run() } else { again() }
}

/// Makes the calls that wait. One may lead to another, which is made where it was asked for.
fn run() {
    let Some(there) = THERE.with_borrow(Option::clone) else { return };
    loop {
        let next = CALLS.with_borrow_mut(|calls| if calls.is_empty() { None } else { Some(calls.remove(0)) });
        let Some((name, with)) = next else { return };
        if let Some(function) = method(&there, name) {
            let _ = function.apply(&JsValue::NULL, &with.into_iter().collect::<js_sys::Array>());
        }
    }
}
