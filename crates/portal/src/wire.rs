//! JSON put together from pieces of text, and addresses: percent-encoding and queries.
//!
//! Texts are written as JavaScript's `JSON.stringify` writes them, without a space or an escape too
//! many: a player that takes a body apart, puts it together again and passes it on under the length
//! it had (seen in CATAPULT's cmi5 player) gets the same number of bytes.

use json::{self, Node, Value};

/// An object of members whose values are JSON texts.
pub fn object<'k>(members: impl IntoIterator<Item = (&'k str, String)>) -> String {
    let members: Vec<String> = members.into_iter().map(|(k, v)| format!("{}:{v}", text(k))).collect();
    format!("{{{}}}", members.join(","))
}

/// A list of JSON texts.
pub fn list(items: &[String]) -> String {
    format!("[{}]", items.join(","))
}

/// A text in quotation marks.
pub fn text(text: &str) -> String {
    let mut out = String::from("\"");
    for c in text.chars() {
        match c {
            '"' | '\\' => out.extend(['\\', c]),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            '\u{8}' => out.push_str("\\b"),
            '\u{c}' => out.push_str("\\f"),
            c if c < ' ' => out += &format!("\\u{:04x}", u32::from(c)),
            c => out.push(c),
        }
    }
    out.push('"');
    out
}

/// A node of a text as JSON again, with nothing between its parts. Numbers keep every digit.
pub fn minified(from: &str, node: &Node) -> String {
    match &node.value {
        Value::Null => "null".to_owned(),
        Value::Bool(b) => b.to_string(),
        Value::Number(_) => json::slice(from, node).to_owned(),
        Value::Text(t) => text(t),
        Value::List(nodes) => list(&nodes.iter().map(|n| minified(from, n)).collect::<Vec<_>>()),
        Value::Object(members) => object(members.iter().map(|(k, n)| (k.as_str(), minified(from, n)))),
    }
}

/// Text with everything but RFC 3986's unreserved characters percent-encoded.
pub fn encoded(text: &str) -> String {
    let mut out = String::new();
    for b in text.bytes() {
        if b.is_ascii_alphanumeric() || b"-._~".contains(&b) {
            out.push(char::from(b));
        } else {
            out += &format!("%{b:02X}");
        }
    }
    out
}

/// The reverse, with a plus for a space as forms write it. What is no encoding stays as it is.
pub fn decoded(text: &str) -> String {
    let (bytes, mut out, mut i) = (text.as_bytes(), Vec::new(), 0);
    while let Some(b) = bytes.get(i) {
        let hex = text.get(i + 1..i + 3).filter(|h| *b == b'%' && h.bytes().all(|d| d.is_ascii_hexdigit()));
        match (b, hex.and_then(|h| u8::from_str_radix(h, 16).ok())) {
            (_, Some(code)) => {
                out.push(code);
                i += 2;
            }
            (b'+', _) => out.push(b' '),
            _ => out.push(*b),
        }
        i += 1;
    }
    String::from_utf8_lossy(&out).into_owned()
}

/// The pairs of a query, with or without its question mark, decoded.
pub fn query(text: &str) -> Vec<(String, String)> {
    let pairs = text.strip_prefix('?').unwrap_or(text).split('&').filter(|p| !p.is_empty());
    pairs.map(|p| p.split_once('=').unwrap_or((p, ""))).map(|(k, v)| (decoded(k), decoded(v))).collect()
}

/// A resource under an endpoint. A query that the endpoint has of its own is kept.
pub fn address(endpoint: &str, path: &str, params: &[(&str, &str)]) -> String {
    let (base, own) = endpoint.split_once('?').unwrap_or((endpoint, ""));
    let mut query: Vec<String> = params.iter().map(|(k, v)| format!("{k}={}", encoded(v))).collect();
    if !own.is_empty() {
        query.push(own.to_owned());
    }
    let mark = if query.is_empty() { "" } else { "?" };
    format!("{}/{path}{mark}{}", base.trim_end_matches('/'), query.join("&"))
}

#[cfg(test)]
mod tests {
    use super::{address, decoded, encoded, minified, query};

    #[test]
    fn what_came_from_a_portal_is_written_without_a_space_or_an_escape_too_many() {
        for (text, small) in [
            ("{ \"a\" :\n [ 1 , 0.50, 12345678901234567890 ] ,\"b\":{ } }", "{\"a\":[1,0.50,12345678901234567890],\"b\":{}}"),
            (r#"["\u00e9\/","\u000d\t\u0001", null , true]"#, "[\"é/\",\"\\r\\t\\u0001\",null,true]"),
        ] {
            assert_eq!(minified(text, &json::parse(text).expect("JSON")), small);
        }
    }

    #[test]
    fn queries_are_read_as_forms_write_them() {
        assert_eq!(
            query("?a=1&b=x+y%2Bz&c&=d&e=%zz%"),
            [("a", "1"), ("b", "x y+z"), ("c", ""), ("", "d"), ("e", "%zz%")].map(|(k, v)| (k.to_owned(), v.to_owned()))
        );
        assert_eq!(encoded("{\"a\": \"é/ü\"}"), "%7B%22a%22%3A%20%22%C3%A9%2F%C3%BC%22%7D");
        assert_eq!(decoded(&encoded("a+b c%𝄞")), "a+b c%𝄞");
        assert_eq!(decoded("%𝄞%e"), "%𝄞%e");
    }

    #[test]
    fn a_resource_stands_under_its_endpoint() {
        assert_eq!(address("https://lrs.example/xapi/", "statements", &[]), "https://lrs.example/xapi/statements");
        assert_eq!(address("https://lrs.example/x?t=1", "a/b", &[("c", "d e")]), "https://lrs.example/x/a/b?c=d%20e&t=1");
    }
}
