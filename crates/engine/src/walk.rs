//! Every path of a scenario, under many seeds.
//!
//! Which scenes follow and which moves are offered depends on moves alone, so the tree is the same
//! under every seed and a path is a number: its place in depth-first order.

use super::luck::Luck;
use super::program::Program;
use crate::model::state::{NONE, State};

/// Integer sums over seeds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Sums {
    pub weeks: u64,
    pub on_time: u64,
    /// Mean engagement at the end, thousandths of a deviation, and its square.
    pub engagement: i64,
    pub engagement2: i64,
    /// Team minutes, and points in thousandths.
    pub minutes: u64,
    pub score: i64,
}

impl Sums {
    pub fn add(&mut self, program: &Program, end: &State) {
        let o = program.outcome(end);
        self.weeks += 1;
        self.on_time += u64::from(o.on_time);
        self.engagement += i64::from(o.mean);
        self.engagement2 += i64::from(o.mean) * i64::from(o.mean);
        self.minutes += u64::from(o.worked + o.met);
        self.score += libm::round(o.score() * 1000.0) as i64;
    }

    pub fn merge(&mut self, other: &Sums) {
        self.weeks += other.weeks;
        self.on_time += other.on_time;
        self.engagement += other.engagement;
        self.engagement2 += other.engagement2;
        self.minutes += other.minutes;
        self.score += other.score;
    }

    /// Share of weeks on time, 0 to 1.
    pub fn share(&self) -> f64 {
        self.on_time as f64 / self.weeks.max(1) as f64
    }

    /// Mean engagement in deviations.
    pub fn mean_engagement(&self) -> f64 {
        self.engagement as f64 / self.weeks.max(1) as f64 / 1000.0
    }

    pub fn mean_score(&self) -> f64 {
        self.score as f64 / self.weeks.max(1) as f64 / 1000.0
    }

    pub fn mean_hours(&self) -> f64 {
        self.minutes as f64 / self.weeks.max(1) as f64 / 60.0
    }
}

/// The tree's shape.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Shape {
    /// Each path's moves as (scene, move), in depth-first order.
    pub paths: Vec<Vec<(u8, u8)>>,
    pub shortest: usize,
    pub longest: usize,
    /// Paths that stop at a scene with something after it, or with nothing to choose.
    pub dead_ends: usize,
    /// Scenes no path reaches, and moves no path is offered.
    pub unreachable: Vec<u8>,
    pub never_offered: Vec<(u8, u8)>,
}

impl Program {
    /// Visits every path once and notes the shape. `None` above `most` paths.
    pub fn shape(&self, most: usize) -> Option<Shape> {
        let luck = Luck::of_seed(0);
        let mut shape = Shape { shortest: usize::MAX, ..Shape::default() };
        let mut seen: Vec<u32> = vec![0; self.scenes.len()];
        let mut visited = vec![false; self.scenes.len()];
        let mut line = Vec::new();
        let fits = self.descend(luck, &self.begin(luck), &mut line, &mut |s, line, dead| {
            if let Some(s) = s {
                visited[s.scene as usize] = true;
                seen[s.scene as usize] |= self.offered(s);
                return true;
            }
            shape.dead_ends += usize::from(dead);
            shape.shortest = shape.shortest.min(line.len());
            shape.longest = shape.longest.max(line.len());
            shape.paths.push(line.to_vec());
            shape.paths.len() < most
        });
        if !fits {
            return None;
        }
        for (i, scene) in self.scenes.iter().enumerate() {
            if !visited[i] {
                shape.unreachable.push(i as u8);
            }
            let moves = (0..scene.moves.len()).filter(|m| visited[i] && seen[i] & (1 << m) == 0);
            shape.never_offered.extend(moves.map(|m| (i as u8, m as u8)));
        }
        Some(shape)
    }

    /// Depth first: `see` gets each decision, and `None` at each end; `false` from it stops all.
    fn descend(
        &self,
        luck: Luck,
        s: &State,
        line: &mut Vec<(u8, u8)>,
        see: &mut impl FnMut(Option<&State>, &[(u8, u8)], bool) -> bool,
    ) -> bool {
        if s.over() {
            return see(None, line, false);
        }
        let offered = self.offered(s);
        if !see(Some(s), line, false) {
            return false;
        }
        if offered == 0 {
            return see(None, line, true);
        }
        for mv in (0..self.scenes[s.scene as usize].moves.len()).filter(|m| offered & (1 << m) != 0) {
            let mut next = *s;
            line.push((s.scene, mv as u8));
            let dead = self.choose(luck, &mut next, mv).is_err()
                || (self.next_scene(&next).is_none() && !self.scenes[s.scene as usize].next.is_empty());
            let more =
                if dead { see(None, line, true) } else { self.go_on(luck, &mut next).is_err() || self.descend(luck, &next, line, see) };
            line.pop();
            if !more {
                return false;
            }
        }
        true
    }

    /// Plays every path with one seed and adds each one's end to `sums`, in depth-first order.
    pub fn walk(&self, seed: u32, sums: &mut [Sums]) {
        let luck = Luck::of_seed(seed);
        let mut at = 0;
        self.leaves(luck, &self.begin(luck), &mut |end| {
            if let Some(sum) = sums.get_mut(at) {
                sum.add(self, end);
            }
            at += 1;
        });
    }

    /// Calls `leaf` with the end of every path, in depth-first order.
    fn leaves(&self, luck: Luck, s: &State, leaf: &mut impl FnMut(&State)) {
        let offered = self.offered(s);
        if offered == 0 {
            leaf(s);
            return;
        }
        for mv in (0..self.scenes[s.scene as usize].moves.len()).filter(|m| offered & (1 << m) != 0) {
            let mut next = *s;
            if self.choose(luck, &mut next, mv).is_ok() && self.go_on(luck, &mut next).is_ok() {
                self.leaves(luck, &next, leaf);
            }
        }
    }

    /// Replays one line of moves from Monday, drawing everything; `None` where a move is illegal.
    pub fn replay(&self, luck: Luck, line: &[(u8, u8)]) -> Option<State> {
        let mut s = self.begin(luck);
        for (scene, mv) in line {
            if s.scene != *scene || s.chosen != NONE {
                return None;
            }
            self.choose(luck, &mut s, *mv as usize).ok()?;
            self.go_on(luck, &mut s).ok()?;
        }
        Some(s)
    }
}
