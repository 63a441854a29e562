//! What a forecast may not know. Two weeks that look alike minute by minute, whatever their hidden
//! luck, have the same forecast. What can be seen is told here by watching the week, not by the
//! engine's own key.

use super::common::{config, play, program, week};
use engine::model::State;
use engine::model::state::{MEMBERS, Person};
use engine::{Luck, Rollouts, Tally};
use proptest::prelude::*;

/// What anybody in the room could tell at a moment: who is at what, how they are, what is done.
type Seen = (u32, u8, u8, [u32; 4], [Person; MEMBERS], [u64; 2], u32);

fn seen(s: &State) -> Seen {
    (s.clock, s.scene, s.chosen, [s.facts, s.flags, s.rolled, s.lucky], s.people, [s.done, s.released], s.shipped)
}

/// Plays moves from a Monday morning, looking on every minute; with `after`, stops after the last
/// move instead of going on.
fn watch(luck: Luck, monday: &State, moves: &[u8], after: bool) -> (Vec<Seen>, State) {
    let (p, mut s) = (program(), *monday);
    let mut all = vec![seen(&s)];
    for (i, mv) in moves.iter().enumerate() {
        p.choose(luck, &mut s, *mv as usize).unwrap();
        all.push(seen(&s));
        if after && i + 1 == moves.len() {
            break;
        }
        let until = p.next_scene(&s).map_or(s.clock, |next| p.scenes[next as usize].at);
        let mut t = s;
        while t.clock < until {
            let next = t.clock + 1;
            p.advance(&mut t, next);
            all.push(seen(&t));
        }
        p.go_on(luck, &mut s).unwrap();
        all.push(seen(&s));
    }
    (all, s)
}

/// The same Monday with another luck for one task.
fn with_luck(monday: &State, task: usize, luck: u32) -> State {
    let mut other = *monday;
    let job = &mut other.tasks[task];
    job.luck = luck;
    if job.median > 0 {
        job.draw();
    }
    other
}

fn tally(s: &State) -> Tally {
    let mut tally = Tally::default();
    Rollouts::new(program(), s).run(0, 256, &mut tally);
    tally
}

proptest! {
    #![proptest_config(config(200))]

    #[test]
    fn weeks_that_look_alike_have_the_same_forecast(
        (seed, picks) in week(),
        decisions in 1..13usize,
        after in any::<bool>(),
        other in proptest::collection::vec(700..1500u32, 48),
        longer in proptest::collection::vec(any::<bool>(), 48),
    ) {
        let (p, luck) = (program(), Luck::of_seed(seed));
        let moves: Vec<u8> = play(seed, &picks[..decisions]).steps.iter().map(|s| s.mv).collect();
        let mut monday = p.begin(luck);
        let (look, state) = watch(luck, &monday, &moves, after);
        let before = tally(&state);
        let mut changed = 0;
        for t in 0..p.tasks.len() {
            // What is finished may have taken a minute more or less, what is not any time at all.
            let (job, was) = (state.tasks[t], monday.tasks[t].luck);
            let minutes = (i64::from(job.drawn) + if longer[t] { 1 } else { -1 }).max(1);
            let near = (1_000_000 * minutes / i64::from(job.median).max(1)) as u32;
            let now = if state.done & (1 << t) == 0 { other[t] } else { near };
            let twin = with_luck(&monday, t, now);
            if now != was && watch(luck, &twin, &moves, after).0 == look {
                monday = twin;
                changed += 1;
            }
        }
        prop_assume!(changed > 0);
        prop_assert_eq!(tally(&watch(luck, &monday, &moves, after).1), before);
    }
}

/// A move that takes work off a task in hand takes all of it that is left, in some weeks: how much
/// that was must not show.
#[test]
fn what_a_move_could_not_take_off_a_task_does_not_show() {
    let (p, scenario) = (program(), &super::common::game().scenario);
    let task = |id: &str| scenario.work.tasks.iter().position(|t| t.id == id).unwrap();
    let (handover, dock) = (task("handover"), scenario.scenes.iter().position(|s| s.id == "dock").unwrap());
    let mut looked_at = 0;
    for seed in 0..400 {
        let luck = Luck::of_seed(seed);
        let line = play(seed, &[0; 13]);
        let moves: Vec<u8> = line.steps.iter().map(|s| s.mv).collect();
        let at = line.steps.iter().position(|s| s.before.scene as usize == dock).unwrap();
        let [before, after] = [line.steps[at].before, line.steps[at].after];
        let running = before.people[..p.members].iter().any(|q| q.task as usize == handover);
        if !running || before.done & (1 << handover) != 0 || before.tasks[handover].added == after.tasks[handover].added {
            continue;
        }
        let monday = p.begin(luck);
        for decisions in [at + 1, at + 2] {
            let (look, state) = watch(luck, &monday, &moves[..decisions], true);
            for step in [-60, -20, 20, 60, 120, 240] {
                let other = with_luck(&monday, handover, monday.tasks[handover].luck.saturating_add_signed(step));
                let (other_look, other_state) = watch(luck, &other, &moves[..decisions], true);
                if other_look == look {
                    looked_at += 1;
                    assert_eq!(tally(&other_state), tally(&state), "seed {seed}, luck {step}");
                }
            }
        }
    }
    assert!(looked_at >= 20, "{looked_at} pairs of weeks looked alike");
}
