//! Which passages become scenes, in which order, and where their ways lead.
//!
//! A scene comes once, so ways that lead back are cut. A passage in which nothing is decided becomes
//! what is said after the move that leads there.

use super::flat::{Flat, Go, Said, Sets, To, Way};
use super::story::Notes;
use super::vars::{self, ASKS, Told};
use crate::model::scenario::Cond;
use crate::model::state::SCENES;
use std::collections::BTreeMap;

/// A passage of more words is a scene of its own, even if nothing is decided there.
const WORDS: usize = 150;
/// And so is one that more moves than this lead to, since its text would stand after each: a few,
/// or some more where all that text together is short.
const FEW: usize = 4;
const SOME: usize = 12;

/// A way on from a move: where it leads (`None`: the week ends), under what condition.
pub type On = (Option<Cond>, Option<usize>);

/// What follows a move.
#[derive(Default)]
pub struct After {
    pub lines: Vec<Said>,
    pub sets: Sets,
    pub ons: Vec<On>,
    /// Where it led is not known any more: it goes where the others go.
    pub gone: bool,
}

pub struct Graph {
    pub flats: Vec<Flat>,
    /// Passages that are scenes, in the order of the week.
    pub scenes: Vec<usize>,
    /// How many scenes lie before each passage, at most.
    pub depth: Vec<usize>,
    folded: Vec<bool>,
    place: BTreeMap<usize, usize>,
}

impl Graph {
    pub fn of(flats: Vec<Flat>, start: usize, notes: &mut Notes) -> Graph {
        let n = flats.len();
        let mut graph = Graph { flats, scenes: Vec::new(), depth: vec![0; n], folded: vec![false; n], place: BTreeMap::new() };
        let mut reached = vec![false; n];
        let mut order = graph.cut(start, &mut reached, notes);
        let from_start = reached.clone();
        for root in 0..n {
            if !reached[root] {
                let before = graph.cut(root, &mut reached, notes);
                order.splice(0..0, before);
            }
        }
        let start = graph.join(start, &from_start, notes);
        graph.fold(&order, start, notes);
        for p in order {
            let own = graph.depth[p] + usize::from(!graph.folded[p]);
            for to in graph.targets(p) {
                graph.depth[to] = graph.depth[to].max(own);
            }
        }
        graph.choose(start, &from_start, notes);
        graph
    }

    fn targets(&self, p: usize) -> Vec<usize> {
        let f = &self.flats[p];
        let passage = |to: To| if let To::Passage(i) = to { Some(i) } else { None };
        f.ways.iter().map(|w| w.to).chain(f.gos.iter().map(|g| g.to)).filter_map(passage).collect()
    }

    /// Cuts every way that leads back to where one came from. The passages reached, each before
    /// those it leads to.
    fn cut(&mut self, root: usize, reached: &mut [bool], notes: &mut Notes) -> Vec<usize> {
        let mut order = Vec::new();
        let mut open = vec![false; self.flats.len()];
        let mut stack = vec![(root, 0)];
        reached[root] = true;
        open[root] = true;
        while let Some((p, k)) = stack.last_mut() {
            let (p, here) = (*p, *k);
            *k += 1;
            let f = &mut self.flats[p];
            let ways = f.ways.len();
            let slot = if here < ways { f.ways.get_mut(here).map(|w| &mut w.to) } else { f.gos.get_mut(here - ways).map(|g| &mut g.to) };
            let Some(slot) = slot else {
                open[p] = false;
                order.push(p);
                stack.pop();
                continue;
            };
            let To::Passage(to) = *slot else { continue };
            if open[to] {
                *slot = To::Gone;
                let (what, line) = match f.ways.get(here) {
                    Some(way) => (format!("the link “{}”", way.label), way.line),
                    None => (format!("the way on from “{}”", f.title), f.line),
                };
                let why = format!(
                    "it leads back to “{}”; a scene comes once, so it goes where the others go, or ends the week",
                    self.flats[to].title
                );
                notes.leave(line, what, why);
            } else if !reached[to] {
                reached[to] = true;
                open[to] = true;
                stack.push((to, 0));
            }
        }
        order.reverse();
        order
    }

    /// Where the first passage leads to one only, which nothing else leads to, both are one scene.
    fn join(&mut self, mut start: usize, reached: &[bool], notes: &mut Notes) -> usize {
        let mut into = vec![0usize; self.flats.len()];
        for p in 0..self.flats.len() {
            self.targets(p).into_iter().for_each(|to| into[to] += 1);
        }
        loop {
            let f = &self.flats[start];
            let only = match (f.ways.as_slice(), f.gos.as_slice()) {
                ([Way { when: None, to: To::Passage(to), .. }], []) | ([], [Go { when: None, to: To::Passage(to), .. }]) => *to,
                _ => return start,
            };
            if into[only] != 1 || !reached[only] || f.words() + self.flats[only].words() > WORDS {
                return start;
            }
            notes.leave(
                f.line,
                format!("the passage “{}”", f.title),
                format!("nothing is decided there: its text opens “{}”", self.flats[only].title),
            );
            let before = &mut self.flats[start];
            let (mut lines, mut sets) = (std::mem::take(&mut before.lines), std::mem::take(&mut before.sets));
            sets.append(&mut before.late);
            sets.extend(std::mem::take(&mut before.ways).into_iter().flat_map(|w| w.sets));
            before.gos.clear();
            // What is left of it is nothing, and folded away.
            self.folded[start] = true;
            let after = &mut self.flats[only];
            lines.append(&mut after.lines);
            sets.append(&mut after.sets);
            (after.lines, after.sets) = (lines, sets);
            start = only;
        }
    }

    /// Passages in which nothing is decided, where their text can follow the moves that lead there.
    fn fold(&mut self, order: &[usize], start: usize, notes: &mut Notes) {
        // How many moves lead to each.
        let mut into = vec![0usize; self.flats.len()];
        for p in order.iter().copied() {
            if self.folded[p] {
                continue;
            }
            let f = &mut self.flats[p];
            let bearable = into[p] <= FEW || (into[p] <= SOME && f.words() * into[p] <= WORDS);
            let fits = f.ways.len() <= 1 && into[p] > 0 && bearable && f.words() <= WORDS && p != start;
            if fits {
                self.folded[p] = true;
                if let Some(way) = f.ways.pop() {
                    f.late.extend(way.sets.into_iter().map(|(_, flag)| (way.when.clone(), flag)));
                    f.gos = vec![Go { when: way.when, to: way.to, line: way.line }];
                }
                if !f.of_choice {
                    let what = format!("the passage “{}”", f.title);
                    notes.leave(f.line, what, "nothing is decided there: its text follows the move that leads there");
                }
            }
            let each = match (fits, self.flats[p].ways.is_empty()) {
                (true, _) => into[p],
                (false, true) => 2,
                (false, false) => 1,
            };
            for to in self.targets(p) {
                into[to] = (into[to] + each).min(SOME + 1);
            }
        }
    }

    fn choose(&mut self, start: usize, reached: &[bool], notes: &mut Notes) {
        let bare = |f: &Flat| f.lines.is_empty() && f.ways.is_empty();
        let mut scenes: Vec<usize> =
            (0..self.flats.len()).filter(|p| !self.folded[*p] && (reached[*p] || !bare(&self.flats[*p]))).collect();
        scenes.sort_by_key(|p| (*p != start, !reached[*p], self.depth[*p], *p));
        for p in scenes.iter().copied().filter(|p| !reached[*p]) {
            let f = &self.flats[p];
            notes.leave(
                f.line,
                format!("the passage “{}”", f.title),
                "no link leads there from the start: it is kept as a scene that nothing reaches",
            );
        }
        for p in scenes.iter().skip(SCENES).copied() {
            let f = &self.flats[p];
            notes.leave(
                f.line,
                format!("the passage “{}”", f.title),
                format!("a scenario has at most {SCENES} scenes; those nearer to the start were taken"),
            );
        }
        scenes.truncate(SCENES);
        scenes.sort_by_key(|p| (*p != start, !reached[*p], self.depth[*p], *p));
        self.place = scenes.iter().enumerate().map(|(i, p)| (*p, i)).collect();
        self.scenes = scenes;
    }

    /// What is said and set after a move that leads there, and where the week goes on.
    pub fn follow(&self, to: To) -> After {
        self.run(vec![(None, to)])
    }

    /// The same for a passage that goes on by itself.
    pub fn onward(&self, p: usize) -> After {
        self.run(self.gos(p, &None))
    }

    /// The ways on of a passage, the last first, each only where none before it fits.
    fn gos(&self, p: usize, when: &Option<Cond>) -> Vec<(Option<Cond>, To)> {
        let (mut out, mut rest, mut sure) = (Vec::new(), when.clone(), false);
        for go in &self.flats[p].gos {
            out.push((both(&rest, &go.when), go.to));
            sure = go.when.is_none();
            let not = go.when.clone().map(|c| vars::not(Told::If(c)));
            rest = both(&rest, &if let Some(Told::If(c)) = not { Some(c) } else { None });
        }
        if !sure {
            out.push((rest, To::End));
        }
        out.reverse();
        out
    }

    fn run(&self, mut open: Vec<(Option<Cond>, To)>) -> After {
        let mut after = After::default();
        while let Some((when, to)) = open.pop() {
            let p = match to {
                To::Gone => {
                    after.gone = true;
                    continue;
                }
                To::End => {
                    after.ons.push((when, None));
                    continue;
                }
                To::Passage(p) => p,
            };
            if !self.folded[p] {
                after.ons.push((when, self.place.get(&p).copied()));
                continue;
            }
            let f = &self.flats[p];
            after.lines.extend(f.lines.iter().map(|l| Said { when: both(&when, &l.when), text: l.text.clone() }));
            after.sets.extend(f.sets.iter().chain(&f.late).map(|(c, flag)| (both(&when, c), flag.clone())));
            open.extend(self.gos(p, &when));
        }
        after
    }
}

/// Both conditions; the first alone where both would ask about too much.
fn both(a: &Option<Cond>, b: &Option<Cond>) -> Option<Cond> {
    let told = |c: &Option<Cond>| c.clone().map_or(Told::Always, Told::If);
    match vars::all(vec![told(a), told(b)]) {
        Told::If(c) if vars::size(&c) <= 2 * ASKS => Some(c),
        Told::Always => None,
        _ => a.clone(),
    }
}
