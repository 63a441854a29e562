//! Weeks out of a stranger's text: lines from a chat, a spreadsheet, downloads, statements.

use super::records;
use crate::codec::link::{self, PlayLink, Route};
use crate::json::{self, Node, Value};

/// Longest text that is read, in bytes.
pub const LONGEST: usize = 32 << 20;
/// Lines that are listed as left out at most; the rest is counted.
pub const MOST_BAD: usize = 200;
/// Longest name that is kept, in characters.
const LONGEST_NAME: usize = 60;

/// A week as it was pasted.
#[derive(Clone, Debug, PartialEq)]
pub struct Found {
    /// Whose it is; empty where nothing says so.
    pub name: String,
    pub link: PlayLink,
    /// The line of the text it begins in, from 1.
    pub line: u32,
}

/// Something that is no week, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bad {
    pub line: u32,
    /// Its beginning.
    pub text: String,
    pub why: String,
}

impl Bad {
    /// What stands in a line, and why it is no week.
    pub fn new(line: u32, text: &str, why: impl Into<String>) -> Bad {
        let shown: String = plain(text).chars().take(80).collect();
        Bad { line, text: shown, why: why.into() }
    }
}

/// What a text held, in its order.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Read {
    pub found: Vec<Found>,
    pub bad: Vec<Bad>,
}

impl Read {
    fn take(&mut self, other: Read) {
        self.found.extend(other.found);
        self.bad.extend(other.bad);
    }
}

/// Reads a text of links, downloads and statements, in any mixture.
pub fn read(text: &str) -> Read {
    let mut read = Read::default();
    if text.len() > LONGEST {
        let why = format!("This is larger than {} million characters. Read it in parts.", LONGEST >> 20);
        read.bad.push(Bad::new(1, text.get(..80).unwrap_or(""), why));
        return read;
    }
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let mut statements: Option<(u32, Vec<Node>)> = None;
    // What cuts the cells, once the head of a class's own file was met.
    let mut own = None;
    let lines: Vec<&str> = text.lines().collect();
    // Where each line begins, so that JSON over many lines can be read in place.
    let at = |line: usize| lines[line].as_ptr() as usize - text.as_ptr() as usize;
    let mut i = 0;
    while i < lines.len() {
        let (line, number) = (lines[i], i as u32 + 1);
        if line.trim().is_empty() {
            i += 1;
            continue;
        }
        if let Some(cut) = own_head(line) {
            own = Some(cut);
            i += 1;
            continue;
        }
        if records::is_csv_head(line) {
            let ends = |l: &&str| l.trim().is_empty() || records::is_csv_head(l) || l.contains("#/");
            let rows = 1 + lines[i + 1..].iter().take_while(|l| !ends(l)).count();
            read.take(records::csv(&lines[i..i + rows], number));
            i += rows;
            continue;
        }
        if line.trim_start().starts_with(['{', '['])
            && let Some((node, length)) = value(&text[at(i)..])
        {
            match listed(node) {
                Ok(list) => statements.get_or_insert_with(|| (number, Vec::new())).1.extend(list),
                Err(node) => read.take(records::json(&node, number)),
            }
            i += text[at(i)..at(i) + length].matches('\n').count() + 1;
            continue;
        }
        read.take(own.and_then(|cut| row(line, cut, number)).unwrap_or_else(|| linked(line, number)));
        i += 1;
    }
    if let Some((line, list)) = statements {
        read.take(records::json(&Node::new(Value::List(list)), line));
    }
    read
}

/// Cuts a text of links alone into pieces of so many lines, each with the number of its first, so that
/// a page can read them one after the other; any other text is one piece.
pub fn pieces(text: &str, lines: usize) -> Vec<(u32, String)> {
    let plain = |l: &str| !l.trim_start().starts_with(['{', '[']) && !records::is_csv_head(l) && own_head(l).is_none();
    let all: Vec<&str> = text.lines().collect();
    if text.len() > LONGEST || !all.iter().all(|l| plain(l)) {
        return vec![(1, text.to_owned())];
    }
    all.chunks(lines.max(1)).enumerate().map(|(i, part)| ((i * lines) as u32 + 1, part.join("\n"))).collect()
}

impl Read {
    /// Adds what a later piece of the same text held; `first` is the number of its first line.
    pub fn add(&mut self, mut piece: Read, first: u32) {
        piece.found.iter_mut().for_each(|f| f.line += first - 1);
        piece.bad.iter_mut().filter(|b| b.line > 0).for_each(|b| b.line += first - 1);
        self.take(piece);
    }
}

/// The JSON value a text begins with, alone on its last line, and its length in bytes.
fn value(text: &str) -> Option<(Node, usize)> {
    let (mut depth, mut quoted, mut skip, mut end) = (0usize, false, false, None);
    for (at, byte) in text.bytes().enumerate() {
        match byte {
            _ if skip => skip = false,
            b'\\' if quoted => skip = true,
            b'"' => quoted = !quoted,
            _ if quoted => {}
            b'{' | b'[' => depth += 1,
            b'}' | b']' => {
                depth = depth.saturating_sub(1);
                if depth == 0 {
                    end = Some(at + 1);
                    break;
                }
            }
            _ => {}
        }
    }
    let end = end?;
    let rest = text[end..].lines().next().unwrap_or("");
    if !rest.trim().trim_start_matches(',').is_empty() {
        return None;
    }
    Some((json::parse(&text[..end]).ok()?, end))
}

/// Statements, however they are wrapped; all that are pasted are read together.
fn listed(node: Node) -> Result<Vec<Node>, Node> {
    let is = |n: &Node| n.get("verb").is_some() && n.get("actor").is_some();
    if is(&node) {
        return Ok(vec![node]);
    }
    match node.value {
        Value::List(list) if list.first().is_some_and(is) => Ok(list),
        Value::Object(members) => {
            let at = members.iter().position(|m| m.0 == "statements" && m.1.list().is_some());
            match at {
                Some(at) => match members.into_iter().nth(at).map(|m| m.1.value) {
                    Some(Value::List(list)) => Ok(list),
                    _ => Ok(Vec::new()),
                },
                None => Err(Node { at: node.at, value: Value::Object(members) }),
            }
        }
        value => Err(Node { at: node.at, value }),
    }
}

/// What cuts the cells of a class's own file, whose head this line is: spreadsheets have their own ways.
fn own_head(line: &str) -> Option<char> {
    let head = line.replace('"', "");
    [',', ';', '\t'].into_iter().find(|cut| head.starts_with(&super::hand::HEAD.replace(',', &cut.to_string())))
}

/// A row of a class's own file: its name is whatever stands in the first cell.
fn row(line: &str, cut: char, number: u32) -> Option<Read> {
    let cells = records::cells(line, cut)?;
    let [name, link, ..] = cells.as_slice() else { return None };
    let mut read = linked(link, number);
    let [found] = read.found.as_mut_slice() else { return None };
    // The guard against formulas is the file's, not the name's.
    let guarded = name.strip_prefix('\'').filter(|rest| rest.starts_with(super::hand::FORMULA));
    found.name = called(guarded.unwrap_or(name));
    Some(read)
}

/// What a link to a week begins with.
const LINKS: [&str; 4] = ["#/play/", "#/debrief/", "#/map/", "#/why/"];

/// Reads a line that may hold links, each with a name before it.
fn linked(line: &str, number: u32) -> Read {
    let mut read = Read::default();
    let line = line.replace("&amp;", "&");
    let line = if line.contains("#/") { line } else { decoded(&line) };
    let mut rest = line.as_str();
    while let Some(at) = LINKS.iter().filter_map(|l| rest.find(l)).min() {
        let start = rest[..at].rfind(|c: char| c.is_whitespace() || "\"'<>(),;|\u{201c}".contains(c));
        let start = start.map_or(0, |i| i + rest[i..].chars().next().map_or(1, char::len_utf8));
        let length = end(&rest[at..]);
        let text = rest[at..at + length].trim_end_matches(['.', ':', '!', '?']);
        // A name and a tab are how a class is handed on.
        let before = &rest[..start];
        let name = match before.strip_suffix('\t').filter(|b| !b.contains('\t') && rest.len() == line.len()) {
            Some(whole) if start == at => called(whole),
            _ => name(before),
        };
        match link::read(text) {
            Ok(Route::Play(link) | Route::Debrief(link) | Route::Map(link) | Route::Why(link)) => {
                read.found.push(Found { name, link, line: number });
            }
            Ok(_) => read.bad.push(Bad::new(number, &line, "This link leads to no week.")),
            Err(bad) => read.bad.push(Bad::new(number, &line, bad.to_string())),
        }
        rest = &rest[at + length..];
    }
    if read.found.is_empty() && read.bad.is_empty() {
        let why = if line.contains("#/") {
            "This link leads to no week: it should hold #/play/ or #/debrief/."
        } else {
            "There is no link to a week in this line."
        };
        read.bad.push(Bad::new(number, &line, why));
    }
    read
}

/// Where a link that a text begins with ends.
fn end(text: &str) -> usize {
    let set = text.find("set=").unwrap_or(usize::MAX);
    for (at, c) in text.char_indices() {
        let ends = match c {
            // Changed assumptions are a list with commas in it: `set=optimism:1.3,mess:60`.
            ',' => {
                let next = text[at + 1..].split(['&', ',']).next().unwrap_or("");
                at < set || !next.split_once(':').is_some_and(|(id, value)| link::is_id(id) && json::parse(value).is_ok())
            }
            '"' | '\'' | '<' | '>' | '(' | ')' | '[' | ']' | '{' | '}' | ';' | '|' | '\\' | '\u{201d}' => true,
            _ => c.is_whitespace() || c.is_control(),
        };
        if ends {
            return at;
        }
    }
    text.len()
}

/// A line in which a mail program has wrapped the link in one of its own: what stands for `#` and `/`
/// is put back, and what was added behind is left out.
fn decoded(line: &str) -> String {
    let lower = line.to_ascii_lowercase();
    let Some(at) = lower.find("%23%2f").or_else(|| lower.find("%23/")) else { return line.to_owned() };
    let start = line[..at].rfind(char::is_whitespace).map_or(0, |i| i + 1);
    let link = line[at..].split(|c: char| c == '&' || c.is_whitespace() || "\"'<>(),;|".contains(c)).next().unwrap_or("");
    let (mut out, mut bytes) = (Vec::new(), link.bytes());
    while let Some(byte) = bytes.next() {
        let mut digit = || bytes.next().and_then(|b| char::from(b).to_digit(16));
        match byte {
            b'%' => match digit().zip(digit()) {
                Some((a, b)) => out.push((a * 16 + b) as u8),
                None => return line.to_owned(),
            },
            _ => out.push(byte),
        }
    }
    format!("{} {}", &line[..start.min(line.len())], String::from_utf8_lossy(&out))
}

/// A stranger's text without what cannot be seen.
pub fn plain(text: &str) -> String {
    let hidden = |c: char| {
        c.is_control() || matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{61c}')
    };
    text.chars().map(|c| if c == '\t' { ' ' } else { c }).filter(|c| !hidden(*c)).collect()
}

/// The name that stands before a link: without the time and the marks that chats, lists and
/// spreadsheets put there.
pub fn name(before: &str) -> String {
    const AROUND: &str = ",;:|\"'<>()[]{}-\u{2013}\u{2014}\u{2022}*\u{b7}=#\u{201c}\u{201d}";
    let around = |c: char| c.is_whitespace() || AROUND.contains(c);
    let text = plain(before);
    // A spreadsheet's guard against formulas.
    let text = text.trim().trim_start_matches('\u{27}');
    let words: Vec<&str> = text.split_whitespace().collect();
    let time = |w: &&&str| {
        !w.chars().any(char::is_alphabetic) || ["am", "pm", "a.m.", "p.m."].contains(&w.to_ascii_lowercase().trim_matches(around))
    };
    let times = words.iter().take_while(time).count();
    if times == words.len() {
        // A number alone may be what a learner is known by.
        let number = text.trim_matches(around);
        return if !number.is_empty() && number.len() <= 12 && number.bytes().all(|b| b.is_ascii_digit()) {
            number.to_owned()
        } else {
            String::new()
        };
    }
    let rest = words[times..].join(" ");
    // What somebody wrote beside the link is no part of the name.
    let rest = rest.split(": ").next().unwrap_or("");
    let rest = rest.split(" [").next().unwrap_or("").trim_matches(around);
    called(rest)
}

/// A name that is known to be one, cut and cleaned for showing.
pub fn called(text: &str) -> String {
    plain(text.trim()).chars().take(LONGEST_NAME).collect::<String>().trim().to_owned()
}

#[cfg(test)]
mod tests {
    use super::{name, read};

    const LINK: &str = "https://example.org/week/#/play/monday-call?v=1&seed=7&moves=hedge.assign";

    #[track_caller]
    fn one(text: &str, of: &str, moves: &str) {
        let read = read(text);
        assert_eq!(read.bad, [], "{text}");
        let found: Vec<_> = read.found.iter().map(|f| (f.name.as_str(), f.link.moves.join("."))).collect();
        assert_eq!(found, [(of, moves.to_owned())], "{text}");
    }

    #[test]
    fn a_link_is_found_wherever_it_was_pasted_from() {
        for (text, of) in [
            (LINK.to_owned(), ""),
            (format!("Anna\t{LINK}"), "Anna"),
            (format!("Anna Huber: {LINK}"), "Anna Huber"),
            (format!("\"Huber, Anna\",\"{LINK}\",done"), "Huber, Anna"),
            (format!("Anna;{LINK};2026"), "Anna"),
            (format!("[10:12] Anna: here it is {LINK}."), "Anna"),
            (format!("24/11/2026, 10:12 - Anna: {LINK}"), "Anna"),
            (format!("10:12 AM Anna {LINK}"), "Anna"),
            (format!("3. Anna \u{2013} <{LINK}>"), "Anna"),
            (format!("1042\t{LINK}"), "1042"),
            (format!("(12:30) {LINK}"), ""),
            (format!("Anna\u{202e}\u{200b} {}", LINK.replace('&', "&amp;")), "Anna"),
            (format!("Anna [my week]({LINK})"), "Anna"),
        ] {
            one(&text, of, "hedge.assign");
        }
    }

    #[test]
    fn a_link_that_a_mail_program_wrapped_is_unwrapped() {
        let wrapped = "Anna https://eur01.safelinks.example/?url=https%3A%2F%2Fexample.org%2F%23%2Fplay%2Fmonday-call%3Fv%3D1%26seed%3D7%26moves%3Dhedge.assign&data=05%7C01";
        one(wrapped, "Anna", "hedge.assign");
    }

    #[test]
    fn changed_assumptions_keep_their_commas() {
        let read = read("Anna,https://a.example/#/why/monday-call?v=1&seed=7&set=optimism:1.3,mess:60&moves=hedge,more");
        assert_eq!(read.found[0].link.set.len(), 2);
        assert_eq!(read.found[0].link.moves, ["hedge"]);
    }

    #[test]
    fn several_links_in_a_line_are_several_weeks() {
        let read = read(&format!("Anna {LINK} Ben {LINK}\n\n{LINK}"));
        let names: Vec<_> = read.found.iter().map(|f| (f.name.as_str(), f.line)).collect();
        assert_eq!(names, [("Anna", 1), ("Ben", 1), ("", 3)]);
    }

    #[test]
    fn what_is_no_week_is_named_with_its_line() {
        let read = read("hello\nhttps://example.org/#/write\nhttps://example.org/#/play/monday-call?v=9\n[12] {\"a\": 1}\n{broken");
        let bad: Vec<_> = read.bad.iter().map(|b| (b.line, b.why.split_whitespace().take(4).collect::<Vec<_>>().join(" "))).collect();
        let bad: Vec<_> = bad.iter().map(|(l, w)| (*l, w.as_str())).collect();
        assert_eq!(
            bad,
            [
                (1, "There is no link"),
                (2, "This link leads to"),
                (3, "The link says v=9,"),
                (4, "There is no link"),
                (5, "There is no link")
            ]
        );
    }

    #[test]
    fn a_text_in_pieces_is_read_as_the_whole() {
        let text = format!("hello\nAnna {LINK}\n\nBen {LINK}\nodd\n");
        let mut all = super::Read::default();
        let pieces = super::pieces(&text, 2);
        assert_eq!(pieces.len(), 3);
        pieces.into_iter().for_each(|(first, piece)| all.add(read(&piece), first));
        assert_eq!(all, read(&text));
        assert_eq!(super::pieces("[1, 2]\nx", 1).len(), 1);
    }

    #[test]
    fn names_are_what_is_left() {
        for (text, of) in [("", ""), (" - ", ""), ("'=Li+1 ", "Li+1"), ("Dr. Li,", "Dr. Li"), ("\u{5d0}\u{5d1}: ", "\u{5d0}\u{5d1}")] {
            assert_eq!(name(text), of, "{text:?}");
        }
    }
}
