//! Stories of other people, as packages from npm ship them: each becomes a scenario without errors,
//! and compiled ink can be played along the same choices as in inkjs. They are not kept here.

#[allow(dead_code, reason = "the other test uses all of it")]
mod shares;

use engine::model::Scenario;
use engine::{Line, Program};
use import::{Imported, import};
use scenario::check::{Severity, check};
use serde_json::Value;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::process::Command;

fn npm() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/npm/node_modules")
}

fn read(path: &Path) -> String {
    std::fs::read_to_string(path).unwrap_or_else(|e| panic!("{}: {e}; tools/setup.sh test installs it", path.display()))
}

/// Every file below a folder whose name ends so.
fn files(folder: &Path, end: &str) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(folder).unwrap_or_else(|e| panic!("{}: {e}; tools/setup.sh test installs it", folder.display()));
    let mut found = Vec::new();
    for path in entries.map(|e| e.expect("an entry").path()) {
        if path.is_dir() {
            found.extend(files(&path, end));
        } else if path.to_string_lossy().ends_with(end) {
            found.push(path);
        }
    }
    found.sort();
    found
}

/// Imports a story; the result runs, and has no errors.
fn imported(name: &str, text: &str) -> (Imported, Scenario, Program) {
    let found = import(name, text).unwrap_or_else(|e| panic!("{name}: {e}"));
    let errors: Vec<_> = check(&found.scenario, None).list.into_iter().filter(|f| f.severity == Severity::Error).collect();
    assert!(errors.is_empty(), "{name}: {errors:?}");
    let (scenario, program) = scenario::read(&found.scenario).unwrap_or_else(|e| panic!("{name}: {e}"));
    (found, scenario, program)
}

/// Ids of the scenes, with the labels of their moves.
fn shape(s: &Scenario) -> Vec<(&str, Vec<&str>)> {
    s.scenes.iter().map(|s| (s.id.as_str(), s.moves.iter().map(|m| m.label.as_str()).collect())).collect()
}

#[test]
fn every_twee_file_of_extwee_becomes_a_scenario() {
    let mut all = files(&npm().join("extwee/test"), ".twee");
    all.extend(files(&npm().join("extwee-2.3"), ".twee"));
    let mut lists = 0;
    for file in &all {
        let (found, scenario, _) = imported("story.twee", &read(file));
        assert!(!scenario.scenes.is_empty());
        lists += found.left.len();
    }
    println!("{} files of Twee, {lists} things left", all.len());
    assert!(all.len() >= 30, "{all:?}");
}

/// The shares are printed, not asserted: these stories are whatever their writers made them.
#[test]
fn what_arrives_of_stories_that_packages_ship_is_printed() {
    let mut all = files(&npm().join("extwee/test"), ".twee");
    all.extend(files(&npm().join("extwee-2.3"), ".twee"));
    let name = |file: &PathBuf| file.file_name().map_or_else(String::new, |n| n.to_string_lossy().into_owned());
    let mut rows: Vec<_> = all.iter().map(|f| shares::share(&name(f), read(f).as_bytes(), &shares::twee(&read(f)))).collect();
    for source in [npm().join("@6i/ink-tools/ink/story-basic.ink"), npm().join("@lamppost/create-ink-player/template/story/game.ink")] {
        rows.push(shares::share(&name(&source), compiled(&source).as_bytes(), &shares::ink(&read(&source))));
    }
    shares::table(&rows);
    assert!(rows.len() >= 30);
}

/// Its passages lead on in one chain, and back to the start.
#[test]
fn the_example_of_extwee_is_taken_over() {
    let (found, scenario, _) = imported("example.twee", &read(&npm().join("extwee/test/TweeParser/example.twee")));
    assert_eq!(scenario.title, "twineExample");
    let start = &shape(&scenario)[0];
    assert_eq!(*start, ("start", vec!["Another passage", "A third passage"]));
    let cut = found.left.iter().find(|l| l.why.contains("leads back to “Start”")).expect("the way back is named");
    assert_eq!((cut.line, cut.what.as_str()), (18, "the link “Start”"));
    assert!(found.left.iter().any(|l| l.what == "the passage “StoryAuthor”"));
}

#[test]
fn a_story_of_snowman_keeps_its_links_and_its_scripts_are_named() {
    let (found, scenario, _) = imported("arrays.twee", &read(&npm().join("extwee-2.3/logs/arrays.twee")));
    assert_eq!(scenario.title, "Arrays in Snowman");
    let hall = scenario.scenes.iter().find(|s| s.moves.iter().any(|m| m.label == "Move on.")).expect("the hallway");
    assert_eq!(hall.moves[0].label, "Open the chest.");
    assert!(hall.moves[0].reaction.iter().any(|l| l.text.starts_with("You open the chest")));
    for what in ["the variable inventory", "the passage “UserScript”", "the link “Okay.”"] {
        assert!(found.left.iter().any(|l| l.what.contains(what)), "{what}: {:#?}", found.left);
    }
}

/// What inkjs makes of ink's source.
fn compiled(source: &Path) -> String {
    let script = "const { Compiler } = require('inkjs/full'), c = new Compiler(require('fs').readFileSync(process.argv[1], 'utf8'));
        process.stdout.write(c.Compile().ToJson());";
    node(script, source)
}

/// The labels of the choices on every path through compiled ink, as inkjs plays it.
fn played(json: &str) -> BTreeSet<Vec<String>> {
    let file = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("ink-{}-{}.json", std::process::id(), json.len()));
    std::fs::write(&file, json).expect("a file can be written");
    let script =
        "const { Story } = require('inkjs/full'), text = require('fs').readFileSync(process.argv[1], 'utf8').replace(/^\\uFEFF/, '');
        const all = [], walk = (taken, labels) => {
            const s = new Story(text); s.ContinueMaximally();
            for (const i of taken) { s.ChooseChoiceIndex(i); s.ContinueMaximally(); }
            if (!s.currentChoices.length || taken.length > 9) all.push(labels);
            s.currentChoices.forEach((c, i) => walk([...taken, i], [...labels, c.text.trim()]));
        };
        walk([], []); console.log(JSON.stringify(all));";
    let out = node(script, &file);
    std::fs::remove_file(&file).expect("the file can be removed");
    serde_json::from_str(&out).expect("the paths")
}

fn node(script: &str, file: &Path) -> String {
    let out = Command::new("node").args(["-e", script]).arg(file).current_dir(npm().join("..")).output();
    let out = out.unwrap_or_else(|e| panic!("node: {e}; tools/setup.sh test installs it"));
    assert!(out.status.success(), "{}: {}", file.display(), String::from_utf8_lossy(&out.stderr));
    String::from_utf8(out.stdout).expect("UTF-8")
}

/// The same of the scenario that was made of it.
fn labels(scenario: &Scenario, program: &Program) -> BTreeSet<Vec<String>> {
    let mut all = BTreeSet::new();
    let mut open = vec![(Line::new(program, 0), Vec::new())];
    while let Some((line, taken)) = open.pop() {
        if line.state.over() {
            all.insert(taken);
            continue;
        }
        let scene = &scenario.scenes[usize::from(line.state.scene)];
        let offered = program.offered(&line.state);
        for (m, mv) in scene.moves.iter().enumerate().filter(|(m, mv)| offered & (1 << m) != 0 && !mv.label.starts_with("To be written")) {
            let (mut on, mut taken) = (line.clone(), taken.clone());
            on.play(program, m).expect("it is offered");
            taken.push(mv.label.clone());
            open.push((on, taken));
        }
    }
    all
}

/// Each way through the story is a way through the scenario, and no other.
fn plays_alike(name: &str, json: &str) -> Imported {
    let (found, scenario, program) = imported(name, json);
    let (theirs, ours) = (played(json), labels(&scenario, &program));
    println!("{name}: {} paths", theirs.len());
    assert!(theirs.len() > 1);
    assert_eq!(theirs, ours, "{name}");
    found
}

#[test]
fn a_story_compiled_by_inklecate_plays_along_the_same_choices() {
    let folder = npm().join("@6i/ink-tools/ink");
    let old = read(&folder.join("story-basic.json"));
    let new = compiled(&folder.join("story-basic.ink"));
    let version = |text: &str| serde_json::from_str::<Value>(text.trim_start_matches('\u{feff}')).expect("JSON")["inkVersion"].clone();
    assert_ne!(version(&old), version(&new));
    assert_eq!(plays_alike("fogg.json", &old), plays_alike("fogg.json", &new), "both versions of the format are read alike");
    assert!(import("fogg.ink", &read(&folder.join("story-basic.ink"))).expect_err("source").contains("Compile it first"));
}

#[test]
fn a_game_of_an_ink_player_is_taken_over() {
    let (_, scenario, _) = imported("game.json", &compiled(&npm().join("@lamppost/create-ink-player/template/story/game.ink")));
    assert_eq!(shape(&scenario).iter().map(|s| s.1.clone()).collect::<Vec<_>>(), [["Make a choice.", "A disabled choice."]]);
    assert!(scenario.scenes[0].moves[0].reaction.iter().any(|l| l.text == "You made a choice! You win!"));
}

/// Ours: with conditions, variables, a tunnel, gathers and a sequence.
#[test]
fn our_own_ink_plays_along_the_same_choices() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/import");
    let json = compiled(&folder.join("handover.ink"));
    assert_eq!(json.trim(), read(&folder.join("handover.json")).trim(), "compile tests/import/handover.ink anew");
    plays_alike("handover.json", &json);
}
