//! The host's thinking and a session together, against a portal: a week over several visits.

use super::peers::Api;
use super::sample::START;
use super::store::Store;
use app::hosted::{Hosted, Out};
use app::{App, Kept, Msg, Screen};
use engine::model::Style;
use portal::package::{Complete, Launch, Seeds, Target};
use portal::{Event, Host, Launch as Query, Opened, Scorm, Xapi, scorm12, scorm2004};

fn package(target: Target) -> Launch {
    Launch {
        target,
        scenario: "monday-call".into(),
        packed: None,
        title: None,
        edition: "3f9a1c".into(),
        language: "en".into(),
        seeds: Seeds::PerLearner,
        pass_mark: Some(50),
        complete: Complete::Debrief,
        scored: portal::Scored::Week,
        blind: false,
        public: None,
    }
}

/// A visit: what the host thinks, and what the shell shows.
struct Visit {
    hosted: Hosted,
    shell: App,
    now: u64,
    note: Option<String>,
}

impl Visit {
    fn new(target: Target) -> Visit {
        Visit::on(target, Kept::default())
    }

    /// On a device that keeps something.
    fn on(target: Target, device: Kept) -> Visit {
        Visit { hosted: Hosted::new(Some(package(target))), shell: App::new(device), now: START, note: None }
    }

    /// Begins where the portal says. Returns what is to be told at once.
    fn begin(&mut self, opened: &Opened) -> Vec<Event> {
        let start = self.hosted.start(Some(opened), "", self.shell.kept.clone(), 1);
        self.note = start.note;
        self.send(Msg::Address { fragment: start.fragment, seed: 1 })
    }

    fn send(&mut self, msg: Msg) -> Vec<Event> {
        self.now += 5_000;
        self.shell.update(msg);
        let (own, debrief) = (!self.shell.visiting, self.shell.screen == Screen::Debrief);
        let mut out = self.hosted.show(&self.shell.route().to_string(), own, debrief, self.now);
        out.extend(self.hosted.flush());
        out.into_iter().filter_map(|o| if let Out::Report(r) = o { Some(Event::Report(r)) } else { None }).collect()
    }

    /// Takes the default move of a style, and goes on.
    fn decide(&mut self, style: Style) -> Vec<Event> {
        let scene = self.shell.line.as_ref().map_or(0, |l| l.state.scene as usize);
        let mv = self.shell.loaded.program.scenes[scene].default[style as usize];
        let mut events = self.send(Msg::Choose(mv as usize));
        events.extend(self.send(Msg::Next));
        events
    }

    fn restart(&mut self) -> Vec<Event> {
        self.hosted.anew();
        let seed = self.shell.line.as_ref().map_or(0, |l| l.seed);
        self.send(Msg::Restart { seed })
    }
}

/// A visit to a SCORM portal that keeps these values: so many decisions; Finish at the end.
fn scorm(target: Target, api: &mut Api, again: bool, count: usize) -> Visit {
    visit(Visit::new(target), target, api, again, count)
}

fn visit(mut visit: Visit, target: Target, api: &mut Api, again: bool, count: usize) -> Visit {
    let dialect = if target == Target::Scorm12 { &scorm12::DIALECT } else { &scorm2004::DIALECT };
    let mut session = Scorm::new(dialect, &visit.hosted.setup());
    api.again();
    api.drive(&mut session, Event::Open, visit.now);
    let opened = api.seen.opened[0].clone();
    let mut events = visit.begin(&opened);
    if again {
        events.extend(visit.restart());
    }
    for _ in 0..count {
        events.extend(visit.decide(Style::Collaborative));
    }
    events.into_iter().for_each(|event| api.drive(&mut session, event, visit.now));
    let end = if visit.hosted.finish { Event::Finish } else { Event::Leave };
    api.drive(&mut session, end, visit.now);
    visit
}

fn whole(target: Target, mut api: Api, status: [&str; 2], score: &str) {
    scorm(target, &mut api, false, 4);
    assert_eq!((api.decisions(), api.kept(score)), (4, ""));
    // The package is replaced while the attempt is under way: nothing is told twice.
    let kept = api.kept("cmi.suspend_data").replace(&App::new(Kept::default()).loaded.edition, "000000");
    api.change("cmi.suspend_data", &kept);
    scorm(target, &mut api, false, 3);
    assert_eq!(api.decisions(), 7);
    let visit = scorm(target, &mut api, false, 6);
    assert_eq!(api.decisions(), 13);
    let ids: Vec<&str> = (0..13).map(|n| api.kept(&format!("cmi.interactions.{n}.id"))).collect();
    assert_eq!(ids, visit.shell.loaded.scenario.scenes.iter().map(|s| s.id.as_str()).filter(|id| ids.contains(id)).collect::<Vec<_>>());
    let points: f64 = api.kept(score).parse().unwrap();
    assert!((0.0..=100.0).contains(&points));
    assert_eq!(api.kept(status[0]), status[1]);
    if api.moodle.is_some() && target == Target::Scorm2004 {
        // It would be another attempt, of which this stand-in keeps no two.
        return;
    }
    // Looked at again, and played again: nothing of it changes.
    let before = api.values.clone();
    scorm(target, &mut api, true, 13);
    let told = |values: &std::collections::BTreeMap<String, String>| {
        values
            .iter()
            .filter(|(k, _)| !k.contains("session_time") && !k.contains("exit"))
            .map(|(k, v)| format!("{k}={v}"))
            .collect::<Vec<_>>()
    };
    assert_eq!(told(&api.values), told(&before));
}

#[test]
fn scorm_keeps_one_week_over_several_visits() {
    for (target, id, status, score) in [
        (Target::Scorm12, "cmi.core.student_id", ["cmi.core.lesson_status", "passed"], "cmi.core.score.raw"),
        (Target::Scorm2004, "cmi.learner_id", ["cmi.completion_status", "completed"], "cmi.score.raw"),
    ] {
        whole(target, Api::with(&[(id, "ann")]), status, score);
        whole(target, Api::moodle(target == Target::Scorm12, &[(id, "ann")]), status, score);
    }
}

/// Moodle's finished attempt of SCORM 2004 comes back empty, for review too. A new one starts on
/// Monday, as it should; a review shows what the device holds, or says that there is nothing.
#[test]
fn a_finished_attempt_is_reviewed_as_far_as_anybody_holds_it() {
    let target = Target::Scorm2004;
    let mut api = Api::moodle(false, &[("cmi.learner_id", "ann")]);
    let device = scorm(target, &mut api, false, 13).shell;
    assert_eq!((api.kept("cmi.exit"), api.decisions()), ("normal", 13));
    let played = device.line.as_ref().map(|l| device.move_ids(l)).unwrap();

    api.change("cmi.mode", "review");
    let before = api.moodle.as_ref().map(|m| m.kept.clone());
    let held = visit(Visit::on(target, device.kept.clone()), target, &mut api, false, 0);
    assert!(held.shell.screen == Screen::Debrief && !held.shell.visiting);
    assert_eq!(held.shell.line.as_ref().map(|l| held.shell.move_ids(l)), Some(played));
    assert!(held.note.is_some_and(|n| n.contains("hands nothing back") && n.contains("this device keeps")));
    let bare = visit(Visit::new(target), target, &mut api, false, 0);
    assert_eq!(bare.shell.screen, Screen::Play);
    assert!(bare.note.is_some_and(|n| n.contains("hands nothing back") && n.contains("no debrief")));
    assert_eq!(api.moodle.as_ref().map(|m| m.kept.clone()), before, "a review changes nothing");

    api.change("cmi.mode", "normal");
    let new = visit(Visit::on(target, device.kept.clone()), target, &mut api, false, 0);
    assert!(new.shell.screen == Screen::Play && new.shell.line.is_some_and(|l| l.steps.is_empty()), "a new attempt starts on Monday");

    // Where the portal hands the week back, it is what is shown.
    let mut api = Api::moodle(true, &[("cmi.core.student_id", "ann")]);
    scorm(Target::Scorm12, &mut api, false, 13);
    api.change("cmi.core.lesson_mode", "review");
    let held = scorm(Target::Scorm12, &mut api, false, 0);
    assert_eq!((held.shell.screen, held.note), (Screen::Debrief, None));
}

#[test]
fn a_week_begun_again_with_the_same_luck_is_told_from_its_first_decision() {
    let mut api = Api::with(&[("cmi.learner_id", "ann")]);
    scorm(Target::Scorm2004, &mut api, false, 4);
    let visit = scorm(Target::Scorm2004, &mut api, true, 13);
    assert_eq!((api.decisions(), api.kept("cmi.completion_status")), (17, "completed"));
    assert!(api.kept("cmi.suspend_data").contains(&format!(";{};", visit.shell.line.map_or(0, |l| l.seed))));
}

#[test]
fn a_store_of_statements_gets_each_decision_once() {
    let query = "?endpoint=https%3A%2F%2Flrs.example%2Fxapi%2F&actor=%7B%22mbox%22%3A%22mailto%3Aa%40example.org%22%7D\
        &registration=6f9619ff-8b86-4d01-b42d-00cf4fc964ff";
    let mut store = Store::default();
    for (visits, count) in [(1, 5), (2, 8)] {
        let mut visit = Visit::new(Target::Xapi);
        let launch = Query::read(query).unwrap().unwrap();
        let mut session = Xapi::new(launch, &visit.hosted.setup(), [visits; 16], "");
        store.seen = Default::default();
        store.drive(&mut session, Event::Open, visit.now);
        let opened = store.seen.opened[0].clone();
        let mut events = visit.begin(&opened);
        (0..count).for_each(|_| events.extend(visit.decide(Style::Directive)));
        events.push(if visit.hosted.finish { Event::Finish } else { Event::Leave });
        for event in events {
            store.drive(&mut session, event, visit.now);
        }
        assert_eq!(session.waiting(), 0);
    }
    let verbs: Vec<&str> = store.statements.iter().filter_map(|s| s["verb"]["id"].as_str()?.rsplit(['/', ':']).next()).collect();
    assert_eq!(verbs.iter().filter(|v| **v == "answered").count(), 13, "{verbs:?}");
    assert_eq!(verbs.iter().filter(|v| ["passed", "failed"].contains(v)).count(), 1, "{verbs:?}");
}
