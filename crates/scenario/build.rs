//! Takes the white space out of the built-in scenarios, so that their files can be laid out for
//! reading and the bundle does not carry the layout; and makes the first one ready to play.

// A build script reads files, and a build that cannot be made ends.
#![allow(clippy::disallowed_methods, clippy::panic)]

use std::{collections::BTreeSet, env, fs, path::Path};

// What the crate reads and keeps scenarios with, under the names it has there.
#[allow(dead_code)]
#[path = "src/compact.rs"]
mod compact;
#[allow(dead_code)]
#[path = "src/edition.rs"]
mod edition;
#[allow(dead_code)]
#[path = "src/form.rs"]
mod form;
#[allow(dead_code)]
#[path = "src/codec/packed.rs"]
mod packed;
#[allow(dead_code)]
#[path = "src/stored.rs"]
mod stored;

use compact::compact;
use engine::model;
use stored::{Store, Stored};

/// The built-in scenarios beside the first, in the order of the start screen.
const FIRST: &str = "monday-call";
const OTHERS: [&str; 2] = ["one-came-back", "red-folder"];

fn main() {
    let out = env::var("OUT_DIR").expect("cargo sets OUT_DIR");
    println!("cargo::rerun-if-changed=weeks");
    for entry in fs::read_dir("weeks").expect("weeks is there") {
        let path = entry.expect("weeks can be listed").path();
        if path.extension().is_some_and(|e| e == "json") {
            let text = fs::read_to_string(&path).expect("a scenario is UTF-8");
            let name = path.file_name().expect("a file has a name");
            fs::write(Path::new(&out).join(name), compact(&text)).expect("OUT_DIR can be written");
        }
    }
    catalogue(Path::new(&out));
    played(Path::new(&out));
    editions(Path::new(&out));
}

/// The first scenario for the bundle that only plays it: as what its screens show and the engine runs,
/// and of the assumptions only what a move's grounds show of them. Its edition is that of the whole.
fn played(out: &Path) {
    let whole = read(&format!("weeks/{FIRST}.json"));
    let tree = json::parse(&whole).unwrap_or_else(|e| panic!("{FIRST}: {e:?}"));
    let mut form = form::Form::default();
    let mut scenario = form.scenario(&tree);
    assert!(form.problems.is_empty(), "{FIRST}: {:?}", form.problems);
    let program = engine::program::Program::compile(&scenario).unwrap_or_else(|e| panic!("{FIRST}: {e:?}"));
    let grounds: BTreeSet<String> = scenario.scenes.iter().flat_map(|s| &s.moves).flat_map(|m| m.because.rests_on.clone()).collect();
    scenario.assumptions.retain(|a| grounds.contains(&a.id));
    let mut store = Store { beyond: beyond(&scenario), ..Store::default() };
    scenario.put(&mut store);
    program.put(&mut store);
    fs::write(out.join("played.bin"), store.numbers).expect("OUT_DIR can be written");
    fs::write(out.join("played.txt"), store.texts).expect("OUT_DIR can be written");
    // `tools/stamp.sh` puts this one beside the program.
    let later = store.later.len();
    fs::write(out.join("later.txt"), store.later).expect("OUT_DIR can be written");
    let edition = edition::digest(&whole);
    let rust = format!("const PLAYED_EDITION: &str = {edition:?};\nconst LATER_LENGTH: usize = {later};\n");
    fs::write(out.join("played.rs"), rust).expect("OUT_DIR can be written");
}

/// What is read on the days after the first, and not before.
fn beyond(scenario: &model::Scenario) -> BTreeSet<String> {
    let day = |scene: &model::scenario::Scene| scene.at.0 / (24 * 60);
    let first = scenario.scenes.first().map_or(0, day);
    let texts = |later: bool| {
        let mut texts = BTreeSet::new();
        for scene in scenario.scenes.iter().filter(|s| (day(s) > first) == later) {
            let said = scene.lines.iter().chain(scene.moves.iter().flat_map(|m| &m.reaction)).map(|l| &l.text);
            let moves = scene.moves.iter().flat_map(|m| [&m.label, &m.because.text]);
            texts.extend(said.chain(moves).chain(&scene.own_words).chain([&scene.title, &scene.place]).cloned());
            let grounds = scene.moves.iter().flat_map(|m| &m.because.rests_on);
            for assumption in grounds.filter_map(|id| scenario.assumptions.iter().find(|a| a.id == *id)) {
                texts.extend([&assumption.id, &assumption.name, &assumption.unit, &assumption.source].map(String::clone));
            }
        }
        texts
    };
    let mut before = texts(false);
    before.extend([&scenario.id, &scenario.title, &scenario.summary].into_iter().chain(&scenario.goods).chain(&scenario.leaves).cloned());
    before.extend(scenario.team.iter().flat_map(|m| [&m.id, &m.name, &m.role, &m.about]).cloned());
    before.extend(scenario.voices.iter().map(|v| v.name.clone()));
    before.extend(scenario.work.tasks.iter().flat_map(|t| [&t.id, &t.name]).cloned());
    before
        .extend(scenario.facts.iter().flat_map(|f| [&f.id, &f.text]).chain(scenario.flags.iter().flat_map(|f| [&f.id, &f.text])).cloned());
    before.extend(scenario.scenes.iter().flat_map(|s| s.moves.iter().map(|m| &m.id).chain([&s.id])).cloned());
    &texts(true) - &before
}

/// Id, edition and text of each released edition that is not the present one, as Rust. A text is kept
/// as what it does not share with the present one: a few hundred bytes for a few changed lines.
fn editions(out: &Path) {
    let present: Vec<(&str, String)> = [FIRST].iter().chain(&OTHERS).map(|id| (*id, read(&format!("weeks/{id}.json")))).collect();
    let mut files: Vec<_> = fs::read_dir("weeks/editions").expect("weeks/editions is there").flatten().map(|f| f.path()).collect();
    files.retain(|f| f.extension().is_some_and(|e| e == "json"));
    files.sort();
    let mut rust = String::from("/// Id and edition of each built-in scenario.\npub const PRESENT: &[(&str, &str)] = &[\n");
    for (id, text) in &present {
        rust += &format!("({id:?}, {:?}),\n", edition::digest(text));
    }
    let mut released = String::new();
    rust += "];\nconst EDITIONS: &[(&str, &str, &str)] = &[\n";
    for file in &files {
        let name = file.file_stem().and_then(|n| n.to_str()).expect("a file has a name");
        let (id, edition) = name.rsplit_once('-').unwrap_or_else(|| panic!("{name} is not named id-edition.json"));
        let text = read(&file.to_string_lossy());
        if !present.iter().any(|p| p.0 == id && p.1 == text) {
            let key = packed::pack(&text, present.iter().map(|p| (p.0, p.1.as_str())));
            rust += &format!("({id:?}, {edition:?}, {key:?}),\n");
            released += &format!("({id:?}, {edition:?}),\n");
        }
    }
    // Apart, so that a bundle that only asks which there are does not carry them.
    rust += &format!("];\nconst RELEASED: &[(&str, &str)] = &[\n{released}];\n");
    fs::write(out.join("editions.rs"), rust).expect("OUT_DIR can be written");
}

fn read(path: &str) -> String {
    compact(&fs::read_to_string(path).unwrap_or_else(|e| panic!("{path}: {e}")))
}

/// Id, title, summary and minutes of each scenario but the first, as Rust, in the order given: the
/// start screen names them without carrying them.
fn catalogue(out: &Path) {
    let entry = |id: &str| {
        let text = fs::read_to_string(format!("weeks/{id}.json")).unwrap_or_else(|e| panic!("{id}: {e}"));
        let json: serde_json::Value = serde_json::from_str(&text).unwrap_or_else(|e| panic!("{id}: {e}"));
        let text = |key: &str| json[key].as_str().unwrap_or_else(|| panic!("{id} has no {key}")).to_owned();
        let minutes = json["minutes"].as_u64().unwrap_or_else(|| panic!("{id} has no minutes"));
        format!("Entry {{ id: {id:?}, title: {:?}, summary: {:?}, minutes: {minutes} }},\n", text("title"), text("summary"))
    };
    let entries: String = OTHERS.iter().map(|id| entry(id)).collect();
    let texts: String = OTHERS.iter().map(|id| format!("({id:?}, include_str!(concat!(env!(\"OUT_DIR\"), \"/{id}.json\"))),\n")).collect();
    let n = OTHERS.len();
    let rust = format!(
        "/// The first, for lists.\npub const FIRST_ENTRY: Entry = {};\n/// The others, for the start screen.\npub const CATALOGUE: [Entry; {n}] = [\n{entries}];\nconst OTHERS: [(&str, &str); {n}] = [\n{texts}];\n",
        entry(FIRST).trim_end_matches(",\n")
    );
    fs::write(out.join("catalogue.rs"), rust).expect("OUT_DIR can be written");
}
