//! Other values for a scenario's assumptions: what is applied, what is not and why, and the
//! program that comes of it.

use super::math::three;
use super::program::{Problem, Program};
use crate::model::Scenario;
use crate::model::scenario::Assumption;

/// What became of one change.
#[derive(Clone, Debug, PartialEq)]
pub enum Fate {
    Applied,
    /// It is the scenario's own value, so nothing changes.
    Same,
    /// The scenario has no assumption of this id.
    Unknown,
    /// Why not, as the end of a sentence.
    Refused(String),
}

/// A change that was asked for.
#[derive(Clone, Debug, PartialEq)]
pub struct Change {
    pub id: String,
    /// Rounded to three decimals.
    pub value: f64,
    pub fate: Fate,
}

/// A scenario under other assumptions.
#[derive(Clone, Debug)]
pub struct Applied {
    /// With the values that were applied.
    pub scenario: Scenario,
    pub program: Program,
    /// What was applied, in the order of the scenario, three decimals: the canonical set.
    pub set: Vec<(String, f64)>,
    /// What became of each change: known ids in the order of the scenario, then the others by id.
    pub changes: Vec<Change>,
}

/// Applies changes to a scenario. Neither the order of the set nor a repetition makes a
/// difference; changes that cannot be applied are left out.
///
/// # Errors
/// Where the scenario itself does not compile.
pub fn apply(scenario: &Scenario, set: &[(String, f64)]) -> Result<Applied, Vec<Problem>> {
    let mut changes = judged(scenario, set);
    let mut changed = scenario.clone();
    put(&mut changed, &changes);
    let program = match Program::compile(&changed) {
        Ok(program) => program,
        Err(_) => one_by_one(scenario, &mut changed, &mut changes)?,
    };
    let applied = changes.iter().filter(|c| c.fate == Fate::Applied);
    let set = applied.map(|c| (c.id.clone(), c.value)).collect();
    Ok(Applied { scenario: changed, program, set, changes })
}

/// The set with one value moved; [`apply`] brings it into order.
pub fn moved(set: &[(String, f64)], id: &str, value: f64) -> Vec<(String, f64)> {
    let others = set.iter().filter(|(other, _)| other != id).cloned();
    others.chain([(id.to_owned(), value)]).collect()
}

/// The lowest and the highest value of an assumption's own range that all its readers accept.
/// `range` is what they accept ([`super::reads::Reads::range`]).
pub fn ends(assumption: &Assumption, range: (f64, f64)) -> [f64; 2] {
    let within = |x: f64| three(x.max(range.0).min(range.1)) + 0.0;
    [assumption.low.min(assumption.high), assumption.low.max(assumption.high)].map(within)
}

/// Each change with its fate, as far as it can be seen without compiling.
fn judged(scenario: &Scenario, set: &[(String, f64)]) -> Vec<Change> {
    let place = |id: &str| scenario.assumptions.iter().position(|a| a.id == id).unwrap_or(usize::MAX);
    // Adding nought makes a plain nought of minus nought.
    let mut asked: Vec<(usize, &str, f64)> = set.iter().map(|(id, v)| (place(id), id.as_str(), three(*v) + 0.0)).collect();
    asked.sort_by(|a, b| a.0.cmp(&b.0).then(a.1.cmp(b.1)).then(a.2.total_cmp(&b.2)));
    asked.dedup_by(|a, b| a.1 == b.1 && a.2.total_cmp(&b.2).is_eq());
    let fate = |(at, id, value): (usize, &str, f64)| {
        let Some(own) = scenario.assumptions.get(at) else { return Fate::Unknown };
        if asked.iter().filter(|a| a.1 == id).count() > 1 {
            Fate::Refused("it is given more than once, with different values".into())
        } else if (value - three(own.value)).abs() < 5e-4 {
            Fate::Same
        } else {
            Fate::Applied
        }
    };
    asked.iter().map(|c| Change { id: c.1.to_owned(), value: c.2, fate: fate(*c) }).collect()
}

fn put(scenario: &mut Scenario, changes: &[Change]) {
    for change in changes.iter().filter(|c| c.fate == Fate::Applied) {
        if let Some(a) = scenario.assumptions.iter_mut().find(|a| a.id == change.id) {
            a.value = change.value;
        }
    }
}

/// Where changes do not go together: each is tried on top of those before it.
fn one_by_one(scenario: &Scenario, changed: &mut Scenario, changes: &mut [Change]) -> Result<Program, Vec<Problem>> {
    changed.clone_from(scenario);
    let mut program = Program::compile(scenario)?;
    for change in changes.iter_mut().filter(|c| c.fate == Fate::Applied) {
        let mut next = changed.clone();
        put(&mut next, std::slice::from_ref(change));
        match Program::compile(&next) {
            Ok(fits) => (*changed, program) = (next, fits),
            Err(problems) => change.fate = Fate::Refused(problems.into_iter().next().map_or_else(String::new, |p| p.text)),
        }
    }
    Ok(program)
}
