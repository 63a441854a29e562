//! Links that other programs changed: what mail, chats, spreadsheets and keyboards do to an address is
//! undone, a step at a time, until the strict reader ([`super::link`]) takes it.
//!
//! What reads as it stands is never changed. Else the fewest steps that make it read are taken, and
//! what they were is said. The strict reader is the only judge: where a link says how many moves it
//! holds, nothing short of them is taken.

use super::link::{self, BadLink, LONGEST, Route};
use super::wrapped;
use percent_encoding::percent_decode_str;
use std::borrow::Cow;

/// A link that was put right.
#[derive(Clone, Debug, PartialEq)]
pub struct Mended {
    pub route: Route,
    /// What was done, in the order it was done; empty where it read as it stood.
    pub done: Vec<Step>,
}

/// One thing that other programs do to links, undone.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Step {
    /// Sentence marks, quotes and brackets at its ends.
    Marks,
    /// `%23%2Fplay`.
    Percent,
    /// `&amp;`, and `\u0026` of JSON.
    Entities,
    /// Line breaks, and characters that cannot be seen.
    Lines,
    /// Capital letters in the words of the address.
    Case,
    /// Full-width letters, and hyphens that a program made longer.
    Wide,
    /// `=3D`, as mail is sent.
    Quoted,
    /// A link around it, of a program that checks links.
    Wrapper,
    /// What stands behind a space, or a second link right behind the first.
    Rest,
}

const STEPS: [Step; 9] =
    [Step::Marks, Step::Percent, Step::Entities, Step::Lines, Step::Case, Step::Wide, Step::Quoted, Step::Wrapper, Step::Rest];
/// Most steps that are taken, and most texts that are tried.
const DEEPEST: usize = 7;
const MOST: usize = 120;

impl Step {
    /// What was done, as it stands in a list.
    pub fn said(self) -> &'static str {
        match self {
            Step::Marks => "marks at its ends left out",
            Step::Percent => "percent signs decoded",
            Step::Entities => "signs written as codes put back",
            Step::Lines => "broken lines joined",
            Step::Case => "capital letters made small",
            Step::Wide => "full-width signs made plain",
            Step::Quoted => "mail encoding undone",
            Step::Wrapper => "the link that a mail program put around it taken off",
            Step::Rest => "what stood behind it left out",
        }
    }

    /// The text with this undone; `None` where there is nothing to undo.
    fn undo(self, text: &str) -> Option<String> {
        let new = match self {
            Step::Marks => Cow::Borrowed(marks(text)),
            Step::Percent => percent_decode_str(text).decode_utf8_lossy(),
            Step::Entities => Cow::Owned(entities(text)),
            Step::Lines => Cow::Owned(lines(text)),
            Step::Case => Cow::Owned(small(text)?),
            Step::Wide => Cow::Owned(text.chars().map(plain).collect()),
            Step::Quoted => Cow::Owned(quoted(text)?),
            Step::Wrapper => Cow::Owned(wrapped::inner(text)?),
            Step::Rest => Cow::Borrowed(first(text)),
        };
        (new != text).then(|| new.into_owned())
    }
}

/// What was done, in words.
pub fn said(done: &[Step]) -> String {
    let mut words: Vec<&str> = Vec::new();
    done.iter().map(|s| s.said()).for_each(|w| {
        if !words.contains(&w) {
            words.push(w)
        }
    });
    words.join(", ")
}

/// Reads a text that is a link, whatever was done to it on its way.
///
/// # Errors
/// What is wrong with it as it stands, or, where it had to be unpacked first, with what was in it.
pub fn read(text: &str) -> Result<Mended, BadLink> {
    if text.len() > LONGEST {
        return Err(BadLink::TooLong(text.len()));
    }
    if let Ok(route) = link::read(text) {
        return Ok(Mended { route, done: Vec::new() });
    }
    let mut seen: Vec<(String, Vec<Step>)> = vec![(text.to_owned(), Vec::new())];
    let mut worst = None;
    let mut at = 0;
    while at < seen.len() {
        let (text, done) = seen[at].clone();
        match judged(&text, &done) {
            Ok(route) => return Ok(Mended { route, done }),
            Err(bad) => {
                worst.get_or_insert(bad.clone());
                // What is wrong with a link says more than that this is none.
                if worst == Some(BadLink::Changed) {
                    worst = Some(bad);
                }
            }
        }
        if done.len() < DEEPEST {
            for step in STEPS {
                if let Some(new) = step.undo(&text).filter(|new| seen.len() < MOST && seen.iter().all(|s| s.0 != *new)) {
                    let mut done = done.clone();
                    done.push(step);
                    seen.push((new, done));
                }
            }
        }
        at += 1;
    }
    Err(worst.unwrap_or(BadLink::Changed))
}

/// What the strict reader says of the link in a text.
fn judged(text: &str, done: &[Step]) -> Result<Route, BadLink> {
    // A whole address is more than its fragment.
    let from = if text.starts_with('#') { 0 } else { text.find("#/").ok_or(BadLink::Changed)? };
    let route = link::read(&text[from..])?;
    // That what is left when a step took the rest away is a page of ours says little.
    if route == Route::Start && !done.is_empty() { Err(BadLink::Changed) } else { Ok(route) }
}

/// Characters that cannot be seen, and stand in no link of ours.
pub fn unseen(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{ad}' | '\u{61c}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}')
}

/// A text without the marks that stand around a link in a sentence.
pub fn marks(text: &str) -> &str {
    const AROUND: &str = ".,;:!?\"'`*_~|<>()[]{}\u{b4}\u{2026}\u{3001}\u{3002}\u{ff01}\u{ff08}\u{ff09}\u{ff0c}\u{ff1a}\u{ff1b}\u{ff1f}\u{60c}\u{61b}\u{61f}\u{6d4}\u{964}\u{b7}\u{2022}";
    // Quotation marks and brackets of all scripts.
    let quote = |c: char| matches!(c, '\u{ab}' | '\u{bb}' | '\u{2018}'..='\u{201f}' | '\u{2039}' | '\u{203a}' | '\u{2e42}' | '\u{3008}'..='\u{3011}' | '\u{3014}'..='\u{301f}');
    text.trim_matches(|c: char| c.is_whitespace() || unseen(c) || quote(c) || AROUND.contains(c))
}

/// Names that stand for characters of a link of ours; all others are no part of one.
const NAMES: [(&str, char); 14] = [
    ("amp", '&'),
    ("num", '#'),
    ("sol", '/'),
    ("quest", '?'),
    ("equals", '='),
    ("period", '.'),
    ("lowbar", '_'),
    ("colon", ':'),
    ("comma", ','),
    ("hyphen", '-'),
    ("dash", '-'),
    ("percnt", '%'),
    ("quot", '"'),
    ("gt", '>'),
];

/// Undoes one layer of codes: `&amp;`, `&#38;`, `&#x26;`, and JSON's `\/` and `\u0026`.
fn entities(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find(['&', '\\']) {
        let (before, from) = rest.split_at(at);
        out += before;
        let (c, length) = coded(from).unwrap_or((from.chars().next().unwrap_or('&'), 1));
        out.push(c);
        rest = &from[length..];
    }
    out + rest
}

/// The character that a code at the front of a text stands for, and how long the code is.
fn coded(text: &str) -> Option<(char, usize)> {
    let of = |digits: &str, radix| u32::from_str_radix(digits, radix).ok().and_then(char::from_u32);
    if let Some(rest) = text.strip_prefix('\\') {
        let next = rest.chars().next().filter(char::is_ascii)?;
        let unicode = || Some((of(rest.get(1..5)?, 16)?, 6));
        return if next == 'u' { unicode() } else { next.is_ascii_punctuation().then_some((next, 2)) };
    }
    let end = text.bytes().take(12).position(|b| b == b';')?;
    let name = &text[1..end];
    let c = match name.strip_prefix('#') {
        Some(number) => number.strip_prefix(['x', 'X']).map_or_else(|| of(number, 10), |hex| of(hex, 16)),
        None => NAMES.iter().find(|n| n.0.eq_ignore_ascii_case(name)).map(|n| n.1),
    }?;
    Some((c, end + 1))
}

/// Joins what was wrapped: without line breaks, the marks that replies put before lines, and what
/// cannot be seen.
fn lines(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for (i, line) in text.split(['\n', '\r', '\u{2028}', '\u{2029}']).enumerate() {
        let line = if i == 0 { line } else { line.trim_start_matches(|c: char| c == '>' || c.is_whitespace()) };
        out.extend(line.trim_end().chars().filter(|c| !unseen(*c)));
    }
    // Spaces are taken out where the link says that it goes on behind them; else they may end it.
    let packed: String = out.chars().filter(|c| !c.is_whitespace()).collect();
    if packed.contains("&n=") { packed } else { [" &", "& ", "= ", " ="].into_iter().fold(out, |text, gap| text.replace(gap, gap.trim())) }
}

/// The words of the address in small letters, and all of it where nothing in it is packed.
fn small(text: &str) -> Option<String> {
    let at = text.find("#/")? + 2;
    let (path, query) = text[at..].split_once('?').unwrap_or((&text[at..], ""));
    let (word, rest) = path.split_once('/').unwrap_or((path, ""));
    let all = |t: &str| t.to_ascii_lowercase();
    if rest.starts_with("x.") || rest.starts_with("X.") {
        let keys: Vec<String> =
            query.split('&').map(|p| p.split_once('=').map_or_else(|| all(p), |(k, v)| format!("{}={v}", all(k)))).collect();
        let mark = if query.is_empty() { "" } else { "?" };
        return Some(format!("{}{}/x{}{mark}{}", &text[..at], all(word), &rest[1..], keys.join("&")));
    }
    Some(format!("{}{}", &text[..at], all(&text[at..])))
}

/// Full-width letters and signs as plain ones, and every kind of hyphen as the one that ids have.
fn plain(c: char) -> char {
    match c {
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(c as u32 - 0xfee0).unwrap_or(c),
        '\u{2010}'..='\u{2013}' | '\u{2212}' | '\u{fe63}' => '-',
        '\u{2024}' | '\u{ff61}' | '\u{3002}' => '.',
        _ => c,
    }
}

/// Undoes the encoding in which mail is sent, where all of the text is in it: each `=` is followed by
/// two digits or ends its line.
fn quoted(text: &str) -> Option<String> {
    let (mut out, mut rest) = (Vec::with_capacity(text.len()), text);
    let mut any = false;
    while let Some((before, after)) = rest.split_once('=') {
        out.extend(before.bytes());
        any = true;
        if let Some(next) = after.strip_prefix("\r\n").or_else(|| after.strip_prefix('\n')) {
            rest = next;
        } else {
            out.push(u8::from_str_radix(after.get(..2)?, 16).ok()?);
            rest = &after[2..];
        }
    }
    out.extend(rest.bytes());
    String::from_utf8(out).ok().filter(|_| any)
}

/// The first of what stands in a text: up to a space, or to another address right behind it.
fn first(text: &str) -> &str {
    let text = text.trim_start();
    let space = text.find(char::is_whitespace).unwrap_or(text.len());
    let link = text.find("#/").unwrap_or(0);
    let again = text[link..].find("http").map_or(text.len(), |at| link + at);
    &text[..space.min(again)]
}

#[cfg(test)]
mod tests {
    use super::{Step, read, said};
    use crate::codec::link;

    const LINK: &str = "#/play/monday-call?v=1&e=3f9a1c&seed=7&blind=1&moves=hedge.assign&n=2";

    #[track_caller]
    fn check(text: &str, done: &[Step]) {
        let mended = read(text).unwrap_or_else(|e| panic!("{text}: {e}"));
        assert_eq!((mended.route.to_string().as_str(), mended.done.as_slice()), (LINK, done), "{text}");
    }

    #[test]
    fn what_reads_as_it_stands_is_not_changed() {
        check(LINK, &[]);
        check(&format!("https://a.example/b/{LINK}"), &[]);
        for bare in ["#/", "", "#section-2", "#/write", "#/play/x?v=1", "#/play/x?seed=1&moves=a"] {
            let mended = read(bare).expect("it reads");
            assert_eq!((Ok(mended.route), mended.done), (link::read(bare), vec![]), "{bare}");
        }
    }

    #[test]
    fn what_stands_around_a_link_is_left_out() {
        for around in [
            "X.",
            "(X)",
            "<X>",
            "\u{201e}X\u{201c}",
            "\u{ab} X \u{bb}",
            "X\u{3002}",
            "X\u{2026}",
            "X\u{200b}",
            "X...",
            "[X](",
            "X)\u{201d},",
            "\u{300c}X\u{300d}",
            "*X*",
            "`X`",
            "X;",
            "X\u{ff01}",
            "X\u{60c}",
            "X\u{a0}",
        ] {
            check(&around.replace('X', LINK), &[Step::Marks]);
            check(&around.replace('X', &format!("https://a.example/{LINK}")), &[Step::Marks]);
        }
    }

    #[test]
    fn what_programs_do_to_a_link_is_undone() {
        let encoded = format!("#{}", LINK[1..].replace('/', "%2F").replace('?', "%3F").replace('&', "%26").replace('=', "%3D"));
        check(&encoded, &[Step::Percent]);
        check(&encoded.replace('%', "%25"), &[Step::Percent, Step::Percent]);
        check(&LINK.replace("n=2", "n=2%2E%E2%80%A6"), &[Step::Percent, Step::Marks]);
        check(&LINK.replace('&', "&amp;amp;"), &[Step::Entities]);
        check(&LINK.replace('&', "&amp;amp;amp;amp;"), &[Step::Entities; 3]);
        check(&LINK.replace('&', "&#38;"), &[Step::Entities]);
        check(&LINK.replace('&', "&#x26;").replace('=', "&equals;"), &[Step::Entities]);
        check(&LINK.replace('&', "\\u0026").replace('/', "\\/"), &[Step::Entities]);
        check(&LINK.replace("play", "Play").replace("seed", "Seed"), &[Step::Case]);
        check(&LINK.to_ascii_uppercase(), &[Step::Case]);
        check(&LINK.replace("hedge.", "hed\n> ge."), &[Step::Lines]);
        check(&LINK.replace("seed", "se\r\n ed"), &[Step::Lines]);
        check(&LINK.replace("seed", "se ed"), &[Step::Lines]);
        check(&LINK.replace("seed", "se\u{ad}e\u{200b}d"), &[Step::Lines]);
        check(&LINK.replace("seed", "se%20ed"), &[Step::Percent, Step::Lines]);
        let apart = read("#/play/x?seed=7 &moves= a.b").expect("it reads");
        assert_eq!((apart.route.to_string().as_str(), apart.done), ("#/play/x?v=1&seed=7&moves=a.b&n=2", vec![Step::Lines]));
        check(&LINK.replace('?', "\u{ff1f}").replace('&', "\u{ff06}").replace('-', "\u{2011}"), &[Step::Wide]);
        check(&LINK.replace('=', "=3D").replace("hedge", "hed=\r\nge"), &[Step::Quoted]);
        check(&format!("{LINK}https://a.example/{LINK}"), &[Step::Rest]);
        check(&format!("{LINK}) see you there"), &[Step::Rest, Step::Marks]);
    }

    #[test]
    fn the_letters_of_a_packed_scenario_are_left_alone() {
        let mended = read("#/Play/X.AQAB-_?Seed=7").expect("it reads");
        assert_eq!(
            (mended.route.to_string().as_str(), said(&mended.done).as_str()),
            ("#/play/x.AQAB-_?v=1&seed=7", "capital letters made small")
        );
    }

    #[test]
    fn what_cannot_be_put_right_says_what_is_wrong_with_it() {
        let why = |text: &str| read(text).map_err(|e| e.to_string()).expect_err(text);
        assert!(why("#%2Fplay%2Fmonday-call%3Fv%3D9").contains("v=9"));
        assert!(why("#/play/monday-call?seed=7&blind=1.&moves=a").contains("blind=1."));
        assert!(why(&LINK.replace(".assign", "")).contains("holds 2 moves, and 1"));
        assert!(why(&LINK.replace("seed=7", "seed=")).contains("seed="));
        assert!(why("#/debrief").contains("no link"));
    }
}
