//! The map as a nested list, for those who read it with their ears: by day, by decision, by node,
//! with its moves and where they lead, by number.

use super::{Column, Day, Edge, Kind, Node, grouped, paths};
use engine::model::scenario::Style;

/// A day, or the end.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ListDay {
    pub name: String,
    pub decisions: Vec<ListDecision>,
}

/// A column.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ListDecision {
    /// `Decision 5, Tue 16:00: Anna at the door`
    pub heading: String,
    pub places: Vec<ListPlace>,
}

/// A node.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ListPlace {
    /// Its place in the view's nodes.
    pub node: usize,
    pub text: String,
    pub yours: bool,
    pub moves: Vec<ListMove>,
}

/// A move, with all the places it leads to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ListMove {
    pub text: String,
    /// Places in the view's nodes.
    pub to: Vec<usize>,
    pub yours: bool,
}

pub fn of(days: &[Day], columns: &[Column], nodes: &[Node], edges: &[Edge]) -> Vec<ListDay> {
    let decision = |c: usize| {
        let column = &columns[c];
        let heading = match column.number.as_str() {
            "" => column.title.clone(),
            number => format!("Decision {number}, {}: {}", column.when, column.title),
        };
        ListDecision { heading, places: column.nodes.clone().map(|n| place(n, nodes, edges)).collect() }
    };
    days.iter().map(|d| ListDay { name: d.name.clone(), decisions: d.columns.clone().map(decision).collect() }).collect()
}

fn place(index: usize, nodes: &[Node], edges: &[Edge]) -> ListPlace {
    let node = &nodes[index];
    let mut text = format!("{} {}", node.number, node.label);
    if !node.details.is_empty() {
        text += &format!(", {}", node.details.join("; "));
    }
    text += &format!(": {}", node.figures);
    match (node.here, node.yours) {
        (true, _) => text += "; you stand here",
        (_, true) => text += "; on your line",
        _ => {}
    }
    if node.others != 0 {
        text += "; on another line of yours";
    }
    let alone = !matches!(node.kind, Kind::Folded(_));
    let leaving: Vec<&Edge> = edges.iter().filter(|e| e.from == index).collect();
    let moves = leaving.chunk_by(|a, b| alone && a.label == b.label && a.style == b.style).map(|m| one_move(m, nodes)).collect();
    ListPlace { node: index, text: text + ".", yours: node.yours, moves }
}

/// One move's text: edges that differ only in where they lead are one.
fn one_move(edges: &[&Edge], nodes: &[Node]) -> ListMove {
    let first = edges[0];
    let style = first.style.map_or_else(String::new, |s: Style| format!(" ({})", s.name()));
    let to: Vec<usize> = edges.iter().map(|e| e.to).collect();
    let many = edges.len() > 1;
    let leads = edges.iter().map(|e| {
        let number = &nodes[e.to].number;
        let end = if matches!(nodes[e.to].kind, Kind::End(Some(_))) { format!(" ({})", nodes[e.to].label) } else { String::new() };
        if many { format!("{} to {number}{end}", grouped(e.paths)) } else { format!("to {number}{end}") }
    });
    let all = edges.iter().fold(0, |sum: u64, e| sum.saturating_add(e.paths));
    let yours = edges.iter().any(|e| e.yours);
    let mine = if yours { "; your move" } else { "" };
    let leads = crate::words::list(&leads.collect::<Vec<_>>());
    let join = if many { ":" } else { "," };
    ListMove { text: format!("{}{style}: {}{join} {leads}{mine}", first.label, paths(all)), to, yours }
}
