//! `make press`: ten thousand random presses in each of Chromium, Firefox and WebKit. `PRESSES=500`,
//! `BROWSERS="webkit firefox"` and `SEED=7` make it shorter, fewer, or the same as an earlier one.

#[allow(dead_code, reason = "the tests use more of it")]
mod dist;
#[allow(dead_code, reason = "the tests use more of it")]
mod drive;
#[allow(dead_code, reason = "the tests use more of it")]
mod driver;
#[allow(dead_code, reason = "the tests use more of it")]
mod lrs;
#[allow(dead_code, reason = "the tests use more of it")]
mod native;
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

fn main() -> ExitCode {
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().expect("a runtime");
    let now = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |d| d.subsec_nanos() ^ d.as_secs() as u32);
    let (seed, presses) = (number("SEED", now), number("PRESSES", 10_000) as usize);
    let mut code = ExitCode::SUCCESS;
    for kind in kinds() {
        println!("{kind:?}: {presses} presses, SEED={seed}");
        let start = Instant::now();
        let told = |made: usize| {
            print!("\r{made} ");
            let _ = std::io::stdout().flush();
        };
        match runtime.block_on(press::press(kind, seed, presses, told)) {
            Ok(found) => println!("\r{kind:?}: {found}; {} s", start.elapsed().as_secs()),
            Err(wrong) => {
                println!("\r{wrong}");
                code = ExitCode::FAILURE;
            }
        }
    }
    code
}
