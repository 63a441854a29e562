//! A week without a truck is not told of one: its own day, what has to be ready and what leaves are
//! on every screen.

use app::study::finished;
use app::{App, Kept, Msg, Screen, from};
use engine::model::Style;
use scenario::codec::link::Route;
use serde_json::{Value, json};

/// All that is said of a whole week, its debrief and its assumptions.
fn told(changes: &[(&str, &str)], style: Style) -> String {
    let mut v: Value = serde_json::from_str(include_str!("../../public/examples/first-friday.json")).unwrap();
    v["summary"] = json!("A ward has to be in its new rooms.");
    v["id"] = json!("ward");
    v["scenes"][2]["at"] = json!("thu 09:30");
    let text = v["scenes"][1]["moves"][1]["reaction"][0]["text"].as_str().unwrap().replace("Friday", "the day");
    v["scenes"][1]["moves"][1]["reaction"][0]["text"] = json!(text);
    // A decision after the deadline, too.
    let mut late = v["scenes"][2].clone();
    (late["id"], late["at"]) = (json!("late"), json!("thu 16:00"));
    late["moves"][0]["effects"] = json!([]);
    v["scenes"].as_array_mut().unwrap().push(late);
    v["deadline"] = json!("thu 15:00");
    changes.iter().for_each(|(key, value)| v[key] = json!(value));
    let mut page = App::new(Kept::default());
    page.update(Msg::Address { fragment: format!("#/play/{}?seed=7", from::key(&v.to_string()).unwrap()), seed: 0 });
    let mut said = String::new();
    while page.screen == Screen::Play {
        let scene = page.line.as_ref().unwrap().state.scene as usize;
        page.update(Msg::Choose(usize::from(page.loaded.program.scenes[scene].default[style as usize])));
        let program = page.loaded.program.clone();
        page.forecasts.finish(&program);
        said += &format!("{:?} {:?} {:?} {:?}", page.place(), page.measures_now(), page.chance_change(), page.week_now());
        page.update(Msg::Next);
    }
    let link = page.link(page.line.as_ref().unwrap());
    let (app, study) = finished(&Route::Debrief(link.clone()).to_string());
    said += &format!("{:?} {:?} {:?} {:?}", app.debrief_view(&study), app.debrief_course(&study), study.lucks, study.swings);
    said += &format!("{:?} {:?} {:?}", app.summary(), app.large(&study, false), study.board);
    let (_, study) = finished(&Route::Why(link).to_string());
    said + &format!("{:?} {:?}", study.why, study.tornado)
}

#[test]
fn a_week_without_a_truck_is_not_told_of_one() {
    for style in [Style::Directive, Style::Collaborative] {
        let said = told(&[], style);
        for word in ["Friday", "truck", "shipment", "Shipment"] {
            // Ids are not shown.
            let shown = said.replace("task: \"shipment\"", "");
            // A moment that lies on that day is one: `Friday 09:10`.
            let moment = |at: usize| shown[at + word.len()..].starts_with([' ']) && shown[at + word.len() + 1..].starts_with(['0', '1']);
            let wrong = shown.match_indices(word).find(|(at, _)| word != "Friday" || !moment(*at));
            let around = |at: usize| shown[..at].chars().rev().take(80).collect::<String>().chars().rev().collect::<String>();
            assert!(wrong.is_none(), "{word}: {}", wrong.map_or_else(String::new, |w| around(w.0)));
        }
        for words in ["Chance of Thursday", "The chance of Thursday", "The work was ready", "Thursday"] {
            assert!(said.contains(words), "{words}");
        }
        assert!(said.contains("\"In time\"") || said.contains("\"Too late\""));
    }
}

#[test]
fn a_week_speaks_of_its_own_goods_and_of_what_leaves() {
    let said = told(&[("goods", "set"), ("leaves", "night train")], Style::Directive);
    assert!(said.contains("the night train") && said.contains("the set was ready") && said.contains("The set was ready"));
    assert!(said.contains("On the night train") || said.contains("Missed the night train"));
}
