//! What a condition of a story comes to, in terms of flags: always, never, or a condition of ours.

use engine::model::scenario::Cond;

/// What a condition comes to.
#[derive(Clone, Debug, PartialEq)]
pub enum Told {
    Always,
    Never,
    If(Cond),
}

pub fn constant(b: bool) -> Told {
    if b { Told::Always } else { Told::Never }
}

pub fn not(t: Told) -> Told {
    match t {
        Told::Always => Told::Never,
        Told::Never => Told::Always,
        Told::If(Cond::Not(inner)) => Told::If(*inner),
        Told::If(c) => Told::If(Cond::Not(Box::new(c))),
    }
}

pub fn all(list: Vec<Told>) -> Told {
    let mut conds: Vec<Cond> = Vec::new();
    for told in list {
        match told {
            Told::Never => return Told::Never,
            Told::Always => {}
            Told::If(Cond::All(inner)) => inner.into_iter().for_each(|c| push(&mut conds, c)),
            Told::If(c) => push(&mut conds, c),
        }
    }
    match conds.len() {
        0 => Told::Always,
        1 => Told::If(conds.remove(0)),
        _ => Told::If(Cond::All(conds)),
    }
}

pub fn any(list: Vec<Told>) -> Told {
    let mut conds: Vec<Cond> = Vec::new();
    for told in list {
        match told {
            Told::Always => return Told::Always,
            Told::Never => {}
            Told::If(Cond::Any(inner)) => inner.into_iter().for_each(|c| push(&mut conds, c)),
            Told::If(c) => push(&mut conds, c),
        }
    }
    match conds.len() {
        0 => Told::Never,
        1 => Told::If(conds.remove(0)),
        _ => Told::If(Cond::Any(conds)),
    }
}

fn push(conds: &mut Vec<Cond>, c: Cond) {
    if !conds.contains(&c) {
        conds.push(c);
    }
}

/// How many things a condition asks about.
pub fn size(c: &Cond) -> usize {
    match c {
        Cond::All(list) | Cond::Any(list) => list.iter().map(size).sum(),
        Cond::Not(inner) => size(inner),
        _ => 1,
    }
}

/// Conditions within each other.
pub fn deep(c: &Cond) -> usize {
    match c {
        Cond::All(list) | Cond::Any(list) => 1 + list.iter().map(deep).max().unwrap_or(0),
        Cond::Not(inner) => 1 + deep(inner),
        _ => 1,
    }
}
