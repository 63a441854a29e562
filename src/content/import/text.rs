//! Marked-up text to plain lines: what people say, with *emphasis* at most.

use super::story::Notes;

/// Signs that stand on both sides of what they mark, and what becomes of them.
pub type Marks = &'static [(&'static str, &'static str)];

pub const SUGARCUBE: Marks = &[("//", "*"), ("''", "*"), ("__", ""), ("~~", ""), ("^^", ""), ("==", ""), ("@@", "")];
pub const HARLOWE: Marks = &[("**", "*"), ("//", "*"), ("''", "*"), ("~~", ""), ("^^", "")];
pub const PLAIN: Marks = &[];

/// Words of one line beyond which it is divided at the end of a sentence.
const LINE_WORDS: usize = 50;
/// Characters of a speaker's name.
const NAME: usize = 30;

/// Takes the markup out of a text; line feeds stay.
pub fn plain(text: &str, marks: Marks, line: usize, notes: &mut Notes) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    let (mut fresh, mut line) = (true, line);
    'next: while let Some(c) = rest.chars().next() {
        let before = out.chars().next_back();
        let step = if fresh { begins(rest, marks) } else { 0 };
        fresh = c == '\n';
        line += usize::from(fresh);
        if step > 0 {
            notes.markup += 1;
            rest = rest.get(step..).unwrap_or("");
            continue;
        }
        for (mark, becomes) in marks {
            if let Some(after) = rest.strip_prefix(mark).filter(|_| !(*mark == "//" && before == Some(':'))) {
                if becomes.is_empty() {
                    notes.markup += 1;
                }
                out.push_str(becomes);
                rest = if *mark == "@@" { style_off(after) } else { after };
                continue 'next;
            }
        }
        let size = match c {
            '<' => tag(rest, &mut out),
            '&' => entity(rest, &mut out),
            '$' if !marks.is_empty() => variable(rest, line, &mut out, notes),
            _ => 0,
        };
        if size > 0 {
            notes.markup += usize::from(c == '<');
            rest = rest.get(size..).unwrap_or("");
            continue;
        }
        match c {
            '\t' | '\u{a0}' => out.push(' '),
            c if hidden(c) => notes.markup += 1,
            c => out.push(c),
        }
        rest = rest.get(c.len_utf8()..).unwrap_or("");
    }
    out
}

/// Marks at the beginning of a line (headings, lists, quotations, rules): how many bytes.
fn begins(rest: &str, marks: Marks) -> usize {
    if marks.is_empty() {
        return 0;
    }
    let line = rest.split('\n').next().unwrap_or("");
    let bare = line.trim();
    if bare.len() >= 3 && bare.bytes().all(|b| b == b'-') {
        return line.len();
    }
    let indent = line.len() - line.trim_start().len();
    let sign = line.trim_start();
    let after = sign.trim_start_matches(['!', '#', '*', '>', '-']);
    let n = sign.len() - after.len();
    let heading = sign.starts_with(['!', '#']) && n <= 6;
    if n > 0 && n <= 6 && (after.starts_with(' ') || (heading && sign.starts_with('!') && after.starts_with(char::is_alphanumeric))) {
        // A dash before a space is a list only in Harlowe; in a story it is more often speech.
        return if sign.starts_with('-') { 0 } else { indent + n };
    }
    0
}

/// After `@@`: the names of styles up to the semicolon that ends them.
fn style_off(after: &str) -> &str {
    let head = after.split(['\n', ' ', '@']).next().unwrap_or("");
    match head.rfind(';') {
        Some(end) if head.starts_with(['.', '#']) || head.contains(':') => after.get(end + 1..).unwrap_or(""),
        _ => after,
    }
}

/// A tag of HTML: how many bytes, and what stands for it.
fn tag(rest: &str, out: &mut String) -> usize {
    let Some(inner) = rest.get(1..) else { return 0 };
    if inner.starts_with("!--") {
        return rest.find("-->").map_or(rest.len(), |n| n + 3);
    }
    let name = inner.trim_start_matches('/');
    if !name.starts_with(|c: char| c.is_ascii_alphabetic()) {
        return 0;
    }
    let Some(end) = inner.find(['>', '<']).filter(|n| inner.as_bytes().get(*n) == Some(&b'>')) else { return 0 };
    let word: String = name.chars().take_while(char::is_ascii_alphanumeric).collect::<String>().to_ascii_lowercase();
    match word.as_str() {
        "br" | "p" | "div" | "li" | "hr" | "tr" => out.push('\n'),
        "i" | "em" | "b" | "strong" => out.push('*'),
        _ => {}
    }
    end + 2
}

fn entity(rest: &str, out: &mut String) -> usize {
    let known = [("&amp;", '&'), ("&lt;", '<'), ("&gt;", '>'), ("&quot;", '"'), ("&#39;", '\''), ("&apos;", '\''), ("&nbsp;", ' ')];
    for (name, c) in known.into_iter().chain([("&mdash;", '—'), ("&ndash;", '–'), ("&hellip;", '…')]) {
        if rest.starts_with(name) {
            out.push(c);
            return name.len();
        }
    }
    0
}

/// A variable whose value is shown: its name stands for it.
fn variable(rest: &str, line: usize, out: &mut String, notes: &mut Notes) -> usize {
    let name = rest.get(1..).unwrap_or("");
    let end = name.find(|c: char| !(c.is_alphanumeric() || c == '_')).unwrap_or(name.len());
    match name.get(..end).filter(|n| n.starts_with(|c: char| c.is_alphabetic() || c == '_')) {
        Some(name) => {
            shown(name, line, out, notes);
            end + 1
        }
        None => 0,
    }
}

/// Writes what stands for a value that would be shown.
pub fn shown(name: &str, line: usize, out: &mut String, notes: &mut Notes) {
    out.push_str(&format!("({name})"));
    notes.leave(line, format!("the value of {name}"), "a text cannot show a value: its name stands there in brackets");
}

/// Characters that cannot be seen, or that turn the direction of a text.
fn hidden(c: char) -> bool {
    (c.is_control() && c != '\n')
        || matches!(c, '\u{061C}' | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{2069}' | '\u{FEFF}')
}

/// One line of text as it may stand in a scenario.
pub fn tidy(text: &str) -> String {
    let mut text: String = text.chars().filter(|c| !hidden(*c)).collect();
    while text.contains("**") {
        text = text.replace("**", "");
    }
    if text.matches('*').count() % 2 == 1 {
        text = text.replace('*', "");
    }
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The lines of a text, long ones divided where a sentence ends.
pub fn lines(text: &str) -> Vec<String> {
    let mut out = Vec::new();
    for line in text.split('\n').map(tidy).filter(|l| l.chars().any(char::is_alphanumeric)) {
        if line.split(' ').count() <= LINE_WORDS || line.contains('*') {
            out.push(line);
            continue;
        }
        let (mut part, mut words) = (String::new(), 0);
        for sentence in line.split_inclusive(". ").flat_map(|s| s.split_inclusive("? ")).flat_map(|s| s.split_inclusive("! ")) {
            let n = sentence.split_whitespace().count();
            if words > 0 && words + n > LINE_WORDS {
                out.push(std::mem::take(&mut part).trim().to_owned());
                words = 0;
            }
            part.push_str(sentence);
            words += n;
        }
        out.push(part.trim().to_owned());
    }
    out
}

/// Who says a line, where it begins with a name and a colon; and what they say.
pub fn speaker(line: &str) -> (Option<&str>, &str) {
    let Some((name, said)) = line.split_once(':') else { return (None, line) };
    let (name, said) = (name.trim_matches(['*', ' ']), said.trim_start_matches(['*', ' ']));
    let words: Vec<&str> = name.split(' ').collect();
    let capital = |w: &str| w.starts_with(char::is_uppercase) && w.chars().all(|c| c.is_alphanumeric() || "'’.-".contains(c));
    let named = words.len() <= 3 && name.chars().count() <= NAME && words.iter().all(|w| capital(w));
    if named && !said.trim().is_empty() && line.matches('*').count() % 2 == said.matches('*').count() % 2 {
        (Some(name), said)
    } else {
        (None, line)
    }
}

#[cfg(test)]
mod tests {
    use super::{HARLOWE, Marks, SUGARCUBE, lines, plain, speaker};
    use crate::content::import::story::Notes;

    #[track_caller]
    fn check(marks: Marks, text: &str, wanted: &str, markup: usize) {
        let mut notes = Notes::default();
        assert_eq!(plain(text, marks, 1, &mut notes), wanted);
        assert_eq!(notes.markup, markup, "{text}");
    }

    #[test]
    fn markup_is_taken_out_and_counted() {
        check(SUGARCUBE, "a //word// and ''two'' and __three__", "a *word* and *two* and three", 2);
        check(SUGARCUBE, "!Heading\n* item\ntext", "Heading\n item\ntext", 2);
        check(SUGARCUBE, "@@.red;alarm@@ off", "alarm off", 2);
        check(SUGARCUBE, "see http://a.b/c <b>now</b><img src=\"x\">", "see http://a.b/c *now*", 3);
        check(HARLOWE, "**bold** *em* ~~no~~", "*bold* *em* no", 2);
        check(HARLOWE, "Tom &amp; Ann <!-- not this --> a < b", "Tom & Ann  a < b", 1);
        check(SUGARCUBE, "a\u{202e}b\u{0}c", "abc", 2);
        check(SUGARCUBE, "$5 for $name.", "$5 for (name).", 0);
    }

    #[test]
    fn long_lines_are_divided_between_sentences() {
        let sentence = "These are seven words and no more. ";
        let found = lines(&sentence.repeat(10));
        assert_eq!(found.iter().map(|l| l.split(' ').count()).collect::<Vec<_>>(), [49, 21]);
        assert_eq!(lines("a * b\n\n --- \nc"), ["a b", "c"]);
    }

    #[test]
    fn a_name_and_a_colon_are_a_speaker() {
        assert_eq!(speaker("Anna: Good morning."), (Some("Anna"), "Good morning."));
        assert_eq!(speaker("*Dr. May*: Sit down."), (Some("Dr. May"), "Sit down."));
        for told in ["at ten: nothing", "Anna:", "The door opens and there it is: a cat", "No name"] {
            assert_eq!(speaker(told), (None, told));
        }
    }
}
