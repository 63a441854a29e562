//! Weeks out of a stranger's text: lines from a chat, a spreadsheet, downloads, statements.

use super::found::{Bad, Read};
use super::links::{self, Line};
use super::names::called;
use super::{names, records};
use json::{self, Node, Value};
use std::borrow::Cow;

/// Longest text that is read, in bytes.
pub const LONGEST: usize = 32 << 20;
/// Lines below the one that names somebody in which a link is theirs.
const BELOW: usize = 20;

/// Who wrote what stands below a line.
struct Head {
    name: String,
    line: u32,
    text: String,
    /// Whether a link of theirs was met.
    used: bool,
}

impl Head {
    /// A line that names somebody of whom there is no link is left out as any other.
    fn close(head: &mut Option<Head>, read: &mut Read) {
        if let Some(head) = head.take().filter(|h| !h.used) {
            read.bad.push(Bad::new(head.line, &head.text, links::NO_LINK));
        }
    }
}

/// A text whose lines end as they do everywhere: old programs end them with a carriage return alone.
fn lined(text: &str) -> Cow<'_, str> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let lone = text.bytes().zip(text.bytes().skip(1).chain([0])).any(|(a, b)| a == b'\r' && b != b'\n');
    if lone { Cow::Owned(text.replace("\r\n", "\n").replace('\r', "\n")) } else { Cow::Borrowed(text) }
}

/// Reads a text of links, downloads and statements, in any mixture.
pub fn read(text: &str) -> Read {
    let mut read = Read::default();
    if text.len() > LONGEST {
        let why = format!("This is larger than {} million characters. Read it in parts.", LONGEST >> 20);
        read.bad.push(Bad::new(1, text.get(..80).unwrap_or(""), why));
        return read;
    }
    let text = lined(text);
    let text = text.as_ref();
    let mut statements: Option<(u32, Vec<Node>)> = None;
    // What cuts the cells, once the head of a class's own file was met.
    let mut own = None;
    let lines: Vec<&str> = text.lines().collect();
    // Where each line begins, so that JSON over many lines can be read in place.
    let at = |line: usize| lines[line].as_ptr() as usize - text.as_ptr() as usize;
    let mut head: Option<Head> = None;
    let mut i = 0;
    while i < lines.len() {
        let (line, number) = (lines[i], i as u32 + 1);
        if line.trim().is_empty() {
            // Programs put an empty line between what two people wrote.
            if head.as_ref().is_some_and(|h| h.used || number > h.line + BELOW as u32) {
                Head::close(&mut head, &mut read);
            }
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
        if let Some(row) = own.and_then(|cut| row(line, cut, number)) {
            read.take(row);
            i += 1;
            continue;
        }
        if !links::is_there(line) {
            let below = lines[i + 1..].iter().find(|l| l.chars().any(char::is_alphanumeric)).copied();
            if let Some((name, over)) = names::header(line, below) {
                Head::close(&mut head, &mut read);
                head = Some(Head { name, line: number, text: line.to_owned(), used: false });
                // The time stands below, perhaps behind lines that hold marks alone.
                let time = lines[i + 1..].iter().position(|l| l.chars().any(char::is_alphanumeric)).map_or(0, |n| n + 1);
                i += if over == 2 { time + 1 } else { 1 };
                continue;
            }
            if head.is_some() && names::is_time(line) {
                // The same person wrote again.
                i += 1;
                continue;
            }
        }
        let Line { read: mut here, over } = links::linked(&lines[i..], number);
        if let Some(head) = head.as_mut().filter(|h| number <= h.line + BELOW as u32 || h.used) {
            for found in here.found.iter_mut().filter(|f| !head.used || f.name.is_empty()) {
                found.name.clone_from(&head.name);
            }
            head.used |= !here.found.is_empty();
        }
        read.take(here);
        i += over;
    }
    Head::close(&mut head, &mut read);
    if let Some((line, list)) = statements {
        read.take(records::json(&Node::new(Value::List(list)), line));
    }
    read.bad.sort_by_key(|b| b.line);
    read
}

/// Cuts a text of links alone into pieces of so many lines, each with the number of its first, so that
/// a page can read them one after the other; any other text is one piece, as lines hang together in it.
pub fn pieces(text: &str, lines: usize) -> Vec<(u32, String)> {
    let plain = |l: &str| l.contains("#/") && !l.trim_start().starts_with(['{', '[']) && own_head(l).is_none() || l.trim().is_empty();
    let text = lined(text);
    let text = text.as_ref();
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
        piece.mended.iter_mut().for_each(|line| *line += first - 1);
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
    let head = line.trim_start_matches('\u{feff}').replace('"', "");
    [',', ';', '\t'].into_iter().find(|cut| head.starts_with(&super::hand::HEAD.replace(',', &cut.to_string())))
}

/// A row of a class's own file: its name is whatever stands in the first cell.
fn row(line: &str, cut: char, number: u32) -> Option<Read> {
    let cells = records::cells(line, cut)?;
    let [name, link, ..] = cells.as_slice() else { return None };
    let mut read = links::linked(&[link.as_str()], number).read;
    let [found] = read.found.as_mut_slice() else { return None };
    // The guard against formulas is the file's, not the name's.
    let guarded = name.strip_prefix('\'').filter(|rest| rest.starts_with(super::hand::FORMULA));
    found.name = called(guarded.unwrap_or(name));
    Some(read)
}

#[cfg(test)]
mod tests {
    use super::read;

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
        let text = format!("#/write\nAnna {LINK}\n\nBen {LINK}\n#/odd\n");
        let mut all = super::Read::default();
        let pieces = super::pieces(&text, 2);
        assert_eq!(pieces.len(), 3);
        pieces.into_iter().for_each(|(first, piece)| all.add(read(&piece), first));
        assert_eq!(all, read(&text));
        assert_eq!(super::pieces("[1, 2]\nx", 1).len(), 1);
        // A line above a link may say whose it is.
        assert_eq!(super::pieces(&format!("[10:12] Anna\n{LINK}"), 1).len(), 1);
    }

    /// What was found as names, and how many lines were left out.
    #[track_caller]
    fn names(text: &str, of: &[&str], bad: usize) {
        let read = read(text);
        let found: Vec<&str> = read.found.iter().map(|f| f.name.as_str()).collect();
        assert_eq!((found, read.bad.len()), (of.to_vec(), bad), "{text} {:?}", read.bad);
    }

    #[test]
    fn what_chats_write_above_a_link_names_it() {
        for text in [
            "[10:12] Anna Huber\nLINK\n\n[10:13] Ben Li\nhere it is\nLINK",
            "Anna Huber\n  10:12 AM\nLINK\nBen Li\n  10:13 AM\nhere it is\nLINK",
            "Anna Huber \u{2014} Today at 10:12 AM\nLINK\nBen Li \u{2014} Today at 10:13 AM\nhere: it is\nLINK",
            "Anna Huber\n10:12\nLINK\nBen Li\n10:13\nI\u{2019}m done\nLINK",
            "10:12:33 From Anna Huber to Everyone:\n\tLINK\n10:13:01 From Ben Li to Everyone:\n\there it is\n\tLINK",
            "Anna Huber\n \u{2014} \n11/24/2026 10:12 AM\nLINK\nBen Li\n \u{2014} \n11/24/2026 10:13 AM\nhi\nLINK",
            "24.11.26, 10:12 - Anna Huber: LINK\n24.11.26, 10:13 - Ben Li: hier ist sie\nLINK",
        ] {
            let bad =
                usize::from(text.contains("\nh") || text.contains("\th") || text.contains("\nI")) * usize::from(!text.starts_with("24."));
            names(&text.replace("LINK", LINK), &["Anna Huber", "Ben Li"], bad);
        }
        // The same person writes on; an empty line ends what is theirs.
        names(&format!("Anna\n10:12\n{LINK}\n10:15\n{LINK}\n\n{LINK}"), &["Anna", "Anna", ""], 0);
        // Somebody of whom there is no link.
        names(&format!("[10:12] Anna\nhello\n[10:13] Ben\n{LINK}"), &["Ben"], 2);
        // A sentence with a time names nobody.
        names(&format!("see you at 10:12\n{LINK}"), &[""], 1);
    }

    #[test]
    fn lines_end_with_a_carriage_return_alone() {
        names(&format!("Anna {LINK}\rBen {LINK}\r\nCy {LINK}\n"), &["Anna", "Ben", "Cy"], 0);
        assert_eq!(super::pieces(&format!("Anna {LINK}\rBen {LINK}\r"), 1).len(), 2);
    }
}
