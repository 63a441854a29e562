//! Which nodes are drawn apart, which are folded into one, and what leads where between them.

use super::{Ask, Kind};
use engine::Job;
use engine::map::{Figures, Map};
use engine::model::scenario::Style;
use std::cmp::Reverse;
use std::collections::BTreeMap;

/// A node to be drawn.
pub struct Slot {
    pub kind: Kind,
    pub column: usize,
    /// Places in the engine's map of what it stands for; none for an end.
    pub members: Vec<usize>,
    pub paths: u64,
    /// Figures of the paths through it; `None` while they are worked out or where there are none.
    pub figures: Option<Figures>,
    pub yours: bool,
    pub here: bool,
    pub others: u8,
}

/// A line to be drawn between two slots.
#[derive(Clone)]
pub struct Link {
    pub from: usize,
    pub to: usize,
    /// The scene and the move; `None` where several are drawn as one.
    pub mv: Option<(u8, u8)>,
    /// How many moves of the engine's map it stands for.
    pub moves: usize,
    pub style: Option<Style>,
    pub paths: u64,
    pub yours: bool,
    pub others: u8,
}

/// From which slot, by which move or style, to which slot.
type Way = (usize, Option<(u8, u8)>, Option<Style>, usize);

/// All that is drawn, before it is laid out.
pub struct Slots {
    pub slots: Vec<Slot>,
    pub edges: Vec<Link>,
    /// Slots by column.
    pub columns: Vec<Vec<usize>>,
}

/// Who passes a node or an edge of the engine's map.
#[derive(Clone, Copy, Default)]
struct Marks {
    yours: bool,
    others: u8,
}

struct Marked {
    nodes: Vec<Marks>,
    edges: Vec<Marks>,
    here: Option<usize>,
    /// The band that each finished line ends in, first the player's.
    ends: Vec<(Marks, usize, usize)>,
}

impl Marked {
    fn of(ask: &Ask) -> Marked {
        let map = ask.job.map();
        let mut marked = Marked {
            nodes: vec![Marks::default(); map.nodes.len()],
            edges: vec![Marks::default(); map.edges.len()],
            here: None,
            ends: Vec::new(),
        };
        let others = ask.others.iter().take(8).enumerate();
        let lines = others.map(|(i, l)| (Marks { yours: false, others: 1 << i }, l.as_slice()));
        for (mark, line) in lines.chain(std::iter::once((Marks { yours: true, others: 0 }, ask.yours))) {
            let path = map.follow(line);
            let mut at = (!map.nodes.is_empty()).then_some(0);
            at.into_iter().for_each(|n: usize| marked.nodes[n].add(mark));
            for edge in &path {
                marked.edges[*edge].add(mark);
                at = map.edges[*edge].to;
                at.into_iter().for_each(|n| marked.nodes[n].add(mark));
            }
            if mark.yours {
                marked.here = at;
            }
            let band = ask.job.line(line).and_then(|f| f.bands.iter().position(|b| *b > 0));
            marked.ends.extend(path.last().zip(band).map(|(edge, band)| (mark, *edge, band)));
        }
        marked
    }
}

impl Marks {
    fn add(&mut self, other: Marks) {
        self.yours |= other.yours;
        self.others |= other.others;
    }

    fn any(self) -> bool {
        self.yours || self.others != 0
    }
}

impl Slots {
    pub fn of(ask: &Ask, most: usize) -> Slots {
        let map = ask.job.map();
        let marked = Marked::of(ask);
        let mut all = Slots { slots: Vec::new(), edges: Vec::new(), columns: vec![Vec::new(); map.columns + 1] };
        let mut slot_of = vec![0; map.nodes.len()];
        for column in 0..map.columns {
            for members in gathered(map, &marked, column, most.max(2)) {
                let index = all.slots.len();
                members.iter().for_each(|n| slot_of[*n] = index);
                all.columns[column].push(index);
                all.slots.push(drawn(ask, &marked, column, members));
            }
        }
        let mut links = BTreeMap::new();
        for (i, edge) in map.edges.iter().enumerate() {
            let from = slot_of[edge.from];
            let marks = marked.edges[i];
            let scene = map.nodes[edge.from].scene;
            let style = (!ask.blind).then(|| ask.loaded.program.scenes[scene as usize].moves[edge.mv as usize].style);
            let whole = matches!(all.slots[from].kind, Kind::Decision(_));
            let link = |to: usize, paths: u64, marks: Marks| Link {
                from,
                to,
                mv: whole.then_some((scene, edge.mv)),
                moves: 1,
                style,
                paths,
                yours: marks.yours,
                others: marks.others,
            };
            let Some(to) = edge.to else {
                for (band, paths, marks) in ends(ask, &marked, i) {
                    let end = all.end(band);
                    all.slots[end].paths = all.slots[end].paths.saturating_add(paths);
                    all.slots[end].yours |= marks.yours;
                    all.slots[end].others |= marks.others;
                    join(&mut links, link(end, paths, marks));
                }
                continue;
            };
            join(&mut links, link(slot_of[to], edge.paths, marks));
        }
        all.edges = links.into_values().collect();
        let slots = &all.slots;
        all.columns[map.columns].sort_by_key(|s| match slots[*s].kind {
            Kind::End(band) => band,
            _ => None,
        });
        all
    }

    /// The slot of an end, made where it is not there yet.
    fn end(&mut self, band: Option<usize>) -> usize {
        let last = self.columns.len() - 1;
        let kind = Kind::End(band);
        let known = self.columns[last].iter().copied().find(|s| self.slots[*s].kind == kind);
        known.unwrap_or_else(|| {
            let slot = self.slots.len();
            self.columns[last].push(slot);
            let members = Vec::new();
            self.slots.push(Slot { kind, column: last, members, paths: 0, figures: None, yours: false, here: false, others: 0 });
            slot
        })
    }
}

/// The nodes of a column, each alone, but for those folded: they come together and last. What a
/// marked line passes stays, then what most paths pass.
fn gathered(map: &Map, marked: &Marked, column: usize, most: usize) -> Vec<Vec<usize>> {
    let all: Vec<usize> = (0..map.nodes.len()).filter(|n| map.nodes[*n].column == column).collect();
    let mut first = all.clone();
    first.sort_by_key(|n| (!marked.nodes[*n].any(), Reverse(map.nodes[*n].paths()), *n));
    let must = all.iter().filter(|n| marked.nodes[**n].any()).count();
    let kept = if all.len() <= most { all.len() } else { must.max(most - 1) };
    let folded = first.split_off(kept.min(first.len()));
    first.sort_unstable();
    let alone = first.into_iter().map(|n| vec![n]);
    alone.chain((!folded.is_empty()).then_some(folded)).collect()
}

fn drawn(ask: &Ask, marked: &Marked, column: usize, members: Vec<usize>) -> Slot {
    let map = ask.job.map();
    let marks = members.iter().fold(Marks::default(), |mut sum, n| {
        sum.add(marked.nodes[*n]);
        sum
    });
    let mut figures = Figures::NONE;
    members.iter().filter_map(|n| ask.job.node(*n)).for_each(|f| figures.merge(&f));
    Slot {
        kind: if members.len() == 1 { Kind::Decision(members[0]) } else { Kind::Folded(members.len()) },
        column,
        paths: members.iter().fold(0, |sum: u64, n| sum.saturating_add(map.nodes[*n].paths())),
        figures: Some(figures).filter(|f| ask.job.done() && f.lines > 0),
        yours: marks.yours,
        here: marked.here.is_some_and(|n| members.contains(&n)),
        others: marks.others,
        members,
    }
}

/// Where the paths of a last move end: the band, how many, and who is among them. Of drawn paths
/// the share in each band stands for all.
fn ends(ask: &Ask, marked: &Marked, edge: usize) -> Vec<(Option<usize>, u64, Marks)> {
    let all = ask.job.map().edges[edge].paths;
    if !ask.job.done() {
        return vec![(None, all, marked.edges[edge])];
    }
    let figures = ask.job.edge(edge);
    let mut found = Vec::new();
    for band in 0..4 {
        let mut marks = Marks::default();
        let here = marked.ends.iter().filter(|(_, e, b)| *e == edge && *b == band);
        here.for_each(|(m, _, _)| marks.add(*m));
        let part = figures.map_or(0, |f| f.bands[band]) as u64;
        if part == 0 && !marks.any() {
            continue;
        }
        let lines = figures.map_or(1, |f| f.lines) as u64;
        let paths = if ask.job.sampled().is_none() { part } else { libm::round(all as f64 * part as f64 / lines as f64) as u64 };
        found.push((Some(band), paths, marks));
    }
    found
}

/// Adds a link, or what it stands for to one that leads the same way.
fn join(links: &mut BTreeMap<Way, Link>, link: Link) {
    let key = (link.from, link.mv, link.style, link.to);
    match links.get_mut(&key) {
        Some(known) => {
            known.moves += link.moves;
            known.paths = known.paths.saturating_add(link.paths);
            known.yours |= link.yours;
            known.others |= link.others;
        }
        None => drop(links.insert(key, link)),
    }
}
