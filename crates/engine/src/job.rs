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

/// Works out all units at once.
pub fn finish(job: &mut impl Job) {
    for unit in 0..job.units() {
        let part = job.run(unit);
        job.add(unit, &part);
    }
}
