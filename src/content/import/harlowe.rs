//! The text of a passage as Harlowe 3 reads it: links, macros in round brackets, hooks in square ones.

use super::expr::{self, parts, quoted};
use super::scan::{DEEPEST, LONGEST, Scan, arm, inside};
use super::story::{Arm, Link, Notes, Piece, Test, Value};
use super::text::{self, HARLOWE};

/// Reads a passage that begins on this line.
pub fn pieces(text: &str, line: usize, notes: &mut Notes) -> Vec<Piece> {
    let mut scan = Scan::new(text, line, HARLOWE, notes);
    block(&mut scan, false)
}

/// Up to the bracket that closes a hook, if one is open; else to the end.
fn block(scan: &mut Scan, hook: bool) -> Vec<Piece> {
    let mut out = Vec::new();
    while !scan.over() {
        let rest = scan.rest();
        let handled = match rest.as_bytes().first() {
            Some(b']') if hook => {
                scan.go(1);
                // The name of a hook may stand behind it: `[text]<name|`.
                if let Some(end) = named(scan.rest(), '<', '|') {
                    scan.go(end);
                }
                scan.flush(&mut out);
                return out;
            }
            Some(b'(') => called(scan, &mut out),
            Some(b'[') => scan.brackets(&mut out) || own(scan, &mut out),
            Some(b'|') => match named(rest, '|', '>').or_else(|| named(rest, '|', ')')) {
                Some(end) if rest.get(end..).is_some_and(|r| r.starts_with('[')) => {
                    scan.go(end);
                    true
                }
                _ => false,
            },
            Some(b'<') => scan.skip("<!--", "-->") || program(scan),
            Some(b'$') => changed(scan),
            // A line feed after this is none; braces only take line feeds out.
            Some(b'\\') if rest.starts_with("\\\n") => {
                scan.go(2);
                true
            }
            Some(b'{' | b'}') => {
                scan.go(1);
                true
            }
            _ => false,
        };
        if !handled {
            let more = rest.get(1..).and_then(|r| r.find(['(', '[', ']', '|', '<', '$', '\\', '{', '}'])).map_or(rest.len(), |n| n + 1);
            scan.tell(more.max(1));
        }
    }
    scan.flush(&mut out);
    out
}

/// `<name|` or `|name>` at the beginning: how many bytes.
fn named(text: &str, open: char, close: char) -> Option<usize> {
    let inner = text.strip_prefix(open)?;
    let end = inner.find(|c: char| !(c.is_alphanumeric() || c == '_' || c == '-')).filter(|n| *n > 0)?;
    inner.get(end..)?.starts_with(close).then_some(end + 2)
}

/// A hook without a macro: its contents stand there.
fn own(scan: &mut Scan, out: &mut Vec<Piece>) -> bool {
    if scan.depth >= DEEPEST {
        return false;
    }
    scan.flush(out);
    scan.go(1);
    scan.depth += 1;
    let inner = block(scan, true);
    scan.depth -= 1;
    out.extend(inner);
    true
}

/// `$style[text]`: the look of a hook, kept in a variable.
fn changed(scan: &mut Scan) -> bool {
    let name = scan.rest().get(1..).unwrap_or("");
    let end = name.find(|c: char| !(c.is_alphanumeric() || c == '_')).unwrap_or(name.len());
    let hook = end > 0 && name.get(end..).is_some_and(|r| r.starts_with('[') && !r.starts_with("[["));
    if hook {
        scan.notes.markup += 1;
        scan.go(end + 1);
    }
    hook
}

fn program(scan: &mut Scan) -> bool {
    let line = scan.line();
    for (open, close) in [("<script", "</script>"), ("<style", "</style>")] {
        if scan.skip(open, close) {
            scan.notes.leave(line, format!("{open} … {close}"), "it is program, not text");
            return true;
        }
    }
    false
}

/// A macro that stands at the beginning: its name as Harlowe compares it, what stands behind the
/// colon, and how many bytes.
fn call(text: &str) -> Option<(String, &str, usize)> {
    let inner = text.strip_prefix('(')?;
    let colon = inner.find(|c: char| !(c.is_alphanumeric() || c == '-' || c == '_')).filter(|n| *n > 0)?;
    if !inner.get(colon..)?.starts_with(':') {
        return None;
    }
    let name = inner.get(..colon)?.chars().filter(char::is_ascii_alphanumeric).collect::<String>().to_ascii_lowercase();
    let (mut depth, mut quote, mut escaped) = (1usize, None, false);
    for (i, c) in text.char_indices().skip(1).take(LONGEST) {
        match (quote, c) {
            (Some(_), _) if escaped => escaped = false,
            (Some(_), '\\') => escaped = true,
            (Some(q), _) if c == q => quote = None,
            (Some(_), _) => {}
            // The apostrophe of a possessive (`$x's`) is no quotation mark.
            (None, '\'') if text.get(..i).is_some_and(|t| t.ends_with(char::is_alphanumeric)) => {}
            (None, '"' | '\'') => quote = Some(c),
            (None, '(') => depth += 1,
            (None, ')') => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            return Some((name, text.get(colon + 2..i)?.trim(), i + 1));
        }
    }
    None
}

/// The hook that follows a macro, read; nothing where none follows.
fn hook(scan: &mut Scan) -> Option<Vec<Piece>> {
    let rest = scan.rest();
    let space = rest.len() - rest.trim_start_matches([' ', '\n', '\t']).len();
    let attached = rest.get(space..).is_some_and(|r| r.starts_with('[') && !r.starts_with("[["));
    // Not attached to a macro that changes nothing: a blank between is allowed.
    if !attached || scan.depth >= DEEPEST {
        return None;
    }
    scan.go(space + 1);
    scan.depth += 1;
    let inner = block(scan, true);
    scan.depth -= 1;
    Some(inner)
}

fn called(scan: &mut Scan, out: &mut Vec<Piece>) -> bool {
    let Some((name, args, size)) = call(scan.rest()) else { return false };
    let line = scan.line();
    scan.flush(out);
    scan.go(size);
    let arg = |n: usize| parts(args).get(n).and_then(|a| quoted(a.trim())).map(|q| q.0);
    match name.as_str() {
        "set" => out.extend(expr::assigns(args, line, scan.notes).into_iter().map(Piece::Set)),
        "put" => {
            for part in parts(args) {
                let turned = part.rsplit_once(" into ").map_or_else(|| part.to_owned(), |(v, x)| format!("{} to {}", x.trim(), v.trim()));
                out.extend(expr::assigns(&turned, line, scan.notes).into_iter().map(Piece::Set));
            }
        }
        "if" | "unless" => {
            if let Some(arms) = arms(scan, &name, args, line) {
                out.push(Piece::If(arms));
            }
        }
        "goto" => match arg(0) {
            Some(to) => out.push(Piece::Go(to, line)),
            None => scan.notes.leave(line, format!("(goto: {args})"), "where it leads is worked out as the story runs"),
        },
        "linkgoto" | "linkrevealgoto" => {
            let label = arg(0).unwrap_or_else(|| args.to_owned());
            let to = if parts(args).len() > 1 { arg(1).unwrap_or_else(|| "$".into()) } else { label.clone() };
            let mut link = scan.link(&label, &to, "");
            if let Some(contents) = hook(scan) {
                inside(contents, &mut link, scan.notes);
            }
            out.push(Piece::Link(link));
        }
        "clickgoto" | "mouseovergoto" | "mouseoutgoto" => match arg(1) {
            Some(to) => {
                let link = scan.link(&to, &to, "");
                out.push(Piece::Link(link));
            }
            None => scan.notes.leave(line, format!("({name}: {args})"), "where it leads is worked out as the story runs"),
        },
        "link" | "linkreplace" | "linkreveal" | "linkrepeat" | "linkrerun" | "linkshow" | "click" | "clickreplace" => {
            let label = arg(0).unwrap_or_default();
            let mut link = scan.link(&label, "", "");
            let contents = hook(scan).unwrap_or_default();
            follow(contents, &mut link, out, scan.notes);
        }
        "print" | "str" | "string" => print(scan, args, line),
        "display" => scan.notes.leave(line, format!("(display: {args})"), "a passage within another is not taken over: copy its text"),
        "linkundo" | "undo" => scan.notes.leave(line, format!("({name}:)"), "a scenario does not go back: a scene comes once"),
        // A condition that belongs to none.
        "else" | "elseif" => scan.notes.leave(line, format!("({name}:)"), "no condition stands before it"),
        _ => {
            // Whatever is attached to a hook is a look or an hour: the text stands there from the start.
            let attached = scan.rest().starts_with('[') && !scan.rest().starts_with("[[");
            let why = if attached { "what it shows stands there from the start" } else { "a scenario has nothing like it" };
            scan.notes.leave(line, format!("the macro ({name}:)"), why);
        }
    }
    true
}

/// A link with contents: a way on where they lead somewhere, else text that stands there.
fn follow(contents: Vec<Piece>, link: &mut Link, out: &mut Vec<Piece>, notes: &mut Notes) {
    if contents.iter().any(|p| matches!(p, Piece::Go(..))) {
        inside(contents, link, notes);
        out.push(Piece::Link(link.clone()));
    } else {
        notes.leave(link.line, format!("the link “{}”", link.label), "it leads nowhere: what it shows stands there from the start");
        out.push(Piece::Text(format!("\n{}\n", link.label), link.line));
        out.extend(contents);
    }
}

fn arms(scan: &mut Scan, name: &str, args: &str, line: usize) -> Option<Vec<Arm>> {
    let first = expr::test(args);
    let first = if name == "unless" { Test::Not(Box::new(first)) } else { first };
    let Some(pieces) = hook(scan) else {
        let why = if scan.depth >= DEEPEST { format!("it is nested over {DEEPEST} deep") } else { "no text is attached to it".into() };
        scan.notes.leave(line, format!("({name}: {args})"), why);
        return None;
    };
    let mut arms = vec![arm(Some(first), line, pieces)];
    loop {
        let rest = scan.rest();
        let space = rest.len() - rest.trim_start().len();
        let Some((name, args, size)) = rest.get(space..).and_then(call).filter(|c| matches!(c.0.as_str(), "else" | "elseif")) else {
            return Some(arms);
        };
        let test = (name == "elseif").then(|| expr::test(args));
        scan.go(space + size);
        let at = scan.line();
        let last = test.is_none();
        arms.push(arm(test, at, hook(scan).unwrap_or_default()));
        if last {
            return Some(arms);
        }
    }
}

fn print(scan: &mut Scan, args: &str, line: usize) {
    match expr::constant(args) {
        Some(Value::Text(t)) => scan.say(&t),
        Some(Value::Number(n)) => scan.say(&crate::json::number(n)),
        _ => {
            let mut stands = String::new();
            text::shown(args.trim_start_matches(['$', '_']), line, &mut stands, scan.notes);
            scan.say(&stands);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::pieces;
    use crate::content::import::story::{How, Left, Notes, Piece, Test, Value};

    fn read(text: &str) -> (Vec<Piece>, Vec<Left>) {
        let mut notes = Notes::default();
        let found = pieces(text, 1, &mut notes);
        (found.into_iter().filter(|p| !matches!(p, Piece::Text(t, _) if t.trim().is_empty())).collect(), notes.done())
    }

    #[track_caller]
    fn link(text: &str, label: &str, to: &str, sets: usize) {
        let (found, left) = read(text);
        let [Piece::Link(link)] = found.as_slice() else { panic!("{text}: {found:?}") };
        assert_eq!((link.label.as_str(), link.to.as_str(), link.sets.len()), (label, to, sets), "{text}");
        assert!(left.is_empty(), "{left:?}");
    }

    #[test]
    fn every_form_of_link() {
        link("[[Yard]]", "Yard", "Yard", 0);
        link("[[Go out->Yard]]", "Go out", "Yard", 0);
        link("[[Yard<-Go out]]", "Go out", "Yard", 0);
        link("(link-goto: \"Go out\", \"Yard\")", "Go out", "Yard", 0);
        link("(link-goto: \"Yard\")", "Yard", "Yard", 0);
        link("(Link_Goto: \"Go (out)\", \"Yard\")", "Go (out)", "Yard", 0);
        link("(link-reveal-goto: \"Go out\", \"Yard\")[(set: $out to true)]", "Go out", "Yard", 1);
        link("(link: \"Go out\")[(set: $out to true)(goto: \"Yard\")]", "Go out", "Yard", 1);
        link("(link-repeat: \"Go out\")[(go-to: \"Yard\")]", "Go out", "Yard", 0);
        link("(click-goto: ?door, \"Yard\")", "Yard", "Yard", 0);
    }

    #[test]
    fn macros_that_lead_on_and_set() {
        let (found, left) = read("(set: $x to 5, $n to it + 1)(put: 1 into $y)(go-to: \"Yard\")");
        let hows: Vec<&How> = found.iter().filter_map(|p| if let Piece::Set(s) = p { Some(&s.how) } else { None }).collect();
        assert_eq!(hows, [&How::To(Value::Number(5.0)), &How::Add(1.0), &How::To(Value::Number(1.0))]);
        assert_eq!(found[3..], [Piece::Go("Yard".into(), 1)]);
        assert!(left.is_empty());
    }

    #[test]
    fn conditions_have_arms() {
        let (found, left) = read("(if: $x)[A [[B]]] (else-if: $y is 2)[C]\n(else:)[D] (unless: $z)[E]");
        let [Piece::If(arms), Piece::If(unless)] = found.as_slice() else { panic!("{found:?}") };
        assert_eq!(arms.iter().map(|a| a.test.is_some()).collect::<Vec<_>>(), [true, true, false]);
        assert_eq!(arms.iter().map(|a| a.pieces.len()).collect::<Vec<_>>(), [2, 1, 1]);
        assert_eq!(unless[0].test, Some(Test::Not(Box::new(Test::Holds("z".into())))));
        assert!(left.is_empty());
    }

    #[test]
    fn hooks_and_looks_are_text() {
        let mut notes = Notes::default();
        let found = pieces(
            "(text-style: \"bold\")[loud] |a>[one] [two]<b| $look[three] (live: 2s)[four] {five} (a bracket) (prompt: \"x\")",
            1,
            &mut notes,
        );
        let text: String = found.iter().filter_map(|p| if let Piece::Text(t, _) = p { Some(t.as_str()) } else { None }).collect();
        assert_eq!(text.split_whitespace().collect::<Vec<_>>().join(" "), "loud one two three four five (a bracket)");
        let left = notes.done();
        let what: Vec<&str> = left.iter().map(|l| l.what.as_str()).collect();
        assert_eq!(what, ["1 piece of markup", "the macro (textstyle:)", "the macro (live:)", "the macro (prompt:)"]);
    }

    #[test]
    fn what_is_never_closed_is_read_to_the_end() {
        for text in ["(if: $x)[A [[B]]", "(", "(if:", "[[a", "[a", "|a>", "(if: $x)", "(else:)[x]", "$", "\\", "(set: $x to \"", "]"] {
            read(text);
        }
        assert!(read(&"(if: $x)[".repeat(10_000)).1.iter().any(|l| l.why.contains("nested")));
        read(&"[".repeat(100_000));
        read(&"(a:".repeat(100_000));
    }
}
