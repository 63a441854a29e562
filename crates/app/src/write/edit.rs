//! Changes by pointer. Each is one undo step; what cannot be done is said and changes nothing.

use super::fresh::Fresh;
use super::refs::thing;
use super::shapes::{kind, kinds, order, spot};
use super::tree::{Value, index, inside, item, parted, within};
use super::words::Words;
use super::{Said, Writing, fields, follow, items, labels, places, refs};
use crate::words::count;
use scenario::check::shape::{Class, Kind, Span};

impl Writing {
    /// What an undo step of one field is called.
    pub(super) fn change_of(&self, path: &str) -> String {
        match spot(path).and_then(|s| s.field) {
            Some((shape, field)) => format!("Change \u{201c}{}\u{201d}", labels::label(shape, field).label),
            None => "Change".to_owned(),
        }
    }

    /// The tree with everything that a pointer needs on its way: objects and lists that were left
    /// out are added. `None` where the format knows no such place.
    pub(super) fn ensured(&self, path: &str) -> Option<Value> {
        let mut root = self.root.clone();
        let mut at = String::new();
        for step in super::tree::steps(path) {
            at = inside(&at, &step);
            let whole = at == path;
            let there = root.at(&at).is_some();
            if there || whole {
                continue;
            }
            let (shape, field) = spot(&at)?.field?;
            let value = match (shape.name, field.key) {
                ("a move", "because") => Value::object([("text", Value::from(""))]),
                _ => Fresh::of(&root).field(shape, field, &at),
            };
            root.put(&at, value, order(shape, field.key)).then_some(())?;
        }
        Some(root)
    }

    /// Puts a value at a pointer, whatever the format says of it.
    pub fn set(&mut self, path: &str, value: Value) -> Said {
        let mut root = self.root.clone();
        let done = match spot(path).and_then(|s| s.field) {
            Some((shape, field)) => root.put(path, value, order(shape, field.key)),
            None => root.put(path, value, |_| false),
        };
        if !done {
            return nowhere();
        }
        self.commit(root, self.change_of(path), None)
    }

    /// Puts a value written as JSON at a pointer.
    pub fn set_json(&mut self, path: &str, text: &str) -> Said {
        match Value::read(text) {
            Some(value) => self.set(path, value),
            None => Said::no("This is no JSON yet: what stood here before still holds."),
        }
    }

    /// A field holds this text now: read by what the format expects there. What cannot be read so
    /// is kept as a text, and the checker says what is wrong with it.
    pub fn put(&mut self, path: &str, text: &str) -> Said {
        let Some(at) = spot(path) else { return nowhere() };
        if let Kind::Id(_) = at.kind {
            return self.put_id(path, text);
        }
        let need = at.field.is_none_or(|f| f.1.need);
        // A tick or a choice is done at once; a text is typed.
        let typed =
            !matches!(at.kind, Kind::Flag | Kind::Style | Kind::Status | Kind::Portrait | Kind::Ref(_) | Kind::Someone | Kind::Took);
        // The numbers of an estimate are durations as well.
        let estimate = parted(path).is_some_and(|(outer, _)| matches!(kind(outer), Some(Kind::Estimate)));
        let value = match fields::read(if estimate { &Kind::Quantity(Span::Lasts) } else { at.kind }, text, &self.root) {
            fields::Read::Value(Value::Bool(b)) if self.root.at(path).and_then(Value::flag) == Some(b) => return Said::default(),
            // No tick is what holds where a tick is left out.
            fields::Read::Value(Value::Bool(false)) if !need => return self.emptied(path, None),
            fields::Read::Value(v) => v,
            fields::Read::Empty if need => Value::from(""),
            fields::Read::Empty => return self.emptied(path, Some(text).filter(|_| typed)),
            fields::Read::Not => return Said::no("This is not a field to write in."),
        };
        // As with a short name that is typed: letter by letter from the week before the typing began.
        let base = self.typing.as_ref().filter(|t| t.path == path && !t.rested).map_or(&self.root, |t| &t.base);
        if let Some(root) = follow::renamed(base, path, text) {
            return self.commit(root, self.change_of(path), Some((path, text)));
        }
        let Some(mut root) = self.ensured(path) else { return nowhere() };
        if value.flag() == Some(true) && path.ends_with("/default") {
            one_default(&mut root, path);
        }
        let done = match at.field {
            Some((shape, field)) => root.put(path, value, order(shape, field.key)),
            None => root.put(path, value, |_| false),
        };
        if !done {
            return nowhere();
        }
        let words = self.change_of(path);
        self.commit(root, words, typed.then_some((path, text)))
    }

    /// A field was emptied: it is left out.
    fn emptied(&mut self, path: &str, typed: Option<&str>) -> Said {
        let mut root = self.root.clone();
        root.take(path);
        prune(&mut root, path);
        self.commit(root, self.change_of(path), typed.map(|text| (path, text)))
    }

    /// An id is typed: from what stood there before the typing began, all references follow.
    fn put_id(&mut self, path: &str, text: &str) -> Said {
        let base = self.typing.as_ref().filter(|t| t.path == path && !t.rested).map_or(&self.root, |t| &t.base).clone();
        let own = path.strip_suffix("/id").unwrap_or(path);
        let Some(thing) = thing(&base, own).filter(|_| base.at(own).is_some()) else { return nowhere() };
        let mut root = base;
        thing.rename(&mut root, own, text.trim());
        self.commit(root, "Change \u{201c}Short name\u{201d}".to_owned(), Some((path, text)))
    }

    /// Gives a thing another id, and all that refers to it as well.
    pub fn rename(&mut self, path: &str, id: &str) -> Said {
        let own = path.strip_suffix("/id").unwrap_or(path);
        let Some(thing) = thing(&self.root, own).filter(|_| self.root.at(own).is_some()) else { return nowhere() };
        let id = id.trim();
        let fits = !id.is_empty() && id.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-');
        if !fits {
            return Said::no("A short name is made of small letters a to z, digits and hyphens.");
        }
        if thing.taken(&self.root, own, id) {
            return Said::no(format!("There is another {} of the short name \u{201c}{id}\u{201d}.", thing.class.name()));
        }
        let mut root = self.root.clone();
        let n = thing.rename(&mut root, own, id);
        let mut said = self.commit(root, format!("Rename \u{201c}{}\u{201d}", thing.id), None);
        if said.changed {
            let others = if n == 0 { "nothing referred to it".to_owned() } else { format!("{} changed with it", count(n, "reference")) };
            said.text = format!("\u{201c}{}\u{201d} is now \u{201c}{id}\u{201d}; {others}.", thing.id);
            if thing.class == Class::Assumption && engine::compile::standard(&thing.id).is_some() {
                said.text += " The model itself reads the old name: it uses its own value again.";
            }
        }
        said
    }

    /// One part of a time: `day` (`mon` to `sun`) or `clock` (`09:10`).
    pub fn put_part(&mut self, path: &str, part: &str, text: &str) -> Said {
        let typed = self.typing.as_ref().filter(|t| t.path == path).map(|t| t.text.as_str());
        let (day, clock) = fields::time(typed.or_else(|| self.root.at(path).and_then(Value::text)).unwrap_or(""));
        match part {
            "day" if text.is_empty() => self.put(path, ""),
            "day" => self.put(path, &format!("{} {}", text.trim(), if clock.is_empty() { "09:00" } else { &clock })),
            "clock" => self.put(path, &format!("{} {text}", if day.is_empty() { "mon" } else { &day })),
            _ => nowhere(),
        }
    }

    /// Puts an id into a list of references, or takes it out.
    pub fn tick(&mut self, path: &str, id: &str, on: bool) -> Said {
        let Some(Kind::List(inner)) = kind(path) else { return nowhere() };
        let Kind::Ref(class) = **inner else { return nowhere() };
        let there = self.root.at(path).map_or(&[][..], Value::items);
        if there.iter().any(|v| v.text() == Some(id)) == on {
            return Said::default();
        }
        let mut list: Vec<Value> = there.iter().filter(|v| v.text() != Some(id)).cloned().collect();
        if on {
            list.push(Value::from(id));
            // In the order of what there is to choose from; what is not there stays behind.
            let order: Vec<String> = refs::Names::of(&self.root).all(class).into_iter().map(|a| a.0).collect();
            let at = |v: &Value| order.iter().position(|o| Some(o.as_str()) == v.text()).unwrap_or(order.len());
            list.sort_by_key(at);
        }
        let need = spot(path).and_then(|s| s.field).is_some_and(|f| f.1.need);
        if list.is_empty() && !need {
            return self.clear(path);
        }
        let Some(mut root) = self.ensured(path) else { return nowhere() };
        let done = match spot(path).and_then(|s| s.field) {
            Some((shape, field)) => root.put(path, Value::from(list), order(shape, field.key)),
            None => false,
        };
        if done { self.commit(root, self.change_of(path), None) } else { nowhere() }
    }

    /// Leaves something out.
    pub fn clear(&mut self, path: &str) -> Said {
        let mut root = self.root.clone();
        if root.take(path).is_none() {
            return nowhere();
        }
        let left = prune(&mut root, path);
        self.commit(root, format!("Leave out {}", lower(&places::name(&self.root, path))), None).at(left)
    }

    /// Adds an item to a list; to one of conditions or effects, of the kind most often needed.
    pub fn add(&mut self, list: &str) -> Said {
        self.add_at(list, usize::MAX, None)
    }

    /// Adds a condition or an effect of a kind to a list.
    pub fn add_kind(&mut self, list: &str, name: &str) -> Said {
        self.add_at(list, usize::MAX, Some(name))
    }

    /// Adds an item behind another.
    pub fn add_after(&mut self, path: &str) -> Said {
        match parted(path).and_then(|(list, step)| index(&step).map(|i| (list, i))) {
            Some((list, i)) => self.add_at(list, i + 1, None),
            None => nowhere(),
        }
    }

    fn add_at(&mut self, list: &str, at: usize, name: Option<&str>) -> Said {
        let Some(Kind::List(inner)) = kind(list) else { return nowhere() };
        let Some(mut root) = self.ensured(list) else { return nowhere() };
        let fresh = Fresh::of(&root);
        let new = match name {
            Some(name) if kinds(inner).iter().any(|k| k.0 == name) => fresh.kind(inner, name),
            Some(_) => return nowhere(),
            None => fresh.item(list, inner),
        };
        // The work that was assumed until now is written out, and the new task added to it.
        if root.at(list).is_none() {
            let Some((shape, field)) = spot(list).and_then(|s| s.field) else { return nowhere() };
            let value = fresh.field(shape, field, list);
            root.put(list, value, order(shape, field.key));
        }
        let n = root.at(list).map_or(0, |l| l.items().len());
        let at = at.min(n);
        if !root.insert(list, at, new) {
            return nowhere();
        }
        let path = item(list, at);
        let place = items::shifted(&self.place, list, |i| Some(if i >= at { i + 1 } else { i }));
        let mut said = self.commit(root, format!("Add a {}", places::thing(inner)), None).at(path.as_str());
        if said.changed {
            self.place = place.unwrap_or_default();
            self.parts.set(&format!("{list}#add"), false);
            said.text = format!("{} added.", super::words::capital(&places::item(&self.root, self.root.at(&path), inner, at)));
        }
        said
    }

    /// Takes an item out of a list, or leaves a member out. Says what referred to it.
    pub fn remove(&mut self, path: &str) -> Said {
        let Some((list, step)) = parted(path) else { return nowhere() };
        let (Some(at), Some(Value::List(all))) = (index(&step), self.root.at(list)) else { return self.clear(path) };
        if at >= all.len() {
            return nowhere();
        }
        let rest = all.len() - 1;
        let text = self.mentions(path);
        let words = format!("Take out {}", lower(&places::name(&self.root, path)));
        let mut root = self.root.clone();
        root.take(path);
        let place = items::shifted(&self.place, list, |i| if i == at { None } else { Some(if i > at { i - 1 } else { i }) });
        let list = list.to_owned();
        let focus = if rest == 0 { list.clone() } else { item(&list, at.min(rest - 1)) };
        let mut said = self.commit(root, words, None).at(focus);
        if said.changed {
            self.place = place.unwrap_or_else(|| places::page(&list).to_owned());
            self.hold();
            said.text = text;
        }
        said
    }

    /// What is said of an item that is taken out.
    fn mentions(&self, path: &str) -> String {
        let name = super::words::capital(&lower(&places::name(&self.root, path)));
        let uses = match thing(&self.root, path) {
            Some(thing) => thing.uses(&self.root, path),
            None => Vec::new(),
        };
        let outside: Vec<String> =
            uses.iter().filter(|u| !within(&u.path, path)).map(|u| lower(&places::name(&self.root, places::around(&u.path)))).collect();
        let mut first: Vec<String> = Vec::new();
        outside.iter().for_each(|o| {
            if !first.contains(o) {
                first.push(o.clone());
            }
        });
        let more = first.len().saturating_sub(3);
        first.truncate(3);
        let more = if more > 0 { format!(" and {more} more") } else { String::new() };
        match outside.len() {
            0 => format!("{name}: taken out."),
            1 => format!("{name}: taken out. One place still refers to it: {}.", first.concat()),
            n => format!("{name}: taken out. {n} places still refer to it: {}{more}.", first.join("; ")),
        }
    }

    /// Moves an item one place up in its list.
    pub fn raise(&mut self, path: &str) -> Said {
        self.shift(path, true)
    }

    /// Moves an item one place down in its list.
    pub fn lower(&mut self, path: &str) -> Said {
        self.shift(path, false)
    }

    fn shift(&mut self, path: &str, up: bool) -> Said {
        let Some((list, at)) = parted(path).and_then(|(l, s)| Some((l, index(&s)?))) else { return nowhere() };
        let n = self.root.at(list).map_or(0, |l| l.items().len());
        let to = if up { at.checked_sub(1) } else { Some(at + 1) };
        let Some(to) = to.filter(|t| *t < n && at < n) else { return Said::no(if up { "It is the first." } else { "It is the last." }) };
        let mut root = self.root.clone();
        root.swap(list, at, to);
        let change = |i: usize| {
            Some(match i {
                _ if i == at => to,
                _ if i == to => at,
                _ => i,
            })
        };
        let place = items::shifted(&self.place, list, change);
        let words = format!("Move {} {}", lower(&places::name(&self.root, path)), if up { "up" } else { "down" });
        let mut said = self.commit(root, words, None).at(item(list, to));
        if said.changed {
            self.place = place.unwrap_or_default();
            said.text = format!("Now {} of {n}.", to + 1);
        } else {
            // Two equal items changed places: nobody can tell.
            said.text = format!("Now {} of {n}.", to + 1);
        }
        said
    }

    /// Adds a copy of an item behind it, with ids of its own.
    pub fn duplicate(&mut self, path: &str) -> Said {
        let Some((list, at)) = parted(path).and_then(|(l, s)| Some((l, index(&s)?))) else { return nowhere() };
        let (Some(Kind::List(inner)), Some(copy)) = (kind(list), self.root.at(path)) else { return nowhere() };
        let copy = items::copied(&self.root, list, inner, copy);
        let mut root = self.root.clone();
        if !root.insert(list, at + 1, copy) {
            return nowhere();
        }
        let place = items::shifted(&self.place, list, |i| Some(if i > at { i + 1 } else { i }));
        let words = format!("Copy {}", lower(&places::name(&self.root, path)));
        let mut said = self.commit(root, words, None).at(item(list, at + 1));
        if said.changed {
            self.place = place.unwrap_or_default();
            said.text = "Copied; the copy follows it.".to_owned();
        }
        said
    }

    /// Chooses the kind of a condition or an effect. `all`, `any` and `not` are put around a
    /// condition that is there.
    pub fn kind(&mut self, path: &str, name: &str) -> Said {
        let Some(what) = kind(path).filter(|k| kinds(k).iter().any(|n| n.0 == name)) else { return nowhere() };
        // The arrow keys pass over kinds on the way to another: none of them takes anything away.
        let begun = self.typing.as_ref().filter(|t| t.path == path && !t.rested);
        let base = begun.map_or(&self.root, |t| &t.base).clone();
        let Some(mut root) = self.ensured(path) else { return nowhere() };
        let fresh = Fresh::of(&self.root);
        let new = match base.at(path) {
            Some(old) => items::recast(&fresh, what, old, name),
            None => fresh.kind(what, name),
        };
        let done = match spot(path).and_then(|s| s.field) {
            Some((shape, field)) => root.put(path, new, order(shape, field.key)),
            None => root.put(path, new, |_| false),
        };
        if !done {
            return nowhere();
        }
        let word = labels::kind(name).0;
        let mut said = self.commit(root, format!("Choose \u{201c}{word}\u{201d}"), Some((path, name)));
        if said.changed {
            self.check_quick();
            let names = refs::Names::of(&self.root);
            said.text = self.root.at(path).map_or_else(String::new, |v| format!("{}.", Words { names: &names }.summary(v, what)));
        }
        said
    }
}

fn nowhere() -> Said {
    Said::no("There is no such place in the scenario.")
}

/// A place's words inside a sentence.
pub(super) fn lower(text: &str) -> String {
    format!("the {}", small(text))
}

/// With a small letter first.
pub(super) fn small(text: &str) -> String {
    let mut chars = text.chars();
    let first: String = chars.next().map_or_else(String::new, |c| c.to_lowercase().collect());
    format!("{first}{}", chars.as_str())
}

/// Takes out what was emptied by what was taken out of it, where it may be left out; the pointer of
/// what is left.
fn prune(root: &mut Value, path: &str) -> String {
    let mut left = path.to_owned();
    while let Some((outer, _)) = parted(&left).map(|(o, s)| (o.to_owned(), s)) {
        let empty = matches!(root.at(&outer), Some(Value::Object(m)) if m.is_empty());
        let may = spot(&outer).and_then(|s| s.field).is_some_and(|f| !f.1.need);
        if !(empty && may) {
            break;
        }
        root.take(&outer);
        left = outer;
    }
    left
}

/// One usual move a style: the others of this one's style are it no more.
fn one_default(root: &mut Value, path: &str) {
    let Some((own, _)) = parted(path) else { return };
    let Some((list, _)) = parted(own) else { return };
    let style = root.at(own).map_or("", |m| m.word("style")).to_owned();
    for i in 0..root.at(list).map_or(0, |l| l.items().len()) {
        let other = item(list, i);
        if other != own && root.at(&other).is_some_and(|m| m.word("style") == style) {
            root.take(&inside(&other, "default"));
        }
    }
}
