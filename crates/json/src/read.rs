//! Text to tree.

use super::{Node, Value};

/// Deeper nesting is refused.
pub(super) const DEEPEST: usize = 64;
/// More members in one object are refused: finding a name that stands twice takes time that grows
/// with the square.
pub(super) const MEMBERS: usize = 1000;
pub(super) const TOO_MANY: &str = "an object has too many members";

/// Why a text is no JSON, and the byte offset where.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Broken {
    pub at: usize,
    pub text: &'static str,
}

/// Where reading has come to.
pub(super) struct Reader<'t> {
    pub text: &'t str,
    bytes: &'t [u8],
    pub at: usize,
    pub depth: usize,
}

/// Reads one JSON value and nothing after it.
///
/// # Errors
/// [`Broken`]: the first place where the text is no JSON, or is nested too deeply.
pub fn parse(text: &str) -> Result<Node, Broken> {
    let mut r = Reader::new(text);
    let node = r.value()?;
    r.space();
    if r.at < r.bytes.len() { r.broken("nothing may follow the end of the value") } else { Ok(node) }
}

/// The very text of a value that [`parse`] found in `text`: what another program wrote is handed
/// on to the last digit. Empty where the node is not of this text.
pub fn slice<'t>(text: &'t str, node: &Node) -> &'t str {
    let mut r = Reader { at: node.at, ..Reader::new(text) };
    if text.is_char_boundary(node.at) && r.value().is_ok() { text.get(node.at..r.at).unwrap_or("") } else { "" }
}

impl<'t> Reader<'t> {
    pub fn new(text: &'t str) -> Reader<'t> {
        Reader { text, bytes: text.as_bytes(), at: 0, depth: 0 }
    }
}

impl Reader<'_> {
    fn broken<T>(&self, text: &'static str) -> Result<T, Broken> {
        Err(Broken { at: self.at, text })
    }

    pub fn peek(&self) -> u8 {
        self.bytes.get(self.at).copied().unwrap_or(0)
    }

    pub fn space(&mut self) {
        while matches!(self.peek(), b' ' | b'\n' | b'\r' | b'\t') {
            self.at += 1;
        }
    }

    pub fn take(&mut self, word: &str) -> bool {
        let found = self.bytes.get(self.at..).is_some_and(|rest| rest.starts_with(word.as_bytes()));
        if found {
            self.at += word.len();
        }
        found
    }

    fn value(&mut self) -> Result<Node, Broken> {
        self.space();
        let at = self.at;
        let value = match self.peek() {
            b'{' => self.nested(Reader::object)?,
            b'[' => self.nested(Reader::list)?,
            b'"' => Value::Text(self.string()?),
            b'-' | b'0'..=b'9' => Value::Number(self.number()?),
            _ if self.take("true") => Value::Bool(true),
            _ if self.take("false") => Value::Bool(false),
            _ if self.take("null") => Value::Null,
            _ => return self.broken("a value is missing here"),
        };
        Ok(Node { at, value })
    }

    fn nested(&mut self, read: fn(&mut Self) -> Result<Value, Broken>) -> Result<Value, Broken> {
        self.depth += 1;
        if self.depth > DEEPEST {
            return self.broken("the text is nested too deeply");
        }
        self.at += 1;
        let value = read(self);
        self.depth -= 1;
        value
    }

    fn list(&mut self) -> Result<Value, Broken> {
        let mut list = Vec::new();
        self.space();
        if self.take("]") {
            return Ok(Value::List(list));
        }
        loop {
            list.push(self.value()?);
            self.space();
            if self.take("]") {
                return Ok(Value::List(list));
            }
            if !self.take(",") {
                return self.broken("a comma or ] is missing here");
            }
        }
    }

    fn object(&mut self) -> Result<Value, Broken> {
        let mut members: Vec<(String, Node)> = Vec::new();
        self.space();
        if self.take("}") {
            return Ok(Value::Object(members));
        }
        loop {
            self.space();
            if self.peek() != b'"' {
                return self.broken("a name in quotation marks is missing here");
            }
            let at = self.at;
            let name = self.string()?;
            if members.len() >= MEMBERS {
                return self.broken(TOO_MANY);
            }
            if members.iter().any(|m| m.0 == name) {
                return Err(Broken { at, text: "this name stands twice in one object" });
            }
            self.space();
            if !self.take(":") {
                return self.broken("a colon is missing here");
            }
            members.push((name, self.value()?));
            self.space();
            if self.take("}") {
                return Ok(Value::Object(members));
            }
            if !self.take(",") {
                return self.broken("a comma or } is missing here");
            }
        }
    }

    pub fn string(&mut self) -> Result<String, Broken> {
        self.at += 1;
        let mut out = String::new();
        loop {
            let start = self.at;
            while !matches!(self.peek(), b'"' | b'\\') && self.peek() >= 0x20 {
                self.at += 1;
            }
            out.push_str(self.text.get(start..self.at).unwrap_or(""));
            match self.peek() {
                b'"' => {
                    self.at += 1;
                    return Ok(out);
                }
                b'\\' => out.push(self.escape()?),
                _ => return self.broken("the closing quotation mark is missing"),
            }
        }
    }

    fn escape(&mut self) -> Result<char, Broken> {
        self.at += 2;
        Ok(match self.bytes.get(self.at - 1).copied().unwrap_or(0) {
            b'"' => '"',
            b'\\' => '\\',
            b'/' => '/',
            b'b' => '\u{8}',
            b'f' => '\u{c}',
            b'n' => '\n',
            b'r' => '\r',
            b't' => '\t',
            b'u' => {
                let mut code = self.hex()?;
                if (0xD800..0xDC00).contains(&code) && self.take("\\u") {
                    let low = self.hex()?;
                    if !(0xDC00..0xE000).contains(&low) {
                        return self.broken("this is no character");
                    }
                    code = 0x10000 + ((code - 0xD800) << 10) + (low - 0xDC00);
                }
                match char::from_u32(code) {
                    Some(c) => c,
                    None => return self.broken("this is no character"),
                }
            }
            _ => return self.broken("a backslash must be followed by one of \" \\ / b f n r t u"),
        })
    }

    fn hex(&mut self) -> Result<u32, Broken> {
        let digits = self.text.get(self.at..self.at + 4).filter(|d| d.bytes().all(|b| b.is_ascii_hexdigit()));
        let Some(code) = digits.and_then(|d| u32::from_str_radix(d, 16).ok()) else {
            return self.broken("four hexadecimal digits are missing here");
        };
        self.at += 4;
        Ok(code)
    }

    /// Up to 15 digits and an exponent up to 22 are exact: one division or multiplication of two
    /// exact numbers (Clinger 1990). More digits are cut, which no scenario needs.
    pub fn number(&mut self) -> Result<f64, Broken> {
        let negative = self.take("-");
        if self.peek() == b'0' && matches!(self.bytes.get(self.at + 1), Some(b'0'..=b'9')) {
            return self.broken("a number does not begin with 0");
        }
        let (mut digits, mut shift, mut point, mut any) = (0u64, 0i32, false, false);
        loop {
            match self.peek() {
                d @ b'0'..=b'9' => {
                    any = true;
                    if digits < 100_000_000_000_000 {
                        digits = digits * 10 + u64::from(d - b'0');
                        shift -= i32::from(point);
                    } else {
                        shift += i32::from(!point);
                    }
                }
                b'.' if !point && any => {
                    point = true;
                    any = false;
                }
                _ => break,
            }
            self.at += 1;
        }
        if !any {
            return self.broken("a digit is missing here");
        }
        if matches!(self.peek(), b'e' | b'E') {
            self.at += 1;
            let down = self.take("-");
            if !down {
                self.take("+");
            }
            let (start, mut exponent) = (self.at, 0i32);
            while let d @ b'0'..=b'9' = self.peek() {
                exponent = (exponent * 10 + i32::from(d - b'0')).min(9999);
                self.at += 1;
            }
            if self.at == start {
                return self.broken("a digit is missing here");
            }
            shift += if down { -exponent } else { exponent };
        }
        let mut n = digits as f64;
        let power = |k: i32| (0..k).fold(1.0, |p: f64, _| p * 10.0);
        n = if shift < 0 { n / power((-shift).min(330)) } else { n * power(shift.min(330)) };
        if !n.is_finite() {
            return self.broken("this number is too large");
        }
        Ok(if negative { -n } else { n })
    }
}
