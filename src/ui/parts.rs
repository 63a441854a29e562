//! The parts of the program that come when they are needed: the one place where it is split.
//!
//! A build that is split (`make dist`; the cfg `split`) has each of the functions below, with all that
//! nothing else reaches, in a file of its own; any other build has everything in one.

use super::part::{Beside, Part, Which};
use super::screens::beside;
use super::shell;
use super::{desk, studio};
use crate::platform::portal::{Bring, Follow, Open};
use crate::platform::{host, objects, page, portal};

impl Which {
    /// Fetches the part; `true` with it where it was not there before.
    fn fetch(self, done: impl FnOnce(Option<(&'static Part, bool)>) + 'static) {
        let fetched = move |part: Option<&'static Part>| done(part.map(|part| (part, self.put(part))));
        match self {
            Which::Studio => split::studio(fetched),
            Which::Desk => split::desk(fetched),
        }
    }

    /// Brings the part to a worker, which has no page.
    pub fn at_work(self, done: impl FnOnce(Option<&'static Part>) + 'static) {
        self.fetch(move |fetched| done(fetched.map(|f| f.0)));
    }

    /// Fetches the part with its style sheets and lets it listen; then says whether it is there.
    pub fn load(self, done: impl FnOnce(bool) + 'static) {
        let sheets = page::sheets(self.name());
        self.fetch(move |fetched| {
            if let Some((part, true)) = fetched {
                page::mark(self.mark());
                (part.begin)();
            }
            objects::settled(sheets, move |came| done(came.is_some() && fetched.is_some()));
        });
    }

    /// Says that it could not be loaded, in place of the page.
    pub fn failed(self) {
        page::failed(self.name());
    }
}

/// Brings what stands beside a scene; says whether it came.
pub fn beside(done: impl FnOnce(bool) + 'static) {
    split::beside(move |beside| {
        if let Some(beside) = beside {
            shell::put_beside(beside);
        }
        done(beside.is_some());
    });
}

/// What begins the talk with a portal, or with a page around this one.
type Talk = fn(String, Bring, Open);

/// Brings the part that talks with a portal, and lets it begin with an address; `open` shows a fragment.
pub fn talk(address: String, open: Open) {
    split::portal(move |begin| match begin {
        Some(begin) => begin(address, split::host, open),
        None => page::failed("portal"),
    });
}

#[cfg(split)]
#[allow(unsafe_code)]
mod split {
    //! What the splitter looks for, by the names that the macro of `wasm_split_helpers` would give: for each part
    //! something that fetches its file, and a function that is called from outside the file and is in it.
    //! The macro's are futures, with whose machinery each first download would be 4 kB larger.

    use super::{Beside, Follow, Part, Talk};
    use std::ffi::c_void;

    /// What is told whether a file is there.
    type Done = Box<dyn FnOnce(bool)>;
    type Load = unsafe extern "C" fn(unsafe extern "C" fn(*mut c_void, bool), *mut c_void);

    fn fetch(load: Load, done: Done) {
        // SAFETY: the loader (`tools/parts.mjs`) calls the function that it is given once, with what it is given.
        unsafe { load(settled, Box::into_raw(Box::new(done)).cast()) };
    }

    unsafe extern "C" fn settled(done: *mut c_void, there: bool) {
        // SAFETY: it is what `fetch` gave away, and comes back once.
        let done = unsafe { Box::from_raw(done.cast::<Done>()) };
        done(there);
    }

    macro_rules! part {
        ($name:ident, $load:ident, $inside:ident, $outside:ident, $of:ty, $what:expr) => {
            #[link(wasm_import_module = "__wasm_split_placeholder__")]
            unsafe extern "C" {
                fn $load(done: unsafe extern "C" fn(*mut c_void, bool), with: *mut c_void);
                #[allow(improper_ctypes)]
                safe fn $outside() -> $of;
            }

            #[allow(improper_ctypes_definitions)]
            #[unsafe(no_mangle)]
            extern "C" fn $inside() -> $of {
                $what
            }

            pub fn $name(done: impl FnOnce(Option<$of>) + 'static) {
                fetch($load, Box::new(move |there| done(there.then(|| $outside()))));
            }
        };
    }

    part!(
        beside,
        __wasm_split_load_beside,
        __wasm_split_00beside00_export_00000000000000000000000000000005,
        __wasm_split_00beside00_import_00000000000000000000000000000005,
        &'static Beside,
        &super::beside::BESIDE
    );
    part!(
        studio,
        __wasm_split_load_studio,
        __wasm_split_00studio00_export_00000000000000000000000000000001,
        __wasm_split_00studio00_import_00000000000000000000000000000001,
        &'static Part,
        &super::studio::STUDIO
    );
    part!(
        desk,
        __wasm_split_load_desk,
        __wasm_split_00desk00_export_00000000000000000000000000000002,
        __wasm_split_00desk00_import_00000000000000000000000000000002,
        &'static Part,
        &super::desk::DESK
    );
    part!(
        portal,
        __wasm_split_load_portal,
        __wasm_split_00portal00_export_00000000000000000000000000000003,
        __wasm_split_00portal00_import_00000000000000000000000000000003,
        Talk,
        super::portal::begin
    );
    part!(
        host,
        __wasm_split_load_host,
        __wasm_split_00host00_export_00000000000000000000000000000004,
        __wasm_split_00host00_import_00000000000000000000000000000004,
        &'static Follow,
        &super::host::FOLLOW
    );
}

#[cfg(not(split))]
mod split {
    //! The program in one piece: every part is there.

    use super::{Beside, Follow, Part, Talk};

    pub fn beside(done: impl FnOnce(Option<&'static Beside>)) {
        done(Some(&super::beside::BESIDE));
    }

    pub fn studio(done: impl FnOnce(Option<&'static Part>)) {
        done(Some(&super::studio::STUDIO));
    }

    pub fn desk(done: impl FnOnce(Option<&'static Part>)) {
        done(Some(&super::desk::DESK));
    }

    pub fn portal(done: impl FnOnce(Option<Talk>)) {
        done(Some(super::portal::begin));
    }

    pub fn host(done: impl FnOnce(Option<&'static Follow>)) {
        done(Some(&super::host::FOLLOW));
    }
}
