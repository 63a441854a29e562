//! Forecasts worked out in units: in a worker where there is one, between frames where not, with
//! the same numbers.

use engine::forecast::{FULL, QUICK};
use engine::model::State;
use engine::{Forecast, Program, Rollouts, Tally, Units};
use std::collections::VecDeque;

/// Units of rollouts in one forecast, at most [`QUICK`] rollouts each.
pub const UNITS: u32 = FULL.div_ceil(QUICK);

/// A forecast that is asked for.
#[derive(Clone, Debug)]
struct Wanted {
    key: u64,
    state: State,
    /// The link that leads to the state: what a worker is told.
    link: String,
    units: Units,
    /// Nobody asked yet: it is where a press would lead.
    ahead: bool,
}

/// What is known of a state's forecast.
#[derive(Clone, Debug)]
enum Known {
    Counting(Tally),
    /// The counts of a final one are many times as large, and are not needed any more.
    Settled(Forecast),
}

/// How soon a forecast is wanted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Soon {
    /// Before all others.
    First,
    /// After those that are asked for.
    Last,
    /// Where there is nothing else to do, for it may never be asked for: in a worker alone.
    Ahead,
}

/// Forecasts known and wanted. They depend on what is visible only, so they are kept by its key.
#[derive(Clone, Debug, Default)]
pub struct Forecasts {
    known: Vec<(u64, Known)>,
    wanted: VecDeque<Wanted>,
    /// Whether what may be asked for next is wanted already.
    looked: bool,
}

/// One unit of a state's forecast, as [`Forecasts::part`] reads it.
pub fn unit(program: &Program, state: &State, unit: u32) -> Vec<i64> {
    let mut tally = Tally::default();
    Rollouts::new(program, state).run((unit * QUICK).min(FULL), ((unit + 1) * QUICK).min(FULL), &mut tally);
    tally.numbers()
}

impl Forecasts {
    /// Asks for a state's forecast; `link` leads to the state.
    pub fn want(&mut self, program: &Program, state: &State, soon: Soon, link: impl FnOnce() -> String) {
        let key = program.visible_key(state);
        if let Some(Known::Settled(_)) = self.known(key) {
            return;
        }
        let known = self.wanted.iter().position(|w| w.key == key).and_then(|at| self.wanted.remove(at));
        let mut wanted = known.unwrap_or_else(|| {
            // It may have been given up half way: all its units come anew, and what came before counts no more.
            self.known.retain(|k| k.0 != key);
            Wanted { key, state: *state, link: link(), units: Units::new(UNITS), ahead: true }
        });
        wanted.ahead &= soon == Soon::Ahead;
        if soon == Soon::First {
            self.wanted.push_front(wanted);
        } else {
            self.wanted.push_back(wanted);
        }
    }

    /// Forgets what was wanted ahead and is not asked for: somebody went on.
    pub fn settle(&mut self) {
        while let Some(at) = self.wanted.iter().position(|w| w.ahead) {
            self.wanted.remove(at);
        }
        self.looked = false;
    }

    /// Whether it is time to want what may be asked for next: once after each step.
    pub fn look_ahead(&mut self) -> bool {
        !std::mem::replace(&mut self.looked, true)
    }

    /// The next unit that nobody works on yet, for a worker: the link of its state, and its number.
    pub fn give(&mut self) -> Option<(String, u32)> {
        self.next(true).or_else(|| self.next(false))
    }

    fn next(&mut self, asked: bool) -> Option<(String, u32)> {
        let wanted = self.wanted.iter_mut().find(|w| w.ahead != asked && w.units.open())?;
        wanted.units.give().map(|unit| (wanted.link.clone(), unit))
    }

    /// Takes what a unit came to, and says whether it is of something that is asked for. One that nobody
    /// wants, or that came before, changes nothing.
    pub fn part(&mut self, link: &str, unit: u32, part: &[i64]) -> bool {
        let Some(at) = self.wanted.iter().position(|w| w.link == link) else { return false };
        let wanted = &mut self.wanted[at];
        if !wanted.units.take(unit) {
            return false;
        }
        let (key, over, asked) = (wanted.key, wanted.units.over(), !wanted.ahead);
        let place = self.known.partition_point(|k| k.0 < key);
        if self.known.get(place).is_none_or(|k| k.0 != key) {
            self.known.insert(place, (key, Known::Counting(Tally::default())));
        }
        let known = &mut self.known[place].1;
        if let Known::Counting(tally) = known {
            tally.add(part);
            if let Some(found) = tally.forecast().filter(|_| over) {
                *known = Known::Settled(found);
            }
        }
        if over {
            self.wanted.remove(at);
        }
        asked
    }

    /// Nobody works on anything any more: what was given out is to be given out again.
    pub fn requeue(&mut self) {
        self.wanted.iter_mut().for_each(|w| w.units.requeue());
    }

    /// Works out one unit here. `false` when nothing is left to do.
    pub fn slice(&mut self, program: &Program) -> bool {
        let Some((link, number)) = self.next(true) else { return false };
        let Some(state) = self.wanted.iter().find(|w| w.link == link).map(|w| w.state) else { return false };
        self.part(&link, number, &unit(program, &state, number));
        self.busy()
    }

    fn known(&self, key: u64) -> Option<&Known> {
        let place = self.known.partition_point(|k| k.0 < key);
        self.known.get(place).filter(|k| k.0 == key).map(|k| &k.1)
    }

    /// Whether anything that is asked for is not final yet.
    pub fn busy(&self) -> bool {
        self.wanted.iter().any(|w| !w.ahead)
    }

    /// A state's forecast as far as it is known.
    pub fn get(&self, program: &Program, state: &State) -> Option<Forecast> {
        match self.known(program.visible_key(state))? {
            Known::Counting(tally) => tally.forecast(),
            Known::Settled(found) => Some(*found),
        }
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
