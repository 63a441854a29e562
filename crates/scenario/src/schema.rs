//! The published schema `public/schema/scenario-1.json`, made from the types and their comments.
//!
//! It is laxer than the reader where JSON Schema cannot look: targets and ids that stand twice, the
//! order of an estimate, what hangs on luck, one default a style, numbers behind an assumption's id,
//! limits on size. It is never stricter: what the reader takes is valid.

// The test reads what is published.
#[cfg(test)]
#[allow(clippy::disallowed_methods)]
mod tests {
    use crate::check::shape::{CONDITIONS, EFFECTS, Field, Kind, SCENARIO};
    use engine::model::Scenario;
    use schemars::generate::SchemaSettings;
    use serde_json::{Value, json};
    use std::collections::BTreeSet;

    const FILE: &str = "public/schema/scenario-1.json";
    const ROOT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../..");
    /// Members that are ids, of themselves or of others, wherever the reader asks for that form.
    const IDS: [&str; 4] = ["id", "to", "start", "ship"];

    /// The schema as it is published.
    fn schema() -> Value {
        let made = SchemaSettings::draft2020_12().into_generator().into_root_schema_for::<Scenario>();
        let mut v = serde_json::to_value(made).expect("a schema is JSON");
        plain(&mut v);
        v["title"] = json!("A scenario of By Friday, format 1");
        v["$id"] = json!("urn:x-by-friday:schema:scenario-1");
        v["properties"]["format"] = json!({"const": 1, "description": "Always 1: the version of this form."});
        v
    }

    /// Takes out what belongs to Rust, and adds what the reader asks for beyond the types.
    fn plain(v: &mut Value) {
        match v {
            Value::Array(list) => list.iter_mut().for_each(plain),
            Value::Object(members) => {
                for (key, inner) in members.iter_mut() {
                    // The names in here are an author's, not the schema's own.
                    match inner.as_object_mut().filter(|_| key == "properties" || key == "$defs") {
                        Some(names) => names.values_mut().for_each(plain),
                        None => plain(inner),
                    }
                }
                let small = |d: &Value| {
                    d.as_str() == Some("") || *d == json!([]) || *d == json!(0) || *d == json!(false) || d.is_object() || d.is_array()
                };
                if members.get("default").is_some_and(small) {
                    members.remove("default");
                }
                // What may be left out may not be null.
                if let Some(Value::Array(types)) = members.get_mut("type") {
                    types.retain(|t| t != "null");
                    if let [one] = &types[..] {
                        members["type"] = one.clone();
                    }
                }
                if let Some(Value::Array(any)) = members.get_mut("anyOf") {
                    any.retain(|t| *t != json!({"type": "null"}));
                    if let [one] = &any[..] {
                        let one = one.clone();
                        members.remove("anyOf");
                        members.extend(one.as_object().expect("an object").clone());
                    }
                }
                // Comments are paragraphs in the source and lines here; links to Rust mean nothing here.
                if let Some(Value::String(text)) = members.get_mut("description") {
                    *text = text.replace("[`", "`").replace("`]", "`").replace('\n', " ");
                }
                match members.remove("format").as_ref().and_then(Value::as_str) {
                    Some("int32") => members.extend([("minimum".into(), json!(-100_000)), ("maximum".into(), json!(100_000))]),
                    Some("uint32") => drop(members.insert("maximum".into(), json!(u32::MAX))),
                    _ => {}
                }
                if let Some(Value::Object(properties)) = members.get_mut("properties") {
                    for id in IDS {
                        if let Some(Value::Object(p)) = properties.get_mut(id) {
                            p.insert("pattern".into(), json!("^[a-z0-9-]+$"));
                        }
                    }
                }
            }
            _ => {}
        }
    }

    fn published() -> Value {
        let path = std::path::Path::new(ROOT).join(FILE);
        let text = format!("{:#}\n", schema());
        if std::env::var_os("UPDATE_GOLDEN").is_some() {
            std::fs::write(&path, &text).expect("it can be written");
        }
        let there = std::fs::read_to_string(&path).unwrap_or_default();
        assert!(there == text, "{FILE} is out of date: UPDATE_GOLDEN=1 cargo test -p by-friday-scenario schema");
        serde_json::from_str(&there).expect("it is JSON")
    }

    #[test]
    fn the_published_schema_is_the_types() {
        let v = published();
        jsonschema::draft202012::meta::validate(&v).expect("it is a schema of this draft");
        // Everything an author can write is explained.
        fn silent(v: &Value, at: &str, found: &mut Vec<String>) {
            // What names a kind has its words one level up.
            let kind = v["description"].is_string() && v["properties"].as_object().is_some_and(|p| p.len() == 1);
            if let Some(properties) = v["properties"].as_object().filter(|_| !kind) {
                for (name, p) in properties {
                    if p["description"].as_str().is_none_or(str::is_empty) && p.get("$ref").is_none() {
                        found.push(format!("{at}/{name}"));
                    }
                }
            }
            match v {
                Value::Object(m) => m.iter().for_each(|(k, v)| silent(v, &format!("{at}/{k}"), found)),
                Value::Array(l) => l.iter().enumerate().for_each(|(i, v)| silent(v, &format!("{at}/{i}"), found)),
                _ => {}
            }
        }
        let mut found = Vec::new();
        silent(&v, "", &mut found);
        assert!(found.is_empty(), "without a description:\n{}", found.join("\n"));
    }

    /// An object of the schema: behind its reference, if it is one.
    fn behind<'v>(root: &'v Value, v: &'v Value) -> &'v Value {
        match v["$ref"].as_str() {
            Some(link) => root.pointer(link.trim_start_matches('#')).expect("the reference leads somewhere"),
            None => v,
        }
    }

    /// The checker's table and the schema have the same members everywhere, and need the same.
    #[test]
    fn the_checkers_table_is_the_schema() {
        let root = schema();
        let mut seen = BTreeSet::new();
        object(&root, &root, SCENARIO.fields, "a scenario", &mut seen);
        for (name, kinds) in [("Cond", &CONDITIONS[..]), ("Effect", &EFFECTS[..])] {
            let all = root["$defs"][name]["oneOf"].as_array().expect("kinds");
            let one = |v: &Value| v["properties"].as_object().expect("an object").keys().next().expect("a member").clone();
            let names: BTreeSet<String> = all.iter().map(one).collect();
            assert_eq!(names, kinds.iter().map(|k| k.0.to_owned()).collect(), "{name}");
            for v in all {
                let kind = kinds.iter().find(|k| k.0 == one(v)).expect("it is there");
                value(&root, &v["properties"][kind.0], &kind.1, kind.0, &mut seen);
            }
        }
        assert!(seen.len() > 20, "{seen:?}");
    }

    fn object(root: &Value, v: &Value, fields: &[Field], name: &'static str, seen: &mut BTreeSet<&'static str>) {
        if !seen.insert(name) {
            return;
        }
        let keys = |v: &Value| v.as_object().map_or(BTreeSet::new(), |p| p.keys().cloned().collect::<BTreeSet<_>>());
        assert_eq!(keys(&v["properties"]), fields.iter().map(|f| f.key.to_owned()).collect(), "{name}");
        assert_eq!(v["additionalProperties"], false, "{name}");
        let needed: BTreeSet<&str> = v["required"].as_array().into_iter().flatten().filter_map(Value::as_str).collect();
        assert_eq!(needed, fields.iter().filter(|f| f.need).map(|f| f.key).collect(), "{name}");
        for f in fields {
            value(root, &v["properties"][f.key], &f.kind, f.key, seen);
        }
    }

    fn value(root: &Value, v: &Value, kind: &Kind, key: &str, seen: &mut BTreeSet<&'static str>) {
        let v = behind(root, v);
        let is = |t: &str| assert_eq!(v["type"], t, "{key}");
        match kind {
            Kind::Object(shape) => object(root, v, shape.fields, shape.name, seen),
            Kind::List(item) => {
                is("array");
                value(root, &v["items"], item, key, seen);
            }
            Kind::Estimate => is("array"),
            Kind::Flag => is("boolean"),
            Kind::Whole | Kind::Thousandths => is("integer"),
            Kind::Number => is("number"),
            Kind::Format => assert_eq!(v["const"], 1),
            Kind::Cond | Kind::Effect => assert!(v["oneOf"].is_array(), "{key}"),
            Kind::Style | Kind::Status | Kind::Portrait => assert!(v["enum"].is_array() || v["oneOf"].is_array(), "{key}"),
            Kind::Quantity(_) => assert_eq!(v["type"], json!(["number", "string"])),
            _ => is("string"),
        }
    }

    #[test]
    fn the_built_in_scenarios_and_the_examples_are_valid() {
        let validator = jsonschema::validator_for(&published()).expect("a schema");
        let mut texts: Vec<String> = crate::built_ins().map(|b| b.1.to_owned()).collect();
        let folder = std::path::Path::new(ROOT).join("public/examples");
        for entry in std::fs::read_dir(folder).expect("the folder is there") {
            let path = entry.expect("an entry").path();
            if path.extension().is_some_and(|e| e == "json") {
                texts.push(std::fs::read_to_string(path).expect("a file"));
            }
        }
        assert!(texts.len() > 1);
        for text in texts {
            let v: Value = serde_json::from_str(&text).expect("JSON");
            let wrong: Vec<String> = validator.iter_errors(&v).map(|e| format!("{}: {e}", e.instance_path())).collect();
            assert!(wrong.is_empty(), "{wrong:?}");
            let lines = text.lines().count();
            assert!(lines <= 45 || v["id"] != "first-friday", "a first scenario has {lines} lines");
        }
    }

    /// Broken in its form, a file is refused by the schema and by the reader.
    #[test]
    fn what_is_broken_in_form_is_refused_by_both() {
        let validator = jsonschema::validator_for(&schema()).expect("a schema");
        let fine: Value = serde_json::from_str(include_str!("../../../public/examples/first-friday.json")).expect("JSON");
        let m = "/scenes/0/moves/0";
        for (path, new) in [
            ("/format", json!(2)),
            ("/format", json!("1")),
            ("/id", json!("My week")),
            ("/id", json!("")),
            ("/title", Value::Null),
            ("/sceens", json!([])),
            ("/minutes", json!(-1)),
            ("/minutes", json!(1.5)),
            ("/deadline", json!("fri 4pm")),
            ("/deadline", json!("fri +4:00")),
            ("/start", json!("")),
            ("/team", json!({})),
            ("/team/0/role", json!(7)),
            ("/work", json!({"ship": "a"})),
            ("/work", json!({"tasks": [{"id": "a", "name": "A", "minutes": [1, 2]}]})),
            ("/work", json!({"tasks": [{"id": "a", "name": "A", "minutes": [1, 2, 3], "owner": null}]})),
            ("/facts/0/known_by", json!("idris")),
            ("/score", json!({"delivery": 40})),
            (
                "/assumptions",
                json!([{"id": "a", "name": "A", "value": 1, "low": 0, "high": 2, "unit": "min", "source": "S", "status": "sure"}]),
            ),
            ("/scenes/0/situation", json!({"familiar": "yes"})),
            ("/scenes/0/next", json!([{"to": "Last"}])),
            ("/scenes/0/lines", json!([{"who": "rosa"}])),
            (&format!("{m}/style"), json!("direct")),
            (&format!("{m}/default"), json!(1)),
            (&format!("{m}/offered"), json!({"knows": "lift", "flag": "x"})),
            (&format!("{m}/offered"), json!({"known": "lift"})),
            (&format!("{m}/offered"), json!({})),
            (&format!("{m}/effects"), json!([{"meat": {"minutes": 5}}])),
            (&format!("{m}/effects"), json!([{"meet": {"minutes": true}}])),
            (&format!("{m}/effects"), json!([{"feel": {"autonomy": 0.5}}])),
            (&format!("{m}/effects"), json!([{"feel": {"autonomy": 200000}}])),
            (&format!("{m}/effects"), json!([{"meet": {"minutes": 5}, "feel": {}}])),
            (&format!("{m}/effects"), json!([{"away": {"minutes": 5}}])),
        ] {
            let mut v = fine.clone();
            let (parent, key) = path.rsplit_once('/').expect("a pointer");
            v.pointer_mut(parent).expect("it is there").as_object_mut().expect("an object").insert(key.into(), new.clone());
            assert!(!validator.is_valid(&v), "the schema takes {path} = {new}");
            assert!(crate::scenario(&v.to_string()).is_err(), "the reader takes {path} = {new}");
        }
    }
}
