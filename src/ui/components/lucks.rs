//! Luck apart from choice: a hundred weeks played one's own way as dots, and one's own among them.

use crate::ui::components::{button, plot};
use crate::ui::dom::{El, el, with_class};
use app::action;
use app::lucks::{Dot, LineRow, View};
use app::plot::Whose;
use app::words::{self, fixed};

const WIDTH: f64 = 640.0;
const LEFT: f64 = 16.0;
/// A dot's place: as wide as high.
const CELL: f64 = 11.0;
/// Room below the dots for the scale, and above them for what is written there.
const BELOW: f64 = 26.0;
const ABOVE: f64 = 40.0;

/// Columns that the words above one's own week take.
const NAME: usize = 6;

/// Where a time stands: from the first dot to the last.
struct Scale {
    first: f64,
    last: f64,
}

impl Scale {
    fn of(v: &View) -> Scale {
        let at = || v.dots.iter().chain([&v.week]).filter_map(|d| d.at).chain([v.deadline]).map(f64::from);
        let (first, last) = at().fold((f64::MAX, f64::MIN), |(a, b), x| (a.min(x), b.max(x)));
        Scale { first, last: last.max(first + 60.0) }
    }

    fn columns() -> usize {
        ((WIDTH - 2.0 * LEFT) / CELL) as usize
    }

    /// The column of a time; what was never ready stands in the last.
    fn column(&self, at: Option<u32>) -> usize {
        let last = Scale::columns() - 1;
        at.map_or(last, |at| (((f64::from(at) - self.first) / (self.last - self.first)) * (last - 1) as f64) as usize)
    }

    fn x(&self, column: usize) -> f64 {
        LEFT + (column as f64 + 0.5) * CELL
    }

    /// The place of a moment between columns.
    fn exact(&self, at: u32) -> f64 {
        let last = Scale::columns() - 1;
        LEFT + ((f64::from(at) - self.first) / (self.last - self.first) * (last - 1) as f64 + 0.5) * CELL
    }
}

fn one(x: f64) -> String {
    fixed(x, 1)
}

fn line(class: &str, x: f64, y1: f64, y2: f64) -> El {
    el("line").attr("class", class).own("x1", one(x)).own("x2", one(x)).own("y1", one(y1)).own("y2", one(y2))
}

fn label(class: &str, x: f64, y: f64, anchor: &str, text: &str) -> El {
    el("text").attr("class", class).own("x", one(x)).own("y", one(y)).attr("text-anchor", anchor).text(text)
}

fn anchor(x: f64) -> &'static str {
    if x < WIDTH * 0.2 {
        "start"
    } else if x > WIDTH * 0.8 {
        "end"
    } else {
        "middle"
    }
}

fn dots(v: &View) -> El {
    let scale = Scale::of(v);
    let mut heights = vec![0usize; Scale::columns()];
    let columns: Vec<usize> = v.dots.iter().map(|d| scale.column(d.at)).collect();
    columns.iter().for_each(|c| heights[*c] += 1);
    let own = scale.column(v.week.at);
    let most = heights.iter().copied().max().unwrap_or(1).max(heights[own] + 1);
    // What stands above one's own week is written over the highest dots that it covers.
    let (before, behind) = match anchor(scale.x(own)) {
        "start" => (0, NAME),
        "end" => (NAME, 0),
        _ => (NAME / 2 + 1, NAME / 2 + 1),
    };
    let covered = own.saturating_sub(before)..(own + behind + 1).min(heights.len());
    let top = heights.get(covered).and_then(|h| h.iter().max()).map_or(0, |n| n.saturating_sub(1)).max(heights[own]);
    let floor = ABOVE + most as f64 * CELL;
    let y = |row: usize| floor - (row as f64 + 0.5) * CELL;
    let mut filled = vec![0usize; Scale::columns()];
    let circle = |class: &str, column: usize, row: usize, r: &str| {
        el("circle").attr("class", class).own("cx", one(scale.x(column))).own("cy", one(y(row))).attr("r", r)
    };
    let weeks = v.dots.iter().zip(&columns).map(|(d, c): (&Dot, &usize)| {
        filled[*c] += 1;
        circle(if d.on_time { "made" } else { "missed" }, *c, filled[*c] - 1, "4")
    });
    let weeks: Vec<El> = weeks.collect();
    let at = scale.exact(v.deadline);
    // The days and hours below, as many as there is room for.
    let hours = (scale.last - scale.first) / 60.0;
    let every = [1u32, 2, 4, 8, 16, 40].into_iter().find(|n| hours / f64::from(*n) <= 5.0).unwrap_or(80) * 60;
    let first_mark = (scale.first as u32).div_ceil(every) * every;
    let marks = (first_mark..=scale.last as u32).step_by(every as usize).map(|at| {
        let x = scale.exact(at);
        el("g").child(line("grid", x, floor, floor + 5.0)).child(label("level-x", x, floor + 18.0, "middle", &words::working(at)))
    });
    let drawing = el("svg")
        .own("viewBox", format!("0 0 {} {}", fixed(WIDTH, 0), fixed(floor + BELOW, 0)))
        .attr("role", "img")
        .own("aria-label", v.text.clone())
        .child(
            el("line").attr("class", "grid").own("x1", one(LEFT)).own("x2", one(WIDTH - LEFT)).own("y1", one(floor)).own("y2", one(floor)),
        )
        .children(marks)
        .child(line("deadline", at, 16.0, floor))
        .child(label("truck-label", at, 12.0, anchor(at), &v.deadline_label))
        .children(weeks)
        .child(circle("own", own, heights[own], "6"))
        .child(line("grid", scale.x(own), y(top) - 8.0, y(heights[own]) - 6.0))
        .child(label("own-label", scale.x(own), y(top) - 10.0, anchor(scale.x(own)), "this week"));
    drawing.maybe(v.dots.iter().any(|d| d.at.is_none()).then(|| label("level-x", WIDTH - LEFT, floor + 18.0, "end", "never")))
}

fn row(r: &LineRow) -> El {
    el("TR")
        .child(el("TH").attr("scope", "row").text(r.name))
        .children([&r.on_time, &r.finish, &r.range, &r.score, &r.score_range].map(|t| el("TD").text(t)))
}

/// The sentence, the picture and the table behind it.
pub fn view(v: &View) -> El {
    let heads = ["Line", "On time", "Middle finish", "Eight of ten weeks", "Score", "Eight of ten weeks"];
    let table = el("TABLE")
        .child(el("THEAD").child(el("TR").children(heads.map(|h| el("TH").attr("scope", "col").text(h)))))
        .child(el("TBODY").children(v.lines.iter().map(row)));
    let figures = with_class("DETAILS", "figures").child(el("SUMMARY").text("The figures: luck and choice")).child(
        with_class("DIV", "wide")
            .attr("tabindex", "0")
            .attr("role", "region")
            .attr("aria-label", "The figures: luck and choice")
            .child(table),
    );
    let key = with_class("DIV", "legend")
        .child(with_class("SPAN", "key").child(sample("made")).say(format!("a week that made the {}", v.leaves)))
        .child(with_class("SPAN", "key").child(sample("missed")).text("one that missed it"))
        .child(with_class("SPAN", "key").child(sample("own")).text("the week as it was played"));
    let names = [(Whose::Yours, v.lines[0].name), (Whose::Directive, "All directive"), (Whose::Collaborative, "All collaborative")];
    with_class("DIV", "lucks pictures")
        .child(
            with_class("FIGURE", "chart dots")
                .attr("data-chart", "luck")
                .child(dots(v))
                .child(key)
                .child(button("link", action::Studio::Picture, "Save the picture (SVG)").attr("data-of", "luck")),
        )
        .child(
            with_class("DIV", "beside-picture")
                .child(el("P").text(v.apart.as_str()))
                .child(plot::figure(&v.spread, &names))
                .child(
                    with_class("P", "role").text("Each dot is an average over 1,000 weeks; eight of ten of them lie within its whiskers."),
                )
                .child(figures),
        )
}

fn sample(class: &str) -> El {
    el("svg")
        .attr("viewBox", "0 0 12 12")
        .attr("width", "12")
        .attr("height", "12")
        .attr("aria-hidden", "true")
        .child(el("circle").attr("class", class).attr("cx", "6").attr("cy", "6").attr("r", "4.5"))
}
