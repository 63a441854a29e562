//! Each code once, provoked in a scenario that is fine otherwise; and the problems of one file all
//! at once.

use super::{CODES, Finding, Severity, check};
use serde_json::{Value, json};
use std::collections::BTreeSet;

const FINE: &str = include_str!("../../../../public/examples/first-friday.json");

/// The fine scenario with some text replaced.
fn with(changes: &[(&str, &str)]) -> String {
    changes.iter().fold(FINE.to_owned(), |text, (from, to)| {
        assert!(text.contains(from), "{from}");
        text.replacen(from, to, 1)
    })
}

fn value() -> Value {
    serde_json::from_str(FINE).expect("the example is JSON")
}

/// With a value put at a pointer's place; a member of an object that is there, or a new one.
fn put(path: &str, new: Value) -> String {
    let mut v = value();
    let (parent, key) = path.rsplit_once('/').expect("a pointer");
    match v.pointer_mut(parent).expect("it is there") {
        Value::Object(members) => drop(members.insert(key.into(), new)),
        Value::Array(list) if key == "-" => list.push(new),
        Value::Array(list) => list[key.parse::<usize>().expect("a number")] = new,
        _ => panic!("{path}"),
    }
    v.to_string()
}

fn found(text: &str) -> Vec<Finding> {
    check(text, None).list
}

/// A week of so many decisions with two moves each; the last scene's lines or offers ask about all.
fn long(decisions: usize, asks: &str) -> String {
    let mut scenes: Vec<Value> = (0..decisions)
        .map(|i| {
            let mv = |id: &str, style: &str| json!({"id": id, "style": style, "label": id, "reaction": [{"text": "So."}], "because": {"text": "So."}});
            json!({"id": format!("s{i}"), "at": "mon 09:10", "title": "S", "lines": [{"text": "So."}], "moves": [mv("d", "directive"), mv("c", "collaborative")]})
        })
        .collect();
    let took = |i: usize| json!({"took": format!("s{i}.d")});
    let all: Vec<Value> = (0..decisions - 1).map(took).collect();
    let last = &mut scenes[decisions - 1];
    match asks {
        "talk" => last["lines"] = all.iter().map(|c| json!({"when": c, "text": "So."})).collect(),
        "third" => {
            let third = json!({"id": "e", "style": "directive", "label": "e", "reaction": [{"text": "So."}], "because": {"text": "So."}});
            last["moves"].as_array_mut().expect("moves").push(third);
        }
        "offer" => {
            let extra = json!({"id": "x", "style": "directive", "label": "x", "offered": {"all": all}, "reaction": [{"text": "So."}], "because": {"text": "So."}});
            last["moves"].as_array_mut().expect("moves").push(extra);
        }
        _ => {}
    }
    json!({"format": 1, "id": "long", "title": "Long", "team": [{"id": "a", "name": "A"}], "scenes": scenes}).to_string()
}

fn cases() -> Vec<(&'static str, String)> {
    let lift = "\"facts\": [";
    let set = |flag: &str| json!({"set": {"flag": flag}});
    let flags = |list: &[&str]| list.iter().map(|f| json!({"id": f, "text": "A flag."})).collect::<Vec<_>>();
    let luck = |effect: Value| json!({"chance": {"id": "coin", "p": 0.5, "then": [effect]}});
    let task = |id: &str, more: Value| {
        let mut t = json!({"id": id, "name": id, "owner": "rosa", "minutes": [60, 80, 110]});
        t.as_object_mut().expect("an object").extend(more.as_object().expect("an object").clone());
        t
    };
    // The example's own tasks, written out, with another.
    let work = |extra: Vec<Value>| {
        let mut all = vec![task("idris-part", json!({"owner": "idris"})), task("shipment", json!({"owner": "idris"}))];
        all.extend(extra);
        put("/work", json!({"ship": "shipment", "tasks": all}))
    };
    let assumption = |id: &str, v: f64, low: f64, high: f64| json!([{"id": id, "name": "N", "value": v, "low": low, "high": high, "unit": "min", "source": "Mine."}]);
    let m = "/scenes/0/moves/0";
    let with_flag = |effects: Value, more: &dyn Fn(&mut Value)| {
        let mut v: Value = serde_json::from_str(&put("/flags", json!(flags(&["x"])))).expect("JSON");
        v["scenes"][0]["moves"][0]["effects"] = effects;
        more(&mut v);
        v.to_string()
    };
    let nothing = |_: &mut Value| {};
    let offered = json!({"knows": "lift"});
    vec![
        ("empty", String::new()),
        ("empty", " \n".into()),
        ("mark", format!("\u{feff}{FINE}")),
        ("comment", with(&[(lift, "// facts\n\"facts\": [")])),
        ("comment", with(&[(lift, "/* facts */\"facts\": [")])),
        ("no-value", with(&[("\"format\": 1", "\"format\": ")])),
        ("no-key", with(&[("\"format\": 1", "7: 1")])),
        ("no-colon", with(&[("\"format\": 1", "\"format\" 1")])),
        ("no-colon", with(&[("\"format\": 1", "\"format\" = 1")])),
        ("no-comma", with(&[("\"format\": 1,", "\"format\": 1")])),
        ("trailing-comma", with(&[("\"Ward sister\"}", "\"Ward sister\",}")])),
        ("extra-comma", with(&[("[{\"id\": \"rosa\"", "[,{\"id\": \"rosa\"")])),
        ("semicolon", with(&[("\"format\": 1,", "\"format\": 1;")])),
        ("wrong-bracket", with(&[("\"Head porter\"}]", "\"Head porter\"]")])),
        ("wrong-bracket", with(&[("[\"rosa\", \"idris\"],", "[\"rosa\", \"idris\"},")])),
        ("unclosed", with(&[("]}]}\n", "]}]\n")])),
        ("unclosed", FINE[..400].to_owned()),
        ("after-end", format!("{FINE}}}")),
        ("bare-word", with(&[("\"familiar\": true", "\"familiar\": yes")])),
        ("bare-key", with(&[("\"familiar\": true", "familiar: true")])),
        ("single-quotes", with(&[("\"Rosa\"", "'Rosa'")])),
        ("quotes", with(&[("\"Rosa\"", "“Rosa”")])),
        ("text", with(&[("a week. Where do we begin?\"}, {\"text\": \"You have a list in your pocket.\"", "a week.")])),
        ("text", with(&[("\"Rosa\"", "\"Ro\\sa\"")])),
        ("duplicate-key", with(&[("\"format\": 1", "\"format\": 1, \"format\": 1")])),
        ("too-deep", with(&[("\"format\": 1", &format!("\"format\": {}", "[".repeat(80)))])),
        ("syntax", with(&[("\"format\": 1", "\"format\": 01")])),
        ("too-large", format!("{FINE}{}", " ".repeat(1 << 20))),
        ("newer-format", with(&[("\"format\": 1", "\"format\": 2")])),
        ("format", with(&[("\"format\": 1", "\"format\": 0")])),
        ("missing", with(&[("\"title\": \"The plan\", ", "")])),
        ("unknown-key", with(&[("\"title\": \"The plan\"", "\"tittle\": \"The plan\"")])),
        ("wrong-type", with(&[("\"title\": \"The plan\"", "\"title\": 7")])),
        ("bad-value", with(&[("\"style\": \"directive\"", "\"style\": \"direct\"")])),
        ("bad-id", with(&[("\"id\": \"plan\"", "\"id\": \"The plan\"")])),
        ("bad-time", with(&[("mon 09:30", "mon 9:30")])),
        (
            "one-kind",
            with(&[("{\"meet\": {\"minutes\": 15}}, {\"feel\": {\"autonomy\": -100}}", "{\"meet\": {\"minutes\": 15}, \"feel\": {}}")]),
        ),
        ("unknown-condition", with(&[("{\"knows\": \"lift\"}", "{\"known\": \"lift\"}")])),
        ("unknown-effect", with(&[("{\"meet\":", "{\"meat\":")])),
        ("broken-target", with(&[("{\"knows\": \"lift\"}", "{\"knows\": \"left\"}")])),
        ("broken-target", put(&format!("{m}/because"), json!({"text": "So.", "rests-on": ["meeting"]}))),
        ("broken-target", put("/scenes/1/lines/0/when", json!({"took": "plan.asks"}))),
        ("broken-target", put("/scenes/1/lines/0/when", json!({"took": "ask"}))),
        ("broken-target", put("/scenes/0/habits", json!(["9"]))),
        ("broken-target", put("/start", json!("plans"))),
        ("broken-target", put("/scenes/0/next", json!([{"to": "lost"}]))),
        ("duplicate-id", with(&[("\"id\": \"lift\", \"at\"", "\"id\": \"plan\", \"at\"")])),
        ("duplicate-id", with(&[("\"id\": \"ask\"", "\"id\": \"assign\"")])),
        ("reserved-id", put("/team/-", json!({"id": "team", "name": "T"}))),
        ("unknown-speaker", with(&[("\"who\": \"rosa\"", "\"who\": \"rose\"")])),
        ("unknown-speaker", with(&[("\"who\": \"rosa\"", "\"who\": \"Rosa\"")])),
        ("unknown-speaker", with(&[("\"who\": \"rosa\"", "\"who\": \"somebody\"")])),
        ("nothing-there", put("/team", json!([]))),
        ("too-many", long(61, "")),
        ("too-many", put("/assumptions", (0..201).map(|i| assumption(&format!("a{i}"), 1.0, 0.0, 2.0)[0].clone()).collect())),
        ("too-much", put(&format!("{m}/effects"), vec![json!({"meet": {"minutes": 1}}); 2_990].into())),
        ("range", with(&[("\"minutes\": 15", "\"minutes\": 20000")])),
        ("range", put(&format!("{m}/effects"), json!([{"chance": {"id": "coin", "p": 50}}]))),
        ("range", put("/assumptions", assumption("output-spread", 3.0, 0.0, 4.0))),
        ("estimate", work(vec![task("t", json!({"minutes": [80, 60, 110]}))])),
        ("estimate", work(vec![task("t", json!({"minutes": [0, 60, 110]}))])),
        ("task-circle", work(vec![task("t", json!({"after": ["u"]})), task("u", json!({"after": ["t"]}))])),
        ("not-held", put(&format!("{m}/effects"), json!([{"release": {"task": "shipment"}}]))),
        ("not-held", put(&format!("{m}/effects"), json!([{"release": {"task": "rosa-part"}}]))),
        ("one-style", with(&[("\"style\": \"collaborative\"", "\"style\": \"directive\"")])),
        ("one-style", put("/scenes/0/moves", json!([]))),
        ("two-defaults", {
            let mut v: Value = serde_json::from_str(&with(&[("\"style\": \"collaborative\"", "\"style\": \"directive\"")])).expect("JSON");
            v["scenes"][0]["moves"][0]["default"] = json!(true);
            v["scenes"][0]["moves"][1]["default"] = json!(true);
            v.to_string()
        }),
        (
            "default-offered",
            put(m, {
                let mut mv = value()["scenes"][0]["moves"][0].clone();
                mv["default"] = json!(true);
                mv["offered"] = offered.clone();
                mv
            }),
        ),
        ("no-default", put(&format!("{m}/offered"), offered.clone())),
        (
            "luck-decides",
            put("/scenes/0/next", json!([{"when": {"not": {"feels": {"who": "team", "level": 0}}}, "to": "lift"}, {"to": "last"}])),
        ),
        ("luck-reveals", put(&format!("{m}/effects"), json!([luck(json!({"reveal": {"fact": "lift"}}))]))),
        (
            "luck-flag",
            with_flag(json!([luck(set("x"))]), &|v| {
                v["scenes"][0]["next"] = json!([{"when": {"flag": "x"}, "to": "last"}, {"to": "lift"}])
            }),
        ),
        ("language", put("/lang", json!("Arabic (Egypt)"))),
        ("week-after", put("/week-after", json!("one-came-black"))),
        ("week-after", put("/week-after", json!("one-came-back"))),
        ("article", put("/goods", json!("the ward"))),
        ("low-high", put("/assumptions", assumption("own", 3.0, 5.0, 4.0))),
        ("outside-range", put("/assumptions", assumption("own", 3.0, 4.0, 5.0))),
        ("outside-range", put("/assumptions", assumption("output-spread", 0.2, 0.1, 5.0))),
        ("score-sum", put("/score", json!({"delivery": 40, "engagement": 40, "hours": 40}))),
        ("odd-time", put("/scenes/0/at", json!("sat 10:00"))),
        ("odd-time", put("/scenes/0/at", json!("mon 03:00"))),
        ("odd-deadline", put("/deadline", json!("mon 08:00"))),
        ("odd-deadline", put("/deadline", json!("fri 23:00"))),
        ("empty-text", with(&[("\"title\": \"The plan\"", "\"title\": \" \"")])),
        ("emphasis", with(&[("Where do we begin?", "Where do *we begin?")])),
        ("html", with(&[("Where do we begin?", "Where do <b>we</b> begin?")])),
        ("html", with(&[("Where do we begin?", "Where do&nbsp;we begin?")])),
        ("direction", with(&[("Where do we begin?", "Where\u{202e} do we begin?")])),
        ("direction", with(&[("\"Rosa\"", "\"Ro\u{2066}sa\"")])),
        ("hidden", with(&[("Where do we begin?", "Where do we be\u{200b}gin?")])),
        ("hidden", with(&[("\"place\": \"In the old ward\"", "\"place\": \"In the o\u{200d}ld ward\"")])),
        ("hidden", with(&[("Where do we begin?", "Where do we begin\u{200f}?")])),
        ("control", with(&[("Where do we begin?", "Where\\u0007 do we begin?")])),
        ("long-label", with(&[("Read out the list", &"Read it out ".repeat(9))])),
        ("long-line", with(&[("Where do we begin?", &"and then ".repeat(31))])),
        ("long-scene", put("/scenes/0/lines", (0..4).map(|_| json!({"text": "word ".repeat(50)})).collect())),
        ("no-talk", put("/scenes/0/lines", json!([]))),
        ("no-reaction", put(&format!("{m}/reaction"), json!([]))),
        ("no-because", put(&format!("{m}/because"), json!({"text": ""}))),
        ("unreachable", put("/scenes/0/next", json!([{"to": "last"}]))),
        ("never-offered", put("/scenes/0/moves/-", json!({"id": "x", "label": "X", "style": "directive", "offered": offered}))),
        ("never-said", put("/scenes/0/lines/0/when", json!({"knows": "lift"}))),
        (
            "never-said",
            put("/scenes/1/lines/-", json!({"when": {"luck": "later"}, "text": "So."}))
                .replace("[{\"feel\":{\"autonomy\":-80}}", "[{\"chance\":{\"id\":\"later\",\"p\":0.5}},{\"feel\":{\"autonomy\":-80}}"),
        ),
        ("never-told", put("/scenes/0/moves/1/effects", json!([]))),
        ("never-set", put("/flags", json!([{"id": "x", "text": "X", "promise": true}]))),
        ("never-released", work(vec![task("t", json!({"held": true}))])),
        ("unused", with_flag(json!([set("x")]), &nothing)),
        ("unused", put("/flags", json!(flags(&["x"])))),
        ("unused", put("/habits", json!([{"id": "1", "directive": "A", "collaborative": "B"}]))),
        ("unused", put("/assumptions", assumption("own", 3.0, 1.0, 5.0))),
        ("loop", put("/scenes/1/next", json!([{"to": "plan"}]))),
        ("no-way-on", put("/scenes/0/next", json!([{"when": {"knows": "lift"}, "to": "lift"}]))),
        ("back-in-time", with(&[("wed 13:00", "mon 09:00")])),
        ("broken-path", put("/paths", json!([{"id": "p", "name": "P", "moves": "assign.order.order"}]))),
        ("broken-path", put("/paths", json!([{"id": "p", "name": "P", "moves": "assign.order"}]))),
        ("broken-path", put("/paths", json!([{"id": "p", "name": "P", "moves": "assign.order.lead.lead"}]))),
        ("many-paths", long(16, "third")),
        ("sampled", long(17, "")),
        ("talk-not-followed", long(16, "talk")),
        ("too-many-situations", long(16, "offer")),
        ("no-map", long(16, "offer")),
        ("nobodys", work(vec![json!({"id": "t", "name": "t", "minutes": [1, 2, 3]})])),
    ]
}

#[test]
fn the_examples_have_no_finding() {
    for text in [FINE, crate::built_in("monday-call").unwrap_or("")] {
        assert_eq!(found(text), []);
    }
}

/// The code is found, at a place in the text; a syntax slip or a broken form brings no others along.
#[test]
fn each_code_is_provoked_by_something() {
    let mut seen: BTreeSet<&str> = ["id-gone", "released-unreadable", "dominated", "changes-nothing", "one-style-wins"].into();
    let mut failed = Vec::new();
    for (code, text) in cases() {
        let list = found(&text);
        let codes: Vec<&str> = list.iter().map(|f| f.code).collect();
        let Some(f) = list.iter().find(|f| f.code == code) else {
            failed.push(format!("{code} is not among {list:#?}"));
            continue;
        };
        let Some(row) = CODES.iter().find(|c| c.0 == code) else { panic!("{code} is not in the list of codes") };
        let softer = (code, f.severity) == ("range", Severity::Warning);
        assert!(row.1 == f.severity || softer, "{code}: {f:?}");
        assert!(f.at <= text.len() && !f.text.is_empty(), "{f:?}");
        if codes.len() > 3 {
            failed.push(format!("{code} brings along {list:#?}"));
        }
        seen.insert(code);
    }
    assert!(failed.is_empty(), "{}", failed.join("\n"));
    let all: BTreeSet<&str> = CODES.iter().map(|c| c.0).collect();
    assert_eq!(seen, all);
    assert_eq!(all.len(), CODES.len());
}

#[test]
fn all_problems_come_at_once_each_with_its_place() {
    // A wrong type, a missing field, a broken target, a bad id and an unknown key.
    let text = with(&[
        ("\"title\": \"Ward four moves\"", "\"title\": 4"),
        ("\"title\": \"The plan\", ", ""),
        ("{\"knows\": \"lift\"}", "{\"knows\": \"left\"}"),
        ("\"id\": \"think\"", "\"id\": \"Think about it\""),
        ("\"place\": \"At the foot", "\"plaice\": \"At the foot"),
    ]);
    let list = found(&text);
    let said: Vec<(&str, usize, &str, &str)> = list.iter().map(|f| (f.code, f.line, f.path.as_str(), f.mend.as_str())).collect();
    assert_eq!(
        said,
        [
            ("wrong-type", 1, "/title", "write \"4\""),
            ("missing", 5, "/scenes/0", "add \"title\": \"…\""),
            ("unknown-key", 17, "/scenes/1/plaice", "did you mean \"place\"?"),
            ("broken-target", 18, "/scenes/1/lines/0/when/knows", "did you mean \"lift\"?"),
            ("bad-id", 26, "/scenes/1/moves/1/id", "write \"think-about-it\""),
        ]
    );
    assert!(list.iter().all(|f| f.severity == Severity::Error));
    assert_eq!(&text[list[3].at..][..6], "\"left\"");
    assert_eq!((list[2].line, list[2].column), (17, 4 + text.lines().nth(16).and_then(|l| l.find("\"plaice")).unwrap_or(0) - 3));
}

#[test]
fn slips_of_the_text_and_of_the_form_come_together() {
    let text = with(&[("\"Ward sister\"},", "'Ward sister',},"), ("\"style\": \"directive\"", "\"style\": \"collaborativ\"")]);
    let codes: Vec<&str> = found(&text).iter().map(|f| f.code).collect();
    assert_eq!(codes, ["single-quotes", "trailing-comma", "bad-value"]);
}

#[test]
fn a_released_edition_is_compared_by_its_ids() {
    let gone = |changes: &[(&str, &str)]| {
        let list = check(&with(changes), Some(FINE)).list;
        list.iter().map(|f| format!("{} {} | {}", f.code, f.path, f.mend)).collect::<Vec<_>>()
    };
    assert_eq!(gone(&[]), [""; 0]);
    assert_eq!(
        gone(&[("\"id\": \"think\"", "\"id\": \"sit-down\"")]),
        ["id-gone /scenes/1/moves/1/id | if \"sit-down\" is this move, keep its id \"think\""]
    );
    assert_eq!(gone(&[("\"id\": \"last\"", "\"id\": \"end\"")]), ["id-gone /scenes/2/id | if \"end\" is this scene, keep its id \"last\""]);
    assert_eq!(gone(&[("\"id\": \"first-friday\"", "\"id\": \"other\"")]), ["id-gone /id | keep the id, unless this is another scenario"]);
    let list = check(FINE, Some("{")).list;
    assert_eq!((list.len(), list[0].code), (1, "released-unreadable"));
}

/// What the figures of a scenario say of it.
fn figured(text: &str) -> Vec<String> {
    let (scenario, program) = crate::read(text).unwrap_or_else(|e| panic!("{e}"));
    let mut job = engine::FiguresJob::new(&program, 400);
    engine::job::finish(&mut job);
    super::numbers(text, &scenario, &job).iter().map(|f| format!("{} {} {}", f.severity.name(), f.code, f.path)).collect()
}

#[test]
fn figures_say_which_choices_are_none() {
    assert_eq!(figured(FINE), [""; 0]);
    let monday = figured(crate::built_in("monday-call").unwrap_or(""));
    assert!(monday.contains(&"note changes-nothing /scenes/24/moves".to_owned()), "{monday:?}");
    assert!(monday.iter().all(|f| f.starts_with("note ")), "{monday:?}");
    // Two moves without effects, and one that costs a day and everybody's mood.
    let costly = json!([{"meet": {"minutes": 480}}, {"feel": {"autonomy": -400}}]);
    let mut v: Value = serde_json::from_str(&put("/scenes/2/moves/0/effects", costly.clone())).expect("JSON");
    let list = figured(&v.to_string());
    assert!(list.contains(&"warning dominated /scenes/2/moves/0".to_owned()), "{list:?}");
    for i in [0, 1, 2] {
        v["scenes"][i]["moves"][0]["effects"] = costly.clone();
        v["scenes"][i]["moves"][1]["effects"] = json!([]);
    }
    v["scenes"][1]["moves"][0]["effects"] = json!([]);
    let list = figured(&v.to_string());
    for said in ["warning one-style-wins /scenes", "warning changes-nothing /scenes/1/moves", "warning dominated /scenes/0/moves/0"] {
        assert!(list.contains(&said.to_owned()), "{said}: {list:?}");
    }
}

#[test]
fn what_scripts_need_is_left_alone() {
    for text in [
        "\u{5e9}\u{5dc}\u{5d5}\u{5dd} Anna\u{200f}.",
        "\u{645}\u{6cc}\u{200c}\u{62e}\u{648}\u{627}\u{647}\u{645}",
        "\u{1f469}\u{200d}\u{1f527}",
        "\u{65e5}\u{672c}\u{8a9e} caf\u{e9}\u{a0}!",
    ] {
        assert_eq!(found(&with(&[("Where do we begin?", text)])), [], "{text}");
    }
}

/// The reader refuses what turns the direction wherever it stands, and tells no name that does.
#[test]
fn nothing_that_turns_the_direction_is_read_or_told() {
    for (from, to) in
        [("\"Rosa\"", "\"Ro\u{202e}sa\""), ("Ward four moves", "Ward \u{2067}four"), ("\"format\": 1", "\"format\": 1, \"\u{202e}x\": 1")]
    {
        let refused = crate::read(&with(&[(from, to)])).map(|_| ()).expect_err(to).to_string();
        assert!(!refused.contains(['\u{202e}', '\u{2067}']), "{refused}");
    }
}
