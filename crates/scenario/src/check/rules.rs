//! What the engine asks of a file beyond its form: numbers within their ranges, both styles at
//! every decision, and a structure that hangs on moves alone.

use super::form::{Form, short};
use super::shape::Span;
use super::{Raw, Severity};
use engine::compile;
use engine::model::state::{LISTED, MEMBERS, SCENES, TASKS};
use json::{Branch, Tree, number};
use std::collections::BTreeSet;

/// Facts, flags and draws are bits of a word; moves are keys of a keyboard.
const BITS: usize = 32;
const MOVES: usize = 9;
/// Conditions that rest on luck or feelings.
const LOOSE: [&str; 6] = ["feels", "feels-below", "luck", "finished", "shipped", "stays"];

pub fn check(root: &Tree, form: &Form, found: &mut Vec<Raw>) {
    let mut rules = Rules { root, found, deciding: BTreeSet::new(), loose: Vec::new(), draws: BTreeSet::new() };
    rules.limits();
    rules.assumptions();
    rules.score();
    rules.words();
    rules.language();
    rules.week_after();
    rules.tasks();
    for q in &form.quantities {
        rules.quantity(q.tree, &q.path, q.kind);
    }
    for (i, scene) in list(root, "scenes").iter().enumerate() {
        rules.scene(scene, &format!("/scenes/{i}"));
    }
    rules.flags_and_draws();
}

fn list<'t>(tree: &'t Tree, key: &str) -> &'t [Tree] {
    tree.get(key).map_or(&[], Tree::items)
}

fn id(tree: &Tree) -> Option<&str> {
    tree.get("id").and_then(Tree::text)
}

struct Rules<'t, 'f> {
    root: &'t Tree,
    found: &'f mut Vec<Raw>,
    /// Flags that decide what comes next, what is offered or what is known.
    deciding: BTreeSet<&'t str>,
    /// Flags set behind a draw or a feeling, with their places.
    loose: Vec<(&'t Tree, String)>,
    draws: BTreeSet<&'t str>,
}

impl<'t> Rules<'t, '_> {
    fn error(&mut self, code: &'static str, at: usize, path: impl Into<String>, text: impl Into<String>, mend: impl Into<String>) {
        self.found.push(Raw::new(Severity::Error, code, at, path, text, mend));
    }

    fn warn(&mut self, code: &'static str, at: usize, path: impl Into<String>, text: impl Into<String>, mend: impl Into<String>) {
        self.found.push(Raw::new(Severity::Warning, code, at, path, text, mend));
    }

    fn limits(&mut self) {
        let root = self.root;
        for (key, what, most) in
            [("team", "members", MEMBERS), ("scenes", "scenes", SCENES), ("facts", "facts", BITS), ("flags", "flags", BITS)]
        {
            let n = list(root, key).len();
            if let Some(at) = root.get(key).filter(|_| n > most).map(|t| t.at) {
                self.error("too-many", at, format!("/{key}"), format!("{n} {what}; at most {most} are possible"), "leave some out");
            }
        }
        let questions = root.get("debrief").and_then(|d| d.get("questions"));
        for (path, what, tree) in [
            ("/assumptions", "assumptions", root.get("assumptions")),
            ("/habits", "pairs of habits", root.get("habits")),
            ("/debrief/questions", "questions", questions),
            ("/paths", "named paths", root.get("paths")),
        ] {
            if let Some(t) = tree.filter(|t| t.items().len() > LISTED) {
                let text = format!("{} {what}; at most {LISTED} are possible", t.items().len());
                self.error("too-many", t.at, path, text, "leave some out");
            }
        }
        let tasks = root.get("work").and_then(|w| w.get("tasks"));
        if let Some(t) = tasks.filter(|t| t.items().len() > TASKS) {
            let text = format!("{} tasks; at most {TASKS} are possible", t.items().len());
            self.error("too-many", t.at, "/work/tasks", text, "make one task of several small ones");
        }
        for (key, text, mend) in [
            ("team", "the team has no members", "add at least one: {\"id\": \"anna\", \"name\": \"Anna\"}"),
            ("scenes", "there are no scenes", "add at least one, with a move of each style"),
        ] {
            if let Some(at) = root.get(key).filter(|t| t.value == Branch::List(Vec::new())).map(|t| t.at) {
                self.error("nothing-there", at, format!("/{key}"), text, mend);
            }
        }
    }

    fn assumptions(&mut self) {
        for (i, a) in list(self.root, "assumptions").iter().enumerate() {
            let path = |key: &str| format!("/assumptions/{i}/{key}");
            let [value, low, high] = ["value", "low", "high"].map(|k| a.get(k).and_then(|t| Some((t.at, t.number()?))));
            let engine = id(a).map_or((-1e6, 1e6), compile::range);
            let span = |r: (f64, f64)| format!("{} to {}", number(r.0), number(r.1));
            if let Some((at, v)) = value.filter(|v| !(engine.0..=engine.1).contains(&v.1)) {
                let text = format!("a value of {} is outside {}, where the model makes sense", number(v), span(engine));
                self.error("range", at, path("value"), text, "choose a value in that range");
            }
            let (Some((at, l)), Some((_, h))) = (low, high) else { continue };
            if l > h {
                self.warn(
                    "low-high",
                    at,
                    path("low"),
                    format!("the lowest value, {}, is above the highest, {}", number(l), number(h)),
                    "let them change places",
                );
            } else if let Some((at, v)) = value.filter(|v| !(l..=h).contains(&v.1)) {
                let text = format!("a value of {} is outside its own range of {}", number(v), span((l, h)));
                self.warn("outside-range", at, path("value"), text, "widen the range, or choose a value within it");
            }
            if l < engine.0 || h > engine.1 {
                let text = format!("a range of {} goes beyond {}, where the model makes sense", span((l, h)), span(engine));
                self.warn("outside-range", at, path("low"), text, "narrow the range");
            }
        }
    }

    fn score(&mut self) {
        let Some(score) = self.root.get("score") else { return };
        let parts: Option<Vec<f64>> = ["delivery", "engagement", "hours"].iter().map(|k| score.get(k).and_then(Tree::number)).collect();
        let sum: f64 = parts.iter().flatten().sum();
        if parts.is_some() && sum != 100.0 {
            let text = format!("the three parts of the score come to {}, not to 100", number(sum));
            self.warn("score-sum", score.at, "/score", text, "let them add up to 100, so that scores can be compared");
        }
    }

    /// “The” is put before what has to be ready and what leaves.
    fn words(&mut self) {
        for key in ["goods", "leaves"] {
            let Some((tree, text)) = self.root.get(key).and_then(|t| Some((t, t.text()?))) else { continue };
            let (first, rest) = text.trim().split_once(' ').unwrap_or(("", ""));
            if ["a", "an", "the"].contains(&first.to_lowercase().as_str()) {
                let said = format!("\"the\" is put before it where it is spoken of, so this would read \"the {text}\"");
                self.warn("article", tree.at, format!("/{key}"), said, format!("write \"{}\"", rest.trim()));
            }
        }
    }

    /// The language is named as web pages name it.
    fn language(&mut self) {
        let Some((tree, tag)) = self.root.get("lang").and_then(|t| Some((t, t.text()?))) else { return };
        let part = |p: &str| (1..=8).contains(&p.len()) && p.bytes().all(|b| b.is_ascii_alphanumeric());
        let first = tag.split('-').next().unwrap_or_default();
        if !(first.len() > 1 && first.bytes().all(|b| b.is_ascii_alphabetic()) && tag.split('-').all(part)) {
            let said = format!("{} is no name of a language that browsers know", short(tag));
            self.warn("language", tree.at, "/lang", said, "write it as web pages do: en, de, ar, pt-BR; or leave it out");
        }
    }

    /// The week after is one that the program has, with somebody of this team in it.
    fn week_after(&mut self) {
        let Some((tree, next)) = self.root.get("week-after").and_then(|t| Some((t, t.text()?))) else { return };
        let (at, path) = (tree.at, "/week-after");
        let Some(text) = super::super::built_in(next) else {
            let ids: Vec<&str> = super::super::built_ins().map(|b| b.0).collect();
            let said = format!("there is no built-in scenario {}, so the debrief does not go on to it", short(next));
            return self.warn("week-after", at, path, said, format!("it may be {}", ids.join(", ")));
        };
        let there = super::super::scenario(text).map_or_else(|_| Vec::new(), |s| s.team);
        if !list(self.root, "team").iter().filter_map(id).any(|own| there.iter().any(|m| m.id == own)) {
            let ids: Vec<&str> = there.iter().map(|m| m.id.as_str()).collect();
            let said = format!("nobody of this team is in {}, so nobody is carried over", short(next));
            self.warn("week-after", at, path, said, format!("name the members as it does: {}", ids.join(", ")));
        }
    }

    fn tasks(&mut self) {
        let tasks = self.root.get("work").map_or(&[][..], |w| list(w, "tasks"));
        for (i, task) in tasks.iter().enumerate() {
            let Some(minutes) = task.get("minutes") else { continue };
            let numbers: Vec<f64> = minutes.items().iter().filter_map(Tree::number).collect();
            let [low, likely, high] = numbers[..] else { continue };
            let path = format!("/work/tasks/{i}/minutes");
            if !(low <= likely && likely <= high) {
                let mut sorted = [low, likely, high];
                sorted.sort_by(f64::total_cmp);
                let mend = format!("write [{}]", sorted.map(number).join(", "));
                self.error(
                    "estimate",
                    minutes.at,
                    path,
                    "an estimate has the lowest, the likeliest and the highest minutes, in that order",
                    mend,
                );
            } else if low <= 0.0 || high > 10_000.0 {
                self.error("estimate", minutes.at, path, "the minutes of an estimate are over 0 and at most 10,000", "");
            }
        }
        // More tasks than are possible are said to be; circles among them can wait.
        if tasks.len() <= TASKS {
            self.circle(tasks);
        }
    }

    /// Tasks that wait for each other are never done.
    fn circle(&mut self, tasks: &'t [Tree]) {
        let after = |t: &'t Tree| list(t, "after").iter().filter_map(Tree::text);
        // What can be finished, one after the other, until nothing more can.
        let mut done: BTreeSet<&str> = BTreeSet::new();
        let ids: BTreeSet<&str> = tasks.iter().filter_map(id).collect();
        loop {
            let ready = tasks.iter().filter(|t| after(t).all(|a| done.contains(a) || !ids.contains(a))).filter_map(id);
            let grown: BTreeSet<&str> = done.iter().copied().chain(ready).collect();
            if grown.len() == done.len() {
                break;
            }
            done = grown;
        }
        let stuck = |t: &&'t Tree| id(t).is_some_and(|i| !done.contains(i)) && after(t).any(|a| !done.contains(a) && ids.contains(a));
        // Those on the circle itself, not those that only wait for it: what can be reached from itself.
        for (i, task) in tasks.iter().enumerate().filter(|(_, t)| stuck(t)) {
            let Some(own) = id(task) else { continue };
            let mut reach: BTreeSet<&str> = after(task).collect();
            loop {
                let more = tasks.iter().filter(|t| id(t).is_some_and(|i| reach.contains(i))).flat_map(after);
                let grown: BTreeSet<&str> = reach.iter().copied().chain(more).collect();
                if grown.len() == reach.len() {
                    break;
                }
                reach = grown;
            }
            if reach.contains(own) {
                let at = task.get("after").map_or(task.at, |a| a.at);
                let text = format!("the task \"{own}\" waits for itself, by the tasks it comes after, so it is never done");
                return self.error("task-circle", at, format!("/work/tasks/{i}/after"), text, "take one of them out of \"after\"");
            }
        }
    }

    /// What a number, or the assumption that holds it, comes to.
    fn worth(&self, tree: &Tree) -> Option<f64> {
        let text = match &tree.value {
            Branch::Number(n) => return Some(*n),
            Branch::Text(t) => t.as_str(),
            _ => return None,
        };
        let (less, name) = text.strip_prefix('-').map_or((false, text), |rest| (true, rest));
        let own = list(self.root, "assumptions").iter().find(|a| id(a) == Some(name));
        let value = match own {
            Some(a) => a.get("value").and_then(Tree::number)?,
            None => compile::standard(name)?,
        };
        Some(if less { -value } else { value })
    }

    fn quantity(&mut self, tree: &Tree, path: &str, span: Span) {
        let Some(n) = self.worth(tree) else { return };
        let by = tree.text().map_or(String::new(), |t| format!(", which is what \"{t}\" comes to,"));
        let shown = number(n);
        match span {
            Span::Lasts if !(0.0..=10_000.0).contains(&n) => {
                self.error(
                    "range",
                    tree.at,
                    path,
                    format!("{shown} minutes{by} is outside 0 to 10,000"),
                    "write how long it lasts, in minutes",
                );
            }
            Span::Chance if !(0.0..=1.0).contains(&n) => {
                let mend = if (1.0..=100.0).contains(&n) {
                    format!("write {} for {shown} in a hundred", number(n / 100.0))
                } else {
                    String::new()
                };
                self.error("range", tree.at, path, format!("a probability of {shown}{by} is outside 0 to 1"), mend);
            }
            Span::Adds if !(-10_000.0..=10_000.0).contains(&n) => {
                self.warn("range", tree.at, path, format!("{shown} minutes{by} is cut to 10,000"), "");
            }
            _ => {}
        }
    }

    fn scene(&mut self, scene: &'t Tree, path: &str) {
        self.effects(scene.get("enter"), &format!("{path}/enter"), true);
        for (i, next) in list(scene, "next").iter().enumerate() {
            self.structural(next.get("when"), &format!("{path}/next/{i}/when"), "what comes next");
        }
        let Some(moves) = scene.get("moves") else { return };
        for (i, m) in moves.items().iter().enumerate() {
            let path = format!("{path}/moves/{i}");
            self.structural(m.get("offered"), &format!("{path}/offered"), "what is offered");
            self.effects(m.get("effects"), &format!("{path}/effects"), true);
        }
        self.styles(moves, &format!("{path}/moves"));
    }

    /// Both styles, each with one default move that is always offered.
    fn styles(&mut self, moves: &'t Tree, path: &str) {
        let items = moves.items();
        if items.len() > MOVES {
            let text = format!("{} moves; at most {MOVES} are possible", items.len());
            self.error("too-many", moves.at, path, text, "leave some out");
        }
        if moves.value == Branch::List(Vec::new()) {
            let mend = "add one of each style";
            return self.error("one-style", moves.at, path, "nothing can be decided here: there are no moves", mend);
        }
        // Where a style could not be read, it may be the one that is missing.
        let style = |m: &Tree| m.get("style").and_then(Tree::text).map(str::to_owned);
        let unread = items.iter().any(|m| !matches!(style(m).as_deref(), Some("directive" | "collaborative")));
        for name in ["directive", "collaborative"] {
            let mine: Vec<(usize, &Tree)> = items.iter().enumerate().filter(|(_, m)| style(m).as_deref() == Some(name)).collect();
            let marked: Vec<&(usize, &Tree)> = mine.iter().filter(|(_, m)| m.get("default").and_then(Tree::flag) == Some(true)).collect();
            for (i, m) in marked.iter().skip(1) {
                let text = format!("a second default move of the {name} style");
                self.error("two-defaults", m.at, format!("{path}/{i}/default"), text, "keep \"default\" at one of them");
            }
            for (i, m) in marked.iter() {
                if let Some(offered) = m.get("offered") {
                    let text = "the default move of a style is always offered";
                    self.error(
                        "default-offered",
                        offered.at,
                        format!("{path}/{i}/offered"),
                        text,
                        "leave \"offered\" out, or let another move be the default",
                    );
                }
            }
            if mine.is_empty() && !unread && matches!(moves.value, Branch::List(_)) {
                let text = format!("this decision has no {name} move; every decision offers both styles");
                self.error("one-style", moves.at, path, text, format!("add a move with \"style\": \"{name}\""));
            } else if !mine.is_empty() && marked.is_empty() && mine.iter().all(|(_, m)| m.get("offered").is_some()) {
                let text = format!("no {name} move is always offered, so in some situation this decision may have none");
                self.error("no-default", moves.at, path, text, "leave \"offered\" out of one of them");
            }
        }
    }

    /// Notes what of a condition hangs on luck or feelings, and which flags decide.
    fn structural(&mut self, cond: Option<&'t Tree>, path: &str, what: &str) {
        let Some(cond) = cond else { return };
        let mut loose = Vec::new();
        self.leaves(cond, path, &mut loose);
        for (at, path, kind) in loose {
            let text = format!("{what} may rest on facts, flags and moves alone; \"{kind}\" hangs on luck or feelings");
            self.error("luck-decides", at, path, text, "ask for a fact, a flag or a move instead");
        }
    }

    /// The leaves of a condition that hang on luck or feelings; its flags are noted as deciding.
    fn leaves(&mut self, cond: &'t Tree, path: &str, loose: &mut Vec<(usize, String, &'t str)>) {
        let [member] = cond.members() else { return };
        let inner = format!("{path}/{}", member.key);
        match member.key.as_str() {
            "all" | "any" => {
                member.value.items().iter().enumerate().for_each(|(i, c)| self.leaves(c, &format!("{inner}/{i}"), loose));
            }
            "not" => self.leaves(&member.value, &inner, loose),
            "flag" => self.deciding.extend(member.value.text()),
            kind if LOOSE.contains(&kind) => loose.push((member.at, inner, kind)),
            _ => {}
        }
    }

    fn effects(&mut self, effects: Option<&'t Tree>, path: &str, free: bool) {
        for (i, effect) in effects.map_or(&[][..], Tree::items).iter().enumerate() {
            let [member] = effect.members() else { continue };
            let (kind, v, path) = (member.key.as_str(), &member.value, format!("{path}/{i}/{}", member.key));
            let mut inner = free;
            match kind {
                "reveal" if !free => {
                    let text = "facts follow from moves alone: this one would be told behind a draw or a feeling";
                    self.error(
                        "luck-reveals",
                        v.at,
                        path.clone(),
                        text,
                        "tell it by the move itself, or behind a condition on facts, flags or moves",
                    );
                }
                "set" if !free => self.loose.extend(v.get("flag").map(|f| (f, format!("{path}/flag")))),
                "release" => self.release(v, &path),
                "chance" | "answer" => {
                    inner = false;
                    self.draws.extend(id(v));
                }
                "when" => {
                    let mut loose = Vec::new();
                    if let Some(cond) = v.get("cond") {
                        self.leaves(cond, &path, &mut loose);
                    }
                    inner = free && loose.is_empty();
                }
                _ => {}
            }
            if matches!(kind, "chance" | "answer" | "when") {
                self.effects(v.get("then"), &format!("{path}/then"), inner);
                self.effects(v.get("or"), &format!("{path}/or"), inner);
            }
        }
    }

    fn release(&mut self, release: &Tree, path: &str) {
        let Some(task) = release.get("task") else { return };
        let tasks = self.root.get("work").map_or(&[][..], |w| list(w, "tasks"));
        let Some(name) = task.text() else { return };
        let held = |t: &Tree| t.get("held").and_then(Tree::flag) == Some(true);
        let found = tasks.iter().find(|t| id(t) == Some(name));
        // The tasks that stand for those left out are not held.
        let plain = tasks.is_empty() && (name == "shipment" || name.ends_with("-part"));
        if found.is_some_and(|t| !held(t)) || plain {
            let text = format!("{} is there from the start, so it cannot be released", short(name));
            self.error(
                "not-held",
                task.at,
                format!("{path}/task"),
                text,
                "mark the task with \"held\": true, or use \"work\" to add minutes to it",
            );
        }
    }

    fn flags_and_draws(&mut self) {
        for (flag, path) in std::mem::take(&mut self.loose) {
            if flag.text().is_some_and(|f| self.deciding.contains(f)) {
                let text = format!(
                    "the flag {} decides what follows, so it may not be set behind a draw or a feeling",
                    short(flag.text().unwrap_or(""))
                );
                self.error("luck-flag", flag.at, path, text, "set it by the move itself, or let nothing that follows hang on it");
            }
        }
        if self.draws.len() > BITS {
            let text = format!("{} different draws; at most {BITS} are possible", self.draws.len());
            let at = self.root.get("scenes").map_or(self.root.at, |s| s.at);
            self.error("too-many", at, "/scenes", text, "let some draws share an id: the same luck then decides both");
        }
    }
}
