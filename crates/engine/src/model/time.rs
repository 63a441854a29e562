//! Clock times of the week, in whole minutes since Monday 00:00.

use serde::de::{Error, Visitor};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::fmt;

/// Minutes in a calendar day.
pub const DAY: u32 = 24 * 60;
const NAMES: [&str; 7] = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];

/// A moment of the week: whole minutes since Monday 00:00.
///
/// Written `mon 09:10` in a scenario file. A moment after Sunday (a late shipment) is a plain
/// number of minutes and prints with the day it falls on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Time(pub u32);

impl Time {
    /// The day, 0 for the first Monday, 7 for the Monday after.
    pub fn day(self) -> u32 {
        self.0 / DAY
    }

    /// Minutes since midnight, 0 to 1,439.
    pub fn minute(self) -> u32 {
        self.0 % DAY
    }

    /// The time of day as `09:10`.
    pub fn clock(self) -> String {
        format!("{:02}:{:02}", self.minute() / 60, self.minute() % 60)
    }

    /// Reads `mon 09:10`. `None` where the text has another form or is no time of a day.
    pub fn parse(text: &str) -> Option<Time> {
        let (day, clock) = text.split_once(' ')?;
        let day = NAMES.iter().position(|n| *n == day)? as u32;
        let (hour, minute) = clock.split_once(':')?;
        // A number of two digits may not begin with a plus sign.
        if hour.len() != 2 || minute.len() != 2 || clock.contains('+') {
            return None;
        }
        let (hour, minute): (u32, u32) = (hour.parse().ok()?, minute.parse().ok()?);
        (hour < 24 && minute < 60).then_some(Time(day * DAY + hour * 60 + minute))
    }
}

impl fmt::Display for Time {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", NAMES[(self.day() % 7) as usize], self.clock())
    }
}

impl Serialize for Time {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Time {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Time, D::Error> {
        struct Text;
        impl Visitor<'_> for Text {
            type Value = Time;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a time such as \"mon 09:10\"")
            }
            fn visit_str<E: Error>(self, text: &str) -> Result<Time, E> {
                Time::parse(text).ok_or_else(|| E::custom("a time such as \"mon 09:10\" is needed here"))
            }
        }
        deserializer.deserialize_str(Text)
    }
}

#[cfg(feature = "schemars")]
impl schemars::JsonSchema for Time {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Time".into()
    }

    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({
            "description": "A moment of the week: a day, a space and a time of day.",
            "type": "string",
            "pattern": "^(mon|tue|wed|thu|fri|sat|sun) ([01][0-9]|2[0-3]):[0-5][0-9]$",
            "examples": ["mon 09:10"],
        })
    }
}

#[cfg(test)]
mod tests {
    use super::Time;

    #[test]
    fn times_are_read_and_printed_back() {
        for text in ["mon 00:00", "tue 10:00", "fri 16:15", "sun 23:59"] {
            assert_eq!(Time::parse(text).map(|t| t.to_string()).as_deref(), Some(text));
        }
        for text in ["", "mon", "mon 9:00", "mon 24:00", "moon 09:00", "mon 09:60", "mon 09:0x", "mon +9:10"] {
            assert_eq!(Time::parse(text), None, "{text}");
        }
        assert_eq!(Time(7 * 1440 + 600).to_string(), "mon 10:00");
    }
}
