//! The start screen.

use crate::ui::components::{button, heading, marks, person, role};
use crate::ui::dom::{El, el, part, with_class};
use app::CATALOGUE;
use app::action;
use app::words::DAYS;

pub fn view() -> El {
    let actions = part(app::App::continue_view, |saved| {
        let again = saved.as_ref().map(|text| with_class("P", "actions").child(button("main", action::Week::Continue, text.as_str())));
        let (class, text) = if saved.is_some() { ("second", "Play a new week") } else { ("main", "Play the week") };
        let length = crate::ui::read(|a| format!("about {} minutes, {} decisions", a.loaded.scenario.minutes, a.loaded.decisions));
        with_class("DIV", "begin")
            .maybe(again)
            .child(with_class("P", "actions").child(button(class, action::Week::Play, text)).child(role(&length)))
    });
    // From the telephone to the truck.
    let days = DAYS.iter().take(5).enumerate().map(|(i, day)| {
        let (drawing, what) = match i {
            0 => (Some(marks::telephone()), " 09:10"),
            4 => (Some(marks::truck()), " 16:00"),
            _ => (None, ""),
        };
        el("LI").maybe(drawing).child(el("SPAN").text(day)).maybe((!what.is_empty()).then(|| role(what)))
    });
    let line = with_class("OL", "days").children(days);
    let lead = with_class("DIV", "lead")
        .child(heading("H1", "A week, three people, one truck"))
        .child(with_class("P", "sentence").text("A customer calls on Monday and needs a critical shipment by Friday. You lead Michael, Anna and John through the week, and see what each way of leading does to them and to Friday."))
        .child(line)
        .child(actions);
    let scenario = part(
        |app| (app.loaded.scenario.title.clone(), app.loaded.scenario.summary.clone(), app.loaded.scenario.team.clone()),
        |(title, summary, team)| {
            with_class("SECTION", "scenario")
                .attr("aria-labelledby", "scenario")
                .child(el("H2").attr("id", "scenario").theirs().text(title.as_str()))
                .child(el("P").theirs().text(summary.as_str()))
                .child(with_class("UL", "people").children(team.iter().map(person)))
        },
    );
    let others = CATALOGUE.iter().map(|e| {
        el("LI")
            .child(el("A").attr("href", &format!("#/play/{}", e.id)).text(e.title))
            .text(" ")
            .child(role(&format!("about {} minutes", e.minutes)))
            .child(el("P").text(e.summary))
    });
    let more = with_class("SECTION", "more")
        .attr("aria-labelledby", "others")
        .child(el("H2").attr("id", "others").text("Other weeks"))
        .child(with_class("UL", "others").children(others))
        .child(
            with_class("P", "doors")
                .child(el("A").attr("href", "#/write").text("Write a week of your own, or open a file"))
                .text(" ")
                .child(el("A").attr("href", "#/class").text("Set the weeks of a class side by side")),
        );
    with_class("MAIN", "start").attr("data-screen", "start").child(lead).child(scenario).child(more)
}
