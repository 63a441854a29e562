//! SCORM 2004 4th edition: names, limits and forms of its data model (Run-Time Environment 4.2).

use super::clock::{duration, second};
use super::scorm::{Dialect, Pair, Read, pair};
use super::summary::{Decision, End, Report};

/// The version's words.
pub const DIALECT: Dialect = Dialect {
    functions: ["Initialize", "Terminate", "GetValue", "SetValue", "Commit", "GetLastError"],
    reads: &[
        (Read::Mode, "cmi.mode"),
        (Read::Credit, "cmi.credit"),
        (Read::Entry, "cmi.entry"),
        (Read::Learner, "cmi.learner_id"),
        (Read::Status, "cmi.completion_status"),
        (Read::Suspended, "cmi.suspend_data"),
        (Read::PassMark, "cmi.scaled_passing_score"),
        (Read::Interactions, "cmi.interactions._count"),
        (Read::Objectives, "cmi.objectives._count"),
    ],
    points_per_mark: 100.0,
    status: "cmi.completion_status",
    location: "cmi.location",
    exit: "cmi.exit",
    normal_exit: "normal",
    session_time: ("cmi.session_time", duration),
    decision,
    progress,
    outcome,
    browsed: None,
    // Moodle's SCORM 2004 API sends all it holds with every commit (seen in 4.3.0).
    other: None,
};

/// What is promised to be kept of a response; the standard's own limit for `other` is 4,000, but
/// portals show, and some keep, no more than this.
const LONGEST: usize = 255;
/// RTE 4.2.9: localized_string_type, at least 250 characters.
const LONGEST_TEXT: usize = 250;

/// `cmi.interactions.n`, RTE 4.2.9. The id comes first and the type before the response: later
/// fields depend on them (error 408).
fn decision(n: u32, d: &Decision, now: u64) -> Vec<Pair> {
    let at = |field: &str| format!("cmi.interactions.{n}.{field}");
    let mut pairs = vec![
        (at("id"), d.scene.clone()),
        (at("type"), "other".to_owned()),
        (at("timestamp"), second(d.at.unwrap_or(now))),
        (at("learner_response"), d.response(LONGEST)),
        (at("result"), "neutral".to_owned()),
    ];
    pairs.extend(d.latency.map(|ms| (at("latency"), duration(ms))));
    pairs.push((at("description"), d.title.chars().take(LONGEST_TEXT).collect()));
    pairs
}

/// `cmi.progress_measure`, RTE 4.2.18. A portal with a completion threshold makes the attempt
/// complete by it, so 1 is written with the outcome only.
fn progress(report: &Report) -> Vec<Pair> {
    vec![pair("cmi.progress_measure", &json::fixed(f64::from(report.progress().min(99)) / 100.0, 2))]
}

/// Success and completion; then the score and two objectives of ours after those the portal has: the
/// primary one stands at 0 and follows the attempt's own score and success.
fn outcome(_: &Report, end: &End, passed: Option<bool>, objectives: u32) -> [Vec<Pair>; 2] {
    let success = |passed: bool| if passed { "passed" } else { "failed" };
    let mut status: Vec<Pair> = passed.map(|p| pair("cmi.success_status", success(p))).into_iter().collect();
    status.push(pair("cmi.progress_measure", "1"));
    status.push(pair("cmi.completion_status", "completed"));
    let at = |n: u32, field: &str| format!("cmi.objectives.{n}.{field}");
    let (friday, engagement) = (objectives, objectives + 1);
    let mean = end.engagement.clamp(0.0, 100.0);
    let rest = vec![
        pair("cmi.score.scaled", &json::number(f64::from(end.told()) / 100.0)),
        pair("cmi.score.min", "0"),
        pair("cmi.score.max", "100"),
        pair("cmi.score.raw", &end.told().to_string()),
        (at(friday, "id"), "friday".to_owned()),
        (at(friday, "success_status"), success(end.on_time).to_owned()),
        (at(friday, "completion_status"), "completed".to_owned()),
        (at(friday, "description"), "The shipment was ready by the deadline".to_owned()),
        (at(engagement, "id"), "engagement".to_owned()),
        // Portals show one or the other: Moodle's report has the raw score alone.
        (at(engagement, "score.scaled"), json::fixed(mean / 100.0, 3)),
        (at(engagement, "score.min"), "0".to_owned()),
        (at(engagement, "score.max"), "100".to_owned()),
        (at(engagement, "score.raw"), json::fixed(mean, 1)),
        (at(engagement, "completion_status"), "completed".to_owned()),
        (at(engagement, "description"), "Mean engagement of the team at the end, 0 to 100".to_owned()),
    ];
    [status, rest]
}
