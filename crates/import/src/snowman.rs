//! The text of a passage as Snowman reads it: templates with JavaScript in them, of which
//! conditions and assignments are followed. Its code is never text.

use super::expr;
use super::expr::doubts;
use super::lexer::SNOWMAN;
use super::scan::{Own, Scan, arm};
use super::story::{Arm, Include, Kind, Notes, Piece, Test};
use super::text;

/// What ends a block.
enum End {
    /// `}`, or the end of the text.
    Closed,
    /// `} else {`, `} else if (…) {`
    Else(Option<Test>, usize),
}

/// Reads a passage that begins on this line.
pub fn pieces(text: &str, line: usize, notes: &mut Notes) -> Vec<Piece> {
    let mut scan = Scan::new(text, line, SNOWMAN, notes);
    let mut out = Vec::new();
    while !scan.lexer.over() {
        out.extend(block(&mut scan).0);
    }
    out
}

fn block(scan: &mut Scan) -> (Vec<Piece>, End) {
    let mut out = Vec::new();
    while let Some(own) = scan.next(&mut out) {
        let Own::Code(code, line) = own else { continue };
        if let Some(shown) = code.strip_prefix(['=', '-']) {
            value(scan, shown.trim(), line, &mut out);
            continue;
        }
        scan.flush(&mut out);
        let code = code.trim();
        if let Some(rest) = code.strip_prefix('}') {
            let rest = rest.trim();
            let Some(rest) = rest.strip_prefix("else") else { return (out, End::Closed) };
            return (out, End::Else(condition(rest), line));
        }
        if let Some(test) = condition(code) {
            let arms = scan.nested(|scan| arms(scan, test, line));
            out.extend(arms.map(Piece::If));
        } else if code.ends_with('{') {
            scan.program(code);
            scan.notes.leave(Kind::Untold, line, code, "what is told again and again stands there once");
            let inner = scan.nested(|scan| block(scan).0);
            out.extend(inner.into_iter().flatten());
        } else {
            statements(code, line, &mut out, scan.notes);
        }
    }
    scan.flush(&mut out);
    (out, End::Closed)
}

/// `if (…) {`
fn condition(code: &str) -> Option<Test> {
    let inner = code.trim().strip_prefix("if")?.trim_end().strip_suffix('{')?.trim();
    Some(expr::test(&named(inner.strip_prefix('(')?.strip_suffix(')')?)))
}

fn arms(scan: &mut Scan, test: Test, line: usize) -> Vec<Arm> {
    let (mut arms, mut test, mut at) = (Vec::new(), Some(test), line);
    loop {
        let (pieces, end) = block(scan);
        arms.push(arm(test.take(), at, pieces));
        let End::Else(next, line) = end else { return arms };
        (test, at) = (next, line);
    }
}

/// Variables are members of `s`, or of the story's state.
fn named(code: &str) -> String {
    let code = code.replace("window.story.state.", "s.").replace("story.state.", "s.");
    let (mut out, mut last) = (String::new(), ' ');
    let mut rest = code.as_str();
    while let Some(c) = rest.chars().next() {
        let after = rest.strip_prefix("s.").filter(|_| !last.is_alphanumeric() && !"._$".contains(last));
        rest = after.unwrap_or_else(|| rest.get(c.len_utf8()..).unwrap_or(""));
        out.push(if after.is_some() { '$' } else { c });
        last = c;
    }
    out
}

fn statements(code: &str, line: usize, out: &mut Vec<Piece>, notes: &mut Notes) {
    for part in code.split([';', '\n']).map(str::trim).filter(|p| !p.is_empty()) {
        let shows = ["window.story.show(", "story.show("].iter().find_map(|s| part.strip_prefix(s));
        if let Some(to) = shows.and_then(|s| expr::quoted(s.trim_start())) {
            out.push(Piece::Go(to.0, line));
            continue;
        }
        let part = named(part);
        if part.starts_with('$') {
            out.extend(expr::assigns(&part, line, notes).into_iter().map(Piece::Set));
        } else {
            doubts(&part, notes);
            notes.leave(Kind::Program, line, format!("<% {part} %>"), "it is program, not text");
        }
    }
}

/// `<%= … %>`
fn value(scan: &mut Scan, code: &str, line: usize, out: &mut Vec<Piece>) {
    let renders = code.trim_start_matches("window.").strip_prefix("story.render(");
    if let Some((name, _)) = renders.and_then(|r| expr::quoted(r.trim_start())) {
        scan.flush(out);
        return out.push(Piece::Include(Include::Passage(name), line));
    }
    let code = named(code);
    match code.strip_prefix('$').filter(|v| v.chars().all(|c| c.is_alphanumeric() || c == '_')) {
        Some(var) => {
            let mut stands = String::new();
            text::shown(var, line, &mut stands, scan.notes);
            scan.say(&stands);
        }
        None if expr::constant(&code).is_some() || code.contains("[[") => scan.print(&code, line, out),
        None => scan.notes.leave(Kind::Lost, line, format!("<%= {code} %>"), "what it shows is worked out as the story runs"),
    }
}

#[cfg(test)]
mod tests {
    use super::pieces;
    use crate::story::{Notes, Piece, Test};

    #[test]
    fn conditions_in_templates_have_arms() {
        let text = "<% s.trust = 3; s.alias(2) %>Hello <%= s.name %>. **Bold** _it_ snake_case\n<% if (s.trust > 2) { %>\nYes. [[On->C]]\n<% } else if (s.x) { %>\nPerhaps.<% } else { %>\nNo. [[Off->D]]\n<% } %> after";
        let mut notes = Notes::default();
        let found = pieces(text, 1, &mut notes);
        assert!(matches!(&found[0], Piece::Set(s) if s.var == "trust"), "{found:?}");
        let Some(Piece::If(arms)) = found.iter().find(|p| matches!(p, Piece::If(_))) else { panic!("{found:?}") };
        assert_eq!(arms.iter().map(|a| a.test.is_some()).collect::<Vec<_>>(), [true, true, false]);
        assert!(matches!(arms[0].test, Some(Test::Compare(..))));
        let text: String = found.iter().filter_map(|p| if let Piece::Text(t, _) = p { Some(t.as_str()) } else { None }).collect();
        assert_eq!(text.split_whitespace().collect::<Vec<_>>().join(" "), "Hello (name). *Bold* *it* snake_case after");
        pieces(&"<% if (x) { %>".repeat(3000), 1, &mut notes);
        pieces(&"<% } %>".repeat(3000), 1, &mut notes);
    }
}
