//! Items of lists: where a place goes when they move, copies with ids of their own, and one kind of
//! condition or effect made into another.

use super::fresh::Fresh;
use super::refs::{Names, free};
use super::shapes::{chosen, visit};
use super::tree::{Value, index, inside};
use scenario::check::shape::{Class, Kind};

/// A pointer after items of a list went elsewhere; `None` where its own is gone.
pub fn shifted(path: &str, list: &str, to: impl Fn(usize) -> Option<usize>) -> Option<String> {
    let Some(rest) = path.strip_prefix(list).and_then(|r| r.strip_prefix('/')) else { return Some(path.to_owned()) };
    let (step, more) = rest.split_once('/').map_or((rest, String::new()), |(s, m)| (s, format!("/{m}")));
    match index(step) {
        Some(i) => to(i).map(|i| format!("{list}/{i}{more}")),
        None => Some(path.to_owned()),
    }
}

/// A copy of an item, with an id that no other has, and draws of its own.
pub fn copied(root: &Value, list: &str, kind: &'static Kind, item: &Value) -> Value {
    let mut copy = item.clone();
    if let Some(id) = item.get("id").and_then(Value::text) {
        let taken: Vec<&str> = root.at(list).map_or(&[][..], Value::items).iter().map(|v| v.word("id")).collect();
        copy.put("/id", Value::from(free(&taken, id)), |_| false);
    }
    // A style has one usual move.
    if matches!(kind, Kind::Object(shape) if shape.name == "a move") {
        copy.take("/default");
    }
    let mut names: Vec<String> = Names::of(root).all(Class::Draw).into_iter().map(|d| d.0).collect();
    for id in draws(item, kind) {
        let new = free(&names.iter().map(String::as_str).collect::<Vec<_>>(), &id);
        let mut places = Vec::new();
        visit(&copy, kind, "", &mut |v, kind, path| {
            if matches!(kind, Kind::Id(Class::Draw) | Kind::Ref(Class::Draw)) && v.text() == Some(&id) {
                places.push(path.to_owned());
            }
        });
        for path in places {
            copy.put(&path, Value::from(new.as_str()), |_| false);
        }
        names.push(new);
    }
    copy
}

/// A condition or an effect of another kind, that keeps what both have.
pub fn recast(fresh: &Fresh, kind: &'static Kind, old: &Value, name: &str) -> Value {
    let Some((was, held)) = kind_of(old, kind) else { return fresh.kind(kind, name) };
    if was == name {
        return old.clone();
    }
    match kind {
        Kind::Cond => condition(fresh, kind, old, was, held, name),
        _ => effect(fresh, kind, held, name),
    }
}

fn condition(fresh: &Fresh, kind: &'static Kind, old: &Value, was: &str, held: &Value, name: &str) -> Value {
    let around = |inner: Value| Value::object([(name, inner)]);
    match (was, name) {
        ("all" | "any", "all" | "any") => around(held.clone()),
        (_, "all" | "any") => around(Value::from(vec![old.clone()])),
        (_, "not") => around(old.clone()),
        _ => {
            // What is inside already, or what was of much the same form.
            let inner = match was {
                "all" | "any" => held.items().iter().find(|c| kind_of(c, kind).is_some_and(|k| k.0 == name)).cloned(),
                "not" => Some(held.clone()).filter(|c| kind_of(c, kind).is_some_and(|k| k.0 == name)),
                "feels" | "feels-below" if matches!(name, "feels" | "feels-below") => Some(around(held.clone())),
                _ => None,
            };
            inner.unwrap_or_else(|| fresh.kind(kind, name))
        }
    }
}

fn effect(fresh: &Fresh, kind: &'static Kind, held: &Value, name: &str) -> Value {
    let mut new = fresh.kind(kind, name);
    let shape = super::shapes::kinds(kind).iter().find(|k| k.0 == name).map(|k| &k.1);
    if let Some(Kind::Object(shape)) = shape {
        let kept = held.members().iter().filter(|m| shape.fields.iter().any(|f| f.key == &*m.0));
        for (key, value) in kept {
            new.put(&inside(&inside("", name), key), value.clone(), super::shapes::order(shape, key));
        }
    }
    new
}

/// Ids of draws that are made within a value, each once.
pub(super) fn draws(value: &Value, kind: &'static Kind) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    visit(value, kind, "", &mut |v, kind, _| {
        if let (Kind::Id(Class::Draw), Some(id)) = (kind, v.text())
            && !found.iter().any(|f| f == id)
        {
            found.push(id.to_owned());
        }
    });
    found
}

/// The kind of a condition or an effect that is there.
pub(super) fn kind_of<'v>(value: &'v Value, kind: &Kind) -> Option<(&'static str, &'v Value)> {
    chosen(value, kind).map(|c| (c.0, c.2))
}
