//! A passage without its nesting: lines, ways on and flags set, each with its condition.

use super::story::{Assign, Kind, Link, Notes, Passage, Piece, Test, base, short, visits};
use super::text;
use super::vars::{self, ASKS, Sets, Told, Vars};
use engine::model::scenario::{Cond, Style};
use std::collections::{BTreeMap, BTreeSet};

/// Where a way leads.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum To {
    Passage(usize),
    /// The week is over.
    End,
    /// It leads back to a passage one came from.
    Back(usize),
    /// What it names is not there: it goes where the other ways go.
    Gone,
}

#[derive(Clone, Debug)]
pub struct Said {
    pub when: Option<Cond>,
    pub text: String,
}

#[derive(Clone, Debug)]
pub struct Way {
    pub label: String,
    pub when: Option<Cond>,
    pub to: To,
    pub sets: Sets,
    /// Where the story says whether it tells or asks.
    pub style: Option<Style>,
    /// It is no choice of the story, but a way on that may be taken.
    pub own: bool,
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
    pub within: bool,
    pub lines: Vec<Said>,
    /// Set as the passage begins, and as it is left: what it asks about before setting it may not
    /// change under it.
    pub sets: Sets,
    pub late: Sets,
    pub ways: Vec<Way>,
    pub gos: Vec<Go>,
    /// Ways on that are taken instead of the passage, although there is a choice in it.
    pub gates: Vec<Go>,
    /// Where ways that lead back to here go on.
    pub fallback: Option<To>,
    /// Choices that never hold: they are not among the ways.
    pub never: usize,
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
    let flats = passages.iter().map(|p| one(p, &names, vars, notes)).collect();
    notes.here.clear();
    flats
}

fn one(p: &Passage, names: &BTreeMap<&str, usize>, vars: &Vars, notes: &mut Notes) -> Flat {
    notes.here = p.title.clone();
    let flat = Flat {
        title: p.title.clone(),
        line: p.line,
        of_choice: p.of_choice,
        within: p.within,
        lines: Vec::new(),
        sets: Vec::new(),
        late: Vec::new(),
        ways: Vec::new(),
        gos: Vec::new(),
        gates: Vec::new(),
        fallback: None,
        never: 0,
    };
    let mut lay = Lay {
        flat,
        names,
        vars,
        notes,
        asked: BTreeSet::new(),
        known: BTreeSet::new(),
        text: (None, String::new()),
        name: None,
        perhaps: 0,
        mark: None,
    };
    if let Some(flag) = vars.seen(base(&p.name)) {
        lay.asked.insert(visits(base(&p.name)));
        lay.flat.sets.push((None, flag.to_owned()));
    }
    lay.pieces(&p.pieces, None);
    lay.flush();
    let Lay { mut flat, notes, .. } = lay;
    ways_by_themselves(&mut flat, notes);
    flat
}

/// Parts the ways on that are taken by themselves from the choices.
fn ways_by_themselves(flat: &mut Flat, notes: &mut Notes) {
    let sure = flat.gos.iter().position(|g| g.when.is_none());
    flat.gos.truncate(sure.map_or(usize::MAX, |n| n + 1));
    if flat.ways.is_empty() {
        if sure.is_none() {
            let line = flat.line;
            flat.gos.extend(flat.fallback.take().map(|to| Go { when: None, to, line }));
        }
        return;
    }
    for go in std::mem::take(&mut flat.gos) {
        // Where a choice stands under the same condition, the end is only that of the text.
        let ends = go.to == To::End && (go.when.is_none() || flat.ways.iter().any(|w| w.when == go.when));
        if go.when.is_some() && !ends {
            flat.gates.push(go);
        } else if !ends {
            let why = "it goes on by itself although there is a choice: the choice is taken over";
            notes.leave(Kind::Cut, go.line, format!("a way on in “{}”", flat.title), why);
        }
    }
    // Where no choice may be left, what stands for them is the way on.
    let never = flat.ways.iter().map(|w| w.when.clone().map(|c| vars::not(Told::If(c)))).collect::<Option<Vec<_>>>();
    if let (Some(to), Some(never)) = (flat.fallback, never)
        && let Told::If(when) = vars::all(never)
        && vars::size(&when) <= ASKS
    {
        flat.gates.push(Go { when: Some(when), to, line: flat.line });
    }
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
    /// Links that stand there already: a list is slow where there are tens of thousands.
    known: BTreeSet<(String, String)>,
    /// Arms that cannot be told, within which it stands.
    perhaps: usize,
    /// What is put before the next text, since it may not be what the story would show.
    mark: Option<&'static str>,
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
                    match self.mark.filter(|_| !text.trim().is_empty()) {
                        Some(mark) => {
                            self.mark = None;
                            self.text.1.push_str(mark);
                            self.text.1.push_str(text.trim_start());
                        }
                        None => self.text.1.push_str(text),
                    }
                }
                Piece::Link(link) => self.link(link, when),
                Piece::Go(name, line) => {
                    let to = self.to(name, *line);
                    if self.perhaps > 0 && to != To::Gone {
                        self.perhaps(to, name, *line, when);
                    } else {
                        self.flat.gos.push(Go { when: when.cloned(), to, line: *line });
                    }
                }
                Piece::Else(to, line) => {
                    let to = self.to(to, *line);
                    self.flat.fallback = self.flat.fallback.or(Some(to));
                }
                Piece::Include(..) => {}
                Piece::Set(set) => self.set(set, when),
                Piece::If(arms) => self.arms(arms, when),
            }
        }
    }

    /// A way on that may be taken, which cannot be told: it is a choice.
    fn perhaps(&mut self, to: To, name: &str, line: usize, when: Option<&Cond>) {
        let label =
            if name.is_empty() { "[Perhaps] It ends here".to_owned() } else { format!("[Perhaps] On to “{}”", short(base(name))) };
        let why = "whether it is taken cannot be told ahead: it is a choice";
        self.notes.leave(Kind::Untold, line, format!("the way to “{}”", short(base(name))), why);
        self.flat.ways.push(Way { label, when: when.cloned(), to, sets: Vec::new(), style: None, own: true, line });
    }

    fn link(&mut self, link: &Link, when: Option<&Cond>) {
        let to = if link.to.is_empty() { To::Gone } else { self.to(&link.to, link.line) };
        let sets: Sets = link.sets.iter().flat_map(|s| self.vars.sets(s)).collect();
        let key = (link.label.clone(), format!("{to:?} {when:?} {sets:?}"));
        if self.known.insert(key) {
            let way = Way { label: link.label.clone(), when: when.cloned(), to, sets, style: link.style, own: false, line: link.line };
            self.flat.ways.push(way);
        }
    }

    fn to(&mut self, name: &str, line: usize) -> To {
        match self.names.get(name).filter(|_| !name.is_empty()) {
            Some(i) => To::Passage(*i),
            None if name.is_empty() => To::End,
            None => {
                self.notes.leave(Kind::Cut, line, format!("the way to “{name}”"), "there is no such passage in this file");
                To::Gone
            }
        }
    }

    fn set(&mut self, set: &Assign, when: Option<&Cond>) {
        let list = if self.asked.contains(&set.var) { &mut self.flat.late } else { &mut self.flat.sets };
        for (own, flag) in self.vars.sets(set) {
            let both = vars::all([when.cloned(), own].into_iter().flatten().map(Told::If).collect());
            list.push((if let Told::If(c) = both { Some(c) } else { None }, flag));
        }
    }

    fn arms(&mut self, arms: &[super::story::Arm], when: Option<&Cond>) {
        let outer = when.map_or(Told::Always, |c| Told::If(c.clone()));
        let mut before = vec![outer];
        let mut untold = 0;
        for (k, arm) in arms.iter().enumerate() {
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
                    Told::If(c) if vars::size(c) > ASKS => Err("it asks about too many things at once".to_owned()),
                    _ => Ok((told, own)),
                }
            });
            match told {
                Err(why) => {
                    let what = format!("the condition “{}”", arm.test.as_ref().map_or("else".into(), shown));
                    self.notes.leave(Kind::Untold, arm.line, what, format!("{why}: what it shows is shown always, apart and marked"));
                    self.apart(&arm.pieces, when, k, arms.len());
                    untold += 1;
                }
                Ok((told, own)) => {
                    // What stands behind an arm that cannot be told is shown beside it.
                    let own_when = if let Told::If(c) = &own { Some(c) } else { when.filter(|_| untold > 0) };
                    match own {
                        Told::Never if told == Told::Never && !arm.pieces.is_empty() => {
                            let what = format!("what is shown if “{}”", arm.test.as_ref().map_or("else".into(), shown));
                            self.flat.never += links(&arm.pieces);
                            self.notes.leave(Kind::Lost, arm.line, what, "the condition never holds");
                        }
                        Told::Never => {}
                        _ if untold > 0 => self.apart(&arm.pieces, own_when, k, arms.len()),
                        Told::Always | Told::If(_) => self.pieces(&arm.pieces, own_when),
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

    /// What may be shown, or not: on lines of its own, and marked.
    fn apart(&mut self, pieces: &[Piece], when: Option<&Cond>, k: usize, of: usize) {
        self.mark = Some(match k {
            _ if of == 1 => "\n[Perhaps] ",
            0 => "\n[Either] ",
            _ => "\n[Or] ",
        });
        self.perhaps += 1;
        self.pieces(pieces, when);
        self.perhaps -= 1;
        if self.mark.take().is_none() {
            self.text.1.push('\n');
        }
    }
}

/// How many choices there are.
pub fn links(pieces: &[Piece]) -> usize {
    let one = |p: &Piece| match p {
        Piece::Link(_) => 1,
        Piece::If(arms) => arms.iter().map(|a| links(&a.pieces)).sum(),
        _ => 0,
    };
    pieces.iter().map(one).sum()
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
