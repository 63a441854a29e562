//! A press that was meant for what stood there before takes no move; any other does, at once.

use fantoccini::actions::{Actions, InputSource, KeyAction, KeyActions, MOUSE_BUTTON_LEFT, MouseActions, PointerAction, TouchActions};
use serde_json::json;

use crate::driver::Kind;
use crate::keyboard::ENTER;
use crate::player::{Player, Style, WEEK};
use crate::server::Site;

in_both! { a_double_press_of_the_mouse a_double_tap a_press_begun_before_the_paint a_press_that_brings_another_part what_is_no_pointer_counts_at_once }

/// Half a second passes when the test says so: only then does a scene settle. Clicks are counted.
const CLOCK: &str = "
    const waiting = [], plain = window.setTimeout;
    window.setTimeout = (f, ms, ...rest) => ms === 500 ? waiting.push(f) : plain(f, ms, ...rest);
    window.__settle = () => waiting.splice(0).forEach(f => f());
    window.__clicks = 0;
    addEventListener('click', () => window.__clicks++);";

/// `Go on` and the first move lie in the same place, the other moves below.
const IN_ONE_PLACE: &str = "for (const rule of [
        '[data-action=next], .moves { position: fixed !important; left: 20px; top: 20px; width: 400px; z-index: 99 }',
        '.moves .ask { display: none }', '[data-action=next], .move { height: 60px }',
    ]) document.styleSheets[0].insertRule(rule, document.styleSheets[0].cssRules.length)";

/// In the middle of `Go on` and of the first move, and in the first move 40 px beside it.
const PLACE: (f64, f64) = (120.0, 50.0);
const BESIDE: (f64, f64) = (160.0, 50.0);

#[derive(Clone, Copy)]
enum Pointer {
    Mouse,
    Touch,
}

/// Moves a pointer to a place and does these things there; it stays as it is then.
async fn point(player: &Player, pointer: Pointer, place: (f64, f64), then: &[PointerAction]) {
    let to = PointerAction::MoveTo { duration: None, x: place.0, y: place.1 };
    let all = std::iter::once(to).chain(then.iter().cloned());
    let actions: Actions = match pointer {
        Pointer::Mouse => all.fold(MouseActions::new("mouse".into()), |a, next| a.then(next)).into(),
        Pointer::Touch => all.fold(TouchActions::new("finger".into()), |a, next| a.then(next)).into(),
    };
    player.browser.client().perform_actions(actions).await.expect("a pointer");
}

const DOWN: PointerAction = PointerAction::Down { button: MOUSE_BUTTON_LEFT };
const UP: PointerAction = PointerAction::Up { button: MOUSE_BUTTON_LEFT };

/// Presses once, and waits until the page has seen the click.
async fn press(player: &Player, pointer: Pointer, place: (f64, f64)) {
    let before = player.browser.run("return window.__clicks", vec![]).await;
    point(player, pointer, place, &[DOWN, UP]).await;
    player.browser.until("the click", "return window.__clicks > arguments[0]", vec![before]).await;
}

async fn opened(kind: Kind) -> Player {
    let player = Player::at(kind, Site { before: CLOCK.to_string(), ..Site::default() }).await;
    player.open(WEEK).await;
    player.browser.run(IN_ONE_PLACE, vec![]).await;
    // No press went before: the first scene takes any.
    assert!(!fresh(&player).await);
    player.browser.run("document.querySelector('[data-choice]').click()", vec![]).await;
    player.wait_changes().await;
    player
}

async fn fresh(player: &Player) -> bool {
    player.browser.run("return !!document.querySelector('[data-scene][data-fresh]')", vec![]).await == json!(true)
}

/// Waits until the scene was painted and known to be.
async fn painted(player: &Player) {
    player.scene().await;
    player.browser.run("return new Promise(done => requestAnimationFrame(() => setTimeout(done)))", vec![]).await;
}

async fn decisions(player: &Player, count: usize, place: &str) {
    assert_eq!(player.moves_in_address().await.len(), count, "{place}");
    let after = player.browser.run("return !!document.querySelector('[data-changes]')", vec![]).await;
    assert_eq!(after, json!(false), "{place}");
}

async fn a_double_press_of_the_mouse(kind: Kind) {
    a_double_press(kind, Pointer::Mouse).await;
}

async fn a_double_tap(kind: Kind) {
    a_double_press(kind, Pointer::Touch).await;
}

async fn a_double_press(kind: Kind, pointer: Pointer) {
    let player = opened(kind).await;
    press(&player, pointer, PLACE).await;
    painted(&player).await;
    assert!(fresh(&player).await, "half a second has not passed");
    press(&player, pointer, PLACE).await;
    decisions(&player, 1, "the second half of a double press is no decision").await;
    press(&player, pointer, BESIDE).await;
    player.wait_changes().await;
    assert_eq!(player.moves_in_address().await.len(), 2, "elsewhere a press counts at once");

    press(&player, pointer, PLACE).await;
    painted(&player).await;
    player.browser.run("window.__settle()", vec![]).await;
    assert!(!fresh(&player).await);
    press(&player, pointer, PLACE).await;
    player.wait_changes().await;
    assert_eq!(player.moves_in_address().await.len(), 3, "half a second later it counts there too");

    // Both halves at once: the second may come before the paint.
    point(&player, pointer, PLACE, &[DOWN, UP, DOWN, UP]).await;
    painted(&player).await;
    player.browser.run("window.__settle()", vec![]).await;
    decisions(&player, 3, "two presses at once").await;
}

/// The other part of the program, which takes a week over where its texts do not come, knows of the press that
/// brought it.
async fn a_press_that_brings_another_part(kind: Kind) {
    let broken = "const ask = window.fetch;
        window.fetch = (url, ...rest) => /later-.*txt$/.test(url) ? Promise.resolve(new Response('', { status: 404 })) : ask(url, ...rest);";
    let player = Player::at(kind, Site { before: format!("{CLOCK}{broken}"), ..Site::default() }).await;
    player.open(WEEK).await;
    player.play(Style::Directive, 2).await;
    player.choose_style(Style::Directive).await;
    player.browser.run(IN_ONE_PLACE, vec![]).await;
    let whole = "return document.documentElement.hasAttribute('data-whole')";
    player.browser.until("the other part", "return document.documentElement.hasAttribute('data-studio')", vec![]).await;
    assert_eq!(player.browser.run(whole, vec![]).await, json!(false));
    press(&player, Pointer::Mouse, PLACE).await;
    painted(&player).await;
    assert_eq!(player.browser.run(whole, vec![]).await, json!(true));
    assert!(fresh(&player).await);
    press(&player, Pointer::Mouse, PLACE).await;
    decisions(&player, 3, "the second half of a double press").await;
    press(&player, Pointer::Mouse, BESIDE).await;
    player.wait_changes().await;
    assert_eq!(player.moves_in_address().await.len(), 4);
}

/// The button under the pointer becomes one of another scene while it is down.
async fn a_press_begun_before_the_paint(kind: Kind) {
    let player = opened(kind).await;
    player.browser.run("document.querySelector('[data-action=next]').click()", vec![]).await;
    painted(&player).await;
    player.browser.run("window.__settle(); document.elementFromPoint(120, 50).closest('[data-choice]').__pressed = true", vec![]).await;
    point(&player, Pointer::Mouse, PLACE, &[DOWN]).await;
    player.browser.run("document.querySelector('[data-action=restart]').click()", vec![]).await;
    player.wait_moves(0).await;
    painted(&player).await;
    let same = "return document.elementFromPoint(120, 50).closest('[data-choice]')?.__pressed === true";
    assert_eq!(player.browser.run(same, vec![]).await, json!(true), "the button is the same");
    player.browser.run("window.__settle()", vec![]).await;
    let before = player.browser.run("return window.__clicks", vec![]).await;
    point(&player, Pointer::Mouse, PLACE, &[UP]).await;
    player.browser.until("the click", "return window.__clicks > arguments[0]", vec![before]).await;
    decisions(&player, 0, "it began on another scene").await;
    press(&player, Pointer::Mouse, PLACE).await;
    player.wait_changes().await;
}

async fn what_is_no_pointer_counts_at_once(kind: Kind) {
    let player = opened(kind).await;
    let focus = "document.querySelector(arguments[0]).focus()";
    player.browser.run(focus, vec![json!("[data-action=next]")]).await;
    // The key goes down and stays down.
    let key = |action: KeyAction| KeyActions::new("keys".into()).then(action);
    let enter = ENTER.chars().next().expect("a key");
    player.browser.client().perform_actions(key(KeyAction::Down { value: enter })).await.expect("a key");
    painted(&player).await;
    assert!(fresh(&player).await);
    player.browser.run(focus, vec![json!("[data-choice]")]).await;
    let before = player.browser.run("return window.__clicks", vec![]).await;
    player.browser.client().perform_actions(key(KeyAction::Down { value: enter })).await.expect("a key");
    player.browser.until("the click", "return window.__clicks > arguments[0]", vec![before]).await;
    decisions(&player, 1, "a held key is no decision").await;
    player.browser.client().perform_actions(key(KeyAction::Up { value: enter })).await.expect("a key");
    player.browser.keys(ENTER).await;
    player.wait_changes().await;
    assert_eq!(player.moves_in_address().await.len(), 2, "a key counts at once");

    player.browser.run("document.querySelector('[data-action=next]').click()", vec![]).await;
    player.scene().await;
    assert!(fresh(&player).await);
    player.browser.run("document.querySelector('[data-choice]').click()", vec![]).await;
    player.wait_changes().await;
    assert_eq!(player.moves_in_address().await.len(), 3, "a script's click counts at once");
}
