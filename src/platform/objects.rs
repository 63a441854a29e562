//! What is asked of the browser's objects by name, where `web_sys` would cost more than it gives.

use super::share::method;
use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::*;

/// A member of an object.
pub fn get(object: &JsValue, name: &str) -> Option<JsValue> {
    js_sys::Reflect::get(object, &name.into()).ok()
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

/// Calls one of the two when a promise is settled; the second where there is none.
pub fn then(promise: Option<JsValue>, yes: impl FnOnce(JsValue) + 'static, no: impl FnOnce() + 'static) {
    let found = promise.and_then(|p| Some((method(&p, "then")?, p)));
    let Some((then, promise)) = found else { return no() };
    let yes = Closure::once_into_js(yes);
    let no = Closure::once_into_js(move |_: JsValue| no());
    let _ = then.call2(&promise, &yes, &no);
}
