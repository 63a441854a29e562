//! The map: drawn, walked by keyboard, read as a list, stopped and taken up again.

use serde_json::json;

use crate::driver::Kind;
use crate::native;
use crate::player::Player;
use crate::server::Site;

in_both! { every_path_by_keyboard_and_as_a_list stopped_and_taken_up_again }

const LINK: &str = "#/map/monday-call?v=1&seed=7&moves=hedge.assign.ask-michael.ask-how.ask-back.obstacles.relate.ask.who-can.ask-commit.ask.review.people";
const DONE: &str = "return !!document.querySelector('[data-screen=map] [data-done]')";
const RIGHT: &str = "\u{E014}";
const LEFT: &str = "\u{E012}";
const LOOKED: &str = "return document.querySelector('[data-looked]')?.dataset.looked";

async fn every_path_by_keyboard_and_as_a_list(kind: Kind) {
    let player = Player::new(kind).await;
    player.open(LINK).await;
    player.browser.until("the figures", DONE, vec![]).await;

    // The list tells what the native program finds, place by place.
    let list = "return [...document.querySelectorAll('[data-place]')].map(e => e.firstChild.textContent)";
    let list: Vec<String> = serde_json::from_value(player.browser.run(list, vec![]).await).expect("texts");
    assert_eq!(list, native::map(LINK));
    assert!(list.len() > 150, "{} places", list.len());
    let drawn = "return document.querySelectorAll('[data-map] .place').length";
    assert_eq!(player.browser.run(drawn, vec![]).await, json!(list.len()), "every place of the list is drawn");

    // One's own line, from Monday to the end, with the arrow keys.
    player.browser.press("[data-action=find]").await;
    player.browser.run("document.querySelector('[data-map]').focus()", vec![]).await;
    let mut visited = vec![player.browser.run(LOOKED, vec![]).await];
    for step in 0..13 {
        player.browser.keys(RIGHT).await;
        let moved = "const l = document.querySelector('[data-looked]').dataset.looked; return l !== arguments[0] && l";
        visited.push(player.browser.until(format_args!("place {}", step + 1), moved, vec![visited[step].clone()]).await);
        let yours = "return document.querySelectorAll('[data-yours]').length > 0
            && document.querySelector('.looked').textContent.includes('Your line passes here')";
        assert_eq!(player.browser.run(yours, vec![]).await, json!(true), "place {} of one's own line", step + 1);
    }
    player.browser.keys(LEFT).await;
    let back = "return document.querySelector('[data-looked]').dataset.looked === arguments[0]";
    player.browser.until("one step back", back, vec![visited[12].clone()]).await;

    // Larger and smaller, and back to the week.
    let width = "return document.querySelector('[data-map] svg').getBoundingClientRect().width";
    let before = player.browser.run(width, vec![]).await.as_f64().expect("a width");
    player.browser.press("[data-action=larger]").await;
    let larger = "return document.querySelector('[data-map] svg').getBoundingClientRect().width > arguments[0]";
    player.browser.until("a larger drawing", larger, vec![json!(before)]).await;
    player.browser.press("[data-action=week]").await;
    player.wait_screen("debrief").await;
}

/// Units of the map are held back until the test lets them go; those given out before the stop
/// come back, no other is given out, and going on finishes the map.
async fn stopped_and_taken_up_again(kind: Kind) {
    let before = "window.__posted = window.__came = 0; window.__held = []; const post = Worker.prototype.postMessage;
        Worker.prototype.postMessage = function (m) {
            if (m.module) this.addEventListener('message', ({ data }) => window.__came += data[0] === 'map');
            if (!Array.isArray(m) || m[0] !== 'map') return post.call(this, m);
            window.__posted++;
            if (window.__free) post.call(this, m); else window.__held.push(() => post.call(this, m));
        };";
    let player = Player::at(kind, Site { before: before.to_string(), ..Site::default() }).await;
    player.open(LINK).await;
    player.browser.until("units given out", "return window.__posted > 0", vec![]).await;
    player.browser.press("[data-action=stop]").await;
    player.browser.until("a way to go on", "return !!document.querySelector('[data-action=go-on]')", vec![]).await;
    let given = player.browser.run("return window.__posted", vec![]).await;
    player.browser.run("window.__free = true; window.__held.forEach(f => f())", vec![]).await;
    player.browser.until("what was given out comes back", "return window.__came === arguments[0]", vec![given.clone()]).await;
    assert_eq!(player.browser.run("return window.__posted", vec![]).await, given, "units given out after the stop");
    assert_eq!(player.browser.run(DONE, vec![]).await, json!(false));
    player.browser.press("[data-action=go-on]").await;
    player.browser.until("the figures", DONE, vec![]).await;
}
