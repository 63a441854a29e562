//! What each message changes, and what the shell is to do about it.

use super::{App, Effect, Kept, Msg, Screen, debrief, load, save};
use crate::codec::link::{self, PlayLink, Route};
use crate::codec::save::{Answers, BadSave, MOST_LINES, Save, VERSION, Week};
use crate::engine::Line;

/// The longest answer that is kept, in characters.
const LONGEST_ANSWER: usize = 5_000;

impl App {
    /// Takes a message.
    pub fn update(&mut self, msg: Msg) -> Vec<Effect> {
        let mut effects = Vec::new();
        match msg {
            Msg::Address { fragment, seed } => self.open(&fragment, seed, &mut effects),
            Msg::Play { seed } | Msg::Restart { seed } => {
                self.begin(seed, &mut effects);
                effects.push(Effect::Push(self.route().to_string()));
            }
            Msg::Continue => self.carry_on(&mut effects),
            Msg::Choose(mv) => self.choose(mv, &mut effects),
            Msg::Next => self.next(&mut effects),
            Msg::Reopen(step) => self.reopen(step, &mut effects),
            Msg::Debrief => {
                if self.line.as_ref().is_some_and(|l| l.state.over() || l.after_move()) {
                    self.finish(&mut effects);
                    self.keep(&mut effects);
                    effects.push(Effect::Push(self.route().to_string()));
                    effects.push(Effect::Focus);
                    effects.push(Effect::Announce(self.said_on_scene()));
                }
            }
            Msg::Start => self.show(Screen::Start, &mut effects),
            Msg::Data => self.show(Screen::Data, &mut effects),
            Msg::Answer { id, text } => self.answer(&id, &text, &mut effects),
            Msg::Erase => {
                effects.push(Effect::Forget(self.kept.iter().map(|pair| pair.0.to_owned()).collect()));
                self.kept = Kept::default();
                self.answers = Answers::default();
                self.line = None;
                self.screen = Screen::Data;
                effects.push(Effect::Focus);
                effects.push(Effect::Announce("Nothing of By Friday is kept on this device any more.".into()));
            }
            Msg::Tick => {
                if self.forecasts.slice(&self.loaded.program) {
                    effects.push(Effect::Tick);
                }
            }
            Msg::StorageBlocked => self.notice(
                "storage-blocked",
                "This browser keeps nothing for this page, so your week lasts as long as the tab. The address holds it too: copy the link to come back.",
            ),
            Msg::StorageFull => self.notice(
                "storage-full",
                "This browser\u{2019}s storage is full, so the last step could not be kept. The address holds your week: copy the link to come back.",
            ),
        }
        effects
    }

    fn show(&mut self, screen: Screen, effects: &mut Vec<Effect>) {
        self.screen = screen;
        effects.push(Effect::Push(self.route().to_string()));
        effects.push(Effect::Focus);
    }

    fn open(&mut self, fragment: &str, seed: u32, effects: &mut Vec<Effect>) {
        self.notices.retain(|n| n.id.starts_with("storage"));
        self.visiting = false;
        self.note_bad_save();
        self.load_answers();
        match link::read(fragment) {
            Ok(Route::Start) => self.screen = Screen::Start,
            Ok(Route::Data) => self.screen = Screen::Data,
            Ok(Route::Play(link)) => self.open_play(&link, seed, false, effects),
            Ok(Route::Debrief(link) | Route::Map(link) | Route::Why(link)) => self.open_play(&link, seed, true, effects),
            Err(bad) => self.screen = Screen::Error(bad.to_string()),
        }
        if !matches!(self.screen, Screen::Error(_)) {
            effects.push(Effect::Replace(self.route().to_string()));
        }
        effects.push(Effect::Focus);
    }

    fn load_answers(&mut self) {
        self.answers = self.kept.get(&self.answers_key()).and_then(|t| save::read_answers(t).ok()).unwrap_or_default();
    }

    fn note_bad_save(&mut self) {
        let Some(text) = self.kept.get(&self.save_key()) else { return };
        match save::read(text) {
            Ok(_) => {}
            Err(BadSave::Damaged) => self.notice(
                "save-damaged",
                "The week kept on this device cannot be read, so it cannot be continued. A new week will take its place.",
            ),
            Err(BadSave::Newer) => self.notice(
                "save-newer",
                "The week kept on this device was saved by a newer version of this page. Reload the page to get that version; a new week started now will take its place.",
            ),
        }
    }

    fn open_play(&mut self, link: &PlayLink, seed: u32, debrief: bool, effects: &mut Vec<Effect>) {
        let Some(loaded) = load(&link.scenario) else {
            self.screen = Screen::Error(link::BadLink::Scenario(link.scenario.clone()).to_string());
            return;
        };
        if loaded.scenario.id != self.loaded.scenario.id {
            self.loaded = loaded;
            self.line = None;
            self.load_answers();
        }
        let saved = self.saved();
        // A fragment that names a week comes before the device's save; one that names none gives
        // way to it. The address of Monday morning is Monday morning.
        if let Some(save) = saved.as_ref().filter(|_| link.moves.is_empty() && link.seed.is_none()) {
            let save = save.clone();
            self.resume(&save, effects);
            return;
        }
        let seed = link.seed.unwrap_or(seed);
        // A link without moves is a week that begins: one's own.
        let own = link.moves.is_empty() || saved.as_ref().is_none_or(|s| is_ours(s, seed, link));
        self.visiting = !own;
        self.blind = link.blind;
        self.compared = None;
        let (line, read) = self.replay(seed, &link.moves, link.after);
        if read < link.moves.len() {
            let bad = &link.moves[read];
            self.notice(
                "bad-move",
                format!("The link names a move \u{201c}{bad}\u{201d} that is not offered at this point, so it is opened at the last decision that could be followed."),
            );
        }
        if link.edition.as_ref().is_some_and(|e| *e != self.loaded.edition) {
            self.notice(
                "other-edition",
                "This link was made with another edition of the scenario, so the figures may differ from those its sender saw.",
            );
        }
        if self.visiting {
            self.notice("own-week", "You are looking at a week from a link. Your own week is kept as it was.");
        } else if saved.is_some() && link.moves.is_empty() {
            self.notice("own-week", "A week of your own is kept on this device, further on than this.");
        }
        let over = line.state.over();
        self.line = Some(line);
        if over && debrief {
            self.finish(effects);
        } else {
            self.enter_play(effects);
        }
        // Opening a link never overwrites a save; where there is none, the link is the week.
        if saved.is_none() && !link.moves.is_empty() {
            self.keep(effects);
        }
    }

    /// Replays moves from Monday as far as they are legal; also how many were read.
    pub(super) fn replay(&self, seed: u32, moves: &[String], after: bool) -> (Line, usize) {
        let program = &self.loaded.program;
        let mut line = Line::new(program, seed);
        for (i, id) in moves.iter().enumerate() {
            if line.state.over() {
                return (line, i);
            }
            let scene = &self.loaded.scenario.scenes[line.state.scene as usize];
            let found = scene.moves.iter().position(|m| m.id == *id);
            if found.is_none_or(|mv| line.choose(program, mv).is_err()) {
                return (line, i);
            }
            if (i + 1 < moves.len() || !after) && line.go_on(program).is_err() {
                return (line, i);
            }
        }
        (line, moves.len())
    }

    fn begin(&mut self, seed: u32, effects: &mut Vec<Effect>) {
        self.line = Some(Line::new(&self.loaded.program, seed));
        self.visiting = false;
        self.compared = None;
        self.notices.retain(|n| n.id.starts_with("storage"));
        self.enter_play(effects);
        effects.push(Effect::Focus);
    }

    fn carry_on(&mut self, effects: &mut Vec<Effect>) {
        if let Some(save) = self.saved() {
            self.notices.retain(|n| n.id.starts_with("storage"));
            self.visiting = false;
            self.resume(&save, effects);
            effects.push(Effect::Push(self.route().to_string()));
            effects.push(Effect::Focus);
        }
    }

    fn resume(&mut self, save: &Save, effects: &mut Vec<Effect>) {
        let moves: Vec<String> = save.week.moves.split('.').filter(|m| !m.is_empty()).map(str::to_owned).collect();
        let (line, read) = self.replay(save.week.seed, &moves, save.after);
        if read < moves.len() || save.edition != self.loaded.edition {
            self.notice(
                "other-edition",
                "The scenario has changed since this week was saved, so it goes on from the last decision that still exists.",
            );
        }
        self.compared = None;
        self.blind = save.blind;
        let over = line.state.over();
        self.line = Some(line);
        if over { self.finish(effects) } else { self.enter_play(effects) }
    }

    fn enter_play(&mut self, effects: &mut Vec<Effect>) {
        self.screen = Screen::Play;
        if self.line.as_ref().is_some_and(|l| l.state.over()) {
            self.finish(effects);
            return;
        }
        self.want_forecasts(effects);
    }

    /// The forecast of what is shown first, then of the decisions before it.
    fn want_forecasts(&mut self, effects: &mut Vec<Effect>) {
        let Some(line) = &self.line else { return };
        let program = &self.loaded.program;
        for step in line.steps.iter().rev() {
            self.forecasts.want(program, &step.before, false);
        }
        if let Some(last) = line.steps.last().filter(|_| line.after_move()) {
            self.forecasts.want(program, &last.before, true);
        }
        self.forecasts.want(program, &line.state, true);
        effects.push(Effect::Tick);
    }

    fn choose(&mut self, mv: usize, effects: &mut Vec<Effect>) {
        let program = &self.loaded.program;
        let Some(line) = &mut self.line else { return };
        if self.screen != Screen::Play || line.choose(program, mv).is_err() {
            return;
        }
        self.notices.retain(|n| n.id != "line-kept" && (self.visiting || n.id != "own-week"));
        effects.push(Effect::Push(self.route().to_string()));
        self.want_forecasts(effects);
        self.keep(effects);
        effects.push(Effect::Focus);
        effects.push(Effect::Announce(self.said_after_move()));
    }

    fn next(&mut self, effects: &mut Vec<Effect>) {
        let program = &self.loaded.program;
        let Some(line) = &mut self.line else { return };
        if self.screen != Screen::Play || line.go_on(program).is_err() {
            return;
        }
        if line.state.over() {
            self.finish(effects);
            effects.push(Effect::Push(self.route().to_string()));
        } else {
            self.want_forecasts(effects);
            effects.push(Effect::Replace(self.route().to_string()));
        }
        self.keep(effects);
        effects.push(Effect::Focus);
        effects.push(Effect::Announce(self.said_on_scene()));
    }

    fn reopen(&mut self, step: usize, effects: &mut Vec<Effect>) {
        let Some(line) = &self.line else { return };
        if step >= line.steps.len() {
            return;
        }
        let reopened = line.reopened(step);
        self.line = Some(reopened);
        self.compared = None;
        self.screen = Screen::Play;
        if !self.visiting {
            self.notice(
                "line-kept",
                "Your line so far is kept: take another move here and it stays beside the new one, listed in the debrief.",
            );
        }
        self.want_forecasts(effects);
        self.keep(effects);
        effects.push(Effect::Push(self.route().to_string()));
        effects.push(Effect::Focus);
        effects.push(Effect::Announce(self.said_on_scene()));
    }

    /// Ends the week where the last move was taken, and shows the debrief.
    fn finish(&mut self, effects: &mut Vec<Effect>) {
        let program = &self.loaded.program;
        let Some(line) = &mut self.line else { return };
        while line.after_move() && line.go_on(program).is_ok() {}
        if !line.state.over() {
            return;
        }
        let compared = debrief::Compared::of(&mut self.loaded, line);
        let program = &self.loaded.program;
        for l in [&*line, &compared.directive, &compared.collaborative] {
            for step in &l.steps {
                self.forecasts.want(program, &step.before, false);
            }
        }
        self.compared = Some(compared);
        self.want_transcript();
        self.screen = Screen::Debrief;
        effects.push(Effect::Tick);
    }

    /// Keeps the line being played. A longer week with the same beginning is left as it is; one
    /// that differs is kept beside it.
    fn keep(&mut self, effects: &mut Vec<Effect>) {
        let Some(line) = self.line.as_ref().filter(|_| !self.visiting) else { return };
        let week = Week { seed: line.seed, moves: self.move_ids(line).join(".") };
        let mut lines = Vec::new();
        if let Some(old) = self.saved() {
            let further = |l: &Week| continues(l, &week) && *l != week;
            if further(&old.week) || old.lines.iter().any(further) {
                return;
            }
            lines = old.lines;
            lines.push(old.week);
        }
        lines.retain(|l| !continues(&week, l));
        if lines.len() > MOST_LINES {
            // The first line of an attempt stays.
            lines.remove(1);
        }
        let after = line.after_move();
        let edition = self.loaded.edition.clone();
        let save = Save { version: VERSION, edition, week, after, blind: self.blind, lines };
        let (key, text) = (self.save_key(), save::write(&save));
        self.kept.insert(key.clone(), text.clone());
        effects.push(Effect::Keep { key, text });
    }

    fn answer(&mut self, id: &str, text: &str, effects: &mut Vec<Effect>) {
        let text: String = text.chars().take(LONGEST_ANSWER).collect();
        let list = &mut self.answers.answers;
        match list.iter_mut().find(|a| a.0 == id) {
            Some(known) => known.1 = text,
            None => list.push((id.to_owned(), text)),
        }
        list.retain(|a| !a.1.is_empty());
        self.answers.version = VERSION;
        let (key, text) = (self.answers_key(), save::write_answers(&self.answers));
        self.kept.insert(key.clone(), text.clone());
        effects.push(Effect::Keep { key, text });
    }
}

/// Whether `week` begins with all of `start`.
fn continues(week: &Week, start: &Week) -> bool {
    let rest = week.moves.strip_prefix(start.moves.as_str());
    week.seed == start.seed && rest.is_some_and(|r| r.is_empty() || start.moves.is_empty() || r.starts_with('.'))
}

/// Whether a link, opened with this seed, shows the kept week, a part of it, or of a kept line.
fn is_ours(save: &Save, seed: u32, link: &PlayLink) -> bool {
    let shown = Week { seed, moves: link.moves.join(".") };
    continues(&save.week, &shown) || save.lines.iter().any(|l| continues(l, &shown))
}
