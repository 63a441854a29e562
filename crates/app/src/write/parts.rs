//! Which parts of the forms are open. A part belongs to an item, not to a number: where items come,
//! go and change places, by hand or by undo, it goes along with its own.

use super::tree::{Value, index, inside, parted, steps};
use std::collections::BTreeMap;

/// What was opened or closed by hand: pointers, and whether they are open. The rest is as it comes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Parts(BTreeMap<String, bool>);

impl Parts {
    /// Whether a part was opened or closed by hand.
    pub fn get(&self, path: &str) -> Option<bool> {
        self.0.get(path).copied()
    }

    pub fn set(&mut self, path: &str, open: bool) {
        self.0.insert(path.to_owned(), open);
    }

    /// Opens every item of a list in which a place lies, and the place itself where it is one.
    pub fn open_around(&mut self, path: &str) {
        let mut at = path;
        while let Some((outer, step)) = parted(at) {
            if index(&step).is_some() {
                self.set(at, true);
            }
            at = outer;
        }
    }

    /// The scenario became another: each part goes where its item went, and is gone with it.
    pub fn follow(&mut self, old: &Value, new: &Value) {
        let kept = self.0.iter().filter_map(|(path, open)| {
            // A part within an item (`/scenes/0#more`) goes where the item goes.
            let (item, part) = path.split_at(path.find('#').unwrap_or(path.len()));
            Some((moved(item, old, new)? + part, *open))
        });
        self.0 = kept.collect();
    }
}

/// Where what stood at a pointer stands now. What was not changed is the same in memory, so it is known
/// again wherever it is; what was changed stays where it is, and a list of another length that does not
/// hold it has lost it.
fn moved(path: &str, old: &Value, new: &Value) -> Option<String> {
    let (mut old, mut new, mut at) = (Some(old), Some(new), String::new());
    for step in steps(path) {
        if let (Some(Value::List(was)), Some(Value::List(now)), Some(i)) = (old, new, index(&step)) {
            let own = was.get(i)?;
            let to = match now.iter().position(|v| v.same(own)) {
                // Of several that are alike, the nearest.
                Some(_) => now.iter().enumerate().filter(|(_, v)| v.same(own)).map(|(k, _)| k).min_by_key(|k| k.abs_diff(i))?,
                None if was.len() == now.len() => i,
                None => return None,
            };
            (old, new, at) = (Some(own), now.get(to), inside(&at, &to.to_string()));
            continue;
        }
        old = old.and_then(|v| v.get(&step));
        new = new.and_then(|v| v.get(&step));
        at = inside(&at, &step);
    }
    Some(at)
}

#[cfg(test)]
mod tests {
    use super::{Parts, Value};

    #[test]
    fn a_part_goes_where_its_item_goes() {
        let old = Value::read(r#"{"a": [{"b": [{"c": 1}]}, {"b": [{"c": 2}, {"c": 3}]}]}"#).unwrap_or(Value::Null);
        let mut parts = Parts::default();
        parts.open_around("/a/1/b/1/c");
        assert_eq!([parts.get("/a/1"), parts.get("/a/1/b/1"), parts.get("/a/0")], [Some(true), Some(true), None]);
        let mut new = old.clone();
        new.swap("/a", 0, 1);
        parts.follow(&old, &new);
        assert_eq!([parts.get("/a/0"), parts.get("/a/0/b/1"), parts.get("/a/1")], [Some(true), Some(true), None]);
        let mut within = Parts::default();
        for part in ["#more", "/a/0#more"] {
            within.set(part, true);
        }
        within.follow(&new, &old);
        assert_eq!([within.get("#more"), within.get("/a/1#more"), within.get("/a/0#more")], [Some(true), Some(true), None]);
        let mut less = new.clone();
        less.take("/a/0/b/0");
        parts.follow(&new, &less);
        assert_eq!([parts.get("/a/0"), parts.get("/a/0/b/0"), parts.get("/a/0/b/1")], [Some(true), Some(true), None]);
        let mut none = less.clone();
        none.take("/a/0");
        parts.follow(&less, &none);
        assert_eq!(parts, Parts::default());
    }
}
