//! Our statements before other people's programs: a validator from npm, and a store from PyPI.

use super::attempts::stores;
use super::ralph::{AUTH, Ralph};
use serde_json::{Value, json};
use std::io::Write;
use std::path::Path;
use std::process::{Command, Stdio};

fn statements() -> Vec<Value> {
    stores().into_iter().flat_map(|s| s.lrs.statements).collect()
}

/// What `@learninglocker/xapi-validation` says of each statement.
fn validated(statements: &[Value]) -> Vec<Vec<String>> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/npm");
    let script = "const check = require('@learninglocker/xapi-validation').default;
        let text = ''; process.stdin.on('data', d => text += d).on('end', () =>
            console.log(JSON.stringify(JSON.parse(text).map(s => check(s).map(w => JSON.stringify(w))))));";
    let mut node = Command::new("node")
        .args(["-e", script])
        .current_dir(&folder)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap_or_else(|e| panic!("node: {e}; tools/setup.sh test installs it"));
    let text = serde_json::to_string(statements).expect("JSON");
    node.stdin.take().expect("its input").write_all(text.as_bytes()).expect("it reads");
    let out = node.wait_with_output().expect("it ends");
    serde_json::from_slice(&out.stdout).unwrap_or_else(|e| panic!("{e}: {}", String::from_utf8_lossy(&out.stdout)))
}

#[test]
fn the_validator_finds_nothing_in_ours_and_something_in_broken_ones() {
    let mut all = statements();
    for (statement, bad) in all.iter().zip(validated(&all)) {
        assert!(bad.is_empty(), "{bad:?} in {statement}");
    }
    println!("{} statements, none of them bad", all.len());
    let breaks: [fn(&mut Value); 4] = [
        |s| s["actor"] = json!({ "objectType": "Agent" }),
        |s| s["verb"]["id"] = json!("answered"),
        |s| s["timestamp"] = json!("Monday"),
        |s| s["result"] = json!({ "score": { "scaled": 2 } }),
    ];
    for (i, break_) in breaks.iter().enumerate() {
        break_(&mut all[i]);
    }
    assert!(validated(&all)[..breaks.len()].iter().all(|bad| !bad.is_empty()), "a broken statement passed");
}

/// Every request as it was made, to a store that is nobody's stand-in; then all is read back.
#[test]
fn ralph_keeps_every_statement_as_it_was_sent() {
    let ralph = Ralph::start("statements");
    let mut sent = Vec::new();
    for store in stores() {
        for request in store.requests.iter().filter(|r| r.url.contains("/statements")) {
            let path = request.url.replace("https://lrs.example/xapi/", "/xAPI/");
            let mut headers: Vec<(&str, String)> = request.headers.iter().filter(|h| h.0 != "Authorization").cloned().collect();
            headers.push(("Authorization", AUTH.to_owned()));
            let (status, body) = ralph.ask(request.method, &path, &headers, &request.body);
            assert!((200..300).contains(&status), "{} {path}: {status} {body}", request.method);
        }
        sent.extend(store.lrs.statements);
    }
    let version = [("Authorization", AUTH.to_owned()), ("X-Experience-API-Version", "1.0.3".to_owned())];
    let (mut kept, mut more): (Vec<Value>, Option<String>) = (Vec::new(), Some("/xAPI/statements?limit=20".to_owned()));
    while let Some(path) = more {
        let (status, body) = ralph.ask("GET", &path, &version, "");
        assert_eq!(status, 200, "{body}");
        let page: Value = serde_json::from_str(&body).expect("JSON");
        kept.extend(page["statements"].as_array().expect("a list").iter().cloned());
        more = page["more"].as_str().map(str::to_owned);
    }
    assert_eq!(kept.len(), sent.len());
    for ours in &sent {
        let mut theirs = kept.iter().find(|s| s["id"] == ours["id"]).cloned().unwrap_or_else(|| panic!("it lost {ours}"));
        // What a store adds (xAPI 1.0.3 part 2, 2.4.8 and 2.4.9).
        let of = theirs.as_object_mut().expect("an object");
        ["stored", "authority", "version"].iter().filter(|k| ours.get(**k).is_none()).for_each(|k| drop(of.remove(*k)));
        assert_eq!(theirs, *ours);
    }
    println!("{} statements stored and read back", sent.len());
}
