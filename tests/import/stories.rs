//! A corpus made for the purpose: what arrives of each story, of every kind of file that can be
//! brought. `cargo test --test stories -- --nocapture` prints the table.

// Shared with `import`, which reads a row's scenario too.
#[allow(dead_code)]
mod shares;

use import::{Found, Kind, import, open, paste};
use shares::{Share, Source, share, table};
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

fn corpus() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/import/corpus")
}

fn read(name: &str) -> String {
    fs::read_to_string(corpus().join(name)).unwrap_or_else(|e| panic!("{name}: {e}"))
}

/// Stories of links and simple variables: nearly all of them has to arrive.
const SIMPLE: [&str; 12] = [
    "sugarcube-en.twee",
    "sugarcube-score.twee",
    "sugarcube-de.twee",
    "sugarcube-ko.twee",
    "sugarcube-ar.twee",
    "harlowe-en.twee",
    "harlowe-fr.twee",
    "chapbook-en.twee",
    "snowman-en.twee",
    "twine1.twee",
    "gates.twee",
    "includes.twee",
];
const OTHERS: [&str; 3] = ["hub-loops.twee", "markup.twee", "unfollowed.twee"];
const INK: [&str; 5] = ["functions", "tunnels", "hub", "lists", "default"];

fn rows() -> Vec<Share> {
    let twee = |name: &&str| share(name, read(name).as_bytes(), &shares::twee(&read(name)));
    let mut rows: Vec<Share> = SIMPLE.iter().chain(&OTHERS).map(twee).collect();
    for name in INK {
        rows.push(share(&format!("{name}.json"), read(&format!("{name}.json")).as_bytes(), &shares::ink(&read(&format!("{name}.ink")))));
    }
    rows.push(share("table.csv", read("table.csv").as_bytes(), &table_rows()));
    rows.push(share("published.html", published(&read("harlowe-en.twee"), "Harlowe").as_bytes(), &shares::twee(&read("harlowe-en.twee"))));
    rows.push(share("old.html", old(&read("twine1.twee")).as_bytes(), &shares::twee(&read("twine1.twee"))));
    rows.push(share("scenario.h5p", &h5p(), &h5p_rows()));
    rows
}

fn table_rows() -> Source {
    shares::table_source(&[
        ["Ben: Two connectors are missing.\nBen: I could ask around.", "Order them yourself", ""],
        ["", "Let Ben ask around", "Ben: The shop across the river has them."],
        ["", "Wait for Monday", "You wait."],
        ["The night shift comes in.", "Tell them what is missing", ""],
        ["", "Ask them what they would do", "Somebody raises a hand."],
        ["All is on the truck.", "Send it off", ""],
        ["", "Look it over together", "Ben finds one more screw."],
    ])
}

#[test]
fn stories_of_links_and_simple_variables_arrive_and_what_is_missing_is_listed() {
    let rows = rows();
    table(&rows);
    assert!(rows.len() >= 20);
    for r in &rows {
        assert!(r.told(), "{}: {:?} is missing and not listed", r.name, r.missing);
        let simple = !OTHERS.contains(&r.name.as_str());
        assert!(
            !simple || r.percent() >= 95,
            "{}: {} in a hundred; missing: {:#?}\n{:#?}",
            r.name,
            r.percent(),
            r.missing,
            r.imported.left
        );
        assert!(r.percent() >= 75, "{}: {} in a hundred; missing: {:#?}", r.name, r.percent(), r.missing);
    }
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

fn passages(twee: &str) -> Vec<(String, String, String)> {
    let one = |part: &str| {
        let (head, body) = part.split_once('\n').unwrap_or((part, ""));
        let tags = head.split_once('[').map_or("", |t| t.1.split(']').next().unwrap_or(""));
        (head.split(['[', '{', '<']).next().unwrap_or("").trim().to_owned(), tags.to_owned(), body.trim().to_owned())
    };
    format!("\n{twee}").split("\n::").skip(1).map(one).collect()
}

/// As Twine 2 publishes a story: a page with a program of a megabyte around it.
fn published(twee: &str, format: &str) -> String {
    let all = passages(twee);
    let start = all
        .iter()
        .find(|p| p.0 == "StoryData")
        .and_then(|p| p.2.split("\"start\":\"").nth(1)?.split('"').next().map(str::to_owned))
        .unwrap_or_default();
    let own: Vec<_> = all.iter().filter(|p| !p.0.starts_with("Story")).collect();
    let first = own.iter().position(|p| p.0 == start).unwrap_or(0) + 1;
    let data: String = own
        .iter()
        .enumerate()
        .map(|(i, (name, tags, text))| {
            format!(
                "<tw-passagedata pid=\"{}\" name=\"{}\" tags=\"{tags}\" position=\"0,0\">{}</tw-passagedata>",
                i + 1,
                escaped(name),
                escaped(text)
            )
        })
        .collect();
    let program = "if(a<b)document.write('<tw-passage>');".repeat(40_000);
    format!(
        "<!DOCTYPE html>\n<html><head><title>x</title><script>{program}</script></head><body><tw-story></tw-story>\
         <tw-storydata name=\"Published\" startnode=\"{first}\" format=\"{format}\" hidden><style role=\"stylesheet\" type=\"text/twine-css\">b {{}}</style>\
         <script role=\"script\" type=\"text/twine-javascript\"></script>{data}</tw-storydata></body></html>"
    )
}

/// As Twine 1 does.
fn old(twee: &str) -> String {
    let one = |(name, tags, text): &(String, String, String)| {
        let text = escaped(text).replace('\\', "\\s").replace('\n', "\\n");
        format!("<div tiddler=\"{}\" tags=\"{tags}\" created=\"1\" modifier=\"x\">{text}</div>", escaped(name))
    };
    let data: String = passages(twee).iter().map(one).collect();
    format!(
        "<html><head><script>var a = 1 < 2;</script></head><body><div id=\"storeArea\" style=\"display:none\">{data}</div></body></html>"
    )
}

/// A small branching scenario, packed as H5P packs it.
fn h5p() -> Vec<u8> {
    let content = serde_json::json!({"branchingScenario": {"title": "The call",
        "startScreen": {"startScreenTitle": "<p>The call</p>", "startScreenSubtitle": "<p>An afternoon.</p>"},
        "endScreens": [{"endScreenTitle": "Over", "endScreenSubtitle": "The day is over.", "contentId": -1, "endScreenScore": 0}],
        "content": [
            {"type": {"library": "H5P.AdvancedText 1.1", "params": {"text": "<p>The customer is on the line, and <em>angry</em>.</p>"}, "metadata": {"title": "Ring"}}, "nextContentId": 1, "feedback": {"subtitle": ""}},
            {"type": {"library": "H5P.BranchingQuestion 1.0", "params": {"branchingQuestion": {"question": "<p>What do you say?</p>", "alternatives": [
                {"text": "Promise Friday", "nextContentId": 2, "feedback": {"title": "", "subtitle": "<p>She thanks you.</p>"}},
                {"text": "Ask what she needs", "nextContentId": 2, "feedback": {}},
                {"text": "Hang up", "nextContentId": -1, "feedback": {}}]}}, "metadata": {"title": "Untitled Branching Question"}}},
            {"type": {"library": "H5P.BranchingQuestion 1.0", "params": {"branchingQuestion": {"question": "<p>And the team?</p>", "alternatives": [
                {"text": "Tell them", "nextContentId": -1, "feedback": {}},
                {"text": "Ask them", "nextContentId": -1, "feedback": {"title": "Good", "subtitle": "They had an idea."}}]}}, "metadata": {"title": "Team"}}}]}})
    .to_string();
    packed(&[("h5p.json", "{\"mainLibrary\":\"H5P.BranchingScenario\",\"title\":\"x\"}"), ("content/content.json", &content)])
}

fn packed(files: &[(&str, &str)]) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, text) in files {
        zip.start_file(*name, zip::write::SimpleFileOptions::default()).expect("a file begins");
        zip.write_all(text.as_bytes()).expect("it is written");
    }
    zip.finish().expect("a zip").into_inner()
}

fn h5p_rows() -> Source {
    shares::table_source(&[
        ["The call\nAn afternoon.\nThe customer is on the line, and angry.\nWhat do you say?", "Promise Friday", "She thanks you."],
        ["", "Ask what she needs", "The day is over."],
        ["And the team?", "Hang up", ""],
        ["", "Tell them", ""],
        ["", "Ask them", "They had an idea."],
    ])
}

#[test]
fn packages_are_named_for_what_they_are() {
    for (files, says) in [
        (&[("word/document.xml", "x")][..], "Word document"),
        (&[("xl/workbook.xml", "x")], "spreadsheet"),
        (&[("ppt/presentation.xml", "x")], "slides"),
        (&[("mimetype", "x"), ("content.xml", "x")], "LibreOffice"),
        (&[("imsmanifest.xml", "x")], "portal"),
        (&[("a.txt", "x")], "packed file"),
        (&[("h5p.json", "{\"mainLibrary\":\"H5P.Quiz\"}")], "H5P.Quiz"),
        (&[("h5p.json", "{\"mainLibrary\":\"H5P.BranchingScenario\"}")], "damaged"),
    ] {
        let refused = open("a.zip", &packed(files), None).expect_err("it is no story");
        assert!(refused.contains(says) && refused.ends_with('.'), "{refused}");
    }
}

#[test]
fn an_archive_asks_which() {
    let bytes = fs::read(corpus().join("../archive.html")).expect("the archive");
    let titles = |name: &str| match open(name, &bytes, None) {
        Ok(Found::Several(titles)) => titles,
        other => panic!("{other:?}"),
    };
    // Whatever its ending.
    assert_eq!(titles("archive.html"), ["The handover", "The night shift"]);
    assert_eq!(titles("archive.twee"), titles("archive.html"));
    for (which, scenes) in [(0, vec!["door", "shelf"]), (1, vec!["gate", "hall"])] {
        let Ok(Found::Story(story)) = open("archive.html", &bytes, Some(which)) else { panic!("no story") };
        let scenario = scenario::scenario(&story.scenario).expect("a scenario");
        assert_eq!(scenario.scenes.iter().map(|s| s.id.as_str()).collect::<Vec<_>>(), scenes);
        assert!(story.left.iter().all(|l| l.line == 0), "lines of a page say nothing");
    }
    assert!(open("archive.html", &bytes, Some(2)).expect_err("there are two").contains("2 stories"));
    assert!(import("archive.html", &String::from_utf8_lossy(&bytes)).is_err());
}

#[test]
fn a_table_is_taken_from_a_spreadsheet_or_pasted() {
    let wide: Vec<u8> = [0xff, 0xfe].into_iter().chain(read("table.csv").encode_utf16().flat_map(u16::to_le_bytes)).collect();
    let Ok(Found::Story(story)) = open("table.csv", &wide, None) else { panic!("no story") };
    let plain = import("table.csv", &read("table.csv")).expect("a story");
    assert_eq!(*story, plain);
    let scenario = scenario::scenario(&plain.scenario).expect("a scenario");
    let styles: Vec<&str> = scenario.scenes[0].moves.iter().map(|m| m.style.name()).collect();
    assert_eq!((styles[0], styles[1]), ("directive", "collaborative"));
    let cells = [
        ["scene", "text", "choice", "goes to"],
        ["Hall", "Anna waits.", "Tell her", "Yard"],
        ["", "", "Ask her", "Yard"],
        ["Yard", "It rains.", "Go", "end"],
        ["", "", "Stay", "end"],
    ];
    let text = cells.map(|r| r.join("\t")).join("\n");
    let html: String = cells.map(|r| format!("<tr>{}</tr>", r.map(|c| format!("<td><p>{c}</p></td>")).join(""))).join("");
    let pasted = paste(&format!("<html><body><table>{html}</table></body></html>"), &text).expect("a story");
    assert_eq!(pasted, paste("", &text).expect("a story"));
    assert_eq!(pasted.summary.told(), "2 passages: 2 scenes, all of them can be reached; 4 of 4 choices taken.");
    assert!(paste("", "just words").expect_err("no table").contains("no story"));
}

/// Each of these once lost something.
#[test]
fn small_stories_keep_what_they_had_lost() {
    let labels = |name: &str| {
        let found = import(name, &read(name)).unwrap_or_else(|e| panic!("{name}: {e}"));
        let s = scenario::scenario(&found.scenario).expect("a scenario");
        let all: Vec<String> =
            s.scenes.iter().flat_map(|s| &s.moves).map(|m| m.label.clone()).filter(|l| !l.starts_with("To be written")).collect();
        (all.join(" / "), found)
    };
    for (name, wanted) in [
        ("case-nonascii_first.twee", "Ask her / Tell her"),
        ("case-nonascii_after.twee", "Ask her / Tell her"),
        ("case-harlowe_if_link.twee", "Take the torch / Go in / Light the cave / Turn back"),
        ("case-h_display.twee", "Go / Stay"),
        ("case-s_include.twee", "Go / Stay"),
        ("case-s_datapassage.twee", "Go / Stay"),
        ("case-t1_choice.twee", "A / Stay here"),
        ("case-t1_pos.twee", "Go / Stay"),
        ("case-h_startup.twee", "Go / Stay"),
        ("case-goto_gate.twee", "Order it / Ask / Close / Go on / Leave / Apologise"),
        ("case-s_js_never.twee", "Go / Stay / On / Off"),
        ("case-s_counter.twee", "Ask / Tell / Ask again / Tell again / x / y"),
        ("case-n_if.twee", "Go / Stay / On to C / On to D"),
        ("case-inky_default.json", "There were two doors. / There were four windows."),
        ("case-funcif.json", "Yes / No / Ask / Run / Hide"),
        ("case-refparam.json", "Ask her / Tell her / She helps / You work on / You stop"),
        ("case-tunnel.json", "Yes / No / Call Anna / Go alone"),
        ("case-loop.json", "Desk / Door / Home / Work"),
    ] {
        let (labels, found) = labels(name);
        assert_eq!(labels, wanted, "{name}: {:#?}\n{}", found.left, found.scenario);
    }
    let scenario = |name: &str| import(name, &read(name)).expect("a story").scenario;
    // What a script may change hangs on nothing that would never hold.
    for name in ["case-s_js_never.twee", "case-s_never_set.twee", "case-h_startup.twee"] {
        let found = import(name, &read(name)).expect("a story");
        assert!(
            found.left.iter().all(|l| l.why != "the condition never holds" || name == "case-h_startup.twee"),
            "{name}: {:#?}",
            found.left
        );
    }
    assert!(scenario("case-s_never_set.twee").contains("You spoke softly."));
    // Code is never text.
    for (name, code) in [
        ("case-c_vars.twee", "write("),
        ("case-c_vars.twee", "trust: 3"),
        ("case-c_vars.twee", "embed"),
        ("case-n_if.twee", "<%"),
        ("case-n_if.twee", "s.trust"),
    ] {
        assert!(!scenario(name).contains(code), "{name}: {}", scenario(name));
    }
    let entities = scenario("case-s_entities.twee");
    for text in ["Café ’s ’s “hi” 'x' €5 100% a&b", "raw [[no]]", "//raw//"] {
        assert!(entities.contains(text), "{entities}");
    }
    assert_eq!(import("a", &read("case-s_entities.twee")).expect("a story").summary.choices, 2);
    let left = import("a", &read("case-unfollowed.twee".trim_start_matches("case-"))).expect("a story").left;
    assert!(left.windows(2).all(|l| l[0].kind <= l[1].kind) && left.iter().any(|l| l.kind == Kind::Untold), "{left:#?}");
}
