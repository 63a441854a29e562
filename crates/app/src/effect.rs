//! What a trainer's page asks of the shell. A session ([`super::class::session`], [`super::write::session`])
//! takes a message and answers with these; what comes of them comes back as a message.

use super::Kept;
use super::class::store::Request;

/// Something for the shell to do; `M` are the messages of the session that asks.
#[derive(Clone, Debug, PartialEq)]
pub enum Effect<M> {
    /// Draw what changed.
    Draw,
    /// Send this in a task of its own, so that the page stays alive meanwhile.
    Soon(M),
    /// Send this once what is there now has been drawn.
    Drawn(M),
    /// Send this after so many milliseconds.
    Later(M, i32),
    /// The focus to the heading of what is new, once it is drawn.
    Heading,
    /// The focus to the first of these selectors that something answers to, once it is drawn.
    Focus(Vec<String>),
    /// The focus there at once.
    FocusNow(&'static str),
    /// Long work waits to be done.
    Work,
    /// The address of the class page becomes this query: `true` for a step that Back undoes.
    Class(String, bool),
    /// The tab keeps this, or nothing.
    Tab(Option<String>),
    /// The device keeps a text under a key; then one of these is sent, as it could or not.
    Keep { key: String, text: String, could: M, could_not: M },
    /// The device forgets a key.
    Forget(String),
    /// Ask a record store; what it was asked before is stopped.
    Ask(Request),
    /// Stop asking it.
    Hush,
    /// Show this week, which its writer tries out; Back leads here again.
    Try(String),
}

/// What a session may look at while it takes a message.
pub trait Device {
    /// What the device keeps for us now: another tab may have written.
    fn kept(&self) -> Kept;
    /// Milliseconds since 1970.
    fn now(&self) -> f64;
    /// A luck that nobody chose.
    fn seed(&self) -> u32;
    /// What a link to this page begins with.
    fn page(&self) -> String;
    /// Whether the page is shown.
    fn shown(&self) -> bool;
    /// A selector of what has the focus, by those of these attributes that it has.
    fn focused(&self, names: &[&str]) -> Option<String>;
}
