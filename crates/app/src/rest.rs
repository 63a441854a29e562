//! What is in hand while the rest of the program is not there yet, and once it is.

use super::{App, Effect, Library, Screen};

impl App {
    /// Takes the texts of the days after the first.
    pub(super) fn tell(&mut self, texts: &str, effects: &mut Vec<Effect>) {
        if self.library.whole || self.loaded.scenario.scenes.iter().all(|s| !s.title.is_empty()) {
            return;
        }
        let waited = self.untold();
        let told = scenario::told(texts);
        self.missing = told.is_none();
        if let Some(scenario) = told {
            self.loaded.scenario = scenario;
        }
        if waited {
            effects.push(Effect::Focus);
        }
    }

    /// The start screen is about the first week, whichever was in hand.
    pub(super) fn first_in_hand(&mut self) {
        if !self.as_first() {
            self.as_written();
            // It was there before.
            let _ = self.take(scenario::FIRST.0, None);
            self.line = None;
            self.visiting = false;
        }
    }

    /// The rest of the program has come, with its scenarios: what is in hand becomes a whole one, and what was
    /// asked for and had to wait is opened. `seed` is for a week that begins.
    pub fn widen(&mut self, library: Library, seed: u32) -> Vec<Effect> {
        let mut effects = Vec::new();
        if self.library.whole {
            return effects;
        }
        self.library = library;
        self.missing = false;
        // The part that was there has the first week alone.
        if let Ok(loaded) = (library.load)(scenario::FIRST.0, None) {
            self.loaded = loaded;
        }
        if self.screen == Screen::Elsewhere {
            self.open(&self.asked.clone(), seed, &mut effects);
        }
        effects
    }
}
