//! The map of the week that is written, drawn and as a list.

use crate::ui::components::{button, role};
use crate::ui::dom::{El, el, with_class};
use app::action;
use app::write::{Mark, Sketch};

pub fn view(s: &Sketch) -> El {
    let whole = |n: i32| n.to_string();
    let label = |class: &str, x: i32, y: i32, text: &str| {
        el("text").own("class", class.to_owned()).own("x", whole(x)).own("y", whole(y)).text(text)
    };
    let cut = |text: &str, most: usize| {
        if text.chars().count() <= most { text.to_owned() } else { text.chars().take(most - 1).chain(['\u{2026}']).collect() }
    };
    let link = |l: &app::write::Link| {
        let corners: Vec<String> = l.line.iter().map(|[x, y]| format!("{x} {y}")).collect();
        el("path").attr("class", if l.when.is_empty() { "way" } else { "way sometimes" }).own("d", format!("M{}", corners.join("L")))
    };
    let drawn = |b: &app::write::Drawn| {
        let [w, h] = app::write::BOX;
        let class = match (b.here, b.marks.first()) {
            (true, _) => "box here",
            (_, Some(_)) => "box odd",
            _ => "box",
        };
        let rect = el("rect")
            .attr("class", class)
            .own("x", whole(b.x))
            .own("y", whole(b.y))
            .own("width", whole(w))
            .own("height", whole(h))
            .attr("rx", "8");
        let mark = b.marks.first().map(|m| {
            label(
                "map-small",
                b.x + 10,
                b.y + h - 8,
                match m {
                    Mark::Unreachable => "no way leads here",
                    Mark::DeadEnd => "no way on",
                },
            )
        });
        el("g")
            .child(rect)
            .child(label("map-name", b.x + 10, b.y + 24, &cut(&b.title, 19)))
            .child(label("map-small", b.x + 10, b.y + 40, &b.when))
            .maybe(mark)
    };
    let drawing = el("svg")
        .attr("class", "drawing")
        .own("viewBox", format!("-20 0 {} {}", s.width + 40, s.height + 6))
        .own("width", whole(s.width + 40))
        .own("height", whole(s.height + 6))
        .attr("aria-hidden", "true")
        .children(s.days.iter().map(|(name, x)| label("map-day", *x, 20, name)))
        .children(s.links.iter().map(link))
        .children(s.boxes.iter().map(drawn));
    let listed = s.boxes.iter().map(|b| {
        let name = if b.path.is_empty() {
            el("B").text(&b.title)
        } else {
            button("quiet", action::Write::Go, &b.title).attr("data-path", &b.path)
        };
        el("LI").child(name).text(" ").child(role(&b.when)).children(b.lines.iter().map(|l| with_class("SPAN", "role block").text(l)))
    });
    with_class("DIV", "stack-small")
        .child(el("P").text(&s.summary))
        .child(
            with_class("DIV", "sheet")
                .attr("tabindex", "0")
                .attr("role", "region")
                .attr("aria-label", "The map; the same stands below as a list")
                .child(drawing),
        )
        .child(with_class("OL", "things").children(listed))
}
