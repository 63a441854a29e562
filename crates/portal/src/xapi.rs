//! The talk with an xAPI portal: by Tin Can launch parameters, or by cmi5.
//!
//! First it reads, everything side by side: our state document, and in cmi5 (1.0) launch data and
//! learner preferences, once the token is there, which is to be had once. Where the week goes on is
//! known then ([`Effect::Opened`]). Then it writes: `initialized`, what earlier sessions or other
//! devices could not tell, a statement a decision, `completed` with `passed` or `failed`,
//! `suspended` where the week is left unfinished (Tin Can), and `terminated`, after which nothing
//! comes. In Browse and Review only the first and the last.
//!
//! What is decided goes into a [`Ledger`] and stays there as unconfirmed until the store has it.
//! Whoever tells it does so as their own session, at a time of that session's (cmi5 9.3 orders by
//! timestamp, `initialized` first); when it was taken stands in an extension.

use super::document::{Came, Document};
use super::lane::{Answer, Lane, Place, pause};
use super::launch::{Entry, LaunchData, languages, token};
use super::ledger::{BadLedger, Ledger};
use super::record::Record;
use super::resume::Resume;
use super::rule::{Rule, Success};
use super::statement::{Frame, Stamp};
use super::summary::Report;
use super::{Effect, Event, Host, Launch, Mode, Opened, Setup, uuid, vocabulary};

mod line;

/// The state document's id.
pub const STATE: &str = "by-friday";
const NOT_OURS: &str = "Under the name \u{201c}by-friday\u{201d} the portal keeps something that is not this program\u{2019}s. It is left as it is, so another device will not know where you are.";
const NEWER: &str = "The week kept by the portal was saved by a newer version of this page. It is left as it is, and a new one begins.";
const ELSEWHERE: &str = "Your week was finished on another device or in another window, so nothing more of this one is reported.";

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Stage {
    New,
    Token,
    Reading,
    Open,
    /// `terminated` is to be said, or on its way.
    Ending,
    Closed,
}

/// Something that is read once.
#[derive(Clone, Debug)]
struct Ask {
    url: String,
    request: Option<u32>,
    failures: u32,
    at: Option<u64>,
    done: bool,
}

impl Ask {
    /// Takes an answer: the body, empty where nothing is there; `None` while there is none.
    fn answered(&mut self, answer: &Answer, now: u64) -> Option<String> {
        self.request.take_if(|id| *id == answer.id)?;
        if matches!(answer.status, 0 | 408 | 429 | 500..) {
            self.failures += 1;
            self.at = Some(now.saturating_add(pause(self.failures)));
            return None;
        }
        (self.done, self.at) = (true, None);
        Some(if answer.ok() { answer.body.clone() } else { String::new() })
    }
}

/// A session with an xAPI portal.
pub struct Xapi {
    launch: Launch,
    frame: Frame,
    rule: Rule,
    /// What tells this session from others, in the ids of what is said of it.
    session: String,
    durable: bool,
    stage: Stage,
    token: Option<u32>,
    launch_data: Ask,
    preferences: Ask,
    document: Document,
    lane: Lane,
    ledger: Ledger,
    /// The week as this session told it: another device may be further.
    told: Resume,
    /// Which attempt that is.
    attempt: u32,
    data: LaunchData,
    opened: Opened,
    started: u64,
    /// The newest time written. Each is later than the one before: a clock that is set back does not
    /// put statements out of order.
    latest: u64,
    fault: Option<String>,
    left: bool,
    said: Option<String>,
    on_device: String,
    wake: Option<u64>,
}

impl Xapi {
    /// A session. `random`: sixteen random bytes, which tell it from others where the portal gives
    /// it no id. `kept`: what an earlier session left on the device ([`Effect::Keep`]), or nothing.
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
        let mut lane = Lane::new(&launch.endpoint, auth);
        lane.held = cmi5;
        let state = |id: &str| {
            let mut params = vec![("stateId", id), ("agent", frame.actor.as_str()), ("activityId", frame.activity.as_str())];
            params.extend(frame.registration.as_deref().map(|r| ("registration", r)));
            lane.address("activities/state", &params)
        };
        let profile = lane.address("agents/profile", &[("profileId", "cmi5LearnerPreferences"), ("agent", frame.actor.as_str())]);
        let ask = |url| Ask { url, request: None, failures: 0, at: None, done: !cmi5 };
        Xapi {
            launch_data: ask(state("LMS.LaunchData")),
            preferences: ask(profile),
            document: Document::new(state(STATE)),
            lane,
            opened: Opened { reports: true, credit: true, learner: launch.learner.clone(), ..Opened::default() },
            ledger: Ledger::read(kept, &setup.scenario).unwrap_or_default(),
            session: format!("{:032x}", u128::from_be_bytes(random)),
            frame,
            launch,
            rule: setup.rule,
            durable: true,
            stage: Stage::New,
            token: None,
            told: Resume::default(),
            attempt: 0,
            data: LaunchData::default(),
            started: 0,
            latest: 0,
            fault: None,
            left: false,
            said: None,
            on_device: kept.to_owned(),
            wake: None,
        }
    }

    /// Says whether the device keeps what it is given ([`Effect::Keep`]) beyond this page.
    pub fn on(self, durable: bool) -> Xapi {
        Xapi { durable, ..self }
    }

    fn writes(&self) -> bool {
        self.opened.mode == Mode::Normal
    }

    /// Takes the token's answer: it is asked for once, whatever comes back (cmi5 8.2).
    fn let_in(&mut self, answer: &Answer, effects: &mut Vec<Effect>) {
        match token(if answer.ok() { &answer.body } else { "" }) {
            Ok(token) => {
                self.lane.auth = Some(format!("Basic {token}"));
                self.stage = Stage::Reading;
            }
            Err(code) if code == "1" => {
                self.alone(
                    "This launch was used before, so nothing of this week is reported. Open the page from the portal again.",
                    effects,
                );
            }
            Err(_) => self.alone(
                "The portal did not let this page in, so nothing of this week is reported. Open the page from the portal again.",
                effects,
            ),
        }
    }

    fn launch_data(&mut self, body: &str, effects: &mut Vec<Effect>) {
        let Some(data) = LaunchData::read(body) else {
            return self.alone(
                "The portal did not say how this page was launched, so nothing of this week is reported. Open the page from the portal again.",
                effects,
            );
        };
        self.frame.template = data.template.clone();
        if !data.template.session().is_empty() {
            data.template.session().clone_into(&mut self.session);
        }
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

    /// Takes in what stands in the state document.
    fn read(&mut self, text: &str) {
        match Ledger::read(text, &self.frame.scenario) {
            Ok(there) => {
                let before = self.ledger.clone();
                self.ledger.merge(&there);
                self.lane.drop(&self.ledger.confirmed);
                if self.ledger != there {
                    self.document.touch();
                }
                // What another device finished is not told again from here.
                if self.stage != Stage::Reading && self.ledger.week.ended && !before.week.ended {
                    self.fault = Some(ELSEWHERE.to_owned());
                }
            }
            Err(bad) => {
                self.document.lock();
                self.fault = Some(if bad == BadLedger::Newer { NEWER } else { NOT_OURS }.to_owned());
            }
        }
    }

    /// Where the week goes on is known: begins, and says what is still to be told.
    fn open(&mut self, now: u64, effects: &mut Vec<Effect>) {
        if self.document.refused() == Some(401) {
            return self.alone(
                "The portal did not let this page in, so nothing of this week is reported. Open the page from the portal again.",
                effects,
            );
        }
        self.stage = Stage::Open;
        (self.started, self.latest) = (now, now.saturating_sub(1));
        if self.session.len() == 32 && !self.frame.cmi5 {
            // Random bytes that come twice tell sessions apart all the same.
            self.session += &format!("-{now}");
        }
        (self.told, self.attempt) = (self.ledger.week.clone(), self.ledger.attempt);
        self.opened.resume = Some(self.told.clone()).filter(|_| self.ledger.attempt > 0);
        self.opened.pass_mark = self.rule.pass_mark;
        self.opened.reports = self.writes();
        effects.push(Effect::Opened(Box::new(self.opened.clone())));
        self.say(now, "initialized", Place::First);
        if self.writes() {
            self.ledger.waiting.clone().iter().for_each(|record| self.tell(record));
        }
    }

    /// Nothing can be reported: the program goes on by itself, with the week the device has.
    fn alone(&mut self, why: &str, effects: &mut Vec<Effect>) {
        self.fault = Some(why.to_owned());
        self.opened.reports = false;
        self.opened.resume = Some(self.ledger.week.clone()).filter(|_| self.ledger.attempt > 0);
        self.stage = Stage::Closed;
        effects.push(Effect::Opened(Box::new(self.opened.clone())));
        effects.push(Effect::Closed(None));
    }

    /// A time for the next statement, after all before it.
    fn at(&mut self, time: u64) -> u64 {
        self.latest = (self.latest + 1).max(time);
        self.latest
    }

    fn id(&self, parts: &[&str]) -> String {
        let mut all = vec![self.launch.learner.as_str(), &self.frame.activity, self.frame.registration.as_deref().unwrap_or("")];
        all.extend_from_slice(parts);
        uuid::of(&all)
    }

    /// Says something of the session itself.
    fn say(&mut self, now: u64, verb: &str, place: Place) {
        let (id, at) = (self.id(&[&self.session, verb]), self.at(now));
        let stamp = Stamp { id: &id, at, spent: at.saturating_sub(self.started) };
        let text = match verb {
            "initialized" => self.frame.initialized(stamp),
            "suspended" => self.frame.suspended(stamp),
            _ => self.frame.terminated(stamp),
        };
        self.lane.push(id, text, place);
    }

    /// Puts a record on its way, in this session's frame.
    fn tell(&mut self, record: &Record) {
        let at = self.at(record.at);
        self.lane.push(record.id.clone(), self.frame.told(record, at), Place::Middle);
    }

    /// Puts something new into the ledger and on its way. What is confirmed is not said again.
    fn record(&mut self, record: Record) {
        if !self.ledger.confirmed.contains(&record.id) && !self.ledger.waiting.iter().any(|r| r.id == record.id) {
            self.tell(&record);
            self.ledger.waiting.push(record);
        }
    }

    fn report(&mut self, report: &Report, now: u64) {
        let over = self.told.ended || self.ledger.week.ended;
        if self.stage != Stage::Open || !self.writes() || over || report.scenario != self.frame.scenario {
            return;
        }
        // A week begun again, under whatever luck, is another attempt.
        if self.attempt == 0 || report.begins_anew(&self.told) {
            self.attempt = self.attempt.max(self.ledger.attempt) + 1;
        }
        let (attempt, seed) = (self.attempt.to_string(), report.seed.to_string());
        for d in report.since(&self.told) {
            let id = self.id(&[&attempt, &seed, &d.ordinal.to_string(), &d.scene, &d.mv]);
            let at = d.at.unwrap_or(now).min(now);
            let stamp = Stamp { id: &id, at, spent: 0 };
            self.record(self.frame.answered(stamp, d, report));
        }
        let end = self.rule.complete(report);
        if let Some(end) = end {
            let (spent, passed) = (now.saturating_sub(self.started), self.rule.passed(end));
            let mastery = self.data.mastery.as_ref().map(|m| m.1.clone());
            // At most one each in a registration (cmi5 9.3), so nothing else is in their ids.
            let id = |verb: &str| self.id(&[verb]);
            let (scored, completed, judged) = (id("scored"), id("completed"), id(if passed == Some(true) { "passed" } else { "failed" }));
            let stamp = |id| Stamp { id, at: now, spent };
            let mut ends = Vec::new();
            if passed.is_none() && self.frame.cmi5 {
                ends.push(self.frame.scored(stamp(&scored), end, report));
            }
            ends.push(self.frame.completed(stamp(&completed), end, report));
            ends.extend(passed.map(|p| self.frame.judged(stamp(&judged), p, end, report, mastery.as_deref())));
            ends.into_iter().for_each(|r| self.record(r));
        }
        let told = report.resume(end.is_some());
        if told != self.told {
            self.told = told;
            (self.ledger.week, self.ledger.attempt) = (self.told.clone(), self.attempt);
            self.document.touch();
        }
    }

    /// The last statements of the session.
    fn end(&mut self, now: u64) {
        if self.writes() && !self.told.ended && !self.frame.cmi5 {
            self.say(now, "suspended", Place::Middle);
        }
        self.say(now, "terminated", Place::Last);
        self.stage = Stage::Ending;
    }

    fn flush(&mut self, effects: &mut Vec<Effect>) {
        effects.extend(self.lane.flush().into_iter().map(Effect::Send));
        let Xapi { document, lane, ledger, .. } = self;
        effects.extend(document.flush(lane, || ledger.write()).map(Effect::Send));
    }

    fn close(&mut self, follow: bool, effects: &mut Vec<Effect>) {
        self.stage = Stage::Closed;
        let url = self.data.return_url.take().filter(|_| follow);
        effects.push(Effect::Closed(url));
    }

    fn leave(&mut self, now: u64, effects: &mut Vec<Effect>) {
        match self.stage {
            Stage::Open | Stage::Ending => {
                if self.stage == Stage::Open {
                    self.end(now);
                }
                self.flush(effects);
                self.close(false, effects);
            }
            Stage::Closed => {}
            // Nothing was said yet, so nothing has to be.
            _ => self.close(false, effects),
        }
    }

    fn finish(&mut self, now: u64, effects: &mut Vec<Effect>) {
        match self.stage {
            Stage::Open => self.end(now),
            Stage::Ending => {
                self.left = true;
                self.flush(effects);
                self.close(true, effects);
            }
            Stage::Closed => {}
            _ => self.leave(now, effects),
        }
    }

    fn answered(&mut self, answer: &Answer, now: u64, effects: &mut Vec<Effect>) {
        if self.token.take_if(|id| *id == answer.id).is_some() {
            if self.stage == Stage::Token {
                self.let_in(answer, effects);
            }
        } else if let Some(body) = self.launch_data.answered(answer, now) {
            if self.stage == Stage::Reading {
                self.launch_data(&body, effects);
            }
        } else if let Some(body) = self.preferences.answered(answer, now) {
            self.opened.languages = languages(&body);
            self.lane.held = false;
        } else if let Some(came) = self.document.answered(answer, now) {
            if self.document.refused() == Some(401) && self.stage != Stage::Reading {
                self.lane.end();
            }
            if let Came::Read(text) = came {
                self.read(&text);
            }
        } else if self.lane.answered(answer, now) {
            let mut confirmed = self.lane.confirmed();
            confirmed.retain(|id| self.ledger.waiting.iter().any(|r| r.id == *id));
            if !confirmed.is_empty() {
                self.ledger.confirm(&confirmed);
                self.document.touch();
                // The store answers again: what could not be written need not wait any longer.
                self.document.hurry();
            }
        }
    }

    /// Asks for what is to be read, side by side.
    fn ask(&mut self, now: u64, effects: &mut Vec<Effect>) {
        let Xapi { lane, launch_data, preferences, document, .. } = self;
        for ask in [launch_data, preferences] {
            if !ask.done && ask.request.is_none() && ask.at.is_none_or(|at| now >= at) {
                let request = lane.ask("GET", ask.url.clone());
                ask.request = Some(request.id);
                effects.push(Effect::Send(request));
            }
        }
        // It may be known before the others are; it is written when all are.
        if self.stage == Stage::Reading && !document.known() {
            effects.extend(document.next(now, lane, String::new).map(Effect::Send));
        }
    }

    /// The next request that writes, one at a time: statements first, the state behind what it tells
    /// of, or while statements wait for another try.
    fn write(&mut self, now: u64, effects: &mut Vec<Effect>) {
        if self.lane.flying() || self.document.flying() {
            return;
        }
        let request = self.lane.next(now, !self.document.hopes());
        let Xapi { document, lane, ledger, .. } = self;
        let quiet = request.is_none() && !lane.dead() && lane.quiet(now) && document.wants();
        let state = if quiet { document.next(now, lane, || ledger.write()) } else { None };
        effects.extend(request.or(state).map(Effect::Send));
    }

    fn pump(&mut self, now: u64, effects: &mut Vec<Effect>) {
        if matches!(self.stage, Stage::Reading | Stage::Open | Stage::Ending) {
            self.ask(now, effects);
        }
        if self.stage == Stage::Reading && self.document.known() && self.launch_data.done {
            self.open(now, effects);
        }
        let writing = matches!(self.stage, Stage::Open | Stage::Ending | Stage::Closed) && self.started > 0;
        if writing {
            self.write(now, effects);
            let kept = if self.ledger.is_empty() { String::new() } else { self.ledger.write() };
            if kept != self.on_device && self.writes() {
                self.on_device.clone_from(&kept);
                effects.push(Effect::Keep(kept));
            }
        }
        let asks =
            [&self.launch_data, &self.preferences].into_iter().filter(|a| !a.done && self.stage != Stage::Closed).filter_map(|a| a.at);
        let writes = [self.lane.wake(), self.document.wake()].into_iter().flatten().filter(|_| !self.lane.dead());
        let wake = asks.chain(writes).filter(|at| *at > now).min();
        if wake != self.wake {
            self.wake = wake;
            effects.extend(wake.map(Effect::Wake));
        }
        let done = self.lane.idle() && !self.document.flying() && !self.document.hopes();
        // Where something did not arrive, it is for the learner to leave.
        if self.stage == Stage::Ending && (done || self.lane.dead()) && self.waiting() == 0 {
            self.close(true, effects);
        }
    }
}

impl Host for Xapi {
    fn take(&mut self, event: Event, now: u64) -> Vec<Effect> {
        let mut effects = Vec::new();
        match event {
            Event::Open if self.stage == Stage::New => match &self.launch.entry {
                Entry::TinCan { .. } => self.stage = Stage::Reading,
                Entry::Cmi5 { fetch } => {
                    self.stage = Stage::Token;
                    let mut request = self.lane.ask("POST", fetch.clone());
                    request.headers.clear();
                    self.token = Some(request.id);
                    effects.push(Effect::Send(request));
                }
            },
            Event::Report(report) => self.report(&report, now),
            Event::Finish => self.finish(now, &mut effects),
            Event::Leave => self.leave(now, &mut effects),
            Event::Answered(answer) => self.answered(&answer, now, &mut effects),
            Event::Retry => {
                self.lane.hurry();
                self.document.hurry();
                (self.launch_data.at, self.preferences.at) = (None, None);
            }
            Event::Tick | Event::Open | Event::Returned(_) | Event::Threw | Event::Probed(_) | Event::Alive => {}
        }
        self.pump(now, &mut effects);
        let line = self.line();
        if line != self.said {
            self.said.clone_from(&line);
            effects.push(Effect::Say(line));
        }
        effects
    }

    fn waiting(&self) -> usize {
        self.ledger.waiting.iter().filter(|r| self.lane.holds(&r.id)).count()
    }
}
