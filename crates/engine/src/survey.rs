//! Every situation of a scenario, visited once: what is reached, offered, told and said on any path,
//! and how many paths there are. For those who write scenarios.
//!
//! Histories that go on and read alike are taken as one, as on the map. What hangs on luck or
//! feelings is taken as possible either way.

use super::luck::Luck;
use super::map::asks::{Answers, Asks, strict_flags};
use super::program::{CondP, EffectP, MoveP, Program, SceneP};
use crate::model::state::{NONE, State};
use std::collections::BTreeMap;

/// Situations that are visited at most. With the talk there are more to tell apart than without.
const WITH_TALK: usize = 30_000;
const WITHOUT: usize = 20_000;
/// Conditions and effects that are looked at, at most: a file may have any number of lines.
const STEPS: u64 = 10_000_000;
/// Different questions of luck and feeling of one scene's talk that are answered in every
/// combination; above that they are answered as under one luck.
const OPEN: usize = 6;

/// What there is to be met on any path.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Survey {
    /// Whether every situation was visited; if not, nothing below is known.
    pub complete: bool,
    /// Whether the talk was followed: without it `lines`, `reactions` and `words` are empty.
    pub talk: bool,
    /// Paths from Monday to an end (`u64::MAX` stands for that or more), and the decisions of the
    /// shortest and the longest.
    pub paths: u64,
    pub shortest: usize,
    pub longest: usize,
    /// Scenes reached, one bit each, and each scene's moves offered.
    pub reached: u64,
    pub offered: Vec<u32>,
    /// Facts told and known, one bit each.
    pub facts: u32,
    /// Each scene's lines that may be said, and each move's lines of reaction.
    pub lines: Vec<Vec<bool>>,
    pub reactions: Vec<Vec<Vec<bool>>>,
    /// The most words said before each decision.
    pub words: Vec<u32>,
    /// Scenes with ways on of which none fits, on some path.
    pub falls: u64,
    /// Ways on that lead to a scene that was played already, on some path: from and to.
    pub loops: Vec<(u8, u8)>,
    /// Ways on that lead to a scene that is earlier in the week: from and to.
    pub back: Vec<(u8, u8)>,
}

/// Paths from a situation on: how many, and the decisions of the shortest and the longest.
type Ahead = (u64, usize, usize);

struct Visitor<'p> {
    program: &'p Program,
    words: &'p [Vec<u32>],
    asks: Vec<Asks>,
    /// Flags and draws that hang on luck or feelings.
    loose_flags: u32,
    loose_draws: u32,
    known: BTreeMap<(Answers, u32), Ahead>,
    most: usize,
    /// What a visit costs, in conditions and effects: each scene's lines, and each of its moves.
    costs: Vec<(u64, Vec<u64>)>,
    steps: u64,
    luck: Luck,
    survey: Survey,
}

impl Survey {
    /// Visits a program. `words` has the words of each line of each scene.
    pub fn of(program: &Program, words: &[Vec<u32>]) -> Survey {
        let survey = Survey::visited(program, words, true, WITH_TALK);
        if survey.complete { survey } else { Survey::visited(program, words, false, WITHOUT) }
    }

    fn visited(program: &Program, words: &[Vec<u32>], talk: bool, most: usize) -> Survey {
        let lists = |s: &SceneP| vec![false; s.lines.len()];
        let reactions = |s: &SceneP| s.moves.iter().map(|m| vec![false; m.reaction.len()]).collect();
        let n = program.scenes.len();
        let survey = Survey {
            complete: true,
            talk,
            offered: vec![0; n],
            lines: if talk { program.scenes.iter().map(lists).collect() } else { Vec::new() },
            reactions: if talk { program.scenes.iter().map(reactions).collect() } else { Vec::new() },
            words: if talk { vec![0; n] } else { Vec::new() },
            ..Survey::default()
        };
        let mut visitor = Visitor {
            program,
            words,
            asks: if talk { Asks::with_talk(program) } else { Asks::of(program) },
            loose_flags: !strict_flags(program),
            loose_draws: loose_draws(program),
            known: BTreeMap::new(),
            most,
            costs: program.scenes.iter().map(costs).collect(),
            steps: 0,
            // Structure is free of luck: any will do.
            luck: Luck::of_seed(0),
            survey,
        };
        let (paths, shortest, longest) = visitor.visit(&program.begin(visitor.luck));
        let mut survey = visitor.survey;
        (survey.paths, survey.shortest, survey.longest) = (paths, shortest, longest);
        survey
    }
}

impl Visitor<'_> {
    fn visit(&mut self, s: &State) -> Ahead {
        let offered = self.program.offered(s);
        if offered == 0 || !self.survey.complete {
            return (1, 0, 0);
        }
        let i = s.scene as usize;
        // Which draws were made matters to lines alone.
        let rolled = if self.survey.talk { s.rolled | self.loose_draws } else { 0 };
        let key = (self.asks[i].answers(s, 0), rolled);
        if let Some(found) = self.known.get(&key) {
            return *found;
        }
        let moves = self.costs[i].1.iter().sum::<u64>();
        if self.known.len() >= self.most || !self.afford(moves) {
            self.survey.complete = false;
            return (1, 0, 0);
        }
        self.survey.reached |= 1 << i;
        self.survey.offered[i] |= offered;
        self.survey.facts |= s.facts;
        self.talk(s);
        let (mut paths, mut shortest, mut longest) = (0u64, usize::MAX, 0);
        for mv in (0..32).filter(|m| offered & (1 << m) != 0) {
            let mut next = *s;
            if self.program.choose(self.luck, &mut next, mv).is_err() {
                continue;
            }
            self.reaction(&next, mv);
            self.way_on(&next);
            self.survey.facts |= next.facts;
            if self.program.go_on(self.luck, &mut next).is_err() {
                continue;
            }
            let ahead = self.visit(&next);
            paths = paths.saturating_add(ahead.0);
            shortest = shortest.min(ahead.1 + 1);
            longest = longest.max(ahead.2 + 1);
        }
        self.known.insert(key, (paths, shortest, longest));
        (paths, shortest, longest)
    }

    /// Whether so many steps more are within bounds.
    fn afford(&mut self, steps: u64) -> bool {
        self.steps += steps;
        self.steps <= STEPS
    }

    /// What is odd about where the week goes after a move.
    fn way_on(&mut self, s: &State) {
        let scene = &self.program.scenes[s.scene as usize];
        let found = scene.next.iter().find(|(when, _)| self.program.holds(when, s)).map(|n| n.1);
        let note = |list: &mut Vec<(u8, u8)>, to: u8| {
            if !list.contains(&(s.scene, to)) {
                list.push((s.scene, to));
            }
        };
        match found {
            None if !scene.next.is_empty() => self.survey.falls |= 1 << s.scene,
            Some(to) if s.taken[to as usize] != NONE => note(&mut self.survey.loops, to),
            Some(to) if self.program.scenes[to as usize].at < scene.at => note(&mut self.survey.back, to),
            _ => {}
        }
    }

    fn talk(&mut self, s: &State) {
        if !self.survey.talk {
            return;
        }
        let i = s.scene as usize;
        let lines = &self.program.scenes[i].lines;
        if !self.afford(3 * self.costs[i].0) {
            self.survey.complete = false;
            return;
        }
        for (k, cond) in lines.iter().enumerate() {
            let may = self.may(cond, s).0;
            self.survey.lines[i][k] |= may;
        }
        let mut open: Vec<&CondP> = Vec::new();
        lines.iter().for_each(|c| self.open(c, s, &mut open));
        let answers = if open.len() > OPEN { 1 } else { 1u32 << open.len() };
        self.steps += u64::from(answers) * self.costs[i].0;
        for bits in 0..answers {
            let said = lines.iter().enumerate().filter(|(_, c)| {
                let given = |leaf: &CondP| open.iter().position(|o| *o == leaf).map(|n| bits & (1 << n) != 0);
                self.if_so(c, s, &|leaf| if open.len() > OPEN { None } else { given(leaf) })
            });
            let words = |k: usize| self.words.get(i).and_then(|w| w.get(k)).copied().unwrap_or(0);
            let sum = said.map(|(k, _)| words(k)).sum();
            self.survey.words[i] = self.survey.words[i].max(sum);
        }
    }

    fn reaction(&mut self, s: &State, mv: usize) {
        if !self.survey.talk {
            return;
        }
        let i = s.scene as usize;
        for (k, cond) in self.program.scenes[i].moves[mv].reaction.iter().enumerate() {
            let may = self.may(cond, s).0;
            self.survey.reactions[i][mv][k] |= may;
        }
    }

    /// Whether a leaf of a condition hangs on luck or feelings in this situation.
    fn hangs(&self, leaf: &CondP, s: &State) -> bool {
        match leaf {
            CondP::Flag(bit) => self.loose_flags & bit != 0,
            CondP::Luck(bit) => (s.rolled | self.loose_draws) & bit != 0,
            CondP::Feels(..) | CondP::Finished(_) | CondP::Shipped(_) | CondP::Stays(_) => true,
            _ => false,
        }
    }

    /// Whether a condition may hold, and whether it may not.
    fn may(&self, cond: &CondP, s: &State) -> (bool, bool) {
        match cond {
            CondP::All(list) => list.iter().map(|c| self.may(c, s)).fold((true, false), |a, b| (a.0 && b.0, a.1 || b.1)),
            CondP::Any(list) => list.iter().map(|c| self.may(c, s)).fold((false, true), |a, b| (a.0 || b.0, a.1 && b.1)),
            CondP::Not(inner) => {
                let (yes, no) = self.may(inner, s);
                (no, yes)
            }
            leaf if self.hangs(leaf, s) => (true, true),
            // Not drawn yet.
            CondP::Luck(_) => (false, true),
            leaf => {
                let holds = self.program.holds(leaf, s);
                (holds, !holds)
            }
        }
    }

    /// The different leaves that hang on luck or feelings.
    fn open<'c>(&self, cond: &'c CondP, s: &State, found: &mut Vec<&'c CondP>) {
        match cond {
            CondP::All(list) | CondP::Any(list) => list.iter().for_each(|c| self.open(c, s, found)),
            CondP::Not(inner) => self.open(inner, s, found),
            // One more than can be answered is as good as many.
            leaf if found.len() <= OPEN && self.hangs(leaf, s) && !found.contains(&leaf) => found.push(leaf),
            _ => {}
        }
    }

    /// Whether a condition holds where some leaves are given.
    fn if_so(&self, cond: &CondP, s: &State, given: &impl Fn(&CondP) -> Option<bool>) -> bool {
        match cond {
            CondP::All(list) => list.iter().all(|c| self.if_so(c, s, given)),
            CondP::Any(list) => list.iter().any(|c| self.if_so(c, s, given)),
            CondP::Not(inner) => !self.if_so(inner, s, given),
            leaf => given(leaf).unwrap_or_else(|| self.program.holds(leaf, s)),
        }
    }
}

/// Conditions of a scene's lines; conditions and effects of each of its moves, with the ways on and
/// what happens as a scene begins.
pub(super) fn costs(scene: &SceneP) -> (u64, Vec<u64>) {
    fn cond(c: &CondP) -> u64 {
        match c {
            CondP::All(list) | CondP::Any(list) => 1 + list.iter().map(cond).sum::<u64>(),
            CondP::Not(inner) => 1 + cond(inner),
            _ => 1,
        }
    }
    fn effects(list: &[EffectP]) -> u64 {
        let one = |e: &EffectP| match e {
            EffectP::Chance(_, _, then, or) => effects(then) + effects(or),
            EffectP::When(c, then, or) => cond(c) + effects(then) + effects(or),
            _ => 0,
        };
        list.iter().map(|e| 1 + one(e)).sum()
    }
    let every = effects(&scene.enter) + scene.next.iter().map(|(c, _)| cond(c)).sum::<u64>();
    let of = |m: &MoveP| every + effects(&m.effects) + cond(&m.offered) + m.reaction.iter().map(cond).sum::<u64>();
    (scene.lines.iter().map(cond).sum(), scene.moves.iter().map(of).collect())
}

/// Draws that are made behind another draw or a feeling, one bit each.
fn loose_draws(program: &Program) -> u32 {
    fn of(list: &[EffectP], behind: bool) -> u32 {
        list.iter().fold(0, |mask, effect| {
            mask | match effect {
                EffectP::Chance(draw, _, then, or) => (u32::from(behind) << (draw & 31)) | of(then, true) | of(or, true),
                EffectP::When(cond, then, or) => {
                    let behind = behind || !cond.structural();
                    of(then, behind) | of(or, behind)
                }
                _ => 0,
            }
        })
    }
    let lists = program.scenes.iter().flat_map(|s| s.moves.iter().map(|m| &m.effects).chain(std::iter::once(&s.enter)));
    lists.fold(0, |mask, list| mask | of(list, false))
}
