//! Playing many seeds and comparing them in pairs.
use engine::model::State;
use engine::model::scenario::{Scenario, Style};
use engine::{Luck, Outcome, Program};
use std::ops::Range;

/// Fresh seeds: none of these was looked at while tuning.
pub const TEST: Range<u32> = 1_000_000..1_010_000;

pub fn monday_call() -> (Scenario, Program) {
    let text = scenario::built_in("monday-call").expect("monday-call is built in");
    scenario::read(text).unwrap_or_else(|e| panic!("{e}"))
}

/// The scenario with other values for some assumptions.
pub fn assuming(scenario: &Scenario, values: &[(&str, f64)]) -> Program {
    let mut changed = scenario.clone();
    for (id, value) in values {
        let found = changed.assumptions.iter_mut().find(|a| a.id == *id);
        found.unwrap_or_else(|| panic!("there is no assumption {id}")).value = *value;
    }
    Program::compile(&changed).unwrap_or_else(|e| panic!("{e:?}"))
}

/// The ends of one line under each seed.
pub struct Weeks(pub Vec<Outcome>);

/// A mean with half its 95% interval.
#[derive(Clone, Copy, Debug)]
pub struct Figure {
    pub mean: f64,
    pub half: f64,
}

impl std::fmt::Display for Figure {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{:.4} [{:.4}, {:.4}]", self.mean, self.low(), self.high())
    }
}

impl Figure {
    pub fn of(values: impl Iterator<Item = f64> + Clone) -> Figure {
        let n = values.clone().count() as f64;
        let mean = values.clone().sum::<f64>() / n;
        let variance = values.map(|v| (v - mean) * (v - mean)).sum::<f64>() / (n - 1.0);
        Figure { mean, half: 1.96 * (variance / n).sqrt() }
    }
    pub fn low(&self) -> f64 {
        self.mean - self.half
    }
    pub fn high(&self) -> f64 {
        self.mean + self.half
    }
}

impl Weeks {
    /// Each seed's week played by `play`.
    pub fn of(program: &Program, seeds: Range<u32>, play: impl Fn(Luck) -> State) -> Weeks {
        Weeks(seeds.map(|seed| program.outcome(&play(Luck::of_seed(seed)))).collect())
    }

    pub fn pure(program: &Program, seeds: Range<u32>, style: Style) -> Weeks {
        Weeks::of(program, seeds, |luck| {
            let mut s = program.begin(luck);
            program.run_pure(luck, &mut s, style);
            s
        })
    }

    pub fn on_time(&self) -> Figure {
        Figure::of(self.0.iter().map(|o| f64::from(u8::from(o.on_time))))
    }

    /// Mean engagement in deviations.
    pub fn engagement(&self) -> Figure {
        Figure::of(self.0.iter().map(|o| f64::from(o.mean) / 1000.0))
    }

    pub fn score(&self) -> Figure {
        Figure::of(self.0.iter().map(Outcome::score))
    }

    pub fn hours(&self) -> Figure {
        Figure::of(self.0.iter().map(Outcome::hours))
    }

    pub fn median_finish(&self) -> u32 {
        let mut all: Vec<u32> = self.0.iter().map(|o| o.finish).collect();
        all.sort_unstable();
        all[all.len() / 2]
    }
}

/// The mean of a difference, paired by seed.
pub fn difference(a: &Weeks, b: &Weeks, value: impl Fn(&Outcome) -> f64 + Clone) -> Figure {
    Figure::of(a.0.iter().zip(&b.0).map(|(a, b)| value(a) - value(b)))
}

pub fn friday(o: &Outcome) -> f64 {
    f64::from(u8::from(o.on_time))
}

/// A line of moves given by ids, `a.b.c`, from Monday on, as far as it goes.
pub fn play_ids(scenario: &Scenario, program: &Program, luck: Luck, ids: &str) -> State {
    let mut s = program.begin(luck);
    for id in ids.split('.') {
        let scene = &scenario.scenes[s.scene as usize];
        let mv = scene.moves.iter().position(|m| m.id == id).unwrap_or_else(|| panic!("{} has no move {id}", scene.id));
        program.choose(luck, &mut s, mv).unwrap_or_else(|e| panic!("{} {id}: {e:?}", scene.id));
        program.go_on(luck, &mut s).unwrap_or_else(|e| panic!("{} {id}: {e:?}", scene.id));
    }
    s
}
