//! A week beside others under the same luck: all of one style, and without what engagement does to output.

use super::Loaded;
use engine::model::scenario::Style;
use engine::{Line, Outcome};

/// Lines worked out for comparison.
#[derive(Clone, Debug)]
pub struct Compared {
    pub directive: Line,
    pub collaborative: Line,
    /// Your moves and luck with no effect of engagement on output.
    pub unfelt: Line,
    pub unfelt_outcome: Outcome,
}

impl Compared {
    /// Works them out. The program is as it was afterwards.
    pub fn of(loaded: &mut Loaded, line: &Line) -> Compared {
        let program = &mut loaded.program;
        let gain = std::mem::replace(&mut program.rules.gain, 0);
        let unfelt = line.under(program);
        let unfelt_outcome = program.outcome(&unfelt.state);
        program.rules.gain = gain;
        Compared {
            directive: Line::pure(program, line.seed, Style::Directive),
            collaborative: Line::pure(program, line.seed, Style::Collaborative),
            unfelt_outcome,
            unfelt,
        }
    }
}
