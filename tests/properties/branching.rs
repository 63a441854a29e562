//! The built-in week branches: what was done, known or promised decides which of its scenes come.
//! Each figure is printed.

use super::common::program;
use engine::model::scenario::{Scenario, Style};
use engine::program::SceneP;
use engine::walk::Shape;
use engine::{Line, Program};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::OnceLock;

/// Paths of the week, at most, so that its map stays exact.
const MOST: usize = 80_000;

fn scenario() -> &'static Scenario {
    &super::common::game().scenario
}

fn shape() -> &'static Shape {
    static SHAPE: OnceLock<Shape> = OnceLock::new();
    SHAPE.get_or_init(|| program().shape(MOST + 1).expect("at most 80,000 paths"))
}

/// The scenes that are some play's n-th decision, in the order of the file: each stands for the others.
fn places() -> Vec<Vec<u8>> {
    let mut places: BTreeMap<usize, BTreeSet<u8>> = BTreeMap::new();
    for path in &shape().paths {
        path.iter().enumerate().for_each(|(n, (scene, _))| _ = places.entry(n).or_default().insert(*scene));
    }
    places.into_values().map(|p| p.into_iter().collect()).collect()
}

/// Whether two decisions differ in what their moves do or where they lead; moves of one id are compared.
fn differ(p: &Program, a: u8, b: u8) -> bool {
    let decision = |scene: u8| {
        let (said, made): (_, &SceneP) = (&scenario().scenes[scene as usize], &p.scenes[scene as usize]);
        let moves: BTreeMap<_, _> = said.moves.iter().zip(&made.moves).map(|(m, c)| (m.id.as_str(), (&c.offered, &c.effects))).collect();
        (moves, &made.next)
    };
    decision(a) != decision(b)
}

/// The scenes that a line passes.
fn passed(p: &Program, line: &[(u8, u8)]) -> BTreeSet<u8> {
    assert!(line.iter().all(|(s, m)| p.scenes[*s as usize].moves.len() > *m as usize));
    line.iter().map(|step| step.0).collect()
}

fn ids<'a>(scenes: impl IntoIterator<Item = &'a u8>) -> String {
    scenes.into_iter().map(|s| scenario().scenes[*s as usize].id.as_str()).collect::<Vec<_>>().join(", ")
}

/// The best mix as it is kept with the scenario, and both pure lines.
fn lines() -> [(&'static str, Vec<(u8, u8)>); 3] {
    let pure = |style| Line::pure(program(), 7, style).steps.iter().map(|s| (s.before.scene, s.mv)).collect();
    let kept = scenario().paths.iter().find(|p| p.id == "best-mix").expect("it is kept");
    let mut mix = Line::new(program(), 7);
    for id in kept.moves.split('.') {
        let scene = &scenario().scenes[mix.state.scene as usize];
        let mv = scene.moves.iter().position(|m| m.id == id).unwrap_or_else(|| panic!("{} has no move {id}", scene.id));
        mix.play(program(), mv).unwrap_or_else(|e| panic!("{} {id}: {e:?}", scene.id));
    }
    let mix = mix.steps.iter().map(|s| (s.before.scene, s.mv)).collect();
    [("all-directive", pure(Style::Directive)), ("all-collaborative", pure(Style::Collaborative)), ("best-mix", mix)]
}

#[test]
fn a_play_passes_twelve_to_fourteen_of_at_least_twenty_four_scenes_on_one_of_at_most_80_000_paths() {
    let (scenes, shape) = (scenario().scenes.len(), shape());
    // The epilogue is no decision of the week.
    let (shortest, longest) = (shape.shortest - 1, shape.longest - 1);
    println!("{scenes} scenes, {} paths, of {shortest} to {longest} decisions and the epilogue", shape.paths.len());
    assert!(scenes >= 24 && shape.paths.len() <= MOST);
    assert!(shortest >= 12 && longest <= 14);
    assert_eq!((shape.dead_ends, &shape.unreachable, &shape.never_offered), (0, &vec![], &vec![]));
    assert!(shape.paths.iter().all(|p| p.last().is_some_and(|l| scenario().scenes[l.0 as usize].next.is_empty())));
}

/// A scene stands for another where both are some play's n-th decision; the first of a place in the file
/// is the road, and the others count.
#[test]
fn at_least_ten_scenes_stand_for_another_with_a_decision_of_their_own() {
    let mut paths = vec![0usize; scenario().scenes.len()];
    shape().paths.iter().flatten().for_each(|(scene, _)| paths[*scene as usize] += 1);
    let mut own = Vec::new();
    for place in places() {
        let (road, variants) = place.split_first().expect("no place is empty");
        for v in variants {
            let alike: Vec<u8> = place.iter().filter(|o| *o != v && !differ(program(), **o, *v)).copied().collect();
            println!(
                "{} stands for {} on {} of {} paths{}",
                ids([v]),
                ids([road]),
                paths[*v as usize],
                shape().paths.len(),
                if alike.is_empty() { String::new() } else { format!(", with the decision of {}", ids(&alike)) }
            );
            if paths[*v as usize] < shape().paths.len() && alike.is_empty() {
                own.push(*v);
            }
        }
    }
    println!("{} scenes of their own", own.len());
    assert!(own.len() >= 10, "{}", ids(&own));
}

#[test]
fn the_pure_lines_and_the_best_mix_differ_in_at_least_three_scenes_passed() {
    let lines = lines();
    for (i, (one, a)) in lines.iter().enumerate() {
        for (other, b) in &lines[i + 1..] {
            let (a, b) = (passed(program(), a), passed(program(), b));
            println!("{one} alone passes {}; {other} alone {}", ids(a.difference(&b)), ids(b.difference(&a)));
            assert!(a.difference(&b).count() >= 3 && b.difference(&a).count() >= 3, "{one} and {other}");
        }
    }
}

/// What the screen says of how far one is: every path has as many decisions.
#[test]
fn how_many_decisions_there_are_is_told_as_it_is() {
    let told = app::load("monday-call").expect("it is built in").decisions;
    println!("told: {told}; paths have {} to {}", shape().shortest, shape().longest);
    assert_eq!((shape().shortest, shape().longest), (told, told));
}
