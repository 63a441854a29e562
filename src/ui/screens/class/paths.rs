//! Who decided what: the picture of the paths, and the table of counts.

use super::titled;
use crate::ui::classing::{section_as, with};
use crate::ui::components::{marks, role};
use crate::ui::dom::{El, el, with_class};
use app::class::decisions::{Choice, Decision};
use app::class::picture::{self, BAR, Picture, STEP, WIDTH};
use app::words;
use engine::model::Style;

pub fn view() -> El {
    with(|s| {
        titled("paths", "Who decided what")
            .attr("class", "paths-of")
            .child(el("P").text("Each row is a decision, each bar a move as wide as the weeks that took it, and the bands show where they went next. The letters are those of the table."))
            .child(with_class("FIGURE", "chart").child(
                // In two turns: a hundred and fifty shapes are much for a slow device.
                frame(&s.shown.picture)
                    .child(section_as("g", 5, || with(|s| bands(&s.shown.picture))))
                    .child(section_as("g", 6, || with(|s| bars(&s.shown.picture)))),
            ))
    })
}

/// The picture, with a row's name above its bars.
pub fn drawing(p: &Picture) -> El {
    frame(p).child(bands(p)).child(bars(p))
}

fn frame(p: &Picture) -> El {
    let f = |v: f64| words::fixed(v, 1);
    let text = format!("{} decisions, one below the other. The table says how many weeks took which move.", p.rows.len());
    el("svg")
        .own("viewBox", format!("0 -22 {} {}", f(WIDTH), f(p.height + 24.0)))
        .attr("role", "img")
        .attr("aria-label", &text)
        .attr("class", "class-paths")
}

fn class(style: Option<Style>) -> &'static str {
    style.map_or("gone", Style::name)
}

fn bands(p: &Picture) -> El {
    el("g").children(p.bands.iter().map(|b| el("path").attr("d", &b.d).own("class", format!("band {}", class(b.style)))))
}

fn bars(p: &Picture) -> El {
    let f = |v: f64| words::fixed(v, 1);
    let mut picture = el("g");
    for bar in &p.bars {
        let y = STEP * bar.row as f64;
        picture = picture.child(
            el("rect")
                .own("class", format!("move-bar {}", class(bar.style)))
                .own("x", f(bar.x))
                .own("y", f(y))
                .own("width", f(bar.width.max(1.0)))
                .own("height", f(BAR))
                .attr("rx", "3"),
        );
        if bar.width > 46.0 && bar.style.is_some() {
            let label = format!("{} {}", bar.letter, bar.count);
            picture = picture.child(el("text").attr("class", "on-bar").own("x", f(bar.x + 8.0)).own("y", f(y + 19.0)).say(label));
        }
    }
    for (row, (when, title)) in p.rows.iter().enumerate() {
        picture = picture.child(
            el("text").attr("class", "row-name").attr("x", "0").own("y", f(STEP * row as f64 - 6.0)).say(format!("{when}  {title}")),
        );
    }
    picture
}

/// The counts.
pub fn table() -> El {
    with(|s| {
        let names = |c: &Choice| {
            let group = s.group().filter(|_| s.names)?;
            let list: Vec<String> =
                c.weeks.iter().filter_map(|w| group.weeks.get(*w)).map(|w| w.name.clone()).filter(|n| !n.is_empty()).collect();
            (!list.is_empty()).then(|| role(&list.join(", ")))
        };
        let row = |d: &Decision, c: &Choice, mv: usize| {
            el("LI")
                .attr("data-choice-id", &c.id)
                .own("data-count", c.count.to_string())
                .own("class", if c.count == 0 { "pale".into() } else { String::new() })
                .child(with_class("SPAN", "count").say(c.count.to_string()))
                .child(
                    el("SPAN")
                        .child(el("B").say(format!("{} ", picture::letter(mv))))
                        .child(marks::mark(c.style))
                        .text(" ")
                        .text(&c.label)
                        .text(" ")
                        .maybe(names(c)),
                )
                .child(super::figures::share(c.count as f64 / d.met.max(1) as f64, Some(c.style)))
        };
        let one = |d: &Decision| {
            el("LI")
                .attr("data-decision", &d.id)
                .own("data-met", d.met.to_string())
                .child(el("H3").text(&d.title).text(" ").child(role(&d.when)))
                .child(with_class("UL", "counts").children(d.moves.iter().enumerate().map(|(mv, c)| row(d, c, mv))))
        };
        with_class("OL", "decided-by").children(s.shown.decisions.iter().map(one))
    })
}
