//! End-to-end tests: the release build in `dist/`, served as a static host would, played in a real
//! Chromium and a real Firefox without a window.
//!
//! A test that lacks something (the build, a browser, a driver) fails and says what to do. Nothing
//! is tried again after a failure, and nothing waits for a fixed time.

mod dist;
mod drive;
mod driver;
mod lrs;
mod native;
mod player;
mod ralph;
mod server;
mod squeeze;

/// Runs one asynchronous test to its end.
fn run(test: impl Future<Output = ()>) {
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build();
    runtime.expect("a runtime").block_on(test);
}

/// Makes a test for each browser out of `async fn name(kind: Kind)`: `name::chromium` and
/// `name::firefox`.
macro_rules! in_both {
    ($($name:ident)*) => {$(
        mod $name {
            #[test]
            fn chromium() {
                crate::run(super::$name(crate::driver::Kind::Chromium));
            }

            #[test]
            fn firefox() {
                crate::run(super::$name(crate::driver::Kind::Firefox));
            }
        }
    )*};
}

mod axe;
mod class;
mod debrief;
mod failure;
mod faults;
mod fields;
mod first;
mod from_the_right;
mod heard;
mod history;
mod host;
mod keyboard;
mod links;
mod looks;
mod map;
mod offline;
mod output;
mod play;
mod policy;
mod portal;
mod press;
mod presses;
mod resume;
mod share;
mod size;
mod storage;
mod tabs;
mod translated;
mod ward;
mod whatif;
mod why;
mod write;
