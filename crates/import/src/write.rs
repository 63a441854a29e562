//! A scenario file made of scenes: format 1, laid out for reading.

use super::flat::Said;
use super::ids::fresh;
use super::scenes::Scene;
use super::text::speaker;
use super::vars::Sets;
use engine::model::scenario::{Cond, FORMAT};
use json::{Node, Value};

/// What stands at the top of the file.
pub struct Head {
    pub id: String,
    pub title: String,
    pub summary: String,
    /// The one member of the team.
    pub member: String,
    /// Who speaks: other names before a colon are part of the text.
    pub people: Vec<String>,
    /// Ids and texts.
    pub flags: Vec<(String, String)>,
}

/// The member's id.
pub fn member(name: &str) -> String {
    fresh(name, "member", |id| matches!(id, "you" | "team"))
}

/// The whole file as a tree.
pub fn scenario(head: &Head, scenes: &[Scene]) -> Node {
    let id = member(&head.member);
    let team = Node::object([("id", id.as_str().into()), ("name", head.member.as_str().into()), ("role", "To be written".into())]);
    let flag = |f: &(String, String)| Node::object([("id", f.0.as_str().into()), ("text", f.1.as_str().into())]);
    Node::object([
        ("format", FORMAT.into()),
        ("id", head.id.as_str().into()),
        ("title", head.title.as_str().into()),
        ("summary", head.summary.as_str().into()),
        ("team", list(vec![team])),
        ("flags", list(head.flags.iter().map(flag).collect())),
        ("scenes", list(scenes.iter().map(|s| scene(s, head, &id)).collect())),
    ])
}

fn list(items: Vec<Node>) -> Node {
    Node::new(Value::List(items))
}

fn scene(s: &Scene, head: &Head, id: &str) -> Node {
    let mut out = vec![("id", s.id.as_str().into()), ("at", s.at.to_string().into()), ("title", s.title.as_str().into())];
    let theirs = |l: &&Said| speaker(&l.text).0 == Some(head.member.as_str());
    if s.lines.iter().chain(s.moves.iter().flat_map(|m| &m.reaction)).find(theirs).is_some() {
        out.push(("with", Node::texts(vec![id.to_owned()])));
    }
    if !s.sets.is_empty() {
        out.push(("enter", sets(&s.sets)));
    }
    out.push(("lines", lines(&s.lines, head, id)));
    let moves = s.moves.iter().map(|m| {
        let mut out = vec![("id", m.id.as_str().into()), ("style", m.style.name().into()), ("label", m.label.as_str().into())];
        out.extend(m.offered.as_ref().map(|c| ("offered", cond(c))));
        if !m.sets.is_empty() {
            out.push(("effects", sets(&m.sets)));
        }
        if !m.reaction.is_empty() {
            out.push(("reaction", lines(&m.reaction, head, id)));
        }
        Node::object(out)
    });
    out.push(("moves", list(moves.collect())));
    let next = s.next.iter().map(|(when, to)| {
        let when = when.as_ref().map(|c| ("when", cond(c)));
        Node::object(when.into_iter().chain([("to", to.as_str().into())]))
    });
    out.push(("next", list(next.collect())));
    Node::object(out)
}

fn lines(said: &[Said], head: &Head, id: &str) -> Node {
    let line = |l: &Said| {
        let (who, text) = match speaker(&l.text) {
            (Some(who), text) if head.people.iter().any(|p| p == who) => (Some(who), text),
            _ => (None, l.text.as_str()),
        };
        let who = who.map(|name| match name {
            "You" | "I" | "Me" => "you",
            name if name == head.member => id,
            name => name,
        });
        let when = l.when.as_ref().map(|c| ("when", cond(c)));
        Node::object(when.into_iter().chain(who.map(|w| ("who", w.into()))).chain([("text", super::text::tidy(text).into())]))
    };
    list(said.iter().map(line).collect())
}

/// Flags set, in this order; those of one condition that stand together are one effect.
fn sets(sets: &Sets) -> Node {
    let set = |flag: &str| Node::object([("set", Node::object([("flag", flag.into())]))]);
    let mut groups: Vec<(&Option<Cond>, Vec<&str>)> = Vec::new();
    for (when, flag) in sets {
        let there = groups.iter().any(|g| g.0.is_none() && g.1.contains(&flag.as_str()));
        match groups.last_mut().filter(|g| g.0 == when) {
            Some(g) if g.1.contains(&flag.as_str()) => {}
            Some(g) => g.1.push(flag),
            None if when.is_none() && there => {}
            None => groups.push((when, vec![flag])),
        }
    }
    let mut out = Vec::new();
    for (when, flags) in groups {
        let all: Vec<Node> = flags.into_iter().map(set).collect();
        match when {
            None => out.extend(all),
            Some(c) => out.push(Node::object([("when", Node::object([("cond", cond(c)), ("then", list(all))]))])),
        }
    }
    list(out)
}

/// A condition as it stands in a file.
pub fn cond(c: &Cond) -> Node {
    let (key, value) = match c {
        Cond::All(all) => ("all", list(all.iter().map(cond).collect())),
        Cond::Any(any) => ("any", list(any.iter().map(cond).collect())),
        Cond::Not(inner) => ("not", cond(inner)),
        Cond::Flag(id) => ("flag", id.as_str().into()),
        Cond::Took(id) => ("took", id.as_str().into()),
        // No others are made of stories.
        _ => ("all", list(Vec::new())),
    };
    Node::object([(key, value)])
}
