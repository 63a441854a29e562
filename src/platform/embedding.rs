//! What the bundle `portal` left on the page: a function, with what holds in its portal.

use wasm_bindgen::prelude::*;

fn host() -> Option<js_sys::Function> {
    super::share::method(&web_sys::window()?.into(), HOST)
}

/// Its name on the page.
pub(super) const HOST: &str = "byFridayHost";

/// Whether a portal or another page shows us.
pub fn hosted() -> bool {
    host().is_some()
}

/// Leaves them something to know.
pub(super) fn note(name: &str, value: &JsValue) {
    if let Some(host) = host() {
        let _ = js_sys::Reflect::set(&host, &name.into(), value);
    }
}

pub(super) fn of_host(name: &str) -> Option<JsValue> {
    js_sys::Reflect::get(&host()?.into(), &name.into()).ok()
}

/// What the device's keys begin with in a portal.
pub(super) fn scope() -> Option<String> {
    of_host("scope")?.as_string()
}

/// What the address to hand on begins with, where a package says so.
pub(super) fn open_copy() -> Option<String> {
    of_host("public")?.as_string()
}

/// Whether the portal is told the decisions' score, not the week's.
pub fn scored_by_decisions() -> bool {
    of_host("score").and_then(|s| s.as_string()).is_some_and(|s| s == "decisions")
}

/// Tells the portal's bundle, where there is one, what is shown: its fragment, whether it is the
/// learner's own week, and whether its debrief is open.
pub fn told(fragment: &str, own: bool, debrief: bool) {
    if let Some(host) = host() {
        let _ = host.call3(&JsValue::NULL, &fragment.into(), &own.into(), &debrief.into());
    }
}
