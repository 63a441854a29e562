//! A portal that says late where the week goes on, and a device that is further than its portal.

use super::*;
use crate::hosted::further::{SILENT, WITHOUT};
use portal::Mode;

impl Tab {
    /// Begins before the portal has answered.
    fn unread(package: Option<Launch>, device: Kept) -> Tab {
        let mut hosted = Hosted::new(package);
        let start = hosted.start_unread("ann", "", device.clone(), DRAWN);
        let mut shell = App::new(device);
        if let Some((key, text)) = start.keep.clone() {
            shell.kept.insert(key, text);
        }
        let mut tab = Tab { shell, hosted, start, now: NOON, quick: true, reports: Vec::new(), messages: Vec::new() };
        tab.go(&tab.start.fragment.clone());
        tab
    }

    fn late(&mut self, opened: &Opened) {
        let out = self.hosted.late(opened, self.now);
        self.told(out);
        while self.quick && self.hosted.slice() {
            let out = self.hosted.due(self.now);
            self.told(out);
        }
    }

    /// Presses "Go on from there".
    fn go_on(&mut self) {
        let on = self.hosted.go_on(self.shell.kept.clone()).expect("there is a week to go on from");
        if let Some((key, text)) = on.keep {
            self.shell.kept.insert(key, text);
        }
        self.go(&on.fragment);
    }
}

#[test]
fn what_was_decided_before_the_portal_answered_is_told_in_order_when_it_does() {
    for resume in [None, Some(week(7, &[])), Some(week(7, &moves(Directive, 1)))] {
        let known = resume.as_ref().map_or(0, |r| r.moves.len());
        let mut tab = Tab::unread(Some(package()), Kept::default());
        tab.play(Directive, 3);
        assert!(tab.reports.is_empty() && tab.hosted.why.is_none() && !tab.hosted.finish && tab.hosted.unread());
        let shown = tab.fragment();
        tab.late(&portal(resume));
        assert_eq!((tab.fragment(), tab.hosted.offer(), tab.hosted.unread()), (shown, None, false), "nothing is replaced");
        let told = &tab.reports[0].decisions;
        assert_eq!(told.iter().map(|d| d.mv.clone()).collect::<Vec<_>>(), moves(Directive, 3), "{known}");
        assert!(told.iter().all(|d| d.at.is_some()), "each with the time it was taken");
        tab.play(Directive, ALL - 3);
        assert_eq!((tab.taken(), tab.hosted.finish), (moves(Directive, ALL), true));
    }
}

#[test]
fn a_whole_week_before_the_portal_answers_is_told_with_its_end() {
    let mut tab = Tab::unread(Some(package()), Kept::default());
    tab.play(Collaborative, ALL);
    assert!(tab.shell.screen == Screen::Debrief && !tab.hosted.finish, "nothing is reported yet");
    tab.late(&portal(Some(week(7, &moves(Directive, 2)))));
    let last = tab.reports.last().expect("a report");
    assert!(last.debriefed && last.end.is_some() && last.decisions.len() == ALL && tab.hosted.finish);
    assert_eq!(tab.hosted.offer(), None, "the week that was played to its end is the one that counts");
}

#[test]
fn a_late_state_replaces_nothing_and_offers_to_go_on_from_there() {
    let there = moves(Directive, 5);
    for taken in [0, 2] {
        let mut tab = Tab::unread(Some(package()), Kept::default());
        tab.play(Directive, taken);
        let shown = tab.fragment();
        tab.late(&portal(Some(week(7, &there))));
        assert!(tab.fragment() == shown && tab.reports.is_empty(), "{taken}");
        assert!(tab.hosted.offer().is_some_and(|l| l.contains("your week, 5 decisions on")), "{:?}", tab.hosted.offer());
        tab.go_on();
        assert_eq!((tab.moves(), tab.hosted.offer(), tab.hosted.why, tab.shell.visiting), (there.clone(), None, None, false));
        tab.choose(Directive);
        assert_eq!(tab.reports.last().map(|r| r.decisions.len()), Some(6));
    }
}

#[test]
fn another_week_than_the_portal_s_is_told_where_the_learner_goes_on_with_it() {
    let there = moves(Directive, 5);
    let begun = || {
        let mut tab = Tab::unread(Some(package()), Kept::default());
        tab.play(Collaborative, 2);
        tab.late(&portal(Some(week(7, &there))));
        assert!(tab.hosted.offer().is_some_and(|l| l.contains("another week of yours") && l.contains("in its place")));
        assert!(tab.reports.is_empty());
        tab
    };
    let mut here = begun();
    here.play(Collaborative, 1);
    assert_eq!((here.taken(), here.hosted.offer()), (moves(Collaborative, 3), None), "the line leaves");
    let mut back = begun();
    back.go_on();
    assert_eq!((back.moves(), back.hosted.offer(), back.shell.visiting), (there.clone(), None, false));
    back.play(Directive, 1);
    assert_eq!(back.reports.last().map(|r| r.decisions.len()), Some(6));
    // What was decided meanwhile is not lost: the device keeps it beside the other.
    let lines = back.shell.saved().map(|s| s.lines.into_iter().map(|l| l.moves).collect::<Vec<_>>());
    assert_eq!(lines, Some(vec![moves(Collaborative, 2).join(".")]));
}

#[test]
fn a_week_that_was_finished_before_stays_the_one_that_counts() {
    let there = Resume { ended: true, ..week(7, &moves(Directive, ALL)) };
    let mut tab = Tab::unread(Some(package()), Kept::default());
    tab.play(Collaborative, 2);
    tab.late(&portal(Some(there)));
    assert!(tab.hosted.offer().is_some_and(|l| l.contains("to its end") && l.contains("for you alone")));
    tab.play(Collaborative, 1);
    assert!(tab.reports.is_empty() && tab.hosted.why.is_some());
    tab.go_on();
    assert!(tab.shell.screen == Screen::Debrief && tab.hosted.finish && tab.hosted.offer().is_none());
}

#[test]
fn before_the_portal_answers_the_device_s_own_week_goes_on() {
    let own = moves(Directive, 4);
    let mut tab = Tab::unread(Some(package()), device(7, &own, &[]));
    assert_eq!(tab.moves(), own);
    tab.choose(Directive);
    tab.late(&portal(Some(week(7, &own[..2]))));
    assert_eq!((tab.taken(), tab.hosted.offer()), (moves(Directive, 5), None));
    // Not under another luck than the package's.
    assert!(Tab::unread(Some(package()), device(8, &own, &[])).moves().is_empty());
}

#[test]
fn a_portal_that_lets_nobody_in_or_only_looks_is_told_nothing_late() {
    for opened in [Opened { reports: false, ..portal(None) }, Opened { reports: false, mode: Mode::Review, ..portal(None) }] {
        let mut tab = Tab::unread(Some(package()), Kept::default());
        tab.play(Directive, 2);
        tab.late(&opened);
        tab.play(Directive, 1);
        assert!(tab.reports.is_empty() && tab.hosted.offer().is_none() && tab.hosted.about().is_some() == (opened.mode == Mode::Review));
    }
    assert!(SILENT.ends_with('.') && WITHOUT.ends_with('.'));
}

#[test]
fn where_the_device_is_further_one_press_goes_on_from_there_and_the_line_leaves() {
    let own = moves(Directive, 6);
    let open = || Tab::open(Some(package()), Some(&portal(Some(week(7, &own[..4])))), "", device(7, &own, &[]));
    let mut tab = open();
    assert_eq!(tab.hosted.offer(), Some("Your portal keeps this week; this device keeps it 2 decisions further on."));
    tab.go_on();
    assert_eq!((tab.taken(), tab.hosted.offer(), tab.hosted.why), (own.clone(), None, None));
    // Somebody who decides otherwise is not asked any more; who decides alike, until they are there.
    let mut tab = open();
    tab.choose(Collaborative);
    assert_eq!(tab.hosted.offer(), None);
    let mut tab = open();
    tab.play(Directive, 1);
    assert!(tab.hosted.offer().is_some());
    tab.play(Directive, 1);
    assert_eq!(tab.hosted.offer(), None);
}
