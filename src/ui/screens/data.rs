//! Your data: what is kept on this device, and forgetting it.

use crate::platform::page;
use crate::ui::components::{button, heading, role};
use crate::ui::dom::{El, el, part, with_class};
use app::action;

pub fn view() -> El {
    let list = part(
        |app| (app.data_view(), !app.forgotten.is_empty()),
        |(items, back)| {
            let back = back.then(|| {
                with_class("P", "notice").attr("data-forgotten", "").text("It is forgotten. ").child(button(
                    "",
                    action::Week::TakeBack,
                    "Take that back",
                ))
            });
            let all = el("DIV").maybe(back);
            if items.is_empty() {
                return all.child(el("P").attr("data-empty", "").text("Nothing is kept at the moment."));
            }
            let rows = items.iter().map(|i| {
                let when = i.changed.map(page::moment).unwrap_or_default();
                el("LI").attr("data-kept", &i.key).say(format!("{} ", i.what)).child(role(&format!("{when} {} bytes ", i.bytes))).child(
                    button("link", action::Week::Forget, "Delete").attr("data-of", &i.key).own("aria-label", format!("Delete {}", i.what)),
                )
            });
            all.child(with_class("UL", "kept").children(rows)).child(with_class("P", "actions").child(button(
                "second",
                action::Week::Erase,
                "Forget all of it",
            )))
        },
    );
    with_class("MAIN", "narrow")
        .attr("data-screen", "data")
        .child(heading("H1", "Your data"))
        .child(el("P").text("By Friday keeps your week and your answers in this browser, on this device. Nothing is sent anywhere: a link you share carries the moves and the luck, never your answers."))
        .child(list)
        .child(
            with_class("P", "offline")
                .text("The program is kept here as well, so that it opens without a network. ")
                .child(button("link", action::Week::Unkeep, "Delete").attr("aria-label", "Delete the kept program")),
        )
        .child(el("P").child(button("quiet", action::Week::Start, "To the start")))
}
