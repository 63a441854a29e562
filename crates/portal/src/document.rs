//! A state document that several devices may write: read before it is written, merged, and written
//! under the tag it was read with.
//!
//! xAPI 1.0.3 part 3, 3.1 lets a client write state without a tag, and ADL's LRS refuses a plain
//! `PUT` on a document that is there all the same. So it is always a `POST`, which merges; with
//! `If-Match` where the browser shows the tag. Where there is no tag, after a write and after 412,
//! it is read again first.

use super::lane::{Answer, Lane, Request, pause};

/// So many writes in a row may fail before the end of a session goes on without them.
const TRIES: u32 = 3;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Step {
    Read,
    /// With this version of the text, under a tag or not.
    Write(u32, bool),
}

/// What an answer came to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Came {
    Nothing,
    /// This stands in the store; empty where nothing does.
    Read(String),
}

/// The talk about one document.
#[derive(Clone, Debug)]
pub struct Document {
    url: String,
    /// It was read, and not written since: under this tag. Empty where the store shows none, and it
    /// was read just now, to be written.
    read: Option<String>,
    /// It was read at all, or will not be.
    known: bool,
    /// It is not ours to write.
    locked: bool,
    /// The version of our text, and the one the store has.
    version: u32,
    written: u32,
    flight: Option<(u32, Step)>,
    failures: u32,
    wake: Option<u64>,
    /// Writes under a tag that got no answer, one after the other: some hosts let no page send one.
    unheard: u32,
    refused: Option<u16>,
}

impl Document {
    pub fn new(url: String) -> Document {
        Document {
            url,
            read: None,
            known: false,
            locked: false,
            version: 0,
            written: 0,
            flight: None,
            failures: 0,
            wake: None,
            unheard: 0,
            refused: None,
        }
    }

    /// Our text has changed.
    pub fn touch(&mut self) {
        self.version += 1;
    }

    /// Leaves it alone from now on.
    pub fn lock(&mut self) {
        self.locked = true;
    }

    /// It was read, or cannot be: what follows from it can go on.
    pub fn known(&self) -> bool {
        self.known
    }

    /// Something is to be written.
    pub fn wants(&self) -> bool {
        self.version != self.written && !self.locked && self.refused.is_none()
    }

    /// Something is to be written, and it still makes sense to wait for it.
    pub fn hopes(&self) -> bool {
        self.wants() && self.failures < TRIES
    }

    pub fn flying(&self) -> bool {
        self.flight.is_some()
    }

    /// The error with which the store refuses to keep it.
    pub fn refused(&self) -> Option<u16> {
        self.refused
    }

    pub fn hurry(&mut self) {
        self.wake = None;
    }

    pub fn wake(&self) -> Option<u64> {
        self.wake.filter(|_| !self.known || self.wants())
    }

    /// The next request, if it is time for one; `text` is what is to stand there.
    pub fn next(&mut self, now: u64, lane: &mut Lane, text: impl FnOnce() -> String) -> Option<Request> {
        if self.flying() || self.wake.is_some_and(|at| now < at) || self.known && !self.wants() {
            return None;
        }
        match self.read.take() {
            Some(tag) => Some(self.write(lane, &tag, text())),
            None => {
                let request = lane.ask("GET", self.url.clone());
                self.flight = Some((request.id, Step::Read));
                Some(request)
            }
        }
    }

    /// The page goes away: one write, where it is known what stands there.
    pub fn flush(&mut self, lane: &mut Lane, text: impl FnOnce() -> String) -> Option<Request> {
        let tag = self.read.clone().filter(|_| self.wants() && !self.flying())?;
        self.read = None;
        Some(self.write(lane, &tag, text()))
    }

    fn write(&mut self, lane: &mut Lane, tag: &str, text: String) -> Request {
        let mut request = lane.request("POST", self.url.clone(), text, true);
        let tagged = !tag.is_empty() && self.unheard < 2;
        if tagged {
            request.headers.push(("If-Match", tag.to_owned()));
        }
        self.flight = Some((request.id, Step::Write(self.version, tagged)));
        request
    }

    /// Takes an answer; `None` where it is none of ours.
    pub fn answered(&mut self, answer: &Answer, now: u64) -> Option<Came> {
        let (_, step) = self.flight.take_if(|f| f.0 == answer.id)?;
        let missing = matches!(answer.status, 404 | 410);
        if step == Step::Read && (answer.ok() || missing) {
            // Without a tag nobody can tell what is written until we write.
            self.read = Some(answer.etag.clone()).filter(|tag| self.known || !tag.is_empty());
            (self.known, self.wake) = (true, None);
            return Some(Came::Read(if missing { String::new() } else { answer.body.clone() }));
        }
        match step {
            Step::Write(version, _) if answer.ok() => {
                (self.written, self.failures, self.wake, self.unheard) = (version, 0, None, 0);
                // Some stores answer a write with the new tag.
                self.read = Some(answer.etag.clone()).filter(|tag| !tag.is_empty());
            }
            // Another device wrote in between: it is read again. At once, but not for ever.
            Step::Write(..) if matches!(answer.status, 409 | 412) => {
                self.failures += 1;
                self.wake = (self.failures > 1).then(|| now.saturating_add(pause(self.failures - 1)));
            }
            step if answer.refuses() || answer.status == 401 => {
                (self.refused, self.known, self.wake) = (Some(answer.status), true, None);
                if step == Step::Read {
                    return Some(Came::Read(String::new()));
                }
            }
            step => {
                self.unheard += u32::from(matches!(step, Step::Write(_, true)) && answer.status == 0);
                self.failures += 1;
                self.wake = Some(now.saturating_add(pause(self.failures)));
            }
        }
        Some(Came::Nothing)
    }
}
