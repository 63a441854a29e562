//! The address: reading it and writing it. Every history call may throw and is caught.

use super::embedding;
use app::address::bare;
use wasm_bindgen::JsValue;

/// The fragment with its `#`, or an empty text.
pub fn fragment() -> String {
    web_sys::window().and_then(|w| w.location().hash().ok()).unwrap_or_default()
}

/// The address to hand on, behind which a fragment of ours goes: **the one place where it is made**.
/// Origin and path; never the query, in which portals say who somebody is and what lets them in. In a
/// package for a portal it is the open copy that the package names; where it names none it is empty:
/// the moves are handed on as text then, for the portal's address leads nobody past its login.
pub fn open() -> String {
    embedding::open_copy().unwrap_or_else(|| bare(&base()))
}

/// The address that those of the page are relative to.
fn base() -> String {
    let document = web_sys::window().and_then(|w| w.document());
    document.and_then(|d| d.base_uri().ok().flatten()).unwrap_or_default()
}

/// Whether this is the page of one week (`s/ID/`), which a build has and a package has not.
pub fn week_page() -> bool {
    let document = web_sys::window().and_then(|w| w.document());
    document.is_some_and(|d| matches!(d.query_selector("base[data-week]"), Ok(Some(_))))
}

/// The query that the page was opened with, its `?` first: `boot.js` takes it out of the address.
pub fn query() -> String {
    let window: Option<JsValue> = web_sys::window().map(Into::into);
    window.and_then(|w| super::objects::get(&w, "byFridayQuery")).and_then(|q| q.as_string()).unwrap_or_default()
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
    // The entry says where the tab keeps the query (`boot.js`).
    let state = history.state().unwrap_or(JsValue::NULL);
    let _ = if push && !framed() {
        history.push_state_with_url(&state, "", Some(fragment))
    } else {
        history.replace_state_with_url(&state, "", Some(fragment))
    };
}
