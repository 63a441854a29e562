//! The play screen: the scene and its moves on one side, the week on the other.

use crate::app::App;
use crate::app::play::{After, Button, Change, Day, Entry, Ground, Meanwhile, Measures, Place, UNCHANGED};
use crate::app::words::{self, fixed};
use crate::ui::act;
use crate::ui::components::{bar, board, button, heading, marks, name, question, role, screen, share, somebody, talk};
use crate::ui::dom::{self, El, el, late, part, with_class};
use std::cmp::Ordering;

pub fn view() -> El {
    let scene = part(App::place, |place| place.as_ref().map_or_else(|| el("DIV"), scene));
    // One function for both: what is drawn is handed on, so that comparing is compiled once.
    let measured = |draw: fn(&Option<Measures>) -> El| late(App::measures_now, draw);
    let side = with_class("ASIDE", "side")
        .attr("aria-label", "The week so far")
        .child(measured(|m| m.as_ref().map_or_else(|| el("DIV"), measures)))
        .child(late(App::known_now, facts))
        .child(late(App::week_now, |days| week(days)))
        .child(with_class("DIV", "tools").child(share::view()).child(button("quiet", "restart", "Start a new week")));
    let strip = measured(|m| m.as_ref().map_or_else(|| el("DIV"), strip));
    let work = late(App::board_now, |at| match at.and_then(|_| crate::ui::read(App::board)) {
        Some(v) => board::beside(&v),
        None => el("DIV"),
    });
    screen("play", "play").child(strip).child(work).child(scene).child(side)
}

/// The measures in one line, for screens on which the week lies below the scene; those who hear
/// the page find them there and are told of changes.
fn strip(m: &Measures) -> El {
    let one = |what: El, value: String, way: Ordering| el("SPAN").child(what).text(" ").child(turned("B", way).say(value));
    let chance = m.chance.map_or_else(|| "\u{2026}".to_owned(), |f| words::share(f.on_time));
    with_class("P", "strip")
        .attr("aria-hidden", "true")
        .child(one(el("SPAN").say(format!("Chance of {}", day())), chance, m.way))
        .child(el("SPAN").text("Engagement"))
        .children(m.team.iter().map(|p| one(name(&p.name), fixed(p.value, 0), p.change.map_or(Ordering::Equal, |c| c.cmp(&0)))))
}

/// An element with a mark for what rose or fell: by its shape, not by colour alone.
fn turned(tag: &'static str, way: Ordering) -> El {
    match way {
        Ordering::Greater => with_class(tag, "rose"),
        Ordering::Less => with_class(tag, "fell"),
        Ordering::Equal => el(tag),
    }
}

fn change(c: &Change) -> El {
    turned("LI", c.way).text(c.text.as_str())
}

fn li(text: &str) -> El {
    el("LI").text(text)
}

/// The deadline's day.
fn day() -> String {
    crate::ui::read(App::day)
}

fn scene(p: &Place) -> El {
    let span = |text: &str| el("SPAN").text(text);
    let wheres = with_class("P", "where").child(span(&p.position)).text(" ").child(span(&p.when)).text(" ").child(span(&p.place).theirs());
    let title = if p.after.is_some() { el("H1").text(p.title.as_str()) } else { heading("H1", p.title.as_str()) }.theirs();
    let fresh = act::drawn([p.position.as_str(), &p.scene, p.after.as_ref().map_or("", |a| a.label.as_str())].join(" "), p.after.is_none());
    let mut article = with_class("ARTICLE", "scene")
        .attr("data-scene", p.scene.as_str())
        .child(wheres)
        .child(title)
        .child(part(App::meanwhile, meanwhile))
        .child(talk(&p.talk));
    if let Some(scene) = fresh {
        article = article.own("data-fresh", scene.to_string());
    }
    match &p.after {
        Some(a) => article.child(after(a)),
        None => article.maybe(p.own_words.as_ref().map(question)).child(
            with_class("DIV", "moves")
                .attr("role", "group")
                .attr("aria-label", "What do you do?")
                .child(with_class("P", "ask").text("What do you do? ").child(span(&p.situation)))
                .children(p.moves.iter().map(choice)),
        ),
    }
}

/// What happened since the last decision.
fn meanwhile(m: &Option<Meanwhile>) -> El {
    let Some(m) = m.as_ref().filter(|m| m.chance.is_some() || !(m.events.is_empty() && m.felt.is_empty())) else { return el("DIV") };
    let chance = m.chance.as_ref().map(|c| turned("LI", c.way).child(el("B").text(&c.text)));
    with_class("SECTION", "meanwhile")
        .attr("data-meanwhile", "")
        .attr("aria-label", "Since then")
        .child(el("UL").maybe(chance).children(m.felt.iter().map(change)).children(m.events.iter().map(|t| li(t))))
}

fn choice(b: &Button) -> El {
    let mut button =
        with_class("BUTTON", "move").attr("type", "button").attr("data-choice", b.id.as_str()).own("data-index", b.index.to_string());
    if let Some(style) = b.style {
        button = button.attr("data-style", style.name());
    }
    button.child(el("SPAN").theirs().text(b.label.as_str())).maybe(b.style.map(marks::style))
}

fn after(a: &After) -> El {
    let chance = part(App::chance_change, |c| match c {
        Some(c) => turned("LI", c.way).child(el("B").text(c.text.as_str())),
        None => el("LI").child(el("B").say(format!("Chance of {}: being worked out", day()))),
    });
    let on = if a.last { button("main", "debrief", "To the debrief") } else { button("main", "next", "Go on") };
    let (needs, grounds) = (a.needs.clone(), a.grounds.clone());
    with_class("SECTION", "after")
        .attr("data-changes", "")
        .child(with_class("P", "took").child(el("SPAN").theirs().text(a.label.as_str())).maybe(a.style.map(marks::style)))
        .child(talk(&a.reaction))
        .child(heading("H2", "What changed"))
        .child(
            with_class("UL", "changes")
                .child(chance)
                .children(a.felt.iter().map(change))
                .children(a.changes.iter().map(|t| li(t)))
                .maybe((a.felt.is_empty() && a.changes.is_empty()).then(|| el("LI").text(UNCHANGED))),
        )
        .child(with_class("P", "because").theirs().text(a.because.as_str()))
        .maybe(folded("What it did to their needs", !needs.is_empty(), Box::new(move || el("UL").children(needs.iter().map(|t| li(t))))))
        .maybe(folded("What this rests on", !grounds.is_empty(), Box::new(move || el("UL").children(grounds.iter().map(ground)))))
        .child(
            with_class("P", "actions")
                .child(on)
                .child(button("quiet", "what-if", "Take this decision again").own("data-step", a.step.to_string())),
        )
}

/// A list that is opened by its title.
fn folded(title: &str, shown: bool, list: Box<dyn Fn() -> El>) -> Option<El> {
    shown.then(|| with_class("DETAILS", "grounds").child(el("SUMMARY").text(title)).child(dom::folded(list)))
}

fn ground(g: &Ground) -> El {
    let status = if g.measured { "measured" } else { "assumed" };
    el("LI")
        .child(el("B").theirs().text(g.name.as_str()))
        .say(format!(": {} ({status}). ", g.value))
        .child(role(g.source.as_str()).theirs())
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

fn week(days: &[Day]) -> El {
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
            button("link", "what-if", "What if\u{2026}")
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
