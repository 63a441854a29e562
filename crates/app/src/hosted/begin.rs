//! Where a week begins or goes on, and which addresses a package opens.

use super::super::Kept;
use super::entry::Merged;
use super::{Hosted, Start, Trace};
use crate::words::decisions;
use portal::{Attempt, Mode, Opened, Resume};
use scenario::codec::link::{PlayLink, Route};

/// A review of which the portal hands nothing back: what the device shows instead, and where it has
/// nothing either.
const REVIEWED: &str = "Your portal hands nothing back of the attempt under review. This is the first week that this device keeps as \
    played to its end.";
const UNREVIEWED: &str = "Your portal hands nothing back of the attempt under review, and this device keeps no finished week of it, so \
    there is no debrief to show.";

impl Hosted {
    /// Where the page begins. `opened`: what the portal said, where there is one; `address`: the
    /// page's fragment; `kept`: what the device holds for this learner; `drawn`: a random seed.
    pub fn start(&mut self, opened: Option<&Opened>, address: &str, kept: Kept, drawn: u32) -> Start {
        self.seed = self.entry().rule("");
        let Some(opened) = opened else {
            return Start {
                fragment: self.entry().alone(address),
                seed: self.seed,
                note: self.elsewhere(),
                scored: self.scored,
                keep: None,
            };
        };
        (self.reports, self.mode) = (opened.reports, opened.mode);
        let mut notes: Vec<String> = self.elsewhere().into_iter().collect();
        let (week, mut fragment) = self.entry().week(opened, address, drawn);
        let begun = fragment.is_none() && opened.resume.as_ref().is_some_and(|r| r.scenario == self.home.id);
        let week = if begun { self.followed(week, &mut notes) } else { week };
        self.scored = week.scored;
        self.app.kept = kept;
        if opened.mode == Mode::Review && opened.resume.is_none() {
            // Portals hand nothing back of an attempt that ended as it should (RTE 2004, 4.2.9).
            let held = self.finished();
            notes.push(if held.is_some() { REVIEWED } else { UNREVIEWED }.to_owned());
            fragment = held.or(fragment);
        }
        let keep = self.merged(&week);
        self.app.kept = Kept::default();
        self.seed = self.entry().next(&opened.learner, &week);
        if week.ended {
            self.completed.push(Trace { seed: week.seed, moves: week.moves.clone() });
        }
        self.attempt = Some(Attempt::new(week));
        let fragment = fragment.unwrap_or_else(|| self.own_week());
        let note = Some(notes.join(" ")).filter(|n| !n.is_empty());
        Start { fragment, seed: self.seed, keep, note, scored: self.scored }
    }

    /// What the device held when the page was shown: `kept`, but for this week's own text.
    pub fn before(&self, kept: Kept, text: Option<String>) -> Kept {
        self.entry().keeping(kept, text)
    }

    /// The debrief of the first finished week that the device holds.
    fn finished(&self) -> Option<String> {
        let old = self.app.saved()?;
        let edition = Some(old.edition.clone()).filter(|e| !e.is_empty());
        let weeks = old.lines.iter().chain([&old.week]).filter(|w| w.team.is_empty());
        weeks.map(|w| (w.seed, w.moves.split('.').filter(|m| !m.is_empty()).map(str::to_owned).collect::<Vec<_>>())).find_map(
            |(seed, moves)| {
                let over = self.app.replay(seed, &moves, false).0.state.over();
                let link = PlayLink {
                    scenario: self.home.key.clone(),
                    edition: edition.clone(),
                    seed: Some(seed),
                    moves,
                    blind: old.blind,
                    ..PlayLink::default()
                };
                over.then(|| Route::Debrief(link).to_string())
            },
        )
    }

    /// What to say where the package's scenario is not in the program.
    fn elsewhere(&self) -> Option<String> {
        let wanted = &self.package.as_ref().filter(|p| p.key() != self.home.key)?.scenario;
        Some(format!(
            "This package is for the scenario \u{201c}{wanted}\u{201d}, which is not in it or cannot be read. \u{201c}{}\u{201d} is played instead.",
            self.app.loaded.scenario.title
        ))
    }

    /// The portal's week as far as it can still be played: it ends under the edition it began with
    /// where that is kept, else under the one at hand. What was reported as ended stays so.
    pub(super) fn followed(&mut self, mut week: Resume, notes: &mut Vec<String>) -> Resume {
        let (key, began) = (self.home.key.clone(), week.edition.clone());
        if scenario::is_released(&key, &began)
            && let Ok(loaded) = (self.app.library.load)(&key, Some(&began))
        {
            self.app.loaded = loaded;
            self.home.edition = began;
        }
        let read = self.app.replay(week.seed, &week.moves, false).1;
        let cut = week.moves.len() - read;
        week.moves.truncate(read);
        if cut > 0 && week.ended {
            notes.push(
                "The scenario has changed since your week was reported, so it cannot be shown to its end. Your result stays as it is."
                    .into(),
            );
        } else if cut > 0 {
            notes.push(format!(
                "The scenario has changed since you played here: {} of your week cannot be made in it any more, and your week goes on before {}.",
                decisions(cut),
                if cut == 1 { "it" } else { "them" }
            ));
        } else if week.edition != self.home.edition {
            notes.push("The scenario has changed since you played here, so figures may differ from those you saw.".into());
        }
        week.edition.clone_from(&self.home.edition);
        week.blind |= self.entry().blind();
        week
    }

    /// A save in which the portal's week is the learner's own, where the device has it not. Notes
    /// what the device holds, and whether it is further.
    pub(super) fn merged(&mut self, week: &Resume) -> Option<(String, String)> {
        let Merged { held, further, keep } = self.entry().merged(self.app.saved(), week);
        self.held = held;
        self.further = further.or(self.further.take());
        keep
    }

    /// The fragment of the attempt's own week, or of the week that the page begins with.
    pub(super) fn own_week(&self) -> String {
        let week = self.attempt.as_ref().map(Attempt::week);
        let over = week.is_some_and(|w| w.ended && self.app.replay(w.seed, &w.moves, false).0.state.over());
        self.entry().own_week(week, over)
    }

    /// Where to go instead of an address that a package does not open.
    pub fn allowed(&self, fragment: &str) -> Option<String> {
        self.entry().allowed(fragment, || self.own_week())
    }

    /// The fragment of the attempt's own week, where something else is shown that is not reported
    /// and that week is still to be played to its end.
    pub fn back(&self) -> Option<String> {
        let open = self.attempt.as_ref().is_some_and(|a| !a.week().ended && !a.week().moves.is_empty());
        (self.why.is_some() && open).then(|| self.own_week())
    }
}
