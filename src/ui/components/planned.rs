//! What was planned and what came: everybody's week as bars, and every task's hours.

use crate::app::planned::{Bar, Doing, Lane, TaskRow, View};
use crate::app::words::{self, fixed};
use crate::ui::dom::{El, el, with_class};

const WIDTH: f64 = 640.0;
const SIDE: f64 = 8.0;
const ABOVE: f64 = 28.0;
const LANE: f64 = 74.0;
const BELOW: f64 = 28.0;
/// Working minutes of a day.
const WORKDAY: u32 = 480;

fn one(x: f64) -> String {
    fixed(x, 1)
}

fn x(v: &View, at: u32) -> f64 {
    SIDE + f64::from(at) / f64::from(v.end.max(1)) * (WIDTH - 2.0 * SIDE)
}

fn line(class: &str, x: f64, y1: f64, y2: f64) -> El {
    el("line").attr("class", class).own("x1", one(x)).own("x2", one(x)).own("y1", one(y1)).own("y2", one(y2))
}

fn text(class: &str, x: f64, y: f64, anchor: &str, text: &str) -> El {
    el("text").attr("class", class).own("x", one(x)).own("y", one(y)).attr("text-anchor", anchor).text(text)
}

/// Bars of one row: neighbours differ in shade, so that one task can be told from the next.
fn bars(v: &View, bars: &[Bar], kind: &str, y: f64, height: &'static str) -> El {
    let mut task = None;
    let mut shade = 0;
    el("g").own("class", kind.to_owned()).kids(bars.iter().map(|b| {
        if let Doing::Task(_) = b.doing
            && task != Some(b.doing)
        {
            task = Some(b.doing);
            shade = 1 - shade;
        }
        let class = match b.doing {
            Doing::Meeting => "met",
            Doing::Task(_) if b.from >= v.deadline => "over",
            Doing::Task(_) if shade == 0 => "work",
            Doing::Task(_) => "work more",
        };
        let (from, to) = (x(v, b.from), x(v, b.to));
        el("rect").attr("class", class).own("x", one(from)).own("y", one(y)).own("width", one((to - from).max(0.8))).attr("height", height)
    }))
}

fn lane(v: &View, l: &Lane, top: f64) -> El {
    el("g").kid(text("plot-label", SIDE, top + 18.0, "start", &l.name)).kid(bars(v, &l.planned, "as-planned", top + 27.0, "12")).kid(bars(
        v,
        &l.came,
        "as-came",
        top + 43.0,
        "20",
    ))
}

fn row(r: &TaskRow) -> El {
    el("TR")
        .kid(el("TH").attr("scope", "row").theirs().text(&r.name))
        .kid(el("TD").text(&r.owner))
        .kids([&r.planned, &r.came, &r.more].map(|t| el("TD").text(t)))
}

fn key(class: &str, kind: &str, name: &str) -> El {
    let sample = el("svg").attr("viewBox", "0 0 20 12").attr("width", "20").attr("height", "12").attr("aria-hidden", "true");
    let rect = el("rect").attr("class", class).attr("x", "1").attr("y", "1").attr("width", "18").attr("height", "10");
    with_class("SPAN", "key").kid(sample.kid(el("g").own("class", kind.to_owned()).kid(rect))).text(name)
}

/// The picture, and the table behind it.
pub fn view(v: &View) -> El {
    let floor = ABOVE + v.lanes.len() as f64 * LANE;
    let days = (0..v.end.div_ceil(WORKDAY)).map(|day| {
        let left = x(v, day * WORKDAY);
        let name: String = words::working(day * WORKDAY).chars().take(3).collect();
        el("g").kid(line("grid", left, ABOVE, floor)).kid(text("level-x", left + 5.0, floor + 20.0, "start", &name))
    });
    let at = x(v, v.deadline);
    let drawing = el("svg")
        .own("viewBox", format!("0 0 {} {}", fixed(WIDTH, 0), fixed(floor + BELOW, 0)))
        .attr("class", "gantt")
        .attr("role", "img")
        .own("aria-label", v.text.clone())
        .kids(days)
        .kids(v.lanes.iter().enumerate().map(|(i, l)| lane(v, l, ABOVE + i as f64 * LANE)))
        .kid(line("deadline", at, 20.0, floor))
        .kid(text("truck-label", at, 14.0, if at > WIDTH * 0.8 { "end" } else { "middle" }, &v.deadline_label));
    let keys = with_class("DIV", "legend")
        .kid(key("work", "as-planned", "planned on Monday"))
        .kid(key("work", "as-came", "at work, task by task"))
        .kid(key("met", "as-came", "in meetings"));
    let heads = ["Task", "Whose", "Planned, h", "Came to, h", "Difference, h"];
    let table = el("TABLE")
        .kid(el("THEAD").kid(el("TR").kids(heads.map(|h| el("TH").attr("scope", "col").text(h)))))
        .kid(el("TBODY").kids(v.rows.iter().map(row)));
    let figures = with_class("DETAILS", "figures").kid(el("SUMMARY").text("The figures: every task")).kid(
        with_class("DIV", "wide").attr("tabindex", "0").attr("role", "region").attr("aria-label", "The figures: every task").kid(table),
    );
    el("DIV")
        .kid(with_class("FIGURE", "chart").attr("data-plot", "board").kid(drawing).kid(keys))
        .kid(with_class("P", "role").text("Monday\u{2019}s plan takes every task at what was expected of it, with nobody called away. After-hours work is in the figures, not in the picture."))
        .kid(figures)
}
