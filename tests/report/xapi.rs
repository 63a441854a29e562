//! xAPI by Tin Can launch: whole sessions against a store, launch parameters, resume, silence and
//! refusals; and every statement checked against the rules of xAPI 1.0.3.

use super::sample::{START, TITLE, setup, small, week};
use super::store::{Store, Weather};
use portal::clock::is_uuid;
use portal::launch::Entry;
use portal::{Event, Host, Launch, Report, Resume, Rule, Success, Xapi};
use serde_json::Value;

pub const REGISTRATION: &str = "760e3480-ba55-4991-94b0-01820dbd23a2";
const MINUTE: u64 = 60_000;

fn query() -> String {
    let actor = r#"{"mbox":"mailto:anna+x@example.com","name":"Anna Ö","objectType":"Agent"}"#;
    let pairs = [
        ("endpoint", "https://lrs.example/xapi/"),
        ("auth", "Basic dTpw+/"),
        ("actor", actor),
        ("registration", REGISTRATION),
        ("activity_id", "https://portal.example/activity?id=1&x=ü"),
        ("content_token", "unused"),
    ];
    format!("?{}", url::form_urlencoded::Serializer::new(String::new()).extend_pairs(pairs).finish())
}

fn session(rule: Rule, kept: &str) -> Xapi {
    let launch = Launch::read(&query()).unwrap().unwrap();
    Xapi::new(launch, &setup(rule), [9; 16], kept)
}

/// How many records a ledger holds that no store has confirmed.
pub fn unconfirmed(ledger: &str) -> usize {
    let ledger: Value = serde_json::from_str(ledger).unwrap_or_default();
    ledger["waiting"].as_array().map_or(0, Vec::len)
}

fn report(store: &mut Store, host: &mut Xapi, report: Report, minute: u64) {
    store.drive(host, Event::Report(Box::new(report)), START + minute * MINUTE);
}

/// The rules of xAPI 1.0.3 part 2 that a statement of ours could break.
#[track_caller]
pub fn check(s: &Value) {
    let iri = |v: &Value| v.as_str().is_some_and(|t| url::Url::parse(t).is_ok());
    let known = ["id", "actor", "verb", "object", "result", "context", "timestamp"];
    assert!(s.as_object().unwrap().keys().all(|k| known.contains(&k.as_str())), "{s}");
    assert!(is_uuid(s["id"].as_str().unwrap()) && s["id"].as_str().unwrap().as_bytes()[14] == b'5', "{s}");
    let actor = s["actor"].as_object().unwrap();
    assert_eq!(["mbox", "account", "openid", "mbox_sha1sum"].iter().filter(|k| actor.contains_key(**k)).count(), 1, "{s}");
    assert!(iri(&s["verb"]["id"]) && s["verb"]["display"]["en"].is_string(), "{s}");
    let object = &s["object"];
    assert!(object["objectType"] == "Activity" && iri(&object["id"]), "{s}");
    let activity = |a: &Value| assert!(iri(&a["id"]), "{s}");
    for list in s["context"]["contextActivities"].as_object().into_iter().flatten() {
        list.1.as_array().unwrap().iter().for_each(activity);
    }
    for holder in [&s["context"], &s["result"]] {
        for key in holder["extensions"].as_object().into_iter().flat_map(|e| e.keys()) {
            assert!(url::Url::parse(key).is_ok(), "{key}");
        }
    }
    let time = s["timestamp"].as_str().unwrap();
    assert!(time.len() == 24 && time.ends_with('Z') && time.as_bytes()[10] == b'T', "{time}");
    if let Some(duration) = s["result"]["duration"].as_str() {
        assert!(
            duration.starts_with("PT") && duration.len() > 3 && duration[2..].bytes().all(|b| b"HMS.0123456789".contains(&b)),
            "{duration}"
        );
    }
    if let Some(score) = s["result"]["score"].as_object() {
        let n = |k: &str| score[k].as_f64().unwrap();
        assert!(n("min") <= n("raw") && n("raw") <= n("max") && (0.0..=1.0).contains(&n("scaled")) && score["raw"].is_u64(), "{s}");
        assert!((n("scaled") * 100.0 - n("raw")).abs() < 1e-9, "{s}");
    }
    if object["definition"]["interactionType"] == "choice" {
        let ids: Vec<&str> = object["definition"]["choices"].as_array().unwrap().iter().map(|c| c["id"].as_str().unwrap()).collect();
        assert!(ids.contains(&s["result"]["response"].as_str().unwrap()) && ids.iter().all(|id| !id.contains(char::is_whitespace)), "{s}");
    }
}

#[test]
fn a_whole_attempt_statement_by_statement() {
    let mut store = Store::default();
    let mut host = session(Rule { pass_mark: Some(70.0), ..Rule::default() }, "");
    store.drive(&mut host, Event::Open, START);
    for (i, r) in [small(1, false), small(2, false), small(2, true)].into_iter().enumerate() {
        report(&mut store, &mut host, r, i as u64 + 1);
    }
    store.drive(&mut host, Event::Finish, START + 4 * MINUTE);
    assert_eq!(store.verbs(), ["initialized", "answered", "answered", "completed", "passed", "terminated"]);
    assert_eq!((store.seen.closed.as_slice(), store.seen.line(), host.waiting()), (&[None][..], None, 0));
    assert_eq!((store.ahead, store.broken.as_slice()), (0, &[][..]));
    assert_eq!(
        store.log,
        [
            "GET activities/state",
            "PUT statements",
            "PUT statements",
            "GET activities/state",
            "POST activities/state",
            "PUT statements",
            "GET activities/state",
            "POST activities/state",
            "POST statements",
            "GET activities/state",
            "POST activities/state",
            "PUT statements",
        ]
    );
    store.statements.iter().for_each(check);
    assert!(store.requests.iter().all(|r| r.headers.contains(&("Authorization", "Basic dTpw+/".to_owned()))));
    let state: Value = serde_json::from_str(&store.documents["by-friday"]).unwrap();
    assert_eq!((&state["week"], &state["attempt"]), (&"1;monday-call;3f9a1c;7;hedge.ask-them;ended".into(), &1.into()));
    assert_eq!((state["confirmed"].as_array().map(Vec::len), state["waiting"].as_array().map(Vec::len)), (Some(4), Some(0)));
    assert_eq!(serde_json::from_str::<Value>(&store.seen.kept).unwrap(), state, "the device keeps the same");

    let answered = &store.statements[1];
    assert_eq!(answered["actor"]["name"], "Anna Ö");
    assert_eq!(answered["object"]["id"], "urn:x-by-friday:scenario:monday-call:decision:the-call");
    assert_eq!(answered["result"]["response"], "hedge");
    assert_eq!(answered["result"]["duration"], "PT12.34S");
    assert_eq!(answered["timestamp"], "2026-03-02T09:11:00.000Z");
    let effect = &answered["result"]["extensions"];
    assert_eq!((&effect["urn:x-by-friday:style"], effect["urn:x-by-friday:change-on-time"].as_f64()), (&"directive".into(), Some(0.041)));
    assert_eq!(effect["urn:x-by-friday:change-engagement"].as_f64(), Some(-1.24));
    assert!(store.statements[2]["result"]["extensions"].get("urn:x-by-friday:change-on-time").is_none(), "not worked out: left out");
    let context = &answered["context"];
    assert_eq!(context["registration"], REGISTRATION);
    assert_eq!(context["contextActivities"]["parent"][0]["id"], "https://portal.example/activity?id=1&x=ü");
    assert_eq!(context["contextActivities"]["grouping"][0]["id"], "urn:x-by-friday:scenario:monday-call");
    assert_eq!(context["extensions"]["urn:x-by-friday:ordinal"], 1);
    assert_eq!(context["extensions"]["urn:x-by-friday:taken"], answered["timestamp"]);

    let (completed, passed) = (&store.statements[3], &store.statements[4]);
    assert_eq!(completed["object"]["definition"]["name"]["en"], TITLE);
    assert_eq!((&completed["result"]["completion"], &completed["result"]["score"]["raw"]), (&true.into(), &72.into()));
    assert_eq!((&passed["result"]["success"], passed["result"]["score"]["scaled"].as_f64()), (&true.into(), Some(0.72)));
    assert_eq!(passed["result"]["extensions"]["urn:x-by-friday:on-time"], true);
    assert_eq!(store.statements[5]["result"]["duration"], "PT4M");
}

#[test]
fn a_week_left_unfinished_goes_on_in_the_next_session() {
    let mut store = Store::default();
    let mut host = session(Rule { success: Success::Friday, ..Rule::default() }, "");
    store.drive(&mut host, Event::Open, START);
    report(&mut store, &mut host, small(1, false), 1);
    store.drive(&mut host, Event::Leave, START + 2 * MINUTE);
    assert_eq!(store.verbs(), ["initialized", "answered", "suspended", "terminated"]);
    assert!(store.requests.last().is_some_and(|r| r.keepalive && r.method == "POST"), "both in one request that outlives the page");

    let mut host = session(Rule { success: Success::Friday, ..Rule::default() }, "");
    store.drive(&mut host, Event::Open, START + 10 * MINUTE);
    assert_eq!(store.seen.opened[1].resume, Some(small(1, false).resume(false)));
    report(&mut store, &mut host, small(2, true), 12);
    store.drive(&mut host, Event::Finish, START + 13 * MINUTE);
    assert_eq!(store.verbs()[4..], ["initialized", "answered", "completed", "passed", "terminated"]);
    assert_eq!(store.statements[5]["result"]["response"], "ask-them");
}

#[test]
fn a_new_week_begun_before_the_first_was_over_is_told_from_its_start() {
    let mut store = Store::default();
    let mut host = session(Rule::default(), "");
    store.drive(&mut host, Event::Open, START);
    report(&mut store, &mut host, small(1, false), 1);
    report(&mut store, &mut host, Report { seed: 8, ..small(2, true) }, 3);
    let told: Vec<&Value> = store.statements.iter().map(|s| &s["result"]["response"]).collect();
    assert_eq!(told[1..4], [&Value::from("hedge"), &"hedge".into(), &"ask-them".into()]);
}

#[test]
fn launches_are_read_in_all_their_forms() {
    let launch = |query: &str| Launch::read(query);
    let whole = launch(&query()).unwrap().unwrap();
    assert_eq!(whole.entry, Entry::TinCan { auth: Some("Basic dTpw+/".into()) });
    assert_eq!((whole.registration.as_deref(), whole.learner.as_str()), (Some(REGISTRATION), "mailto:anna+x@example.com"));
    assert_eq!(launch("?embed=1&seed=7"), Ok(None));
    // The least there is: no authorisation, registration or activity.
    let least = launch("endpoint=https%3A%2F%2Flrs.example&actor=%7B%22mbox%22%3A%22mailto%3Aa%40b.c%22%7D").unwrap().unwrap();
    assert_eq!((least.entry, least.registration, least.activity), (Entry::TinCan { auth: None }, None, None));
    // The lists of early portals.
    let old = r#"{"name":["Anna"],"account":[{"accountServiceHomePage":"https://p.example","accountName":"7"}],"objectType":"Agent"}"#;
    let mut query = url::form_urlencoded::Serializer::new(String::new());
    query.append_pair("endpoint", "https://lrs.example/").append_pair("actor", old).append_pair("registration", "not-a-uuid");
    let old = launch(&query.finish()).unwrap().unwrap();
    assert_eq!(old.actor, r#"{"objectType":"Agent","name":"Anna","account":{"homePage":"https://p.example","name":"7"}}"#);
    assert_eq!((old.registration, old.learner.as_str()), (None, "https://p.example|7"));
    for bad in
        ["endpoint=javascript:x&actor=%7B%22mbox%22%3A%22a%22%7D", "endpoint=https://a&actor=%7B%7D", "endpoint=https://a&actor=Anna"]
    {
        assert!(launch(bad).is_err_and(|line| line.contains("nothing of this week is reported")), "{bad}");
    }
}

#[test]
fn a_launch_has_a_name_of_its_own_on_the_device() {
    let key = |from: &str, to: &str| Launch::read(&query().replace(from, to)).unwrap().unwrap().key();
    let own = key("", "");
    assert_eq!((own.len(), own.clone()), (16, key("Anna+%C3%96", "Another+name")));
    for other in [key("anna", "john"), key("760e3480", "760e3481"), key("id%3D1", "id%3D2"), key("lrs.example", "lrs2.example")] {
        assert_ne!(own, other);
    }
}

#[test]
fn a_silent_portal_is_said_and_everything_arrives_when_it_speaks_again() {
    let mut store = Store::default();
    let mut host = session(Rule::default(), "");
    store.drive(&mut host, Event::Open, START);
    store.weather = vec![Weather::Lost, Weather::Status(503), Weather::Unanswered, Weather::Status(404)].into();
    report(&mut store, &mut host, small(1, false), 1);
    assert!(store.seen.line().is_some_and(|l| l.contains("does not answer") && l.contains("one decision")));
    assert!(host.waiting() == 1 && store.seen.kept.contains("answered"));
    report(&mut store, &mut host, small(2, true), 2);
    store.calm(&mut host, START + 2 * MINUTE, 20);
    assert_eq!(store.verbs(), ["initialized", "answered", "answered", "completed"]);
    assert_eq!((store.seen.line(), host.waiting(), unconfirmed(&store.seen.kept)), (None, 0, 0));
}

#[test]
fn waiting_grows_to_a_minute_and_a_word_from_the_browser_ends_it() {
    let mut store = Store::default();
    let mut host = session(Rule::default(), "");
    store.drive(&mut host, Event::Open, START);
    store.refuses = vec![("answered".into(), 503)];
    report(&mut store, &mut host, small(1, false), 1);
    let mut now = START + MINUTE;
    let mut waits = Vec::new();
    while let Some(at) = store.seen.wakes.iter().copied().filter(|at| *at > now).min() {
        waits.push((at - now) / 1000);
        now = at;
        if waits.len() == 9 {
            break;
        }
        store.drive(&mut host, Event::Tick, now);
    }
    assert_eq!(waits, [1, 2, 4, 8, 16, 32, 60, 60, 60]);
    store.refuses.clear();
    store.drive(&mut host, Event::Retry, now - 30_000);
    assert_eq!((store.verbs().len(), host.waiting()), (2, 0));
}

#[test]
fn a_statement_that_is_refused_keeps_the_others_from_nothing() {
    for status in [400, 403] {
        let mut store = Store::default();
        let mut host = session(Rule::default(), "");
        store.drive(&mut host, Event::Open, START);
        store.refuses = vec![("\"hedge\"".into(), status)];
        report(&mut store, &mut host, small(1, false), 1);
        let now = store.calm(&mut host, START + MINUTE, 9);
        assert_eq!((store.verbs(), host.waiting()), (vec!["initialized"], 1));
        assert_eq!(
            store.seen.line(),
            Some(format!("The portal refused one decision (error {status}). Everything else so far is reported.").as_str())
        );
        store.tell(&mut host, Event::Report(Box::new(small(2, true))), now + 1);
        assert!(store.seen.line().is_some_and(|l| !l.contains("Everything else")), "not before it is so");
        store.settle(&mut host, now + 1);
        assert!(store.seen.line().is_some_and(|l| l.contains("Everything else")));
        // Another device, and the next session, find it in the ledger.
        assert!(
            store.documents["by-friday"].contains("\"response\": \"hedge\"")
                || store.documents["by-friday"].contains("\"response\":\"hedge\"")
        );
        store.refuses.clear();
        // Tried once more before the end.
        store.drive(&mut host, Event::Finish, now + 2);
        assert_eq!(store.verbs(), ["initialized", "answered", "completed", "answered", "terminated"]);
        assert_eq!((host.waiting(), store.seen.closed.len(), store.seen.line()), (0, 1, None));
    }
}

#[test]
fn a_refused_bundle_is_sent_one_by_one() {
    let mut store = Store::default();
    let mut host = session(Rule { pass_mark: Some(1.0), ..Rule::default() }, "");
    store.drive(&mut host, Event::Open, START);
    store.weather = vec![Weather::Status(413)].into();
    report(&mut store, &mut host, small(2, true), 2);
    assert_eq!(store.seen.line(), None);
    assert_eq!(store.verbs(), ["initialized", "answered", "answered", "completed", "passed"]);
    assert_eq!(store.log.iter().filter(|l| *l == "POST statements").count(), 1);
}

#[test]
fn what_the_device_kept_is_sent_by_the_next_session() {
    let mut store = Store::default();
    let mut host = session(Rule::default(), "");
    store.drive(&mut host, Event::Open, START);
    store.weather = vec![Weather::Lost; 50].into();
    report(&mut store, &mut host, small(1, false), 1);
    // The page goes, and nothing it sends arrives.
    store.drive(&mut host, Event::Leave, START + 2 * MINUTE);
    let kept = store.seen.kept.clone();
    assert_eq!(unconfirmed(&kept), 1, "what is about the session dies with it");
    assert!(store.seen.line().is_some_and(|l| l.contains("Not arrived") && l.contains("one decision")));

    store.weather.clear();
    let launch = Launch::read(&query()).unwrap().unwrap();
    let mut host = Xapi::new(launch, &setup(Rule::default()), [10; 16], &kept);
    store.drive(&mut host, Event::Open, START + 20 * MINUTE);
    // The portal keeps no week, the device does.
    assert_eq!(store.seen.opened[1].resume, Some(small(1, false).resume(false)));
    assert_eq!(store.verbs(), ["initialized", "initialized", "answered"]);
    assert_eq!((unconfirmed(&store.seen.kept), host.waiting()), (0, 0));
    // Told now, taken then.
    assert!(store.statements[2]["timestamp"].as_str() > store.statements[1]["timestamp"].as_str());
    assert_eq!(store.statements[2]["context"]["extensions"]["urn:x-by-friday:taken"], "2026-03-02T09:11:00.000Z");
    report(&mut store, &mut host, small(2, false), 21);
    assert_eq!(store.verbs()[3..], ["answered"]);
    store.statements.iter().for_each(check);
}

#[test]
fn an_unreadable_week_is_not_opened_and_what_is_not_ours_is_left_alone() {
    for (document, said) in [
        (r#"{"week":7}"#, None),
        (r#"{"week":"1;another;3f9a1c;7;hedge"}"#, None),
        ("nonsense", Some("not this program")),
        ("[1,2]", Some("not this program")),
        (r#"{"week":"2;x"}"#, Some("newer version")),
    ] {
        let mut store = Store::default();
        let mut host = session(Rule::default(), "");
        // The one learner's document has the plain name.
        store.drive(&mut session(Rule::default(), ""), Event::Open, START);
        store.seen = Default::default();
        store.documents.insert("by-friday".into(), document.into());
        store.drive(&mut host, Event::Open, START + MINUTE);
        assert_eq!(store.seen.opened[0].resume, None);
        assert!(said.is_none() == store.seen.line().is_none(), "{document}");
        assert!(said.is_none_or(|s| store.seen.line().is_some_and(|l| l.contains(s))));
        report(&mut store, &mut host, small(1, false), 2);
        assert_eq!(host.waiting(), 0, "statements are told all the same");
        assert_eq!(store.documents["by-friday"] == document, said.is_some(), "{document}");
    }
}

#[test]
fn nothing_is_said_before_the_state_is_read_however_long_that_takes() {
    let mut store = Store { weather: vec![Weather::Lost; 4].into(), ..Store::default() };
    let mut host = session(Rule::default(), "");
    store.drive(&mut host, Event::Open, START);
    let now = store.calm(&mut host, START, 3);
    assert!(store.seen.opened.is_empty() && store.statements.is_empty());
    let now = store.calm(&mut host, now, 5);
    assert_eq!((store.seen.opened.len(), store.verbs()), (1, vec!["initialized"]));
    report(&mut store, &mut host, small(1, false), (now - START) / MINUTE + 1);
    assert_eq!(host.waiting(), 0);
}

#[test]
fn a_real_week_is_told_whole() {
    let mut store = Store::default();
    let mut host = session(Rule { success: Success::Friday, ..Rule::default() }, "");
    store.drive(&mut host, Event::Open, START);
    let reports = week(7, &[0, 1, 2, 0, 1, 2], true);
    let last = reports.last().unwrap().clone();
    for (i, r) in reports.into_iter().enumerate() {
        report(&mut store, &mut host, r, i as u64 + 1);
    }
    store.drive(&mut host, Event::Finish, START + 60 * MINUTE);
    store.statements.iter().for_each(check);
    let told: Vec<&str> = store.statements.iter().filter_map(|s| s["result"]["response"].as_str()).collect();
    assert_eq!(told, last.decisions.iter().map(|d| d.mv.as_str()).collect::<Vec<_>>());
    let end = last.end.unwrap();
    assert_eq!(store.verbs()[last.decisions.len() + 1..], ["completed", if end.on_time { "passed" } else { "failed" }, "terminated"]);
    let week = Resume::read(&last.resume(true).write()).unwrap();
    assert!(week.ended && week.moves.len() == last.decisions.len());
}
