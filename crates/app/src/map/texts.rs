//! The words of the map.

use super::slots::{Link, Slot, Slots};
use super::{Ask, Column, Day, Edge, Kind, Node, grouped, paths, spoken, words};
use engine::Job;
use engine::map::Node as Place;
use engine::map::job::LUCKS;
use engine::math::three;
use engine::model::scenario::Scene;
use engine::score::percent;

/// How weeks end, by the engine's bands.
const ENDS: [&str; 4] = [
    "On time in 9 of 10 weeks or more",
    "On time in 7 to 9 of 10 weeks",
    "On time in 5 to 7 of 10 weeks",
    "On time in fewer than 5 of 10 weeks",
];

pub struct Texts<'a> {
    ask: &'a Ask<'a>,
    /// What tells each slot from those like it; empty for folded ones and ends.
    details: Vec<Vec<String>>,
    /// Promises that nodes can differ in.
    promises: u32,
}

impl<'a> Texts<'a> {
    pub fn of(ask: &'a Ask<'a>, slots: &Slots) -> Texts<'a> {
        let nodes = &ask.job.map().nodes;
        let promises = nodes.iter().fold(0, |mask, n| mask | n.promises);
        let mut texts = Texts { ask, details: vec![Vec::new(); slots.slots.len()], promises };
        for column in &slots.columns {
            let drawn = column.iter().filter_map(|s| match slots.slots[*s].kind {
                Kind::Decision(n) => Some((*s, &nodes[n])),
                _ => None,
            });
            let drawn: Vec<(usize, &Place)> = drawn.collect();
            for (slot, node) in &drawn {
                let title = &texts.scene(node.scene).title;
                let alike: Vec<&Place> = drawn.iter().map(|d| d.1).filter(|o| texts.scene(o.scene).title == *title).collect();
                texts.details[*slot] = texts.detail(node, &alike);
            }
            texts.number(&drawn);
        }
        texts
    }

    /// Numbers those of a column that words do not tell apart.
    fn number(&mut self, drawn: &[(usize, &Place)]) {
        let name = |(slot, node): &(usize, &Place)| (self.scene(node.scene).title.clone(), self.details[*slot].clone());
        let names: Vec<(String, Vec<String>)> = drawn.iter().map(name).collect();
        for (i, (slot, _)) in drawn.iter().enumerate() {
            let all = names.iter().filter(|n| **n == names[i]).count();
            let nth = names[..=i].iter().filter(|n| **n == names[i]).count();
            if all > 1 {
                self.details[*slot].push(format!("variant {nth} of {all}"));
            }
        }
    }

    fn scene(&self, scene: u8) -> &'a Scene {
        &self.ask.loaded.scenario.scenes[scene as usize]
    }

    fn facts(&self, mask: u32) -> Vec<String> {
        let facts = self.ask.loaded.scenario.facts.iter().enumerate();
        facts.filter(|(i, _)| mask & (1 << i) != 0).map(|(_, f)| spoken(&f.id)).collect()
    }

    fn flags(&self, mask: u32) -> Vec<String> {
        let flags = self.ask.loaded.scenario.flags.iter().enumerate();
        flags.filter(|(i, _)| mask & (1 << i) != 0).map(|(_, f)| spoken(&f.id)).collect()
    }

    /// What tells a node from the others of its scene, in a few words.
    fn detail(&self, node: &Place, alike: &[&Place]) -> Vec<String> {
        let mut parts = Vec::new();
        if alike.iter().any(|o| o.facts != node.facts) {
            let known = self.facts(node.facts);
            parts.push(if known.is_empty() { "knows of nothing yet".to_owned() } else { format!("knows: {}", known.join(", ")) });
        }
        if alike.iter().any(|o| o.promises != node.promises) {
            parts.push(match (self.promises.count_ones(), node.promises) {
                (_, 0) => "nothing promised".to_owned(),
                (1, _) => "promise made".to_owned(),
                (_, made) => format!("promised: {}", self.flags(made).join(", ")),
            });
        }
        let twins = || alike.iter().filter(|o| o.facts == node.facts && o.promises == node.promises);
        if !self.ask.blind && twins().any(|o| o.scene != node.scene) {
            parts.push(spoken(&self.scene(node.scene).id));
        }
        let twins = || twins().filter(|o| o.scene == node.scene);
        for (i, ((scene, mv), taken)) in node.took.iter().enumerate() {
            let scene = self.scene(*scene);
            if let Some(taken) = taken.filter(|_| twins().any(|o| o.took.get(i).map(|t| t.1) != Some(*taken))) {
                let not = if taken { "" } else { "other than " };
                parts.push(format!("{}: {not}{}", scene.title, spoken(&scene.moves[*mv as usize].id)));
            }
        }
        if twins().any(|o| o.set != node.set || o.unset != node.unset) {
            parts.extend(self.flags(node.set));
            parts.extend(self.flags(node.unset).into_iter().map(|f| format!("not {f}")));
        }
        if let Some(lead) = node.lead.filter(|_| !self.ask.blind && twins().any(|o| o.lead != node.lead)) {
            parts.push(ahead(lead));
        }
        parts
    }

    /// What is known, promised and asked about at a node, in sentences.
    fn about(&self, node: &Place) -> Vec<String> {
        let scenario = &self.ask.loaded.scenario;
        let facts = scenario.facts.iter().enumerate().filter(|(i, _)| node.facts & (1 << i) != 0);
        let flags = scenario.flags.iter().enumerate().filter(|(i, _)| (node.promises | node.set) & (1 << i) != 0);
        let took = node.took.iter().filter(|t| t.1 == Some(true)).map(|((scene, mv), _)| {
            let scene = self.scene(*scene);
            format!("At \u{201c}{}\u{201d}: {}", scene.title, scene.moves[*mv as usize].label)
        });
        let lead = node.lead.filter(|_| !self.ask.blind).map(|l| format!("Moves so far: {}.", ahead(l)));
        let known = facts.map(|(_, f)| format!("Known: {}", f.text)).chain(flags.map(|(_, f)| f.text.clone()));
        known.chain(took).chain(lead).collect()
    }

    /// A slot as a node, but for its number, place and neighbours.
    pub fn node(&self, slots: &Slots, index: usize) -> Node {
        let slot = &slots.slots[index];
        let places = &self.ask.job.map().nodes;
        let (label, details, about) = match slot.kind {
            Kind::Decision(n) => (self.scene(places[n].scene).title.clone(), self.details[index].clone(), self.about(&places[n])),
            Kind::Folded(n) => (format!("and {n} more"), vec![self.titles(&slot.members)], Vec::new()),
            Kind::End(band) => (band.map_or("The end of the week", |b| ENDS[b]).to_owned(), Vec::new(), Vec::new()),
        };
        let figures = slot.figures.as_ref();
        let level = |x: f64| three(percent(libm::round(x) as i32));
        Node {
            kind: slot.kind.clone(),
            number: String::new(),
            column: slot.column,
            x: 0,
            y: 0,
            label,
            details,
            about,
            paths: slot.paths,
            figures: self.figures(slot),
            on_time: figures.map(|f| three(f.share())),
            engagement: figures.and_then(|f| f.range()).map(|(low, high)| (level(low), level(high))),
            score: figures.map(|f| three(f.mean_score())),
            yours: slot.yours,
            here: slot.here,
            others: slot.others,
            left: None,
            right: None,
            up: None,
            down: None,
        }
    }

    fn titles(&self, members: &[usize]) -> String {
        let mut scenes: Vec<u8> = members.iter().map(|n| self.ask.job.map().nodes[*n].scene).collect();
        scenes.sort_unstable();
        scenes.dedup();
        let titles = scenes.iter().map(|s| self.scene(*s).title.clone());
        unique(titles).join(" / ")
    }

    /// Paths and figures in words.
    fn figures(&self, slot: &Slot) -> String {
        let (job, all) = (self.ask.job, paths(slot.paths));
        let all = if slot.paths == 1 { "1 path".to_owned() } else { all };
        if let Kind::End(band) = slot.kind {
            let whole = job.map().paths;
            let about = if band.is_some() && job.sampled().is_some() { "about " } else { "" };
            return format!("{about}{all}, {} of all", words::share(slot.paths as f64 / whole.max(1) as f64));
        }
        let Some(f) = &slot.figures else {
            return if job.done() { format!("{all}, none of them among those drawn") } else { all };
        };
        let (low, high) = f.range().unwrap_or_default();
        let level = |x: f64| words::fixed(percent(libm::round(x) as i32), 0);
        let from = if job.sampled().is_some() { format!(" (figures from {} of them)", grouped(f.lines as u64)) } else { String::new() };
        let between = match (level(low), level(high)) {
            (low, high) if low == high => format!("engagement {low}"),
            (low, high) => format!("engagement {low} to {high}"),
        };
        format!("on time in {} of weeks, {between}, score {}, {all}{from}", words::share(f.share()), words::fixed(f.mean_score(), 0))
    }

    pub fn edge(&self, link: &Link, from: usize, to: usize) -> Edge {
        let label = match link.mv {
            Some((scene, mv)) => self.scene(scene).moves[mv as usize].label.clone(),
            None => words::count(link.moves, "move"),
        };
        Edge { from, to, label, style: link.style, paths: link.paths, yours: link.yours, others: link.others, line: [[0; 2]; 2] }
    }

    /// A column's heading, but for its place.
    pub fn column(&self, slots: &Slots, column: usize) -> Column {
        let members: Vec<usize> = slots.columns[column].iter().flat_map(|s| slots.slots[*s].members.clone()).collect();
        let (number, when, title) = match self.first(&members) {
            Some(at) => ((column + 1).to_string(), words::short(at), self.titles(&members)),
            None => (String::new(), String::new(), "How the week ends".to_owned()),
        };
        Column { number, when, title, x: 0, nodes: 0..0 }
    }

    /// When the earliest of these decisions is, in minutes since Monday 00:00.
    fn first(&self, members: &[usize]) -> Option<u32> {
        members.iter().map(|n| self.scene(self.ask.job.map().nodes[*n].scene).at.0).min()
    }

    /// Neighbouring columns of one day under its name, and the end.
    pub fn days(&self, slots: &Slots, columns: &[Column]) -> Vec<Day> {
        let mut days: Vec<Day> = Vec::new();
        for (c, column) in columns.iter().enumerate() {
            let members: Vec<usize> = slots.columns[c].iter().flat_map(|s| slots.slots[*s].members.clone()).collect();
            let name = self.first(&members).map_or_else(|| "The end".to_owned(), words::day);
            match days.last_mut().filter(|d| d.name == name) {
                Some(day) => {
                    day.columns.end = c + 1;
                    day.width = column.x + super::NODE[0] - day.x;
                }
                None => days.push(Day { name, x: column.x, width: super::NODE[0], columns: c..c + 1 }),
            }
        }
        days
    }

    pub fn summary(&self) -> Vec<String> {
        let (job, map) = (self.ask.job, self.ask.job.map());
        let situations = words::count(map.nodes.len(), "situation");
        let mut all = vec![format!(
            "{} lead through the week. Where paths meet with the same decision, the same facts known, the same promises \
             and the same ways on, they are drawn as one: {situations}.",
            capital(&paths(map.paths))
        )];
        all.push(match job.sampled() {
            None => format!("The figures come from playing every path under the same {LUCKS} lucks."),
            Some(n) => format!(
                "The paths are counted along the map. The figures come from {} paths drawn from all of them, each as likely \
                 as any other, played under the same {LUCKS} lucks.",
                grouped(u64::from(n))
            ),
        });
        if !job.done() {
            all.push("They are still being worked out.".to_owned());
        }
        all
    }
}

fn capital(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or_else(String::new, |c| c.to_uppercase().chain(chars).collect())
}

/// By how many moves directive leads, or collaborative.
fn ahead((low, high): (i8, i8)) -> String {
    let (style, low, high) = match (low, high) {
        (0, 0) => return "as many directive as collaborative".to_owned(),
        (low, high) if low >= 0 => ("directive", low, high),
        (low, high) if high <= 0 => ("collaborative", -high, -low),
        _ => return "styles close to even".to_owned(),
    };
    if low == high { format!("{low} more {style}") } else { format!("{low} to {high} more {style}") }
}

/// Each text once, in order.
fn unique(texts: impl Iterator<Item = String>) -> Vec<String> {
    let mut all: Vec<String> = Vec::new();
    texts.for_each(|t| {
        if !all.contains(&t) {
            all.push(t);
        }
    });
    all
}
