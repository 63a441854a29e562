//! Closing the tab at any point loses nothing, and what is kept can be seen and erased.

use serde_json::json;

use crate::drive::Browser;
use crate::driver::Kind;
use crate::player::{Player, Style, WEEK};

in_both! { a_reload_changes_nothing a_closed_tab_is_continued a_closed_browser_is_continued one_press_erases }

/// Reloading shows the same scene with the same figures, and so does reloading before “next”.
async fn a_reload_changes_nothing(kind: Kind) {
    let player = Player::new(kind).await;
    player.open(WEEK).await;
    player.play(Style::Collaborative, 3).await;
    let before = player.view().await;
    let link = player.fragment().await;
    player.browser.client().refresh().await.expect("a reload");
    player.wait_ready().await;
    assert_eq!(player.view().await, before);
    assert_eq!(player.fragment().await, link);

    player.choose_style(Style::Directive).await;
    let moves = player.moves_in_address().await;
    player.browser.client().refresh().await.expect("a reload");
    player.wait_ready().await;
    assert_eq!(player.moves_in_address().await, moves, "a reload before “next” keeps the move");
}

/// A new tab's start screen offers to continue where the closed one stood.
async fn a_closed_tab_is_continued(kind: Kind) {
    let player = Player::new(kind).await;
    player.open(WEEK).await;
    player.play(Style::Directive, 4).await;
    let before = player.view().await;

    let client = player.browser.client();
    let tab = client.new_window(true).await.expect("a new tab");
    client.close_window().await.expect("closing the first tab");
    client.switch_to_window(tab.handle).await.expect("the new tab");
    player.open("").await;
    player.browser.press("[data-action=continue]").await;
    assert_eq!(player.view().await, before);
}

/// The same after the whole browser was closed, in the middle of reading what a move changed.
async fn a_closed_browser_is_continued(kind: Kind) {
    let player = Player::new(kind).await;
    player.open(WEEK).await;
    player.play(Style::Directive, 2).await;
    player.choose_style(Style::Collaborative).await;
    let moves = player.moves_in_address().await;

    let Player { browser, server } = player;
    let profile = browser.close();
    let player = Player { browser: Browser::again(kind, profile).await, server };
    player.open("").await;
    player.browser.press("[data-action=continue]").await;
    player.wait_screen("play").await;
    assert_eq!(player.moves_in_address().await, moves);
}

/// “Your data” lists every key that is kept, and one press removes them all, for good.
async fn one_press_erases(kind: Kind) {
    let player = Player::new(kind).await;
    player.open(WEEK).await;
    player.play(Style::Directive, 2).await;
    player.open("").await;
    player.browser.press("[data-action=data]").await;
    player.wait_screen("data").await;
    assert_eq!(player.fragment().await, "#/data");
    let kept = kept(&player).await;
    assert!(!kept.is_empty(), "two moves were played and nothing is kept");
    let listed = "return [...document.querySelectorAll('[data-kept]')].map(e => e.dataset.kept).sort()";
    assert_eq!(player.browser.run(listed, vec![]).await, json!(kept), "what is listed and what is kept");

    player.browser.press("[data-action=erase]").await;
    let empty = "return !Object.keys(localStorage).some(k => k.startsWith('by-friday'))";
    player.browser.until("no key of ours in the storage", empty, vec![]).await;
    player.open("").await;
    assert_eq!(self::kept(&player).await, Vec::<String>::new(), "what is kept after leaving the page");
    let offered = "return document.querySelectorAll('[data-action=continue]').length";
    assert_eq!(player.browser.run(offered, vec![]).await, json!(0), "nothing is left to continue");
}

/// The keys the program keeps on the device.
async fn kept(player: &Player) -> Vec<String> {
    let keys = "return Object.keys(localStorage).filter(k => k.startsWith('by-friday')).sort()";
    serde_json::from_value(player.browser.run(keys, vec![]).await).expect("a list of keys")
}
