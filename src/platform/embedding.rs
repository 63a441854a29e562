//! What holds in the portal, or on the page, that shows us: the part that talks with it says so here.

use super::device::{Around, device};

/// There is a portal, or a page around this one, which is told what is shown.
pub(super) fn begin(shown: fn(&str, bool, bool)) {
    device(|d| d.around.replace(Some(Around { shown, scope: None, public: None, seed: None, decisions: false })));
}

/// Notes something to know about it.
pub(super) fn note(f: impl FnOnce(&mut Around)) {
    device(|d| d.around.borrow_mut().as_mut().map(f));
}

fn of<T>(f: impl FnOnce(&Around) -> Option<T>) -> Option<T> {
    device(|d| d.around.borrow().as_ref().and_then(f))
}

/// Whether a portal or another page shows us.
pub fn hosted() -> bool {
    of(|_| Some(())).is_some()
}

pub(super) fn scope() -> Option<String> {
    of(|a| a.scope.clone())
}

pub(super) fn open_copy() -> Option<String> {
    of(|a| a.public.clone())
}

pub(super) fn seed() -> Option<u32> {
    of(|a| a.seed)
}

/// Whether the portal is told the decisions' score, not the week's.
pub fn scored_by_decisions() -> bool {
    of(|a| Some(a.decisions)) == Some(true)
}

/// Tells the portal, where there is one, what is shown.
pub fn told(fragment: &str, own: bool, debrief: bool) {
    if let Some(shown) = of(|a| Some(a.shown)) {
        shown(fragment, own, debrief);
    }
}
