//! Swings and luck apart from choice: what is told of a decision is what playing both weeks by hand
//! gives, both branches go on alike, and a swing shrinks as told where its assumption is neutral.

use super::common::{config, game, page, picks, play, program, states, week, with_unread};
use app::study::Study;
use app::{Kept, Msg, Screen, lucks, swings};
use engine::branch::{Branch, Manner};
use engine::job::{Job, finish};
use engine::model::{State, Style};
use engine::score::percent;
use engine::swing::{CARRIED, LUCKS, Swing, luck};
use engine::{Line, Luck, Lucks, Outcome, Program, Swings};
use proptest::prelude::*;
use std::sync::OnceLock;

/// An assumption that nothing reads.
const UNREAD: &str = "read-by-nothing";

fn scenario() -> &'static engine::model::Scenario {
    static SCENARIO: OnceLock<engine::model::Scenario> = OnceLock::new();
    SCENARIO.get_or_init(|| with_unread(&game().scenario, UNREAD))
}

/// Lines between the golden ones.
const MIXED: [(u32, &str); 4] = [
    (6, "ask-team.assign.count-shelf.dates.decide.reassign.relate.ask.who-can.ask-commit.ask.list.dates"),
    (4, "hedge.vision.ask-michael.dates.ask-back.hold.on-task.tell.order.ask-commit.take-charge.review.people"),
    (10, "hedge.vision.express.dates.decide.hold.on-task.technician.order.check.take-charge.review.people"),
    (5, "ask-team.with.express.ask-how.correct.obstacles.on-task.tell.who-can.check.ask.list.people"),
];

fn named(seed: u32, moves: &str) -> Line {
    let mut line = Line::new(program(), seed);
    for id in moves.split('.') {
        let scene = &scenario().scenes[line.state.scene as usize];
        line.play(program(), scene.moves.iter().position(|m| m.id == id).unwrap()).unwrap();
    }
    line
}

/// The pure weeks and the mixed ones, with all their swings.
fn lines() -> &'static [(Line, Swings)] {
    static LINES: OnceLock<Vec<(Line, Swings)>> = OnceLock::new();
    LINES.get_or_init(|| {
        let pure = [Style::Directive, Style::Collaborative].map(|style| Line::pure(program(), 7, style));
        let all = pure.into_iter().chain(MIXED.map(|(seed, moves)| named(seed, moves)));
        let mut all: Vec<_> = all.map(|line| (line.clone(), Swings::new(scenario(), program(), &line))).collect();
        all.iter_mut().for_each(|(_, job)| finish(job));
        all
    })
}

/// The slow and obvious way: the whole week from Monday, with `mv` at decision `step`.
fn by_hand(p: &Program, line: &Line, step: usize, mv: u8, luck: Luck) -> State {
    let mut s = p.begin(luck);
    let style = |t: &engine::line::Step| p.scenes[t.before.scene as usize].moves[t.mv as usize].style;
    while !s.over() {
        let at = s.moves() as usize;
        let here = line.steps.iter().find(|t| t.before.scene == s.scene);
        let usual = here.map(|t| t.mv).filter(|mv| p.offered(&s) & (1 << mv) != 0);
        let default = |style: Style| p.scenes[s.scene as usize].default[style as usize];
        let take = if at == step { mv } else { usual.unwrap_or_else(|| default(style(here.unwrap_or(&line.steps[at])))) };
        p.choose(luck, &mut s, take as usize).unwrap();
        p.go_on(luck, &mut s).unwrap();
    }
    s
}

/// Both weeks of a swing by hand, under the first lucks of the list.
fn both(p: &Program, line: &Line, swing: &Swing, mv: u8, lucks: u32) -> Vec<[Outcome; 2]> {
    let week = |mv, i| p.outcome(&by_hand(p, line, swing.step, mv, luck(i)));
    (0..lucks).map(|i| [week(swing.mv, i), week(mv, i)]).collect()
}

fn average(weeks: &[[Outcome; 2]], of: impl Fn(&Outcome) -> f64) -> (f64, f64) {
    let n = weeks.len() as f64;
    let d: Vec<f64> = weeks.iter().map(|[a, b]| of(a) - of(b)).collect();
    let mean = d.iter().sum::<f64>() / n;
    let variance = d.iter().map(|x| (x - mean) * (x - mean)).sum::<f64>() / (n - 1.0);
    (mean, 1.96 * (variance / n).sqrt())
}

/// The mean difference of the score over the lucks of the shares, by hand, with an assumption neutral.
fn without(line: &Line, swing: &Swing, assumption: usize) -> f64 {
    let mut scenario = scenario().clone();
    let a = &mut scenario.assumptions[assumption];
    a.value = a.neutral();
    let p = Program::compile(&scenario).unwrap();
    average(&both(&p, line, swing, swing.best().unwrap().mv, CARRIED), Outcome::score).0
}

fn largest(swings: &[Swing]) -> Vec<&Swing> {
    let mut all: Vec<&Swing> = swings.iter().filter(|s| s.best().is_some_and(|o| o.score.clear())).collect();
    all.sort_by(|a, b| b.size().total_cmp(&a.size()));
    all
}

#[test]
fn a_swing_is_what_playing_both_weeks_by_hand_gives() {
    let p = program();
    let same = |told: f64, found: f64| (told - found).abs() < 0.002;
    for (line, job) in lines() {
        for swing in job.found().unwrap() {
            assert_eq!((swing.scene, swing.mv), (line.steps[swing.step].before.scene, line.steps[swing.step].mv));
            for o in &swing.others {
                let weeks = both(p, line, &swing, o.mv, LUCKS);
                let check = |told: &engine::swing::Mean, of: &dyn Fn(&Outcome) -> f64| {
                    let (mean, half) = average(&weeks, of);
                    assert!(same(told.mean, mean) && same(told.half, half), "{}: {told:?} is {mean} by hand, {half}", swing.step);
                };
                check(&o.score, &Outcome::score);
                check(&o.on_time, &|w| f64::from(u8::from(w.on_time)));
                check(&o.hours, &Outcome::hours);
                (0..3).for_each(|i| check(&o.points[i], &|w| w.points[i]));
                (0..p.members).for_each(|m| check(&o.engagement[m], &|w| percent(w.engagement[m])));
                check(&o.mean, &|w| w.engagement[..p.members].iter().map(|e| percent(*e)).sum::<f64>() / p.members as f64);
                let share = |i: usize| weeks.iter().filter(|w| w[i].on_time).count() as f64 / f64::from(LUCKS);
                assert!(same(o.shares[0], share(0)) && same(o.shares[1], share(1)));
                assert_eq!(o.same, p.outcome(&by_hand(p, line, swing.step, o.mv, Luck::of_seed(line.seed))));
                assert!(swing.best().unwrap().score.mean <= o.score.mean, "the best other move has the highest score");
            }
        }
        assert_eq!(*job.same(), p.outcome(&line.state));
    }
}

/// The issue's own test: neutralise it and see the swing shrink by the share; another does not.
#[test]
fn a_swing_shrinks_by_the_share_where_what_carries_it_is_neutral_and_not_where_another_is() {
    let assumptions = &scenario().assumptions;
    let unread = assumptions.iter().position(|a| a.id == UNREAD).unwrap();
    for (line, job) in lines() {
        let swings = job.found().unwrap();
        for swing in largest(&swings).into_iter().take(2) {
            let best = swing.best().unwrap();
            let (all, _) = average(&both(program(), line, swing, best.mv, CARRIED), Outcome::score);
            let (most, least) = (best.carriers[0], best.carriers[best.carriers.len() - 1]);
            for c in [most, least] {
                let left = without(line, swing, c.assumption);
                assert!((left - all * (1.0 - c.share)).abs() < 0.002, "{}: {left} of {all} left", assumptions[c.assumption].id);
                assert!((left - c.without).abs() < 0.002);
            }
            let shrinks = |left: f64| (all - left) / all;
            assert!(shrinks(without(line, swing, most.assumption)) > 0.3, "decision {} is carried by something", swing.step);
            assert!(shrinks(without(line, swing, least.assumption)) < 0.05, "decision {} is not carried by everything", swing.step);
            assert!(best.carriers.iter().all(|c| c.assumption != unread && c.share <= most.share));
            assert!(shrinks(without(line, swing, unread)).abs() < 1e-9);
            let score = engine::score::MEASURE;
            assert!(
                best.carriers.iter().all(|c| !score.contains(&assumptions[c.assumption].id.as_str())),
                "a rule of the score is the measure"
            );
            println!(
                "{} decision {}: {all:+.2} points, {} takes {:.2} of it",
                line.seed,
                swing.step + 1,
                assumptions[most.assumption].id,
                most.share
            );
        }
    }
}

#[test]
fn every_neutral_value_can_be_played() {
    for i in 0..scenario().assumptions.len() {
        let mut scenario = scenario().clone();
        scenario.assumptions[i].value = scenario.assumptions[i].neutral();
        assert!(Program::compile(&scenario).is_ok(), "{}", scenario.assumptions[i].id);
    }
}

#[test]
fn the_swings_are_told_in_whole_sentences() {
    for (line, job) in lines() {
        let view = swings::view(scenario(), program(), line, job, &|_| Some(0.5)).unwrap();
        assert!(view.complete && view.rows.len() == line.steps.len() && view.largest.len() == 3);
        println!("\n{} of {} directive", line.state.directive, line.steps.len());
        view.largest.iter().for_each(|i| println!("* {}", view.rows[*i].sentence));
        for row in &view.rows {
            println!("  {}", row.sentence);
            for text in [&row.sentence, &row.same] {
                whole(text);
            }
            assert!(row.carried.is_empty() != row.clear, "a clear swing says what carries it: {}", row.sentence);
            assert_eq!((row.moved.len(), row.beside.len(), row.average.len()), (4, 6, 7));
            row.average.iter().for_each(|d| assert!(!d.text.contains("NaN") && !d.what.is_empty(), "{d:?}"));
        }
        let sizes: Vec<f64> = view.largest.iter().map(|i| view.rows[*i].score.abs()).collect();
        assert!(sizes.is_sorted_by(|a, b| a >= b) && view.rows.iter().filter(|r| r.score.abs() > sizes[2]).count() <= 2);
    }
}

#[track_caller]
fn whole(text: &str) {
    for wrong in ["  ", "NaN", "inf", "()", "\u{201c}\u{201d}", "..", " .", "-0", "\u{2212}0.0 ", ": .", "it ."] {
        assert!(!text.contains(wrong), "{wrong:?} in: {text}");
    }
    assert!(text.ends_with(['.', '\u{201d}']), "{text}");
}

#[test]
fn luck_is_told_apart_from_choice() {
    let never = {
        let mut scenario = scenario().clone();
        let task = scenario.work.tasks.iter_mut().find(|t| t.id == "booking").unwrap();
        task.minutes = [9_000.0, 9_500.0, 10_000.0];
        Program::compile(&scenario).unwrap()
    };
    let weeks = lines().iter().map(|(line, _)| (program(), line.clone()));
    for (p, line) in weeks.chain([(&never, Line::pure(&never, 7, Style::Directive))]) {
        let mut job = Lucks::new(p, &line);
        assert!(job.found().is_none());
        finish(&mut job);
        let found = job.found().unwrap();
        assert_eq!(found.earlier + found.same + found.later, LUCKS);
        assert_eq!(found.week, p.outcome(&line.state));
        // By hand: the player's own moves under each luck.
        let moves: Vec<(u8, u8)> = line.steps.iter().map(|s| (s.before.scene, s.mv)).collect();
        let ends: Vec<Outcome> = (0..LUCKS).map(|i| p.outcome(&p.replay(luck(i), &moves).unwrap())).collect();
        let on_time = ends.iter().filter(|o| o.on_time).count();
        let own = &found.lines[0];
        assert!((own.on_time.share * f64::from(LUCKS) - on_time as f64).abs() < 1e-6);
        assert!(own.on_time.low <= own.on_time.share && own.on_time.share <= own.on_time.high);
        assert!((own.score - ends.iter().map(Outcome::score).sum::<f64>() / f64::from(LUCKS)).abs() < 0.001);
        assert_eq!((own.difference.mean, own.difference.half), (0.0, 0.0));
        let view = lucks::view(scenario(), p, &found);
        assert_eq!(view.dots.len(), lucks::DOTS);
        assert!(view.dots.is_sorted_by_key(|d| d.at.unwrap_or(u32::MAX)));
        assert!(view.sentence.contains(&format!("{} of 100", view.dots.iter().filter(|d| d.on_time).count())));
        println!("{}\n{}\n{}\n", view.sentence, view.apart, view.text);
        [&view.sentence, &view.apart, &view.text].into_iter().for_each(|t| whole(t));
    }
}

proptest! {
    #![proptest_config(config(200))]

    /// The "the draws are the same", for a decision reopened and taken otherwise.
    #[test]
    fn a_reopened_decision_meets_the_same_draws((seed, picks) in week(), again in picks(), step in any::<prop::sample::Index>(), other in any::<prop::sample::Index>()) {
        let p = program();
        let line = play(seed, &picks);
        let step = step.index(line.steps.len());
        let mut second = line.reopened(step);
        let offered = p.offered(&second.state);
        let others: Vec<u8> = (0..32).filter(|m| offered & (1 << m) != 0 && *m != line.steps[step].mv).collect();
        second.play(p, others[other.index(others.len())] as usize).unwrap();
        for pick in &again[step + 1..] {
            second.play(p, super::common::picked(&second.state, *pick)).unwrap();
        }
        prop_assert_eq!(&line.steps[..step], &second.steps[..step]);
        prop_assert_eq!(line.steps[step].before, second.steps[step].before);
        prop_assert!(line.steps[step].after != second.steps[step].after || p.scenes[line.steps[step].before.scene as usize].moves.iter().all(|m| m.effects.is_empty()));
        prop_assert_eq!(line.seed, second.seed);
        let (a, b) = (states(&line), states(&second));
        for m in 0..p.members {
            prop_assert_eq!(a[0].people[m].needs, b[0].people[m].needs, "Monday's moods");
        }
        for x in a.iter().chain(&b) {
            for t in 0..p.tasks.len() {
                prop_assert_eq!(x.tasks[t].luck, a[0].tasks[t].luck, "a task's own luck");
            }
        }
    }

    #[test]
    fn both_branches_of_a_swing_go_on_by_one_rule((seed, picks) in week(), other in any::<u32>()) {
        let p = program();
        let line = play(seed, &picks);
        let own: Vec<(u8, u8)> = line.steps.iter().map(|s| (s.before.scene, s.mv)).collect();
        let style = |(scene, mv): (u8, u8)| p.scenes[scene as usize].moves[mv as usize].style;
        // The player's own branch is the player's line, under any luck.
        let mut s = p.begin(Luck::of_seed(other));
        prop_assert_eq!(&Manner::of(p, &line).play_on(p, Luck::of_seed(other), &mut s), &own);
        let branches = Branch::all(p, &line);
        prop_assert!(branches.len() >= line.steps.len(), "each decision has another move");
        for b in branches {
            let mut s = line.steps[b.step].before;
            prop_assert!(b.path[0].0 == s.scene && b.path[0].1 != line.steps[b.step].mv);
            for (i, (scene, mv)) in b.path.iter().enumerate() {
                prop_assert_eq!(*scene, s.scene);
                let kept = own.iter().find(|o| o.0 == *scene);
                let usual = kept.filter(|o| p.offered(&s) & (1 << o.1) != 0).map(|o| o.1);
                let default = p.scenes[*scene as usize].default[style(*kept.unwrap_or(&own[b.step + i])) as usize];
                prop_assert!(i == 0 || *mv == usual.unwrap_or(default), "decision {} after {}", b.step + i, b.step);
                p.choose(Luck::of_seed(seed), &mut s, *mv as usize).unwrap();
                p.go_on(Luck::of_seed(seed), &mut s).unwrap();
            }
            prop_assert!(s.over());
            prop_assert_eq!(p.outcome(&s), b.same);
        }
    }

    #[test]
    fn an_unfinished_line_is_played_on_in_the_style_shown_most((seed, picks) in week(), decisions in 0..super::common::DECISIONS) {
        let p = program();
        let line = play(seed, &picks[..decisions]);
        let mut s = p.begin(Luck::of_seed(seed));
        let path = Manner::of(p, &line).play_on(p, Luck::of_seed(seed), &mut s);
        let most = if line.state.collaborative > line.state.directive { Style::Collaborative } else { Style::Directive };
        let mut t = line.state;
        p.run_pure(Luck::of_seed(seed), &mut t, most);
        prop_assert_eq!(s, t);
        prop_assert!(path.iter().zip(&line.steps).all(|(a, b)| a.1 == b.mv));
    }
}

proptest! {
    #![proptest_config(config(20))]

    #[test]
    fn units_add_up_in_any_order_and_twice_changes_nothing(order in Just((0..300u32).collect::<Vec<_>>()).prop_shuffle(), twice in proptest::collection::vec(0..400u32, 40)) {
        static PARTS: OnceLock<(Swings, Vec<Vec<i64>>)> = OnceLock::new();
        let (line, whole) = &lines()[2];
        let (job, parts) = PARTS.get_or_init(|| {
            let job = Swings::new(scenario(), program(), line);
            let parts = (0..job.units()).map(|u| job.run(u)).collect();
            (job, parts)
        });
        let mut job = job.clone();
        prop_assert!(job.found().is_none());
        for unit in order.iter().chain(&twice) {
            let empty = Vec::new();
            job.add(*unit, parts.get(*unit as usize).unwrap_or(&empty));
            job.add(*unit, parts.get(*unit as usize).unwrap_or(&empty));
        }
        prop_assert!(job.done());
        prop_assert_eq!(job.found(), whole.found());

        let mut job = Lucks::new(program(), line);
        let units = job.units();
        for unit in order.iter().filter(|u| **u < units).chain(&twice) {
            let part = job.run(*unit);
            job.add(*unit, &part);
        }
        let mut straight = Lucks::new(program(), line);
        finish(&mut straight);
        prop_assert_eq!(job.found(), straight.found());
    }
}

/// A week opened from somebody's link is not spoken of as the reader's own.
#[test]
fn a_week_from_a_link_is_told_as_somebody_elses() {
    for (seed, moves) in MIXED {
        let mut page = page(Kept::default());
        page.update(Msg::Play { seed: 99 });
        page.update(Msg::Choose(0));
        page.update(Msg::Address { fragment: format!("#/debrief/monday-call?v=1&seed={seed}&moves={moves}"), seed: 0 });
        assert!(page.visiting && page.screen == Screen::Debrief);
        let mut study = Study::default();
        study.follow(&mut page);
        while study.slice(&page) {}
        // The title of the reader's own answers is theirs.
        let large: Vec<String> = page.large(&study, false).into_iter().filter(|t| t != "In your own words").collect();
        let (luck, swings) = (study.lucks.unwrap(), study.swings.unwrap());
        let here = swings.here.iter().map(|h| h.1.clone());
        let told = swings.rows.iter().map(|r| r.sentence.clone()).chain(here).chain([luck.sentence, luck.apart, luck.text]).chain(large);
        for text in told {
            // What a move's button says is quoted, and speaks to whoever presses it.
            let plain: String = text.split(['\u{201c}', '\u{201d}']).step_by(2).collect();
            let words: Vec<&str> = plain.split(|c: char| !c.is_alphabetic()).collect();
            let yours = words.iter().find(|w| ["you", "your", "yours"].contains(&w.to_lowercase().as_str()));
            assert!(yours.is_none(), "{text}");
        }
    }
}
