//! The swings: the largest in a sentence each, and all of them with their figures.

use crate::app::ranked::{Ranked, Side};
use crate::app::swings::{Row, View};
use crate::app::words::{fixed, signed};
use crate::ui::components::{button, marks, role};
use crate::ui::dom::{El, el, with_class};

fn again(row: &Row) -> El {
    button("quiet", "what-if", "Take it again")
        .own("data-step", row.step.to_string())
        .own("aria-label", format!("Take it again: {}", row.title))
}

fn told(row: &Row, complete: bool) -> El {
    el("LI")
        .attr("data-swing", &row.step.to_string())
        .own("data-value", fixed(row.score, 3))
        .kid(el("H3").text(row.title.as_str()).text(" ").kid(role(row.when.as_str())))
        .kid(
            el("P").text(row.sentence.as_str()).maybe(
                (!complete)
                    .then(|| role(" What this rests on most is being worked out: each assumption in turn is made to make no difference.")),
            ),
        )
        .kid(with_class("P", "actions").kid(again(row)))
}

/// What weighed most in this very week.
fn here(row: &Row, text: &str) -> El {
    with_class("DIV", "here")
        .attr("data-here", &row.step.to_string())
        .kid(el("H3").text("And in this very week: ").text(row.title.as_str()).text(" ").kid(role(row.when.as_str())))
        .kid(el("P").text(text))
        .kid(with_class("P", "actions").kid(again(row)))
}

/// A decision with its figures.
fn full(row: &Row) -> El {
    let head = with_class("SPAN", "swing-head").kid(el("B").text(row.title.as_str())).text(" ").kid(role(row.when.as_str())).kid(
        with_class("SPAN", if row.clear { "points" } else { "points pale" }).say(match &row.other {
            Some(_) => {
                let half = fixed(row.half, 1);
                if half == "0.0" { signed(row.score, 1) } else { format!("{} \u{b1} {half}", signed(row.score, 1)) }
            }
            None => "no other move".to_owned(),
        }),
    );
    let moves = el("P")
        .kid(marks::mark(row.yours.style))
        .say(format!(" {}", row.yours.label))
        .maybe(row.other.as_ref().map(|o| el("SPAN").kid(role(" against ")).kid(marks::mark(o.style)).say(format!(" {}", o.label))));
    let cells = |a: &str, b: &str, c: &str| el("TR").kid(el("TH").attr("scope", "row").text(a)).kid(el("TD").text(b)).kid(el("TD").text(c));
    let heads = |names: [&str; 3]| el("THEAD").kid(el("TR").kids(names.map(|n| el("TH").attr("scope", "col").text(n))));
    let same = (!row.beside.is_empty()).then(|| {
        el("TABLE")
            .kid(heads(["In this week", "Your move", "The other"]))
            .kid(el("TBODY").kids(row.beside.iter().map(|b| cells(&b.what, &b.yours, &b.other))))
    });
    let average = (!row.average.is_empty()).then(|| {
        let rows = row.average.iter().map(|d| {
            el("TR")
                .kid(el("TH").attr("scope", "row").text(d.what.as_str()))
                .kid(with_class("TD", if d.clear { "" } else { "pale" }).text(d.text.as_str()))
        });
        el("TABLE")
            .kid(el("THEAD").kid(el("TR").kids(["On average", "Yours less the other"].map(|n| el("TH").attr("scope", "col").text(n)))))
            .kid(el("TBODY").kids(rows))
    });
    let source = row.carrier.as_ref().map(|c| el("P").text(c.text.as_str()).text(" ").kid(role(c.source.as_str())));
    with_class("DETAILS", "swing")
        .attr("data-step", &row.step.to_string())
        .kid(el("SUMMARY").kid(head))
        .kid(moves)
        .kid(with_class("DIV", "pair").maybe(same).maybe(average))
        .maybe(source)
        .kid(with_class("P", "actions").kid(again(row)))
}

/// What weighed most by one measure, then every decision by it.
fn ranked(r: &Ranked) -> El {
    let side = |s: &Side| el("TD").text(s.mv.label.as_str()).text(" ").kid(role(&s.text));
    let rows = r.rows.iter().map(|row| {
        with_class("TR", if row.clear { "" } else { "pale" })
            .attr("data-step", &row.step.to_string())
            .kid(el("TH").attr("scope", "row").text(row.title.as_str()).text(" ").kid(role(row.when.as_str())))
            .kid(side(&row.directive))
            .kid(side(&row.collaborative))
    });
    let heads = ["Decision", "Best directive move", "Best collaborative move"].map(|n| el("TH").attr("scope", "col").text(n));
    let first = r.rows.first();
    with_class("DIV", "ranked")
        .attr("data-ranked", r.id)
        .kid(el("H3").text(r.title.as_str()).maybe(first.map(|row| role(&format!(" {}, {}", row.title, row.when)))))
        .maybe(first.map(|row| el("P").text(row.sentence.as_str())))
        .maybe((!r.note.is_empty()).then(|| el("P").kid(role(r.note))))
        .kid(
            with_class("DETAILS", "figures")
                .kid(el("SUMMARY").text("All decisions, the largest difference first, each move against yours"))
                .kid(with_class("DIV", "wide").kid(el("TABLE").kid(el("THEAD").kid(el("TR").kids(heads))).kid(el("TBODY").kids(rows)))),
        )
}

/// The largest swings, then every decision.
pub fn view(v: &View) -> El {
    let largest = v.largest.iter().filter_map(|i| v.rows.get(*i)).map(|row| told(row, v.complete));
    el("DIV")
        .attr("data-swings", if v.complete { "complete" } else { "measured" })
        .attr_if(!v.complete, "aria-busy", "true")
        .kid(el("P").kid(role("The three decisions that moved the score most on average, each against the best other move.")))
        .kid(with_class("OL", "largest").kids(largest))
        .kids(v.ranked.iter().map(ranked))
        .maybe(v.here.as_ref().and_then(|(at, text)| Some(here(v.rows.get(*at)?, text))))
        .kid(
            with_class("DETAILS", "figures")
                .kid(el("SUMMARY").text("Every decision, beside the best other move"))
                .kid(with_class("P", "role").text(v.note.as_str()))
                .kids(v.rows.iter().map(full)),
        )
}
