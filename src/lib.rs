//! By Friday: a leadership simulator that runs in the browser.
//!
//! A customer calls on Monday and needs a critical shipment by Friday; the player leads three
//! people through the week. What thinks is in `crates/`, each crate with what it may know in its own
//! `Cargo.toml`:
//!
//! | crate | what it is | knows |
//! | --- | --- | --- |
//! | [`json`] | JSON as a tree with places, and back; ids; the mixer | nothing |
//! | [`engine`] | nouns and verbs: what a scenario is, and how a week of it goes | json |
//! | `scenario` | scenarios as text: the built-in ones, reading, editions, links, saves | engine, json |
//! | `import` | scenarios out of what other tools made | scenario, engine, json |
//! | [`portal`] | what a portal may be told, and how it is told it | json |
//! | [`app`] | the shell's brain: messages in, effects out, a view model a screen | the above |
//! | `cli` | the command line | the above |
//!
//! This crate is the Leptos shell (feature `web`): `platform` is the browser (storage, address,
//! page), `ui` the screens and components.
//!
//! Invariants, most of them about what is absent:
//! - The core knows no browser, no clock, no hash order, and draws no random number of its own:
//!   seeds come in as arguments, and a draw is a function of (seed, what is drawn, index).
//! - Which scene comes next, which moves are offered and which facts are known depends on moves
//!   alone; luck and feelings change lines, durations and the outcome.
//! - The same bytes natively and in every browser: `+ - * /`, `sqrt` and the pinned `libm`, sums
//!   in a fixed order, integer state.
//! - A stranger's text (a link, a save, a scenario) may be refused, never crash: no `unwrap`, no
//!   `panic` outside tests.

#![warn(
    clippy::unwrap_used,
    clippy::panic,
    clippy::todo,
    clippy::dbg_macro,
    clippy::print_stdout,
    clippy::disallowed_methods,
    clippy::disallowed_types
)]

#[cfg(feature = "web")]
pub mod platform;
#[cfg(feature = "web")]
pub mod ui;
