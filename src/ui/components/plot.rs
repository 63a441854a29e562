//! Figures on one axis, a row each: dots with whiskers.

use crate::ui::dom::{El, el, with_class};
use app::plot::{Mark, Plot, Row, Whose};
use app::words::fixed;

const WIDTH: f64 = 640.0;
const SIDE: f64 = 12.0;
const ROW: f64 = 46.0;
/// Above the rows, where the line is named, and below them.
const ABOVE: f64 = 26.0;
const BELOW: f64 = 56.0;

fn one(x: f64) -> String {
    fixed(x, 1)
}

fn line(class: &str, x1: f64, y1: f64, x2: f64, y2: f64) -> El {
    el("line").attr("class", class).own("x1", one(x1)).own("y1", one(y1)).own("x2", one(x2)).own("y2", one(y2))
}

fn text(class: &str, x: f64, y: f64, anchor: &str, text: &str) -> El {
    el("text").attr("class", class).own("x", one(x)).own("y", one(y)).attr("text-anchor", anchor).text(text)
}

/// Where on the axis a figure stands.
fn x(p: &Plot, at: f64) -> f64 {
    SIDE + (at - p.from) / (p.to - p.from).max(0.001) * (WIDTH - 2.0 * SIDE)
}

/// A dot of a line: a disc is the reader's, a square directive, a ring collaborative.
fn dot(whose: Whose, x: f64, y: f64) -> El {
    match whose {
        Whose::Directive => el("rect").own("x", one(x - 5.0)).own("y", one(y - 5.0)).attr("width", "10").attr("height", "10"),
        Whose::Collaborative => el("circle").own("cx", one(x)).own("cy", one(y)).attr("r", "5"),
        Whose::Yours => el("circle").own("cx", one(x)).own("cy", one(y)).attr("r", "6"),
    }
}

fn mark(p: &Plot, m: &Mark, y: f64) -> El {
    let (low, high) = (x(p, m.low), x(p, m.high));
    let g = el("g").own("class", format!("of-{}", m.whose.name()));
    let g = if high - low < 2.0 {
        g
    } else {
        let cap = |x: f64| line("whisker", x, y - 4.0, x, y + 4.0);
        g.child(line("whisker", low, y, high, y)).child(cap(low)).child(cap(high))
    };
    g.child(dot(m.whose, x(p, m.at), y))
}

fn row(p: &Plot, r: &Row, top: f64) -> El {
    let y = top + 32.0;
    el("g")
        .attr("class", if r.pale { "plot-row faint" } else { "plot-row" })
        .child(text("plot-label", SIDE, top + 17.0, "start", &r.label))
        .child(line("grid", SIDE, y, WIDTH - SIDE, y))
        .children(r.marks.iter().map(|m| mark(p, m, y)))
}

/// The picture.
pub fn drawing(p: &Plot) -> El {
    let above = if p.line.as_ref().is_some_and(|l| !l.1.is_empty()) { ABOVE } else { 4.0 };
    let floor = above + p.rows.len() as f64 * ROW;
    let named = p.ends.iter().any(|e| !e.is_empty());
    let height = floor + if named { BELOW } else { BELOW - 24.0 };
    let ticks = p.ticks.iter().map(|(at, label)| {
        let x = x(p, *at);
        let anchor = if x > WIDTH - 24.0 { "end" } else { "middle" };
        el("g").child(line("grid", x, floor, x, floor + 5.0)).child(text("level-x", x, floor + 22.0, anchor, label))
    });
    let across = p.line.iter().map(|(at, label)| {
        let x = x(p, *at);
        let anchor = if x > WIDTH * 0.8 {
            "end"
        } else if x < WIDTH * 0.2 {
            "start"
        } else {
            "middle"
        };
        let g = el("g").child(line("even", x, above - 6.0, x, floor));
        g.maybe((!label.is_empty()).then(|| text("level-x", x, 14.0, anchor, label)))
    });
    el("svg")
        .own("viewBox", format!("0 0 {} {}", fixed(WIDTH, 0), fixed(height, 0)))
        .attr("class", "plot")
        .attr("role", "img")
        .own("aria-label", p.text.clone())
        .child(line("grid", SIDE, floor, WIDTH - SIDE, floor))
        .children(ticks)
        .children(across)
        .children(p.rows.iter().enumerate().map(|(i, r)| row(p, r, above + i as f64 * ROW)))
        .maybe((!p.ends[0].is_empty()).then(|| text("plot-end", SIDE, height - 6.0, "start", &format!("\u{2190} {}", p.ends[0]))))
        .maybe((!p.ends[1].is_empty()).then(|| {
            let arrow = if p.ends[0].is_empty() { p.ends[1].to_owned() } else { format!("{} \u{2192}", p.ends[1]) };
            text("plot-end", WIDTH - SIDE, height - 6.0, "end", &arrow)
        }))
}

/// What the dots stand for.
pub fn legend(names: &[(Whose, &str)]) -> El {
    with_class("DIV", "legend").children(names.iter().map(|(whose, name)| {
        let sample = el("svg").attr("viewBox", "0 0 14 14").attr("width", "14").attr("height", "14").attr("aria-hidden", "true");
        let g = el("g").own("class", format!("of-{}", whose.name())).child(dot(*whose, 7.0, 7.0));
        with_class("SPAN", "key").child(sample.attr("class", "plot").child(g)).text(name)
    }))
}

/// A picture in its frame.
pub fn figure(p: &Plot, names: &[(Whose, &str)]) -> El {
    with_class("FIGURE", "chart").attr("data-plot", p.id).child(drawing(p)).maybe((!names.is_empty()).then(|| legend(names)))
}
