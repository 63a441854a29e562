//! Texts of fields: from what was typed to a value, and back.

use super::layout;
use super::refs::Names;
use super::tree::Value;
use scenario::check::shape::{Class, Kind, Span};

/// What a typed text comes to.
#[derive(Clone, Debug, PartialEq)]
pub enum Read {
    Value(Value),
    /// Nothing was written.
    Empty,
    /// This is not written in a field.
    Not,
}

/// Reads what was typed. What does not fit is a text: nothing is lost, and the checker names it.
pub fn read(kind: &Kind, text: &str, root: &Value) -> Read {
    let trimmed = text.trim();
    let plain = || Read::Value(Value::from(text));
    match kind {
        Kind::Text(_) | Kind::Moves if text.is_empty() => Read::Empty,
        Kind::Text(_) | Kind::Moves => plain(),
        Kind::Flag => match trimmed {
            "true" => Read::Value(Value::from(true)),
            "false" => Read::Value(Value::from(false)),
            "" => Read::Empty,
            _ => plain(),
        },
        _ if trimmed.is_empty() => Read::Empty,
        Kind::Quantity(Span::Lasts | Span::Adds) => {
            Read::Value(number(trimmed).or_else(|| super::moments::minutes(trimmed)).map_or_else(|| Value::from(text), Value::Number))
        }
        Kind::Format | Kind::Whole | Kind::Thousandths | Kind::Number | Kind::Quantity(Span::Chance) => {
            Read::Value(number(trimmed).map_or_else(|| Value::from(text), Value::Number))
        }
        Kind::Time => {
            let (day, clock) = time(trimmed);
            Read::Value(Value::from(super::moments::clock(&clock).map_or_else(|| trimmed.to_owned(), |clock| format!("{day} {clock}"))))
        }
        Kind::Speaker => Read::Value(Value::from(speaker(trimmed, root).unwrap_or_else(|| text.to_owned()))),
        Kind::Id(_) | Kind::Ref(_) | Kind::Someone | Kind::Took | Kind::Style | Kind::Status | Kind::Portrait => {
            Read::Value(Value::from(trimmed))
        }
        Kind::Estimate | Kind::List(_) | Kind::Object(_) | Kind::Cond | Kind::Effect => Read::Not,
    }
}

/// A number as people write it: also with a typographic minus, a plus, or a bare point.
pub fn number(text: &str) -> Option<f64> {
    let text = text.replace('\u{2212}', "-");
    let fits = text.bytes().all(|b| b.is_ascii_digit() || matches!(b, b'.' | b'-' | b'+' | b'e' | b'E'));
    text.parse().ok().filter(|n: &f64| fits && n.is_finite())
}

/// Somebody of the team, or the player, by name.
fn speaker(name: &str, root: &Value) -> Option<String> {
    if name.eq_ignore_ascii_case("you") {
        return Some("you".to_owned());
    }
    let member = root.list("team").iter().find(|m| m.word("name").to_lowercase() == name.to_lowercase())?;
    Some(member.word("id").to_owned()).filter(|id| !id.is_empty())
}

/// What a field shows of a value.
pub fn shown(kind: &Kind, value: &Value, names: &Names) -> String {
    match (kind, value) {
        (Kind::Speaker, Value::Text(id)) => {
            let name = if &**id == "you" { Some("You".to_owned()) } else { names.name(Class::Member, id) };
            // Two of one name, or a name that means somebody else, would be read back as another.
            let back = name.filter(|n| speaker(n, names.root).as_deref() == Some(id));
            back.unwrap_or_else(|| id.to_string())
        }
        (_, Value::Text(t)) => t.to_string(),
        (_, Value::Number(n)) => layout::number(*n),
        (_, Value::Bool(b)) => b.to_string(),
        (_, Value::Null) => String::new(),
        (_, other) => layout::line(other),
    }
}

/// Day and clock of a time as it was written; what has no such form is all clock.
pub fn time(text: &str) -> (String, String) {
    let text = text.trim_start();
    let (day, clock) = text.split_once(' ').unwrap_or(match text.starts_with(|c: char| c.is_ascii_digit()) {
        true => ("", text),
        false => (text, ""),
    });
    (day.to_owned(), clock.to_owned())
}

/// Whether a value is of the form that a control can show: what is not is shown as JSON.
pub fn fits(kind: &Kind, value: &Value) -> bool {
    match kind {
        Kind::List(_) => matches!(value, Value::List(_)),
        Kind::Object(_) => matches!(value, Value::Object(_)),
        Kind::Estimate => value.items().len() == 3 && value.items().iter().all(|v| matches!(v, Value::Number(_) | Value::Text(_))),
        Kind::Cond | Kind::Effect => super::shapes::chosen(value, kind).is_some(),
        Kind::Flag => value.flag().is_some(),
        Kind::Format | Kind::Whole | Kind::Thousandths | Kind::Number | Kind::Quantity(_) => {
            matches!(value, Value::Number(_) | Value::Text(_))
        }
        _ => value.text().is_some(),
    }
}

/// What is wrong with a value by its form alone, while it is being typed.
pub fn wrong(kind: &Kind, value: &Value) -> Option<String> {
    use engine::model::Time;
    let whole = |n: f64, low: f64, high: f64| libm::floor(n) == n && (low..=high).contains(&n);
    let good = match kind {
        Kind::Whole => value.number().is_some_and(|n| whole(n, 0.0, f64::from(u32::MAX))),
        Kind::Thousandths => value.number().is_some_and(|n| whole(n, -100_000.0, 100_000.0)),
        Kind::Number => value.number().is_some(),
        Kind::Time => value.text().is_some_and(|t| Time::parse(t).is_some()),
        _ => true,
    };
    let text = match kind {
        Kind::Time => "This is no time of a day yet: write 9:10, 14.30 or 3pm",
        Kind::Whole => "A whole number is needed here",
        Kind::Thousandths => "A whole number is needed here, in thousandths",
        _ => "A number is needed here",
    };
    (!good).then(|| text.to_owned())
}

#[cfg(test)]
mod tests {
    use super::super::tree::Value;
    use super::{Read, number, read, time};
    use scenario::check::shape::{Class, Kind, Span};

    #[test]
    fn numbers_are_read_as_people_write_them() {
        let texts = ["12", "\u{2212}5", "+3", ".5", "1e3", "1.", "inf", "NaN", "1,5", "1 000", "", "-"];
        let read = [Some(12.0), Some(-5.0), Some(3.0), Some(0.5), Some(1000.0), Some(1.0), None, None, None, None, None, None];
        assert_eq!(texts.map(number), read);
    }

    #[test]
    fn what_does_not_fit_is_kept_as_it_was_typed() {
        let root = Value::read(r#"{"team": [{"id": "anna", "name": "Anna"}]}"#).unwrap_or(Value::Null);
        let text = |t: &str| Read::Value(Value::from(t));
        assert_eq!(read(&Kind::Whole, "1,5 ", &root), text("1,5 "));
        assert_eq!(read(&Kind::Quantity(Span::Adds), "-slip", &root), text("-slip"));
        assert_eq!(read(&Kind::Speaker, "anna ", &root), text("anna"));
        assert_eq!([read(&Kind::Speaker, "You", &root), read(&Kind::Speaker, "Ms Rey", &root)], [text("you"), text("Ms Rey")]);
        assert_eq!(read(&Kind::Ref(Class::Fact), " rig", &root), text("rig"));
        assert_eq!(
            [time("mon 09:10"), time("9:10"), time("mon")],
            [("mon", "09:10"), ("", "9:10"), ("mon", "")].map(|(a, b)| (a.into(), b.into()))
        );
    }
}
