//! A week of the learner's that goes further than what is on the page: the device's, where a portal
//! keeps less, or the portal's, where its answer came after the learner had begun without it. It
//! takes nothing's place by itself; it is said, and one press goes on from there.

use super::super::Kept;
use super::super::words::decisions;
use super::{Home, Hosted, Out, Start, Trace};
use crate::hosted::telling::Pending;
use portal::{Attempt, Opened, Resume};
use scenario::codec::link::{PlayLink, Route};

/// A portal is waited for so long before the learner may begin without it, in milliseconds.
pub const UNREAD: u64 = 5_000;

/// What is said when the portal is not heard of in time.
pub const SILENT: &str = "The portal has not answered yet, so it is not known whether it keeps a week of yours. Wait, or begin: what you decide is reported once it answers.";
/// And after the learner has begun.
pub const WITHOUT: &str = "The portal has not answered yet. Keep this page open: what you decide is reported once it answers.";

/// Such a week.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Further {
    pub week: Resume,
    /// It is the portal's.
    pub portal: bool,
    pub line: String,
}

/// What is to be done with it when the learner goes on from there.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct GoOn {
    pub fragment: String,
    /// What the device is to keep first: key, text.
    pub keep: Option<(String, String)>,
    /// What there is to know about the week.
    pub note: Option<String>,
}

impl Further {
    fn trace(&self) -> Trace {
        Trace { seed: self.week.seed, moves: self.week.moves.clone() }
    }
}

impl Hosted {
    /// The line about it, while there is one.
    pub fn offer(&self) -> Option<&str> {
        self.further.as_ref().map(|f| f.line.as_str())
    }

    /// Whether it is not known yet where the week goes on.
    pub fn unread(&self) -> bool {
        self.unread
    }

    /// Begins before the portal has said where the week goes on: with the device's week, or a new
    /// one. What is decided is told by [`Hosted::late`]. `learner`: the portal's id of the learner
    /// where the launch names it.
    pub fn start_unread(&mut self, learner: &str, address: &str, kept: Kept, drawn: u32) -> Start {
        self.app.kept = kept.clone();
        let saved = self.app.saved().filter(|s| s.week.team.is_empty() && s.edition == self.home.edition);
        let resume = saved.map(|s| Resume {
            scenario: self.app.loaded.scenario.id.clone(),
            edition: s.edition,
            seed: s.week.seed,
            moves: s.week.moves.split('.').filter(|m| !m.is_empty()).map(str::to_owned).collect(),
            blind: s.blind,
            scored: self.scored,
            ended: false,
        });
        // A package with one luck for all, or for each learner, begins no week under another.
        let ruled = |week: &Resume| self.entry().rule(learner).is_none_or(|seed| seed == week.seed);
        let resume = resume.filter(|w| !w.moves.is_empty() && ruled(w));
        let opened = Opened { reports: true, learner: learner.to_owned(), resume, ..Opened::default() };
        let start = self.start(Some(&opened), address, kept, drawn);
        (self.unread, self.reports) = (true, false);
        start
    }

    /// The portal has answered after the learner began without it. What is on the page stays; what
    /// was decided meanwhile is to be told at once, unless the portal keeps another week: then it is
    /// told when the learner goes on with it. `now` in milliseconds since 1970.
    pub fn late(&mut self, opened: &Opened, now: u64) -> Vec<Out> {
        self.unread = false;
        (self.reports, self.mode) = (opened.reports, opened.mode);
        let Some(here) = self.attempt.as_ref().map(|a| a.week().clone()).filter(|_| opened.reports) else { return Vec::new() };
        let there = opened.resume.clone().filter(|w| w.scenario == here.scenario && !w.moves.is_empty());
        if let Some(there) = there.filter(|there| there.ended || !here.continues(there)) {
            let behind = there.ended || here.moves.is_empty() || there.continues(&here);
            let kept = if behind { "your week" } else { "another week of yours" };
            let far = if there.ended { "to its end".to_owned() } else { format!("{} on", decisions(there.moves.len())) };
            let rest = match (behind, there.ended) {
                (_, true) => " It is reported, and what you play here is for you alone.",
                (true, _) => "",
                (false, _) => " Go on from there, or decide here: then this week counts in its place.",
            };
            let further = Further { line: format!("The portal has answered: it keeps {kept}, {far}.{rest}"), portal: true, week: there };
            if behind {
                self.attempt = Some(Attempt::new(further.week.clone()));
            }
            // A week that was played to its end meanwhile is the one that counts.
            if behind || !here.ended {
                self.further = Some(further);
                return Vec::new();
            }
        }
        if here.moves.is_empty() { Vec::new() } else { self.told_late(&here, now) }
    }

    /// All of a week that was decided before anybody could be told. It waits for its forecasts.
    fn told_late(&mut self, week: &Resume, at: u64) -> Vec<Out> {
        let out = self.flush();
        let mut line = self.app.replay(week.seed, &week.moves, false).0;
        while line.after_move() && line.go_on(&self.app.loaded.program).is_ok() {}
        let debrief = self.last.2 && line.state.over();
        let (taken, blind) = (self.taken.clone(), week.blind);
        self.want(&line, 0);
        self.pending = Some(Pending { line, from: 0, taken, blind, debrief, decision: false, completed: false, counts: true, at });
        self.finish = debrief && self.attempt.as_ref().is_some_and(|a| a.week().ended);
        out
    }

    /// The learner goes on from the week that is further; `kept` is what the device holds now.
    pub fn go_on(&mut self, kept: Kept) -> Option<GoOn> {
        let further = self.further.take()?;
        if !further.portal {
            let Home { key: scenario, edition, .. } = self.home.clone();
            let week = further.week;
            let link = PlayLink {
                scenario,
                edition: Some(edition),
                seed: Some(week.seed),
                moves: week.moves,
                blind: week.blind,
                ..PlayLink::default()
            };
            return Some(GoOn { fragment: Route::Play(link).to_string(), ..GoOn::default() });
        }
        let mut notes = Vec::new();
        let week = self.followed(further.week, &mut notes);
        self.app.kept = kept;
        let keep = self.merged(&week);
        (self.app.kept, self.further) = (Kept::default(), None);
        self.taken.clear();
        self.seed = self.seed.map(|_| week.seed);
        if week.ended {
            self.completed.push(Trace { seed: week.seed, moves: week.moves.clone() });
        }
        self.attempt = Some(Attempt::new(week));
        Some(GoOn { fragment: self.own_week(), keep, note: Some(notes.join(" ")).filter(|n| !n.is_empty()) })
    }

    /// Forgets it once the page is there, or the attempt goes another way. `new`: the attempt went on
    /// with what is shown.
    pub(super) fn past(&mut self, shown: &Trace, new: bool) {
        let Some(further) = &self.further else { return };
        let there = shown.continues(&further.trace());
        let parted = self.attempt.as_ref().is_none_or(|a| {
            let own = Trace { seed: a.week().seed, moves: a.week().moves.clone() };
            !further.trace().continues(&own)
        });
        if there || new && (further.portal || parted) {
            self.further = None;
        }
    }
}
