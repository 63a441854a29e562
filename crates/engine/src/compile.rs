//! From a scenario to a program: ids become indices, assumptions become numbers.

use super::program::{CondP, EffectP, MoveP, Problem, Program, Rules, SceneP, TaskP};
use crate::model::scenario::{Cond, Effect, Line, MOST_NEED, Quantity, Scenario, Style};
use crate::model::state::{LISTED, MEMBERS, NONE, SCENES, STEPS, TASKS};

/// Ids the engine reads, the value used where a scenario does not give one, and the range in which
/// a value makes sense to it.
const DEFAULTS: [(&str, f64, f64, f64); 26] = [
    ("engagement-output", 0.37, -1.0, 1.0),
    ("output-spread", 0.20, 0.0, 1.0),
    ("shared-luck", 0.5, 0.0, 0.99),
    ("optimism", 1.0, 0.1, 10.0),
    ("need-scale", 1.0, 0.0, 10.0),
    ("need-autonomy", 1.0, 0.0, 100.0),
    ("need-competence", 1.0, 0.0, 100.0),
    ("need-relatedness", 1.0, 0.0, 100.0),
    ("baseline-spread", 0.3, 0.0, 3.0),
    ("overtime-tired", 0.016, 0.0, 0.5),
    ("volunteer-base", 0.5, -10.0, 10.0),
    ("volunteer-slope", 0.3, -10.0, 10.0),
    ("right-directive-unfamiliar", 0.4, 0.0, 1.0),
    ("right-directive-familiar", 0.92, 0.0, 1.0),
    ("right-collaborative-unfamiliar", 0.82, 0.0, 1.0),
    ("right-collaborative-familiar", 0.8, 0.0, 1.0),
    ("severe-directive", 0.0, -1.0, 1.0),
    ("severe-collaborative", 0.0, -1.0, 1.0),
    ("late-span", 16.0, 0.1, 1000.0),
    ("late-left", 1.0, 0.0, 1.0),
    ("promise-cost", 10.0, 0.0, 100.0),
    ("engagement-from", 0.0, 0.0, 100.0),
    ("engagement-to", 100.0, 0.0, 100.0),
    ("hours-span", 24.0, 0.1, 1000.0),
    ("meeting-cost", 1.0, 0.0, 10.0),
    (CARRIED_OVER, 0.6, 0.0, 1.0),
];

/// The share of what a week did to somebody that is left on the next Monday.
pub const CARRIED_OVER: &str = "carried-over";

/// The range in which a value makes sense to the engine: its own for the ids it reads, else what a
/// link can carry.
pub fn range(id: &str) -> (f64, f64) {
    DEFAULTS.iter().find(|d| d.0 == id).map_or((-1e6, 1e6), |d| (d.2, d.3))
}

/// The ids of the assumptions that the engine reads itself.
pub fn ids() -> impl Iterator<Item = &'static str> {
    DEFAULTS.iter().map(|d| d.0)
}

/// The engine's own value of an assumption, used where a scenario gives none.
pub fn standard(id: &str) -> Option<f64> {
    DEFAULTS.iter().find(|d| d.0 == id).map(|d| d.1)
}

/// The value of an assumption: the scenario's own, else the engine's default, else `None`.
pub fn assumed(scenario: &Scenario, id: &str) -> Option<f64> {
    let own = scenario.assumptions.iter().find(|a| a.id == id).map(|a| a.value);
    own.or_else(|| standard(id))
}

struct Compiler<'s> {
    scenario: &'s Scenario,
    draws: Vec<&'s str>,
    volunteers: u32,
    /// Flags that luck or feelings may set, and flags that decide what comes next.
    loose: u32,
    deciding: u32,
    problems: Vec<Problem>,
    failed: bool,
    at: String,
}

impl Program {
    /// Makes a scenario ready to run.
    ///
    /// # Errors
    /// All the places where it refers to something that is not there or is out of range.
    pub fn compile(scenario: &Scenario) -> Result<Program, Vec<Problem>> {
        let mut c = Compiler::new(scenario);
        let program = c.program();
        if c.failed { Err(c.problems) } else { Ok(program) }
    }
}

impl<'s> Compiler<'s> {
    fn new(scenario: &'s Scenario) -> Self {
        let (problems, at) = (Vec::new(), String::new());
        Compiler { scenario, draws: Vec::new(), volunteers: 0, loose: 0, deciding: 0, problems, failed: false, at }
    }

    fn problem<T: Into<String>>(&mut self, text: impl FnOnce() -> T) {
        self.failed = true;
        // Enough to refuse it: a stranger may send any number.
        if self.problems.len() < 100 {
            self.problems.push(Problem { at: self.at.clone(), text: text().into() });
        }
    }

    fn at_most(&mut self, what: &str, n: usize, most: usize) {
        if n > most {
            self.problem(|| format!("{n} {what}; at most {most} are possible"));
        }
    }

    fn index(&mut self, kind: &str, id: &str, found: Option<usize>) -> usize {
        found.unwrap_or_else(|| {
            self.problem(|| format!("there is no {kind} \"{id}\""));
            0
        })
    }

    fn rule(&self, id: &str) -> f64 {
        assumed(self.scenario, id).unwrap_or(0.0)
    }

    fn quantity(&mut self, q: &Quantity) -> f64 {
        let (id, less) = match (q, q.assumption()) {
            (Quantity::Number(n), _) => return *n,
            (_, Some(named)) => named,
            _ => return 0.0,
        };
        let value = assumed(self.scenario, id).unwrap_or_else(|| {
            self.problem(|| format!("there is no assumption \"{id}\""));
            0.0
        });
        if less { -value } else { value }
    }

    fn minutes(&mut self, q: &Quantity) -> u32 {
        let n = self.quantity(q);
        if !(0.0..=10_000.0).contains(&n) {
            self.problem(|| format!("{} minutes is outside 0 to 10,000", json::number(n)));
            return 0;
        }
        libm::round(n) as u32
    }

    fn who(&mut self, ids: &[String]) -> u8 {
        if ids.is_empty() {
            return ((1u32 << self.scenario.team.len().min(MEMBERS)) - 1) as u8;
        }
        ids.iter().fold(0, |mask, id| mask | 1 << self.member(id))
    }

    fn member(&mut self, id: &str) -> u8 {
        let found = self.scenario.team.iter().position(|m| m.id == id);
        self.index("member", id, found) as u8
    }

    fn task(&mut self, id: &str) -> u8 {
        let found = self.scenario.work.tasks.iter().position(|t| t.id == id);
        self.index("task", id, found) as u8
    }

    fn fact(&mut self, id: &str) -> u32 {
        let found = self.scenario.facts.iter().position(|f| f.id == id);
        1 << self.index("fact", id, found)
    }

    fn flag(&mut self, id: &str) -> u32 {
        let found = self.scenario.flags.iter().position(|f| f.id == id);
        1 << self.index("flag", id, found)
    }

    fn draw(&mut self, id: &str) -> u8 {
        let found = self.draws.iter().position(|d| *d == id);
        self.index("draw", id, found) as u8
    }

    fn program(&mut self) -> Program {
        let s = self.scenario;
        for (what, n, most) in [
            ("members", s.team.len(), MEMBERS),
            ("tasks", s.work.tasks.len(), TASKS),
            ("scenes", s.scenes.len(), SCENES),
            ("facts", s.facts.len(), 32),
            ("flags", s.flags.len(), 32),
        ] {
            self.at_most(what, n, most);
        }
        self.at_most("assumptions", s.assumptions.len(), LISTED);
        self.at_most("pairs of habits", s.habits.len(), LISTED);
        self.at_most("questions", s.debrief.questions.len(), LISTED);
        self.at_most("named paths", s.paths.len(), LISTED);
        self.at_most("effects, conditions and ways on", super::steps::of(s), STEPS);
        if self.failed || s.team.is_empty() {
            if s.team.is_empty() {
                self.problem(|| "the team has no members");
            }
            return self.hull(Vec::new(), Vec::new());
        }
        for scene in &s.scenes {
            draws(&scene.enter, &mut self.draws);
            scene.moves.iter().for_each(|m| draws(&m.effects, &mut self.draws));
        }
        for (i, a) in s.assumptions.iter().enumerate() {
            self.at = format!("assumptions.{}", a.id);
            let (low, high) = range(&a.id);
            if !(low..=high).contains(&a.value) {
                let [value, low, high] = [a.value, low, high].map(json::number);
                self.problem(|| format!("a value of {value} is outside {low} to {high}"));
            }
            if s.assumptions[..i].iter().any(|b| b.id == a.id) {
                self.problem(|| "this assumption stands twice");
            }
        }
        let tasks: Vec<TaskP> = s.work.tasks.iter().map(|t| self.one_task(t)).collect();
        let scenes: Vec<SceneP> = s.scenes.iter().map(|scene| self.one_scene(scene)).collect();
        if self.draws.len() > 32 {
            self.at = "scenes".into();
            let draws = self.draws.len();
            self.problem(|| format!("{draws} draws; at most 32 are possible"));
        }
        if self.loose & self.deciding != 0 {
            self.at = "flags".into();
            self.problem(|| "a flag that decides what comes next or is offered may not be set behind a draw or a feeling");
        }
        self.at = "start".into();
        self.hull(tasks, scenes)
    }

    fn hull(&mut self, tasks: Vec<TaskP>, scenes: Vec<SceneP>) -> Program {
        let s = self.scenario;
        let members = s.team.len();
        let (mut owned, mut waits) = ([0; MEMBERS], 0);
        for (t, task) in tasks.iter().enumerate() {
            match owned.get_mut(task.owner as usize) {
                Some(mask) => *mask |= 1 << t,
                None => waits |= 1 << t,
            }
        }
        let promises = s.flags.iter().take(32).enumerate().filter(|(_, f)| f.promise).fold(0, |m, (i, _)| m | 1 << i);
        let start = s.scenes.iter().position(|scene| scene.id == s.start);
        let start = self.index("scene", &s.start, start) as u8;
        Program {
            members,
            owned,
            waits,
            ship: self.task(&s.work.ship),
            deadline: s.deadline.0,
            start,
            promises,
            rules: self.rules(),
            carried: self.carried(),
            tasks,
            scenes,
        }
    }

    /// Nobody comes from elsewhere into a scenario as it was written.
    fn carried(&self) -> Vec<Option<[i32; 3]>> {
        if self.scenario.carried.is_empty() {
            return Vec::new();
        }
        let kept = self.rule(CARRIED_OVER);
        let faded = |n: &i32| libm::round(kept * f64::from(*n)) as i32;
        let one = |id: &str| {
            let found = self.scenario.carried.iter().find(|c| c.0 == id)?;
            Some(found.1.each_ref().map(faded).map(|n| n.clamp(-MOST_NEED, MOST_NEED)))
        };
        self.scenario.team.iter().map(|m| one(&m.id)).collect()
    }

    fn rules(&self) -> Rules {
        let needs = ["need-autonomy", "need-competence", "need-relatedness"].map(|id| self.rule(id).max(0.0));
        let sum = (needs[0] + needs[1] + needs[2]).max(1e-9);
        let w = &self.scenario.score;
        Rules {
            needs: needs.map(|n| libm::round(1000.0 * n / sum) as i32),
            gain: libm::round(1e6 * self.rule("engagement-output") * self.rule("output-spread")) as i64,
            need_scale: self.rule("need-scale"),
            baseline: self.rule("baseline-spread"),
            tired: 1000.0 * self.rule("overtime-tired"),
            volunteer: [self.rule("volunteer-base"), self.rule("volunteer-slope")],
            right: ["directive", "collaborative"].map(|s| ["unfamiliar", "familiar"].map(|f| self.rule(&format!("right-{s}-{f}")))),
            severe: ["severe-directive", "severe-collaborative"].map(|id| self.rule(id)),
            late_span: self.rule("late-span").max(0.1),
            late_left: self.rule("late-left"),
            promise_cost: self.rule("promise-cost"),
            felt: ["engagement-from", "engagement-to"].map(|id| self.rule(id) / 100.0),
            hours_span: self.rule("hours-span").max(0.1),
            weights: [w.delivery, w.engagement, w.hours].map(f64::from),
        }
    }

    fn one_task(&mut self, t: &'s crate::model::scenario::Task) -> TaskP {
        self.at = format!("work.tasks.{}", t.id);
        let owner = t.owner.as_deref().map_or(NONE, |id| self.member(id));
        let [low, likely, high] = t.minutes;
        if !(0.0 < low && low <= likely && likely <= high && high <= 10_000.0) {
            self.problem(|| "the estimate needs lowest, most likely and highest minutes in that order, over 0");
            return TaskP { owner, after: 0, held: t.held, mean: 1.0, median: 1.0, sigma: 0.0, common: 0.0, own: 1.0 };
        }
        let pert = (low + 4.0 * likely + high) / 6.0;
        let cv = (high - low) / 6.0 / pert;
        let mean = if owner == NONE { pert } else { pert * self.rule("optimism") };
        let sigma = libm::sqrt(libm::log(1.0 + cv * cv));
        // Trietsch et al. 2012: the logarithms of one team's times move together.
        let shared = if owner == NONE { 0.0 } else { self.rule("shared-luck").clamp(0.0, 0.99) };
        let after = t.after.iter().fold(0, |mask, id| mask | 1u64 << self.task(id));
        TaskP {
            owner,
            after,
            held: t.held,
            mean,
            median: libm::exp(-0.5 * sigma * sigma),
            sigma,
            common: libm::sqrt(shared),
            own: libm::sqrt(1.0 - shared),
        }
    }

    fn one_scene(&mut self, scene: &'s crate::model::scenario::Scene) -> SceneP {
        let at = format!("scenes.{}", scene.id);
        self.at = at.clone();
        let familiar = (scene.situation.familiar, scene.situation.severe);
        let enter = self.effects(&scene.enter, familiar, true);
        let lines = self.lines(&scene.lines);
        let unless = scene.situation.unless.as_ref().map(|c| self.cond(c));
        let next = scene.next.iter().map(|n| {
            let found = self.scenario.scenes.iter().position(|s| s.id == n.to);
            (self.structural(n.when.as_ref()), self.index("scene", &n.to, found) as u8)
        });
        let next = next.collect();
        let mut default = [NONE; 2];
        let mut moves = Vec::new();
        for (i, m) in scene.moves.iter().enumerate() {
            self.at = format!("{at}.moves.{}", m.id);
            let slot = &mut default[m.style as usize];
            if m.default {
                if *slot != NONE {
                    self.problem(|| format!("a second default of the {} style", m.style.name()));
                }
                *slot = i as u8;
                if m.offered.is_some() {
                    self.problem(|| "the default move of a style is always offered: leave \"offered\" out");
                }
            }
            moves.push(MoveP {
                style: m.style,
                offered: self.structural(m.offered.as_ref()),
                effects: self.effects(&m.effects, familiar, true),
                reaction: self.lines(&m.reaction),
            });
        }
        self.at = at;
        for style in [Style::Directive, Style::Collaborative] {
            if default[style as usize] == NONE {
                self.problem(|| format!("no default move of the {} style", style.name()));
            }
        }
        if moves.len() > 9 {
            self.problem(|| "at most 9 moves are possible");
        }
        SceneP { at: scene.at.0, enter, unless, lines, moves, next, default }
    }

    fn lines(&mut self, lines: &[Line]) -> Vec<CondP> {
        lines.iter().map(|l| l.when.as_ref().map_or(CondP::Always, |c| self.cond(c))).collect()
    }

    fn structural(&mut self, cond: Option<&Cond>) -> CondP {
        let Some(cond) = cond else { return CondP::Always };
        let compiled = self.cond(cond);
        self.deciding |= compiled.flags();
        if !compiled.structural() {
            self.problem(|| "what comes next and what is offered may rest on facts, flags and moves alone");
        }
        compiled
    }

    fn cond(&mut self, cond: &Cond) -> CondP {
        match cond {
            Cond::All(list) => CondP::All(list.iter().map(|c| self.cond(c)).collect()),
            Cond::Any(list) => CondP::Any(list.iter().map(|c| self.cond(c)).collect()),
            Cond::Not(inner) => CondP::Not(Box::new(self.cond(inner))),
            Cond::Knows(id) => CondP::Knows(self.fact(id)),
            Cond::Flag(id) => CondP::Flag(self.flag(id)),
            Cond::Took(text) => {
                let (scene, mv) = text.split_once('.').unwrap_or((text, ""));
                let s = self.scenario.scenes.iter().position(|s| s.id == scene);
                let s = self.index("scene", scene, s);
                let m = self.scenario.scenes.get(s).and_then(|s| s.moves.iter().position(|m| m.id == mv));
                CondP::Took(s as u8, self.index("move", text, m) as u8)
            }
            Cond::StyleSoFar(style) => CondP::StyleSoFar(*style),
            Cond::Feels(f) => CondP::Feels(if f.who == "team" { NONE } else { self.member(&f.who) }, f.level),
            Cond::FeelsBelow(f) => {
                let who = if f.who == "team" { NONE } else { self.member(&f.who) };
                CondP::Not(Box::new(CondP::Feels(who, f.level)))
            }
            Cond::Luck(id) => CondP::Luck(1 << (self.draw(id) & 31)),
            Cond::Finished(id) => CondP::Finished(1 << self.task(id)),
            Cond::Shipped(yes) => CondP::Shipped(*yes),
            Cond::Stays(id) => CondP::Stays(self.member(id)),
        }
    }

    fn effects(&mut self, list: &'s [Effect], situation: (bool, bool), free: bool) -> Vec<EffectP> {
        list.iter().map(|e| self.effect(e, situation, free)).collect()
    }

    fn effect(&mut self, effect: &'s Effect, situation: (bool, bool), free: bool) -> EffectP {
        match effect {
            Effect::Meet { who, minutes } => {
                let cost = self.rule("meeting-cost");
                EffectP::Meet(self.who(who), libm::round(f64::from(self.minutes(minutes)) * cost) as u32)
            }
            Effect::Away { who, minutes } => EffectP::Away(self.who(who), self.minutes(minutes)),
            Effect::Work { task, minutes } => {
                let n = self.quantity(minutes);
                EffectP::Work(self.task(task), libm::round(n.clamp(-10_000.0, 10_000.0)) as i32)
            }
            Effect::Release { task, minutes } => {
                let index = self.task(task);
                if self.scenario.work.tasks.get(index as usize).is_some_and(|t| !t.held) {
                    self.problem(|| format!("\"{task}\" is not held, so it cannot be released"));
                }
                let expected = minutes.as_ref().map_or(0.0, |q| f64::from(self.minutes(q)));
                EffectP::Release(index, expected)
            }
            Effect::Feel { who, autonomy, competence, relatedness } => {
                let scale = self.rule("need-scale");
                let needs = [*autonomy, *competence, *relatedness].map(|n| libm::round(f64::from(n) * scale) as i32);
                EffectP::Feel(self.who(who), needs)
            }
            Effect::Reveal { fact } => {
                self.only_by_moves(free);
                EffectP::Reveal(self.fact(fact))
            }
            Effect::Set { flag } => {
                let bit = self.flag(flag);
                if !free {
                    self.loose |= bit;
                }
                EffectP::Set(bit)
            }
            Effect::Overtime { who, minutes } => EffectP::Overtime(self.who(who), self.minutes(minutes)),
            Effect::Volunteer { who, minutes } => {
                self.volunteers += 1;
                EffectP::Volunteer(self.who(who), self.minutes(minutes), self.volunteers)
            }
            Effect::Chance { id, p, then, or } => {
                let p = self.quantity(p);
                if !(0.0..=1.0).contains(&p) {
                    self.problem(|| format!("a probability of {} is outside 0 to 1", json::number(p)));
                }
                EffectP::Chance(self.draw(id), p, self.effects(then, situation, false), self.effects(or, situation, false))
            }
            Effect::Answer { id, style, then, or } => {
                let rules = self.rules();
                let s = *style as usize;
                let p = rules.right[s][usize::from(situation.0)] + if situation.1 { rules.severe[s] } else { 0.0 };
                EffectP::Chance(self.draw(id), p, self.effects(then, situation, false), self.effects(or, situation, false))
            }
            Effect::When { cond, then, or } => {
                let cond = self.cond(cond);
                // What hangs on a flag here may be a fact.
                self.deciding |= cond.flags();
                let free = free && cond.structural();
                EffectP::When(cond, self.effects(then, situation, free), self.effects(or, situation, free))
            }
        }
    }

    fn only_by_moves(&mut self, free: bool) {
        if !free {
            self.problem(|| "facts follow from moves alone: this stands behind a draw or a feeling");
        }
    }
}

/// The ids of all draws, in the order of the file: a draw's index is its place here.
fn draws<'s>(list: &'s [Effect], found: &mut Vec<&'s str>) {
    for effect in list {
        match effect {
            Effect::Chance { id, then, or, .. } | Effect::Answer { id, then, or, .. } => {
                if !found.contains(&id.as_str()) {
                    found.push(id);
                }
                draws(then, found);
                draws(or, found);
            }
            Effect::When { then, or, .. } => {
                draws(then, found);
                draws(or, found);
            }
            _ => {}
        }
    }
}
