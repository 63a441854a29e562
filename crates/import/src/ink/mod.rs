//! Compiled ink: containers of instructions for a machine with a stack, as the format's own
//! description has it. They are followed once, with variables as names instead of values, from the
//! beginning and from each knot, gather and choice; each of these is a passage.

mod calls;
mod out;
mod path;
mod run;
mod stack;

use super::story::{Notes, Passage, Piece, Story};
use json::{self, Node, Value as Json};
use path::{Frames, named};
use run::Run;

/// Versions of the format that are known to be alike in what is read here.
const VERSIONS: std::ops::RangeInclusive<u32> = 18..=21;
/// More passages than this are refused.
const MOST: usize = 2000;

/// Reads a story.
///
/// # Errors
/// Says in words what keeps the file from being read.
pub fn read(text: &str, notes: &mut Notes) -> Result<Story, String> {
    let node = json::parse(text).map_err(|e| {
        let (line, column) = json::position(text, e.at);
        format!("The file is no JSON that can be read (line {line}, column {column}): {}.", e.text)
    })?;
    let version = node.get("inkVersion").and_then(Node::whole).unwrap_or(0);
    if !VERSIONS.contains(&version) {
        let (first, last) = (VERSIONS.start(), VERSIONS.end());
        return Err(format!(
            "The file is ink of version {version}; versions {first} to {last} are known. Compile it anew with a present ink."
        ));
    }
    let root = node.get("root").filter(|r| r.list().is_some()).ok_or("The file has no “root” with the story in it.")?;
    notes.lineless = true;
    let mut run = Run::new(root, notes);
    let mut story = Story::default();
    if let Some(globals) = named(root, "global decl") {
        story.initial = run.globals(globals)?;
    }
    run.open(String::new(), "Opening".to_owned());
    while let Some((name, title)) = run.next() {
        passage(&mut run, &mut story, name, title)?;
    }
    // What no way leads to is read too: its writer may want it.
    for knot in knots(root) {
        if knot != "global decl" && !run.known(knot) {
            run.open(knot.to_owned(), pretty(knot));
            while let Some((name, title)) = run.next() {
                passage(&mut run, &mut story, name, title)?;
            }
        }
    }
    Ok(story)
}

fn passage(run: &mut Run, story: &mut Story, name: String, title: String) -> Result<(), String> {
    if story.passages.len() >= MOST {
        return Err(format!("The story has over {MOST} knots, gathers and choices; that many cannot be read."));
    }
    let place = super::story::base(&name).to_owned();
    let pieces = match Frames::to(run.root, &place) {
        Some(frames) => run.passage(frames, &name)?,
        None => Vec::new(),
    };
    let pieces: Vec<Piece> = pieces.into_iter().filter(|p| !matches!(p, Piece::Text(t, _) if t.is_empty())).collect();
    // A gather has no name of its own: its first words stand for it.
    let title = if place.rsplit('.').next().is_some_and(|n| n.starts_with("g-")) { first_words(&pieces).unwrap_or(title) } else { title };
    let of_choice = place.rsplit('.').next().is_some_and(|n| n.starts_with("c-"));
    story.passages.push(Passage { name, title, line: 0, of_choice, within: false, pieces });
    Ok(())
}

fn first_words(pieces: &[Piece]) -> Option<String> {
    let line = pieces.iter().find_map(|p| if let Piece::Text(t, _) = p { super::text::lines(t).into_iter().next() } else { None })?;
    let words: Vec<&str> = line.split(' ').take(5).collect();
    Some(words.join(" "))
}

fn knots(root: &Node) -> Vec<&str> {
    match root.list().and_then(<[Node]>::last).map(|n| &n.value) {
        Some(Json::Object(members)) => members.iter().filter(|m| m.1.list().is_some()).map(|m| m.0.as_str()).collect(),
        _ => Vec::new(),
    }
}

/// A knot's or a gather's name for people: `the_old_yard.g-0` is “The old yard”.
fn pretty(path: &str) -> String {
    let own = |part: &&str| {
        !part.is_empty() && !part.starts_with(|c: char| c.is_ascii_digit()) && !part.starts_with("g-") && !part.starts_with("c-")
    };
    let name = path.rsplit('.').find(own).unwrap_or("Opening").replace('_', " ");
    let mut chars = name.chars();
    chars.next().map_or_else(String::new, |c| c.to_uppercase().chain(chars).collect())
}

#[cfg(test)]
mod tests;
