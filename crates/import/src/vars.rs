//! Variables of a story as flags of a scenario.
//!
//! A flag is set once and stays. So a variable can be taken over where it is given constants, a
//! flag for each, or where it only counts up or down by constants, a flag for each step; and where
//! it is compared with constants.

use super::story::{Assign, How, Kind as Of, Notes, Op, Passage, Piece, Story, Test, Value, base, visits};
pub use super::told::{Told, all, any, not, size};
use super::told::{constant, deep};
use engine::model::scenario::Cond;
use std::collections::{BTreeMap, BTreeSet};

/// As many flags as a scenario can have.
const FLAGS: usize = 32;
/// Values of one variable, steps of a counter that have a flag each, and levels of one with more.
const VALUES: usize = 8;
const STEPS: usize = 5;
const LEVELS: usize = 14;
/// Flags that one condition may ask about.
pub const ASKS: usize = 40;

/// A flag that is set, where the condition holds.
pub type Sets = Vec<(Option<Cond>, String)>;

/// How often what follows from doubts is looked for.
const ROUNDS: usize = 8;

/// Conditions within each other.
const DEEPEST: usize = 8;

enum Kind {
    /// A flag for each value but the first.
    Values(Value, Vec<(Value, String)>),
    /// What it begins with, and the sites that add to it: number, how much, flag.
    Counter(f64, Vec<(usize, f64, String)>),
    /// What it begins with, what one level is, and a flag for each level it was raised and lowered.
    Levels(f64, f64, Vec<String>, Vec<String>),
    /// Not taken over, and why.
    Left(String),
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
        let mut doubts = notes.unsure.clone();
        if let Some(by) = &notes.any {
            let (mut asked, mut sites) = (Vec::new(), Vec::new());
            story.passages.iter().for_each(|p| each(&p.pieces, &mut asked, &mut sites));
            // Where somebody has been no script changes; but it may be too much to ask.
            for var in asked.into_iter().filter(|v| notes.lean || !v.starts_with('\u{1}')) {
                doubts.entry(var.clone()).or_insert_with(|| by.clone());
            }
        }
        // What is set under a condition that cannot be told is in doubt as well.
        for _ in 0..ROUNDS {
            let vars = Vars::once(story, &doubts);
            let mut more = Vec::new();
            story.passages.iter().for_each(|p| vars.doubtful(&p.pieces, false, &mut more));
            let known = doubts.len();
            for var in more {
                doubts.entry(var.clone()).or_insert_with(|| "it is set under a condition that cannot be told ahead".into());
            }
            if doubts.len() == known {
                vars.note(story, notes);
                return vars;
            }
        }
        let vars = Vars::once(story, &doubts);
        vars.note(story, notes);
        vars
    }

    fn once(story: &Story, doubts: &BTreeMap<String, String>) -> Vars {
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
        let mut own: BTreeMap<&str, Vec<&Assign>> = BTreeMap::new();
        for site in sites.iter().filter(|s| !vars.beginnings.contains(&s.site)) {
            own.entry(&site.var).or_default().push(site);
        }
        let mut against: BTreeMap<&str, f64> = BTreeMap::new();
        story.passages.iter().for_each(|p| highest(&p.pieces, &mut against));
        for name in asked {
            if !vars.kinds.contains_key(name) {
                let kind = match doubts.get(name) {
                    Some(by) => Kind::Left(by.clone()),
                    None => {
                        let first = initial.get(name.as_str()).map_or(Value::Nothing, |v| (*v).clone());
                        let own = own.get(name.as_str()).map_or(&[][..], Vec::as_slice);
                        let most = against.get(name.as_str()).copied().unwrap_or(0.0);
                        vars.kind(name, first, own, most, &story.passages).unwrap_or_else(|why| Kind::Left(why.to_owned()))
                    }
                };
                vars.kinds.insert(name.clone(), kind);
            }
        }
        vars
    }

    fn note(&self, story: &Story, notes: &mut Notes) {
        for p in &story.passages {
            notes.here = p.title.clone();
            let (mut asked, mut sites) = (Vec::new(), Vec::new());
            each(&p.pieces, &mut asked, &mut sites);
            for site in sites.iter().filter(|s| !self.beginnings.contains(&s.site)) {
                let (kind, why) = match self.kinds.get(&site.var) {
                    None => (Of::Program, "nothing that was taken over asks about it"),
                    Some(Kind::Left(why)) => (Of::Untold, why.as_str()),
                    Some(_) if self.sets(site).is_empty() && !self.holds_already(site) => {
                        (Of::Untold, "it cannot be taken back: what is set stays set")
                    }
                    Some(_) => continue,
                };
                notes.leave(kind, site.line, format!("the variable {}", site.var), why);
            }
        }
        notes.here.clear();
    }

    /// Whether it adds nothing.
    fn holds_already(&self, site: &Assign) -> bool {
        matches!(site.how, How::Add(n) if n == 0.0)
    }

    /// Variables that are set under conditions that cannot be told.
    fn doubtful<'s>(&self, pieces: &'s [Piece], untold: bool, found: &mut Vec<&'s String>) {
        for piece in pieces {
            match piece {
                Piece::Set(set) if untold => found.push(&set.var),
                Piece::If(arms) => {
                    let mut untold = untold;
                    for arm in arms {
                        // What stands behind an arm that cannot be told cannot be told either.
                        untold |= arm.test.as_ref().is_some_and(|t| self.told(t).is_err());
                        self.doubtful(&arm.pieces, untold, found);
                    }
                }
                _ => {}
            }
        }
    }

    fn kind(&mut self, name: &str, first: Value, sites: &[&Assign], most: f64, passages: &[Passage]) -> Result<Kind, &'static str> {
        const FULL: &str = "there are more flags than a scenario can have";
        if let Some(passage) = name.strip_prefix('\u{1}') {
            let there = passages.iter().find(|p| base(&p.name) == passage);
            let title = there.map_or("", |p| p.title.as_str());
            let flags = there.and_then(|_| self.add(&format!("seen {title}"), &format!("“{title}” has been.")));
            return match (there, flags) {
                (Some(_), None) => Err(FULL),
                (_, flag) => Ok(Kind::Values(Value::Number(0.0), flag.map(|f| (Value::Number(1.0), f)).into_iter().collect())),
            };
        }
        let mut values: Vec<Value> = Vec::new();
        let mut steps: Vec<(usize, f64)> = Vec::new();
        for site in sites {
            match &site.how {
                How::Other(_) => return Err("its value is worked out as the story runs"),
                How::Add(n) => steps.push((site.site, *n)),
                How::To(v) if Op::Eq.holds(v, &first) || values.iter().any(|w| Op::Eq.holds(v, w)) => {}
                How::To(v) => values.push(v.clone()),
            }
        }
        if !steps.is_empty() && !values.is_empty() {
            return Err("it is both set and counted");
        }
        if values.len() > VALUES {
            return Err("it has too many values for flags");
        }
        if steps.len() > STEPS {
            return self.levels(name, &first, &steps, most);
        }
        if self.flags.len() + values.len() + steps.len() > FLAGS {
            return Err(FULL);
        }
        if let Some(n) = first.number().filter(|_| !steps.is_empty()) {
            let all = steps.len();
            let flag = |(k, (site, by)): (usize, (usize, f64))| {
                let text = format!("{name}: step {} of {all}.", k + 1);
                Some((site, by, self.add(&format!("{name} {}", k + 1), &text)?))
            };
            return Ok(Kind::Counter(n, steps.into_iter().enumerate().filter_map(flag).collect()));
        }
        if !steps.is_empty() {
            return Err("it begins as a text and is counted");
        }
        let only = values.len() == 1;
        let flag = |v: Value| {
            let shown = match &v {
                Value::Text(t) => t.clone(),
                Value::Number(n) => json::number(*n),
                Value::Bool(b) => if *b { "yes" } else { "no" }.to_owned(),
                Value::Nothing => "nothing".to_owned(),
            };
            let id = if only { name.to_owned() } else { format!("{name} {shown}") };
            Some((v, self.add(&id, &format!("{name}: {shown}."))?))
        };
        Ok(Kind::Values(first, values.into_iter().filter_map(flag).collect()))
    }

    /// A counter of many steps: a flag for each level it comes to, up to the highest that is asked.
    fn levels(&mut self, name: &str, first: &Value, steps: &[(usize, f64)], most: f64) -> Result<Kind, &'static str> {
        let n = first.number().ok_or("it begins as a text and is counted")?;
        let unit = steps.iter().map(|s| s.1.abs()).filter(|s| *s > 0.0).fold(f64::INFINITY, f64::min);
        if steps.iter().any(|s| (s.1 / unit).fract() != 0.0) {
            return Err("it is counted in steps of many sizes");
        }
        let sum = |up: bool| steps.iter().filter(|s| (s.1 > 0.0) == up).map(|s| (s.1 / unit).abs() as usize).sum::<usize>();
        let (mut up, down) = (sum(true), sum(false));
        if down == 0 {
            // More than one above what is asked tells nothing.
            up = up.min(libm::ceil((most - n) / unit).clamp(0.0, 1000.0) as usize + 1);
        }
        if up + down > LEVELS {
            return Err("it has too many values for flags");
        }
        if self.flags.len() + up + down > FLAGS {
            return Err("there are more flags than a scenario can have");
        }
        let mut flags = |count: usize, word: &str, sign: f64| -> Vec<String> {
            let level = |k: usize| {
                let text = format!("{name} has {word} by {}.", json::number(unit * sign * (k + 1) as f64));
                self.add(&format!("{name} {word} {}", k + 1), &text)
            };
            (0..count).filter_map(level).collect()
        };
        let ups = flags(up, "risen", 1.0);
        Ok(Kind::Levels(n, unit, ups, flags(down, "fallen", 1.0)))
    }

    fn add(&mut self, name: &str, text: &str) -> Option<String> {
        if self.flags.len() >= FLAGS {
            return None;
        }
        let id = super::ids::fresh(name, "flag", |id| self.flags.iter().any(|f| f.0 == id));
        self.flags.push((id.clone(), text.to_owned()));
        Some(id)
    }

    /// The flags that an assignment sets, in this order, each where its condition holds.
    pub fn sets(&self, set: &Assign) -> Sets {
        if self.beginnings.contains(&set.site) {
            return Vec::new();
        }
        let one = |flag: Option<&String>| flag.map(|f| (None, f.clone())).into_iter().collect();
        match (self.kinds.get(&set.var), &set.how) {
            (Some(Kind::Values(_, flags)), How::To(v)) => one(flags.iter().find(|f| Op::Eq.holds(&f.0, v)).map(|f| &f.1)),
            (Some(Kind::Counter(_, steps)), How::Add(_)) => one(steps.iter().find(|s| s.0 == set.site).map(|s| &s.2)),
            (Some(Kind::Levels(_, unit, ups, downs)), How::Add(n)) => {
                let (levels, by) = (if *n > 0.0 { ups } else { downs }, (n / unit).abs() as usize);
                // The highest first, so that none is reached by way of the one below.
                let high =
                    (by..levels.len()).rev().filter_map(|k| Some((Some(Cond::Flag(levels.get(k - by)?.clone())), levels.get(k)?.clone())));
                high.chain(levels.iter().take(by).map(|f| (None, f.clone()))).collect()
            }
            _ => Vec::new(),
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
    pub fn told(&self, test: &Test) -> Result<Told, String> {
        let told = match test {
            Test::Const(b) => constant(*b),
            Test::Holds(v) => self.compare(v, &|x| x.holds(), Op::Ne, &Value::Number(0.0))?,
            Test::Compare(v, op, c) => self.compare(v, &|x| op.holds(x, c), *op, c)?,
            Test::Not(inner) => not(self.told(inner)?),
            Test::All(list) => all(list.iter().map(|t| self.told(t)).collect::<Result<_, _>>()?),
            Test::Any(list) => any(list.iter().map(|t| self.told(t)).collect::<Result<_, _>>()?),
            Test::Unknown(_) => return Err("it is more than comparing variables with constants".into()),
        };
        match &told {
            Told::If(c) if size(c) > ASKS || deep(c) > DEEPEST => Err("it asks about too many things at once".into()),
            _ => Ok(told),
        }
    }

    fn compare(&self, var: &str, fits: &dyn Fn(&Value) -> bool, op: Op, c: &Value) -> Result<Told, String> {
        match self.kinds.get(var) {
            None => Ok(constant(fits(&Value::Nothing))),
            Some(Kind::Left(why)) => Err(why.clone()),
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
                Ok(compared(op, |over| threshold(*first, steps, &|sum: f64| if over { sum > n } else { sum >= n })))
            }
            Some(Kind::Levels(first, unit, ups, downs)) => {
                let n = c.number().ok_or("a number is compared with a text")?;
                let exact = (n - first) / unit;
                Ok(compared(op, |over| level(if over { libm::floor(exact) + 1.0 } else { libm::ceil(exact) }, ups, downs)))
            }
        }
    }
}

/// A comparison by what is reached: exactly so much, or `over` it.
fn compared(op: Op, reach: impl Fn(bool) -> Told) -> Told {
    match op {
        Op::Ge => reach(false),
        Op::Gt => reach(true),
        Op::Lt => not(reach(false)),
        Op::Le => not(reach(true)),
        Op::Eq => all(vec![reach(false), not(reach(true))]),
        Op::Ne => any(vec![not(reach(false)), reach(true)]),
    }
}

/// When a counter of levels stands so many above its beginning: it fell by at most so much, and
/// rose by that and the rest.
fn level(above: f64, ups: &[String], downs: &[String]) -> Told {
    let flag = |list: &[String], k: i64| match usize::try_from(k) {
        Ok(0) | Err(_) => Told::Always,
        Ok(k) => list.get(k - 1).map_or(Told::Never, |f| Told::If(Cond::Flag(f.clone()))),
    };
    let above = above.clamp(-10_000.0, 10_000.0) as i64;
    let ways = (0..=downs.len() as i64).map(|fell| all(vec![not(flag(downs, fell + 1)), flag(ups, above + fell)]));
    any(ways.collect())
}

/// When a counter has come so far: a step up is taken, a step down is not. If some of these are
/// enough, more of them are as well. Where all steps lead down it is told by what is too many.
fn threshold(first: f64, steps: &[(usize, f64, String)], fits: &dyn Fn(f64) -> bool) -> Told {
    let down = !steps.iter().any(|s| s.1 > 0.0);
    let lowest = if down { first } else { first + steps.iter().map(|s| s.1.min(0.0)).sum::<f64>() };
    let by = |s: &(usize, f64, String)| if down { s.1 } else { s.1.abs() };
    let sum = |set: u32| lowest + steps.iter().enumerate().filter(|(i, _)| set & (1 << i) != 0).map(|(_, s)| by(s)).sum::<f64>();
    // The smallest sets: no part of them is enough.
    let sets: Vec<u32> = (0..1u32 << steps.len().min(STEPS)).filter(|s| fits(sum(*s)) != down).collect();
    let least = sets.iter().filter(|s| !sets.iter().any(|t| t != *s && t & **s == *t));
    let flags = |set: &u32| {
        let own = steps.iter().enumerate().filter(|(i, _)| set & (1 << i) != 0);
        let taken = |s: &(usize, f64, String)| {
            let flag = Told::If(Cond::Flag(s.2.clone()));
            if s.1 < 0.0 && !down { not(flag) } else { flag }
        };
        all(own.map(|(_, s)| taken(s)).collect())
    };
    let told = any(least.map(flags).collect());
    if down { not(told) } else { told }
}

/// The highest number that each variable is compared with.
fn highest<'s>(pieces: &'s [Piece], most: &mut BTreeMap<&'s str, f64>) {
    fn within<'s>(test: &'s Test, most: &mut BTreeMap<&'s str, f64>) {
        match test {
            Test::Compare(v, _, Value::Number(n)) => {
                let highest = most.entry(v).or_insert(*n);
                *highest = highest.max(*n);
            }
            Test::Not(inner) => within(inner, most),
            Test::All(list) | Test::Any(list) => list.iter().for_each(|t| within(t, most)),
            _ => {}
        }
    }
    for arm in pieces.iter().filter_map(|p| if let Piece::If(arms) = p { Some(arms) } else { None }).flatten() {
        arm.test.iter().for_each(|t| within(t, most));
        highest(&arm.pieces, most);
    }
}

/// Every variable that is asked about, and every assignment, in the order of the file.
pub fn each<'s>(pieces: &'s [Piece], asked: &mut Vec<&'s String>, sites: &mut Vec<&'s Assign>) {
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
            Piece::Text(..) | Piece::Go(..) | Piece::Else(..) | Piece::Include(..) => {}
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
    use crate::expr::test;
    use crate::story::Notes;
    use crate::twee;

    /// What a condition comes to, after a story of which the links are given.
    #[track_caller]
    fn check(story: &str, condition: &str, wanted: &str) {
        let mut notes = Notes::default();
        let text = format!(":: Start\n{story}\n[[B]]\n:: B\n<<if {condition}>>x<</if>>");
        let source = twee::source(&text, &mut notes).expect("passages");
        let story = twee::story(source, &mut notes).expect("a story");
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
    fn a_counter_may_rise_and_fall() {
        let set = "<<set $n to 2>>[[a|B][$n += 1]][[b|B][$n -= 1]]";
        check(set, "$n gte 3", "{all:[{n-1},{not:{n-2}}]}");
        check(set, "$n lte 1", "{not:{any:[{n-1},{not:{n-2}}]}}");
        let set = "<<set $n to 0>>".to_owned() + &"[[a|B][$n += 10]]".repeat(6);
        check(&set, "$n gte 20", "{n-risen-2}");
        check(&set, "$n gte 40", "{n-risen-4}");
        check(&set, "$n gt 45", "{n-risen-5}");
        let set = "[[a|B][$n += 1]]".repeat(4) + &"[[b|B][$n -= 1]]".repeat(2);
        check(&set, "$n gte 4", "{all:[{not:{n-fallen-1}},{n-risen-4}]}");
    }

    #[test]
    fn what_flags_cannot_tell_is_left() {
        check("[[a|B][$x to $y]]", "$x", "no: its value is worked out as the story runs");
        check("[[a|B][$x += 1]][[b|B][$x to 5]]", "$x", "no: it is both set and counted");
        check(&"[[a|B][$x += 1]]".repeat(20), "$x gte 30", "no: it has too many values for flags");
        check("<<run State.variables.x = 1>>", "$x is 1", "no: a script may change it");
        check("<<textbox \"$x\" \"\">>", "$x is 1", "no: the reader gives it its value");
        check("<<if random(1, 2) is 1>><<set $x to 1>><</if>>", "$x is 1", "no: it is set under a condition that cannot be told ahead");
        check("", "$x + 1 is 2", "no: it is more than comparing variables with constants");
        check("", "visited('Start')", "{seen-start}");
        check("", "visited('Start') > 1", "never");
    }
}
