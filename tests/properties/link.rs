//! Links: what is written is read back, what strangers make of them never crashes, and a link
//! opened anywhere shows what the sender saw.

use super::common::{any_text, choose, config, device, edited, edits, page, picked, program, shows, studied, week};
use app::{App, Kept, Msg, Screen};
use engine::Line;
use proptest::prelude::*;
use scenario::codec::link::{self, BadLink, PlayLink, Route};
use scenario::codec::mend;

const ID: &str = "[a-z0-9-]{1,30}";

fn route() -> impl Strategy<Value = Route> {
    let play = (
        ID,
        prop::option::of("[0-9a-f]{6}"),
        prop::option::of(any::<u32>()),
        proptest::collection::vec(ID, 0..20),
        any::<bool>(),
        any::<bool>(),
        prop_oneof![3 => Just(String::new()), 1 => "([a-z0-9-]{1,8}(\\.-?[1-9][0-9]{0,3}){3}){1}(_[a-z0-9-]{1,8}(\\.-?[1-9][0-9]{0,3}){3}){0,3}"],
        proptest::collection::vec((ID, (-1_000_000..=1_000_000i32).prop_map(|n| f64::from(n) / 1000.0)), 0..5),
    );
    let play = play.prop_map(|(scenario, edition, seed, moves, after, blind, team, set)| PlayLink {
        after: after && !moves.is_empty(),
        scenario,
        edition,
        seed,
        moves,
        blind,
        set,
        team,
        cut: false,
    });
    prop_oneof![
        1 => Just(Route::Start),
        1 => Just(Route::Data),
        1 => Just(Route::Portal),
        8 => play.clone().prop_map(Route::Play),
        4 => play.clone().prop_map(Route::Debrief),
        1 => play.clone().prop_map(Route::Map),
        2 => play.prop_map(Route::Why),
    ]
}

/// The link of a random week at a random point of it.
fn valid() -> impl Strategy<Value = String> {
    (week(), 0..27usize, any::<bool>()).prop_map(|((seed, picks), length, blind)| {
        let mut page = page(Kept::default());
        page.update(Msg::Play { seed });
        page.blind = blind;
        for step in 0..length {
            if step % 2 == 0 { choose(&mut page, picks[step / 2]) } else { drop(page.update(Msg::Next)) }
        }
        page.route().to_string()
    })
}

/// Texts that are links, nearly links, or nothing of the kind.
pub fn fragment() -> impl Strategy<Value = String> {
    prop_oneof![
        1 => any_text(),
        1 => "#?/(play|debrief|data|map|why|)/?[ -~é]{0,40}",
        2 => "#/(play|debrief|map|why)/monday-call\\?(v=1|v=[0-9]{0,3}|e=[0-9a-zé]{0,7}|seed=[0-9-]{0,11}|moves=[a-z.é-]{0,20}|show=after|blind=1|set=[a-z0-9:,.e+-]{0,30}|team=[a-z0-9._-]{0,30}|&|amp;|#|=){0,8}",
        2 => valid(),
        4 => (valid(), edits()).prop_map(|(link, edits)| edited(&link, &edits)),
    ]
}

/// Opening the fragment shows something, and what is shown has a link that opens.
#[track_caller]
fn check(kept: Kept, fragment: &str) -> Result<(), TestCaseError> {
    let mut page = page(kept);
    page.update(Msg::Address { fragment: fragment.to_owned(), seed: 7 });
    prop_assert!(shows(&page), "{:?} shows nothing", page.screen);
    prop_assert_eq!(link::read(&page.route().to_string()), Ok(page.route()));
    let mended = mend::read(fragment);
    // What does not begin as ours do asks for nothing.
    let bad = mended.as_ref().is_err_and(|e| *e != BadLink::Changed || link::begins(fragment))
        || mended.as_ref().is_ok_and(|m| unknown(&m.route));
    prop_assert_eq!(matches!(page.screen, Screen::Error(_)), bad, "{:?}", page.screen);
    // What had to be put right is said, and nothing else is said to have been.
    let said = page.notices.iter().any(|n| n.id == "mended");
    prop_assert_eq!(
        said,
        mended.is_ok_and(|m| !m.done.is_empty()) && !matches!(page.screen, Screen::Error(_)) || said && bad,
        "{:?}",
        page.notices
    );
    Ok(())
}

/// Whether a link names a scenario that is not here, or a team that is none.
fn unknown(route: &Route) -> bool {
    let link = match route {
        Route::Play(l) | Route::Debrief(l) | Route::Map(l) | Route::Why(l) => l,
        _ => return false,
    };
    link.scenario != "monday-call" || scenario::codec::team::read(&link.team).is_err()
}

proptest! {
    #![proptest_config(config(1500))]

    #[test]
    fn a_link_is_read_as_it_was_written(route in route()) {
        let text = route.to_string();
        prop_assert_eq!(link::read(&text), Ok(route.clone()), "{}", text);
        prop_assert_eq!(link::read(&text[1..]), Ok(route.clone()));
        prop_assert_eq!(link::read(&text.replace('&', "&amp;")), Ok(route.clone()));
        prop_assert_eq!(link::read(&format!("{text}#?secret=x")), Ok(route.clone()));
        if text.contains('?') {
            prop_assert_eq!(link::read(&format!("{text}&from=x")), Ok(route));
        }
    }

    #[test]
    fn any_text_is_read_or_refused_and_reading_settles(text in fragment()) {
        if let Ok(route) = link::read(&text) {
            let again = link::read(&route.to_string());
            prop_assert_eq!(again, Ok(route));
        }
    }
}

proptest! {
    #![proptest_config(config(300))]

    #[test]
    fn any_address_shows_something(text in fragment()) {
        check(Kept::default(), &text)?;
    }

    #[test]
    fn any_address_shows_something_beside_a_week_of_ones_own(own in valid(), text in fragment()) {
        let mut page = page(Kept::default());
        page.update(Msg::Address { fragment: own, seed: 1 });
        check(page.kept, &text)?;
    }
}

#[test]
fn a_move_that_cannot_be_shown_is_said_and_left_out() {
    let mended = mend::read("#/play/monday-call?seed=7&moves=\0hedge\u{1}\u{7f}").expect("it reads");
    assert_eq!((Ok(mended.route), mended.done), (link::read("#/play/monday-call?seed=7&moves=hedge"), vec![mend::Step::Lines]));
}

/// The address opened where nothing is kept.
fn opened(fragment: &str, seed: u32) -> App {
    let mut other = page(device(&[]));
    other.update(Msg::Address { fragment: fragment.to_owned(), seed });
    other
}

proptest! {
    #![proptest_config(config(25))]

    #[test]
    fn a_link_opened_elsewhere_shows_the_week_at_every_point((seed, picks) in week(), blind in any::<bool>(), drawn in any::<u32>()) {
        let mut line = Line::new(program(), seed);
        let mut live = page(Kept::default());
        live.update(Msg::Play { seed });
        live.blind = blind;
        for step in 0..=2 * picks.len() {
            prop_assert_eq!(live.line.as_ref(), Some(&line), "messages and the engine agree");
            let link = live.route().to_string();
            prop_assert!(link.len() < 300, "{} characters: {link}", link.len());
            prop_assert_eq!(link.contains("show=after"), line.after_move());
            let other = opened(&link, drawn);
            prop_assert_eq!(other.line.as_ref(), Some(&line), "{}", link);
            prop_assert_eq!((&other.screen, other.blind, other.route()), (&live.screen, blind, live.route()));
            prop_assert!(!other.visiting && other.notices.is_empty(), "{:?}", other.notices);
            prop_assert_eq!((other.place(), studied(&other)), (live.place(), studied(&live)));
            if step == 2 * picks.len() {
                break;
            }
            let pick = picks[step / 2];
            if step % 2 == 0 {
                let mv = picked(&line.state, pick);
                line.choose(program(), mv).unwrap();
                choose(&mut live, pick);
            } else {
                line.go_on(program()).unwrap();
                live.update(Msg::Next);
            }
        }
        prop_assert_eq!(&live.screen, &Screen::Debrief);
    }
}
