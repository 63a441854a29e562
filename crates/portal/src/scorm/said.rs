//! What is not confirmed, and the line about it.

use super::ledger::{over, record};
use super::{INTERACTIONS, Job, OBJECTIVES, SUSPENDED, Scorm, Silence};

impl Scorm {
    /// What the portal has not confirmed: decisions, a part of the outcome, anything else.
    pub(super) fn unconfirmed(&self) -> (usize, bool, bool) {
        let jobs = || self.jobs.iter().chain(&self.owed).chain(&self.asked);
        let mut places = self.ledger.records(INTERACTIONS);
        let sets = jobs().filter_map(|job| if let Job::Set((e, _)) = job { record(INTERACTIONS, e) } else { None });
        places.extend(sets.map(str::to_owned));
        let decisions = places.len() + jobs().filter(|job| matches!(job, Job::Decision(_))).count();
        let outcome = |job: &Job| matches!(job, Job::Set((e, v)) if e.contains(".score.") || over(e, v) || e.starts_with(OBJECTIVES));
        (decisions, self.ledger.outcome() || jobs().any(outcome), !self.owed.is_empty() || self.ledger.holds(SUSPENDED))
    }

    /// The same in words, as the end of a sentence.
    pub(super) fn what(&self) -> String {
        let (decisions, outcome, _) = self.unconfirmed();
        let decisions = match decisions {
            0 => None,
            1 => Some("one decision".to_owned()),
            n => Some(format!("{n} decisions")),
        };
        let outcome = outcome.then(|| "your completion and score".to_owned());
        let both: Vec<String> = decisions.into_iter().chain(outcome).collect();
        match both.as_slice() {
            [] if self.told.moves.is_empty() => "the beginning of your week".to_owned(),
            [] => "your last step".to_owned(),
            _ => both.join(" and "),
        }
    }

    /// The line for the learner.
    pub(super) fn line(&self) -> Option<String> {
        let what = match &self.silence {
            Some(Silence::Refused(code)) => format!("Not yet saved by the portal{}: {}.", error(code), self.what()),
            Some(Silence::Away) => format!("The portal could not be reached, so it may lack {}.", self.what()),
            None if self.finishing => format!("The portal has not yet confirmed {}.", self.what()),
            None => return self.fault.clone(),
        };
        let then = if self.finishing { "Press Finish again to end without it." } else { "It is sent again as long as this page is open." };
        Some(format!("{what} {then}"))
    }
}

/// The code as it is shown; a call that threw has none.
pub(super) fn error(code: &str) -> String {
    let code: String = code.chars().filter(|c| c.is_ascii_alphanumeric()).take(8).collect();
    if code.is_empty() || code == "0" { String::new() } else { format!(" (error {code})") }
}
