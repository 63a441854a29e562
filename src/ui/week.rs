//! The first bundle: the start screen, the week, your data.

use super::{Bundle, screens};
use crate::app::{App, Library, Msg, Screen};
use crate::platform::worker::Unit;

/// See [`Bundle`].
pub static WEEK: Bundle = Bundle {
    root: "app",
    library: Library::FIRST,
    screen: |app| match app.screen {
        Screen::Start => Some(screens::start::view),
        Screen::Play if !app.untold() => Some(screens::play::view),
        // Where the texts do not come the studio has them, too.
        Screen::Play if !app.missing => Some(screens::waiting),
        Screen::Data => Some(screens::data::view),
        _ => None,
    },
    press: |_, _| false,
    typed: |_, _| {},
    follow: |_| Vec::new(),
    next: next_forecast,
    part: forecast_part,
    slice: |app| app.forecasts.slice(&app.loaded.program),
    requeue: |app| app.forecasts.requeue(),
};

/// The next unit of a forecast.
pub fn next_forecast(app: &mut App) -> Option<Unit> {
    app.next_unit().map(|(link, unit)| Unit { kind: FORECAST.to_owned(), link, unit })
}

/// Takes a unit of a forecast.
pub fn forecast_part(app: &mut App, unit: Unit, part: Vec<i64>) -> bool {
    app.forecasts.part(&unit.link, unit.unit, &part)
}

/// The kind of work that two bundles have.
pub const FORECAST: &str = "forecast";

/// Works out one unit of the forecast of the state a link leads to: what the worker does.
pub fn work(link: &str, unit: u32) -> Vec<i64> {
    at(link, |app| app.line.as_ref().map(|line| crate::app::forecasts::unit(&app.loaded.program, &line.state, unit))).unwrap_or_default()
}

thread_local! {
    static WORKED: std::cell::RefCell<Option<(String, App)>> = const { std::cell::RefCell::new(None) };
}

/// What a link leads to, kept between units.
pub fn at<T>(link: &str, f: impl FnOnce(&App) -> Option<T>) -> Option<T> {
    WORKED.with_borrow_mut(|worked| {
        let (of, app) = worked.get_or_insert_with(|| (String::new(), App::with(super::bundle().library, crate::app::Kept::default())));
        if of != link {
            app.update(Msg::Address { fragment: link.to_owned(), seed: 0 });
            // Nothing of a worker's is kept: each link stands for itself.
            app.kept = crate::app::Kept::default();
            *of = link.to_owned();
        }
        f(app)
    })
}
