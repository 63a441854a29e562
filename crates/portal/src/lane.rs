//! Statements on their way to a store: one request at a time, in order, until they arrive.
//!
//! A statement carries its id, so sending it twice does no harm: a store that has it answers 409
//! and keeps the one it has. It may answer so to a whole bundle for one statement in it (seen in
//! ADL's LRS), and a player refuses a bundle for one it does not like; so only what was never sent
//! goes in a bundle, and after any error each goes alone. One that is refused three times is set
//! aside, so that it keeps the others from nothing, and tried once more before the last statement.
//! A player may refuse what it has as said twice (seen in CATAPULT): where an answer was lost before,
//! the store is asked for the statement. Where nothing is taken any more, nothing is tried three times. 401 ends the talk.

use super::wire;
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
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Answer {
    pub id: u32,
    /// The status of HTTP; 0 where no answer came (refused, cut off, timed out).
    pub status: u16,
    pub body: String,
    /// The header `ETag`; empty where there is none, or the browser does not show it.
    pub etag: String,
}

impl Answer {
    pub fn ok(&self) -> bool {
        (200..300).contains(&self.status)
    }

    /// The request itself was found fault with: as it is, it will not be taken.
    pub fn refuses(&self) -> bool {
        matches!(self.status, 400 | 403 | 405 | 409 | 412 | 413 | 415 | 422)
    }
}

/// A second, two, four, at most a minute.
pub fn pause(failures: u32) -> u64 {
    (1000 << failures.saturating_sub(1).min(6)).min(60_000)
}

/// xAPI 1.0.3 part 3, 1.3.
const VERSION: &str = "1.0.3";
/// Most of one request's statements, in bytes, and of all that a page leaves with: browsers let it
/// leave with 64 KiB.
const LONGEST: usize = 56 * 1024;
/// How often a store may refuse a statement before it is set aside.
const REFUSALS: u32 = 3;
/// After so many refused statements with none taken between, nothing is taken any more.
const DEAF: u32 = 2;

/// Where a statement stands in its session.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// `initialized`: alone in its request (cmi5 players refuse it in an array with others).
    First,
    Middle,
    /// `terminated`: nothing may follow it.
    Last,
}

#[derive(Clone, Debug)]
struct Statement {
    id: String,
    text: String,
    place: Place,
    /// It was sent, or stood beside one that failed: the store may have it, so it goes alone.
    alone: bool,
    refused: u32,
    /// It was set aside before: refused again, it is given up.
    again: bool,
    /// Nobody answered when it was sent: a player that refuses it now may have it.
    doubt: bool,
    /// The store is to be asked whether it has it.
    look: bool,
}

#[derive(Clone, Debug)]
struct Flight {
    request: u32,
    ids: Vec<String>,
    /// It asks whether the store has it.
    look: bool,
}

/// Everything on its way to one store.
#[derive(Clone, Debug)]
pub struct Lane {
    endpoint: String,
    pub auth: Option<String>,
    /// Nothing may be sent yet.
    pub held: bool,
    queue: VecDeque<Statement>,
    aside: Vec<Statement>,
    given_up: Vec<String>,
    confirmed: Vec<String>,
    last_refusal: u16,
    /// Statements refused for good since one was taken.
    row: u32,
    flights: Vec<Flight>,
    requests: u32,
    failures: u32,
    failure: u16,
    wake: Option<u64>,
    dead: bool,
}

impl Lane {
    pub fn new(endpoint: &str, auth: Option<String>) -> Lane {
        Lane {
            endpoint: endpoint.to_owned(),
            auth,
            held: false,
            queue: VecDeque::new(),
            aside: Vec::new(),
            given_up: Vec::new(),
            confirmed: Vec::new(),
            last_refusal: 0,
            row: 0,
            flights: Vec::new(),
            requests: 0,
            failures: 0,
            failure: 0,
            wake: None,
            dead: false,
        }
    }

    /// Puts a statement at the end; once.
    pub fn push(&mut self, id: String, text: String, place: Place) {
        if !self.holds(&id) {
            self.queue.push_back(Statement {
                id,
                text,
                place,
                alone: place == Place::First,
                refused: 0,
                again: false,
                doubt: false,
                look: false,
            });
        }
    }

    /// A request outside the queue, for reading.
    pub fn ask(&mut self, method: &'static str, url: String) -> Request {
        self.request(method, url, String::new(), false)
    }

    /// A request with the headers that every one has.
    pub fn request(&mut self, method: &'static str, url: String, body: String, keepalive: bool) -> Request {
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

    fn send(&mut self, batch: &[Statement]) -> Request {
        let ids: Vec<String> = batch.iter().map(|s| s.id.clone()).collect();
        for s in self.queue.iter_mut().filter(|s| ids.contains(&s.id)) {
            s.alone = true;
        }
        let request = match batch {
            [s] if s.look => self.request("GET", self.address("statements", &[("statementId", &s.id)]), String::new(), false),
            [s] => self.request("PUT", self.address("statements", &[("statementId", &s.id)]), s.text.clone(), true),
            _ => {
                let texts: Vec<String> = batch.iter().map(|s| s.text.clone()).collect();
                self.request("POST", self.address("statements", &[]), wire::list(&texts), true)
            }
        };
        let look = batch.len() == 1 && batch[0].look;
        self.flights.push(Flight { request: request.id, ids, look });
        request
    }

    /// What goes in the next request: one that goes alone, or as many as fit of those never sent.
    fn batch(&self, last: bool) -> Vec<Statement> {
        let mut bytes = 0;
        let fits = |s: &&Statement| {
            bytes += s.text.len() + 1;
            bytes <= LONGEST && !s.alone && (last || s.place != Place::Last)
        };
        let mut batch: Vec<Statement> = self.queue.iter().take_while(fits).cloned().collect();
        if batch.is_empty() {
            batch.extend(self.queue.front().filter(|s| last || s.place != Place::Last).cloned());
        }
        batch
    }

    /// The next request, if it is time for one. `last`: whether the last statement may go.
    pub fn next(&mut self, now: u64, last: bool) -> Option<Request> {
        if self.dead || self.held || !self.flights.is_empty() || self.wake.is_some_and(|at| now < at) {
            return None;
        }
        if self.queue.front().is_some_and(|s| s.place == Place::Last) {
            self.again();
        }
        let batch = self.batch(last && self.aside.is_empty());
        if batch.is_empty() { None } else { Some(self.send(&batch)) }
    }

    /// Those set aside are tried once more, before the last statement.
    fn again(&mut self) {
        let at = self.queue.len() - usize::from(self.queue.back().is_some_and(|s| s.place == Place::Last));
        let aside = std::mem::take(&mut self.aside);
        aside.into_iter().rev().for_each(|s| self.queue.insert(at, Statement { again: true, alone: true, ..s }));
    }

    /// The page goes away: everything at once. What is under way is not sent again, and what was
    /// sent before is in no bundle with what was not.
    pub fn flush(&mut self) -> Vec<Request> {
        if self.dead || self.held {
            return Vec::new();
        }
        self.again();
        self.wake = None;
        let flying = |s: &&Statement| !self.flights.iter().any(|f| f.ids.contains(&s.id));
        let (alone, fresh): (Vec<Statement>, Vec<Statement>) = self.queue.iter().filter(flying).cloned().partition(|s| s.alone);
        let mut room = LONGEST;
        let mut fits = |s: &Statement| {
            let fits = s.text.len() < room;
            room -= if fits { s.text.len() + 1 } else { 0 };
            fits
        };
        let count = alone.len();
        let mut batches: Vec<Vec<Statement>> =
            alone.into_iter().map(|s| Statement { look: false, ..s }).filter(&mut fits).map(|s| vec![s]).collect();
        // Nothing comes after the last one, so it stays where something else does.
        let whole = batches.len() == count;
        batches.push(fresh.into_iter().take_while(|s| fits(s) && (whole || s.place != Place::Last)).collect());
        batches.iter().filter(|b| !b.is_empty()).map(|b| self.send(b)).collect()
    }

    /// Takes an answer; `false` where it is none of ours. The time of the next try is in
    /// [`Lane::wake`].
    pub fn answered(&mut self, answer: &Answer, now: u64) -> bool {
        let Some(at) = self.flights.iter().position(|f| f.request == answer.id) else { return false };
        let Flight { ids, look, .. } = self.flights.remove(at);
        let of = |s: &&mut Statement| ids.contains(&s.id);
        if look {
            // It is there, or nobody says so: then it is as it was refused.
            self.queue.iter_mut().filter(of).for_each(|s| (s.look, s.doubt) = (false, false));
            match answer.status {
                200 => self.arrived(&ids),
                401 => self.dead = true,
                _ => {}
            }
            return true;
        }
        // Already there: what was sent before did arrive.
        if answer.ok() || answer.status == 409 && ids.len() == 1 {
            self.arrived(&ids);
        } else {
            self.queue.iter_mut().for_each(|s| s.alone = true);
            match answer.status {
                401 => self.dead = true,
                status if answer.refuses() => self.refused(&ids, status, now),
                status => {
                    self.queue.iter_mut().filter(of).for_each(|s| s.doubt = true);
                    self.failure = status;
                    self.failures = self.failures.saturating_add(1);
                    self.wake = Some(now.saturating_add(pause(self.failures)));
                }
            }
        }
        true
    }

    fn arrived(&mut self, ids: &[String]) {
        self.queue.retain(|s| !ids.contains(&s.id));
        self.confirmed.extend_from_slice(ids);
        (self.failures, self.failure, self.row, self.wake) = (0, 0, 0, None);
    }

    fn refused(&mut self, ids: &[String], status: u16, now: u64) {
        (self.failures, self.failure, self.last_refusal) = (0, 0, status);
        // A bundle is told one by one: one of them alone may be what was refused.
        let [id] = ids else { return };
        let Some(at) = self.queue.iter().position(|s| s.id == *id) else { return };
        if self.queue[at].doubt {
            self.queue[at].look = true;
            return;
        }
        self.queue[at].refused += 1;
        let s = &self.queue[at];
        if s.refused < REFUSALS && !s.again && self.row < DEAF {
            self.wake = Some(now.saturating_add(pause(s.refused)));
            return;
        }
        self.row += 1;
        if let Some(s) = self.queue.remove(at) {
            // The last one is not tried after nothing, and nothing comes after it.
            if s.again || s.place == Place::Last { self.given_up.push(s.id) } else { self.aside.push(s) }
        }
    }

    /// Ids that were confirmed since this was asked last.
    pub fn confirmed(&mut self) -> Vec<String> {
        std::mem::take(&mut self.confirmed)
    }

    /// Others told the store of these.
    pub fn drop(&mut self, ids: &[String]) {
        self.queue.retain(|s| !ids.contains(&s.id));
        self.aside.retain(|s| !ids.contains(&s.id));
        self.given_up.retain(|id| !ids.contains(id));
    }

    /// Whether a statement is in hand here and not confirmed.
    pub fn holds(&self, id: &str) -> bool {
        self.queue.iter().chain(&self.aside).any(|s| s.id == id) || self.given_up.iter().any(|g| g == id)
    }

    /// Tries at once.
    pub fn hurry(&mut self) {
        self.wake = None;
    }

    /// When to try again.
    pub fn wake(&self) -> Option<u64> {
        self.wake
    }

    /// A request is under way.
    pub fn flying(&self) -> bool {
        !self.flights.is_empty()
    }

    /// There is nothing to send at the moment.
    pub fn quiet(&self, now: u64) -> bool {
        let only_last = self.queue.front().is_none_or(|s| s.place == Place::Last) && self.aside.is_empty();
        self.dead || self.held || only_last || self.wake.is_some_and(|at| now < at)
    }

    /// Nothing is left to send.
    pub fn idle(&self) -> bool {
        self.queue.is_empty() && self.aside.is_empty() && self.flights.is_empty()
    }

    /// The error with which the store ended the talk, or refuses all that it is told.
    pub fn deaf(&self) -> Option<u16> {
        let all = self.row >= DEAF && self.queue.iter().all(|s| s.place == Place::Last);
        if self.dead { Some(401) } else { Some(self.last_refusal).filter(|_| all) }
    }

    /// The store ended the talk: nothing will be sent any more.
    pub fn dead(&self) -> bool {
        self.dead
    }

    pub fn end(&mut self) {
        self.dead = true;
    }

    /// The last error, where nothing arrived since: 0 where no answer came.
    pub fn failing(&self) -> Option<u16> {
        Some(self.failure).filter(|_| self.failures > 0)
    }

    /// Whether a statement was refused for good so far, and the last error.
    pub fn refusing(&self, id: &str) -> bool {
        self.aside.iter().any(|s| s.id == id) || self.given_up.iter().any(|g| g == id)
    }

    pub fn last_refusal(&self) -> u16 {
        self.last_refusal
    }
}
