//! Handing on the link of what is shown.

use super::{button, with_class};
use crate::platform::share;
use crate::ui::dom::{El, el, part};
use crate::ui::{act, panel_now};
use app::action;

/// What is handed on is a link.
const WHOLE: &str = "Whoever opens this link sees exactly this.";
/// It is text, since nobody else gets through the portal's login.
const MOVES: &str = "Your moves as text. Only you get into this page, but a class page reads them, and any open copy of By Friday shows them behind its address.";

/// The share button and, once pressed, the link with ways to hand it on.
pub fn view() -> El {
    part(
        |_| (panel_now(), panel_now().open.then(act::link)),
        |(panel, link)| {
            let opened = link.as_ref().map(|link| {
                let field = el("INPUT").attr("readonly", "").attr("data-share-link", "").attr("value", link.as_str());
                let sheet = share::has_sheet().then(|| button("", action::Week::Sheet, "Send\u{2026}"));
                with_class("DIV", "panel")
                    .child(el("LABEL").text(if share::is_link(link) { WHOLE } else { MOVES }).child(field))
                    .child(button("", action::Week::Copy, "Copy"))
                    .maybe(sheet)
            });
            with_class("DIV", if panel.open { "share open" } else { "share" })
                .child(button("quiet", action::Week::Share, "Share this point").own("aria-expanded", panel.open.to_string()))
                .maybe(opened)
                .child(el("SPAN").attr("role", "status").text(panel.said))
        },
    )
}
