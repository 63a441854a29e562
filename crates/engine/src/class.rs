//! A class: many finished weeks of one scenario under the same lucks, and what their decisions were
//! worth to the class.
//!
//! Each week's moves are played under a fixed list of lucks (that of the swings). What differs
//! between the weeks' averages is choice; what differs from luck to luck on one line is luck. Lines
//! are sorted, so what a line shares with the one before is not played again (`Walker`).
//!
//! What a decision was worth is asked of whole weeks, not read off the groups that took one move or
//! the other: who asks on Monday asks on Tuesday too, and such groups differ by more than one
//! decision. So each week is played again with each move that somebody in the class took there, all
//! else going on in that week's own manner ([`super::branch`]), under the same lucks; the averages
//! of the class are compared.

use super::branch::{Manner, Path};
use super::job::Job;
use super::luck::Luck;
use super::paired::{End, MEASURES, Measure, luck};
use super::program::Program;
use super::swing::Mean;
use crate::model::scenario::Style;
use crate::model::state::{NONE, State};

/// Lucks that each week is played under.
pub const LUCKS: u32 = 200;
/// Lucks that each decision's other moves are played under.
pub const SPLIT_LUCKS: u32 = 50;
/// Weeks a decision is asked of at most, spread over all there are.
pub const ASKED: usize = 120;
/// Weeks and lucks in one unit of those that are played, and weeks in one of those that are asked about
/// their decisions. A unit takes a few milliseconds, so that it fits between frames of a slow page
/// while the worker starts.
const PLAYED: usize = 25;
const CHUNK: u32 = 50;
const CHUNKS: usize = (LUCKS / CHUNK) as usize;
const WEEKS: usize = 3;
/// The two pure lines come before the class.
const PURE: usize = 2;
const WIDTH: usize = MEASURES.len();

/// One line of moves under all the lucks: means, and variances from luck to luck, in the order of
/// [`MEASURES`] and in their units.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Spread {
    pub mean: [f64; WIDTH],
    pub variance: [f64; WIDTH],
}

impl Spread {
    /// The mean of one measure.
    pub fn of(&self, m: Measure) -> f64 {
        self.mean[m as usize]
    }
}

/// A move of a decision that split the class.
#[derive(Clone, Debug, PartialEq)]
pub struct Taken {
    pub mv: u8,
    /// Finished weeks that took it.
    pub weeks: u32,
    /// If the class had taken it instead of the most common move: the mean differences, in the order
    /// of [`MEASURES`]. Nought for the most common move itself.
    pub by: [Mean; WIDTH],
    /// Weeks in which both could have been taken; 0 where the two never met.
    pub compared: u32,
}

/// A decision in which the class took different moves.
#[derive(Clone, Debug, PartialEq)]
pub struct Split {
    pub scene: u8,
    /// The most common move first.
    pub moves: Vec<Taken>,
    /// How far the decision drove the class apart: the deviation of the score, in points, that it
    /// makes between those who took its moves.
    pub size: f64,
}

/// What came out.
#[derive(Clone, Debug, PartialEq)]
pub struct Found {
    /// All directive, all collaborative.
    pub pure: [Spread; PURE],
    /// The weeks, in the order given.
    pub weeks: Vec<Spread>,
    /// Largest first.
    pub splits: Vec<Split>,
    /// Variances of one week of the class by each measure: between lines of moves, and by luck on
    /// one line.
    pub choice: [f64; WIDTH],
    pub luck: [f64; WIDTH],
}

/// A decision that is asked about.
#[derive(Clone, Debug)]
struct Question {
    scene: u8,
    /// Moves taken, the most common first, with the weeks that took them.
    moves: Vec<(u8, u32)>,
    /// Lines it is asked of.
    lines: Vec<u32>,
    /// For each other move, for each luck: weeks compared, and the differences from the most common.
    sums: Vec<[i64; WIDTH + 1]>,
}

/// The work of finding the figures of a class.
#[derive(Clone, Debug)]
pub struct ClassJob {
    program: Program,
    /// Different lines, the pure ones first, and the line of each week.
    lines: Vec<Path>,
    line_of: Vec<u32>,
    questions: Vec<Question>,
    /// Lines that anything is asked of, in order.
    asked: Vec<u32>,
    /// Of each line: sums and squares.
    sums: Vec<[i64; 2 * WIDTH]>,
    seen: Vec<bool>,
}

impl ClassJob {
    /// The work for whole weeks, each by its path. What is not a whole week of the program counts as
    /// the week that its moves begin.
    pub fn new(program: &Program, weeks: &[Path]) -> ClassJob {
        let mut lines = vec![pure(program, Style::Directive), pure(program, Style::Collaborative)];
        let mut different: Vec<&Path> = weeks.iter().collect();
        different.sort();
        different.dedup();
        let line_of = weeks.iter().map(|w| (PURE + different.partition_point(|d| *d < w)) as u32).collect();
        lines.extend(different.into_iter().cloned());
        let questions: Vec<Question> = (0..program.scenes.len()).filter_map(|s| question(s as u8, weeks, &lines)).collect();
        let mut asked: Vec<u32> = questions.iter().flat_map(|q| q.lines.iter().copied()).collect();
        asked.sort_unstable();
        asked.dedup();
        let units = lines.len().div_ceil(PLAYED) * CHUNKS + asked.len().div_ceil(WEEKS);
        ClassJob {
            program: program.clone(),
            sums: vec![[0; 2 * WIDTH]; lines.len()],
            questions,
            asked,
            lines,
            line_of,
            seen: vec![false; units],
        }
    }

    /// Units that came back, and all.
    pub fn progress(&self) -> (usize, usize) {
        (self.seen.iter().filter(|s| **s).count(), self.seen.len())
    }

    fn line_units(&self) -> usize {
        self.lines.len().div_ceil(PLAYED) * CHUNKS
    }

    /// Plays some lines under some lucks: of each line its sums and squares.
    fn play(&self, unit: usize) -> Vec<i64> {
        let from = unit / CHUNKS * PLAYED;
        let lines = &self.lines[from..(from + PLAYED).min(self.lines.len())];
        let mut sums = vec![0; lines.len() * 2 * WIDTH];
        let mut walker = Walker::new(&self.program);
        let first = (unit % CHUNKS) as u32 * CHUNK;
        for index in first..first + CHUNK {
            walker.begin(luck(index));
            for (line, sums) in lines.iter().zip(sums.chunks_exact_mut(2 * WIDTH)) {
                let values = walker.end(line);
                (0..WIDTH).for_each(|i| {
                    sums[i] += values[i];
                    sums[WIDTH + i] += values[i] * values[i];
                });
            }
        }
        sums
    }

    /// Plays some weeks again from each decision that is asked of them, with the most common move and
    /// with each other one: of each question and its other moves, for each luck, how many weeks were
    /// compared and the sums of the differences.
    fn ask(&self, chunk: usize) -> Vec<i64> {
        let each = SPLIT_LUCKS as usize * (WIDTH + 1);
        let mut sums = vec![0; self.questions.iter().map(|q| q.moves.len() - 1).sum::<usize>() * each];
        let mut walker = Walker::new(&self.program);
        for number in self.asked.iter().skip(chunk * WEEKS).take(WEEKS) {
            let line = &self.lines[*number as usize];
            // Where the sums of a question begin, the decision, and what follows from there with each move.
            let mut open: Vec<(usize, usize, Vec<Option<Path>>)> = Vec::new();
            let mut at = 0;
            for question in &self.questions {
                let step = line.iter().position(|m| m.0 == question.scene);
                if let Some(step) = step.filter(|_| question.lines.binary_search(number).is_ok()) {
                    let after = |m: &(u8, u32)| Some(with(&self.program, line, question.scene, m.0)?.split_off(step));
                    open.push((at, step, question.moves.iter().map(after).collect()));
                }
                at += (question.moves.len() - 1) * each;
            }
            for index in 0..SPLIT_LUCKS {
                walker.begin(luck(index));
                let own = walker.end(line);
                for (at, step, ways) in &open {
                    let end = |way: &Path| if way[..] == line[*step..] { own } else { walker.branch(*step, way) };
                    let Some(Some(base)) = ways.first().map(|w| w.as_ref().map(end)) else { continue };
                    for (o, way) in ways[1..].iter().enumerate() {
                        let Some(values) = way.as_ref().map(end) else { continue };
                        let at = at + o * each + index as usize * (WIDTH + 1);
                        sums[at] += 1;
                        (0..WIDTH).for_each(|i| sums[at + 1 + i] += values[i] - base[i]);
                    }
                }
            }
        }
        sums
    }

    fn spread(&self, line: usize) -> Spread {
        let (n, sums) = (f64::from(LUCKS), &self.sums[line]);
        let mut spread = Spread::default();
        for m in MEASURES {
            let (i, scale) = (m as usize, m.scale());
            let mean = sums[i] as f64 / n;
            spread.mean[i] = mean / scale;
            spread.variance[i] = ((sums[WIDTH + i] as f64 / n - mean * mean) * n / (n - 1.0)).max(0.0) / scale / scale;
        }
        spread
    }

    /// What came out; `None` until all is worked out.
    pub fn found(&self) -> Option<Found> {
        if !self.done() {
            return None;
        }
        let weeks: Vec<Spread> = self.line_of.iter().map(|l| self.spread(*l as usize)).collect();
        let n = weeks.len().max(1) as f64;
        let (mut choice, mut luck) = ([0.0; WIDTH], [0.0; WIDTH]);
        for i in 0..WIDTH {
            let mean = weeks.iter().map(|w| w.mean[i]).sum::<f64>() / n;
            choice[i] = weeks.iter().map(|w| (w.mean[i] - mean) * (w.mean[i] - mean)).sum::<f64>() / n;
            luck[i] = weeks.iter().map(|w| w.variance[i]).sum::<f64>() / n;
        }
        let mut splits: Vec<Split> = self.questions.iter().map(split).collect();
        splits.sort_by(|a, b| b.size.total_cmp(&a.size).then(a.scene.cmp(&b.scene)));
        Some(Found { pure: [self.spread(0), self.spread(1)], weeks, splits, choice, luck })
    }
}

/// The week by the default moves of one style, as a path.
fn pure(program: &Program, style: Style) -> Path {
    super::Line::pure(program, 0, style).steps.iter().map(|s| (s.before.scene, s.mv)).collect()
}

/// What is asked about a scene, where the class took more than one move in it.
fn question(scene: u8, weeks: &[Path], lines: &[Path]) -> Option<Question> {
    let here = |path: &Path| path.iter().find(|m| m.0 == scene).map(|m| m.1);
    let mut moves: Vec<(u8, u32)> = Vec::new();
    for mv in weeks.iter().filter_map(here) {
        match moves.iter_mut().find(|m| m.0 == mv) {
            Some(m) => m.1 += 1,
            None => moves.push((mv, 1)),
        }
    }
    moves.sort_by(|a, b| b.1.cmp(&a.1).then(a.0.cmp(&b.0)));
    if moves.len() < 2 {
        return None;
    }
    let mut there: Vec<u32> = (PURE..lines.len()).filter(|l| here(&lines[*l]).is_some()).map(|l| l as u32).collect();
    // Bits turned round: the first of any number of lines are spread over all, and mostly the same lines
    // for each question, so that one play of a line serves many.
    there.sort_unstable_by_key(|l| (l - PURE as u32).reverse_bits());
    there.truncate(ASKED);
    there.sort_unstable();
    let sums = vec![[0; WIDTH + 1]; (moves.len() - 1) * SPLIT_LUCKS as usize];
    Some(Question { scene, moves, lines: there, sums })
}

/// A whole week with another move in one scene, gone on with in its own manner; `None` where the week
/// did not come there, or where that move was not offered.
pub fn with(p: &Program, line: &[(u8, u8)], scene: u8, mv: u8) -> Option<Path> {
    let at = line.iter().position(|m| m.0 == scene)?;
    if line[at].1 == mv {
        return Some(line.to_vec());
    }
    let luck = luck(0);
    let mut s: State = p.replay(luck, &line[..at])?;
    p.choose(luck, &mut s, mv as usize).ok()?;
    let mut path = line[..at].to_vec();
    path.push((scene, mv));
    path.extend(Manner::of_path(p, line).play_on(p, luck, &mut s));
    (s.over() && s.chosen == NONE).then_some(path)
}

/// Plays lines of moves under one luck after the other, and begins each where it parts from the one
/// before.
struct Walker<'a> {
    program: &'a Program,
    luck: Luck,
    /// Moves played, and the states before each and after the last.
    path: Path,
    states: Vec<State>,
}

impl<'a> Walker<'a> {
    fn new(program: &'a Program) -> Walker<'a> {
        Walker { program, luck: luck(0), path: Path::new(), states: Vec::new() }
    }

    /// Monday morning under another luck.
    fn begin(&mut self, luck: Luck) {
        self.luck = luck;
        self.path.clear();
        self.states.clear();
        self.states.push(self.program.begin(luck));
    }

    /// Takes a move and goes on; `false` where it cannot be taken.
    fn go(&self, s: &mut State, (scene, mv): (u8, u8)) -> bool {
        s.scene == scene
            && s.chosen == NONE
            && self.program.choose(self.luck, s, mv as usize).is_ok()
            && self.program.go_on(self.luck, s).is_ok()
    }

    /// How a line ends; as far as its moves are legal.
    fn end(&mut self, line: &[(u8, u8)]) -> [i64; WIDTH] {
        let same = self.path.iter().zip(line).take_while(|(a, b)| a == b).count();
        self.path.truncate(same);
        self.states.truncate(same + 1);
        let mut s = self.states.last().copied();
        for step in &line[same..] {
            if !s.as_mut().is_some_and(|s| self.go(s, *step)) {
                s = self.states.last().copied();
                break;
            }
            self.states.extend(s);
            self.path.push(*step);
        }
        s.map_or([0; WIDTH], |s| End::of(self.program, &s).values)
    }

    /// How the line that was played last ends with other moves from a decision on.
    fn branch(&self, step: usize, way: &[(u8, u8)]) -> [i64; WIDTH] {
        let Some(mut s) = self.states.get(step).copied() else { return [0; WIDTH] };
        let _ = way.iter().all(|step| self.go(&mut s, *step));
        End::of(self.program, &s).values
    }
}

/// The answer to a question.
fn split(question: &Question) -> Split {
    let mut moves = Vec::with_capacity(question.moves.len());
    for (i, (mv, weeks)) in question.moves.iter().enumerate() {
        let mut taken = Taken { mv: *mv, weeks: *weeks, by: [Mean::default(); WIDTH], compared: 0 };
        if let Some(at) = i.checked_sub(1) {
            // Weeks share their lucks, so the lucks, not the weeks, are what was drawn.
            let sums = &question.sums[at * SPLIT_LUCKS as usize..(at + 1) * SPLIT_LUCKS as usize];
            taken.compared = sums.first().map_or(0, |s| s[0] as u32);
            if taken.compared > 0 {
                let n = i64::from(taken.compared);
                for m in MEASURES {
                    // In thousandths of a week's mean difference: whole numbers all the way.
                    let each = sums.iter().map(|s| s[1 + m as usize] * 1000 / n);
                    let (sum, squares) = each.fold((0, 0), |(a, b), d| (a + d, b + d * d));
                    taken.by[m as usize] = Mean::of(sum, squares, SPLIT_LUCKS, 1000.0 * m.scale());
                }
            }
        }
        moves.push(taken);
    }
    let met: Vec<&Taken> = moves.iter().enumerate().filter(|(i, t)| *i == 0 || t.compared > 0).map(|(_, t)| t).collect();
    let all = f64::from(met.iter().map(|t| t.weeks).sum::<u32>());
    let score = |t: &Taken| t.by[Measure::Score as usize].mean;
    let mean = met.iter().map(|t| f64::from(t.weeks) * score(t)).sum::<f64>() / all;
    let variance = met.iter().map(|t| f64::from(t.weeks) * (score(t) - mean) * (score(t) - mean)).sum::<f64>() / all;
    Split { scene: question.scene, moves, size: libm::sqrt(variance) }
}

impl Job for ClassJob {
    fn units(&self) -> u32 {
        self.seen.len() as u32
    }

    fn run(&self, unit: u32) -> Vec<i64> {
        let unit = unit as usize;
        if unit < self.line_units() {
            return self.play(unit);
        }
        self.ask(unit - self.line_units())
    }

    fn add(&mut self, unit: u32, part: &[i64]) {
        let unit = unit as usize;
        if self.seen.get(unit) != Some(&false) {
            return;
        }
        if unit < self.line_units() {
            let lines = self.sums.iter_mut().skip(unit / CHUNKS * PLAYED).take(PLAYED);
            if part.len() != lines.len() * 2 * WIDTH {
                return;
            }
            lines.flatten().zip(part).for_each(|(sum, by)| *sum += by);
        } else {
            if part.len() != self.questions.iter().map(|q| q.sums.len()).sum::<usize>() * (WIDTH + 1) {
                return;
            }
            let sums = self.questions.iter_mut().flat_map(|q| q.sums.iter_mut().flatten());
            sums.zip(part).for_each(|(sum, by)| *sum += by);
        }
        self.seen[unit] = true;
    }

    fn done(&self) -> bool {
        self.seen.iter().all(|s| *s)
    }
}

#[cfg(test)]
mod tests {
    use super::{ClassJob, End, LUCKS, Measure, Path, SPLIT_LUCKS, luck, with};
    use crate::fixture::week;
    use crate::job::finish;
    use crate::model::Style;
    use crate::{Job, Line, Program};

    fn path(line: &Line) -> Path {
        line.steps.iter().map(|s| (s.before.scene, s.mv)).collect()
    }

    /// A week of one style but for one decision.
    fn but_for(p: &Program, style: Style, step: usize) -> Path {
        let mut line = Line::new(p, 0);
        while !line.state.over() {
            let other = if style == Style::Directive { Style::Collaborative } else { Style::Directive };
            let now = if line.steps.len() == step { other } else { style };
            let mv = p.scenes[line.state.scene as usize].default[now as usize];
            line.play(p, mv as usize).expect("a default move is offered");
        }
        path(&line)
    }

    #[test]
    fn a_class_of_pure_lines_is_the_pure_lines() {
        let p = week();
        let pure = [Style::Directive, Style::Collaborative].map(|s| path(&Line::pure(&p, 3, s)));
        let mut job = ClassJob::new(&p, &[pure[1].clone(), pure[0].clone(), pure[1].clone()]);
        finish(&mut job);
        let found = job.found().expect("all is worked out");
        assert_eq!(found.weeks, [found.pure[1], found.pure[0], found.pure[1]]);
        assert!(found.pure[1].of(Measure::Engagement) > found.pure[0].of(Measure::Engagement));
        assert!(found.luck[Measure::Score as usize] > 0.0 && found.choice[Measure::Engagement as usize] > 0.0);
    }

    #[test]
    fn one_other_move_is_one_split_and_its_worth_is_the_difference() {
        let p = week();
        let (all, one) = (path(&Line::pure(&p, 0, Style::Directive)), but_for(&p, Style::Directive, 1));
        let mut job = ClassJob::new(&p, &[all.clone(), all.clone(), one.clone()]);
        finish(&mut job);
        let found = job.found().expect("all is worked out");
        assert_eq!(found.splits.first().map(|s| s.scene), Some(all[1].0));
        let split = &found.splits[0];
        assert_eq!(split.moves.iter().map(|t| (t.mv, t.weeks)).collect::<Vec<_>>(), [(all[1].1, 2), (one[1].1, 1)]);
        // Both lines, with either move, are the other line: what the move is worth is all they differ by.
        let score = split.moves[1].by[Measure::Score as usize].mean;
        assert!(score.abs() > 0.0 && (split.size - score.abs() * (2.0f64 / 9.0).sqrt()).abs() < 1e-9);
        assert_eq!(split.moves[1].compared, 2, "lines that are alike are asked once");
    }

    #[test]
    fn the_order_of_units_and_of_weeks_changes_nothing() {
        let p = week();
        let weeks: Vec<Path> = (0..12).map(|i| but_for(&p, if i % 2 == 0 { Style::Directive } else { Style::Collaborative }, i)).collect();
        let mut one = ClassJob::new(&p, &weeks);
        finish(&mut one);
        let back: Vec<Path> = weeks.iter().rev().cloned().collect();
        let mut two = ClassJob::new(&p, &back);
        for unit in (0..two.units()).rev() {
            let part = two.run(unit);
            two.add(unit, &part);
            two.add(unit, &part);
        }
        let (one, two) = (one.found().expect("done"), two.found().expect("done"));
        assert_eq!((one.splits, one.pure), (two.splits, two.pure));
        assert_eq!(one.weeks, two.weeks.into_iter().rev().collect::<Vec<_>>());
    }

    #[test]
    fn what_lines_share_is_played_once_and_changes_nothing() {
        let p = week();
        let styles = [Style::Directive, Style::Collaborative];
        let weeks: Vec<Path> = (0..30).map(|i| but_for(&p, styles[i % 2], i % 13)).collect();
        let mut job = ClassJob::new(&p, &weeks);
        finish(&mut job);
        let found = job.found().expect("all is worked out");
        let end = |path: &Path, index| End::of(&p, &p.replay(luck(index), path).expect("a whole week")).values;
        for (week, spread) in weeks.iter().zip(&found.weeks) {
            let sums = (0..LUCKS).map(|i| end(week, i)[Measure::Score as usize]).sum::<i64>();
            assert_eq!(spread.of(Measure::Score), sums as f64 / f64::from(LUCKS) / 1000.0);
        }
        // Fewer than are asked at most: each line is asked, once.
        let mut lines = weeks.clone();
        lines.sort();
        lines.dedup();
        assert!(found.splits.len() > 10);
        for split in &found.splits {
            for other in &split.moves[1..] {
                let ways =
                    lines.iter().filter_map(|l| Some((with(&p, l, split.scene, split.moves[0].mv)?, with(&p, l, split.scene, other.mv)?)));
                let ways: Vec<(Path, Path)> = ways.collect();
                assert_eq!(other.compared as usize, ways.len());
                let by = |i| ways.iter().map(|(a, b)| end(b, i)[Measure::Hours as usize] - end(a, i)[Measure::Hours as usize]).sum::<i64>();
                let mean = (0..SPLIT_LUCKS).map(|i| by(i) * 1000 / ways.len() as i64).sum::<i64>() as f64 / f64::from(SPLIT_LUCKS);
                assert!((other.by[Measure::Hours as usize].mean - mean / 60_000.0).abs() < 1e-9);
            }
        }
    }
}
