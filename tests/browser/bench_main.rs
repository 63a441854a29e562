//! What is run by hand in browsers, and asserts no speed. Without a name: the browser's part of `make bench`, in
//! Chromium only, because throttling and Event Timing come from there; or the parts of it that are named. By
//! name alone: `pictures` (`make pictures`), and `press` (`make press`), which fails where something is lost.

mod bench;
mod dist;
#[allow(dead_code, reason = "the tests use more of it")]
mod drive;
#[allow(dead_code, reason = "the tests use more of it")]
mod driver;
mod ink;
#[allow(dead_code, reason = "the tests use more of it")]
mod lrs;
#[allow(dead_code, reason = "the tests use more of it")]
mod native;
mod pictures;
#[allow(dead_code, reason = "the tests use more of it")]
mod player;
mod press;
#[allow(dead_code, reason = "the tests use more of it")]
mod server;
#[allow(dead_code, reason = "the tests use more of it")]
mod squeeze;

use std::io::Write;
use std::process::ExitCode;
use std::time::{Instant, SystemTime, UNIX_EPOCH};

use driver::Kind;

/// A number from the surroundings; without one, or with an empty one, the other.
fn number(name: &str, otherwise: u32) -> u32 {
    let given = std::env::var(name).unwrap_or_default();
    if given.is_empty() { otherwise } else { given.parse().unwrap_or_else(|_| panic!("{name}={given} is no number")) }
}

/// The browsers that are named, all where none is.
fn kinds() -> Vec<Kind> {
    let given = std::env::var("BROWSERS").unwrap_or_default().to_lowercase();
    let kind = |name: &str| match name {
        "chromium" => Kind::Chromium,
        "firefox" => Kind::Firefox,
        "webkit" => Kind::WebKit,
        other => panic!("BROWSERS: {other} is none of chromium, firefox, webkit"),
    };
    if given.trim().is_empty() { vec![Kind::Chromium, Kind::Firefox, Kind::WebKit] } else { given.split_whitespace().map(kind).collect() }
}

/// Random presses: `PRESSES=500`, `BROWSERS="webkit firefox"` and `SEED=7` make it shorter, fewer, or the same as
/// an earlier one. `true` where nothing went wrong.
async fn presses() -> bool {
    let now = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |d| d.subsec_nanos() ^ d.as_secs() as u32);
    let (seed, presses) = (number("SEED", now), number("PRESSES", 10_000) as usize);
    let mut fine = true;
    for kind in kinds() {
        println!("{kind:?}: {presses} presses, SEED={seed}");
        let start = Instant::now();
        let told = |made: usize| {
            print!("\r{made} ");
            let _ = std::io::stdout().flush();
        };
        match press::press(kind, seed, presses, told).await {
            Ok(found) => println!("\r{kind:?}: {found}; {} s", start.elapsed().as_secs()),
            Err(wrong) => {
                println!("\r{wrong}");
                fine = false;
            }
        }
    }
    fine
}

fn main() -> ExitCode {
    let named: Vec<String> = std::env::args().skip(1).filter(|a| !a.starts_with('-')).collect();
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build();
    let fine = runtime.expect("a runtime").block_on(async {
        match named.first().map(String::as_str) {
            Some("press") => presses().await,
            Some("pictures") => {
                pictures::run().await;
                true
            }
            _ => {
                bench::run(&named).await;
                true
            }
        }
    });
    if fine { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}
