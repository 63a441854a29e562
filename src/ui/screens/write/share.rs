//! Handing a week on: as a link, a file or a package, and to a class.

use crate::ui::components::button;
use crate::ui::dom::{El, el, with_class};
use crate::ui::writing::{stated, with, written};
use app::action;
use app::handing::Handed;
use app::write::session::Session;

pub fn view() -> El {
    let gaps = written(
        |w| (w.sound(), w.problems().empty),
        |(sound, empty)| {
            let text = match (sound, *empty) {
                (false, _) => {
                    "There are problems that keep the week from being played. Mend those first; a file can be saved at any time.".to_owned()
                }
                (_, 0) => return el("DIV"),
                (_, 1) => "One text is still empty: players will see nothing there.".to_owned(),
                (_, n) => format!("{n} texts are still empty: players will see nothing there."),
            };
            with_class("P", "notice").attr("data-gaps", "").text(&text)
        },
    );
    let block = |title: &str| with_class("DIV", "stack-small").child(el("H3").text(title));
    let luck = el("INPUT")
        .attr("id", "hand-luck")
        .attr("data-hand", "luck")
        .attr("inputmode", "numeric")
        .attr("autocomplete", "off")
        .own("value", with(|s| s.luck.clone()))
        .attr("aria-describedby", "hand-luck-hint");
    let wrong = stated(Session::luck_is_wrong, |wrong| {
        with_class("SPAN", "wrong").text(if *wrong { "Write a whole number from 0 to 4294967295, or nothing." } else { "" })
    });
    let link =
        block("As a link")
            .child(
                with_class("DIV", "line")
                    .child(el("LABEL").attr("for", "hand-luck").text("Luck number"))
                    .child(luck)
                    .child(with_class("SPAN", "role").attr("id", "hand-luck-hint").text(
                        "With a number everybody has the same luck, so that a class can be compared. Empty: each play draws its own.",
                    ))
                    .child(wrong),
            )
            .child(stated(|s| s.link.clone(), made));
    let file = block("As a file")
        .child(el("P").text("To keep, to send, and to open here again."))
        .child(with_class("P", "actions").child(button("", action::Write::Save, "Save as a file")));
    let package = block("In a training portal")
        .child(el("P").text("A package for Moodle and others, made of this week."))
        .child(with_class("P", "actions").child(button("", action::Write::Package, "Make a package")));
    let class = block("With a class")
        .child(el("P").text("Give everybody the link with one luck number, and have them send you the link of their week back. The class page sets them side by side."))
        .child(el("P").child(el("A").attr("href", "#/class").text("The class page")));
    with_class("SECTION", "panel-wide")
        .attr("data-share", "")
        .attr("aria-labelledby", "share")
        .child(
            with_class("DIV", "panel-head")
                .child(el("H2").attr("id", "share").attr("tabindex", "-1").text("Share this week"))
                .child(button("quiet", action::Write::Share, "Close")),
        )
        .child(gaps)
        .child(with_class("DIV", "ways-on").child(link).child(file).child(package).child(class))
}

fn made(made: &Option<Result<Handed, String>>) -> El {
    match made {
        None => with_class("P", "role").text("The link is being made\u{2026}"),
        Some(Err(why)) => with_class("P", "notice").attr("data-handed", "").text(why),
        Some(Ok(handed)) => {
            let field = el("INPUT").attr("readonly", "").attr("value", &handed.link).attr("data-handed-link", "");
            let code = handed.qr.as_ref().map(|rows| {
                with_class("FIGURE", "qr").child(squares(rows)).child(
                    el("FIGCAPTION").text("The same link, to point a camera at. ").child(button("quiet", action::Write::Print, "Print it")),
                )
            });
            let none = handed.qr.is_none().then(|| {
                el("P").attr("data-no-code", "").text("This week is too long for a QR code that a camera could read: hand on the link or the file, or the address at which you keep the file, as #/play?from=ADDRESS.")
            });
            with_class("DIV", "stack-small")
                .attr("data-handed", "")
                .child(el("LABEL").text("Whoever opens this link plays your week: the whole of it is in the link.").child(field))
                .child(with_class("P", "actions").child(button("", action::Write::CopyLink, "Copy")))
                .child(el("P").attr("data-length", "").text(&handed.about))
                .maybe(none)
                .maybe(code)
        }
    }
}

fn squares(rows: &[Vec<bool>]) -> El {
    let mut path = String::new();
    for (y, row) in rows.iter().enumerate() {
        for (x, _) in row.iter().enumerate().filter(|s| *s.1) {
            path += &format!("M{x} {y}h1v1h-1z");
        }
    }
    let size = rows.len();
    el("svg")
        .own("viewBox", format!("0 0 {size} {size}"))
        .attr("role", "img")
        .attr("aria-label", "QR code of the link")
        .attr("shape-rendering", "crispEdges")
        .child(el("rect").attr("class", "qr-light").own("width", size.to_string()).own("height", size.to_string()))
        .child(el("path").attr("class", "qr-dark").own("d", path))
}
