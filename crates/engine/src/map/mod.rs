//! The map: every path of a scenario, merged.
//!
//! A node is a decision in one of the situations in which it can be met. Histories are merged
//! where the scene, the facts known and the promises made are equal and all that follows is alike:
//! the same moves on offer, leading to the same nodes. So a move leads from a node to one place,
//! every way through the map is a path that can be played, and paths are counted by adding up
//! along the map, without visiting each. What was said or felt on the way, and luck, does not
//! split a node: a promise that hangs on luck is left out, since structure is free of luck.
//!
//! It is made in two steps. First histories are told apart by what anything later still asks
//! ([`asks`]); then, from the end backwards, decisions with equal facts, promises and ways on are
//! made one. No coarser map with these facts and promises would show playable paths only.

pub mod asks;
pub mod job;

pub use job::{Figures, MapJob};

use super::luck::Luck;
use super::program::Program;
use super::survey;
use crate::model::state::State;
use asks::{Answers, Asks};
use std::collections::BTreeMap;
use std::ops::Range;

/// Situations that are told apart at most; a larger scenario has no map.
pub const MOST: usize = 20_000;
/// Conditions and effects that are looked at for a map, at most: some tenths of a second.
const STEPS: u64 = 5_000_000;

/// A scenario has too many situations to be mapped.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TooLarge;

impl TooLarge {
    /// In a sentence, for the screen.
    pub fn words(self) -> &'static str {
        "This scenario has too many different situations to be drawn as a map. It can be played all the same."
    }
}

/// A decision in one situation.
#[derive(Clone, Debug, PartialEq)]
pub struct Node {
    pub scene: u8,
    /// The decision's place from the left, from 0; every move leads further right.
    pub column: usize,
    /// Facts known and promises made (those that follow from moves alone), one bit each.
    pub facts: u32,
    pub promises: u32,
    /// The least and the largest lead of directive over collaborative moves among the histories
    /// merged here, where something later asks for the style so far.
    pub lead: Option<(i8, i8)>,
    /// Moves that something later asks about, as (scene, move), and whether they were taken;
    /// `None` where that makes no difference.
    pub took: Vec<((u8, u8), Option<bool>)>,
    /// Other flags that something later asks about: those set, and those not set.
    pub set: u32,
    pub unset: u32,
    /// Paths from Monday to here and from here to an end; `u64::MAX` stands for that or more.
    pub to_here: u64,
    pub to_end: u64,
    /// The moves offered here: places in [`Map::edges`], in the order of the scene's moves.
    pub edges: Range<usize>,
    /// `to_end` without a bound, for draws.
    ways: f64,
}

impl Node {
    /// Paths through here; `u64::MAX` stands for that or more.
    pub fn paths(&self) -> u64 {
        self.to_here.saturating_mul(self.to_end)
    }
}

/// A move at a node.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Edge {
    pub from: usize,
    pub mv: u8,
    /// The node it leads to; `None` for the end of the week.
    pub to: Option<usize>,
    /// Paths that take it here; `u64::MAX` stands for that or more.
    pub paths: u64,
}

/// The merged graph of a scenario.
#[derive(Clone, Debug, PartialEq)]
pub struct Map {
    /// Column by column; the first is Monday's first decision.
    pub nodes: Vec<Node>,
    pub edges: Vec<Edge>,
    pub columns: usize,
    /// Paths from Monday to an end; `u64::MAX` stands for that or more.
    pub paths: u64,
}

/// A node while the map is made: what it leads to, and what was merged into it.
struct Draft {
    scene: u8,
    facts: u32,
    promises: u32,
    moves: Vec<(u8, Option<usize>)>,
    merged: Vec<Answers>,
}

/// Scene, facts, promises, and where each move leads.
type Form = (u8, u32, u32, Vec<(u8, Option<usize>)>);

struct Builder<'p> {
    program: &'p Program,
    luck: Luck,
    asks: Vec<Asks>,
    promises: u32,
    known: BTreeMap<Answers, usize>,
    forms: BTreeMap<Form, usize>,
    /// Every node after those it leads to.
    drafts: Vec<Draft>,
    most: usize,
    /// What the moves of each scene cost, and what may still be spent.
    costs: Vec<u64>,
    left: u64,
}

impl Builder<'_> {
    /// The node of a state at a decision; `None` at an end.
    fn node(&mut self, s: &State) -> Result<Option<usize>, TooLarge> {
        let offered = self.program.offered(s);
        if offered == 0 {
            return Ok(None);
        }
        let answers = self.asks[s.scene as usize].answers(s, self.promises);
        if let Some(found) = self.known.get(&answers) {
            return Ok(Some(*found));
        }
        let cost = self.costs[s.scene as usize];
        self.left = self.left.checked_sub(cost).ok_or(TooLarge)?;
        let mut moves = Vec::new();
        for mv in (0..self.program.scenes[s.scene as usize].moves.len()).filter(|m| offered & (1 << m) != 0) {
            let mut next = *s;
            if self.program.choose(self.luck, &mut next, mv).is_ok() && self.program.go_on(self.luck, &mut next).is_ok() {
                moves.push((mv as u8, self.node(&next)?));
            }
        }
        if self.known.len() >= self.most {
            return Err(TooLarge);
        }
        let promises = answers.flags & self.promises;
        let form = (s.scene, s.facts, promises, moves.clone());
        let index = *self.forms.entry(form).or_insert(self.drafts.len());
        if index == self.drafts.len() {
            self.drafts.push(Draft { scene: s.scene, facts: s.facts, promises, moves, merged: Vec::new() });
        }
        self.drafts[index].merged.push(answers.clone());
        self.known.insert(answers, index);
        Ok(Some(index))
    }

    /// Each node's column: the same for all nodes of a scene, right of all that leads there.
    fn columns(&self) -> Vec<usize> {
        let mut depth = vec![0; self.drafts.len()];
        for (i, draft) in self.drafts.iter().enumerate().rev() {
            for to in draft.moves.iter().filter_map(|m| m.1) {
                depth[to] = depth[to].max(depth[i] + 1);
            }
        }
        let mut of_scene = vec![0; self.program.scenes.len()];
        for _ in 0..=self.program.scenes.len() {
            let before = of_scene.clone();
            for draft in self.drafts.iter().rev() {
                let right = of_scene[draft.scene as usize] + 1;
                for to in draft.moves.iter().filter_map(|m| m.1) {
                    let scene = &mut of_scene[self.drafts[to].scene as usize];
                    *scene = right.max(*scene);
                }
            }
            if of_scene == before {
                return self.drafts.iter().map(|d| of_scene[d.scene as usize]).collect();
            }
        }
        // Scenes that can follow each other either way have no order; their nodes still have.
        depth
    }

    fn finished(&self) -> Map {
        let mut columns = self.columns();
        let mut used = columns.clone();
        used.sort_unstable();
        used.dedup();
        columns.iter_mut().for_each(|c| *c = used.partition_point(|u| u < c));
        let mut order: Vec<usize> = (0..self.drafts.len()).collect();
        order.sort_by_key(|i| {
            let d = &self.drafts[*i];
            (columns[*i], d.scene, d.facts, d.promises, std::cmp::Reverse(*i))
        });
        let mut place = vec![0; order.len()];
        order.iter().enumerate().for_each(|(new, old)| place[*old] = new);
        let mut map = Map { nodes: Vec::new(), edges: Vec::new(), columns: used.len(), paths: 0 };
        for (from, old) in order.iter().enumerate() {
            let draft = &self.drafts[*old];
            let first = map.edges.len();
            let edges = draft.moves.iter().map(|(mv, to)| Edge { from, mv: *mv, to: to.map(|t| place[t]), paths: 0 });
            map.edges.extend(edges);
            map.nodes.push(self.described(draft, columns[*old], first..map.edges.len()));
        }
        map.count();
        map
    }

    fn described(&self, draft: &Draft, column: usize, edges: Range<usize>) -> Node {
        let asks = &self.asks[draft.scene as usize];
        let leads = || draft.merged.iter().map(|a| a.lead);
        let took = asks.took.iter().map(|(scene, mv)| {
            let all = draft.merged.iter().map(|a| a.took(*scene, *mv));
            ((*scene, *mv), all.clone().all(|t| t == draft.merged[0].took(*scene, *mv)).then(|| draft.merged[0].took(*scene, *mv)))
        });
        let others = asks.flags & !self.promises;
        Node {
            scene: draft.scene,
            column,
            facts: draft.facts,
            promises: draft.promises,
            lead: if asks.style { leads().min().zip(leads().max()) } else { None },
            took: took.collect(),
            set: draft.merged.iter().fold(others, |mask, a| mask & a.flags),
            unset: draft.merged.iter().fold(others, |mask, a| mask & !a.flags),
            to_here: 0,
            to_end: 0,
            edges,
            ways: 0.0,
        }
    }
}

impl Map {
    /// Makes the map of a program.
    ///
    /// # Errors
    /// [`TooLarge`] above [`MOST`] situations.
    pub fn of(program: &Program) -> Result<Map, TooLarge> {
        Map::within(program, MOST)
    }

    /// Makes the map where at most so many situations have to be told apart.
    ///
    /// # Errors
    /// [`TooLarge`] above that.
    pub fn within(program: &Program, most: usize) -> Result<Map, TooLarge> {
        let mut builder = Builder {
            program,
            // Structure is free of luck: any will do.
            luck: Luck::of_seed(0),
            asks: Asks::of(program),
            promises: program.promises & asks::strict_flags(program),
            known: BTreeMap::new(),
            forms: BTreeMap::new(),
            drafts: Vec::new(),
            most,
            costs: program.scenes.iter().map(|scene| survey::costs(scene).1.iter().sum()).collect(),
            left: STEPS,
        };
        builder.node(&program.begin(builder.luck))?;
        Ok(builder.finished())
    }

    /// Counts paths along the map: forwards from Monday, and back from the end.
    fn count(&mut self) {
        for i in (0..self.nodes.len()).rev() {
            let range = self.nodes[i].edges.clone();
            let (mut exact, mut ways) = (0_u64, 0.0);
            for edge in &self.edges[range] {
                exact = exact.saturating_add(edge.to.map_or(1, |t| self.nodes[t].to_end));
                ways += edge.to.map_or(1.0, |t| self.nodes[t].ways);
            }
            (self.nodes[i].to_end, self.nodes[i].ways) = (exact, ways);
        }
        if let Some(first) = self.nodes.first_mut() {
            first.to_here = 1;
            self.paths = first.to_end;
        }
        for i in 0..self.nodes.len() {
            let here = self.nodes[i].to_here;
            for e in self.nodes[i].edges.clone() {
                let after = self.after(e);
                if let Some(to) = self.edges[e].to {
                    self.nodes[to].to_here = self.nodes[to].to_here.saturating_add(here);
                }
                self.edges[e].paths = here.saturating_mul(after);
            }
        }
    }

    /// Paths from the far end of a move to the end of the week.
    fn after(&self, edge: usize) -> u64 {
        self.edges[edge].to.map_or(1, |t| self.nodes[t].to_end)
    }

    /// The places in [`Map::edges`] of a line's moves from Monday on, up to the first that is not
    /// offered.
    pub fn follow(&self, moves: &[u8]) -> Vec<usize> {
        let mut found = Vec::new();
        let mut at = (!self.nodes.is_empty()).then_some(0);
        for mv in moves {
            let edge = at.and_then(|n: usize| self.nodes[n].edges.clone().find(|e| self.edges[*e].mv == *mv));
            let Some(edge) = edge else { break };
            found.push(edge);
            at = self.edges[edge].to;
        }
        found
    }

    /// The moves of a path by its number, in the order of [`Program::walk`]; the edges it takes.
    /// `None` where there is no such path. Meant for maps whose paths have been counted exactly.
    pub fn path(&self, number: u64) -> Option<Vec<usize>> {
        let mut left = number;
        let mut at = (number < self.paths).then_some(0);
        let mut found = Vec::new();
        at?;
        while let Some(node) = at {
            let edge = self.nodes[node].edges.clone().find(|e| {
                let here = left < self.after(*e);
                left -= if here { 0 } else { self.after(*e) };
                here
            })?;
            found.push(edge);
            at = self.edges[edge].to;
        }
        Some(found)
    }

    /// A path drawn with `draw`, which gives a number from 0 to 1 for each turn: every path is as
    /// likely as any other.
    fn drawn(&self, draw: impl Fn(u32) -> f64) -> Vec<usize> {
        let mut found = Vec::new();
        let mut at = (!self.nodes.is_empty()).then_some(0);
        while let Some(node) = at {
            let edges = self.nodes[node].edges.clone();
            let Some(last) = edges.clone().last() else { break };
            let mut left = draw(found.len() as u32) * self.nodes[node].ways;
            let edge = edges.clone().find(|e| {
                left -= self.edges[*e].to.map_or(1.0, |t| self.nodes[t].ways);
                left < 0.0
            });
            let edge = edge.unwrap_or(last);
            found.push(edge);
            at = self.edges[edge].to;
        }
        found
    }
}
