//! On another page: messages, commands, a frame that fits, and frames that hinder.

use serde_json::{Value, json};

use super::{PAGE, enter};
use crate::driver::{BOTH, Kind};
use crate::player::{Player, Stage, Style, WEEK};
use crate::server::Site;
use crate::{dist, native};

in_both! { messages a_cross_site_frame_without_storage a_sandbox }

/// The page around: with open-iframe-resizer's script, or without.
pub(super) async fn embedding(kind: Kind, resizer: bool, site: Site, prefs: Value) -> Player {
    let scripts =
        if resizer { "<script src=/__resizer.js></script><script src=/__embed.js></script>" } else { "<script src=/__embed.js></script>" };
    let own = vec![
        ("/__embed.html", "text/html", PAGE.replace("SCRIPTS", scripts)),
        ("/__embed.js", "text/javascript", include_str!("embed.js").to_owned()),
        ("/__resizer.js", "text/javascript", dist::npm("@open-iframe-resizer/core/dist/index.umd.cjs")),
    ];
    Player::with(kind, Site { own, ..site }, prefs).await
}

/// Opens a page of `origin` with the program in a frame.
async fn open(player: &Player, origin: &str, src: &str, sandbox: &str) {
    around(player, origin, json!([src, sandbox])).await;
    player.wait_ready().await;
}

/// Opens a page of `origin` with a frame as `embed.js` takes it: address, sandbox, width, resizer.
pub(super) async fn around(player: &Player, origin: &str, frame: Value) {
    // Through an empty page: a change of the fragment alone would load nothing.
    player.browser.goto(&player.server.blank()).await;
    let hash: String = url::form_urlencoded::byte_serialize(frame.to_string().as_bytes()).collect();
    player.browser.goto(&format!("{origin}/__embed.html#{}", hash.replace('+', "%20"))).await;
    enter(player).await;
}

/// What the embedding page heard of a type, in the frame's context.
async fn heard(player: &Player, kind: &str, count: usize) -> Vec<Value> {
    let script = "const all = parent.heard.filter(h => h.data.type === arguments[0]); return all.length >= arguments[1] ? all : null";
    let found = player.browser.until(format_args!("{count} messages {kind}"), script, vec![json!(kind), json!(count)]).await;
    let list = found.as_array().expect("a list").clone();
    for message in &list {
        native::message(message["text"].as_str().expect("our messages are texts"));
    }
    list.into_iter().map(|m| m["data"].clone()).collect()
}

async fn messages(kind: Kind) {
    let player = embedding(kind, false, Site::default(), json!({})).await;
    open(&player, &player.server.origin(), &format!("/?embed=1{WEEK}&blind=1"), "").await;
    let ready = heard(&player, "ready", 1).await;
    assert_eq!((&ready[0]["scenario"], &ready[0]["seed"]), (&json!("monday-call"), &json!(7)));
    let moves = player.moves().await;
    player.choose(&moves[0].0).await;
    let told = heard(&player, "decision", 1).await;
    assert_eq!(told[0]["decision"]["move"], json!(moves[0].0));
    assert_eq!(told[0]["moves"], json!([moves[0].0]));
    assert!(told[0]["metrics"]["on-time"].is_f64() && told[0]["decision"]["effect"]["on-time"].is_f64(), "{}", told[0]);
    assert!(told[0]["decision"].get("style").is_none(), "blind play tells no style: {}", told[0]);

    // A command is the parent's to give, not this window's own.
    player.browser.run("postMessage(JSON.stringify({ 'by-friday': 1, command: 'restart', seed: 11 }), '*')", vec![]).await;
    player.browser.run("parent.command({ command: 'restart', seed: 9 })", vec![]).await;
    player.browser.until("the new week", "return location.hash.includes('seed=9') && !location.hash.includes('moves=')", vec![]).await;
    let mut made = 0;
    while let Stage::Scene(_) = player.stage().await {
        let moves = player.moves().await;
        player.choose(&moves[0].0).await;
        player.next().await;
        made += 1;
    }
    let told = heard(&player, "decision", made + 1).await;
    assert_eq!(told.len(), made + 1, "each decision once");
    assert!(told[1..].iter().all(|t| t["seed"] == json!(9)), "the window's own command was taken");
    let completed = heard(&player, "completed", 1).await;
    assert_eq!(completed[0]["decisions"].as_array().map(Vec::len), Some(made));
    assert!(completed[0]["decisions"].as_array().is_some_and(|d| d.iter().all(|d| d["style"].is_string())));
    let heights: Vec<i64> = heard(&player, "resize", 3).await.iter().filter_map(|m| m["height"].as_i64()).collect();
    assert!(heights.windows(2).any(|w| w[1] > w[0]) && heights.windows(2).any(|w| w[1] < w[0]), "grows and shrinks: {heights:?}");
    let lti = "return parent.heard.some(h => h.data.subject === 'lti.frameResize' && h.data.height > 0)";
    player.browser.until("lti.frameResize", lti, vec![]).await;
}

/// Of another site, and the browser keeps nothing; open-iframe-resizer's own script fits the frame.
async fn a_cross_site_frame_without_storage(kind: Kind) {
    let prefs = match kind {
        Kind::Chromium => json!({ "profile.default_content_setting_values.cookies": 2 }),
        Kind::Firefox => json!({ "network.cookie.cookieBehavior": 2 }),
        Kind::WebKit => unreachable!("{BOTH}"),
    };
    let player = embedding(kind, true, Site::default(), prefs).await;
    let src = format!("{}?embed=1{WEEK}", player.server.page());
    let other = player.server.origin().replace("127.0.0.1", "localhost");
    open(&player, &other, &src, "").await;
    player.notice("storage-blocked").await;
    let fits = "return Math.abs(innerHeight - document.documentElement.getBoundingClientRect().height) < 4";
    player.browser.until("a frame as high as the page", fits, vec![]).await;
    let mut made = 0;
    while player.stage().await != Stage::Debrief {
        player.choose_style(Style::Directive).await;
        player.browser.until("a frame as high as the answer", fits, vec![]).await;
        player.next().await;
        player.browser.until("a frame as high as what follows", fits, vec![]).await;
        made += 1;
    }
    assert!(made >= 13, "a whole week: {made}");
}

/// No origin, no worker, no storage.
async fn a_sandbox(kind: Kind) {
    let player = embedding(kind, false, Site { cors: true, ..Site::default() }, json!({})).await;
    let src = format!("/?embed=1{WEEK}");
    open(&player, &player.server.origin(), &src, "allow-scripts").await;
    player.notice("storage-blocked").await;
    player.metrics().await;
    assert!(player.play(Style::Collaborative, usize::MAX).await.len() >= 13);
    player.wait_screen("debrief").await;
}
