//! What is kept on the device. gloo-storage panics where the browser refuses storage, so it is
//! asked through web-sys first, with a probe write; without storage all stays in memory, in an
//! object of the page, so that all bundles find it.

use super::page;
use crate::app::{Kept, PREFIX};
use gloo_storage::{LocalStorage, Storage};
use std::cell::Cell;
use wasm_bindgen::{JsCast, JsValue};

const PROBE: &str = "by-friday/probe";

thread_local! {
    static ALLOWED: Cell<bool> = const { Cell::new(false) };
}

/// Whether writing was refused and why it matters to the player.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refused {
    Blocked,
    Full,
}

fn ask() -> Option<web_sys::Storage> {
    web_sys::window()?.local_storage().ok()?
}

/// What the browser would not keep: an object of the page.
fn memory() -> Option<js_sys::Map> {
    let window: JsValue = web_sys::window()?.into();
    let name = JsValue::from_str("byFridayKept");
    if let Ok(map) = js_sys::Reflect::get(&window, &name).ok()?.dyn_into::<js_sys::Map>() {
        return Some(map);
    }
    let map = js_sys::Map::new();
    js_sys::Reflect::set(&window, &name, &map).ok()?;
    Some(map)
}

/// The key on the device: in a portal each learner and registration has keys of their own, which
/// an ordinary visitor of the same site does not see.
fn on_device(key: &str) -> String {
    match (page::scope(), key.strip_prefix(PREFIX)) {
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
    if let Some(memory) = memory() {
        memory.for_each(&mut |text, key| {
            if let (Some(key), Some(text)) = (key.as_string(), text.as_string()) {
                kept.insert(key, text);
            }
        });
    }
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
        ALLOWED.set(true);
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
    if let Some(memory) = memory() {
        if kept.is_ok() {
            memory.delete(&key.into());
        } else {
            memory.set(&key.into(), &text.into());
        }
    }
    kept
}

fn stored_under(key: &str, text: &str) -> Result<(), Refused> {
    // Storage can be withdrawn while the page is open.
    if ask().is_none() {
        return Err(Refused::Blocked);
    }
    if !ALLOWED.get() {
        return Err(Refused::Full);
    }
    LocalStorage::raw().set_item(&on_device(key), text).map_err(|_| Refused::Full)
}

/// Forgets keys.
pub fn forget(keys: &[String]) {
    if let Some(memory) = memory() {
        memory.clear();
    }
    if ask().is_some() {
        keys.iter().for_each(|key| LocalStorage::delete(on_device(key)));
    }
}
