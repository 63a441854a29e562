//! The portal, or the page that embeds this one: the browser's side of `report` and `app::hosted`.
//!
//! Calls, requests and timers are made here as the sessions ask for them, one event after the
//! other; nothing that a portal does or throws gets further than this module.

mod api;
mod bar;
mod frame;
mod net;

use super::{page, storage};
use crate::app::Kept;
use crate::app::hosted::{self, Hosted, Out};
use crate::report::package::{self, LAUNCH};
use crate::report::{Effect, Event, Host, Launch, Opened, Scorm, Xapi, run, scorm12, scorm2004};
use std::cell::{Cell, RefCell};
use std::collections::VecDeque;
use wasm_bindgen::prelude::*;

/// Key of what is on its way to a statement store.
const QUEUE: &str = "by-friday/portal/queue";

/// Everything but the session, which is borrowed while it is driven.
struct Place {
    hosted: Hosted,
    api: Option<JsValue>,
    /// What the device's keys begin with, once it is known.
    scope: Option<String>,
    address: String,
    resolve: Option<js_sys::Function>,
}

thread_local! {
    static PLACE: RefCell<Option<Place>> = const { RefCell::new(None) };
    static SESSION: RefCell<Option<Box<dyn Host>>> = const { RefCell::new(None) };
    static EVENTS: RefCell<VecDeque<Event>> = const { RefCell::new(VecDeque::new()) };
    static SLICING: Cell<bool> = const { Cell::new(false) };
    /// The page went away; the session ended.
    static GONE: Cell<bool> = const { Cell::new(false) };
    static CLOSED: Cell<bool> = const { Cell::new(false) };
}

fn now() -> u64 {
    js_sys::Date::now() as u64
}

fn with<T>(f: impl FnOnce(&mut Place) -> T) -> Option<T> {
    PLACE.with_borrow_mut(|place| place.as_mut().map(f))
}

/// See `src/host.rs`.
pub fn begin(address: String, open: JsValue) -> JsValue {
    bar::show();
    hook();
    if let Ok(open) = open.dyn_into() {
        frame::listen(open);
    }
    let mut address = Some(address);
    let begun = js_sys::Promise::new(&mut |resolve, _| {
        let address = address.take().unwrap_or_default();
        PLACE.set(Some(Place { hosted: Hosted::new(None), api: None, scope: None, address, resolve: Some(resolve) }));
    });
    net::get(LAUNCH, |text| launched(text.as_deref()));
    begun.into()
}

/// Puts the function on the page that the other bundles tell what they show.
fn hook() {
    let shown: JsValue =
        Closure::<dyn Fn(String, bool, bool)>::new(|fragment: String, own, debrief| shown(&fragment, own, debrief)).into_js_value();
    if let Some(window) = web_sys::window() {
        let _ = js_sys::Reflect::set(&window, &page::HOST.into(), &shown);
    }
}

/// Leaves them something to know.
fn note(name: &str, value: &JsValue) {
    let hook = web_sys::window().and_then(|w| js_sys::Reflect::get(&w, &page::HOST.into()).ok());
    if let Some(hook) = hook {
        let _ = js_sys::Reflect::set(&hook, &name.into(), value);
    }
}

/// Gives the device's keys a beginning of their own, and reads what it holds under them.
fn scoped(of: &str) -> Kept {
    let scope = with(|p| p.scope.get_or_insert_with(|| hosted::scope(of)).clone()).unwrap_or_default();
    note("scope", &scope.into());
    storage::open().0
}

/// `launch.json` is here, or there is none.
fn launched(text: Option<&str>) {
    match text.map(package::Launch::read) {
        Some(Ok(package)) => {
            page::mark("data-package");
            with(|p| p.hosted = Hosted::new(Some(package)));
        }
        // A host that answers everything with its start page has no package.
        Some(Err(_)) if text.is_some_and(|t| t.trim_start().starts_with('<')) => {}
        Some(Err(bad)) => bar::line("package", Some(&bad.to_string())),
        None => {}
    }
    let Some((setup, wanted)) = with(|p| (p.hosted.setup(), p.hosted.scorm())) else { return };
    let session: Option<Box<dyn Host>> = match Launch::read(&net::query()) {
        Ok(Some(launch)) => {
            let kept = scoped(&launch.key());
            Some(Box::new(Xapi::new(launch, &setup, page::random(), kept.get(QUEUE).unwrap_or(""))))
        }
        Err(why) => {
            bar::line("portal", Some(&why));
            None
        }
        Ok(None) => {
            let found = wanted.iter().find_map(|newer| Some((*newer, api::find(*newer)?)));
            found.map(|(newer, api)| {
                with(|p| p.api = Some(api));
                let dialect = if newer { &scorm2004::DIALECT } else { &scorm12::DIALECT };
                Box::new(Scorm::new(dialect, &setup)) as Box<dyn Host>
            })
        }
    };
    if session.is_none() {
        return start(None);
    }
    SESSION.set(session);
    page::on("pagehide", || {
        tell_all(with(|p| p.hosted.flush()).unwrap_or_default());
        tell(Event::Leave);
        GONE.set(true);
    });
    // A page that comes back from the browser's memory has lost its session: it begins a new one.
    page::on("pageshow", || {
        if GONE.get() {
            net::reload();
        }
    });
    page::on("online", || tell(Event::Retry));
    tell(Event::Open);
}

/// Tells the session of an event, and does what it asks for.
fn tell(event: Event) {
    EVENTS.with_borrow_mut(|events| events.push_back(event));
    loop {
        // A portal's function may lead back here while the session is being driven.
        let driven = SESSION.try_with(|session| {
            let Ok(mut session) = session.try_borrow_mut() else { return false };
            let Some(session) = session.as_mut() else { return false };
            let Some(event) = EVENTS.with_borrow_mut(VecDeque::pop_front) else { return false };
            run(&mut **session, event, now(), &mut act);
            true
        });
        if driven != Ok(true) {
            return;
        }
    }
}

/// Does one effect.
fn act(effect: Effect) -> Option<Event> {
    match effect {
        Effect::Call(call) => {
            let api = with(|p| p.api.clone()).flatten();
            return Some(Event::Returned(api.and_then(|api| api::call(&api, &call)).unwrap_or_default()));
        }
        Effect::Send(request) => net::send(request, |answer| tell(Event::Answered(answer))),
        Effect::Wake(at) => page::later(|| tell(Event::Tick), i32::try_from(at.saturating_sub(now())).unwrap_or(i32::MAX)),
        Effect::Opened(opened) => start(Some(&opened)),
        Effect::Keep(text) => {
            if text.is_empty() {
                storage::forget(&[QUEUE.to_owned()]);
            } else {
                // The session says by itself what is still to be sent.
                let _ = storage::keep(QUEUE, &text);
            }
        }
        Effect::Say(line) => bar::line("portal", line.as_deref()),
        Effect::Closed(to) => closed(to),
    }
    None
}

/// Where the week begins is known.
fn start(opened: Option<&Opened>) {
    let (drawn, kept) = (page::drawn(), opened.map(|o| scoped(&format!("{}\n{}", net::path(), o.learner))));
    let Some((start, resolve, about)) = with(|p| {
        let start = p.hosted.start(opened, &p.address, kept.unwrap_or_default(), drawn);
        (start, p.resolve.take(), p.hosted.about())
    }) else {
        return;
    };
    if let Some((key, text)) = &start.keep {
        let _ = storage::keep(key, text);
    }
    if let Some(seed) = start.seed {
        note("seed", &seed.into());
    }
    bar::line("mode", about);
    bar::line("week", start.note.as_deref());
    if let Some(resolve) = resolve {
        let _ = resolve.call1(&JsValue::NULL, &start.fragment.as_str().into());
    }
}

/// What is shown has changed.
fn shown(fragment: &str, own: bool, debrief: bool) {
    if let Some(instead) = with(|p| p.hosted.allowed(fragment)).flatten() {
        return frame::open(&instead);
    }
    let Some((out, why, finish, back)) = with(|p| {
        let out = p.hosted.show(fragment, own, debrief, now());
        (out, p.hosted.why, p.hosted.finish, p.hosted.back().is_some())
    }) else {
        return;
    };
    tell_all(out);
    bar::line("why", why.filter(|_| !CLOSED.get()));
    bar::buttons(finish && !CLOSED.get(), back && !CLOSED.get());
    frame::ready();
    if !SLICING.replace(true) {
        page::after_paint(slice);
    }
    // A decision is told in time, even where the page draws nothing and nothing can be worked out.
    page::later(due, hosted::PATIENCE as i32 + 10);
}

fn due() {
    tell_all(with(|p| p.hosted.due(now())).unwrap_or_default());
}

/// One unit of what is to be worked out; the next when the page has a moment.
fn slice() {
    let more = with(|p| p.hosted.slice()).unwrap_or_default();
    due();
    if more {
        page::soon(slice);
    } else {
        SLICING.set(false);
    }
}

fn tell_all(out: Vec<Out>) {
    for out in out {
        match out {
            Out::Report(report) => tell(Event::Report(report)),
            Out::Message(message) => frame::post(&message),
        }
    }
}

/// The learner asks for a new week.
fn anew() {
    with(|p| p.hosted.anew());
}

/// The learner goes back to the week that counts.
fn back() {
    if let Some(fragment) = with(|p| p.hosted.back()).flatten() {
        frame::open(&fragment);
    }
}

/// The learner pressed Finish.
fn finished() {
    tell_all(with(|p| p.hosted.flush()).unwrap_or_default());
    tell(Event::Finish);
}

fn closed(to: Option<String>) {
    CLOSED.set(true);
    if bar::pressed() {
        bar::buttons(false, false);
        bar::line("why", None);
        bar::line("end", Some("This session is over. You can close this window."));
    }
    if let Some(to) = to {
        net::follow(&to);
    }
}

/// A function of an object that is called with texts.
fn texts(object: &JsValue, name: &str, arguments: &[&str]) -> Option<JsValue> {
    let list: js_sys::Array = arguments.iter().map(|a| JsValue::from_str(a)).collect();
    super::share::method(object, name)?.apply(object, &list).ok()
}
