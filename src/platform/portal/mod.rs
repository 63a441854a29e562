//! The talk with a portal: the browser's side of `report`, and where the week goes on (`app::hosted::entry`).
//!
//! It is a part of the program that comes before the first scene, where there is a portal or another page. What
//! is told of the week is found out by the part that follows it (`platform::host`), which comes after the
//! first scene and is told in order what was shown.
//!
//! Calls, requests and timers are made here as the sessions ask for them, one event after the
//! other; nothing that a portal does or throws gets further than this module.

mod api;
pub(super) mod bar;
pub mod follower;
pub(super) mod net;

use super::{embedding, location, page, storage};
use app::Kept;
use app::hosted::entry::{self, Entry, Home};
use app::hosted::{self, Start, further};
pub use follower::Follow;
use portal::package::{self, LAUNCH};
use portal::{Effect, Event, Host, Launch, Opened, Report, Scored, Scorm, Xapi, ledger, run, scorm12, scorm2004};
use std::cell::{Cell, RefCell};
use std::collections::VecDeque;
use wasm_bindgen::prelude::*;

/// Key of what is on its way to a statement store.
const QUEUE: &str = "by-friday/portal/queue";
/// What is said where the other part cannot be loaded.
const UNFOLLOWED: &str = "A part of the program could not be loaded, so nothing you decide is reported yet. It is tried again with your \
    next decision; reloading the page helps too. Your week is kept.";

/// Shows what a fragment asks for.
pub type Open = fn(&str);

/// Brings the part that follows the week, then says whether it came.
pub type Bring = fn(fn(Option<&'static Follow>));

/// What the part that follows the week tells this one: a report, and the fragment to begin with; and what
/// shows another, later.
#[derive(Clone, Copy)]
pub struct Tell {
    pub report: fn(Box<Report>),
    pub show: fn(&str),
    pub open: Open,
}

/// Everything but the session, which is borrowed while it is driven.
struct Place {
    package: Option<package::Launch>,
    home: Home,
    /// Whether the week can begin before its scenario was read.
    known: bool,
    api: Option<JsValue>,
    /// What `launch.json` holds, where there is one.
    file: Option<String>,
    /// What the device's keys begin with, once it is known.
    scope: Option<String>,
    /// The portal's id of the learner, where the launch names it.
    learner: String,
    address: String,
    /// The learner began before the portal had answered.
    unread: bool,
    /// Shows the first page; there until a week has begun.
    open: Option<Open>,
}

/// What this part remembers.
struct Talk {
    place: RefCell<Option<Place>>,
    session: RefCell<Option<Box<dyn Host>>>,
    events: RefCell<VecDeque<Event>>,
    /// The page went away.
    gone: Cell<bool>,
    /// When the session was last told that somebody is there.
    alive: Cell<u64>,
    /// Whether Finish was pressed.
    finish: Cell<bool>,
    follower: follower::Follower,
}

thread_local! {
    static TALK: Talk = const {
        Talk {
            place: RefCell::new(None),
            session: RefCell::new(None),
            events: RefCell::new(VecDeque::new()),
            gone: Cell::new(false),
            alive: Cell::new(0),
            finish: Cell::new(false),
            follower: follower::Follower::new(),
        }
    };
}

fn talk<T>(f: impl FnOnce(&Talk) -> T) -> T {
    TALK.with(f)
}

fn now() -> u64 {
    js_sys::Date::now() as u64
}

fn with<T>(f: impl FnOnce(&mut Place) -> T) -> Option<T> {
    talk(|t| t.place.borrow_mut().as_mut().map(f))
}

/// Finds out who is there, and then begins with what `open` is given: `address` is the page's own. `bring`
/// fetches the part that follows the week.
pub fn begin(address: String, bring: Bring, open: Open) {
    bar::show();
    embedding::begin(|fragment, own, debrief| follower::shown(fragment, own, debrief, now()));
    follower::listen(bring, open);
    let (home, known) = Home::of(None);
    let place = Place {
        package: None,
        home,
        known,
        api: None,
        file: None,
        scope: None,
        learner: String::new(),
        address,
        unread: false,
        open: Some(open),
    };
    talk(|t| t.place.replace(Some(place)));
    if packaged() {
        net::get(LAUNCH, |text| launched(text.as_deref()));
    } else {
        page::soon(|| launched(None));
    }
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
    let seed = entry::begins(address).filter(|_| !location::week_page()).and_then(|l| l.seed);
    let apart = location::framed() && (number.is_some() || seed.is_some());
    apart.then(|| format!("embed\n{}\n{}", number.unwrap_or_default(), seed.map(|s| s.to_string()).unwrap_or_default()))
}

/// Gives the device's keys a beginning of their own, and reads what it holds under them; whether it
/// keeps what it is given.
fn scoped(of: &str) -> (Kept, bool) {
    let scope = with(|p| p.scope.get_or_insert_with(|| hosted::scope(of)).clone()).unwrap_or_default();
    embedding::note(|a| a.scope = Some(scope));
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
                page::mark_with("data-public", address);
                embedding::note(|a| a.public = Some(address.to_owned()));
            }
            with(|p| {
                (p.home, p.known) = Home::of(Some(&package));
                p.package = Some(package);
            });
        }
        // A host that answers everything with its start page has no package.
        Some(Err(_)) if text.is_some_and(|t| t.trim_start().starts_with('<')) => {}
        Some(Err(bad)) => bar::line("package", Some(&bad.to_string())),
        None => {}
    }
    follower::begin(with(|p| p.package.as_ref().and(p.file.clone())).flatten());
    let Some((setup, wanted)) = with(|p| {
        let package = p.package.as_ref();
        (Entry { home: &p.home, package }.setup(), entry::scorm(package))
    }) else {
        return;
    };
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
    talk(|t| t.session.replace(session));
    page::on("pagehide", || {
        follower::flush();
        tell(Event::Leave);
        talk(|t| t.gone.set(true));
    });
    // A page that comes back from the browser's memory has lost its session: it begins a new one.
    page::on("pageshow", || {
        if talk(|t| t.gone.get()) {
            net::reload();
        }
    });
    page::on("online", || {
        follower::again();
        tell(Event::Retry);
    });
    ["pointerdown", "keydown", "wheel", "touchmove"].into_iter().for_each(|sign| page::on(sign, alive));
    page::later(silent, further::UNREAD as i32);
    tell(Event::Open);
}

/// The portal has had its time to say where the week goes on.
fn silent() {
    if with(|p| p.open.is_some()).unwrap_or_default() {
        bar::begin(Some(further::SILENT));
    }
}

/// The learner begins without it.
fn unread() {
    if with(|p| p.open.is_some() && !std::mem::replace(&mut p.unread, true)).unwrap_or_default() {
        let (address, learner) = with(|p| (p.address.clone(), p.learner.clone())).unwrap_or_default();
        scoped(&format!("{}\n{learner}", net::path()));
        follower::unread(learner, address, page::drawn());
    }
}

/// Tells the session of an event, and does what it asks for.
fn tell(event: Event) {
    talk(|t| t.events.borrow_mut().push_back(event));
    loop {
        // A portal's function may lead back here while the session is being driven.
        let driven = talk(|t| {
            let Ok(mut session) = t.session.try_borrow_mut() else { return false };
            let Some(session) = session.as_mut() else { return false };
            let Some(event) = t.events.borrow_mut().pop_front() else { return false };
            run(&mut **session, event, now(), &mut act);
            true
        });
        if !driven {
            return;
        }
    }
}

/// Somebody is there: once a minute is told.
fn alive() {
    let now = now();
    if now.abs_diff(talk(|t| t.alive.get())) >= 60_000 {
        talk(|t| t.alive.set(now));
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
            if with(|p| p.unread).unwrap_or_default() {
                follower::late(&opened);
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

/// Where the week begins is known, or the part that follows the week says it.
fn start(opened: Option<&Opened>) {
    let of = match opened {
        Some(o) => Some(format!("{}\n{}", net::path(), o.learner)),
        None => embedded(&with(|p| p.address.clone()).unwrap_or_default()),
    };
    let (drawn, kept) = (page::drawn(), of.as_deref().map(|of| scoped(of).0));
    let Some((begun, address, before)) = with(|p| {
        let entry = Entry { home: &p.home, package: p.package.as_ref() };
        let mut known = p.known;
        if let (None, Some(kept), Some(link)) = (opened, &kept, entry::begins(&p.address)) {
            match Home::built_in(&link.scenario) {
                Some(home) => p.address = entry::goes_on(&p.address, kept, &home).unwrap_or_else(|| p.address.clone()),
                // A scenario that stands in the address has to be read to know what is kept of it.
                None => known = false,
            }
        }
        let kept = kept.unwrap_or_default();
        let begun = known.then(|| entry.start(opened, &p.address, &kept, drawn)).flatten();
        (begun, p.address.clone(), entry.kept(&kept).map(str::to_owned))
    }) else {
        return;
    };
    follower::start(opened, address, begun.is_some(), before, drawn);
    if let Some(start) = begun {
        keep(&start);
        show(&start.fragment);
    }
}

/// Keeps and notes on the page what a beginning says.
pub(super) fn keep(start: &Start) {
    if let Some((key, text)) = &start.keep {
        let _ = storage::keep(key, text);
    }
    embedding::note(|a| {
        a.seed = start.seed.or(a.seed);
        a.decisions = start.scored == Scored::Decisions;
    });
}

/// Shows the first page.
fn show(fragment: &str) {
    if let Some(open) = with(|p| p.open.take()).flatten() {
        let fragment = fragment.to_owned();
        // The session is still being driven.
        page::soon(move || open(&fragment));
    }
}

/// The part that follows the week is there.
fn followed() {
    bar::line("why", None);
}

/// It could not be fetched; `first`: the first page waits for it.
fn unfollowed(first: bool) {
    if first && with(|p| p.open.take()).flatten().is_some() {
        page::failed("host");
    } else {
        bar::line("why", Some(UNFOLLOWED));
    }
}

/// The part that follows the week has something to report.
fn reported(report: Box<Report>) {
    tell(Event::Report(report));
}

/// The learner pressed Finish. The line about the end is there at once, whatever the portal does.
fn finished() {
    bar::line("end", Some("Ending the session\u{2026}"));
    follower::flush();
    tell(Event::Finish);
}

fn closed(to: Option<String>) {
    bar::over();
    // The session is still being driven: it can be asked once that is done.
    page::soon(move || {
        let waiting = talk(|t| t.session.borrow().as_ref().map_or(0, |s| s.waiting()));
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
    super::objects::method(object, name)?.apply(object, &list).ok()
}
