//! The text of a passage as SugarCube 2, and Twine 1 before it, read it: macros in double angle
//! brackets that set, ask and lead on.

use super::expr::{self, quoted};
use super::lexer::{Call, SUGARCUBE, Way, divide};
use super::scan::{Own, RUNS, Scan, arm, follow};
use super::story::{Arm, Include, Kind, Notes, Op, Piece, Test};

/// Macros whose contents are shown as they stand.
const SHOWS: [&str; 11] = ["nobr", "timed", "type", "capture", "append", "prepend", "replace", "do", "repeat", "linkreplace", "linkappend"];
/// Macros whose contents are for the program.
const HIDES: [&str; 4] = ["script", "for", "createaudiogroup", "createplaylist"];
/// Macros by which the reader gives a variable a value.
const INPUTS: [&str; 8] = ["textbox", "textarea", "numberbox", "radiobutton", "checkbox", "listbox", "cycle", "option"];

/// Reads a passage that begins on this line.
pub fn pieces(text: &str, line: usize, notes: &mut Notes) -> Vec<Piece> {
    let mut scan = Scan::new(text, line, SUGARCUBE, notes);
    // What closes nothing that is open is passed over.
    block(&mut scan, &[]).0
}

/// The macros of its own that a passage defines, by name.
pub fn widgets(text: &str, line: usize, notes: &mut Notes) -> Vec<(String, Vec<Piece>)> {
    let mut scan = Scan::new(text, line, SUGARCUBE, notes);
    let (mut found, mut rest) = (Vec::new(), Vec::new());
    while let Some(own) = scan.next(&mut rest) {
        if let Own::Macro(Call { name: "widget", args, .. }) = own {
            let name = words(args).into_iter().next().map_or_else(String::new, |w| w.label);
            scan.flush(&mut rest);
            found.push((name, block(&mut scan, &["/widget", "endwidget"]).0));
        }
    }
    found
}

/// Up to one of these macros, or the end.
fn block<'t>(scan: &mut Scan<'t, '_>, until: &[&str]) -> (Vec<Piece>, Option<Call<'t>>) {
    let mut out = Vec::new();
    while let Some(own) = scan.next(&mut out) {
        match own {
            Own::Macro(found) if until.contains(&found.name) => {
                scan.flush(&mut out);
                return (out, Some(found));
            }
            Own::Macro(found) => one(scan, &found, &mut out),
            Own::Code(code, line) => {
                scan.program(code);
                scan.notes.leave(Kind::Program, line, "<% … %>", "it is program, not text");
            }
            Own::Insert(..) | Own::Hook | Own::Close => {}
        }
    }
    scan.flush(&mut out);
    (out, None)
}

fn one<'t>(scan: &mut Scan<'t, '_>, found: &Call<'t>, out: &mut Vec<Piece>) {
    let Call { name, args, line } = *found;
    match name {
        "set" | "remember" => {
            scan.flush(out);
            out.extend(expr::assigns(args, line, scan.notes).into_iter().map(Piece::Set));
        }
        "if" => {
            scan.flush(out);
            let arms = scan.nested(|scan| arms(scan, args, line));
            out.extend(arms.map(Piece::If));
        }
        "switch" => {
            scan.flush(out);
            let arms = scan.nested(|scan| cases(scan, args));
            out.extend(arms.map(Piece::If));
        }
        "link" | "button" | "click" => {
            scan.flush(out);
            let found = scan.nested(|scan| link(scan, found));
            out.extend(found.into_iter().flatten());
        }
        "goto" => {
            scan.flush(out);
            match target(args) {
                Some(to) => out.push(Piece::Go(to, line)),
                None => scan.notes.leave(Kind::Cut, line, format!("<<goto {args}>>"), RUNS),
            }
        }
        "actions" => {
            scan.flush(out);
            for way in words(args) {
                let link = scan.link(&way, line);
                out.push(Piece::Link(link));
            }
        }
        // The name of a passage, and what the reader sees where it is not that.
        "choice" => {
            scan.flush(out);
            let mut all = words(args).into_iter();
            if let Some(mut way) = all.next() {
                way.label = all.next().map_or(way.label, |w| w.label);
                let link = scan.link(&way, line);
                out.push(Piece::Link(link));
            }
        }
        "back" | "return" => scan.notes.leave(Kind::Cut, line, format!("<<{name}>>"), "a scenario does not go back: a scene comes once"),
        "include" | "display" => {
            scan.flush(out);
            match target(args) {
                Some(to) => out.push(Piece::Include(Include::Passage(to), line)),
                None => scan.notes.leave(
                    Kind::Lost,
                    line,
                    format!("<<{name} {args}>>"),
                    "which passage stands there is worked out as the story runs",
                ),
            }
        }
        "print" | "=" | "-" => scan.print(args, line, out),
        "silently" | "silent" | "nobr" => {
            let (close, old) = (format!("/{name}"), format!("end{name}"));
            let inner = scan.nested(|scan| block(scan, &[close.as_str(), old.as_str()]).0).unwrap_or_default();
            scan.flush(out);
            out.extend(inner.into_iter().filter(|p| name == "nobr" || !matches!(p, Piece::Text(..))));
        }
        "run" => {
            scan.program(args);
            scan.notes.leave(Kind::Program, line, format!("<<run {args}>>"), "it is program, not text");
        }
        "unset" | "forget" => scan.program(args),
        _ if INPUTS.contains(&name) => {
            let by = "the reader gives it its value";
            if let Some((var, _)) = quoted(args) {
                scan.notes.doubt(var.trim_start_matches(['$', '_']), by);
            }
            scan.notes.leave(Kind::Program, line, format!("the macro <<{name} {args}>>"), "a scenario has no fields to fill in");
        }
        _ if HIDES.contains(&name) => {
            let close = format!("<</{name}>>");
            let hidden = match scan.lexer.far(&close) {
                Some(hidden) => hidden,
                None => {
                    let mut at = scan.lexer.at();
                    let rest = at.all();
                    scan.lexer.go(at);
                    rest
                }
            };
            scan.program(args);
            scan.program(hidden);
            scan.flush(out);
            for way in super::lexer::links(hidden).into_iter().filter(|_| name == "for") {
                let link = scan.link(&way, line);
                out.push(Piece::Link(link));
            }
            let (kind, why) = if name == "for" {
                (Kind::Lost, "what is told again and again is not taken over")
            } else {
                (Kind::Program, "it is program, not text")
            };
            scan.notes.leave(kind, line, format!("the macro <<{name}>>"), why);
        }
        "widget" => {
            drop(scan.nested(|scan| block(scan, &["/widget"])));
            scan.notes.leave(
                Kind::Program,
                line,
                format!("the macro <<widget {args}>>"),
                "it is taken over where it stands in a passage tagged “widget”",
            );
        }
        _ if SHOWS.contains(&name) => {
            scan.notes.leave(Kind::Look, line, format!("the macro <<{name}>>"), "what it shows stands there from the start");
            if let Some((label, _)) = quoted(args).filter(|_| name.starts_with("link")) {
                scan.say(&label);
                scan.say("\n");
            }
        }
        _ if name.starts_with('/') || name.starts_with("end") || matches!(name, "else" | "elseif" | "case" | "default") => {}
        _ => {
            // It may be one of the story's own; what it is given it may also change.
            scan.program(args);
            scan.flush(out);
            out.push(Piece::Include(Include::Widget(name.to_owned()), line));
        }
    }
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
fn link(scan: &mut Scan, found: &Call) -> Vec<Piece> {
    let close = format!("/{}", found.name);
    let mut all = words(found.args).into_iter();
    let mut way = all.next().unwrap_or_default();
    if !found.args.starts_with("[[") {
        let (label, size) = quoted(found.args).unwrap_or_else(|| (found.args.to_owned(), found.args.len()));
        way = Way { label, to: target(found.args.get(size..).unwrap_or("").trim()).unwrap_or_default(), setter: String::new() };
    }
    let link = scan.link(&way, found.line);
    // `<<click>>` and `<<link>>` of one line need no end; what follows is then the passage's own.
    let mut ahead = scan.lexer.clone();
    let contents = if ahead.far(&format!("<<{close}>>")).is_some() { block(scan, &[close.as_str()]).0 } else { Vec::new() };
    let mut out = Vec::new();
    follow(contents, link, &mut out, scan.notes);
    out
}

/// The arguments of a macro: texts in quotation marks, links, bare words.
fn words(args: &str) -> Vec<Way> {
    let (mut all, mut rest) = (Vec::new(), args.trim());
    while !rest.is_empty() {
        let way = if let Some((inner, after)) = rest.strip_prefix("[[").and_then(|r| r.split_once("]]")) {
            rest = after;
            Way::of(inner)
        } else if let Some((text, size)) = quoted(rest) {
            rest = rest.get(size..).unwrap_or("");
            Way { label: text.clone(), to: text, setter: String::new() }
        } else {
            let (word, after) = rest.split_once(char::is_whitespace).unwrap_or((rest, ""));
            rest = after;
            Way { label: word.to_owned(), to: word.to_owned(), setter: String::new() }
        };
        rest = rest.trim_start_matches([']', ' ', '\t', '\n', ',']);
        all.push(way);
    }
    all
}

/// A passage's name as an argument: in quotation marks, in brackets, or a bare word.
fn target(args: &str) -> Option<String> {
    if let Some(inner) = args.strip_prefix("[[") {
        return Some(divide(inner.split("]]").next()?).1.trim().to_owned());
    }
    if let Some((name, size)) = quoted(args) {
        // Behind it the name of an element may stand, but nothing that is worked out.
        return Some(name).filter(|_| !args.get(size..).unwrap_or("").trim_start().starts_with('+'));
    }
    let bare = args.split_whitespace().next()?;
    bare.chars().all(|c| c.is_alphanumeric() || c == '-').then(|| bare.to_owned())
}

#[cfg(test)]
mod tests {
    use super::pieces;
    use crate::story::{How, Include, Left, Notes, Piece, Test, Value};

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
        link("<<choice \"Yard\" \"Go out\">>", "Go out", "Yard", 0);
        link("<<actions \"Yard\">>", "Yard", "Yard", 0);
        link("<<print \"[[Go out|Yard]]\">>", "Go out", "Yard", 0);
        link("<a data-passage=\"Yard\" data-setter=\"$x to 1\">Go out</a>", "Go out", "Yard", 1);
        link("<a class=x data-passage='Yard'>„Raus“</a>", "„Raus“", "Yard", 0);
    }

    #[test]
    fn text_before_a_link_may_begin_with_any_letter() {
        for text in ["“Hm.” [[Yard]]", "–[[Yard]]", "한국 [[Yard]]", "<<set $x to 1>>“Well” [[Yard]]", "🚚<<if 1>>é<</if>>ش[[Yard]]"]
        {
            assert!(read(text).0.iter().any(|p| matches!(p, Piece::Link(l) if l.to == "Yard")), "{text}");
        }
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
        assert_eq!(found[0], Piece::Include(Include::Widget("audio".into()), 1));
        assert_eq!(found[1..], [Piece::Include(Include::Passage("X".into()), 2), Piece::Text("Hi (name)".into(), 2)]);
        let what: Vec<&str> = left.iter().map(|l| l.what.as_str()).collect();
        assert_eq!(what, ["<<back>>", "the value of name", "the macro <<script>>", "<% … %>", "a picture"]);
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
