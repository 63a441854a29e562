//! What the bundle `host` thinks: where a week in a portal goes on, what is told of it, and when.
//! It rebuilds each line from its fragment with a core of its own and works out, in units, what a
//! decision did to the chance of Friday; so it takes nothing from the bundles that play.
//!
//! `begin` is where a week begins and which addresses a package opens; `shown` is what is shown
//! and whether it counts; `telling` is what is told of it; `embedded` is a week that no portal launched;
//! `further` is a week that goes on elsewhere, and a portal that is heard of late.

mod begin;
mod embedded;
pub mod further;
mod shown;
mod telling;
#[cfg(test)]
mod tests;

use super::forecasts::Forecasts;
use super::{App, Kept, load};
use crate::codec::link::{PlayLink, Route};
use crate::engine::luck::mix;
use crate::report::message::{Command, Message};
use crate::report::package::{Complete, Launch, Target};
use crate::report::summary::Taken;
use crate::report::{Attempt, Completion, Mode, Report, Rule, Scored, Setup};
pub use embedded::{begins, goes_on};
use further::Further;
use telling::Pending;

/// How long a decision waits for its forecasts before it is told without, in milliseconds.
pub const PATIENCE: u64 = 1000;

/// Something is to be told.
#[derive(Clone, Debug, PartialEq)]
pub enum Out {
    /// To the portal.
    Report(Box<Report>),
    /// To the page that embeds this one.
    Message(Box<Message>),
}

/// Where the page begins.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Start {
    pub fragment: String,
    /// The seed of every new week, where the package has one.
    pub seed: Option<u32>,
    /// What the device is to keep, so that the portal's week is the learner's own here: key, text.
    pub keep: Option<(String, String)>,
    /// What the learner should know about the week that goes on.
    pub note: Option<String>,
}

/// A line of play, as far as it takes to know it again.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Trace {
    seed: u32,
    moves: Vec<String>,
}

impl Trace {
    /// Whether this line is the other one, or goes on from it.
    fn continues(&self, start: &Trace) -> bool {
        self.seed == start.seed && self.moves.starts_with(&start.moves)
    }
}

/// See the module.
pub struct Hosted {
    app: App,
    package: Option<Launch>,
    /// Id and edition of the scenario that the page began with.
    home: (String, String),
    /// Reports go to a portal.
    reports: bool,
    /// A portal is there and has not said yet where the week goes on.
    unread: bool,
    further: Option<Further>,
    mode: Mode,
    attempt: Option<Attempt>,
    /// When each decision of the attempt was taken; without a portal, of what is shown.
    taken: Vec<Taken>,
    /// The seed of every new week, where the package has one.
    seed: Option<u32>,
    /// Lines that the device held for this learner when the page was opened.
    held: Vec<Trace>,
    /// The next Monday that is shown is a new week, even under the luck of the old one.
    asked: bool,
    /// The seed of a week of the learner's own in which nothing is decided yet: with its first
    /// decision it takes the attempt's place.
    fresh: Option<u32>,
    /// When what is shown was shown first.
    since: u64,
    last: (String, bool, bool),
    /// What was shown just before, if a decision can follow from it.
    before: Option<Trace>,
    /// Lines, each with its last decision, that the embedding page was told of; and those of which
    /// it was told the end.
    heard: Vec<Trace>,
    completed: Vec<Trace>,
    forecasts: Forecasts,
    pending: Option<Pending>,
    /// Why what is shown is not reported.
    pub why: Option<&'static str>,
    /// Which score is reported: the package's rule, or the one the attempt began with.
    pub scored: Scored,
    /// The debrief is open and the outcome is reported, so the session can be finished.
    pub finish: bool,
}

/// A number of a text, the same on every machine.
fn hash(text: &str) -> u64 {
    text.bytes().fold(0, |h, b| mix(h ^ u64::from(b)))
}

/// What the device's keys begin with, for one learner and registration (or package).
pub fn scope(of: &str) -> String {
    format!("by-friday-{:016x}/", hash(of))
}

impl Hosted {
    /// Before anything happened; `package`: what `launch.json` says, where there is one.
    pub fn new(package: Option<Launch>) -> Hosted {
        let mut app = App::new(Kept::default());
        if let Some(loaded) = package.as_ref().filter(|p| p.key() != app.loaded.key).and_then(|p| load(p.key())) {
            app.loaded = loaded;
        }
        let scored = package.as_ref().map_or(Scored::Week, |p| p.scored);
        Hosted {
            scored,
            home: (app.loaded.key.clone(), app.loaded.edition.clone()),
            app,
            package,
            reports: false,
            unread: false,
            further: None,
            mode: Mode::Normal,
            attempt: None,
            taken: Vec::new(),
            seed: None,
            held: Vec::new(),
            asked: false,
            fresh: None,
            since: 0,
            last: (String::new(), false, false),
            before: None,
            heard: Vec::new(),
            completed: Vec::new(),
            forecasts: Forecasts::default(),
            pending: None,
            why: None,
            finish: false,
        }
    }

    /// The rules of a session.
    pub fn setup(&self) -> Setup {
        let completion = match self.package.as_ref().map(|p| p.complete) {
            Some(Complete::LastDecision) => Completion::LastDecision,
            _ => Completion::Debrief,
        };
        let pass_mark = self.package.as_ref().and_then(|p| p.pass_mark).map(f64::from);
        Setup {
            rule: Rule { completion, pass_mark, ..Rule::default() },
            scenario: self.app.loaded.scenario.id.clone(),
            title: self.app.loaded.scenario.title.clone(),
            language: self.package.as_ref().map_or_else(|| "en".to_owned(), |p| p.language.clone()),
        }
    }

    /// Which versions of SCORM are looked for, 2004 as `true`, the likelier first; none where the
    /// package is for something else.
    pub fn scorm(&self) -> &'static [bool] {
        match self.package.as_ref().map(|p| p.target) {
            None | Some(Target::Scorm2004) => &[true, false],
            Some(Target::Scorm12) => &[false, true],
            Some(_) => &[],
        }
    }

    /// A line for the learner about the session's mode.
    pub fn about(&self) -> Option<&'static str> {
        match self.mode {
            Mode::Normal => None,
            Mode::Browse => Some("The portal opened this page for a look around: nothing you do here is reported."),
            Mode::Review => Some("The portal opened this page for review: what was reported stays as it is, and nothing new is reported."),
        }
    }

    /// The learner asks for a new week. Under a package's luck its Monday looks as the old one's
    /// does when one goes back to it; what was asked for is the difference.
    pub fn anew(&mut self) {
        self.asked = true;
    }

    /// The fragment that a command of the embedding page asks for; `drawn`: a seed to use if one is
    /// needed. A package's rule for seeds and its own scenario hold against the command's.
    pub fn command(&mut self, command: &Command, drawn: u32) -> String {
        match command {
            Command::Restart { seed } => {
                self.anew();
                let blind = self.app.blind || self.blind();
                Route::Play(PlayLink {
                    seed: self.seed.or(*seed).or(Some(drawn)),
                    blind,
                    set: Vec::new(),
                    team: String::new(),
                    ..self.app.bare()
                })
                .to_string()
            }
            Command::Open { link } => self.allowed(link).unwrap_or_else(|| link.clone()),
        }
    }

    /// Whether the package hides styles until the debrief.
    fn blind(&self) -> bool {
        self.package.as_ref().is_some_and(|p| p.blind)
    }
}
