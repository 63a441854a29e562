//! The author's editor: what there is to begin with, the outline, the form of the place in hand, the
//! JSON beside it, the live map, problems, and ways to hand it on.

mod figures;

use crate::app::CATALOGUE;
use crate::app::FIRST_ENTRY;
use crate::app::write::{Control, Entry, Field, Form, Group, Item, Mark, Problem, Shown, Sketch, Writing};
use crate::ui::components::{button, heading, role};
use crate::ui::dom::{El, el, part, with_class};
use crate::ui::weighing;
use crate::ui::writing::{self, Side, epoch, side, with, written};

pub fn view() -> El {
    let all = part(|_| with(|_| ()).is_some(), |there| if *there { editor() } else { beginning() });
    let said = part(|_| writing::said(), |text| el("SPAN").text(text.as_str()));
    let left = part(
        |_| writing::left(),
        |left| {
            let list = left.iter().map(|text| el("LI").text(text));
            let some = !left.is_empty();
            el("DIV").maybe(some.then(|| {
                with_class("DETAILS", "notice")
                    .attr("data-left", "")
                    .attr("open", "")
                    .kid(el("SUMMARY").text("The story was taken over as a skeleton to finish. What was not:"))
                    .kid(el("UL").kids(list))
            }))
        },
    );
    with_class("MAIN", "write")
        .attr("data-screen", "write")
        .kid(with_class("P", "write-said").attr("role", "status").attr("data-said", "").kid(said))
        .kid(left)
        .kid(all)
}

/// Before anything is written.
fn beginning() -> El {
    let drafts = writing::drafts();
    let copies = std::iter::once(FIRST_ENTRY)
        .chain(CATALOGUE)
        .map(|e| el("LI").kid(button("second", "write-copy", &format!("A copy of \u{201c}{}\u{201d}", e.title)).attr("data-of", e.id)));
    let kept = (!drafts.is_empty()).then(|| {
        let list = drafts.iter().map(|d| el("LI").kid(button("second", "write-draft", &d.title).attr("data-of", &d.key)));
        el("SECTION")
            .attr("aria-labelledby", "drafts")
            .kid(el("H2").attr("id", "drafts").text("Go on with a draft"))
            .kid(with_class("UL", "choices").kids(list))
    });
    with_class("DIV", "stack")
        .kid(with_class("DIV", "lead-in").kid(heading("H1", "Write a week")).kid(el("P").text(
            "Your own people, your own Friday. What you write stays on this device until you save it as a file or hand on its link; there is no account and no server.",
        )).kid(el("P").kid(el("A").attr("href", "./writers.html").text("The writer\u{2019}s guide"))))
        .maybe(kept)
        .kid(
            el("SECTION")
                .attr("aria-labelledby", "begin")
                .kid(el("H2").attr("id", "begin").text("Begin"))
                .kid(
                    with_class("UL", "choices")
                        .kid(el("LI").kid(button("main", "write-blank", "A short week to build on")))
                        .kids(copies)
                        .kid(el("LI").kid(button("second", "write-open", "Open a file (a week, or a story in Twee 3 or ink)"))),
                ),
        )
}

fn editor() -> El {
    let title = written(Writing::title, |title| heading("H1", title));
    let kept = written(|w| w.status().kept, |kept| with_class("P", "role").text(kept));
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
    // Each is drawn by itself, so that a button keeps the focus while another changes.
    let step = |action: &'static str, name: &'static str, what: fn(&Writing) -> Option<String>| {
        written(what, move |what| {
            let words = what.as_ref().map_or_else(|| name.to_owned(), |w| format!("{name}: {w}"));
            button("quiet", action, &words).attr_if(what.is_none(), "aria-disabled", "true")
        })
    };
    let sound = |action: &'static str, name: &'static str| {
        written(|w| w.status().sound, move |sound| button("", action, name).attr("data-path", "").attr_if(!sound, "aria-disabled", "true"))
    };
    let status = with_class("DIV", "stack-small")
        .kid(kept)
        .kid(
            with_class("DIV", "tools")
                .kid(step("write-undo", "Undo", |w| w.status().undo))
                .kid(step("write-redo", "Redo", |w| w.status().redo))
                .kid(sound("write-play", "Play it"))
                .kid(button("", "write-save", "Save as a file"))
                .kid(sound("write-link", "Hand on a link"))
                .kid(button("quiet", "write-close", "Another scenario")),
        )
        .kid(lock);
    let tabs = part(
        |_| side(),
        |now| {
            let tab = |of: Side, name: &str, id: &str| {
                button("quiet", "write-side", name).attr("data-of", id).own("aria-pressed", (*now == of).to_string())
            };
            with_class("DIV", "tools")
                .attr("role", "group")
                .attr("aria-label", "How it is shown")
                .kid(tab(Side::Form, "Forms", "form"))
                .kid(tab(Side::Json, "JSON", "json"))
                .kid(tab(Side::Map, "Map", "map"))
                .kid(tab(Side::Figures, "Figures", "figures"))
        },
    );
    let main = part(
        |_| (epoch(), side()),
        |(_, side)| match side {
            Side::Form => with(Writing::form).map_or_else(|| el("DIV"), |f| form(&f)),
            Side::Json => json(),
            Side::Map => written(Writing::sketch, map),
            Side::Figures => weighing::standing(figures::view),
        },
    );
    with_class("DIV", "stack")
        .kid(title)
        .kid(status)
        .kid(hand_on())
        .kid(with_class("DIV", "desk").kid(outline()).kid(with_class("DIV", "sheet-of").kid(tabs).kid(main)).kid(problems()))
}

/// The link, once it was asked for.
fn hand_on() -> El {
    part(
        |_| writing::link(),
        |made| match made {
            None => el("DIV"),
            Some(Err(why)) => with_class("P", "notice").attr("data-handed", "").attr("tabindex", "-1").text(why),
            Some(Ok(handed)) => {
                let field = el("INPUT").attr("readonly", "").attr("value", &handed.link).attr("data-handed-link", "");
                let code = handed.qr.as_ref().map(|rows| {
                    with_class("FIGURE", "qr")
                        .kid(squares(rows))
                        .kid(el("FIGCAPTION").text("The same link, to point a camera at. "))
                        .kid(button("quiet", "write-print", "Print it"))
                });
                let none = handed.qr.is_none().then(|| el("P").text("It is too long for a QR code: hand on the file instead, or the address at which you keep it, as #/play?from=ADDRESS."));
                with_class("SECTION", "panel-wide")
                    .attr("data-handed", "")
                    .attr("aria-label", "The link")
                    .kid(el("LABEL").text("Whoever opens this link plays your week: the whole of it is in the link.").kid(field))
                    .kid(with_class("P", "actions").kid(button("", "write-copy-link", "Copy")))
                    .kid(el("P").attr("data-length", "").text(&handed.about))
                    .maybe(none)
                    .maybe(code)
            }
        },
    )
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
        .kid(el("rect").attr("class", "qr-light").own("width", size.to_string()).own("height", size.to_string()))
        .kid(el("path").attr("class", "qr-dark").own("d", path))
}

/// A line of the outline.
fn entry(e: &Entry, level: &'static str) -> El {
    let marks = (!e.problems.is_empty()).then(|| with_class("SPAN", if e.errors > 0 { "wrong" } else { "role" }).text(&e.problems));
    let when = (!e.when.is_empty()).then(|| with_class("SPAN", "role").text(&format!("{} ", e.when)));
    el("LI").attr("class", level).kid(
        with_class("BUTTON", "entry")
            .attr("type", "button")
            .attr("data-action", "write-go")
            .attr("data-path", &e.path)
            .attr_if(e.here, "aria-current", "true")
            .maybe(when)
            .kid(el("SPAN").text(&e.title))
            .kids(e.details.iter().map(|d| with_class("SPAN", "role block").text(d)))
            .maybe(marks),
    )
}

fn outline() -> El {
    let list = written(Writing::outline, |o| {
        let day = |d: &crate::app::write::Day| {
            el("LI").kid(el("H2").text(&d.name)).kid(el("UL").kids(d.scenes.iter().map(|s| entry(s, "scene"))))
        };
        let parts = o.parts.iter().map(|p| {
            let add = p.adds.map(|what| button("quiet", "write-add", &format!("Add {what}")).attr("data-path", &p.entry.path));
            entry(&p.entry, "part").kid(el("UL").kids(p.entries.iter().map(|e| entry(e, "item")))).maybe(add)
        });
        with_class("UL", "outline").kid(entry(&o.whole, "part")).kids(o.days.iter().map(day)).kids(parts)
    });
    // On a narrow screen it can be folded away.
    let folded = el("DETAILS").attr("open", "").kid(with_class("SUMMARY", "fold").text("The week from above")).kid(list);
    with_class("NAV", "outline-of").attr("aria-label", "The week from above").kid(folded)
}

/// The form of the place in hand. Its fields are drawn when the place or the kind of things in it
/// changes, not while somebody types; what is said beside them follows as it is typed.
fn form(f: &Form) -> El {
    let crumbs = f.crumbs.iter().map(|c| el("LI").kid(button("quiet", "write-go", &c.text).attr("data-path", &c.path)));
    let tools = f.item.map(|(number, of)| {
        let at = |b: El| b.attr("data-path", &f.path);
        with_class("DIV", "tools")
            .attr("role", "group")
            .attr("aria-label", "This one")
            .kid(at(button("quiet", "write-raise", "Earlier")).attr_if(number == 1, "aria-disabled", "true"))
            .kid(at(button("quiet", "write-lower", "Later")).attr_if(number == of, "aria-disabled", "true"))
            .kid(at(button("quiet", "write-duplicate", "Copy")))
            .kid(at(button("quiet", "write-after", "Add one after this")))
            .kid(at(button("quiet", "write-remove", "Take out")))
    });
    let play = f.path.starts_with("/scenes/").then(|| button("", "write-play", "Play from here").attr("data-path", &f.path));
    with_class("DIV", "form-of")
        .attr("data-form", &f.path)
        .kid(el("NAV").attr("aria-label", "Where this is").kid(with_class("OL", "crumbs").kids(crumbs)))
        .kid(el("H2").attr("tabindex", "-1").text(&f.heading))
        .maybe(tools)
        .maybe(play)
        .kid(written(|w| w.form().problems.clone(), |problems| el("DIV").kids(wrongs(problems))))
        .kids(f.groups.iter().map(group))
}

fn group(g: &Group) -> El {
    let legend = (!g.title.is_empty()).then(|| el("LEGEND").text(&g.title));
    with_class("FIELDSET", "fields").maybe(legend).kids(g.fields.iter().map(field))
}

/// An id made of a pointer.
fn id(path: &str) -> String {
    format!("at{}", path.replace(['/', '~', ' '], "-"))
}

/// What is wrong, a line each.
fn wrongs(problems: &[Shown]) -> Vec<El> {
    let one = |p: &Shown| {
        with_class("SPAN", if p.severity.name() == "error" { "wrong block" } else { "role block" })
            .attr("data-problem", p.severity.name())
            .text(&format!("{}. {}", p.text, p.mend))
    };
    problems.iter().map(one).collect()
}

/// What is wrong with a field, and what its value comes to.
fn beside(path: String) -> El {
    written(
        move |w| {
            w.field(&path).map(|f| {
                let more = match &f.control {
                    Control::Area { count, .. } => count.clone(),
                    Control::Id { uses, .. } => uses.clone(),
                    Control::Quantity { worth, .. } => worth.clone(),
                    Control::Branch(b) => b.sentence.clone(),
                    _ => String::new(),
                };
                (more, if f.left_out { f.instead } else { String::new() }, f.problems)
            })
        },
        |got| {
            let Some((more, instead, problems)) = got else { return el("SPAN") };
            el("SPAN").kid(role(more)).text(" ").kid(role(instead)).kids(wrongs(problems))
        },
    )
}

fn field(f: &Field) -> El {
    let (name, said) = (id(&f.path), format!("{}-said", id(&f.path)));
    let label = if f.required { f.label.clone() } else { format!("{} (may be left out)", f.label) };
    let clear = (f.clearable && !f.required).then(|| {
        button("quiet", "write-clear", "Leave out").attr("data-path", &f.path).own("aria-label", format!("Leave out: {}", f.label))
    });
    let verb = |v: &str| format!("{v} {}", f.path);
    let input = |kind: &'static str, v: String, value: &str| {
        el("INPUT")
            .attr("type", kind)
            .own("id", name.clone())
            .own("data-write", v)
            .attr("value", value)
            .own("aria-describedby", said.clone())
            .attr("autocomplete", "off")
    };
    let select = |v: String, name: String, options: &[crate::app::write::Choice]| {
        let option = |c: &crate::app::write::Choice| el("OPTION").attr("value", &c.id).attr_if(c.picked, "selected", "").text(&c.name);
        el("SELECT")
            .own("id", name)
            .own("data-write", v)
            .own("aria-describedby", said.clone())
            .attr("autocomplete", "off")
            .kids(options.iter().map(option))
    };
    let suggestions = |options: &[crate::app::write::Choice]| {
        el("DATALIST").own("id", format!("{name}-list")).kids(options.iter().map(|c| el("OPTION").attr("value", &c.id).text(&c.name)))
    };
    let labelled = || el("LABEL").own("for", name.clone()).text(&label);
    let legend = || el("LEGEND").text(&label);
    let help = || role(&f.help);
    let note = || el("SPAN").own("id", said.clone()).kid(beside(f.path.clone()));
    let line = || with_class("DIV", "line").attr("data-at", &f.path);
    let set = || with_class("FIELDSET", "fields inner").attr("data-at", &f.path);
    match &f.control {
        Control::Line { value } | Control::Id { value, .. } => {
            line().kid(labelled()).kid(input("text", verb("put"), value)).kid(help()).kid(note()).maybe(clear)
        }
        Control::Area { value, .. } => line()
            .kid(labelled())
            .kid(
                el("TEXTAREA")
                    .own("id", name.clone())
                    .own("data-write", verb("put"))
                    .attr("rows", "3")
                    .own("aria-describedby", said.clone())
                    .text(value),
            )
            .kid(help())
            .kid(note())
            .maybe(clear),
        Control::Number { value, unit } => line()
            .kid(labelled())
            .kid(input("text", verb("put"), value).attr("inputmode", "decimal"))
            .kid(role(unit))
            .kid(help())
            .kid(note())
            .maybe(clear),
        Control::Quantity { value, unit, options, .. } => line()
            .kid(labelled())
            .kid(input("text", verb("put"), value).own("list", format!("{name}-list")))
            .kid(suggestions(options))
            .kid(role(unit))
            .kid(help())
            .kid(note())
            .maybe(clear),
        Control::Suggest { value, options } => line()
            .kid(labelled())
            .kid(input("text", verb("put"), value).own("list", format!("{name}-list")))
            .kid(suggestions(options))
            .kid(help())
            .kid(note())
            .maybe(clear),
        Control::Choice { options } => {
            line().kid(labelled()).kid(select(verb("put"), name.clone(), options)).kid(help()).kid(note()).maybe(clear)
        }
        Control::Time { days, clock } => {
            let day = select(verb("part:day"), format!("{name}-day"), days).attr("aria-label", "Day");
            let time = input("text", verb("part:clock"), clock).attr("aria-label", "Time of day, such as 09:10");
            set().kid(legend()).kid(with_class("DIV", "pair").kid(day).kid(time)).kid(help()).kid(note()).maybe(clear)
        }
        Control::Tick { on } => {
            let tick = input("checkbox", verb("put"), "true").attr_if(*on, "checked", "");
            line()
                .kid(with_class("LABEL", "pick").kid(tick).kid(el("SPAN").kid(el("B").text(&f.label)).text(" ").kid(help())))
                .kid(note())
                .maybe(clear)
        }
        Control::Chips { options } => {
            let chip = |c: &crate::app::write::Choice| {
                let tick = el("INPUT")
                    .attr("type", "checkbox")
                    .own("data-write", verb(&format!("tick:{}", c.id)))
                    .attr_if(c.picked, "checked", "")
                    .attr("autocomplete", "off");
                with_class("LABEL", "pick").kid(tick).kid(el("SPAN").text(&c.name).text(" ").kid(role(&c.note)))
            };
            set().kid(legend()).kid(with_class("DIV", "picks").kids(options.iter().map(chip))).kid(help()).kid(note()).maybe(clear)
        }
        Control::Inside { fields } => set().kid(legend()).kid(help()).kid(note()).kids(fields.iter().map(field)).maybe(clear),
        Control::Branch(b) => {
            let mut choices = b.kinds.clone();
            if f.left_out {
                let nothing =
                    crate::app::write::Choice { id: String::new(), name: "Nothing yet".to_owned(), note: String::new(), picked: true };
                choices.iter_mut().for_each(|c| c.picked = false);
                choices.insert(0, nothing);
            }
            let kinds = select(verb("kind"), name.clone(), &choices)
                .attr("aria-label", if b.condition { "What must hold" } else { "What happens" });
            set().kid(legend()).kid(help()).kid(kinds).kid(note()).kids(b.fields.iter().map(field)).maybe(clear)
        }
        Control::Items { items, thing, kinds } => {
            let add = if kinds.is_empty() {
                button("second", "write-add", &format!("Add {thing}")).attr("data-path", &f.path)
            } else {
                let first = el("OPTION").attr("value", "").own("selected", String::new()).say(format!("Add {thing}\u{2026}"));
                let option = |c: &crate::app::write::Choice| {
                    el("OPTION").attr("value", &c.id).say(if c.note.is_empty() {
                        c.name.clone()
                    } else {
                        format!("{}: {}", c.name, c.note)
                    })
                };
                el("SELECT")
                    .own("data-write", verb("add-kind"))
                    .own("aria-label", format!("Add {thing}"))
                    .attr("autocomplete", "off")
                    .kid(first)
                    .kids(kinds.iter().map(option))
            };
            set()
                .kid(legend())
                .kid(help())
                .kid(note())
                .kid(el("OL").attr("class", "things").kids(items.iter().map(item)))
                .kid(add)
                .maybe(clear)
        }
        Control::Odd { json } => line()
            .kid(labelled())
            .kid(
                el("TEXTAREA")
                    .own("id", name.clone())
                    .own("data-write", verb("odd"))
                    .attr("rows", "3")
                    .own("aria-describedby", said.clone())
                    .text(json),
            )
            .kid(help())
            .kid(note())
            .maybe(clear),
    }
}

fn item(i: &Item) -> El {
    let at = |b: El| b.attr("data-path", &i.path);
    let tools = with_class("DIV", "tools")
        .kid(at(button("quiet", "write-raise", "Earlier")))
        .kid(at(button("quiet", "write-lower", "Later")))
        .kid(at(button("quiet", "write-duplicate", "Copy")))
        .kid(at(button("quiet", "write-remove", "Take out")));
    let head = if i.page {
        with_class("P", "thing").kid(button("second", "write-go", &i.summary).attr("data-path", &i.path))
    } else {
        let path = i.path.clone();
        // The sentence follows what is typed below it.
        let summary = written(move |w| w.item(&path).map(|i| i.summary).unwrap_or_default(), |text| el("SPAN").text(text));
        with_class("P", "thing").kid(summary)
    };
    let problems = (i.errors + i.warnings > 0)
        .then(|| with_class("SPAN", if i.errors > 0 { "wrong" } else { "role" }).say(format!("{} to look at", i.errors + i.warnings)));
    let fields = (!i.fields.is_empty()).then(|| {
        let open = i.errors > 0;
        with_class("DETAILS", "figures").attr_if(open, "open", "").kid(el("SUMMARY").text("Change")).kids(i.fields.iter().map(field))
    });
    let path = i.path.clone();
    let wrong = written(move |w| w.item(&path).map(|i| i.problems).unwrap_or_default(), |problems| el("SPAN").kids(wrongs(problems)));
    el("LI").attr("data-at", &i.path).kid(head).kid(wrong).maybe(problems).maybe(fields).kid(tools)
}

fn json() -> El {
    let text = with(|w| w.json().text).unwrap_or_default();
    with_class("DIV", "json-of")
        .kid(el("LABEL").attr("for", "json").text("The file. The forms follow what you write here, as soon as it can be read."))
        .kid(
            el("TEXTAREA")
                .attr("id", "json")
                .attr("data-write", "side ")
                .attr("rows", "30")
                .attr("spellcheck", "false")
                .attr("autocomplete", "off")
                .text(&text),
        )
}

fn map(s: &Sketch) -> El {
    let whole = |n: i32| n.to_string();
    let label = |class: &str, x: i32, y: i32, text: &str| {
        el("text").own("class", class.to_owned()).own("x", whole(x)).own("y", whole(y)).text(text)
    };
    let cut = |text: &str, most: usize| {
        if text.chars().count() <= most { text.to_owned() } else { text.chars().take(most - 1).chain(['\u{2026}']).collect() }
    };
    let link = |l: &crate::app::write::Link| {
        let [[a, b], [c, d]] = l.line;
        let m = (a + c) / 2;
        el("path")
            .attr("class", if l.when.is_empty() { "way" } else { "way sometimes" })
            .own("d", format!("M{a} {b}C{m} {b} {m} {d} {c} {d}"))
    };
    let drawn = |b: &crate::app::write::Drawn| {
        let [w, h] = crate::app::write::BOX;
        let class = match (b.here, b.marks.first()) {
            (true, _) => "box here",
            (_, Some(_)) => "box odd",
            _ => "box",
        };
        let rect = el("rect")
            .attr("class", class)
            .own("x", whole(b.x))
            .own("y", whole(b.y))
            .own("width", whole(w))
            .own("height", whole(h))
            .attr("rx", "8");
        let mark = b.marks.first().map(|m| {
            label(
                "map-small",
                b.x + 10,
                b.y + h - 8,
                match m {
                    Mark::Unreachable => "no way leads here",
                    Mark::DeadEnd => "no way on",
                },
            )
        });
        el("g")
            .kid(rect)
            .kid(label("map-name", b.x + 10, b.y + 24, &cut(&b.title, 19)))
            .kid(label("map-small", b.x + 10, b.y + 40, &b.when))
            .maybe(mark)
    };
    let drawing = el("svg")
        .attr("class", "drawing")
        .own("viewBox", format!("-6 0 {} {}", s.width + 12, s.height + 6))
        .own("width", whole(s.width + 12))
        .own("height", whole(s.height + 6))
        .attr("aria-hidden", "true")
        .kids(s.days.iter().map(|(name, x)| label("map-day", *x, 20, name)))
        .kids(s.links.iter().map(link))
        .kids(s.boxes.iter().map(drawn));
    let listed = s.boxes.iter().map(|b| {
        let name =
            if b.path.is_empty() { el("B").text(&b.title) } else { button("quiet", "write-go", &b.title).attr("data-path", &b.path) };
        el("LI").kid(name).text(" ").kid(role(&b.when)).kids(b.lines.iter().map(|l| with_class("SPAN", "role block").text(l)))
    });
    with_class("DIV", "stack-small")
        .kid(el("P").text(&s.summary))
        .kid(
            with_class("DIV", "sheet")
                .attr("tabindex", "0")
                .attr("role", "region")
                .attr("aria-label", "The map; the same stands below as a list")
                .kid(drawing),
        )
        .kid(with_class("OL", "things").kids(listed))
}

fn problems() -> El {
    let list = written(Writing::problems, |p| {
        let one = |p: &Problem| {
            el("LI").attr("data-finding", p.code).kid(
                with_class("BUTTON", "entry")
                    .attr("type", "button")
                    .attr("data-action", "write-go")
                    .attr("data-path", &p.page)
                    .attr("data-to", &p.path)
                    .kid(
                        with_class("SPAN", if p.severity.name() == "error" { "wrong" } else { "role" })
                            .say(format!("{}: ", p.severity.name())),
                    )
                    .kid(el("SPAN").text(&p.text))
                    .kid(with_class("SPAN", "role block").text(&p.place))
                    .maybe((!p.mend.is_empty()).then(|| with_class("SPAN", "role block").text(&p.mend))),
            )
        };
        let wait = (!p.whole).then(|| role("Every path is walked once you pause."));
        el("DIV")
            .kid(el("P").attr("data-problems", &p.errors.to_string()).text(&p.summary))
            .maybe(wait)
            .kid(with_class("UL", "findings").kids(p.list.iter().map(one)))
    });
    el("SECTION")
        .attr("class", "problems-of")
        .attr("aria-labelledby", "problems")
        .kid(el("H2").attr("id", "problems").text("Problems"))
        .kid(list)
}
