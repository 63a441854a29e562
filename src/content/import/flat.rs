//! A passage without its nesting: lines, ways on and flags set, each with its condition.

use super::story::{Assign, Link, Notes, Passage, Piece, Test, visits};
use super::text;
use super::vars::{self, ASKS, Told, Vars};
use crate::model::scenario::Cond;
use std::collections::{BTreeMap, BTreeSet};

/// Where a way leads.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum To {
    Passage(usize),
    /// The week is over.
    End,
    /// It was cut, or what it names is not there: it goes where the other ways go.
    Gone,
}

#[derive(Clone, Debug)]
pub struct Said {
    pub when: Option<Cond>,
    pub text: String,
}

/// A flag that is set, where the condition holds.
pub type Sets = Vec<(Option<Cond>, String)>;

#[derive(Clone, Debug)]
pub struct Way {
    pub label: String,
    pub when: Option<Cond>,
    pub to: To,
    pub sets: Sets,
    pub line: usize,
}

#[derive(Clone, Debug)]
pub struct Go {
    pub when: Option<Cond>,
    pub to: To,
    pub line: usize,
}

pub struct Flat {
    pub title: String,
    pub line: usize,
    pub of_choice: bool,
    pub lines: Vec<Said>,
    /// Set as the passage begins, and as it is left: what it asks about before setting it may not
    /// change under it.
    pub sets: Sets,
    pub late: Sets,
    pub ways: Vec<Way>,
    pub gos: Vec<Go>,
}

impl Flat {
    pub fn words(&self) -> usize {
        self.lines.iter().map(|l| l.text.split(' ').count()).sum()
    }
}

/// Lays out every passage.
pub fn lay(passages: &[Passage], vars: &Vars, notes: &mut Notes) -> Vec<Flat> {
    let mut names: BTreeMap<&str, usize> = BTreeMap::new();
    for (i, p) in passages.iter().enumerate() {
        names.entry(&p.name).or_insert(i);
    }
    passages.iter().map(|p| one(p, &names, vars, notes)).collect()
}

fn one(p: &Passage, names: &BTreeMap<&str, usize>, vars: &Vars, notes: &mut Notes) -> Flat {
    let flat = Flat {
        title: p.title.clone(),
        line: p.line,
        of_choice: p.of_choice,
        lines: Vec::new(),
        sets: Vec::new(),
        late: Vec::new(),
        ways: Vec::new(),
        gos: Vec::new(),
    };
    let mut lay = Lay { flat, names, vars, notes, asked: BTreeSet::new(), text: (None, String::new()), name: None };
    if let Some(flag) = vars.seen(&p.name) {
        lay.asked.insert(visits(&p.name));
        lay.flat.sets.push((None, flag.to_owned()));
    }
    lay.pieces(&p.pieces, None);
    lay.flush();
    let Lay { mut flat, notes, .. } = lay;
    let sure = flat.gos.iter().position(|g| g.when.is_none());
    flat.gos.truncate(sure.map_or(usize::MAX, |n| n + 1));
    if !flat.ways.is_empty() {
        for go in std::mem::take(&mut flat.gos).iter().filter(|g| g.when.is_some() || g.to != To::End) {
            let why = "it goes on by itself although there is a choice: the choice is taken over";
            notes.leave(go.line, format!("a way on in “{}”", p.title), why);
        }
    }
    flat
}

struct Lay<'s, 'n> {
    flat: Flat,
    names: &'s BTreeMap<&'s str, usize>,
    vars: &'s Vars,
    notes: &'n mut Notes,
    /// Variables that a condition of this passage asked about so far.
    asked: BTreeSet<String>,
    /// Text of one condition, not yet divided into lines.
    text: (Option<Cond>, String),
    /// A name and a colon before text under a condition, and the condition it stands under itself.
    name: Option<(Option<Cond>, String)>,
}

impl Lay<'_, '_> {
    fn flush(&mut self) {
        let (when, mut text) = std::mem::take(&mut self.text);
        if let Some((own, name)) = self.name.take().filter(|_| !text.starts_with('\n')) {
            if !text.trim().is_empty() {
                text.insert_str(0, &name);
            }
            // What comes next under a condition may be another answer of the same person.
            self.name = Some((own, name)).filter(|n| n.0 != when);
        }
        let end = text.rfind('\n').map_or(0, |n| n + 1);
        if let Some(name) = text.get(end..).filter(|t| t.trim_end().ends_with(':') && text::speaker(&format!("{t}x")).0.is_some()) {
            self.name = Some((when.clone(), name.to_owned()));
            text.truncate(end);
        }
        self.flat.lines.extend(text::lines(&text).into_iter().map(|text| Said { when: when.clone(), text }));
    }

    fn pieces(&mut self, pieces: &[Piece], when: Option<&Cond>) {
        for piece in pieces {
            match piece {
                Piece::Text(text, _) => {
                    if self.text.0.as_ref() != when {
                        self.flush();
                        self.text.0 = when.cloned();
                    }
                    self.text.1.push_str(text);
                }
                Piece::Link(link) => self.link(link, when),
                Piece::Go(to, line) => {
                    let to = self.to(to, *line);
                    self.flat.gos.push(Go { when: when.cloned(), to, line: *line });
                }
                Piece::Set(set) => self.set(set, when),
                Piece::If(arms) => self.arms(arms, when),
            }
        }
    }

    fn link(&mut self, link: &Link, when: Option<&Cond>) {
        let to = if link.to.is_empty() { To::Gone } else { self.to(&link.to, link.line) };
        let sets = link.sets.iter().filter_map(|s| Some((None, self.vars.flag(s)?.to_owned()))).collect();
        let way = Way { label: link.label.clone(), when: when.cloned(), to, sets, line: link.line };
        let same = |w: &&Way| w.label == way.label && w.to == way.to && w.when == way.when;
        if self.flat.ways.iter().find(same).is_none() {
            self.flat.ways.push(way);
        }
    }

    fn to(&mut self, name: &str, line: usize) -> To {
        match self.names.get(name).filter(|_| !name.is_empty()) {
            Some(i) => To::Passage(*i),
            None if name.is_empty() => To::End,
            None => {
                self.notes.leave(line, format!("the way to “{name}”"), "there is no such passage in this file");
                To::Gone
            }
        }
    }

    fn set(&mut self, set: &Assign, when: Option<&Cond>) {
        if let Some(flag) = self.vars.flag(set) {
            let list = if self.asked.contains(&set.var) { &mut self.flat.late } else { &mut self.flat.sets };
            list.push((when.cloned(), flag.to_owned()));
        }
    }

    fn arms(&mut self, arms: &[super::story::Arm], when: Option<&Cond>) {
        let outer = when.map_or(Told::Always, |c| Told::If(c.clone()));
        let mut before = vec![outer];
        for arm in arms {
            let told = match &arm.test {
                None => Ok(Told::Always),
                Some(test) => {
                    let mut names = Vec::new();
                    vars::names(test, &mut names);
                    self.asked.extend(names.into_iter().cloned());
                    self.vars.told(test)
                }
            };
            let told = told.and_then(|told| {
                let own = vars::all(before.iter().cloned().chain([told.clone()]).collect());
                match &own {
                    Told::If(c) if vars::size(c) > ASKS => Err("it asks about too many things at once"),
                    _ => Ok((told, own)),
                }
            });
            match told {
                Err(why) => {
                    let what = format!("the condition “{}”", arm.test.as_ref().map_or("else".into(), shown));
                    self.notes.leave(arm.line, what, format!("{why}: what it shows is shown always"));
                    self.pieces(&arm.pieces, when);
                }
                Ok((told, own)) => {
                    match own {
                        Told::Always => self.pieces(&arm.pieces, None),
                        Told::If(c) => self.pieces(&arm.pieces, Some(&c)),
                        Told::Never if told == Told::Never && !arm.pieces.is_empty() => {
                            let what = format!("what is shown if “{}”", arm.test.as_ref().map_or("else".into(), shown));
                            self.notes.leave(arm.line, what, "the condition never holds");
                        }
                        Told::Never => {}
                    }
                    let surely = told == Told::Always;
                    before.push(vars::not(told));
                    if surely {
                        return;
                    }
                }
            }
        }
    }
}

/// A condition in a few words.
fn shown(test: &Test) -> String {
    let name = |v: &str| v.strip_prefix('\u{1}').map_or_else(|| v.to_owned(), |p| format!("visited {p}"));
    match test {
        Test::Unknown(text) => text.clone(),
        Test::Const(b) => b.to_string(),
        Test::Holds(v) | Test::Compare(v, ..) => name(v),
        Test::Not(inner) => format!("not {}", shown(inner)),
        Test::All(list) => list.iter().map(shown).collect::<Vec<_>>().join(" and "),
        Test::Any(list) => list.iter().map(shown).collect::<Vec<_>>().join(" or "),
    }
}
