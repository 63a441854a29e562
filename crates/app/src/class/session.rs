//! The class page: what is pasted, opened and pressed, and what is shown of it. It is read, worked out and
//! drawn in parts, so that the page stays alive with five hundred weeks.

use super::decisions::{self, Decision, Known, Pair, SplitView};
use super::hand::{self, Asked};
use super::picture::{self, Picture};
use super::questions::{self, Question};
use super::read::{self, pieces};
use super::show::{self, Slide};
use super::store::session as store;
use super::together::{self, Together};
use super::view::{self, View};
use super::{Class, ClassJob, Figures, Group, Job, Read, Reading};
use crate::effect::Effect;
use crate::words;
use engine::Units;

/// Weeks that are played in one task.
const AT_ONCE: usize = 20;
/// Decisions that are asked about in words.
const SPLITS: usize = 3;
/// Parts of the page that are drawn one after the other.
const PARTS: usize = 10;

/// What happens to the page.
#[derive(Clone, Debug, PartialEq)]
pub enum Msg {
    /// Another page is shown.
    Away,
    /// The address asks for this; the names of its weeks, where this tab kept them ([`Effect::Tab`]).
    Address(String, Option<String>),
    /// The field for links now holds this.
    Typed(String),
    /// What stands in that field is to be read.
    Read,
    /// A made-up class is.
    Example,
    /// Files are: a name and a text each, and what to know of how they were read.
    Files(Vec<(String, String)>, Vec<String>),
    Names(bool),
    /// Names go along in links and files.
    Along(bool),
    /// Weeks that are not finished count in the decisions they came to.
    Unfinished(bool),
    Group(usize),
    Slide(To),
    /// Back to the whole page, or from a vote to the slide it was opened from.
    Close,
    Guide,
    /// A decision is replayed together: its scene.
    Together(String),
    /// Hands for a way on, as typed.
    Hands(usize, String),
    /// A hand more or less for a way on.
    Hand {
        way: usize,
        less: bool,
    },
    Reveal,
    /// The link was put on the clipboard, or could not be.
    Copied(bool),
    /// There can be no link.
    TooLarge,
    Store(store::Msg),
    /// The next step of what is being read, by its number.
    Step(u32),
    Redraw,
    /// A part is to be drawn, in its turn.
    Turn(u32, usize),
    /// All units of the figures are there.
    Worked,
}

/// A slide, as one presents.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum To {
    First,
    Back,
    Next,
    Last,
}

/// What a group shows.
#[derive(Default)]
pub struct Shown {
    pub decisions: Vec<Decision>,
    pub picture: Picture,
    pub pairs: Vec<Pair>,
    pub facts: Vec<Known>,
    pub found: Option<Figures>,
    pub view: Option<View>,
    pub splits: Vec<SplitView>,
    pub questions: Vec<Question>,
    pub slides: Vec<Slide>,
}

/// A vote on a decision.
pub struct Vote {
    pub together: Together,
    /// For each way on.
    pub votes: Vec<u32>,
    pub revealed: bool,
}

/// What is being read, from a text to a page, a task each.
enum Stage {
    Text(String),
    Pieces(Read, std::vec::IntoIter<(u32, String)>),
    Weeks(Reading),
    Tidy(Reading),
    Class(Class),
    Written(Class, String),
    Packed(Class, String),
    Look,
    Count,
    Work,
    There,
}

/// The page's state.
#[derive(Default)]
pub struct Session {
    pub class: Option<Class>,
    /// All of it without names, packed: for the address, and for the worker.
    packed: String,
    /// The weeks of the address that are being read.
    coming: String,
    pub asked: Asked,
    pub shown: Shown,
    job: Option<ClassJob>,
    units: Units,
    pub names: bool,
    pub along: bool,
    pub vote: Option<Vote>,
    /// What was shown before the vote.
    back: String,
    /// What stands in the field for links.
    pub text: String,
    /// What is being read, and what the address it comes from asks for.
    reading: Option<(Stage, Option<Asked>)>,
    /// How often something began to be read: steps of what was given up for something else are none.
    begun: u32,
    pub said: String,
    /// What is wrong with the address.
    pub trouble: String,
    pub store: store::Session,
    warm: bool,
    /// Another page is shown: nobody is to be brought back to this one by what they waited for here.
    away: bool,
    /// The heading is to be gone to once it is drawn.
    focus: bool,
    /// How often each part of the page was to be drawn anew, and how often all of them.
    turns: [u32; PARTS],
    epoch: u32,
}

type Effects = Vec<Effect<Msg>>;

impl Session {
    /// Takes a message.
    pub fn update(&mut self, msg: Msg) -> Effects {
        match msg {
            Msg::Away => {
                self.away = true;
                Vec::new()
            }
            Msg::Address(query, names) => self.follow(&query, names),
            Msg::Typed(text) => {
                self.text = text;
                Vec::new()
            }
            Msg::Read => self.begin(Stage::Text(self.text.clone()), None),
            Msg::Example => self.begin(Stage::Text(hand::example()), None),
            Msg::Files(files, notes) if files.is_empty() => self.say(&notes.join(" ")),
            Msg::Files(files, notes) => self.begin(Stage::Weeks(Reading::files(&files, notes)), None),
            Msg::Names(on) => {
                self.names = on;
                let mut effects = vec![self.keep_names()];
                effects.extend(self.redraw());
                effects
            }
            Msg::Along(on) => {
                self.along = on;
                vec![Effect::Draw]
            }
            Msg::Unfinished(on) => self.go(|asked| asked.all = on, false),
            Msg::Group(group) => self.go(|asked| (asked.group, asked.show) = (group, String::new()), true),
            Msg::Slide(to) => self.turn_to(to),
            Msg::Close => {
                let back = Some(std::mem::take(&mut self.back)).filter(|_| self.vote.is_some());
                self.show(back.unwrap_or_default(), false)
            }
            Msg::Guide => self.show("guide".to_owned(), true),
            Msg::Together(id) => {
                self.back.clone_from(&self.asked.show);
                self.show(format!("vote-{id}"), true)
            }
            Msg::Hands(way, text) => {
                // While nothing is written there, nothing is counted.
                let n = text.trim().parse().ok().or(text.trim().is_empty().then_some(0));
                if let (Some(votes), Some(n)) = (self.votes(way), n) {
                    *votes = n;
                }
                vec![Effect::Draw]
            }
            Msg::Hand { way, less } => {
                if let Some(votes) = self.votes(way) {
                    *votes = if less { votes.saturating_sub(1) } else { votes.saturating_add(1) };
                }
                vec![Effect::Draw]
            }
            Msg::Reveal => {
                self.vote.iter_mut().for_each(|vote| vote.revealed = true);
                vec![Effect::Draw, Effect::Focus(vec!["[data-ways]".to_owned()])]
            }
            Msg::Copied(worked) => self.say(words::copied(worked)),
            Msg::TooLarge => self.say("The class is too large for a link: save it as a file."),
            Msg::Store(msg) => {
                let (mut effects, read) = self.store.update(msg);
                if let Some(read) = read {
                    effects.extend(self.begin(Stage::Weeks(Reading::of(read)), None));
                }
                effects
            }
            Msg::Step(begun) if begun == self.begun => self.step(),
            Msg::Step(_) => Vec::new(),
            Msg::Redraw => self.redraw(),
            Msg::Turn(epoch, part) => self.turn(epoch, part),
            Msg::Worked => {
                self.finish();
                vec![Effect::Soon(Msg::Redraw)]
            }
        }
    }

    /// The group that is looked at.
    pub fn group(&self) -> Option<&Group> {
        let groups = &self.class.as_ref()?.groups;
        groups.get(self.asked.group).or(groups.first())
    }

    /// The slide that is shown, from 0, where the class is presented.
    pub fn slide(&self) -> Option<usize> {
        let n: usize = self.asked.show.strip_prefix("slide-")?.parse().ok()?;
        Some(n.saturating_sub(1).min(self.shown.slides.len().saturating_sub(1)))
    }

    /// Whether weeks are being read.
    pub fn reading(&self) -> bool {
        self.reading.is_some()
    }

    /// What a key of the presentation asks for; nothing where it is none. Up and down scroll what is higher than
    /// the screen.
    pub fn key(&self, key: &str) -> Option<Msg> {
        if key == "Escape" {
            return Some(Msg::Close).filter(|_| !self.asked.show.is_empty());
        }
        self.slide()?;
        Some(Msg::Slide(match key {
            "ArrowRight" | "PageDown" => To::Next,
            "ArrowLeft" | "PageUp" => To::Back,
            "Home" => To::First,
            "End" => To::Last,
            _ => return None,
        }))
    }

    /// How often a part of the page was to be drawn anew.
    pub fn turn_of(&self, part: usize) -> u32 {
        self.turns[part]
    }

    /// Whether a part that was to be drawn so often has had its turn.
    pub fn has_turn(&self, turn: u32) -> bool {
        turn == self.epoch
    }

    /// Whether every part of the page shows what there is.
    pub fn drawn(&self) -> bool {
        self.has_turn(self.turns[PARTS - 1])
    }

    /// How far the figures are, 0 to 1.
    pub fn progress(&self) -> Option<f64> {
        let job = self.job.as_ref().filter(|_| self.shown.found.is_none())?;
        let (there, of) = job.progress();
        Some(there as f64 / of.max(1) as f64)
    }

    /// The link to what is shown, with or without names; `page` is what it begins with. `None` where it
    /// would be too long.
    pub fn link(&self, page: &str) -> Option<String> {
        let weeks = hand::pack(self.class.as_ref()?, self.along)?;
        let asked = Asked { weeks, ..self.asked.clone() };
        Some(format!("{page}#/class?{}", asked.query()))
    }

    /// The group as a file for spreadsheets; `page` is what links in it begin with.
    pub fn csv(&self, page: &str) -> Option<String> {
        Some(hand::csv(self.group()?, self.shown.found.as_ref(), self.along, page))
    }

    fn say(&mut self, text: &str) -> Effects {
        text.clone_into(&mut self.said);
        vec![Effect::Draw]
    }

    fn votes(&mut self, way: usize) -> Option<&mut u32> {
        self.vote.as_mut()?.votes.get_mut(way)
    }

    /// Changes what the address asks for.
    fn go(&self, change: impl FnOnce(&mut Asked), push: bool) -> Effects {
        let mut asked = self.asked.clone();
        change(&mut asked);
        vec![Effect::Class(asked.query(), push)]
    }

    /// Shows something else of the class, and leads to its heading.
    fn show(&self, what: String, push: bool) -> Effects {
        let mut effects = self.go(|asked| asked.show = what, push);
        effects.push(Effect::Heading);
        effects
    }

    /// Past the ends nothing happens.
    fn turn_to(&self, to: To) -> Effects {
        let slides = self.shown.slides.len();
        let slide = match to {
            To::First => Some(0),
            To::Back => self.slide().and_then(|at| at.checked_sub(1)),
            To::Next => self.slide().map(|at| at + 1),
            To::Last => slides.checked_sub(1),
        };
        slide.filter(|n| *n < slides).map(|n| self.show(format!("slide-{}", n + 1), false)).unwrap_or_default()
    }

    /// Follows the address.
    fn follow(&mut self, query: &str, names: Option<String>) -> Effects {
        self.away = false;
        let mut effects = Vec::new();
        if !std::mem::replace(&mut self.warm, true) {
            // The worker is there before there is anything for it to do.
            effects.push(Effect::Work);
        }
        let asked = match Asked::of(query) {
            Ok(asked) => asked,
            Err(why) => {
                self.trouble = why;
                return effects;
            }
        };
        self.trouble.clear();
        if self.reading() && asked.weeks == self.coming {
            return effects;
        }
        if !asked.weeks.is_empty() && asked.weeks != self.packed {
            self.coming.clone_from(&asked.weeks);
            // The address has no names; this tab may have them.
            let named = names.and_then(|kept| kept.strip_prefix(&format!("{}\n", asked.weeks)).map(str::to_owned));
            self.names |= named.is_some();
            match hand::unpacked(named.as_ref().unwrap_or(&asked.weeks)) {
                // Read as if it had been pasted; then the address asks again.
                Ok(text) => {
                    effects.extend(self.begin(Stage::Text(text), Some(asked)));
                    return effects;
                }
                Err(why) => self.trouble = why,
            }
        }
        let counted = asked.all != self.asked.all;
        let (other, shown) = (asked.group != self.asked.group || counted, self.asked.show != asked.show);
        self.asked = asked;
        if counted {
            self.class.iter_mut().for_each(|class| class.count_unfinished(self.asked.all));
        }
        if other {
            self.look();
            self.count();
            self.work();
        }
        if shown || other {
            self.vote();
            // The parts wait for their turn.
            self.epoch = self.epoch.wrapping_add(1);
            effects.extend([Effect::Soon(Msg::Redraw), Effect::Work]);
        }
        effects
    }

    /// Begins to read; `asked` is what the address it comes from asks for.
    fn begin(&mut self, stage: Stage, asked: Option<Asked>) -> Effects {
        self.begun = self.begun.wrapping_add(1);
        self.reading = Some((stage, asked));
        self.said.clear();
        vec![Effect::Draw, Effect::Soon(Msg::Step(self.begun))]
    }

    fn step(&mut self) -> Effects {
        let Some((stage, asked)) = self.reading.take() else { return Vec::new() };
        let next = match stage {
            Stage::Text(text) => Stage::Pieces(Read::default(), pieces(&text, 5 * AT_ONCE).into_iter()),
            Stage::Pieces(mut all, mut rest) => match rest.next() {
                Some((first, text)) => {
                    all.add(read::read(&text), first);
                    Stage::Pieces(all, rest)
                }
                None => Stage::Weeks(Reading::of(all)),
            },
            Stage::Weeks(mut reading) => {
                if reading.step(AT_ONCE) {
                    Stage::Weeks(reading)
                } else {
                    Stage::Tidy(reading)
                }
            }
            Stage::Tidy(reading) => Stage::Class(reading.done()),
            Stage::Class(class) => {
                let text = hand::text(&class, false);
                Stage::Written(class, text)
            }
            Stage::Written(class, text) => Stage::Packed(class, hand::pack_text(&text)),
            Stage::Packed(class, packed) => {
                self.take(class, packed, asked.clone().unwrap_or_default());
                Stage::Look
            }
            Stage::Look => {
                self.look();
                Stage::Count
            }
            Stage::Count => {
                self.count();
                Stage::Work
            }
            Stage::Work => {
                self.work();
                Stage::There
            }
            Stage::There => return self.there(asked.is_none()),
        };
        self.reading = Some((next, asked));
        vec![Effect::Soon(Msg::Step(self.begun))]
    }

    /// The class is there: its figures are worked out, and it is drawn.
    fn there(&mut self, pasted: bool) -> Effects {
        self.vote();
        // What is too long for an address stays in this tab.
        self.asked.weeks = if hand::fits(&self.packed) { self.packed.clone() } else { String::new() };
        self.epoch = self.epoch.wrapping_add(1);
        self.focus = pasted && !self.away;
        let mut effects = vec![self.keep_names(), Effect::Work, Effect::Soon(Msg::Redraw)];
        if !self.away {
            effects.insert(1, Effect::Class(self.asked.query(), pasted));
        }
        effects
    }

    /// Names stay in this tab while they are shown, so that they are there after a reload.
    fn keep_names(&self) -> Effect<Msg> {
        let class = self.class.as_ref().filter(|_| self.names);
        Effect::Tab(class.map(|class| format!("{}\n{}", self.packed, hand::packed(class, true))))
    }

    /// Draws everything anew, one part a task.
    fn redraw(&mut self) -> Effects {
        self.epoch = self.epoch.wrapping_add(1);
        self.turn(self.epoch, 0)
    }

    fn turn(&mut self, epoch: u32, part: usize) -> Effects {
        if self.epoch != epoch || part >= PARTS {
            return Vec::new();
        }
        if part == 1 && std::mem::take(&mut self.focus) {
            // While little is there that would have to be laid out for it.
            return vec![Effect::FocusNow("[data-class-weeks]"), Effect::Soon(Msg::Turn(epoch, part))];
        }
        self.turns[part] = epoch;
        vec![Effect::Draw, Effect::Soon(Msg::Turn(epoch, part + 1))]
    }

    /// Takes another class, of which nothing is known yet.
    fn take(&mut self, mut class: Class, packed: String, asked: Asked) {
        class.count_unfinished(asked.all);
        self.said = match class.weeks() {
            0 => "There is no week to be shown in this.".to_owned(),
            n => format!("{} read.", words::count(n, "week")),
        };
        (self.class, self.packed, self.asked) = (Some(class), packed, asked);
    }

    /// Looks at the group that is asked for.
    fn look(&mut self) {
        (self.shown, self.job, self.units, self.vote) = (Shown::default(), None, Units::default(), None);
        let Some(group) = self.group() else { return };
        let decisions = decisions::decisions(group);
        self.shown = Shown { picture: picture::picture(group, &decisions), decisions, ..Shown::default() };
    }

    /// The second half of it.
    fn count(&mut self) {
        let Some(group) = self.group() else { return };
        (self.shown.pairs, self.shown.facts) = (decisions::pairs(group), decisions::facts(group));
        self.ask();
    }

    /// The work that its figures are.
    fn work(&mut self) {
        self.job = self.group().filter(|group| group.finished().count() > 0).map(Group::job);
        self.units = Units::new(self.job.as_ref().map_or(0, ClassJob::units));
    }

    /// Questions and slides, of what is known.
    fn ask(&mut self) {
        let Some(group) = self.group() else { return };
        let s = &self.shown;
        let questions = questions::questions(group, s.found.as_ref(), &s.decisions, &s.splits, &s.facts, &s.pairs);
        let slides = show::slides(group, s.view.as_ref(), &s.splits, &questions);
        (self.shown.questions, self.shown.slides) = (questions, slides);
    }

    /// Opens the vote that is asked for.
    fn vote(&mut self) {
        self.vote = None;
        let Some(id) = self.asked.show.strip_prefix("vote-") else { return };
        let vote = self.group().and_then(|group| {
            let scene = group.loaded.scenario.scenes.iter().position(|s| s.id == id)?;
            together::together(group, scene as u8)
        });
        self.vote = vote.map(|together| Vote { votes: vec![0; together.ways.len()], together, revealed: false });
    }

    /// The figures are there.
    fn finish(&mut self) {
        let Some(found) = self.job.as_ref().and_then(ClassJob::found) else { return };
        if let Some(group) = self.group() {
            let (view, splits) = (view::view(group, &found), decisions::splits(group, &found, SPLITS));
            (self.shown.view, self.shown.splits, self.shown.found) = (view, splits, Some(found));
        }
        self.ask();
    }

    /// What a unit of the figures is of: the group, and all weeks.
    fn work_key(&self) -> String {
        format!("{}.{}", self.asked.group, self.packed)
    }

    /// Gives out the next unit of the figures: what it is of, and its number.
    pub fn give(&mut self) -> Option<(String, u32)> {
        let unit = self.units.give()?;
        Some((self.work_key(), unit))
    }

    /// Takes what a unit came to.
    pub fn came(&mut self, key: &str, unit: u32, part: &[i64]) -> Effects {
        if key != self.work_key() || self.shown.found.is_some() {
            return Vec::new();
        }
        let Some(job) = &mut self.job else { return Vec::new() };
        if self.units.take(unit) {
            job.add(unit, part);
        }
        // In a task of its own: the last unit was work enough.
        if job.done() { vec![Effect::Soon(Msg::Worked)] } else { Vec::new() }
    }

    /// Works out a unit here.
    pub fn run(&self, unit: u32) -> Vec<i64> {
        self.job.as_ref().map(|job| job.run(unit)).unwrap_or_default()
    }

    /// The worker is gone: what was given out is to be given out again.
    pub fn requeue(&mut self) {
        self.units.requeue();
    }
}

/// What a worker makes of a unit's key ([`Session::give`]).
pub fn job(key: &str) -> Option<ClassJob> {
    let (group, packed) = key.split_once('.')?;
    let class = hand::unpack(packed).ok()?;
    let group = class.groups.get(group.parse::<usize>().ok()?).or(class.groups.first())?;
    Some(group.job())
}

#[cfg(test)]
mod tests;
