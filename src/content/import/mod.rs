//! Stories of other tools as a scenario to finish: Twee 3 (SugarCube, Harlowe) and compiled ink.
//!
//! A story has passages, ways on and variables; a scenario has scenes, moves of two styles, times,
//! work and people. What a story has is taken over where it fits; what it lacks is filled in so that
//! the result runs, and both what was left and what is to be decided are listed.
//!
//! The text is a stranger's: nothing panics, everything is bounded, and what comes out is plain text
//! that the reader takes.

mod expr;
mod flat;
mod graph;
mod harlowe;
mod ids;
mod ink;
mod scan;
mod scenes;
mod story;
mod sugarcube;
mod text;
mod twee;
mod vars;
mod write;

#[cfg(test)]
mod tests;

pub use story::Left;

use super::parse::LARGEST;
use crate::json;
use story::{Notes, Story, count, short};

/// A scenario made of a story.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Imported {
    /// A scenario file of format 1 that runs: JSON, laid out.
    pub scenario: String,
    /// What was not taken over, and what the writer has to decide, in the order of the file; first
    /// what concerns the whole.
    pub left: Vec<Left>,
}

/// Makes a scenario of a story: Twee 3, or the JSON of compiled ink. `name` is the file's, for what
/// has no title, and to tell the languages apart.
///
/// # Errors
/// In words, for people: a file that is too large, of another kind, or not to be read.
pub fn import(name: &str, text: &str) -> Result<Imported, String> {
    if text.len() > LARGEST {
        return Err(format!("The file has {} bytes; at most {LARGEST} can be read.", text.len()));
    }
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let mut notes = Notes::default();
    let story = match kind(name, text)? {
        Kind::Twee => twee::read(&text.replace("\r\n", "\n").replace('\r', "\n"), &mut notes)?,
        Kind::Ink => ink::read(text, &mut notes)?,
    };
    build(name, &story, notes)
}

enum Kind {
    Twee,
    Ink,
}

/// What kind of file this is.
fn kind(name: &str, text: &str) -> Result<Kind, String> {
    let (lower, begin) = (name.to_lowercase(), text.trim_start());
    let head: String = begin.chars().take(4000).collect::<String>().to_lowercase();
    if begin.starts_with('{') && text.contains("\"inkVersion\"") {
        return Ok(Kind::Ink);
    }
    if begin.starts_with('{') && text.contains("\"scenes\"") {
        return Err("This is a scenario already; open it as it is.".into());
    }
    if head.contains("<tw-storydata") || begin.starts_with("<!doctype") || head.starts_with("<html") || lower.ends_with(".html") {
        return Err("This is a published page. Export the story as Twee (in Twine: Build, Export As Twee) and import that file.".into());
    }
    if lower.ends_with(".ink") || (!twee::looks(text) && text.lines().any(|l| l.starts_with("===") || l.starts_with("-> "))) {
        return Err(
            "This is ink's source. Compile it first (in Inky: File, Export to JSON; or inklecate, or inkjs-compiler) and import the JSON."
                .into(),
        );
    }
    if twee::looks(text) {
        return Ok(Kind::Twee);
    }
    Err("This is no story that can be read: a Twee file has passages that begin with “:: Name”, compiled ink is JSON with “inkVersion”."
        .into())
}

fn build(name: &str, story: &Story, mut notes: Notes) -> Result<Imported, String> {
    let vars = vars::Vars::of(story, &mut notes);
    let start = story.passages.iter().position(|p| p.name == story.start).unwrap_or(0);
    let flats = flat::lay(&story.passages, &vars, &mut notes);
    if flats.is_empty() {
        return Err("The story has no passage to play.".into());
    }
    let graph = graph::Graph::of(flats, start, &mut notes);
    let (scenes, most) = scenes::scenes(&graph, &mut notes);
    let stem = name.rsplit(['/', '\\']).next().unwrap_or("").split('.').next().unwrap_or("").to_owned();
    let title = [&story.title, &stem].into_iter().map(|t| text::tidy(t)).find(|t| !t.is_empty()).unwrap_or_else(|| "A story".into());
    let title: String = title.chars().take(80).collect();
    decide(&scenes, most.as_deref(), &mut notes);
    let head = write::Head {
        id: ids::fresh(&title, "story", |_| false),
        summary: format!("Taken over from the story “{}”: to be written.", short(&title)),
        title,
        member: most.unwrap_or_else(|| "Somebody".into()),
        flags: vars.flags,
    };
    let tree = write::scenario(&head, &scenes);
    let laid = json::pretty(&tree);
    let scenario = if laid.len() <= LARGEST { laid } else { json::compact(&tree) };
    if scenario.len() > LARGEST {
        return Err(format!("The story would make a scenario of {} bytes; at most {LARGEST} are possible.", scenario.len()));
    }
    Ok(Imported { scenario, left: notes.done() })
}

/// What a story lacks, and its writer has to decide.
fn decide(scenes: &[scenes::Scene], most: Option<&str>, notes: &mut Notes) {
    let moves: usize = scenes.iter().map(|s| s.moves.len()).sum();
    notes.decide(
        format!("the styles of {}", count(moves, "move", "moves")),
        "they are directive and collaborative in turn: to be decided by you",
    );
    notes.decide(
        format!("the times of {}", count(scenes.len(), "scene", "scenes")),
        "they are spread from Monday to Friday in the order they can come: to be decided by you",
    );
    notes.decide("what moves do", "a story has no meetings, no work and no feelings: give moves effects and a reason (“because”)");
    match most {
        Some(name) => notes.decide(format!("the team: {name}"), "who speaks most is its only member: add the others, and what they do"),
        None => notes.decide("the team: Somebody", "nobody speaks by name in the story: say who the team is"),
    }
}
