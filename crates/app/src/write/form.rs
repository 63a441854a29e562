//! The form of the place in hand.

use super::fields::{fits, shown, time, wrong};
use super::parts::Parts;
use super::refs::cut;
use super::refs::{Names, thing};
use super::shapes::{chosen, kinds, spot};
use super::tree::{Value, inside, item, parted, within};
use super::view::{Branch, Choice, Control, Crumb, Field, Form, Group, Item, Shown};
use super::words::{Words, capital, figure};
use super::{Typing, Writing, labels, layout, places, spoken};
use crate::words::{count, list};
use engine::model::scenario::{Portrait, Style};
use scenario::check::shape::{Class, Kind, Look, Shape, Span};
use scenario::check::{Finding, Severity};
use std::sync::Arc;

/// Nested deeper than this, a condition or an effect is shown as a sentence and edited as JSON.
const DEEP: usize = 12;
/// Items of a list that are shown in full.
const INLINE: usize = 200;

const DAYS: [(&str, &str); 7] = [
    ("mon", "Monday"),
    ("tue", "Tuesday"),
    ("wed", "Wednesday"),
    ("thu", "Thursday"),
    ("fri", "Friday"),
    ("sat", "Saturday"),
    ("sun", "Sunday"),
];

/// Members of the whole that have pages of their own, and are not on its form.
const ELSEWHERE: [&str; 9] = ["team", "work", "facts", "flags", "habits", "score", "assumptions", "debrief", "paths"];

struct Maker<'w> {
    root: &'w Value,
    names: &'w Names<'w>,
    found: Vec<&'w Finding>,
    typing: Option<&'w Typing>,
    parts: &'w Parts,
}

impl Writing {
    /// The form of the place in hand. It is made once for each change: asking again costs nothing.
    pub fn form(&self) -> Arc<Form> {
        self.made.get_or_init(|| Arc::new(self.form_at(&self.place))).clone()
    }

    /// A field of the form in hand, wherever in it.
    pub fn field(&self, path: &str) -> Option<Field> {
        self.form().find(path).cloned()
    }

    /// An item of a list in the form in hand.
    pub fn item(&self, path: &str) -> Option<Item> {
        self.form().item(path).cloned()
    }

    /// The form of any place. What has no form is shown as JSON.
    pub fn form_at(&self, path: &str) -> Form {
        let names = Names::of(&self.root);
        let found = self.quick.list.iter().chain(&self.deep).collect();
        let maker = Maker { root: &self.root, names: &names, found, typing: self.typing.as_ref(), parts: &self.parts };
        let mut crumbs: Vec<Crumb> = Vec::new();
        let mut outer = parted(path).map(|p| p.0);
        while let Some(at) = outer {
            if places::paged(at) && at != "/scenes" {
                let text = if at.is_empty() { self.title() } else { maker.own_name(at) };
                crumbs.insert(0, Crumb { path: at.to_owned(), text });
            }
            outer = parted(at).map(|p| p.0);
        }
        let list = parted(path).and_then(|(list, step)| Some((list, super::tree::index(&step)?)));
        let of = |list: &str| self.root.at(list).map_or(0, |l| l.items().len());
        Form {
            path: path.to_owned(),
            heading: if path.is_empty() { "The whole week".to_owned() } else { maker.own_name(path) },
            crumbs,
            problems: if maker.whole(path) { maker.problems(path, false) } else { Vec::new() },
            groups: maker.groups(path),
            item: list.map(|(list, i)| (i + 1, of(list))).filter(|(i, n)| i <= n),
        }
    }
}

impl Maker<'_> {
    fn words(&self) -> Words<'_> {
        Words { names: self.names }
    }

    /// Whether the form is made of an object's members, so that no field shows the object itself.
    fn whole(&self, path: &str) -> bool {
        let object = spot(path).is_some_and(|s| matches!(s.kind, Kind::Object(_)));
        object && self.root.at(path).is_none_or(|v| matches!(v, Value::Object(_)))
    }

    /// The last part of a place's name.
    fn own_name(&self, path: &str) -> String {
        let outer = parted(path).and_then(|(list, step)| Some((list, super::tree::index(&step)?)));
        match (outer, spot(path)) {
            (Some((list, i)), Some(_)) => match spot(list).map(|s| s.kind) {
                Some(Kind::List(inner)) => capital(&places::item(self.root, self.root.at(path), inner, i)),
                _ => places::name(self.root, path),
            },
            (_, Some(at)) => at.field.map_or_else(|| places::name(self.root, path), |(s, f)| labels::label(s, f).label.to_owned()),
            _ => places::name(self.root, path),
        }
    }

    fn groups(&self, path: &str) -> Vec<Group> {
        let Some(at) = spot(path) else {
            let odd = self.odd(path, "Not known to this program", self.root.at(path));
            return vec![plain(vec![odd])];
        };
        let value = self.root.at(path);
        let shape = match (at.kind, value) {
            (Kind::Object(shape), None | Some(Value::Object(_))) => shape,
            _ => {
                let mut field = self.field(path, at.kind, value, 0);
                if let Some((shape, f)) = at.field {
                    (field.label, field.help) = words(shape, f);
                }
                return vec![plain(vec![field])];
            }
        };
        let hidden = |key: &str| {
            let at = inside(path, key);
            // What has no page of its own is shown where it is wrong.
            let wrong = key == "format" && self.found.iter().any(|f| within(&f.path, &at));
            shape.name == "a scenario" && (ELSEWHERE.contains(&key) || matches!(key, "format" | "scenes")) && !wrong
        };
        let (fields, more) = self.parted(shape, path, value, 0, hidden);
        let mut groups = vec![Group { title: String::new(), part: String::new(), open: true, fields }];
        groups.extend(more);
        if let Some(unknown) = self.unknown(shape, path, value) {
            groups.push(unknown);
        }
        groups.retain(|g| !g.fields.is_empty());
        groups
    }

    /// The members of an object: those that are most often needed, in the order of writing, and the rest.
    fn parted(
        &self,
        shape: &'static Shape,
        path: &str,
        value: Option<&Value>,
        deep: usize,
        hidden: impl Fn(&str) -> bool,
    ) -> (Vec<Field>, Option<Group>) {
        let member = |f: &'static scenario::check::shape::Field| self.member(shape, f, path, value, deep);
        let shown = shape.fields.iter().filter(|f| !hidden(f.key));
        let Some(first) = labels::first(shape) else { return (shown.map(member).collect(), None) };
        let fields = first.iter().filter_map(|key| shape.fields.iter().find(|f| f.key == *key)).map(member).collect();
        let rest: Vec<_> = shown.filter(|f| !first.contains(&f.key)).collect();
        let names: Vec<String> = rest.iter().map(|f| super::edit::small(labels::label(shape, f).label)).collect();
        let part = format!("{path}#more");
        let at = |f: &&scenario::check::shape::Field| inside(path, f.key);
        let wrong = rest.iter().any(|f| self.found.iter().any(|found| found.severity == Severity::Error && within(&found.path, &at(f))));
        let open = self.parts.get(&part).unwrap_or(wrong);
        let set = rest.iter().filter(|f| f.key != "id" && value.is_some_and(|v| v.get(f.key).is_some())).count();
        let set = if set > 0 { format!(" ({set} set)") } else { String::new() };
        let more = Group { title: format!("More: {}{set}", list(&names)), part, open, fields: rest.into_iter().map(member).collect() };
        (fields, Some(more).filter(|m| !m.fields.is_empty()))
    }

    /// Members that the format does not know.
    fn unknown(&self, shape: &Shape, path: &str, value: Option<&Value>) -> Option<Group> {
        let all = value?.members().iter().filter(|m| !shape.fields.iter().any(|f| f.key == &*m.0));
        let fields: Vec<Field> =
            all.map(|(key, v)| self.odd(&inside(path, key), &format!("\u{201c}{}\u{201d}", cut(key, 40)), Some(v))).collect();
        (!fields.is_empty()).then(|| Group { title: "Not known to this program".to_owned(), ..plain(fields) })
    }

    fn odd(&self, path: &str, label: &str, value: Option<&Value>) -> Field {
        Field {
            path: path.to_owned(),
            label: label.to_owned(),
            help: "No form fits what stands here. It can be changed as JSON, or left out.".to_owned(),
            hint: String::new(),
            required: false,
            left_out: value.is_none(),
            instead: String::new(),
            clearable: value.is_some() && !path.is_empty(),
            control: Control::Odd { json: value.map_or_else(String::new, layout::line) },
            problems: self.problems(path, true),
        }
    }

    /// A member of an object as a field.
    fn member(
        &self,
        shape: &'static Shape,
        field: &'static scenario::check::shape::Field,
        path: &str,
        object: Option<&Value>,
        deep: usize,
    ) -> Field {
        let at = inside(path, field.key);
        let value = object.and_then(|o| o.get(field.key));
        let mut made = self.field(&at, &field.kind, value, deep);
        (made.label, made.help) = words(shape, field);
        made.required = field.need;
        made.clearable = !field.need && value.is_some();
        made.instead = self.instead(shape, field.key, path, labels::label(shape, field).instead);
        made.hint = match labels::hint(shape, field.key) {
            "" => capital(&made.instead),
            hint => hint.to_owned(),
        };
        // A text that is emptied is left out, and so is a choice of nothing.
        made.clearable &= !matches!(
            made.control,
            Control::Line { .. }
                | Control::Area { .. }
                | Control::Number { .. }
                | Control::Quantity { .. }
                | Control::Suggest { .. }
                | Control::Choice { .. }
                | Control::Faces { .. }
                | Control::Tick { .. }
        );
        if let Control::Choice { options } | Control::Faces { options } = &mut made.control {
            let none = !options.iter().any(|o| o.picked);
            let name = if field.need || made.instead.is_empty() { "Choose one".to_owned() } else { capital(&made.instead) };
            if none || !field.need {
                options.insert(0, Choice { id: String::new(), name, note: String::new(), picked: none });
            }
        }
        if let (Control::Area { value, count }, Kind::Text(look)) = (&mut made.control, &field.kind) {
            *count = length(*look, value);
        }
        made
    }

    /// What holds where a member is left out.
    fn instead(&self, shape: &Shape, key: &str, path: &str, usual: &str) -> String {
        let scenes = self.root.list("scenes");
        let index = parted(path).and_then(|(list, step)| super::tree::index(&step).filter(|_| list == "/scenes"));
        match (shape.name, key, index) {
            ("a scene", "next", Some(i)) => match scenes.get(i + 1) {
                Some(s) => format!("the next scene of the file, {}", super::words::quoted(&self.names.title(Class::Scene, s))),
                None => "the week ends".to_owned(),
            },
            ("a scenario", "start", _) => match scenes.first() {
                Some(s) => format!("the first scene of the file, {}", super::words::quoted(&self.names.title(Class::Scene, s))),
                None => usual.to_owned(),
            },
            _ => usual.to_owned(),
        }
    }

    /// A value as a field without words of its own.
    fn field(&self, path: &str, kind: &'static Kind, value: Option<&Value>, deep: usize) -> Field {
        let control = self.control(path, kind, value, deep);
        let inner = matches!(control, Control::Items { .. } | Control::Inside { .. } | Control::Branch(_));
        Field {
            path: path.to_owned(),
            label: String::new(),
            help: String::new(),
            hint: String::new(),
            required: false,
            left_out: value.is_none(),
            instead: String::new(),
            clearable: false,
            problems: self.shown(path, kind, value, !inner),
            control,
        }
    }

    /// Problems of a field; a condition or an effect shows those of what its kind holds as well.
    fn shown(&self, path: &str, kind: &'static Kind, value: Option<&Value>, whole: bool) -> Vec<Shown> {
        let mut all = self.problems(path, whole);
        if let Some((name, Kind::Object(_), _)) = value.and_then(|v| chosen(v, kind)).filter(|_| !whole) {
            all.extend(self.problems(&inside(path, name), false));
        }
        all
    }

    /// Problems at a place; with those inside it, where nothing inside shows them.
    fn problems(&self, path: &str, whole: bool) -> Vec<Shown> {
        if let Some(t) = self.typing.filter(|t| t.path == path && !t.rested) {
            // What was found before the typing may be mended by it.
            let value = self.root.at(path);
            let wrong = spot(path).zip(value).and_then(|(s, v)| wrong(s.kind, v)).filter(|_| !t.text.trim().is_empty());
            return wrong.map(|text| Shown { severity: Severity::Error, text, mend: String::new() }).into_iter().collect();
        }
        let here = self.found.iter().filter(|f| if whole { within(&f.path, path) } else { f.path == path });
        // A field that is empty can be seen.
        let here = here.filter(|f| !spoken::empty(f));
        here.map(|f| {
            let (text, mend) = spoken::spoken(f);
            Shown { severity: f.severity, text, mend }
        })
        .collect()
    }

    fn control(&self, path: &str, kind: &'static Kind, value: Option<&Value>, deep: usize) -> Control {
        let odd = |v: &Value| Control::Odd { json: layout::line(v) };
        let blank = |v: &Value| matches!(kind, Kind::Cond | Kind::Effect) && matches!(v, Value::Object(m) if m.is_empty());
        if let Some(v) = value.filter(|v| !fits(kind, v) && !blank(v)) {
            return match v.text() {
                // A text where another value belongs was most likely typed here.
                Some(t) if matches!(kind, Kind::Flag) => Control::Line { value: t.to_owned() },
                _ => odd(v),
            };
        }
        let text = match self.typing.filter(|t| t.path == path) {
            Some(t) => t.text.clone(),
            None => value.map_or_else(String::new, |v| shown(kind, v, self.names)),
        };
        let held = value.and_then(Value::text).unwrap_or("");
        match kind {
            Kind::Text(Look::Name | Look::Label) => Control::Line { value: text },
            Kind::Text(_) => Control::Area { value: text, count: String::new() },
            Kind::Moves => Control::Area { value: text, count: String::new() },
            Kind::Id(_) => Control::Id { value: text, uses: self.uses(path) },
            Kind::Format | Kind::Whole | Kind::Thousandths | Kind::Number => Control::Number { value: text, unit: unit(path, kind) },
            Kind::Quantity(span) => {
                let (worth, by) = self.words().quantity(value);
                let named = value.and_then(Value::text).is_some();
                let long = worth.filter(|_| !matches!(span, Span::Chance)).and_then(super::moments::long);
                let worth = match worth {
                    Some(n) if named => format!("{}{by}", figure(n)),
                    _ => long.unwrap_or_default(),
                };
                let unit = if matches!(span, Span::Chance) { "of 1" } else { "minutes" };
                Control::Quantity {
                    value: text,
                    unit,
                    options: self.choices(self.names.all(Class::Assumption), held.trim_start_matches('-'), false),
                    worth,
                }
            }
            Kind::Time => {
                let (day, clock) = time(&text);
                let days = DAYS.iter().map(|d| (d.0.to_owned(), d.1.to_owned())).collect();
                let mut days = self.choices(days, &day, true);
                if day.is_empty() {
                    days.insert(0, Choice { id: String::new(), name: "Choose a day".to_owned(), note: String::new(), picked: true });
                }
                Control::Time { days, clock }
            }
            Kind::Flag => Control::Tick { on: value.and_then(Value::flag) == Some(true) },
            Kind::Style => Control::Choice { options: self.choices(styles(), held, true) },
            Kind::Portrait => {
                let faces = Portrait::ALL.map(|p| (p.name().to_owned(), capital(p.name())));
                Control::Faces { options: self.choices(faces.to_vec(), held, false) }
            }
            Kind::Status => {
                let names = [("measured", "Measured by somebody"), ("assumed", "Assumed")];
                Control::Choice { options: self.choices(names.map(|n| (n.0.to_owned(), n.1.to_owned())).to_vec(), held, true) }
            }
            Kind::Ref(class) => Control::Choice { options: self.choices(self.names.all(*class), held, true) },
            Kind::Someone => {
                let mut all = vec![("team".to_owned(), "The team on average".to_owned())];
                all.extend(self.names.all(Class::Member));
                Control::Choice { options: self.choices(all, held, true) }
            }
            Kind::Took => Control::Choice { options: self.choices(self.names.moves(), held, true) },
            Kind::Speaker => {
                let mut all = vec![("you".to_owned(), "You".to_owned())];
                all.extend(self.names.all(Class::Member));
                Control::Suggest { value: text, options: self.choices(all, held, false) }
            }
            Kind::Estimate => Control::Inside { fields: self.estimate(path, value), more: None },
            Kind::List(inner) => self.list(path, inner, value, deep),
            Kind::Object(shape) => {
                let (mut fields, more) = self.parted(shape, path, value, deep, |_| false);
                fields.extend(self.unknown(shape, path, value).into_iter().flat_map(|g| g.fields));
                Control::Inside { fields, more }
            }
            Kind::Cond | Kind::Effect => self.branch(path, kind, value, deep),
        }
    }

    fn estimate(&self, path: &str, value: Option<&Value>) -> Vec<Field> {
        let items = value.map_or(&[][..], Value::items);
        let part = |(i, label): (usize, &str)| {
            let mut field = self.field(&item(path, i), &Kind::Number, items.get(i), 0);
            (field.label, field.required) = (label.to_owned(), true);
            field
        };
        ["Lowest", "Likeliest", "Highest"].into_iter().enumerate().map(part).collect()
    }

    fn list(&self, path: &str, inner: &'static Kind, value: Option<&Value>, deep: usize) -> Control {
        let items = value.map_or(&[][..], Value::items);
        if let Kind::Ref(class) = inner
            && items.iter().all(|v| v.text().is_some())
        {
            let mut options = self.choices(self.names.all(*class), "", false);
            for id in items.iter().filter_map(Value::text) {
                match options.iter_mut().find(|o| o.id == id) {
                    Some(option) => option.picked = true,
                    None => options.push(missing(id)),
                }
            }
            return Control::Chips { options };
        }
        let made = items.iter().enumerate().map(|(i, v)| self.item(&item(path, i), inner, v, deep)).collect();
        let kinds = if deep < DEEP { kinds_of(inner, "") } else { Vec::new() };
        let menu = format!("{path}#add");
        let open = self.parts.get(&menu) == Some(true);
        Control::Items { items: made, thing: places::thing(inner), kinds, menu, open }
    }

    fn item(&self, path: &str, kind: &'static Kind, value: &Value, deep: usize) -> Item {
        // Of very many, each has a page of its own.
        let page = places::paged(path) || parted(path).and_then(|p| super::tree::index(&p.1)).is_some_and(|i| i >= INLINE);
        let object = matches!(kind, Kind::Object(_));
        let (fields, more) = match kind {
            _ if page => (Vec::new(), None),
            Kind::Object(shape) if fits(kind, value) => match self.control(path, kind, Some(value), deep + 1) {
                Control::Inside { fields, more } => (fields, more),
                _ => self.parted(shape, path, Some(value), deep + 1, |_| false),
            },
            _ => (vec![self.field(path, kind, Some(value), deep + 1)], None),
        };
        let count = |severity| self.found.iter().filter(|f| f.severity == severity && within(&f.path, path) && !spoken::empty(f)).count();
        let errors = count(Severity::Error);
        Item {
            path: path.to_owned(),
            summary: self.words().summary(value, kind),
            page,
            open: self.parts.get(path).unwrap_or(errors > 0 || self.found.iter().any(|f| spoken::empty(f) && within(&f.path, path))),
            problems: if object && !fields.is_empty() && fits(kind, value) { self.problems(path, false) } else { Vec::new() },
            fields,
            more,
            errors,
            warnings: count(Severity::Warning),
        }
    }

    fn branch(&self, path: &str, kind: &'static Kind, value: Option<&Value>, deep: usize) -> Control {
        let condition = matches!(kind, Kind::Cond);
        let there = value.and_then(|v| chosen(v, kind));
        if let Some(v) = value.filter(|_| deep >= DEEP) {
            return Control::Odd { json: layout::line(v) };
        }
        let sentence =
            value.map_or_else(String::new, |v| capital(&if condition { self.words().condition(v) } else { self.words().effect(v) }));
        let fields = there.map_or_else(Vec::new, |(name, inner, v)| {
            let at = inside(path, name);
            match (inner, self.control(&at, inner, Some(v), deep + 1)) {
                (Kind::Object(_), Control::Inside { mut fields, more }) => {
                    fields.extend(more.into_iter().flat_map(|m| m.fields));
                    fields
                }
                _ => {
                    let mut field = self.field(&at, inner, Some(v), deep + 1);
                    (field.label, field.help) = (labels::kind(name).0.to_owned(), labels::kind(name).1.to_owned());
                    field.required = true;
                    vec![field]
                }
            }
        });
        Control::Branch(Box::new(Branch { condition, sentence, kinds: kinds_of(kind, there.map_or("", |t| t.0)), fields }))
    }

    /// Options with the one that is picked. `strict`: one that is not among them is added.
    fn choices(&self, all: Vec<(String, String)>, held: &str, strict: bool) -> Vec<Choice> {
        let option = |(id, name): (String, String)| Choice { picked: !held.is_empty() && id == held, id, name, note: String::new() };
        let mut options: Vec<Choice> = all.into_iter().map(option).collect();
        if strict && !held.is_empty() && !options.iter().any(|o| o.picked) {
            options.push(missing(held));
        }
        options
    }

    fn uses(&self, path: &str) -> String {
        let own = path.strip_suffix("/id").unwrap_or(path);
        // Playing named paths takes long, and this is asked for with every form: moves say nothing.
        let thing = thing(self.root, own).filter(|t| !matches!(t.class, Class::Move | Class::Scenario | Class::Question | Class::Path));
        if thing.as_ref().is_some_and(|t| t.class == Class::Assumption && engine::compile::standard(&t.id).is_some()) {
            return "The model itself reads it by this name: under another it would use its own value.".to_owned();
        }
        match thing.map(|t| t.uses(self.root, own).len()) {
            None => String::new(),
            Some(0) => "Nothing refers to it.".to_owned(),
            Some(n) => format!("{} to it; they follow.", count(n, "reference")),
        }
    }
}

/// Fields that are always shown.
fn plain(fields: Vec<Field>) -> Group {
    Group { title: String::new(), part: String::new(), open: true, fields }
}

/// A label and a help sentence.
fn words(shape: &'static Shape, field: &'static scenario::check::shape::Field) -> (String, String) {
    let words = labels::label(shape, field);
    (words.label.to_owned(), words.help.to_owned())
}

/// An option that names what is not there.
fn missing(id: &str) -> Choice {
    Choice { id: id.to_owned(), name: format!("\u{201c}{}\u{201d}, which is not there", cut(id, 40)), note: String::new(), picked: true }
}

fn styles() -> Vec<(String, String)> {
    let name = |style: Style, name: &str| (style.name().to_owned(), name.to_owned());
    vec![name(Style::Directive, "Directive"), name(Style::Collaborative, "Collaborative")]
}

fn kinds_of(kind: &Kind, picked: &str) -> Vec<Choice> {
    let option = |(key, _): &(&'static str, Kind)| {
        let (name, note) = labels::kind(key);
        Choice { id: (*key).to_owned(), name: name.to_owned(), note: note.to_owned(), picked: *key == picked }
    };
    kinds(kind).iter().map(option).collect()
}

fn unit(path: &str, kind: &Kind) -> &'static str {
    match kind {
        Kind::Thousandths => "thousandths",
        Kind::Whole if path.starts_with("/score") => "points",
        Kind::Whole => "minutes",
        _ => "",
    }
}

/// How long a text is, where people stop reading.
fn length(look: Look, text: &str) -> String {
    let words = text.split_whitespace().count();
    if matches!(look, Look::Line) && words > 0 { count(words, "word") } else { String::new() }
}
