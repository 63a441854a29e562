//! What breaks under a week that is being played: the device forgets, the worker is missing, dies or falls
//! silent, a later part does not come, the clock jumps, somebody presses whatever there is. After each the last
//! move that was completed is still there. `docs/faults.md` has the whole table.

use serde_json::json;

use crate::driver::Kind;
use crate::player::{Player, Style, WEEK};
use crate::press;
use crate::server::Site;

in_both! { what_is_kept_is_cleared_in_the_middle a_worker_that_is_missing_dies_or_falls_silent the_debrief_does_not_come_at_first what_stands_beside_a_scene_comes_late the_clock_jumps a_script_presses_while_the_page_is_drawn three_hundred_presses }

async fn with(kind: Kind, before: &str) -> Player {
    Player::at(kind, Site { before: before.to_owned(), ..Site::default() }).await
}

async fn what_is_kept_is_cleared_in_the_middle(kind: Kind) {
    let player = Player::new(kind).await;
    player.open(WEEK).await;
    let mut made = player.play(Style::Directive, 3).await;
    player.browser.run("localStorage.clear(); sessionStorage.clear()", vec![]).await;
    made.extend(player.play(Style::Collaborative, 2).await);
    assert_eq!(player.moves_in_address().await, made);
    player.open("").await;
    player.browser.press("[data-action=continue]").await;
    player.scene().await;
    assert_eq!(player.moves_in_address().await, made, "kept again with the next move");
}

/// The figures come all the same.
async fn a_worker_that_is_missing_dies_or_falls_silent(kind: Kind) {
    let stand_ins = [
        "throw new Error('no workers here')",
        "setTimeout(() => this.onerror?.(new Event('error')))",
        "",
        "setTimeout(() => this.onmessage?.(new MessageEvent('message', { data: 'ready' })))",
    ];
    for how in stand_ins {
        let before = format!("window.Worker = class {{ constructor() {{ {how} }} postMessage() {{}} terminate() {{}} }};");
        let player = with(kind, &before).await;
        player.open(WEEK).await;
        player.metrics().await;
        let made = player.play(Style::Directive, 1).await;
        player.metrics().await;
        assert_eq!(player.moves_in_address().await, made, "{how}");
    }
}

/// What comes after the week is not to be had: a page says so, and a reload with it there goes on.
async fn the_debrief_does_not_come_at_first(kind: Kind) {
    let player = with(kind, "const ask = window.fetch; window.fetch = (url, ...rest) => /studio-.*wasm$/.test(url) ? Promise.reject(new TypeError('no')) : ask(url, ...rest);").await;
    player.open(WEEK).await;
    let mut made = Vec::new();
    loop {
        made.push(player.choose_style(Style::Directive).await);
        let last = player.browser.run("return !!document.querySelector('[data-action=debrief]')", vec![]).await == json!(true);
        if last {
            break;
        }
        player.next().await;
    }
    player.browser.press("[data-action=debrief]").await;
    player.browser.until("the failure page", "return document.getElementById('failure').hidden === false", vec![]).await;
    player.server.change(|site| site.before = String::new());
    player.browser.run("window.__old = true", vec![]).await;
    player.browser.press("[data-action=reload]").await;
    player.browser.until("the page anew", "return !window.__old && document.documentElement.hasAttribute('data-ready')", vec![]).await;
    assert_eq!(player.moves_in_address().await, made);
}

/// What stands beside a scene is not to be had at first: the week is played without it, and with the next press
/// it comes.
async fn what_stands_beside_a_scene_comes_late(kind: Kind) {
    let before = "const ask = window.fetch; window.__asked = 0;
        window.fetch = (url, ...rest) => {
            if (!/beside-.*wasm$/.test(url)) return ask(url, ...rest);
            window.__asked++;
            return window.__there ? ask(url, ...rest) : Promise.reject(new TypeError('no'));
        };";
    let player = with(kind, before).await;
    player.open(WEEK).await;
    player.scene().await;
    player.browser.until("a first try", "return window.__asked > 0", vec![]).await;
    player.choose_style(Style::Directive).await;
    player.browser.until("what the move did", "return !!document.querySelector('[data-action=next]')", vec![]).await;
    assert_eq!(player.browser.run("return !!document.querySelector('.measures')", vec![]).await, json!(false));
    player.browser.run("window.__there = true", vec![]).await;
    player.next().await;
    player.metrics().await;
    assert_eq!(player.moves_in_address().await.len(), 1);
}

/// Somebody's script answers to each element that is taken off the page, at once, and presses.
async fn a_script_presses_while_the_page_is_drawn(kind: Kind) {
    let before = "const replace = Element.prototype.replaceWith;
        Element.prototype.replaceWith = function (...by) {
            const share = document.querySelector('[data-action=share]');
            if (share) window.__within = (window.__within ?? 0) + 1, share.click();
            return replace.apply(this, by);
        };";
    let player = with(kind, before).await;
    player.open(WEEK).await;
    player.metrics().await;
    let made = player.play(Style::Directive, 3).await;
    let within = player.browser.run("return window.__within ?? 0", vec![]).await;
    assert!(within.as_u64() > Some(2), "{within}");
    assert_eq!(player.browser.run("return document.getElementById('failure').hidden", vec![]).await, json!(true));
    assert_eq!(player.moves_in_address().await, made);
}

/// A year back, another zone, and a clock that stands.
async fn the_clock_jumps(kind: Kind) {
    let player = Player::new(kind).await;
    player.open(WEEK).await;
    let mut made = player.play(Style::Directive, 2).await;
    let jump = "Date.now = () => 0; Date.prototype.getTimezoneOffset = () => -840; performance.now = () => 5";
    player.browser.run(jump, vec![]).await;
    made.extend(player.play(Style::Collaborative, 2).await);
    player.open("").await;
    player.browser.press("[data-action=continue]").await;
    player.scene().await;
    assert_eq!(player.moves_in_address().await, made);
}

/// `make press` does the same ten thousand times, and in WebKit too.
async fn three_hundred_presses(kind: Kind) {
    let found = press::press(kind, 20_261_129, 300, |_| {}).await;
    println!("{kind:?}: {}", found.unwrap_or_else(|wrong| panic!("{wrong}")));
}
