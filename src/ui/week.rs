//! What is there first: the start screen and the week; and the forecast.

use super::part::{FORECAST, View, Which};
use super::screens;
use crate::platform::worker::Unit;
use app::{App, Screen};

/// The part that has what is to be shown; none where it is here.
pub fn beyond(app: &App) -> Option<Which> {
    match app.screen {
        Screen::Start => None,
        // Where the texts of the later days do not come the whole library has them, too.
        Screen::Play if app.as_first() && !(app.untold() && app.missing) => None,
        Screen::Packaging | Screen::Write | Screen::Class(_) => Some(Which::Desk),
        _ => Some(Which::Studio),
    }
}

/// The view of what is to be shown, where it is here.
pub fn screen(app: &App) -> Option<View> {
    match app.screen {
        _ if beyond(app).is_some() => None,
        Screen::Start => Some(screens::start::view),
        _ if app.untold() => Some(screens::waiting),
        _ => Some(screens::play::view),
    }
}

/// The next unit of a forecast.
pub fn next(app: &mut App) -> Option<Unit> {
    app.next_unit().map(|(link, unit)| Unit { kind: FORECAST.to_owned(), link, unit })
}

/// Takes what a unit of a forecast came to; `true` where something that is shown may have changed.
pub fn came(app: &mut App, unit: &Unit, part: &[i64]) -> bool {
    app.forecasts.part(&unit.link, unit.unit, part)
}

/// Works out one unit here; `true` while more is left.
pub fn slice(app: &mut App) -> bool {
    app.forecasts.slice(&app.loaded.program)
}
