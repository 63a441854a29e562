//! Handing a link on: the clipboard, and the device's share sheet where there is one.

use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::*;

/// A function of an object, if it is there.
pub(super) fn method(object: &JsValue, name: &str) -> Option<js_sys::Function> {
    js_sys::Reflect::get(object, &JsValue::from_str(name)).ok()?.dyn_into().ok()
}

fn navigator() -> Option<JsValue> {
    web_sys::window().map(|w| w.navigator().into())
}

/// Whether the device has a share sheet.
pub fn has_sheet() -> bool {
    navigator().is_some_and(|n| method(&n, "share").is_some())
}

/// Opens the share sheet. A dismissed sheet is no failure.
pub fn sheet(title: &str, url: &str) {
    let Some(navigator) = navigator() else { return };
    let data = js_sys::Object::new();
    let _ = js_sys::Reflect::set(&data, &"title".into(), &title.into());
    let _ = js_sys::Reflect::set(&data, &"url".into(), &url.into());
    if let Some(Ok(promise)) = method(&navigator, "share").map(|f| f.call1(&navigator, &data)) {
        settle(promise, |_| {});
    }
}

/// Copies a text, then says whether it worked.
pub fn copy(text: &str, done: impl FnOnce(bool) + 'static) {
    let clipboard = navigator().and_then(|n| js_sys::Reflect::get(&n, &"clipboard".into()).ok());
    let written = clipboard.and_then(|c| method(&c, "writeText").map(|f| f.call1(&c, &text.into())));
    match written {
        Some(Ok(promise)) => settle(promise, done),
        _ => done(false),
    }
}

fn settle(promise: JsValue, done: impl FnOnce(bool) + 'static) {
    let Ok(promise) = promise.dyn_into::<js_sys::Promise>() else { return done(false) };
    let done = std::rc::Rc::new(std::cell::Cell::new(Some(done)));
    let other = done.clone();
    let yes = Closure::once_into_js(move |_: JsValue| {
        if let Some(done) = done.take() {
            done(true);
        }
    });
    let no = Closure::once_into_js(move |_: JsValue| {
        if let Some(done) = other.take() {
            done(false);
        }
    });
    if let Some(then) = method(&promise, "then") {
        let _ = then.call2(&promise, &yes, &no);
    }
}
