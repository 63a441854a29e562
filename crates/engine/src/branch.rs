//! A line of play as a rule for playing on, so that two branches can be continued alike.
//!
//! A counterfactual keeps the player's later moves where they are offered. In a scene the player
//! was in, that is the move taken there, else the default of that move's style. In a scene the
//! player never saw, it is the default of the style shown at the same place in the line (the
//! fifth decision for the fifth). Past the end of an unfinished line it is the default of the style
//! with more moves in it, a tie counting as directive. The player's own branch is played by this
//! rule too, and as structure is free of luck it is then the player's own line, under any luck.

use super::luck::Luck;
use super::program::Program;
use super::{Line, Outcome};
use crate::model::scenario::Style;
use crate::model::state::{NONE, State};

/// Scenes and the moves taken in them, in order.
pub type Path = Vec<(u8, u8)>;

/// How a player plays.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Manner {
    /// Scene, move and its style, in order.
    taken: Vec<(u8, u8, Style)>,
    /// The style where the line says nothing.
    rest: Style,
}

impl Manner {
    /// The manner of a line, finished or not.
    pub fn of(program: &Program, line: &Line) -> Manner {
        let style = |scene: u8, mv: u8| Some(program.scenes.get(scene as usize)?.moves.get(mv as usize)?.style);
        let steps = line.steps.iter().filter_map(|s| Some((s.before.scene, s.mv, style(s.before.scene, s.mv)?)));
        let (d, c) = (line.state.directive, line.state.collaborative);
        Manner { taken: steps.collect(), rest: if c > d { Style::Collaborative } else { Style::Directive } }
    }

    /// The manner of a whole week's path.
    pub fn of_path(program: &Program, path: &[(u8, u8)]) -> Manner {
        let style = |scene: u8, mv: u8| Some(program.scenes.get(scene as usize)?.moves.get(mv as usize)?.style);
        let taken: Vec<(u8, u8, Style)> = path.iter().filter_map(|(s, m)| Some((*s, *m, style(*s, *m)?))).collect();
        let collaborative = taken.iter().filter(|t| t.2 == Style::Collaborative).count();
        Manner { rest: if 2 * collaborative > taken.len() { Style::Collaborative } else { Style::Directive }, taken }
    }

    /// The move this player takes at an open decision; `None` where nothing is to be decided.
    pub fn next(&self, program: &Program, s: &State) -> Option<usize> {
        let offered = program.offered(s);
        let here = self.taken.iter().find(|t| t.0 == s.scene);
        if let Some(t) = here.filter(|t| offered & (1 << t.1) != 0) {
            return Some(t.1 as usize);
        }
        let style = here.or(self.taken.get(s.moves() as usize)).map_or(self.rest, |t| t.2);
        (offered != 0).then(|| program.scenes[s.scene as usize].default[style as usize] as usize)
    }

    /// Plays a week to its end in this manner and tells the moves taken.
    pub fn play_on(&self, program: &Program, luck: Luck, s: &mut State) -> Path {
        let mut path = Path::new();
        while !s.over() {
            if s.chosen == NONE {
                let Some(mv) = self.next(program, s) else { break };
                let scene = s.scene;
                if program.choose(luck, s, mv).is_err() {
                    break;
                }
                path.push((scene, mv as u8));
            }
            if program.go_on(luck, s).is_err() {
                break;
            }
        }
        path
    }
}

/// Another move at a decision of a line, and what follows it.
#[derive(Clone, Debug, PartialEq)]
pub struct Branch {
    /// The decision, from 0.
    pub step: usize,
    /// The other move and those after it.
    pub path: Path,
    /// How the week ends under the line's own luck.
    pub same: Outcome,
}

impl Branch {
    /// Every other move that was offered at each decision of a line, in order.
    pub fn all(program: &Program, line: &Line) -> Vec<Branch> {
        let (manner, luck) = (Manner::of(program, line), Luck::of_seed(line.seed));
        let mut found = Vec::new();
        for (step, taken) in line.steps.iter().enumerate() {
            let (scene, offered) = (taken.before.scene, program.offered(&taken.before));
            for mv in (0..32).filter(|m| offered & (1 << m) != 0 && *m != taken.mv) {
                let mut s = taken.before;
                if program.choose(luck, &mut s, mv as usize).is_ok() {
                    let mut path = vec![(scene, mv)];
                    path.extend(manner.play_on(program, luck, &mut s));
                    found.push(Branch { step, path, same: program.outcome(&s) });
                }
            }
        }
        found
    }
}
