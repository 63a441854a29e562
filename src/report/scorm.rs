//! The talk with a SCORM portal. Calls go out one at a time, and what each returned comes back
//! before the next, so the same machine serves a real API, a test's, and `pagehide`.
//!
//! Once a decision is reported, all of it is committed; so leaving the page only ends the session.
//! Sets that the portal could not take just then are owed, and made again; what it will never take
//! (an element it does not have) is left out. Either way the learner reads one line.

use super::resume::Resume;
use super::rule::Rule;
use super::summary::{Decision, End, Report};
use super::{Effect, Event, Host, Mode, Opened, Setup};
use std::collections::VecDeque;

/// An element and its value.
pub type Pair = (String, String);

pub(super) fn pair(element: &str, value: &str) -> Pair {
    (element.to_owned(), value.to_owned())
}

/// One call of the SCORM API: the function's name in the version at hand, and its arguments.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Call {
    pub function: &'static str,
    pub arguments: Vec<String>,
}

/// What is read at the start.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Read {
    Mode,
    Credit,
    Entry,
    Learner,
    Status,
    Suspended,
    PassMark,
    Interactions,
    Objectives,
}

/// A version of SCORM: its words and forms.
#[derive(Debug)]
pub struct Dialect {
    /// Initialise, terminate, get, set, commit, last error.
    pub functions: [&'static str; 6],
    pub reads: &'static [(Read, &'static str)],
    /// Points of 0 to 100 in one unit of the portal's pass mark.
    pub points_per_mark: f64,
    pub status: &'static str,
    pub location: &'static str,
    pub exit: &'static str,
    pub normal_exit: &'static str,
    pub session_time: (&'static str, fn(u64) -> String),
    /// A decision as interaction n; `now` where its time is not known.
    pub decision: fn(u32, &Decision, u64) -> Vec<Pair>,
    pub progress: fn(&Report) -> Vec<Pair>,
    /// The outcome, where so many objectives stand already.
    pub outcome: fn(&Report, &End, Option<bool>, u32) -> Vec<Pair>,
}

const INITIALIZE: usize = 0;
const TERMINATE: usize = 1;
const GET: usize = 2;
const SET: usize = 3;
const COMMIT: usize = 4;
const LAST_ERROR: usize = 5;

#[derive(Clone, Debug, PartialEq)]
enum Job {
    Initialize,
    Get(usize),
    Set(Pair),
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

/// A session with a SCORM portal.
pub struct Scorm {
    dialect: &'static Dialect,
    rule: Rule,
    scenario: String,
    stage: Stage,
    jobs: VecDeque<Job>,
    asked: Option<Job>,
    started: u64,
    opened: Opened,
    status: String,
    interactions: u32,
    objectives: u32,
    /// What was handed to the portal.
    told: Resume,
    /// What the portal could not take just then.
    owed: Vec<Job>,
    /// The decision whose sets are under way.
    record: Option<Box<Decision>>,
    /// A commit is due again at this time.
    retry: Option<u64>,
    failures: u32,
    uncommitted: usize,
    /// Interactions or objectives that this portal does not have.
    missing: Vec<&'static str>,
    /// The line for the learner: for good, and while the portal fails.
    fault: Option<String>,
    silence: Option<String>,
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
            started: 0,
            opened: Opened { reports: true, pass_mark: setup.rule.pass_mark, ..Opened::default() },
            status: String::new(),
            interactions: 0,
            objectives: 0,
            told: Resume::default(),
            owed: Vec::new(),
            record: None,
            retry: None,
            failures: 0,
            uncommitted: 0,
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
        let yes = matches!(value.trim(), "true" | "1");
        match job {
            Job::Get(n) => self.read(n, value.trim(), effects),
            Job::Error(job) => self.failed(*job, value.trim(), now, effects),
            Job::Initialize if yes => self.initialized(),
            Job::Terminate if yes => self.close(effects),
            Job::Commit if yes => self.committed(),
            Job::Set((element, _)) if yes => self.taken(&element),
            job => self.jobs.push_front(Job::Error(Box::new(job))),
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
                let mark = crate::json::parse(value).ok().and_then(|n| n.number()).map(|m| m * self.dialect.points_per_mark);
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
            }
        }
        self.opened.reports = self.writes();
        effects.push(Effect::Opened(Box::new(self.opened.clone())));
    }

    fn report(&mut self, report: &Report, now: u64) {
        if self.stage != Stage::Open || !self.writes() || self.told.ended || report.scenario != self.scenario {
            return;
        }
        let dialect = self.dialect;
        self.again();
        for d in report.since(&self.told) {
            self.jobs.push_back(Job::Decision(Box::new(d.clone())));
            self.uncommitted += 1;
        }
        let end = self.rule.complete(report);
        self.told = report.resume(end.is_some());
        match end {
            Some(end) => {
                let outcome = (dialect.outcome)(report, end, self.rule.passed(end), self.objectives);
                self.jobs.extend(outcome.into_iter().map(Job::Set));
                self.uncommitted += 1;
            }
            None => self.jobs.extend((dialect.progress)(report).into_iter().map(Job::Set)),
        }
        self.set(dialect.location, &report.location.chars().take(255).collect::<String>());
        let told = self.told.write();
        self.jobs.push_back(Job::Set(("cmi.suspend_data".to_owned(), told)));
        self.session_time(now);
        self.jobs.push_back(Job::Commit);
    }

    fn session_time(&mut self, now: u64) {
        let (element, form) = self.dialect.session_time;
        self.jobs.push_back(Job::Set((element.to_owned(), form(now.saturating_sub(self.started)))));
    }

    /// What is owed comes before anything new.
    fn again(&mut self) {
        self.jobs.extend(self.owed.drain(..));
    }

    fn end(&mut self, finish: bool, now: u64, effects: &mut Vec<Effect>) {
        match self.stage {
            Stage::New => self.close(effects),
            Stage::Opening => {
                // Nothing was said yet, so nothing has to be.
                self.stage = Stage::Ending;
                self.jobs.retain(|job| *job == Job::Initialize);
                self.jobs.push_back(Job::Terminate);
            }
            Stage::Open => {
                self.stage = Stage::Ending;
                if self.writes() {
                    self.again();
                    self.session_time(now);
                    if finish && self.told.ended {
                        self.set(self.dialect.exit, self.dialect.normal_exit);
                    }
                }
                self.jobs.push_back(Job::Terminate);
            }
            // Leaving while the portal is silent: what is left to say is said at once anyway.
            Stage::Ending | Stage::Closed => {}
        }
    }

    fn close(&mut self, effects: &mut Vec<Effect>) {
        self.stage = Stage::Closed;
        self.jobs.clear();
        (self.asked, self.retry) = (None, None);
        effects.push(Effect::Closed(None));
    }

    /// All that was set is safe; what is owed is not.
    fn committed(&mut self) {
        self.uncommitted = self.owed.len();
        if self.owed.is_empty() {
            (self.failures, self.retry, self.silence) = (0, None, None);
        }
    }

    /// The portal took a set: an older value of the same element is owed no more.
    fn taken(&mut self, element: &str) {
        self.owed.retain(|job| !matches!(job, Job::Set((e, _)) if e == element));
        if element == format!("cmi.interactions.{}.id", self.interactions) {
            self.interactions += 1;
        }
    }

    /// The portal said no, with this error code.
    fn failed(&mut self, job: Job, code: &str, now: u64, effects: &mut Vec<Effect>) {
        match job {
            // RTE 1.2 has no code of its own for "initialised before", 2004 has 103; without an
            // error the portal is merely lenient.
            Job::Initialize if matches!(code, "0" | "101" | "103") => self.initialized(),
            Job::Initialize => {
                self.fault = Some(format!("The portal did not let this page in{}, so nothing of this week is reported.", error(code)));
                let leaving = self.stage == Stage::Ending;
                self.opened.reports = false;
                if !leaving {
                    effects.push(Effect::Opened(Box::new(self.opened.clone())));
                }
                self.close(effects);
            }
            Job::Commit if code == "0" => self.committed(),
            Job::Commit => {
                self.silence = Some(format!(
                    "The portal could not save your last step{}. It is kept here and sent again; keep this page open.",
                    error(code)
                ));
                self.later(now, effects);
            }
            Job::Terminate => {
                if code != "0" {
                    self.fault = Some(format!("The portal did not confirm the end of the session{}.", error(code)));
                }
                self.close(effects);
            }
            Job::Set((element, _)) if code == "0" => self.taken(&element),
            Job::Set(pair) => self.refused(pair, code, now, effects),
            _ => {}
        }
    }

    /// Asks to be woken, later with every failure, at most a minute.
    fn later(&mut self, now: u64, effects: &mut Vec<Effect>) {
        if self.stage == Stage::Open && self.retry.is_none_or(|at| at <= now) {
            self.failures = (self.failures + 1).min(7);
            let at = now.saturating_add((500 << self.failures).min(60_000));
            self.retry = Some(at);
            effects.push(Effect::Wake(at));
        }
    }

    /// A set that the portal refused.
    fn refused(&mut self, (element, value): Pair, code: &str, now: u64, effects: &mut Vec<Effect>) {
        let list = ["cmi.interactions.", "cmi.objectives."].into_iter().find(|list| element.starts_with(list));
        let opens = list.is_some() && element.ends_with(".id");
        if opens {
            // The rest of the record stands or falls with its id.
            let record = element.trim_end_matches("id").to_owned();
            self.jobs.retain(|job| !matches!(job, Job::Set((e, _)) if e.starts_with(&record)));
        }
        // Codes of 400 and more: not there, read only, of another form. Asking again will not help.
        if code.len() == 3 && code.starts_with('4') {
            // 401 and 402: not implemented, in the one version and the other.
            if let Some(list) = list.filter(|_| matches!(code, "401" | "402")) {
                self.missing.push(list);
                self.jobs.retain(|job| !matches!(job, Job::Set((e, _)) if e.starts_with(list)));
            }
            let aside = ["min", "max", "latency", "description", "progress_measure"];
            let what = match list {
                _ if aside.iter().any(|a| element.ends_with(a)) => return,
                Some("cmi.interactions.") => "single decisions",
                Some(_) => "a part of the outcome",
                _ if element.contains("score") || element.contains("status") => "your result",
                _ => "a part of what was sent",
            };
            self.fault = Some(format!("The portal does not take {what}{}. Everything else is reported.", error(code)));
            return;
        }
        self.silence =
            Some(format!("The portal could not take your last step{}. It is kept here and sent again; keep this page open.", error(code)));
        let record = self.record.clone().filter(|_| opens && list == Some("cmi.interactions."));
        let newer = self.jobs.iter().any(|job| matches!(job, Job::Set((e, _)) if *e == element));
        self.owed.retain(|job| !matches!(job, Job::Set((e, _)) if *e == element));
        if let Some(decision) = record {
            self.owed.push(Job::Decision(decision));
        } else if !newer {
            self.owed.push(Job::Set((element, value)));
        }
        self.later(now, effects);
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
                    } else if !self.missing.contains(&"cmi.interactions.") {
                        self.record = Some(d.clone());
                        let sets = (self.dialect.decision)(self.interactions, d, now);
                        sets.into_iter().rev().for_each(|pair| self.jobs.push_front(Job::Set(pair)));
                    }
                    continue;
                }
                Job::Initialize => call(INITIALIZE, &[""]),
                Job::Get(n) => call(GET, &[self.dialect.reads.get(*n).map_or("", |r| r.1)]),
                Job::Set((element, value)) => call(SET, &[element, value]),
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
        match event {
            Event::Open if self.stage == Stage::New => {
                (self.stage, self.started) = (Stage::Opening, now);
                self.jobs.push_back(Job::Initialize);
            }
            Event::Report(report) => self.report(&report, now),
            Event::Finish => self.end(true, now, &mut effects),
            Event::Leave => self.end(false, now, &mut effects),
            Event::Returned(value) => self.returned(&value, now, &mut effects),
            Event::Tick | Event::Retry => {
                let due = event == Event::Retry || self.retry.is_some_and(|at| now >= at);
                if due && self.stage == Stage::Open && (self.retry.is_some() || !self.owed.is_empty()) {
                    self.retry = None;
                    self.again();
                    self.jobs.push_back(Job::Commit);
                }
            }
            Event::Open | Event::Answered(_) => {}
        }
        self.next(now, &mut effects);
        let line = self.silence.as_ref().or(self.fault.as_ref()).cloned();
        if line != self.said {
            self.said.clone_from(&line);
            effects.push(Effect::Say(line));
        }
        effects
    }

    fn waiting(&self) -> usize {
        self.uncommitted
    }
}

/// The code as it is shown; a call that threw has none.
fn error(code: &str) -> String {
    let code: String = code.chars().filter(|c| c.is_ascii_alphanumeric()).take(8).collect();
    if code.is_empty() { String::new() } else { format!(" (error {code})") }
}
