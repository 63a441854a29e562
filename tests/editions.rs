//! Released editions go on as they were: 1,000 lines of each are played to the same bytes as by the
//! program that released them: which lines are said, the whole state at each decision, the outcome to
//! the last bit of the score. The digests were recorded by that program and are never accepted anew.

use app::{self, Library};
use engine::luck::Draw;
use engine::model::scenario::Scenario;
use engine::model::state::State;
use engine::{Line, Luck, Program};
use json::mix;
use scenario::codec::packed;
use std::fs;
use std::path::PathBuf;

/// Id, edition, and the digest of 1,000 lines.
const RECORDED: [(&str, &str, &str); 6] = [
    ("monday-call", "204b39", "5b22e0158603e44d"),
    ("monday-call", "cca83e", "719529a597e441f3"),
    ("one-came-back", "5c1979", "e45898fb16c96abf"),
    ("one-came-back", "5aecd0", "e45898fb16c96abf"),
    ("red-folder", "4f1569", "63bcfd3dbefeab53"),
    ("red-folder", "36414f", "63bcfd3dbefeab53"),
];

/// A digest that takes numbers and texts.
struct Digest(u64);

impl Digest {
    fn number(&mut self, n: u64) {
        self.0 = mix(self.0 ^ n);
    }
    fn signed(&mut self, n: i32) {
        self.number(n as i64 as u64);
    }
    fn text(&mut self, text: &str) {
        text.bytes().for_each(|b| self.number(u64::from(b)));
        self.number(text.len() as u64);
    }
    fn state(&mut self, program: &Program, s: &State) {
        for n in [s.clock, u32::from(s.scene), s.facts, s.flags, s.rolled, s.lucky, s.shipped] {
            self.number(u64::from(n));
        }
        self.number(s.released);
        self.number(s.done);
        for p in &s.people[..program.members] {
            p.needs.iter().chain([&p.tired, &p.rate]).for_each(|n| self.signed(*n));
            for n in [p.meeting, p.away, p.overtime, u32::from(p.task), p.worked, p.met, p.late] {
                self.number(u64::from(n));
            }
        }
        for job in &s.tasks[..program.tasks.len()] {
            [job.drawn, job.added, job.spent, job.least].iter().for_each(|n| self.signed(*n));
        }
    }
}

fn released(id: &str, edition: &str) -> String {
    let file = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join(format!("crates/scenario/weeks/editions/{id}-{edition}.json"));
    fs::read_to_string(&file).unwrap_or_else(|e| panic!("{}: {e}", file.display()))
}

/// Line `index`: any of the offered moves at each decision. What is offered follows from moves alone.
fn line(program: &Program, index: u32) -> Line {
    let coins = Luck::of_rollout(0xED17_1045, index);
    let mut line = Line::new(program, index);
    while !line.state.over() {
        let offered = program.offered(&line.state);
        let moves: Vec<usize> = (0..32).filter(|m| offered & (1 << m) != 0).collect();
        let pick = coins.uniform(Draw::Style, line.steps.len() as u32) * moves.len() as f64;
        line.play(program, moves[(pick as usize).min(moves.len() - 1)]).expect("it is offered");
    }
    line
}

fn moves(scenario: &Scenario, line: &Line) -> String {
    let ids = line.steps.iter().map(|s| scenario.scenes[s.before.scene as usize].moves[s.mv as usize].id.as_str());
    ids.collect::<Vec<_>>().join(".")
}

fn weeks(scenario: &Scenario, program: &Program) -> String {
    let mut digest = Digest(0);
    for index in 0..1_000 {
        let line = line(program, index);
        digest.text(&moves(scenario, &line));
        for step in &line.steps {
            let (scene, said) = (&program.scenes[step.before.scene as usize], Digest::number);
            for (conditions, s) in [(&scene.lines, &step.before), (&scene.moves[step.mv as usize].reaction, &step.after)] {
                conditions.iter().for_each(|c| said(&mut digest, u64::from(program.holds(c, s))));
                digest.state(program, s);
            }
        }
        digest.state(program, &line.state);
        let o = program.outcome(&line.state);
        [o.finish, o.late, o.worked, o.met, o.overtime, u32::from(o.on_time), u32::from(o.broken_promise)]
            .iter()
            .for_each(|n| digest.number(u64::from(*n)));
        o.engagement.iter().chain([&o.mean]).for_each(|n| digest.signed(*n));
        o.points.iter().chain([&o.score()]).for_each(|x| digest.number(x.to_bits()));
    }
    format!("{:016x}", digest.0)
}

#[test]
fn every_released_edition_is_played_to_the_same_bytes_as_when_it_was_released() {
    for (id, edition, recorded) in RECORDED {
        let (scenario, program) = scenario::read(&released(id, edition)).unwrap_or_else(|e| panic!("{id}-{edition}: {e}"));
        let found = weeks(&scenario, &program);
        println!("{id} {edition}: {found}");
        assert_eq!(found, recorded, "{id} {edition} is played differently");
    }
}

/// A link, a save's moves and a changed copy of an old edition play in it.
#[test]
fn what_names_an_old_edition_is_played_in_it() {
    for (id, edition, ..) in RECORDED {
        let text = scenario::compact(&released(id, edition));
        let loaded = (Library::WHOLE.load)(id, Some(edition)).expect("it is kept");
        assert_eq!((loaded.edition.as_str(), &loaded.scenario), (edition, &scenario::read(&text).expect("it is sound").0));
        // A changed copy is packed on the text it was made from.
        let changed = text.replacen("\"title\":\"", "\"title\":\"My ", 1);
        let key = packed::pack(&changed, [(id, text.as_str())].into_iter());
        let copy = app::load(&key).expect("a changed copy of an old edition plays");
        assert_eq!(copy.edition, scenario::edition(&changed));
    }
}
