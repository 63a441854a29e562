//! What the map shows: every path of the week, merged, from Monday on the left to the end on the
//! right, with the player's line and the kept ones marked; and the same as a nested list.
//!
//! Nodes and edges carry finished texts and their places in units of the drawing, so that the
//! screen only scales. Without figures (while they are worked out) the counts are there already.

mod layout;
mod list;
mod slots;
mod texts;

pub use list::{ListDay, ListDecision, ListMove, ListPlace};

use super::{Loaded, words};
use engine::model::scenario::Style;
use engine::{Job, MapJob};
use std::ops::Range;

/// Nodes drawn in a column at most.
pub const MOST: usize = 40;
/// A node's width and height, and the space between nodes, in units of the drawing.
pub const NODE: [i32; 2] = [200, 64];
pub const GAP: [i32; 2] = [70, 14];
/// Room for the headings above the nodes.
pub const HEAD: i32 = 64;

/// What a map is asked to show.
#[derive(Clone, Copy)]
pub struct Ask<'a> {
    pub loaded: &'a Loaded,
    /// Its map, with the figures worked out so far; they are shown once it is done.
    pub job: &'a MapJob,
    /// The moves of the player's line, as far as it got.
    pub yours: &'a [u8],
    /// The moves of other kept lines.
    pub others: &'a [Vec<u8>],
    /// Hides the styles of moves and what would tell them.
    pub blind: bool,
}

/// What a node stands for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A decision in one situation; its place in the engine's map.
    Decision(usize),
    /// So many decisions of this column that are not drawn apart.
    Folded(usize),
    /// The end of the week: of the paths in one band (0 is the best), or of all paths while the
    /// figures are not there.
    End(Option<usize>),
}

/// A node of the drawing.
#[derive(Clone, Debug, PartialEq)]
pub struct Node {
    pub kind: Kind,
    /// `5.2`: the second from the top in the fifth column.
    pub number: String,
    pub column: usize,
    /// The upper left corner, in units of the drawing; the size is [`NODE`].
    pub x: i32,
    pub y: i32,
    /// The scene's title; for an end, how the week ends.
    pub label: String,
    /// What tells it from other nodes of that title, in a few words each: facts known, promises,
    /// and what else makes a difference. May be empty.
    pub details: Vec<String>,
    /// The same in whole sentences.
    pub about: Vec<String>,
    /// Paths through it; `u64::MAX` stands for that or more.
    pub paths: u64,
    /// Paths and figures in words.
    pub figures: String,
    /// Share of weeks on time, 0 to 1; `None` while it is worked out, for ends, and where no drawn
    /// path leads through.
    pub on_time: Option<f64>,
    /// The lowest and the highest mean engagement at the end, 0 to 100, of the paths through it.
    pub engagement: Option<(f64, f64)>,
    /// Mean score, 0 to 100.
    pub score: Option<f64>,
    /// Whether the player's line passes, and whether it stands here, the decision open.
    pub yours: bool,
    pub here: bool,
    /// Which of the other lines pass, one bit each.
    pub others: u8,
    /// Where the arrow keys lead from here.
    pub left: Option<usize>,
    pub right: Option<usize>,
    pub up: Option<usize>,
    pub down: Option<usize>,
}

/// A move at a node, or the moves of a folded node that lead to one place.
#[derive(Clone, Debug, PartialEq)]
pub struct Edge {
    pub from: usize,
    pub to: usize,
    /// The move's label.
    pub label: String,
    /// `None` in blind play.
    pub style: Option<Style>,
    pub paths: u64,
    pub yours: bool,
    pub others: u8,
    /// Both ends, in units of the drawing: the right side of a node and the left side of another.
    pub line: [[i32; 2]; 2],
}

/// A column: the decisions at one place of the week.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Column {
    /// `5`; empty for the end.
    pub number: String,
    /// `Tue 16:00`
    pub when: String,
    /// The scenes' titles.
    pub title: String,
    pub x: i32,
    pub nodes: Range<usize>,
}

/// A heading over columns.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Day {
    pub name: String,
    pub x: i32,
    pub width: i32,
    pub columns: Range<usize>,
}

/// The map.
#[derive(Clone, Debug, PartialEq)]
pub struct View {
    /// How many paths there are and where the figures come from, in sentences.
    pub summary: Vec<String>,
    /// Units worked out, of how many; `None` when the figures are there.
    pub progress: Option<(u32, u32)>,
    /// Size of the drawing.
    pub width: i32,
    pub height: i32,
    pub days: Vec<Day>,
    pub columns: Vec<Column>,
    /// Column by column, from the top; the first is Monday's first decision.
    pub nodes: Vec<Node>,
    /// In the order of the nodes they leave, and of the moves there.
    pub edges: Vec<Edge>,
    pub list: Vec<ListDay>,
}

impl View {
    pub fn of(ask: &Ask) -> View {
        View::within(ask, MOST)
    }

    /// The map with at most so many nodes (two or more) drawn in a column. What a line marked
    /// passes is always drawn.
    pub fn within(ask: &Ask, most: usize) -> View {
        let slots = slots::Slots::of(ask, most);
        let texts = texts::Texts::of(ask, &slots);
        let columns = layout::ordered(&slots);
        let tall = columns.iter().map(Vec::len).max().unwrap_or(0) as i32;
        let height = |n: i32| n * NODE[1] + (n - 1).max(0) * GAP[1];
        let mut place = vec![0; slots.slots.len()];
        let mut nodes: Vec<Node> = Vec::new();
        let mut headed: Vec<Column> = Vec::new();
        for (c, column) in columns.iter().enumerate() {
            let x = c as i32 * (NODE[0] + GAP[0]);
            let top = HEAD + (height(tall) - height(column.len() as i32)) / 2;
            headed.push(Column { x, nodes: nodes.len()..nodes.len() + column.len(), ..texts.column(&slots, c) });
            for (row, slot) in column.iter().enumerate() {
                place[*slot] = nodes.len();
                let node = texts.node(&slots, *slot);
                let number = format!("{}.{}", c + 1, row + 1);
                nodes.push(Node { number, x, y: top + row as i32 * (NODE[1] + GAP[1]), ..node });
            }
        }
        let mut edges: Vec<Edge> = slots.edges.iter().map(|e| texts.edge(e, place[e.from], place[e.to])).collect();
        edges.sort_by_key(|e| e.from);
        layout::lines(&nodes, &mut edges);
        layout::neighbours(&headed, &edges, &mut nodes);
        let days = texts.days(&slots, &headed);
        View {
            summary: texts.summary(),
            progress: (!ask.job.done()).then(|| (ask.job.progress(), ask.job.units())),
            width: columns.len() as i32 * (NODE[0] + GAP[0]) - GAP[0],
            height: HEAD + height(tall),
            list: list::of(&days, &headed, &nodes, &edges),
            days,
            columns: headed,
            nodes,
            edges,
        }
    }
}

/// A count for people: `34,048`.
pub fn grouped(n: u64) -> String {
    if n == u64::MAX {
        return "more than 18 quintillion".to_owned();
    }
    let digits = n.to_string();
    let mut text = String::new();
    for (i, digit) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// `1 path`, `1,204 paths`.
fn paths(n: u64) -> String {
    format!("{} path{}", grouped(n), if n == 1 { "" } else { "s" })
}

/// An id in words: `second-source` becomes `second source`.
fn spoken(id: &str) -> String {
    id.replace('-', " ")
}

#[cfg(test)]
mod tests {
    use super::grouped;

    #[test]
    fn counts_are_grouped_by_three() {
        let texts = [0, 7, 999, 1000, 34_048, 1_234_567].map(grouped);
        assert_eq!(texts, ["0", "7", "999", "1,000", "34,048", "1,234,567"]);
        assert_eq!(grouped(u64::MAX), "more than 18 quintillion");
    }
}
