//! Stories brought to the editor: files of any kind, archives with several stories, pasted tables; and
//! what was not taken over.

use crate::stories::{self, Found, Group, Imported};

/// How a story came in: the main thing, and what was left, by kind.
#[derive(Clone, Debug, PartialEq)]
pub struct Came {
    pub summary: String,
    pub groups: Vec<Kind>,
}

/// What was left, of one kind.
#[derive(Clone, Debug, PartialEq)]
pub struct Kind {
    pub name: &'static str,
    pub title: String,
    /// It needs a hand: it is not folded away.
    pub open: bool,
    pub items: Vec<String>,
}

/// A file with several stories, of which one is to be chosen.
pub struct Archive {
    pub name: String,
    pub bytes: Vec<u8>,
    pub titles: Vec<String>,
}

/// What a file is.
pub enum File {
    Story(Box<Imported>),
    Several(Archive),
    /// A scenario's own file, or one that was to be one.
    Scenario(String),
    /// Nothing of ours; in words.
    Strange(String),
}

/// Opens a file; of an archive, the story of this number.
pub fn open(name: String, bytes: Vec<u8>, which: Option<usize>) -> File {
    match stories::open(&name, &bytes, which) {
        Ok(Found::Story(story)) => File::Story(story),
        Ok(Found::Several(titles)) => File::Several(Archive { name, bytes, titles }),
        Err(why) => {
            let text = std::str::from_utf8(&bytes).unwrap_or("");
            let ours = ["\"format\"", "\"scenes\""].iter().any(|key| text.contains(key));
            if ours { File::Scenario(text.to_owned()) } else { File::Strange(why) }
        }
    }
}

/// What is to be told of a story that came.
pub fn came(story: &Imported) -> Came {
    let kind = |g: Group| Kind {
        name: g.kind.name(),
        title: g.title(),
        open: g.kind.needs_a_hand(),
        items: g.left.iter().map(|l| l.told()).collect(),
    };
    Came { summary: story.summary.told(), groups: Group::of(&story.left).into_iter().map(kind).collect() }
}
