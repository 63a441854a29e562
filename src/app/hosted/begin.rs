//! Where a week begins or goes on, and which addresses a package opens.

use super::super::Kept;
use super::super::lines::continues;
use super::further::Further;
use super::{Hosted, Start, Trace, hash};
use crate::codec::link::{self, PlayLink, Route};
use crate::codec::save::{self, MOST_LINES, Save, Week};
use crate::report::package::Seeds;
use crate::report::{Attempt, Mode, Opened, Resume};

/// What a route plays.
fn played(route: Route) -> Option<PlayLink> {
    match route {
        Route::Play(link) | Route::Debrief(link) | Route::Map(link) | Route::Why(link) => Some(link),
        Route::Start | Route::Data | Route::Portal | Route::Write | Route::Class(_) | Route::From(_) => None,
    }
}

/// "one decision", "3 decisions".
pub(super) fn decisions(count: usize) -> String {
    if count == 1 { "one decision".to_owned() } else { format!("{count} decisions") }
}

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
        let rule = self.rule(opened.map_or("", |o| &o.learner));
        let named = link::read(address).ok().and_then(played).filter(|l| l.scenario == self.home.0 && l.seed.is_some());
        self.seed = rule;
        let Some(opened) = opened else {
            // No portal: the address, or the package's own week.
            let own = self.package.is_some() && named.is_none();
            let fragment = if own { self.own_week() } else { self.allowed(address).unwrap_or_else(|| address.to_owned()) };
            return Start { fragment, seed: rule, keep: None, note: self.elsewhere() };
        };
        (self.reports, self.mode) = (opened.reports, opened.mode);
        // A package has its own week to begin; elsewhere the address may say which.
        let named = named.filter(|_| self.package.is_none()).unwrap_or_default();
        let begun = opened.resume.clone().filter(|r| r.scenario == self.app.loaded.scenario.id);
        let mut notes: Vec<String> = self.elsewhere().into_iter().collect();
        let mut fragment = None;
        let week = match begun {
            Some(week) => self.followed(week, &mut notes),
            None => {
                // Somebody's moves in the address are looked at, not reported.
                fragment = Some(address.to_owned()).filter(|_| !(named.moves.is_empty() && named.set.is_empty() && named.team.is_empty()));
                let (scenario, edition) = (self.app.loaded.scenario.id.clone(), self.home.1.clone());
                let seed = rule.or(named.seed).unwrap_or(drawn);
                Resume { scenario, edition, seed, blind: named.blind || self.blind(), scored: self.scored, ..Resume::default() }
            }
        };
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
        // A second week has the package's luck again, one for all or one for each learner: results
        // compare only under the same luck, and nobody should begin anew until the week is kind. A
        // learner without a name keeps the seed that was drawn when the attempt began.
        self.seed = self.package.is_some().then(|| rule.unwrap_or(week.seed));
        if week.ended {
            self.completed.push(Trace { seed: week.seed, moves: week.moves.clone() });
        }
        self.attempt = Some(Attempt::new(week));
        let fragment = fragment.unwrap_or_else(|| self.own_week());
        let note = Some(notes.join(" ")).filter(|n| !n.is_empty());
        Start { fragment, seed: self.seed, keep, note }
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
                    scenario: self.home.0.clone(),
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

    /// The package's seed for a learner, where it has one.
    pub(super) fn rule(&self, learner: &str) -> Option<u32> {
        match self.package.as_ref()?.seeds {
            Seeds::Same(seed) => Some(seed),
            Seeds::PerLearner => (!learner.is_empty()).then(|| hash(&format!("{learner}\n{}", self.app.loaded.scenario.id)) as u32),
        }
    }

    /// What to say where the package's scenario is not in the program.
    fn elsewhere(&self) -> Option<String> {
        let wanted = &self.package.as_ref().filter(|p| p.key() != self.home.0)?.scenario;
        Some(format!(
            "This package is for the scenario \u{201c}{wanted}\u{201d}, which is not in it or cannot be read. \u{201c}{}\u{201d} is played instead.",
            self.app.loaded.scenario.title
        ))
    }

    /// The portal's week as far as it can still be played: it ends under the edition it began with
    /// where that is kept, else under the one at hand. What was reported as ended stays so.
    pub(super) fn followed(&mut self, mut week: Resume, notes: &mut Vec<String>) -> Resume {
        let (key, began) = (self.home.0.clone(), week.edition.clone());
        if crate::content::edition_of(&key, &began).is_some()
            && let Ok(loaded) = (self.app.library.load)(&key, Some(&began))
        {
            self.app.loaded = loaded;
            self.home.1 = began;
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
        } else if week.edition != self.home.1 {
            notes.push("The scenario has changed since you played here, so figures may differ from those you saw.".into());
        }
        week.edition.clone_from(&self.home.1);
        week.blind |= self.blind();
        week
    }

    /// A save in which the portal's week is the learner's own, where the device has it not. Notes
    /// what the device holds, and whether it is further.
    pub(super) fn merged(&mut self, week: &Resume) -> Option<(String, String)> {
        let own = Week { seed: week.seed, moves: week.moves.join("."), team: String::new() };
        let mut lines = Vec::new();
        if let Some(old) = self.app.saved() {
            let trace = |l: &Week| Trace { seed: l.seed, moves: l.moves.split('.').filter(|m| !m.is_empty()).map(str::to_owned).collect() };
            // A week with a team from elsewhere is not the attempt's.
            self.held = old.lines.iter().chain([&old.week]).filter(|l| l.team.is_empty()).map(trace).collect();
            let moves = trace(&old.week).moves;
            let ahead = moves.len().saturating_sub(week.moves.len());
            if !week.moves.is_empty() && !week.ended && ahead > 0 && continues(&old.week, &own) {
                let line = format!("Your portal keeps this week; this device keeps it {} further on.", decisions(ahead));
                self.further = Some(Further { week: Resume { moves, ..week.clone() }, portal: false, line });
            }
            if continues(&old.week, &own) || old.lines.iter().any(|l| continues(l, &own)) {
                return None;
            }
            lines = old.lines;
            lines.push(old.week);
            lines.retain(|l| !continues(&own, l));
            while lines.len() > MOST_LINES {
                // The first line of an attempt stays.
                lines.remove(1);
            }
        }
        if week.moves.is_empty() {
            return None;
        }
        let save = Save { version: save::VERSION, edition: week.edition.clone(), week: own, after: false, blind: week.blind, lines };
        Some((self.app.save_key(), save::write(&save)))
    }

    /// The fragment of the attempt's own week, or of the week that the page begins with.
    pub(super) fn own_week(&self) -> String {
        let (scenario, edition) = self.home.clone();
        let bare = PlayLink { scenario, edition: Some(edition), blind: self.blind(), ..PlayLink::default() };
        let Some(week) = self.attempt.as_ref().map(Attempt::week) else {
            // Without a seed, so that the device's own week comes first.
            return Route::Play(bare).to_string();
        };
        let over = week.ended && self.app.replay(week.seed, &week.moves, false).0.state.over();
        let link = PlayLink { seed: Some(week.seed), moves: week.moves.clone(), blind: week.blind, ..bare };
        if over { Route::Debrief(link) } else { Route::Play(link) }.to_string()
    }

    /// Where to go instead of an address that a package does not open: another scenario, the
    /// writing, packaging and class pages, and, where styles are hidden, a week that shows them.
    /// `None`: the address can be opened, or says itself what is wrong with it.
    pub fn allowed(&self, fragment: &str) -> Option<String> {
        self.package.as_ref()?;
        let route = link::read(fragment).ok()?;
        let screen = fragment.trim_start_matches(['#', '/']).split(['/', '?', '#']).next().unwrap_or("");
        let hide = |link: &PlayLink| self.blind() && !link.blind;
        let shown = |link: PlayLink| PlayLink { blind: true, ..link };
        match route {
            Route::Data => None,
            Route::Start => matches!(screen, "class").then(|| self.own_week()),
            Route::Portal | Route::Write | Route::Class(_) | Route::From(_) => Some(self.own_week()),
            Route::Play(l) | Route::Debrief(l) | Route::Map(l) | Route::Why(l) if l.scenario != self.home.0 => Some(self.own_week()),
            Route::Play(l) if hide(&l) => Some(Route::Play(shown(l)).to_string()),
            Route::Debrief(l) if hide(&l) => Some(Route::Debrief(shown(l)).to_string()),
            Route::Map(l) if hide(&l) => Some(Route::Map(shown(l)).to_string()),
            Route::Why(l) if hide(&l) => Some(Route::Why(shown(l)).to_string()),
            Route::Play(_) | Route::Debrief(_) | Route::Map(_) | Route::Why(_) => None,
        }
    }

    /// The fragment of the attempt's own week, where something else is shown that is not reported
    /// and that week is still to be played to its end.
    pub fn back(&self) -> Option<String> {
        let open = self.attempt.as_ref().is_some_and(|a| !a.week().ended && !a.week().moves.is_empty());
        (self.why.is_some() && open).then(|| self.own_week())
    }
}
