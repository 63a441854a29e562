//! The figures of the week that is written.

use crate::ui::components::button;
use crate::ui::dom::{El, el, with_class};
use app::action;
use app::write::figures::Standing;

/// What the choices come to, once it was asked for.
pub fn view(standing: &Standing) -> El {
    let ask = |text: &str| with_class("P", "actions").child(button("main", action::Write::Weigh, text));
    let all = with_class("DIV", "stack-small").attr("data-figures", "");
    match standing {
        Standing::Unasked => all
            .child(el("P").text("Both pure lines are played four hundred times, and each decision\u{2019}s moves are compared where they are offered together. A few seconds."))
            .child(ask("Work out the figures")),
        Standing::Refused(why) => {
            all.child(with_class("P", "notice").attr("data-refused", "").text(why)).child(ask("Work out the figures"))
        }
        Standing::Busy(done) => all.attr("aria-busy", "true").child(el("P").attr("role", "status").text("Playing the week\u{2026}")).child(
            el("PROGRESS").attr("max", "20").own("value", done.to_string()).attr("aria-label", "Weeks played so far"),
        ),
        Standing::Done(found, stale) => {
            let heads = ["Line", "On time", "Engagement (deviations)", "Team hours", "Score"].map(|h| el("TH").attr("scope", "col").text(h));
            let row = |cells: &[String; 5]| {
                let (name, rest) = (&cells[0], &cells[1..]);
                el("TR").child(el("TH").attr("scope", "row").text(name)).children(rest.iter().map(|c| el("TD").text(c)))
            };
            let table = with_class("TABLE", "entries")
                .child(el("THEAD").child(el("TR").children(heads)))
                .child(el("TBODY").children(found.rows.iter().map(row)));
            let one = |(path, text, mend): &(String, String, String)| {
                el("LI")
                    .attr("data-weighed", path)
                    .say(format!("{}. {}. ", capital(text), capital(mend)))
                    .child(button("link", action::Write::Go, "Go there").attr("data-path", path).own("aria-label", format!("Go there: {text}")))
            };
            let said = if found.findings.is_empty() {
                el("P").text("No move is worse than another everywhere, and every decision changes something.")
            } else {
                with_class("UL", "things").children(found.findings.iter().map(one))
            };
            let wide = with_class("DIV", "wide").attr("tabindex", "0").attr("role", "region").attr("aria-label", "Both lines").child(table);
            all.attr("data-weighed-rows", &found.rows.len().to_string())
                .maybe(stale.then(|| with_class("P", "notice").attr("data-stale", "").text("The week has changed since these were worked out.")))
                .child(el("P").text(&found.about))
                .child(wide)
                .maybe((!found.compared).then(|| el("P").text("The week is too large for its moves to be compared one by one.")))
                .child(said)
                .child(ask("Work them out again"))
        }
    }
}

/// A text that begins a sentence.
fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}
