//! A decision replayed together: the scene, the room's vote, and all ways on under the same luck.

use crate::app::class::together::{Together, Way};
use crate::app::words;
use crate::ui::classing::{classed, with};
use crate::ui::components::{button, heading, marks, role, talk};
use crate::ui::dom::{El, el, with_class};

pub fn view() -> El {
    classed(
        |s| s.vote.as_ref().map(|v| (v.together.id.clone(), v.together.seed)),
        |there| if there.is_some() { with(|s| s.vote.as_ref().map_or_else(|| el("DIV"), |v| scene(&v.together))) } else { nothing() },
    )
}

fn nothing() -> El {
    with_class("DIV", "stack-small")
        .kid(heading("H1", "No week of this class came to that decision"))
        .kid(with_class("P", "actions").kid(button("quiet", "class-close", "To the class")))
}

fn scene(t: &Together) -> El {
    let alike = match (t.alike, t.met) {
        (1, _) => "This is one of the weeks of the class.".to_owned(),
        (n, m) if n == m => format!("All {m} weeks that came here came by these very moves."),
        (n, m) => format!("Of {m} weeks that came here, {n} came by these very moves."),
    };
    let where_ = with_class("P", "where").kid(el("SPAN").text(&t.when)).kid(el("SPAN").text(&t.place)).kid(el("SPAN").text(&t.situation));
    let votes = classed(
        |s| s.vote.as_ref().map(|v| (v.votes.clone(), v.revealed)),
        |v| {
            let (votes, revealed) = v.clone().unwrap_or_default();
            with(|s| s.vote.as_ref().map_or_else(|| el("DIV"), |v| ballot(&v.together, &votes, revealed)))
        },
    );
    with_class("DIV", "vote stack")
        .attr("data-vote", &t.id)
        .kid(where_)
        .kid(heading("H1", &t.title))
        .kid(talk(&t.talk))
        .kid(with_class("P", "role").say(format!("{alike} Played under luck {}.", t.seed)))
        .kid(votes)
        .kid(with_class("DIV", "tools").kid(el("A").attr("href", &t.fragment).text("Play on from here")).kid(button(
            "quiet",
            "class-close",
            "To the class",
        )))
}

/// Before the room has voted the moves carry no mark of their style, and nothing is said of what came of them.
fn ballot(t: &Together, votes: &[u32], revealed: bool) -> El {
    let all: u32 = votes.iter().sum();
    let row = |(i, way): (usize, &Way)| {
        let n = votes.get(i).copied().unwrap_or(0);
        let by = |by: &'static str, sign: &str, name: &str| {
            button("", "class-vote", sign)
                .own("data-way", i.to_string())
                .attr("data-by", by)
                .own("aria-label", format!("{name}: {}", way.label))
        };
        el("LI")
            .attr("data-way-id", &way.id)
            .own("data-votes", n.to_string())
            .kid(el("P").maybe(revealed.then(|| marks::mark(way.style))).text(" ").text(&way.label))
            .kid(
                with_class("DIV", "tools")
                    .kid(by("less", "\u{2212}", "One hand less"))
                    .kid(
                        with_class("INPUT", "hands")
                            .own("data-class", format!("hands-{i}"))
                            .own("value", if n == 0 { String::new() } else { n.to_string() })
                            .attr("placeholder", "0")
                            .attr("inputmode", "numeric")
                            .attr("autocomplete", "off")
                            .own("aria-label", format!("Hands: {}", way.label)),
                    )
                    .kid(by("more", "+", "One hand more")),
            )
            .kid(super::figures::share(f64::from(n) / f64::from(all.max(1)), revealed.then_some(way.style)))
    };
    let show = (!revealed).then(|| with_class("P", "actions").kid(button("main", "class-reveal", "Show how the week goes on")));
    with_class("DIV", "stack")
        .kid(el("P").text("What would the room do? Count the hands."))
        .kid(with_class("OL", "ways large").attr("data-ballot", "").kids(t.ways.iter().enumerate().map(row)))
        .maybe(show)
        .maybe(revealed.then(|| ways(t)))
}

fn ways(t: &Together) -> El {
    let heads = ["Move", "This week", "Ready", "Engagement", "Team hours", "Score", "Under other luck", "The class"]
        .map(|h| el("TH").attr("scope", "col").text(h));
    let row = |way: &Way| {
        let cells = [
            if way.on_time { "on time".to_owned() } else { "late".to_owned() },
            way.ready.clone(),
            words::fixed(way.engagement, 0),
            words::fixed(way.hours, 1),
            words::fixed(way.score, 0),
            format!("{} of 100 on time", words::fixed(way.chance, 0)),
            words::count(way.taken, "week"),
        ];
        el("TR")
            .attr("data-way-id", &way.id)
            .own("data-value", words::fixed(way.score, 3))
            .kid(
                el("TH")
                    .attr("scope", "row")
                    .kid(marks::mark(way.style))
                    .text(" ")
                    .kid(el("A").attr("href", &way.fragment).text(&way.label)),
            )
            .kids(cells.into_iter().map(|c| el("TD").say(c)))
    };
    let table = with_class("TABLE", "entries").kid(el("THEAD").kid(el("TR").kids(heads))).kid(el("TBODY").kids(t.ways.iter().map(row)));
    let wide = with_class("DIV", "wide").attr("tabindex", "0").attr("role", "region").attr("aria-label", "A row a way on").kid(table);
    el("SECTION")
        .attr("aria-labelledby", "ways")
        .kid(el("H2").attr("id", "ways").attr("tabindex", "-1").attr("data-ways", "").text("How the week goes on"))
        .kid(role(
            "The same luck for all of them, and the rest of the week as this week went on. Each move leads to the week right after it.",
        ))
        .kid(wide)
}
