//! What is asked of the browser's objects by name, where `web_sys` would cost more than it gives.

use std::cell::Cell;
use std::rc::Rc;
use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::*;

/// A member of an object.
pub fn get(object: &JsValue, name: &str) -> Option<JsValue> {
    js_sys::Reflect::get(object, &name.into()).ok()
}

/// A function of an object, if it is there.
pub fn method(object: &JsValue, name: &str) -> Option<js_sys::Function> {
    js_sys::Reflect::get(object, &JsValue::from_str(name)).ok()?.dyn_into().ok()
}

/// Sets a member of an object.
pub fn set(object: &js_sys::Object, name: &str, value: &JsValue) {
    let _ = js_sys::Reflect::set(object, &name.into(), value);
}

/// Something that stops a request, where the browser has it.
pub fn controller(window: &JsValue) -> Option<JsValue> {
    let made = get(window, "AbortController").and_then(|c| c.dyn_into::<js_sys::Function>().ok());
    made.and_then(|c| js_sys::Reflect::construct(&c, &js_sys::Array::new()).ok())
}

/// Stops a request.
pub fn abort(controller: Option<&JsValue>) {
    let _ = controller.and_then(|c| method(c, "abort").map(|f| f.call0(c)));
}

/// A function of the page that calls `f` with what it is called with, each time. All that the browser calls are
/// of this type or of that of [`once`]: each that crosses brings code of its own.
pub fn listener(f: impl Fn(JsValue) + 'static) -> js_sys::Function {
    listening(Box::new(f))
}

#[inline(never)]
fn listening(f: Box<dyn Fn(JsValue)>) -> js_sys::Function {
    Closure::wrap(f).into_js_value().unchecked_into()
}

/// A function of the page that is called once, and then gives back what it took.
pub fn once(f: impl FnOnce(JsValue) + 'static) -> js_sys::Function {
    once_boxed(Box::new(f))
}

#[inline(never)]
pub fn once_boxed(f: Box<dyn FnOnce(JsValue)>) -> js_sys::Function {
    Closure::once_into_js(f).unchecked_into()
}

/// Calls one of the two when a promise is settled; the second where there is none.
pub fn then(promise: Option<JsValue>, yes: impl FnOnce(JsValue) + 'static, no: impl FnOnce() + 'static) {
    let found = promise.and_then(|p| Some((method(&p, "then")?, p)));
    let Some((then, promise)) = found else { return no() };
    let _ = then.call2(&promise, &once(yes), &once(move |_| no()));
}

/// What a promise came to goes here.
type Settle = Box<dyn FnOnce(Option<JsValue>)>;

/// Calls `done` once with what a promise came to; with nothing where it was broken, or there is none.
pub fn settled(promise: Option<JsValue>, done: impl FnOnce(Option<JsValue>) + 'static) {
    settling(promise, Box::new(done));
}

fn settling(promise: Option<JsValue>, done: Settle) {
    let done = Rc::new(Cell::new(Some(done)));
    let other = done.clone();
    let tell = |done: &Cell<Option<Settle>>, value| {
        if let Some(done) = done.take() {
            done(value);
        }
    };
    then(promise, move |value| tell(&done, Some(value)), move || tell(&other, None));
}
