//! What stands on the stack while ink is followed: constants, names of variables, conditions.

use super::super::story::{How, Op, Test, Value, short};

/// Texts are cut to so many characters, and conditions not followed beyond so many parts.
const LONGEST: usize = 500;
const PARTS: usize = 50;

#[derive(Clone, Debug, PartialEq)]
pub enum Item {
    Value(Value),
    Var(String),
    /// A variable and a number added to it.
    Sum(String, f64),
    Test(Test),
    /// A place to go on at.
    Target(String),
    /// A variable itself, that a function may change.
    Ref(String),
    /// Something worked out, in a few words.
    Other(String),
}

/// How many parts a condition has.
fn parts(test: &Test) -> usize {
    match test {
        Test::All(list) | Test::Any(list) => list.iter().map(parts).sum(),
        Test::Not(inner) => parts(inner),
        _ => 1,
    }
}

/// The opposite; of an opposite the condition itself.
fn not(test: Test) -> Test {
    match test {
        Test::Not(inner) => *inner,
        other => Test::Not(Box::new(other)),
    }
}

impl Item {
    /// A text of a bearable length.
    pub fn text(text: &str) -> Item {
        Item::Value(Value::Text(text.chars().take(LONGEST).collect()))
    }

    pub fn test(self) -> Test {
        match self {
            Item::Value(v) => Test::Const(v.holds()),
            Item::Var(v) | Item::Ref(v) => Test::Holds(v),
            Item::Sum(v, n) => Test::Compare(v, Op::Ne, Value::Number(-n)),
            Item::Test(t) => t,
            Item::Target(t) => Test::Unknown(format!("-> {t}")),
            Item::Other(t) => Test::Unknown(t),
        }
    }

    /// What a variable of this name is given.
    pub fn how(self, var: &str) -> How {
        match self {
            Item::Value(v) => How::To(v),
            Item::Sum(v, n) if v == var => How::Add(n),
            Item::Test(Test::Const(b)) => How::To(Value::Bool(b)),
            other => How::Other(other.shown()),
        }
    }

    /// In a few words.
    pub fn shown(&self) -> String {
        match self {
            Item::Value(Value::Text(t)) | Item::Other(t) => t.clone(),
            Item::Value(Value::Number(n)) => json::number(*n),
            Item::Value(Value::Bool(b)) => b.to_string(),
            Item::Value(Value::Nothing) => String::new(),
            Item::Var(v) => v.strip_prefix('\u{1}').map_or_else(|| v.clone(), |p| format!("visits of {p}")),
            Item::Sum(v, n) => format!("{v} + {}", json::number(*n)),
            Item::Test(_) => "a condition".into(),
            Item::Target(t) => format!("-> {t}"),
            Item::Ref(v) => v.clone(),
        }
    }
}

/// What stands on the stack after a condition, of what each of its sides left there.
pub fn either(test: &Test, yes: Item, no: Item) -> Item {
    if yes == no {
        return yes;
    }
    let side = |item: Item| match item {
        Item::Value(Value::Bool(b)) => Some(Test::Const(b)),
        Item::Test(t) => Some(t),
        _ => None,
    };
    let unknown = Item::Other("what hangs on a condition".into());
    let (Some(yes), Some(no)) = (side(yes), side(no)) else { return unknown };
    match (yes, no) {
        (Test::Const(true), Test::Const(false)) => Item::Test(test.clone()),
        (Test::Const(false), Test::Const(true)) => Item::Test(not(test.clone())),
        (yes, no) if parts(test) * 2 + parts(&yes) + parts(&no) <= PARTS => {
            Item::Test(Test::Any(vec![Test::All(vec![test.clone(), yes]), Test::All(vec![not(test.clone()), no])]))
        }
        _ => unknown,
    }
}

/// The result of a native function of two; `None` where there is none of this name.
pub fn two(name: &str, a: Item, b: Item) -> Option<Item> {
    let op = match name {
        "==" => Some(Op::Eq),
        "!=" => Some(Op::Ne),
        "<" => Some(Op::Lt),
        "<=" => Some(Op::Le),
        ">" => Some(Op::Gt),
        ">=" => Some(Op::Ge),
        _ => None,
    };
    let other = |a: &Item, b: &Item| Item::Other(short(&format!("{} {name} {}", a.shown(), b.shown())));
    let joined = |make: fn(Vec<Test>) -> Test, a: Item, b: Item| {
        let (a, b) = (a.test(), b.test());
        if parts(&a) + parts(&b) > PARTS { Item::Other("a long condition".into()) } else { Item::Test(make(vec![a, b])) }
    };
    if let Some(op) = op {
        return Some(match (a, b) {
            (Item::Value(a), Item::Value(b)) => Item::Value(Value::Bool(op.holds(&a, &b))),
            (Item::Var(v), Item::Value(c)) => Item::Test(Test::Compare(v, op, c)),
            (Item::Value(c), Item::Var(v)) => Item::Test(Test::Compare(v, op.turned(), c)),
            (Item::Test(t), Item::Value(Value::Bool(c))) if op == Op::Eq => Item::Test(if c { t } else { not(t) }),
            (a, b) => other(&a, &b),
        });
    }
    Some(match name {
        "&&" => joined(Test::All, a, b),
        "||" => joined(Test::Any, a, b),
        "+" | "-" => {
            let sign = if name == "+" { 1.0 } else { -1.0 };
            match (&a, &b) {
                (Item::Value(Value::Text(x)), Item::Value(_)) if name == "+" => Item::text(&format!("{x}{}", b.shown())),
                (Item::Var(v), Item::Value(Value::Number(n))) => Item::Sum(v.clone(), sign * n),
                (Item::Value(Value::Number(n)), Item::Var(v)) if name == "+" => Item::Sum(v.clone(), *n),
                (Item::Value(x), Item::Value(y)) => match (x.number(), y.number()) {
                    (Some(x), Some(y)) => Item::Value(Value::Number(x + sign * y)),
                    _ => other(&a, &b),
                },
                _ => other(&a, &b),
            }
        }
        "*" | "/" | "%" | "MIN" | "MAX" => match (&a, &b) {
            (Item::Value(Value::Number(x)), Item::Value(Value::Number(y))) => {
                let n = match name {
                    "*" => x * y,
                    "MIN" => x.min(*y),
                    "MAX" => x.max(*y),
                    _ if *y == 0.0 => return Some(other(&a, &b)),
                    "/" => x / y,
                    _ => x % y,
                };
                if n.is_finite() { Item::Value(Value::Number(n)) } else { other(&a, &b) }
            }
            _ => other(&a, &b),
        },
        "POW" | "?" | "!?" | "L^" | "has" | "hasnt" => other(&a, &b),
        _ => return None,
    })
}

/// The result of a native function of one; `None` where there is none of this name.
pub fn one(name: &str, a: Item) -> Result<Item, Item> {
    Ok(match name {
        "!" => match a {
            Item::Value(v) => Item::Value(Value::Bool(!v.holds())),
            a => Item::Test(not(a.test())),
        },
        "_" | "~" => match a {
            Item::Value(Value::Number(n)) => Item::Value(Value::Number(-n)),
            a => Item::Other(short(&format!("-{}", a.shown()))),
        },
        "FLOOR" | "CEILING" | "INT" | "FLOAT" => match a {
            Item::Value(Value::Number(n)) => Item::Value(Value::Number(match name {
                "FLOOR" => libm::floor(n),
                "CEILING" => libm::ceil(n),
                "INT" => libm::trunc(n),
                _ => n,
            })),
            a => Item::Other(a.shown()),
        },
        "LIST_MIN" | "LIST_MAX" | "LIST_ALL" | "LIST_COUNT" | "LIST_VALUE" | "LIST_INVERT" => Item::Other(name.to_lowercase()),
        _ => return Err(a),
    })
}
