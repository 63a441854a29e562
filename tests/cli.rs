//! The command `by-friday`: what it prints and its exit codes (0, 1 the answer is no, 2 bad usage
//! or input).

use serde_json::Value;
use std::process::{Command, Output};

fn run(args: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_by-friday")).args(args).output().expect("the command runs")
}

#[track_caller]
fn check(args: &[&str], code: i32, says: &str) {
    let out = run(args);
    let text = String::from_utf8_lossy(&out.stdout).into_owned() + &String::from_utf8_lossy(&out.stderr);
    assert_eq!(out.status.code(), Some(code), "{args:?}: {text}");
    assert!(text.contains(says), "{args:?} should say {says:?}, but says: {text}");
}

#[track_caller]
fn json(args: &[&str]) -> Value {
    let out = run(args);
    assert!(out.status.success(), "{args:?}: {}", String::from_utf8_lossy(&out.stderr));
    serde_json::from_slice(&out.stdout).unwrap_or_else(|e| panic!("{args:?}: {e}"))
}

#[test]
fn play_prints_the_transcript_with_the_measures_after_each_move() {
    let t = json(&["play", "monday-call", "--moves", "hedge.assign", "--seed", "7", "--json"]);
    assert_eq!((&t["scenario"], &t["seed"], &t["moves"]), (&"monday-call".into(), &7.into(), &"hedge.assign".into()));
    let steps = t["steps"].as_array().expect("steps");
    assert_eq!(steps.len(), 2);
    for step in steps {
        let after = &step["after"];
        assert!((0.0..=1.0).contains(&after["on_time"].as_f64().expect("a chance")), "{after}");
        assert!(after["engagement"]["anna"].is_number() && after["team_hours"].is_number(), "{after}");
    }
    assert!(t.get("outcome").is_none(), "the week is not over");
}

#[test]
fn walk_prints_what_a_writer_needs() {
    let w = json(&["walk", "monday-call", "--seeds", "4", "--first-seed", "100", "--json"]);
    assert!((1..=40_000).contains(&w["paths"].as_u64().expect("paths")), "{w}");
    assert_eq!(w["decisions"]["longest"], 13);
    assert_eq!(w["dead_ends"], 0);
    assert_eq!(w["unreachable"], serde_json::json!([]));
    for key in ["directive", "collaborative", "best", "worst"] {
        assert!(w[key]["on_time"].is_f64() && w[key]["engagement"].is_f64(), "{key}: {w}");
    }
    // Chosen on the first half of the seeds, reported on the second.
    assert_eq!(w["best"]["weeks"], 2);
    assert!(w["best"]["moves"].is_string() && w["best"]["ties"].is_u64() && w["best"]["on_time_interval"].is_array());
    assert!(w["playthroughs_per_second"].as_f64().expect("a rate") > 0.0);
}

#[test]
fn ten_thousand_pure_weeks_are_walked_alone() {
    let w = json(&["walk", "monday-call", "--seeds", "10000", "--pure", "--json"]);
    assert_eq!(w["directive"]["weeks"], 10_000);
    assert!(w.get("paths").is_none(), "--pure walks the two pure lines only");
}

#[test]
fn a_move_that_is_not_offered_is_answered_with_what_is() {
    check(&["play", "monday-call", "--moves", "hedge.nonsense"], 1, "Move 2 is \u{201c}nonsense\u{201d}");
    check(&["play", "monday-call", "--moves", "hedge.with.count-shelf"], 1, "offers express and ask-michael");
}

#[test]
fn bad_usage_says_how_it_is_used() {
    check(&[], 0, "by-friday play FILE|ID");
    check(&["dance"], 2, "no command \"dance\"");
    check(&["play"], 2, "needs a scenario file");
    check(&["play", "nowhere.json"], 2, "by-friday list");
    check(&["walk", "monday-call", "--seeds", "many"], 2, "many");
    check(&["walk", "monday-call", "--seeds", "0"], 2, "at least 1");
}

#[test]
fn check_names_all_problems_with_their_places() {
    let file = std::env::temp_dir().join(format!("by-friday-check-{}.json", std::process::id()));
    std::fs::write(&file, "{\n \"format\": 1,\n \"id\": \"My Week\",\n \"sceens\": []\n}").expect("a file can be written");
    let path = file.to_str().expect("a path");
    check(&["check", path], 1, "line 3, column 8: an id is made of");
    check(&["check", path], 1, "line 4, column 12: a scenario has no \"sceens\"");
    check(&["check", path], 1, "\"scenes\" is missing");
    std::fs::remove_file(&file).expect("the file can be removed");
    check(&["check", "monday-call"], 0, "fine");
}
