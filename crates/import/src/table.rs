//! A table of scenes: CSV as spreadsheets save it, with commas, semicolons or tabs, or a table that
//! was copied from a document. A row is a choice; what stands in the cells left empty is that of
//! the row above.

use super::story::{Kind, Link, Notes, Passage, Piece, Story};
use super::text::{PLAIN, plain, tidy};
use engine::model::scenario::Style;
use std::collections::BTreeMap;

/// A table to begin with, as CSV.
pub const TEMPLATE: &str = include_str!("../../../public/examples/scenes.csv");

/// What columns are called, the first word of each being the template's.
const SCENE: &[&str] = &["scene", "scenes", "node", "id", "szene", "scène", "escena"];
const TEXT: &[&str] = &["text", "what is said", "description", "question", "texte", "texto"];
const CHOICE: &[&str] = &["choice", "choices", "option", "answer", "move", "wahl", "antwort", "choix", "opción"];
const GOES: &[&str] =
    &["goes to", "go to", "goto", "leads to", "next", "next scene", "to", "target", "weiter zu", "weiter", "va à", "va a"];
const STYLE: &[&str] = &["style", "stil"];
const REACTION: &[&str] = &["reaction", "feedback", "response", "reaktion", "réaction", "reacción"];
/// What stands for the end of the week in the column “goes to”.
const END: &[&str] = &["end", "the end", "ende", "fin", "-", "–", "—"];

struct Columns {
    scene: usize,
    text: Option<usize>,
    choice: Option<usize>,
    goes: usize,
    style: Option<usize>,
    reaction: Option<usize>,
}

/// Whether a text is such a table; it says so in its first line.
pub fn looks(text: &str) -> bool {
    let head = text.trim_start().lines().next().unwrap_or("");
    cuts().any(|cut| rows(head, cut).first().is_some_and(|r| columns(&r.1).is_some()))
}

/// Whether a table seems to be meant: lines with the same number of cells.
pub fn seems(text: &str) -> bool {
    let count = |l: &str| l.matches(['\t', ';']).count();
    let lines: Vec<usize> = text.lines().filter(|l| !l.trim().is_empty()).take(5).map(count).collect();
    lines.len() > 1 && lines.iter().all(|n| *n > 1 && Some(n) == lines.first())
}

fn cuts() -> impl Iterator<Item = char> {
    ['\t', ';', ','].into_iter()
}

fn columns(head: &[String]) -> Option<Columns> {
    let head: Vec<String> = head.iter().map(|h| h.trim().trim_matches('*').to_lowercase()).collect();
    let find = |names: &[&str]| head.iter().position(|h| names.contains(&h.as_str()));
    Some(Columns {
        scene: find(SCENE)?,
        text: find(TEXT),
        choice: find(CHOICE),
        goes: find(GOES)?,
        style: find(STYLE),
        reaction: find(REACTION),
    })
}

/// The rows with something in them, each with its line.
fn rows(text: &str, cut: char) -> Vec<(usize, Vec<String>)> {
    let mut rows = json::table::rows(text, cut).0;
    rows.retain(|r| r.1.iter().any(|c| !c.trim().is_empty()));
    rows
}

/// Reads a table as text.
///
/// # Errors
/// Says in words what the table lacks.
pub fn read(text: &str, notes: &mut Notes) -> Result<Story, String> {
    let found = cuts().map(|cut| rows(text, cut)).find(|rows| rows.first().is_some_and(|r| columns(&r.1).is_some()));
    story(found.ok_or(NO_HEAD)?, notes)
}

/// Reads the cells of a table that was copied.
///
/// # Errors
/// Says in words what the table lacks.
pub fn cells(rows: Vec<Vec<String>>, notes: &mut Notes) -> Result<Story, String> {
    story(rows.into_iter().enumerate().map(|(i, row)| (i + 1, row)).collect(), notes)
}

const NO_HEAD: &str = "The first row of a table says what its columns are: scene, text, choice, goes to, style, reaction. Take the template and put your own rows in.";

fn story(rows: Vec<(usize, Vec<String>)>, notes: &mut Notes) -> Result<Story, String> {
    let (head, rows) = rows.split_first().ok_or(NO_HEAD)?;
    let columns = columns(&head.1).ok_or(NO_HEAD)?;
    let mut story = Story::default();
    let mut places: BTreeMap<String, usize> = BTreeMap::new();
    let mut scenes: Vec<Passage> = Vec::new();
    let mut reactions: Vec<Passage> = Vec::new();
    // A cell may name a scene in other letters, or one that comes only later.
    let names: BTreeMap<String, String> = rows.iter().rev().filter_map(|r| named(r.1.get(columns.scene)?)).collect();
    for (line, row) in rows {
        let cell = |column: Option<usize>| column.and_then(|c| row.get(c)).map_or("", |c| c.trim());
        if let Some((key, name)) = row.get(columns.scene).and_then(|c| named(c)) {
            let next = scenes.len();
            if *places.entry(key).or_insert(next) == next {
                scenes.push(Passage { title: name.clone(), name, line: *line, of_choice: false, within: false, pieces: Vec::new() });
            }
        }
        let at = row.get(columns.scene).and_then(|c| named(c)).and_then(|n| places.get(&n.0).copied()).or(scenes.len().checked_sub(1));
        let Some(scene) = at.and_then(|at| scenes.get_mut(at)) else {
            notes.leave(Kind::Lost, *line, row.join(" "), "no scene is named in this row or above it");
            continue;
        };
        notes.here = scene.title.clone();
        let text = plain(cell(columns.text), PLAIN, *line, notes);
        let there = scene.pieces.iter().any(|p| matches!(p, Piece::Text(t, _) if t.trim() == text.trim()));
        if !text.is_empty() && !there {
            // Before the choices, wherever its row stands.
            let texts = scene.pieces.iter().take_while(|p| matches!(p, Piece::Text(..))).count();
            scene.pieces.insert(texts, Piece::Text(format!("{text}\n"), *line));
        }
        let goes = cell(Some(columns.goes));
        let ends = goes.is_empty() || END.contains(&goes.to_lowercase().as_str());
        let to = if ends { String::new() } else { names.get(&goes.to_lowercase()).cloned().unwrap_or_else(|| goes.to_owned()) };
        let label = tidy(&plain(cell(columns.choice), PLAIN, *line, notes));
        let reaction = plain(cell(columns.reaction), PLAIN, *line, notes);
        if label.is_empty() {
            if !goes.is_empty() {
                scene.pieces.push(Piece::Go(to, *line));
            }
            continue;
        }
        let mut link =
            Link { label: label.clone(), to, sets: Vec::new(), style: style(cell(columns.style), &label, *line, notes), line: *line };
        if ends || !reaction.is_empty() {
            let name = format!("\u{3}{line}");
            let pieces = vec![Piece::Text(reaction, *line), Piece::Go(std::mem::replace(&mut link.to, name.clone()), *line)];
            reactions.push(Passage { name, title: label, line: *line, of_choice: true, within: false, pieces });
        }
        scene.pieces.push(Piece::Link(link));
    }
    notes.here.clear();
    story.start = scenes.first().map(|s| s.name.clone()).ok_or("The table has no row with a scene in it.")?;
    story.passages = scenes;
    story.passages.extend(reactions);
    Ok(story)
}

/// A scene's name as it is compared, and as it stands there.
fn named(cell: &str) -> Option<(String, String)> {
    let name = tidy(cell);
    (!name.is_empty()).then(|| (name.to_lowercase(), name))
}

fn style(cell: &str, label: &str, line: usize, notes: &mut Notes) -> Option<Style> {
    match cell.to_lowercase().as_str() {
        "" => None,
        "directive" | "d" | "direktiv" | "directif" | "directivo" | "tell" => Some(Style::Directive),
        "collaborative" | "c" | "kooperativ" | "collaboratif" | "colaborativo" | "ask" => Some(Style::Collaborative),
        other => {
            notes.leave(Kind::Write, line, format!("the style “{other}” of “{label}”"), "a style is directive or collaborative");
            None
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{TEMPLATE, looks, read, seems};
    use crate::story::{Notes, Piece};

    #[test]
    fn a_table_is_known_by_its_first_row() {
        for head in ["scene,text,choice,goes to", "Szene;Text;Wahl;Weiter zu", "Scene\tText\tAnswer\tNext"] {
            assert!(looks(head), "{head}");
        }
        assert!(!looks("a,b,c") && !looks("The scene, it goes to pieces") && seems("a\tb\tc\nd\te\tf") && !seems("a, b\nc"));
    }

    #[test]
    fn the_template_is_a_story_with_nothing_left() {
        let mut notes = Notes::default();
        let story = read(TEMPLATE, &mut notes).expect("a table");
        let scenes: Vec<&str> = story.passages.iter().filter(|p| !p.of_choice).map(|p| p.name.as_str()).collect();
        assert_eq!(scenes, ["Monday call", "The plan", "Friday"]);
        let choices = story.passages[0].pieces.iter().filter(|p| matches!(p, Piece::Link(l) if l.style.is_some())).count();
        assert_eq!((choices, story.start.as_str()), (2, "Monday call"));
        assert!(notes.done().is_empty());
        assert!(read("scene,text\nA,b", &mut Notes::default()).is_err());
    }
}
