//! Reading a class from a company's record store: the form, one request at a time, and the stop.
//! What is typed stays in this tab and is sent to that store alone.

use super::dom::{El, part};
use super::{bump, classing};
use crate::app::class::Reading;
use crate::app::class::store::{State, Store};
use crate::app::words;
use crate::platform::fields;
use crate::platform::records::{self, Asking};
use std::cell::RefCell;

/// How it stands.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Standing {
    /// Whether a store is being read, and how far that is, in twentieths; `None` where nobody knows.
    pub busy: bool,
    pub progress: Option<u32>,
    pub said: String,
    /// What went wrong.
    pub trouble: String,
    /// Weeks were read before it went wrong: they can be used.
    pub some: bool,
}

thread_local! {
    static FIELDS: RefCell<[String; 4]> = const { RefCell::new([const { String::new() }; 4]) };
    static STORE: RefCell<Option<(Store, Option<Asking>)>> = const { RefCell::new(None) };
    static STANDING: RefCell<Standing> = RefCell::new(Standing::default());
}

/// The form's fields: address, key, secret, and since when.
pub const FIELD: [&str; 4] = ["store-address", "store-key", "store-secret", "store-since"];

/// A part of the page that rests on how reading stands.
pub fn standing<T: PartialEq + Send + 'static>(
    get: impl Fn(&Standing) -> T + Send + Sync + 'static,
    draw: impl Fn(&T) -> El + Send + 'static,
) -> El {
    part(move |_| STANDING.with_borrow(&get), draw)
}

/// What a field holds.
pub fn field(at: usize) -> String {
    FIELDS.with_borrow(|f| f[at].clone())
}

/// Listens to the form.
pub fn listen() {
    fields::on_field(classing::FIELD, |name, value| {
        if let Some(at) = FIELD.iter().position(|f| *f == name) {
            FIELDS.with_borrow_mut(|f| value.clone_into(&mut f[at]));
        }
    });
}

/// A press that is the form's.
pub fn press(action: &str) -> bool {
    match action {
        "store-read" => begin(),
        "store-stop" => enough(),
        _ => return false,
    }
    true
}

fn stand(change: impl FnOnce(&mut Standing)) {
    STANDING.with_borrow_mut(change);
    bump();
}

/// Begins to read.
fn begin() {
    stop();
    let made = FIELDS.with_borrow(|[address, key, secret, since]| Store::new(address, key, secret)?.since(since));
    match made {
        Ok(store) => {
            let said = format!("Asking {}\u{2026}", store.host());
            STORE.set(Some((store, None)));
            stand(|s| *s = Standing { busy: true, said, ..Standing::default() });
            ask();
        }
        Err(why) => stand(|s| *s = Standing { trouble: why, ..Standing::default() }),
    }
}

fn ask() {
    STORE.with_borrow_mut(|store| {
        if let Some((store, asking)) = store {
            let request = store.request();
            *asking = Some(records::ask(&request.url, &request.headers, came));
        }
    });
}

fn came(answer: records::Answer) {
    let told = STORE.with_borrow_mut(|store| {
        let (store, _) = store.as_mut()?;
        Some(match answer {
            Some((status, body)) => store.answer(status, &body),
            None => State::Failed(store.silence(&records::origin())),
        })
    });
    match told {
        Some(State::More { pages, statements, decisions }) => {
            let progress = STORE.with_borrow(|s| s.as_ref().and_then(|s| s.0.progress(&records::today())));
            stand(|s| {
                s.progress = progress.map(|p| (p * 20.0) as u32);
                s.said = format!(
                    "{}: {} statements, {} decisions of By Friday among them.",
                    words::count(pages, "page"),
                    words::thousands(statements as u32),
                    words::thousands(decisions as u32)
                );
            });
            ask();
        }
        Some(State::Done(read)) => {
            STORE.set(None);
            stand(|s| *s = Standing { said: "All is read.".to_owned(), ..Standing::default() });
            classing::begin(Reading::of(read), None);
        }
        Some(State::Failed(why)) => stand(|s| {
            let some = STORE.with_borrow(|s| s.as_ref().is_some_and(|s| !s.0.stop().found.is_empty()));
            *s = Standing { trouble: why, some, ..Standing::default() };
        }),
        None => {}
    }
}

/// Stops asking.
fn stop() {
    if let Some((_, Some(asking))) = STORE.take() {
        asking.stop();
    }
}

/// Stops, and shows what was read so far.
fn enough() {
    let read = STORE.with_borrow(|s| s.as_ref().map(|s| s.0.stop()));
    stop();
    stand(|s| *s = Standing { said: "Stopped.".to_owned(), ..Standing::default() });
    if let Some(read) = read {
        classing::begin(Reading::of(read), None);
    }
}
