//! What the plan expected and what came: who worked on what and when, on Monday's plan and as the
//! week went, and every task's hours.

use super::words;
use crate::engine::score::working_minutes;
use crate::engine::work::fresh;
use crate::engine::{Line, Luck, Program};
use crate::model::scenario::Scenario;
use crate::model::state::{MEMBERS, NONE, State};
use crate::model::time::DAY;

/// How often is looked, in minutes.
const EVERY: u32 = 5;
/// Working minutes of a day.
const WORKDAY: u32 = 480;

/// What somebody did for a while.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Doing {
    /// A task, by its place in the scenario.
    Task(usize),
    Meeting,
}

/// A while of it, in working minutes since Monday 00:00.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Bar {
    pub doing: Doing,
    pub from: u32,
    pub to: u32,
}

/// Somebody's week, as planned and as it went.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lane {
    pub name: String,
    pub planned: Vec<Bar>,
    pub came: Vec<Bar>,
}

/// A task's hours.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TaskRow {
    pub name: String,
    pub owner: String,
    /// Hours expected on Monday; empty for what nobody had planned.
    pub planned: String,
    pub came: String,
    pub more: String,
}

/// The picture and its table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct View {
    pub lanes: Vec<Lane>,
    /// In working minutes: when it has to be done, and where the picture ends.
    pub deadline: u32,
    pub end: u32,
    pub deadline_label: String,
    pub rows: Vec<TaskRow>,
    pub sentence: String,
    pub text: String,
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

/// Watches a week: who does what.
struct Watch<'p> {
    program: &'p Program,
    bars: Vec<Vec<Bar>>,
}

impl Watch<'_> {
    fn new(program: &Program) -> Watch<'_> {
        Watch { program, bars: vec![Vec::new(); program.members] }
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

    fn note(&mut self, before: &State, after: &State) {
        let (from, to) = (working_minutes(before.clock), working_minutes(after.clock));
        // What is done after hours stands at the end of its day.
        if to <= from {
            return;
        }
        for (m, bars) in self.bars.iter_mut().enumerate() {
            let (a, b) = (&before.people[m], &after.people[m]);
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

/// What came of the plan on a line that is over.
pub fn view(scenario: &Scenario, program: &Program, line: &Line) -> View {
    let deadline = working_minutes(program.deadline);
    let mut watch = Watch::new(program);
    let mut s = plan(program);
    let end = program.deadline + 7 * DAY;
    while s.clock < end && s.shipped == 0 {
        let next = s.clock + DAY;
        watch.until(&mut s, next);
    }
    let planned = std::mem::take(&mut watch.bars);
    watch.bars = vec![Vec::new(); program.members];
    // As it went: from each move to the next decision.
    let ends = line.steps.iter().skip(1).map(|step| step.before.clock).chain([line.state.clock]);
    for (step, end) in line.steps.iter().zip(ends) {
        let mut s = step.after;
        watch.until(&mut s, end);
    }
    let came = watch.bars;
    let shown = came.iter().chain(&planned).flatten().map(|b| b.to).max().unwrap_or(0).max(deadline);
    let rows = rows(scenario, program, &line.state);
    let lanes = scenario.team.iter().zip(planned).zip(came).map(|((m, planned), came)| Lane { name: m.name.clone(), planned, came });
    let sentence = sentence(scenario, program, &line.state);
    View {
        lanes: lanes.collect(),
        deadline,
        end: shown.div_ceil(WORKDAY) * WORKDAY,
        deadline_label: words::moment(program.deadline),
        text: format!("Who worked on what, day by day, as planned on Monday and as it went. {sentence}"),
        sentence,
        rows,
    }
}

/// Minutes that somebody on the team has to give a task: as expected on Monday, and as it came.
fn efforts<'a>(program: &'a Program, s: &'a State) -> impl Iterator<Item = (usize, f64, f64)> + 'a {
    let known = program.tasks.iter().enumerate().filter(|(t, task)| s.released & (1 << t) != 0 && task.owner != NONE);
    known.map(|(t, task)| {
        let planned = if task.held { 0.0 } else { task.mean };
        (t, planned, f64::from(s.tasks[t].drawn + s.tasks[t].added).max(0.0))
    })
}

fn rows(scenario: &Scenario, program: &Program, s: &State) -> Vec<TaskRow> {
    let hours = |minutes: f64| words::fixed(minutes / 60.0, 1);
    efforts(program, s)
        .filter_map(|(t, planned, came)| {
            let task = scenario.work.tasks.get(t)?;
            let owner = scenario.team.get(usize::from(program.tasks[t].owner))?;
            Some(TaskRow {
                name: task.name.clone(),
                owner: owner.name.clone(),
                planned: if planned > 0.0 { hours(planned) } else { String::new() },
                came: hours(came),
                more: words::signed((came - planned) / 60.0, 1),
            })
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
    use super::{Doing, view};
    use crate::app;
    use crate::engine::Line;
    use crate::engine::score::working_minutes;
    use crate::model::Style;

    #[test]
    fn a_plan_of_the_first_week_ends_before_the_truck_and_what_came_is_what_was_worked() {
        let loaded = app::load("monday-call").unwrap();
        let (scenario, program) = (&loaded.scenario, &loaded.program);
        for style in [Style::Directive, Style::Collaborative] {
            let line = Line::pure(program, 7, style);
            let view = view(scenario, program, &line);
            assert_eq!(view.lanes.len(), 3);
            let planned = view.lanes.iter().flat_map(|l| &l.planned).map(|b| b.to).max().unwrap();
            assert!(planned <= view.deadline, "{planned}");
            for (lane, person) in view.lanes.iter().zip(line.state.people) {
                assert!(lane.came.windows(2).all(|w| w[0].to <= w[1].from), "one thing at a time");
                let sum = |of: fn(&Doing) -> bool| lane.came.iter().filter(|b| of(&b.doing)).map(|b| b.to - b.from).sum::<u32>();
                let (met, worked) = (sum(|d| *d == Doing::Meeting), sum(|d| *d != Doing::Meeting));
                assert!(met.abs_diff(person.met) <= 60, "{met} of {} in meetings", person.met);
                // After hours nothing is drawn.
                assert!(worked <= person.worked + 60 && worked + person.late + 60 >= person.worked, "{worked} of {}", person.worked);
            }
            if line.state.shipped != 0 {
                let last = view.lanes.iter().flat_map(|l| &l.came).map(|b| b.to).max().unwrap();
                assert!(last + 5 >= working_minutes(line.state.shipped));
            }
            assert!(view.sentence.starts_with("The work came to") && view.sentence.ends_with('.'), "{}", view.sentence);
        }
    }
}
