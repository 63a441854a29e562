//! The week that the tests of this crate play.

use crate::Program;

/// The first built-in week.
pub fn week() -> Program {
    let text = include_str!("../../scenario/weeks/monday-call.json");
    let scenario = serde_json::from_str(text).unwrap_or_else(|e| panic!("{e}"));
    Program::compile(&scenario).unwrap_or_else(|e| panic!("{e:?}"))
}
