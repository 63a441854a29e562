//! What this side remembers of the device and of what is around the page.

use app::Kept;
use std::cell::{Cell, RefCell};

/// What is known of a portal, or of a page around this one.
#[derive(Clone)]
pub struct Around {
    /// Told what is shown: its fragment, whether it is the learner's own week, and whether its debrief is open.
    pub shown: fn(&str, bool, bool),
    /// What the device's keys begin with.
    pub scope: Option<String>,
    /// What the address to hand on begins with, where a package says so.
    pub public: Option<String>,
    /// The seed of every new week, where the package has one.
    pub seed: Option<u32>,
    /// The portal is told the decisions' score, not the week's.
    pub decisions: bool,
}

/// See the module.
pub struct Device {
    /// What is known of a portal, or of a page around this one.
    pub around: RefCell<Option<Around>>,
    /// Whether the browser lets us keep anything.
    pub allowed: Cell<bool>,
    /// What the browser would not keep.
    pub memory: RefCell<Kept>,
    /// The address of the file that was handed out last.
    pub held: RefCell<Option<String>>,
}

thread_local! {
    static DEVICE: Device = const {
        Device { around: RefCell::new(None), allowed: Cell::new(false), memory: RefCell::new(Kept::new()), held: RefCell::new(None) }
    };
}

/// Reads or changes it.
pub fn device<T>(f: impl FnOnce(&Device) -> T) -> T {
    DEVICE.with(f)
}
