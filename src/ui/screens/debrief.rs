//! The debrief: your week beside the two pure ones, the habits, the questions, and taking it away.

use crate::platform::{embedding, page};
use crate::ui::components::{
    PORTAL, board, button, chart, face, lucks, marks, name, plot, question, role, screen, share, somebody, swings,
};
use crate::ui::dom::{El, el, part, with_class};
use crate::ui::studying::{studied, with_study};
use app::App;
use app::action;
use app::debrief::{Column, Decision, HabitView, Heard, OtherLine, View};
use app::plot::Whose;
use app::ranked::FELT;
use app::summary::{self, ASSUMED, Chapter, Hours, Luck, Score, Summary, ThenNow, Turned};
use app::words::fixed;
use engine::model::Style;
use std::cell::{Cell, RefCell};
use std::rc::Rc;

/// The page: first one screen that says how the week went, then chapters that open.
pub fn view() -> El {
    let chapters: Vec<Chapter> = Chapter::ALL.into_iter().filter(|c| crate::ui::read(|app| app.has(*c))).collect();
    let told = Told::default();
    let opening = Opening { drawn: Rc::default(), all: chapters.len() };
    opening.clone().begin();
    let chapters = chapters.into_iter().enumerate().map(|(at, c)| chapter(c, opening.inside(at, c, &told)));
    screen("debrief", "debrief")
        .child(first_screen(&told))
        .child(with_class("DIV", "chapters").children(chapters))
        .child(told.once(|v, _| v.week_after.as_ref().map_or_else(|| el("DIV"), week_after)))
        .child(take_away())
}

/// How many chapters were drawn whole: the first screen is shown before them, and each is a task of its own,
/// for together they are a long one on a slow device.
#[derive(Clone)]
struct Opening {
    drawn: Rc<Cell<usize>>,
    all: usize,
}

impl Opening {
    fn begin(self) {
        page::after_paint(move || self.next());
    }

    fn next(self) {
        self.drawn.set(self.drawn.get() + 1);
        crate::ui::bump();
        if self.drawn.get() < self.all {
            page::soon(move || self.next());
        }
    }

    /// What is inside the chapter at this place, once it is its turn.
    fn inside(&self, at: usize, c: Chapter, told: &Told) -> El {
        let (drawn, told) = (self.drawn.clone(), told.clone());
        part(move |_| at < drawn.get(), move |turn| if *turn { inside(c, &told) } else { el("DIV").attr("aria-busy", "true") })
    }
}

/// What is known at once of a line, by the link of its debrief: worked out once for all parts of the page.
#[derive(Clone, Default)]
struct Told(Rc<RefCell<Option<Known>>>);

struct Known {
    of: String,
    views: Option<(View, Summary)>,
}

impl Told {
    /// A part that is drawn again when another line is shown.
    fn once(&self, draw: fn(&View, &Summary) -> El) -> El {
        let told = self.clone();
        studied(|_, study| study.of().to_owned(), move |of| told.draw(of, draw))
    }

    fn draw(&self, of: &str, draw: fn(&View, &Summary) -> El) -> El {
        let mut known = self.0.borrow_mut();
        let known = match known.take().filter(|k| k.of == of) {
            Some(same) => known.insert(same),
            None => known.insert(Known { of: of.to_owned(), views: with_study(|app, study| app.debrief_view(study).zip(app.summary())) }),
        };
        known.views.as_ref().map_or_else(|| el("DIV"), |(v, s)| draw(v, s))
    }
}

/// What is large; nothing else on the page is.
fn large(tag: &'static str, text: &str) -> El {
    with_class(tag, "large").text(text)
}

fn first_screen(told: &Told) -> El {
    with_class("SECTION", "summary")
        .attr("data-summary", "")
        .attr("aria-label", "How the week went")
        .child(told.once(|_, s| verdict(s)))
        .child(studied(|app, study| app.scores(study, embedding::scored_by_decisions()), |s| s.as_ref().map_or_else(|| el("DIV"), scores)))
        .child(told.once(|_, s| people(s)))
        .child(told.once(|_, s| hours(&s.hours)))
        .child(studied(App::luck, |l| luck(l.as_ref())))
        .child(studied(App::turned, |t| mattered(t.as_deref())))
        .child(told.once(|_, s| untold(s)))
        .child(
            with_class("P", "actions again")
                .child(button("main", action::Week::Restart, "Try again"))
                .child(button("quiet", action::Studio::Unfold, "Take one decision again").attr("data-of", "decided")),
        )
        .child(told.once(|_, _| colophon()))
}

/// Paper has no address bar.
fn colophon() -> El {
    let said = crate::ui::read(|app| {
        let seed = app.line.as_ref().map_or(0, |l| l.seed);
        format!("{}. Luck {seed}, edition {}. ", app.loaded.scenario.title, app.loaded.edition)
    });
    with_class("P", "colophon").attr("aria-hidden", "true").say(said + &crate::ui::act::link())
}

fn verdict(s: &Summary) -> El {
    let heading = el("H1")
        .attr("tabindex", "-1")
        .attr("data-focus", "")
        .attr("class", "outcome")
        .attr("data-outcome", if s.on_time { "on-time" } else { "late" })
        .child(with_class("SPAN", "kicker").text("The debrief"))
        .child(with_class("SPAN", "unseen").text(": "))
        .child(large("SPAN", &s.verdict));
    with_class("DIV", "result").child(heading).child(el("P").text(&s.detail))
}

fn scores([first, second]: &[Score; 2]) -> El {
    let figure = |s: &Score| s.figure.clone().unwrap_or_else(|| "\u{2026}".to_owned());
    let busy = |e: El, s: &Score| e.attr_if(s.figure.is_none(), "aria-busy", "true");
    let told = busy(with_class("P", "scored"), first).child(el("B").attr("class", "large").say(figure(first))).text(first.of);
    with_class("DIV", "scores").child(told).child(busy(with_class("P", "role"), second).say(figure(second)).text(second.of))
}

fn people(s: &Summary) -> El {
    let one = |p: &ThenNow| {
        let faces = with_class("DIV", "faces")
            .child(face(p.then, &p.name))
            .child(with_class("SPAN", "to").attr("aria-hidden", "true").text("\u{2192}"))
            .child(face(p.now, &p.name));
        el("LI")
            .child(faces)
            .child(with_class("B", "large").child(name(&p.name)))
            .text(" ")
            .child(large("SPAN", p.word))
            .text(" ")
            .child(role(&p.figures))
    };
    with_class("DIV", "people-now")
        .child(el("H2").text("Engagement, Monday and now"))
        .child(with_class("UL", "then-now").children(s.people.iter().map(one)))
        .child(with_class("P", "role").text(ASSUMED))
}

fn hours(h: &Hours) -> El {
    let most = (h.spent.max(h.planned) * 1.05).max(1.0);
    let x = |hours: f64| fixed(hours / most * 200.0, 1);
    let rect = |class: &str, hours: f64, y: &str, height: &str| {
        el("rect").attr("class", class).attr("y", y).own("width", x(hours)).attr("height", height)
    };
    let drawing = el("svg")
        .attr("viewBox", "0 0 200 12")
        .attr("preserveAspectRatio", "none")
        .attr("class", "spent")
        .attr("aria-hidden", "true")
        .child(rect("rest", most, "3", "6"))
        .child(rect("at-work", h.spent, "3", "6"))
        .child(el("line").attr("class", "plan").own("x1", x(h.planned)).own("x2", x(h.planned)).attr("y1", "0").attr("y2", "12"));
    with_class("DIV", "card")
        .child(el("H2").text("The team\u{2019}s hours"))
        .child(el("P").child(large("SPAN", &h.figure)))
        .child(drawing)
        .child(with_class("P", "role").text(&h.note))
}

fn luck(l: Option<&Luck>) -> El {
    let card = with_class("DIV", "card").attr_if(l.is_none(), "aria-busy", "true").child(el("H2").text("Luck"));
    let place = l.map_or(50, |l| l.place);
    let own = fixed(f64::from(place) * 1.92 + 1.0, 1);
    let drawing = el("svg")
        .attr("viewBox", "0 0 200 12")
        .attr("preserveAspectRatio", "none")
        .attr("class", "spent")
        .attr("aria-hidden", "true")
        .child(el("rect").attr("class", "rest").attr("y", "4").attr("width", "200").attr("height", "4"))
        .child(el("line").attr("class", "plan").attr("x1", "100").attr("x2", "100").attr("y1", "1").attr("y2", "11"))
        .maybe(l.map(|_| el("rect").attr("class", "place").own("x", own).attr("width", "6").attr("height", "12")));
    card.child(el("P").child(large("SPAN", l.map_or("\u{2026}", |l| l.word))))
        .child(drawing)
        .child(with_class("P", "role").text(l.map_or("Playing a thousand weeks the same way\u{2026}", |l| &l.note)))
}

fn mattered(found: Option<&[Turned]>) -> El {
    let one = |t: &Turned| {
        el("LI")
            .attr("data-turned", t.id)
            .child(el("H3").text(&t.label))
            .child(large("P", &t.text))
            .maybe((!t.note.is_empty()).then(|| with_class("P", "role").text(t.note)))
    };
    let waiting = || with_class("P", "role").text("Playing each decision again, both ways\u{2026}");
    with_class("DIV", "mattered").attr_if(found.is_none(), "aria-busy", "true").child(el("H2").text("What mattered most")).child(
        match found {
            Some(found) => with_class("OL", "turns").children(found.iter().map(one)),
            None => with_class("OL", "turns").child(el("LI").child(waiting())),
        },
    )
}

fn untold(s: &Summary) -> El {
    let facts = with_class("UL", "facts").children(s.untold.iter().map(|t| el("LI").theirs().text(t)));
    let brief = with_class("P", if s.untold.len() > 1 { "brief" } else { "" }).text(&s.untold_in_brief);
    match s.untold.len() {
        _ if s.untold_in_brief.is_empty() => with_class("DIV", "untold"),
        0 => with_class("DIV", "untold").child(el("H2").text("What the team knew")).child(brief),
        1 => with_class("DIV", "untold").child(el("H2").text(s.untold_title)).child(facts),
        _ => with_class("DIV", "untold").child(el("H2").text(s.untold_title)).child(brief).child(facts),
    }
}

/// A chapter, closed at first: its title and what it says in one sentence, then pictures and figures.
fn chapter(c: Chapter, inside: El) -> El {
    let id = c.id();
    let head = studied(
        move |app, study| (study.of().to_owned(), c.found().then(|| app.head(study, c)).flatten()),
        move |(_, found)| {
            let Some(head) = found.clone().or_else(|| with_study(|app, study| app.head(study, c))) else { return el("SUMMARY") };
            let sentence = match head.sentence.as_deref() {
                Some("") => None,
                Some(text) => Some(large("SPAN", text).attr("data-says", id).attr_if(c == Chapter::Luck, "data-luck", "")),
                None => Some(with_class("SPAN", "role").attr("aria-busy", "true").text("This is being worked out\u{2026}")),
            };
            el("SUMMARY").child(large("H2", &head.title).attr("id", id)).maybe(sentence)
        },
    );
    with_class("DETAILS", "chapter").own("data-chapter", id.to_owned()).child(head).child(with_class("DIV", "inside").child(inside))
}

fn inside(c: Chapter, told: &Told) -> El {
    match c {
        Chapter::Beside => told.once(|v, _| beside(v)),
        Chapter::Turned => studied(
            |_, study| study.swings.clone(),
            |v| v.as_ref().map_or_else(|| waiting("Playing each decision again, both ways\u{2026}"), swings::view),
        ),
        Chapter::Luck => studied(
            |_, study| study.lucks.clone(),
            |v| v.as_ref().map_or_else(|| waiting("Playing a thousand weeks the same way\u{2026}"), lucks::view),
        ),
        Chapter::Board => studied(
            |_, study| study.board.clone(),
            |v| v.as_ref().map_or_else(|| waiting("Going through the week again\u{2026}"), board::view),
        ),
        Chapter::Week => week(),
        Chapter::Knew => told.once(|v, _| knew(&v.heard)),
        Chapter::Habits => told.once(|v, _| habits(v)),
        Chapter::Authority => told.once(|v, _| authority(v)),
        Chapter::Words => told.once(|v, _| words(v)),
    }
}

/// What is still being worked out.
fn waiting(text: &str) -> El {
    el("DIV").attr("aria-busy", "true").child(with_class("P", "role").text(text))
}

fn beside(v: &View) -> El {
    let own = v.columns.first().map_or("", |c| c.name.as_str());
    let names = [(Whose::Yours, own), (Whose::Directive, "All directive"), (Whose::Collaborative, "All collaborative")];
    let figure =
        with_class("FIGURE", "chart").attr("data-plot", "beside").children(v.plots.iter().map(plot::drawing)).child(plot::legend(&names));
    let says = with_class("DIV", "beside-picture")
        .child(with_class("P", "role").text("The same luck in all of them unless it says otherwise: they differ by their moves alone."))
        .child(with_class("P", "felt").attr("data-felt", "").text(v.felt.as_str()))
        .child(with_class("P", "role").text(FELT));
    el("DIV")
        .child(with_class("DIV", "pictures").child(figure).child(says))
        .child(with_class("DIV", "columns").children(v.columns.iter().map(column)))
}

/// The charts, and what was decided.
fn week() -> El {
    studied(App::debrief_course, |course| {
        let Some(c) = course else { return el("DIV") };
        let charts = with_class("DIV", "charts").attr_if(!c.settled, "aria-busy", "true").children(c.charts.iter().map(chart::view));
        el("DIV")
            .child(charts)
            .child(with_class("P", "role").text(FELT))
            .child(with_class("DIV", "decided").child(decided(&c.decisions, &c.unfinished)))
    })
}

fn decided(decisions: &[Decision], unfinished: &[OtherLine]) -> El {
    let chance = format!("Chance of {}", crate::ui::read(App::day));
    let heads = ["When", "Scene", "Your move", "Style", &chance, "Engagement", "Again"];
    let head = el("THEAD").child(el("TR").children(heads.iter().map(|c| el("TH").attr("scope", "col").text(c))));
    el("DIV")
        .child(with_class("TABLE", "decisions").child(head).child(
            el("TBODY").children(decisions.iter().flat_map(|d| [d.meanwhile.as_ref().map(|t| meanwhile(t)), Some(decision(d))]).flatten()),
        ))
        .maybe((!unfinished.is_empty()).then(|| other_lines(unfinished)))
}

/// Who knew what, and whether it came out.
fn knew(all: &[Heard]) -> El {
    let list = |title: &str, told: bool| {
        let items: Vec<El> = all.iter().filter(|h| h.told == told).map(heard).collect();
        (!items.is_empty()).then(|| el("DIV").child(el("H3").text(title)).child(with_class("UL", "people heard").children(items)))
    };
    with_class("DIV", "pictures knew").maybe(list("What came out in time", true)).maybe(list("What nobody told you in time", false))
}

fn heard(h: &Heard) -> El {
    let text = el("DIV").child(el("B").child(name(&h.name))).child(el("P").theirs().text(&h.text));
    with_class("LI", if h.told { "told-in-time" } else { "kept" }).child(face(h.face, &h.name)).child(text)
}

fn habits(v: &View) -> El {
    let sides = el("THEAD").child(
        el("TR")
            .child(el("TH").attr("scope", "col").child(marks::mark(Style::Directive)).text(" The manager\u{2019}s side"))
            .child(el("TH").attr("scope", "col").text("Shown"))
            .child(el("TH").attr("scope", "col").child(marks::mark(Style::Collaborative)).text(" The leader\u{2019}s side")),
    );
    with_class("TABLE", "habits").child(sides).child(el("TBODY").children(v.habits.iter().map(habit)))
}

/// The moves in their order, above the line where they were directive and below it where collaborative;
/// and what the week has to say of the two.
fn authority(v: &View) -> El {
    let styles = crate::ui::read(summary::styles);
    let step = 640.0 / (styles.len().max(1) as f64);
    let moves = styles.iter().enumerate().map(|(i, (style, _))| {
        let x = step * (i as f64 + 0.5);
        match style {
            Style::Directive => {
                el("rect").own("x", fixed(x - 9.0, 1)).attr("y", "34").attr("width", "18").attr("height", "18").attr("class", "dir")
            }
            Style::Collaborative => el("circle").own("cx", fixed(x, 1)).attr("cy", "93").attr("r", "10").attr("class", "col"),
        }
    });
    let told: Vec<String> = styles.iter().map(|(style, at)| format!("{at}: {}", style.name())).collect();
    let label = |y: &str, text: &str| el("text").attr("x", "4").attr("y", y).attr("class", "level-x").text(text);
    let drawing = el("svg")
        .attr("viewBox", "0 0 640 132")
        .attr("role", "img")
        .own("aria-label", format!("Your moves in their order. {}.", told.join("; ")))
        .child(label("18", "directive: by authority"))
        .child(label("126", "collaborative: by influence"))
        .child(el("line").attr("class", "grid").attr("x1", "0").attr("x2", "640").attr("y1", "68").attr("y2", "68"))
        .children(moves);
    let said = [&v.authority, &v.influence, &v.both].into_iter().filter(|t| !t.is_empty()).map(|t| el("P").theirs().text(t.as_str()));
    with_class("DIV", "pictures")
        .child(with_class("FIGURE", "chart").attr("data-plot", "authority").child(drawing))
        .child(with_class("DIV", "beside-picture authority").children(said))
}

fn words(v: &View) -> El {
    with_class("DIV", "words")
        .child(with_class("P", "role").text("Kept on this device only, across your weeks, and never part of a link."))
        .children(v.questions.iter().map(question))
}

fn section(id: &'static str, title: &str) -> El {
    el("SECTION").attr("aria-labelledby", id).child(el("H2").attr("id", id).text(title))
}

fn column(c: &Column) -> El {
    let metric = |name: &str, value: f64| el("P").attr("data-metric", name).own("data-value", fixed(value, 3));
    // What the portal is told is the large one.
    let decisions = embedding::scored_by_decisions();
    let [of_week, of_moves] = if decisions { ["score beside", "score"] } else { ["score", "score beside"] };
    let week = metric("score", c.score)
        .attr("class", of_week)
        .child(el("B").say(fixed(c.score, 0)))
        .text(if decisions { " of 100 with this week\u{2019}s luck" } else { " of 100" })
        .child(role(c.points.as_str()));
    let decided = average(c.link.clone(), of_moves);
    el("SECTION")
        .own("class", format!("column {}", c.id))
        .attr("data-line", c.id)
        .child(el("H3").text(c.name.as_str()))
        .maybe((!c.note.is_empty()).then(|| role(&c.note)))
        .child(
            metric("on-time", if c.on_time { 1.0 } else { 0.0 })
                .attr("class", "verdict")
                .text(c.verdict.as_str())
                .child(role(&format!("ready {}", c.finish))),
        )
        .child(with_class("UL", "team small").children(c.team.iter().map(|p| somebody(p, false))))
        .child(metric("team-hours", c.hours).child(el("B").say(fixed(c.hours, 1))).text(" team hours").child(role(c.hours_note.as_str())))
        .children(if decisions { [decided, week] } else { [week, decided] })
        .maybe(c.fragment.as_ref().map(|link| {
            el("P").child(el("A").attr("href", link).own("aria-label", format!("Its debrief: {}", c.name)).text("Its debrief"))
        }))
}

/// The decisions' score of the line that a link leads to, once it is worked out.
fn average(link: String, class: &'static str) -> El {
    studied(
        move |_, study| study.decided(&link),
        move |found| {
            let metric = el("P").attr("class", class).attr("data-metric", "decisions-score");
            let metric = match found {
                Some(n) => {
                    metric.own("data-value", fixed(f64::from(*n), 3)).child(el("B").say(n.to_string())).text(" of 100 for these moves")
                }
                None => metric.attr("aria-busy", "true").child(el("B").text("\u{2026}")).text(" of 100 for these moves"),
            };
            metric.child(role("the average over 500 weeks: the decisions without the luck"))
        },
    )
}

/// What the chance did by itself between two decisions.
fn meanwhile(text: &str) -> El {
    with_class("TR", "meanwhile")
        .child(el("TD").attr("colspan", "4").text("Meanwhile, as the work went"))
        .child(with_class("TD", "chance").text(text))
        .child(el("TD").attr("colspan", "2"))
}

fn decision(d: &Decision) -> El {
    let again = button("link", action::Week::WhatIf, "What if\u{2026}")
        .own("data-step", d.step.to_string())
        .own("aria-label", format!("What if: {}", d.title));
    el("TR")
        .child(el("TH").attr("scope", "row").text(d.when.as_str()))
        .child(el("TD").theirs().text(d.title.as_str()))
        .child(el("TD").theirs().text(d.label.as_str()))
        .child(el("TD").child(marks::style(d.style)))
        .child(with_class("TD", "chance").say(d.chance.clone().unwrap_or_default()))
        .child(with_class("TD", "touched").text(d.people.as_str()))
        .child(el("TD").child(again))
}

fn other_lines(list: &[OtherLine]) -> El {
    let items = list.iter().map(|o| el("LI").child(el("A").attr("href", o.fragment.as_str()).text(o.name.as_str())));
    el("DIV").child(el("H3").text("Lines you left open")).child(with_class("UL", "others").children(items))
}

fn habit(h: &HabitView) -> El {
    let (d, c) = (h.directive_at.len(), h.collaborative_at.len());
    let shown = match (d, c) {
        (0, 0) => "not met",
        (_, 0) => "the manager\u{2019}s",
        (0, _) => "the leader\u{2019}s",
        _ => "both",
    };
    let side = |text: &str, at: &[String]| {
        with_class("TD", if at.is_empty() { "pale" } else { "" }).theirs().text(text).maybe((!at.is_empty()).then(|| role(&at.join("; "))))
    };
    // To the left of the middle what was shown of the one side, to the right what of the other.
    let squares = (0..d.min(3)).map(|i| {
        el("rect").own("x", fixed(30.0 - 14.0 * i as f64, 0)).attr("y", "4").attr("width", "11").attr("height", "11").attr("class", "dir")
    });
    let rings = (0..c.min(3))
        .map(|i| el("circle").own("cx", fixed(55.0 + 14.0 * i as f64, 0)).attr("cy", "9.5").attr("r", "6").attr("class", "col"));
    let picture = el("svg")
        .attr("viewBox", "0 0 90 19")
        .attr("width", "90")
        .attr("height", "19")
        .attr("aria-hidden", "true")
        .child(el("line").attr("class", "grid").attr("x1", "45").attr("x2", "45").attr("y1", "0").attr("y2", "19"))
        .children(squares)
        .children(rings);
    el("TR")
        .child(side(&h.directive, &h.directive_at))
        .child(el("TH").attr("scope", "row").child(picture).child(with_class("SPAN", "shown").text(shown)))
        .child(side(&h.collaborative, &h.collaborative_at))
}

/// On to the week after, which begins with these people as they are now.
fn week_after(next: &OtherLine) -> El {
    let link = el("A").attr("href", next.fragment.as_str()).attr("data-week-after", "").text("Go on to the week after with this team");
    section("after", "The week after")
        .attr("class", "prose week-after")
        .child(el("P").say(format!("\u{201c}{}\u{201d} begins with the same people as this week and the weekend left them.", next.name)))
        .child(with_class("P", "actions").child(link))
}

fn take_away() -> El {
    let transcript = part(
        |app| (!app.forecasts.busy()).then(|| app.route().to_string()),
        |of| {
            let text = of.as_ref().map(|_| crate::ui::read(App::transcript_text));
            let pre = el("PRE")
                .attr("data-transcript", "")
                .attr("tabindex", "0")
                .attr("role", "region")
                .attr("aria-label", "The whole week as text");
            pre.attr_if(text.is_none(), "aria-busy", "true").say(text.unwrap_or_default())
        },
    );
    let tools = with_class("DIV", "tools")
        .child(share::view())
        .child(button("quiet", action::Studio::Portal, PORTAL))
        .child(button("quiet", action::Studio::Print, "Print"))
        .child(button("quiet", action::Studio::Json, "Download as JSON"))
        .child(button("quiet", action::Studio::Csv, "Download as CSV"))
        .child(button("quiet", action::Week::Map, "Every path as a map"))
        .child(button("quiet", action::Week::Why, "What the model assumes"));
    let figures = with_class("DETAILS", "figures").child(el("SUMMARY").text("The whole week as text")).child(transcript);
    section("away", "Take it away").attr("class", "away").child(tools).child(figures)
}
