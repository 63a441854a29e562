//! The text of a passage as SugarCube 2 reads it: links, and the macros that set, ask and lead on.

use super::expr::{self, quoted};
use super::scan::{DEEPEST, Scan, arm, divide, inside};
use super::story::{Arm, Notes, Op, Piece, Test, Value};
use super::text::{self, SUGARCUBE};

/// Macros whose contents are shown as they stand.
const SHOWS: [&str; 11] = ["nobr", "timed", "type", "capture", "append", "prepend", "replace", "do", "repeat", "linkreplace", "linkappend"];
/// Macros whose contents are for the program.
const HIDES: [&str; 5] = ["script", "widget", "for", "createaudiogroup", "createplaylist"];

/// A macro's name and what stands behind it.
struct Macro<'t> {
    name: &'t str,
    args: &'t str,
    line: usize,
}

/// Reads a passage that begins on this line.
pub fn pieces(text: &str, line: usize, notes: &mut Notes) -> Vec<Piece> {
    let mut scan = Scan::new(text, line, SUGARCUBE, notes);
    let mut out = Vec::new();
    // What closes nothing that is open is passed over.
    while !scan.over() {
        let (more, _) = block(&mut scan, &[]);
        out.extend(more);
    }
    out
}

/// Up to one of these macros, or the end.
fn block<'t>(scan: &mut Scan<'t, '_>, until: &[&str]) -> (Vec<Piece>, Option<Macro<'t>>) {
    let mut out = Vec::new();
    while !scan.over() {
        let rest = scan.rest();
        let handled = match rest.as_bytes().first() {
            Some(b'<') if rest.starts_with("<<") => match next(scan) {
                Some(found) if until.contains(&found.name) => {
                    scan.flush(&mut out);
                    return (out, Some(found));
                }
                Some(found) => {
                    one(scan, &found, &mut out);
                    true
                }
                None => false,
            },
            Some(b'<') => scan.skip("<!--", "-->") || script(scan),
            Some(b'[') => scan.brackets(&mut out) || picture(scan, &mut out),
            Some(b'/') => scan.skip("/*", "*/") || scan.skip("/%", "%/"),
            Some(b'{') => scan.skip("{{{", "}}}"),
            // A line feed after this is none.
            Some(b'\\') if rest.starts_with("\\\n") => {
                scan.go(2);
                true
            }
            _ => false,
        };
        if !handled {
            // At once up to what may be something: byte by byte would be slow.
            let more = rest.get(1..).and_then(|r| r.find(['<', '[', '/', '{', '\\'])).map_or(rest.len(), |n| n + 1);
            scan.tell(more.max(1));
        }
    }
    scan.flush(&mut out);
    (out, None)
}

/// The macro that stands here, gone over.
fn next<'t>(scan: &mut Scan<'t, '_>) -> Option<Macro<'t>> {
    let rest = scan.rest();
    let close = scan.find(">>")?;
    // One in quotation marks does not end it, unless none follows.
    let mut end = close;
    while expr_open(rest.get(2..end).unwrap_or("")) {
        match rest.get(end + 2..(end + super::scan::LONGEST).min(rest.len())).and_then(|r| r.find(">>")) {
            Some(n) if end + 2 + n < super::scan::LONGEST => end += 2 + n,
            _ => {
                end = close;
                break;
            }
        }
    }
    let line = scan.line();
    let inner = rest.get(2..end).unwrap_or("").trim();
    let first = inner.find(|c: char| !(c.is_alphanumeric() || "/_-=".contains(c))).unwrap_or(inner.len());
    // `<<=$x>>` and `<<-$x>>` need no space.
    let first = if inner.starts_with(['=', '-']) { 1 } else { first };
    scan.go(end + 2);
    Some(Macro { name: inner.get(..first).unwrap_or(""), args: inner.get(first..).unwrap_or("").trim(), line })
}

/// Whether a double quotation mark is open at the end.
fn expr_open(text: &str) -> bool {
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

fn one<'t>(scan: &mut Scan<'t, '_>, found: &Macro<'t>, out: &mut Vec<Piece>) {
    let (args, line) = (found.args, found.line);
    match found.name {
        "set" => {
            scan.flush(out);
            out.extend(expr::assigns(args, line, scan.notes).into_iter().map(Piece::Set));
        }
        "if" => {
            scan.flush(out);
            let arms = nested(scan, |scan| arms(scan, args, line));
            out.extend(arms.map(Piece::If));
        }
        "switch" => {
            scan.flush(out);
            let arms = nested(scan, |scan| cases(scan, args));
            out.extend(arms.map(Piece::If));
        }
        "link" | "button" | "click" => {
            scan.flush(out);
            let link = nested(scan, |scan| link(scan, found));
            out.extend(link.into_iter().flatten());
        }
        "goto" => {
            scan.flush(out);
            match target(args) {
                Some(to) => out.push(Piece::Go(to, line)),
                None => scan.notes.leave(line, format!("<<goto {args}>>"), "where it leads is worked out as the story runs"),
            }
        }
        "actions" | "choice" => {
            scan.flush(out);
            for to in args.split("[[").skip(1).filter_map(|t| t.split("]]").next()) {
                let (label, to) = divide(to);
                let link = scan.link(label, to, "");
                out.push(Piece::Link(link));
            }
        }
        "back" | "return" => scan.notes.leave(line, format!("<<{}>>", found.name), "a scenario does not go back: a scene comes once"),
        "include" | "display" => {
            scan.notes.leave(line, format!("<<{} {args}>>", found.name), "a passage within another is not taken over: copy its text");
        }
        "print" | "=" | "-" => print(scan, args, line),
        "silently" | "silent" => {
            let close = if found.name == "silent" { "/silent" } else { "/silently" };
            let inner = nested(scan, |scan| block(scan, &[close]).0).unwrap_or_default();
            scan.flush(out);
            out.extend(inner.into_iter().filter(|p| !matches!(p, Piece::Text(..))));
        }
        name if HIDES.contains(&name) => {
            let close = format!("<</{name}>>");
            scan.notes.leave(line, format!("the macro <<{name}>>"), "it is program, not text");
            match scan.far(&close) {
                Some(n) => scan.go(n + close.len()),
                None => scan.go(scan.rest().len()),
            }
        }
        name if SHOWS.contains(&name) => {
            if name != "nobr" {
                scan.notes.leave(line, format!("the macro <<{name}>>"), "what it shows stands there from the start");
            }
            if let Some((label, _)) = quoted(args).filter(|_| name.starts_with("link")) {
                scan.say(&label);
                scan.say("\n");
            }
        }
        name if name.starts_with('/') || name.starts_with("end") || matches!(name, "else" | "elseif" | "case" | "default") => {}
        name => scan.notes.leave(line, format!("the macro <<{name}>>"), "a scenario has nothing like it"),
    }
}

/// Follows what is inside a macro, unless it is too deep.
fn nested<'t, 'n, T>(scan: &mut Scan<'t, 'n>, read: impl FnOnce(&mut Scan<'t, 'n>) -> T) -> Option<T> {
    if scan.depth >= DEEPEST {
        let line = scan.line();
        scan.notes.leave(line, "a macro", format!("it is nested over {DEEPEST} deep"));
        return None;
    }
    scan.depth += 1;
    let found = read(scan);
    scan.depth -= 1;
    Some(found)
}

fn arms(scan: &mut Scan, args: &str, line: usize) -> Vec<Arm> {
    let (mut arms, mut test, mut at) = (Vec::new(), Some(expr::test(args)), line);
    loop {
        let (pieces, end) = block(scan, &["elseif", "else", "/if", "endif"]);
        arms.push(arm(test.take(), at, pieces));
        let Some(end) = end.filter(|e| e.name.starts_with("else")) else { return arms };
        at = end.line;
        let condition = if end.name == "elseif" { Some(end.args) } else { end.args.strip_prefix("if") };
        test = condition.map(expr::test);
    }
}

fn cases(scan: &mut Scan, args: &str) -> Vec<Arm> {
    let mut arms = Vec::new();
    let mut head: Option<(Option<Test>, usize)> = None;
    loop {
        let (pieces, end) = block(scan, &["case", "default", "/switch"]);
        if let Some((test, line)) = head.take() {
            arms.push(arm(test, line, pieces));
        }
        let Some(end) = end.filter(|e| e.name != "/switch") else { return arms };
        head = Some(if end.name == "default" { (None, end.line) } else { (Some(case(args, end.args)), end.line) });
    }
}

/// `$x` against one or several constants.
fn case(args: &str, values: &str) -> Test {
    let unknown = || Test::Unknown(format!("{args} is {values}"));
    let Test::Holds(var) = expr::test(args) else { return unknown() };
    let (mut rest, mut any) = (values.trim(), Vec::new());
    while !rest.is_empty() {
        let size = quoted(rest).map_or_else(|| rest.find(char::is_whitespace).unwrap_or(rest.len()), |q| q.1);
        let Some(value) = rest.get(..size).and_then(expr::constant) else { return unknown() };
        any.push(Test::Compare(var.clone(), Op::Eq, value));
        rest = rest.get(size..).unwrap_or("").trim_start();
    }
    Test::Any(any)
}

/// `<<link "label" "name">>…<</link>>`, `<<link [[label|name]]>>…<</link>>`; without a way it is text
/// that opens where it stands.
fn link(scan: &mut Scan, found: &Macro) -> Vec<Piece> {
    let close = format!("/{}", found.name);
    let mut link = if let Some(inner) = found.args.strip_prefix("[[") {
        let inner = inner.split("]]").next().unwrap_or("");
        let (inner, setter) = inner.split_once("][").unwrap_or((inner, ""));
        let (label, to) = divide(inner);
        scan.link(label, to, setter)
    } else {
        let (label, size) = quoted(found.args).unwrap_or_else(|| (found.args.to_owned(), found.args.len()));
        let to = target(found.args.get(size..).unwrap_or("").trim()).unwrap_or_default();
        scan.link(&label, &to, "")
    };
    link.line = found.line;
    // `<<click>>` and `<<link>>` of one line need no end; what follows is then the passage's own.
    let here = scan.far(&format!("<<{close}>>"));
    let contents = if here.is_some() { block(scan, &[close.as_str()]).0 } else { Vec::new() };
    let leads = |p: &Piece| matches!(p, Piece::Go(..));
    if link.to.is_empty() && !contents.iter().any(leads) {
        scan.notes.leave(link.line, format!("the link “{}”", link.label), "it leads nowhere: what it shows stands there from the start");
        let mut out = vec![Piece::Text(format!("\n{}\n", link.label), link.line)];
        out.extend(contents);
        return out;
    }
    inside(contents, &mut link, scan.notes);
    vec![Piece::Link(link)]
}

/// A passage's name as an argument: in quotation marks, in brackets, or a bare word.
fn target(args: &str) -> Option<String> {
    if let Some(inner) = args.strip_prefix("[[") {
        return Some(divide(inner.split("]]").next()?).1.trim().to_owned());
    }
    if let Some((name, _)) = quoted(args) {
        return Some(name);
    }
    let bare = args.split_whitespace().next()?;
    bare.chars().all(|c| c.is_alphanumeric() || c == '-').then(|| bare.to_owned())
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

/// `[img[alt|file][name]]`: a picture, which may be a link.
fn picture(scan: &mut Scan, out: &mut Vec<Piece>) -> bool {
    let Some(end) = scan.find("]]").filter(|_| scan.rest().get(..5).is_some_and(|r| r.eq_ignore_ascii_case("[img["))) else { return false };
    let inner = scan.rest().get(5..end).unwrap_or("");
    let line = scan.line();
    scan.notes.leave(line, "a picture", "a scenario has none");
    let mut parts = inner.split("][");
    let alt = parts.next().and_then(|p| p.rsplit_once('|')).map_or("", |p| p.0);
    if let Some(to) = parts.next() {
        let to = to.rsplit_once('|').map_or(to, |t| t.1);
        scan.flush(out);
        let link = scan.link(if alt.is_empty() { to } else { alt }, to, parts.next().unwrap_or(""));
        out.push(Piece::Link(link));
    }
    scan.go(end + 2);
    true
}

/// `<% … %>` of Snowman, and elements whose contents are not text.
fn script(scan: &mut Scan) -> bool {
    let line = scan.line();
    for (open, close) in [("<%", "%>"), ("<script", "</script>"), ("<style", "</style>")] {
        if scan.skip(open, close) {
            scan.notes.leave(line, format!("{open} … {close}"), "it is program, not text");
            return true;
        }
    }
    false
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

    /// Label, target and how many variables are set.
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
        link("[[Go out|Yard]]", "Go out", "Yard", 0);
        link("[[Go out->Yard]]", "Go out", "Yard", 0);
        link("[[Yard<-Go out]]", "Go out", "Yard", 0);
        link("[[Go out|Yard][$out to true]]", "Go out", "Yard", 1);
        link("[[Go out|Yard][$out to true, $n += 1]]", "Go out", "Yard", 2);
        link("<<link \"Go out\" \"Yard\">><</link>>", "Go out", "Yard", 0);
        link("<<link 'Go out' Yard>><<set $out to true>><</link>>", "Go out", "Yard", 1);
        link("<<link [[Go out|Yard]]>><<set $out to true>><</link>>", "Go out", "Yard", 1);
        link("<<link \"Go >> out\">><<goto \"Yard\">><</link>>", "Go >> out", "Yard", 0);
        link("<<button [[Yard]]>><</button>>", "Yard", "Yard", 0);
        link("<<click \"Go out\" \"Yard\">><</click>>", "Go out", "Yard", 0);
        link("<<choice [[Go out|Yard]]>>", "Go out", "Yard", 0);
    }

    #[test]
    fn macros_that_lead_on_and_set() {
        let (found, left) = read("<<set $x to 5, $y to $z>><<goto Yard>><<goto [[Yard]]>>");
        let hows: Vec<&How> = found.iter().filter_map(|p| if let Piece::Set(s) = p { Some(&s.how) } else { None }).collect();
        assert_eq!(hows, [&How::To(Value::Number(5.0)), &How::Other("$y to $z".into())]);
        assert_eq!(found[2..], [Piece::Go("Yard".into(), 1), Piece::Go("Yard".into(), 1)]);
        assert!(left.is_empty());
    }

    #[test]
    fn conditions_have_arms() {
        let (found, left) =
            read("<<if $x>>A<<elseif $y is 2>>B<<else if $z>>C<<else>>D<</if>>\n<<switch $c>><<case 1 2>>E<<default>>F<</switch>>");
        let [Piece::If(arms), Piece::If(cases)] = found.as_slice() else { panic!("{found:?}") };
        assert_eq!(arms.iter().map(|a| a.test.is_some()).collect::<Vec<_>>(), [true, true, true, false]);
        assert!(arms.iter().all(|a| a.pieces.len() == 1));
        assert_eq!(cases.iter().map(|a| (a.line, a.test.is_some())).collect::<Vec<_>>(), [(2, true), (2, false)]);
        assert!(matches!(&cases[0].test, Some(Test::Any(list)) if list.len() == 2));
        assert!(left.is_empty());
    }

    #[test]
    fn what_has_no_place_in_a_scenario_is_noted() {
        let text = "/* no */<<audio \"x\" play>><!-- no --><<script>>if (a << b) [[x]]<</script>>\n<<back>>[img[a|b.png]]<<include \"X\">><% s.x() %>Hi $name";
        let (found, left) = read(text);
        assert_eq!(found, [Piece::Text("\nHi (name)".into(), 1)]);
        assert_eq!(left.last().map(|l| l.line), Some(2));
        let what: Vec<&str> = left.iter().map(|l| l.what.as_str()).collect();
        let wanted =
            ["the macro <<audio>>", "the macro <<script>>", "<<back>>", "a picture", "<<include \"X\">>", "<% … %>", "the value of name"];
        assert_eq!(what, wanted);
    }

    #[test]
    fn what_is_never_closed_is_read_to_the_end() {
        for text in
            ["<<if $x>>A [[B]]", "<<", "[[a", "<<link \"a\" \"b\">>", "/* a", "<</if>>x", "<<switch $x>>", "\\", "<<script>>x", "[img[a"]
        {
            read(text);
        }
        let deep = "<<if $x>>".repeat(10_000);
        assert!(read(&deep).1.iter().any(|l| l.why.contains("nested")));
    }
}
