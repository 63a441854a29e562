//! Prints the statements of sample attempts as one JSON list, for validators in other languages.
//!
//! `cargo run --example statements`

mod attempts;
mod lrs;
mod peers;
mod sample;
mod store;

fn main() {
    let all: Vec<serde_json::Value> = attempts::stores().into_iter().flat_map(|s| s.lrs.statements).collect();
    println!("{}", serde_json::to_string_pretty(&all).expect("it was JSON"));
}
