//! H5P's Branching Scenario: questions, alternatives, their feedback, and where they lead.

use super::html::plain;
use super::story::{Kind, Link, Notes, Passage, Piece, Story};
use super::text::{PLAIN, plain as unmarked, tidy};
use json::{self, Node, Value};

/// The library that makes such scenarios.
pub const LIBRARY: &str = "H5P.BranchingScenario";

/// Reads `content/content.json` of a package.
///
/// # Errors
/// Says in words what keeps it from being read.
pub fn read(text: &str, notes: &mut Notes) -> Result<Story, String> {
    let broken = |e: json::Broken| {
        let (line, column) = json::position(text, e.at);
        format!("The package’s content.json cannot be read (line {line}, column {column}): {}.", e.text)
    };
    let node = json::parse(text).map_err(broken)?;
    let root = node.get("branchingScenario").ok_or("The package’s content.json has no branching scenario in it.")?;
    let contents = root.get("content").and_then(Node::list).unwrap_or(&[]);
    if contents.is_empty() {
        return Err("The branching scenario has no content yet: write it in H5P’s editor first.".into());
    }
    notes.lineless = true;
    let mut read = Reader { root, count: contents.len(), notes, extra: Vec::new() };
    let mut story = Story { title: tidy(&plain(text_of(root, "title"))), start: "1".into(), ..Story::default() };
    let screen = root.get("startScreen");
    let opening: Vec<String> = ["startScreenTitle", "startScreenSubtitle"]
        .iter()
        .filter_map(|k| Some(plain(text_of(screen?, k))))
        .filter(|t| !t.is_empty())
        .collect();
    if story.title.is_empty() {
        story.title = opening.first().map(|t| tidy(t)).unwrap_or_default();
    }
    if !opening.is_empty() {
        story.start = "0".into();
        let pieces = vec![Piece::Text(format!("{}\n", opening.join("\n")), 0), Piece::Go("1".into(), 0)];
        story.passages.push(passage("0", "Opening", pieces));
    }
    for (i, node) in contents.iter().enumerate() {
        let found = read.content(i, node);
        story.passages.push(found);
    }
    story.passages.append(&mut read.extra);
    Ok(story)
}

fn passage(name: &str, title: &str, pieces: Vec<Piece>) -> Passage {
    Passage { name: name.to_owned(), title: title.to_owned(), line: 0, of_choice: false, within: false, pieces }
}

fn text_of<'j>(node: &'j Node, key: &str) -> &'j str {
    node.get(key).and_then(Node::text).unwrap_or("")
}

fn number(node: &Node, key: &str) -> Option<f64> {
    match &node.get(key)?.value {
        Value::Number(n) => Some(*n),
        Value::Text(t) => t.trim().parse().ok(),
        _ => None,
    }
}

struct Reader<'j, 'n> {
    root: &'j Node,
    count: usize,
    notes: &'n mut Notes,
    /// Feedback and ends: passages between two contents.
    extra: Vec<Passage>,
}

impl Reader<'_, '_> {
    fn content(&mut self, i: usize, node: &Node) -> Passage {
        let kind = node.get("type");
        let library = kind.map_or("", |t| text_of(t, "library")).split(' ').next().unwrap_or("");
        let title = kind.and_then(|t| t.get("metadata")).map_or("", |m| text_of(m, "title"));
        let params = kind.and_then(|t| t.get("params"));
        let mut pieces = Vec::new();
        let name = (i + 1).to_string();
        let mut shown = tidy(&plain(title));
        self.notes.here = if shown.is_empty() { format!("Content {name}") } else { shown.clone() };
        if let Some(question) = params.and_then(|p| p.get("branchingQuestion")) {
            let text = plain(text_of(question, "question"));
            if shown.is_empty() || shown.to_lowercase().starts_with("untitled") {
                shown = tidy(text.lines().next().unwrap_or("")).split(' ').take(6).collect::<Vec<_>>().join(" ");
            }
            pieces.push(self.text(&text));
            for (k, alternative) in question.get("alternatives").and_then(Node::list).unwrap_or(&[]).iter().enumerate() {
                let label = tidy(&plain(text_of(alternative, "text")));
                let to = self.way(&format!("{name}.{k}"), alternative, &label);
                pieces.push(Piece::Link(Link { label, to, sets: Vec::new(), style: None, line: 0 }));
            }
        } else {
            let mut texts = Vec::new();
            params.into_iter().for_each(|p| prose(p, 0, &mut texts));
            let text = texts.join("\n");
            if text.is_empty() {
                let why = "pictures and films are not taken over: write what they tell";
                self.notes.leave(Kind::Lost, 0, format!("“{}” ({library})", self.notes.here.clone()), why);
            } else if library != "H5P.AdvancedText" {
                let why = "its words stand one after another, without pictures, films and exercises";
                self.notes.leave(Kind::Lost, 0, format!("“{}” ({library})", self.notes.here.clone()), why);
            }
            pieces.push(self.text(&text));
            let to = self.way(&name_of(&name), node, "");
            pieces.push(Piece::Go(to, 0));
        }
        self.notes.here.clear();
        passage(&name, if shown.is_empty() { "Content" } else { &shown }, pieces)
    }

    fn text(&mut self, text: &str) -> Piece {
        Piece::Text(format!("{}\n", unmarked(text, PLAIN, 0, self.notes)), 0)
    }

    /// Where something leads, by way of its feedback and of an end's own screen.
    fn way(&mut self, name: &str, node: &Node, label: &str) -> String {
        let next = number(node, "nextContentId").unwrap_or(-1.0);
        let feedback = node.get("feedback");
        let mut texts: Vec<String> =
            ["title", "subtitle"].iter().filter_map(|k| Some(plain(text_of(feedback?, k)))).filter(|t| !t.is_empty()).collect();
        if feedback.and_then(|f| number(f, "endScreenScore")).is_some_and(|n| n != 0.0) {
            self.notes.leave(Kind::Program, 0, "scores of the end", "a week has a score of its own");
        }
        if next >= 0.0 && (next as usize) < self.count && texts.is_empty() {
            return (next as usize + 1).to_string();
        }
        let to = if next >= 0.0 && (next as usize) < self.count { (next as usize + 1).to_string() } else { String::new() };
        if to.is_empty() && texts.is_empty() {
            let ends = self.root.get("endScreens").and_then(Node::list).unwrap_or(&[]);
            let end = ends.iter().find(|e| number(e, "contentId") == Some(next)).or(ends.first());
            texts = ["endScreenTitle", "endScreenSubtitle"]
                .iter()
                .filter_map(|k| Some(plain(text_of(end?, k))))
                .filter(|t| !t.is_empty())
                .collect();
        }
        let pieces = vec![self.text(&texts.join("\n")), Piece::Go(to, 0)];
        let name = format!("\u{3}{name}");
        let mut extra = passage(&name, if label.is_empty() { "The end" } else { label }, pieces);
        extra.of_choice = true;
        self.extra.push(extra);
        name
    }
}

fn name_of(name: &str) -> String {
    format!("{name}.on")
}

/// Every text in the parameters of a content that people read.
fn prose(node: &Node, depth: usize, out: &mut Vec<String>) {
    const READ: [&str; 7] = ["text", "header", "label", "question", "alt", "taskDescription", "introduction"];
    match &node.value {
        Value::Object(members) if depth < 20 => {
            for (key, value) in members {
                match value.text() {
                    Some(text) if READ.contains(&key.as_str()) => out.extend(Some(plain(text)).filter(|t| !t.is_empty())),
                    Some(_) => {}
                    None if matches!(key.as_str(), "l10n" | "behaviour" | "override" | "visuals") => {}
                    None => prose(value, depth + 1, out),
                }
            }
        }
        Value::List(list) if depth < 20 => list.iter().for_each(|n| prose(n, depth + 1, out)),
        _ => {}
    }
}
