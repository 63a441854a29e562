//! Carries out what the sessions of the trainers' pages ask for.

use super::sessions::sessions;
use super::{bump, dispatch, read, studying};
use crate::platform::records::{self, Asking};
use crate::platform::{fields, location, page, storage};
use app::effect::Effect;
use app::{Msg, Screen};

/// Carries effects out, in their order; what comes of them goes to `send`, an answer of a record store by
/// way of `answered`.
pub fn carry<M: 'static>(effects: Vec<Effect<M>>, send: fn(M), answered: fn(records::Answer)) {
    for effect in effects {
        match effect {
            // What was begun before somebody went elsewhere ends without a word.
            Effect::Heading | Effect::Focus(_) | Effect::FocusNow(_) | Effect::Class(..) if !shown() => {}
            Effect::Draw => bump(),
            Effect::Soon(msg) => page::soon(move || send(msg)),
            Effect::Drawn(msg) => page::after_paint(move || send(msg)),
            Effect::Later(msg, milliseconds) => page::later(move || send(msg), milliseconds),
            Effect::Heading => page::focus_soon(),
            Effect::Focus(selectors) => page::after_paint(move || fields::focus_first(&selectors)),
            Effect::FocusNow(selector) => fields::focus(selector),
            Effect::Work => page::soon(super::work),
            Effect::Class(query, push) => dispatch(Msg::Class { query, push }),
            Effect::Tab(text) => storage::keep_in_tab(text.as_deref()),
            Effect::Keep { key, text, could, could_not } => send(if storage::keep(&key, &text).is_ok() { could } else { could_not }),
            Effect::Forget(key) => storage::forget(&[key]),
            Effect::Ask(request) => {
                let asking = records::ask(&request.url, &request.headers, answered);
                sessions(|s| s.asking.replace(Some(asking))).iter().for_each(Asking::stop);
            }
            Effect::Hush => sessions(|s| s.asking.take()).iter().for_each(Asking::stop),
            Effect::Try(fragment) => {
                studying::change(|s| s.try_out(&fragment));
                location::write(&fragment, true);
                dispatch(Msg::Address { fragment, seed: page::seed() });
            }
        }
    }
}

/// Whether a page for trainers is shown.
fn shown() -> bool {
    read(|app| matches!(app.screen, Screen::Write | Screen::Class(_) | Screen::Packaging))
}
