//! A scenario's file at another address: asks before it is fetched.

use crate::platform::location;
use crate::ui::components::{button, heading};
use crate::ui::dom::{El, el, part, with_class};
use crate::ui::studying;
use app::App;
use app::Screen;
use app::action;
use app::from::Asked;

/// What the link asks for.
pub fn asked(app: &App) -> Asked {
    let Screen::From(address) = &app.screen else { return Asked::default() };
    location::resolved(address).map_or_else(Asked::default, |(address, page)| Asked::of(&address, &page))
}

pub fn view() -> El {
    let body = part(
        |app| (asked(app), studying::with(|s| s.fetching.clone())),
        |(asked, state)| {
            if asked.address.is_empty() {
                return el("P").text("The link names no address that a scenario could be fetched from.");
            }
            let whose = if asked.own { ", where this page comes from too" } else { ", which is another site than this page\u{2019}s" };
            with_class("DIV", "stack-small")
                .child(el("P").text("This link plays a scenario that lies as a file at:"))
                .child(el("P").child(el("B").attr("data-origin", "").text(&asked.origin)).text(whose))
                .child(el("P").child(el("CODE").text(&asked.address)))
                .child(el("P").text("It was written by whoever looks after that address. It is text and numbers, no program, and nothing of yours is sent there but the request for the file."))
                .child(with_class("P", "actions").child(button("main", action::Studio::Fetch, "Fetch it and play")))
                .child(el("P").attr("role", "status").attr("data-fetching", "").text(state.as_str()))
        },
    );
    with_class("MAIN", "narrow")
        .attr("data-screen", "from")
        .child(heading("H1", "A scenario from elsewhere"))
        .child(body)
        .child(with_class("P", "actions").child(button("quiet", action::Week::Start, "To the start")))
}
