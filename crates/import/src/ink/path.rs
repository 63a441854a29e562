//! Where in the containers of compiled ink something stands.

use json::{Node, Value as Json};

/// A longer path leads nowhere, in bytes.
const LONGEST: usize = 2000;

/// A container entered, and which of its items is next.
#[derive(Clone)]
pub struct Frame<'j> {
    node: &'j Node,
    /// Its name, or its number in the one around it.
    name: String,
    /// Of the next item; beyond the end for a container that is only reached by its name.
    next: usize,
}

/// The containers around a place, the outermost first.
#[derive(Clone)]
pub struct Frames<'j>(Vec<Frame<'j>>);

/// The items of a container, without the last, which holds its names.
fn items(node: &Node) -> &[Node] {
    match node.list() {
        Some([items @ .., last]) if matches!(last.value, Json::Object(_) | Json::Null) => items,
        Some(all) => all,
        None => &[],
    }
}

fn own_name(node: &Node) -> Option<&str> {
    node.list()?.last()?.get("#n")?.text()
}

/// A container by its name within another.
pub fn named<'j>(node: &'j Node, name: &str) -> Option<&'j Node> {
    let by_name = node.list()?.last()?.get(name).filter(|n| n.list().is_some());
    by_name.or_else(|| items(node).iter().find(|n| own_name(n) == Some(name)))
}

impl<'j> Frames<'j> {
    /// The place that an absolute path names; a container is entered at its beginning.
    pub fn to(root: &'j Node, path: &str) -> Option<Frames<'j>> {
        if path.len() > LONGEST {
            return None;
        }
        let parts: Vec<&str> = path.split('.').filter(|p| !p.is_empty()).collect();
        Frames::walk(root, &parts)
    }

    fn walk(root: &'j Node, parts: &[&str]) -> Option<Frames<'j>> {
        let mut frames = vec![Frame { node: root, name: String::new(), next: 0 }];
        for (k, part) in parts.iter().enumerate() {
            let top = frames.last_mut()?;
            let node = top.node;
            let (index, child) = match part.parse::<usize>() {
                Ok(i) => (i, items(node).get(i)),
                Err(_) => {
                    let only = node.list()?.last()?.get(part).filter(|n| n.list().is_some());
                    let at = || items(node).iter().position(|n| own_name(n) == Some(part));
                    // What is only reached by its name has nothing after it.
                    match only {
                        Some(child) => (usize::MAX - 1, Some(child)),
                        None => at().map(|i| (i, items(node).get(i)))?,
                    }
                }
            };
            top.next = index;
            // A number may name what is no container, or the very end.
            let Some(child) = child.filter(|c| c.list().is_some()) else {
                if k + 1 < parts.len() {
                    return None;
                }
                break;
            };
            top.next = index.saturating_add(1);
            let name = own_name(child).unwrap_or(part).to_owned();
            frames.push(Frame { node: child, name, next: 0 });
        }
        Some(Frames(frames))
    }

    /// The place that a path names, seen from the item before this one.
    pub fn resolve(&self, root: &'j Node, path: &str) -> Option<Frames<'j>> {
        let Some(relative) = path.strip_prefix('.').filter(|p| p.len() <= LONGEST) else { return Frames::to(root, path) };
        let item = self.0.last()?.next.saturating_sub(1).to_string();
        let mut parts: Vec<&str> = self.0.iter().skip(1).map(|f| f.name.as_str()).chain([item.as_str()]).collect();
        for part in relative.split('.') {
            if part == "^" {
                parts.pop();
            } else {
                parts.push(part);
            }
        }
        Frames::walk(root, &parts)
    }

    /// The next item that is no container, and past it.
    pub fn step(&mut self) -> Option<&'j Node> {
        let top = self.0.last_mut()?;
        let item = items(top.node).get(top.next)?;
        top.next += 1;
        Some(item)
    }

    /// Goes into a container that stood as an item.
    pub fn enter(&mut self, node: &'j Node) {
        let at = self.0.last().map_or(0, |f| f.next.saturating_sub(1));
        let name = own_name(node).map_or_else(|| at.to_string(), str::to_owned);
        self.0.push(Frame { node, name, next: 0 });
    }

    /// Out of a container at its end; whether there is something to go on with.
    pub fn leave(&mut self) -> bool {
        self.0.pop();
        !self.0.is_empty()
    }

    /// The place as a path, in one form whichever way it was come to.
    pub fn key(&self) -> String {
        let mut out = self.container();
        let next = self.0.last().map_or(0, |f| f.next);
        out.push_str(&format!("@{next}"));
        out
    }

    /// The container's path.
    pub fn container(&self) -> String {
        self.0.iter().skip(1).map(|f| f.name.as_str()).collect::<Vec<_>>().join(".")
    }

    /// Whether it is the beginning of a container.
    pub fn fresh(&self) -> bool {
        self.0.last().is_some_and(|f| f.next == 0)
    }
}
