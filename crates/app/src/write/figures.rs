//! What a written week's choices come to: both pure lines with their intervals, moves nobody should
//! take, decisions that change nothing. Worked out in units, as all long work.

use crate::from;
use crate::words;
use engine::Units;
use engine::figures::{Figure, Mean};
use engine::model::Scenario;
use engine::model::scenario::Style;
use engine::survey::Survey;
pub use engine::{FiguresJob, Job};
use scenario::check::{Severity, numbers};

/// Weeks that each line is played under.
pub const SEEDS: u32 = 400;

/// The work on one text.
#[derive(Clone, Debug)]
pub struct Weighing {
    /// The text it is about, and what links call it: a worker is told so.
    text: String,
    pub key: String,
    scenario: Scenario,
    survey: Survey,
    job: FiguresJob,
    units: Units,
}

/// What came out.
#[derive(Clone, Debug, PartialEq)]
pub struct Weighed {
    /// Paths and decisions in a sentence.
    pub about: String,
    /// A row a style: its name, the chance, engagement, hours and score, each with its interval.
    pub rows: Vec<[String; 5]>,
    /// What is to be said of moves and decisions: the pointer of each, its words, and how to mend it.
    pub findings: Vec<(String, String, String)>,
    /// Whether moves could be compared.
    pub compared: bool,
}

impl Weighing {
    /// Begins with a scenario's text.
    ///
    /// # Errors
    /// Why it cannot be played.
    pub fn of(text: &str) -> Result<Weighing, String> {
        let key = from::key(text)?;
        let loaded = super::super::load(&key).ok_or("The scenario cannot be played.")?;
        let survey = Survey::of(&loaded.program, &[]);
        let job = FiguresJob::new(&loaded.program, SEEDS);
        let units = Units::new(job.units());
        Ok(Weighing { text: text.to_owned(), key, scenario: loaded.scenario, survey, job, units })
    }

    pub fn units(&self) -> u32 {
        self.job.units()
    }

    /// Works out a unit here.
    pub fn run(&self, unit: u32) -> Vec<i64> {
        self.job.run(unit)
    }

    /// Takes what a unit came to.
    pub fn add(&mut self, unit: u32, part: &[i64]) {
        if self.units.take(unit) {
            self.job.add(unit, part);
        }
    }

    /// How far it is, 0 to 1.
    pub fn progress(&self) -> f64 {
        self.units.progress()
    }

    pub fn done(&self) -> bool {
        self.job.done()
    }

    /// What came out; `None` until all is worked out.
    pub fn weighed(&self) -> Option<Weighed> {
        if !self.done() {
            return None;
        }
        let findings = numbers(&self.text, &self.scenario, &self.job).into_iter().filter(|f| f.severity != Severity::Error);
        Some(Weighed {
            about: about(&self.survey, self.job.weeks()),
            rows: [Style::Directive, Style::Collaborative].map(|style| row(style, &self.job)).to_vec(),
            findings: findings.map(|f| (f.path, f.text, f.mend)).collect(),
            compared: self.job.compared(),
        })
    }
}

/// How it stands with the figures of the week that is written.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Standing {
    #[default]
    Unasked,
    /// Why the week has no figures.
    Refused(String),
    /// How far it is, in twentieths.
    Busy(u32),
    /// The figures, and whether the week has changed since.
    Done(Box<Weighed>, bool),
}

/// Figures that were asked for, done or in hand.
pub struct Held {
    work: Weighing,
    found: Option<Weighed>,
}

impl Held {
    /// Of a week as it stands now.
    ///
    /// # Errors
    /// As [`Weighing::of`].
    pub fn of(text: &str) -> Result<Held, String> {
        Ok(Held { work: Weighing::of(text)?, found: None })
    }

    /// How it stands, where this is the week now.
    pub fn standing(&self, now: &str) -> Standing {
        match &self.found {
            None => Standing::Busy((self.work.progress() * 20.0) as u32),
            Some(found) => Standing::Done(Box::new(found.clone()), now != self.work.text),
        }
    }

    /// Gives out the next unit: what it is of, and its number.
    pub fn give(&mut self) -> Option<(String, u32)> {
        self.work.units.give().map(|unit| (self.work.key.clone(), unit))
    }

    /// Takes what a unit came to.
    pub fn came(&mut self, key: &str, unit: u32, part: &[i64]) {
        if self.work.key == key && self.found.is_none() {
            self.work.add(unit, part);
            self.found = self.work.weighed();
        }
    }

    /// Works out a unit here.
    pub fn run(&self, unit: u32) -> Vec<i64> {
        self.work.run(unit)
    }

    /// The worker is gone: what was given out is to be given out again.
    pub fn requeue(&mut self) {
        self.work.units.requeue();
    }
}

/// A unit of the work on a key, in a worker.
pub fn job(key: &str) -> Option<FiguresJob> {
    super::super::load(key).map(|loaded| FiguresJob::new(&loaded.program, SEEDS))
}

fn about(survey: &Survey, weeks: u32) -> String {
    let paths = match (survey.complete, survey.paths) {
        (false, _) => "More paths than can be followed".to_owned(),
        (_, n) if n >= 1_000_000 => "More than a million paths".to_owned(),
        (_, 1) => "One path".to_owned(),
        (_, n) => format!("{} paths", words::thousands(n as u32)),
    };
    let long = if survey.shortest == survey.longest {
        words::count(survey.longest, "decision")
    } else {
        format!("{} to {}", survey.shortest, words::count(survey.longest, "decision"))
    };
    format!("{paths}, of {long}. Both lines were played {weeks} times, under the same lucks; in brackets are 95% intervals.")
}

fn row(style: Style, job: &FiguresJob) -> [String; 5] {
    let cell = |f: Figure, by: f64, decimals: u32, unit: &str| {
        let Mean { mean, low, high } = job.pure(style, f);
        let (low, high) = if f == Figure::OnTime { (low.max(0.0), high.min(1.0)) } else { (low, high) };
        let text = |x: f64| words::fixed(x * by, decimals).replace('-', "\u{2212}");
        format!("{}{unit} ({} to {})", text(mean), text(low), text(high))
    };
    [
        format!("All {}", style.name()),
        cell(Figure::OnTime, 100.0, 0, "%"),
        cell(Figure::Engagement, 1.0, 2, ""),
        cell(Figure::Hours, 1.0, 1, " h"),
        cell(Figure::Score, 1.0, 1, ""),
    ]
}

#[cfg(test)]
mod tests {
    use super::{Weighing, job};
    use engine::Job;

    #[test]
    fn a_worker_comes_to_the_same_figures() {
        let text = include_str!("../../../../public/examples/first-friday.json");
        let (mut here, mut there) = (Weighing::of(text).expect("it is sound"), Weighing::of(text).expect("it is sound"));
        let worker = job(&here.key).expect("the key leads to it");
        assert_eq!(worker.units(), here.units());
        for unit in 0..here.units() {
            let (a, b) = (here.run(unit), worker.run(unit));
            here.add(unit, &a);
            there.add(unit, &b);
        }
        let found = here.weighed().expect("all is worked out");
        assert_eq!(Some(&found), there.weighed().as_ref());
        assert!(found.rows.len() == 2 && found.rows[0][1].contains('%') && found.about.contains("400 times"), "{found:?}");
        assert!(Weighing::of("{}").is_err());
    }
}
