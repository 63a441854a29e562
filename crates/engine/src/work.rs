//! The week's work: who works on what, minute by minute, jumping from event to event.

use super::program::Program;
use crate::model::state::{Job, MEMBERS, NONE, Person, State, TASKS};
use crate::model::time::DAY;

/// The working day, minutes since midnight: 9 to 17.
pub const OPENS: u32 = 9 * 60;
pub const CLOSES: u32 = 17 * 60;
/// More minutes of effort are not added to a task, nor taken off it.
const YEAR: i32 = 365 * DAY as i32;
/// Nobody works slower than this, in thousandths.
const SLOWEST: i32 = 200;

impl Program {
    /// Engagement: the weighted mean of the needs, in thousandths of a deviation.
    pub fn engagement(&self, person: &Person) -> i32 {
        let w = &self.rules.needs;
        let sum: i64 = (0..3).map(|i| i64::from(w[i]) * i64::from(person.needs[i])).sum();
        (sum + 500).div_euclid(1000) as i32
    }

    /// Sets a member's rate from engagement and tiredness: 1 + r * SDp * engagement - tired.
    pub fn set_rate(&self, person: &mut Person) {
        let engagement = i64::from(self.engagement(person));
        let gain = (self.rules.gain * engagement + 500_000).div_euclid(1_000_000) as i32;
        person.rate = (1000 + gain - person.tired).max(SLOWEST);
    }

    /// Whether a task exists, is unfinished and has nothing before it left to do.
    fn can_start(&self, s: &State, t: u8) -> bool {
        let bit = 1u64 << t;
        // What was never released does not stand in anyone's way.
        s.released & bit != 0 && s.done & bit == 0 && self.tasks[t as usize].after & s.released & !s.done == 0
    }

    fn pick(&self, s: &State, m: usize) -> u8 {
        bits(self.owned[m] & s.released & !s.done).find(|t| self.can_start(s, *t)).unwrap_or(NONE)
    }

    /// Lets the week run on to a moment, in minutes since Monday 00:00.
    pub fn advance(&self, s: &mut State, until: u32) {
        while s.clock < until {
            let day = s.clock / DAY;
            let opens = day * DAY + OPENS;
            if day % 7 >= 5 {
                s.clock = until.min((day + 1) * DAY);
                continue;
            }
            if s.clock < opens {
                s.clock = until.min(opens);
                continue;
            }
            let longest = self.shift_end(s, day);
            if s.clock < longest {
                self.run(s, until.min(longest), day);
            }
            if s.clock < until && s.clock >= longest {
                s.clock = until.min((day + 1) * DAY);
            }
        }
    }

    fn closes(s: &State, m: usize, day: u32) -> u32 {
        let extra = if u32::from(s.overtime_day) == day { s.people[m].overtime } else { 0 };
        // A day has an end.
        day * DAY + (CLOSES + extra).min(DAY)
    }

    fn shift_end(&self, s: &State, day: u32) -> u32 {
        (0..self.members).map(|m| Self::closes(s, m, day)).max().unwrap_or(0)
    }

    /// Runs within one day's working time, event by event.
    fn run(&self, s: &mut State, until: u32, day: u32) {
        let normal_end = day * DAY + CLOSES;
        let mut ends = [0u32; MEMBERS];
        for (m, end) in ends.iter_mut().enumerate().take(self.members) {
            *end = Self::closes(s, m, day);
        }
        while s.clock < until {
            let now = s.clock;
            let mut next = until;
            for (m, end) in ends.iter().enumerate().take(self.members) {
                if now >= *end {
                    continue;
                }
                next = next.min(*end);
                let (meeting, away) = (s.people[m].meeting, s.people[m].away);
                if meeting + away > 0 {
                    next = next.min(now + if meeting > 0 { meeting } else { away });
                    continue;
                }
                if s.people[m].task == NONE || s.done & (1 << s.people[m].task) != 0 {
                    s.people[m].task = self.pick(s, m);
                }
                let task = s.people[m].task;
                if task != NONE {
                    let left = s.tasks[task as usize].left();
                    let rate = s.people[m].rate;
                    next = next.min(now + ((left + rate - 1) / rate) as u32);
                }
            }
            for t in bits(self.waits & s.released & !s.done) {
                if self.can_start(s, t) && now < normal_end {
                    next = next.min(normal_end).min(now + ((s.tasks[t as usize].left() + 999) / 1000) as u32);
                }
            }
            self.pass(s, next - now, &ends, normal_end);
        }
    }

    /// Lets `minutes` pass in which nothing starts or ends but at their end.
    fn pass(&self, s: &mut State, minutes: u32, ends: &[u32; MEMBERS], normal_end: u32) {
        let now = s.clock;
        s.clock = now + minutes;
        for t in bits(self.waits & s.released & !s.done) {
            if self.can_start(s, t) && now < normal_end {
                self.work_on(s, t, minutes, 1000);
            }
        }
        for (m, end) in ends.iter().enumerate().take(self.members) {
            if now >= *end {
                continue;
            }
            let late = if now >= normal_end { minutes } else { 0 };
            let p = &mut s.people[m];
            if p.meeting > 0 {
                p.meeting -= minutes;
                p.met += minutes;
                p.late += late;
            } else if p.away > 0 {
                p.away -= minutes;
            } else if p.task != NONE {
                p.worked += minutes;
                p.late += late;
                let (task, rate) = (p.task, p.rate);
                self.work_on(s, task, minutes, rate);
            }
        }
    }

    fn work_on(&self, s: &mut State, t: u8, minutes: u32, rate: i32) {
        let job = &mut s.tasks[t as usize];
        let (minutes, left) = (minutes as i32, job.left());
        let finished = minutes * rate >= left;
        // So many minutes it was worked on and then seen not to be finished.
        let full = if finished { minutes - 1 } else { minutes };
        if full > 0 {
            job.least = job.least.max(job.spent + full * rate - job.added * 1000);
        }
        job.spent += minutes * rate;
        if finished {
            s.done |= 1 << t;
            if t == self.ship {
                s.shipped = s.clock;
            }
        }
    }

    /// Brings a held task into being, with `expected` minutes (0: its own estimate).
    pub fn release(&self, s: &mut State, t: u8, expected: f64) {
        if s.released & (1 << t) != 0 {
            return;
        }
        s.released |= 1 << t;
        let task = &self.tasks[t as usize];
        let median = (if expected > 0.0 { expected } else { task.mean }) * task.median;
        let job = &mut s.tasks[t as usize];
        job.median = libm::round(1000.0 * median) as u32;
        job.draw();
        // A released task that comes first in its owner's order interrupts what is in hand.
        if task.owner != NONE {
            s.people[task.owner as usize].task = NONE;
        }
    }

    /// Adds effort to a task, or takes it away; a finished one stays finished. A year is more than any
    /// week has to do.
    pub fn add_work(s: &mut State, t: u8, minutes: i32) {
        if s.done & (1 << t) == 0 {
            let job = &mut s.tasks[t as usize];
            job.added = (job.added + minutes).clamp(-YEAR, YEAR);
        }
    }
}

/// The places of the bits that are set, lowest first.
fn bits(mut mask: u64) -> impl Iterator<Item = u8> {
    std::iter::from_fn(move || {
        let next = mask.trailing_zeros();
        mask &= mask.wrapping_sub(1);
        (next < 64).then_some(next as u8)
    })
}

/// A member at rest on Monday morning.
pub fn fresh() -> Person {
    Person { task: NONE, rate: 1000, ..Person::default() }
}

/// No work at all.
pub const NO_JOBS: [Job; TASKS] = [Job { luck: 1000, median: 0, drawn: 0, added: 0, spent: 0, least: 0 }; TASKS];
