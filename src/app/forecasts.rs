//! Forecasts by state, worked out slice by slice while the page has a moment.

use crate::engine::Program;
use crate::engine::forecast::{FULL, Forecast, QUICK, Rollouts, Tally};
use crate::model::State;
use std::collections::VecDeque;

/// Rollouts in one slice.
const SLICE: u32 = QUICK;

/// Forecasts known and wanted. They depend on what is visible only, so they are kept by its key.
#[derive(Clone, Debug, Default)]
pub struct Forecasts {
    known: Vec<(u64, Tally)>,
    wanted: VecDeque<(u64, State)>,
}

impl Forecasts {
    /// Asks for a state's forecast: before all others, or after them.
    pub fn want(&mut self, program: &Program, state: &State, first: bool) {
        let key = program.visible_key(state);
        if self.tally(key).is_some_and(|t| t.rollouts >= FULL) {
            return;
        }
        self.wanted.retain(|(k, _)| *k != key);
        if first {
            self.wanted.push_front((key, *state));
        } else {
            self.wanted.push_back((key, *state));
        }
    }

    /// Runs one slice. `false` when nothing is left to do.
    pub fn slice(&mut self, program: &Program) -> bool {
        let Some((key, state)) = self.wanted.front() else { return false };
        let place = self.known.partition_point(|k| k.0 < *key);
        if self.known.get(place).is_none_or(|k| k.0 != *key) {
            self.known.insert(place, (*key, Tally::default()));
        }
        let tally = &mut self.known[place].1;
        let last = FULL.min(tally.rollouts + SLICE);
        Rollouts::new(program, state).run(tally.rollouts, last, tally);
        if tally.rollouts >= FULL {
            self.wanted.pop_front();
        }
        !self.wanted.is_empty()
    }

    fn tally(&self, key: u64) -> Option<&Tally> {
        let place = self.known.partition_point(|k| k.0 < key);
        self.known.get(place).filter(|k| k.0 == key).map(|k| &k.1)
    }

    pub fn busy(&self) -> bool {
        !self.wanted.is_empty()
    }

    /// A state's forecast as far as it is known.
    pub fn get(&self, program: &Program, state: &State) -> Option<Forecast> {
        self.tally(program.visible_key(state)).and_then(Tally::forecast)
    }

    /// A state's forecast once it is final.
    pub fn settled(&self, program: &Program, state: &State) -> Option<Forecast> {
        self.get(program, state).filter(|f| f.rollouts >= FULL)
    }

    /// Works out everything wanted at once (for the command line).
    pub fn finish(&mut self, program: &Program) {
        while self.slice(program) {}
    }
}
