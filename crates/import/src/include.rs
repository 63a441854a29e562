//! Passages and macros that stand within others: what they show, choices and all, comes to stand
//! where they are named.

use super::story::{Arm, Include, Kind, Notes, Piece, Story};
use std::collections::{BTreeMap, BTreeSet};

/// Within each other, and pieces that come so in all.
const DEEPEST: usize = 12;
const MOST: usize = 60_000;

/// Puts the pieces of what is named in place of every [`Piece::Include`].
pub fn spread(story: &mut Story, notes: &mut Notes) {
    let passages: BTreeMap<String, Vec<Piece>> = {
        let mut all = BTreeMap::new();
        for p in &story.passages {
            all.entry(p.name.clone()).or_insert_with(|| p.pieces.clone());
        }
        all
    };
    let mut spread = Spread { passages: &passages, widgets: &story.widgets, open: Vec::new(), used: BTreeSet::new(), came: 0, notes };
    for p in &mut story.passages {
        if has(&p.pieces) {
            spread.notes.here = p.title.clone();
            spread.open = vec![Include::Passage(p.name.clone())];
            p.pieces = spread.all(&p.pieces, false);
        }
    }
    let used = spread.used;
    for name in spread.widgets.keys().filter(|n| !used.contains(*n)) {
        notes.leave(Kind::Program, 0, format!("the macro <<{name}>>"), "it is one of the story’s own that nothing in it shows");
    }
    for p in &mut story.passages {
        p.within = used.contains(&format!("\u{1}{}", p.name));
    }
    notes.here.clear();
}

fn has(pieces: &[Piece]) -> bool {
    pieces.iter().any(|p| match p {
        Piece::Include(..) => true,
        Piece::If(arms) => arms.iter().any(|a| has(&a.pieces)),
        _ => false,
    })
}

struct Spread<'s, 'n> {
    passages: &'s BTreeMap<String, Vec<Piece>>,
    widgets: &'s BTreeMap<String, Vec<Piece>>,
    /// What is being put together, the outermost first.
    open: Vec<Include>,
    /// What was named; passages with a mark before them.
    used: BTreeSet<String>,
    came: usize,
    notes: &'n mut Notes,
}

impl Spread<'_, '_> {
    /// `copied`: each assignment gets a number of its own.
    fn all(&mut self, pieces: &[Piece], copied: bool) -> Vec<Piece> {
        let mut out = Vec::new();
        for piece in pieces {
            match piece {
                Piece::Include(what, line) => self.one(what, *line, &mut out),
                Piece::If(arms) => {
                    let arm = |a: &Arm| Arm { test: a.test.clone(), line: a.line, pieces: self.all(&a.pieces, copied) };
                    out.push(Piece::If(arms.iter().map(arm).collect()));
                }
                Piece::Set(set) if copied => {
                    let mut set = set.clone();
                    set.site = self.notes.site();
                    out.push(Piece::Set(set));
                }
                Piece::Link(link) if copied => {
                    let mut link = link.clone();
                    link.sets.iter_mut().for_each(|s| s.site = self.notes.site());
                    out.push(Piece::Link(link));
                }
                other => out.push(other.clone()),
            }
        }
        self.came += if copied { out.len() } else { 0 };
        out
    }

    fn one(&mut self, what: &Include, line: usize, out: &mut Vec<Piece>) {
        let found = match what {
            Include::Passage(name) => self.passages.get(name),
            Include::Widget(name) => self.widgets.get(name),
        };
        let (shown, mark) = match what {
            Include::Passage(name) => (format!("the passage “{name}” within this one"), format!("\u{1}{name}")),
            Include::Widget(name) => (format!("the macro <<{name}>>"), name.clone()),
        };
        let Some(pieces) = found else {
            return match what {
                Include::Passage(_) => self.notes.leave(Kind::Lost, line, shown, "there is no such passage in this file"),
                Include::Widget(_) => self.notes.leave(Kind::Program, line, shown, "a scenario has nothing like it"),
            };
        };
        self.used.insert(mark);
        if self.open.contains(what) {
            return self.notes.leave(Kind::Lost, line, shown, "it stands within itself: it is shown once");
        }
        if self.open.len() > DEEPEST || self.came > MOST {
            return self.notes.leave(Kind::Lost, line, shown, "too much stands within each other");
        }
        self.open.push(what.clone());
        let inner = self.all(pieces, true);
        self.open.pop();
        out.extend(inner);
    }
}
