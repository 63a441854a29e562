//! The page under any messages in any order: it shows something, its address leads back to what is
//! shown, and no line that was played is lost.

use super::common::{choose, config, page, shows};
use super::link::fragment;
use by_friday::app::{App, Kept, Msg, Screen};
use by_friday::codec::save::{self, MOST_LINES, Week};
use proptest::prelude::*;
use proptest::strategy::ValueTree;

/// What a player does.
#[derive(Clone, Debug)]
enum Act {
    Send(Msg),
    /// Takes one of the moves offered.
    Pick(u8),
    /// Takes it and goes on.
    Play(u8),
    /// An address seen before, by Back or a bookmark.
    Back(prop::sample::Index),
    /// The same address in a new tab, which goes on with what the device keeps.
    Reload,
    /// Erases, on the screen that offers it.
    Erase,
}

fn any_act() -> impl Strategy<Value = Act> {
    let seed = || prop_oneof![0..3u32, any::<u32>()];
    let index = || prop_oneof![8 => 0..14usize, 1 => any::<usize>()];
    let message = prop_oneof![
        2 => seed().prop_map(|seed| Msg::Play { seed }),
        2 => seed().prop_map(|seed| Msg::Restart { seed }),
        2 => Just(Msg::Continue),
        3 => index().prop_map(Msg::Choose),
        6 => Just(Msg::Next),
        3 => index().prop_map(Msg::Reopen),
        2 => Just(Msg::Debrief),
        1 => prop::sample::select(vec![Msg::Start, Msg::Data, Msg::StorageBlocked, Msg::StorageFull, Msg::Tick]),
        1 => ("[a-z-]{0,6}", any::<String>()).prop_map(|(id, text)| Msg::Answer { id, text }),
        3 => (fragment(), seed()).prop_map(|(fragment, seed)| Msg::Address { fragment, seed }),
    ];
    prop_oneof![
        10 => message.prop_map(Act::Send),
        6 => any::<u8>().prop_map(Act::Pick),
        16 => any::<u8>().prop_map(Act::Play),
        4 => any::<prop::sample::Index>().prop_map(Act::Back),
        2 => Just(Act::Reload),
        1 => Just(Act::Erase),
    ]
}

/// What one can do with one's own weeks: no foreign link, no erasing.
fn own_act() -> impl Strategy<Value = Act> {
    prop_oneof![
        20 => any::<u8>().prop_map(Act::Play),
        6 => any::<u8>().prop_map(Act::Pick),
        6 => Just(Act::Send(Msg::Next)),
        4 => (0..14usize).prop_map(|step| Act::Send(Msg::Reopen(step))),
        3 => any::<prop::sample::Index>().prop_map(Act::Back),
        2 => Just(Act::Reload),
        1 => Just(Act::Send(Msg::Continue)),
        1 => Just(Act::Send(Msg::Debrief)),
        1 => any::<u32>().prop_map(|seed| Act::Send(Msg::Restart { seed })),
    ]
}

/// A visit: the page, and the addresses it showed.
struct Visit {
    page: App,
    seen: Vec<String>,
}

impl Visit {
    fn new() -> Visit {
        Visit { page: page(Kept::default()), seen: vec!["#/".to_owned()] }
    }

    fn act(&mut self, act: &Act) {
        let page = &mut self.page;
        match act {
            Act::Send(msg) => drop(page.update(msg.clone())),
            Act::Pick(pick) => choose(page, *pick),
            Act::Play(pick) => {
                choose(page, *pick);
                page.update(Msg::Next);
            }
            Act::Back(to) => drop(page.update(Msg::Address { fragment: to.get(&self.seen).clone(), seed: 4 })),
            Act::Reload => *page = reloaded(page),
            Act::Erase => {
                page.update(Msg::Data);
                page.update(Msg::Erase);
            }
        }
        self.seen.push(self.page.route().to_string());
    }
}

/// The page's address opened anew on the same device.
fn reloaded(shown: &App) -> App {
    let mut again = page(shown.kept.clone());
    again.update(Msg::Address { fragment: shown.route().to_string(), seed: 5 });
    again
}

/// The address leads back to what is shown, and what is kept can be read.
#[track_caller]
fn check(page: &App) -> Result<(), TestCaseError> {
    prop_assert!(shows(page), "{:?} shows nothing", page.screen);
    if page.line.is_some() && matches!(page.screen, Screen::Play | Screen::Debrief) && !page.visiting {
        let again = reloaded(page);
        prop_assert_eq!((&again.screen, again.route()), (&page.screen, page.route()));
        prop_assert!(!again.visiting, "one's own week became a visit: {}", page.route());
        prop_assert!(again.line == page.line, "another line behind the same address {}", page.route());
    }
    for (key, text) in page.kept.iter() {
        prop_assert!(save::read(text).is_ok() || save::read_answers(text).is_ok(), "{key}: {text}");
    }
    Ok(())
}

proptest! {
    #![proptest_config(config(60))]

    #[test]
    fn the_address_leads_back_to_what_is_shown_after_any_messages(acts in proptest::collection::vec(any_act(), 1..40)) {
        let mut visit = Visit::new();
        for act in &acts {
            visit.act(act);
            check(&visit.page)?;
        }
    }
}

/// Lines that were played, each only in its longest form.
#[derive(Default, Debug)]
struct Played(Vec<Week>);

/// Whether `week` begins with all of `start`.
fn continues(week: &Week, start: &Week) -> bool {
    week.seed == start.seed && format!("{}.", week.moves).starts_with(&format!("{}.", start.moves))
}

impl Played {
    fn add(&mut self, week: Week) {
        if !week.moves.is_empty() && !self.0.iter().any(|w| continues(w, &week)) {
            self.0.retain(|w| !continues(&week, w));
            self.0.push(week);
        }
    }
}

/// The line on the page.
fn shown(page: &App) -> Week {
    page.line.as_ref().map_or_else(Week::default, |l| Week { seed: l.seed, moves: page.move_ids(l).join(".") })
}

proptest! {
    #![proptest_config(config(150))]

    /// Up to as many lines as a save holds, all are kept; beyond that the longest of the first
    /// seed is, as long as at most three others were begun since.
    #[test]
    fn no_line_is_lost_among_as_many_as_a_save_holds(seed in any::<u32>(), acts in proptest::collection::vec(own_act(), 1..40)) {
        let mut visit = Visit::new();
        visit.act(&Act::Send(Msg::Play { seed }));
        let mut played = Played::default();
        for act in &acts {
            visit.act(act);
            played.add(shown(&visit.page));
            if played.0.len() > MOST_LINES + 1 {
                break;
            }
            let Some(kept) = visit.page.saved() else {
                prop_assert!(played.0.is_empty());
                continue;
            };
            let mut all = kept.lines;
            all.push(kept.week);
            for line in &played.0 {
                prop_assert!(all.iter().any(|w| continues(w, line)), "lost: {line:?}\nkept: {all:#?}");
            }
            prop_assert!(all.len() <= MOST_LINES + 2);
        }
    }
}

#[test]
fn the_moves_of_the_random_visits_reach_the_debrief_and_several_lines() {
    // Guards the generators: visits that go nowhere would prove nothing.
    let mut runner = proptest::test_runner::TestRunner::new(config(60));
    let (mut debriefs, mut lines, mut visiting) = (0, 0, 0);
    for _ in 0..60 {
        let acts = proptest::collection::vec(any_act(), 39).new_tree(&mut runner).unwrap().current();
        let mut visit = Visit::new();
        for act in &acts {
            visit.act(act);
            debriefs += usize::from(visit.page.screen == Screen::Debrief);
            visiting += usize::from(visit.page.visiting);
            lines = lines.max(visit.page.saved().map_or(0, |s| s.lines.len()));
        }
    }
    assert!(debriefs > 5 && lines >= MOST_LINES && visiting > 5, "{debriefs} debriefs, {lines} lines, {visiting} visits");
}
