//! What is shown, and whether it counts.

use super::super::forecasts::Forecasts;
use super::super::{Kept, Msg, Screen};
use super::telling::Pending;
use super::{Hosted, Out, Trace};
use engine::Line;
use portal::attempt::Why;
use portal::summary::Taken;
use portal::{Counts, Shown};
use scenario::codec::link::{self, Route};

/// A moment of the attempt's own week that was reported before.
const EARLIER: &str = "What you decided from here on is reported and stays so. Another move from here is for you alone.";
/// A week that began with another week's people.
const CARRIED: &str = "The team comes from another week, so this is not reported.";
/// The Monday of a new week, before the old one was played to its end.
const ANEW: &str = "Once you decide here, this week counts in place of the one you began.";

/// How what is shown stands to the attempt.
#[derive(Default)]
struct Verdict {
    counted: bool,
    /// There is something in it that was not reported before.
    new: bool,
    /// So many of its decisions were reported before.
    known: usize,
    why: Option<&'static str>,
}

/// What is shown, besides its line.
#[derive(Clone, Copy)]
struct View {
    own: bool,
    debrief: bool,
    /// A new week was asked for.
    asked: bool,
    /// Some assumptions are changed, or the team comes from another week.
    changed: bool,
    /// Its last decision was taken just now, before our eyes.
    decided: bool,
}

impl Hosted {
    /// Takes what is shown now: its fragment, whether it is the learner's own week, and whether its
    /// debrief is open; `now` in milliseconds since 1970. Returns what is to be told at once; the
    /// rest waits for its forecasts.
    pub fn show(&mut self, fragment: &str, own: bool, debrief: bool, now: u64) -> Vec<Out> {
        let seen = (fragment.to_owned(), own, debrief);
        let asked = std::mem::take(&mut self.asked);
        if seen == self.last && !asked {
            return Vec::new();
        }
        self.last = seen;
        let here = |route: &Route| match route {
            Route::Play(l) | Route::Debrief(l) | Route::Map(l) | Route::Why(l) => l.scenario == self.app.loaded.key,
            Route::Start | Route::Data | Route::Portal | Route::Write | Route::Class(_) | Route::From(_) => true,
        };
        // What waits can be told only while its scenario is at hand.
        let mut out = if link::read(fragment).is_ok_and(|r| here(&r)) { Vec::new() } else { self.flush() };
        self.app.update(Msg::Address { fragment: fragment.to_owned(), seed: 0 });
        (self.app.kept, self.app.forecasts) = (Kept::default(), Forecasts::default());
        (self.why, self.finish) = (None, false);
        let elsewhere = !matches!(self.app.screen, Screen::Play | Screen::Debrief | Screen::Map | Screen::Why);
        let line = self.app.line.clone().filter(|_| !elsewhere);
        let Some(mut line) = line else {
            (self.since, self.before) = (now, None);
            return out;
        };
        // What a move led to counts at once, not only when the learner goes on.
        while line.after_move() && line.go_on(&self.app.loaded.program).is_ok() {}
        let changed = !(self.app.set.is_empty() && self.app.team.text.is_empty());
        out.extend(self.take(line, View { own, debrief, asked, changed, decided: false }, now));
        out
    }

    fn take(&mut self, line: Line, mut view: View, now: u64) -> Vec<Out> {
        let trace = Trace { seed: line.seed, moves: self.app.move_ids(&line) };
        let View { own, debrief, changed, .. } = view;
        let before = self.before.take().filter(|_| !changed);
        // What was shown just before is the scene in which the decision was taken.
        view.decided = before.is_some_and(|b| trace.continues(&b) && trace.moves.len() == b.moves.len() + 1);
        self.before = Some(trace.clone()).filter(|_| !changed);
        let latency = now.saturating_sub(self.since);
        self.since = now;
        let over = line.state.over();
        let Verdict { counted, new, known, why } = self.judge(&trace, view, over);
        self.why = why.filter(|_| self.reports);
        self.past(&trace, new);
        if new || self.attempt.is_none() && view.decided {
            self.taken.resize(trace.moves.len(), Taken::default());
            if let Some(last) = self.taken.last_mut().filter(|_| view.decided) {
                *last = Taken { at: Some(now), latency: Some(latency) };
            }
        }
        if view.asked && trace.moves.is_empty() && self.attempt.is_none() {
            // A new week under the same luck is told again.
            self.heard.retain(|h| h.seed != trace.seed);
            self.completed.retain(|c| c.seed != trace.seed);
        }
        let decision = view.decided && !self.heard.contains(&trace);
        if decision {
            self.heard.push(trace.clone());
        }
        let ended = self.attempt.as_ref().is_some_and(|a| a.week().ended);
        self.finish = debrief && self.reports && ended;
        let completes = debrief && over && !changed && (counted || self.attempt.is_none() && (own || self.heard.contains(&trace)));
        let completed = completes && !self.completed.contains(&trace);
        if completed {
            self.completed.push(trace);
        }
        let mut out = Vec::new();
        if new || completed || decision {
            out = self.flush();
            let from = if new { known } else { line.steps.len() - usize::from(decision) };
            self.want(&line, from);
            let (taken, blind, counts) = (self.taken.clone(), self.app.blind, self.reports && counted);
            self.pending = Some(Pending { line, from, taken, blind, debrief, decision, completed, counts, at: now });
        }
        out
    }

    /// Whether a line counts, and notes it if it does.
    fn judge(&mut self, trace: &Trace, view: View, over: bool) -> Verdict {
        let Some(attempt) = &mut self.attempt else { return Verdict::default() };
        let loaded = &self.app.loaded;
        let mine = view.own && !view.changed && loaded.scenario.id == attempt.week().scenario;
        let held = self.held.iter().any(|h| h.continues(trace));
        let monday = trace.moves.is_empty();
        if !monday {
            let week = attempt.week();
            let begins = self.fresh.take() == Some(trace.seed) && view.decided && trace.moves.len() == 1;
            // A week that only the device still has goes on where nothing else was begun.
            let goes_on = held && week.moves.is_empty() && week.seed != trace.seed;
            if mine && (begins || goes_on) && attempt.again(trace.seed) {
                self.taken.clear();
            }
        } else if mine && !attempt.week().ended && (view.asked || trace.seed != attempt.week().seed) {
            self.fresh = Some(trace.seed);
        }
        let (scenario, edition) = (loaded.scenario.id.as_str(), loaded.edition.as_str());
        let View { own, changed, .. } = view;
        let shown = Shown { scenario, edition, seed: trace.seed, moves: &trace.moves, over, changed, opened: !own };
        let (known, ended) = (attempt.week().moves.len(), attempt.week().ended);
        let ahead = trace.moves.len() > known;
        let counts = match attempt.counts(&shown) {
            // A link passes for one's own week where the device keeps none. But what counts is
            // decided here, one after the other, or was kept by the learner's device.
            Counts::Yes if ahead && !held && !(view.decided && trace.moves.len() == known + 1) => Counts::No(Why::Opened),
            counts => counts,
        };
        let why = match counts {
            _ if monday && mine && self.fresh == Some(trace.seed) => Some(ANEW).filter(|_| known > 0),
            Counts::Yes => None,
            Counts::No(Why::Changed) if self.app.set.is_empty() => Some(CARRIED),
            Counts::No(why) => Some(why.text()),
            Counts::Earlier if ended => Some(Why::Scored.text()),
            Counts::Earlier => Some(EARLIER),
        };
        let counted = counts == Counts::Yes;
        if counted {
            attempt.reported(&shown);
        }
        Verdict { counted, new: counted && (ahead || over && !ended), known, why }
    }
}
