//! The editor under any use: nothing is lost, everything can be undone, files keep their meaning,
//! and every view is there for anything that can stand in the tree.

use super::common::{any_text, config, edited, edits};
use super::scenario::{change, changed, original};
use app::write::{BOX, Control, Drawn, Field, Form, Said, Value, Writing};
use proptest::prelude::*;
use proptest::sample::Index;
use scenario::check::{Findings, check};
use std::collections::BTreeSet;

const FILES: [&str; 4] = [
    include_str!("../../crates/scenario/weeks/monday-call.json"),
    include_str!("../../crates/scenario/weeks/red-folder.json"),
    include_str!("../../crates/scenario/weeks/one-came-back.json"),
    include_str!("../../public/examples/first-friday.json"),
];
const EXAMPLE: &str = FILES[3];

fn open(text: &str) -> Writing {
    Writing::from_text(text).unwrap_or_else(|f| panic!("{f:?}"))
}

/// One thing that somebody does on the page; places are picked from what is there.
#[derive(Clone, Debug)]
enum Act {
    Put(Index, String),
    Set(Index, &'static str),
    Part(Index, bool, String),
    Clear(Index),
    Add(Index),
    AddKind(Index, &'static str),
    AddAfter(Index),
    Remove(Index),
    Raise(Index),
    Lower(Index),
    Duplicate(Index),
    Kind(Index, &'static str),
    Rename(Index, String),
    Tick(Index, Index, bool),
    Go(Index),
    Typed(Index, &'static str),
    Settle,
    Undo,
    Redo,
}

const KINDS: [&str; 14] =
    ["all", "any", "not", "knows", "took", "feels", "shipped", "meet", "away", "work", "release", "chance", "answer", "when"];

fn act() -> impl Strategy<Value = Act> {
    let at = any::<Index>;
    let kind = || prop::sample::select(KINDS.to_vec());
    let json = vec!["null", "7", "[]", "{}", "\"lift\"", "[\"rosa\", 1]", "{\"not\": {}}", "{\"meet\": {\"minutes\": \"x\"}, \"b\": 1}"];
    let typed = prop_oneof![
        any_text(),
        "[ -~]{0,6}",
        prop::sample::select(vec!["", "12", "-0.5", "rosa", "Rosa", "tue 10:00", "true", "plan.ask"]).prop_map(str::to_owned)
    ];
    let pieces = vec!["", " ", ",", "\"", "}", "\"x\": 1,", "[1, 2]"];
    prop_oneof![
        6 => (at(), typed).prop_map(|(a, t)| Act::Put(a, t)),
        1 => (at(), prop::sample::select(json)).prop_map(|(a, t)| Act::Set(a, t)),
        1 => (at(), any::<bool>(), "[a-z0-9:]{0,5}").prop_map(|(a, d, t)| Act::Part(a, d, t)),
        2 => at().prop_map(Act::Clear),
        3 => at().prop_map(Act::Add),
        1 => (at(), kind()).prop_map(|(a, k)| Act::AddKind(a, k)),
        1 => at().prop_map(Act::AddAfter),
        2 => at().prop_map(Act::Remove),
        1 => at().prop_map(Act::Raise),
        1 => at().prop_map(Act::Lower),
        1 => at().prop_map(Act::Duplicate),
        3 => (at(), kind()).prop_map(|(a, k)| Act::Kind(a, k)),
        2 => (at(), "[a-z.-]{0,6}").prop_map(|(a, t)| Act::Rename(a, t)),
        1 => (at(), at(), any::<bool>()).prop_map(|(a, b, on)| Act::Tick(a, b, on)),
        1 => at().prop_map(Act::Go),
        1 => (at(), prop::sample::select(pieces)).prop_map(|(a, t)| Act::Typed(a, t)),
        1 => Just(Act::Settle),
        1 => Just(Act::Undo),
        1 => Just(Act::Redo),
    ]
}

/// Pointers of all values, and of members that may be added.
fn places(w: &Writing) -> Vec<String> {
    fn walk(v: &Value, at: &str, found: &mut Vec<String>) {
        found.push(at.to_owned());
        v.members().iter().for_each(|(k, v)| walk(v, &format!("{at}/{}", k.replace('~', "~0").replace('/', "~1")), found));
        v.items().iter().enumerate().for_each(|(i, v)| walk(v, &format!("{at}/{i}"), found));
    }
    let mut found = vec!["/work/tasks/0/minutes/1".to_owned(), "/scenes/0/situation/unless".to_owned(), "/nowhere/0".to_owned()];
    found.extend(
        ["/deadline", "/scenes/0/next", "/scenes/0/enter", "/score/hours", "/debrief/questions", "/scenes/1/next/0/when"]
            .map(str::to_owned),
    );
    walk(w.tree(), "", &mut found);
    found
}

fn does(w: &mut Writing, act: &Act) {
    match act {
        Act::Go(i) => {
            let all = places(w);
            w.go(&all[i.index(all.len())]);
        }
        Act::Settle => w.settle(),
        act => drop(changes(w, act)),
    }
}

fn changes(w: &mut Writing, act: &Act) -> Said {
    let all = places(w);
    let at = |i: &Index| i.get(&all).as_str();
    match act {
        Act::Put(i, text) => w.put(at(i), text),
        Act::Set(i, json) => w.set_json(at(i), json),
        Act::Part(i, day, text) => w.put_part(at(i), if *day { "day" } else { "clock" }, text),
        Act::Clear(i) => w.clear(at(i)),
        Act::Add(i) => w.add(at(i)),
        Act::AddKind(i, kind) => w.add_kind(at(i), kind),
        Act::AddAfter(i) => w.add_after(at(i)),
        Act::Remove(i) => w.remove(at(i)),
        Act::Raise(i) => w.raise(at(i)),
        Act::Lower(i) => w.lower(at(i)),
        Act::Duplicate(i) => w.duplicate(at(i)),
        Act::Kind(i, kind) => w.kind(at(i), kind),
        Act::Rename(i, id) => w.rename(at(i), id),
        Act::Tick(i, what, on) => {
            let ids = ["rosa", "idris", "lift", "plan", "nobody"];
            w.tick(at(i), ids[what.index(ids.len())], *on)
        }
        Act::Typed(i, piece) => {
            let mut text: Vec<char> = w.json_text().chars().collect();
            let at = i.index(text.len() + 1);
            text.splice(at..at, piece.chars());
            w.typed(&text.into_iter().collect::<String>())
        }
        Act::Undo => w.undo(),
        Act::Redo | Act::Go(_) | Act::Settle => w.redo(),
    }
}

/// Whether a text reads as the tree.
fn reads(w: &Writing, text: &str) -> bool {
    Value::read(text).as_ref() == Some(w.tree())
}

/// All fields of a form, those inside others too.
fn fields(form: &Form) -> Vec<Field> {
    fn walk(list: &[Field], found: &mut Vec<Field>) {
        for f in list {
            found.push(f.clone());
            match &f.control {
                Control::Inside { fields, more } => {
                    walk(fields, found);
                    more.iter().for_each(|m| walk(&m.fields, found));
                }
                Control::Branch(b) => walk(&b.fields, found),
                Control::Items { items, .. } => items.iter().for_each(|i| {
                    walk(&i.fields, found);
                    i.more.iter().for_each(|m| walk(&m.fields, found));
                }),
                _ => {}
            }
        }
    }
    let mut found = Vec::new();
    form.groups.iter().for_each(|g| walk(&g.fields, &mut found));
    found
}

/// Every view of a writing, wherever one stands in it.
fn views(w: &Writing) -> Result<(), TestCaseError> {
    let (outline, sketch, problems, json, status) = (w.outline(), w.sketch(), w.problems(), w.json(), w.status());
    prop_assert_eq!(outline.days.iter().map(|d| d.scenes.len()).sum::<usize>() + 1, sketch.boxes.len());
    prop_assert!(sketch.links.iter().all(|l| l.from < sketch.boxes.len() && l.to < sketch.boxes.len()));
    // Few enough to look at each with each.
    for l in sketch.links.iter().filter(|_| sketch.boxes.len() < 60) {
        for side in l.line.windows(2) {
            let through = |b: &Drawn| {
                [0, 1].into_iter().all(|k| {
                    let (low, high) = (side[0][k].min(side[1][k]), side[0][k].max(side[1][k]));
                    let at = if k == 0 { b.x } else { b.y };
                    low < at + BOX[k] && high > at
                })
            };
            prop_assert!(!sketch.boxes.iter().any(through), "{:?} goes through a box", l.line);
        }
    }
    prop_assert!(problems.list.iter().all(|p| !p.text.is_empty() && !p.place.is_empty()), "{:?}", problems.list);
    prop_assert!(json.here.is_none_or(|(a, b)| json.text.get(a..b).is_some()) && !status.title.is_empty());
    Ok(())
}

proptest! {
    #![proptest_config(config(60))]

    /// Whatever was done: the text reads back as the tree, a draft holds all of it, and undo and redo
    /// lead to both ends of what was done.
    #[test]
    fn everything_that_is_done_can_be_undone_and_nothing_is_lost(acts in proptest::collection::vec(act(), 1..40)) {
        let mut w = open(EXAMPLE);
        let (first, text) = (w.tree().clone(), w.json_text());
        let mut most = 0;
        for act in &acts {
            does(&mut w, act);
            most += 1;
            if w.status().lock.is_none() {
                prop_assert!(reads(&w, &w.text()), "after {act:?}");
                prop_assert!(reads(&w, &w.json_text()), "after {act:?}");
            } else {
                prop_assert_eq!(w.text(), w.json_text());
            }
            let place = w.place();
            prop_assert!(w.has(place) || w.form_at(place).groups.iter().all(|g| g.fields.iter().all(|f| f.left_out)), "{}", place);
        }
        views(&w)?;
        let again = Writing::from_draft(&w.key, &w.draft()).unwrap();
        prop_assert_eq!((again.text(), again.filed()), (w.text(), w.filed()));
        while w.redo().changed {}
        let (last, end) = (w.tree().clone(), w.json_text());
        let mut steps = 0;
        while w.undo().changed {
            steps += 1;
        }
        prop_assert!(steps <= most);
        prop_assert_eq!((w.tree(), w.json_text()), (&first, text));
        while w.redo().changed {
            steps -= 1;
        }
        prop_assert_eq!((steps, w.tree(), w.json_text()), (0, &last, end));
    }

    /// A file goes in and comes out with the same meaning.
    #[test]
    fn a_generated_file_keeps_its_meaning(changes in proptest::collection::vec(change(), 0..4)) {
        let text = changed(original(), &changes);
        if let Ok(w) = Writing::from_text(&text) {
            same_meaning(&w, &text)?;
        }
    }

    /// Another id for anything changes no path, no number and no word.
    #[test]
    fn another_id_changes_nothing_else(file in 0..FILES.len(), picks in proptest::collection::vec((any::<Index>(), "[a-z]{4,8}"), 1..4)) {
        let mut w = open(FILES[file]);
        let before = scenario::read(FILES[file]).unwrap().1;
        for (pick, id) in picks {
            let all: Vec<String> = places(&w).into_iter().filter(|p| p.ends_with("/id") && p.len() > 3).collect();
            let place = pick.get(&all);
            let said = w.rename(place, &id);
            if said.text.contains("its own value") {
                w.undo();
                continue;
            }
            prop_assert!(said.changed || said.text.contains("another"), "{} {}: {:?}", place, id, said);
            let after = scenario::read(&w.text());
            prop_assert!(after.is_ok_and(|a| a.1 == before), "{place} {id}");
        }
    }

    /// A view is made of whatever stands in the tree, and each of its fields can be put back.
    #[test]
    fn a_view_is_made_of_any_broken_scenario(changes in proptest::collection::vec(change(), 1..5), picks in any::<[Index; 3]>()) {
        let Ok(mut w) = Writing::from_text(&changed(original(), &changes)) else { return Ok(()) };
        // The quick look and the walk find together what the checker finds at once.
        w.check_whole();
        let (ours, all) = (w.findings(), check(&w.json_text(), None));
        let told = |f: &Findings| f.list.iter().map(|f| (f.at, f.code, f.text.clone())).collect::<BTreeSet<_>>();
        prop_assert_eq!((ours.list.len(), told(&ours)), (all.list.len(), told(&all)));
        views(&w)?;
        let all = places(&w);
        for pick in picks {
            let form = w.form_at(&all[pick.index(all.len())]);
            prop_assert!(!form.heading.is_empty() && form.crumbs.iter().all(|c| w.has(&c.path)));
            for f in fields(&form) {
                let mut other = w.clone();
                put_back(&mut other, &f);
                prop_assert!(Value::read(&other.text()).is_some());
            }
        }
    }

    /// Whatever is found stands beside a field on the page to which the list of problems leads.
    #[test]
    fn every_problem_is_shown_where_the_list_leads_to(changes in proptest::collection::vec(change(), 1..4)) {
        for base in [original(), &serde_json::from_str(EXAMPLE).unwrap()] {
            let Ok(mut w) = Writing::from_text(&changed(base, &changes)) else { continue };
            w.check_whole();
            for p in w.problems().list {
                let form = w.form_at(&p.page);
                if p.empty {
                    // A field that is empty can be seen; nothing is said of it.
                    let there = |path: &str| path == p.path || path.starts_with(&format!("{}/", p.path));
                    prop_assert!(fields(&form).iter().any(|f| there(&f.path)), "{} at {} has no field on {}", p.code, p.path, p.page);
                    continue;
                }
                let mut shown: Vec<String> = form.problems.iter().map(|s| s.text.clone()).collect();
                for f in fields(&form) {
                    shown.extend(f.problems.iter().map(|s| s.text.clone()));
                    if let Control::Items { items, .. } = &f.control {
                        shown.extend(items.iter().flat_map(|i| &i.problems).map(|s| s.text.clone()));
                    }
                }
                let text = p.text.trim_end_matches('.').to_lowercase();
                prop_assert!(shown.iter().any(|s| s.to_lowercase() == text), "{} at {} is not on {}: {}", p.code, p.path, p.page, p.text);
            }
        }
    }

    #[test]
    fn a_damaged_file_opens_and_loses_nothing(edits in edits()) {
        let text = edited(EXAMPLE, &edits);
        if let Ok(mut w) = Writing::from_text(&text) {
            views(&w)?;
            if w.status().lock.is_some() {
                prop_assert_eq!(w.text(), text.trim_start_matches('\u{feff}'));
            } else {
                same_meaning(&w, &text)?;
            }
            w.typed(EXAMPLE);
            prop_assert!(reads(&w, EXAMPLE));
        }
    }

    #[test]
    fn any_text_opens_or_is_refused_in_words(text in any_text()) {
        match Writing::from_text(&text) {
            Ok(w) => views(&w)?,
            Err(found) => prop_assert!(!found.list.is_empty()),
        }
        match Writing::from_draft("k", &text) {
            Ok(w) => views(&w)?,
            Err(why) => prop_assert!(!why.is_empty()),
        }
    }
}

fn same_meaning(w: &Writing, text: &str) -> Result<(), TestCaseError> {
    let written = w.text();
    prop_assert_eq!(scenario::scenario(text).ok(), scenario::scenario(&written).ok());
    prop_assert_eq!(scenario::read(text).is_ok(), scenario::read(&written).is_ok());
    // A second time, nothing changes any more.
    prop_assert_eq!(open(&written).text(), written);
    Ok(())
}

/// Puts what a field shows where it came from; whether it is a field to write in.
fn put_back(w: &mut Writing, f: &Field) -> bool {
    match &f.control {
        Control::Line { value }
        | Control::Area { value, .. }
        | Control::Id { value, .. }
        | Control::Number { value, .. }
        | Control::Quantity { value, .. }
        | Control::Suggest { value, .. } => drop(w.put(&f.path, value)),
        Control::Time { days, clock } => {
            let day = days.iter().find(|d| d.picked).map_or("", |d| &d.id).to_owned();
            w.put_part(&f.path, "day", &day);
            w.put_part(&f.path, "clock", clock);
        }
        Control::Tick { on } => drop(w.put(&f.path, &on.to_string())),
        Control::Choice { options } | Control::Faces { options } => {
            let picked = options.iter().find(|o| o.picked).map_or("", |o| &o.id);
            w.put(&f.path, picked);
        }
        Control::Chips { options } => {
            // One of them stands for all: there may be dozens of assumptions.
            for on in options.iter().take(1).flat_map(|o| [(&o.id, !o.picked), (&o.id, o.picked)]) {
                w.tick(&f.path, on.0, on.1);
            }
        }
        Control::Odd { json } => drop(w.set_json(&f.path, json)),
        Control::Items { .. } | Control::Inside { .. } | Control::Branch(_) => return false,
    }
    true
}

/// Every form of every file: each field that is there is shown such that putting it back changes
/// nothing, and each that is left out can be filled and left out again.
#[test]
fn every_field_can_be_read_and_set() {
    for text in [FILES[0], EXAMPLE] {
        let w = open(text);
        // What lies deeper is on the page of the thing around it.
        let paged = |p: &String| {
            let steps: Vec<&str> = p.split('/').collect();
            matches!(steps[..], [""] | ["", _] | ["", _, _])
                || matches!(steps[..], ["", "scenes", _, "moves", _] | ["", "work", "tasks", _])
        };
        let mut seen = 0;
        for place in places(&w).into_iter().filter(|p| paged(p) && w.has(p)) {
            let form = w.form_at(&place);
            for f in fields(&form).into_iter().filter(|f| !f.left_out) {
                let mut other = w.clone();
                if put_back(&mut other, &f) {
                    seen += 1;
                    let order = matches!(f.control, Control::Chips { .. });
                    let (a, b) = (other.tree().at(&f.path), w.tree().at(&f.path));
                    // Nobody chosen and nothing written are the same.
                    let n = |v: Option<&Value>| v.map_or(0, |v| v.items().len());
                    let same = if order { n(a) == n(b) } else { other.tree() == w.tree() };
                    assert!(same, "{}: {:?}\n{a:?}\n{b:?}", f.path, f.control);
                }
            }
        }
        assert!(seen > 50, "{seen}");
    }
}

/// Every id of a scenario in turn, those that the model reads itself left alone.
#[test]
fn every_id_can_be_another() {
    for text in [FILES[0], EXAMPLE] {
        let (mut w, before) = (open(text), scenario::read(text).unwrap().1);
        let ids: Vec<String> = places(&w).into_iter().filter(|p| p.ends_with("/id") && p.len() > 3).collect();
        for (n, place) in ids.iter().enumerate() {
            if w.rename(place, &format!("x-{n}")).text.contains("its own value") {
                w.undo();
                continue;
            }
            assert!(scenario::read(&w.text()).is_ok_and(|a| a.1 == before), "{place}");
        }
        w.check_whole();
        let broken = |code| matches!(code, "broken-path" | "broken-target" | "unused" | "unknown-speaker");
        assert!(!w.findings().list.iter().any(|f| broken(f.code)), "{:?}", w.problems().summary);
        assert!(ids.len() > 8);
    }
}

#[test]
fn the_built_in_scenarios_keep_their_meaning() {
    for text in FILES {
        let w = open(text);
        same_meaning(&w, text).unwrap();
        let lines = |t: &str| t.lines().map(str::to_owned).collect::<BTreeSet<_>>();
        // Laid out as its writer left it, but for a few lines.
        let (ours, theirs) = (lines(&w.text()), lines(text));
        assert!(text == EXAMPLE || theirs.intersection(&ours).count() * 10 > theirs.len() * 9, "the layout is another");
    }
}

/// Very many of everything are shown in a time that does not grow with their square.
#[test]
fn a_huge_file_is_shown() {
    let many = |item: &dyn Fn(usize) -> String, n: usize| (0..n).map(item).collect::<Vec<_>>().join(", ");
    let scene = |i: usize| format!(r#"{{"id": "s{i}", "moves": [], "next": [{{"to": "s{}"}}]}}"#, (i * 7) % 12_000);
    let fact = |i: usize| format!(r#"{{"id": "f{i}", "text": "t"}}"#);
    let line = |i: usize| format!(r#"{{"when": {{"knows": "f{}"}}, "text": "t"}}"#, (i * 7) % 8_000);
    for text in [
        format!(r#"{{"format": 1, "scenes": [{}]}}"#, many(&scene, 12_000)),
        format!(r#"{{"format": 1, "facts": [{}], "scenes": [{{"lines": [{}]}}]}}"#, many(&fact, 8_000), many(&line, 8_000)),
    ] {
        let w = open(&text);
        views(&w).unwrap();
        for place in ["", "/scenes", "/facts", "/scenes/0"] {
            assert!(!w.form_at(place).groups.is_empty());
        }
    }
}

/// A step for each of hundreds of changes.
#[test]
fn at_least_two_hundred_steps_can_be_undone() {
    let mut w = open(FILES[0]);
    for n in 0..250 {
        w.put(&format!("/scenes/{}/title", n % 14), &format!("Title {n}"));
        w.settle();
    }
    assert_eq!((0..).take_while(|_| w.undo().changed).count(), 250);
    assert_eq!(w.tree(), open(FILES[0]).tree());
}
