//! A place in a text. It goes on by characters and by marks that were found, so it can never stand
//! within a letter: whoever reads a story has no bytes to count.

/// A place in a text, and its line. A copy of it is a place to come back to.
#[derive(Clone, Copy)]
pub struct Cursor<'t> {
    text: &'t str,
    at: usize,
    line: usize,
}

impl<'t> Cursor<'t> {
    /// The beginning of a text that begins on this line.
    pub fn new(text: &'t str, line: usize) -> Cursor<'t> {
        Cursor { text, at: 0, line }
    }

    pub fn line(&self) -> usize {
        self.line
    }

    pub fn over(&self) -> bool {
        self.at >= self.text.len()
    }

    /// What stands from here on.
    pub fn rest(&self) -> &'t str {
        self.text.get(self.at..).unwrap_or("")
    }

    pub fn peek(&self) -> Option<char> {
        self.rest().chars().next()
    }

    pub fn sees(&self, mark: &str) -> bool {
        self.rest().starts_with(mark)
    }

    /// The next character, gone over.
    pub fn bump(&mut self) -> Option<char> {
        let c = self.peek()?;
        self.at += c.len_utf8();
        self.line += usize::from(c == '\n');
        Some(c)
    }

    /// Goes over this mark, if it stands here.
    pub fn eat(&mut self, mark: &str) -> bool {
        let found = self.sees(mark);
        if found {
            self.over_to(self.at + mark.len());
        }
        found
    }

    /// Goes on while characters are like this; what was gone over.
    pub fn run(&mut self, like: impl Fn(char) -> bool) -> &'t str {
        let from = *self;
        let rest = self.rest();
        self.over_to(self.at + rest.find(|c| !like(c)).unwrap_or(rest.len()));
        from.up_to(self)
    }

    /// Goes behind this mark; what stands before it. Nothing where it does not come.
    pub fn until(&mut self, mark: &str) -> Option<&'t str> {
        let before = self.rest().split_once(mark)?.0;
        self.over_to(self.at + before.len() + mark.len());
        Some(before)
    }

    /// The same if the mark comes within about so many bytes.
    pub fn until_within(&mut self, mark: &str, most: usize) -> Option<&'t str> {
        let mut end = most.min(self.rest().len());
        while !self.rest().is_char_boundary(end) {
            end -= 1;
        }
        let before = self.rest().get(..end)?.split_once(mark)?.0;
        self.over_to(self.at + before.len() + mark.len());
        Some(before)
    }

    /// Goes to the end; what stood there.
    pub fn all(&mut self) -> &'t str {
        let rest = self.rest();
        self.over_to(self.text.len());
        rest
    }

    /// What stands between this place and a later one.
    pub fn up_to(&self, later: &Cursor<'t>) -> &'t str {
        self.text.get(self.at..later.at).unwrap_or("")
    }

    /// How far it has come since an earlier place, in bytes.
    pub fn since(&self, earlier: &Cursor) -> usize {
        self.at - earlier.at
    }

    /// `end` is always a boundary: it comes from what was found.
    fn over_to(&mut self, end: usize) {
        self.line += self.text.get(self.at..end).unwrap_or("").matches('\n').count();
        self.at = end;
    }
}

#[cfg(test)]
mod tests {
    use super::Cursor;

    #[test]
    fn it_never_stands_within_a_letter() {
        let text = "“Ä”\n한국 [[ش]] 🚚";
        let mut c = Cursor::new(text, 1);
        let mut seen = String::new();
        while let Some(next) = c.bump() {
            seen.push(next);
        }
        assert_eq!((seen.as_str(), c.over(), c.line()), (text, true, 2));
        let mut c = Cursor::new(text, 1);
        assert_eq!(
            (c.until("[["), c.until_within("]]", 3), c.until_within("]]", 4), c.all()),
            (Some("“Ä”\n한국 "), None, Some("ش"), " 🚚")
        );
    }
}
