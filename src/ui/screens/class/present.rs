//! The presentation: one finding a screen.

use super::figures;
use super::paths;
use crate::ui::classing::{classed, with};
use crate::ui::components::{button, heading};
use crate::ui::dom::{El, el, with_class};
use app::action;
use app::class::session::Session;
use app::class::show::{Picture, Slide};

pub fn view() -> El {
    // Drawn anew with another slide, and when the figures come.
    let slide = classed(
        |s: &Session| (s.slide(), s.shown.found.is_some(), s.shown.slides.len()),
        |(at, _, of)| {
            let at = at.unwrap_or(0);
            with(|s| s.shown.slides.get(at).map_or_else(|| el("DIV"), |slide| one(slide, at, *of)))
        },
    );
    with_class("DIV", "present").child(slide)
}

fn one(slide: &Slide, at: usize, of: usize) -> El {
    let picture = with(|s| match &slide.picture {
        Picture::None => None,
        Picture::Weeks => s.shown.view.as_ref().map(figures::scatter),
        Picture::Paths => Some(paths::drawing(&s.shown.picture)),
        Picture::Split(split) => Some(split_bars(split)),
        Picture::Facts => Some(figures::facts()),
        Picture::Pairs => Some(figures::pairs()),
    });
    let scene = slide
        .scene
        .and_then(|scene| with(|s| s.shown.decisions.iter().find(|d| d.scene == scene).map(|d| figures::together(&d.id, &d.title))));
    let step = |action: action::Class, text: &str, there: bool| button("quiet", action, text).attr_if(!there, "aria-disabled", "true");
    with_class("SECTION", "slide")
        .own("data-slide", (at + 1).to_string())
        .attr("aria-roledescription", "slide")
        .own("aria-label", format!("{} of {of}", at + 1))
        .child(heading("H1", &slide.title))
        .child(with_class("P", "finding").text(&slide.text))
        .maybe(picture.map(|p| with_class("DIV", "shown").child(p)))
        .child(
            with_class("DIV", "tools slide-tools")
                .child(step(action::Class::Back, "Back", at > 0))
                .child(with_class("SPAN", "slide-at").say(format!("{} of {of}", at + 1)))
                .child(step(action::Class::Next, "Next", at + 1 < of))
                .maybe(scene)
                .child(button("quiet", action::Class::Close, "Close")),
        )
}

fn split_bars(split: &app::class::decisions::SplitView) -> El {
    let all: u32 = split.moves.iter().map(|m| m.weeks).sum();
    let row = |m: &app::class::decisions::SplitMove| {
        el("LI")
            .child(el("P").child(el("B").say(format!("{} ", m.weeks))).text(&m.label))
            .child(figures::share(f64::from(m.weeks) / f64::from(all.max(1)), Some(m.style)))
    };
    with_class("UL", "ways large").children(split.moves.iter().map(row))
}
