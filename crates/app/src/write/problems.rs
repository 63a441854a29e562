//! Problems as a list, the JSON side, and the line above all.

use super::view::{Json, Lock, Problem, Problems, Status};
use super::words::capital;
use super::{Writing, outline, places, spoken};
use crate::words::count;
use scenario::check::{Finding, Severity};

/// Where a problem stands in the list: it is empty, how bad it is, where in the text, and what it is.
pub(super) type Mark = (bool, Severity, usize, &'static str);

impl Writing {
    /// Goes to the problem after the one that was gone to last, and from the last to the first.
    /// Returns its pointer and what is said of it; `None` where there is none.
    pub fn next_problem(&mut self) -> Option<(String, String)> {
        let list = self.problems().list;
        let mark = |p: &Problem| (p.empty, p.severity, p.at, p.code);
        let at = self.walked.and_then(|last| list.iter().position(|p| mark(p) > last)).unwrap_or(0);
        let problem = list.get(at)?;
        self.walked = Some(mark(problem));
        self.show(&problem.path);
        let said = format!("{} of {}, {}: {} {}", at + 1, list.len(), problem.place, problem.text, problem.mend);
        Some((problem.path.clone(), said.trim_end().to_owned()))
    }

    pub fn problems(&self) -> Problems {
        let mut found = self.findings();
        let all = found.list.len();
        let blank: Vec<Finding> = found.list.iter().filter(|f| spoken::empty(f)).cloned().collect();
        found.list.retain(|f| !spoken::empty(f));
        let empty = all - found.list.len();
        let n = |severity| found.count(severity);
        let (errors, warnings, notes) = (n(Severity::Error), n(Severity::Warning), n(Severity::Note));
        let told = match (outline::problems(errors, warnings), notes) {
            (text, 0) if text.is_empty() => "Nothing is wrong that could be found.".to_owned(),
            (text, n) if text.is_empty() => format!("Nothing is wrong that could be found; {}.", count(n, "note")),
            (text, _) => format!("{text}."),
        };
        let told = if empty > 0 {
            format!(
                "{told} {} still empty.",
                match empty {
                    1 => "One text is".to_owned(),
                    n => format!("{n} texts are"),
                }
            )
        } else {
            told
        };
        let mut list: Vec<Problem> = found.list.iter().map(|f| self.problem(f)).collect();
        list.sort_by_key(|p| (p.severity, p.at));
        list.extend(blank.iter().map(|f| self.problem(f)));
        Problems { summary: told, empty, errors, warnings, notes, list, whole: self.whole }
    }

    fn problem(&self, f: &Finding) -> Problem {
        // On the JSON side the file itself is spoken of.
        let (text, mend) = if self.locked().is_some() { (f.text.clone(), f.mend.clone()) } else { spoken::spoken(f) };
        let end = |t: &str| match t.chars().last() {
            None => String::new(),
            Some('?' | '.') => capital(t),
            _ => format!("{}.", capital(t)),
        };
        Problem {
            severity: f.severity,
            code: f.code,
            empty: spoken::empty(f),
            text: end(&text),
            mend: end(&mend),
            mends: spoken::mends(f).filter(|_| self.locked().is_none()),
            place: if f.path.is_empty() && self.locked().is_some() { "The JSON".to_owned() } else { places::name(&self.root, &f.path) },
            page: places::page(&f.path).to_owned(),
            path: f.path.clone(),
            at: f.at,
            line: f.line,
            column: f.column,
        }
    }

    fn lock(&self) -> Option<Lock> {
        let slip = self.locked()?;
        let (line, column) = json::position(&self.json_text(), slip.at);
        Some(Lock { text: format!("{}.", capital(&slip.text)), mend: capital(&slip.mend), at: slip.at, line, column })
    }

    pub fn json(&self) -> Json {
        let text = self.json_text();
        let lock = self.lock();
        let here = match &lock {
            // The loose reader knows where values end.
            None => json::loose(&text).0.as_ref().and_then(|t| t.pointer(&self.place)).map(|t| (t.at, t.end)),
            Some(_) => None,
        };
        Json { text, lock, here }
    }

    pub fn status(&self) -> Status {
        let file = if self.filed() { "Saved as a file" } else { "Not saved as a file since the last change" };
        let device = match self.kept {
            Some(true) => "kept on this device",
            Some(false) => "not kept on this device: it takes nothing at the moment",
            None => "not yet kept on this device",
        };
        let last = |steps: &[super::Step]| steps.last().map(|s| s.words.clone());
        Status {
            title: self.title(),
            kept: format!("{file}; {device}."),
            undo: last(&self.undo),
            redo: last(&self.redo),
            lock: self.lock(),
            sound: self.sound(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::places;
    use super::Writing;

    fn open() -> Writing {
        Writing::from_text(include_str!("../../../../public/examples/first-friday.json")).unwrap_or_else(|f| panic!("{f:?}"))
    }

    #[test]
    fn problems_are_walked_one_by_one_and_around() {
        let mut w = open();
        assert_eq!((w.problems().errors, w.next_problem().map(|p| p.0)), (0, w.problems().list.first().map(|p| p.path.clone())));
        let mut w = open();
        w.set_json("/deadline", "\"soon\"");
        w.set_json("/scenes/1/at", "7");
        w.clear("/scenes/2/moves/1/label");
        let all: Vec<String> = w.problems().list.iter().map(|p| p.path.clone()).collect();
        let mut walked: Vec<String> = (0..=all.len()).filter_map(|_| w.next_problem()).map(|p| p.0).collect();
        assert_eq!(walked.pop(), all.first().cloned(), "from the last to the first");
        assert_eq!(walked, all);
        w.go("");
        let (path, said) = w.next_problem().expect("another");
        assert_eq!(w.place(), places::page(&path), "the place is in the form");
        assert!(said.starts_with(&format!("2 of {}, ", all.len())), "{said}");
        // Mended, the walk goes on behind it.
        w.undo();
        assert!(w.next_problem().is_some());
    }
}
