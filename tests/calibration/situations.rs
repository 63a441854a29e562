//! Situations: (decision, facts known, rest of the week all directive or all collaborative).

use crate::measure::{Figure, Weeks, difference, friday};
use by_friday::engine::Program;
use by_friday::engine::walk::Shape;
use by_friday::model::scenario::Style;
use std::collections::BTreeMap;
use std::ops::Range;

/// The first line of moves, in depth-first order, that reaches each (scene, facts known).
pub fn reached(program: &Program, shape: &Shape) -> BTreeMap<(u8, u32), Vec<(u8, u8)>> {
    let luck = by_friday::engine::Luck::of_seed(0);
    let mut found = BTreeMap::new();
    for path in &shape.paths {
        let mut s = program.begin(luck);
        for (i, (scene, mv)) in path.iter().enumerate() {
            found.entry((*scene, s.facts)).or_insert_with(|| path[..i].to_vec());
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

/// What the move best for engagement costs of Friday, against the best other move.
pub struct Cost {
    pub scene: u8,
    pub facts: u32,
    pub rest: Style,
    pub kindest: usize,
    pub other: usize,
    pub of_friday: Figure,
}

/// Every situation of one scene with its cost.
pub fn costs(program: &Program, reached: &BTreeMap<(u8, u32), Vec<(u8, u8)>>, scene: u8, seeds: &Range<u32>) -> Vec<Cost> {
    let mut costs = Vec::new();
    for ((_, facts), prefix) in reached.iter().filter(|((s, _), _)| *s == scene) {
        let luck = by_friday::engine::Luck::of_seed(0);
        let offered = program.offered(&program.replay(luck, prefix).expect("the prefix is legal"));
        for rest in [Style::Directive, Style::Collaborative] {
            let moves = (0..program.scenes[scene as usize].moves.len()).filter(|m| offered & (1 << m) != 0);
            let all: Vec<(usize, Weeks)> = moves.map(|m| (m, weeks(program, seeds.clone(), prefix, m, rest))).collect();
            let mean = |w: &Weeks| w.engagement().mean;
            let kind = all.iter().max_by(|a, b| mean(&a.1).total_cmp(&mean(&b.1))).expect("moves are offered");
            for (other, w) in all.iter().filter(|(m, _)| *m != kind.0) {
                let of_friday = difference(w, &kind.1, friday);
                costs.push(Cost { scene, facts: *facts, rest, kindest: kind.0, other: *other, of_friday });
            }
        }
    }
    costs
}
