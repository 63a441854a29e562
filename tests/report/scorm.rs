//! SCORM 1.2 and 2004: the exact calls of whole sessions, and portals that are lenient, failing,
//! or in review.

use super::peers::Api;
use super::sample::{START, setup, small, week};
use by_friday::report::scorm::Dialect;
use by_friday::report::{Completion, Event, Mode, Report, Resume, Rule, Scorm, scorm12, scorm2004};

const MINUTE: u64 = 60_000;

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
SetValue cmi.core.score.min 0
SetValue cmi.core.score.max 100
SetValue cmi.core.score.raw 72
SetValue cmi.core.lesson_status passed
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
SetValue cmi.score.scaled 0.72
SetValue cmi.score.min 0
SetValue cmi.score.max 100
SetValue cmi.score.raw 72
SetValue cmi.success_status failed
SetValue cmi.progress_measure 1
SetValue cmi.completion_status completed
SetValue cmi.objectives.1.id friday
SetValue cmi.objectives.1.success_status passed
SetValue cmi.objectives.1.completion_status completed
SetValue cmi.objectives.1.description The shipment was ready by the deadline
SetValue cmi.objectives.2.id engagement
SetValue cmi.objectives.2.score.scaled 0.613
SetValue cmi.objectives.2.completion_status completed
SetValue cmi.objectives.2.description Mean engagement of the team at the end, 0 to 1
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
    for dialect in [&scorm12::DIALECT, &scorm2004::DIALECT] {
        let mut api = Api::default();
        let mut session = open(dialect, Rule::default(), &mut api);
        report(&mut api, &mut session, small(1, false), 1);
        let before = api.log.len();
        api.drive(&mut session, Event::Leave, START + 5 * MINUTE);
        assert_eq!(api.log[before..].len(), 2, "session time and the end: {:?}", &api.log[before..]);
        assert_eq!(api.values[dialect.exit], "suspend");

        (api.terminated, api.running) = (0, false);
        api.log.clear();
        let mut session = open(dialect, Rule::default(), &mut api);
        let resume = api.seen.opened[1].resume.clone().unwrap();
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
    }
}

#[test]
fn review_and_browse_change_nothing() {
    for (dialect, element) in [(&scorm12::DIALECT, "cmi.core.lesson_mode"), (&scorm2004::DIALECT, "cmi.mode")] {
        for (word, mode) in [("review", Mode::Review), ("browse", Mode::Browse)] {
            let mut api = Api::with(&[(element, word), ("cmi.suspend_data", "1;monday-call;3f9a1c;7;hedge.ask-them;ended")]);
            let calls = whole(dialect, Rule::default(), &mut api);
            assert_eq!(calls, "", "{:?}", api.log);
            assert_eq!(api.log.last().map(String::as_str), Some("Terminate"));
            let opened = &api.seen.opened[0];
            assert!(opened.mode == mode && !opened.reports && opened.resume.as_ref().is_some_and(|r| r.ended));
        }
    }
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
        let mut api = Api::with(&[(element, mark)]);
        whole(dialect, Rule::default(), &mut api);
        assert!(api.sets().contains(&status), "{mark}: {:?}", api.sets());
    }
}

#[test]
fn the_last_decision_may_complete_it() {
    let mut api = Api::default();
    let rule = Rule { completion: Completion::LastDecision, ..Rule::default() };
    let mut session = open(&scorm12::DIALECT, rule, &mut api);
    report(&mut api, &mut session, small(1, false), 1);
    assert!(!api.sets().iter().any(|s| s.contains("score")));
    report(&mut api, &mut session, small(2, false), 2);
    assert!(api.sets().contains(&"cmi.core.lesson_status completed") && api.sets().contains(&"cmi.core.score.raw 72"));
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
    let mut api = Api::default();
    let mut session = open(&scorm2004::DIALECT, Rule::default(), &mut api);
    api.fails = vec![("Commit".into(), 2, 391), ("SetValue cmi.interactions.0.id".into(), 2, 351)];
    report(&mut api, &mut session, small(1, false), 1);
    assert!(api.seen.line().is_some_and(|l| l.contains("sent again")));
    assert!(by_friday::report::Host::waiting(&session) > 0);
    let mut now = START + MINUTE;
    for _ in 0..5 {
        let Some(at) = api.seen.wakes.iter().copied().find(|at| *at > now) else { break };
        now = at;
        api.drive(&mut session, Event::Tick, now);
    }
    assert_eq!(api.values["cmi.interactions.0.id"], "the-call");
    assert_eq!(api.values["cmi.interactions.0.learner_response"], "hedge;directive;+0.04;-1.2");
    assert_eq!((api.seen.line(), by_friday::report::Host::waiting(&session)), (None, 0));
    report(&mut api, &mut session, small(2, false), 9);
    assert_eq!(api.values["cmi.interactions.1.id"], "the-plan");
}

#[test]
fn a_real_week_stays_within_the_standards_limits() {
    for dialect in [&scorm12::DIALECT, &scorm2004::DIALECT] {
        let mut api = Api::default();
        let mut session = open(dialect, Rule::default(), &mut api);
        let reports = week(7, &[1, 0, 1, 2, 1, 0, 1], true);
        let decisions = reports.last().unwrap().decisions.len();
        for (i, r) in reports.into_iter().enumerate() {
            report(&mut api, &mut session, r, i as u64 + 1);
        }
        assert_eq!(api.values["cmi.interactions._count"], decisions.to_string());
        let longest = api.log.iter().filter(|l| l.contains("suspend_data")).map(String::len).max().unwrap();
        assert!(longest < 400, "{longest}: a lot of room in 4,096");
        for (element, value) in &api.values {
            let response = element.ends_with("_response");
            assert!(!response || (value.len() <= 255 && value.split(';').count() == 4), "{value}");
        }
        assert!(api.seen.said.is_empty(), "{:?}", api.seen.said);
    }
}
