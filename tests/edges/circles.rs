//! No circles of files: what two files need of each other lies in a third. That a module and the files in
//! its folder know each other is how Rust is written, so those pairs do not count.

use std::collections::{BTreeMap, BTreeSet};

use crate::{Source, folders, ident, sources};

/// A file, as the names that lead to it.
type Place = Vec<String>;

fn place(path: &str) -> Place {
    let inside = path.rsplit_once("src/").map_or(path, |(_, inside)| inside).trim_end_matches(".rs");
    inside.split('/').filter(|part| !["mod", "lib"].contains(part)).map(str::to_owned).collect()
}

/// The paths of a `use`: each way through its braces.
fn spread(before: &[String], tree: &str, found: &mut Vec<Place>) {
    let (mut depth, mut from) = (0, 0);
    let ends = tree.char_indices().chain([(tree.len(), ',')]);
    for (at, c) in ends {
        match c {
            '{' => depth += 1,
            '}' => depth -= 1,
            ',' if depth == 0 => {
                let one = tree[from..at].trim();
                from = at + 1;
                let (path, inner) = one.split_once('{').map_or((one, None), |(path, rest)| (path, rest.rsplit_once('}')));
                let names = path.split(" as ").next().unwrap_or(path).split("::").map(|n| n.trim().to_owned()).filter(|n| !n.is_empty());
                let path: Place = before.iter().cloned().chain(names).collect();
                match inner {
                    Some((inner, _)) => spread(&path, inner, found),
                    None if !path.is_empty() => found.push(path),
                    None => {}
                }
            }
            _ => {}
        }
    }
}

/// Every path that a file names: those of its `use`s, and those in its code.
fn paths(text: &str) -> (Vec<Place>, Vec<Place>) {
    let (mut used, mut inline) = (Vec::new(), Vec::new());
    let mut rest = text;
    let mut code = String::new();
    while let Some(at) = rest.match_indices("use ").map(|m| m.0).find(|at| !ident(rest[..*at].chars().next_back())) {
        let end = rest[at..].find(';').map_or(rest.len(), |n| at + n);
        code.push_str(&rest[..at]);
        spread(&[], &rest[at + 4..end], &mut used);
        rest = &rest[end..];
    }
    code.push_str(rest);
    let mut chars = code.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        if !ident(Some(c)) || at > 0 && code[..at].ends_with([':', '.']) {
            continue;
        }
        let end = code[at..].find(|c: char| !ident(Some(c)) && c != ':').map_or(code.len(), |n| at + n);
        let names: Place = code[at..end].split("::").filter(|n| !n.is_empty()).map(str::to_owned).collect();
        if names.len() > 1 {
            inline.push(names);
        }
        while chars.peek().is_some_and(|(next, _)| *next < end) {
            chars.next();
        }
    }
    (used, inline)
}

/// The file that a path leads to from another.
fn reached(from: &Place, path: &[String], files: &BTreeSet<Place>) -> Option<Place> {
    let mut path = path.iter().map(String::as_str).peekable();
    let mut base = from.clone();
    match path.peek().copied()? {
        "crate" | "by_friday" => {
            base.clear();
            path.next();
        }
        "self" => drop(path.next()),
        "super" => {
            while path.next_if_eq(&"super").is_some() {
                base.pop();
            }
        }
        first => {
            let child: Place = base.iter().cloned().chain([first.to_owned()]).collect();
            files.contains(&child).then_some(())?;
        }
    }
    let mut best = base.clone();
    for name in path {
        base.push(name.to_owned());
        if !files.contains(&base) {
            break;
        }
        best.clone_from(&base);
    }
    Some(best)
}

/// What each file knows, but for its own folder's module and its own folder.
fn knows(all: &[Source]) -> BTreeMap<Place, BTreeSet<Place>> {
    let files: BTreeSet<Place> = all.iter().map(|s| place(&s.path)).collect();
    let mut out = BTreeMap::new();
    for s in all {
        let here = place(&s.path);
        let (used, inline) = paths(&s.bare);
        let mut known = BTreeSet::new();
        let mut called: BTreeMap<&str, Place> = BTreeMap::new();
        for path in &used {
            if let Some(there) = reached(&here, path, &files) {
                if let Some(last) = path.last() {
                    called.insert(last, there.clone());
                }
                known.insert(there);
            }
        }
        for path in &inline {
            let there = match called.get(path[0].as_str()) {
                Some(base) => reached(base, &[&["self".to_owned()], &path[1..]].concat(), &files),
                None => reached(&here, path, &files),
            };
            known.extend(there);
        }
        known.retain(|there| !there.starts_with(&here) && !here.starts_with(there));
        out.insert(here, known);
    }
    out
}

/// Files from which one comes back to where one was, each circle once, by its smallest file.
fn circles(all: &[Source]) -> Vec<String> {
    let known = knows(all);
    let mut reach: BTreeMap<&Place, BTreeSet<&Place>> = BTreeMap::new();
    for from in known.keys() {
        let (mut seen, mut next) = (BTreeSet::new(), vec![from]);
        while let Some(at) = next.pop() {
            next.extend(known.get(at).into_iter().flatten().filter(|there| seen.insert(*there)));
        }
        reach.insert(from, seen);
    }
    let both = |a: &Place, b: &Place| reach[a].contains(b) && reach.get(b).is_some_and(|r| r.contains(a));
    let mut found = Vec::new();
    for a in known.keys() {
        let circle: Vec<String> = known.keys().filter(|b| both(a, b)).map(|b| b.join("::")).collect();
        if circle.len() > 1 && circle[0] == a.join("::") {
            found.push(circle.join(", "));
        }
    }
    found
}

#[test]
fn no_files_go_in_circles() {
    let found: Vec<String> = folders().iter().flat_map(|folder| circles(&sources(folder))).collect();
    assert!(found.is_empty(), "\n{}\n", found.join("\n"));
}

#[test]
fn the_scan_sees_circles() {
    let made = |files: &[(&str, &str)]| circles(&files.iter().map(|(path, text)| Source::of(path, text)).collect::<Vec<_>>());
    let pair = |a: &str, b: &str| made(&[("src/app/a.rs", a), ("src/app/b.rs", b), ("src/app/mod.rs", "mod a; mod b;")]);
    assert_eq!(pair("use super::b::B;", "use crate::app::{c::{D, E}, a};"), ["app::a, app::b"]);
    assert_eq!(pair("fn f() { super::b::g() }", "use super::a;\nfn g() { a::f() }"), ["app::a, app::b"]);
    assert_eq!(pair("use super::b::B;", "// use super::a::A;\nconst T: &str = \"super::a::f\";"), [""; 0]);
    assert_eq!(pair("use super::b::B;", "#[cfg(test)]\nmod tests {\n    use super::super::a::A;\n}\n"), [""; 0]);
    // A module and its folder know each other.
    assert_eq!(made(&[("src/app/mod.rs", "mod a; use a::A;"), ("src/app/a.rs", "use super::App;")]), [""; 0]);
    let three = [("src/x.rs", "use crate::y::Y;"), ("src/y.rs", "fn f() { crate::z::g() }"), ("src/z.rs", "use crate::x;")];
    assert_eq!(made(&three), ["x, y, z"]);
}
