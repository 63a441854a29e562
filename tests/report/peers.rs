//! Stand-ins for portals: a SCORM API that checks names, forms and limits.

#![allow(dead_code)]

#[path = "moodle.rs"]
pub mod moodle;

use self::moodle::Moodle;
use portal::scorm::Call;
use portal::{Effect, Event, Host, Opened, run};
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
    /// (what a call's line begins with, how often to throw).
    pub throws: Vec<(String, u32)>,
    /// It is Moodle's.
    pub moodle: Option<Moodle>,
    /// The portal cannot be reached.
    pub away: bool,
    pub error: u32,
    pub running: bool,
    pub terminated: u32,
}

impl Api {
    pub fn with(values: &[(&str, &str)]) -> Api {
        Api { values: values.iter().map(|(k, v)| ((*k).to_owned(), (*v).to_owned())).collect(), ..Api::default() }
    }

    /// One of Moodle's, of SCORM 1.2 or 2004, that keeps these values.
    pub fn moodle(older: bool, values: &[(&str, &str)]) -> Api {
        Api { moodle: Some(Moodle::new(older, values)), ..Api::default() }
    }

    /// Another session begins with what is kept.
    pub fn again(&mut self) {
        (self.seen, self.terminated, self.running, self.error) = Default::default();
    }

    /// What arrived of an element.
    pub fn kept(&self, element: &str) -> &str {
        let values = self.moodle.as_ref().map_or(&self.values, |m| &m.kept);
        values.get(element).map_or("", String::as_str)
    }

    /// So many decisions arrived.
    pub fn decisions(&self) -> usize {
        (0..).take_while(|n| !self.kept(&format!("cmi.interactions.{n}.id")).is_empty()).count()
    }

    /// Sets a value from outside, as a portal does between two sessions.
    pub fn change(&mut self, element: &str, value: &str) {
        let values = self.moodle.as_mut().map_or(&mut self.values, |m| &mut m.kept);
        values.insert(element.to_owned(), value.to_owned());
    }

    /// Hands an event to a session, makes its calls, and answers whether the portal can be reached.
    pub fn drive(&mut self, host: &mut dyn Host, event: Event, now: u64) {
        run(host, event, now, &mut |effect| match self.seen.take(effect)? {
            Effect::Call(call) if self.thrown(&call) => Some(Event::Threw),
            Effect::Call(call) => Some(Event::Returned(self.call(&call))),
            Effect::Probe => Some(Event::Probed(!self.away)),
            _ => None,
        });
    }

    /// Whether this call throws; it is in the log then.
    fn thrown(&mut self, call: &Call) -> bool {
        let name = call.function.strip_prefix("LMS").unwrap_or(call.function);
        let line = format!("{name} {}", call.arguments.join(" ")).trim_end().to_owned();
        let Some(throw) = self.throws.iter_mut().find(|t| line.starts_with(&t.0) && t.1 > 0) else { return false };
        throw.1 -= 1;
        self.log.push(line);
        true
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
        assert!(self.running || matches!(name, "Initialize" | "GetLastError"), "{line} before the session's begin");
        match (name, call.arguments.as_slice()) {
            ("Initialize", _) => {
                self.running = true;
                if let Some(moodle) = &mut self.moodle {
                    self.values = moodle.begin();
                }
            }
            ("Terminate", _) => {
                self.terminated += 1;
                if let Some(moodle) = &mut self.moodle {
                    let (answer, error) = moodle.finish(&mut self.values, self.away);
                    self.error = error;
                    return answer.to_owned();
                }
            }
            ("Commit", _) if self.moodle.is_some() => {
                let moodle = self.moodle.as_mut().expect("it is there");
                let (answer, error) = moodle.commit(&self.values, self.away);
                self.error = error;
                return answer.to_owned();
            }
            ("GetValue", [element]) => {
                if let Some(moodle) = &self.moodle {
                    self.error = moodle.reads(element);
                    return if self.error > 0 { String::new() } else { self.values.get(element).cloned().unwrap_or_default() };
                }
                self.error = if self.values.contains_key(element) { 0 } else { 403 };
                return self.values.get(element).cloned().unwrap_or_default();
            }
            ("SetValue", [element, value]) => self.set(element, value),
            _ => {}
        }
        (self.error == 0).to_string()
    }

    fn set(&mut self, element: &str, value: &str) {
        self.error = self.moodle.as_ref().map_or(0, |m| m.takes(element, value));
        if self.error > 0 {
            return;
        }
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
