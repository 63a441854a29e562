//! What is done with a stranger's bytes: the whole way each kind takes through the program, and what
//! must hold on it. A fuzzer runs these (`make fuzz`), and `cargo test --test properties corpus` runs
//! them on every file of the corpus.

#![allow(dead_code)]

pub mod link;
pub mod message;
pub mod readers;
pub mod save;
pub mod scenario;
pub mod shape;

use app::study::Study;
use app::{App, Kept, Screen};
use engine::Program;
use engine::model::State;
use std::sync::OnceLock;

/// The bytes as a text; what is no UTF-8 is replaced, as a browser does.
pub fn text(data: &[u8]) -> String {
    String::from_utf8_lossy(data).into_owned()
}

/// The page before anything happened, on a device that keeps these texts.
pub fn page(kept: &[(&str, &str)]) -> App {
    static PAGE: OnceLock<App> = OnceLock::new();
    let mut page = PAGE.get_or_init(|| App::new(Kept::default())).clone();
    kept.iter().for_each(|(key, text)| page.kept.insert((*key).to_owned(), (*text).to_owned()));
    page
}

/// A number that depends on all the bytes: for picks.
pub fn picks(data: &[u8]) -> impl Iterator<Item = usize> + use<> {
    let mut n = data.iter().fold(0xcbf2_9ce4_8422_2325_u64, |h, b| (h ^ u64::from(*b)).wrapping_mul(0x0100_0000_01b3));
    std::iter::from_fn(move || {
        n = n.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        Some((n >> 40) as usize)
    })
}

/// The moves offered in a state.
pub fn offered(program: &Program, s: &State) -> Vec<usize> {
    let offered = program.offered(s);
    (0..32).filter(|m| offered & (1 << m) != 0).collect()
}

/// Every view of what the page shows is worked out; the screen has something to show.
pub fn shown(page: &mut App) {
    let (_, _, _) = (page.continue_view(), page.known_now(), page.chance_change());
    let _ = (page.data_view(), page.week_now());
    let mut study = Study::default();
    study.follow(page);
    for _ in 0..3 {
        study.slice(page);
    }
    match page.screen.clone() {
        Screen::Error(text) => assert!(text.ends_with(['.', '!', '?', '”', '\u{201d}']) || !text.is_empty(), "an error without words"),
        Screen::Debrief => {
            let view = page.debrief_view(&study);
            assert!(
                view.is_some_and(|v| v.columns.len() >= 3) && page.summary().is_some_and(|s| !s.detail.is_empty()),
                "the debrief is empty"
            );
            assert!(page.csv().lines().count() > 1);
            let _ = page.transcript_text();
        }
        Screen::Play => {
            let place = page.place().expect("there is a place in the week");
            assert_eq!(place.after.is_some(), place.moves.is_empty(), "a decision has moves, and what was decided has none");
            assert!(page.measures_now().is_some());
        }
        Screen::Map => assert!(study.map.is_some() || study.too_large() || page.line.is_none(), "the map is neither drawn nor refused"),
        _ => {}
    }
}
