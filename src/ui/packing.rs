//! Making packages: fetches what the packaging page asks for, a few files at a time, and hands the
//! zip to the browser.

use super::dom::{El, part};
use super::sessions::sessions;
use super::{awaited, bump, read};
use crate::platform::{fields, files, location, page, share, storage};
use app::action::Package;
use app::packaging::{Packaging, Wanted};
use app::{App, Screen};

/// Files that are asked for at once.
const AT_ONCE: usize = 4;
/// The attribute that names the form's fields.
const FIELD: &str = "data-portal";

/// Reads the state of the page.
pub fn with<T>(f: impl FnOnce(&Packaging) -> T) -> T {
    sessions(|s| f(&s.packaging.borrow()))
}

fn change<T>(f: impl FnOnce(&mut Packaging) -> T) -> T {
    sessions(|s| f(&mut s.packaging.borrow_mut()))
}

/// Listens to the form.
pub fn listen() {
    fields::on_field(FIELD, |name, value| {
        change(|portal| portal.typed(name, value));
        mark();
        bump();
    });
    page::on_key("input[data-portal]", |key| {
        let enter = key == "Enter";
        if enter {
            make();
        }
        enter
    });
}

/// Takes the week in hand and the address when the page is opened.
pub fn follow(app: &App) {
    change(|portal| {
        if portal.shows(app.screen == Screen::Packaging) {
            portal.open(app, &storage::open().0, &location::open());
        }
    });
}

/// Picks the week of which a package is to be made, by its value in the form.
pub fn pick(value: &str) {
    change(|portal| portal.typed("scenario", value));
    bump();
}

/// A part of what is shown that rests on the form and the package being made.
pub fn packed<T: PartialEq + Send + 'static>(
    get: impl Fn(&Packaging) -> T + Send + Sync + 'static,
    draw: impl Fn(&T) -> El + Send + 'static,
) -> El {
    part(move |_| with(&get), draw)
}

/// A press that is this page's own.
pub fn press(name: &str) -> bool {
    let Some(action) = Package::named(name) else { return false };
    match action {
        Package::Make => make(),
        Package::File => files::pick(".json,application/json", |file| {
            let (name, text) = file.unwrap_or_default();
            change(|portal| portal.opened(&name, text));
            mark();
            bump();
        }),
        Package::Element => copy("[data-embed=element]", |e| e.element),
        Package::Code => copy("[data-embed=code]", |e| e.code),
        Package::Link => copy("[data-embed=link]", |e| e.link),
    }
    true
}

fn mark() {
    let wrong: Vec<&str> = with(|portal| portal.wrong().iter().map(|w| w.field).collect());
    fields::mark(FIELD, &wrong);
}

/// Puts a text on the clipboard; where that is refused, selects it.
fn copy(selector: &'static str, text: fn(app::packaging::Embed) -> String) {
    let Some(text) = with(Packaging::embed).map(text) else { return };
    share::copy(&text, move |worked| {
        let said = if worked { "Copied." } else { "The browser does not let us copy. The text is selected: copy it yourself." };
        change(|portal| portal.copied = said);
        if !worked {
            fields::focus(selector);
        }
        bump();
    });
}

/// The button was pressed: what is wrong is shown, or the list of files is fetched.
fn make() {
    if !read(|app| app.screen == Screen::Packaging) || awaited() {
        return;
    }
    let begun = change(Packaging::begin);
    mark();
    bump();
    if !begun {
        if let Some(wrong) = with(|portal| portal.wrong().first().copied()) {
            fields::focus(&format!("[{FIELD}={}]", wrong.field));
        }
        return;
    }
    let list = with(|portal| portal.making.list());
    files::fetch(&list.address.clone(), move |answer| {
        change(|portal| portal.making.listed(list.turn, answer, &files::running()));
        bump();
        (0..AT_ONCE).for_each(|_| next());
    });
}

/// Asks for the next file, if one is left.
fn next() {
    let Some(wanted) = change(|portal| portal.making.give()) else { return };
    files::fetch(&wanted.address.clone(), move |answer| came(&wanted, answer));
}

fn came(wanted: &Wanted, answer: app::packaging::Answer) {
    let ready = change(|portal| portal.making.fetched(wanted, answer));
    bump();
    if ready {
        // Packing takes a moment, in which nothing is drawn.
        page::after_paint(|| {
            change(|portal| portal.making.pack(|name, bytes| files::hold(name, "application/zip", bytes)));
            bump();
        });
    } else {
        next();
    }
}
