//! What comes first in a portal: what is read, then the first scene. What follows the week, to tell of it,
//! comes after.

use serde_json::{Value, json};

use super::lrs::{REGISTRATION, go, statements, verbs};
use super::{launch, lms};
use crate::dist;
use crate::driver::Kind;
use crate::native;
use crate::player::{Player, Style};
use crate::server::{Request, Site};

in_both! { what_talks_with_a_portal_is_asked_for_with_the_program the_first_scene_waits_for_nothing_that_writes what_follows_a_week_fails_and_comes_back what_is_loaded_before_the_first_scene }

/// The most bytes, as they lie in a package (Moodle serves them so), that come before the first scene: half of it is
/// the week. (500,000 are aimed at; with what follows the week they were 997,000.)
const MOST: usize = 490_000;

/// A record store's page whose part that follows the week comes when `window.__host(how)` is called.
async fn held(kind: Kind) -> Player {
    let before = "const ask = window.fetch;
        let held = new Promise(done => window.__host = done);
        window.fetch = (url, ...rest) => /host-.*wasm$/.test(url) ? held.then(how => how ? ask(url, ...rest) : new Response('', { status: 404 })) : ask(url, ...rest);
        window.__again = () => held = new Promise(done => window.__host = done);";
    let own = vec![("/launch.json", "application/json", native::launch("xapi", 7, 1, false))];
    let player = Player::at(kind, Site { own, before: before.to_owned(), ..Site::default() }).await;
    go(&player, &format!("&auth=Basic%20eDp5{REGISTRATION}")).await;
    player.wait_ready().await;
    player
}

/// The moves of all statements about decisions, and when each is said to have been taken.
fn told(statements: &[Value]) -> Vec<(String, String)> {
    let text = |s: &Value, at: &str| s.pointer(at).and_then(Value::as_str).map(str::to_owned);
    statements.iter().filter_map(|s| Some((text(s, "/result/response")?, text(s, "/timestamp")?))).collect()
}

/// The program does not come: what talks with the portal is asked for all the same, and comes once.
async fn what_talks_with_a_portal_is_asked_for_with_the_program(kind: Kind) {
    let before = "const ask = window.fetch, held = new Promise(done => window.__program = done);
        window.fetch = (url, ...rest) => /web-.*wasm$/.test(url) ? held.then(() => ask(url, ...rest)) : ask(url, ...rest);";
    let own = vec![("/launch.json", "application/json", native::launch("cmi5", 7, 1, false))];
    let player = Player::at(kind, Site { own, before: before.to_owned(), ..Site::default() }).await;
    go(&player, &format!("&fetch=ORIGIN/__lrs/fetch%3Fn=1&activityId=urn:test:unit{REGISTRATION}")).await;
    let asked = || player.server.log().iter().filter(|r| r.path.contains("/portal-")).count();
    let begun = std::time::Instant::now();
    while asked() == 0 {
        assert!(begun.elapsed().as_secs() < 60, "what talks with the portal waits for the program");
        tokio::time::sleep(std::time::Duration::from_millis(20)).await;
    }
    assert_eq!(player.server.lrs(|lrs| lrs.log.clone()), Vec::<String>::new(), "nobody can ask it anything yet");
    player.browser.run("window.__program()", vec![]).await;
    player.wait_ready().await;
    player.scene().await;
    assert_eq!((asked(), player.server.lrs(|lrs| lrs.broken.clone())), (1, Vec::<String>::new()));
}

/// The week is played while what follows it is on its way; then all is told in order, as it was taken.
async fn the_first_scene_waits_for_nothing_that_writes(kind: Kind) {
    let player = held(kind).await;
    let made = player.play(Style::Directive, 3).await;
    assert_eq!(player.server.lrs(|lrs| verbs(&lrs.statements).iter().filter(|v| *v == "answered").count()), 0);
    let late = player.browser.run("const now = new Date().toISOString(); window.__host(true); return now", vec![]).await;
    let all = statements(&player, 4).await;
    assert_eq!(verbs(&all), ["initialized", "answered", "answered", "answered"]);
    let told = told(&all);
    assert_eq!(told.iter().map(|t| t.0.clone()).collect::<Vec<_>>(), made);
    assert!(told.windows(2).all(|pair| pair[0].1 < pair[1].1), "each at its own time: {told:?}");
    assert!(told.iter().all(|t| t.1.as_str() < late.as_str().unwrap_or("")), "{told:?}, {late}");
    assert_eq!(player.server.lrs(|lrs| lrs.broken.clone()), Vec::<String>::new());
}

/// It does not come: a line says so, the week goes on, and with the next decision all is told.
async fn what_follows_a_week_fails_and_comes_back(kind: Kind) {
    let player = held(kind).await;
    let mut made = player.play(Style::Collaborative, 1).await;
    player.browser.run("window.__host(false)", vec![]).await;
    let line = "const l = document.querySelector('[data-portal=why]');
        return (!!l && !l.hidden && l.textContent.includes('could not be loaded')) === arguments[0]";
    player.browser.until("a line that says so", line, vec![json!(true)]).await;
    player.browser.run("window.__again(); window.__host(true)", vec![]).await;
    made.extend(player.play(Style::Collaborative, 1).await);
    let all = statements(&player, 3).await;
    assert_eq!(told(&all).into_iter().map(|t| t.0).collect::<Vec<_>>(), made);
    player.browser.until("no such line", line, vec![json!(false)]).await;
}

/// In a package for SCORM: what is asked for before the first scene.
async fn what_is_loaded_before_the_first_scene(kind: Kind) {
    // With the file that it shares with other parts, which may be asked for first.
    let follows = |r: &Request| r.path.contains("host-");
    let player = lms(kind, "scorm2004").await;
    launch(&player, "fresh").await;
    player
        .browser
        .until("what follows", "return performance.getEntriesByType('resource').some(e => /host-.*wasm$/.test(e.name))", vec![])
        .await;
    let log = player.server.log();
    let first = log.iter().position(follows).expect("what follows the week is asked for");
    let ours = |r: &&Request| dist::folder().join(r.path.trim_start_matches('/')).is_file() || r.path == "/";
    let later = |r: &&Request| r.path.contains("/later-") || r.path.contains("/portraits");
    let before: Vec<&Request> = log[..first].iter().filter(ours).filter(|r| !later(r)).collect();
    let bytes: usize = before.iter().map(|r| r.raw).sum();
    let names: Vec<&str> = before.iter().map(|r| r.path.as_str()).collect();
    println!("{bytes} bytes before what follows the week: {names:?}");
    assert!(names.iter().any(|n| n.starts_with("/portal-")) && names.iter().any(|n| n.starts_with("/web-")), "{names:?}");
    assert!(bytes <= MOST, "{bytes} bytes are more than {MOST}");
}
