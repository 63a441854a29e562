//! The author's editor: what there is to begin with, the outline, the form of the place in hand, the
//! JSON beside it, the live map, problems, and ways to hand it on.

mod bar;
mod brought;
mod figures;
mod form;
mod map;
mod share;

use crate::ui::components::{button, heading, role};
use crate::ui::dom::{El, el, part, with_class};
use crate::ui::writing::{self, stated, with, written};
use app::CATALOGUE;
use app::FIRST_ENTRY;
use app::action;
use app::write::session::{Panel, Session, Side};
use app::write::{Draft, Entry, Form, Problem, Writing};
use std::cell::RefCell;
use std::sync::Arc;

pub fn view() -> El {
    let all = stated(|s| s.writing.is_some(), |there| if *there { editor() } else { beginning() });
    let said = stated(|s| s.said.clone(), |text| el("SPAN").text(text.as_str()));
    let elsewhere = stated(
        |s| s.elsewhere,
        |text| {
            let notice = || with_class("P", "notice").attr("data-elsewhere", "").text(text);
            el("DIV").attr("role", "alert").maybe((!text.is_empty()).then(notice))
        },
    );
    with_class("MAIN", "write")
        .attr("data-screen", "write")
        .child(elsewhere)
        .child(brought::list())
        .child(all)
        .child(with_class("P", "write-said").attr("role", "status").attr("data-said", "").child(said))
}

/// Before anything is written.
fn beginning() -> El {
    let copies = std::iter::once(FIRST_ENTRY).chain(CATALOGUE).map(|e| {
        el("LI").child(button("second", action::Write::Copy, &format!("A copy of \u{201c}{}\u{201d}", e.title)).attr("data-of", e.id))
    });
    let kept = part(|_| (writing::drafts(), with(|s| s.deleted().map(str::to_owned))), |(drafts, back)| kept(drafts, back.as_deref()));
    with_class("DIV", "stack")
        .child(with_class("DIV", "lead-in").child(heading("H1", "Write a week")).child(el("P").text(
            "Your own people, your own Friday. What you write stays on this device until you save it as a file or hand on its link; there is no account and no server.",
        )).child(el("P").child(el("A").attr("href", "./writers.html").text("The writer\u{2019}s guide"))))
        .child(kept)
        .child(
            el("SECTION")
                .attr("aria-labelledby", "begin")
                .child(el("H2").attr("id", "begin").text("Begin"))
                .child(
                    with_class("UL", "choices")
                        .child(el("LI").child(button("main", action::Write::Blank, "A short week to build on")))
                        .children(copies),
                ),
        )
        .child(brought::ways_in())
}

/// The drafts on this device, and the one that was deleted a moment ago.
fn kept(drafts: &[(Draft, String)], back: Option<&str>) -> El {
    let row = |(d, when): &(Draft, String)| {
        el("LI")
            .attr("data-draft", &d.key)
            .child(button("second", action::Write::Draft, &d.title).attr("data-of", &d.key))
            .child(role(when))
            .child(
                button("quiet", action::Write::Delete, "Delete").attr("data-of", &d.key).own("aria-label", format!("Delete {}", d.title)),
            )
    };
    let undo = back.map(|title| {
        with_class("P", "notice").attr("data-deleted", "").text(&format!("\u{201c}{title}\u{201d} was deleted. ")).child(button(
            "quiet",
            action::Write::Undelete,
            "Take that back",
        ))
    });
    let some = !drafts.is_empty() || undo.is_some();
    el("DIV").maybe(some.then(|| {
        el("SECTION")
            .attr("aria-labelledby", "drafts")
            .child(el("H2").attr("id", "drafts").attr("tabindex", "-1").text("Go on with a draft"))
            .maybe(undo)
            .child(with_class("UL", "drafts").children(drafts.iter().map(row)))
    }))
}

fn editor() -> El {
    let lock = written(
        |w| w.status().lock,
        |lock| {
            el("DIV").maybe(lock.as_ref().map(|l| {
                with_class("P", "notice")
                    .attr("data-lock", "")
                    .text(&format!("Line {}, column {}: {}. {}", l.line, l.column, l.text, l.mend))
            }))
        },
    );
    let tabs = stated(
        |s| s.side,
        |now| {
            let tab = |of: Side, name: &str, id: &str| {
                button("tab", action::Write::Side, name).attr("data-of", id).own("aria-pressed", (*now == of).to_string())
            };
            with_class("DIV", "tools tabs")
                .attr("role", "group")
                .attr("aria-label", "How it is shown")
                .child(tab(Side::Form, "Forms", "form"))
                .child(tab(Side::Json, "JSON", "json"))
                .child(tab(Side::Map, "Map", "map"))
                .child(tab(Side::Figures, "Figures", "figures"))
        },
    );
    let main = stated(
        |s| s.side,
        |side| match side {
            Side::Form => form(),
            Side::Json => {
                stated(|s| (s.epoch, s.writing.as_ref().map(Writing::json_text)), |(_, text)| json(text.as_deref().unwrap_or("")))
            }
            Side::Map => written(Writing::sketch, map::view),
            Side::Figures => stated(Session::standing, figures::view),
        },
    );
    let panels = stated(|s| s.panel, |panel| el("DIV").maybe((*panel == Panel::Share).then(share::view)));
    let problems = stated(|s| s.panel, |panel| el("DIV").maybe((*panel == Panel::Problems).then(problems)));
    with_class("DIV", "stack")
        .child(bar::view())
        .child(lock)
        .child(panels)
        .child(with_class("DIV", "desk").child(outline()).child(problems).child(with_class("DIV", "sheet-of").child(tabs).child(main)))
}

/// The form of the place in hand: by another tag than that of the last one where it is the form of another
/// place, so that it is made anew and nothing of the other one stays in it.
fn form() -> El {
    let last = RefCell::new((None, false));
    stated(
        |s| (s.epoch, s.writing.as_ref().map(Writing::form)),
        move |(_, form): &(u32, Option<Arc<Form>>)| {
            let Some(form) = form else { return el("DIV") };
            let (place, odd) = &mut *last.borrow_mut();
            if place.as_ref() != Some(&form.path) {
                (*place, *odd) = (Some(form.path.clone()), !*odd);
            }
            form::view(form, if *odd { "SECTION" } else { "DIV" })
        },
    )
}

/// A line of the outline.
fn entry(e: &Entry, level: &'static str) -> El {
    let marks = (!e.problems.is_empty()).then(|| with_class("SPAN", if e.errors > 0 { "wrong" } else { "role" }).text(&e.problems));
    let when = (!e.when.is_empty()).then(|| with_class("SPAN", "role").text(&format!("{} ", e.when)));
    el("LI").attr("class", level).child(
        with_class("BUTTON", "entry")
            .attr("type", "button")
            .does(action::Write::Go)
            .attr("data-path", &e.path)
            .attr_if(e.here, "aria-current", "true")
            .maybe(when)
            .child(el("SPAN").text(&e.title))
            .children(e.details.iter().map(|d| with_class("SPAN", "role block").text(d)))
            .maybe(marks),
    )
}

fn outline() -> El {
    let list = written(Writing::outline, |o| {
        let day = |d: &app::write::Day| {
            el("LI").child(el("H2").text(&d.name)).child(el("UL").children(d.scenes.iter().map(|s| entry(s, "scene"))))
        };
        let parts = o.parts.iter().map(|p| {
            let add = p.adds.map(|what| button("quiet", action::Write::Add, &format!("Add {what}")).attr("data-path", &p.list));
            entry(&p.entry, "part").child(el("UL").children(p.entries.iter().map(|e| entry(e, "item")))).maybe(add)
        });
        let scene = el("LI").child(button("quiet", action::Write::Add, "Add a scene").attr("data-path", "/scenes"));
        with_class("UL", "outline").child(entry(&o.whole, "part")).children(o.days.iter().map(day)).child(scene).children(parts)
    });
    with_class("NAV", "outline-of").attr("id", "outline").attr("aria-label", "The week from above").child(list)
}

fn json(text: &str) -> El {
    with_class("DIV", "json-of")
        .child(el("LABEL").attr("for", "json").text("The file. The forms follow what you write here, as soon as it can be read."))
        .child(
            el("TEXTAREA")
                .attr("id", "json")
                .attr("data-write", "side ")
                .attr("rows", "30")
                .attr("spellcheck", "false")
                .attr("autocomplete", "off")
                .attr("value", text),
        )
}

fn problems() -> El {
    let list = written(Writing::problems, |p| {
        let one = |p: &Problem| {
            let mend = p.mends.as_ref().map(|(action, path, name)| button("quiet", *action, name).attr("data-path", path));
            el("LI")
                .attr("data-finding", p.code)
                .child(
                    with_class("BUTTON", "entry")
                        .attr("type", "button")
                        .does(action::Write::Go)
                        .attr("data-path", &p.page)
                        .attr("data-to", &p.path)
                        .child(
                            with_class("SPAN", if p.severity.name() == "error" { "wrong" } else { "role" })
                                .say(format!("{}: ", if p.empty { "empty" } else { p.severity.name() })),
                        )
                        .child(el("SPAN").text(&p.text))
                        .child(with_class("SPAN", "role block").text(&p.place))
                        .maybe((!p.mend.is_empty()).then(|| with_class("SPAN", "role block").text(&p.mend))),
                )
                .maybe(mend)
        };
        let wait = (!p.whole).then(|| role("Every path is walked once you pause."));
        el("DIV").child(el("P").text(&p.summary)).maybe(wait).child(with_class("UL", "findings").children(p.list.iter().map(one)))
    });
    let shut = button("quiet", action::Write::Problems, "Close");
    let next = button("quiet", action::Write::Next, "Next (F8)").attr("aria-keyshortcuts", "F8");
    el("SECTION")
        .attr("class", "problems-of")
        .attr("aria-labelledby", "problems")
        .child(
            with_class("DIV", "panel-head")
                .child(el("H2").attr("id", "problems").attr("tabindex", "-1").text("Problems"))
                .child(next)
                .child(shut),
        )
        .child(list)
}
