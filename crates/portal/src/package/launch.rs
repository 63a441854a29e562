//! `launch.json`, version 1: what a package plays, and by which rules. It stands beside
//! `index.html`, and the app reads it by itself, whatever the portal is.
//!
//! ```json
//! {
//!   "version": 1,
//!   "target": "scorm12",
//!   "scenario": "monday-call",
//!   "edition": "3f9a1c",
//!   "language": "en",
//!   "seed": "per-learner",
//!   "pass-mark": 60,
//!   "complete": "debrief",
//!   "score": "decisions",
//!   "blind": false
//! }
//! ```
//! A scenario that is not built in stands in the file as a link holds it (`scenario::codec::packed`), in a member
//! `packed` of its own, with its `title`; `scenario` is its id all the same, which portals and record stores see.
//! `seed` is a number (the same luck for all) or `per-learner`; `pass-mark` is null or missing where
//! none is asked. `score` is `decisions` (the mean of the same moves over the seeds of
//! `engine::decided`) or `week` (the week's own, with its luck), which is what a file without it means.
//! `public`, where it is there, is the address of a copy that anybody may open: what a
//! learner shares leads there, never to the portal. Members nobody knows are passed over.

use crate::scored::Scored;
use json::{self, Node, Value};
use std::fmt;

/// The version this program writes, and the newest it reads.
const VERSION: u32 = 1;
/// The file's name, beside `index.html`.
pub const LAUNCH: &str = "launch.json";
/// Longest file that is read, in bytes.
const LONGEST: usize = 96 * 1024;
/// Longest packed scenario, in characters: what leaves room in an address (`scenario::codec::link`).
const LONGEST_PACKED: usize = 60 * 1024;
/// Longest scenario id and language, in bytes.
const LONGEST_WORD: usize = 64;
/// Longest address of an open copy, in bytes.
const LONGEST_ADDRESS: usize = 400;

/// What is said of an open copy's address that is none.
const NO_COPY: &str = "the address of the open copy begins with https:// and ends before any ? or #";

/// What a package is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Target {
    Scorm12,
    /// SCORM 2004, 4th edition.
    Scorm2004,
    Cmi5,
    /// xAPI launched by `tincan.xml`.
    Xapi,
    /// A folder for a web server: nothing is reported.
    Web,
}

impl Target {
    pub const ALL: [Target; 5] = [Target::Scorm12, Target::Scorm2004, Target::Cmi5, Target::Xapi, Target::Web];

    /// As it stands in `launch.json` and on the command line.
    pub fn name(self) -> &'static str {
        match self {
            Target::Scorm12 => "scorm12",
            Target::Scorm2004 => "scorm2004",
            Target::Cmi5 => "cmi5",
            Target::Xapi => "xapi",
            Target::Web => "web",
        }
    }

    pub fn named(name: &str) -> Option<Target> {
        Target::ALL.into_iter().find(|t| t.name() == name)
    }

    /// Whether the standard wants its schema files at the package's root: both SCORM do, as control
    /// files beside `imsmanifest.xml`.
    pub fn schemas(self) -> bool {
        matches!(self, Target::Scorm12 | Target::Scorm2004)
    }
}

/// Which luck a learner gets.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Seeds {
    /// The same week for all: results compare, and a class can talk about one week.
    Same(u32),
    /// Each learner has a seed of their own, the same in every attempt.
    PerLearner,
}

/// What counts as complete.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Complete {
    /// The debrief was opened after the week's end.
    Debrief,
    /// The last decision was taken.
    LastDecision,
}

impl Complete {
    pub const ALL: [Complete; 2] = [Complete::Debrief, Complete::LastDecision];

    /// As it stands in `launch.json` and on the command line.
    pub fn name(self) -> &'static str {
        match self {
            Complete::Debrief => "debrief",
            Complete::LastDecision => "last-decision",
        }
    }

    pub fn named(name: &str) -> Option<Complete> {
        Complete::ALL.into_iter().find(|c| c.name() == name)
    }
}

/// What a package plays, and by which rules.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Launch {
    pub target: Target,
    /// The scenario's id: `[a-z0-9-]+`, at most 64 bytes.
    pub scenario: String,
    /// The scenario itself, packed as in a link (`x.` and base 64), where it is not built in.
    pub packed: Option<String>,
    /// The title of one that is not built in, so that it can be told before it was read.
    pub title: Option<String>,
    /// The edition the package was made of: six hex digits.
    pub edition: String,
    /// A language tag as in BCP 47, such as `en` or `pt-BR`.
    pub language: String,
    pub seeds: Seeds,
    /// The score, 0 to 100, from which on a week has passed; without one nothing is passed or failed.
    pub pass_mark: Option<u8>,
    pub complete: Complete,
    /// Which score the portal is told, and the pass mark is held against.
    pub scored: Scored,
    /// Whether the style of a move shows only in the debrief.
    pub blind: bool,
    /// The address of a copy that anybody may open, without query and fragment.
    pub public: Option<String>,
}

/// Why a `launch.json` cannot be followed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BadLaunch {
    /// What is wrong, as the end of a sentence.
    Damaged(&'static str),
    Newer,
}

impl fmt::Display for BadLaunch {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            BadLaunch::Damaged(what) => write!(f, "launch.json cannot be read: {what}."),
            BadLaunch::Newer => write!(f, "launch.json was written for a newer version of By Friday than this package holds."),
        }
    }
}

fn words(text: &str, fits: fn(&u8) -> bool) -> bool {
    !text.is_empty() && text.len() <= LONGEST_WORD && text.as_bytes().iter().all(fits)
}

/// Whether a text has the shape of a scenario in a link.
fn packed(text: &str) -> bool {
    let rest = text.strip_prefix("x.").unwrap_or("");
    !rest.is_empty() && text.len() <= LONGEST_PACKED && rest.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_'))
}

/// Whether a text is an address that a fragment can be put behind: of the web, with a host, without
/// query, fragment, or a name before an `@`.
pub fn is_address(text: &str) -> bool {
    let rest = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://")).unwrap_or("");
    let plain = |b: u8| b.is_ascii_graphic() && !matches!(b, b'"' | b'<' | b'>' | b'#' | b'?' | b'\\' | b'@');
    text.len() <= LONGEST_ADDRESS && !rest.is_empty() && !rest.starts_with('/') && rest.bytes().all(plain)
}

/// Whether a text has the shape of a language tag: subtags of 1 to 8 letters and digits, the first
/// of at least two letters (RFC 5646, 2.1).
fn language(text: &str) -> bool {
    let first = text.split('-').next().unwrap_or("");
    text.len() <= LONGEST_WORD
        && first.len() >= 2
        && first.bytes().all(|b| b.is_ascii_alphabetic())
        && text.split('-').all(|s| (1..=8).contains(&s.len()) && s.bytes().all(|b| b.is_ascii_alphanumeric()))
}

impl Launch {
    /// What links call the scenario: its id, or the whole of it, packed.
    pub fn key(&self) -> &str {
        self.packed.as_deref().unwrap_or(&self.scenario)
    }

    /// The address that what a learner shares begins with: an empty text in a portal's package that
    /// names no open copy, since the portal's own address is behind its login; `None` in a web folder
    /// that names none, which is open where it lies.
    pub fn shared(&self) -> Option<&str> {
        self.public.as_deref().or((self.target != Target::Web).then_some(""))
    }

    /// What is out of its range, as the end of a sentence.
    ///
    /// # Errors
    /// The first setting that no `launch.json` may hold.
    pub fn check(&self) -> Result<(), &'static str> {
        let rules = [
            (words(&self.scenario, |b| matches!(b, b'a'..=b'z' | b'0'..=b'9' | b'-')), "the scenario's id is made of a to z, 0 to 9 and -"),
            (self.packed.as_deref().is_none_or(packed), "the packed scenario is none, or longer than 60 kB"),
            (self.edition.len() == 6 && words(&self.edition, |b| matches!(b, b'a'..=b'f' | b'0'..=b'9')), "an edition is six hex digits"),
            (language(&self.language), "the language is no language tag, such as en or pt-BR"),
            (self.pass_mark.is_none_or(|p| p <= 100), "the pass mark is a whole number from 0 to 100"),
            (self.public.as_deref().is_none_or(is_address), NO_COPY),
        ];
        rules.iter().find(|r| !r.0).map_or(Ok(()), |r| Err(r.1))
    }

    /// The file's text.
    pub fn write(&self) -> String {
        let mut members = vec![
            ("version", VERSION.into()),
            ("target", self.target.name().into()),
            ("scenario", self.scenario.as_str().into()),
            ("edition", self.edition.as_str().into()),
            ("language", self.language.as_str().into()),
            (
                "seed",
                match self.seeds {
                    Seeds::Same(seed) => seed.into(),
                    Seeds::PerLearner => "per-learner".into(),
                },
            ),
            ("pass-mark", self.pass_mark.map_or(Node::new(Value::Null), |p| u32::from(p).into())),
            ("complete", self.complete.name().into()),
            ("score", self.scored.name().into()),
            ("blind", self.blind.into()),
        ];
        members.extend(self.packed.as_deref().map(|p| ("packed", p.into())));
        members.extend(self.title.as_deref().map(|t| ("title", t.into())));
        members.extend(self.public.as_deref().map(|p| ("public", p.into())));
        json::pretty(&Node::object(members))
    }

    /// Reads the file. What an administrator may have taken out has a default: no pass mark,
    /// complete at the debrief, the week's score, not blind, English.
    ///
    /// # Errors
    /// [`BadLaunch`].
    pub fn read(text: &str) -> Result<Launch, BadLaunch> {
        use BadLaunch::Damaged;
        if text.len() > LONGEST {
            return Err(Damaged("it is too long"));
        }
        let node = json::parse(text.trim_start_matches('\u{feff}')).map_err(|e| Damaged(e.text))?;
        match node.get("version").and_then(Node::whole) {
            // Migrations of older versions go here, one after the other.
            Some(VERSION) => {}
            Some(v) if v > VERSION => return Err(BadLaunch::Newer),
            _ => return Err(Damaged("its version is missing")),
        }
        let text = |key| node.get(key).and_then(Node::text);
        // Null is as good as missing; another type is a mistake that must not pass for the default.
        let given = |key| node.get(key).filter(|n| n.value != Value::Null);
        let seeds = match node.get("seed").map(|n| &n.value) {
            Some(Value::Text(t)) if t == "per-learner" => Seeds::PerLearner,
            Some(Value::Number(_)) => Seeds::Same(node.get("seed").and_then(Node::whole).ok_or(Damaged("the seed is out of its range"))?),
            _ => return Err(Damaged("the seed is missing")),
        };
        let pass_mark = match given("pass-mark") {
            None => None,
            Some(n) => Some(n.whole().and_then(|p| u8::try_from(p).ok()).ok_or(Damaged("the pass mark is a whole number from 0 to 100"))?),
        };
        let launch = Launch {
            target: text("target").and_then(Target::named).ok_or(Damaged("it does not say what the package is for"))?,
            scenario: text("scenario").ok_or(Damaged("the scenario is missing"))?.to_owned(),
            packed: match given("packed") {
                None => None,
                Some(n) => Some(n.text().ok_or(Damaged("the packed scenario is no text"))?.to_owned()),
            },
            title: text("title").map(str::to_owned),
            edition: text("edition").ok_or(Damaged("the edition is missing"))?.to_owned(),
            language: given("language").map_or(Some("en"), Node::text).ok_or(Damaged("the language is no text"))?.to_owned(),
            seeds,
            pass_mark,
            complete: given("complete")
                .map_or(Some(Complete::Debrief), |n| n.text().and_then(Complete::named))
                .ok_or(Damaged("what counts as complete is not known"))?,
            scored: given("score")
                .map_or(Some(Scored::Week), |n| n.text().and_then(Scored::named))
                .ok_or(Damaged("the score is decisions or week"))?,
            blind: given("blind").map_or(Some(false), Node::flag).ok_or(Damaged("blind is true or false"))?,
            public: match given("public") {
                None => None,
                Some(n) => Some(n.text().ok_or(Damaged(NO_COPY))?.to_owned()),
            },
        };
        launch.check().map_err(Damaged)?;
        Ok(launch)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn launch() -> Launch {
        Launch {
            target: Target::Scorm2004,
            scenario: "monday-call".into(),
            packed: None,
            title: None,
            edition: "3f9a1c".into(),
            language: "pt-BR".into(),
            seeds: Seeds::Same(7),
            pass_mark: Some(60),
            complete: Complete::LastDecision,
            scored: Scored::Decisions,
            blind: true,
            public: None,
        }
    }

    #[track_caller]
    fn check(text: &str, expected: Result<Launch, BadLaunch>) {
        assert_eq!(Launch::read(text), expected, "{text}");
    }

    #[test]
    fn what_is_written_is_read_and_its_words_stay() {
        let text = launch().write();
        check(&text, Ok(launch()));
        check(&format!("\u{feff}{text}"), Ok(launch()));
        // A released wire form: this text may never change its meaning.
        let released = r#"{"version":1,"target":"scorm2004","scenario":"monday-call","edition":"3f9a1c","language":"pt-BR",
            "seed":7,"pass-mark":60,"complete":"last-decision","blind":true,"unknown":[{}]}"#;
        check(released, Ok(Launch { scored: Scored::Week, ..launch() }));
        assert!(text.contains("\"score\": \"decisions\""));
        check(&text.replace("\"decisions\"", "\"luck\""), Err(BadLaunch::Damaged("the score is decisions or week")));
    }

    #[test]
    fn a_written_scenario_goes_along_packed() {
        let own = Launch { scenario: "ward".into(), packed: Some("x.AQAB-_".into()), ..launch() };
        check(&own.write(), Ok(own.clone()));
        assert_eq!((own.key(), launch().key()), ("x.AQAB-_", "monday-call"));
        let long = format!("x.{}", "A".repeat(LONGEST_PACKED));
        for wrong in ["x.", "monday-call", "x.a/b", long.as_str()] {
            let text = own.write().replace("x.AQAB-_", wrong);
            check(&text, Err(BadLaunch::Damaged("the packed scenario is none, or longer than 60 kB")));
        }
        check(&own.write().replace("\"x.AQAB-_\"", "7"), Err(BadLaunch::Damaged("the packed scenario is no text")));
    }

    #[test]
    fn what_is_shared_leads_to_an_open_copy_or_nowhere() {
        let open = Launch { public: Some("https://example.org/by-friday/".into()), ..launch() };
        check(&open.write(), Ok(open.clone()));
        assert!(!launch().write().contains("public"), "a file is written without what it does not need");
        assert_eq!(open.shared(), Some("https://example.org/by-friday/"));
        assert_eq!(launch().shared(), Some(""), "never the portal's own address");
        assert_eq!(Launch { target: Target::Web, ..launch() }.shared(), None);
        for wrong in [
            "",
            "example.org",
            "javascript:alert(1)",
            "https://",
            "https:///x",
            "https://a/?b",
            "https://a/#b",
            "https://a@b/",
            "https://a b/",
        ] {
            check(&open.write().replace("https://example.org/by-friday/", wrong), Err(BadLaunch::Damaged(NO_COPY)));
        }
        check(&open.write().replace("\"https://example.org/by-friday/\"", "7"), Err(BadLaunch::Damaged(NO_COPY)));
    }

    #[test]
    fn what_is_left_out_has_a_default() {
        let bare = r#"{"version":1,"target":"web","scenario":"x","edition":"000000","seed":"per-learner"}"#;
        let read = Launch::read(bare).expect("it is enough");
        assert_eq!((read.seeds, read.pass_mark, read.complete, read.scored), (Seeds::PerLearner, None, Complete::Debrief, Scored::Week));
        assert_eq!((read.blind, read.language.as_str()), (false, "en"));
    }

    #[test]
    fn a_mistake_is_named_and_never_passes_for_a_default() {
        let text = launch().write();
        let with = |from: &str, to: &str| {
            assert!(text.contains(from), "{from}");
            text.replace(from, to)
        };
        check(&with("\"version\": 1", "\"version\": 2"), Err(BadLaunch::Newer));
        check(&with("\"version\": 1", "\"version\": \"1\""), Err(BadLaunch::Damaged("its version is missing")));
        check(&with("scorm2004", "scorm3"), Err(BadLaunch::Damaged("it does not say what the package is for")));
        check(&with("monday-call", "Monday"), Err(BadLaunch::Damaged("the scenario's id is made of a to z, 0 to 9 and -")));
        check(&with("3f9a1c", "3f9a"), Err(BadLaunch::Damaged("an edition is six hex digits")));
        check(&with("pt-BR", "p"), Err(BadLaunch::Damaged("the language is no language tag, such as en or pt-BR")));
        check(&with(": 7", ": -7"), Err(BadLaunch::Damaged("the seed is out of its range")));
        check(&with(": 7", ": \"7\""), Err(BadLaunch::Damaged("the seed is missing")));
        for wrong in [": 101", ": 256", ": -1", ": 60.5", ": \"60\"", ": true"] {
            check(&with(": 60", wrong), Err(BadLaunch::Damaged("the pass mark is a whole number from 0 to 100")));
        }
        check(&with("last-decision", "never"), Err(BadLaunch::Damaged("what counts as complete is not known")));
        check(&with("true", "\"yes\""), Err(BadLaunch::Damaged("blind is true or false")));
        check("", Err(BadLaunch::Damaged("a value is missing here")));
        check(&" ".repeat(LONGEST + 1), Err(BadLaunch::Damaged("it is too long")));
    }
}
