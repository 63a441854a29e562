//! What the part `host` thinks: where a week in a portal goes on, what is told of it, and when.
//! It rebuilds each line from its fragment with a core of its own and works out, in units, what a
//! decision did to the chance of Friday; so it takes nothing from what plays.
//!
//! `begin` is where a week begins and which addresses a package opens; `shown` is what is shown
//! and whether it counts; `telling` is what is told of it; `entry` is what of it
//! is known without playing; `further` is a week that goes on elsewhere, and a portal that is heard of late.

pub mod account;
mod begin;
pub mod entry;
pub mod further;
mod shown;
mod telling;
#[cfg(test)]
mod tests;

use super::forecasts::Forecasts;
use super::{App, Kept, Loaded, load};
use entry::{Entry, Home};
use further::Further;
use json::mix;
use portal::message::{Command, Message};
use portal::package::Launch;
use portal::summary::Taken;
use portal::{Attempt, Mode, Report, Scored, Setup};
use scenario::codec::link::{PlayLink, Route};
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
    /// Which score is reported: the package's rule, or the one the attempt began with.
    pub scored: Scored,
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
    /// The scenario that the page began with.
    home: Home,
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

/// A scenario as the page's own.
fn home(loaded: &Loaded) -> Home {
    let (id, title) = (loaded.scenario.id.clone(), loaded.scenario.title.clone());
    Home { key: loaded.key.clone(), id, title, edition: loaded.edition.clone() }
}

/// The fragment with which the learner's own week goes on in a frame that no portal launched, of any
/// scenario ([`entry::goes_on`]).
pub fn goes_on(address: &str, kept: &Kept) -> Option<String> {
    entry::goes_on(address, kept, &home(&load(&entry::begins(address)?.scenario)?))
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
            home: home(&app.loaded),
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

    fn entry(&self) -> Entry<'_> {
        Entry { home: &self.home, package: self.package.as_ref() }
    }

    /// The rules of a session.
    pub fn setup(&self) -> Setup {
        self.entry().setup()
    }

    /// A line for the learner about the session's mode.
    pub fn about(&self) -> Option<&'static str> {
        entry::about(self.mode)
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
                let blind = self.app.blind || self.entry().blind();
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
}
