//! Stories of other tools as a scenario to finish: Twine's published pages, archives and Twee 3 (four
//! story formats), compiled ink, H5P's Branching Scenario, tables.
//!
//! A story has passages, ways on and variables; a scenario has scenes, moves of two styles, times,
//! work and people. What a story has is taken over where it fits; what it lacks is filled in so that
//! the result runs, and both what was left and what is to be decided are listed.
//!
//! The text is a stranger's: nothing panics, everything is bounded, and what comes out is plain text
//! that the reader takes.

mod chapbook;
mod cursor;
mod expr;
mod file;
mod flat;
mod graph;
mod h5p;
mod harlowe;
mod html;
mod ids;
mod include;
mod ink;
mod lexer;
mod list;
mod scan;
mod scenes;
mod snowman;
mod source;
mod story;
mod sugarcube;
mod table;
mod text;
mod told;
mod twee;
mod vars;
mod write;

#[cfg(test)]
mod tests;

pub use list::{Group, Summary};
pub use story::{Kind, Left};
pub use table::TEMPLATE;

use file::Content;
use scenario::LARGEST;
use scenario::check::{Severity, quick};
use story::{Notes, Story, count, short};

/// Bytes of a file with a story in it; the story itself may have [`LARGEST`].
const FILE: usize = 32 << 20;

/// A scenario made of a story.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Imported {
    /// A scenario file of format 1 that runs: JSON, laid out.
    pub scenario: String,
    /// How much of the story came in.
    pub summary: Summary,
    /// What was not taken over, and what the writer has to decide: by kind, the first of a kind in
    /// the order of the file.
    pub left: Vec<Left>,
}

/// What a file holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Found {
    Story(Box<Imported>),
    /// An archive with several stories: their titles, in its order.
    Several(Vec<String>),
}

/// Makes a scenario of a file: Twine's published pages, archives and Twee, compiled ink, a Branching
/// Scenario of H5P, a table as CSV. `name` is the file's, for what has no title. `which` is the
/// number of a story, from 0, where the file has several.
///
/// # Errors
/// In words, for people: what the file is instead, or what keeps it from being read.
pub fn open(name: &str, bytes: &[u8], which: Option<usize>) -> Result<Found, String> {
    match file::open(bytes)? {
        Content::H5p(text) => imported(name, |notes| h5p::read(&text, notes)),
        Content::Text { text, guessed } => {
            let mut found = text_file(name, &text, which)?;
            if let (Found::Story(story), true) = (&mut found, guessed) {
                let why = "it was read as Windows-1252: look whether the letters with accents are right, or save it as UTF-8".to_owned();
                story.left.push(Left {
                    kind: Kind::Look,
                    line: 0,
                    place: String::new(),
                    what: "the file is not UTF-8".into(),
                    why,
                    times: 1,
                });
            }
            Ok(found)
        }
    }
}

/// Makes a scenario of a text that holds one story, as [`open`] does of a file.
///
/// # Errors
/// In words, for people: what the text is instead, or what keeps it from being read.
pub fn import(name: &str, text: &str) -> Result<Imported, String> {
    match text_file(name, text.strip_prefix('\u{feff}').unwrap_or(text), None)? {
        Found::Story(story) => Ok(*story),
        Found::Several(titles) => Err(format!("There are {} stories in the file: say which one you mean.", titles.len())),
    }
}

/// Makes a scenario of what was copied from a document: a table, as the page's HTML or as plain text.
///
/// # Errors
/// In words, for people: what it lacks.
pub fn paste(html: &str, text: &str) -> Result<Imported, String> {
    if html.len() + text.len() > FILE {
        return Err(too_large(html.len() + text.len(), FILE));
    }
    let rows = html::table(html);
    let found = match rows {
        Some(rows) => imported("", |notes| table::cells(rows.clone(), notes)),
        None => text_file("", text, None),
    };
    match found? {
        Found::Story(story) => Ok(*story),
        Found::Several(_) => Err("There are several stories in it: save them as a file, and open that.".into()),
    }
}

fn too_large(bytes: usize, most: usize) -> String {
    format!("The file has {bytes} bytes; at most {most} can be read.")
}

fn text_file(name: &str, text: &str, which: Option<usize>) -> Result<Found, String> {
    if text.len() > FILE {
        return Err(too_large(text.len(), FILE));
    }
    let text = text.replace("\r\n", "\n").replace('\r', "\n");
    let begin = text.trim_start();
    if begin.is_empty() {
        return Err("The file is empty: save the story again, and choose that file.".into());
    }
    if begin.starts_with('{') && text.contains("\"inkVersion\"") {
        limit(text.len())?;
        return imported(name, |notes| ink::read(&text, notes));
    }
    if begin.starts_with('{') && text.contains("\"scenes\"") {
        return Err("This is a scenario already; open it as it is.".into());
    }
    if text.contains("<tw-storydata") || text.contains("storeArea") || text.contains("store-area") {
        let stories = html::stories(&text).into_iter().filter(|s| !s.passages.is_empty()).collect::<Vec<_>>();
        if stories.len() > 1 && which.is_none() {
            let title =
                |(i, s): (usize, &source::Source)| if s.title.is_empty() { format!("Story {}", i + 1) } else { text::tidy(&s.title) };
            return Ok(Found::Several(stories.iter().enumerate().map(title).collect()));
        }
        let which = which.unwrap_or(0);
        if which < stories.len() {
            return imported(name, |notes| {
                let found = html::stories(&text).into_iter().filter(|s| !s.passages.is_empty()).nth(which);
                twee::story(found.unwrap_or_default(), notes)
            });
        }
        if !stories.is_empty() {
            return Err(format!("There are {} stories in the file, and no number {}.", stories.len(), which + 1));
        }
    }
    if table::looks(&text) {
        limit(text.len())?;
        return imported(name, |notes| table::read(&text, notes));
    }
    if twee::looks(&text) && !text.trim_start().starts_with('<') {
        return imported(name, |notes| {
            let source = twee::source(&text, notes)?;
            twee::story(source, notes)
        });
    }
    Err(file::refusal(name, &text))
}

/// The story's own length, not that of what is around it.
fn limit(bytes: usize) -> Result<(), String> {
    if bytes > LARGEST {
        return Err(format!("The story has {bytes} bytes; at most {LARGEST} can be read."));
    }
    Ok(())
}

/// Reads a story and makes a scenario of it. A story that asks about more than a scenario can hold
/// is made again without its variables.
fn imported(name: &str, read: impl Fn(&mut Notes) -> Result<Story, String>) -> Result<Found, String> {
    let mut refused = String::new();
    for variables in [true, false] {
        let mut notes = Notes::default();
        let mut story = read(&mut notes)?;
        notes.here.clear();
        include::spread(&mut story, &mut notes);
        if !variables {
            notes.lean = true;
            notes.any = Some("the story asks about more than a scenario can hold".into());
        }
        let found = build(name, &story, notes)?;
        let findings = quick(&found.scenario);
        let Some(broken) = findings.list.iter().find(|f| f.severity == Severity::Error) else {
            return Ok(Found::Story(Box::new(found)));
        };
        refused = format!("No scenario can be made of this story: {}.", broken.text);
    }
    Err(refused)
}

fn build(name: &str, story: &Story, mut notes: Notes) -> Result<Imported, String> {
    let vars = vars::Vars::of(story, &mut notes);
    let start = story.passages.iter().position(|p| p.name == story.start).unwrap_or(0);
    let flats = flat::lay(&story.passages, &vars, &mut notes);
    if flats.is_empty() {
        return Err("The story has no passage to play.".into());
    }
    let all = list::Choices::of(&flats);
    let graph = graph::Graph::of(flats, start, &mut notes);
    let (scenes, people) = scenes::scenes(&graph, &mut notes);
    let summary = list::summary(&all, &graph, &scenes);
    let stem = name.rsplit(['/', '\\']).next().unwrap_or("").split('.').next().unwrap_or("").to_owned();
    let title = [&story.title, &stem].into_iter().map(|t| text::tidy(t)).find(|t| !t.is_empty()).unwrap_or_else(|| "A story".into());
    let title: String = title.chars().take(80).collect();
    let most = people.iter().find(|p| !matches!(p.as_str(), "You" | "I" | "Me"));
    decide(&scenes, most.map(String::as_str), &mut notes);
    let head = write::Head {
        id: ids::fresh(&title, "story", |_| false),
        summary: format!("Taken over from the story “{}”: to be written.", short(&title)),
        title,
        member: most.cloned().unwrap_or_else(|| "Somebody".into()),
        people,
        flags: vars.flags,
    };
    let tree = write::scenario(&head, &scenes);
    let laid = json::pretty(&tree);
    let scenario = if laid.len() <= LARGEST { laid } else { json::compact(&tree) };
    if scenario.len() > LARGEST {
        return Err(format!("The story would make a scenario of {} bytes; at most {LARGEST} are possible.", scenario.len()));
    }
    Ok(Imported { scenario, summary, left: notes.done() })
}

/// What a story lacks, and its writer has to decide.
fn decide(scenes: &[scenes::Scene], most: Option<&str>, notes: &mut Notes) {
    let moves: usize = scenes.iter().map(|s| s.moves.len()).sum();
    let why = "where the story does not say, they are directive and collaborative in turn: to be decided by you";
    notes.decide(format!("the styles of {}", count(moves, "move", "moves")), why);
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
