//! The board: who works on what and when. In play what has been done and what is expected to come, of
//! all that the player can know; in the debrief what was planned on Monday and what came.

use super::App;
use super::words;
use engine::model::scenario::Scenario;
use engine::model::state::{MEMBERS, NONE, State};
use engine::model::time::DAY;
use engine::score::working_minutes;
use engine::work::fresh;
use engine::{Line, Luck, Program};

/// How often is looked, in minutes.
const EVERY: u32 = 5;
/// No picture goes on for longer after the deadline, in working minutes.
const LONGEST: u32 = 10 * WORKDAY;
/// Working minutes of a day.
pub const WORKDAY: u32 = 480;

/// What somebody does for a while.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Doing {
    /// A task, by its place in the scenario.
    Task(usize),
    Meeting,
    /// At work after hours: stands at the end of its day, as long as it was.
    Late,
}

/// A while of it, in working minutes since Monday 00:00.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Bar {
    pub doing: Doing,
    pub from: u32,
    pub to: u32,
}

/// Somebody's week.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Lane {
    pub name: String,
    /// What it is held against: Monday's plan, or what was expected before.
    pub against: Vec<Bar>,
    pub came: Vec<Bar>,
    /// What is expected to come.
    pub ahead: Vec<Bar>,
}

/// The picture and its table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct View {
    pub lanes: Vec<Lane>,
    /// What the tasks of the lanes are called, by their place in the scenario.
    pub tasks: Vec<String>,
    /// In working minutes: where one is, if the week goes on; when the work is ready in 80 of 100 weeks
    /// that go on so; when it has to be done; and where the picture ends.
    pub now: Option<u32>,
    pub ready: Option<(u32, u32)>,
    pub deadline: u32,
    pub end: u32,
    pub deadline_label: String,
    /// Kinds of bars that the picture has, with what they mean.
    pub key: Vec<(&'static str, &'static str)>,
    pub heads: &'static [&'static str],
    /// A row for each task, the first cell its name.
    pub rows: Vec<Vec<String>>,
    pub sentence: String,
    pub note: &'static str,
}

/// Watches a week: who does what, and when what is finished.
struct Watch<'p> {
    program: &'p Program,
    bars: Vec<Vec<Bar>>,
    /// Clock times.
    finished: Vec<Option<u32>>,
}

impl Watch<'_> {
    fn new(program: &Program) -> Watch<'_> {
        Watch { program, bars: vec![Vec::new(); program.members], finished: vec![None; program.tasks.len()] }
    }

    /// Lets a state run on to a moment, and notes what is done.
    fn until(&mut self, s: &mut State, end: u32) {
        while s.clock < end {
            let before = *s;
            // Nights and week-ends are passed over.
            let (day, minute) = (s.clock / DAY, s.clock % DAY);
            let next = if day % 7 >= 5 || minute >= 20 * 60 { (day + 1) * DAY } else { s.clock + EVERY };
            self.program.advance(s, next.min(end));
            self.note(&before, s);
        }
    }

    /// Until what has to be ready is, or a week after the deadline.
    fn finish(&mut self, s: &mut State) {
        let end = self.program.deadline + 7 * DAY;
        while s.clock < end && s.shipped == 0 {
            self.until(s, s.clock + 60);
        }
    }

    fn note(&mut self, before: &State, after: &State) {
        for (t, at) in self.finished.iter_mut().enumerate() {
            if after.done & !before.done & (1 << t) != 0 {
                *at = Some(if t == usize::from(self.program.ship) { after.shipped } else { after.clock });
            }
        }
        let (from, to) = (working_minutes(before.clock), working_minutes(after.clock));
        for (m, bars) in self.bars.iter_mut().enumerate() {
            let (a, b) = (&before.people[m], &after.people[m]);
            let late = b.late - a.late;
            if late > 0 {
                match bars.last_mut() {
                    Some(last) if last.doing == Doing::Late && last.to == to => last.from = last.from.saturating_sub(late),
                    _ => bars.push(Bar { doing: Doing::Late, from: to.saturating_sub(late), to }),
                }
            }
            if to <= from {
                continue;
            }
            let worked = |t: &usize| after.tasks[*t].spent - before.tasks[*t].spent;
            let own = (0..self.program.tasks.len()).filter(|t| usize::from(self.program.tasks[*t].owner) == m);
            let task = own.max_by_key(worked).filter(|t| worked(t) > 0);
            let doing = match task {
                _ if b.met - a.met > (to - from) / 2 => Doing::Meeting,
                Some(t) => Doing::Task(t),
                None if b.met > a.met => Doing::Meeting,
                None => continue,
            };
            match bars.last_mut() {
                Some(last) if last.doing == doing && last.to == from && from % WORKDAY != 0 => last.to = to,
                _ => bars.push(Bar { doing, from, to }),
            }
        }
    }
}

/// What came on a line: from each move to the next decision.
fn came<'p>(program: &'p Program, line: &Line) -> Watch<'p> {
    let mut watch = Watch::new(program);
    let ends = line.steps.iter().skip(1).map(|step| step.before.clock).chain([line.state.clock]);
    for (step, end) in line.steps.iter().zip(ends) {
        let mut s = step.after;
        watch.until(&mut s, end);
    }
    watch
}

/// Minutes that a task is expected to take, with what moves added.
pub(super) fn expected(program: &Program, s: &State, t: usize) -> i32 {
    let (job, task) = (&s.tasks[t], &program.tasks[t]);
    libm::round(f64::from(job.median) / 1000.0 / task.median) as i32 + job.added
}

/// What is expected to come of a state: every task takes what is expected of it, nobody is called away, and
/// all go on at the pace they have. Of one that has taken longer than that an eighth is expected to be left.
fn ahead<'p>(program: &'p Program, mut s: State) -> (Watch<'p>, u32) {
    for t in 0..program.tasks.len() {
        if s.done & (1 << t) == 0 {
            let takes = expected(program, &s, t);
            let job = &mut s.tasks[t];
            job.drawn = takes.max(job.spent / 1000 + takes / 8) - job.added;
        }
    }
    let mut watch = Watch::new(program);
    watch.finish(&mut s);
    (watch, s.shipped)
}

impl App {
    /// What [`App::board`] depends on, without working it out: the line's key and whether its forecast is final.
    pub fn board_now(&self) -> Option<(u64, usize, bool)> {
        let line = self.playing()?;
        let key = self.loaded.program.visible_key(&line.state);
        Some((
            key,
            line.steps.len() * 2 + usize::from(line.after_move()),
            self.forecasts.settled(&self.loaded.program, &line.state).is_some(),
        ))
    }

    /// The board of the week being played; `None` where there is none, or nobody wrote what has to be done.
    pub fn board(&self) -> Option<View> {
        let line = self.playing().filter(|_| !self.loaded.scenario.work.assumed)?;
        let (scenario, program, s) = (&self.loaded.scenario, &self.loaded.program, &line.state);
        let came = came(program, line);
        let (coming, ready) = ahead(program, *s);
        // What was shown before: at the decision, or after the last move.
        let then = line.steps.last().map(|step| if line.after_move() { step.before } else { step.after });
        let (before, was) = then.filter(|_| s.shipped == 0).map_or_else(|| (Watch::new(program), ready), |then| ahead(program, then));
        let finished: Vec<Option<u32>> = came.finished.clone();
        let lanes = scenario.team.iter().zip(before.bars).zip(came.bars).zip(coming.bars.iter().cloned());
        // Where a tenth of the weeks are never ready there is no range to draw.
        let forecast = self.forecasts.settled(program, s).filter(|f| s.shipped == 0 && f.late != u32::MAX);
        let mut view = View {
            lanes: lanes.map(|(((m, against), came), ahead)| Lane { name: m.name.clone(), against, came, ahead }).collect(),
            now: Some(working_minutes(s.clock)),
            ready: forecast.map(|f| (working_minutes(f.early), working_minutes(f.late))),
            key: vec![
                ("as-came work", "done"),
                ("as-ahead work", "expected"),
                ("as-came met", "meetings"),
                ("as-came late", "after hours"),
                ("as-against work", "as it stood before"),
            ],
            heads: &["Task", "Whose", "How it stands", "Ready"],
            rows: standing(scenario, program, s, &finished, &coming.finished),
            sentence: sentence_ahead(s, ready, was),
            note: "What is expected takes every task at its estimate, with nobody called away again.",
            ..View::new(scenario, program)
        };
        view.reach();
        Some(view)
    }
}

/// Every task one knows of: how it stands, and when it was or is expected to be finished.
fn standing(scenario: &Scenario, program: &Program, s: &State, was: &[Option<u32>], will: &[Option<u32>]) -> Vec<Vec<String>> {
    let tasks = scenario.work.tasks.iter().enumerate().filter(|(t, _)| s.released & (1 << t) != 0);
    let row = |(t, task): (usize, &engine::model::scenario::Task)| {
        let owner = scenario.team.get(usize::from(program.tasks[t].owner)).map_or_else(String::new, |m| m.name.clone());
        let open = program.tasks[t].after & s.released & !s.done;
        let left = expected(program, s, t) - s.tasks[t].spent / 1000;
        let (stands, ready) = if s.done & (1 << t) != 0 {
            ("done".to_owned(), was[t])
        } else if open != 0 {
            let name = scenario.work.tasks.get(open.trailing_zeros() as usize).map_or("", |t| t.name.as_str());
            let more = open.count_ones() - 1;
            let others = if more > 0 { format!(" and {more} more") } else { String::new() };
            (format!("waits for {}{others}", words::quoted(name)), will[t])
        } else if s.tasks[t].spent == 0 {
            ("to come".to_owned(), will[t])
        } else if left == 0 {
            ("begun, as long as was expected".to_owned(), will[t])
        } else if left > 0 {
            (format!("begun, about {} left", words::minutes(left.unsigned_abs())), will[t])
        } else {
            (format!("begun, {} over its estimate", words::minutes(left.unsigned_abs())), will[t])
        };
        vec![task.name.clone(), owner, stands, ready.map_or_else(String::new, words::short)]
    };
    tasks.map(row).collect()
}

/// When all is expected to be ready, and how that has moved.
fn sentence_ahead(s: &State, ready: u32, was: u32) -> String {
    if s.shipped != 0 {
        return format!("Ready {}.", words::short(s.shipped));
    }
    if ready == 0 {
        return "No end in sight.".to_owned();
    }
    let by = working_minutes(ready).abs_diff(working_minutes(was));
    let moved = match (was, ready.cmp(&was)) {
        (0, _) => ", after no end was in sight".to_owned(),
        _ if by < EVERY => String::new(),
        (_, std::cmp::Ordering::Less) => format!(", {} earlier than before", words::minutes(by)),
        _ => format!(", {} later than before", words::minutes(by)),
    };
    format!("Expected ready {}{moved}.", words::short(ready))
}

impl View {
    fn new(scenario: &Scenario, program: &Program) -> View {
        View {
            lanes: Vec::new(),
            tasks: scenario.work.tasks.iter().map(|t| t.name.clone()).collect(),
            now: None,
            ready: None,
            deadline: working_minutes(program.deadline),
            end: 0,
            deadline_label: words::moment(program.deadline),
            key: Vec::new(),
            heads: &[],
            rows: Vec::new(),
            sentence: String::new(),
            note: "",
        }
    }

    /// The picture ends with the day in which the last of it does.
    fn reach(&mut self) {
        let bars = self.lanes.iter().flat_map(|l| [&l.against, &l.came, &l.ahead]).flatten().map(|b| b.to);
        let last = bars.chain(self.ready.map(|r| r.1)).max().unwrap_or(0).max(self.deadline);
        self.end = last.min(self.deadline + LONGEST).div_ceil(WORKDAY) * WORKDAY;
    }
}

/// Monday's plan: every task takes what is expected, nobody is called away, and all work at their usual pace.
fn plan(program: &Program) -> State {
    let mut s = program.begin(Luck::of_seed(0));
    (s.clock, s.done, s.released, s.shipped) = (0, 0, 0, 0);
    s.people = [fresh(); MEMBERS];
    for (t, task) in program.tasks.iter().enumerate() {
        let job = &mut s.tasks[t];
        (job.spent, job.added, job.least) = (0, 0, 0);
        job.drawn = (libm::round(task.mean) as i32).max(1);
        if !task.held {
            s.released |= 1 << t;
        }
    }
    s
}

/// What came of the plan on a line that is over; `None` where nobody wrote what had to be done.
pub fn planned(scenario: &Scenario, program: &Program, line: &Line) -> Option<View> {
    if scenario.work.assumed {
        return None;
    }
    let mut watch = Watch::new(program);
    watch.finish(&mut plan(program));
    let lanes = scenario.team.iter().zip(watch.bars).zip(came(program, line).bars);
    let mut view = View {
        lanes: lanes.map(|((m, against), came)| Lane { name: m.name.clone(), against, came, ahead: Vec::new() }).collect(),
        key: vec![
            ("as-against work", "planned on Monday"),
            ("as-came work", "at work, task by task"),
            ("as-came met", "in meetings"),
            ("as-came late", "after hours"),
        ],
        heads: &["Task", "Whose", "Planned, h", "Came to, h", "Difference, h"],
        rows: rows(scenario, program, &line.state),
        sentence: sentence(scenario, program, &line.state),
        note: "Monday\u{2019}s plan takes every task at its estimate, with nobody called away.",
        ..View::new(scenario, program)
    };
    view.reach();
    Some(view)
}

/// Minutes that somebody on the team has to give a task: as expected on Monday, and as it came.
fn efforts<'a>(program: &'a Program, s: &'a State) -> impl Iterator<Item = (usize, f64, f64)> + 'a {
    let known = program.tasks.iter().enumerate().filter(|(t, task)| s.released & (1 << t) != 0 && task.owner != NONE);
    known.map(|(t, task)| {
        let planned = if task.held { 0.0 } else { task.mean };
        (t, planned, f64::from(s.tasks[t].drawn + s.tasks[t].added).max(0.0))
    })
}

fn rows(scenario: &Scenario, program: &Program, s: &State) -> Vec<Vec<String>> {
    let hours = |minutes: f64| words::fixed(minutes / 60.0, 1);
    efforts(program, s)
        .filter_map(|(t, planned, came)| {
            let task = scenario.work.tasks.get(t)?;
            let owner = scenario.team.get(usize::from(program.tasks[t].owner))?;
            let plan = if planned > 0.0 { hours(planned) } else { String::new() };
            Some(vec![task.name.clone(), owner.name.clone(), plan, hours(came), words::signed((came - planned) / 60.0, 1)])
        })
        .collect()
}
fn sentence(scenario: &Scenario, program: &Program, s: &State) -> String {
    let (mut expected, mut real, mut most) = (0.0, 0.0, (0, 0.0));
    for (t, planned, came) in efforts(program, s) {
        expected += planned;
        real += came;
        if came - planned > most.1 {
            most = (t, came - planned);
        }
    }
    let [planned, came] = [expected, real].map(|x| words::fixed(x / 60.0, 0));
    let head = if planned == came {
        format!("The work came to the {planned} hours that were planned")
    } else {
        format!("The work came to {came} hours where {planned} were planned")
    };
    match scenario.work.tasks.get(most.0).filter(|_| most.1 >= 30.0) {
        Some(task) => {
            let name = words::quoted(&task.name);
            let (n, held) = (words::fixed(most.1 / 60.0, 1), program.tasks[most.0].held);
            let grew = if held { format!("with {n} for {name}, which nobody had planned") } else { format!("most of all {name}, by {n}") };
            format!("{head}, {grew}.")
        }
        None => format!("{head}."),
    }
}
#[cfg(test)]
mod tests {
    use super::{Doing, planned};
    use crate::{App, Msg};
    use engine::model::Style;
    use engine::score::working_minutes;
    use engine::{Line, Luck};

    #[test]
    fn a_plan_of_the_first_week_ends_before_the_truck_and_what_came_is_what_was_worked() {
        let loaded = crate::load("monday-call").unwrap();
        let (scenario, program) = (&loaded.scenario, &loaded.program);
        for style in [Style::Directive, Style::Collaborative] {
            let line = Line::pure(program, 7, style);
            let view = planned(scenario, program, &line).unwrap();
            assert_eq!(view.lanes.len(), 3);
            let last = view.lanes.iter().flat_map(|l| &l.against).map(|b| b.to).max().unwrap();
            assert!(last <= view.deadline, "{last}");
            for (lane, person) in view.lanes.iter().zip(line.state.people) {
                let by_day: Vec<_> = lane.came.iter().filter(|b| b.doing != Doing::Late).collect();
                assert!(by_day.windows(2).all(|w| w[0].to <= w[1].from), "one thing at a time");
                let sum = |of: fn(&Doing) -> bool| lane.came.iter().filter(|b| of(&b.doing)).map(|b| b.to - b.from).sum::<u32>();
                assert!(sum(|d| *d == Doing::Meeting).abs_diff(person.met) <= 60, "of {} in meetings", person.met);
                assert_eq!(sum(|d| *d == Doing::Late), person.late, "after hours");
                let worked = sum(|d| matches!(d, Doing::Task(_)));
                assert!(worked <= person.worked + 60 && worked + person.late + 60 >= person.worked, "{worked} of {}", person.worked);
            }
            if line.state.shipped != 0 {
                let last = view.lanes.iter().flat_map(|l| &l.came).map(|b| b.to).max().unwrap();
                assert!(last + 5 >= working_minutes(line.state.shipped));
            }
            assert!(view.sentence.starts_with("The work came to") && view.sentence.ends_with('.'), "{}", view.sentence);
        }
    }

    /// A week in play, so many moves of one style on; after the last move where `after` says so.
    fn played(moves: usize, style: Style, after: bool) -> App {
        let mut app = App::new(crate::Kept::default());
        app.update(Msg::Play { seed: 7 });
        let program = app.loaded.program.clone();
        let mut line = Line::new(&program, 7);
        for at in 1..=moves {
            let mv = program.scenes[usize::from(line.state.scene)].default[usize::from(style == Style::Collaborative)];
            line.choose(&program, usize::from(mv)).unwrap();
            if at < moves || !after {
                line.go_on(&program).unwrap();
            }
        }
        app.line = Some(line);
        app.screen = crate::Screen::Play;
        app
    }

    #[test]
    fn the_board_shows_what_was_done_until_now_and_what_is_expected_from_then_on() {
        let monday = played(0, Style::Directive, false).board().unwrap();
        assert!(monday.lanes.iter().all(|l| l.against.is_empty() && !l.ahead.is_empty()));
        for style in [Style::Directive, Style::Collaborative] {
            for moves in 1..12 {
                for after in [true, false] {
                    let view = played(moves, style, after).board().unwrap();
                    let now = view.now.unwrap();
                    for lane in &view.lanes {
                        assert!(lane.came.iter().all(|b| b.to <= now + 1), "{moves} {now} {:?}", lane.came);
                        assert!(lane.ahead.iter().filter(|b| b.doing != Doing::Late).all(|b| b.from + 1 >= now), "{moves}");
                    }
                    assert!(view.rows.iter().all(|r| r.len() == view.heads.len()));
                    assert!(view.sentence.ends_with('.') && !view.sentence.contains("never"), "{}", view.sentence);
                }
            }
        }
    }

    #[test]
    fn luck_that_nobody_can_see_is_not_on_the_board() {
        for moves in 0..12 {
            let mut app = played(moves, Style::Collaborative, moves % 2 == 1);
            let seen = app.board();
            let state = &mut app.line.as_mut().unwrap().state;
            let other = app.loaded.program.begin(Luck::of_seed(1234));
            for t in 0..app.loaded.program.tasks.len() {
                if state.done & (1 << t) == 0 {
                    (state.tasks[t].luck, state.tasks[t].drawn) = (other.tasks[t].luck, state.tasks[t].drawn.max(other.tasks[t].drawn));
                }
            }
            assert_eq!(app.board(), seen, "after {moves} moves");
        }
    }

    #[test]
    fn work_that_came_with_an_estimate_of_its_own_is_held_to_that() {
        // The connectors of the distributor across town: expected in half the time of those from the usual place.
        let app = played(4, Style::Collaborative, false);
        let events = app.meanwhile().unwrap().events;
        assert!(events.iter().any(|e| e.contains("Connectors")), "{events:?}");
        assert!(!events.iter().any(|e| e.contains("Connectors") && e.contains("less than expected")), "{events:?}");
    }

    #[test]
    fn what_may_never_be_ready_has_no_end_in_sight_and_a_board_of_three_weeks_at_most() {
        let mut app = played(0, Style::Directive, false);
        let ship = usize::from(app.loaded.program.ship);
        app.loaded.program.tasks[ship].held = true;
        let line = Line::new(&app.loaded.program, 7);
        app.forecasts.want(&app.loaded.program, &line.state, crate::forecasts::Soon::First, String::new);
        app.forecasts.finish(&app.loaded.program);
        assert_eq!(app.forecasts.settled(&app.loaded.program, &line.state).unwrap().late, u32::MAX);
        app.line = Some(line);
        let view = app.board().unwrap();
        assert!(view.end <= 15 * super::WORKDAY && view.ready.is_none(), "{} {:?}", view.end, view.ready);
        assert_eq!(view.sentence, "No end in sight.");
    }

    #[test]
    fn a_week_whose_work_nobody_wrote_has_no_board() {
        let mut app = played(3, Style::Directive, true);
        app.loaded.scenario.work.assumed = true;
        assert_eq!(app.board(), None);
        let line = Line::pure(&app.loaded.program, 7, Style::Directive);
        assert_eq!(planned(&app.loaded.scenario, &app.loaded.program, &line), None);
    }
}
