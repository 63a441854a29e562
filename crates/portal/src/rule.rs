//! When an attempt is complete, and when it is a success.

use super::summary::{End, Report};

/// What completes an attempt.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Completion {
    /// The debrief was opened.
    #[default]
    Debrief,
    /// The last decision was taken.
    LastDecision,
}

/// What makes it a success.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Success {
    /// The score, against the pass mark; without a mark nobody passes or fails.
    #[default]
    Score,
    /// Friday was made.
    Friday,
}

/// The rule a package was made with.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Rule {
    pub completion: Completion,
    pub success: Success,
    /// In points, 0 to 100.
    pub pass_mark: Option<f64>,
}

impl Rule {
    /// The rule where the portal has a pass mark of its own (SCORM 1.2
    /// `cmi.student_data.mastery_score`, 2004 `cmi.scaled_passing_score`, cmi5 `masteryScore`): it
    /// outranks the package's, and it is about the score. `mark` in points; a mark outside 0 to
    /// 100 is no mark of ours.
    pub fn under(self, mark: Option<f64>) -> Rule {
        // Hundredths, so that 0.07 means 7 and not 7.000000000000001.
        let mark = mark.filter(|m| (0.0..=100.0).contains(m)).map(|m| libm::round(m * 100.0) / 100.0);
        if mark.is_some() { Rule { success: Success::Score, pass_mark: mark, ..self } } else { self }
    }

    /// The outcome, once the attempt is complete.
    pub fn complete<'r>(&self, report: &'r Report) -> Option<&'r End> {
        report.end.as_ref().filter(|_| report.debriefed || self.completion == Completion::LastDecision)
    }

    /// Passed or failed; `None` where the rule asks for neither.
    pub fn passed(&self, end: &End) -> Option<bool> {
        match self.success {
            Success::Friday => Some(end.on_time),
            Success::Score => self.pass_mark.map(|mark| f64::from(end.told()) >= mark),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Completion, End, Report, Rule, Success};

    #[test]
    fn complete_and_passed_go_by_the_chosen_rule() {
        let end = |score, on_time| End { score, decided: None, on_time, engagement: 50.0, team_hours: 80.0 };
        let by_score = |mark| Rule { pass_mark: Some(mark), ..Rule::default() };
        let friday = Rule { success: Success::Friday, pass_mark: Some(90.0), ..Rule::default() };
        for (rule, score, on_time, passed) in [
            (Rule::default(), 100, true, None),
            (by_score(70.0), 70, false, Some(true)),
            (by_score(70.0), 69, true, Some(false)),
            (friday, 10, true, Some(true)),
            (friday, 95, false, Some(false)),
            (friday.under(Some(80.0)), 79, true, Some(false)),
            (by_score(70.0).under(None), 70, true, Some(true)),
            (by_score(70.0).under(Some(0.07 * 100.0)), 7, true, Some(true)),
            (by_score(70.0).under(Some(-1.0)), 69, true, Some(false)),
            (by_score(70.0).under(Some(f64::NAN)), 69, true, Some(false)),
        ] {
            assert_eq!(rule.passed(&end(score, on_time)), passed, "{rule:?} {score} {on_time}");
            // Where the decisions are scored, the week's own score passes nobody.
            let decided = End { decided: Some(score), ..end(100 - score, on_time) };
            assert_eq!(rule.passed(&decided), passed, "{rule:?} {score} {on_time}");
        }
        let last = Rule { completion: Completion::LastDecision, ..Rule::default() };
        for (ended, debriefed, at_debrief, at_last) in [(false, false, false, false), (true, false, false, true), (true, true, true, true)]
        {
            let report = Report { end: ended.then(|| end(1, true)), debriefed, ..Report::default() };
            assert_eq!((Rule::default().complete(&report).is_some(), last.complete(&report).is_some()), (at_debrief, at_last));
        }
    }
}
