//! The numbers that carry the result, move by move: what each does to each need, the minutes it takes,
//! and what it changes of the work. For the why page.

use super::words;
use engine::model::scenario::{Cond, Effect, Quantity, Scenario, Scene, Style};

/// One number of a move.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Number {
    /// `Michael: autonomy \u{2212}0.08, competence \u{2212}0.10 sd`, with the case it stands for.
    pub text: String,
    /// The assumption that holds it, which has a slider; `None` where it is plainly assumed.
    pub slider: Option<String>,
}

/// A move, or what happens as a scene begins (no style).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MoveNumbers {
    pub label: String,
    pub style: Option<Style>,
    pub numbers: Vec<Number>,
}

/// A scene with the numbers of its moves.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SceneNumbers {
    pub id: String,
    pub title: String,
    pub moves: Vec<MoveNumbers>,
}

/// All numbers, in the order of the week; scenes without any are left out.
pub fn numbers(scenario: &Scenario) -> Vec<SceneNumbers> {
    let scenes = scenario.scenes.iter().map(|scene| {
        let teller = Teller { scenario };
        let enter = MoveNumbers { label: "As it begins".into(), style: None, numbers: teller.all(&scene.enter) };
        let moves =
            scene.moves.iter().map(|m| MoveNumbers { label: m.label.clone(), style: Some(m.style), numbers: teller.all(&m.effects) });
        let moves = std::iter::once(enter).chain(moves).filter(|m| !m.numbers.is_empty()).collect();
        SceneNumbers { id: scene.id.clone(), title: format!("{}, {}", scene.title, words::moment(scene.at.0)), moves }
    });
    scenes.filter(|s| !s.moves.is_empty()).collect()
}

struct Teller<'s> {
    scenario: &'s Scenario,
}

impl Teller<'_> {
    fn all(&self, effects: &[Effect]) -> Vec<Number> {
        let mut found = Vec::new();
        self.list(effects, &[], &mut found);
        found
    }

    fn list(&self, effects: &[Effect], cases: &[String], found: &mut Vec<Number>) {
        for effect in effects {
            self.one(effect, cases, found);
        }
    }

    fn one(&self, effect: &Effect, cases: &[String], found: &mut Vec<Number>) {
        let case = if cases.is_empty() { String::new() } else { format!("{}: ", upper(&cases.join(", "))) };
        let mut say = |text: String, q: Option<&Quantity>| {
            let slider = q.and_then(Quantity::assumption).map(|(id, _)| id.to_owned());
            let slider = slider.filter(|id| self.scenario.assumptions.iter().any(|a| a.id == *id));
            found.push(Number { text: format!("{case}{text}"), slider });
        };
        match effect {
            Effect::Feel { who, autonomy, competence, relatedness } => {
                let needs = [("autonomy", *autonomy), ("competence", *competence), ("relatedness", *relatedness)];
                let parts: Vec<String> =
                    needs.iter().filter(|n| n.1 != 0).map(|n| format!("{} {}", n.0, words::signed(f64::from(n.1) / 1000.0, 2))).collect();
                if !parts.is_empty() {
                    say(format!("{}: {} sd, times how strongly a move touches a need", self.who(who), parts.join(", ")), None);
                }
            }
            Effect::Meet { who, minutes } => say(format!("{}: a meeting of {}", self.who(who), self.minutes(minutes)), Some(minutes)),
            Effect::Away { who, minutes } => say(format!("{}: away for {}", self.who(who), self.minutes(minutes)), Some(minutes)),
            Effect::Work { task, minutes } => say(format!("{}: {} of work", self.task(task), self.minutes(minutes)), Some(minutes)),
            Effect::Release { task, minutes: Some(minutes) } => {
                say(format!("{}: {} to come", self.task(task), self.minutes(minutes)), Some(minutes));
            }
            Effect::Overtime { who, minutes } => say(format!("{}: overtime of {}", self.who(who), self.minutes(minutes)), Some(minutes)),
            Effect::Volunteer { who, minutes } => {
                say(format!("Whoever of {} volunteers: overtime of {}", self.who(who), self.minutes(minutes)), Some(minutes));
            }
            Effect::Chance { p, then, or, .. } => {
                say(format!("a chance of {}", self.figure(p)), Some(p));
                self.list(then, &with(cases, "where it comes about".into()), found);
                self.list(or, &with(cases, "where it does not".into()), found);
            }
            Effect::Answer { then, or, .. } => {
                self.list(then, &with(cases, "where the answer is right".into()), found);
                self.list(or, &with(cases, "where it is wrong".into()), found);
            }
            Effect::When { cond, then, or } => {
                let case = self.cond(cond);
                self.list(then, &with(cases, format!("if {case}")), found);
                self.list(or, &with(cases, format!("unless {case}")), found);
            }
            Effect::Reveal { .. } | Effect::Set { .. } | Effect::Release { minutes: None, .. } => {}
        }
    }

    fn who(&self, ids: &[String]) -> String {
        if ids.is_empty() {
            return "Everybody".to_owned();
        }
        words::list(&ids.iter().map(|id| self.name(id)).collect::<Vec<_>>())
    }

    fn name(&self, id: &str) -> String {
        self.scenario.team.iter().find(|m| m.id == id).map_or_else(|| id.to_owned(), |m| m.name.clone())
    }

    fn task(&self, id: &str) -> String {
        self.scenario.work.tasks.iter().find(|t| t.id == id).map_or_else(|| id.to_owned(), |t| t.name.clone())
    }

    fn value(&self, q: &Quantity) -> f64 {
        match (q, q.assumption()) {
            (Quantity::Number(n), _) => *n,
            (_, Some((id, less))) => engine::compile::assumed(self.scenario, id).unwrap_or(0.0) * if less { -1.0 } else { 1.0 },
            _ => 0.0,
        }
    }

    fn figure(&self, q: &Quantity) -> String {
        words::number(self.value(q)).replace('-', "\u{2212}")
    }

    fn minutes(&self, q: &Quantity) -> String {
        format!("{} min", self.figure(q))
    }

    fn cond(&self, cond: &Cond) -> String {
        let many = |list: &[Cond], word: &str| list.iter().map(|c| self.cond(c)).collect::<Vec<_>>().join(word);
        match cond {
            Cond::All(list) => many(list, " and "),
            Cond::Any(list) => many(list, " or "),
            Cond::Not(inner) => format!("not ({})", self.cond(inner)),
            Cond::Knows(id) => match self.scenario.facts.iter().find(|f| f.id == *id) {
                Some(f) => format!("it is known what {} knows of {}", self.name(&f.known_by), id.replace('-', " ")),
                None => id.clone(),
            },
            Cond::Flag(id) => {
                let flag = self.scenario.flags.iter().find(|f| f.id == *id);
                flag.map_or_else(|| id.clone(), |f| format!("it holds that {}", lower(f.text.trim_end_matches('.'))))
            }
            Cond::Took(text) => {
                let (scene, mv) = text.split_once('.').unwrap_or((text, ""));
                let found = self.scenario.scenes.iter().find(|s| s.id == scene);
                let label =
                    found.and_then(|s: &Scene| s.moves.iter().find(|m| m.id == mv)).map(|m| words::quoted(m.label.trim_end_matches('.')));
                format!("the move was {}", label.unwrap_or_else(|| text.clone()))
            }
            Cond::StyleSoFar(style) => format!("the week so far is mostly {}", style.name()),
            Cond::Feels(f) => format!("{} feels well enough", self.felt(&f.who)),
            Cond::FeelsBelow(f) => format!("{} feels worse than that", self.felt(&f.who)),
            Cond::Luck(id) => format!("luck has it ({})", id.replace('-', " ")),
            Cond::Finished(id) => format!("\u{201c}{}\u{201d} is done", self.task(id)),
            Cond::Shipped(true) => format!("the {} is made", self.scenario.leaves()),
            Cond::Shipped(false) => format!("the {} is missed", self.scenario.leaves()),
            Cond::Stays(id) => format!("{} stays", self.name(id)),
        }
    }

    fn felt(&self, who: &str) -> String {
        if who == "team" { "the team".to_owned() } else { self.name(who) }
    }
}

fn with(cases: &[String], one: String) -> Vec<String> {
    cases.iter().cloned().chain([one]).collect()
}

fn upper(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or_else(String::new, |c| c.to_uppercase().chain(chars).collect())
}

fn lower(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or_else(String::new, |c| c.to_lowercase().chain(chars).collect())
}

#[cfg(test)]
mod tests {
    use super::numbers;

    /// Every number that a move carries stands there, and what has a slider leads to one.
    #[test]
    fn every_number_of_every_move_is_told() {
        for (id, text) in scenario::built_ins() {
            let (scenario, _) = scenario::read(text).unwrap();
            let found = numbers(&scenario);
            let json: serde_json::Value = serde_json::from_str(text).unwrap();
            let effects = json["scenes"].as_array().unwrap().iter().map(|s| format!("{}{}", s["enter"], s["moves"])).collect::<String>();
            let carried: usize =
                ["{\"feel\":", "{\"meet\":", "{\"away\":", "{\"work\":", "{\"overtime\":", "{\"volunteer\":", "{\"chance\":"]
                    .iter()
                    .map(|key| effects.matches(key).count())
                    .sum();
            let released =
                effects.split("{\"release\":{").skip(1).filter(|rest| rest.split('}').next().unwrap_or("").contains("\"minutes\"")).count();
            let told: Vec<_> = found.iter().flat_map(|s| &s.moves).flat_map(|m| &m.numbers).collect();
            assert_eq!(told.len(), carried + released, "{id}");
            assert!(told.iter().all(|n| n.slider.as_ref().is_none_or(|id| scenario.assumptions.iter().any(|a| a.id == *id))));
        }
    }
}
