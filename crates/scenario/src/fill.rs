//! What a scenario leaves out, filled in: so that a first one is short, and what follows (engine,
//! screens) always sees a whole one.

use engine::model::Scenario;
use engine::model::scenario::{Style, Task};
use engine::score::working_minutes;

/// Of the working time until the deadline: the likeliest length of each member's own task, and of
/// the shipment. Tight, but possible: see the test.
const PART: f64 = 0.66;
const SHIPMENT: f64 = 0.2;
/// Lowest and highest of an estimate, as shares of the likeliest.
const SPREAD: [f64; 2] = [0.85, 1.3];

/// Fills in what was left out. A scenario in which nothing is missing stays as it is.
pub fn fill(s: &mut Scenario) {
    let ids: Vec<String> = s.scenes.iter().map(|scene| scene.id.clone()).collect();
    if s.start.is_empty() {
        s.start = ids.first().cloned().unwrap_or_default();
    }
    if s.minutes == 0 {
        s.minutes = ids.len() as u32 * 3 / 2 + 1;
    }
    for (i, scene) in s.scenes.iter_mut().enumerate() {
        // No id is empty: this stands for "left out".
        if let Some(only) = scene.next.first_mut().filter(|n| n.to.is_empty()) {
            match ids.get(i + 1) {
                Some(id) => only.to.clone_from(id),
                None => scene.next.clear(),
            }
        }
        for style in [Style::Directive, Style::Collaborative] {
            if !scene.moves.iter().any(|m| m.style == style && m.default)
                && let Some(first) = scene.moves.iter_mut().find(|m| m.style == style && m.offered.is_none())
            {
                first.default = true;
            }
        }
    }
    if s.work.tasks.is_empty() {
        plain(s);
        s.work.assumed = true;
    }
    if let Some(last) = s.work.tasks.last().filter(|_| s.work.ship.is_empty()) {
        s.work.ship.clone_from(&last.id);
    }
}

/// One task a member, and a shipment that the last member makes of all of them.
fn plain(s: &mut Scenario) {
    let time = f64::from(working_minutes(s.deadline.0).max(60));
    let minutes = |share: f64| [SPREAD[0], 1.0, SPREAD[1]].map(|x| libm::round(share * time * x));
    let task =
        |id: String, name: String, owner: &str, after, minutes| Task { id, name, owner: Some(owner.into()), after, minutes, held: false };
    let mut parts = Vec::new();
    for m in &s.team {
        let id = format!("{}-part", m.id);
        s.work.tasks.push(task(id.clone(), format!("{}: own part", m.name), &m.id, Vec::new(), minutes(PART)));
        parts.push(id);
    }
    if let Some(m) = s.team.last() {
        let name = format!("The {}", s.goods());
        s.work.tasks.push(task("shipment".into(), name, &m.id, parts, minutes(SHIPMENT)));
    }
}

#[cfg(test)]
mod tests {
    use engine::model::Scenario;
    use engine::model::scenario::{FRIDAY, Style};
    use engine::walk::Sums;
    use engine::{Luck, Program};

    /// Three scenes and nothing that could be left out; read by both readers alike.
    fn bare() -> Scenario {
        let mv = |style: &str| format!(r#"{{"id": "{style}", "style": "{style}", "label": "Go."}}"#);
        let moves =
            format!("[{}, {}, {}]", mv("directive"), mv("collaborative"), mv("collaborative").replace("\"id\": \"", "\"id\": \"second-"));
        let scene = |id: &str, more: &str| format!(r#"{{"id": "{id}", "at": "mon 10:00", "title": "T", "moves": {moves}{more}}}"#);
        let scenes = [scene("one", ""), scene("two", r#", "next": []"#), scene("three", "")].join(", ");
        let text = format!(
            r#"{{"format": 1, "id": "x", "title": "X", "scenes": [{scenes}],
                "team": [{{"id": "a", "name": "Ann"}}, {{"id": "b", "name": "Ben"}}, {{"id": "c", "name": "Cy"}}]}}"#
        );
        let mut second: Scenario = serde_json::from_str(&text).unwrap_or_else(|e| panic!("{e}"));
        super::fill(&mut second);
        assert_eq!(crate::scenario(&text), Ok(second.clone()));
        let mut again = second.clone();
        super::fill(&mut again);
        assert_eq!(again, second, "a whole scenario stays as it is");
        second
    }

    #[test]
    fn what_is_left_out_is_filled_in() {
        let s = bare();
        assert_eq!((s.start.as_str(), s.minutes, s.deadline), ("one", 5, FRIDAY));
        let next: Vec<Vec<&str>> = s.scenes.iter().map(|s| s.next.iter().map(|n| n.to.as_str()).collect()).collect();
        assert_eq!(next, [vec!["two"], vec![], vec![]], "an empty list is the end, and so is the last scene");
        assert!(s.scenes.iter().all(|s| s.moves.iter().map(|m| m.default).eq([true, true, false])));
        let tasks: Vec<&str> = s.work.tasks.iter().map(|t| t.id.as_str()).collect();
        assert_eq!((tasks, s.work.ship.as_str()), (vec!["a-part", "b-part", "c-part", "shipment"], "shipment"));
        assert_eq!((s.work.tasks[3].owner.as_deref(), s.work.tasks[3].after.len()), (Some("c"), 3));
    }

    /// Whatever the deadline, a week in which nothing is lost is likely to end in time, and two hours
    /// of meetings a day are felt.
    #[test]
    fn the_plain_work_is_tight_and_possible() {
        for deadline in ["wed 12:00", "fri 16:00"] {
            let share = |hours: f64| {
                let mut s = bare();
                s.deadline = engine::model::Time::parse(deadline).unwrap_or(FRIDAY);
                s.work = engine::model::scenario::Work::default();
                super::fill(&mut s);
                let meet = engine::model::scenario::Effect::Meet {
                    who: Vec::new(),
                    minutes: engine::model::scenario::Quantity::Number(60.0 * hours),
                };
                s.scenes[0].moves[0].effects.push(meet);
                let program = Program::compile(&s).unwrap_or_else(|e| panic!("{e:?}"));
                let mut sums = Sums::default();
                for seed in 0..2000 {
                    let luck = Luck::of_seed(seed);
                    let mut week = program.begin(luck);
                    program.run_pure(luck, &mut week, Style::Directive);
                    sums.add(&program, &week);
                }
                sums.share()
            };
            let days = f64::from(engine::score::working_minutes(engine::model::Time::parse(deadline).unwrap_or(FRIDAY).0)) / 480.0;
            let (none, some) = (share(0.0), share(days));
            assert!((0.85..0.98).contains(&none), "{deadline}: {none}");
            assert!((0.2..none - 0.2).contains(&some), "{deadline}: {some}");
        }
    }
}
