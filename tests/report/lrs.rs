//! A record store and, where there is launch data, a cmi5 player in front of it, as strict as the
//! strictest that were seen. Each rule says where it is from: a section of the standard, or who was
//! seen to hold to it. `ADL LRS` is adlnet/ADL_LRS, `CATAPULT` the player of adlnet/CATAPULT.

#![allow(dead_code)]

use serde_json::{Value, json};
use std::collections::BTreeMap;

/// What is asked, apart from the network.
#[derive(Clone, Debug, Default)]
pub struct Ask {
    pub method: String,
    /// Behind the endpoint.
    pub path: String,
    pub query: BTreeMap<String, String>,
    /// In lower case.
    pub headers: BTreeMap<String, String>,
    pub body: String,
}

/// Status, body, and the header `ETag`.
pub type Reply = (u16, String, String);

/// A session of a cmi5 player.
#[derive(Clone, Debug, Default)]
pub struct Session {
    pub id: String,
    token: String,
    preferences: bool,
    /// The timestamp of `initialized`.
    pub initialized: Option<String>,
    pub terminated: bool,
    verbs: Vec<String>,
}

#[derive(Default)]
pub struct Lrs {
    /// Statements in the order in which they came.
    pub statements: Vec<Value>,
    /// By their ids; another learner's, activity's or registration's have those behind it.
    pub documents: BTreeMap<String, String>,
    first: String,
    /// cmi5's launch data; each launch has a session id of its own.
    pub launch_data: Option<String>,
    pub sessions: Vec<Session>,
    /// How often the token was asked for since the launch; set to nought by the next launch.
    pub fetched: u32,
    /// A statement that holds this text is refused with this status, and with it the request.
    pub refuses: Vec<(String, u16)>,
    /// No page sees the tag (no `Access-Control-Expose-Headers`), as behind CATAPULT.
    pub hides_tags: bool,
    /// Numbers that no float holds may pass: the player hands bodies on as they are.
    pub hands_on: bool,
    /// How often a request broke a rule of a standard, not one of this store alone.
    pub broken: Vec<String>,
}

const CMI5: &str = "https://w3id.org/xapi/cmi5/context/categories/cmi5";
const SESSION: &str = "https://w3id.org/xapi/cmi5/context/extensions/sessionid";

fn no(status: u16) -> Reply {
    (status, String::new(), String::new())
}

/// xAPI 1.0.3 part 3, 3.1: a tag follows from the contents and stands in quotes.
fn tag(text: &str) -> String {
    format!("\"{:016x}\"", text.bytes().fold(0xcbf2_9ce4_8422_2325u64, |h, b| (h ^ u64::from(b)).wrapping_mul(0x0100_0000_01b3)))
}

pub fn verb(s: &Value) -> &str {
    s["verb"]["id"].as_str().unwrap_or("").rsplit('/').next().unwrap_or("")
}

impl Lrs {
    /// Behind a cmi5 player.
    pub fn cmi5(launch_data: &str) -> Lrs {
        Lrs { launch_data: Some(launch_data.to_owned()), ..Lrs::default() }
    }

    pub fn take(&mut self, ask: &Ask) -> Reply {
        let cmi5 = self.launch_data.is_some();
        if ask.path.ends_with("fetch") {
            return self.fetch(ask);
        }
        if ask.headers.get("x-experience-api-version").map(String::as_str) != Some("1.0.3") {
            return self.broke("xAPI part 3, 3.3: every request names the version", 400);
        }
        if cmi5 && let Some(status) = self.locked_out(ask) {
            return no(status);
        }
        match ask.path.as_str() {
            "statements" => self.statements(ask, cmi5),
            _ => self.document(ask),
        }
    }

    fn broke(&mut self, rule: &str, status: u16) -> Reply {
        self.broken.push(rule.to_owned());
        no(status)
    }

    /// cmi5 8.2: the token is given once for each launch. A new launch is a new session (9.6.3.1),
    /// and abandons the one before it (9.3.6).
    fn fetch(&mut self, ask: &Ask) -> Reply {
        if ask.method != "POST" {
            return self.broke("cmi5 8.2: POST", 405);
        }
        self.fetched += 1;
        if self.fetched > 1 {
            return (200, r#"{"error-code":"1","error-text":"used"}"#.to_owned(), String::new());
        }
        let n = self.sessions.len() + 1;
        let data: Value = serde_json::from_str(self.launch_data.as_deref().unwrap_or("{}")).unwrap_or_default();
        let given = data["contextTemplate"]["extensions"][SESSION].as_str().unwrap_or("s").to_owned();
        let id = if n == 1 { given } else { format!("{given}.{n}") };
        let token = if n == 1 { "dG9rZW4=".to_owned() } else { format!("dG9rZW4{n}") };
        self.sessions.push(Session { id, token: token.clone(), ..Session::default() });
        (200, json!({ "auth-token": token }).to_string(), String::new())
    }

    /// The status for who may not come in (any more).
    fn locked_out(&self, ask: &Ask) -> Option<u16> {
        let auth = ask.headers.get("authorization")?;
        let at = self.sessions.iter().position(|s| *auth == format!("Basic {}", s.token));
        match at {
            None => Some(401),
            // CATAPULT, lrs.js: 8.1.2.0-2, the session is abandoned or terminated.
            Some(at) if at + 1 < self.sessions.len() => Some(403),
            Some(_) => None,
        }
    }

    fn statements(&mut self, ask: &Ask, cmi5: bool) -> Reply {
        if ask.method == "GET" {
            let found = self.statements.iter().find(|s| s["id"].as_str() == ask.query.get("statementId").map(String::as_str));
            return found.map_or(no(404), |s| (200, s.to_string(), String::new()));
        }
        let Ok(body) = serde_json::from_str::<Value>(&ask.body) else { return no(400) };
        // CATAPULT takes a body apart and passes it on put together again, under the old length.
        if cmi5 && !self.hands_on && body.to_string().len() != ask.body.len() {
            return self.broke("CATAPULT: the length of what is put together again", 400);
        }
        let batch = match (ask.method.as_str(), body) {
            ("POST", Value::Array(list)) => list,
            ("POST", one) => vec![one],
            ("PUT", one) if ask.query.get("statementId").map(String::as_str) == one["id"].as_str() => vec![one],
            _ => return self.broke("xAPI part 3, 2.1.1: the id in the query is the statement's", 400),
        };
        let ids: Vec<&Value> = batch.iter().map(|s| &s["id"]).collect();
        if (1..ids.len()).any(|i| ids[..i].contains(&ids[i])) {
            return self.broke("xAPI part 3, 2.1.2: no id twice in a batch", 400);
        }
        // The player looks first, then the store.
        if cmi5 && let Some((rule, status)) = self.wrong(&batch) {
            return self.broke(rule, status);
        }
        let text = ask.body.as_str();
        if let Some((_, status)) = self.refuses.iter().find(|r| text.contains(&r.0)) {
            return no(*status);
        }
        // ADL LRS, req_validate.py: one id that is known, and nothing of the batch is stored.
        if batch.iter().any(|s| self.statements.iter().any(|k| k["id"] == s["id"])) {
            return no(409);
        }
        if cmi5 && let Some(session) = self.sessions.last_mut() {
            for s in &batch {
                match verb(s) {
                    "initialized" => session.initialized = s["timestamp"].as_str().map(str::to_owned),
                    "terminated" => session.terminated = true,
                    _ => {}
                }
                if s["context"]["contextActivities"]["category"].to_string().contains(CMI5) {
                    session.verbs.push(verb(s).to_owned());
                }
            }
        }
        self.statements.extend(batch);
        if ask.method == "PUT" { no(204) } else { (200, "[]".to_owned(), String::new()) }
    }

    /// What a cmi5 player has against statements.
    fn wrong(&self, batch: &[Value]) -> Option<(&'static str, u16)> {
        let session = self.sessions.last()?;
        if !session.preferences {
            return Some(("cmi5 11: preferences are read first (CATAPULT 11.0.0.0-3)", 403));
        }
        for s in batch {
            let verb = verb(s);
            // cmi5 10.2.1: the template whole, and with it the session's id.
            if s["context"]["extensions"][SESSION].as_str() != Some(&session.id) {
                return Some(("cmi5 9.6.3.1: the session's own id (CATAPULT 10.2.1.0-6)", 403));
            }
            if s["timestamp"].as_str().is_none_or(|t| !t.ends_with('Z')) {
                return Some(("cmi5 9.7: a timestamp in UTC (CATAPULT 9.7.0.0-2)", 403));
            }
            if session.terminated {
                return Some(("cmi5 9.3.8: nothing after terminated (CATAPULT 9.3.0.0-5)", 403));
            }
            // In an array with others the session is not initialized yet when they are looked at.
            match &session.initialized {
                None if verb != "initialized" => return Some(("cmi5 9.3: initialized first (CATAPULT 9.3.0.0-4)", 403)),
                // Timestamps of one form are in order as texts are.
                Some(first) if s["timestamp"].as_str().is_some_and(|t| t < first.as_str()) => {
                    return Some(("cmi5 9.3: order is by timestamp, initialized is first", 403));
                }
                _ => {}
            }
            let defined = s["context"]["contextActivities"]["category"].to_string().contains(CMI5);
            let told = |who: &Session| who.verbs.iter().any(|v| v == verb);
            if !defined {
                continue;
            }
            if told(session) {
                return Some(("cmi5 9.3: no verb twice in a session (CATAPULT 9.3.0.0-2)", 403));
            }
            if matches!(verb, "completed" | "passed" | "failed") && self.sessions.iter().any(told) {
                return Some(("cmi5 9.3: once in a registration (CATAPULT 9.3.0.0-6, -7)", 403));
            }
        }
        None
    }

    /// The name under which a document lies here.
    fn name(&mut self, ask: &Ask) -> Option<String> {
        let id = ask.query.get("stateId").or_else(|| ask.query.get("profileId"))?.clone();
        let agent: Value = serde_json::from_str(ask.query.get("agent")?).ok().filter(Value::is_object)?;
        let whose = ["activityId", "registration"].map(|k| ask.query.get(k).cloned().unwrap_or_default()).join(" ");
        let whose = format!(" {agent} {whose}");
        if ask.query.contains_key("stateId") && self.first.is_empty() {
            self.first.clone_from(&whose);
        }
        Some(if whose == self.first || ask.query.contains_key("profileId") { id } else { id + &whose })
    }

    fn document(&mut self, ask: &Ask) -> Reply {
        let Some(name) = self.name(ask) else { return self.broke("xAPI part 3, 2.3: which document, and whose", 400) };
        let there = self.documents.get(&name).cloned();
        let shown = |text: &str, hides: bool| if hides { String::new() } else { tag(text) };
        match ask.method.as_str() {
            "GET" if name.starts_with("LMS.LaunchData") => {
                let Some(data) = &self.launch_data else { return no(404) };
                let first = self.sessions.first().map(|s| s.id.clone()).unwrap_or_default();
                let now = self.sessions.last().map(|s| s.id.clone()).unwrap_or_default();
                (200, data.replacen(&format!("\"{first}\""), &format!("\"{now}\""), 1), String::new())
            }
            "GET" => {
                if name == "cmi5LearnerPreferences" {
                    self.sessions.iter_mut().last().into_iter().for_each(|s| s.preferences = true);
                }
                there.map_or(no(404), |text| (200, text.clone(), shown(&text, self.hides_tags)))
            }
            "PUT" | "POST" if name.starts_with("LMS.LaunchData") => {
                self.broke("cmi5 10.2.1: launch data is left alone (CATAPULT 10.2.1.0-5)", 403)
            }
            method @ ("PUT" | "POST") => {
                let (matches, none) = (ask.headers.get("if-match"), ask.headers.get("if-none-match"));
                // ADL LRS, etag.py; xAPI part 3, 3.1 lets state be put without a tag.
                if method == "PUT" && there.is_some() && matches.is_none() && none.is_none() {
                    return no(409);
                }
                if none.is_some() && there.is_some() || matches.is_some_and(|m| there.as_ref().is_none_or(|t| *m != tag(t))) {
                    return no(412);
                }
                if ask.headers.get("content-type").map(String::as_str) != Some("application/json") {
                    return self.broke("xAPI part 3, 2.2: documents are merged as application/json", 400);
                }
                // xAPI part 3, 2.2: members of one level, and only objects can be merged.
                let Ok(Value::Object(new)) = serde_json::from_str(&ask.body) else { return no(400) };
                let mut merged = match (method, there.as_deref().map(serde_json::from_str)) {
                    ("POST", Some(Ok(Value::Object(old)))) => old,
                    ("POST", Some(_)) => return self.broke("xAPI part 3, 2.2: what is no object cannot be merged", 400),
                    _ => Default::default(),
                };
                merged.extend(new);
                // Python's spaces, as ADL LRS writes what it has merged.
                let text = if there.is_some() { Value::Object(merged).to_string().replace(",\"", ", \"") } else { ask.body.clone() };
                self.documents.insert(name, text);
                no(204)
            }
            _ => no(405),
        }
    }

    /// The last part of each statement's verb.
    pub fn verbs(&self) -> Vec<&str> {
        self.statements.iter().map(verb).collect()
    }
}
