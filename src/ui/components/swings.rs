//! The swings: the largest in a sentence each, and all of them with their figures.

use crate::app::plot::Whose;
use crate::app::ranked::{FELT, Ranked, Side};
use crate::app::swings::{Row, View};
use crate::app::words::{fixed, signed};
use crate::ui::components::{button, marks, plot, role};
use crate::ui::dom::{El, el, with_class};

fn again(row: &Row) -> El {
    button("quiet", "what-if", "Take it again")
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
        .kid(el("H3").text(row.title.as_str()).text(" ").kid(role(row.when.as_str())))
        .kid(el("P").text(row.sentence.as_str()))
        .maybe((!rests.is_empty()).then(|| with_class("P", "role rests").text(rests)))
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

/// What weighed most by one measure, drawn; then every decision by it.
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
    let names = [(Whose::Directive, "best directive"), (Whose::Collaborative, "best collaborative"), (Whose::Yours, "the move taken")];
    with_class("DIV", "ranked")
        .attr("data-ranked", r.id)
        .kid(el("H3").text(r.title.as_str()))
        .kid(el("P").text(r.sentence.as_str()))
        .kid(plot::figure(&r.plot, &names))
        .maybe((!r.note.is_empty()).then(|| el("P").kid(role(r.note))))
        .kid(
            with_class("DETAILS", "figures").kid(el("SUMMARY").say(format!("The figures: {}", lower(&r.title)))).kid(
                with_class("DIV", "wide")
                    .attr("tabindex", "0")
                    .attr("role", "region")
                    .own("aria-label", format!("The figures: {}", lower(&r.title)))
                    .kid(el("TABLE").kid(el("THEAD").kid(el("TR").kids(heads))).kid(el("TBODY").kids(rows))),
            ),
        )
}

/// All decisions in one picture, the three largest in words, what weighed most by each measure.
pub fn view(v: &View) -> El {
    let largest = v.largest.iter().filter_map(|i| v.rows.get(*i)).map(|row| told(row, v.complete));
    let all = with_class("DIV", "beside-picture")
        .kid(with_class("P", "role").text("The move taken at each decision against the best other one, in points of the score on average over 1,000 weeks. The whiskers hold that average in 95 of 100 such comparisons."))
        .kid(plot::figure(&v.plot, &[]));
    let words = with_class("DIV", "beside-picture")
        .kid(with_class("OL", "largest").kids(largest))
        .kid(with_class("P", "role").text(FELT))
        .maybe(v.here.as_ref().and_then(|(at, text)| Some(here(v.rows.get(*at)?, text))));
    el("DIV")
        .attr("data-swings", if v.complete { "complete" } else { "measured" })
        .attr_if(!v.complete, "aria-busy", "true")
        .kid(with_class("DIV", "pictures").kid(all).kid(words))
        .kid(with_class("DIV", "by-measure").kids(v.ranked.iter().map(ranked)))
        .kid(
            with_class("DETAILS", "figures")
                .kid(el("SUMMARY").text("Every decision, beside the best other move"))
                .kid(with_class("P", "role").text(v.note.as_str()))
                .kids(v.rows.iter().map(full)),
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
