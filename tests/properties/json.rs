//! Our JSON reader and writer, against themselves and against serde_json.

use super::common::{any_text, config, edited, edits};
use json::{self, Node, Value};
use proptest::prelude::*;
use serde_json::Value as Theirs;

/// A tree as we write it: numbers of at most three decimals, no name twice in an object.
fn tree() -> impl Strategy<Value = Node> {
    let leaf = prop_oneof![
        Just(Node::new(Value::Null)),
        any::<bool>().prop_map(Node::from),
        (-999_999_999_999..=999_999_999_999i64).prop_map(|n| Node::from(n as f64 / 1000.0)),
        (-999_999..=999_999i64).prop_map(|n| Node::from(n as f64)),
        any_text().prop_map(Node::from),
    ];
    leaf.prop_recursive(5, 40, 6, |inner| {
        prop_oneof![
            proptest::collection::vec(inner.clone(), 0..6).prop_map(|list| Node::new(Value::List(list))),
            proptest::collection::vec((any_text(), inner), 0..6).prop_map(|mut members| {
                let mut seen = Vec::new();
                members.retain(|m| {
                    !seen.contains(&m.0) && {
                        seen.push(m.0.clone());
                        true
                    }
                });
                Node::new(Value::Object(members))
            }),
        ]
    })
}

/// A number as a text: any digits, any exponent that a file may hold.
fn number() -> impl Strategy<Value = String> {
    ("-?", "(0|[1-9][0-9]{0,18})", "(\\.[0-9]{1,18})?", "([eE][+-]?[0-9]{1,2})?").prop_map(|(a, b, c, d)| format!("{a}{b}{c}{d}"))
}

/// A valid JSON text with white space, escapes and numbers of all kinds.
fn text() -> impl Strategy<Value = String> {
    let string = prop_oneof![
        any_text().prop_map(|t| serde_json::to_string(&t).unwrap()),
        "[ -!#-\\[\\]-~]{0,8}(\\\\[\"\\\\/bfnrt]|\\\\u[0-9a-cA-C][0-9a-fA-F]{3}|\\\\ud83[cd]\\\\ude[0-9A-F]{2})?é?"
            .prop_map(|t| format!("\"{t}\"")),
    ];
    let leaf = prop_oneof![
        prop::sample::select(vec!["null", "true", "false", "\"\"", "[]", "{}"]).prop_map(str::to_owned),
        number(),
        string.clone()
    ];
    let space = || "[ \\n\\t\\r]{0,2}";
    leaf.prop_recursive(6, 40, 5, move |inner| {
        let list = (space(), proptest::collection::vec((space(), inner.clone(), space()), 0..5)).prop_map(|(s, items)| {
            let items: Vec<String> = items.into_iter().map(|(a, v, b)| format!("{a}{v}{b}")).collect();
            format!("{s}[{}]{s}", items.join(","))
        });
        let member = (space(), string.clone(), space(), inner);
        let object = (space(), proptest::collection::vec(member, 0..5)).prop_map(|(s, members)| {
            let members: Vec<String> = members.into_iter().map(|(a, k, b, v)| format!("{a}{k}{b}:{v}")).collect();
            format!("{{{s}{}}}", members.join(","))
        });
        prop_oneof![list, object]
    })
}

/// The same tree wherever it stood.
fn same(a: &Node, b: &Node) -> bool {
    match (&a.value, &b.value) {
        (Value::List(x), Value::List(y)) => x.len() == y.len() && x.iter().zip(y).all(|(x, y)| same(x, y)),
        (Value::Object(x), Value::Object(y)) => x.len() == y.len() && x.iter().zip(y).all(|(x, y)| x.0 == y.0 && same(&x.1, &y.1)),
        (x, y) => x == y,
    }
}

/// Whether both read the same value. Numbers of over 15 digits are cut by us, which may cost their
/// last places.
fn agree(ours: &Node, theirs: &Theirs) -> bool {
    match (&ours.value, theirs) {
        (Value::Null, Theirs::Null) => true,
        (Value::Bool(a), Theirs::Bool(b)) => a == b,
        (Value::Number(a), Theirs::Number(b)) => b.as_f64().is_some_and(|b| (a - b).abs() <= 1e-14 * b.abs() + f64::MIN_POSITIVE),
        (Value::Text(a), Theirs::String(b)) => a == b,
        (Value::List(a), Theirs::Array(b)) => a.len() == b.len() && a.iter().zip(b).all(|(a, b)| agree(a, b)),
        (Value::Object(a), Theirs::Object(b)) => a.len() == b.len() && a.iter().all(|(k, v)| b.get(k).is_some_and(|w| agree(v, w))),
        _ => false,
    }
}

/// We may be stricter than serde_json, never more lenient; where both read, they read the same.
#[track_caller]
fn check(text: &str) -> Result<(), TestCaseError> {
    match (json::parse(text), serde_json::from_str::<Theirs>(text)) {
        (Ok(ours), Ok(theirs)) => prop_assert!(agree(&ours, &theirs), "{ours:?} for {theirs:?}, from {text}"),
        (Ok(ours), Err(e)) => prop_assert!(false, "we read {ours:?}, serde_json refuses: {e}; from {text}"),
        (Err(broken), _) => {
            let (line, column) = json::position(text, broken.at);
            prop_assert!(!broken.text.is_empty() && line <= text.matches('\n').count() + 1 && column <= text.chars().count() + 1);
        }
    }
    Ok(())
}

proptest! {
    #![proptest_config(config(600))]

    #[test]
    fn a_tree_written_and_read_back_is_the_same(tree in tree()) {
        let text = json::pretty(&tree);
        let back = json::parse(&text).unwrap();
        prop_assert!(same(&back, &tree), "{text}");
        prop_assert_eq!(json::pretty(&back), text);
    }

    #[test]
    fn what_we_write_serde_json_reads_alike(tree in tree()) {
        let theirs: Theirs = serde_json::from_str(&json::pretty(&tree)).unwrap();
        prop_assert!(agree(&tree, &theirs), "{theirs}");
    }

    #[test]
    fn a_valid_text_is_read_as_serde_json_reads_it(text in text()) {
        check(&text)?;
        let theirs = serde_json::from_str::<Theirs>(&text);
        prop_assert!(theirs.is_ok(), "the generator makes valid texts: {text}");
        // Names that stand twice are the one thing refused here.
        let ours = json::parse(&text);
        prop_assert!(ours.as_ref().is_ok_and(|n| agree(n, &theirs.unwrap())) || ours.is_err_and(|b| b.text.contains("twice")), "{text}");
    }

    #[test]
    fn a_number_of_up_to_15_digits_is_read_to_the_last_bit(negative in any::<bool>(), digits in 0..1_000_000_000_000_000u64, shift in -22..=22i32) {
        let text = format!("{}{digits}e{shift}", if negative { "-" } else { "" });
        prop_assert_eq!(json::parse(&text).unwrap().number(), text.parse().ok());
    }

    #[test]
    fn a_damaged_text_is_never_read_where_serde_json_refuses_it(text in text(), edits in edits()) {
        check(&edited(&text, &edits))?;
    }

    #[test]
    fn any_text_at_all_is_read_or_refused(text in any_text(), json_like in "[\\[\\]{}:,\" \\\\eE0-9.+-]{0,24}") {
        check(&text)?;
        check(&json_like)?;
    }

    #[test]
    fn a_figure_is_printed_with_its_decimals(n in -1_000_000_000..1_000_000_000i64, decimals in 0..=3u32) {
        let x = n as f64 / 1000.0;
        let text = json::fixed(x, decimals);
        let back: f64 = text.parse().unwrap();
        prop_assert!((back - x).abs() <= [0.5, 0.05, 0.005, 0.0005][decimals as usize] + 1e-9, "{x} as {text}");
        prop_assert_eq!(text.split('.').nth(1).map_or(0, str::len), decimals as usize);
        prop_assert_eq!(json::number(x).parse::<f64>().unwrap(), x);
    }
}

#[test]
fn depth_is_limited_and_names_stand_once() {
    let nested = |n: usize| format!("{}{}", "[".repeat(n), "]".repeat(n));
    assert!(json::parse(&nested(64)).is_ok() && json::parse(&nested(65)).is_err() && json::parse(&nested(100_000)).is_err());
    assert!(json::parse("{\"a\":1,\"b\":{\"a\":1}}").is_ok() && json::parse("{\"a\":1,\"a\":1}").is_err());
}

/// Texts that look like JSON and are none.
#[test]
fn what_is_no_json_is_refused() {
    let texts = [
        "01",
        "-01",
        "1.",
        ".5",
        "+1",
        "1e",
        "- 1",
        "\"\t\"",
        "\"\\x\"",
        "\"\\ud800\"",
        "\"\\ud800\\u0041\"",
        "\"\\udc00\"",
        "[1,]",
        "{,}",
        "nul",
        "NaN",
        "",
    ];
    assert!(texts.iter().all(|t| serde_json::from_str::<Theirs>(t).is_err()));
    let read: Vec<_> = texts.iter().filter(|t| json::parse(t).is_ok()).collect();
    assert!(read.is_empty(), "read as JSON: {read:?}");
}
