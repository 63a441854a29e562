//! Weeks read back from what our own reporting told.

use super::classroom::{Learner, link, three};
use super::sample::week;
use app::class::records::json;
use app::class::{Found, Read};
use portal::{Event, Report};
use scenario::codec::PlayLink;
use serde_json::Value;

fn read(statements: &[Value]) -> Read {
    json(&json::parse(&serde_json::to_string(statements).unwrap()).unwrap(), 1)
}

fn found(name: &str, link: &PlayLink) -> Found {
    Found { name: name.to_owned(), link: link.clone(), line: 1 }
}

#[track_caller]
fn check(learner: &Learner, weeks: &[&Report]) {
    let expected: Vec<Found> = weeks.iter().map(|r| found(learner.name, &link(r))).collect();
    assert_eq!(read(&learner.store.statements), Read { found: expected, ..Read::default() });
}

#[test]
fn whole_weeks_come_back_from_their_statements() {
    let all = three();
    let statements: Vec<Value> = all.iter().flat_map(|(l, _)| l.store.statements.clone()).collect();
    let expected: Vec<Found> = all.iter().map(|(l, link)| found(l.name, link)).collect();
    assert!(expected.iter().all(|f| f.link.moves.len() == 13));
    assert_eq!(read(&statements), Read { found: expected, ..Read::default() });
}

#[test]
fn a_week_over_several_sessions_is_one_week() {
    for cmi5 in [false, true] {
        let mut anna = Learner::new("Anna", 1, cmi5);
        let reports = week(7, &[1, 0, 1], false);
        anna.session(&reports[..4], Event::Leave);
        check(&anna, &[&reports[3]]);
        anna.session(&reports[3..9], Event::Leave);
        anna.session(&reports[8..], Event::Finish);
        check(&anna, &[&reports[13]]);
    }
}

#[test]
fn a_week_begun_again_is_a_week_of_its_own() {
    let mut anna = Learner::new("Anna", 1, false);
    let (first, again, other) = (week(7, &[1, 0, 1], false), week(7, &[1, 1, 0], false), week(8, &[0; 13], false));
    anna.session(&first[..3], Event::Leave);
    anna.session(&again[..5], Event::Leave);
    anna.session(&other, Event::Finish);
    check(&anna, &[&first[2], &again[4], other.last().unwrap()]);
}

#[test]
fn a_week_whose_first_state_was_lost_is_taken_up_where_the_portal_knew_it() {
    let mut anna = Learner::new("Anna", 1, false);
    let (first, other) = (week(7, &[1, 0, 1, 1], false), week(7, &[1, 0, 0, 0], false));
    anna.session(&first[..2], Event::Leave);
    let documents = anna.store.documents.clone();
    anna.session(&first[1..4], Event::Leave);
    // The portal loses what it was told last; the learner decides again, first alike.
    anna.store.documents = documents;
    anna.store.seen.kept.clear();
    anna.session(&other[1..], Event::Finish);
    assert_eq!(first[1].decisions, other[1].decisions);
    check(&anna, &[&first[3], other.last().unwrap()]);
}

#[test]
fn a_week_goes_on_under_a_newer_edition() {
    let mut anna = Learner::new("Anna", 1, false);
    let reports = week(7, &[1, 0, 1], false);
    let old = |r: &Report| Report { edition: "00000a".into(), ..r.clone() };
    anna.session(&reports[..4].iter().map(old).collect::<Vec<_>>(), Event::Leave);
    anna.session(&reports[3..], Event::Finish);
    check(&anna, &[reports.last().unwrap()]);
}

#[test]
fn statements_that_a_store_lost_are_missed_by_number() {
    let (anna, link) = three().remove(0);
    let ordinal = |s: &Value| s["context"]["extensions"]["urn:x-by-friday:ordinal"].as_u64();
    let kept: Vec<Value> = anna.store.statements.iter().filter(|s| !matches!(ordinal(s), Some(4 | 9))).cloned().collect();
    let read = read(&kept);
    assert_eq!(read.found, [found("Anna", &PlayLink { moves: link.moves[..3].to_vec(), ..link })]);
    assert!(read.bad.len() == 1 && read.bad[0].why.starts_with("Decisions 4 and 9 are missing"), "{:?}", read.bad);
}
