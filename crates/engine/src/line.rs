//! One line of play: a seed and the moves taken, with the state at each decision.

use super::apply::Refused;
use super::luck::Luck;
use super::program::Program;
use crate::model::State;
use crate::model::scenario::Style;
use crate::model::state::NONE;

/// A decision that was taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Step {
    pub mv: u8,
    /// At the decision, and after the move before going on.
    pub before: State,
    pub after: State,
}

/// A line of play.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    pub seed: u32,
    pub steps: Vec<Step>,
    pub state: State,
}

impl Line {
    /// Monday morning, nothing decided.
    pub fn new(program: &Program, seed: u32) -> Line {
        Line { seed, steps: Vec::new(), state: program.begin(Luck::of_seed(seed)) }
    }

    /// Takes a move; the line then stands after it (see [`Line::go_on`]).
    ///
    /// # Errors
    /// [`Refused`], with the line as it was.
    pub fn choose(&mut self, program: &Program, mv: usize) -> Result<(), Refused> {
        let before = self.state;
        program.choose(Luck::of_seed(self.seed), &mut self.state, mv)?;
        self.steps.push(Step { mv: mv as u8, before, after: self.state });
        Ok(())
    }

    /// Goes on to the next decision, or to the end of the week.
    ///
    /// # Errors
    /// [`Refused`], with the line as it was.
    pub fn go_on(&mut self, program: &Program) -> Result<(), Refused> {
        program.go_on(Luck::of_seed(self.seed), &mut self.state)
    }

    /// Takes a move and goes on.
    ///
    /// # Errors
    /// [`Refused`], with the line as it was.
    pub fn play(&mut self, program: &Program, mv: usize) -> Result<(), Refused> {
        self.choose(program, mv)?;
        self.go_on(program)
    }

    /// The same line before its decision `step`, that decision open again.
    pub fn reopened(&self, step: usize) -> Line {
        let mut line = self.clone();
        if let Some(at) = self.steps.get(step) {
            line.state = at.before;
            line.steps.truncate(step);
        }
        line
    }

    /// The whole week by the default moves of one style, with the same luck.
    pub fn pure(program: &Program, seed: u32, style: Style) -> Line {
        let mut line = Line::new(program, seed);
        while !line.state.over() {
            let mv = program.scenes[line.state.scene as usize].default[style as usize];
            if line.play(program, mv as usize).is_err() {
                break;
            }
        }
        line
    }

    /// The same moves under the same luck in another program (other assumptions), as far as legal.
    pub fn under(&self, program: &Program) -> Line {
        let mut line = Line::new(program, self.seed);
        for step in &self.steps {
            if line.play(program, step.mv as usize).is_err() {
                break;
            }
        }
        line
    }

    /// Whether a move was taken and its effects are still being looked at.
    pub fn after_move(&self) -> bool {
        self.state.chosen != NONE
    }
}
