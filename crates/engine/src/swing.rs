//! Swings: what each decision of a line was worth against the other moves, over many lucks, and
//! which assumption that rests on.
//!
//! A swing compares two whole weeks under the same luck: the player's own and one that takes
//! another move at one decision, both played on by the player's own manner ([`super::branch`]).
//! The lucks are a fixed list ([`luck`]) that has nothing to do with the play's seed. Every
//! difference is the player's move minus the other, paired by luck. The two measures are made one
//! by the scenario's score; the best other move is the one with the highest mean score, the first
//! of equals.
//!
//! What carries a swing: the scenario is compiled with one assumption at its neutral value, and the
//! same two weeks are played under the same lucks, the first [`CARRIED`] of the list. The share
//! that goes is `1 - (mean score difference there) / (mean score difference here)`, the score
//! throughout, whatever moved most in it. A share above 1 means that
//! the difference turns round: the assumption outweighs others that pull the other way. A share
//! below 0 means that the swing would be larger without it. The assumption with the greatest share
//! carries the swing, the first of equals. The rules of the score are left out: they are the
//! measure, and a shorter ruler does not make a smaller swing.

use super::Line;
use super::branch::{Branch, Manner, Path};
use super::job::Job;
use super::luck::Luck;
use super::program::Program;
use super::score::{MEASURE, Outcome, percent};
use super::touch::Touched;
use crate::model::Scenario;
use crate::model::scenario::Style;
use crate::model::state::{MEMBERS, State};
use std::sync::OnceLock;

/// How many lucks an average is taken over.
pub const LUCKS: u32 = 1000;
/// How many of them the share of an assumption is taken over.
pub const CARRIED: u32 = 500;
/// Lucks in one unit of work, and units for the averages and for each assumption.
const CHUNK: u32 = 125;
const CHUNKS: u32 = LUCKS / CHUNK;
const CARRIED_CHUNKS: u32 = CARRIED / CHUNK;
/// Keys the list of lucks. Part of the rules: it never changes.
const KEY: u64 = 0x5357_494E_4753_2031;

/// Luck `index` (0 to [`LUCKS`] - 1) of the list that all averages are taken over.
pub fn luck(index: u32) -> Luck {
    Luck::of_rollout(KEY, index)
}

/// What is measured of a week: on time (0 or 1); score, its three parts and engagement (mean of the
/// members, then each) in thousandths of a point; the team's minutes.
pub type Figures = [i64; WIDTH];
const WIDTH: usize = 7 + MEMBERS;
const ON_TIME: usize = 0;
const SCORE: usize = 1;
const POINTS: usize = 2;
const MEAN: usize = 5;
const MINUTES: usize = 6;
const MEMBER: usize = 7;

fn thousandths(x: f64) -> i64 {
    libm::round(x * 1000.0) as i64
}

/// A score in thousandths of a point.
pub fn score(o: &Outcome) -> i64 {
    thousandths(o.score())
}

/// The figures of a week of `members` people.
pub fn figures(o: &Outcome, members: usize) -> Figures {
    let mut f = [0; WIDTH];
    f[ON_TIME] = i64::from(o.on_time);
    f[SCORE] = score(o);
    (0..3).for_each(|i| f[POINTS + i] = thousandths(o.points[i]));
    (0..members).for_each(|m| f[MEMBER + m] = thousandths(percent(o.engagement[m])));
    f[MEAN] = f[MEMBER..].iter().sum::<i64>() / members.max(1) as i64;
    f[MINUTES] = i64::from(o.worked + o.met);
    f
}

/// A mean difference, the player's move minus the other, and half its 95% interval.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Mean {
    pub mean: f64,
    pub half: f64,
}

impl Mean {
    /// From a sum, a sum of squares and their number, in units of 1/`scale`.
    pub fn of(sum: i64, squares: i64, n: u32, scale: f64) -> Mean {
        let n = f64::from(n);
        let mean = sum as f64 / n;
        let variance = (squares as f64 / n - mean * mean).max(0.0) * n / (n - 1.0).max(1.0);
        Mean { mean: mean / scale, half: 1.959_964 * libm::sqrt(variance / n) / scale }
    }

    /// Whether the interval keeps clear of no difference.
    pub fn clear(&self) -> bool {
        self.mean.abs() > self.half
    }
}

/// An assumption and the share of a swing that goes where it is neutral.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Carrier {
    /// Its place in the scenario's list.
    pub assumption: usize,
    /// See the module's text for shares above 1 and below 0.
    pub share: f64,
    /// The mean difference of the score where it is neutral, in points, over [`CARRIED`] lucks.
    pub without: f64,
}

/// One other move at a decision. Differences are the player's move minus this one.
#[derive(Clone, Debug, PartialEq)]
pub struct Other {
    pub mv: u8,
    /// How the week ends with it under the play's own luck.
    pub same: Outcome,
    /// Share of weeks on time: with the player's move, with this one, and the difference.
    pub shares: [f64; 2],
    pub on_time: Mean,
    /// Points.
    pub score: Mean,
    /// Points for delivery, engagement and hours.
    pub points: [Mean; 3],
    /// Engagement on the screen's scale of 0 to 100: the members' mean, and each.
    pub mean: Mean,
    pub engagement: Vec<Mean>,
    /// Hours of the whole team.
    pub hours: Mean,
    /// Assumptions that change the swing, the greatest share first. Empty until all is worked out,
    /// and where there is no difference to share out.
    pub carriers: Vec<Carrier>,
}

/// What a move may be best for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum By {
    /// The chance of the deadline.
    Friday,
    /// The team's engagement, 0 to 100.
    People,
    /// The team's hours: fewer are better.
    Hours,
}

impl By {
    pub const ALL: [By; 3] = [By::Friday, By::People, By::Hours];

    /// How much better the other move is than the player's.
    pub fn gain(self, o: &Other) -> Mean {
        let (m, sign) = match self {
            By::Friday => (o.on_time, -1.0),
            By::People => (o.mean, -1.0),
            By::Hours => (o.hours, 1.0),
        };
        Mean { mean: sign * m.mean, half: m.half }
    }
}

/// A decision and what it was worth.
#[derive(Clone, Debug, PartialEq)]
pub struct Swing {
    /// The decision, from 0.
    pub step: usize,
    pub scene: u8,
    pub mv: u8,
    /// The other moves offered, in the scenario's order, and which of them is best.
    pub others: Vec<Other>,
    pub best: Option<usize>,
}

impl Swing {
    /// The best other move; `None` where there was no other.
    pub fn best(&self) -> Option<&Other> {
        self.others.get(self.best?)
    }

    /// The best move of each style (directive, collaborative) by one measure, the first of equals, with
    /// how much better it is than the player's own; the own one counts as nought.
    pub fn best_by(&self, by: By, style: impl Fn(u8) -> Style) -> [Option<(u8, Mean)>; 2] {
        [Style::Directive, Style::Collaborative].map(|wanted| {
            let own = (self.mv, Mean::default());
            let all = std::iter::once(own).chain(self.others.iter().map(|o| (o.mv, by.gain(o))));
            all.filter(|m| style(m.0) == wanted).reduce(|best, m| if m.1.mean > best.1.mean { m } else { best })
        })
    }

    /// Points between the player's move and the best other, without sign.
    pub fn size(&self) -> f64 {
        self.best().map_or(0.0, |o| o.score.mean.abs())
    }
}

/// The work of finding all swings of a line.
#[derive(Clone, Debug)]
pub struct Swings {
    scenario: Scenario,
    program: Program,
    steps: Vec<(u8, u8)>,
    /// The player's own week as played on to its end, and how it ends under its own luck.
    own: Path,
    same: Outcome,
    branches: Vec<Branch>,
    /// Assumptions that have another value than the neutral one.
    assumptions: Vec<usize>,
    /// The scenario with each of them neutral, once compiled; `None` where it cannot be.
    neutral: Vec<OnceLock<Option<(Program, Touched)>>>,
    seen: Vec<bool>,
    /// Sums: the player's figures, then for each branch the differences and their squares.
    sums: Vec<i64>,
    /// For each branch: the difference of the score over the first [`CARRIED`] lucks, and that for
    /// each assumption where it is neutral.
    with: Vec<i64>,
    without: Vec<Vec<Option<i64>>>,
}

impl Swings {
    /// The work for a line, finished or not, of a scenario and its program.
    pub fn new(scenario: &Scenario, program: &Program, line: &Line) -> Swings {
        let (manner, own_luck) = (Manner::of(program, line), Luck::of_seed(line.seed));
        let mut s = program.begin(own_luck);
        let own = manner.play_on(program, own_luck, &mut s);
        let branches = Branch::all(program, line);
        let all = scenario.assumptions.iter().enumerate();
        let open = all.filter(|(_, a)| a.value != a.neutral() && !MEASURE.contains(&a.id.as_str()));
        let assumptions: Vec<usize> = open.map(|(i, _)| i).collect();
        let n = assumptions.len();
        Swings {
            steps: line.steps.iter().map(|s| (s.before.scene, s.mv)).collect(),
            same: program.outcome(&s),
            own,
            seen: vec![false; CHUNKS as usize + CARRIED_CHUNKS as usize * n],
            with: vec![0; branches.len()],
            sums: vec![0; (1 + 2 * branches.len()) * WIDTH],
            without: vec![vec![None; branches.len()]; n],
            neutral: vec![OnceLock::new(); n],
            branches,
            assumptions,
            scenario: scenario.clone(),
            program: program.clone(),
        }
    }

    /// How the player's own week ends under its own luck.
    pub fn same(&self) -> &Outcome {
        &self.same
    }

    /// Whether the averages are there (the assumptions may still be missing).
    pub fn measured(&self) -> bool {
        self.seen.iter().take(CHUNKS as usize).all(|s| *s)
    }

    /// All swings, in the order of the week. `None` until they are measured.
    pub fn found(&self) -> Option<Vec<Swing>> {
        if !self.measured() {
            return None;
        }
        let mut swings: Vec<Swing> = self
            .steps
            .iter()
            .enumerate()
            .map(|(step, (scene, mv))| Swing { step, scene: *scene, mv: *mv, others: Vec::new(), best: None })
            .collect();
        for (b, branch) in self.branches.iter().enumerate() {
            swings[branch.step].others.push(self.other(b, branch));
        }
        for swing in &mut swings {
            // The lowest difference is the highest score of the other.
            let ranked = swing.others.iter().enumerate().min_by(|a, b| a.1.score.mean.total_cmp(&b.1.score.mean));
            swing.best = ranked.map(|(i, _)| i);
        }
        Some(swings)
    }

    fn other(&self, b: usize, branch: &Branch) -> Other {
        let at = WIDTH * (1 + 2 * b);
        let mean = |i: usize, scale: f64| Mean::of(self.sums[at + i], self.sums[at + WIDTH + i], LUCKS, scale);
        let own = self.sums[ON_TIME] as f64 / f64::from(LUCKS);
        let on_time = mean(ON_TIME, 1.0);
        Other {
            mv: branch.path.first().map_or(0, |m| m.1),
            same: branch.same,
            shares: [own, own - on_time.mean],
            on_time,
            score: mean(SCORE, 1000.0),
            points: [0, 1, 2].map(|i| mean(POINTS + i, 1000.0)),
            mean: mean(MEAN, 1000.0),
            engagement: (0..self.program.members).map(|m| mean(MEMBER + m, 1000.0)).collect(),
            hours: mean(MINUTES, 60.0),
            carriers: self.carriers(b),
        }
    }

    fn carriers(&self, b: usize) -> Vec<Carrier> {
        let all = self.with[b];
        if !self.done() || all == 0 {
            return Vec::new();
        }
        let known = self.assumptions.iter().zip(&self.without).filter_map(|(a, w)| Some((*a, w[b]?)));
        let mut carriers: Vec<Carrier> = known
            .map(|(assumption, w)| Carrier {
                assumption,
                share: 1.0 - w as f64 / all as f64,
                without: w as f64 / 1000.0 / f64::from(CARRIED),
            })
            .collect();
        carriers.sort_by(|a, b| b.share.total_cmp(&a.share));
        carriers
    }

    fn neutral(&self, a: usize) -> Option<&(Program, Touched)> {
        let known = self.neutral[a].get_or_init(|| {
            let mut scenario = self.scenario.clone();
            let assumption = &mut scenario.assumptions[self.assumptions[a]];
            assumption.value = assumption.neutral();
            let program = Program::compile(&scenario).ok()?;
            let touched = Touched::between(&self.program, &program);
            Some((program, touched))
        });
        known.as_ref()
    }

    /// Plays the player's week under one luck, noting the state at each decision.
    fn play(&self, program: &Program, luck: Luck, states: &mut Vec<State>) -> State {
        states.clear();
        let mut s = program.begin(luck);
        for (_, mv) in &self.own {
            states.push(s);
            if program.choose(luck, &mut s, *mv as usize).is_err() || program.go_on(luck, &mut s).is_err() {
                break;
            }
        }
        s
    }

    /// Plays the player's week and the branches under each luck of a chunk.
    fn each(&self, program: &Program, chunk: u32, branches: &[usize], mut see: impl FnMut(&State, usize, &State)) {
        let mut states = Vec::with_capacity(self.own.len());
        for index in chunk * CHUNK..(chunk + 1) * CHUNK {
            let luck = luck(index);
            let end = self.play(program, luck, &mut states);
            for b in branches {
                let branch = &self.branches[*b];
                let Some(mut s) = states.get(branch.step).copied() else { continue };
                for (_, mv) in &branch.path {
                    if program.choose(luck, &mut s, *mv as usize).is_err() || program.go_on(luck, &mut s).is_err() {
                        break;
                    }
                }
                see(&end, *b, &s);
            }
        }
    }

    fn measure(&self, chunk: u32) -> Vec<i64> {
        let (p, mut part) = (&self.program, vec![0; self.sums.len()]);
        let all: Vec<usize> = (0..self.branches.len()).collect();
        let mut own = [0; WIDTH];
        self.each(p, chunk, &all, |end, b, other| {
            if b == 0 {
                own = figures(&p.outcome(end), p.members);
                (0..WIDTH).for_each(|i| part[i] += own[i]);
            }
            let other = figures(&p.outcome(other), p.members);
            for i in 0..WIDTH {
                let difference = own[i] - other[i];
                part[WIDTH * (1 + 2 * b) + i] += difference;
                part[WIDTH * (2 + 2 * b) + i] += difference * difference;
            }
        });
        part
    }

    /// Pairs of a branch and the sum of its differences, of those the assumption can change.
    fn without(&self, a: usize, chunk: u32) -> Vec<i64> {
        let Some((program, touched)) = self.neutral(a) else { return Vec::new() };
        let own = touched.path(&self.own);
        let open = self.branches.iter().enumerate();
        let open: Vec<usize> = open.filter(|(_, b)| own || touched.path(&b.path)).map(|(i, _)| i).collect();
        let mut sums = vec![0; self.branches.len()];
        let mut mine = 0;
        self.each(program, chunk, &open, |end, b, other| {
            if open.first() == Some(&b) {
                mine = score(&program.outcome(end));
            }
            sums[b] += mine - score(&program.outcome(other));
        });
        open.iter().flat_map(|b| [*b as i64, sums[*b]]).collect()
    }
}

impl Job for Swings {
    fn units(&self) -> u32 {
        self.seen.len() as u32
    }

    fn run(&self, unit: u32) -> Vec<i64> {
        let Some(unit) = unit.checked_sub(CHUNKS) else { return self.measure(unit) };
        let a = (unit / CARRIED_CHUNKS) as usize;
        if a < self.assumptions.len() { self.without(a, unit % CARRIED_CHUNKS) } else { Vec::new() }
    }

    fn add(&mut self, unit: u32, part: &[i64]) {
        if self.seen.get(unit as usize) != Some(&false) {
            return;
        }
        let branches = self.branches.len();
        if let Some(unit_of) = unit.checked_sub(CHUNKS) {
            let without = &mut self.without[(unit_of / CARRIED_CHUNKS) as usize];
            for pair in part.chunks_exact(2) {
                if let Some(sum) = without.get_mut(pair[0] as usize) {
                    *sum = Some(sum.unwrap_or(0) + pair[1]);
                }
            }
        } else if part.len() == self.sums.len() {
            self.sums.iter_mut().zip(part).for_each(|(sum, p)| *sum += p);
            if unit < CARRIED_CHUNKS {
                (0..branches).for_each(|b| self.with[b] += part[WIDTH * (1 + 2 * b) + SCORE]);
            }
        } else {
            return;
        }
        self.seen[unit as usize] = true;
    }

    fn done(&self) -> bool {
        self.seen.iter().all(|s| *s)
    }
}
