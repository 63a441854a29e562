//! From the tree to a scenario, noting every place that is not of the form and going on.

use engine::model::scenario::*;
use engine::model::time::Time;
use json::{Node, Value};

/// Characters that turn the direction of all that follows, out of the text they stand in too: a name
/// with one could make the figures beside it read otherwise. Scripts that are written from right to
/// left need none of them.
pub fn turns(c: char) -> bool {
    matches!(c, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
}

/// A name that is not known, cut and cleaned to be told.
fn told(name: &str) -> String {
    name.chars().filter(|c| !c.is_control() && !turns(*c)).take(60).collect()
}

/// Reads trees; `problems` are byte offsets with what is wrong there.
#[derive(Default)]
pub struct Form {
    pub problems: Vec<(usize, String)>,
}

impl Form {
    fn problem<T: Into<String>>(&mut self, at: usize, text: impl FnOnce() -> T) {
        // Enough to refuse it: finding the line of each takes time, and a stranger may send any number.
        if self.problems.len() > 99 {
            return;
        }
        let text = text().into();
        // Kept in the order of the text, whatever order the members were asked for in.
        let place = self.problems.partition_point(|p| p.0 <= at);
        self.problems.insert(place, (at, text));
    }

    /// Checks that a node is an object, and has no other members than these.
    fn keys(&mut self, n: &Node, what: &str, known: &[&str]) {
        let Value::Object(members) = &n.value else {
            return self.problem(n.at, || format!("{what} must be an object in braces"));
        };
        for (name, value) in members.iter().filter(|m| !known.contains(&m.0.as_str())) {
            self.problem(value.at, || format!("{what} has no \"{}\"; it may have {}", told(name), known.join(", ")));
        }
    }

    fn need<'n>(&mut self, n: &'n Node, key: &str) -> Option<&'n Node> {
        let found = n.get(key);
        if found.is_none() && matches!(n.value, Value::Object(_)) {
            self.problem(n.at, || format!("\"{key}\" is missing"));
        }
        found
    }

    fn as_text(&mut self, n: &Node) -> String {
        let Some(text) = n.text() else {
            self.problem(n.at, || "a text in quotation marks is needed here");
            return String::new();
        };
        if text.contains(turns) {
            self.problem(n.at, || "a character that cannot be seen turns the direction of this text: take it out");
        }
        text.to_owned()
    }

    fn text(&mut self, n: &Node, key: &str) -> String {
        self.need(n, key).map_or_else(String::new, |t| self.as_text(t))
    }

    fn text_or_none(&mut self, n: &Node, key: &str) -> Option<String> {
        n.get(key).map(|t| self.as_text(t))
    }

    /// Empty where it is left out: an empty text cannot be written for it (see `crate::fill`).
    fn id_or_empty(&mut self, n: &Node, key: &str) -> String {
        if n.get(key).is_some() { self.id(n, key) } else { String::new() }
    }

    fn text_or_empty(&mut self, n: &Node, key: &str) -> String {
        self.text_or_none(n, key).unwrap_or_default()
    }

    fn id(&mut self, n: &Node, key: &str) -> String {
        let id = self.text(n, key);
        let good = id.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-');
        if let Some(at) = n.get(key).filter(|t| t.text().is_some() && (!good || id.is_empty())) {
            self.problem(at.at, || "an id is made of small letters a to z, digits and hyphens");
        }
        id
    }

    fn as_number(&mut self, n: &Node) -> f64 {
        n.number().unwrap_or_else(|| {
            self.problem(n.at, || "a number is needed here");
            0.0
        })
    }

    fn number(&mut self, n: &Node, key: &str) -> f64 {
        self.need(n, key).map_or(0.0, |x| self.as_number(x))
    }

    fn whole(&mut self, n: &Node, key: &str) -> u32 {
        let Some(x) = self.need(n, key) else { return 0 };
        x.whole().unwrap_or_else(|| {
            self.problem(x.at, || "a whole number from 0 on is needed here");
            0
        })
    }

    /// Thousandths of a deviation, whole, 0 where left out.
    fn thousandths(&mut self, n: &Node, key: &str) -> i32 {
        let Some(x) = n.get(key) else { return 0 };
        match x.number() {
            Some(v) if libm::floor(v) == v && (-100_000.0..=100_000.0).contains(&v) => v as i32,
            _ => {
                self.problem(x.at, || "a whole number of thousandths is needed here");
                0
            }
        }
    }

    fn as_flag(&mut self, n: &Node) -> bool {
        n.flag().unwrap_or_else(|| {
            self.problem(n.at, || "true or false is needed here");
            false
        })
    }

    fn flag(&mut self, n: &Node, key: &str) -> bool {
        n.get(key).is_some_and(|b| self.as_flag(b))
    }

    fn as_list<'n>(&mut self, n: &'n Node) -> &'n [Node] {
        n.list().unwrap_or_else(|| {
            self.problem(n.at, || "a list in square brackets is needed here");
            &[]
        })
    }

    fn all<T>(&mut self, n: &Node, key: &str, needed: bool, read: fn(&mut Self, &Node) -> T) -> Vec<T> {
        let list = if needed { self.need(n, key) } else { n.get(key) };
        let Some(list) = list else { return Vec::new() };
        self.as_list(list).iter().map(|item| read(self, item)).collect()
    }

    fn texts(&mut self, n: &Node, key: &str) -> Vec<String> {
        self.all(n, key, false, Self::as_text)
    }

    fn time(&mut self, n: &Node, key: &str) -> Time {
        let Some(t) = self.need(n, key) else { return Time(0) };
        t.text().and_then(Time::parse).unwrap_or_else(|| {
            self.problem(t.at, || "a time such as \"mon 09:10\" is needed here");
            Time(0)
        })
    }

    fn style(&mut self, n: &Node) -> Style {
        match n.text() {
            Some("directive") => Style::Directive,
            Some("collaborative") => Style::Collaborative,
            _ => {
                self.problem(n.at, || "\"directive\" or \"collaborative\" is needed here");
                Style::Directive
            }
        }
    }

    fn needed_style(&mut self, n: &Node) -> Style {
        self.need(n, "style").map_or(Style::Directive, |s| self.style(s))
    }

    /// A whole scenario; only good where no problem was noted.
    pub fn scenario(&mut self, n: &Node) -> Scenario {
        self.keys(
            n,
            "a scenario",
            &[
                "format",
                "id",
                "title",
                "lang",
                "summary",
                "minutes",
                "start",
                "deadline",
                "goods",
                "leaves",
                "team",
                "voices",
                "work",
                "facts",
                "flags",
                "habits",
                "score",
                "assumptions",
                "scenes",
                "debrief",
                "paths",
                "week-after",
            ],
        );
        Scenario {
            format: self.whole(n, "format"),
            id: self.id(n, "id"),
            title: self.text(n, "title"),
            lang: self.text_or_none(n, "lang"),
            summary: self.text_or_empty(n, "summary"),
            minutes: n.get("minutes").map_or(0, |_| self.whole(n, "minutes")),
            start: self.id_or_empty(n, "start"),
            deadline: n.get("deadline").map_or(FRIDAY, |_| self.time(n, "deadline")),
            goods: self.text_or_none(n, "goods"),
            leaves: self.text_or_none(n, "leaves"),
            team: self.all(n, "team", true, Self::member),
            voices: self.all(n, "voices", false, Self::voice),
            work: n.get("work").map_or_else(Work::default, |w| self.work(w)),
            facts: self.all(n, "facts", false, Self::fact),
            flags: self.all(n, "flags", false, Self::flag_item),
            habits: self.all(n, "habits", false, Self::habit),
            score: n.get("score").map_or_else(Weights::default, |w| self.weights(w)),
            assumptions: self.all(n, "assumptions", false, Self::assumption),
            scenes: self.all(n, "scenes", true, Self::scene),
            debrief: n.get("debrief").map_or_else(Debrief::default, |d| self.debrief(d)),
            paths: self.all(n, "paths", false, Self::path),
            week_after: n.get("week-after").map(|_| self.id(n, "week-after")),
            carried: Vec::new(),
        }
    }

    fn member(&mut self, n: &Node) -> Member {
        self.keys(n, "a member", &["id", "name", "role", "about", "portrait"]);
        let [role, about] = ["role", "about"].map(|key| self.text_or_empty(n, key));
        let portrait = n.get("portrait").map(|_| self.portrait(n));
        Member { id: self.id(n, "id"), name: self.text(n, "name"), role, about, portrait }
    }

    fn voice(&mut self, n: &Node) -> Voice {
        self.keys(n, "a voice", &["name", "portrait"]);
        Voice { name: self.text(n, "name"), portrait: self.portrait(n) }
    }

    fn portrait(&mut self, n: &Node) -> Portrait {
        let name = self.text(n, "portrait");
        Portrait::named(&name).unwrap_or_else(|| {
            self.problem(n.at, || "the name of a portrait is needed here");
            Portrait::Ash
        })
    }

    fn work(&mut self, w: &Node) -> Work {
        self.keys(w, "work", &["ship", "tasks"]);
        Work { ship: self.id_or_empty(w, "ship"), tasks: self.all(w, "tasks", true, Self::task), assumed: false }
    }

    fn task(&mut self, n: &Node) -> Task {
        self.keys(n, "a task", &["id", "name", "owner", "after", "minutes", "held"]);
        let minutes = self.all(n, "minutes", true, Self::as_number);
        let minutes = <[f64; 3]>::try_from(minutes).unwrap_or_else(|_| {
            let at = n.get("minutes").map_or(n.at, |m| m.at);
            self.problem(at, || "three numbers are needed here: lowest, most likely and highest");
            [1.0; 3]
        });
        let owner = self.text_or_none(n, "owner");
        Task { id: self.id(n, "id"), name: self.text(n, "name"), owner, after: self.texts(n, "after"), minutes, held: self.flag(n, "held") }
    }

    fn fact(&mut self, n: &Node) -> Fact {
        self.keys(n, "a fact", &["id", "known-by", "text"]);
        Fact { id: self.id(n, "id"), known_by: self.text(n, "known-by"), text: self.text(n, "text") }
    }

    fn flag_item(&mut self, n: &Node) -> Flag {
        self.keys(n, "a flag", &["id", "text", "promise"]);
        Flag { id: self.id(n, "id"), text: self.text(n, "text"), promise: self.flag(n, "promise") }
    }

    fn habit(&mut self, n: &Node) -> Habit {
        self.keys(n, "a habit", &["id", "directive", "collaborative"]);
        Habit { id: self.id(n, "id"), directive: self.text(n, "directive"), collaborative: self.text(n, "collaborative") }
    }

    fn weights(&mut self, n: &Node) -> Weights {
        self.keys(n, "the score", &["delivery", "engagement", "hours"]);
        Weights { delivery: self.whole(n, "delivery"), engagement: self.whole(n, "engagement"), hours: self.whole(n, "hours") }
    }

    fn assumption(&mut self, n: &Node) -> Assumption {
        self.keys(n, "an assumption", &["id", "name", "value", "low", "high", "neutral", "unit", "source", "status"]);
        let status = match n.get("status").map(|s| (s.at, s.text())) {
            Some((_, Some("measured"))) => Status::Measured,
            Some((_, Some("assumed"))) | None => Status::Assumed,
            Some((at, _)) => {
                self.problem(at, || "\"measured\" or \"assumed\" is needed here");
                Status::Assumed
            }
        };
        Assumption {
            id: self.id(n, "id"),
            name: self.text(n, "name"),
            value: self.number(n, "value"),
            low: self.number(n, "low"),
            high: self.number(n, "high"),
            neutral: n.get("neutral").map(|x| self.as_number(x)),
            unit: self.text(n, "unit"),
            source: self.text(n, "source"),
            status,
        }
    }

    fn scene(&mut self, n: &Node) -> Scene {
        self.keys(
            n,
            "a scene",
            &["id", "at", "title", "place", "with", "habits", "situation", "enter", "lines", "own-words", "moves", "next"],
        );
        let situation = n.get("situation").map_or_else(Situation::default, |s| {
            self.keys(s, "a situation", &["familiar", "severe", "unless"]);
            let [familiar, severe] = ["familiar", "severe"].map(|key| self.flag(s, key));
            Situation { familiar, severe, unless: s.get("unless").map(|c| self.cond(c)) }
        });
        Scene {
            id: self.id(n, "id"),
            at: self.time(n, "at"),
            title: self.text(n, "title"),
            place: self.text_or_empty(n, "place"),
            with: self.texts(n, "with"),
            habits: self.texts(n, "habits"),
            situation,
            enter: self.all(n, "enter", false, Self::effect),
            lines: self.all(n, "lines", false, Self::line),
            own_words: self.text_or_none(n, "own-words"),
            moves: self.all(n, "moves", true, Self::one_move),
            next: if n.get("next").is_some() { self.all(n, "next", false, Self::next) } else { onward() },
        }
    }

    fn one_move(&mut self, n: &Node) -> Move {
        self.keys(n, "a move", &["id", "label", "style", "default", "offered", "effects", "reaction", "because"]);
        let because = n.get("because").map_or_else(Because::default, |b| {
            self.keys(b, "because", &["text", "rests-on"]);
            Because { text: self.text(b, "text"), rests_on: self.texts(b, "rests-on") }
        });
        Move {
            id: self.id(n, "id"),
            label: self.text(n, "label"),
            style: self.needed_style(n),
            default: self.flag(n, "default"),
            offered: n.get("offered").map(|c| self.cond(c)),
            effects: self.all(n, "effects", false, Self::effect),
            reaction: self.all(n, "reaction", false, Self::line),
            because,
        }
    }

    fn line(&mut self, n: &Node) -> Line {
        self.keys(n, "a line", &["when", "who", "text"]);
        Line { when: n.get("when").map(|c| self.cond(c)), who: self.text_or_none(n, "who"), text: self.text(n, "text") }
    }

    fn next(&mut self, n: &Node) -> Next {
        self.keys(n, "what comes next", &["when", "to"]);
        Next { when: n.get("when").map(|c| self.cond(c)), to: self.id(n, "to") }
    }

    /// The one member of an object that names its kind.
    fn kind<'n>(&mut self, n: &'n Node, what: &str) -> Option<(&'n str, &'n Node)> {
        match &n.value {
            Value::Object(members) if members.len() == 1 => Some((members[0].0.as_str(), &members[0].1)),
            _ => {
                self.problem(n.at, || format!("{what} must be an object with one member, its kind"));
                None
            }
        }
    }

    fn cond(&mut self, n: &Node) -> Cond {
        let Some((kind, v)) = self.kind(n, "a condition") else { return Cond::All(Vec::new()) };
        match kind {
            "all" => Cond::All(self.as_list(v).iter().map(|c| self.cond(c)).collect()),
            "any" => Cond::Any(self.as_list(v).iter().map(|c| self.cond(c)).collect()),
            "not" => Cond::Not(Box::new(self.cond(v))),
            "knows" => Cond::Knows(self.as_text(v)),
            "flag" => Cond::Flag(self.as_text(v)),
            "took" => Cond::Took(self.as_text(v)),
            "style-so-far" => Cond::StyleSoFar(self.style(v)),
            "feels" => Cond::Feels(self.feels(v)),
            "feels-below" => Cond::FeelsBelow(self.feels(v)),
            "luck" => Cond::Luck(self.as_text(v)),
            "finished" => Cond::Finished(self.as_text(v)),
            "shipped" => Cond::Shipped(self.as_flag(v)),
            "stays" => Cond::Stays(self.as_text(v)),
            other => {
                self.problem(v.at, || format!("there is no condition \"{}\"", told(other)));
                Cond::All(Vec::new())
            }
        }
    }

    fn feels(&mut self, n: &Node) -> Feels {
        self.keys(n, "a feeling", &["who", "level"]);
        Feels { who: self.text(n, "who"), level: self.need(n, "level").map_or(0, |_| self.thousandths(n, "level")) }
    }

    fn quantity(&mut self, n: &Node, key: &str) -> Quantity {
        let Some(q) = self.need(n, key) else { return Quantity::Number(0.0) };
        self.as_quantity(q)
    }

    fn as_quantity(&mut self, q: &Node) -> Quantity {
        match &q.value {
            Value::Text(id) => Quantity::Assumed(id.clone()),
            Value::Number(x) => Quantity::Number(*x),
            _ => {
                self.problem(q.at, || "a number, or the id of an assumption, is needed here");
                Quantity::Number(0.0)
            }
        }
    }

    fn effect(&mut self, n: &Node) -> Effect {
        let nothing = || Effect::Feel { who: Vec::new(), autonomy: 0, competence: 0, relatedness: 0 };
        let Some((kind, v)) = self.kind(n, "an effect") else { return nothing() };
        let keys: &[&str] = match kind {
            "meet" | "away" | "overtime" | "volunteer" => &["who", "minutes"],
            "work" | "release" => &["task", "minutes"],
            "feel" => &["who", "autonomy", "competence", "relatedness"],
            "reveal" => &["fact"],
            "set" => &["flag"],
            "chance" => &["id", "p", "then", "or"],
            "answer" => &["id", "style", "then", "or"],
            "when" => &["cond", "then", "or"],
            other => {
                self.problem(v.at, || format!("there is no effect \"{}\"", told(other)));
                return nothing();
            }
        };
        self.keys(v, &format!("\"{kind}\""), keys);
        let branch = |form: &mut Self, key: &str| form.all(v, key, false, Self::effect);
        match kind {
            "meet" => Effect::Meet { who: self.texts(v, "who"), minutes: self.quantity(v, "minutes") },
            "away" => Effect::Away { who: self.all(v, "who", true, Self::as_text), minutes: self.quantity(v, "minutes") },
            "overtime" => Effect::Overtime { who: self.texts(v, "who"), minutes: self.quantity(v, "minutes") },
            "volunteer" => Effect::Volunteer { who: self.texts(v, "who"), minutes: self.quantity(v, "minutes") },
            "work" => Effect::Work { task: self.text(v, "task"), minutes: self.quantity(v, "minutes") },
            "release" => Effect::Release { task: self.text(v, "task"), minutes: v.get("minutes").map(|q| self.as_quantity(q)) },
            "feel" => Effect::Feel {
                who: self.texts(v, "who"),
                autonomy: self.thousandths(v, "autonomy"),
                competence: self.thousandths(v, "competence"),
                relatedness: self.thousandths(v, "relatedness"),
            },
            "reveal" => Effect::Reveal { fact: self.text(v, "fact") },
            "set" => Effect::Set { flag: self.text(v, "flag") },
            "chance" => {
                Effect::Chance { id: self.id(v, "id"), p: self.quantity(v, "p"), then: branch(self, "then"), or: branch(self, "or") }
            }
            "answer" => {
                Effect::Answer { id: self.id(v, "id"), style: self.needed_style(v), then: branch(self, "then"), or: branch(self, "or") }
            }
            _ => {
                let cond = self.need(v, "cond").map_or_else(|| Cond::All(Vec::new()), |c| self.cond(c));
                Effect::When { cond, then: branch(self, "then"), or: branch(self, "or") }
            }
        }
    }

    fn debrief(&mut self, n: &Node) -> Debrief {
        self.keys(n, "the debrief", &["authority", "influence", "both", "questions"]);
        let [authority, influence, both] = ["authority", "influence", "both"].map(|key| self.text_or_empty(n, key));
        Debrief {
            authority,
            influence,
            both,
            questions: self.all(n, "questions", false, |form, q| {
                form.keys(q, "a question", &["id", "text"]);
                Question { id: form.id(q, "id"), text: form.text(q, "text") }
            }),
        }
    }

    fn path(&mut self, n: &Node) -> Path {
        self.keys(n, "a path", &["id", "name", "moves"]);
        Path { id: self.id(n, "id"), name: self.text(n, "name"), moves: self.text(n, "moves") }
    }
}
