//! Compiled ink as its compilers write it, piece by piece.

use crate::{Imported, import};
use scenario::check::{Severity, check};
use serde_json::{Value, json};

/// A story of these contents of the root, with these knots.
#[track_caller]
fn ink(root: Value, knots: Value) -> (Value, Imported) {
    let text = json!({"inkVersion": 21, "root": [root, "done", knots], "listDefs": {}}).to_string();
    let found = import("s.json", &text).unwrap_or_else(|e| panic!("{e}"));
    let errors: Vec<_> = check(&found.scenario, None).list.into_iter().filter(|f| f.severity == Severity::Error).collect();
    assert!(errors.is_empty(), "{errors:?}");
    (serde_json::from_str(&found.scenario).expect("JSON"), found)
}

/// The instructions of a choice with this text, in a container of its own.
fn choice(n: usize, text: &str, flags: u32) -> Value {
    json!(["ev", {"^->": "0.$r"}, {"temp=": "$r0"}, "str", format!("^{text}"), "/str", "/ev", {"*": format!(".^.^.c-{n}"), "flg": flags}, null])
}

fn says(found: &Imported, what: &str, why: &str) {
    assert!(found.left.iter().any(|l| l.what.contains(what) && l.why.contains(why)), "{what}, {why}: {:#?}", found.left);
}

#[test]
fn choices_lead_to_their_text_and_on() {
    let end = json!({"end_here": ["^The end.", "\n", "end", null]});
    let (s, _) = ink(
        json!(["^Hello.", "\n", choice(0, "Ask", 20), choice(1, "Tell", 4),
            {"c-0": ["^She answers.", "\n", {"->": "end_here"}, {"#f": 5}], "c-1": ["^She nods.", "\n", "end", {"#f": 5}]}]),
        end,
    );
    let scene = &s["scenes"][0];
    assert_eq!(scene["lines"], json!([{"text": "Hello."}]));
    assert_eq!(scene["moves"][0]["label"], "Ask");
    assert_eq!(scene["moves"][0]["reaction"], json!([{"text": "She answers."}, {"text": "The end."}]));
    assert_eq!(scene["moves"][1]["reaction"], json!([{"text": "She nods."}]));
    assert_eq!(scene["next"], json!([]));
}

/// `* Hello[.], world.`, as the description of the format shows it.
#[test]
fn the_text_of_a_choice_is_put_together() {
    let hello = json!(["ev", {"^->": "0.0.$r1"}, {"temp=": "$r"}, "str", {"->": ".^.s"}, [{"#n": "$r1"}], "/str", "str", "^.", "/str", "/ev",
        {"*": ".^.^.c-0", "flg": 22}, {"s": ["^Hello", {"->": "$r", "var": true}, null]}]);
    let then = json!(["ev", {"^->": "0.c-0.$r2"}, "/ev", {"temp=": "$r"}, {"->": ".^.^.0.s"}, [{"#n": "$r2"}], "^, world.", "\n", "end", {"#f": 5}]);
    let (s, _) = ink(json!([hello, choice(1, "Go", 20), {"c-0": then, "c-1": ["end", null]}]), Value::Null);
    assert_eq!(s["scenes"][0]["moves"][0]["label"], "Hello.");
    assert_eq!(s["scenes"][0]["moves"][0]["reaction"], json!([{"text": "Hello, world."}]));
}

/// `{met: Again.|First.}`, then `{ - trust > 1: A }` and what follows both.
#[test]
fn conditions_are_told_in_flags() {
    let globals = json!(["ev", false, {"VAR=": "met"}, 1, {"VAR=": "trust"}, "/ev", "end", null]);
    let branch = |text: &str, back: &str| json!([{"->": ".^.b"}, {"b": [text, {"->": back}, null]}]);
    let (s, found) = ink(
        json!(["ev", {"VAR?": "met"}, "/ev", [{"->": ".^.b", "c": true}, {"b": ["^Again.", {"->": ".^.^.^.5"}, null]}], branch("^First.", ".^.^.^.5"), "nop", "\n",
            "ev", {"VAR?": "trust"}, 1, ">", "/ev", [{"->": ".^.b", "c": true}, {"b": ["\n", "^Trusted.", "\n", {"->": "0.13"}, null]}], "nop", "^After.", "\n",
            ["ev", "str", "^Set it", "/str", {"VAR?": "met"}, "!", "/ev", {"*": ".^.^.c-0", "flg": 21}, null],
            choice(1, "Trust", 20), choice(2, "Go", 20),
            {"c-0": ["ev", true, "/ev", {"VAR=": "met", "re": true}, {"->": "0.0"}, null],
             "c-1": ["ev", {"VAR?": "trust"}, 1, "+", "/ev", {"VAR=": "trust", "re": true}, "done", null], "c-2": ["end", null]}]),
        json!({"global decl": globals}),
    );
    let scene = &s["scenes"][0];
    assert_eq!(
        scene["lines"],
        json!([{"when": {"flag": "met"}, "text": "Again."}, {"when": {"not": {"flag": "met"}}, "text": "First."},
            {"when": {"flag": "trust-1"}, "text": "Trusted."}, {"text": "After."}])
    );
    assert_eq!(scene["moves"][0]["offered"], json!({"not": {"flag": "met"}}));
    assert_eq!(scene["moves"][1]["effects"], json!([{"set": {"flag": "trust-1"}}]));
    assert!(!found.left.is_empty());
}

/// `{one|two}` shows its first, since a scene comes once; a shuffle too, and it is said.
#[test]
fn sequences_show_their_first() {
    let sequence = |how: Value| {
        let mut all = vec![json!("ev")];
        all.extend(how.as_array().into_iter().flatten().cloned());
        all.extend([json!("/ev"), json!("ev"), json!("du"), json!(0), json!("=="), json!("/ev"), json!({"->": ".^.s0", "c": true})]);
        all.extend([json!("ev"), json!("du"), json!(1), json!("=="), json!("/ev"), json!({"->": ".^.s1", "c": true})]);
        let nop = all.len();
        all.extend([
            json!("nop"),
            json!({"s0": ["pop", "^one", {"->": format!(".^.^.{nop}")}, null], "s1": ["pop", "^two", {"->": format!(".^.^.{nop}")}, null]}),
        ]);
        Value::Array(all)
    };
    let (s, found) = ink(
        json!(["^Count ", sequence(json!(["visit", 1, "MIN"])), "^ and ", sequence(json!(["visit", 2, "seq"])), "^.", "\n", choice(0, "a", 20), choice(1, "b", 20), {"c-0": ["end", null], "c-1": ["end", null]}]),
        Value::Null,
    );
    assert_eq!(s["scenes"][0]["lines"], json!([{"text": "Count one and one."}]));
    says(&found, "a shuffle", "first of its texts");
}

#[test]
fn what_has_no_place_is_noted() {
    let (s, found) = ink(
        json!(["^Text with ", "ev", {"VAR?": "name"}, "out", "/ev", "^.", "\n", "#", "^tag", "/#", "ev", {"x()": "play", "exArgs": 0}, "pop", "/ev",
            {"->t->": "side"}, "thread", {"->": "more"}, {"->": "nowhere"}, null]),
        json!({"side": ["^Aside.", "\n", "ev", "void", "/ev", "->->", null], "more": ["^A thread.", "\n", "done", null], "lonely": ["^Nobody comes.", "\n", "end", null]}),
    );
    assert_eq!(s["scenes"][0]["lines"], json!([{"text": "Text with (name)."}, {"text": "Aside."}, {"text": "A thread."}]));
    for (what, why) in [
        ("the value of name", "cannot show a value"),
        ("the function play", "outside the story"),
        ("Side", "a tunnel"),
        ("More", "a thread"),
        ("nowhere", "no such place"),
        ("the passage “Lonely”", "no link leads there"),
        ("1 piece of markup", "plain"),
    ] {
        says(&found, what, why);
    }
}

#[test]
fn a_hostile_file_is_answered() {
    let file = |root: String| format!("{{\"inkVersion\":21,\"root\":{root}}}");
    let branches = "\"ev\",{\"VAR?\":\"x\"},\"/ev\",{\"->\":\"0\",\"c\":true},".repeat(2000);
    let double = "\"du\",\"+\",".repeat(5000);
    for text in [
        file("[{\"->\":\"0\"},null]".into()),
        file("[\"^a\",{\"->\":\"0\"},null]".into()),
        file(format!("[\"^{}\",{{\"->\":\"0\"}},null]", "a".repeat(500_000))),
        file(format!("[{branches}null]")),
        file(format!("[\"ev\",\"str\",\"^aa\",\"/str\",{double}\"out\",\"/ev\",null]")),
        file(format!("[\"ev\",{{\"VAR?\":\"x\"}},{}\"out\",\"/ev\",null]", "\"du\",\"&&\",".repeat(5000))),
        file(format!("[\"ev\",{{\"VAR?\":\"x\"}},{}\"out\",\"/ev\",null]", "\"!\",".repeat(50_000))),
        file("[{\"->t->\":\"0\"},null]".into()),
        file(format!("[{{\"->\":\"{}\"}},null]", ".^".repeat(100_000))),
        file("[[[[\"end\",null],null],null],{\"a\":[{\"->\":\"b\"},null],\"b\":[{\"->\":\"a\"},null]}]".into()),
        file("[]".into()),
        file("[null]".into()),
    ] {
        if let Ok(found) = import("x.json", &text) {
            assert!(!check(&found.scenario, None).has_errors());
        }
    }
}
