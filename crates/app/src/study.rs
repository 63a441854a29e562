//! What the debrief, the map and the why page work out about the line in hand: long work in units,
//! done in a worker where there is one, else between frames, with the same numbers.

use super::compared::Compared;
use super::forecasts::Soon;
use super::{App, Effect, Screen, board, lucks, map, swings, tornado, why, words};
use engine::assume::{self, Applied};
use engine::decided::Decided;
use engine::lucks::Apart;
use engine::paired::Measure;
use engine::{Job, Line, Lucks, MapJob, SetEffect, Swings, Tornado, Units};
use scenario::codec::Route;
use scenario::codec::save::Week;

/// Errands that are remembered: those of the lines looked at last.
const MOST: usize = 16;

/// A kind of long work.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    Lucks,
    Swings,
    /// The decisions' score of a line.
    Decided,
    /// What the changed assumptions do to a line.
    Effect,
    Tornado,
    /// Every path of the scenario.
    Map,
}

impl Kind {
    const ALL: [Kind; 6] = [Kind::Lucks, Kind::Swings, Kind::Decided, Kind::Effect, Kind::Tornado, Kind::Map];

    /// The name by which a worker is told.
    pub fn name(self) -> &'static str {
        match self {
            Kind::Lucks => "lucks",
            Kind::Swings => "swings",
            Kind::Decided => "decided",
            Kind::Effect => "effect",
            Kind::Tornado => "tornado",
            Kind::Map => "map",
        }
    }

    /// The kind of this name.
    pub fn named(name: &str) -> Option<Kind> {
        Kind::ALL.into_iter().find(|k| k.name() == name)
    }
}

/// Long work on a line.
#[derive(Clone, Debug)]
enum Work {
    Lucks(Box<Lucks>),
    Swings(Box<Swings>),
    Decided(Box<Decided>),
    Effect(Box<SetEffect>),
    Tornado(Box<Tornado>),
    Map(Box<MapJob>),
}

impl Work {
    /// The work of a kind on a line, as a page shows it.
    fn new(kind: Kind, app: &App, line: &Line) -> Option<Work> {
        let (scenario, program) = (&app.loaded.scenario, &app.loaded.program);
        Some(match kind {
            Kind::Lucks => Work::Lucks(Box::new(Lucks::new(program, line))),
            Kind::Swings => Work::Swings(Box::new(Swings::new(scenario, program, line))),
            Kind::Decided => Work::Decided(Box::new(Decided::new(program, line.path()))),
            Kind::Effect => Work::Effect(Box::new(SetEffect::new(&app.written().program, &applied(app)?, line))),
            Kind::Tornado => Work::Tornado(Box::new(Tornado::new(&applied(app)?, line))),
            Kind::Map => Work::Map(Box::new(MapJob::new(program).ok()?)),
        })
    }

    fn job(&mut self) -> &mut dyn Job {
        match self {
            Work::Lucks(job) => &mut **job,
            Work::Swings(job) => &mut **job,
            Work::Decided(job) => &mut **job,
            Work::Effect(job) => &mut **job,
            Work::Tornado(job) => &mut **job,
            Work::Map(job) => &mut **job,
        }
    }
}

/// The scenario under the assumptions in hand.
fn applied(app: &App) -> Option<Applied> {
    assume::apply(&app.written().scenario, &app.set).ok()
}

/// Long work that was asked for.
#[derive(Clone, Debug)]
struct Errand {
    kind: Kind,
    /// Leads to what it is about.
    link: String,
    work: Work,
    units: Units,
}

/// A worker's place: the work it is on, kept between units.
#[derive(Debug, Default)]
pub struct Bench {
    work: Option<(Kind, String, Work)>,
}

impl Bench {
    /// Works out a unit of a kind of work on what `app` shows, which is what `link` leads to.
    pub fn unit(&mut self, kind: Kind, link: &str, app: &App, unit: u32) -> Option<Vec<i64>> {
        if !self.work.as_ref().is_some_and(|(k, l, _)| *k == kind && l == link) {
            self.work = Some((kind, link.to_owned(), Work::new(kind, app, app.line.as_ref()?)?));
        }
        let (_, _, work) = self.work.as_mut()?;
        let job = work.job();
        (unit < job.units()).then(|| job.run(unit))
    }
}

/// A line beside the one in hand.
#[derive(Clone, Debug)]
pub struct Beside {
    pub week: Week,
    pub line: Line,
    /// The first line of the attempt.
    pub first: bool,
}

/// What is worked out beside the week itself.
#[derive(Clone, Debug, Default)]
pub struct Study {
    /// The link of what was studied: another one is studied anew.
    of: String,
    /// The two pure lines and the week without feelings.
    pub compared: Option<Compared>,
    /// What was planned, and what came.
    pub board: Option<board::View>,
    /// Other lines kept on the device, oldest first.
    pub others: Vec<Beside>,
    /// The links of all lines that stand side by side.
    beside: Vec<String>,
    errands: Vec<Errand>,
    /// What was found about the line in hand.
    pub lucks: Option<lucks::View>,
    pub swings: Option<swings::View>,
    pub why: Option<why::View>,
    /// By which measure the tornado chart is drawn.
    pub by: By,
    pub tornado: Option<tornado::Chart>,
    /// Whether the chart is not yet that of the assumptions in hand.
    pub stale: bool,
    /// What the map is of: the scenario and its assumptions, whatever line is marked in it.
    map_of: String,
    /// Whether the map's figures are not to be worked out further.
    pub stopped: bool,
    pub map: Option<map::View>,
    /// The node of the map that is looked at.
    pub node: usize,
}

/// A measure to draw by; the chance of Friday unless one asks for another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct By(pub Measure);

impl Default for By {
    fn default() -> By {
        By(Measure::OnTime)
    }
}

impl Study {
    /// The link of what was studied.
    pub fn of(&self) -> &str {
        &self.of
    }

    /// Brings it up to what is shown now.
    pub fn follow(&mut self, app: &mut App) -> Vec<Effect> {
        let link = app.route().to_string();
        let new = self.of != link;
        match app.screen {
            Screen::Debrief if new => self.debrief(app, &link),
            Screen::Map if new => self.mapped(app),
            Screen::Why => {
                // The chart of all assumptions waits until none is being moved.
                let chart = !app.settling && !self.errands.iter().any(|e| e.kind == Kind::Tornado && e.link == link);
                if new {
                    self.send(Kind::Effect, &link, app);
                }
                if chart {
                    self.send(Kind::Tornado, &link, app);
                }
                if !new && !chart {
                    return Vec::new();
                }
                self.stale |= new;
            }
            _ => return Vec::new(),
        }
        if app.screen != Screen::Map {
            self.map_of.clear();
        }
        self.of = link;
        self.read(app);
        vec![Effect::Tick]
    }

    fn mapped(&mut self, app: &App) {
        self.map_of = Route::Map(app.bare()).to_string();
        (self.map, self.stopped) = (None, false);
        self.others = app.line.as_ref().map_or_else(Vec::new, |line| others(app, line));
        let of = self.map_of.clone();
        self.send(Kind::Map, &of, app);
    }

    /// Whether the map of this scenario was found too large to be drawn.
    pub fn too_large(&self) -> bool {
        !self.map_of.is_empty() && !self.errands.iter().any(|e| e.kind == Kind::Map && e.link == self.map_of)
    }

    /// Looks at another node of the map: where an arrow key leads, `None` where it leads nowhere.
    pub fn step(&mut self, key: &str) -> Option<usize> {
        let node = self.map.as_ref()?.nodes.get(self.node)?;
        let to = match key {
            "ArrowLeft" => node.left,
            "ArrowRight" => node.right,
            "ArrowUp" => node.up,
            "ArrowDown" => node.down,
            "Home" => Some(0),
            _ => None,
        };
        self.node = to?;
        to
    }

    /// Draws the tornado chart by another measure.
    pub fn draw_by(&mut self, app: &App, measure: Measure) {
        self.by = By(measure);
        self.read(app);
    }

    fn debrief(&mut self, app: &mut App, link: &str) {
        let Some(line) = app.line.clone().filter(|l| l.state.over()) else { return };
        let compared = Compared::of(&mut app.loaded, &line);
        self.others = others(app, &line);
        for l in [&line, &compared.directive, &compared.collaborative].into_iter().chain(self.others.iter().map(|o| &o.line)) {
            (0..l.steps.len()).for_each(|step| app.want(l, step, false, Soon::Last));
        }
        app.want_transcript();
        self.compared = Some(compared);
        self.board = None;
        (self.lucks, self.swings) = (None, None);
        self.send(Kind::Lucks, link, app);
        let compared = self.compared.iter().flat_map(|c| [&c.directive, &c.collaborative]);
        let lines: Vec<Line> = std::iter::once(&line).chain(compared).chain(self.others.iter().map(|o| &o.line)).cloned().collect();
        self.beside = lines.iter().map(|l| app.debrief_of(l)).collect();
        for (line, link) in lines.iter().zip(self.beside.clone()) {
            self.send_of(Kind::Decided, &link, app, line);
        }
        self.send(Kind::Swings, link, app);
    }

    /// The decisions' score of the line whose debrief a link leads to, once it is worked out.
    pub fn decided(&self, link: &str) -> Option<u32> {
        self.errands.iter().find_map(|e| match &e.work {
            Work::Decided(job) if e.link == link => job.found(),
            _ => None,
        })
    }

    /// Asks for long work on the line in hand, unless it is known or under way.
    fn send(&mut self, kind: Kind, link: &str, app: &App) {
        if let Some(line) = &app.line {
            self.send_of(kind, link, app, line);
        }
    }

    fn send_of(&mut self, kind: Kind, link: &str, app: &App, line: &Line) {
        if let Some(at) = self.errands.iter().position(|e| e.kind == kind && e.link == link) {
            let known = self.errands.remove(at);
            self.errands.push(known);
            return;
        }
        let Some(mut work) = Work::new(kind, app, line) else { return };
        let units = Units::new(work.job().units());
        self.errands.push(Errand { kind, link: link.to_owned(), work, units });
        if self.errands.len() > MOST {
            self.errands.remove(0);
        }
    }

    /// The next unit that nobody works on yet: of the newest work first.
    pub fn give(&mut self) -> Option<(Kind, String, u32)> {
        let (of, map_of) = (&self.of, if self.stopped { "" } else { self.map_of.as_str() });
        let beside = |e: &Errand| e.kind == Kind::Decided && self.beside.contains(&e.link);
        let open = self.errands.iter_mut().find(|e| e.units.open() && (e.link == *of || e.link == map_of || beside(e)))?;
        open.units.give().map(|unit| (open.kind, open.link.clone(), unit))
    }

    /// Takes what a unit came to.
    pub fn part(&mut self, app: &App, kind: Kind, link: &str, unit: u32, part: &[i64]) {
        let Some(errand) = self.errands.iter_mut().find(|e| e.kind == kind && e.link == link) else { return };
        if errand.units.take(unit) {
            errand.work.job().add(unit, part);
        }
        // Once the first figures are there.
        if self.board.is_none() && app.screen == Screen::Debrief {
            let line = app.line.as_ref().filter(|l| l.state.over());
            self.board = line.and_then(|l| board::planned(&app.loaded.scenario, &app.loaded.program, l));
        }
        self.read(app);
    }

    /// Works out one unit here; `true` while more is left.
    pub fn slice(&mut self, app: &App) -> bool {
        let Some((kind, link, unit)) = self.give() else { return false };
        let Some(errand) = self.errands.iter_mut().find(|e| e.kind == kind && e.link == link) else { return false };
        let part = errand.work.job().run(unit);
        self.part(app, kind, &link, unit, &part);
        true
    }

    /// Nobody works on anything any more: what was given out is to be given out again.
    pub fn requeue(&mut self) {
        self.errands.iter_mut().for_each(|e| e.units.requeue());
    }

    /// How far the work on what is shown is, 0 to 1.
    pub fn progress(&self, kind: Kind) -> f64 {
        let found = self.errands.iter().find(|e| e.kind == kind && (e.link == self.of || e.link == self.map_of));
        found.map_or(0.0, |e| e.units.progress())
    }

    /// Makes views of what has been found about what is shown.
    fn read(&mut self, app: &App) {
        let Some(line) = &app.line else { return };
        let (scenario, program) = (&app.loaded.scenario, &app.loaded.program);
        let (of, map_of) = (&self.of, &self.map_of);
        for errand in self.errands.iter_mut().filter(|e| e.link == *of || e.link == *map_of) {
            match &mut errand.work {
                Work::Lucks(job) if self.lucks.is_none() && job.done() => {
                    self.lucks = job.found().map(|apart: Apart| lucks::view(scenario, program, &apart));
                }
                // First the averages, then, when all is there, what carries them.
                Work::Swings(job) => {
                    let known = self.swings.as_ref().map(|v| v.complete);
                    if (known.is_none() && job.measured()) || (known == Some(false) && job.done()) {
                        let chance = |s: &engine::model::State| app.forecasts.settled(program, s).map(|f| f.on_time);
                        self.swings = swings::view(scenario, program, line, job, &chance);
                    }
                }
                // The drawing is made at once, and again with its figures.
                Work::Map(job) if self.map.as_ref().is_none_or(|m| m.progress.is_some() && job.done()) => {
                    let moves = |line: &Line| line.steps.iter().map(|s| s.mv).collect::<Vec<u8>>();
                    let others: Vec<Vec<u8>> = self.others.iter().map(|o| moves(&o.line)).collect();
                    let ask =
                        map::Ask { loaded: &app.loaded, job, yours: &moves(line), others: &others, blind: app.blind && !line.state.over() };
                    let view = map::View::of(&ask);
                    if self.map.is_none() {
                        self.node = view.nodes.iter().position(|n| n.here).unwrap_or(0);
                    }
                    self.map = Some(view);
                }
                Work::Effect(job) => {
                    self.why = applied(app).map(|a| why::view(&app.written().scenario, &a, line, Some(&**job)));
                }
                // Drawn when complete, and a few times on the way there.
                Work::Tornado(job) if job.done() || job.finished().is_multiple_of(16) => {
                    let chart = applied(app).and_then(|a| tornado::chart(&a, job, self.by.0));
                    self.tornado = chart.or(self.tornado.take());
                    self.stale = !job.done();
                }
                _ => {}
            }
        }
        if app.visiting {
            self.of_another();
        }
    }

    /// A week that is not the reader's own is not spoken of as theirs.
    fn of_another(&mut self) {
        let change = |text: &mut String| *text = words::of_another(text);
        if let Some(v) = &mut self.lucks {
            [&mut v.sentence, &mut v.apart, &mut v.text, &mut v.spread.text].into_iter().for_each(change);
            v.spread.rows.iter_mut().for_each(|r| change(&mut r.label));
        }
        if let Some(v) = &mut self.swings {
            v.here.iter_mut().for_each(|h| change(&mut h.1));
            change(&mut v.lead);
            for row in &mut v.rows {
                [&mut row.same, &mut row.sentence, &mut row.carried].into_iter().for_each(change);
                row.carrier.iter_mut().for_each(|c| change(&mut c.text));
            }
        }
    }
}

/// The page that a link leads to, with all that it works out worked out.
pub fn finished(fragment: &str) -> (App, Study) {
    let (mut app, mut study) = (App::new(super::Kept::default()), Study::default());
    app.update(super::Msg::Address { fragment: fragment.to_owned(), seed: 0 });
    study.follow(&mut app);
    let program = app.loaded.program.clone();
    app.forecasts.finish(&program);
    while study.slice(&app) {}
    (app, study)
}

/// The other lines kept on the device, replayed.
fn others(app: &App, line: &Line) -> Vec<Beside> {
    let current = app.move_ids(line).join(".");
    let Some(save) = app.saved().filter(|_| app.set.is_empty()) else { return Vec::new() };
    // A week that began with another team is not to be compared with this one.
    let weeks = save.lines.into_iter().chain([save.week]).enumerate().filter(|(_, w)| w.team == app.team.text);
    let others = weeks.filter(|(_, w)| w.seed != line.seed || w.moves != current).map(|(place, week)| {
        let moves: Vec<String> = week.moves.split('.').filter(|m| !m.is_empty()).map(str::to_owned).collect();
        let (line, _) = app.replay(week.seed, &moves, false);
        Beside { week, line, first: place == 0 }
    });
    others.take(scenario::codec::save::MOST_LINES).collect()
}
