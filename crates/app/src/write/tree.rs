//! A scenario as a tree of JSON whose parts are shared between its versions: an edit copies the way
//! to what it changes and nothing else, so that hundreds of undo steps cost little.

use json::{Branch, loose};
use std::sync::Arc;

/// Deeper nesting cannot be read back (see `json`).
pub const DEEPEST: usize = 64;

/// A member of an object: its name and value.
pub type Member = (Arc<str>, Value);

/// A JSON value. Objects keep the order of their members. Cloning is cheap.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    Null,
    Bool(bool),
    Number(f64),
    Text(Arc<str>),
    List(Arc<Vec<Value>>),
    Object(Arc<Vec<Member>>),
}

impl From<&str> for Value {
    fn from(text: &str) -> Value {
        Value::Text(text.into())
    }
}

impl From<String> for Value {
    fn from(text: String) -> Value {
        Value::Text(text.into())
    }
}

/// A number that JSON cannot hold becomes `null`.
impl From<f64> for Value {
    fn from(n: f64) -> Value {
        if n.is_finite() { Value::Number(n) } else { Value::Null }
    }
}

impl From<bool> for Value {
    fn from(b: bool) -> Value {
        Value::Bool(b)
    }
}

impl From<Vec<Value>> for Value {
    fn from(list: Vec<Value>) -> Value {
        Value::List(Arc::new(list))
    }
}

impl Value {
    /// An object of these members.
    pub fn object<'k>(members: impl IntoIterator<Item = (&'k str, Value)>) -> Value {
        Value::Object(Arc::new(members.into_iter().map(|(k, v)| (k.into(), v)).collect()))
    }

    /// Reads a text; `None` where it is not JSON to the last character.
    pub fn read(text: &str) -> Option<Value> {
        let (tree, slips) = loose(text);
        tree.filter(|_| slips.is_empty()).map(|t| Value::of(&t, text))
    }

    /// A tree that was read from this text; what could not be read is `null`. Numbers are read from
    /// the text, since `json` cuts those of more than 15 digits.
    pub fn of(tree: &json::Tree, text: &str) -> Value {
        match &tree.value {
            Branch::Null | Branch::Broken => Value::Null,
            Branch::Bool(b) => Value::Bool(*b),
            Branch::Number(n) => {
                let exact = text.get(tree.at..tree.end).and_then(|t| t.parse::<f64>().ok()).filter(|n| n.is_finite());
                Value::Number(exact.unwrap_or(*n))
            }
            Branch::Text(t) => Value::from(t.as_str()),
            Branch::List(list) => Value::from(list.iter().map(|v| Value::of(v, text)).collect::<Vec<_>>()),
            Branch::Object(members) => {
                let mut all: Vec<Member> = Vec::with_capacity(members.len());
                for m in members.iter() {
                    // The first of a name counts, as it does for `json`.
                    if !all.iter().any(|a| *a.0 == *m.key) {
                        all.push((m.key.as_str().into(), Value::of(&m.value, text)));
                    }
                }
                Value::Object(Arc::new(all))
            }
        }
    }

    pub fn members(&self) -> &[Member] {
        if let Value::Object(members) = self { members } else { &[] }
    }

    pub fn items(&self) -> &[Value] {
        if let Value::List(list) = self { list } else { &[] }
    }

    pub fn get(&self, key: &str) -> Option<&Value> {
        self.members().iter().find(|m| &*m.0 == key).map(|m| &m.1)
    }

    /// The items of a member that is a list; none of another.
    pub fn list(&self, key: &str) -> &[Value] {
        self.get(key).map_or(&[], Value::items)
    }

    pub fn text(&self) -> Option<&str> {
        if let Value::Text(t) = self { Some(t) } else { None }
    }

    /// The text of a member; empty where there is none.
    pub fn word(&self, key: &str) -> &str {
        self.get(key).and_then(Value::text).unwrap_or("")
    }

    pub fn number(&self) -> Option<f64> {
        if let Value::Number(n) = self { Some(*n) } else { None }
    }

    pub fn flag(&self) -> Option<bool> {
        if let Value::Bool(b) = self { Some(*b) } else { None }
    }

    /// The value at a JSON pointer; the whole for an empty one.
    pub fn at(&self, path: &str) -> Option<&Value> {
        steps(path).try_fold(self, |v, step| match v {
            Value::List(list) => list.get(index(&step)?),
            v => v.get(&step),
        })
    }

    /// The value at a pointer, to change; shared parts on the way are copied.
    fn at_mut(&mut self, path: &str) -> Option<&mut Value> {
        steps(path).try_fold(self, |v, step| match v {
            Value::List(list) => Arc::make_mut(list).get_mut(index(&step)?),
            Value::Object(members) => Arc::make_mut(members).iter_mut().find(|m| *m.0 == *step).map(|m| &mut m.1),
            _ => None,
        })
    }

    /// Puts a value in place of the one at a pointer, or adds it to an object that has no such
    /// member, before the member that `before` names or at the end. `false`, and nothing changed,
    /// where there is no such object or list.
    pub fn put(&mut self, path: &str, value: Value, before: impl Fn(&str) -> bool) -> bool {
        let Some((parent, step)) = parted(path) else {
            *self = value;
            return true;
        };
        match self.at_mut(parent) {
            Some(Value::Object(members)) => {
                let members = Arc::make_mut(members);
                match members.iter_mut().find(|m| *m.0 == *step) {
                    Some(member) => member.1 = value,
                    None => {
                        let at = members.iter().position(|m| before(&m.0)).unwrap_or(members.len());
                        members.insert(at, (step.as_str().into(), value));
                    }
                }
                true
            }
            Some(Value::List(list)) => match index(&step).and_then(|i| Arc::make_mut(list).get_mut(i)) {
                Some(old) => {
                    *old = value;
                    true
                }
                None => false,
            },
            _ => false,
        }
    }

    /// Adds an item to the list at a pointer, in front of the item `at` or at the end.
    pub fn insert(&mut self, list: &str, at: usize, value: Value) -> bool {
        let Some(Value::List(items)) = self.at_mut(list) else { return false };
        let items = Arc::make_mut(items);
        items.insert(at.min(items.len()), value);
        true
    }

    /// Takes out a member or an item.
    pub fn take(&mut self, path: &str) -> Option<Value> {
        let (parent, step) = parted(path)?;
        match self.at_mut(parent)? {
            Value::Object(members) => {
                let at = members.iter().position(|m| *m.0 == *step)?;
                Some(Arc::make_mut(members).remove(at).1)
            }
            Value::List(list) => {
                let at = index(&step).filter(|i| *i < list.len())?;
                Some(Arc::make_mut(list).remove(at))
            }
            _ => None,
        }
    }

    /// Lets two items of a list change places.
    pub fn swap(&mut self, list: &str, a: usize, b: usize) -> bool {
        let Some(Value::List(items)) = self.at_mut(list).filter(|l| a.max(b) < l.items().len()) else { return false };
        Arc::make_mut(items).swap(a, b);
        true
    }

    /// Levels of lists and objects; 0 for a plain value.
    pub fn depth(&self) -> usize {
        match self {
            Value::List(list) => 1 + list.iter().map(Value::depth).max().unwrap_or(0),
            Value::Object(members) => 1 + members.iter().map(|m| m.1.depth()).max().unwrap_or(0),
            _ => 0,
        }
    }

    /// Whether two values are one in memory, or equal and small.
    pub(super) fn same(&self, other: &Value) -> bool {
        match (self, other) {
            (Value::List(a), Value::List(b)) => Arc::ptr_eq(a, b),
            (Value::Object(a), Value::Object(b)) => Arc::ptr_eq(a, b),
            (a, b) => a == b,
        }
    }

    /// This value, with all parts that it has in common with an older one taken from there: a text
    /// that was read anew costs no more memory than what changed in it.
    pub fn shared(self, old: &Value) -> Value {
        match (&self, old) {
            (Value::List(new), Value::List(olds)) => {
                let start = new.iter().zip(olds.iter()).take_while(|(a, b)| a == b).count();
                let most = new.len().min(olds.len()) - start;
                let end = new.iter().rev().zip(olds.iter().rev()).take(most).take_while(|(a, b)| a == b).count();
                if start == new.len() && new.len() == olds.len() {
                    return old.clone();
                }
                let part = |i: usize, v: &Value| match i {
                    _ if i < start => olds[i].clone(),
                    _ if i >= new.len() - end => olds[olds.len() - (new.len() - i)].clone(),
                    _ => olds.get(i).map_or_else(|| v.clone(), |o| v.clone().shared(o)),
                };
                Value::from(new.iter().enumerate().map(|(i, v)| part(i, v)).collect::<Vec<_>>())
            }
            (Value::Object(new), Value::Object(olds)) => {
                let part = |m: &Member| match old.get(&m.0) {
                    Some(o) => (m.0.clone(), m.1.clone().shared(o)),
                    None => m.clone(),
                };
                let all: Vec<Member> = new.iter().map(part).collect();
                let unchanged = all.len() == olds.len() && all.iter().zip(olds.iter()).all(|(a, b)| a.0 == b.0 && a.1.same(&b.1));
                if unchanged { old.clone() } else { Value::Object(Arc::new(all)) }
            }
            (new, old) if *new == *old => old.clone(),
            _ => self,
        }
    }
}

/// The steps of a JSON pointer.
pub fn steps(path: &str) -> impl Iterator<Item = String> + '_ {
    path.split('/').skip(1).map(|s| s.replace("~1", "/").replace("~0", "~"))
}

/// A pointer one step further in.
pub fn inside(path: &str, step: &str) -> String {
    format!("{path}/{}", step.replace('~', "~0").replace('/', "~1"))
}

/// A pointer to an item of a list.
pub fn item(path: &str, index: usize) -> String {
    format!("{path}/{index}")
}

/// The pointer without its last step, and that step; `None` for the whole.
pub fn parted(path: &str) -> Option<(&str, String)> {
    let (parent, step) = path.rsplit_once('/')?;
    Some((parent, step.replace("~1", "/").replace("~0", "~")))
}

/// A step as the number of an item, as JSON pointers write it: no sign, no leading nought.
pub fn index(step: &str) -> Option<usize> {
    let plain = step.bytes().all(|b| b.is_ascii_digit()) && (step == "0" || !step.starts_with('0'));
    step.parse().ok().filter(|_| plain)
}

/// Whether a pointer leads to a place or to something inside it.
pub fn within(path: &str, place: &str) -> bool {
    path.strip_prefix(place).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

#[cfg(test)]
mod tests {
    use super::{Value, index, inside, steps, within};

    fn value(text: &str) -> Value {
        Value::read(text).unwrap_or_else(|| panic!("{text}"))
    }

    #[test]
    fn a_change_leaves_the_old_version_and_shares_the_rest() {
        let old = value(r#"{"a": [{"b": 1}, {"c": [2, 3]}], "d": {}}"#);
        let mut new = old.clone();
        assert!(new.put("/a/0/b", Value::from(5.0), |_| false));
        assert_eq!(old.at("/a/0/b"), Some(&Value::from(1.0)));
        assert!(new.at("/a/1").zip(old.at("/a/1")).is_some_and(|(a, b)| a.same(b)));
        // What is read anew shares with what was there, wherever an item was added.
        let read = value(r#"{"a": [{"x": 0}, {"b": 1}, {"c": [2, 3]}], "d": {}}"#).shared(&old);
        assert!(read.at("/a/2").zip(old.at("/a/1")).is_some_and(|(a, b)| a.same(b)));
        assert_eq!(read, value(r#"{"a": [{"x": 0}, {"b": 1}, {"c": [2, 3]}], "d": {}}"#));
    }

    #[test]
    fn pointers_lead_to_names_with_strokes_and_to_no_item_twice() {
        let v = value(r#"{"a/b": {"~": [7]}}"#);
        let path = inside(&inside("", "a/b"), "~") + "/0";
        assert_eq!((path.as_str(), v.at(&path)), ("/a~1b/~0/0", Some(&Value::from(7.0))));
        assert_eq!(steps(&path).collect::<Vec<_>>(), ["a/b", "~", "0"]);
        assert_eq!(["0", "10", "01", "+1", "", "99999999999999999999999"].map(index), [Some(0), Some(10), None, None, None, None]);
        assert!(within("/a/1", "/a/1") && within("/a/1/b", "/a/1") && !within("/a/10", "/a/1"));
    }
}
