//! The form for a record store: what is typed, one request at a time, and the stop. What is typed is sent
//! to that store alone.

use super::{State, Store};
use crate::class::Read;
use crate::effect::Effect;
use crate::words;

/// How reading stands.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Standing {
    /// A store is being read.
    pub busy: bool,
    /// How far that is, in twentieths; `None` where nobody knows.
    pub progress: Option<u32>,
    pub said: String,
    /// What went wrong.
    pub trouble: String,
    /// Weeks were read before it went wrong: they can be used.
    pub some: bool,
}

/// What happens to the form.
#[derive(Clone, PartialEq)]
pub enum Msg {
    /// A field ([`FIELDS`]) now holds this.
    Typed(usize, String),
    Read,
    /// Enough: what was read so far is used.
    Stop,
    /// An answer: the status of HTTP and the body, `None` where none came; where the page is from
    /// (`https://by-friday.example`), and today as `2026-03-02` in UTC.
    Answer {
        answer: Option<(u16, Vec<u8>)>,
        origin: String,
        today: String,
    },
}

impl std::fmt::Debug for Msg {
    /// Without what is typed, which may be a secret, and without what the store holds.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Msg::Typed(at, _) => f.debug_tuple("Typed").field(at).finish_non_exhaustive(),
            Msg::Read => f.write_str("Read"),
            Msg::Stop => f.write_str("Stop"),
            Msg::Answer { answer, .. } => f.debug_tuple("Answer").field(&answer.as_ref().map(|a| a.0)).finish_non_exhaustive(),
        }
    }
}

/// The form's fields: address, key, secret, and since when.
pub const FIELDS: [&str; 4] = ["store-address", "store-key", "store-secret", "store-since"];

/// The form, and the store that is being read.
#[derive(Default)]
pub struct Session {
    pub fields: [String; 4],
    store: Option<Store>,
    pub standing: Standing,
}

impl Session {
    /// Takes a message. Beside what is to be done: what was read, once it is all there.
    pub fn update<M>(&mut self, msg: Msg) -> (Vec<Effect<M>>, Option<Read>) {
        match msg {
            Msg::Typed(at, text) => {
                self.fields[at] = text;
                (Vec::new(), None)
            }
            Msg::Read => (self.begin(), None),
            Msg::Stop => {
                self.standing = Standing { said: "Stopped.".to_owned(), ..Standing::default() };
                (vec![Effect::Hush, Effect::Draw], self.store.take().map(|store| store.stop()))
            }
            Msg::Answer { answer, origin, today } => self.answer(answer, &origin, &today),
        }
    }

    fn begin<M>(&mut self) -> Vec<Effect<M>> {
        let [address, key, secret, since] = &self.fields;
        match Store::new(address, key, secret).and_then(|store| store.since(since)) {
            Ok(store) => {
                let said = format!("Asking {}\u{2026}", store.host());
                self.standing = Standing { busy: true, said, ..Standing::default() };
                let asked = Effect::Ask(store.request());
                self.store = Some(store);
                vec![asked, Effect::Draw]
            }
            Err(trouble) => {
                self.store = None;
                self.standing = Standing { trouble, ..Standing::default() };
                vec![Effect::Hush, Effect::Draw]
            }
        }
    }

    fn answer<M>(&mut self, answer: Option<(u16, Vec<u8>)>, origin: &str, today: &str) -> (Vec<Effect<M>>, Option<Read>) {
        let Some(store) = &mut self.store else { return (Vec::new(), None) };
        let state = match answer {
            Some((status, body)) => store.answer(status, &body),
            None => State::Failed(store.silence(origin)),
        };
        match state {
            State::More { pages, statements, decisions } => {
                self.standing.progress = store.progress(today).map(|p| (p * 20.0) as u32);
                self.standing.said = format!(
                    "{}: {} statements, {} decisions of By Friday among them.",
                    words::count(pages, "page"),
                    words::thousands(statements as u32),
                    words::thousands(decisions as u32)
                );
                (vec![Effect::Ask(store.request()), Effect::Draw], None)
            }
            State::Done(read) => {
                self.store = None;
                self.standing = Standing { said: "All is read.".to_owned(), ..Standing::default() };
                (vec![Effect::Draw], Some(read))
            }
            State::Failed(trouble) => {
                let some = !store.stop().found.is_empty();
                self.standing = Standing { trouble, some, ..Standing::default() };
                (vec![Effect::Draw], None)
            }
        }
    }
}
