//! Window messages, both ways, against the published schema.

use super::sample::{small, week};
use portal::Report;
use portal::message::{Command, Message, Metrics, Refused, Week};
use serde_json::Value;

fn schema() -> jsonschema::Validator {
    validator(include_str!("../../public/schema/messages-1.json"))
}

fn validator(text: &str) -> jsonschema::Validator {
    let schema: Value = serde_json::from_str(text).unwrap();
    jsonschema::meta::validate(&schema).unwrap();
    jsonschema::validator_for(&schema).unwrap()
}

fn metrics() -> Metrics {
    Metrics { on_time: Some(0.812_345), engagement: 54.321_9, team_hours: 12.5 }
}

fn messages(report: &Report) -> Vec<Message> {
    let week = Week::of(report, metrics());
    let mut all = vec![
        Message::Ready(week.clone()),
        Message::Resize { week: week.clone(), width: 320, height: 1_200 },
        Message::Ready(Week { metrics: Metrics::default(), ..week }),
    ];
    all.extend(Message::decision(report, metrics()));
    all.extend(Message::completed(report, metrics()));
    all
}

#[test]
fn what_is_posted_keeps_to_the_schema_and_can_be_read() {
    let schema = schema();
    let mut kinds = std::collections::BTreeSet::new();
    let reports = week(7, &[1, 0, 2], true).into_iter().chain([small(0, false), small(1, false), small(2, true)]);
    for message in reports.flat_map(|r| messages(&r)) {
        let text = message.write();
        let value: Value = serde_json::from_str(&text).unwrap();
        assert!(schema.is_valid(&value), "{text}: {:?}", schema.validate(&value).err());
        assert!(text.starts_with(r#"{"by-friday":1,"type":""#), "the version comes first: {text}");
        let again = Message::read(&text).unwrap();
        assert_eq!(again.write(), text);
        kinds.insert(value["type"].as_str().unwrap().to_owned());
    }
    assert_eq!(kinds.into_iter().collect::<Vec<_>>(), ["completed", "decision", "ready", "resize"]);
}

/// The scores are a message of version 2, which a reader of version 1 passes over.
#[test]
fn both_scores_are_told_in_a_message_of_their_own() {
    let report = small(2, true);
    let message = Message::scored(&report, metrics(), 74).unwrap();
    let text = message.write();
    let value: Value = serde_json::from_str(&text).unwrap();
    assert!(validator(include_str!("../../public/schema/messages-2.json")).is_valid(&value) && !schema().is_valid(&value), "{text}");
    assert!(text.starts_with(r#"{"by-friday":2,"type":"scored","#), "{text}");
    assert_eq!((value["score"].as_u64(), value["decisions-score"].as_u64()), (report.end.map(|e| u64::from(e.score)), Some(74)));
    assert_eq!(Message::read(&text).map(|m| m.write()), Ok(text.clone()));
    assert_eq!(Message::read(&text.replace(":2,", ":1,")), Err(Refused::Malformed));
    assert_eq!(Message::read(&text.replace("scored", "ready")), Err(Refused::Malformed));
    assert!(Message::scored(&small(2, false), metrics(), 74).is_none());
}

#[test]
fn blind_play_hides_styles_until_the_debrief() {
    let text = |taken, debriefed| {
        let report = Report { blind: true, ..small(taken, debriefed) };
        messages(&report).iter().map(Message::write).collect::<String>()
    };
    assert!(["style", "directive", "collaborative"].iter().all(|w| !text(1, false).contains(w) && !text(2, false).contains(w)));
    assert!(text(2, true).contains("\"style\":\"directive\"") && text(2, true).contains("\"style\":\"collaborative\""));
    assert!(Message::completed(&small(2, false), metrics()).is_none() && Message::decision(&small(0, false), metrics()).is_none());
}

#[test]
fn commands_are_read_as_the_schema_has_them() {
    let schema = schema();
    for (text, read) in [
        (r##"{"by-friday":1,"command":"restart"}"##, Ok(Command::Restart { seed: None })),
        (r##"{"command":"restart","seed":4294967295,"by-friday":1}"##, Ok(Command::Restart { seed: Some(u32::MAX) })),
        (
            r##"{"by-friday":1,"command":"open","link":"#/play/monday-call?seed=7"}"##,
            Ok(Command::Open { link: "#/play/monday-call?seed=7".into() }),
        ),
        (r##"{"by-friday":1,"command":"restart","seed":-1}"##, Err(Refused::Malformed)),
        (r##"{"by-friday":1,"command":"restart","seed":1.5}"##, Err(Refused::Malformed)),
        (r##"{"by-friday":1,"command":"restart","seed":"7"}"##, Err(Refused::Malformed)),
        (r##"{"by-friday":1,"command":"restart","link":"#/"}"##, Err(Refused::Malformed)),
        (r##"{"by-friday":1,"command":"open","link":"https://example.com/"}"##, Err(Refused::Malformed)),
        (r##"{"by-friday":1,"command":"open"}"##, Err(Refused::Malformed)),
        (r##"{"by-friday":1,"command":"open","link":"#/","more":1}"##, Err(Refused::Malformed)),
        (r##"{"by-friday":1,"command":"erase"}"##, Err(Refused::Malformed)),
        (r##"{"by-friday":1,"command":["restart"]}"##, Err(Refused::Malformed)),
        (r##"{"by-friday":1}"##, Err(Refused::Malformed)),
        (r##"{"by-friday":"1","command":"restart"}"##, Err(Refused::Malformed)),
        (r##"{"by-friday":0,"command":"restart"}"##, Err(Refused::Malformed)),
        (r##"{"by-friday":2,"command":"restart"}"##, Err(Refused::Newer)),
        (r##"{"command":"restart"}"##, Err(Refused::Foreign)),
        (r##"{"context":"h5p","action":"hello"}"##, Err(Refused::Foreign)),
        ("[iFrameSizer]x", Err(Refused::Foreign)),
        ("[1]", Err(Refused::Foreign)),
        ("7", Err(Refused::Foreign)),
        ("", Err(Refused::Foreign)),
    ] {
        assert_eq!(Command::read(text), read, "{text}");
        let valid = serde_json::from_str::<Value>(text).is_ok_and(|v| schema.is_valid(&v));
        assert_eq!(valid, read.is_ok(), "the schema says otherwise of {text}");
        if let Ok(command) = read {
            assert_eq!(Command::read(&command.write()), Ok(command));
        }
    }
    let long = Command::Open { link: format!("#/{}", "ä".repeat(65_534)) };
    assert!(Command::read(&long.write()).is_ok() && schema.is_valid(&serde_json::from_str::<Value>(&long.write()).unwrap()));
    let longer = Command::Open { link: format!("#/{}", "ä".repeat(65_535)) };
    assert!(Command::read(&longer.write()).is_err() && !schema.is_valid(&serde_json::from_str::<Value>(&longer.write()).unwrap()));
}

/// Every single change to a message that takes a member away, or makes it something else, is
/// judged alike by the schema and by our own reader.
#[test]
fn malformed_messages_are_refused_by_the_schema_and_by_us() {
    let schema = schema();
    let (mut checked, mut refused) = (0, 0);
    let odd = [
        Value::Null,
        Value::from(-1),
        Value::from(1.5),
        Value::from(1e9),
        Value::from("<b>"),
        Value::from(""),
        Value::from(Vec::<Value>::new()),
    ];
    for message in messages(&small(2, true)) {
        let whole: Value = serde_json::from_str(&message.write()).unwrap();
        let mut pointers = Vec::new();
        collect(&whole, String::new(), &mut pointers);
        for pointer in pointers {
            for change in 0..=odd.len() + 1 {
                let mut value = whole.clone();
                match change {
                    0 => remove(&mut value, &pointer),
                    1 => add(&mut value, &pointer),
                    n => *value.pointer_mut(&pointer).unwrap() = odd[n - 2].clone(),
                }
                let text = value.to_string();
                let read = Message::read(&text);
                assert_eq!(read.is_ok(), schema.is_valid(&value), "{pointer}, change {change}: {read:?} {text}");
                checked += 1;
                refused += u32::from(read.is_err());
            }
        }
    }
    assert!(checked > 500 && refused > checked / 2, "{refused} of {checked}");
}

fn collect(value: &Value, at: String, out: &mut Vec<String>) {
    match value {
        Value::Object(members) => members.iter().for_each(|(k, v)| collect(v, format!("{at}/{k}"), out)),
        Value::Array(items) => items.iter().enumerate().for_each(|(i, v)| collect(v, format!("{at}/{i}"), out)),
        _ => {}
    }
    if !at.is_empty() {
        out.push(at);
    }
}

fn parent<'v>(value: &'v mut Value, pointer: &str) -> (&'v mut Value, String) {
    let (above, name) = pointer.rsplit_once('/').unwrap();
    (value.pointer_mut(above).unwrap(), name.to_owned())
}

fn remove(value: &mut Value, pointer: &str) {
    let (above, name) = parent(value, pointer);
    match above {
        Value::Object(members) => drop(members.remove(&name)),
        Value::Array(items) => drop(items.remove(name.parse().unwrap())),
        _ => {}
    }
}

/// Another member beside it.
fn add(value: &mut Value, pointer: &str) {
    if let (Value::Object(members), _) = parent(value, pointer) {
        members.insert("by-friday-2".into(), Value::from(1));
    }
}
