//! The tree against the table: what is missing, unknown or of the wrong type, and a list of all
//! ids, references, texts and numbers for the checks that follow.

use super::near::{as_id, nearest};
use super::shape::{CONDITIONS, Class, EFFECTS, Field, Kind, Look, SCENARIO, Shape, Span};
use super::{Raw, Severity};
use engine::model::Time;
use engine::model::scenario::Portrait;
use json::{Branch, Tree, number, quoted};

/// Nobody reads on after so many.
const ENOUGH: usize = 10_000;

/// A value that the checks look at later, with its place.
#[derive(Clone, Debug)]
pub struct Seen<'t, K> {
    pub kind: K,
    pub tree: &'t Tree,
    pub path: String,
}

/// What was found on the way.
#[derive(Default)]
pub struct Form<'t> {
    pub found: Vec<Raw>,
    pub ids: Vec<Seen<'t, Class>>,
    /// References to one class, or to a member or the team.
    pub refs: Vec<Seen<'t, Class>>,
    pub someones: Vec<Seen<'t, ()>>,
    pub speakers: Vec<Seen<'t, ()>>,
    pub took: Vec<Seen<'t, ()>>,
    pub texts: Vec<Seen<'t, Look>>,
    pub quantities: Vec<Seen<'t, Span>>,
    path: String,
}

impl<'t> Form<'t> {
    /// Looks at a whole file.
    pub fn of(tree: &'t Tree) -> Form<'t> {
        let mut form = Form::default();
        form.object(tree, &SCENARIO);
        form
    }

    fn error(&mut self, code: &'static str, at: usize, text: String, mend: String) {
        if self.found.len() >= ENOUGH {
            return;
        }
        self.found.push(Raw { severity: Severity::Error, code, at, path: self.path.clone(), text, mend });
    }

    /// Goes on inside, one step deeper.
    fn inside(&mut self, step: &str, go: impl FnOnce(&mut Self)) {
        let length = self.path.len();
        self.path.push('/');
        self.path.push_str(&step.replace('~', "~0").replace('/', "~1"));
        go(self);
        self.path.truncate(length);
    }

    fn wrong(&mut self, tree: &Tree, kind: &Kind) {
        // A slip in the text says why already.
        let Some(here) = named(tree) else { return };
        let mend = match (kind, &tree.value) {
            (Kind::Whole | Kind::Number | Kind::Thousandths | Kind::Quantity(_), Branch::Text(t)) if t.trim().parse::<f64>().is_ok() => {
                format!("write {} without quotation marks", t.trim())
            }
            (Kind::Flag, Branch::Text(t)) if t == "true" || t == "false" => format!("write {t} without quotation marks"),
            (Kind::Text(_) | Kind::Id(_) | Kind::Ref(_), Branch::Number(n)) => format!("write \"{}\"", number(*n)),
            (Kind::List(_), Branch::Object(_) | Branch::Text(_)) => "put it in square brackets: […]".to_owned(),
            (Kind::Style | Kind::Status, Branch::Text(t)) => {
                let names = if matches!(kind, Kind::Style) { ["directive", "collaborative"] } else { ["measured", "assumed"] };
                nearest(t, names)
                    .map_or_else(|| format!("write \"{}\" or \"{}\"", names[0], names[1]), |n| format!("did you mean \"{n}\"?"))
            }
            (Kind::Portrait, Branch::Text(t)) => {
                let names = Portrait::ALL.map(Portrait::name);
                nearest(t, names).map_or_else(|| format!("write one of {}", names.join(", ")), |n| format!("did you mean \"{n}\"?"))
            }
            (Kind::Time, _) => "write a day (mon to sun), a space and a time of day with four digits: \"fri 16:00\"".to_owned(),
            _ => format!("write, for example, {}", kind.example()),
        };
        let code = match (kind, &tree.value) {
            (Kind::Time, Branch::Text(_)) => "bad-time",
            (Kind::Format, Branch::Number(_)) => "format",
            (Kind::Whole | Kind::Thousandths, Branch::Number(_))
            | (Kind::Style | Kind::Status | Kind::Portrait | Kind::Took, Branch::Text(_))
            | (Kind::Estimate, Branch::List(_)) => "bad-value",
            _ => "wrong-type",
        };
        let text = format!("{} is needed here, not {here}", kind.words());
        self.error(code, tree.at, text, mend);
    }

    fn value(&mut self, tree: &'t Tree, kind: &'static Kind) {
        let path = || self.path.clone();
        let good = match kind {
            Kind::Text(look) => {
                self.texts.push(Seen { kind: *look, tree, path: path() });
                tree.text().is_some()
            }
            Kind::Id(class) => return self.id(tree, *class, kind),
            Kind::Ref(class) => {
                self.refs.push(Seen { kind: *class, tree, path: path() });
                tree.text().is_some()
            }
            Kind::Someone => {
                self.someones.push(Seen { kind: (), tree, path: path() });
                tree.text().is_some()
            }
            Kind::Speaker => {
                self.speakers.push(Seen { kind: (), tree, path: path() });
                tree.text().is_some()
            }
            Kind::Took => {
                self.took.push(Seen { kind: (), tree, path: path() });
                tree.text().is_some()
            }
            Kind::Moves => tree.text().is_some(),
            Kind::Format => tree.number() == Some(f64::from(engine::model::scenario::FORMAT)),
            Kind::Whole => tree.number().is_some_and(|n| (0.0..=f64::from(u32::MAX)).contains(&n) && libm::floor(n) == n),
            Kind::Thousandths => tree.number().is_some_and(|n| (-100_000.0..=100_000.0).contains(&n) && libm::floor(n) == n),
            Kind::Number => tree.number().is_some(),
            Kind::Flag => tree.flag().is_some(),
            Kind::Time => tree.text().is_some_and(|t| Time::parse(t).is_some()),
            Kind::Style => matches!(tree.text(), Some("directive" | "collaborative")),
            Kind::Status => matches!(tree.text(), Some("measured" | "assumed")),
            Kind::Portrait => tree.text().is_some_and(|t| Portrait::named(t).is_some()),
            Kind::Quantity(span) => {
                self.quantities.push(Seen { kind: *span, tree, path: path() });
                matches!(tree.value, Branch::Number(_) | Branch::Text(_))
            }
            Kind::Estimate => tree.items().len() == 3 && tree.items().iter().all(|n| n.number().is_some()),
            Kind::List(item) => {
                for (i, one) in tree.items().iter().enumerate() {
                    self.inside(&i.to_string(), |form| form.value(one, item));
                }
                matches!(tree.value, Branch::List(_))
            }
            Kind::Object(shape) => return self.object(tree, shape),
            Kind::Cond => return self.one_of(tree, kind, "condition", &CONDITIONS),
            Kind::Effect => return self.one_of(tree, kind, "effect", &EFFECTS),
        };
        if !good {
            self.wrong(tree, kind);
        }
    }

    fn id(&mut self, tree: &'t Tree, class: Class, kind: &Kind) {
        let Some(id) = tree.text() else { return self.wrong(tree, kind) };
        self.ids.push(Seen { kind: class, tree, path: self.path.clone() });
        if !json::is_id(id) {
            let mend = match as_id(id) {
                new if new.is_empty() => "write a short name of such letters, for instance \"first-week\"".to_owned(),
                new => format!("write \"{new}\""),
            };
            let text = format!("{} is no id: an id is made of small letters a to z, digits and hyphens", short(id));
            self.error("bad-id", tree.at, text, mend);
        }
    }

    fn object(&mut self, tree: &'t Tree, shape: &'static Shape) {
        if !matches!(tree.value, Branch::Object(_)) {
            if let Some(here) = named(tree) {
                let text = format!("{} must be an object in braces, not {here}", shape.name);
                self.error("wrong-type", tree.at, text, format!("write {{\"{}\": …}}", shape.fields[0].key));
            }
            return;
        }
        let missing: Vec<&Field> = shape.fields.iter().filter(|f| f.need && tree.get(f.key).is_none()).collect();
        let mut renamed: Vec<&str> = Vec::new();
        for member in tree.members() {
            if let Some(field) = shape.fields.iter().find(|f| f.key == member.key) {
                self.inside(field.key, |form| form.value(&member.value, &field.kind));
                continue;
            }
            // A name that is missing is likelier meant than one that is there.
            let meant = nearest(&member.key, missing.iter().map(|f| f.key))
                .or_else(|| nearest(&member.key, shape.fields.iter().map(|f| f.key).filter(|k| tree.get(k).is_none())));
            renamed.extend(meant);
            let keys: Vec<&str> = shape.fields.iter().map(|f| f.key).collect();
            let mend = meant
                .map_or_else(|| format!("take it out; {} may have {}", shape.name, keys.join(", ")), |m| format!("did you mean \"{m}\"?"));
            self.inside(&member.key, |form| {
                let text = format!("{} has no member {}", shape.name, short(&member.key));
                form.error("unknown-key", member.at, text, mend);
            });
        }
        for field in missing.iter().filter(|f| !renamed.contains(&f.key)) {
            let text = format!("\"{}\" is missing: {} needs it", field.key, shape.name);
            self.error("missing", tree.at, text, format!("add \"{}\": {}", field.key, field.kind.example()));
        }
    }

    fn one_of(&mut self, tree: &'t Tree, kind: &Kind, what: &str, kinds: &'static [(&'static str, Kind)]) {
        let [member] = tree.members() else {
            if matches!(tree.value, Branch::Object(_)) {
                let text = format!("{what}s have exactly one member, which names their kind, and this has {}", tree.members().len());
                let mend = if tree.members().is_empty() {
                    format!("write, for example, {}", kind.example())
                } else {
                    "make it several, one for each".to_owned()
                };
                return self.error("one-kind", tree.at, text, mend);
            }
            return self.wrong(tree, kind);
        };
        let names = || kinds.iter().map(|k| k.0);
        match kinds.iter().find(|k| k.0 == member.key) {
            Some((_, inner)) => self.inside(&member.key, |form| form.value(&member.value, inner)),
            None => {
                let meant = nearest(&member.key, names());
                let mend = meant
                    .map_or_else(|| format!("there are {}", names().collect::<Vec<_>>().join(", ")), |m| format!("did you mean \"{m}\"?"));
                let code = if what == "effect" { "unknown-effect" } else { "unknown-condition" };
                self.error(code, member.at, format!("there is no {what} {}", short(&member.key)), mend);
            }
        }
    }
}

/// A stranger's text in quotation marks, cut where it is long.
pub fn short(text: &str) -> String {
    let cut: String = text.chars().take(40).collect();
    quoted(&if cut.len() < text.len() { cut + "…" } else { cut })
}

/// What a value is, in words; `None` where it could not be read at all.
fn named(tree: &Tree) -> Option<String> {
    Some(match &tree.value {
        Branch::Null => "null".to_owned(),
        Branch::Bool(b) => b.to_string(),
        Branch::Number(n) => number(*n),
        Branch::Text(t) => format!("the text {}", short(t)),
        Branch::List(list) => match list.len() {
            0 => "an empty list".to_owned(),
            1 => "a list of one".to_owned(),
            n => format!("a list of {n}"),
        },
        Branch::Object(_) => "an object".to_owned(),
        Branch::Broken => return None,
    })
}
