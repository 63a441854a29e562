//! In a worker: the week that is worked on.

use app::{App, Kept, Library, Msg};
use std::cell::RefCell;

thread_local! {
    /// The link that is worked on, and what it leads to.
    static WORKED: RefCell<(String, Option<App>)> = const { RefCell::new((String::new(), None)) };
}

/// The other parts are there: every week can be worked on from now on.
pub fn widen(library: Library) {
    WORKED.with_borrow_mut(|(_, app)| {
        let app = app.get_or_insert_with(|| App::with(Library::FIRST, Kept::default()));
        app.widen(library, 0);
    });
}

/// What a link leads to, kept between units.
pub fn at<T>(link: &str, f: impl FnOnce(&App) -> T) -> T {
    WORKED.with_borrow_mut(|(of, app)| {
        let app = app.get_or_insert_with(|| App::with(Library::FIRST, Kept::default()));
        if of != link {
            app.update(Msg::Address { fragment: link.to_owned(), seed: 0 });
            // Nothing of a worker's is kept: each link stands for itself.
            app.kept = Kept::default();
            link.clone_into(of);
        }
        f(app)
    })
}
