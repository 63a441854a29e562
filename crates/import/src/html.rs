//! HTML: published pages and archives of Twine 1 and 2 as the stories in them, texts of other tools
//! as plain lines, and characters by their names. The tokens are those of the crate `html5gum`.

use super::source::{Raw, Source};
use html5gum::{DefaultEmitter, HtmlString, StartTag, Token, Tokenizer};
use std::borrow::Cow;

/// Longest name of a character, `&CounterClockwiseContourIntegral;`, in bytes.
const NAME: usize = 34;

fn tokens(text: &str) -> impl Iterator<Item = Token> {
    let mut emitter = DefaultEmitter::default();
    emitter.naively_switch_states(true);
    Tokenizer::new_with_emitter(text, emitter).flatten()
}

fn text(bytes: &HtmlString) -> Cow<'_, str> {
    String::from_utf8_lossy(bytes)
}

fn attribute(tag: &StartTag<()>, name: &str) -> Option<String> {
    tag.attributes.get(name.as_bytes()).map(|v| text(&v.value).into_owned())
}

/// The stories of a page or an archive, with its number of story elements even if they are empty.
pub fn stories(page: &str) -> Vec<Source<'static>> {
    let mut stories: Vec<Source> = Vec::new();
    // Where text goes: the passage that is open, and the element that closes it.
    let mut open: Option<String> = None;
    let (mut start, mut one) = (String::new(), false);
    for token in tokens(page) {
        match token {
            Token::StartTag(tag) if open.is_none() => {
                let name = text(&tag.name).into_owned();
                let own = |key: &str| attribute(&tag, key).unwrap_or_default();
                if name == "tw-storydata" {
                    start = own("startnode");
                    one = false;
                    stories.push(Source { title: own("name"), format: own("format"), lineless: true, ..Source::default() });
                    continue;
                }
                // A page of Twine 1 has one story in it.
                if name == "div" && matches!(own("id").as_str(), "storeArea" | "store-area") {
                    one = true;
                    stories.push(Source { lineless: true, ..Source::default() });
                    continue;
                }
                let Some(story) = stories.last_mut() else { continue };
                let raw = match name.as_str() {
                    "tw-passagedata" => {
                        if attribute(&tag, "pid").is_some_and(|pid| pid == start) {
                            story.start = own("name");
                        }
                        Raw::new(&own("name"), &own("tags"))
                    }
                    "script" if !one && own("type").contains("twine") => Raw::new("the story’s script", "script"),
                    "style" if !one && own("type").contains("twine") => Raw::new("the story’s style sheet", "stylesheet"),
                    "div" if one => match attribute(&tag, "tiddler") {
                        Some(title) => Raw::new(&title, &own("tags")),
                        None => continue,
                    },
                    _ => continue,
                };
                story.passages.push(raw);
                open = (!tag.self_closing).then_some(name);
            }
            Token::String(found) if open.is_some() => {
                if let Some(raw) = stories.last_mut().and_then(|s| s.passages.last_mut()) {
                    raw.text.to_mut().push_str(&text(&found.value));
                }
            }
            Token::EndTag(tag) if open.as_deref().is_some_and(|o| o == text(&tag.name)) => {
                open = None;
                if let Some(raw) = stories.last_mut().and_then(|s| s.passages.last_mut()).filter(|_| one) {
                    raw.text = Cow::Owned(unescaped(&raw.text));
                }
            }
            _ => {}
        }
    }
    stories
}

/// Twine 1 writes line feeds, tabs and backslashes as two signs.
fn unescaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        let meant = match (c, chars.peek()) {
            ('\\', Some('n')) => '\n',
            ('\\', Some('t')) => '\t',
            ('\\', Some('s' | '\\')) => '\\',
            _ => {
                out.push(c);
                continue;
            }
        };
        chars.next();
        out.push(meant);
    }
    out
}

/// A tag as it stands between its angle brackets: its name, and its attributes.
pub fn attributes(tag: &str) -> (String, Vec<(String, String)>) {
    let found = Tokenizer::new(format!("<{tag}>").as_str()).flatten().find_map(|t| if let Token::StartTag(t) = t { Some(t) } else { None });
    let Some(tag) = found else { return Default::default() };
    let all = tag.attributes.iter().map(|(k, v)| (text(k).into_owned(), text(&v.value).into_owned()));
    (text(&tag.name).into_owned(), all.collect())
}

/// The character that a name or a number means (`&eacute;`, `&#8217;`, `&#x27;`), and how many bytes
/// stand for it here.
pub fn character(rest: &str) -> Option<(String, usize)> {
    let end = rest.bytes().take(NAME).position(|b| b == b';')?;
    let name = rest.get(..=end).filter(|n| n.starts_with('&') && n.len() > 3 && !n.contains([' ', '\n', '<']))?;
    let mut meant = String::new();
    for token in Tokenizer::new(name).flatten() {
        if let Token::String(found) = token {
            meant.push_str(&text(&found.value));
        }
    }
    (meant != name && !meant.ends_with(';')).then_some((meant, name.len()))
}

/// A text of another tool's editor as lines, with *emphasis*.
pub fn plain(html: &str) -> String {
    let mut out = String::new();
    for token in tokens(html) {
        let (name, begins) = match &token {
            Token::String(found) => {
                out.push_str(&text(&found.value).replace(['\n', '\r', '\u{a0}'], " "));
                continue;
            }
            Token::StartTag(tag) => (text(&tag.name), true),
            Token::EndTag(tag) => (text(&tag.name), false),
            _ => continue,
        };
        match name.as_ref() {
            "p" | "div" | "li" | "ul" | "ol" | "br" | "tr" | "table" | "blockquote" | "h1" | "h2" | "h3" | "h4" | "h5" | "h6"
                if !out.is_empty() && !out.ends_with('\n') =>
            {
                out.push('\n');
            }
            "td" | "th" if begins && !out.is_empty() && !out.ends_with('\n') => out.push(' '),
            "em" | "i" | "strong" | "b" => out.push('*'),
            _ => {}
        }
    }
    out.trim().to_owned()
}

/// The rows of the first table of a page that was copied, as [`plain`] cells.
pub fn table(html: &str) -> Option<Vec<Vec<String>>> {
    let mut rows: Vec<Vec<String>> = Vec::new();
    let mut cell: Option<String> = None;
    for token in tokens(html) {
        match token {
            Token::StartTag(tag) => match text(&tag.name).as_ref() {
                "tr" => rows.push(Vec::new()),
                "td" | "th" if !rows.is_empty() => cell = Some(String::new()),
                "p" | "br" | "div" => {
                    if let Some(c) = cell.as_mut().filter(|c| !c.is_empty() && !c.ends_with('\n')) {
                        c.push('\n');
                    }
                }
                _ => {}
            },
            Token::EndTag(tag) => match text(&tag.name).as_ref() {
                "td" | "th" => {
                    if let (Some(row), Some(done)) = (rows.last_mut(), cell.take()) {
                        row.push(done.trim().to_owned());
                    }
                }
                "table" => break,
                _ => {}
            },
            Token::String(found) => {
                if let Some(c) = cell.as_mut() {
                    c.push_str(&text(&found.value).split(['\n', '\r', '\u{a0}']).collect::<Vec<_>>().join(" "));
                }
            }
            _ => {}
        }
    }
    (rows.len() > 1).then_some(rows)
}

#[cfg(test)]
mod tests {
    use super::{attributes, character, plain, stories, table};

    #[test]
    fn characters_have_names_and_numbers() {
        for (text, meant) in [
            ("&eacute;t", Some("é")),
            ("&#8217;s", Some("’")),
            ("&#x27;x", Some("'")),
            ("&euro;5", Some("€")),
            ("&rsquo;", Some("’")),
            ("&amp;", Some("&")),
            ("&b", None),
            ("& a;", None),
            ("&nosuch;", None),
            ("&日本;", None),
        ] {
            assert_eq!(character(text).map(|c| c.0).as_deref(), meant, "{text}");
        }
    }

    #[test]
    fn a_page_of_twine_has_stories() {
        let page = "<!DOCTYPE html><html><head><script>if (a < b) '<tw-passagedata>'</script></head><body>\
            <tw-storydata name=\"A &amp; B\" startnode=\"2\" format=\"Harlowe\"><style type=\"text/twine-css\">b {}</style>\
            <tw-passagedata pid=\"1\" name=\"One\" tags=\"x\">Hi &lt;b&gt; [[Two-&gt;Two]]\nand</tw-passagedata>\
            <tw-passagedata pid=\"2\" name=\"Two\" tags=\"\">T</tw-passagedata></tw-storydata>\
            <tw-storydata name=\"C\" startnode=\"1\"><tw-passagedata pid=\"1\" name=\"X\">x</tw-passagedata></tw-storydata>";
        let found = stories(page);
        assert_eq!(
            found.iter().map(|s| (s.title.as_str(), s.start.as_str(), s.passages.len())).collect::<Vec<_>>(),
            [("A & B", "Two", 3), ("C", "X", 1)]
        );
        assert_eq!(found[0].passages[1].text, "Hi <b> [[Two->Two]]\nand");
        let page = "<html><div id=\"storeArea\"><div tiddler=\"Start\" tags=\"a b\" modifier=\"twee\">Hi\\n[[Go|A]] \\s</div>\
            <div tiddler=\"A\">&quot;x&quot;</div></div></html>";
        let found = stories(page);
        assert_eq!(
            found[0].passages.iter().map(|p| (p.name.as_str(), p.text.as_ref())).collect::<Vec<_>>(),
            [("Start", "Hi\n[[Go|A]] \\"), ("A", "\"x\"")]
        );
    }

    #[test]
    fn html_is_lines_and_tables_are_rows() {
        assert_eq!(plain("<p>One <em>two</em>&nbsp;&amp;</p><ul><li>a</li><li>b</li></ul>x<br>y"), "One *two* &\na\nb\nx\ny");
        let rows =
            table("<p>x</p><table><tr><th>scene</th><th>text</th></tr><tr><td><p>Hall</p></td><td><p>One</p><p>two</p></td></tr></table>");
        assert_eq!(rows, Some(vec![vec!["scene".into(), "text".into()], vec!["Hall".into(), "One\ntwo".into()]]));
        assert_eq!(
            attributes("a data-passage='A &amp; B' href=x").1,
            [("data-passage".into(), "A & B".into()), ("href".into(), "x".into())]
        );
    }
}
