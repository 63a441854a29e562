//! Bringing a story: the ways in, the stories of an archive, and what did not come in.

use crate::ui::components::button;
use crate::ui::dom::{El, el, with_class};
use crate::ui::writing::stated;
use app::action;
use app::write::brought::Came;

/// What did not come in: the main thing first, then what needs a hand; the rest is folded.
pub fn list() -> El {
    stated(
        |s| s.came.clone(),
        |came| {
            el("DIV").maybe(came.as_ref().map(|came| {
                with_class("DETAILS", "notice")
                    .attr("data-left", "")
                    .attr("open", "")
                    .child(el("SUMMARY").text("The story is here, as a skeleton to finish"))
                    .child(el("P").attr("data-came", "").text(&came.summary))
                    .children(kinds(came))
            }))
        },
    )
}

fn kinds(came: &Came) -> impl Iterator<Item = El> {
    came.groups.iter().map(|group| {
        let folded = el("DETAILS").attr("data-kind", group.name);
        let folded = if group.open && group.items.len() <= 12 { folded.attr("open", "") } else { folded };
        folded.child(el("SUMMARY").text(&group.title)).child(el("UL").children(group.items.iter().map(|text| el("LI").text(text))))
    })
}

/// Where a story can be brought from.
pub fn ways_in() -> El {
    let stories = stated(
        |s| s.titles().to_vec(),
        |titles| {
            let one = |(i, title): (usize, &String)| {
                el("LI").child(button("second", action::Write::Story, title).attr("data-of", &i.to_string()))
            };
            el("DIV").maybe(
                (!titles.is_empty())
                    .then(|| with_class("UL", "choices").attr("data-stories", "").children(titles.iter().enumerate().map(one))),
            )
        },
    );
    el("SECTION")
        .attr("aria-labelledby", "bring")
        .child(el("H2").attr("id", "bring").text("Bring your own"))
        .child(el("P").text(
            "A saved week, or a story: Twine (a published page, an archive or Twee), ink compiled to JSON, H5P\u{2019}s Branching Scenario, a spreadsheet saved as CSV.",
        ))
        .child(with_class("UL", "choices").child(el("LI").child(button("second", action::Write::Open, "Open a file"))))
        .child(stories)
        .child(
            el("P")
                .child(el("LABEL").attr("for", "paste").text("Or a table from Word or a spreadsheet, with the columns scene, text, choice, goes to: paste it here. "))
                .child(el("A").attr("href", "./examples/scenes.csv").attr("download", "scenes.csv").text("A table to begin with (CSV)")),
        )
        .child(el("TEXTAREA").attr("id", "paste").attr("rows", "2").attr("data-paste", ""))
}
