//! The text of a passage as Harlowe 3 reads it: macros in round brackets, hooks in square ones.

use super::expr::{self, parts, quoted};
use super::lexer::{Call, HARLOWE, Token, Way};
use super::scan::{DEEPEST, Own, RUNS, Scan, arm, follow};
use super::story::{Arm, Include, Kind, Notes, Piece, Test};

/// Reads a passage that begins on this line.
pub fn pieces(text: &str, line: usize, notes: &mut Notes) -> Vec<Piece> {
    let mut scan = Scan::new(text, line, HARLOWE, notes);
    let mut out = Vec::new();
    // A bracket that closes nothing is text.
    while !scan.lexer.over() {
        out.extend(block(&mut scan));
        if !scan.lexer.over() {
            scan.say("]");
        }
    }
    scan.flush(&mut out);
    out
}

/// Up to the bracket that closes a hook, or the end.
fn block(scan: &mut Scan) -> Vec<Piece> {
    let mut out = Vec::new();
    while let Some(own) = scan.next(&mut out) {
        match own {
            Own::Close => break,
            Own::Macro(found) => called(scan, &found, &mut out),
            // A hook without a macro: its contents stand there.
            Own::Hook if scan.depth < DEEPEST => {
                scan.flush(&mut out);
                scan.depth += 1;
                out.extend(block(scan));
                scan.depth -= 1;
            }
            Own::Hook => scan.say("["),
            Own::Code(code, _) => scan.program(code),
            Own::Insert(..) => {}
        }
    }
    scan.flush(&mut out);
    out
}

/// The hook that follows a macro, read, or the link that it is attached to; nothing where neither
/// follows. A blank between is allowed.
fn hook(scan: &mut Scan) -> Option<Vec<Piece>> {
    if scan.depth >= DEEPEST {
        return None;
    }
    let mut at = scan.lexer.at();
    at.run(char::is_whitespace);
    if !at.sees("[") {
        return None;
    }
    let before = scan.lexer.at();
    scan.lexer.go(at);
    match scan.lexer.next() {
        Some((Token::Hook, _)) => {
            scan.depth += 1;
            let inner = block(scan);
            scan.depth -= 1;
            Some(inner)
        }
        Some((Token::Link(way), line)) => Some(vec![Piece::Link(scan.link(&way, line))]),
        _ => {
            scan.lexer.go(before);
            None
        }
    }
}

fn called(scan: &mut Scan, found: &Call, out: &mut Vec<Piece>) {
    let Call { args, line, .. } = *found;
    let name: String = found.name.chars().filter(char::is_ascii_alphanumeric).collect::<String>().to_ascii_lowercase();
    scan.flush(out);
    let arg = |n: usize| parts(args).get(n).and_then(|a| quoted(a.trim())).map(|q| q.0);
    match name.as_str() {
        "set" => out.extend(expr::assigns(args, line, scan.notes).into_iter().map(Piece::Set)),
        "put" | "move" | "unpack" => {
            for part in parts(args) {
                let turned = part.rsplit_once(" into ").map_or_else(|| part.to_owned(), |(v, x)| format!("{} to {}", x.trim(), v.trim()));
                if name != "put" {
                    scan.program(part);
                }
                out.extend(expr::assigns(&turned, line, scan.notes).into_iter().map(Piece::Set));
            }
        }
        "if" | "unless" => {
            if let Some(arms) = arms(scan, &name, args, line) {
                out.push(Piece::If(arms));
            }
        }
        "goto" | "redirect" => match arg(0) {
            Some(to) => out.push(Piece::Go(to, line)),
            None => scan.notes.leave(Kind::Cut, line, format!("(goto: {args})"), RUNS),
        },
        "linkgoto" | "linkrevealgoto" => {
            let label = arg(0).unwrap_or_else(|| args.to_owned());
            let to = if parts(args).len() > 1 { arg(1).unwrap_or_else(|| "$".into()) } else { label.clone() };
            let link = scan.link(&Way { label, to, setter: String::new() }, line);
            // A link that only goes somewhere has no hook: what stands behind it is the passage's.
            let contents = if name == "linkgoto" { Vec::new() } else { hook(scan).unwrap_or_default() };
            follow(contents, link, out, scan.notes);
        }
        "clickgoto" | "mouseovergoto" | "mouseoutgoto" => match arg(1) {
            Some(to) => {
                let link = scan.link(&Way { label: to.clone(), to, setter: String::new() }, line);
                out.push(Piece::Link(link));
            }
            None => scan.notes.leave(Kind::Cut, line, format!("({name}: {args})"), RUNS),
        },
        "link" | "linkreplace" | "linkreveal" | "linkrepeat" | "linkrerun" | "linkshow" | "linkappend" | "click" | "clickreplace" => {
            let link = scan.link(&Way { label: arg(0).unwrap_or_default(), ..Way::default() }, line);
            let contents = hook(scan).unwrap_or_default();
            follow(contents, link, out, scan.notes);
        }
        "print" | "str" | "string" => scan.print(args, line, out),
        "display" => match quoted(args) {
            Some((to, _)) => out.push(Piece::Include(Include::Passage(to), line)),
            None => scan.notes.leave(
                Kind::Lost,
                line,
                format!("(display: {args})"),
                "which passage stands there is worked out as the story runs",
            ),
        },
        "linkundo" | "undo" => scan.notes.leave(Kind::Cut, line, format!("({name}:)"), "a scenario does not go back: a scene comes once"),
        // A condition that belongs to none.
        "else" | "elseif" => scan.notes.leave(Kind::Untold, line, format!("({name}:)"), "no condition stands before it"),
        // They bind a variable to what the reader does.
        "inputbox" | "forceinputbox" | "input" | "dropdown" | "checkbox" | "cyclinglink" | "seqlink" | "meter" | "radio" => {
            if args.contains("bind") {
                for (var, by) in args.split('$').skip(1).map(|v| (v, "the reader gives it its value")) {
                    let var: String = var.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect();
                    scan.notes.doubt(&var, by);
                }
            }
            let why = "a scenario has no fields to fill in";
            scan.notes.leave(Kind::Program, line, format!("({}: {args})", found.name), why);
        }
        _ => {
            // Whatever is attached to a hook is a look or an hour: the text stands there from the start.
            let attached = scan.lexer.at().sees("[");
            let (kind, why) = if attached {
                (Kind::Look, "what it shows stands there from the start")
            } else {
                (Kind::Program, "a scenario has nothing like it")
            };
            scan.notes.leave(kind, line, format!("the macro ({name}:)"), why);
        }
    }
}

fn arms(scan: &mut Scan, name: &str, args: &str, line: usize) -> Option<Vec<Arm>> {
    let first = expr::test(args);
    let first = if name == "unless" { Test::Not(Box::new(first)) } else { first };
    let Some(pieces) = hook(scan) else {
        let why = if scan.depth >= DEEPEST { format!("it is nested over {DEEPEST} deep") } else { "no text is attached to it".into() };
        scan.notes.leave(Kind::Untold, line, format!("({name}: {args})"), why);
        return None;
    };
    let mut arms = vec![arm(Some(first), line, pieces)];
    loop {
        let before = scan.lexer.at();
        let mut at = before;
        at.run(char::is_whitespace);
        scan.lexer.go(at);
        let next = if at.sees("(") { scan.lexer.next() } else { None };
        let Some((Token::Macro(Call { name, args, .. }), at)) = next else {
            scan.lexer.go(before);
            return Some(arms);
        };
        let name: String = name.chars().filter(char::is_ascii_alphanumeric).collect::<String>().to_ascii_lowercase();
        if !matches!(name.as_str(), "else" | "elseif") {
            scan.lexer.go(before);
            return Some(arms);
        }
        let test = (name == "elseif").then(|| expr::test(args));
        let last = test.is_none();
        arms.push(arm(test, at, hook(scan).unwrap_or_default()));
        if last {
            return Some(arms);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::pieces;
    use crate::story::{How, Left, Notes, Piece, Test, Value};

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
        link("(print: \"[[Go out->Yard]]\")", "Go out", "Yard", 0);
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
    fn what_stands_as_it_is_holds_no_link() {
        let links = |text: &str| read(text).0.iter().filter(|p| matches!(p, Piece::Link(_))).count();
        assert_eq!(links("“{`[[no]]`}” [[[Go out->Yard]]] ]"), 1);
        assert_eq!(links("– [[Go out->Yard]] ``a ` b [[no]]``"), 1);
    }

    #[test]
    fn a_condition_may_have_a_link_for_its_hook() {
        for text in ["(if: $x)[[[Go->Yard]]](else:)[It is dark.]", "(if: $x) [[Go->Yard]](else:)[It is dark.]"] {
            let (found, left) = read(text);
            let [Piece::If(arms)] = found.as_slice() else { panic!("{text}: {found:?}") };
            assert!(matches!(arms[0].pieces.as_slice(), [Piece::Link(l)] if l.label == "Go" && l.to == "Yard"), "{arms:?}");
            assert_eq!((arms.len(), left.len()), (2, 0));
        }
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
        assert_eq!(what, ["the macro (prompt:)", "1 piece of markup", "the macro (textstyle:)", "the macro (live:)"]);
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
