//! The page under any messages in any order: it shows something, its address leads back to what is
//! shown, and no line that was played is lost.

use super::common::{any_text, choose, config, page, shows};
use super::link::fragment;
use app::{App, Kept, Msg, Screen};
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use scenario::codec::save::{self, MOST_LINES, Week};

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
        1 => prop::sample::select(vec![Msg::Start, Msg::Data, Msg::Packaging, Msg::StorageBlocked, Msg::StorageFull]),
        1 => ("[a-z-]{0,6}", any_text()).prop_map(|(id, text)| Msg::Answer { id, text }),
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

    /// The address of the first decision under seed 0.
    fn monday() -> String {
        let mut page = page(Kept::default());
        page.update(Msg::Play { seed: 0 });
        page.route().to_string()
    }

    #[track_caller]
    fn act(&mut self, act: &Act) -> Result<(), TestCaseError> {
        let page = &mut self.page;
        match act {
            Act::Send(msg) => drop(page.update(msg.clone())),
            Act::Pick(pick) => choose(page, *pick),
            Act::Play(pick) => {
                choose(page, *pick);
                page.update(Msg::Next);
            }
            Act::Back(to) => {
                let fragment = to.get(&self.seen).clone();
                page.update(Msg::Address { fragment: fragment.clone(), seed: 4 });
                prop_assert_eq!(page.route().to_string(), fragment, "Back shows what was there");
            }
            Act::Reload => *page = reloaded(page),
            Act::Erase => {
                page.update(Msg::Data);
                page.update(Msg::Erase);
            }
        }
        self.seen.push(self.page.route().to_string());
        Ok(())
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
            visit.act(act)?;
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
    page.line.as_ref().map_or_else(Week::default, |l| Week { seed: l.seed, moves: page.move_ids(l).join("."), team: String::new() })
}

/// Plays a visit that begins with a week of seed 0. Up to as many lines as a save holds, all that
/// were played are kept.
#[track_caller]
fn check_kept(acts: &[Act]) -> Result<(), TestCaseError> {
    let mut visit = Visit::new();
    visit.act(&Act::Send(Msg::Play { seed: 0 }))?;
    let mut played = Played::default();
    for act in acts {
        visit.act(act)?;
        played.add(shown(&visit.page));
        if played.0.len() > MOST_LINES + 1 {
            break;
        }
        let Some(kept) = visit.page.saved() else {
            prop_assert!(played.0.is_empty(), "all is lost: {:?}", played);
            continue;
        };
        let mut all = kept.lines;
        all.push(kept.week);
        for line in &played.0 {
            prop_assert!(all.iter().any(|w| continues(w, line)), "lost: {line:?}\nkept: {all:#?}");
        }
        // One of them may be the longer self of the week in hand.
        prop_assert!(all.len() <= MOST_LINES + 2);
    }
    Ok(())
}

proptest! {
    #![proptest_config(config(150))]

    #[test]
    fn no_line_is_lost_among_as_many_as_a_save_holds(acts in proptest::collection::vec(own_act(), 1..40)) {
        check_kept(&acts)?;
    }
}

const FIRST: Act = Act::Play(0);
const SECOND: Act = Act::Play(1);
const REOPEN: Act = Act::Send(Msg::Reopen(0));

/// What one decides next after these acts, from 0; `None` where no week is played.
fn open_decision(acts: &[Act]) -> Option<usize> {
    let mut visit = Visit::new();
    visit.act(&Act::Send(Msg::Play { seed: 0 })).unwrap();
    acts.iter().for_each(|act| visit.act(act).unwrap());
    check(&visit.page).unwrap();
    visit.page.line.map(|l| l.steps.len())
}

#[test]
fn back_and_reload_show_the_first_decision_too() {
    let monday = || Act::Send(Msg::Address { fragment: Visit::monday(), seed: 9 });
    assert_eq!(open_decision(&[FIRST, FIRST, REOPEN]), Some(0));
    assert_eq!(open_decision(&[FIRST, FIRST, REOPEN, Act::Reload]), Some(0));
    assert_eq!(open_decision(&[FIRST, FIRST, monday()]), Some(0));
}

#[test]
fn a_new_week_opened_again_before_its_first_decision_is_ones_own() {
    let again = Act::Send(Msg::Restart { seed: 1 });
    check_kept(&[FIRST, again, Act::Reload, FIRST, FIRST]).unwrap();
}

/// The seed is drawn then, so it is another week even where the moves are those of one's own.
#[test]
fn a_link_without_a_seed_is_a_visit_beside_a_week_of_ones_own() {
    let mut visit = Visit::new();
    for act in [Act::Send(Msg::Play { seed: 0 }), FIRST] {
        visit.act(&act).unwrap();
    }
    visit.page.update(Msg::Address { fragment: "#/play/monday-call?moves=hedge".into(), seed: 1 });
    assert_eq!(visit.page.line.as_ref().map(|l| l.seed), Some(1));
    assert!(visit.page.visiting);
    check(&visit.page).unwrap();
}

#[test]
fn looking_into_the_beginnings_of_two_weeks_pushes_neither_out() {
    let mut acts = vec![FIRST; 3];
    acts.extend([REOPEN, SECOND]);
    acts.extend(vec![FIRST; 12]);
    acts.extend([REOPEN, FIRST, FIRST, REOPEN, SECOND, FIRST, REOPEN, FIRST]);
    check_kept(&acts).unwrap();
}

#[test]
fn reopening_the_first_decision_of_an_earlier_week_loses_none() {
    let mut visit = Visit::new();
    visit.act(&Act::Send(Msg::Play { seed: 0 })).unwrap();
    visit.act(&FIRST).unwrap();
    let earlier = Act::Send(Msg::Address { fragment: visit.page.route().to_string(), seed: 9 });
    check_kept(&[FIRST, FIRST, Act::Send(Msg::Restart { seed: 1 }), FIRST, earlier, REOPEN, SECOND]).unwrap();
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
            drop(visit.act(act));
            debriefs += usize::from(visit.page.screen == Screen::Debrief);
            visiting += usize::from(visit.page.visiting);
            lines = lines.max(visit.page.saved().map_or(0, |s| s.lines.len()));
        }
    }
    assert!(debriefs > 5 && lines >= MOST_LINES && visiting > 5, "{debriefs} debriefs, {lines} lines, {visiting} visits");
}
