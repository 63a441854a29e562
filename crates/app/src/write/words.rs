//! Conditions, effects and everything else that is written, as sentences.

use super::refs::{Names, cut, known};
use super::shapes::chosen;
use super::tree::Value;
use crate::words::{deviations, list, share};
use engine::compile;
use scenario::check::shape::{Class, Kind};

/// A text in quotation marks, short.
pub fn quoted(text: &str) -> String {
    let text = cut(text.trim(), 70).replace(['\u{201c}', '\u{201d}'], "\u{2019}");
    format!("\u{201c}{}\u{201d}", text.strip_suffix('.').unwrap_or(&text))
}

/// With a capital letter first.
pub fn capital(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or_else(String::new, |c| c.to_uppercase().chain(chars).collect())
}

/// Makes sentences about one scenario.
#[derive(Clone, Copy)]
pub struct Words<'v> {
    pub names: &'v Names<'v>,
}

impl Words<'_> {
    /// A thing by its name; its id in quotation marks where there is no such thing.
    fn named(self, class: Class, id: Option<&Value>) -> String {
        let id = id.and_then(Value::text).unwrap_or("");
        match self.names.name(class, id) {
            Some(name) if class == Class::Member => name,
            Some(name) => quoted(&name),
            None if id.is_empty() => format!("a {} not yet chosen", class.name()),
            None => format!("a {} \u{201c}{}\u{201d} that is not there", class.name(), cut(id, 40)),
        }
    }

    /// One of the team, or all of it.
    fn somebody(self, who: Option<&Value>) -> String {
        if who.and_then(Value::text) == Some("team") { "the team".to_owned() } else { self.named(Class::Member, who) }
    }

    /// Those named, and whether they are several; everybody where nobody is.
    fn people(self, v: &Value) -> (String, bool) {
        match v.list("who") {
            [] => ("everybody".to_owned(), false),
            who => (list(&who.iter().map(|w| self.named(Class::Member, Some(w))).collect::<Vec<_>>()), who.len() > 1),
        }
    }

    /// A number, or what an assumption holds: the number and the words behind it.
    pub fn quantity(self, v: Option<&Value>) -> (Option<f64>, String) {
        let Some(text) = v.and_then(Value::text) else { return (v.and_then(Value::number), String::new()) };
        let (less, id) = text.strip_prefix('-').map_or((false, text), |id| (true, id));
        let value = match self.names.get(Class::Assumption, id) {
            Some(a) => a.get("value").and_then(Value::number),
            None => compile::standard(id),
        };
        let named = match self.names.name(Class::Assumption, id) {
            Some(name) => format!(" ({})", quoted(&name)),
            None => format!(" (an assumption \u{201c}{}\u{201d} that is not there)", cut(id, 40)),
        };
        (value.map(|v| if less { -v } else { v }), named)
    }

    fn minutes(self, v: Option<&Value>) -> String {
        match self.quantity(v) {
            (Some(n), by) => format!("{} minute{}{by}", figure(n), if n == 1.0 { "" } else { "s" }),
            (None, by) => format!("some minutes{by}"),
        }
    }

    /// Minutes added, or taken away.
    fn added(self, v: Option<&Value>) -> String {
        match self.quantity(v) {
            (Some(n), by) => format!("{} minutes {}{by}", figure(libm::fabs(n)), if n < 0.0 { "less" } else { "more" }),
            (None, by) => format!("some minutes more{by}"),
        }
    }

    /// A condition as a clause: `the player knows “…”`.
    pub fn condition(self, v: &Value) -> String {
        let Some((name, _, inner)) = chosen(v, &Kind::Cond) else {
            return if v.members().is_empty() { "a condition not yet chosen" } else { "a condition that cannot be read" }.to_owned();
        };
        match name {
            "all" => self.several(inner.items(), "and", "always"),
            "any" => self.several(inner.items(), "or", "never"),
            "not" => self.opposite(inner),
            _ => self.leaf(name, inner, true),
        }
    }

    fn several(self, items: &[Value], word: &str, none: &str) -> String {
        let parts: Vec<String> = items.iter().map(|c| self.part(c)).collect();
        match parts.len() {
            0 => none.to_owned(),
            1 => parts.concat(),
            _ => parts.join(&format!(", {word} ")),
        }
    }

    /// A condition within another: several are put in brackets.
    fn part(self, v: &Value) -> String {
        let many = chosen(v, &Kind::Cond).is_some_and(|(n, _, inner)| matches!(n, "all" | "any") && inner.items().len() > 1);
        if many { format!("({})", self.condition(v)) } else { self.condition(v) }
    }

    fn opposite(self, v: &Value) -> String {
        match chosen(v, &Kind::Cond) {
            Some((name @ ("all" | "any"), _, inner)) => {
                let lead = if name == "all" { "not all of" } else { "none of" };
                format!("{lead}: {}", inner.items().iter().map(|c| self.part(c)).collect::<Vec<_>>().join("; "))
            }
            Some(("not", _, inner)) => self.condition(inner),
            Some((name, _, inner)) => self.leaf(name, inner, false),
            None => format!("not: {}", self.condition(v)),
        }
    }

    fn leaf(self, name: &str, v: &Value, yes: bool) -> String {
        let or = |a: &'static str, b: &'static str| if yes { a } else { b };
        match name {
            "knows" => format!("the player {} {}", or("knows", "does not know"), self.named(Class::Fact, Some(v))),
            "flag" => format!("{} {}", self.named(Class::Flag, Some(v)), or("is so", "is not so")),
            "took" => {
                let took = v.text().unwrap_or("");
                let (scene, mv) = took.split_once('.').unwrap_or((took, ""));
                let lead = or("the player took", "the player did not take");
                match self.names.mv(scene, mv) {
                    Some((title, label)) => format!("{lead} {} in {}", quoted(&label), quoted(&title)),
                    None if took.is_empty() => format!("{lead} a move not yet chosen"),
                    None => format!("{lead} a move \u{201c}{}\u{201d} that is not there", cut(took, 40)),
                }
            }
            "style-so-far" => match (v.text(), yes) {
                (Some("directive"), true) | (Some("collaborative"), false) => "at least half of the moves so far are directive".to_owned(),
                (Some("collaborative"), true) | (Some("directive"), false) => "most moves so far are collaborative".to_owned(),
                _ => "the style so far is one not yet chosen".to_owned(),
            },
            "feels" | "feels-below" => {
                let level = v.get("level").and_then(Value::number).map_or_else(|| "a level".to_owned(), |n| deviations(n as i32));
                let least = (name == "feels") == yes;
                format!("{}\u{2019}s engagement is {} {level}", self.somebody(v.get("who")), if least { "at least" } else { "below" })
            }
            "luck" => format!("the draw {} {}", quoted(v.text().unwrap_or("")), or("came out well", "did not come out well")),
            "finished" => format!("{} {} finished", self.named(Class::Task, Some(v)), or("is", "is not")),
            "shipped" => {
                let was = v.flag().unwrap_or(true) == yes;
                format!("the {} {} ready in time", self.names.goods(), if was { "was" } else { "was not" })
            }
            "stays" => format!("{} {} longer today", self.named(Class::Member, Some(v)), or("stays", "does not stay")),
            other => format!("{}{other}", or("", "not ")),
        }
    }

    /// An effect as a clause: `Anna and Michael meet for 25 minutes`.
    pub fn effect(self, v: &Value) -> String {
        let Some((name, _, v)) = chosen(v, &Kind::Effect) else {
            return if v.members().is_empty() { "an effect not yet chosen" } else { "an effect that cannot be read" }.to_owned();
        };
        let (who, many) = self.people(v);
        let verb = |one: &'static str, more: &'static str| if many { more } else { one };
        match name {
            "meet" => format!("{who} {} for {}", verb("meets", "meet"), self.minutes(v.get("minutes"))),
            "away" => format!("{who} {} away for {}", verb("is", "are"), self.minutes(v.get("minutes"))),
            "overtime" => format!("{who} {} {} longer today", verb("works", "work"), self.minutes(v.get("minutes"))),
            "volunteer" => format!("{who} {} asked to stay {} longer today", verb("is", "are"), self.minutes(v.get("minutes"))),
            "work" => format!("{} takes {}", self.named(Class::Task, v.get("task")), self.added(v.get("minutes"))),
            "release" => {
                let expected = v.get("minutes").map_or_else(String::new, |m| format!(", with {} expected", self.minutes(Some(m))));
                format!("{} comes up{expected}", self.named(Class::Task, v.get("task")))
            }
            "feel" => {
                let need = |key: &str| v.get(key).and_then(Value::number).map(|n| format!("{key} {}", deviations(n as i32)));
                let needs: Vec<String> = ["autonomy", "competence", "relatedness"].into_iter().filter_map(need).collect();
                if needs.is_empty() { format!("{who}: no change") } else { format!("{who}: {}", needs.join(", ")) }
            }
            "reveal" => format!("the player learns {}", self.named(Class::Fact, v.get("fact"))),
            "set" => format!("{} is so from now on", self.named(Class::Flag, v.get("flag"))),
            "chance" => {
                let odds = match self.quantity(v.get("p")) {
                    (Some(p), _) => share(p),
                    (None, _) => "of some size".to_owned(),
                };
                self.branches(&format!("with luck ({odds})"), v)
            }
            "answer" => {
                let lead = match v.word("style") {
                    "directive" => "if telling proves right",
                    "collaborative" => "if asking proves right",
                    _ => "if it proves right",
                };
                self.branches(lead, v)
            }
            "when" => {
                let cond = v.get("cond").map_or_else(|| "a condition not yet chosen holds".to_owned(), |c| self.condition(c));
                self.branches(&format!("if {cond}"), v)
            }
            other => other.to_owned(),
        }
    }

    fn branches(self, lead: &str, v: &Value) -> String {
        let all = |key: &str| match v.list(key) {
            [] => "nothing".to_owned(),
            effects => effects.iter().map(|e| self.effect(e)).collect::<Vec<_>>().join("; "),
        };
        let or = if v.list("or").is_empty() { String::new() } else { format!("; else: {}", all("or")) };
        format!("{lead}: {}{or}", all("then"))
    }

    /// Who says a line.
    pub fn speaker(self, v: &Value) -> String {
        match v.get("who").and_then(Value::text) {
            None => "Told".to_owned(),
            Some("you") => "You".to_owned(),
            Some(id) => self.names.name(Class::Member, id).unwrap_or_else(|| id.to_owned()),
        }
    }

    /// An item of a list in a sentence.
    pub fn summary(self, v: &Value, kind: &Kind) -> String {
        let when = |v: &Value| v.get("when").map_or_else(String::new, |c| format!(", where {}", self.condition(c)));
        let text = match kind {
            Kind::Cond => capital(&self.condition(v)),
            Kind::Effect => capital(&self.effect(v)),
            Kind::Ref(class) => self.named(*class, Some(v)),
            Kind::Object(shape) => match shape.name {
                "a line" => format!("{}: {}{}", self.speaker(v), quoted(v.word("text")), when(v)),
                "what comes next" => format!("To {}{}", self.named(Class::Scene, v.get("to")), when(v)),
                "a move" => {
                    let style = v.word("style");
                    let style = if style.is_empty() { "no style yet" } else { style };
                    format!("{} ({style})", cut(v.word("label"), 90))
                }
                "a task" => {
                    let owner = v.get("owner").map_or_else(|| "nobody\u{2019}s".to_owned(), |o| self.named(Class::Member, Some(o)));
                    format!("{} ({owner})", v.word("name"))
                }
                "an assumption" => {
                    let value = v.get("value").and_then(Value::number).map_or_else(|| "no number yet".to_owned(), figure);
                    format!("{}: {value} {}", v.word("name"), v.word("unit"))
                }
                "a fact" | "a flag" | "a question" => cut(v.word("text"), 90),
                "a habit" => format!("{} / {}", cut(v.word("directive"), 50), cut(v.word("collaborative"), 50)),
                "a scene" => format!("{} {}", v.word("at"), v.word("title")),
                _ => v.word("name").to_owned(),
            },
            _ => known(v),
        };
        if text.trim().is_empty() { "Empty".to_owned() } else { text }
    }
}

/// A number as it is read: no more digits than it has.
pub fn figure(n: f64) -> String {
    super::layout::number(n).replace('-', "\u{2212}")
}
