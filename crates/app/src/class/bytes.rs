//! A file's bytes as a text, in whatever encoding a program saved it.
//!
//! What is no Unicode is in the code page of the system that saved it, which follows from that system's
//! language far better than from the few letters of a list of names. Browsers have the tables of all code
//! pages, so what decodes them is an argument.

use super::names::plain;

/// A text, and what to know about how it was read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Text {
    pub text: String,
    pub note: Option<String>,
}

/// The code page that Windows has for text in each language, by the names browsers know them by; the
/// first that a language's tag begins with.
const PAGES: [(&str, &str); 36] = [
    ("ja", "shift_jis"),
    ("zh-tw", "big5"),
    ("zh-hk", "big5"),
    ("zh-hant", "big5"),
    ("zh", "gbk"),
    ("ko", "euc-kr"),
    ("ar", "windows-1256"),
    ("fa", "windows-1256"),
    ("ur", "windows-1256"),
    ("he", "windows-1255"),
    ("yi", "windows-1255"),
    ("el", "windows-1253"),
    ("tr", "windows-1254"),
    ("az", "windows-1254"),
    ("th", "windows-874"),
    ("vi", "windows-1258"),
    ("ru", "windows-1251"),
    ("uk", "windows-1251"),
    ("be", "windows-1251"),
    ("bg", "windows-1251"),
    ("mk", "windows-1251"),
    ("kk", "windows-1251"),
    ("sr", "windows-1251"),
    ("sr-latn", "windows-1250"),
    ("pl", "windows-1250"),
    ("cs", "windows-1250"),
    ("sk", "windows-1250"),
    ("hu", "windows-1250"),
    ("ro", "windows-1250"),
    ("hr", "windows-1250"),
    ("sl", "windows-1250"),
    ("sq", "windows-1250"),
    ("lt", "windows-1257"),
    ("lv", "windows-1257"),
    ("et", "windows-1257"),
    ("", "windows-1252"),
];

/// The code page of a language, such as `de-AT`.
pub fn page(language: &str) -> &'static str {
    let language = language.to_ascii_lowercase();
    let fits = |tag: &str| language.strip_prefix(tag).is_some_and(|rest| tag.is_empty() || rest.is_empty() || rest.starts_with('-'));
    // The longest tag says most.
    PAGES.iter().filter(|p| fits(p.0)).max_by_key(|p| p.0.len()).map_or("windows-1252", |p| p.1)
}

/// Reads a file. `language` is that of the system, and `decode` reads bytes in an encoding of this name,
/// `None` where they are not in it.
///
/// # Errors
/// In a sentence: it is no text.
pub fn text(bytes: &[u8], language: &str, decode: impl Fn(&str, &[u8]) -> Option<String>) -> Result<Text, String> {
    let plain = |text: String| Text { text, note: None };
    if let Some(rest) = bytes.strip_prefix(b"\xef\xbb\xbf") {
        return Ok(plain(String::from_utf8_lossy(rest).into_owned()));
    }
    if let Some(little) = wide(bytes) {
        let (rest, units) =
            (bytes.strip_prefix(b"\xff\xfe").or_else(|| bytes.strip_prefix(b"\xfe\xff")).unwrap_or(bytes), |pair: &[u8]| {
                let pair = [pair[0], pair[1]];
                if little { u16::from_le_bytes(pair) } else { u16::from_be_bytes(pair) }
            });
        return Ok(plain(char::decode_utf16(rest.chunks_exact(2).map(units)).map(|c| c.unwrap_or('\u{fffd}')).collect()));
    }
    if let Ok(text) = std::str::from_utf8(bytes) {
        return Ok(plain(text.to_owned()));
    }
    if bytes.contains(&0) {
        return Err("This file is no text: open the program it comes from, and save or copy it as text.".to_owned());
    }
    let wanted = page(language);
    let read = |name: &'static str| decode(name, bytes).map(|text| (name, text));
    let (name, text) = read(wanted)
        .or_else(|| read("windows-1252"))
        .unwrap_or_else(|| ("ASCII", bytes.iter().map(|b| if b.is_ascii() { char::from(*b) } else { '\u{fffd}' }).collect()));
    let note = format!(
        "the file is not in Unicode and was read as {name}. If names look wrong, save it as \u{201c}CSV UTF-8\u{201d} or as Unicode text, and open that."
    );
    Ok(Text { text, note: Some(note) })
}

/// Reads files, each with its name, `None` for one that the browser could not read: those that are texts,
/// and what to know of how they were read or why they were not.
pub fn texts(
    files: Vec<Option<(String, Vec<u8>)>>,
    language: &str,
    decode: impl Fn(&str, &[u8]) -> Option<String>,
) -> (Vec<(String, String)>, Vec<String>) {
    let (mut there, mut notes) = (Vec::new(), Vec::new());
    for file in files {
        let Some((name, bytes)) = file else {
            notes.push("One of the files cannot be read.".to_owned());
            continue;
        };
        match self::text(&bytes, language, &decode) {
            Ok(read) => {
                notes.extend(read.note.map(|note| format!("{}: {note}", plain(&name))));
                there.push((name, read.text));
            }
            Err(why) => notes.push(format!("{}: {why}", plain(&name))),
        }
    }
    (there, notes)
}

/// Whether the bytes are of two bytes a character, and the lower one is first.
fn wide(bytes: &[u8]) -> Option<bool> {
    if bytes.starts_with(b"\xff\xfe") || bytes.starts_with(b"\xfe\xff") {
        return Some(bytes[0] == 0xff);
    }
    // Without a mark: every other byte of plain letters is nought.
    let seen = &bytes[..bytes.len().min(64) & !1];
    let noughts = |odd: usize| seen.iter().skip(odd).step_by(2).filter(|b| **b == 0).count() * 4 > seen.len();
    match (noughts(1), noughts(0)) {
        (true, false) => Some(true),
        (false, true) => Some(false),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::{page, text};

    /// Western letters as in ISO 8859-1, and nothing else.
    fn western(name: &str, bytes: &[u8]) -> Option<String> {
        (name == "windows-1252").then(|| bytes.iter().map(|b| char::from(*b)).collect())
    }

    #[test]
    fn unicode_is_read_with_and_without_its_mark() {
        let of = |bytes: &[u8]| text(bytes, "de", |_, _| None).map(|t| (t.text, t.note));
        let plain = |text: &str| Ok((text.to_owned(), None));
        assert_eq!(of("J\u{f6}rg 1".as_bytes()), plain("J\u{f6}rg 1"));
        assert_eq!(of("\u{feff}J\u{f6}rg".as_bytes()), plain("J\u{f6}rg"));
        let little: Vec<u8> = "J\u{f6}rg \u{1f98a} https".encode_utf16().flat_map(u16::to_le_bytes).collect();
        let big: Vec<u8> = "J\u{f6}rg \u{1f98a} https".encode_utf16().flat_map(u16::to_be_bytes).collect();
        for bytes in [little.clone(), big.clone(), [b"\xff\xfe".to_vec(), little].concat(), [b"\xfe\xff".to_vec(), big].concat()] {
            assert_eq!(of(&bytes), plain("J\u{f6}rg \u{1f98a} https"));
        }
        assert_eq!(of(b""), plain(""));
    }

    #[test]
    fn a_code_page_is_read_and_named() {
        let read = text(b"J\xf6rg", "de-AT", western).expect("a text");
        assert!(read.text == "J\u{f6}rg" && read.note.is_some_and(|n| n.contains("windows-1252")));
        // The system's own code page does not fit: what all have is tried, then the plain letters.
        let read = text(b"J\xf6rg", "ja", western).expect("a text");
        assert!(read.text == "J\u{f6}rg");
        let read = text(b"J\xf6rg", "ja", |_, _| None).expect("a text");
        assert!(read.text == "J\u{fffd}rg" && read.note.is_some_and(|n| n.contains("ASCII")));
        assert!(text(b"\xff\x00\x01\x99\x00\x00\x10\x80", "de", western).is_err_and(|e| e.contains("no text")));
    }

    #[test]
    fn what_is_wrong_with_a_file_is_said_by_its_name() {
        let files = vec![Some(("a.txt".to_owned(), b"plain".to_vec())), None, Some(("b.txt".to_owned(), b"J\xf6rg".to_vec()))];
        let (there, notes) = super::texts(files, "de", western);
        assert_eq!(there, [("a.txt".to_owned(), "plain".to_owned()), ("b.txt".to_owned(), "J\u{f6}rg".to_owned())]);
        assert!(notes.len() == 2 && notes[0].starts_with("One of the files") && notes[1].starts_with("b.txt: "), "{notes:?}");
    }

    #[test]
    fn a_system_has_the_code_page_of_its_language() {
        for (language, name) in [
            ("en-GB", "windows-1252"),
            ("de", "windows-1252"),
            ("ar-EG", "windows-1256"),
            ("zh-CN", "gbk"),
            ("zh-TW", "big5"),
            ("zh-Hant-HK", "big5"),
            ("ja-JP", "shift_jis"),
            ("ko", "euc-kr"),
            ("sr-Latn-RS", "windows-1250"),
            ("", "windows-1252"),
            ("arn", "windows-1252"),
        ] {
            assert_eq!(page(language), name, "{language}");
        }
    }
}
