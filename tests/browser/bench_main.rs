//! The browser's part of `make bench`: prints, asserts nothing. Chromium only, because throttling
//! and Event Timing come from there.

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
#[allow(dead_code, reason = "the tests use more of it")]
mod player;
#[allow(dead_code, reason = "the tests use more of it")]
mod server;
#[allow(dead_code, reason = "the tests use more of it")]
mod squeeze;

fn main() {
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build();
    runtime.expect("a runtime").block_on(bench::run());
}
