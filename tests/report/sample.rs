//! Reports to tell: a week of two decisions made by hand, and real weeks of the built-in scenario.

#![allow(dead_code)]
use app::hosted::account::{self, Source};
use engine::model::{State, Style};
use engine::{Line, Program, Rollouts, Tally};
use portal::summary::{End, Taken};
use portal::{Decision, Report, Rule, Scored, Setup};
use std::sync::OnceLock;

/// 2026-03-02T09:10:00Z.
pub const START: u64 = 1_772_442_600_000;

/// A title and a label that every encoder must mind.
pub const TITLE: &str = "Monday\u{2019}s \u{201c}call\u{201d} & <more>";

pub fn setup(rule: Rule) -> Setup {
    Setup { rule, scenario: "monday-call".into(), title: TITLE.into(), language: "en".into() }
}

fn decision(ordinal: u32, scene: &str, mv: &str, style: Style, on_time: Option<f64>, engagement: f64) -> Decision {
    Decision {
        scene: scene.into(),
        title: format!("Scene {ordinal}"),
        ordinal,
        mv: mv.into(),
        label: format!("Do {mv}"),
        style: style.name(),
        choices: vec![(mv.into(), format!("Do {mv}")), ("other".into(), "Do \"the\" other".into())],
        on_time,
        engagement,
        at: Some(START + u64::from(ordinal) * 60_000),
        latency: Some(12_340),
    }
}

/// The two-decision week after so many decisions; over after both.
pub fn small(taken: usize, debriefed: bool) -> Report {
    let all = [
        decision(1, "the-call", "hedge", Style::Directive, Some(0.041), -1.24),
        decision(2, "the-plan", "ask-them", Style::Collaborative, None, 3.0),
    ];
    let end = (taken == 2).then_some(End { score: 72, decided: None, on_time: true, engagement: 61.25, team_hours: 80.5 });
    Report {
        scenario: "monday-call".into(),
        edition: "3f9a1c".into(),
        seed: 7,
        blind: false,
        scored: Scored::Week,
        decisions: all[..taken].to_vec(),
        on_the_way: 2,
        location: ["the-call", "the-plan", "debrief"][taken].into(),
        end,
        debriefed,
    }
}

/// The quick forecast.
pub fn chance(program: &Program, s: &State) -> Option<f64> {
    let mut tally = Tally::default();
    Rollouts::new(program, s).run(0, 64, &mut tally);
    tally.forecast().map(|f| f.on_time)
}

/// The reports of a week of the built-in scenario that takes the picked moves: one a decision, and
/// the last at the debrief. `chances`: whether forecasts are worked out.
pub fn week(seed: u32, picks: &[u8], chances: bool) -> Vec<Report> {
    static GAME: OnceLock<app::Loaded> = OnceLock::new();
    let game = GAME.get_or_init(|| app::load("monday-call").expect("it is built in"));
    let mut line = Line::new(&game.program, seed);
    let mut taken = Vec::new();
    let mut reports = Vec::new();
    let known = |s: &State| if chances { chance(&game.program, s) } else { None };
    let report = |line: &Line, taken: &[Taken], debriefed| {
        account::report(&Source {
            scenario: &game.scenario,
            program: &game.program,
            edition: &game.edition,
            line,
            blind: false,
            scored: Scored::Week,
            debriefed,
            on_the_way: game.decisions,
            taken,
            chance: &known,
        })
    };
    while !line.state.over() {
        let offered = game.program.offered(&line.state);
        let moves: Vec<usize> = (0..32).filter(|m| offered & (1 << m) != 0).collect();
        let pick = picks.get(line.steps.len()).copied().unwrap_or(0);
        line.play(&game.program, moves[usize::from(pick) % moves.len()]).expect("it is offered");
        let n = line.steps.len() as u64;
        taken.push(Taken { at: Some(START + n * 45_000), latency: Some(20_000 + n * 10) });
        reports.push(report(&line, &taken, false));
    }
    reports.push(report(&line, &taken, true));
    reports
}
