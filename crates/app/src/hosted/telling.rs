//! What is told: it waits a moment for its forecasts, and is told once.

use super::super::Loaded;
use super::account::{self, Source};
use super::{Hosted, Out, PATIENCE};
use engine::Line;
use engine::line::Step;
use engine::model::State;
use portal::message::{Message, Metrics, Week};
use portal::summary::Taken;
use portal::{Report, Scored};

/// What waits for its forecasts.
#[derive(Clone, Debug)]
pub(super) struct Pending {
    pub line: Line,
    /// Its decisions from here on are new.
    pub from: usize,
    pub taken: Vec<Taken>,
    pub blind: bool,
    pub debrief: bool,
    pub decision: bool,
    pub completed: bool,
    /// Whether the portal is told of it too.
    pub counts: bool,
    /// When it happened, in milliseconds since 1970.
    pub at: u64,
}

fn states(steps: &[Step]) -> impl Iterator<Item = &State> {
    steps.iter().flat_map(|step| [&step.before, &step.after])
}

impl Hosted {
    /// Asks for the forecasts around a line's decisions from `from` on, the last decision's first.
    pub(super) fn want(&mut self, line: &Line, from: usize) {
        let program = &self.app.written().program;
        for state in states(line.steps.get(from..).unwrap_or(&[])) {
            let key = program.visible_key(state);
            self.forecasts.want(program, state, crate::forecasts::Soon::First, || key.to_string());
        }
    }

    /// Works out one unit of a forecast (a few milliseconds); `true` while something waits.
    pub fn slice(&mut self) -> bool {
        if self.pending.is_some() {
            self.forecasts.slice(&self.app.written().program);
        }
        self.pending.is_some()
    }

    /// What has its forecasts by now, or waited long enough; `now` in milliseconds since 1970.
    pub fn due(&mut self, now: u64) -> Vec<Out> {
        let program = &self.app.written().program;
        let ready = self.pending.as_ref().is_some_and(|p| {
            // A clock that is set back counts as well.
            let mut new = states(p.line.steps.get(p.from..).unwrap_or(&[]));
            now.abs_diff(p.at) >= PATIENCE || new.all(|s| self.forecasts.settled(program, s).is_some())
        });
        if ready { self.flush() } else { Vec::new() }
    }

    /// What waits, as it is.
    pub fn flush(&mut self) -> Vec<Out> {
        let Some(pending) = self.pending.take() else { return Vec::new() };
        let report = self.report(&pending.line, &pending.taken, pending.blind, pending.debrief, self.scored);
        let metrics = self.metrics(&pending.line);
        let mut out = Vec::new();
        if pending.decision {
            out.extend(Message::decision(&report, metrics).map(|m| Out::Message(Box::new(m))));
        }
        if pending.completed {
            out.extend(Message::completed(&report, metrics).map(|m| Out::Message(Box::new(m))));
            // Where the portal is told of it too, it was worked out for that.
            let known = report.end.and_then(|end| end.decided);
            let decided = known.or_else(|| pending.line.decided(&self.app.written().program));
            out.extend(decided.and_then(|d| Message::scored(&report, metrics, d)).map(|m| Out::Message(Box::new(m))));
        }
        if pending.counts {
            out.insert(0, Out::Report(Box::new(report)));
        }
        out
    }

    /// Of a finished week whose decisions are scored, this plays it some hundred times.
    fn report(&self, line: &Line, taken: &[Taken], blind: bool, debriefed: bool, scored: Scored) -> Report {
        let Loaded { scenario, program, edition, decisions, .. } = self.app.written();
        let chance = |s: &State| self.forecasts.settled(program, s).map(|f| f.on_time);
        account::report(&Source {
            scenario,
            program,
            edition,
            line,
            blind,
            scored,
            debriefed,
            on_the_way: *decisions,
            taken,
            chance: &chance,
        })
    }

    fn metrics(&self, line: &Line) -> Metrics {
        let program = &self.app.written().program;
        let last = line.steps.last().map_or(line.state, |s| s.after);
        let (state, chance) = if line.state.over() {
            (line.state, Some(if program.outcome(&line.state).on_time { 1.0 } else { 0.0 }))
        } else {
            (last, self.forecasts.settled(program, &last).map(|f| f.on_time))
        };
        account::metrics(program, &state, chance)
    }

    /// What is shown, as messages name it, under the author's assumptions; before any week, the
    /// week that could begin.
    pub fn week(&self) -> Week {
        let program = &self.app.written().program;
        let line = match &self.app.line {
            Some(line) if self.app.set.is_empty() => line.clone(),
            Some(line) => line.under(program),
            None => Line::new(program, 0),
        };
        // What a week is called by needs no average.
        Week::of(&self.report(&line, &[], self.app.blind, false, Scored::Week), self.metrics(&line))
    }
}
