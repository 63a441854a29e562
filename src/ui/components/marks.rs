//! Small drawings: the brand, the marks of the styles, the truck.

use crate::ui::dom::{El, el, with_class};
use engine::model::Style;

fn drawing(view_box: &str, width: &str, height: &str) -> El {
    el("svg").attr("viewBox", view_box).attr("width", width).attr("height", height).attr("aria-hidden", "true")
}

fn path(d: &str) -> El {
    el("path").attr("d", d)
}

fn stroke(d: &str) -> El {
    path(d)
        .attr("fill", "none")
        .attr("stroke", "currentColor")
        .attr("stroke-width", "1.6")
        .attr("stroke-linecap", "round")
        .attr("stroke-linejoin", "round")
}

fn dot(x: &str, y: &str, r: &str) -> El {
    el("circle").attr("cx", x).attr("cy", y).attr("r", r)
}

pub fn logo() -> El {
    drawing("0 0 32 32", "24", "24")
        .attr("class", "logo")
        .child(path("M5 8h2.4v16H5zm5 4h2.4v12H10zm5-2h2.4v14H15zm5 4h2.4v10H20z").attr("fill", "currentColor"))
        .child(dot("27", "20.5", "3.5").attr("class", "accent"))
}

/// The mark and word of a style: a square for directive, a circle for collaborative.
pub fn style(style: Style) -> El {
    with_class("SPAN", "style").attr("data-mark", style.name()).child(mark(style)).child(el("SPAN").text(style.name()))
}

pub fn mark(style: Style) -> El {
    let shape = match style {
        Style::Directive => el("rect").attr("x", "2").attr("y", "2").attr("width", "8").attr("height", "8"),
        Style::Collaborative => dot("6", "6", "4.5"),
    };
    drawing("0 0 12 12", "12", "12").own("class", format!("mark {}", style.name())).child(shape.attr("fill", "currentColor"))
}

pub fn telephone() -> El {
    drawing("0 0 18 18", "18", "18").child(stroke("M2 2h4l2 4-2 2a12 12 0 0 0 4 4l2-2 4 2v4A14 14 0 0 1 2 2z"))
}

pub fn truck() -> El {
    drawing("0 0 34 18", "34", "18")
        .child(stroke("M1 3h19v10H1zm19 3h6l5 4v3H20z"))
        .child(dot("8", "14.5", "2.5").attr("fill", "currentColor"))
        .child(dot("25", "14.5", "2.5").attr("fill", "currentColor"))
}
