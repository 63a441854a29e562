//! Conditions and assignments of SugarCube and Harlowe, as far as they compare variables with
//! constants.

use super::story::{Assign, How, Kind, Notes, Op, Test, Value, visits};

/// Parentheses and "not"s within each other beyond which nothing is read.
const DEEPEST: usize = 12;
/// Longest expression that is looked at, in bytes.
const LONGEST: usize = 1000;

#[derive(Clone, Debug, PartialEq)]
enum Token {
    Var(String),
    Value(Value),
    Word(String),
    Sign(String),
}

/// Reads a condition; [`Test::Unknown`] with its text where it is more than that.
pub fn test(text: &str) -> Test {
    let text = text.trim();
    let read = || {
        let tokens = tokens(text)?;
        let mut r = Reader { tokens: &tokens, at: 0, depth: 0 };
        let test = r.any()?;
        (r.at == tokens.len()).then_some(test)
    };
    read().unwrap_or_else(|| Test::Unknown(text.to_owned()))
}

/// A constant, where the whole text is one.
pub fn constant(text: &str) -> Option<Value> {
    let tokens = tokens(text)?;
    match tokens.as_slice() {
        [Token::Value(v)] => Some(v.clone()),
        [Token::Sign(s), Token::Value(Value::Number(n))] if s == "-" => Some(Value::Number(-n)),
        _ => None,
    }
}

/// Reads assignments: `$x to 1, $y = true`, `$n += 1`, `$n++`. What is none is noted.
pub fn assigns(text: &str, line: usize, notes: &mut Notes) -> Vec<Assign> {
    let mut found = Vec::new();
    for part in parts(text) {
        let part = part.trim();
        if part.is_empty() {
            continue;
        }
        match assign(part) {
            Some((var, how)) => found.push(Assign { var, how, line, site: notes.site() }),
            None => {
                doubts(part, notes);
                notes.leave(Kind::Program, line, part, "this is not a variable that is given a value");
            }
        }
    }
    found
}

fn assign(text: &str) -> Option<(String, How)> {
    let name = text.strip_prefix(['$', '_'])?;
    let end = name.find(|c: char| !(c.is_alphanumeric() || c == '_')).unwrap_or(name.len());
    let (var, rest) = (name.get(..end)?.to_owned(), name.get(end..)?.trim());
    if var.is_empty() {
        return None;
    }
    let other = || How::Other(text.to_owned());
    let by = |sign: f64, rest: &str| match constant(rest) {
        Some(Value::Number(n)) => How::Add(sign * n),
        _ => other(),
    };
    let how = match rest {
        "++" => How::Add(1.0),
        "--" => How::Add(-1.0),
        _ => {
            let word = ["to ", "to\t", "= ", "=", "into "].iter().find_map(|w| rest.strip_prefix(w));
            match (rest.strip_prefix("+="), rest.strip_prefix("-="), word) {
                (Some(n), ..) => by(1.0, n),
                (_, Some(n), _) => by(-1.0, n),
                (.., Some(value)) if !value.starts_with('=') => match constant(value) {
                    Some(v) => How::To(v),
                    None => itself(&var, value).unwrap_or_else(other),
                },
                _ if rest.starts_with(['*', '/', '%', '.', '[', '\'']) => other(),
                _ => return None,
            }
        }
    };
    Some((var, how))
}

/// `$x + 1` or `it - 1`, of the variable itself.
fn itself(var: &str, text: &str) -> Option<How> {
    match tokens(text)?.as_slice() {
        [first, Token::Sign(sign), Token::Value(Value::Number(n))] => {
            let own = matches!(first, Token::Var(v) if v == var) || matches!(first, Token::Word(w) if w == "it");
            match sign.as_str() {
                "+" if own => Some(How::Add(*n)),
                "-" if own => Some(How::Add(-n)),
                _ => None,
            }
        }
        _ => None,
    }
}

/// Divided at commas and semicolons outside quotation marks and brackets.
pub fn parts(text: &str) -> Vec<&str> {
    let (mut out, mut from, mut depth, mut quote) = (Vec::new(), 0, 0i32, None);
    let mut escaped = false;
    for (i, c) in text.char_indices() {
        match (quote, c) {
            (Some(_), _) if escaped => escaped = false,
            (Some(_), '\\') => escaped = true,
            (Some(q), _) if c == q => quote = None,
            (Some(_), _) => {}
            (None, '"' | '\'' | '`') => quote = Some(c),
            (None, '(' | '[' | '{') => depth += 1,
            (None, ')' | ']' | '}') => depth -= 1,
            (None, ',' | ';') if depth <= 0 => {
                out.push(text.get(from..i).unwrap_or(""));
                from = i + 1;
            }
            _ => {}
        }
    }
    out.push(text.get(from..).unwrap_or(""));
    out
}

/// An expression of JavaScript, in which variables are bare names, with the sign before them.
pub fn dollared(text: &str) -> String {
    let (mut out, mut quote, mut last) = (String::new(), None, ' ');
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        if quote.is_none() && (c.is_alphabetic() || c == '_') && !(last.is_alphanumeric() || "._$".contains(last)) {
            let mut word = c.to_string();
            while let Some(next) = chars.next_if(|n| n.is_alphanumeric() || *n == '_') {
                word.push(next);
            }
            if !matches!(word.as_str(), "true" | "false" | "null" | "undefined") && chars.peek() != Some(&'(') {
                out.push('$');
            }
            out.push_str(&word);
            last = 'a';
            continue;
        }
        match quote {
            Some(q) if c == q => quote = None,
            None if matches!(c, '"' | '\'' | '`') => quote = Some(c),
            _ => {}
        }
        out.push(c);
        last = c;
    }
    out
}

fn tokens(text: &str) -> Option<Vec<Token>> {
    if text.len() > LONGEST {
        return None;
    }
    let mut out = Vec::new();
    let mut rest = text.trim_start();
    while let Some(c) = rest.chars().next() {
        let size = match c {
            '$' | '_' if rest.len() > 1 => {
                let name = rest.get(1..)?;
                let end = name.find(|c: char| !(c.is_alphanumeric() || c == '_')).unwrap_or(name.len());
                // Members of what a variable holds are not followed.
                if end == 0 || name.get(end..)?.starts_with(['.', '[', '\'']) {
                    return None;
                }
                out.push(Token::Var(name.get(..end)?.to_owned()));
                end + 1
            }
            '"' | '\'' => {
                let (value, size) = quoted(rest)?;
                out.push(Token::Value(Value::Text(value)));
                size
            }
            '0'..='9' => {
                let end = rest.find(|c: char| !(c.is_ascii_digit() || c == '.')).unwrap_or(rest.len());
                let n: f64 = rest.get(..end)?.parse().ok().filter(|n: &f64| n.is_finite())?;
                out.push(Token::Value(Value::Number(n)));
                end
            }
            c if c.is_alphabetic() => {
                let end = rest.find(|c: char| !(c.is_alphanumeric() || c == '-' || c == '_')).unwrap_or(rest.len());
                let word = rest.get(..end)?;
                out.push(match word {
                    "true" => Token::Value(Value::Bool(true)),
                    "false" => Token::Value(Value::Bool(false)),
                    "undefined" | "null" => Token::Value(Value::Nothing),
                    _ => Token::Word(word.to_lowercase()),
                });
                end
            }
            _ => {
                let sign = ["===", "!==", "==", "!=", ">=", "<=", "&&", "||", ">", "<", "!", "(", ")", "+", "-", ":", ","]
                    .iter()
                    .find(|s| rest.starts_with(**s))?;
                out.push(Token::Sign((*sign).to_owned()));
                sign.len()
            }
        };
        rest = rest.get(size..)?.trim_start();
    }
    Some(out)
}

/// The text in quotation marks at the beginning, and how many bytes it takes.
pub fn quoted(text: &str) -> Option<(String, usize)> {
    let mut chars = text.char_indices();
    let mark = chars.next().filter(|c| matches!(c.1, '"' | '\'' | '`'))?.1;
    let mut out = String::new();
    while let Some((i, c)) = chars.next() {
        match c {
            '\\' => out.push(chars.next()?.1),
            c if c == mark => return Some((out, i + 1)),
            c => out.push(c),
        }
    }
    None
}

struct Reader<'t> {
    tokens: &'t [Token],
    at: usize,
    depth: usize,
}

/// One side of a comparison.
enum Side {
    Var(String),
    Value(Value),
    Test(Test),
}

impl Reader<'_> {
    fn peek(&self) -> Option<&Token> {
        self.tokens.get(self.at)
    }

    fn is(&self, words: &[&str]) -> bool {
        matches!(self.peek(), Some(Token::Word(w) | Token::Sign(w)) if words.contains(&w.as_str()))
    }

    fn take(&mut self, words: &[&str]) -> bool {
        let found = self.is(words);
        self.at += usize::from(found);
        found
    }

    fn any(&mut self) -> Option<Test> {
        let mut list = vec![self.all()?];
        while self.take(&["or", "||"]) {
            list.push(self.all()?);
        }
        Some(if list.len() == 1 { list.remove(0) } else { Test::Any(list) })
    }

    fn all(&mut self) -> Option<Test> {
        let mut list = vec![self.one()?];
        while self.take(&["and", "&&"]) {
            list.push(self.one()?);
        }
        Some(if list.len() == 1 { list.remove(0) } else { Test::All(list) })
    }

    fn one(&mut self) -> Option<Test> {
        self.depth += 1;
        let test = if self.depth > DEEPEST { None } else { self.inner() };
        self.depth -= 1;
        test
    }

    fn inner(&mut self) -> Option<Test> {
        if self.take(&["not", "!"]) {
            return Some(Test::Not(Box::new(self.one()?)));
        }
        if self.take(&["def"]) {
            return Some(Test::Not(Box::new(self.unset()?)));
        }
        if self.take(&["ndef"]) {
            return self.unset();
        }
        let left = self.side()?;
        let Some(op) = self.op() else {
            return Some(match left {
                Side::Var(v) => Test::Holds(v),
                Side::Value(v) => Test::Const(v.holds()),
                Side::Test(t) => t,
            });
        };
        match (left, self.side()?) {
            (Side::Var(v), Side::Value(c)) => Some(Test::Compare(v, op, c)),
            (Side::Value(c), Side::Var(v)) => Some(Test::Compare(v, op.turned(), c)),
            (Side::Value(a), Side::Value(b)) => Some(Test::Const(op.holds(&a, &b))),
            (Side::Test(t), Side::Value(Value::Bool(b))) if matches!(op, Op::Eq | Op::Ne) => {
                Some(if b == (op == Op::Eq) { t } else { Test::Not(Box::new(t)) })
            }
            _ => None,
        }
    }

    fn unset(&mut self) -> Option<Test> {
        match self.side()? {
            Side::Var(v) => Some(Test::Compare(v, Op::Eq, Value::Nothing)),
            _ => None,
        }
    }

    fn op(&mut self) -> Option<Op> {
        if self.take(&["is"]) {
            return Some(if self.take(&["not"]) { Op::Ne } else { Op::Eq });
        }
        let ops: [(&[&str], Op); 6] = [
            (&["==", "===", "eq"], Op::Eq),
            (&["!=", "!==", "neq", "isnot", "is-not"], Op::Ne),
            (&["<", "lt"], Op::Lt),
            (&["<=", "lte"], Op::Le),
            (&[">", "gt"], Op::Gt),
            (&[">=", "gte"], Op::Ge),
        ];
        ops.into_iter().find(|(words, _)| self.take(words)).map(|(_, op)| op)
    }

    fn side(&mut self) -> Option<Side> {
        let token = self.peek()?.clone();
        self.at += 1;
        match token {
            Token::Var(v) => Some(Side::Var(v)),
            Token::Value(v) => Some(Side::Value(v)),
            Token::Sign(s) if s == "-" => match self.peek()?.clone() {
                Token::Value(Value::Number(n)) => {
                    self.at += 1;
                    Some(Side::Value(Value::Number(-n)))
                }
                _ => None,
            },
            Token::Sign(s) if s == "(" => {
                if self.is(&["visited", "visits"]) {
                    return self.visited();
                }
                self.depth += 1;
                let inner = if self.depth > DEEPEST { None } else { self.any() };
                self.depth -= 1;
                let inner = inner.filter(|_| self.take(&[")"]))?;
                Some(match inner {
                    Test::Holds(v) => Side::Var(v),
                    test => Side::Test(test),
                })
            }
            Token::Word(w) if matches!(w.as_str(), "visited" | "hasvisited" | "visits" | "visit") => {
                self.at -= 1;
                self.visited()
            }
            _ => None,
        }
    }

    /// `visited("X")`, `(visited: "X")`; without a name, this passage, which is come to once.
    fn visited(&mut self) -> Option<Side> {
        self.at += 1;
        if !self.take(&["(", ":"]) {
            return Some(Side::Value(Value::Number(1.0)));
        }
        if self.take(&[")"]) {
            return Some(Side::Value(Value::Number(1.0)));
        }
        let Some(Token::Value(Value::Text(name))) = self.peek().cloned() else { return None };
        self.at += 1;
        self.take(&[")"]).then(|| Side::Var(visits(&name)))
    }
}

/// Variables that program may set: `$x`, `State.variables.x`, `s.x`. Where it takes hold of all of
/// them at once, any may be set.
pub fn doubts(text: &str, notes: &mut Notes) {
    const BY: &str = "a script may change it";
    let name = |rest: &str| rest.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect::<String>();
    for part in text.split('$').skip(1) {
        let var = name(part);
        if !var.is_empty() {
            notes.doubt(&var, BY);
        }
    }
    for hold in ["variables()", "State.variables", "state.history[0].variables", "active.variables", "window.story.state", "State.setVar("]
    {
        for part in text.split(hold).skip(1) {
            let member = part.strip_prefix('.').map(name).or_else(|| {
                let rest = part.strip_prefix('[').unwrap_or(part).trim_start_matches(' ');
                quoted(rest).map(|q| q.0.trim_start_matches('$').to_owned())
            });
            match member.filter(|m| !m.is_empty()) {
                Some(var) => notes.doubt(&var, BY),
                None => notes.any = Some("a script may change any variable".into()),
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{assigns, dollared, doubts, test};
    use crate::story::{How, Notes, Op, Test, Value, visits};

    #[test]
    fn conditions_of_both_languages_are_read() {
        let x = |op, n: f64| Test::Compare("x".into(), op, Value::Number(n));
        let holds = |v: &str| Test::Holds(v.into());
        let not = |t| Test::Not(Box::new(t));
        for (text, wanted) in [
            ("$x", holds("x")),
            ("!$x", not(holds("x"))),
            ("not $x", not(holds("x"))),
            ("$x is 1", x(Op::Eq, 1.0)),
            ("$x is not 1", x(Op::Ne, 1.0)),
            ("$x isnot 1", x(Op::Ne, 1.0)),
            ("$x gte 2", x(Op::Ge, 2.0)),
            ("$x >= 2", x(Op::Ge, 2.0)),
            ("2 < $x", x(Op::Gt, 2.0)),
            ("$x is -1", x(Op::Eq, -1.0)),
            ("$x eq \"red\"", Test::Compare("x".into(), Op::Eq, Value::Text("red".into()))),
            ("$x and ($y or $z)", Test::All(vec![holds("x"), Test::Any(vec![holds("y"), holds("z")])])),
            ("$x && !$y", Test::All(vec![holds("x"), not(holds("y"))])),
            ("visited(\"Yard\")", Test::Holds(visits("Yard"))),
            ("(visited: \"Yard\")", Test::Holds(visits("Yard"))),
            ("visited(\"Yard\") > 1", Test::Compare(visits("Yard"), Op::Gt, Value::Number(1.0))),
            ("ndef $x", Test::Compare("x".into(), Op::Eq, Value::Nothing)),
            ("($x > 1) is false", not(x(Op::Gt, 1.0))),
            ("true", Test::Const(true)),
        ] {
            assert_eq!(test(text), wanted, "{text}");
        }
        for text in ["$x.y", "$x + 1 > 2", "random(1, 6) is 3", "$x contains \"a\"", "", "$x is", "$a is $b", "((((((((((((((((((1"] {
            assert_eq!(test(text), Test::Unknown(text.trim().into()), "{text}");
        }
    }

    #[test]
    fn bare_names_get_their_sign() {
        assert_eq!(dollared("trust > 2 && name === 'An na' || x.y(true)"), "$trust > 2 && $name === 'An na' || $x.y(true)");
    }

    #[test]
    fn assignments_of_both_languages_are_read() {
        for (text, wanted) in [
            ("$x to true", How::To(Value::Bool(true))),
            ("$x = 5", How::To(Value::Number(5.0))),
            ("$x to \"a, b\"", How::To(Value::Text("a, b".into()))),
            ("$x += 2", How::Add(2.0)),
            ("$x -= 2", How::Add(-2.0)),
            ("$x++", How::Add(1.0)),
            ("$x to it + 1", How::Add(1.0)),
            ("$x to $x - 1", How::Add(-1.0)),
            ("$x to $y", How::Other("$x to $y".into())),
            ("$x.push(1)", How::Other("$x.push(1)".into())),
        ] {
            let mut notes = Notes::default();
            let found = assigns(text, 1, &mut notes);
            assert_eq!(found.iter().map(|a| &a.how).collect::<Vec<_>>(), [&wanted], "{text}");
            assert_eq!(found[0].var, "x");
        }
        let mut notes = Notes::default();
        assert_eq!(assigns("$a to 1, $b to 2; $c++", 3, &mut notes).len(), 3);
        assert!(assigns("State.restore()", 3, &mut notes).is_empty());
        assert_eq!(notes.done().len(), 1);
    }

    #[test]
    fn program_may_set_what_it_names() {
        let names = |text: &str| {
            let mut notes = Notes::default();
            doubts(text, &mut notes);
            (notes.unsure.into_keys().collect::<Vec<_>>().join(" "), notes.any.is_some())
        };
        assert_eq!(names("State.variables.trust += 1; variables()['two'] = 2"), ("trust two".into(), false));
        assert_eq!(names("const v = State.variables; v.trust = 3"), (String::new(), true));
        assert_eq!(names("State.setVar(\"$x\", 5)"), ("x".into(), false));
        assert_eq!(names("alert(1)"), (String::new(), false));
    }
}
