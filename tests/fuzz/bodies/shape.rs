//! Scenarios by their shape: a few bytes say how a small scenario is changed, so that a fuzzer gets
//! past the brackets. `~`, which scenario, then four bytes a change: what to do, where (two bytes), and
//! with what.

use json::{self, Node, Value};

/// Scenarios that are changed. The second has one of everything the format knows.
const BASES: [&str; 2] = [include_str!("../../../public/examples/first-friday.json"), include_str!("rich.json")];

const VALUES: [&str; 64] = [
    "null",
    "true",
    "false",
    "0",
    "1",
    "2",
    "-1",
    "0.5",
    "9999",
    "10000",
    "10001",
    "100000",
    "1e9",
    "1e300",
    "-0.0",
    "4294967295",
    "\"\"",
    "\"x\"",
    "\"ann\"",
    "\"team\"",
    "\"call\"",
    "\"call.tell\"",
    "\"visit.ask\"",
    "\"told\"",
    "\"late\"",
    "\"directive\"",
    "\"collaborative\"",
    "\"mon 00:00\"",
    "\"fri 16:00\"",
    "\"sun 23:59\"",
    "\"-slip\"",
    "\"slip\"",
    "\"\u{202e}evil\u{200b}\"",
    "[]",
    "{}",
    "[1,2,3]",
    "[10000,10000,10000]",
    "[0.001,0.001,0.001]",
    "[\"ann\"]",
    "[\"a\",\"b\"]",
    r#"{"all":[]}"#,
    r#"{"any":[]}"#,
    r#"{"not":{"knows":"told"}}"#,
    r#"{"flag":"late"}"#,
    r#"{"took":"call.tell"}"#,
    r#"{"style-so-far":"directive"}"#,
    r#"{"feels":{"who":"team","level":0}}"#,
    r#"{"luck":"coin"}"#,
    r#"{"finished":"a"}"#,
    r#"{"shipped":true}"#,
    r#"{"stays":"ann"}"#,
    r#"{"meet":{"minutes":10000}}"#,
    r#"{"away":{"who":["ann"],"minutes":10000}}"#,
    r#"{"overtime":{"minutes":10000}}"#,
    r#"{"volunteer":{"minutes":10000}}"#,
    r#"{"work":{"task":"a","minutes":-10000}}"#,
    r#"{"work":{"task":"a","minutes":10000}}"#,
    r#"{"release":{"task":"held"}}"#,
    r#"{"reveal":{"fact":"told"}}"#,
    r#"{"set":{"flag":"late"}}"#,
    r#"{"feel":{"who":[],"autonomy":100000,"competence":-100000}}"#,
    r#"{"chance":{"id":"coin","p":0.5,"then":[{"set":{"flag":"late"}}]}}"#,
    r#"{"answer":{"id":"right","style":"directive","then":[{"meet":{"minutes":5}}]}}"#,
    r#"{"when":{"cond":{"shipped":true},"then":[{"set":{"flag":"late"}}],"or":[{"overtime":{"minutes":60}}]}}"#,
];

const KEYS: [&str; 24] = [
    "new",
    "when",
    "who",
    "id",
    "held",
    "owner",
    "offered",
    "default",
    "minutes",
    "enter",
    "format",
    "own-words",
    "next",
    "start",
    "deadline",
    "neutral",
    "unless",
    "promise",
    "after",
    "effects",
    "lines",
    "reaction",
    "score",
    "paths",
];

/// The scenario that these bytes mean; `None` where they mean none.
pub fn scenario(data: &[u8]) -> Option<String> {
    let (base, changes) = data.strip_prefix(b"~")?.split_first()?;
    let mut root = json::parse(BASES[usize::from(*base) % BASES.len()]).ok()?;
    for change in changes.chunks_exact(4).take(64) {
        let place = usize::from(u16::from_be_bytes([change[1], change[2]]));
        apply(&mut root, change[0], place, usize::from(change[3]));
        if size(&root) > 20_000 {
            break;
        }
    }
    Some(json::compact(&root))
}

fn size(n: &Node) -> usize {
    1 + match &n.value {
        Value::List(list) => list.iter().map(size).sum(),
        Value::Object(members) => members.iter().map(|m| size(&m.1)).sum(),
        _ => 0,
    }
}

/// The node at a place in the order of the text.
fn at(root: &mut Node, place: usize) -> Option<&mut Node> {
    fn nth<'n>(n: &'n mut Node, left: &mut usize) -> Option<&'n mut Node> {
        if *left == 0 {
            return Some(n);
        }
        *left -= 1;
        match &mut n.value {
            Value::List(list) => list.iter_mut().find_map(|n| nth(n, left)),
            Value::Object(members) => members.iter_mut().find_map(|m| nth(&mut m.1, left)),
            _ => None,
        }
    }
    let mut left = place % size(root);
    nth(root, &mut left)
}

fn value(with: usize) -> Node {
    json::parse(VALUES[with % VALUES.len()]).unwrap_or_else(|_| Node::new(Value::Null))
}

fn apply(root: &mut Node, what: u8, place: usize, with: usize) {
    let other = at(root, place.wrapping_mul(31).wrapping_add(with)).cloned();
    let Some(node) = at(root, place) else { return };
    if what % 9 == 6 {
        let inner = Some(node.clone()).filter(|n| size(n) < 200).unwrap_or_else(|| value(with));
        let twice = Node::new(Value::List(vec![inner.clone(), inner.clone()]));
        let key = ["not", "all", "any"][with % 3];
        *node = Node::object([(key, if key == "not" { inner } else { twice })]);
        return;
    }
    match (what % 9, &mut node.value) {
        (0, _) => *node = value(with),
        // A list's item, or an object's member, is taken out.
        (1, Value::List(list)) if !list.is_empty() => drop(list.remove(with % list.len())),
        (1, Value::Object(members)) if !members.is_empty() => drop(members.remove(with % members.len())),
        (2, Value::List(list)) => list.push(value(with)),
        (2, Value::Object(members)) => {
            let key = KEYS[with % KEYS.len()];
            if !members.iter().any(|m| m.0 == key) {
                members.push((key.to_owned(), value(with / KEYS.len() * 7)));
            }
        }
        // A list's items again, up to 31 times, each with an id of its own.
        (3, Value::List(list)) => {
            let items = list.clone();
            for turn in 0..with % 32 {
                list.extend(items.iter().cloned().map(|item| renamed(item, turn)));
                if list.len() > 400 {
                    break;
                }
            }
        }
        (4, Value::Number(n)) => *n = scaled(*n, with),
        // Something from elsewhere.
        (5, _) => *node = other.filter(|o| size(o) < 500).unwrap_or_else(|| value(with)),
        (7, Value::Text(text)) => {
            let marks = ['\u{202e}', '\u{200b}', '\u{0}', '*', '<', '\u{1F600}', ' ', 'x'];
            text.insert(text.char_indices().nth(with / 8).map_or(0, |c| c.0), marks[with % marks.len()]);
        }
        (8, Value::Text(text)) if text.len() < 5_000 => *text = text.repeat(1 << (with % 13)).chars().take(20_000).collect(),
        _ => {}
    }
}

fn scaled(n: f64, with: usize) -> f64 {
    let by = [0.0, -1.0, 0.5, 2.0, 10.0, 1000.0, 1e6, 0.001];
    let n = n * by[with % by.len()];
    if n.is_finite() { n } else { 0.0 }
}

fn renamed(mut item: Node, turn: usize) -> Node {
    if let Value::Object(members) = &mut item.value {
        for (_, id) in members.iter_mut().filter(|m| m.0 == "id") {
            if let Value::Text(id) = &mut id.value {
                *id = format!("{id}-{turn}");
            }
        }
    }
    item
}
