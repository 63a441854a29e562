//! Where two programs of one scenario differ: which lines of play can tell them apart.

use super::program::{Program, Rules};

/// Where two programs differ.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Touched {
    /// In what every week rests on: tasks, or rules of the engine.
    everywhere: bool,
    /// At the beginning of these scenes, one bit each.
    enter: u64,
    /// In these moves of each scene, one bit each.
    moves: Vec<u32>,
}

impl Touched {
    /// Compares two programs of one scenario whose assumptions differ.
    pub fn between(a: &Program, b: &Program) -> Touched {
        // How often a choice is right stands in the draws themselves once a program is compiled.
        let read = |r: &Rules| Rules { right: [[0.0; 2]; 2], severe: [0.0; 2], ..r.clone() };
        let mut touched = Touched { everywhere: a.tasks != b.tasks || read(&a.rules) != read(&b.rules), enter: 0, moves: Vec::new() };
        for (i, (x, y)) in a.scenes.iter().zip(&b.scenes).enumerate() {
            touched.enter |= u64::from(x.enter != y.enter) << i;
            let moves = x.moves.iter().zip(&y.moves).enumerate();
            touched.moves.push(moves.fold(0, |mask, (m, (x, y))| mask | u32::from(x != y) << m));
        }
        touched
    }

    /// Whether a line of these scenes and moves may end differently in the two.
    pub fn path(&self, path: &[(u8, u8)]) -> bool {
        let moves = |scene: u8| self.moves.get(scene as usize).copied().unwrap_or(0);
        self.everywhere || path.iter().any(|(scene, mv)| self.enter & (1 << scene) != 0 || moves(*scene) & (1 << mv) != 0)
    }
}
