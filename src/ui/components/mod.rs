//! Pieces that several screens use.

pub mod board;
pub mod chart;
pub mod lucks;
pub mod marks;
pub mod plot;
pub mod share;
pub mod swings;

use super::dom::{El, el, part, with_class};
use app::action::{self, Action};
use app::play::{Face, QuestionView, Somebody, Talk};
use app::words;
use engine::model::scenario::{Member, Portrait};

/// What the button says that leads to the packaging page.
pub const PORTAL: &str = "Put this week into a portal";

/// A button, and what it does.
pub fn button(class: &str, action: impl Action, text: &str) -> El {
    named(class, action.name(), text)
}

#[inline(never)]
fn named(class: &str, action: &'static str, text: &str) -> El {
    with_class("BUTTON", class).attr("type", "button").attr("data-action", action).text(text)
}

/// The way back from what is about the week.
pub fn back() -> El {
    let over = crate::ui::read(|app| app.line.as_ref().is_some_and(|l| l.state.over()));
    button("quiet", action::Week::Back, if over { "Back to the debrief" } else { "Back to the week" })
}

/// A screen about the week: laid out the way its texts are read.
pub fn screen(which: &'static str, class: &str) -> El {
    let mirrored = crate::ui::read(|app| app.loaded.scenario.direction() == "rtl");
    with_class("MAIN", class).attr("data-screen", which).attr_if(mirrored, "dir", "rtl")
}

/// The heading that the focus moves to.
pub fn heading(tag: &'static str, text: &str) -> El {
    el(tag).attr("tabindex", "-1").attr("data-focus", "").text(text)
}

/// A name, which is read its own way and leaves what stands around it alone.
pub fn name(text: &str) -> El {
    el("BDI").text(text)
}

/// A remark in small print.
pub fn role(text: &str) -> El {
    with_class("SPAN", "role").text(text)
}

/// The line at the top of every screen.
pub fn header() -> El {
    let brand = with_class("A", "brand").attr("href", "#/").does(action::Week::Start);
    let what = part(
        |app| (app.line.is_some() && app.screen != app::Screen::Start).then(|| app.loaded.scenario.title.clone()),
        |title| with_class("SPAN", "what").say(title.clone().unwrap_or_default()).theirs(),
    );
    with_class("HEADER", "top").child(brand.child(marks::logo()).child(el("SPAN").text("By Friday"))).child(what)
}

/// What the player should know, above every screen.
pub fn notices() -> El {
    let list = part(
        |app| app.notices.clone(),
        |notices| {
            el("DIV").children(notices.iter().map(|n| {
                let own = n.own_week.then(|| button("quiet", action::Week::Continue, "Continue your own week"));
                with_class("P", "notice").attr("data-notice", n.id).text(n.text.as_str()).text(" ").maybe(own)
            }))
        },
    );
    with_class("DIV", "notices").attr("role", "status").child(list)
}

pub fn footer() -> El {
    with_class("FOOTER", "bottom").child(el("A").attr("href", "#/data").does(action::Week::Data).text("Your data")).child(
        el("SPAN")
            .text("The model\u{2019}s figures rest on assumptions; effects measured between people are assumed to hold within one week."),
    )
}

/// Talk, line by line.
pub fn talk(lines: &[Talk]) -> El {
    with_class("DIV", "talk").children(lines.iter().map(|l| {
        let text = |to: El| l.text.iter().fold(to, |to, s| if s.stressed { to.child(el("EM").text(&s.text)) } else { to.text(&s.text) });
        match &l.who {
            Some(who) => with_class("P", if l.you { "said you" } else { "said" })
                .theirs()
                .maybe(l.face.map(|f| face(f, who)))
                .child(el("B").child(name(who)))
                .child(with_class("SPAN", "unseen").text(": "))
                .child(text(el("SPAN"))),
            None => text(with_class("P", "told").theirs()),
        }
    }))
}

/// A face, or the first letter of a name where there is none. Who hears the page hears the name beside it.
pub fn face(face: Face, name: &str) -> El {
    match face.portrait {
        Some(portrait) => with_class("svg", "face").attr("viewBox", "0 0 64 64").attr("aria-hidden", "true").child(
            // Who is worn out lets the head hang.
            el("g")
                .attr_if(face.mood == 1, "transform", "rotate(-3 70 64)")
                .child(drawn(&format!("{}-b", portrait.name())))
                .child(drawn(&format!("e{}", face.mood)).attr("stroke", brows(portrait))),
        ),
        None => with_class("SPAN", "face letter").attr("aria-hidden", "true").say(name.chars().take(1).collect()),
    }
}

/// One of the drawings in that file, which a browser takes apart as a whole: so it holds each person and each
/// expression once, and they are put together here. Where a browser still has the file of an older build, it has
/// both under these names.
fn drawn(id: &str) -> El {
    el("use").own("href", format!("portraits.svg#{id}"))
}

/// The colour of somebody's brows, and of the lines of an expression.
fn brows(portrait: Portrait) -> &'static str {
    use Portrait::*;
    match portrait {
        Ash | Fir | Willow => "#322",
        Birch => "#bbb",
        Cedar => "#666",
        Elm | Larch => "#432",
        Hazel => "#999",
        Holly => "#842",
        Linden => "#643",
        Maple => "#211",
        Oak => "#555",
        Pine => "#974",
        Rowan => "#433",
    }
}

/// Somebody who is led, before the week: face, name, role and what is said about them.
pub fn person(m: &Member) -> El {
    let text = el("DIV").child(el("B").child(name(&m.name))).text(" ").child(role(&m.role).theirs());
    el("LI")
        .child(face(Face { portrait: m.portrait, mood: words::STEADY }, &m.name))
        .child(text.maybe((!m.about.is_empty()).then(|| el("P").theirs().text(&m.about))))
}

/// A bar of 0 to 100.
pub fn bar(percent: f64) -> El {
    let rect = |width: String| el("rect").own("width", width).attr("height", "4");
    with_class("svg", "bar")
        .attr("viewBox", "0 0 100 4")
        .attr("preserveAspectRatio", "none")
        .attr("aria-hidden", "true")
        .child(rect("100".into()).attr("class", "rest"))
        .child(rect(app::words::fixed(percent, 1)))
}

/// One member's engagement, as a list item.
pub fn somebody(p: &Somebody, whole: bool) -> El {
    use app::words::fixed;
    let who = with_class("SPAN", "who").child(el("B").child(name(&p.name))).maybe(whole.then(|| role(p.role.as_str()).theirs()));
    let level = with_class("SPAN", "level")
        .say(format!("{} ", fixed(p.value, 0)))
        .child(with_class("SPAN", "word").text(p.word))
        .maybe(p.change.map(|c| with_class("SPAN", "change").say(format!(" {c:+}"))));
    el("LI")
        .attr("data-metric", "engagement")
        .attr("data-member", p.id.as_str())
        .own("data-value", fixed(p.value, 3))
        .maybe(whole.then(|| face(p.face, &p.name)))
        .child(who)
        .child(level)
        .child(bar(p.value))
}

/// A question with a field for the answer.
pub fn question(q: &QuestionView) -> El {
    let field = el("TEXTAREA").attr("rows", "3").attr("data-question", q.id.as_str()).attr("value", &q.answer);
    let id = q.id.clone();
    // Paper cuts a field off at its height: there the answer stands as text.
    let printed = part(
        move |app| app.answers.answers.iter().find(|a| a.0 == id).map(|a| a.1.clone()).unwrap_or_default(),
        |answer| with_class("P", "answer").attr("dir", "auto").attr("aria-hidden", "true").text(answer),
    );
    with_class("DIV", "question").child(el("LABEL").theirs().text(q.text.as_str()).child(field)).child(printed)
}
