//! Following the instructions of compiled ink, once and without values.

use super::super::story::{Arm, Assign, How, Kind, Link, Notes, Piece, Test, Value, visits};
use super::super::text::{PLAIN, plain, shown, tidy};
use super::out::{GLUE, Out, Way, place, way};
use super::path::Frames;
use super::pretty;
use super::stack::{Item, one, two};
use json::{Node, Value as Json};
use std::collections::{BTreeMap, BTreeSet, VecDeque};

/// Instructions followed in one file.
const STEPS: usize = 150_000;
/// Bytes of text put out in all.
const TEXT: usize = 4 << 20;
/// Conditions and tunnels within each other.
pub(super) const DEEPEST: usize = 60;
/// Items on the stack, and temporary variables.
const HIGHEST: usize = 64;
/// Tunnels within each other.
const TUNNELS: usize = 8;
/// Between a passage's place and where the tunnels come back to that it lies in.
const IN: char = '\u{2}';

const TANGLED: &str = "The story is too tangled to be followed: too many branches lead through each other.";

/// How a piece of the way ended.
#[derive(Debug, PartialEq)]
pub(super) enum Exit {
    /// At a place that was waited for, or beyond the branch: its key.
    At(String),
    /// At the end of a function.
    Back,
    /// Nothing follows here.
    Over,
}

/// How far a way is followed.
#[derive(Clone, Default)]
pub(super) struct Until {
    pub(super) stops: Vec<String>,
    /// A branch ends where it leads to a numbered place outside.
    pub(super) branch: bool,
    /// It comes back where it was called.
    pub(super) aside: bool,
    pub(super) depth: usize,
}

/// Stack, temporary variables, where tunnels come back to.
pub(super) type Held = (Vec<Item>, BTreeMap<String, Item>, Vec<String>);

/// What follows a condition.
enum Next<'j> {
    On(Frames<'j>),
    Exit(Exit),
}

pub struct Run<'j, 'n> {
    pub root: &'j Node,
    pub(super) notes: &'n mut Notes,
    open: VecDeque<(String, String)>,
    pub(super) known: BTreeSet<String>,
    steps: usize,
    told: usize,
    pub(super) stack: Vec<Item>,
    pub(super) temps: BTreeMap<String, Item>,
    /// Where tunnels come back to, the innermost last: keys of places.
    pub(super) returns: Vec<String>,
    /// Functions that are being followed.
    pub(super) calls: Vec<String>,
    /// Text of strings that are being put together, innermost last.
    strings: Vec<String>,
    pub(super) evaluating: bool,
    /// Instructions within a tag.
    tag: bool,
    thread: bool,
}

impl<'j, 'n> Run<'j, 'n> {
    pub fn new(root: &'j Node, notes: &'n mut Notes) -> Run<'j, 'n> {
        Run {
            root,
            notes,
            open: VecDeque::new(),
            known: BTreeSet::new(),
            steps: 0,
            told: 0,
            stack: Vec::new(),
            temps: BTreeMap::new(),
            returns: Vec::new(),
            calls: Vec::new(),
            strings: Vec::new(),
            evaluating: false,
            tag: false,
            thread: false,
        }
    }

    /// A passage to be read, unless it is known.
    pub fn open(&mut self, name: String, title: String) {
        if self.known.insert(name.clone()) {
            self.open.push_back((name, title));
        }
    }

    pub fn next(&mut self) -> Option<(String, String)> {
        self.open.pop_front()
    }

    pub fn known(&self, name: &str) -> bool {
        self.known.contains(name)
    }

    fn reset(&mut self) {
        self.stack.clear();
        self.temps.clear();
        self.calls.clear();
        self.strings.clear();
        (self.evaluating, self.tag, self.thread) = (false, false, false);
    }

    /// What the variables are at the beginning.
    pub fn globals(&mut self, node: &'j Node) -> Result<Vec<(String, Value)>, String> {
        let Some(frames) = Frames::to(self.root, "global decl").filter(|_| node.list().is_some()) else { return Ok(Vec::new()) };
        let pieces = self.passage(frames, "")?;
        let mut all = Vec::new();
        for piece in pieces {
            match piece {
                Piece::Set(Assign { var, how: How::To(v), .. }) => all.push((var, v)),
                // A list, or something worked out.
                Piece::Set(Assign { var, .. }) => self.notes.doubt(&var, "what it begins with is no number and no text"),
                _ => {}
            }
        }
        Ok(all)
    }

    /// The pieces of a passage, from its beginning to where it ends or others begin; its name says
    /// where the tunnels come back to that it lies in.
    pub fn passage(&mut self, frames: Frames<'j>, name: &str) -> Result<Vec<Piece>, String> {
        self.reset();
        self.returns = name.split(IN).skip(1).map(str::to_owned).collect();
        let mut out = Out::default();
        self.follow(frames, &Until::default(), &mut out)?;
        let mut pieces = Vec::new();
        self.text(out, &mut pieces);
        Ok(pieces)
    }

    /// The text that was put out, glued and without markup, among the other pieces.
    fn text(&mut self, out: Out, pieces: &mut Vec<Piece>) {
        for piece in out.done() {
            pieces.push(match piece {
                Piece::Text(t, line) => Piece::Text(plain(&t, PLAIN, line, self.notes), line),
                other => other,
            });
        }
    }

    /// The name of the passage at a place, within the tunnels that are open.
    pub(super) fn name(&self, place: &Frames) -> String {
        self.returns.iter().fold(place.container(), |name, back| name + &IN.to_string() + back)
    }

    pub(super) fn pop(&mut self) -> Item {
        self.stack.pop().unwrap_or_else(|| Item::Other("what it is given".into()))
    }

    pub(super) fn push(&mut self, item: Item) {
        if self.stack.len() < HIGHEST {
            self.stack.push(item);
        }
    }

    pub(super) fn follow(&mut self, mut at: Frames<'j>, until: &Until, out: &mut Out) -> Result<Exit, String> {
        // Branches that were gone into without asking: each leads back to its numbered place.
        let mut inline = 0usize;
        loop {
            self.steps += 1;
            if self.steps > STEPS || self.told > TEXT {
                return Err(TANGLED.into());
            }
            if until.depth > DEEPEST {
                self.notes.leave(Kind::Untold, 0, "a condition", format!("it is nested over {DEEPEST} deep"));
                return Ok(Exit::Over);
            }
            if !until.stops.is_empty() {
                let key = at.key();
                if until.stops.contains(&key) {
                    return Ok(Exit::At(key));
                }
            }
            let Some(item) = at.step() else { if at.leave() { continue } else { return Ok(Exit::Over) } };
            match &item.value {
                Json::List(_) => at.enter(item),
                Json::Text(t) if t == "done" || t == "end" => {
                    if t == "end" || !until.aside {
                        out.push(Piece::Go(String::new(), 0));
                    }
                    return Ok(Exit::Over);
                }
                Json::Text(t) if t == "->->" => {
                    if let Item::Target(path) = self.pop() {
                        self.returns.pop();
                        if let Some(place) = at.resolve(self.root, &path) {
                            self.leave_for(&place, out);
                        }
                        return Ok(Exit::Over);
                    }
                    let Some(back) = self.returns.pop() else { return Ok(Exit::Over) };
                    if until.branch {
                        return Ok(Exit::At(back));
                    }
                    let Some(place) = place(self.root, &back) else { return Ok(Exit::Over) };
                    at = place;
                }
                Json::Text(t) => match self.command(t, out) {
                    Some(exit) => return Ok(exit),
                    None => continue,
                },
                Json::Number(n) => self.push(Item::Value(Value::Number(*n))),
                Json::Bool(b) => self.push(Item::Value(Value::Bool(*b))),
                Json::Null => {}
                Json::Object(_) => {
                    if let Some(divert) = item.get("->").and_then(Node::text) {
                        let Some((path, place)) = self.place(&at, item, divert) else { return Ok(Exit::Over) };
                        if item.get("c").is_some() {
                            match self.pop().test() {
                                Test::Const(false) => {}
                                Test::Const(true) => {
                                    inline += 1;
                                    at = place;
                                }
                                test => match self.fork(test, place, at, until, out)? {
                                    Next::On(meeting) => at = meeting,
                                    Next::Exit(exit) => return Ok(exit),
                                },
                            }
                            continue;
                        }
                        if std::mem::take(&mut self.thread) {
                            self.aside(place, "a thread: its text and choices stand here", until, out)?;
                            continue;
                        }
                        match way(&path, &place) {
                            Way::Inside { counted } => {
                                inline += usize::from(counted);
                                at = place;
                            }
                            Way::Number if inline > 0 => {
                                inline -= 1;
                                at = place;
                            }
                            Way::Number if until.branch => return Ok(Exit::At(place.key())),
                            Way::Number => at = place,
                            Way::Passage => {
                                self.leave_for(&place, out);
                                return Ok(Exit::Over);
                            }
                        }
                    } else if let Some(tunnel) = item.get("->t->").and_then(Node::text) {
                        let Some((_, place)) = self.place(&at, item, tunnel) else { continue };
                        let name = place.container();
                        self.known.insert(name.clone());
                        if self.returns.len() >= TUNNELS {
                            self.notes.leave(Kind::Cut, 0, pretty(&name), "it is a tunnel within too many others: it is not followed");
                            continue;
                        }
                        self.notes.leave(Kind::Look, 0, pretty(&name), "a tunnel: what it tells stands where it is called");
                        self.returns.push(at.key());
                        at = place;
                    } else if let Some(function) = item.get("f()").and_then(Node::text) {
                        self.call(function, &at, item, until, out)?;
                    } else {
                        self.object(item, &at, out);
                    }
                }
            }
        }
    }

    /// Where a divert leads: what it says, and the place.
    pub(super) fn place(&mut self, at: &Frames<'j>, item: &Node, path: &str) -> Option<(String, Frames<'j>)> {
        let path = if item.get("var").is_some() {
            match self.temps.get(path) {
                Some(Item::Target(t)) => t.clone(),
                _ => {
                    self.notes.leave(Kind::Cut, 0, format!("-> {path}"), "where it leads is worked out as the story runs");
                    return None;
                }
            }
        } else {
            path.to_owned()
        };
        let place = at.resolve(self.root, &path);
        if place.is_none() {
            self.notes.leave(Kind::Cut, 0, format!("-> {path}"), "there is no such place in this file");
        }
        Some((path, place?))
    }

    /// Follows something that comes back.
    fn aside(&mut self, place: Frames<'j>, why: &str, until: &Until, out: &mut Out) -> Result<(), String> {
        let name = place.container();
        self.known.insert(name.clone());
        self.notes.leave(Kind::Look, 0, pretty(&name), why);
        let until = Until { aside: true, depth: until.depth + 1, ..Until::default() };
        self.follow(place, &until, out).map(|_| ())
    }

    /// Both ways of a condition, up to where they meet.
    fn fork(&mut self, test: Test, yes: Frames<'j>, no: Frames<'j>, until: &Until, out: &mut Out) -> Result<Next<'j>, String> {
        let (mut one, mut other) = (Out::default(), Out::default());
        let kept = (self.stack.clone(), self.temps.clone(), self.returns.clone());
        let strings = self.strings.clone();
        self.steps += kept.0.len() + kept.1.len();
        let deeper = Until { branch: true, depth: until.depth + 1, ..until.clone() };
        let met = self.follow(yes, &deeper, &mut one)?;
        let strings = std::mem::replace(&mut self.strings, strings);
        let left = (
            std::mem::replace(&mut self.stack, kept.0),
            std::mem::replace(&mut self.temps, kept.1),
            std::mem::replace(&mut self.returns, kept.2),
        );
        let mut deeper = Until { depth: until.depth + 1, ..until.clone() };
        deeper.stops.extend(if let Exit::At(key) = &met { Some(key.clone()) } else { None });
        let ended = self.follow(no, &deeper, &mut other)?;
        if !strings.is_empty() {
            // A label is one text.
            self.notes.leave(Kind::Lost, 0, "a condition within a choice's text", "the text of the first case is taken over");
            self.strings = strings;
        }
        let outer = |key: &String| until.stops.contains(key);
        let next = match (met, ended) {
            // Both meet, and go on together.
            (Exit::At(a), Exit::At(b)) if a == b => {
                self.merge(&test, left);
                match place(self.root, &a).filter(|_| !outer(&a)) {
                    Some(at) => Next::On(at),
                    None => Next::Exit(Exit::At(a)),
                }
            }
            (Exit::Back, Exit::Back) => {
                self.merge(&test, left);
                Next::Exit(Exit::Back)
            }
            // One alone goes on: what follows is its own.
            (Exit::At(a), ended) if !outer(&a) => {
                let other = self.swap(left);
                if let Some(at) = place(self.root, &a) {
                    self.follow(at, &Until { depth: until.depth + 1, ..until.clone() }, &mut one)?;
                }
                self.swap(other);
                Next::Exit(ended)
            }
            // The one waits to be met further out, where the other never comes: it goes on alone.
            (Exit::At(a), Exit::Over) => {
                self.swap(left);
                let alone = Until { stops: Vec::new(), depth: until.depth + 1, ..until.clone() };
                match place(self.root, &a) {
                    Some(at) => Next::Exit(self.follow(at, &alone, &mut one)?),
                    None => Next::Exit(Exit::Over),
                }
            }
            (Exit::Back, Exit::Over) => {
                self.swap(left);
                Next::Exit(Exit::Back)
            }
            (_, ended) => Next::Exit(ended),
        };
        self.arms(test, one, other, out);
        Ok(next)
    }

    fn arms(&mut self, test: Test, one: Out, other: Out, out: &mut Out) {
        let (mut yes, mut no) = (Vec::new(), Vec::new());
        self.text(one, &mut yes);
        self.text(other, &mut no);
        let mut arms = vec![Arm { test: Some(test), line: 0, pieces: yes }];
        if !no.is_empty() {
            arms.push(Arm { test: None, line: 0, pieces: no });
        }
        out.push(Piece::If(arms));
    }

    fn say(&mut self, text: &str, out: &mut Out) {
        self.told += text.len();
        match self.strings.last_mut() {
            Some(s) if !self.tag => s.push_str(text),
            None if !self.tag => out.say(text),
            _ => {}
        }
    }

    fn command(&mut self, t: &str, out: &mut Out) -> Option<Exit> {
        if let Some(text) = t.strip_prefix('^').filter(|_| t != "^" || !self.evaluating) {
            self.say(text, out);
            return None;
        }
        match t {
            "\n" | "<>" => self.say(if t == "\n" { "\n" } else { GLUE }, out),
            "ev" => self.evaluating = true,
            "/ev" => self.evaluating = false,
            "str" if self.strings.len() < HIGHEST => self.strings.push(String::new()),
            "/str" => {
                let text = self.strings.pop().unwrap_or_default().replace(GLUE, "");
                self.push(Item::text(&text));
            }
            "#" => {
                self.tag = true;
                self.notes.markup += 1;
            }
            "/#" => self.tag = false,
            "out" => self.print(out),
            "pop" => drop(self.pop()),
            "du" => {
                if let Some(top) = self.stack.last().cloned() {
                    self.push(top);
                }
            }
            // A passage is come to once, so each sequence shows its first.
            "visit" | "turn" => {
                self.notes.leave(Kind::Lost, 0, "a sequence", "a passage is come to once: the first of its texts is taken over");
                self.push(Item::Value(Value::Number(0.0)));
            }
            "seq" => {
                self.pop();
                self.pop();
                self.notes.leave(Kind::Lost, 0, "a shuffle", "the first of its texts is taken over");
                self.push(Item::Value(Value::Number(0.0)));
            }
            "readc" => {
                let item = match self.pop() {
                    Item::Target(t) => Item::Var(visits(&t)),
                    other => other,
                };
                self.push(item);
            }
            "choiceCnt" => self.push(Item::Other("the number of choices".into())),
            "turns" | "lrnd" | "srnd" | "rnd" | "listInt" | "range" => {
                let takes = if matches!(t, "rnd" | "listInt") { 2 } else { 1 + 2 * usize::from(t == "range") };
                (0..takes).for_each(|_| drop(self.pop()));
                self.push(Item::Other(if t == "rnd" { "a random number" } else { t }.into()));
            }
            "thread" => self.thread = true,
            "void" => self.push(Item::Value(Value::Nothing)),
            "~ret" => return Some(Exit::Back),
            "nop" => {}
            name => {
                let last = self.pop();
                match one(name, last) {
                    Ok(item) => self.push(item),
                    Err(last) => {
                        let first = self.pop();
                        match two(name, first.clone(), last.clone()) {
                            Some(item) => self.push(item),
                            None => {
                                self.push(first);
                                self.push(last);
                                self.notes.leave(Kind::Program, 0, format!("the instruction “{name}”"), "there is none of this name");
                            }
                        }
                    }
                }
            }
        }
        None
    }

    fn print(&mut self, out: &mut Out) {
        let item = self.pop();
        match &item {
            Item::Value(_) => self.say(&item.shown(), out),
            Item::Var(_) | Item::Sum(..) | Item::Other(_) | Item::Test(_) | Item::Target(_) | Item::Ref(_) => {
                let mut stands = String::new();
                shown(&item.shown(), 0, &mut stands, self.notes);
                self.say(&stands, out);
            }
        }
    }

    /// Choices, variables and calls.
    fn object(&mut self, item: &'j Node, at: &Frames<'j>, out: &mut Out) {
        let text = |key: &str| item.get(key).and_then(Node::text);
        if let Some(path) = text("*") {
            self.choice(item, path, at, out);
        } else if let Some(var) = text("VAR=").or_else(|| text("temp=")) {
            let value = self.pop();
            let again = item.get("re").is_some();
            let temp = item.get("temp=").is_some();
            let own = self.temps.get(var).cloned();
            // What was handed on to be changed is changed where it came from.
            let var = match &own {
                Some(Item::Ref(of)) if again => of.as_str(),
                _ => var,
            };
            let by_ref = again && matches!(own, Some(Item::Ref(_)));
            if temp && !by_ref {
                if self.temps.len() < HIGHEST {
                    self.temps.insert(var.to_owned(), value);
                }
            } else {
                let how = value.how(var);
                out.push(Piece::Set(Assign { var: var.to_owned(), how, line: 0, site: self.notes.site() }));
            }
        } else if let Some(var) = text("VAR?") {
            let item = match self.temps.get(var).cloned() {
                Some(Item::Ref(of)) => Item::Var(of),
                Some(item) => item,
                None => Item::Var(var.to_owned()),
            };
            self.push(item);
        } else if let Some(path) = text("CNT?") {
            let name = at.resolve(self.root, path).map_or_else(|| path.to_owned(), |p| p.container());
            self.push(Item::Var(visits(&name)));
        } else if let Some(path) = text("^->") {
            self.push(Item::Target(path.to_owned()));
        } else if let Some(name) = text("x()") {
            let takes = item.get("exArgs").and_then(Node::whole).unwrap_or(0).min(20);
            (0..takes).for_each(|_| drop(self.pop()));
            self.notes.leave(Kind::Untold, 0, format!("the function {name}"), "it is outside the story");
            self.push(Item::Other(format!("{name}()")));
        } else if text("#").is_some() {
            self.notes.markup += 1;
        } else if item.get("list").is_some() {
            self.push(Item::Other("a list".into()));
        } else if let Some(var) = text("^var") {
            let item = match self.temps.get(var) {
                Some(Item::Ref(of)) => Item::Ref(of.clone()),
                Some(_) => Item::Other("a variable by its name".into()),
                None => Item::Ref(var.to_owned()),
            };
            self.push(item);
        }
    }

    fn choice(&mut self, item: &Node, path: &str, at: &Frames<'j>, out: &mut Out) {
        let flags = item.get("flg").and_then(Node::whole).unwrap_or(0);
        let test = (flags & 1 != 0).then(|| self.pop().test());
        let only = if flags & 4 != 0 { self.pop().shown() } else { String::new() };
        let start = if flags & 2 != 0 { self.pop().shown() } else { String::new() };
        let label = tidy(&plain(&format!("{start}{only}"), PLAIN, 0, self.notes));
        let Some(place) = at.resolve(self.root, path).filter(Frames::fresh) else {
            return self.notes.leave(Kind::Cut, 0, format!("the choice “{label}”"), "it leads to no place in this file");
        };
        let (to, path) = (self.name(&place), place.container());
        let piece = if flags & 8 != 0 {
            self.open(to.clone(), pretty(&path));
            Piece::Else(to, 0)
        } else {
            self.open(to.clone(), if label.is_empty() { pretty(&path) } else { label.clone() });
            Piece::Link(Link { label, to, sets: Vec::new(), style: None, line: 0 })
        };
        match test {
            Some(test) => out.push(Piece::If(vec![Arm { test: Some(test), line: 0, pieces: vec![piece] }])),
            None => out.push(piece),
        }
    }
}
