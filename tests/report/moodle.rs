//! Moodle's side of a SCORM session, as strict as it was found to be. "Seen" is in Moodle 4.3.0, in its
//! own player; RTE is the Run-Time Environment of the version.
//!
//! | rule | source |
//! | --- | --- |
//! | an element that the version does not have is error 201, a value of another form 405 | seen; RTE 1.2, 3.4.2 |
//! | an interaction can be written and not read (404) | RTE 1.2, 3.4.4 |
//! | 1.2: a commit sends what changed since the last try, and notes it as sent before the request | seen |
//! | 2004: a commit sends all that is not as it was at the beginning | seen |
//! | a commit with nothing to send is a request all the same, and is answered with `true` | seen |
//! | after the tab was hidden a request is queued, and answered with `true` whatever becomes of it | seen |
//! | 1.2: the end makes `completed` of `not attempted`, in every mode | seen |
//! | 1.2: the end makes passed or failed of a score, where there is a mastery score | RTE 1.2, 3.4.4; seen |
//! | an activity is ticked by the status that was kept before the request in which a score comes | seen |
//! | 2004: an attempt that ended `normal` comes back empty, for review too | RTE 2004, 4.2.9; seen |

use std::collections::BTreeMap;

type Values = BTreeMap<String, String>;

#[derive(Default)]
pub struct Moodle {
    older: bool,
    /// What its database holds.
    pub kept: Values,
    /// What the API takes for sent; in 2004 what it began with.
    sent: Values,
    /// The tab was hidden once.
    pub hidden: bool,
    /// The activity is ticked as completed.
    pub ticked: bool,
}

fn any(text: &str, words: &[&str]) -> bool {
    words.contains(&text)
}

/// Digits in groups, such as `2..=4:2:2`, with up to two more after a point.
fn time(text: &str, hours: std::ops::RangeInclusive<usize>) -> bool {
    let (whole, rest) = text.split_once('.').unwrap_or((text, "0"));
    let parts: Vec<&str> = whole.split(':').collect();
    let digits = |t: &str| !t.is_empty() && t.bytes().all(|b| b.is_ascii_digit());
    parts.len() == 3
        && parts.iter().all(|p| digits(p))
        && hours.contains(&parts[0].len())
        && parts[1].len() == 2
        && parts[2].len() == 2
        && digits(rest)
        && rest.len() <= 2
}

fn points(text: &str) -> bool {
    let form = text.bytes().all(|b| b.is_ascii_digit() || b == b'.') && text.split('.').next().is_some_and(|n| n.len() <= 3);
    form && text.parse::<f64>().is_ok_and(|n| (0.0..=100.0).contains(&n))
}

impl Moodle {
    pub fn new(older: bool, kept: &[(&str, &str)]) -> Moodle {
        let kept = kept.iter().map(|(k, v)| ((*k).to_owned(), (*v).to_owned())).collect();
        Moodle { older, kept, ..Moodle::default() }
    }

    /// A session begins: what the API has then.
    pub fn begin(&mut self) -> Values {
        (self.sent, self.hidden) = (self.kept.clone(), false);
        let mut values = self.kept.clone();
        if !self.older && self.kept.get("cmi.exit").is_some_and(|e| e == "normal") {
            let own = ["cmi.learner_id", "cmi.mode", "cmi.credit", "cmi.scaled_passing_score"];
            values.retain(|name, _| own.contains(&name.as_str()));
        }
        let first = if self.older {
            [("cmi.core.lesson_mode", "normal"), ("cmi.core.credit", "credit"), ("cmi.core.lesson_status", "not attempted")]
        } else {
            [("cmi.mode", "normal"), ("cmi.credit", "credit"), ("cmi.completion_status", "unknown")]
        };
        for (name, value) in first {
            values.entry(name.to_owned()).or_insert_with(|| value.to_owned());
        }
        for list in ["cmi.interactions", "cmi.objectives"] {
            let numbers = values.keys().filter_map(|k| k.strip_prefix(list)?.strip_prefix('.')?.split('.').next()?.parse::<u32>().ok());
            let count = numbers.max().map_or(0, |n| n + 1);
            values.insert(format!("{list}._count"), count.to_string());
        }
        if !self.older {
            self.sent = values.clone();
        }
        values
    }

    /// The error of reading an element that is not set, or cannot be read.
    pub fn reads(&self, element: &str) -> u32 {
        let write_only = element.starts_with("cmi.interactions.") && !element.ends_with("_count")
            || any(element, &["cmi.core.exit", "cmi.core.session_time", "cmi.exit", "cmi.session_time"]);
        match (write_only && (self.older || !element.starts_with("cmi.interactions.")), self.older) {
            (true, true) => 404,
            (true, false) => 405,
            _ => 0,
        }
    }

    /// The error of setting an element to a value.
    pub fn takes(&self, element: &str, value: &str) -> u32 {
        let (field, status) = (element.rsplit('.').next().unwrap_or(""), ["passed", "completed", "failed", "incomplete", "browsed"]);
        let short = value.chars().count() <= 255;
        let identifier = short && value.bytes().all(|b| (0x21..=0x7e).contains(&b));
        let form = if self.older {
            match element {
                "cmi.core.lesson_location" => short,
                "cmi.core.lesson_status" => any(value, &status),
                "cmi.core.exit" => any(value, &["time-out", "suspend", "logout", ""]),
                "cmi.core.session_time" => time(value, 2..=4),
                "cmi.suspend_data" => value.chars().count() <= 4096,
                _ if element.starts_with("cmi.core.score.") && any(field, &["raw", "min", "max"]) => points(value),
                _ if element.starts_with("cmi.interactions.") => match field {
                    "id" => identifier,
                    "time" => time(value, 2..=2),
                    "latency" => time(value, 2..=4),
                    "type" => {
                        any(value, &["true-false", "choice", "fill-in", "matching", "performance", "sequencing", "likert", "numeric"])
                    }
                    "student_response" => short,
                    "result" => any(value, &["correct", "wrong", "unanticipated", "neutral", ""]) || points(value),
                    _ => return 201,
                },
                _ => return 201,
            }
        } else {
            match field {
                "completion_status" => any(value, &["completed", "incomplete", "not attempted", "unknown"]),
                "success_status" => any(value, &["passed", "failed", "unknown"]),
                "exit" => any(value, &["time-out", "suspend", "logout", "normal", ""]),
                "scaled" => value.parse::<f64>().is_ok_and(|n| (-1.0..=1.0).contains(&n)),
                "raw" | "min" | "max" => value.parse::<f64>().is_ok(),
                "progress_measure" => value.parse::<f64>().is_ok_and(|n| (0.0..=1.0).contains(&n)),
                "type" => value == "other",
                "result" => value == "neutral",
                "suspend_data" => value.chars().count() <= 64_000,
                "id" => short && !value.is_empty(),
                "location" | "session_time" | "timestamp" | "latency" | "learner_response" | "description" => {
                    !value.is_empty() || field == "location"
                }
                _ => return 401,
            }
        };
        if form {
            0
        } else if self.older {
            405
        } else {
            406
        }
    }

    /// A commit: the answer and the error. `away`: nothing arrives.
    pub fn commit(&mut self, values: &Values, away: bool) -> (&'static str, u32) {
        let own = |name: &str| !name.ends_with("_count") && !name.ends_with("session_time");
        let news: Values = values
            .iter()
            .filter(|(name, value)| own(name) && self.sent.get(*name) != Some(value))
            .map(|(name, value)| (name.clone(), value.clone()))
            .collect();
        if self.older {
            self.sent.extend(news.clone());
        }
        if !away {
            self.arrived(news);
        }
        if away && !self.hidden { ("false", 101) } else { ("true", 0) }
    }

    fn arrived(&mut self, news: Values) {
        let score = if self.older { "cmi.core.score.raw" } else { "cmi.score.raw" };
        let over = |name: &str| self.kept.get(name).is_some_and(|s| any(s, &["passed", "completed"]));
        let over = over("cmi.core.lesson_status") || over("cmi.completion_status") || over("cmi.success_status");
        self.ticked |= news.contains_key(score) && over;
        self.kept.extend(news);
    }

    /// The end of a session.
    pub fn finish(&mut self, values: &mut Values, away: bool) -> (&'static str, u32) {
        let value = |name: &str| values.get(name).map_or("", String::as_str);
        let status = if !self.older {
            None
        } else if let (Ok(mark), Ok(score), "normal") = (
            value("cmi.student_data.mastery_score").parse::<f64>(),
            value("cmi.core.score.raw").parse::<f64>(),
            value("cmi.core.lesson_mode"),
        ) {
            Some(if score >= mark { "passed" } else { "failed" })
        } else {
            Some("completed").filter(|_| any(value("cmi.core.lesson_status"), &["", "not attempted"]))
        };
        if let Some(status) = status {
            values.insert("cmi.core.lesson_status".to_owned(), status.to_owned());
        }
        self.commit(values, away)
    }
}
