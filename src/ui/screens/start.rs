//! The start screen.

use crate::app::CATALOGUE;
use crate::app::words::DAYS;
use crate::ui::components::{button, heading, marks, person, role};
use crate::ui::dom::{El, el, part, with_class};

pub fn view() -> El {
    let actions = part(crate::app::App::continue_view, |saved| {
        let again = saved.as_ref().map(|text| with_class("P", "actions").kid(button("main", "continue", text.as_str())));
        let (class, text) = if saved.is_some() { ("second", "Play a new week") } else { ("main", "Play the week") };
        let length = crate::ui::read(|a| format!("about {} minutes, {} decisions", a.loaded.scenario.minutes, a.loaded.decisions));
        with_class("DIV", "begin").maybe(again).kid(with_class("P", "actions").kid(button(class, "play", text)).kid(role(&length)))
    });
    // From the telephone to the truck.
    let days = DAYS.iter().take(5).enumerate().map(|(i, day)| {
        let (drawing, what) = match i {
            0 => (Some(marks::telephone()), " 09:10"),
            4 => (Some(marks::truck()), " 16:00"),
            _ => (None, ""),
        };
        el("LI").maybe(drawing).kid(el("SPAN").text(day)).maybe((!what.is_empty()).then(|| role(what)))
    });
    let line = with_class("OL", "days").kids(days);
    let lead = with_class("DIV", "lead")
        .kid(heading("H1", "A week, three people, one truck"))
        .kid(with_class("P", "sentence").text("A customer calls on Monday and needs a critical shipment by Friday. You lead Michael, Anna and John through the week, and see what each way of leading does to them and to Friday."))
        .kid(line)
        .kid(actions);
    let scenario = part(
        |app| (app.loaded.scenario.title.clone(), app.loaded.scenario.summary.clone(), app.loaded.scenario.team.clone()),
        |(title, summary, team)| {
            with_class("SECTION", "scenario")
                .attr("aria-labelledby", "scenario")
                .kid(el("H2").attr("id", "scenario").theirs().text(title.as_str()))
                .kid(el("P").theirs().text(summary.as_str()))
                .kid(with_class("UL", "people").kids(team.iter().map(person)))
        },
    );
    let others = CATALOGUE.iter().map(|e| {
        el("LI")
            .kid(el("A").attr("href", &format!("#/play/{}", e.id)).text(e.title))
            .text(" ")
            .kid(role(&format!("about {} minutes", e.minutes)))
            .kid(el("P").text(e.summary))
    });
    let more = with_class("SECTION", "more")
        .attr("aria-labelledby", "others")
        .kid(el("H2").attr("id", "others").text("Other weeks"))
        .kid(with_class("UL", "others").kids(others))
        .kid(
            with_class("P", "doors")
                .kid(el("A").attr("href", "#/write").text("Write a week of your own, or open a file"))
                .text(" ")
                .kid(el("A").attr("href", "#/class").text("Set the weeks of a class side by side")),
        );
    with_class("MAIN", "start").attr("data-screen", "start").kid(lead).kid(scenario).kid(more)
}
