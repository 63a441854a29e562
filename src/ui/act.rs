//! What a press does. One listener for the whole page reads the stable hooks of the markup
//! (`data-choice`, `data-action`), so that no button carries a closure of its own.

use super::shell::shell;
use super::{Panel, dispatch, panel, read};
use crate::platform::page::{self, Pressed, Touch};
use crate::platform::{location, share};
use app::Msg;
use app::action::{Action, Week};
use app::press::{FRESH, Presses};

fn presses<T>(f: impl FnOnce(&mut Presses) -> T) -> T {
    shell(|s| f(&mut s.presses.borrow_mut()))
}

/// The play screen draws a place. The value of its mark, where a scene is fresh ([`Presses`]).
pub fn drawn(place: String, takes_moves: bool) -> Option<u32> {
    let scene = presses(|p| p.drawn(place, takes_moves))?;
    page::after_paint(move || {
        presses(|p| p.painted(scene, page::clock()));
        page::later(
            move || {
                if presses(|p| p.settled(scene)) {
                    page::unmark("data-fresh");
                }
            },
            FRESH,
        );
    });
    Some(scene)
}

/// Listens to the whole page.
pub fn listen() {
    page::on_touch(|touch| {
        presses(|p| match touch {
            Touch::Down(x, y, at) => p.down(x, y, at),
            Touch::Gone => p.gone(),
            Touch::Key(key, down, repeats) => p.key(&key, down, repeats),
            Touch::Click(pointer) => p.click(pointer),
        });
    });
    page::on_press(pressed);
    page::on_input(&["data-question", "data-assumption"], |name, id, text| match name {
        "data-question" => dispatch(Msg::Answer { id, text }),
        _ => super::shell::there().for_each(|part| (part.typed)(&id, &text)),
    });
}

/// `true` where the press was ours, so that a link is not followed as well.
fn pressed(p: &Pressed) -> bool {
    if super::awaited() {
        return true;
    }
    if p.choice.is_some() {
        if presses(|p| p.counts()) {
            dispatch(Msg::Choose(p.number("data-index")));
        }
        return true;
    }
    let Some(name) = p.action.as_deref() else { return false };
    let Some(action) = Week::named(name) else { return super::shell::there().any(|part| (part.press)(name, p)) };
    match action {
        Week::Play => dispatch(Msg::Play { seed: page::seed() }),
        Week::Restart => dispatch(Msg::Restart { seed: page::seed() }),
        Week::Continue => dispatch(Msg::Continue),
        Week::Next => dispatch(Msg::Next),
        Week::Debrief => dispatch(Msg::Debrief),
        Week::WhatIf => dispatch(Msg::Reopen(p.number("data-step"))),
        Week::Start => dispatch(Msg::Start),
        Week::Data => dispatch(Msg::Data),
        Week::Erase => forget(Msg::Erase),
        Week::Forget => forget(Msg::Forget(p.text("data-of"))),
        Week::TakeBack => dispatch(Msg::TakeBack),
        Week::Share => panel(Panel { open: !super::panel_now().open, said: "" }),
        Week::Copy => share::copy(&link(), |worked| {
            let said = if worked { "Copied." } else { "The browser does not let us copy: select the text and copy it yourself." };
            panel(Panel { open: true, said });
        }),
        Week::Sheet => share::sheet(&read(|app| app.loaded.scenario.title.clone()), &link()),
        Week::Back => dispatch(Msg::Week),
        Week::Map => dispatch(Msg::Map),
        Week::Why => dispatch(Msg::Why),
        // `keep.js` hears it.
        Week::Unkeep => return false,
    }
    true
}

/// Forgets, and leads to the way back.
fn forget(msg: Msg) {
    dispatch(msg);
    page::focus(Week::TakeBack.hook());
}

/// The whole link of what is shown; where there is no address to hand on, its moves as text.
pub fn link() -> String {
    format!("{}{}", location::open(), read(|app| app.route().to_string()))
}

/// Offers a text as a file; where that is refused, says what to do instead.
pub fn save(name: &str, kind: &str, text: &str) {
    if page::download(name, kind, text) {
        may_be_refused();
    } else {
        panel(Panel {
            open: false,
            said: "The browser does not let us save a file: open \u{201c}The whole week as text\u{201d} and copy it.",
        });
    }
}

/// A frame that may not save or print does neither without a word to us: says so to be sure.
pub fn may_be_refused() {
    if location::framed() {
        panel(Panel {
            open: true,
            said: if share::is_link(&link()) {
                "If nothing happened, the page around this one does not allow it. Open this link in a tab of its own, or copy \u{201c}The whole week as text\u{201d}."
            } else {
                "If nothing happened, the page around this one does not allow it. Copy \u{201c}The whole week as text\u{201d}."
            },
        });
    }
}
