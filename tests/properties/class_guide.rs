//! A facilitator's guide can be made from any scenario that can be played, and no heading in it stands
//! alone.

use super::common::config;
use super::map::chain;
use super::scenario::{change, changed, original};
use app::class::guide::{Block, Guide, guide, text};
use engine::Program;
use proptest::prelude::*;
use proptest::test_runner::TestCaseError;

fn sound(g: &Guide) -> Result<(), TestCaseError> {
    prop_assert!(g.parts.len() >= 7, "{:?}", g.parts.iter().map(|p| p.id).collect::<Vec<_>>());
    for part in &g.parts {
        prop_assert!(!part.blocks.is_empty());
        for (i, block) in part.blocks.iter().enumerate() {
            let whole = match block {
                Block::Heading(t) => !t.is_empty() && part.blocks.get(i + 1).is_some_and(|b| !matches!(b, Block::Heading(_))),
                Block::Text(t) => !t.trim().is_empty(),
                Block::List(l) => !l.is_empty() && l.iter().all(|t| !t.trim().is_empty()),
                Block::Table { head, rows } => !rows.is_empty() && rows.iter().all(|r| r.len() == head.len() && !r[0].trim().is_empty()),
            };
            prop_assert!(whole, "{}: {:?}", part.id, block);
        }
        prop_assert!(text(g).contains(part.title));
    }
    Ok(())
}

proptest! {
    #![proptest_config(config(72))]

    #[test]
    fn a_changed_scenario_has_a_whole_guide(changes in prop::collection::vec(change(), 1..3)) {
        if let Ok((scenario, program)) = scenario::read(&changed(original(), &changes)) {
            sound(&guide(&scenario, &program, "3f9a1c"))?;
        }
    }

    #[test]
    fn a_scenario_without_this_and_that_has_a_whole_guide(scenes in 1..20usize, moves in 2..=3usize, without in any::<u8>()) {
        let mut s = chain(scenes, moves);
        let gone = |bit: u8| without & 1 << bit != 0;
        if gone(0) { s.habits.clear() }
        if gone(1) { s.debrief = Default::default() }
        if gone(2) { s.summary.clear() }
        if gone(3) { s.minutes = u32::from(without) * 7 }
        if gone(4) { s.team.iter_mut().for_each(|m| (m.role, m.about) = Default::default()) }
        if gone(5) { s.scenes.iter_mut().for_each(|s| (s.place, s.with, s.habits) = Default::default()) }
        if gone(6) { s.scenes.iter_mut().flat_map(|s| &mut s.moves).for_each(|m| m.because = Default::default()) }
        let program = Program::compile(&s);
        prop_assert!(program.is_ok(), "{:?}", program.err());
        if let Ok(program) = program {
            sound(&guide(&s, &program, "3f9a1c"))?;
        }
    }
}
