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
    assert!((1..=80_000).contains(&w["paths"].as_u64().expect("paths")), "{w}");
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
    check(&[], 0, "Usage: by-friday [COMMAND]");
    check(&["dance"], 2, "unrecognized subcommand 'dance'");
    check(&["packge"], 2, "a similar subcommand exists: 'package'");
    check(&["play", "monday-call", "--sede", "7"], 2, "a similar argument exists: '--seed'");
    check(&["list", "--seed", "7"], 2, "unexpected argument '--seed'");
    check(&["play"], 2, "FILE|ID is a scenario file, or the id of a built-in scenario");
    check(&["play", "nowhere.json"], 2, "by-friday list");
    check(&["walk", "monday-call", "--seeds", "many"], 2, "'many' for '--seeds <N>'");
    check(&["walk", "monday-call", "--seeds", "0"], 2, "0 is not in 1..=4294967295");
    check(&["walk", "monday-call", "--first-seed", "4294967290"], 2, "--first-seed and --seeds add up to 4294967295 at most");
    check(&["list", "--json", "--json"], 0, "\"monday-call\"");
}

#[test]
fn each_sub_command_has_its_help() {
    for (command, options) in [
        ("play", &["FILE|ID", "--moves", "--seed", "--team", "--json"][..]),
        ("walk", &["FILE|ID", "--seeds", "--first-seed", "--pure", "--json"]),
        ("check", &["FILE|ID", "--released", "--seeds", "--no-numbers", "--json"]),
        ("package", &["FILE|ID", "--target", "scorm12|scorm2004|cmi5|xapi|web", "--dist", "-o, --output", "--seed", "--pass-mark"]),
        ("package", &["--complete", "last-decision", "--score", "week", "--language", "--blind", "--public", "--schemas", "--json"]),
        ("site", &["--site", "--dist"]),
        ("import", &["STORY", "--story", "-o, --output", "--all", "--template", "--json"]),
        ("guide", &["FILE|ID", "-o, --output"]),
        ("list", &["--json"]),
        ("completions", &["bash", "zsh", "fish"]),
        ("man", &["man -l"]),
    ] {
        check(&["--help"], 0, &format!("\n  {command} "));
        options.iter().for_each(|option| check(&[command, "--help"], 0, option));
        check(&["help", command], 0, &format!("Usage: by-friday {command}"));
    }
}

#[test]
fn shells_and_readers_are_told_of_the_command() {
    for shell in ["bash", "zsh", "fish"] {
        check(&["completions", shell], 0, "pass-mark");
    }
    check(&["completions", "tcl"], 2, "possible values: bash, elvish, fish");
    for part in [".SH NAME\nby\\-friday \\- Play", ".SH SYNOPSIS", ".SH PACKAGE\n", "\\-\\-pass\\-mark", ".SH \"EXIT STATUS\""] {
        check(&["man"], 0, part);
    }
}

/// Neither a bar nor a colour goes into a pipe; where colours are forced, NO_COLOR is still heard.
#[test]
fn a_pipe_gets_text_alone() {
    let folder = build("pipe", false);
    let (dist, zip) = (folder.to_str().expect("a path"), folder.join("a.zip"));
    let (out, week) = (zip.to_str().expect("a path"), "public/examples/first-friday.json");
    let coloured = |args: &[&str], names: &[&str]| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_by-friday"));
        command.env_remove("CLICOLOR_FORCE").env_remove("NO_COLOR");
        let out = command.args(args).envs(names.iter().map(|name| (name, "1"))).output().expect("the command runs");
        [out.stdout, out.stderr].map(|bytes| String::from_utf8(bytes).expect("text"))
    };
    for args in
        [&["walk", week, "--json"][..], &["check", week, "--seeds", "50"], &["package", week, "--target", "web", "--dist", dist, "-o", out]]
    {
        let [out, err] = coloured(args, &[]);
        assert!(!out.is_empty() && !out.contains('\u{1b}') && err.is_empty(), "{args:?}: {out}{err}");
    }
    for args in [&["check", "monday-call", "--seeds", "50"][..], &["--help"], &["dance"]] {
        assert!(coloured(args, &["CLICOLOR_FORCE"]).concat().contains("\u{1b}[1m"), "{args:?}");
        for names in [&["CLICOLOR_FORCE", "NO_COLOR"][..], &[]] {
            assert!(!coloured(args, names).concat().contains('\u{1b}'), "{args:?} with {names:?}");
        }
    }
    std::fs::remove_dir_all(&folder).expect("the folder can be removed");
}

#[test]
fn import_makes_a_scenario_of_a_story_and_lists_what_was_left() {
    let story = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/import/depot.twee");
    let out = run(&["import", story]);
    let listed = String::from_utf8_lossy(&out.stderr).into_owned();
    assert!(out.status.success() && listed.contains(": the link “Back in”: it leads back to “Office”"), "{listed}");
    let first = listed.lines().next().unwrap_or("");
    assert!(first.contains("passages: ") && first.contains(" choices taken."), "the main thing comes first: {listed}");
    assert!(listed.contains("Needs no hand, --all lists it") && !listed.contains("<<audio>>"), "{listed}");
    let file = std::env::temp_dir().join(format!("by-friday-import-{}.json", std::process::id()));
    let path = file.to_str().expect("a path");
    check(&["import", story, "-o", path], 0, "the styles of 11 moves");
    let written = std::fs::read(&file).expect("the scenario is written");
    assert_eq!(written, out.stdout);
    check(&["check", path], 0, "");
    let told = json(&["import", story, "--json"]);
    assert_eq!(told["scenario"], serde_json::from_slice::<Value>(&written).expect("JSON"));
    assert!(told["left"].as_array().is_some_and(|l| l.iter().any(|l| l["line"] == 49 && l["what"] == "the macro <<audio>>")), "{told}");
    std::fs::remove_file(&file).expect("the file can be removed");
    check(&["import", concat!(env!("CARGO_MANIFEST_DIR"), "/tests/import/handover.ink")], 1, "Compile it first");
    check(&["import", story, "-o", path, "--all"], 0, "<<audio>>");
    std::fs::remove_file(&file).expect("the file can be removed");
    check(&["import", "--template"], 0, "scene,text,choice,goes to,style,reaction");
    let archive = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/import/archive.html");
    check(&["import", archive], 1, "2 The night shift");
    check(&["import", archive, "--story", "2"], 0, "the-night-shift");
    check(&["import", archive, "--story", "The handover"], 0, "the-handover");
    check(&["import", archive, "--story", "3"], 1, "There are 2 stories");
    check(&["import", "nowhere.twee"], 2, "nowhere.twee");
    check(&["import"], 2, "STORY is a file of Twine, compiled ink, H5P or a table (CSV)");
}

#[test]
fn check_names_all_problems_with_their_places() {
    let file = std::env::temp_dir().join(format!("by-friday-check-{}.json", std::process::id()));
    std::fs::write(&file, "{\n \"format\": 1,\n \"id\": \"My Week\",\n \"sceens\": []\n}").expect("a file can be written");
    let path = file.to_str().expect("a path");
    check(&["check", path], 1, &format!("{path}:3:8: error[bad-id]: \"My Week\" is no id"));
    check(&["check", path], 1, "  mend: write \"my-week\"");
    check(&["check", path], 1, ":4:2: error[unknown-key]: a scenario has no member \"sceens\"\n  mend: did you mean \"scenes\"?");
    check(&["check", path], 1, "4 errors, edition ");
    let out = run(&["check", path, "--json"]);
    let said: Value = serde_json::from_slice(&out.stdout).expect("JSON");
    assert_eq!((out.status.code(), &said["errors"], &said["findings"][0]["code"]), (Some(1), &4.into(), &"missing".into()));
    std::fs::remove_file(&file).expect("the file can be removed");
}

#[test]
fn check_says_what_the_choices_come_to() {
    check(&["check", "monday-call", "--no-numbers"], 0, "monday-call: fine, edition ");
    check(&["check", "monday-call", "--seeds", "50"], 0, "note[changes-nothing]");
    check(&["check", "monday-call", "--seeds", "50"], 0, " paths, 13 decisions; 50 weeks of each line");
    let said = json(&["check", "public/examples/first-friday.json", "--json"]);
    assert_eq!((&said["errors"], &said["warnings"], &said["notes"]), (&0.into(), &0.into(), &0.into()));
    let numbers = &said["numbers"];
    assert_eq!((&numbers["seeds"], &numbers["paths"], &numbers["decisions"]["longest"]), (&1000.into(), &8.into(), &3.into()));
    for style in ["directive", "collaborative"] {
        let on_time = &numbers[style]["on_time"];
        let of = |v: &Value| v.as_f64().expect("a number");
        assert!(of(&on_time["interval"][0]) < of(&on_time["mean"]) && of(&on_time["mean"]) < of(&on_time["interval"][1]));
    }
    check(&["check", "public/examples/first-friday.json", "--released", "monday-call", "--no-numbers"], 0, "warning[id-gone]");
    check(&["check", "monday-call", "--released", "nowhere.json"], 2, "nowhere.json");
}

/// A folder with a build in it, small, and its schemas if asked.
fn build(name: &str, schemas: bool) -> std::path::PathBuf {
    let folder = std::env::temp_dir().join(format!("by-friday-{name}-{}", std::process::id()));
    let _ = std::fs::remove_dir_all(&folder);
    let mut files = vec!["index.html", "boot.js", "icons/a.svg", ".trunk-lock", "files.json", "old.zip", "s/monday-call/index.html"];
    if schemas {
        files.extend(["schemas/scorm12/imscp_rootv1p1p2.xsd", "schemas/scorm2004/imscp_v1p1.xsd", "schemas/scorm2004/xml.xsd"]);
    }
    for file in files {
        let path = folder.join(file);
        std::fs::create_dir_all(path.parent().expect("a folder")).expect("it can be made");
        std::fs::write(path, file).expect("it can be written");
    }
    folder
}

#[test]
fn package_makes_a_zip_and_says_what_is_in_it() {
    let folder = build("package", true);
    let (dist, zip) = (folder.to_str().expect("a path"), folder.join("a.zip"));
    let out = zip.to_str().expect("a path");
    let rules = ["--seed", "7", "--pass-mark", "60", "--complete", "last-decision", "--language", "en-GB", "--blind", "--json"];
    for (target, own) in [
        ("scorm12", &["imsmanifest.xml", "imscp_rootv1p1p2.xsd"][..]),
        ("scorm2004", &["imsmanifest.xml", "imscp_v1p1.xsd", "xml.xsd"]),
        ("cmi5", &["cmi5.xml"]),
        ("xapi", &["tincan.xml"]),
        ("web", &[]),
    ] {
        let asked = ["package", "monday-call", "--target", target, "--dist", dist, "-o", out];
        let said = json(&[&asked[..], &rules].concat());
        let edition = json(&["check", "monday-call", "--no-numbers", "--json"])["edition"].clone();
        let expected = serde_json::json!({
            "version": 1, "target": target, "scenario": "monday-call", "edition": edition, "language": "en-GB",
            "seed": 7, "pass-mark": 60, "complete": "last-decision", "score": "decisions", "blind": true,
        });
        assert_eq!(said["launch"], expected);
        assert_eq!(said["bytes"], std::fs::metadata(&zip).expect("the zip").len());
        let mut names: Vec<&str> = said["files"].as_array().expect("files").iter().filter_map(|f| f["name"].as_str()).collect();
        let mut expected = [&["index.html", "boot.js", "icons/a.svg", "launch.json"][..], own].concat();
        names.sort_unstable();
        expected.sort_unstable();
        assert_eq!(names, expected, "{target}");
    }
    check(
        &["package", "monday-call", "--target", "web", "--dist", dist, "-o", out],
        0,
        "each learner their own luck, scored by the decisions, no pass mark",
    );
    std::fs::remove_dir_all(&folder).expect("the folder can be removed");
}

#[test]
fn package_without_schemas_says_who_misses_them() {
    let folder = build("bare", false);
    let dist = folder.to_str().expect("a path");
    let (zip, other) = (folder.join("a.zip"), build("schemas", true));
    let out = zip.to_str().expect("a path");
    let asked = ["package", "monday-call", "--target", "scorm12", "--dist", dist, "-o", out];
    check(&asked, 0, "ADL's validator does not");
    // A build's own folder of schemas, and a folder that holds nothing but one standard's.
    for named in ["schemas", "schemas/scorm12"] {
        let named = other.join(named);
        let said = json(&[&asked[..], &["--schemas", named.to_str().expect("a path"), "--json"]].concat());
        assert_eq!(said["schemas"], 1);
    }
    check(&[&asked[..], &["--schemas", dist]].concat(), 2, "holds no imscp_rootv1p1p2.xsd");
    check(&["package", "monday-call", "--target", "cmi5", "--dist", dist, "-o", out], 0, "0 of them schemas");
    for folder in [folder, other] {
        std::fs::remove_dir_all(&folder).expect("the folder can be removed");
    }
}

#[test]
fn package_takes_a_written_week_along() {
    let folder = build("written", true);
    let (dist, zip, bad) = (folder.to_str().expect("a path"), folder.join("a.zip"), folder.join("bad.json"));
    let (out, week) = (zip.to_str().expect("a path"), "public/examples/first-friday.json");
    let made = json(&["package", week, "--target", "scorm12", "--seed", "7", "--dist", dist, "-o", out, "--json"]);
    let launch = &made["launch"];
    assert_eq!((&launch["scenario"], &launch["seed"]), (&"first-friday".into(), &7.into()));
    let text = std::fs::read_to_string(week).expect("the example is there");
    let unpacked = scenario::codec::packed::unpack(launch["packed"].as_str().expect("it goes along"), |_, _| None);
    assert_eq!(unpacked, Ok(scenario::compact(&text)));
    assert_eq!(launch["edition"].as_str(), Some(scenario::edition(&text).as_str()));
    check(&["package", week, "--target", "web", "--dist", dist, "-o", out], 0, "first-friday for web");
    std::fs::write(&bad, text.replace("\"directive\"", "\"stern\"")).expect("it can be written");
    check(&["package", bad.to_str().expect("a path"), "--target", "web", "--dist", dist, "-o", out], 1, "bad.json: line 9");
    std::fs::remove_dir_all(&folder).expect("the folder can be removed");
}

#[test]
fn package_names_what_is_wrong_and_writes_nothing_then() {
    let folder = build("wrong", true);
    let (dist, zip) = (folder.to_str().expect("a path"), folder.join("a.zip"));
    let out = zip.to_str().expect("a path");
    let with = |more: &[&'static str]| [&["package", "monday-call", "--dist", dist, "-o", out], more].concat();
    check(&["package"], 2, "id of a built-in scenario");
    check(&with(&[]), 2, "--target <scorm12|scorm2004|cmi5|xapi|web>");
    check(&with(&["--target", "scorm21"]), 2, "'scorm21' for '--target <scorm12|scorm2004|cmi5|xapi|web>'");
    check(&with(&["--target", "scorm21"]), 2, "a similar value exists: 'scorm12'");
    check(&with(&["--target", "web", "--complete", "never"]), 2, "possible values: debrief, last-decision");
    check(&with(&["--target", "web", "--pass-mark", "101"]), 2, "101 is not in 0..=100");
    check(&with(&["--target", "web", "--pass-mark", "lots"]), 2, "lots");
    check(&with(&["--target", "web", "--seed", "mine"]), 2, "a whole number up to 4294967295, or per-learner");
    check(&with(&["--target", "web", "--language", "e"]), 2, "language tag");
    check(&["package", "nowhere", "--target", "web", "--dist", dist], 2, "no built-in scenario");
    check(&["package", "monday-call", "--target", "web", "--dist", "nowhere"], 2, "make dist");
    check(&["play", "monday-call", "--seed", "per-learner"], 2, "a seed is a whole number");
    assert!(!zip.exists());
    check(&["package", "monday-call", "--target", "web", "--dist", dist, "-o", "nowhere/a.zip"], 2, "nowhere/a.zip");
    std::fs::remove_dir_all(&folder).expect("the folder can be removed");
}

#[test]
fn site_lets_a_pasted_link_unfurl() {
    let folder = build("site", false);
    let dist = folder.to_str().expect("a path");
    let index = folder.join("index.html");
    let ids = ["monday-call", "red-folder", "one-came-back"];
    for page in ids.map(|id| format!("s/{id}/index.html")).iter().map(String::as_str).chain(["index.html"]) {
        std::fs::create_dir_all(folder.join(page).parent().expect("a folder")).expect("it can be made");
        std::fs::write(folder.join(page), "<!doctype html><title>By Friday</title><body>").expect("it can be written");
    }
    for _ in 0..2 {
        check(&["site", "--site", "https://example.org/by-friday", "--dist", dist], 0, "https://example.org/by-friday/s/monday-call/");
    }
    let page = std::fs::read_to_string(folder.join("s/monday-call/index.html")).expect("a page of the scenario");
    let first = std::fs::read_to_string(&index).expect("the first page");
    for (page, url) in [(&page, "https://example.org/by-friday/s/monday-call/"), (&first, "https://example.org/by-friday/")] {
        for tag in [
            format!("<meta property=\"og:url\" content=\"{url}\">"),
            "<meta property=\"og:image\" content=\"https://example.org/by-friday/card.png\">".to_owned(),
        ] {
            assert_eq!(page.matches(&tag).count(), 1, "{tag} in {page}");
        }
    }
    let announced = "type=\"application/json+oembed\" href=\"https://example.org/by-friday/s/monday-call/oembed.json\"";
    assert_eq!(page.matches(announced).count(), 1, "{page}");
    assert!(!first.contains("oembed"), "the first page is about no week: {first}");
    let text = std::fs::read_to_string(folder.join("s/monday-call/oembed.json")).expect("what oEmbed says");
    let said: Value = serde_json::from_str(&text).expect("JSON");
    assert_eq!((&said["version"], &said["type"]), (&"1.0".into(), &"rich".into()), "{said}");
    assert!(
        said["html"].as_str().is_some_and(|h| h.starts_with("<iframe src=\"https://example.org/by-friday/?embed=1#/play/monday-call\""))
    );
    for wrong in ["example.org", "ftp://example.org/", "https://example.org/?x"] {
        check(&["site", "--site", wrong, "--dist", dist], 2, "https://example.org/by-friday/");
    }
    check(&["site", "--dist", dist], 2, "--site <ADDRESS>");
    std::fs::write(&index, "no page").expect("it can be written");
    check(&["site", "--site", "https://example.org/", "--dist", dist], 2, "no build");
    std::fs::remove_dir_all(&folder).expect("it can be removed");
}

#[test]
fn guide_writes_what_a_facilitator_needs() {
    check(&["guide", "red-folder"], 0, "What is hidden");
    check(&["guide", "public/examples/first-friday.json"], 0, "What the model does not claim");
    check(&["guide"], 2, "FILE|ID is a scenario file");
    check(&["guide", "nowhere"], 2, "no built-in scenario");
    let out = std::env::temp_dir().join(format!("by-friday-guide-{}.txt", std::process::id()));
    let name = out.to_str().expect("a path");
    check(&["guide", "monday-call", "-o", name], 0, name);
    let text = std::fs::read_to_string(&out).expect("it was written");
    assert!(text.contains("calibration runs out"), "{text}");
    std::fs::remove_file(&out).expect("it can be removed");
    check(&["guide", "monday-call", "-o", "nowhere/guide.txt"], 2, "nowhere/guide.txt");
}
