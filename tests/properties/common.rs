//! What several of the areas need: the built-in week, random weeks in it, and mutated texts.

use app::study::Study;
use app::{self, App, Kept, Loaded, Msg, Screen};
use engine::model::{Scenario, State};
use engine::{Line, Program};
use proptest::prelude::*;
use proptest::test_runner::RngSeed;
use scenario::codec::save::MOST_LINES;
use std::sync::OnceLock;

/// So many cases, the same ones in every run unless the environment asks for others.
pub fn config(cases: u32) -> ProptestConfig {
    let asked = |name| std::env::var_os(name).is_some();
    let mut config = ProptestConfig { failure_persistence: None, max_shrink_iters: 2_000, ..ProptestConfig::default() };
    if !asked("PROPTEST_CASES") {
        config.cases = cases;
    }
    if !asked("PROPTEST_RNG_SEED") {
        config.rng_seed = RngSeed::Fixed(1);
    }
    config
}

pub fn game() -> &'static Loaded {
    static GAME: OnceLock<Loaded> = OnceLock::new();
    GAME.get_or_init(|| app::load("monday-call").unwrap())
}

/// A scenario with one more assumption, which nothing reads.
pub fn with_unread(scenario: &Scenario, id: &str) -> Scenario {
    let mut scenario = scenario.clone();
    let mut unread = scenario.assumptions[0].clone();
    unread.id = id.to_owned();
    scenario.assumptions.push(unread);
    scenario
}

pub fn program() -> &'static Program {
    &game().program
}

/// The page before anything happened, as [`App::new`] makes it but without reading the scenario
/// each time.
pub fn page(kept: Kept) -> App {
    static PAGE: OnceLock<App> = OnceLock::new();
    App { kept, ..PAGE.get_or_init(|| App::new(Kept::default())).clone() }
}

/// A device that keeps these texts.
pub fn device(texts: &[(&str, &str)]) -> Kept {
    let mut kept = Kept::default();
    texts.iter().for_each(|(key, text)| kept.insert((*key).to_owned(), (*text).to_owned()));
    kept
}

/// Decisions in every week of the built-in scenario.
pub const DECISIONS: usize = 13;

/// A random week: a seed, and for each decision which of the offered moves to take.
pub fn week() -> impl Strategy<Value = (u32, Vec<u8>)> {
    (any::<u32>(), picks())
}

pub fn picks() -> impl Strategy<Value = Vec<u8>> {
    proptest::collection::vec(any::<u8>(), DECISIONS)
}

/// The move that a pick means: one of those offered.
pub fn picked(s: &State, pick: u8) -> usize {
    let offered = program().offered(s);
    let moves: Vec<usize> = (0..32).filter(|m| offered & (1 << m) != 0).collect();
    moves[usize::from(pick) % moves.len()]
}

/// Plays as many decisions as there are picks.
pub fn play(seed: u32, picks: &[u8]) -> Line {
    let mut line = Line::new(program(), seed);
    for pick in picks {
        line.play(program(), picked(&line.state, *pick)).unwrap();
    }
    line
}

/// The states a line went through: at each decision and after each move, and where it stands.
pub fn states(line: &Line) -> Vec<State> {
    let mut all: Vec<State> = line.steps.iter().flat_map(|s| [s.before, s.after]).collect();
    all.push(line.state);
    all
}

/// Takes the picked move on the page, if one can be taken.
pub fn choose(page: &mut App, pick: u8) {
    let moves = page.place().map_or_else(Vec::new, |p| p.moves);
    if !moves.is_empty() {
        page.update(Msg::Choose(moves[usize::from(pick) % moves.len()].index));
    }
}

/// Whether the screen has something to show; every view is worked out.
pub fn shows(page: &App) -> bool {
    let (data, week) = (page.data_view(), page.week_now());
    let (_, _, _) = (page.continue_view(), page.known_now(), page.chance_change());
    match &page.screen {
        Screen::Start | Screen::Packaging | Screen::Write | Screen::Class(_) | Screen::From(_) | Screen::Elsewhere => true,
        Screen::Data => data.len() == page.kept.iter().count(),
        Screen::Error(text) => !text.is_empty(),
        Screen::Debrief => {
            studied(page).is_some_and(|v| (3..=3 + MOST_LINES).contains(&v.columns.len()))
                && page.summary().is_some_and(|s| !s.detail.is_empty())
                && page.csv().lines().count() > 1
        }
        Screen::Map | Screen::Why => true,
        Screen::Play => {
            let place = page.place().is_some_and(|p| p.after.is_some() == p.moves.is_empty() && !p.talk.is_empty());
            place && page.measures_now().is_some_and(|m| m.team.len() == 3) && week.iter().any(|d| !d.entries.is_empty())
        }
    }
}

/// Any text, control characters too, which proptest leaves out of its own.
pub fn any_text() -> impl Strategy<Value = String> {
    let c = prop_oneof![4 => any::<char>(), 2 => (0..0x20u8).prop_map(char::from), 4 => (0x20..0x7fu8).prop_map(char::from)];
    proptest::collection::vec(c, 0..20).prop_map(|c| c.into_iter().collect())
}

/// One change to a text.
#[derive(Clone, Debug)]
pub enum Edit {
    Delete(usize, usize),
    Insert(usize, String),
    Repeat(usize, usize),
    Cut(usize),
    Swap(usize, usize),
}

/// One to four changes.
pub fn edits() -> impl Strategy<Value = Vec<Edit>> {
    let at = 0..100_000usize;
    let piece = prop_oneof![
        any_text(),
        "[ -~]{1,4}",
        prop::sample::select(vec![
            "\"",
            "\\",
            "\\u",
            "\\ud800",
            "{",
            "}",
            "[",
            "]",
            ",",
            ":",
            ".",
            "-",
            "0",
            "9",
            "e",
            "#",
            "&",
            "=",
            "?",
            "/",
            "%",
            "null",
            "true",
            "version",
            "4294967296",
            "1e999",
            "\u{0}",
            "\n",
            "\u{feff}",
            "𝄞",
        ])
        .prop_map(str::to_owned),
    ];
    let edit = prop_oneof![
        (at.clone(), 1..6usize).prop_map(|(a, n)| Edit::Delete(a, n)),
        (at.clone(), piece).prop_map(|(a, p)| Edit::Insert(a, p)),
        (at.clone(), 1..40usize).prop_map(|(a, n)| Edit::Repeat(a, n)),
        at.clone().prop_map(Edit::Cut),
        (at.clone(), at).prop_map(|(a, b)| Edit::Swap(a, b)),
    ];
    proptest::collection::vec(edit, 1..=4)
}

/// The text with the changes made; places are taken modulo its length.
pub fn edited(text: &str, edits: &[Edit]) -> String {
    let mut c: Vec<char> = text.chars().collect();
    for edit in edits {
        let n = c.len().max(1);
        let end = |from: usize, len: usize| (from + len).min(c.len());
        match edit {
            Edit::Delete(at, len) => drop(c.drain((at % n).min(c.len())..end(at % n, *len))),
            Edit::Insert(at, piece) => {
                let at = at % (c.len() + 1);
                c.splice(at..at, piece.chars());
            }
            Edit::Repeat(at, len) => {
                let piece = c[(at % n).min(c.len())..end(at % n, *len)].to_vec();
                c.splice(at % n..at % n, piece);
            }
            Edit::Cut(at) => c.truncate(at % n),
            Edit::Swap(a, b) if !c.is_empty() => c.swap(a % n, b % n),
            Edit::Swap(..) => {}
        }
    }
    c.into_iter().collect()
}

/// The debrief of a page, its comparisons worked out anew.
pub fn studied(page: &App) -> Option<app::debrief::View> {
    let (mut page, mut study) = (page.clone(), Study::default());
    study.follow(&mut page);
    page.debrief_view(&study)
}
