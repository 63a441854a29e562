//! A small statement store, which can fail.

use std::collections::BTreeMap;

use axum::http::{Method, StatusCode, Uri};
use serde_json::{Value, json};

/// How the store behaves.
#[derive(Clone, Copy, Default, PartialEq)]
pub enum Mood {
    #[default]
    Answers,
    /// 500.
    Fails,
    /// Takes requests and never answers.
    Silent,
}

#[derive(Default)]
pub struct Lrs {
    pub statements: Vec<Value>,
    pub documents: BTreeMap<String, String>,
    pub mood: Mood,
    /// What was asked, in order.
    pub log: Vec<String>,
}

impl Lrs {
    /// Answers a request: status and body.
    pub fn answer(&mut self, method: &Method, uri: &Uri, body: &str) -> (StatusCode, String) {
        let path = uri.path().trim_start_matches("/__lrs/");
        let query: BTreeMap<String, String> = url::form_urlencoded::parse(uri.query().unwrap_or("").as_bytes()).into_owned().collect();
        let id = query.get("stateId").or_else(|| query.get("profileId")).cloned().unwrap_or_else(|| path.to_owned());
        self.log.push(format!("{method} {id}"));
        if self.mood != Mood::Answers {
            return (StatusCode::INTERNAL_SERVER_ERROR, String::new());
        }
        match (method.as_str(), id.as_str()) {
            ("POST", "fetch") => (StatusCode::OK, json!({ "auth-token": "eDp5" }).to_string()),
            ("POST" | "PUT", "statements") => {
                let all = match serde_json::from_str(body) {
                    Ok(Value::Array(all)) => all,
                    Ok(one) => vec![one],
                    Err(_) => return (StatusCode::BAD_REQUEST, String::new()),
                };
                // A statement that is sent twice is kept once.
                for one in all {
                    if !self.statements.iter().any(|s| s["id"] == one["id"]) {
                        self.statements.push(one);
                    }
                }
                (StatusCode::OK, "[]".to_owned())
            }
            ("GET", "LMS.LaunchData") => (StatusCode::OK, launch_data(uri)),
            ("GET", _) => self.documents.get(&id).map_or((StatusCode::NOT_FOUND, String::new()), |d| (StatusCode::OK, d.clone())),
            ("PUT" | "POST", _) => {
                self.documents.insert(id, body.to_owned());
                (StatusCode::NO_CONTENT, String::new())
            }
            _ => (StatusCode::METHOD_NOT_ALLOWED, String::new()),
        }
    }
}

fn launch_data(_: &Uri) -> String {
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
