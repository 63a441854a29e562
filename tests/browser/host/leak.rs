//! Nothing leaks: what a portal puts into the address that it launches goes to the portal, and nowhere else.

use std::time::{Duration, Instant};

use serde_json::{Value, json};

use super::frames::{around, embedding};
use super::lrs::REGISTRATION;
use crate::driver::Kind;
use crate::player::{Player, Style, WEEK};
use crate::server::{Site, Wasm};
use crate::{class, dist, native};

in_both! {
    every_way_out a_package_hands_on_moves_or_an_open_copy a_browser_that_keeps_nothing a_launch_that_was_used
}

/// What no way out may hold: the key (`zqx-key:zqx-word` in base 64 is `enF4…`), the session, the token, the
/// person, and where they are good.
const SECRETS: [&str; 4] = ["zqx", "enf4", "6f9619ff", "__lrs"];

/// A launch's query, as a Tin Can portal makes it, with what other portals add.
fn query(origin: &str) -> String {
    let actor = r#"{"objectType":"Agent","name":"Zqx Person","mbox":"mailto:zqx.person@portal.example"}"#;
    let encoded = |text: &str| url::form_urlencoded::byte_serialize(text.as_bytes()).collect::<String>();
    let (actor, auth) = (encoded(actor), encoded("Basic enF4LWtleTp6cXgtd29yZA=="));
    format!("endpoint={origin}/__lrs/&auth={auth}&actor={actor}{REGISTRATION}&sesskey=zqx-session&token=zqx-token&embed=1")
}

#[track_caller]
fn clean(what: &str, text: &str, secrets: &[&str]) {
    let lower = text.to_lowercase();
    for secret in secrets {
        let at = lower.find(secret).map(|at| lower[..at].chars().rev().take(200).collect::<String>().chars().rev().collect::<String>());
        assert!(at.is_none(), "{what} holds “{secret}” after {at:?}");
    }
}

/// Everything that the page shows, links to, prints or has in a field, and its address.
const PAGE: &str = "
    const values = [location.href, document.title, document.documentElement.outerHTML];
    for (const e of document.querySelectorAll('*')) {
        for (const name of ['href', 'src', 'action', 'data', 'value']) {
            const value = e[name]?.baseVal ?? e[name];
            if (typeof value === 'string') values.push(value);
        }
    }
    return values.join('\\n')";

/// Looks at all that is on the page now.
async fn page(player: &Player, what: &str) {
    let shown = player.browser.run(PAGE, vec![]).await;
    clean(what, shown.as_str().expect("a text"), &SECRETS);
}

/// What was given to the clipboard or to the sheet last.
async fn given(player: &Player, to: &str, press: &str) -> String {
    player.browser.run(&format!("window.{to} = null"), vec![]).await;
    player.browser.press(press).await;
    let text = player.browser.until(format_args!("{to} after {press}"), &format!("return window.{to}"), vec![]).await;
    text.as_str().expect("a text").to_owned()
}

/// Presses what saves a file, and looks into it and at its name.
async fn saved(player: &Player, press: &str, files: usize) {
    player.browser.press(press).await;
    let start = Instant::now();
    let folder = player.browser.profile().downloads();
    loop {
        let all: Vec<_> = std::fs::read_dir(&folder).expect("the downloads").flatten().map(|e| e.path()).collect();
        let whole = |p: &std::path::PathBuf| {
            !p.extension().is_some_and(|e| e == "crdownload" || e == "part") && std::fs::metadata(p).is_ok_and(|m| m.len() > 0)
        };
        if all.len() == files && all.iter().all(whole) {
            for file in all {
                let text = format!("{}\n{}", file.display(), std::fs::read_to_string(&file).expect("a text file"));
                clean(press, &text, &SECRETS);
            }
            return;
        }
        assert!(start.elapsed() < Duration::from_secs(60), "{files} files after {press}, not {all:?}");
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}

/// Catches what is copied, sent and printed.
const CATCH: &str = "
    Object.defineProperty(navigator, 'clipboard', { value: { writeText: async text => { window.__copied = text; } } });
    navigator.share = async data => { window.__shared = JSON.stringify(data); };
    window.print = () => { window.__printed = 'printed'; };";

async fn every_way_out(kind: Kind) {
    let player = embedding(kind, false, Site { before: CATCH.to_owned(), ..Site::default() }, json!({})).await;
    let origin = player.server.origin();
    around(&player, &origin, json!([format!("/?{}{WEEK}", query(&origin)), ""])).await;
    player.wait_ready().await;
    let told = player.browser.run("return window.byFridayQuery.includes('zqx-token') && location.search === ''", vec![]).await;
    assert_eq!(told, json!(true), "the query was read and taken out");
    page(&player, "the first scene").await;

    // The link: in its field, copied, sent. It leads to the same scene.
    let link = player.share().await;
    assert_eq!(link, format!("{origin}/{}", player.fragment().await));
    page(&player, "the link").await;
    clean("what was copied", &given(&player, "__copied", "[data-action=copy]").await, &SECRETS);
    clean("what was sent", &given(&player, "__shared", "[data-action=sheet]").await, &SECRETS);

    player.play(Style::Collaborative, usize::MAX).await;
    player.wait_screen("debrief").await;
    crate::debrief::complete(&player).await;
    crate::debrief::unfold(&player).await;
    page(&player, "the debrief").await;
    clean("the transcript", &player.transcript().await, &SECRETS);
    saved(&player, "[data-action=download-json]", 1).await;
    saved(&player, "[data-action=download-csv]", 2).await;
    saved(&player, "[data-action=svg][data-of=luck]", 3).await;
    given(&player, "__printed", "[data-action=print]").await;
    page(&player, "what is printed").await;
    let debrief = player.fragment().await;
    for screen in ["map", "why"] {
        player.browser.press(&format!("[data-action={screen}]")).await;
        player.wait_screen(screen).await;
        page(&player, screen).await;
        player.browser.run("location.hash = arguments[0]", vec![json!(debrief)]).await;
        player.wait_screen("debrief").await;
    }

    // What trainers take away.
    let weeks = [native::week(7, engine::model::Style::Directive, &[], 99), native::week(8, engine::model::Style::Directive, &[2], 99)];
    player.browser.run("location.hash = '#/class'", vec![]).await;
    player.wait_screen("class").await;
    let put =
        "const t = document.querySelector('#class-text'); t.value = arguments[0]; t.dispatchEvent(new Event('input', { bubbles: true }))";
    player.browser.run(put, vec![json!(weeks.join("\n"))]).await;
    player.browser.press("[data-action=class-read]").await;
    class::figures(&player).await;
    page(&player, "the class").await;
    let class_link = given(&player, "__copied", "[data-action=class-link]").await;
    assert!(class_link.starts_with(&format!("{origin}/#/class?")), "{class_link}");
    saved(&player, "[data-action=class-csv]", 4).await;
    player.browser.press("[data-action=class-guide]").await;
    player.browser.until("the guide", "return !!document.querySelector('[data-action=class-guide-text]')", vec![]).await;
    page(&player, "the guide").await;
    saved(&player, "[data-action=class-guide-text]", 5).await;
    player.browser.run("location.hash = '#/write'", vec![]).await;
    player.wait_screen("write").await;
    player.browser.press("[data-action=write-copy]").await;
    player.browser.press(".write-bar [data-action=write-share]").await;
    player
        .browser
        .until(
            "the handout",
            "return !!document.querySelector('[data-handed-link]') && !!document.querySelector('.qr svg path, [data-no-code]')",
            vec![],
        )
        .await;
    page(&player, "the handout and its code").await;
    let written = "return document.querySelector('[data-handed-link]').value";
    let written = player.browser.run(written, vec![]).await;
    assert!(written.as_str().is_some_and(|w| w.starts_with(&format!("{origin}/#/play/"))), "{written}");
    saved(&player, "[data-action=write-save]", 6).await;
    player.browser.run("location.hash = '#/portal'", vec![]).await;
    player.wait_screen("portal").await;
    page(&player, "the packaging page").await;

    // What goes over the wire: to the page around, to the store, and with each request.
    let messages = player.browser.run("return parent.heard.map(h => JSON.stringify(h.data)).join('\\n')", vec![]).await;
    clean("the window messages", messages.as_str().expect("a text"), &SECRETS);
    let (statements, documents) = player.server.lrs(|lrs| (format!("{:?}", lrs.statements), format!("{:?}", lrs.documents)));
    assert!(statements.contains("completed"), "the week was reported: {statements}");
    // The store knows who is told of, and when; how one gets in, and the rest of the address, is not its business.
    clean("the statements", &statements, &["zqx-", "enf4", "__lrs"]);
    clean("the state", &documents, &["zqx-", "enf4", "__lrs"]);
    // A script may be named, as the worker is, and the page around; ours is not.
    let referers = player.server.log().into_iter().filter_map(|r| Some((r.path, r.referer?)));
    let ours: Vec<_> = referers.filter(|(_, to)| ![".js", ".css", "/__"].iter().any(|other| to.contains(other))).collect();
    assert!(ours.is_empty(), "requests say where they come from: {ours:?}");

    // A reload goes on with the launch, and the page of a failure has none of it either.
    player.browser.run("location.hash = arguments[0]", vec![json!(WEEK)]).await;
    player.wait_screen("play").await;
    player.browser.run("location.reload()", vec![]).await;
    let again = "return document.documentElement.hasAttribute('data-ready') && window.byFridayQuery.includes('zqx-token') && location.search === ''";
    player.browser.until("the launch after a reload", again, vec![]).await;
    player.server.change(|site| site.wasm = Wasm::Missing);
    player.browser.run("location.reload()", vec![]).await;
    player.wait_screen("error").await;
    page(&player, "the page of a failure").await;
    let link = player.browser.run("return document.querySelector('#failure-link').value", vec![]).await;
    // The portal may have led to the debrief of the week it keeps.
    assert!(link.as_str().is_some_and(|l| l.starts_with(&format!("{origin}/#/"))), "{link}");
}

/// In a portal's package nobody gets further by its address: the moves go as text, or an open copy is named.
async fn a_package_hands_on_moves_or_an_open_copy(kind: Kind) {
    let open =
        native::launch("xapi", 7, 1, false).replace("\"version\": 1,", "\"version\": 1, \"public\": \"https://open.example/weeks/\",");
    for (launch, begins) in [(native::launch("xapi", 7, 1, false), "#/play/"), (open, "https://open.example/weeks/#/play/")] {
        let own = vec![("/launch.json", "application/json", launch)];
        let player = Player::at(kind, Site { own, before: CATCH.to_owned(), ..Site::default() }).await;
        let origin = player.server.origin();
        player.browser.goto(&format!("{origin}/?{}", query(&origin).replace("&embed=1", ""))).await;
        player.wait_ready().await;
        let made = player.play(Style::Directive, 1).await;
        let handed = player.share().await;
        assert!(handed.starts_with(begins) && handed.contains(&made[0]), "{handed}");
        assert_eq!(given(&player, "__copied", "[data-action=copy]").await, handed);
        let sent: Value = serde_json::from_str(&given(&player, "__shared", "[data-action=sheet]").await).expect("JSON");
        let member = if begins.starts_with('#') { "text" } else { "url" };
        assert_eq!(sent[member], json!(handed), "{sent}");
        page(&player, "the panel").await;
        let shown = player.browser.run("return document.querySelector('.share').outerHTML", vec![]).await;
        assert!(!shown.as_str().unwrap_or_default().contains(&origin), "{shown}");
        // It is what another copy, and a class page, shows.
        let text = handed.split_once('#').map(|h| format!("#{}", h.1)).unwrap_or_default();
        assert!(native::transcript(&text).contains(&made[0]));
    }
}

/// Without session storage the query stays, so that a reload finds it; what is handed on is without it.
async fn a_browser_that_keeps_nothing(kind: Kind) {
    let before = "Object.defineProperty(window, 'sessionStorage', { get() { throw new DOMException('no', 'SecurityError'); } });";
    let player = Player::at(kind, Site { before: before.to_owned(), ..Site::default() }).await;
    let origin = player.server.origin();
    player.browser.goto(&format!("{origin}/?{}{WEEK}", query(&origin).replace("&embed=1", ""))).await;
    player.wait_ready().await;
    player.scene().await;
    let stays = "return location.search.includes('zqx-token') && window.byFridayQuery === location.search";
    assert_eq!(player.browser.run(stays, vec![]).await, json!(true));
    assert_eq!(player.share().await, format!("{origin}/{}", player.fragment().await));
}

/// cmi5 8.2: the token is to be had once. Whoever opens a copied launch plays, and reads that nothing is reported.
async fn a_launch_that_was_used(kind: Kind) {
    let own = vec![
        ("/launch.json", "application/json", native::launch("cmi5", 7, 1, false)),
        ("/__used", "application/json", json!({ "error-code": "1", "error-text": "used" }).to_string()),
    ];
    let player = Player::at(kind, Site { own, ..Site::default() }).await;
    let origin = player.server.origin();
    let query = query(&origin).replace("&embed=1", "&activityId=urn:test:unit").replace("&auth=", "&other=");
    player.browser.goto(&format!("{origin}/?{query}&fetch={origin}/__used")).await;
    player.wait_ready().await;
    let line = "const l = document.querySelector('[data-portal=portal]'); return l && !l.hidden && l.innerText || null";
    let said = player.browser.until("a line about the launch", line, vec![]).await;
    assert!(said.as_str().is_some_and(|s| s.contains("used before") && s.contains("nothing of this week is reported")), "{said}");
    player.play(Style::Directive, 1).await;
    let told = player.server.lrs(|lrs| lrs.statements.clone());
    assert!(told.is_empty(), "{told:?}");
}

/// Nobody learns from a request which page it came from.
#[test]
fn every_page_sends_no_referrer() {
    let mut folders = vec![dist::folder()];
    let mut pages = 0;
    while let Some(folder) = folders.pop() {
        for path in std::fs::read_dir(&folder).expect("the build").flatten().map(|e| e.path()) {
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|e| e == "html") {
                let text = std::fs::read_to_string(&path).expect("a page");
                // The build sorts attributes and drops quotes.
                let plain = text.replace('"', "");
                let says = ["<meta name=referrer content=no-referrer>", "<meta content=no-referrer name=referrer>"];
                assert!(says.iter().any(|s| plain.contains(s)), "{}", path.display());
                pages += 1;
            }
        }
    }
    assert!(pages >= 7, "only {pages} pages");
}
