//! Play from here: the moves that lead to a scene.

use super::shapes::{WHOLE, spot, visit};
use super::tree::{Value, index, steps};
use super::words::quoted;
use super::{Writing, labels, layout, places};
use engine::Map;
use scenario::check::shape::Kind;
use std::collections::{BTreeMap, VecDeque};

/// How a scene can be come to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reached {
    /// By these moves from the start (their ids), of the fewest there can be.
    By { scene: String, moves: Vec<String> },
    /// In a sentence, why not.
    No(String),
}

impl Writing {
    /// The week to try out: what is yet to be written stands in brackets, so that there is something to
    /// press and to read.
    pub fn trial(&self) -> String {
        let mut root = self.root.clone();
        let mut gaps = Vec::new();
        visit(&self.root, &WHOLE, "", &mut |v, kind, path| {
            if matches!(kind, Kind::Text(_)) && v.text().is_some_and(|t| t.trim().is_empty()) {
                gaps.push(path.to_owned());
            }
        });
        for path in gaps {
            let hint = spot(&path).and_then(|s| s.field).map_or("", |(shape, field)| labels::hint(shape, field.key));
            root.put(&path, Value::from(format!("({})", if hint.is_empty() { "still empty" } else { hint })), |_| false);
        }
        layout::text(&root)
    }

    /// The way to the scene in which a pointer lies, or to the start where it lies in none. Takes
    /// some hundredths of a second for a long scenario.
    pub fn reach(&self, path: &str) -> Reached {
        if self.locked().is_some() {
            return Reached::No("The JSON cannot be read, so nothing can be played.".to_owned());
        }
        let (scenario, program) = match scenario::read(&layout::text(&self.root)) {
            Ok(read) => read,
            Err(_) => return Reached::No("There are errors to be mended before it can be played; see the problems.".to_owned()),
        };
        let mut way = steps(path);
        let scene = match (way.next().as_deref(), way.next()) {
            (Some("scenes"), Some(step)) => index(&step).filter(|i| *i < scenario.scenes.len()),
            _ => None,
        };
        let scene = scene.unwrap_or(program.start as usize);
        let id = scenario.scenes.get(scene).map_or_else(String::new, |s| s.id.clone());
        let map = match Map::of(&program) {
            Ok(map) => map,
            Err(e) => return Reached::No(e.words().to_owned()),
        };
        // The nearest first: what leads to each node, until one is of the scene.
        let mut from: BTreeMap<usize, Option<usize>> = BTreeMap::from([(0, None)]);
        let mut open = VecDeque::from([0]);
        while let Some(n) = open.pop_front() {
            let Some(node) = map.nodes.get(n) else { break };
            if node.scene as usize == scene {
                let mut moves = Vec::new();
                let mut at = n;
                while let Some(edge) = from.get(&at).copied().flatten().and_then(|e| map.edges.get(e)) {
                    let scene = map.nodes.get(edge.from).and_then(|n| scenario.scenes.get(n.scene as usize));
                    moves.extend(scene.and_then(|s| s.moves.get(edge.mv as usize)).map(|m| m.id.clone()));
                    at = edge.from;
                }
                moves.reverse();
                return Reached::By { scene: id, moves };
            }
            for e in node.edges.clone() {
                if let Some(to) = map.edges.get(e).and_then(|e| e.to).filter(|to| !from.contains_key(to)) {
                    from.insert(to, Some(e));
                    open.push_back(to);
                }
            }
        }
        let name = places::name(&self.root, &format!("/scenes/{scene}"));
        let name = if name.is_empty() { quoted(&id) } else { name };
        Reached::No(format!("{name} cannot be reached on any path; let a way on lead to it first."))
    }
}
