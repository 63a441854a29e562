//! Small things that the eye meets: fields that telephones do not zoom into, large text, ink on paper.

use serde_json::json;

use crate::driver::Kind;
use crate::player::{Player, Style, WEEK};

in_both! { no_field_is_small_and_large_text_fits }

/// Fields that are shown with less than 16 px.
const SMALL: &str = "return [...document.querySelectorAll('input, textarea, select')]
    .filter(e => e.getClientRects().length && parseFloat(getComputedStyle(e).fontSize) < 16).map(e => e.outerHTML)";

async fn no_field_is_small_and_large_text_fits(kind: Kind) {
    let player = Player::new(kind).await;
    let fields = async |place: &str| assert_eq!(player.browser.run(SMALL, vec![]).await, json!([]), "{place}");
    player.open(WEEK).await;
    player.share().await;
    fields("play").await;
    player.play(Style::Directive, usize::MAX).await;
    crate::debrief::complete(&player).await;
    crate::debrief::unfold(&player).await;
    fields("the debrief").await;
    // The text alone is twice as large: no media query sees that.
    player.browser.run("document.documentElement.style.fontSize = '200%'", vec![]).await;
    let wide = "return Math.max(document.documentElement.scrollWidth, ...[...document.querySelectorAll('.decisions td')]
        .map(e => e.getBoundingClientRect().right)) - document.documentElement.clientWidth";
    let wide = player.browser.run(wide, vec![]).await.as_f64().expect("a width");
    assert!(wide <= 0.0, "the decisions are {wide} px too wide");
    player.open("#/class").await;
    fields("the class page").await;
    player.open("#/portal").await;
    player.wait_screen("portal").await;
    fields("packages").await;
    player.open("#/write").await;
    player.browser.press("[data-action=write-blank]").await;
    player.browser.until("the form", "return !!document.querySelector('[data-form]')", vec![]).await;
    fields("the editor").await;
}

/// Printed from a dark screen, what the player says is still dark on white.
#[test]
fn you_in_print_from_dark_mode() {
    crate::run(async {
        let player = Player::new(Kind::Chromium).await;
        player.open(WEEK).await;
        let you = "return !!document.querySelector('.said.you b')";
        while player.browser.run(you, vec![]).await == json!(false) {
            player.choose_style(Style::Collaborative).await;
            if player.browser.run(you, vec![]).await == json!(false) {
                player.next().await;
            }
        }
        let dark = json!({ "media": "print", "features": [{ "name": "prefers-color-scheme", "value": "dark" }] });
        player.browser.devtools("Emulation.setEmulatedMedia", dark).await;
        let light =
            "return Math.max(...getComputedStyle(document.querySelector('.said.you b')).color.match(/\\d+/g).slice(0, 3).map(Number))";
        let light = player.browser.run(light, vec![]).await.as_f64().expect("a colour");
        assert!(light < 128.0, "a colour of {light}");
    });
}
