//! What a portal may be told about an attempt, and the talk with it. Pure: events go in, effects
//! come out; the shell makes the calls, sends the requests and keeps the time.
//!
//! | file | what it is |
//! | --- | --- |
//! | [`summary`] | [`Report`]: one attempt as far as a portal may know it |
//! | [`attempt`] | which lines of play count |
//! | [`rule`] | when an attempt is complete, and when it is a success |
//! | [`resume`] | tens of bytes that bring the week back |
//! | [`scorm12`], [`scorm2004`] | what a decision and an outcome are in SCORM's data model |
//! | [`scorm`] | the talk with a SCORM portal, the same for both versions |
//! | [`launch`] | launch parameters of xAPI (Tin Can) and cmi5, and cmi5's launch data |
//! | [`vocabulary`], [`statement`], [`uuid`] | xAPI statements, every IRI in them, and their ids |
//! | [`record`], [`ledger`] | what is to be told, and what of it is confirmed |
//! | [`lane`] | statements in order, sent again until they arrive |
//! | [`document`] | a state document that several devices may write |
//! | [`xapi`] | the talk with an xAPI or cmi5 portal |
//! | [`package`] | zips for portals and their `launch.json` |
//! | [`message`] | window messages to and from a page that embeds the program |
//! | [`clock`] | times and durations as the standards write them |
//!
//! A session is made with a [`Setup`] and driven by [`Host::take`], or by [`run`], which also
//! feeds the answers back. It never plays: it says where the week goes on ([`Opened`]) and is told
//! of each decision by a [`Report`], whole every time; it finds out by itself what is new in it.

pub mod attempt;
pub mod clock;
pub mod document;
pub mod lane;
pub mod launch;
pub mod ledger;
pub mod message;
pub mod package;
pub mod record;
pub mod resume;
pub mod rule;
pub mod scored;
pub mod scorm;
pub mod scorm12;
pub mod scorm2004;
pub mod statement;
pub mod summary;
pub mod uuid;
pub mod vocabulary;
pub mod wire;
pub mod xapi;

pub use attempt::{Attempt, Counts, Shown};
pub use lane::{Answer, Request};
pub use launch::Launch;
pub use resume::Resume;
pub use rule::{Completion, Rule, Success};
pub use scored::Scored;
pub use scorm::Scorm;
pub use summary::{Decision, Report};
pub use xapi::Xapi;

/// What the package says about every attempt made with it.
#[derive(Clone, Debug, PartialEq)]
pub struct Setup {
    pub rule: Rule,
    /// The scenario's id and title.
    pub scenario: String,
    pub title: String,
    /// The language of titles and labels, as an RFC 5646 tag.
    pub language: String,
}

/// How the portal wants the session to be.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Mode {
    #[default]
    Normal,
    /// A look around, and a look back: nothing is recorded.
    Browse,
    Review,
}

/// What the portal said at the start.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Opened {
    /// Whether anything will be reported. `false`: the program goes on by itself.
    pub reports: bool,
    pub mode: Mode,
    /// Whether the portal counts what is done here; where not, it is reported all the same.
    pub credit: bool,
    /// The week to go on with; it comes before a fragment and the device's save.
    pub resume: Option<Resume>,
    /// The portal's id of the learner, for keeping saves apart; may be empty.
    pub learner: String,
    /// Languages the learner prefers, best first (cmi5).
    pub languages: Vec<String>,
    /// The pass mark that holds, in points of 0 to 100.
    pub pass_mark: Option<f64>,
}

/// What happened, told to a session.
#[derive(Clone, Debug, PartialEq)]
pub enum Event {
    /// The page is ready.
    Open,
    /// The attempt as it now stands: after each decision that counts, and at the debrief.
    Report(Box<Report>),
    /// The learner pressed Finish in the debrief. Pressed again, it does not wait for the portal.
    Finish,
    /// The page goes away (`pagehide`).
    Leave,
    /// What [`Effect::Call`] returned; empty where it was nothing.
    Returned(String),
    /// The call threw.
    Threw,
    /// What became of [`Effect::Probe`]: whether the portal could be reached.
    Probed(bool),
    /// Somebody is there: a press, a key, a move of the page. A minute between two is often enough.
    Alive,
    /// What became of [`Effect::Send`].
    Answered(Answer),
    /// The time asked for by [`Effect::Wake`] has come.
    Tick,
    /// The connection is back, or the learner asks to try now.
    Retry,
}

/// What the shell is to do.
#[derive(Clone, Debug, PartialEq)]
pub enum Effect {
    /// Call the SCORM API and return what it returns with [`Event::Returned`], at once.
    Call(scorm::Call),
    /// Fetch a file of the package past every cache, and say with [`Event::Probed`] what became of it
    /// ([`scorm::reached`]).
    Probe,
    /// Send a request and return what became of it with [`Event::Answered`].
    Send(Request),
    /// Send [`Event::Tick`] at this time (milliseconds since 1970).
    Wake(u64),
    /// The portal is ready: begin, or go on. Comes once.
    Opened(Box<Opened>),
    /// Keep this on the device under the launch's key, for the next session's [`Xapi::new`]; empty:
    /// forget what was kept.
    Keep(String),
    /// One line for the learner, in place of the last; `None`: nothing to say any more.
    Say(Option<String>),
    /// The session is over; go to this address if there is one.
    Closed(Option<String>),
}

/// A portal.
pub trait Host {
    /// Takes an event at a time (milliseconds since 1970). Answers that nobody waits for, and
    /// events after the end, change nothing.
    fn take(&mut self, event: Event, now: u64) -> Vec<Effect>;

    /// How many decisions and outcomes the portal has not yet confirmed.
    fn waiting(&self) -> usize;
}

/// Hands an event to a host and does what it asks for until nothing is left to do at once. `act`
/// does one effect; it returns what the host is to be told of it, where that is known at once.
pub fn run(host: &mut dyn Host, event: Event, now: u64, act: &mut dyn FnMut(Effect) -> Option<Event>) {
    let mut events = std::collections::VecDeque::from([event]);
    while let Some(event) = events.pop_front() {
        let mut told = host.take(event, now).into_iter().filter_map(&mut *act).collect();
        events.append(&mut told);
    }
}
