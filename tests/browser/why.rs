//! The why page: a slider replays the line at once, the change travels in the link, and reset ends it.

use serde_json::json;

use crate::debrief::settled;
use crate::driver::Kind;
use crate::native;
use crate::player::Player;

in_both! { a_slider_replays_the_line the_changed_week_is_played_and_not_kept }

const MOVES: &str = "seed=7&moves=hedge.assign.ask-michael.ask-how.ask-back.obstacles.relate.ask.who-can.ask-commit.ask.review.people";
const END: &str = "\u{E010}";

async fn a_slider_replays_the_line(kind: Kind) {
    let player = Player::new(kind).await;
    player.open(&format!("#/why/monday-call?v=1&{MOVES}")).await;
    settled(&player).await;
    // By keyboard, as far as it goes.
    player.browser.run("document.querySelector('[data-assumption=optimism]').focus()", vec![]).await;
    player.browser.keys(END).await;
    player
        .browser
        .until("one change", "return document.querySelector('[data-changed=\"1\"] [data-effect=chance] td') !== null", vec![])
        .await;
    player.browser.until("the address with the change", "return location.hash.includes('set=optimism:1.63')", vec![]).await;
    settled(&player).await;
    let link = player.fragment().await;
    let (effect, rows) = native::why(&link);
    assert_eq!(text(&player, "[data-changed] > p").await, effect);
    let shown = "return [...document.querySelectorAll('[data-tornado]')].map(e => [e.dataset.tornado, e.dataset.low, e.dataset.high])";
    let shown: Vec<[String; 3]> = serde_json::from_value(player.browser.run(shown, vec![]).await).expect("rows");
    assert_eq!(shown, rows, "the chart's figures");
    assert!(rows.len() > 60, "{} assumptions", rows.len());
    // Which style is ahead along three of them, and each scene's moves with their numbers; the epilogue has none.
    let parts = "return ['[data-verdict]', '[data-moves]'].map(s => document.querySelectorAll(s).length)";
    assert_eq!(player.browser.run(parts, vec![]).await, json!([3, 24]));

    // By another measure.
    player.browser.press("[data-action=by][data-measure=engagement]").await;
    let by = "return document.querySelector('[data-chart=tornado] h3').textContent.includes('engagement')";
    player.browser.until("the chart by engagement", by, vec![]).await;

    // Whoever opens the link sees the change, marked.
    player.open(&link).await;
    settled(&player).await;
    assert_eq!(text(&player, "[data-changed] > p").await, effect);
    assert!(player.notice("changed").await.contains("How much longer work takes"));
    let value = "return document.querySelector('[data-assumption=optimism]').value";
    assert_eq!(player.browser.run(value, vec![]).await, json!("1.63"));

    player.browser.press("[data-action=reset]").await;
    player.browser.until("nothing changed", "return !!document.querySelector('[data-changed=\"0\"]')", vec![]).await;
    assert_eq!(player.browser.run(value, vec![]).await, json!("1.186"));
    player.browser.until("the address without it", "return !location.hash.includes('set=')", vec![]).await;
}

/// A changed week can be played to its debrief; nothing of it is kept, and one's own week stays.
async fn the_changed_week_is_played_and_not_kept(kind: Kind) {
    let player = Player::new(kind).await;
    player.open("#/play/monday-call?v=1&seed=7").await;
    player.play(crate::player::Style::Directive, 2).await;
    let kept = "return localStorage.getItem('by-friday/save/monday-call')";
    let own = player.browser.run(kept, vec![]).await;
    player.open("#/play/monday-call?v=1&seed=7&set=optimism:1.3").await;
    player.notice("changed").await;
    let made = player.play(crate::player::Style::Collaborative, usize::MAX).await;
    assert!(made.len() >= 13, "{made:?}");
    player.wait_screen("debrief").await;
    player.notice("changed").await;
    assert!(player.fragment().await.contains("set=optimism:1.3"), "the debrief's link holds the change");
    assert_eq!(player.browser.run(kept, vec![]).await, own, "one's own week");
}

async fn text(player: &Player, selector: &str) -> String {
    let text = player.browser.run("return document.querySelector(arguments[0])?.textContent ?? ''", vec![json!(selector)]).await;
    text.as_str().expect("a text").to_string()
}
