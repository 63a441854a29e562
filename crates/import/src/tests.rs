//! Whole stories: what becomes of passages, links and variables, and that the result is sound.

use super::{Imported, import};
use scenario::check::{Severity, check};
use serde_json::{Value, json};

/// Imports a story; what comes out has no errors.
#[track_caller]
fn story(name: &str, text: &str) -> (Value, Imported) {
    let found = import(name, text).unwrap_or_else(|e| panic!("{e}\n{text}"));
    scenario::scenario(&found.scenario).unwrap_or_else(|e| panic!("{e}\n{}", found.scenario));
    let errors: Vec<_> = check(&found.scenario, None).list.into_iter().filter(|f| f.severity == Severity::Error).collect();
    assert!(errors.is_empty(), "{errors:?}\n{}", found.scenario);
    (serde_json::from_str(&found.scenario).expect("JSON"), found)
}

#[track_caller]
fn sugar(text: &str) -> (Value, Imported) {
    story("depot.twee", text)
}

/// Whether the list says so of something.
#[track_caller]
fn says(found: &Imported, what: &str, why: &str) {
    assert!(found.left.iter().any(|l| l.what.contains(what) && l.why.contains(why)), "{what}, {why}: {:#?}", found.left);
}

fn ids(v: &Value) -> Vec<&str> {
    v.as_array().into_iter().flatten().filter_map(|x| x["id"].as_str()).collect()
}

#[test]
fn choices_are_scenes_and_what_lies_between_follows_the_moves() {
    let (s, found) = sugar(
        ":: StoryTitle\nThe depot\n:: Start\nAnna: Late again.\n[[Tell her|Tell]]\n[[Ask her|Ask]]\n:: Tell\nAnna: As you say.\n[[Go on|Evening]]\n\
         :: Ask\nAnna: We could call.\n[[Go on|Evening]]\n:: Evening\nIt gets late.\n[[Thank her|Good]]\n[[Leave|Bad]]\n:: Good\nGood.\n:: Bad\nBad.",
    );
    assert_eq!((&s["id"], &s["title"], ids(&s["scenes"])), (&"the-depot".into(), &"The depot".into(), vec!["start", "evening"]));
    assert_eq!(s["team"], json!([{"id": "anna", "name": "Anna", "role": "To be written"}]));
    let [first, last] = [&s["scenes"][0], &s["scenes"][1]];
    assert_eq!(first["lines"], json!([{"who": "anna", "text": "Late again."}]));
    assert_eq!(first["moves"][0]["reaction"], json!([{"who": "anna", "text": "As you say."}]));
    assert_eq!(
        first["moves"].as_array().map(|m| m.iter().map(|m| m["style"].clone()).collect()),
        Some(json!(["directive", "collaborative"])).map(|v| serde_json::from_value::<Vec<Value>>(v).expect("a list"))
    );
    assert_eq!(first["next"], json!([{"to": "evening"}]));
    assert_eq!((&first["at"], &last["at"], &last["next"]), (&"mon 09:10".into(), &"fri 14:05".into(), &json!([])));
    assert_eq!(last["moves"][1]["reaction"], json!([{"text": "Bad."}]));
    says(&found, "the styles of 4 moves", "decided by you");
    says(&found, "the passage “Tell”", "nothing is decided");
}

#[test]
fn several_choices_may_lead_to_one_passage_and_to_the_end() {
    let (s, _) = sugar(":: Start\nA.\n[[One|Two]]\n[[Another|Two]]\n[[A third|End]]\n:: Two\nB.\n[[x|End]]\n[[y|End]]\n:: End\nThe end.");
    let next = &s["scenes"][0]["next"];
    assert_eq!(
        *next,
        json!([{"when": {"any": [{"took": "start.one"}, {"took": "start.another"}]}, "to": "two"}]),
        "the third ends the week"
    );
    assert_eq!(s["scenes"][0]["moves"][2]["reaction"], json!([{"text": "The end."}]));
}

#[test]
fn a_way_back_is_cut_and_named() {
    let (s, found) = sugar(
        ":: Hall\nA hall.\n[[Left]]\n[[Right]]\n:: Left\nL.\n[[Back|Hall]]\n[[Across|Right]]\n:: Right\nR.\n[[Back|Hall]]\n[[Wait|Right]]",
    );
    says(&found, "the link “Back”", "leads back to “Hall”");
    says(&found, "the link “Wait”", "leads back to “Right”");
    assert_eq!(s["scenes"][1]["next"], json!([{"to": "right"}]), "what was cut goes where the others go");
    assert_eq!(s["scenes"][2]["next"], json!([]));
}

#[test]
fn a_first_passage_with_one_way_opens_the_next() {
    let (s, found) = sugar(":: Start\nWelcome.\n[[Begin|Hall]]\n:: Hall\nA hall.\n[[a|A]]\n[[b|B]]\n:: A\nx\n:: B\ny");
    assert_eq!(ids(&s["scenes"]), ["hall"]);
    assert_eq!(s["scenes"][0]["lines"], json!([{"text": "Welcome."}, {"text": "A hall."}]));
    says(&found, "the passage “Start”", "opens “Hall”");
}

#[test]
fn a_scene_without_two_moves_gets_them_to_be_written() {
    let (s, found) = sugar(":: Start\nNothing here.\n:: Else\nSomewhere.");
    assert_eq!(s["scenes"][0]["moves"].as_array().map(Vec::len), Some(2));
    says(&found, "a directive move in “Start”", "to be written by you");
    says(&found, "the passage “Else”", "no link leads there");
    let (s, _) = sugar(
        ":: Start\n<<set $x to 1>>\n[[a|B]]\n<<if $y>>[[b|B]]<</if>>\n<<if $x is 1>>[[c|C]]<</if>>\n:: B\n[[$y to 1|Start]]\n:: C\nx",
    );
    assert_eq!(ids(&s["scenes"][0]["moves"]), ["a", "c"], "what never holds is left out, what always holds is no condition");
}

#[test]
fn moves_with_conditions_leave_each_style_one_without() {
    let (s, _) = sugar(
        ":: Start\n<<if visited('B')>>[[one|B]]<</if>><<if visited('C')>>[[two|B]]<</if>>[[three|C]]\n:: B\nb [[x|D]] [[y|C]]\n:: C\nc [[x|D]] [[y|B]]\n:: D\nd",
    );
    let moves = s["scenes"][0]["moves"].as_array().expect("moves");
    let free = |style: &str| moves.iter().any(|m| m["style"] == style && m.get("offered").is_none());
    assert!(moves.len() == 4 && free("directive") && free("collaborative"), "{moves:?}");
}

#[test]
fn variables_are_flags() {
    let (s, found) = sugar(
        ":: StoryInit\n<<set $trust to 0>>\n:: Start\nA.\n[[ask|B][$trust += 1]]\n[[tell|B][$told to true]]\n:: B\n<<if $trust gte 1>>Trusted.<<else>>Not.<</if>>\n\
         <<if $told>>[[sorry|C]]<</if>>\n[[x|D]]\n[[y|D]]\n<<set $never to 5>>\n<<if random(1,6) is 3>>Lucky.<</if>>\n:: C\nc\n:: D\nd",
    );
    assert_eq!(ids(&s["flags"]), ["trust-1", "told"]);
    let [a, b] = [&s["scenes"][0], &s["scenes"][1]];
    assert_eq!(a["moves"][0]["effects"], json!([{"set": {"flag": "trust-1"}}]));
    assert_eq!(b["lines"][0], json!({"when": {"flag": "trust-1"}, "text": "Trusted."}));
    assert_eq!(b["lines"][1], json!({"when": {"not": {"flag": "trust-1"}}, "text": "Not."}));
    assert_eq!(b["moves"][0]["offered"], json!({"flag": "told"}));
    assert_eq!(b["lines"][2], json!({"text": "[Perhaps] Lucky."}));
    says(&found, "the variable never", "nothing that was taken over asks about it");
    says(&found, "random(1,6) is 3", "shown always");
}

#[test]
fn a_name_stands_before_each_of_several_answers() {
    let (s, _) = sugar(
        ":: Start\nAnna: <<if $x>>Yes.<<else>>No.<</if>> And so on.\n[[a|B][$x to 1]]\n[[b|B]]\n:: B\nBen:<<if $x>> Aye.<</if>>\n[[a|C]]\n[[b|C]]\n:: C\nc",
    );
    assert_eq!(
        s["scenes"][0]["lines"],
        json!([{"when": {"flag": "x"}, "who": "anna", "text": "Yes."}, {"when": {"not": {"flag": "x"}}, "who": "anna", "text": "No."}, {"who": "anna", "text": "And so on."}])
    );
    assert_eq!(s["scenes"][1]["lines"], json!([{"when": {"flag": "x"}, "who": "Ben", "text": "Aye."}]));
}

#[test]
fn a_variable_is_asked_before_it_is_set() {
    let (s, _) = sugar(
        ":: Start\n<<if $been>>Again.<</if>><<set $been to true>>A.\n[[x|B]]\n[[y|B]]\n:: B\n<<if $been>>B.<</if>>\n[[x|C]]\n[[y|C]]\n:: C\nc",
    );
    assert!(s["scenes"][0].get("enter").is_none(), "it is set by the moves");
    assert_eq!(s["scenes"][0]["moves"][1]["effects"], json!([{"set": {"flag": "been"}}]));
}

#[test]
fn ways_by_condition_alone_are_taken_over() {
    let (s, _) = sugar(
        ":: Start\n[[a|Fork][$x to true]]\n[[b|Fork]]\n:: Fork\n<<if $x>>Left.<<goto 'L'>><<else>>Right.<<goto 'R'>><</if>>\n\
         :: L\nl [[x|E]] [[y|E]]\n:: R\nr [[x|E]] [[y|E]]\n:: E\ne",
    );
    let first = &s["scenes"][0];
    assert_eq!(first["moves"][0]["reaction"][1], json!({"when": {"not": {"flag": "x"}}, "text": "Right."}));
    assert_eq!(first["next"][0], json!({"when": {"all": [{"took": "start.a"}, {"flag": "x"}]}, "to": "l"}));
    assert_eq!(first["next"].as_array().map(Vec::len), Some(4));
}

#[test]
fn harlowe_is_told_by_its_name_or_by_its_look() {
    let body = "(set: $n to 0)Hi.\n(link-goto: \"Ask\", \"B\")\n[[Tell->B]]\n:: B\n(if: $n > 0)[x](else:)[y] [[One->C]] [[Two->C]]\n:: C\n''End''.";
    for head in ["", ":: StoryData\n{\"ifid\": \"X\", \"format\": \"Harlowe\"}\n"] {
        let (s, _) = story("h.twee", &format!("{head}:: Start\n{body}"));
        assert_eq!(ids(&s["scenes"][0]["moves"]), ["ask", "tell"]);
        assert_eq!(s["scenes"][1]["lines"], json!([{"text": "y"}]), "the counter is never counted");
        assert_eq!(s["scenes"][1]["moves"][0]["reaction"], json!([{"text": "*End*."}]));
    }
}

#[test]
fn a_large_story_is_cut_to_what_a_scenario_holds() {
    let mut text = String::new();
    for i in 0..80 {
        let links: String = (0..12).map(|k| format!("[[Way {k}|P{}]]", i + 1 + k % 2)).collect();
        text += &format!(":: P{i}\nPassage {i}.\n<<if $x{i}>>x<</if>>[[q|P{}][$x{i} to true]]{links}\n", i + 1);
    }
    let (s, found) = sugar(&text);
    assert_eq!((s["scenes"].as_array().map(Vec::len), s["flags"].as_array().map(Vec::len)), (Some(60), Some(32)));
    assert!(s["scenes"].as_array().into_iter().flatten().all(|s| s["moves"].as_array().is_some_and(|m| m.len() <= 9)));
    says(&found, "the passage “P70”", "at most 60 scenes");
    says(&found, "the link “Way 9”", "at most 9 moves");
    says(&found, "the variable x40", "more flags");
}

#[test]
fn other_files_are_refused_in_words() {
    for (name, text, says) in [
        ("a.txt", "Once upon a time", "no story that can be read"),
        ("a.twee", "", "empty"),
        ("a.ink", "Hello\n* choice", "ink's source"),
        ("a.txt", "=== knot ===\nHello", "ink's source"),
        ("a.html", "<!DOCTYPE html><tw-storydata>", "without a story"),
        ("a.json", "{\"format\": 1, \"scenes\": []}", "a scenario already"),
        ("a.json", "{\"inkVersion\": 99, \"root\": []}", "version 99"),
        ("a.json", "{\"inkVersion\": 21}", "no “root”"),
        ("a.json", "{\"inkVersion\": 21,", "line 1, column"),
        ("a.twee", ":: StoryTitle\nx", "no passage to play"),
    ] {
        let refused = import(name, text).expect_err(name);
        assert!(refused.contains(says), "{name}: {refused}");
    }
    let large = format!(":: A\n{}", "a ".repeat(1 << 20));
    assert!(import("a.twee", &large).expect_err("too large").contains("at most 1048576"));
}
