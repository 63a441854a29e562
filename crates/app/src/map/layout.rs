//! Places: the order within a column that lets few lines cross, the ends of lines, and where the
//! arrow keys lead.

use super::slots::Slots;
use super::{Column, Edge, Kind, NODE, Node};

/// Times the columns are put in order, forwards and back in turn.
const SWEEPS: usize = 12;

/// The slots of each column from top to bottom: each as near as can be to the middle of what it is
/// connected to (Sugiyama, Tagawa and Toda 1981), the best of some sweeps. Folded ones stay last
/// and ends in their order.
pub fn ordered(slots: &Slots) -> Vec<Vec<usize>> {
    let mut columns = slots.columns.clone();
    let last = columns.len() - 1;
    let mut best = (crossings(slots, &columns), columns.clone());
    for sweep in 0..SWEEPS {
        let forwards = sweep % 2 == 0;
        for i in 0..last {
            let c = if forwards { i } else { last - 1 - i };
            let at = middles(slots, &columns);
            let mut sums = vec![(0.0, 0.0); slots.slots.len()];
            for e in &slots.edges {
                let (here, there) = if forwards { (e.to, e.from) } else { (e.from, e.to) };
                sums[here].0 += at[there];
                sums[here].1 += 1.0;
            }
            let wish = |s: usize| if sums[s].1 > 0.0 { sums[s].0 / sums[s].1 } else { at[s] };
            let folded = |s: usize| matches!(slots.slots[s].kind, Kind::Folded(_));
            columns[c].sort_by(|a, b| folded(*a).cmp(&folded(*b)).then(wish(*a).total_cmp(&wish(*b))));
        }
        let crossed = crossings(slots, &columns);
        if crossed < best.0 {
            best = (crossed, columns.clone());
        }
    }
    best.1
}

/// Each slot's distance from the middle of its column, in rows.
fn middles(slots: &Slots, columns: &[Vec<usize>]) -> Vec<f64> {
    let mut at = vec![0.0; slots.slots.len()];
    for column in columns {
        column.iter().enumerate().for_each(|(row, s)| at[*s] = row as f64 - (column.len() as f64 - 1.0) / 2.0);
    }
    at
}

/// How many pairs of lines between the same two columns cross.
fn crossings(slots: &Slots, columns: &[Vec<usize>]) -> usize {
    let at = middles(slots, columns);
    let mut by_columns: Vec<((usize, usize), (f64, f64))> = Vec::new();
    for e in &slots.edges {
        by_columns.push(((slots.slots[e.from].column, slots.slots[e.to].column), (at[e.from], at[e.to])));
    }
    by_columns.sort_by_key(|e| e.0);
    let alike = by_columns.chunk_by(|a, b| a.0 == b.0);
    alike.map(|lines| (0..lines.len()).map(|i| lines[..i].iter().filter(|o| cross(o.1, lines[i].1)).count()).sum::<usize>()).sum()
}

fn cross(a: (f64, f64), b: (f64, f64)) -> bool {
    (a.0 - b.0) * (a.1 - b.1) < 0.0
}

/// Sets the ends of all lines: spread over the side of a node in the order of where they lead.
pub fn lines(nodes: &[Node], edges: &mut [Edge]) {
    for leaving in [true, false] {
        let ends: Vec<(usize, usize)> = edges.iter().map(|e| if leaving { (e.from, e.to) } else { (e.to, e.from) }).collect();
        let mut order: Vec<usize> = (0..edges.len()).collect();
        order.sort_by_key(|i| (ends[*i].0, nodes[ends[*i].1].y, ends[*i].1, *i));
        for side in order.chunk_by(|a, b| ends[*a].0 == ends[*b].0) {
            for (row, i) in side.iter().enumerate() {
                let node = &nodes[ends[*i].0];
                let down = NODE[1] * (2 * row as i32 + 1) / (2 * side.len() as i32);
                edges[*i].line[usize::from(!leaving)] = [node.x + if leaving { NODE[0] } else { 0 }, node.y + down];
            }
        }
    }
}

/// Sets where the arrow keys lead: up and down within the column; left and right along the
/// player's line, else along the line of most paths, else to the nearest node of the next column.
pub fn neighbours(columns: &[Column], edges: &[Edge], nodes: &mut [Node]) {
    for (c, column) in columns.iter().enumerate() {
        for n in column.nodes.clone() {
            nodes[n].up = (n > column.nodes.start).then(|| n - 1);
            nodes[n].down = (n + 1 < column.nodes.end).then_some(n + 1);
            nodes[n].right =
                columns.get(c + 1).and_then(|to| beside(n, to, edges.iter().filter(|e| e.from == n).map(|e| (e, e.to)), nodes));
            let before = c.checked_sub(1).and_then(|c| columns.get(c));
            nodes[n].left = before.and_then(|to| beside(n, to, edges.iter().filter(|e| e.to == n).map(|e| (e, e.from)), nodes));
        }
    }
}

fn beside<'e>(n: usize, column: &Column, edges: impl Iterator<Item = (&'e Edge, usize)>, nodes: &[Node]) -> Option<usize> {
    let there = edges.filter(|(_, to)| column.nodes.contains(to));
    let best = there.max_by_key(|(e, to)| (e.yours, e.paths, std::cmp::Reverse(*to)));
    best.map(|b| b.1).or_else(|| column.nodes.clone().min_by_key(|m| (nodes[*m].y - nodes[n].y).abs()))
}

#[cfg(test)]
mod tests {
    use super::{crossings, ordered};
    use crate::map::{Ask, slots::Slots};
    use engine::MapJob;

    #[test]
    fn putting_columns_in_order_undoes_most_crossings() {
        let loaded = crate::load("monday-call").expect("the built-in scenario loads");
        let job = MapJob::new(&loaded.program).expect("it has a map");
        let slots = Slots::of(&Ask { loaded: &loaded, job: &job, yours: &[], others: &[], blind: false }, 40);
        let (before, after) = (crossings(&slots, &slots.columns), crossings(&slots, &ordered(&slots)));
        assert!(2 * after < before, "{before} crossings before, {after} after");
    }
}
