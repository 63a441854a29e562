//! A guide for whoever leads the talk, made from any scenario: to print, or to keep as a text.
//!
//! Everything in it comes from the scenario or is worked out from it; what a scenario does not have
//! (facts, habits, texts for the debrief) has no part.

mod session;
mod talk;
mod week;

use crate::words;
use engine::model::scenario::{Scenario, Style};
use engine::{Line, Program};

/// A guide, in parts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Guide {
    pub title: String,
    /// What it is and what it was made from, in a sentence or two.
    pub about: String,
    pub parts: Vec<Part>,
}

/// A part with its heading; never empty.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part {
    /// `aims`, `timing`, `before`, `people`, `decisions`, `facts`, `habits`, `questions`, `talk`, `sources`
    /// or `limits`.
    pub id: &'static str,
    pub title: &'static str,
    pub blocks: Vec<Block>,
}

/// A piece of a part.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Block {
    /// A smaller heading; something follows it.
    Heading(String),
    Text(String),
    List(Vec<String>),
    /// Each row has as many cells as the head.
    Table {
        head: Vec<&'static str>,
        rows: Vec<Vec<String>>,
    },
}

/// What the parts are made from.
struct Source<'a> {
    scenario: &'a Scenario,
    program: &'a Program,
    /// Decisions on the way through.
    decisions: usize,
}

/// Makes the guide.
pub fn guide(scenario: &Scenario, program: &Program, edition: &str) -> Guide {
    let decisions = Line::pure(program, 0, Style::Directive).steps.len().max(1);
    let source = Source { scenario, program, decisions };
    let parts = [
        ("aims", "What the session is for", session::aims(&source)),
        ("timing", "Timing", session::timing(&source)),
        ("before", "Before the session", session::before(&source)),
        ("people", "The people", week::people(&source)),
        ("decisions", "The decisions in order", week::decisions(&source)),
        ("facts", "What is hidden", week::facts(&source)),
        ("habits", "The pairs of habits", week::habits(&source)),
        ("questions", "Questions for the room", talk::questions(&source)),
        ("talk", "Turns the talk often takes", talk::turns(&source)),
        ("sources", "Where the numbers come from", talk::sources(&source)),
        ("limits", "What the model does not claim", talk::limits(&source)),
    ];
    let parts = parts.into_iter().filter(|p| !p.2.is_empty());
    Guide {
        title: format!("{}: a guide for the facilitator", plain(&scenario.title)),
        about: format!(
            "For whoever leads the talk after the week has been played. It names what is hidden, so keep it from those who have yet to play. Scenario {}, edition {edition}.",
            scenario.id
        ),
        parts: parts.map(|(id, title, blocks)| Part { id, title, blocks }).collect(),
    }
}

impl Source<'_> {
    fn name(&self, member: &str) -> String {
        self.scenario.team.iter().find(|m| m.id == member).map_or_else(|| member.to_owned(), |m| named(&m.name, &m.id))
    }

    fn names(&self, members: &[String]) -> String {
        words::list(&members.iter().map(|m| self.name(m)).collect::<Vec<_>>())
    }
}

/// A text of the scenario without the marks of emphasis.
fn plain(text: &str) -> String {
    text.replace('*', "").trim().to_owned()
}

/// A text, or its id where it is empty.
fn named(text: &str, id: &str) -> String {
    let text = plain(text);
    if text.is_empty() { id.to_owned() } else { text }
}

/// In quotation marks, without its full stop.
fn quoted(text: &str) -> String {
    words::quoted(&plain(text))
}

/// The style as it stands in a table.
fn style(style: Style) -> String {
    style.name().to_owned()
}

/// The guide as plain text, lines of at most 78 characters where words allow it.
pub fn text(guide: &Guide) -> String {
    let mut out = String::new();
    heading(&mut out, &guide.title, '=');
    wrapped(&mut out, &guide.about, "", "");
    for (i, part) in guide.parts.iter().enumerate() {
        out.push_str("\n\n");
        heading(&mut out, &format!("{}. {}", i + 1, part.title), '-');
        for (k, block) in part.blocks.iter().enumerate() {
            if k > 0 {
                out.push('\n');
            }
            match block {
                Block::Heading(text) => wrapped(&mut out, text, "* ", "  "),
                Block::Text(text) => wrapped(&mut out, text, "", ""),
                Block::List(items) => items.iter().for_each(|i| wrapped(&mut out, i, "- ", "  ")),
                Block::Table { head, rows } => rows.iter().for_each(|row| listed(&mut out, head, row)),
            }
        }
    }
    out
}

/// A row as an item of a list: two cells on one line, of more each with its name.
fn listed(out: &mut String, head: &[&str], row: &[String]) {
    if let [first, second] = row {
        let end = if first.ends_with(|c: char| c.is_ascii_punctuation()) { "" } else { ":" };
        return wrapped(out, &format!("{first}{end} {second}"), "- ", "  ");
    }
    for (n, (name, cell)) in head.iter().zip(row).enumerate().filter(|c| !c.1.1.is_empty()) {
        let (first, line) = if n == 0 { ("- ", cell.clone()) } else { ("  ", format!("{name}: {cell}")) };
        wrapped(out, &line, first, "    ");
    }
}

fn heading(out: &mut String, text: &str, under: char) {
    *out += text;
    out.push('\n');
    out.extend(std::iter::repeat_n(under, text.chars().count().min(78)));
    out.push_str("\n\n");
}

/// A paragraph, its lines broken between words.
fn wrapped(out: &mut String, text: &str, first: &str, rest: &str) {
    let mut line = first.to_owned();
    let mut empty = true;
    for word in text.split_whitespace() {
        if !empty && line.chars().count() + 1 + word.chars().count() > 78 {
            *out += &line;
            out.push('\n');
            line = rest.to_owned();
            empty = true;
        }
        if !empty {
            line.push(' ');
        }
        line += word;
        empty = false;
    }
    *out += &line;
    out.push('\n');
}

#[cfg(test)]
mod tests {
    use super::{Block, Guide, guide, text};

    /// What must hold of any guide.
    #[track_caller]
    pub fn sound(g: &Guide) {
        assert!(!g.parts.is_empty());
        for part in &g.parts {
            assert!(!part.blocks.is_empty() && !part.title.is_empty(), "{}", part.id);
            for (i, block) in part.blocks.iter().enumerate() {
                let after = part.blocks.get(i + 1);
                match block {
                    Block::Heading(t) => {
                        assert!(!t.trim().is_empty() && after.is_some_and(|b| !matches!(b, Block::Heading(_))), "{}: {t}", part.id);
                    }
                    Block::Text(t) => assert!(!t.trim().is_empty(), "{}", part.id),
                    Block::List(l) => assert!(!l.is_empty() && l.iter().all(|t| !t.trim().is_empty()), "{}: {l:?}", part.id),
                    Block::Table { head, rows } => {
                        assert!(!rows.is_empty() && rows.iter().all(|r| r.len() == head.len() && !r[0].trim().is_empty()), "{}", part.id);
                    }
                }
            }
        }
        let ours: String = g.parts.iter().filter(|p| p.id != "decisions").map(|p| format!("{p:?}")).collect();
        assert!(!ours.contains('!'), "no exclamation marks");
    }

    fn made(text: &str) -> Guide {
        let (scenario, program) = scenario::read(text).expect("a whole scenario");
        guide(&scenario, &program, "3f9a1c")
    }

    fn ids(g: &Guide) -> Vec<&'static str> {
        g.parts.iter().map(|p| p.id).collect()
    }

    const ALL: [&str; 11] =
        ["aims", "timing", "before", "people", "decisions", "facts", "habits", "questions", "talk", "sources", "limits"];

    #[test]
    fn every_built_in_scenario_has_a_whole_guide() {
        for (id, text_of) in scenario::built_ins() {
            let (scenario, _) = scenario::read(text_of).expect("built in");
            let g = made(text_of);
            sound(&g);
            assert_eq!(ids(&g), ALL, "{id}");
            let plain = text(&g);
            let once = plain.split_whitespace().collect::<Vec<_>>().join(" ");
            let all = scenario.scenes.iter().map(|s| &s.title).chain(scenario.facts.iter().map(|f| &f.text));
            for part in all.chain(scenario.debrief.questions.iter().map(|q| &q.text)).chain(scenario.assumptions.iter().map(|a| &a.name)) {
                assert!(once.contains(&super::plain(part)), "{id}: {part}");
            }
            assert!(plain.lines().all(|l| l.chars().count() <= 78), "{id}");
        }
    }

    #[test]
    fn a_small_scenario_has_a_guide_without_what_it_lacks() {
        let g = made(include_str!("../../../../../public/examples/first-friday.json"));
        sound(&g);
        assert_eq!(ids(&g), ALL.into_iter().filter(|id| *id != "habits").collect::<Vec<_>>());
    }

    #[test]
    fn lines_are_broken_between_words() {
        let mut out = String::new();
        super::wrapped(&mut out, &"word ".repeat(30), "- ", "  ");
        let lines: Vec<&str> = out.lines().collect();
        assert_eq!((lines.len(), lines[0].len(), lines[1].starts_with("  word")), (2, 76, true));
    }
}
