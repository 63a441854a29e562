//! What the checker counts and figures, against slower ways to the same: every path walked one by
//! one, and weeks played one by one.

use super::common::{config, game, program};
use super::scenario::{change, changed};
use engine::figures::{Figure, FiguresJob};
use engine::model::Style;
use engine::model::state::NONE;
use engine::survey::Survey;
use engine::walk::Sums;
use engine::{Job, Line, Program, job};
use proptest::prelude::*;
use serde_json::Value;
use std::sync::OnceLock;

const EXAMPLE: &str = include_str!("../../public/examples/first-friday.json");

/// The survey merges situations; this visits every path.
#[track_caller]
fn counted(program: &Program) -> Result<(), TestCaseError> {
    let Some(shape) = program.shape(50_000) else { return Ok(()) };
    let survey = Survey::of(program, &[]);
    prop_assert!(survey.complete);
    prop_assert_eq!((survey.paths, survey.shortest, survey.longest), (shape.paths.len() as u64, shape.shortest, shape.longest));
    let unreachable: Vec<u8> = (0..program.scenes.len() as u8).filter(|s| survey.reached & (1 << s) == 0).collect();
    prop_assert_eq!(&unreachable, &shape.unreachable);
    let mut never = Vec::new();
    for (i, scene) in program.scenes.iter().enumerate().filter(|(i, _)| !unreachable.contains(&(*i as u8))) {
        never.extend((0..scene.moves.len()).filter(|m| survey.offered[i] & (1 << m) == 0).map(|m| (i as u8, m as u8)));
    }
    prop_assert_eq!(never, shape.never_offered);
    let short = survey.falls != 0 || !survey.loops.is_empty();
    prop_assert_eq!(short, shape.dead_ends > 0);
    Ok(())
}

/// A scenario with many conditions, so that most changes to it change its paths.
fn changed_example() -> impl Strategy<Value = String> {
    proptest::collection::vec(change(), 0..5).prop_map(|changes| changed(&serde_json::from_str::<Value>(EXAMPLE).unwrap(), &changes))
}

proptest! {
    #![proptest_config(config(300))]

    #[test]
    fn the_survey_counts_what_a_walk_counts(text in changed_example()) {
        if let Ok((_, program)) = scenario::read(&text) {
            counted(&program)?;
        }
    }

    /// No line is called silent that somebody hears.
    #[test]
    fn what_is_heard_is_among_what_may_be_said(seed in any::<u32>(), picks in super::common::picks()) {
        static SURVEY: OnceLock<Survey> = OnceLock::new();
        let survey = SURVEY.get_or_init(|| Survey::of(program(), &[]));
        prop_assert!(survey.complete && survey.talk);
        let line = super::common::play(seed, &picks);
        for step in &line.steps {
            let (i, mv) = (step.before.scene as usize, step.mv as usize);
            let scene = &program().scenes[i];
            for (k, cond) in scene.lines.iter().enumerate() {
                prop_assert!(!program().holds(cond, &step.before) || survey.lines[i][k]);
            }
            for (k, cond) in scene.moves[mv].reaction.iter().enumerate() {
                prop_assert!(!program().holds(cond, &step.after) || survey.reactions[i][mv][k]);
            }
        }
    }

    #[test]
    fn units_add_up_in_any_order_and_once(order in any::<u64>()) {
        static DONE: OnceLock<(FiguresJob, FiguresJob)> = OnceLock::new();
        let (fresh, done) = DONE.get_or_init(|| {
            let (_, program) = scenario::read(EXAMPLE).unwrap();
            let fresh = FiguresJob::new(&program, 450);
            let mut done = fresh.clone();
            job::finish(&mut done);
            (fresh, done)
        });
        let mut units: Vec<u32> = (0..fresh.units()).collect();
        units.sort_by_key(|u| u64::from(*u).wrapping_mul(order | 1) >> 7);
        let mut other = fresh.clone();
        for unit in units {
            let part = other.run(unit);
            other.add(unit, &part[..part.len() - 1]);
            other.add(unit, &part);
            other.add(unit, &part);
        }
        other.add(fresh.units(), &[1; 27]);
        prop_assert!(other.done() && done.done());
        prop_assert_eq!(format!("{other:?}"), format!("{done:?}"));
    }
}

#[test]
fn the_survey_of_the_built_in_scenario_is_its_walk() {
    counted(program()).unwrap();
    let survey = Survey::of(program(), &[]);
    assert!(survey.lines.iter().flatten().all(|said| *said) && survey.facts == 0b111 && game().scenario.facts.len() == 3);
}

#[test]
fn figures_are_those_of_weeks_played_one_by_one() {
    let (_, program) = scenario::read(EXAMPLE).unwrap();
    let mut job = FiguresJob::new(&program, 450);
    job::finish(&mut job);
    for style in [Style::Directive, Style::Collaborative] {
        let mut sums = Sums::default();
        for seed in 0..450 {
            let line = Line::pure(&program, seed, style);
            assert!(line.state.over() && line.state.scene == NONE);
            sums.add(&program, &line.state);
        }
        let figures = [Figure::OnTime, Figure::Engagement, Figure::Hours, Figure::Score].map(|f| job.pure(style, f).mean);
        let plain = [sums.share(), sums.mean_engagement(), sums.mean_hours(), sums.mean_score()];
        assert!(figures.iter().zip(plain).all(|(a, b)| (a - b).abs() < 1e-9), "{figures:?} {plain:?}");
        // A share's interval by the binomial law.
        let (p, m) = (sums.share(), job.pure(style, Figure::OnTime));
        let half = 1.959_964 * (p * (1.0 - p) / 449.0).sqrt();
        assert!((m.high - m.mean - half).abs() < 1e-9 && (m.mean - m.low - half).abs() < 1e-9);
    }
    assert_eq!((job.weeks(), job.compared(), job.winner()), (450, true, None));
}
