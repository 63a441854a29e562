//! Playing: begin a week, see what is offered, take a move, go on.

use super::luck::{Draw, Luck};
use super::program::{CondP, EffectP, Program};
use super::work::{NO_JOBS, fresh};
use crate::model::scenario::{MOST_NEED, Style};
use crate::model::state::{MEMBERS, NONE, SCENES, State};
use crate::model::time::DAY;

/// Why a move was refused. The state is as it was.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refused {
    /// The week is over.
    Over,
    /// A move was taken here; go on first.
    AlreadyChosen,
    /// Nothing was decided here yet.
    NothingChosen,
    /// The scene has no such move.
    NoSuchMove,
    /// The move is not offered in this situation.
    NotOffered,
}

impl Refused {
    /// In words, for a player.
    pub fn words(self) -> &'static str {
        match self {
            Refused::Over => "the week is over",
            Refused::AlreadyChosen => "this decision has been taken",
            Refused::NothingChosen => "this decision is still open",
            Refused::NoSuchMove => "there is no such move in this scene",
            Refused::NotOffered => "this move is not offered in this situation",
        }
    }
}

impl Program {
    /// Monday morning: all tasks drawn, the first scene entered.
    pub fn begin(&self, luck: Luck) -> State {
        let mut s = State {
            clock: 0,
            scene: self.start,
            chosen: NONE,
            facts: 0,
            flags: 0,
            rolled: 0,
            lucky: 0,
            directive: 0,
            collaborative: 0,
            taken: [NONE; SCENES],
            people: [fresh(); MEMBERS],
            tasks: NO_JOBS,
            released: 0,
            done: 0,
            overtime_day: NONE,
            shipped: 0,
        };
        let shared = luck.normal(Draw::Shared, 0);
        for (t, task) in self.tasks.iter().enumerate() {
            let z = task.common * shared + task.own * luck.normal(Draw::Task, t as u32);
            s.tasks[t].luck = libm::round(1000.0 * libm::exp(task.sigma * z)) as u32;
            if !task.held {
                self.release(&mut s, t as u8, 0.0);
            }
        }
        for m in 0..self.members {
            // One feeling a person: a good or a bad Monday touches all three needs alike.
            let mood = libm::round(1000.0 * self.rules.baseline * luck.normal(Draw::Baseline, m as u32)) as i32;
            s.people[m].needs = self.carried.get(m).copied().flatten().unwrap_or([mood; 3]);
            self.set_rate(&mut s.people[m]);
        }
        self.enter(luck, &mut s, self.start);
        s
    }

    /// The moves offered now, one bit each; 0 where nothing is to be decided.
    pub fn offered(&self, s: &State) -> u32 {
        if s.over() || s.chosen != NONE {
            return 0;
        }
        let moves = &self.scenes[s.scene as usize].moves;
        moves.iter().enumerate().filter(|(_, m)| self.holds(&m.offered, s)).fold(0, |mask, (i, _)| mask | 1 << i)
    }

    /// Takes a move at the decision one is in.
    ///
    /// # Errors
    /// [`Refused`], with the state as it was.
    pub fn choose(&self, luck: Luck, s: &mut State, mv: usize) -> Result<(), Refused> {
        if s.over() {
            return Err(Refused::Over);
        }
        if s.chosen != NONE {
            return Err(Refused::AlreadyChosen);
        }
        let scene = &self.scenes[s.scene as usize];
        let Some(m) = scene.moves.get(mv) else { return Err(Refused::NoSuchMove) };
        if !self.holds(&m.offered, s) {
            return Err(Refused::NotOffered);
        }
        s.chosen = mv as u8;
        s.taken[s.scene as usize] = mv as u8;
        match m.style {
            Style::Directive => s.directive += 1,
            Style::Collaborative => s.collaborative += 1,
        }
        self.all(luck, s, &m.effects);
        Ok(())
    }

    /// Goes on from a decision that was taken: to the next scene, or to the end of the week.
    ///
    /// # Errors
    /// [`Refused::Over`] or [`Refused::NothingChosen`], with the state as it was.
    pub fn go_on(&self, luck: Luck, s: &mut State) -> Result<(), Refused> {
        if s.over() {
            return Err(Refused::Over);
        }
        if s.chosen == NONE {
            return Err(Refused::NothingChosen);
        }
        match self.next_scene(s) {
            Some(next) => self.enter(luck, s, next),
            None => self.finish(s),
        }
        Ok(())
    }

    /// The scene that follows the move taken; `None` where the week ends.
    pub fn next_scene(&self, s: &State) -> Option<u8> {
        // A scene is entered once: a loop in a scenario ends the week instead of hanging it.
        let next = &self.scenes[s.scene as usize].next;
        let found = next.iter().find(|(when, _)| self.holds(when, s)).map(|n| n.1);
        found.filter(|to| s.taken[*to as usize] == NONE)
    }

    fn enter(&self, luck: Luck, s: &mut State, scene: u8) {
        let at = self.scenes[scene as usize].at;
        self.advance(s, at.max(s.clock));
        s.scene = scene;
        s.chosen = NONE;
        self.all(luck, s, &self.scenes[scene as usize].enter);
    }

    /// Lets the week run out: to the end of the deadline's day, or until the shipment is ready.
    fn finish(&self, s: &mut State) {
        let end = (self.deadline / DAY) * DAY + super::work::CLOSES;
        self.advance(s, end.max(s.clock));
        // Three weeks bound a scenario whose shipment can never be ready.
        let bound = s.clock + 21 * DAY;
        while s.shipped == 0 && s.clock < bound {
            let day_end = (s.clock / DAY + 1) * DAY;
            self.advance(s, day_end);
        }
        s.scene = NONE;
        s.chosen = NONE;
    }

    /// Plays the rest of the week by the default moves of one style.
    pub fn run_pure(&self, luck: Luck, s: &mut State, style: Style) {
        while !s.over() {
            if s.chosen == NONE {
                let mv = self.scenes[s.scene as usize].default[style as usize];
                if self.choose(luck, s, mv as usize).is_err() {
                    return;
                }
            }
            if self.go_on(luck, s).is_err() {
                return;
            }
        }
    }

    /// Whether a condition holds.
    pub fn holds(&self, cond: &CondP, s: &State) -> bool {
        match cond {
            CondP::Always => true,
            CondP::All(list) => list.iter().all(|c| self.holds(c, s)),
            CondP::Any(list) => list.iter().any(|c| self.holds(c, s)),
            CondP::Not(inner) => !self.holds(inner, s),
            CondP::Knows(bit) => s.facts & bit != 0,
            CondP::Flag(bit) => s.flags & bit != 0,
            CondP::Took(scene, mv) => s.taken[*scene as usize] == *mv,
            CondP::StyleSoFar(style) => {
                // A tie counts as directive.
                (*style == Style::Collaborative) == (s.collaborative > s.directive)
            }
            CondP::Feels(who, level) => {
                let engagement = match *who {
                    NONE => self.team_engagement(s),
                    m => self.engagement(&s.people[m as usize]),
                };
                engagement >= *level
            }
            CondP::Luck(bit) => s.lucky & bit != 0,
            CondP::Finished(bit) => s.done & bit != 0,
            CondP::Stays(m) => u32::from(s.overtime_day) == s.clock / DAY && s.people[*m as usize].overtime > 0,
            CondP::Shipped(yes) => (s.shipped != 0 && s.shipped <= self.deadline) == *yes,
        }
    }

    /// The team's mean engagement, thousandths of a deviation.
    pub fn team_engagement(&self, s: &State) -> i32 {
        let sum: i32 = (0..self.members).map(|m| self.engagement(&s.people[m])).sum();
        let n = self.members as i32;
        (2 * sum + n).div_euclid(2 * n)
    }

    fn all(&self, luck: Luck, s: &mut State, effects: &[EffectP]) {
        for effect in effects {
            self.one(luck, s, effect);
        }
    }

    fn one(&self, luck: Luck, s: &mut State, effect: &EffectP) {
        match effect {
            EffectP::Meet(who, minutes) => self.each(s, *who, |p| p.meeting += minutes),
            EffectP::Away(who, minutes) => self.each(s, *who, |p| p.away += minutes),
            EffectP::Work(task, minutes) => Program::add_work(s, *task, *minutes),
            EffectP::Release(task, expected) => self.release(s, *task, *expected),
            EffectP::Feel(who, by) => {
                self.each(s, *who, |p| (0..3).for_each(|i| p.needs[i] = (p.needs[i] + by[i]).clamp(-MOST_NEED, MOST_NEED)));
                self.each(s, *who, |p| self.set_rate(p));
            }
            EffectP::Reveal(bit) => s.facts |= bit,
            EffectP::Set(bit) => s.flags |= bit,
            EffectP::Overtime(who, minutes) => self.stay(s, *who, *minutes),
            EffectP::Volunteer(who, minutes, key) => {
                let [base, slope] = self.rules.volunteer;
                let mut yes = 0;
                for m in 0..self.members {
                    let p = base + slope * f64::from(self.engagement(&s.people[m])) / 1000.0;
                    let u = luck.uniform(Draw::Volunteer, key * MEMBERS as u32 + m as u32);
                    if who & (1 << m) != 0 && u < p {
                        yes |= 1 << m;
                    }
                }
                self.stay(s, yes, *minutes);
            }
            EffectP::Chance(draw, p, then, or) => {
                let good = luck.uniform(Draw::Chance, u32::from(*draw)) < *p;
                s.rolled |= 1 << draw;
                s.lucky = if good { s.lucky | 1 << draw } else { s.lucky & !(1 << draw) };
                self.all(luck, s, if good { then } else { or });
            }
            EffectP::When(cond, then, or) => {
                let branch = if self.holds(cond, s) { then } else { or };
                self.all(luck, s, branch);
            }
        }
    }

    fn stay(&self, s: &mut State, who: u8, minutes: u32) {
        let day = (s.clock / DAY) as u8;
        if s.overtime_day != day {
            s.people.iter_mut().for_each(|p| p.overtime = 0);
            s.overtime_day = day;
        }
        let tired = libm::round(self.rules.tired * f64::from(minutes) / 60.0) as i32;
        self.each(s, who, |p| {
            p.overtime += minutes;
            // Far beyond what makes people slowest.
            p.tired = (p.tired + tired).min(1_000_000);
        });
        self.each(s, who, |p| self.set_rate(p));
    }

    fn each(&self, s: &mut State, who: u8, mut f: impl FnMut(&mut crate::model::state::Person)) {
        (0..self.members).filter(|m| who & (1 << m) != 0).for_each(|m| f(&mut s.people[m]));
    }
}
