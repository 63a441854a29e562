//! When the program cannot load or breaks, the visitor learns what to do and keeps the link.

use fantoccini::Locator;
use serde_json::{Value, json};

use crate::driver::{BOTH, Kind};
use crate::player::{Player, Style, WEEK};
use crate::server::{Site, Wasm};

in_both! {
    texts_that_come_late_or_never a_missing_program a_truncated_program a_browser_without_webassembly
    causes_that_can_be_told_apart a_break_in_the_middle_of_the_week a_page_without_scripts opened_from_a_folder
}

/// The texts of Tuesday to Friday are a file of their own: what waits for them says so, and where they do
/// not come a later part of the program, which has them, is fetched.
async fn texts_that_come_late_or_never(kind: Kind) {
    let held = |then: &str| {
        let before = format!(
            "const ask = window.fetch, held = new Promise(done => window.__texts = done);
            window.fetch = (url, ...rest) => /later-.*txt$/.test(url) ? held.then(() => {then}) : ask(url, ...rest);"
        );
        Site { before, ..Site::default() }
    };
    let tuesday = "#/play/monday-call?v=1&seed=7&moves=hedge.assign.express";
    let player = Player::at(kind, held("ask(url, ...rest)")).await;
    player.load(tuesday).await;
    player.browser.until("the wait", "return !!document.querySelector('#app main[aria-busy=true]')", vec![]).await;
    player.browser.run("window.__texts()", vec![]).await;
    assert_eq!(player.scene().await, "schedule");
    let whole = async || player.browser.run("return document.documentElement.hasAttribute('data-whole')", vec![]).await;
    assert_eq!(whole().await, json!(false), "these are the texts of this build");
    player.browser.until("the focus", "return document.activeElement?.matches('[data-focus]')", vec![]).await;

    for broken in ["new Response('<!doctype html>')", "new Response('', { status: 404 })", "Promise.reject(new TypeError('offline'))"] {
        player.server.change(|site| *site = held(broken));
        player.load(tuesday).await;
        player.browser.run("window.__texts()", vec![]).await;
        assert_eq!(player.scene().await, "schedule", "{broken}");
        assert_eq!(whole().await, json!(true), "{broken}");
    }
    // In the middle of a week.
    player.load(WEEK).await;
    player.browser.run("window.__texts()", vec![]).await;
    player.play(Style::Directive, 2).await;
    assert_eq!(whole().await, json!(false), "Monday needs no other texts");
    player.play(Style::Directive, 2).await;
    assert_eq!(whole().await, json!(true), "Tuesday does");
    assert!(player.fragment().await.contains("seed=7"), "the week is lost");
}

async fn a_missing_program(kind: Kind) {
    a_broken_host(kind, Wasm::Missing).await;
}

async fn a_truncated_program(kind: Kind) {
    a_broken_host(kind, Wasm::Truncated).await;
}

/// The host serves no usable program; once it is mended, the page's own button brings the week.
async fn a_broken_host(kind: Kind, wasm: Wasm) {
    let player = Player::at(kind, Site { wasm, ..Site::default() }).await;
    player.load(WEEK).await;
    expect_failure_page(&player, WEEK).await;
    player.server.change(|site| site.wasm = Wasm::Whole);
    player.browser.press("[data-action=reload]").await;
    player.scene().await;
    assert!(player.fragment().await.contains("seed=7"), "the link is lost");
}

/// Each cause is named, and what to do about it.
async fn causes_that_can_be_told_apart(kind: Kind) {
    let player = Player::new(kind).await;
    let whole = Site::default;
    let without = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; worker-src 'self'";
    let old = "WebAssembly.validate = () => false;
        WebAssembly.compile = WebAssembly.compileStreaming = () => Promise.reject(new WebAssembly.CompileError('the tests are old'));";
    let offline = "const ask = window.fetch;
        window.fetch = (url, ...rest) => /wasm$/.test(url) ? Promise.reject(new TypeError('the tests are offline')) : ask(url, ...rest);";
    for (site, names) in [
        (Site { wasm: Wasm::Missing, ..whole() }, "missing on the server"),
        (Site { wasm: Wasm::Truncated, ..whole() }, "damaged"),
        (Site { wasm: Wasm::Page, ..whole() }, "sent a web page"),
        (Site { policy: without, ..whole() }, "'wasm-unsafe-eval'"),
        (Site { before: old.to_string(), ..whole() }, "too old"),
        (Site { before: offline.to_string(), ..whole() }, "no connection"),
    ] {
        player.server.change(|now| *now = site);
        player.load(WEEK).await;
        expect_failure_page(&player, WEEK).await;
        let text = player.browser.run("return document.querySelector('#failure-text').innerText", vec![]).await;
        assert!(text.as_str().is_some_and(|t| t.contains(names)), "“{names}” is not in {text}");
    }
}

async fn a_browser_without_webassembly(kind: Kind) {
    let before = "delete window.WebAssembly".to_string();
    let player = Player::at(kind, Site { before, ..Site::default() }).await;
    player.load(WEEK).await;
    expect_failure_page(&player, WEEK).await;
}

/// A function the program imports throws after some moves, as a browser's own bug would make it.
async fn a_break_in_the_middle_of_the_week(kind: Kind) {
    let player = Player::at(kind, Site { before: EXPLOSIVE.to_string(), ..Site::default() }).await;
    player.open(WEEK).await;
    let made = player.play(Style::Collaborative, 3).await;
    let link = player.fragment().await;
    let (id, _) = player.moves().await.swap_remove(0);
    // By the press itself: what the worker or a later part brings before it may draw too.
    player.browser.run("addEventListener('click', () => window.__explode = true, { capture: true, once: true })", vec![]).await;
    player.browser.press(&format!("button[data-choice=\"{id}\"]")).await;
    player.wait_screen("error").await;
    let exploded = player.browser.run("return window.__exploded ?? null", vec![]).await;
    assert!(exploded.is_string(), "no import was called that draws: {exploded}");
    expect_failure_page(&player, &link).await;

    // Nothing is lost: the page's own button leads back into the week.
    player.browser.press("[data-action=reload]").await;
    player.wait_ready().await;
    player.wait_screen("play").await;
    let moves = player.moves_in_address().await;
    assert_eq!(moves[..made.len()], made, "the moves made before it broke");
}

/// Wraps every imported function: those whose text says that they draw throw once `__explode` is set. It
/// needs no knowledge of the glue code's names, which change with every build.
const EXPLOSIVE: &str = "
    const armed = imports => {
        const all = {};
        for (const [from, names] of Object.entries(imports)) {
            all[from] = {};
            for (const [name, value] of Object.entries(names))
                all[from][name] = typeof value !== 'function' ? value : function (...given) {
                    if (window.__explode && /createElement|createTextNode|cloneNode|append|insert|setAttribute|nodeValue|textContent/i.test(String(value))) {
                        window.__exploded = name;
                        throw new Error(`the tests made ${name} throw`);
                    }
                    return value.apply(this, given);
                };
        }
        return all;
    };
    for (const name of ['instantiate', 'instantiateStreaming']) {
        const original = WebAssembly[name];
        WebAssembly[name] = (source, imports) => original.call(WebAssembly, source, imports && armed(imports));
    }
    const Instance = WebAssembly.Instance;
    WebAssembly.Instance = function (module, imports) { return new Instance(module, imports && armed(imports)); };
    WebAssembly.Instance.prototype = Instance.prototype;";

/// The error screen is seen, has a way to reload, and shows the link, which the address keeps.
async fn expect_failure_page(player: &Player, link: &str) {
    player.wait_screen("error").await;
    let shown = player.browser.run(SHOWN, vec![]).await;
    let text = shown["text"].as_str().unwrap_or_default();
    assert!(text.len() > 40, "the failure page says only “{text}”");
    assert_eq!(shown["reload"], json!(true), "a visible button to reload: {text}");
    let fragment = player.fragment().await;
    // The move that was being taken may stand in it already; how many there are ends a link.
    let held = link.split("&n=").next().unwrap_or(link);
    assert!(fragment.starts_with(held), "the address was {link} and is {fragment}");
    let all = shown["all"].as_str().unwrap_or_default();
    assert!(all.contains(&fragment), "the failure page does not show {fragment}: {all}");
}

const SHOWN: &str = "
    const screen = document.querySelector('[data-screen=error]');
    const reload = screen.querySelector('[data-action=reload]');
    const values = [...screen.querySelectorAll('input, textarea, a')].map(e => e.value ?? e.href);
    return { text: screen.innerText, all: [screen.innerText, ...values].join(' '),
        reload: !!reload && reload.getClientRects().length > 0 }";

/// Browsers let a page of a file system load next to nothing: it says what to do instead.
async fn opened_from_a_folder(kind: Kind) {
    // What the driver relaxes for tests is set as people have it.
    let prefs = match kind {
        Kind::Chromium => json!({}),
        Kind::Firefox => json!({ "security.fileuri.strict_origin_policy": true }),
        Kind::WebKit => unreachable!("{BOTH}"),
    };
    let player = Player::with(kind, Site::default(), prefs).await;
    let page = crate::dist::folder().join("index.html").canonicalize().expect("the build's page");
    player.browser.goto(&format!("file://{}{WEEK}", page.display())).await;
    expect_failure_page(&player, WEEK).await;
    let text = player.browser.run("return document.querySelector('[data-screen=error]').innerText", vec![]).await;
    assert!(text.as_str().is_some_and(|t| t.contains("opened from a folder") && t.contains("web server")), "{text}");
}

/// Without JavaScript there is a static sentence.
async fn a_page_without_scripts(kind: Kind) {
    let prefs = match kind {
        Kind::Chromium => json!({ "profile.default_content_setting_values.javascript": 2 }),
        Kind::Firefox => json!({ "javascript.enabled": false }),
        Kind::WebKit => unreachable!("{BOTH}"),
    };
    let player = Player::with(kind, Site::default(), prefs).await;
    player.load(WEEK).await;
    let text = match kind {
        // Scripts of the driver are off too: what is drawn is read from the accessibility tree.
        Kind::Chromium => drawn(&player.browser.devtools("Accessibility.getFullAXTree", json!({})).await),
        // Firefox reads a property without running a script; WebDriver's own text skips <noscript>.
        Kind::Firefox => {
            let body = player.browser.client().find(Locator::Css("body")).await.expect("a body");
            body.prop("innerText").await.expect("a property").unwrap_or_default()
        }
        Kind::WebKit => unreachable!("{BOTH}"),
    };
    assert!(text.contains("JavaScript"), "without scripts the page shows “{text}”");
}

/// The static texts of an accessibility tree.
fn drawn(tree: &Value) -> String {
    let none = Vec::new();
    let nodes = tree["nodes"].as_array().unwrap_or(&none);
    let texts = nodes.iter().filter(|node| node["role"]["value"] == "StaticText");
    texts.filter_map(|node| node["name"]["value"].as_str()).collect::<Vec<_>>().join(" ")
}
