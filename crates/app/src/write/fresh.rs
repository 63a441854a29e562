//! What is new: a blank scenario, and sane contents for whatever is added.

use super::refs::{Names, free};
use super::tree::{Value, parted};
use super::{layout, shapes};
use engine::Line;
use engine::model::scenario::Style;
use engine::model::time::{DAY, Time};
use scenario::check::shape::{Class, Field, Kind, Shape, Span};

/// The smallest scenario that runs: two people, two decisions, and texts still to be written.
pub const BLANK: &str = include_str!("blank.json");

/// Makes new contents for one scenario.
pub struct Fresh<'v> {
    names: Names<'v>,
}

fn value(text: &str) -> Value {
    Value::read(text).unwrap_or(Value::Null)
}

impl<'v> Fresh<'v> {
    pub fn of(root: &'v Value) -> Fresh<'v> {
        Fresh { names: Names::of(root) }
    }

    fn root(&self) -> &'v Value {
        self.names.root
    }

    /// The first of a class, or a word that says what to choose.
    fn first(&self, class: Class) -> Value {
        Value::from(self.names.all(class).first().map_or("", |a| a.0.as_str()))
    }

    /// An item for the list at a pointer. `kind` is what its items are.
    pub fn item(&self, list: &str, kind: &'static Kind) -> Value {
        match kind {
            Kind::Ref(class) => {
                let there = self.root().at(list).map_or(&[][..], Value::items);
                let all = self.names.all(*class);
                let left = all.iter().find(|a| !there.iter().any(|v| v.text() == Some(&a.0)));
                Value::from(left.or(all.first()).map_or("", |a| a.0.as_str()))
            }
            Kind::Object(shape) => self.object(shape, list),
            kind => self.one(kind),
        }
    }

    /// A value for a member that was left out.
    pub fn field(&self, shape: &'static Shape, field: &'static Field, path: &str) -> Value {
        match (shape.name, field.key) {
            ("a scenario", "deadline") => Value::from("fri 16:00"),
            ("a scenario", "score") => value(r#"{"delivery": 40, "engagement": 40, "hours": 20}"#),
            ("a scenario", "work") => self.work(),
            ("a scenario", "debrief") => value("{}"),
            _ => match &field.kind {
                Kind::Object(shape) => self.object(shape, path),
                Kind::List(_) => Value::from(Vec::new()),
                kind => self.one(kind),
            },
        }
    }

    fn one(&self, kind: &'static Kind) -> Value {
        match kind {
            Kind::Text(_) | Kind::Speaker | Kind::Moves => Value::from(""),
            Kind::Id(_) => Value::from("new"),
            Kind::Ref(class) => self.first(*class),
            Kind::Someone => Value::from("team"),
            Kind::Took => Value::from(self.names.moves().first().map_or("", |m| m.0.as_str())),
            Kind::Format => Value::from(1.0),
            Kind::Whole | Kind::Thousandths | Kind::Number => Value::from(0.0),
            Kind::Flag => Value::from(true),
            Kind::Time => Value::from("mon 09:00"),
            Kind::Style => Value::from("collaborative"),
            Kind::Status => Value::from("assumed"),
            Kind::Portrait => Value::from("ash"),
            Kind::Quantity(Span::Chance) => Value::from(0.5),
            Kind::Quantity(_) => Value::from(15.0),
            Kind::Estimate => value("[60, 80, 110]"),
            Kind::List(_) => Value::from(Vec::new()),
            Kind::Object(shape) => self.object(shape, ""),
            Kind::Cond => self.kind(kind, if self.names.all(Class::Fact).is_empty() { "took" } else { "knows" }),
            Kind::Effect => self.kind(kind, "meet"),
        }
    }

    /// A condition or an effect of a kind; an empty object where there is no such kind.
    pub fn kind(&self, kind: &Kind, name: &str) -> Value {
        let Some((name, inner)) = shapes::kinds(kind).iter().find(|k| k.0 == name) else { return value("{}") };
        let held = match *name {
            "all" | "any" => Value::from(vec![self.one(&Kind::Cond)]),
            "meet" | "overtime" | "volunteer" => value(r#"{"minutes": 30}"#),
            "away" => Value::object([("who", Value::from(vec![self.first(Class::Member)])), ("minutes", Value::from(60.0))]),
            "work" => Value::object([("task", self.first(Class::Task)), ("minutes", Value::from(30.0))]),
            "release" => Value::object([("task", self.held())]),
            "feel" => value(r#"{"autonomy": 100}"#),
            "chance" => Value::object([("id", self.draw()), ("p", Value::from(0.5)), ("then", Value::from(Vec::new()))]),
            "answer" => {
                let style = Value::from("directive");
                Value::object([("id", self.draw()), ("style", style), ("then", Value::from(Vec::new()))])
            }
            "when" => Value::object([("cond", self.one(&Kind::Cond)), ("then", Value::from(Vec::new()))]),
            _ => self.one(inner),
        };
        Value::object([(*name, held)])
    }

    /// A task that is held back, if there is one.
    fn held(&self) -> Value {
        let tasks = self.root().at("/work/tasks").map_or(&[][..], Value::items);
        let held = tasks.iter().find(|t| t.get("held").and_then(Value::flag) == Some(true));
        held.map_or_else(|| self.first(Class::Task), |t| Value::from(t.word("id")))
    }

    fn draw(&self) -> Value {
        let all = self.names.all(Class::Draw);
        Value::from(free(&all.iter().map(|a| a.0.as_str()).collect::<Vec<_>>(), "luck"))
    }

    /// An id that nothing else in the list has.
    fn id(&self, list: &str, wanted: &str) -> Value {
        let taken: Vec<&str> = self.root().at(list).map_or(&[][..], Value::items).iter().map(|v| v.word("id")).collect();
        Value::from(free(&taken, wanted))
    }

    fn object(&self, shape: &'static Shape, list: &str) -> Value {
        let text = |t: &str| Value::from(t);
        match shape.name {
            "a scene" => self.scene(list),
            "a move" => self.mv(list, self.style(list)),
            "a member" => Value::object([("id", self.id(list, "person")), ("name", text(""))]),
            "a task" => Value::object([
                ("id", self.id(list, "task")),
                ("name", text("")),
                ("owner", self.first(Class::Member)),
                ("minutes", value("[60, 80, 110]")),
            ]),
            "a fact" => Value::object([("id", self.id(list, "fact")), ("known-by", self.first(Class::Member)), ("text", text(""))]),
            "a flag" => Value::object([("id", self.id(list, "decision")), ("text", text(""))]),
            "a habit" => Value::object([("id", self.id(list, "1")), ("directive", text("")), ("collaborative", text(""))]),
            "an assumption" => Value::object([
                ("id", self.id(list, "number")),
                ("name", text("")),
                ("value", Value::from(30.0)),
                ("low", Value::from(15.0)),
                ("high", Value::from(60.0)),
                ("unit", text("min")),
                ("source", text("Assumed.")),
                ("status", text("assumed")),
            ]),
            "a line" => Value::object([("text", text(""))]),
            "what comes next" => self.next(list),
            "a question" => Value::object([("id", self.id(list, "question")), ("text", text(""))]),
            "a path" => Value::object([("id", self.id(list, "path")), ("name", text("")), ("moves", self.pure())]),
            "because" => value(r#"{"text": ""}"#),
            "a feeling" => value(r#"{"who": "team", "level": 300}"#),
            // Whatever else may not be left out.
            _ => Value::object(shape.fields.iter().filter(|f| f.need).map(|f| (f.key, self.one(&f.kind)))),
        }
    }

    /// The style that a decision has fewer moves of.
    fn style(&self, moves: &str) -> Style {
        let items = self.root().at(moves).map_or(&[][..], Value::items);
        let of = |style: Style| items.iter().filter(|m| m.word("style") == style.name()).count();
        if of(Style::Collaborative) < of(Style::Directive) { Style::Collaborative } else { Style::Directive }
    }

    fn mv(&self, list: &str, style: Style) -> Value {
        let id = if style == Style::Directive { "tell" } else { "ask" };
        let mut reaction = vec![("text", Value::from(""))];
        if let Some(member) = self.names.all(Class::Member).first() {
            reaction.insert(0, ("who", Value::from(member.0.as_str())));
        }
        Value::object([
            ("id", self.id(list, id)),
            ("label", Value::from("")),
            ("style", Value::from(style.name())),
            ("effects", value(if style == Style::Directive { r#"[{"meet": {"minutes": 15}}]"# } else { r#"[{"meet": {"minutes": 40}}]"# })),
            ("reaction", Value::from(vec![Value::object(reaction)])),
            ("because", value(r#"{"text": ""}"#)),
        ])
    }

    /// A scene an hour after the last, in working hours.
    fn scene(&self, list: &str) -> Value {
        let scenes = self.root().at(list).map_or(&[][..], Value::items);
        let last = scenes.last().and_then(|s| Time::parse(s.word("at"))).map_or(8 * 60, |t| t.0);
        let hour = |t: u32| t % DAY / 60;
        let at = if hour(last) >= 16 && last / DAY < 6 { (last / DAY + 1) * DAY + 9 * 60 } else { last + 60 };
        let at = Time(at.min(7 * DAY - 60)).to_string();
        Value::object([
            ("id", self.id(list, "scene")),
            ("at", Value::from(at)),
            ("title", Value::from("")),
            ("with", Value::from(vec![self.first(Class::Member)])),
            ("lines", value(r#"[{"text": ""}]"#)),
            ("moves", Value::from(vec![self.mv("", Style::Directive), self.mv("", Style::Collaborative)])),
        ])
    }

    /// A way on to the scene after the one that the list stands in.
    fn next(&self, list: &str) -> Value {
        let scenes = self.root().list("scenes");
        let own = parted(list).and_then(|p| super::tree::index(&parted(p.0)?.1));
        let to = own.and_then(|i| scenes.get(i + 1)).or(scenes.last()).map_or("", |s| s.word("id"));
        Value::object([("to", Value::from(to))])
    }

    /// The work that stands for what is left out, as the reader fills it in.
    fn work(&self) -> Value {
        let Ok(scenario) = scenario::scenario(&layout::text(self.root())) else { return value(r#"{"tasks": []}"#) };
        let task = |t: &engine::model::scenario::Task| {
            let mut task = vec![("id", Value::from(t.id.as_str())), ("name", Value::from(t.name.as_str()))];
            task.extend(t.owner.as_deref().map(|o| ("owner", Value::from(o))));
            if !t.after.is_empty() {
                task.push(("after", Value::from(t.after.iter().map(|a| Value::from(a.as_str())).collect::<Vec<_>>())));
            }
            task.push(("minutes", Value::from(t.minutes.iter().map(|n| Value::from(*n)).collect::<Vec<_>>())));
            if t.held {
                task.push(("held", Value::from(true)));
            }
            Value::object(task)
        };
        let tasks: Vec<Value> = scenario.work.tasks.iter().map(task).collect();
        Value::object([("ship", Value::from(scenario.work.ship)), ("tasks", Value::from(tasks))])
    }

    /// The moves of the whole week in the directive style; nothing where it does not run.
    fn pure(&self) -> Value {
        let Ok((scenario, program)) = scenario::read(&layout::text(self.root())) else { return Value::from("") };
        let line = Line::pure(&program, 0, Style::Directive);
        let id = |s: &engine::line::Step| {
            let scene = scenario.scenes.get(s.before.scene as usize);
            scene.and_then(|scene| scene.moves.get(s.mv as usize)).map(|m| m.id.clone())
        };
        Value::from(line.steps.iter().filter_map(id).collect::<Vec<_>>().join("."))
    }
}
