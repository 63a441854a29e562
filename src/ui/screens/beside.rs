//! What stands beside the scene: the board, and the week so far. It is drawn a frame after the answer to a
//! press, and comes after the first scene can be read.

use super::play::day;
use crate::ui::components::{bar, board, button, marks, role, share, somebody};
use crate::ui::dom::{El, el, late, with_class};
use crate::ui::part::Beside;
use app::App;
use app::action;
use app::play::{Day, Entry, Measures};
use app::words::{self, fixed};

/// See [`Beside`].
pub static BESIDE: Beside = Beside { work, week };

/// The board.
fn work() -> El {
    late(App::board_now, |at| match at.and_then(|_| crate::ui::read(App::board)) {
        Some(v) => board::beside(&v),
        None => el("DIV"),
    })
}

/// The week so far, and what can be done with it.
fn week() -> El {
    with_class("ASIDE", "side")
        .attr("aria-label", "The week so far")
        .child(late(App::measures_now, |m| m.as_ref().map_or_else(|| el("DIV"), measures)))
        .child(late(App::known_now, facts))
        .child(late(App::week_now, |list| days(list)))
        .child(with_class("DIV", "tools").child(share::view()).child(button("quiet", action::Week::Restart, "Start a new week")))
}

fn measures(m: &Measures) -> El {
    let figure = with_class("P", "figure").attr("data-metric", "on-time");
    let chance = match (&m.chance, m.settled) {
        (Some(f), true) if m.decided.is_some() => {
            figure.own("data-value", fixed(f.on_time, 3)).child(el("SPAN").text(m.decided.as_ref().map_or("", |d| d.1.as_str())))
        }
        (Some(f), true) => figure
            .own("data-value", fixed(f.on_time, 3))
            .child(el("B").say(words::share(f.on_time)))
            .child(el("SPAN").say(words::span(f.early, f.late))),
        (known, _) => figure
            .attr("aria-busy", "true")
            .child(el("B").say(known.map_or_else(|| "\u{2026}".to_owned(), |f| words::share(f.on_time))))
            .child(el("SPAN").text("being worked out")),
    };
    let hours = with_class("P", "hours")
        .attr("data-metric", "team-hours")
        .own("data-value", fixed(m.hours, 3))
        .child(el("B").say(fixed(m.hours, 1)))
        .text(" team hours ")
        .child(role(m.hours_note.as_str()));
    with_class("SECTION", "measures")
        .child(match &m.decided {
            Some((verdict, _)) => el("H2").text(verdict.as_str()),
            None => el("H2").say(format!("Chance of {} ", day())).child(role("if you go on as you have")),
        })
        .child(chance)
        .child(bar(m.chance.map_or(0.0, |f| f.on_time * 100.0)))
        .child(el("H2").text("The team"))
        .child(with_class("UL", "team").children(m.team.iter().map(|p| somebody(p, true))))
        .child(hours)
}

fn facts(lists: &[Vec<String>; 3]) -> El {
    let mut section = el("SECTION");
    for (title, list) in ["What you know", "What was promised", "What was decided"].into_iter().zip(lists) {
        if !list.is_empty() {
            section = section
                .child(el("H2").text(title))
                .child(with_class("UL", "facts").children(list.iter().map(|t| el("LI").theirs().text(t.as_str()))));
        }
    }
    section
}

fn days(days: &[Day]) -> El {
    let list =
        days.iter().map(|d| with_class("LI", "day").child(el("H3").text(d.name)).child(el("OL").children(d.entries.iter().map(entry))));
    with_class("SECTION", "week").child(el("H2").text("The week")).child(el("OL").children(list)).child(
        with_class("P", "truck").maybe(crate::ui::read(|app| app.loaded.scenario.leaves() == "truck").then(marks::truck)).say(
            crate::ui::read(|app| {
                format!("{}, the {}", words::moment(app.loaded.scenario.deadline.0), words::within(app.loaded.scenario.leaves()))
            }),
        ),
    )
}

fn entry(e: &Entry) -> El {
    let now = e.taken.is_none();
    let theirs = |text: &str| el("SPAN").theirs().text(text);
    let did = e.taken.as_ref().map(|label| {
        let style = e.style.map(|s| with_class("SPAN", "unseen").say(format!("{}: ", s.name())));
        with_class("SPAN", "did").maybe(e.style.map(marks::mark)).maybe(style).child(theirs(label)).text(" ").child(
            button("link", action::Week::WhatIf, "What if\u{2026}")
                .own("data-step", e.step.to_string())
                .own("aria-label", format!("What if: {}", e.title)),
        )
    });
    with_class("LI", if now { "entry now" } else { "entry" })
        .child(with_class("SPAN", "clock").text(e.clock.as_str()))
        .child(with_class("SPAN", "title").child(theirs(&e.title)).text(if now { " (now)" } else { "" }))
        .maybe(
            e.on_time
                .as_ref()
                .map(|t| with_class("SPAN", "then").own("title", format!("the chance of {} at this point", day())).text(t.as_str())),
        )
        .maybe(did)
}
