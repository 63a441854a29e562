//! The form for a company's record store.

use crate::ui::classing::{classed, with};
use crate::ui::components::{button, role};
use crate::ui::dom::{El, el, with_class};
use app::action;
use app::class::store::session::FIELDS;

pub fn view() -> El {
    let line = |at: usize, kind: &str, name: &str, hint: &str| {
        let id = format!("class-{}", FIELDS[at]);
        let input = el("INPUT")
            .own("id", id.clone())
            .attr("type", kind)
            .attr("data-class", FIELDS[at])
            .own("value", with(|s| s.store.fields[at].clone()))
            .attr("autocomplete", "off")
            .attr("spellcheck", "false")
            .own("aria-describedby", format!("{id}-hint"));
        with_class("DIV", "line")
            .child(el("LABEL").own("for", id.clone()).text(name))
            .child(input)
            .child(role(hint).own("id", format!("{id}-hint")))
    };
    let busy = classed(
        |s| s.store.standing.busy,
        |busy| {
            let action = if *busy {
                button("", action::Class::Stop, "Stop, and show what is read")
            } else {
                button("", action::Class::Fetch, "Read the statements")
            };
            with_class("DIV", "tools").child(action)
        },
    );
    let said = classed(|s| s.store.standing.said.clone(), |said| el("SPAN").attr("data-store-said", "").text(said));
    let progress = classed(
        |s| (s.store.standing.busy, s.store.standing.progress),
        |(busy, progress)| {
            let bar = el("PROGRESS").attr("max", "20").attr("aria-label", "Statements read so far");
            let bar = match progress {
                Some(p) => bar.own("value", p.to_string()),
                None => bar,
            };
            el("DIV").maybe(busy.then_some(bar))
        },
    );
    let trouble = classed(
        |s| (s.store.standing.trouble.clone(), s.store.standing.some),
        |(trouble, some)| {
            let use_it = some.then(|| button("", action::Class::Stop, "Use what was read before"));
            el("DIV").attr("role", "alert").maybe(
                (!trouble.is_empty())
                    .then(|| with_class("P", "notice").attr("data-store-trouble", "").text(trouble).text(" ").maybe(use_it)),
            )
        },
    );
    with_class("DETAILS", "store stack-small")
        .child(el("SUMMARY").text("Read from your company\u{2019}s record store (LRS)"))
        .child(
            with_class("DIV", "fields")
                .child(el("P").text("Where weeks are reported by xAPI or cmi5, they can be read back from there. The address, the key and the secret are kept in this tab only, and are sent to that store alone."))
                .child(line(0, "url", "Address of the store", "Such as https://lrs.example/xapi"))
                .child(line(1, "text", "Key", "A key that may read statements is enough."))
                .child(line(2, "password", "Secret", ""))
                .child(line(3, "text", "Since", "A day such as 2026-03-02; empty for all."))
                .child(busy)
                .child(el("P").attr("role", "status").child(said))
                .child(progress)
                .child(trouble),
        )
}
