//! A scenario as text, laid out as the built-in files are: one space a level, and whatever fits on a
//! line of its own stands on one.

use super::tree::Value;
use json::quoted;

/// Characters of a line, up to which a list or an object is kept on it.
const WIDTH: usize = 118;

/// The text of a file, with a line feed at the end. Reading it gives the same value back, and the
/// same value gives the same text.
pub fn text(value: &Value) -> String {
    let mut out = String::new();
    // The whole is never put on one line: a file of one line is hard to compare.
    match value {
        Value::List(list) if !list.is_empty() => open(value, 0, &mut out),
        Value::Object(members) if !members.is_empty() => open(value, 0, &mut out),
        _ => flat(value, &mut out),
    }
    out.push('\n');
    out
}

/// The value on one line.
pub fn line(value: &Value) -> String {
    let mut out = String::new();
    flat(value, &mut out);
    out
}

/// A number, to the last digit.
pub fn number(n: f64) -> String {
    let size = libm::fabs(n);
    if size != 0.0 && !(1e-6..1e15).contains(&size) { format!("{n:e}") } else { format!("{n}") }
}

fn flat(value: &Value, out: &mut String) {
    match value {
        Value::Null => out.push_str("null"),
        Value::Bool(b) => out.push_str(if *b { "true" } else { "false" }),
        Value::Number(n) => out.push_str(&number(*n)),
        Value::Text(t) => out.push_str(&quoted(t)),
        Value::List(list) => {
            out.push('[');
            for (i, v) in list.iter().enumerate() {
                out.push_str(if i > 0 { ", " } else { "" });
                flat(v, out);
            }
            out.push(']');
        }
        Value::Object(members) => {
            out.push('{');
            for (i, (k, v)) in members.iter().enumerate() {
                out.push_str(if i > 0 { ", " } else { "" });
                out.push_str(&quoted(k));
                out.push_str(": ");
                flat(v, out);
            }
            out.push('}');
        }
    }
}

/// The value behind what stands on the line already.
fn write(value: &Value, level: usize, out: &mut String) {
    let used = out.len() - out.rfind('\n').map_or(0, |n| n + 1);
    let used = out.get(out.len() - used..).unwrap_or("").chars().count();
    match value {
        Value::List(_) | Value::Object(_) if !fits(value, WIDTH.saturating_sub(used)) => open(value, level, out),
        _ => flat(value, out),
    }
}

/// Whether the value on one line has at most so many characters.
fn fits(value: &Value, most: usize) -> bool {
    fn left(value: &Value, room: usize) -> Option<usize> {
        match value {
            Value::Text(t) => room.checked_sub(quoted(t).chars().count()),
            Value::List(list) => {
                let room = room.checked_sub(2 + 2 * list.len().saturating_sub(1))?;
                list.iter().try_fold(room, |room, v| left(v, room))
            }
            Value::Object(members) => {
                let room = room.checked_sub(2 + 2 * members.len().saturating_sub(1))?;
                members.iter().try_fold(room, |room, (k, v)| left(v, room.checked_sub(quoted(k).chars().count() + 2)?))
            }
            plain => room.checked_sub(line(plain).len()),
        }
    }
    left(value, most).is_some()
}

/// A list or an object over several lines.
fn open(value: &Value, level: usize, out: &mut String) {
    let new_line = |level: usize, out: &mut String| {
        out.push('\n');
        (0..level).for_each(|_| out.push(' '));
    };
    match value {
        Value::List(list) if !list.is_empty() => {
            out.push('[');
            for (i, v) in list.iter().enumerate() {
                out.push_str(if i > 0 { "," } else { "" });
                new_line(level + 1, out);
                write(v, level + 1, out);
            }
            new_line(level, out);
            out.push(']');
        }
        Value::Object(members) if !members.is_empty() => {
            out.push('{');
            for (i, (k, v)) in members.iter().enumerate() {
                out.push_str(if i > 0 { "," } else { "" });
                new_line(level + 1, out);
                out.push_str(&quoted(k));
                out.push_str(": ");
                write(v, level + 1, out);
            }
            new_line(level, out);
            out.push('}');
        }
        plain => flat(plain, out),
    }
}

#[cfg(test)]
mod tests {
    use super::super::tree::Value;
    use super::{number, text};

    #[test]
    fn numbers_are_written_to_the_last_digit() {
        for n in [0.0, -0.0, 0.37, 1.0, -120.0, 0.1 + 0.2, 1e300, 5e-324, 123_456_789.123, 1e15, 1e-7] {
            let written = number(n);
            assert_eq!(written.parse::<f64>().map(f64::to_bits), Ok(n.to_bits()), "{written}");
            assert!(written.len() < 30 && Value::read(&written) == Some(Value::Number(n)), "{written}");
        }
    }

    #[test]
    fn what_fits_stands_on_a_line() {
        let value = Value::read(r#"{"a": [1, {"b": []}], "c": {}, "d": "e"}"#).unwrap_or(Value::Null);
        assert_eq!(text(&value), "{\n \"a\": [1, {\"b\": []}],\n \"c\": {},\n \"d\": \"e\"\n}\n");
        let long = Value::from(vec![Value::from("x".repeat(60)), Value::from("y".repeat(60))]);
        assert_eq!(text(&Value::object([("k", long)])).lines().count(), 6);
    }
}
