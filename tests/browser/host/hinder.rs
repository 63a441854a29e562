//! Hosts that hinder: what may be refused is refused, one thing or several at a time, and the week is
//! played to its end all the same, or says what to change.

use serde_json::{Value, json};

use super::frames::{around, embedding};
use crate::driver::Kind;
use crate::player::{Player, Stage, Style, WEEK};
use crate::policy;
use crate::server::{Site, Wasm};

in_both! {
    a_sandbox_without_the_header a_page_like_wordpress a_host_like_moodle_in_a_frame launch_parameters_of_others
    nothing_may_be_copied_saved_or_printed a_resizer_of_h5p
}

/// Opens a frame on our host and waits until the week can be played.
async fn open(player: &Player, frame: Value) {
    around(player, &player.server.origin(), frame).await;
    player.wait_ready().await;
}

/// Plays to the debrief; at each stage nothing is cut off at the side.
async fn to_the_end(player: &Player, style: Style) {
    let mut made = 0;
    while player.stage().await != Stage::Debrief {
        fits(player).await;
        player.choose_style(style).await;
        fits(player).await;
        player.next().await;
        made += 1;
    }
    fits(player).await;
    assert!(made >= 13, "a whole week: {made}");
}

async fn fits(player: &Player) {
    let over = "return document.documentElement.scrollWidth - innerWidth";
    let over = player.browser.run(over, vec![]).await.as_i64().unwrap_or(i64::MAX);
    assert!(over <= 0, "{over} pixels are cut off at the side: {}", player.browser.shown().await);
}

/// No origin, and the host lets nobody read its files: the text says what to change, and the address
/// leads to the same week.
async fn a_sandbox_without_the_header(kind: Kind) {
    let player = embedding(kind, false, Site::default(), json!({})).await;
    around(&player, &player.server.origin(), json!([format!("/?embed=1{WEEK}"), "allow-scripts"])).await;
    player.wait_screen("error").await;
    let text = player.browser.run("return document.querySelector('[data-screen=error]').innerText", vec![]).await;
    let text = text.as_str().unwrap_or_default();
    assert!(text.contains("Access-Control-Allow-Origin: *") && text.contains("allow-same-origin"), "{text}");
    let link = player.browser.run("return document.querySelector('#failure-link').value", vec![]).await;
    player.browser.goto(link.as_str().expect("the address")).await;
    player.wait_ready().await;
    player.scene().await;
    assert!(player.fragment().await.contains("seed=7"), "another week");
}

/// A second fragment behind ours, and a column of 280 pixels.
async fn a_page_like_wordpress(kind: Kind) {
    let player = embedding(kind, false, Site::default(), json!({})).await;
    open(&player, json!([format!("/{WEEK}#?secret=aB3xYz"), "", 280])).await;
    assert!(player.fragment().await.starts_with(WEEK.split('?').next().unwrap_or(WEEK)), "{}", player.fragment().await);
    assert!(player.fragment().await.contains("seed=7"), "the seed is lost: {}", player.fragment().await);
    to_the_end(&player, Style::Collaborative).await;
    assert!(!player.fragment().await.contains("secret"), "{}", player.fragment().await);
}

/// Plain bytes with `nosniff`, under the strict policy: enforced, and reported to the host.
async fn a_host_like_moodle_in_a_frame(kind: Kind) {
    let site = Site { wasm: Wasm::Octets, folder: "/pluginfile.php/12/", reports: true, ..Site::default() };
    let player = embedding(kind, false, site, json!({})).await;
    open(&player, json!([format!("/pluginfile.php/12/?embed=1{WEEK}"), ""])).await;
    to_the_end(&player, Style::Directive).await;
    crate::debrief::complete(&player).await;
    policy::nothing_was_reported(&player).await;
}

/// What other portals put into an address: none of it is ours, and none of it may keep us from playing.
async fn launch_parameters_of_others(kind: Kind) {
    let player = embedding(kind, false, Site::default(), json!({})).await;
    let query = "AICC_SID=12&aicc_url=https%3A%2F%2Fexample.org%2Fhacp&registration=1&lang=de-DE&utm_source=x&user%5Bname%5D=%C3%A9";
    open(&player, json!([format!("/?{query}{WEEK}"), ""])).await;
    to_the_end(&player, Style::Directive).await;
    let silent = "const l = document.querySelector('[data-portal=portal]'); return !!l && l.hidden";
    assert_eq!(player.browser.run(silent, vec![]).await, json!(true), "no portal is taken for ours: {}", player.browser.shown().await);
    // A launch that is not whole is told of, and the week is played.
    open(&player, json!([format!("/?endpoint=nonsense&actor=nobody{WEEK}"), ""])).await;
    let line = "const l = document.querySelector('[data-portal=portal]'); return l && !l.hidden && l.innerText || null";
    let said = player.browser.until("a line about the launch", line, vec![]).await;
    assert!(said.as_str().is_some_and(|s| s.len() > 20), "{said}");
    player.play(Style::Directive, 1).await;
}

/// The clipboard is refused, and the frame may neither save files nor print: the texts are there to copy.
async fn nothing_may_be_copied_saved_or_printed(kind: Kind) {
    let refuse = "Object.defineProperty(navigator, 'clipboard', { value: { writeText: () => Promise.reject(new DOMException('no', 'NotAllowedError')) } });
        document.execCommand = () => false;";
    let site = Site { before: refuse.to_owned(), ..Site::default() };
    let player = embedding(kind, false, site, json!({})).await;
    open(&player, json!([format!("/{WEEK}"), "allow-scripts allow-same-origin"])).await;
    let link = player.share().await;
    player.browser.press("[data-action=copy]").await;
    said(&player, "copy it yourself").await;
    assert!(link.contains("seed=7"), "{link}");
    to_the_end(&player, Style::Directive).await;
    for action in ["download-json", "download-csv", "print"] {
        player.browser.press(&format!("[data-action={action}]")).await;
        said(&player, "does not allow it").await;
        player.browser.press("[data-action=share]").await;
        player.browser.until("no words left", "return !document.querySelector('.share [role=status]').innerText", vec![]).await;
    }
    assert!(std::fs::read_dir(player.browser.profile().downloads()).expect("the downloads").next().is_none(), "a file was saved");
    let text = player.transcript().await;
    assert_eq!(text, crate::native::transcript(&player.fragment().await), "the whole week is there to copy");
}

async fn said(player: &Player, words: &str) {
    let there = "return [...document.querySelectorAll('.share [role=status]')].some(e => e.innerText.includes(arguments[0]))";
    player.browser.until(format_args!("the words “{words}”"), there, vec![json!(words)]).await;
}

/// The frame is as high as the page, whether that grew or shrank.
async fn a_resizer_of_h5p(kind: Kind) {
    let player = embedding(kind, false, Site::default(), json!({})).await;
    open(&player, json!([format!("/{WEEK}"), "", 600, "h5p"])).await;
    let fits = "return parent.fitted > 0 && Math.abs(innerHeight - document.documentElement.getBoundingClientRect().height) < 4";
    player.browser.until("a frame as high as the first scene", fits, vec![]).await;
    let heights = "return innerHeight";
    let mut seen = vec![player.browser.run(heights, vec![]).await.as_i64()];
    for _ in 0..3 {
        player.choose_style(Style::Directive).await;
        player.browser.until("a frame as high as the answer", fits, vec![]).await;
        seen.push(player.browser.run(heights, vec![]).await.as_i64());
        player.next().await;
        player.browser.until("a frame as high as the scene", fits, vec![]).await;
        seen.push(player.browser.run(heights, vec![]).await.as_i64());
    }
    assert!(seen.windows(2).any(|w| w[1] > w[0]) && seen.windows(2).any(|w| w[1] < w[0]), "grows and shrinks: {seen:?}");
}
