//! Twee 3: a file of passages, as its specification (3.0.2) describes it.

use super::story::{Notes, Passage, Piece, Story};
use super::{harlowe, sugarcube};
use crate::json;

/// More passages than this are refused.
const MOST: usize = 2000;

/// Names that story formats treat in a way of their own, and what they hold.
const SPECIAL: [(&str, &str); 17] = [
    ("StoryAuthor", "the author is not shown in a scenario"),
    ("StorySubtitle", "a scenario has no second title"),
    ("StoryDisplayTitle", "a scenario has one title"),
    ("StoryCaption", "there is no bar beside a scenario"),
    ("StoryBanner", "there is no bar beside a scenario"),
    ("StoryMenu", "there is no menu beside a scenario"),
    ("StoryShare", "there is no menu beside a scenario"),
    ("StorySettings", "the page has settings of its own"),
    ("StoryInterface", "the page has a layout of its own"),
    ("StoryIncludes", "only this one file is read"),
    ("PassageHeader", "a scene has no header of its own"),
    ("PassageFooter", "a scene has no footer of its own"),
    ("PassageReady", "nothing runs before every scene"),
    ("PassageDone", "nothing runs after every scene"),
    ("StoryStylesheet", "a scenario has no style sheet"),
    ("StoryScript", "a scenario has no script"),
    ("StoryMetadata", "it is for the story format alone"),
];
const TAGS: [(&str, &str); 9] = [
    ("script", "a scenario has no script"),
    ("stylesheet", "a scenario has no style sheet"),
    ("widget", "macros of one's own are not followed"),
    ("header", "a scene has no header of its own"),
    ("footer", "a scene has no footer of its own"),
    ("startup", "nothing runs before the first scene"),
    ("debug-startup", "it is for finding mistakes in the story"),
    ("Twine.private", "it is marked as private"),
    ("annotation", "it is a note of the writer's"),
];

/// A passage as it stands in the file.
struct Raw<'t> {
    name: String,
    tags: Vec<String>,
    /// The line of its header.
    line: usize,
    text: &'t str,
}

#[derive(Clone, Copy, PartialEq)]
enum Language {
    SugarCube,
    Harlowe,
}

/// Whether a line begins with the two colons of a header.
pub fn looks(text: &str) -> bool {
    text.lines().any(|l| l.starts_with("::"))
}

/// Reads a story.
///
/// # Errors
/// Says in words what keeps the file from being read.
pub fn read(text: &str, notes: &mut Notes) -> Result<Story, String> {
    let mut raws = split(text, notes)?;
    let mut story = Story::default();
    let mut format = String::new();
    if let Some(title) = take(&mut raws, "StoryTitle") {
        story.title = title.text.trim().to_owned();
    }
    if let Some(raw) = take(&mut raws, "StoryData") {
        match json::parse(raw.text.trim()) {
            Ok(data) => {
                let text = |key: &str| data.get(key).and_then(json::Node::text).unwrap_or("").to_owned();
                story.start = text("start");
                format = text("format");
            }
            Err(e) => notes.leave(raw.line, "StoryData", format!("it cannot be read: {}", e.text)),
        }
    }
    let language = language(&format, text, notes);
    let read = |t: &str, line: usize, notes: &mut Notes| match language {
        Language::SugarCube => sugarcube::pieces(t, line, notes),
        Language::Harlowe => harlowe::pieces(t, line, notes),
    };
    if let Some(raw) = take(&mut raws, "StoryInit") {
        before(&read(raw.text, raw.line + 1, notes), &mut story, notes);
    }
    for raw in raws {
        let special = SPECIAL.iter().find(|s| s.0 == raw.name).map(|s| s.1);
        let tagged = TAGS.iter().find(|t| raw.tags.iter().any(|tag| tag == t.0)).map(|t| t.1);
        if let Some(why) = special.or(tagged) {
            notes.leave(raw.line, format!("the passage “{}”", raw.name), why);
            continue;
        }
        let pieces = read(raw.text, raw.line + 1, notes);
        story.passages.push(Passage { title: raw.name.clone(), name: raw.name, line: raw.line, of_choice: false, pieces });
    }
    let there = |name: &str| story.passages.iter().any(|p| p.name == name);
    if !there(&story.start) {
        if !story.start.is_empty() {
            notes.leave(0, format!("the start “{}”", story.start), "there is no such passage");
        }
        let first = story.passages.first().map(|p| p.name.clone());
        story.start = if there("Start") { "Start".to_owned() } else { first.ok_or("The file has no passage to play.")? };
    }
    Ok(story)
}

fn take<'t>(raws: &mut Vec<Raw<'t>>, name: &str) -> Option<Raw<'t>> {
    let at = raws.iter().position(|r| r.name == name)?;
    Some(raws.remove(at))
}

/// What StoryInit sets, as the values before the first passage.
fn before(pieces: &[Piece], story: &mut Story, notes: &mut Notes) {
    for piece in pieces {
        match piece {
            Piece::Set(set) => match &set.how {
                super::story::How::To(value) => story.initial.push((set.var.clone(), value.clone())),
                _ => notes.leave(set.line, format!("StoryInit: ${}", set.var), "only constants are taken over as a beginning"),
            },
            Piece::Text(t, _) if t.trim().is_empty() => {}
            Piece::Text(_, line) | Piece::Go(_, line) => notes.leave(*line, "StoryInit", "only the variables it sets are taken over"),
            Piece::Link(link) => notes.leave(link.line, "StoryInit", "only the variables it sets are taken over"),
            Piece::If(arms) => {
                notes.leave(arms.first().map_or(0, |a| a.line), "StoryInit", "what it sets under a condition is not taken over");
            }
        }
    }
}

/// The story format by its name, or by the look of the text.
fn language(format: &str, text: &str, notes: &mut Notes) -> Language {
    let harlowe = ["(set:", "(if:", "(link-goto:", "(link:", "(goto:", "(go-to:", "(print:"].iter().any(|m| text.contains(m));
    match format.to_lowercase().as_str() {
        "harlowe" => Language::Harlowe,
        "sugarcube" => Language::SugarCube,
        "" => {
            if harlowe && !text.contains("<<") {
                Language::Harlowe
            } else {
                Language::SugarCube
            }
        }
        _ => {
            notes.leave(
                0,
                format!("the story format {format}"),
                "only its passages and links are taken over: SugarCube and Harlowe are known",
            );
            Language::SugarCube
        }
    }
}

fn split<'t>(text: &'t str, notes: &mut Notes) -> Result<Vec<Raw<'t>>, String> {
    let mut raws: Vec<Raw> = Vec::new();
    let (mut at, mut start) = (0, None);
    let close = |raws: &mut Vec<Raw<'t>>, start: Option<usize>, end: usize| {
        if let (Some(start), Some(raw)) = (start, raws.last_mut()) {
            raw.text = text.get(start..end).unwrap_or("").trim_end();
        }
    };
    for (n, whole) in text.split_inclusive('\n').enumerate() {
        if let Some(head) = whole.strip_prefix("::") {
            close(&mut raws, start, at);
            if start.is_none() && !text.get(..at).unwrap_or("").trim().is_empty() {
                notes.leave(1, "the text before the first passage", "it belongs to no passage");
            }
            let (name, tags) = header(head.trim(), n + 1, notes);
            if raws.iter().any(|r| r.name == name) {
                notes.leave(n + 1, format!("a second passage “{name}”"), "links lead to the first of the name: this one is not taken over");
                // Kept apart under a name that nothing can link to.
                raws.push(Raw { name: String::new(), tags: vec!["Twine.private".into()], line: n + 1, text: "" });
            } else {
                raws.push(Raw { name, tags, line: n + 1, text: "" });
            }
            start = Some(at + whole.len());
            if raws.len() > MOST {
                return Err(format!(
                    "The story has over {MOST} passages; at most {MOST} can be read, and a scenario has at most 60 scenes."
                ));
            }
        }
        at += whole.len();
    }
    close(&mut raws, start, text.len());
    raws.retain(|r| !r.name.is_empty());
    Ok(raws)
}

/// The name and the tags of a header; what else stands there is for the map of the story editor.
fn header(text: &str, line: usize, notes: &mut Notes) -> (String, Vec<String>) {
    let (mut name, mut tags, mut block) = (String::new(), String::new(), None);
    let mut chars = text.char_indices();
    while let Some((i, c)) = chars.next() {
        let c = match c {
            '\\' => chars.next().map_or('\\', |n| n.1),
            '[' if block.is_none() => {
                block = Some('[');
                continue;
            }
            ']' if block == Some('[') => {
                block = Some(']');
                continue;
            }
            '{' if block != Some('[') => {
                if json::parse(text.get(i..).unwrap_or("")).is_err() {
                    notes.leave(line, text, "what stands in braces after the name cannot be read");
                }
                break;
            }
            c => c,
        };
        match block {
            None => name.push(c),
            Some('[') => tags.push(c),
            _ => {}
        }
    }
    let name = name.trim();
    let name = if name.is_empty() { format!("Passage in line {line}") } else { name.to_owned() };
    (name, tags.split_whitespace().map(str::to_owned).collect())
}

#[cfg(test)]
mod tests {
    use super::{header, read};
    use crate::content::import::story::{Notes, Value};

    #[test]
    fn headers_are_read_as_the_specification_says() {
        for (text, name, tags) in [
            ("An overgrown path", "An overgrown path", &[][..]),
            ("An overgrown path [forest spooky]", "An overgrown path", &["forest", "spooky"]),
            (r#"An overgrown path {"position":"600,400"}"#, "An overgrown path", &[]),
            (r#"An overgrown path [forest spooky] {"position":"600,400","size":"100,200"}"#, "An overgrown path", &["forest", "spooky"]),
            (r"\[Hello\] \{world\} \\ [a\]b]", r"[Hello] {world} \", &["a]b"]),
            ("", "Passage in line 7", &[]),
        ] {
            let mut notes = Notes::default();
            let found = header(text, 7, &mut notes);
            assert_eq!((found.0.as_str(), found.1.iter().map(String::as_str).collect::<Vec<_>>()), (name, tags.to_vec()), "{text}");
            assert!(notes.done().is_empty());
        }
        let mut notes = Notes::default();
        assert_eq!(header("Start {\"position}", 1, &mut notes).0, "Start");
        assert_eq!(notes.done().len(), 1);
    }

    #[test]
    fn special_passages_are_not_scenes() {
        let text = "note\n:: StoryTitle\nA title\n\n:: StoryData\n{\"ifid\": \"X\", \"start\": \"Two\"}\n:: StoryInit\n<<set $x to 1>>\n\
            :: Look [stylesheet]\nbody {}\n:: Run [script]\nx();\n:: One\nFirst.\n:: Two\nSecond.\n:: Two\nAgain.\n:: StoryMenu\n[[One]]";
        let mut notes = Notes::default();
        let story = read(text, &mut notes).expect("a story");
        assert_eq!((story.title.as_str(), story.start.as_str()), ("A title", "Two"));
        assert_eq!(story.passages.iter().map(|p| (p.name.as_str(), p.line)).collect::<Vec<_>>(), [("One", 13), ("Two", 15)]);
        assert_eq!(story.initial, [("x".to_owned(), Value::Number(1.0))]);
        let left: Vec<(usize, String)> = notes.done().into_iter().map(|l| (l.line, l.what)).collect();
        let what: Vec<(usize, &str)> = left.iter().map(|(n, w)| (*n, w.as_str())).collect();
        let wanted = [
            (1, "the text before the first passage"),
            (9, "the passage “Look”"),
            (11, "the passage “Run”"),
            (17, "a second passage “Two”"),
            (19, "the passage “StoryMenu”"),
        ];
        assert_eq!(what, wanted);
    }

    #[test]
    fn the_start_is_named_or_start_or_the_first() {
        let start = |text: &str| read(text, &mut Notes::default()).map(|s| s.start);
        assert_eq!(start(":: A\nx\n:: Start\ny"), Ok("Start".into()));
        assert_eq!(start(":: A\nx\n:: B\ny"), Ok("A".into()));
        assert_eq!(start(":: A\nx\n:: StoryData\n{\"start\": \"gone\"}"), Ok("A".into()));
        assert!(start(":: Run [script]\nx").is_err());
    }
}
