//! cmi5: the order of things, the context template, launch modes, the portal's mastery score and
//! moveOn, the return address, and launches that fail.

use super::sample::{START, setup, small};
use super::store::{Store, Weather};
use super::xapi::{REGISTRATION, check};
use portal::{Event, Launch, Mode, Report, Rule, Success, Xapi};
use serde_json::{Value, json};

const MINUTE: u64 = 60_000;
const AU: &str = "https://portal.example/au/1";
const CATEGORY: &str = "https://w3id.org/xapi/cmi5/context/categories/cmi5";
const MOVE_ON: &str = "https://w3id.org/xapi/cmi5/context/categories/moveon";
const SESSION: &str = "https://w3id.org/xapi/cmi5/context/extensions/sessionid";

pub fn launch() -> Launch {
    let actor = r#"{"objectType":"Agent","account":{"homePage":"https://portal.example","name":"7"}}"#;
    let pairs = [
        ("fetch", "https://portal.example/xapi/fetch?k=1"),
        ("endpoint", "https://lrs.example/xapi"),
        ("registration", REGISTRATION),
        ("activityId", AU),
        ("actor", actor),
    ];
    let query = url::form_urlencoded::Serializer::new(String::new()).extend_pairs(pairs).finish();
    Launch::read(&query).unwrap().unwrap()
}

/// A number no float holds.
const LONG: &str = "0.12345678901234567890";

pub fn data(more: &Value) -> String {
    // A single activity where a list may stand.
    let template = r#""contextTemplate":{"contextActivities":{"grouping":{"id":"https://publisher.example/au"},"other":[{"id":"urn:other"}]},
        "extensions":{"https://w3id.org/xapi/cmi5/context/extensions/sessionid":"s-1","urn:n":0.25,"urn:x-by-friday:seed":"theirs"},
        "platform":"P","revision":"r\u00e9"}"#;
    let mut more = more.to_string();
    more.truncate(more.len() - 1);
    let comma = if more.len() > 1 { "," } else { "" };
    format!("{more}{comma}{template}}}")
}

pub fn store(more: &Value) -> Store {
    Store::cmi5(&data(more))
}

fn open(store: &mut Store, rule: Rule) -> Xapi {
    let mut host = Xapi::new(launch(), &setup(rule), [store.statements.len() as u8; 16], "");
    store.fetched = 0;
    store.drive(&mut host, Event::Open, START);
    host
}

fn report(store: &mut Store, host: &mut Xapi, report: Report, minute: u64) {
    store.drive(host, Event::Report(Box::new(report)), START + minute * MINUTE);
}

fn whole(store: &mut Store, rule: Rule) -> Xapi {
    let mut host = open(store, rule);
    report(store, &mut host, small(1, false), 1);
    report(store, &mut host, small(2, true), 2);
    store.drive(&mut host, Event::Finish, START + 3 * MINUTE);
    host
}

fn categories(s: &Value) -> Vec<&str> {
    s["context"]["contextActivities"]["category"].as_array().into_iter().flatten().map(|c| c["id"].as_str().unwrap()).collect()
}

#[test]
fn the_order_of_things() {
    let mut store = store(&json!({"launchMode": "Normal", "moveOn": "CompletedOrPassed", "returnURL": "https://portal.example/back?x=1"}));
    whole(&mut store, Rule { pass_mark: Some(70.0), ..Rule::default() });
    assert_eq!(
        store.log,
        [
            "POST fetch",
            "GET activities/state",
            "GET agents/profile",
            "GET activities/state",
            "PUT statements",
            "PUT statements",
            "GET activities/state",
            "POST activities/state",
            "POST statements",
            "GET activities/state",
            "POST activities/state",
            "PUT statements",
        ]
    );
    assert_eq!(store.verbs(), ["initialized", "answered", "answered", "completed", "passed", "terminated"]);
    assert_eq!(store.seen.closed, [Some("https://portal.example/back?x=1".to_owned())]);
    assert_eq!(store.broken.as_slice(), &[] as &[String]);
    assert!(store.requests[0].headers.is_empty() && store.requests[0].body.is_empty());
    assert!(store.requests[1..].iter().all(|r| r.headers.contains(&("Authorization", "Basic dG9rZW4=".to_owned()))));
    for (n, key) in [(1, "LMS.LaunchData"), (2, "cmi5LearnerPreferences"), (3, "by-friday")] {
        assert!(store.requests[n].url.contains(key), "{}", store.requests[n].url);
    }
}

#[test]
fn each_statement_keeps_the_template_and_has_its_categories() {
    let mut store = store(&json!({"launchMode": "Normal", "masteryScore": 0.725}));
    // A player that hands on what it gets: digits stay.
    store.hands_on = true;
    store.launch_data = store.launch_data.take().map(|data| data.replace("0.25", LONG));
    whole(&mut store, Rule::default());
    for s in &store.statements {
        check(s);
        let context = &s["context"];
        assert_eq!(context["extensions"][SESSION], "s-1");
        assert_eq!(context["extensions"]["urn:x-by-friday:seed"], "theirs", "nothing of the template is overwritten");
        assert_eq!(
            (&context["platform"], &context["revision"], &context["registration"]),
            (&"P".into(), &"ré".into(), &REGISTRATION.into())
        );
        let ids = |kind: &str| {
            context["contextActivities"][kind].as_array().unwrap().iter().map(|a| a["id"].as_str().unwrap()).collect::<Vec<_>>()
        };
        assert_eq!((ids("grouping")[0], ids("other")), ("https://publisher.example/au", vec!["urn:other"]));
        let verb = s["verb"]["id"].as_str().unwrap().rsplit('/').next().unwrap();
        let expected: &[&str] = match verb {
            "answered" => &[],
            "completed" | "passed" | "failed" => &[CATEGORY, MOVE_ON],
            _ => &[CATEGORY],
        };
        assert_eq!(categories(s), expected, "{verb}");
        // 9.5: what each may and must hold.
        let result = &s["result"];
        assert_eq!(result.get("completion").is_some(), verb == "completed", "{verb}");
        assert_eq!(result.get("success").is_some(), matches!(verb, "passed" | "failed"), "{verb}");
        assert_eq!(result.get("score").is_some(), matches!(verb, "passed" | "failed"), "{verb}");
        let timed = matches!(verb, "completed" | "passed" | "failed" | "terminated");
        assert_eq!(result.get("duration").is_some(), timed || verb == "answered", "{verb}");
        assert_eq!(s["object"]["id"] == AU, verb != "answered");
    }
    assert!(store.requests.iter().filter(|r| r.url.contains("/statements")).all(|r| r.body.contains(LONG)), "to the last digit");
    let failed = &store.statements[4];
    assert!(failed["verb"]["id"].as_str().unwrap().ends_with("failed"), "72 is below 72.5");
    assert_eq!(failed["context"]["extensions"]["https://w3id.org/xapi/cmi5/context/extensions/masteryscore"].as_f64(), Some(0.725));
}

#[test]
fn browse_and_review_say_that_they_began_and_ended() {
    for (word, mode) in [("Browse", Mode::Browse), ("Review", Mode::Review)] {
        let mut store = store(&json!({"launchMode": word, "returnURL": "back.html"}));
        store.documents.insert("by-friday".into(), r#"{"week":"1;monday-call;3f9a1c;7;hedge"}"#.into());
        let before = store.documents.clone();
        whole(&mut store, Rule::default());
        assert_eq!(store.verbs(), ["initialized", "terminated"]);
        assert_eq!(store.documents, before);
        assert!(store.seen.opened[0].mode == mode && !store.seen.opened[0].reports && store.seen.opened[0].resume.is_some());
        assert_eq!(store.seen.closed, [Some("back.html".to_owned())]);
    }
}

#[test]
fn the_portal_decides_what_passing_is() {
    let by_friday = Rule { success: Success::Friday, ..Rule::default() };
    for (more, rule, ends) in [
        (json!({"masteryScore": 0.72}), Rule { pass_mark: Some(90.0), ..Rule::default() }, vec!["completed", "passed"]),
        (json!({"masteryScore": 0.721}), by_friday, vec!["completed", "failed"]),
        (json!({"masteryScore": 7}), by_friday, vec!["completed", "passed"]),
        (json!({"moveOn": "CompletedAndPassed"}), Rule::default(), vec!["completed", "passed"]),
        (json!({"moveOn": "Completed"}), Rule::default(), vec!["scored", "completed"]),
        (json!({}), Rule { pass_mark: Some(73.0), ..Rule::default() }, vec!["completed", "failed"]),
    ] {
        let mut store = store(&more);
        whole(&mut store, rule);
        assert_eq!(store.verbs()[3..store.verbs().len() - 1], ends, "{more}");
        store.statements.iter().for_each(check);
        let scored = store.statements.iter().find(|s| s["verb"]["id"].as_str().unwrap().ends_with("scored"));
        assert!(scored.is_none_or(|s| categories(s).is_empty() && s["result"]["score"]["raw"] == 72 && s["object"]["id"] != AU));
    }
}

#[test]
fn completed_and_passed_are_said_once_in_a_registration() {
    let mut store = store(&json!({}));
    whole(&mut store, Rule { pass_mark: Some(1.0), ..Rule::default() });
    let before = store.statements.len();
    whole(&mut store, Rule { pass_mark: Some(1.0), ..Rule::default() });
    assert_eq!(store.verbs()[before..], ["initialized", "terminated"]);
}

#[test]
fn preferences_and_an_empty_portal() {
    let mut store = store(&json!({}));
    store.documents.insert("cmi5LearnerPreferences".into(), r#"{"languagePreference":"de-AT, en ,<b>,fr","audioPreference":"off"}"#.into());
    open(&mut store, Rule::default());
    assert_eq!(store.seen.opened[0].languages, ["de-AT", "en", "fr"]);
    assert_eq!(store.seen.opened[0].learner, "https://portal.example|7");
}

#[test]
fn a_token_is_asked_for_once_whatever_comes_back() {
    for (weather, said) in [
        (Weather::Lost, "did not let this page in"),
        (Weather::Status(500), "did not let this page in"),
        (Weather::Body(200, "<html>".into()), "did not let this page in"),
        (Weather::Body(200, r#"{"auth-token":""}"#.into()), "did not let this page in"),
        (Weather::Body(200, r#"{"error-code":"1","error-text":"x"}"#.into()), "was used before"),
    ] {
        let mut store = store(&json!({}));
        store.weather.push_back(weather);
        let mut host = open(&mut store, Rule::default());
        report(&mut store, &mut host, small(1, false), 1);
        store.drive(&mut host, Event::Tick, START + 10 * MINUTE);
        store.drive(&mut host, Event::Finish, START + 11 * MINUTE);
        assert_eq!(store.log, ["POST fetch"]);
        assert!(store.seen.line().is_some_and(|l| l.contains(said) && l.contains("again")));
        assert!(!store.seen.opened[0].reports && store.seen.closed == [None]);
    }
}

#[test]
fn launch_data_is_waited_for_but_not_done_without() {
    let mut store = store(&json!({}));
    store.weather = vec![Weather::Fine, Weather::Lost, Weather::Status(503)].into();
    let mut host = open(&mut store, Rule::default());
    store.calm(&mut host, START, 5);
    assert_eq!((store.verbs(), store.fetched), (vec!["initialized"], 1));

    let mut store = Store::cmi5(r#"{"launchMode":"Normal"}"#);
    open(&mut store, Rule::default());
    assert!(store.verbs().is_empty() && !store.seen.opened[0].reports && store.seen.line().is_some());
}

#[test]
fn an_address_that_is_no_address_is_not_followed() {
    for url in ["javascript:alert(1)", "data:text/html,x", "", "java\nscript:x"] {
        let mut store = store(&json!({"returnURL": url}));
        whole(&mut store, Rule::default());
        assert_eq!(store.seen.closed, [None], "{url}");
    }
}
