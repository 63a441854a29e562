//! The talk with an xAPI portal: by Tin Can launch parameters, or by cmi5.
//!
//! Tin Can: the state document `by-friday` is read, then `initialized`, a statement a decision,
//! `completed` with `passed` or `failed`, `suspended` where the week is left unfinished, and
//! `terminated`.
//!
//! cmi5 (1.0): the token is fetched, once; launch data, learner preferences and our state document
//! are read; then `initialized`, a cmi5-allowed statement a decision, `completed` with `passed` or
//! `failed`, `terminated`, and nothing after it. In Browse and Review only the first and the last.
//! Statements that an earlier session of this registration left on the device follow
//! `initialized`, as they were.

use super::clock::Ids;
use super::lane::{Answer, Kept, Lane};
use super::launch::{Entry, LaunchData, languages, token};
use super::resume::Resume;
use super::rule::{Rule, Success};
use super::statement::{Frame, Stamp};
use super::summary::Report;
use super::{Effect, Event, Host, Launch, Mode, Opened, Setup, vocabulary, wire};
use crate::json::{self, Node};

/// The state document's id, and its one member.
pub const STATE: &str = "by-friday";
const WEEK: &str = "week";
/// How often something is asked for before the session goes on without it.
const TRIES: u32 = 3;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Stage {
    New,
    /// Reading, in this order.
    Token,
    LaunchData,
    Preferences,
    State,
    Open,
    /// `terminated` is on its way.
    Ending,
    Closed,
}

/// A session with an xAPI portal.
pub struct Xapi {
    launch: Launch,
    frame: Frame,
    rule: Rule,
    ids: Ids,
    lane: Lane,
    kept: Kept,
    stage: Stage,
    asked: Option<u32>,
    tries: u32,
    ask_at: Option<u64>,
    data: LaunchData,
    opened: Opened,
    started: u64,
    /// The newest time written: a clock that is set back does not put statements out of order.
    latest: u64,
    told: Resume,
    fault: Option<String>,
    said: Option<String>,
    on_device: String,
    wake: Option<u64>,
}

impl Xapi {
    /// A session. `random`: sixteen random bytes, from which the ids of its statements are made.
    /// `kept`: what an earlier session left on the device ([`Effect::Keep`]), or nothing.
    pub fn new(launch: Launch, setup: &Setup, random: [u8; 16], kept: &str) -> Xapi {
        let (auth, cmi5) = match &launch.entry {
            Entry::TinCan { auth } => (auth.clone(), false),
            Entry::Cmi5 { .. } => (None, true),
        };
        let frame = Frame {
            actor: launch.actor.clone(),
            activity: launch.activity.clone().unwrap_or_else(|| vocabulary::scenario(&setup.scenario)),
            registration: launch.registration.clone(),
            template: Default::default(),
            cmi5,
            scenario: setup.scenario.clone(),
            title: setup.title.clone(),
            language: setup.language.clone(),
        };
        Xapi {
            lane: Lane::new(&launch.endpoint, auth),
            opened: Opened { reports: true, credit: true, learner: launch.learner.clone(), ..Opened::default() },
            frame,
            launch,
            rule: setup.rule,
            ids: Ids::new(random),
            kept: Kept::read(kept),
            stage: Stage::New,
            asked: None,
            tries: 0,
            ask_at: None,
            data: LaunchData::default(),
            started: 0,
            latest: 0,
            told: Resume::default(),
            fault: None,
            said: None,
            on_device: kept.to_owned(),
            wake: None,
        }
    }

    fn document(&self, path: &str, id: (&str, &str)) -> String {
        let mut params = vec![id, ("agent", self.frame.actor.as_str())];
        if path == "activities/state" {
            params.push(("activityId", &self.frame.activity));
            params.extend(self.frame.registration.as_deref().map(|r| ("registration", r)));
        }
        self.lane.address(path, &params)
    }

    /// Asks for what the stage is about.
    fn ask(&mut self, effects: &mut Vec<Effect>) {
        self.ask_at = None;
        let request = match (self.stage, &self.launch.entry) {
            (Stage::Token, Entry::Cmi5 { fetch }) => {
                let mut request = self.lane.ask("POST", fetch.clone());
                request.headers.clear();
                request
            }
            (Stage::LaunchData, _) => self.lane.ask("GET", self.document("activities/state", ("stateId", "LMS.LaunchData"))),
            (Stage::Preferences, _) => self.lane.ask("GET", self.document("agents/profile", ("profileId", "cmi5LearnerPreferences"))),
            (Stage::State, _) => self.lane.ask("GET", self.document("activities/state", ("stateId", STATE))),
            _ => return,
        };
        self.asked = Some(request.id);
        effects.push(Effect::Send(request));
    }

    fn enter(&mut self, stage: Stage, effects: &mut Vec<Effect>) {
        (self.stage, self.tries) = (stage, 0);
        self.ask(effects);
    }

    /// Takes what was read. Whether an answer came at all decides if it is asked again: never for
    /// the token, which is to be had once (cmi5 8.2).
    fn read(&mut self, answer: &Answer, now: u64, effects: &mut Vec<Effect>) {
        self.asked = None;
        let again = matches!(answer.status, 0 | 408 | 429 | 500..) && self.stage != Stage::Token;
        self.tries += 1;
        if again && self.tries < TRIES {
            let at = now.saturating_add(1000 * u64::from(self.tries));
            self.ask_at = Some(at);
            effects.push(Effect::Wake(at));
            return;
        }
        let body = if answer.ok() { answer.body.as_str() } else { "" };
        match self.stage {
            Stage::Token => match token(body) {
                Ok(token) => {
                    self.lane.auth = Some(format!("Basic {token}"));
                    self.enter(Stage::LaunchData, effects);
                }
                Err(code) if code == "1" => {
                    self.alone("This launch was used before, so nothing of this week is reported. Open the page from the portal again.", effects);
                }
                Err(_) => self.alone(
                    "The portal did not let this page in, so nothing of this week is reported. Open the page from the portal again.",
                    effects,
                ),
            },
            Stage::LaunchData => match LaunchData::read(body) {
                Some(data) => {
                    self.launch_data(data);
                    self.enter(Stage::Preferences, effects);
                }
                None => self.alone(
                    "The portal did not say how this page was launched, so nothing of this week is reported. Open the page from the portal again.",
                    effects,
                ),
            },
            Stage::Preferences => {
                self.opened.languages = languages(body);
                self.enter(Stage::State, effects);
            }
            Stage::State => {
                if again {
                    self.fault = Some("The portal does not answer, so a week of yours that it keeps cannot be opened.".to_owned());
                }
                self.resume(body);
                self.open(now, effects);
            }
            _ => {}
        }
    }

    fn launch_data(&mut self, data: LaunchData) {
        self.frame.template = data.template.clone();
        self.opened.mode = data.mode;
        let mark = data.mastery.as_ref().map(|m| m.0 * 100.0);
        self.rule = self.rule.under(mark);
        // A portal that waits for `passed` gets it, or `failed`, where nothing says what passing
        // is: being there at the end.
        if data.wants_passed && self.rule.success == Success::Score && self.rule.pass_mark.is_none() {
            self.rule.pass_mark = Some(0.0);
        }
        self.data = data;
    }

    /// The portal's week, or the device's where it goes further: its statements are still to come.
    fn resume(&mut self, body: &str) {
        let document = json::parse(body).ok();
        let text = document.as_ref().and_then(|n| n.get(WEEK)).and_then(Node::text).unwrap_or("");
        let read = |text: &str| Resume::read(text).ok().filter(|r| r.scenario == self.frame.scenario);
        let (there, here) = (read(text), read(&self.kept.week));
        let week = match (there, here) {
            (Some(there), Some(here)) if here.continues(&there) => Some(here),
            (None, here) => here,
            (there, _) => there,
        };
        if Resume::read(text) == Err(super::resume::BadResume::Newer) {
            self.fault = Some(super::resume::BadResume::Newer.to_string());
        }
        self.told = week.clone().unwrap_or_default();
        self.opened.resume = week;
    }

    fn open(&mut self, now: u64, effects: &mut Vec<Effect>) {
        self.stage = Stage::Open;
        (self.started, self.latest) = (now, now);
        self.ids.stir(now);
        self.opened.pass_mark = self.rule.pass_mark;
        self.opened.reports = self.writes();
        effects.push(Effect::Opened(Box::new(self.opened.clone())));
        self.say(now, false, |frame, stamp| frame.initialized(stamp));
        if self.writes() {
            let old = std::mem::take(&mut self.kept.statements);
            old.into_iter().for_each(|(id, text)| self.lane.push_old(id, text));
        }
    }

    /// Nothing can be reported: the program goes on by itself.
    fn alone(&mut self, why: &str, effects: &mut Vec<Effect>) {
        self.fault = Some(why.to_owned());
        self.opened.reports = false;
        self.stage = Stage::Closed;
        effects.push(Effect::Opened(Box::new(self.opened.clone())));
        effects.push(Effect::Closed(None));
    }

    fn writes(&self) -> bool {
        self.opened.mode == Mode::Normal
    }

    fn at(&mut self, time: u64) -> u64 {
        self.latest = self.latest.max(time);
        self.latest
    }

    /// Makes a statement and puts it on its way.
    fn say(&mut self, at: u64, last: bool, make: impl FnOnce(&Frame, Stamp) -> String) {
        let id = self.ids.take();
        let text = make(&self.frame, Stamp { id: &id, at, spent: at.saturating_sub(self.started) });
        self.lane.push(id, text, last);
    }

    fn report(&mut self, report: &Report, now: u64) {
        if self.stage != Stage::Open || !self.writes() || self.told.ended || report.scenario != self.frame.scenario {
            return;
        }
        for d in report.since(&self.told) {
            // What the shell says of its time counts where it lies in this session.
            let at = self.at(d.at.unwrap_or(now).min(now));
            self.say(at, false, |frame, stamp| frame.answered(stamp, d, report));
        }
        let end = self.rule.complete(report);
        if let Some(end) = end {
            let at = self.at(now);
            let passed = self.rule.passed(end);
            let mastery = self.data.mastery.as_ref().map(|m| m.1.clone());
            if passed.is_none() && self.frame.cmi5 {
                self.say(at, false, |frame, stamp| frame.scored(stamp, end, report));
            }
            self.say(at, false, |frame, stamp| frame.completed(stamp, end, report));
            if let Some(passed) = passed {
                self.say(at, false, |frame, stamp| frame.judged(stamp, passed, end, report, mastery.as_deref()));
            }
        }
        let told = report.resume(end.is_some());
        if told != self.told {
            self.told = told;
            let text = wire::object([(WEEK, wire::text(&self.told.write()))]);
            self.lane.state(self.document("activities/state", ("stateId", STATE)), text);
        }
    }

    /// The last statements of the session.
    fn end(&mut self, now: u64) {
        let at = self.at(now);
        if self.writes() && !self.told.ended && !self.frame.cmi5 {
            self.say(at, false, |frame, stamp| frame.suspended(stamp));
        }
        self.say(at, true, |frame, stamp| frame.terminated(stamp));
        self.stage = Stage::Ending;
    }

    fn flush(&mut self, effects: &mut Vec<Effect>) {
        effects.extend(self.lane.flush().into_iter().map(Effect::Send));
    }

    fn close(&mut self, follow: bool, effects: &mut Vec<Effect>) {
        self.stage = Stage::Closed;
        let url = self.data.return_url.take().filter(|_| follow);
        effects.push(Effect::Closed(url));
    }

    fn leave(&mut self, now: u64, effects: &mut Vec<Effect>) {
        match self.stage {
            Stage::Open => {
                self.end(now);
                self.flush(effects);
                self.close(false, effects);
            }
            Stage::Ending => {
                self.flush(effects);
                self.close(false, effects);
            }
            Stage::Closed => {}
            // Nothing was said yet, so nothing has to be.
            _ => {
                (self.asked, self.ask_at) = (None, None);
                self.close(false, effects);
            }
        }
    }

    fn finish(&mut self, now: u64, effects: &mut Vec<Effect>) {
        match self.stage {
            Stage::Open => self.end(now),
            Stage::Ending => {
                self.flush(effects);
                self.close(true, effects);
            }
            Stage::Closed => {}
            _ => self.leave(now, effects),
        }
    }
}

impl Host for Xapi {
    fn take(&mut self, event: Event, now: u64) -> Vec<Effect> {
        let mut effects = Vec::new();
        match event {
            Event::Open if self.stage == Stage::New => {
                self.enter(if self.frame.cmi5 { Stage::Token } else { Stage::State }, &mut effects);
            }
            Event::Report(report) => self.report(&report, now),
            Event::Finish => self.finish(now, &mut effects),
            Event::Leave => self.leave(now, &mut effects),
            Event::Answered(answer) if self.asked == Some(answer.id) => self.read(&answer, now, &mut effects),
            Event::Answered(answer) => drop(self.lane.answered(&answer, now)),
            Event::Tick | Event::Retry => {
                let hurry = event == Event::Retry;
                if hurry {
                    self.lane.hurry();
                }
                if self.ask_at.is_some_and(|at| hurry || now >= at) {
                    self.ask(&mut effects);
                }
            }
            Event::Open | Event::Returned(_) => {}
        }
        if matches!(self.stage, Stage::Open | Stage::Ending | Stage::Closed) {
            effects.extend(self.lane.next(now).map(Effect::Send));
            let wake = self.lane.wake().filter(|at| *at > now);
            if wake != self.wake {
                self.wake = wake;
                effects.extend(wake.map(Effect::Wake));
            }
            let kept = self.lane.kept(&self.told.write());
            if kept != self.on_device && self.started > 0 && self.writes() {
                self.on_device.clone_from(&kept);
                effects.push(Effect::Keep(kept));
            }
        }
        if self.stage == Stage::Ending && self.lane.idle() {
            self.close(true, &mut effects);
        }
        let line = self.lane.said().or_else(|| self.fault.clone());
        if line != self.said {
            self.said.clone_from(&line);
            effects.push(Effect::Say(line));
        }
        effects
    }

    fn waiting(&self) -> usize {
        self.lane.waiting()
    }
}
