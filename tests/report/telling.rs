//! Nothing lost, nothing doubled: records told over several sessions and devices, through errors, to
//! the strictest store and player.

use super::cmi5::{launch, store as player};
use super::sample::{START, setup, small, week};
use super::store::{Store, Weather};
use super::xapi::{check, unconfirmed};
use portal::{Event, Host, Launch, Mode, Report, Rule, Xapi};
use serde_json::{Value, json};
use std::collections::BTreeSet;

const MINUTE: u64 = 60_000;
const SESSION: &str = "https://w3id.org/xapi/cmi5/context/extensions/sessionid";

/// A Tin Can launch of a learner, with or without a registration.
fn tin_can(learner: &str, registration: &str) -> Launch {
    let actor = json!({ "objectType": "Agent", "mbox": format!("mailto:{learner}@example.org") }).to_string();
    let mut query = url::form_urlencoded::Serializer::new(String::new());
    query.append_pair("endpoint", "https://lrs.example/xapi/").append_pair("auth", "Basic eA==").append_pair("actor", &actor);
    query.append_pair("activity_id", "https://portal.example/activity").append_pair("registration", registration);
    Launch::read(&query.finish()).unwrap().unwrap()
}

fn by_score() -> Rule {
    Rule { pass_mark: Some(1.0), ..Rule::default() }
}

/// A session on a device that keeps `kept`, opened.
fn open(store: &mut Store, launch: Launch, random: u8, kept: &str, minute: u64) -> Xapi {
    store.fetched = 0;
    let mut host = Xapi::new(launch, &setup(by_score()), [random; 16], kept);
    store.drive(&mut host, Event::Open, START + minute * MINUTE);
    host
}

fn report(store: &mut Store, host: &mut Xapi, report: Report, minute: u64) {
    store.drive(host, Event::Report(Box::new(report)), START + minute * MINUTE);
}

/// The other answer in the first scene.
fn other() -> Report {
    let mut report = small(1, false);
    report.decisions[0].mv = "other".into();
    report
}

fn ids(store: &Store) -> BTreeSet<&str> {
    store.statements.iter().filter_map(|s| s["id"].as_str()).collect()
}

fn responses(store: &Store) -> Vec<&str> {
    store.statements.iter().filter_map(|s| s["result"]["response"].as_str()).collect()
}

/// A write of the state that no read came before is a write over what another device left.
fn read_before_written(store: &Store, tagged: bool) {
    let state: Vec<_> = store.requests.iter().filter(|r| r.url.contains("stateId=by-friday")).collect();
    for (i, r) in state.iter().enumerate().filter(|r| r.1.method != "GET") {
        assert!(r.method == "POST" && i > 0 && state[i - 1].method == "GET", "{:?}", store.log);
        let created = state[..i].iter().all(|r| r.method == "GET");
        assert_eq!(r.headers.iter().any(|h| h.0 == "If-Match"), tagged && !created);
    }
}

#[test]
fn decisions_of_an_earlier_session_are_told_as_the_new_one_s() {
    for hides in [false, true] {
        let mut store = player(&json!({}));
        store.hides_tags = hides;
        let mut host = open(&mut store, launch(), 1, "", 0);
        store.weather = vec![Weather::Lost; 30].into();
        report(&mut store, &mut host, small(1, false), 1);
        report(&mut store, &mut host, small(2, true), 2);
        store.drive(&mut host, Event::Leave, START + 3 * MINUTE);
        assert_eq!((store.verbs(), unconfirmed(&store.seen.kept)), (vec!["initialized"], 4));
        store.weather.clear();
        // The learner's clock was wrong, and is set back by an hour.
        let kept = store.seen.kept.clone();
        let mut host = open(&mut store, launch(), 2, &kept, 2);
        assert_eq!(store.verbs()[1..], ["initialized", "answered", "answered", "completed", "passed"]);
        store.drive(&mut host, Event::Finish, START + 40 * MINUTE);
        assert_eq!((store.broken.as_slice(), host.waiting(), unconfirmed(&store.seen.kept)), (&[][..] as &[String], 0, 0));
        let own = store.sessions[1].initialized.clone().unwrap();
        for s in &store.statements[1..] {
            check(s);
            assert!(s["timestamp"].as_str().unwrap() >= own.as_str() && s["context"]["extensions"][SESSION] == "s-1.2");
        }
        assert_eq!(store.statements[2]["context"]["extensions"]["urn:x-by-friday:taken"], "2026-03-02T09:11:00.000Z");
        read_before_written(&store, !hides);
    }
}

#[test]
fn two_learners_without_a_registration_never_share_a_statement() {
    let mut store = Store::default();
    for learner in ["anna", "ben"] {
        let mut host = open(&mut store, tin_can(learner, ""), 7, "", 0);
        report(&mut store, &mut host, small(2, true), 2);
        store.drive(&mut host, Event::Finish, START + 3 * MINUTE);
        assert_eq!(host.waiting(), 0);
    }
    assert_eq!((ids(&store).len(), store.statements.len()), (12, 12), "{:?}", store.verbs());
}

#[test]
fn two_devices_with_different_answers_never_share_a_statement_and_with_the_same_they_do() {
    for (hides, second, told) in [(false, other(), 2), (true, other(), 2), (false, small(1, false), 1), (true, small(1, false), 1)] {
        let mut store = Store::with_tags_hidden(hides);
        let mut one = open(&mut store, tin_can("anna", ""), 1, "", 0);
        let mut two = open(&mut store, tin_can("anna", ""), 2, "", 0);
        report(&mut store, &mut one, small(1, false), 1);
        report(&mut store, &mut two, second, 1);
        assert_eq!((responses(&store).len(), one.waiting() + two.waiting()), (told, 0));
        // Both had read the state before the other wrote it.
        let state = &store.documents["by-friday"];
        let confirmed = serde_json::from_str::<Value>(state).unwrap()["confirmed"].as_array().unwrap().len();
        assert_eq!(confirmed, told, "what either has confirmed: {state}");
        // Once more, when the tags they know are old ones.
        report(&mut store, &mut one, small(2, false), 2);
        assert_eq!((one.waiting(), store.broken.as_slice()), (0, &[] as &[String]));
        let state = serde_json::from_str::<Value>(&store.documents["by-friday"]).unwrap();
        assert_eq!(state["confirmed"].as_array().unwrap().len(), told + 1);
    }
}

#[test]
fn completed_and_passed_are_told_once_by_however_many_devices() {
    let mut store = player(&json!({}));
    let mut one = open(&mut store, launch(), 1, "", 0);
    report(&mut store, &mut one, small(1, false), 1);
    // The first device is cut off from here on, and finishes the week.
    store.weather = vec![Weather::Lost; 40].into();
    report(&mut store, &mut one, small(2, true), 2);
    store.drive(&mut one, Event::Leave, START + 3 * MINUTE);
    let kept = std::mem::take(&mut store.seen).kept;
    store.weather.clear();
    let mut two = open(&mut store, launch(), 2, "", 4);
    report(&mut store, &mut two, small(2, true), 5);
    store.drive(&mut two, Event::Finish, START + 6 * MINUTE);
    // The first comes back with what it could not tell.
    let mut one = open(&mut store, launch(), 3, &kept, 60);
    store.drive(&mut one, Event::Finish, START + 61 * MINUTE);
    let count = |verb: &str| store.verbs().iter().filter(|v| **v == verb).count();
    assert_eq!([count("answered"), count("completed"), count("passed"), count("terminated")], [2, 1, 1, 2], "{:?}", store.verbs());
    assert_eq!((store.broken.as_slice(), one.waiting(), store.seen.line()), (&[] as &[String], 0, None));
}

#[test]
fn another_device_finishes_the_telling() {
    let mut store = Store::default();
    let mut one = open(&mut store, tin_can("anna", ""), 1, "", 0);
    // The store takes documents, and no statements.
    store.refuses = vec![("answered".into(), 503)];
    report(&mut store, &mut one, small(1, false), 1);
    report(&mut store, &mut one, small(2, true), 2);
    assert_eq!((store.verbs(), one.waiting(), store.ahead), (vec!["initialized"], 4, 0));
    drop(one);
    store.refuses.clear();
    store.seen = Default::default();
    let two = open(&mut store, tin_can("anna", ""), 2, "", 30);
    assert!(store.seen.opened[0].resume.as_ref().is_some_and(|r| r.moves == ["hedge", "ask-them"]));
    assert_eq!(store.verbs()[2..], ["answered", "answered", "completed", "passed"]);
    assert_eq!(store.statements[2]["context"]["extensions"]["urn:x-by-friday:taken"], "2026-03-02T09:11:00.000Z");
    assert_eq!((two.waiting(), unconfirmed(&store.documents["by-friday"])), (0, 0));
    read_before_written(&store, true);
}

#[test]
fn a_bundle_whose_answer_was_lost_is_told_one_by_one() {
    let mut store = player(&json!({}));
    let mut host = open(&mut store, launch(), 1, "", 0);
    store.weather = vec![Weather::Unanswered].into();
    report(&mut store, &mut host, small(2, true), 2);
    assert_eq!(store.verbs().len(), 5, "it arrived");
    assert_eq!(host.waiting(), 4);
    store.calm(&mut host, START + 2 * MINUTE, 9);
    assert_eq!((store.verbs().len(), host.waiting(), store.seen.line()), (5, 0, None));
    assert_eq!(store.log.iter().filter(|l| *l == "POST statements").count(), 1, "{:?}", store.log);
    // The player refuses what it has as said twice, so it is asked whether it has it.
    assert!(store.broken.len() == 2 && store.broken.iter().all(|rule| rule.contains("twice")), "{:?}", store.broken);
}

#[test]
fn what_is_under_way_when_the_page_goes_is_never_bundled_with_what_is_not() {
    let mut store = player(&json!({}));
    let mut host = open(&mut store, launch(), 1, "", 0);
    store.slow = 2_000;
    store.tell(&mut host, Event::Report(Box::new(small(1, false))), START + MINUTE);
    store.tell(&mut host, Event::Report(Box::new(small(2, false))), START + MINUTE + 500);
    store.tell(&mut host, Event::Leave, START + MINUTE + 1_000);
    let bodies: Vec<Value> = store.under_way.iter().map(|r| serde_json::from_str(&r.1.body).unwrap()).collect();
    let moves = |v: &Value| v.to_string().matches("\"response\"").count();
    assert_eq!(bodies.iter().map(moves).collect::<Vec<_>>(), [1, 1], "{bodies:?}");
    assert!(bodies[1].as_array().is_some_and(|l| l.len() == 2), "the rest and the end, in order");
    // The page is gone; the store takes what it left, and the device does not know.
    let kept = store.seen.kept.clone();
    store.settle(&mut host, START + 2 * MINUTE);
    assert_eq!(store.verbs(), ["initialized", "answered", "answered", "terminated"]);
    store.slow = 0;
    let two = open(&mut store, launch(), 2, &kept, 10);
    assert_eq!((responses(&store), two.waiting()), (vec!["hedge", "ask-them"], 0));
    assert!(store.broken.is_empty(), "{:?}", store.broken);
}

#[test]
fn a_page_left_after_an_error_bundles_nothing_with_what_may_be_there() {
    let mut store = Store::default();
    let mut host = open(&mut store, tin_can("anna", ""), 1, "", 0);
    store.weather = vec![Weather::Unanswered, Weather::Lost].into();
    let now = START + MINUTE;
    store.drive(&mut host, Event::Report(Box::new(small(1, false))), now);
    store.drive(&mut host, Event::Report(Box::new(small(2, false))), now + 500);
    assert_eq!((host.waiting(), responses(&store)), (2, vec!["hedge"]), "it is there, and the page does not know");
    store.drive(&mut host, Event::Leave, now + 600);
    assert_eq!((store.verbs()[1..].to_vec(), host.waiting()), (vec!["answered", "answered", "suspended", "terminated"], 0));
}

#[test]
fn a_dead_session_is_told_and_asked_nothing_more() {
    let mut store = player(&json!({}));
    let mut host = open(&mut store, launch(), 1, "", 0);
    report(&mut store, &mut host, small(1, false), 1);
    store.expires = Some(store.requests.len());
    report(&mut store, &mut host, small(2, true), 2);
    let asked = store.requests.len();
    store.calm(&mut host, START + 2 * MINUTE, 20);
    assert_eq!(store.requests.len(), asked, "401 is the last word");
    let line = store.seen.line().unwrap_or_default().to_owned();
    assert!(line.contains("takes nothing more from this page (error 401)"), "{line}");
    assert!(line.contains("one decision, the completion and the score") && line.contains("This device keeps it"), "{line}");
    // Finish says so and asks once.
    store.drive(&mut host, Event::Finish, START + 9 * MINUTE);
    assert!(store.seen.closed.is_empty() && store.seen.line().is_some_and(|l| l.ends_with("Press Finish again to leave now.")));
    store.drive(&mut host, Event::Finish, START + 9 * MINUTE + 1);
    assert!(store.seen.closed.len() == 1 && store.seen.line().is_some_and(|l| l.starts_with("Not arrived")));
    store.expires = None;
    let kept = store.seen.kept.clone();
    let again = open(&mut store, launch(), 2, &kept, 20);
    assert_eq!((again.waiting(), store.verbs()[2..].to_vec()), (0, vec!["initialized", "answered", "completed", "passed"]));
}

/// What is read side by side may arrive in any order; nothing is written before all of it is there.
#[test]
fn a_state_that_arrives_before_the_rest_is_not_written_yet() {
    let mut store = player(&json!({}));
    let mut one = open(&mut store, launch(), 1, "", 0);
    report(&mut store, &mut one, small(1, false), 1);
    store.expires = Some(store.requests.len());
    report(&mut store, &mut one, small(2, true), 2);
    let kept = store.seen.kept.clone();
    (store.expires, store.last_first) = (None, true);
    let two = open(&mut store, launch(), 2, &kept, 20);
    assert_eq!((two.waiting(), store.broken.as_slice()), (0, &[] as &[String]));
    assert_eq!(store.verbs()[2..], ["initialized", "answered", "completed", "passed"]);
}

#[test]
fn a_session_that_was_abandoned_is_dead_once_all_is_refused() {
    let mut store = player(&json!({}));
    let mut one = open(&mut store, launch(), 1, "", 0);
    report(&mut store, &mut one, small(1, false), 1);
    // The learner launches once more, in another window.
    let mut two = open(&mut store, launch(), 2, "", 2);
    store.seen = Default::default();
    report(&mut store, &mut one, small(2, true), 3);
    let asked = store.requests.len();
    store.calm(&mut one, START + 3 * MINUTE, 40);
    let line = store.seen.line().unwrap_or_default();
    assert!(line.contains("takes nothing more from this page (error 403)") && line.contains("the completion"), "{line}");
    assert!(store.requests.len() < asked + 12, "it is not asked for ever: {}", store.requests.len() - asked);
    report(&mut store, &mut two, small(2, true), 10);
    store.drive(&mut two, Event::Finish, START + 11 * MINUTE);
    assert_eq!(store.verbs()[2..], ["initialized", "answered", "completed", "passed", "terminated"]);
}

#[test]
fn a_week_begun_again_is_another_attempt_even_under_the_same_luck() {
    let mut store = Store::default();
    let mut host = open(&mut store, tin_can("anna", ""), 1, "", 0);
    report(&mut store, &mut host, small(2, false), 2);
    report(&mut store, &mut host, small(1, false), 3);
    report(&mut store, &mut host, small(2, true), 4);
    assert_eq!((responses(&store), ids(&store).len()), (vec!["hedge", "ask-them", "hedge", "ask-them"], store.statements.len()));
    assert!(store.documents["by-friday"].contains("\"attempt\":2"));
}

#[test]
fn reading_is_side_by_side_and_preferences_come_before_the_first_statement() {
    let mut store = player(&json!({}));
    store.fetched = 0;
    let mut host = Xapi::new(launch(), &setup(by_score()), [1; 16], "");
    store.drive(&mut host, Event::Open, START);
    let asked = ["POST fetch", "GET activities/state", "GET agents/profile", "GET activities/state"];
    assert_eq!(store.log[..4], asked);
    // All three are under way at once; preferences come last, after three errors.
    let mut store = player(&json!({}));
    store.slow = 2_000;
    store.weather = vec![Weather::Fine, Weather::Fine, Weather::Status(500), Weather::Fine, Weather::Status(500), Weather::Lost].into();
    let mut host = Xapi::new(launch(), &setup(by_score()), [1; 16], "");
    store.tell(&mut host, Event::Open, START);
    store.settle(&mut host, START + 2_000);
    assert_eq!(store.under_way.len(), 3);
    store.settle(&mut host, START + 4_000);
    assert_eq!(store.seen.opened.len(), 1, "where the week goes on is known");
    store.tell(&mut host, Event::Report(Box::new(small(1, false))), START + 4_500);
    let now = store.calm(&mut host, START + 4_500, 40);
    assert_eq!((store.verbs(), store.broken.as_slice(), host.waiting()), (vec!["initialized", "answered"], &[] as &[String], 0));
    assert!(now > START + 10_000);
}

#[test]
fn a_used_launch_shows_the_device_s_week() {
    let mut store = player(&json!({}));
    let mut host = open(&mut store, launch(), 1, "", 0);
    report(&mut store, &mut host, small(1, false), 1);
    store.drive(&mut host, Event::Leave, START + 2 * MINUTE);
    let kept = store.seen.kept.clone();
    store.seen = Default::default();
    // F5: the same address, and its token is used.
    let mut host = Xapi::new(launch(), &setup(by_score()), [2; 16], &kept);
    store.drive(&mut host, Event::Open, START + 2 * MINUTE + 1);
    let opened = &store.seen.opened[0];
    assert_eq!((opened.reports, opened.mode, opened.resume.as_ref().map(|r| r.moves.len())), (false, Mode::Normal, Some(1)));
    assert!(store.seen.line().is_some_and(|l| l.contains("used before")));
}

#[test]
fn finish_with_something_on_its_way_says_so_and_asks_once() {
    for (slow, hangs) in [(2_000, false), (0, true)] {
        let mut store = player(&json!({"returnURL": "https://portal.example/"}));
        let mut host = open(&mut store, launch(), 1, "", 0);
        store.slow = slow;
        store.weather = if hangs { vec![Weather::Hanging; 9].into() } else { Default::default() };
        let now = START + MINUTE;
        store.tell(&mut host, Event::Report(Box::new(small(2, true))), now);
        assert_eq!(store.seen.line(), None, "on its way is no news yet");
        store.tell(&mut host, Event::Finish, now + 10);
        let line = store.seen.line().unwrap_or_default().to_owned();
        assert!(
            line.starts_with("Still on the way to the portal: 2 decisions, the completion and the score.") && store.seen.closed.is_empty(),
            "{line}"
        );
        if hangs {
            store.tell(&mut host, Event::Finish, now + 20);
            assert!(store.seen.closed.len() == 1 && host.waiting() == 4);
            assert!(store.seen.line().is_some_and(|l| l.starts_with("Not arrived")));
        } else {
            store.calm(&mut host, now + 10, 20);
            assert_eq!((store.seen.closed.as_slice(), store.seen.line()), (&[Some("https://portal.example/".to_owned())][..], None));
        }
    }
}

#[test]
fn what_the_device_does_not_keep_is_not_called_kept() {
    let mut store = Store::default();
    let mut host = Xapi::new(tin_can("anna", ""), &setup(by_score()), [1; 16], "").on(false);
    store.drive(&mut host, Event::Open, START);
    store.expires = Some(0);
    report(&mut store, &mut host, small(1, false), 1);
    assert!(store.seen.line().is_some_and(|l| l.contains("gone when this page is closed") && !l.contains("This device keeps")));
}

#[test]
fn a_whole_week_arrives_at_a_slow_and_strict_player_by_every_way_it_fails() {
    let reports = week(7, &[0, 1, 2, 0, 1, 2], false);
    for fail in [Weather::Lost, Weather::Unanswered, Weather::Hanging, Weather::Status(500), Weather::Status(403)] {
        let mut store = player(&json!({}));
        let mut host = open(&mut store, launch(), 1, "", 0);
        store.slow = 2_000;
        let mut now = START + MINUTE;
        for (i, report) in reports.iter().enumerate() {
            if i % 3 == 1 {
                store.weather.push_back(fail.clone());
            }
            store.tell(&mut host, Event::Report(Box::new(report.clone())), now);
            now = store.calm(&mut host, now + 1_000, 40);
        }
        store.tell(&mut host, Event::Finish, now + 1);
        store.calm(&mut host, now + 1, 50);
        let taken: Vec<&str> = reports.last().unwrap().decisions.iter().map(|d| d.mv.as_str()).collect();
        assert_eq!((responses(&store), host.waiting(), store.seen.closed.len()), (taken, 0, 1), "{fail:?}");
        assert_eq!((store.seen.line(), store.ahead), (None, 0), "{fail:?}");
        assert!(store.broken.iter().all(|rule| rule.contains("twice") || rule.contains("once")), "{fail:?}: {:?}", store.broken);
        store.statements.iter().for_each(check);
    }
}
