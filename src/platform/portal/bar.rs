//! Lines above the page, each in its place, and Finish.

use super::super::page;
use super::{follower, talk};
use app::action::{Action, Portal, Week};
use web_sys::Element;

/// What there is a line about, in order.
const LINES: [&str; 7] = ["package", "mode", "week", "offer", "portal", "why", "end"];
const BAR: &str = "portal";
/// The buttons, in order.
const BUTTONS: [(&str, Portal, &str); 4] = [
    ("main notice", Portal::Begin, "Begin"),
    ("notice", Portal::GoOn, "Go on from there"),
    ("notice", Portal::Own, "Back to the week that counts"),
    ("main notice", Portal::Finish, "Finish"),
];

fn made(tag: &str, class: &str, into: &Element) -> Option<Element> {
    let element = web_sys::window()?.document()?.create_element(tag).ok()?;
    element.set_attribute("class", class).ok()?;
    into.append_child(&element).ok()?;
    Some(element)
}

/// Puts the empty bar above the page. It is there before any text is, or it would not be read out.
pub fn show() {
    let build = || {
        let document = web_sys::window()?.document()?;
        let app = document.get_element_by_id("app")?;
        let bar = document.create_element("section").ok()?;
        app.parent_node()?.insert_before(&bar, Some(&app)).ok()?;
        for (name, value) in [("id", BAR), ("class", "notices"), ("aria-label", "Your training portal")] {
            bar.set_attribute(name, value).ok()?;
        }
        let lines = made("div", "", &bar)?;
        lines.set_attribute("role", "status").ok()?;
        for line in LINES {
            let line_ = made("p", "notice", &lines)?;
            line_.set_attribute("data-portal", line).ok()?;
            line_.set_attribute("hidden", "").ok()?;
        }
        for (class, action, text) in BUTTONS {
            let button = made("button", class, &bar)?;
            button.set_attribute("data-action", action.name()).ok()?;
            button.set_attribute("hidden", "").ok()?;
            button.set_text_content(Some(text));
        }
        Some(())
    };
    let _ = build();
    page::on_press(|pressed| {
        let name = pressed.action.as_deref().unwrap_or_default();
        if matches!(Week::named(name), Some(Week::Play | Week::Restart)) {
            follower::pressed(|f| (f.anew)());
        }
        let Some(action) = Portal::named(name) else { return false };
        match action {
            Portal::Finish => {
                talk(|t| t.finish.set(true));
                super::finished();
            }
            Portal::Own => follower::pressed(|f| (f.back)()),
            Portal::Begin => super::unread(),
            Portal::GoOn => follower::pressed(|f| (f.go_on)()),
        }
        true
    });
}

fn find(selector: &str) -> Option<Element> {
    web_sys::window()?.document()?.query_selector(selector).ok()?
}

fn hide(element: &Element, hidden: bool) {
    let _ = if hidden { element.set_attribute("hidden", "") } else { element.remove_attribute("hidden") };
}

/// Says something in a line's place, instead of what was said there.
pub fn line(place: &str, text: Option<&str>) {
    if let Some(line) = find(&format!("[data-portal={place}]")) {
        if line.text_content().as_deref() != Some(text.unwrap_or("")) {
            line.set_text_content(text);
        }
        hide(&line, text.is_none());
    }
}

fn button(action: Portal, shown: bool) {
    if let Some(button) = find(&["#portal ", &action.hook()].concat()) {
        hide(&button, !shown);
    }
}

/// Shows Finish and the way back to the week that counts, or takes them away; none once the session is over.
pub fn buttons(finish: bool, back: bool) {
    button(Portal::Finish, finish && !is_over());
    button(Portal::Own, back && !is_over());
}

/// The session is over.
pub fn over() {
    if let Some(bar) = find("#portal") {
        let _ = bar.set_attribute("data-over", "");
    }
}

/// Whether it is.
pub fn is_over() -> bool {
    find("#portal[data-over]").is_some()
}

/// Says that the learner may begin without the portal, with the button for it.
pub fn begin(line_: Option<&str>) {
    line("offer", line_);
    button(Portal::Begin, line_.is_some());
}

/// Says that a week goes further elsewhere, with the button that goes there.
pub fn offer(text: Option<&str>) {
    line("offer", text);
    button(Portal::GoOn, text.is_some());
}

/// Whether Finish was pressed.
pub fn pressed() -> bool {
    talk(|t| t.finish.get())
}
