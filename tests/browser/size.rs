//! What must be loaded before the first move can be made.

use std::collections::BTreeMap;

use crate::dist;
use crate::driver::Kind;
use crate::player::{Player, WEEK};
use crate::squeeze::{Coding, code};

/// The most bytes, coded with brotli, that may be needed for the first move.
const MOST: usize = 119_000;

/// Opens the week in Chromium, sees what the host was asked for until a move could be made, prints
/// each file's size raw, with gzip and with brotli, and holds the sum to the budget.
#[test]
fn bytes_before_the_first_move() {
    crate::run(async {
        let player = Player::new(Kind::Chromium).await;
        player.open(WEEK).await;
        player.scene().await;
        let log = player.server.log();
        let mut asked: BTreeMap<String, usize> = log.iter().map(|request| (request.path.clone(), request.raw)).collect();
        // Asked for once the program is there: what is read from Tuesday on, and faces.
        let later = |path: &str| path.starts_with("/later-") || path.starts_with("/portraits");
        asked.retain(|path, _| !later(path));
        let program = log.iter().position(|request| request.path.ends_with(".wasm"));
        assert!(program.is_some_and(|at| log.iter().take(at).all(|request| !later(&request.path))), "the program comes first: {asked:?}");

        let mut total = [0; 3];
        println!("{:>9} {:>9} {:>9}  loaded before the first move", "raw", "gzip -9", "brotli 11");
        for path in asked.keys() {
            let name = if path == "/" { "index.html" } else { path.trim_start_matches('/') };
            let bytes = std::fs::read(dist::folder().join(name))
                .unwrap_or_else(|e| panic!("the page asks for {path}, which is not in the build: {e}"));
            let sizes = [Coding::Plain, Coding::Gzip, Coding::Brotli].map(|coding| code(coding, &bytes).len());
            println!("{:>9} {:>9} {:>9}  {name}", sizes[0], sizes[1], sizes[2]);
            total = [total[0] + sizes[0], total[1] + sizes[1], total[2] + sizes[2]];
        }
        println!("{:>9} {:>9} {:>9}  in all", total[0], total[1], total[2]);
        println!("{:>9} {:>9} {:>9}  of the bundles that are fetched when they are needed", "", "", "");
        for (name, least) in [("later-", 1), ("portraits", 1), ("studio-", 2), ("desk-", 2), ("portal-", 2), ("host-", 2)] {
            let files = std::fs::read_dir(dist::folder()).expect("the build").flatten().map(|f| f.path());
            let ours = files.filter(|f| f.file_name().is_some_and(|n| n.to_string_lossy().starts_with(name)));
            let bytes: Vec<Vec<u8>> = ours.map(|f| std::fs::read(f).expect("a file")).collect();
            assert!(bytes.len() >= least, "no bundle {name} in the build");
            let sizes =
                [Coding::Plain, Coding::Gzip, Coding::Brotli].map(|coding| bytes.iter().map(|b| code(coding, b).len()).sum::<usize>());
            println!("{:>9} {:>9} {:>9}  {name}*", sizes[0], sizes[1], sizes[2]);
            assert!(!asked.keys().any(|path| path.contains(name)), "{name} was fetched before the first move: {asked:?}");
        }
        assert!(total[2] <= MOST, "{} bytes with brotli are more than {MOST}", total[2]);
    });
}
