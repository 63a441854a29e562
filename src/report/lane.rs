//! Requests to a statement store: one at a time, in order, sent again until they arrive.
//!
//! A statement carries its id, so sending it twice does no harm: a store that has it answers 409
//! or says nothing of it. Statements that have gathered go together in one request (xAPI 1.0.3
//! part 3, 2.1.2); where that is refused they go one by one, so that one which a store will not
//! have keeps the others from nothing. It is set aside, tried once more before the last statement,
//! and counted. Keys of state documents stand behind the statements they tell of: a week comes
//! back only as far as it was reported.

use super::wire;
use crate::json::{self, Node};
use std::collections::VecDeque;

/// An HTTP request. `keepalive`: it is to outlive the page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Request {
    pub id: u32,
    pub method: &'static str,
    pub url: String,
    pub headers: Vec<(&'static str, String)>,
    pub body: String,
    pub keepalive: bool,
}

/// What became of a request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    pub id: u32,
    /// The status of HTTP; 0 where no answer came (refused, cut off, timed out).
    pub status: u16,
    pub body: String,
}

impl Answer {
    pub fn ok(&self) -> bool {
        (200..300).contains(&self.status)
    }
}

/// xAPI 1.0.3 part 3, 1.3.
const VERSION: &str = "1.0.3";
/// Most of one request's statements, in bytes: browsers let a page leave with at most 64 KiB.
const LONGEST: usize = 56 * 1024;
/// How often a store may refuse a statement before it is set aside.
const REFUSALS: u32 = 3;

/// A statement on its way.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Statement {
    pub id: String,
    pub text: String,
    refused: u32,
    /// It was set aside before: refused again, it is given up.
    again: bool,
    /// `terminated`: nothing may follow it.
    last: bool,
    /// Left by an earlier session, whose end a portal may hold against it.
    old: bool,
}

#[derive(Clone, Debug)]
struct Flight {
    request: u32,
    /// Ids of the statements in it; none: the state document `state`.
    ids: Vec<String>,
    state: u32,
}

/// Everything on its way to one store.
#[derive(Clone, Debug)]
pub struct Lane {
    endpoint: String,
    pub auth: Option<String>,
    queue: VecDeque<Statement>,
    aside: Vec<Statement>,
    given_up: usize,
    last_refusal: u16,
    /// The address and text of the newest state document, its number, and whether it still has to
    /// be sent.
    state: Option<(String, String, u32)>,
    states: u32,
    flights: Vec<Flight>,
    requests: u32,
    /// So many from the front go one by one.
    singly: usize,
    failures: u32,
    failure: u16,
    wake: Option<u64>,
}

impl Lane {
    pub fn new(endpoint: &str, auth: Option<String>) -> Lane {
        Lane {
            endpoint: endpoint.to_owned(),
            auth,
            queue: VecDeque::new(),
            aside: Vec::new(),
            given_up: 0,
            last_refusal: 0,
            state: None,
            states: 0,
            flights: Vec::new(),
            requests: 0,
            singly: 0,
            failures: 0,
            failure: 0,
            wake: None,
        }
    }

    /// Puts a statement at the end.
    pub fn push(&mut self, id: String, text: String, last: bool) {
        self.queue.push_back(Statement { id, text, refused: 0, again: false, last, old: false });
    }

    /// Puts a statement of an earlier session at the end. It goes alone, and is given up where the
    /// portal wants it no more.
    pub fn push_old(&mut self, id: String, text: String) {
        self.queue.push_back(Statement { id, text, refused: 0, again: true, last: false, old: true });
    }

    /// The newest state document, sent behind the statements.
    pub fn state(&mut self, url: String, text: String) {
        self.states += 1;
        self.state = Some((url, text, self.states));
    }

    /// A request outside the queue, for reading.
    pub fn ask(&mut self, method: &'static str, url: String) -> Request {
        self.request(method, url, String::new(), false)
    }

    fn request(&mut self, method: &'static str, url: String, body: String, keepalive: bool) -> Request {
        self.requests += 1;
        let mut headers = vec![("X-Experience-API-Version", VERSION.to_owned())];
        headers.extend(self.auth.iter().map(|a| ("Authorization", a.clone())));
        if !body.is_empty() {
            headers.push(("Content-Type", "application/json".to_owned()));
        }
        Request { id: self.requests, method, url, headers, body, keepalive }
    }

    /// A resource of the store.
    pub fn address(&self, path: &str, params: &[(&str, &str)]) -> String {
        wire::address(&self.endpoint, path, params)
    }

    fn send(&mut self, count: usize) -> Request {
        let batch: Vec<(String, String)> = self.queue.iter().take(count).map(|s| (s.id.clone(), s.text.clone())).collect();
        let ids = batch.iter().map(|s| s.0.clone()).collect();
        let request = match batch.as_slice() {
            [(id, text)] => self.request("PUT", self.address("statements", &[("statementId", id)]), text.clone(), true),
            _ => {
                let texts: Vec<String> = batch.into_iter().map(|s| s.1).collect();
                self.request("POST", self.address("statements", &[]), wire::list(&texts), true)
            }
        };
        self.flights.push(Flight { request: request.id, ids, state: 0 });
        request
    }

    fn send_state(&mut self) -> Option<Request> {
        let (url, text, number) = self.state.clone()?;
        let request = self.request("PUT", url, text, true);
        self.flights.push(Flight { request: request.id, ids: Vec::new(), state: number });
        Some(request)
    }

    /// How many statements from the front fit into one request.
    fn fit(&self) -> usize {
        let mut bytes = 0;
        let fitting = self.queue.iter().take_while(|s| {
            bytes += s.text.len() + 1;
            bytes <= LONGEST && !s.old
        });
        fitting.count().max(1).min(self.queue.len())
    }

    /// The next request, if it is time for one.
    pub fn next(&mut self, now: u64) -> Option<Request> {
        if !self.flights.is_empty() || self.wake.is_some_and(|at| now < at) {
            return None;
        }
        // The last statement waits for those set aside.
        if self.queue.front().is_some_and(|s| s.last) && !self.aside.is_empty() {
            for s in self.aside.drain(..).rev() {
                self.queue.push_front(Statement { again: true, ..s });
            }
            self.singly = self.queue.len();
        }
        // `terminated` is the last statement, and a portal may take nothing at all after it.
        if self.queue.front().is_none_or(|s| s.last) && self.state.is_some() {
            return self.send_state();
        }
        match self.queue.len() {
            0 => None,
            _ if self.singly > 0 => Some(self.send(1)),
            // Those set aside are tried before the last one, so it waits for its turn.
            n => {
                let before_last = if self.aside.is_empty() { n } else { n - usize::from(self.queue.back().is_some_and(|s| s.last)) };
                Some(self.send(self.fit().min(before_last.max(1))))
            }
        }
    }

    /// The page goes away: everything at once, whatever is under way.
    pub fn flush(&mut self) -> Vec<Request> {
        let at = self.queue.len() - usize::from(self.queue.back().is_some_and(|s| s.last));
        let aside = std::mem::take(&mut self.aside);
        aside.into_iter().rev().for_each(|s| self.queue.insert(at, Statement { again: true, ..s }));
        (self.wake, self.singly) = (None, 0);
        self.flights.clear();
        let mut requests: Vec<Request> = self.send_state().into_iter().collect();
        if !self.queue.is_empty() {
            requests.push(self.send(self.fit()));
        }
        requests
    }

    /// Takes an answer; `false` where it is none of ours. The time of the next try is in
    /// [`Lane::wake`].
    pub fn answered(&mut self, answer: &Answer, now: u64) -> bool {
        let Some(at) = self.flights.iter().position(|f| f.request == answer.id) else { return false };
        let flight = self.flights.remove(at);
        let alone = flight.ids.len() == 1;
        let old = self.queue.iter().any(|s| s.old && flight.ids.contains(&s.id));
        match answer.status {
            200..300 => self.arrived(&flight),
            // Already there: what was sent before did arrive.
            409 if alone => self.arrived(&flight),
            // The request itself is found fault with, so sending it again as it is will not help.
            400 | 405 | 409 | 412 | 413 | 415 | 422 => self.refused(&flight, answer.status, now),
            403 | 404 if old => self.refused(&flight, answer.status, now),
            status => self.failed(&flight, status, now),
        }
        true
    }

    fn arrived(&mut self, flight: &Flight) {
        self.queue.retain(|s| !flight.ids.contains(&s.id));
        self.singly = self.singly.saturating_sub(flight.ids.len()).min(self.queue.len());
        self.state.take_if(|s| flight.ids.is_empty() && s.2 == flight.state);
        (self.failures, self.failure, self.wake) = (0, 0, None);
    }

    fn refused(&mut self, flight: &Flight, status: u16, now: u64) {
        match flight.ids.as_slice() {
            // A state document that is not wanted is no loss to anyone but the next session.
            [] => {
                self.state.take_if(|s| s.2 == flight.state);
            }
            [id] => {
                let Some(at) = self.queue.iter().position(|s| s.id == *id) else { return };
                self.queue[at].refused += 1;
                if self.queue[at].refused >= REFUSALS || self.queue[at].again {
                    self.last_refusal = status;
                    self.singly = self.singly.saturating_sub(1);
                    if let Some(s) = self.queue.remove(at) {
                        // The last one is not tried after nothing, and nothing comes after it.
                        if s.again || s.last { self.given_up += 1 } else { self.aside.push(s) }
                    }
                } else {
                    self.later(now);
                }
            }
            ids => self.singly = ids.len(),
        }
    }

    fn failed(&mut self, flight: &Flight, status: u16, now: u64) {
        self.failure = status;
        self.failures = self.failures.saturating_add(1);
        // A bundle may be what a server chokes on.
        if self.failures > 2 && flight.ids.len() > 1 {
            self.singly = flight.ids.len();
        }
        // The end of the session does not wait for a state document for ever.
        if self.failures >= REFUSALS && flight.ids.is_empty() && self.queue.back().is_some_and(|s| s.last) {
            self.state = None;
        }
        self.later(now);
    }

    /// A second, two, four, at most a minute.
    fn later(&mut self, now: u64) {
        self.wake = Some(now.saturating_add((1000 << self.failures.saturating_sub(1).min(6)).min(60_000)));
    }

    /// Tries at once.
    pub fn hurry(&mut self) {
        self.wake = None;
    }

    /// When to try again.
    pub fn wake(&self) -> Option<u64> {
        self.wake
    }

    /// Statements not confirmed.
    pub fn waiting(&self) -> usize {
        self.queue.len() + self.aside.len()
    }

    /// Nothing is left to send.
    pub fn idle(&self) -> bool {
        self.waiting() == 0 && self.state.is_none() && self.flights.is_empty()
    }

    /// The line for the learner.
    pub fn said(&self) -> Option<String> {
        let refused = self.given_up + self.aside.len();
        match (self.failures, self.failure) {
            (1.., 401 | 403) => Some(format!(
                "The portal no longer takes what this page sends (error {}). It is kept here and sent again; if this line stays, open the page from the portal once more.",
                self.failure
            )),
            (1.., 0) => Some("The portal does not answer. What you decide is kept here and sent again; keep this page open.".to_owned()),
            (1.., status) => Some(format!(
                "The portal cannot take what is sent just now (error {status}). It is kept here and sent again; keep this page open."
            )),
            _ if refused > 0 => Some(format!(
                "The portal refused {refused} of the reported steps (error {}). Everything else is reported.",
                self.last_refusal
            )),
            _ => None,
        }
    }
}

/// What the device keeps for the next session: statements not confirmed, and the week they tell of.
/// `{"unsent":1,"week":"1;…","statements":[…]}`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Kept {
    pub week: String,
    pub statements: Vec<(String, String)>,
}

impl Lane {
    /// The text to keep, empty where nothing waits. `terminated` is not kept: a later session has
    /// an end of its own.
    pub fn kept(&self, week: &str) -> String {
        let waiting = self.aside.iter().chain(&self.queue).filter(|s| !s.last);
        let texts: Vec<String> = waiting.map(|s| s.text.clone()).collect();
        if texts.is_empty() {
            return String::new();
        }
        wire::object([("unsent", "1".to_owned()), ("week", wire::text(week)), ("statements", wire::list(&texts))])
    }
}

impl Kept {
    /// Reads what was kept; anything else is nothing.
    pub fn read(text: &str) -> Kept {
        let Ok(node) = json::parse(text) else { return Kept::default() };
        if node.get("unsent").and_then(Node::whole) != Some(1) {
            return Kept::default();
        }
        let list = node.get("statements").and_then(Node::list).unwrap_or(&[]);
        let id = |n: &Node| n.get("id").and_then(Node::text).filter(|t| super::clock::is_uuid(t)).map(str::to_owned);
        Kept {
            week: node.get("week").and_then(Node::text).unwrap_or("").to_owned(),
            statements: list.iter().filter_map(|n| Some((id(n)?, json::slice(text, n).to_owned()))).collect(),
        }
    }
}
