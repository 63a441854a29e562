//! The part that follows a week in a portal or on another page: the browser's side of `app::hosted`. It
//! comes after the program, is told in order what was shown meanwhile (`platform::portal`), and works out
//! what is told of it.

mod frame;

use super::portal::{Follow, Tell, bar, keep};
use super::{embedding, page, storage};
use app::hosted::{self, Hosted, Out, Start, further};
use portal::{Opened, package};
use std::cell::{Cell, RefCell};

/// See [`Follow`].
pub static FOLLOW: Follow = Follow { begin, start, unread, late, shown, heard: frame::heard, anew, back, go_on, flush };

struct Place {
    hosted: Hosted,
    /// Tells the part that talks with the portal.
    tell: Tell,
}

/// What this part remembers.
struct Following {
    place: RefCell<Option<Place>>,
    slicing: Cell<bool>,
    /// Whether it was said that input works.
    ready: Cell<bool>,
    /// What the page measures, and which of its neighbours asked to be told.
    size: Cell<(u32, u32)>,
    resizer: Cell<bool>,
    h5p: Cell<bool>,
}

thread_local! {
    static FOLLOWING: Following = const {
        Following {
            place: RefCell::new(None),
            slicing: Cell::new(false),
            ready: Cell::new(false),
            size: Cell::new((0, 0)),
            resizer: Cell::new(false),
            h5p: Cell::new(false),
        }
    };
}

fn following<T>(f: impl FnOnce(&Following) -> T) -> T {
    FOLLOWING.with(f)
}

fn now() -> u64 {
    js_sys::Date::now() as u64
}

fn with<T>(f: impl FnOnce(&mut Hosted) -> T) -> Option<T> {
    following(|s| s.place.borrow_mut().as_mut().map(|p| f(&mut p.hosted)))
}

fn telling() -> Option<Tell> {
    following(|s| s.place.borrow().as_ref().map(|p| p.tell))
}

/// Shows a fragment, once what is going on is done.
fn open(fragment: String) {
    if let Some(tell) = telling() {
        page::soon(move || (tell.open)(&fragment));
    }
}

/// `file`: a `launch.json` that can be read, where there is one; `tell` hears of it.
fn begin(file: Option<String>, tell: Tell) {
    let package = file.and_then(|text| package::Launch::read(&text).ok());
    following(|s| s.place.replace(Some(Place { hosted: Hosted::new(package), tell })));
}

/// Where the week begins. `opened`: what the portal said; `shown`: that page is shown already, and `before`
/// is what the device kept of the week until then; `drawn`: a random seed.
fn start(opened: Option<Opened>, mut address: String, shown: bool, before: Option<String>, drawn: u32) {
    // Nothing is kept apart for a page that no portal launched and no other page holds.
    let kept = embedding::scope().map(|_| storage::open().0);
    if opened.is_none()
        && let Some(on) = kept.as_ref().and_then(|kept| hosted::goes_on(&address, kept))
    {
        address = on;
    }
    let begun = with(|h| {
        let kept = kept.unwrap_or_default();
        let kept = if shown { h.before(kept, before) } else { kept };
        (h.start(opened.as_ref(), &address, kept, drawn), h.about())
    });
    let Some((start, about)) = begun else { return };
    bar::line("mode", about);
    offered();
    bar::line("week", start.note.as_deref());
    if !shown {
        show(&start);
    }
}

/// Begins where it is said.
fn show(start: &Start) {
    keep(start);
    if let Some(tell) = telling() {
        (tell.show)(&start.fragment);
    }
}

/// The learner begins before the portal has answered.
fn unread(learner: &str, address: &str, drawn: u32) {
    let kept = storage::open().0;
    let Some(start) = with(|h| h.start_unread(learner, address, kept, drawn)) else { return };
    bar::begin(None);
    bar::line("offer", Some(further::WITHOUT));
    bar::line("week", start.note.as_deref());
    show(&start);
}

/// The portal answered, and the learner has begun without it.
fn late(opened: &Opened) {
    let Some((out, about)) = with(|h| (h.late(opened, now()), h.about())) else { return };
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
    let Some((offer, unread)) = with(|h| (h.offer().map(str::to_owned), h.unread())) else { return };
    bar::offer(offer.as_deref());
    if unread {
        bar::line("offer", Some(further::WITHOUT));
    }
}

/// The learner goes on from there.
fn go_on() {
    let kept = storage::open().0;
    let Some(on) = with(|h| h.go_on(kept)).flatten() else { return };
    if let Some((key, text)) = &on.keep {
        let _ = storage::keep(key, text);
    }
    bar::line("week", on.note.as_deref());
    offered();
    open(on.fragment);
}

/// What is shown has changed; `at` in milliseconds since 1970.
fn shown(fragment: &str, own: bool, debrief: bool, at: u64) {
    if let Some(instead) = with(|h| h.allowed(fragment)).flatten() {
        return open(instead);
    }
    let Some(out) = with(|h| h.show(fragment, own, debrief, at)) else { return };
    tell_all(out);
    again();
    offered();
    frame::ready();
    work();
}

/// Works out what is to be told.
fn work() {
    if !following(|s| s.slicing.replace(true)) {
        page::after_paint(slice);
    }
    // A decision is told in time, even where the page draws nothing and nothing can be worked out.
    page::later(due, hosted::PATIENCE as i32 + 10);
}

/// Says whether what is shown counts, and what can be done.
fn again() {
    let Some((why, finish, back)) = with(|h| (h.why, h.finish, h.back().is_some())) else { return };
    bar::line("why", why.filter(|_| !bar::is_over()));
    bar::buttons(finish, back);
}

fn due() {
    tell_all(with(|h| h.due(now())).unwrap_or_default());
}

/// One unit of what is to be worked out; the next when the page has a moment.
fn slice() {
    let more = with(Hosted::slice).unwrap_or_default();
    due();
    if more {
        page::soon(slice);
    } else {
        following(|s| s.slicing.set(false));
    }
}

/// Tells what waits, as it is.
fn flush() {
    tell_all(with(Hosted::flush).unwrap_or_default());
}

fn tell_all(out: Vec<Out>) {
    for out in out {
        match out {
            Out::Report(report) => {
                if let Some(tell) = telling() {
                    (tell.report)(report);
                }
            }
            Out::Message(message) => frame::post(&message),
        }
    }
}

/// The learner asks for a new week.
fn anew() {
    with(Hosted::anew);
}

/// The learner goes back to the week that counts.
fn back() {
    if let Some(fragment) = with(|h| h.back()).flatten() {
        open(fragment);
    }
}
