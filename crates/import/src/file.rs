//! What a file is: its bytes as text, its packages unpacked, and files that are no stories named
//! for what they are, with the way on.

use super::h5p::LIBRARY;
use super::table;
use super::twee;
use miniz_oxide::inflate::decompress_to_vec_with_limit;

/// More bytes than this are not read: a package may have films in it.
pub const MOST: usize = 128 << 20;
/// Bytes of one file of a package.
const UNPACKED: usize = 16 << 20;
/// Files of a package that are looked at.
const ENTRIES: usize = 20_000;

/// What was found in a file.
pub enum Content {
    Text {
        text: String,
        /// It was in an old encoding, which was guessed.
        guessed: bool,
    },
    /// `content/content.json` of a branching scenario.
    H5p(String),
}

const TABLE: &str = "a table with the columns scene, text, choice, goes to";

/// Reads the bytes of a file.
///
/// # Errors
/// In words, for people: what it is, and the way on.
pub fn open(bytes: &[u8]) -> Result<Content, String> {
    if bytes.len() > MOST {
        return Err(format!("The file has {} bytes; at most {MOST} can be read.", bytes.len()));
    }
    if bytes.iter().all(u8::is_ascii_whitespace) {
        return Err("The file is empty: save the story again, and choose that file.".into());
    }
    if bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(b"PK\x05\x06") {
        return package(bytes).map(Content::H5p);
    }
    for (begin, what, on) in KINDS {
        if bytes.starts_with(begin) {
            return Err(format!("This is {what}. {on}"));
        }
    }
    text(bytes)
}

const COPY: &str =
    "Copy its words into a table with the columns scene, text, choice, goes to (a spreadsheet saved as CSV), or into Twine, and open that.";
const KINDS: [(&[u8], &str, &str); 9] = [
    (b"%PDF-", "a PDF: pages without choices that can be read", COPY),
    (
        b"\xd0\xcf\x11\xe0",
        "a document of an old Word, Excel or PowerPoint",
        "Save it anew in today’s form; a Word table can be pasted, a spreadsheet saved as CSV.",
    ),
    (
        b"{\\rtf",
        "a document in rich text (RTF)",
        "Write its scenes as a table with the columns scene, text, choice, goes to, copy the table and paste it.",
    ),
    (b"\x89PNG", "a picture", "Choose the file of the story itself."),
    (b"\xff\xd8\xff", "a picture", "Choose the file of the story itself."),
    (b"GIF8", "a picture", "Choose the file of the story itself."),
    (b"\x1f\x8b", "a packed file", "Unpack it, and choose the story in it."),
    (b"7z\xbc\xaf", "a packed file", "Unpack it, and choose the story in it."),
    (b"Rar!", "a packed file", "Unpack it, and choose the story in it."),
];

/// UTF-8, or UTF-16 with its mark; else what old Windows programs write in the West.
fn text(bytes: &[u8]) -> Result<Content, String> {
    let wide = |pair: fn([u8; 2]) -> u16| {
        let units: Vec<u16> = bytes.get(2..).unwrap_or(&[]).chunks_exact(2).map(|c| pair([c[0], c[1]])).collect();
        String::from_utf16(&units).map_err(|_| "The file says that it is UTF-16, and is not: save it as UTF-8.".to_owned())
    };
    let known = |text: String| Ok(Content::Text { text, guessed: false });
    match bytes {
        [0xff, 0xfe, ..] => known(wide(u16::from_le_bytes)?),
        [0xfe, 0xff, ..] => known(wide(u16::from_be_bytes)?),
        _ => match std::str::from_utf8(bytes) {
            Ok(text) => known(text.strip_prefix('\u{feff}').unwrap_or(text).to_owned()),
            Err(_) if bytes.iter().any(|b| *b < 9) => Err("This is no text, and no kind of file that has a story in it.".into()),
            Err(_) => Ok(Content::Text { text: bytes.iter().map(|b| western(*b)).collect(), guessed: true }),
        },
    }
}

/// Windows-1252.
fn western(byte: u8) -> char {
    const HIGH: [char; 32] = [
        '€', '\u{81}', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', '\u{8d}', 'Ž', '\u{8f}', '\u{90}', '‘', '’', '“', '”', '•',
        '–', '—', '˜', '™', 'š', '›', 'œ', '\u{9d}', 'ž', 'Ÿ',
    ];
    match byte {
        0x80..=0x9f => HIGH[usize::from(byte - 0x80)],
        other => char::from(other),
    }
}

/// The contents of a branching scenario, if the package is one.
fn package(bytes: &[u8]) -> Result<String, String> {
    let broken = || "This is a packed file that cannot be read: it is damaged, or not whole.".to_owned();
    let archive = rawzip::ZipArchive::from_slice(bytes).map_err(|_| broken())?;
    let mut names: Vec<String> = Vec::new();
    let (mut head, mut content) = (None, None);
    let mut entries = archive.entries();
    while let Ok(Some(entry)) = entries.next_entry() {
        let name = String::from_utf8_lossy(entry.file_path().as_ref()).into_owned();
        match name.as_str() {
            "h5p.json" => head = Some((entry.wayfinder(), entry.compression_method())),
            "content/content.json" => content = Some((entry.wayfinder(), entry.compression_method())),
            _ => {}
        }
        names.push(name);
        if names.len() > ENTRIES {
            break;
        }
    }
    let unpacked = |found: Option<(rawzip::ZipArchiveEntryWayfinder, rawzip::CompressionMethod)>| {
        let (way, method) = found?;
        let entry = archive.get_entry(way).ok()?;
        let bytes = match method {
            rawzip::CompressionMethod::STORE => entry.data().to_vec(),
            rawzip::CompressionMethod::DEFLATE => decompress_to_vec_with_limit(entry.data(), UNPACKED).ok()?,
            _ => return None,
        };
        let text = String::from_utf8(bytes).ok()?;
        Some(text.strip_prefix('\u{feff}').map(str::to_owned).unwrap_or(text))
    };
    if head.is_some() {
        let head = unpacked(head).ok_or_else(broken)?;
        let head = json::parse(&head).map_err(|_| broken())?;
        let library = head.get("mainLibrary").and_then(json::Node::text).unwrap_or("").to_owned();
        if library != LIBRARY {
            let library: String = library.chars().filter(|c| c.is_ascii_alphanumeric() || *c == '.').take(60).collect();
            return Err(format!("This is H5P of the type {library}. Of H5P’s types Branching Scenario alone has scenes and choices."));
        }
        return unpacked(content).ok_or_else(broken);
    }
    let has = |name: &str| names.iter().any(|n| n == name);
    Err(if has("word/document.xml") {
        format!("This is a Word document (DOCX). Write its scenes as {TABLE}, copy the table and paste it here.")
    } else if has("xl/workbook.xml") {
        "This is a spreadsheet (XLSX). Save it as CSV (in Excel: Save As, CSV UTF-8), and open that.".into()
    } else if has("ppt/presentation.xml") {
        format!("These are slides (PPTX). {COPY}")
    } else if has("content.xml") && has("mimetype") {
        format!(
            "This is a document of LibreOffice. Save a spreadsheet as CSV; of a text, write the scenes as {TABLE}, copy the table and paste it."
        )
    } else if has("META-INF/container.xml") {
        format!("This is an e-book (EPUB). {COPY}")
    } else if has("imsmanifest.xml") || has("cmi5.xml") || has("tincan.xml") || has("launch.json") {
        "This is a package for a training portal. It can be uploaded there, not changed: open the file it was made of.".into()
    } else if has("[Content_Types].xml") {
        format!("This is an Office document. {COPY}")
    } else {
        "This is a packed file (ZIP) without a Branching Scenario of H5P. Unpack it, and choose the story in it.".into()
    })
}

/// What a text is that is no story we read, and the way on.
pub fn refusal(name: &str, text: &str) -> String {
    let lower = name.to_lowercase();
    let lines = || text.lines().map(str::trim_end);
    let some = |begin: &[&str]| begin.iter().filter(|b| lines().any(|l| l.trim_start().starts_with(**b))).count();
    let begin = text.trim_start();
    let head: String = begin.chars().take(4000).collect::<String>().to_lowercase();
    if begin.starts_with('{') || begin.starts_with('[') {
        if text.contains("\"passages\"") {
            return "This is a story of Twine as JSON. Export it as Twee, or publish it to a file, and open that.".into();
        }
        if text.contains("\"mainLibrary\"") || text.contains("\"branchingScenario\"") {
            return "This is a part of an H5P package. Download the content as one .h5p file, and open that.".into();
        }
        return "This is JSON of another kind: compiled ink has “inkVersion” in it, a scenario of ours “scenes”.".into();
    }
    if head.starts_with("<!doctype") || head.contains("<html") || lower.ends_with(".html") || lower.ends_with(".htm") {
        return "This is a page without a story of Twine in it. Of Twine, choose the published file or an archive; of ink, the compiled JSON.".into();
    }
    if head.starts_with("<?xml") {
        return "This is XML, and no kind of file that has a story in it.".into();
    }
    if some(&["*choice", "*fake_choice"]) > 0 && (some(&["#"]) > 0 || some(&["*goto", "*label", "*finish", "*page_break", "*title"]) > 0) {
        return format!("This is ChoiceScript, which is not read. Write its scenes as {TABLE}, or in Twine, and open that.");
    }
    if some(&["title:"]) > 0 && lines().any(|l| l.trim() == "---") && lines().any(|l| l.trim() == "===") || lower.ends_with(".yarn") {
        return format!("This is Yarn, which is not read. Write its scenes as {TABLE}, or in Twine, and open that.");
    }
    let python =
        lines().any(|l| l.starts_with("label ") && l.ends_with(':')) && (some(&["menu:", "jump ", "return", "scene ", "show "]) > 0);
    if python || lower.ends_with(".rpy") {
        return format!("This is a script of Ren’Py, which is not read. Write its scenes as {TABLE}, or in Twine, and open that.");
    }
    if ink(&lower, text) {
        return "This is ink's source. Compile it first (in Inky: File, Export to JSON; or inklecate, or inkjs-compiler) and open the JSON.".into();
    }
    if table::seems(text) {
        return "This is a table without a header that can be read. Its first row says what the columns are: scene, text, choice, goes to, style, reaction.".into();
    }
    format!(
        "This is no story that can be read. Take a file of Twine (published, an archive or Twee), compiled ink, a Branching Scenario of H5P, or {TABLE} as CSV."
    )
}

/// Whether a text is written in ink: knots with a name, or its choices and ways on in a file of its
/// name. A heading that is underlined, or an arrow, is not.
fn ink(name: &str, text: &str) -> bool {
    let knot = |l: &str| {
        let inner = l.trim_start_matches('=');
        let name = inner.trim_end_matches('=').trim();
        let named = !name.is_empty()
            && name.chars().all(|c| c.is_alphanumeric() || "_ (),".contains(c))
            && !name.starts_with(|c: char| c.is_ascii_digit());
        named && l.len() - inner.len() >= 2 && (inner.ends_with("==") || !name.contains(' ') || name.starts_with("function "))
    };
    let knots = text.lines().any(|l| knot(l.trim()));
    let ways = text.lines().any(|l| l.trim_start().starts_with("->") || (l.trim_start().starts_with(['*', '+']) && l.contains("->")));
    let choices = text.lines().any(|l| l.trim_start().starts_with(['*', '+']));
    if name.ends_with(".ink") { knots || ways || choices || !twee::looks(text) } else { knots && (ways || choices || text.contains("===")) }
}

#[cfg(test)]
mod tests {
    use super::{Content, open, refusal};

    #[test]
    fn texts_are_read_in_their_encoding() {
        let read = |bytes: &[u8]| match open(bytes) {
            Ok(Content::Text { text, guessed }) => (text, guessed),
            _ => panic!("no text"),
        };
        assert_eq!(read(b"\xff\xfeH\x00i\x00\xe9\x00"), ("Hié".into(), false));
        assert_eq!(read(b"\xfe\xff\x00H\xd8\x3d\xde\x9a"), ("H🚚".into(), false));
        assert_eq!(read("\u{feff}Hé".as_bytes()), ("Hé".into(), false));
        assert_eq!(read(b"\x93Gr\xfc\xdfe\x94 \x80 5"), ("“Grüße” € 5".into(), true));
    }

    #[test]
    fn other_files_are_named_for_what_they_are() {
        for (bytes, says) in [
            (&b""[..], "empty"),
            (b" \n", "empty"),
            (b"%PDF-1.7 x", "a PDF"),
            (b"PK\x03\x04rubbish", "damaged"),
            (b"{\\rtf1 x", "rich text"),
            (b"\x00\x01\x02\xff", "no text"),
        ] {
            let refused = open(bytes).err().unwrap_or_default();
            assert!(refused.contains(says), "{says}: {refused}");
        }
        for (name, text, says) in [
            ("a.txt", "*title X\nHello\n*choice\n  #Go\n    *goto a\n", "ChoiceScript"),
            ("a.txt", "title: Start\n---\nAnna: Hi\n-> Go\n<<jump A>>\n===\n", "Yarn"),
            (
                "a.txt",
                "define e = Character(\"E\")\nlabel start:\n    e \"Hi\"\n    menu:\n        \"Go\":\n            jump a\n",
                "Ren’Py",
            ),
            ("a.txt", "Notes\n=====\n\n-> buy milk\n* eggs\n", "no story"),
            ("a.txt", "=== knot ===\nHello", "ink's source"),
            ("a.txt", "== knot\nHello\n* [Go] -> knot\n", "ink's source"),
            ("a.ink", "Hello\n* choice", "ink's source"),
            ("a.json", "{\"name\": \"x\"}", "JSON of another kind"),
            ("a.json", "{\"passages\": []}", "Twine as JSON"),
            ("a.html", "<!DOCTYPE html><p>x", "without a story"),
            ("a.txt", "a\tb\tc\nd\te\tf", "without a header"),
        ] {
            let refused = refusal(name, text);
            assert!(refused.contains(says) && refused.ends_with('.') && refused.len() < 300, "{name}: {refused}");
        }
    }
}
