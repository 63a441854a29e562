//! Whether the program for the browser is built to be split into parts (`tools/parts.sh`): the splitter reads
//! where functions and data are named.

use std::env;

fn main() {
    println!("cargo::rerun-if-env-changed=PARTS");
    println!("cargo::rustc-check-cfg=cfg(split)");
    if env::var_os("PARTS").is_some_and(|parts| !parts.is_empty()) && env::var("CARGO_CFG_TARGET_FAMILY").is_ok_and(|f| f == "wasm") {
        println!("cargo::rustc-cfg=split");
        println!("cargo::rustc-link-arg-bin=web=--emit-relocs");
    }
}
