//! Stories brought to the editor: files of any kind, archives with several stories, pasted tables;
//! and what was not taken over.

use super::{bump, writing};
use crate::app::stories::{self, Found, Group, Imported};
use crate::app::write::Writing;
use crate::platform::page::Pressed;
use crate::platform::{files, page};
use std::cell::RefCell;

/// What browsers offer to choose; whatever else is chosen is named for what it is.
const ACCEPT: &str = ".json,.twee,.tw,.tw2,.txt,.html,.htm,.h5p,.csv,.tsv,application/json,text/html,text/csv,text/plain";

/// How a story came in: the main thing, and what was left, by kind.
#[derive(Clone, PartialEq)]
pub struct Came {
    pub summary: String,
    pub groups: Vec<Kind>,
}

#[derive(Clone, PartialEq)]
pub struct Kind {
    pub name: &'static str,
    pub title: String,
    /// It needs a hand: it is not folded away.
    pub open: bool,
    pub items: Vec<String>,
}

/// A file with several stories, of which one is to be chosen.
struct Archive {
    name: String,
    bytes: Vec<u8>,
    titles: Vec<String>,
}

thread_local! {
    static CAME: RefCell<Option<Came>> = const { RefCell::new(None) };
    static ARCHIVE: RefCell<Option<Archive>> = const { RefCell::new(None) };
}

pub fn came() -> Option<Came> {
    CAME.with_borrow(Clone::clone)
}

/// Titles of the stories among which one is to be chosen.
pub fn titles() -> Vec<String> {
    ARCHIVE.with_borrow(|a| a.as_ref().map(|a| a.titles.clone()).unwrap_or_default())
}

/// Another scenario is in hand.
pub fn forget() {
    CAME.set(None);
    ARCHIVE.set(None);
}

/// Listens to tables that are pasted.
pub fn listen() {
    files::on_paste("[data-paste]", |html, text| match stories::paste(html, text) {
        Ok(story) => take(&story),
        Err(why) => writing::say(why),
    });
}

pub fn press(action: &str, pressed: &Pressed) -> bool {
    match action {
        "write-open" => files::pick_bytes(ACCEPT, |file| match file {
            Some((name, bytes)) => open(name, bytes, None),
            None => writing::say("The file cannot be read.".to_owned()),
        }),
        "write-story" => {
            let which = pressed.number("data-of");
            if let Some(archive) = ARCHIVE.take() {
                open(archive.name, archive.bytes, Some(which));
            }
        }
        _ => return false,
    }
    true
}

fn open(name: String, bytes: Vec<u8>, which: Option<usize>) {
    match stories::open(&name, &bytes, which) {
        Ok(Found::Story(story)) => take(&story),
        Ok(Found::Several(titles)) => {
            writing::say(format!("There are {} stories in \u{201c}{name}\u{201d}: choose the one you mean.", titles.len()));
            ARCHIVE.set(Some(Archive { name, bytes, titles }));
            bump();
            page::after_paint(|| crate::platform::fields::focus("[data-stories] button"));
        }
        Err(why) => scenario(&bytes, why),
    }
}

/// A scenario is opened; what is none is named.
fn scenario(bytes: &[u8], why: String) {
    let text = std::str::from_utf8(bytes).unwrap_or("");
    if ["\"format\"", "\"scenes\""].iter().any(|key| text.contains(key)) { writing::open(text) } else { writing::say(why) }
}

fn take(story: &Imported) {
    writing::begin(Writing::copy_of(&story.scenario), true);
    let kind = |g: Group| Kind {
        name: g.kind.name(),
        title: g.title(),
        open: g.kind.needs_a_hand(),
        items: g.left.iter().map(|l| l.told()).collect(),
    };
    CAME.set(Some(Came { summary: story.summary.told(), groups: Group::of(&story.left).into_iter().map(kind).collect() }));
    bump();
}
