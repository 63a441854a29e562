//! The editor's page as the shell drives it: what a device keeps, what it refuses, what another tab wrote,
//! and where the focus goes.

use super::{Edit, Msg, Panel, Session, Side};
use crate::Kept;
use crate::effect::{Device, Effect};
use crate::write::drafts;

/// A device with a clock of its own; the focus is where a test puts it.
#[derive(Default)]
struct Desk {
    kept: Kept,
    now: f64,
    focus: Option<&'static str>,
    full: bool,
    hidden: bool,
}

impl Device for Desk {
    fn kept(&self) -> Kept {
        self.kept.clone()
    }

    fn now(&self) -> f64 {
        self.now
    }

    fn seed(&self) -> u32 {
        7
    }

    fn page(&self) -> String {
        "https://here.example/".to_owned()
    }

    fn shown(&self) -> bool {
        !self.hidden
    }

    fn focused(&self, _: &[&str]) -> Option<String> {
        self.focus.map(str::to_owned)
    }
}

/// The shell around a session: what is to come later waits until it is called.
#[derive(Default)]
struct Shell {
    session: Session,
    desk: Desk,
    later: Vec<Msg>,
    focus: Vec<Vec<String>>,
    tried: Vec<String>,
}

impl Shell {
    fn send(&mut self, msg: Msg) {
        let effects = self.session.update(msg, &self.desk);
        for effect in effects {
            match effect {
                Effect::Draw | Effect::Heading | Effect::Work => {}
                Effect::Drawn(msg) => self.send(msg),
                Effect::Later(msg, _) => self.later.push(msg),
                Effect::Focus(selectors) => self.focus.push(selectors),
                Effect::Keep { could_not, .. } if self.desk.full => self.send(could_not),
                Effect::Keep { key, text, could, .. } => {
                    self.desk.kept.insert(key, text);
                    self.send(could);
                }
                Effect::Forget(key) => drop(self.desk.kept.take(&key)),
                Effect::Try(fragment) => self.tried.push(fragment),
                other => panic!("the editor asks for {other:?}"),
            }
        }
    }

    /// Nobody types for a while.
    fn rest(&mut self) {
        for msg in std::mem::take(&mut self.later) {
            self.send(msg);
        }
    }

    fn begun() -> Shell {
        let mut shell = Shell::default();
        shell.send(Msg::Blank);
        shell.rest();
        shell
    }

    fn put(&mut self, at: &str, value: &str) {
        self.send(Msg::Typed { name: format!("put {at}"), value: value.to_owned() });
    }

    fn titles(&self) -> Vec<String> {
        drafts(&self.desk.kept).into_iter().map(|d| d.title).collect()
    }

    fn text(&self) -> String {
        self.session.writing.as_ref().map(|w| w.text()).unwrap_or_default()
    }
}

#[test]
fn a_week_is_a_draft_from_the_start_and_after_each_pause() {
    let mut shell = Shell::default();
    shell.send(Msg::Blank);
    assert_eq!(shell.titles().len(), 1, "before anything is typed");
    shell.desk.now = 1.0;
    shell.put("/title", "One");
    shell.put("/title", "One week");
    assert_ne!(shell.titles(), ["One week"], "not with each letter");
    let first = shell.later.remove(shell.later.iter().position(|m| matches!(m, Msg::Rested(2))).expect("a pause"));
    shell.send(first);
    assert_ne!(shell.titles(), ["One week"], "a pause that was none");
    shell.rest();
    assert_eq!(shell.titles(), ["One week"]);
    // Whoever leaves within the pause loses nothing.
    shell.put("/title", "Two");
    shell.send(Msg::Leaving);
    assert_eq!(shell.titles(), ["Two"]);
    // Another week is another draft.
    shell.send(Msg::Close);
    assert!(shell.session.writing.is_none());
    shell.send(Msg::Copy("red-folder".to_owned()));
    assert_eq!(shell.titles().len(), 2);
}

#[test]
fn a_device_that_keeps_nothing_is_named_and_the_week_goes_on() {
    let mut shell = Shell { desk: Desk { full: true, ..Desk::default() }, ..Shell::default() };
    shell.send(Msg::Blank);
    shell.put("/title", "Not kept");
    shell.rest();
    assert!(shell.titles().is_empty());
    assert!(shell.session.writing.as_ref().is_some_and(|w| !w.is_kept() && w.title() == "Not kept"));
    shell.desk.full = false;
    shell.put("/title", "Kept");
    shell.rest();
    assert_eq!(shell.titles(), ["Kept"]);
}

#[test]
fn a_draft_of_another_tab_is_told_and_never_written_over() {
    let mut shell = Shell::begun();
    let key = shell.desk.kept.iter().next().map(|(key, _)| key.to_owned()).expect("a draft");
    let mut other = Shell { desk: Desk { kept: shell.desk.kept.clone(), now: 1.0, ..Desk::default() }, ..Shell::default() };
    other.send(Msg::Draft(key.clone()));
    other.put("/title", "Theirs");
    other.rest();
    shell.desk.kept = other.desk.kept.clone();
    shell.send(Msg::Heard("something else".to_owned(), None));
    assert_eq!(shell.session.elsewhere, "");
    shell.send(Msg::Heard(key.clone(), shell.desk.kept.get(&key).map(str::to_owned)));
    assert!(!shell.session.elsewhere.is_empty());
    shell.put("/title", "Ours");
    shell.rest();
    let mut titles = shell.titles();
    titles.sort();
    assert_eq!(titles, ["Ours", "Theirs"]);
    shell.send(Msg::Close);
    assert_eq!(shell.session.elsewhere, "");
}

#[test]
fn a_deleted_draft_can_be_taken_back_until_another_is_written() {
    let mut shell = Shell::begun();
    shell.send(Msg::Close);
    let (key, text) = shell.desk.kept.iter().next().map(|(k, t)| (k.to_owned(), t.to_owned())).expect("a draft");
    shell.send(Msg::Delete("by-friday/draft/9".to_owned()));
    assert_eq!(shell.session.deleted(), None);
    shell.send(Msg::Delete(key.clone()));
    assert!(shell.titles().is_empty() && shell.session.deleted().is_some());
    assert!(shell.later.is_empty(), "nobody is hurried");
    shell.send(Msg::Undelete);
    assert_eq!(shell.desk.kept.get(&key), Some(text.as_str()));
    assert_eq!(shell.focus.last().map(Vec::as_slice), Some(&[format!("[data-draft=\"{key}\"] button")][..]));
    // Another tab may have begun a week in its place: both are there then.
    shell.send(Msg::Delete(key.clone()));
    let mut other = Shell { desk: Desk { kept: shell.desk.kept.clone(), ..Desk::default() }, ..Shell::default() };
    other.send(Msg::Copy("monday-call".to_owned()));
    shell.desk.kept = other.desk.kept.clone();
    shell.send(Msg::Undelete);
    assert_eq!((shell.titles().len(), shell.desk.kept.get(&key)), (2, other.desk.kept.get(&key)));
    shell.send(Msg::Delete(key.clone()));
    shell.send(Msg::Copy("red-folder".to_owned()));
    shell.send(Msg::Close);
    let since = shell.desk.kept.get(&key).map(str::to_owned);
    shell.send(Msg::Undelete);
    assert_eq!(shell.desk.kept.get(&key), since.as_deref(), "what was begun in its place stays");
}

#[test]
fn the_focus_goes_where_the_change_is() {
    let mut shell = Shell::begun();
    let last = |shell: &Shell| shell.focus.last().cloned().unwrap_or_default();
    shell.send(Msg::Edit(Edit::Add, "/scenes".to_owned()));
    let scenes = shell.session.writing.as_ref().map_or(0, |w| w.tree().list("scenes").len());
    assert!(last(&shell)[0].contains(&format!("/scenes/{}", scenes - 1)), "{:?}", last(&shell));
    shell.send(Msg::Edit(Edit::Raise, format!("/scenes/{}", scenes - 1)));
    assert_eq!(last(&shell), [format!("[data-action=write-raise][data-path=\"/scenes/{}\"]", scenes - 2)]);
    // What was drawn anew keeps the focus that it had.
    shell.desk.focus = Some("[data-action=\"write-undo\"]");
    let before = shell.text();
    shell.send(Msg::Undo);
    assert_ne!(shell.text(), before);
    assert_eq!(last(&shell), ["[data-action=\"write-undo\"]"]);
    shell.send(Msg::Redo);
    assert_eq!(shell.text(), before);
    // A field that was not taken shows what the week holds.
    let epoch = shell.session.epoch;
    shell.send(Msg::Typed { name: "kind /scenes/0".to_owned(), value: String::new() });
    assert_ne!(shell.session.epoch, epoch);
    shell.session.side = Side::Json;
    shell.send(Msg::Go { path: "/scenes/0".to_owned(), to: String::new() });
    assert_eq!((shell.session.side, last(&shell)), (Side::Form, vec!["[data-form] h2".to_owned()]));
}

#[test]
fn the_link_is_made_of_the_week_as_it_stands() {
    let mut shell = Shell::default();
    shell.send(Msg::Copy("monday-call".to_owned()));
    assert!(shell.session.link.is_none());
    shell.send(Msg::Panel(Panel::Share));
    let link = |shell: &Shell| shell.session.link.as_ref().and_then(|l| l.as_ref().ok().map(|h| h.link.clone())).unwrap_or_default();
    let first = link(&shell);
    assert!(first.starts_with("https://here.example/#/play/"), "{first}");
    shell.send(Msg::Luck("12".to_owned()));
    assert_eq!(link(&shell), format!("{first}?seed=12"));
    shell.send(Msg::Luck("a dozen".to_owned()));
    assert!(shell.session.luck_is_wrong() && link(&shell).is_empty());
    shell.send(Msg::Luck(String::new()));
    shell.put("/title", "Another call");
    assert!(link(&shell).len() > first.len(), "{}", link(&shell));
    shell.send(Msg::Panel(Panel::Share));
    assert_eq!((shell.session.panel, link(&shell).as_str()), (Panel::Closed, ""));
}

#[test]
fn a_file_is_a_draft_a_story_or_named_for_what_it_is() {
    let mut shell = Shell::begun();
    shell.put("/title", "From a file");
    shell.send(Msg::Saved);
    let file = shell.text().into_bytes();
    shell.send(Msg::Close);
    shell.send(Msg::File(Some(("week.json".to_owned(), file))));
    assert_eq!(shell.titles(), ["From a file"], "it goes on");
    assert!(shell.session.said.contains("already"), "{}", shell.session.said);
    shell.send(Msg::Close);
    shell.send(Msg::File(Some(("week.bin".to_owned(), vec![0, 1, 2]))));
    assert!(shell.session.writing.is_none() && !shell.session.said.is_empty());
    shell.send(Msg::File(None));
    assert_eq!(shell.session.said, "The file cannot be read.");
    let twee =
        ":: Start\nThe telephone rings.\n[[Answer it->Answer]]\n[[Let it ring->Ring]]\n\n:: Answer\nYou answer.\n\n:: Ring\nIt stops.\n";
    shell.send(Msg::File(Some(("story.twee".to_owned(), twee.as_bytes().to_vec()))));
    assert!(shell.session.came.is_some() && shell.session.writing.is_some(), "{}", shell.session.said);
    shell.send(Msg::Close);
    assert!(shell.session.came.is_none());
}

#[test]
fn a_week_is_tried_from_the_place_in_hand_or_why_not_is_said() {
    let mut shell = Shell::default();
    shell.send(Msg::Copy("monday-call".to_owned()));
    shell.put("/title", "Tried");
    shell.send(Msg::Play("/scenes/2".to_owned()));
    assert_eq!(shell.titles(), ["Tried"], "it is kept first");
    assert!(shell.tried.len() == 1 && shell.tried[0].contains("moves="), "{:?}", shell.tried);
    shell.send(Msg::Typed { name: "side ".to_owned(), value: "{".to_owned() });
    shell.send(Msg::Play(String::new()));
    assert!(shell.tried.len() == 1 && shell.session.said.contains("JSON"), "{}", shell.session.said);
}

#[test]
fn all_paths_are_walked_only_while_somebody_looks() {
    let mut shell = Shell::default();
    shell.send(Msg::Blank);
    shell.desk.hidden = true;
    shell.rest();
    assert!(shell.session.writing.as_ref().is_some_and(|w| !w.checked()));
    shell.put("/title", "Seen");
    shell.desk.hidden = false;
    shell.rest();
    assert!(shell.session.writing.as_ref().is_some_and(|w| w.checked()));
}
