//! The whole week with Tab, Enter and Space alone, and what a screen reader is told on the way.

use serde_json::json;

use crate::driver::Kind;
use crate::player::{ONWARD, Player, Stage};

in_both! { the_week_by_keyboard }

pub const TAB: &str = "\u{E004}";
pub const ENTER: &str = "\u{E007}";
pub const SPACE: &str = " ";

/// More stops than a screen has: a button that is not reached in so many cannot be reached.
const MOST_STOPS: usize = 80;

async fn the_week_by_keyboard(kind: Kind) {
    let player = Player::new(kind).await;
    player.open("").await;
    reach(&player, "[data-action=play]").await;
    player.browser.keys(ENTER).await;
    let mut turn = 0;
    while let Stage::Scene(scene) = player.stage().await {
        wait_focus(&player, FOCUS_AT_SCENE, &format!("the heading of {scene}")).await;
        // Either style, either key.
        let style = if turn % 2 == 0 { "directive" } else { "collaborative" };
        reach(&player, &format!("button[data-choice][data-style={style}]")).await;
        player.browser.keys(if turn % 3 == 0 { SPACE } else { ENTER }).await;
        player.wait_changes().await;
        let told = player.browser.until("words in a polite live region", TOLD, vec![]).await;
        assert!(told.as_str().is_some_and(|text| text.len() > 10), "after {scene} the reader is told {told}");
        wait_focus(&player, FOCUS_INSIDE, &format!("the page after the move at {scene}")).await;
        reach(&player, ONWARD).await;
        player.browser.keys(if turn % 2 == 0 { ENTER } else { SPACE }).await;
        player.stage().await;
        turn += 1;
    }
    assert!(turn >= 13, "the week ended after {turn} decisions");
    player.wait_screen("debrief").await;
    wait_focus(&player, FOCUS_INSIDE, "the debrief").await;

    // The pointer was never needed, and neither is it to share.
    reach(&player, "[data-action=share]").await;
    player.browser.keys(ENTER).await;
    let link = "return document.querySelector('input[data-share-link]')?.value || null";
    player.browser.until("the link to share", link, vec![]).await;
}

/// Presses Tab until an element that fits is focused and visibly so.
pub async fn reach(player: &Player, selector: &str) {
    for _ in 0..MOST_STOPS {
        player.browser.keys(TAB).await;
        let reached = "return document.activeElement.matches(arguments[0])";
        if player.browser.run(reached, vec![json!(selector)]).await == json!(true) {
            let visible = player.browser.run(FOCUS_IS_VISIBLE, vec![]).await;
            assert_eq!(visible, json!(true), "the focus on {selector} cannot be seen");
            return;
        }
    }
    panic!("{MOST_STOPS} times Tab never reached {selector}\n{}", player.browser.shown().await);
}

async fn wait_focus(player: &Player, script: &str, place: &str) {
    player.browser.until(format_args!("the focus in {place}"), script, vec![]).await;
}

/// The focus is on a heading of the scene, or on the scene itself, whose first thing is a heading.
const FOCUS_AT_SCENE: &str = "const a = document.activeElement;
    return !!a.closest('[data-scene]') && a.matches('h1, h2, h3, [data-scene]')";

const FOCUS_INSIDE: &str = "return !!document.activeElement.closest('[data-screen]')";

const FOCUS_IS_VISIBLE: &str = "const style = getComputedStyle(document.activeElement);
    return style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) > 0 || style.boxShadow !== 'none'";

const TOLD: &str = "for (const e of document.querySelectorAll('[aria-live=polite], [role=status]')) {
        const text = e.textContent.trim();
        if (text) return text;
    }
    return null";
