//! The fifth bundle: it follows a week in a portal or on another page, and works out what is told of it. The
//! bundle `portal` asks for it once the program is there, and calls it by these names.

use by_friday::platform::host;
use wasm_bindgen::prelude::*;

fn main() {}

/// What `launch.json` holds, where there is one; who is told of the week; and what shows a fragment.
#[wasm_bindgen]
pub fn begin(file: Option<String>, tell: JsValue, open: JsValue) {
    host::begin(file.as_deref(), tell, open);
}

/// Where the week begins: what the portal said, where there is one; the page's own address; whether the
/// page is shown already, what the device kept of the week before; a random seed.
#[wasm_bindgen]
pub fn start(opened: Option<String>, address: String, shown: bool, before: Option<String>, drawn: u32) {
    host::start(opened.as_deref(), address, shown, before, drawn);
}

/// The learner begins before the portal has answered.
#[wasm_bindgen]
pub fn unread(learner: &str, address: &str, drawn: u32) {
    host::unread(learner, address, drawn);
}

/// The portal has answered after that.
#[wasm_bindgen]
pub fn late(opened: &str) {
    host::late(opened);
}

/// What is shown has changed: its fragment, whether it is the learner's own week, whether its debrief is
/// open, and when (milliseconds since 1970).
#[wasm_bindgen]
pub fn shown(fragment: &str, own: bool, debrief: bool, at: f64) {
    host::shown(fragment, own, debrief, at as u64);
}

/// A window said something.
#[wasm_bindgen]
pub fn heard(event: JsValue) {
    host::heard(&event);
}

/// The learner asks for a new week.
#[wasm_bindgen]
pub fn anew() {
    host::anew();
}

/// The learner goes back to the week that counts.
#[wasm_bindgen]
pub fn back() {
    host::back();
}

/// The learner goes on with the week that is further.
#[wasm_bindgen]
pub fn go_on() {
    host::go_on();
}

/// Tells what waits.
#[wasm_bindgen]
pub fn flush() {
    host::flush();
}
