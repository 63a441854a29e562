//! What a scenario's choices come to, for those who write it: both pure lines with their intervals,
//! moves that are worse than another whatever happens, and decisions that change nothing.
//!
//! A situation is a decision on the map, reached by one line of moves, with the rest of the week all
//! directive or all collaborative. Its moves are compared under the same lucks.

use super::Job;
use super::luck::Luck;
use super::map::Map;
use super::program::Program;
use crate::model::scenario::Style;
use crate::model::state::State;

/// Seeds a unit.
const BLOCK: u32 = 200;
/// Situations of a scene that are compared at most, spread over all there are.
const SITUATIONS: usize = 24;
/// The normal law's 97.5th percentile.
const Z95: f64 = 1.959_964;
const STYLES: [Style; 2] = [Style::Directive, Style::Collaborative];

/// What is measured.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Figure {
    /// Share of weeks on time, 0 to 1.
    OnTime,
    /// The team's mean engagement at the end, in deviations.
    Engagement,
    /// The team's hours.
    Hours,
    /// Points, 0 to 100.
    Score,
}

impl Figure {
    /// How many of the integers summed make one.
    fn scale(self) -> f64 {
        match self {
            Figure::OnTime => 1.0,
            Figure::Hours => 60.0,
            Figure::Engagement | Figure::Score => 1000.0,
        }
    }
}

/// Integer sums of the four figures, and of their squares.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Sums {
    weeks: i64,
    sum: [i64; 4],
    squares: [i64; 4],
}

const FIELDS: usize = 9;

impl Sums {
    fn add(&mut self, values: [i64; 4]) {
        self.weeks += 1;
        for (i, v) in values.into_iter().enumerate() {
            self.sum[i] += v;
            self.squares[i] += v * v;
        }
    }

    fn part(&self) -> impl Iterator<Item = i64> {
        std::iter::once(self.weeks).chain(self.sum).chain(self.squares)
    }

    fn merge(&mut self, part: &[i64]) {
        let fields = std::iter::once(&mut self.weeks).chain(&mut self.sum).chain(&mut self.squares);
        fields.zip(part).for_each(|(sum, by)| *sum += by);
    }

    fn mean(&self, f: Figure) -> f64 {
        self.sum[f as usize] as f64 / self.weeks.max(1) as f64 / f.scale()
    }

    /// Half the width of the mean's 95% interval.
    fn half(&self, f: Figure) -> f64 {
        if self.weeks < 2 {
            return f64::INFINITY;
        }
        let (n, i) = (self.weeks as f64, f as usize);
        let mean = self.sum[i] as f64 / n;
        let variance = (self.squares[i] as f64 - n * mean * mean) / (n - 1.0);
        Z95 * libm::sqrt(variance.max(0.0) / n) / f.scale()
    }

    /// Whether the mean's whole interval lies below nought.
    fn below(&self, f: Figure) -> bool {
        self.mean(f) + self.half(f) < 0.0
    }
}

/// A mean with its 95% interval.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Mean {
    pub mean: f64,
    pub low: f64,
    pub high: f64,
}

/// A decision reached in one way.
#[derive(Clone, Debug)]
struct Situation {
    scene: u8,
    /// The moves offered, and those that led here.
    moves: Vec<u8>,
    before: Vec<(u8, u8)>,
    /// For each rest of the week and each two moves, the first less the second.
    pairs: Vec<Sums>,
}

impl Situation {
    /// Places in `moves` of each two, the first before the second.
    fn twos(&self) -> impl Iterator<Item = (usize, usize)> {
        let n = self.moves.len();
        (0..n).flat_map(move |a| (a + 1..n).map(move |b| (a, b)))
    }
}

/// A move that is worse than another, in chance and in engagement, wherever both are offered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Dominated {
    pub scene: u8,
    pub mv: u8,
    pub by: u8,
}

/// Works out the figures of a scenario.
#[derive(Clone, Debug)]
pub struct FiguresJob {
    program: Program,
    seeds: u32,
    situations: Vec<Situation>,
    /// The pure lines, and the collaborative less the directive.
    pure: [Sums; 3],
    added: Vec<bool>,
    left: u32,
}

impl FiguresJob {
    /// A job for a program under seeds 0 to `seeds - 1`, nothing worked out yet. A scenario too large
    /// for a map has no situations to compare.
    pub fn new(program: &Program, seeds: u32) -> FiguresJob {
        let situations = Map::of(program).map_or_else(|_| Vec::new(), |map| situations(program, &map));
        let units = blocks(seeds) as usize * (1 + situations.len());
        FiguresJob {
            program: program.clone(),
            seeds,
            situations,
            pure: [Sums::default(); 3],
            added: vec![false; units],
            left: units as u32,
        }
    }

    /// Weeks played of each pure line so far.
    pub fn weeks(&self) -> u32 {
        self.pure[0].weeks as u32
    }

    /// Whether moves could be compared: not where the scenario is too large for a map.
    pub fn compared(&self) -> bool {
        !self.situations.is_empty()
    }

    /// A figure of a pure line.
    pub fn pure(&self, style: Style, f: Figure) -> Mean {
        interval(&self.pure[style as usize], f)
    }

    /// The collaborative line less the directive one, under the same lucks.
    pub fn difference(&self, f: Figure) -> Mean {
        interval(&self.pure[2], f)
    }

    /// The style that wins on every measure (chance, engagement and hours), each difference clear of
    /// nought.
    pub fn winner(&self) -> Option<Style> {
        let d = |f| self.difference(f);
        let [on_time, felt, hours] = [d(Figure::OnTime), d(Figure::Engagement), d(Figure::Hours)];
        if on_time.low > 0.0 && felt.low > 0.0 && hours.high < 0.0 {
            Some(Style::Collaborative)
        } else if on_time.high < 0.0 && felt.high < 0.0 && hours.low > 0.0 {
            Some(Style::Directive)
        } else {
            None
        }
    }

    /// Moves that nobody should take. Each once, with the first move that beats it.
    pub fn dominated(&self) -> Vec<Dominated> {
        let mut found: Vec<Dominated> = Vec::new();
        for scene in 0..self.program.scenes.len() as u8 {
            let n = self.program.scenes[scene as usize].moves.len() as u8;
            for mv in 0..n {
                let by = (0..n).find(|by| *by != mv && self.worse(scene, mv, *by));
                found.extend(by.map(|by| Dominated { scene, mv, by }));
            }
        }
        found
    }

    /// Scenes at which every move comes to the same chance and the same engagement, whatever the luck.
    pub fn idle(&self) -> Vec<u8> {
        let scenes = 0..self.program.scenes.len() as u8;
        let still = |s: &Situation| s.pairs.iter().all(|p| p.weeks > 0 && p.squares[..2] == [0, 0]);
        let of = |scene: u8| self.situations.iter().filter(move |s| s.scene == scene);
        scenes.filter(|scene| of(*scene).next().is_some() && of(*scene).all(still)).collect()
    }

    fn worse(&self, scene: u8, mv: u8, by: u8) -> bool {
        let mut met = false;
        for s in self.situations.iter().filter(|s| s.scene == scene) {
            let twos = s.twos().count();
            for (k, (a, b)) in s.twos().enumerate() {
                let (a, b) = (s.moves[a], s.moves[b]);
                if (a, b) != (mv, by) && (a, b) != (by, mv) {
                    continue;
                }
                met = true;
                for rest in 0..STYLES.len() {
                    let mut p = s.pairs[rest * twos + k];
                    if a == by {
                        p.sum = p.sum.map(|x| -x);
                    }
                    if !p.below(Figure::OnTime) || !p.below(Figure::Engagement) {
                        return false;
                    }
                }
            }
        }
        met
    }

    /// What a week came to.
    fn end(&self, s: &State) -> [i64; 4] {
        let o = self.program.outcome(s);
        [i64::from(o.on_time), i64::from(o.mean), i64::from(o.worked + o.met), libm::round(o.score() * 1000.0) as i64]
    }

    fn run_pure(&self, seeds: std::ops::Range<u32>) -> Vec<i64> {
        let mut sums = [Sums::default(); 3];
        for seed in seeds {
            let luck = Luck::of_seed(seed);
            let ends = STYLES.map(|style| {
                let mut s = self.program.begin(luck);
                self.program.run_pure(luck, &mut s, style);
                self.end(&s)
            });
            sums[0].add(ends[0]);
            sums[1].add(ends[1]);
            sums[2].add(std::array::from_fn(|i| ends[1][i] - ends[0][i]));
        }
        sums.iter().flat_map(Sums::part).collect()
    }

    fn run_situation(&self, situation: &Situation, seeds: std::ops::Range<u32>) -> Vec<i64> {
        let mut pairs = vec![Sums::default(); situation.pairs.len()];
        for seed in seeds {
            let luck = Luck::of_seed(seed);
            let Some(before) = self.program.replay(luck, &situation.before) else { continue };
            let mut pair = pairs.iter_mut();
            for style in STYLES {
                let end = |mv: &u8| {
                    let mut s = before;
                    let taken = self.program.choose(luck, &mut s, *mv as usize);
                    self.program.run_pure(luck, &mut s, style);
                    taken.map_or([0; 4], |()| self.end(&s))
                };
                let ends: Vec<[i64; 4]> = situation.moves.iter().map(end).collect();
                for ((a, b), sums) in situation.twos().zip(&mut pair) {
                    sums.add(std::array::from_fn(|i| ends[a][i] - ends[b][i]));
                }
            }
        }
        pairs.iter().flat_map(Sums::part).collect()
    }
}

fn blocks(seeds: u32) -> u32 {
    seeds.div_ceil(BLOCK)
}

fn interval(sums: &Sums, f: Figure) -> Mean {
    let (mean, half) = (sums.mean(f), sums.half(f));
    Mean { mean, low: mean - half, high: mean + half }
}

/// Up to [`SITUATIONS`] a scene, each with the first line of moves that leads there.
fn situations(program: &Program, map: &Map) -> Vec<Situation> {
    let mut before: Vec<Option<Vec<(u8, u8)>>> = vec![None; map.nodes.len()];
    if let Some(first) = before.first_mut() {
        *first = Some(Vec::new());
    }
    // Every move leads further right, so a node's line is there before it is met.
    for edge in &map.edges {
        let (Some(to), Some(line)) = (edge.to, before[edge.from].clone()) else { continue };
        if before[to].is_none() {
            before[to] = Some([line, vec![(map.nodes[edge.from].scene, edge.mv)]].concat());
        }
    }
    let mut found = Vec::new();
    for scene in 0..program.scenes.len() as u8 {
        let nodes: Vec<usize> = (0..map.nodes.len()).filter(|n| map.nodes[*n].scene == scene && before[*n].is_some()).collect();
        let kept = nodes.len().min(SITUATIONS);
        for n in (0..kept).map(|k| nodes[k * nodes.len() / kept]) {
            let moves: Vec<u8> = map.edges[map.nodes[n].edges.clone()].iter().map(|e| e.mv).collect();
            let twos = moves.len() * moves.len().saturating_sub(1) / 2;
            let before = before[n].clone().unwrap_or_default();
            found.push(Situation { scene, moves, before, pairs: vec![Sums::default(); STYLES.len() * twos] });
        }
    }
    found
}

impl Job for FiguresJob {
    fn units(&self) -> u32 {
        self.added.len() as u32
    }

    /// Sums in groups of nine: of the pure lines and their difference, or of each rest of the week and
    /// each two moves of one situation.
    fn run(&self, unit: u32) -> Vec<i64> {
        let blocks = blocks(self.seeds).max(1);
        let first = unit % blocks * BLOCK;
        let seeds = first..(first + BLOCK).min(self.seeds);
        match (unit / blocks).checked_sub(1) {
            None => self.run_pure(seeds),
            Some(k) => self.situations.get(k as usize).map_or_else(Vec::new, |s| self.run_situation(s, seeds)),
        }
    }

    fn add(&mut self, unit: u32, part: &[i64]) {
        let blocks = blocks(self.seeds).max(1);
        let sums: &mut [Sums] = match (unit / blocks).checked_sub(1) {
            None => &mut self.pure,
            Some(k) => self.situations.get_mut(k as usize).map_or(&mut [], |s| &mut s.pairs),
        };
        if self.added.get(unit as usize) != Some(&false) || part.len() != sums.len() * FIELDS {
            return;
        }
        sums.iter_mut().zip(part.chunks(FIELDS)).for_each(|(s, p)| s.merge(p));
        self.added[unit as usize] = true;
        self.left -= 1;
    }

    fn done(&self) -> bool {
        self.left == 0
    }
}
