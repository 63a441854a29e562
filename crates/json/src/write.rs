//! Tree to text.

use super::{Node, Value};

/// The tree as text, two spaces a level, with a line feed at the end. Numbers have up to three
/// decimals: that is how all figures are kept.
pub fn pretty(node: &Node) -> String {
    let mut out = String::new();
    write(node, Some(0), &mut out);
    out.push('\n');
    out
}

/// The tree as text on one line: for what only programs read. Numbers as in [`pretty`].
pub fn compact(node: &Node) -> String {
    let mut out = String::new();
    write(node, None, &mut out);
    out
}

/// A text in quotation marks.
pub fn quoted(text: &str) -> String {
    let mut out = String::new();
    string(text, &mut out);
    out
}

/// A new line, indented; nothing where all stands on one.
fn line(depth: Option<usize>, out: &mut String) {
    let Some(depth) = depth else { return };
    out.push('\n');
    (0..depth).for_each(|_| out.push_str("  "));
}

fn write(node: &Node, depth: Option<usize>, out: &mut String) {
    let inside = depth.map(|d| d + 1);
    match &node.value {
        Value::Null => out.push_str("null"),
        Value::Bool(b) => out.push_str(if *b { "true" } else { "false" }),
        Value::Number(n) => out.push_str(&number(*n)),
        Value::Text(t) => string(t, out),
        Value::List(list) => {
            out.push('[');
            for (i, item) in list.iter().enumerate() {
                if i > 0 {
                    out.push(',');
                }
                line(inside, out);
                write(item, inside, out);
            }
            if !list.is_empty() {
                line(depth, out);
            }
            out.push(']');
        }
        Value::Object(members) => {
            out.push('{');
            for (i, (name, item)) in members.iter().enumerate() {
                if i > 0 {
                    out.push(',');
                }
                line(inside, out);
                string(name, out);
                out.push_str(if depth.is_some() { ": " } else { ":" });
                write(item, inside, out);
            }
            if !members.is_empty() {
                line(depth, out);
            }
            out.push('}');
        }
    }
}

fn string(text: &str, out: &mut String) {
    out.push('"');
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            c if c < ' ' => {
                out.push_str("\\u00");
                let code = c as u32;
                out.extend([code >> 4, code & 15].map(|d| char::from_digit(d, 16).unwrap_or('0')));
            }
            c => out.push(c),
        }
    }
    out.push('"');
}

/// A number with so many decimals, 0 to 3; halves go away from nought. Printing by integers is
/// short in code and the same everywhere.
pub fn fixed(x: f64, decimals: u32) -> String {
    let scale = 10u64.pow(decimals.min(3));
    let n = libm::round(libm::fabs(x) * scale as f64) as u64;
    let sign = if x < 0.0 && n > 0 { "-" } else { "" };
    if scale == 1 {
        return format!("{sign}{n}");
    }
    let (whole, rest) = (n / scale, n % scale);
    format!("{sign}{whole}.{rest:0width$}", width = decimals.min(3) as usize)
}

/// A number with up to three decimals and none too many.
pub fn number(x: f64) -> String {
    let text = fixed(x, 3);
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}
