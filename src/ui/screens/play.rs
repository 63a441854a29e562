//! The play screen: the scene and its moves; what stands beside them comes after it (`beside`).

use crate::ui::components::{button, heading, marks, name, question, role, screen, talk};
use crate::ui::dom::{self, El, el, late, part, with_class};
use crate::ui::{self, act};
use app::App;
use app::action;
use app::play::{After, Button, Change, Ground, Meanwhile, Measures, Place, UNCHANGED};
use app::words::{self, fixed};
use std::cmp::Ordering;

pub fn view() -> El {
    let scene = part(App::place, |place| place.as_ref().map_or_else(|| el("DIV"), scene));
    let strip = late(App::measures_now, |m| m.as_ref().map_or_else(|| el("DIV"), strip));
    let there = |_: &App| ui::shell::beside().is_some();
    let work = part(there, |_| ui::shell::beside().map_or_else(work, |b| (b.work)()));
    let week = part(there, |_| ui::shell::beside().map_or_else(week, |b| (b.week)()));
    screen("play", "play").child(strip).child(work).child(scene).child(week)
}

/// The place of the board until what draws it has come ([`ui::part::Beside`]).
fn work() -> El {
    let lanes = |app: &App| (app.board_now().is_some() && !app.loaded.scenario.work.assumed).then_some(app.loaded.scenario.team.len());
    let Some(lanes) = ui::read(lanes) else { return el("DIV") };
    let title = with_class("SPAN", "title").child(el("B").text("The work")).text(" ").child(el("SPAN").text("\u{2026}"));
    let svg = el("svg").own("class", format!("gantt lanes-{lanes}")).own("height", (42 + lanes * 58).to_string());
    let svg = svg.attr("width", "100%").attr("aria-hidden", "true");
    with_class("DETAILS", "board").child(el("SUMMARY").child(title).child(svg))
}

/// The place of the week so far, until then.
fn week() -> El {
    with_class("ASIDE", "side")
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
pub fn day() -> String {
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
    let on = if a.last { button("main", action::Week::Debrief, "To the debrief") } else { button("main", action::Week::Next, "Go on") };
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
                .child(button("quiet", action::Week::WhatIf, "Take this decision again").own("data-step", a.step.to_string())),
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
