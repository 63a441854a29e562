//! The talk with a SCORM portal. Calls go out one at a time, and what each returned comes back
//! before the next, so the same machine serves a real API, a test's, and `pagehide`.
//!
//! Once a decision is reported, all of it is committed; so leaving the page only ends the session.
//! Sets that the portal could not take just then are owed, and made again; what it will never take
//! (an element it does not have) is left out. A commit counts once it was answered with `true` and a
//! file of the package could be fetched after it ([`Effect::Probe`]); until then what was set is held
//! in the `ledger`, and written again (`failed`). Whatever is missing, the learner reads one line.

mod dialect;
mod failed;
mod ledger;
mod said;

pub use dialect::{Call, Dialect, Pair, Read, pair, reached};

use super::clock::Presence;
use super::resume::Resume;
use super::rule::Rule;
use super::summary::{Decision, Report};
use super::{Effect, Event, Host, Mode, Opened, Setup};
use ledger::{Ledger, parted};
use std::collections::VecDeque;

const INITIALIZE: usize = 0;
const TERMINATE: usize = 1;
const GET: usize = 2;
const SET: usize = 3;
const COMMIT: usize = 4;
const LAST_ERROR: usize = 5;

/// Where both versions keep the week.
const SUSPENDED: &str = "cmi.suspend_data";

#[derive(Clone, Debug, PartialEq)]
enum Job {
    Initialize,
    Get(usize),
    Set(Pair),
    /// Sets another value in place of this one.
    Replace(Pair),
    /// A decision becomes sets when its turn comes: only then is its place known.
    Decision(Box<Decision>),
    Commit,
    Terminate,
    /// The error of the job.
    Error(Box<Job>),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Stage {
    New,
    Opening,
    Open,
    Ending,
    Closed,
}

/// Why something may not have arrived.
#[derive(Clone, Debug, PartialEq)]
enum Silence {
    /// The portal said no, with this error code.
    Refused(String),
    /// It said yes, and could not be reached.
    Away,
}

const INTERACTIONS: &str = "cmi.interactions.";
const OBJECTIVES: &str = "cmi.objectives.";

/// A session with a SCORM portal.
pub struct Scorm {
    dialect: &'static Dialect,
    rule: Rule,
    scenario: String,
    stage: Stage,
    jobs: VecDeque<Job>,
    asked: Option<Job>,
    presence: Presence,
    opened: Opened,
    status: String,
    interactions: u32,
    objectives: u32,
    /// What was handed to the portal.
    told: Resume,
    /// What the portal could not take just then.
    owed: Vec<Job>,
    /// What it took and has not confirmed; and of decisions among it their place.
    ledger: Ledger,
    places: Vec<(u32, Box<Decision>)>,
    /// The portal is asked whether it can be reached.
    probing: bool,
    /// The decision whose sets are under way.
    record: Option<Box<Decision>>,
    /// A commit is due again at this time.
    retry: Option<u64>,
    failures: u32,
    /// The portal answered the last call with no, not with nothing.
    no: bool,
    /// Finish was pressed, and something is not confirmed.
    finishing: bool,
    /// Interactions or objectives that this portal does not have.
    missing: Vec<&'static str>,
    /// What the learner is to know: for good, and while the portal fails.
    fault: Option<String>,
    silence: Option<Silence>,
    said: Option<String>,
}

impl Scorm {
    /// A session in one of the two versions.
    pub fn new(dialect: &'static Dialect, setup: &Setup) -> Scorm {
        Scorm {
            dialect,
            rule: setup.rule,
            scenario: setup.scenario.clone(),
            stage: Stage::New,
            jobs: VecDeque::new(),
            asked: None,
            presence: Presence::default(),
            opened: Opened { reports: true, pass_mark: setup.rule.pass_mark, ..Opened::default() },
            status: String::new(),
            interactions: 0,
            objectives: 0,
            told: Resume::default(),
            owed: Vec::new(),
            ledger: Ledger::default(),
            places: Vec::new(),
            probing: false,
            record: None,
            retry: None,
            failures: 0,
            no: false,
            finishing: false,
            missing: Vec::new(),
            fault: None,
            silence: None,
            said: None,
        }
    }

    /// Whether anything may be written.
    fn writes(&self) -> bool {
        self.opened.mode == Mode::Normal
    }

    fn set(&mut self, element: &str, value: &str) {
        self.jobs.push_back(Job::Set(pair(element, value)));
    }

    /// What the portal answered to the call it was asked.
    fn returned(&mut self, value: &str, now: u64, effects: &mut Vec<Effect>) {
        let Some(job) = self.asked.take() else { return };
        let value = value.trim();
        let yes = matches!(value, "true" | "1");
        self.no = matches!(value, "false" | "0");
        match job {
            Job::Get(n) => self.read(n, value, effects),
            Job::Error(job) => self.failed(*job, value, now, effects),
            Job::Initialize if yes => self.initialized(),
            Job::Terminate if yes => self.terminated(effects),
            Job::Commit if yes => self.committed(),
            Job::Set(pair) if yes => self.taken(&pair),
            Job::Replace((element, _)) if yes => self.ledger.replaced(&element),
            job => self.jobs.push_front(Job::Error(Box::new(job))),
        }
    }

    /// The call threw: nothing came of it, and there is no error to ask for.
    fn threw(&mut self, now: u64, effects: &mut Vec<Effect>) {
        match self.asked.take() {
            Some(Job::Get(n)) => self.read(n, "", effects),
            Some(Job::Error(job)) => self.failed(*job, "", now, effects),
            Some(job) => self.failed(job, "", now, effects),
            None => {}
        }
    }

    fn initialized(&mut self) {
        let reads = (0..self.dialect.reads.len()).rev().map(Job::Get);
        reads.for_each(|job| self.jobs.push_front(job));
    }

    fn read(&mut self, n: usize, value: &str, effects: &mut Vec<Effect>) {
        let Some((what, _)) = self.dialect.reads.get(n) else { return };
        // Portals differ in how they say that a value is not set: empty, 0, or an error code.
        match what {
            Read::Mode => {
                self.opened.mode = match value {
                    "browse" => Mode::Browse,
                    "review" => Mode::Review,
                    _ => Mode::Normal,
                }
            }
            Read::Credit => self.opened.credit = value != "no-credit",
            // What the portal keeps counts, whatever it says of the entry.
            Read::Entry => {}
            Read::Learner => self.opened.learner = value.to_owned(),
            Read::Status => self.status = value.to_owned(),
            Read::Suspended => match Resume::read(value) {
                Ok(resume) if resume.scenario == self.scenario => {
                    self.told = resume.clone();
                    self.opened.resume = Some(resume);
                }
                Ok(_) => {}
                Err(super::resume::BadResume::Newer) => self.fault = Some(super::resume::BadResume::Newer.to_string()),
                Err(_) => {}
            },
            Read::PassMark => {
                let mark = json::parse(value).ok().and_then(|n| n.number()).map(|m| m * self.dialect.points_per_mark);
                // A mark of 0 is how some portals say that there is none.
                self.rule = self.rule.under(mark.filter(|m| *m > 0.0));
                self.opened.pass_mark = self.rule.pass_mark;
            }
            Read::Interactions => self.interactions = value.parse().unwrap_or(self.told.moves.len() as u32),
            Read::Objectives => self.objectives = value.parse().unwrap_or(0),
        }
        if n + 1 == self.dialect.reads.len() {
            self.open(effects);
        }
    }

    fn open(&mut self, effects: &mut Vec<Effect>) {
        if self.stage == Stage::Opening {
            self.stage = Stage::Open;
            if self.writes() {
                let dialect = self.dialect;
                // Set at once: a browser that dies leaves the attempt to be resumed.
                self.set(dialect.exit, "suspend");
                if !self.told.ended && !matches!(self.status.as_str(), "passed" | "failed" | "completed" | "incomplete") {
                    self.set(dialect.status, "incomplete");
                }
                self.jobs.push_back(Job::Commit);
            } else if let Some(browsed) = self.dialect.browsed
                && self.opened.mode == Mode::Browse
                && matches!(self.status.as_str(), "" | "not attempted")
            {
                // RTE 1.2, 3.4.4. Without it Moodle makes `completed` of `not attempted` at the end,
                // also of a look around (seen in 4.3.0).
                self.set(self.dialect.status, browsed);
            }
        }
        self.opened.reports = self.writes();
        effects.push(Effect::Opened(Box::new(self.opened.clone())));
    }

    fn report(&mut self, report: &Report) {
        if self.stage != Stage::Open || !self.writes() || self.told.ended || report.scenario != self.scenario {
            return;
        }
        let dialect = self.dialect;
        self.again();
        let new = report.since(&self.told).iter().map(|d| Job::Decision(Box::new(d.clone())));
        self.jobs.extend(new);
        let end = self.rule.complete(report);
        self.told = report.resume(end.is_some());
        match end {
            Some(end) => {
                let [status, rest] = (dialect.outcome)(report, end, self.rule.passed(end), self.objectives);
                self.jobs.extend(status.into_iter().map(Job::Set));
                self.jobs.push_back(Job::Commit);
                self.jobs.extend(rest.into_iter().map(Job::Set));
            }
            None => self.jobs.extend((dialect.progress)(report).into_iter().map(Job::Set)),
        }
        self.set(dialect.location, &report.location.chars().take(255).collect::<String>());
        let told = self.told.write();
        self.set(SUSPENDED, &told);
        self.session_time();
        self.jobs.push_back(Job::Commit);
    }

    fn session_time(&mut self) {
        let (element, form) = self.dialect.session_time;
        self.jobs.push_back(Job::Set((element.to_owned(), form(self.presence.spent()))));
    }

    /// What is owed, and what is in doubt, comes before anything new.
    fn again(&mut self) {
        if self.owed.is_empty() && !self.ledger.doubts() {
            return;
        }
        self.jobs.extend(self.owed.drain(..));
        if self.dialect.other.is_some() {
            self.jobs.extend(self.ledger.to_replace().into_iter().map(Job::Replace));
            self.restore(self.ledger.to_restore());
        } else {
            self.ledger.resend();
            if self.ledger.outcome() {
                // All goes in one commit: what decides by the status it had needs a second.
                self.jobs.push_back(Job::Commit);
            }
        }
        self.jobs.push_back(Job::Commit);
    }

    /// Sets what the API holds with another value as it should be; the status before the score.
    fn restore(&mut self, pairs: Vec<Pair>) {
        let [first, scores] = parted(pairs);
        self.jobs.extend(first.into_iter().map(Job::Set));
        if !scores.is_empty() {
            self.jobs.push_back(Job::Commit);
            self.jobs.extend(scores.into_iter().map(Job::Set));
        }
    }

    fn end(&mut self, finish: bool, effects: &mut Vec<Effect>) {
        match self.stage {
            Stage::New => self.close(effects),
            // Nothing was said yet, so nothing has to be.
            Stage::Opening if self.jobs.contains(&Job::Initialize) => self.close(effects),
            Stage::Opening => {
                self.stage = Stage::Ending;
                self.jobs.clear();
                self.jobs.push_back(Job::Terminate);
            }
            Stage::Open if finish && !self.finishing && self.waiting() > 0 => {
                self.finishing = true;
                self.again();
            }
            Stage::Open => {
                self.stage = Stage::Ending;
                if self.writes() {
                    let replaced: Vec<Pair> = self.dialect.other.map_or_else(Vec::new, |_| self.ledger.to_replace());
                    self.again();
                    // Nobody waits for an answer any more: what has another value gets its own at once.
                    self.restore(self.ledger.replaced_ones().into_iter().chain(replaced).collect());
                    self.session_time();
                    if (finish || self.finishing) && self.told.ended {
                        self.set(self.dialect.exit, self.dialect.normal_exit);
                    }
                }
                self.jobs.push_back(Job::Terminate);
            }
            // Leaving while the portal is silent: what is left to say is said at once anyway.
            Stage::Ending | Stage::Closed => {}
        }
    }

    /// The portal confirmed the end, and took all that was set before it.
    fn terminated(&mut self, effects: &mut Vec<Effect>) {
        self.ledger.trust(true);
        if self.waiting() > 0 {
            self.fault = Some(format!("The session is over, and the portal did not confirm {}.", self.what()));
        }
        self.close(effects);
    }

    fn close(&mut self, effects: &mut Vec<Effect>) {
        self.stage = Stage::Closed;
        self.jobs.clear();
        (self.asked, self.retry, self.silence, self.finishing) = (None, None, None, false);
        effects.push(Effect::Closed(None));
    }

    /// All that was set is safe, says the portal; what is owed is not.
    fn committed(&mut self) {
        self.ledger.committed(true);
        if self.waiting() == 0 {
            self.ledger.trust(false);
        }
        self.settled();
    }

    /// Nothing is owed or in doubt any more: there is nothing to say.
    fn settled(&mut self) {
        if self.owed.is_empty() && !self.ledger.doubts() {
            (self.failures, self.retry) = (0, None);
            if self.waiting() == 0 {
                self.silence = None;
            }
        }
    }

    /// Whether the portal could be reached after the last commit.
    fn probed(&mut self, reached: bool, now: u64, effects: &mut Vec<Effect>) {
        if !std::mem::take(&mut self.probing) || self.stage != Stage::Open {
            return;
        }
        let back = self.ledger.answered(reached);
        if !reached {
            self.silence = Some(Silence::Away);
            return self.later(now, effects);
        }
        if !back.is_empty() {
            self.restore(back);
            self.jobs.push_back(Job::Commit);
        }
        let open = self.ledger.records(INTERACTIONS);
        self.places.retain(|(n, _)| open.contains(&n.to_string()));
        self.settled();
        if self.finishing && self.waiting() == 0 {
            self.end(true, effects);
        }
    }

    /// The portal took a set: an older value of the same element is owed no more.
    fn taken(&mut self, (element, value): &Pair) {
        self.owed.retain(|job| !matches!(job, Job::Set((e, _)) if e == element));
        if ![self.dialect.session_time.0, self.dialect.exit].contains(&element.as_str()) {
            self.ledger.taken(element, value);
        }
        if *element == format!("{INTERACTIONS}{}.id", self.interactions) {
            if let Some(decision) = &self.record {
                self.places.push((self.interactions, decision.clone()));
            }
            self.interactions += 1;
        }
    }

    /// The next call, if none is under way.
    fn next(&mut self, now: u64, effects: &mut Vec<Effect>) {
        while self.asked.is_none() {
            let Some(job) = self.jobs.pop_front() else { return };
            let f = self.dialect.functions;
            let call = |function: usize, arguments: &[&str]| Call {
                function: f[function],
                arguments: arguments.iter().map(|a| (*a).to_owned()).collect(),
            };
            let call = match &job {
                Job::Decision(d) => {
                    if self.owed.iter().any(|job| matches!(job, Job::Decision(_))) {
                        // Decisions stay in order.
                        self.owed.push(job);
                    } else if !self.missing.contains(&INTERACTIONS) {
                        self.record = Some(d.clone());
                        let sets = (self.dialect.decision)(self.interactions, d, now);
                        sets.into_iter().rev().for_each(|pair| self.jobs.push_front(Job::Set(pair)));
                    }
                    continue;
                }
                Job::Initialize => call(INITIALIZE, &[""]),
                Job::Get(n) => call(GET, &[self.dialect.reads.get(*n).map_or("", |r| r.1)]),
                Job::Set((element, value)) => call(SET, &[element, value]),
                Job::Replace((element, value)) => {
                    let other = self.dialect.other.map_or_else(|| value.clone(), |other| other(element, value));
                    call(SET, &[element, &other])
                }
                Job::Commit => call(COMMIT, &[""]),
                Job::Terminate => call(TERMINATE, &[""]),
                Job::Error(_) => call(LAST_ERROR, &[]),
            };
            self.asked = Some(job);
            effects.push(Effect::Call(call));
        }
    }
}

impl Host for Scorm {
    fn take(&mut self, event: Event, now: u64) -> Vec<Effect> {
        let mut effects = Vec::new();
        if matches!(event, Event::Report(_) | Event::Finish | Event::Leave | Event::Alive) {
            self.presence.sign(now);
        }
        match event {
            Event::Open if self.stage == Stage::New => {
                (self.stage, self.presence) = (Stage::Opening, Presence::from(now));
                self.jobs.push_back(Job::Initialize);
            }
            Event::Report(report) => self.report(&report),
            Event::Finish => self.end(true, &mut effects),
            Event::Leave => self.end(false, &mut effects),
            Event::Returned(value) => self.returned(&value, now, &mut effects),
            Event::Threw => self.threw(now, &mut effects),
            Event::Probed(reached) => self.probed(reached, now, &mut effects),
            Event::Tick | Event::Retry => {
                let due = event == Event::Retry || self.retry.is_some_and(|at| now >= at);
                if due && self.stage == Stage::Open && (self.retry.is_some() || !self.owed.is_empty()) {
                    self.retry = None;
                    self.again();
                }
            }
            Event::Open | Event::Answered(_) | Event::Alive => {}
        }
        self.next(now, &mut effects);
        let idle = self.asked.is_none() && self.jobs.is_empty() && self.stage == Stage::Open;
        if idle && !self.probing && self.ledger.ask() {
            self.probing = true;
            effects.push(Effect::Probe);
        }
        let line = self.line();
        if line != self.said {
            self.said.clone_from(&line);
            effects.push(Effect::Say(line));
        }
        effects
    }

    fn waiting(&self) -> usize {
        let (decisions, outcome, rest) = self.unconfirmed();
        let counted = decisions + usize::from(outcome);
        if counted == 0 { usize::from(rest) } else { counted }
    }
}
