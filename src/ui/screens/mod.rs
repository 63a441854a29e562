//! One file a screen.

pub mod beside;
pub mod class;
pub mod cover;
pub mod data;
pub mod debrief;
pub mod error;
pub mod from;
pub mod map;
pub mod packaging;
pub mod play;
pub mod start;
pub mod why;
pub mod write;

use crate::ui::dom::{El, el, with_class};

/// While the texts of a scene are on their way.
pub fn waiting() -> El {
    with_class("MAIN", "waiting").attr("aria-busy", "true").child(el("P").attr("role", "status").text("Starting\u{2026}"))
}
