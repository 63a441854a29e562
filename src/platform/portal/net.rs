//! Requests, with a limit of time, and the page's address.

use super::super::objects::{self, method, set, then};
use super::super::page;
use portal::{Answer, Request, scorm};
use std::cell::Cell;
use std::rc::Rc;
use wasm_bindgen::prelude::*;

/// How long an answer may take, in milliseconds.
const PATIENCE: i32 = 10_000;

/// Reads a file beside the page; `None` where there is none.
pub fn get(url: &str, done: impl FnOnce(Option<String>) + 'static) {
    fetch(url, &js_sys::Object::new(), move |status, text, _| done(Some(text).filter(|_| (200..300).contains(&status))));
}

/// Whether the portal can be reached now: asks it for a file once more, past every cache. `known`: what
/// the file holds, where there is one.
pub fn probe(url: &str, known: Option<String>, done: impl FnOnce(bool) + 'static) {
    let options = js_sys::Object::new();
    set(&options, "cache", &"no-store".into());
    fetch(url, &options, move |status, text, _| done(scorm::reached(status, &text, known.as_deref())));
}

/// Sends a request and says what became of it: status 0 where no answer came.
pub fn send(request: Request, done: impl FnOnce(Answer) + 'static) {
    let options = js_sys::Object::new();
    set(&options, "method", &request.method.into());
    let headers = js_sys::Object::new();
    request.headers.iter().for_each(|(name, value)| set(&headers, name, &value.as_str().into()));
    set(&options, "headers", &headers);
    if !request.body.is_empty() {
        set(&options, "body", &request.body.as_str().into());
    }
    if request.keepalive {
        set(&options, "keepalive", &true.into());
    }
    let id = request.id;
    fetch(&request.url, &options, move |status, body, etag| done(Answer { id, status, body, etag }));
}

/// Where the answer goes: called once, whatever comes first.
type Done = Rc<Cell<Option<Box<dyn FnOnce(u16, String, String)>>>>;

fn settle(done: &Done, status: u16, text: String, etag: String) {
    if let Some(done) = done.take() {
        // Never within the call that asked: the session is still being driven then.
        page::soon(move || done(status, text, etag));
    }
}

/// No answer came.
fn silent(done: &Done) {
    settle(done, 0, String::new(), String::new());
}

/// The header `ETag`; empty where there is none, or another origin does not show it to pages.
fn etag(response: &JsValue) -> String {
    let headers = objects::get(response, "headers");
    let tag = headers.and_then(|h| method(&h, "get").and_then(|get| get.call1(&h, &"ETag".into()).ok()));
    tag.and_then(|t| t.as_string()).unwrap_or_default()
}

fn fetch(url: &str, options: &js_sys::Object, done: impl FnOnce(u16, String, String) + 'static) {
    let done: Done = Rc::new(Cell::new(Some(Box::new(done))));
    let late = done.clone();
    let Some(window) = web_sys::window().map(JsValue::from) else { return silent(&done) };
    let abort = objects::controller(&window);
    if let Some(signal) = abort.as_ref().and_then(|a| objects::get(a, "signal")) {
        set(options, "signal", &signal);
    }
    page::later(
        move || {
            silent(&late);
            objects::abort(abort.as_ref());
        },
        PATIENCE,
    );
    let promise = method(&window, "fetch").and_then(|f| f.call2(&window, &url.into(), options).ok());
    let (ok, no) = (done.clone(), done.clone());
    let answered = move |response: JsValue| {
        let status = objects::get(&response, "status").and_then(|s| s.as_f64()).unwrap_or(0.0) as u16;
        let tag = etag(&response);
        let text = method(&response, "text").and_then(|f| f.call0(&response).ok());
        let (yes, no) = (ok.clone(), ok);
        then(text, move |text| settle(&yes, status, text.as_string().unwrap_or_default(), tag), move || silent(&no));
    };
    then(promise, answered, move || silent(&no));
}

fn location() -> Option<web_sys::Location> {
    web_sys::window().map(|w| w.location())
}

/// The address's path.
pub fn path() -> String {
    location().and_then(|l| l.pathname().ok()).unwrap_or_default()
}

pub fn reload() {
    let _ = location().map(|l| l.reload());
}

/// Goes to another page.
pub fn follow(url: &str) {
    let _ = location().map(|l| l.assign(url));
}
