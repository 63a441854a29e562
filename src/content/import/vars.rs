//! Variables of a story as flags of a scenario.
//!
//! A flag is set once and stays. So a variable can be taken over where it is given constants, a
//! flag for each, or where it only counts up or down by constants, a flag for each step; and where
//! it is compared with constants.

use super::story::{Assign, How, Notes, Op, Passage, Piece, Story, Test, Value, visits};
use crate::model::scenario::Cond;
use std::collections::{BTreeMap, BTreeSet};

/// As many flags as a scenario can have.
const FLAGS: usize = 32;
/// Values of one variable, and steps of a counter.
const VALUES: usize = 8;
const STEPS: usize = 5;
/// Flags that one condition may ask about.
pub const ASKS: usize = 40;

/// Conditions within each other.
const DEEPEST: usize = 8;

/// What a condition comes to.
#[derive(Clone, Debug, PartialEq)]
pub enum Told {
    Always,
    Never,
    If(Cond),
}

enum Kind {
    /// A flag for each value but the first.
    Values(Value, Vec<(Value, String)>),
    /// What it begins with, and the sites that add to it: number, how much, flag.
    Counter(f64, Vec<(usize, f64, String)>),
    /// Not taken over, and why.
    Left(&'static str),
}

#[derive(Default)]
pub struct Vars {
    kinds: BTreeMap<String, Kind>,
    /// Ids and texts.
    pub flags: Vec<(String, String)>,
    /// Assignments that are a beginning: nothing happens there.
    beginnings: BTreeSet<usize>,
}

impl Vars {
    /// Finds out what each variable is, and notes what is not taken over.
    pub fn of(story: &Story, notes: &mut Notes) -> Vars {
        let (mut asked, mut sites) = (Vec::new(), Vec::new());
        for p in &story.passages {
            each(&p.pieces, &mut asked, &mut sites);
        }
        let mut vars = Vars::default();
        let mut initial: BTreeMap<&str, &Value> = story.initial.iter().map(|(n, v)| (n.as_str(), v)).collect();
        // What the first passage gives a variable for certain, before asking, is where it begins.
        let (mut before, mut none) = (Vec::new(), Vec::new());
        for piece in story.passages.iter().filter(|p| p.name == story.start).flat_map(|p| &p.pieces) {
            if let Piece::Set(Assign { var, how: How::To(value), site, .. }) = piece
                && !initial.contains_key(var.as_str())
                && !before.contains(&var)
            {
                initial.insert(var, value);
                vars.beginnings.insert(*site);
            }
            each(std::slice::from_ref(piece), &mut before, &mut none);
        }
        for name in &asked {
            if !vars.kinds.contains_key(*name) {
                let own: Vec<&Assign> = sites.iter().copied().filter(|a| a.var == **name && !vars.beginnings.contains(&a.site)).collect();
                let first = initial.get(name.as_str()).map_or(Value::Nothing, |v| (*v).clone());
                let kind = vars.kind(name, first, &own, &story.passages);
                vars.kinds.insert((*name).clone(), kind);
            }
        }
        for site in sites.iter().filter(|s| !vars.beginnings.contains(&s.site)) {
            let why = match vars.kinds.get(&site.var) {
                None => "nothing that was taken over asks about it",
                Some(Kind::Left(why)) => why,
                Some(_) if vars.flag(site).is_none() => "it cannot be taken back: what is set stays set",
                Some(_) => continue,
            };
            notes.leave(site.line, format!("the variable {}", site.var), why);
        }
        vars
    }

    fn kind(&mut self, name: &str, first: Value, sites: &[&Assign], passages: &[Passage]) -> Kind {
        if let Some(passage) = name.strip_prefix('\u{1}') {
            let there = passages.iter().find(|p| p.name == passage);
            let title = there.map_or("", |p| p.title.as_str());
            let flags = there.and_then(|_| self.add(&format!("seen {title}"), &format!("“{title}” has been.")));
            return match (there, flags) {
                (Some(_), None) => Kind::Left("there are more flags than a scenario can have"),
                (_, flag) => Kind::Values(Value::Number(0.0), flag.map(|f| (Value::Number(1.0), f)).into_iter().collect()),
            };
        }
        let mut values: Vec<Value> = Vec::new();
        let mut steps: Vec<(usize, f64)> = Vec::new();
        for site in sites {
            match &site.how {
                How::Other(_) => return Kind::Left("its value is worked out as the story runs"),
                How::Add(n) => steps.push((site.site, *n)),
                How::To(v) if Op::Eq.holds(v, &first) || values.iter().any(|w| Op::Eq.holds(v, w)) => {}
                How::To(v) => values.push(v.clone()),
            }
        }
        let (up, down) = (steps.iter().any(|s| s.1 > 0.0), steps.iter().any(|s| s.1 < 0.0));
        if !steps.is_empty() && !values.is_empty() {
            return Kind::Left("it is both set and counted");
        }
        if up && down {
            return Kind::Left("it is counted up and down");
        }
        if values.len() > VALUES || steps.len() > STEPS {
            return Kind::Left("it has too many values for flags");
        }
        if self.flags.len() + values.len() + steps.len() > FLAGS {
            return Kind::Left("there are more flags than a scenario can have");
        }
        if let Some(n) = first.number().filter(|_| !steps.is_empty()) {
            let all = steps.len();
            let flag = |(k, (site, by)): (usize, (usize, f64))| {
                let text = format!("{name}: step {} of {all}.", k + 1);
                Some((site, by, self.add(&format!("{name} {}", k + 1), &text)?))
            };
            return Kind::Counter(n, steps.into_iter().enumerate().filter_map(flag).collect());
        }
        if !steps.is_empty() {
            return Kind::Left("it begins as a text and is counted");
        }
        let only = values.len() == 1;
        let flag = |v: Value| {
            let shown = match &v {
                Value::Text(t) => t.clone(),
                Value::Number(n) => crate::json::number(*n),
                Value::Bool(b) => if *b { "yes" } else { "no" }.to_owned(),
                Value::Nothing => "nothing".to_owned(),
            };
            let id = if only { name.to_owned() } else { format!("{name} {shown}") };
            Some((v, self.add(&id, &format!("{name}: {shown}."))?))
        };
        Kind::Values(first, values.into_iter().filter_map(flag).collect())
    }

    fn add(&mut self, name: &str, text: &str) -> Option<String> {
        if self.flags.len() >= FLAGS {
            return None;
        }
        let id = super::ids::fresh(name, "flag", |id| self.flags.iter().any(|f| f.0 == id));
        self.flags.push((id.clone(), text.to_owned()));
        Some(id)
    }

    /// The flag that an assignment sets, if it does.
    pub fn flag(&self, set: &Assign) -> Option<&str> {
        if self.beginnings.contains(&set.site) {
            return None;
        }
        match (self.kinds.get(&set.var)?, &set.how) {
            (Kind::Values(_, flags), How::To(v)) => flags.iter().find(|f| Op::Eq.holds(&f.0, v)).map(|f| f.1.as_str()),
            (Kind::Counter(_, steps), How::Add(_)) => steps.iter().find(|s| s.0 == set.site).map(|s| s.2.as_str()),
            _ => None,
        }
    }

    /// The flag that tells that a passage has been.
    pub fn seen(&self, passage: &str) -> Option<&str> {
        match self.kinds.get(&visits(passage))? {
            Kind::Values(_, flags) => flags.first().map(|f| f.1.as_str()),
            _ => None,
        }
    }

    /// A condition in terms of flags, or why it cannot be told.
    pub fn told(&self, test: &Test) -> Result<Told, &'static str> {
        let told = match test {
            Test::Const(b) => constant(*b),
            Test::Holds(v) => self.compare(v, &|x| x.holds(), Op::Ne, &Value::Number(0.0))?,
            Test::Compare(v, op, c) => self.compare(v, &|x| op.holds(x, c), *op, c)?,
            Test::Not(inner) => not(self.told(inner)?),
            Test::All(list) => all(list.iter().map(|t| self.told(t)).collect::<Result<_, _>>()?),
            Test::Any(list) => any(list.iter().map(|t| self.told(t)).collect::<Result<_, _>>()?),
            Test::Unknown(_) => return Err("it is more than comparing variables with constants"),
        };
        match &told {
            Told::If(c) if size(c) > ASKS || deep(c) > DEEPEST => Err("it asks about too many things at once"),
            _ => Ok(told),
        }
    }

    fn compare(&self, var: &str, fits: &dyn Fn(&Value) -> bool, op: Op, c: &Value) -> Result<Told, &'static str> {
        match self.kinds.get(var) {
            None => Ok(constant(fits(&Value::Nothing))),
            Some(Kind::Left(why)) => Err(why),
            Some(Kind::Values(first, flags)) => {
                let flag = |f: &(Value, String)| Told::If(Cond::Flag(f.1.clone()));
                let mut ways: Vec<Told> = flags.iter().filter(|f| fits(&f.0)).map(flag).collect();
                if ways.len() == flags.len() && fits(first) {
                    return Ok(Told::Always);
                }
                if fits(first) {
                    // None of the others, unless it is one that fits.
                    ways = vec![not(any(flags.iter().filter(|f| !fits(&f.0)).map(flag).collect()))];
                }
                Ok(any(ways))
            }
            Some(Kind::Counter(first, steps)) => {
                let n = c.number().ok_or("a number is compared with a text")?;
                let reach = |over: bool| threshold(*first, steps, &|sum: f64| if over { sum > n } else { sum >= n });
                Ok(match op {
                    Op::Ge => reach(false),
                    Op::Gt => reach(true),
                    Op::Lt => not(reach(false)),
                    Op::Le => not(reach(true)),
                    Op::Eq => all(vec![reach(false), not(reach(true))]),
                    Op::Ne => any(vec![not(reach(false)), reach(true)]),
                })
            }
        }
    }
}

/// When a counter has come so far. All its steps have one sign, so if some of them are enough, or
/// too many, more of them are as well.
fn threshold(first: f64, steps: &[(usize, f64, String)], fits: &dyn Fn(f64) -> bool) -> Told {
    let up = steps.iter().all(|s| s.1 >= 0.0);
    let sum = |set: u32| first + steps.iter().enumerate().filter(|(i, _)| set & (1 << i) != 0).map(|(_, s)| s.1).sum::<f64>();
    let good = |set: u32| fits(sum(set)) == up;
    // The smallest sets: no part of them is enough.
    let sets: Vec<u32> = (0..1u32 << steps.len().min(STEPS)).filter(|s| good(*s)).collect();
    let least = sets.iter().filter(|s| !sets.iter().any(|t| t != *s && t & **s == *t));
    let flags = |set: &u32| {
        let own = steps.iter().enumerate().filter(|(i, _)| set & (1 << i) != 0);
        all(own.map(|(_, s)| Told::If(Cond::Flag(s.2.clone()))).collect())
    };
    let told = any(least.map(flags).collect());
    if up { told } else { not(told) }
}

fn constant(b: bool) -> Told {
    if b { Told::Always } else { Told::Never }
}

pub fn not(t: Told) -> Told {
    match t {
        Told::Always => Told::Never,
        Told::Never => Told::Always,
        Told::If(Cond::Not(inner)) => Told::If(*inner),
        Told::If(c) => Told::If(Cond::Not(Box::new(c))),
    }
}

pub fn all(list: Vec<Told>) -> Told {
    let mut conds: Vec<Cond> = Vec::new();
    for told in list {
        match told {
            Told::Never => return Told::Never,
            Told::Always => {}
            Told::If(Cond::All(inner)) => inner.into_iter().for_each(|c| push(&mut conds, c)),
            Told::If(c) => push(&mut conds, c),
        }
    }
    match conds.len() {
        0 => Told::Always,
        1 => Told::If(conds.remove(0)),
        _ => Told::If(Cond::All(conds)),
    }
}

pub fn any(list: Vec<Told>) -> Told {
    let mut conds: Vec<Cond> = Vec::new();
    for told in list {
        match told {
            Told::Always => return Told::Always,
            Told::Never => {}
            Told::If(Cond::Any(inner)) => inner.into_iter().for_each(|c| push(&mut conds, c)),
            Told::If(c) => push(&mut conds, c),
        }
    }
    match conds.len() {
        0 => Told::Never,
        1 => Told::If(conds.remove(0)),
        _ => Told::If(Cond::Any(conds)),
    }
}

fn push(conds: &mut Vec<Cond>, c: Cond) {
    if !conds.contains(&c) {
        conds.push(c);
    }
}

/// How many things a condition asks about.
pub fn size(c: &Cond) -> usize {
    match c {
        Cond::All(list) | Cond::Any(list) => list.iter().map(size).sum(),
        Cond::Not(inner) => size(inner),
        _ => 1,
    }
}

fn deep(c: &Cond) -> usize {
    match c {
        Cond::All(list) | Cond::Any(list) => 1 + list.iter().map(deep).max().unwrap_or(0),
        Cond::Not(inner) => 1 + deep(inner),
        _ => 1,
    }
}

/// Every variable that is asked about, and every assignment, in the order of the file.
fn each<'s>(pieces: &'s [Piece], asked: &mut Vec<&'s String>, sites: &mut Vec<&'s Assign>) {
    for piece in pieces {
        match piece {
            Piece::Set(set) => sites.push(set),
            Piece::Link(link) => sites.extend(&link.sets),
            Piece::If(arms) => {
                for arm in arms {
                    if let Some(test) = &arm.test {
                        names(test, asked);
                    }
                    each(&arm.pieces, asked, sites);
                }
            }
            Piece::Text(..) | Piece::Go(..) => {}
        }
    }
}

/// The variables of a condition.
pub fn names<'t>(test: &'t Test, found: &mut Vec<&'t String>) {
    match test {
        Test::Holds(v) | Test::Compare(v, ..) => found.push(v),
        Test::Not(inner) => names(inner, found),
        Test::All(list) | Test::Any(list) => list.iter().for_each(|t| names(t, found)),
        Test::Const(_) | Test::Unknown(_) => {}
    }
}

#[cfg(test)]
mod tests {
    use super::{Told, Vars};
    use crate::content::import::expr::test;
    use crate::content::import::story::Notes;
    use crate::content::import::twee;
    use crate::json;

    /// What a condition comes to, after a story of which the links are given.
    #[track_caller]
    fn check(story: &str, condition: &str, wanted: &str) {
        let mut notes = Notes::default();
        let text = format!(":: Start\n{story}\n[[B]]\n:: B\n<<if {condition}>>x<</if>>");
        let story = twee::read(&text, &mut notes).expect("a story");
        let told = match Vars::of(&story, &mut notes).told(&test(condition)) {
            Ok(Told::Always) => "always".to_owned(),
            Ok(Told::Never) => "never".to_owned(),
            Ok(Told::If(c)) => json::compact(&super::super::write::cond(&c)).replace("{\"flag\":", "{").replace('"', ""),
            Err(why) => format!("no: {why}"),
        };
        assert_eq!(told, wanted, "{text}");
    }

    #[test]
    fn a_variable_with_two_values_is_a_flag() {
        let set = "[[a|B][$x to true]]";
        check(set, "$x", "{x}");
        check(set, "$x is true", "{x}");
        check(set, "not $x", "{not:{x}}");
        check(set, "$x is false", "{not:{x}}");
        check(set, "$x and $y", "never");
        check(set, "$x or true", "always");
        check("<<set $x to 5>>[[a|B][$x to 2]]", "$x gte 3", "{not:{x}}");
        check("<<set $x to 5>>[[a|B][$x to 2]]", "$x is 2", "{x}");
        check("<<set $x to 5>>", "$x is 5", "always");
    }

    #[test]
    fn a_variable_with_several_values_is_a_flag_each() {
        let set = "[[a|B][$c to 'red']][[b|B][$c to 'blue']]";
        check(set, "$c is 'red'", "{c-red}");
        check(set, "$c isnot 'red'", "{not:{c-red}}");
        check(set, "$c is 'green'", "never");
        check(set, "$c", "{any:[{c-red},{c-blue}]}");
    }

    #[test]
    fn a_small_counter_is_a_flag_for_each_step() {
        let set = "<<set $n to 0>>[[a|B][$n += 1]][[b|B][$n += 1]][[c|B][$n += 2]]";
        check(set, "$n gte 2", "{any:[{all:[{n-1},{n-2}]},{n-3}]}");
        check(set, "$n gte 1", "{any:[{n-1},{n-2},{n-3}]}");
        check(set, "$n lt 1", "{not:{any:[{n-1},{n-2},{n-3}]}}");
        check(set, "$n gt 9", "never");
        check(set, "$n gte 0", "always");
        check("<<set $n to 2>>[[a|B][$n -= 1]][[b|B][$n -= 1]]", "$n is 0", "{all:[{n-1},{n-2}]}");
        check("<<set $n to 2>>[[a|B][$n -= 1]][[b|B][$n -= 1]]", "$n gt 0", "{not:{all:[{n-1},{n-2}]}}");
    }

    #[test]
    fn what_flags_cannot_tell_is_left() {
        check("[[a|B][$x to $y]]", "$x", "no: its value is worked out as the story runs");
        check("[[a|B][$x += 1]][[b|B][$x to 5]]", "$x", "no: it is both set and counted");
        check("[[a|B][$x += 1]][[b|B][$x -= 1]]", "$x", "no: it is counted up and down");
        check(&"[[a|B][$x += 1]]".repeat(6), "$x", "no: it has too many values for flags");
        check("", "$x + 1 is 2", "no: it is more than comparing variables with constants");
        check("", "visited('Start')", "{seen-start}");
        check("", "visited('Start') > 1", "never");
    }
}
