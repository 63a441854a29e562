//! The packaging page: a form, the package it makes, and code to put a week on another page.

use crate::ui::components::{button, heading, role};
use crate::ui::dom::{El, el, part, with_class};
use crate::ui::packing::{self, packed};
use app::action;
use app::packaging::{Choice, Form, Packaging, size};

pub fn view() -> El {
    let form = packing::with(|portal| portal.form.clone());
    let back =
        part(|app| app.line.is_some(), |there| if *there { button("quiet", action::Week::Back, "Back to the week") } else { el("SPAN") });
    let steps = el("A").attr("href", "./administrators.html").text("Steps for Moodle, Canvas, WordPress and a plain page");
    let lead = with_class("DIV", "lead-in")
        .child(heading("H1", "Put a week into a portal"))
        .child(el("P").text("A package is a zip that a training portal takes as an upload. It is made here, in your browser, from the files of this page: nothing is sent to anybody, and you need no account."))
        .child(el("P").child(steps))
        .child(changed())
        .child(with_class("DIV", "tools").child(back));
    let fields = with_class("DIV", "stack-small")
        .child(group("What is it for?").child(radios("target", &form.targets())))
        .child(week(&form))
        .child(result(&form))
        .child(learner(&form))
        .child(with_class("P", "actions").child(button("main", action::Package::Make, "Make the package")))
        .child(status())
        .child(made());
    with_class("MAIN", "portal").attr("data-screen", "portal").child(lead).child(section("package", "Make a package").child(fields)).child(
        with_class("DETAILS", "embed-of")
            .attr("id", "embed-part")
            .child(el("SUMMARY").child(el("H2").attr("id", "embed").text("Or put it on a page of your own")))
            .child(embed()),
    )
}

fn section(id: &'static str, title: &str) -> El {
    el("SECTION").attr("aria-labelledby", id).child(el("H2").attr("id", id).text(title))
}

/// Assumptions that were changed on the why page stay here.
fn changed() -> El {
    part(
        |app| !app.set.is_empty(),
        |changed| {
            el("DIV").maybe(changed.then(|| {
                with_class("P", "notice")
                    .text("You have changed assumptions. They do not go along: a package plays the week as it was written.")
            }))
        },
    )
}

fn group(title: &str) -> El {
    with_class("FIELDSET", "fields").child(el("LEGEND").text(title))
}

fn radios(field: &'static str, choices: &[Choice]) -> El {
    let one = |c: &Choice| {
        let input = el("INPUT")
            .attr("type", "radio")
            .attr("name", field)
            .attr("data-portal", field)
            .attr("value", &c.value)
            .attr("autocomplete", "off")
            .is("checked", c.picked);
        with_class("LABEL", "pick").child(input).child(el("SPAN").child(el("B").text(c.name)).text(" ").child(role(c.note)))
    };
    with_class("DIV", "picks").children(choices.iter().map(one))
}

/// A field for a short text: its name, what may stand in it, and what is wrong with what does.
fn line(field: &'static str, name: &str, hint: &str, value: &str, digits: bool) -> El {
    let (id, hint_id, wrong_id) = (format!("portal-{field}"), format!("portal-{field}-hint"), format!("portal-{field}-wrong"));
    let input = el("INPUT")
        .own("id", id.clone())
        .attr("data-portal", field)
        .attr("value", value)
        .own("aria-describedby", format!("{hint_id} {wrong_id}"))
        .attr("autocomplete", "off")
        .attr("spellcheck", "false")
        .attr_if(digits, "inputmode", "numeric");
    let wrong = packed(
        move |portal| portal.wrong().iter().find(|w| w.field == field).map_or("", |w| w.text),
        |text| with_class("SPAN", "wrong").text(text),
    );
    with_class("DIV", "line")
        .child(el("LABEL").own("for", id).text(name))
        .child(input)
        .child(role(hint).own("id", hint_id))
        .child(el("SPAN").own("id", wrong_id).child(wrong))
}

fn week(form: &Form) -> El {
    // Drawn again only where there is another one to pick.
    let select = packed(
        |portal| (portal.titles(), portal.form.scenario.clone()),
        |(titles, picked)| {
            let options = titles.iter().map(|(value, title)| el("OPTION").attr("value", value).is("selected", value == picked).text(title));
            el("SELECT")
                .attr("id", "portal-scenario")
                .attr("data-portal", "scenario")
                .attr("aria-describedby", "portal-scenario-wrong")
                .attr("autocomplete", "off")
                .children(options)
        },
    );
    let wrong = packed(
        |portal| portal.wrong().iter().find(|w| w.field == "scenario").map_or("", |w| w.text),
        |text| with_class("SPAN", "wrong").text(text),
    );
    let scenario = with_class("DIV", "line")
        .child(el("LABEL").attr("for", "portal-scenario").text("Scenario"))
        .child(select)
        .child(el("SPAN").attr("id", "portal-scenario-wrong").child(wrong))
        .child(with_class("P", "actions").child(button("second", action::Package::File, "Open a file with another week")));
    group("Which week?").child(scenario).child(radios("luck", &form.lucks())).child(line(
        "seed",
        "Luck number",
        "For the same luck for all: any whole number; whoever gets the same number has the same luck.",
        &form.seed,
        true,
    ))
}

fn result(form: &Form) -> El {
    let unreported = packed(Packaging::unreported, |folder| {
        el("DIV").maybe(folder.then(|| with_class("P", "notice").text("A plain folder reports nothing, so there these change nothing.")))
    });
    group("What counts?")
        .child(with_class("DIV", "line").child(el("SPAN").text("Which score is told")).child(radios("score", &form.scores())))
        .child(line("pass-mark", "Pass mark", "In points of the score, 0 to 100. Empty: nobody passes or fails.", &form.pass_mark, true))
        .child(with_class("DIV", "line").child(el("SPAN").text("What makes it complete")).child(radios("complete", &form.completions())))
        .child(unreported)
}

fn learner(form: &Form) -> El {
    let blind = el("INPUT").attr("type", "checkbox").attr("data-portal", "blind").attr("autocomplete", "off").is("checked", form.blind);
    let note = "Moves carry no mark of their style until the debrief; what is reported names it all the same.";
    group("What does the learner see?")
        .child(line(
            "language",
            "Language",
            "A language tag such as en or pt-BR, which tells the portal what language the week is in. It translates nothing.",
            &form.language,
            false,
        ))
        .child(with_class("LABEL", "pick").child(blind).child(el("SPAN").child(el("B").text("Blind play")).text(" ").child(role(note))))
        .child(line(
            "public",
            "Where what they share leads",
            "The address of a copy of By Friday that anybody may open, such as the one you are on if it is public. Empty: they share their moves as text, since nobody else gets through the portal\u{2019}s login.",
            &form.public,
            false,
        ))
}

/// How it stands, said politely, and what went wrong.
fn status() -> El {
    let said = packed(|portal| portal.making.said(), |text| el("SPAN").text(text));
    let progress = packed(
        |portal| portal.making.progress(),
        |progress| {
            el("DIV").maybe(progress.map(|(there, of)| {
                el("PROGRESS").own("max", of.to_string()).own("value", there.to_string()).attr("aria-label", "Files fetched so far")
            }))
        },
    );
    let trouble = packed(
        |portal| portal.making.trouble().cloned(),
        |trouble| {
            el("DIV").maybe(
                trouble.as_ref().map(|t| with_class("P", "notice").attr("data-trouble", t.file.as_deref().unwrap_or("")).text(&t.text)),
            )
        },
    );
    el("DIV").child(el("P").attr("role", "status").child(said)).child(progress).child(el("DIV").attr("role", "alert").child(trouble))
}

fn made() -> El {
    packed(
        |portal| portal.making.done().cloned(),
        |done| {
            let Some(done) = done else { return el("DIV") };
            let save = done.held.as_ref().map(|address| {
                let link = el("A").attr("data-save", "").attr("href", address).attr("download", &done.file).text("save it by hand");
                el("P")
                    .text("Your browser puts it with your downloads. If it did not: ")
                    .child(link)
                    .text(", or open this page in a tab of its own, as a frame may be forbidden to save files.")
            });
            let refused = done.held.is_none().then(|| {
                with_class("P", "notice").attr("data-refused", "").text("This browser does not let the page make a file. Open the page in a tab of its own, or in another browser, and make the package there; the command \u{201c}by-friday package\u{201d} makes the same one.")
            });
            let row = |e: &app::packaging::Entry| {
                el("TR")
                    .attr("data-entry", &e.name)
                    .child(el("TH").attr("scope", "row").text(&e.name))
                    .children([size(e.size), size(e.packed)].map(|t| el("TD").say(t)))
            };
            let heads = ["File", "Size", "In the zip"].map(|h| el("TH").attr("scope", "col").text(h));
            let table = with_class("TABLE", "entries")
                .child(el("THEAD").child(el("TR").children(heads)))
                .child(el("TBODY").children(done.entries.iter().map(row)));
            let region =
                with_class("DIV", "wide").attr("tabindex", "0").attr("role", "region").attr("aria-label", "What is inside").child(table);
            with_class("DIV", "made")
                .attr("data-made", &done.file)
                .own("data-bytes", done.bytes.to_string())
                .child(el("P").text(&done.rules))
                .maybe(save)
                .maybe(refused)
                .maybe(done.note.map(|n| with_class("P", "notice").text(n)))
                .child(
                    with_class("DETAILS", "figures")
                        .child(el("SUMMARY").say(format!("What is inside: {} files", done.entries.len())))
                        .child(region),
                )
        },
    )
}

fn embed() -> El {
    let shown = packed(Packaging::embed, |embed| {
        let Some(embed) = embed else { return el("P").text("Write a number for the luck above first.") };
        let code = |name: &'static str, rows: &'static str, text: &str| {
            el("TEXTAREA").attr("readonly", "").attr("rows", rows).attr("data-embed", name).attr("spellcheck", "false").attr("value", text)
        };
        let link = el("INPUT").attr("readonly", "").attr("data-embed", "link").attr("value", &embed.link);
        let panel = |name: &'static str, field: El, action: action::Package, copy: &'static str| {
            with_class("DIV", "panel").child(el("LABEL").text(name).child(field)).child(button("", action, copy))
        };
        with_class("DIV", "stack-small")
            .maybe(embed.warning.map(|w| with_class("P", "notice").text(w)))
            .child(panel(
                "An element whose frame fits, and which tells your page of each decision",
                code("element", "5", &embed.element),
                action::Package::Element,
                "Copy the element",
            ))
            .child(panel(
                "A frame, for pages that take no scripts",
                code("code", "4", &embed.code),
                action::Package::Code,
                "Copy the frame",
            ))
            .child(panel("The link itself", link, action::Package::Link, "Copy the link"))
    });
    let copied = packed(|portal| portal.copied, |text| el("SPAN").text(text));
    with_class("DIV", "stack-small")
        .child(el("P").text("This frame shows the scenario and the luck chosen above from the address of this page. Nothing is reported; the week stays with the learner."))
        .child(shown)
        .child(el("P").attr("role", "status").child(copied))
}
