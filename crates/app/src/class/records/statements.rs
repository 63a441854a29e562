//! Weeks out of xAPI statements: By Friday's own, as `portal::statement` makes them.
//!
//! A decision says all that is needed of it: who took it, the registration, the scenario and the
//! scene (in the id of its activity, the same in Tin Can and cmi5), the move (the response), and in
//! its context the edition, the seed and which decision it was. The other statements of an attempt
//! add nothing to the week.

use super::super::found::{Bad, Found, Read};
use super::lines::{Told, lines};
use super::{edition, name};
use crate::words;
use json::Node;
use portal::vocabulary as v;
use scenario::codec::PlayLink;
use std::collections::{BTreeMap, BTreeSet};

/// The verb that takes a statement back (xAPI 1.0.3 part 2, 2.3.2).
const VOIDED: &str = "http://adlnet.gov/expapi/verbs/voided";
/// Most decisions kept: more than any class of weeks has.
const MOST: usize = 100_000;
/// Later decisions than this are nobody's.
const LAST: u32 = 1000;
/// So many missing decisions are named.
const NAMED: usize = 5;

/// One learner's attempts at one scenario under one luck.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Key {
    /// Who, by what identifies them.
    who: String,
    registration: String,
    scenario: String,
    seed: u32,
}

#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Decision {
    told: Told,
    stored: i64,
    key: Key,
    edition: Option<String>,
    name: String,
}

/// Statements as they come, in any order; only what is needed of them is kept.
#[derive(Clone, Debug, Default)]
pub struct Statements {
    /// By their ids, so that what comes twice is there once.
    decisions: BTreeMap<String, Decision>,
    keys: BTreeSet<Key>,
    voided: BTreeSet<String>,
    /// Ours, and no decisions; ours, and spoilt; somebody else's.
    other: u32,
    spoilt: BTreeSet<String>,
    foreign: u32,
}

/// Reads a list of statements; see [`Statements`].
pub fn statements(list: &[Node], line: u32) -> Read {
    let mut all = Statements::default();
    list.iter().for_each(|s| all.take(s));
    all.read(line)
}

impl Statements {
    /// Takes a statement, or anything else: that is counted.
    pub fn take(&mut self, s: &Node) {
        let id = |n: Option<&Node>| n.and_then(|n| n.get("id")).and_then(Node::text).map(str::to_owned);
        let (verb, object) = (id(s.get("verb")).unwrap_or_default(), id(s.get("object")).unwrap_or_default());
        if verb == VOIDED {
            self.voided.insert(object.to_ascii_lowercase());
            return;
        }
        let decided = object.strip_prefix(v::BASE).and_then(|rest| rest.strip_prefix("scenario:"));
        let decided = decided.and_then(|rest| rest.split_once(":decision:"));
        let Some((scenario, scene)) = decided.filter(|_| verb == v::ANSWERED.0) else {
            let ours = object.starts_with(v::BASE) || grouped(s);
            *(if ours { &mut self.other } else { &mut self.foreign }) += 1;
            return;
        };
        let own = s.get("id").and_then(Node::text).unwrap_or("").to_ascii_lowercase();
        match decision(s, scenario, scene) {
            Some(d) if self.decisions.len() < MOST => {
                // A store that gives no ids gives no two that differ in nothing.
                let own = if own.is_empty() { format!("{d:?}") } else { own };
                self.keys.insert(d.key.clone());
                let there = self.decisions.get(&own).is_some_and(|k| (k.stored, k.told.at, k) >= (d.stored, d.told.at, &d));
                if !there {
                    self.decisions.insert(own, d);
                }
            }
            Some(_) => {}
            None => {
                self.spoilt.insert(if own.is_empty() { format!("{}", self.spoilt.len()) } else { own });
            }
        }
    }

    /// Decisions so far.
    pub fn decisions(&self) -> usize {
        self.decisions.len()
    }

    /// Weeks so far; a few more where some were begun again.
    pub fn weeks(&self) -> usize {
        self.keys.len()
    }

    /// The weeks, in the order in which they were begun, each with this line.
    pub fn read(&self, line: u32) -> Read {
        type Editions = BTreeMap<Option<String>, Vec<Told>>;
        let mut by_key: BTreeMap<&Key, (Editions, (i64, &str))> = BTreeMap::new();
        for (_, d) in self.decisions.iter().filter(|(id, _)| !self.voided.contains(*id)) {
            let entry = by_key.entry(&d.key).or_insert((Editions::new(), (i64::MIN, "")));
            entry.0.entry(d.edition.clone()).or_default().push(d.told.clone());
            // The newest name that is one.
            if !d.name.is_empty() {
                entry.1 = entry.1.max((d.told.at, &d.name));
            }
        }
        let mut weeks = Vec::new();
        for (key, (editions, (_, name))) in by_key {
            weeks.extend(lines(editions).into_iter().map(|line| (line.begun, key, name, line)));
        }
        weeks.sort_by(|a, b| (a.0, a.1).cmp(&(b.0, b.1)));
        let mut read = Read::default();
        for (_, key, name, week) in weeks {
            let (moves, missing) = (week.moves(), week.missing(NAMED));
            if !missing.is_empty() {
                let who = if name.is_empty() { "A learner" } else { name };
                read.bad.push(Bad::new(line, &format!("{who}, {}, seed {}", key.scenario, key.seed), gap(&missing, moves.len())));
            }
            if !moves.is_empty() {
                let link =
                    PlayLink { scenario: key.scenario.clone(), edition: week.edition, seed: Some(key.seed), moves, ..PlayLink::default() };
                read.found.push(Found { name: name.to_owned(), link, line });
            }
        }
        self.rest(line, &mut read);
        read
    }

    /// What to say of the other statements.
    fn rest(&self, line: u32, read: &mut Read) {
        if !self.spoilt.is_empty() {
            let why = "These statements of By Friday do not say the move, the seed or which decision it was; the store may keep only part of them.";
            read.bad.push(Bad::new(line, &words::count(self.spoilt.len(), "statement"), why));
        }
        if !self.decisions.is_empty() || !self.spoilt.is_empty() {
            return;
        }
        let count = |n: u32| words::count(n as usize, "statement");
        if self.other > 0 {
            let why = "These statements of By Friday tell of no decision: no week is in them.";
            read.bad.push(Bad::new(line, &count(self.other), why));
        } else if self.foreign > 0 {
            read.bad.push(Bad::new(line, &count(self.foreign), "None of these statements is By Friday\u{2019}s."));
        }
    }
}

/// Which decisions are missing, and what is done about it.
pub(super) fn gap(missing: &[u32], used: usize) -> String {
    let names: Vec<String> = missing.iter().map(u32::to_string).collect();
    let (word, verb) = if names.len() == 1 { ("Decision", "is") } else { ("Decisions", "are") };
    let most = if names.len() < NAMED { "" } else { " and perhaps more" };
    let rest = match used {
        0 => "nothing of this week can be used".to_owned(),
        1 => "only the first decision is used".to_owned(),
        n => format!("the week is used up to decision {n}"),
    };
    format!("{word} {}{most} {verb} missing, so {rest}.", words::list(&names))
}

/// Whether a statement about something else belongs to one of our scenarios.
fn grouped(s: &Node) -> bool {
    let activities = s.get("context").and_then(|c| c.get("contextActivities"));
    let list = |kind: &str| activities.and_then(|a| a.get(kind));
    let ours = |n: &Node| n.get("id").and_then(Node::text).is_some_and(|id| id.starts_with(v::BASE));
    // A single activity may stand for a list of one (xAPI 1.0.3 part 2, 2.4.6.2).
    let any = |n: &Node| n.list().map_or_else(|| ours(n), |l| l.iter().any(ours));
    ["parent", "grouping"].into_iter().filter_map(list).any(any)
}

fn decision(s: &Node, scenario: &str, scene: &str) -> Option<Decision> {
    let context = s.get("context")?;
    let extension = |key: &str| context.get("extensions").and_then(|e| e.get(key));
    let mv = s.get("result")?.get("response")?.text()?;
    let ordinal = extension(v::ORDINAL)?.whole().filter(|n| (1..=LAST).contains(n))?;
    let seed = extension(v::SEED)?.whole()?;
    if ![scenario, scene, mv].into_iter().all(json::is_id) {
        return None;
    }
    let (who, shown) = actor(s.get("actor")?)?;
    let time = |key: &str| s.get(key).and_then(Node::text).and_then(instant);
    let stored = time("stored");
    // A decision that was told in a later session carries that session's time.
    let taken = extension(v::TAKEN).and_then(Node::text).and_then(instant);
    let registration = context.get("registration").and_then(Node::text).unwrap_or("").to_ascii_lowercase();
    Some(Decision {
        told: Told { at: taken.or_else(|| time("timestamp")).or(stored).unwrap_or(0), ordinal, scene: scene.to_owned(), mv: mv.to_owned() },
        stored: stored.unwrap_or(i64::MIN),
        key: Key { who, registration, scenario: scenario.to_owned(), seed },
        edition: extension(v::EDITION).and_then(Node::text).and_then(edition),
        name: name(&shown),
    })
}

/// What identifies a learner (xAPI 1.0.3 part 2, 2.4.2.3), and the name to show.
fn actor(node: &Node) -> Option<(String, String)> {
    let text = |node: &Node, key: &str| node.get(key).and_then(Node::text).filter(|t| !t.trim().is_empty()).map(str::to_owned);
    let account = node.get("account").and_then(|a| Some((text(a, "homePage").unwrap_or_default(), text(a, "name")?)));
    let (mbox, openid, sum) = (text(node, "mbox"), text(node, "openid"), text(node, "mbox_sha1sum"));
    let address = mbox.as_ref().map(|m| m.strip_prefix("mailto:").unwrap_or(m).split('@').next().unwrap_or("").to_owned());
    let shown = text(node, "name").or_else(|| account.as_ref().map(|a| a.1.clone())).or(address).or_else(|| openid.clone());
    let who = match (account, mbox, openid, sum) {
        (Some((home, name)), ..) => format!("account {home} {name}"),
        (_, Some(mbox), ..) => mbox,
        (_, _, Some(openid), _) => openid,
        (.., Some(sum)) => format!("sum {sum}"),
        _ => shown.clone()?,
    };
    Some((who, shown.unwrap_or_default()))
}

/// Microseconds since 1970 of an ISO 8601 time, with or without fractions and an offset; without
/// one it is taken as UTC.
fn instant(text: &str) -> Option<i64> {
    let (date, clock) = text.trim().split_once(['T', 't', ' '])?;
    let mut parts = date.splitn(3, '-').map(|p| p.parse::<u32>().ok());
    let (year, month, day) = (parts.next()??, parts.next()??, parts.next()??);
    if year > 9999 || !(1..=12).contains(&month) || !(1..=31).contains(&day) {
        return None;
    }
    let cut = clock.find(['Z', 'z', '+', '-', '\u{2212}']).unwrap_or(clock.len());
    let (clock, zone) = clock.split_at(cut);
    let (clock, fraction) = clock.split_once(['.', ',']).unwrap_or((clock, ""));
    let mut parts = clock.split(':').map(|p| p.parse::<i64>().ok().filter(|n| (0..=60).contains(n)));
    let (hour, minute, second) = (parts.next()??, parts.next()??, parts.next().unwrap_or(Some(0))?);
    let digits = fraction.bytes().map(|b| char::from(b).to_digit(10)).chain(std::iter::repeat(Some(0)));
    let micros = digits.take(6).try_fold(0, |sum, d| Some(sum * 10 + i64::from(d?)))?;
    let offset = match zone.chars().next() {
        Some(sign @ ('+' | '-' | '\u{2212}')) => {
            let digits: String = zone.chars().filter(char::is_ascii_digit).collect();
            let n: i64 = digits.get(..4).or(digits.get(..2))?.parse().ok()?;
            let minutes = if digits.len() >= 4 { n / 100 * 60 + n % 100 } else { n * 60 };
            if sign == '+' { minutes } else { -minutes }
        }
        _ => 0,
    };
    // Days since 1970, from those since 1 March of the year 0 (Hinnant's algorithm).
    let (y, m) = if month > 2 { (year, month - 3) } else { (year.checked_sub(1)?, month + 9) };
    let days =
        i64::from(y / 400) * 146_097 + i64::from(y % 400 * 365 + y % 400 / 4 - y % 400 / 100) + i64::from((153 * m + 2) / 5 + day - 1);
    let seconds = (days - 719_468) * 86_400 + (hour * 60 + minute - offset) * 60 + second;
    Some(seconds * 1_000_000 + micros)
}

#[cfg(test)]
mod tests {
    use super::{instant, statements};
    use json::{Node, parse};

    #[test]
    fn times_are_read_in_the_forms_that_stores_write() {
        let at = 1_772_442_600_000_000;
        for (text, micros) in [
            ("2026-03-02T09:10:00.000Z", at),
            ("2026-03-02T09:10:00Z", at),
            ("2026-03-02T09:10:00.000000+00:00", at),
            ("2026-03-02T10:10:00+0100", at),
            ("2026-03-02T04:40:00.5-04:30", at + 500_000),
            ("2026-03-02T10:10:00+01", at),
            ("2026-03-02 09:10", at),
            ("2026-03-02T09:10:00.1234567Z", at + 123_456),
            ("2000-02-29T00:00:00Z", 951_782_400_000_000),
            ("1969-12-31T23:59:59.999Z", -1_000),
        ] {
            assert_eq!(instant(text), Some(micros), "{text}");
        }
        for text in ["", "Monday", "2026-13-02T09:10:00Z", "2026-03-02", "2026-03-02Tnine", "2026-03-02T09:10:00.xZ", "0000-01-01T00:00Z"] {
            assert_eq!(instant(text), None, "{text}");
        }
    }

    fn statement(id: &str, actor: &str, ordinal: &str, mv: &str) -> String {
        format!(
            r#"{{"id":"{id}","actor":{actor},"verb":{{"id":"http://adlnet.gov/expapi/verbs/answered"}},
            "object":{{"id":"urn:x-by-friday:scenario:monday-call:decision:s{ordinal}"}},"result":{{"response":"{mv}"}},
            "context":{{"extensions":{{"urn:x-by-friday:seed":7,"urn:x-by-friday:edition":"3f9a1c","urn:x-by-friday:ordinal":{ordinal}}}}}}}"#
        )
    }

    const ANNA: &str = r#"{"mbox":"mailto:anna.huber@example.org"}"#;

    fn read(list: &[String]) -> super::Read {
        statements(parse(&format!("[{}]", list.join(","))).expect("JSON").list().unwrap_or(&[]), 4)
    }

    #[test]
    fn learners_are_told_apart_and_named() {
        let actors = [
            (ANNA, "anna.huber"),
            (r#"{"mbox":"mailto:anna@example.org","name":"Anna"}"#, "Anna"),
            (r#"{"account":{"homePage":"https://a.example","name":"7"}}"#, "7"),
            (r#"{"account":{"homePage":"https://b.example","name":"7"},"name":"Ben\u202e"}"#, "Ben"),
            (r#"{"openid":"https://id.example/cy"}"#, "https://id.example/cy"),
            (r#"{"mbox_sha1sum":"ebd31e95054c018b10727ccffd2ef2ec3a016ee9"}"#, ""),
        ];
        let list: Vec<String> = actors.iter().enumerate().map(|(i, (a, _))| statement(&i.to_string(), a, "1", "hedge")).collect();
        let read = read(&list);
        let mut names: Vec<&str> = read.found.iter().map(|f| f.name.as_str()).collect();
        names.sort_unstable();
        let mut expected: Vec<&str> = actors.iter().map(|a| a.1).collect();
        expected.sort_unstable();
        assert_eq!((names, read.bad.len()), (expected, 0));
    }

    #[test]
    fn the_time_a_decision_was_taken_comes_before_the_time_it_was_told() {
        // Told in one session, in another order than taken: the week went back to its first decision.
        let at = |n: u32, mv: &str, told: &str, taken: &str| {
            let text = statement(&format!("{mv}{n}"), ANNA, &n.to_string(), mv);
            let text = text.replace(
                "\"urn:x-by-friday:seed\"",
                &format!("\"urn:x-by-friday:taken\":\"2026-03-02T09:{taken}:00Z\",\"urn:x-by-friday:seed\""),
            );
            text.replacen('{', &format!("{{\"timestamp\":\"2026-03-02T12:{told}:00Z\","), 1)
        };
        let list = [at(1, "x", "01", "30"), at(1, "a", "02", "10"), at(2, "b", "03", "20"), at(2, "y", "04", "40")];
        let weeks: Vec<String> = read(&list).found.iter().map(|f| f.link.moves.concat()).collect();
        assert_eq!(weeks, ["ab", "xy"]);
    }

    #[test]
    fn what_is_missing_is_named() {
        let read = read(&["1", "2", "4"].map(|n| statement(n, ANNA, n, "m")));
        assert_eq!(read.found[0].link.moves.len(), 2);
        assert_eq!(read.bad[0].why, "Decision 3 is missing, so the week is used up to decision 2.");
        assert_eq!((read.bad[0].line, read.bad[0].text.as_str()), (4, "anna.huber, monday-call, seed 7"));
    }

    #[test]
    fn voided_statements_are_left_out() {
        let void = r#"{"id":"v","actor":{},"verb":{"id":"http://adlnet.gov/expapi/verbs/voided"},"object":{"objectType":"StatementRef","id":"B"}}"#;
        let read = read(&[void.to_owned(), statement("a", ANNA, "1", "m"), statement("b", ANNA, "2", "m")]);
        assert_eq!((read.found[0].link.moves.len(), read.bad.len()), (1, 0));
    }

    #[test]
    fn other_peoples_statements_are_counted_where_there_is_nothing_else() {
        let quiz = statement("q", ANNA, "1", "m").replace("urn:x-by-friday:scenario", "https://quiz.example/");
        let whys = |list: &[String]| read(list).bad.into_iter().map(|b| (b.text, b.why)).collect::<Vec<_>>();
        assert_eq!(whys(&[quiz.clone(), quiz.clone()])[0].0, "2 statements");
        assert!(whys(&[quiz.clone(), statement("a", ANNA, "1", "m")]).is_empty());
        let completed = statement("c", ANNA, "1", "m").replace("answered", "completed").replace(":decision:s1", "");
        assert!(whys(&[quiz.clone(), completed])[0].1.contains("no decision"));
        let spoilt = statement("d", ANNA, "1", "m").replace("\"urn:x-by-friday:seed\":7,", "");
        assert!(whys(&[quiz, spoilt])[0].1.contains("the seed"));
    }

    #[test]
    fn anything_at_all_is_taken_in() {
        let odd = [r#"{"verb":{"id":1},"object":{"id":[]}}"#, "{}", "3", r#"{"verb":"x","object":null,"context":7}"#];
        let list: Vec<Node> = odd.iter().map(|t| parse(t).expect("JSON")).collect();
        assert_eq!(statements(&list, 1).bad.len(), 1);
    }
}
