//! Twee 3: a file of passages, as its specification (3.0.2) describes it; and what becomes of the
//! passages of a story, wherever they come from.

use super::source::{Raw, Source};
use super::story::{Arm, How, Kind, Notes, Passage, Piece, Story};
use super::{chapbook, harlowe, snowman, sugarcube};

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
    ("Twine.image", "a scenario has no pictures"),
    ("header", "a scene has no header of its own"),
    ("footer", "a scene has no footer of its own"),
    ("debug-startup", "it is for finding mistakes in the story"),
    ("Twine.private", "it is marked as private"),
    ("annotation", "it is a note of the writer's"),
    ("haml", "it is program, not text"),
];

#[derive(Clone, Copy, PartialEq)]
enum Language {
    SugarCube,
    Harlowe,
    Chapbook,
    Snowman,
}

/// Whether a line begins with the two colons of a header.
pub fn looks(text: &str) -> bool {
    text.lines().any(|l| l.starts_with("::"))
}

/// Reads a file of passages.
///
/// # Errors
/// Says in words what keeps the file from being read.
pub fn source<'t>(text: &'t str, notes: &mut Notes) -> Result<Source<'t>, String> {
    let mut source = Source { passages: split(text, notes)?, ..Source::default() };
    if let Some(title) = take(&mut source.passages, "StoryTitle") {
        source.title = title.text.trim().to_owned();
    }
    if let Some(raw) = take(&mut source.passages, "StoryData") {
        match json::parse(raw.text.trim()) {
            Ok(data) => {
                let text = |key: &str| data.get(key).and_then(json::Node::text).unwrap_or("").to_owned();
                source.start = text("start");
                source.format = text("format");
            }
            Err(e) => notes.leave(Kind::Look, raw.line, "StoryData", format!("it cannot be read: {}", e.text)),
        }
    }
    Ok(source)
}

/// Reads the passages of a story.
///
/// # Errors
/// Says in words what keeps it from being read.
pub fn story(mut source: Source, notes: &mut Notes) -> Result<Story, String> {
    if source.passages.len() > MOST {
        return Err(too_many());
    }
    let words = |r: &&Raw| !TAGS.iter().take(3).any(|t| r.tagged(t.0)) && !r.text.starts_with("data:");
    super::limit(source.passages.iter().filter(words).map(|r| r.text.len()).sum())?;
    if let Some(title) = take(&mut source.passages, "StoryTitle").filter(|_| source.title.is_empty()) {
        source.title = title.text.trim().to_owned();
    }
    notes.lineless = source.lineless;
    let mut story = Story { title: source.title, start: source.start, ..Story::default() };
    let language = language(&source.format, &source.passages, notes);
    let read = |t: &str, line: usize, notes: &mut Notes| match language {
        Language::SugarCube => sugarcube::pieces(t, line, notes),
        Language::Harlowe => harlowe::pieces(t, line, notes),
        Language::Chapbook => chapbook::pieces(t, line, notes),
        Language::Snowman => snowman::pieces(t, line, notes),
    };
    let first = |raw: &Raw| raw.name == "StoryInit" || (raw.tagged("startup") && language == Language::Harlowe);
    for raw in source.passages.iter().filter(|r| first(r)) {
        notes.here = raw.name.clone();
        let pieces = read(&raw.text, raw.line + 1, notes);
        before(&raw.name, &pieces, &mut story, notes);
    }
    for raw in source.passages.into_iter().filter(|r| !first(r)) {
        notes.here = raw.name.clone();
        let special = SPECIAL.iter().find(|s| s.0 == raw.name).map(|s| s.1);
        let tagged = TAGS.iter().find(|t| raw.tagged(t.0)).map(|t| t.1);
        if raw.tagged("widget") && language == Language::SugarCube {
            story.widgets.extend(sugarcube::widgets(&raw.text, raw.line + 1, notes));
        } else if let Some(why) = special.or(tagged) {
            unread(&raw, why, read, notes);
        } else {
            let pieces = read(&raw.text, raw.line + 1, notes);
            story.passages.push(Passage {
                title: raw.name.clone(),
                name: raw.name,
                line: raw.line,
                of_choice: false,
                within: false,
                pieces,
            });
        }
    }
    notes.here.clear();
    let there = |name: &str| story.passages.iter().any(|p| p.name == name);
    if !there(&story.start) {
        if !story.start.is_empty() {
            notes.leave(Kind::Cut, 0, format!("the start “{}”", story.start), "there is no such passage: the story begins with its first");
        }
        let first = story.passages.first().map(|p| p.name.clone());
        story.start = if there("Start") { "Start".to_owned() } else { first.ok_or("The story has no passage to play.")? };
    }
    Ok(story)
}

/// A passage that is not taken over: what it may set is unknown.
fn unread(raw: &Raw, why: &str, read: impl Fn(&str, usize, &mut Notes) -> Vec<Piece>, notes: &mut Notes) {
    let code = raw.tagged("script") || raw.tagged("stylesheet") || raw.name == "StoryScript" || raw.name == "StoryStylesheet";
    let kind = if code || raw.name.starts_with("Story") { Kind::Program } else { Kind::Lost };
    notes.leave(kind, raw.line, format!("the passage “{}”", raw.name), why);
    if raw.tagged("Twine.private") || raw.tagged("annotation") || raw.tagged("stylesheet") {
        return;
    }
    if code {
        return super::expr::doubts(&raw.text, notes);
    }
    let mut own = Notes::default();
    let pieces = read(&raw.text, raw.line + 1, &mut own);
    let (mut asked, mut sites) = (Vec::new(), Vec::new());
    super::vars::each(&pieces, &mut asked, &mut sites);
    let by = format!("“{}” may change it, which is not taken over", raw.name);
    sites.iter().for_each(|s| notes.doubt(&s.var, &by));
    own.unsure.iter().for_each(|(var, by)| notes.doubt(var, by));
    notes.any = notes.any.take().or(own.any);
}

fn take<'t>(raws: &mut Vec<Raw<'t>>, name: &str) -> Option<Raw<'t>> {
    let at = raws.iter().position(|r| r.name == name)?;
    Some(raws.remove(at))
}

/// What is set before the first passage, as the values variables begin with.
fn before(name: &str, pieces: &[Piece], story: &mut Story, notes: &mut Notes) {
    for piece in pieces {
        match piece {
            Piece::Set(set) => match &set.how {
                How::To(value) => story.initial.push((set.var.clone(), value.clone())),
                _ => {
                    notes.doubt(&set.var, "its beginning is worked out as the story runs");
                    notes.leave(Kind::Untold, set.line, format!("{name}: ${}", set.var), "only constants are taken over as a beginning");
                }
            },
            Piece::If(arms) => {
                let (mut asked, mut sites) = (Vec::new(), Vec::new());
                arms.iter().for_each(|a: &Arm| super::vars::each(&a.pieces, &mut asked, &mut sites));
                sites.iter().for_each(|s| notes.doubt(&s.var, "its beginning hangs on a condition"));
                notes.leave(Kind::Untold, arms.first().map_or(0, |a| a.line), name, "what it sets under a condition is not taken over");
            }
            Piece::Text(t, _) if t.trim().is_empty() => {}
            Piece::Include(super::story::Include::Widget(_), _) => {}
            Piece::Text(_, line) | Piece::Go(_, line) | Piece::Else(_, line) | Piece::Include(_, line) => {
                notes.leave(Kind::Program, *line, name, "only the variables it sets are taken over");
            }
            Piece::Link(link) => notes.leave(Kind::Program, link.line, name, "only the variables it sets are taken over"),
        }
    }
}

/// The story format by its name, or by the look of the text.
fn language(format: &str, raws: &[Raw], notes: &mut Notes) -> Language {
    let has = |marks: &[&str]| raws.iter().any(|r| marks.iter().any(|m| r.text.contains(m)));
    let lower = format.to_lowercase();
    for (name, language) in [
        ("harlowe", Language::Harlowe),
        ("chapbook", Language::Chapbook),
        ("snowman", Language::Snowman),
        ("sugarcube", Language::SugarCube),
        ("sugarcane", Language::SugarCube),
        ("jonah", Language::SugarCube),
    ] {
        if lower.starts_with(name) {
            return language;
        }
    }
    if !lower.is_empty() {
        let why = "only its passages and links are taken over: SugarCube, Harlowe, Chapbook and Snowman are known";
        notes.leave(Kind::Program, 0, format!("the story format {format}"), why);
        return Language::SugarCube;
    }
    if has(&["<<"]) {
        return Language::SugarCube;
    }
    let harlowe = ["(set:", "(if:", "(link-goto:", "(link:", "(goto:", "(go-to:", "(print:", "(display:", "(else:", "(unless:"];
    if has(&harlowe) {
        return Language::Harlowe;
    }
    if has(&["<%"]) {
        return Language::Snowman;
    }
    if has(&["\n[continue]", "\n[if ", "\n--\n", "{embed passage"]) { Language::Chapbook } else { Language::SugarCube }
}

fn too_many() -> String {
    format!("The story has over {MOST} passages; at most {MOST} can be read, and a scenario has at most 60 scenes.")
}

fn split<'t>(text: &'t str, notes: &mut Notes) -> Result<Vec<Raw<'t>>, String> {
    let mut raws: Vec<Raw> = Vec::new();
    let mut names = std::collections::BTreeSet::new();
    let (mut at, mut start) = (0, None);
    let close = |raws: &mut Vec<Raw<'t>>, start: Option<usize>, end: usize| {
        if let (Some(start), Some(raw)) = (start, raws.last_mut()) {
            raw.text = text.get(start..end).unwrap_or("").trim_end().into();
        }
    };
    for (n, whole) in text.split_inclusive('\n').enumerate() {
        if let Some(head) = whole.strip_prefix("::") {
            close(&mut raws, start, at);
            if start.is_none() && !text.get(..at).unwrap_or("").trim().is_empty() {
                notes.leave(Kind::Lost, 1, "the text before the first passage", "it belongs to no passage");
            }
            let (name, tags) = header(head.trim(), n + 1, notes);
            if names.insert(name.clone()) {
                raws.push(Raw { name, tags, line: n + 1, ..Raw::default() });
            } else {
                let why = "links lead to the first of the name: this one is not taken over";
                notes.leave(Kind::Lost, n + 1, format!("a second passage “{name}”"), why);
                // Kept apart under a name that nothing can link to.
                raws.push(Raw { line: n + 1, ..Raw::default() });
            }
            start = Some(at + whole.len());
            if raws.len() > MOST {
                return Err(too_many());
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
    let mut chars = placeless(text).char_indices();
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
                    notes.leave(Kind::Look, line, text, "what stands in braces after the name cannot be read");
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

/// Without the place on the map that Twee 2 writes at the end: `<10,20>`.
fn placeless(text: &str) -> &str {
    let Some((before, place)) = text.strip_suffix('>').and_then(|t| t.rsplit_once('<')) else { return text };
    let number = |t: &str| !t.trim().is_empty() && t.trim().chars().all(|c| c.is_ascii_digit() || ".-".contains(c));
    if place.split_once(',').is_some_and(|(x, y)| number(x) && number(y)) { before.trim_end() } else { text }
}

#[cfg(test)]
mod tests {
    use super::{header, source, story};
    use crate::story::{Notes, Story, Value};

    fn read(text: &str, notes: &mut Notes) -> Result<Story, String> {
        let source = source(text, notes)?;
        story(source, notes)
    }

    #[test]
    fn headers_are_read_as_the_specification_says() {
        for (text, name, tags) in [
            ("An overgrown path", "An overgrown path", &[][..]),
            ("An overgrown path [forest spooky]", "An overgrown path", &["forest", "spooky"]),
            (r#"An overgrown path {"position":"600,400"}"#, "An overgrown path", &[]),
            (r#"An overgrown path [forest spooky] {"position":"600,400","size":"100,200"}"#, "An overgrown path", &["forest", "spooky"]),
            (r"\[Hello\] \{world\} \\ [a\]b]", r"[Hello] {world} \", &["a]b"]),
            ("", "Passage in line 7", &[]),
            ("Start <10,20>", "Start", &[]),
            ("A [x y] <1.5,-30>", "A", &["x", "y"]),
            ("a < b, c >", "a < b, c >", &[]),
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
            (17, "a second passage “Two”"),
            (9, "the passage “Look”"),
            (11, "the passage “Run”"),
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
