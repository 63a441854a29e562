//! The engine on random weeks: what rests on moves alone, what luck may touch, and what the
//! figures can never be.

use super::common::{DECISIONS, config, picked, picks, play, program, states, week};
use engine::model::State;
use engine::model::state::NONE;
use engine::score::working_minutes;
use engine::{Line, Luck, Refused, Rollouts, Tally};
use proptest::prelude::*;

/// A state somewhere in a random week.
fn moment() -> impl Strategy<Value = State> {
    (week(), any::<prop::sample::Index>()).prop_map(|((seed, picks), at)| {
        let mut all = states(&play(seed, &picks));
        all.pop();
        all[at.index(all.len())]
    })
}

fn tally(s: &State, slices: &[(u32, u32)]) -> Tally {
    let rollouts = Rollouts::new(program(), s);
    let mut tally = Tally::default();
    slices.iter().for_each(|r| rollouts.run(r.0, r.1, &mut tally));
    tally
}

proptest! {
    #![proptest_config(config(400))]

    #[test]
    fn scenes_offers_and_facts_are_free_of_luck((seed, picks) in week(), other in any::<u32>()) {
        let (a, b) = (play(seed, &picks), play(other, &picks));
        prop_assert_eq!(a.steps.len(), b.steps.len());
        for (x, y) in states(&a).iter().zip(states(&b)) {
            prop_assert_eq!((x.scene, x.chosen, x.facts, x.taken), (y.scene, y.chosen, y.facts, y.taken));
            prop_assert_eq!(program().offered(x), program().offered(&y));
            prop_assert_eq!((x.directive, x.collaborative, x.released), (y.directive, y.collaborative, y.released));
        }
    }

    #[test]
    fn a_legal_move_applies_and_any_other_is_refused_by_name((seed, picks) in week()) {
        let (p, luck) = (program(), Luck::of_seed(seed));
        let mut s = p.begin(luck);
        let tries: Vec<usize> = (0..12).chain([31, 32, 255, 256, 257, usize::MAX]).collect();
        let refused = |s: &State, mv: usize, why: Refused| {
            let mut t = *s;
            p.choose(luck, &mut t, mv) == Err(why) && t == *s
        };
        let stuck = |s: &State, why: Refused| {
            let mut t = *s;
            p.go_on(luck, &mut t) == Err(why) && t == *s
        };
        for pick in picks {
            prop_assert!(stuck(&s, Refused::NothingChosen));
            let (offered, moves) = (p.offered(&s), p.scenes[s.scene as usize].moves.len());
            prop_assert!(offered != 0 && offered >> moves == 0);
            for &mv in &tries {
                if mv >= moves {
                    prop_assert!(refused(&s, mv, Refused::NoSuchMove), "{mv}");
                } else if offered & (1 << mv) == 0 {
                    prop_assert!(refused(&s, mv, Refused::NotOffered), "{mv}");
                } else {
                    let mut t = s;
                    prop_assert_eq!(p.choose(luck, &mut t, mv), Ok(()));
                    prop_assert_eq!((usize::from(t.chosen), usize::from(t.taken[s.scene as usize]), t.moves()), (mv, mv, s.moves() + 1));
                }
            }
            let mv = picked(&s, pick);
            p.choose(luck, &mut s, mv).unwrap();
            prop_assert_eq!(p.offered(&s), 0);
            prop_assert!(tries.iter().all(|mv| refused(&s, *mv, Refused::AlreadyChosen)));
            p.go_on(luck, &mut s).unwrap();
        }
        prop_assert!(s.over() && p.offered(&s) == 0, "a week has {DECISIONS} decisions");
        prop_assert!(tries.iter().all(|mv| refused(&s, *mv, Refused::Over)));
        prop_assert!(stuck(&s, Refused::Over));
    }

    #[test]
    fn a_refused_move_leaves_the_line_as_it_was((seed, picks) in week(), decisions in 0..=DECISIONS, mv in 0..300usize) {
        let mut line = play(seed, &picks[..decisions]);
        let before = line.clone();
        if line.choose(program(), mv).is_err() {
            prop_assert_eq!(&line, &before);
            prop_assert!(line.go_on(program()).is_err());
            prop_assert_eq!(line, before);
        } else {
            prop_assert_eq!(line.steps.len(), decisions + 1);
            prop_assert_eq!(line.steps[decisions].before, before.state);
            prop_assert_eq!(line.reopened(decisions), before);
        }
    }

    #[test]
    fn what_is_drawn_does_not_depend_on_what_is_chosen((seed, a) in week(), b in picks()) {
        let (a, b) = (states(&play(seed, &a)), states(&play(seed, &b)));
        for (x, y) in a.iter().zip(&b) {
            for t in 0..program().tasks.len() {
                let (j, k) = (x.tasks[t], y.tasks[t]);
                prop_assert_eq!(j.luck, k.luck);
                prop_assert!(j.drawn == k.drawn || j.median != k.median, "task {t}: the same median and luck draw the same effort");
            }
        }
        prop_assert_eq!(a[0], b[0]);
    }

    #[test]
    fn a_score_lies_within_0_and_100_and_its_parts_within_their_weights((seed, picks) in week()) {
        let p = program();
        for s in states(&play(seed, &picks)) {
            let o = p.outcome(&s);
            for (points, weight) in o.points.iter().zip(p.rules.weights) {
                prop_assert!((0.0..=weight).contains(points), "{:?}", o.points);
            }
            prop_assert!((0.0..=100.0).contains(&o.score()));
            prop_assert!(o.on_time == (s.shipped != 0 && s.shipped <= p.deadline) && !(o.on_time && o.broken_promise));
            prop_assert!(!s.over() || o.on_time == (o.late == 0));
        }
    }

    #[test]
    fn nobody_works_longer_than_there_are_working_minutes((seed, picks) in week()) {
        let p = program();
        let mut granted = [[0u32; 8]; 3];
        let mut before = [(0, 0); 3];
        for s in states(&play(seed, &picks)) {
            for (m, q) in s.people[..p.members].iter().enumerate() {
                if s.overtime_day != NONE {
                    let day = &mut granted[m][s.overtime_day as usize];
                    *day = (*day).max(q.overtime);
                }
                let extra: u32 = granted[m].iter().sum();
                prop_assert!(q.late <= extra, "member {m} stayed {} of {extra} minutes", q.late);
                prop_assert!(q.late <= q.worked + q.met);
                prop_assert!(q.worked + q.met <= working_minutes(s.clock) + q.late, "member {m} at {}: {q:?}", s.clock);
                prop_assert!(q.worked >= before[m].0 && q.met >= before[m].1, "time spent is never given back");
                before[m] = (q.worked, q.met);
            }
        }
    }

    #[test]
    fn a_task_is_finished_when_its_effort_is_spent_and_after_those_it_follows((seed, picks) in week()) {
        for s in states(&play(seed, &picks)) {
            for (t, job) in s.tasks.iter().enumerate().take(program().tasks.len()) {
                let (released, done) = (s.released & (1 << t) != 0, s.done & (1 << t) != 0);
                prop_assert!(released || !done);
                if !released {
                    prop_assert!(job.drawn == 0 && job.spent == 0, "task {t}: {job:?}");
                    continue;
                }
                // A move may take off more than is left: the task then ends with the next minute's work.
                let spent = job.spent >= (job.drawn + job.added) * 1000;
                prop_assert!(spent == done || !done && job.added < 0, "task {t}: {job:?}");
                prop_assert!(job.least < job.drawn * 1000, "task {t} was seen to take more than it takes: {job:?}");
                prop_assert!(!done || (program().tasks[t].after & s.released & !s.done) == 0, "task {t} was finished before what it follows");
            }
        }
    }
}

proptest! {
    #![proptest_config(config(60))]

    /// Tasks that are not finished get other luck; what can be seen of them stays.
    #[test]
    fn a_forecast_knows_nothing_hidden(s in moment(), luck in proptest::collection::vec(500..2000u32, 48)) {
        let mut other = s;
        let mut changed = 0;
        for (t, job) in other.tasks.iter_mut().enumerate().take(program().tasks.len()).filter(|(t, _)| s.done & (1 << t) == 0) {
            let was = *job;
            job.luck = luck[t];
            if job.median > 0 {
                job.draw();
                if job.drawn * 1000 <= job.least {
                    *job = was;
                }
            }
            changed += u32::from(*job != was);
        }
        prop_assume!(changed > 0);
        prop_assert_eq!(tally(&s, &[(0, 256)]), tally(&other, &[(0, 256)]));
    }

    #[test]
    fn a_forecast_in_slices_is_the_forecast_at_once(s in moment(), cut in 1..1000u32) {
        let whole = tally(&s, &[(0, 1000)]);
        prop_assert_eq!(&tally(&s, &[(0, 256), (256, 1000)]), &whole);
        prop_assert_eq!(&tally(&s, &[(cut, 1000), (0, cut)]), &whole);
        let f = whole.forecast().unwrap();
        prop_assert!((0.0..=1.0).contains(&f.on_time) && f.early <= f.late && f.rollouts == 1000);
        prop_assert!(s.shipped != 0 || f.early > s.clock, "nothing unfinished is finished in the past");
    }

    #[test]
    fn a_replay_from_monday_is_the_line_itself((seed, picks) in week()) {
        let line = play(seed, &picks);
        let moves: Vec<(u8, u8)> = line.steps.iter().map(|s| (s.before.scene, s.mv)).collect();
        prop_assert_eq!(program().replay(Luck::of_seed(seed), &moves), Some(line.state));
        prop_assert_eq!(line.under(program()), line.clone());
        let mut again = Line::new(program(), seed);
        for (_, mv) in moves {
            again.play(program(), mv as usize).unwrap();
        }
        prop_assert_eq!(again, line);
    }
}
