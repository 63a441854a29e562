//! The account of a line: what a portal or an embedding page may know of it, from the engine's figures.

use engine::line::Step;
use engine::model::scenario::Scenario;
use engine::model::state::State;
use engine::score::percent;
use engine::{Line, Program};
use portal::message::Metrics;
use portal::summary::{End, Taken};
use portal::{Decision, Report, Scored};

/// What a report is made from.
pub struct Source<'a> {
    pub scenario: &'a Scenario,
    pub program: &'a Program,
    pub edition: &'a str,
    pub line: &'a Line,
    pub blind: bool,
    pub scored: Scored,
    pub debriefed: bool,
    /// Decisions on the way through.
    pub on_the_way: usize,
    /// By decision; may be shorter than the line.
    pub taken: &'a [Taken],
    /// The chance of Friday in a state (0 to 1), where it is known.
    pub chance: &'a dyn Fn(&State) -> Option<f64>,
}

/// Mean engagement of the team, 0 to 100.
pub fn engagement(program: &Program, s: &State) -> f64 {
    let people = &s.people[..program.members];
    people.iter().map(|p| percent(program.engagement(p))).sum::<f64>() / people.len().max(1) as f64
}

/// Hours of the whole team so far, meetings already called included.
pub fn team_hours(program: &Program, s: &State) -> f64 {
    let minutes: u32 = s.people[..program.members].iter().map(|p| p.worked + p.met + p.meeting).sum();
    f64::from(minutes) / 60.0
}

/// A text without the marks of emphasis.
fn plain(text: &str) -> String {
    text.replace('*', "")
}

/// The report on a line.
pub fn report(source: &Source) -> Report {
    let Source { scenario, program, line, .. } = source;
    let decision = |(i, step): (usize, &Step)| {
        let scene = scenario.scenes.get(step.before.scene as usize)?;
        let mv = scene.moves.get(step.mv as usize)?;
        let chance = (source.chance)(&step.before).zip((source.chance)(&step.after));
        let taken = source.taken.get(i).copied().unwrap_or_default();
        Some(Decision {
            scene: scene.id.clone(),
            title: plain(&scene.title),
            ordinal: i as u32 + 1,
            mv: mv.id.clone(),
            label: plain(&mv.label),
            style: mv.style.name(),
            choices: scene.moves.iter().map(|m| (m.id.clone(), plain(&m.label))).collect(),
            on_time: chance.map(|(before, after)| after - before),
            engagement: engagement(program, &step.after) - engagement(program, &step.before),
            at: taken.at,
            latency: taken.latency,
        })
    };
    let decisions: Vec<Decision> = line.steps.iter().enumerate().filter_map(decision).collect();
    let next = scenario.scenes.get(line.state.scene as usize);
    let end = line.state.over().then(|| {
        let outcome = program.outcome(&line.state);
        End {
            score: libm::round(outcome.score()).clamp(0.0, 100.0) as u32,
            decided: (source.scored == Scored::Decisions).then(|| line.decided(program)).flatten(),
            on_time: outcome.on_time,
            engagement: engagement(program, &line.state),
            team_hours: outcome.hours(),
        }
    });
    Report {
        scenario: scenario.id.clone(),
        edition: source.edition.to_owned(),
        seed: line.seed,
        blind: source.blind,
        scored: source.scored,
        on_the_way: source.on_the_way.max(decisions.len()) as u32,
        decisions,
        location: next.map_or("debrief".to_owned(), |s| s.id.clone()),
        end,
        debriefed: source.debriefed && line.state.over(),
    }
}

/// The three measures in a state.
pub fn metrics(program: &Program, s: &State, on_time: Option<f64>) -> Metrics {
    Metrics { on_time, engagement: engagement(program, s), team_hours: team_hours(program, s) }
}
