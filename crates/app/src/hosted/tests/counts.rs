//! What counts: the first week played to its end.

use super::*;
use portal::{Mode, Rule};

const SCORED: &str = "Your first week is reported. What you play now is for you alone.";

#[test]
fn the_first_week_played_to_its_end_is_reported_and_no_other() {
    let mut tab = Tab::fresh();
    tab.play(Directive, ALL);
    assert!(tab.shell.screen == Screen::Debrief && tab.hosted.finish && tab.hosted.why.is_none());
    assert_eq!((tab.taken(), tab.completed()), (moves(Directive, ALL), 1));
    let told = tab.reports.len();
    tab.restart();
    assert_eq!(tab.hosted.why, Some(SCORED));
    tab.play(Collaborative, ALL);
    assert_eq!((tab.reports.len(), tab.completed(), tab.hosted.why), (told, 1, Some(SCORED)));
    // The session can be finished from any debrief: its outcome is reported.
    assert!(tab.hosted.finish && tab.hosted.back().is_none());
    tab.send(Msg::Reopen(3));
    assert!(!tab.hosted.finish && tab.reports.len() == told);
}

#[test]
fn a_week_begun_again_before_the_end_counts_from_its_first_decision() {
    for package in [Some(package()), Some(Launch { seeds: Seeds::PerLearner, ..package() }), None] {
        let mut tab = Tab::open(package, Some(&portal(None)), "", Kept::default());
        tab.play(Directive, 3);
        tab.restart();
        assert!(tab.hosted.why.is_some_and(|w| w.contains("in place of")) && tab.moves().is_empty());
        // Data and back: still the new week.
        tab.send(Msg::Data);
        tab.send(Msg::Week);
        tab.choose(Collaborative);
        assert_eq!(tab.reports.last().map(|r| r.decisions.len()), Some(1));
        tab.send(Msg::Next);
        tab.play(Collaborative, ALL - 1);
        assert_eq!(tab.taken(), [moves(Directive, 3), moves(Collaborative, ALL)].concat());
        assert!(tab.hosted.finish && tab.reports.last().is_some_and(|r| r.debriefed && r.end.is_some()));
        assert!(tab.decisions().iter().all(|d| d.at.is_some()), "each has its time");
    }
}

#[test]
fn a_week_begun_again_where_nothing_is_decided_counts_too() {
    let mut tab = Tab::fresh();
    tab.play(Directive, 2);
    let monday = link(7, &[]);
    tab.go(&monday);
    tab.restart();
    tab.play(Collaborative, 1);
    assert_eq!(tab.reports.last().map(|r| r.decisions.len()), Some(1), "pressed on the Monday that was looked back at");
}

#[test]
fn looking_at_another_monday_leaves_the_attempt_as_it_is() {
    let mut tab = Tab::fresh();
    tab.play(Directive, 3);
    let own = tab.fragment();
    for other in [link(8, &[]), "#/map/monday-call?seed=8".to_owned(), "#/why/monday-call?seed=8".to_owned()] {
        tab.go(&other);
        tab.go(&own);
        assert_eq!(tab.hosted.why, None, "{other}");
    }
    tab.play(Directive, 1);
    assert_eq!(tab.taken(), moves(Directive, 4));
    // But the first decision in it takes the attempt there.
    tab.go(&link(8, &[]));
    tab.play(Collaborative, 1);
    assert_eq!(tab.reports.last().map(|r| (r.seed, r.decisions.len())), Some((8, 1)));
    tab.go(&own);
    assert_eq!(tab.hosted.why, Some("This is another week than the one you began here, so it is not reported."));
}

#[test]
fn a_what_if_is_not_reported_and_the_way_back_is_known() {
    let mut tab = Tab::fresh();
    tab.play(Directive, 4);
    let (told, own) = (tab.reports.len(), tab.fragment());
    tab.send(Msg::Reopen(1));
    assert!(tab.hosted.why.is_some_and(|w| w.contains("for you alone")), "said before another move is taken");
    tab.play(Collaborative, 2);
    assert!(tab.hosted.why.is_some_and(|w| w.starts_with("This is a what-if")) && tab.reports.len() == told);
    let back = tab.hosted.back().unwrap_or_default();
    tab.go(&back);
    assert_eq!((tab.fragment(), tab.hosted.why, tab.hosted.back()), (own, None, None));
    tab.play(Directive, 1);
    assert_eq!(tab.taken(), moves(Directive, 5));
}

#[test]
fn changed_assumptions_and_links_are_not_reported() {
    let mut tab = Tab::fresh();
    tab.play(Directive, 3);
    let (told, own) = (tab.reports.len(), tab.fragment());
    tab.send(Msg::Why);
    tab.send(Msg::Assume(vec![("optimism".into(), 1.3)]));
    assert_eq!(tab.hosted.why, Some("Assumptions are changed, so this is not reported."));
    tab.go(&own);
    tab.go(&format!("{own}&team=anna.300.300.300"));
    assert_eq!(tab.hosted.why, Some("The team comes from another week, so this is not reported."));
    assert_eq!(tab.reports.len(), told);
    tab.go(&own);
    tab.send(Msg::Why);
    tab.send(Msg::Assume(vec![("optimism".into(), 1.3)]));
    tab.send(Msg::Week);
    tab.play(Directive, 1);
    tab.go(&link(7, &moves(Collaborative, 6)));
    assert_eq!(tab.hosted.why, Some("This week comes from a link or a file, so it is not reported."));
    tab.play(Collaborative, ALL - 6);
    assert!(tab.shell.screen == Screen::Debrief && !tab.hosted.finish, "nothing to finish yet");
    assert_eq!(tab.reports.len(), told);
    tab.go(&own);
    tab.play(Directive, 1);
    assert_eq!(tab.taken(), moves(Directive, 4));
}

#[test]
fn a_link_is_not_taken_for_the_learner_s_own_week_where_nothing_is_kept() {
    let mut tab = Tab::fresh();
    tab.go(&link(7, &moves(Collaborative, ALL)));
    assert!(tab.reports.is_empty() && !tab.hosted.finish && tab.hosted.why.is_some());
    let mut tab = Tab::fresh();
    tab.go(&link(7, &moves(Collaborative, 5)));
    tab.play(Collaborative, 2);
    assert!(tab.reports.is_empty() && tab.hosted.why.is_some());
}

#[test]
fn a_week_that_only_the_device_has_goes_on() {
    let own = moves(Collaborative, 4);
    let mut tab = Tab::open(None, Some(&portal(None)), "", device(21, &own, &[]));
    assert!(tab.moves().is_empty(), "the portal knows of none");
    tab.send(Msg::Continue);
    assert_eq!((tab.taken(), tab.hosted.why), (own.clone(), None));
    tab.play(Directive, 1);
    assert_eq!(tab.reports.last().map(|r| (r.seed, r.decisions.len())), Some((21, 5)));
}

#[test]
fn complete_and_passed_go_by_the_package() {
    let rule = |complete, pass_mark| Hosted::new(Some(Launch { complete, pass_mark, ..package() })).setup().rule;
    let (debrief, last) = (rule(Complete::Debrief, Some(0)), rule(Complete::LastDecision, Some(100)));
    let mut tab = Tab::fresh();
    tab.play(Directive, ALL - 1);
    let complete = |tab: &Tab, rule: &Rule| tab.reports.last().is_some_and(|r| rule.complete(r).is_some());
    assert!(!complete(&tab, &debrief) && !complete(&tab, &last));
    tab.choose(Directive);
    assert!(!complete(&tab, &debrief) && complete(&tab, &last) && !tab.hosted.finish, "the last decision");
    tab.send(Msg::Next);
    assert!(complete(&tab, &debrief) && complete(&tab, &last) && tab.hosted.finish, "the debrief");
    let outcome = tab.shell.line.as_ref().map(|l| tab.shell.loaded.program.outcome(&l.state).score()).unwrap();
    let ends: Vec<_> = tab.reports.iter().filter_map(|r| r.end).collect();
    assert!(ends.len() == 2 && ends[0] == ends[1], "what is reported of the end does not change");
    assert!(ends[0].score <= 100 && (f64::from(ends[0].score) - outcome).abs() <= 0.5);
    assert_eq!((debrief.passed(&ends[0]), last.passed(&ends[0])), (Some(true), Some(ends[0].score == 100)));
}

/// Two learners with the same moves are told the same, whatever their luck; an attempt keeps the rule it
/// began with, whatever the package that goes on with it says.
#[test]
fn the_decisions_score_is_told_where_the_attempt_began_so() {
    let end = |scored, resume: Option<Resume>, seed| {
        let package = Launch { scored, seeds: Seeds::Same(seed), ..package() };
        let mut tab = Tab::open(Some(package), Some(&portal(resume)), "", Kept::default());
        while tab.shell.line.as_ref().is_some_and(|l| !l.state.over()) {
            tab.play(Directive, 1);
        }
        let report = tab.reports.last().cloned().expect("a report");
        assert_eq!(report.resume(true).scored, report.scored, "what the portal keeps names the rule");
        (report.end.expect("an end"), tab.shell.line.as_ref().and_then(|l| l.decided(&tab.shell.loaded.program)))
    };
    let (one, decided) = end(Scored::Decisions, None, 7);
    let (other, _) = end(Scored::Decisions, None, 8);
    assert!(decided.is_some() && one.decided == decided && one.told() == other.told() && one.score != other.score, "{one:?} {other:?}");
    let old = week(7, &moves(Directive, 3));
    let (kept, _) = end(Scored::Decisions, Some(old.clone()), 7);
    assert_eq!((kept.decided, kept.told()), (None, one.score));
    let (kept, _) = end(Scored::Week, Some(Resume { scored: Scored::Decisions, ..old }), 7);
    assert_eq!(kept.decided, decided);
}

#[test]
fn finish_is_there_where_there_is_something_to_finish() {
    let all = moves(Directive, ALL);
    let at = |opened: Option<&Opened>| Tab::open(Some(package()), opened, "", Kept::default()).hosted.finish;
    let ended = |opened: Opened| Opened { resume: Some(Resume { ended: true, ..week(7, &all) }), ..opened };
    assert!(at(Some(&ended(portal(None)))) && at(Some(&portal(Some(week(7, &all))))));
    assert!(!at(Some(&ended(Opened { reports: false, mode: Mode::Review, ..portal(None) }))));
    assert!(!at(None) && !at(Some(&portal(None))));
    // A portal that did not let the page in.
    assert!(!at(Some(&ended(Opened { reports: false, ..portal(None) }))));
}
