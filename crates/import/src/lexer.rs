//! The text of a passage as a row of tokens, for all story formats: text, links, macros, hooks and
//! what is for programs. Which of them a format knows its [`Syntax`] says; how they hang together
//! its own module does.

use super::cursor::Cursor;
use super::html;
use super::text::{self, Marks};

/// A macro or a link that does not end within so many bytes is none.
const LONGEST: usize = 6000;
/// After so many bytes were looked through in vain, no macro may be longer than this.
const PATIENCE: usize = 20_000_000;
const SHORT: usize = 200;

/// Which macros a format has.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Macros {
    /// `<<name arguments>>`
    Angle,
    /// `(name: arguments)`, and hooks in square brackets.
    Round,
    None,
}

/// What a story format knows beside text and links.
#[derive(Clone, Copy)]
pub struct Syntax {
    pub macros: Macros,
    /// `{name}` and `{name: value}`.
    pub inserts: bool,
    pub marks: Marks,
    /// What is left out between two marks, and what is shown as it stands.
    comments: &'static [(&'static str, &'static str)],
    raw: &'static [(&'static str, &'static str)],
}

pub const SUGARCUBE: Syntax = Syntax {
    macros: Macros::Angle,
    inserts: false,
    marks: text::SUGARCUBE,
    comments: &[("<!--", "-->"), ("/*", "*/"), ("/%", "%/")],
    raw: &[("\"\"\"", "\"\"\""), ("<nowiki>", "</nowiki>"), ("{{{", "}}}")],
};
pub const HARLOWE: Syntax = Syntax { macros: Macros::Round, inserts: false, marks: text::HARLOWE, comments: &[("<!--", "-->")], raw: &[] };
pub const CHAPBOOK: Syntax = Syntax { macros: Macros::None, inserts: true, marks: text::MARKDOWN, comments: &[("<!--", "-->")], raw: &[] };
pub const SNOWMAN: Syntax =
    Syntax { macros: Macros::None, inserts: false, marks: text::MARKDOWN, comments: &[("<!--", "-->"), ("/*", "*/")], raw: &[] };

pub enum Token<'t> {
    Text(&'t str),
    /// Shown as it stands, without a look for markup.
    Raw(&'t str),
    Link(Way),
    /// A picture, and where it leads if it is a link.
    Picture(Option<Way>),
    Macro(Call<'t>),
    /// `<% … %>`
    Code(&'t str),
    /// Program or style within the text.
    Program(&'t str),
    Insert(&'t str),
    /// `[` and `]` of a hook.
    Hook,
    Close,
    /// Markup without contents.
    Mark,
    /// Nothing that anyone sees.
    Nothing,
}

/// A link as it stands in the text.
#[derive(Default)]
pub struct Way {
    pub label: String,
    pub to: String,
    pub setter: String,
}

/// A macro's name and what stands behind it.
#[derive(Clone, Copy)]
pub struct Call<'t> {
    pub name: &'t str,
    pub args: &'t str,
    pub line: usize,
}

#[derive(Clone)]
pub struct Lexer<'t> {
    at: Cursor<'t>,
    syntax: Syntax,
    /// What was looked for up to the end and is not there.
    absent: Vec<String>,
    spent: usize,
}

impl<'t> Lexer<'t> {
    pub fn new(text: &'t str, line: usize, syntax: Syntax) -> Lexer<'t> {
        Lexer { at: Cursor::new(text, line), syntax, absent: Vec::new(), spent: 0 }
    }

    pub fn syntax(&self) -> Syntax {
        self.syntax
    }

    pub fn line(&self) -> usize {
        self.at.line()
    }

    pub fn over(&self) -> bool {
        self.at.over()
    }

    /// Where it stands: for a look ahead, and to go on there.
    pub fn at(&self) -> Cursor<'t> {
        self.at
    }

    pub fn go(&mut self, to: Cursor<'t>) {
        self.at = to;
    }

    /// Goes behind this mark, however far; what is not there is not looked for again.
    pub fn far(&mut self, mark: &str) -> Option<&'t str> {
        if self.absent.iter().any(|a| a == mark) {
            return None;
        }
        let found = self.at.until(mark);
        if found.is_none() {
            self.absent.push(mark.to_owned());
        }
        found
    }

    /// The next token and the line it begins on.
    pub fn next(&mut self) -> Option<(Token<'t>, usize)> {
        let begin = self.at;
        while let Some(c) = self.at.peek() {
            let before = self.at;
            if self.special(c) {
                let found = self.token(c);
                if let Some(token) = found {
                    if before.since(&begin) == 0 {
                        return Some((token, before.line()));
                    }
                    // Read again at the next call: text comes first.
                    self.at = before;
                    break;
                }
                self.at = before;
            }
            self.at.bump();
        }
        let text = begin.up_to(&self.at);
        (!text.is_empty()).then_some((Token::Text(text), begin.line()))
    }

    fn special(&self, c: char) -> bool {
        match c {
            '<' | '[' => true,
            '/' | '"' => !matches!(self.syntax.macros, Macros::Round),
            '{' => self.syntax.inserts || self.syntax.macros != Macros::None,
            '\\' => self.syntax.macros != Macros::None,
            '(' | ']' | '}' | '`' | '|' | '$' => self.syntax.macros == Macros::Round,
            _ => false,
        }
    }

    fn token(&mut self, c: char) -> Option<Token<'t>> {
        for (open, close) in self.syntax.comments {
            if self.at.sees(open) {
                return self.between(open, close).map(|_| Token::Nothing);
            }
        }
        for (open, close) in self.syntax.raw {
            if self.at.sees(open) {
                return self.between(open, close).map(Token::Raw);
            }
        }
        let round = self.syntax.macros == Macros::Round;
        match c {
            '<' if self.at.sees("<%") => self.between("<%", "%>").map(Token::Code),
            '<' if self.at.sees("<<") && self.syntax.macros == Macros::Angle => self.angle(),
            '<' => self.program().or_else(|| self.element()),
            // A hook that begins with a link.
            '[' if self.at.sees("[[[") => self.hook(),
            '[' if self.at.sees("[[") => self.brackets().or_else(|| self.hook()),
            '[' => self.picture().or_else(|| self.hook()),
            ']' => {
                self.at.bump();
                let mut named = self.at;
                if named.eat("<") && !named.run(word).is_empty() && named.eat("|") {
                    self.at = named;
                }
                Some(Token::Close)
            }
            '(' => self.round(),
            '{' if self.syntax.inserts => {
                self.at.bump();
                let inner = self.at.until_within("}", LONGEST).filter(|i| !i.contains(['{', '\n']))?;
                Some(Token::Insert(inner))
            }
            // Braces only take line feeds out.
            '{' | '}' if round => self.at.bump().map(|_| Token::Nothing),
            '`' => {
                let marks = self.at.run(|c| c == '`');
                self.far(marks).map(Token::Raw)
            }
            // A line feed after this is none.
            '\\' => self.at.eat("\\\n").then_some(Token::Nothing),
            '|' => {
                self.at.bump();
                let named = !self.at.run(word).is_empty() && (self.at.eat(">") || self.at.eat(")"));
                (named && self.at.sees("[")).then_some(Token::Nothing)
            }
            // The look of a hook, kept in a variable.
            '$' => {
                self.at.bump();
                let named = !self.at.run(|c| c.is_alphanumeric() || c == '_').is_empty();
                (named && self.at.sees("[") && !self.at.sees("[[")).then_some(Token::Mark)
            }
            _ => None,
        }
    }

    fn hook(&mut self) -> Option<Token<'t>> {
        (self.syntax.macros == Macros::Round && self.at.eat("[")).then_some(Token::Hook)
    }

    fn between(&mut self, open: &str, close: &str) -> Option<&'t str> {
        self.at.eat(open);
        self.far(close)
    }

    /// Elements whose contents are not text.
    fn program(&mut self) -> Option<Token<'t>> {
        for (open, close) in [("<script", "</script>"), ("<style", "</style>")] {
            if self.at.sees(open) {
                return self.between(open, close).map(Token::Program);
            }
        }
        None
    }

    /// `<a data-passage="name" data-setter="$x to 1">label</a>`, and buttons and pictures like it.
    fn element(&mut self) -> Option<Token<'t>> {
        let most = self.most();
        let from = self.at;
        let Some(tag) = self.at.until_within(">", most) else {
            self.spent += most;
            return None;
        };
        self.spent += from.since(&from) + tag.len();
        if !tag.contains("data-passage") {
            return None;
        }
        let (name, attributes) = html::attributes(tag.strip_prefix('<')?);
        let value = |key: &str| attributes.iter().find(|a| a.0 == key).map(|a| a.1.clone());
        let to = value("data-passage")?;
        let inner =
            if matches!(name.as_str(), "img" | "area" | "input") { None } else { self.at.until_within(&format!("</{name}>"), most) };
        let label = inner.map(str::to_owned).or_else(|| value("alt")).or_else(|| value("value")).unwrap_or_default();
        Some(Token::Link(Way { label, to, setter: value("data-setter").unwrap_or_default() }))
    }

    /// `[[…]]` with all its forms.
    fn brackets(&mut self) -> Option<Token<'t>> {
        self.at.eat("[[");
        let most = self.most();
        let inner = self.at.until_within("]]", most)?;
        if inner.contains("[[") || inner.contains('\n') {
            return None;
        }
        Some(Token::Link(Way::of(inner)))
    }

    /// `[img[alt|file][name][setter]]`
    fn picture(&mut self) -> Option<Token<'t>> {
        let head = ["[img[", "[IMG[", "[Img["].into_iter().find(|h| self.at.sees(h))?;
        self.at.eat(head);
        let most = self.most();
        let mut parts = self.at.until_within("]]", most)?.split("][");
        let alt = parts.next().and_then(|p| p.rsplit_once('|')).map_or("", |p| p.0);
        let way = parts.next().map(|to| {
            let to = to.rsplit_once('|').map_or(to, |t| t.1);
            let label = if alt.is_empty() { to } else { alt };
            Way { label: label.to_owned(), to: to.to_owned(), setter: parts.next().unwrap_or("").to_owned() }
        });
        Some(Token::Picture(way))
    }

    fn most(&self) -> usize {
        if self.spent > PATIENCE { SHORT } else { LONGEST }
    }

    fn angle(&mut self) -> Option<Token<'t>> {
        let line = self.at.line();
        self.at.eat("<<");
        let (begin, most) = (self.at, self.most());
        // One in quotation marks does not end it, unless none follows.
        let mut first = None;
        let inner = loop {
            let left = most.saturating_sub(self.at.since(&begin));
            let Some(part) = self.at.until_within(">>", left) else {
                self.spent += left;
                let (end, inner) = first?;
                self.at = end;
                break inner;
            };
            self.spent += part.len();
            let whole = begin.up_to(&self.at);
            let whole = whole.strip_suffix(">>").unwrap_or(whole);
            if !open(whole) {
                break whole;
            }
            first = first.or(Some((self.at, whole)));
        };
        let inner = inner.trim();
        // `<<=$x>>` and `<<-$x>>` need no space.
        let mut c = Cursor::new(inner, line);
        let name = if c.eat("=") || c.eat("-") {
            Cursor::new(inner, line).up_to(&c)
        } else {
            c.run(|c| c.is_alphanumeric() || "/_-=".contains(c))
        };
        Some(Token::Macro(Call { name, args: c.rest().trim(), line }))
    }

    fn round(&mut self) -> Option<Token<'t>> {
        let (line, most) = (self.at.line(), self.most());
        self.at.eat("(");
        let name = self.at.run(word);
        if name.is_empty() || !self.at.eat(":") {
            return None;
        }
        let begin = self.at;
        let (mut depth, mut quote, mut escaped, mut last) = (1usize, None, false, ' ');
        loop {
            let before = self.at;
            let c = self.at.bump().filter(|_| before.since(&begin) < most);
            let Some(c) = c else {
                self.spent += before.since(&begin);
                return None;
            };
            match (quote, c) {
                (Some(_), _) if escaped => escaped = false,
                (Some(_), '\\') => escaped = true,
                (Some(q), _) if c == q => quote = None,
                (Some(_), _) => {}
                // The apostrophe of a possessive (`$x's`) is no quotation mark.
                (None, '\'') if last.is_alphanumeric() => {}
                (None, '"' | '\'') => quote = Some(c),
                (None, '(') => depth += 1,
                (None, ')') => depth -= 1,
                _ => {}
            }
            last = c;
            if depth == 0 {
                self.spent += before.since(&begin);
                return Some(Token::Macro(Call { name, args: begin.up_to(&before).trim(), line }));
            }
        }
    }
}

impl Way {
    /// What stands in the brackets of a link: `label|name][$x to 1`.
    pub fn of(inner: &str) -> Way {
        let (inner, setter) = inner.split_once("][").unwrap_or((inner, ""));
        let (label, to) = divide(inner);
        Way { label: label.to_owned(), to: to.to_owned(), setter: setter.to_owned() }
    }
}

fn word(c: char) -> bool {
    c.is_alphanumeric() || c == '-' || c == '_'
}

/// Whether a double quotation mark is open at the end.
fn open(text: &str) -> bool {
    let (mut open, mut escaped) = (false, false);
    for c in text.chars() {
        match c {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            '"' => open = !open,
            _ => {}
        }
    }
    open
}

/// Label and name of what stands in the brackets of a link.
pub fn divide(inner: &str) -> (&str, &str) {
    if let Some((label, to)) = inner.rsplit_once("->") {
        (label, to)
    } else if let Some((to, label)) = inner.split_once("<-") {
        (label, to)
    } else if let Some((label, to)) = inner.rsplit_once('|') {
        (label, to)
    } else {
        (inner, inner)
    }
}

/// Every link in brackets in a text that is no passage: the value of a print macro, say.
pub fn links(text: &str) -> Vec<Way> {
    text.split("[[").skip(1).filter_map(|t| t.split_once("]]")).map(|t| Way::of(t.0)).collect()
}

#[cfg(test)]
mod tests {
    use super::divide;

    #[test]
    fn every_form_of_link_is_divided() {
        for (text, label, to) in [
            ("a", "a", "a"),
            ("a|b", "a", "b"),
            ("a->b", "a", "b"),
            ("b<-a", "a", "b"),
            ("a->b->c", "a->b", "c"),
            ("c<-b<-a", "b<-a", "c"),
            ("A -> B | C", "A ", " B | C"),
        ] {
            assert_eq!(divide(text), (label, to), "{text}");
        }
    }
}
