//! The statements of the design about `monday-call`, by their numbers there.

use crate::measure::*;
use crate::paths::{All, MARKS, epilogue};
use crate::reliability::{on_threads, random_line, told};
use crate::situations::{self, MEASURES, gaps};
use engine::luck::Luck;
use engine::model::Time;
use engine::model::scenario::Scenario;
use engine::model::scenario::Style::{self, Collaborative, Directive};
use engine::swing::{By, Swing};
use engine::{Job, Outcome, Program, Swings};

/// Seeds for statements over all paths.
pub const SOME: std::ops::Range<u32> = TEST.start..TEST.start + 1_000;
/// More paths than any built-in week has.
pub const MOST: usize = 80_001;

fn both(program: &Program) -> [Weeks; 2] {
    [Directive, Collaborative].map(|style| Weeks::pure(program, TEST, style))
}

fn deviations(o: &Outcome) -> f64 {
    f64::from(o.mean) / 1000.0
}

/// The share of weeks that the first outscores the second in.
pub fn outscores(a: &Weeks, b: &Weeks) -> Figure {
    Figure::of(a.0.iter().zip(&b.0).map(|(a, b)| f64::from(u8::from(a.score() > b.score()))))
}

#[test]
fn s1_both_pure_lines_make_friday_about_equally_often() {
    let (_, program) = monday_call();
    let [d, c] = both(&program);
    let gap = difference(&c, &d, friday);
    println!("on time: directive {}, collaborative {}, paired difference {gap}", d.on_time(), c.on_time());
    for share in [d.on_time(), c.on_time()] {
        assert!(share.low() >= 0.72 && share.high() <= 0.92, "{share}");
    }
    assert!(gap.low() >= -0.05 && gap.high() <= 0.05, "{gap}");
}

#[test]
fn s2_the_pure_lines_end_about_half_a_deviation_of_engagement_apart() {
    let (scenario, program) = monday_call();
    let [d, c] = both(&program);
    let gap = difference(&c, &d, deviations);
    let spread = gap.half * (d.0.len() as f64).sqrt() / 1.96;
    println!("engagement, collaborative less directive: {gap} deviations between employees, from week to week {spread:.3}");
    assert!(gap.low() >= 0.4 && gap.high() <= 0.7, "{gap}");
    assert!(spread >= 0.08, "{spread}");
    for (end, wanted) in [(0.68, 0.29), (1.88, 0.94)] {
        let variant = assuming(&scenario, &[("need-scale", end)]);
        let [d, c] = both(&variant);
        let gap = difference(&c, &d, deviations);
        println!("  with need-scale {end}: {gap}");
        assert!((gap.mean - wanted).abs() <= 0.1, "{gap}");
    }
}

#[test]
fn s3_what_fits_lifts_people_whoever_decides() {
    let (scenario, program) = monday_call();
    lifts(&scenario, &program, 4, 3);
    let all = All::of(&program, SOME);
    println!("engagement of a path and its directive moves: {:.3}; of single weeks {:.3}", all.correlation(), all.moments.correlation());
    assert!((-0.8..=-0.4).contains(&all.correlation()));
    // Statements 5 and 6 are about the same weeks.
    let (every, open) = (all.weeks(|share| share == 1.0), all.weeks(|share| (0.1..=0.9).contains(&share)));
    println!("every path ships in {every} of weeks, between 10 and 90% of paths in {open}");
    assert!(every.high() <= 0.25 && open.low() >= 0.40);
    let [delivery, engagement, hours] = all.moments.deviations();
    let by_weight = [delivery / 60.0, engagement / 20.0, hours / 20.0];
    let ratio = by_weight.iter().copied().fold(0.0, f64::max) / by_weight.iter().copied().fold(f64::MAX, f64::min);
    println!("deviations of the parts: {delivery:.2}, {engagement:.2}, {hours:.2}; ratios to the weights within {ratio:.2}");
    assert!(ratio <= 1.5, "{ratio}");
}

/// Some directive moves raise the team's engagement against the best collaborative one, and some
/// collaborative ones lower it, in some situation.
pub fn lifts(scenario: &Scenario, program: &Program, directive: usize, collaborative: usize) {
    let shape = program.shape(MOST).expect("not too many paths");
    let mut found: [Vec<String>; 2] = [Vec::new(), Vec::new()];
    for ((scene, ..), prefix) in situations::reached(program, &shape) {
        let s = program.replay(Luck::of_seed(0), &prefix).expect("legal");
        let offered = program.offered(&s);
        for mv in (0..32).filter(|m| offered & (1 << m) != 0) {
            let moved = Figure::of(
                SOME.map(|seed| {
                    let luck = Luck::of_seed(seed);
                    let before = program.replay(luck, &prefix).expect("legal");
                    let mut after = before;
                    program.choose(luck, &mut after, mv).expect("offered");
                    f64::from(program.team_engagement(&after) - program.team_engagement(&before))
                })
                .collect::<Vec<_>>()
                .into_iter(),
            );
            let m = &scenario.scenes[scene as usize].moves[mv];
            let name = format!("{}.{}", scenario.scenes[scene as usize].id, m.id);
            let fits = if m.style == Directive { moved.low() > 0.0 } else { moved.high() < 0.0 };
            if fits && !found[m.style as usize].contains(&name) {
                found[m.style as usize].push(name);
            }
        }
    }
    println!("directive moves that lift people where they fit: {:?}", found[0]);
    println!("collaborative ones that lower them where they do not: {:?}", found[1]);
    assert!(found[0].len() >= directive && found[1].len() >= collaborative);
}

#[test]
fn s4_neither_style_wins_and_knowing_which_day_it_is_does() {
    let (scenario, program) = monday_call();
    let lines = both(&program);
    let [d, c] = &lines;
    let wins = outscores(c, d);
    println!("all-collaborative outscores all-directive in {wins} of weeks; scores {} and {}", c.score(), d.score());
    assert!(wins.low() >= 0.40 && wins.high() <= 0.60, "{wins}");
    for id in ["best-mix", "worst-mix"] {
        let path = scenario.paths.iter().find(|p| p.id == id).unwrap_or_else(|| panic!("no path {id}"));
        let weeks = Weeks::of(&program, TEST, |luck| play_ids(&scenario, &program, luck, &path.moves));
        println!("{id} ({}): {} on time, score {}", path.moves, weeks.on_time(), weeks.score());
        for (name, line) in ["directive", "collaborative"].iter().zip(&lines) {
            let (by, wins) = (difference(&weeks, line, Outcome::score), outscores(&weeks, line));
            println!("  less all-{name}: {by} points, ahead in {wins}");
            if id == "best-mix" {
                assert!(by.low() >= 3.0 && wins.low() >= 0.65, "{by}, {wins}");
            } else {
                assert!(by.high() <= -6.0, "{by}");
            }
        }
        // The epilogue moves nothing.
        let end = play_ids(&scenario, &program, Luck::of_seed(0), &path.moves);
        let styles: Vec<Style> = path_styles(&scenario, &end);
        let directive = styles.iter().filter(|s| **s == Directive).count();
        println!("  {directive} of {} moves are directive", styles.len());
        let most = directive.max(styles.len() - directive);
        assert!(id == "worst-mix" || most * 10 <= styles.len() * 7, "{most} of one style");
    }
}

/// The styles of the moves before the epilogue.
fn path_styles(scenario: &Scenario, end: &engine::model::State) -> Vec<Style> {
    let moves = scenario.scenes.iter().zip(end.taken).filter(|(s, _)| !s.next.is_empty());
    moves.filter_map(|(s, mv)| s.moves.get(mv as usize)).map(|m| m.style).collect()
}

#[test]
fn s5_players_are_not_told_on_wednesday_how_it_ends() {
    let (_, program) = monday_call();
    for (name, day, most) in [("Wednesday", 2, 0.35), ("Thursday", 3, 0.50)] {
        let sure =
            Figure::of(told(&program, SOME, day).into_iter().map(|p| f64::from(u8::from(p >= 0.97))).collect::<Vec<_>>().into_iter());
        println!("a player who takes any moves is told 97% or more on {sure} of {name}s");
        assert!(sure.high() <= most, "{name}: {sure}");
    }
}

/// How far the best moves of the two styles are apart at a decision, and which is ahead.
fn swung(program: &Program, swing: &Swing, by: By) -> Option<(f64, Style)> {
    let [d, c] = swing.best_by(by, |mv| program.scenes[swing.scene as usize].moves[mv as usize].style);
    let lead = d?.1.mean - c?.1.mean;
    Some((lead.abs(), if lead > 0.0 { Directive } else { Collaborative }))
}

#[test]
fn s7_what_the_debrief_tells_leans_to_neither_style() {
    let (scenario, program) = monday_call();
    let seeds: Vec<u32> = (TEST.start..TEST.start + 240).collect();
    let each = on_threads(&seeds, |seed| {
        let mut job = Swings::new(&scenario, &program, &random_line(&program, *seed));
        let mut unit = 0;
        while !job.measured() {
            let part = job.run(unit);
            job.add(unit, &part);
            unit += 1;
        }
        let swings = job.found().expect("it is measured");
        By::ALL.map(|by| {
            let all = swings.iter().filter_map(|s| swung(&program, s, by));
            let (_, style) = all.max_by(|a, b| a.0.total_cmp(&b.0)).expect("a swing");
            f64::from(u8::from(style == Directive))
        })
    });
    let by = [0, 1, 2].map(|i| Figure::of(each.iter().map(|e| e[i])));
    let overall = Figure::of(each.iter().map(|e| e.iter().sum::<f64>() / 3.0));
    println!("overall {overall}");
    // The design asks for .15 to .85 of each: what gave way, and by how much, is in docs/decisions/weeks.md.
    for ((name, least, most), figure) in [("Friday", 0.15, 0.85), ("people", 0.15, 0.85), ("hours", 0.15, 0.97)].iter().zip(by) {
        println!("the largest swing for {name}: the better move is directive in {figure}");
        assert!((*least..=*most).contains(&figure.mean), "{name}: {figure}");
    }
    assert!(overall.low() >= 0.30 && overall.high() <= 0.70, "{overall}");
}

#[test]
fn s8_every_move_is_best_for_somebody() {
    let (scenario, program) = monday_call();
    best_for_somebody(&scenario, &program);
}

/// Every move before the epilogue is best on some measure in some situation, clear of luck, and none
/// is worse on the chance of Friday and on engagement in all of them.
pub fn best_for_somebody(scenario: &Scenario, program: &Program) {
    let shape = program.shape(MOST).expect("not too many paths");
    let gaps = gaps(program, &shape, &(TEST.start..TEST.start + 3_000));
    let mut missing = Vec::new();
    for (i, scene) in scenario.scenes.iter().enumerate().filter(|(i, _)| !epilogue(program, *i)) {
        for (m, mv) in scene.moves.iter().enumerate() {
            let mine: Vec<&situations::Gap> = gaps.iter().filter(|g| g.scene as usize == i && g.moves[0] == m).collect();
            let groups: Vec<&[&situations::Gap]> = mine.chunk_by(|a, b| a.at == b.at).collect();
            let best = |by: usize| groups.iter().any(|g| g.iter().all(|gap| gap.by[by].low() > 0.0));
            let on: Vec<&str> = (0..4).filter(|by| best(*by)).map(|by| MEASURES[by].0).collect();
            let beaten = (0..scene.moves.len()).any(|other| {
                let mut pairs = mine.iter().filter(|g| g.moves[1] == other).peekable();
                pairs.peek().is_some() && pairs.all(|g| g.by[0].high() < 0.0 && g.by[1].high() < 0.0)
            });
            println!("{}.{} is best on {on:?}{}", scene.id, mv.id, if beaten { ", and beaten everywhere" } else { "" });
            if on.is_empty() || beaten {
                missing.push(format!("{}.{}", scene.id, mv.id));
            }
        }
    }
    assert!(missing.is_empty(), "{missing:?}");
}

#[test]
fn s9_asking_pays_at_an_unfamiliar_rig_and_telling_at_a_familiar_one() {
    let (scenario, _) = monday_call();
    for familiar in [false, true] {
        let mut variant = scenario.clone();
        let scene = variant.scenes.iter_mut().find(|s| s.id == "rig").expect("rig");
        scene.situation.familiar = familiar;
        let program = Program::compile(&variant).unwrap_or_else(|e| panic!("{e:?}"));
        let shape = program.shape(MOST).expect("not too many paths");
        let rig = variant.scenes.iter().position(|s| s.id == "rig").expect("rig") as u8;
        let unknown = 1 << variant.facts.iter().position(|f| f.id == "rig").expect("rig fact");
        let [tell, ask] = program.scenes[rig as usize].default;
        for ((scene, facts, taken), prefix) in situations::reached(&program, &shape) {
            if scene != rig || facts & unknown != 0 {
                continue;
            }
            for rest in [Directive, Collaborative] {
                let told = situations::weeks(&program, TEST, &prefix, tell as usize, rest);
                let asked = situations::weeks(&program, TEST, &prefix, ask as usize, rest);
                let gap = difference(&asked, &told, friday);
                println!("familiar {familiar}, facts {facts:03b}, after {taken:?}, rest {}: asking less telling {gap}", rest.name());
                assert!(if familiar { gap.high() <= -0.01 } else { gap.low() >= 0.01 }, "{gap}");
            }
        }
    }
}

/// What is right when told is not wrong when asked by luck alone: both are one draw, so of two answers
/// to one problem the likelier to be right is right wherever the other is.
#[test]
fn s9_draws_that_belong_together_are_one() {
    let (scenario, program) = monday_call();
    for (id, likelier) in [("rig", Collaborative), ("dock", Directive)] {
        let scene = scenario.scenes.iter().position(|s| s.id == id).expect("it is there");
        let shape = program.shape(MOST).expect("not too many paths");
        let (_, prefix) = situations::reached(&program, &shape)
            .into_iter()
            .find(|((s, facts, _), _)| *s as usize == scene && *facts & 2 == 0)
            .expect("reached");
        let mut counts = [[0; 2]; 2];
        for seed in SOME {
            let luck = Luck::of_seed(seed);
            let right = [likelier, likelier.other()].map(|style| {
                let mut s = program.replay(luck, &prefix).expect("legal");
                let rolled = s.rolled;
                program.choose(luck, &mut s, program.scenes[scene].default[style as usize] as usize).expect("offered");
                usize::from(s.lucky & (s.rolled & !rolled) != 0)
            });
            counts[right[0]][right[1]] += 1;
        }
        println!("{id}: both wrong {}, the likelier alone right {}, both right {}", counts[0][0], counts[1][0], counts[1][1]);
        assert_eq!(counts[0][1], 0, "{id}: right the less likely way, wrong the other");
        assert!(counts[1][0] > 0 && counts[1][1] > 0);
    }
}

#[test]
fn s10_being_kind_costs_something_somewhere_at_every_decision() {
    let (scenario, program) = monday_call();
    let shape = program.shape(MOST).expect("not too many paths");
    let gaps = gaps(&program, &shape, &(TEST.start..TEST.start + 3_000));
    let mut free = Vec::new();
    for (i, scene) in scenario.scenes.iter().enumerate().filter(|(_, s)| s.at < scenario.deadline) {
        // The move less engaging makes Friday more often.
        let costs = gaps.iter().filter(|g| g.scene as usize == i && g.by[1].high() < 0.0 && kindest(&gaps, g));
        let most = costs.max_by(|a, b| a.by[0].mean.total_cmp(&b.by[0].mean));
        let Some(g) = most.filter(|g| g.by[0].mean >= 0.005 && g.by[0].low() > 0.0) else {
            free.push(scene.id.as_str());
            continue;
        };
        let name = |m: usize| scene.moves[m].id.as_str();
        println!("{}: {} costs {} of Friday against {}", scene.id, name(g.moves[1]), g.by[0], name(g.moves[0]));
    }
    assert!(free.is_empty(), "no such situation: {free:?}");

    let [d, c] = both(&program);
    let hours = difference(&c, &d, Outcome::hours);
    println!("team hours: directive {}, collaborative {}, difference {hours}", d.hours(), c.hours());
    println!("median finish: directive {}, collaborative {}", Time(d.median_finish()), Time(c.median_finish()));
    assert!(hours.low() > 0.0);

    let without = assuming(&scenario, &[("overtime", 0.0), ("overtime-chosen", 0.0)]);
    for (style, with) in [Directive, Collaborative].into_iter().zip([d, c]) {
        let gain = difference(&with, &Weeks::pure(&without, TEST, style), friday);
        println!("overtime is worth {gain} of Friday in the {} line", style.name());
        assert!(gain.mean <= 0.20, "{gain}");
    }
}

/// Whether the pair's second move is the most engaging of its situation.
fn kindest(gaps: &[situations::Gap], pair: &situations::Gap) -> bool {
    let mut same = gaps.iter().filter(|g| (g.at, g.moves[0]) == (pair.at, pair.moves[1]));
    same.all(|g| g.by[1].mean >= 0.0)
}

/// What a pass mark asks for, as `administrators.html` tells it: how many of all paths pass by the
/// decisions' score, and how many of their weeks by their own.
#[test]
fn pass_marks_are_told_as_they_are() {
    let (_, program) = monday_call();
    let page = include_str!("../../public/administrators.html");
    let mut missing = Vec::new();
    for (mark, (decisions, weeks)) in MARKS.into_iter().zip(All::of(&program, engine::decided::SEEDS).passing()) {
        let [decisions, weeks] = [decisions, weeks].map(|share| (100.0 * share).round());
        let row = format!("<tr><th scope=\"row\">{mark}</th><td>{decisions} of 100</td><td>{weeks} of 100</td></tr>");
        println!("{row}");
        if !page.contains(&row) {
            missing.push(row);
        }
    }
    assert!(missing.is_empty(), "{missing:#?}");
}

#[test]
fn s12_the_verdict_under_other_assumptions() {
    let (scenario, _) = monday_call();
    for (name, values) in [
        ("as it is", vec![]),
        ("no effect of engagement on output", vec![("engagement-output", 0.0)]),
        ("one move touches a need least", vec![("need-scale", 0.68)]),
        ("one move touches a need most", vec![("need-scale", 1.88)]),
    ] {
        let variant = assuming(&scenario, &values);
        let [d, c] = both(&variant);
        println!("{name}: on time {} and {}, difference {}", d.on_time(), c.on_time(), difference(&c, &d, friday));
        println!("  engagement apart {}; collaborative ahead in {}", difference(&c, &d, deviations), outscores(&c, &d));
    }
}
