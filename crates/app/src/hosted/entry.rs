//! Where a week begins, as far as that is known without playing it: what the part that reads a portal's
//! state needs, so that the first scene waits for nothing else. `None` here means that a week has to be
//! read first (another edition, a scenario that is not built in, a review): then [`super::Hosted`] says it.

use super::super::lines::continues;
use super::super::words::decisions;
use super::super::{Kept, PREFIX};
use super::further::Further;
use super::{Start, Trace, hash};
use portal::package::{Complete, Launch, Seeds, Target};
use portal::{Completion, Mode, Opened, Resume, Rule, Scored, Setup};
use scenario::codec::link::{self, PlayLink, Route};
use scenario::codec::save::{self, MOST_LINES, Save, Week};

/// The scenario that a page plays: its own where it is a package, else the start screen's.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Home {
    /// What links call it.
    pub key: String,
    pub id: String,
    pub title: String,
    pub edition: String,
}

/// Of one entry into a page: what is known, and the rules that hold.
#[derive(Clone, Copy)]
pub struct Entry<'a> {
    pub home: &'a Home,
    pub package: Option<&'a Launch>,
}

impl Home {
    /// That of a package, or of a page without one, and whether a week of it can begin unread: not one that
    /// the package brings itself, or that it names and no build has.
    pub fn of(package: Option<&Launch>) -> (Home, bool) {
        let first = scenario::FIRST_ENTRY.id;
        let key = package.map_or(first, Launch::key);
        if let Some(home) = Home::built_in(key) {
            return (home, true);
        }
        let brought = package.filter(|p| p.packed.is_some()).map(|p| Home {
            key: key.to_owned(),
            id: p.scenario.clone(),
            title: p.title.clone().unwrap_or_else(|| p.scenario.clone()),
            edition: p.edition.clone(),
        });
        (brought.or_else(|| Home::built_in(first)).unwrap_or_default(), false)
    }

    /// That of a built-in scenario.
    pub fn built_in(key: &str) -> Option<Home> {
        let entry = [scenario::FIRST_ENTRY].into_iter().chain(scenario::CATALOGUE).find(|e| e.id == key)?;
        let edition = scenario::PRESENT.iter().find(|e| e.0 == key)?.1;
        Some(Home { key: key.to_owned(), id: key.to_owned(), title: entry.title.to_owned(), edition: edition.to_owned() })
    }

    /// Where the device keeps its week.
    fn save_key(&self) -> String {
        let Home { key, id, edition, .. } = self;
        if key == id { format!("{PREFIX}save/{key}") } else { format!("{PREFIX}save/{id}.{edition}") }
    }
}

/// What a route plays.
fn played(route: Route) -> Option<PlayLink> {
    match route {
        Route::Play(link) | Route::Debrief(link) | Route::Map(link) | Route::Why(link) => Some(link),
        Route::Start | Route::Data | Route::Portal | Route::Write | Route::Class(_) | Route::From(_) => None,
    }
}

/// The moves of a kept week.
fn moves(week: &Week) -> Vec<String> {
    week.moves.split('.').filter(|m| !m.is_empty()).map(str::to_owned).collect()
}

fn trace(week: &Week) -> Trace {
    Trace { seed: week.seed, moves: moves(week) }
}

/// Which versions of SCORM are looked for, 2004 as `true`, the likelier first; none where the
/// package is for something else.
pub fn scorm(package: Option<&Launch>) -> &'static [bool] {
    match package.map(|p| p.target) {
        None | Some(Target::Scorm2004) => &[true, false],
        Some(Target::Scorm12) => &[false, true],
        Some(_) => &[],
    }
}

/// A line for the learner about a session's mode.
pub fn about(mode: Mode) -> Option<&'static str> {
    match mode {
        Mode::Normal => None,
        Mode::Browse => Some("The portal opened this page for a look around: nothing you do here is reported."),
        Mode::Review => Some("The portal opened this page for review: what was reported stays as it is, and nothing new is reported."),
    }
}

/// What an address begins, where that is a week from its Monday; its seed may be open.
pub fn begins(address: &str) -> Option<PlayLink> {
    match link::read(address).ok()? {
        Route::Play(l) if l.moves.is_empty() && l.set.is_empty() && l.team.is_empty() => Some(l),
        _ => None,
    }
}

/// What the device keeps of a scenario, if it can be read and holds at least one move.
fn saved(kept: &Kept, home: &Home) -> Option<Save> {
    let save = save::read(kept.get(&home.save_key())?).ok()?;
    (!save.week.moves.is_empty()).then_some(save)
}

/// The fragment with which the learner's own week goes on in a frame that no portal launched, where `kept`
/// holds one under the seed that the address begins with: that address is the embedding page's and stays
/// as it is when the page is loaded again. `home`: the scenario of the address.
pub fn goes_on(address: &str, kept: &Kept, home: &Home) -> Option<String> {
    let link = begins(address)?;
    let save = saved(kept, home)?;
    let same = link.seed == Some(save.week.seed) && save.week.team.is_empty();
    // Without a seed, so that what the device keeps comes first.
    same.then(|| Route::Play(PlayLink { seed: None, ..link }).to_string())
}

/// What a portal's week means for what the device holds.
#[derive(Default)]
pub(super) struct Merged {
    /// Lines that the device held for this learner.
    pub held: Vec<Trace>,
    /// The device's week, where it is further.
    pub further: Option<Further>,
    /// What the device is to keep in which the portal's week is the learner's own, where it has it not.
    pub keep: Option<(String, String)>,
}

impl Entry<'_> {
    /// The rules of a session.
    pub fn setup(&self) -> Setup {
        let completion = match self.package.map(|p| p.complete) {
            Some(Complete::LastDecision) => Completion::LastDecision,
            _ => Completion::Debrief,
        };
        let pass_mark = self.package.and_then(|p| p.pass_mark).map(f64::from);
        Setup {
            rule: Rule { completion, pass_mark, ..Rule::default() },
            scenario: self.home.id.clone(),
            title: self.home.title.clone(),
            language: self.package.map_or_else(|| "en".to_owned(), |p| p.language.clone()),
        }
    }

    /// Whether the package hides styles until the debrief.
    pub(super) fn blind(&self) -> bool {
        self.package.is_some_and(|p| p.blind)
    }

    /// Which score a new attempt is told by.
    pub fn scored(&self) -> Scored {
        self.package.map_or(Scored::Week, |p| p.scored)
    }

    /// The package's seed for a learner, where it has one.
    pub(super) fn rule(&self, learner: &str) -> Option<u32> {
        match self.package?.seeds {
            Seeds::Same(seed) => Some(seed),
            Seeds::PerLearner => (!learner.is_empty()).then(|| hash(&format!("{learner}\n{}", self.home.id)) as u32),
        }
    }

    /// Where a page begins that no portal launched: at its address, or with the package's own week.
    pub(super) fn alone(&self, address: &str) -> String {
        let named = link::read(address).ok().and_then(played).filter(|l| l.scenario == self.home.key && l.seed.is_some());
        if self.package.is_some() && named.is_none() {
            return self.own_week(None, false);
        }
        self.allowed(address, || self.own_week(None, false)).unwrap_or_else(|| address.to_owned())
    }

    /// The week that a portal keeps, or a new one; for a new one also the address, where that shows moves
    /// of somebody's: they are looked at, not reported. `drawn`: a random seed.
    pub(super) fn week(&self, opened: &Opened, address: &str, drawn: u32) -> (Resume, Option<String>) {
        // A package has its own week to begin; elsewhere the address may say which.
        let named = link::read(address).ok().and_then(played).filter(|l| l.scenario == self.home.key && l.seed.is_some());
        let named = named.filter(|_| self.package.is_none()).unwrap_or_default();
        if let Some(week) = opened.resume.clone().filter(|r| r.scenario == self.home.id) {
            return (week, None);
        }
        let looked_at = !(named.moves.is_empty() && named.set.is_empty() && named.team.is_empty());
        let seed = self.rule(&opened.learner).or(named.seed).unwrap_or(drawn);
        let week = Resume {
            scenario: self.home.id.clone(),
            edition: self.home.edition.clone(),
            seed,
            blind: named.blind || self.blind(),
            scored: self.scored(),
            ..Resume::default()
        };
        (week, looked_at.then(|| address.to_owned()))
    }

    /// The seed of every week after this one. A second week has the package's luck again, one for all or
    /// one for each learner: results compare only under the same luck, and nobody should begin anew until
    /// the week is kind. A learner without a name keeps the seed that was drawn when the attempt began.
    pub(super) fn next(&self, learner: &str, week: &Resume) -> Option<u32> {
        self.package.is_some().then(|| self.rule(learner).unwrap_or(week.seed))
    }

    /// What the device keeps of the week, as text.
    pub fn kept<'k>(&self, kept: &'k Kept) -> Option<&'k str> {
        kept.get(&self.home.save_key())
    }

    /// `kept` with that text in place of what it holds.
    pub(super) fn keeping(&self, mut kept: Kept, text: Option<String>) -> Kept {
        kept.insert(self.home.save_key(), text.unwrap_or_default());
        kept
    }

    /// See [`Merged`].
    pub(super) fn merged(&self, old: Option<Save>, week: &Resume) -> Merged {
        let own = Week { seed: week.seed, moves: week.moves.join("."), team: String::new() };
        let (mut merged, mut lines) = (Merged::default(), Vec::new());
        if let Some(old) = old {
            // A week with a team from elsewhere is not the attempt's.
            merged.held = old.lines.iter().chain([&old.week]).filter(|l| l.team.is_empty()).map(trace).collect();
            let there = moves(&old.week);
            let ahead = there.len().saturating_sub(week.moves.len());
            if !week.moves.is_empty() && !week.ended && ahead > 0 && continues(&old.week, &own) {
                let line = format!("Your portal keeps this week; this device keeps it {} further on.", decisions(ahead));
                merged.further = Some(Further { week: Resume { moves: there, ..week.clone() }, portal: false, line });
            }
            if continues(&old.week, &own) || old.lines.iter().any(|l| continues(l, &own)) {
                return merged;
            }
            lines = old.lines;
            lines.push(old.week);
            lines.retain(|l| !continues(&own, l));
            while lines.len() > MOST_LINES {
                // The first line of an attempt stays.
                lines.remove(1);
            }
        }
        if !week.moves.is_empty() {
            let save = Save { version: save::VERSION, edition: week.edition.clone(), week: own, after: false, blind: week.blind, lines };
            merged.keep = Some((self.home.save_key(), save::write(&save)));
        }
        merged
    }

    /// The fragment of the attempt's own week, or of the week that the page begins with; `over`: its
    /// debrief is shown.
    pub(super) fn own_week(&self, week: Option<&Resume>, over: bool) -> String {
        let (scenario, edition) = (self.home.key.clone(), Some(self.home.edition.clone()));
        let bare = PlayLink { scenario, edition, blind: self.blind(), ..PlayLink::default() };
        let Some(week) = week else {
            // Without a seed, so that the device's own week comes first.
            return Route::Play(bare).to_string();
        };
        let link = PlayLink { seed: Some(week.seed), moves: week.moves.clone(), blind: week.blind, ..bare };
        if over { Route::Debrief(link) } else { Route::Play(link) }.to_string()
    }

    /// Where to go instead of an address that a package does not open: another scenario, the
    /// writing, packaging and class pages, and, where styles are hidden, a week that shows them.
    /// `None`: the address can be opened, or says itself what is wrong with it.
    pub(super) fn allowed(&self, fragment: &str, own_week: impl Fn() -> String) -> Option<String> {
        self.package?;
        let route = link::read(fragment).ok()?;
        let screen = fragment.trim_start_matches(['#', '/']).split(['/', '?', '#']).next().unwrap_or("");
        let hide = |link: &PlayLink| self.blind() && !link.blind;
        let shown = |link: PlayLink| PlayLink { blind: true, ..link };
        match route {
            Route::Data => None,
            Route::Start => matches!(screen, "class").then(own_week),
            Route::Portal | Route::Write | Route::Class(_) | Route::From(_) => Some(own_week()),
            Route::Play(l) | Route::Debrief(l) | Route::Map(l) | Route::Why(l) if l.scenario != self.home.key => Some(own_week()),
            Route::Play(l) if hide(&l) => Some(Route::Play(shown(l)).to_string()),
            Route::Debrief(l) if hide(&l) => Some(Route::Debrief(shown(l)).to_string()),
            Route::Map(l) if hide(&l) => Some(Route::Map(shown(l)).to_string()),
            Route::Why(l) if hide(&l) => Some(Route::Why(shown(l)).to_string()),
            Route::Play(_) | Route::Debrief(_) | Route::Map(_) | Route::Why(_) => None,
        }
    }

    /// Where the page begins, as [`super::Hosted::start`] says it with the same arguments; `None` where
    /// only that one can.
    pub fn start(&self, opened: Option<&Opened>, address: &str, kept: &Kept, drawn: u32) -> Option<Start> {
        let Some(opened) = opened else {
            return Some(Start { fragment: self.alone(address), seed: self.rule(""), scored: self.scored(), ..Start::default() });
        };
        let (week, looked_at) = self.week(opened, address, drawn);
        if week.edition != self.home.edition || opened.mode == Mode::Review && opened.resume.is_none() {
            return None;
        }
        let week = Resume { blind: week.blind || self.blind(), ..week };
        Some(Start {
            keep: self.merged(saved(kept, self.home), &week).keep,
            seed: self.next(&opened.learner, &week),
            scored: week.scored,
            fragment: looked_at.unwrap_or_else(|| self.own_week(Some(&week), week.ended)),
            note: None,
        })
    }
}
