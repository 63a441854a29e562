//! In a portal and on another page: real peers around the release build.

use serde_json::{Value, json};

use crate::driver::Kind;
use crate::player::{Player, Stage, Style};
use crate::server::Site;
use crate::{dist, native};

mod cmi5;
mod element;
mod embedded;
mod first;
mod frames;
mod hinder;
mod leak;
mod lrs;
mod moodle;
mod scormhost;

in_both! { scorm_12 scorm_2004 a_written_week }

const LMS: &str = "<!doctype html><title>LMS</title><link rel=icon href=/__icon.svg><body>
    <script src=/__scorm-again.js></script><script src=/__lms.js></script>";

/// A page of the tests' own.
const PAGE: &str = "<!doctype html><title>Around</title><link rel=icon href=/__icon.svg><body>SCRIPTS";

/// A portal with scorm-again, which launches a package for `target`.
async fn lms(kind: Kind, target: &'static str) -> Player {
    lms_with(kind, native::launch(target, 7, 1, false)).await
}

async fn lms_with(kind: Kind, launch: String) -> Player {
    let own = vec![
        ("/__lms.html", "text/html", LMS.to_owned()),
        ("/__lms.js", "text/javascript", include_str!("host/lms.js").to_owned()),
        ("/__scorm-again.js", "text/javascript", dist::npm("scorm-again/dist/scorm-again.min.js")),
        ("/launch.json", "application/json", launch),
    ];
    Player::at(kind, Site { own, ..Site::default() }).await
}

/// Opens the package in the portal, with the frame in view.
async fn launch(player: &Player, how: &str) {
    leave(player).await;
    player.browser.goto(&format!("{}/__lms.html#{how}", player.server.origin())).await;
    enter(player).await;
    player.wait_ready().await;
}

async fn enter(player: &Player) {
    player.browser.until("a frame", "return !!document.querySelector('iframe')", vec![]).await;
    player.browser.client().enter_frame(0).await.expect("the frame can be entered");
}

async fn leave(player: &Player) {
    player.browser.goto(&player.server.blank()).await;
}

/// What the portal keeps, as scorm-again has it.
async fn kept(player: &Player) -> Value {
    let text = player.browser.run("return localStorage.getItem('lms')", vec![]).await;
    serde_json::from_str(text.as_str().expect("the portal kept something")).expect("JSON")
}

/// Waits until the portal has that many decisions, and returns them.
async fn decisions(player: &Player, count: usize) -> Vec<Value> {
    let found = player
        .browser
        .until(
            format_args!("{count} decisions in the portal"),
            "const all = Object.values(JSON.parse(localStorage.getItem('lms') ?? '{}').interactions ?? {});
            return all.length === arguments[0] ? all : null",
            vec![json!(count)],
        )
        .await;
    found.as_array().expect("a list").clone()
}

/// `move;style;chance;engagement`.
fn check_response(text: &str, mv: &str, style: Style) {
    let parts: Vec<&str> = text.split(';').collect();
    assert_eq!(parts.len(), 4, "{text}");
    assert_eq!((parts[0], parts[1]), (mv, style.to_string().as_str()), "{text}");
    for (part, most) in [(parts[2], 1.0), (parts[3], 100.0)] {
        assert!(part.starts_with(['+', '-']), "{text} says no sign");
        assert!(part.parse::<f64>().is_ok_and(|n| n.abs() <= most), "{text}");
    }
}

/// Launch, decisions, leave, resume, complete, review.
async fn attempt(kind: Kind, target: &'static str, words: [&str; 4]) {
    let [kind_of, response, status, score] = words;
    let player = lms(kind, target).await;
    launch(&player, target).await;
    let (mut scenes, mut made) = (Vec::new(), Vec::new());
    for count in 1..=3 {
        scenes.push(player.scene().await);
        made.push(player.choose_style(Style::Collaborative).await);
        let told = decisions(&player, count).await;
        let last = &told[count - 1];
        assert_eq!(last["id"], json!(scenes[count - 1]));
        assert_eq!((&last["type"], &last["result"]), (&json!(kind_of), &json!("neutral")), "{last}");
        check_response(last[response].as_str().expect("a response"), &made[count - 1], Style::Collaborative);
        player.next().await;
    }
    let at = player.scene().await;
    let now = kept(&player).await;
    assert_eq!(now.pointer(status), Some(&json!("incomplete")), "{now}");
    assert!(now.pointer(score).is_none_or(|s| *s == json!("")), "no score before the end: {now}");

    launch(&player, target).await;
    assert_eq!(player.stage().await, Stage::Scene(at.clone()), "the week goes on where it was left");
    assert_eq!(player.moves_in_address().await, made);

    // A look at another way does not count, is told so, and one press leads back.
    player.browser.press("[data-action=what-if][data-step='0']").await;
    player.choose_style(Style::Directive).await;
    player.browser.until("a line about what counts", "return !document.querySelector('[data-portal=why]').hidden", vec![]).await;
    player.browser.press("#portal [data-action=own-week]").await;
    player
        .browser
        .until("the week that counts", "return location.hash.includes('moves=' + arguments[0])", vec![json!(made.join("."))])
        .await;
    assert_eq!(player.scene().await, at);
    decisions(&player, made.len()).await;
    let rest = player.play(Style::Directive, usize::MAX).await;
    player.wait_screen("debrief").await;
    let told = decisions(&player, made.len() + rest.len()).await;
    for (told, mv) in told.iter().zip(made.iter().chain(&rest)) {
        let text = told[response].as_str().expect("a response");
        assert!(text.starts_with(&format!("{mv};")), "{text} is not about {mv}");
    }
    player.browser.press("[data-action=finish]").await;
    player.browser.until("the end of the session", "return parent.lms.ended === 1", vec![]).await;
    player.browser.until("a line about the end", "return !document.querySelector('[data-portal=end]').hidden", vec![]).await;
    let after = kept(&player).await;
    assert!(["passed", "completed"].contains(&after.pointer(status).and_then(Value::as_str).unwrap_or("")), "{after}");
    let points = after.pointer(score).map(|s| s.as_str().map_or(s.to_string(), str::to_owned)).unwrap_or_default();
    let shown = player.metrics().await["yours score"][0].clone();
    let (points, shown): (f64, f64) = (points.parse().expect("points"), shown.parse().expect("points"));
    assert!((points - shown).abs() <= 0.5, "reported {points}, shown {shown}");

    launch(&player, &format!("{target},review")).await;
    player.wait_screen("debrief").await;
    player.browser.until("a line about review", "return !document.querySelector('[data-portal=mode]').hidden", vec![]).await;
    player.browser.press("[data-screen=debrief] [data-action=restart]").await;
    player.play(Style::Directive, 1).await;
    leave(&player).await;
    let looked = kept(&player).await;
    for field in ["/suspend_data", "/interactions", status, score] {
        assert_eq!(looked.pointer(field), after.pointer(field), "{field} after a review");
    }
}

async fn scorm_12(kind: Kind) {
    attempt(kind, "scorm12", ["fill-in", "student_response", "/core/lesson_status", "/core/score/raw"]).await;
}

/// A package whose scenario is not built in: played, reported, left, gone on with, and nothing else opened.
async fn a_written_week(kind: Kind) {
    let week = include_str!("../../public/examples/first-friday.json");
    let player = lms_with(kind, native::launch_of(week, "scorm12")).await;
    launch(&player, "scorm12").await;
    assert_eq!(player.scene().await, "plan");
    let mv = player.choose_style(Style::Collaborative).await;
    let told = decisions(&player, 1).await;
    assert_eq!((&told[0]["id"], mv.as_str()), (&json!("plan"), "ask"));
    player.next().await;
    assert_eq!(player.scene().await, "lift");
    launch(&player, "scorm12").await;
    assert_eq!(player.scene().await, "lift", "the week goes on where it was left");
    player.browser.run("location.hash = '#/write'", vec![]).await;
    player.wait_screen("start").await;
    assert!(!player.server.log().iter().any(|r| r.path.contains("/desk-")), "a package for a portal has no editor");
    player.browser.run("location.hash = '#/play/monday-call?seed=1'", vec![]).await;
    player.browser.until("the package's own week", "return location.hash.startsWith('#/play/x.')", vec![]).await;
    let rest = player.play(Style::Directive, usize::MAX).await;
    player.wait_screen("debrief").await;
    assert_eq!(rest, ["order", "lead"]);
    decisions(&player, 3).await;
}

async fn scorm_2004(kind: Kind) {
    attempt(kind, "scorm2004", ["other", "learner_response", "/completion_status", "/score/raw"]).await;
}
