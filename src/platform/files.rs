//! The page's own files: fetching them, and handing a made one to the browser.

use super::device::device;
use super::objects::{self, get};
use app::packaging::{Answer, Failed};
use std::cell::{Cell, RefCell};
use std::rc::Rc;
use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::*;

/// Fetches a file by its address relative to the page. What the browser kept is asked for again, so
/// that files of two builds are not mixed.
pub fn fetch(address: &str, done: impl FnOnce(Answer) + 'static) {
    let done: Box<dyn FnOnce(Answer)> = Box::new(done);
    let init = web_sys::RequestInit::new();
    init.set_cache(web_sys::RequestCache::NoCache);
    let Some(window) = web_sys::window() else { return done(Err(Failed::Silence)) };
    let asked: JsValue = window.fetch_with_str_and_init(address, &init).into();
    objects::settled(Some(asked), move |response| {
        let response: web_sys::Response = match response.map(JsCast::dyn_into) {
            Some(Ok(response)) => response,
            _ => return done(Err(Failed::Silence)),
        };
        if !response.ok() {
            return done(Err(Failed::Status(response.status())));
        }
        let read = move |bytes: Option<JsValue>| done(bytes.ok_or(Failed::Silence).map(|b| js_sys::Uint8Array::new(&b).to_vec()));
        objects::settled(response.array_buffer().ok().map(Into::into), read);
    });
}

/// The name of a file of the program that is running, as the list of the build's files has it;
/// empty where the page does not say.
pub fn running() -> String {
    let document = web_sys::window().and_then(|w| w.document());
    let script = document.and_then(|d| d.query_selector("script[data-wasm]").ok().flatten());
    let address = script.and_then(|s| s.get_attribute("data-wasm")).unwrap_or_default();
    address.strip_prefix("./").unwrap_or(&address).to_owned()
}

/// Hands bytes to the browser as a file to save, and returns the address under which it holds
/// them, until the next file or until the page goes. `None` where it refuses to hold any. Whether it saved
/// the file nobody can tell.
pub fn hold(name: &str, kind: &str, bytes: &[u8]) -> Option<String> {
    if let Some(old) = device(|d| d.held.take()) {
        let _ = web_sys::Url::revoke_object_url(&old);
    }
    let parts = js_sys::Array::of1(&js_sys::Uint8Array::from(bytes));
    let options = web_sys::BlobPropertyBag::new();
    options.set_type(kind);
    let blob = web_sys::Blob::new_with_u8_array_sequence_and_options(&parts, &options).ok()?;
    let address = web_sys::Url::create_object_url_with_blob(&blob).ok()?;
    device(|d| d.held.replace(Some(address.clone())));
    let made = web_sys::window().and_then(|w| w.document()).and_then(|d| d.create_element("a").ok());
    if let Some(anchor) = made.and_then(|e| e.dyn_into::<web_sys::HtmlAnchorElement>().ok()) {
        anchor.set_href(&address);
        anchor.set_download(name);
        anchor.click();
    }
    Some(address)
}

/// Lets somebody choose a file of the device, and reads it as a text: its name, and what it holds.
/// `None` where it cannot be read.
pub fn pick(accept: &str, done: impl FnOnce(Option<(String, String)>) + 'static) {
    choose(accept, false, TEXT, move |files| done(files.into_iter().next().flatten()));
}

/// The same as bytes.
pub fn pick_bytes(accept: &str, done: impl FnOnce(Option<(String, Vec<u8>)>) + 'static) {
    choose(accept, false, BYTES, move |files| done(files.into_iter().next().flatten()));
}

/// The same for several files at once.
pub fn pick_all(accept: &str, done: impl FnOnce(Files) + 'static) {
    choose(accept, true, BYTES, done);
}

/// Files with their names; `None` for one that cannot be read.
pub type Files = Vec<Option<(String, Vec<u8>)>>;

/// Reads bytes in an encoding of this name, as all browsers know them; `None` where they are not in it.
pub fn decode(name: &str, bytes: &[u8]) -> Option<String> {
    let made = get(&web_sys::window()?.into(), "TextDecoder")?.dyn_into::<js_sys::Function>().ok()?;
    let options = js_sys::Object::new();
    js_sys::Reflect::set(&options, &"fatal".into(), &true.into()).ok()?;
    let decoder = js_sys::Reflect::construct(&made, &js_sys::Array::of2(&name.into(), &options)).ok()?;
    let decode = get(&decoder, "decode")?.dyn_into::<js_sys::Function>().ok()?;
    decode.call1(&decoder, &js_sys::Uint8Array::from(bytes)).ok()?.as_string()
}

/// The language of the browser, which is mostly that of the system.
pub fn language() -> String {
    web_sys::window().and_then(|w| w.navigator().language()).unwrap_or_default()
}

/// How a file is read: the method of it, and what becomes of what that promises.
type Reading<T> = (&'static str, fn(JsValue) -> Option<T>);
const TEXT: Reading<String> = ("text", |text| text.as_string());
const BYTES: Reading<Vec<u8>> = ("arrayBuffer", |bytes| Some(js_sys::Uint8Array::new(&bytes).to_vec()));

fn choose<T: Clone + 'static>(accept: &str, several: bool, reading: Reading<T>, done: impl FnOnce(Vec<Option<(String, T)>>) + 'static) {
    let made = web_sys::window().and_then(|w| w.document()).and_then(|d| d.create_element("input").ok());
    let Some(input) = made else { return };
    let _ = input.set_attribute("type", "file");
    let _ = input.set_attribute("accept", accept);
    if several {
        let _ = input.set_attribute("multiple", "");
    }
    let done = Cell::new(Some(done));
    let chosen = objects::listener(move |event| {
        let files = get(&event, "target").and_then(|t| get(&t, "files"));
        if let (Some(files), Some(done)) = (files.filter(|f| get(f, "0").is_some_and(|f| f.is_object())), done.take()) {
            read(&files, reading, done);
        }
    });
    let _ = input.add_event_listener_with_callback("change", &chosen);
    // In the page, or some browsers do not open the choice; tests find it there too.
    let _ = input.set_attribute("hidden", "");
    let _ = input.set_attribute("data-pick", "");
    if let Some(body) = web_sys::window().and_then(|w| w.document()).and_then(|d| d.body()) {
        let old = body.query_selector("[data-pick]").ok().flatten();
        old.iter().for_each(web_sys::Element::remove);
        let _ = body.append_child(&input);
    }
    let _ = input.dyn_into::<web_sys::HtmlElement>().map(|i| i.click());
}

/// Reads a list of files, in its order.
fn read<T: Clone + 'static>(files: &JsValue, reading: Reading<T>, done: impl FnOnce(Vec<Option<(String, T)>>) + 'static) {
    let count = get(files, "length").and_then(|n| n.as_f64()).unwrap_or(0.0) as usize;
    let (method, convert) = reading;
    let none: Vec<Option<(String, T)>> = vec![None; count];
    let all = Rc::new(RefCell::new((none, count)));
    let done = Rc::new(Cell::new(Some(done)));
    for i in 0..count {
        let Some(file) = get(files, &i.to_string()) else { continue };
        let name = get(&file, "name").and_then(|n| n.as_string()).unwrap_or_default();
        let promise = get(&file, method).and_then(|f| f.dyn_into::<js_sys::Function>().ok()).and_then(|f| f.call0(&file).ok());
        let (all, done) = (all.clone(), done.clone());
        let came = move |found: Option<T>| {
            let all = {
                let mut all = all.borrow_mut();
                all.0[i] = found.map(|found| (name, found));
                all.1 -= 1;
                (all.1 == 0).then(|| std::mem::take(&mut all.0))
            };
            if let Some(done) = all.is_some().then(|| done.take()).flatten() {
                done(all.unwrap_or_default());
            }
        };
        match promise {
            Some(promise) => objects::settled(Some(promise), move |found| came(found.and_then(convert))),
            None => came(None),
        }
    }
}

/// Calls `f` with the files that are dropped on what matches.
pub fn on_drop(selector: &'static str, f: impl Fn(Files) + Clone + 'static) {
    let here = |event: &web_sys::Event| {
        let target = event.target().and_then(|t| t.dyn_into::<web_sys::Element>().ok());
        target.and_then(|t| t.closest(selector).ok().flatten()).is_some()
    };
    let transfer = |event: &web_sys::Event| get(event.as_ref(), "dataTransfer").and_then(|t| get(&t, "files"));
    super::page::listen("dragover", move |event| {
        if here(event) {
            event.prevent_default();
        }
    });
    super::page::listen("drop", move |event| {
        let files = transfer(event).filter(|f| get(f, "0").is_some_and(|f| f.is_object()));
        if let (true, Some(files)) = (here(event), files) {
            event.prevent_default();
            read(&files, BYTES, f.clone());
        }
    });
}

/// Calls `f` with what is pasted into what matches: as HTML and as text, either of which may be empty.
pub fn on_paste(selector: &'static str, f: impl Fn(&str, &str) + 'static) {
    super::page::listen("paste", move |event| {
        let target = event.target().and_then(|t| t.dyn_into::<web_sys::Element>().ok());
        if target.and_then(|t| t.closest(selector).ok().flatten()).is_none() {
            return;
        }
        let Some(data) = get(event.as_ref(), "clipboardData") else { return };
        let Some(of) = get(&data, "getData").and_then(|f| f.dyn_into::<js_sys::Function>().ok()) else { return };
        let text = |kind: &str| of.call1(&data, &kind.into()).ok().and_then(|t| t.as_string()).unwrap_or_default();
        event.prevent_default();
        f(&text("text/html"), &text("text/plain"));
    });
}
