//! Fields of a form, named by an attribute: what they hold, which are wrong, where the focus is.

use super::page;
use wasm_bindgen::JsCast;

/// Calls `f` with the name and the content of each field that carries the attribute, as it changes;
/// a box to tick holds `true` or `false`.
pub fn on_field(attribute: &'static str, f: impl Fn(&str, &str) + 'static) {
    let (f, told) = (std::rc::Rc::new(f), std::rc::Rc::new(std::cell::Cell::new(false)));
    for kind in ["input", "change"] {
        let (f, told) = (f.clone(), told.clone());
        page::listen(kind, move |event| {
            let Some(field) = event.target().and_then(|t| t.dyn_into::<web_sys::Element>().ok()) else { return };
            let Some(name) = field.get_attribute(attribute) else { return };
            // What chooses from a list for somebody (a driver, an extension) may leave out the first event.
            let first = kind == "input";
            if !first && (field.tag_name() != "SELECT" || told.get()) {
                told.set(false);
                return;
            }
            told.set(first);
            let get = |what: &str| js_sys::Reflect::get(&field, &what.into()).ok();
            let value = if field.get_attribute("type").as_deref() == Some("checkbox") {
                get("checked").and_then(|v| v.as_bool()).map(|ticked| ticked.to_string())
            } else {
                get("value").and_then(|v| v.as_string())
            };
            f(&name, &value.unwrap_or_default());
        });
    }
}

/// Calls `f` once a field that carries the attribute was left: with the end of the press or of the key
/// that left it, since what moves under a pointer before that is not what gets pressed.
pub fn on_leave(attribute: &'static str, f: impl Fn() + 'static) {
    let left = std::rc::Rc::new(std::cell::Cell::new(false));
    let (leaves, f) = (left.clone(), std::rc::Rc::new(f));
    page::listen("focusout", move |event| {
        let field = event.target().and_then(|t| t.dyn_into::<web_sys::Element>().ok());
        if field.is_some_and(|field| field.has_attribute(attribute)) {
            leaves.set(true);
        }
    });
    for end in ["click", "keyup"] {
        let (left, f) = (left.clone(), f.clone());
        page::listen(end, move |_| {
            if left.replace(false) {
                f();
            }
        });
    }
}

/// Says of each field that carries the attribute whether what it holds is wrong.
pub fn mark(attribute: &str, wrong: &[&str]) {
    let document = web_sys::window().and_then(|w| w.document());
    let Some(found) = document.and_then(|d| d.query_selector_all(&format!("[{attribute}]")).ok()) else { return };
    for i in 0..found.length() {
        let Some(field) = found.get(i).and_then(|f| f.dyn_into::<web_sys::Element>().ok()) else { continue };
        let bad = field.get_attribute(attribute).is_some_and(|name| wrong.contains(&name.as_str()));
        let _ = if bad { field.set_attribute("aria-invalid", "true") } else { field.remove_attribute("aria-invalid") };
    }
}

/// A selector of what has the focus, by the attributes that name it and the pointer it carries.
pub fn focused(names: &[&str]) -> Option<String> {
    let element = web_sys::window()?.document()?.active_element()?;
    let own = |name: &str| element.get_attribute(name).map(|value| format!("[{name}=\"{value}\"]"));
    let found: String = names.iter().filter_map(|name| own(name)).collect();
    (!found.is_empty()).then_some(found)
}

/// What an attribute says of what the focus lies in.
pub fn around(name: &str) -> Option<String> {
    let element = web_sys::window()?.document()?.active_element()?;
    element.closest(&format!("[{name}]")).ok()??.get_attribute(name)
}

/// Moves the focus to what the first of these selectors finds that finds anything.
pub fn focus_first(selectors: &[String]) {
    let document = web_sys::window().and_then(|w| w.document());
    let there = |s: &&String| document.as_ref().is_some_and(|d| d.query_selector(s).is_ok_and(|e| e.is_some()));
    if let Some(found) = selectors.iter().find(there) {
        focus(found);
    }
}

/// Moves the focus to the first thing that matches; a field's text is selected.
pub fn focus(selector: &str) {
    let document = web_sys::window().and_then(|w| w.document());
    let found = document.and_then(|d| d.query_selector(selector).ok().flatten());
    let Some(field) = found.and_then(|e| e.dyn_into::<web_sys::HtmlElement>().ok()) else { return };
    let _ = field.focus();
    let select = js_sys::Reflect::get(&field, &"select".into()).ok().and_then(|f| f.dyn_into::<js_sys::Function>().ok());
    let _ = select.map(|f| f.call0(&field));
}
