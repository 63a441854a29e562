//! Handing a link on: the clipboard, and the device's share sheet where there is one.

use super::objects::{self, method};
use wasm_bindgen::prelude::*;

fn navigator() -> Option<JsValue> {
    web_sys::window().map(|w| w.navigator().into())
}

/// Whether what is handed on is a whole link, not moves as text.
pub fn is_link(text: &str) -> bool {
    !text.starts_with('#')
}

/// Whether the device has a share sheet.
pub fn has_sheet() -> bool {
    navigator().is_some_and(|n| method(&n, "share").is_some())
}

/// Opens the share sheet with a link, or with a text that is none. A dismissed sheet is no failure.
pub fn sheet(title: &str, text: &str) {
    let Some(navigator) = navigator() else { return };
    let data = js_sys::Object::new();
    let _ = js_sys::Reflect::set(&data, &"title".into(), &title.into());
    let _ = js_sys::Reflect::set(&data, &if is_link(text) { "url" } else { "text" }.into(), &text.into());
    if let Some(Ok(promise)) = method(&navigator, "share").map(|f| f.call1(&navigator, &data)) {
        objects::settled(Some(promise), |_| {});
    }
}

/// Copies a text, then says whether it worked.
pub fn copy(text: &str, done: impl FnOnce(bool) + 'static) {
    let clipboard = navigator().and_then(|n| js_sys::Reflect::get(&n, &"clipboard".into()).ok());
    let written = clipboard.and_then(|c| method(&c, "writeText").map(|f| f.call1(&c, &text.into())));
    let by_hand = by_hand(text);
    match written {
        Some(Ok(promise)) => objects::settled(Some(promise), move |worked| done(worked.is_some() || by_hand())),
        _ => done(by_hand()),
    }
}

/// Copies what stands in the field for sharing as a hand would, if it is this text: frames may, that were
/// not given the clipboard.
fn by_hand(text: &str) -> impl FnOnce() -> bool + 'static {
    let text = JsValue::from_str(text);
    move || {
        let Some(document) = web_sys::window().and_then(|w| w.document()) else { return false };
        let Ok(Some(field)) = document.query_selector("[data-share-link]") else { return false };
        if js_sys::Reflect::get(&field, &"value".into()) != Ok(text) {
            return false;
        }
        let _ = method(&field, "select").map(|f| f.call0(&field));
        let copied = method(&document, "execCommand").and_then(|f| f.call1(&document, &"copy".into()).ok());
        copied.is_some_and(|c| c.is_truthy())
    }
}
