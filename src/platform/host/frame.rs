//! The page around this one: our messages, its commands, and a frame that fits.
//!
//! Origins. Commands are taken from the parent window alone. What a message holds names no person:
//! a scenario, a seed, moves and figures; it goes to the parent's origin where the browser tells
//! it, else to whoever the parent is.

use super::super::{objects, page};
use super::{following, open, with};
use portal::message::{Command, Message};
use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::*;

/// The window around this one.
fn parent() -> Option<web_sys::Window> {
    let window = web_sys::window()?;
    window.parent().ok()?.filter(|p| *p != window)
}

/// The parent's origin, where the browser tells it: Chromium by name, Firefox by the referrer.
fn origin() -> Option<String> {
    let window = web_sys::window()?;
    let location: JsValue = window.location().into();
    let ancestors = js_sys::Reflect::get(&location, &"ancestorOrigins".into()).ok();
    let first = ancestors.and_then(|a| js_sys::Reflect::get_u32(&a, 0).ok()).and_then(|o| o.as_string());
    let referrer = || web_sys::Url::new(&window.document()?.referrer()).ok().map(|u| u.origin());
    first.or_else(referrer).filter(|o| o.starts_with("http"))
}

fn say(value: &JsValue, to: &str) {
    if let Some(parent) = parent() {
        let _ = parent.post_message(value, to);
    }
}

/// Posts one of our messages.
pub fn post(message: &Message) {
    let to = origin().unwrap_or_else(|| "*".to_owned());
    say(&message.write().into(), &to);
}

fn object(members: &[(&str, JsValue)]) -> JsValue {
    let object = js_sys::Object::new();
    members.iter().for_each(|(name, value)| drop(js_sys::Reflect::set(&object, &(*name).into(), value)));
    object.into()
}

/// Says once that input works.
pub fn ready() {
    if following(|s| s.ready.replace(true)) || parent().is_none() {
        return;
    }
    page::soon(|| {
        if let Some(week) = with(|h| h.week()) {
            post(&Message::Ready(week));
        }
        say(&object(&[("context", "h5p".into()), ("action", "hello".into())]), "*");
        watch();
    });
}

/// Takes what a window said: the parent alone is listened to.
pub fn heard(event: &JsValue) {
    let Some(event) = event.dyn_ref::<web_sys::MessageEvent>() else { return };
    let source: Option<JsValue> = event.source().map(Into::into);
    if source != parent().map(JsValue::from) {
        return;
    }
    let data = event.data();
    if let Some(text) = data.as_string() {
        if let Ok(command) = Command::read(&text)
            && let Some(fragment) = with(|h| h.command(&command, page::seed()))
        {
            open(fragment);
        }
        return;
    }
    let text = |name: &str| js_sys::Reflect::get(&data, &name.into()).ok().and_then(|v| v.as_string()).unwrap_or_default();
    match (text("type").as_str(), text("context").as_str(), text("action").as_str()) {
        ("iframe-child-init" | "iframe-get-child-dimensions", _, _) => following(|s| s.resizer.set(true)),
        (_, "h5p", "ready") => say(&object(&[("context", "h5p".into()), ("action", "hello".into())]), "*"),
        (_, "h5p", "hello" | "resize") => following(|s| s.h5p.set(true)),
        (_, "h5p", "resizePrepared") => return h5p("resize"),
        _ => return,
    }
    fit();
}

/// Measures now, and at every change.
fn watch() {
    let changed = objects::listener(|_| {
        if measure().is_some_and(|size| following(|s| s.size.replace(size)) != size) {
            fit();
        }
    });
    let html = web_sys::window().and_then(|w| w.document()).and_then(|d| d.document_element());
    if let (Ok(observer), Some(html)) = (web_sys::ResizeObserver::new(&changed), html) {
        observer.observe(&html);
    }
}

/// What the page needs, in CSS pixels: nothing of it depends on the frame's height, so it shrinks too.
/// A pixel more than its box, since browsers round what overflows by another rule: else a scroll bar
/// comes, makes the page narrower and so higher, and goes with the next size.
fn measure() -> Option<(u32, u32)> {
    let rect = web_sys::window()?.document()?.document_element()?.get_bounding_client_rect();
    Some((rect.width().ceil() as u32, rect.height().ceil() as u32 + 1))
}

fn h5p(action: &str) {
    let height = JsValue::from(following(|s| s.size.get()).1);
    let members = [("context", "h5p".into()), ("action", action.into()), ("scrollHeight", height.clone()), ("clientHeight", height)];
    say(&object(&members), "*");
}

/// Tells every protocol that is spoken around here.
fn fit() {
    let Some(size) = measure() else { return };
    following(|s| s.size.set(size));
    let (width, height) = size;
    if let Some(week) = with(|h| h.week()) {
        post(&Message::Resize { week, width, height });
    }
    say(&object(&[("subject", "lti.frameResize".into()), ("height", height.into())]), "*");
    if following(|s| s.resizer.get()) {
        say(&object(&[("type", "iframe-resized".into()), ("width", width.into()), ("height", height.into())]), "*");
    }
    if following(|s| s.h5p.get()) {
        h5p("prepareResize");
    }
}
