//! A strict store ([`super::lrs`]) at the end of a network that can fail in every way.

#![allow(dead_code)]

use super::lrs::{Ask, Lrs};
use super::peers::Seen;
use portal::{Answer, Effect, Event, Host, Request, run};
use std::collections::VecDeque;
use std::ops::{Deref, DerefMut};

/// A store of statements and documents.
#[derive(Default)]
pub struct Store {
    pub lrs: Lrs,
    /// Everything that was asked, `METHOD path`.
    pub log: Vec<String>,
    pub requests: Vec<Request>,
    pub seen: Seen,
    /// What to do with the next requests; then all goes well.
    pub weather: VecDeque<Weather>,
    /// From this request on, counted from 0, everything is answered with 401: a token that expired.
    pub expires: Option<usize>,
    /// How long an answer takes, in milliseconds.
    pub slow: u64,
    /// What was asked last is answered first.
    pub last_first: bool,
    /// Requests on their way, when they are answered, and how.
    pub under_way: VecDeque<(u64, Request, Weather)>,
    /// How often a week was kept with decisions that are neither told nor kept as still to be told.
    pub ahead: u32,
}

impl Store {
    /// One whose ETag a page may or may not read.
    pub fn with_tags_hidden(hidden: bool) -> Store {
        let mut store = Store::default();
        store.lrs.hides_tags = hidden;
        store
    }
}

impl Deref for Store {
    type Target = Lrs;

    fn deref(&self) -> &Lrs {
        &self.lrs
    }
}

impl DerefMut for Store {
    fn deref_mut(&mut self) -> &mut Lrs {
        &mut self.lrs
    }
}

/// What becomes of a request.
#[derive(Clone, Debug, PartialEq)]
pub enum Weather {
    Fine,
    /// It never arrives.
    Lost,
    /// It arrives, and its answer is lost.
    Unanswered,
    /// It is turned away with this status.
    Status(u16),
    /// It is turned away, and the body is this.
    Body(u16, String),
    /// It is taken and never answered: the page gives up after ten seconds.
    Hanging,
}

impl Store {
    /// Behind a cmi5 player.
    pub fn cmi5(launch_data: &str) -> Store {
        Store { lrs: Lrs::cmi5(launch_data), ..Store::default() }
    }

    /// Hands an event to a session; its requests wait to be answered.
    pub fn tell(&mut self, host: &mut dyn Host, event: Event, now: u64) {
        run(host, event, now, &mut |effect| {
            if let Some(Effect::Send(request)) = self.seen.take(effect) {
                let weather = self.weather.pop_front().unwrap_or(Weather::Fine);
                let takes = if weather == Weather::Hanging { 10_000 } else { self.slow };
                self.under_way.push_back((now + takes, request, weather));
            }
            None
        });
    }

    /// Answers all that is due, and what that brings about.
    pub fn settle(&mut self, host: &mut dyn Host, now: u64) {
        let due = |r: &(u64, Request, Weather)| r.0 <= now;
        let next = |all: &VecDeque<_>, last| if last { all.iter().rposition(due) } else { all.iter().position(due) };
        while let Some(at) = next(&self.under_way, self.last_first) {
            let Some((_, request, weather)) = self.under_way.remove(at) else { break };
            let answer = self.answer(request, weather);
            self.tell(host, Event::Answered(answer), now);
        }
    }

    pub fn drive(&mut self, host: &mut dyn Host, event: Event, now: u64) {
        self.tell(host, event, now);
        self.settle(host, now);
    }

    /// Lets time pass until nothing waits any more, at most so many steps. Returns the time.
    pub fn calm(&mut self, host: &mut dyn Host, mut now: u64, steps: u32) -> u64 {
        for _ in 0..steps {
            self.settle(host, now);
            let wake = self.seen.wakes.iter().copied().filter(|at| *at > now).min();
            let due = self.under_way.iter().map(|r| r.0).min();
            let Some(at) = wake.into_iter().chain(due).min() else { break };
            now = at.max(now);
            if wake == Some(now) {
                self.tell(host, Event::Tick, now);
            }
        }
        self.settle(host, now);
        now
    }

    fn answer(&mut self, request: Request, weather: Weather) -> Answer {
        let path = request.url.split('?').next().unwrap().rsplit("/xapi/").next().unwrap().to_owned();
        self.log.push(format!("{} {path}", request.method));
        self.requests.push(request.clone());
        let expired = self.expires.is_some_and(|at| self.requests.len() > at);
        let silent = (0, String::new(), String::new());
        let (status, body, etag) = match weather {
            _ if expired => (401, String::new(), String::new()),
            Weather::Lost => silent,
            Weather::Status(status) => (status, String::new(), String::new()),
            Weather::Body(status, body) => (status, body, String::new()),
            Weather::Fine => self.take(&request, path),
            Weather::Unanswered | Weather::Hanging => {
                self.take(&request, path);
                silent
            }
        };
        Answer { id: request.id, status, body, etag }
    }

    fn take(&mut self, request: &Request, path: String) -> (u16, String, String) {
        let url = url::Url::parse(&request.url).unwrap();
        let ask = Ask {
            method: request.method.to_owned(),
            path,
            query: url.query_pairs().into_owned().collect(),
            headers: request.headers.iter().map(|(k, v)| (k.to_ascii_lowercase(), v.clone())).collect(),
            body: request.body.clone(),
        };
        let reply = self.lrs.take(&ask);
        if ask.method == "POST" && ask.path == "activities/state" && reply.0 == 204 {
            let document: serde_json::Value = serde_json::from_str(&request.body).unwrap();
            let text = document["week"].as_str().unwrap();
            let told = self.lrs.statements.iter().filter(|s| s["result"].get("response").is_some()).count();
            let waiting = document["waiting"].as_array().unwrap().iter().filter(|r| r["verb"] == "answered").count();
            let moves = portal::Resume::read(text).map_or(0, |w| w.moves.len());
            self.ahead += u32::from(moves > told + waiting);
        }
        reply
    }
}
