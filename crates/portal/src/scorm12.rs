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
    browsed: Some("browsed"),
    other: Some(other),
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

/// The status, and then the score: with a mastery score some portals pass and close the attempt as
/// soon as they see a score, so neither is written before the end.
fn outcome(_: &Report, end: &End, passed: Option<bool>, _: u32) -> [Vec<Pair>; 2] {
    let status = match passed {
        Some(true) => "passed",
        Some(false) => "failed",
        None => "completed",
    };
    let score =
        vec![pair("cmi.core.score.min", "0"), pair("cmi.core.score.max", "100"), pair("cmi.core.score.raw", &end.told().to_string())];
    [vec![pair("cmi.core.lesson_status", status)], score]
}

/// The element's form stays, and nearly its meaning, in case that this value is the last to arrive.
fn other(element: &str, value: &str) -> String {
    let longest = if element == "cmi.suspend_data" { super::resume::LONGEST } else { LONGEST };
    let longer = |more: char| {
        let cut = value.chars().count() >= longest;
        value.chars().take(longest - 1).chain((!cut).then_some(more)).collect()
    };
    match element.rsplit('.').next().unwrap_or("") {
        "lesson_status" => match value {
            "passed" => "completed",
            "incomplete" => "browsed",
            _ => "incomplete",
        }
        .to_owned(),
        "type" => "performance".to_owned(),
        "result" => "unanticipated".to_owned(),
        "raw" | "min" | "max" if value == "100" => "99.999".to_owned(),
        "raw" | "min" | "max" => format!("{value}.001"),
        "time" | "latency" => {
            let (start, last) = value.split_at(value.len().saturating_sub(1));
            format!("{start}{}", last.parse::<u8>().unwrap_or(0) ^ 1)
        }
        "id" => longer('.'),
        "suspend_data" => longer(';'),
        _ => longer(' '),
    }
}

#[cfg(test)]
mod tests {
    use super::other;
    use crate::Resume;

    #[test]
    fn another_value_has_the_same_form() {
        let week = "1;monday-call;3f9a1c;7;hedge;ended";
        for (element, value, another) in [
            ("cmi.core.lesson_status", "passed", "completed"),
            ("cmi.core.lesson_status", "failed", "incomplete"),
            ("cmi.core.score.raw", "72", "72.001"),
            ("cmi.core.score.max", "100", "99.999"),
            ("cmi.interactions.0.time", "09:11:59", "09:11:58"),
            ("cmi.interactions.0.latency", "0000:00:12.34", "0000:00:12.35"),
            ("cmi.interactions.0.id", "the-call", "the-call."),
            ("cmi.interactions.0.student_response", "a;directive;;+0.0", "a;directive;;+0.0 "),
            ("cmi.suspend_data", week, "1;monday-call;3f9a1c;7;hedge;ended;"),
        ] {
            assert_eq!(other(element, value), another);
        }
        assert_eq!(Resume::read(&other("cmi.suspend_data", week)), Resume::read(week));
        assert_eq!(other("cmi.interactions.0.id", &"x".repeat(255)).len(), 254);
    }
}
