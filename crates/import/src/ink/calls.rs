//! What comes back: functions and what they change, and the state on both sides of a condition.

use super::super::story::{Kind, Notes, Piece, Test, Value};
use super::out::Out;
use super::path::{Frames, named};
use super::pretty;
use super::run::{DEEPEST, Held, Run, Until};
use super::stack::{Item, either};
use json::{Node, Value as Json};

/// Functions within each other.
const CALLS: usize = 12;

impl<'j> Run<'j, '_> {
    /// Goes on at a passage of its own.
    pub(super) fn leave_for(&mut self, place: &Frames<'j>, out: &mut Out) {
        let name = self.name(place);
        self.open(name.clone(), pretty(&place.container()));
        out.push(Piece::Go(name, 0));
    }

    /// Follows a function: what it sets and says, and what it gives back on the stack.
    pub(super) fn call(&mut self, path: &str, at: &Frames<'j>, item: &Node, until: &Until, out: &mut Out) -> Result<(), String> {
        let place = self.place(at, item, path).map(|p| p.1);
        let name = place.as_ref().map_or_else(|| path.to_owned(), Frames::container);
        self.known.insert(name.clone());
        let Some(place) = place.filter(|_| self.calls.len() < CALLS && !self.calls.contains(&name)) else {
            self.notes.leave(Kind::Untold, 0, format!("the function {name}"), "it calls itself: what it works out is not followed");
            if let Some(node) = named(self.root, &name) {
                assigned(node, 0, self.notes);
            }
            self.push(Item::Other(format!("{name}()")));
            return Ok(());
        };
        let temps = std::mem::take(&mut self.temps);
        let evaluating = std::mem::replace(&mut self.evaluating, false);
        let before = self.stack.len().saturating_sub(parameters(&place));
        self.calls.push(name.clone());
        let inner = Until { aside: true, depth: until.depth + 1, ..Until::default() };
        self.follow(place, &inner, out)?;
        self.calls.pop();
        self.evaluating = evaluating;
        self.temps = temps;
        // One value comes back, whatever was left in between.
        let value = if self.stack.len() > before { self.pop() } else { Item::Value(Value::Nothing) };
        self.stack.truncate(before);
        self.push(value);
        Ok(())
    }

    /// Goes on with another state; the one there was.
    pub(super) fn swap(&mut self, state: Held) -> Held {
        let (stack, temps, returns) = state;
        (
            std::mem::replace(&mut self.stack, stack),
            std::mem::replace(&mut self.temps, temps),
            std::mem::replace(&mut self.returns, returns),
        )
    }

    /// The state of both sides of a condition, of which the second is at hand.
    pub(super) fn merge(&mut self, test: &Test, yes: Held) {
        let (stack, mut temps, _) = yes;
        let no = std::mem::take(&mut self.stack);
        self.stack = if stack.len() == no.len() { stack.into_iter().zip(no).map(|(a, b)| either(test, a, b)).collect() } else { no };
        let all = std::mem::take(&mut self.temps);
        self.temps = all
            .into_iter()
            .map(|(name, b)| {
                let both = match temps.remove(&name) {
                    Some(a) => either(test, a, b),
                    None => b,
                };
                (name, both)
            })
            .collect();
    }
}

/// How many values a function takes: it begins with giving them names.
fn parameters(place: &Frames) -> usize {
    let mut at = place.clone();
    std::iter::from_fn(|| at.step()).take_while(|n| n.get("temp=").is_some()).count()
}

/// Variables that are set in a part of a story that is not followed.
fn assigned(node: &Node, depth: usize, notes: &mut Notes) {
    if depth > DEEPEST {
        return;
    }
    if let Some(var) = node.get("VAR=").and_then(Node::text) {
        notes.doubt(var, "a function that is not followed may change it");
    }
    match &node.value {
        Json::List(list) => list.iter().for_each(|n| assigned(n, depth + 1, notes)),
        Json::Object(members) => members.iter().for_each(|m| assigned(&m.1, depth + 1, notes)),
        _ => {}
    }
}
