//! Decisions put in order: attempts told apart, gaps found.

use std::collections::BTreeMap;

/// A decision as somebody told it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Told {
    /// When it was taken, in microseconds since 1970, as far as anybody knows.
    pub at: i64,
    /// From 1.
    pub ordinal: u32,
    pub scene: String,
    pub mv: String,
}

/// One line of play.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Line {
    pub edition: Option<String>,
    /// When its first decision was taken.
    pub begun: i64,
    latest: i64,
    steps: BTreeMap<u32, (String, String)>,
}

impl Line {
    fn new(edition: &Option<String>) -> Line {
        Line { edition: edition.clone(), begun: i64::MAX, latest: i64::MIN, ..Line::default() }
    }

    fn put(&mut self, told: &Told) {
        self.begun = self.begun.min(told.at);
        self.latest = self.latest.max(told.at);
        self.steps.insert(told.ordinal, (told.scene.clone(), told.mv.clone()));
    }

    fn first(&self) -> u32 {
        self.steps.keys().next().copied().unwrap_or(1)
    }

    fn last(&self) -> u32 {
        self.steps.keys().next_back().copied().unwrap_or(0)
    }

    /// Decisions that are not there though later ones are; at most so many are named.
    pub fn missing(&self, most: usize) -> Vec<u32> {
        (1..self.last()).filter(|n| !self.steps.contains_key(n)).take(most).collect()
    }

    /// The moves up to the first decision that is missing.
    pub fn moves(&self) -> Vec<String> {
        self.steps.iter().zip(1..).take_while(|(s, n)| *s.0 == *n).map(|((_, (_, mv)), _)| mv.clone()).collect()
    }

    /// Whether the other holds all of this one.
    fn within(&self, other: &Line) -> bool {
        self.edition == other.edition && self.steps.iter().all(|(n, step)| other.steps.get(n) == Some(step))
    }

    /// Whether the first decisions, up to this one, are all there.
    fn reaches(&self, n: u32) -> bool {
        self.moves().len() >= n as usize
    }
}

/// Tells the attempts of one learner at one scenario under one luck apart. What is told twice is
/// one decision. Where a decision was told with another move later, the week went back to it: what
/// was told before stays a line of its own. An edition whose decisions begin in the middle goes on
/// from a line of another edition (a learner's week outlives an update). `told` comes by edition.
pub fn lines(told: BTreeMap<Option<String>, Vec<Told>>) -> Vec<Line> {
    let mut lines: Vec<Line> = Vec::new();
    for (edition, mut told) in told {
        told.sort();
        lines.extend(apart(&edition, &told));
    }
    lines.sort_by(|a, b| (a.first() > 1, a.begun, &a.edition, &a.steps).cmp(&(b.first() > 1, b.begun, &b.edition, &b.steps)));
    let mut whole: Vec<Line> = Vec::new();
    for mut line in lines {
        let before = line.first() - 1;
        let other = |l: &&Line| l.edition != line.edition && l.begun <= line.begun && l.reaches(before);
        let base = if before == 0 { None } else { whole.iter().filter(other).max_by_key(|l| l.latest).cloned() };
        if let Some(base) = base {
            if base.last() == before {
                whole.retain(|l| *l != base);
            }
            line.begun = base.begun;
            line.steps.extend(base.steps.into_iter().take_while(|s| s.0 <= before));
        }
        whole.push(line);
    }
    // What is held by another line is no week of its own; of two alike the first stays.
    let held = |(i, line): (usize, &Line)| {
        whole.iter().enumerate().any(|(k, other)| k != i && line.within(other) && (k < i || !other.within(line)))
    };
    let keep: Vec<bool> = whole.iter().enumerate().map(|l| !held(l)).collect();
    whole.into_iter().zip(keep).filter(|(_, keep)| *keep).map(|(l, _)| l).collect()
}

/// The lines of one edition. Where no decision has two moves, time does not matter: devices' clocks
/// may be wrong.
fn apart(edition: &Option<String>, told: &[Told]) -> Vec<Line> {
    let mut one = Line::new(edition);
    let mut split = false;
    for t in told {
        split |= one.steps.get(&t.ordinal).is_some_and(|(scene, mv)| *scene != t.scene || *mv != t.mv);
        one.put(t);
    }
    if !split {
        return vec![one];
    }
    let mut lines: Vec<Line> = Vec::new();
    let mut now = Line::new(edition);
    for t in told {
        let there = now.steps.get(&t.ordinal);
        let again = there.is_some_and(|(scene, mv)| *scene != t.scene || *mv != t.mv);
        let anew = there.is_none() && t.ordinal == 1 && !now.steps.is_empty();
        if again || anew {
            let mut next = Line::new(edition);
            if t.ordinal > 1 {
                next.begun = now.begun;
            }
            next.steps = now.steps.range(..t.ordinal).map(|(n, s)| (*n, s.clone())).collect();
            lines.push(std::mem::replace(&mut now, next));
        }
        now.put(t);
    }
    lines.push(now);
    lines
}

#[cfg(test)]
mod tests {
    use super::{Told, lines};
    use std::collections::BTreeMap;

    /// Decisions in the order of their times, as `edition:ordinal+move`; what came of them.
    #[track_caller]
    fn check(told: &str, expected: &[&str]) {
        let mut all: BTreeMap<Option<String>, Vec<Told>> = BTreeMap::new();
        for (at, word) in told.split(' ').enumerate() {
            let (edition, rest) = word.split_once(':').expect("an edition");
            let (ordinal, mv) = rest.split_at(1);
            let told = Told { at: at as i64, ordinal: ordinal.parse().expect("a digit"), scene: format!("s{ordinal}"), mv: mv.into() };
            all.entry(Some(edition.into())).or_default().push(told);
        }
        let one = |l: super::Line| {
            let missing: String = l.missing(9).iter().map(|n| format!("!{n}")).collect();
            format!("{}:{}{missing}", l.edition.clone().unwrap_or_default(), l.moves().concat())
        };
        assert_eq!(lines(all).into_iter().map(one).collect::<Vec<_>>(), expected, "{told}");
    }

    #[test]
    fn attempts_are_told_apart() {
        check("e:1a e:2b e:3c", &["e:abc"]);
        // A clock that was wrong.
        check("e:3c e:1a e:2b", &["e:abc"]);
        check("e:1a e:1a e:2b e:2b", &["e:ab"]);
        // Begun again: with another move, and with the same ones first.
        check("e:1a e:2b e:1x e:2y e:3z", &["e:ab", "e:xyz"]);
        check("e:1a e:2b e:3c e:1a e:2y e:3z", &["e:abc", "e:ayz"]);
        check("e:1a e:2b e:1a e:2b e:3c", &["e:abc"]);
        // Taken up at an earlier decision, because a portal lost the state behind it.
        check("e:1a e:2b e:3c e:3x e:4y", &["e:abc", "e:abxy"]);
        check("e:1a e:2b e:1x e:1a e:2b", &["e:ab", "e:x"]);
    }

    #[test]
    fn a_week_goes_on_under_a_new_edition() {
        check("e:1a e:2b f:3c f:4d", &["f:abcd"]);
        // The old edition's third decision is gone: the two part there.
        check("e:1a e:2b e:3c f:3x f:4y", &["e:abc", "f:abxy"]);
        check("e:1a e:2b f:1a f:2b", &["e:ab", "f:ab"]);
        check("e:1a f:2b g:3c", &["g:abc"]);
    }

    #[test]
    fn gaps_are_named_and_what_is_before_them_is_used() {
        check("e:1a e:2b e:4d e:6f", &["e:ab!3!5"]);
        check("e:2b e:3c", &["e:!1"]);
        check("e:1a f:3c", &["e:a", "f:!1!2"]);
    }
}
