//! The portal, or the page that embeds this one: the browser's side of `report` and `app::hosted`.
//!
//! Calls, requests and timers are made here as the sessions ask for them, one event after the
//! other; nothing that a portal does or throws gets further than this module.

mod api;
mod bar;
mod frame;
mod net;

use super::{location, page, storage};
use crate::app::Kept;
use crate::app::hosted::{self, Hosted, Out, further};
use crate::report::package::{self, LAUNCH};
use crate::report::{Effect, Event, Host, Launch, Opened, Scorm, Xapi, ledger, run, scorm12, scorm2004};
use std::cell::{Cell, RefCell};
use std::collections::VecDeque;
use wasm_bindgen::prelude::*;

/// Key of what is on its way to a statement store.
const QUEUE: &str = "by-friday/portal/queue";

/// Everything but the session, which is borrowed while it is driven.
struct Place {
    hosted: Hosted,
    api: Option<JsValue>,
    /// What `launch.json` holds, where there is one.
    file: Option<String>,
    /// What the device's keys begin with, once it is known.
    scope: Option<String>,
    /// The portal's id of the learner, where the launch names it.
    learner: String,
    address: String,
    /// Shows the first page; it is there until a week has begun.
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
    /// When the session was last told that somebody is there.
    static ALIVE: Cell<u64> = const { Cell::new(0) };
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
        PLACE.set(Some(Place {
            hosted: Hosted::new(None),
            api: None,
            file: None,
            scope: None,
            learner: String::new(),
            address,
            resolve: Some(resolve),
        }));
    });
    if packaged() {
        net::get(LAUNCH, |text| launched(text.as_deref()));
    } else {
        page::soon(|| launched(None));
    }
    begun.into()
}

/// What the query says of a name.
fn asked(name: &str) -> Option<String> {
    let query = location::query();
    let mut pairs = query.trim_start_matches('?').split('&').map(|pair| pair.split_once('=').unwrap_or((pair, "")));
    pairs.find(|pair| pair.0 == name).map(|pair| pair.1.to_owned())
}

/// Whether a `launch.json` may lie beside the page: no package has pages of one week, and who embeds an
/// open copy says so (`embed`), unless it is a package all the same (`launch`).
fn packaged() -> bool {
    asked("launch").is_some() || asked("embed").is_none() && !location::week_page()
}

/// What weeks are kept apart by in frames that no portal launched: which of its like on the page around it
/// this one is, and its luck, where the address names one.
fn embedded(address: &str) -> Option<String> {
    let number = asked("embed").filter(|n| !matches!(n.as_str(), "" | "1"));
    let seed = hosted::begins(address).filter(|_| !location::week_page()).and_then(|l| l.seed);
    let apart = location::framed() && (number.is_some() || seed.is_some());
    apart.then(|| format!("embed\n{}\n{}", number.unwrap_or_default(), seed.map(|s| s.to_string()).unwrap_or_default()))
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

/// Gives the device's keys a beginning of their own, and reads what it holds under them; whether it
/// keeps what it is given.
fn scoped(of: &str) -> (Kept, bool) {
    let scope = with(|p| p.scope.get_or_insert_with(|| hosted::scope(of)).clone()).unwrap_or_default();
    note("scope", &scope.into());
    let (kept, open) = storage::open();
    (kept, open.is_ok())
}

/// `launch.json` is here, or there is none.
fn launched(text: Option<&str>) {
    with(|p| p.file = text.map(str::to_owned));
    match text.map(package::Launch::read) {
        Some(Ok(package)) => {
            page::mark("data-package");
            if let Some(address) = package.shared() {
                note("public", &address.into());
            }
            with(|p| p.hosted = Hosted::new(Some(package)));
        }
        // A host that answers everything with its start page has no package.
        Some(Err(_)) if text.is_some_and(|t| t.trim_start().starts_with('<')) => {}
        Some(Err(bad)) => bar::line("package", Some(&bad.to_string())),
        None => {}
    }
    let Some((setup, wanted)) = with(|p| (p.hosted.setup(), p.hosted.scorm())) else { return };
    let session: Option<Box<dyn Host>> = match Launch::read(&location::query()) {
        Ok(Some(launch)) => {
            let (kept, durable) = scoped(&launch.key());
            with(|p| p.learner.clone_from(&launch.learner));
            Some(Box::new(Xapi::new(launch, &setup, page::random(), kept.get(QUEUE).unwrap_or("")).on(durable)))
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
    ["pointerdown", "keydown", "wheel", "touchmove"].into_iter().for_each(|sign| page::on(sign, alive));
    page::later(silent, further::UNREAD as i32);
    tell(Event::Open);
}

/// The portal has had its time to say where the week goes on.
fn silent() {
    if with(|p| p.resolve.is_some()).unwrap_or_default() {
        bar::begin(Some(further::SILENT));
    }
}

/// The learner begins without it.
fn unread() {
    let (drawn, learner) = (page::drawn(), with(|p| p.learner.clone()).unwrap_or_default());
    let (kept, _) = scoped(&format!("{}\n{learner}", net::path()));
    if let Some(start) = with(|p| p.resolve.is_some().then(|| p.hosted.start_unread(&learner, &p.address, kept, drawn))).flatten() {
        bar::begin(None);
        bar::line("offer", Some(further::WITHOUT));
        show(&start);
    }
}

/// The portal answered, and the learner has begun without it.
fn late(opened: &Opened) {
    let Some((out, about)) = with(|p| (p.hosted.late(opened, now()), p.hosted.about())) else { return };
    bar::line("mode", about);
    offered();
    // The session is still being driven.
    page::soon(move || {
        tell_all(out);
        again();
        work();
    });
}

/// Says whether a week goes further elsewhere.
fn offered() {
    let offer = with(|p| p.hosted.offer().map(str::to_owned)).flatten();
    let unread = with(|p| p.hosted.unread()).unwrap_or_default();
    bar::offer(offer.as_deref());
    if unread {
        bar::line("offer", Some(further::WITHOUT));
    }
}

/// The learner goes on from there.
fn go_on() {
    let kept = storage::open().0;
    let Some(on) = with(|p| p.hosted.go_on(kept)).flatten() else { return };
    if let Some((key, text)) = &on.keep {
        let _ = storage::keep(key, text);
    }
    bar::line("week", on.note.as_deref());
    offered();
    frame::open(&on.fragment);
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

/// Somebody is there: once a minute is told.
fn alive() {
    let now = now();
    if now.abs_diff(ALIVE.get()) >= 60_000 {
        ALIVE.set(now);
        tell(Event::Alive);
    }
}

/// Does one effect.
fn act(effect: Effect) -> Option<Event> {
    match effect {
        Effect::Call(call) => {
            let api = with(|p| p.api.clone()).flatten();
            return Some(api.and_then(|api| api::call(&api, &call)).map_or(Event::Threw, Event::Returned));
        }
        Effect::Probe => net::probe(LAUNCH, with(|p| p.file.clone()).flatten(), |reached| tell(Event::Probed(reached))),
        Effect::Send(request) => net::send(request, |answer| tell(Event::Answered(answer))),
        Effect::Wake(at) => page::later(|| tell(Event::Tick), i32::try_from(at.saturating_sub(now())).unwrap_or(i32::MAX)),
        Effect::Opened(opened) => {
            if with(|p| p.hosted.unread()).unwrap_or_default() {
                late(&opened);
            } else {
                bar::begin(None);
                start(Some(&opened));
            }
        }
        // The session says by itself what is still to be sent; so does one in another tab.
        Effect::Keep(text) => {
            let there = storage::open().0.get(QUEUE).unwrap_or("").to_owned();
            let _ = storage::keep(QUEUE, &ledger::joined(&text, &there));
        }
        Effect::Say(line) => bar::line("portal", line.as_deref()),
        Effect::Closed(to) => closed(to),
    }
    None
}

/// Where the week begins is known.
fn start(opened: Option<&Opened>) {
    let of = match opened {
        Some(o) => Some(format!("{}\n{}", net::path(), o.learner)),
        None => embedded(&with(|p| p.address.clone()).unwrap_or_default()),
    };
    let (drawn, kept) = (page::drawn(), of.as_deref().map(|of| scoped(of).0));
    let Some((start, about)) = with(|p| {
        if let Some(on) = kept.as_ref().filter(|_| opened.is_none()).and_then(|kept| hosted::goes_on(&p.address, kept)) {
            p.address = on;
        }
        (p.hosted.start(opened, &p.address, kept.unwrap_or_default(), drawn), p.hosted.about())
    }) else {
        return;
    };
    bar::line("mode", about);
    offered();
    show(&start);
}

/// Begins where it is said.
fn show(start: &hosted::Start) {
    if let Some((key, text)) = &start.keep {
        let _ = storage::keep(key, text);
    }
    if let Some(seed) = start.seed {
        note("seed", &seed.into());
    }
    if let Some(scored) = with(|p| p.hosted.scored) {
        note("score", &scored.name().into());
    }
    bar::line("week", start.note.as_deref());
    if let Some(resolve) = with(|p| p.resolve.take()).flatten() {
        let _ = resolve.call1(&JsValue::NULL, &start.fragment.as_str().into());
    }
}

/// What is shown has changed.
fn shown(fragment: &str, own: bool, debrief: bool) {
    if let Some(instead) = with(|p| p.hosted.allowed(fragment)).flatten() {
        return frame::open(&instead);
    }
    let Some(out) = with(|p| p.hosted.show(fragment, own, debrief, now())) else { return };
    tell_all(out);
    again();
    offered();
    frame::ready();
    work();
}

/// Works out what is to be told.
fn work() {
    if !SLICING.replace(true) {
        page::after_paint(slice);
    }
    // A decision is told in time, even where the page draws nothing and nothing can be worked out.
    page::later(due, hosted::PATIENCE as i32 + 10);
}

/// Says whether what is shown counts, and what can be done.
fn again() {
    let Some((why, finish, back)) = with(|p| (p.hosted.why, p.hosted.finish, p.hosted.back().is_some())) else { return };
    bar::line("why", why.filter(|_| !CLOSED.get()));
    bar::buttons(finish && !CLOSED.get(), back && !CLOSED.get());
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

/// The learner pressed Finish. The line about the end is there at once, whatever the portal does.
fn finished() {
    bar::line("end", Some("Ending the session\u{2026}"));
    tell_all(with(|p| p.hosted.flush()).unwrap_or_default());
    tell(Event::Finish);
}

fn closed(to: Option<String>) {
    CLOSED.set(true);
    // The session is still being driven: it can be asked once that is done.
    page::soon(move || {
        let waiting = SESSION.with_borrow(|s| s.as_ref().map_or(0, |s| s.waiting()));
        if bar::pressed() {
            bar::buttons(false, false);
            bar::line("why", None);
            // What has not arrived is named in the portal's own line.
            let end = if waiting == 0 {
                "This session is over. You can close this window."
            } else {
                "The session was left. You can close this window."
            };
            bar::line("end", Some(end));
        }
        if let Some(to) = to {
            net::follow(&to);
        }
    });
}

/// A function of an object that is called with texts.
fn texts(object: &JsValue, name: &str, arguments: &[&str]) -> Option<JsValue> {
    let list: js_sys::Array = arguments.iter().map(|a| JsValue::from_str(a)).collect();
    super::share::method(object, name)?.apply(object, &list).ok()
}
