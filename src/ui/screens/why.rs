//! The why page: what the model assumes, what each assumption touches, and what would come of
//! this line under others.

use crate::ui::components::{PORTAL, back, button, heading, marks, role, share};
use crate::ui::dom::{El, el, part, with_class};
use crate::ui::studying::studied;
use app::App;
use app::action;
use app::numbers::{MoveNumbers, Number, SceneNumbers, numbers};
use app::tornado::{Chart, Mark, Row};
use app::verdict;
use app::why::{self, Figure, Group, Item};
use app::words::fixed;

pub fn view() -> El {
    let lead = with_class("DIV", "lead-in")
        .child(heading("H1", "What the model assumes"))
        .child(el("P").text("Every number of the model stands below: the assumptions with value, range, source and what they touch, then what each move does. Move one, and the line you came from is played again with the same luck; whoever opens your link sees what you changed."))
        .child(with_class("DIV", "tools").child(back()).child(button("quiet", action::Week::Map, "Every path as a map")).child(button("quiet", action::Studio::Portal, PORTAL)).child(share::view()));
    let effect = studied(
        |app, study| {
            study.why.as_ref().map(|v| {
                (
                    v.effect.clone(),
                    v.figures.clone(),
                    v.changed,
                    v.left_out.clone(),
                    v.how.clone(),
                    app.line.as_ref().map_or(0, |l| l.steps.len()),
                )
            })
        },
        |v| {
            v.as_ref().map_or_else(
                || el("DIV"),
                |(effect, figures, changed, left_out, how, steps)| result(effect, figures, *changed, left_out, how, *steps),
            )
        },
    );
    let chart = studied(
        |_, study| (study.tornado.clone(), study.by, study.stale),
        |(chart, by, stale)| {
            let picks = why::MEASURES.iter().map(|m| {
                button(if by.0 == *m { "second" } else { "quiet" }, action::Studio::By, &why::name(*m, &crate::ui::read(app::App::day)))
                    .attr("data-measure", why::id(*m))
                    .own("aria-pressed", (by.0 == *m).to_string())
            });
            with_class("DIV", "stack-small")
                .attr_if(*stale, "aria-busy", "true")
                .child(with_class("DIV", "tools").attr("role", "group").attr("aria-label", "What to look at").children(picks))
                .child(chart.as_ref().map_or_else(
                    || with_class("P", "role").attr("aria-busy", "true").text("Moving every assumption to both ends of its range\u{2026}"),
                    tornado,
                ))
        },
    );
    // The sliders are drawn once: one that is being moved must not be taken from under the hand.
    let groups = studied(
        |app, study| study.why.as_ref().map(|_| app.loaded.scenario.id.clone()),
        |known| {
            let groups = crate::ui::studying::with_study(|_, study| study.why.as_ref().map(|v| v.groups.clone()));
            let groups = groups.filter(|_| known.is_some()).unwrap_or_default();
            with_class("DIV", "stack").children(groups.iter().map(group))
        },
    );
    // In view while one moves a slider far below the figures.
    let bar = studied(
        |_, study| study.why.as_ref().filter(|v| v.changed > 0).map(|v| (v.short.clone(), v.changed)),
        |v| {
            let Some((short, _)) = v else { return el("DIV") };
            with_class("DIV", "bar-now").child(el("P").text(short)).child(button("second", action::Studio::Reset, "Reset"))
        },
    );
    let written = |app: &App| (app.loaded.key.clone(), app.loaded.edition.clone());
    let verdict = part(written, |_| {
        let (note, views) = crate::ui::read(|app| {
            let scenario = &app.written().scenario;
            (verdict::note(scenario), verdict::view(scenario))
        });
        turning(&note, &views)
    });
    let moves = part(written, |_| {
        let all = crate::ui::read(|app| numbers(&app.written().scenario));
        with_class("DIV", "stack-small").children(all.iter().map(carried))
    });
    let score = crate::ui::read(|app| {
        let w = &app.loaded.scenario.score;
        format!(
            "The score\u{2019}s weights are the scenario\u{2019}s own: {} of 100 for delivery, {} for engagement, {} for the team\u{2019}s hours. What each move does to whom stands below, move by move.",
            w.delivery, w.engagement, w.hours
        )
    });
    with_class("MAIN", "why")
        .attr("data-screen", "why")
        .child(lead)
        .child(section("effect", "What your changes do to this line").child(effect))
        .child(section("tornado", "Which assumptions this line rests on").child(chart))
        .child(section("verdict", "Which style is ahead, and where that turns").child(verdict))
        .child(section("all", "All assumptions").child(el("P").child(role(&score))).child(bar).child(groups))
        .child(
            section("moves", "What each move does")
                .child(el("P").child(role("Every number that a move carries. What has a slider above says so; every other one is plainly assumed, by whoever wrote the week.")))
                .child(moves),
        )
}

/// Which style is ahead along what it rests on most.
fn turning(note: &str, views: &[verdict::View]) -> El {
    let heads = || ["At", "Gap in engagement", "Directive ahead", "Collaborative ahead"].map(|h| el("TH").attr("scope", "col").text(h));
    let one = |v: &verdict::View| {
        let rows = v.rows.iter().map(|row| el("TR").children(row.iter().map(|cell| el("TD").text(cell.as_str()))));
        with_class("DIV", "stack-small")
            .attr("data-verdict", &v.id)
            .child(el("H3").text(v.name.as_str()))
            .child(el("P").text(v.text.as_str()))
            .child(with_class("DETAILS", "figures").child(el("SUMMARY").text("The figures, weeks of 100")).child(
                with_class("DIV", "wide").child(
                    with_class("TABLE", "effects").child(el("THEAD").child(el("TR").children(heads()))).child(el("TBODY").children(rows)),
                ),
            ))
    };
    with_class("DIV", "stack-small").child(el("P").child(role(note))).children(views.iter().map(one))
}

/// A scene's moves with their numbers.
fn carried(s: &SceneNumbers) -> El {
    let number =
        |n: &Number| el("LI").text(n.text.as_str()).text(" ").child(role(if n.slider.is_some() { "has a slider" } else { "assumed" }));
    let one = |m: &MoveNumbers| {
        el("DIV")
            .child(el("H3").maybe(m.style.map(marks::mark)).text(" ").text(m.label.as_str()))
            .child(el("UL").children(m.numbers.iter().map(number)))
    };
    with_class("DETAILS", "figures").attr("data-moves", &s.id).child(el("SUMMARY").text(s.title.as_str())).children(s.moves.iter().map(one))
}

fn section(id: &'static str, title: &str) -> El {
    el("SECTION").attr("aria-labelledby", id).child(el("H2").attr("id", id).text(title))
}

fn result(effect: &str, figures: &[Figure], changed: usize, left_out: &[String], how: &str, steps: usize) -> El {
    let row = |f: &Figure| {
        el("TR")
            .attr("data-effect", f.id)
            .child(el("TH").attr("scope", "row").text(f.name.as_str()))
            .children([&f.before, &f.after, &f.change].map(|t| el("TD").text(t)))
    };
    let heads = ["On average", "As written", "As changed", "Difference"].map(|h| el("TH").attr("scope", "col").text(h));
    let table = (changed > 0 && !figures.is_empty()).then(|| {
        with_class("TABLE", "effects")
            .child(el("THEAD").child(el("TR").children(heads)))
            .child(el("TBODY").children(figures.iter().map(row)))
    });
    let none =
        (steps == 0).then(|| el("P").child(role("No decision has been taken yet, so the usual directive week stands in for yours.")));
    el("DIV")
        .attr("data-changed", &changed.to_string())
        .attr("tabindex", "-1")
        .child(with_class("P", "sentence").attr("aria-live", "polite").text(if changed == 0 {
            "Nothing is changed. Move a slider below."
        } else {
            effect
        }))
        .maybe(table)
        .children(left_out.iter().map(|t| with_class("P", "notice").text(t)))
        .maybe(none)
        .child(el("P").child(role(how)))
        .maybe(
            (changed > 0)
                .then(|| with_class("P", "actions").child(button("second", action::Studio::Reset, "Back to the author\u{2019}s values"))),
        )
}

fn group(g: &Group) -> El {
    let title = el("H3").text(g.title);
    with_class("DIV", "assumptions").attr("data-group", g.id).child(title).children(g.items.iter().map(item))
}

fn item(a: &Item) -> El {
    let id = a.id.clone();
    let value = studied(
        move |_, study| {
            study.why.as_ref().and_then(|v| {
                v.groups.iter().flat_map(|g| &g.items).find(|i| i.id == id).map(|i| (i.value_text.clone(), i.own_text.clone(), i.changed))
            })
        },
        |v| {
            let Some((value, own, changed)) = v else { return el("SPAN") };
            let head = with_class("SPAN", if *changed { "value changed" } else { "value" }).child(el("B").text(value));
            head.maybe(changed.then(|| role(&format!("changed, was {own}"))))
        },
    );
    let slider = (a.slider.max > a.slider.min).then(|| {
        el("INPUT")
            .attr("type", "range")
            .attr("data-assumption", &a.id)
            .own("min", app::words::number(a.slider.min))
            .own("max", app::words::number(a.slider.max))
            .own("step", app::words::number(a.slider.step))
            .own("value", app::words::number(a.value))
            .own("data-own", app::words::number(a.own))
            .own("aria-label", format!("{}, {}", a.name, a.unit))
    });
    with_class("DIV", "assumption")
        .attr("data-id", &a.id)
        .child(with_class("P", "name").child(el("B").text(a.name.as_str())).text(" ").child(with_class("SPAN", "status").text(a.status)))
        .child(with_class("P", "now").child(value).text(" ").child(role(&if a.value_text.ends_with(&a.unit) {
            a.range.clone()
        } else {
            format!("{}, {}", a.unit, a.range)
        })))
        .maybe(slider)
        .child(
            with_class("DETAILS", "grounds")
                .child(el("SUMMARY").text("Source, and what it touches"))
                .child(el("P").text(a.source.as_str()))
                .children(a.touches.iter().map(|t| el("P").text(t))),
        )
}

const WIDTH: f64 = 640.0;
const ROW: f64 = 26.0;
const LEFT: f64 = 8.0;
/// Rows in the picture; the table has all.
const DRAWN: usize = 14;

fn tornado(c: &Chart) -> El {
    let x = |v: f64| LEFT + (v - c.from) / (c.to - c.from).max(1.0) * (WIDTH - 2.0 * LEFT);
    let rows: Vec<&Row> = c.rows.iter().filter(|r| r.moved).take(DRAWN).collect();
    let height = 30.0 + rows.len() as f64 * ROW * 1.7 + 8.0;
    let one = |v: f64| fixed(v, 1);
    let bars = rows.iter().enumerate().map(|(i, r)| {
        let top = 34.0 + i as f64 * ROW * 1.7;
        let bar = |m: &Mark, class: &str| {
            let (a, b) = (x(m.at).min(x(c.base)), x(m.at).max(x(c.base)));
            el("rect")
                .own("class", class.to_owned())
                .own("x", one(a))
                .own("y", one(top + 16.0))
                .own("width", one((b - a).max(1.5)))
                .attr("height", "16")
        };
        let label = el("text")
            .attr("class", "bar-label")
            .own("x", one(LEFT))
            .own("y", one(top + 10.0))
            .say(format!("{}: {} to {}", r.name, r.low.value, r.high.value));
        el("g").attr("class", if r.changed { "changed" } else { "" }).child(label).child(bar(&r.low, "low")).child(bar(&r.high, "high"))
    });
    let base =
        el("line").attr("class", "deadline").own("x1", one(x(c.base))).own("x2", one(x(c.base))).attr("y1", "18").own("y2", one(height));
    let anchor = if x(c.base) < WIDTH / 4.0 {
        "start"
    } else if x(c.base) > WIDTH * 0.75 {
        "end"
    } else {
        "middle"
    };
    let drawing = el("svg")
        .own("viewBox", format!("0 0 {} {}", fixed(WIDTH, 0), fixed(height, 0)))
        .attr("role", "img")
        .own("aria-label", format!("{}. {}", c.title, c.summary))
        .child(
            el("text")
                .attr("class", "truck-label")
                .attr("text-anchor", anchor)
                .own("x", one(x(c.base)))
                .attr("y", "12")
                .say(format!("now: {}", c.base_text)),
        )
        .children(bars)
        .child(base);
    let heads = ["Assumption", "Low", "gives", "High", "gives"].map(|h| el("TH").attr("scope", "col").text(h));
    let table = el("TABLE").child(el("THEAD").child(el("TR").children(heads))).child(el("TBODY").children(c.rows.iter().map(|r| {
        el("TR")
            .attr("data-tornado", &r.id)
            .own("data-low", fixed(r.low.at, 3))
            .own("data-high", fixed(r.high.at, 3))
            .child(el("TH").attr("scope", "row").text(r.name.as_str()))
            .children([&r.low.value, &r.low.change_text, &r.high.value, &r.high.change_text].map(|t| el("TD").text(t)))
    })));
    let region = with_class("DIV", "wide")
        .attr("tabindex", "0")
        .attr("role", "region")
        .own("aria-label", format!("The figures: {}", c.title))
        .child(table);
    let key = with_class("DIV", "legend")
        .child(with_class("SPAN", "key").child(swatch("low")).text("at the low end of its range"))
        .child(with_class("SPAN", "key").child(swatch("high")).text("at the high end"));
    let progress = (!c.done).then(|| {
        el("PROGRESS")
            .own("max", c.progress.1.to_string())
            .own("value", c.progress.0.to_string())
            .attr("aria-label", "Assumptions moved so far")
    });
    with_class("FIGURE", "chart tornado")
        .attr("data-chart", "tornado")
        .child(el("FIGCAPTION").child(el("H3").text(c.title.as_str())).child(el("P").text(c.summary.as_str())))
        .maybe(progress)
        .child(drawing)
        .child(key)
        .child(button("link", action::Studio::Picture, "Save the picture (SVG)").attr("data-of", "tornado"))
        .child(with_class("DETAILS", "figures").child(el("SUMMARY").say(format!("The figures: {}", c.title))).child(region))
}

fn swatch(class: &str) -> El {
    el("svg")
        .attr("viewBox", "0 0 14 10")
        .attr("width", "14")
        .attr("height", "10")
        .attr("aria-hidden", "true")
        .own("class", class.to_owned())
        .child(el("rect").attr("width", "14").attr("height", "10"))
}
