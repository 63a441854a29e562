//! Statements read from a company's record store (xAPI 1.0.3 part 3, 2.1.3), page by page. Pure: it
//! says what to ask for and is told what came; the shell sends the requests.
//!
//! Asked for is one verb, `answered`, oldest first; which statements are By Friday's is told from
//! their activities here. The narrower question, `activity` with `related_activities`, is one that
//! stores in the field leave out (Ralph documents it as not implemented, and most of its backends
//! find nothing by it); it would also need a series of requests for each scenario, and miss those
//! that this device does not have. Some stores find nothing by a verb either (Ralph on files); so
//! where the first answer is empty, all statements are asked for.
//!
//! Key and secret are in the header alone: no text, error or debug output repeats them.

mod address;
pub mod session;

use super::MOST;
use super::found::{Bad, Read};
use super::records::Statements;
use crate::words;
use json::{self, Node};
use portal::vocabulary::ANSWERED;
use portal::wire::encoded;
use std::collections::BTreeSet;
use std::fmt;

/// Statements asked for at a time; a store may give fewer.
const PAGE: u32 = 250;
/// Most statements and pages that are read.
pub const MOST_STATEMENTS: usize = 50_000;
pub const MOST_PAGES: usize = 2_000;
/// Largest page that is read, in bytes.
pub const LARGEST: usize = 32 << 20;

/// A `GET` to send: `fetch` without cookies, without the browser's cache, redirects not followed.
#[derive(Clone, PartialEq, Eq)]
pub struct Request {
    pub url: String,
    pub headers: Vec<(&'static str, String)>,
}

impl fmt::Debug for Request {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names: Vec<&str> = self.headers.iter().map(|h| h.0).collect();
        f.debug_struct("Request").field("url", &self.url).field("headers", &names).finish()
    }
}

/// How far reading has come.
#[derive(Clone, Debug, PartialEq)]
pub enum State {
    /// Send the next request. Pages and statements so far, and decisions of By Friday among them.
    More { pages: usize, statements: usize, decisions: usize },
    /// All is read; where reading ended early, the last of what is bad says so.
    Done(Read),
    /// In words; [`Store::stop`] gives what was read before.
    Failed(String),
}

/// A store that is being read.
#[derive(Clone)]
pub struct Store {
    home: String,
    path: String,
    authorization: Option<String>,
    /// `&since=…`, or nothing.
    since: String,
    /// All statements are asked for, whatever their verb.
    broad: bool,
    next: String,
    asked: BTreeSet<String>,
    pages: usize,
    count: usize,
    told: Statements,
    /// The days on which the first and the newest statement so far were stored.
    days: Option<(String, String)>,
}

impl fmt::Debug for Store {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Store").field("home", &self.home).field("pages", &self.pages).field("count", &self.count).finish_non_exhaustive()
    }
}

impl Store {
    /// A store at this address, opened by key and secret (both empty: without).
    ///
    /// # Errors
    /// What is wrong with the address, the key or the secret, in words.
    pub fn new(address: &str, key: &str, secret: &str) -> Result<Store, String> {
        let (home, path) = address::endpoint(address)?;
        let key = key.trim();
        if key.contains(':') {
            return Err(
                "A key holds no colon. If key and secret were copied together, put what is behind the colon into the field for the secret."
                    .to_owned(),
            );
        }
        if key.is_empty() && !secret.is_empty() {
            return Err("The key is missing.".to_owned());
        }
        let authorization = (!key.is_empty()).then(|| format!("Basic {}", json::base64::padded(format!("{key}:{secret}").as_bytes())));
        let (told, asked) = (Statements::default(), BTreeSet::new());
        let (next, since) = (String::new(), String::new());
        let store = Store { home, path, authorization, since, broad: false, next, asked, pages: 0, count: 0, told, days: None };
        Ok(store.first())
    }

    /// With the first page as what comes next.
    fn first(mut self) -> Store {
        self.next = self.address();
        self
    }

    fn address(&self) -> String {
        let verb = if self.broad { String::new() } else { format!("verb={}&", encoded(ANSWERED.0)) };
        format!("{}{}/statements?{verb}ascending=true&limit={PAGE}{}", self.home, self.path, self.since)
    }

    /// Only what was stored since the beginning of this day, `2026-03-02` (UTC). An empty text: all.
    /// Of weeks that were begun before it the first decisions are missing, and that is said of each.
    ///
    /// # Errors
    /// A text that is no day, in words.
    pub fn since(mut self, day: &str) -> Result<Store, String> {
        let day = day.trim();
        if !day.is_empty() {
            let digits = |from: usize, to: usize| day.get(from..to).filter(|d| d.bytes().all(|b| b.is_ascii_digit()));
            let parts = (digits(0, 4), digits(5, 7), digits(8, 10));
            let month = parts.1.is_some_and(|m| ("01"..="12").contains(&m));
            let date = parts.2.is_some_and(|d| ("01"..="31").contains(&d));
            let form = day.len() == 10 && day.as_bytes()[4] == b'-' && day.as_bytes()[7] == b'-';
            if !form || parts.0.is_none() || !month || !date {
                return Err("The day should be written as 2026-03-02.".to_owned());
            }
            self.since = format!("&since={}", encoded(&format!("{day}T00:00:00Z")));
        }
        Ok(self.first())
    }

    /// What to ask for next.
    pub fn request(&self) -> Request {
        let mut headers = vec![("X-Experience-API-Version", "1.0.3".to_owned()), ("Accept", "application/json".to_owned())];
        headers.extend(self.authorization.iter().map(|a| ("Authorization", a.clone())));
        Request { url: self.next.clone(), headers }
    }

    /// The host that is asked, for showing: `https://lrs.example`.
    pub fn host(&self) -> &str {
        &self.home
    }

    /// How much of the time since the first statement is read, 0 to 1, for a progress bar: stores do
    /// not say how many statements there are, but they come oldest first. `today` as `2026-03-02`
    /// (UTC). `None` before the first page, and where all is of one day.
    pub fn progress(&self, today: &str) -> Option<f64> {
        let (first, newest) = self.days.as_ref()?;
        let (from, at, to) = (number(first)?, number(newest)?, number(today)?);
        (to > from).then(|| (f64::from(at.saturating_sub(from)) / f64::from(to - from)).min(1.0))
    }

    /// Takes an answer: the status of HTTP and the body.
    pub fn answer(&mut self, status: u16, body: &[u8]) -> State {
        if !(200..300).contains(&status) {
            return State::Failed(refused(status));
        }
        let strange = |what: &str| {
            State::Failed(format!(
                "The address answers, but not with statements: {what}. It may lead to the store\u{2019}s own pages; the address for statements often ends in /xapi or /xAPI and stands in the store\u{2019}s settings beside the key."
            ))
        };
        if body.len() > LARGEST {
            return State::Failed(format!("The store sent a page of more than {} million bytes, so it is not read.", LARGEST >> 20));
        }
        let Some(node) = std::str::from_utf8(body).ok().and_then(|text| json::parse(text.trim_start_matches('\u{feff}')).ok()) else {
            return strange("what came is no JSON");
        };
        let Some(list) = node.get("statements").and_then(Node::list) else {
            return strange("what came is no list of statements");
        };
        self.pages += 1;
        self.count += list.len();
        for s in list {
            self.told.take(s);
            if let Some(day) = s.get("stored").and_then(Node::text).and_then(|t| t.get(..10)).filter(|d| number(d).is_some()) {
                match &mut self.days {
                    None => self.days = Some((day.to_owned(), day.to_owned())),
                    Some((first, newest)) => {
                        if day < first.as_str() {
                            *first = day.to_owned();
                        }
                        if day > newest.as_str() {
                            *newest = day.to_owned();
                        }
                    }
                }
            }
        }
        let more = node.get("more").and_then(Node::text).unwrap_or("").trim();
        if more.is_empty() && self.count == 0 && !self.broad {
            self.broad = true;
            self.next = self.address();
            return self.more();
        }
        if more.is_empty() {
            return State::Done(self.stop());
        }
        self.asked.insert(self.next.clone());
        let Some(next) = address::next(&self.home, &self.path, more) else {
            return self.end("The store says that its next page is at another address than its own. Key and secret are not sent there, so reading ended here.");
        };
        if self.asked.contains(&next) {
            return self.end("The store gave a page as its next one that was read before, so reading ended here.");
        }
        if self.told.weeks() >= MOST {
            return self.end(&format!("Reading ended at {MOST} weeks, as many as a class holds. Give a later day to read newer ones."));
        }
        if self.count >= MOST_STATEMENTS || self.pages >= MOST_PAGES {
            let count = words::thousands(self.count as u32);
            return self.end(&format!("Reading ended after {count} statements; there are more. Give a later day to read newer ones."));
        }
        self.next = next;
        self.more()
    }

    fn more(&self) -> State {
        State::More { pages: self.pages, statements: self.count, decisions: self.told.decisions() }
    }

    fn end(&self, why: &str) -> State {
        let mut read = self.stop();
        read.bad.push(Bad::new(0, &self.home, why));
        State::Done(read)
    }

    /// The weeks read so far; their line is 0. Weeks whose end was not read yet are unfinished ones.
    pub fn stop(&self) -> Read {
        if self.pages > 0 && self.count == 0 {
            return Read { bad: vec![Bad::new(0, &self.home, "The store holds no statements that this key may read.")], ..Read::default() };
        }
        self.told.read(0)
    }

    /// No answer came: what may be the reason, and who can mend it. `page` is the page's own origin
    /// (`https://by-friday.example`; `null` for a page opened as a file).
    pub fn silence(&self, page: &str) -> String {
        let mut text = format!("{} did not answer, or the browser did not let this page see the answer.", self.home);
        if self.pages > 0 {
            text += &format!(" {} were read before; reading can go on from there.", words::count(self.pages, "page"));
        }
        if page.starts_with("https:") && self.home.starts_with("http:") {
            text += " This page came by https and the store\u{2019}s address begins with http: browsers may block that. Use an https address, or open this page from this device.";
        }
        text += &format!(
            " Check the address, the network and, by opening the address in a tab of its own, the store\u{2019}s certificate. \
             If these are right, the store has to allow this page (CORS): ask its administrator to allow the origin {page} \
             with the headers Authorization and X-Experience-API-Version. \
             The host of this page may also forbid it to ask other hosts (Content-Security-Policy, connect-src). \
             If none of this can be changed, export the statements from the store and paste them here."
        );
        text
    }
}

/// Days, counted evenly enough for a bar; `None` for what is no `2026-03-02`.
fn number(day: &str) -> Option<u32> {
    let mut parts = day.split('-').map(|p| p.parse::<u32>().ok().filter(|n| *n < 10_000));
    let (year, month, day) = (parts.next()??, parts.next()??, parts.next()??);
    Some(year * 372 + month * 31 + day)
}

/// What a status of HTTP means here.
fn refused(status: u16) -> String {
    let text = match status {
        401 => {
            "The store refused the key and secret. Check both; a copied secret may have lost its end. Keys are made in the store\u{2019}s settings, as an API client for Basic authentication."
        }
        403 => {
            "The store knows this key, but the key may not read statements. Ask the store\u{2019}s administrator for one that may (statements/read)."
        }
        404 | 405 | 410 => {
            "There are no statements at this address. The address for statements often ends in /xapi or /xAPI and stands in the store\u{2019}s settings beside the key."
        }
        300..400 => {
            "The store sends this page on to another address, and key and secret are not sent after it. Give the address that it leads to."
        }
        400 | 422 => {
            "The store did not understand what was asked. It may speak another version of xAPI than 1.0.3, or the address may be another program\u{2019}s."
        }
        408 | 429 => "The store is asked too much at the moment. Wait a minute and read again.",
        500.. => "The store has a fault of its own at the moment. Wait a little and read again; if it stays so, tell its administrator.",
        _ => "The store gave an answer that is no answer to what was asked.",
    };
    format!("{text} (HTTP {status})")
}

#[cfg(test)]
mod tests {
    use super::{MOST_STATEMENTS, State, Store};

    fn store() -> Store {
        Store::new("https://lrs.example/xapi/", "anna", "s3cret:with\u{fc}").expect("a good address")
    }

    /// A page of so many foreign statements.
    fn page(count: usize, more: &str) -> String {
        let one = r#"{"stored":"2026-03-02T09:10:00Z","verb":{"id":"http://adlnet.gov/expapi/verbs/answered"},"object":{"id":"https://quiz.example/1"}}"#;
        format!(r#"{{"statements":[{}],"more":"{more}"}}"#, vec![one; count].join(","))
    }

    #[test]
    fn the_request_is_one_that_stores_understand() {
        let request = store().since("2026-03-02").expect("a day").request();
        assert_eq!(
            request.url,
            "https://lrs.example/xapi/statements?verb=http%3A%2F%2Fadlnet.gov%2Fexpapi%2Fverbs%2Fanswered&ascending=true&limit=250&since=2026-03-02T00%3A00%3A00Z"
        );
        let header = |name: &str| request.headers.iter().find(|h| h.0 == name).map(|h| h.1.as_str());
        assert_eq!(header("Authorization"), Some("Basic YW5uYTpzM2NyZXQ6d2l0aMO8"));
        assert_eq!(header("X-Experience-API-Version"), Some("1.0.3"));
        assert!(Store::new("https://lrs.example", "", "").expect("open to all").request().headers.len() == 2);
        for bad in ["2026-3-2", "yesterday", "2026-13-01", "2026-03-02T00:00"] {
            assert!(store().since(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn pages_follow_each_other_to_the_last() {
        let mut s = store();
        assert_eq!(s.answer(200, page(3, "/xapi/statements?page=2").as_bytes()), State::More { pages: 1, statements: 3, decisions: 0 });
        assert_eq!(s.request().url, "https://lrs.example/xapi/statements?page=2");
        assert!(s.request().headers.iter().any(|h| h.0 == "Authorization"));
        let State::Done(read) = s.answer(200, page(2, "").as_bytes()) else { panic!("there is no more") };
        assert_eq!(read.bad[0].text, "5 statements");
        assert_eq!(store().answer(204, b""), store().answer(200, b"x"));
        // Nothing is found by the verb: all are asked for, once.
        let mut s = store().since("2026-03-02").expect("a day");
        assert!(matches!(s.answer(200, br#"{"statements":[]}"#), State::More { pages: 1, .. }));
        assert_eq!(s.request().url, "https://lrs.example/xapi/statements?ascending=true&limit=250&since=2026-03-02T00%3A00%3A00Z");
        let State::Done(read) = s.answer(200, br#"{"statements":[]}"#) else { panic!("it is empty") };
        assert!(read.bad[0].why.contains("no statements"));
    }

    #[track_caller]
    fn ends(s: &mut Store, more: &str, why: &str) {
        match s.answer(200, page(1, more).as_bytes()) {
            State::Done(read) => assert!(read.bad.last().is_some_and(|b| b.why.contains(why)), "{read:?}"),
            other => panic!("{more}: {other:?}"),
        }
    }

    #[test]
    fn reading_ends_where_it_would_not() {
        ends(&mut store(), "https://evil.example/more", "not sent there");
        ends(&mut store(), "?verb=http%3A%2F%2Fadlnet.gov%2Fexpapi%2Fverbs%2Fanswered&ascending=true&limit=250", "read before");
        let mut s = store();
        s.answer(200, page(1, "/a").as_bytes());
        s.answer(200, page(1, "/b").as_bytes());
        ends(&mut s, "/a", "read before");
        let mut s = store();
        s.count = MOST_STATEMENTS;
        ends(&mut s, "/a", "there are more");
    }

    #[test]
    fn what_goes_wrong_is_said_in_words_without_the_secret() {
        let mut said = Vec::new();
        for (status, body, why) in [
            (401, "", "refused the key"),
            (403, "", "may not read"),
            (404, "", "no statements at this address"),
            (302, "", "sends this page on"),
            (400, "", "did not understand"),
            (429, "", "asked too much"),
            (503, "", "a fault of its own"),
            (200, "<!doctype html>", "no JSON"),
            (200, "\u{feff}[]", "no list of statements"),
            (200, "{\"statements\": {}}", "no list of statements"),
        ] {
            let State::Failed(text) = store().answer(status, body.as_bytes()) else { panic!("{status} {body}") };
            assert!(text.contains(why), "{status}: {text}");
            said.push(text);
        }
        let silent = store().silence("https://by-friday.example");
        assert!(["CORS", "https://by-friday.example", "Authorization", "certificate", "connect-src"].iter().all(|w| silent.contains(w)));
        let here = Store::new("http://127.0.0.1:8100/xAPI", "anna", "s3cret").expect("loopback");
        assert!(here.silence("https://by-friday.example").contains("came by https") && !here.silence("null").contains("came by https"));
        said.extend([silent, format!("{:?} {:?}", store(), store().request())]);
        said.extend(Store::new("https://lrs.example", "anna:s3cret", "").err());
        said.extend(Store::new("http://lrs.example", "anna", "s3cret").err());
        for text in said {
            assert!(!text.contains("s3cret") && !text.contains("YW5uYT") && !text.contains("anna"), "{text}");
        }
    }

    #[test]
    fn progress_is_how_much_of_the_time_is_read() {
        let mut s = store();
        assert_eq!(s.progress("2026-03-12"), None);
        s.answer(200, page(1, "/a").as_bytes());
        assert_eq!((s.progress("2026-03-12"), s.progress("2026-03-02")), (Some(0.0), None));
        s.answer(200, page(1, "/b").replace("-02T", "-07T").as_bytes());
        assert_eq!(s.progress("2026-03-12"), Some(0.5));
    }
}
