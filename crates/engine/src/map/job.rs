//! The figures on the map: how the weeks of the paths through each move end, each path under the
//! same hundred lucks.
//!
//! Up to [`EXACT`] paths every one is played; above that, [`SAMPLED`] drawn ones, every path as
//! likely as any other. A unit plays a few whole paths under all lucks, so what it hands over are
//! sums a move, with the least and the largest of its paths, not a number a path and luck.

use super::{Map, TooLarge};
use crate::Job;
use crate::luck::{Draw, Luck};
use crate::model::state::State;
use crate::program::Program;
use std::collections::BTreeMap;

/// Weeks played of every path: seeds 0 to 99, as in `by-friday walk --seeds 100`.
pub const LUCKS: u32 = 100;
/// Paths that are all played at most.
pub const EXACT: u64 = 100_000;
/// Paths drawn where there are more.
pub const SAMPLED: u32 = 10_000;
/// How often a path's weeks are on time: bounds in hundredths, best first.
pub const BANDS: [u64; 3] = [90, 70, 50];

/// For a few milliseconds of work a unit: neighbours share most of their decisions, so it is so
/// many paths; drawn ones share half of them or fewer, so it is so many decisions.
const NEIGHBOURS: u64 = 96;
const DECISIONS: usize = 400;
/// The key of the draws of paths.
const PATHS_KEY: u64 = 0x6D61_7000;

/// Sums over the weeks of some lines (paths), each under [`LUCKS`] lucks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Figures {
    pub lines: i64,
    /// Weeks on time.
    pub on_time: i64,
    /// Mean engagement at the end in thousandths of a deviation, and points in thousandths.
    pub engagement: i64,
    pub score: i64,
    /// A line's sum of engagement: the least and the largest.
    pub least: i64,
    pub most: i64,
    /// Lines by how often they are on time: see [`BANDS`].
    pub bands: [i64; 4],
}

const FIELDS: usize = 10;

impl Figures {
    pub const NONE: Figures = Figures { lines: 0, on_time: 0, engagement: 0, score: 0, least: i64::MAX, most: i64::MIN, bands: [0; 4] };

    /// One line's figures from its weeks.
    fn line(sum: &LineSum) -> Figures {
        let [on_time, engagement, score] = [sum.on_time, sum.engagement, sum.score];
        let mut bands = [0; 4];
        bands[band(on_time)] = 1;
        Figures { lines: 1, on_time, engagement, score, least: engagement, most: engagement, bands }
    }

    /// Adds the figures of other lines.
    pub fn merge(&mut self, other: &Figures) {
        self.lines += other.lines;
        self.on_time += other.on_time;
        self.engagement += other.engagement;
        self.score += other.score;
        self.least = self.least.min(other.least);
        self.most = self.most.max(other.most);
        (0..4).for_each(|b| self.bands[b] += other.bands[b]);
    }

    fn weeks(&self) -> f64 {
        (self.lines * i64::from(LUCKS)).max(1) as f64
    }

    /// Share of weeks on time, 0 to 1.
    pub fn share(&self) -> f64 {
        self.on_time as f64 / self.weeks()
    }

    /// Mean engagement at the end, in thousandths of a deviation.
    pub fn mean_engagement(&self) -> f64 {
        self.engagement as f64 / self.weeks()
    }

    /// The least and the largest mean engagement at the end of one line, in thousandths of a
    /// deviation. `None` without lines.
    pub fn range(&self) -> Option<(f64, f64)> {
        let mean = |sum: i64| sum as f64 / f64::from(LUCKS);
        (self.lines > 0).then(|| (mean(self.least), mean(self.most)))
    }

    /// Mean score, 0 to 100.
    pub fn mean_score(&self) -> f64 {
        self.score as f64 / self.weeks() / 1000.0
    }

    fn numbers(&self) -> [i64; FIELDS] {
        let [a, b, c, d] = self.bands;
        [self.lines, self.on_time, self.engagement, self.score, self.least, self.most, a, b, c, d]
    }

    fn read(n: &[i64]) -> Option<Figures> {
        let [lines, on_time, engagement, score, least, most, a, b, c, d] = *<&[i64; FIELDS]>::try_from(n).ok()?;
        Some(Figures { lines, on_time, engagement, score, least, most, bands: [a, b, c, d] })
    }
}

/// The band of a line by its weeks on time of [`LUCKS`]: 0 is the best.
fn band(on_time: i64) -> usize {
    let reached = |least: &u64| on_time as u64 * 100 >= least * u64::from(LUCKS);
    BANDS.iter().position(reached).unwrap_or(BANDS.len())
}

/// Drawn paths a unit.
fn strangers(map: &Map) -> usize {
    (DECISIONS / map.columns.max(1)).max(1)
}

/// The path drawn with this number.
fn draw(map: &Map, number: u32) -> Vec<usize> {
    let luck = Luck::of_rollout(PATHS_KEY, number);
    map.drawn(|turn| luck.uniform(Draw::Style, turn))
}

/// Sums over one line's weeks.
#[derive(Clone, Copy, Debug, Default)]
struct LineSum {
    on_time: i64,
    engagement: i64,
    score: i64,
}

impl LineSum {
    fn add(&mut self, program: &Program, end: &State) {
        let o = program.outcome(end);
        self.on_time += i64::from(o.on_time);
        self.engagement += i64::from(o.mean);
        self.score += libm::round(o.score() * 1000.0) as i64;
    }
}

/// Works out the figures of a scenario's map.
#[derive(Clone, Debug)]
pub struct MapJob {
    program: Program,
    map: Map,
    /// The paths drawn, in order, so that neighbours begin alike; `None` where all are played.
    drawn: Option<Vec<Vec<usize>>>,
    added: Vec<bool>,
    left: u32,
    edges: Vec<Figures>,
}

impl MapJob {
    /// A job for a program, nothing worked out yet. The map itself, with its counts, is there.
    ///
    /// # Errors
    /// [`TooLarge`] where the scenario has no map.
    pub fn new(program: &Program) -> Result<MapJob, TooLarge> {
        MapJob::with(program, EXACT)
    }

    /// The same, with all paths played up to `exact` of them.
    ///
    /// # Errors
    /// [`TooLarge`] where the scenario has no map.
    pub fn with(program: &Program, exact: u64) -> Result<MapJob, TooLarge> {
        let map = Map::of(program)?;
        let drawn = (map.paths > exact).then(|| {
            let mut all: Vec<Vec<usize>> = (0..SAMPLED).map(|n| draw(&map, n)).collect();
            all.sort_unstable();
            all
        });
        let units = match &drawn {
            Some(all) => all.len().div_ceil(strangers(&map)),
            None => map.paths.div_ceil(NEIGHBOURS) as usize,
        };
        let edges = vec![Figures::NONE; map.edges.len()];
        Ok(MapJob { program: program.clone(), map, drawn, added: vec![false; units], left: units as u32, edges })
    }

    pub fn map(&self) -> &Map {
        &self.map
    }

    /// How many paths the figures come from, where they were drawn; `None` where all are played.
    pub fn sampled(&self) -> Option<u32> {
        self.drawn.as_ref().map(|d| d.len() as u32)
    }

    /// Units added so far.
    pub fn progress(&self) -> u32 {
        self.units() - self.left
    }

    /// The figures of the paths that take a move at a node (a place in [`Map::edges`]), so far.
    /// `None` where no played path does.
    pub fn edge(&self, edge: usize) -> Option<Figures> {
        self.edges.get(edge).copied().filter(|f| f.lines > 0)
    }

    /// The figures of the paths through a node, so far. `None` where no played path goes there.
    pub fn node(&self, node: usize) -> Option<Figures> {
        let mut sum = Figures::NONE;
        self.edges[self.map.nodes.get(node)?.edges.clone()].iter().for_each(|f| sum.merge(f));
        Some(sum).filter(|f| f.lines > 0)
    }

    /// The figures of one line from its moves; they need no unit to have been added. `None` where
    /// the moves do not reach the end of the week.
    pub fn line(&self, moves: &[u8]) -> Option<Figures> {
        let path = self.map.follow(moves);
        let whole = path.last().is_some_and(|e| self.map.edges[*e].to.is_none());
        whole.then(|| {
            let mut sum = LineSum::default();
            self.play(&[path], std::slice::from_mut(&mut sum));
            Figures::line(&sum)
        })
    }

    /// The paths a unit plays; none for a number that is no unit.
    fn paths(&self, unit: u32) -> Vec<Vec<usize>> {
        match &self.drawn {
            Some(all) => all.chunks(strangers(&self.map)).nth(unit as usize).map_or_else(Vec::new, <[_]>::to_vec),
            None => {
                let first = u64::from(unit) * NEIGHBOURS;
                (first..first + NEIGHBOURS).map_while(|n| self.map.path(n)).collect()
            }
        }
    }

    /// Plays paths under all lucks. What a path shares with the one before is not played again.
    fn play(&self, paths: &[Vec<usize>], sums: &mut [LineSum]) {
        let mut states: Vec<State> = Vec::new();
        for seed in 0..LUCKS {
            let luck = Luck::of_seed(seed);
            states.clear();
            states.push(self.program.begin(luck));
            let mut before: &[usize] = &[];
            for (path, sum) in paths.iter().zip(&mut *sums) {
                let same = before.iter().zip(path).take_while(|(a, b)| a == b).count();
                states.truncate(same + 1);
                for edge in &path[same..] {
                    let mut next = states[states.len() - 1];
                    let taken = self.program.choose(luck, &mut next, self.map.edges[*edge].mv as usize);
                    if taken.is_err() || self.program.go_on(luck, &mut next).is_err() {
                        break;
                    }
                    states.push(next);
                }
                sum.add(&self.program, &states[states.len() - 1]);
                before = path;
            }
        }
    }
}

impl Job for MapJob {
    fn units(&self) -> u32 {
        self.added.len() as u32
    }

    /// Groups of eleven: a move's place in [`Map::edges`] and the [`Figures`] of the unit's paths
    /// that take it.
    fn run(&self, unit: u32) -> Vec<i64> {
        let paths = self.paths(unit);
        let mut sums = vec![LineSum::default(); paths.len()];
        self.play(&paths, &mut sums);
        let mut edges: BTreeMap<usize, Figures> = BTreeMap::new();
        for (path, sum) in paths.iter().zip(&sums) {
            let line = Figures::line(sum);
            path.iter().for_each(|e| edges.entry(*e).or_insert(Figures::NONE).merge(&line));
        }
        edges.iter().flat_map(|(e, f)| std::iter::once(*e as i64).chain(f.numbers())).collect()
    }

    fn add(&mut self, unit: u32, part: &[i64]) {
        let fresh = self.added.get(unit as usize) == Some(&false) && !part.is_empty();
        let group = |g: &[i64]| {
            let (edge, numbers) = g.split_first()?;
            let edge = usize::try_from(*edge).ok().filter(|e| *e < self.edges.len())?;
            Some((edge, Figures::read(numbers)?))
        };
        let groups: Option<Vec<(usize, Figures)>> = part.chunks(FIELDS + 1).map(group).collect();
        let Some(groups) = groups.filter(|_| fresh) else { return };
        groups.iter().for_each(|(e, f)| self.edges[*e].merge(f));
        self.added[unit as usize] = true;
        self.left -= 1;
    }

    fn done(&self) -> bool {
        self.left == 0
    }
}
