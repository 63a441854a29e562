//! Storage that is refused, full, damaged or from another version: a usable page and a sentence.

use serde_json::{Value, json};

use crate::driver::{BOTH, Kind};
use crate::player::{Player, Stage, Style, WEEK};
use crate::server::Site;

in_both! { blocked full damaged from_a_newer_version of_another_type }

/// The browser refuses storage: touching it throws, or gives nothing.
async fn blocked(kind: Kind) {
    let refusals: &[(Value, &str)] = match kind {
        Kind::Chromium => &[(json!({ "profile.default_content_setting_values.cookies": 2 }), "SecurityError")],
        Kind::Firefox => {
            &[(json!({ "network.cookie.cookieBehavior": 2 }), "SecurityError"), (json!({ "dom.storage.enabled": false }), "null")]
        }
        Kind::WebKit => unreachable!("{BOTH}"),
    };
    for (prefs, refusal) in refusals {
        let player = Player::with(kind, Site::default(), prefs.clone()).await;
        player.open(WEEK).await;
        let storage = "try { return window.localStorage === null ? 'null' : 'given' } catch (e) { return e.name }";
        assert_eq!(player.browser.run(storage, vec![]).await, json!(refusal), "what the browser does");
        player.notice("storage-blocked").await;
        let made = player.play(Style::Collaborative, usize::MAX).await;
        assert!(made.len() >= 13, "a whole week without storage: {made:?}");
        player.wait_screen("debrief").await;
    }
}

/// Not one more character fits.
async fn full(kind: Kind) {
    let player = Player::new(kind).await;
    player.browser.goto(&player.server.blank()).await;
    let room = player.browser.run(FILL, vec![]).await;
    assert_eq!(room, json!(false), "room for one more value");
    player.open(WEEK).await;
    player.play(Style::Directive, 3).await;
    player.notice("storage-full").await;
    player.play(Style::Directive, 1).await;
    assert_eq!(player.moves_in_address().await.len(), 4, "the week goes on");
}

/// Fills the storage in halving steps, to the last character; says whether an empty value still fits.
const FILL: &str = "
    let value = '';
    for (let step = 16 * 1024 * 1024; step >= 1;) {
        const longer = value + 'x'.repeat(step);
        try { localStorage.setItem('f', longer); value = longer; }
        catch { step = step >> 1; }
    }
    try { localStorage.setItem('g', ''); return true; } catch { return false; }";

/// Rubbish under every key of ours.
async fn damaged(kind: Kind) {
    for rubbish in ["{\"version\":1,\"pla", "\u{0}\u{1}not json", ""] {
        with_saves(kind, &format!("return {}", json!(rubbish)), "save-damaged").await;
    }
}

/// A save that a later version of the program has written.
async fn from_a_newer_version(kind: Kind) {
    with_saves(kind, NEWER, "save-newer").await;
}

/// Raises the version of whatever has one.
const NEWER: &str = "
    const save = JSON.parse(value);
    if (!('version' in save)) return value;
    return JSON.stringify({ ...save, version: 999 });";

/// Well-formed JSON of another shape than ours.
async fn of_another_type(kind: Kind) {
    for value in ["7", "null", "[]", "{\"version\":1}", "{\"version\":\"1\"}"] {
        with_saves(kind, &format!("return {}", json!(value)), "save-damaged").await;
    }
}

/// Plays a little, replaces every value we keep by what the body of a function of `value` returns,
/// and comes back: the start screen says what happened and a new week can be played.
async fn with_saves(kind: Kind, replace: &str, notice: &str) {
    let player = Player::new(kind).await;
    player.open(WEEK).await;
    player.play(Style::Directive, 2).await;
    player.browser.goto(&player.server.blank()).await;
    let script = format!(
        "const change = value => {{ {replace} }};
        let changed = 0;
        for (const key of Object.keys(localStorage).filter(k => k.startsWith('by-friday'))) {{
            const old = localStorage.getItem(key), now = change(old);
            localStorage.setItem(key, now);
            changed += old === now ? 0 : 1;
        }}
        return changed"
    );
    let changed = player.browser.run(&script, vec![]).await;
    assert!(changed.as_u64() > Some(0), "no save was there to be changed");
    player.open("").await;
    let text = player.notice(notice).await;
    assert!(text.len() > 20, "the notice {notice} says only “{text}”");
    player.browser.press("[data-action=play]").await;
    let first = player.scene().await;
    player.choose_style(Style::Collaborative).await;
    assert_ne!(player.next().await, Stage::Scene(first), "the week goes on");
}
