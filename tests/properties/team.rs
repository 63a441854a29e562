//! People carried over from another week: any text is a team or refused in words, what is written is
//! read back, such a week is one's own, and without a team everything is as it was.

use super::common::{any_text, choose, config, edited, edits, page, shows, studied};
use app::study::Study;
use app::{App, Kept, Library, Msg, Screen};
use engine::Line;
use engine::model::Style;
use engine::model::scenario::{MOST_NEED, Team};
use proptest::prelude::*;
use scenario::codec::link::{self, Route};
use scenario::codec::{save, team};
use std::collections::BTreeMap;
use std::sync::OnceLock;

const NEXT: &str = "one-came-back";

fn needs() -> impl Strategy<Value = [i32; 3]> {
    let one = || prop_oneof![3 => -800..=800, 1 => -MOST_NEED..=MOST_NEED];
    (one(), one(), one()).prop_map(|(a, c, r)| [a, c, r])
}

fn any_team(ids: &'static str) -> impl Strategy<Value = Team> {
    proptest::collection::btree_map(ids, needs(), 0..6).prop_map(|team: BTreeMap<String, _>| team.into_iter().collect())
}

/// The three of the week after.
fn three() -> impl Strategy<Value = Team> {
    let ids = ["michael", "anna", "john"].map(str::to_owned);
    (needs(), needs(), needs()).prop_map(move |(m, a, j)| ids.clone().into_iter().zip([m, a, j]).collect())
}

fn texts() -> impl Strategy<Value = String> {
    prop_oneof![
        1 => any_text(),
        2 => "[a-z0-9._é-]{0,40}",
        2 => "((michael|anna|john|nobody)(\\.-?[0-9]{1,5}){2,4}_?){0,4}",
        2 => three().prop_map(|t| team::write(&t)),
        4 => (three(), edits()).prop_map(|(t, e)| edited(&team::write(&t), &e)),
    ]
}

/// The page with the week after opened once, so that it need not be read each time.
fn next_page(kept: Kept) -> App {
    static PAGE: OnceLock<App> = OnceLock::new();
    let opened = || {
        let mut page = page(Kept::default());
        page.update(Msg::Address { fragment: format!("#/play/{NEXT}?seed=1"), seed: 0 });
        page
    };
    App { kept, ..PAGE.get_or_init(opened).clone() }
}

fn open(page: &mut App, fragment: &str) {
    page.update(Msg::Address { fragment: fragment.to_owned(), seed: 0 });
}

fn opened(team: &Team, seed: u32) -> App {
    let mut page = next_page(Kept::default());
    open(&mut page, &format!("#/play/{NEXT}?seed={seed}&team={}", team::write(team)));
    page
}

proptest! {
    #![proptest_config(config(500))]

    #[test]
    fn a_team_is_read_as_it_was_written(team in any_team("[a-z0-9-]{1,12}")) {
        let text = team::write(&team);
        prop_assert_eq!(team::read(&text), Ok(team));
        prop_assert!(text.bytes().all(|b| b.is_ascii_alphanumeric() || b"._-".contains(&b)) && !text.ends_with(['.', '_', '-']));
    }

    #[test]
    fn any_text_is_a_week_or_a_sentence(text in texts(), screen in "play|debrief|map|why", seed in any::<u32>()) {
        let fragment = format!("#/{screen}/{NEXT}?seed={seed}&team={text}");
        let mut page = next_page(Kept::default());
        open(&mut page, &fragment);
        prop_assert!(shows(&page));
        match link::read(&fragment) {
            Ok(Route::Play(l) | Route::Debrief(l) | Route::Map(l) | Route::Why(l)) => match team::read(&l.team) {
                Ok(_) => prop_assert!(page.line.is_some() && team::read(&page.team.text).is_ok(), "{:?}", page.screen),
                Err(why) => prop_assert_eq!(&page.screen, &Screen::Error(why.to_string())),
            },
            // What programs do to links is undone.
            other => prop_assert!(matches!(page.screen, Screen::Error(_)) || page.line.is_some(), "{:?}", other),
        }
        let again = page.route().to_string();
        prop_assert_eq!(link::read(&again), Ok(page.route()));
    }
}

proptest! {
    #![proptest_config(config(60))]

    #[test]
    fn nobody_from_elsewhere_is_the_week_as_written(team in three(), strangers in any_team("x[a-z]{1,5}"), seed in any::<u32>()) {
        let fresh = app::load(NEXT).unwrap();
        let mut page = opened(&team, seed);
        prop_assert!(page.loaded.program != fresh.program && page.notices.iter().any(|n| n.id == "team"));
        for none in [String::new(), format!("&team={}", team::write(&strangers))] {
            open(&mut page, &format!("#/play/{NEXT}?seed={seed}{none}"));
            prop_assert_eq!((&page.loaded.program, &page.loaded.scenario), (&fresh.program, &fresh.scenario));
            prop_assert!(page.team.text.is_empty() && page.notices.is_empty());
            prop_assert_eq!(page.line.as_ref(), Some(&Line::new(&fresh.program, seed)));
        }
    }

    #[test]
    fn a_better_team_begins_no_worse(team in three(), better in proptest::collection::vec(0..1500i32, 9), named in 0..8u8, seed in any::<u32>()) {
        let team: Team = team.into_iter().enumerate().filter(|(i, _)| named & (1 << i) != 0).map(|(_, t)| t).collect();
        let mut more = team.clone();
        for ((_, needs), by) in more.iter_mut().zip(better.chunks(3)) {
            needs.iter_mut().zip(by).for_each(|(n, b)| *n = (*n + b).min(MOST_NEED));
        }
        let [a, b] = [&team, &more].map(|t| opened(t, seed));
        let (a, b) = (a.line.unwrap().state, (b.line.unwrap().state, b.loaded.program));
        for m in 0..b.1.members {
            prop_assert!(b.1.engagement(&b.0.people[m]) >= b.1.engagement(&a.people[m]), "member {m}");
        }
        prop_assert!(b.1.team_engagement(&b.0) >= b.1.team_engagement(&a));
    }

    #[test]
    fn those_who_are_not_named_begin_as_ever(team in three(), seed in any::<u32>()) {
        let (plain, carried) = (opened(&Vec::new(), seed).line.unwrap(), opened(&team[..1].to_vec(), seed).line.unwrap());
        prop_assert_eq!(&plain.state.people[1..], &carried.state.people[1..]);
        // How fast the work goes is another matter: what there is to do is the same.
        prop_assert_eq!(plain.state.tasks.map(|t| t.drawn), carried.state.tasks.map(|t| t.drawn));
    }
}

proptest! {
    #![proptest_config(config(12))]

    /// It is kept, resumed and shared; and everything it is compared with begins with the same team.
    #[test]
    fn such_a_week_is_ones_own(team in three(), seed in any::<u32>(), picks in proptest::collection::vec(any::<u8>(), 20)) {
        let mut live = opened(&team, seed);
        prop_assert!(!live.visiting);
        let monday = live.line.as_ref().unwrap().state.people;
        for pick in picks {
            choose(&mut live, pick);
            let mut other = next_page(Kept::default());
            open(&mut other, &live.route().to_string());
            prop_assert_eq!((&other.line, other.route(), other.visiting), (&live.line, live.route(), false));
            let mut again = page(live.kept.clone());
            open(&mut again, &format!("#/play/{NEXT}"));
            prop_assert_eq!((&again.line, again.route(), again.visiting), (&live.line, live.route(), false));
            prop_assert!(live.screen == Screen::Play || live.line.as_ref().unwrap().state.over());
            live.update(Msg::Next);
        }
        prop_assert_eq!(&live.screen, &Screen::Debrief);
        let kept = live.saved().unwrap();
        prop_assert_eq!(&kept.week.team, &team::write(&team));
        prop_assert!(live.kept.get(&live.save_key()).unwrap().contains("\"version\": 2"));
        let mut study = Study::default();
        study.follow(&mut live);
        let compared = study.compared.as_ref().unwrap();
        for line in [&compared.directive, &compared.collaborative, &compared.unfelt] {
            let first = line.steps[0].before;
            prop_assert_eq!(first.people.map(|p| p.needs), monday.map(|p| p.needs));
        }
        let transcript = app::export::transcript_json(&live.route().to_string()).unwrap();
        let written = format!("\"team\": \"{}\"", team::write(&team));
        prop_assert!(transcript.contains(&written) && live.transcript_text().contains(&written));
        // A week with another team stands beside it on the device, and not in its debrief.
        let mut next = next_page(live.kept.clone());
        open(&mut next, &format!("#/play/{NEXT}?seed={seed}"));
        choose(&mut next, 0);
        let kept = next.saved().unwrap();
        prop_assert_eq!((kept.week.team.as_str(), kept.lines.len()), ("", 1));
        prop_assert_eq!(&kept.lines[0].team, &team::write(&team));
        while next.screen == Screen::Play {
            choose(&mut next, 0);
            next.update(Msg::Next);
        }
        prop_assert_eq!(studied(&next).unwrap().columns.len(), 3);
    }
}

/// A whole week by the default moves of a style.
fn pure(page: &mut App, style: Style) {
    while page.screen == Screen::Play {
        let scene = page.line.as_ref().unwrap().state.scene as usize;
        let mv = page.loaded.program.scenes[scene].default[style as usize];
        page.update(Msg::Choose(usize::from(mv)));
        page.update(Msg::Next);
    }
}

#[test]
fn the_debrief_goes_on_to_the_week_after_with_the_team_it_made() {
    for style in [Style::Directive, Style::Collaborative] {
        let mut monday = page(Kept::default());
        monday.update(Msg::Play { seed: 7 });
        pure(&mut monday, style);
        let end = monday.line.clone().unwrap().state;
        let after = studied(&monday).unwrap().week_after.unwrap();
        assert_eq!(after.name, "The one that came back");
        let mut next = page(monday.kept.clone());
        open(&mut next, &after.fragment);
        assert!(next.screen == Screen::Play && !next.visiting, "{:?}", next.screen);
        let first = next.line.as_ref().unwrap().state;
        let kept = next.loaded.scenario.assumptions.iter().find(|a| a.id == "carried-over").unwrap().value;
        for m in 0..3 {
            for n in 0..3 {
                let left = (f64::from(end.people[m].needs[n]) * kept).round() as i32;
                assert!((first.people[m].needs[n] - left).abs() <= 1, "{style:?}");
            }
        }
        // The week before is still there, as it was.
        assert_eq!(next.kept.get("by-friday/save/monday-call"), monday.kept.get("by-friday/save/monday-call"));
        // A fade that is argued with changes where they begin.
        let faded = format!("{}&seed=7&set=carried-over:0", after.fragment);
        open(&mut next, &faded);
        assert_eq!(next.line.as_ref().unwrap().state.people[0].needs, [0; 3]);
        assert!(next.visiting);
    }
    let mut last = page(Kept::default());
    open(&mut last, "#/play/one-came-back?seed=7");
    pure(&mut last, Style::Directive);
    assert_eq!(studied(&last).unwrap().week_after, None);
}

/// The first part of the program plays no such week: it hands the page over, by a link or from what
/// the device keeps, and keeps what it cannot play.
#[test]
fn the_first_part_of_the_program_leaves_such_weeks_to_the_other() {
    let first = |kept: &Kept| App::with(Library::FIRST, kept.clone());
    let mut whole = page(Kept::default());
    open(&mut whole, "#/play/monday-call?seed=7&team=anna.900.900.900");
    choose(&mut whole, 0);
    let mut web = first(&Kept::default());
    open(&mut web, "#/play/monday-call?seed=7&team=anna.900.900.900");
    assert_eq!(web.screen, Screen::Elsewhere);
    web = first(&whole.kept);
    open(&mut web, "#/play/monday-call");
    assert_eq!(web.screen, Screen::Elsewhere);
    web = first(&whole.kept);
    open(&mut web, "#/");
    assert!(web.continue_view().is_some());
    web.update(Msg::Continue);
    assert_eq!(web.screen, Screen::Elsewhere);
    let mut studio = page(whole.kept.clone());
    open(&mut studio, &web.route().to_string());
    assert_eq!((&studio.line, studio.visiting), (&whole.line, false));
    // A new week there keeps the old one with its team.
    web.update(Msg::Play { seed: 8 });
    choose(&mut web, 0);
    let kept = save::read(web.kept.get("by-friday/save/monday-call").unwrap()).unwrap();
    assert_eq!((kept.week.team.as_str(), kept.lines[0].team.as_str()), ("", "anna.900.900.900"));
}

#[test]
fn a_kept_team_that_cannot_be_read_is_told_of() {
    let text = r#"{"version": 2, "edition": "abcdef", "week": {"seed": 7, "moves": "ask-three", "team": "anna.1"}, "after": true, "blind": false, "lines": []}"#;
    let mut kept = Kept::default();
    kept.insert(format!("by-friday/save/{NEXT}"), text.to_owned());
    let mut page = next_page(kept);
    open(&mut page, &format!("#/play/{NEXT}"));
    assert!(page.screen == Screen::Start && page.notices.iter().any(|n| n.id == "save-damaged"), "{:?}", page.screen);
    open(&mut page, &format!("#/play/{NEXT}?seed=8"));
    assert!(page.screen == Screen::Play);
}
