//! A scenario made ready to run: its types. `compile` makes one.

use crate::model::scenario::Style;
use crate::model::state::MEMBERS;

/// Something that keeps a scenario from running, with where it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// A path of ids, such as `scenes.call.moves.hedge`.
    pub at: String,
    pub text: String,
}

/// A runnable scenario.
#[derive(Clone, Debug, PartialEq)]
pub struct Program {
    pub members: usize,
    pub tasks: Vec<TaskP>,
    /// Each member's tasks in order of preference.
    pub owned: [u64; MEMBERS],
    /// Tasks nobody works on.
    pub waits: u64,
    pub ship: u8,
    /// Minutes since Monday 00:00.
    pub deadline: u32,
    pub start: u8,
    pub scenes: Vec<SceneP>,
    pub promises: u32,
    pub rules: Rules,
    /// How those begin who come from another week, in the order of the team; empty where none does.
    pub carried: Vec<Option<[i32; 3]>>,
}

#[derive(Clone, Debug, PartialEq)]
pub struct TaskP {
    pub owner: u8,
    pub after: u64,
    pub held: bool,
    /// Expected minutes (PERT mean, times the optimism of estimates for tasks with an owner).
    pub mean: f64,
    /// Median as a share of the mean.
    pub median: f64,
    /// Deviation of the logarithm.
    pub sigma: f64,
    /// Share of the logarithm's variance that all tasks have in common, and its root and rest.
    pub common: f64,
    pub own: f64,
}

#[derive(Clone, Debug, PartialEq)]
pub struct SceneP {
    pub at: u32,
    pub enter: Vec<EffectP>,
    /// When the player is not told what kind of problem it is.
    pub unless: Option<CondP>,
    /// When each line is said.
    pub lines: Vec<CondP>,
    pub moves: Vec<MoveP>,
    pub next: Vec<(CondP, u8)>,
    /// The default move of each style: directive, collaborative.
    pub default: [u8; 2],
}

#[derive(Clone, Debug, PartialEq)]
pub struct MoveP {
    pub style: Style,
    pub offered: CondP,
    pub effects: Vec<EffectP>,
    /// When each line of the reaction is said.
    pub reaction: Vec<CondP>,
}

/// Numbers the engine itself reads from the assumptions.
#[derive(Clone, Debug, PartialEq)]
pub struct Rules {
    /// Weights of autonomy, competence and relatedness, thousandths.
    pub needs: [i32; 3],
    /// Output for one deviation of engagement, millionths: r times SDp.
    pub gain: i64,
    pub need_scale: f64,
    pub baseline: f64,
    /// Output lost for each hour of overtime, thousandths.
    pub tired: f64,
    pub volunteer: [f64; 2],
    /// `[directive, collaborative][unfamiliar, familiar]`
    pub right: [[f64; 2]; 2],
    pub severe: [f64; 2],
    pub late_span: f64,
    /// Share of delivery that is left at the moment the deadline is missed.
    pub late_left: f64,
    pub promise_cost: f64,
    /// Engagement, 0 to 1, at which it is worth nothing, and all.
    pub felt: [f64; 2],
    pub hours_span: f64,
    pub weights: [f64; 3],
}

#[derive(Clone, Debug, PartialEq)]
pub enum CondP {
    Always,
    All(Vec<CondP>),
    Any(Vec<CondP>),
    Not(Box<CondP>),
    Knows(u32),
    Flag(u32),
    Took(u8, u8),
    StyleSoFar(Style),
    /// Member (`NONE`: the team's mean) and level.
    Feels(u8, i32),
    Luck(u32),
    Finished(u64),
    Shipped(bool),
    Stays(u8),
}

#[derive(Clone, Debug, PartialEq)]
pub enum EffectP {
    Meet(u8, u32),
    Away(u8, u32),
    Work(u8, i32),
    Release(u8, f64),
    Feel(u8, [i32; 3]),
    Reveal(u32),
    Set(u32),
    Overtime(u8, u32),
    Volunteer(u8, u32, u32),
    Chance(u8, f64, Vec<EffectP>, Vec<EffectP>),
    When(CondP, Vec<EffectP>, Vec<EffectP>),
}

impl CondP {
    /// The flags it asks about, one bit each.
    pub fn flags(&self) -> u32 {
        match self {
            CondP::All(list) | CondP::Any(list) => list.iter().fold(0, |mask, c| mask | c.flags()),
            CondP::Not(inner) => inner.flags(),
            CondP::Flag(bit) => *bit,
            _ => 0,
        }
    }

    /// Whether it rests on moves alone, free of luck and feelings.
    pub fn structural(&self) -> bool {
        match self {
            CondP::All(list) | CondP::Any(list) => list.iter().all(CondP::structural),
            CondP::Not(inner) => inner.structural(),
            CondP::Feels(..) | CondP::Luck(_) | CondP::Finished(_) | CondP::Shipped(_) | CondP::Stays(_) => false,
            _ => true,
        }
    }
}
