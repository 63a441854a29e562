//! Where a week begins: seeds, scopes, resumption, what the device keeps, addresses, modes.

use super::*;
use crate::Effect;
use crate::hosted::entry::{Entry, Home, begins, scorm};
use crate::hosted::{goes_on, scope};
use portal::message::Command;
use portal::{Completion, Launch as Query, Mode, Success};

/// The seed that a first week begins with, and that of every new one.
fn seeds(seeds: Option<Seeds>, learner: &str, drawn: u32) -> (Option<u32>, Option<u32>) {
    let mut hosted = Hosted::new(seeds.map(|seeds| Launch { seeds, ..package() }));
    let start = hosted.start(Some(&Opened { learner: learner.into(), ..portal(None) }), "", Kept::default(), drawn);
    let Ok(Route::Play(link)) = scenario::codec::link::read(&start.fragment) else { panic!("{}", start.fragment) };
    (link.seed, start.seed)
}

#[test]
fn a_package_s_seed_is_the_same_for_all_or_one_per_learner() {
    assert_eq!(seeds(Some(Seeds::Same(7)), "ann", 1), (Some(7), Some(7)));
    assert_eq!(seeds(Some(Seeds::Same(7)), "", 2), (Some(7), Some(7)));
    let (ann, bob) = (seeds(Some(Seeds::PerLearner), "ann", 1), seeds(Some(Seeds::PerLearner), "bob", 1));
    assert_eq!(ann, seeds(Some(Seeds::PerLearner), "ann", 2), "drawn for nobody who has a name");
    // A released rule: attempts under way hang on it.
    assert_eq!(ann, (Some(2_854_192_831), Some(2_854_192_831)));
    assert!(ann != bob && bob.0 == bob.1);
    assert_eq!(seeds(Some(Seeds::PerLearner), "", 3), (Some(3), Some(3)), "no learner: drawn");
    assert_eq!(seeds(None, "ann", 4), (Some(4), None), "without a package the next week is drawn as well");
}

#[test]
fn a_learner_without_a_name_keeps_the_seed_of_the_attempt() {
    let opened = Opened { learner: String::new(), ..portal(Some(week(9, &moves(Directive, 2)))) };
    let tab = Tab::open(Some(Launch { seeds: Seeds::PerLearner, ..package() }), Some(&opened), "", Kept::default());
    assert_eq!(tab.start.seed, Some(9));
}

#[test]
fn the_device_s_keys_are_apart_for_each_learner_and_registration() {
    let path = |path: &str, learner: &str| scope(&format!("{path}\n{learner}"));
    let launch = |registration: &str| {
        let query = format!(
            "?endpoint=https%3A%2F%2Flrs.example%2F&actor=%7B%22mbox%22%3A%22mailto%3Aa%40example.org%22%7D&registration={registration}"
        );
        scope(&Query::read(&query).unwrap().unwrap().key())
    };
    let all = [
        path("/a/", "ann"),
        path("/a/", "bob"),
        path("/b/", "ann"),
        path("/a/", ""),
        launch("6f9619ff-8b86-4d01-b42d-00cf4fc964ff"),
        launch("6f9619ff-8b86-4d01-b42d-00cf4fc964fe"),
    ];
    for (i, one) in all.iter().enumerate() {
        assert!(!all[..i].contains(one) && !one.starts_with(PREFIX) && one.starts_with("by-friday-") && one.ends_with('/'), "{one}");
    }
    assert_eq!(path("/a/", "ann"), all[0]);
}

#[test]
fn a_week_goes_on_from_what_the_portal_keeps() {
    let whole = moves(Collaborative, ALL);
    for (count, ended, screen) in
        [(0, false, Screen::Play), (3, false, Screen::Play), (ALL, false, Screen::Debrief), (ALL, true, Screen::Debrief)]
    {
        let kept = Resume { ended, ..week(21, &whole[..count]) };
        let mut tab = Tab::open(Some(package()), Some(&portal(Some(kept))), &link(5, &[]), Kept::default());
        assert_eq!((tab.moves(), tab.shell.line.as_ref().map(|l| l.seed)), (whole[..count].to_vec(), Some(21)));
        assert_eq!((&tab.shell.screen, &tab.start.note), (&screen, &None));
        assert!(tab.heard().is_empty(), "nothing was decided here");
        // All moves without their outcome: it is reported now. With it: nothing is.
        assert_eq!((tab.reports.len(), tab.completed()), if count == ALL && !ended { (1, 1) } else { (0, 0) }, "{count} {ended}");
        if count < ALL {
            tab.choose(Directive);
            assert_eq!(tab.reports.last().map(|r| (r.decisions.len(), r.seed)), Some((count + 1, 21)));
            let (old, new) = tab.reports[0].decisions.split_at(count);
            assert!(old.iter().all(|d| d.at.is_none() && d.latency.is_none()) && new[0].latency == Some(5_000));
        }
    }
}

#[test]
fn a_week_of_a_kept_edition_ends_under_it() {
    let edition = scenario::editions("monday-call").next().map_or("", |e| e.0);
    let kept = Resume { edition: edition.into(), ..week(7, &["hedge".to_owned()]) };
    let mut tab = Tab::open(Some(package()), Some(&portal(Some(kept))), "", Kept::default());
    assert_eq!((tab.moves(), &tab.start.note), (vec!["hedge".to_owned()], &None));
    tab.choose(Directive);
    assert_eq!(tab.reports.last().map(|r| (r.decisions.len(), r.edition.as_str())), Some((2, edition)));
}

#[test]
fn a_week_of_another_edition_ends_under_this_one_and_the_learner_is_told() {
    let old = |moves: &[String], ended| {
        let kept = Resume { edition: "000000".into(), ended, ..week(7, moves) };
        Tab::open(Some(package()), Some(&portal(Some(kept))), "", Kept::default())
    };
    let (whole, mut gone) = (moves(Directive, ALL), moves(Directive, 4));
    gone[2] = "a-move-of-old".into();
    let mut tab = old(&gone, false);
    assert_eq!(tab.moves(), gone[..2]);
    assert!(tab.start.note.as_deref().is_some_and(|n| n.contains("has changed") && n.contains("2 decisions")), "{:?}", tab.start.note);
    tab.choose(Directive);
    let report = &tab.reports[0];
    assert!(report.decisions.len() == 3 && report.edition == tab.shell.loaded.edition);

    let tab = old(&whole[..5], false);
    assert!(tab.moves() == whole[..5] && tab.start.note.is_some_and(|n| n.contains("figures may differ")));
    let mut longer = whole.clone();
    longer.push("once-more".into());
    let tab = old(&longer, false);
    assert!(tab.shell.screen == Screen::Debrief && tab.reports.len() == 1 && tab.start.note.is_some_and(|n| n.contains("one decision")));
}

#[test]
fn what_was_reported_as_ended_stays_so_under_another_edition() {
    let mut gone = moves(Directive, ALL);
    gone[5] = "a-move-of-old".into();
    let kept = Resume { edition: "000000".into(), ended: true, ..week(7, &gone) };
    let mut tab = Tab::open(Some(package()), Some(&portal(Some(kept))), "", Kept::default());
    assert!(tab.start.note.as_deref().is_some_and(|n| n.contains("Your result stays")), "{:?}", tab.start.note);
    assert_eq!(tab.hosted.why, Some("Your first week is reported. What you play now is for you alone."));
    tab.play(Collaborative, ALL - 5);
    // The portal's session takes nothing more, so nothing is said to be reported.
    assert!(tab.shell.screen == Screen::Debrief && tab.reports.is_empty() && tab.hosted.why.is_some());
}

#[test]
fn a_week_of_another_scenario_is_passed_over() {
    let kept = Resume { scenario: "another-week".into(), ..week(21, &moves(Directive, 2)) };
    let tab = Tab::open(Some(package()), Some(&portal(Some(kept))), "", Kept::default());
    assert!(tab.moves().is_empty() && tab.shell.line.is_some_and(|l| l.seed == 7));
    // Nor is a package for a scenario that is not in the program played in silence.
    let tab = Tab::open(Some(Launch { scenario: "another-week".into(), ..package() }), None, "", Kept::default());
    assert!(tab.start.note.is_some_and(|n| n.contains("another-week")) && tab.shell.screen == Screen::Play);
}

/// What the device keeps after the portal's week was opened: the week, the lines beside it.
fn merged(resume: &[String], device: Kept) -> (Tab, Save) {
    let tab = Tab::open(Some(package()), Some(&portal(Some(week(7, resume)))), "", device);
    let save = tab.shell.saved().unwrap();
    (tab, save)
}

#[test]
fn the_portal_s_week_becomes_the_device_s_own_and_nothing_there_is_lost() {
    let (d, c) = (moves(Directive, ALL), moves(Collaborative, ALL));
    let text = |moves: &[String]| moves.join(".");
    let lines = |save: &Save| save.lines.iter().map(|l| l.moves.clone()).collect::<Vec<_>>();

    let (tab, save) = merged(&d[..4], Kept::default());
    assert_eq!((save.week.moves, lines(&tab.shell.saved().unwrap())), (text(&d[..4]), vec![]));
    assert!(!tab.shell.visiting, "it is the learner's own");

    // Another device went further: what this one holds is its beginning, no line of its own.
    let (_, save) = merged(&d[..4], device(7, &d[..2], &[&c[..3], &d[..1]]));
    assert_eq!((save.week.moves.clone(), lines(&save)), (text(&d[..4]), vec![text(&c[..3])]));

    // Another line stays beside it; of too many, the first stays and the next goes.
    let (_, save) = merged(&d[..4], device(7, &c[..3], &[]));
    assert_eq!((save.week.moves.clone(), lines(&save)), (text(&d[..4]), vec![text(&c[..3])]));
    let other = |n: usize| [&d[..n], &c[n..=n]].concat();
    let (_, save) = merged(&d[..4], device(7, &c[..5], &[&other(0), &other(1), &other(2)]));
    assert_eq!(lines(&save), [text(&other(0)), text(&other(2)), text(&c[..5])]);

    // Where the device has it, nothing is written; that it goes further is said, and it can.
    let (tab, save) = merged(&d[..4], device(7, &c[..5], &[&d[..6]]));
    assert!(tab.start.keep.is_none() && tab.start.note.is_none() && save.week.moves == text(&c[..5]));
    let (mut tab, _) = merged(&d[..4], device(7, &d[..6], &[]));
    assert!(tab.start.keep.is_none() && tab.moves() == d[..4], "the portal's state comes first");
    assert!(tab.hosted.offer().is_some_and(|n| n.contains("2 decisions further on")), "{:?}", tab.hosted.offer());
    tab.send(Msg::Start);
    tab.now += 9_000;
    tab.send(Msg::Continue);
    assert_eq!(tab.taken(), d[..6], "what the portal had not got");
    assert!(tab.reports[0].decisions.iter().all(|d| d.at.is_none() && d.latency.is_none()), "nothing of it was decided now");
    assert!(tab.reports[0].decisions[4..].iter().all(|d| d.on_time.is_some()), "each with its effect");
}

#[test]
fn in_review_and_browse_nothing_is_reported_and_a_line_says_so() {
    for (mode, word) in [(Mode::Browse, "look around"), (Mode::Review, "review")] {
        let opened = Opened { mode, reports: false, ..portal(Some(week(7, &moves(Directive, 11)))) };
        let mut tab = Tab::open(Some(package()), Some(&opened), "", Kept::default());
        assert!(tab.hosted.about().is_some_and(|a| a.contains(word)));
        tab.play(Directive, 2);
        assert_eq!(tab.shell.screen, Screen::Debrief);
        tab.restart();
        tab.play(Collaborative, ALL);
        assert!(tab.reports.is_empty() && !tab.hosted.finish && tab.hosted.why.is_none());
    }
    assert_eq!(Tab::fresh().hosted.about(), None);
}

#[test]
fn a_package_opens_its_own_scenario_only() {
    let elsewhere = ["#/portal", "#/write", "#/class?x=1", "#/play/another-week?seed=3", "#/debrief/another-week?seed=3&moves=a"];
    let own =
        [link(3, &moves(Directive, 2)), link(3, &moves(Directive, 2)).replace("play", "why"), "#/data".into(), "#/".into(), "#main".into()];
    let mut hosted = Hosted::new(Some(package()));
    for fragment in elsewhere {
        let start = Hosted::new(Some(package())).start(None, fragment, Kept::default(), DRAWN);
        assert!(start.fragment.starts_with("#/play/monday-call?") && start.seed == Some(7), "{fragment}: {}", start.fragment);
        assert_eq!(hosted.allowed(fragment), Some(start.fragment));
    }
    own.iter().for_each(|fragment| assert_eq!(hosted.allowed(fragment), None, "{fragment}"));
    assert_eq!(hosted.allowed("#/play/monday-call?v=9"), None, "the page says what is wrong with it");
    assert_eq!(hosted.start(None, &own[0], Kept::default(), DRAWN).fragment, own[0], "reloading stays where it was");

    // In a portal it is the attempt's week that is gone back to.
    let mut tab = Tab::open(Some(package()), Some(&portal(None)), "#/play/another-week?seed=3", Kept::default());
    tab.play(Directive, 2);
    tab.send(Msg::Packaging);
    assert_eq!((&tab.shell.screen, tab.moves()), (&Screen::Play, moves(Directive, 2)));
    // Without a package every address is open.
    assert_eq!(Hosted::new(None).allowed("#/portal"), None);
    assert_eq!(Hosted::new(None).start(None, "#/portal", Kept::default(), DRAWN).fragment, "#/portal");
}

#[test]
fn a_package_that_hides_styles_opens_no_week_that_shows_them() {
    let blind = Hosted::new(Some(Launch { blind: true, ..package() }));
    let shown = link(3, &moves(Directive, 2));
    for screen in ["play", "debrief", "map", "why"] {
        let instead = blind.allowed(&shown.replace("play", screen)).unwrap_or_default();
        assert!(
            instead.contains(&format!("{screen}/monday-call")) && instead.contains("blind=1") && instead.contains("seed=3"),
            "{instead}"
        );
        assert_eq!(blind.allowed(&instead), None);
    }
    let tab = Tab::open(Some(Launch { blind: true, ..package() }), None, &shown, Kept::default());
    assert!(tab.shell.blind && tab.moves().len() == 2);
}

#[test]
fn without_a_package_the_address_says_which_week_a_portal_s_attempt_is() {
    let mut tab = Tab::open(None, Some(&portal(None)), "#/play/monday-call?seed=5&blind=1", Kept::default());
    assert!(tab.shell.blind && tab.shell.line.as_ref().is_some_and(|l| l.seed == 5));
    tab.choose(Directive);
    assert_eq!(tab.reports.last().map(|r| (r.seed, r.blind)), Some((5, true)));
    // The portal's week comes before it.
    let tab = Tab::open(None, Some(&portal(Some(week(9, &[])))), "#/play/monday-call?seed=5", Kept::default());
    assert!(tab.shell.line.is_some_and(|l| l.seed == 9));
    // Somebody's moves are shown, and not reported.
    let mut tab = Tab::open(None, Some(&portal(None)), &link(5, &moves(Directive, 3)), Kept::default());
    tab.play(Directive, ALL - 3);
    assert!(tab.shell.screen == Screen::Debrief && tab.reports.is_empty() && !tab.hosted.finish);
    assert_eq!(tab.hosted.why, Some("This week comes from a link or a file, so it is not reported."));
}

#[test]
fn the_rules_of_a_session_are_the_package_s() {
    let setup = |package: Option<Launch>| Hosted::new(package).setup();
    let rule = setup(Some(Launch { complete: Complete::LastDecision, pass_mark: Some(60), language: "pt-BR".into(), ..package() }));
    assert_eq!((rule.rule.completion, rule.rule.success, rule.rule.pass_mark), (Completion::LastDecision, Success::Score, Some(60.0)));
    assert_eq!((rule.language.as_str(), rule.scenario.as_str()), ("pt-BR", "monday-call"));
    assert_eq!((setup(None).rule, setup(None).language.as_str()), (Default::default(), "en"));
    for (target, looks) in [
        (Target::Scorm12, &[false, true][..]),
        (Target::Scorm2004, &[true, false]),
        (Target::Cmi5, &[]),
        (Target::Xapi, &[]),
        (Target::Web, &[]),
    ] {
        assert_eq!(scorm(Some(&Launch { target, ..package() })), looks);
    }
    assert_eq!(scorm(None), [true, false]);
}

#[test]
fn the_embedding_page_s_commands_lead_to_a_fragment() {
    let restart = |package: Option<Launch>, seed| Hosted::new(package).command(&Command::Restart { seed }, DRAWN);
    assert!(restart(None, Some(9)).contains("seed=9") && restart(None, None).contains(&format!("seed={DRAWN}")));
    // In a package its rule holds: results compare only under the same luck.
    let mut tab = Tab::open(Some(Launch { blind: true, ..package() }), Some(&portal(None)), "", Kept::default());
    tab.play(Directive, 2);
    let again = tab.hosted.command(&Command::Restart { seed: Some(9) }, DRAWN);
    assert!(again.contains("seed=7") && again.contains("blind=1") && !again.contains("moves"), "{again}");
    let mut open = |link: &str| tab.hosted.command(&Command::Open { link: link.into() }, DRAWN);
    let other = format!("{}&blind=1&e=000000", link(7, &moves(Directive, 1)));
    assert_eq!(open(&other), other, "the page says that it is of another edition");
    assert_eq!(open("#/play/monday-call?v=9"), "#/play/monday-call?v=9");
    assert!(open("#/play/another-week?seed=1").contains("monday-call") && open("#/write").contains("moves="));
    tab.go("#/play/monday-call?v=9");
    assert!(matches!(tab.shell.screen, Screen::Error(_)));
    tab.go(&other);
    assert!(tab.shell.notices.iter().any(|n| n.id == "other-edition") && tab.moves().len() == 1);
    let mut free = Hosted::new(None);
    assert_eq!(free.command(&Command::Open { link: "#/portal".into() }, DRAWN), "#/portal");
}

/// What the device keeps after one decision in this week.
fn after_one(address: &str) -> Kept {
    let mut app = App::new(Kept::default());
    let mut kept = Kept::default();
    let mut told = app.update(Msg::Address { fragment: address.to_owned(), seed: 1 });
    told.extend(app.update(Msg::Choose(0)));
    for effect in told {
        if let Effect::Keep { key, text } = effect {
            kept.insert(key, text);
        }
    }
    kept
}

#[test]
fn the_same_week_goes_on_and_another_one_begins() {
    let seven = after_one("#/play/monday-call?seed=7");
    assert_eq!(goes_on("#/play/monday-call?v=1&seed=7", &seven).as_deref(), Some("#/play/monday-call?v=1"));
    assert_eq!(goes_on("#/play/monday-call?v=1&seed=7&blind=1", &seven).as_deref(), Some("#/play/monday-call?v=1&blind=1"));
    for other in ["#/play/monday-call?seed=9", "#/play/red-folder?seed=7", "#/play/monday-call?seed=7&moves=hedge", "#/", "#/play/nowhere"]
    {
        assert_eq!(goes_on(other, &seven), None, "{other}");
    }
    assert_eq!(goes_on("#/play/monday-call?seed=7", &Kept::default()), None);
    assert_eq!(begins("#/play/monday-call?seed=7").and_then(|l| l.seed), Some(7));
    assert_eq!(begins("#/debrief/monday-call?seed=7&moves=hedge"), None);
}

/// Where a week begins is known before its scenario was read, but where only a replay can tell.
#[test]
fn what_can_begin_unread() {
    let (home, known) = Home::of(Some(&package()));
    let three = moves(Directive, 3);
    let quick = |opened: &Opened| {
        let package = package();
        Entry { home: &home, package: Some(&package) }.start(Some(opened), "", &Kept::default(), DRAWN).map(|s| s.fragment)
    };
    let shown = |fragment: Option<String>| fragment.and_then(|f| scenario::codec::link::read(&f).ok());
    assert!(known && home.edition == week(7, &[]).edition && home.title == "The Monday call");
    assert!(matches!(shown(quick(&portal(None))), Some(Route::Play(l)) if l.seed == Some(7) && l.moves.is_empty()));
    assert!(matches!(shown(quick(&portal(Some(week(9, &three))))), Some(Route::Play(l)) if l.seed == Some(9) && l.moves == three));
    let ended = Resume { ended: true, ..week(9, &moves(Directive, ALL)) };
    assert!(matches!(shown(quick(&portal(Some(ended)))), Some(Route::Debrief(_))));
    // Another edition, and a review that hands nothing back.
    assert_eq!(quick(&portal(Some(Resume { edition: "cca83e".into(), ..week(9, &three) }))), None);
    assert_eq!(quick(&Opened { mode: Mode::Review, ..portal(None) }), None);
    // A scenario that the package brings, and one that nobody has.
    let brought = Launch { scenario: "mine".into(), packed: Some("x.abc".into()), title: Some("Mine".into()), ..package() };
    let (home, known) = Home::of(Some(&brought));
    assert!(
        !known && (home.key.as_str(), home.id.as_str(), home.title.as_str(), home.edition.as_str()) == ("x.abc", "mine", "Mine", "3f9a1c")
    );
    let (home, known) = Home::of(Some(&Launch { scenario: "nowhere".into(), ..package() }));
    assert!(!known && home.id == "monday-call");
}

/// A part that comes later, told what was on the device before and all that was shown since, tells the same.
#[test]
fn what_was_shown_before_is_told_in_order() {
    let kept = device(7, &moves(Directive, 5), &[&moves(Collaborative, 2)]);
    let opened = portal(Some(week(7, &moves(Directive, 2))));
    let mut early = Tab::open(Some(package()), Some(&opened), "", kept.clone());
    early.quick = false;
    let mut events = Vec::new();
    let mut late = Hosted::new(Some(package()));
    for style in [Collaborative, Directive, Collaborative] {
        early.choose(style);
        events.push((early.fragment(), early.now));
        early.now += 2_000;
        early.send(Msg::Next);
        events.push((early.fragment(), early.now));
    }
    // By now the device keeps what was decided.
    let mut now = early.shell.kept.clone();
    if let Some((key, text)) = early.start.keep.clone() {
        now.insert(key, text);
    }
    let home = Home::of(Some(&package())).0;
    let before = Entry { home: &home, package: None }.kept(&kept).map(str::to_owned);
    let kept = late.before(now, before);
    assert_eq!(late.start(Some(&opened), "", kept, DRAWN), early.start);
    let mut told = late.show(&early.start.fragment, true, false, NOON);
    for (fragment, at) in events {
        told.extend(late.show(&fragment, true, false, at));
    }
    told.extend(late.flush());
    let reports =
        |out: &[Out]| out.iter().filter_map(|o| if let Out::Report(r) = o { Some((**r).clone()) } else { None }).collect::<Vec<_>>();
    let flushed = early.hosted.flush();
    early.told(flushed);
    assert!(early.reports.len() >= 3);
    assert_eq!(reports(&told), early.reports);
}
