//! What other programs say to this one: window messages, `launch.json`, the launch of a portal, its
//! answers, what it kept for the learner, and what an earlier session left unsent.

use super::{page, readers, text};
use app::Kept;
use app::hosted::Hosted;
use app::hosted::account::{self, Source};
use engine::Line;
use portal::launch::{LaunchData, languages, token};
use portal::message::Command;
use portal::package::Launch as Package;
use portal::{Answer, Effect, Event, Host, Launch, Opened, Report, Resume, Rule, Scored, Scorm, Setup, Xapi, run as drive};
use portal::{scorm12, scorm2004};
use scenario::codec::link;
use std::sync::OnceLock;

/// Milliseconds since 1970.
const NOW: u64 = 1_772_442_600_000;
const STATUSES: [u16; 8] = [200, 204, 404, 0, 409, 500, 401, 301];
const TIN_CAN: &str = "?endpoint=https%3A%2F%2Flrs.example%2Fxapi&auth=Basic%20eA%3D%3D&actor=%7B%22mbox%22%3A%22mailto%3Aa%40b.example%22%7D&registration=b5d1c3a0-6b1f-4c1e-9c3f-0d6b6a5f1c11";
const CMI5: &str = "?endpoint=https%3A%2F%2Flrs.example%2Fxapi&fetch=https%3A%2F%2Flrs.example%2Ffetch&actor=%7B%22account%22%3A%7B%22homePage%22%3A%22https%3A%2F%2Flms.example%22%2C%22name%22%3A%22a%22%7D%7D&registration=b5d1c3a0-6b1f-4c1e-9c3f-0d6b6a5f1c11&activityId=https%3A%2F%2Flms.example%2Fau";

pub fn run(data: &[u8]) {
    let text = text(data);
    readers::message(&text);
    window(&text);
    package(&text);
    resumed(&text);
    launched(&text);
    answered(&text);
}

fn window(text: &str) {
    if let Ok(command) = Command::read(text) {
        let fragment = Hosted::new(None).command(&command, 3);
        let mut here = page(&[]);
        here.update(app::Msg::Address { fragment, seed: 3 });
        super::shown(&mut here);
    }
}

fn package(text: &str) {
    let Ok(launch) = Package::read(text) else { return };
    let mut host = Hosted::new(Some(launch));
    let start = host.start(None, "#/write", Kept::default(), 4);
    assert!(link::read(&start.fragment).is_ok(), "{}", start.fragment);
    let _ = (host.setup(), host.week());
    for ask in ["#/portal", "#/play/red-folder?seed=1", "#/play?from=x", "#/debrief/monday-call?seed=2&moves=hedge"] {
        if let Some(instead) = host.allowed(ask) {
            assert!(link::read(&instead).is_ok() && host.allowed(&instead).is_none(), "{instead}");
        }
        host.show(ask, true, false, NOW);
    }
}

fn resumed(text: &str) {
    let Ok(resume) = Resume::read(text) else { return };
    let opened = Opened { reports: true, resume: Some(resume), learner: "somebody".into(), ..Opened::default() };
    let mut host = Hosted::new(None);
    let start = host.start(Some(&opened), "", Kept::default(), 4);
    assert!(link::read(&start.fragment).is_ok(), "{}", start.fragment);
    host.show(&start.fragment, true, false, NOW);
    let _ = (host.week(), host.back(), host.due(NOW + 9_000));
}

fn launched(text: &str) {
    if let Ok(Some(launch)) = Launch::read(text) {
        let _ = launch.key();
        let mut host = Xapi::new(launch, &setup(), [7; 16], "");
        assert!(!host.take(Event::Open, NOW).is_empty());
    }
    if let Some(data) = LaunchData::read(text) {
        let context = data.template.context(None, "en", &[("category", &["urn:c"])], &[("urn:e", "1".into())]);
        assert!(json::parse(&context).is_ok() || context.len() > 10_000, "{context}");
    }
    assert!(token(text).is_ok_and(|t| !t.is_empty()) || token(text).is_err());
    assert!(languages(text).len() <= 20);
}

fn setup() -> Setup {
    let rule = Rule { pass_mark: Some(50.0), ..Rule::default() };
    Setup { rule, scenario: "monday-call".into(), title: "T".into(), language: "en".into() }
}

/// A decision of the first scenario, as it is reported.
fn report() -> Report {
    static REPORT: OnceLock<Report> = OnceLock::new();
    let made = || {
        let page = page(&[]);
        let loaded = &page.loaded;
        let mut line = Line::new(&loaded.program, 1);
        assert_eq!(line.play(&loaded.program, 0), Ok(()));
        account::report(&Source {
            scenario: &loaded.scenario,
            program: &loaded.program,
            edition: &loaded.edition,
            line: &line,
            blind: false,
            scored: Scored::Week,
            debriefed: false,
            on_the_way: loaded.decisions,
            taken: &[],
            chance: &|_| None,
        })
    };
    REPORT.get_or_init(made).clone()
}

/// Sessions whose portal answers with the lines of the text, one after the other.
fn answered(text: &str) {
    let lines: Vec<&str> = text.split('\n').take(60).collect();
    for dialect in [&scorm12::DIALECT, &scorm2004::DIALECT] {
        let mut host = Scorm::new(dialect, &setup());
        session(&mut host, &lines);
    }
    for query in [TIN_CAN, CMI5] {
        if let Ok(Some(launch)) = Launch::read(query) {
            let mut host = Xapi::new(launch, &setup(), [7; 16], lines.first().unwrap_or(&""));
            session(&mut host, &lines);
        }
    }
}

fn session(host: &mut dyn Host, lines: &[&str]) {
    let (mut next, mut sent, mut closed, mut opened) = (0, 0u32, 0, 0);
    let mut wake = NOW;
    let report = report();
    let events = [Event::Open, Event::Report(Box::new(report)), Event::Tick, Event::Retry, Event::Finish, Event::Tick, Event::Leave];
    for (turn, event) in events.into_iter().enumerate() {
        let now = wake.max(NOW + turn as u64 * 90_000);
        let mut steps = 0;
        drive(host, event, now, &mut |effect| {
            steps += 1;
            assert!(steps < 2_000, "a talk without an end");
            let line = lines.get(next).copied().unwrap_or("");
            match effect {
                Effect::Call(_) => {
                    next += 1;
                    Some(Event::Returned(line.to_owned()))
                }
                Effect::Send(request) => {
                    sent += 1;
                    next += 1;
                    assert!(sent < 1_000, "requests without an end");
                    let status = STATUSES[line.len() % STATUSES.len()];
                    Some(Event::Answered(Answer { id: request.id, status, body: line.to_owned(), etag: String::new() }))
                }
                Effect::Opened(_) => {
                    opened += 1;
                    None
                }
                Effect::Closed(to) => {
                    closed += 1;
                    let to = to.unwrap_or_default().to_ascii_lowercase();
                    assert!(!to.trim_start().starts_with("javascript:") && !to.trim_start().starts_with("data:"), "{to}");
                    None
                }
                Effect::Wake(at) => {
                    wake = wake.max(at.min(now + 3_600_000));
                    None
                }
                Effect::Probe => Some(Event::Probed(line.len().is_multiple_of(2))),
                Effect::Keep(_) | Effect::Say(_) => None,
            }
        });
    }
    assert!(opened <= 1 && closed <= 1, "opened {opened} times, closed {closed} times");
}
