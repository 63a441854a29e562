//! `<by-friday>`: the element that `embed.js` gives to other pages, and pages that pasted links unfurl to.

use serde_json::{Value, json};

use super::{PAGE, enter};
use crate::driver::Kind;
use crate::player::Player;
use crate::server::Site;
use crate::{dist, native};

in_both! { the_element the_page_of_a_pasted_link }

/// The most bytes of `embed.js`, as it is served without coding.
const MOST: usize = 3_000;

#[test]
fn the_script_is_small() {
    let bytes = std::fs::metadata(dist::folder().join("embed.js")).expect("embed.js is in the build").len();
    println!("embed.js: {bytes} bytes");
    assert!(bytes <= MOST as u64, "embed.js has {bytes} bytes, more than {MOST}");
}

/// Waits until the page around has heard so many events of a type, and returns their details.
async fn heard(player: &Player, kind: &str, count: usize) -> Vec<Value> {
    let script = "const all = top.heard.filter(m => m.type === arguments[0]); return all.length >= arguments[1] ? all : null";
    let found = player.browser.until(format_args!("{count} events {kind}"), script, vec![json!(kind), json!(count)]).await;
    let list = found.as_array().expect("a list").clone();
    list.iter().for_each(|m| drop(native::message(&m.to_string())));
    list
}

async fn the_element(kind: Kind) {
    let page = "<by-friday scenario=monday-call seed=7 blind><a href=/>Play the week</a></by-friday>
        <script src=/__page.js></script><script async src=/embed.js></script>";
    let script = "window.heard = [];
        for (const type of ['ready', 'decision', 'completed', 'resize'])
            addEventListener(type, e => { if (e.target.localName === 'by-friday') heard.push(e.detail); });";
    let own = vec![("/__page.html", "text/html", PAGE.replace("SCRIPTS", page)), ("/__page.js", "text/javascript", script.to_owned())];
    let player = Player::at(kind, Site { own, ..Site::default() }).await;
    player.browser.goto(&format!("{}/__page.html", player.server.origin())).await;
    enter(&player).await;
    player.wait_ready().await;
    let ready = heard(&player, "ready", 1).await;
    assert_eq!((&ready[0]["scenario"], &ready[0]["seed"]), (&json!("monday-call"), &json!(7)));
    let styles = "return document.querySelectorAll('[data-choice][data-style]').length";
    assert_eq!(player.browser.run(styles, vec![]).await, json!(0), "the attribute blind");

    let fits = "return Math.abs(innerHeight - document.documentElement.getBoundingClientRect().height) < 4";
    player.browser.until("a frame as high as the page", fits, vec![]).await;
    let moves = player.moves().await;
    player.choose(&moves[0].0).await;
    let told = heard(&player, "decision", 1).await;
    assert_eq!(told[0]["decision"]["move"], json!(moves[0].0));
    player.browser.until("a frame as high as the answer", fits, vec![]).await;

    player.browser.run("parent.document.querySelector('by-friday').restart(9)", vec![]).await;
    let seed = "return location.hash.includes(arguments[0]) && !location.hash.includes('moves=')";
    player.browser.until("another week", seed, vec![json!("seed=9")]).await;
    player.browser.run("parent.document.querySelector('by-friday').setAttribute('seed', '11')", vec![]).await;
    player.browser.until("the week of the attribute", seed, vec![json!("seed=11")]).await;
    let open = "parent.document.querySelector('by-friday').open('#/play/monday-call?seed=12&moves=' + arguments[0])";
    player.browser.run(open, vec![json!(moves[0].0)]).await;
    player.browser.until("the week of the link", "return location.hash.includes('seed=12')", vec![]).await;
    assert_eq!(player.moves_in_address().await, [moves[0].0.clone()]);

    // Moved about on the page, it begins anew and is still heard.
    player.browser.client().enter_parent_frame().await.expect("the page around");
    let before =
        player.browser.run("const n = heard.length; document.body.prepend(document.querySelector('by-friday')); return n", vec![]).await;
    let again = "return heard.slice(arguments[0]).some(m => m.type === 'ready')";
    player.browser.until("a second ready", again, vec![before]).await;
}

/// The page unfurls by its head, and leads to the week, with what stands behind the `#`.
async fn the_page_of_a_pasted_link(kind: Kind) {
    let made = native::site("https://example.org/x");
    let own = vec![("/s/monday-call/", "text/html", made.page), ("/s/go.js", "text/javascript", made.go)];
    let player = Player::at(kind, Site { own, ..Site::default() }).await;
    player.browser.goto(&format!("{}/s/monday-call/#seed=7", player.server.origin())).await;
    player.wait_ready().await;
    player.scene().await;
    assert!(player.fragment().await.contains("seed=7"), "{}", player.fragment().await);
    player.browser.goto(&format!("{}/s/monday-call/", player.server.origin())).await;
    player.wait_ready().await;
    player.scene().await;
}
