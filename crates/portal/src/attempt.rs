//! Which lines of play count.
//!
//! Every decision of the attempt's own week is reported as it is taken, and cannot be taken back;
//! so what counts goes on from what was reported. The first own week that is played to its end is
//! the one that is scored; after it nothing counts any more. A decision reopened, changed
//! assumptions, opened links and files are for learning: never reported.

use super::resume::Resume;

/// What is played now, as the shell sees it.
#[derive(Clone, Copy, Debug)]
pub struct Shown<'a> {
    pub scenario: &'a str,
    pub edition: &'a str,
    pub seed: u32,
    pub moves: &'a [String],
    /// Played to its end.
    pub over: bool,
    /// Some assumptions are changed, or the team comes from another week.
    pub changed: bool,
    /// It came by a link or from a file.
    pub opened: bool,
}

/// Whether a line counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Counts {
    /// Report it.
    Yes,
    /// Nothing new: an earlier moment of the attempt's own week.
    Earlier,
    No(Why),
}

/// Why a line does not count.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Why {
    /// A week of this attempt was played to its end before.
    Scored,
    Changed,
    Opened,
    /// A reported decision was reopened and another move taken.
    WhatIf,
    /// Another scenario, edition or seed than the attempt's.
    Other,
}

impl Why {
    /// One line for the screen.
    pub fn text(self) -> &'static str {
        match self {
            Why::Scored => "Your first week is reported. What you play now is for you alone.",
            Why::Changed => "Assumptions are changed, so this is not reported.",
            Why::Opened => "This week comes from a link or a file, so it is not reported.",
            Why::WhatIf => "This is a what-if: it is not reported. Go back to your own week to finish it.",
            Why::Other => "This is another week than the one you began here, so it is not reported.",
        }
    }
}

/// What was reported of an attempt.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Attempt {
    week: Resume,
}

impl Attempt {
    /// An attempt that goes on, or begins with no moves. `week.ended` says that it was scored.
    pub fn new(week: Resume) -> Attempt {
        Attempt { week }
    }

    /// What was reported so far.
    pub fn week(&self) -> &Resume {
        &self.week
    }

    /// Whether a line counts.
    pub fn counts(&self, shown: &Shown) -> Counts {
        let week = &self.week;
        if shown.changed {
            Counts::No(Why::Changed)
        } else if shown.opened {
            Counts::No(Why::Opened)
        } else if shown.scenario != week.scenario || shown.edition != week.edition || shown.seed != week.seed {
            Counts::No(if week.ended { Why::Scored } else { Why::Other })
        } else if shown.moves.starts_with(&week.moves) {
            // A scored week may be looked at again; its debrief completes it.
            if week.ended && !(shown.over && shown.moves.len() == week.moves.len()) { Counts::No(Why::Scored) } else { Counts::Yes }
        } else if week.moves.starts_with(shown.moves) {
            Counts::Earlier
        } else {
            Counts::No(if week.ended { Why::Scored } else { Why::WhatIf })
        }
    }

    /// Notes that a line was reported. What does not count is not noted.
    pub fn reported(&mut self, shown: &Shown) {
        if self.counts(shown) == Counts::Yes {
            self.week.moves = shown.moves.to_vec();
            self.week.ended |= shown.over;
        }
    }

    /// The learner began a new week of their own before any was played to its end: it counts from
    /// here. `false` where one was.
    pub fn again(&mut self, seed: u32) -> bool {
        if !self.week.ended {
            self.week.seed = seed;
            self.week.moves.clear();
        }
        !self.week.ended
    }
}

#[cfg(test)]
mod tests {
    use super::{Attempt, Counts, Resume, Shown, Why};

    fn ids(moves: &str) -> Vec<String> {
        moves.split('.').filter(|m| !m.is_empty()).map(str::to_owned).collect()
    }

    fn attempt(moves: &str, ended: bool) -> Attempt {
        Attempt::new(Resume { scenario: "s".into(), edition: "e".into(), seed: 7, moves: ids(moves), ended, ..Resume::default() })
    }

    #[track_caller]
    fn check(told: (&str, bool), moves: &str, over: bool, with: fn(&mut Shown), counts: Counts) {
        let moves = ids(moves);
        let mut shown = Shown { scenario: "s", edition: "e", seed: 7, moves: &moves, over, changed: false, opened: false };
        with(&mut shown);
        assert_eq!(attempt(told.0, told.1).counts(&shown), counts);
    }

    #[test]
    fn what_goes_on_from_what_was_reported_counts() {
        let none = |_: &mut Shown| {};
        check(("", false), "", false, none, Counts::Yes);
        check(("", false), "a", false, none, Counts::Yes);
        check(("a.b", false), "a.b", false, none, Counts::Yes);
        check(("a.b", false), "a.b.c", true, none, Counts::Yes);
        check(("a.b", false), "a", false, none, Counts::Earlier);
        check(("a.b", false), "", false, none, Counts::Earlier);
        check(("a.b", false), "a.x", false, none, Counts::No(Why::WhatIf));
        check(("a.b", false), "x.b.c", true, none, Counts::No(Why::WhatIf));
    }

    #[test]
    fn after_the_first_week_nothing_else_counts() {
        let none = |_: &mut Shown| {};
        check(("a.b", true), "a.b", true, none, Counts::Yes);
        check(("a.b", true), "a", false, none, Counts::Earlier);
        check(("a.b", true), "a.x", true, none, Counts::No(Why::Scored));
        check(("a.b", true), "x.y", true, |s| s.seed = 8, Counts::No(Why::Scored));
    }

    #[test]
    fn changed_assumptions_links_and_other_weeks_never_count() {
        check(("a", false), "a.b", false, |s| s.changed = true, Counts::No(Why::Changed));
        check(("a", false), "a.b", false, |s| s.opened = true, Counts::No(Why::Opened));
        check(("a", false), "a.b", false, |s| s.seed = 8, Counts::No(Why::Other));
        check(("a", false), "a.b", false, |s| s.edition = "f", Counts::No(Why::Other));
        check(("a", false), "a.b", false, |s| s.scenario = "t", Counts::No(Why::Other));
    }

    #[test]
    fn the_first_week_played_to_its_end_is_the_one_that_is_scored() {
        let mut attempt = attempt("", false);
        let play = |attempt: &mut Attempt, seed, moves: &str, over| {
            let moves = ids(moves);
            attempt.reported(&Shown { scenario: "s", edition: "e", seed, moves: &moves, over, changed: false, opened: false });
        };
        play(&mut attempt, 7, "a", false);
        play(&mut attempt, 7, "x.y", true);
        assert_eq!((attempt.week().moves.as_slice(), attempt.week().ended), (&ids("a")[..], false));
        assert!(attempt.again(9));
        play(&mut attempt, 9, "x.y", true);
        assert!(attempt.week().ended && !attempt.again(10));
        assert_eq!(attempt.week().moves, ids("x.y"));
    }
}
