//! What is still asked of the past: for each scene, the conditions from there on that decide what
//! is offered, what comes next, what is learnt and what is promised.
//!
//! Two histories that agree on these go on alike. Lines of talk, durations and luck ask for more,
//! but change nothing of the structure.

use crate::model::state::{NONE, SCENES, State};
use crate::program::{CondP, EffectP, Program};

/// What a scene and all that may follow it ask.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Asks {
    /// Flags, one bit each.
    pub flags: u32,
    /// Whether moves were taken, as (scene, move), in order.
    pub took: Vec<(u8, u8)>,
    /// Whether the style so far is asked for.
    pub style: bool,
    /// Scenes that may follow, one bit each: a scene is entered once only.
    pub scenes: u64,
}

/// What a history has to answer to what is asked: equal answers in one scene go on alike.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Answers {
    pub scene: u8,
    pub facts: u32,
    pub flags: u32,
    /// Directive less collaborative moves; 0 where nothing asks.
    pub lead: i8,
    /// The moves taken among those asked about, with [`SEEN`] for a scene that cannot come again.
    taken: [u8; SCENES],
}

/// A scene was played, and by which move does not matter.
const SEEN: u8 = NONE - 1;

impl Asks {
    /// One a scene of the program.
    pub fn of(program: &Program) -> Vec<Asks> {
        Asks::made(program, false)
    }

    /// The same, with what the talk asks: which lines are said before a decision and after it.
    pub fn with_talk(program: &Program) -> Vec<Asks> {
        Asks::made(program, true)
    }

    fn made(program: &Program, talk: bool) -> Vec<Asks> {
        let strict = strict_flags(program);
        let mut all: Vec<Asks> = program.scenes.iter().map(|_| Asks::default()).collect();
        for (asks, scene) in all.iter_mut().zip(&program.scenes) {
            for m in &scene.moves {
                asks.cond(&m.offered);
                asks.effects(&m.effects, strict);
                m.reaction.iter().filter(|_| talk).for_each(|c| asks.cond(c));
            }
            scene.lines.iter().filter(|_| talk).for_each(|c| asks.cond(c));
            scene.next.iter().for_each(|(when, _)| asks.cond(when));
        }
        // What follows asks too. The sets only grow, so this comes to rest.
        loop {
            let before = all.clone();
            for (i, scene) in program.scenes.iter().enumerate() {
                // There may be any number of ways, but only so many scenes.
                let ways = scene.next.iter().fold(0u64, |mask, (_, to)| mask | 1 << to);
                for to in (0..program.scenes.len()).filter(|to| ways & (1 << to) != 0) {
                    let mut later = before[to].clone();
                    later.effects(&program.scenes[to].enter, strict);
                    later.scenes |= 1 << to;
                    all[i].join(&later);
                }
            }
            if all == before {
                return all;
            }
        }
    }

    fn join(&mut self, other: &Asks) {
        self.flags |= other.flags;
        self.style |= other.style;
        self.scenes |= other.scenes;
        other.took.iter().for_each(|t| self.asks_for(*t));
    }

    fn asks_for(&mut self, took: (u8, u8)) {
        if let Err(place) = self.took.binary_search(&took) {
            self.took.insert(place, took);
        }
    }

    fn cond(&mut self, cond: &CondP) {
        match cond {
            CondP::All(list) | CondP::Any(list) => list.iter().for_each(|c| self.cond(c)),
            CondP::Not(inner) => self.cond(inner),
            CondP::Flag(bit) => self.flags |= bit,
            CondP::Took(scene, mv) => self.asks_for((*scene, *mv)),
            CondP::StyleSoFar(_) => self.style = true,
            _ => {}
        }
    }

    /// What effects ask before they tell a fact or set a flag.
    fn effects(&mut self, list: &[EffectP], strict: u32) {
        for effect in list {
            if let EffectP::When(cond, then, or) = effect
                && cond.structural()
                && (tells(then, strict) || tells(or, strict))
            {
                self.cond(cond);
                self.effects(then, strict);
                self.effects(or, strict);
            }
        }
    }

    /// What a history answers. `kept` are flags to be told apart in any case.
    pub fn answers(&self, s: &State, kept: u32) -> Answers {
        let mut taken = [NONE; SCENES];
        for (i, mv) in s.taken.iter().enumerate().filter(|(_, mv)| **mv != NONE) {
            if self.took.binary_search(&(i as u8, *mv)).is_ok() {
                taken[i] = *mv;
            } else if self.scenes & (1 << i) != 0 {
                taken[i] = SEEN;
            }
        }
        let lead = if self.style { s.directive as i8 - s.collaborative as i8 } else { 0 };
        Answers { scene: s.scene, facts: s.facts, flags: s.flags & (self.flags | kept), lead, taken }
    }
}

impl Answers {
    /// Whether this move was taken, of those asked about.
    pub fn took(&self, scene: u8, mv: u8) -> bool {
        self.taken[scene as usize] == mv
    }
}

fn tells(list: &[EffectP], strict: u32) -> bool {
    list.iter().any(|effect| match effect {
        EffectP::Reveal(_) => true,
        EffectP::Set(bit) => bit & strict != 0,
        EffectP::When(cond, then, or) => cond.structural() && (tells(then, strict) || tells(or, strict)),
        _ => false,
    })
}

/// The flags that follow from moves alone: those never set behind a draw or a feeling.
pub fn strict_flags(program: &Program) -> u32 {
    let scenes = program.scenes.iter();
    let lists = scenes.flat_map(|s| s.moves.iter().map(|m| &m.effects).chain(std::iter::once(&s.enter)));
    !lists.fold(0, |mask, list| mask | loose(list, false))
}

fn loose(list: &[EffectP], behind: bool) -> u32 {
    list.iter().fold(0, |mask, effect| {
        mask | match effect {
            EffectP::Set(bit) if behind => *bit,
            EffectP::Chance(_, _, then, or) => loose(then, true) | loose(or, true),
            EffectP::When(cond, then, or) => {
                let behind = behind || !cond.structural();
                loose(then, behind) | loose(or, behind)
            }
            _ => 0,
        }
    })
}
