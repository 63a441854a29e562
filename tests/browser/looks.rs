//! Small things that the eye meets: fields that telephones do not zoom into, large text, ink on paper.

use serde_json::json;

use crate::driver::Kind;
use crate::player::{Player, Stage, Style, WEEK};
use crate::server::Site;

in_both! { no_field_is_small_and_large_text_fits room_between_letters_and_for_fingers what_moves_moves_only_where_it_may }

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

/// Letters, words, lines and paragraphs as far apart as readers may set them (WCAG 2.2, 1.4.12).
const SPACED: &str = "const sheet = new CSSStyleSheet();
    sheet.replaceSync('* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important } p { margin-block-end: 2em !important }');
    document.adoptedStyleSheets = [sheet];";

/// What then is cut off or reaches beyond the page.
const CUT: &str = "const wide = document.documentElement.scrollWidth - document.documentElement.clientWidth;
    const cut = [...document.querySelectorAll('main *')].filter(e => {
        const style = getComputedStyle(e), box = e.getBoundingClientRect();
        const own = [...e.childNodes].some(n => n.nodeType === 3 && n.textContent.trim());
        return own && box.width > 1 && ['hidden', 'clip'].includes(style.overflowY) && e.scrollHeight > e.clientHeight + 2;
    });
    if (getComputedStyle(document.querySelector('main')).letterSpacing === 'normal') return ['not spaced'];
    return [...(wide > 0 ? [`${wide} px too wide`] : []), ...cut.map(e => e.outerHTML.slice(0, 120))]";

/// Things to press that are smaller than 24 by 24 px and nearer to another than that (WCAG 2.2, 2.5.8);
/// links within a sentence are as high as its line.
const TIGHT: &str = "const all = [...document.querySelectorAll('button, a[href], summary, input, select, textarea, [role=button]')]
        .filter(e => e.getClientRects().length && getComputedStyle(e).visibility === 'visible' && !e.closest('.unseen'));
    const within = e => getComputedStyle(e).display === 'inline' && [...e.parentNode.childNodes].some(n => n !== e && n.nodeType === 3 && n.textContent.trim());
    const near = (e, other) => {
        const a = e.getBoundingClientRect(), b = other.getBoundingClientRect();
        const x = a.left + a.width / 2, y = a.top + a.height / 2;
        return Math.hypot(Math.max(b.left - x, 0, x - b.right), Math.max(b.top - y, 0, y - b.bottom)) < 12;
    };
    const small = e => { const r = e.getBoundingClientRect(); return r.width < 23.9 || r.height < 23.9; };
    return all.filter(e => small(e) && !within(e) && all.some(o => o !== e && !o.contains(e) && !e.contains(o) && near(e, o))).map(e => e.outerHTML.slice(0, 120))";

async fn room_between_letters_and_for_fingers(kind: Kind) {
    let player = Player::new(kind).await;
    let look = async |place: &str| {
        assert_eq!(player.browser.run(TIGHT, vec![]).await, json!([]), "to press: {place}");
        player.browser.run(SPACED, vec![]).await;
        assert_eq!(player.browser.run(CUT, vec![]).await, json!([]), "spaced: {place}");
    };
    player.open("").await;
    look("start").await;
    player.open(WEEK).await;
    player.choose_style(Style::Collaborative).await;
    look("after a move").await;
    player.next().await;
    look("a scene").await;
    player.play(Style::Directive, usize::MAX).await;
    crate::debrief::complete(&player).await;
    crate::debrief::unfold(&player).await;
    look("the debrief").await;
    for place in ["#/why/monday-call", "#/data", "#/class", "#/portal", "#/write", "#/play/red-folder"] {
        player.open(place).await;
        look(place).await;
    }
}

/// The board and the bars move to their new values; not where less motion is asked for.
async fn what_moves_moves_only_where_it_may(kind: Kind) {
    for reduced in [false, true] {
        let player = Player::with(kind, Site::default(), json!({ "ui.prefersReducedMotion": i32::from(reduced) })).await;
        if kind == Kind::Chromium {
            let value = if reduced { "reduce" } else { "no-preference" };
            let media = json!({ "features": [{ "name": "prefers-reduced-motion", "value": value }] });
            player.browser.devtools("Emulation.setEmulatedMedia", media).await;
        }
        player.open(WEEK).await;
        player
            .browser
            .run("window.__moved = 0; addEventListener('transitionrun', e => window.__moved += e.target.localName === 'rect')", vec![])
            .await;
        player.play(Style::Collaborative, 3).await;
        player.metrics().await;
        let moved = player.browser.run("return window.__moved > 0", vec![]).await;
        assert_eq!(moved, json!(!reduced), "reduced: {reduced}");
    }
}

/// On a small telephone the first move is near, and the board is a strip.
#[test]
fn the_first_move_is_near_on_a_telephone() {
    crate::run(async {
        let player = Player::new(Kind::Chromium).await;
        let small = json!({ "width": 360, "height": 640, "deviceScaleFactor": 1, "mobile": true });
        player.browser.devtools("Emulation.setDeviceMetricsOverride", small).await;
        player.open(WEEK).await;
        let place = "return [document.querySelector('[data-choice]').getBoundingClientRect().top + scrollY, document.querySelector('.gantt').getBoundingClientRect().height]";
        while player.stage().await != Stage::Debrief {
            let [first, strip]: [f64; 2] = serde_json::from_value(player.browser.run(place, vec![]).await).expect("places");
            if player.moves_in_address().await.is_empty() {
                assert!(first < 1000.0, "the first move lies at {first}");
            }
            assert!(strip < 40.0, "{strip} px are no strip");
            player.choose_style(Style::Collaborative).await;
            player.next().await;
        }
    });
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
