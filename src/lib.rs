//! By Friday: a leadership simulator that runs in the browser.
//!
//! A customer calls on Monday and needs a critical shipment by Friday; the player leads three
//! people through the week. This crate is a pure core and a thin shell:
//!
//! | module | what it is | knows |
//! | --- | --- | --- |
//! | [`json`] | JSON as a tree with places, and back | nothing |
//! | [`model`] | nouns: scenario, time, state | nothing |
//! | [`engine`] | verbs: apply, replay, luck, forecast, walk, score | model, json |
//! | [`content`] | scenarios as text: the built-in ones, reading, editions | model, engine, json |
//! | [`codec`] | links and saves, to and from the model | model, json |
//! | [`report`] | what a portal may be told, and how it is told it | model, engine, json |
//! | [`app`] | the shell's brain: messages in, effects out, a view model a screen | the above |
//! | `platform` | the browser: storage, address, page (feature `web`) | app |
//! | `ui` | the Leptos shell: screens and components (feature `web`) | app, platform |
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

pub mod app;
pub mod codec;
pub mod content;
pub mod engine;
pub mod json;
pub mod model;
#[cfg(feature = "web")]
pub mod platform;
pub mod report;
#[cfg(feature = "web")]
pub mod ui;
