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

use std::sync::LazyLock;

use tokio::runtime::{Builder, Runtime};

/// Browsers outlive the test that started them, and with them what talks to them.
static RUNTIME: LazyLock<Runtime> =
    LazyLock::new(|| Builder::new_multi_thread().worker_threads(4).enable_all().build().expect("a runtime"));

/// Runs one asynchronous test to its end.
fn run(test: impl Future<Output = ()>) {
    RUNTIME.block_on(test);
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
