//! SCORM 1.2: names, limits and forms of its data model (Run-Time Environment 1.2, section 3.4).

use super::clock::{time_of_day, timespan};
use super::scorm::{Dialect, Pair, Read, pair};
use super::summary::{Decision, End, Report};

/// The version's words.
pub const DIALECT: Dialect = Dialect {
    functions: ["LMSInitialize", "LMSFinish", "LMSGetValue", "LMSSetValue", "LMSCommit", "LMSGetLastError"],
    reads: &[
        (Read::Mode, "cmi.core.lesson_mode"),
        (Read::Credit, "cmi.core.credit"),
        (Read::Entry, "cmi.core.entry"),
        (Read::Learner, "cmi.core.student_id"),
        (Read::Status, "cmi.core.lesson_status"),
        (Read::Suspended, "cmi.suspend_data"),
        (Read::PassMark, "cmi.student_data.mastery_score"),
        (Read::Interactions, "cmi.interactions._count"),
    ],
    points_per_mark: 1.0,
    status: "cmi.core.lesson_status",
    location: "cmi.core.lesson_location",
    exit: "cmi.core.exit",
    // RTE 3.4.4: the empty text is the normal exit.
    normal_exit: "",
    session_time: ("cmi.core.session_time", timespan),
    decision,
    progress: |_| Vec::new(),
    outcome,
};

/// RTE 3.4.4: CMIString255.
const LONGEST: usize = 255;

/// `cmi.interactions.n`. A choice's response would be a single character, so it is a `fill-in`;
/// it is neither right nor wrong. The id comes first: it opens the record.
fn decision(n: u32, d: &Decision, now: u64) -> Vec<Pair> {
    let at = |field: &str| format!("cmi.interactions.{n}.{field}");
    let mut pairs = vec![
        (at("id"), d.scene.chars().take(LONGEST).collect()),
        (at("time"), time_of_day(d.at.unwrap_or(now))),
        (at("type"), "fill-in".to_owned()),
        (at("student_response"), d.response(LONGEST)),
        (at("result"), "neutral".to_owned()),
    ];
    pairs.extend(d.latency.map(|ms| (at("latency"), timespan(ms))));
    pairs
}

/// The score, and last the status: with a mastery score some portals pass and close the attempt as
/// soon as they see a score, so neither is written before the end.
fn outcome(_: &Report, end: &End, passed: Option<bool>, _: u32) -> Vec<Pair> {
    let status = match passed {
        Some(true) => "passed",
        Some(false) => "failed",
        None => "completed",
    };
    vec![
        pair("cmi.core.score.min", "0"),
        pair("cmi.core.score.max", "100"),
        pair("cmi.core.score.raw", &end.score.to_string()),
        pair("cmi.core.lesson_status", status),
    ]
}
