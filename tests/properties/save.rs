//! Saves and answers: what is kept comes back, whatever else stands there never crashes.

use super::common::{any_text, choose, config, device, edited, edits, page, program, shows, week};
use app::export::transcript_json;
use app::study::Study;
use app::{App, Effect, Kept, Msg, Screen};
use proptest::prelude::*;
use scenario::codec::save::{self, Answers, Save, Week};

const SAVE: &str = "by-friday/save/monday-call";
const ANSWERS: &str = "by-friday/answers/monday-call";

fn any_week() -> impl Strategy<Value = Week> {
    (any::<u32>(), any_text(), prop_oneof![3 => Just(String::new()), 1 => any_text()]).prop_map(|(seed, moves, team)| Week {
        seed,
        moves,
        team,
    })
}

fn any_save() -> impl Strategy<Value = Save> {
    let lines = proptest::collection::vec(any_week(), 0..5);
    (any_text(), any_week(), any::<bool>(), any::<bool>(), lines).prop_map(|(edition, week, after, blind, lines)| Save {
        version: save::VERSION,
        edition,
        week,
        after,
        blind,
        lines,
    })
}

fn any_answers() -> impl Strategy<Value = Answers> {
    proptest::collection::btree_map("[a-z0-9-]{0,8}", any_text(), 0..5)
        .prop_map(|answers| Answers { version: save::ANSWERS, answers: answers.into_iter().collect() })
}

/// A week played on the page so far, and the effects of it all.
fn played(seed: u32, picks: &[u8], length: usize, blind: bool) -> (App, Vec<Effect>) {
    let mut page = page(Kept::default());
    let mut effects = page.update(Msg::Play { seed });
    page.blind = blind;
    for step in 0..length {
        if step % 2 == 0 {
            let moves = page.place().unwrap().moves;
            effects.extend(page.update(Msg::Choose(moves[usize::from(picks[step / 2]) % moves.len()].index)));
        } else {
            effects.extend(page.update(Msg::Next));
        }
    }
    (page, effects)
}

/// Saves that are valid, nearly valid, of the right form with wrong contents, or nothing at all.
fn stored() -> impl Strategy<Value = String> {
    let real = (week(), 1..27usize)
        .prop_map(|((seed, picks), length)| played(seed, &picks, length, false).0.kept.get(SAVE).unwrap().to_owned())
        .boxed();
    prop_oneof![
        1 => any_text(),
        1 => proptest::collection::vec(any::<u8>(), 0..60).prop_map(|b| String::from_utf8_lossy(&b).into_owned()),
        2 => any_save().prop_map(|s| save::write(&s)),
        2 => (any_save(), "[a-z.-]{0,40}").prop_map(|(s, moves)| save::write(&Save { week: Week { moves, ..s.week.clone() }, ..s })),
        4 => (real.clone(), edits()).prop_map(|(text, edits)| edited(&text, &edits)),
        1 => real,
    ]
}

fn stored_answers() -> impl Strategy<Value = String> {
    prop_oneof![
        any_text(),
        any_answers().prop_map(|a| save::write_answers(&a)),
        (any_answers(), edits()).prop_map(|(a, e)| edited(&save::write_answers(&a), &e))
    ]
}

proptest! {
    #![proptest_config(config(500))]

    #[test]
    fn a_save_is_read_as_it_was_written(save in any_save(), answers in any_answers()) {
        prop_assert_eq!(save::read(&save::write(&save)), Ok(save));
        prop_assert_eq!(save::read_answers(&save::write_answers(&answers)), Ok(answers));
    }

    #[test]
    fn a_damaged_save_is_read_or_refused(text in stored(), answers in stored_answers()) {
        // What is read, is written and read alike.
        if let Ok(save) = save::read(&text) {
            prop_assert_eq!(save::read(&save::write(&save)), Ok(save));
        }
        if let Ok(answers) = save::read_answers(&answers) {
            prop_assert_eq!(save::read_answers(&save::write_answers(&answers)), Ok(answers));
        }
    }
}

/// A whole visit on a device that keeps such texts: something is shown at every step, and what the
/// visit keeps can be read again.
#[track_caller]
fn check(save: &str, answers: &str, seed: u32, picks: &[u8]) -> Result<(), TestCaseError> {
    let mut page = App::new(device(&[(SAVE, save), (ANSWERS, answers), ("by-friday/other", save)]));
    let step = |page: &mut App, msg: Msg| {
        page.update(msg.clone());
        prop_assert!(shows(page), "after {msg:?} {:?} shows nothing", page.screen);
        Ok(())
    };
    step(&mut page, Msg::Address { fragment: String::new(), seed })?;
    prop_assert!(save::read(save).is_ok() || page.notices.iter().any(|n| n.id.starts_with("save-")), "a bad save is told");
    step(&mut page, Msg::Data)?;
    step(&mut page, Msg::Continue)?;
    step(&mut page, Msg::Answer { id: "q".into(), text: "a".into() })?;
    for pick in picks {
        choose(&mut page, *pick);
        step(&mut page, Msg::Next)?;
    }
    step(&mut page, Msg::Play { seed })?;
    choose(&mut page, picks[0]);
    step(&mut page, Msg::Next)?;
    step(&mut page, Msg::Address { fragment: "#/debrief/monday-call".into(), seed })?;
    prop_assert!(save::read(page.kept.get(SAVE).unwrap()).is_ok() && save::read_answers(page.kept.get(ANSWERS).unwrap()).is_ok());
    Ok(())
}

proptest! {
    #![proptest_config(config(150))]

    #[test]
    fn whatever_the_device_keeps_the_page_can_be_used(save in stored(), answers in stored_answers(), (seed, picks) in week()) {
        check(&save, &answers, seed, &picks)?;
    }

    #[test]
    fn a_week_kept_is_found_again_where_it_was_left((seed, picks) in week(), length in 1..27usize, blind in any::<bool>(), words in "\\PC{1,20}") {
        let (mut live, mut effects) = played(seed, &picks, length, blind);
        effects.extend(live.update(Msg::Answer { id: "q".into(), text: words.clone() }));
        // The shell does what the effects say; that is all the device holds.
        let mut kept = Kept::default();
        for effect in effects {
            if let Effect::Keep { key, text } = effect {
                kept.insert(key, text);
            }
        }
        prop_assert_eq!(&kept, &live.kept);
        let mut again = page(kept);
        again.update(Msg::Address { fragment: "#/".into(), seed: 1 });
        prop_assert_eq!(&again.screen, &Screen::Start);
        prop_assert!(again.continue_view().is_some() && again.notices.is_empty());
        again.update(Msg::Continue);
        prop_assert_eq!(&again.line, &live.line);
        prop_assert_eq!((&again.screen, again.route(), again.visiting), (&live.screen, live.route(), false));
        prop_assert_eq!(again.answers.answers, vec![("q".to_owned(), words)]);
    }

    #[test]
    fn erasing_leaves_nothing((seed, picks) in week(), length in 1..27usize) {
        let (mut page, _) = played(seed, &picks, length, false);
        page.update(Msg::Answer { id: "q".into(), text: "a".into() });
        page.update(Msg::Data);
        let effects = page.update(Msg::Erase);
        let keys = vec![ANSWERS.to_owned(), SAVE.to_owned()];
        prop_assert!(effects.contains(&Effect::Forget(keys)), "{effects:?}");
        prop_assert!(shows(&page) && page.data_view().is_empty() && page.line.is_none() && page.answers.answers.is_empty());
        page.update(Msg::Start);
        page.update(Msg::Continue);
        prop_assert!(page.screen == Screen::Start && page.continue_view().is_none());
    }
}

proptest! {
    #![proptest_config(config(8))]

    /// What is downloaded from the page, with its forecasts worked out in slices as it was played,
    /// is what the command prints.
    #[test]
    fn a_transcript_is_the_same_each_time_and_the_same_from_the_page((seed, picks) in week()) {
        let mut page = page(Kept::default());
        page.update(Msg::Play { seed });
        for pick in &picks {
            choose(&mut page, *pick);
            page.forecasts.slice(&page.loaded.program);
            page.update(Msg::Next);
            page.forecasts.slice(&page.loaded.program);
        }
        prop_assert_eq!(&page.screen, &Screen::Debrief);
        let mut study = Study::default();
        study.follow(&mut page);
        page.forecasts.finish(&page.loaded.program);
        prop_assert!(page.debrief_course(&study).unwrap().settled);
        let link = page.route().to_string();
        let printed = transcript_json(&link).unwrap();
        prop_assert_eq!(&printed, &transcript_json(&link).unwrap());
        prop_assert_eq!(printed.matches("\"on_time\"").count(), picks.len() + 1);
        prop_assert_eq!(page.transcript_text(), printed);
        let rows = page.csv();
        prop_assert_eq!(rows.lines().count(), picks.len() + 1);
        prop_assert!(rows.lines().all(|r| r.split(',').count() == 10 + program().members && !r.contains(",,")), "{rows}");
    }
}
