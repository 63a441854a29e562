//! What can be read before the program has come: the start and Monday's first scene, in the page itself.
//! It is what the program draws, nothing else may be asked for, and a press on it is taken once.

use serde_json::json;

use crate::driver::Kind;
use crate::player::{Player, Stage, WEEK};
use crate::server::Site;

in_both! { what_stands_first_is_what_the_program_draws a_press_before_the_program_is_taken_once two_presses_at_once_are_one where_something_else_may_be_asked_for_nothing_stands_first }

/// Where each is kept.
const FOLDER: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/public/first");

/// What is drawn now, but for what hangs on luck.
const DRAWN: &str = "const drawn = document.querySelector('#app > .page').cloneNode(true);
    drawn.querySelectorAll('.strip b').forEach(e => e.textContent = '\u{2026}');
    drawn.querySelectorAll('[aria-live]').forEach(e => e.replaceChildren());
    drawn.querySelectorAll('[data-fresh]').forEach(e => e.removeAttribute('data-fresh'));
    drawn.normalize();";

/// A page whose program comes when `window.__program()` is called.
async fn held(kind: Kind, fragment: &str) -> Player {
    let before = "const ask = window.fetch, held = new Promise(done => window.__program = done);
        window.fetch = (url, ...rest) => /web-.*wasm$/.test(url) ? held.then(() => ask(url, ...rest)) : ask(url, ...rest);";
    let player = Player::at(kind, Site { before: before.to_owned(), ..Site::default() }).await;
    player.load(fragment).await;
    player
}

/// As long as what stands beside the scene has not come.
async fn what_stands_first_is_what_the_program_draws(kind: Kind) {
    let before = "const ask = window.fetch;
        window.fetch = (url, ...rest) => /beside-.*wasm$/.test(url) ? new Promise(() => {}) : ask(url, ...rest);";
    let player = Player::at(kind, Site { before: before.to_owned(), ..Site::default() }).await;
    for (name, fragment) in [("start", ""), ("scene", "#/play/monday-call?seed=2"), ("scene", WEEK)] {
        player.open(fragment).await;
        if std::env::var_os("UPDATE_GOLDEN").is_some() {
            let html = player.browser.run(&format!("{DRAWN} return drawn.outerHTML"), vec![]).await;
            std::fs::create_dir_all(FOLDER).expect("a folder");
            std::fs::write(format!("{FOLDER}/{name}.html"), html.as_str().expect("a page")).expect("it can be written");
            continue;
        }
        let same = format!(
            "{DRAWN} const first = document.getElementById(arguments[0]).content; first.normalize();
            return first.childNodes.length === 1 && drawn.isEqualNode(first.firstChild) || drawn.outerHTML"
        );
        let same = player.browser.run(&same, vec![json!(format!("first-{name}"))]).await;
        let accept = "UPDATE_GOLDEN=1 cargo test --features browser-tests --test browser first::what; make dist";
        assert_eq!(same, json!(true), "what stands first is not what the program draws for {fragment:?}; accept it with {accept}");
    }
}

/// The scene is there and no program: the week is begun and a move made; the program takes both, once.
async fn a_press_before_the_program_is_taken_once(kind: Kind) {
    let player = held(kind, "").await;
    player.wait_screen("start").await;
    player.browser.press("[data-action=play]").await;
    player.wait_screen("play").await;
    // What came with a press takes none for half a second.
    let half = "return new Promise(done => setTimeout(() => done(true), 600))";
    player.browser.run(half, vec![]).await;
    let (choice, _) = player.moves().await.swap_remove(1);
    player.browser.press(&format!("[data-choice='{choice}']")).await;
    player.browser.press("[data-choice]").await;
    assert_eq!(player.browser.run("return document.documentElement.hasAttribute('data-ready')", vec![]).await, json!(false));
    player.browser.run("window.__program()", vec![]).await;
    player.wait_ready().await;
    player.wait_changes().await;
    assert_eq!(player.moves_in_address().await, std::slice::from_ref(&choice));
    let copies = "return document.querySelectorAll('button[data-action=next]').length";
    assert_eq!(player.browser.run(copies, vec![]).await, json!(1));
    assert!(matches!(player.next().await, Stage::Scene(_)));
    assert_eq!(player.moves_in_address().await, [choice]);
}

/// Who presses twice on the start makes no move.
async fn two_presses_at_once_are_one(kind: Kind) {
    let player = held(kind, "").await;
    player.wait_screen("start").await;
    let twice = "document.querySelector('[data-action=play]').click(); document.querySelector('[data-choice]').click()";
    player.browser.run(twice, vec![]).await;
    player.browser.run("window.__program()", vec![]).await;
    player.wait_ready().await;
    player.scene().await;
    assert_eq!(player.moves_in_address().await, Vec::<String>::new());
}

/// A week that is kept, moves in the address, another week, a frame: what is shown is not known yet.
async fn where_something_else_may_be_asked_for_nothing_stands_first(kind: Kind) {
    let player = Player::new(kind).await;
    player.open("").await;
    let shown = "return document.querySelectorAll('#app [data-screen]').length";
    let held =
        "const ask = window.fetch; window.fetch = (url, ...rest) => /\\.wasm$/.test(url) ? new Promise(() => {}) : ask(url, ...rest);";
    player.server.change(|site| site.before = held.to_owned());
    let begun = "return !document.getElementById('starting')?.hidden";
    for fragment in ["#/play/monday-call?seed=7&moves=share", "#/play/red-folder", "#/debrief/monday-call", "#/data"] {
        player.load(fragment).await;
        player.browser.until("the program is begun", begun, vec![]).await;
        assert_eq!(player.browser.run(shown, vec![]).await, json!(0), "{fragment}");
    }
    player.browser.run("localStorage.setItem('by-friday/save/monday-call', '{}')", vec![]).await;
    for fragment in ["", WEEK] {
        player.load(fragment).await;
        player.browser.until("the program is begun", begun, vec![]).await;
        assert_eq!(player.browser.run(shown, vec![]).await, json!(0), "{fragment} beside a week that is kept");
    }
}
