//! The form of a place: its fields, and the items of its lists.

use crate::ui::components::{button, face, role};
use crate::ui::dom::{El, el, with_class};
use app::action;
use app::play::Face;
use app::write::{Choice, Control, Field, Form, Group, Item, Shown};
use engine::model::scenario::Portrait;

/// The form of the place in hand. It is drawn with each change, and each field shows what the week then
/// holds; at another place it is made anew, by another tag.
pub fn view(f: &Form, tag: &'static str) -> El {
    let crumbs = f.crumbs.iter().map(|c| el("LI").child(button("quiet", action::Write::Go, &c.text).attr("data-path", &c.path)));
    let tools = f.item.map(|(number, of)| {
        let at = |b: El| b.attr("data-path", &f.path);
        with_class("DIV", "tools")
            .attr("role", "group")
            .attr("aria-label", "This one")
            .child(at(button("quiet", action::Write::Raise, "Earlier")).attr_if(number == 1, "aria-disabled", "true"))
            .child(at(button("quiet", action::Write::Lower, "Later")).attr_if(number == of, "aria-disabled", "true"))
            .child(at(button("quiet", action::Write::Duplicate, "Copy")))
            .child(at(button("quiet", action::Write::After, "Add one after this")))
            .child(at(button("quiet", action::Write::Remove, "Take out")))
    });
    with_class(tag, "form-of")
        .attr("data-form", &f.path)
        .child(el("NAV").attr("aria-label", "Where this is").child(with_class("OL", "crumbs").children(crumbs)))
        .child(el("H2").attr("tabindex", "-1").text(&f.heading))
        .maybe(tools)
        .child(el("DIV").children(wrongs(&f.problems)))
        .children(f.groups.iter().map(group))
}

/// Fields that belong together; those that are seldom needed lie behind a button.
fn group(g: &Group) -> El {
    if g.part.is_empty() {
        let legend = (!g.title.is_empty()).then(|| el("LEGEND").text(&g.title));
        return with_class("FIELDSET", "fields").maybe(legend).children(g.fields.iter().map(field));
    }
    let turn = button("turn", action::Write::Turn, &g.title).attr("data-path", &g.part).own("aria-expanded", g.open.to_string());
    let fields = g.open.then(|| with_class("FIELDSET", "fields inner").attr("aria-label", &g.title).children(g.fields.iter().map(field)));
    with_class("DIV", "more-of").child(turn).maybe(fields)
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
fn beside(f: &Field) -> El {
    let more = match &f.control {
        Control::Area { count, .. } => count,
        Control::Id { uses, .. } => uses,
        Control::Quantity { worth, .. } => worth,
        Control::Branch(b) => &b.sentence,
        _ => "",
    };
    // What stands in an empty field need not stand below it.
    let written = matches!(
        f.control,
        Control::Line { .. }
            | Control::Area { .. }
            | Control::Number { .. }
            | Control::Quantity { .. }
            | Control::Suggest { .. }
            | Control::Choice { .. }
            | Control::Faces { .. }
    );
    el("SPAN").child(role(more)).text(" ").child(role(if f.left_out && !written { &f.instead } else { "" })).children(wrongs(&f.problems))
}

fn field(f: &Field) -> El {
    let (name, said) = (id(&f.path), format!("{}-said", id(&f.path)));
    let label = &f.label;
    let clear = (f.clearable && !f.required).then(|| {
        button("quiet", action::Write::Clear, "Leave out").attr("data-path", &f.path).own("aria-label", format!("Leave out: {}", f.label))
    });
    let verb = |v: &str| format!("{v} {}", f.path);
    let input = |kind: &'static str, v: String, value: &str| {
        el("INPUT")
            .attr("type", kind)
            .own("id", name.clone())
            .own("data-write", v)
            .attr("value", value)
            .attr_if(kind == "text" && !f.hint.is_empty(), "placeholder", &f.hint)
            .own("aria-describedby", said.clone())
            .attr("autocomplete", "off")
    };
    let select = |v: String, name: String, options: &[Choice]| {
        let option = |c: &Choice| el("OPTION").attr("value", &c.id).is("selected", c.picked).text(&c.name);
        el("SELECT")
            .own("id", name)
            .own("data-write", v)
            .own("aria-describedby", said.clone())
            .attr("autocomplete", "off")
            .children(options.iter().map(option))
    };
    let suggestions = |options: &[Choice]| {
        el("DATALIST").own("id", format!("{name}-list")).children(options.iter().map(|c| el("OPTION").attr("value", &c.id).text(&c.name)))
    };
    let labelled = || el("LABEL").own("for", name.clone()).text(label);
    let legend = || el("LEGEND").text(label);
    let help = || role(&f.help);
    let note = || el("SPAN").own("id", said.clone()).child(beside(f));
    let line = || with_class("DIV", "line").attr("data-at", &f.path);
    let set = || with_class("FIELDSET", "fields inner").attr("data-at", &f.path);
    match &f.control {
        Control::Line { value } | Control::Id { value, .. } => {
            line().child(labelled()).child(input("text", verb("put"), value)).child(help()).child(note()).maybe(clear)
        }
        Control::Area { value, .. } => line()
            .child(labelled())
            .child(
                el("TEXTAREA")
                    .own("id", name.clone())
                    .own("data-write", verb("put"))
                    .attr("rows", "2")
                    .attr_if(!f.hint.is_empty(), "placeholder", &f.hint)
                    .own("aria-describedby", said.clone())
                    .attr("value", value),
            )
            .child(help())
            .child(note())
            .maybe(clear),
        Control::Number { value, unit } => line()
            .child(labelled())
            .child(input("text", verb("put"), value).attr("inputmode", "decimal"))
            .child(role(unit))
            .child(help())
            .child(note())
            .maybe(clear),
        Control::Quantity { value, unit, options, .. } => line()
            .child(labelled())
            .child(input("text", verb("put"), value).own("list", format!("{name}-list")))
            .child(suggestions(options))
            .child(role(unit))
            .child(help())
            .child(note())
            .maybe(clear),
        Control::Suggest { value, options } => line()
            .child(labelled())
            .child(input("text", verb("put"), value).own("list", format!("{name}-list")))
            .child(suggestions(options))
            .child(help())
            .child(note())
            .maybe(clear),
        Control::Choice { options } => {
            line().child(labelled()).child(select(verb("put"), name.clone(), options)).child(help()).child(note()).maybe(clear)
        }
        Control::Faces { options } => {
            let one = |c: &Choice| {
                let pick = input("radio", verb("put"), &c.id)
                    .own("id", format!("{name}-{}", c.id))
                    .own("name", name.clone())
                    .is("checked", c.picked);
                let portrait = Portrait::named(&c.id).map(|p| face(Face { portrait: Some(p), mood: 4 }, ""));
                with_class("LABEL", "pick").child(pick).maybe(portrait).child(el("SPAN").text(&c.name))
            };
            set()
                .child(legend())
                .child(with_class("DIV", "picks of-faces").children(options.iter().map(one)))
                .child(help())
                .child(note())
                .maybe(clear)
        }
        Control::Time { days, clock } => {
            let day = select(verb("part:day"), format!("{name}-day"), days).attr("aria-label", "Day");
            let time = input("text", verb("part:clock"), clock)
                .own("id", format!("{name}-clock"))
                .attr("placeholder", "9:10 or 3pm")
                .attr("aria-label", "Time of day");
            set().child(legend()).child(with_class("DIV", "pair").child(day).child(time)).child(help()).child(note()).maybe(clear)
        }
        Control::Tick { on } => {
            let tick = input("checkbox", verb("put"), "true").is("checked", *on);
            line()
                .child(with_class("LABEL", "pick").child(tick).child(el("SPAN").child(el("B").text(&f.label)).text(" ").child(help())))
                .child(note())
                .maybe(clear)
        }
        Control::Chips { options } => {
            let chip = |c: &Choice| {
                let tick = el("INPUT")
                    .attr("type", "checkbox")
                    .own("data-write", verb(&format!("tick:{}", c.id)))
                    .is("checked", c.picked)
                    .attr("autocomplete", "off");
                with_class("LABEL", "pick").child(tick).child(el("SPAN").text(&c.name).text(" ").child(role(&c.note)))
            };
            set()
                .child(legend())
                .child(with_class("DIV", "picks").children(options.iter().map(chip)))
                .child(help())
                .child(note())
                .maybe(clear)
        }
        Control::Inside { fields, more } => set()
            .child(legend())
            .child(help())
            .child(note())
            .children(fields.iter().map(field))
            .children(more.iter().map(group))
            .maybe(clear),
        Control::Branch(b) => {
            let mut choices = b.kinds.clone();
            if f.left_out {
                let nothing = Choice { id: String::new(), name: "Nothing yet".to_owned(), note: String::new(), picked: true };
                choices.iter_mut().for_each(|c| c.picked = false);
                choices.insert(0, nothing);
            }
            let kinds = select(verb("kind"), name.clone(), &choices)
                .attr("aria-label", if b.condition { "What must hold" } else { "What happens" });
            set().child(legend()).child(help()).child(kinds).child(note()).children(b.fields.iter().map(field)).maybe(clear)
        }
        Control::Items { items, thing, kinds, menu, open } => {
            let list = |b: El| b.attr("data-path", &f.path);
            let add = if kinds.is_empty() {
                el("DIV").child(list(button("second", action::Write::Add, &format!("Add {thing}"))))
            } else {
                let one = |c: &Choice| {
                    let kind = list(button("entry", action::Write::AddKind, &c.name)).attr("data-of", &c.id);
                    el("LI").child(kind.maybe((!c.note.is_empty()).then(|| with_class("SPAN", "role block").text(&c.note))))
                };
                let turn = button("second", action::Write::Turn, &format!("Add {thing}"))
                    .attr("data-path", menu)
                    .own("aria-expanded", open.to_string());
                let named = format!("Kinds of {thing} to add");
                let menu =
                    open.then(|| with_class("UL", "menu").attr("data-menu", menu).own("aria-label", named).children(kinds.iter().map(one)));
                el("DIV").child(turn).maybe(menu)
            };
            set()
                .child(legend())
                .child(help())
                .child(note())
                .child(el("OL").attr("class", "things").children(items.iter().map(item)))
                .child(add)
                .maybe(clear)
        }
        Control::Odd { json } => line()
            .child(labelled())
            .child(
                el("TEXTAREA")
                    .own("id", name.clone())
                    .own("data-write", verb("odd"))
                    .attr("rows", "3")
                    .own("aria-describedby", said.clone())
                    .attr("value", json),
            )
            .child(help())
            .child(note())
            .maybe(clear),
    }
}

fn item(i: &Item) -> El {
    let at = |b: El| b.attr("data-path", &i.path);
    let tools = with_class("DIV", "tools")
        .child(at(button("quiet", action::Write::Raise, "Earlier")))
        .child(at(button("quiet", action::Write::Lower, "Later")))
        .child(at(button("quiet", action::Write::Duplicate, "Copy")))
        .child(at(button("quiet", action::Write::Remove, "Take out")));
    let summary = if i.page {
        button("second", action::Write::Go, &i.summary).attr("data-path", &i.path)
    } else if i.fields.is_empty() {
        el("SPAN").text(&i.summary)
    } else {
        at(button("turn", action::Write::Turn, &i.summary)).own("aria-expanded", i.open.to_string())
    };
    let head = with_class("P", "thing").child(summary);
    let problems = (i.errors + i.warnings > 0)
        .then(|| with_class("SPAN", if i.errors > 0 { "wrong" } else { "role" }).say(format!("{} to look at", i.errors + i.warnings)));
    let fields = (i.open && !i.fields.is_empty())
        .then(|| with_class("DIV", "part-of").children(i.fields.iter().map(field)).children(i.more.iter().map(group)));
    el("LI").attr("data-at", &i.path).child(head).children(wrongs(&i.problems)).maybe(problems).maybe(fields).child(tools)
}
