//! Long work cut into units, so that it can run in a worker or in slices between frames, be
//! stopped, and say how far it is. Units are integers only and add up in any order, so the figures
//! are the same wherever they were worked out.

/// Work in units of a few milliseconds each.
pub trait Job {
    /// How many units there are.
    fn units(&self) -> u32;
    /// Works out one unit (0 to `units() - 1`): a function of the job and the number alone.
    fn run(&self, unit: u32) -> Vec<i64>;
    /// Adds what a unit came to. A unit that was added before, or is no unit of this job, changes nothing.
    fn add(&mut self, unit: u32, part: &[i64]);
    /// Whether all units have been added.
    fn done(&self) -> bool;
}

/// Which units of some work were given out, and which came back: for those who hand it to somebody else.
#[derive(Clone, Debug, Default)]
pub struct Units {
    came: Vec<bool>,
    /// All before this one were given out.
    given: usize,
}

impl Units {
    /// Of work that has so many.
    pub fn new(units: u32) -> Units {
        Units { came: vec![false; units as usize], given: 0 }
    }

    /// Whether there is one that nobody works on yet.
    pub fn open(&self) -> bool {
        self.came.iter().skip(self.given).any(|came| !came)
    }

    /// Gives out the next that nobody works on yet.
    pub fn give(&mut self) -> Option<u32> {
        self.given += self.came.iter().skip(self.given).position(|came| !came)? + 1;
        Some(self.given as u32 - 1)
    }

    /// Takes one back. `false` where it came before, or is none of these.
    pub fn take(&mut self, unit: u32) -> bool {
        self.came.get_mut(unit as usize).is_some_and(|came| !std::mem::replace(came, true))
    }

    /// Nobody works on anything any more: what did not come back is to be given out again.
    pub fn requeue(&mut self) {
        self.given = 0;
    }

    /// Whether all came back.
    pub fn over(&self) -> bool {
        self.came.iter().all(|came| *came)
    }

    /// The share that came back, 0 to 1.
    pub fn progress(&self) -> f64 {
        self.came.iter().filter(|came| **came).count() as f64 / self.came.len().max(1) as f64
    }
}

/// Works out all units at once.
pub fn finish(job: &mut impl Job) {
    for unit in 0..job.units() {
        let part = job.run(unit);
        job.add(unit, &part);
    }
}

#[cfg(test)]
mod tests {
    use super::Units;

    #[test]
    fn what_did_not_come_back_is_given_out_again() {
        let mut units = Units::new(3);
        assert_eq!((units.give(), units.give(), units.progress()), (Some(0), Some(1), 0.0));
        assert!(units.take(1) && !units.take(1) && !units.take(3), "each comes once");
        units.requeue();
        assert_eq!((units.give(), units.give(), units.give()), (Some(0), Some(2), None));
        assert!(!units.open() && !units.over());
        assert!(units.take(2) && units.take(0) && units.over() && units.progress() == 1.0);
        // One that nobody gave out, worked out elsewhere.
        let mut units = Units::new(2);
        assert!(units.take(0) && units.open());
        assert_eq!((units.give(), units.give()), (Some(1), None));
        assert!(!Units::default().open() && Units::default().over());
    }
}
