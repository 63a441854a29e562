//! What the pages after a week keep: the study with all that is worked out, which week's cover was opened, how
//! a fetch stands, and how the map is looked at.

use super::study::Study;
use super::{App, Screen};
use scenario::codec::link::{self, Route};

/// Sizes of the map's drawing, in percent.
const ZOOMS: [u32; 7] = [20, 30, 45, 60, 80, 100, 140];

/// The state of those pages.
#[derive(Debug)]
pub struct Studio {
    pub study: Study,
    /// The week whose cover was opened last, by its key.
    pub opened: String,
    /// The week that its writer tries out, by its key.
    pub tried: String,
    /// The scene at which its writer goes on with it, on the way there.
    pub write_back: Option<String>,
    /// How the fetching of a scenario's file stands, in words.
    pub fetching: String,
    /// The size of the map's drawing, in percent.
    pub zoom: u32,
}

impl Default for Studio {
    fn default() -> Studio {
        Studio { study: Study::default(), opened: String::new(), tried: String::new(), write_back: None, fetching: String::new(), zoom: 80 }
    }
}

impl Studio {
    /// The writer of the week that a fragment leads to tries it out.
    pub fn try_out(&mut self, fragment: &str) {
        self.tried = match link::read(fragment) {
            Ok(Route::Play(link)) => link.scenario,
            _ => String::new(),
        };
    }

    /// Whether the week in hand is tried out by its writer.
    pub fn tries(&self, app: &App) -> bool {
        self.tried == app.loaded.key
    }

    /// A page is shown: a week is tried out until another page than one about a week is.
    pub fn shown(&mut self, app: &App) {
        if !matches!(app.screen, Screen::Play | Screen::Debrief | Screen::Map | Screen::Why) {
            self.tried.clear();
        }
    }

    /// Shows the map a size larger, or smaller; past the ends nothing happens.
    pub fn scale(&mut self, larger: bool) {
        let next = if larger { ZOOMS.iter().find(|z| **z > self.zoom) } else { ZOOMS.iter().rev().find(|z| **z < self.zoom) };
        self.zoom = next.copied().unwrap_or(self.zoom);
    }
}

#[cfg(test)]
mod tests {
    use super::Studio;

    #[test]
    fn the_map_grows_and_shrinks_by_steps_and_stops_at_the_ends() {
        let mut studio = Studio::default();
        let sizes = |studio: &mut Studio, larger: bool| {
            (0..9)
                .map(|_| {
                    studio.scale(larger);
                    studio.zoom
                })
                .collect::<Vec<_>>()
        };
        assert_eq!(sizes(&mut studio, true), [100, 140, 140, 140, 140, 140, 140, 140, 140]);
        assert_eq!(sizes(&mut studio, false), [100, 80, 60, 45, 30, 20, 20, 20, 20]);
    }
}
