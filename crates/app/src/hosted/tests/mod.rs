//! The host's thinking without a browser: it is told what a shell of its own shows, as the
//! shell tells it.

mod begins;
mod counts;
mod late;
mod tells;

use super::entry::{Entry, Home};
use super::{Hosted, Out, Start};
use crate::{App, Kept, Msg, PREFIX, Screen};
use Style::{Collaborative, Directive};
use engine::Line;
use engine::model::Style;
use portal::message::{Message, Told};
use portal::package::{Complete, Launch, Seeds, Target};
use portal::{Decision, Opened, Report, Resume, Scored};
use scenario::codec::link::{PlayLink, Route};
use scenario::codec::save::{self, Save, Week};

/// 2026-03-02T09:10:00Z.
const NOON: u64 = 1_772_442_600_000;
/// A seed that nobody chose.
const DRAWN: u32 = 77_777;
const ALL: usize = 13;

fn package() -> Launch {
    Launch {
        target: Target::Scorm2004,
        scenario: "monday-call".into(),
        packed: None,
        title: None,
        edition: "3f9a1c".into(),
        language: "en".into(),
        seeds: Seeds::Same(7),
        pass_mark: None,
        complete: Complete::Debrief,
        scored: Scored::Week,
        blind: false,
        public: None,
    }
}

/// What a portal says that keeps this week.
fn portal(resume: Option<Resume>) -> Opened {
    Opened { reports: true, credit: true, learner: "ann".into(), resume, ..Opened::default() }
}

/// The first moves of a pure line.
fn moves(style: Style, count: usize) -> Vec<String> {
    let app = App::new(Kept::default());
    let line = Line::pure(&app.loaded.program, 7, style);
    app.move_ids(&line)[..count].to_vec()
}

/// A week as a portal keeps it, under the edition at hand.
fn week(seed: u32, moves: &[String]) -> Resume {
    let edition = App::new(Kept::default()).loaded.edition;
    Resume { scenario: "monday-call".into(), edition, seed, moves: moves.to_vec(), ..Resume::default() }
}

/// A device that keeps a line, and others beside it.
fn device(seed: u32, line: &[String], beside: &[&[String]]) -> Kept {
    let kept = |moves: &[String]| Week { seed, moves: moves.join("."), team: String::new() };
    let lines = beside.iter().map(|l| kept(l)).collect();
    let edition = App::new(Kept::default()).loaded.edition;
    let save = Save { version: save::VERSION, edition, week: kept(line), after: false, blind: false, lines };
    let mut device = Kept::default();
    device.insert(format!("{PREFIX}save/monday-call"), save::write(&save));
    device
}

/// A link to a line.
fn link(seed: u32, moves: &[String]) -> String {
    Route::Play(PlayLink { scenario: "monday-call".into(), seed: Some(seed), moves: moves.to_vec(), ..PlayLink::default() }).to_string()
}

/// A page in a portal, or on its own: the shell's state, the host's, and what was told.
struct Tab {
    shell: App,
    hosted: Hosted,
    start: Start,
    now: u64,
    /// Forecasts are worked out as soon as they are asked for.
    quick: bool,
    reports: Vec<Report>,
    messages: Vec<Message>,
}

impl Tab {
    fn open(package: Option<Launch>, opened: Option<&Opened>, address: &str, device: Kept) -> Tab {
        let (home, known) = Home::of(package.as_ref());
        let entry = Entry { home: &home, package: package.as_ref() };
        let quick = known.then(|| entry.start(opened, address, &device, DRAWN)).flatten();
        let mut hosted = Hosted::new(package.clone());
        let start = hosted.start(opened, address, device.clone(), DRAWN);
        // What is shown before this part is there is what it would show, but where it has something to say.
        if let Some(quick) = quick {
            let note = start.note.clone().filter(|_| opened.is_some_and(|o| o.resume.is_some()));
            assert!(note.is_some() || quick == start, "{quick:?} {start:?}");
        }
        let mut shell = App::new(device);
        if let Some((key, text)) = start.keep.clone() {
            shell.kept.insert(key, text);
        }
        let mut tab = Tab { shell, hosted, start, now: NOON, quick: true, reports: Vec::new(), messages: Vec::new() };
        tab.go(&tab.start.fragment.clone());
        tab
    }

    /// In a package with one luck for all, with nothing kept anywhere.
    fn fresh() -> Tab {
        Tab::open(Some(package()), Some(&portal(None)), "", Kept::default())
    }

    fn seed(&self) -> u32 {
        self.start.seed.unwrap_or(DRAWN + 1)
    }

    /// Opens a fragment, as the address bar or Back does.
    fn go(&mut self, fragment: &str) {
        let seed = self.seed();
        self.send(Msg::Address { fragment: fragment.to_owned(), seed });
    }

    fn send(&mut self, msg: Msg) {
        self.shell.update(msg);
        let fragment = self.shell.route().to_string();
        if let Some(instead) = self.hosted.allowed(&fragment) {
            return self.go(&instead);
        }
        let own = !self.shell.visiting && self.shell.set.is_empty();
        let debrief = self.shell.screen == Screen::Debrief;
        let out = self.hosted.show(&fragment, own, debrief, self.now);
        self.told(out);
        while self.quick && self.hosted.slice() {
            let out = self.hosted.due(self.now);
            self.told(out);
        }
    }

    fn told(&mut self, out: Vec<Out>) {
        for out in out {
            match out {
                Out::Report(report) => self.reports.push(*report),
                Out::Message(message) => self.messages.push(*message),
            }
        }
    }

    /// Takes the default move of a style, five seconds after the scene was shown.
    fn choose(&mut self, style: Style) {
        let scene = self.shell.line.as_ref().map_or(0, |l| l.state.scene as usize);
        let mv = self.shell.loaded.program.scenes[scene].default[style as usize];
        self.now += 5_000;
        self.send(Msg::Choose(mv as usize));
    }

    /// Takes so many decisions and goes on after each.
    fn play(&mut self, style: Style, count: usize) {
        for _ in 0..count {
            self.choose(style);
            self.now += 2_000;
            self.send(Msg::Next);
        }
    }

    /// Presses "Start a new week".
    fn restart(&mut self) {
        let seed = self.seed();
        self.hosted.anew();
        self.send(Msg::Restart { seed });
    }

    fn fragment(&self) -> String {
        self.shell.route().to_string()
    }

    fn moves(&self) -> Vec<String> {
        self.shell.line.as_ref().map_or_else(Vec::new, |l| self.shell.move_ids(l))
    }

    /// The decisions that reached the portal, one after the other, as a session finds them.
    fn decisions(&self) -> Vec<Decision> {
        let (mut known, mut all) = (Resume::default(), Vec::new());
        for report in &self.reports {
            all.extend_from_slice(report.since(&known));
            known = report.resume(false);
        }
        all
    }

    fn taken(&self) -> Vec<String> {
        self.decisions().iter().map(|d| d.mv.clone()).collect()
    }

    /// The moves of the decisions that the embedding page heard of.
    fn heard(&self) -> Vec<String> {
        self.messages.iter().filter_map(|m| if let Message::Decision(_, told) = m { Some(told.mv.clone()) } else { None }).collect()
    }

    fn last_heard(&self) -> Option<&Told> {
        self.messages.iter().rev().find_map(|m| if let Message::Decision(_, told) = m { Some(told) } else { None })
    }

    fn completed(&self) -> usize {
        self.messages.iter().filter(|m| matches!(m, Message::Completed { .. })).count()
    }
}
