//! The words: what is missing, too long, or not shown as it was meant.

use super::form::{Form, Seen};
use super::shape::Look;
use super::{Raw, Severity};
use json::{Branch, Tree};

/// Words of one line, and characters of a move's label, beyond which people stop reading.
pub const LINE_WORDS: usize = 60;
const LABEL: usize = 90;

pub fn check(root: &Tree, form: &Form, found: &mut Vec<Raw>) {
    for seen in &form.texts {
        if let Some(text) = seen.tree.text() {
            one(seen, text, found);
        }
    }
    for (i, scene) in root.get("scenes").map_or(&[][..], Tree::items).iter().enumerate() {
        missing(scene, &format!("/scenes/{i}"), found);
    }
}

/// Words of a text.
pub fn words(text: &str) -> usize {
    text.split_whitespace().filter(|w| w.chars().any(char::is_alphanumeric)).count()
}

fn one(seen: &Seen<Look>, text: &str, found: &mut Vec<Raw>) {
    let mut warn = |code: &'static str, text: String, mend: &str| {
        found.push(Raw::new(Severity::Warning, code, seen.tree.at, seen.path.clone(), text, mend));
    };
    if text.trim().is_empty() && seen.kind != Look::Prose {
        warn("empty-text", "this text is empty".into(), "write something, or leave the whole out");
    }
    if text.matches('*').count() % 2 == 1 {
        warn(
            "emphasis",
            "an asterisk stands alone, so no emphasis is shown and all asterisks are".into(),
            "put one on each side: *like this*",
        );
    }
    if let Some(tag) = tag(text) {
        warn("html", format!("{tag} is shown as it stands: texts are plain, with *emphasis* at most"), "take it out");
    }
    if text.chars().any(|c| c.is_control() && c != '\n') {
        warn("control", "a control character stands in this text".into(), "take it out");
    }
    let (length, count) = (text.chars().count(), words(text));
    if seen.kind == Look::Label && length > LABEL {
        warn(
            "long-label",
            format!("this label has {length} characters; a button is read at a glance up to {LABEL}"),
            "say what the player does, and leave the rest to the reaction",
        );
    }
    if seen.kind == Look::Line && count > LINE_WORDS {
        warn(
            "long-line",
            format!("this line has {count} words; people read on up to about {LINE_WORDS}"),
            "make two lines of it, or let somebody answer in between",
        );
    }
}

/// Something that looks like a tag or a character reference of HTML.
fn tag(text: &str) -> Option<&str> {
    for (at, _) in text.match_indices(['<', '&']) {
        let rest = text.get(at..)?;
        let close = if rest.starts_with('<') { '>' } else { ';' };
        let inner = rest.get(1..).unwrap_or("");
        // Not beyond the next of its kind: a long text of nothing but these would take for ever.
        let over = |c: char| c == close || c == '<' || (close == ';' && !c.is_ascii_alphanumeric() && c != '#');
        let Some(end) = inner.find(over).filter(|n| *n > 0 && inner.get(*n..).is_some_and(|r| r.starts_with(close))) else { continue };
        let name = inner.get(..end).unwrap_or("").trim_start_matches('/');
        let begins = name.starts_with(|c: char| c.is_ascii_alphabetic() || c == '!' || c == '#');
        let tag = close == '>' && begins;
        let reference = close == ';' && begins && end < 10;
        if tag || reference {
            // Not more of it than can be read.
            return rest.get(..end + 2).filter(|t| t.len() <= 60).or(Some("what looks like a tag"));
        }
    }
    None
}

/// Talk, reactions and reasons that are left out.
fn missing(scene: &Tree, path: &str, found: &mut Vec<Raw>) {
    let none = |t: &Tree, key: &str| t.get(key).is_none_or(|v| v.value == Branch::List(Vec::new()));
    let mut warn = |code, t: &Tree, path: String, text: &str, mend: &str| {
        found.push(Raw::new(Severity::Warning, code, t.at, path, text, mend));
    };
    if !matches!(scene.value, Branch::Object(_)) {
        return;
    }
    if none(scene, "lines") {
        warn("no-talk", scene, path.to_owned(), "nothing is said or told before this decision", "add \"lines\": [{\"text\": \"…\"}]");
    }
    for (i, m) in scene.get("moves").map_or(&[][..], Tree::items).iter().enumerate() {
        let path = format!("{path}/moves/{i}");
        if !matches!(m.value, Branch::Object(_)) {
            continue;
        }
        if none(m, "reaction") {
            warn("no-reaction", m, path.clone(), "nobody reacts to this move", "add \"reaction\": [{\"who\": \"…\", \"text\": \"…\"}]");
        }
        if m.get("because").is_none_or(|b| b.get("text").and_then(Tree::text) == Some("")) {
            let mend = "add \"because\": {\"text\": \"…\"}, in a sentence";
            warn("no-because", m, path, "the player is not told why this move went as it did", mend);
        }
    }
}
