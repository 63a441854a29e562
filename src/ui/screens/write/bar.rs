//! The toolbar, which stays in sight: what week this is, undo and redo, playing it, what is wrong, and
//! ways to hand it on.

use crate::ui::components::{button, heading};
use crate::ui::dom::{El, el, with_class};
use crate::ui::writing::{stated, written};
use app::action;
use app::write::session::Panel;
use app::write::{Problems, Writing};

pub fn view() -> El {
    let title = written(Writing::title, |title| heading("H1", title));
    let kept = written(|w| w.status().kept, |kept| with_class("P", "role kept-of").text(kept));
    // Each is drawn by itself, so that a button keeps the focus while another changes.
    let step = |action: action::Write, name: &'static str, what: fn(&Writing) -> Option<String>| {
        written(what, move |what| {
            let words = what.as_ref().map_or_else(|| name.to_owned(), |w| format!("{name}: {w}"));
            button("quiet", action, name).own("aria-label", words.clone()).own("title", words).attr_if(
                what.is_none(),
                "aria-disabled",
                "true",
            )
        })
    };
    let play = written(
        |w| (w.place().to_owned(), w.sound()),
        |(place, sound)| {
            let name = if place.starts_with("/scenes/") { "Play from here" } else { "Play it" };
            button("main", action::Write::Play, name).attr("data-path", place).attr_if(!sound, "aria-disabled", "true")
        },
    );
    let problems = stated(
        |s| (s.panel, s.writing.as_ref().map(Writing::problems)),
        |(now, problems): &(Panel, Option<Problems>)| {
            let Some(p) = problems else { return el("SPAN") };
            button(if p.errors > 0 { "wrong" } else { "" }, action::Write::Problems, &count(p))
                .attr("data-problems", &p.errors.to_string())
                .own("aria-expanded", (*now == Panel::Problems).to_string())
        },
    );
    let share =
        stated(|s| s.panel, |now| button("", action::Write::Share, "Share").own("aria-expanded", (*now == Panel::Share).to_string()));
    let outline = stated(
        |s| s.drawer,
        |open| {
            button("quiet drawer", action::Write::Drawer, "Outline").attr("aria-controls", "outline").own("aria-expanded", open.to_string())
        },
    );
    with_class("DIV", "write-bar").child(with_class("DIV", "bar-head").child(title).child(kept)).child(
        with_class("DIV", "tools")
            .child(outline)
            .child(step(action::Write::Undo, "Undo", |w| w.status().undo))
            .child(step(action::Write::Redo, "Redo", |w| w.status().redo))
            .child(play)
            .child(problems)
            .child(share)
            .child(button("quiet", action::Write::Close, "All weeks")),
    )
}

/// What is to be looked at, as a count.
fn count(p: &Problems) -> String {
    let words = |n: usize, one: &str, more: &str| (n > 0).then(|| format!("{n} {}", if n == 1 { one } else { more }));
    let parts = [words(p.errors + p.warnings, "problem", "problems"), words(p.empty, "text empty", "texts empty")];
    let text = parts.into_iter().flatten().collect::<Vec<_>>().join(", ");
    if text.is_empty() { "No problems".to_owned() } else { text }
}
