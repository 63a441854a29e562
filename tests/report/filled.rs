//! Ralph with the weeks of a class in it.

#![allow(dead_code)]

use super::classroom::{foreign, sent, three};
use super::ralph::{AUTH, Ralph};
use scenario::codec::PlayLink;

/// Starts Ralph and tells it three whole weeks among a hundred answers of somebody else's quiz.
/// Returns it with names and weeks. Settings as in [`Ralph::with`].
pub fn filled(name: &str, settings: &[(&str, &str)]) -> (Ralph, Vec<(&'static str, PlayLink)>) {
    let ralph = Ralph::with(name, settings);
    let auth = ("Authorization", AUTH.to_owned());
    let quiz = |from: usize, to: usize| serde_json::to_string(&foreign(100)[from..to]).expect("JSON");
    let tell = |method, path: &str, headers: &[(&str, String)], body: &str| {
        let (status, said) = ralph.ask(method, path, &[headers, std::slice::from_ref(&auth)].concat(), body);
        assert!((200..300).contains(&status), "{method} {path}: {status} {said}");
    };
    let json = [("X-Experience-API-Version", "1.0.3".to_owned()), ("Content-Type", "application/json".to_owned())];
    tell("POST", "/xAPI/statements", &json, &quiz(0, 50));
    let mut weeks = Vec::new();
    for (learner, link) in three() {
        for request in sent(&learner.store.requests) {
            tell(request.method, &request.url, &request.headers, &request.body);
        }
        weeks.push((learner.name, link));
    }
    tell("POST", "/xAPI/statements", &json, &quiz(50, 100));
    (ralph, weeks)
}
