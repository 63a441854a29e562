//! What is told: each decision once, in order, in time.

use super::*;
use crate::forecasts::UNITS;
use crate::hosted::PATIENCE;
use portal::message::Command;

/// A page of its own, on another page, with a seed in the address.
fn embedded(more: &str) -> Tab {
    Tab::open(None, None, &format!("#/play/monday-call?seed=7{more}"), Kept::default())
}

#[test]
fn each_decision_is_told_once_in_order_with_its_latency_and_effect() {
    let mut tab = Tab::fresh();
    tab.play(Collaborative, 3);
    let told = tab.decisions();
    assert_eq!((tab.taken(), tab.heard()), (moves(Collaborative, 3), moves(Collaborative, 3)));
    for (i, d) in told.iter().enumerate() {
        assert_eq!((d.latency, d.at), (Some(5_000), Some(NOON + 5_000 + 7_000 * i as u64)), "the scene was shown 5 s before");
        assert!(d.on_time.is_some() && d.ordinal == i as u32 + 1);
    }
    assert_eq!((tab.reports.len(), tab.messages.len()), (3, 3));
    let Some(Message::Decision(week, one)) = tab.messages.last() else { panic!("a decision") };
    assert!(week.moves == moves(Collaborative, 3) && week.metrics.on_time.is_some() && one.on_time == told[2].on_time);
}

#[test]
fn looking_back_and_forth_tells_nothing_twice() {
    for mut tab in [embedded(""), Tab::fresh()] {
        tab.play(Directive, 2);
        let earlier = tab.fragment();
        tab.play(Directive, 2);
        let own = tab.fragment();
        let told = (tab.reports.len(), tab.messages.len());
        tab.go(&earlier);
        tab.choose(Directive);
        tab.send(Msg::Next);
        tab.go(&own);
        tab.send(Msg::Map);
        tab.send(Msg::Start);
        tab.send(Msg::Continue);
        tab.go(&earlier);
        tab.go(&format!("{}&show=after", link(7, &moves(Directive, 3))));
        assert_eq!((tab.reports.len(), tab.messages.len()), told);
        // What differs is told to the page around; the portal hears of no what-if.
        tab.go(&earlier);
        tab.play(Collaborative, 1);
        assert_eq!((tab.reports.len(), tab.messages.len()), (told.0, told.1 + 1));
    }
}

#[test]
fn a_page_that_is_loaded_again_tells_nothing_twice() {
    let mut tab = Tab::fresh();
    tab.play(Directive, 5);
    let kept = Resume::read(&tab.reports[4].resume(false).write()).unwrap();
    let again = Tab::open(Some(package()), Some(&portal(Some(kept.clone()))), &tab.fragment(), tab.shell.kept.clone());
    assert!(again.fragment() == tab.fragment() && again.reports.is_empty() && again.messages.is_empty());
    assert!(again.start.keep.is_none() && again.start.note.is_none() && again.shell.notices.is_empty());
    let alone = Tab::open(None, None, &tab.fragment(), tab.shell.kept.clone());
    assert!(alone.messages.is_empty());
}

#[test]
fn the_end_is_told_once_for_each_week_that_was_played_here() {
    let mut tab = embedded("");
    tab.play(Directive, ALL);
    let first = tab.fragment();
    assert_eq!((tab.completed(), tab.heard().len()), (1, ALL));
    tab.send(Msg::Reopen(ALL - 1));
    tab.play(Collaborative, 1);
    assert_eq!(tab.completed(), 2, "a what-if has an end of its own");
    tab.go(&first);
    assert_eq!(tab.completed(), 2);
    // Somebody else's week was not played here.
    tab.go(&link(8, &moves(Collaborative, ALL)).replace("play", "debrief"));
    assert!(tab.shell.visiting && tab.completed() == 2);
}

#[test]
fn a_restart_by_the_page_around_is_told_again() {
    let mut tab = embedded("");
    tab.play(Directive, ALL);
    let again = tab.hosted.command(&Command::Restart { seed: Some(7) }, DRAWN);
    tab.go(&again);
    tab.play(Directive, ALL);
    assert_eq!((tab.heard().len(), tab.completed()), (2 * ALL, 2));
}

#[test]
fn a_decision_waits_a_second_for_its_forecasts() {
    let mut tab = Tab { quick: false, ..Tab::fresh() };
    tab.choose(Directive);
    let at = tab.now;
    assert!(tab.hosted.slice() && tab.hosted.due(at + PATIENCE - 1).is_empty(), "not worked out yet");
    let out = tab.hosted.due(at + PATIENCE);
    tab.told(out);
    assert_eq!(tab.decisions()[0].on_time, None);
    // Forecasts that come after that are not told.
    assert!(!tab.hosted.slice() && tab.hosted.due(at + 9 * PATIENCE).is_empty());
    assert_eq!((tab.reports.len(), tab.heard().len()), (1, 1));

    tab.now += 5_000;
    tab.send(Msg::Next);
    tab.choose(Directive);
    let mut units = 0;
    let out = loop {
        assert!(tab.hosted.slice());
        units += 1;
        let out = tab.hosted.due(tab.now);
        if !out.is_empty() {
            break out;
        }
    };
    tab.told(out);
    assert!(tab.decisions()[1].on_time.is_some() && units <= 2 * UNITS, "what is left of an earlier one is not waited for: {units}");
}

#[test]
fn a_clock_that_is_set_back_holds_nothing_up() {
    let mut tab = Tab { quick: false, ..Tab::fresh() };
    tab.choose(Directive);
    assert_eq!(tab.hosted.due(NOON - 3_600_000).len(), 2);
}

#[test]
fn leaving_the_page_sends_what_waits_once() {
    let mut tab = Tab { quick: false, ..Tab::fresh() };
    tab.choose(Directive);
    let out = tab.hosted.flush();
    assert!(matches!(out.as_slice(), [Out::Report(_), Out::Message(_)]), "{out:?}");
    assert!(tab.hosted.flush().is_empty() && !tab.hosted.slice() && tab.hosted.due(u64::MAX).is_empty());
}

#[test]
fn decisions_in_haste_are_told_in_order_with_their_own_times() {
    let mut tab = Tab { quick: false, ..Tab::fresh() };
    tab.play(Directive, 2);
    // The new week's first decision is told before the old one's last had its second.
    tab.restart();
    tab.choose(Collaborative);
    let out = tab.hosted.flush();
    tab.told(out);
    assert_eq!(tab.taken(), [moves(Directive, 2), moves(Collaborative, 1)].concat());
    let times: Vec<_> = tab.decisions().iter().map(|d| d.at).collect();
    assert_eq!(times, [5_000, 12_000, 19_000].map(|t| Some(NOON + t)));
}

#[test]
fn blind_play_tells_no_style_before_the_debrief_but_reports_keep_it() {
    let mut tab = Tab { quick: false, ..Tab::open(Some(Launch { blind: true, ..package() }), Some(&portal(None)), "", Kept::default()) };
    tab.choose(Directive);
    // Not even when a week that shows styles is opened while the decision waits.
    let out = tab.hosted.show(&link(3, &moves(Directive, 1)), false, false, tab.now);
    tab.told(out);
    let out = tab.hosted.flush();
    tab.told(out);
    assert_eq!(tab.last_heard().map(|t| (t.mv.clone(), t.style.clone())), Some((moves(Directive, 1)[0].clone(), None)));
    assert!(tab.reports[0].blind && tab.reports[0].decisions[0].style == Directive.name());
    tab.quick = true;
    tab.send(Msg::Next);
    tab.play(Directive, ALL - 1);
    assert!(tab.messages.iter().all(|m| !matches!(m, Message::Decision(_, told) if told.style.is_some())));
    let [.., Message::Completed { decisions, .. }, Message::Scored { .. }] = &tab.messages[..] else { panic!("the end") };
    assert!(decisions.len() == ALL && decisions.iter().all(|d| d.style.as_deref() == Some("directive")));
}

#[test]
fn the_week_is_named_as_it_is_shown_and_measured_as_its_author_left_it() {
    let mut tab = embedded("");
    assert_eq!((tab.hosted.week().seed, tab.hosted.week().moves.len()), (7, 0));
    tab.play(Directive, 6);
    let before = tab.hosted.week();
    assert_eq!((before.moves.clone(), before.scenario.as_str()), (moves(Directive, 6), "monday-call"));
    tab.send(Msg::Assume(vec![("severe-directive".into(), 0.05), ("optimism".into(), 2.0)]));
    assert!(tab.fragment().contains("set="));
    let changed = tab.hosted.week();
    assert_eq!((changed.metrics.engagement, changed.metrics.team_hours), (before.metrics.engagement, before.metrics.team_hours));
}
