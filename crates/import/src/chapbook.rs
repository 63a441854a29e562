//! The text of a passage as Chapbook reads it: variables on top, blocks under a line in square
//! brackets, and inserts in braces. Its code is never text.

use super::expr;
use super::lexer::CHAPBOOK;
use super::scan::{Own, Scan, arm};
use super::story::{Include, Kind, Notes, Piece, Test};
use super::text;

/// Reads a passage that begins on this line.
pub fn pieces(text: &str, line: usize, notes: &mut Notes) -> Vec<Piece> {
    let mut out = Vec::new();
    let mut body = 0;
    if let Some(end) = text.split('\n').position(|l| l.trim_end() == "--") {
        for (i, l) in text.split('\n').take(end).enumerate().filter(|(_, l)| !l.trim().is_empty()) {
            variable(l, line + i, &mut out, notes);
        }
        body = end + 1;
    }
    // What a block hangs on, its text, and the line that begins on.
    let mut blocks: Vec<(String, String, usize)> = vec![(String::new(), String::new(), line + body)];
    for (i, l) in text.split('\n').enumerate().skip(body) {
        let bare = l.trim();
        let modifier = bare.strip_prefix('[').and_then(|b| b.strip_suffix(']')).filter(|m| !m.starts_with('[') && !m.is_empty());
        match (modifier, blocks.last_mut()) {
            (Some(modifier), _) => blocks.push((modifier.to_owned(), String::new(), line + i + 1)),
            (None, Some(block)) => {
                block.1.push_str(l);
                block.1.push('\n');
            }
            (None, None) => {}
        }
    }
    for (modifier, text, at) in blocks {
        block(&modifier, &text, at, &mut out, notes);
    }
    out
}

/// `name: value`, or `name (condition): value`.
fn variable(text: &str, line: usize, out: &mut Vec<Piece>, notes: &mut Notes) {
    let Some((name, value)) = text.split_once(':') else {
        return notes.leave(Kind::Program, line, text, "this is not a variable that is given a value");
    };
    let (name, condition) = name.split_once('(').map_or((name, None), |(n, c)| (n, Some(c.trim_end().trim_end_matches(')'))));
    let sets = expr::assigns(&format!("${} = {}", name.trim(), expr::dollared(value.trim())), line, notes);
    let sets: Vec<Piece> = sets.into_iter().map(Piece::Set).collect();
    match condition {
        Some(condition) => out.push(Piece::If(vec![arm(Some(expr::test(&expr::dollared(condition))), line, sets)])),
        None => out.extend(sets),
    }
}

fn block(modifiers: &str, text: &str, line: usize, out: &mut Vec<Piece>, notes: &mut Notes) {
    let (mut test, mut otherwise) = (None, false);
    for modifier in modifiers.split(';').map(str::trim).filter(|m| !m.is_empty()) {
        let (word, rest) = modifier.split_once(' ').unwrap_or((modifier, ""));
        let asked = || expr::test(&expr::dollared(rest));
        match word.to_lowercase().as_str() {
            "if" => test = Some(asked()),
            "unless" => test = Some(Test::Not(Box::new(asked()))),
            "ifalways" => test = Some(Test::Const(true)),
            "ifnever" => test = Some(Test::Const(false)),
            "else" => otherwise = true,
            "continue" | "continued" | "cont" | "cont'd" | "align" | "append" => {}
            "javascript" | "css" => {
                super::expr::doubts(text, notes);
                state(text, notes);
                return notes.leave(Kind::Program, line, format!("[{modifier}]"), "it is program, not text");
            }
            "note" | "n.b." | "nb" | "todo" | "fixme" => {
                return notes.leave(Kind::Look, line, format!("[{modifier}]"), "it is a note of the writer’s");
            }
            _ => notes.leave(Kind::Look, line, format!("[{modifier}]"), "what it shows stands there from the start"),
        }
    }
    let pieces = body(text, line, notes);
    match (test, otherwise, out.last_mut()) {
        (None, true, Some(Piece::If(arms))) if arms.iter().all(|a| a.test.is_some()) => arms.push(arm(None, line, pieces)),
        (Some(test), ..) => out.push(Piece::If(vec![arm(Some(test), line, pieces)])),
        (None, ..) => out.extend(pieces),
    }
}

/// Variables that a script sets by name.
fn state(text: &str, notes: &mut Notes) {
    for part in text.split("state.set(").skip(1) {
        match expr::quoted(part.trim_start()) {
            Some((name, _)) => notes.doubt(&name, "a script may change it"),
            None => notes.any = Some("a script may change any variable".into()),
        }
    }
}

fn body(text: &str, line: usize, notes: &mut Notes) -> Vec<Piece> {
    let mut scan = Scan::new(text, line, CHAPBOOK, notes);
    let mut out = Vec::new();
    while let Some(own) = scan.next(&mut out) {
        match own {
            Own::Insert(inner, line) => insert(&mut scan, inner, line, &mut out),
            Own::Code(..) | Own::Macro(_) | Own::Hook | Own::Close => {}
        }
    }
    scan.flush(&mut out);
    out
}

/// `{name}`, or `{what it does: 'argument', option: 'value'}`.
fn insert(scan: &mut Scan, inner: &str, line: usize, out: &mut Vec<Piece>) {
    let (name, args) = inner.split_once([':', ',']).unwrap_or((inner, ""));
    let name = name.trim().to_lowercase();
    let option = |key: &str| {
        let at = inner.find(&format!("{key}:"))?;
        expr::quoted(inner.get(at + key.len() + 1..)?.trim_start()).map(|q| q.0)
    };
    let first = expr::quoted(args.trim()).map(|q| q.0);
    match name.as_str() {
        "embed passage" | "embed passage named" => {
            scan.flush(out);
            match first {
                Some(to) => out.push(Piece::Include(Include::Passage(to), line)),
                None => {
                    scan.notes.leave(Kind::Lost, line, format!("{{{inner}}}"), "which passage stands there is worked out as the story runs")
                }
            }
        }
        "reveal link" => {
            scan.notes.leave(Kind::Look, line, format!("{{{inner}}}"), "what it opens stands there from the start");
            scan.say(&format!("\n{}\n", first.unwrap_or_default()));
            if let Some(text) = option("text") {
                scan.say(&text);
            }
            if let Some(to) = option("passage") {
                scan.flush(out);
                out.push(Piece::Include(Include::Passage(to), line));
            }
        }
        "back link" | "restart link" => {
            scan.notes.leave(Kind::Cut, line, format!("{{{inner}}}"), "a scenario does not go back: a scene comes once");
        }
        "cycling link for" | "cycling link" | "dropdown menu for" | "text input for" | "dropdown menu" | "text input" => {
            if let Some(var) = first {
                scan.notes.doubt(&var, "the reader gives it its value");
            }
            scan.notes.leave(Kind::Program, line, format!("{{{inner}}}"), "a scenario has no fields to fill in");
        }
        _ if args.is_empty() && inner.chars().all(|c| c.is_alphanumeric() || "._".contains(c)) && !inner.is_empty() => {
            let mut stands = String::new();
            text::shown(inner, line, &mut stands, scan.notes);
            scan.say(&stands);
        }
        _ => scan.notes.leave(Kind::Look, line, format!("{{{inner}}}"), "a scenario has nothing like it"),
    }
}

#[cfg(test)]
mod tests {
    use super::pieces;
    use crate::story::{Include, Notes, Piece};

    #[test]
    fn variables_blocks_and_inserts_are_told_from_text() {
        let text = "trust: 3\nname: 'Anna'\n--\nHello {name}. {embed passage: 'Hall'}\n\n> [[Go->A]]\n\n[if trust > 2]\nShe trusts you.\n\n[else]\nNot.\n\n\
            [JavaScript]\nengine.state.set('rank', 1); write('x');\n\n[CSS]\nbody {color: red}\n\n[continue]\nThat is _all_. {restart link, label: 'Again'}";
        let mut notes = Notes::default();
        let found = pieces(text, 1, &mut notes);
        let sets = found.iter().filter(|p| matches!(p, Piece::Set(_))).count();
        assert!(sets == 2 && found.iter().any(|p| matches!(p, Piece::Include(Include::Passage(n), 4) if n == "Hall")), "{found:?}");
        assert!(found.iter().any(|p| matches!(p, Piece::If(arms) if arms.len() == 2 && arms[0].test.is_some())), "{found:?}");
        assert!(found.iter().any(|p| matches!(p, Piece::Link(l) if l.to == "A")));
        let text: String = found.iter().filter_map(|p| if let Piece::Text(t, _) = p { Some(t.as_str()) } else { None }).collect();
        assert_eq!(text.split_whitespace().collect::<Vec<_>>().join(" "), "Hello (name). That is *all*.");
        assert!(notes.unsure.contains_key("rank"));
    }
}
