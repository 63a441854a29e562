//! Text that is meant to be JSON, to a tree: goes on after each slip, so that a writer hears of all
//! of them at once, and of what is wrong besides the commas.
//!
//! Without a slip the text is JSON, as [`parse`](super::parse) reads it.

use super::read::{Broken, DEEPEST, MEMBERS, Reader};

/// A value with its place: from `at` up to `end`, in bytes.
#[derive(Clone, Debug, PartialEq)]
pub struct Tree {
    pub at: usize,
    pub end: usize,
    pub value: Branch,
}

/// A value. Objects keep the order of the text, and all members of one name.
#[derive(Clone, Debug, PartialEq)]
pub enum Branch {
    Null,
    Bool(bool),
    Number(f64),
    Text(String),
    List(Vec<Tree>),
    Object(Vec<Member>),
    /// Not to be read; a slip says why.
    Broken,
}

/// A member of an object, with the place of its name.
#[derive(Clone, Debug, PartialEq)]
pub struct Member {
    pub key: String,
    pub at: usize,
    pub value: Tree,
}

/// A place where the text is no JSON.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Slip {
    pub at: usize,
    pub code: &'static str,
    pub text: String,
    pub mend: String,
}

/// More slips than this are not looked for: by then the text is something else.
const MOST: usize = 50;

impl Tree {
    /// The first member of this name.
    pub fn member(&self, key: &str) -> Option<&Member> {
        self.members().iter().find(|m| m.key == key)
    }

    pub fn get(&self, key: &str) -> Option<&Tree> {
        self.member(key).map(|m| &m.value)
    }

    /// The members of an object; none of another value.
    pub fn members(&self) -> &[Member] {
        if let Branch::Object(members) = &self.value { members } else { &[] }
    }

    /// The items of a list; none of another value.
    pub fn items(&self) -> &[Tree] {
        if let Branch::List(list) = &self.value { list } else { &[] }
    }

    pub fn text(&self) -> Option<&str> {
        if let Branch::Text(t) = &self.value { Some(t) } else { None }
    }

    pub fn number(&self) -> Option<f64> {
        if let Branch::Number(n) = self.value { Some(n) } else { None }
    }

    pub fn flag(&self) -> Option<bool> {
        if let Branch::Bool(b) = self.value { Some(b) } else { None }
    }

    /// The value at a JSON pointer such as `/scenes/0/id`; names with `/` or `~` are not found.
    pub fn pointer(&self, path: &str) -> Option<&Tree> {
        path.split('/').skip(1).try_fold(self, |t, step| match &t.value {
            Branch::List(list) => list.get(step.parse::<usize>().ok()?),
            _ => t.get(step),
        })
    }
}

/// Reads what there is. `None` where the text holds no value at all.
pub fn loose(text: &str) -> (Option<Tree>, Vec<Slip>) {
    let mut l = Loose { r: Reader::new(text), slips: Vec::new(), unclosed: false };
    if text.starts_with('\u{feff}') {
        l.slip(0, "mark", "an invisible mark (a byte order mark) stands before the text", "save the file as UTF-8 without it");
        l.r.at = 3;
    }
    l.space();
    let tree = (l.r.at < text.len()).then(|| l.value());
    l.space();
    if tree.is_none() {
        l.slip(0, "empty", "the file is empty", "begin with { and \"format\": 1");
    } else if l.r.at < text.len() {
        let at = l.r.at;
        l.slip(at, "after-end", "nothing may follow the end of the value", "take out the rest, or an earlier } that closes too much");
    }
    l.slips.sort_by_key(|s| s.at);
    (tree, l.slips)
}

struct Loose<'t> {
    r: Reader<'t>,
    slips: Vec<Slip>,
    /// The end of the text was met inside a value, and said.
    unclosed: bool,
}

impl Loose<'_> {
    fn slip(&mut self, at: usize, code: &'static str, text: impl Into<String>, mend: impl Into<String>) {
        if self.slips.len() < MOST {
            self.slips.push(Slip { at, code, text: text.into(), mend: mend.into() });
        } else {
            // So that reading comes to an end.
            self.r.at = self.r.text.len();
        }
    }

    fn broken(&mut self, b: Broken) {
        self.slip(b.at, "syntax", b.text, "");
    }

    fn rest(&self) -> &str {
        self.r.text.get(self.r.at..).unwrap_or("")
    }

    fn over(&self) -> bool {
        self.r.at >= self.r.text.len()
    }

    /// Takes the characters that fit.
    fn skip(&mut self, fits: impl Fn(char) -> bool) -> usize {
        let from = self.r.at;
        self.r.at += self.rest().find(|c| !fits(c)).unwrap_or(self.rest().len());
        from
    }

    /// White space, and comments, which JSON has not.
    fn space(&mut self) {
        loop {
            self.r.space();
            let (rest, at) = (self.rest(), self.r.at);
            let length = if rest.starts_with("//") || rest.starts_with('#') {
                rest.find('\n').unwrap_or(rest.len())
            } else if rest.starts_with("/*") {
                rest.find("*/").map_or(rest.len(), |n| n + 2)
            } else {
                return;
            };
            self.r.at += length;
            self.slip(at, "comment", "a comment stands here; JSON has none", "take it out");
        }
    }

    fn value(&mut self) -> Tree {
        let at = self.r.at;
        let value = match self.rest().chars().next() {
            Some('{' | '[') if self.r.depth >= DEEPEST => {
                self.slip(at, "too-deep", format!("the text is nested more than {DEEPEST} deep"), "bring it up a level");
                self.r.at = self.r.text.len();
                self.unclosed = true;
                Branch::Broken
            }
            Some('{') => self.nested(Loose::object),
            Some('[') => self.nested(Loose::list),
            Some('"' | '\'' | '“' | '”' | '‘' | '„' | '`') => self.quoted().map_or(Branch::Broken, Branch::Text),
            Some('-' | '0'..='9') => match self.r.number() {
                Ok(n) => Branch::Number(n),
                Err(b) => {
                    self.broken(b);
                    self.skip(|c| c.is_ascii_alphanumeric() || "+-.".contains(c));
                    Branch::Broken
                }
            },
            Some(c) if c.is_alphabetic() || c == '_' => self.word(),
            _ => {
                self.slip(at, "no-value", "a value is missing here", "write a text, a number, true, false, a list or an object");
                Branch::Broken
            }
        };
        Tree { at, end: self.r.at, value }
    }

    fn nested(&mut self, read: fn(&mut Self) -> Branch) -> Branch {
        self.r.depth += 1;
        self.r.at += 1;
        let value = read(self);
        self.r.depth -= 1;
        value
    }

    fn word(&mut self) -> Branch {
        let from = self.skip(|c| c.is_alphanumeric() || "_-".contains(c));
        let word = self.r.text.get(from..self.r.at).unwrap_or("");
        let (word, plain) = (word.to_owned(), word.to_lowercase());
        match word.as_str() {
            "true" => return Branch::Bool(true),
            "false" => return Branch::Bool(false),
            "null" => return Branch::Null,
            _ => {}
        }
        let mend = match plain.as_str() {
            "true" | "false" | "null" => format!("write {plain}"),
            _ => format!("write \"{word}\" if it is a text"),
        };
        self.slip(from, "bare-word", format!("{word} stands here without quotation marks"), mend);
        Branch::Broken
    }

    /// A text in quotation marks, the right ones or others.
    fn quoted(&mut self) -> Option<String> {
        let at = self.r.at;
        let Some(mark) = self.rest().chars().next().filter(|c| *c != '"') else {
            return match self.r.string() {
                Ok(text) => Some(text),
                Err(b) => {
                    let mend = if b.at > at && self.r.peek() == b'\n' { "close it on this line; a line feed is written \\n" } else { "" };
                    self.slip(b.at.min(self.r.text.len()), "text", b.text, mend);
                    // On with the closing mark of this line, if there is one.
                    self.r.at = self.r.at.max(at + 1).min(self.r.text.len());
                    while !self.r.text.is_char_boundary(self.r.at) {
                        self.r.at += 1;
                    }
                    self.skip(|c| c != '"' && c != '\n');
                    self.r.take("\"");
                    None
                }
            };
        };
        self.r.at += mark.len_utf8();
        let ends: &[char] = match mark {
            '\'' => &['\''],
            '`' => &['`'],
            _ => &['”', '“', '’', '"'],
        };
        let from = self.skip(|c| !ends.contains(&c) && c != '\n');
        let text = self.r.text.get(from..self.r.at).unwrap_or("").to_owned();
        if let Some(end) = self.rest().chars().next().filter(|c| *c != '\n') {
            self.r.at += end.len_utf8();
        }
        let (code, what) = if mark == '\'' { ("single-quotes", "single quotes") } else { ("quotes", "other quotation marks") };
        self.slip(at, code, format!("{what} stand around this text; JSON has straight double ones"), format!("write \"{text}\""));
        Some(text)
    }

    /// The end of the text inside the value that was opened at `at`; said once, of the innermost.
    fn end(&mut self, at: usize, close: char) {
        if !self.unclosed {
            self.unclosed = true;
            self.slip(at, "unclosed", "what is opened here is never closed", format!("add a {close} where it ends"));
        }
    }

    /// After an item: whether another may follow. `close` ends this value.
    fn more(&mut self, opened: usize, close: char) -> bool {
        let end = self.r.at;
        self.space();
        let Some(c) = self.rest().chars().next() else {
            self.end(opened, close);
            return false;
        };
        let comma = self.r.at;
        match c {
            ',' => {
                self.r.at += 1;
                self.space();
                if matches!(self.r.peek(), b'}' | b']') {
                    self.slip(comma, "trailing-comma", "a comma stands after the last item", "take the comma out");
                }
                true
            }
            c if c == close => true,
            '}' | ']' => {
                self.wrong_bracket(comma, close, c);
                false
            }
            ';' => {
                self.slip(comma, "semicolon", "a semicolon stands where a comma belongs", "write a comma");
                self.r.at += 1;
                true
            }
            _ if begins(c) => {
                self.slip(end, "no-comma", format!("a comma or {close} is missing here"), "add a comma");
                true
            }
            _ => {
                self.slip(comma, "no-comma", format!("a comma or {close} is missing here"), format!("take out what begins with {c:?}"));
                self.skip(|c| !begins(c) && !",]}\n".contains(c));
                true
            }
        }
    }

    /// The other bracket stands where this value should end: in place of the right one, or because
    /// the right one is missing. What follows tells.
    fn wrong_bracket(&mut self, at: usize, close: char, stands: char) {
        let rest = self.r.text.get(at + 1..).unwrap_or("").trim_start();
        let after = rest.strip_prefix(',').map(str::trim_start);
        let named = after.and_then(|t| t.strip_prefix('"')?.split_once('"')).is_some_and(|(_, t)| t.trim_start().starts_with(':'));
        // A name goes on with an object that this would have closed; a value goes on with a list.
        let instead = if close == ']' { named } else { after.is_some() && !named };
        if instead {
            self.r.at = at + 1;
            self.slip(at, "wrong-bracket", format!("{stands} stands where {close} belongs"), format!("write {close} instead"));
        } else {
            self.slip(at, "wrong-bracket", format!("a {close} is missing before this {stands}"), format!("write {close} here"));
        }
    }

    fn list(&mut self) -> Branch {
        let opened = self.r.at - 1;
        let mut list = Vec::new();
        loop {
            self.space();
            if self.r.take("]") {
                break;
            }
            if self.over() {
                self.end(opened, ']');
                break;
            }
            let from = self.r.at;
            if self.r.peek() == b'}' {
                self.wrong_bracket(from, ']', '}');
                break;
            }
            if self.r.take(",") {
                self.slip(from, "extra-comma", "a comma stands here with nothing before it", "take the comma out");
                continue;
            }
            list.push(self.value());
            if self.r.at == from {
                // Nothing that could be a value: on behind it.
                self.skip(|c| !",]}\n".contains(c));
            }
            if !self.more(opened, ']') {
                break;
            }
        }
        Branch::List(list)
    }

    fn object(&mut self) -> Branch {
        let opened = self.r.at - 1;
        let mut members: Vec<Member> = Vec::new();
        loop {
            self.space();
            if self.r.take("}") {
                break;
            }
            if self.over() {
                self.end(opened, '}');
                break;
            }
            let at = self.r.at;
            if self.r.take(",") {
                self.slip(at, "extra-comma", "a comma stands here with nothing before it", "take the comma out");
                continue;
            }
            if self.r.peek() == b']' {
                self.wrong_bracket(at, '}', ']');
                break;
            }
            let key = self.key();
            self.space();
            let colon = self.r.at;
            if self.r.take("=") {
                self.slip(colon, "no-colon", "an equals sign stands where a colon belongs", "write a colon");
            } else if !self.r.take(":") && key.is_some() {
                self.slip(colon, "no-colon", "a colon is missing here", "write a colon between the name and its value");
            }
            self.space();
            if let Some(key) = key {
                let value = self.value();
                self.member(&mut members, Member { key, at, value });
            } else {
                self.skip(|c| !",}]\n".contains(c));
            }
            if !self.more(opened, '}') {
                break;
            }
        }
        Branch::Object(members)
    }

    fn member(&mut self, members: &mut Vec<Member>, new: Member) {
        if members.len() >= MEMBERS {
            self.slip(new.at, "syntax", super::read::TOO_MANY, "");
            self.r.at = self.r.text.len();
            self.unclosed = true;
        } else if members.iter().any(|m| m.key == new.key) {
            let text = format!("the name \"{}\" stands twice in one object", new.key);
            self.slip(new.at, "duplicate-key", text, "keep one of the two");
        }
        members.push(new);
    }

    /// A name; `None` where nothing can be taken for one.
    fn key(&mut self) -> Option<String> {
        let at = self.r.at;
        let c = self.rest().chars().next()?;
        if "\"'“”‘„`".contains(c) {
            return self.quoted();
        }
        if c.is_alphabetic() || c == '_' {
            self.skip(|c| c.is_alphanumeric() || "_-".contains(c));
            let word = self.r.text.get(at..self.r.at).unwrap_or("").to_owned();
            self.slip(at, "bare-key", format!("the name {word} stands without quotation marks"), format!("write \"{word}\""));
            return Some(word);
        }
        self.slip(at, "no-key", "a name in quotation marks is missing here", "");
        None
    }
}

/// Whether a character may begin a value or a name.
fn begins(c: char) -> bool {
    c.is_alphanumeric() || "{[\"'“”‘„`-_".contains(c)
}
