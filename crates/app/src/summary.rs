//! What the debrief says first, on one screen, and what stands at the head of each chapter. Whoever
//! reads only what is large ([`App::large`]) has read the right thing.

use super::play::{Face, Somebody};
use super::study::Study;
use super::{App, Screen, words};
use engine::model::Style;
use engine::{Line, Outcome};

/// How the summary is known to rest on an assumption, in the fewest words.
pub const ASSUMED: &str = "Effects within one week are assumed.";

/// Somebody on Monday morning and now.
#[derive(Clone, Debug, PartialEq)]
pub struct ThenNow {
    /// Large.
    pub name: String,
    pub then: Face,
    pub now: Face,
    /// Large.
    pub word: &'static str,
    /// `54 on Monday, 61 now`
    pub figures: String,
}

/// The team's hours beside the plan.
#[derive(Clone, Debug, PartialEq)]
pub struct Hours {
    /// Large: `97 hours`.
    pub figure: String,
    pub note: String,
    pub spent: f64,
    pub planned: f64,
}

/// Where luck put the week.
#[derive(Clone, Debug, PartialEq)]
pub struct Luck {
    /// Large.
    pub word: &'static str,
    pub note: String,
    /// Of 100 weeks, how many were less lucky.
    pub place: u32,
}

/// The decision that mattered most by one measure.
#[derive(Clone, Debug, PartialEq)]
pub struct Turned {
    /// `friday`, `people` or `hours`.
    pub id: &'static str,
    pub label: String,
    /// Large.
    pub text: String,
    pub note: &'static str,
}

/// A score: the figure, and what it is of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Score {
    /// Large; `None` while it is worked out.
    pub figure: Option<String>,
    pub of: &'static str,
}

/// The first screen, but for what takes long to work out.
#[derive(Clone, Debug, PartialEq)]
pub struct Summary {
    pub on_time: bool,
    /// Large.
    pub verdict: String,
    pub detail: String,
    pub people: Vec<ThenNow>,
    pub hours: Hours,
    pub untold_title: &'static str,
    pub untold: Vec<String>,
    /// The same in a few words, for where there is no room.
    pub untold_in_brief: String,
}

/// The chapters, in their order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Chapter {
    Beside,
    Turned,
    Luck,
    Board,
    Week,
    Knew,
    Habits,
    Authority,
    Words,
}

impl Chapter {
    pub const ALL: [Chapter; 9] = [
        Chapter::Beside,
        Chapter::Turned,
        Chapter::Luck,
        Chapter::Board,
        Chapter::Week,
        Chapter::Knew,
        Chapter::Habits,
        Chapter::Authority,
        Chapter::Words,
    ];

    /// Its name in the page's hooks.
    pub fn id(self) -> &'static str {
        match self {
            Chapter::Beside => "beside",
            Chapter::Turned => "turned",
            Chapter::Luck => "luck",
            Chapter::Board => "board",
            Chapter::Week => "decided",
            Chapter::Knew => "knew",
            Chapter::Habits => "habits",
            Chapter::Authority => "authority",
            Chapter::Words => "words",
        }
    }

    /// Whether its sentence is found only by playing on.
    pub fn found(self) -> bool {
        matches!(self, Chapter::Turned | Chapter::Luck | Chapter::Board | Chapter::Week)
    }
}

/// A chapter's head.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Head {
    /// Large.
    pub title: String,
    /// Large; `None` while it is worked out, empty where the chapter speaks for itself.
    pub sentence: Option<String>,
}

impl App {
    /// The finished week of the debrief.
    fn ended(&self) -> Option<&Line> {
        self.line.as_ref().filter(|l| self.screen == Screen::Debrief && l.state.over())
    }

    /// The first screen.
    pub fn summary(&self) -> Option<Summary> {
        let line = self.ended()?;
        let program = &self.loaded.program;
        let outcome = program.outcome(&line.state);
        let then = self.team(&line.steps.first()?.before, None);
        let untold: Vec<_> = self.facts(line).into_iter().filter(|h| !h.told).collect();
        let people = then.into_iter().zip(self.team(&line.state, None)).map(|(then, now)| then_now(&then, now));
        Some(Summary {
            on_time: outcome.on_time,
            verdict: words::verdict(&self.loaded.scenario, outcome.on_time),
            detail: self.readiness(&outcome),
            people: people.collect(),
            hours: hours(outcome.hours(), program.planned_minutes() / 60.0),
            untold_title: if self.visiting { "What stayed untold" } else { "What nobody told you" },
            untold_in_brief: self.in_brief(&untold),
            untold: untold.iter().map(|h| format!("{}: {}", words::within(&h.name), h.text)).collect(),
        })
    }

    fn in_brief(&self, untold: &[super::debrief::Heard]) -> String {
        let mut names: Vec<String> = untold.iter().map(|h| words::within(&h.name).clone()).collect();
        names.dedup();
        match (self.loaded.scenario.facts.is_empty(), untold.len()) {
            (true, _) => String::new(),
            (_, 0) => "All that the team knew came out in time.".to_owned(),
            (_, n) => format!("{} that {} knew.", words::count(n, "thing"), words::list(&names)),
        }
    }

    /// When it was ready, in one sentence.
    fn readiness(&self, o: &Outcome) -> String {
        let goods = words::within(self.loaded.scenario.goods());
        match (o.on_time, o.finish) {
            (true, at) => format!("The {goods} was ready {}.", words::on(at)),
            (_, 0) => format!("The {goods} was never ready."),
            (_, at) => {
                let promised = if o.broken_promise { ", and a promise to the customer was broken" } else { "" };
                format!("The {goods} was ready {}, {} of working time late{promised}.", words::on(at), words::minutes(o.late))
            }
        }
    }

    /// The score that a portal is told, or this week's; and the other one beside it.
    pub fn scores(&self, study: &Study, by_decisions: bool) -> Option<[Score; 2]> {
        let line = self.ended()?;
        let week = words::fixed(self.loaded.program.outcome(&line.state).score(), 0);
        let decided = study.decided(&self.debrief_of(line)).map(|n| n.to_string());
        let of_week = Score { figure: Some(week), of: if by_decisions { " of 100 with this week\u{2019}s luck" } else { " of 100" } };
        let of_moves = Score { figure: decided, of: if by_decisions { " of 100 for these decisions" } else { " for the decisions alone" } };
        Some(if by_decisions { [of_moves, of_week] } else { [of_week, of_moves] })
    }

    /// Where luck put the week; `None` while it is worked out.
    pub fn luck(&self, study: &Study) -> Option<Luck> {
        let v = study.lucks.as_ref()?;
        let same = 100u32.saturating_sub(v.later + v.earlier);
        let word = match v.later + same / 2 {
            67.. => "Good luck",
            34..67 => "Ordinary luck",
            _ => "Bad luck",
        };
        let note = match (v.later, v.earlier) {
            (0, 0) => "It ended as all such weeks do.".to_owned(),
            (l, e) if l > e => format!("Luckier than {l} of 100 such weeks."),
            (l, e) if l < e => format!("Less lucky than {e} of 100 such weeks."),
            _ => "In the middle of 100 such weeks.".to_owned(),
        };
        Some(Luck { word, note, place: v.later })
    }

    /// The decision that mattered most for each of the deadline, people and hours; `None` while it is worked out.
    pub fn turned(&self, study: &Study) -> Option<Vec<Turned>> {
        let swings = study.swings.as_ref()?;
        let one = |r: &super::ranked::Ranked| Turned {
            id: r.id,
            label: r.title.clone(),
            text: r.sentence.clone(),
            note: if r.note.is_empty() { "" } else { ASSUMED },
        };
        Some(swings.ranked.iter().map(one).collect())
    }

    /// Whether a week has anything to say in a chapter.
    pub fn has(&self, chapter: Chapter) -> bool {
        let scenario = &self.loaded.scenario;
        let d = &scenario.debrief;
        match chapter {
            Chapter::Board => !scenario.work.assumed,
            Chapter::Knew => !scenario.facts.is_empty(),
            Chapter::Habits => !scenario.habits.is_empty(),
            Chapter::Words => !d.questions.is_empty() || scenario.scenes.iter().any(|s| s.own_words.is_some()),
            _ => true,
        }
    }

    /// The head of a chapter: there at once but for chapters that tell what has to be worked out
    /// ([`Chapter::found`]).
    pub fn head(&self, study: &Study, chapter: Chapter) -> Option<Head> {
        let line = self.ended()?;
        let title = match chapter {
            Chapter::Beside => "Beside the two pure weeks",
            Chapter::Turned => "Where it turned",
            Chapter::Luck => "Luck and choice",
            Chapter::Board => "What was planned, and what came",
            Chapter::Week => "Through the week",
            Chapter::Knew => "What the team knew",
            Chapter::Habits if self.loaded.scenario.habits.len() == 8 => "Eight pairs of habits",
            Chapter::Habits => "Pairs of habits",
            Chapter::Authority => "Authority and influence",
            Chapter::Words => "In your own words",
        };
        let sentence = match chapter {
            Chapter::Beside => self.beside_in_words(line, study),
            Chapter::Turned => study.swings.as_ref().map(|v| v.lead.clone()),
            Chapter::Luck => study.lucks.as_ref().map(|v| v.sentence.clone()),
            Chapter::Board => study.board.as_ref().map(|v| v.sentence.clone()),
            Chapter::Week => self.lowest(line),
            Chapter::Knew => Some(self.knew(line)),
            Chapter::Habits => Some(self.sides(line)),
            Chapter::Authority => Some(stood(line, self.visiting)),
            Chapter::Words => Some(String::new()),
        };
        Some(Head { title: title.to_owned(), sentence })
    }

    fn beside_in_words(&self, line: &Line, study: &Study) -> Option<String> {
        let compared = study.compared.as_ref()?;
        let program = &self.loaded.program;
        let leaves = words::within(self.loaded.scenario.leaves());
        let end = |l: &Line| {
            let o = program.outcome(&l.state);
            (o.on_time, words::fixed(o.score(), 0))
        };
        let [(made_d, d), (made_c, c)] = [end(&compared.directive), end(&compared.collaborative)];
        let made = |made: bool| if made { "made" } else { "missed" };
        let how = if made_d == made_c {
            format!("all directive and all collaborative {} the {leaves}, with {d} and {c} points", made(made_d))
        } else {
            format!("all directive {} the {leaves} with {d} points and all collaborative {} it with {c}", made(made_d), made(made_c))
        };
        let whose = if self.visiting { "this week" } else { "yours" };
        Some(format!("With the same luck {how}; {whose} has {}.", end(line).1))
    }

    /// When the deadline looked least likely.
    fn lowest(&self, line: &Line) -> Option<String> {
        let program = &self.loaded.program;
        let scenes = &self.loaded.scenario.scenes;
        let open = line.steps.iter().filter(|s| s.before.clock < program.deadline && s.before.shipped == 0);
        let mut lowest: Option<(f64, u32)> = None;
        for s in open {
            let chance = self.forecasts.settled(program, &s.before)?.on_time;
            if lowest.is_none_or(|(low, _)| chance < low) {
                lowest = Some((chance, scenes[s.before.scene as usize].at.0));
            }
        }
        let (chance, at) = lowest?;
        Some(format!("{} looked least likely {}, at {}.", self.day(), words::on(at), words::share(chance)))
    }

    fn knew(&self, line: &Line) -> String {
        let (all, told) = (self.loaded.scenario.facts.len(), line.state.facts.count_ones() as usize);
        let you = if self.visiting { "" } else { " you" };
        match told {
            0 => format!("None of {all} things that the team knew reached{} in time.", if self.visiting { " their lead" } else { you }),
            n if n == all => format!("Everything that the team knew came out in time ({}).", words::count(all, "thing")),
            n => format!("{n} of {all} things that the team knew came out in time."),
        }
    }

    /// How many pairs showed which side.
    fn sides(&self, line: &Line) -> String {
        let habits = self.habits(line);
        let count =
            |d: bool, c: bool| habits.iter().filter(|h| (!h.directive_at.is_empty(), !h.collaborative_at.is_empty()) == (d, c)).count();
        let mut parts = Vec::new();
        for (n, what) in [
            (count(true, false), "the manager\u{2019}s side"),
            (count(false, true), "the leader\u{2019}s side"),
            (count(true, true), "both sides"),
        ] {
            if n > 0 {
                let of = if parts.is_empty() { if n == 1 { " pair" } else { " pairs" } } else { "" };
                parts.push(format!("{what} in {n}{of}"));
            }
        }
        match (parts.is_empty(), self.visiting) {
            (true, _) => "None of the pairs was met.".to_owned(),
            (_, true) => format!("This week showed {}.", words::list(&parts)),
            _ => format!("You showed {}.", words::list(&parts)),
        }
    }

    /// Every text of the debrief that is drawn large, in the order of the page.
    pub fn large(&self, study: &Study, by_decisions: bool) -> Vec<String> {
        let Some(summary) = self.summary() else { return Vec::new() };
        let mut all = vec![summary.verdict];
        all.extend(self.scores(study, by_decisions).and_then(|[first, _]| first.figure));
        all.extend(summary.people.into_iter().flat_map(|p| [p.name, p.word.to_owned()]));
        all.push(summary.hours.figure);
        all.extend(self.luck(study).map(|l| l.word.to_owned()));
        all.extend(self.turned(study).into_iter().flatten().map(|t| t.text));
        for chapter in Chapter::ALL.into_iter().filter(|c| self.has(*c)) {
            let Some(head) = self.head(study, chapter) else { continue };
            all.push(head.title);
            all.extend(head.sentence.filter(|s| !s.is_empty()));
        }
        all
    }
}

fn then_now(then: &Somebody, now: Somebody) -> ThenNow {
    let [a, b] = [then.value, now.value].map(|x| words::fixed(x, 0));
    ThenNow { figures: format!("{a} \u{2192} {b}"), then: then.face, now: now.face, word: now.word, name: now.name }
}

fn hours(spent: f64, planned: f64) -> Hours {
    let over = words::fixed((spent - planned).abs(), 0);
    let plan = words::fixed(planned, 0);
    let note = match over.as_str() {
        "0" => format!("as planned ({plan})"),
        _ if spent > planned => format!("{over} over the plan of {plan}"),
        _ => format!("{over} under the plan of {plan}"),
    };
    Hours { figure: format!("{} hours", words::fixed(spent, 0)), note, spent, planned }
}

fn stood(line: &Line, visiting: bool) -> String {
    let (d, c) = (line.state.directive, line.state.collaborative);
    let total = d + c;
    match (d, c, visiting) {
        (d, 0, _) => format!("All {d} moves were directive."),
        (0, c, _) => format!("All {c} moves were collaborative."),
        (_, _, true) => format!("Of {total} moves, {d} were directive and {c} collaborative."),
        _ => format!("Of your {total} moves, {d} were directive and {c} collaborative."),
    }
}

/// The moves in their order, for the picture of authority and influence.
pub fn styles(app: &App) -> Vec<(Style, String)> {
    let Some(line) = app.ended() else { return Vec::new() };
    let scenes = &app.loaded.scenario.scenes;
    let one = |s: &engine::line::Step| {
        let scene = &scenes[s.before.scene as usize];
        (scene.moves[s.mv as usize].style, format!("{}, {}", words::within(&scene.title), words::moment(scene.at.0)))
    };
    line.steps.iter().map(one).collect()
}

#[cfg(test)]
mod tests {
    use super::{ASSUMED, Chapter};
    use crate::study::{Study, finished};
    use crate::{App, Kept, Msg};

    const WEEK: &str =
        "#/debrief/monday-call?v=1&seed=10&moves=ask-team.vision.express.dates.decide.obstacles.relate.ask.who-can.check.ask.list.people";

    #[test]
    fn what_takes_long_keeps_its_place_and_all_else_is_said_at_once() {
        let mut app = App::new(Kept::default());
        app.update(Msg::Address { fragment: WEEK.to_owned(), seed: 0 });
        let mut study = Study::default();
        study.follow(&mut app);
        let summary = app.summary().unwrap();
        assert_eq!((summary.on_time, summary.verdict.as_str(), summary.people.len()), (false, "Missed the truck", 3));
        assert!(summary.detail.ends_with("and a promise to the customer was broken."), "{}", summary.detail);
        assert_eq!((summary.untold.len(), summary.untold_in_brief.as_str()), (2, "2 things that Michael and Anna knew."));
        assert!(app.luck(&study).is_none() && app.turned(&study).is_none());
        let [week, decisions] = app.scores(&study, false).unwrap();
        assert!(week.figure.is_some() && decisions.figure.is_none());
        assert_eq!(app.scores(&study, true).unwrap()[1].figure, week.figure, "what a portal is told comes first");
        let said = |c| app.head(&study, c).unwrap().sentence;
        for c in [Chapter::Turned, Chapter::Luck, Chapter::Board, Chapter::Week] {
            assert_eq!(said(c), None, "{c:?}");
        }
        assert!([Chapter::Beside, Chapter::Knew, Chapter::Habits, Chapter::Authority].into_iter().all(|c| said(c).is_some()));
    }

    #[test]
    fn what_is_large_says_all_that_is_to_be_known_and_no_intervals() {
        let (app, study) = finished(WEEK);
        let turned = app.turned(&study).unwrap();
        assert_eq!(turned.iter().map(|t| t.id).collect::<Vec<_>>(), ["friday", "people", "hours"]);
        assert_eq!(turned.iter().map(|t| t.note).collect::<Vec<_>>(), ["", ASSUMED, ""], "beside what is said of engagement");
        let large = app.large(&study, false);
        // The verdict, the score, a name and a word each, hours, luck, three decisions, nine chapters with a sentence but for the last.
        assert_eq!(large.len(), 1 + 1 + 6 + 1 + 1 + 3 + 2 * 9 - 1, "{large:#?}");
        for text in &large {
            let digit = |c: Option<char>| c.is_some_and(|c| c.is_ascii_digit());
            let range = text.match_indices(" to ").any(|(i, _)| digit(text[..i].chars().last()) && digit(text[i + 4..].chars().next()));
            assert!(!range && !text.contains(['\u{b1}', '\u{2026}']), "{text}");
        }
        // The score of the decisions alone, where a portal is told that.
        assert_ne!(app.large(&study, true)[1], large[1]);
    }
}
