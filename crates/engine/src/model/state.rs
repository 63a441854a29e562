//! The state of a week: small, flat and `Copy`, so that thousands of weeks can be branched a
//! second. Everything counted is an integer: minutes, thousandths of a minute, thousandths of a
//! deviation.

/// Most members a scenario may have.
pub const MEMBERS: usize = 6;
/// Most tasks a scenario may have.
pub const TASKS: usize = 48;
/// Most scenes a scenario may have.
pub const SCENES: usize = 60;
/// Most effects a scenario may have, with the conditions they and what is offered hang on and the ways
/// on: what a week has to look at. The built-in ones have about 150.
pub const STEPS: usize = 3_000;
/// Most assumptions, pairs of habits, questions and named paths, of each.
pub const LISTED: usize = 200;
/// Marks "nothing": no task in hand, no move taken, no scene left.
pub const NONE: u8 = u8::MAX;

/// Where a week stands. Two equal states go on equally under the same luck.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct State {
    /// Minutes since Monday 00:00.
    pub clock: u32,
    /// The scene one is in; [`NONE`] when the week is over.
    pub scene: u8,
    /// The move taken in this scene; [`NONE`] while it is still to be decided.
    pub chosen: u8,
    /// Known facts, flags set, and draws made (with those that came out well), one bit each.
    pub facts: u32,
    pub flags: u32,
    pub rolled: u32,
    pub lucky: u32,
    /// Moves of each style so far.
    pub directive: u8,
    pub collaborative: u8,
    /// The move taken in each scene, [`NONE`] where none was.
    pub taken: [u8; SCENES],
    pub people: [Person; MEMBERS],
    pub tasks: [Job; TASKS],
    /// Tasks released and tasks finished, one bit each.
    pub released: u64,
    pub done: u64,
    /// The day (0 = Monday) that `Person::overtime` speaks of.
    pub overtime_day: u8,
    /// When the shipment was ready; 0 while it is not.
    pub shipped: u32,
}

/// How somebody is and what their week has held.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Person {
    /// Autonomy, competence, relatedness, in thousandths of a deviation between employees.
    pub needs: [i32; 3],
    /// Output lost to tiredness, in thousandths.
    pub tired: i32,
    /// Output in thousandths of the expected.
    pub rate: i32,
    /// Minutes still to be spent in meetings already called, and away.
    pub meeting: u32,
    pub away: u32,
    /// Minutes past the end of the day, today.
    pub overtime: u32,
    /// The task in hand, [`NONE`] where there is none.
    pub task: u8,
    /// Minutes spent: on tasks, in meetings, and (part of both) after hours.
    pub worked: u32,
    pub met: u32,
    pub late: u32,
}

/// What one task holds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Job {
    /// What luck makes of it, in thousandths of the median (hidden).
    pub luck: u32,
    /// Median effort in thousandths of a minute; 0 until released.
    pub median: u32,
    /// Effort in minutes as drawn, before what moves add (hidden).
    pub drawn: i32,
    /// Minutes that moves added, or took away. What a move took away counts in full here even
    /// where less was left, for how much was left is hidden.
    pub added: i32,
    /// Effort put in so far, in thousandths of a minute.
    pub spent: i32,
    /// What `drawn` is seen to exceed, in thousandths of a minute: at its last full minute of work
    /// the task was not finished.
    pub least: i32,
}

impl Job {
    /// Sets the drawn effort, in whole minutes, from median and luck.
    pub fn draw(&mut self) {
        let thousandths = u64::from(self.median) * u64::from(self.luck) / 1000;
        self.drawn = ((thousandths + 500) / 1000).clamp(1, 100_000) as i32;
    }

    /// Effort left, in thousandths of a minute: at least one until it is finished, for what has
    /// been done stays done.
    pub fn left(&self) -> i32 {
        ((self.drawn + self.added) * 1000 - self.spent).max(1)
    }

    /// Once finished: what `drawn` is seen not to exceed, in thousandths of a minute.
    pub fn most(&self) -> i32 {
        self.spent - self.added * 1000
    }
}

impl State {
    /// Whether the week is over.
    pub fn over(&self) -> bool {
        self.scene == NONE
    }

    /// Moves taken so far.
    pub fn moves(&self) -> u32 {
        u32::from(self.directive) + u32::from(self.collaborative)
    }
}
