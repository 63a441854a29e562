//! A line chart as SVG, with its figures in a table behind it.

use crate::ui::dom::{El, el, with_class};
use app::action;
use app::debrief::{Chart, Point, Series};
use app::words::fixed;

const WIDTH: f64 = 640.0;
const HEIGHT: f64 = 240.0;
const LEFT: f64 = 34.0;
const BOTTOM: f64 = 26.0;
/// Working minutes in a week of five days of eight hours.
const WEEK: f64 = 2400.0;

fn x(at: u32) -> f64 {
    LEFT + f64::from(at) / WEEK * (WIDTH - LEFT - 8.0)
}

fn y(value: f64) -> f64 {
    8.0 + (100.0 - value) / 100.0 * (HEIGHT - BOTTOM - 8.0)
}

fn one(value: f64) -> String {
    fixed(value, 1)
}

fn path(points: &[Point]) -> String {
    let known = points.iter().filter_map(|p| p.value.map(|v| (p.at, v)));
    known.enumerate().map(|(i, (at, v))| format!("{}{} {}", if i == 0 { "M" } else { "L" }, one(x(at)), one(y(v)))).collect()
}

/// The class of a line: the other lines look alike but for their order.
fn kind(id: &str) -> &str {
    if id.starts_with("other") { "other" } else { id }
}

fn series(s: &Series) -> El {
    let dots = s.points.iter().filter_map(|p| p.value.map(|v| (x(p.at), y(v))));
    let dots = dots.map(|(x, y)| match s.id {
        "directive" => el("rect").own("x", one(x - 3.0)).own("y", one(y - 3.0)).attr("width", "6").attr("height", "6"),
        id if id.starts_with("other") => el("circle").own("cx", one(x)).own("cy", one(y)).attr("r", "2"),
        _ => el("circle").own("cx", one(x)).own("cy", one(y)).attr("r", if s.id == "yours" { "4" } else { "3" }),
    });
    el("g").own("class", format!("series {}", kind(s.id))).child(el("path").own("d", path(&s.points))).children(dots)
}

fn table(chart: &Chart) -> El {
    let rows = chart.series.first().map_or(0, |s| s.points.len());
    let cell = |s: &Series, i: usize| s.points.get(i).and_then(|p| p.value).map_or_else(|| "\u{2026}".to_owned(), |v| fixed(v, 0));
    let body = (0..rows).map(|i| {
        let label = el("TH").attr("scope", "row").text(chart.series[0].points[i].label.as_str());
        el("TR").child(label).children(chart.series.iter().map(|s| el("TD").say(cell(s, i))))
    });
    let heads = ["When"].into_iter().chain(chart.series.iter().map(|s| s.name.as_str())).map(|n| el("TH").attr("scope", "col").text(n));
    with_class("DETAILS", "figures").child(el("SUMMARY").say(format!("The figures: {}", chart.title))).child(
        with_class("DIV", "wide")
            .attr("tabindex", "0")
            .attr("role", "region")
            .own("aria-label", format!("The figures: {}", chart.title))
            .child(el("TABLE").child(el("THEAD").child(el("TR").children(heads))).child(el("TBODY").children(body))),
    )
}

fn grid(x1: f64, x2: f64, y1: f64, y2: f64) -> El {
    el("line").attr("class", "grid").own("x1", one(x1)).own("x2", one(x2)).own("y1", one(y1)).own("y2", one(y2))
}

fn label(class: &str, x: f64, y: f64, text: &str) -> El {
    el("text").attr("class", class).own("x", one(x)).own("y", one(y)).text(text)
}

/// One chart with legend and table.
pub fn view(chart: &Chart) -> El {
    let mut drawing = el("svg")
        .own("viewBox", format!("0 0 {} {}", fixed(WIDTH, 0), fixed(HEIGHT, 0)))
        .attr("role", "img")
        .own("aria-label", format!("{}. {}", chart.title, chart.summary));
    for (value, text) in [(0.0, "0"), (50.0, "50"), (100.0, "100")] {
        drawing = drawing.child(grid(LEFT, WIDTH - 8.0, y(value), y(value))).child(label("level", 28.0, y(value) + 4.0, text));
    }
    for (i, name) in ["Mon", "Tue", "Wed", "Thu", "Fri"].into_iter().enumerate() {
        let left = x(i as u32 * 480);
        drawing = drawing.child(grid(left, left, 8.0, HEIGHT - BOTTOM)).child(label("day-name", left + 6.0, HEIGHT - 8.0, name));
    }
    let keys = chart.series.iter().map(|s| {
        let sample = el("svg").attr("viewBox", "0 0 24 8").attr("width", "24").attr("height", "8").attr("aria-hidden", "true");
        with_class("SPAN", "key").child(sample.attr("class", kind(s.id)).child(el("path").attr("d", "M0 4H24"))).text(s.name.as_str())
    });
    let caption = el("FIGCAPTION").child(el("H3").text(chart.title.as_str())).child(el("P").text(chart.summary.as_str()));
    with_class("FIGURE", "chart")
        .attr("data-chart", chart.id)
        .child(caption)
        .child(drawing.children(chart.series.iter().rev().map(series)))
        .child(with_class("DIV", "legend").children(keys))
        .child(super::button("link", action::Studio::Picture, "Save the picture (SVG)").attr("data-of", chart.id))
        .child(table(chart))
}
