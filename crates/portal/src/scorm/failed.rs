//! What a portal refused, and what is done about it.

use super::ledger::record;
use super::said::error;
use super::{INTERACTIONS, Job, OBJECTIVES, Pair, SUSPENDED, Scorm, Silence, Stage};
use crate::{Effect, Host};

/// Codes of 400 and more: not there, read only, of another form. Asking again will not help.
fn never(code: &str) -> bool {
    code.len() == 3 && code.starts_with('4')
}

impl Scorm {
    /// The portal said no, with this error code.
    pub(super) fn failed(&mut self, job: Job, code: &str, now: u64, effects: &mut Vec<Effect>) {
        match job {
            // RTE 1.2 has no code of its own for "initialised before", 2004 has 103; without an
            // error the portal is merely lenient.
            Job::Initialize if matches!(code, "0" | "101" | "103") => self.initialized(),
            Job::Initialize => {
                self.fault = Some(format!("The portal did not let this page in{}, so nothing of this week is reported.", error(code)));
                let leaving = self.stage == Stage::Ending;
                self.opened.reports = false;
                if !leaving {
                    effects.push(Effect::Opened(Box::new(self.opened.clone())));
                }
                self.close(effects);
            }
            Job::Commit if code == "0" && !self.no => self.committed(),
            Job::Commit => {
                self.ledger.committed(false);
                self.silence = Some(Silence::Refused(code.to_owned()));
                self.later(now, effects);
            }
            Job::Terminate if code == "0" && !self.no => self.terminated(effects),
            Job::Terminate => {
                let lost = if self.waiting() > 0 { format!(" It did not confirm {} either.", self.what()) } else { String::new() };
                self.fault = Some(format!("The portal did not confirm the end of the session{}.{lost}", error(code)));
                self.close(effects);
            }
            Job::Set(pair) if code == "0" => self.taken(&pair),
            Job::Set(pair) => self.refused(pair, code, now, effects),
            Job::Replace((element, _)) if code == "0" => self.ledger.replaced(&element),
            Job::Replace((element, _)) if never(code) => self.renew(&element),
            Job::Replace(_) => {
                self.silence = Some(Silence::Refused(code.to_owned()));
                self.later(now, effects);
            }
            _ => {}
        }
    }

    /// An element takes no other value. A decision is then told once more, in the next place: the
    /// portal may show it twice. All else is committed as it is.
    fn renew(&mut self, element: &str) {
        let place = record(INTERACTIONS, element).and_then(|n| n.parse().ok());
        let Some(at) = self.places.iter().position(|(n, _)| Some(*n) == place) else { return self.ledger.keep(element) };
        let (n, decision) = self.places.remove(at);
        let start = format!("{INTERACTIONS}{n}.");
        self.jobs.retain(|job| !matches!(job, Job::Replace((e, _)) if e.starts_with(&start)));
        // Behind the rest of what is written again, before its commit.
        let at = self.jobs.iter().position(|job| *job == Job::Commit).unwrap_or(self.jobs.len());
        self.jobs.insert(at, Job::Decision(decision));
        let back = self.ledger.forget(&start);
        back.into_iter().rev().for_each(|pair| self.jobs.push_front(Job::Set(pair)));
    }

    /// Asks to be woken, later with every failure, at most a minute.
    pub(super) fn later(&mut self, now: u64, effects: &mut Vec<Effect>) {
        if self.stage == Stage::Open && self.retry.is_none_or(|at| at <= now) {
            self.failures = (self.failures + 1).min(7);
            let at = now.saturating_add((500 << self.failures).min(60_000));
            self.retry = Some(at);
            effects.push(Effect::Wake(at));
        }
    }

    /// A set that the portal refused.
    fn refused(&mut self, (element, value): Pair, code: &str, now: u64, effects: &mut Vec<Effect>) {
        let list = [INTERACTIONS, OBJECTIVES].into_iter().find(|list| element.starts_with(list));
        // What the portal took before and is written once more opens nothing.
        let opens = list.is_some() && element.ends_with(".id") && !self.ledger.holds(&element);
        let mut rest = Vec::new();
        if opens {
            // The rest of the record stands or falls with its id.
            let record = element.trim_end_matches("id").to_owned();
            let of = |job: &Job| matches!(job, Job::Set((e, _)) if e.starts_with(&record));
            rest.extend(self.jobs.iter().filter(|job| of(job)).cloned());
            self.jobs.retain(|job| !of(job));
        }
        // Codes of 400 and more: not there, read only, of another form. Asking again will not help.
        if never(code) {
            // 401 and 402: not implemented, in the one version and the other.
            if let Some(list) = list.filter(|_| matches!(code, "401" | "402")) {
                self.missing.push(list);
                self.jobs.retain(|job| !matches!(job, Job::Set((e, _)) if e.starts_with(list)));
            }
            let aside = ["min", "max", "latency", "description", "progress_measure"];
            let what = match list {
                _ if aside.iter().any(|a| element.ends_with(a)) => return,
                Some(INTERACTIONS) => "single decisions",
                Some(_) => "a part of the outcome",
                _ if element.contains("score") => "your score",
                _ if element.contains("status") => "your completion",
                _ if element == SUSPENDED => "where you are in the week",
                _ => return,
            };
            self.fault = Some(format!("The portal does not take {what}{}: its report will lack that.", error(code)));
            return;
        }
        self.silence = Some(Silence::Refused(code.to_owned()));
        let record = self.record.clone().filter(|_| opens && list == Some(INTERACTIONS));
        let newer = self.jobs.iter().any(|job| matches!(job, Job::Set((e, _)) if *e == element));
        self.owed.retain(|job| !matches!(job, Job::Set((e, _)) if *e == element));
        if let Some(decision) = record {
            self.owed.push(Job::Decision(decision));
        } else if !newer {
            self.owed.push(Job::Set((element, value)));
            self.owed.extend(rest);
        }
        self.later(now, effects);
    }
}
