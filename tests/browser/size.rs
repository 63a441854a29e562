//! What must be loaded before the first move can be made.

use std::collections::{BTreeMap, BTreeSet};

use crate::dist;
use crate::driver::Kind;
use crate::player::{Player, WEEK};
use crate::squeeze::{Coding, code};

/// The most bytes, coded with brotli, that may be needed for the first move; and what else comes while
/// somebody reads Monday.
const MOST: usize = 98_500;
const READING: usize = 29_000;

/// The parts that come later, how many files each has, and the most bytes of it, coded with brotli. A page
/// that only a later part shows, and is reached from an earlier one, is seen here.
const PARTS: [(&str, usize, usize); 5] =
    [("beside-", 1, 13_000), ("studio-", 4, 277_000), ("desk-", 2, 520_000), ("portal-", 1, 68_500), ("host-", 1, 27_000)];

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
        // Asked for once the program is there: what is read from Tuesday on, faces, and what stands beside the scene.
        let later = |path: &str| ["/later-", "/portraits", "/beside-"].iter().any(|name| path.starts_with(name));
        player.browser.until("what stands beside it", "return !!document.querySelector('.side .measures')", vec![]).await;
        let reading: BTreeSet<String> = player.server.log().into_iter().map(|request| request.path).filter(|path| later(path)).collect();
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
        let brotli =
            |name: &str| code(Coding::Brotli, &std::fs::read(dist::folder().join(name.trim_start_matches('/'))).expect("a file")).len();
        let more: usize = reading.iter().map(|path| brotli(path)).sum();
        println!("{:>9} {:>9} {more:>9}  more while Monday is read: {reading:?}", "", "");
        assert_eq!(reading.len(), 3);
        println!("{:>9} {:>9} {:>9}  of the parts that are fetched when they are needed", "", "", "");
        for (name, count, most) in PARTS {
            let files =
                std::fs::read_dir(dist::folder()).expect("the build").flatten().map(|f| f.file_name().to_string_lossy().into_owned());
            let ours: Vec<String> = files.filter(|f| f.starts_with(name)).collect();
            let bytes: usize = ours.iter().map(|f| brotli(f)).sum();
            println!("{:>9} {:>9} {bytes:>9}  {name}*, {most} at most", "", "");
            assert!(ours.len() == count && bytes <= most, "{bytes} bytes of {name}: {ours:?}");
            let early = name != "beside-" && log.iter().any(|request| request.path.contains(name));
            assert!(!early, "{name} was fetched before the first move: {asked:?}");
        }
        assert!(more <= READING, "{more} bytes with brotli are more than {READING}");
        assert!(total[2] <= MOST, "{} bytes with brotli are more than {MOST}", total[2]);
    });
}
