//! A SCORM portal's object: found in the windows around this one, and called.

use super::texts;
use portal::scorm::Call;
use wasm_bindgen::prelude::*;

/// Windows that are looked into, at most: a chain of frames may be a ring in a broken page.
const MOST: usize = 100;

/// The object of a version (SCORM 2004 RTE 3.3, SCORM 1.2 RTE 3.3.6): in this window, its parents,
/// then the window that opened it or its topmost, and that one's parents.
pub fn find(newer: bool) -> Option<JsValue> {
    let window: JsValue = web_sys::window()?.into();
    let openers = ["opener", "top"].into_iter().filter_map(|of| match of {
        "top" => field(&field(&window, "top")?, "opener"),
        _ => field(&window, of),
    });
    std::iter::once(window.clone()).chain(openers).find_map(|from| up(from, newer))
}

fn up(mut window: JsValue, newer: bool) -> Option<JsValue> {
    let (name, first) = if newer { ("API_1484_11", "Initialize") } else { ("API", "LMSInitialize") };
    for _ in 0..MOST {
        // A window of another origin throws when it is asked: the next may be of ours again.
        if let Some(api) = field(&window, name)
            && field(&api, first).is_some_and(|f| f.is_function())
        {
            return Some(api);
        }
        let parent = field(&window, "parent").filter(|p| *p != window)?;
        window = parent;
    }
    None
}

/// What stands under a name; nothing where the object refuses.
fn field(of: &JsValue, name: &str) -> Option<JsValue> {
    js_sys::Reflect::get(of, &name.into()).ok().filter(|v| !v.is_null() && !v.is_undefined())
}

/// Calls a function of the object; nothing where it throws. What it returns as a text, empty where
/// that is nothing: portals return numbers and booleans too.
pub fn call(api: &JsValue, call: &Call) -> Option<String> {
    let arguments: Vec<&str> = call.arguments.iter().map(String::as_str).collect();
    let value = texts(api, call.function, &arguments)?;
    // Error codes are numbers in some portals.
    let number = || value.as_f64().map(|n| (n as i64).to_string());
    Some(value.as_string().or_else(|| value.as_bool().map(|b| b.to_string())).or_else(number).unwrap_or_default())
}
