//! Going through a passage: where it stands, in which line, and what text is pending; links, which
//! both languages write alike.

use super::expr;
use super::story::{Arm, Link, Notes, Piece, Test};
use super::text::{Marks, plain, tidy};

/// Macros within each other beyond which nothing is followed.
pub const DEEPEST: usize = 24;
/// A macro or a link that does not end within so many bytes is none.
pub const LONGEST: usize = 1500;

pub struct Scan<'t, 'n> {
    text: &'t str,
    pub at: usize,
    line: usize,
    /// Text not yet told, and the line it began on.
    pending: (String, usize),
    marks: Marks,
    pub notes: &'n mut Notes,
    pub depth: usize,
    /// What was looked for up to the end and is not there.
    absent: Vec<String>,
}

impl<'t, 'n> Scan<'t, 'n> {
    pub fn new(text: &'t str, line: usize, marks: Marks, notes: &'n mut Notes) -> Scan<'t, 'n> {
        Scan { text, at: 0, line, pending: (String::new(), line), marks, notes, depth: 0, absent: Vec::new() }
    }

    pub fn line(&self) -> usize {
        self.line
    }

    pub fn rest(&self) -> &'t str {
        self.text.get(self.at..).unwrap_or("")
    }

    pub fn over(&self) -> bool {
        self.at >= self.text.len()
    }

    /// Goes on by so many bytes, to the boundary of a character.
    pub fn go(&mut self, bytes: usize) {
        let mut end = (self.at + bytes).min(self.text.len());
        while !self.text.is_char_boundary(end) {
            end += 1;
        }
        self.line += self.text.get(self.at..end).unwrap_or("").matches('\n').count();
        self.at = end;
    }

    /// The next bytes are text.
    pub fn tell(&mut self, bytes: usize) {
        let from = self.at;
        if self.pending.0.is_empty() {
            self.pending.1 = self.line;
        }
        self.go(bytes);
        self.pending.0.push_str(self.text.get(from..self.at).unwrap_or(""));
    }

    /// Text that stands for something else.
    pub fn say(&mut self, text: &str) {
        self.pending.0.push_str(text);
    }

    /// The pending text as a piece, with its markup taken out.
    pub fn flush(&mut self, out: &mut Vec<Piece>) {
        let (text, line) = std::mem::take(&mut self.pending);
        if !text.is_empty() {
            out.push(Piece::Text(plain(&text, self.marks, line, self.notes), line));
        }
        self.pending.1 = self.line;
    }

    /// Where this mark comes next, within the length of a macro.
    pub fn find(&self, mark: &str) -> Option<usize> {
        let mut end = LONGEST.min(self.rest().len());
        while !self.rest().is_char_boundary(end) {
            end -= 1;
        }
        self.rest().get(..end)?.find(mark)
    }

    /// Where this mark comes next, however far; what is not there is not looked for again.
    pub fn far(&mut self, mark: &str) -> Option<usize> {
        if self.absent.iter().any(|a| a == mark) {
            return None;
        }
        let found = self.rest().find(mark);
        if found.is_none() {
            self.absent.push(mark.to_owned());
        }
        found
    }

    /// Leaves out what stands between two marks, if it is closed at all.
    pub fn skip(&mut self, open: &str, close: &str) -> bool {
        if !self.rest().starts_with(open) {
            return false;
        }
        let found = self.far(close).filter(|n| *n >= open.len());
        if let Some(n) = found {
            self.go(n + close.len());
        }
        found.is_some()
    }

    /// A label or a text without markup, on one line.
    pub fn words(&mut self, text: &str) -> String {
        tidy(&plain(text, self.marks, self.line, self.notes))
    }

    /// A link of these words; what it leads to may turn out to be no passage.
    pub fn link(&mut self, label: &str, to: &str, setter: &str) -> Link {
        let line = self.line;
        let shown = self.words(label);
        let mut to = to.trim().to_owned();
        let why = if to.starts_with(['$', '_', '`']) {
            Some("where it leads is worked out as the story runs")
        } else if to.contains("://") {
            Some("it leads to a page elsewhere")
        } else {
            None
        };
        if let Some(why) = why {
            self.notes.leave(line, format!("the link to {to}"), why);
            to.clear();
        }
        let sets = expr::assigns(setter, line, self.notes);
        Link { label: if shown.is_empty() { to.clone() } else { shown }, to, sets, line }
    }

    /// `[[…]]` with all its forms, standing here; whether there was one.
    pub fn brackets(&mut self, out: &mut Vec<Piece>) -> bool {
        let Some(end) = self.find("]]").filter(|_| self.rest().starts_with("[[")) else { return false };
        let inner = self.rest().get(2..end).unwrap_or("");
        if inner.contains("[[") || inner.contains('\n') {
            return false;
        }
        // `[[label|name][$x to 1]]`
        let (inner, setter) = inner.split_once("][").unwrap_or((inner, ""));
        let (label, to) = divide(inner);
        self.flush(out);
        let link = self.link(label, to, setter);
        self.go(end + 2);
        out.push(Piece::Link(link));
        true
    }
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

/// What a link's contents do when it is followed: set variables and go somewhere. What else they
/// hold is noted.
pub fn inside(pieces: Vec<Piece>, link: &mut Link, notes: &mut Notes) {
    for piece in pieces {
        match piece {
            Piece::Set(set) => link.sets.push(set),
            Piece::Go(to, _) if link.to.is_empty() => link.to = to,
            Piece::Text(t, _) if t.trim().is_empty() => {}
            Piece::Text(t, line) => notes.leave(line, t, "text within a link is not taken over"),
            Piece::Go(to, line) => notes.leave(line, format!("the way to “{to}”"), "a link leads to one place"),
            Piece::Link(inner) => notes.leave(inner.line, format!("the link “{}”", inner.label), "a link within a link is not taken over"),
            Piece::If(arms) => {
                let line = arms.first().map_or(link.line, |a| a.line);
                notes.leave(line, format!("a condition within the link “{}”", link.label), "what a link does hangs on nothing here");
            }
        }
    }
}

/// A condition as an arm.
pub fn arm(test: Option<Test>, line: usize, pieces: Vec<Piece>) -> Arm {
    Arm { test, line, pieces }
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
