//! Golden playthroughs: ten weeks as a writer would read them. They guard the words, which line is
//! said when, the order of scenes and every figure after each move; whatever changes them shows
//! here as the first line that differs, to be accepted or mended.

use app::export::transcript_json;
use app::{self, Loaded};
use engine::Line;
use engine::model::Style;
use serde_json::Value;
use std::collections::BTreeSet;
use std::fs;
use std::path::PathBuf;

/// Name, seed and moves. Between them they take every move, see each fact known and unknown, and
/// one ends late with a promise broken.
const MIXED: [(&str, u32, &str); 8] = [
    ("mixed-1", 6, "ask-team.assign.count-shelf.each-list.decide.reassign.send.technician.order.check.take-charge.review.day"),
    ("mixed-2", 4, "hedge.vision.ask-michael.each-list.ask-back.obstacles.send.tell.order.ask-commit.take-charge.list.day"),
    ("mixed-3", 10, "ask-team.vision.express.dates.decide.obstacles.relate.ask.who-can.check.ask.list.people"),
    ("mixed-4", 5, "ask-team.assign.express.ask-how.ask-back.reassign.send.tell.order.ask-commit.take-charge.review.dates"),
    ("mixed-5", 8, "hedge.vision.express.ask-how.ask-back.hold.on-task.ask.who-can.ask-commit.ask.review.people"),
    ("mixed-6", 9, "hedge.assign.express.dates.ask-back.reassign.relate.ask.who-can.ask-commit.ask.review.day"),
    // The two named mixes that are kept with the scenario.
    ("best-mix", 7, "hedge.with.ask-michael.ask-how.correct.hold.relate.tell.order.check.take-charge.review.people"),
    ("worst-mix", 7, "ask-team.with.express.dates.decide.hold.on-task.tell.who-can.ask-commit.ask.list.people"),
];
const PURE: [(&str, u32, Style); 2] = [("all-directive", 7, Style::Directive), ("all-collaborative", 7, Style::Collaborative)];

fn loaded() -> Loaded {
    app::load("monday-call").unwrap()
}

/// The link of a pure line.
fn pure(seed: u32, style: Style) -> String {
    let Loaded { scenario, program, .. } = loaded();
    let line = Line::pure(&program, seed, style);
    let ids = line.steps.iter().map(|s| scenario.scenes[s.before.scene as usize].moves[s.mv as usize].id.as_str());
    link(seed, &ids.collect::<Vec<_>>().join("."))
}

fn link(seed: u32, moves: &str) -> String {
    format!("#/play/monday-call?v=1&seed={seed}&moves={moves}")
}

fn transcript(link: &str) -> Value {
    serde_json::from_str(&transcript_json(link).unwrap()).unwrap()
}

/// A figure, a text, or a list or object of them, in one line.
fn plain(v: &Value) -> String {
    match v {
        Value::String(text) => text.clone(),
        Value::Array(list) if list.is_empty() => "none".to_owned(),
        Value::Array(list) => list.iter().map(plain).collect::<Vec<_>>().join(", "),
        Value::Object(members) => members.iter().map(|(k, v)| format!("{k} {}", plain(v))).collect::<Vec<_>>().join(", "),
        other => other.to_string(),
    }
}

/// A week as a script: what is said, what is done, and the measures after it. The edition is left
/// out, for it changes with every word and would always be the first difference.
fn readable(link: &str) -> String {
    let t = transcript(link);
    let mut out = format!("{link}\n");
    let lines = |v: &Value| v.as_array().unwrap().iter().map(|l| format!("{}\n", l.as_str().unwrap())).collect::<String>();
    for row in t["steps"].as_array().unwrap() {
        let text = |key: &str| plain(&row[key]);
        let after = |key: &str| plain(&row["after"][key]);
        out += &format!("\n== {} - {} ({}) ==\n", text("at"), text("title"), text("scene"));
        out += &lines(&row["lines"]);
        out += &format!("> {} [{}: {}]\n", text("label"), text("style"), text("move"));
        out += &lines(&row["reaction"]);
        out += &format!("  chance of Friday {}, finish {}\n", after("on_time"), after("finish").replace(", ", " to "));
        out += &format!("  engagement {}; team hours {}; known: {}\n", after("engagement"), after("team_hours"), after("facts"));
    }
    out += "\n== The week's outcome ==\n";
    for (key, value) in t["outcome"].as_object().expect("the week is played to its end") {
        out += &format!("{}: {}\n", key.replace('_', " "), plain(value));
    }
    out
}

fn folder() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/golden")
}

/// Whether the files are being written anew.
fn updating() -> bool {
    std::env::var_os("UPDATE_GOLDEN").is_some()
}

/// The week reads as its file does.
#[track_caller]
fn check(name: &str, link: &str) {
    check_text(name, readable(link));
}

#[track_caller]
fn check_text(name: &str, now: String) {
    let file = folder().join(format!("{name}.txt"));
    if updating() {
        fs::write(&file, &now).unwrap();
        return;
    }
    let before = fs::read_to_string(&file).unwrap_or_default();
    if now == before {
        return;
    }
    let (mut a, mut b) = (before.lines(), now.lines());
    let line = 1 + a.by_ref().zip(b.by_ref()).take_while(|(x, y)| x == y).count();
    let nth = |text: &str| text.lines().nth(line - 1).unwrap_or("(the file ends here)").to_owned();
    panic!(
        "\ntests/golden/{name}.txt:{line} differs.\n  was: {}\n  now: {}\nIf the new text is what you want, accept it with: UPDATE_GOLDEN=1 cargo test --test golden\n",
        nth(&before),
        nth(&now)
    );
}

#[test]
fn the_pure_weeks_read_as_before() {
    PURE.iter().for_each(|(name, seed, style)| check(name, &pure(*seed, *style)));
}

/// The mixed weeks whose debrief is kept as well, as are those of the pure ones.
const LARGE: [usize; 2] = [2, 7];

/// What a debrief says in large letters, a line each: whoever reads no more has read the right thing.
#[track_caller]
fn check_large(name: &str, link: &str) {
    let link = link.replace("#/play/", "#/debrief/");
    let (app, study) = app::study::finished(&link);
    check_text(&format!("large-{name}"), format!("{link}\n\n{}\n", app.large(&study, false).join("\n")));
}

#[test]
fn what_is_large_in_the_debrief_of_a_pure_week_reads_as_before() {
    PURE.iter().for_each(|(name, seed, style)| check_large(name, &pure(*seed, *style)));
}

#[test]
fn what_is_large_in_the_debrief_of_a_mixed_week_reads_as_before() {
    for (name, seed, moves) in LARGE.map(|mixed| MIXED[mixed]) {
        check_large(name, &link(seed, moves));
    }
}

#[test]
fn the_first_mixed_week_reads_as_before() {
    check_mixed(0);
}

#[test]
fn the_second_mixed_week_reads_as_before() {
    check_mixed(1);
}

#[test]
fn the_third_mixed_week_reads_as_before() {
    check_mixed(2);
}

#[test]
fn the_fourth_mixed_week_reads_as_before() {
    check_mixed(3);
}

#[test]
fn the_fifth_mixed_week_reads_as_before() {
    check_mixed(4);
}

#[test]
fn the_sixth_mixed_week_reads_as_before() {
    check_mixed(5);
}

#[test]
fn the_named_mixes_read_as_before() {
    for (index, (name, _, moves)) in MIXED.iter().enumerate().skip(6) {
        let kept = loaded().scenario.paths.into_iter().find(|p| p.id == *name).expect("it is kept with the scenario");
        assert_eq!(kept.moves, *moves, "{name}");
        check_mixed(index);
    }
}

#[track_caller]
fn check_mixed(index: usize) {
    let (name, seed, moves) = MIXED[index];
    check(name, &link(seed, moves));
}

#[test]
fn the_weeks_between_them_show_every_move_and_both_sides_of_every_fact() {
    let mut links: Vec<String> = PURE.iter().map(|(_, seed, style)| pure(*seed, *style)).collect();
    links.extend(MIXED.iter().map(|(_, seed, moves)| link(*seed, moves)));
    let weeks: Vec<Value> = links.iter().map(|l| transcript(l)).collect();
    let rows = || weeks.iter().flat_map(|w| w["steps"].as_array().unwrap());
    let taken: BTreeSet<String> = rows().map(|r| format!("{}.{}", plain(&r["scene"]), plain(&r["move"]))).collect();
    let scenario = loaded().scenario;
    let all = scenario.scenes.iter().flat_map(|s| s.moves.iter().map(move |m| format!("{}.{}", s.id, m.id)));
    let missing: Vec<String> = all.filter(|m| !taken.contains(m)).collect();
    assert!(missing.is_empty(), "no golden week takes {missing:?}");
    for fact in &scenario.facts {
        let known: BTreeSet<bool> =
            weeks.iter().map(|w| w["steps"].as_array().unwrap().last().unwrap()["after"]["facts"].to_string().contains(&fact.id)).collect();
        assert_eq!(known.len(), 2, "all golden weeks end alike on what is known of {}", fact.id);
    }
    let ends = |key: &str, value: bool| weeks.iter().filter(|w| w["outcome"][key] == value).count();
    assert!(ends("on_time", true) > 0 && ends("broken_promise", true) > 0, "a week on time and a broken promise are wanted");
}

#[test]
fn no_golden_file_is_left_over() {
    if updating() {
        return;
    }
    let pure = PURE.iter().map(|p| p.0);
    let large = pure.clone().chain(LARGE.map(|mixed| MIXED[mixed].0)).map(|name| format!("large-{name}.txt"));
    let known: BTreeSet<String> = pure.chain(MIXED.iter().map(|m| m.0)).map(|name| format!("{name}.txt")).chain(large).collect();
    let found: BTreeSet<String> = fs::read_dir(folder()).unwrap().map(|f| f.unwrap().file_name().to_string_lossy().into_owned()).collect();
    assert_eq!(found, known);
}

/// The editions of the built-in scenarios: a released one is kept, whatever becomes of the text.
/// `crates/scenario/weeks/editions/README.md` says how one is released.
#[test]
fn every_edition_is_in_the_table_and_the_released_ones_are_kept() {
    let dir = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("crates/scenario/weeks/editions");
    let table = fs::read_to_string(dir.join("table.txt")).unwrap();
    let rows: Vec<[&str; 3]> = table.lines().map(|l| <[&str; 3]>::try_from(l.splitn(3, ' ').collect::<Vec<_>>()).expect(l)).collect();
    let present = scenario::built_ins().map(|(id, text)| (id, scenario::edition(text))).collect::<Vec<_>>();
    let mut wanted = String::new();
    for (id, edition) in &present {
        let released: Vec<&[&str; 3]> = rows.iter().filter(|r| r[0] == *id && r[2] == "released").collect();
        released.iter().for_each(|r| wanted += &format!("{}\n", r.join(" ")));
        if !released.iter().any(|r| r[1] == edition) {
            wanted += &format!("{id} {edition} not released\n");
        }
    }
    if updating() {
        fs::write(dir.join("table.txt"), &wanted).unwrap();
    } else {
        assert_eq!(
            table, wanted,
            "\nThe text of a built-in scenario has changed. Where its old edition is not released, accept the new one with:\n  UPDATE_GOLDEN=1 cargo test --test golden\nReleased ones stay in the table; see crates/scenario/weeks/editions/README.md.\n"
        );
    }
    let kept: BTreeSet<String> = rows.iter().filter(|r| r[2] == "released").map(|r| format!("{}-{}.json", r[0], r[1])).collect();
    let files: BTreeSet<String> = fs::read_dir(&dir)
        .unwrap()
        .map(|f| f.unwrap().file_name().to_string_lossy().into_owned())
        .filter(|name| name.ends_with(".json"))
        .collect();
    assert_eq!(files, kept, "each released edition has its file, and no other has");
    for [id, edition, _] in rows.iter().filter(|r| r[2] == "released") {
        let text = fs::read_to_string(dir.join(format!("{id}-{edition}.json"))).unwrap();
        assert_eq!(scenario::edition(&text), *edition, "{id}-{edition}.json is not what was released");
        scenario::read(&text).unwrap_or_else(|e| panic!("{id}-{edition}: {e}"));
        let there = present.contains(&(*id, (*edition).to_owned())) || scenario::edition_of(id, edition).is_some();
        assert!(there, "{id}-{edition} cannot be played");
    }
}
