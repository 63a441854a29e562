//! `<by-friday>`: the element that `embed.js` gives to other pages, and pages that pasted links unfurl to.

use serde_json::{Value, json};

use super::{PAGE, enter};
use crate::driver::Kind;
use crate::player::{Player, Style};
use crate::server::Site;
use crate::{dist, native};

in_both! { the_element the_page_of_a_pasted_link }

/// The most bytes of `embed.js`, as it is served without coding. It was 3,000 when the script made one element
/// out of one script; what is held until the frame is ready, whole links, editors' leavings, plain frames,
/// every layout and two weeks on a page took the rest. With brotli it is 2 kB.
const MOST: usize = 6_000;

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

/// The page of one week starts the program by itself: from Monday, or with the luck and the moves behind its
/// `#`; then its address is that of the week. `by-friday site` adds what unfurls, and the first page is about
/// no week.
async fn the_page_of_a_pasted_link(kind: Kind) {
    let made = native::site("https://example.org/x");
    assert!(made.week.contains("oembed.json") && made.week.contains("<base href=\"../../\" data-week=\"red-folder\">"), "{}", made.week);
    assert!(!made.first.contains("oembed"), "{}", made.first);
    let player = Player::at(kind, Site { cors: true, folder: "/weeks/", ..Site::default() }).await;
    let page = format!("{}s/red-folder/index.html", player.server.page());
    let opened = async |fragment: &str| {
        player.browser.goto(&player.server.blank()).await;
        player.browser.goto(&format!("{page}{fragment}")).await;
        player.wait_ready().await;
        player.scene().await
    };
    let monday = opened("#seed=7").await;
    let address = "return location.href";
    let at = player.browser.run(address, vec![]).await;
    assert!(
        at.as_str().is_some_and(|a| a.starts_with(&format!("{}#/play/red-folder?", player.server.page())) && a.contains("seed=7")),
        "{at}"
    );
    let made = player.play(Style::Directive, 2).await;
    let (link, scene) = (player.share().await, player.scene().await);
    assert!(link.contains(&made.join(".")), "{link}");
    // Pressed in a chat, it keeps seed and moves; pasted without them, it shows Monday, and one's own week is kept.
    assert_eq!(opened(&format!("#seed=7&moves={}", made.join("."))).await, scene);
    assert_eq!(opened("").await, monday);
    player.notice("own-week").await;
    player.browser.press("[data-notice=own-week] [data-action=continue]").await;
    assert_eq!(player.scene().await, scene);
    // A reload is of the address of the week.
    player.browser.client().refresh().await.expect("a reload");
    player.wait_ready().await;
    assert_eq!(player.scene().await, scene);

    // As WordPress shows it: no origin, and a second fragment.
    let own = "<iframe sandbox=allow-scripts src='/weeks/s/red-folder/index.html#?secret=aB3xYz' width=900 height=700></iframe>";
    player.server.change(|site| site.own = vec![("/__page.html", "text/html", PAGE.replace("SCRIPTS", own))]);
    player.browser.goto(&format!("{}/__page.html", player.server.origin())).await;
    enter(&player).await;
    player.wait_ready().await;
    assert_eq!(player.scene().await, monday);
    player.play(Style::Collaborative, 1).await;
    let asked = player.server.log().iter().filter(|r| r.path.ends_with("launch.json")).count();
    assert_eq!(asked, 0, "a page of one week is in no package");
}
