//! What differs between the versions of SCORM, and what a call of the API is.

use crate::summary::{Decision, End, Report};

/// An element and its value.
pub type Pair = (String, String);

pub fn pair(element: &str, value: &str) -> Pair {
    (element.to_owned(), value.to_owned())
}

/// One call of the SCORM API: the function's name in the version at hand, and its arguments.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Call {
    pub function: &'static str,
    pub arguments: Vec<String>,
}

/// What is read at the start.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Read {
    Mode,
    Credit,
    Entry,
    Learner,
    Status,
    Suspended,
    PassMark,
    Interactions,
    Objectives,
}

/// The outcome, where so many objectives stand already: the status, which is committed by itself,
/// and what comes after it. Moodle ticks an activity as completed by the status that it had before
/// the commit in which the score comes (seen in 4.3.0).
pub type Outcome = fn(&Report, &End, Option<bool>, u32) -> [Vec<Pair>; 2];

/// A version of SCORM: its words and forms.
#[derive(Debug)]
pub struct Dialect {
    /// Initialise, terminate, get, set, commit, last error.
    pub functions: [&'static str; 6],
    pub reads: &'static [(Read, &'static str)],
    /// Points of 0 to 100 in one unit of the portal's pass mark.
    pub points_per_mark: f64,
    pub status: &'static str,
    pub location: &'static str,
    pub exit: &'static str,
    pub normal_exit: &'static str,
    pub session_time: (&'static str, fn(u64) -> String),
    /// A decision as interaction n; `now` where its time is not known.
    pub decision: fn(u32, &Decision, u64) -> Vec<Pair>,
    pub progress: fn(&Report) -> Vec<Pair>,
    pub outcome: Outcome,
    /// The status of an attempt in browse mode, where the version has one.
    pub browsed: Option<&'static str>,
    /// Another value that an element takes and that does no harm where it stays; `None` in a version
    /// whose portals send all they hold with every commit.
    pub other: Option<fn(&str, &str) -> String>,
}

/// Whether the portal could be reached: what became of asking for a file that it gave before
/// (`known`; `None` where it had none). An answer of another kind in its place is a page to log in by.
/// A portal that lets nobody read the file any more was reached all the same.
pub fn reached(status: u16, text: &str, known: Option<&str>) -> bool {
    match status {
        200..300 => known.is_none_or(|known| known == text),
        400 | 403..=407 | 410 => true,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::reached;

    #[test]
    fn a_portal_is_reached_where_the_file_comes_as_it_was() {
        let known = Some("{\"version\":1}");
        for (status, text, yes) in [
            (200, "{\"version\":1}", true),
            (200, "<html>log in</html>", false),
            (0, "", false),
            (401, "", false),
            (403, "", true),
            (404, "", true),
            (429, "", false),
            (503, "", false),
        ] {
            assert_eq!(reached(status, text, known), yes, "{status}");
        }
        assert!(reached(200, "anything", None) && reached(404, "", None) && !reached(0, "", None));
    }
}
