//! The class's figures: at a glance, luck and choice, what split it, and what to talk about.

use super::{titled, waiting};
use crate::ui::classing::with;
use crate::ui::components::{button, marks, role};
use crate::ui::dom::{El, el, with_class};
use app::action;
use app::class::decisions::SplitView;
use app::class::view::{Strip, View};
use app::words;
use engine::model::Style;

/// Most weeks in the table on the page; the file has all.
const ROWS: usize = 30;

pub fn glance() -> El {
    with(|s| {
        let body = match &s.shown.view {
            Some(v) => with_class("DIV", "stack-small")
                .child(el("P").attr("data-played", "").text(&v.played))
                .child(with_class("DIV", "glance").child(scatter(v)).child(strips(v)))
                .child(el("P").attr("data-apart", "").text(&v.apart))
                .child(role("Each week\u{2019}s moves were played again under the same two hundred lucks, and so were all directive and all collaborative. Averages that differ between weeks differ by choice; what is left is luck.")),
            None if s.group().is_some_and(|g| g.finished().count() == 0) => el("P").text("No week here is finished, so there are no figures yet."),
            None => waiting(),
        };
        titled("glance", "At a glance").attr("class", "glance-of").child(body)
    })
}

/// A picture's frame with its words.
fn drawing(name: &'static str, view_box: &str, text: &str) -> El {
    el("svg").attr("viewBox", view_box).attr("role", "img").attr("aria-label", text).own("class", format!("class-{name}"))
}

/// Many dots as one path: a line of no length with round ends is a dot.
fn dots(points: impl Iterator<Item = (f64, f64)>) -> El {
    let d: String = points.map(|(x, y)| format!("M{} {}h0", words::fixed(x, 1), words::fixed(y, 1))).collect();
    el("path").own("d", d).attr("class", "week-dots")
}

/// Chance against engagement: what a week was worth to the customer, and to the people.
pub fn scatter(v: &View) -> El {
    let all = || v.dots.iter().chain(&v.pure).map(|d| d[0]);
    let (low, high) = (all().fold(100.0, f64::min), all().fold(0.0, f64::max));
    let (from, to) = ((libm::floor(low / 10.0) * 10.0 - 5.0).max(0.0), (libm::ceil(high / 10.0) * 10.0 + 5.0).min(100.0));
    let x = |e: f64| 56.0 + (e - from) / (to - from) * 400.0;
    let y = |c: f64| 262.0 - c / 100.0 * 236.0;
    let text = |class: &str, x: f64, y: f64, text: &str| {
        el("text").attr("class", class).own("x", words::fixed(x, 1)).own("y", words::fixed(y, 1)).text(text)
    };
    let line = |x1: f64, y1: f64, x2: f64, y2: f64| {
        let f = |v: f64| words::fixed(v, 1);
        el("line").attr("class", "grid").own("x1", f(x1)).own("y1", f(y1)).own("x2", f(x2)).own("y2", f(y2))
    };
    let mut picture = drawing(
        "scatter",
        "0 0 480 318",
        &format!("{}: {} {}: {}", v.strips[0].name, v.strips[0].text, v.strips[1].name, v.strips[1].text),
    );
    for c in [0.0, 25.0, 50.0, 75.0, 100.0] {
        picture = picture.child(line(56.0, y(c), 456.0, y(c))).child(text("end", 50.0, y(c) + 4.0, &format!("{}%", words::fixed(c, 0))));
    }
    let mut e = libm::ceil(from / 10.0) * 10.0;
    while e <= to + 0.01 {
        picture = picture.child(line(x(e), 26.0, x(e), 262.0)).child(text("middle", x(e), 280.0, &words::fixed(e, 0)));
        e += 10.0;
    }
    let f = |v: f64| words::fixed(v, 1);
    let [d, c] = v.pure.map(|p| (x(p[0]), y(p[1])));
    picture = picture
        .child(dots(v.dots.iter().map(|p| (x(p[0]), y(p[1])))))
        .child(
            el("rect")
                .attr("class", "pure directive")
                .own("x", f(d.0 - 7.0))
                .own("y", f(d.1 - 7.0))
                .attr("width", "14")
                .attr("height", "14"),
        )
        .child(el("circle").attr("class", "pure collaborative").own("cx", f(c.0)).own("cy", f(c.1)).attr("r", "8"))
        .child(text("name", 56.0, 14.0, &v.strips[0].name))
        .child(text("name end", 456.0, 304.0, "Engagement at the end"));
    let key = with_class("FIGCAPTION", "legend")
        .child(with_class("SPAN", "key").child(marks::mark(Style::Directive)).text(" all directive"))
        .child(with_class("SPAN", "key").child(marks::mark(Style::Collaborative)).text(" all collaborative"))
        .child(with_class("SPAN", "key").text("\u{2022} a week of this class"));
    with_class("FIGURE", "chart").child(picture).child(key)
}

/// One measure as a row: a tick a week.
fn strip(s: &Strip) -> El {
    let x = |v: f64| 4.0 + (v - s.from) / (s.to - s.from) * 232.0;
    let f = |v: f64| words::fixed(v, 1);
    let ticks: String = s.values.iter().map(|v| format!("M{} 7v14", f(x(*v)))).collect();
    let picture = drawing("strip", "0 0 240 28", &s.text)
        .child(el("line").attr("class", "grid").attr("x1", "4").attr("x2", "236").attr("y1", "14").attr("y2", "14"))
        .child(el("path").attr("class", "week-ticks").own("d", ticks))
        .child(
            el("rect")
                .attr("class", "pure directive")
                .own("x", f(x(s.directive) - 5.0))
                .attr("y", "9")
                .attr("width", "10")
                .attr("height", "10"),
        )
        .child(el("circle").attr("class", "pure collaborative").own("cx", f(x(s.collaborative))).attr("cy", "14").attr("r", "5.5"));
    el("TR")
        .attr("data-metric", s.id)
        .own("data-value", words::fixed(s.middle, 3))
        .own("data-choice-share", words::fixed(s.choice, 3))
        .child(el("TH").attr("scope", "row").text(&s.name))
        .child(el("TD").child(picture).child(role(&s.text)))
        .child(el("TD").attr("class", "apart").text(&s.apart))
}

fn strips(v: &View) -> El {
    let heads = ["Measure", "The weeks", "What differs"].map(|h| el("TH").attr("scope", "col").text(h));
    with_class("TABLE", "strips").child(el("THEAD").child(el("TR").children(heads))).child(el("TBODY").children(v.strips.iter().map(strip)))
}

pub fn splits() -> El {
    with(|s| {
        let body = match &s.shown.view {
            None if s.shown.found.is_none() => waiting(),
            _ if s.shown.splits.is_empty() => el("P").text("No decision split this class in a way that shows in the score."),
            _ => with_class("OL", "splits").children(
                s.shown
                    .splits
                    .iter()
                    .map(|split| el("LI").attr("data-split", &split.id).own("data-value", words::fixed(split.size, 3)).child(one(split))),
            ),
        };
        titled("splits", "What split the class").attr("class", "splits-of").child(body)
    })
}

/// A decision that split the class.
pub fn one(s: &SplitView) -> El {
    let all: u32 = s.moves.iter().map(|m| m.weeks).sum();
    let row = |m: &app::class::decisions::SplitMove| {
        let by = m.by.iter().map(|(id, text)| el("LI").child(role(measure(id))).text(" ").text(text));
        let against =
            if m.by.is_empty() { with_class("P", "role").text("the most common move") } else { with_class("UL", "by").children(by) };
        el("LI")
            .attr("data-choice-id", &m.id)
            .child(el("P").child(marks::mark(m.style)).text(" ").child(el("B").say(format!("{} ", m.weeks))).text(&m.label))
            .child(share(f64::from(m.weeks) / f64::from(all.max(1)), Some(m.style)))
            .child(against)
    };
    with_class("DIV", "split")
        .child(el("H3").text(&s.title).text(" ").child(role(&s.when)))
        .child(with_class("P", "sentence").text(&s.sentence))
        .child(with_class("UL", "ways").children(s.moves.iter().map(row)))
        .child(with_class("P", "actions").child(together(&s.id, &s.title)))
}

pub fn together(id: &str, title: &str) -> El {
    button("second", action::Class::Together, "Replay this decision together")
        .attr("data-scene-id", id)
        .own("aria-label", format!("Replay this decision together: {title}"))
}

fn measure(id: &str) -> &'static str {
    match id {
        "on-time" => "on time",
        "engagement" => "engagement",
        "team-hours" => "team hours",
        _ => "score",
    }
}

/// A share as a bar in a style's colour, or in none.
pub fn share(share: f64, style: Option<Style>) -> El {
    let rect = |width: f64| el("rect").own("width", words::fixed(width * 100.0, 1)).attr("height", "4");
    el("svg")
        .own("class", format!("bar share {}", style.map_or("", Style::name)))
        .attr("viewBox", "0 0 100 4")
        .attr("preserveAspectRatio", "none")
        .attr("aria-hidden", "true")
        .child(rect(1.0).attr("class", "rest"))
        .child(rect(share))
}

/// Facts, pairs and questions.
pub fn talk() -> El {
    with(|s| {
        let questions = s.shown.questions.iter().map(|q| el("LI").text(&q.text));
        let facts = (!s.shown.facts.is_empty() && s.group().is_some_and(|g| g.finished().count() > 0))
            .then(|| titled("facts", "What came out in time").attr("class", "facts-of").child(facts()));
        let pairs =
            (!s.shown.pairs.is_empty()).then(|| titled("pairs", "Pairs of habits over the class").attr("class", "pairs-of").child(pairs()));
        let asked = (!s.shown.questions.is_empty()).then(|| {
            titled("questions", "Questions for the room")
                .attr("class", "questions-of")
                .child(with_class("OL", "questions").children(questions))
        });
        with_class("DIV", "stack").maybe(asked).maybe(facts).maybe(pairs)
    })
}

pub fn facts() -> El {
    with(|s| {
        let row = |f: &app::class::decisions::Known| {
            el("LI").child(el("B").say(format!("{} of {} ", f.weeks, f.of))).say(format!("{}: {}", f.who, f.text))
        };
        with_class("UL", "facts").children(s.shown.facts.iter().map(row))
    })
}

pub fn pairs() -> El {
    with(|s| {
        let side = |style: Style, text: &str| el("TH").attr("scope", "col").child(marks::mark(style)).text(text);
        let head = el("TR")
            .child(side(Style::Directive, " The manager\u{2019}s side"))
            .child(el("TH").attr("scope", "col").text("Weeks"))
            .child(side(Style::Collaborative, " The leader\u{2019}s side"));
        let row = |p: &app::class::decisions::Pair| {
            let all = (p.only_directive + p.both + p.only_collaborative).max(1) as f64;
            let f = |v: f64| words::fixed(v, 1);
            let (a, b) = (p.only_directive as f64 / all * 100.0, p.both as f64 / all * 100.0);
            let bar =
                |class: &str, x: f64, width: f64| el("rect").attr("class", class).own("x", f(x)).own("width", f(width)).attr("height", "8");
            let picture = el("svg")
                .attr("class", "pair-bar")
                .attr("viewBox", "0 0 100 8")
                .attr("preserveAspectRatio", "none")
                .attr("aria-hidden", "true")
                .child(bar("directive", 0.0, a))
                .child(bar("both", a, b))
                .child(bar("collaborative", a + b, 100.0 - a - b));
            let both = if p.both > 0 { format!(", {} both", p.both) } else { String::new() };
            let none = if p.neither > 0 { format!(", {} not met", p.neither) } else { String::new() };
            el("TR")
                .child(el("TD").text(&p.directive))
                .child(el("TD").child(picture).child(role(&format!("{} to {}{both}{none}", p.only_directive, p.only_collaborative))))
                .child(el("TD").text(&p.collaborative))
        };
        with_class("TABLE", "habits pairs").child(el("THEAD").child(head)).child(el("TBODY").children(s.shown.pairs.iter().map(row)))
    })
}

/// The weeks themselves, with their debriefs.
pub fn weeks() -> El {
    with(|s| {
        let Some(group) = s.group() else { return el("DIV") };
        let mut finished = 0;
        let (mut rows, mut apart) = (Vec::new(), Vec::new());
        for (i, week) in group.all().enumerate() {
            let spread = week.end.and_then(|_| s.shown.found.as_ref()?.weeks.get(finished));
            finished += usize::from(week.end.is_some());
            if i >= ROWS {
                continue;
            }
            let name = if s.names && !week.name.is_empty() { week.name.clone() } else { format!("Week {}", i + 1) };
            let cells = match &week.end {
                Some(o) => [
                    if o.on_time { "on time".to_owned() } else { "late".to_owned() },
                    spread.map_or_else(String::new, |s| words::share(s.mean[0])),
                    words::fixed(app::class::percent(o.mean), 0),
                    words::fixed(o.hours(), 1),
                    words::fixed(o.score(), 0),
                ],
                None => [
                    format!("after {}", words::count(week.path.len(), "decision")),
                    String::new(),
                    String::new(),
                    String::new(),
                    String::new(),
                ],
            };
            let rows = if i < group.weeks.len() { &mut rows } else { &mut apart };
            rows.push(
                el("TR")
                    .child(el("TH").attr("scope", "row").child(el("A").own("href", week.fragment()).say(name)))
                    .children(cells.into_iter().map(|c| el("TD").say(c)))
                    .child(el("TD").say(format!("{} to {}", week.styles.0, week.styles.1))),
            );
        }
        let more = group.size().saturating_sub(ROWS);
        let beside = (!apart.is_empty()).then(|| {
            let head = el("TH").attr("scope", "rowgroup").attr("colspan", "7").text("Not finished: these count in nothing");
            el("TBODY").attr("data-apart-weeks", &apart.len().to_string()).child(el("TR").child(head)).children(apart)
        });
        let heads = ["Week", "As played", "Chance", "Engagement", "Hours", "Score", "Directive to collaborative"]
            .map(|h| el("TH").attr("scope", "col").text(h));
        let table = with_class("TABLE", "entries")
            .child(el("THEAD").child(el("TR").children(heads)))
            .child(el("TBODY").children(rows))
            .maybe(beside);
        let wide = with_class("DIV", "wide").attr("tabindex", "0").attr("role", "region").attr("aria-label", "A row a week").child(table);
        titled("weeks", "The weeks")
            .attr("class", "weeks-of")
            .child(wide)
            .maybe((more > 0).then(|| with_class("P", "role").say(format!("And {more} more, which the file has."))))
    })
}
