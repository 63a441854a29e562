//! The strict record store and cmi5 player of the native tests, behind the tests' host, and moods in
//! which it fails.

#[allow(clippy::duplicate_mod)]
#[path = "../report/lrs.rs"]
mod strict;

use axum::http::{HeaderMap, Method, StatusCode, Uri};
use serde_json::json;
use std::ops::{Deref, DerefMut};

/// How the store behaves.
#[derive(Clone, Copy, Default, PartialEq)]
pub enum Mood {
    #[default]
    Answers,
    /// 500.
    Fails,
    /// Takes requests and never answers.
    Silent,
    /// 401, as with a token that has expired.
    Expired,
}

#[derive(Default)]
pub struct Lrs {
    store: strict::Lrs,
    pub mood: Mood,
    /// What was asked, in order.
    pub log: Vec<String>,
    /// The launch whose token was asked for last.
    launched: String,
}

impl Deref for Lrs {
    type Target = strict::Lrs;

    fn deref(&self) -> &strict::Lrs {
        &self.store
    }
}

impl DerefMut for Lrs {
    fn deref_mut(&mut self) -> &mut strict::Lrs {
        &mut self.store
    }
}

impl Lrs {
    /// Answers a request: status, body, and the tag of a document.
    pub fn answer(&mut self, method: &Method, uri: &Uri, headers: &HeaderMap, body: &str) -> (StatusCode, String, String) {
        let ask = strict::Ask {
            method: method.to_string(),
            path: uri.path().trim_start_matches("/__lrs/").to_owned(),
            query: url::form_urlencoded::parse(uri.query().unwrap_or("").as_bytes()).into_owned().collect(),
            headers: headers.iter().filter_map(|(k, v)| Some((k.as_str().to_owned(), v.to_str().ok()?.to_owned()))).collect(),
            body: body.to_owned(),
        };
        let id = ask.query.get("stateId").or_else(|| ask.query.get("profileId")).cloned().unwrap_or_else(|| ask.path.clone());
        self.log.push(format!("{method} {id}"));
        match self.mood {
            Mood::Answers => {}
            Mood::Expired => return (StatusCode::UNAUTHORIZED, String::new(), String::new()),
            _ => return (StatusCode::INTERNAL_SERVER_ERROR, String::new(), String::new()),
        }
        if ask.path == "fetch" {
            // Each address is a launch of its own.
            if self.launched != uri.to_string() {
                (self.launched, self.fetched) = (uri.to_string(), 0);
            }
            self.launch_data.get_or_insert_with(launch_data);
        }
        let (status, body, tag) = self.take(&ask);
        (StatusCode::from_u16(status).expect("a status of HTTP"), body, tag)
    }
}

fn launch_data() -> String {
    json!({
        "contextTemplate": {
            "contextActivities": { "grouping": [{ "id": "urn:test:publisher", "objectType": "Activity" }] },
            "extensions": { "https://w3id.org/xapi/cmi5/context/extensions/sessionid": "session-1" },
        },
        "launchMode": "Normal",
        "moveOn": "Passed",
        "masteryScore": 0.01,
        "returnURL": "/__done.html",
    })
    .to_string()
}
