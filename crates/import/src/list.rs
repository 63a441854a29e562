//! How much of a story came in, and the list of what did not: the main thing first.

use super::flat::Flat;
use super::graph::Graph;
use super::scenes::Scene;
use super::story::{Kind, Left, count};

/// How much of a story came in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Summary {
    /// Passages of the story that are for its reader.
    pub passages: usize,
    pub scenes: usize,
    /// Scenes that some way leads to from the first.
    pub reached: usize,
    /// Choices of the story, and those of them that a player has, or that became the one way on.
    pub choices: usize,
    pub taken: usize,
}

impl Summary {
    /// In one sentence.
    pub fn told(&self) -> String {
        let passages = count(self.passages, "passage", "passages");
        let scenes = count(self.scenes, "scene", "scenes");
        let reached = match (self.scenes, self.reached) {
            (1, 1) => "which can be reached".to_owned(),
            (n, r) if n == r => "all of them can be reached".to_owned(),
            (_, r) => format!("{r} of them can be reached"),
        };
        format!("{passages}: {scenes}, {reached}; {} of {} taken.", self.taken, count(self.choices, "choice", "choices"))
    }
}

/// What is of one kind.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Group<'l> {
    pub kind: Kind,
    /// Of the kind, each place counted.
    pub count: usize,
    pub left: Vec<&'l Left>,
}

impl<'l> Group<'l> {
    /// The kinds that are met, those that cut the story first.
    pub fn of(left: &'l [Left]) -> Vec<Group<'l>> {
        let group = |kind: Kind| {
            let left: Vec<&Left> = left.iter().filter(|l| l.kind == kind).collect();
            Group { kind, count: left.iter().map(|l| l.times).sum(), left }
        };
        Kind::ALL.into_iter().map(group).filter(|g| !g.left.is_empty()).collect()
    }

    /// Its heading, with how many there are.
    pub fn title(&self) -> String {
        format!("{} ({})", self.kind.title(), self.count)
    }
}

/// The choices of each passage, before any of them became something else.
pub struct Choices(Vec<usize>);

impl Choices {
    pub fn of(flats: &[Flat]) -> Choices {
        Choices(flats.iter().map(|f| f.ways.iter().filter(|w| !w.own).count() + f.never).collect())
    }
}

pub fn summary(all: &Choices, graph: &Graph, scenes: &[Scene]) -> Summary {
    let mut summary = Summary { passages: 0, scenes: scenes.len(), reached: reached(scenes), choices: 0, taken: 0 };
    for (p, (f, choices)) in graph.flats.iter().zip(&all.0).enumerate() {
        // What only stands within others is counted there.
        if f.within && !graph.is_part(p) {
            continue;
        }
        summary.passages += usize::from(!f.of_choice);
        summary.choices += choices;
        if graph.folded(p) {
            summary.taken += choices - f.never.min(*choices);
        }
    }
    summary.taken += scenes.iter().map(|s| s.taken).sum::<usize>();
    summary.taken = summary.taken.min(summary.choices);
    summary
}

/// Scenes that some way leads to from the first.
fn reached(scenes: &[Scene]) -> usize {
    let mut seen = vec![false; scenes.len()];
    let mut open = vec![0];
    while let Some(i) = open.pop() {
        let Some(scene) = scenes.get(i).filter(|_| !std::mem::replace(&mut seen[i], true)) else { continue };
        open.extend(scene.next.iter().filter_map(|(_, to)| scenes.iter().position(|s| s.id == *to)));
    }
    seen.into_iter().filter(|s| *s).count()
}

#[cfg(test)]
mod tests {
    use super::{Group, Summary};
    use crate::story::{Kind, Notes};

    #[test]
    fn the_main_thing_is_one_sentence() {
        let summary = Summary { passages: 30, scenes: 28, reached: 27, choices: 44, taken: 41 };
        assert_eq!(summary.told(), "30 passages: 28 scenes, 27 of them can be reached; 41 of 44 choices taken.");
        let summary = Summary { passages: 1, scenes: 1, reached: 1, choices: 1, taken: 1 };
        assert_eq!(summary.told(), "1 passage: 1 scene, which can be reached; 1 of 1 choice taken.");
    }

    #[test]
    fn what_cuts_the_story_comes_first_and_the_same_is_counted() {
        let mut notes = Notes::default();
        notes.leave(Kind::Program, 1, "<<audio>>", "why");
        notes.leave(Kind::Cut, 9, "the link “Back”", "why");
        notes.leave(Kind::Program, 5, "<<audio>>", "why");
        let left = notes.done();
        let groups = Group::of(&left);
        assert_eq!(groups.iter().map(|g| (g.kind, g.count)).collect::<Vec<_>>(), [(Kind::Cut, 1), (Kind::Program, 2)]);
        assert_eq!(left[1].told(), "line 1: <<audio>> (2 times): why");
    }
}
