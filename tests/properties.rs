//! Properties that hold for any week, link, save, message, JSON text and scenario, looked for with
//! random ones. They guard what a list of examples would miss: that replay equals live play, that
//! structure is free of luck, that a stranger's text never crashes, and that nothing is lost.
//!
//! The cases are the same in every run. `PROPTEST_RNG_SEED=5 PROPTEST_CASES=5000 cargo test --test
//! properties` looks for others.

#[path = "properties/branching.rs"]
mod branching;
#[path = "properties/check.rs"]
mod check;
#[path = "properties/class.rs"]
mod class;
#[path = "properties/class_guide.rs"]
mod class_guide;
#[path = "properties/class_records.rs"]
mod class_records;
#[path = "report/classroom.rs"]
mod classroom;
#[path = "properties/common.rs"]
mod common;
#[path = "properties/corpus.rs"]
mod corpus;
#[path = "properties/figures.rs"]
mod figures;
#[path = "properties/from.rs"]
mod from;
#[path = "properties/hidden.rs"]
mod hidden;
#[path = "properties/hosted.rs"]
mod hosted;
#[path = "properties/hostile.rs"]
mod hostile;
#[path = "properties/import.rs"]
mod import;
#[path = "properties/json.rs"]
mod json;
#[path = "properties/link.rs"]
mod link;
#[path = "report/lrs.rs"]
mod lrs;
#[path = "properties/map.rs"]
mod map;
#[path = "properties/map_view.rs"]
mod map_view;
#[path = "properties/mend.rs"]
mod mend;
#[path = "properties/messages.rs"]
mod messages;
#[path = "properties/package.rs"]
mod package;
#[path = "properties/packed.rs"]
mod packed;
#[path = "report/peers.rs"]
mod peers;
#[path = "properties/report.rs"]
mod report;
#[path = "report/sample.rs"]
mod sample;
#[path = "properties/save.rs"]
mod save;
#[path = "properties/scenario.rs"]
mod scenario;
#[path = "report/store.rs"]
mod store;
#[path = "properties/swing.rs"]
mod swing;
#[path = "properties/team.rs"]
mod team;
#[path = "properties/transcript.rs"]
mod transcript;
#[path = "properties/week.rs"]
mod week;
#[path = "properties/why.rs"]
mod why;
#[path = "properties/words.rs"]
mod words;
#[path = "properties/write.rs"]
mod write;
