//! What the play screen shows.

use super::words::{self, Span};
use super::{App, Screen};
use engine::model::Time;
use engine::model::scenario::{Assumption, Line as Said, Portrait, Status, Style};
use engine::model::state::{NONE, State};
use engine::program::CondP;
use engine::score::percent;
use engine::{Forecast, Line, Program};
use std::cmp::Ordering;

/// A line of talk.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Talk {
    /// The speaker's name; `None` for narration.
    pub who: Option<String>,
    /// Whether it is the player who speaks.
    pub you: bool,
    /// The speaker's face, where they have one, and its expression.
    pub face: Option<Face>,
    pub text: Vec<Span>,
}

/// A face that is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Face {
    pub portrait: Option<Portrait>,
    /// 1 to 5 ([`words::mood`]).
    pub mood: u8,
}

/// A question with the answer kept on this device.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct QuestionView {
    pub id: String,
    pub text: String,
    pub answer: String,
}

/// A move as a button.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Button {
    pub index: usize,
    pub id: String,
    pub label: String,
    /// `None` in blind play.
    pub style: Option<Style>,
}

/// An assumption, in brief.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ground {
    pub name: String,
    pub value: String,
    pub measured: bool,
    pub source: String,
}

/// Something that changed, in a sentence; and which way it went, where one is better.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    pub text: String,
    pub way: Ordering,
}

/// What a move changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct After {
    /// Which decision it was, from 0.
    pub step: usize,
    pub label: String,
    pub style: Option<Style>,
    pub reaction: Vec<Talk>,
    /// Whose engagement moved.
    pub felt: Vec<Change>,
    /// What of their needs did, in sentences.
    pub needs: Vec<String>,
    /// What else changed, in sentences.
    pub changes: Vec<String>,
    pub because: String,
    pub grounds: Vec<Ground>,
    /// The week ends here.
    pub last: bool,
}

/// A decision in the week's timeline.
#[derive(Clone, Debug, PartialEq)]
pub struct Entry {
    pub step: usize,
    pub clock: String,
    pub title: String,
    /// What was done; `None` where one is now.
    pub taken: Option<String>,
    pub style: Option<Style>,
    pub on_time: Option<String>,
}

/// A day of the timeline.
#[derive(Clone, Debug, PartialEq)]
pub struct Day {
    pub name: &'static str,
    pub entries: Vec<Entry>,
}

/// A member with their engagement.
#[derive(Clone, Debug, PartialEq)]
pub struct Somebody {
    pub id: String,
    pub name: String,
    pub role: String,
    /// 0 to 100, three decimals.
    pub value: f64,
    pub word: &'static str,
    pub face: Face,
    /// Change by the last move, in points of the scale.
    pub change: Option<i64>,
}

/// What happened between the last decision and this scene.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Meanwhile {
    /// The chance of the deadline then and now; none once that is over.
    pub chance: Option<Change>,
    /// What happened, in sentences.
    pub events: Vec<String>,
    /// Whose engagement moved.
    pub felt: Vec<Change>,
}

/// The three measures.
#[derive(Clone, Debug, PartialEq)]
pub struct Measures {
    /// After the deadline: whether it was made, and when what had to be ready was, in words.
    pub decided: Option<(String, String)>,
    pub chance: Option<Forecast>,
    /// Which way the last move took it, while what that changed is shown.
    pub way: Ordering,
    /// Whether the chance is final.
    pub settled: bool,
    pub team: Vec<Somebody>,
    /// Team hours so far, with their parts.
    pub hours: f64,
    pub hours_note: String,
}

/// Where one is: the scene with its talk, and the moves or what the last one changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    pub scene: String,
    pub title: String,
    pub when: String,
    pub place: String,
    /// `Decision 5 of 13`
    pub position: String,
    /// What kind of problem it is, in words.
    pub situation: String,
    pub talk: Vec<Talk>,
    /// A question to answer in one's own words.
    pub own_words: Option<QuestionView>,
    pub moves: Vec<Button>,
    pub after: Option<After>,
}

/// What a person's engagement rests on, as the state keeps it.
const NEEDS: [&str; 3] = ["autonomy", "competence", "relatedness"];

/// What is said of a move that changed nothing.
pub const UNCHANGED: &str = "Nothing in the week\u{2019}s figures.";

impl App {
    pub(super) fn playing(&self) -> Option<&Line> {
        self.line.as_ref().filter(|l| self.screen == Screen::Play && !l.state.over())
    }

    /// Where one is; `None` where no week is being played.
    pub fn place(&self) -> Option<Place> {
        let line = self.playing()?;
        let s = &line.state;
        let (scenario, program) = (&self.loaded.scenario, &self.loaded.program);
        let scene = scenario.scenes.get(s.scene as usize)?;
        let compiled = &program.scenes[s.scene as usize];
        let at_decision = line.steps.last().filter(|_| line.after_move()).map_or(s, |step| &step.before);
        let offered = program.offered(s);
        let moves = scene.moves.iter().enumerate().filter(|(i, _)| offered & (1 << i) != 0);
        let number = line.steps.len() + usize::from(!line.after_move());
        let mut situation = String::new();
        if !compiled.unless.as_ref().is_some_and(|c| program.holds(c, at_decision)) {
            situation += if scene.situation.familiar { "A familiar kind of problem" } else { "A new kind of problem" };
            situation += &if scene.situation.severe {
                format!(", and a wrong step can cost the {}.", words::within(scenario.at_stake()))
            } else {
                ".".to_owned()
            };
        }
        Some(Place {
            scene: scene.id.clone(),
            title: scene.title.clone(),
            when: words::moment(scene.at.0),
            place: scene.place.clone(),
            position: format!("Decision {number} of {}", self.loaded.decisions),
            situation,
            own_words: self.own_words(scene),
            talk: self.talk(&scene.lines, &compiled.lines, at_decision),
            moves: moves
                .map(|(index, m)| Button { index, id: m.id.clone(), label: m.label.clone(), style: (!self.blind).then_some(m.style) })
                .collect(),
            after: self.after(line),
        })
    }

    /// The facts known, the promises made and what else was decided so far.
    pub fn known_now(&self) -> [Vec<String>; 3] {
        let Some(line) = self.playing() else { return Default::default() };
        let (scenario, s) = (&self.loaded.scenario, &line.state);
        let promises = scenario.flags.iter().zip(0..).fold(0, |all, (f, i)| all | u32::from(f.promise) << i);
        let flags = |mask: u32| bits(s.flags & mask, scenario.flags.iter().map(|f| &f.text));
        [bits(s.facts, scenario.facts.iter().map(|f| &f.text)), flags(promises), flags(!promises)]
    }

    /// The measures of the week being played.
    pub fn measures_now(&self) -> Option<Measures> {
        self.playing().map(|line| self.measures(line))
    }

    /// The week's timeline.
    pub fn week_now(&self) -> Vec<Day> {
        self.playing().map_or_else(Vec::new, |line| self.week(line))
    }

    /// The deadline's day.
    pub fn day(&self) -> String {
        words::day(self.loaded.program.deadline)
    }

    /// What the last move did to the chance of the deadline, once both figures are known.
    pub fn chance_change(&self) -> Option<Change> {
        let line = self.playing()?;
        let step = line.steps.last().filter(|_| line.after_move())?;
        let program = &self.loaded.program;
        if step.before.clock > program.deadline {
            let made = step.after.shipped != 0 && step.after.shipped <= program.deadline;
            return Some(Change { text: words::decided(&self.loaded.scenario, made), way: Ordering::Equal });
        }
        let (change, way) = self.chances(&step.before, &step.after)?;
        Some(Change { text: format!("Chance of {}: {change}", self.day()), way })
    }

    /// The chance of the deadline in two states: `94% to 81%`, and which way it went.
    fn chances(&self, then: &State, now: &State) -> Option<(String, Ordering)> {
        let share = |s: &State| Some(words::share(self.forecasts.settled(&self.loaded.program, s)?.on_time));
        let chance = |s: &State| self.forecasts.settled(&self.loaded.program, s).map_or(0.0, |f| f.on_time);
        let (from, to) = (share(then)?, share(now)?);
        Some(if from == to {
            (format!("{to}, as before"), Ordering::Equal)
        } else {
            (format!("{from} to {to}"), chance(now).total_cmp(&chance(then)))
        })
    }

    /// What happened since the last decision, before the next one is taken; `None` where there was none.
    pub fn meanwhile(&self) -> Option<Meanwhile> {
        let line = self.playing().filter(|line| !line.after_move())?;
        let (then, now) = (&line.steps.last()?.after, &line.state);
        // Its place is there from the first: what is pressed lies below it.
        let chance = (now.clock <= self.loaded.program.deadline).then(|| {
            let (change, way) = self.chances(then, now).unwrap_or_else(|| ("\u{2026}".to_owned(), Ordering::Equal));
            Change { text: format!("Chance of {}: {change}", self.day()), way }
        });
        Some(Meanwhile { chance, events: self.events(then, now), felt: self.felt(then, now).0 })
    }

    /// What can be seen to have happened between two moments: work that was finished, and how long it took
    /// against what was expected; work that takes longer; and what else changed.
    fn events(&self, then: &State, now: &State) -> Vec<String> {
        let (scenario, program) = (&self.loaded.scenario, &self.loaded.program);
        let expected = |t: usize, s: &State| super::board::expected(program, s, t);
        // Half an hour, and a tenth of the task, is as expected.
        let odd = |t: usize, by: i32, s: &State| by.abs() >= 30.max(expected(t, s) / 10);
        let (mut out, mut usual) = (Vec::new(), Vec::new());
        for (t, task) in scenario.work.tasks.iter().enumerate() {
            let (bit, name) = (1u64 << t, words::within(&task.name));
            // A shipment is spoken of where it leaves.
            if now.done & !then.done & bit != 0 && now.shipped == 0 {
                let by = now.tasks[t].drawn + now.tasks[t].added - expected(t, now);
                if odd(t, by, now) {
                    let than = if by > 0 { "longer" } else { "less" };
                    out.push(format!("Finished: {name}. It took {} {than} than expected.", words::minutes(by.unsigned_abs())));
                } else {
                    usual.push(name);
                }
            } else if now.done & bit == 0 {
                let over = |s: &State| s.tasks[t].spent / 1000 - expected(t, s);
                if over(now) > over(then).max(0) && odd(t, over(now), now) {
                    let more = words::minutes(over(now).unsigned_abs());
                    out.push(format!("Not finished yet: {name}. It has taken {more} longer than expected so far."));
                }
            }
        }
        if !usual.is_empty() {
            out.push(format!("Finished, about as expected: {}.", words::list(&usual)));
        }
        out.extend(self.differences(then, now));
        out
    }

    /// The lines that are said in a state.
    pub fn talk(&self, lines: &[Said], when: &[CondP], s: &State) -> Vec<Talk> {
        let said = lines.iter().zip(when).filter(|(_, w)| self.loaded.program.holds(w, s));
        said.map(|(l, _)| Talk {
            who: l.who.as_deref().map(|id| self.name(id)),
            you: l.who.as_deref() == Some("you"),
            face: l.who.as_deref().filter(|who| *who != "you").map(|who| self.face(who, s)),
            text: words::spans(&l.text),
        })
        .collect()
    }

    /// The face of somebody who speaks: a member's is as they are in a state.
    fn face(&self, who: &str, s: &State) -> Face {
        let scenario = &self.loaded.scenario;
        match scenario.team.iter().position(|m| m.id == who) {
            Some(m) => Face { portrait: scenario.team[m].portrait, mood: self.mood(m, s) },
            None => Face { portrait: scenario.voices.iter().find(|v| v.name == who).map(|v| v.portrait), mood: words::STEADY },
        }
    }

    fn mood(&self, member: usize, s: &State) -> u8 {
        words::mood(percent(self.loaded.program.engagement(&s.people[member])))
    }

    fn name(&self, id: &str) -> String {
        if id == "you" {
            return "You".to_owned();
        }
        self.loaded.scenario.team.iter().find(|m| m.id == id).map_or_else(|| id.to_owned(), |m| m.name.clone())
    }

    fn after(&self, line: &Line) -> Option<After> {
        let step = line.steps.last().filter(|_| line.after_move())?;
        let scene = step.before.scene as usize;
        let m = &self.loaded.scenario.scenes[scene].moves[step.mv as usize];
        let compiled = &self.loaded.program.scenes[scene].moves[step.mv as usize];
        let (felt, needs) = self.felt(&step.before, &step.after);
        let grounds = m.because.rests_on.iter().filter_map(|id| self.loaded.scenario.assumptions.iter().find(|a| a.id == *id));
        Some(After {
            step: line.steps.len() - 1,
            label: m.label.clone(),
            style: (!self.blind).then_some(m.style),
            reaction: self.talk(&m.reaction, &compiled.reaction, &step.after),
            felt,
            needs,
            changes: self.differences(&step.before, &step.after),
            because: m.because.text.clone(),
            grounds: grounds.map(ground).collect(),
            last: self.loaded.program.next_scene(&step.after).is_none(),
        })
    }

    /// Whose engagement moved between two moments, and what of their needs did; those of one mind together.
    fn felt(&self, a: &State, b: &State) -> (Vec<Change>, Vec<String>) {
        let program = &self.loaded.program;
        let level = |s: &State, m: usize| libm::round(percent(program.engagement(&s.people[m]))) as i64;
        let (mut changes, mut needs) = (Vec::new(), Vec::new());
        for m in 0..program.members {
            let (x, y) = (a.people[m].needs, b.people[m].needs);
            let moved = (0..3).filter(|i| x[*i] != y[*i]).map(|i| format!("{} {}", NEEDS[i], words::deviations(y[i] - x[i])));
            let moved: Vec<String> = moved.collect();
            if !moved.is_empty() {
                let by = level(b, m) - level(a, m);
                let text = match by {
                    0 => "as before".to_owned(),
                    1.. => format!("+{by}"),
                    _ => format!("\u{2212}{}", -by),
                };
                changes.push((m, by.cmp(&0), format!("engagement {text}")));
                needs.push((m, Ordering::Equal, words::list(&moved)));
            }
        }
        (self.together(changes), self.together(needs).into_iter().map(|c| c.text).collect())
    }

    /// What is true of some of the team, said once for those of whom the same is.
    fn together(&self, mut list: Vec<(usize, Ordering, String)>) -> Vec<Change> {
        let mut out = Vec::new();
        while let Some((_, way, text)) = list.first().cloned() {
            let who: Vec<usize> = list.iter().filter(|l| l.2 == text).map(|l| l.0).collect();
            list.retain(|l| l.2 != text);
            out.push(Change { text: format!("{}: {text}", self.names(&who)), way });
        }
        out
    }

    /// The names of some of the team.
    fn names(&self, members: &[usize]) -> String {
        words::list(&members.iter().map(|m| words::within(&self.loaded.scenario.team[*m].name)).collect::<Vec<_>>())
    }

    /// What else differs between two moments, in sentences.
    fn differences(&self, a: &State, b: &State) -> Vec<String> {
        let (scenario, program) = (&self.loaded.scenario, &self.loaded.program);
        let mut out = Vec::new();
        // Overtime is that of one day: another day's is no part of it.
        let anew = a.overtime_day != b.overtime_day;
        let each = |f: fn(&engine::model::state::Person) -> u32, anew: bool| -> Vec<(usize, u32)> {
            let by = |m: usize| f(&b.people[m]).saturating_sub(if anew { 0 } else { f(&a.people[m]) });
            (0..program.members).map(|m| (m, by(m))).filter(|d| d.1 > 0).collect()
        };
        for (what, list) in [
            ("spent on this", each(|p| p.meeting, false)),
            ("away", each(|p| p.away, false)),
            ("longer at work today", each(|p| p.overtime, anew)),
        ] {
            let Some(first) = list.first() else { continue };
            let names = self.names(&list.iter().map(|d| d.0).collect::<Vec<_>>());
            let time = words::minutes(first.1);
            let total: u32 = list.iter().map(|d| d.1).sum();
            out.push(match list.len() {
                1 => format!("{names}: {time} {what}"),
                _ => format!("{names}: {time} each {what}, {} in all", words::minutes(total)),
            });
        }
        for (t, task) in scenario.work.tasks.iter().enumerate() {
            let bit = 1u64 << t;
            let added = b.tasks[t].added - a.tasks[t].added;
            if b.released & !a.released & bit != 0 {
                out.push(format!("New in the week: {}", words::within(&lower(&task.name))));
            } else if added != 0 {
                let amount = words::minutes(added.unsigned_abs());
                out.push(format!("{}: {amount} {}", words::within(&task.name), if added > 0 { "more work" } else { "less work" }));
            }
        }
        out.extend(
            bits(b.facts & !a.facts, scenario.facts.iter().map(|f| &f.text)).iter().map(|t| format!("You now know: {}", words::within(t))),
        );
        out.extend(bits(b.flags & !a.flags, scenario.flags.iter().map(|f| &f.text)).iter().cloned());
        out
    }

    fn week(&self, line: &Line) -> Vec<Day> {
        let (scenario, program) = (&self.loaded.scenario, &self.loaded.program);
        let entry = |step: usize, s: &State, mv: u8| {
            let scene = &scenario.scenes[s.scene as usize];
            let taken = scene.moves.get(mv as usize);
            Entry {
                step,
                clock: scene.at.clock(),
                title: scene.title.clone(),
                taken: taken.map(|m| m.label.clone()),
                style: taken.filter(|_| !self.blind).map(|m| m.style),
                on_time: self.forecasts.settled(program, s).map(|f| words::share(f.on_time)),
            }
        };
        let last = scenario.scenes.iter().map(|s| s.at).fold(scenario.deadline, Time::max).day() as usize;
        let mut days: Vec<Day> = words::DAYS.iter().take(last + 1).map(|name| Day { name, entries: Vec::new() }).collect();
        let mut add = |s: &State, e: Entry| {
            // No scene is later than the first Sunday.
            if let Some(day) = days.get_mut(scenario.scenes[s.scene as usize].at.day() as usize) {
                day.entries.push(e);
            }
        };
        for (i, step) in line.steps.iter().enumerate() {
            add(&step.before, entry(i, &step.before, step.mv));
        }
        if !line.after_move() && !line.state.over() {
            add(&line.state, entry(line.steps.len(), &line.state, NONE));
        }
        days
    }

    fn measures(&self, line: &Line) -> Measures {
        let (program, s) = (&self.loaded.program, &line.state);
        let before = line.steps.last().filter(|_| line.after_move()).map(|step| &step.before);
        let chance = self.forecasts.get(program, s);
        let (hours, hours_note) = hours(program, s);
        Measures {
            settled: chance.is_some_and(|f| f.rollouts >= engine::forecast::FULL),
            chance,
            way: before.and_then(|b| self.chances(b, s)).map_or(Ordering::Equal, |c| c.1),
            decided: (s.clock > program.deadline).then(|| {
                let ready = if s.shipped == 0 { "not ready yet".to_owned() } else { format!("ready {}", words::moment(s.shipped)) };
                (words::verdict(&self.loaded.scenario, s.shipped != 0 && s.shipped <= program.deadline), ready)
            }),
            team: self.team(s, before),
            hours,
            hours_note,
        }
    }

    /// Everyone's engagement in a state, with the change since `before`.
    pub fn team(&self, s: &State, before: Option<&State>) -> Vec<Somebody> {
        let program = &self.loaded.program;
        let members = self.loaded.scenario.team.iter().enumerate();
        members
            .map(|(m, member)| {
                let value = percent(program.engagement(&s.people[m]));
                let change = before.map(|b| {
                    let was = percent(program.engagement(&b.people[m]));
                    libm::round(value) as i64 - libm::round(was) as i64
                });
                Somebody {
                    id: member.id.clone(),
                    name: member.name.clone(),
                    role: member.role.clone(),
                    value: engine::math::three(value),
                    word: words::engagement(value),
                    face: Face { portrait: member.portrait, mood: words::mood(value) },
                    change: change.filter(|c| *c != 0),
                }
            })
            .collect()
    }

    pub(super) fn said_after_move(&self) -> String {
        let Some(step) = self.line.as_ref().and_then(|l| l.steps.last()) else { return String::new() };
        let mut changes: Vec<String> = self.felt(&step.before, &step.after).0.into_iter().map(|c| c.text).collect();
        changes.extend(self.differences(&step.before, &step.after));
        if changes.is_empty() { format!("What changed: {UNCHANGED}") } else { format!("What changed: {}.", changes.join(". ")) }
    }

    pub(super) fn said_on_scene(&self) -> String {
        match (&self.screen, self.place()) {
            (Screen::Play, Some(p)) => {
                let mut events = Vec::new();
                if let Some(m) = self.meanwhile() {
                    events = m.events;
                    events.extend(m.felt.into_iter().map(|c| c.text));
                }
                let since = if events.is_empty() { String::new() } else { format!(" Since then: {}", events.join(" ")) };
                format!("{}. {}, {}.{since}", p.position, p.title, p.when)
            }
            (Screen::Debrief, _) => "The week is over. Here is the debrief.".to_owned(),
            _ => String::new(),
        }
    }
}

/// Team hours so far, and how they are made up.
pub fn hours(program: &Program, s: &State) -> (f64, String) {
    let people = &s.people[..program.members];
    let sum = |f: fn(&engine::model::state::Person) -> u32| people.iter().map(f).sum::<u32>();
    let (work, meetings, late) = (sum(|p| p.worked), sum(|p| p.met + p.meeting), sum(|p| p.late));
    let mut note = format!("{} at work, {} in meetings", words::hours(work), words::hours(meetings));
    if late > 0 {
        note += &format!(", {} of it after hours", words::hours(late));
    }
    (engine::math::three(f64::from(work + meetings) / 60.0), note)
}

/// One assumption for showing.
pub fn ground(a: &Assumption) -> Ground {
    Ground {
        name: a.name.clone(),
        value: format!("{} {}", words::number(a.value), a.unit),
        measured: a.status == Status::Measured,
        source: a.source.clone(),
    }
}

fn bits<'a>(mask: u32, texts: impl Iterator<Item = &'a String>) -> Vec<String> {
    texts.enumerate().filter(|(i, _)| mask & (1 << i) != 0).map(|(_, t)| t.clone()).collect()
}

fn lower(text: &str) -> String {
    let mut text = text.to_owned();
    if let Some(first) = text.get_mut(..1) {
        first.make_ascii_lowercase();
    }
    text
}
