//! The fuzzer's corpus, without a fuzzer: every file goes the way it went there. What was found once
//! is a file here, named after what it was.

#[path = "../fuzz/bodies/mod.rs"]
mod bodies;

use std::fs;
use std::path::Path;

#[track_caller]
fn check(target: &str, body: fn(&[u8])) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fuzz/corpus").join(target);
    let mut files: Vec<_> = fs::read_dir(folder).unwrap().map(|f| f.unwrap().path()).collect();
    files.sort();
    assert!(files.len() >= 10, "{target} has {} files", files.len());
    for file in files {
        let data = fs::read(&file).unwrap();
        let run = std::panic::catch_unwind(|| body(&data));
        assert!(run.is_ok(), "{}", file.display());
    }
}

#[test]
fn links_of_the_corpus() {
    check("link", bodies::link::run);
}

#[test]
fn messages_of_the_corpus() {
    check("message", bodies::message::run);
}

#[test]
fn saves_of_the_corpus() {
    check("save", bodies::save::run);
}

#[test]
fn scenarios_of_the_corpus() {
    check("scenario", bodies::scenario::run);
}
