//! Characters that cannot be seen, in any text of a file: those that turn the direction of what
//! follows are refused, as by the reader; others that hide, or make two words of one look, are told.

use super::{Raw, Severity};
use crate::form::turns;
use json::{Branch, Tree};

pub fn check(root: &Tree, found: &mut Vec<Raw>) {
    look(root, &mut String::new(), found);
}

fn look(tree: &Tree, path: &mut String, found: &mut Vec<Raw>) {
    let length = path.len();
    let inside = |step: &str, inner: &Tree, path: &mut String, found: &mut Vec<Raw>| {
        path.push('/');
        path.push_str(step);
        look(inner, path, found);
        path.truncate(length);
    };
    match &tree.value {
        Branch::Text(text) => one(text, tree.at, path, found),
        Branch::List(list) => list.iter().enumerate().for_each(|(i, t)| inside(&i.to_string(), t, path, found)),
        Branch::Object(members) => {
            members.iter().for_each(|m| inside(&m.key.replace('~', "~0").replace('/', "~1"), &m.value, path, found));
        }
        _ => {}
    }
}

fn one(text: &str, at: usize, path: &str, found: &mut Vec<Raw>) {
    if text.is_ascii() {
        return;
    }
    if let Some(c) = text.chars().find(|c| turns(*c)) {
        let what = format!("a character that cannot be seen turns the direction of the text (U+{:04X})", c as u32);
        let mend = "take it out: it can make words read otherwise than they are, and no script needs it";
        found.push(Raw::new(Severity::Error, "direction", at, path, what, mend));
    }
    if let Some(c) = hidden(text) {
        let what = format!("a character that cannot be seen stands in this text (U+{:04X})", c as u32);
        found.push(Raw::new(Severity::Warning, "hidden", at, path, what, "take it out, or write the text anew"));
    }
}

/// A character that cannot be seen where it does nothing that a script needs.
fn hidden(text: &str) -> Option<char> {
    let other_way = text.chars().any(|c| matches!(c, '\u{0590}'..='\u{08FF}' | '\u{FB1D}'..='\u{FDFF}' | '\u{FE70}'..='\u{FEFC}'));
    let mut before = ' ';
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        let plain = |c: char| c.is_ascii() || matches!(c, '\u{00C0}'..='\u{024F}');
        let hides = match c {
            // Persian and the scripts of India join and part letters by these, and pictures are joined.
            '\u{200C}' | '\u{200D}' => plain(before) || chars.peek().is_none_or(|after| plain(*after)),
            // Marks beside what is written from right to left.
            '\u{061C}' | '\u{200E}' | '\u{200F}' => !other_way,
            '\u{200B}' | '\u{2060}'..='\u{2064}' | '\u{206A}'..='\u{206F}' | '\u{FEFF}' | '\u{180E}' | '\u{FFF9}'..='\u{FFFB}' => true,
            // Fillers that look like nothing at all, and tags.
            '\u{115F}' | '\u{1160}' | '\u{3164}' | '\u{FFA0}' | '\u{E0000}'..='\u{E007F}' => true,
            _ => false,
        };
        if hides {
            return Some(c);
        }
        before = c;
    }
    None
}
