//! What the shell remembers beside the application's own state, all in one place.

use super::dom::{Drawn, Element};
use super::part::{Beside, Part, Which};
use super::{Draws, Panel};
use app::App;
use app::press::Presses;
use std::cell::{Cell, RefCell};
use std::sync::Arc;

/// See the module.
pub struct Shell {
    pub app: RefCell<Option<App>>,
    /// What draws when something has changed.
    pub draws: RefCell<Option<Arc<Draws>>>,
    /// What is on the page, and how often it was drawn.
    pub page: RefCell<Option<Drawn>>,
    pub version: Cell<u32>,
    /// Whether anything of ours is drawn.
    pub shown: Cell<bool>,
    /// The parts that are there, and what draws beside a scene.
    pub there: Cell<[Option<&'static Part>; 2]>,
    pub beside: Cell<Option<&'static Beside>>,
    /// What is to be shown next is of this part, which is not ready yet; and the part that is fetched for it.
    pub awaited: Cell<Option<Which>>,
    pub fetching: Cell<Option<Which>>,
    /// What comes after the week was asked for ahead; and what stands beside a scene.
    pub asked_ahead: Cell<bool>,
    pub asked_beside: Cell<bool>,
    /// The version at which all was drawn once more, because what was drawn stood nowhere.
    pub lost: Cell<u32>,
    pub bumping: Cell<bool>,
    /// Pictures from another file, each a tree of its own to make: they come with the frame after the answer.
    pub pictures: RefCell<Vec<(Element, String)>>,
    /// The answer to a message is not on the screen yet.
    pub answering: Cell<bool>,
    pub settling: Cell<bool>,
    /// Units given to the worker that have not come back.
    pub out: Cell<u32>,
    /// What is known of presses.
    pub presses: RefCell<Presses>,
    /// The panel with the link.
    pub panel: Cell<Panel>,
    /// What was said last to those who hear the page.
    pub said: RefCell<String>,
}

thread_local! {
    static SHELL: Shell = const {
        Shell {
            app: RefCell::new(None),
            draws: RefCell::new(None),
            page: RefCell::new(None),
            version: Cell::new(0),
            shown: Cell::new(false),
            there: Cell::new([None; 2]),
            beside: Cell::new(None),
            awaited: Cell::new(None),
            fetching: Cell::new(None),
            asked_ahead: Cell::new(false),
            asked_beside: Cell::new(false),
            lost: Cell::new(0),
            bumping: Cell::new(false),
            pictures: RefCell::new(Vec::new()),
            answering: Cell::new(false),
            settling: Cell::new(false),
            out: Cell::new(0),
            presses: RefCell::new(Presses::new()),
            panel: Cell::new(Panel { open: false, said: "" }),
            said: RefCell::new(String::new()),
        }
    };
}

/// Reads or changes it.
pub fn shell<T>(f: impl FnOnce(&Shell) -> T) -> T {
    SHELL.with(f)
}

/// What draws beside a scene, once it is there.
pub fn beside() -> Option<&'static Beside> {
    shell(|s| s.beside.get())
}

/// It is there.
pub fn put_beside(beside: &'static Beside) {
    shell(|s| s.beside.set(Some(beside)));
}

/// The parts that are there.
pub fn there() -> impl Iterator<Item = &'static Part> {
    shell(|s| s.there.get()).into_iter().flatten()
}

impl Which {
    /// The part, where it is there.
    pub fn get(self) -> Option<&'static Part> {
        shell(|s| s.there.get())[self as usize]
    }

    /// It is there; `true` where it was not before.
    pub fn put(self, part: &'static Part) -> bool {
        let mut there = shell(|s| s.there.get());
        let old = there[self as usize].replace(part);
        shell(|s| s.there.set(there));
        old.is_none()
    }
}
