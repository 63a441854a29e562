//! The cover of a week that came in a link or a file: what it is, who is in it, and Play. And the line
//! above a week that its writer is trying out.

use crate::platform::embedding;
use crate::ui::components::{button, heading, person, role, screen};
use crate::ui::dom::{El, el, part, with_class};
use crate::ui::{read, screens, studying};
use app::App;
use app::action;
use app::words;

/// Whether the cover of the week in hand is still closed: somebody else's week, before its first decision.
fn closed(app: &App) -> bool {
    let first = app.line.as_ref().is_some_and(|l| l.steps.is_empty());
    first && app.loaded.travels() && !studying::with(|s| s.tries(app) || s.opened == app.loaded.key) && !embedding::hosted()
}

/// The week, or its cover.
pub fn play() -> El {
    let shown = part(closed, |closed| if *closed { cover() } else { screens::play::view() });
    el("DIV").child(trial()).child(shown)
}

/// The debrief.
pub fn debrief() -> El {
    el("DIV").child(trial()).child(screens::debrief::view())
}

/// What tells a writer that this is a trial, and leads back to the scene.
fn trial() -> El {
    part(
        |app| studying::with(|s| s.tries(app)),
        |on| {
            with_class("DIV", "notices").maybe(on.then(|| {
                with_class("P", "notice").attr("data-trial", "").text("You are trying out a week that you write. ").child(button(
                    "second",
                    action::Studio::WriteBack,
                    "Back to writing this scene",
                ))
            }))
        },
    )
}

fn cover() -> El {
    read(|app| {
        let s = &app.loaded.scenario;
        let long = format!("About {}, {}.", words::count(s.minutes as usize, "minute"), words::count(app.loaded.decisions, "decision"));
        let by = format!("It has to be done by {}.", words::moment(s.deadline.0));
        screen("cover", "narrow cover")
            .child(heading("H1", &s.title).theirs())
            .maybe((!s.summary.is_empty()).then(|| with_class("P", "sentence").theirs().text(&s.summary)))
            .child(el("P").text(&by).text(" ").child(role(&long)))
            .child(el("H2").text("The people you lead"))
            .child(with_class("UL", "people").children(s.team.iter().map(person)))
            .child(with_class("P", "actions").child(button("main", action::Studio::Begin, "Play")))
    })
}
