//! Changed assumptions: any set applies without a crash and in any order alike, what reads an
//! assumption is what changes with it, and the figures of the why page are those of plain replays.

use super::common::{any_text, config, game, picks, play, with_unread};
use app::{tornado, why, words};
use engine::assume::{self, Applied, Fate};
use engine::job::{Job, finish};
use engine::model::Scenario;
use engine::model::state::NONE;
use engine::paired::{self, LUCKS, MEASURES, Measure, Moves};
use engine::reads::{Reads, Scope, reads};
use engine::score::percent;
use engine::tornado::{SetEffect, Tornado};
use engine::{Line, Luck, Program};
use proptest::prelude::*;
use scenario::codec::link::{self, PlayLink, Route};
use std::collections::BTreeSet;
use std::sync::OnceLock;

type Set = Vec<(String, f64)>;

/// An assumption that nothing reads.
const UNREAD: &str = "read-by-nothing";

/// The built-in week, and an assumption beside its own that nothing reads.
fn scenario() -> &'static Scenario {
    static SCENARIO: OnceLock<Scenario> = OnceLock::new();
    SCENARIO.get_or_init(|| with_unread(&game().scenario, UNREAD))
}

fn place(id: &str) -> usize {
    scenario().assumptions.iter().position(|a| a.id == id).unwrap()
}

/// The scenario's own value.
fn own(id: &str) -> f64 {
    scenario().assumptions[place(id)].value
}

/// Any assumption at a value inside its range, at times far outside, and ids that are none.
fn set() -> impl Strategy<Value = Set> {
    let known = (0..scenario().assumptions.len(), 0..=1000u32).prop_map(|(i, part)| {
        let a = &scenario().assumptions[i];
        (a.id.clone(), a.low + (a.high - a.low) * f64::from(part) / 1000.0)
    });
    let odd = prop::sample::select(vec![0.0, -0.0, 1.0, -1.0, 0.9999, 10_000.4, -1e6, 1e6, 1e300, f64::NAN, f64::INFINITY]);
    let wild = (0..scenario().assumptions.len(), odd).prop_map(|(i, v)| (scenario().assumptions[i].id.clone(), v));
    let strange = ("[a-z0-9-]{0,12}", -10.0..10.0);
    proptest::collection::vec(prop_oneof![6 => known, 3 => wild, 1 => strange], 0..12)
}

fn applied(set: &[(&str, f64)]) -> Applied {
    let set: Set = set.iter().map(|(id, v)| ((*id).to_owned(), *v)).collect();
    assume::apply(scenario(), &set).unwrap()
}

/// A program as text, to compare all of it.
fn text(program: &Program) -> String {
    format!("{program:?}")
}

/// What was applied runs, is in order, and accounts for everything asked.
fn check(set: &Set) -> Result<Applied, TestCaseError> {
    let applied = assume::apply(scenario(), set).unwrap();
    let again = Program::compile(&applied.scenario);
    prop_assert_eq!(again.map(|p| text(&p)), Ok(text(&applied.program)));
    let places: Vec<usize> = applied.set.iter().map(|c| place(&c.0)).collect();
    prop_assert!(places.is_sorted_by(|a, b| a < b), "{:?}", applied.set);
    for (a, own) in applied.scenario.assumptions.iter().zip(&scenario().assumptions) {
        let value = applied.set.iter().find(|c| c.0 == a.id).map_or(own.value, |c| c.1);
        prop_assert_eq!(a.value, value);
    }
    let ids = |all: &mut dyn Iterator<Item = &String>| all.cloned().collect::<BTreeSet<_>>();
    prop_assert_eq!(ids(&mut set.iter().map(|c| &c.0)), ids(&mut applied.changes.iter().map(|c| &c.id)));
    for c in &applied.changes {
        let known = scenario().assumptions.iter().any(|a| a.id == c.id);
        prop_assert_eq!(known, c.fate != Fate::Unknown, "{:?}", c);
        prop_assert_eq!(c.fate == Fate::Applied, applied.set.contains(&(c.id.clone(), c.value)), "{:?}", c);
    }
    Ok(applied)
}

/// The same set as a link carries it.
fn through_a_link(set: &Set) -> Set {
    let link = PlayLink { scenario: "monday-call".into(), set: set.clone(), ..PlayLink::default() };
    match link::read(&Route::Why(link).to_string()) {
        Ok(Route::Why(link)) => link.set,
        other => panic!("{other:?}"),
    }
}

proptest! {
    #![proptest_config(config(300))]

    #[test]
    fn any_set_gives_a_program_that_runs(set in set()) {
        check(&set)?;
    }

    #[test]
    fn any_text_gives_a_program_that_runs(text in prop_oneof![any_text(), "((optimism|mess|need-scale|x):[0-9.e+-]{0,5},?){0,6}"]) {
        if let Ok(Route::Why(link)) = link::read(&format!("#/why/monday-call?set={text}")) {
            check(&link.set)?;
        }
    }

    #[test]
    fn the_order_of_a_set_makes_no_difference(set in set(), shuffled in any::<prop::sample::Index>()) {
        let one = check(&set)?;
        let mut other = set.clone();
        other.reverse();
        let by = shuffled.index(set.len() + 1);
        other.rotate_left(by);
        let other = check(&other)?;
        prop_assert_eq!(text(&one.program), text(&other.program));
        prop_assert_eq!((one.set, format!("{:?}", one.changes)), (other.set, format!("{:?}", other.changes)));
    }

    #[test]
    fn a_set_survives_a_link(set in set()) {
        let one = check(&set)?;
        prop_assert_eq!(&through_a_link(&one.set), &one.set);
        let again = check(&one.set)?;
        prop_assert_eq!(&again.set, &one.set);
        prop_assert!(again.changes.iter().all(|c| c.fate == Fate::Applied));
    }
}

#[test]
fn what_is_left_out_is_named_with_the_reason() {
    let a =
        applied(&[("optimism", 99.0), ("x", 1.0), ("mess", own("mess")), ("mess-chance", 1.5), ("overtime", -1.0), ("john-away", 90.0)]);
    assert_eq!(a.set, [("john-away".to_owned(), 90.0)]);
    let fates: Vec<(&str, &Fate)> = a.changes.iter().map(|c| (c.id.as_str(), &c.fate)).collect();
    let outside = |what: &str, range: &str| Fate::Refused(format!("{what} is outside {range}"));
    let expected = [
        ("optimism", &outside("a value of 99", "0.1 to 10")),
        ("john-away", &Fate::Applied),
        ("overtime", &outside("-1 minutes", "0 to 10,000")),
        ("mess-chance", &outside("a probability of 1.5", "0 to 1")),
        ("mess", &Fate::Same),
        ("x", &Fate::Unknown),
    ];
    assert_eq!(fates, expected);
    let twice = applied(&[("mess", 30.0), ("mess", 60.0), ("optimism", 1.2), ("optimism", 1.2)]);
    assert_eq!(twice.set, [("optimism".to_owned(), 1.2)]);
    assert!(matches!(&twice.changes[1].fate, Fate::Refused(why) if why.contains("more than once")));
    let shown = why::view(scenario(), &a, &Line::new(&a.program, 7), None).left_out;
    assert_eq!(shown.len(), 4, "{shown:?}");
    assert!(shown[0].contains("keeps its own value: a value of 99 is outside 0.1 to 10."), "{shown:?}");
}

#[test]
fn a_value_that_is_moved_takes_the_place_of_the_old_one() {
    let set = assume::moved(&[("mess".into(), 60.0), ("optimism".into(), 1.3)], "mess", 30.0);
    assert_eq!(assume::apply(scenario(), &set).unwrap().set, [("optimism".to_owned(), 1.3), ("mess".to_owned(), 30.0)]);
    assert_eq!(assume::apply(scenario(), &assume::moved(&set, "mess", own("mess"))).unwrap().set, [("optimism".to_owned(), 1.3)]);
}

#[test]
fn a_scenario_that_does_not_compile_is_an_error() {
    let mut broken = scenario().clone();
    broken.start = "nowhere".into();
    assert!(assume::apply(&broken, &[]).is_err_and(|p| p.iter().any(|p| p.text.contains("nowhere"))));
}

/// Scenes and moves that a compiled program runs otherwise: `None` is a scene's beginning.
fn differing(a: &Program, b: &Program) -> BTreeSet<(usize, Option<usize>)> {
    let mut all = BTreeSet::new();
    for (s, (x, y)) in a.scenes.iter().zip(&b.scenes).enumerate() {
        if format!("{:?}", x.enter) != format!("{:?}", y.enter) {
            all.insert((s, None));
        }
        let moves = x.moves.iter().zip(&y.moves).enumerate();
        all.extend(moves.filter(|(_, (x, y))| format!("{x:?}") != format!("{y:?}")).map(|(m, _)| (s, Some(m))));
    }
    all
}

/// Moves that have one of these effects.
fn with_effect(program: &Program, effects: &[&str]) -> BTreeSet<(usize, Option<usize>)> {
    let moves = program.scenes.iter().enumerate().flat_map(|(s, scene)| scene.moves.iter().enumerate().map(move |(m, mv)| (s, m, mv)));
    let found: BTreeSet<_> =
        moves.filter(|(.., mv)| effects.iter().any(|e| format!("{mv:?}").contains(e))).map(|(s, m, _)| (s, Some(m))).collect();
    assert!(!found.is_empty());
    found
}

fn named(reads: &Reads) -> BTreeSet<(usize, Option<usize>)> {
    let all = reads.places.iter().flat_map(|p| p.moves.iter().map(|m| (p.scene, Some(*m))).chain(p.enter.then_some((p.scene, None))));
    all.collect()
}

#[test]
fn an_assumption_is_read_where_the_program_changes_with_it_and_nowhere_else() {
    let own = &game().program;
    for (a, reads) in scenario().assumptions.iter().zip(reads(scenario())) {
        let moved = assume::ends(a, reads.range).map(|v| applied(&[(&a.id, v)]).program);
        let (mut places, mut everywhere) = (BTreeSet::new(), false);
        for program in &moved {
            places.extend(differing(own, program));
            everywhere |= text(own) != text(program);
        }
        // These two rules stand beside the effects that ask for them, not in them.
        match a.id.as_str() {
            "overtime-tired" => places = with_effect(own, &["Overtime(", "Volunteer("]),
            "volunteer-base" | "volunteer-slope" => places = with_effect(own, &["Volunteer("]),
            _ => {}
        }
        assert_eq!(named(&reads), places, "{}", a.id);
        assert_eq!(reads.scope == Scope::Nothing, !everywhere, "{}", a.id);
    }
}

#[test]
fn every_assumption_says_what_it_touches_and_stands_under_one_heading() {
    let view = why::view(scenario(), &applied(&[]), &Line::new(&game().program, 7), None);
    let items: Vec<_> = view.groups.iter().flat_map(|g| g.items.iter().map(|i| (g.id, i))).collect();
    let reads = reads(scenario());
    assert_eq!(items.len(), reads.len());
    for (group, item) in items {
        let unread = reads[place(&item.id)].scope == Scope::Nothing;
        assert!(item.touches.iter().all(|t| t.ends_with('.') && t.len() > 10), "{item:?}");
        assert_eq!(unread, item.touches.first().is_some_and(|t| t == "Not read while a week runs."), "{item:?}");
        assert!(unread == (group == "unread") && (unread || !item.touches.is_empty()), "{item:?}");
        assert!(!item.changed && item.value == item.own, "{item:?}");
        let s = item.slider;
        let on_step = |v: f64| ((v - s.min) / s.step - ((v - s.min) / s.step).round()).abs() < 1e-6 && v >= s.min && v <= s.max;
        assert!(on_step(item.value) && s.step >= 0.001, "{item:?}");
    }
}

#[test]
fn the_paths_are_the_same_under_any_set() {
    let own = game().program.shape(80_001).unwrap();
    for side in 0..2 {
        let ends = scenario().assumptions.iter().zip(reads(scenario()));
        let set: Set = ends.map(|(a, r)| (a.id.clone(), assume::ends(a, r.range)[side])).collect();
        let all = assume::apply(scenario(), &set).unwrap();
        assert!(all.set.len() > 60 && all.changes.iter().all(|c| matches!(c.fate, Fate::Applied | Fate::Same)));
        assert_eq!(all.program.shape(80_001), Some(own.clone()), "side {side}");
    }
}

/// One week played move by move, and what it came to: on time, thousandths of engagement, team
/// minutes, thousandths of the score.
fn week(program: &Program, luck: Luck, moves: &[(u8, u8)]) -> [i64; 4] {
    let mut s = program.begin(luck);
    for (scene, mv) in moves {
        assert_eq!((s.scene, s.chosen), (*scene, NONE));
        program.choose(luck, &mut s, usize::from(*mv)).unwrap();
        program.go_on(luck, &mut s).unwrap();
    }
    assert!(s.over());
    let o = program.outcome(&s);
    let felt = (0..program.members).map(|m| percent(o.engagement[m])).sum::<f64>() / program.members as f64;
    [i64::from(o.on_time), (felt * 1000.0).round() as i64, i64::from(o.worked + o.met), (o.score() * 1000.0).round() as i64]
}

/// The moves of a line, and after its end the default moves of the style shown more often.
fn whole(line: &Line) -> Vec<(u8, u8)> {
    let program = &game().program;
    let (mut rest, style) = (line.clone(), usize::from(line.state.collaborative > line.state.directive));
    if rest.after_move() {
        rest.go_on(program).unwrap();
    }
    while !rest.state.over() {
        rest.play(program, usize::from(program.scenes[usize::from(rest.state.scene)].default[style])).unwrap();
    }
    rest.steps.iter().map(|s| (s.before.scene, s.mv)).collect()
}

/// Mean before, mean change and half of the interval, from two programs, in the measure's unit.
fn slow(before: &Program, after: &Program, moves: &[(u8, u8)]) -> [[f64; 3]; 4] {
    let weeks = (0..LUCKS).map(|i| [before, after].map(|p| week(p, paired::luck(i), moves)));
    let weeks: Vec<_> = weeks.collect();
    let n = weeks.len() as f64;
    std::array::from_fn(|m| {
        let scale = [1.0, 1000.0, 60.0, 1000.0][m];
        let changes: Vec<f64> = weeks.iter().map(|[a, b]| (b[m] - a[m]) as f64 / scale).collect();
        let mean = changes.iter().sum::<f64>() / n;
        let variance = changes.iter().map(|c| (c - mean).powi(2)).sum::<f64>() / (n - 1.0);
        [weeks.iter().map(|w| w[0][m] as f64 / scale).sum::<f64>() / n, mean, 1.959_964 * (variance / n).sqrt()]
    })
}

fn figures(pairs: &paired::Pairs) -> [[f64; 3]; 4] {
    MEASURES.map(|m| [pairs.before(m), pairs.change(m), pairs.half(m)])
}

fn close(a: [[f64; 3]; 4], b: [[f64; 3]; 4]) -> bool {
    a.iter().flatten().zip(b.iter().flatten()).all(|(x, y)| (x - y).abs() < 1e-6)
}

proptest! {
    #![proptest_config(config(12))]

    #[test]
    fn the_chart_is_what_plain_replays_come_to(seed in any::<u32>(), picks in picks(), length in 0..14usize, open in any::<bool>(), at in any::<prop::sample::Index>()) {
        let base = applied(&[("optimism", 1.2), ("mess", 60.0)]);
        let mut line = play(seed, &picks[..length.min(picks.len())]);
        if open && !line.state.over() {
            let scene = usize::from(line.state.scene);
            line.choose(&game().program, usize::from(game().program.scenes[scene].default[1])).unwrap();
        }
        let moves = whole(&line);
        prop_assert_eq!(format!("{:?}", Moves::of(&base.program, &line)), format!("Moves({moves:?})"));
        let job = Tornado::new(&base, &line);
        for i in [at.index(scenario().assumptions.len()), place("need-scale"), place("mess")] {
            let mut job = job.clone();
            let part = job.run(i as u32);
            job.add(i as u32, &part);
            for tip in job.tips()[i] {
                let set = assume::moved(&base.set, &scenario().assumptions[i].id, tip.value);
                let program = assume::apply(scenario(), &set).unwrap().program;
                let found = tip.found.unwrap();
                prop_assert_eq!(found.pairs.weeks, i64::from(LUCKS));
                let expected = slow(&base.program, &program, &moves);
                prop_assert!(close(figures(&found.pairs), expected), "{:?} {:?}", found, expected);
                prop_assert_eq!(found.own.values, week(&program, Luck::of_seed(seed), &moves));
            }
        }
    }

    #[test]
    fn the_effect_of_a_set_is_what_plain_replays_come_to(seed in any::<u32>(), picks in picks(), set in set()) {
        let (line, own) = (play(seed, &picks), &game().program);
        let with = assume::apply(scenario(), &set).unwrap();
        let mut job = SetEffect::new(own, &with, &line);
        // From the last to the first, one of them twice.
        for unit in (0..job.units()).rev().chain([0]) {
            let part = job.run(unit);
            job.add(unit, &part);
        }
        prop_assert!(job.done() && job.pairs.weeks == i64::from(LUCKS));
        prop_assert!(close(figures(&job.pairs), slow(own, &with.program, &whole(&line))));
        let replayed = line.under(&with.program);
        prop_assert_eq!((job.ends[0].finish, job.ends[1].finish), (line.state.shipped, replayed.state.shipped));
        prop_assert!(!with.set.is_empty() || MEASURES.iter().all(|m| !job.pairs.moved(*m)));
    }
}

/// The chart's job for one week, worked out.
fn done() -> &'static (Applied, Tornado) {
    static DONE: OnceLock<(Applied, Tornado)> = OnceLock::new();
    DONE.get_or_init(|| {
        let base = applied(&[("john-away", 90.0)]);
        let mut job = Tornado::new(&base, &Line::pure(&base.program, 7, engine::model::Style::Collaborative));
        finish(&mut job);
        (base, job)
    })
}

#[test]
fn what_nothing_reads_has_no_effect() {
    let (_, job) = done();
    let unread: Vec<usize> = (0..).zip(reads(scenario())).filter(|(_, r)| r.scope == Scope::Nothing).map(|r| r.0).collect();
    assert!(unread.contains(&place(UNREAD)));
    for tip in unread.iter().flat_map(|i| job.tips()[*i]) {
        let found = tip.found.unwrap();
        assert!(found.own == job.own() && MEASURES.iter().all(|m| !found.pairs.moved(*m) && found.pairs.half(*m) == 0.0));
    }
    // The score's rules change the score and nothing else.
    let score = job.tips()[place("hours-span")][0].found.unwrap().pairs;
    assert_eq!(MEASURES.map(|m| score.moved(m)), [false, false, false, true]);
}

#[test]
fn units_may_come_in_any_order_and_twice() {
    let (base, job) = done();
    let mut other = Tornado::new(base, &Line::pure(&base.program, 7, engine::model::Style::Collaborative));
    assert!(!other.done() && other.base(Measure::OnTime).is_none());
    let n = other.units();
    for unit in (0..n).map(|i| (i * 29 + 5) % n) {
        let part = other.run(unit);
        other.add(unit, &part);
        other.add(unit, &vec![1; part.len()]);
    }
    other.add(n, &[1; 36]);
    assert!(other.done() && other.run(n).is_empty());
    assert_eq!(other.tips(), job.tips());
    for m in MEASURES {
        assert_eq!(tornado::chart(base, &other, m), tornado::chart(base, job, m));
    }
}

#[test]
fn the_chart_shows_the_largest_first_and_says_what_it_shows() {
    let (base, job) = done();
    for m in MEASURES {
        let chart = tornado::chart(base, job, m).unwrap();
        assert!(chart.done && chart.rows.len() == scenario().assumptions.len());
        let marks = |r: &tornado::Row| [r.low.at, r.high.at, chart.base];
        let spans: Vec<f64> = chart
            .rows
            .iter()
            .map(|r| marks(r).iter().fold(f64::MIN, |a, b| a.max(*b)) - marks(r).iter().fold(f64::MAX, |a, b| a.min(*b)))
            .collect();
        assert!(spans.is_sorted_by(|a, b| a >= b), "{spans:?}");
        assert!(chart.rows.iter().all(|r| marks(r).iter().all(|x| (chart.from..=chart.to).contains(x))));
        assert!(chart.rows.iter().filter(|r| r.changed).map(|r| r.id.as_str()).eq(["john-away"]));
        assert!(chart.summary.contains("matters most") && chart.rows.iter().any(|r| !r.moved));
    }
    let chance = tornado::chart(base, job, Measure::OnTime).unwrap();
    let row = chance.rows.iter().find(|r| r.id == "optimism").unwrap();
    let weeks = |m: &tornado::Mark| {
        let own = words::number(own("optimism"));
        format!("At {} instead of {own}, {:.0} of 100 such weeks would make Friday instead of {:.0}.", m.value, m.at, chance.base)
    };
    assert_eq!([&row.low, &row.high].map(|m| m.sentence.clone()), [&row.low, &row.high].map(weeks));
    let unread = chance.rows.iter().find(|r| r.id == UNREAD).unwrap();
    assert!(!unread.moved && unread.low.sentence.contains("not one of 1,000"));
}

#[test]
fn the_sentence_for_a_set_tells_the_week_at_once_and_the_share_when_it_is_known() {
    let line = Line::pure(&game().program, 7, engine::model::Style::Collaborative);
    let shown = |set: &[(&str, f64)], done: bool| {
        let with = applied(set);
        let mut job = SetEffect::new(&game().program, &with, &line);
        if done {
            finish(&mut job);
        }
        (why::view(scenario(), &with, &line, Some(&job)), job)
    };
    let (view, job) = shown(&[("optimism", 1.63), ("mess", 60.0)], true);
    let [before, after] = [job.pairs.before(Measure::OnTime), job.pairs.after(Measure::OnTime)].map(|x| (100.0 * x).round());
    let start = format!(
        "With 2 assumptions changed, this line ships on time in {after} of 100 weeks instead of {before}; this very week would be ready next "
    );
    assert!(view.effect.starts_with(&start) && view.effect.contains(", too late, instead of on "), "{}", view.effect);
    assert_eq!((view.changed, view.figures.len()), (2, 4));
    let (view, _) = shown(&[("optimism", 1.63)], false);
    assert!(view.effect.contains("is being worked out") && view.effect.contains("this very week would be ready next "), "{}", view.effect);
    assert!(view.figures.is_empty());
    let (view, _) = shown(&[], true);
    assert!(view.effect.starts_with("Nothing is changed: this line ships on time in ") && view.changed == 0, "{}", view.effect);
    let (view, _) = shown(&[(UNREAD, 0.5)], true);
    assert!(
        view.effect.contains(", as before; this very week would be ready ") && view.effect.ends_with(" all the same."),
        "{}",
        view.effect
    );
}

#[test]
fn ranges_that_the_engine_refuses_are_cut_to_what_it_takes() {
    let mut theirs = scenario().clone();
    let at = |id| place(id);
    (theirs.assumptions[at("optimism")].low, theirs.assumptions[at("optimism")].high) = (50.0, -3.0);
    theirs.assumptions[at("mess-chance")].high = 7.0;
    let base = assume::apply(&theirs, &[]).unwrap();
    let job = Tornado::new(&base, &Line::new(&base.program, 1));
    let ends = |id| job.tips()[at(id)].map(|t| t.value);
    assert_eq!((ends("optimism"), ends("mess-chance")), ([0.1, 10.0], [0.1, 1.0]));
    let part = job.run(at("optimism") as u32);
    assert!(part.len() == 36 && part[0] != part[18], "both ends run");
}

#[test]
fn an_unfinished_line_says_how_it_is_played_on() {
    let (program, with) = (&game().program, applied(&[]));
    let how = |line: &Line| why::view(scenario(), &with, line, None).how;
    let whole = Line::pure(program, 7, engine::model::Style::Collaborative);
    assert!(!how(&whole).contains("not over"), "{}", how(&whole));
    let open = how(&whole.reopened(3));
    assert!(open.ends_with("each decision is the usual collaborative one, as most decisions so far were collaborative."), "{open}");
    let fresh = how(&whole.reopened(0));
    assert!(fresh.ends_with("each decision is the usual directive one, as neither style is ahead."), "{fresh}");
}

#[test]
fn scenes_of_one_name_are_told_once() {
    let view = why::view(scenario(), &applied(&[]), &Line::new(&game().program, 7), None);
    let mut items = view.groups.iter().flat_map(|g| &g.items);
    let touches = &items.find(|i| i.id == "meeting-visit-told").unwrap().touches;
    assert_eq!(touches, &["Read by: Tuesday 16:00 Anna at the door (two moves in two versions of it)."]);
}
