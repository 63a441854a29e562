//! What each message changes, and what the shell is to do about it.

use super::forecasts::{Forecasts, Soon};
use super::lines::is_ours;
use super::{App, Carried, Effect, Kept, Msg, Screen};
use engine::Line;
use scenario::codec::link::{self, PlayLink, Route};
use scenario::codec::save::{Answers, Save};

impl App {
    /// Takes a message.
    pub fn update(&mut self, msg: Msg) -> Vec<Effect> {
        let mut effects = Vec::new();
        match msg {
            Msg::Address { fragment, seed } => self.open(&fragment, seed, &mut effects),
            Msg::Play { seed } => {
                self.renew();
                self.as_written();
                self.begin(seed, &mut effects);
            }
            Msg::Restart { seed } => {
                self.renew();
                self.begin(seed, &mut effects);
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
            Msg::Week => {
                self.screen = Screen::Start;
                if self.line.is_some() {
                    self.enter_play(&mut effects);
                }
                effects.push(Effect::Push(self.route().to_string()));
                effects.push(Effect::Focus);
            }
            Msg::Map => self.show(Screen::Map, &mut effects),
            Msg::Why => self.show(Screen::Why, &mut effects),
            Msg::Later(texts) => self.tell(&texts, &mut effects),
            Msg::Assume(set) => {
                if self.assume(&set) {
                    self.replayed();
                    self.settling = true;
                    effects.push(Effect::Settle);
                }
            }
            Msg::Settled => {
                self.settling = false;
                effects.push(Effect::Replace(self.route().to_string()));
                effects.push(Effect::Tick);
            }
            Msg::Start => self.show(Screen::Start, &mut effects),
            Msg::Data => self.show(Screen::Data, &mut effects),
            Msg::Write => self.show(Screen::Write, &mut effects),
            Msg::Packaging => self.show(Screen::Packaging, &mut effects),
            Msg::Class { query, push } => {
                self.screen = Screen::Class(query);
                let fragment = self.route().to_string();
                effects.push(if push { Effect::Push(fragment) } else { Effect::Replace(fragment) });
            }
            Msg::Answer { id, text } => self.answer(&id, &text, &mut effects),
            Msg::Erase => {
                self.forgotten = self.kept.iter().map(|(key, text)| (key.to_owned(), text.to_owned())).collect();
                effects.push(Effect::Forget(self.forgotten.iter().map(|pair| pair.0.clone()).collect()));
                self.kept = Kept::default();
                self.answers = Answers::default();
                self.as_written();
                self.line = None;
                self.screen = Screen::Data;
                effects.push(Effect::Focus);
                effects.push(Effect::Announce("Nothing of By Friday is kept on this device any more.".into()));
            }
            Msg::Forget(key) => {
                self.forgotten = self.kept.take(&key).into_iter().collect();
                effects.push(Effect::Forget(vec![key]));
                // Neither the week nor the answers in hand may be kept again by themselves.
                if self.saved().is_none() {
                    self.line = None;
                }
                self.load_answers();
            }
            Msg::TakeBack => {
                let mut stays = false;
                for (key, text) in std::mem::take(&mut self.forgotten) {
                    // A week that was begun in its place since then is not given up for it.
                    if self.kept.get(&key).is_some() {
                        stays = true;
                        continue;
                    }
                    self.kept.insert(key.clone(), text.clone());
                    effects.push(Effect::Keep { key, text });
                }
                self.load_answers();
                effects.push(Effect::Focus);
                let said = if stays { "What was begun in its place since then stays." } else { "It is kept again." };
                effects.push(Effect::Announce(said.into()));
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
        if self.screen != Screen::Data {
            self.forgotten.clear();
        }
        if self.screen == Screen::Start {
            self.first_in_hand();
        }
        effects
    }

    fn show(&mut self, screen: Screen, effects: &mut Vec<Effect>) {
        self.screen = screen;
        effects.push(Effect::Push(self.route().to_string()));
        effects.push(Effect::Focus);
    }

    pub(super) fn open(&mut self, fragment: &str, seed: u32, effects: &mut Vec<Effect>) {
        self.notices.retain(|n| n.id.starts_with("storage"));
        self.visiting = false;
        self.note_bad_save();
        self.load_answers();
        (self.asked, self.mended) = (fragment.to_owned(), String::new());
        let read = match link::read(fragment) {
            Ok(route) => Ok(route),
            // The part of the program that puts links right, and says what is wrong, loads later.
            Err(_) if !self.library.whole => {
                self.screen = Screen::Elsewhere;
                return;
            }
            Err(_) => (self.library.mend)(fragment).map(|(route, what)| {
                (self.asked, self.mended) = (route.to_string(), what);
                route
            }),
        };
        match read {
            Ok(Route::Start) => self.screen = Screen::Start,
            Ok(Route::Data) => self.screen = Screen::Data,
            Ok(Route::Portal) => self.screen = Screen::Packaging,
            Ok(Route::Write) => self.screen = Screen::Write,
            Ok(Route::Class(query)) => self.screen = Screen::Class(query),
            Ok(Route::From(address)) => self.screen = Screen::From(address),
            Ok(Route::Play(link)) => self.open_play(&link, seed, Screen::Play, effects),
            Ok(Route::Debrief(link)) => self.open_play(&link, seed, Screen::Debrief, effects),
            Ok(Route::Map(link)) => self.open_play(&link, seed, Screen::Map, effects),
            Ok(Route::Why(link)) => self.open_play(&link, seed, Screen::Why, effects),
            Err(why) => self.screen = Screen::Error(why),
        }
        if !self.mended.is_empty() {
            self.note_mended(&self.mended.clone());
        }
        if !matches!(self.screen, Screen::Error(_) | Screen::Elsewhere) {
            effects.push(Effect::Replace(self.route().to_string()));
        }
        effects.push(Effect::Focus);
    }

    fn note_mended(&mut self, what: &str) {
        self.notice(
            "mended",
            format!("The link was changed on its way here and has been put right ({what}). If this is not the week you expected, ask for the link again."),
        );
    }

    /// Takes a scenario in hand: a released edition of it where that is named, else the newest.
    ///
    /// # Errors
    /// Why there is none; what was in hand stays.
    pub(super) fn take(&mut self, key: &str, edition: Option<&str>) -> Result<(), String> {
        let old = edition.filter(|e| scenario::is_released(key, e));
        let same = key == self.loaded.key && if self.older() { old == Some(&self.loaded.edition) } else { old.is_none() };
        if same {
            return Ok(());
        }
        if !self.library.whole && old.is_some() {
            return Err(String::new());
        }
        self.loaded = (self.library.load)(key, old)?;
        (self.own, self.set, self.team) = (None, Vec::new(), Carried::default());
        self.line = None;
        self.forecasts = Forecasts::default();
        self.load_answers();
        Ok(())
    }

    /// A new week is of the newest edition, with the team in hand.
    fn renew(&mut self) {
        if self.older() {
            let (key, team) = (self.loaded.key.clone(), self.team.text.clone());
            // Both were there before.
            let _ = self.take(&key, None).and_then(|()| self.carry(&team));
        }
    }

    fn open_play(&mut self, link: &PlayLink, seed: u32, screen: Screen, effects: &mut Vec<Effect>) {
        if !(self.library.whole || link.set.is_empty() && link.team.is_empty()) {
            self.screen = Screen::Elsewhere;
            return;
        }
        match self.take(&link.scenario, link.edition.as_deref()) {
            Ok(()) => {}
            Err(_) if !self.library.whole => {
                self.screen = Screen::Elsewhere;
                return;
            }
            Err(why) => {
                self.screen = Screen::Error(why);
                return;
            }
        }
        if link.cut || link.seed.is_none() && !link.moves.is_empty() {
            self.notice(
                "cut",
                "Part of this link may be missing: links made here name their luck (seed) and end with how many moves they hold (n), and this one does not. If this is not the week you expected, ask for the link again.",
            );
        }
        let saved = self.saved();
        // A fragment that names a week comes before the device's save; one that names none gives
        // way to it. The address of Monday morning is Monday morning.
        let bare = link.moves.is_empty() && link.seed.is_none() && link.set.is_empty() && link.team.is_empty();
        if let Some(save) = saved.as_ref().filter(|_| bare) {
            let save = save.clone();
            self.resume(&save, effects);
            self.enter(screen, effects);
            return;
        }
        let seed = link.seed.unwrap_or(seed);
        if let Err(why) = self.carry(&link.team) {
            self.screen = Screen::Error(why);
            return;
        }
        self.assume(&link.set);
        // A link without moves is a week that begins: one's own, unless it changes assumptions.
        let ours = link.moves.is_empty() || saved.as_ref().is_none_or(|s| is_ours(s, &self.to_keep(seed, &link.moves)));
        self.visiting = !(ours && self.set.is_empty());
        self.blind = link.blind;
        let (line, read) = self.replay(seed, &link.moves, link.after);
        if read < link.moves.len() {
            let bad = &link.moves[read];
            self.notice(
                "bad-move",
                format!("The link names a move \u{201c}{bad}\u{201d} that is not offered at this point, so it is opened at the last decision that could be followed."),
            );
        }
        if self.older() {
            self.notice(
                "other-edition",
                "This week is of an earlier edition of the scenario, and is played as it was. A new week is of the newest.",
            );
        } else if link.edition.as_ref().is_some_and(|e| *e != self.loaded.edition) {
            self.notice(
                "other-edition",
                "This link was made with another edition of the scenario, so the figures may differ from those its sender saw.",
            );
        }
        if !ours && saved.is_some() {
            self.notice("own-week", "You are looking at a week from a link. Your own week is kept as it was.");
        } else if saved.is_some() && link.moves.is_empty() && !matches!(screen, Screen::Map | Screen::Why) {
            self.notice("own-week", "A week of your own is kept on this device, further on than this.");
        }
        self.line = Some(line);
        self.enter_play(effects);
        self.enter(screen, effects);
        // Opening a link never overwrites a save; where there is none, the link is the week.
        if saved.is_none() && !link.moves.is_empty() {
            self.keep(effects);
        }
    }

    /// Shows another screen than the week's own place, where the link asks for one.
    fn enter(&mut self, screen: Screen, effects: &mut Vec<Effect>) {
        let over = self.line.as_ref().is_some_and(|l| l.state.over());
        match screen {
            Screen::Map | Screen::Why => self.screen = screen,
            // The link to a decided week in play shows its last decision's end: the debrief.
            Screen::Debrief if over => self.finish(effects),
            _ => {}
        }
    }

    /// The scenario as its author left it, with nobody from elsewhere.
    pub(super) fn as_written(&mut self) {
        self.assume(&[]);
        // Nobody can always be carried over.
        let _ = self.carry("");
    }

    /// Lets the week begin with this team, in place of the one it began with before; the line in hand
    /// is not replayed, and changed assumptions are taken back.
    ///
    /// # Errors
    /// What is wrong with the team, in words; nothing has changed then.
    pub fn carry(&mut self, team: &str) -> Result<(), String> {
        self.notices.retain(|n| n.id != "team");
        if team != self.team.text {
            self.assume(&[]);
            self.team = (self.library.carry)(&mut self.loaded, &self.team, team)?;
            self.forecasts = Forecasts::default();
        }
        if !self.team.text.is_empty() {
            self.notice("team", self.team.said.clone());
        }
        Ok(())
    }

    /// Takes other values for some assumptions, in place of those changed before; what cannot be
    /// used is named in a notice. `true` where something changed. The line in hand is not replayed.
    pub fn assume(&mut self, set: &[(String, f64)]) -> bool {
        (self.library.assume)(self, set)
    }

    /// Plays the line in hand again under the assumptions in hand.
    fn replayed(&mut self) {
        if let Some(line) = &self.line {
            let (moves, after) = (self.move_ids(line), line.after_move());
            self.line = Some(self.replay(line.seed, &moves, after).0);
        }
        self.visiting = !self.set.is_empty();
    }

    /// Replays moves from Monday as far as they are legal; also how many were read.
    pub fn replay(&self, seed: u32, moves: &[String], after: bool) -> (Line, usize) {
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
        self.visiting = !self.set.is_empty();
        self.notices.retain(|n| n.id.starts_with("storage") || n.id == "changed" || n.id == "team");
        self.enter_play(effects);
        effects.push(Effect::Push(self.route().to_string()));
        effects.push(Effect::Focus);
    }

    fn carry_on(&mut self, effects: &mut Vec<Effect>) {
        if let Some(save) = self.saved() {
            self.assume(&[]);
            self.notices.retain(|n| n.id.starts_with("storage"));
            self.visiting = false;
            self.resume(&save, effects);
            effects.push(Effect::Push(self.route().to_string()));
            effects.push(Effect::Focus);
        }
    }

    fn resume(&mut self, save: &Save, effects: &mut Vec<Effect>) {
        let key = self.loaded.key.clone();
        if !self.library.whole && !save.week.team.is_empty() || self.take(&key, Some(&save.edition)).is_err() {
            self.screen = Screen::Elsewhere;
            self.asked = self.route().to_string();
            return;
        }
        if self.carry(&save.week.team).is_err() {
            self.note_damaged();
            self.screen = Screen::Start;
            return;
        }
        let moves: Vec<String> = save.week.moves.split('.').filter(|m| !m.is_empty()).map(str::to_owned).collect();
        let (line, read) = self.replay(save.week.seed, &moves, save.after);
        if read < moves.len() || save.edition != self.loaded.edition {
            self.notice(
                "other-edition",
                "The scenario has changed since this week was saved, so it goes on from the last decision that still exists.",
            );
        } else if self.older() {
            self.notice(
                "other-edition",
                "Your week goes on in the edition of the scenario in which you began it. A new week is of the newest.",
            );
        }
        self.assume(&[]);
        self.blind = save.blind;
        self.line = Some(line);
        self.enter_play(effects);
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
        let Some(line) = self.line.clone() else { return };
        for step in (0..line.steps.len()).rev() {
            self.want(&line, step, false, Soon::Last);
        }
        if line.after_move() {
            self.want(&line, line.steps.len() - 1, false, Soon::First);
            self.want(&line, line.steps.len() - 1, true, Soon::First);
        } else {
            if let Some(last) = line.steps.len().checked_sub(1) {
                // What happened since is told with what it did to the chance.
                self.want(&line, last, true, Soon::First);
            }
            self.want_now(&line, Soon::First);
        }
        self.forecasts.settle();
        effects.push(Effect::Tick);
    }

    /// The next unit of a forecast for a worker: of what is asked for, and where there is time of where each
    /// press would lead, so that its figure need not be waited for.
    pub fn next_unit(&mut self) -> Option<(String, u32)> {
        let next = self.forecasts.give();
        if next.is_some() || !self.forecasts.look_ahead() {
            return next;
        }
        let ways = self.playing().map_or_else(Vec::new, |line| self.ways(line));
        ways.iter().for_each(|next| self.want_now(next, Soon::Ahead));
        self.forecasts.give()
    }

    /// What the next press makes of a line: each move that is offered, or going on.
    fn ways(&self, line: &Line) -> Vec<Line> {
        let program = &self.loaded.program;
        if line.after_move() {
            let mut next = line.clone();
            return if next.go_on(program).is_ok() && !next.state.over() { vec![next] } else { Vec::new() };
        }
        let offered = program.offered(&line.state);
        let moves = (0..32).filter(|mv| offered & (1 << mv) != 0);
        moves
            .filter_map(|mv| {
                let mut next = line.clone();
                next.choose(program, mv).ok().map(|()| next)
            })
            .collect()
    }

    /// Asks for the forecast where a line is.
    fn want_now(&mut self, line: &Line, soon: Soon) {
        let mut forecasts = std::mem::take(&mut self.forecasts);
        forecasts.want(&self.loaded.program, &line.state, soon, || Route::Play(self.link(line)).to_string());
        self.forecasts = forecasts;
    }

    /// Asks for the forecast at a decision of a line, or after its move.
    pub fn want(&mut self, line: &Line, step: usize, after: bool, soon: Soon) {
        let Some(at) = line.steps.get(step) else { return };
        let state = if after { at.after } else { at.before };
        let link = |app: &App| {
            let mut link = app.link(line);
            link.moves.truncate(step + usize::from(after));
            link.after = after;
            Route::Play(link).to_string()
        };
        let mut forecasts = std::mem::take(&mut self.forecasts);
        forecasts.want(&self.loaded.program, &state, soon, || link(self));
        self.forecasts = forecasts;
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
        self.screen = Screen::Play;
        self.note_line_kept();
        self.want_forecasts(effects);
        self.keep(effects);
        effects.push(Effect::Push(self.route().to_string()));
        effects.push(Effect::Focus);
        effects.push(Effect::Announce(self.said_on_scene()));
    }

    fn note_line_kept(&mut self) {
        if !self.visiting {
            self.notices.retain(|n| n.id != "own-week");
            self.notice(
                "line-kept",
                "Your line so far is kept: take another move here and it stays beside the new one, listed in the debrief.",
            );
        }
    }

    /// Ends the week where the last move was taken, and shows the debrief.
    fn finish(&mut self, effects: &mut Vec<Effect>) {
        let program = &self.loaded.program;
        let Some(line) = &mut self.line else { return };
        while line.after_move() && line.go_on(program).is_ok() {}
        if !line.state.over() {
            return;
        }
        self.screen = Screen::Debrief;
        self.forecasts.settle();
        effects.push(Effect::Tick);
    }
}
