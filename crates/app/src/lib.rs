//! The shell's brain, still pure: messages in, effects out, and a view model for each screen.

pub mod action;
pub mod address;
mod assumed;
pub mod board;
pub mod class;
pub mod compared;
pub mod data;
pub mod debrief;
pub mod effect;
pub mod export;
pub mod forecasts;
pub mod from;
pub mod handing;
pub mod hosted;
mod lines;
pub mod lucks;
pub mod map;
pub mod numbers;
pub mod packaging;
pub mod play;
pub mod plot;
pub mod press;
pub mod probe;
pub mod ranked;
mod rest;
mod saves;
pub mod studio;
pub mod study;
pub mod summary;
pub mod swings;
#[cfg(test)]
mod tests;
pub mod tornado;
pub mod touches;
mod update;
pub mod verdict;
pub mod why;
pub mod words;
pub mod write;

use engine::compile::CARRIED_OVER;
use engine::model::Scenario;
use engine::model::scenario::Member;
use engine::{Line, Program};
use forecasts::Forecasts;
pub use import as stories;
use scenario::codec::link::{self, BadLink, PlayLink, Route};
use scenario::codec::save::{self, Answers, Save};
use scenario::codec::{mend, packed, team};
pub use scenario::{CATALOGUE, Entry, FIRST, FIRST_ENTRY, built_in};
use std::borrow::Cow;

/// What the device keeps for us, as the shell read it: pairs of key and text, in order of key.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Kept(Vec<(String, String)>);

impl Kept {
    /// Nothing is kept.
    pub const fn new() -> Kept {
        Kept(Vec::new())
    }

    fn place(&self, key: &str) -> usize {
        self.0.partition_point(|pair| pair.0.as_str() < key)
    }

    pub fn get(&self, key: &str) -> Option<&str> {
        self.0.get(self.place(key)).filter(|pair| pair.0 == key).map(|pair| pair.1.as_str())
    }

    /// Keeps a text under a key, in place of the old one.
    pub fn insert(&mut self, key: String, text: String) {
        let place = self.place(&key);
        match self.0.get_mut(place).filter(|pair| pair.0 == key) {
            Some(pair) => pair.1 = text,
            None => self.0.insert(place, (key, text)),
        }
    }

    /// Takes out what is kept under a key.
    pub fn take(&mut self, key: &str) -> Option<(String, String)> {
        let place = self.place(key);
        let there = self.0.get(place).is_some_and(|pair| pair.0 == key);
        there.then(|| self.0.remove(place))
    }

    pub fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.iter().map(|(key, text)| (key.as_str(), text.as_str()))
    }
}

/// Every key starts with this.
pub const PREFIX: &str = "by-friday/";

/// Something happened.
#[derive(Clone, Debug, PartialEq)]
pub enum Msg {
    /// The address changed (or the page was opened): its fragment, and a seed to use if needed.
    Address {
        fragment: String,
        seed: u32,
    },
    Play {
        seed: u32,
    },
    Continue,
    Choose(usize),
    Next,
    /// A new week under the assumptions in hand.
    Restart {
        seed: u32,
    },
    /// Opens an earlier decision again; the old line is kept.
    Reopen(usize),
    Debrief,
    /// The week in hand: its next decision, or its debrief.
    Week,
    Map,
    Why,
    Start,
    Data,
    Packaging,
    Write,
    /// A class, with what the address is to say of it; a new entry in the history or the same.
    Class {
        query: String,
        push: bool,
    },
    /// The texts of the days after the first are here; anything else where they did not come.
    Later(String),
    /// Other values for some assumptions, in place of those changed before.
    Assume(Vec<(String, f64)>),
    /// Assumptions were left alone for a while.
    Settled,
    Answer {
        id: String,
        text: String,
    },
    /// Forget everything kept on this device.
    Erase,
    /// Forgets what is kept under one key.
    Forget(String),
    /// What was forgotten last is kept again.
    TakeBack,
    StorageBlocked,
    StorageFull,
}

/// Something the shell is to do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Effect {
    /// A new history entry, or the same one with another address.
    Push(String),
    Replace(String),
    Keep {
        key: String,
        text: String,
    },
    Forget(Vec<String>),
    /// Move the focus to the heading of what is new.
    Focus,
    /// Say politely.
    Announce(String),
    /// There is something to work out.
    Tick,
    /// Send [`Msg::Settled`] within a second.
    Settle,
}

/// A scenario in use.
#[derive(Clone, Debug)]
pub struct Loaded {
    /// What links call it: its id where it is built in, else `x.` and the whole of it, packed.
    pub key: String,
    pub scenario: Scenario,
    pub program: Program,
    pub edition: String,
    /// Decisions on the way through.
    pub decisions: usize,
}

impl Loaded {
    /// Whether it came whole in a link or a file, and is not built in.
    pub fn travels(&self) -> bool {
        packed::is_packed(&self.key)
    }
}

/// The people of another week with whom this one begins.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Carried {
    /// As it stands in links and saves; empty where nobody comes from elsewhere.
    pub text: String,
    /// The sentence that says so.
    pub said: String,
    /// The scenario has no word of its own on how much of a week is left, so the engine's stands in it.
    lent: bool,
}

/// Lets people begin as another week left them, in place of those who did before.
pub type Carry = fn(&mut Loaded, &Carried, &str) -> Result<Carried, String>;

/// Gets a scenario by its key and, for an older edition of a built-in one, that edition.
pub type Load = fn(&str, Option<&str>) -> Result<Loaded, String>;

/// Puts a fragment right that does not read as it stands: what it asks for, and what was done to it; else
/// what is wrong with it, in words.
pub type Mend = fn(&str) -> Result<(Route, String), String>;

/// Puts other values for some assumptions into the week in hand; whether something changed.
pub type Assume = fn(&mut App, &[(String, f64)]) -> bool;

/// Where scenarios come from.
#[derive(Clone, Copy, Debug)]
pub struct Library {
    /// The scenario of a key, in the released edition that is named where that is kept, else in the
    /// newest.
    pub load: Load,
    /// Applies changed assumptions.
    pub assume: Assume,
    /// Carries a team over.
    pub carry: Carry,
    /// Puts links right.
    pub mend: Mend,
    /// Whether what is not here is not anywhere: else a later part of the program may have it.
    pub whole: bool,
}

impl Library {
    /// The first built-in scenario alone, as it was written.
    pub const FIRST: Library =
        Library { load: first, assume: |_, _| false, carry: |_, _, _| Ok(Carried::default()), mend: |_| Err(String::new()), whole: false };
    /// Every built-in scenario, and those that come in a link.
    pub const WHOLE: Library = Library { load: any, assume: App::assume_here, carry: carried, mend: mended, whole: true };
}

/// A screen; what it shows is in its view model.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Screen {
    Start,
    Play,
    Debrief,
    Map,
    Why,
    Data,
    Packaging,
    Write,
    /// A class side by side: what the address says of it.
    Class(String),
    /// A scenario's file lies at this address: asks before it is fetched.
    From(String),
    /// A title and what is wrong.
    Error(String),
    /// A later part of the program has what is asked for.
    Elsewhere,
}

/// Something the player should know, with a stable id.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Notice {
    pub id: &'static str,
    pub text: String,
    /// Offers to go back to one's own week.
    pub own_week: bool,
}

/// The whole state of the page.
#[derive(Clone, Debug)]
pub struct App {
    pub screen: Screen,
    /// The fragment that was opened last, put right where it had to be.
    pub asked: String,
    /// What was done to put it right; empty where it read as it stood.
    pub mended: String,
    pub library: Library,
    pub loaded: Loaded,
    /// The texts of the days after the first did not come: the later parts of the program have them, too.
    pub missing: bool,
    /// Assumptions in hand that differ from the scenario's own, in its order.
    pub set: Vec<(String, f64)>,
    /// The scenario as its author left it, where assumptions are changed.
    pub own: Option<Box<Loaded>>,
    /// The team this week began with, where it comes from another.
    pub team: Carried,
    /// Assumptions are being changed: what takes long, and the address, wait for a pause.
    pub settling: bool,
    pub line: Option<Line>,
    pub blind: bool,
    /// A link was opened beside a week of one's own: nothing is saved.
    pub visiting: bool,
    pub notices: Vec<Notice>,
    pub kept: Kept,
    pub answers: Answers,
    /// What was forgotten last: it can be taken back as long as the page of all that is kept is shown.
    pub forgotten: Vec<(String, String)>,
    pub forecasts: Forecasts,
}

/// Decisions on the way through.
fn decisions(program: &Program) -> usize {
    Line::pure(program, 0, engine::model::Style::Directive).steps.len()
}

/// The first built-in scenario.
fn first(key: &str, _: Option<&str>) -> Result<Loaded, String> {
    if key != scenario::FIRST.0 {
        // A later part of the program says what is wrong.
        return Err(String::new());
    }
    let (scenario, program) = scenario::played();
    Ok(Loaded { key: key.to_owned(), decisions: decisions(&program), scenario, program, edition: scenario::FIRST_EDITION.to_owned() })
}

/// The text of a built-in scenario that `same` accepts: the present one, or a released one.
fn base(id: &str, same: &dyn Fn(&str) -> bool) -> Option<Cow<'static, str>> {
    let present = |id: &str, same: &dyn Fn(&str) -> bool| scenario::built_in(id).map(Cow::Borrowed).filter(|text| same(text));
    let old = || scenario::editions(id).filter_map(|e| packed::unpack(e.1, present).ok().map(Cow::Owned)).find(|text| same(text));
    present(id, same).or_else(old)
}

/// A scenario that is built in, or comes in the key itself.
fn any(key: &str, edition: Option<&str>) -> Result<Loaded, String> {
    let old = edition.and_then(|e| scenario::edition_of(key, e));
    let unpacked = |key: &str| packed::unpack(key, base).map(Cow::Owned).map_err(|e| e.to_string());
    let text = match scenario::built_in(key) {
        Some(text) => old.map_or(Ok(Cow::Borrowed(text)), unpacked)?,
        None if packed::is_packed(key) => unpacked(key)?,
        None => return Err(BadLink::Scenario(key.to_owned()).to_string()),
    };
    let (mut scenario, program) = scenario::read(&text).map_err(|e| format!("The scenario in this link cannot be played. {e}"))?;
    if packed::is_packed(key) {
        // What its author left to the engine can be argued with as well.
        scenario = scenario::with_standard(scenario);
    }
    Ok(Loaded { key: key.to_owned(), decisions: decisions(&program), scenario, program, edition: scenario::edition(&text) })
}

/// What a fragment asks for once it is put right. One that has nothing of ours in it asks for nothing.
fn mended(fragment: &str) -> Result<(Route, String), String> {
    match mend::read(fragment) {
        Ok(found) => Ok((found.route, mend::said(&found.done))),
        Err(BadLink::Changed) if !link::begins(fragment) => Ok((Route::Start, String::new())),
        Err(bad) => Err(bad.to_string()),
    }
}

/// Lets the people named in a team's text, as far as they are in the scenario, begin as it says.
fn carried(loaded: &mut Loaded, before: &Carried, text: &str) -> Result<Carried, String> {
    let named = team::read(text).map_err(|e| e.to_string())?;
    let scenario = &mut loaded.scenario;
    if before.lent {
        scenario.assumptions.pop();
    }
    scenario.carried = scenario.team.iter().filter_map(|m| named.iter().find(|n| n.0 == m.id).cloned()).collect();
    let lent = !scenario.carried.is_empty() && !scenario.assumptions.iter().any(|a| a.id == CARRIED_OVER);
    if lent {
        scenario.assumptions.extend(scenario::standard_one(CARRIED_OVER));
    }
    let problem = |list: Vec<engine::Problem>| list.into_iter().next().map_or_else(String::new, |p| p.text);
    loaded.program = Program::compile(scenario).map_err(problem)?;
    let monday = Line::new(&loaded.program, 0).state;
    let one = |(m, member): (usize, &Member)| {
        let of_them = scenario.carried.iter().any(|c| c.0 == member.id);
        let at = engine::score::percent(loaded.program.engagement(&monday.people[m]));
        of_them.then(|| format!("{} for {}", words::fixed(at, 0), member.name))
    };
    let list: Vec<String> = scenario.team.iter().enumerate().filter_map(one).collect();
    let said =
        format!("This team comes from another week and begins as that week and the weekend left it: engagement {}.", words::list(&list));
    Ok(Carried { text: team::write(&scenario.carried), said, lent })
}

/// The scenario of a key: a built-in one's id, or a packed scenario. `None` where there is none.
pub fn load(key: &str) -> Option<Loaded> {
    any(key, None).ok()
}

impl App {
    /// The page before anything happened. `kept` is what the device holds.
    ///
    /// # Panics
    /// Never: the first built-in scenario is part of the program and is tested to load.
    pub fn new(kept: Kept) -> App {
        App::with(Library::WHOLE, kept)
    }

    /// As [`App::new`], in a part of the program that has these scenarios.
    ///
    /// # Panics
    /// Never, as [`App::new`].
    pub fn with(library: Library, kept: Kept) -> App {
        App::holding(library, (library.load)(scenario::FIRST.0, None).expect("the built-in scenario loads"), kept)
    }

    /// As [`App::with`], with this scenario in hand.
    pub fn holding(library: Library, loaded: Loaded, kept: Kept) -> App {
        App {
            screen: Screen::Start,
            asked: String::new(),
            mended: String::new(),
            library,
            loaded,
            missing: false,
            set: Vec::new(),
            own: None,
            team: Carried::default(),
            settling: false,
            line: None,
            blind: false,
            visiting: false,
            notices: Vec::new(),
            kept,
            answers: Answers::default(),
            forgotten: Vec::new(),
            forecasts: Forecasts::default(),
        }
    }

    /// Under what name the device keeps what belongs to this scenario: its id, and for one that came
    /// in a link its edition too, as two of those may have one id.
    fn slot(&self) -> String {
        let loaded = self.written();
        if loaded.key == loaded.scenario.id { loaded.key.clone() } else { format!("{}.{}", loaded.scenario.id, loaded.edition) }
    }

    pub fn save_key(&self) -> String {
        format!("{PREFIX}save/{}", self.slot())
    }

    pub fn answers_key(&self) -> String {
        format!("{PREFIX}answers/{}", self.slot())
    }

    /// The kept play of this scenario, if it can be read and holds at least one move.
    pub fn saved(&self) -> Option<Save> {
        let save = save::read(self.kept.get(&self.save_key())?).ok()?;
        (!save.week.moves.is_empty()).then_some(save)
    }

    /// Whether the scenario in hand is an older edition of a built-in one.
    pub fn older(&self) -> bool {
        scenario::is_released(&self.loaded.key, &self.loaded.edition)
    }

    /// The scenario as its author left it.
    pub fn written(&self) -> &Loaded {
        self.own.as_deref().unwrap_or(&self.loaded)
    }

    /// The ids of a line's moves.
    pub fn move_ids(&self, line: &Line) -> Vec<String> {
        let scenes = &self.loaded.scenario.scenes;
        line.steps.iter().map(|s| scenes[s.before.scene as usize].moves[s.mv as usize].id.clone()).collect()
    }

    /// The link to a line as it stands.
    pub fn link(&self, line: &Line) -> PlayLink {
        PlayLink {
            scenario: self.loaded.key.clone(),
            edition: Some(self.loaded.edition.clone()),
            seed: Some(line.seed),
            moves: self.move_ids(line),
            after: line.after_move(),
            blind: self.blind,
            set: self.set.clone(),
            team: self.team.text.clone(),
            cut: false,
        }
    }

    /// The link of a scenario in which nothing was played.
    pub fn bare(&self) -> PlayLink {
        PlayLink {
            scenario: self.loaded.key.clone(),
            edition: Some(self.loaded.edition.clone()),
            set: self.set.clone(),
            team: self.team.text.clone(),
            ..PlayLink::default()
        }
    }

    /// Where we are: the route of what is shown.
    pub fn route(&self) -> Route {
        let link = || self.line.as_ref().map_or_else(|| self.bare(), |line| self.link(line));
        match &self.screen {
            Screen::Play if self.line.is_some() => Route::Play(link()),
            Screen::Debrief if self.line.is_some() => Route::Debrief(link()),
            Screen::Map => Route::Map(link()),
            Screen::Why => Route::Why(link()),
            Screen::Data => Route::Data,
            Screen::Packaging => Route::Portal,
            Screen::Write => Route::Write,
            Screen::Class(query) => Route::Class(query.clone()),
            Screen::From(address) => Route::From(address.clone()),
            Screen::Elsewhere => Route::Play(self.bare()),
            _ => Route::Start,
        }
    }

    /// Whether the scene that is to be shown has no text yet.
    pub fn untold(&self) -> bool {
        let scene = self.line.as_ref().and_then(|l| self.loaded.scenario.scenes.get(usize::from(l.state.scene)));
        !self.library.whole && self.screen == Screen::Play && scene.is_some_and(|s| s.title.is_empty())
    }

    /// Whether the week in hand is the first one of the start screen, as it is written now.
    pub fn as_first(&self) -> bool {
        self.loaded.key == scenario::FIRST.0 && !self.older() && self.set.is_empty() && self.team.text.is_empty()
    }

    fn notice(&mut self, id: &'static str, text: impl Into<String>) {
        self.notices.retain(|n| n.id != id);
        self.notices.push(Notice { id, text: text.into(), own_week: id == "own-week" });
    }
}
