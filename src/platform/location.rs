//! The address: reading it and writing it. Every history call may throw and is caught.

use wasm_bindgen::JsValue;

/// The fragment with its `#`, or an empty text.
pub fn fragment() -> String {
    web_sys::window().and_then(|w| w.location().hash().ok()).unwrap_or_default()
}

/// The address without its fragment.
pub fn base() -> String {
    let href = web_sys::window().and_then(|w| w.location().href().ok()).unwrap_or_default();
    href.split('#').next().unwrap_or("").to_owned()
}

/// An address of a link in full, as the browser reads it from here, and the page's own origin.
pub fn resolved(address: &str) -> Option<(String, String)> {
    let plain: String = js_sys::decode_uri_component(address).ok()?.into();
    let url = web_sys::Url::new_with_base(&plain, &base()).ok()?;
    Some((url.href(), web_sys::window()?.location().origin().ok()?))
}

/// Whether the page stands in a frame of another page.
pub fn framed() -> bool {
    let Some(window) = web_sys::window() else { return false };
    match window.parent() {
        Ok(Some(parent)) => parent != window,
        // A parent of another origin may refuse even to be looked at.
        _ => true,
    }
}

/// Writes the fragment: a new history entry at top level, the same one in a frame or where told so.
pub fn write(fragment: &str, push: bool) {
    let Some(window) = web_sys::window() else { return };
    if window.location().hash().is_ok_and(|h| h == fragment) {
        return;
    }
    let Ok(history) = window.history() else { return };
    let _ = if push && !framed() {
        history.push_state_with_url(&JsValue::NULL, "", Some(fragment))
    } else {
        history.replace_state_with_url(&JsValue::NULL, "", Some(fragment))
    };
}
