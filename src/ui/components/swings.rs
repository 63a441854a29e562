//! The swings: the largest in a sentence each, and all of them with their figures.

use crate::ui::components::{button, marks, plot, role};
use crate::ui::dom::{El, el, with_class};
use app::action;
use app::plot::Whose;
use app::ranked::{FELT, Ranked, Side};
use app::swings::{Row, View};
use app::words::{fixed, signed};

fn again(row: &Row) -> El {
    button("quiet", action::Week::WhatIf, "Take it again")
        .own("data-step", row.step.to_string())
        .own("aria-label", format!("Take it again: {}", row.title))
}

fn told(row: &Row, complete: bool) -> El {
    let rests = if complete {
        row.carried.as_str()
    } else {
        "What this rests on most is being worked out: each assumption in turn is made to make no difference."
    };
    el("LI")
        .attr("data-swing", &row.step.to_string())
        .own("data-value", fixed(row.score, 3))
        .child(el("H3").text(row.title.as_str()).text(" ").child(role(row.when.as_str())))
        .child(el("P").text(row.sentence.as_str()))
        .maybe((!rests.is_empty()).then(|| with_class("P", "role rests").text(rests)))
        .child(with_class("P", "actions").child(again(row)))
}

/// What weighed most in this very week.
fn here(row: &Row, text: &str) -> El {
    with_class("DIV", "here")
        .attr("data-here", &row.step.to_string())
        .child(el("H3").text("And in this very week: ").text(row.title.as_str()).text(" ").child(role(row.when.as_str())))
        .child(el("P").text(text))
        .child(with_class("P", "actions").child(again(row)))
}

/// A decision with its figures.
fn full(row: &Row) -> El {
    let head = with_class("SPAN", "swing-head").child(el("B").text(row.title.as_str())).text(" ").child(role(row.when.as_str())).child(
        with_class("SPAN", if row.clear { "points" } else { "points pale" }).say(match &row.other {
            Some(_) => {
                let half = fixed(row.half, 1);
                if half == "0.0" { signed(row.score, 1) } else { format!("{} \u{b1} {half}", signed(row.score, 1)) }
            }
            None => "no other move".to_owned(),
        }),
    );
    let moves = el("P")
        .child(marks::mark(row.yours.style))
        .say(format!(" {}", row.yours.label))
        .maybe(row.other.as_ref().map(|o| el("SPAN").child(role(" against ")).child(marks::mark(o.style)).say(format!(" {}", o.label))));
    let cells =
        |a: &str, b: &str, c: &str| el("TR").child(el("TH").attr("scope", "row").text(a)).child(el("TD").text(b)).child(el("TD").text(c));
    let heads = |names: [&str; 3]| el("THEAD").child(el("TR").children(names.map(|n| el("TH").attr("scope", "col").text(n))));
    let same = (!row.beside.is_empty()).then(|| {
        el("TABLE")
            .child(heads(["In this week", "Your move", "The other"]))
            .child(el("TBODY").children(row.beside.iter().map(|b| cells(&b.what, &b.yours, &b.other))))
    });
    let average = (!row.average.is_empty()).then(|| {
        let rows = row.average.iter().map(|d| {
            el("TR")
                .child(el("TH").attr("scope", "row").text(d.what.as_str()))
                .child(with_class("TD", if d.clear { "" } else { "pale" }).text(d.text.as_str()))
        });
        el("TABLE")
            .child(
                el("THEAD").child(el("TR").children(["On average", "Yours less the other"].map(|n| el("TH").attr("scope", "col").text(n)))),
            )
            .child(el("TBODY").children(rows))
    });
    let source = row.carrier.as_ref().map(|c| el("P").text(c.text.as_str()).text(" ").child(role(c.source.as_str())));
    with_class("DETAILS", "swing")
        .attr("data-step", &row.step.to_string())
        .child(el("SUMMARY").child(head))
        .child(moves)
        .child(with_class("DIV", "pair").maybe(same).maybe(average))
        .maybe(source)
        .child(with_class("P", "actions").child(again(row)))
}

/// What weighed most by one measure, drawn; then every decision by it.
fn ranked(r: &Ranked) -> El {
    let side = |s: &Side| el("TD").text(s.mv.label.as_str()).text(" ").child(role(&s.text));
    let rows = r.rows.iter().map(|row| {
        with_class("TR", if row.clear { "" } else { "pale" })
            .attr("data-step", &row.step.to_string())
            .child(el("TH").attr("scope", "row").text(row.title.as_str()).text(" ").child(role(row.when.as_str())))
            .child(side(&row.directive))
            .child(side(&row.collaborative))
    });
    let heads = ["Decision", "Best directive move", "Best collaborative move"].map(|n| el("TH").attr("scope", "col").text(n));
    let names = [(Whose::Directive, "best directive"), (Whose::Collaborative, "best collaborative"), (Whose::Yours, "the move taken")];
    with_class("DIV", "ranked")
        .attr("data-ranked", r.id)
        .child(el("H3").text(r.title.as_str()))
        .child(el("P").text(r.sentence.as_str()))
        .child(plot::figure(&r.plot, &names))
        .maybe((!r.note.is_empty()).then(|| el("P").child(role(r.note))))
        .child(
            with_class("DETAILS", "figures").child(el("SUMMARY").say(format!("The figures: {}", lower(&r.title)))).child(
                with_class("DIV", "wide")
                    .attr("tabindex", "0")
                    .attr("role", "region")
                    .own("aria-label", format!("The figures: {}", lower(&r.title)))
                    .child(el("TABLE").child(el("THEAD").child(el("TR").children(heads))).child(el("TBODY").children(rows))),
            ),
        )
}

/// All decisions in one picture, the three largest in words, what weighed most by each measure.
pub fn view(v: &View) -> El {
    let largest = v.largest.iter().filter_map(|i| v.rows.get(*i)).map(|row| told(row, v.complete));
    let all = with_class("DIV", "beside-picture")
        .child(with_class("P", "role").text("The move taken at each decision against the best other one, in points of the score on average over 1,000 weeks. The whiskers hold that average in 95 of 100 such comparisons."))
        .child(plot::figure(&v.plot, &[]));
    let words = with_class("DIV", "beside-picture")
        .child(with_class("OL", "largest").children(largest))
        .child(with_class("P", "role").text(FELT))
        .maybe(v.here.as_ref().and_then(|(at, text)| Some(here(v.rows.get(*at)?, text))));
    el("DIV")
        .attr("data-swings", if v.complete { "complete" } else { "measured" })
        .attr_if(!v.complete, "aria-busy", "true")
        .child(with_class("DIV", "pictures").child(all).child(words))
        .child(with_class("DIV", "by-measure").children(v.ranked.iter().map(ranked)))
        .child(
            with_class("DETAILS", "figures")
                .child(el("SUMMARY").text("Every decision, beside the best other move"))
                .child(with_class("P", "role").text(v.note.as_str()))
                .children(v.rows.iter().map(full)),
        )
}

/// With a small first letter.
fn lower(text: &str) -> String {
    let mut text = text.to_owned();
    if let Some(first) = text.get_mut(..1) {
        first.make_ascii_lowercase();
    }
    text
}
