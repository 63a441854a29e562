//! The checker on files that authors and strangers broke: it never panics, agrees with the reader on
//! what can be run, places everything within the text, and goes on after slips as the strict reader
//! would without them.

use super::common::{any_text, config, edited, edits};
use super::scenario::{change, changed, original};
use proptest::prelude::*;
use scenario::Unreadable;
use scenario::check::{BEYOND, CODES, Findings, Severity, check};
use serde_json::Value;
use std::collections::BTreeSet;

const EXAMPLE: &str = include_str!("../../public/examples/first-friday.json");

fn errors(found: &Findings) -> Vec<&str> {
    found.list.iter().filter(|f| f.severity == Severity::Error).map(|f| f.code).collect()
}

/// Whether nothing is wrong that the reader does not look at; told from the JSON alone.
fn sound(text: &str) -> bool {
    let v: Value = serde_json::from_str(text).unwrap();
    let ids = |list: &Value| -> Vec<String> {
        list.as_array().into_iter().flatten().filter_map(|x| x["id"].as_str().map(str::to_owned)).collect()
    };
    let once = |list: Vec<String>| list.iter().collect::<BTreeSet<_>>().len() == list.len();
    let texts =
        |list: &Value| -> Vec<String> { list.as_array().into_iter().flatten().filter_map(|x| x.as_str().map(str::to_owned)).collect() };
    let scenes = v["scenes"].as_array().cloned().unwrap_or_default();
    let lists = ["scenes", "team", "facts", "flags", "habits", "assumptions", "paths"].map(|k| ids(&v[k]));
    let [_, team, _, _, habits, assumptions, _] = &lists;
    let known = |id: &String| assumptions.contains(id) || engine::compile::standard(id).is_some();
    v["format"] == 1
        && lists.iter().all(|l| once(l.clone()))
        && once(ids(&v["work"]["tasks"]))
        && once(ids(&v["debrief"]["questions"]))
        && v["facts"].as_array().into_iter().flatten().all(|f| f["known-by"].as_str().is_some_and(|m| team.iter().any(|t| t == m)))
        && scenes.iter().all(|s| {
            once(ids(&s["moves"]))
                && texts(&s["with"]).iter().all(|m| team.contains(m))
                && texts(&s["habits"]).iter().all(|h| habits.contains(h))
                && s["moves"].as_array().into_iter().flatten().all(|m| texts(&m["because"]["rests-on"]).iter().all(known))
        })
}

#[track_caller]
fn agrees(text: &str) -> Result<(), TestCaseError> {
    let found = check(text, Some(EXAMPLE));
    let lines = text.matches('\n').count() + 1;
    for f in &found.list {
        prop_assert!(text.is_char_boundary(f.at) && (1..=lines).contains(&f.line) && f.column > 0, "{f:?}");
        prop_assert_eq!(json::position(text, f.at), (f.line, f.column));
        prop_assert!(!f.text.is_empty() && (f.code == "more" || CODES.iter().any(|c| c.0 == f.code)), "{f:?}");
    }
    prop_assert!(found.list.is_sorted_by_key(|f| f.at));
    let errors = errors(&found);
    match scenario::read(text) {
        Err(e) => prop_assert!(!errors.is_empty(), "the reader refuses this, and the checker says nothing: {e}"),
        Ok(_) => {
            prop_assert!(errors.iter().all(|c| BEYOND.contains(c)), "the reader takes this, and the checker says {errors:?}");
            // Loops of scenes or tasks are the checker's own to find: the table of codes shows them.
            let soft: Vec<_> = errors.iter().filter(|c| !matches!(**c, "loop" | "task-circle")).collect();
            prop_assert_eq!(sound(text), soft.is_empty(), "{:?}", soft);
        }
    }
    let (tree, slips) = json::loose(text);
    prop_assert_eq!(json::parse(text).is_ok(), slips.is_empty(), "{:?}", slips);
    prop_assert!(tree.is_some() || !slips.is_empty());
    Ok(())
}

// A case of a whole week takes a twentieth of a second.
proptest! {
    #![proptest_config(config(72))]

    #[test]
    fn the_checker_agrees_with_the_reader_on_what_an_author_broke(changes in proptest::collection::vec(change(), 1..4)) {
        agrees(&changed(original(), &changes))?;
    }

    #[test]
    fn a_damaged_file_is_checked_without_a_panic(edits in edits()) {
        agrees(&edited(scenario::built_in("monday-call").unwrap(), &edits))?;
        agrees(&edited(EXAMPLE, &edits))?;
    }
}

proptest! {
    #![proptest_config(config(200))]

    #[test]
    fn the_checker_agrees_with_the_reader_on_a_short_scenario_that_an_author_broke(changes in proptest::collection::vec(change(), 0..5)) {
        let example: Value = serde_json::from_str(EXAMPLE).unwrap();
        agrees(&serde_json::to_string_pretty(&serde_json::from_str::<Value>(&changed(&example, &changes)).unwrap()).unwrap())?;
    }

    #[test]
    fn any_text_is_checked_without_a_panic(text in any_text(), more in "[\\[\\]{}:,\"'/*#=a0 \\n-]{0,40}") {
        agrees(&text)?;
        agrees(&more)?;
        agrees(&format!("{{\"format\":1,{more}"))?;
    }

    /// Without slips the tree is the one that the strict reader makes.
    #[test]
    fn the_loose_tree_is_the_strict_one(edits in edits()) {
        let text = edited(EXAMPLE, &edits);
        if let Ok(node) = json::parse(&text) {
            let tree = json::loose(&text).0.unwrap();
            prop_assert!(same(&node, &tree), "they differ");
        }
    }
}

fn same(node: &json::Node, tree: &json::Tree) -> bool {
    use json::{Branch, Value};
    node.at == tree.at
        && match (&node.value, &tree.value) {
            (Value::Null, Branch::Null) => true,
            (Value::Bool(a), Branch::Bool(b)) => a == b,
            (Value::Number(a), Branch::Number(b)) => a.to_bits() == b.to_bits(),
            (Value::Text(a), Branch::Text(b)) => a == b,
            (Value::List(a), Branch::List(b)) => a.len() == b.len() && a.iter().zip(b).all(|(a, b)| same(a, b)),
            (Value::Object(a), Branch::Object(b)) => {
                a.len() == b.len() && a.iter().zip(b).all(|(a, b)| a.0 == b.key && same(&a.1, &b.value))
            }
            _ => false,
        }
}

/// A file that is large, flat or deep is answered, and soon: nothing grows with the square of it.
#[test]
fn a_hostile_file_is_answered() {
    let many = |piece: &str, n: usize| piece.repeat(n);
    let names: String = (0..90_000).map(|i| format!("\"k{i}\":1,")).collect();
    for text in [
        many("[", 500_000),
        many("{\"a\":", 200_000),
        many("'", 1_000_000),
        many("#\n", 500_000),
        format!("{{{names}\"end\":1}}"),
        format!("{{\"format\":1,\"scenes\":[{}]}}", many("{},", 300_000)),
        format!("{{\"format\":1,\"title\":\"{}\"}}", many("<a", 500_000)),
        format!("{{\"format\":1,\"title\":\"{}\"}}", many("&a", 500_000)),
        format!("{{\"format\":1,\"scenes\":[{{\"moves\":[{}]}}]}}", many("{\"effects\":[{\"x\":1}]},", 40_000)),
    ] {
        let found = check(&text, None);
        assert!(found.has_errors() && found.list.len() <= 501);
        assert!(!matches!(scenario::read(&text), Ok(_) | Err(Unreadable::Format(_))));
    }
}

/// Files of the largest size, of the right form: everything in them is asked for by everything.
#[test]
fn a_hostile_scenario_is_answered() {
    let ids = |n: usize, kind: &str| {
        (0..n).map(|i| format!(r#"{{"id":"{kind}{i}","name":"N","known-by":"a","text":"T"}}"#)).collect::<Vec<_>>().join(",")
    };
    let knows = |n: usize| (0..n).map(|i| format!(r#"{{"knows":"g{i}"}}"#)).collect::<Vec<_>>().join(",");
    let took = |n: usize| (0..n).map(|i| format!(r#"{{"took":"s.x{i}"}}"#)).collect::<Vec<_>>().join(",");
    let who = |n: usize| (0..n).map(|i| format!(r#"{{"who":"n{i}","text":"T"}}"#)).collect::<Vec<_>>().join(",");
    let tasks = |n: usize| (0..n).map(|i| format!(r#"{{"id":"t{i}","after":["t{}"]}}"#, (i + 1) % n)).collect::<Vec<_>>().join(",");
    let scene = |lines: &str, moves: &str| format!(r#""scenes":[{{"id":"s","lines":[{lines}],"moves":[{moves}]}}]"#);
    for body in [
        format!(r#""facts":[{}],{}"#, ids(8_000, "f"), scene(&format!(r#"{{"when":{{"all":[{}]}}}}"#, knows(20_000)), "")),
        format!(r#""team":[{}],{}"#, ids(8_000, "m"), scene(&who(18_000), "")),
        scene(&format!(r#"{{"when":{{"all":[{}]}}}}"#, took(18_000)), &ids(8_000, "m")),
        format!(r#""work":{{"tasks":[{}]}}"#, tasks(25_000)),
        format!(r#""work":{{"tasks":[{}]}}"#, ids(10_000, "same").replace(|c: char| c.is_ascii_digit(), "")),
    ] {
        let text = format!(r#"{{"format":1,{body}}}"#);
        assert!(text.len() < scenario::built_in("monday-call").unwrap().len() * 30);
        let found = check(&text, None);
        assert!(found.has_errors() && found.list.len() <= 501);
    }
    // What the reader takes: ten thousand lines, each with conditions, behind fifteen decisions.
    let mv = |id: &str, style: &str| format!(r#"{{"id":"{id}","label":"L","style":"{style}"}}"#);
    let moves = format!("{},{}", mv("d", "directive"), mv("c", "collaborative"));
    let scenes: Vec<String> = (0..16)
        .map(|i| {
            let line = |k: usize| {
                format!(r#"{{"when":{{"any":[{{"took":"s{}.d"}},{{"feels":{{"who":"team","level":{k}}}}}]}},"text":"T"}}"#, k % 15)
            };
            let lines = if i == 15 { (0..10_000).map(line).collect::<Vec<_>>().join(",") } else { String::new() };
            format!(r#"{{"id":"s{i}","at":"mon 10:00","title":"T","lines":[{lines}],"moves":[{moves}]}}"#)
        })
        .collect();
    let text = format!(r#"{{"format":1,"id":"x","title":"X","team":[{{"id":"a","name":"A"}}],"scenes":[{}]}}"#, scenes.join(","));
    let found = check(&text, None);
    assert!(!found.has_errors() && found.list.iter().any(|f| f.code == "talk-not-followed"), "{:?}", errors(&found));
}

/// The published schema is laxer than the reader, never stricter.
fn schema() -> &'static jsonschema::Validator {
    static SCHEMA: std::sync::OnceLock<jsonschema::Validator> = std::sync::OnceLock::new();
    let text = include_str!("../../public/schema/scenario-1.json");
    SCHEMA.get_or_init(|| jsonschema::validator_for(&serde_json::from_str(text).unwrap()).unwrap())
}

proptest! {
    #![proptest_config(config(96))]

    #[test]
    fn what_the_reader_takes_is_valid(changes in proptest::collection::vec(change(), 1..3)) {
        let example: Value = serde_json::from_str(EXAMPLE).unwrap();
        for text in [changed(original(), &changes), changed(&example, &changes)] {
            let v: Value = serde_json::from_str(&text).unwrap();
            // Of the format the reader asks no more than that it is not newer.
            if scenario::scenario(&text).is_ok() && v["format"] == 1 {
                let wrong: Vec<String> = schema().iter_errors(&v).map(|e| format!("{}: {e}", e.instance_path())).collect();
                prop_assert!(wrong.is_empty(), "{wrong:?}");
            }
        }
    }
}
