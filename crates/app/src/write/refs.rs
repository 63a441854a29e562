//! What has an id, and what refers to it: names to read and to choose from, and one id changed
//! everywhere at once.

use super::layout;
use super::shapes::{WHOLE, kind, visit};
use super::tree::{Value, parted};
use engine::{Line, compile};
use scenario::check::shape::{Class, Kind};
use std::collections::{BTreeMap, BTreeSet};

/// A text cut to so many characters, at a space where there is one.
pub fn cut(text: &str, most: usize) -> String {
    if text.chars().count() <= most {
        return text.to_owned();
    }
    let short: String = text.chars().take(most).collect();
    let end = short.rfind(' ').filter(|n| *n > short.len() / 2).unwrap_or(short.len());
    format!("{}\u{2026}", short.get(..end).unwrap_or("").trim_end_matches([',', '.', ';', ':', ' ']))
}

/// Things to choose from that are listed: more than any scenario that runs can have.
const MOST: usize = 600;
/// What is listed in a place of its own.
const LISTED: [Class; 9] =
    [Class::Scene, Class::Member, Class::Task, Class::Fact, Class::Flag, Class::Habit, Class::Assumption, Class::Question, Class::Path];

/// Everything that can be named in a scenario.
pub struct Names<'v> {
    pub root: &'v Value,
    /// The first thing of each class and id.
    things: BTreeMap<(Class, &'v str), &'v Value>,
    /// Titles that several scenes have.
    doubles: BTreeSet<&'v str>,
    /// Ids of draws, each once, in the order of the text.
    draws: Vec<&'v str>,
}

/// A plain value in a few characters.
pub fn known(v: &Value) -> String {
    v.text().map_or_else(|| cut(&layout::line(v), 60), |t| cut(t, 60))
}

/// An id as words: `rig-idea` is `rig idea`.
fn spoken(id: &str) -> String {
    id.replace('-', " ")
}

impl<'v> Names<'v> {
    pub fn of(root: &'v Value) -> Names<'v> {
        let mut draws: Vec<&str> = Vec::new();
        visit(root, &WHOLE, "", &mut |v, kind, _| {
            if let (Kind::Id(Class::Draw), Some(id)) = (kind, v.text())
                && !draws.contains(&id)
            {
                draws.push(id);
            }
        });
        let mut things = BTreeMap::new();
        for class in LISTED {
            for v in root.at(place(class)).map_or(&[][..], Value::items) {
                things.entry((class, v.word("id"))).or_insert(v);
            }
        }
        let mut titles = BTreeSet::new();
        let doubles = root.list("scenes").iter().map(|s| s.word("title")).filter(|t| !titles.insert(*t)).collect();
        Names { root, things, doubles, draws }
    }

    /// What a thing is called; a scene whose title another has as well, with its id.
    pub fn title(&self, class: Class, v: &Value) -> String {
        let twice = class == Class::Scene && self.doubles.contains(v.word("title"));
        told(class, v, twice)
    }

    /// The first thing of a class that has this id.
    pub fn get(&self, class: Class, id: &str) -> Option<&'v Value> {
        self.things.get(&(class, id)).copied()
    }

    /// The list of the things of a class, and its pointer.
    fn list(&self, class: Class) -> &'v [Value] {
        self.root.at(place(class)).map_or(&[], Value::items)
    }

    /// The name of a thing; `None` where there is no such thing.
    pub fn name(&self, class: Class, id: &str) -> Option<String> {
        if class == Class::Draw {
            return self.draws.contains(&id).then(|| spoken(id));
        }
        match self.get(class, id) {
            Some(v) => Some(self.title(class, v)),
            None if class == Class::Assumption => compile::standard(id).map(|_| spoken(id)),
            None if class == Class::Task => self.plain().into_iter().find(|t| t.0 == id).map(|t| t.1),
            None => None,
        }
    }

    /// The tasks that stand for those that are left out.
    fn plain(&self) -> Vec<(String, String)> {
        if !self.list(Class::Task).is_empty() {
            return Vec::new();
        }
        let part = |m: &Value| (format!("{}-part", m.word("id")), format!("{}: own part", title(Class::Member, m)));
        let parts = self.list(Class::Member).iter().map(part);
        parts.chain([("shipment".to_owned(), format!("The {}", self.goods()))]).collect()
    }

    /// What has to be ready, as it stands behind “the”.
    pub fn goods(&self) -> &'v str {
        self.root.get("goods").and_then(Value::text).unwrap_or("work")
    }

    /// Ids and names of all things of a class, in the order of the file.
    pub fn all(&self, class: Class) -> Vec<(String, String)> {
        let own = self.list(class).iter().filter(|v| !v.word("id").is_empty()).take(MOST);
        let mut all: Vec<(String, String)> = own.map(|v| (v.word("id").to_owned(), self.title(class, v))).collect();
        match class {
            Class::Draw => all.extend(self.draws.iter().take(MOST).map(|d| ((*d).to_owned(), spoken(d)))),
            Class::Task => all.extend(self.plain()),
            Class::Assumption => {
                let ids = compile::ids().filter(|id| !all.iter().any(|a| a.0 == *id)).collect::<Vec<_>>();
                all.extend(ids.into_iter().map(|id| (id.to_owned(), format!("{} (the model\u{2019}s own)", spoken(id)))));
            }
            _ => {}
        }
        all
    }

    /// All moves as `scene.move`, with the scene's title and the label.
    pub fn moves(&self) -> Vec<(String, String)> {
        let mut all = Vec::new();
        for scene in self.list(Class::Scene).iter().take(MOST) {
            for m in scene.list("moves").iter().take(MOST.saturating_sub(all.len())) {
                let label = format!("{}: {}", self.title(Class::Scene, scene), title(Class::Move, m));
                all.push((format!("{}.{}", scene.word("id"), m.word("id")), label));
            }
        }
        all
    }

    /// A scene's title and a move's label.
    pub fn mv(&self, scene: &str, mv: &str) -> Option<(String, String)> {
        let scene = self.get(Class::Scene, scene)?;
        let mv = scene.list("moves").iter().find(|m| m.word("id") == mv)?;
        Some((self.title(Class::Scene, scene), title(Class::Move, mv)))
    }
}

/// Where the things of a class are listed; empty for moves and draws, which are all over.
pub fn place(class: Class) -> &'static str {
    match class {
        Class::Scene => "/scenes",
        Class::Member => "/team",
        Class::Task => "/work/tasks",
        Class::Fact => "/facts",
        Class::Flag => "/flags",
        Class::Habit => "/habits",
        Class::Assumption => "/assumptions",
        Class::Question => "/debrief/questions",
        Class::Path => "/paths",
        Class::Scenario | Class::Move | Class::Draw => "/-",
    }
}

/// What a thing is called: its own words, else its id.
pub fn title(class: Class, v: &Value) -> String {
    let text = match class {
        Class::Scenario | Class::Scene => v.word("title").to_owned(),
        Class::Move => cut(v.word("label"), 70),
        Class::Fact | Class::Flag | Class::Question => cut(v.word("text"), 70),
        Class::Habit => format!("{} / {}", cut(v.word("directive"), 40), cut(v.word("collaborative"), 40)),
        _ => v.word("name").to_owned(),
    };
    if text.trim().is_empty() || text == " / " { v.word("id").to_owned() } else { text }
}

/// What a thing is called, with its id where another is called the same.
pub fn told(class: Class, v: &Value, twice: bool) -> String {
    let (text, id) = (title(class, v), v.word("id"));
    if twice && text != id && !id.is_empty() { format!("{text} ({id})") } else { text }
}

/// How a text refers to an id.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum How {
    /// It is the id.
    Whole,
    /// Behind a minus sign.
    Minus,
    /// `scene.move`: the part before the dot, and the one behind it.
    Scene,
    Move,
    /// The task that stands for a member's work that was left out.
    Part,
    /// One of the moves of a path.
    Step(usize),
}

/// A text that refers to something.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Use {
    pub path: String,
    how: How,
}

/// Something with an id: what, its id, and for a move the id of its scene.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Thing {
    pub class: Class,
    pub id: String,
    scene: String,
    /// The pointer of the scene a move stands in, or of the list.
    list: String,
}

/// What has its id at this pointer, or is itself there.
pub fn thing(root: &Value, path: &str) -> Option<Thing> {
    let path = path.strip_suffix("/id").unwrap_or(path);
    let id = format!("{path}/id");
    let Some(Kind::Id(class)) = kind(&id) else { return None };
    let list = parted(path).map_or("", |p| p.0).to_owned();
    let scene = parted(&list).filter(|_| *class == Class::Move).and_then(|p| root.at(p.0));
    let id = root.at(&id).and_then(Value::text).unwrap_or("").to_owned();
    Some(Thing { class: *class, id, scene: scene.map_or("", |s| s.word("id")).to_owned(), list })
}

impl Thing {
    /// Whether another thing of its kind, of those among which it is looked for, has this id.
    pub fn taken(&self, root: &Value, path: &str, id: &str) -> bool {
        let all = root.at(&self.list).map_or(&[][..], Value::items).iter().enumerate();
        !matches!(self.class, Class::Draw | Class::Scenario)
            && all.into_iter().any(|(i, v)| v.word("id") == id && super::tree::item(&self.list, i) != path)
    }

    /// Whether references to its id lead to it: it is the first of this id.
    fn first(&self, root: &Value, path: &str) -> bool {
        let all = root.at(&self.list).map_or(&[][..], Value::items);
        match all.iter().position(|v| v.word("id") == self.id) {
            _ if self.class == Class::Draw => true,
            Some(i) => super::tree::item(&self.list, i) == path,
            None => false,
        }
    }

    /// All texts that refer to it, other than the id itself at `path`.
    pub fn uses(&self, root: &Value, path: &str) -> Vec<Use> {
        let mut found: Vec<Use> = Vec::new();
        if self.id.is_empty() || !self.first(root, path) {
            return found;
        }
        let own = format!("{path}/id");
        let left_out = root.at("/work/tasks").is_none_or(|t| t.items().is_empty());
        visit(root, &WHOLE, "", &mut |v, kind, at| {
            let Some(text) = v.text().filter(|_| at != own) else { return };
            let whole = text == self.id;
            let how = match kind {
                Kind::Ref(class) if *class == self.class && whole => How::Whole,
                Kind::Id(Class::Draw) if self.class == Class::Draw && whole => How::Whole,
                Kind::Someone | Kind::Speaker if self.class == Class::Member && whole => How::Whole,
                Kind::Ref(Class::Task)
                    if self.class == Class::Member && left_out && text.strip_suffix("-part") == Some(self.id.as_str()) =>
                {
                    How::Part
                }
                Kind::Quantity(_) if self.class == Class::Assumption && whole => How::Whole,
                Kind::Quantity(_) if self.class == Class::Assumption && text.strip_prefix('-') == Some(self.id.as_str()) => How::Minus,
                Kind::Took => match (self.class, text.split_once('.')) {
                    (Class::Scene, Some((scene, _))) if scene == self.id => How::Scene,
                    (Class::Move, Some((scene, mv))) if scene == self.scene && mv == self.id => How::Move,
                    _ => return,
                },
                _ => return,
            };
            found.push(Use { path: at.to_owned(), how });
        });
        if self.class == Class::Move {
            found.extend(self.steps(root));
        }
        found
    }

    /// The steps of named paths at which this move is taken. Which scene a step stands for is known
    /// from playing it; where the scenario does not run, a move that only this scene has is found.
    fn steps(&self, root: &Value) -> Vec<Use> {
        let paths = root.list("paths");
        let named = |p: &&Value| p.word("moves").split('.').any(|m| m == self.id);
        if !paths.iter().any(|p| named(&p)) {
            return Vec::new();
        }
        let scenes = root.list("scenes");
        let alone = scenes.iter().filter(|s| s.list("moves").iter().any(|m| m.word("id") == self.id)).count() == 1;
        let read = scenario::read(&layout::text(root)).ok();
        let mut found = Vec::new();
        for (i, path) in paths.iter().enumerate().filter(|(_, p)| named(p)) {
            let at = format!("/paths/{i}/moves");
            let mut line = read.as_ref().map(|(s, p)| (s, p, Line::new(p, 0)));
            for (step, id) in path.word("moves").split('.').enumerate() {
                let here = match &mut line {
                    Some((s, program, line)) => {
                        let scene = s.scenes.get(line.state.scene as usize);
                        let mv = scene.and_then(|s| s.moves.iter().position(|m| m.id == id));
                        let here = scene.is_some_and(|s| s.id == self.scene);
                        // From a step that cannot be taken on, nothing is known.
                        if mv.is_none_or(|mv| line.play(program, mv).is_err()) {
                            break;
                        }
                        here
                    }
                    None => alone,
                };
                if here && id == self.id {
                    found.push(Use { path: at.clone(), how: How::Step(step) });
                }
            }
        }
        found
    }

    /// Whether references can name this id at all.
    fn fits(&self, id: &str) -> bool {
        !(id.is_empty() || id.contains('.') || (self.class == Class::Assumption && id.starts_with('-')))
    }

    /// Gives the thing at a pointer another id, and all that refers to it as well; the number of
    /// references changed. Where another has this id, or none could refer to it, they stay.
    pub fn rename(&self, root: &mut Value, path: &str, id: &str) -> usize {
        let uses = if self.fits(id) && !self.taken(root, path, id) { self.uses(root, path) } else { Vec::new() };
        for u in &uses {
            let Some(old) = root.at(&u.path).and_then(Value::text) else { continue };
            let dotted = || old.split_once('.').unwrap_or((old, ""));
            let new = match u.how {
                How::Whole => id.to_owned(),
                How::Minus => format!("-{id}"),
                How::Scene => format!("{id}.{}", dotted().1),
                How::Move => format!("{}.{id}", dotted().0),
                How::Part => format!("{id}-part"),
                How::Step(n) => {
                    let step = |(i, m)| if i == n { id } else { m };
                    old.split('.').enumerate().map(step).collect::<Vec<_>>().join(".")
                }
            };
            root.put(&u.path, Value::from(new), |_| false);
        }
        root.put(&format!("{path}/id"), Value::from(id), |other| other != "format");
        uses.len()
    }
}

/// An id that no thing of the list has: the wanted one, else with a number behind it.
pub fn free(taken: &[&str], wanted: &str) -> String {
    let free = |id: &String| !taken.contains(&id.as_str());
    let stem = wanted.trim_end_matches(|c: char| c.is_ascii_digit()).trim_end_matches('-');
    let numbered = (2..).map(|n| if stem.is_empty() { format!("{n}") } else { format!("{stem}-{n}") });
    std::iter::once(wanted.to_owned()).chain(numbered).find(free).unwrap_or_default()
}
