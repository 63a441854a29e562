//! The chance of Friday, if you go on as you have.
//!
//! It takes no seed. From what is visible (the clock, what is known and done, how people are) the
//! rest of the week is played many times: the factor all tasks share is drawn from its posterior
//! given how long each task took or has lasted, and each unfinished task given that factor and that
//! it has lasted this long.

use super::luck::{Draw, Luck};
use super::math;
use super::program::{Program, TaskP};
use crate::model::scenario::Style;
use crate::model::state::{NONE, State};
use json::mix;

/// Rollouts shown at once, and after refining.
pub const QUICK: u32 = 256;
pub const FULL: u32 = 1000;
/// The posterior of the shared factor is kept in so many cells, this many deviations to either side.
const CELLS: usize = 96;
const REACH: f64 = 6.0;
const WIDTH: f64 = 2.0 * REACH / CELLS as f64;

/// Counts over rollouts. Sums are integers, so slices may be added in any order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    pub rollouts: u32,
    pub on_time: u32,
    /// Finish times in minutes since Monday 00:00, with how often each came, in order.
    finishes: Vec<(u32, u32)>,
}

/// A forecast as it is shown.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Forecast {
    /// 0 to 1.
    pub on_time: f64,
    /// The 10th and the 90th percentile of the finish, minutes since Monday 00:00.
    pub early: u32,
    pub late: u32,
    pub rollouts: u32,
}

impl Tally {
    fn finished(&mut self, at: u32, times: u32) {
        let place = self.finishes.partition_point(|f| f.0 < at);
        match self.finishes.get_mut(place).filter(|f| f.0 == at) {
            Some(known) => known.1 += times,
            None => self.finishes.insert(place, (at, times)),
        }
    }

    /// The counts as numbers, to be added up elsewhere: rollouts, those on time, then each finish
    /// with how often it came.
    pub fn numbers(&self) -> Vec<i64> {
        let pairs = self.finishes.iter().flat_map(|f| [i64::from(f.0), i64::from(f.1)]);
        [i64::from(self.rollouts), i64::from(self.on_time)].into_iter().chain(pairs).collect()
    }

    /// Adds [`Tally::numbers`] of other rollouts. What does not fit is left out.
    pub fn add(&mut self, numbers: &[i64]) {
        let whole = |n: i64| u32::try_from(n).unwrap_or(0);
        let [rollouts, on_time, pairs @ ..] = numbers else { return };
        self.rollouts += whole(*rollouts);
        self.on_time += whole(*on_time);
        for pair in pairs.chunks_exact(2) {
            self.finished(whole(pair[0]), whole(pair[1]));
        }
    }

    /// The figures so far. `None` before the first rollout.
    pub fn forecast(&self) -> Option<Forecast> {
        if self.rollouts == 0 {
            return None;
        }
        let at = |tenth: u32| {
            let mut left = (self.rollouts - 1) * tenth / 10;
            let found = self.finishes.iter().find(|(_, n)| {
                let here = left < *n;
                left = left.saturating_sub(*n);
                here
            });
            found.map_or(u32::MAX, |f| f.0)
        };
        let on_time = f64::from(self.on_time) / f64::from(self.rollouts);
        Some(Forecast { on_time, early: at(1), late: at(9), rollouts: self.rollouts })
    }
}

/// What is needed to roll out from one state, worked out once.
pub struct Rollouts<'p> {
    program: &'p Program,
    from: State,
    key: u64,
    /// What is seen of each task.
    seen: Vec<Seen>,
    shared: Shared,
}

/// What is seen of a task's luck: it lies above `low` and, once finished, below `high`, both as
/// standardised logarithms.
#[derive(Clone, Copy)]
struct Seen {
    low: f64,
    high: f64,
}

/// The posterior of the factor all tasks share: mean and deviation given the finished tasks, and
/// how much of it lies up to each cell's end, counting the others too.
struct Shared {
    mean: f64,
    deviation: f64,
    upto: [f64; CELLS],
}

impl<'p> Rollouts<'p> {
    pub fn new(program: &'p Program, from: &State) -> Rollouts<'p> {
        let seen: Vec<Seen> = (0..program.tasks.len()).map(|t| program.seen(from, t)).collect();
        let shared = Shared::new(&program.tasks, &seen);
        Rollouts { program, from: *from, key: program.visible_key(from), seen, shared }
    }

    /// Plays rollouts `first` to `last` (exclusive) and adds them up.
    pub fn run(&self, first: u32, last: u32, tally: &mut Tally) {
        for index in first..last {
            let end = self.one(index);
            tally.rollouts += 1;
            tally.on_time += u32::from(end.shipped != 0 && end.shipped <= self.program.deadline);
            tally.finished(if end.shipped == 0 { u32::MAX } else { end.shipped }, 1);
        }
    }

    fn one(&self, index: u32) -> State {
        let luck = Luck::of_rollout(self.key, index);
        let mut s = self.from;
        self.redraw(luck, &mut s);
        let mut turn = 0;
        while !s.over() {
            if s.chosen == NONE {
                // As you have so far, the moves of this rollout included (Laplace's rule of succession).
                let share = (f64::from(s.directive) + 1.0) / (f64::from(s.moves()) + 2.0);
                let style = if luck.uniform(Draw::Style, turn) < share { Style::Directive } else { Style::Collaborative };
                let mv = self.program.scenes[s.scene as usize].default[style as usize];
                turn += 1;
                if self.program.choose(luck, &mut s, mv as usize).is_err() {
                    break;
                }
            }
            if self.program.go_on(luck, &mut s).is_err() {
                break;
            }
        }
        s
    }

    /// Draws the hidden luck of all unfinished tasks anew.
    fn redraw(&self, luck: Luck, s: &mut State) {
        let shared = self.shared.at(luck.uniform(Draw::Shared, 0));
        for (t, task) in self.program.tasks.iter().enumerate().filter(|(t, _)| s.done & (1 << t) == 0) {
            let low = task.below(self.seen[t].low, shared);
            let u = low + (1.0 - low) * luck.uniform(Draw::Task, t as u32);
            let z = task.common * shared + task.own * math::inverse_cdf(u.clamp(1e-15, 1.0 - 1e-15));
            let job = &mut s.tasks[t];
            job.luck = libm::round(1000.0 * libm::exp(task.sigma * z)) as u32;
            if job.median > 0 {
                job.draw();
            }
        }
    }
}

impl Shared {
    /// The posterior of the shared factor. A finished task is one normal observation; whatever
    /// else is seen weighs the cells.
    fn new(tasks: &[TaskP], seen: &[Seen]) -> Shared {
        let (mut precision, mut weighted) = (1.0, 0.0);
        let mut open = Vec::new();
        for (task, seen) in tasks.iter().zip(seen) {
            if task.common == 0.0 || seen.low == f64::NEG_INFINITY && seen.high == f64::INFINITY {
                continue;
            }
            if !seen.whole(task.sigma) {
                open.push((task, seen));
                continue;
            }
            let own = task.own * task.own;
            precision += task.common * task.common / own;
            weighted += task.common * 0.5 * (seen.low + seen.high) / own;
        }
        let mut shared = Shared { mean: weighted / precision, deviation: libm::sqrt(1.0 / precision), upto: [0.0; CELLS] };
        let mut sum = 0.0;
        for (cell, upto) in shared.upto.iter_mut().enumerate() {
            let z = WIDTH * (cell as f64 + 0.5 - CELLS as f64 / 2.0);
            let factor = shared.mean + shared.deviation * z;
            let fits: f64 = open.iter().map(|(task, seen)| task.below(seen.high, factor) - task.below(seen.low, factor)).product();
            sum += libm::exp(-0.5 * z * z) * fits;
            *upto = sum;
        }
        shared
    }

    /// The factor below which the share `u` (0 to 1) of the posterior lies.
    fn at(&self, u: f64) -> f64 {
        let wanted = u * self.upto[CELLS - 1];
        let cell = self.upto.partition_point(|w| *w <= wanted).min(CELLS - 1);
        let before = if cell == 0 { 0.0 } else { self.upto[cell - 1] };
        let within = (wanted - before) / (self.upto[cell] - before).max(f64::MIN_POSITIVE);
        self.mean + self.deviation * WIDTH * (cell as f64 + within.min(1.0) - CELLS as f64 / 2.0)
    }
}

impl TaskP {
    /// The probability that this task's luck lies below `z` when the shared factor is `shared`.
    fn below(&self, z: f64, shared: f64) -> f64 {
        math::cdf((z - self.common * shared) / self.own)
    }
}

impl Seen {
    /// Of a task never worked on.
    const NOTHING: Seen = Seen { low: f64::NEG_INFINITY, high: f64::INFINITY };

    /// Whether all is seen but the odd minute.
    fn whole(self, sigma: f64) -> bool {
        (self.high - self.low) * sigma < 0.1
    }
}

impl Program {
    /// What is seen of a task. Effort is drawn in whole minutes: over 30.2 means 31 or more, and
    /// that is 30.5 or more before rounding.
    fn seen(&self, s: &State, t: usize) -> Seen {
        let (task, job) = (&self.tasks[t], &s.tasks[t]);
        if job.median == 0 || task.sigma == 0.0 {
            return Seen::NOTHING;
        }
        let z = |minutes: i32| libm::log((f64::from(minutes) + 0.5) * 1000.0 / f64::from(job.median)) / task.sigma;
        let (least, most) = (job.least.div_euclid(1000), job.most().div_euclid(1000));
        let low = if least < 1 { f64::NEG_INFINITY } else { z(least) };
        // Mostly a minute apart; further where a move took off more than was left.
        let high = if s.done & (1 << t) == 0 { f64::INFINITY } else { z(most.max(least + 1)) };
        Seen { low, high }
    }

    /// A key made of all that the player can see, and of nothing hidden.
    pub fn visible_key(&self, s: &State) -> u64 {
        let mut key = 0;
        let mut add = |x: u64| key = mix(key ^ x);
        add(u64::from(s.clock) << 32 | u64::from(s.scene) << 8 | u64::from(s.chosen));
        add(u64::from(s.facts) << 32 | u64::from(s.flags));
        add(u64::from(s.rolled) << 32 | u64::from(s.lucky));
        add(s.done);
        add(s.released);
        add(u64::from(s.shipped));
        s.taken.chunks(8).for_each(|c| add(c.iter().fold(0, |k, b| k << 8 | u64::from(*b))));
        for p in &s.people[..self.members] {
            p.needs.iter().for_each(|n| add(*n as u64));
            add(u64::from(p.meeting) << 32 | u64::from(p.away));
            add(u64::from(p.overtime) << 32 | p.tired as u64);
            add(u64::from(p.worked) << 32 | u64::from(p.met));
        }
        for job in &s.tasks[..self.tasks.len()] {
            add(job.spent as u64);
            add((job.least as u64) << 32 ^ job.added as u64);
        }
        key
    }
}

#[cfg(test)]
mod tests {
    use super::{Seen, Shared, TaskP, math};
    use std::f64::consts::{FRAC_1_SQRT_2 as HALF, PI};

    /// A task of which half the variance of the luck is shared, half its own.
    const TASK: TaskP = TaskP { owner: 0, after: 0, held: false, mean: 100.0, median: 1.0, sigma: 0.09, common: HALF, own: HALF };

    /// Mean and deviation of the shared factor.
    fn moments(seen: &[Seen]) -> (f64, f64) {
        let shared = Shared::new(&vec![TASK; seen.len()], seen);
        let n = 20_000;
        let all: Vec<f64> = (0..n).map(|i| shared.at((f64::from(i) + 0.5) / f64::from(n))).collect();
        let mean = all.iter().sum::<f64>() / f64::from(n);
        (mean, (all.iter().map(|f| (f - mean) * (f - mean)).sum::<f64>() / f64::from(n)).sqrt())
    }

    fn check(what: &str, seen: &[Seen], mean: f64, deviation: f64) {
        let (m, d) = moments(seen);
        assert!((m - mean).abs() < 0.003 && (d - deviation).abs() < 0.003, "{what}: {m} and {d}, not {mean} and {deviation}");
    }

    #[test]
    fn the_shared_factor_follows_from_what_is_seen() {
        check("nothing", &[Seen::NOTHING], 0.0, 1.0);
        let took = |z: f64| Seen { low: z - 0.01, high: z + 0.01 };
        // One normal observation with the variance of the prior, then two.
        check("one finished", &[took(1.0)], 0.5 / HALF, 0.5_f64.sqrt());
        check("two finished", &[took(1.0), took(-0.5)], 0.5 / 3.0 / 0.5 * HALF, (1.0_f64 / 3.0).sqrt());
        // Selection on a correlated normal (Heckman 1979): rho times the inverse Mills ratio.
        for low in [-1.0_f64, 0.5, 2.0, 4.0] {
            let mills = libm::exp(-0.5 * low * low) / (2.0 * PI).sqrt() / (1.0 - math::cdf(low));
            let deviation = libm::sqrt(1.0 - 0.5 * mills * (mills - low));
            check("running", &[Seen { low, high: f64::INFINITY }], HALF * mills, deviation);
        }
    }
}
