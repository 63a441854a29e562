//! Asking a record store: one `GET` at a time, which can be stopped.

use super::objects::method;
use super::objects::{abort, controller, get, set, then};
use super::page;
use std::cell::Cell;
use std::rc::Rc;
use wasm_bindgen::prelude::*;

/// How long an answer may take, in milliseconds: stores gather a page of statements slowly.
const PATIENCE: i32 = 60_000;

/// The status of HTTP and the body; `None` where no answer came, or the browser keeps it to itself.
pub type Answer = Option<(u16, Vec<u8>)>;

/// Where the answer goes: called once, whatever comes first.
type Done = Rc<Cell<Option<Box<dyn FnOnce(Answer)>>>>;

/// A request under way.
pub struct Asking {
    done: Done,
    controller: Option<JsValue>,
}

impl Asking {
    /// Stops it: nothing is told of it any more.
    pub fn stop(&self) {
        drop(self.done.take());
        abort(self.controller.as_ref());
    }
}

fn settle(done: &Done, answer: Answer) {
    if let Some(done) = done.take() {
        // Never within the call that asked.
        page::soon(move || done(answer));
    }
}

/// Asks for an address with these headers, without cookies and referrer, past the browser's cache. A
/// redirect is not followed, since the headers hold a secret: its status is told as 302.
pub fn ask(url: &str, headers: &[(&'static str, String)], done: impl FnOnce(Answer) + 'static) -> Asking {
    let done: Done = Rc::new(Cell::new(Some(Box::new(done))));
    let Some(window) = web_sys::window().map(JsValue::from) else {
        settle(&done, None);
        return Asking { done, controller: None };
    };
    let controller = controller(&window);
    let options = js_sys::Object::new();
    let named = js_sys::Object::new();
    headers.iter().for_each(|(name, value)| set(&named, name, &value.as_str().into()));
    set(&options, "headers", &named);
    for (name, value) in
        [("mode", "cors"), ("credentials", "omit"), ("cache", "no-store"), ("redirect", "manual"), ("referrerPolicy", "no-referrer")]
    {
        set(&options, name, &value.into());
    }
    controller.as_ref().and_then(|c| get(c, "signal")).into_iter().for_each(|signal| set(&options, "signal", &signal));
    let (late, stopped) = (done.clone(), controller.clone());
    page::later(
        move || {
            if let Some(done) = late.take() {
                abort(stopped.as_ref());
                done(None);
            }
        },
        PATIENCE,
    );
    let promise = method(&window, "fetch").and_then(|f| f.call2(&window, &url.into(), &options).ok());
    let (ok, no) = (done.clone(), done.clone());
    let answered = move |response: JsValue| {
        if get(&response, "type").and_then(|t| t.as_string()).as_deref() == Some("opaqueredirect") {
            return settle(&ok, Some((302, Vec::new())));
        }
        let status = get(&response, "status").and_then(|s| s.as_f64()).unwrap_or(0.0) as u16;
        let body = method(&response, "arrayBuffer").and_then(|f| f.call0(&response).ok());
        let (yes, no) = (ok.clone(), ok);
        then(body, move |body| settle(&yes, Some((status, js_sys::Uint8Array::new(&body).to_vec()))), move || settle(&no, None));
    };
    then(promise, answered, move || settle(&no, None));
    Asking { done, controller }
}

/// The page's origin, as a store has to allow it; `null` for a page opened as a file.
pub fn origin() -> String {
    let origin = web_sys::window().and_then(|w| get(&w, "origin")).and_then(|o| o.as_string());
    origin.unwrap_or_else(|| "null".to_owned())
}

/// Today as `2026-03-02`, in UTC.
pub fn today() -> String {
    let text: String = js_sys::Date::new_0().to_iso_string().into();
    text.chars().take(10).collect()
}
