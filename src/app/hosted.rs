//! What the bundle `host` thinks: where a week in a portal goes on, what is told of it, and when.
//! It rebuilds each line from its fragment with a core of its own and works out, in units, what a
//! decision did to the chance of Friday; so it takes nothing from the bundles that play.

use super::forecasts::Forecasts;
use super::{App, Kept, Loaded, Msg, PREFIX, Screen, load};
use crate::codec::link::{PlayLink, Route};
use crate::codec::save::{self, MOST_LINES, Save, Week};
use crate::engine::Line;
use crate::engine::luck::mix;
use crate::model::State;
use crate::report::message::{Message, Metrics, Week as Told};
use crate::report::package::{Complete, Launch, Seeds, Target};
use crate::report::summary::{Source, Taken};
use crate::report::{Attempt, Completion, Counts, Mode, Opened, Report, Resume, Rule, Setup, Shown};

/// How long a decision waits for its forecasts before it is told without, in milliseconds.
pub const PATIENCE: u64 = 1000;

/// Something is to be told.
#[derive(Clone, Debug, PartialEq)]
pub enum Out {
    /// To the portal.
    Report(Box<Report>),
    /// To the page that embeds this one.
    Message(Box<Message>),
}

/// Where the page begins.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Start {
    pub fragment: String,
    /// The seed of every new week, where the package has one.
    pub seed: Option<u32>,
    /// What the device is to keep, so that the portal's week is the learner's own here: key, text.
    pub keep: Option<(String, String)>,
}

/// What waits for its forecasts.
#[derive(Clone, Debug)]
struct Pending {
    line: Line,
    debrief: bool,
    decision: bool,
    completed: bool,
    /// Whether the portal is told of it too.
    counts: bool,
    due: u64,
}

/// See the module.
pub struct Hosted {
    app: App,
    package: Option<Launch>,
    /// Reports go to a portal.
    reports: bool,
    mode: Mode,
    attempt: Option<Attempt>,
    taken: Vec<Taken>,
    /// When what is shown was shown first.
    since: u64,
    last: (String, bool, bool),
    /// The line told last to the embedding page: seed and moves.
    told: Option<(u32, Vec<String>)>,
    completed: Option<(u32, Vec<String>)>,
    /// Decisions were taken here.
    here: bool,
    forecasts: Forecasts,
    pending: Option<Pending>,
    /// Why what is shown is not reported.
    pub why: Option<&'static str>,
    /// The debrief of what counts is open, so the session can be finished.
    pub finish: bool,
}

/// A number of a text, the same on every machine.
fn hash(text: &str) -> u64 {
    text.bytes().fold(0, |h, b| mix(h ^ u64::from(b)))
}

/// What the device's keys begin with, for one learner and registration (or package).
pub fn scope(of: &str) -> String {
    format!("by-friday-{:016x}/", hash(of))
}

impl Hosted {
    /// Before anything happened; `package`: what `launch.json` says, where there is one.
    pub fn new(package: Option<Launch>) -> Hosted {
        let mut app = App::new(Kept::default());
        if let Some(loaded) = package.as_ref().filter(|p| p.scenario != app.loaded.scenario.id).and_then(|p| load(&p.scenario)) {
            app.loaded = loaded;
        }
        Hosted {
            app,
            package,
            reports: false,
            mode: Mode::Normal,
            attempt: None,
            taken: Vec::new(),
            since: 0,
            last: (String::new(), false, false),
            told: None,
            completed: None,
            here: false,
            forecasts: Forecasts::default(),
            pending: None,
            why: None,
            finish: false,
        }
    }

    /// The rules of a session.
    pub fn setup(&self) -> Setup {
        let completion = match self.package.as_ref().map(|p| p.complete) {
            Some(Complete::LastDecision) => Completion::LastDecision,
            _ => Completion::Debrief,
        };
        let pass_mark = self.package.as_ref().and_then(|p| p.pass_mark).map(f64::from);
        Setup {
            rule: Rule { completion, pass_mark, ..Rule::default() },
            scenario: self.app.loaded.scenario.id.clone(),
            title: self.app.loaded.scenario.title.clone(),
            language: self.package.as_ref().map_or_else(|| "en".to_owned(), |p| p.language.clone()),
        }
    }

    /// Which versions of SCORM are looked for, 2004 as `true`, the likelier first; none where the
    /// package is for something else.
    pub fn scorm(&self) -> &'static [bool] {
        match self.package.as_ref().map(|p| p.target) {
            None | Some(Target::Scorm2004) => &[true, false],
            Some(Target::Scorm12) => &[false, true],
            Some(_) => &[],
        }
    }

    /// Where the page begins. `opened`: what the portal said, where there is one; `address`: the
    /// page's fragment; `kept`: what the device holds for this learner; `drawn`: a random seed.
    pub fn start(&mut self, opened: Option<&Opened>, address: &str, kept: Kept, drawn: u32) -> Start {
        let learner = opened.map_or("", |o| o.learner.as_str());
        let seed = match self.package.as_ref().map(|p| p.seeds) {
            Some(Seeds::Same(seed)) => Some(seed),
            Some(Seeds::PerLearner) if !learner.is_empty() => Some(hash(&format!("{learner}\n{}", self.app.loaded.scenario.id)) as u32),
            _ => None,
        };
        let blind = self.package.as_ref().is_some_and(|p| p.blind);
        let bare = PlayLink { blind, ..self.app.bare() };
        let Some(opened) = opened else {
            // No portal: the address, or the package's own week.
            let names_a_week = matches!(crate::codec::link::read(address), Ok(Route::Play(l) | Route::Debrief(l) | Route::Map(l) | Route::Why(l)) if l.seed.is_some());
            let own = self.package.is_some() && !names_a_week;
            let fragment = if own { Route::Play(bare).to_string() } else { address.to_owned() };
            return Start { fragment, seed, keep: None };
        };
        (self.reports, self.mode) = (opened.reports, opened.mode);
        let begun = opened.resume.clone().filter(|r| r.scenario == self.app.loaded.scenario.id);
        let week = match begun {
            Some(mut week) => {
                // As far as it can still be played; it ends under the edition at hand.
                let read = self.app.replay(week.seed, &week.moves, false).1;
                week.ended &= read == week.moves.len();
                week.moves.truncate(read);
                week.edition.clone_from(&self.app.loaded.edition);
                week
            }
            None => Resume {
                scenario: self.app.loaded.scenario.id.clone(),
                edition: self.app.loaded.edition.clone(),
                seed: seed.unwrap_or(drawn),
                blind,
                ..Resume::default()
            },
        };
        let link = PlayLink { seed: Some(week.seed), moves: week.moves.clone(), blind: week.blind, ..self.app.bare() };
        let route = if week.ended { Route::Debrief(link) } else { Route::Play(link) };
        self.app.kept = kept;
        let keep = self.own(&week);
        self.app.kept = Kept::default();
        self.taken = vec![Taken::default(); week.moves.len()];
        self.told = Some((week.seed, week.moves.clone()));
        self.attempt = Some(Attempt::new(week));
        Start { fragment: route.to_string(), seed: seed.or(Some(drawn)).filter(|_| self.package.is_some()), keep }
    }

    /// A save in which the portal's week is the learner's own, where the device has it not.
    fn own(&self, week: &Resume) -> Option<(String, String)> {
        let week_ = Week { seed: week.seed, moves: week.moves.join(".") };
        if week.moves.is_empty() {
            return None;
        }
        let mut lines = Vec::new();
        if let Some(old) = self.app.saved() {
            let holds = |l: &Week| l.seed == week_.seed && (l.moves == week_.moves || l.moves.starts_with(&format!("{}.", week_.moves)));
            if holds(&old.week) || old.lines.iter().any(holds) {
                return None;
            }
            lines = old.lines;
            lines.push(old.week);
            if lines.len() > MOST_LINES {
                lines.remove(1);
            }
        }
        let edition = week.edition.clone();
        let save = Save { version: save::VERSION, edition, week: week_, after: false, blind: week.blind, lines };
        Some((format!("{PREFIX}save/{}", week.scenario), save::write(&save)))
    }

    /// Takes what is shown now: its fragment, whether it is the learner's own week, and whether its
    /// debrief is open. Returns what is to be told at once; the rest waits for its forecasts.
    pub fn show(&mut self, fragment: &str, own: bool, debrief: bool, now: u64) -> Vec<Out> {
        let seen = (fragment.to_owned(), own, debrief);
        if seen == self.last {
            return Vec::new();
        }
        self.last = seen;
        self.app.update(Msg::Address { fragment: fragment.to_owned(), seed: 0 });
        (self.app.kept, self.app.forecasts) = (Kept::default(), Forecasts::default());
        (self.why, self.finish) = (None, false);
        if matches!(self.app.screen, Screen::Start | Screen::Data | Screen::Error(_)) {
            self.since = now;
            return Vec::new();
        }
        let Some(mut line) = self.app.line.clone() else { return Vec::new() };
        // What a move led to counts at once, not only when the learner goes on.
        while line.after_move() && line.go_on(&self.app.loaded.program).is_ok() {}
        self.take(line, own, debrief, now)
    }

    fn take(&mut self, line: Line, own: bool, debrief: bool, now: u64) -> Vec<Out> {
        let moves = self.app.move_ids(&line);
        let changed = !self.app.set.is_empty();
        let over = line.state.over();
        let Loaded { scenario, edition, .. } = &self.app.loaded;
        let shown = Shown { scenario: &scenario.id, edition, seed: line.seed, moves: &moves, over, changed, opened: !own };
        let counts = match &mut self.attempt {
            Some(attempt) => {
                if own && !changed && moves.is_empty() && shown.seed != attempt.week().seed && attempt.again(shown.seed) {
                    self.taken.clear();
                }
                attempt.counts(&shown)
            }
            None => Counts::Yes,
        };
        if let (Counts::No(why), true) = (counts, self.reports) {
            self.why = Some(why.text());
        }
        let is = |told: &Option<(u32, Vec<String>)>, all: bool| {
            told.as_ref().is_some_and(|t| t.0 == line.seed && moves.starts_with(&t.1) && (!all || moves.len() == t.1.len()))
        };
        let grown = !changed && is(&self.told, false) && !is(&self.told, true);
        let latency = now.saturating_sub(self.since);
        self.since = now;
        self.here |= grown;
        let counted = counts == Counts::Yes && self.attempt.is_some();
        let new = self.attempt.as_ref().is_some_and(|a| counted && (moves.len() > a.week().moves.len() || over && !a.week().ended));
        if new || self.attempt.is_none() && grown {
            // Only the last of several was taken before our eyes.
            self.taken.resize(moves.len().saturating_sub(1), Taken::default());
            if grown {
                self.taken.push(Taken { at: Some(now), latency: Some(latency) });
            }
        }
        self.finish = debrief && self.reports && self.attempt.as_ref().is_some_and(|a| a.week().ended || counted && over);
        let completes = debrief && over && !changed && (counted || self.attempt.is_none() && (own || self.here));
        let completed = completes && !is(&self.completed, true);
        if counted && let Some(attempt) = &mut self.attempt {
            attempt.reported(&shown);
        }
        if !changed {
            self.told = Some((line.seed, moves.clone()));
        }
        if completed {
            self.completed = Some((line.seed, moves));
        }
        let mut out = Vec::new();
        if new || completed || grown {
            out = self.flush(now);
            if grown && let Some(step) = line.steps.last() {
                let (before, after) = (step.before, step.after);
                [after, before].iter().for_each(|state| self.want(state));
            }
            let counts = self.reports && counted;
            self.pending = Some(Pending { line, debrief, decision: grown, completed, counts, due: now.saturating_add(PATIENCE) });
        }
        out
    }

    fn want(&mut self, state: &State) {
        let key = self.app.loaded.program.visible_key(state);
        self.forecasts.want(&self.app.loaded.program, state, true, || key.to_string());
    }

    /// Works out one unit of a forecast (a few milliseconds); `true` while something waits.
    pub fn slice(&mut self) -> bool {
        if self.pending.is_some() {
            self.forecasts.slice(&self.app.written().program);
        }
        self.pending.is_some()
    }

    /// What has its forecasts by now, or waited long enough.
    pub fn due(&mut self, now: u64) -> Vec<Out> {
        let ready = self.pending.as_ref().is_some_and(|p| now >= p.due || !self.forecasts.busy());
        if ready { self.flush(now) } else { Vec::new() }
    }

    /// What waits, as it is.
    pub fn flush(&mut self, _now: u64) -> Vec<Out> {
        let Some(pending) = self.pending.take() else { return Vec::new() };
        let report = self.report(&pending.line, pending.debrief);
        let metrics = self.metrics(&pending.line);
        let mut out = Vec::new();
        if pending.decision {
            out.extend(Message::decision(&report, metrics).map(|m| Out::Message(Box::new(m))));
        }
        if pending.completed {
            out.extend(Message::completed(&report, metrics).map(|m| Out::Message(Box::new(m))));
        }
        if pending.counts {
            out.insert(0, Out::Report(Box::new(report)));
        }
        out
    }

    fn report(&self, line: &Line, debrief: bool) -> Report {
        let Loaded { scenario, program, edition, decisions } = self.app.written();
        let chance = |s: &State| self.forecasts.settled(program, s).map(|f| f.on_time);
        Report::of(&Source {
            scenario,
            program,
            edition,
            line,
            blind: self.app.blind,
            debriefed: debrief,
            on_the_way: *decisions,
            taken: &self.taken,
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
        Metrics::of(program, &state, chance)
    }

    /// What is shown, as messages name it; before any week, the week that could begin.
    pub fn week(&self) -> Told {
        let line = self.app.line.clone().unwrap_or_else(|| Line::new(&self.app.written().program, 0));
        Told::of(&self.report(&line, false), self.metrics(&line))
    }

    /// A line for the learner about the session's mode.
    pub fn about(&self) -> Option<&'static str> {
        match self.mode {
            Mode::Normal => None,
            Mode::Browse => Some("The portal opened this page for a look around: nothing you do here is reported."),
            Mode::Review => Some("The portal opened this page for review: what was reported stays as it is, and nothing new is reported."),
        }
    }

    /// The fragment of a new week, as an embedding page may ask for it.
    pub fn again(&self, seed: u32) -> String {
        let blind = self.app.blind || self.package.as_ref().is_some_and(|p| p.blind);
        Route::Play(PlayLink { seed: Some(seed), blind, set: Vec::new(), ..self.app.bare() }).to_string()
    }
}
