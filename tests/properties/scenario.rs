//! Scenario files that an author broke: they are refused in words or read, never crash, and two
//! independent readers read the same.

use super::common::{any_text, config, edited, edits};
use engine::model::Scenario;
use engine::model::state::SCENES;
use engine::{Line, Program};
use proptest::prelude::*;
use proptest::sample::Index;
use scenario::Unreadable;
use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::sync::OnceLock;

/// One change an author might make.
#[derive(Clone, Debug)]
pub enum Change {
    Delete(Index),
    Replace(Index, Value),
    /// Two short texts, mostly ids, trade places.
    Swap(Index, Index),
    Double(Index),
    /// A member of a name that is not foreseen, or of one that is, elsewhere.
    Add(Index, &'static str, Value),
    Scale(Index, f64),
}

pub fn original() -> &'static Value {
    static TEXT: OnceLock<Value> = OnceLock::new();
    TEXT.get_or_init(|| serde_json::from_str(scenario::built_in("monday-call").unwrap()).unwrap())
}

fn value() -> impl Strategy<Value = Value> {
    let odd = vec![
        json!(null),
        json!(true),
        json!(0),
        json!(-1),
        json!(1.5),
        json!(1000),
        json!(4_294_967_296u64),
        json!(-0.0),
        json!(""),
        json!("x"),
        json!("anna"),
        json!("No id"),
        json!("call.hedge"),
        json!("directive"),
        json!("fri 16:00"),
        json!("sun 23:59"),
        json!([]),
        json!([1, 2, 3]),
        json!({}),
        json!({"all": []}),
        json!({"not": {"knows": "rig"}}),
        json!({"luck": "rig-idea"}),
        json!({"reveal": {"fact": "rig"}}),
        json!({"feel": {"who": ["anna"], "autonomy": 100_000}}),
        json!([{"when": {"cond": {"shipped": true}, "then": [{"set": {"flag": "promised"}}]}}]),
    ];
    prop::sample::select(odd)
}

pub fn change() -> impl Strategy<Value = Change> {
    let keys = vec!["new", "when", "who", "id", "held", "owner", "offered", "default", "minutes", "enter", "format", "own-words"];
    prop_oneof![
        3 => any::<Index>().prop_map(Change::Delete),
        4 => (any::<Index>(), value()).prop_map(|(at, v)| Change::Replace(at, v)),
        4 => any::<(Index, Index)>().prop_map(|(a, b)| Change::Swap(a, b)),
        2 => any::<Index>().prop_map(Change::Double),
        1 => (any::<Index>(), prop::sample::select(keys), value()).prop_map(|(at, key, v)| Change::Add(at, key, v)),
        3 => (any::<Index>(), prop::sample::select(vec![0.0, -1.0, 0.5, 2.0, 30.0])).prop_map(|(at, by)| Change::Scale(at, by)),
    ]
}

/// The places of all values that fit, as JSON pointers; the root is none of them.
fn places(v: &Value, fits: fn(&Value) -> bool) -> Vec<String> {
    fn walk(v: &Value, at: &str, fits: fn(&Value) -> bool, found: &mut Vec<String>) {
        let mut visit = |key: &str, inner: &Value| {
            let place = format!("{at}/{key}");
            if fits(inner) {
                found.push(place.clone());
            }
            walk(inner, &place, fits, found);
        };
        match v {
            Value::Object(members) => members.iter().for_each(|(k, v)| visit(k, v)),
            Value::Array(list) => list.iter().enumerate().for_each(|(i, v)| visit(&i.to_string(), v)),
            _ => {}
        }
    }
    let mut found = Vec::new();
    walk(v, "", fits, &mut found);
    found
}

fn pick(v: &Value, at: &Index, fits: fn(&Value) -> bool) -> Option<String> {
    let places = places(v, fits);
    (!places.is_empty()).then(|| at.get(&places).clone())
}

fn short(v: &Value) -> bool {
    v.as_str().is_some_and(|t| t.len() < 20)
}

fn apply(v: &mut Value, change: &Change) {
    match change {
        Change::Delete(at) => {
            let Some(place) = pick(v, at, |_| true) else { return };
            let (parent, key) = place.rsplit_once('/').unwrap();
            match v.pointer_mut(parent) {
                Some(Value::Object(members)) => drop(members.remove(key)),
                Some(Value::Array(list)) => drop(list.remove(key.parse().unwrap())),
                _ => {}
            }
        }
        Change::Replace(at, new) => {
            if let Some(place) = pick(v, at, |_| true) {
                *v.pointer_mut(&place).unwrap() = new.clone();
            }
        }
        Change::Swap(a, b) => {
            let (Some(a), Some(b)) = (pick(v, a, short), pick(v, b, short)) else { return };
            let (x, y) = (v.pointer(&a).unwrap().clone(), v.pointer(&b).unwrap().clone());
            *v.pointer_mut(&a).unwrap() = y;
            *v.pointer_mut(&b).unwrap() = x;
        }
        Change::Double(at) => {
            let Some(place) = pick(v, at, |x| x.as_array().is_some_and(|l| !l.is_empty())) else { return };
            let list = v.pointer_mut(&place).unwrap().as_array_mut().unwrap();
            let item = at.get(list).clone();
            list.push(item);
        }
        Change::Add(at, key, new) => {
            if let Some(place) = pick(v, at, Value::is_object) {
                v.pointer_mut(&place).unwrap()[*key] = new.clone();
            }
        }
        Change::Scale(at, by) => {
            let Some(place) = pick(v, at, Value::is_number) else { return };
            let number = v.pointer_mut(&place).unwrap();
            let scaled = number.as_f64().unwrap_or(0.0) * by;
            *number = if scaled.fract() == 0.0 { json!(scaled as i64) } else { json!((scaled * 1000.0).round() / 1000.0) };
        }
    }
}

pub fn changed(original: &Value, changes: &[Change]) -> String {
    let mut v = original.clone();
    changes.iter().for_each(|c| apply(&mut v, c));
    v.to_string()
}

/// The second, independent reader: serde's, and what is left out filled in.
fn second(text: &str) -> serde_json::Result<Scenario> {
    serde_json::from_str(text).map(|mut scenario| {
        scenario::fill(&mut scenario);
        scenario
    })
}

/// Reads or refuses with words, as the second reader does; a scenario that can be read can be played.
#[track_caller]
fn check(text: &str, picks: &[u8]) -> Result<(), TestCaseError> {
    if let Ok(scenario) = scenario::scenario(text) {
        match second(text) {
            Ok(second) => prop_assert!(second == scenario, "the two readers differ"),
            // We take 2.0 for 2, as JSON Schema does; serde does not.
            Err(e) => prop_assert!(e.to_string().contains("floating point"), "serde refuses what we read: {e}"),
        }
    }
    match scenario::read(text) {
        Ok((_, program)) => played(&program, picks),
        Err(refused) => {
            prop_assert!(!refused.to_string().is_empty());
            let lines = text.matches('\n').count() + 1;
            match refused {
                Unreadable::Form(spots) => {
                    prop_assert!(spots.iter().all(|s| (1..=lines).contains(&s.line) && s.column > 0 && !s.text.is_empty()))
                }
                Unreadable::Problems(list) => prop_assert!(list.iter().all(|p| !p.text.is_empty())),
                Unreadable::TooLarge(_) | Unreadable::Format(_) => {}
            }
            Ok(())
        }
    }
}

/// The picked moves until the week is over, which it is at the latest when each scene was seen. A
/// second week with other luck has the same scenes, offers and facts.
fn played(program: &Program, picks: &[u8]) -> Result<(), TestCaseError> {
    let (mut line, mut other) = (Line::new(program, 7), Line::new(program, 8));
    let mut turn = 0;
    while !line.state.over() {
        let (s, t) = (&line.state, &other.state);
        let offered = program.offered(s);
        prop_assert_eq!((s.scene, s.facts, offered), (t.scene, t.facts, program.offered(t)), "luck decides what comes next");
        let moves: Vec<usize> = (0..32).filter(|m| offered & (1 << m) != 0).collect();
        prop_assert!(!moves.is_empty() && turn < SCENES, "a week that never ends");
        let mv = moves[usize::from(picks[turn % picks.len()]) % moves.len()];
        prop_assert_eq!((line.play(program, mv), other.play(program, mv)), (Ok(()), Ok(())));
        turn += 1;
    }
    prop_assert!(other.state.over());
    let outcome = program.outcome(&line.state);
    prop_assert!(outcome.score().is_finite() && outcome.score() >= 0.0, "{outcome:?}");
    Ok(())
}

proptest! {
    #![proptest_config(config(250))]

    #[test]
    fn a_scenario_an_author_broke_is_refused_in_words_or_read_alike_by_both_readers(
        changes in proptest::collection::vec(change(), 1..4),
        picks in proptest::collection::vec(any::<u8>(), 13),
    ) {
        check(&changed(original(), &changes), &picks)?;
    }

    #[test]
    fn a_damaged_scenario_file_is_refused_in_words(edits in edits()) {
        check(&edited(scenario::built_in("monday-call").unwrap(), &edits), &[0, 1, 2])?;
    }

    #[test]
    fn a_scenario_written_by_serde_is_read_by_us(changes in proptest::collection::vec(change(), 0..3)) {
        if let Ok(scenario) = scenario::scenario(&changed(original(), &changes)) {
            let text = serde_json::to_string(&scenario).unwrap();
            prop_assert_eq!(scenario::scenario(&text), Ok(scenario));
        }
    }

    #[test]
    fn any_text_is_refused_as_a_scenario(text in any_text()) {
        check(&text, &[0])?;
        check(&format!("{{\"format\":{text}}}"), &[0])?;
    }
}

/// Each kind of place once: a member left out, another value of its type, and one of another type.
/// A place without its numbers says the kind.
#[test]
fn both_readers_want_the_same_form_at_every_place() {
    let mut kinds = BTreeSet::new();
    let mut differ = Vec::new();
    for place in places(original(), |_| true) {
        let kind: Vec<&str> = place.split('/').filter(|part| part.parse::<usize>().is_err()).collect();
        let (parent, key) = place.rsplit_once('/').unwrap();
        if key.parse::<usize>().is_ok() || !kinds.insert(kind.join("/")) {
            continue;
        }
        let (alike, other) = match original().pointer(&place).unwrap() {
            Value::Bool(b) => (json!(!b), json!("true")),
            Value::Number(_) => (json!(-7.5), json!("7")),
            Value::String(_) => (json!("x"), json!(7)),
            Value::Array(_) => (json!([]), json!({})),
            _ => (json!({}), json!([])),
        };
        for new in [None, Some(alike), Some(other), Some(Value::Null)] {
            let mut v = original().clone();
            let members = v.pointer_mut(parent).unwrap().as_object_mut().unwrap();
            match &new {
                None => drop(members.remove(key)),
                Some(value) => drop(members.insert(key.to_owned(), value.clone())),
            }
            let text = v.to_string();
            let (ours, theirs) = (scenario::scenario(&text).ok(), second(&text).ok());
            // We may be stricter about what is there (ids, say), not about what is missing.
            if ours != theirs && (ours.is_some() || new.is_none()) {
                differ.push(format!(
                    "{place} {}: we read it: {}, serde: {}",
                    new.map_or("left out".into(), |v| v.to_string()),
                    ours.is_some(),
                    theirs.is_some()
                ));
            }
        }
    }
    assert!(kinds.len() > 100 && differ.is_empty(), "the readers differ:\n{}", differ.join("\n"));
}

/// Luck that reaches what comes next by a detour over a flag.
#[test]
fn a_scenario_in_which_luck_decides_what_comes_next_or_is_known_is_refused() {
    let lucky = |effect: Value| json!({"chance": {"id": "coin", "p": 0.5, "then": [effect]}});
    let set = || json!({"set": {"flag": "promised"}});
    let when = |effect: Value| json!({"when": {"cond": {"flag": "promised"}, "then": [effect]}});
    let asked = json!({"flag": "committed"});
    let felt = json!({"feels": {"who": "team", "level": 0}});
    // Effects of the first scene, and a condition on the last way on of the week.
    let cases = [
        (vec![lucky(json!({"reveal": {"fact": "rig"}}))], None),
        (vec![lucky(set()), when(json!({"reveal": {"fact": "rig"}}))], None),
        (vec![lucky(json!({"set": {"flag": "committed"}}))], Some(asked.clone())),
        (vec![lucky(set()), when(json!({"set": {"flag": "committed"}}))], Some(asked)),
        (vec![], Some(felt)),
    ];
    for (effects, way) in cases {
        let mut v = original().clone();
        v["scenes"][0]["enter"] = effects.into();
        if let Some(cond) = &way {
            let scenes = v["scenes"].as_array_mut().unwrap();
            let ways = scenes.iter_mut().rev().find_map(|s| s["next"].as_array_mut().filter(|n| !n.is_empty())).unwrap();
            ways[0]["when"] = cond.clone();
        }
        let read = scenario::read(&v.to_string());
        assert!(matches!(read, Err(Unreadable::Problems(_))), "this can be read: {} {way:?}", v["scenes"][0]["enter"]);
    }
}

/// Every assumption, one at a time, at every size.
#[test]
fn a_scenario_with_an_assumption_of_any_size_is_refused_or_played() {
    let ids = original()["assumptions"].as_array().unwrap().iter().map(|a| a["id"].as_str().unwrap()).enumerate();
    let mut crashed = Vec::new();
    for (i, id) in ids {
        for size in [-1e22, -1e9, -1e3, 1e3, 1e6, 1e9, 1e22] {
            let mut v = original().clone();
            v["assumptions"][i]["value"] = json!(size);
            let program = scenario::read(&v.to_string()).map(|r| r.1);
            let fine = || program.iter().all(|p| [[0; 13], [1; 13], [2; 13]].iter().all(|picks| played(p, picks).is_ok()));
            if !matches!(std::panic::catch_unwind(fine), Ok(true)) {
                crashed.push(format!("{id} = {size:e}"));
            }
        }
    }
    assert!(crashed.is_empty(), "the engine breaks on\n{}", crashed.join("\n"));
}
