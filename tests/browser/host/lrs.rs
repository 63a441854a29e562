//! Launched by an xAPI or a cmi5 portal, with a small store that can fail.

use serde_json::{Value, json};

use super::PAGE;
use crate::driver::Kind;
use crate::native;
use crate::player::{Player, Style};
use crate::server::{Mood, Site};

in_both! { tin_can_with_a_store_that_fails cmi5 a_portal_that_answers_late a_session_that_ends_early }

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
    go(player, more).await;
    player.wait_ready().await;
}

pub(super) async fn go(player: &Player, more: &str) {
    let actor: String = url::form_urlencoded::byte_serialize(ACTOR.as_bytes()).collect();
    let origin = player.server.origin();
    player.browser.goto(&player.server.blank()).await;
    player.browser.goto(&format!("{origin}/?endpoint={origin}/__lrs/&actor={actor}{}", more.replace("ORIGIN", &origin))).await;
}

pub(super) const REGISTRATION: &str = "&registration=6f9619ff-8b86-4d01-b42d-00cf4fc964ff";

/// Waits until the store has that many statements.
pub(super) async fn statements(player: &Player, count: usize) -> Vec<Value> {
    let start = std::time::Instant::now();
    loop {
        let all = player.server.lrs(|lrs| lrs.statements.clone());
        if all.len() >= count {
            return all;
        }
        // A minute is the longest pause between two tries.
        assert!(
            start.elapsed().as_secs() < 150,
            "{count} statements, not {} ({:?}): {}",
            all.len(),
            player.server.lrs(|lrs| lrs.broken.clone()),
            player.browser.shown().await
        );
        tokio::time::sleep(std::time::Duration::from_millis(20)).await;
    }
}

/// Waits until something holds in the store.
async fn wait_for(holds: impl Fn() -> bool) {
    let start = std::time::Instant::now();
    while !holds() {
        assert!(start.elapsed().as_secs() < 60, "the store was waited for in vain");
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
    player.browser.until("no line any more", SILENT, vec![]).await;
    let last = made.last().expect("a move").clone();
    wait_for(|| player.server.lrs(|lrs| lrs.documents.get("by-friday").is_some_and(|d| d.contains(&last)))).await;
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
    let mut first: Vec<&str> = asked.iter().map(|a| a.as_str()).take(5).collect();
    // Asked side by side, so that they may come in any order.
    first[1..4].sort_unstable();
    assert_eq!(first, ["POST fetch", "GET LMS.LaunchData", "GET by-friday", "GET cmi5LearnerPreferences", "PUT statements"]);
    assert_eq!(player.server.lrs(|lrs| lrs.broken.clone()), Vec::<String>::new());

    // The same address once more, as F5 opens it: its token is used, and the device's week is shown.
    open(&player, &more).await;
    player.wait_screen("debrief").await;
    let said = player.browser.until("a line about the launch", SAID, vec![]).await;
    assert!(said.as_str().is_some_and(|s| s.contains("used before")), "{said}");
    assert_eq!(player.moves_in_address().await, made);
}

/// No scene can be answered before it is known where the week goes on, or the learner chooses not to
/// wait; what is decided meanwhile is told when the portal answers.
async fn a_portal_that_answers_late(kind: Kind) {
    let own = vec![("/launch.json", "application/json", native::launch("xapi", 7, 1, false))];
    let player = Player::at(kind, Site { own, ..Site::default() }).await;
    player.server.lrs(|lrs| lrs.mood = Mood::Silent);
    go(&player, &format!("&auth=Basic%20eDp5{REGISTRATION}")).await;
    let begin = "const b = document.querySelector('#portal [data-action=portal-begin]'); return !!b && !b.hidden";
    player.browser.until("a button to begin", begin, vec![]).await;
    let scenes = "return document.querySelectorAll('[data-choice]').length";
    assert_eq!(player.browser.run(scenes, vec![]).await, json!(0), "nothing can be answered yet");
    player.browser.press("#portal [data-action=portal-begin]").await;
    player.wait_ready().await;
    let made = player.play(Style::Directive, 2).await;
    assert_eq!(player.server.lrs(|lrs| lrs.statements.len()), 0);
    player.server.lrs(|lrs| lrs.mood = Mood::Answers);
    let told = statements(&player, 3).await;
    assert_eq!(verbs(&told), ["initialized", "answered", "answered"]);
    let moves: Vec<&str> = told.iter().filter_map(|s| s.pointer("/result/response")?.as_str()).collect();
    assert_eq!(moves, made);
    let silent = "return document.querySelector('[data-portal=offer]').hidden";
    player.browser.until("no line about the silence", silent, vec![]).await;
}

/// A token that expires: what is missing is named, Finish asks once, and a new launch tells it.
async fn a_session_that_ends_early(kind: Kind) {
    let more = |n: u32| format!("&fetch=ORIGIN/__lrs/fetch%3Fn={n}&activityId=urn:test:unit{REGISTRATION}");
    let player = launch(kind, "cmi5", &more(1)).await;
    player.play(Style::Collaborative, 1).await;
    statements(&player, 2).await;
    player.server.lrs(|lrs| lrs.mood = Mood::Expired);
    player.play(Style::Collaborative, usize::MAX).await;
    player.wait_screen("debrief").await;
    let said =
        "const l = document.querySelector('[data-portal=portal]'); return l.textContent.includes('the completion') ? l.textContent : null";
    let line = player.browser.until("what is missing", said, vec![]).await;
    assert!(line.as_str().is_some_and(|l| l.contains("12 decisions, the completion and the score") && l.contains("error 401")), "{line}");
    player.browser.press("[data-action=finish]").await;
    let asked = "return document.querySelector('[data-portal=portal]').textContent.endsWith('Press Finish again to leave now.')";
    player.browser.until("the question", asked, vec![]).await;
    player.browser.press("[data-action=finish]").await;
    player.browser.until("the portal's own page", "return location.pathname === '/__done.html'", vec![]).await;
    player.server.lrs(|lrs| lrs.mood = Mood::Answers);
    open(&player, &more(2)).await;
    // Two of the first session; then how it begins, the other twelve decisions, and the two outcomes.
    let told = statements(&player, 17).await;
    assert_eq!(verbs(&told)[2], "initialized", "a session of its own");
    assert_eq!(verbs(&told).iter().filter(|v| *v == "answered").count(), 13);
    assert_eq!(player.server.lrs(|lrs| lrs.broken.clone()), Vec::<String>::new());
}
