//! What an assumption touches, in words, and under which heading it stands.

use super::words;
use engine::model::Scenario;
use engine::reads::{Place, Reads, Scope};

/// Scenes that are named one by one; more are counted.
const NAMED: usize = 4;

/// Headings of the page, in order: id and title.
pub const GROUPS: [(&str, &str); 6] = [
    ("people", "The people"),
    ("telling", "Asking and telling"),
    ("meetings", "Meetings"),
    ("work", "The work and its luck"),
    ("score", "The score"),
    ("unread", "Not read while a week runs"),
];

/// The id of the heading under which an assumption stands.
pub fn group(id: &str, reads: &Reads) -> &'static str {
    match (reads.scope, id) {
        (Scope::Nothing, _) => "unread",
        (Scope::Score, _) => "score",
        (_, "engagement-output" | "output-spread" | "baseline-spread" | "overtime-tired" | "carried-over") => "people",
        (_, id) if id.starts_with("need-") || id.starts_with("volunteer-") => "people",
        (_, id) if id.starts_with("right-") || id.starts_with("severe-") => "telling",
        (_, "shared-luck" | "optimism") => "work",
        _ if reads.meeting && !reads.other => "meetings",
        _ => "work",
    }
}

/// What a rule of the engine does with it; empty for what only the scenario names.
fn rule(scenario: &Scenario, id: &str) -> String {
    let text = match id {
        "engagement-output" | "output-spread" => "The whole week: everyone\u{2019}s rate of work.",
        "need-autonomy" | "need-competence" | "need-relatedness" => {
            "The whole week: everyone\u{2019}s engagement, and through it their rate of work."
        }
        "baseline-spread" => "How everyone starts the week on Monday morning.",
        "carried-over" => "How those who come from another week start this one on Monday morning.",
        "shared-luck" => "The whole week: how far tasks run long or short together.",
        "optimism" => "The whole week: how long each task takes that somebody works on.",
        "need-scale" => "How far each move raises or lowers somebody\u{2019}s engagement.",
        "meeting-cost" => "How long every meeting takes.",
        "overtime-tired" => "The rate of work of those who stay late, for the rest of the week.",
        "volunteer-base" | "volunteer-slope" => "Who stays late when volunteers are asked for.",
        "right-directive-unfamiliar" | "right-directive-familiar" => "Whether telling turns out to be right.",
        "right-collaborative-unfamiliar" | "right-collaborative-familiar" => "Whether asking turns out to be right.",
        "severe-directive" => "Whether telling turns out to be right where a wrong step costs the {goods}.",
        "severe-collaborative" => "Whether asking turns out to be right where a wrong step costs the {goods}.",
        "late-span" | "late-left" => "The score alone: points for delivery when the {goods} is late.",
        "promise-cost" => "The score alone: points lost when a promise to the customer is broken.",
        "engagement-from" | "engagement-to" => "The score alone: points for how people feel at the end.",
        "hours-span" => "The score alone: points for the team\u{2019}s hours.",
        _ => "",
    };
    let goods = if id.starts_with("late-") { scenario.goods() } else { scenario.at_stake() };
    text.replace("{goods}", goods)
}

/// What an assumption touches, a sentence each; never empty.
pub fn touches(scenario: &Scenario, id: &str, reads: &Reads) -> Vec<String> {
    let mut all = Vec::new();
    if reads.scope == Scope::Nothing {
        all.push("Not read while a week runs.".to_owned());
    } else {
        all.extend(Some(rule(scenario, id)).filter(|text| !text.is_empty()));
    }
    if !reads.places.is_empty() {
        all.push(places(scenario, "Read by", &reads.places));
    }
    if !reads.tasks.is_empty() {
        let names = reads.tasks.iter().filter_map(|t| scenario.work.tasks.get(*t)).map(|t| t.name.clone());
        all.push(format!("Changes the work on: {}.", words::list(&names.collect::<Vec<_>>())));
    }
    if !reads.reasons.is_empty() {
        all.push(places(scenario, "Given as a reason by", &reads.reasons));
    }
    all
}

/// `Read by: Monday 15:00 The connector bin (two moves); …`, or how many where they are many.
fn places(scenario: &Scenario, lead: &str, places: &[Place]) -> String {
    if places.len() > NAMED {
        let moves: usize = places.iter().map(|p| p.moves.len()).sum();
        return format!("{lead}: {} in {}.", words::count(moves, "move"), words::count(places.len(), "scene"));
    }
    let mut all: Vec<(String, bool, usize, usize)> = Vec::new();
    for p in places {
        let Some(scene) = scenario.scenes.get(p.scene) else { continue };
        let name = format!("{} {}", words::moment(scene.at.0), scene.title);
        match all.iter_mut().find(|other| other.0 == name) {
            // One scene in two versions, such as one a style.
            Some((_, enter, moves, versions)) => (*enter, *moves, *versions) = (*enter | p.enter, *moves + p.moves.len(), *versions + 1),
            None => all.push((name, p.enter, p.moves.len(), 1)),
        }
    }
    let one = |(name, enter, moves, versions): &(String, bool, usize, usize)| {
        let moves = match (enter, moves) {
            (true, 0) => "as it begins".to_owned(),
            (enter, n) => format!("{}{} move{}", if *enter { "as it begins, and " } else { "" }, few(*n), if *n == 1 { "" } else { "s" }),
        };
        let versions = if *versions > 1 { format!(" in {} versions of it", few(*versions)) } else { String::new() };
        format!("{name} ({moves}{versions})")
    };
    format!("{lead}: {}.", all.iter().map(one).collect::<Vec<_>>().join("; "))
}

/// A small number in words.
fn few(n: usize) -> String {
    const WORDS: [&str; 10] = ["no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"];
    WORDS.get(n).map_or_else(|| n.to_string(), |w| (*w).to_owned())
}
