//! The release build under test: where it lies and what is in it.

use std::path::{Path, PathBuf};

/// The folder with the release build, `dist/` unless `BY_FRIDAY_DIST` names another.
pub fn folder() -> PathBuf {
    let dist = match std::env::var_os("BY_FRIDAY_DIST") {
        Some(path) => PathBuf::from(path),
        None => root().join("dist"),
    };
    assert!(dist.join("index.html").is_file(), "there is no index.html in {}: build the release first with `make dist`", dist.display());
    dist
}

/// The project's own folder.
fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// Reads a file of a package the tests take from npm.
pub fn npm(path: &str) -> String {
    let file = root().join("tests/npm/node_modules").join(path);
    std::fs::read_to_string(&file).unwrap_or_else(|e| panic!("cannot read {} ({e}): run `tools/setup.sh test` first", file.display()))
}
