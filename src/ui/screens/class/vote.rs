//! A decision replayed together: the scene, the room's vote, and all ways on under the same luck.

use crate::ui::classing::{classed, with};
use crate::ui::components::{button, heading, marks, role, talk};
use crate::ui::dom::{El, el, with_class};
use app::action;
use app::class::together::{Together, Way};
use app::words;

pub fn view() -> El {
    classed(
        |s| s.vote.as_ref().map(|v| (v.together.id.clone(), v.together.seed)),
        |there| if there.is_some() { with(|s| s.vote.as_ref().map_or_else(|| el("DIV"), |v| scene(&v.together))) } else { nothing() },
    )
}

fn nothing() -> El {
    with_class("DIV", "stack-small")
        .child(heading("H1", "No week of this class came to that decision"))
        .child(with_class("P", "actions").child(button("quiet", action::Class::Close, "To the class")))
}

fn scene(t: &Together) -> El {
    let alike = match (t.alike, t.met) {
        (1, _) => "This is one of the weeks of the class.".to_owned(),
        (n, m) if n == m => format!("All {m} weeks that came here came by these very moves."),
        (n, m) => format!("Of {m} weeks that came here, {n} came by these very moves."),
    };
    let where_ =
        with_class("P", "where").child(el("SPAN").text(&t.when)).child(el("SPAN").text(&t.place)).child(el("SPAN").text(&t.situation));
    let votes = classed(
        |s| s.vote.as_ref().map(|v| (v.votes.clone(), v.revealed)),
        |v| {
            let (votes, revealed) = v.clone().unwrap_or_default();
            with(|s| s.vote.as_ref().map_or_else(|| el("DIV"), |v| ballot(&v.together, &votes, revealed)))
        },
    );
    with_class("DIV", "vote stack")
        .attr("data-vote", &t.id)
        .child(where_)
        .child(heading("H1", &t.title))
        .child(talk(&t.talk))
        .child(with_class("P", "role").say(format!("{alike} Played under luck {}.", t.seed)))
        .child(votes)
        .child(with_class("DIV", "tools").child(el("A").attr("href", &t.fragment).text("Play on from here")).child(button(
            "quiet",
            action::Class::Close,
            "To the class",
        )))
}

/// Before the room has voted the moves carry no mark of their style, and nothing is said of what came of them.
fn ballot(t: &Together, votes: &[u32], revealed: bool) -> El {
    let all: u32 = votes.iter().sum();
    let row = |(i, way): (usize, &Way)| {
        let n = votes.get(i).copied().unwrap_or(0);
        let by = |by: &'static str, sign: &str, name: &str| {
            button("", action::Class::Vote, sign)
                .own("data-way", i.to_string())
                .attr("data-by", by)
                .own("aria-label", format!("{name}: {}", way.label))
        };
        el("LI")
            .attr("data-way-id", &way.id)
            .own("data-votes", n.to_string())
            .child(el("P").maybe(revealed.then(|| marks::mark(way.style))).text(" ").text(&way.label))
            .child(
                with_class("DIV", "tools")
                    .child(by("less", "\u{2212}", "One hand less"))
                    .child(
                        with_class("INPUT", "hands")
                            .own("data-class", format!("hands-{i}"))
                            .own("value", if n == 0 { String::new() } else { n.to_string() })
                            .attr("placeholder", "0")
                            .attr("inputmode", "numeric")
                            .attr("autocomplete", "off")
                            .own("aria-label", format!("Hands: {}", way.label)),
                    )
                    .child(by("more", "+", "One hand more")),
            )
            .child(super::figures::share(f64::from(n) / f64::from(all.max(1)), revealed.then_some(way.style)))
    };
    let show = (!revealed).then(|| with_class("P", "actions").child(button("main", action::Class::Reveal, "Show how the week goes on")));
    with_class("DIV", "stack")
        .child(el("P").text("What would the room do? Count the hands."))
        .child(with_class("OL", "ways large").attr("data-ballot", "").children(t.ways.iter().enumerate().map(row)))
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
            .child(
                el("TH")
                    .attr("scope", "row")
                    .child(marks::mark(way.style))
                    .text(" ")
                    .child(el("A").attr("href", &way.fragment).text(&way.label)),
            )
            .children(cells.into_iter().map(|c| el("TD").say(c)))
    };
    let table = with_class("TABLE", "entries")
        .child(el("THEAD").child(el("TR").children(heads)))
        .child(el("TBODY").children(t.ways.iter().map(row)));
    let wide = with_class("DIV", "wide").attr("tabindex", "0").attr("role", "region").attr("aria-label", "A row a way on").child(table);
    el("SECTION")
        .attr("aria-labelledby", "ways")
        .child(el("H2").attr("id", "ways").attr("tabindex", "-1").attr("data-ways", "").text("How the week goes on"))
        .child(role(
            "The same luck for all of them, and the rest of the week as this week went on. Each move leads to the week right after it.",
        ))
        .child(wide)
}
