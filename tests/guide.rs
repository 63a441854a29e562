//! The writer's guide: its reference is the published schema, its tables are the program's own, and
//! every piece of JSON in it is tried. `UPDATE_GOLDEN=1 cargo test --test guide` writes the parts
//! that are made.

use scenario::check::{CODES, Severity, check};
use scenario::{read, standard};
use serde_json::Value;
use std::fs;
use std::path::{Path, PathBuf};

const EXAMPLE: &str = "public/examples/first-friday.json";
/// The schema's parts in the order in which a writer meets them, with their headings.
const PARTS: [(&str, &str); 25] = [
    ("", "A scenario"),
    ("Member", "A member"),
    ("Portrait", "A portrait"),
    ("Voice", "A face of somebody outside the team"),
    ("Scene", "A scene"),
    ("Line", "A line"),
    ("Move", "A move"),
    ("Because", "A reason"),
    ("Next", "A way on"),
    ("Situation", "A situation"),
    ("Cond", "Conditions"),
    ("Feels", "A feeling"),
    ("Effect", "Effects"),
    ("Quantity", "A number"),
    ("Time", "A time"),
    ("Style", "A style"),
    ("Fact", "A fact"),
    ("Flag", "A flag"),
    ("Work", "The work"),
    ("Task", "A task"),
    ("Assumption", "An assumption"),
    ("Status", "Its status"),
    ("Weights", "The score"),
    ("Habit", "A pair of habits"),
    ("Debrief", "The debrief"),
];
/// Parts that are told where they are used.
const REST: [(&str, &str); 2] = [("Question", "A question"), ("Path", "A named path")];

fn file(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(path)
}

fn text(path: &str) -> String {
    fs::read_to_string(file(path)).unwrap()
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

/// A description: what stands between backticks is code.
fn prose(text: &str) -> String {
    let parts = text.split('`').enumerate();
    parts.map(|(i, t)| if i % 2 == 1 { format!("<code>{}</code>", escaped(t)) } else { escaped(t) }).collect()
}

fn table(name: &str, heads: &[&str], rows: &[Vec<String>]) -> String {
    let head: String = heads.iter().map(|h| format!("<th scope=\"col\">{h}</th>")).collect();
    let row = |r: &Vec<String>| {
        let cells: String = r[1..].iter().map(|c| format!("<td>{c}</td>")).collect();
        format!("<tr><th scope=\"row\">{}</th>{cells}</tr>\n", r[0])
    };
    let body: String = rows.iter().map(row).collect();
    format!(
        "<div class=\"wide\" tabindex=\"0\" role=\"region\" aria-label=\"Reference: {name}\">\n<table>\n<thead><tr>{head}</tr></thead>\n<tbody>\n{body}</tbody>\n</table>\n</div>\n"
    )
}

fn linked(name: &str) -> String {
    let title = PARTS.iter().chain(&REST).find(|p| p.0 == name).unwrap_or_else(|| panic!("{name} has no part")).1;
    format!("<a href=\"#{}\">{}</a>", name.to_lowercase(), title.to_lowercase())
}

/// What a value may be, in words.
fn kind(v: &Value) -> String {
    if let Some(link) = v["$ref"].as_str() {
        return linked(link.trim_start_matches("#/$defs/"));
    }
    match v["type"].as_str() {
        Some("array") if v["minItems"] == 3 => "three numbers".into(),
        Some("array") => format!("a list: {}", kind(&v["items"])),
        Some("string") if v["pattern"].is_string() => "an id".into(),
        Some("string") => "a text".into(),
        Some("boolean") => "true or false".into(),
        Some("integer") => "a whole number".into(),
        Some("number") => "a number".into(),
        Some("object") => "an object".into(),
        _ => v.get("const").map_or("a value".into(), Value::to_string),
    }
}

fn rows(v: &Value) -> Vec<Vec<String>> {
    let needed: Vec<&str> = v["required"].as_array().into_iter().flatten().filter_map(Value::as_str).collect();
    let one = |(key, p): (&String, &Value)| {
        let need = if needed.contains(&key.as_str()) { "yes" } else { "" };
        let said = p["description"].as_str().unwrap_or("");
        vec![format!("<code>{key}</code>"), kind(p), need.into(), prose(said)]
    };
    let mut all: Vec<Vec<String>> = v["properties"].as_object().unwrap().iter().map(one).collect();
    all.sort_by_key(|r| r[2].is_empty());
    all
}

fn reference() -> String {
    let root: Value = serde_json::from_str(&text("public/schema/scenario-1.json")).unwrap();
    let parts: Vec<&str> = PARTS.iter().chain(&REST).map(|p| p.0).filter(|p| !p.is_empty()).collect();
    root["$defs"].as_object().unwrap().keys().for_each(|name| assert!(parts.contains(&name.as_str()), "{name} is not told"));
    let mut out = String::new();
    for (name, title) in PARTS.iter().chain(&REST) {
        let v = if name.is_empty() { &root } else { &root["$defs"][name] };
        assert!(!v.is_null(), "{name}");
        let id = if name.is_empty() { "scenario".to_owned() } else { name.to_lowercase() };
        out += &format!("<h3 id=\"{id}\">{title}</h3>\n<p>{}</p>\n", prose(v["description"].as_str().unwrap_or("")));
        if v["properties"].is_object() {
            out += &table(title, &["Member", "Holds", "Needed", "What it is"], &rows(v));
        } else if let Some(kinds) = v["oneOf"].as_array().or(v["anyOf"].as_array()) {
            out += &table(title, &["Kind", "Holds", "What it is"], &kinds.iter().map(one_kind).collect::<Vec<_>>());
        } else if let Some(names) = v["enum"].as_array() {
            out += &format!("<p>{}</p>\n", names.iter().map(|n| format!("<code>{n}</code>")).collect::<Vec<_>>().join(" or "));
        }
    }
    out
}

/// A condition or an effect, with the members of what it holds; or one of several texts.
fn one_kind(v: &Value) -> Vec<String> {
    let said = prose(v["description"].as_str().unwrap_or(""));
    let Some((name, inner)) = v["properties"].as_object().and_then(|p| p.iter().next()) else {
        return vec![format!("<code>{}</code>", v["const"]), "a text".into(), said];
    };
    let holds = if inner["properties"].is_object() {
        let one = |r: Vec<String>| {
            let optional = if r[2].is_empty() { ", may be left out" } else { "" };
            let words = if r[3].is_empty() { String::new() } else { format!(". {}", r[3]) };
            format!("{}: {}{optional}{words}", r[0], r[1])
        };
        rows(inner).into_iter().map(one).collect::<Vec<_>>().join("<br>")
    } else {
        kind(inner)
    };
    vec![format!("<code>{name}</code>"), holds, said]
}

fn engine() -> String {
    let row = |a: &engine::model::scenario::Assumption| {
        vec![
            format!("<code>{}</code>", a.id),
            escaped(&a.name),
            format!("{} {}", json::number(a.value), escaped(&a.unit)),
            escaped(&a.source),
        ]
    };
    let rows: Vec<Vec<String>> = standard().iter().map(row).collect();
    table("The program\u{2019}s own assumptions", &["Id", "What it is", "Value", "Source"], &rows)
}

fn codes() -> String {
    let mut all = CODES.to_vec();
    all.sort_by_key(|c| c.1);
    let row = |c: &(&str, Severity, &str)| vec![format!("<code>{}</code>", c.0), c.1.name().to_owned(), escaped(c.2)];
    table("Codes", &["Code", "Severity", "What it means"], &all.iter().map(row).collect::<Vec<_>>())
}

/// The page with its made parts made anew.
fn page(old: &str) -> String {
    let example = format!("<pre tabindex=\"0\" data-check=\"scenario\">{}</pre>\n", escaped(text(EXAMPLE).trim_end()));
    let made = [("example", example), ("engine", engine()), ("reference", reference()), ("codes", codes())];
    made.iter().fold(old.to_owned(), |page, (name, part)| {
        let (open, close) = (format!("<!-- {name} -->\n"), format!("<!-- end of the {name} -->"));
        let (before, rest) = page.split_once(&open).unwrap();
        let (_, after) = rest.split_once(&close).unwrap();
        format!("{before}{open}{part}{close}{after}")
    })
}

#[test]
fn the_made_parts_are_up_to_date() {
    let path = "public/writers.html";
    let old = text(path);
    let new = page(&old);
    if std::env::var_os("UPDATE_GOLDEN").is_some() {
        fs::write(file(path), &new).unwrap();
        return;
    }
    assert!(old == new, "{path} is out of date: UPDATE_GOLDEN=1 cargo test --test guide");
    assert!(!new.contains("<script") && !new.contains("style="));
    // Every link within the page leads somewhere.
    for link in new.split("href=\"#").skip(1) {
        let id = link.split('"').next().unwrap();
        assert!(new.contains(&format!("id=\"{id}\"")), "nothing is called {id}");
    }
}

/// The example with a piece of the guide put in, and no error in it.
#[test]
fn every_piece_of_json_is_right() {
    let example: Value = serde_json::from_str(&text(EXAMPLE)).unwrap();
    let page = text("public/writers.html");
    let mut tried = 0;
    for piece in page.split("data-check=\"").skip(1) {
        let (name, rest) = piece.split_once("\">").unwrap();
        let code = rest.split("</pre>").next().unwrap().replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&");
        let new: Value = serde_json::from_str(&code).unwrap_or_else(|e| panic!("{name}: {e}"));
        let mut v = example.clone();
        match name.split_once(':') {
            Some(("member", key)) => v[key] = new,
            Some(("scene", key)) => v["scenes"][0][key] = new,
            _ if name == "condition" => v["scenes"][1]["lines"][0]["when"] = new,
            _ if name == "effects" => v["scenes"][0]["moves"][0]["effects"] = new,
            _ => v = new,
        }
        sound(name, &v);
        tried += 1;
    }
    // And each row of the table of conditions.
    for row in page.split("<tr><td><code>").skip(1) {
        let code = row.split("</code>").next().unwrap();
        let mut v = example.clone();
        v["scenes"][1]["lines"][0]["when"] = serde_json::from_str(code).unwrap();
        v["flags"] = serde_json::json!([{"id": "promised", "text": "T"}]);
        v["scenes"][0]["moves"][0]["effects"] = serde_json::json!([{"chance": {"id": "coin", "p": 0.5}}]);
        sound(code, &v);
        tried += 1;
    }
    assert!(tried > 12, "{tried}");
}

#[track_caller]
fn sound(name: &str, v: &Value) {
    let text = v.to_string();
    let found = check(&text, None);
    assert!(!found.has_errors() && read(&text).is_ok(), "{name}: {found:#?}");
}

#[test]
fn the_first_week_is_short_and_has_nothing_to_mend() {
    let text = text(EXAMPLE);
    assert!(text.lines().count() <= 45);
    assert_eq!(check(&text, None).list, []);
    let (scenario, program) = read(&text).unwrap();
    assert_eq!((scenario.scenes.len(), scenario.assumptions.len()), (3, 0));
    let mut job = engine::FiguresJob::new(&program, 1000);
    engine::job::finish(&mut job);
    assert_eq!(scenario::check::numbers(&text, &scenario, &job), []);
}
