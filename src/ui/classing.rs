//! The class page's hands: what is pasted, dropped and pressed goes to its session, and what that asks for is
//! carried out.

use super::carrying::carry;
use super::dom::{El, el, part};
use super::sessions::sessions;
use super::{act, awaited, read};
use crate::platform::page::Pressed;
use crate::platform::{fields, files, location, page, records, share, storage};
use app::action::Class as Action;
use app::class::bytes;
use app::class::guide;
use app::class::session::{Msg, Session, To};
use app::class::store::session::{FIELDS, Msg as Store};
use app::{App, Loaded, Screen};

/// The attribute that names the page's fields.
const FIELD: &str = "data-class";

/// Reads the page's state.
pub fn with<T>(f: impl FnOnce(&Session) -> T) -> T {
    sessions(|s| f(&s.class.borrow()))
}

/// Changes the page's state.
pub fn change<T>(f: impl FnOnce(&mut Session) -> T) -> T {
    sessions(|s| f(&mut s.class.borrow_mut()))
}

/// Sends a message to the session and does what it asks for.
pub fn send(msg: Msg) {
    carry(change(|s| s.update(msg)), send, answered);
}

fn answered(answer: records::Answer) {
    send(Msg::Store(Store::Answer { answer, origin: records::origin(), today: records::today() }));
}

/// Takes what a unit of the figures came to.
pub fn came(key: &str, unit: u32, part: &[i64]) {
    carry(change(|s| s.came(key, unit, part)), send, answered);
}

/// A part of the page that is drawn anew when the class or its figures change, in its turn.
pub fn section(number: usize, draw: impl Fn() -> El + Send + 'static) -> El {
    section_as("DIV", number, draw)
}

/// The same with a `tag` of its own for the time before its turn.
pub fn section_as(tag: &'static str, number: usize, draw: impl Fn() -> El + Send + 'static) -> El {
    part(
        move |_| with(|s| s.turn_of(number)),
        move |turn| {
            let now = with(|s| s.has_turn(*turn));
            if now { draw() } else { el(tag) }
        },
    )
}

/// A part of what is shown that rests on the page's state.
pub fn classed<T: PartialEq + Send + 'static>(
    get: impl Fn(&Session) -> T + Send + Sync + 'static,
    draw: impl Fn(&T) -> El + Send + 'static,
) -> El {
    part(move |_| with(&get), draw)
}

/// Listens to the page's fields, to files dropped on it, and to the keys of the presentation.
pub fn listen() {
    fields::on_field(FIELD, |name, value| {
        let on = value == "true";
        let msg = match name {
            "text" => Msg::Typed(value.to_owned()),
            "names" => Msg::Names(on),
            "along" => Msg::Along(on),
            "all" => Msg::Unfinished(on),
            "group" => Msg::Group(value.parse().unwrap_or(0)),
            _ => match (FIELDS.iter().position(|f| *f == name), name.strip_prefix("hands-").and_then(|way| way.parse().ok())) {
                (Some(at), _) => Msg::Store(Store::Typed(at, value.to_owned())),
                (_, Some(way)) => Msg::Hands(way, value.to_owned()),
                _ => return,
            },
        };
        send(msg);
    });
    files::on_drop("[data-screen=class]", opened);
    page::on_key("html", |key| {
        let here = !awaited() && read(|app| matches!(app.screen, Screen::Class(_)));
        with(|s| s.key(key)).filter(|_| here).map(send).is_some()
    });
}

/// Follows the address.
pub fn follow(app: &App) {
    let msg = match &app.screen {
        Screen::Class(query) => Msg::Address(query.clone(), storage::of_tab()),
        _ => Msg::Away,
    };
    let effects = change(|s| s.update(msg));
    // The application is still at its own message.
    page::soon(move || carry(effects, send, answered));
}

fn opened(files: files::Files) {
    let (texts, notes) = bytes::texts(files, &files::language(), files::decode);
    send(Msg::Files(texts, notes));
}

/// The guide to the class that is shown, or to the week in hand.
pub fn guided<T>(make: impl Fn(&Loaded) -> T) -> T {
    with(|s| s.group().map(|g| make(&g.loaded))).unwrap_or_else(|| read(|app| make(app.written())))
}

/// A press that is the page's own.
pub fn press(name: &str, pressed: &Pressed) -> bool {
    let Some(action) = Action::named(name) else { return false };
    let msg = match action {
        Action::Read => Msg::Read,
        Action::Example => Msg::Example,
        Action::Present => Msg::Slide(To::First),
        Action::Next => Msg::Slide(To::Next),
        Action::Back => Msg::Slide(To::Back),
        Action::Close => Msg::Close,
        Action::Together => Msg::Together(pressed.text("data-scene-id")),
        Action::Guide => Msg::Guide,
        Action::Vote => Msg::Hand { way: pressed.number("data-way"), less: pressed.text("data-by") == "less" },
        Action::Reveal => Msg::Reveal,
        Action::Fetch => Msg::Store(Store::Read),
        Action::Stop => Msg::Store(Store::Stop),
        Action::Open => {
            files::pick_all(".txt,.csv,.json,.jsonl,.ndjson,text/plain,text/csv,application/json", opened);
            return true;
        }
        Action::GuideText => {
            let text = guided(|l| guide::text(&guide::guide(&l.scenario, &l.program, &l.edition)));
            act::save("by-friday-guide.txt", "text/plain", &text);
            return true;
        }
        Action::Csv => {
            act::save("by-friday-class.csv", "text/csv", &with(|s| s.csv(&location::open())).unwrap_or_default());
            return true;
        }
        Action::Link => match with(|s| s.link(&location::open())) {
            Some(link) => {
                share::copy(&link, |worked| send(Msg::Copied(worked)));
                return true;
            }
            None => Msg::TooLarge,
        },
        Action::Print => {
            page::print();
            act::may_be_refused();
            return true;
        }
    };
    send(msg);
    true
}
