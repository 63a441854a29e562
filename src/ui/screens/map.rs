//! The map: every path of the week from Monday to the end, as a drawing to move about in and as a
//! nested list.

use crate::ui::components::{back, button, heading, role, share};
use crate::ui::dom::{El, el, with_class};
use crate::ui::studying::{self, studied, with_study};
use app::action;
use app::map::{Column, Day, Edge, HEAD, Kind, ListDay, NODE, Node, View};
use app::study::{Kind as Work, Study};
use app::words::{fixed, share as percent};

pub fn view() -> El {
    let lead = with_class("DIV", "lead-in").child(heading("H1", "Every path through the week")).child(
        with_class("DIV", "tools").child(back()).child(button("quiet", action::Week::Why, "What the model assumes")).child(share::view()),
    );
    let progress = studied(
        |_, study| {
            (study.map.as_ref().is_some_and(|m| m.progress.is_some()), libm::round(study.progress(Work::Map) * 100.0) as u32, study.stopped)
        },
        |(open, percent, stopped)| {
            if !open {
                return el("DIV").attr("data-done", "");
            }
            let bar = el("PROGRESS").attr("max", "100").own("value", percent.to_string()).attr("aria-label", "Paths played so far");
            with_class("DIV", "progress")
                .attr_if(!*stopped, "aria-busy", "true")
                .child(el("P").say(format!("Playing every path under a hundred lucks: {percent}%")))
                .child(bar)
                .child(button(
                    "quiet",
                    if *stopped { action::Studio::GoOn } else { action::Studio::Stop },
                    if *stopped { "Go on" } else { "Stop" },
                ))
        },
    );
    // Drawn when the map is there and again with its figures, not with every unit.
    let key = |study: &Study| study.map.as_ref().map(|m| (study.of().to_owned(), m.progress.is_some()));
    let summary = studied(
        move |_, study| (key(study), study.too_large()),
        |(known, too_large)| {
            if *too_large {
                return el("P").text("This scenario has more situations than can be drawn: more than 20,000. Its paths can still be walked with the command line.");
            }
            let lines =
                known.as_ref().and_then(|_| with_study(|_, study| study.map.as_ref().map(|m| m.summary.clone()))).unwrap_or_default();
            el("DIV").children(lines.iter().map(|t| el("P").text(t)))
        },
    );
    let drawing = studied(
        move |_, study| (key(study), studying::with(|s| s.zoom)),
        |(known, zoom)| {
            let drawn = known.as_ref().and_then(|_| with_study(|_, study| study.map.as_ref().map(|m| picture(m, *zoom))));
            drawn.unwrap_or_else(|| el("DIV"))
        },
    );
    let picked = studied(
        move |_, study| (key(study), study.node),
        |(_, node)| {
            with_study(|_, study| study.map.as_ref().and_then(|m| Some(about(m, m.nodes.get(*node)?, *node)))).unwrap_or_else(|| el("DIV"))
        },
    );
    let list = studied(
        move |_, study| key(study),
        |known| {
            let days = known
                .as_ref()
                .and_then(|_| with_study(|_, study| study.map.as_ref().map(|m| nested(&m.list))))
                .unwrap_or_else(|| el("DIV"));
            with_class("DETAILS", "figures").attr("data-list", "").child(el("SUMMARY").text("The same as a list")).child(days)
        },
    );
    let tools = with_class("DIV", "tools")
        .attr("role", "group")
        .attr("aria-label", "Size of the drawing")
        .child(button("quiet", action::Studio::Smaller, "Smaller"))
        .child(button("quiet", action::Studio::Larger, "Larger"))
        .child(button("quiet", action::Studio::Find, "To your line"))
        .child(button("quiet", action::Studio::Picture, "Save the picture (SVG)").attr("data-of", "map"));
    let key = with_class("DIV", "legend")
        .child(with_class("SPAN", "key").child(swatch("edge mine")).text("your line"))
        .child(with_class("SPAN", "key").child(swatch("edge other")).text("other lines you played"))
        .child(
            with_class("SPAN", "key").text("In each box: the share of weeks through it that are on time, and how engaged their teams end."),
        );
    with_class("MAIN", "map")
        .attr("data-screen", "map")
        .child(lead)
        .child(with_class("DIV", "prose").child(summary).child(progress))
        .child(with_class("DIV", "stack-small").child(tools).child(drawing).child(key).child(picked))
        .child(list)
}

fn swatch(class: &str) -> El {
    el("svg")
        .attr("viewBox", "0 0 24 8")
        .attr("width", "24")
        .attr("height", "8")
        .attr("aria-hidden", "true")
        .child(el("path").own("class", class.to_owned()).attr("d", "M0 4H24"))
}

fn whole(n: i32) -> String {
    n.to_string()
}

fn rect(class: &str, x: i32, y: i32, width: i32, height: i32) -> El {
    el("rect").own("class", class.to_owned()).own("x", whole(x)).own("y", whole(y)).own("width", whole(width)).own("height", whole(height))
}

fn label(class: &str, x: i32, y: i32, text: &str) -> El {
    el("text").own("class", class.to_owned()).own("x", whole(x)).own("y", whole(y)).text(text)
}

/// A text cut to so many characters.
fn cut(text: &str, most: usize) -> String {
    if text.chars().count() <= most { text.to_owned() } else { text.chars().take(most - 1).chain(['\u{2026}']).collect() }
}

fn picture(v: &View, zoom: u32) -> El {
    let scaled = |n: i32| fixed(f64::from(n) * f64::from(zoom) / 100.0, 0);
    // The headings once more, to stay in view; the drawing begins under them.
    let heads = el("svg")
        .own("viewBox", format!("-10 -6 {} {}", v.width + 20, HEAD))
        .own("width", scaled(v.width + 20))
        .own("height", scaled(HEAD))
        .attr("aria-hidden", "true")
        .child(rect("map-ground", -10, -6, v.width + 20, HEAD))
        .children(v.days.iter().map(day))
        .children(v.columns.iter().map(column));
    let drawing = el("svg")
        .attr("class", "drawing")
        .own("viewBox", format!("-10 -6 {} {}", v.width + 20, v.height + 20))
        .own("width", scaled(v.width + 20))
        .own("height", scaled(v.height + 20))
        .attr("aria-hidden", "true")
        .children(v.days.iter().map(day))
        .children(v.columns.iter().map(column))
        .child(el("g").children(v.edges.iter().filter(|e| !e.yours).map(edge)).children(v.edges.iter().filter(|e| e.yours).map(edge)))
        .children(v.nodes.iter().enumerate().map(|(i, n)| node(n, i, &v.columns[n.column])))
        .child(studied(
            |_, study| study.map.as_ref().and_then(|m| m.nodes.get(study.node)).map(|n| (n.x, n.y)),
            |at| at.map_or_else(|| el("g"), |(x, y)| el("g").child(rect("picked", x - 4, y - 4, NODE[0] + 8, NODE[1] + 8))),
        ));
    with_class("DIV", "sheet")
        .attr("data-map", "")
        .attr("data-chart", "map")
        .attr("tabindex", "0")
        .attr("role", "application")
        .attr("aria-roledescription", "map")
        .attr("aria-label", "The map. Arrow keys go from decision to decision along the paths; what is looked at is told below. The same stands below as a list.")
        .child(with_class("DIV", "heads").child(heads))
        .child(drawing)
}

fn day(d: &Day) -> El {
    el("g").child(label("map-day", d.x, 12, &d.name)).child(rect("map-rule", d.x, 18, d.width, 2))
}

fn column(c: &Column) -> El {
    el("g").child(label("map-when", c.x, 36, &c.when)).child(label("map-title", c.x, 52, &cut(&c.title, 26)))
}

fn edge(e: &Edge) -> El {
    let [[x1, y1], [x2, y2]] = e.line;
    let bend = (x2 - x1) / 2;
    let class = if e.yours {
        "edge mine"
    } else if e.others != 0 {
        "edge other"
    } else {
        "edge"
    };
    el("path").attr("class", class).own("d", format!("M{x1} {y1}C{} {y1} {} {y2} {x2} {y2}", x1 + bend, x2 - bend))
}

/// How a share on time is shown: in fifths.
fn full(n: &Node) -> &'static str {
    match (&n.kind, n.on_time) {
        (Kind::End(Some(0)), _) => "f5",
        (Kind::End(Some(1)), _) => "f4",
        (Kind::End(Some(2)), _) => "f2",
        (_, None) => "f0",
        (_, Some(x)) if x >= 0.9 => "f5",
        (_, Some(x)) if x >= 0.8 => "f4",
        (_, Some(x)) if x >= 0.7 => "f3",
        (_, Some(x)) if x >= 0.5 => "f2",
        _ => "f1",
    }
}

fn node(n: &Node, index: usize, column: &Column) -> El {
    let mut lines: Vec<String> = n.details.iter().take(2).map(|d| cut(d, 28)).collect();
    if column.title != n.label || lines.is_empty() {
        lines.insert(0, cut(&n.label, 24));
    }
    lines.truncate(2);
    let figures = match (n.on_time, n.engagement) {
        (Some(share), Some((low, high))) => format!("{}, engagement {} to {}", percent(share), fixed(low, 0), fixed(high, 0)),
        _ => format!("{} paths", app::map::grouped(n.paths)),
    };
    let mut group = el("g")
        .own("class", format!("place {}{}{}", full(n), if n.yours { " mine" } else { "" }, if n.others != 0 { " other" } else { "" }))
        .does(action::Studio::Look)
        .own("data-node", index.to_string())
        .attr_if(n.yours, "data-yours", "")
        .child(rect("box", n.x, n.y, NODE[0], NODE[1]));
    for (i, line) in lines.iter().enumerate() {
        group = group.child(label(if i == 0 { "map-label" } else { "map-detail" }, n.x + 8, n.y + 18 + 16 * i as i32, line));
    }
    group.child(label("map-figures", n.x + 8, n.y + NODE[1] - 8, &figures))
}

/// What is looked at, in words.
fn about(v: &View, n: &Node, index: usize) -> El {
    let leads = v.edges.iter().filter(|e| e.from == index).filter_map(|e| Some((e, v.nodes.get(e.to)?)));
    let moves = leads.map(|(e, to)| {
        let style = e.style.map_or_else(String::new, |s| format!(" ({})", s.name()));
        let yours = if e.yours { ", your move" } else { "" };
        el("LI").say(format!("{}{style}{yours}: to {} {}, {}", e.label, to.number, to.label, to.figures))
    });
    with_class("DIV", "looked")
        .attr("data-looked", &n.number)
        .attr("aria-live", "polite")
        .child(el("H2").say(format!("{} {}", n.number, n.label)))
        .child(el("P").say(format!("{}{}", n.figures, if n.yours { ". Your line passes here." } else { "." })))
        .children(n.about.iter().map(|t| el("P").child(role(t))))
        .child(with_class("UL", "facts").children(moves))
}

fn nested(days: &[ListDay]) -> El {
    let list = days.iter().map(|d| {
        let decisions = d.decisions.iter().map(|c| {
            let places = c.places.iter().map(|p| {
                let moves = p.moves.iter().map(|m| el("LI").text(m.text.as_str()));
                let inner = (!p.moves.is_empty()).then(|| el("UL").children(moves));
                el("LI").own("data-place", p.node.to_string()).text(p.text.as_str()).maybe(inner)
            });
            el("LI").child(el("B").text(c.heading.as_str())).child(el("UL").children(places))
        });
        el("LI").child(el("B").text(d.name.as_str())).child(el("UL").children(decisions))
    });
    with_class("UL", "nested").children(list)
}
