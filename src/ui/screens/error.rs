//! A link or file that cannot be opened: what is wrong, and a way on.

use crate::ui::components::{button, heading};
use crate::ui::dom::{El, el, part, with_class};
use app::action;
use app::{App, Screen};

pub fn view() -> El {
    let text =
        part(|app| if let Screen::Error(text) = &app.screen { text.clone() } else { String::new() }, |text| el("P").text(text.as_str()));
    let actions = part(App::continue_view, |saved| {
        with_class("P", "actions")
            .maybe(saved.as_ref().map(|text| button("main", action::Week::Continue, text.as_str())))
            .child(button("second", action::Week::Play, "Play a new week"))
            .child(button("quiet", action::Week::Start, "To the start"))
    });
    with_class("MAIN", "narrow").attr("data-screen", "error").child(heading("H1", "This link cannot be opened")).child(text).child(actions)
}
