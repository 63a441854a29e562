//! The editor's hands: what is typed, opened and pressed goes to its session, and what that asks for is carried
//! out.

use super::carrying::carry;
use super::dom::{El, el, part};
use super::sessions::sessions;
use super::{act, dispatch, packing, read};
use crate::platform::page::Pressed;
use crate::platform::{fields, files, location, page, share, storage};
use app::action::Write as Action;
use app::effect::Device;
use app::write::session::{Edit, FIELD, Msg, Panel, Session, Side};
use app::write::{self, Writing};
use app::{self, Kept, Screen};

/// What browsers offer to choose; whatever else is chosen is named for what it is.
const ACCEPT: &str = ".json,.twee,.tw,.tw2,.txt,.html,.htm,.h5p,.csv,.tsv,application/json,text/html,text/csv,text/plain";

/// This browser, as a session sees it.
struct Browser;

impl Device for Browser {
    fn kept(&self) -> Kept {
        storage::open().0
    }

    fn now(&self) -> f64 {
        page::now()
    }

    fn seed(&self) -> u32 {
        page::seed()
    }

    fn page(&self) -> String {
        location::open()
    }

    fn shown(&self) -> bool {
        read(|app| app.screen == Screen::Write)
    }

    fn focused(&self, names: &[&str]) -> Option<String> {
        fields::focused(names)
    }
}

/// Reads the page's state.
pub fn with<T>(f: impl FnOnce(&Session) -> T) -> T {
    sessions(|s| f(&s.write.borrow()))
}

/// Changes the page's state.
pub fn change<T>(f: impl FnOnce(&mut Session) -> T) -> T {
    sessions(|s| f(&mut s.write.borrow_mut()))
}

/// Sends a message to the session and does what it asks for.
pub fn send(msg: Msg) {
    // It asks no record store.
    carry(change(|s| s.update(msg, &Browser)), send, |_| {});
}

/// A part of what is shown that rests on the page's state.
pub fn stated<T: PartialEq + Send + 'static>(
    get: impl Fn(&Session) -> T + Send + Sync + 'static,
    draw: impl Fn(&T) -> El + Send + 'static,
) -> El {
    part(move |_| with(&get), draw)
}

/// A part of what is shown that rests on what is written; nothing before anything is.
pub fn written<T: PartialEq + Send + 'static>(
    get: impl Fn(&Writing) -> T + Send + Sync + 'static,
    draw: impl Fn(&T) -> El + Send + 'static,
) -> El {
    stated(move |s| s.writing.as_ref().map(&get), move |got| got.as_ref().map_or_else(|| el("SPAN"), &draw))
}

/// The drafts on this device, and when each was changed last, in words.
pub fn drafts() -> Vec<(write::Draft, String)> {
    let when = |d: &write::Draft| d.changed.map_or_else(String::new, page::moment);
    write::drafts(&Browser.kept()).into_iter().map(|d| (when(&d), d)).map(|(when, d)| (d, when)).collect()
}

/// Listens to the fields, to keys, to tables that are pasted, and to other tabs.
pub fn listen() {
    fields::on_field(FIELD, |name, value| send(Msg::Typed { name: name.to_owned(), value: value.to_owned() }));
    fields::on_leave(FIELD, || send(Msg::Left));
    fields::on_field("data-hand", |_, value| send(Msg::Luck(value.to_owned())));
    files::on_paste("[data-paste]", |html, text| send(Msg::Pasted(html.to_owned(), text.to_owned())));
    storage::on_change(|key| send(Msg::Heard(key.to_owned(), storage::get(key))));
    page::on("pagehide", || send(Msg::Leaving));
    page::on_key("[data-menu]", |key| {
        let menu = fields::around("data-menu").filter(|_| key == "Escape");
        menu.map(|menu| send(Msg::Shut(menu))).is_some()
    });
    page::on_key("html", |key| {
        let ours = key == "F8" && read(|app| app.screen == Screen::Write) && with(|s| s.writing.is_some());
        if ours {
            send(Msg::NextProblem);
        }
        ours
    });
    page::on_shortcut("[data-screen=write]", |key| {
        let msg = match key {
            "z" => Msg::Undo,
            "y" | "Z" => Msg::Redo,
            _ => return false,
        };
        let ours = with(|s| s.writing.is_some());
        if ours {
            send(msg);
        }
        ours
    });
}

/// A press that is the editor's own.
pub fn press(name: &str, pressed: &Pressed) -> bool {
    let Some(action) = Action::named(name) else { return false };
    let (path, of) = (pressed.text("data-path"), pressed.text("data-of"));
    let edit = |edit| Msg::Edit(edit, pressed.text("data-path"));
    let msg = match action {
        Action::Blank => Msg::Blank,
        Action::Copy => Msg::Copy(of),
        Action::Draft => Msg::Draft(of),
        Action::Delete => Msg::Delete(of),
        Action::Undelete => Msg::Undelete,
        Action::Story => Msg::Story(pressed.number("data-of")),
        Action::Problems => Msg::Panel(Panel::Problems),
        Action::Share => Msg::Panel(Panel::Share),
        Action::Next => Msg::NextProblem,
        Action::Drawer => Msg::Drawer,
        Action::Close => Msg::Close,
        Action::Side => Msg::Side(match of.as_str() {
            "json" => Side::Json,
            "map" => Side::Map,
            "figures" => Side::Figures,
            _ => Side::Form,
        }),
        Action::Weigh => Msg::Weigh,
        Action::Turn => Msg::Turn(path),
        Action::Go => Msg::Go { path, to: pressed.text("data-to") },
        Action::AddKind => Msg::AddKind { path, kind: of },
        Action::Add => edit(Edit::Add),
        Action::After => edit(Edit::After),
        Action::Remove => edit(Edit::Remove),
        Action::Raise => edit(Edit::Raise),
        Action::Lower => edit(Edit::Lower),
        Action::Duplicate => edit(Edit::Duplicate),
        Action::Clear => edit(Edit::Clear),
        Action::Undo => Msg::Undo,
        Action::Redo => Msg::Redo,
        Action::Play => Msg::Play(path),
        Action::Open => {
            files::pick_bytes(ACCEPT, |file| send(Msg::File(file)));
            return true;
        }
        Action::Save => {
            if let Some((name, text)) = with(|s| s.writing.as_ref().map(|w| (w.file_name(), w.json_text()))) {
                act::save(&name, "application/json", &text);
                send(Msg::Saved);
            }
            return true;
        }
        Action::CopyLink => {
            let link = with(|s| s.link.as_ref().and_then(|made| made.as_ref().ok().map(|h| h.link.clone())));
            share::copy(&link.unwrap_or_default(), |worked| send(Msg::Copied(worked)));
            return true;
        }
        Action::Print => {
            page::print();
            return true;
        }
        Action::Package => {
            send(Msg::Keep);
            if let Some(key) = with(|s| s.writing.as_ref().map(|w| w.key.clone())) {
                dispatch(app::Msg::Packaging);
                packing::pick(&key);
            }
            return true;
        }
    };
    send(msg);
    true
}
