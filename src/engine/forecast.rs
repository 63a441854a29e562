//! The chance of Friday, if you go on as you have.
//!
//! It takes no seed. From what is visible (the clock, what is known and done, how people are) the
//! rest of the week is played many times: unfinished tasks are redrawn given that they have lasted
//! this long, and the factor all tasks share from its posterior given the finished ones.

use super::luck::{Draw, Luck, mix};
use super::math;
use super::program::Program;
use crate::model::scenario::Style;
use crate::model::state::{NONE, State};

/// Rollouts shown at once, and after refining.
pub const QUICK: u32 = 256;
pub const FULL: u32 = 1000;
/// How often the shared factor is drawn again until it fits the running tasks.
const TRIES: u32 = 6;

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
    /// Mean and deviation of the shared factor, given the finished tasks.
    shared: (f64, f64),
    /// Tasks begun and not finished, with the least standardised luck that explains it.
    running: Vec<(usize, f64)>,
    /// Chance that the next move is directive.
    directive: f64,
}

impl<'p> Rollouts<'p> {
    pub fn new(program: &'p Program, from: &State) -> Rollouts<'p> {
        let (d, n) = (f64::from(from.directive), f64::from(from.moves()));
        Rollouts {
            program,
            from: *from,
            key: program.visible_key(from),
            shared: program.shared_posterior(from),
            running: program.running(from),
            directive: (d + 1.0) / (n + 2.0),
        }
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
                let directive = luck.uniform(Draw::Style, turn) < self.directive;
                let style = if directive { Style::Directive } else { Style::Collaborative };
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
        let tasks = &self.program.tasks;
        let (mean, deviation) = self.shared;
        let mut shared = mean;
        for attempt in 0..TRIES {
            shared = mean + deviation * luck.normal(Draw::Shared, attempt);
            // How likely the running tasks were to last this long under this factor.
            let fits: f64 = self.running.iter().map(|(t, least)| 1.0 - tasks[*t].below(*least, shared)).product();
            if luck.uniform(Draw::Shared, 100 + attempt) < fits {
                break;
            }
        }
        for (t, task) in tasks.iter().enumerate().filter(|(t, _)| s.done & (1 << t) == 0) {
            let least = self.running.iter().find(|r| r.0 == t).map_or(0.0, |r| task.below(r.1, shared));
            let u = least + (1.0 - least) * luck.uniform(Draw::Task, t as u32);
            let z = task.common * shared + task.own * math::inverse_cdf(u.clamp(1e-15, 1.0 - 1e-15));
            let job = &mut s.tasks[t];
            let spent = job.spent();
            job.luck = libm::round(1000.0 * libm::exp(task.sigma * z)) as u32;
            if job.median > 0 {
                job.draw();
                job.left = ((job.drawn + job.added) * 1000 - spent).max(1);
            }
        }
    }
}

impl super::program::TaskP {
    /// The probability that this task's luck lies below `z` when the shared factor is `shared`.
    fn below(&self, z: f64, shared: f64) -> f64 {
        math::cdf((z - self.common * shared) / self.own)
    }
}

impl Program {
    /// Mean and deviation of the shared factor given the tasks finished so far: a normal prior
    /// and one normal observation a task.
    fn shared_posterior(&self, s: &State) -> (f64, f64) {
        let (mut precision, mut weighted) = (1.0, 0.0);
        for (t, task) in self.tasks.iter().enumerate() {
            let job = &s.tasks[t];
            if s.done & (1 << t) == 0 || task.common == 0.0 || task.sigma == 0.0 {
                continue;
            }
            let z = libm::log(f64::from(job.drawn) * 1000.0 / f64::from(job.median)) / task.sigma;
            let own = task.own * task.own;
            precision += task.common * task.common / own;
            weighted += task.common * z / own;
        }
        (weighted / precision, libm::sqrt(1.0 / precision))
    }

    fn running(&self, s: &State) -> Vec<(usize, f64)> {
        let mut running = Vec::new();
        for (t, task) in self.tasks.iter().enumerate() {
            let job = &s.tasks[t];
            let least = job.spent() - job.added * 1000;
            if s.done & (1 << t) == 0 && s.released & (1 << t) != 0 && least > 0 && task.sigma > 0.0 {
                running.push((t, libm::log(f64::from(least) / f64::from(job.median)) / task.sigma));
            }
        }
        running
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
        s.taken.chunks(8).for_each(|c| add(c.iter().fold(0, |k, b| k << 8 | u64::from(*b))));
        for p in &s.people[..self.members] {
            p.needs.iter().for_each(|n| add(*n as u64));
            add(u64::from(p.meeting) << 32 | u64::from(p.away));
            add(u64::from(p.overtime) << 32 | p.tired as u64);
            add(u64::from(p.worked) << 32 | u64::from(p.met));
        }
        for (t, job) in s.tasks.iter().enumerate().take(self.tasks.len()) {
            let finished = s.done & (1 << t) != 0;
            add(if finished { job.drawn as u64 } else { job.spent() as u64 });
            add(job.added as u64);
        }
        key
    }
}
