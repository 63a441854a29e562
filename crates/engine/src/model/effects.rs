//! Conditions and effects: when something is said or offered, and what a move does.

use super::style::Style;
use serde::de::{Error, Visitor};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::fmt;

/// A condition. The first group rests on moves alone and may decide what comes next; the second
/// rests on luck or feelings and may only change lines and durations.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum Cond {
    /// All of these hold (with none: always).
    All(Vec<Cond>),
    /// At least one of these holds (with none: never).
    Any(Vec<Cond>),
    /// This does not hold.
    Not(Box<Cond>),
    /// The player knows this fact.
    Knows(String),
    /// This flag is set.
    Flag(String),
    /// This move was taken, as `scene.move`.
    Took(String),
    /// The style with more moves so far; a tie counts as directive.
    StyleSoFar(Style),

    /// A member's engagement is at least this, in thousandths of a deviation.
    Feels(Feels),
    /// A member's engagement is below this, in thousandths of a deviation.
    FeelsBelow(Feels),
    /// This draw came out well.
    Luck(String),
    /// This task is finished.
    Finished(String),
    /// The shipment was ready by the deadline.
    Shipped(bool),
    /// This member works longer today.
    Stays(String),
}

/// A member and a level of engagement, in thousandths of a deviation. `who` `team` is the mean.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Feels {
    /// A member’s id, or `team` for the mean.
    pub who: String,
    /// Thousandths of a deviation; 0 is an ordinary week.
    pub level: i32,
}

/// What a move or a scene's beginning does. `who` left out means the whole team.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub enum Effect {
    /// Time of everyone named, in minutes each.
    Meet {
        /// Members’ ids; left out, the whole team.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        who: Vec<String>,
        minutes: Quantity,
    },
    /// Somebody is not at work for some minutes; not counted as hours of the team.
    Away {
        /// Members’ ids.
        who: Vec<String>,
        minutes: Quantity,
    },
    /// Adds effort to a task that is not finished (or takes it away).
    Work {
        /// The task’s id.
        task: String,
        minutes: Quantity,
    },
    /// Brings a held task into being, with this many minutes expected (its estimate where left out).
    Release {
        /// The task’s id; it is marked as held.
        task: String,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        minutes: Option<Quantity>,
    },
    /// Moves needs, in thousandths of a deviation before `need-scale`.
    Feel {
        /// Members’ ids; left out, the whole team.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        who: Vec<String>,
        /// Being one’s own master.
        #[serde(default, skip_serializing_if = "is_zero")]
        autonomy: i32,
        /// Being good at it.
        #[serde(default, skip_serializing_if = "is_zero")]
        competence: i32,
        /// Belonging.
        #[serde(default, skip_serializing_if = "is_zero")]
        relatedness: i32,
    },
    /// The player learns a fact.
    Reveal {
        /// The fact’s id.
        fact: String,
    },
    /// Remembers something decided or promised.
    Set {
        /// The flag’s id.
        flag: String,
    },
    /// Longer hours today.
    Overtime {
        /// Members’ ids; left out, the whole team.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        who: Vec<String>,
        minutes: Quantity,
    },
    /// Longer hours today for those who say yes: more often, the more engaged they are.
    Volunteer {
        /// Members’ ids; left out, the whole team.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        who: Vec<String>,
        minutes: Quantity,
    },
    /// A draw: `then` with probability `p` (0 to 1), else `or`.
    Chance {
        /// Names the draw in conditions. Draws of one id come out alike.
        id: String,
        p: Quantity,
        /// What happens where it comes out well.
        #[serde(default)]
        then: Vec<Effect>,
        /// What happens else.
        #[serde(default)]
        or: Vec<Effect>,
    },
    /// A draw whose probability is how often a choice of this style is right in this situation.
    Answer {
        /// Names the draw in conditions. Draws of one id come out alike.
        id: String,
        /// Which way of choosing it is.
        style: Style,
        /// What happens where it comes out well.
        #[serde(default)]
        then: Vec<Effect>,
        /// What happens else.
        #[serde(default)]
        or: Vec<Effect>,
    },
    /// One thing or another, by a condition.
    When {
        cond: Cond,
        /// What happens where it holds.
        #[serde(default)]
        then: Vec<Effect>,
        /// What happens else.
        #[serde(default)]
        or: Vec<Effect>,
    },
}

/// A number, or the id of the assumption that holds it; after a minus sign (`-slip-pushed`) the
/// number taken away instead of added, so that an assumption reads as what is won.
#[derive(Clone, Debug, PartialEq)]
pub enum Quantity {
    Number(f64),
    Assumed(String),
}

impl Quantity {
    /// The assumption it stands for, and whether it is taken away.
    pub fn assumption(&self) -> Option<(&str, bool)> {
        match self {
            Quantity::Number(_) => None,
            Quantity::Assumed(id) => Some(id.strip_prefix('-').map_or((id.as_str(), false), |id| (id, true))),
        }
    }
}

fn is_zero(value: &i32) -> bool {
    *value == 0
}

impl Serialize for Quantity {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Quantity::Number(n) => serializer.serialize_f64(*n),
            Quantity::Assumed(id) => serializer.serialize_str(id),
        }
    }
}

impl<'de> Deserialize<'de> for Quantity {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Quantity, D::Error> {
        struct Either;
        impl Visitor<'_> for Either {
            type Value = Quantity;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a number or the id of an assumption")
            }
            fn visit_i64<E: Error>(self, n: i64) -> Result<Quantity, E> {
                Ok(Quantity::Number(n as f64))
            }
            fn visit_u64<E: Error>(self, n: u64) -> Result<Quantity, E> {
                Ok(Quantity::Number(n as f64))
            }
            fn visit_f64<E: Error>(self, n: f64) -> Result<Quantity, E> {
                Ok(Quantity::Number(n))
            }
            fn visit_str<E: Error>(self, id: &str) -> Result<Quantity, E> {
                Ok(Quantity::Assumed(id.to_owned()))
            }
        }
        deserializer.deserialize_any(Either)
    }
}

#[cfg(feature = "schemars")]
impl schemars::JsonSchema for Quantity {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Quantity".into()
    }

    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({
            "description": "A number, or the id of the assumption that holds it; after a minus sign (`-slip-pushed`) the number is taken away.",
            "type": ["number", "string"],
        })
    }
}
