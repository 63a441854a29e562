//! Stand-ins for portals: a SCORM API that checks names, forms and limits, and a store of
//! statements and documents that can fail in every way.

#![allow(dead_code)]

use by_friday::report::scorm::Call;
use by_friday::report::{Answer, Effect, Event, Host, Opened, Request, run};
use std::collections::{BTreeMap, VecDeque};

/// What a session did, besides its calls and requests.
#[derive(Default, Debug)]
pub struct Seen {
    pub opened: Vec<Opened>,
    pub said: Vec<Option<String>>,
    pub wakes: Vec<u64>,
    pub kept: String,
    pub closed: Vec<Option<String>>,
}

impl Seen {
    pub fn take(&mut self, effect: Effect) -> Option<Effect> {
        match effect {
            Effect::Opened(opened) => self.opened.push(*opened),
            Effect::Say(line) => self.said.push(line),
            Effect::Wake(at) => self.wakes.push(at),
            Effect::Keep(text) => self.kept = text,
            Effect::Closed(url) => self.closed.push(url),
            effect => return Some(effect),
        }
        None
    }

    pub fn line(&self) -> Option<&str> {
        self.said.last().and_then(|s| s.as_deref())
    }
}

/// A SCORM API of either version: values set before, a log of all calls, and answers to give
/// instead of the true ones.
#[derive(Default)]
pub struct Api {
    pub values: BTreeMap<String, String>,
    pub log: Vec<String>,
    pub seen: Seen,
    /// (what a call's line begins with, how often to fail, the error code).
    pub fails: Vec<(String, u32, u32)>,
    /// Answers to any call, in order, as long as there are some.
    pub rubbish: VecDeque<String>,
    pub error: u32,
    pub running: bool,
    pub terminated: u32,
}

impl Api {
    pub fn with(values: &[(&str, &str)]) -> Api {
        Api { values: values.iter().map(|(k, v)| ((*k).to_owned(), (*v).to_owned())).collect(), ..Api::default() }
    }

    /// Hands an event to a session and makes its calls.
    pub fn drive(&mut self, host: &mut dyn Host, event: Event, now: u64) {
        run(host, event, now, &mut |effect| match self.seen.take(effect)? {
            Effect::Call(call) => Some(Event::Returned(self.call(&call))),
            _ => None,
        });
    }

    pub fn call(&mut self, call: &Call) -> String {
        let name = call.function.strip_prefix("LMS").unwrap_or(call.function);
        let name = if name == "Finish" { "Terminate" } else { name };
        if name == "GetLastError" {
            return self.rubbish.pop_front().unwrap_or_else(|| self.error.to_string());
        }
        let line = format!("{name} {}", call.arguments.join(" ")).trim_end().to_owned();
        self.log.push(line.clone());
        // After the session's end there must be no call at all.
        assert!(self.terminated == 0, "{line} after the end");
        if let Some(text) = self.rubbish.pop_front() {
            self.terminated += u32::from(name == "Terminate");
            return text;
        }
        self.error = 0;
        if let Some(fail) = self.fails.iter_mut().find(|f| line.starts_with(&f.0) && f.1 > 0) {
            fail.1 -= 1;
            self.error = fail.2;
            // So do portals answer where another frame was there before.
            self.running |= name == "Initialize" && matches!(fail.2, 101 | 103);
            self.terminated += u32::from(name == "Terminate");
            return "false".to_owned();
        }
        match (name, call.arguments.as_slice()) {
            ("Initialize", _) => self.running = true,
            ("Terminate", _) => self.terminated += 1,
            ("GetValue", [element]) => {
                self.error = if self.values.contains_key(element) { 0 } else { 403 };
                return self.values.get(element).cloned().unwrap_or_default();
            }
            ("SetValue", [element, value]) => self.set(element, value),
            _ => {}
        }
        assert!(self.running, "{line} before the session's begin");
        (self.error == 0).to_string()
    }

    fn set(&mut self, element: &str, value: &str) {
        // Records of a list are written in order, the id first.
        for (list, opens) in [("cmi.interactions", ".id"), ("cmi.objectives", ".id")] {
            let Some(rest) = element.strip_prefix(list).and_then(|r| r.strip_prefix('.')) else { continue };
            let n: u32 = rest.split('.').next().unwrap().parse().unwrap();
            let count = format!("{list}._count");
            let known: u32 = self.values.get(&count).and_then(|c| c.parse().ok()).unwrap_or(0);
            if n > known || (n == known && !element.ends_with(opens)) {
                self.error = 351;
                return;
            }
            if n == known {
                self.values.insert(count, (known + 1).to_string());
            }
        }
        self.values.insert(element.to_owned(), value.to_owned());
    }

    pub fn sets(&self) -> Vec<&str> {
        self.log.iter().filter_map(|l| l.strip_prefix("SetValue ")).collect()
    }
}

/// A store of statements and documents.
#[derive(Default)]
pub struct Store {
    /// Statements in the order in which they came, each once.
    pub statements: Vec<serde_json::Value>,
    pub documents: BTreeMap<String, String>,
    /// Everything that was asked, `METHOD path`.
    pub log: Vec<String>,
    pub requests: Vec<Request>,
    pub seen: Seen,
    /// What to do with the next requests; then all goes well.
    pub weather: VecDeque<Weather>,
    /// Requests on their way.
    pub under_way: VecDeque<Request>,
    /// How often a week was kept with decisions that were not told.
    pub ahead: u32,
    /// cmi5's launch data and token.
    pub launch_data: Option<String>,
    pub fetched: u32,
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
}

impl Store {
    /// Hands an event to a session; its requests wait to be answered.
    pub fn tell(&mut self, host: &mut dyn Host, event: Event, now: u64) {
        run(host, event, now, &mut |effect| {
            if let Some(Effect::Send(request)) = self.seen.take(effect) {
                self.under_way.push_back(request);
            }
            None
        });
    }

    /// Answers all that is on its way, and what that brings about.
    pub fn settle(&mut self, host: &mut dyn Host, now: u64) {
        while let Some(request) = self.under_way.pop_front() {
            let answer = self.answer(request);
            self.tell(host, Event::Answered(answer), now);
        }
    }

    pub fn drive(&mut self, host: &mut dyn Host, event: Event, now: u64) {
        self.tell(host, event, now);
        self.settle(host, now);
    }

    /// Lets time pass until nothing waits any more, at most so many tries. Returns the time.
    pub fn calm(&mut self, host: &mut dyn Host, mut now: u64, tries: u32) -> u64 {
        for _ in 0..tries {
            self.settle(host, now);
            let Some(at) = self.seen.wakes.iter().copied().filter(|at| *at > now).min() else { break };
            now = at;
            self.tell(host, Event::Tick, now);
        }
        self.settle(host, now);
        now
    }

    pub fn answer(&mut self, request: Request) -> Answer {
        let path = request.url.split('?').next().unwrap().rsplit("/xapi/").next().unwrap().to_owned();
        self.log.push(format!("{} {path}", request.method));
        self.requests.push(request.clone());
        let weather = self.weather.pop_front().unwrap_or(Weather::Fine);
        let (status, body) = match weather {
            Weather::Lost => (0, String::new()),
            Weather::Status(status) => (status, String::new()),
            Weather::Body(status, body) => (status, body),
            Weather::Fine => self.take(&request),
            Weather::Unanswered => {
                self.take(&request);
                (0, String::new())
            }
        };
        Answer { id: request.id, status, body }
    }

    fn take(&mut self, request: &Request) -> (u16, String) {
        let url = url::Url::parse(&request.url).unwrap();
        let param = |key: &str| url.query_pairs().find(|p| p.0 == key).map(|p| p.1.into_owned());
        let header = |key: &str| request.headers.iter().find(|h| h.0 == key).map(|h| h.1.as_str());
        if url.path().ends_with("/fetch") {
            assert_eq!(request.method, "POST");
            self.fetched += 1;
            let body = if self.fetched == 1 { r#"{"auth-token":"dG9rZW4="}"# } else { r#"{"error-code":"1","error-text":"used"}"# };
            return (200, body.to_owned());
        }
        assert_eq!(header("X-Experience-API-Version"), Some("1.0.3"), "{request:?}");
        if url.path().ends_with("/statements") {
            let body: serde_json::Value = serde_json::from_str(&request.body).unwrap();
            let batch = match (request.method, body) {
                ("POST", serde_json::Value::Array(list)) => list,
                ("PUT", one) => {
                    assert_eq!(param("statementId").as_deref(), one["id"].as_str());
                    vec![one]
                }
                other => panic!("{other:?}"),
            };
            let known = |s: &serde_json::Value, all: &[serde_json::Value]| all.iter().any(|k| k["id"] == s["id"]);
            if batch.len() == 1 && known(&batch[0], &self.statements) {
                return (409, String::new());
            }
            for s in batch {
                match self.statements.iter().find(|k| k["id"] == s["id"]) {
                    Some(there) => assert_eq!(*there, s, "another statement under the same id"),
                    None => self.statements.push(s),
                }
            }
            return (204, String::new());
        }
        let key = param("stateId").or_else(|| param("profileId")).unwrap();
        let agent: serde_json::Value = serde_json::from_str(&param("agent").unwrap()).unwrap();
        assert!(agent.is_object());
        match request.method {
            "GET" if key == "LMS.LaunchData" => self.launch_data.clone().map_or((404, String::new()), |d| (200, d)),
            "GET" => self.documents.get(&key).map_or((404, String::new()), |d| (200, d.clone())),
            "PUT" => {
                assert_eq!(header("Content-Type"), Some("application/json"));
                let told = self.statements.iter().filter(|s| s["result"].get("response").is_some()).count();
                let week: serde_json::Value = serde_json::from_str(&request.body).unwrap();
                let week = by_friday::report::Resume::read(week["week"].as_str().unwrap()).unwrap();
                self.ahead += u32::from(week.moves.len() > told);
                self.documents.insert(key, request.body.clone());
                (204, String::new())
            }
            _ => panic!("{request:?}"),
        }
    }

    /// The last part of each statement's verb.
    pub fn verbs(&self) -> Vec<&str> {
        self.statements.iter().map(|s| s["verb"]["id"].as_str().unwrap().rsplit('/').next().unwrap()).collect()
    }
}
