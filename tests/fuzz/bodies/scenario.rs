//! A scenario's file: what the editor, the command line and a player would do with it; and the same
//! text as a story of another tool. `~` in front: see `shape`.

use super::{offered, page, picks, shape, shown, text};
use app::Msg;
use app::hosted::Hosted;
use app::write::Writing;
use engine::figures::FiguresJob;
use engine::model::Style;
use engine::model::state::SCENES;
use engine::{Job, Line, Luck, MapJob, Program, Rollouts, Tally};
use scenario::check::{self, BEYOND, CODES, Severity};
use scenario::codec::{link, packed};

pub fn run(data: &[u8]) {
    match shape::scenario(data) {
        Some(scenario) => file(&scenario, data),
        None => {
            let text = text(data);
            file(&text, data);
            story("story.twee", &text);
            story("story.json", &text);
        }
    }
}

fn file(text: &str, data: &[u8]) {
    let found = check::check(text, None);
    assert!(found.list.is_sorted_by_key(|f| f.at) && found.list.len() <= 501);
    for f in &found.list {
        assert!(text.is_char_boundary(f.at) && json::position(text, f.at) == (f.line, f.column), "{f:?}");
        assert!(!f.text.is_empty() && (f.code == "more" || CODES.iter().any(|c| c.0 == f.code)), "{f:?}");
    }
    let errors: Vec<&str> = found.list.iter().filter(|f| f.severity == Severity::Error).map(|f| f.code).collect();
    editor(text);
    match scenario::read(text) {
        Err(why) => assert!(!why.to_string().is_empty() && !errors.is_empty(), "refused, and the checker says nothing: {why}"),
        Ok((scenario, program)) => {
            assert!(errors.iter().all(|c| BEYOND.contains(c)), "it can be read, and the checker says {errors:?}");
            played(&program, data);
            figures(&program);
            let mut job = FiguresJob::new(&program, 4);
            for unit in [0, job.units() / 2, job.units().saturating_sub(1)] {
                let part = job.run(unit);
                job.add(unit, &part);
            }
            let _ = check::numbers(text, &scenario, &job);
            opened(text, data);
        }
    }
}

/// The editor: every place that the outline and the problems lead to, with its form.
fn editor(text: &str) {
    let Ok(mut writing) = Writing::from_text(text) else { return };
    writing.check_whole();
    let (_, _, _, _) = (writing.outline(), writing.json(), writing.status(), writing.sketch());
    let problems = writing.findings();
    for f in problems.list.iter().step_by(problems.list.len() / 8 + 1) {
        writing.go(&f.path);
        let _ = (writing.form(), writing.reach(&f.path));
    }
    let again = Writing::from_draft("by-friday/draft/1", &writing.draft());
    assert!(again.is_ok_and(|w| w.text() == writing.text()), "a draft comes back");
    if let Ok(scenario) = scenario::scenario(text) {
        let ours = writing.text();
        assert!(scenario::scenario(&ours).is_ok_and(|s| s == scenario), "what is saved is what was opened");
    }
}

/// Two weeks with the same moves and other luck: the same scenes, offers and facts, and an end.
fn played(program: &Program, data: &[u8]) {
    let (mut line, mut other) = (Line::new(program, 7), Line::new(program, 8));
    let mut picks = picks(data);
    while !line.state.over() {
        let moves = offered(program, &line.state);
        assert_eq!((line.state.scene, line.state.facts), (other.state.scene, other.state.facts), "luck decides what comes next");
        assert_eq!(moves, offered(program, &other.state), "luck decides what is offered");
        assert!(!moves.is_empty() && line.steps.len() < SCENES, "a week that never ends");
        let mut tally = Tally::default();
        Rollouts::new(program, &line.state).run(0, 2, &mut tally);
        assert!(tally.forecast().is_some_and(|f| (0.0..=1.0).contains(&f.on_time) && f.early <= f.late));
        let before = line.state.clock;
        let mv = moves[picks.next().unwrap_or(0) % moves.len()];
        assert_eq!((line.play(program, mv), other.play(program, mv)), (Ok(()), Ok(())));
        assert!(line.state.clock >= before, "time goes back");
    }
    assert!(other.state.over());
    for style in [Style::Directive, Style::Collaborative] {
        let luck = Luck::of_seed(3);
        let mut s = program.begin(luck);
        program.run_pure(luck, &mut s, style);
        assert!(s.over());
        let outcome = program.outcome(&s);
        assert!((0.0..=100.0).contains(&outcome.score()) || program.rules.weights.iter().sum::<f64>() != 100.0, "{outcome:?}");
    }
}

fn figures(program: &Program) {
    let Ok(mut job) = MapJob::new(program) else { return };
    let first = job.run(0);
    job.add(0, &first);
    let map = job.map();
    assert!(map.paths >= 1 && map.nodes.iter().all(|n| n.column < map.columns));
    if map.paths < u64::MAX {
        assert!(map.path(0).is_some() && map.path(map.paths - 1).is_some() && map.path(map.paths).is_none());
    }
}

/// Opened in a page, by its link or, where it is too large for one, not.
fn opened(text: &str, data: &[u8]) {
    // As `app::from` does, but without a look through the built-in texts, which takes long.
    let key = packed::pack(&scenario::compact(text), std::iter::empty());
    if key.len() + 4096 > link::LONGEST {
        return;
    }
    let fragment = format!("#/play/{key}?seed=1");
    assert!(link::read(&fragment).is_ok());
    let mut here = page(&[]);
    here.update(Msg::Address { fragment: fragment.clone(), seed: 1 });
    assert!(here.line.is_some(), "{:?}", here.screen);
    shown(&mut here);
    let mut picks = picks(data);
    for _ in 0..SCENES {
        let moves = here.place().map_or_else(Vec::new, |p| p.moves);
        if moves.is_empty() {
            break;
        }
        here.update(Msg::Choose(moves[picks.next().unwrap_or(0) % moves.len()].index));
        let _ = (here.place(), here.route());
        here.update(Msg::Next);
    }
    for msg in [Msg::Debrief, Msg::Map, Msg::Why, Msg::Reopen(0), Msg::Data] {
        here.update(msg);
        shown(&mut here);
    }
    let mut host = Hosted::new(None);
    host.show(&fragment, true, false, 1_000);
    let _ = host.week();
}

/// The text as a story: refused in words, or a scenario in which nothing is wrong.
fn story(name: &str, text: &str) {
    match import::import(name, text) {
        Err(why) => assert!(why.ends_with('.') && why.len() < 300, "{why}"),
        Ok(found) => {
            let errors: Vec<_> = check::check(&found.scenario, None).list.into_iter().filter(|f| f.severity == Severity::Error).collect();
            assert!(errors.is_empty(), "{errors:?}");
            assert!(scenario::read(&found.scenario).is_ok());
            let lines = text.replace("\r\n", "\n").replace('\r', "\n").lines().count().max(1);
            assert!(found.left.iter().all(|l| l.line <= lines + 1 && !l.what.is_empty() && !l.why.is_empty()));
        }
    }
}
