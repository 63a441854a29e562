//! The guide for leading the talk.

use crate::ui::classing::guided;
use crate::ui::components::{button, heading};
use crate::ui::dom::{El, el, with_class};
use app::action;
use app::class::guide::{Block, Part, guide};

pub fn view() -> El {
    let made = guided(|l| guide(&l.scenario, &l.program, &l.edition));
    let tools = with_class("DIV", "tools")
        .child(button("", action::Class::Print, "Print the guide"))
        .child(button("", action::Class::GuideText, "Save as text"))
        .child(button("quiet", action::Class::Close, "To the class"));
    with_class("DIV", "guide stack")
        .attr("data-guide", "")
        .child(with_class("DIV", "lead-in").child(heading("H1", &made.title)).child(el("P").text(&made.about)).child(tools))
        .children(made.parts.iter().map(part))
}

fn part(p: &Part) -> El {
    let id = format!("guide-{}", p.id);
    with_class("SECTION", "stack-small")
        .own("aria-labelledby", id.clone())
        .attr("data-part", p.id)
        .child(el("H2").own("id", id).text(p.title))
        .children(p.blocks.iter().map(block))
}

fn block(b: &Block) -> El {
    match b {
        Block::Heading(text) => el("H3").text(text),
        Block::Text(text) => el("P").text(text),
        Block::List(items) => with_class("UL", "facts dotted").children(items.iter().map(|i| el("LI").text(i))),
        Block::Table { head, rows } => {
            let heads = head.iter().map(|h| el("TH").attr("scope", "col").text(h));
            let row = |cells: &Vec<String>| el("TR").children(cells.iter().map(|c| el("TD").text(c)));
            let table = with_class("TABLE", "entries")
                .child(el("THEAD").child(el("TR").children(heads)))
                .child(el("TBODY").children(rows.iter().map(row)));
            with_class("DIV", "wide").attr("tabindex", "0").attr("role", "group").attr("aria-label", "A table").child(table)
        }
    }
}
