//! What this side remembers of the device and of what is around the page.

use super::embedding::Around;
use app::Kept;
use std::cell::{Cell, RefCell};

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
