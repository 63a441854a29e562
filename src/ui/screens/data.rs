//! Your data: what is kept on this device, and forgetting it.

use crate::app::App;
use crate::ui::components::{button, heading, role};
use crate::ui::dom::{El, el, part, with_class};

pub fn view() -> El {
    let list = part(App::data_view, |items| {
        if items.is_empty() {
            return el("P").attr("data-empty", "").text("Nothing is kept at the moment.");
        }
        let rows = items
            .iter()
            .map(|i| el("LI").attr("data-kept", i.key.as_str()).text(i.what.as_str()).text(" ").kid(role(&format!("{} bytes", i.bytes))));
        el("DIV").kid(with_class("UL", "kept").kids(rows)).kid(with_class("P", "actions").kid(button(
            "second",
            "erase",
            "Forget all of it",
        )))
    });
    with_class("MAIN", "narrow")
        .attr("data-screen", "data")
        .kid(heading("H1", "Your data"))
        .kid(el("P").text("By Friday keeps your week and your answers in this browser, on this device. Nothing is sent anywhere: a link you share carries the moves and the luck, never your answers."))
        .kid(list)
        .kid(el("P").kid(button("quiet", "start", "To the start")))
}
