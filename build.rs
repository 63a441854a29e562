//! Takes the white space out of the built-in scenarios, so that their files can be laid out for
//! reading and the bundle does not carry the layout.

use std::{env, fs, path::Path};

#[path = "src/content/compact.rs"]
mod compact;
use compact::compact;

/// The built-in scenarios beside the first, in the order of the start screen.
const FIRST: &str = "monday-call";
const OTHERS: [&str; 2] = ["one-came-back", "red-folder"];

fn main() {
    let out = env::var("OUT_DIR").expect("cargo sets OUT_DIR");
    println!("cargo::rerun-if-changed=src/content");
    for entry in fs::read_dir("src/content").expect("src/content is there") {
        let path = entry.expect("src/content can be listed").path();
        if path.extension().is_some_and(|e| e == "json") {
            let text = fs::read_to_string(&path).expect("a scenario is UTF-8");
            let name = path.file_name().expect("a file has a name");
            fs::write(Path::new(&out).join(name), compact(&text)).expect("OUT_DIR can be written");
        }
    }
    catalogue(Path::new(&out));
}

/// Id, title, summary and minutes of each scenario but the first, as Rust, in the order given: the
/// start screen names them without carrying them.
fn catalogue(out: &Path) {
    let entry = |id: &str| {
        let text = fs::read_to_string(format!("src/content/{id}.json")).unwrap_or_else(|e| panic!("{id}: {e}"));
        let json: serde_json::Value = serde_json::from_str(&text).unwrap_or_else(|e| panic!("{id}: {e}"));
        let text = |key: &str| json[key].as_str().unwrap_or_else(|| panic!("{id} has no {key}")).to_owned();
        let minutes = json["minutes"].as_u64().unwrap_or_else(|| panic!("{id} has no minutes"));
        format!("Entry {{ id: {id:?}, title: {:?}, summary: {:?}, minutes: {minutes} }},\n", text("title"), text("summary"))
    };
    let entries: String = OTHERS.iter().map(|id| entry(id)).collect();
    let texts: String = OTHERS.iter().map(|id| format!("({id:?}, include_str!(concat!(env!(\"OUT_DIR\"), \"/{id}.json\"))),\n")).collect();
    let n = OTHERS.len();
    let rust = format!(
        "/// The first, for lists.\npub const FIRST_ENTRY: Entry = {};\n/// The others, for the start screen.\npub const CATALOGUE: [Entry; {n}] = [\n{entries}];\nconst OTHERS: [(&str, &str); {n}] = [\n{texts}];\n",
        entry(FIRST).trim_end_matches(",\n")
    );
    fs::write(out.join("catalogue.rs"), rust).expect("OUT_DIR can be written");
}
