//! Takes the white space out of the built-in scenarios, so that their files can be laid out for
//! reading and the bundle does not carry the layout.

use std::{env, fs, path::Path};

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
}

fn compact(text: &str) -> String {
    let (mut inside, mut escaped) = (false, false);
    let keep = |c: &char| {
        if *c == '"' && !escaped {
            inside = !inside;
        }
        escaped = inside && *c == '\\' && !escaped;
        inside || !c.is_ascii_whitespace()
    };
    text.chars().filter(keep).collect()
}
