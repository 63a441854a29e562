//! How much a week has to look at: effects, conditions and ways on. A file of a mebibyte may have tens
//! of thousands, and each is looked at in every situation, under every luck.

use crate::model::Scenario;
use crate::model::scenario::{Cond, Effect};

/// All of a scenario: every effect, every condition that an effect, an offer or a way on hangs on, and
/// every way on. What lines of talk hang on is not counted: it is looked at when they are shown.
pub fn of(scenario: &Scenario) -> usize {
    let scenes = scenario.scenes.iter().map(|s| {
        let moves: usize = s.moves.iter().map(|m| effects(&m.effects) + m.offered.as_ref().map_or(0, cond)).sum();
        let ways: usize = s.next.iter().map(|n| 1 + n.when.as_ref().map_or(0, cond)).sum();
        effects(&s.enter) + moves + ways
    });
    scenes.sum()
}

fn effects(list: &[Effect]) -> usize {
    let inner = |e: &Effect| match e {
        Effect::Chance { then, or, .. } | Effect::Answer { then, or, .. } => effects(then) + effects(or),
        Effect::When { cond: when, then, or } => cond(when) + effects(then) + effects(or),
        _ => 0,
    };
    list.iter().map(|e| 1 + inner(e)).sum()
}

fn cond(c: &Cond) -> usize {
    match c {
        Cond::All(list) | Cond::Any(list) => 1 + list.iter().map(cond).sum::<usize>(),
        Cond::Not(inner) => 1 + cond(inner),
        _ => 1,
    }
}
