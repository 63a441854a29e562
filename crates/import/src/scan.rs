//! Going through a passage: text that is pending, and what all story formats have in common. What
//! only one of them knows is handed to its module.

use super::expr;
use super::lexer::{Call, Lexer, Syntax, Token, Way};
use super::story::{Arm, Include, Kind, Link, Notes, Piece, Test};
use super::text::{self, plain, tidy};

/// Macros within each other beyond which nothing is followed.
pub const DEEPEST: usize = 24;
/// Said of what is worked out as the story runs.
pub const RUNS: &str = "where it leads is worked out as the story runs";

/// What a format's own module has to understand.
pub enum Own<'t> {
    Macro(Call<'t>),
    Code(&'t str, usize),
    Insert(&'t str, usize),
    Hook,
    Close,
}

pub struct Scan<'t, 'n> {
    pub lexer: Lexer<'t>,
    /// Text not yet told, and the line it began on.
    pending: (String, usize),
    pub notes: &'n mut Notes,
    pub depth: usize,
}

impl<'t, 'n> Scan<'t, 'n> {
    pub fn new(text: &'t str, line: usize, syntax: Syntax, notes: &'n mut Notes) -> Scan<'t, 'n> {
        Scan { lexer: Lexer::new(text, line, syntax), pending: (String::new(), line), notes, depth: 0 }
    }

    pub fn line(&self) -> usize {
        self.lexer.line()
    }

    /// Goes on up to something of the format's own; nothing at the end.
    pub fn next(&mut self, out: &mut Vec<Piece>) -> Option<Own<'t>> {
        while let Some((token, line)) = self.lexer.next() {
            match token {
                Token::Text(text) => {
                    if self.pending.0.is_empty() {
                        self.pending.1 = line;
                    }
                    self.pending.0.push_str(text);
                }
                Token::Raw(text) => {
                    self.flush(out);
                    out.push(Piece::Text(text::raw(text), line));
                }
                Token::Link(way) => {
                    self.flush(out);
                    let link = self.link(&way, line);
                    out.push(Piece::Link(link));
                }
                Token::Picture(way) => {
                    self.notes.leave(Kind::Look, line, "a picture", "a scenario has none");
                    if let Some(way) = way {
                        self.flush(out);
                        let link = self.link(&way, line);
                        out.push(Piece::Link(link));
                    }
                }
                Token::Program(text) => {
                    self.program(text);
                    self.notes.leave(Kind::Program, line, format!("program: {text}"), "it is not text");
                }
                Token::Macro(call) => return Some(Own::Macro(call)),
                Token::Code(code) => return Some(Own::Code(code, line)),
                Token::Insert(inner) => return Some(Own::Insert(inner, line)),
                Token::Hook => return Some(Own::Hook),
                Token::Close => return Some(Own::Close),
                Token::Mark => self.notes.markup += 1,
                Token::Nothing => {}
            }
        }
        None
    }

    /// Text that stands for something else.
    pub fn say(&mut self, text: &str) {
        if self.pending.0.is_empty() {
            self.pending.1 = self.line();
        }
        self.pending.0.push_str(text);
    }

    /// The pending text as a piece, with its markup taken out.
    pub fn flush(&mut self, out: &mut Vec<Piece>) {
        let (text, line) = std::mem::take(&mut self.pending);
        if !text.is_empty() {
            out.push(Piece::Text(plain(&text, self.lexer.syntax().marks, line, self.notes), line));
        }
        self.pending.1 = self.line();
    }

    /// A label or a text without markup, on one line.
    pub fn words(&mut self, text: &str, line: usize) -> String {
        tidy(&plain(text, self.lexer.syntax().marks, line, self.notes))
    }

    /// A link of these words; what it leads to may turn out to be no passage.
    pub fn link(&mut self, way: &Way, line: usize) -> Link {
        let shown = self.words(&way.label, line);
        let mut to = way.to.trim().to_owned();
        let why = if to.starts_with(['$', '_', '`', '{']) || to.contains("<%") {
            Some(RUNS)
        } else if to.contains("://") {
            Some("it leads to a page elsewhere")
        } else {
            None
        };
        if let Some(why) = why {
            self.notes.leave(Kind::Cut, line, format!("the link “{}” to {to}", way.label), why);
            to.clear();
        }
        let sets = expr::assigns(&way.setter, line, self.notes);
        let label = if shown.is_empty() { to.clone() } else { shown };
        Link { label, to, sets, style: None, line }
    }

    /// Looks for variables that program may set.
    pub fn program(&mut self, text: &str) {
        expr::doubts(text, self.notes);
    }

    /// A value that is shown: a constant, or text with links in it, or what stands for it.
    pub fn print(&mut self, args: &str, line: usize, out: &mut Vec<Piece>) {
        let links = super::lexer::links(args);
        if !links.is_empty() {
            self.flush(out);
            for way in links {
                let link = self.link(&way, line);
                out.push(Piece::Link(link));
            }
            if expr::constant(args).is_none() {
                self.notes.leave(
                    Kind::Untold,
                    line,
                    format!("what is shown by {args}"),
                    "the links in it are taken over, each of them always",
                );
                return;
            }
        }
        match expr::constant(args) {
            Some(super::story::Value::Text(t)) => self.say(&without_links(&t)),
            Some(super::story::Value::Number(n)) => self.say(&json::number(n)),
            _ => {
                let mut stands = String::new();
                text::shown(args.trim_start_matches(['$', '_']), line, &mut stands, self.notes);
                self.say(&stands);
            }
        }
    }

    /// Follows what is inside a macro, unless it is too deep.
    pub fn nested<T>(&mut self, read: impl FnOnce(&mut Scan<'t, 'n>) -> T) -> Option<T> {
        if self.depth >= DEEPEST {
            let line = self.line();
            self.notes.leave(Kind::Untold, line, "a macro", format!("it is nested over {DEEPEST} deep"));
            return None;
        }
        self.depth += 1;
        let found = read(self);
        self.depth -= 1;
        Some(found)
    }
}

/// A text that was in quotation marks, without the links that were taken out of it.
fn without_links(text: &str) -> String {
    let mut parts = text.split("[[");
    let first = parts.next().unwrap_or("").to_owned();
    parts.fold(first, |all, part| all + part.split_once("]]").map_or(part, |p| p.1))
}

/// What a link's contents do when it is followed: set variables and go somewhere. What else they
/// hold is noted.
pub fn inside(pieces: Vec<Piece>, link: &mut Link, notes: &mut Notes) {
    for piece in pieces {
        match piece {
            Piece::Set(set) => link.sets.push(set),
            Piece::Go(to, _) if link.to.is_empty() => link.to = to,
            Piece::Text(t, _) if t.trim().is_empty() => {}
            Piece::Text(t, line) => notes.leave(Kind::Lost, line, t, "text within a link is not taken over"),
            Piece::Go(to, line) | Piece::Else(to, line) => {
                notes.leave(Kind::Cut, line, format!("the way to “{to}”"), "a link leads to one place");
            }
            Piece::Link(inner) => {
                notes.leave(Kind::Cut, inner.line, format!("the link “{}”", inner.label), "a link within a link is not taken over");
            }
            Piece::If(arms) => {
                let line = arms.first().map_or(link.line, |a| a.line);
                let own = [Piece::If(arms)];
                let (mut asked, mut sites) = (Vec::new(), Vec::new());
                super::vars::each(&own, &mut asked, &mut sites);
                let by = "it is changed under a condition within a link";
                sites.iter().for_each(|s| notes.doubt(&s.var, by));
                let why = "what a link does hangs on nothing here";
                notes.leave(Kind::Untold, line, format!("a condition within the link “{}”", link.label), why);
            }
            Piece::Include(Include::Passage(name), line) => {
                notes.leave(Kind::Lost, line, format!("“{name}” within the link “{}”", link.label), "text within a link is not taken over");
            }
            Piece::Include(Include::Widget(name), line) => {
                notes.leave(Kind::Program, line, format!("the macro <<{name}>>"), "a scenario has nothing like it");
            }
        }
    }
}

/// A link with contents: a way on where they lead somewhere, else text that stands there.
pub fn follow(contents: Vec<Piece>, mut link: Link, out: &mut Vec<Piece>, notes: &mut Notes) {
    if !link.to.is_empty() || contents.iter().any(|p| matches!(p, Piece::Go(..))) {
        inside(contents, &mut link, notes);
        return out.push(Piece::Link(link));
    }
    let leads = contents.iter().any(|p| matches!(p, Piece::Link(_)));
    let (kind, why) = if leads {
        (Kind::Look, "what it opens stands there from the start")
    } else {
        (Kind::Look, "it leads nowhere: what it shows stands there from the start")
    };
    notes.leave(kind, link.line, format!("the link “{}”", link.label), why);
    out.push(Piece::Text(format!("\n{}\n", link.label), link.line));
    out.extend(contents);
}

/// A condition as an arm.
pub fn arm(test: Option<Test>, line: usize, pieces: Vec<Piece>) -> Arm {
    Arm { test, line, pieces }
}
