//! Situations: a decision, what is known there and what was done that matters later, and the rest of
//! the week all directive or all collaborative.

use crate::measure::{Figure, Weeks, difference};
use engine::model::scenario::Style;
use engine::program::{CondP, EffectP};
use engine::walk::Shape;
use engine::{Luck, Outcome, Program};
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

/// Where somebody stands: the scene, facts known, and those moves taken that effects ask about.
pub type Place = (u8, u32, Vec<(u8, u8)>);

/// The moves that conditions of effects, of offers and of ways on ask about.
fn asked(program: &Program) -> BTreeSet<(u8, u8)> {
    fn cond(c: &CondP, found: &mut BTreeSet<(u8, u8)>) {
        match c {
            CondP::All(list) | CondP::Any(list) => list.iter().for_each(|c| cond(c, found)),
            CondP::Not(inner) => cond(inner, found),
            CondP::Took(scene, mv) => _ = found.insert((*scene, *mv)),
            _ => {}
        }
    }
    fn effects(list: &[EffectP], found: &mut BTreeSet<(u8, u8)>) {
        for e in list {
            if let EffectP::When(c, then, or) = e {
                cond(c, found);
                effects(then, found);
                effects(or, found);
            } else if let EffectP::Chance(_, _, then, or) = e {
                effects(then, found);
                effects(or, found);
            }
        }
    }
    let mut found = BTreeSet::new();
    for scene in &program.scenes {
        effects(&scene.enter, &mut found);
        scene.next.iter().for_each(|n| cond(&n.0, &mut found));
        for m in &scene.moves {
            cond(&m.offered, &mut found);
            effects(&m.effects, &mut found);
        }
    }
    found
}

/// The first line of moves, in depth-first order, that reaches each place.
pub fn reached(program: &Program, shape: &Shape) -> BTreeMap<Place, Vec<(u8, u8)>> {
    let (luck, asked) = (Luck::of_seed(0), asked(program));
    let mut found = BTreeMap::new();
    for path in &shape.paths {
        let mut s = program.begin(luck);
        for (i, (scene, mv)) in path.iter().enumerate() {
            let taken = path[..i].iter().filter(|m| asked.contains(m)).copied().collect();
            found.entry((*scene, s.facts, taken)).or_insert_with(|| path[..i].to_vec());
            program.choose(luck, &mut s, *mv as usize).expect("the path is legal");
            program.go_on(luck, &mut s).expect("the path is legal");
        }
    }
    found
}

/// Weeks that come to a decision by `prefix`, take `mv` there and go on in one style.
pub fn weeks(program: &Program, seeds: Range<u32>, prefix: &[(u8, u8)], mv: usize, rest: Style) -> Weeks {
    Weeks::of(program, seeds, |luck| {
        let mut s = program.replay(luck, prefix).expect("the prefix is legal");
        program.choose(luck, &mut s, mv).expect("the move is offered");
        program.run_pure(luck, &mut s, rest);
        s
    })
}

/// A measure of how a week ended: its name, and the figure.
pub type Measure = (&'static str, fn(&Outcome) -> f64);

/// The four measures, each the higher the better.
pub const MEASURES: [Measure; 4] = [
    ("Friday", crate::measure::friday),
    ("engagement", |o| f64::from(o.mean) / 1000.0),
    ("hours", |o| -o.hours()),
    ("score", Outcome::score),
];

/// What two moves differ by in one situation: the first less the second, by measure.
pub struct Gap {
    /// Which situation, of all.
    pub at: u32,
    pub scene: u8,
    pub moves: [usize; 2],
    pub by: [Figure; 4],
}

/// Every pair of moves in every situation.
pub fn gaps(program: &Program, shape: &Shape, seeds: &Range<u32>) -> Vec<Gap> {
    let places: Vec<(Place, Vec<(u8, u8)>)> = reached(program, shape).into_iter().collect();
    let numbers: Vec<u32> = (0..places.len() as u32).collect();
    let each = crate::reliability::on_threads(&numbers, |n| {
        let ((scene, ..), prefix) = &places[*n as usize];
        let offered = program.offered(&program.replay(Luck::of_seed(0), prefix).expect("the prefix is legal"));
        let moves: Vec<usize> = (0..32).filter(|m| offered & (1 << m) != 0).collect();
        let mut found = Vec::new();
        for rest in [Style::Directive, Style::Collaborative] {
            let all: Vec<Weeks> = moves.iter().map(|m| weeks(program, seeds.clone(), prefix, *m, rest)).collect();
            for (i, a) in all.iter().enumerate() {
                for (j, b) in all.iter().enumerate().filter(|(j, _)| *j != i) {
                    let by = MEASURES.map(|(_, value)| difference(a, b, value));
                    let at = 2 * n + u32::from(rest == Style::Collaborative);
                    found.push(Gap { at, scene: *scene, moves: [moves[i], moves[j]], by });
                }
            }
        }
        found
    });
    each.into_iter().flatten().collect()
}
