//! Which passages become scenes, in which order, and where their ways lead.
//!
//! A scene comes once, so ways that lead back are cut. A passage in which nothing is decided becomes
//! what is said after the move that leads there.

use super::flat::{Flat, Go, Said, To, Way};
use super::story::{Kind, Notes};
use super::vars::Sets;
use super::vars::{self, ASKS, Told};
use engine::model::scenario::Cond;
use engine::model::state::SCENES;
use std::collections::BTreeMap;

/// A passage of more words is a scene of its own, even if nothing is decided there.
const WORDS: usize = 150;
/// And so is one that more moves than this lead to, since its text would stand after each: a few,
/// or some more where all that text together is short.
const FEW: usize = 4;
const SOME: usize = 12;
/// Ways on of one passage that are tried for what leads back to it, passages looked at for that in
/// all, and ways on from one move.
const CANDIDATES: usize = 60;
const PATIENCE: usize = 3_000_000;
const MOST_ONS: usize = 40;

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
        let ways: Vec<Vec<usize>> = (0..n).map(|p| graph.targets(p)).collect();
        let mut reached = vec![false; n];
        let mut cuts = Vec::new();
        graph.order(start, &mut reached, &mut cuts);
        let from_start = reached.clone();
        for root in 0..n {
            if !reached[root] {
                graph.order(root, &mut reached, &mut cuts);
            }
        }
        graph.mend(&ways, &cuts, notes);
        // With what was mended the order is another one.
        let mut reached = vec![false; n];
        let mut order = graph.order(start, &mut reached, &mut Vec::new());
        for root in 0..n {
            if !reached[root] {
                let before = graph.order(root, &mut reached, &mut Vec::new());
                order.splice(0..0, before);
            }
        }
        let start = graph.join(graph.begin(start), &from_start, notes);
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
        let gos = f.gos.iter().chain(&f.gates).map(|g| g.to);
        f.ways.iter().map(|w| w.to).chain(gos).chain(f.fallback).filter_map(passage).collect()
    }

    /// A way on of a passage by its number: choices, then what goes on by itself.
    fn slot(&mut self, p: usize, k: usize) -> Option<&mut To> {
        let Flat { ways, gos, gates, fallback, .. } = self.flats.get_mut(p)?;
        let (gos_at, gates_at) = (ways.len(), ways.len() + gos.len());
        let last = gates_at + gates.len();
        match k {
            k if k < gos_at => ways.get_mut(k).map(|w| &mut w.to),
            k if k < gates_at => gos.get_mut(k - gos_at).map(|g| &mut g.to),
            k if k < last => gates.get_mut(k - gates_at).map(|g| &mut g.to),
            k if k == last => fallback.as_mut(),
            _ => None,
        }
    }

    /// The passages reached, each before those it leads to. Every way that leads back to where one
    /// came from is marked, and told: the passage, the number of the way.
    fn order(&mut self, root: usize, reached: &mut [bool], cuts: &mut Vec<(usize, usize)>) -> Vec<usize> {
        let mut order = Vec::new();
        let mut open = vec![false; self.flats.len()];
        let mut stack = vec![(root, 0)];
        reached[root] = true;
        open[root] = true;
        while let Some((p, k)) = stack.last_mut() {
            let (p, here) = (*p, *k);
            *k += 1;
            let Some(slot) = self.slot(p, here) else {
                open[p] = false;
                order.push(p);
                stack.pop();
                continue;
            };
            let To::Passage(to) = *slot else { continue };
            if open[to] {
                *slot = To::Back(to);
                cuts.push((p, here));
            } else if !reached[to] {
                reached[to] = true;
                open[to] = true;
                stack.push((to, 0));
            }
        }
        order.reverse();
        order
    }

    /// What leads back goes on where the passage it leads back to goes on, if it does: first where
    /// that cannot be come back from, as a hub is left, else to another of its ways.
    fn mend(&mut self, ways: &[Vec<usize>], cuts: &[(usize, usize)], notes: &mut Notes) {
        let mut known: BTreeMap<(usize, usize), To> = BTreeMap::new();
        let mut patience = PATIENCE;
        for (p, k) in cuts.iter().copied() {
            let Some(To::Back(back)) = self.slot(p, k).copied() else { continue };
            let on = match known.get(&(p, back)) {
                Some(on) => *on,
                None => {
                    let on = self.onwards(ways, p, back, &mut patience);
                    known.insert((p, back), on);
                    on
                }
            };
            if let Some(slot) = self.slot(p, k) {
                *slot = on;
            }
            let f = &self.flats[p];
            let (what, line) = match f.ways.get(k) {
                Some(way) => (format!("the link “{}”", way.label), way.line),
                None => (format!("the way on from “{}”", f.title), f.line),
            };
            let goes = match on {
                To::Passage(to) => format!("it goes on to “{}”", self.flats[to].title),
                _ => "it goes where the others go, or ends the week".into(),
            };
            let why = format!("it leads back to “{}”; a scene comes once, so {goes}", self.flats[back].title);
            notes.here = f.title.clone();
            notes.leave(Kind::Cut, line, what, why);
        }
        notes.here.clear();
    }

    /// `patience` goes down with every passage that is looked at.
    fn onwards(&self, ways: &[Vec<usize>], p: usize, back: usize, patience: &mut usize) -> To {
        // Nothing that leads to this passage, or there is no end.
        let mut exits: Vec<usize> = Vec::new();
        for q in ways.get(back).into_iter().flatten().copied().take(CANDIDATES) {
            if q != p && q != back && !exits.contains(&q) && !self.reach(q, p, patience, |q| self.targets(q)) {
                exits.push(q);
            }
        }
        let away = exits.iter().copied().find(|q| !self.reach(*q, back, patience, |q| ways.get(q).cloned().unwrap_or_default()));
        away.or(exits.first().copied()).map_or(To::Gone, To::Passage)
    }

    /// Whether one passage leads to another; it does where nobody has the patience to find out.
    fn reach(&self, from: usize, to: usize, patience: &mut usize, ways: impl Fn(usize) -> Vec<usize>) -> bool {
        let mut seen = vec![false; self.flats.len()];
        let mut open = vec![from];
        while let Some(p) = open.pop() {
            if p == to || *patience == 0 {
                return true;
            }
            if !std::mem::replace(&mut seen[p], true) {
                let next = ways(p);
                *patience = patience.saturating_sub(next.len() + 1);
                open.extend(next);
            }
        }
        false
    }

    /// Where the story begins if what it asks first leads on at once.
    fn begin(&self, start: usize) -> usize {
        let mut at = start;
        for _ in 0..self.flats.len().min(20) {
            let gate = self.flats[at].gates.iter().find(|g| g.when.as_ref().is_none_or(at_first));
            match gate.map(|g| g.to) {
                Some(To::Passage(p)) => at = p,
                _ => break,
            }
        }
        at
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
            let gated = !f.gates.is_empty() || !self.flats[only].gates.is_empty();
            if into[only] != 1 || !reached[only] || gated || f.words() + self.flats[only].words() > WORDS {
                return start;
            }
            notes.leave(
                Kind::Look,
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
                let mut gos = std::mem::take(&mut f.gates);
                if let Some(way) = f.ways.pop() {
                    f.late.extend(way.sets.into_iter().map(|(own, flag)| (both(&way.when, &own), flag)));
                    gos.push(Go { when: way.when, to: way.to, line: way.line });
                    f.gos = gos;
                } else {
                    gos.append(&mut f.gos);
                    f.gos = gos;
                }
                if !f.of_choice {
                    let what = format!("the passage “{}”", f.title);
                    notes.leave(Kind::Look, f.line, what, "nothing is decided there: its text follows the move that leads there");
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
        let mut scenes: Vec<usize> = (0..self.flats.len())
            .filter(|p| !self.folded[*p] && (reached[*p] || !(bare(&self.flats[*p]) || self.flats[*p].within)))
            .collect();
        scenes.sort_by_key(|p| (*p != start, !reached[*p], self.depth[*p], *p));
        for p in scenes.iter().copied().filter(|p| !reached[*p]) {
            let f = &self.flats[p];
            notes.leave(
                Kind::Cut,
                f.line,
                format!("the passage “{}”", f.title),
                "no link leads there from the start: it is kept as a scene that nothing reaches",
            );
        }
        for p in scenes.iter().skip(SCENES).copied() {
            let f = &self.flats[p];
            notes.leave(
                Kind::Cut,
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

    /// Whether a passage's text and ways follow those of others.
    pub fn folded(&self, p: usize) -> bool {
        self.folded[p]
    }

    /// Whether a passage is a scene or follows one.
    pub fn is_part(&self, p: usize) -> bool {
        self.folded[p] || self.place.contains_key(&p)
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
            rest = both(&rest, &opposite(&go.when));
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
                To::Gone | To::Back(_) => {
                    after.gone = true;
                    continue;
                }
                To::End => {
                    after.ons.push((when, None));
                    continue;
                }
                To::Passage(p) => p,
            };
            let f = &self.flats[p];
            if !self.folded[p] {
                let mut rest = when;
                if after.ons.len() < MOST_ONS {
                    for gate in f.gates.iter().filter(|g| !matches!(g.to, To::Gone | To::Back(_))) {
                        let through = both(&rest, &gate.when);
                        after.sets.extend(f.sets.iter().map(|(c, flag)| (both(&through, c), flag.clone())));
                        open.push((through, gate.to));
                        rest = both(&rest, &opposite(&gate.when));
                    }
                }
                after.ons.push((rest, self.place.get(&p).copied()));
                continue;
            }
            after.lines.extend(f.lines.iter().map(|l| Said { when: both(&when, &l.when), text: l.text.clone() }));
            after.sets.extend(f.sets.iter().chain(&f.late).map(|(c, flag)| (both(&when, c), flag.clone())));
            open.extend(self.gos(p, &when));
        }
        after
    }
}

fn opposite(when: &Option<Cond>) -> Option<Cond> {
    match when.clone().map(|c| vars::not(Told::If(c))) {
        Some(Told::If(c)) => Some(c),
        _ => None,
    }
}

/// Whether a condition holds before anything was done.
fn at_first(c: &Cond) -> bool {
    match c {
        Cond::All(list) => list.iter().all(at_first),
        Cond::Any(list) => list.iter().any(at_first),
        Cond::Not(inner) => !at_first(inner),
        _ => false,
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
