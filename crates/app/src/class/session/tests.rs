//! The class page as the shell drives it: tasks in their order, the address, and a tab that keeps names.

use super::super::hand;
use super::super::store::session::Msg as Store;
use super::{Msg, Session, To};
use crate::effect::Effect;
use std::collections::VecDeque;

/// The shell around a session.
#[derive(Default)]
struct Shell {
    session: Session,
    tasks: VecDeque<Msg>,
    /// Queries of the address, and whether Back undoes each.
    address: Vec<(String, bool)>,
    tab: Option<String>,
    focus: Vec<String>,
    asked: Vec<String>,
    hushed: bool,
    /// Nobody works on what is given out.
    idle: bool,
}

impl Shell {
    fn carry(&mut self, effects: Vec<Effect<Msg>>) {
        for effect in effects {
            match effect {
                Effect::Soon(msg) | Effect::Drawn(msg) | Effect::Later(msg, _) => self.tasks.push_back(msg),
                Effect::Class(query, push) => {
                    self.address.push((query.clone(), push));
                    self.task(Msg::Address(query, self.tab.clone()));
                }
                Effect::Tab(text) => self.tab = text,
                Effect::Work => self.work(),
                Effect::FocusNow(selector) => self.focus.push(selector.to_owned()),
                Effect::Focus(selectors) => self.focus.extend(selectors),
                Effect::Heading => self.focus.push("h1".to_owned()),
                Effect::Ask(request) => self.asked.push(request.url),
                Effect::Hush => self.hushed = true,
                Effect::Draw => {}
                other => panic!("the class page asks for {other:?}"),
            }
        }
    }

    fn work(&mut self) {
        while let Some((key, unit)) = self.session.give().filter(|_| !self.idle) {
            let part = self.session.run(unit);
            let effects = self.session.came(&key, unit, &part);
            self.carry(effects);
        }
    }

    fn task(&mut self, msg: Msg) {
        let effects = self.session.update(msg);
        self.carry(effects);
    }

    /// Sends a message, and does all there is to do then.
    fn send(&mut self, msg: Msg) {
        self.task(msg);
        while let Some(msg) = self.tasks.pop_front() {
            self.task(msg);
        }
    }

    fn example() -> Shell {
        let mut shell = Shell::default();
        shell.send(Msg::Example);
        shell
    }

    fn weeks(&self) -> usize {
        self.session.class.as_ref().map_or(0, |class| class.weeks())
    }
}

#[test]
fn what_is_pasted_is_read_worked_out_and_drawn() {
    let mut shell = Shell::default();
    shell.send(Msg::Typed(hand::example()));
    assert_eq!((shell.weeks(), shell.session.reading()), (0, false));
    shell.send(Msg::Read);
    let s = &shell.session;
    assert!(shell.weeks() > 2 && !s.reading() && s.drawn());
    assert_eq!(s.said, format!("{} weeks read.", shell.weeks()));
    assert!(s.shown.view.is_some() && !s.shown.slides.is_empty() && s.progress().is_none());
    // One step for Back, and the focus on what came.
    assert_eq!(shell.address.iter().map(|a| a.1).collect::<Vec<_>>(), [true]);
    assert_eq!(shell.focus, ["[data-class-weeks]"]);
    assert_eq!(shell.tab, None, "names are not kept before they are shown");
}

#[test]
fn what_was_given_up_for_something_else_leaves_nothing() {
    let mut shell = Shell::default();
    shell.task(Msg::Example);
    let step = shell.tasks.pop_front().expect("a step");
    shell.task(step);
    let one = hand::example().lines().next().expect("a week").to_owned();
    shell.send(Msg::Files(vec![("one.txt".to_owned(), one)], Vec::new()));
    assert_eq!(shell.weeks(), 1);
    assert_eq!(shell.address.len(), 1);
}

#[test]
fn nobody_is_brought_back_by_what_they_waited_for() {
    let mut shell = Shell::default();
    shell.task(Msg::Address(String::new(), None));
    shell.task(Msg::Example);
    shell.task(Msg::Away);
    shell.send(Msg::Typed(String::new()));
    assert!(shell.weeks() > 2 && !shell.session.reading());
    assert!(shell.address.is_empty() && shell.focus.is_empty());
    // It is there when they come back by themselves.
    shell.send(Msg::Address(String::new(), None));
    assert!(shell.session.drawn() && shell.session.shown.view.is_some());
}

#[test]
fn an_address_is_the_class_again_and_this_tab_has_its_names() {
    let week = hand::example().lines().next().expect("a week").to_owned();
    let mut first = Shell::default();
    first.send(Msg::Typed(format!("Kim {week}")));
    first.send(Msg::Read);
    first.send(Msg::Names(true));
    let (query, tab) = (first.address[0].0.clone(), first.tab.clone());
    let names = |shell: &Shell| shell.session.group().map(|g| g.all().map(|w| w.name.clone()).collect::<Vec<_>>()).unwrap_or_default();
    let mut again = Shell { tab, ..Shell::default() };
    again.send(Msg::Address(query.clone(), again.tab.clone()));
    assert!(again.session.names && names(&again) == names(&first) && again.session.drawn());
    assert!(again.address.iter().all(|a| a.0 == query && !a.1), "Back leads out: {:?}", again.address);
    assert_eq!(again.focus, <[String; 0]>::default(), "nothing is taken from who reloads");
    let mut other = Shell::default();
    other.send(Msg::Address(query, None));
    assert!(!other.session.names && names(&other).iter().all(String::is_empty));
    // A link says whether names go along.
    assert!(first.session.link("p").is_some_and(|link| link.starts_with("p#/class?")));
    assert_ne!(first.session.link("p"), {
        first.send(Msg::Along(true));
        first.session.link("p")
    });
}

#[test]
fn what_is_wrong_with_an_address_is_said_until_another_is_right() {
    let mut shell = Shell::example();
    let (query, weeks) = (shell.address[0].0.clone(), shell.weeks());
    shell.send(Msg::Address("weeks=nothing".to_owned(), None));
    assert!(!shell.session.trouble.is_empty() && shell.weeks() == weeks);
    shell.send(Msg::Address(query, None));
    assert_eq!((shell.session.trouble.as_str(), shell.weeks()), ("", weeks));
}

#[test]
fn slides_turn_by_keys_and_stop_at_the_ends() {
    let mut shell = Shell::example();
    assert!(["ArrowRight", "Escape"].iter().all(|key| shell.session.key(key).is_none()), "the page itself scrolls");
    shell.send(Msg::Slide(To::First));
    let last = shell.session.shown.slides.len() - 1;
    for (key, at) in [("ArrowLeft", 0), ("ArrowRight", 1), ("End", last), ("PageDown", last), ("PageUp", last - 1), ("Home", 0)] {
        let msg = shell.session.key(key).expect("a key of the presentation");
        shell.send(msg);
        assert_eq!(shell.session.slide(), Some(at), "{key}");
    }
    assert_eq!(shell.session.key("ArrowDown"), None);
    assert_eq!(shell.session.key("Escape"), Some(Msg::Close));
    shell.send(Msg::Close);
    assert_eq!(shell.session.slide(), None);
}

#[test]
fn hands_are_counted_and_a_vote_leads_back_to_its_slide() {
    let mut shell = Shell::example();
    shell.send(Msg::Slide(To::First));
    shell.send(Msg::Slide(To::Next));
    let scene = shell.session.shown.decisions[0].id.clone();
    shell.send(Msg::Together(scene));
    let votes = |shell: &Shell| shell.session.vote.as_ref().map(|v| v.votes.clone()).unwrap_or_default();
    shell.send(Msg::Hands(0, " 7 ".to_owned()));
    shell.send(Msg::Hand { way: 1, less: true });
    shell.send(Msg::Hand { way: 0, less: false });
    assert_eq!(votes(&shell)[..2], [8, 0]);
    shell.send(Msg::Hands(0, "many".to_owned()));
    assert_eq!(votes(&shell)[0], 8, "what is no number changes nothing");
    shell.send(Msg::Hands(0, String::new()));
    shell.send(Msg::Hands(99, "1".to_owned()));
    assert_eq!(votes(&shell)[0], 0);
    shell.send(Msg::Reveal);
    assert!(shell.session.vote.as_ref().is_some_and(|v| v.revealed));
    shell.send(Msg::Close);
    assert_eq!(shell.session.slide(), Some(1));
    assert!(shell.session.vote.is_none());
    shell.send(Msg::Close);
    assert_eq!(shell.session.slide(), None);
}

#[test]
fn what_a_lost_worker_had_is_given_out_again() {
    let mut shell = Shell { idle: true, ..Shell::default() };
    shell.send(Msg::Example);
    let given: Vec<_> = std::iter::from_fn(|| shell.session.give()).collect();
    assert!(!given.is_empty() && shell.session.progress().is_some());
    shell.session.requeue();
    let (key, unit) = &given[0];
    let part = shell.session.run(*unit);
    // What is of another class is not taken for a unit of this one.
    let other: Vec<i64> = part.iter().map(|n| n + 1).collect();
    shell.session.came("7.another class", *unit, &other);
    assert_eq!(shell.session.progress(), Some(0.0));
    // What the lost one still answers changes nothing: a unit twice is a unit.
    shell.session.came(key, *unit, &part);
    shell.idle = false;
    shell.work();
    while let Some(msg) = shell.tasks.pop_front() {
        shell.task(msg);
    }
    let lost = shell.session.shown.view.as_ref().map(|v| v.apart.clone());
    assert!(lost.is_some() && lost == Shell::example().session.shown.view.map(|v| v.apart));
    // A worker makes the same of the key alone.
    assert_eq!(super::job(key).map(|job| engine::Job::run(&job, *unit)), Some(part));
}

#[test]
fn a_store_is_asked_page_by_page_and_what_was_read_can_be_used() {
    let mut shell = Shell::default();
    shell.send(Msg::Store(Store::Read));
    assert!(!shell.session.store.standing.trouble.is_empty() && shell.asked.is_empty());
    shell.send(Msg::Store(Store::Typed(0, "https://lrs.example/xapi".to_owned())));
    let secret = Msg::Store(Store::Typed(2, "correct horse".to_owned()));
    assert!(!format!("{secret:?}").contains("horse"), "{secret:?}");
    shell.send(Msg::Store(Store::Read));
    assert!(shell.session.store.standing.busy && shell.session.store.standing.trouble.is_empty());
    assert_eq!(shell.asked.len(), 1);
    let answer = |body: &str| {
        Msg::Store(Store::Answer {
            answer: Some((200, body.as_bytes().to_vec())),
            origin: "https://here.example".to_owned(),
            today: "2026-03-02".to_owned(),
        })
    };
    shell.send(answer("{\"statements\":[{}],\"more\":\"/xapi/statements?more=2\"}"));
    assert_eq!(shell.asked.len(), 2);
    assert!(shell.session.store.standing.said.starts_with("1 page:"), "{}", shell.session.store.standing.said);
    shell.send(answer("no JSON"));
    assert!(!shell.session.store.standing.busy && !shell.session.store.standing.trouble.is_empty());
    shell.hushed = false;
    shell.send(Msg::Store(Store::Stop));
    assert!(shell.hushed && shell.session.store.standing.said == "Stopped.");
    assert_eq!(shell.session.said, "There is no week to be shown in this.");
    // An answer to what was stopped is nobody's.
    shell.send(answer("{\"statements\":[]}"));
    assert_eq!(shell.asked.len(), 2);
}
