//! Launched by an xAPI or a cmi5 portal, with a small store that can fail.

use serde_json::{Value, json};

use super::PAGE;
use crate::driver::Kind;
use crate::native;
use crate::player::{Player, Style};
use crate::server::{Mood, Site};

in_both! { tin_can_with_a_store_that_fails cmi5 }

pub(super) const ACTOR: &str = r#"{"objectType":"Agent","account":{"homePage":"https://portal.example","name":"learner-7"}}"#;

async fn launch(kind: Kind, target: &'static str, more: &str) -> Player {
    let own = vec![
        ("/launch.json", "application/json", native::launch(target, 7, 1, false)),
        ("/__done.html", "text/html", PAGE.replace("SCRIPTS", "")),
    ];
    let player = Player::at(kind, Site { own, ..Site::default() }).await;
    open(&player, more).await;
    player
}

async fn open(player: &Player, more: &str) {
    let actor: String = url::form_urlencoded::byte_serialize(ACTOR.as_bytes()).collect();
    let origin = player.server.origin();
    player.browser.goto(&player.server.blank()).await;
    player.browser.goto(&format!("{origin}/?endpoint={origin}/__lrs/&actor={actor}{}", more.replace("ORIGIN", &origin))).await;
    player.wait_ready().await;
}

pub(super) const REGISTRATION: &str = "&registration=6f9619ff-8b86-4d01-b42d-00cf4fc964ff";

/// Waits until the store has that many statements.
async fn statements(player: &Player, count: usize) -> Vec<Value> {
    let start = std::time::Instant::now();
    loop {
        let all = player.server.lrs(|lrs| lrs.statements.clone());
        if all.len() >= count {
            return all;
        }
        // A minute is the longest pause between two tries.
        assert!(start.elapsed().as_secs() < 150, "{count} statements, not {}: {}", all.len(), player.browser.shown().await);
        tokio::time::sleep(std::time::Duration::from_millis(20)).await;
    }
}

pub(super) fn verbs(statements: &[Value]) -> Vec<String> {
    let verb = |s: &Value| s.pointer("/verb/id").and_then(Value::as_str).and_then(|v| v.rsplit(['/', ':']).next()).map(str::to_owned);
    statements.iter().filter_map(verb).collect()
}

const SAID: &str = "const l = document.querySelector('[data-portal=portal]'); return l && !l.hidden ? l.textContent : null";
const SILENT: &str = "return document.querySelector('[data-portal=portal]').hidden";

/// Nothing is lost while the store answers 500, or not at all; meanwhile a line says so.
async fn tin_can_with_a_store_that_fails(kind: Kind) {
    let player = launch(kind, "xapi", &format!("&auth=Basic%20eDp5{REGISTRATION}")).await;
    player.play(Style::Collaborative, 1).await;
    assert_eq!(verbs(&statements(&player, 2).await)[0], "initialized");
    player.server.lrs(|lrs| lrs.mood = Mood::Fails);
    let mut made = player.play(Style::Collaborative, 2).await;
    player.browser.until("a line about the silence", SAID, vec![]).await;
    assert_eq!(player.server.lrs(|lrs| lrs.statements.len()), 2);
    player.server.lrs(|lrs| lrs.mood = Mood::Answers);
    statements(&player, 4).await;
    player.browser.until("no line any more", SILENT, vec![]).await;
    player.server.lrs(|lrs| lrs.mood = Mood::Silent);
    made.extend(player.play(Style::Directive, 1).await);
    player.browser.until("a line about the silence", SAID, vec![]).await;
    player.server.lrs(|lrs| lrs.mood = Mood::Answers);
    let told = statements(&player, 5).await;
    let ids: std::collections::BTreeSet<&str> = told.iter().filter_map(|s| s["id"].as_str()).collect();
    assert_eq!(ids.len(), told.len(), "each statement once");

    // The week comes back from the store, in a browser that keeps nothing of it.
    let at = player.scene().await;
    player.browser.until("the state in the store", SILENT, vec![]).await;
    player.browser.run("localStorage.clear()", vec![]).await;
    open(&player, REGISTRATION).await;
    assert_eq!(player.scene().await, at);
    player.play(Style::Directive, usize::MAX).await;
    player.wait_screen("debrief").await;
    player.browser.press("[data-action=finish]").await;
    player.browser.until("the end", "return !document.querySelector('[data-portal=end]').hidden", vec![]).await;
    let all = verbs(&player.server.lrs(|lrs| lrs.statements.clone()));
    assert_eq!(all[all.len() - 3..], ["completed", "passed", "terminated"], "{all:?}");
}

/// The order of things, and the way back to the portal.
async fn cmi5(kind: Kind) {
    let more = format!("&fetch=ORIGIN/__lrs/fetch&activityId=urn:test:unit{REGISTRATION}");
    let player = launch(kind, "cmi5", &more).await;
    let made = player.play(Style::Collaborative, usize::MAX).await;
    player.wait_screen("debrief").await;
    player.browser.press("[data-action=finish]").await;
    player.browser.until("the portal's own page", "return location.pathname === '/__done.html'", vec![]).await;
    let all = player.server.lrs(|lrs| lrs.statements.clone());
    let verbs = verbs(&all);
    assert_eq!(verbs.first().map(String::as_str), Some("initialized"));
    assert_eq!(verbs[verbs.len() - 3..], ["completed", "passed", "terminated"], "{verbs:?}");
    assert_eq!(verbs.len(), made.len() + 4);
    let session = |s: &Value| s.pointer("/context/extensions/https:~1~1w3id.org~1xapi~1cmi5~1context~1extensions~1sessionid").cloned();
    assert!(all.iter().all(|s| session(s) == Some(json!("session-1"))), "the context template is whole");
    let asked = player.server.lrs(|lrs| lrs.log.clone());
    let first: Vec<&str> = asked.iter().map(|a| a.as_str()).take(5).collect();
    assert_eq!(first, ["POST fetch", "GET LMS.LaunchData", "GET cmi5LearnerPreferences", "GET by-friday", "PUT statements"]);
}
