//! A class side by side: reading it, what it shows, and taking it away.

mod figures;
mod guide;
mod paths;
mod present;
mod store;
mod vote;

use crate::ui::classing::{classed, section, with};
use crate::ui::components::{button, heading, role};
use crate::ui::dom::{El, el, with_class};
use app::action;
use app::class::Group;
use app::class::session::Session;
use app::words;

pub fn view() -> El {
    let kind = |s: &Session| match s.asked.show.split('-').next().unwrap_or("") {
        "slide" if !s.shown.slides.is_empty() => 1,
        "vote" => 2,
        "guide" => 3,
        _ => 0,
    };
    let body = classed(kind, |kind| match kind {
        1 => present::view(),
        2 => vote::view(),
        3 => guide::view(),
        _ => page(),
    });
    with_class("MAIN", "class").attr("data-screen", "class").child(body)
}

fn page() -> El {
    let there = classed(
        |s| (s.class.as_ref().is_some_and(|c| !c.groups.is_empty()), s.reading()),
        |(there, reading)| {
            if *reading {
                el("DIV")
            } else if *there {
                class()
            } else {
                with_class("DIV", "stack").child(input()).child(section(0, left_out))
            }
        },
    );
    with_class("DIV", "stack")
        .child(
            with_class("DIV", "lead-in")
                .child(heading("H1", "A class, side by side"))
                .child(el("P").text("Each learner\u{2019}s week is a link. Put the links of a class here, and see where it parted, what that was worth, and what was luck. Nothing of it leaves this device."))
        )
        .child(trouble())
        .child(status())
        .child(there)
}

/// What is wrong with the address.
fn trouble() -> El {
    classed(
        |s| s.trouble.clone(),
        |t| el("DIV").attr("role", "alert").maybe((!t.is_empty()).then(|| with_class("P", "notice").attr("data-trouble", "").text(t))),
    )
}

/// What was done last, and how far the figures are.
fn status() -> El {
    let said = classed(
        |s| (s.said.clone(), s.drawn()),
        |(said, drawn)| {
            let said = el("SPAN").attr("data-said", "").text(said);
            el("P").attr("role", "status").attr_if(!drawn, "aria-busy", "true").child(said)
        },
    );
    let progress = classed(
        |s| (s.reading(), s.progress().map(|p| (p * 20.0) as u32)),
        |(reading, progress)| {
            let bar = |name: &str| el("PROGRESS").attr("max", "20").attr("aria-label", name);
            el("DIV")
                .maybe(reading.then(|| bar("Reading the weeks")))
                .maybe(progress.map(|p| bar("Playing each week under two hundred lucks").own("value", p.to_string())))
        },
    );
    with_class("DIV", "stack-small").child(said).child(progress)
}

fn input() -> El {
    let field = el("TEXTAREA")
        .attr("id", "class-text")
        .attr("data-class", "text")
        .attr("rows", "8")
        .attr("spellcheck", "false")
        .attr("autocomplete", "off")
        .attr("aria-describedby", "class-hint")
        .own("placeholder", "Anna   https://\u{2026}#/debrief/monday-call?v=1&seed=7&moves=\u{2026}".into())
        .own("value", with(|s| s.text.clone()));
    with_class("DIV", "reading stack-small")
        .child(el("LABEL").attr("for", "class-text").child(el("B").text("Links to weeks, one a line")))
        .child(role("With or without a name before each, straight from a chat or a spreadsheet. The text of By Friday\u{2019}s downloads (CSV, JSON) and exports of xAPI statements can be put here too, or dropped as files. Up to 500 weeks.").attr("id", "class-hint"))
        .child(field)
        .child(
            with_class("DIV", "tools")
                .child(button("main", action::Class::Read, "Set them side by side"))
                .child(button("", action::Class::Open, "Open files"))
                .child(button("quiet", action::Class::Example, "Show a made-up class"))
                .child(button("quiet", action::Class::Guide, "A guide for leading the talk")),
        )
        .child(store::view())
}

fn class() -> El {
    let again = with_class("DETAILS", "again").child(el("SUMMARY").text("Read other weeks")).child(input());
    with_class("DIV", "stack")
        .child(section(0, read))
        .child(section(1, figures::glance))
        .child(section(2, figures::splits))
        .child(section(3, figures::talk))
        .child(section(4, paths::view))
        .child(section(7, paths::table))
        .child(section(8, figures::weeks))
        .child(section(9, away))
        .child(again)
}

fn titled(id: &'static str, title: &str) -> El {
    el("SECTION").attr("aria-labelledby", id).child(el("H2").attr("id", id).text(title))
}

/// A page that is filled once the figures are there.
fn waiting() -> El {
    with_class("P", "role").attr("aria-busy", "true").text("Each week is being played under two hundred lucks\u{2026}")
}

fn option(group: &Group, index: usize, picked: usize) -> El {
    el("OPTION").own("value", index.to_string()).is("selected", index == picked).say(group.name())
}

/// What was read.
fn read() -> El {
    with(|s| {
        let (Some(class), Some(group)) = (&s.class, s.group()) else { return el("DIV") };
        let at = s.asked.group.min(class.groups.len() - 1);
        let (weeks, finished) = (group.size(), group.finished().count());
        let open = weeks - finished;
        let mut text = match open {
            0 => format!("{}, played to the end, ", words::count(weeks, "week")),
            n => format!("{}, {finished} played to the end and {n} not, ", words::count(weeks, "week")),
        };
        text += &match group.lucks() {
            1 => "all under the same luck.".to_owned(),
            n => format!("under {n} different lucks."),
        };
        text += match (open, s.asked.all) {
            (0, _) => "",
            (_, true) => " Weeks that are not finished count in the decisions they came to, and in nothing else.",
            (_, false) => " Weeks that are not finished stand apart, below the others, and count in nothing.",
        };
        let all = (open > 0).then(|| tick("all", s.asked.all, "Count weeks that are not finished in the decisions they came to"));
        let other = group.other_edition.as_ref().map(|e| {
            with_class("P", "notice").attr("data-edition", e).text(&format!(
                "These links were made with edition {e} of the scenario; this page has edition {}. They are played by its rules, so the figures may differ from those the learners saw.",
                group.loaded.edition
            ))
        });
        let changed = (!group.set.is_empty()).then(|| with_class("P", "notice").text("These weeks were played with changed assumptions."));
        let several = (class.groups.len() > 1).then(|| {
            let options = class.groups.iter().enumerate().map(|(i, g)| option(g, i, at));
            with_class("DIV", "line")
                .child(el("LABEL").attr("for", "class-group").text("Weeks of different scenarios or editions are kept apart. Look at"))
                .child(el("SELECT").attr("id", "class-group").attr("data-class", "group").attr("autocomplete", "off").children(options))
        });
        with_class("SECTION", "read stack-small")
            .attr("aria-labelledby", "class-weeks")
            .child(
                el("H2")
                    .attr("id", "class-weeks")
                    .attr("tabindex", "-1")
                    .attr("data-class-weeks", &weeks.to_string())
                    .own("data-finished", finished.to_string())
                    .text(&group.loaded.scenario.title),
            )
            .child(el("P").say(text))
            .maybe(several)
            .maybe(other)
            .maybe(changed)
            .children(class.notes.iter().map(|n| with_class("P", "notice").attr("data-note", "").text(n)))
            .child(left())
            .child(
                with_class("DIV", "tools")
                    .child(button("main", action::Class::Present, "Present it to the room"))
                    .child(tick("names", s.names, "Show names"))
                    .maybe(all),
            )
    })
}

fn tick(field: &'static str, on: bool, text: &str) -> El {
    let input = el("INPUT").attr("type", "checkbox").attr("data-class", field).attr("autocomplete", "off").is("checked", on);
    with_class("LABEL", "pick").child(input).child(el("SPAN").text(text))
}

/// What was left out, where nothing could be read.
fn left_out() -> El {
    with(|s| if s.class.is_some() { left() } else { el("DIV") })
}

/// Lines that are no weeks, with why.
fn left() -> El {
    with(|s| {
        let Some(class) = s.class.as_ref().filter(|c| !c.bad.is_empty()) else { return el("DIV") };
        let row = |b: &app::class::Bad| {
            el("LI")
                .attr("data-bad", &b.line.to_string())
                .child(el("B").say(if b.line == 0 { String::new() } else { format!("Line {}: ", b.line) }))
                .text(&b.why)
                .text(" ")
                .child(el("CODE").text(&b.text))
        };
        let more = (class.more_bad > 0).then(|| el("LI").say(format!("And {} more.", class.more_bad)));
        with_class("DETAILS", "bad")
            .attr_if(class.groups.is_empty(), "open", "")
            .child(el("SUMMARY").say(format!("Left out: {}", words::count(class.bad.len() + class.more_bad, "line"))))
            .child(with_class("UL", "facts").children(class.bad.iter().map(row)).maybe(more))
    })
}

/// Taking it away.
fn away() -> El {
    let along = with(|s| s.along);
    let tools = with_class("DIV", "tools")
        .child(button("", action::Class::Csv, "Save as a file (CSV)"))
        .child(button("", action::Class::Link, "Copy a link to the class"))
        .child(button("", action::Class::Print, "Print the handout"))
        .child(button("quiet", action::Class::Guide, "A guide for leading the talk"));
    titled("away", "Take it away")
        .attr("class", "away stack-small")
        .child(el("P").text(
            "The file opens in a spreadsheet and is read here again. The link holds the whole class; whoever has it sees what you see.",
        ))
        .child(tick("along", along, "Names go along in the file and the link"))
        .child(tools)
}
