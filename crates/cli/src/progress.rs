//! How far long work is, and how long it will take still.

use indicatif::{ProgressBar, ProgressStyle};

/// A bar on standard error while a terminal looks on, and nothing anywhere else. It goes when it is
/// dropped.
pub fn bar(what: &'static str, length: u64) -> ProgressBar {
    let bar = ProgressBar::new(length).with_message(what);
    match ProgressStyle::with_template("{msg} {wide_bar} {percent:>3}%, {eta} left") {
        Ok(style) => bar.with_style(style),
        Err(_) => bar,
    }
}
