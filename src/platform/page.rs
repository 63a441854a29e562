//! The page itself: focus, readiness, timing, chance, print and downloads.

use wasm_bindgen::prelude::*;
use wasm_bindgen::JsCast;

/// Says that input works: `html[data-ready]`.
pub fn ready() {
    if let Some(html) = web_sys::window().and_then(|w| w.document()).and_then(|d| d.document_element()) {
        let _ = html.set_attribute("data-ready", "");
    }
}

/// The element to mount into, emptied.
pub fn mount_point() -> Option<web_sys::HtmlElement> {
    let element = web_sys::window()?.document()?.get_element_by_id("app")?;
    element.set_inner_html("");
    element.dyn_into().ok()
}

/// Moves the focus to the newest heading (`[data-focus]`) once it is on the page, and the view
/// to its top.
pub fn focus_soon() {
    soon(|| {
        let Some(document) = web_sys::window().and_then(|w| w.document()) else { return };
        if let Ok(Some(heading)) = document.query_selector("[data-focus]") {
            if let Ok(heading) = heading.dyn_into::<web_sys::HtmlElement>() {
                let _ = heading.focus();
            }
        }
    });
}

/// Runs `f` after the next frame was drawn or, in a tab that draws none, soon.
pub fn soon(f: impl FnOnce() + 'static) {
    let callback = Closure::once_into_js(f);
    if let Some(window) = web_sys::window() {
        let _ = window.set_timeout_with_callback(callback.unchecked_ref());
    }
}

/// A random seed.
pub fn seed() -> u32 {
    let mut bytes = [0u8; 4];
    let drawn = web_sys::window().and_then(|w| w.crypto().ok());
    match drawn.map(|c| c.get_random_values_with_u8_array(&mut bytes)) {
        Some(Ok(_)) => u32::from_le_bytes(bytes),
        _ => (js_sys::Math::random() * f64::from(u32::MAX)) as u32,
    }
}

/// Calls `f` with each event of this name on the window.
pub fn on(event: &str, f: impl FnMut() + 'static) {
    let callback = Closure::<dyn FnMut()>::new(f);
    if let Some(window) = web_sys::window() {
        let _ = window.add_event_listener_with_callback(event, callback.as_ref().unchecked_ref());
    }
    callback.forget();
}

/// Opens the print dialogue, where one may.
pub fn print() {
    if let Some(window) = web_sys::window() {
        let _ = window.print();
    }
}

/// Offers a text as a file. `false` where the browser refuses to make one.
pub fn download(name: &str, kind: &str, text: &str) -> bool {
    offer(name, kind, text).is_some()
}

fn offer(name: &str, kind: &str, text: &str) -> Option<()> {
    let parts = js_sys::Array::of1(&JsValue::from_str(text));
    let options = web_sys::BlobPropertyBag::new();
    options.set_type(kind);
    let blob = web_sys::Blob::new_with_str_sequence_and_options(&parts, &options).ok()?;
    let url = web_sys::Url::create_object_url_with_blob(&blob).ok()?;
    let document = web_sys::window()?.document()?;
    let anchor: web_sys::HtmlAnchorElement = document.create_element("a").ok()?.dyn_into().ok()?;
    anchor.set_href(&url);
    anchor.set_download(name);
    anchor.click();
    // Taken back later: some browsers read the address only after the click was handled.
    let window = web_sys::window()?;
    let revoke = Closure::once_into_js(move || {
        let _ = web_sys::Url::revoke_object_url(&url);
    });
    window.set_timeout_with_callback_and_timeout_and_arguments_0(revoke.unchecked_ref(), 60_000).ok()?;
    Some(())
}
