//! In a portal: whatever is shown in whatever order, no decision is reported twice, nothing changes
//! an outcome that was reported, and every report tells of a week that can be played.

use super::common::{choose, config, game, page, program, week};
use super::link::fragment;
use app::hosted::{Hosted, Out, PATIENCE, Start};
use app::{Kept, Msg, Screen};
use engine::Line;
use portal::message::{Command, Message};
use portal::package::{Complete, Launch, Seeds, Target};
use portal::{Mode, Opened, Report, Resume, Scored};
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use scenario::codec::link::{PlayLink, Route};

const NOON: u64 = 1_772_442_600_000;

/// What is done on the page, or shown on it from somewhere else.
#[derive(Clone, Debug)]
enum Act {
    /// One of the moves offered, and on.
    Play(u8),
    Choose(u8),
    Send(Msg),
    /// "Start a new week", under this seed where the package has none.
    Restart(u32),
    /// An address seen before.
    Back(prop::sample::Index),
    /// Anything, said to be the learner's own or not, and its debrief or not.
    Shown(String, bool, bool),
    /// A line of a portal's own seed, played in one go.
    Link(Vec<u8>, usize),
    Command(Command),
    /// So many units of forecasts.
    Slices(u8),
    Wait(u64),
    /// The page goes away.
    Flush,
}

fn act() -> impl Strategy<Value = Act> {
    let seed = || prop_oneof![3 => Just(7u32), 1 => 0..3u32];
    let message = prop_oneof![
        4 => Just(Msg::Next),
        2 => (0..14usize).prop_map(Msg::Reopen),
        2 => Just(Msg::Debrief),
        1 => Just(Msg::Continue),
        1 => prop::sample::select(vec![Msg::Start, Msg::Data, Msg::Map, Msg::Why, Msg::Week, Msg::Packaging]),
        1 => Just(Msg::Assume(vec![("optimism".to_owned(), 1.3)])),
    ];
    let command = prop_oneof![
        prop::option::of(seed()).prop_map(|seed| Command::Restart { seed }),
        fragment().prop_map(|link| Command::Open { link })
    ];
    prop_oneof![
        24 => any::<u8>().prop_map(Act::Play),
        4 => any::<u8>().prop_map(Act::Choose),
        6 => message.prop_map(Act::Send),
        1 => seed().prop_map(Act::Restart),
        4 => any::<prop::sample::Index>().prop_map(Act::Back),
        4 => (fragment(), any::<bool>(), any::<bool>()).prop_map(|(f, own, debrief)| Act::Shown(f, own, debrief)),
        1 => (super::common::picks(), 0..14usize).prop_map(|(picks, count)| Act::Link(picks, count)),
        1 => command.prop_map(Act::Command),
        2 => (0..20u8).prop_map(Act::Slices),
        2 => (0..2 * PATIENCE).prop_map(Act::Wait),
        1 => Just(Act::Flush),
    ]
}

fn package() -> impl Strategy<Value = Option<Launch>> {
    let seeds = prop_oneof![Just(Seeds::Same(7)), Just(Seeds::PerLearner)];
    let launch = (seeds, any::<bool>(), any::<bool>()).prop_map(|(seeds, blind, last)| Launch {
        target: Target::Scorm12,
        scenario: "monday-call".into(),
        packed: None,
        title: None,
        edition: "3f9a1c".into(),
        language: "en".into(),
        seeds,
        pass_mark: Some(60),
        complete: if last { Complete::LastDecision } else { Complete::Debrief },
        scored: Scored::Week,
        blind,
        public: None,
    });
    prop::option::weighted(0.8, launch)
}

/// What a portal says, often with a week that it kept, of this edition or of another.
fn opened() -> impl Strategy<Value = Opened> {
    let resume = (week(), 0..14usize, any::<bool>(), any::<bool>(), 0..20usize).prop_map(|((seed, picks), count, ended, old, gone)| {
        let mut moves = ids(&super::common::play(seed, &picks[..count.min(picks.len())]));
        if let Some(mv) = moves.get_mut(gone).filter(|_| old) {
            *mv = "a-move-of-old".to_owned();
        }
        let edition = if old { "000000".to_owned() } else { game().edition.clone() };
        Resume { scenario: "monday-call".into(), edition, seed, ended: ended && moves.len() == 13, moves, ..Resume::default() }
    });
    let mode = prop_oneof![6 => Just(Mode::Normal), 1 => Just(Mode::Review), 1 => Just(Mode::Browse)];
    (prop::option::of(resume), mode).prop_map(|(resume, mode)| Opened {
        reports: mode == Mode::Normal,
        mode,
        resume,
        learner: "ann".into(),
        ..Opened::default()
    })
}

fn ids(line: &Line) -> Vec<String> {
    page(Kept::default()).move_ids(line)
}

/// A page in a portal, with all that was told.
struct Tab {
    shell: app::App,
    hosted: Hosted,
    start: Start,
    now: u64,
    seen: Vec<String>,
    reports: Vec<(Report, u64)>,
    messages: Vec<Message>,
}

impl Tab {
    fn open(package: &Option<Launch>, opened: Option<&Opened>) -> Tab {
        let mut hosted = Hosted::new(package.clone());
        let start = hosted.start(opened, "", Kept::default(), 7);
        let shell = page(start.keep.iter().fold(Kept::default(), |mut kept, (key, text)| {
            kept.insert(key.clone(), text.clone());
            kept
        }));
        let mut tab = Tab { shell, hosted, now: NOON, seen: Vec::new(), reports: Vec::new(), messages: Vec::new(), start };
        tab.go(&tab.start.fragment.clone());
        tab
    }

    fn go(&mut self, fragment: &str) {
        self.send(Msg::Address { fragment: fragment.to_owned(), seed: 7 });
    }

    fn send(&mut self, msg: Msg) {
        self.shell.update(msg);
        self.tell();
    }

    /// Tells what is shown, as the shell does.
    fn tell(&mut self) {
        let fragment = self.shell.route().to_string();
        if let Some(instead) = self.hosted.allowed(&fragment) {
            return self.go(&instead);
        }
        let own = !self.shell.visiting && self.shell.set.is_empty();
        let debrief = self.shell.screen == Screen::Debrief;
        let out = self.hosted.show(&fragment, own, debrief, self.now);
        self.seen.push(fragment);
        self.told(out);
    }

    fn told(&mut self, out: Vec<Out>) {
        for out in out {
            match out {
                Out::Report(report) => self.reports.push((*report, self.now)),
                Out::Message(message) => self.messages.push(*message),
            }
        }
    }

    fn act(&mut self, act: &Act) {
        self.now += 10;
        match act {
            Act::Play(pick) => {
                choose(&mut self.shell, *pick);
                self.tell();
                self.send(Msg::Next);
            }
            Act::Choose(pick) => {
                choose(&mut self.shell, *pick);
                self.tell();
            }
            Act::Send(msg) => self.send(msg.clone()),
            Act::Restart(seed) => {
                self.hosted.anew();
                let seed = self.start.seed.unwrap_or(*seed);
                self.send(Msg::Restart { seed });
            }
            Act::Back(at) => self.go(&at.get(&self.seen).clone()),
            Act::Shown(fragment, own, debrief) => {
                let out = self.hosted.show(fragment, *own, *debrief, self.now);
                self.told(out);
            }
            Act::Link(picks, count) => {
                let seed = self.start.seed.unwrap_or(7);
                let moves = ids(&super::common::play(seed, &picks[..(*count).min(picks.len())]));
                let link = PlayLink { scenario: "monday-call".into(), seed: Some(seed), moves, ..PlayLink::default() };
                self.go(&Route::Play(link).to_string());
            }
            Act::Command(command) => {
                let fragment = self.hosted.command(command, 7);
                self.go(&fragment);
            }
            Act::Slices(units) => {
                for _ in 0..*units {
                    self.hosted.slice();
                }
            }
            Act::Wait(time) => self.now += time,
            Act::Flush => {
                let out = self.hosted.flush();
                self.told(out);
            }
        }
        let out = self.hosted.due(self.now);
        self.told(out);
    }
}

/// A report is of a week that can be played, and as it came out.
fn check_report(report: &Report, now: u64) -> Result<(), TestCaseError> {
    let moves: Vec<String> = report.decisions.iter().map(|d| d.mv.clone()).collect();
    let (line, read) = page(Kept::default()).replay(report.seed, &moves, false);
    prop_assert!(read == moves.len() && report.scenario == "monday-call" && report.edition == game().edition);
    prop_assert!(report.decisions.iter().enumerate().all(|(i, d)| d.ordinal as usize == i + 1));
    prop_assert!(report.on_the_way as usize >= moves.len() && report.progress() <= 100);
    for (d, step) in report.decisions.iter().zip(&line.steps) {
        let scene = &game().scenario.scenes[step.before.scene as usize];
        prop_assert!(d.scene == scene.id && d.choices.iter().any(|c| c.0 == d.mv && c.1 == d.label));
        prop_assert!(d.engagement.abs() <= 100.0 && d.on_time.is_none_or(|c| c.abs() <= 1.0));
        prop_assert!(d.at.is_none_or(|at| (NOON..=now).contains(&at)) && d.at.is_some() == d.latency.is_some());
    }
    let times: Vec<u64> = report.decisions.iter().filter_map(|d| d.at).collect();
    prop_assert!(times.is_sorted());
    prop_assert_eq!(report.end.is_some(), line.state.over());
    prop_assert_eq!(report.end.is_some(), report.location == "debrief");
    prop_assert!(report.end.is_some() || !report.debriefed);
    if let Some(end) = report.end {
        let outcome = program().outcome(&line.state);
        prop_assert!(end.score <= 100 && (f64::from(end.score) - outcome.score()).abs() <= 0.5 && end.on_time == outcome.on_time);
    }
    Ok(())
}

fn moves(report: &Report) -> Vec<&str> {
    report.decisions.iter().map(|d| d.mv.as_str()).collect()
}

/// Reports go on from one another, or begin a new week before the old one's end.
fn check_order(reports: &[(Report, u64)], begun: &Resume) -> Result<(), TestCaseError> {
    let begun: Vec<&str> = begun.moves.iter().map(String::as_str).collect();
    if let Some((first, _)) = reports.first() {
        prop_assert!(moves(first).starts_with(&begun) || first.decisions.len() == 1, "{:?} after {begun:?}", moves(first));
    }
    for pair in reports.windows(2) {
        let (old, new) = (&pair[0].0, &pair[1].0);
        if let Some(end) = old.end {
            prop_assert!(new.end == Some(end) && new.seed == old.seed && moves(new) == moves(old), "an outcome stays as it is");
            prop_assert!(!old.debriefed && new.debriefed, "and is told again for its debrief only");
        } else if new.decisions.len() == 1 {
            // A new week, under whatever luck.
        } else {
            prop_assert!(new.seed == old.seed && moves(new).starts_with(&moves(old)) && new.decisions.len() > old.decisions.len());
            let known = old.decisions.len();
            prop_assert!(new.decisions.iter().zip(&old.decisions).all(|(n, o)| (n.at, n.latency) == (o.at, o.latency)));
            prop_assert!(known + 1 == new.decisions.len(), "decisions are told one by one");
        }
    }
    Ok(())
}

/// What an embedding page hears can be read, tells no decision twice, and in blind play no style.
fn check_messages(messages: &[Message], blind: bool) -> Result<(), TestCaseError> {
    let mut told = Vec::new();
    for message in messages {
        prop_assert!(Message::read(&message.write()).is_ok(), "{}", message.write());
        if let Message::Decision(week, one) = message {
            prop_assert!(week.moves.len() == one.ordinal as usize && week.moves.last() == Some(&one.mv));
            prop_assert!(!blind || one.style.is_none());
            let line = (week.seed, week.moves.clone());
            prop_assert!(!told.contains(&line), "{line:?} twice");
            told.push(line);
        }
    }
    Ok(())
}

fn visit(package: &Option<Launch>, opened: &Opened, acts: &[Act]) -> Tab {
    let mut tab = Tab::open(package, Some(opened));
    acts.iter().for_each(|act| tab.act(act));
    tab
}

proptest! {
    #![proptest_config(config(120))]

    #[test]
    fn what_a_portal_is_told_holds_whatever_is_shown(
        package in package(), opened in opened(), acts in proptest::collection::vec(act(), 1..50)
    ) {
        let mut tab = visit(&package, &opened, &acts);
        let out = tab.hosted.flush();
        tab.told(out);
        prop_assert!(tab.hosted.flush().is_empty() && !tab.hosted.slice());
        for (report, now) in &tab.reports {
            check_report(report, *now)?;
        }
        let begun = opened.resume.clone().unwrap_or_default();
        let read = page(Kept::default()).replay(begun.seed, &begun.moves, false).1;
        check_order(&tab.reports, &Resume { moves: begun.moves[..read].to_vec(), ..begun.clone() })?;
        // A shown fragment may lead to a week that is not blind; only what is played here is checked.
        let blind = package.as_ref().is_some_and(|p| p.blind) && opened.resume.is_none() && !acts.iter().any(|a| matches!(a, Act::Shown(..)));
        check_messages(&tab.messages, blind)?;
        if !opened.reports || begun.ended {
            prop_assert!(tab.reports.is_empty());
        }
        prop_assert!(opened.reports || !tab.hosted.finish && tab.hosted.why.is_none());
    }

    #[test]
    fn a_package_leads_to_what_it_opens(package in package(), opened in prop::option::of(opened()), fragment in fragment(), address in fragment()) {
        let mut hosted = Hosted::new(package.clone());
        let start = hosted.start(opened.as_ref(), &address, Kept::default(), 7);
        prop_assert_eq!(hosted.allowed(&start.fragment), None);
        if let Some(instead) = hosted.allowed(&fragment) {
            prop_assert!(package.is_some() && instead.contains("/monday-call?"), "{}", instead);
            prop_assert_eq!(hosted.allowed(&instead), None);
        }
        let asked = hosted.command(&Command::Open { link: fragment.clone() }, 7);
        prop_assert_eq!(hosted.allowed(&asked), None);
    }
}

#[test]
fn the_random_visits_reach_outcomes_new_weeks_and_what_does_not_count() {
    // Guards the generators: visits that report nothing would prove nothing.
    let mut runner = proptest::test_runner::TestRunner::new(config(100));
    let (mut ends, mut again, mut aside, mut decisions) = (0, 0, 0, 0);
    for _ in 0..100 {
        let (opened, acts) = (opened(), proptest::collection::vec(act(), 49)).new_tree(&mut runner).unwrap().current();
        let mut tab = Tab::open(&None, Some(&opened));
        for act in &acts {
            tab.act(act);
            aside += usize::from(tab.hosted.why.is_some());
        }
        ends += tab.reports.iter().filter(|r| r.0.end.is_some()).count();
        again += tab.reports.windows(2).filter(|w| w[1].0.decisions.len() == 1).count();
        decisions += tab.reports.len();
    }
    assert!(ends > 10 && again > 5 && aside > 200 && decisions > 200, "{ends} ends, {again} again, {aside} aside, {decisions} decisions");
}
