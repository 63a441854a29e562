//! What the debrief shows: your week beside the two pure ones, under the same luck.

use super::compared::Compared;
use super::play::{Face, QuestionView, Somebody};
use super::plot::{self, Mark, Plot, Whose};
use super::study::Study;
use super::{App, CATALOGUE, FIRST_ENTRY, Screen, words};
use engine::model::scenario::{Cond, Next, Scenario, Scene, Style};
use engine::score::{percent, working_minutes};
use engine::{Line, Outcome};
use scenario::codec::link::{PlayLink, Route};
use scenario::codec::save::MOST_LINES;
use scenario::codec::team;

/// One of the lines, at its end.
#[derive(Clone, Debug, PartialEq)]
pub struct Column {
    /// `yours`, `directive`, `collaborative`, or `other-1` to `other-3`.
    pub id: &'static str,
    pub name: String,
    /// What to know about it: that it has other luck, or the moves of another line.
    pub note: String,
    /// Leads to its own debrief; `None` for the one that is shown.
    pub fragment: Option<String>,
    pub on_time: bool,
    /// Whether the deadline was made, in words.
    pub verdict: String,
    pub finish: String,
    pub team: Vec<Somebody>,
    /// Mean engagement, 0 to 100.
    pub mean: f64,
    pub hours: f64,
    pub hours_note: String,
    pub score: f64,
    /// Points for delivery, engagement and hours, in words.
    pub points: String,
    /// Where its own debrief is.
    pub link: String,
}

/// A point of a chart: decision number, its label, and the value.
#[derive(Clone, Debug, PartialEq)]
pub struct Point {
    pub label: String,
    /// Working minutes since Monday 00:00.
    pub at: u32,
    /// `None` while it is worked out.
    pub value: Option<f64>,
}

/// One line of a chart.
#[derive(Clone, Debug, PartialEq)]
pub struct Series {
    pub id: &'static str,
    pub name: String,
    pub points: Vec<Point>,
}

/// A chart of some series, values 0 to 100.
#[derive(Clone, Debug, PartialEq)]
pub struct Chart {
    pub id: &'static str,
    pub title: String,
    pub summary: String,
    pub series: Vec<Series>,
}

/// Where one stood on a pair of habits.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HabitView {
    pub directive: String,
    pub collaborative: String,
    /// Decisions that showed each side.
    pub directive_at: Vec<String>,
    pub collaborative_at: Vec<String>,
}

/// Something that somebody on the team knew.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Heard {
    pub name: String,
    /// As they are at the end.
    pub face: Face,
    pub text: String,
    /// Whether it came out in time to be used.
    pub told: bool,
}

/// A line kept from before that did not come to its end, with its link.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OtherLine {
    pub name: String,
    pub fragment: String,
}

/// Lines side by side: an id, a name, and the line.
type Lines<'l> = Vec<(&'static str, String, &'l Line)>;

/// The ids of other lines.
const OTHERS: [&str; MOST_LINES] = ["other-1", "other-2", "other-3"];

/// A decision of the week, for the table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decision {
    pub step: usize,
    pub when: String,
    pub title: String,
    pub label: String,
    pub style: Style,
    /// The chance of the deadline before and after, once both are known: `88% to 91%`.
    pub chance: Option<String>,
    /// How the chance moved by itself since the decision before, where it did: `79% to 67%`.
    pub meanwhile: Option<String>,
    /// Who the move touched, and by how many points of engagement: `Anna +3, John \u{2212}1`.
    pub people: String,
}

/// The debrief.
#[derive(Clone, Debug, PartialEq)]
pub struct View {
    pub columns: Vec<Column>,
    /// The columns' figures on three axes.
    pub plots: Vec<Plot>,
    pub felt: String,
    /// What somebody on the team knew, and whether it came out in time.
    pub heard: Vec<Heard>,
    pub habits: Vec<HabitView>,
    pub authority: String,
    pub influence: String,
    pub both: String,
    pub questions: Vec<QuestionView>,
    /// The title of the week after, with the link that takes this team into it.
    pub week_after: Option<OtherLine>,
}

/// What was decided on the way, and how it looked then.
#[derive(Clone, Debug, PartialEq)]
pub struct Course {
    pub charts: Vec<Chart>,
    /// Whether the charts are complete.
    pub settled: bool,
    pub decisions: Vec<Decision>,
    /// Other lines of this week that were not played to their end.
    pub unfinished: Vec<OtherLine>,
}

impl App {
    /// The debrief's view of what is known at once; `None` where no finished week is shown.
    pub fn debrief_view(&self, study: &Study) -> Option<View> {
        let line = self.line.as_ref().filter(|l| self.screen == Screen::Debrief && l.state.over())?;
        let compared = study.compared.as_ref()?;
        let program = &self.loaded.program;
        let outcome = program.outcome(&line.state);
        let lines = self.side_by_side(line, compared, study);
        let columns: Vec<Column> = lines.iter().map(|(id, name, l)| self.column(id, name, l, line)).collect();
        Some(View {
            plots: self.plots(&columns),
            columns,
            felt: felt(&self.loaded.scenario, &outcome, &compared.unfelt_outcome),
            heard: self.facts(line),
            habits: self.habits(line),
            authority: self.loaded.scenario.debrief.authority.clone(),
            influence: self.loaded.scenario.debrief.influence.clone(),
            both: self.loaded.scenario.debrief.both.clone(),
            questions: self.questions(line),
            week_after: self.week_after(line),
        })
    }

    /// The way through the week, which is complete once every forecast on it is; `None` where no finished week
    /// is shown.
    pub fn debrief_course(&self, study: &Study) -> Option<Course> {
        let line = self.line.as_ref().filter(|l| self.screen == Screen::Debrief && l.state.over())?;
        let lines = self.side_by_side(line, study.compared.as_ref()?, study);
        let charts = vec![self.chance_chart(&lines), self.engagement_chart(&lines)];
        Some(Course {
            settled: charts.iter().flat_map(|c| &c.series).flat_map(|s| &s.points).all(|p| p.value.is_some()),
            charts,
            decisions: self.decisions(line),
            unfinished: self.unfinished(line, study),
        })
    }

    /// The week that follows this one, begun by the team as this line leaves it.
    fn week_after(&self, line: &Line) -> Option<OtherLine> {
        let scenario = &self.loaded.scenario;
        let next = std::iter::once(&FIRST_ENTRY).chain(&CATALOGUE).find(|e| Some(e.id) == scenario.week_after.as_deref())?;
        let team = scenario.team.iter().zip(&line.state.people).map(|(m, p)| (m.id.clone(), p.needs)).collect();
        let link = PlayLink { scenario: next.id.to_owned(), blind: self.blind, team: team::write(&team), ..PlayLink::default() };
        Some(OtherLine { name: next.title.to_owned(), fragment: Route::Play(link).to_string() })
    }

    /// Yours, the other lines you played to their end, and the two pure ones.
    fn side_by_side<'l>(&self, line: &'l Line, compared: &'l Compared, study: &'l Study) -> Lines<'l> {
        let mut lines: Lines =
            vec![("yours", if self.visiting || !study.others.is_empty() { "This week" } else { "Your week" }.to_owned(), line)];
        let ended = study.others.iter().filter(|o| o.line.state.over());
        for (id, other) in OTHERS.into_iter().zip(ended) {
            let first = if other.first { "Your first week. " } else { "" };
            lines.push((id, format!("{first}{}", self.named(line, &other.line)), &other.line));
        }
        lines.push(("directive", "All directive".to_owned(), &compared.directive));
        lines.push(("collaborative", "All collaborative".to_owned(), &compared.collaborative));
        lines
    }

    /// A line named by what differs: the first other move, and how many more there are.
    fn named(&self, line: &Line, other: &Line) -> String {
        if other.seed != line.seed {
            return "Another week of yours".to_owned();
        }
        let taken = |l: &Line, scene: u8| l.steps.iter().find(|s| s.before.scene == scene).map(|s| s.mv);
        let differs: Vec<_> = other.steps.iter().filter(|s| taken(line, s.before.scene) != Some(s.mv)).collect();
        let Some(step) = differs.first() else { return "The same moves".to_owned() };
        let scene = &self.loaded.scenario.scenes[step.before.scene as usize];
        let label = &scene.moves[step.mv as usize].label;
        let more = match differs.len() {
            1 => String::new(),
            n => format!(", and {} more", n - 1),
        };
        format!("{}: {}{more}", words::within(&scene.title), words::quoted(label))
    }

    /// Yours and the two pure lines: points, engagement, and the team's hours.
    fn plots(&self, columns: &[Column]) -> Vec<Plot> {
        let of = |id: &str| columns.iter().find(|c| c.id == id);
        let three = [Whose::Directive, Whose::Collaborative, Whose::Yours].map(|w| (w, of(w.name())));
        let shown: Vec<(Whose, &Column)> = three.into_iter().filter_map(|(w, c)| Some((w, c?))).collect();
        let row = |label: &str, value: &dyn Fn(&Column) -> f64| plot::Row {
            label: label.to_owned(),
            pale: false,
            marks: shown.iter().map(|(w, c)| Mark::exact(*w, value(c))).collect(),
        };
        let told = |value: &dyn Fn(&Column) -> f64| {
            let each: Vec<String> = shown.iter().rev().map(|(_, c)| format!("{} {}", c.name, words_fixed(value(c)))).collect();
            words::list(&each)
        };
        let hundred = vec![row("Score", &|c| c.score), row("The team\u{2019}s engagement", &|c| c.mean)];
        let text = format!("Score: {}. Engagement: {}.", told(&|c| c.score), told(&|c| c.mean));
        let hours = vec![row("Team hours", &|c| c.hours)];
        let plan = self.loaded.program.planned_minutes() / 60.0;
        vec![
            Plot::new("hundred", hundred, None, ["", "of 100"], text).along(0.0, 100.0),
            Plot::new("hours", hours, Some((plan, "planned".to_owned())), ["", "hours"], format!("Team hours: {}.", told(&|c| c.hours))),
        ]
    }

    /// The link to a line's debrief.
    pub(super) fn debrief_of(&self, line: &Line) -> String {
        Route::Debrief(self.link(line)).to_string()
    }

    fn column(&self, id: &'static str, name: &str, line: &Line, shown: &Line) -> Column {
        let program = &self.loaded.program;
        let o = program.outcome(&line.state);
        let parts = rounded(o.points);
        let w = &self.loaded.scenario.score;
        let team = self.team(&line.state, None);
        let mean = team.iter().map(|t| t.value).sum::<f64>() / team.len() as f64;
        let hours_note = super::play::hours(program, &line.state).1;
        let same = id != "yours" && self.move_ids(line) == self.move_ids(shown);
        let note = match (line.seed != shown.seed, same) {
            (true, true) => "The same moves with other luck.",
            (true, false) => "A week with other luck.",
            (false, true) => "The same moves as the first.",
            (false, false) => "",
        };
        let link = self.debrief_of(line);
        Column {
            id,
            name: name.to_owned(),
            note: note.to_owned(),
            fragment: (id != "yours" && !(same && line.seed == shown.seed)).then(|| link.clone()),
            link,
            on_time: o.on_time,
            verdict: words::verdict(&self.loaded.scenario, o.on_time),
            finish: words::moment(o.finish),
            mean: engine::math::three(mean),
            team,
            hours: engine::math::three(o.hours()),
            hours_note,
            score: engine::math::three(o.score()),
            points: format!(
                "{} of {} for delivery, {} of {} for engagement, {} of {} for team hours",
                parts[0], w.delivery, parts[1], w.engagement, parts[2], w.hours
            ),
        }
    }

    fn series(&self, id: &'static str, name: &str, line: &Line, value: impl Fn(&engine::model::State) -> Option<f64>) -> Series {
        let scenes = &self.loaded.scenario.scenes;
        let deadline = self.loaded.scenario.deadline;
        let before = line.steps.iter().filter(|s| scenes[s.before.scene as usize].at < deadline).map(|s| {
            let scene = &scenes[s.before.scene as usize];
            Point {
                label: format!("{} {}", words::day(scene.at.0), scene.at.clock()),
                at: working_minutes(scene.at.0),
                value: value(&s.before),
            }
        });
        let mut points: Vec<Point> = before.collect();
        points.push(Point { label: "The end".into(), at: working_minutes(deadline.0), value: value(&line.state) });
        Series { id, name: name.to_owned(), points }
    }

    fn chance_chart(&self, lines: &Lines) -> Chart {
        let program = &self.loaded.program;
        let chance = |s: &engine::model::State| {
            if s.over() {
                return Some(if s.shipped != 0 && s.shipped <= program.deadline { 100.0 } else { 0.0 });
            }
            self.forecasts.settled(program, s).map(|f| f.on_time * 100.0)
        };
        let series: Vec<Series> = lines.iter().map(|(id, name, l)| self.series(id, name, l, chance)).collect();
        Chart { id: "chance", title: format!("The chance of {}", self.day()), summary: ends(&series, "%"), series }
    }

    fn engagement_chart(&self, lines: &Lines) -> Chart {
        let program = &self.loaded.program;
        let mean = |s: &engine::model::State| Some(percent(program.team_engagement(s)));
        let series: Vec<Series> = lines.iter().map(|(id, name, l)| self.series(id, name, l, mean)).collect();
        Chart { id: "engagement", title: "The team\u{2019}s engagement".to_owned(), summary: ends(&series, ""), series }
    }

    fn decisions(&self, line: &Line) -> Vec<Decision> {
        let scenes = &self.loaded.scenario.scenes;
        let taken = line.steps.iter().enumerate().map(|(step, s)| {
            let scene = &scenes[s.before.scene as usize];
            let m = &scene.moves[s.mv as usize];
            let chance = |state| self.forecasts.settled(&self.loaded.program, state).map(|f| words::share(f.on_time));
            // After the deadline there is nothing left to be forecast.
            let open = s.before.clock < self.loaded.program.deadline && s.before.shipped == 0;
            let drift = step.checked_sub(1).and_then(|i| line.steps.get(i)).and_then(|last| {
                let settled = |state| self.forecasts.settled(&self.loaded.program, state).map(|f| f.on_time);
                let (then, now) = (settled(&last.after)?, settled(&s.before)?);
                (open && libm::fabs(then - now) >= 0.03).then(|| format!("{} to {}", words::share(then), words::share(now)))
            });
            let chance = chance(&s.before).zip(chance(&s.after)).filter(|_| open);
            Decision {
                step,
                when: words::moment(scene.at.0),
                title: scene.title.clone(),
                label: m.label.clone(),
                style: m.style,
                chance: chance.map(|(a, b)| if a == b { a } else { format!("{a} to {b}") }),
                meanwhile: drift,
                people: self.touched(&s.before, &s.after),
            }
        });
        taken.collect()
    }

    /// The facts, each with the member who knew it all along: what came out in time first.
    pub(super) fn facts(&self, line: &Line) -> Vec<Heard> {
        let scenario = &self.loaded.scenario;
        let team = self.team(&line.state, None);
        let facts = scenario.facts.iter().enumerate().map(|(i, f)| {
            let who = team.iter().find(|m| m.id == f.known_by);
            Heard {
                name: who.map_or_else(|| f.known_by.clone(), |m| m.name.clone()),
                face: who.map_or(Face { portrait: None, mood: words::STEADY }, |m| m.face),
                text: f.text.clone(),
                told: line.state.facts & (1 << i) != 0,
            }
        });
        let mut all: Vec<Heard> = facts.collect();
        all.sort_by_key(|h| !h.told);
        all
    }

    pub(super) fn habits(&self, line: &Line) -> Vec<HabitView> {
        let scenes = &self.loaded.scenario.scenes;
        let at = |habit: &str, style: Style| {
            line.steps
                .iter()
                .map(|s| (&scenes[s.before.scene as usize], s.mv as usize))
                .filter(|(scene, mv)| {
                    let side = came(scenes, &scene.id).unwrap_or(scene.moves[*mv].style);
                    scene.habits.iter().any(|h| h == habit) && side == style
                })
                .map(|(scene, _)| {
                    // A sentence that somebody is told shows nothing: it was chosen.
                    let told = if scene.own_words.is_some() { " (the answer you chose)" } else { "" };
                    format!("{}, {}{told}", words::within(&scene.title), words::day(scene.at.0))
                })
                .collect()
        };
        let view = |h: &engine::model::scenario::Habit| HabitView {
            directive: h.directive.clone(),
            collaborative: h.collaborative.clone(),
            directive_at: at(&h.id, Style::Directive),
            collaborative_at: at(&h.id, Style::Collaborative),
        };
        self.loaded.scenario.habits.iter().map(view).collect()
    }

    /// What a scene asked for in the player's own words, if it did.
    pub fn own_words(&self, scene: &Scene) -> Option<QuestionView> {
        let text = scene.own_words.clone()?;
        Some(self.question(format!("scene-{}", scene.id), text))
    }

    fn question(&self, id: String, text: String) -> QuestionView {
        let answer = self.answers.answers.iter().find(|a| a.0 == id).map_or_else(String::new, |a| a.1.clone());
        QuestionView { id, text, answer }
    }

    /// The questions that scenes of this line asked, then the debrief's own.
    fn questions(&self, line: &Line) -> Vec<QuestionView> {
        let scenes = &self.loaded.scenario.scenes;
        let asked = line.steps.iter().filter_map(|s| self.own_words(&scenes[s.before.scene as usize]));
        let own = self.loaded.scenario.debrief.questions.iter().map(|q| self.question(q.id.clone(), q.text.clone()));
        asked.chain(own).collect()
    }

    fn unfinished(&self, line: &Line, study: &Study) -> Vec<OtherLine> {
        let open = study.others.iter().filter(|o| !o.line.state.over());
        open.map(|o| {
            let taken = words::count(o.line.steps.len(), "decision");
            let what = self.named(line, &o.line);
            let fragment = Route::Play(self.link(&o.line)).to_string();
            OtherLine { name: format!("{what}, left after {taken}"), fragment }
        })
        .collect()
    }

    /// Whose engagement moved by a point or more, and by how much.
    fn touched(&self, before: &engine::model::State, after: &engine::model::State) -> String {
        let moved = self
            .team(after, Some(before))
            .into_iter()
            .filter_map(|p| p.change.map(|c| format!("{} {}", words::within(&p.name), words::signed(c as f64, 0))));
        moved.collect::<Vec<_>>().join(", ")
    }
}

/// The side of a pair that a scene shows by having come at all: where the style so far decides which
/// of two scenes comes, it is the visit that shows it, not the answer to it.
fn came(scenes: &[Scene], id: &str) -> Option<Style> {
    scenes.iter().find_map(|s| match s.next.as_slice() {
        [Next { when: Some(Cond::StyleSoFar(style)), to }, other] if to == id || other.to == id => {
            Some(if to == id { *style } else { style.other() })
        }
        _ => None,
    })
}

/// Points in whole numbers that add up to the rounded sum: the largest rests are rounded up.
fn rounded(points: [f64; 3]) -> [u32; 3] {
    let total = libm::round(points.iter().sum()) as u32;
    let mut whole = points.map(|p| libm::floor(p) as u32);
    let mut order = [0, 1, 2];
    order.sort_by(|a, b| (points[*b] - libm::floor(points[*b])).total_cmp(&(points[*a] - libm::floor(points[*a]))));
    for at in order.into_iter().take(total.saturating_sub(whole.iter().sum()) as usize) {
        whole[at] += 1;
    }
    whole
}

fn words_fixed(x: f64) -> String {
    words::fixed(x, 0)
}

fn ends(series: &[Series], unit: &str) -> String {
    let end = |s: &Series| {
        let first = s.points.iter().find_map(|p| p.value);
        let last = s.points.last().and_then(|p| p.value);
        let lowest = s.points.iter().filter_map(|p| Some((p.value?, p.label.as_str()))).min_by(|a, b| a.0.total_cmp(&b.0));
        let dip = lowest.filter(|(v, _)| first.is_some_and(|f| v + 3.0 < f) && last.is_some_and(|l| v + 3.0 < l));
        format!(
            "{}: from {} to {}{}",
            s.name,
            first.map_or("?".into(), |v| words_fixed(v) + unit),
            last.map_or("?".into(), |v| words_fixed(v) + unit),
            dip.map_or(String::new(), |(v, at)| format!(", lowest {}{unit} at {at}", words_fixed(v)))
        )
    };
    let all: Vec<String> = series.iter().map(end).collect();
    format!("{}.", all.join("; "))
}

/// What engagement was worth: the same line and luck without its effect on output.
fn felt(scenario: &Scenario, with: &Outcome, without: &Outcome) -> String {
    let gained = i64::from(working_minutes(without.finish)) - i64::from(working_minutes(with.finish));
    let amount = words::minutes(gained.unsigned_abs() as u32);
    let mut text = match gained {
        0 => "How people felt made not a minute\u{2019}s difference to the finish.".to_owned(),
        g if g > 0 => format!("How people felt gave you {amount}."),
        _ => format!("How people felt cost you {amount}."),
    };
    text += " That is the same line and the same luck, replayed with no effect of engagement on output (measured between people, assumed within a week).";
    match (with.on_time, without.on_time) {
        (true, false) => {
            text += &scenario.leaves.as_ref().map_or_else(
                || " Without it the deadline would have been missed.".to_owned(),
                |what| format!(" Without it the {what} would have left empty."),
            );
        }
        (false, true) => {
            text += &scenario.leaves.as_ref().map_or_else(
                || " Without it the deadline would have been made.".to_owned(),
                |what| format!(" Without it the {what} would have been caught."),
            );
        }
        _ => text += " Within one week the effect is small; that it adds up in the weeks after is the model\u{2019}s assumption.",
    }
    text
}
