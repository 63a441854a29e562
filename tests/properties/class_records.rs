//! Weeks read from statements: their order, and how often each comes, changes nothing; and no text
//! that somebody pastes is too much.

use super::classroom::{foreign, three};
use super::common::{any_text, config, edited, edits};
use app::class::records::{csv, is_csv_head, json};
use app::class::store::{State, Store};
use app::export::transcript_json;
use proptest::prelude::*;
use serde_json::Value;
use std::sync::OnceLock;

/// Three whole weeks and somebody else's answers.
fn all() -> &'static [Value] {
    static ALL: OnceLock<Vec<Value>> = OnceLock::new();
    ALL.get_or_init(|| three().into_iter().flat_map(|(l, _)| l.store.lrs.statements).chain(foreign(5)).collect())
}

fn read(statements: &[&Value]) -> app::class::Read {
    json(&json::parse(&serde_json::to_string(statements).unwrap()).unwrap(), 1)
}

/// The statements in any order, some of them more than once.
fn shuffled() -> impl Strategy<Value = Vec<usize>> {
    let count = all().len();
    let twice = proptest::collection::vec(0..count, 0..20);
    twice.prop_flat_map(move |twice| Just((0..count).chain(twice).collect::<Vec<usize>>()).prop_shuffle())
}

/// Some statements of a week that was begun again, and one that was taken up in the middle.
fn torn() -> impl Strategy<Value = (Vec<Value>, Vec<usize>)> {
    let one = (1..5u32, prop::sample::select(vec!["a", "b"]), 0..4u32, prop::sample::select(vec!["00000a", "00000b"]));
    proptest::collection::vec(one, 1..14).prop_flat_map(|told| {
        let statement = |(i, (ordinal, mv, at, edition)): (usize, (u32, &str, u32, &str))| {
            serde_json::json!({
                "id": format!("00000000-0000-4000-8000-{i:012}"), "actor": { "mbox": "mailto:anna@example.org" },
                "verb": { "id": "http://adlnet.gov/expapi/verbs/answered" },
                "object": { "id": format!("urn:x-by-friday:scenario:s:decision:d{ordinal}") },
                "result": { "response": mv }, "timestamp": format!("2026-03-02T09:10:0{at}Z"),
                "context": { "extensions": {
                    "urn:x-by-friday:seed": 7, "urn:x-by-friday:ordinal": ordinal, "urn:x-by-friday:edition": edition,
                } },
            })
        };
        let statements: Vec<Value> = told.into_iter().enumerate().map(statement).collect();
        let order = Just((0..statements.len()).collect::<Vec<usize>>()).prop_shuffle();
        (Just(statements), order)
    })
}

proptest! {
    #![proptest_config(config(24))]

    #[test]
    fn the_order_of_statements_and_their_number_change_nothing(order in shuffled()) {
        let plain: Vec<&Value> = all().iter().collect();
        let other: Vec<&Value> = order.iter().map(|i| &all()[*i]).collect();
        let plain = read(&plain);
        prop_assert_eq!(plain.found.len(), 3);
        prop_assert_eq!(plain, read(&other));
    }

    #[test]
    fn pages_of_any_size_hold_the_same_weeks(sizes in proptest::collection::vec(0..30usize, 1..12)) {
        let (mut store, mut rest) = (Store::new("https://lrs.example/xapi", "k", "s").unwrap(), all());
        let mut page = 0;
        let read = loop {
            let size = sizes.get(page).copied().unwrap_or(30).min(rest.len()).max(usize::from(page == 0));
            let (now, later) = rest.split_at(size);
            (page, rest) = (page + 1, later);
            let more = if rest.is_empty() { String::new() } else { format!("/xapi/statements?page={page}") };
            let body = serde_json::json!({ "statements": now, "more": more }).to_string();
            match store.answer(200, body.as_bytes()) {
                State::Done(read) => break read,
                State::More { pages, .. } => prop_assert_eq!(pages, page),
                State::Failed(why) => prop_assert!(false, "{}", why),
            }
        };
        let whole = self::read(&all().iter().collect::<Vec<_>>());
        let weeks = |r: &app::class::Read| r.found.iter().map(|f| (f.name.clone(), f.link.clone())).collect::<Vec<_>>();
        prop_assert_eq!(weeks(&read), weeks(&whole));
    }
}

proptest! {
    #![proptest_config(config(512))]

    #[test]
    fn torn_weeks_are_read_alike_in_any_order((statements, order) in torn()) {
        let plain = read(&statements.iter().collect::<Vec<_>>());
        let other = read(&order.iter().map(|i| &statements[*i]).collect::<Vec<_>>());
        prop_assert!(!plain.found.is_empty() || !plain.bad.is_empty());
        prop_assert!(plain.found.iter().all(|f| (1..=4).contains(&f.link.moves.len())));
        prop_assert_eq!(plain, other);
    }

    #[test]
    fn any_text_is_refused_or_read(edits in edits(), any in any_text(), line in 0..1000u32) {
        static TEXTS: OnceLock<(String, String)> = OnceLock::new();
        let (transcript, table) = TEXTS.get_or_init(|| {
            let rows = "scenario,edition,seed,decision,move\nmonday-call,3f9a1c,7,1,\"hedge\"\nmonday-call,3f9a1c,7,2,assign";
            (transcript_json("#/play/monday-call?v=1&seed=7&moves=hedge").unwrap(), rows.to_owned())
        });
        for text in [edited(transcript, &edits), edited(&all()[1].to_string(), &edits), any.clone()] {
            if let Ok(node) = json::parse(&text) {
                let read = json(&node, line);
                prop_assert!(!read.found.is_empty() || !read.bad.is_empty());
                prop_assert!(read.found.iter().all(|f| f.line == line && f.link.seed.is_some()));
            }
        }
        let text = edited(table, &edits);
        let lines: Vec<&str> = text.lines().collect();
        let read = csv(&lines, line);
        prop_assert!(!read.found.is_empty() || !read.bad.is_empty());
        prop_assert!(read.bad.iter().all(|b| b.line >= line) && read.found.iter().all(|f| f.line > line));
        let _ = is_csv_head(&any);
        for (status, body) in [(200, text.as_bytes()), (200, any.as_bytes()), (line as u16, b"")] {
            let state = Store::new("https://lrs.example/xapi", "k", "s").unwrap().answer(status, body);
            prop_assert!(matches!(state, State::Failed(_)), "{:?}", state);
        }
    }
}
