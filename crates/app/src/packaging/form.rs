//! The form of the packaging page: what was picked and typed, and what is wrong with it.

use crate::{from, load};
use portal::Scored;
use portal::package::{Complete, Launch, Package, Seeds, Target, is_address};
use scenario::codec::link::{PlayLink, Route};
use scenario::codec::packed::is_packed;

/// The longest text that a field keeps, in characters.
const LONGEST: usize = 400;
/// The luck that is offered first, where no week was played before.
const FIRST_SEED: u32 = 7;

/// A scenario that is not built in: a draft of this device, a file that was opened, or the week in hand.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Own {
    /// Its value in the page.
    pub value: String,
    pub title: String,
    /// What links call it, once somebody picked it; an error where it cannot be played or is too long.
    key: Option<Result<String, ()>>,
    text: String,
}

/// What was picked and typed. Texts are kept as they were typed, so that they can be mended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Form {
    pub target: Target,
    /// A built-in scenario's id, or the value of one of `own`.
    pub scenario: String,
    pub own: Vec<Own>,
    /// One luck for all, or one per learner.
    pub same: bool,
    pub seed: String,
    /// Empty: nobody passes or fails.
    pub pass_mark: String,
    pub complete: Complete,
    pub scored: Scored,
    pub language: String,
    pub blind: bool,
    /// The address of a copy that anybody may open; empty: what learners share leads nowhere.
    pub public: String,
    /// Something was picked or typed by hand: nothing is filled in any more.
    touched: bool,
}

impl Default for Form {
    fn default() -> Form {
        Form {
            target: Target::Scorm12,
            scenario: scenario::FIRST.0.to_owned(),
            own: Vec::new(),
            same: true,
            seed: FIRST_SEED.to_string(),
            pass_mark: String::new(),
            complete: Complete::Debrief,
            scored: Scored::Decisions,
            language: "en".to_owned(),
            blind: false,
            public: String::new(),
            touched: false,
        }
    }
}

/// A field that cannot be used, and what to write instead.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Wrong {
    pub field: &'static str,
    pub text: &'static str,
}

/// A thing to pick: its value in the page, its name, and what it is for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Choice {
    pub value: String,
    pub name: &'static str,
    pub note: &'static str,
    pub picked: bool,
}

/// What a target is called, and what it is for.
pub fn target(target: Target) -> (&'static str, &'static str) {
    match target {
        Target::Scorm12 => ("SCORM 1.2", "What nearly every training portal takes. If you do not know which one to use, use this one."),
        Target::Scorm2004 => (
            "SCORM 2004, 4th edition",
            "For portals that ask for it: it tells \u{201c}completed\u{201d} from \u{201c}passed\u{201d}, and has room for more.",
        ),
        Target::Cmi5 => ("cmi5", "For portals that launch by cmi5 and keep statements in a learning record store."),
        Target::Xapi => ("xAPI (tincan.xml)", "For portals and record stores that launch by the older Tin Can convention."),
        Target::Web => ("A plain web folder", "For a web server or an intranet page: unpack it there. It reports nothing to anybody."),
    }
}

fn scored(what: Scored) -> (&'static str, &'static str) {
    match what {
        Scored::Decisions => (
            "The decisions",
            "What the moves come to on average: two learners with the same moves get the same score, whatever luck they met.",
        ),
        Scored::Week => ("The week", "What came of this one week, its luck included."),
    }
}

fn complete(what: Complete) -> (&'static str, &'static str) {
    match what {
        Complete::Debrief => ("Opening the debrief", "The learner has seen what came of the week."),
        Complete::LastDecision => ("Taking the last decision", "The debrief may be left unread."),
    }
}

impl Form {
    /// Fills in the week in hand, unless something was picked already: what links call its scenario, and
    /// its title.
    pub fn suggest(&mut self, key: &str, title: &str, seed: Option<u32>, blind: bool) {
        if is_packed(key) {
            let hand = Own { value: "hand".to_owned(), title: title.to_owned(), key: Some(Ok(key.to_owned())), text: String::new() };
            self.own.push(hand);
        }
        if !self.touched {
            if is_packed(key) { "hand" } else { key }.clone_into(&mut self.scenario);
            self.seed = seed.unwrap_or(FIRST_SEED).to_string();
            self.blind = blind;
        }
    }

    /// Another scenario to pick, by its text; one of the same value gives way.
    pub fn offer(&mut self, value: &str, title: String, text: String) {
        self.own.retain(|o| o.value != value);
        self.own.push(Own { value: value.to_owned(), title, key: None, text });
        self.worked_out();
    }

    /// Works out what links call the scenario that is picked: a good tenth of a second for a long one.
    fn worked_out(&mut self) {
        if let Some(own) = self.own.iter_mut().find(|o| o.value == self.scenario && o.key.is_none()) {
            own.key = Some(from::key(&own.text).map_err(|_| ()));
        }
    }

    /// What links call the scenario that is picked.
    pub fn key(&self) -> Result<&str, Wrong> {
        let Some(own) = self.own.iter().find(|o| o.value == self.scenario) else { return Ok(&self.scenario) };
        let text = "This week cannot be played yet, or is too long for a package. Open it in the editor, which names what to mend.";
        own.key.as_ref().and_then(|k| k.as_deref().ok()).ok_or(Wrong { field: "scenario", text })
    }

    /// Takes what a field now holds; `false` where there is no such field or no such choice. Boxes
    /// to tick say `true` or `false`.
    pub fn set(&mut self, field: &str, value: &str) -> bool {
        let text = || value.trim().chars().filter(|c| !c.is_control()).take(LONGEST).collect::<String>();
        match field {
            "target" => match Target::named(value) {
                Some(t) => self.target = t,
                None => return false,
            },
            "complete" => match Complete::named(value) {
                Some(c) => self.complete = c,
                None => return false,
            },
            "score" => match Scored::named(value) {
                Some(s) => self.scored = s,
                None => return false,
            },
            "scenario" if scenario::built_in(value).is_some() || self.own.iter().any(|o| o.value == value) => {
                value.clone_into(&mut self.scenario);
                self.worked_out();
            }
            "luck" if matches!(value, "same" | "per-learner") => self.same = value == "same",
            "blind" if matches!(value, "true" | "false") => self.blind = value == "true",
            "seed" => self.seed = text(),
            "pass-mark" => self.pass_mark = text(),
            "language" => self.language = text(),
            "public" => self.public = text(),
            _ => return false,
        }
        self.touched = true;
        true
    }

    fn seeds(&self) -> Result<Seeds, Wrong> {
        if !self.same {
            return Ok(Seeds::PerLearner);
        }
        let text = "Write a whole number from 0 to 4294967295, or give each learner their own luck.";
        self.seed.parse().map(Seeds::Same).map_err(|_| Wrong { field: "seed", text })
    }

    fn mark(&self) -> Result<Option<u8>, Wrong> {
        if self.pass_mark.is_empty() {
            return Ok(None);
        }
        let text = "Write a whole number from 0 to 100, or leave it empty.";
        let mark = self.pass_mark.parse().ok().filter(|m| *m <= 100);
        mark.map(Some).ok_or(Wrong { field: "pass-mark", text })
    }

    /// Whether the language could stand in a package.
    fn language_fits(&self) -> bool {
        let launch = Launch {
            target: Target::Web,
            scenario: "x".to_owned(),
            packed: None,
            title: None,
            edition: "000000".to_owned(),
            language: self.language.clone(),
            seeds: Seeds::PerLearner,
            pass_mark: None,
            complete: Complete::Debrief,
            scored: Scored::Week,
            blind: false,
            public: None,
        };
        launch.check().is_ok()
    }

    fn open_copy(&self) -> Result<Option<String>, Wrong> {
        let text = "Write an address that begins with https:// and ends before any ? or #, or leave it empty.";
        let given = Some(self.public.clone()).filter(|p| !p.is_empty());
        if given.as_deref().is_none_or(is_address) { Ok(given) } else { Err(Wrong { field: "public", text }) }
    }

    /// What cannot be used, in the order of the page.
    pub fn wrong(&self) -> Vec<Wrong> {
        let language = (!self.language_fits()).then_some(Wrong { field: "language", text: "Write a language tag, such as en or pt-BR." });
        [self.key().err(), self.seeds().err(), self.mark().err(), language, self.open_copy().err()].into_iter().flatten().collect()
    }

    /// The package that was asked for; nothing where a field is wrong.
    pub fn package(&self) -> Option<Package> {
        let loaded = load(self.key().ok()?).filter(|_| self.language_fits())?;
        let launch = Launch {
            target: self.target,
            scenario: loaded.scenario.id,
            title: Some(loaded.scenario.title.clone()).filter(|_| is_packed(&loaded.key)),
            packed: Some(loaded.key).filter(|k| is_packed(k)),
            edition: loaded.edition,
            language: self.language.clone(),
            seeds: self.seeds().ok()?,
            pass_mark: self.mark().ok()?,
            complete: self.complete,
            scored: self.scored,
            blind: self.blind,
            public: self.open_copy().ok()?,
        };
        Some(Package { launch, title: loaded.scenario.title, description: loaded.scenario.summary })
    }

    /// The link to the week that was picked, without an edition: a page that embeds it shows the
    /// one that is served. `None` where the seed is wrong.
    pub fn fragment(&self) -> Option<String> {
        self.seeds().ok()?;
        let link = PlayLink { scenario: self.key().ok()?.to_owned(), seed: self.seed_for_all(), blind: self.blind, ..PlayLink::default() };
        Some(Route::Play(link).to_string())
    }

    /// The seed that all learners have, if they have one.
    pub fn seed_for_all(&self) -> Option<u32> {
        match self.seeds() {
            Ok(Seeds::Same(seed)) => Some(seed),
            _ => None,
        }
    }

    pub fn targets(&self) -> Vec<Choice> {
        let choice = |t: Target| (t.name().to_owned(), target(t), t == self.target);
        choices(Target::ALL.map(choice))
    }

    pub fn lucks(&self) -> Vec<Choice> {
        let same = ("The same luck for all", "Results can be compared, and a class can talk about one week.");
        let own = (
            "A luck of their own for each learner",
            "What came of a neighbour\u{2019}s moves may not come of yours; scores differ by luck as well.",
        );
        choices([("same".to_owned(), same, self.same), ("per-learner".to_owned(), own, !self.same)])
    }

    pub fn completions(&self) -> Vec<Choice> {
        choices(Complete::ALL.map(|c| (c.name().to_owned(), complete(c), c == self.complete)))
    }

    pub fn scores(&self) -> Vec<Choice> {
        choices(Scored::ALL.map(|s| (s.name().to_owned(), scored(s), s == self.scored)))
    }

    /// Value, title, and whether it is picked, of each scenario: built-in ones first.
    pub fn scenarios(&self) -> Vec<(String, String, bool)> {
        let title = |id: &str| load(id).map_or_else(|| id.to_owned(), |l| l.scenario.title);
        let built_in = scenario::built_ins().map(|(id, _)| (id.to_owned(), title(id)));
        let all = built_in.chain(self.own.iter().map(|o| (o.value.clone(), o.title.clone())));
        all.map(|(value, title)| (value.clone(), title, value == self.scenario)).collect()
    }
}

fn choices<const N: usize>(all: [(String, (&'static str, &'static str), bool); N]) -> Vec<Choice> {
    all.into_iter().map(|(value, (name, note), picked)| Choice { value, name, note, picked }).collect()
}

/// The rules of a package in one sentence.
pub fn told(launch: &Launch) -> String {
    let luck = match launch.seeds {
        Seeds::Same(seed) => format!("the same luck for all (number {seed})"),
        Seeds::PerLearner => "a luck of their own for each learner".to_owned(),
    };
    let mark = launch.pass_mark.map_or_else(|| "no pass mark".to_owned(), |m| format!("passed from {m} points"));
    let end = match launch.complete {
        Complete::Debrief => "complete at the debrief",
        Complete::LastDecision => "complete at the last decision",
    };
    let score = match launch.scored {
        Scored::Decisions => "scored by the decisions",
        Scored::Week => "scored by the week",
    };
    let blind = if launch.blind { ", styles hidden until the debrief" } else { "" };
    format!("{}, {luck}, {score}, {mark}, {end}{blind}.", target(launch.target).0)
}
