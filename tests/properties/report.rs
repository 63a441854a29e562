//! Talking with portals: whatever happens in whatever order, and whatever a portal answers, a
//! session keeps to its standard and loses nothing.

use super::common::{any_text, config, edited, edits};
use super::peers::Api;
use super::sample::{START, setup, week};
use super::store::{Store, Weather};
use portal::launch::{LaunchData, languages, token};
use portal::message::{Command, Message};
use portal::scorm::Dialect;
use portal::{
    Answer, Attempt, Completion, Counts, Event, Host, Launch, Report, Resume, Rule, Scored, Scorm, Shown, Success, Xapi, scorm12, scorm2004,
};
use proptest::prelude::*;
use serde_json::Value;

fn id() -> impl Strategy<Value = String> {
    "[a-z0-9-]{1,24}"
}

fn resume() -> impl Strategy<Value = Resume> {
    let moves = proptest::collection::vec(prop_oneof![9 => id(), 1 => "[a-z]{100,400}"], 0..80);
    let scored = prop::sample::select(Scored::ALL.to_vec());
    (id(), "[0-9a-f]{6}", any::<u32>(), moves, any::<bool>(), scored, any::<bool>())
        .prop_map(|(scenario, edition, seed, moves, blind, scored, ended)| Resume { scenario, edition, seed, moves, blind, scored, ended })
}

fn rule() -> impl Strategy<Value = Rule> {
    let completion = prop::sample::select(vec![Completion::Debrief, Completion::LastDecision]);
    let success = prop::sample::select(vec![Success::Score, Success::Friday]);
    (completion, success, proptest::option::of(0..=100u32)).prop_map(|(completion, success, mark)| Rule {
        completion,
        success,
        pass_mark: mark.map(f64::from),
    })
}

/// A week of 13 decisions as it is reported: after each, and at the debrief.
#[derive(Clone)]
struct Told(u32, Vec<u8>, Vec<Report>);

impl std::fmt::Debug for Told {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "week({}, {:?})", self.0, self.1)
    }
}

impl std::ops::Deref for Told {
    type Target = [Report];

    fn deref(&self) -> &[Report] {
        &self.2
    }
}

fn reports() -> impl Strategy<Value = Told> {
    (any::<u32>(), proptest::collection::vec(any::<u8>(), 13)).prop_map(|(seed, picks)| {
        let reports = week(seed, &picks, false);
        Told(seed, picks, reports)
    })
}

/// What may happen to a session, by number; reports come from a week.
#[derive(Clone, Debug)]
enum Act {
    Open,
    /// The report at this place of the week.
    Report(prop::sample::Index),
    /// The next report of the week.
    Next,
    Finish,
    Leave,
    Returned(String),
    Answered(u32, u16, String),
    /// Time goes by, or is set back.
    Tick(i32),
    Retry,
    Threw,
    Probed(bool),
    Alive,
}

fn act() -> impl Strategy<Value = Act> {
    prop_oneof![
        2 => Just(Act::Open),
        4 => any::<prop::sample::Index>().prop_map(Act::Report),
        16 => Just(Act::Next),
        1 => Just(Act::Finish),
        1 => Just(Act::Leave),
        1 => rubbish().prop_map(Act::Returned),
        1 => (0..20u32, any::<u16>(), rubbish()).prop_map(|(id, status, body)| Act::Answered(id, status, body)),
        6 => (-10_000..100_000i32).prop_map(Act::Tick),
        1 => Just(Act::Retry),
        1 => Just(Act::Threw),
        1 => any::<bool>().prop_map(Act::Probed),
        1 => Just(Act::Alive),
    ]
}

/// What a portal should never answer.
fn rubbish() -> impl Strategy<Value = String> {
    let words = [
        "",
        "true",
        "false",
        "0",
        "-1",
        "101",
        "403",
        "null",
        "undefined",
        "review",
        "browse",
        "normal",
        "99999999999",
        "0.5",
        "1e9",
        "1;x",
        "{}",
        "[]",
    ];
    prop_oneof![
        4 => prop::sample::select(words.to_vec()).prop_map(str::to_owned),
        1 => any_text(),
        1 => resume().prop_map(|r| Resume { scenario: "monday-call".into(), ..r }.write()),
        1 => Just("x".repeat(70_000)),
    ]
}

/// Plays acts against a session; the driver hands an event on at a time.
fn play(acts: &[Act], week: &[Report], mut tell: impl FnMut(Event, u64)) {
    let (mut now, mut next) = (START, 0);
    for act in acts {
        now += 1_000;
        let event = match act {
            Act::Open => Event::Open,
            Act::Report(at) => Event::Report(Box::new(at.get(week).clone())),
            Act::Next => {
                next += 1;
                Event::Report(Box::new(week[(next - 1).min(week.len() - 1)].clone()))
            }
            Act::Finish => Event::Finish,
            Act::Leave => Event::Leave,
            Act::Returned(text) => Event::Returned(text.clone()),
            Act::Answered(id, status, body) => {
                Event::Answered(Answer { id: *id, status: *status, body: body.clone(), ..Answer::default() })
            }
            Act::Tick(by) => {
                now = now.saturating_add_signed(i64::from(*by));
                Event::Tick
            }
            Act::Retry => Event::Retry,
            Act::Threw => Event::Threw,
            Act::Probed(reached) => Event::Probed(*reached),
            Act::Alive => Event::Alive,
        };
        tell(event, now);
    }
}

fn dialect() -> impl Strategy<Value = &'static Dialect> {
    prop::sample::select(vec![&scorm12::DIALECT, &scorm2004::DIALECT])
}

/// What holds of the calls of any session (peers' API itself refuses calls after the end, and
/// records that are not written in order).
#[track_caller]
fn check_calls(dialect: &Dialect, api: &Api) -> Result<(), TestCaseError> {
    prop_assert!(api.terminated <= 1);
    let sets = api.sets();
    let at = |what: &str| sets.iter().position(|s| s.starts_with(what));
    for set in &sets {
        let (element, value) = set.split_once(' ').unwrap_or((set, ""));
        let limit = if element == "cmi.suspend_data" { 4096 } else { 255 };
        prop_assert!(value.len() <= limit, "{set}");
        if element == "cmi.suspend_data" {
            prop_assert!(Resume::read(value).is_ok(), "{value}");
        }
        if element.ends_with("_response") {
            let parts: Vec<&str> = value.split(';').collect();
            prop_assert!(parts.len() == 4 && matches!(parts[1], "directive" | "collaborative"), "{value}");
        }
    }
    // The score is written with the outcome, and nothing of a decision comes after it.
    if let Some(score) = at("cmi.core.score.raw") {
        let first = ["passed", "failed", "completed"].iter().filter_map(|w| at(&format!("cmi.core.lesson_status {w}"))).min();
        prop_assert!(first.is_some_and(|first| first < score), "{:?}", sets);
        prop_assert!(at("cmi.interactions").is_none_or(|i| i < score));
    }
    // The status is committed before the score comes.
    let line = |what: &str| api.log.iter().position(|l| l.starts_with(what));
    let over = ["passed", "failed", "completed"].iter().filter_map(|w| line(&format!("SetValue {} {w}", dialect.status))).min();
    if let Some((over, score)) = over.zip(line("SetValue cmi.core.score").or(line("SetValue cmi.score"))) {
        prop_assert!(api.log[over..score].iter().any(|l| l == "Commit"), "{:?}", api.log);
    }
    Ok(())
}

proptest! {
    #![proptest_config(config(200))]

    #[test]
    fn a_week_comes_back_from_what_a_portal_keeps(resume in resume(), edits in edits()) {
        let text = resume.write();
        prop_assert!(text.len() <= 4096 && text.is_ascii());
        let read = Resume::read(&text).unwrap();
        prop_assert!(resume.continues(&read) && (read.moves.len() == resume.moves.len() || text.len() > 3_600));
        prop_assert_eq!((read.blind, read.ended), (resume.blind, resume.ended));
        // Read or refused, and what is read is written and read alike.
        if let Ok(read) = Resume::read(&edited(&text, &edits)) {
            prop_assert_eq!(Resume::read(&read.write()).map(|r| r.write()), Ok(read.write()));
        }
    }

    #[test]
    fn a_scorm_session_keeps_to_its_standard(
        dialect in dialect(), rule in rule(), week in reports(), acts in proptest::collection::vec(act(), 1..60),
        mark in proptest::option::of(0..=100u32),
        fails in proptest::collection::vec((prop::sample::select(vec!["SetValue cmi.interactions", "SetValue cmi.s", "SetValue", "Commit", "Initialize", "Terminate", "SetValue cmi.objectives"]), 1..4u32, prop::sample::select(vec![101, 301, 351, 391, 401, 402, 403, 405, 406])), 0..3),
    ) {
        let mark = mark.map(|m| if dialect.points_per_mark > 1.0 { format!("{}", f64::from(m) / 100.0) } else { m.to_string() });
        let element = dialect.reads[6].1;
        let mut api = Api::with(&[(element, mark.as_deref().unwrap_or(""))]);
        api.fails = fails.into_iter().map(|(what, times, code)| (what.to_owned(), times, code)).collect();
        let mut host = Scorm::new(dialect, &setup(rule));
        // Nobody answers unasked here.
        let acts: Vec<Act> = acts.into_iter().filter(|a| !matches!(a, Act::Returned(_) | Act::Threw)).collect();
        play(&acts, &week, |event, now| api.drive(&mut host, event, now));
        check_calls(dialect, &api)?;
    }

    #[test]
    fn rubbish_from_a_scorm_portal_is_survived(
        dialect in dialect(), week in reports(), acts in proptest::collection::vec(act(), 1..40),
        answers in proptest::collection::vec(rubbish(), 0..120),
    ) {
        let mut api = Api { rubbish: answers.into(), running: true, ..Api::default() };
        let mut host = Scorm::new(dialect, &setup(Rule::default()));
        play(&acts, &week, |event, now| api.drive(&mut host, event, now));
        prop_assert!(api.terminated <= 1 && api.seen.opened.len() <= 1 && api.seen.closed.len() <= 1);
    }

    #[test]
    fn review_and_browse_set_nothing(dialect in dialect(), word in prop::sample::select(vec!["review", "browse"]), week in reports(), acts in proptest::collection::vec(act(), 1..40)) {
        let mut api = Api::with(&[(dialect.reads[0].1, word)]);
        let mut host = Scorm::new(dialect, &setup(Rule::default()));
        play(&acts, &week, |event, now| api.drive(&mut host, event, now));
        let browsed = ["cmi.core.lesson_status browsed"];
        prop_assert!(api.sets().is_empty() || word == "browse" && api.sets() == browsed && dialect.browsed.is_some(), "{:?}", api.log);
        prop_assert!(!api.log.contains(&"Commit".to_owned()), "{:?}", api.log);
    }

    #[test]
    fn scorm_decisions_arrive_once_and_in_order_however_often_the_portal_fails(
        dialect in dialect(), week in reports(), moodle in any::<bool>(),
        away in proptest::collection::vec((any::<bool>(), any::<bool>()), 14),
        fails in proptest::collection::vec((prop::sample::select(vec!["SetValue cmi.interactions", "SetValue cmi.suspend_data", "SetValue", "Commit"]), 1..9u32, prop::sample::select(vec![101, 301, 351, 391])), 0..4),
    ) {
        let mut api = if moodle { Api::moodle(dialect.other.is_some(), &[]) } else { Api::default() };
        let mut host = Scorm::new(dialect, &setup(Rule::default()));
        api.drive(&mut host, Event::Open, START);
        api.fails = fails.into_iter().map(|(what, times, code)| (what.to_owned(), times, code)).collect();
        let mut now = START;
        for (report, (away, hidden)) in week.iter().zip(away) {
            now += 10_000;
            api.away = away;
            if let Some(moodle) = &mut api.moodle {
                moodle.hidden |= hidden;
            }
            api.drive(&mut host, Event::Report(Box::new(report.clone())), now);
        }
        api.away = false;
        for _ in 0..60 {
            now += 60_000;
            api.drive(&mut host, Event::Tick, now);
        }
        prop_assert_eq!(host.waiting(), 0);
        prop_assert_eq!(api.seen.line(), None);
        let decisions = &week.last().unwrap().decisions;
        let told: Vec<&str> = (0..decisions.len()).map(|n| api.kept(&format!("cmi.interactions.{n}.id"))).collect();
        let taken: Vec<&str> = decisions.iter().map(|d| d.scene.as_str()).collect();
        prop_assert_eq!(told, taken);
        prop_assert_eq!(api.kept("cmi.suspend_data"), week.last().unwrap().resume(true).write());
        let response = if dialect.other.is_some() { "student_response" } else { "learner_response" };
        for (n, decision) in decisions.iter().enumerate() {
            prop_assert_eq!(api.kept(&format!("cmi.interactions.{n}.{response}")), decision.response(255));
        }
    }
}

const REGISTRATION: &str = "760e3480-ba55-4991-94b0-01820dbd23a2";

fn query(cmi5: bool) -> String {
    let entry = if cmi5 { "fetch=https%3A%2F%2Fportal.example%2Fxapi%2Ffetch" } else { "auth=Basic+eA%3D%3D" };
    let actor = "%7B%22account%22%3A%7B%22homePage%22%3A%22https%3A%2F%2Fp.example%22%2C%22name%22%3A%227%22%7D%7D";
    format!(
        "{entry}&endpoint=https%3A%2F%2Flrs.example%2Fxapi%2F&actor={actor}&registration={REGISTRATION}&activityId=https%3A%2F%2Fp.example%2Fau"
    )
}

fn session(cmi5: bool, rule: Rule, random: u8, kept: &str) -> Xapi {
    Xapi::new(Launch::read(&query(cmi5)).unwrap().unwrap(), &setup(rule), [random; 16], kept)
}

const DATA: &str = r#"{"launchMode":"Normal","moveOn":"CompletedOrPassed","contextTemplate":{"extensions":{"https://w3id.org/xapi/cmi5/context/extensions/sessionid":"s"}}}"#;

/// A store behind a cmi5 player, or one that a portal of Tin Can leads to.
fn store_for(cmi5: bool) -> Store {
    if cmi5 { Store::cmi5(DATA) } else { Store::default() }
}

fn weather() -> impl Strategy<Value = Weather> {
    prop_oneof![
        4 => Just(Weather::Fine),
        3 => Just(Weather::Lost),
        3 => Just(Weather::Unanswered),
        3 => prop::sample::select(vec![404, 408, 429, 500, 502, 503]).prop_map(Weather::Status),
        1 => Just(Weather::Hanging),
    ]
}

/// How many records a ledger holds that no store has confirmed.
fn unconfirmed(ledger: &str) -> usize {
    serde_json::from_str::<Value>(ledger).ok().and_then(|l| l["waiting"].as_array().map(Vec::len)).unwrap_or(0)
}

fn verb(s: &Value) -> &str {
    s["verb"]["id"].as_str().unwrap_or("").rsplit('/').next().unwrap_or("")
}

/// cmi5 9.3, in the order of what was sent (by the first time it was sent) and by timestamp.
#[track_caller]
fn check_order(cmi5: bool, store: &Store) -> Result<(), TestCaseError> {
    let mut sent: Vec<Value> = Vec::new();
    // What hangs was sent before what was answered meanwhile.
    let mut requests: Vec<_> = store.requests.iter().chain(store.under_way.iter().map(|r| &r.1)).collect();
    requests.sort_by_key(|r| r.id);
    for request in requests.into_iter().filter(|r| r.url.contains("/statements")) {
        // A look at whether one is there says nothing.
        if request.method == "GET" {
            continue;
        }
        let body: Value = serde_json::from_str(&request.body).unwrap();
        let list = body.as_array().cloned().unwrap_or_else(|| vec![body]);
        for s in list {
            if !sent.iter().any(|k| k["id"] == s["id"]) {
                sent.push(s);
            }
        }
    }
    let verbs: Vec<&str> = sent.iter().map(verb).collect();
    let once = ["initialized", "completed", "passed", "failed", "terminated", "suspended"];
    for v in once {
        prop_assert!(verbs.iter().filter(|k| **k == v).count() <= 1, "{verbs:?}");
    }
    prop_assert!(verbs.first().is_none_or(|v| *v == "initialized"), "{verbs:?}");
    if let Some(at) = verbs.iter().position(|v| *v == "terminated") {
        prop_assert_eq!(at, verbs.len() - 1, "{:?}", verbs);
    }
    prop_assert!(!(verbs.contains(&"passed") && verbs.contains(&"failed")));
    prop_assert!(!(cmi5 && verbs.contains(&"suspended")));
    let times: Vec<&str> = sent.iter().map(|s| s["timestamp"].as_str().unwrap()).collect();
    prop_assert!(times.is_sorted(), "{times:?}");
    Ok(())
}

proptest! {
    #![proptest_config(config(150))]

    #[test]
    fn an_xapi_session_keeps_its_order_whatever_happens(
        cmi5 in any::<bool>(), rule in rule(), week in reports(), acts in proptest::collection::vec(act(), 1..60), weather in proptest::collection::vec(weather(), 0..40),
    ) {
        let mut store = Store { weather: weather.into(), ..store_for(cmi5) };
        let mut host = session(cmi5, rule, 1, "");
        // Answers that nobody waits for come with numbers nobody gave.
        let acts: Vec<Act> = acts.into_iter().map(|a| if let Act::Answered(id, status, body) = a { Act::Answered(id + 1_000_000, status, body) } else { a }).collect();
        play(&acts, &week, |event, now| store.drive(&mut host, event, now));
        check_order(cmi5, &store)?;
        prop_assert!(store.log.iter().filter(|l| *l == "POST fetch").count() <= 1);
        prop_assert!(store.seen.opened.len() <= 1 && store.seen.closed.len() <= 1);
    }

    #[test]
    fn rubbish_from_an_xapi_portal_is_survived(
        cmi5 in any::<bool>(), week in reports(), acts in proptest::collection::vec(act(), 1..40),
        answers in proptest::collection::vec((prop::sample::select(vec![0u16, 200, 204, 301, 400, 404, 409, 413, 500]), rubbish()), 0..40),
        kept in rubbish(),
    ) {
        let weather = answers.into_iter().map(|(status, body)| Weather::Body(status, body)).collect();
        let mut store = Store { weather, ..store_for(cmi5) };
        let mut host = session(cmi5, Rule::default(), 1, &kept);
        play(&acts, &week, |event, now| store.drive(&mut host, event, now));
        check_order(cmi5, &store)?;
    }

    #[test]
    fn browse_and_review_record_nothing(mode in prop::sample::select(vec!["Browse", "Review"]), week in reports(), acts in proptest::collection::vec(act(), 1..40)) {
        let mut store = Store::cmi5(&DATA.replace("Normal", mode));
        let mut host = session(true, Rule::default(), 1, "");
        play(&acts, &week, |event, now| store.drive(&mut host, event, now));
        prop_assert!(store.verbs().iter().all(|v| matches!(*v, "initialized" | "terminated")) && store.documents.is_empty(), "{:?}", store.verbs());
    }

    #[test]
    fn nothing_is_lost_over_any_pattern_of_failed_answers(
        cmi5 in any::<bool>(), week in reports(), weather in proptest::collection::vec(weather(), 0..60), gaps in proptest::collection::vec(0..20_000u64, 14), finish in any::<bool>(),
    ) {
        let mut store = store_for(cmi5);
        let mut host = session(cmi5, Rule { pass_mark: Some(50.0), ..Rule::default() }, 1, "");
        store.drive(&mut host, Event::Open, START);
        store.weather = weather.into();
        let mut now = START;
        for (report, gap) in week.iter().zip(&gaps) {
            now += gap;
            store.drive(&mut host, Event::Tick, now);
            store.drive(&mut host, Event::Report(Box::new(report.clone())), now);
        }
        if finish {
            store.drive(&mut host, Event::Finish, now + 1);
        }
        store.calm(&mut host, now + 1, 400);
        prop_assert_eq!((host.waiting(), store.seen.line(), unconfirmed(&store.seen.kept)), (0, None, 0));
        let told: Vec<&str> = store.statements.iter().filter_map(|s| s["result"]["response"].as_str()).collect();
        let taken: Vec<&str> = week.last().unwrap().decisions.iter().map(|d| d.mv.as_str()).collect();
        prop_assert_eq!(&told, &taken, "each once, in order");
        prop_assert_eq!(store.ahead, 0, "a week comes back only as far as it was told, or with what is still to be told");
        let ends = &store.verbs()[taken.len() + 1..];
        prop_assert!(ends[0] == "completed" && matches!(ends[1], "passed" | "failed") && (ends.len() == 3) == finish, "{ends:?}");
        let ended = week.last().unwrap().resume(true).write();
        // At the end of a session a state document is not waited for for ever.
        prop_assert!(finish || store.documents["by-friday"].contains(&ended));
    }

    #[test]
    fn a_tab_that_dies_loses_nothing_that_the_device_keeps(
        week in reports(), upto in 1..13usize, weather in proptest::collection::vec(prop_oneof![Just(Weather::Lost), Just(Weather::Unanswered)], 0..40),
    ) {
        let mut store = Store::default();
        let mut host = session(false, Rule::default(), 1, "");
        store.drive(&mut host, Event::Open, START);
        let failing = weather.len();
        store.weather = weather.into();
        let mut now = START;
        for report in &week[..upto] {
            now += 30_000;
            store.drive(&mut host, Event::Tick, now);
            store.drive(&mut host, Event::Report(Box::new(report.clone())), now);
        }
        // The tab is gone without a word; the portal is well again.
        drop(host);
        store.weather.clear();
        let kept = store.seen.kept.clone();
        prop_assert!(failing > 0 || unconfirmed(&kept) == 0);
        let mut host = session(false, Rule::default(), 2, &kept);
        store.drive(&mut host, Event::Open, now + 60_000);
        let resume = store.seen.opened[1].resume.clone().unwrap();
        prop_assert_eq!(&resume.moves, &week[upto - 1].resume(false).moves);
        for report in &week[upto..] {
            now += 90_000;
            store.drive(&mut host, Event::Report(Box::new(report.clone())), now);
        }
        let told: Vec<&str> = store.statements.iter().filter_map(|s| s["result"]["response"].as_str()).collect();
        let taken: Vec<&str> = week.last().unwrap().decisions.iter().map(|d| d.mv.as_str()).collect();
        prop_assert_eq!(told, taken, "each once, in order");
    }

    #[test]
    fn any_launch_and_any_document_is_read_or_refused(query_edits in edits(), cmi5 in any::<bool>(), text in rubbish(), data_edits in edits()) {
        let _ = Launch::read(&edited(&query(cmi5), &query_edits)).map(|l| l.map(|l| Xapi::new(l, &setup(Rule::default()), [0; 16], &text).take(Event::Open, START)));
        let (data, _) = (LaunchData::read(&edited(DATA, &data_edits)), LaunchData::read(&text));
        if let Some(data) = data {
            let context = data.template.context(None, "en", &[("category", &["urn:c"])], &[("urn:e", "1".into())]);
            prop_assert!(serde_json::from_str::<Value>(&context).is_ok(), "{context}");
        }
        let (_, _) = (token(&text), languages(&text));
    }

    #[test]
    fn any_window_message_is_read_or_refused(text in prop_oneof![rubbish(), edits().prop_map(|e| edited(r##"{"by-friday":1,"command":"open","link":"#/play/x"}"##, &e)), edits().prop_map(|e| edited(r#"{"by-friday":1,"type":"resize","scenario":"s","edition":"e","seed":1,"moves":["a"],"metrics":{"on-time":0.5,"engagement":50,"team-hours":1},"width":1,"height":2}"#, &e))]) {
        if let Ok(command) = Command::read(&text) {
            prop_assert_eq!(Command::read(&command.write()), Ok(command));
        }
        if let Ok(message) = Message::read(&text) {
            prop_assert_eq!(Message::read(&message.write()).map(|m| m.write()), Ok(message.write()));
        }
    }

    #[test]
    fn what_counts_is_one_week_that_only_grows(lines in proptest::collection::vec((0..3u32, proptest::collection::vec(0..2u8, 0..4), any::<bool>(), any::<bool>(), any::<bool>()), 1..30)) {
        let mut attempt = Attempt::new(Resume { scenario: "s".into(), edition: "e".into(), ..Resume::default() });
        for (seed, moves, opened, changed, again) in lines {
            let before = attempt.week().clone();
            if again && seed > 0 {
                prop_assert_eq!(attempt.again(seed), !before.ended);
                continue;
            }
            let moves: Vec<String> = moves.iter().map(|m| format!("m{m}")).collect();
            let over = moves.len() == 3;
            let shown = Shown { scenario: "s", edition: "e", seed, moves: &moves, over, changed, opened };
            let counts = attempt.counts(&shown);
            attempt.reported(&shown);
            let after = attempt.week();
            prop_assert_eq!(counts == Counts::Yes || *after == before, true);
            prop_assert!(after.continues(&before) && (!before.ended || *after == before));
            prop_assert!(counts != Counts::Yes || !(opened || changed));
        }
    }
}
