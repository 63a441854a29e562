//! Weeks on somebody's page: several at once, in every layout, without a jump, and without what grows by itself.

use fantoccini::Locator;
use serde_json::{Value, json};

use super::frames::{around, embedding};
use super::{PAGE, enter};
use crate::driver::Kind;
use crate::player::{Player, Style};
use crate::server::Site;

in_both! { a_page_keeps_its_place several_weeks_on_one_page every_layout no_page_grows_with_its_frame }

/// A browser with a page of the tests' own around us, and its script.
async fn at(kind: Kind, page: &str, script: &str) -> Player {
    let own = vec![("/__page.html", "text/html", PAGE.replace("SCRIPTS", page)), ("/__page.js", "text/javascript", script.to_owned())];
    let player = Player::at(kind, Site { own, ..Site::default() }).await;
    show(&player).await;
    player
}

async fn show(player: &Player) {
    player.browser.goto(&player.server.blank()).await;
    player.browser.goto(&format!("{}/__page.html", player.server.origin())).await;
}

/// Enters a frame from the page around.
async fn enter_frame(player: &Player, selector: &str) {
    player.browser.until(selector, "return !!document.querySelector(arguments[0])", vec![json!(selector)]).await;
    let frame = player.browser.client().find(Locator::Css(selector)).await.expect("the frame");
    frame.enter_frame().await.expect("the frame can be entered");
}

const FITS: &str = "return Math.abs(innerHeight - document.documentElement.getBoundingClientRect().height) < 4";

/// Until somebody presses in it a week takes no focus and does not scroll; what is asked before it is ready
/// is held, and the last one wins.
async fn a_page_keeps_its_place(kind: Kind) {
    let page = "<p style='height:3000px'>Above<by-friday scenario=red-folder></by-friday>
        <script src=/embed.js></script><script src=/__page.js></script>";
    let script = "const week = document.querySelector('by-friday');
        week.setAttribute('seed', '5');
        week.restart(3);
        week.setAttribute('scenario', 'monday-call');
        week.open('https://elsewhere.example/by-friday/#/play/monday-call?seed=11');
        week.open('https://elsewhere.example/by-friday/s/monday-call/#seed=12');";
    let player = at(kind, page, script).await;
    enter(&player).await;
    player.browser.until("the week that was asked for last", "return location.hash.includes('seed=12')", vec![]).await;
    player.scene().await;
    player.browser.until("a frame that fits", FITS, vec![]).await;
    let place = "return [parent.scrollY, parent.document.activeElement.localName, document.activeElement.localName]";
    assert_eq!(player.browser.run(place, vec![]).await, json!([0, "body", "body"]), "nothing jumped");
    player.choose_style(Style::Directive).await;
    let focus = "return document.hasFocus() && !!document.activeElement?.matches('[data-focus]')";
    player.browser.until("the focus, once somebody has pressed", focus, vec![]).await;
}

/// Two alike, one in what an editor leaves, and a plain frame: each fits, and each keeps its own week.
async fn several_weeks_on_one_page(kind: Kind) {
    let page = "<by-friday id=a></by-friday><by-friday id=b></by-friday>
        <div id=c data-by-friday data-scenario=monday-call data-seed=7></div>
        <iframe id=d src='/#/play/monday-call?v=1&amp;seed=9' width=700 height=300></iframe>
        <script type=module src=/embed.js></script>";
    let player = at(kind, page, "").await;
    let weeks = [
        ("#a iframe", Style::Directive),
        ("#b iframe", Style::Collaborative),
        ("#c iframe", Style::Collaborative),
        ("#d", Style::Directive),
    ];
    let mut made = Vec::new();
    for (frame, style) in weeks {
        enter_frame(&player, frame).await;
        player.wait_ready().await;
        player.play(style, 1).await;
        player.browser.until("a frame that fits", FITS, vec![]).await;
        made.push(player.fragment().await);
        player.browser.client().enter_parent_frame().await.expect("the page around");
    }
    assert!(made[2].contains("seed=7") && made[3].contains("seed=9"), "{made:?}");
    show(&player).await;
    for ((frame, _), before) in weeks.iter().zip(&made) {
        enter_frame(&player, frame).await;
        player.wait_ready().await;
        player.scene().await;
        assert_eq!(player.fragment().await, *before, "the week of {frame} goes on");
        player.browser.client().enter_parent_frame().await.expect("the page around");
    }
    // Only the plain frame may be a portal's package.
    let asked = player.server.log().iter().filter(|r| r.path.ends_with("launch.json")).count();
    assert_eq!(asked, 2, "once for each visit");
    let own = "const d = document.querySelector('#c'); d.dataset.seed = '21'; return d.firstElementChild.getAttribute('seed')";
    player.browser.run(own, vec![]).await;
    enter_frame(&player, "#c iframe").await;
    player.browser.until("the seed that was changed", "return location.hash.includes('seed=21')", vec![]).await;
}

/// As wide as there is room, at any width of the window, without scrolling sideways; and no browser is asked
/// for a feature that it does not know. What is framed is an empty page: its width is the embedding page's.
async fn every_layout(kind: Kind) {
    let places = [
        ("plain", "<div>WEEK</div>"),
        ("row", "<div style='display:flex;gap:8px'>WEEK</div>"),
        ("column", "<div style='display:flex;flex-direction:column;align-items:center'>WEEK</div>"),
        ("grid", "<div style='display:grid;grid-template-columns:1fr'>WEEK</div>"),
        ("auto", "<div style='display:grid'>WEEK</div>"),
        ("dialog", "<dialog open style='position:static'>WEEK</dialog>"),
        ("float", "<div style='overflow:hidden'><div style='float:left;max-width:100%'>WEEK</div></div>"),
        ("adopted", "<div style='display:flex'><div id=adopted data-by-friday data-src=/__blank></div></div>"),
    ];
    let week = |name: &str| format!("<by-friday id={name} src=/__blank></by-friday>");
    let inner: String = places.iter().map(|(name, html)| html.replace("WEEK", &week(name))).collect();
    let inner =
        format!("<!doctype html><title>Layouts</title><link rel=icon href=/__icon.svg><body>{inner}<script src=/__loader.js></script>");
    // A loader that fetches what it is told, as a tag manager does.
    let loader = "document.head.append(Object.assign(document.createElement('script'), { src: '/embed.js', async: true }));";
    let outer = [390, 1200].map(|w| format!("<iframe id=at{w} src=/__layouts.html width={w} height=700></iframe>")).concat();
    let own = vec![
        ("/__page.html", "text/html", PAGE.replace("SCRIPTS", &outer)),
        ("/__layouts.html", "text/html", inner),
        ("/__loader.js", "text/javascript", loader.to_owned()),
    ];
    let player = Player::at(kind, Site { own, ..Site::default() }).await;
    show(&player).await;
    let widths = "const page = document.querySelector(arguments[0]).contentDocument;
        const frames = [...page.querySelectorAll('iframe')];
        if (frames.length !== arguments[1]) return null;
        const allowed = document.featurePolicy?.features() ?? [];
        const unknown = frames.flatMap(f => f.allow.split('; ')).filter(f => f && !allowed.includes(f));
        return { unknown, over: page.documentElement.scrollWidth - page.documentElement.clientWidth, room: page.body.clientWidth,
            narrow: frames.filter(f => f.getBoundingClientRect().width < page.body.clientWidth - 60).map(f => f.closest('[id]').id) }";
    for width in [390, 1200] {
        let seen = player.browser.until("the frames", widths, vec![json!(format!("#at{width}")), json!(places.len())]).await;
        assert_eq!((&seen["over"], &seen["narrow"], &seen["unknown"]), (&json!(0), &json!([]), &json!([])), "at {width}: {seen}");
        assert!(seen["room"].as_i64().is_some_and(|r| r > width - 40), "{seen}");
    }
}

/// In a frame that is as high as its page, what hung on the frame's height would grow for ever: slides did.
async fn no_page_grows_with_its_frame(kind: Kind) {
    let player = embedding(kind, false, Site::default(), json!({})).await;
    around(&player, &player.server.origin(), json!(["/?embed=1#/class", ""])).await;
    player.wait_ready().await;
    player.browser.press("[data-action=class-example]").await;
    crate::class::figures(&player).await;
    player.browser.press("[data-action=class-present]").await;
    player.browser.until("a slide", "return !!document.querySelector('[data-slide]')", vec![]).await;
    stays(&player, "a slide").await;
    player.browser.run("location.hash = '#/write'", vec![]).await;
    player.wait_screen("write").await;
    player.browser.press("[data-action=write-copy]").await;
    player.browser.press("[data-action=write-side][data-of=json]").await;
    player.browser.until("the editor's text", "return !!document.querySelector('.json-of textarea')", vec![]).await;
    stays(&player, "the editor").await;
    player.browser.run("location.hash = '#/map/monday-call?seed=7'", vec![]).await;
    player.wait_screen("map").await;
    player.browser.until("the map", "return !!document.querySelector('.sheet svg')", vec![]).await;
    stays(&player, "the map").await;
}

/// The page is no higher in a high frame than in a low one, where a scroll bar may make it narrower.
async fn stays(player: &Player, what: &str) {
    let heights = "const frame = parent.document.querySelector('iframe');
        return [500, 4000].map(h => { frame.style.height = `${h}px`; return Math.round(document.documentElement.getBoundingClientRect().height); })";
    let found: Value = player.browser.run(heights, vec![]).await;
    let [low, high] = [0, 1].map(|i| found[i].as_f64().expect("a height"));
    assert!(high <= low, "{what} grows with its frame: {low} to {high}");
}
