//! SCORM 1.2 and 2004: the exact calls of whole sessions, and portals that are lenient, failing,
//! or in review. What holds of a plain stand-in holds of Moodle's too (`moodle`).

use super::peers::Api;
use super::sample::{START, setup, small, week};
use portal::scorm::Dialect;
use portal::{Completion, Event, Host, Mode, Report, Resume, Rule, Scorm, scorm12, scorm2004};

const MINUTE: u64 = 60_000;
const BOTH: [&Dialect; 2] = [&scorm12::DIALECT, &scorm2004::DIALECT];

fn older(dialect: &Dialect) -> bool {
    dialect.functions[0].starts_with("LMS")
}

/// A plain portal and Moodle, each with these values.
fn portals(dialect: &Dialect, values: &[(&str, &str)]) -> [Api; 2] {
    [Api::with(values), Api::moodle(older(dialect), values)]
}

/// Wakes a session as often as it asked to be, five times at most; the time after it.
fn wake(api: &mut Api, session: &mut Scorm, mut now: u64) -> u64 {
    for _ in 0..5 {
        let Some(at) = api.seen.wakes.iter().copied().find(|at| *at > now) else { break };
        now = at;
        api.drive(session, Event::Tick, now);
    }
    now
}

fn open(dialect: &'static Dialect, rule: Rule, api: &mut Api) -> Scorm {
    let mut session = Scorm::new(dialect, &setup(rule));
    api.drive(&mut session, Event::Open, START);
    session
}

fn report(api: &mut Api, session: &mut Scorm, report: Report, minute: u64) {
    api.drive(session, Event::Report(Box::new(report)), START + minute * MINUTE);
}

/// A whole attempt: two decisions, the debrief, Finish. Returns the calls after the reads.
fn whole(dialect: &'static Dialect, rule: Rule, api: &mut Api) -> String {
    let mut session = open(dialect, rule, api);
    report(api, &mut session, small(1, false), 1);
    report(api, &mut session, small(2, false), 2);
    report(api, &mut session, small(2, true), 3);
    api.drive(&mut session, Event::Finish, START + 4 * MINUTE);
    assert_eq!(api.seen.closed, [None]);
    let reads = api.log.iter().position(|l| l.starts_with("SetValue")).unwrap_or(api.log.len());
    api.log[reads..].join("\n")
}

#[test]
fn scorm_12_call_by_call() {
    let mut api = Api::with(&[("cmi.core.student_id", "anna-7")]);
    let calls = whole(&scorm12::DIALECT, Rule { pass_mark: Some(70.0), ..Rule::default() }, &mut api);
    assert_eq!(scorm12::DIALECT.functions[..2], ["LMSInitialize", "LMSFinish"]);
    assert_eq!(
        api.log[..9],
        [
            "Initialize",
            "GetValue cmi.core.lesson_mode",
            "GetValue cmi.core.credit",
            "GetValue cmi.core.entry",
            "GetValue cmi.core.student_id",
            "GetValue cmi.core.lesson_status",
            "GetValue cmi.suspend_data",
            "GetValue cmi.student_data.mastery_score",
            "GetValue cmi.interactions._count",
        ]
    );
    assert_eq!(
        calls,
        "\
SetValue cmi.core.exit suspend
SetValue cmi.core.lesson_status incomplete
Commit
SetValue cmi.interactions.0.id the-call
SetValue cmi.interactions.0.time 09:11:00
SetValue cmi.interactions.0.type fill-in
SetValue cmi.interactions.0.student_response hedge;directive;+0.04;-1.2
SetValue cmi.interactions.0.result neutral
SetValue cmi.interactions.0.latency 0000:00:12.34
SetValue cmi.core.lesson_location the-plan
SetValue cmi.suspend_data 1;monday-call;3f9a1c;7;hedge
SetValue cmi.core.session_time 0000:01:00.00
Commit
SetValue cmi.interactions.1.id the-plan
SetValue cmi.interactions.1.time 09:12:00
SetValue cmi.interactions.1.type fill-in
SetValue cmi.interactions.1.student_response ask-them;collaborative;;+3.0
SetValue cmi.interactions.1.result neutral
SetValue cmi.interactions.1.latency 0000:00:12.34
SetValue cmi.core.lesson_location debrief
SetValue cmi.suspend_data 1;monday-call;3f9a1c;7;hedge.ask-them
SetValue cmi.core.session_time 0000:02:00.00
Commit
SetValue cmi.core.lesson_status passed
Commit
SetValue cmi.core.score.min 0
SetValue cmi.core.score.max 100
SetValue cmi.core.score.raw 72
SetValue cmi.core.lesson_location debrief
SetValue cmi.suspend_data 1;monday-call;3f9a1c;7;hedge.ask-them;ended
SetValue cmi.core.session_time 0000:03:00.00
Commit
SetValue cmi.core.session_time 0000:04:00.00
SetValue cmi.core.exit
Terminate"
    );
    assert_eq!(api.seen.opened[0].learner, "anna-7");
    assert!(api.seen.said.is_empty() && api.seen.opened.len() == 1 && api.seen.opened[0].reports);
}

#[test]
fn scorm_2004_call_by_call() {
    // The primary objective stands at 0.
    let mut api = Api::with(&[("cmi.objectives._count", "1"), ("cmi.completion_status", "unknown")]);
    let calls = whole(&scorm2004::DIALECT, Rule { pass_mark: Some(80.0), ..Rule::default() }, &mut api);
    assert_eq!(
        calls,
        "\
SetValue cmi.exit suspend
SetValue cmi.completion_status incomplete
Commit
SetValue cmi.interactions.0.id the-call
SetValue cmi.interactions.0.type other
SetValue cmi.interactions.0.timestamp 2026-03-02T09:11:00.00Z
SetValue cmi.interactions.0.learner_response hedge;directive;+0.04;-1.2
SetValue cmi.interactions.0.result neutral
SetValue cmi.interactions.0.latency PT12.34S
SetValue cmi.interactions.0.description Scene 1
SetValue cmi.progress_measure 0.50
SetValue cmi.location the-plan
SetValue cmi.suspend_data 1;monday-call;3f9a1c;7;hedge
SetValue cmi.session_time PT1M
Commit
SetValue cmi.interactions.1.id the-plan
SetValue cmi.interactions.1.type other
SetValue cmi.interactions.1.timestamp 2026-03-02T09:12:00.00Z
SetValue cmi.interactions.1.learner_response ask-them;collaborative;;+3.0
SetValue cmi.interactions.1.result neutral
SetValue cmi.interactions.1.latency PT12.34S
SetValue cmi.interactions.1.description Scene 2
SetValue cmi.progress_measure 0.99
SetValue cmi.location debrief
SetValue cmi.suspend_data 1;monday-call;3f9a1c;7;hedge.ask-them
SetValue cmi.session_time PT2M
Commit
SetValue cmi.success_status failed
SetValue cmi.progress_measure 1
SetValue cmi.completion_status completed
Commit
SetValue cmi.score.scaled 0.72
SetValue cmi.score.min 0
SetValue cmi.score.max 100
SetValue cmi.score.raw 72
SetValue cmi.objectives.1.id friday
SetValue cmi.objectives.1.success_status passed
SetValue cmi.objectives.1.completion_status completed
SetValue cmi.objectives.1.description The shipment was ready by the deadline
SetValue cmi.objectives.2.id engagement
SetValue cmi.objectives.2.score.scaled 0.613
SetValue cmi.objectives.2.score.min 0
SetValue cmi.objectives.2.score.max 100
SetValue cmi.objectives.2.score.raw 61.3
SetValue cmi.objectives.2.completion_status completed
SetValue cmi.objectives.2.description Mean engagement of the team at the end, 0 to 100
SetValue cmi.location debrief
SetValue cmi.suspend_data 1;monday-call;3f9a1c;7;hedge.ask-them;ended
SetValue cmi.session_time PT3M
Commit
SetValue cmi.session_time PT4M
SetValue cmi.exit normal
Terminate"
    );
}

#[test]
fn leaving_only_ends_the_session_and_the_next_one_goes_on() {
    for dialect in BOTH {
        for mut api in portals(dialect, &[]) {
            let mut session = open(dialect, Rule::default(), &mut api);
            report(&mut api, &mut session, small(1, false), 1);
            let before = api.log.len();
            api.drive(&mut session, Event::Leave, START + 5 * MINUTE);
            assert_eq!(api.log[before..].len(), 2, "session time and the end: {:?}", &api.log[before..]);
            assert_eq!(api.kept(dialect.exit), "suspend");

            api.again();
            api.log.clear();
            let mut session = open(dialect, Rule::default(), &mut api);
            let resume = api.seen.opened[0].resume.clone().unwrap();
            assert_eq!(resume, Resume { moves: vec!["hedge".into()], ..small(0, false).resume(false) });
            report(&mut api, &mut session, small(2, false), 7);
            // The first decision is not told again, and the second is the portal's second.
            let ids: Vec<&str> = api.sets().into_iter().filter(|s| s.contains("interactions") && s.contains(".id ")).collect();
            assert_eq!(ids, ["cmi.interactions.1.id the-plan"]);
            // What was told before is not told again, in whatever order the page reports.
            let calls = api.log.len();
            report(&mut api, &mut session, small(2, true), 8);
            assert!(api.log[calls..].iter().all(|l| !l.contains("interactions")));
            let calls = api.log.len();
            report(&mut api, &mut session, small(2, true), 9);
            assert_eq!(api.log.len(), calls, "the attempt is over");
            assert_eq!((api.decisions(), session.waiting()), (2, 0));
        }
    }
}

#[test]
fn review_and_browse_change_nothing() {
    for (dialect, element) in [(&scorm12::DIALECT, "cmi.core.lesson_mode"), (&scorm2004::DIALECT, "cmi.mode")] {
        for (word, mode) in [("review", Mode::Review), ("browse", Mode::Browse)] {
            let values =
                [(element, word), ("cmi.suspend_data", "1;monday-call;3f9a1c;7;hedge.ask-them;ended"), (dialect.status, "completed")];
            for mut api in portals(dialect, &values) {
                let calls = whole(dialect, Rule::default(), &mut api);
                assert_eq!(calls, "", "{:?}", api.log);
                assert_eq!(api.log.last().map(String::as_str), Some("Terminate"));
                let opened = &api.seen.opened[0];
                assert!(opened.mode == mode && !opened.reports && opened.resume.as_ref().is_some_and(|r| r.ended));
                assert_eq!(api.kept(dialect.status), "completed");
            }
        }
    }
}

/// SCORM 1.2 has a status for a look around, and Moodle makes `completed` of an attempt without one.
#[test]
fn a_look_around_is_browsed_and_neither_completed_nor_graded() {
    for before in ["", "not attempted"] {
        for mut api in portals(&scorm12::DIALECT, &[("cmi.core.lesson_mode", "browse"), ("cmi.core.lesson_status", before)]) {
            let rule = Rule { pass_mark: Some(0.0), ..Rule::default() };
            assert_eq!(whole(&scorm12::DIALECT, rule, &mut api), "SetValue cmi.core.lesson_status browsed\nTerminate");
            assert_eq!((api.kept("cmi.core.lesson_status"), api.kept("cmi.core.score.raw")), ("browsed", ""));
            assert!(!api.moodle.is_some_and(|m| m.ticked));
        }
    }
    let mut api = Api::moodle(false, &[("cmi.mode", "browse")]);
    assert_eq!(whole(&scorm2004::DIALECT, Rule::default(), &mut api), "");
    assert_eq!((api.kept("cmi.completion_status"), api.decisions()), ("", 0), "nothing was set");
}

#[test]
fn the_portals_pass_mark_outranks_the_packages() {
    for (dialect, element, mark, status) in [
        (&scorm12::DIALECT, "cmi.student_data.mastery_score", "72", "cmi.core.lesson_status passed"),
        (&scorm12::DIALECT, "cmi.student_data.mastery_score", "72.5", "cmi.core.lesson_status failed"),
        (&scorm12::DIALECT, "cmi.student_data.mastery_score", "", "cmi.core.lesson_status completed"),
        (&scorm12::DIALECT, "cmi.student_data.mastery_score", "0", "cmi.core.lesson_status completed"),
        (&scorm2004::DIALECT, "cmi.scaled_passing_score", "0.72", "cmi.success_status passed"),
        (&scorm2004::DIALECT, "cmi.scaled_passing_score", "0.73", "cmi.success_status failed"),
    ] {
        for mut api in portals(dialect, &[(element, mark)]) {
            whole(dialect, Rule::default(), &mut api);
            assert!(api.sets().contains(&status), "{mark}: {:?}", api.sets());
        }
    }
}

/// Moodle ticks an activity by the status that it had before the commit in which the score comes.
#[test]
fn moodle_ticks_an_attempt_that_is_completed() {
    for dialect in BOTH {
        let mut api = Api::moodle(older(dialect), &[]);
        whole(dialect, Rule { pass_mark: Some(70.0), ..Rule::default() }, &mut api);
        assert!(api.moodle.as_ref().is_some_and(|m| m.ticked), "{:?}", api.log);
        assert_eq!((api.decisions(), api.kept(dialect.status)), (2, if older(dialect) { "passed" } else { "completed" }));
    }
}

#[test]
fn the_last_decision_may_complete_it() {
    for mut api in portals(&scorm12::DIALECT, &[]) {
        let rule = Rule { completion: Completion::LastDecision, ..Rule::default() };
        let mut session = open(&scorm12::DIALECT, rule, &mut api);
        report(&mut api, &mut session, small(1, false), 1);
        assert!(!api.sets().iter().any(|s| s.contains("score")));
        report(&mut api, &mut session, small(2, false), 2);
        assert!(api.sets().contains(&"cmi.core.lesson_status completed") && api.sets().contains(&"cmi.core.score.raw 72"));
    }
}

#[test]
fn lenient_portals_are_lived_with() {
    for word in ["", "0", "null", "undefined", "403"] {
        let count = if word == "403" { "" } else { word };
        let mut api = Api::with(&[
            ("cmi.core.lesson_mode", word),
            ("cmi.core.credit", word),
            ("cmi.core.lesson_status", word),
            ("cmi.suspend_data", word),
            ("cmi.interactions._count", count),
        ]);
        let mut session = open(&scorm12::DIALECT, Rule::default(), &mut api);
        let opened = &api.seen.opened[0];
        assert!(opened.mode == Mode::Normal && opened.resume.is_none() && opened.reports && api.seen.said.is_empty(), "{word}");
        report(&mut api, &mut session, small(1, false), 1);
        assert!(api.sets().contains(&"cmi.interactions.0.id the-call"), "{word}: {:?}", api.sets());
    }
    // Initialised before, as another frame may have done.
    let mut api = Api { running: true, fails: vec![("Initialize".into(), 1, 103)], ..Api::default() };
    open(&scorm2004::DIALECT, Rule::default(), &mut api);
    assert!(api.seen.opened[0].reports && api.seen.said.is_empty());
}

#[test]
fn a_portal_that_lets_nobody_in_is_left_alone() {
    let mut api = Api { fails: vec![("Initialize".into(), 1, 102)], ..Api::default() };
    let mut session = open(&scorm2004::DIALECT, Rule::default(), &mut api);
    assert!(!api.seen.opened[0].reports && api.seen.line().is_some_and(|l| l.contains("error 102")));
    report(&mut api, &mut session, small(1, false), 1);
    api.drive(&mut session, Event::Leave, START + 2);
    assert_eq!(api.log, ["Initialize"]);
}

#[test]
fn what_a_portal_does_not_have_is_said_once_and_left_out() {
    let mut api = Api { fails: vec![("SetValue cmi.interactions.".into(), 99, 401)], ..Api::default() };
    whole(&scorm12::DIALECT, Rule::default(), &mut api);
    assert_eq!(api.sets().iter().filter(|s| s.starts_with("cmi.interactions")).count(), 1);
    assert_eq!(api.seen.said.len(), 1);
    assert!(api.seen.line().is_some_and(|l| l.contains("single decisions") && l.contains("error 401")));
    assert!(api.sets().contains(&"cmi.core.lesson_status completed"));

    // A field that is not taken keeps the rest from nothing.
    let mut api = Api { fails: vec![("SetValue cmi.interactions.0.learner_response".into(), 9, 406)], ..Api::default() };
    whole(&scorm2004::DIALECT, Rule::default(), &mut api);
    assert!(api.sets().contains(&"cmi.interactions.1.learner_response ask-them;collaborative;;+3.0"));
    assert!(api.seen.line().is_some_and(|l| l.contains("error 406")));
}

#[test]
fn what_could_not_be_saved_is_sent_again_until_it_is() {
    for dialect in BOTH {
        for mut api in portals(dialect, &[]) {
            let mut session = open(dialect, Rule::default(), &mut api);
            api.fails = vec![("Commit".into(), 2, 391), ("SetValue cmi.interactions.0.id".into(), 2, 351)];
            report(&mut api, &mut session, small(1, false), 1);
            assert!(api.seen.line().is_some_and(|l| l.contains("sent again") && l.contains("one decision")), "{:?}", api.seen.said);
            assert!(session.waiting() > 0);
            wake(&mut api, &mut session, START + MINUTE);
            assert_eq!(api.kept("cmi.interactions.0.id"), "the-call");
            let response = if older(dialect) { "student_response" } else { "learner_response" };
            assert_eq!(api.kept(&format!("cmi.interactions.0.{response}")), "hedge;directive;+0.04;-1.2");
            assert_eq!((api.seen.line(), session.waiting()), (None, 0));
            report(&mut api, &mut session, small(2, false), 9);
            assert_eq!(api.kept("cmi.interactions.1.id"), "the-plan");
        }
    }
}

/// What arrived of the two decisions, element by element.
#[track_caller]
fn check_kept(api: &Api, dialect: &Dialect, score: &str) {
    let name = if older(dialect) { "student_response" } else { "learner_response" };
    let (neutral, kind) = ("neutral", if older(dialect) { "fill-in" } else { "other" });
    for (n, id, response) in [(0, "the-call", "hedge;directive;+0.04;-1.2"), (1, "the-plan", "ask-them;collaborative;;+3.0")] {
        for (field, value) in [("id", id), (name, response), ("result", neutral), ("type", kind)] {
            assert_eq!(api.kept(&format!("cmi.interactions.{n}.{field}")), value, "{n} {field}");
        }
    }
    assert_eq!(api.kept(if older(dialect) { "cmi.core.score.raw" } else { "cmi.score.raw" }), score);
    assert_eq!((api.decisions(), api.kept("cmi.suspend_data").ends_with("hedge.ask-them;ended")), (2, !score.is_empty()));
}

/// The connection is lost for a while: the API says no and takes what it tried for sent, or it says
/// yes because it queued, and all of it is lost. Nothing is, in the end.
#[test]
fn moodle_loses_what_was_committed_while_it_was_away_and_gets_it_again() {
    for dialect in BOTH {
        for hidden in [false, true] {
            for lost in 1..4 {
                let mut api = Api::moodle(older(dialect), &[]);
                let mut session = open(dialect, Rule::default(), &mut api);
                let reports = [small(1, false), small(2, false), small(2, true)];
                for (n, r) in reports.into_iter().enumerate() {
                    api.moodle.as_mut().expect("it is Moodle").hidden = hidden;
                    api.away = n + 1 == lost;
                    report(&mut api, &mut session, r, n as u64 + 1);
                    if api.away {
                        let line = api.seen.line().unwrap_or_default();
                        assert!(line.contains(if lost < 3 { "one decision" } else { "your completion and score" }), "{line}");
                        assert!(
                            line.contains(if hidden { "could not be reached" } else { "error 101" }) && session.waiting() > 0,
                            "{line}"
                        );
                    }
                }
                api.away = false;
                wake(&mut api, &mut session, START + 4 * MINUTE);
                api.drive(&mut session, Event::Retry, START + 5 * MINUTE);
                assert_eq!((api.seen.line(), session.waiting()), (None, 0), "{:?}", api.log);
                check_kept(&api, dialect, "72");
                assert!(api.moodle.as_ref().is_some_and(|m| m.ticked), "{hidden} {lost}: {:?}", api.log);
                api.drive(&mut session, Event::Finish, START + 6 * MINUTE);
                check_kept(&api, dialect, "72");
                assert_eq!(api.seen.closed.len(), 1);
            }
        }
    }
}

/// It comes and goes between the two halves of writing again, and then the page is left.
#[test]
fn whatever_was_written_in_its_place_the_values_own_stands_at_the_end() {
    for hidden in [false, true] {
        for pattern in 0u32..64 {
            let mut api = Api::moodle(true, &[]);
            let mut session = open(&scorm12::DIALECT, Rule::default(), &mut api);
            let mut now = START;
            let events = [Some(small(1, false)), None, Some(small(2, false)), None, Some(small(2, true)), None];
            for (turn, r) in events.into_iter().enumerate() {
                now += MINUTE;
                api.moodle.as_mut().expect("it is Moodle").hidden = hidden;
                api.away = pattern & (1 << turn) != 0;
                let event = r.map_or(Event::Retry, |r| Event::Report(Box::new(r)));
                api.drive(&mut session, event, now);
            }
            api.away = false;
            api.drive(&mut session, Event::Leave, now + MINUTE);
            // What the session could still say on leaving was the value's own.
            for (element, value) in api.moodle.as_ref().expect("it is Moodle").kept.clone() {
                assert!(!value.ends_with(['.', ' ']) && !value.ends_with(".001") && value != "performance", "{pattern}: {element} {value}");
            }
            if session.waiting() == 0 {
                check_kept(&api, &scorm12::DIALECT, "72");
            }
        }
    }
}

#[test]
fn a_decision_that_takes_no_other_value_is_told_in_the_next_place() {
    let mut api = Api::moodle(true, &[]);
    let mut session = open(&scorm12::DIALECT, Rule::default(), &mut api);
    api.away = true;
    report(&mut api, &mut session, small(1, false), 1);
    (api.away, api.fails) = (false, vec![("SetValue cmi.interactions.0.time".into(), 9, 403)]);
    api.drive(&mut session, Event::Retry, START + 2 * MINUTE);
    assert_eq!(api.kept("cmi.interactions.1.id"), "the-call");
    assert_eq!(api.kept("cmi.interactions.1.student_response"), "hedge;directive;+0.04;-1.2");
    assert_eq!((api.seen.line(), session.waiting()), (None, 0));
    report(&mut api, &mut session, small(2, false), 3);
    assert_eq!(api.kept("cmi.interactions.2.id"), "the-plan");
}

/// What was written again may be refused for a moment: it is no new decision, and comes back as it was.
#[test]
fn what_is_refused_while_it_is_written_again_is_told_once() {
    for element in ["id", "time", "student_response", "result"] {
        for moment in 1..5 {
            let mut api = Api::moodle(true, &[]);
            let mut session = open(&scorm12::DIALECT, Rule::default(), &mut api);
            api.away = true;
            report(&mut api, &mut session, small(1, false), 1);
            report(&mut api, &mut session, small(2, false), 2);
            (api.away, api.fails) = (false, vec![(format!("SetValue cmi.interactions.0.{element}"), moment, 351)]);
            api.drive(&mut session, Event::Retry, START + 3 * MINUTE);
            wake(&mut api, &mut session, START + 3 * MINUTE);
            wake(&mut api, &mut session, START + 9 * MINUTE);
            assert_eq!((api.seen.line(), session.waiting()), (None, 0), "{element} {moment}: {:?}", api.log);
            report(&mut api, &mut session, small(2, true), 20);
            check_kept(&api, &scorm12::DIALECT, "72");
        }
    }
}

#[test]
fn an_objective_that_cannot_be_opened_just_then_comes_whole_later() {
    let mut api = Api::default();
    let mut session = open(&scorm2004::DIALECT, Rule::default(), &mut api);
    api.fails = vec![("SetValue cmi.objectives.1.id".into(), 1, 351)];
    report(&mut api, &mut session, small(2, true), 1);
    assert!(session.waiting() > 0);
    wake(&mut api, &mut session, START + MINUTE);
    assert_eq!((api.kept("cmi.objectives.1.score.raw"), session.waiting()), ("61.3", 0));
}

#[test]
fn a_commit_that_throws_is_a_failure() {
    for dialect in BOTH {
        for mut api in portals(dialect, &[]) {
            let mut session = open(dialect, Rule::default(), &mut api);
            api.throws = vec![("Commit".into(), 3)];
            report(&mut api, &mut session, small(1, false), 1);
            assert!(session.waiting() > 0 && api.seen.line().is_some_and(|l| l.starts_with("Not yet saved by the portal: one decision")));
            wake(&mut api, &mut session, START + MINUTE);
            assert_eq!((api.seen.line(), session.waiting(), api.decisions()), (None, 0, 1));
        }
    }
    // Whatever throws, and however often: nothing is taken for told, and the session ends.
    for call in ["Initialize", "GetValue", "SetValue", "Commit", "Terminate"] {
        let mut api = Api { throws: vec![(call.into(), 999)], ..Api::default() };
        let mut session = open(&scorm12::DIALECT, Rule::default(), &mut api);
        report(&mut api, &mut session, small(1, false), 1);
        let told = matches!(call, "GetValue" | "Terminate");
        assert_eq!(session.waiting() == 0, told || call == "Initialize", "{call}");
        assert_eq!(api.seen.opened[0].reports, call != "Initialize");
        api.drive(&mut session, Event::Leave, START + 2 * MINUTE);
        assert_eq!(api.seen.closed.len(), 1, "{call}");
    }
    // A portal that says no to a commit and knows no error says no.
    let mut api = Api::default();
    let mut session = open(&scorm12::DIALECT, Rule::default(), &mut api);
    api.fails = vec![("Commit".into(), 1, 0)];
    report(&mut api, &mut session, small(1, false), 1);
    assert!(session.waiting() > 0 && api.seen.line().is_some());
}

/// Finish waits for what is not confirmed, says so, and does not ask twice.
#[test]
fn finish_asks_once_where_something_is_not_confirmed() {
    for comes_back in [true, false] {
        let mut api = Api::moodle(true, &[]);
        let mut session = open(&scorm12::DIALECT, Rule::default(), &mut api);
        report(&mut api, &mut session, small(2, false), 1);
        api.away = true;
        report(&mut api, &mut session, small(2, true), 2);
        let before = api.seen.line().map(str::to_owned);
        api.drive(&mut session, Event::Finish, START + 3 * MINUTE);
        let line = api.seen.line().unwrap_or_default().to_owned();
        assert!(line.contains("your completion and score") && line.contains("Press Finish again"), "{line}");
        assert!(Some(line) != before && api.seen.closed.is_empty());
        if comes_back {
            api.away = false;
            wake(&mut api, &mut session, START + 3 * MINUTE);
            check_kept(&api, &scorm12::DIALECT, "72");
            assert_eq!((api.seen.closed.len(), api.seen.line()), (1, None));
        } else {
            api.drive(&mut session, Event::Finish, START + 4 * MINUTE);
            let line = api.seen.line().unwrap_or_default();
            assert!(api.seen.closed.len() == 1 && line.contains("did not confirm") && line.contains("your completion and score"), "{line}");
        }
    }
}

/// The tab stays open over lunch: nobody studied then.
#[test]
fn a_long_pause_is_no_study_time() {
    for dialect in BOTH {
        for mut api in portals(dialect, &[]) {
            let mut session = open(dialect, Rule::default(), &mut api);
            report(&mut api, &mut session, small(1, false), 10);
            api.drive(&mut session, Event::Alive, START + 30 * MINUTE);
            report(&mut api, &mut session, small(2, false), 120);
            api.drive(&mut session, Event::Tick, START + 140 * MINUTE);
            report(&mut api, &mut session, small(2, true), 155);
            api.drive(&mut session, Event::Finish, START + 160 * MINUTE);
            let times: Vec<&str> = api.sets().into_iter().filter_map(|s| s.strip_prefix(dialect.session_time.0)).collect();
            let expected = if older(dialect) {
                [" 0000:10:00.00", " 0000:30:00.00", " 0000:30:00.00", " 0000:35:00.00"]
            } else {
                [" PT10M", " PT30M", " PT30M", " PT35M"]
            };
            assert_eq!(times, expected);
        }
    }
}

#[test]
fn a_real_week_stays_within_the_standards_limits() {
    for (dialect, mut api) in BOTH.into_iter().flat_map(|d| portals(d, &[]).map(|api| (d, api))) {
        let mut session = open(dialect, Rule::default(), &mut api);
        let reports = week(7, &[1, 0, 1, 2, 1, 0, 1], true);
        let decisions = reports.last().unwrap().decisions.len();
        for (i, r) in reports.into_iter().enumerate() {
            report(&mut api, &mut session, r, i as u64 + 1);
        }
        assert_eq!((api.decisions(), session.waiting()), (decisions, 0));
        let longest = api.log.iter().filter(|l| l.contains("suspend_data")).map(String::len).max().unwrap();
        assert!(longest < 400, "{longest}: a lot of room in 4,096");
        for (element, value) in &api.values {
            let response = element.ends_with("_response");
            assert!(!response || (value.len() <= 255 && value.split(';').count() == 4), "{value}");
        }
        assert!(api.seen.said.is_empty(), "{:?}", api.seen.said);
    }
}
