//! The ledger of an attempt: its week, what a store has confirmed of it and what not. One JSON
//! object, which the portal keeps as a state document, so that another device can finish the
//! telling, and this device too.
//!
//! `{"week":"1;…","attempt":1,"confirmed":[ids],"waiting":[records]}`. A `POST` sets each member
//! by itself (xAPI 1.0.3 part 3, 2.2), so all of them are written every time.

use super::record::Record;
use super::resume::{BadResume, Resume};
use super::wire;
use json::{self, Node, Value};

/// Most ids that are kept as confirmed, the newest: a week has some twenty.
const MOST_CONFIRMED: usize = 200;
/// Most records that wait, and most attempts.
const MOST_WAITING: usize = 100;
const LAST_ATTEMPT: u32 = 1_000_000;

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Ledger {
    /// The attempt's week, as far as it was decided; without moves where nothing was.
    pub week: Resume,
    /// Which week of this registration it is: a week begun again is another attempt. From 1; 0
    /// where nothing was decided.
    pub attempt: u32,
    /// Ids of statements that a store has.
    pub confirmed: Vec<String>,
    /// What none has confirmed, in order.
    pub waiting: Vec<Record>,
}

/// Why a document is not ours to write.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BadLedger {
    /// No JSON object.
    Foreign,
    /// A newer program's.
    Newer,
}

impl Ledger {
    pub fn write(&self) -> String {
        let confirmed: Vec<String> = self.confirmed.iter().map(|id| wire::text(id)).collect();
        let waiting: Vec<String> = self.waiting.iter().map(Record::write).collect();
        let week = if self.attempt == 0 { String::new() } else { self.week.write() };
        wire::object([
            ("week", wire::text(&week)),
            ("attempt", self.attempt.to_string()),
            ("confirmed", wire::list(&confirmed)),
            ("waiting", wire::list(&waiting)),
        ])
    }

    /// Reads a document; an empty text is an empty ledger. A week of another scenario is none of
    /// this attempt's.
    ///
    /// # Errors
    /// [`BadLedger`]: what stands there is to be left alone.
    pub fn read(text: &str, scenario: &str) -> Result<Ledger, BadLedger> {
        if text.trim().is_empty() {
            return Ok(Ledger::default());
        }
        let node = json::parse(text).ok().filter(|n| matches!(n.value, Value::Object(_))).ok_or(BadLedger::Foreign)?;
        let week = match Resume::read(node.get("week").and_then(Node::text).unwrap_or("")) {
            Err(BadResume::Newer) => return Err(BadLedger::Newer),
            week => week.ok().filter(|w| w.scenario == scenario),
        };
        let list = |key: &str| node.get(key).and_then(Node::list).unwrap_or(&[]);
        let ids = list("confirmed").iter().filter_map(Node::text).filter(|id| super::clock::is_uuid(id));
        let number = node.get("attempt").and_then(Node::whole).unwrap_or(1).clamp(1, LAST_ATTEMPT);
        let mut ledger = Ledger {
            attempt: if week.is_some() { number } else { 0 },
            week: week.unwrap_or_default(),
            confirmed: ids.take(MOST_CONFIRMED).map(str::to_owned).collect(),
            waiting: list("waiting").iter().take(MOST_WAITING).filter_map(|n| Record::read(text, n)).collect(),
        };
        ledger.settle();
        Ok(ledger)
    }

    /// Nothing is in it.
    pub fn is_empty(&self) -> bool {
        *self == Ledger::default()
    }

    /// Notes that a store has these.
    pub fn confirm(&mut self, ids: &[String]) {
        let new = ids.iter().filter(|id| !self.confirmed.contains(id));
        let new: Vec<String> = new.cloned().collect();
        self.confirmed.extend(new);
        self.settle();
    }

    /// Takes in what another device or an earlier session wrote. Confirmed is what either has so,
    /// waiting what either tells and neither has confirmed; the week is the one that is over, else
    /// the later attempt's, else the longer where one goes on from the other, else ours.
    pub fn merge(&mut self, other: &Ledger) {
        let rank = |l: &Ledger| (l.week.ended, l.attempt);
        let later = rank(other) > rank(self);
        if later || rank(other) == rank(self) && other.week.continues(&self.week) {
            (self.week, self.attempt) = (other.week.clone(), other.attempt);
        }
        let new: Vec<Record> = other.waiting.iter().filter(|r| !self.waiting.iter().any(|k| k.id == r.id)).cloned().collect();
        if !new.is_empty() {
            self.waiting.extend(new);
            // Outcomes after decisions, whatever the devices' clocks say.
            self.waiting.sort_by_key(|r| (!r.decision(), r.at));
        }
        self.confirm(&other.confirmed);
    }

    fn settle(&mut self) {
        self.waiting.retain(|r| !self.confirmed.contains(&r.id));
        let over = self.confirmed.len().saturating_sub(MOST_CONFIRMED);
        self.confirmed.drain(..over);
    }
}

/// What a device keeps where a session leaves `ours` and another one left `theirs`.
pub fn joined(ours: &str, theirs: &str) -> String {
    let scenario = |text: &str| json::parse(text).ok().and_then(|n| Resume::read(n.get("week")?.text()?).ok()).map(|w| w.scenario);
    let scenario = scenario(ours).or_else(|| scenario(theirs)).unwrap_or_default();
    match (Ledger::read(ours, &scenario), Ledger::read(theirs, &scenario)) {
        (Ok(mut ours), Ok(theirs)) => {
            ours.merge(&theirs);
            if ours.is_empty() { String::new() } else { ours.write() }
        }
        _ => ours.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::{BadLedger, Ledger, Record};
    use crate::{Resume, uuid, vocabulary as v};

    fn record(n: u32) -> Record {
        let extensions = vec![(v::ORDINAL.to_owned(), n.to_string())];
        let result = "{\"response\":\"m\"}".to_owned();
        Record {
            id: uuid::of(&[&n.to_string()]),
            verb: v::ANSWERED,
            at: u64::from(n),
            object: "{\"id\":\"urn:d\"}".into(),
            result,
            extensions,
        }
    }

    fn ledger(attempt: u32, moves: &str, ended: bool, confirmed: &[u32], waiting: &[u32]) -> Ledger {
        let moves = moves.split('.').filter(|m| !m.is_empty()).map(str::to_owned).collect();
        let week = Resume { scenario: "s".into(), edition: "e".into(), seed: 7, moves, ended, ..Resume::default() };
        let confirmed = confirmed.iter().map(|n| record(*n).id).collect();
        Ledger { week, attempt, confirmed, waiting: waiting.iter().map(|n| record(*n)).collect() }
    }

    #[test]
    fn what_is_written_is_read_again_and_every_member_is_there() {
        for one in [Ledger::default(), ledger(1, "a", false, &[1], &[]), ledger(3, "a.b.c", true, &[1, 2], &[3, 4])] {
            let text = one.write();
            assert_eq!(Ledger::read(&text, "s"), Ok(one));
            assert!(["week", "attempt", "confirmed", "waiting"].iter().all(|m| text.contains(&format!("\"{m}\":"))), "{text}");
        }
        // Stores write what they keep in their own way.
        let loose = ledger(1, "a", false, &[1], &[2]).write().replace(':', ": ").replace(',', " ,\n").replace("urn: d", "urn:d");
        let read = Ledger::read(&loose.replace("urn: x-by-friday: ordinal", v::ORDINAL), "s").map(|l| l.waiting);
        assert_eq!(read, Ok(vec![record(2)]));
    }

    #[test]
    fn a_document_that_is_not_ours_is_told_from_an_empty_one() {
        for text in ["nonsense", "[]", "7", "\"x\"", "<html>"] {
            assert_eq!(Ledger::read(text, "s"), Err(BadLedger::Foreign), "{text}");
        }
        assert_eq!(Ledger::read("{\"week\":\"2;x\"}", "s"), Err(BadLedger::Newer));
        for text in ["", " ", "{}", "{\"week\":7,\"confirmed\":8,\"waiting\":[1,{}]}", "{\"week\":\"1;other;e;7;a\",\"attempt\":4}"] {
            assert_eq!(Ledger::read(text, "s"), Ok(Ledger::default()), "{text}");
        }
        assert_eq!(Ledger::read("{\"week\":\"1;s;e;7;a\"}", "s"), Ok(ledger(1, "a", false, &[], &[])), "a week alone is the first attempt");
    }

    #[test]
    fn two_devices_come_to_one_ledger() {
        let check = |ours: &Ledger, theirs: &Ledger, both: &Ledger| {
            let mut merged = ours.clone();
            merged.merge(theirs);
            assert_eq!(&merged, both);
            // Twice changes nothing.
            merged.merge(theirs);
            assert_eq!(&merged, both);
        };
        check(&ledger(1, "a.b", false, &[1], &[2]), &ledger(1, "a.b.c", false, &[1, 2], &[3]), &ledger(1, "a.b.c", false, &[1, 2], &[3]));
        check(&ledger(1, "a.b", false, &[1], &[2]), &ledger(1, "a", false, &[], &[1]), &ledger(1, "a.b", false, &[1], &[2]));
        // Other answers, and a week begun again.
        check(&ledger(1, "a.x", false, &[1], &[5]), &ledger(1, "a.b.c", false, &[1, 2], &[3]), &ledger(1, "a.x", false, &[1, 2], &[3, 5]));
        check(&ledger(1, "a.b", false, &[1, 2], &[]), &ledger(2, "x", false, &[3], &[]), &ledger(2, "x", false, &[1, 2, 3], &[]));
        check(&ledger(2, "x", false, &[], &[]), &ledger(1, "a.b", true, &[1], &[]), &ledger(1, "a.b", true, &[1], &[]));
        check(&Ledger::default(), &ledger(1, "a", false, &[1], &[]), &ledger(1, "a", false, &[1], &[]));
        check(&ledger(1, "a", false, &[1], &[]), &Ledger::default(), &ledger(1, "a", false, &[1], &[]));
        let (ours, theirs) = (ledger(1, "a", false, &[], &[1]), ledger(1, "a.b", false, &[1], &[2]));
        assert_eq!(super::joined(&ours.write(), &theirs.write()), ledger(1, "a.b", false, &[1], &[2]).write());
        assert_eq!((super::joined(&ours.write(), "").as_str(), super::joined("", "")), (ours.write().as_str(), String::new()));
    }
}
