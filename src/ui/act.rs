//! What a press does. One listener for the whole page reads the stable hooks of the markup
//! (`data-choice`, `data-action`), so that no button carries a closure of its own.

use super::{Panel, dispatch, panel, read};
use crate::app::Msg;
use crate::platform::page::{self, Pressed};
use crate::platform::{location, share};

/// Listens to the whole page.
pub fn listen() {
    page::on_press(pressed);
    page::on_input(&["data-question", "data-assumption"], |name, id, text| match name {
        "data-question" => dispatch(Msg::Answer { id, text }),
        _ => (super::bundle().typed)(&id, &text),
    });
}

/// `true` where the press was ours, so that a link is not followed as well.
fn pressed(p: &Pressed) -> bool {
    if !super::ACTIVE.get() {
        return true;
    }
    if p.choice.is_some() {
        let index = p.number("data-index");
        dispatch(Msg::Choose(index));
        return true;
    }
    let Some(action) = p.action.as_deref() else { return false };
    match action {
        "play" => dispatch(Msg::Play { seed: page::seed() }),
        "restart" => dispatch(Msg::Restart { seed: page::seed() }),
        "continue" => dispatch(Msg::Continue),
        "next" => dispatch(Msg::Next),
        "debrief" => dispatch(Msg::Debrief),
        "what-if" => dispatch(Msg::Reopen(p.number("data-step"))),
        "start" => dispatch(Msg::Start),
        "data" => dispatch(Msg::Data),
        "erase" => dispatch(Msg::Erase),
        "share" => panel(Panel { open: !super::panel_now().open, said: "" }),
        "copy" => share::copy(&link(), |worked| {
            let said = if worked { "Copied." } else { "The browser does not let us copy: select the link and copy it yourself." };
            panel(Panel { open: true, said });
        }),
        "sheet" => share::sheet(&read(|app| app.loaded.scenario.title.clone()), &link()),
        "week" => dispatch(Msg::Week),
        "map" => dispatch(Msg::Map),
        "why" => dispatch(Msg::Why),
        _ => return (super::bundle().press)(action, p),
    }
    true
}

/// The whole link of what is shown.
pub fn link() -> String {
    format!("{}{}", location::base(), read(|app| app.route().to_string()))
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
            said: "If nothing happened, the page around this one does not allow it. Open this link in a tab of its own, or copy \u{201c}The whole week as text\u{201d}.",
        });
    }
}
