//! Problems in the language of the forms. The checker speaks to those who write files; here nobody
//! sees a file, so nothing is quoted that stands in one only.

use super::labels;
use super::shapes::spot;
use super::tree::parted;
use super::words::quoted;
use crate::action;
use scenario::check::Finding;
use scenario::check::shape::Kind;

/// Whether a problem is a text that is yet to be written.
pub fn empty(f: &Finding) -> bool {
    f.code == "empty-text" || (f.code == "no-because" && f.path.ends_with("/because"))
}

/// What is wrong, and how to mend it, each in words without a full stop.
pub fn spoken(f: &Finding) -> (String, String) {
    let at = spot(&f.path);
    let kind = at.map(|s| s.kind);
    let label = at.and_then(|s| s.field).map_or("", |(shape, field)| labels::label(shape, field).label);
    let own = |text: &str, mend: &str| (text.to_owned(), mend.to_owned());
    match f.code {
        "missing" if !label.is_empty() => (format!("{} is missing", quoted(label)), "write or choose it".to_owned()),
        "empty-text" => own("nothing is written here yet", ""),
        "unknown-key" => (plain(&f.text), "leave it out".to_owned()),
        "bad-time" => own("this is no time of a day", "write it as 9:10, 14.30 or 3pm, and choose a day"),
        "bad-id" => own("a short name is made of small letters a to z, digits and hyphens", "write another"),
        "one-kind" | "unknown-condition" | "unknown-effect" => match kind {
            Some(Kind::Effect) => own("this effect is of no kind yet", "choose what happens"),
            _ => own("this condition is of no kind yet", "choose what has to hold"),
        },
        "wrong-type" | "bad-value" | "format" => match kind {
            Some(Kind::Whole) => own("a whole number is needed here", "write it in digits"),
            Some(Kind::Thousandths) => own("a whole number is needed here, in thousandths", "write it in digits, up to 100,000 either way"),
            Some(Kind::Number) => own("a number is needed here", "write it in digits, with a point before decimals"),
            Some(Kind::Quantity(_)) => {
                own("a number is needed here, or an assumption", "write 90, 1.5 hours or 2 days, or choose an assumption")
            }
            Some(Kind::Time) => own("this is no time of a day", "write it as 9:10, 14.30 or 3pm, and choose a day"),
            Some(Kind::Style) => own("a style is needed here", "choose directive or collaborative"),
            Some(Kind::Portrait) => own("this is none of the portraits", "choose one"),
            Some(Kind::Status) => own("it is measured or assumed", "choose one"),
            Some(Kind::Estimate) => own("three numbers are needed here: lowest, likeliest and highest", "write them in digits"),
            Some(Kind::Flag) => own("this is a box to tick", "leave out what stands here, and tick it"),
            Some(Kind::Took) => own("this is no move of a scene", "choose one"),
            Some(Kind::List(_)) => own("a list is needed here", "leave out what stands here, and add to it"),
            Some(Kind::Text(_) | Kind::Id(_) | Kind::Ref(_) | Kind::Speaker | Kind::Someone | Kind::Moves) => {
                own("a text is needed here", "write it anew")
            }
            _ => own("something else is needed here", "leave out what stands here"),
        },
        "broken-target" => {
            let what = match kind {
                Some(Kind::Ref(class)) => class.name(),
                Some(Kind::Someone) => "person",
                Some(Kind::Took) => "move",
                _ => "assumption",
            };
            let mend = if f.mend.starts_with("did you mean") { plain(&f.mend) } else { "choose one that is there".to_owned() };
            (format!("there is no such {what}"), mend)
        }
        "duplicate-id" => own("another one has the same short name", "give one of the two another"),
        "nothing-there" => (f.text.clone(), "add at least one".to_owned()),
        "two-defaults" => own("another move of this style is its usual one already", "keep the tick at one of them"),
        "default-offered" => {
            own("the usual move of a style is always offered", "take out its condition, or tick another move of this style")
        }
        "no-default" => (f.text.clone(), "take out the condition of one of them".to_owned()),
        "one-style" => (f.text.clone(), "add a move of the other style".to_owned()),
        "luck-decides" => own(
            "what comes next, and what is offered, may rest on facts, decisions and moves alone; this hangs on luck or feelings",
            "ask for a fact, a decision or a move instead",
        ),
        "luck-flag" => own(
            "this decision decides what follows, so it may not hang on luck or feelings",
            "let the move itself decide it, or let nothing that follows ask for it",
        ),
        "not-held" => own(
            "this task is there from the start, so it cannot come up",
            "tick \u{201c}Held back\u{201d} at the task, or add work to it instead",
        ),
        "no-talk" => own("nothing is said or told before this decision", "add a line to the talk"),
        "no-reaction" => own("nobody reacts to this move", "add a line to the reaction"),
        "no-because" => own("the player is not told why this move went as it did", "write a reason"),
        "no-way-on" => (f.text.clone(), "add a last way on without a condition".to_owned()),
        "loop" => own(
            "a scene may come a second time from here; a scene is played once, so the week would end",
            "let the way on lead to a scene that has not been",
        ),
        "back-in-time" => own(
            "this scene follows one that is later in the week: it is played late, at the hour it then is",
            "give it a time after the scenes it follows",
        ),
        "unreachable" => own("this scene is never reached", "let what comes next of another scene lead here, or take it out"),
        "never-offered" => own("this move is never offered: its condition never holds here", &f.mend),
        "never-told" => own("this fact is never told", "let a move tell it: its effect \u{201c}A fact is told\u{201d}"),
        "never-set" => {
            own("this decision is asked for and never made", "let a move make it: its effect \u{201c}Something is decided\u{201d}")
        }
        "never-released" => {
            own("this task is held back and never comes up", "let a move bring it up: its effect \u{201c}A task comes up\u{201d}")
        }
        "nobodys" => {
            own("this task is nobody\u{2019}s: it runs by itself, at no one\u{2019}s cost", "choose its owner, unless it is a wait")
        }
        "unused" => match parted(&f.path).map_or("", |p| p.0) {
            "/habits" => own("no scene shows this pair of habits", "tick it in a scene, or take it out"),
            "/assumptions" => own("this assumption is never read", "choose it where a number stands, or take it out"),
            _ => own("nothing asks for this decision", "let a line or a way on ask for it, or take it out"),
        },
        "broken-path" => (plain(&f.text), "write the short names of the moves from the start to the end, joined by dots".to_owned()),
        "low-high" | "estimate" | "range" | "task-circle" => (plain(&f.text), plain(&f.mend)),
        _ => (plain(&f.text), plain(&f.mend)),
    }
}

/// A press that mends a problem, where one does: the action, the pointer, and what the button says.
pub fn mends(f: &Finding) -> Option<(action::Write, String, String)> {
    let add = |list: String, text: &str| Some((action::Write::Add, list, text.to_owned()));
    match f.code {
        "no-talk" | "no-reaction" => add(f.path.clone(), "Add a line"),
        "one-style" => add(f.path.clone(), "Add the other move"),
        "nothing-there" => add(f.path.clone(), "Add one"),
        "no-way-on" => add(f.path.clone(), "Add a way on"),
        "missing" if matches!(spot(&f.path).map(|s| s.kind), Some(Kind::List(_))) => add(f.path.clone(), "Add one"),
        "unused" | "unknown-key" | "default-offered" => Some((action::Write::Remove, f.path.clone(), "Take it out".to_owned())),
        "two-defaults" => Some((action::Write::Clear, f.path.clone(), "Take out the tick".to_owned())),
        _ => None,
    }
}

/// A text without the marks of a file: ids and keys in quotation marks as people write them.
fn plain(text: &str) -> String {
    let (mut out, mut open) = (String::with_capacity(text.len()), false);
    for c in text.chars() {
        match c {
            '"' => {
                out.push(if open { '\u{201d}' } else { '\u{201c}' });
                open = !open;
            }
            '{' | '}' | '[' | ']' => {}
            c => out.push(c),
        }
    }
    out
}
