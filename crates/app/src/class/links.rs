//! Links to weeks in a line of a text, whatever stands around them and whatever was done to them.

use super::found::{Bad, Found, Read};
use super::names;
use json::is_id;
use scenario::codec::link::{self, BadLink, PlayLink, Route};
use scenario::codec::mend::{self, Step};

/// What is said of a line in which there is no link.
pub const NO_LINK: &str = "There is no link to a week in this line.";
/// A link goes over so many lines at most.
const MOST_LINES: usize = 500;
/// What a link to a week begins with, and what is left of it in a link of another program's.
const LINKS: [&str; 4] = ["#/play/", "#/debrief/", "#/map/", "#/why/"];
const WRAPPED: [&str; 9] = ["%23%2f", "%23/", "%2523%252f", "%2523/", "-23_", "/v3/__", "&#35;", "&num;", "#\\/"];

/// What a line held, and over how many lines it went.
pub struct Line {
    pub read: Read,
    pub over: usize,
}

/// Whether something like a link stands in a line.
pub fn is_there(line: &str) -> bool {
    next(line).is_some() || line.contains("#/")
}

/// Where the next link begins in a text, or the next thing that may be one; `true` where it is plain.
fn next(text: &str) -> Option<(usize, bool)> {
    // Only letters of ASCII change their case, so that places stay what they are.
    let lower = text.to_ascii_lowercase();
    let find = |marks: &[&str]| marks.iter().filter_map(|mark| lower.find(mark)).min();
    match (find(&LINKS), find(&WRAPPED)) {
        (Some(plain), Some(wrapped)) => Some((plain.min(wrapped), plain < wrapped)),
        (Some(plain), None) => Some((plain, true)),
        (None, wrapped) => wrapped.map(|at| (at, false)),
    }
}

/// Reads the first of these lines, which may hold links, each with a name before it; where its last one
/// was wrapped, the lines that it goes on in too. `number` is the number of the first.
pub fn linked(lines: &[&str], number: u32) -> Line {
    let mut read = Read::default();
    let line = lines.first().copied().unwrap_or("");
    let (mut rest, mut over) = (line, 1);
    while let Some((at, plain)) = next(rest) {
        let cut = |c: char| c.is_whitespace() || "\"'<>(),;|\u{201c}\u{201e}\u{ab}\u{300c}".contains(c);
        let start = rest[..at].rfind(|c: char| if plain { cut(c) } else { c.is_whitespace() || "<>\"".contains(c) });
        let mut start = start.map_or(0, |i| i + rest[i..].chars().next().map_or(1, char::len_utf8));
        if !plain {
            start += rest[start..at].find("http").unwrap_or(0);
        }
        let length = if plain {
            end(&rest[at..])
        } else {
            rest[at..].find(|c: char| c.is_whitespace() || "<>\"".contains(c)).unwrap_or(rest.len() - at)
        };
        let text = &rest[start..at + length];
        // A name and a tab are how a class is handed on.
        let before = &rest[..start];
        let name = match before.strip_suffix('\t').filter(|b| !b.contains('\t') && rest.len() == line.len()) {
            Some(whole) if start == at => names::called(whole),
            _ => names::name(before),
        };
        rest = &rest[at + length..];
        // What a line ends with may go on in the next.
        let more = if rest.trim().is_empty() { lines.get(1..).unwrap_or(&[]) } else { &[] };
        let (found, lines) = whole(text, more);
        over = over.max(1 + lines);
        match found {
            Ok((link, mended)) => {
                read.found.push(Found { name, link, line: number });
                read.mended.extend(mended.then_some(number));
            }
            Err(why) => read.bad.push(Bad::new(number, line, why)),
        }
    }
    if read.found.is_empty() && read.bad.is_empty() {
        // An address that was wrapped before its `#` is a link with the lines that follow.
        let from = line.trim_end().rfind(char::is_whitespace).map_or(0, |i| i + line[i..].chars().next().map_or(1, char::len_utf8));
        let last = line[from..].trim_end();
        if (last.contains("://") || last.contains('#'))
            && let (Ok((link, mended)), lines @ 1..) = whole(last, lines.get(1..).unwrap_or(&[]))
        {
            read.found.push(Found { name: names::name(&line[..from]), link, line: number });
            read.mended.extend(mended.then_some(number));
            return Line { read, over: 1 + lines };
        }
        let why = if line.contains("#/") { "This link leads to no week: it should hold #/play/ or #/debrief/." } else { NO_LINK };
        read.bad.push(Bad::new(number, line, why));
    }
    Line { read, over }
}

/// What a route leads to, where that is a week.
fn week(route: Route) -> Result<PlayLink, String> {
    match route {
        Route::Play(link) | Route::Debrief(link) | Route::Map(link) | Route::Why(link) => Ok(link),
        _ => Err("This link leads to no week.".to_owned()),
    }
}

/// Reads a link that may go on in the lines behind it: what it holds, whether it had to be put right,
/// and how many of those lines it took.
fn whole(text: &str, more: &[&str]) -> (Result<(PlayLink, bool), String>, usize) {
    let alone = one(text);
    if alone.as_ref().is_ok_and(|(route, _)| settled(route)) {
        return (alone.map_err(|e| e.to_string()).and_then(|(route, mended)| Ok((week(route)?, mended))), 0);
    }
    // A soft break of mail ends in `=`.
    let soft = text.contains("=3D") || text.contains("=3d");
    let broken = |text: &str| if soft { text.strip_suffix('=').unwrap_or(text).to_owned() } else { text.to_owned() };
    let mut joined = broken(text.trim_end());
    for (i, line) in more.iter().enumerate().take(MOST_LINES) {
        let piece = line.trim_start_matches(|c: char| c == '>' || c.is_whitespace());
        let (word, last) = piece.split_once(char::is_whitespace).map_or((piece, false), |(word, rest)| (word, !rest.trim().is_empty()));
        if word.is_empty() || word.contains("://") || joined.contains('#') && is_there(word) {
            break;
        }
        joined += &broken(word);
        // Only what is whole says that it belongs together.
        let ends = last || more.get(i + 1).is_none_or(|next| next.len() != line.len());
        let read = if ends && i < 8 { one(&joined).ok() } else { strict(&joined).map(|r| (r, false)) };
        if let Some((route, _)) = read.filter(|(route, _)| settled(route))
            && let Ok(link) = week(route)
        {
            return (Ok((link, true)), i + 1);
        }
        if last {
            break;
        }
    }
    (alone.map_err(|e| e.to_string()).and_then(|(route, mended)| Ok((week(route)?, mended))), 0)
}

/// Whether a route is a link whose end may be missing.
fn cut(route: &Route) -> bool {
    matches!(route, Route::Play(l) | Route::Debrief(l) | Route::Map(l) | Route::Why(l) if l.cut)
}

/// Whether a route is a week of which nothing is missing, as far as it says.
fn settled(route: &Route) -> bool {
    matches!(route, Route::Play(l) | Route::Debrief(l) | Route::Map(l) | Route::Why(l) if !(l.cut || l.seed.is_none() && l.moves.is_empty()))
}

/// What the fragment in a text asks for, as it stands.
fn strict(text: &str) -> Option<Route> {
    text.find("#/").and_then(|at| link::read(&text[at..]).ok())
}

/// One link, and whether it had to be put right; marks around it are no part of it.
fn one(text: &str) -> Result<(Route, bool), BadLink> {
    if let Some(route) = strict(text).filter(|r| !cut(r)) {
        return Ok((route, false));
    }
    let mended = mend::read(text)?;
    let more = mended.done.iter().any(|step| !matches!(step, Step::Marks | Step::Rest));
    Ok((mended.route, more))
}

/// Where a link that a text begins with ends.
fn end(text: &str) -> usize {
    let set = text.find("set=").unwrap_or(usize::MAX);
    for (at, c) in text.char_indices() {
        let ends = match c {
            // Changed assumptions are a list with commas in it: `set=optimism:1.3,mess:60`.
            ',' => {
                let next = text[at + 1..].split(['&', ',']).next().unwrap_or("");
                at < set || !next.split_once(':').is_some_and(|(id, value)| is_id(id) && json::parse(value).is_ok())
            }
            // The end of a code, or of one within another: `&amp;`, `&#38;`, `&amp;amp;`.
            ';' => {
                let codes = text[..at].rfind('&').map_or("", |from| &text[from + 1..at]);
                let code = |c: &str| c.len() <= 8 && c.trim_start_matches('#').bytes().all(|b| b.is_ascii_alphanumeric());
                codes.is_empty() || !codes.split(';').all(code)
            }
            // JSON's `\u0026`.
            '\\' => !text[at + 1..].starts_with(['u', '/', '&', '_', '#', '=']),
            '"' | '\'' | '<' | '>' | '(' | ')' | '[' | ']' | '{' | '}' | '|' | '\u{201c}' | '\u{201d}' | '\u{bb}' | '\u{300d}' => true,
            _ => c.is_whitespace() || c.is_control(),
        };
        if ends {
            return at;
        }
    }
    text.len()
}

#[cfg(test)]
mod tests {
    use crate::class::read::read;

    const LINK: &str = "https://example.org/week/#/play/monday-call?v=1&e=3f9a1c&seed=7&blind=1&moves=hedge.assign.room&n=3";

    /// What was found as `name moves`, then how many were put right and left out.
    #[track_caller]
    fn check(text: &str, found: &[&str], mended: usize, bad: usize) {
        let read = read(text);
        let one = |f: &super::Found| format!("{} {}", f.name, f.link.moves.join(".")).trim().to_owned();
        assert_eq!(read.found.iter().map(one).collect::<Vec<_>>(), found, "{text}");
        assert_eq!((read.mended.len(), read.bad.len()), (mended, bad), "{text} {:?}", read.bad);
    }

    #[test]
    fn a_link_that_mail_wrapped_anywhere_is_read() {
        let line = format!("Anna: {LINK}");
        // What stands before `https://` is the name.
        for at in 14..line.len() {
            let (a, b) = line.split_at(at);
            for wrap in ["\n", "\r\n", "\r", "\n> ", "\n>> "] {
                check(&format!("{a}{wrap}{b}"), &["Anna hedge.assign.room"], 1, 0);
                check(&format!("{a}{wrap}{b} and more\nBen: {LINK}"), &["Anna hedge.assign.room", "Ben hedge.assign.room"], 1, 0);
            }
        }
        let three: String =
            line.bytes().enumerate().map(|(i, b)| format!("{}{}", char::from(b), if i % 40 == 39 { "\n" } else { "" })).collect();
        check(&three, &["Anna hedge.assign.room"], 1, 0);
        let quoted = line.replace('=', "=3D").replace("assign", "as=\r\nsign");
        check(&quoted, &["Anna hedge.assign.room"], 1, 0);
    }

    #[test]
    fn a_link_in_a_link_is_read_with_the_name_before_it() {
        let inside =
            LINK.replace(':', "%3A").replace('/', "%2F").replace('#', "%23").replace('?', "%3F").replace('=', "%3D").replace('&', "%26");
        let safe = format!("https://eur01.safelinks.protection.outlook.com/?url={inside}&data=05%7C01");
        check(&format!("Anna: {safe}"), &["Anna hedge.assign.room"], 1, 0);
        check(&format!("Anna,{safe}"), &["Anna hedge.assign.room"], 1, 0);
        check(&format!("Anna <{safe}> Ben <{LINK}>"), &["Anna hedge.assign.room", "Ben hedge.assign.room"], 1, 0);
        let (a, b) = safe.split_at(90);
        check(&format!("Anna: {a}\n{b}\n\nBen: {LINK}"), &["Anna hedge.assign.room", "Ben hedge.assign.room"], 1, 0);
    }

    #[test]
    fn marks_around_a_link_are_no_part_of_it() {
        for around in [
            "X.",
            "(X)",
            "\u{201e}X\u{201c}",
            "<X>,",
            "X\u{3002}",
            "X\u{2026}",
            "\u{ab}X\u{bb}",
            "X\u{200b}",
            "*X*",
            "[week](X)!",
            "X;",
            "X?",
        ] {
            check(&format!("Anna: {}", around.replace('X', LINK)), &["Anna hedge.assign.room"], 0, 0);
        }
        check(&format!("Anna: {}", LINK.replace("play", "Play").replace("&", "&amp;amp;")), &["Anna hedge.assign.room"], 1, 0);
        check(&format!("Anna: {}", LINK.replace('&', "&#38;")), &["Anna hedge.assign.room"], 1, 0);
    }

    #[test]
    fn what_was_damaged_is_named() {
        for (bad, why) in [("blind=1.", "blind=1."), ("n=4", "holds 4 moves"), ("moves=hedge..", "moves=hedge.."), ("e=3f9a1x", "e=3f9a1x")]
        {
            let key = bad.split_once('=').map_or("", |b| b.0);
            let text: String =
                LINK.split('&').map(|p| if p.starts_with(&format!("{key}=")) { bad } else { p }).collect::<Vec<_>>().join("&");
            let read = read(&text);
            assert!(read.found.is_empty() && read.bad.len() == 1 && read.bad[0].why.contains(why), "{text} {read:?}");
        }
    }
}
