//! Marked-up text to plain lines: what people say, with *emphasis* at most.

use super::story::{Kind, Notes};

/// Signs that stand on both sides of what they mark, and what becomes of them.
pub type Marks = &'static [(&'static str, &'static str)];

pub const SUGARCUBE: Marks = &[("//", "*"), ("''", "*"), ("__", ""), ("~~", ""), ("^^", ""), ("==", ""), ("@@", "")];
pub const HARLOWE: Marks = &[("**", "*"), ("//", "*"), ("''", "*"), ("~~", ""), ("^^", "")];
pub const MARKDOWN: Marks = &[("**", "*"), ("__", "*"), ("~~", ""), ("_", "*")];
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
        if c == '*' && counts(before, rest) {
            out.push(STAR);
            rest = rest.strip_prefix('*').unwrap_or("");
            continue;
        }
        for (mark, becomes) in marks {
            if let Some(after) = rest.strip_prefix(mark).filter(|after| marks_here(mark, before, after)) {
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
            '&' => super::html::character(rest).map_or(0, |(meant, size)| {
                out.push_str(&meant);
                size
            }),
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

/// Whether a sign marks something where it stands: an address has `//` too, and a name `_`.
fn marks_here(mark: &str, before: Option<char>, after: &str) -> bool {
    let letter = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
    match mark {
        "//" => before != Some(':'),
        "_" => !(letter(before) && letter(after.chars().next())),
        _ => true,
    }
}

/// Looks like an asterisk, and marks nothing: for those that count or rate.
const STAR: char = '∗';

/// Whether an asterisk stands between numbers, or in a row of them that marks nothing.
fn counts(before: Option<char>, rest: &str) -> bool {
    let after = rest.trim_start_matches('*');
    let row = rest.len() - after.len();
    let next = after.chars().next();
    let letter = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
    if (row > 2 && !letter(before) && !letter(next)) || before == Some(STAR) {
        return true;
    }
    let spaced = before == Some(' ') && next == Some(' ');
    let digits = before.is_some_and(|c| c.is_ascii_digit()) && next.is_some_and(|c| c.is_ascii_digit());
    row == 1 && (spaced || digits)
}

/// A text that is shown as it stands, as a piece of a line.
pub fn raw(text: &str) -> String {
    text.replace('*', &STAR.to_string())
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
    let why = "a text cannot show a value: its name stands there in brackets";
    notes.leave(Kind::Untold, line, format!("the value of {name}"), why);
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

/// A name that may stand before a line, and what stands behind its colon.
pub fn speaker(line: &str) -> (Option<&str>, &str) {
    let Some((name, said)) = line.split_once([':', '：']) else { return (None, line) };
    let (name, said) = (name.trim_matches(['*', ' ']), said.trim_start_matches(['*', ' ']));
    let words: Vec<&str> = name.split(' ').collect();
    // Not all scripts have capitals; there one word may be a name.
    let capital = |w: &str| {
        w.starts_with(|c: char| c.is_alphabetic() && !c.is_lowercase()) && w.chars().all(|c| c.is_alphanumeric() || "'’.-".contains(c))
    };
    let cased = name.starts_with(char::is_uppercase);
    let few = if cased { words.len() <= 3 } else { words.len() == 1 };
    let named = few && name.chars().count() <= NAME && words.iter().all(|w| capital(w)) && !label(name);
    if named && !said.trim().is_empty() && line.matches('*').count() % 2 == said.matches('*').count() % 2 {
        (Some(name), said)
    } else {
        (None, line)
    }
}

/// Whether something is said, and not counted, dated or named: “Budget: 300” is no speech.
pub fn speech(said: &str) -> bool {
    let said = said.trim();
    let first = said.chars().next();
    let counts = first.is_none_or(|c| c.is_numeric() || "$€£¥+-/".contains(c));
    let ends = said.ends_with(['.', '!', '?', '…', '"', '”', '“', '»', '«', '’', '\'', '。', '！', '？', '」', '؟', '—', '–', ')', '*']);
    !counts && (ends || said.split(' ').count() > 2)
}

/// Words that stand before a colon and name nobody.
fn label(name: &str) -> bool {
    const LABELS: &[&str] = &[
        "note",
        "notes",
        "warning",
        "tip",
        "hint",
        "score",
        "time",
        "day",
        "date",
        "money",
        "budget",
        "total",
        "status",
        "location",
        "place",
        "chapter",
        "part",
        "scene",
        "act",
        "question",
        "answer",
        "option",
        "options",
        "choice",
        "choices",
        "objective",
        "goal",
        "task",
        "health",
        "inventory",
        "items",
        "name",
        "subject",
        "from",
        "to",
        "re",
        "cc",
        "ps",
        "credits",
        "author",
        "version",
        "example",
        "remember",
        "result",
        "results",
        "points",
        "level",
        "step",
        "summary",
        "p.s",
        "hinweis",
        "achtung",
        "tag",
        "uhrzeit",
        "zeit",
        "ort",
        "kapitel",
        "ziel",
        "aufgabe",
        "punkte",
        "frage",
        "antwort",
        "betreff",
        "von",
        "an",
        "stand",
        "geld",
        "name",
        "titel",
        "attention",
        "remarque",
        "jour",
        "heure",
        "lieu",
        "chapitre",
        "objectif",
        "question",
        "réponse",
        "objet",
        "de",
        "à",
        "nota",
        "día",
        "hora",
        "lugar",
        "nombre",
        "asunto",
        "para",
    ];
    let word = name.split(' ').next().unwrap_or("").to_lowercase();
    LABELS.contains(&name.to_lowercase().as_str()) || (name.contains(' ') && LABELS.contains(&word.as_str()))
}

#[cfg(test)]
mod tests {
    use super::{HARLOWE, MARKDOWN, Marks, SUGARCUBE, lines, plain, speaker, speech};
    use crate::story::Notes;

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
        check(SUGARCUBE, "Caf&eacute; &#8217;s 100% a&b &euro;5", "Café ’s 100% a&b €5", 0);
        check(HARLOWE, "3 * 4 = 2*6, rated ***** by *all*", "3 ∗ 4 = 2∗6, rated ∗∗∗∗∗ by *all*", 0);
        check(MARKDOWN, "**Bold** and _it_, snake_case", "*Bold* and *it*, snake_case", 0);
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
        assert_eq!(speaker("민수: 안녕"), (Some("민수"), "안녕"));
        for told in ["Score: 12", "Question 3: who"] {
            assert_eq!(speaker(told), (None, told));
        }
        assert!(speech("Hm.") && speech("안녕하세요!") && !speech("300") && !speech("$5 each of them") && !speech("low"));
        for told in ["at ten: nothing", "Anna:", "The door opens and there it is: a cat", "No name"] {
            assert_eq!(speaker(told), (None, told));
        }
    }
}
