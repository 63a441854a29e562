//! What a SCORM portal was handed and has not confirmed.
//!
//! A commit that was answered with `true` proves little. Moodle's SCORM 1.2 API (seen in 4.3.0) sends
//! only what changed since it last tried and notes it as sent before the request; once its tab was
//! hidden it answers `true` to a request that it merely queued. What got lost on the way is not sent
//! again, however often it is set and committed, unless another value stood there in between. So each
//! element is held here until the commit was answered with `true` and the portal could be reached
//! after it; what is in doubt is written with another value, and then with its own.

use super::Pair;
use std::collections::BTreeSet;

/// How far an element's value got.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum State {
    /// Set, and not committed.
    Set,
    /// Committed, says the API.
    Committed,
    /// The portal is asked whether it can be reached.
    Asked,
    /// It may not have arrived.
    Doubtful,
}

#[derive(Clone, Debug)]
struct Line {
    element: String,
    value: String,
    /// The API holds another value in its place.
    other: bool,
    state: State,
}

/// See the module.
#[derive(Clone, Debug, Default)]
pub struct Ledger {
    /// In the order in which elements were first set.
    lines: Vec<Line>,
}

/// The record that an element belongs to: its list's name, and its number.
pub fn record<'e>(list: &str, element: &'e str) -> Option<&'e str> {
    element.strip_prefix(list)?.split('.').next()
}

/// Statuses that say that an attempt is over.
pub fn over(element: &str, value: &str) -> bool {
    element.ends_with("_status") && matches!(value, "passed" | "failed" | "completed")
}

fn score(element: &str) -> bool {
    element.contains(".score.")
}

impl Ledger {
    /// The API took a value of an element.
    pub fn taken(&mut self, element: &str, value: &str) {
        // A portal that decides by the status it has when a score arrives needs the score after it.
        let late = score(element) && self.lines.iter().any(|l| l.state == State::Doubtful && over(&l.element, &l.value));
        let state = if late { State::Doubtful } else { State::Set };
        match self.lines.iter_mut().find(|l| l.element == element) {
            // Nothing changed for the API, so nothing new is on its way.
            Some(line) if !line.other && line.value == value => {}
            Some(line) => (line.value, line.other, line.state) = (value.to_owned(), false, state),
            None => self.lines.push(Line { element: element.to_owned(), value: value.to_owned(), other: false, state }),
        }
    }

    /// The API took another value in place of an element's own.
    pub fn replaced(&mut self, element: &str) {
        if let Some(line) = self.lines.iter_mut().find(|l| l.element == element) {
            (line.other, line.state) = (true, State::Set);
        }
    }

    fn turn(&mut self, from: State, to: State) {
        self.lines.iter_mut().filter(|l| l.state == from).for_each(|l| l.state = to);
    }

    /// A commit was answered with `true`, or it was not.
    pub fn committed(&mut self, yes: bool) {
        self.turn(State::Set, if yes { State::Committed } else { State::Doubtful });
    }

    /// Whether anything was committed that the portal is to be asked about; it is then taken as asked.
    pub fn ask(&mut self) -> bool {
        let any = self.lines.iter().any(|l| l.state == State::Committed);
        self.turn(State::Committed, State::Asked);
        any
    }

    /// The portal could be reached after what it was asked about, or not. Returns what has its turn
    /// with its own value now.
    pub fn answered(&mut self, reached: bool) -> Vec<Pair> {
        if !reached {
            self.turn(State::Asked, State::Doubtful);
            self.turn(State::Committed, State::Doubtful);
            return Vec::new();
        }
        self.lines.retain(|l| l.state != State::Asked || l.other);
        self.pairs(|l| l.state == State::Asked)
    }

    fn pairs(&self, wanted: impl Fn(&Line) -> bool) -> Vec<Pair> {
        self.lines.iter().filter(|l| wanted(l)).map(|l| (l.element.clone(), l.value.clone())).collect()
    }

    /// What is in doubt and the API holds as it should be: to be written with another value.
    pub fn to_replace(&self) -> Vec<Pair> {
        self.pairs(|l| l.state == State::Doubtful && !l.other)
    }

    /// What is in doubt and the API holds with another value: to be written with its own.
    pub fn to_restore(&self) -> Vec<Pair> {
        self.pairs(|l| l.state == State::Doubtful && l.other)
    }

    /// All that the API holds with another value.
    pub fn replaced_ones(&self) -> Vec<Pair> {
        self.pairs(|l| l.other)
    }

    /// The next commit takes along what is in doubt, as it is.
    pub fn resend(&mut self) {
        self.turn(State::Doubtful, State::Set);
    }

    /// An element takes no other value: its own is committed once more, and has to do.
    pub fn keep(&mut self, element: &str) {
        self.lines.iter_mut().filter(|l| l.element == element).for_each(|l| l.state = State::Set);
    }

    /// Forgets a record; returns what the API holds of it with another value.
    pub fn forget(&mut self, start: &str) -> Vec<Pair> {
        let back = self.pairs(|l| l.other && l.element.starts_with(start));
        self.lines.retain(|l| !l.element.starts_with(start));
        back
    }

    /// Forgets all that was committed, or all that was set too.
    pub fn trust(&mut self, set: bool) {
        self.lines.retain(|l| l.state == State::Doubtful || l.other || l.state == State::Set && !set);
    }

    pub fn doubts(&self) -> bool {
        self.lines.iter().any(|l| l.state == State::Doubtful)
    }

    /// Numbers of the records of a list.
    pub fn records(&self, list: &str) -> BTreeSet<String> {
        self.lines.iter().filter_map(|l| record(list, &l.element)).map(str::to_owned).collect()
    }

    /// Whether a part of the outcome is among them.
    pub fn outcome(&self) -> bool {
        self.lines.iter().any(|l| score(&l.element) || over(&l.element, &l.value))
    }

    pub fn holds(&self, element: &str) -> bool {
        self.lines.iter().any(|l| l.element == element)
    }
}

/// Sets in order, with a place for a commit between a final status and a score.
pub fn parted(pairs: Vec<Pair>) -> [Vec<Pair>; 2] {
    if pairs.iter().any(|(element, value)| over(element, value)) {
        let (scores, rest) = pairs.into_iter().partition(|(element, _)| score(element));
        return [rest, scores];
    }
    [pairs, Vec::new()]
}

#[cfg(test)]
mod tests {
    use super::super::pair;
    use super::{Ledger, parted};

    #[test]
    fn what_was_committed_and_reached_is_done_with() {
        let mut ledger = Ledger::default();
        ledger.taken("cmi.interactions.0.id", "call");
        assert!(!ledger.ask());
        ledger.committed(true);
        assert!(ledger.ask() && ledger.answered(true).is_empty() && ledger.records("cmi.interactions.").is_empty());
    }

    #[test]
    fn what_is_in_doubt_is_written_with_another_value_and_then_with_its_own() {
        let mut ledger = Ledger::default();
        let own = pair("cmi.suspend_data", "1");
        ledger.taken(&own.0, &own.1);
        ledger.committed(false);
        // The same value again changes nothing for the API.
        ledger.taken(&own.0, &own.1);
        ledger.committed(true);
        assert_eq!((ledger.doubts(), ledger.ask(), ledger.to_replace()), (true, false, vec![own.clone()]));
        ledger.replaced(&own.0);
        ledger.committed(true);
        assert!(ledger.ask());
        assert_eq!(ledger.answered(true), std::slice::from_ref(&own));
        ledger.taken(&own.0, &own.1);
        ledger.committed(true);
        assert!(ledger.ask() && ledger.answered(true).is_empty() && !ledger.holds(&own.0));
        // What got lost with the other value needs its own alone.
        ledger.taken(&own.0, &own.1);
        ledger.committed(false);
        ledger.replaced(&own.0);
        ledger.committed(false);
        assert_eq!((ledger.to_replace(), ledger.to_restore()), (vec![], vec![own]));
    }

    #[test]
    fn a_score_follows_its_status() {
        let mut ledger = Ledger::default();
        ledger.taken("cmi.core.lesson_status", "passed");
        ledger.committed(false);
        ledger.taken("cmi.core.score.raw", "72");
        ledger.committed(true);
        assert_eq!(ledger.to_replace().len(), 2, "the score arrived before the status, so it is written after it again");
        let [first, then] = parted(vec![pair("cmi.core.score.raw", "72"), pair("cmi.core.lesson_status", "passed")]);
        assert_eq!((first[0].1.as_str(), then[0].1.as_str()), ("passed", "72"));
    }
}
