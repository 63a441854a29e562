//! The board as a picture: everybody's week as bars, what has to be ready by when, and the table behind it.
//!
//! Widths are shares of the picture and heights are pixels, so that it fits any place and its letters stay
//! as large as others.

use crate::ui::dom::{El, el, with_class};
use app::board::{Bar, Doing, View, WORKDAY};
use app::words::{self, fixed};

/// Above the lanes, and a lane's height; in a lane the name, what it is held against, and what came.
const ABOVE: u32 = 22;
const LANE: u32 = 58;
const NAME: u32 = 15;
const AGAINST: u32 = 21;
const CAME: u32 = 31;
/// Pixels of a letter in a bar, and the widths of a picture from which on more names fit.
const LETTER: f64 = 6.4;
const WIDTHS: [(f64, &str); 3] = [(480.0, "from-480"), (640.0, "from-640"), (880.0, "from-880")];

fn x(v: &View, at: u32) -> f64 {
    f64::from(at.min(v.end)) * 100.0 / f64::from(v.end.max(1))
}

fn share(x: f64) -> String {
    fixed(x, 2) + "%"
}

fn line(class: &str, x: f64, y1: u32, y2: u32) -> El {
    el("line").attr("class", class).own("x1", share(x)).own("x2", share(x)).own("y1", y1.to_string()).own("y2", y2.to_string())
}

fn rect(class: String, x: f64, wide: f64, y: u32, high: u32) -> El {
    let rect = el("rect").own("class", class).own("x", share(x)).own("width", share(wide.max(0.15)));
    rect.own("y", y.to_string()).own("height", high.to_string())
}

fn text(class: &str, x: f64, y: u32, anchor: &str, text: &str) -> El {
    el("text").attr("class", class).own("x", share(x)).own("y", y.to_string()).attr("text-anchor", anchor).text(text)
}

/// Bars of one row: neighbours differ in shade, so that one task can be told from the next. A task's name
/// stands in its bar from the width on at which it fits.
fn bars(v: &View, bars: &[Bar], kind: &str, y: u32, high: u32, named: bool) -> El {
    let (mut task, mut shade) = (None, false);
    let mut g = el("g").attr("class", kind);
    for b in bars {
        if let Doing::Task(_) = b.doing
            && task != Some(b.doing)
        {
            (task, shade) = (Some(b.doing), !shade);
        }
        let (from, wide) = (x(v, b.from), x(v, b.to) - x(v, b.from));
        let name = match b.doing {
            Doing::Task(t) => v.tasks.get(t).map_or("", |n| n.as_str()),
            Doing::Meeting => "Meeting",
            Doing::Late => "After hours",
        };
        let class = match b.doing {
            Doing::Meeting => "met",
            Doing::Late => "late",
            Doing::Task(_) if b.from >= v.deadline => "over",
            Doing::Task(_) if shade => "work",
            Doing::Task(_) => "work more",
        };
        // What is not work has another shape, too.
        let (y, high) = match b.doing {
            Doing::Late => (y + high, 4),
            Doing::Meeting if named => (y + 5, high - 10),
            _ => (y, high),
        };
        g = g.child(rect(class.to_owned(), from, wide, y, high).child(el("title").text(name)));
        let needs = (name.chars().count() as f64 * LETTER + 8.0) * 100.0 / wide.max(0.01);
        if let Some((_, class)) = WIDTHS.iter().find(|w| named && class.starts_with("work") && needs <= w.0) {
            g = g.child(text(class, from, y + 15, "start", name).attr("dx", "4"));
        }
    }
    g
}

fn picture(v: &View) -> El {
    let floor = ABOVE + v.lanes.len() as u32 * LANE;
    let high = (floor + 20).to_string();
    let days = (0..v.end.div_ceil(WORKDAY)).map(|day| {
        let left = x(v, day * WORKDAY);
        let name: String = words::working(day * WORKDAY).chars().take(3).collect();
        el("g").child(line("tick", left, ABOVE, floor)).child(text("day", left, floor + 15, "start", &name).attr("dx", "4"))
    });
    let at = x(v, v.deadline);
    let lanes = v.lanes.iter().enumerate().map(|(i, l)| {
        let top = ABOVE + i as u32 * LANE;
        el("g")
            .child(text("lane", 0.0, top + NAME, "start", &l.name))
            .child(bars(v, &l.against, "as-against", top + AGAINST, 6, false))
            .child(bars(v, &l.ahead, "as-ahead", top + CAME, 20, true))
            .child(bars(v, &l.came, "as-came", top + CAME, 20, true))
    });
    let band = v.ready.map(|(from, to)| {
        rect("ready".to_owned(), x(v, from), x(v, to) - x(v, from), ABOVE, floor - ABOVE)
            .child(el("title").text("When it is ready, in 80 of 100 weeks that go on so"))
    });
    let all = with_class("g", "all")
        .maybe(band)
        .children(days)
        .children(lanes)
        .maybe(v.now.map(|now| line("now", x(v, now), ABOVE, floor)))
        .child(line("due", at, ABOVE - 6, floor))
        .child(text("truck-label", at, 12, if at > 75.0 { "end" } else { "middle" }, &v.deadline_label));
    // Folded to a strip, its height follows from the number of lanes.
    let svg = el("svg").own("class", format!("gantt lanes-{}", v.lanes.len()));
    svg.own("height", high).attr("width", "100%").attr("aria-hidden", "true").child(all)
}

fn key(class: &str, name: &str) -> El {
    let sample = el("svg").attr("width", "20").attr("height", "12").attr("aria-hidden", "true");
    let (kind, class) = class.split_once(' ').unwrap_or((class, ""));
    with_class("SPAN", "key")
        .child(sample.child(el("g").attr("class", kind).child(match class {
            "met" => rect(class.to_owned(), 0.0, 100.0, 4, 5),
            "late" => rect(class.to_owned(), 0.0, 100.0, 8, 3),
            _ => rect(class.to_owned(), 0.0, 100.0, 1, 10),
        })))
        .text(name)
}

/// What the bars mean.
fn legend(v: &View) -> El {
    let band = v.ready.is_some().then_some(("ready", "ready, in 80 of 100 weeks that go on so"));
    with_class("DIV", "legend")
        .attr("aria-hidden", "true")
        .children(v.key.iter().copied().chain(band).map(|(class, name)| key(class, name)))
}

fn table(v: &View) -> El {
    let row = |cells: &Vec<String>| {
        // The task and whose it is are the scenario's words, the others ours.
        let texts = cells.iter().enumerate().skip(1).map(|(i, t)| if i == 1 { el("TD").theirs() } else { el("TD") }.text(t));
        el("TR").child(el("TH").attr("scope", "row").theirs().text(cells.first().map_or("", |c| c.as_str()))).children(texts)
    };
    let table = el("TABLE")
        .child(el("THEAD").child(el("TR").children(v.heads.iter().map(|h| el("TH").attr("scope", "col").text(h)))))
        .child(el("TBODY").children(v.rows.iter().map(row)));
    with_class("DIV", "wide").attr("tabindex", "0").attr("role", "region").attr("aria-label", "Every task").child(table)
}

/// The board beside a scene: the picture, which opens the table.
pub fn beside(v: &View) -> El {
    let title = with_class("SPAN", "title").child(el("B").text("The work")).text(" ").child(el("SPAN").text(&v.sentence));
    with_class("DETAILS", "board")
        .attr("data-board", "")
        .child(el("SUMMARY").child(title).child(picture(v)).child(legend(v)))
        .child(table(v))
        .child(with_class("P", "role").text(v.note))
}

/// The board of a week that is over, with the table behind it.
pub fn view(v: &View) -> El {
    el("DIV")
        .child(with_class("FIGURE", "chart board").attr("data-plot", "board").child(picture(v)).child(legend(v)))
        .child(with_class("P", "role").text(v.note))
        .child(with_class("DETAILS", "figures").child(el("SUMMARY").text("The figures: every task")).child(table(v)))
}
