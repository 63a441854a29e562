//! The form of the place in hand.

use super::fields::{fits, shown, time, wrong};
use super::refs::{Names, thing};
use super::shapes::{chosen, kinds, spot};
use super::tree::{Value, inside, item, parted, within};
use super::view::{Branch, Choice, Control, Crumb, Field, Form, Group, Item, Shown};
use super::words::{Words, capital, cut, figure};
use super::{Typing, Writing, labels, layout, places};
use crate::app::words::count;
use crate::content::check::shape::{Class, Kind, Look, Shape, Span};
use crate::content::check::{Finding, Severity};
use crate::model::scenario::Style;
use std::sync::Arc;

/// Nested deeper than this, a condition or an effect is shown as a sentence and edited as JSON.
const DEEP: usize = 12;
/// Items of a list that are shown in full.
const INLINE: usize = 200;

/// Groups of a form: a title, and the members in it. What is in none is in the first.
#[rustfmt::skip]
const GROUPS: [(&str, &str, &[&str]); 7] = [
    ("a scenario", "When and how long", &["minutes", "start", "deadline", "goods", "leaves", "week-after"]),
    ("a scene", "Talk", &["lines", "own-words"]),
    ("a scene", "Moves", &["moves"]),
    ("a scene", "What comes next", &["next"]),
    ("a scene", "What kind of problem, and what happens first", &["situation", "habits", "enter"]),
    ("a move", "What it does", &["effects"]),
    ("a move", "What is said", &["reaction", "because"]),
];

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
}

impl Writing {
    /// The form of the place in hand. It is made once for each change: asking again costs nothing.
    pub fn form(&self) -> Arc<Form> {
        self.made.get_or_init(|| Arc::new(self.form_at(&self.place))).clone()
    }

    /// A field of the form in hand, wherever in it.
    pub fn field(&self, path: &str) -> Option<Field> {
        let form = self.form();
        form.groups.iter().find_map(|g| g.fields.iter().find_map(|f| f.find(path))).cloned()
    }

    /// An item of a list in the form in hand.
    pub fn item(&self, path: &str) -> Option<Item> {
        let list = parted(path)?.0;
        let Control::Items { items, .. } = self.field(list)?.control else { return None };
        items.into_iter().find(|i| i.path == path)
    }

    /// The form of any place. What has no form is shown as JSON.
    pub fn form_at(&self, path: &str) -> Form {
        let names = Names::of(&self.root);
        let found = self.quick.list.iter().chain(&self.deep).collect();
        let maker = Maker { root: &self.root, names: &names, found, typing: self.typing.as_ref() };
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
            return vec![Group { title: String::new(), fields: vec![odd] }];
        };
        let value = self.root.at(path);
        let shape = match (at.kind, value) {
            (Kind::Object(shape), None | Some(Value::Object(_))) => shape,
            _ => {
                let mut field = self.field(path, at.kind, value, 0);
                if let Some((shape, f)) = at.field {
                    (field.label, field.help) = words(shape, f);
                }
                return vec![Group { title: String::new(), fields: vec![field] }];
            }
        };
        let mut groups = vec![Group { title: String::new(), fields: Vec::new() }];
        let titles: Vec<_> = GROUPS.iter().filter(|g| g.0 == shape.name).collect();
        groups.extend(titles.iter().map(|g| Group { title: g.1.to_owned(), fields: Vec::new() }));
        for (key, field) in shape.fields.iter().map(|f| (f.key, f)) {
            let hidden = shape.name == "a scenario" && (ELSEWHERE.contains(&key) || matches!(key, "format" | "scenes"));
            // What has no page of its own is shown where it is wrong.
            let at = inside(path, key);
            let wrong = key == "format" && self.found.iter().any(|f| within(&f.path, &at));
            if hidden && !wrong {
                continue;
            }
            let group = titles.iter().position(|g| g.2.contains(&key)).map_or(0, |n| n + 1);
            groups[group].fields.push(self.member(shape, field, path, value, 0));
        }
        if let Some(unknown) = self.unknown(shape, path, value) {
            groups.push(unknown);
        }
        groups.retain(|g| !g.fields.is_empty());
        groups
    }

    /// Members that the format does not know.
    fn unknown(&self, shape: &Shape, path: &str, value: Option<&Value>) -> Option<Group> {
        let all = value?.members().iter().filter(|m| !shape.fields.iter().any(|f| f.key == &*m.0));
        let fields: Vec<Field> =
            all.map(|(key, v)| self.odd(&inside(path, key), &format!("\u{201c}{}\u{201d}", cut(key, 40)), Some(v))).collect();
        (!fields.is_empty()).then(|| Group { title: "Not known to this program".to_owned(), fields })
    }

    fn odd(&self, path: &str, label: &str, value: Option<&Value>) -> Field {
        Field {
            path: path.to_owned(),
            label: label.to_owned(),
            help: "No form fits what stands here. It can be changed as JSON, or left out.".to_owned(),
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
        field: &'static crate::content::check::shape::Field,
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
        if let Some(t) = self.typing.filter(|t| t.path == path) {
            // What was found before the typing may be mended by it.
            let value = self.root.at(path);
            let wrong = spot(path).zip(value).and_then(|(s, v)| wrong(s.kind, v)).filter(|_| !t.text.trim().is_empty());
            return wrong.map(|text| Shown { severity: Severity::Error, text, mend: String::new() }).into_iter().collect();
        }
        let here = self.found.iter().filter(|f| if whole { within(&f.path, path) } else { f.path == path });
        here.map(|f| Shown { severity: f.severity, text: f.text.clone(), mend: f.mend.clone() }).collect()
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
                let worth =
                    worth.filter(|_| value.and_then(Value::text).is_some()).map_or_else(String::new, |n| format!("{}{by}", figure(n)));
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
                Control::Time { days: self.choices(days, &day, true), clock }
            }
            Kind::Flag => Control::Tick { on: value.and_then(Value::flag) == Some(true) },
            Kind::Style => Control::Choice { options: self.choices(styles(), held, true) },
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
            Kind::Estimate => Control::Inside { fields: self.estimate(path, value) },
            Kind::List(inner) => self.list(path, inner, value, deep),
            Kind::Object(shape) => {
                let mut fields: Vec<Field> = shape.fields.iter().map(|f| self.member(shape, f, path, value, deep)).collect();
                fields.extend(self.unknown(shape, path, value).into_iter().flat_map(|g| g.fields));
                Control::Inside { fields }
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
        Control::Items { items: made, thing: places::thing(inner), kinds }
    }

    fn item(&self, path: &str, kind: &'static Kind, value: &Value, deep: usize) -> Item {
        // Of very many, each has a page of its own.
        let page = places::paged(path) || parted(path).and_then(|p| super::tree::index(&p.1)).is_some_and(|i| i >= INLINE);
        let object = matches!(kind, Kind::Object(_));
        let fields = match kind {
            _ if page => Vec::new(),
            Kind::Object(shape) if fits(kind, value) => match self.control(path, kind, Some(value), deep + 1) {
                Control::Inside { fields } => fields,
                _ => shape.fields.iter().map(|f| self.member(shape, f, path, Some(value), deep + 1)).collect(),
            },
            _ => vec![self.field(path, kind, Some(value), deep + 1)],
        };
        let count = |severity| self.found.iter().filter(|f| f.severity == severity && within(&f.path, path)).count();
        Item {
            path: path.to_owned(),
            summary: self.words().summary(value, kind),
            page,
            problems: if object && !fields.is_empty() && fits(kind, value) { self.problems(path, false) } else { Vec::new() },
            fields,
            errors: count(Severity::Error),
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
                (Kind::Object(_), Control::Inside { fields }) => fields,
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
        if thing.as_ref().is_some_and(|t| t.class == Class::Assumption && crate::engine::compile::standard(&t.id).is_some()) {
            return "The model itself reads it by this name: under another it would use its own value.".to_owned();
        }
        match thing.map(|t| t.uses(self.root, own).len()) {
            None => String::new(),
            Some(0) => "Nothing refers to it.".to_owned(),
            Some(n) => format!("{} to it; they follow.", count(n, "reference")),
        }
    }
}

/// A label and a help sentence.
fn words(shape: &'static Shape, field: &'static crate::content::check::shape::Field) -> (String, String) {
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
