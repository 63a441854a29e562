//! The debrief: your week beside the two pure ones, the habits, the questions, and taking it away.

use crate::app::App;
use crate::app::debrief::{Column, Decision, HabitView, OtherLine, View};
use crate::app::words::fixed;
use crate::model::Style;
use crate::platform::page;
use crate::ui::components::{PORTAL, button, chart, heading, lucks, marks, question, role, screen, share, somebody, swings};
use crate::ui::dom::{El, el, part, with_class};
use crate::ui::studio::{studied, with_study};

pub fn view() -> El {
    let charts = studied(
        |app, study| app.debrief_view(study).map(|v| (v.charts, v.settled)),
        |c| {
            let Some((charts, settled)) = c else { return el("DIV") };
            with_class("DIV", "charts").attr_if(!settled, "aria-busy", "true").kids(charts.iter().map(chart::view))
        },
    );
    let main = screen("debrief", "debrief").kid(heading("H1", "The debrief"));
    // All but the charts is known at once; it is drawn again when another line is shown.
    let once = |draw: fn(&View) -> El| studied(|_, study| study.of().to_owned(), move |_| now().map_or_else(|| el("DIV"), |v| draw(&v)));
    let luck = studied(
        |_, study| study.lucks.clone(),
        |v| v.as_ref().map_or_else(|| waiting("wait-luck", "Playing a thousand weeks your way\u{2026}"), lucks::view),
    );
    let turned = studied(
        |_, study| study.swings.clone(),
        |v| v.as_ref().map_or_else(|| waiting("wait-turned", "Playing each decision again, both ways\u{2026}"), swings::view),
    );
    let decisions = studied(
        |app, study| app.debrief_view(study).map(|v| (v.decisions, v.unfinished)),
        |v| v.as_ref().map_or_else(|| el("DIV"), |(decisions, unfinished)| decided(decisions, unfinished)),
    );
    main.kid(once(outcome))
        .kid(section("luck", "Luck and choice").kid(luck))
        .kid(section("turned", "Where the week turned").kid(turned))
        .kid(once(beside))
        .kid(section("charts", "Through the week").kid(charts))
        .kid(section("decided", "What you decided").attr("class", "decided").kid(decisions))
        .kid(once(second_part))
}

/// Keeps the room of what is being worked out, so that nothing moves under the hand.
fn waiting(class: &str, text: &str) -> El {
    with_class("DIV", class).attr("aria-busy", "true").kid(with_class("P", "role").text(text))
}

/// The whole debrief as it stands.
fn now() -> Option<View> {
    with_study(App::debrief_view)
}

fn section(id: &'static str, title: &str) -> El {
    el("SECTION").attr("aria-labelledby", id).kid(el("H2").attr("id", id).text(title))
}

fn outcome(v: &View) -> El {
    let link =
        crate::ui::read(|app| (app.loaded.scenario.title.clone(), app.line.as_ref().map_or(0, |l| l.seed), app.loaded.edition.clone()));
    let (title, seed, edition) = link;
    with_class("DIV", "head")
        .kid(with_class("P", "outcome").attr("data-outcome", if v.on_time { "on-time" } else { "late" }).text(v.outcome.as_str()))
        // Paper has no address bar.
        .kid(
            with_class("P", "colophon")
                .attr("aria-hidden", "true")
                .say(format!("{title}. Luck {seed}, edition {edition}. {}", crate::ui::act::link())),
        )
        .kid(
            with_class("P", "tools")
                .kid(button("quiet", "map", "Every path as a map"))
                .kid(button("quiet", "why", "What the model assumes"))
                .kid(button("quiet", "print", "Print")),
        )
}

fn beside(v: &View) -> El {
    section("beside", "Lines side by side")
        .kid(with_class("P", "role").text("The same luck in all of them unless it says otherwise: they differ by their moves alone."))
        .kid(with_class("DIV", "columns").kids(v.columns.iter().map(column)))
        .kid(with_class("P", "felt").attr("data-felt", "").text(v.felt.as_str()))
}

fn decided(decisions: &[Decision], unfinished: &[OtherLine]) -> El {
    let chance = format!("Chance of {}", crate::ui::read(App::day));
    let heads = ["When", "Scene", "Your move", "Style", &chance, "Engagement", "Again"];
    let head = el("THEAD").kid(el("TR").kids(heads.iter().map(|c| el("TH").attr("scope", "col").text(c))));
    el("DIV")
        .kid(with_class("TABLE", "decisions").kid(head).kid(
            el("TBODY").kids(decisions.iter().flat_map(|d| [d.meanwhile.as_ref().map(|t| meanwhile(t)), Some(decision(d))]).flatten()),
        ))
        .maybe((!unfinished.is_empty()).then(|| other_lines(unfinished)))
}

fn second_part(v: &View) -> El {
    let list = |title: &str, items: &[String]| {
        (!items.is_empty()).then(|| {
            el("DIV")
                .kid(el("H3").text(title))
                .kid(with_class("UL", "facts").kids(items.iter().map(|t| el("LI").theirs().text(t.as_str()))))
        })
    };
    // Of what a week says nothing, there is no section.
    let knew = section("knew", "What the team knew")
        .attr("class", "prose knew")
        .maybe(list("What came out in time for you to use", &v.learnt))
        .maybe(list("What nobody told you in time", &v.untold));
    let sides = el("THEAD").kid(
        el("TR")
            .kid(el("TH").attr("scope", "col").kid(marks::mark(Style::Directive)).text(" The manager\u{2019}s side"))
            .kid(el("TH").attr("scope", "col").text("Shown"))
            .kid(el("TH").attr("scope", "col").kid(marks::mark(Style::Collaborative)).text(" The leader\u{2019}s side")),
    );
    let pairs = if v.habits.len() == 8 { "Eight pairs of habits, and where you stood" } else { "Pairs of habits, and where you stood" };
    let habits = section("habits", pairs)
        .kid(el("P").text(v.stood.as_str()))
        .kid(with_class("TABLE", "habits").kid(sides).kid(el("TBODY").kids(v.habits.iter().map(habit))));
    let authority = section("authority", "Authority and influence")
        .attr("class", "prose authority")
        .kids([&v.authority, &v.influence, &v.both].into_iter().filter(|t| !t.is_empty()).map(|t| el("P").theirs().text(t.as_str())));
    let own = section("words", "In your own words")
        .attr("class", "prose words")
        .kid(with_class("P", "role").text("Kept on this device only, across your weeks, and never part of a link."))
        .kids(v.questions.iter().map(question));
    let said = [&v.authority, &v.influence, &v.both].into_iter().any(|t| !t.is_empty());
    with_class("DIV", "stack")
        .maybe((!(v.learnt.is_empty() && v.untold.is_empty())).then_some(knew))
        .maybe((!v.habits.is_empty()).then_some(habits))
        .maybe(said.then_some(authority))
        .maybe((!v.questions.is_empty()).then_some(own))
        .maybe(v.week_after.as_ref().map(week_after))
        .kid(take_away())
}

fn column(c: &Column) -> El {
    let metric = |name: &str, value: f64| el("P").attr("data-metric", name).own("data-value", fixed(value, 3));
    // What the portal is told is the large one.
    let decisions = page::scored_by_decisions();
    let [of_week, of_moves] = if decisions { ["score beside", "score"] } else { ["score", "score beside"] };
    let week = metric("score", c.score)
        .attr("class", of_week)
        .kid(el("B").say(fixed(c.score, 0)))
        .text(if decisions { " of 100 with this week\u{2019}s luck" } else { " of 100" })
        .kid(role(c.points.as_str()));
    let decided = average(c.link.clone(), of_moves);
    el("SECTION")
        .own("class", format!("column {}", c.id))
        .attr("data-line", c.id)
        .kid(el("H3").text(c.name.as_str()))
        .maybe((!c.note.is_empty()).then(|| role(&c.note)))
        .kid(
            metric("on-time", if c.on_time { 1.0 } else { 0.0 })
                .attr("class", "verdict")
                .text(c.verdict.as_str())
                .kid(role(&format!("ready {}", c.finish))),
        )
        .kid(with_class("UL", "team small").kids(c.team.iter().map(|p| somebody(p, false))))
        .kid(metric("team-hours", c.hours).kid(el("B").say(fixed(c.hours, 1))).text(" team hours").kid(role(c.hours_note.as_str())))
        .kids(if decisions { [decided, week] } else { [week, decided] })
        .maybe(
            c.fragment.as_ref().map(|link| {
                el("P").kid(el("A").attr("href", link).own("aria-label", format!("Its debrief: {}", c.name)).text("Its debrief"))
            }),
        )
}

/// The decisions' score of the line that a link leads to, once it is worked out.
fn average(link: String, class: &'static str) -> El {
    studied(
        move |_, study| study.decided(&link),
        move |found| {
            let metric = el("P").attr("class", class).attr("data-metric", "decisions-score");
            let metric = match found {
                Some(n) => {
                    metric.own("data-value", fixed(f64::from(*n), 3)).kid(el("B").say(n.to_string())).text(" of 100 for these moves")
                }
                None => metric.attr("aria-busy", "true").kid(el("B").text("\u{2026}")).text(" of 100 for these moves"),
            };
            metric.kid(role("the average over 500 weeks: the decisions without the luck"))
        },
    )
}

/// What the chance did by itself between two decisions.
fn meanwhile(text: &str) -> El {
    with_class("TR", "meanwhile")
        .kid(el("TD").attr("colspan", "4").text("Meanwhile, as the work went"))
        .kid(with_class("TD", "chance").text(text))
        .kid(el("TD").attr("colspan", "2"))
}

fn decision(d: &Decision) -> El {
    let again = button("link", "what-if", "What if\u{2026}")
        .own("data-step", d.step.to_string())
        .own("aria-label", format!("What if: {}", d.title));
    el("TR")
        .kid(el("TH").attr("scope", "row").text(d.when.as_str()))
        .kid(el("TD").theirs().text(d.title.as_str()))
        .kid(el("TD").theirs().text(d.label.as_str()))
        .kid(el("TD").kid(marks::style(d.style)))
        .kid(with_class("TD", "chance").say(d.chance.clone().unwrap_or_default()))
        .kid(with_class("TD", "touched").text(d.people.as_str()))
        .kid(el("TD").kid(again))
}

fn other_lines(list: &[OtherLine]) -> El {
    let items = list.iter().map(|o| el("LI").kid(el("A").attr("href", o.fragment.as_str()).text(o.name.as_str())));
    el("DIV").kid(el("H3").text("Lines you left open")).kid(with_class("UL", "others").kids(items))
}

fn habit(h: &HabitView) -> El {
    let shown = match (h.directive_at.is_empty(), h.collaborative_at.is_empty()) {
        (true, true) => "not met",
        (false, true) => "the manager\u{2019}s",
        (true, false) => "the leader\u{2019}s",
        (false, false) => "both",
    };
    let side = |text: &str, at: &[String]| {
        with_class("TD", if at.is_empty() { "pale" } else { "" }).theirs().text(text).maybe((!at.is_empty()).then(|| role(&at.join("; "))))
    };
    el("TR")
        .kid(side(&h.directive, &h.directive_at))
        .kid(el("TH").attr("scope", "row").text(shown))
        .kid(side(&h.collaborative, &h.collaborative_at))
}

/// On to the week after, which begins with these people as they are now.
fn week_after(next: &OtherLine) -> El {
    let link = el("A").attr("href", next.fragment.as_str()).attr("data-week-after", "").text("Go on to the week after with this team");
    section("after", "The week after")
        .attr("class", "prose week-after")
        .kid(el("P").say(format!("\u{201c}{}\u{201d} begins with the same people as this week and the weekend left them.", next.name)))
        .kid(with_class("P", "actions").kid(link))
}

fn take_away() -> El {
    let transcript = part(
        |app| (!app.forecasts.busy()).then(|| app.transcript_text()),
        |text| {
            let pre = el("PRE")
                .attr("data-transcript", "")
                .attr("tabindex", "0")
                .attr("role", "region")
                .attr("aria-label", "The whole week as text");
            pre.attr_if(text.is_none(), "aria-busy", "true").say(text.clone().unwrap_or_default())
        },
    );
    let tools = with_class("DIV", "tools")
        .kid(share::view())
        .kid(button("quiet", "portal", PORTAL))
        .kid(button("quiet", "print", "Print"))
        .kid(button("quiet", "download-json", "Download as JSON"))
        .kid(button("quiet", "download-csv", "Download as CSV"))
        .kid(button("quiet", "restart", "Start a new week"));
    let figures = with_class("DETAILS", "figures").kid(el("SUMMARY").text("The whole week as text")).kid(transcript);
    section("away", "Take it away").attr("class", "away").kid(tools).kid(figures)
}
