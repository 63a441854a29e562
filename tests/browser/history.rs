//! The address always holds the link to what is shown, and Back shows the decision again.

use serde_json::json;

use crate::driver::Kind;
use crate::player::{Player, Stage, Style, WEEK};
use crate::server::Site;

in_both! { back_shows_the_decision_again a_history_that_throws_stops_nothing }

async fn back_shows_the_decision_again(kind: Kind) {
    let player = Player::new(kind).await;
    player.open(WEEK).await;
    let mut made = player.play(Style::Directive, 2).await;
    let scene = player.scene().await;
    let before = player.view().await;
    made.push(player.choose_style(Style::Directive).await);
    player.next().await;
    assert_eq!(player.moves_in_address().await, made);

    player.browser.client().back().await.expect("one step back");
    player.browser.until("the decision again", AT, vec![json!(scene)]).await;
    assert_eq!(player.moves_in_address().await, made[..2]);
    assert_eq!(player.view().await, before, "the decision as it was");

    player.browser.client().forward().await.expect("one step forward");
    player.wait_moves(3).await;
    assert_eq!(player.moves_in_address().await, made);

    // Another move there starts a new line.
    player.browser.client().back().await.expect("one step back");
    player.browser.until("the decision again", AT, vec![json!(scene)]).await;
    assert_eq!(player.stage().await, Stage::Scene(scene));
    made[2] = player.choose_style(Style::Collaborative).await;
    assert_eq!(player.moves_in_address().await, made);
    player.next().await;
    assert_eq!(player.moves_in_address().await, made);
    let line = player.view().await;
    player.browser.client().refresh().await.expect("a reload");
    player.wait_ready().await;
    assert_eq!(player.view().await, line, "the new line is what is kept");

    // Two steps back lead to the second decision.
    player.browser.client().back().await.expect("one step back");
    player.wait_moves(2).await;
    player.browser.client().back().await.expect("one step back");
    player.wait_moves(1).await;
    assert_eq!(player.moves_in_address().await, made[..1]);
    player.scene().await;
}

const AT: &str = "return document.querySelector('[data-scene]')?.dataset.scene === arguments[0]
    && !document.querySelector('[data-changes]')";

/// A page that may not touch its history (some embedding pages see to that) still plays.
async fn a_history_that_throws_stops_nothing(kind: Kind) {
    let refuse = "for (const name of ['pushState', 'replaceState'])
        History.prototype[name] = () => { window.__refused = true; throw new DOMException('no', 'SecurityError'); };";
    let player = Player::at(kind, Site { before: refuse.to_string(), ..Site::default() }).await;
    player.open(WEEK).await;
    let made = player.play(Style::Collaborative, usize::MAX).await;
    assert!(made.len() >= 13, "a whole week: {made:?}");
    player.wait_screen("debrief").await;
    let refused = player.browser.run("return window.__refused === true", vec![]).await;
    assert_eq!(refused, json!(true), "the history was asked and refused");
}
