//! The page of our xAPI vocabulary: every verb, activity type and extension, explained, with
//! examples that are statements of a real session. `UPDATE_GOLDEN=1` writes it anew.

use super::sample::{START, small};
use super::store::Store;
use super::xapi::check;
use portal::vocabulary as v;
use portal::{Event, Launch, Rule, Setup, Xapi};
use serde_json::Value;
use std::collections::BTreeSet;

const PAGE: &str = "public/vocabulary/index.html";

const VERBS: [(v::Verb, &str); 8] = [
    (v::INITIALIZED, "The portal opened By Friday, and the week can begin or go on. First in every session."),
    (v::ANSWERED, "A decision of the week was taken. The response is the id of the move."),
    (
        v::SCORED,
        "cmi5 only, where neither passed nor failed is said: the score of the week that was played to its end, about the scenario. A cmi5-allowed statement.",
    ),
    (
        v::COMPLETED,
        "The attempt is complete: the debrief was opened, or the last decision taken, as the package says. Once in a registration. By Tin Can it carries the score; cmi5 allows no score here.",
    ),
    (v::PASSED, "The score reached the pass mark, or Friday was made, as the package or the portal says. With the score."),
    (v::FAILED, "The same rule, not met. With the score."),
    (v::SUSPENDED, "Tin Can only: the session ends before the week does, and the next one goes on from here."),
    (v::TERMINATED, "The session is over. Last in every session."),
];

const TYPES: [(&str, &str); 2] = [
    (v::SIMULATION, "A scenario: one week to lead, such as monday-call."),
    (v::INTERACTION, "A decision in a scenario: an interaction of the type choice, whose choices are its moves."),
];

const EXTENSIONS: [(&str, &str, &str, &str); 10] = [
    (v::STYLE, "result of answered", "text", "The style of the move: directive or collaborative. Reported in blind play too."),
    (
        v::CHANGE_ON_TIME,
        "result of answered",
        "number, -1 to 1",
        "What the move changed in the chance of Friday. Left out where it was not worked out.",
    ),
    (
        v::CHANGE_ENGAGEMENT,
        "result of answered",
        "number, -100 to 100",
        "What the move changed in the team\u{2019}s mean engagement, in points of a scale of 0 to 100.",
    ),
    (v::ON_TIME, "result of completed, passed, failed, scored", "true or false", "Whether the shipment was ready by the deadline."),
    (v::ENGAGEMENT, "result of completed, passed, failed, scored", "number, 0 to 100", "The team\u{2019}s mean engagement at the end."),
    (v::TEAM_HOURS, "result of completed, passed, failed, scored", "number", "Hours of the whole team, meetings and overtime included."),
    (v::EDITION, "context", "text, six hexadecimal digits", "The edition of scenario and rules that the attempt began with."),
    (v::SEED, "context", "whole number, 0 to 4294967295", "The luck of the week: the same seed and moves give the same week."),
    (v::ORDINAL, "context of answered", "whole number, from 1", "The number of the decision on the way through the week."),
    (
        v::TAKEN,
        "context of answered",
        "time, as xAPI writes timestamps",
        "When the decision was taken. A decision that could not be told at once is told in a later session, whose timestamps cannot be before that session began. Left out where nobody kept the time.",
    ),
];

/// One statement of each verb, in the order of [`VERBS`].
fn examples() -> Vec<Value> {
    let setup = |rule| Setup { rule, scenario: "monday-call".into(), title: "Monday\u{2019}s call".into(), language: "en".into() };
    let actor = "%7B%22objectType%22%3A%22Agent%22%2C%22account%22%3A%7B%22homePage%22%3A%22https%3A%2F%2Fportal.example%22%2C%22name%22%3A%2217%22%7D%7D";
    let common = format!("endpoint=https%3A%2F%2Fportal.example%2Fxapi%2F&actor={actor}&registration=760e3480-ba55-4991-94b0-01820dbd23a2");
    let session = |more: &str, rule, last: usize, end: Event| {
        let launch = Launch::read(&format!("{common}&{more}")).unwrap().unwrap();
        let data = r#"{"contextTemplate":{"extensions":{"https://w3id.org/xapi/cmi5/context/extensions/sessionid":"session-1"}}}"#;
        let mut store = Store::cmi5(data);
        let mut host = Xapi::new(launch, &setup(rule), [last as u8; 16], "");
        store.drive(&mut host, Event::Open, START);
        (1..=last).for_each(|n| store.drive(&mut host, Event::Report(Box::new(small(n, n == 2))), START + n as u64 * 60_000));
        store.drive(&mut host, end, START + 180_000);
        store.lrs.statements
    };
    let tin_can = "activity_id=urn%3Ax-by-friday%3Ascenario%3Amonday-call";
    let cmi5 = "fetch=https%3A%2F%2Fportal.example%2Ffetch&activityId=https%3A%2F%2Fportal.example%2Fau%2F1";
    let by_score = |mark| Rule { pass_mark: Some(mark), ..Rule::default() };
    let all = [
        session(tin_can, by_score(70.0), 2, Event::Finish),
        session(tin_can, Rule::default(), 1, Event::Leave),
        session(cmi5, Rule::default(), 2, Event::Finish),
        session(cmi5, by_score(80.0), 2, Event::Finish),
    ]
    .concat();
    VERBS.iter().map(|verb| all.iter().find(|s| s["verb"]["id"] == verb.0.0).unwrap().clone()).collect()
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

fn page() -> String {
    let mut out = format!(
        "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n<meta name=\"referrer\" content=\"no-referrer\">\n<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
<meta name=\"color-scheme\" content=\"light dark\">\n<title>By Friday: xAPI vocabulary</title>\n</head>\n<body>\n<main>\n<h1>By Friday: xAPI vocabulary</h1>\n\
<p>What By Friday says to a learning record store, by xAPI 1.0.3 (Tin Can launch) and by cmi5. Verbs and activity types are those of ADL and cmi5. \
Names of our own begin with <code>{base}</code>: By Friday is served from wherever it is put, so it has no domain of its own under which they could be addresses. \
They are names only, nobody else can be given a name beginning so, and once released they do not change.</p>\n\
<p>A scenario is the activity <code>{base}scenario:<var>id</var></code>, a decision in it <code>{base}scenario:<var>id</var>:decision:<var>scene</var></code>. \
Both are made from the ids its author wrote, so they are the same in every edition and every portal. The launched activity is the parent of each decision, the scenario is in the grouping of every statement.</p>\n\
<p>What is reported is the first week that a learner plays to its end in an attempt, decision by decision. What-ifs, weeks under changed assumptions and weeks opened from a link are never reported.</p>\n<h2>Verbs</h2>\n",
        base = v::BASE
    );
    for (((id, name), text), example) in VERBS.into_iter().zip(examples()) {
        let example = serde_json::to_string_pretty(&example).unwrap();
        out += &format!(
            "<h3 id=\"{name}\">{name}</h3>\n<p><code>{id}</code></p>\n<p>{}</p>\n<details><summary>An example of {name}</summary>\n<pre>{}</pre>\n</details>\n",
            escaped(text),
            escaped(&example)
        );
    }
    out += "<h2>Activity types</h2>\n<dl>\n";
    TYPES.iter().for_each(|(id, text)| out += &format!("<dt><code>{id}</code></dt>\n<dd>{}</dd>\n", escaped(text)));
    out += "</dl>\n<h2>Extensions</h2>\n<dl>\n";
    for (id, place, kind, text) in EXTENSIONS {
        let name = id.strip_prefix(v::BASE).unwrap();
        out += &format!("<dt id=\"{name}\"><code>{id}</code></dt>\n<dd>In the {place}: {kind}. {}</dd>\n", escaped(text));
    }
    out += &format!(
        "</dl>\n<p>A decision also tells progress in percent by <code>{}</code>, and a verdict by the portal\u{2019}s own mark repeats it by <code>{}</code>, as cmi5 has them.</p>\n</main>\n</body>\n</html>\n",
        v::PROGRESS,
        v::MASTERY_SCORE
    );
    out
}

#[test]
fn the_page_explains_all_that_is_said() {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join(PAGE);
    let page = page();
    if std::env::var_os("UPDATE_GOLDEN").is_some() {
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(&path, &page).unwrap();
    }
    assert!(std::fs::read_to_string(&path).unwrap() == page, "{PAGE} is out of date: UPDATE_GOLDEN=1 cargo test --test report");
    assert!(!page.contains("<script") && !page.contains("style="));
    examples().iter().for_each(check);
}

#[test]
fn every_name_is_explained_and_ours_begin_alike() {
    assert_eq!(VERBS.map(|verb| verb.0), v::VERBS);
    assert_eq!(EXTENSIONS.map(|e| e.0), v::EXTENSIONS);
    assert!(v::EXTENSIONS.iter().all(|e| e.starts_with(v::BASE)));
    assert_eq!(v::EXTENSIONS.iter().collect::<BTreeSet<_>>().len(), v::EXTENSIONS.len());
    assert_eq!(v::scenario("monday-call"), "urn:x-by-friday:scenario:monday-call");
    // Whatever stands in the examples is known: ours here, the rest to ADL or cmi5.
    let mut keys = BTreeSet::new();
    let mut types = BTreeSet::new();
    for s in examples() {
        for holder in [&s["context"], &s["result"]] {
            keys.extend(holder["extensions"].as_object().into_iter().flat_map(|e| e.keys().cloned()));
        }
        types.extend(s["object"]["definition"]["type"].as_str().map(str::to_owned));
    }
    let ours: BTreeSet<&str> = keys.iter().map(String::as_str).filter(|k| k.starts_with(v::BASE)).collect();
    assert_eq!(ours, v::EXTENSIONS.into_iter().collect());
    assert!(keys.iter().all(|k| k.starts_with(v::BASE) || k.starts_with("https://w3id.org/xapi/cmi5/")));
    assert_eq!(types.iter().map(String::as_str).collect::<BTreeSet<_>>(), TYPES.into_iter().map(|t| t.0).collect());
}
