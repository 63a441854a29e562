//! Scenarios made to take for ever: whatever is done with one ends soon, in a result or a sentence.
//!
//! Nothing here measures time: what is done is bounded by counts, and a test that took for ever would
//! not end.

use app::study::{Kind, Study};
use app::{App, Kept, Library, Loaded, Msg};
use engine::figures::FiguresJob;
use engine::model::Style;
use engine::{Job, Line, Luck, Map, MapJob, Program, Rollouts, Tally};
use scenario::check::{Severity, check};
use serde_json::{Value, json};

/// How a hostile week is made: so many scenes, and what is in each, by its number.
struct Hostile<'a> {
    scenes: usize,
    moves: usize,
    effects: &'a dyn Fn(usize, usize) -> Vec<Value>,
    offered: &'a dyn Fn(usize, usize) -> Option<Value>,
    more: &'a dyn Fn(&mut Value),
}

const PLAIN: Hostile = Hostile { scenes: 60, moves: 9, effects: &|_, _| Vec::new(), offered: &|_, _| None, more: &|_| {} };

impl Hostile<'_> {
    fn text(&self) -> String {
        let days = ["mon", "tue", "wed", "thu", "fri"];
        let scene = |i: usize| {
            let mv = |m: usize| {
                let style = ["directive", "collaborative"][m % 2];
                let mut mv = json!({"id": format!("m{m}"), "style": style, "label": "L", "effects": (self.effects)(i, m)});
                if let Some(cond) = (self.offered)(i, m).filter(|_| m > 1) {
                    mv["offered"] = cond;
                }
                mv
            };
            let at = format!("{} {:02}:00", days[i * 5 / self.scenes], 9 + i % 8);
            json!({"id": format!("s{i}"), "at": at, "title": "T", "lines": [{"text": "So."}], "moves": (0..self.moves).map(mv).collect::<Vec<_>>()})
        };
        let team: Vec<Value> = (0..6).map(|i| json!({"id": format!("p{i}"), "name": format!("P{i}")})).collect();
        let flags: Vec<Value> = (0..32).map(|i| json!({"id": format!("f{i}"), "text": "F", "promise": true})).collect();
        let scenes: Vec<Value> = (0..self.scenes).map(scene).collect();
        let mut v = json!({"format": 1, "id": "hostile", "title": "H", "team": team, "flags": flags, "scenes": scenes});
        (self.more)(&mut v);
        v.to_string()
    }
}

/// Everything that is done with a file, a first part of each long work included. The codes of what the
/// checker says, worst first.
fn done(text: &str) -> Vec<&'static str> {
    let mut found = check(text, None).list;
    found.sort_by_key(|f| f.severity);
    let codes: Vec<&str> = found.iter().filter(|f| f.severity != Severity::Note).map(|f| f.code).collect();
    if let Ok((scenario, program)) = scenario::read(text) {
        played(&program);
        let map = Map::of(&program);
        assert_eq!(map.is_err(), codes.contains(&"no-map"), "{codes:?}");
        if let Ok(mut job) = MapJob::new(&program) {
            assert!(job.units() <= 10_000, "{} units", job.units());
            let part = job.run(job.units() / 2);
            job.add(job.units() / 2, &part);
        }
        let job = FiguresJob::new(&program, 1000);
        for unit in [0, job.units() / 2, job.units() - 1] {
            assert!(!job.run(unit).is_empty());
        }
        screens(Loaded { key: "hostile".into(), decisions: 60, edition: "abcdef".into(), scenario, program });
    }
    codes
}

fn played(program: &Program) {
    let mut tally = Tally::default();
    Rollouts::new(program, &program.begin(Luck::of_seed(1))).run(0, 64, &mut tally);
    for style in [Style::Directive, Style::Collaborative] {
        let line = Line::pure(program, 5, style);
        assert!(line.state.over());
        let clocks: Vec<u32> = line.steps.iter().flat_map(|s| [s.before.clock, s.after.clock]).collect();
        assert!(clocks.is_sorted(), "time goes back");
        let o = program.outcome(&line.state);
        assert!((0.0..=100.0).contains(&o.score()) && o.worked + o.met < 6 * 60 * 1440, "{o:?}");
        assert!(line.state.people.iter().all(|p| (200..=10_000).contains(&p.rate)), "{:?}", line.state.people);
    }
}

/// The debrief, the map and the why page, each with a part of its long work.
fn screens(loaded: Loaded) {
    let mut page = App::new(Kept::default());
    page.library = Library { load: |_, _| Err("no other".into()), ..Library::WHOLE };
    page.loaded = loaded;
    page.update(Msg::Play { seed: 3 });
    while page.line.as_ref().is_some_and(|l| !l.state.over()) {
        let first = page.place().and_then(|p| p.moves.first().map(|m| m.index)).expect("there is a move");
        page.update(Msg::Choose(first));
        page.update(Msg::Next);
    }
    for msg in [Msg::Debrief, Msg::Map, Msg::Why] {
        let mut study = Study::default();
        page.update(msg);
        study.follow(&mut page);
        assert!(study.slice(&page) || study.too_large(), "nothing is worked out, and nobody says why");
        assert!((0.0..=1.0).contains(&study.progress(Kind::Swings)));
    }
}

#[test]
fn sixty_decisions_with_everything_on_offer() {
    let codes = done(&PLAIN.text());
    assert!(codes.contains(&"sampled") && !codes.contains(&"no-map"), "{codes:?}");
}

#[test]
fn what_is_on_offer_at_the_end_hangs_on_all_that_was_done() {
    let last =
        |i: usize, m: usize| (i == 59).then(|| json!({"any": (0..59).map(|k| json!({"took": format!("s{k}.m{m}")})).collect::<Vec<_>>()}));
    let codes = done(&Hostile { offered: &last, ..PLAIN }.text());
    assert!(codes.contains(&"no-map") && codes.contains(&"too-many-situations"), "{codes:?}");
}

/// Promises are told apart on the map, though nothing asks for them.
#[test]
fn every_move_is_a_promise() {
    let set = |i: usize, m: usize| if m < 2 { vec![json!({"set": {"flag": format!("f{}", (2 * i + m) % 32)}})] } else { Vec::new() };
    let codes = done(&Hostile { effects: &set, ..PLAIN }.text());
    assert!(codes.contains(&"no-map"), "{codes:?}");
}

#[test]
fn as_many_effects_as_are_possible_in_as_many_situations_as_are_told_apart() {
    // Fourteen decisions that are asked about, and as much as can be behind the last of them.
    let many = |i: usize, m: usize| if i == 14 && m < 3 { vec![json!({"feel": {"autonomy": 1}}); 950] } else { Vec::new() };
    let last =
        |i: usize, _: usize| (i == 14).then(|| json!({"any": (0..14).map(|k| json!({"took": format!("s{k}.m0")})).collect::<Vec<_>>()}));
    let codes = done(&Hostile { scenes: 15, moves: 3, effects: &many, offered: &last, ..PLAIN }.text());
    assert!(codes.contains(&"no-map") && !codes.contains(&"too-much"), "{codes:?}");
}

#[test]
fn more_effects_than_are_possible() {
    let many = |_: usize, _: usize| vec![json!({"meet": {"minutes": 1}}); 6];
    let text = Hostile { effects: &many, ..PLAIN }.text();
    assert!(done(&text).contains(&"too-much"));
    let refused = scenario::read(&text).err().map(|e| e.to_string()).unwrap_or_default();
    assert!(refused.contains("effects, conditions and ways on; at most 3000 are possible"), "{refused}");
}

#[test]
fn thousands_of_ways_on_and_of_draws() {
    let ways = |v: &mut Value| v["scenes"][0]["next"] = vec![json!({"to": "s1"}); 20_000].into();
    assert!(done(&Hostile { more: &ways, ..PLAIN }.text()).contains(&"too-much"));
    let draws = |v: &mut Value| v["scenes"][0]["enter"] = (0..20_000).map(|i| json!({"chance": {"id": format!("c{i}"), "p": 0}})).collect();
    assert!(done(&Hostile { more: &draws, ..PLAIN }.text()).contains(&"too-much"));
    let assumed = |v: &mut Value| {
        let one = |i: usize| json!({"id": format!("a{i}"), "name": "N", "value": 0, "low": 0, "high": 1, "unit": "", "source": ""});
        v["assumptions"] = (0..8_000).map(one).collect();
        v["scenes"][0]["moves"][0]["effects"] =
            vec![json!({"answer": {"id": "x", "style": "directive", "then": [], "or": []}}); 2_000].into();
    };
    assert!(done(&Hostile { more: &assumed, ..PLAIN }.text()).contains(&"too-many"));
}

/// People who never go home, never come back, tire without end; work that never ends.
#[test]
fn everything_lasts_for_ever() {
    let long = [
        json!({"overtime": {"minutes": 10_000}}),
        json!({"volunteer": {"minutes": 10_000}}),
        json!({"meet": {"minutes": 10_000}}),
        json!({"away": {"who": ["p0"], "minutes": 10_000}}),
        json!({"work": {"task": "shipment", "minutes": 10_000}}),
        json!({"work": {"task": "p1-part", "minutes": -10_000}}),
        json!({"feel": {"autonomy": 100_000, "competence": -100_000, "relatedness": 100_000}}),
    ];
    let high = |v: &mut Value| {
        let value = |id: &str, x: f64| json!({"id": id, "name": "N", "value": x, "low": 0, "high": x, "unit": "", "source": ""});
        let list = [
            ("overtime-tired", 0.5),
            ("meeting-cost", 10.0),
            ("need-scale", 10.0),
            ("optimism", 10.0),
            ("engagement-output", 1.0),
            ("output-spread", 1.0),
        ];
        v["assumptions"] = list.map(|(id, x)| value(id, x)).to_vec().into();
        v["deadline"] = json!("sun 23:59");
    };
    for (k, effect) in long.iter().enumerate() {
        let one = |_: usize, m: usize| if m == 0 { vec![effect.clone(); 40] } else { vec![effect.clone()] };
        let codes = done(&Hostile { moves: 2, effects: &one, more: &high, ..PLAIN }.text());
        assert!(!codes.contains(&"too-much"), "{k}: {codes:?}");
    }
    let all = |i: usize, m: usize| if i % 2 == m { long.to_vec() } else { vec![long[(i + m) % long.len()].clone()] };
    done(&Hostile { moves: 2, effects: &all, more: &high, ..PLAIN }.text());
}

#[test]
fn tasks_of_a_week_each_one_after_the_other() {
    let work = |v: &mut Value| {
        let task = |i: usize| {
            let after: Vec<String> = (0..i).map(|k| format!("t{k}")).collect();
            let owner = (i % 7 < 6).then(|| format!("p{}", i % 7));
            let mut t = json!({"id": format!("t{i}"), "name": "T", "after": after, "minutes": [0.001, 0.001, 10_000]});
            if let Some(owner) = owner {
                t["owner"] = json!(owner);
            }
            t
        };
        v["work"] = json!({"ship": "t47", "tasks": (0..48).map(task).collect::<Vec<_>>()});
    };
    done(&Hostile { more: &work, ..PLAIN }.text());
}

/// The second evening is told as what it is, not as what it is less than the first.
#[test]
fn overtime_is_told_for_each_day() {
    let stay = |i: usize, m: usize| if m == 0 { vec![json!({"overtime": {"who": ["p0"], "minutes": 120 - 60 * i}})] } else { Vec::new() };
    let week = |v: &mut Value| v["scenes"][1]["at"] = json!("tue 09:00");
    let text = Hostile { scenes: 2, moves: 2, effects: &stay, more: &week, ..PLAIN }.text();
    let (scenario, program) = scenario::read(&text).unwrap();
    let mut page = App::new(Kept::default());
    page.loaded = Loaded { key: "hostile".into(), decisions: 2, edition: "abcdef".into(), scenario, program };
    page.update(Msg::Play { seed: 3 });
    for told in ["P0: 2 h longer at work today", "P0: 1 h longer at work today"] {
        page.update(Msg::Choose(0));
        let after = page.place().and_then(|p| p.after).unwrap();
        assert!(after.changes.iter().any(|c| c == told), "{:?}", after.changes);
        page.update(Msg::Next);
    }
}
