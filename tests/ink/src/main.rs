//! Compiled ink by two readers: ours, which follows the story once with names in place of values, and
//! bladeink, which plays it over all choices with equal states merged. Printed for each story is what
//! arrives of the words and choices of its source, and in how many scenes or states.
//!
//! `make ink`, or with files: a story.json beside its story.ink.

#[path = "../../import/shares.rs"]
#[allow(dead_code)]
mod shares;

use bladeink::story::Story;
use serde_json::{Map, Value, json};
use shares::{Source, bare, came, share};
use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::path::{Path, PathBuf};

/// More are not merged into one story: it would have too many scenes by far.
const STATES: usize = 20_000;

/// A story played over all its choices.
#[derive(Default)]
struct Played {
    states: usize,
    /// States with more than one choice.
    decisions: usize,
    texts: BTreeSet<String>,
    labels: BTreeMap<String, usize>,
    /// What ended a way, and how often.
    errors: BTreeMap<String, usize>,
}

/// Plays on to the next choices, and says what was read.
fn go_on(story: &mut Story) -> Result<String, String> {
    let mut text = String::new();
    for _ in 0..5_000 {
        if !story.can_continue() {
            return Ok(text);
        }
        text.push_str(&story.cont().map_err(|e| format!("{e:?}"))?);
    }
    Err("its text has no end".into())
}

/// What makes two states one: all that a save holds but the output, the turns since the start and the
/// bookkeeping of threads.
fn key(save: &str) -> Result<String, serde_json::Error> {
    let mut state: Map<String, Value> = serde_json::from_str(save)?;
    let turn = state.remove("turnIdx").and_then(|t| t.as_i64()).unwrap_or(0);
    if let Some(Value::Object(turns)) = state.get_mut("turnIndices") {
        turns.values_mut().for_each(|t| *t = json!(turn - t.as_i64().unwrap_or(0)));
    }
    for flow in state.get_mut("flows").and_then(Value::as_object_mut).into_iter().flat_map(|f| f.values_mut()) {
        let Some(flow) = flow.as_object_mut() else { continue };
        flow.remove("outputStream");
        flow.remove("callstack");
        let threads = flow.remove("choiceThreads");
        if let Some(Value::Array(choices)) = flow.get_mut("currentChoices") {
            for c in choices {
                let thread = threads.as_ref().and_then(|t| t.get(c["originalThreadIndex"].to_string()));
                *c = json!([c["text"], c["targetPath"], c["tags"], thread.map(without_threads)]);
            }
        }
    }
    serde_json::to_string(&state)
}

fn without_threads(value: &Value) -> Value {
    let own = |k: &String| !matches!(k.as_str(), "threadIndex" | "threadCounter" | "previousContentObject");
    match value {
        Value::Object(m) => m.iter().filter(|(k, _)| own(k)).map(|(k, v)| (k.clone(), without_threads(v))).collect(),
        Value::Array(a) => a.iter().map(without_threads).collect(),
        other => other.clone(),
    }
}

/// The story over all choices, or why not.
fn play(text: &str) -> Result<Played, String> {
    let fresh = || Story::new_with_seed(text.trim_start_matches('\u{feff}'), 1).map_err(|e| format!("{e:?}"));
    let mut played = Played::default();
    let (mut seen, mut open) = (BTreeSet::new(), VecDeque::new());
    let mut arrive = |story: &Story, text: String, played: &mut Played, open: &mut VecDeque<_>| {
        played.texts.extend(Some(text).filter(|t| !bare(t).is_empty()));
        let save = story.save_state().map_err(|e| format!("{e:?}"))?;
        if seen.insert(key(&save).map_err(|e| e.to_string())?) {
            let choices = story.get_current_choices();
            played.states += 1;
            played.decisions += usize::from(choices.len() > 1);
            for c in &choices {
                played.texts.insert(c.text.clone());
                *played.labels.entry(bare(&c.text)).or_default() += 1;
            }
            open.push_back((save, choices.len()));
        }
        Ok::<_, String>(())
    };
    let mut story = fresh()?;
    let first = go_on(&mut story)?;
    arrive(&story, first, &mut played, &mut open)?;
    while let Some((save, choices)) = open.pop_front() {
        for choice in 0..choices {
            if played.states >= STATES {
                return Err(format!("more than {STATES} states"));
            }
            let chosen = story.load_state(&save).and_then(|()| story.choose_choice_index(choice));
            match chosen.map_err(|e| format!("{e:?}")).and_then(|()| go_on(&mut story)) {
                Ok(text) => arrive(&story, text, &mut played, &mut open)?,
                Err(why) => {
                    *played.errors.entry(why.chars().take(100).collect()).or_default() += 1;
                    story = fresh()?;
                }
            }
        }
    }
    Ok(played)
}

/// The stories of the corpus that are compiled.
fn corpus() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../import/corpus");
    let mut all: Vec<_> = std::fs::read_dir(folder)
        .expect("the corpus")
        .map(|f| f.expect("a file").path())
        .filter(|p| p.extension().is_some_and(|e| e == "json") && p.with_extension("ink").exists())
        .collect();
    all.sort();
    all
}

fn main() {
    let named: Vec<PathBuf> = std::env::args().skip(1).map(PathBuf::from).collect();
    println!(
        "{:22} {:>24} {:>7}   {:>24} {:>7} {:>9}",
        "", "ours: choices, words", "scenes", "bladeink: choices, words", "states", "decisions"
    );
    let mut sums = [[0; 4]; 2];
    let mut scenes = [0; 3];
    for file in if named.is_empty() { corpus() } else { named } {
        let read = |p: &Path| std::fs::read_to_string(p).unwrap_or_else(|e| panic!("{}: {e}", p.display()));
        let name = file.file_stem().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default();
        let (text, source): (String, Source) = (read(&file), shares::ink(&read(&file.with_extension("ink"))));
        let ours = share(&format!("{name}.json"), text.as_bytes(), &source);
        let of = |c: (usize, usize), w: (usize, usize)| format!("{}/{}, {}/{}", c.1, c.0, w.1, w.0);
        let mut add = |i: usize, c: (usize, usize), w: (usize, usize)| {
            sums[i].iter_mut().zip([c.1, c.0, w.1, w.0]).for_each(|(s, n)| *s += n);
        };
        add(0, ours.choices, ours.words);
        scenes[0] += ours.imported.summary.scenes;
        let left = format!("{name:22} {:>24} {:>7}", of(ours.choices, ours.words), ours.imported.summary.scenes);
        // It panics where glue follows a letter outside ASCII.
        match std::panic::catch_unwind(|| play(&text)).unwrap_or_else(|_| Err("it panics".into())) {
            Ok(played) => {
                let texts: Vec<String> = played.texts.into_iter().collect();
                let (choices, words, missing) = came(&source, &texts, played.labels);
                add(1, choices, words);
                scenes[1] += played.states;
                scenes[2] += played.decisions;
                println!("{left}   {:>24} {:>7} {:>9}", of(choices, words), played.states, played.decisions);
                missing.iter().for_each(|m| println!("    bladeink misses: {m}"));
                played.errors.iter().for_each(|(why, n)| println!("    bladeink, {n} ways: {why}"));
            }
            Err(why) => println!("{left}   bladeink: {why}"),
        }
        ours.missing.iter().for_each(|m| println!("    ours misses: {m}"));
    }
    let of = |s: [usize; 4]| format!("{}/{}, {}/{}", s[0], s[1], s[2], s[3]);
    println!("{:22} {:>24} {:>7}   {:>24} {:>7} {:>9}", "all", of(sums[0]), scenes[0], of(sums[1]), scenes[1], scenes[2]);
}
