//! A week without a network: what is kept of the program, where, and how it goes away again.

use serde_json::{Value, json};

use crate::dist;
use crate::driver::Kind;
use crate::native;
use crate::player::{Player, Style, WEEK};
use crate::server::Site;

in_both! { from_the_second_visit_on_no_network_is_needed what_is_not_ours_is_handed_on what_hangs_is_given_up half_a_build_is_not_kept a_hash_that_begins_with_noughts a_newer_build_is_offered_and_not_forced nothing_is_kept_where_the_page_is_part_of_another }

/// What is done five seconds after the page was shown is done at once; a frame or a portal leaves no such note.
const AT_ONCE: &str = "const later = window.setTimeout;
    window.setTimeout = (f, ms, ...rest) => {
        if (ms !== 5000) return later(f, ms, ...rest);
        window.__keeps = true;
        const once = () => document.documentElement.hasAttribute('data-ready') ? f() : later(once, 10);
        once();
    };";

async fn host(kind: Kind, before: &str) -> Player {
    Player::at(kind, Site { keeps: true, before: format!("{AT_ONCE}{before}"), ..Site::default() }).await
}

async fn asked(player: &Player, script: &str) -> Value {
    player.browser.run(script, vec![]).await
}

/// The first visit, until what is kept is in charge.
async fn visited(player: &Player) {
    player.open("").await;
    let kept = "return document.documentElement.hasAttribute('data-offline') && !!navigator.serviceWorker.controller";
    player.browser.until("a program that is kept", kept, vec![]).await;
}

/// The page anew, from nothing of it that is open.
async fn visit(player: &Player, address: &str) {
    player.browser.goto("about:blank").await;
    player.browser.goto(address).await;
    player.wait_ready().await;
}

async fn from_the_second_visit_on_no_network_is_needed(kind: Kind) {
    let player = host(kind, "").await;
    visited(&player).await;
    // Every request hangs from now on.
    player.server.change(|site| site.down = true);
    visit(&player, &player.server.page()).await;
    player.browser.press("[data-action=play]").await;
    let mut made = player.play(Style::Directive, 3).await;
    // As a person does: the driver's own reload passes by what is kept.
    asked(&player, "window.__old = true; location.reload()").await;
    player.browser.until("the page anew", "return !window.__old && document.documentElement.hasAttribute('data-ready')", vec![]).await;
    player.scene().await;
    assert_eq!(player.moves_in_address().await, made, "resumed");
    made.extend(player.play(Style::Collaborative, usize::MAX).await);
    let link = player.fragment().await;
    assert_eq!(player.transcript().await, native::transcript(&link), "{link}");
    assert!(player.share().await.ends_with(&link), "handed on");
    visit(&player, &format!("{}s/red-folder/", player.server.page())).await;
    player.scene().await;
    player.play(Style::Directive, 1).await;
    // It goes away with the press that says so.
    visit(&player, &format!("{}#/data", player.server.page())).await;
    player.browser.press("[data-action=unkeep]").await;
    player.browser.until("nothing that is kept", "return caches.keys().then(names => !names.length)", vec![]).await;
    let line = "return document.querySelector('.offline').getClientRects().length";
    assert_eq!(asked(&player, line).await, json!(0));
}

async fn what_is_not_ours_is_handed_on(kind: Kind) {
    let player = host(kind, "").await;
    visited(&player).await;
    asked(&player, "return Promise.all(['mine', 'by-friday https://elsewhere.example/ 1'].map(name => caches.open(name))).then(() => 1)")
        .await;
    let before = player.server.log().len();
    let all = "const wasm = document.querySelector('script[data-wasm]').dataset.wasm;
        return Promise.all([fetch('./icon.svg?x=1'), fetch('./schema/scenario-1.json'), fetch(wasm, { cache: 'no-store' }), fetch(wasm, { cache: 'reload' }), fetch(wasm)])
            .then(all => all.map(r => r.status))";
    assert_eq!(asked(&player, all).await, json!([200, 200, 200, 200, 200]));
    let log: Vec<String> = player.server.log()[before..].iter().map(|r| r.path.clone()).collect();
    let of = |end: &str| log.iter().filter(|path| path.ends_with(end)).count();
    assert_eq!((of("icon.svg"), of("scenario-1.json"), of(".wasm")), (1, 1, 2), "{log:?}");
    visit(&player, &format!("{}{WEEK}", player.server.page())).await;
    player.play(Style::Directive, 1).await;
    visit(&player, &format!("{}#/data", player.server.page())).await;
    player.browser.press("[data-action=erase]").await;
    let left = "return Promise.all([navigator.serviceWorker.getRegistrations(), caches.keys()])
        .then(([ours, names]) => !ours.length && names.length === 2)";
    player.browser.until("what others keep, alone", left, vec![]).await;
}

/// Such a hash is written without them, one in sixteen builds has one. What has a hash is not asked for again.
async fn a_hash_that_begins_with_noughts(kind: Kind) {
    let player = host(kind, "").await;
    visited(&player).await;
    let keep = "const put = async () => {
            const cache = await caches.open((await caches.keys())[0]);
            for (const name of arguments[0]) await cache.put(new URL(name, location.href).href, new Response(name));
            return Promise.all(arguments[0].map(async name => await (await fetch(name)).text()));
        };
        return put()";
    let names = ["./web-1090d8e44843a0a.js", "./web-96aca1db87944bbf_bg.wasm", "./web-1d8e44843a0a_bg.wasm"];
    let before = player.server.log().len();
    assert_eq!(player.browser.run(keep, vec![json!(names)]).await, json!(names));
    let asked: Vec<String> = player.server.log()[before..].iter().map(|r| r.path.clone()).collect();
    assert!(!asked.iter().any(|path| path.contains("web-")), "{asked:?}");
}

/// A browser has six requests at once for a host. What hangs must not keep them: here comes more of it than that
/// at once, and then what the host does answer.
async fn what_hangs_is_given_up(kind: Kind) {
    let player = host(kind, "").await;
    visited(&player).await;
    player.server.change(|site| site.down = true);
    let all = "const all = ['./', 's/monday-call/', 's/red-folder/', 's/one-came-back/', 'icon.svg', 'portraits.svg', 'keep.js', 'app.webmanifest'];
        const status = async name => (await fetch(name)).status;
        return Promise.all(all.map(status)).then(async kept => [...kept, await status('./__before.js')])";
    assert_eq!(asked(&player, all).await, json!([200, 200, 200, 200, 200, 200, 200, 200, 200]));
}

/// The list of files is another build's: as on a host to which files are being copied.
async fn half_a_build_is_not_kept(kind: Kind) {
    let player = host(kind, "").await;
    player.server.change(|site| site.own = vec![("/files.json", "application/json", r#"{"version":1,"app":["index.html"]}"#.into())]);
    player.open("").await;
    let refused = "return navigator.serviceWorker.register('offline.js').then(r => new Promise(done => {
        const installing = r.installing;
        const look = () => installing.state === 'redundant' && done(installing.state);
        installing.onstatechange = look;
        look();
    }))";
    assert_eq!(asked(&player, refused).await, json!("redundant"));
    let none = "return !document.documentElement.hasAttribute('data-offline') &&
        Promise.all([navigator.serviceWorker.getRegistrations(), caches.keys()]).then(all => all.every(list => !list.length))";
    player.browser.until("nothing that is kept", none, vec![]).await;
    player.browser.press("[data-action=play]").await;
    player.play(Style::Directive, 1).await;
}

async fn a_newer_build_is_offered_and_not_forced(kind: Kind) {
    let player = host(kind, "").await;
    visited(&player).await;
    let shown = "return document.getElementById('newer').getClientRects().length > 0";
    assert_eq!(asked(&player, shown).await, json!(false));
    let ours = std::fs::read_to_string(dist::folder().join("offline.js")).expect("offline.js in the build");
    let end = ours.find("_bg.wasm").expect("the program is kept");
    let newer = ours.replace(&ours[end - 20..end], "web-0000000000000000");
    player.server.change(|site| site.own = vec![("/offline.js", "text/javascript", newer)]);
    visit(&player, &format!("{}{WEEK}", player.server.page())).await;
    let made = player.play(Style::Directive, 2).await;
    player.browser.until("the newer build is offered", shown, vec![]).await;
    assert_eq!(player.moves_in_address().await, made, "the week stays");
    player.browser.press("#newer [data-action=later]").await;
    assert_eq!(asked(&player, shown).await, json!(false));
    // Nor is it offered again by what comes only now.
    let again = "return navigator.serviceWorker.getRegistration().then(registration => new Promise(done => {
            const text = Response.prototype.text;
            Response.prototype.text = async function () {
                const read = await text.call(this);
                setTimeout(done);
                return read;
            };
            registration.dispatchEvent(new Event('updatefound'));
        })).then(() => document.getElementById('newer').getClientRects().length > 0)";
    assert_eq!(asked(&player, again).await, json!(false));
    // It was not to be had whole, so what is kept stays and serves.
    player.server.change(|site| site.down = true);
    visit(&player, &player.server.page()).await;
    player.browser.press("[data-action=continue]").await;
    player.scene().await;
    assert_eq!(player.moves_in_address().await, made);
}

async fn nothing_is_kept_where_the_page_is_part_of_another(kind: Kind) {
    // Who saves data is asked for none.
    let player = host(kind, "Object.defineProperty(navigator, 'connection', { value: { saveData: true } });").await;
    player.open("").await;
    let registrations = "return import(document.querySelector('script[data-keep]').dataset.keep)
        .then(() => navigator.serviceWorker.getRegistrations()).then(list => [list.length, !!window.__keeps])";
    assert_eq!(asked(&player, registrations).await, json!([0, true]));
    drop(player);
    // In a frame, and on another page's address, nothing of the kind is begun.
    let player = host(kind, "").await;
    let frame = format!("<iframe src=\"/{WEEK}\" width=700 height=700></iframe>");
    player.server.change(|site| site.own = vec![("/__around", "text/html", frame)]);
    player.browser.goto(&format!("{}/__around", player.server.origin())).await;
    let ready = "const page = document.querySelector('iframe').contentWindow;
        return page.document.documentElement?.hasAttribute('data-ready') ? [!!page.__keeps] : null";
    assert_eq!(player.browser.until("the page in the frame", ready, vec![]).await, json!([false]));
    player.browser.goto(&format!("{}?embed=1{WEEK}", player.server.page())).await;
    player.wait_ready().await;
    assert_eq!(asked(&player, "return !!window.__keeps").await, json!(false));
}
