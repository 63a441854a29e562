//! What is kept on the device. gloo-storage panics where the browser refuses storage, so it is
//! asked through web-sys first, with a probe write; without storage all stays in memory.

use super::device::device;
use super::{embedding, page};
use app::{Kept, PREFIX};
use gloo_storage::{LocalStorage, Storage};

const PROBE: &str = "by-friday/probe";
/// What a tab keeps until it is closed.
const NAMES: &str = "by-friday/names";

/// Whether writing was refused and why it matters to the player.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refused {
    Blocked,
    Full,
}

fn ask() -> Option<web_sys::Storage> {
    web_sys::window()?.local_storage().ok()?
}

/// The key on the device: in a portal each learner and registration has keys of their own, which
/// an ordinary visitor of the same site does not see.
fn on_device(key: &str) -> String {
    match (embedding::scope(), key.strip_prefix(PREFIX)) {
        (Some(scope), Some(rest)) => scope + rest,
        _ => key.to_owned(),
    }
}

/// Looks whether the browser lets us keep anything, and reads all that is kept.
///
/// # Errors
/// [`Refused`]; what could be read is lost with a blocked storage only.
pub fn open() -> (Kept, Result<(), Refused>) {
    let (mut kept, opened) = stored(&on_device(PREFIX));
    device(|d| d.memory.borrow().iter().for_each(|(key, text)| kept.insert(key.to_owned(), text.to_owned())));
    (kept, opened)
}

fn stored(prefix: &str) -> (Kept, Result<(), Refused>) {
    let Some(storage) = ask() else { return (Kept::default(), Err(Refused::Blocked)) };
    let mut kept = Kept::default();
    let Ok(length) = storage.length() else { return (kept, Err(Refused::Blocked)) };
    for i in 0..length {
        if let Ok(Some(key)) = storage.key(i)
            && let Some(rest) = key.strip_prefix(prefix).filter(|_| key != PROBE)
            && let Ok(Some(text)) = storage.get_item(&key)
        {
            // By a prefix, not by an index: an index can fail, and that is 4 kB of messages.
            kept.insert(PREFIX.to_owned() + rest, text);
        }
    }
    let probe = storage.set_item(PROBE, "1");
    let _ = storage.remove_item(PROBE);
    if probe.is_ok() {
        device(|d| d.allowed.set(true));
        return (kept, Ok(()));
    }
    (kept, Err(Refused::Full))
}

/// Keeps a text. The key's old text stays where this is refused.
///
/// # Errors
/// [`Refused::Full`] where the browser will not take it, [`Refused::Blocked`] where it takes nothing.
pub fn keep(key: &str, text: &str) -> Result<(), Refused> {
    let kept = stored_under(key, text);
    device(|d| match kept {
        Ok(()) => drop(d.memory.borrow_mut().take(key)),
        Err(_) => d.memory.borrow_mut().insert(key.to_owned(), text.to_owned()),
    });
    kept
}

fn stored_under(key: &str, text: &str) -> Result<(), Refused> {
    // Storage can be withdrawn while the page is open.
    if ask().is_none() {
        return Err(Refused::Blocked);
    }
    if !device(|d| d.allowed.get()) {
        return Err(Refused::Full);
    }
    LocalStorage::raw().set_item(&on_device(key), text).map_err(|_| Refused::Full)
}

/// What is kept under a key now, whoever wrote it.
pub fn get(key: &str) -> Option<String> {
    let held = device(|d| d.memory.borrow().get(key).map(str::to_owned));
    held.or_else(|| ask()?.get_item(&on_device(key)).ok()?)
}

/// Calls `f` with each key of ours under which another tab or frame wrote or forgot something.
pub fn on_change(f: impl Fn(&str) + 'static) {
    page::on_event("storage", move |event| {
        let key = js_sys::Reflect::get(event, &"key".into()).ok().and_then(|key| key.as_string());
        if let Some(rest) = key.as_deref().and_then(|key| key.strip_prefix(&on_device(PREFIX))).filter(|_| key.as_deref() != Some(PROBE)) {
            f(&(PREFIX.to_owned() + rest));
        }
    });
}

fn tab() -> Option<web_sys::Storage> {
    web_sys::window()?.session_storage().ok()?
}

/// What this tab keeps until it is closed: the names of a class.
pub fn of_tab() -> Option<String> {
    tab()?.get_item(NAMES).ok()?
}

/// Keeps a text in this tab until it is closed, or forgets it.
pub fn keep_in_tab(text: Option<&str>) {
    if let Some(tab) = tab() {
        let _ = match text {
            Some(text) => tab.set_item(NAMES, text),
            None => tab.remove_item(NAMES),
        };
    }
}

/// Forgets keys, and what this tab keeps.
pub fn forget(keys: &[String]) {
    keep_in_tab(None);
    device(|d| d.memory.take());
    if ask().is_some() {
        keys.iter().for_each(|key| LocalStorage::delete(on_device(key)));
    }
}
