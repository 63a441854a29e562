//! What is to be told of an attempt, without the session that tells it: a decision or an outcome
//! as it is kept until a store has confirmed it. Whoever tells it puts it into the frame of their
//! own session ([`super::statement::Frame::told`]).

use super::vocabulary as v;
use super::wire;
use json::{self, Node, Value};

/// Verbs of what outlives a session; `initialized`, `suspended` and `terminated` belong to one.
const VERBS: [v::Verb; 5] = [v::ANSWERED, v::SCORED, v::COMPLETED, v::PASSED, v::FAILED];
/// The longest record that is read, in bytes.
const LONGEST: usize = 32 * 1024;

/// A decision or an outcome.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Record {
    pub id: String,
    pub verb: v::Verb,
    /// When it happened (milliseconds since 1970).
    pub at: u64,
    /// A decision's activity, as JSON text; empty for what is about the week.
    pub object: String,
    /// The statement's result, and our context extensions: JSON texts.
    pub result: String,
    pub extensions: Vec<(String, String)>,
}

impl Record {
    pub fn write(&self) -> String {
        let mut members = vec![("id", wire::text(&self.id)), ("verb", wire::text(self.verb.1)), ("at", self.at.to_string())];
        if !self.object.is_empty() {
            members.push(("object", self.object.clone()));
        }
        members.push(("result", self.result.clone()));
        members.push(("extensions", wire::object(self.extensions.iter().map(|(k, t)| (k.as_str(), t.clone())))));
        wire::object(members)
    }

    /// Reads one out of the text in which its node stands; anything else is nothing.
    pub fn read(text: &str, node: &Node) -> Option<Record> {
        let object = |key: &str| node.get(key).filter(|n| matches!(n.value, Value::Object(_)));
        let small = |n: &Node| Some(wire::minified(text, n)).filter(|t| t.len() <= LONGEST);
        let word = node.get("verb")?.text()?;
        let at = node.get("at")?.number().filter(|n| (0.0..1e15).contains(n))?;
        let extensions = match &object("extensions")?.value {
            Value::Object(members) => members.iter().map(|(k, n)| (k.clone(), wire::minified(text, n))).collect(),
            _ => return None,
        };
        Some(Record {
            id: node.get("id")?.text().filter(|t| super::clock::is_uuid(t))?.to_owned(),
            verb: *VERBS.iter().find(|verb| verb.1 == word)?,
            at: at as u64,
            object: object("object").map_or(Some(String::new()), small)?,
            result: small(object("result")?)?,
            extensions,
        })
    }

    pub fn decision(&self) -> bool {
        self.verb == v::ANSWERED
    }

    fn score(&self) -> bool {
        json::parse(&self.result).is_ok_and(|n| n.get("score").is_some())
    }
}

/// What has not arrived, by what it is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Missing {
    pub decisions: usize,
    pub completion: bool,
    pub score: bool,
}

impl Missing {
    pub fn of<'r>(records: impl IntoIterator<Item = &'r Record>) -> Missing {
        records.into_iter().fold(Missing::default(), |m, r| Missing {
            decisions: m.decisions + usize::from(r.decision()),
            completion: m.completion || r.verb == v::COMPLETED,
            score: m.score || !r.decision() && r.score(),
        })
    }

    pub fn nothing(&self) -> bool {
        *self == Missing::default()
    }

    /// "2 decisions, the completion and the score".
    pub fn named(&self) -> String {
        let decisions = match self.decisions {
            0 => None,
            1 => Some("one decision".to_owned()),
            n => Some(format!("{n} decisions")),
        };
        let completion = self.completion.then(|| "the completion".to_owned());
        let score = self.score.then(|| "the score".to_owned());
        let mut all: Vec<String> = [decisions, completion, score].into_iter().flatten().collect();
        let last = all.pop().unwrap_or_default();
        if all.is_empty() { last } else { format!("{} and {last}", all.join(", ")) }
    }
}
